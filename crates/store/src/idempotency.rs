//! Kept answers of writes that carry an Idempotency-Key, in the transaction of the write.

use keshu_kernel::{Dialect, Fragment, Problem, codes};

use crate::{Read, Tx};

/// How long an answer is kept, in hours.
pub const KEPT_HOURS: i64 = 24;

/// Lets only one write with this key go on at a time (PostgreSQL; SQLite has one writer).
pub fn lock(tx: &mut Tx, key: &str) -> Result<(), Problem> {
    if tx.dialect() == Dialect::Postgres {
        let mut sql = Fragment::raw("SELECT 1 FROM pg_advisory_xact_lock(hashtext(");
        sql.bind(key).sql("))");
        tx.read().query(sql)?;
    }
    Ok(())
}

/// The answer kept for `key`, if the same `digest` was sent with it; another digest is an error.
pub fn kept(read: &mut Read, key: &str, digest: &str) -> Result<Option<String>, Problem> {
    let mut sql = Fragment::raw("SELECT digest, answer FROM sys_idempotency WHERE key = ");
    sql.bind(key);
    match read.query_one(sql)? {
        None => Ok(None),
        Some(row) if row[0].as_text() == Some(digest) => Ok(row[1].as_text().map(str::to_owned)),
        Some(_) => Err(Problem::new(&codes::IDEMPOTENCY_KEY_REUSED, vec![])),
    }
}

pub fn keep(tx: &mut Tx, key: &str, digest: &str, answer: &str, at: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("INSERT INTO sys_idempotency (key, digest, answer, created_at) VALUES (");
    sql.bind(key).sql(", ").bind(digest).sql(", ").bind(answer).sql(", ").bind(at).sql(")");
    tx.execute(sql).map(drop)
}

/// Forgets answers made before `before`.
pub fn forget(tx: &mut Tx, before: &str) -> Result<u64, Problem> {
    let mut sql = Fragment::raw("DELETE FROM sys_idempotency WHERE created_at < ");
    sql.bind(before);
    tx.execute(sql)
}

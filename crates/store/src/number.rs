//! Counters behind human numbers.

use keshu_kernel::{Fragment, Problem};

use crate::Tx;

/// The next value of a counter, starting at 1; rolled back with its transaction, so declared series stay gapless.
pub fn next_number(tx: &mut Tx, key: &str) -> Result<i64, Problem> {
    // An upsert with RETURNING makes SQLite set a savepoint of its own, and with it write out the search index.
    let mut sql = Fragment::raw("UPDATE sys_counter SET last = last + 1 WHERE key = ");
    sql.bind(key);
    if tx.execute(sql)? == 0 {
        let mut sql = Fragment::raw("INSERT INTO sys_counter (key, last) VALUES (");
        sql.bind(key).sql(", 1) ON CONFLICT (key) DO UPDATE SET last = sys_counter.last + 1");
        tx.execute(sql)?;
    }
    let mut sql = Fragment::raw("SELECT last FROM sys_counter WHERE key = ");
    sql.bind(key);
    Ok(tx.read().query_cell(sql)?.as_int().unwrap_or(1))
}

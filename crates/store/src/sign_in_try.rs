//! How often somebody tried in vain to sign in, and from where people sign in otherwise.

use keshu_kernel::{Fragment, Problem};

use crate::{Read, Tx};

/// Tries under one key: how many failed, and until when the next is refused.
#[derive(Debug, Clone, Default)]
pub struct Tries {
    pub failures: i64,
    pub wait_until: Option<String>,
}

/// What is known of a key since `since`; older tries are forgotten.
pub fn tries(read: &mut Read, key: &str, since: &str) -> Result<Tries, Problem> {
    let mut sql = Fragment::raw("SELECT failures, wait_until FROM sys_sign_in_try WHERE key = ");
    sql.bind(key).sql(" AND at >= ").bind(since);
    let known = read.query_one(sql)?;
    Ok(known.map(|row| Tries { failures: row[0].as_int().unwrap_or(0), wait_until: row[1].as_text().map(str::to_owned) }).unwrap_or_default())
}

pub fn set_tries(tx: &mut Tx, key: &str, tries: &Tries, at: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("INSERT INTO sys_sign_in_try (key, failures, wait_until, at) VALUES (");
    sql.bind(key).sql(", ").bind(tries.failures).sql(", ").bind(tries.wait_until.clone()).sql(", ").bind(at);
    sql.sql(") ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, wait_until = excluded.wait_until, at = excluded.at");
    tx.execute(sql).map(drop)
}

pub fn forget_tries(tx: &mut Tx, key: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("DELETE FROM sys_sign_in_try WHERE key = ");
    sql.bind(key);
    tx.execute(sql).map(drop)
}

/// Whether the person has signed in from this place.
pub fn is_known_place(read: &mut Read, staff_id: &str, place: &str) -> Result<bool, Problem> {
    let mut sql = Fragment::raw("SELECT 1 FROM sys_known_place WHERE staff_id = ");
    sql.bind(staff_id).sql(" AND place = ").bind(place);
    Ok(read.query_one(sql)?.is_some())
}

pub fn know_place(tx: &mut Tx, staff_id: &str, place: &str, at: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("INSERT INTO sys_known_place (staff_id, place, at) VALUES (");
    sql.bind(staff_id).sql(", ").bind(place).sql(", ").bind(at).sql(") ON CONFLICT (staff_id, place) DO UPDATE SET at = excluded.at");
    tx.execute(sql).map(drop)
}

/// Forgets tries before `tries` and places nobody came from since `places`.
pub fn forget_old(tx: &mut Tx, tries: &str, places: &str) -> Result<(), Problem> {
    for (table, before) in [("sys_sign_in_try", tries), ("sys_known_place", places)] {
        let mut sql = Fragment::raw(&format!("DELETE FROM {table} WHERE at < "));
        sql.bind(before);
        tx.execute(sql)?;
    }
    Ok(())
}

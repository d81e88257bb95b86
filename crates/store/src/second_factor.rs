//! The second proof of who somebody is: a sealed secret of one-time codes, and recovery codes as hashes.

use keshu_kernel::{Fragment, Problem};

use crate::{Read, Tx, identity::secret_hash};

/// A person's secret as kept.
#[derive(Debug, Clone)]
pub struct Totp {
    pub sealed: String,
    /// Since when it is asked for; a secret that nobody confirmed yet is not.
    pub confirmed_at: Option<String>,
}

pub fn totp(read: &mut Read, staff_id: &str) -> Result<Option<Totp>, Problem> {
    let mut sql = Fragment::raw("SELECT sealed, confirmed_at FROM sys_totp WHERE staff_id = ");
    sql.bind(staff_id);
    let text = |cell: &keshu_kernel::Cell| cell.as_text().map(str::to_owned);
    Ok(read.query_one(sql)?.map(|row| Totp { sealed: text(&row[0]).unwrap_or_default(), confirmed_at: text(&row[1]) }))
}

/// Keeps a secret that is still to be confirmed, in the place of one that was not.
pub fn offer(tx: &mut Tx, staff_id: &str, sealed: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("INSERT INTO sys_totp (staff_id, sealed, confirmed_at, last_step) VALUES (");
    sql.bind(staff_id).sql(", ").bind(sealed).sql(", NULL, 0) ON CONFLICT (staff_id) DO UPDATE SET sealed = excluded.sealed, last_step = 0 WHERE sys_totp.confirmed_at IS NULL");
    tx.execute(sql).map(drop)
}

/// From now on the secret is asked for.
pub fn confirm(tx: &mut Tx, staff_id: &str, at: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("UPDATE sys_totp SET confirmed_at = ");
    sql.bind(at).sql(" WHERE staff_id = ").bind(staff_id);
    tx.execute(sql).map(drop)
}

/// Uses the code of a step; false when that step or a later one was used already.
pub fn use_step(tx: &mut Tx, staff_id: &str, step: i64) -> Result<bool, Problem> {
    let mut sql = Fragment::raw("UPDATE sys_totp SET last_step = ");
    sql.bind(step).sql(" WHERE staff_id = ").bind(staff_id).sql(" AND last_step < ").bind(step);
    Ok(tx.execute(sql)? == 1)
}

/// Puts new recovery codes in the place of all others.
pub fn set_recovery_codes(tx: &mut Tx, staff_id: &str, codes: &[String]) -> Result<(), Problem> {
    remove_codes(tx, staff_id)?;
    for code in codes {
        let mut sql = Fragment::raw("INSERT INTO sys_recovery_code (hash, staff_id) VALUES (");
        sql.bind(code_hash(staff_id, code)).sql(", ").bind(staff_id).sql(")");
        tx.execute(sql)?;
    }
    Ok(())
}

/// Uses a recovery code up; false when there is no such one.
pub fn use_recovery_code(tx: &mut Tx, staff_id: &str, code: &str) -> Result<bool, Problem> {
    let mut sql = Fragment::raw("DELETE FROM sys_recovery_code WHERE hash = ");
    sql.bind(code_hash(staff_id, code)).sql(" AND staff_id = ").bind(staff_id);
    Ok(tx.execute(sql)? == 1)
}

pub fn recovery_codes_left(read: &mut Read, staff_id: &str) -> Result<i64, Problem> {
    let mut sql = Fragment::raw("SELECT count(*) FROM sys_recovery_code WHERE staff_id = ");
    sql.bind(staff_id);
    Ok(read.query_cell(sql)?.as_int().unwrap_or(0))
}

/// Removes secret and codes; whether there were any.
pub fn remove(tx: &mut Tx, staff_id: &str) -> Result<bool, Problem> {
    remove_codes(tx, staff_id)?;
    let mut sql = Fragment::raw("DELETE FROM sys_totp WHERE staff_id = ");
    sql.bind(staff_id);
    Ok(tx.execute(sql)? == 1)
}

fn remove_codes(tx: &mut Tx, staff_id: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("DELETE FROM sys_recovery_code WHERE staff_id = ");
    sql.bind(staff_id);
    tx.execute(sql).map(drop)
}

fn code_hash(staff_id: &str, code: &str) -> String {
    secret_hash(&format!("{staff_id}\0{code}"))
}

//! Small named values of the installation.

use keshu_kernel::{Fragment, Problem};

use crate::{Read, Tx};

pub fn get(read: &mut Read, key: &str) -> Result<Option<String>, Problem> {
    let mut sql = Fragment::raw("SELECT value FROM sys_setting WHERE key = ");
    sql.bind(key);
    Ok(read.query_cell(sql)?.as_text().map(str::to_owned))
}

pub fn set(tx: &mut Tx, key: &str, value: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("INSERT INTO sys_setting (key, value) VALUES (");
    sql.bind(key).sql(", ").bind(value).sql(") ON CONFLICT (key) DO UPDATE SET value = excluded.value");
    tx.execute(sql).map(drop)
}

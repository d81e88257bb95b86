//! The derived table of who else may see or change a row: shares, collaborators, cascades.

use keshu_kernel::{Cell, Fragment, Problem};

use crate::{Read, Tx};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareRight {
    Read,
    Write,
}

/// One row of `access_row`. `principal` is `staff:…`, `dept:…` or `role:…`; `source` says why it is there.
#[derive(Debug, Clone)]
pub struct Share {
    pub principal: String,
    pub right: ShareRight,
    pub source: String,
}

pub fn write_share(tx: &mut Tx, entity: &str, id: &str, share: &Share) -> Result<(), Problem> {
    let mut sql = Fragment::raw("INSERT INTO access_row (entity, record_id, principal, may_write, source) VALUES (");
    sql.bind(entity).sql(", ").bind(id).sql(", ").bind(&share.principal).sql(", ").bind(share.right == ShareRight::Write).sql(", ").bind(&share.source);
    sql.sql(") ON CONFLICT (entity, principal, record_id, source) DO UPDATE SET may_write = excluded.may_write");
    tx.execute(sql).map(drop)
}

pub fn remove_share(tx: &mut Tx, entity: &str, id: &str, principal: &str, source: &str) -> Result<bool, Problem> {
    let mut sql = Fragment::raw("DELETE FROM access_row WHERE entity = ");
    sql.bind(entity).sql(" AND record_id = ").bind(id).sql(" AND principal = ").bind(principal).sql(" AND source = ").bind(source);
    Ok(tx.execute(sql)? > 0)
}

pub fn shares(read: &mut Read, entity: &str, id: &str) -> Result<Vec<Share>, Problem> {
    let mut sql = Fragment::raw("SELECT principal, may_write, source FROM access_row WHERE entity = ");
    sql.bind(entity).sql(" AND record_id = ").bind(id).sql(" ORDER BY principal, source");
    let share = |row: Vec<Cell>| match row.as_slice() {
        [Cell::Text(principal), Cell::Int(may_write), Cell::Text(source)] => Some(Share {
            principal: principal.clone(),
            right: if *may_write == 1 { ShareRight::Write } else { ShareRight::Read },
            source: source.clone(),
        }),
        _ => None,
    };
    Ok(read.query(sql)?.into_iter().filter_map(share).collect())
}

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
    let share = |row: Vec<Cell>| match row.as_slice() {
        [Cell::Text(principal), Cell::Int(may_write), Cell::Text(source)] => Some(Share {
            principal: principal.clone(),
            right: if *may_write == 1 { ShareRight::Write } else { ShareRight::Read },
            source: source.clone(),
        }),
        _ => None,
    };
    let mut shares: Vec<Share> = read.query(of(entity, id))?.into_iter().filter_map(share).collect();
    shares.sort_by(|left, right| (&left.principal, &left.source).cmp(&(&right.principal, &right.source)));
    Ok(shares)
}

/// Not sorted: to save that, SQLite would walk through the shares of all records in the order of the table.
fn of(entity: &str, id: &str) -> Fragment {
    let mut sql = Fragment::raw("SELECT principal, may_write, source FROM access_row WHERE entity = ");
    sql.bind(entity).sql(" AND record_id = ").bind(id);
    sql
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_shares_of_one_record_cost_no_walk_through_those_of_all() {
        crate::system_tables::assert_plan(super::of("customer", "1"), "ix_access_row__record (entity=? AND record_id=?)");
    }
}

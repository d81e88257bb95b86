//! Figures a parent keeps over its children, computed from the rows themselves.

use keshu_catalog::{Entity, Kind, Rollup, RollupFn};
use keshu_kernel::{Cell, Dialect, Fragment, Problem};

use crate::{Read, query::ALIAS, scope::column};

/// Locks the parent's row, so that two children written at once cannot each miss the other (PostgreSQL).
pub fn lock_parent(tx: &mut crate::Tx, parent: &Entity, id: &str) -> Result<(), Problem> {
    if tx.dialect() == Dialect::Postgres {
        let mut sql = Fragment::raw("SELECT 1 FROM ");
        sql.name(&parent.name).sql(" WHERE id = ").bind(id).sql(" FOR UPDATE");
        tx.read().query(sql)?;
    }
    Ok(())
}

/// The figure of one parent as its children stand now. `filter` is the rollup's condition, lowered.
pub fn compute(read: &mut Read, parent: &str, child: &Entity, rollup: &Rollup, filter: Option<Fragment>, id: &str) -> Result<Cell, Problem> {
    let mut sql = Fragment::raw("SELECT ");
    match (rollup.func, rollup.field.as_deref()) {
        (RollupFn::Sum, Some(field)) => column(sql.sql("CAST(coalesce(sum("), ALIAS, field).sql("), 0) AS BIGINT)"),
        (RollupFn::Min, Some(field)) => column(sql.sql("min("), ALIAS, field).sql(")"),
        (RollupFn::Max | RollupFn::Latest, Some(field)) => column(sql.sql("max("), ALIAS, field).sql(")"),
        (_, _) => sql.sql("count(*)"),
    };
    sql.sql(" FROM ").name(&child.name).sql(" AS ").name(ALIAS).sql(" WHERE ");
    match child.field(&rollup.by).map(|field| &field.kind) {
        Some(Kind::About { .. }) => {
            column(&mut sql, ALIAS, &format!("{}_entity", rollup.by)).sql(" = ").bind(parent);
            column(sql.sql(" AND "), ALIAS, &format!("{}_id", rollup.by)).sql(" = ").bind(id);
        }
        _ => {
            column(&mut sql, ALIAS, &rollup.by).sql(" = ").bind(id);
        }
    }
    if child.line_of.is_none() {
        column(sql.sql(" AND "), ALIAS, "deleted_at").sql(" IS NULL");
    }
    if let Some(filter) = filter {
        sql.sql(" AND (").append(filter).sql(")");
    }
    read.query_cell(sql)
}

/// Every living id of an entity, for a rebuild.
pub fn every_id(read: &mut Read, entity: &Entity) -> Result<Vec<String>, Problem> {
    let mut sql = Fragment::raw("SELECT id FROM ");
    sql.name(&entity.name).sql(" WHERE deleted_at IS NULL ORDER BY id");
    Ok(read.query(sql)?.into_iter().filter_map(|row| Some(row.first()?.as_text()?.to_owned())).collect())
}

/// Columns of one row as the system sees them, whoever owns it.
pub fn raw_row(read: &mut Read, entity: &Entity, id: &str, columns: &[String]) -> Result<Option<Vec<Cell>>, Problem> {
    let mut sql = Fragment::raw("SELECT id");
    for name in columns {
        sql.sql(", ").name(name);
    }
    sql.sql(" FROM ").name(&entity.name).sql(" WHERE id = ").bind(id);
    Ok(read.query_one(sql)?.map(|row| row.into_iter().skip(1).collect()))
}

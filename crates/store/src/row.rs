//! Writing rows of entities, always under a grant and inside a [`Tx`].

use keshu_access::Grant;
use keshu_catalog::{Catalog, Entity};
use keshu_kernel::{Cell, Fragment, Problem};

use crate::{Tx, query::ALIAS, scope::column, scope::condition};

/// Adds a row with version 1. `cells` are columns of the entity's own table.
pub fn insert(tx: &mut Tx, entity: &Entity, grant: &Grant, id: &str, cells: &[(String, Cell)]) -> Result<(), Problem> {
    debug_assert_eq!(grant.entity(), entity.name);
    let mut sql = Fragment::raw("INSERT INTO ");
    sql.name(&entity.name).sql(" (id, version");
    for (name, _) in cells {
        sql.sql(", ").name(name);
    }
    sql.sql(") VALUES (").bind(id).sql(", ").bind(1);
    for (_, cell) in cells {
        sql.sql(", ").bind(cell.clone());
    }
    sql.sql(")");
    tx.execute(sql).map(drop)
}

/// Changes columns of a living row of that version inside the grant and counts the version up.
/// `false` = no such row: gone, out of scope or another version.
pub fn update(tx: &mut Tx, catalog: &Catalog, entity: &Entity, grant: &Grant, id: &str, version: i64, cells: &[(String, Cell)]) -> Result<bool, Problem> {
    let mut changes = vec![("version".to_owned(), Cell::Int(version + 1))];
    changes.extend_from_slice(cells);
    change(tx, catalog, entity, grant, id, Some(version), &changes, false)
}

/// Sets columns that the system keeps on a row (rollups, stored formulas) without a new version.
pub fn set_columns(tx: &mut Tx, entity: &Entity, id: &str, cells: &[(String, Cell)]) -> Result<(), Problem> {
    if cells.is_empty() {
        return Ok(());
    }
    let mut sql = Fragment::raw("UPDATE ");
    sql.name(&entity.name).sql(" SET ");
    assign(&mut sql, cells);
    sql.sql(" WHERE id = ").bind(id);
    tx.execute(sql).map(drop)
}

/// Moves a row into the trash.
pub fn trash(tx: &mut Tx, catalog: &Catalog, entity: &Entity, grant: &Grant, id: &str, version: i64, at: &str, by: &str) -> Result<bool, Problem> {
    let changes = [("version".to_owned(), Cell::Int(version + 1)), ("deleted_at".to_owned(), at.into()), ("deleted_by".to_owned(), by.into())];
    change(tx, catalog, entity, grant, id, Some(version), &changes, false)
}

/// Takes a row out of the trash.
pub fn restore(tx: &mut Tx, catalog: &Catalog, entity: &Entity, grant: &Grant, id: &str, version: i64) -> Result<bool, Problem> {
    let changes = [("version".to_owned(), Cell::Int(version + 1)), ("deleted_at".to_owned(), Cell::Null), ("deleted_by".to_owned(), Cell::Null)];
    change(tx, catalog, entity, grant, id, Some(version), &changes, true)
}

/// Removes a row for good, with its join rows, references and lines.
pub fn purge(tx: &mut Tx, catalog: &Catalog, entity: &Entity, grant: &Grant, id: &str) -> Result<bool, Problem> {
    for field in entity.fields.values() {
        match &field.kind {
            keshu_catalog::Kind::Links { .. } | keshu_catalog::Kind::Tags => write_joined(tx, &field.join_table(&entity.name), id, &[])?,
            keshu_catalog::Kind::Lines { of } => {
                if let Some(line) = catalog.entity(of) {
                    remove_lines(tx, line, id, &[])?;
                }
            }
            _ => {}
        }
    }
    write_external_refs(tx, &entity.name, id, &[])?;
    let mut sql = Fragment::raw("DELETE FROM ");
    sql.name(&entity.name).sql(" AS ").name(ALIAS).sql(" WHERE ");
    column(&mut sql, ALIAS, "id").sql(" = ").bind(id);
    if let Some(scope) = condition(catalog, entity, grant, ALIAS) {
        sql.sql(" AND ").append(scope);
    }
    Ok(tx.execute(sql)? == 1)
}

fn change(tx: &mut Tx, catalog: &Catalog, entity: &Entity, grant: &Grant, id: &str, version: Option<i64>, cells: &[(String, Cell)], trashed: bool) -> Result<bool, Problem> {
    let mut sql = Fragment::raw("UPDATE ");
    sql.name(&entity.name).sql(" AS ").name(ALIAS).sql(" SET ");
    assign(&mut sql, cells);
    column(sql.sql(" WHERE "), ALIAS, "id").sql(" = ").bind(id);
    if let Some(version) = version {
        column(sql.sql(" AND "), ALIAS, "version").sql(" = ").bind(version);
    }
    column(sql.sql(" AND "), ALIAS, "deleted_at").sql(if trashed { " IS NOT NULL" } else { " IS NULL" });
    if let Some(scope) = condition(catalog, entity, grant, ALIAS) {
        sql.sql(" AND ").append(scope);
    }
    Ok(tx.execute(sql)? == 1)
}

fn assign(sql: &mut Fragment, cells: &[(String, Cell)]) {
    for (place, (name, cell)) in cells.iter().enumerate() {
        sql.sql(if place == 0 { "" } else { ", " }).name(name).sql(" = ").bind(cell.clone());
    }
}

/// Makes the values of a `links` or `tags` field of one record exactly `values`.
pub fn write_joined(tx: &mut Tx, table: &str, id: &str, values: &[String]) -> Result<(), Problem> {
    let mut clear = Fragment::raw("DELETE FROM ");
    clear.name(table).sql(" WHERE record_id = ").bind(id);
    tx.execute(clear)?;
    for (position, value) in values.iter().enumerate() {
        let mut sql = Fragment::raw("INSERT INTO ");
        sql.name(table).sql(" (record_id, value, position) VALUES (").bind(id).sql(", ").bind(value).sql(", ").bind(position as i64).sql(")");
        tx.execute(sql)?;
    }
    Ok(())
}

/// Makes the external references of one record exactly `refs` (system, code).
pub fn write_external_refs(tx: &mut Tx, entity: &str, id: &str, refs: &[(String, String)]) -> Result<(), Problem> {
    let mut clear = Fragment::raw("DELETE FROM external_ref WHERE entity = ");
    clear.bind(entity).sql(" AND record_id = ").bind(id);
    tx.execute(clear)?;
    for (system, code) in refs {
        let mut sql = Fragment::raw("INSERT INTO external_ref (entity, system, code, record_id) VALUES (");
        sql.bind(entity).sql(", ").bind(system).sql(", ").bind(code).sql(", ").bind(id).sql(")");
        tx.execute(sql)?;
    }
    Ok(())
}

/// Writes one line of a parent: a new row, or the new columns of the row `id` of the same parent.
pub fn write_line(tx: &mut Tx, line: &Entity, parent: &str, id: &str, position: i64, is_new: bool, cells: &[(String, Cell)]) -> Result<(), Problem> {
    let mut all = vec![("position".to_owned(), Cell::Int(position))];
    all.extend_from_slice(cells);
    let sql = if is_new {
        let mut sql = Fragment::raw("INSERT INTO ");
        sql.name(&line.name).sql(" (id, parent_id");
        for (name, _) in &all {
            sql.sql(", ").name(name);
        }
        sql.sql(") VALUES (").bind(id).sql(", ").bind(parent);
        for (_, cell) in &all {
            sql.sql(", ").bind(cell.clone());
        }
        sql.sql(")");
        sql
    } else {
        let mut sql = Fragment::raw("UPDATE ");
        sql.name(&line.name).sql(" SET ");
        assign(&mut sql, &all);
        sql.sql(" WHERE id = ").bind(id).sql(" AND parent_id = ").bind(parent);
        sql
    };
    tx.execute(sql).map(drop)
}

/// Removes the lines of a parent other than `keep`.
pub fn remove_lines(tx: &mut Tx, line: &Entity, parent: &str, keep: &[String]) -> Result<(), Problem> {
    let mut sql = Fragment::raw("DELETE FROM ");
    sql.name(&line.name).sql(" WHERE parent_id = ").bind(parent);
    if !keep.is_empty() {
        sql.sql(" AND id NOT IN ").bind_list(keep);
    }
    tx.execute(sql).map(drop)
}

//! Reading rows of entities, always under a grant.

use keshu_access::Grant;
use keshu_catalog::{Catalog, Entity};
use keshu_kernel::{Cell, Dialect, Fragment, Problem};

use crate::{
    conn::{Read, Row},
    scope::{self, column, condition},
};

/// The table alias of the record in every query; filters are lowered against it.
pub const ALIAS: &str = "t";

#[derive(Debug, Clone)]
pub struct Sort {
    pub column: String,
    pub descending: bool,
}

/// A list query, without rights; those come from the grant.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// A lowered expression over [`ALIAS`].
    pub filter: Option<Fragment>,
    /// Sort columns; `id` is added last so that the order is total.
    pub sort: Vec<Sort>,
    /// Sort values and id of the last row of the page before.
    pub after: Option<Vec<Cell>>,
    pub offset: u64,
    pub limit: u64,
    /// The trash instead of the living.
    pub trash: bool,
}

/// Rows as `[columns…, sort columns…, id]`.
pub fn find(read: &mut Read, catalog: &Catalog, entity: &Entity, grant: &Grant, columns: &[String], query: &Query) -> Result<Vec<Row>, Problem> {
    let few = scope::few(read, entity, grant)?;
    find_among(read, catalog, entity, grant, columns, query, few)
}

/// As [`find`]; `few` may narrow it further.
fn find_among(read: &mut Read, catalog: &Catalog, entity: &Entity, grant: &Grant, columns: &[String], query: &Query, few: Option<Fragment>) -> Result<Vec<Row>, Problem> {
    let mut sql = Fragment::raw("SELECT ");
    for name in columns.iter().chain(query.sort.iter().map(|sort| &sort.column)) {
        column(&mut sql, ALIAS, name).sql(", ");
    }
    column(&mut sql, ALIAS, "id");
    let order = order_by(read.dialect(), &query.sort);
    let mut found = from_where(catalog, entity, grant, query, few);
    if let Some(after) = &query.after {
        found.sql(" AND ").append(beyond(&query.sort, after));
    }
    found.append(order.clone()).sql(" LIMIT ").bind(query.limit as i64);
    if query.offset > 0 {
        found.sql(" OFFSET ").bind(query.offset as i64);
    }
    if query.offset == 0 || read.dialect() == Dialect::Sqlite {
        sql.append(found);
        return read.query(sql);
    }
    // SQLite counts rows off in the index by itself; PostgreSQL does so where nothing else is asked of them.
    sql.sql(" FROM (SELECT ");
    column(&mut sql, ALIAS, "id").append(found).sql(") AS page JOIN ").name(&entity.name).sql(" AS ").name(ALIAS).sql(" ON ");
    column(&mut sql, ALIAS, "id").sql(" = page.id").append(order);
    read.query(sql)
}

/// How many rows match, counting no further than `cap`.
pub fn count(read: &mut Read, catalog: &Catalog, entity: &Entity, grant: &Grant, query: &Query, cap: Option<u64>) -> Result<u64, Problem> {
    let mut sql = Fragment::raw("SELECT count(*) FROM (SELECT 1 AS one");
    let few = scope::few(read, entity, grant)?;
    sql.append(from_where(catalog, entity, grant, query, few));
    if let Some(cap) = cap {
        sql.sql(" LIMIT ").bind(cap as i64);
    }
    sql.sql(") AS counted");
    Ok(read.query_cell(sql)?.as_int().unwrap_or(0) as u64)
}

/// How many rows meet each condition, group by group: `[group columns…, rows, counts…]`. A group column of
/// `None` is null for every row.
pub fn tally(read: &mut Read, catalog: &Catalog, entity: &Entity, grant: &Grant, filter: Option<Fragment>, groups: &[Option<&str>], conditions: &[&Fragment]) -> Result<Vec<Row>, Problem> {
    let mut sql = Fragment::raw("SELECT ");
    for group in groups {
        match group {
            Some(name) => column(&mut sql, ALIAS, name),
            None => sql.sql("NULL"),
        };
        sql.sql(", ");
    }
    sql.sql("count(*)");
    for condition in conditions {
        sql.sql(", count(CASE WHEN ").append((*condition).clone()).sql(" THEN 1 END)");
    }
    sql.append(from_where(catalog, entity, grant, &Query { filter, ..Query::default() }, None));
    for (place, name) in groups.iter().flatten().enumerate() {
        column(sql.sql(if place == 0 { " GROUP BY " } else { ", " }), ALIAS, name);
    }
    read.query(sql)
}

/// Columns of one living (or trashed) row inside the grant.
pub fn load(read: &mut Read, catalog: &Catalog, entity: &Entity, grant: &Grant, id: &str, columns: &[String], trash: bool) -> Result<Option<Row>, Problem> {
    let mut sql = Fragment::raw("SELECT ");
    for (place, name) in columns.iter().enumerate() {
        column(sql.sql(if place == 0 { "" } else { ", " }), ALIAS, name);
    }
    sql.append(row_of(catalog, entity, grant, id, trash));
    read.query_one(sql)
}

/// As [`load`] of a living row, and which of `others` hold it too.
pub fn load_held(read: &mut Read, catalog: &Catalog, entity: &Entity, grant: &Grant, id: &str, columns: &[String], others: &[&Grant]) -> Result<Option<(Row, Vec<bool>)>, Problem> {
    let mut sql = Fragment::raw("SELECT ");
    for name in columns {
        column(&mut sql, ALIAS, name).sql(", ");
    }
    // Most of them hold the same rows, which is asked once.
    let mut asked: Vec<Fragment> = Vec::new();
    let places: Vec<Option<usize>> = others
        .iter()
        .map(|other| {
            let scope = condition(catalog, entity, other, ALIAS)?;
            Some(asked.iter().position(|known| *known == scope).unwrap_or_else(|| {
                asked.push(scope);
                asked.len() - 1
            }))
        })
        .collect();
    for scope in asked {
        sql.sql("CASE WHEN ").append(scope).sql(" THEN 1 ELSE 0 END, ");
    }
    sql.sql("1").append(row_of(catalog, entity, grant, id, false));
    let Some(mut row) = read.query_one(sql)? else { return Ok(None) };
    let flags = row.split_off(columns.len());
    let held = places.into_iter().map(|place| place.is_none_or(|place| flags[place].as_int() == Some(1))).collect();
    Ok(Some((row, held)))
}

fn row_of(catalog: &Catalog, entity: &Entity, grant: &Grant, id: &str, trash: bool) -> Fragment {
    let mut sql = from_where(catalog, entity, grant, &Query { trash, ..Query::default() }, None);
    column(sql.sql(" AND "), ALIAS, "id").sql(" = ").bind(id);
    sql
}

/// Columns of those of `ids` that are inside the grant, each row ending with its id.
pub fn load_many(read: &mut Read, catalog: &Catalog, entity: &Entity, grant: &Grant, ids: &[String], columns: &[String]) -> Result<Vec<Row>, Problem> {
    // The ids come first: by the rights of somebody who reaches many rows a store would begin with all of those.
    let few = among(read.dialect(), ids)?;
    find_among(read, catalog, entity, grant, columns, &Query { limit: ids.len() as u64, ..Query::default() }, Some(few))
}

/// The ids as rows of one column `id`, each once.
pub(crate) fn among(dialect: Dialect, ids: &[impl AsRef<str>]) -> Result<Fragment, Problem> {
    let ids: Vec<&str> = ids.iter().map(AsRef::as_ref).collect();
    let ids = serde_json::to_string(&ids).map_err(Problem::internal)?;
    let mut sql = Fragment::raw("SELECT DISTINCT ");
    match dialect {
        Dialect::Sqlite => sql.sql("value AS id FROM json_each(").bind(ids).sql(")"),
        Dialect::Postgres => sql.sql("json_array_elements_text(CAST(CAST(").bind(ids).sql(" AS text) AS json)) AS id"),
    };
    Ok(sql)
}

/// Whether a living row is inside the grant.
pub fn exists(read: &mut Read, catalog: &Catalog, entity: &Entity, grant: &Grant, id: &str) -> Result<bool, Problem> {
    Ok(load(read, catalog, entity, grant, id, &["id".to_owned()], false)?.is_some())
}

/// The version a living row stands at, for system work.
pub fn version_of(read: &mut Read, entity: &Entity, id: &str) -> Result<Option<i64>, Problem> {
    let mut sql = Fragment::raw("SELECT version FROM ");
    sql.name(&entity.name).sql(" WHERE deleted_at IS NULL AND id = ").bind(id);
    Ok(read.query_cell(sql)?.as_int())
}

/// The owners of lines that hold a value.
pub fn parents_with_line(read: &mut Read, line: &Entity, key: &str, value: &str, limit: u64) -> Result<Vec<String>, Problem> {
    let mut sql = Fragment::raw("SELECT DISTINCT parent_id FROM ");
    sql.name(&line.name).sql(" WHERE ").name(key).sql(" = ").bind(value).sql(" LIMIT ").bind(limit as i64);
    Ok(read.query(sql)?.into_iter().filter_map(|row| Some(row.first()?.as_text()?.to_owned())).collect())
}

/// Ids of living rows, whoever may see them, in which all of `values` stand; for duplicate checks.
/// The caller shows of them only what the asker may see.
pub fn ids_with_values(read: &mut Read, entity: &Entity, values: &[(String, Cell)], except: Option<&str>, limit: u64) -> Result<Vec<String>, Problem> {
    let mut sql = Fragment::raw("SELECT ");
    column(&mut sql, ALIAS, "id").sql(" FROM ").name(&entity.name).sql(" AS ").name(ALIAS).sql(" WHERE ");
    column(&mut sql, ALIAS, "deleted_at").sql(" IS NULL");
    for (name, value) in values {
        column(sql.sql(" AND "), ALIAS, name).sql(" = ").bind(value.clone());
    }
    if let Some(id) = except {
        column(sql.sql(" AND "), ALIAS, "id").sql(" <> ").bind(id);
    }
    sql.sql(" LIMIT ").bind(limit as i64);
    Ok(read.query(sql)?.into_iter().filter_map(|row| Some(row.first()?.as_text()?.to_owned())).collect())
}

/// How many living rows of `entity` point to `id` with `link`.
pub fn count_pointing(read: &mut Read, entity: &Entity, link: &str, about: Option<&str>, id: &str) -> Result<u64, Problem> {
    let mut sql = Fragment::raw("SELECT count(*) FROM ");
    sql.name(&entity.name).sql(" AS ").name(ALIAS).sql(" WHERE ");
    match about {
        Some(target) => {
            column(&mut sql, ALIAS, &format!("{link}_entity")).sql(" = ").bind(target);
            column(sql.sql(" AND "), ALIAS, &format!("{link}_id")).sql(" = ").bind(id);
        }
        None => {
            column(&mut sql, ALIAS, link).sql(" = ").bind(id);
        }
    }
    if entity.line_of.is_none() {
        column(sql.sql(" AND "), ALIAS, "deleted_at").sql(" IS NULL");
    }
    Ok(read.query_cell(sql)?.as_int().unwrap_or(0) as u64)
}

/// Ids of living rows of `entity` that point to `id` with `link`.
pub fn ids_pointing(read: &mut Read, entity: &Entity, link: &str, about: Option<&str>, id: &str) -> Result<Vec<String>, Problem> {
    let mut sql = Fragment::raw("SELECT id FROM ");
    sql.name(&entity.name).sql(" WHERE deleted_at IS NULL AND ");
    match about {
        Some(target) => sql.name(&format!("{link}_id")).sql(" = ").bind(id).sql(" AND ").name(&format!("{link}_entity")).sql(" = ").bind(target),
        None => sql.name(link).sql(" = ").bind(id),
    };
    Ok(read.query(sql)?.into_iter().filter_map(|row| Some(row.first()?.as_text()?.to_owned())).collect())
}

/// Whether any row of `entity`, living or in the trash, points to `id` with `link`.
pub fn points_to(read: &mut Read, entity: &Entity, link: &str, about: Option<&str>, id: &str) -> Result<bool, Problem> {
    let mut sql = Fragment::raw("SELECT 1 FROM ");
    sql.name(&entity.name).sql(" WHERE ");
    match about {
        Some(target) => sql.name(&format!("{link}_id")).sql(" = ").bind(id).sql(" AND ").name(&format!("{link}_entity")).sql(" = ").bind(target),
        None => sql.name(link).sql(" = ").bind(id),
    };
    sql.sql(" LIMIT 1");
    Ok(read.query_one(sql)?.is_some())
}

/// Values of join tables (`links`, `tags`) for many records: `(record_id, value)` in stored order.
pub fn joined(read: &mut Read, table: &str, ids: &[String]) -> Result<Vec<(String, String)>, Problem> {
    let mut sql = Fragment::raw("SELECT record_id, value FROM ");
    sql.name(table).sql(" WHERE record_id IN ").bind_list(ids).sql(" ORDER BY record_id, position");
    Ok(pairs(read.query(sql)?))
}

/// Every value of a join table: `(record_id, value)` in stored order.
pub fn joined_all(read: &mut Read, table: &str) -> Result<Vec<(String, String)>, Problem> {
    let mut sql = Fragment::raw("SELECT record_id, value FROM ");
    sql.name(table).sql(" ORDER BY record_id, position");
    Ok(pairs(read.query(sql)?))
}

/// External references of many records: `(record_id, system, code)`.
pub fn external_refs(read: &mut Read, entity: &str, ids: &[String]) -> Result<Vec<(String, String, String)>, Problem> {
    let mut sql = Fragment::raw("SELECT record_id, system, code FROM external_ref WHERE entity = ");
    sql.bind(entity).sql(" AND record_id IN ").bind_list(ids).sql(" ORDER BY record_id, system, code");
    let triple = |row: Row| match row.as_slice() {
        [Cell::Text(id), Cell::Text(system), Cell::Text(code)] => Some((id.clone(), system.clone(), code.clone())),
        _ => None,
    };
    Ok(read.query(sql)?.into_iter().filter_map(triple).collect())
}

/// The record an external reference names, if any.
pub fn by_external_ref(read: &mut Read, entity: &str, system: &str, code: &str) -> Result<Option<String>, Problem> {
    let mut sql = Fragment::raw("SELECT record_id FROM external_ref WHERE entity = ");
    sql.bind(entity).sql(" AND system = ").bind(system).sql(" AND code = ").bind(code);
    Ok(read.query_cell(sql)?.as_text().map(str::to_owned))
}

/// What belongs to a record and stands in another table.
pub enum Beside<'a> {
    /// The values of a join table (`links`, `tags`), one cell each.
    Values(String),
    /// External references: system and code.
    Refs,
    /// These columns of its lines.
    Lines(&'a Entity, Vec<String>),
}

/// All of it for many records, in stored order, in one statement: which of `parts`, the record, the cells.
pub fn beside(read: &mut Read, entity: &Entity, parts: &[Beside], ids: &[String]) -> Result<Vec<(usize, String, Row)>, Problem> {
    if parts.is_empty() || ids.is_empty() {
        return Ok(Vec::new());
    }
    let (array, end) = match read.dialect() {
        Dialect::Sqlite => ("json_array(", ")"),
        Dialect::Postgres => ("CAST(json_build_array(", ") AS text)"),
    };
    let mut sql = Fragment::new();
    for (place, part) in parts.iter().enumerate() {
        let (position, key, columns, table) = match part {
            Beside::Values(table) => ("position", "record_id", vec!["value"], table.as_str()),
            Beside::Refs => ("0", "record_id", vec!["system", "code"], "external_ref"),
            Beside::Lines(line, columns) => ("position", "parent_id", columns.iter().map(String::as_str).collect(), line.name.as_str()),
        };
        sql.sql(if place == 0 { "SELECT " } else { " UNION ALL SELECT " }).sql(&format!("{place}, {key}, {position}, {array}"));
        for (at, name) in columns.into_iter().enumerate() {
            sql.sql(if at == 0 { "" } else { ", " }).name(name);
        }
        sql.sql(end).sql(" FROM ").name(table).sql(&format!(" WHERE {key} IN ")).bind_list(ids);
        if let Beside::Refs = part {
            sql.sql(" AND entity = ").bind(&entity.name);
        }
    }
    sql.sql(" ORDER BY 1, 2, 3, 4");
    let rows = read.query(sql)?;
    rows.into_iter()
        .filter_map(|row| match row.as_slice() {
            [Cell::Int(part), Cell::Text(id), _, Cell::Text(cells)] => Some(cells_of(cells).map(|cells| (*part as usize, id.clone(), cells))),
            _ => None,
        })
        .collect()
}

fn cells_of(json: &str) -> Result<Row, Problem> {
    let values: Vec<serde_json::Value> = serde_json::from_str(json).map_err(Problem::internal)?;
    let cell = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => Cell::Text(text),
        other => other.as_i64().map_or(Cell::Null, Cell::Int),
    };
    Ok(values.into_iter().map(cell).collect())
}

/// Lines of many parents in order: `[parent_id, columns…]`.
pub fn lines(read: &mut Read, line: &Entity, parents: &[String], columns: &[String]) -> Result<Vec<Row>, Problem> {
    let mut sql = Fragment::raw("SELECT parent_id");
    for name in columns {
        sql.sql(", ").name(name);
    }
    sql.sql(" FROM ").name(&line.name).sql(" WHERE parent_id IN ").bind_list(parents).sql(" ORDER BY parent_id, position");
    read.query(sql)
}

fn pairs(rows: Vec<Row>) -> Vec<(String, String)> {
    rows.into_iter()
        .filter_map(|row| match row.as_slice() {
            [Cell::Text(left), Cell::Text(right)] => Some((left.clone(), right.clone())),
            _ => None,
        })
        .collect()
}

/// The rows of a query; where its grant reaches only `few` rows, from those.
fn from_where(catalog: &Catalog, entity: &Entity, grant: &Grant, query: &Query, few: Option<Fragment>) -> Fragment {
    let mut sql = Fragment::raw(" FROM ");
    match few {
        // CROSS: SQLite begins with what stands first.
        Some(few) => {
            sql.sql("(").append(few).sql(") AS few CROSS JOIN ").name(&entity.name).sql(" AS ").name(ALIAS).sql(" WHERE ");
            column(&mut sql, ALIAS, "id").sql(" = few.id AND ")
        }
        None => sql.name(&entity.name).sql(" AS ").name(ALIAS).sql(" WHERE "),
    };
    column(&mut sql, ALIAS, "deleted_at").sql(if query.trash { " IS NOT NULL" } else { " IS NULL" });
    if let Some(scope) = condition(catalog, entity, grant, ALIAS) {
        sql.sql(" AND ").append(scope);
    }
    if let Some(filter) = &query.filter {
        sql.sql(" AND (").append(filter.clone()).sql(")");
    }
    sql
}

/// Nulls come before everything on both stores. PostgreSQL takes an index for it only where each column says so, the id
/// too, which is never null.
fn order_by(dialect: Dialect, sort: &[Sort]) -> Fragment {
    let mut sql = Fragment::raw(" ORDER BY ");
    let descending = sort.last().is_some_and(|key| key.descending);
    let keys = sort.iter().map(|key| (key.column.as_str(), key.descending)).chain([("id", descending)]);
    for (place, (name, descending)) in keys.enumerate() {
        column(sql.sql(if place == 0 { "" } else { ", " }), ALIAS, name).sql(match (descending, dialect) {
            (false, Dialect::Sqlite) => " ASC",
            (true, Dialect::Sqlite) => " DESC",
            (false, Dialect::Postgres) => " ASC NULLS FIRST",
            (true, Dialect::Postgres) => " DESC NULLS LAST",
        });
    }
    sql
}

/// The rows after `after` (sort values and id) in the order of [`order_by`].
fn beyond(sort: &[Sort], after: &[Cell]) -> Fragment {
    let descending = sort.last().is_some_and(|key| key.descending);
    let last = Sort { column: "id".to_owned(), descending };
    let keys: Vec<&Sort> = sort.iter().chain(std::iter::once(&last)).collect();
    let mut sql = Fragment::raw("(");
    for (place, key) in keys.iter().enumerate() {
        sql.sql(if place == 0 { "(" } else { " OR (" });
        for (equal, value) in keys[..place].iter().zip(after) {
            column(&mut sql, ALIAS, &equal.column);
            match value {
                Cell::Null => sql.sql(" IS NULL AND "),
                value => sql.sql(" = ").bind(value.clone()).sql(" AND "),
            };
        }
        let value = after.get(place).cloned().unwrap_or_default();
        match (key.descending, value) {
            (false, Cell::Null) => column(&mut sql, ALIAS, &key.column).sql(" IS NOT NULL"),
            (true, Cell::Null) => sql.sql("1 = 0"),
            (false, value) => column(&mut sql, ALIAS, &key.column).sql(" > ").bind(value),
            (true, value) => {
                column(sql.sql("("), ALIAS, &key.column).sql(" < ").bind(value);
                column(sql.sql(" OR "), ALIAS, &key.column).sql(" IS NULL)")
            }
        };
        sql.sql(")");
    }
    sql.sql(")");
    sql
}

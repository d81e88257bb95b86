//! Tables of entities: what the catalog wants, what is there, and the statements between.
//!
//! Only additions are ever planned; nothing is dropped.

use std::collections::{BTreeMap, BTreeSet};

use keshu_catalog::{Catalog, Entity, Field, Kind, types as field_types};
use keshu_kernel::{Cell, Dialect, Fragment, Problem};

use crate::{Read, Tx, system_tables::types, vault::sha256};

#[derive(Debug)]
struct Table {
    name: String,
    columns: Vec<Column>,
    /// What stands beside the columns, such as a two-column key.
    extra: Option<&'static str>,
    indexes: Vec<Index>,
}

#[derive(Debug)]
struct Column {
    name: String,
    integer: bool,
    /// `PRIMARY KEY`, `NOT NULL` …
    rule: &'static str,
    references: Option<String>,
}

#[derive(Debug)]
struct Index {
    columns: Vec<String>,
    unique: bool,
    /// Only over living rows.
    living: bool,
}

/// Brings the database to what the catalog declares and says what was done.
pub fn apply(tx: &mut Tx, catalog: &Catalog) -> Result<Vec<String>, Problem> {
    let statements = plan(tx.read(), catalog)?;
    for statement in &statements {
        tx.execute(Fragment::raw(statement))?;
    }
    Ok(statements)
}

/// The statements that [`apply`] would run.
pub fn plan(read: &mut Read, catalog: &Catalog) -> Result<Vec<String>, Problem> {
    let there = existing(read)?;
    Ok(plan_against(read.dialect(), catalog, &there))
}

/// The statements for an empty database; the golden DDL is made of them.
pub fn plan_empty(dialect: Dialect, catalog: &Catalog) -> Vec<String> {
    plan_against(dialect, catalog, &Existing::default())
}

#[derive(Debug, Default)]
struct Existing {
    columns: BTreeMap<String, BTreeSet<String>>,
    indexes: BTreeSet<String>,
    constraints: BTreeSet<String>,
}

fn existing(read: &mut Read) -> Result<Existing, Problem> {
    let (columns, indexes, constraints) = match read.dialect() {
        Dialect::Sqlite => (
            "SELECT m.name, p.name FROM sqlite_schema AS m JOIN pragma_table_xinfo(m.name) AS p WHERE m.type = 'table'",
            "SELECT name FROM sqlite_schema WHERE type = 'index'",
            "SELECT NULL WHERE 1 = 0",
        ),
        Dialect::Postgres => (
            "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = current_schema()",
            "SELECT indexname::text FROM pg_indexes WHERE schemaname = current_schema()",
            "SELECT constraint_name::text FROM information_schema.table_constraints WHERE table_schema = current_schema()",
        ),
    };
    let mut there = Existing::default();
    for row in read.query(Fragment::raw(columns))? {
        if let [Cell::Text(table), Cell::Text(column)] = row.as_slice() {
            there.columns.entry(table.clone()).or_default().insert(column.clone());
        }
    }
    let names = |rows: Vec<Vec<Cell>>| rows.into_iter().filter_map(|row| Some(row.first()?.as_text()?.to_owned())).collect();
    there.indexes = names(read.query(Fragment::raw(indexes))?);
    there.constraints = names(read.query(Fragment::raw(constraints))?);
    Ok(there)
}

fn plan_against(dialect: Dialect, catalog: &Catalog, there: &Existing) -> Vec<String> {
    let tables: Vec<Table> = catalog.entities.values().flat_map(tables_of).collect();
    let mut statements = Vec::new();
    for table in &tables {
        match there.columns.get(&table.name) {
            None => statements.push(create_table(dialect, table)),
            Some(known) => {
                let new = table.columns.iter().filter(|column| !known.contains(&column.name));
                statements.extend(new.map(|column| format!("ALTER TABLE \"{}\" ADD COLUMN {}", table.name, column_sql(dialect, column))));
            }
        }
    }
    // PostgreSQL wants the target there first; SQLite takes references inline.
    if dialect == Dialect::Postgres {
        for table in &tables {
            statements.extend(table.columns.iter().filter_map(|column| add_reference(table, column)).filter(|(name, _)| !there.constraints.contains(name)).map(|(_, sql)| sql));
        }
    }
    for table in &tables {
        statements.extend(table.indexes.iter().map(|index| create_index(dialect, table, index)).filter(|(name, _)| !there.indexes.contains(name)).map(|(_, sql)| sql));
    }
    statements
}

fn create_table(dialect: Dialect, table: &Table) -> String {
    let mut parts: Vec<String> = table.columns.iter().map(|column| column_sql(dialect, column)).collect();
    parts.extend(table.extra.map(str::to_owned));
    let (_, _, end) = types(dialect);
    format!("CREATE TABLE \"{}\" (\n  {}\n){end}", table.name, parts.join(",\n  "))
}

fn column_sql(dialect: Dialect, column: &Column) -> String {
    let (int, text, _) = types(dialect);
    let mut sql = format!("\"{}\" {}", column.name, if column.integer { int } else { text });
    if !column.rule.is_empty() {
        sql.push(' ');
        sql.push_str(column.rule);
    }
    if let (Dialect::Sqlite, Some(target)) = (dialect, &column.references) {
        sql.push_str(&format!(" REFERENCES \"{target}\"(id)"));
    }
    sql
}

fn add_reference(table: &Table, column: &Column) -> Option<(String, String)> {
    let target = column.references.as_ref()?;
    let name = format!("fk_{}__{}", table.name, column.name);
    let sql = format!("ALTER TABLE \"{}\" ADD CONSTRAINT \"{name}\" FOREIGN KEY (\"{}\") REFERENCES \"{target}\"(id)", table.name, column.name);
    Some((name, sql))
}

fn create_index(dialect: Dialect, table: &Table, index: &Index) -> (String, String) {
    let name = short_name(format!("{}_{}__{}", if index.unique { "ux" } else { "ix" }, table.name, index.columns.join("__")));
    let nulls = if dialect == Dialect::Postgres && !index.unique { " NULLS FIRST" } else { "" };
    let columns: Vec<String> = index.columns.iter().map(|column| format!("\"{column}\"{nulls}")).collect();
    let sql = format!(
        "CREATE {}INDEX \"{name}\" ON \"{}\" ({}){}",
        if index.unique { "UNIQUE " } else { "" },
        table.name,
        columns.join(", "),
        if index.living { " WHERE deleted_at IS NULL" } else { "" }
    );
    (name, sql)
}

/// PostgreSQL cuts names off at 63 bytes, and would not know a longer one again.
fn short_name(name: String) -> String {
    const MOST: usize = 63;
    const DIGEST: usize = 8;
    if name.len() <= MOST { name } else { format!("{}_{}", &name[..MOST - DIGEST - 1], &sha256(name.as_bytes())[..DIGEST]) }
}

fn tables_of(entity: &Entity) -> Vec<Table> {
    let is_line = entity.line_of.is_some();
    let mut columns = vec![column("id", false, "PRIMARY KEY")];
    let mut indexes = Vec::new();
    match &entity.line_of {
        Some(parent) => {
            columns.push(Column { references: Some(parent.clone()), ..column("parent_id", false, "NOT NULL") });
            columns.push(column("position", true, "NOT NULL"));
            indexes.push(index(&["parent_id", "position"]));
        }
        None => columns.push(column("version", true, "NOT NULL")),
    }
    // The position of a line is there already; other entities may declare a field of that name.
    for field in entity.columns().filter(|field| !matches!(field.key.as_str(), "id" | "version") && (!is_line || field.key != "position")) {
        columns.extend(field_columns(field));
        indexes.extend(field_index(entity, field));
    }
    if !is_line {
        columns.push(column("deleted_at", false, ""));
        columns.push(column("deleted_by", false, ""));
        indexes.extend(list_indexes(entity));
    }
    let joins = entity.fields.values().filter(|field| matches!(field.kind, Kind::Links { .. } | Kind::Tags)).map(|field| join_table(entity, field));
    let own = Table { name: entity.name.clone(), columns, extra: None, indexes };
    std::iter::once(own).chain(joins.collect::<Vec<_>>()).collect()
}

fn field_columns(field: &Field) -> Vec<Column> {
    match &field.kind {
        Kind::About { .. } => vec![column(&format!("{}_entity", field.key), false, ""), column(&format!("{}_id", field.key), false, "")],
        _ if field.sensitive => vec![column(&field.key, false, ""), column(&blind_column(&field.key), false, "")],
        kind => vec![Column {
            references: kind.target().filter(|_| !field.system).map(str::to_owned),
            ..column(&field.key, kind.is_integer(), "")
        }],
    }
}

/// A list in the order of any of its columns is read off an index, whether all of it is asked for or what meets
/// one of its groups of filters. Only the living stand there, so that far pages are counted off in the index alone.
fn list_indexes(entity: &Entity) -> Vec<Index> {
    let sort = entity.list.sort.trim_start_matches('-');
    let mut sorts: Vec<&str> = entity.list.columns.iter().map(String::as_str).chain([sort]).filter(|key| entity.field(key).is_some_and(is_sorted)).collect();
    let mut seen = BTreeSet::new();
    sorts.retain(|key| seen.insert(*key));
    let ordered = |group: &[String], sort: &str| {
        let group: Vec<&str> = group.iter().map(String::as_str).filter(|key| *key != sort).collect();
        Index { living: true, ..index(&[&group, [sort, "id"].as_slice()].concat()) }
    };
    let groups = entity.list.together.iter().map(Vec::as_slice).chain([[].as_slice()]);
    groups.flat_map(|group| sorts.iter().map(move |sort| ordered(group, sort))).collect()
}

fn is_sorted(field: &Field) -> bool {
    field_types::is_sortable(field) && !matches!(field.kind, Kind::About { .. })
}

/// The column of a sensitive field's blind index.
pub fn blind_column(key: &str) -> String {
    format!("{key}_bx")
}

fn field_index(entity: &Entity, field: &Field) -> Option<Index> {
    let living = entity.line_of.is_none();
    if field.sensitive {
        return Some(Index { unique: field.unique, living: field.unique && living, ..index(&[&blind_column(&field.key)]) });
    }
    if field.unique || matches!(field.kind, Kind::Number) {
        return Some(Index { unique: true, living, ..index(&[&field.key]) });
    }
    // What stands in the list has an index that keeps it in order.
    let is_listed = entity.line_of.is_none() && is_sorted(field) && (entity.list.columns.contains(&field.key) || entity.list.sort.trim_start_matches('-') == field.key);
    let wanted = field.index && !is_listed
        || entity.duplicate.iter().any(|keys| keys.first() == Some(&field.key))
        || match &field.kind {
            Kind::Link { .. } | Kind::Staff | Kind::Dept => !field.system,
            // Who may have a file is asked of the records that hold it.
            kind if kind.is_file() => true,
            Kind::Code { .. } => entity.list.filters.contains(&field.key) && !is_listed,
            Kind::About { .. } => return Some(index(&[&format!("{}_id", field.key)])),
            _ => false,
        };
    wanted.then(|| index(&[&field.key]))
}

fn join_table(entity: &Entity, field: &Field) -> Table {
    Table {
        name: field.join_table(&entity.name),
        columns: vec![
            Column { references: Some(entity.name.clone()), ..column("record_id", false, "NOT NULL") },
            Column { references: field.kind.target().map(str::to_owned), ..column("value", false, "NOT NULL") },
            column("position", true, "NOT NULL"),
        ],
        extra: Some("PRIMARY KEY (record_id, value)"),
        indexes: vec![index(&["value"])],
    }
}

fn column(name: &str, integer: bool, rule: &'static str) -> Column {
    Column { name: name.to_owned(), integer, rule, references: None }
}

fn index(columns: &[&str]) -> Index {
    Index { columns: columns.iter().map(|name| (*name).to_owned()).collect(), unique: false, living: false }
}

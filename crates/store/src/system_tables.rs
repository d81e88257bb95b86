//! The fixed tables beside those of entities. Statements are written once; `{int}` and `{text}` are the
//! column types of each dialect.

use keshu_kernel::{Dialect, Fragment, Problem};

use crate::{Tx, search};

const TABLES: &[&str] = &[
    "sys_setting (key {text} PRIMARY KEY, value {text} NOT NULL)",
    "sys_counter (key {text} PRIMARY KEY, last {int} NOT NULL)",
    "sys_credential (staff_id {text} PRIMARY KEY, hash {text} NOT NULL, changed_at {text} NOT NULL)",
    "sys_session (hash {text} PRIMARY KEY, staff_id {text} NOT NULL, created_at {text} NOT NULL, expires_at {text} NOT NULL, agent {text})",
    "sys_api_token (id {text} PRIMARY KEY, staff_id {text} NOT NULL, name {text} NOT NULL, hash {text} NOT NULL UNIQUE, shown {text} NOT NULL, created_at {text} NOT NULL, expires_on {text})",
    "sys_former_password (staff_id {text} NOT NULL, hash {text} NOT NULL, changed_at {text} NOT NULL, PRIMARY KEY (staff_id, hash))",
    "sys_sign_in_try (key {text} PRIMARY KEY, failures {int} NOT NULL, wait_until {text}, at {text} NOT NULL)",
    "sys_known_place (staff_id {text} NOT NULL, place {text} NOT NULL, at {text} NOT NULL, PRIMARY KEY (staff_id, place))",
    "sys_totp (staff_id {text} PRIMARY KEY, sealed {text} NOT NULL, confirmed_at {text}, last_step {int} NOT NULL)",
    "sys_recovery_code (hash {text} PRIMARY KEY, staff_id {text} NOT NULL)",
    "sys_one_time_link (hash {text} PRIMARY KEY, kind {text} NOT NULL, staff_id {text}, expires_at {text} NOT NULL)",
    "sys_idempotency (key {text} PRIMARY KEY, digest {text} NOT NULL, answer {text} NOT NULL, created_at {text} NOT NULL)",
    "sys_form_draft (staff_id {text} NOT NULL, id {text} NOT NULL, entity {text} NOT NULL, record_id {text}, sealed {text} NOT NULL, saved_at {text} NOT NULL, PRIMARY KEY (staff_id, id))",
    "sys_outbox (id {text} PRIMARY KEY, at {text} NOT NULL, event {text} NOT NULL, entity {text} NOT NULL, record_id {text} NOT NULL, version {int} NOT NULL, actor {text} NOT NULL)",
    "sys_job (id {text} PRIMARY KEY, kind {text} NOT NULL, title {text} NOT NULL, status {text} NOT NULL, staff_id {text} NOT NULL, input {text} NOT NULL, total {int}, done {int} NOT NULL, created {int} NOT NULL, updated {int} NOT NULL, skipped {int} NOT NULL, failed {int} NOT NULL, warnings {int} NOT NULL, error_file {text}, result {text}, created_at {text} NOT NULL, finished_at {text}, lease_until {text})",
    "sys_job_row (job_id {text} NOT NULL, place {int} NOT NULL, reason {text} NOT NULL, PRIMARY KEY (job_id, place))",
    "sys_blob (id {text} PRIMARY KEY, name {text} NOT NULL, size {int} NOT NULL, content_type {text} NOT NULL, sha256 {text} NOT NULL, created_at {text} NOT NULL, created_by {text} NOT NULL)",
    "sys_blob_words (sha256 {text} PRIMARY KEY, words {text} NOT NULL)",
    "access_row (entity {text} NOT NULL, record_id {text} NOT NULL, principal {text} NOT NULL, may_write {int} NOT NULL, source {text} NOT NULL, PRIMARY KEY (entity, principal, record_id, source))",
    "external_ref (entity {text} NOT NULL, system {text} NOT NULL, code {text} NOT NULL, record_id {text} NOT NULL, PRIMARY KEY (entity, system, code))",
    "duplicate_key (entity {text} NOT NULL, fields {text} NOT NULL, value {text} NOT NULL, record_id {text} NOT NULL, is_shared {int} NOT NULL, PRIMARY KEY (entity, record_id, fields))",
    "distinct_pair (entity {text} NOT NULL, record_id {text} NOT NULL, other_id {text} NOT NULL, PRIMARY KEY (entity, record_id, other_id))",
    "sys_audit_head (chain {int} PRIMARY KEY, seq {int} NOT NULL, hash {text} NOT NULL)",
    "sys_audit_entry (id {text} PRIMARY KEY, chain {int} NOT NULL, seq {int} NOT NULL, at {text} NOT NULL, actor {text} NOT NULL, action {text} NOT NULL, entity {text} NOT NULL, record_id {text} NOT NULL, version {int} NOT NULL, change_set {text}, request_id {text} NOT NULL, purpose {text}, fields {text} NOT NULL, digest {text} NOT NULL, previous {text} NOT NULL, hash {text} NOT NULL, UNIQUE (chain, seq))",
    "sys_audit_diff (entry_id {text} PRIMARY KEY, salt {text} NOT NULL, diff {text} NOT NULL)",
    "sys_audit_anchor (at {text} PRIMARY KEY, heads {text} NOT NULL, signature {text} NOT NULL)",
];

/// Columns that tables of before do not have, and those that no table has any more.
const LATER: &[(&str, &str)] = &[
    ("sys_session", "address {text}"),
    ("sys_session", "last_at {text}"),
    ("sys_api_token", "reach {text}"),
    ("sys_api_token", "networks {text}"),
    ("sys_api_token", "last_used_at {text}"),
    ("sys_api_token", "last_address {text}"),
    // When the account was last used, to the minute.
    ("sys_credential", "seen_at {text}"),
    // When the person last proved who they are.
    ("sys_session", "proven_at {text}"),
];
const GONE: &[(&str, &str)] = &[("sys_credential", "failures"), ("sys_credential", "locked_until")];

const INDEXES: &[&str] = &[
    "ix_access_row__record ON access_row (entity, record_id)",
    "ix_external_ref__record ON external_ref (entity, record_id)",
    "ix_duplicate_key__value ON duplicate_key (entity, fields, value, record_id)",
    "ix_duplicate_key__shared ON duplicate_key (entity, fields, value, record_id) WHERE is_shared = 1",
    "ix_sys_audit_entry__record ON sys_audit_entry (entity, record_id, at)",
    "ix_sys_audit_entry__change_set ON sys_audit_entry (change_set, id)",
    // Deeds write no version of a record.
    "ix_sys_audit_entry__deed ON sys_audit_entry (actor, action, at) WHERE version = 0",
    "ix_sys_recovery_code__staff ON sys_recovery_code (staff_id)",
    "ix_sys_session__staff ON sys_session (staff_id)",
    "ix_sys_form_draft__saved ON sys_form_draft (saved_at)",
    "ix_sys_idempotency__created ON sys_idempotency (created_at)",
];

/// `{columns}` = a column for each field that is searched.
const SEARCH_SQLITE: &[&str] = &[
    "CREATE TABLE IF NOT EXISTS search_row (id INTEGER PRIMARY KEY, entity TEXT NOT NULL, record_id TEXT NOT NULL, title TEXT NOT NULL, texts TEXT NOT NULL, UNIQUE (entity, record_id)) STRICT",
    "DROP TABLE IF EXISTS search_token",
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_column USING fts5(belongs, {columns}, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0')",
    // Two segments of one level are enough to be joined.
    "INSERT INTO search_column (search_column, rank) VALUES ('usermerge', 2)",
];

const SEARCH_POSTGRES: &[&str] = &[
    "CREATE TABLE IF NOT EXISTS search_row (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, entity TEXT COLLATE \"C\" NOT NULL, record_id TEXT COLLATE \"C\" NOT NULL, title TEXT NOT NULL, texts TEXT NOT NULL, tokens tsvector NOT NULL, UNIQUE (entity, record_id))",
    "CREATE INDEX IF NOT EXISTS ix_search_row__tokens ON search_row USING gin (tokens)",
    // Each part of a search goes through all that waits to be put in its place: 4 MiB made 10 ms of each.
    "ALTER INDEX ix_search_row__tokens SET (gin_pending_list_limit = 64)",
    // Where the newest block of an entity is.
    "CREATE INDEX IF NOT EXISTS ix_search_row__entity ON search_row (entity, id)",
];

/// The words for `{int}` and `{text}`, and what ends a table.
pub(crate) fn types(dialect: Dialect) -> (&'static str, &'static str, &'static str) {
    match dialect {
        Dialect::Sqlite => ("INTEGER", "TEXT", " STRICT"),
        Dialect::Postgres => ("BIGINT", "TEXT COLLATE \"C\"", ""),
    }
}

pub(crate) fn create(tx: &mut Tx) -> Result<(), Problem> {
    let dialect = tx.dialect();
    let (int, text, end) = types(dialect);
    if dialect == Dialect::Postgres {
        // Two nodes that start together must not both create.
        tx.execute(Fragment::raw("SELECT pg_advisory_xact_lock(4983)"))?;
    }
    for table in TABLES {
        let table = table.replace("{int}", int).replace("{text}", text);
        tx.execute(Fragment::raw(&format!("CREATE TABLE IF NOT EXISTS {table}{end}")))?;
    }
    bring_up(tx, int, text)?;
    for index in INDEXES {
        tx.execute(Fragment::raw(&format!("CREATE INDEX IF NOT EXISTS {index}")))?;
    }
    let statements = match dialect {
        Dialect::Sqlite => SEARCH_SQLITE,
        Dialect::Postgres => SEARCH_POSTGRES,
    };
    let columns: Vec<String> = (0..search::MOST_FIELDS).map(|column| format!("c{column}")).collect();
    for statement in statements {
        tx.execute(Fragment::raw(&statement.replace("{columns}", &columns.join(", "))))?;
    }
    Ok(())
}

/// Gives tables of an earlier program the columns of this one.
fn bring_up(tx: &mut Tx, int: &str, text: &str) -> Result<(), Problem> {
    for (table, column) in LATER {
        let name = column.split(' ').next().unwrap_or_default();
        if !has_column(tx, table, name)? {
            let column = column.replace("{int}", int).replace("{text}", text);
            tx.execute(Fragment::raw(&format!("ALTER TABLE {table} ADD COLUMN {column}")))?;
        }
    }
    for (table, name) in GONE {
        if has_column(tx, table, name)? {
            tx.execute(Fragment::raw(&format!("ALTER TABLE {table} DROP COLUMN {name}")))?;
        }
    }
    Ok(())
}

fn has_column(tx: &mut Tx, table: &str, name: &str) -> Result<bool, Problem> {
    let mut sql = match tx.dialect() {
        Dialect::Sqlite => Fragment::raw("SELECT 1 FROM pragma_table_info("),
        Dialect::Postgres => Fragment::raw("SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = "),
    };
    sql.bind(table).sql(if tx.dialect() == Dialect::Sqlite { ") WHERE name = " } else { " AND column_name = " }).bind(name);
    Ok(tx.read().query_one(sql)?.is_some())
}

/// That SQLite, which knows no figures of its tables, answers a statement about them by the index named.
#[cfg(test)]
pub(crate) fn assert_plan(sql: Fragment, index: &str) {
    let conn = rusqlite::Connection::open_in_memory().expect("a database");
    create(&mut Tx::new(crate::conn::Conn::Sqlite(&conn), &Default::default(), None)).expect("tables");
    let (text, binds) = sql.render(Dialect::Sqlite);
    let mut statement = conn.prepare(&format!("EXPLAIN QUERY PLAN {text}")).expect("a statement");
    let binds = binds.iter().map(|cell| cell.as_text().map(str::to_owned));
    let plan: Vec<String> = statement.query_map(rusqlite::params_from_iter(binds), |row| row.get(3)).expect("a plan").map(|line| line.expect("text")).collect();
    assert!(plan.iter().any(|line| line.ends_with(index)), "{plan:#?}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_an_earlier_program_are_brought_up() {
        let conn = rusqlite::Connection::open_in_memory().expect("a database");
        conn.execute_batch(
            "CREATE TABLE sys_credential (staff_id TEXT PRIMARY KEY, hash TEXT NOT NULL, changed_at TEXT NOT NULL, failures INTEGER NOT NULL, locked_until TEXT) STRICT;
             INSERT INTO sys_credential VALUES ('s', 'h', 'c', 3, 'l');
             CREATE TABLE sys_session (hash TEXT PRIMARY KEY, staff_id TEXT NOT NULL, created_at TEXT NOT NULL, expires_at TEXT NOT NULL, agent TEXT) STRICT;",
        )
        .expect("tables of before");
        for _ in 0..2 {
            create(&mut Tx::new(crate::conn::Conn::Sqlite(&conn), &Default::default(), None)).expect("tables of now");
        }
        let columns = |table: &str| -> Vec<String> {
            let mut statement = conn.prepare(&format!("SELECT name FROM pragma_table_info('{table}')")).expect("a statement");
            statement.query_map([], |row| row.get(0)).expect("columns").map(|name| name.expect("text")).collect()
        };
        assert_eq!(columns("sys_credential"), ["staff_id", "hash", "changed_at", "seen_at"]);
        assert_eq!(columns("sys_session")[5..], ["address", "last_at", "proven_at"]);
        let kept: String = conn.query_row("SELECT hash FROM sys_credential", [], |row| row.get(0)).expect("the row of before");
        assert_eq!(kept, "h");
    }
}

//! The fixed tables beside those of entities. Statements are written once; `{int}` and `{text}` are the
//! column types of each dialect.

use keshu_kernel::{Dialect, Fragment, Problem};

use crate::{Tx, search};

const TABLES: &[&str] = &[
    "sys_setting (key {text} PRIMARY KEY, value {text} NOT NULL)",
    "sys_counter (key {text} PRIMARY KEY, last {int} NOT NULL)",
    "sys_credential (staff_id {text} PRIMARY KEY, hash {text} NOT NULL, changed_at {text} NOT NULL, failures {int} NOT NULL, locked_until {text})",
    "sys_session (hash {text} PRIMARY KEY, staff_id {text} NOT NULL, created_at {text} NOT NULL, expires_at {text} NOT NULL, agent {text})",
    "sys_api_token (id {text} PRIMARY KEY, staff_id {text} NOT NULL, name {text} NOT NULL, hash {text} NOT NULL UNIQUE, shown {text} NOT NULL, created_at {text} NOT NULL, expires_on {text})",
    "sys_one_time_link (hash {text} PRIMARY KEY, kind {text} NOT NULL, staff_id {text}, expires_at {text} NOT NULL)",
    "sys_idempotency (key {text} PRIMARY KEY, digest {text} NOT NULL, answer {text} NOT NULL, created_at {text} NOT NULL)",
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

const INDEXES: &[&str] = &[
    "ix_access_row__record ON access_row (entity, record_id)",
    "ix_external_ref__record ON external_ref (entity, record_id)",
    "ix_duplicate_key__value ON duplicate_key (entity, fields, value, record_id)",
    "ix_duplicate_key__shared ON duplicate_key (entity, fields, value, record_id) WHERE is_shared = 1",
    "ix_sys_audit_entry__record ON sys_audit_entry (entity, record_id, at)",
    "ix_sys_audit_entry__change_set ON sys_audit_entry (change_set, id)",
    "ix_sys_session__staff ON sys_session (staff_id)",
    "ix_sys_idempotency__created ON sys_idempotency (created_at)",
];

/// `{columns}` = a column for each field that is searched.
const SEARCH_SQLITE: &[&str] = &[
    "CREATE TABLE IF NOT EXISTS search_row (id INTEGER PRIMARY KEY, entity TEXT NOT NULL, record_id TEXT NOT NULL, title TEXT NOT NULL, texts TEXT NOT NULL, UNIQUE (entity, record_id)) STRICT",
    "DROP TABLE IF EXISTS search_token",
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_column USING fts5(belongs, {columns}, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0')",
];

const SEARCH_POSTGRES: &[&str] = &[
    "CREATE TABLE IF NOT EXISTS search_row (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, entity TEXT COLLATE \"C\" NOT NULL, record_id TEXT COLLATE \"C\" NOT NULL, title TEXT NOT NULL, texts TEXT NOT NULL, tokens tsvector NOT NULL, UNIQUE (entity, record_id))",
    "CREATE INDEX IF NOT EXISTS ix_search_row__tokens ON search_row USING gin (tokens)",
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

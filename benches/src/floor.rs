//! The floor: one table, prepared statements, the same columns as JSON; one connection for each thread, nothing else.

use std::{cell::RefCell, collections::HashMap, sync::Arc};

use anyhow::Context;
use axum::{
    Router,
    extract::{Path as Part, Query, State},
    http::{StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use postgres::{NoTls, types::Type};
use rusqlite::{Connection, OpenFlags, types::ValueRef};
use serde_json::{Map, Value, json};

/// What Keshu's list is asked for in the same run (`fields`).
const LISTED: &str = "id, version, name, customer_no, state, customer_grade, kind_code, industry_code, sales_region_code, phone, owner_id, last_follow_at";

/// One thread's own connection, by the driver that Keshu uses.
enum Own {
    Sqlite(Connection),
    Postgres(Box<postgres::Client>, HashMap<String, postgres::Statement>),
}

thread_local! {
    static CONNECTION: RefCell<Option<Own>> = const { RefCell::new(None) };
}

/// Serves a `keshu.db` at a path, or the database at a PostgreSQL URL.
pub fn serve(database: &str, listen: &str) -> anyhow::Result<()> {
    let database = Arc::new(database.to_owned());
    let app = Router::new().route("/list", get(list)).route("/read/{id}", get(read)).with_state(database);
    tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(16).build()?.block_on(async {
        let listener = tokio::net::TcpListener::bind(listen).await.with_context(|| listen.to_owned())?;
        axum::serve(listener, app).await.context("the floor ended")
    })
}

async fn list(State(database): State<Arc<String>>, Query(query): Query<Vec<(String, String)>>) -> impl IntoResponse {
    let value = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let (column, descending) = value("sort").strip_prefix('-').map_or_else(|| (value("sort"), false), |column| (column.to_owned(), true));
    if !LISTED.split(", ").chain(["updated_at"]).any(|known| known == column) {
        return Err(StatusCode::BAD_REQUEST);
    }
    let nulls = match (database.starts_with("postgres"), descending) {
        (false, _) => "",
        (true, false) => " NULLS FIRST",
        (true, true) => " NULLS LAST",
    };
    let order = if descending { "DESC" } else { "ASC" };
    let sql = format!("SELECT {LISTED} FROM customer WHERE deleted_at IS NULL AND sales_region_code = $1 AND industry_code = $2 ORDER BY {column} {order}{nulls}, id {order}{nulls} LIMIT 50");
    ask(database, sql, vec![value("region"), value("industry")], |items| json!({"items": items, "next_cursor": null})).await
}

async fn read(State(database): State<Arc<String>>, Part(id): Part<String>) -> impl IntoResponse {
    ask(database, "SELECT * FROM customer WHERE id = $1 AND deleted_at IS NULL".to_owned(), vec![id], |items| items.into_iter().next().unwrap_or_default()).await
}

type Answer = Result<([(header::HeaderName, &'static str); 1], String), StatusCode>;

async fn ask(database: Arc<String>, sql: String, binds: Vec<String>, shape: fn(Vec<Value>) -> Value) -> Answer {
    let done = tokio::task::spawn_blocking(move || {
        CONNECTION.with(|slot| -> anyhow::Result<String> {
            let mut slot = slot.borrow_mut();
            let own = match &mut *slot {
                Some(own) => own,
                None => slot.insert(connect(&database)?),
            };
            Ok(shape(rows(own, &sql, &binds)?).to_string())
        })
    });
    match done.await {
        Ok(Ok(body)) => Ok(([(header::CONTENT_TYPE, "application/json")], body)),
        _ => Err(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

fn connect(database: &str) -> anyhow::Result<Own> {
    if database.starts_with("postgres") {
        return Ok(Own::Postgres(Box::new(postgres::Client::connect(database, NoTls)?), HashMap::new()));
    }
    let connection = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.execute_batch("PRAGMA cache_size = -32768; PRAGMA mmap_size = 268435456")?;
    Ok(Own::Sqlite(connection))
}

fn rows(own: &mut Own, sql: &str, binds: &[String]) -> anyhow::Result<Vec<Value>> {
    match own {
        Own::Sqlite(connection) => {
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map(rusqlite::params_from_iter(binds), |row| {
                let cell = |(place, name): (usize, &str)| -> rusqlite::Result<(String, Value)> {
                    Ok((name.to_owned(), match row.get_ref(place)? {
                        ValueRef::Integer(number) => Value::from(number),
                        ValueRef::Text(bytes) => Value::from(String::from_utf8_lossy(bytes)),
                        _ => Value::Null,
                    }))
                };
                row.as_ref().column_names().enumerate().map(cell).collect::<rusqlite::Result<Map<_, _>>>().map(Value::Object)
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        }
        Own::Postgres(client, known) => {
            if !known.contains_key(sql) {
                known.insert(sql.to_owned(), client.prepare(sql)?);
            }
            let binds: Vec<&(dyn postgres::types::ToSql + Sync)> = binds.iter().map(|bind| bind as _).collect();
            let cell = |row: &postgres::Row, (place, column): (usize, &postgres::Column)| {
                let value = if *column.type_() == Type::INT8 { row.get::<_, Option<i64>>(place).map(Value::from) } else { row.get::<_, Option<String>>(place).map(Value::from) };
                (column.name().to_owned(), value.unwrap_or_default())
            };
            let object = |row: &postgres::Row| Value::Object(row.columns().iter().enumerate().map(|column| cell(row, column)).collect());
            Ok(client.query(&known[sql], &binds)?.iter().map(object).collect())
        }
    }
}

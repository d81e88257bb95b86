//! The floor: one table, prepared statements, the same columns as JSON; one token compared, nothing else.

use std::{cell::RefCell, path::Path, sync::Arc};

use anyhow::Context;
use axum::{
    Router,
    extract::{Path as Part, Query, State},
    http::{StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use rusqlite::{Connection, OpenFlags, Row, types::ValueRef};
use serde_json::{Map, Value};

/// What Keshu's list is asked for in the same run (`fields`).
const LISTED: &str = "id, version, name, customer_no, state, customer_grade, kind_code, industry_code, region_code, phone, owner_id, last_follow_at";

thread_local! {
    static CONNECTION: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

pub fn serve(database: &Path, listen: &str) -> anyhow::Result<()> {
    let path = Arc::new(database.to_owned());
    let app = Router::new().route("/list", get(list)).route("/read/{id}", get(read)).with_state(path);
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let listener = tokio::net::TcpListener::bind(listen).await.with_context(|| listen.to_owned())?;
        axum::serve(listener, app).await.context("the floor ended")
    })
}

type Answer = Result<([(header::HeaderName, &'static str); 1], String), StatusCode>;

async fn list(State(path): State<Arc<std::path::PathBuf>>, Query(query): Query<Vec<(String, String)>>) -> impl IntoResponse {
    let value = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let (region, industry, sort) = (value("region"), value("industry"), value("sort"));
    let sort = if sort == "updated_at" { "updated_at DESC, id DESC" } else { "name, id" };
    ask(path, move |connection| {
        let sql = format!("SELECT {LISTED} FROM customer WHERE deleted_at IS NULL AND region_code = ?1 AND industry_code = ?2 ORDER BY {sort} LIMIT 50");
        let mut statement = connection.prepare_cached(&sql)?;
        let items = statement.query_map([region, industry], object)?.collect::<rusqlite::Result<Vec<Value>>>()?;
        Ok(serde_json::json!({"items": items, "next_cursor": null}).to_string())
    })
    .await
}

async fn read(State(path): State<Arc<std::path::PathBuf>>, Part(id): Part<String>) -> impl IntoResponse {
    ask(path, move |connection| {
        let mut statement = connection.prepare_cached("SELECT * FROM customer WHERE id = ?1 AND deleted_at IS NULL")?;
        Ok(statement.query_row([id], object)?.to_string())
    })
    .await
}

async fn ask(path: Arc<std::path::PathBuf>, work: impl FnOnce(&Connection) -> rusqlite::Result<String> + Send + 'static) -> Answer {
    let done = tokio::task::spawn_blocking(move || {
        CONNECTION.with(|slot| {
            let mut slot = slot.borrow_mut();
            if slot.is_none() {
                let connection = Connection::open_with_flags(&*path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
                connection.execute_batch("PRAGMA cache_size = -32768; PRAGMA mmap_size = 268435456")?;
                *slot = Some(connection);
            }
            slot.as_ref().map_or(Err(rusqlite::Error::InvalidQuery), work)
        })
    });
    match done.await {
        Ok(Ok(body)) => Ok(([(header::CONTENT_TYPE, "application/json")], body)),
        Ok(Err(rusqlite::Error::QueryReturnedNoRows)) => Err(StatusCode::NOT_FOUND),
        _ => Err(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

fn object(row: &Row) -> rusqlite::Result<Value> {
    let names = row.as_ref().column_names();
    let mut object = Map::new();
    for (place, name) in names.into_iter().enumerate() {
        let value = match row.get_ref(place)? {
            ValueRef::Integer(number) => Value::from(number),
            ValueRef::Text(bytes) => Value::from(String::from_utf8_lossy(bytes)),
            _ => Value::Null,
        };
        object.insert(name.to_owned(), value);
    }
    Ok(Value::Object(object))
}

//! Records: `/{entity}` and everything below it.

use axum::{
    extract::{Path, Query},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use keshu_kernel::{Problem, args, codes};
use keshu_record::{ListParams, Performed, Written};
use serde::Deserialize;

use crate::{
    ApiError,
    call::{Caller, Request, Write, blocking},
};

/// Query parameters of a list. Unknown ones are refused, so that a typing error is not a full list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListQuery {
    filter: Option<String>,
    q: Option<String>,
    sort: Option<String>,
    fields: Option<String>,
    limit: Option<u64>,
    cursor: Option<String>,
    page: Option<u64>,
    count: Option<String>,
}

pub(crate) type Params<T> = Result<Query<T>, axum::extract::rejection::QueryRejection>;

pub(crate) fn params<T>(request: &Request, query: Params<T>) -> Result<T, ApiError> {
    query.map(|Query(query)| query).map_err(|fault| request.refuse(Problem::new(&codes::QUERY_INVALID, args![name = "?", why = fault.body_text()])))
}

pub(crate) async fn list(caller: Caller, Path(entity): Path<String>, query: Params<ListQuery>) -> Result<Response, ApiError> {
    page(caller, entity, query, false).await
}

pub(crate) async fn trash(caller: Caller, Path(entity): Path<String>, query: Params<ListQuery>) -> Result<Response, ApiError> {
    page(caller, entity, query, true).await
}

async fn page(caller: Caller, entity: String, query: Params<ListQuery>, trash: bool) -> Result<Response, ApiError> {
    let ListQuery { filter, q, sort, fields, limit, cursor, page, count } = params(&caller.request, query)?;
    let list = ListParams { filter, q, sort, fields, limit, cursor, page, count, trash };
    let found = blocking(&caller.request, move || keshu_record::find(&caller.ctx, &entity, &list)).await?;
    Ok(json(StatusCode::OK, found.json))
}

pub(crate) async fn get(caller: Caller, Path((entity, id)): Path<(String, String)>) -> Result<Response, ApiError> {
    let (text, version) = blocking(&caller.request, move || keshu_record::get(&caller.ctx, &entity, &id)).await?;
    Ok(tagged(StatusCode::OK, text, version))
}

pub(crate) async fn get_by_ref(caller: Caller, Path((entity, system, code)): Path<(String, String, String)>) -> Result<Response, ApiError> {
    let work = move || keshu_record::get(&caller.ctx, &entity, &keshu_record::id_by_external_ref(&caller.ctx, &entity, &system, &code)?);
    let (text, version) = blocking(&caller.request, work).await?;
    Ok(tagged(StatusCode::OK, text, version))
}

pub(crate) async fn create(Path(entity): Path<String>, write: Write) -> Result<Response, ApiError> {
    let written = blocking(&write.request, move || keshu_record::create(&write.ctx, &entity, &write.body)).await?;
    let place = format!("/api/v1/{}/{}", written.entity, written.id);
    let mut response = answer(StatusCode::CREATED, written);
    if let Ok(place) = HeaderValue::from_str(&place) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

pub(crate) async fn dry_run(Path(entity): Path<String>, write: Write) -> Result<Response, ApiError> {
    let found = blocking(&write.request, move || keshu_record::dry_run(&write.ctx, &entity, &write.body)).await?;
    Ok(json(StatusCode::OK, found.to_string()))
}

pub(crate) async fn paste(Path(entity): Path<String>, write: Write) -> Result<Response, ApiError> {
    let lines = blocking(&write.request, move || keshu_record::import::paste(&write.ctx, &entity, &write.body)).await?;
    Ok(json(StatusCode::OK, lines.to_string()))
}

pub(crate) async fn update(Path((entity, id)): Path<(String, String)>, write: Write) -> Result<Response, ApiError> {
    let written = blocking(&write.request, move || keshu_record::update(&write.ctx, &entity, &id, write.version, &write.body)).await?;
    Ok(answer(StatusCode::OK, written))
}

pub(crate) async fn update_by_ref(Path((entity, system, code)): Path<(String, String, String)>, write: Write) -> Result<Response, ApiError> {
    let work = move || {
        let id = keshu_record::id_by_external_ref(&write.ctx, &entity, &system, &code)?;
        keshu_record::update(&write.ctx, &entity, &id, write.version, &write.body)
    };
    Ok(answer(StatusCode::OK, blocking(&write.request, work).await?))
}

pub(crate) async fn delete(Path((entity, id)): Path<(String, String)>, write: Write) -> Result<StatusCode, ApiError> {
    blocking(&write.request, move || keshu_record::delete(&write.ctx, &entity, &id, write.version)).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn act(Path((entity, id, action)): Path<(String, String, String)>, write: Write) -> Result<Response, ApiError> {
    let done = blocking(&write.request, move || keshu_record::act(&write.ctx, &entity, &id, &action, write.version, &write.body.into())).await?;
    Ok(match done {
        Performed::Record(text, version) => tagged(StatusCode::OK, text, version),
        Performed::Value(value) => json(StatusCode::OK, value.to_string()),
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CursorQuery {
    cursor: Option<String>,
}

pub(crate) async fn history(caller: Caller, Path((entity, id)): Path<(String, String)>, query: Params<CursorQuery>) -> Result<Response, ApiError> {
    let cursor = params(&caller.request, query)?.cursor;
    let found = blocking(&caller.request, move || keshu_record::history(&caller.ctx, &entity, &id, cursor.as_deref())).await?;
    Ok(json(StatusCode::OK, found.to_string()))
}

pub(crate) async fn as_of(caller: Caller, Path((entity, id, version)): Path<(String, String, String)>) -> Result<Response, ApiError> {
    let version = version.parse().ok().filter(|version| *version >= 1).ok_or_else(|| caller.request.refuse(Problem::new(&codes::RECORD_NOT_FOUND, vec![])))?;
    let found = blocking(&caller.request, move || keshu_record::as_of(&caller.ctx, &entity, &id, version)).await?;
    Ok(json(StatusCode::OK, found.to_string()))
}

pub(crate) async fn timeline(caller: Caller, Path((entity, id)): Path<(String, String)>, query: Params<CursorQuery>) -> Result<Response, ApiError> {
    let cursor = params(&caller.request, query)?.cursor;
    let found = blocking(&caller.request, move || keshu_record::timeline(&caller.ctx, &entity, &id, cursor.as_deref())).await?;
    Ok(json(StatusCode::OK, found.to_string()))
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadersQuery {
    q: Option<String>,
}

pub(crate) async fn readers(caller: Caller, Path((entity, id)): Path<(String, String)>, query: Params<ReadersQuery>) -> Result<Response, ApiError> {
    let q = params(&caller.request, query)?.q.unwrap_or_default();
    let found = blocking(&caller.request, move || keshu_record::notice::readers(&caller.ctx, &entity, &id, &q)).await?;
    Ok(json(StatusCode::OK, found.to_string()))
}

pub(crate) async fn presence(Path((entity, id)): Path<(String, String)>, write: Write) -> Result<Response, ApiError> {
    let found = blocking(&write.request, move || keshu_record::presence::sign(&write.ctx, &entity, &id, &write.body)).await?;
    Ok(json(StatusCode::OK, found.to_string()))
}

/// JSON text as an answer.
pub(crate) fn json(status: StatusCode, text: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], text).into_response()
}

fn tagged(status: StatusCode, text: String, version: i64) -> Response {
    let mut response = json(status, text);
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{version}\"")) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// A written record with its warnings beside its own members.
fn answer(status: StatusCode, written: Written) -> Response {
    let mut text = written.json;
    if text.ends_with('}') {
        text.pop();
        text.push_str(",\"warnings\":");
        text.push_str(&serde_json::Value::from(written.warnings).to_string());
        text.push('}');
    }
    tagged(status, text, written.version)
}

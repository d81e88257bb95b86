//! What the page is drawn from, the API's own description, search, what is taken along, what looks alike, how good
//! the data is, what is printed, and drafts.

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use keshu_record::{
    duplicate::{self, DuplicateParams},
    explain, form_draft, print,
    quality::{self, QualityParams},
};
use serde::Deserialize;

use crate::{
    ApiError, Gate,
    call::{Caller, Write, blocking},
    openapi,
    record::{json, params},
};

pub(crate) async fn catalog(caller: Caller) -> Result<Response, ApiError> {
    let value = blocking(&caller.request, move || Ok(keshu_record::catalog_json(&caller.ctx))).await?;
    Ok(json(StatusCode::OK, value.to_string()))
}

pub(crate) async fn dict(caller: Caller, Path(dict): Path<String>) -> Result<Response, ApiError> {
    let value = blocking(&caller.request, move || keshu_record::dict_json(&caller.ctx, &dict)).await?;
    Ok(json(StatusCode::OK, value.to_string()))
}

pub(crate) async fn openapi(State(gate): State<Gate>, _: Caller) -> Response {
    json(StatusCode::OK, openapi::document(&gate.house.catalog).to_string())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SearchQuery {
    q: String,
    entity: Option<String>,
    #[serde(default = "default_limit")]
    limit: u64,
}

fn default_limit() -> u64 {
    20
}

pub(crate) async fn search(caller: Caller, query: Result<Query<SearchQuery>, axum::extract::rejection::QueryRejection>) -> Result<Response, ApiError> {
    let SearchQuery { q, entity, limit } = params(&caller.request, query)?;
    let found = blocking(&caller.request, move || keshu_record::search::search(&caller.ctx, &q, entity.as_deref(), limit)).await?;
    Ok(json(StatusCode::OK, found.to_string()))
}

pub(crate) async fn offline(caller: Caller) -> Result<Response, ApiError> {
    let taken = blocking(&caller.request, move || keshu_record::offline::offline(&caller.ctx)).await?;
    Ok(json(StatusCode::OK, taken))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DuplicateQuery {
    entity: String,
    cursor: Option<String>,
    #[serde(default)]
    distinct: bool,
}

pub(crate) async fn duplicates(caller: Caller, query: Result<Query<DuplicateQuery>, axum::extract::rejection::QueryRejection>) -> Result<Response, ApiError> {
    let DuplicateQuery { entity, cursor, distinct } = params(&caller.request, query)?;
    let asked = DuplicateParams { entity, cursor, distinct };
    let found = blocking(&caller.request, move || duplicate::duplicates(&caller.ctx, &asked)).await?;
    Ok(json(StatusCode::OK, found))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExplainQuery {
    staff_id: String,
    entity: String,
    id: String,
    action: Option<String>,
    field: Option<String>,
}

pub(crate) async fn explain(caller: Caller, query: Result<Query<ExplainQuery>, axum::extract::rejection::QueryRejection>) -> Result<Response, ApiError> {
    let ExplainQuery { staff_id, entity, id, action, field } = params(&caller.request, query)?;
    let asked = explain::Asked { staff_id, entity, id, action, field };
    let told = blocking(&caller.request, move || explain::explain(&caller.ctx, &asked)).await?;
    Ok(json(StatusCode::OK, told.to_string()))
}

pub(crate) async fn tell_apart(write: Write) -> Result<Response, ApiError> {
    let done = blocking(&write.request, move || duplicate::tell_apart(&write.ctx, &write.body)).await?;
    Ok(json(StatusCode::OK, done.to_string()))
}

pub(crate) async fn print(write: Write) -> Result<Response, ApiError> {
    let noted = blocking(&write.request, move || print::note(&write.ctx, &write.body)).await?;
    Ok(json(StatusCode::OK, noted.to_string()))
}

pub(crate) async fn form_drafts(caller: Caller) -> Result<Response, ApiError> {
    let found = blocking(&caller.request, move || form_draft::list(&caller.ctx)).await?;
    Ok(json(StatusCode::OK, found.to_string()))
}

pub(crate) async fn keep_form_draft(Path(id): Path<String>, write: Write) -> Result<Response, ApiError> {
    let kept = blocking(&write.request, move || form_draft::keep(&write.ctx, &id, &write.body)).await?;
    Ok(json(StatusCode::OK, kept.to_string()))
}

pub(crate) async fn forget_form_draft(caller: Caller, Path(id): Path<String>) -> Result<StatusCode, ApiError> {
    blocking(&caller.request, move || form_draft::forget(&caller.ctx, &id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QualityQuery {
    days: Option<u32>,
    filter: Option<String>,
}

pub(crate) async fn quality(caller: Caller, Path(entity): Path<String>, query: Result<Query<QualityQuery>, axum::extract::rejection::QueryRejection>) -> Result<Response, ApiError> {
    let QualityQuery { days, filter } = params(&caller.request, query)?;
    let found = blocking(&caller.request, move || quality::quality(&caller.ctx, &QualityParams { entity, days, filter })).await?;
    Ok(json(StatusCode::OK, found.to_string()))
}

//! What the page is drawn from, the API's own description, and search.

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;

use crate::{
    ApiError, Gate,
    call::{Caller, blocking},
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

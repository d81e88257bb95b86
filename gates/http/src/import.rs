//! Imports, exports and the jobs that run them.

use axum::{
    extract::{Multipart, Path, multipart::MultipartRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use keshu_jobs::{Deed, ImportRequest, Job};
use keshu_kernel::{Problem, args, codes};
use serde_json::json;

use crate::{
    ApiError,
    call::{Caller, Request, Write, blocking},
    file,
    record::json as answer,
};

/// Largest import file, in bytes.
pub(crate) const LIMIT: usize = 200 << 20;

async fn read(request: &Request, form: Result<Multipart, MultipartRejection>) -> Result<ImportRequest, ApiError> {
    let mut wanted = ImportRequest::default();
    for (name, file_name, bytes) in file::parts(request, form, LIMIT).await? {
        match name.as_str() {
            "file" => (wanted.file_name, wanted.bytes) = (file_name.unwrap_or_default(), bytes),
            "entity" | "mode" | "keys" | "mapping" | "values" => wanted.set(&name, &String::from_utf8_lossy(&bytes)).map_err(|problem| request.refuse(problem))?,
            _ => return Err(request.refuse(Problem::new(&codes::QUERY_INVALID, args![name = name, why = "file, entity, mode, keys, mapping, values"]))),
        }
    }
    Ok(wanted)
}

pub(crate) async fn start(caller: Caller, form: Result<Multipart, MultipartRejection>) -> Result<Response, ApiError> {
    let wanted = read(&caller.request, form).await?;
    let job = blocking(&caller.request, move || keshu_jobs::start_import(&caller.ctx, &wanted)).await?;
    Ok(accepted(&job))
}

/// 202 with the place to ask how it goes.
fn accepted(job: &Job) -> Response {
    let mut response = answer(StatusCode::ACCEPTED, json!({"id": job.id, "status": job.status}).to_string());
    if let Ok(place) = HeaderValue::from_str(&format!("/api/v1/job/{}", job.id)) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    response
}

pub(crate) async fn export(write: Write) -> Result<Response, ApiError> {
    let Write { ctx, request, body, .. } = write;
    let job = blocking(&request, move || keshu_jobs::start_export(&ctx, &body)).await?;
    Ok(accepted(&job))
}

pub(crate) async fn preview(caller: Caller, form: Result<Multipart, MultipartRejection>) -> Result<Response, ApiError> {
    let wanted = read(&caller.request, form).await?;
    let value = blocking(&caller.request, move || keshu_jobs::preview_import(&caller.ctx, &wanted)).await?;
    Ok(answer(StatusCode::OK, value.to_string()))
}

pub(crate) async fn template(caller: Caller, Path(entity): Path<String>) -> Result<Response, ApiError> {
    let text = blocking(&caller.request, move || keshu_jobs::template_csv(&caller.ctx, &entity)).await?;
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, "attachment")], text).into_response())
}

pub(crate) async fn jobs(caller: Caller) -> Result<Response, ApiError> {
    let value = blocking(&caller.request, move || keshu_jobs::list_jobs(&caller.ctx)).await?;
    Ok(answer(StatusCode::OK, value.to_string()))
}

pub(crate) async fn job(caller: Caller, Path(id): Path<String>) -> Result<Response, ApiError> {
    let value = blocking(&caller.request, move || keshu_jobs::job_json(&caller.ctx, &id)).await?;
    Ok(answer(StatusCode::OK, value.to_string()))
}

pub(crate) async fn pause(caller: Caller, id: Path<String>) -> Result<Response, ApiError> {
    change_state(caller, id, Deed::Pause).await
}

pub(crate) async fn resume(caller: Caller, id: Path<String>) -> Result<Response, ApiError> {
    change_state(caller, id, Deed::Resume).await
}

pub(crate) async fn cancel(caller: Caller, id: Path<String>) -> Result<Response, ApiError> {
    change_state(caller, id, Deed::Cancel).await
}

async fn change_state(caller: Caller, Path(id): Path<String>, deed: Deed) -> Result<Response, ApiError> {
    let job = blocking(&caller.request, move || keshu_jobs::change_state(&caller.ctx, &id, deed)).await?;
    Ok(answer(StatusCode::ACCEPTED, json!({"id": job["id"], "status": job["status"]}).to_string()))
}

/// The answer names the job that takes this one back.
pub(crate) async fn undo(caller: Caller, Path(id): Path<String>) -> Result<Response, ApiError> {
    let job = blocking(&caller.request, move || keshu_jobs::start_undo(&caller.ctx, &id)).await?;
    Ok(accepted(&job))
}

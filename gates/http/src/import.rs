//! Imports, exports, changes to many records, and the jobs that run them.

use axum::{
    extract::{
        Multipart, Path,
        multipart::{MultipartError, MultipartRejection},
    },
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use keshu_jobs::{Deed, ImportRequest, Job, Scratch, Upload};
use keshu_kernel::{Problem, args, codes};
use serde_json::json;
use tokio::io::AsyncWriteExt;

use crate::{
    ApiError,
    call::{Caller, Write, blocking},
    file,
    record::json as answer,
};

/// Largest import file with the rest of its form, in bytes.
pub(crate) const LIMIT: usize = keshu_jobs::table::MAX_BYTES as usize + (1 << 20);

/// Largest text part.
const TEXT_LIMIT: usize = 4 << 20;

/// The form of an import. The file goes to the disk as it comes; what was cut on its way leaves nothing.
async fn read(caller: &Caller, headers: &HeaderMap, form: Result<Multipart, MultipartRejection>) -> Result<ImportRequest, ApiError> {
    let request = &caller.request;
    // What says it is too large need not be read to the end to be refused.
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()).and_then(|text| text.parse::<usize>().ok());
    if length.is_some_and(|length| length > LIMIT) {
        return Err(request.refuse(Problem::new(&codes::FILE_TOO_LARGE, args![limit = format!("{} MiB", LIMIT >> 20)])));
    }
    let mut form = form.map_err(|_| request.refuse(Problem::new(&codes::MEDIA_TYPE_UNSUPPORTED, args![wanted = "multipart/form-data"])))?;
    let mut wanted = ImportRequest::default();
    let fault = |fault: MultipartError| request.refuse(file::form_fault(&fault, LIMIT));
    while let Some(mut field) = form.next_field().await.map_err(&fault)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            let scratch = Scratch::new(&caller.ctx.house).map_err(|problem| request.refuse(problem))?;
            let refused = |fault: std::io::Error| request.refuse(keshu_jobs::io(fault));
            let mut kept = tokio::fs::File::create_new(scratch.path()).await.map_err(refused)?;
            let file_name = field.file_name().unwrap_or_default().to_owned();
            while let Some(bytes) = field.chunk().await.map_err(&fault)? {
                kept.write_all(&bytes).await.map_err(refused)?;
            }
            kept.flush().await.map_err(refused)?;
            wanted.file = Some(Upload::of(&file_name, scratch));
        } else if ImportRequest::PARTS.contains(&name.as_str()) {
            let mut text = Vec::new();
            while let Some(bytes) = field.chunk().await.map_err(&fault)? {
                if text.len() + bytes.len() > TEXT_LIMIT {
                    return Err(request.refuse(Problem::new(&codes::BODY_TOO_LARGE, args![limit = format!("{} MiB", TEXT_LIMIT >> 20)])));
                }
                text.extend_from_slice(&bytes);
            }
            wanted.set(&name, &String::from_utf8_lossy(&text)).map_err(|problem| request.refuse(problem))?;
        } else {
            return Err(request.refuse(Problem::new(&codes::QUERY_INVALID, args![name = name, why = format!("file {}", ImportRequest::PARTS.join(" "))])));
        }
    }
    if wanted.file.is_none() && wanted.upload.is_empty() {
        return Err(request.refuse(Problem::new(&codes::IMPORT_FILE_EMPTY, vec![])));
    }
    Ok(wanted)
}

pub(crate) async fn start(caller: Caller, headers: HeaderMap, form: Result<Multipart, MultipartRejection>) -> Result<Response, ApiError> {
    let wanted = read(&caller, &headers, form).await?;
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

pub(crate) async fn bulk(write: Write) -> Result<Response, ApiError> {
    let Write { ctx, request, body, .. } = write;
    let job = blocking(&request, move || keshu_jobs::start_bulk(&ctx, &body)).await?;
    Ok(accepted(&job))
}

pub(crate) async fn preview_bulk(write: Write) -> Result<Response, ApiError> {
    let Write { ctx, request, body, .. } = write;
    let value = blocking(&request, move || keshu_jobs::preview_bulk(&ctx, &body)).await?;
    Ok(answer(StatusCode::OK, value.to_string()))
}

pub(crate) async fn takeout(write: Write) -> Result<Response, ApiError> {
    let Write { ctx, request, .. } = write;
    let job = blocking(&request, move || keshu_jobs::start_takeout(&ctx)).await?;
    Ok(accepted(&job))
}

pub(crate) async fn preview(caller: Caller, headers: HeaderMap, form: Result<Multipart, MultipartRejection>) -> Result<Response, ApiError> {
    let wanted = read(&caller, &headers, form).await?;
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

//! Files: what people attach to records.

use axum::{
    extract::{
        Multipart, Path,
        multipart::{MultipartError, MultipartRejection},
    },
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use keshu_kernel::{Problem, args, codes};
use keshu_record::files;

use crate::{
    ApiError,
    call::{Caller, Request, blocking},
    record::json,
};

/// Largest attachment, in bytes.
pub(crate) const LIMIT: usize = 50 << 20;

/// Why a form could not be read to its end.
pub(crate) fn form_fault(fault: &MultipartError, limit: usize) -> Problem {
    match fault.status().as_u16() {
        413 => Problem::new(&codes::FILE_TOO_LARGE, args![limit = format!("{} MiB", limit >> 20)]),
        _ => Problem::new(&codes::BODY_MALFORMED, args![what = fault.body_text()]),
    }
}

/// The parts of a form by name: file name (if any) and bytes.
pub(crate) async fn parts(request: &Request, form: Result<Multipart, MultipartRejection>, limit: usize) -> Result<Vec<(String, Option<String>, Vec<u8>)>, ApiError> {
    let wrong = || request.refuse(Problem::new(&codes::MEDIA_TYPE_UNSUPPORTED, args![wanted = "multipart/form-data"]));
    let mut form = form.map_err(|_| wrong())?;
    let fault = |fault: MultipartError| request.refuse(form_fault(&fault, limit));
    let mut parts = Vec::new();
    while let Some(field) = form.next_field().await.map_err(&fault)? {
        let (name, file_name) = (field.name().unwrap_or_default().to_owned(), field.file_name().map(str::to_owned));
        parts.push((name, file_name, field.bytes().await.map_err(&fault)?.to_vec()));
    }
    Ok(parts)
}

pub(crate) async fn upload(caller: Caller, form: Result<Multipart, MultipartRejection>) -> Result<Response, ApiError> {
    let parts = parts(&caller.request, form, LIMIT).await?;
    if let Some((name, ..)) = parts.iter().find(|(name, ..)| name != "file") {
        return Err(caller.request.refuse(Problem::new(&codes::QUERY_INVALID, args![name = name, why = "file"])));
    }
    let missing = || caller.request.refuse(Problem::new(&codes::IMPORT_FILE_EMPTY, vec![]));
    let (_, name, bytes) = parts.into_iter().next().ok_or_else(missing)?;
    let ctx = caller.ctx.clone();
    let blob = blocking(&caller.request, move || files::add(&ctx, name.as_deref().unwrap_or("file"), &bytes)).await?;
    Ok(json(StatusCode::CREATED, serde_json::json!(blob).to_string()))
}

/// The content, for those who uploaded it or may read a record that holds it. Never run in the page.
pub(crate) async fn download(caller: Caller, Path(id): Path<String>) -> Result<Response, ApiError> {
    let (blob, bytes) = blocking(&caller.request, move || files::get(&caller.ctx, &id)).await?;
    let shown = blob.content_type.starts_with("image/") && blob.content_type != "image/svg+xml";
    let name: String = url_encode(&blob.name);
    let disposition = format!("{}; filename*=UTF-8''{name}", if shown { "inline" } else { "attachment" });
    let kind = HeaderValue::from_str(&blob.content_type).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let disposition = HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"));
    let sandbox = HeaderValue::from_static("sandbox; default-src 'none'");
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition), (header::CONTENT_SECURITY_POLICY, sandbox)];
    Ok((headers, bytes).into_response())
}

/// RFC 8187 percent-encoding of a file name.
fn url_encode(name: &str) -> String {
    name.bytes().map(|byte| if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) { (byte as char).to_string() } else { format!("%{byte:02X}") }).collect()
}

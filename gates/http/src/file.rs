//! Files: what people attach to records.

use std::ops::Range;

use axum::{
    extract::{
        Multipart, Path, Request as HttpRequest, State,
        multipart::{Field, MultipartError, MultipartRejection},
    },
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use keshu_kernel::{Problem, args, codes};
use keshu_record::files::{self, Thumbnail};
use serde::Deserialize;
use tokio::sync::mpsc::Sender;

use crate::{
    ApiError, Gate,
    call::{Caller, Request, blocking},
    record::{Params, json, params},
    stream::{self, Part},
};

/// What a form takes around its file, in bytes.
const FORM: usize = 64 << 10;

/// Why a form could not be read to its end.
pub(crate) fn form_fault(fault: &MultipartError, limit: usize) -> Problem {
    match fault.status() {
        StatusCode::PAYLOAD_TOO_LARGE => files::too_large(limit as u64),
        _ => Problem::new(&codes::BODY_MALFORMED, args![what = fault.body_text()]),
    }
}

/// The one part `file`, kept as it comes in. A sender who stops halfway leaves nothing.
pub(crate) async fn upload(caller: Caller, form: Result<Multipart, MultipartRejection>) -> Result<Response, ApiError> {
    let Caller { ctx, request, .. } = caller;
    let mut form = form.map_err(|_| request.refuse(Problem::new(&codes::MEDIA_TYPE_UNSUPPORTED, args![wanted = "multipart/form-data"])))?;
    let limit = ctx.house.uploads.limit as usize;
    let fault = |fault: MultipartError| form_fault(&fault, limit);
    let only_file = |name: Option<&str>| Problem::new(&codes::QUERY_INVALID, args![name = name.unwrap_or_default(), why = "file"]);
    let field = form.next_field().await.map_err(&fault).and_then(|field| field.ok_or_else(|| Problem::new(&codes::IMPORT_FILE_EMPTY, vec![])));
    let mut field = field.and_then(|field| if field.name() == Some("file") { Ok(field) } else { Err(only_file(field.name())) }).map_err(|problem| request.refuse(problem))?;
    let name = field.file_name().unwrap_or("file").to_owned();
    let (sender, mut content) = stream::upload();
    let keeper = tokio::task::spawn_blocking(move || files::add(&ctx, &name, &mut content));
    let mut sent = send(&mut field, &sender).await.map_err(&fault);
    drop(field);
    // What comes after a file that was refused does not matter.
    if sent.is_ok() && !sender.is_closed() {
        sent = match form.next_field().await {
            Ok(None) => Ok(()),
            Ok(Some(more)) => Err(only_file(more.name())),
            Err(broken) => Err(fault(broken)),
        };
    }
    if sent.is_ok() {
        let _ = sender.send(Part::End).await;
    }
    drop(sender);
    let kept = keeper.await.unwrap_or_else(|fault| Err(Problem::internal(fault)));
    let blob = sent.and(kept).map_err(|problem| request.refuse(problem))?;
    Ok(json(StatusCode::CREATED, serde_json::json!(blob).to_string()))
}

/// Passes the content on until its end, or until nobody listens.
async fn send(field: &mut Field<'_>, sender: &Sender<Part>) -> Result<(), MultipartError> {
    while let Some(part) = field.chunk().await? {
        if sender.send(Part::Bytes(part)).await.is_err() {
            break;
        }
    }
    Ok(())
}

/// Refuses what says beforehand that it is larger than the limit, so that it need not be sent.
pub(crate) async fn refuse_oversize(State(gate): State<Gate>, request: Request, http: HttpRequest, next: Next) -> Result<Response, ApiError> {
    let length = http.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    match length {
        Some(length) if length > body_limit(&gate) as u64 => Err(request.refuse(files::too_large(gate.house.uploads.limit))),
        _ => Ok(next.run(http).await),
    }
}

/// The largest body of an upload: a file and the form around it.
pub(crate) fn body_limit(gate: &Gate) -> usize {
    usize::try_from(gate.house.uploads.limit).unwrap_or(usize::MAX).saturating_add(FORM)
}

/// `?inline=1`: shown in the page rather than saved.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shown {
    inline: Option<String>,
}

/// The content, for those who uploaded it or may read a record that holds it. Never run in the page.
pub(crate) async fn download(caller: Caller, Path(id): Path<String>, query: Params<Shown>, asked: HeaderMap) -> Result<Response, ApiError> {
    let shown = params(&caller.request, query)?;
    let ctx = caller.ctx.clone();
    let blob = blocking(&caller.request, move || files::info(&ctx, &id)).await?;
    let tag = format!("\"{}\"", blob.sha256);
    let mut headers = headers(&blob.content_type, &tag);
    if is(&asked, header::IF_NONE_MATCH, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let size = blob.size as u64;
    // A part of a file that has changed since is of no use to who has the rest.
    let range = asked.get(header::RANGE).filter(|_| !asked.contains_key(header::IF_RANGE) || is(&asked, header::IF_RANGE, &tag));
    let range = range.and_then(|range| range.to_str().ok()).and_then(|range| one_range(range, size));
    let part = match &range {
        None => 0..size,
        Some(Some(part)) => part.clone(),
        Some(None) => {
            let mut response = caller.request.refuse(Problem::new(&codes::RANGE_INVALID, args![size = size])).into_response();
            put(response.headers_mut(), header::CONTENT_RANGE, &format!("bytes */{size}"));
            return Ok(response);
        }
    };
    let is_shown = shown.inline.as_deref() == Some("1") && files::is_shown(&blob.content_type);
    let disposition = format!("{}; filename*=UTF-8''{}", if is_shown { "inline" } else { "attachment" }, url_encode(&blob.name));
    put(&mut headers, header::CONTENT_DISPOSITION, &disposition);
    let status = if range.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
    if range.is_some() {
        put(&mut headers, header::CONTENT_RANGE, &format!("bytes {}-{}/{size}", part.start, part.end.saturating_sub(1)));
    }
    let from = part.start;
    let content = blocking(&caller.request, move || files::content(&caller.ctx, &blob, from)).await?;
    Ok((status, headers, stream::download(content, part.end - part.start)).into_response())
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sized {
    size: Option<String>,
}

/// A small likeness of a picture, for whoever may have the picture.
pub(crate) async fn thumbnail(caller: Caller, Path(id): Path<String>, query: Params<Sized>, asked: HeaderMap) -> Result<Response, ApiError> {
    let size = match params(&caller.request, query)?.size.as_deref() {
        None | Some("small") => Thumbnail::Small,
        Some("large") => Thumbnail::Large,
        Some(_) => return Err(caller.request.refuse(Problem::new(&codes::QUERY_INVALID, args![name = "size", why = "small | large"]))),
    };
    let ctx = caller.ctx.clone();
    let blob = blocking(&caller.request, move || files::info(&ctx, &id)).await?;
    let tag = format!("\"{}-{}\"", blob.sha256, size.name());
    if is(&asked, header::IF_NONE_MATCH, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, headers("image/jpeg", &tag)).into_response());
    }
    let made = blocking(&caller.request, move || files::thumbnail(&caller.ctx, &blob, size)).await?;
    let kind = if made.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" };
    let mut headers = headers(kind, &tag);
    headers.remove(header::ACCEPT_RANGES);
    Ok((headers, made).into_response())
}

/// What every answer with a file carries: rights are asked again each time, the bytes are sent once.
fn headers(content_type: &str, tag: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    put(&mut headers, header::CONTENT_TYPE, content_type);
    put(&mut headers, header::ETAG, tag);
    put(&mut headers, header::CACHE_CONTROL, "private, no-cache");
    put(&mut headers, header::ACCEPT_RANGES, "bytes");
    // The browser's viewer of PDF does not start in a sandbox; the file itself can run nothing there.
    let policy = if content_type == "application/pdf" { "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'" } else { "sandbox; default-src 'none'; frame-ancestors 'self'" };
    put(&mut headers, header::CONTENT_SECURITY_POLICY, policy);
    headers
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

fn is(asked: &HeaderMap, name: HeaderName, tag: &str) -> bool {
    let values = asked.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    values.split(',').any(|value| value.trim().trim_start_matches("W/") == tag)
}

/// What `bytes=…` asks for: nothing understood (the whole file then), a part, or `Some(None)` beyond the end.
/// Several ranges at once are not served.
fn one_range(range: &str, size: u64) -> Option<Option<Range<u64>>> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let (from, to) = match (first.trim(), last.trim()) {
        ("", last) => (size.saturating_sub(number(last)?), size),
        (first, "") => (number(first)?, size),
        (first, last) => (number(first)?, number(last)?.checked_add(1)?.min(size)),
    };
    (last.trim().is_empty() || first.trim().is_empty() || number(first)? <= number(last)?).then(|| (from < to).then_some(from..to))
}

/// RFC 8187 percent-encoding of a file name.
fn url_encode(name: &str) -> String {
    name.bytes().map(|byte| if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) { (byte as char).to_string() } else { format!("%{byte:02X}") }).collect()
}

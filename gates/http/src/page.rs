//! The page: files built from web/ and carried in the binary.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use keshu_kernel::{Problem, codes};
use rust_embed::RustEmbed;

use crate::{ApiError, Gate, call::Request};

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Web;

/// A built file, or the page itself for every address that the page routes.
pub(crate) async fn static_file(method: Method, uri: Uri, request: Request) -> Result<Response, ApiError> {
    let path = uri.path().trim_start_matches('/');
    if !method.is_safe() || path.starts_with("api/") {
        return Err(request.refuse(Problem::new(&codes::ROUTE_UNKNOWN, vec![])));
    }
    // Only addresses without a dot are routed by the page: a missing script must not answer HTML.
    let is_route = !path.rsplit('/').next().unwrap_or_default().contains('.');
    let (name, file) = match Web::get(path) {
        Some(file) if !path.is_empty() => (path, file),
        _ if is_route => match Web::get("index.html") {
            Some(file) => ("index.html", file),
            None => return Ok((StatusCode::SERVICE_UNAVAILABLE, "The page is not built. Run scripts/run.sh, or npm run build in web/.").into_response()),
        },
        _ => return Err(request.refuse(Problem::new(&codes::ROUTE_UNKNOWN, vec![]))),
    };
    // Vite names assets by content.
    let cache = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let kind = HeaderValue::from_str(content_type(name)).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, HeaderValue::from_static(cache))], Body::from(file.data.into_owned())).into_response())
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// The process runs.
pub(crate) async fn livez() -> &'static str {
    "ok"
}

/// The store answers.
pub(crate) async fn readyz(State(gate): State<Gate>, request: Request) -> Result<&'static str, ApiError> {
    crate::call::blocking(&request, move || keshu_record::care::health(&gate.house)).await?;
    Ok("ok")
}

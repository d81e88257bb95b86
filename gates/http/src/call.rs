//! Who calls and with what: from request parts to a [`Ctx`].

use std::convert::Infallible;

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request as HttpRequest, rejection::BytesRejection},
    http::{HeaderMap, HeaderName, HeaderValue, Method, header, request::Parts},
    middleware::Next,
    response::Response,
};
use keshu_kernel::{Locale, Problem, args, codes, new_id};
use keshu_record::{Ctx, request_digest, session};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::{ApiError, Gate, JSON_LIMIT};

pub(crate) const COOKIE: &str = "ks_session";
static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What every request has, signed in or not.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub id: String,
    pub locale: Locale,
}

impl Request {
    fn of(parts: &Parts) -> Request {
        let id = parts.extensions.get::<RequestId>().map_or_else(new_id, |id| id.0.clone());
        let accept = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Request { id, locale: Locale::negotiate(accept) }
    }

    pub(crate) fn refuse(&self, problem: Problem) -> ApiError {
        ApiError::new(problem, self)
    }
}

impl<S: Sync> FromRequestParts<S> for Request {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Request, Infallible> {
        Ok(Request::of(parts))
    }
}

#[derive(Clone)]
struct RequestId(String);

/// Gives each request an id and says it in the answer.
pub(crate) async fn name_request(mut request: HttpRequest, next: Next) -> Response {
    let id = new_id();
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID.clone(), value);
    }
    response
}

/// Somebody signed in.
pub(crate) struct Caller {
    pub ctx: Ctx,
    pub request: Request,
    /// The session's secret, when the cookie was used.
    pub cookie: Option<String>,
}

impl FromRequestParts<Gate> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, gate: &Gate) -> Result<Caller, ApiError> {
        let request = Request::of(parts);
        let bearer = bearer(&parts.headers);
        let cookie = cookie(&parts.headers);
        let (secret, is_token) = match (bearer, &cookie) {
            (Some(token), _) => (token, true),
            (None, Some(secret)) => (secret.clone(), false),
            (None, None) => return Err(request.refuse(Problem::new(&codes::SIGN_IN_REQUIRED, vec![]))),
        };
        if !is_token && !parts.method.is_safe() {
            check_origin(&parts.headers).map_err(|problem| request.refuse(problem))?;
        }
        let locale = parts.headers.contains_key(header::ACCEPT_LANGUAGE).then_some(request.locale);
        let house = gate.house.clone();
        let actor = blocking(&request, move || session::actor_of(&house, &secret, is_token, locale)).await?;
        let locale = actor.locale;
        let ctx = Ctx::new(gate.house.clone(), std::sync::Arc::new(actor), request.id.clone(), locale);
        Ok(Caller { ctx, request: Request { locale, ..request }, cookie: cookie.filter(|_| !is_token) })
    }
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

pub(crate) fn cookie(headers: &HeaderMap) -> Option<String> {
    headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';')).find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == COOKIE).then(|| value.to_owned())
    })
}

/// A browser's write must come from this very site.
pub(crate) fn check_origin(headers: &HeaderMap) -> Result<(), Problem> {
    let Some(origin) = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok()) else { return Ok(()) };
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let from = origin.split_once("://").map_or("", |(_, rest)| rest);
    if from.eq_ignore_ascii_case(host) { Ok(()) } else { Err(Problem::new(&codes::ORIGIN_FOREIGN, vec![])) }
}

/// A signed-in write with a JSON object.
pub(crate) struct Write {
    pub ctx: Ctx,
    pub request: Request,
    /// From `If-Match`.
    pub version: Option<i64>,
    pub body: Map<String, Value>,
}

impl FromRequest<Gate> for Write {
    type Rejection = ApiError;

    async fn from_request(request: HttpRequest, gate: &Gate) -> Result<Write, ApiError> {
        let (mut parts, body) = request.into_parts();
        let Caller { mut ctx, request, .. } = Caller::from_request_parts(&mut parts, gate).await?;
        let bytes = read_bytes(HttpRequest::from_parts(parts.clone(), body)).await.map_err(|problem| request.refuse(problem))?;
        let body = if parts.method == Method::DELETE || bytes.is_empty() && parts.method == Method::POST && parts.headers.get(header::CONTENT_TYPE).is_none() {
            Map::new()
        } else {
            json_object(&parts.headers, &bytes).map_err(|problem| request.refuse(problem))?
        };
        let version = if_match(&parts.headers).map_err(|problem| request.refuse(problem))?;
        if let Some(key) = idempotency_key(&parts.headers).map_err(|problem| request.refuse(problem))? {
            let path = parts.uri.path_and_query().map_or("", |path| path.as_str());
            ctx.idempotency = Some((key, request_digest(parts.method.as_str(), path, &bytes)));
        }
        Ok(Write { ctx, request, version, body })
    }
}

/// A JSON body of a fixed shape, from anybody.
pub(crate) struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: HttpRequest, _: &S) -> Result<Json<T>, ApiError> {
        let (parts, body) = request.into_parts();
        let known = Request::of(&parts);
        let read = async {
            let headers = parts.headers.clone();
            let bytes = read_bytes(HttpRequest::from_parts(parts, body)).await?;
            let object = json_object(&headers, &bytes)?;
            serde_json::from_value(Value::Object(object)).map_err(|fault| Problem::new(&codes::BODY_MALFORMED, args![what = fault]))
        };
        read.await.map(Json).map_err(|problem| known.refuse(problem))
    }
}

async fn read_bytes(request: HttpRequest) -> Result<Bytes, Problem> {
    Bytes::from_request(request, &()).await.map_err(|rejection| match rejection {
        BytesRejection::FailedToBufferBody(fault) if fault.status().as_u16() == 413 => Problem::new(&codes::BODY_TOO_LARGE, args![limit = format!("{} MiB", JSON_LIMIT >> 20)]),
        other => Problem::new(&codes::BODY_MALFORMED, args![what = other]),
    })
}

fn json_object(headers: &HeaderMap, bytes: &[u8]) -> Result<Map<String, Value>, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if media != "application/json" && !media.ends_with("+json") {
        return Err(Problem::new(&codes::MEDIA_TYPE_UNSUPPORTED, args![wanted = "application/json"]));
    }
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(Problem::new(&codes::BODY_MALFORMED, args![what = "{…}"])),
        Err(fault) => Err(Problem::new(&codes::BODY_MALFORMED, args![what = fault])),
    }
}

/// `"7"`; `W/"7"` after a proxy that compressed the answer.
fn if_match(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let tag = value.to_str().unwrap_or_default().trim();
    let quoted = tag.strip_prefix("W/").unwrap_or(tag).strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let version = quoted.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit())).and_then(|text| text.parse().ok());
    version.map(Some).ok_or_else(|| Problem::new(&codes::QUERY_INVALID, args![name = "If-Match", why = "\"version\""]))
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    match value.to_str() {
        Ok(key) if (1..=128).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()) => Ok(Some(key.to_owned())),
        _ => Err(Problem::new(&codes::IDEMPOTENCY_KEY_INVALID, vec![])),
    }
}

/// Runs work that waits for the store on a thread that may wait; it goes on when the caller leaves.
pub(crate) async fn blocking<T: Send + 'static>(request: &Request, work: impl FnOnce() -> Result<T, Problem> + Send + 'static) -> Result<T, ApiError> {
    let done = tokio::task::spawn_blocking(work).await.unwrap_or_else(|fault| Err(Problem::internal(fault)));
    done.map_err(|problem| request.refuse(problem))
}

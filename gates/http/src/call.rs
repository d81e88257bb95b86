//! Who calls and with what: from request parts to a [`Ctx`].

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
};

use axum::{
    body::Bytes,
    extract::{ConnectInfo, FromRequest, FromRequestParts, MatchedPath, Request as HttpRequest, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderName, HeaderValue, Method, header, request::Parts},
    middleware::Next,
    response::Response,
};
use jiff::SignedDuration;
use keshu_access::Limit;
use keshu_kernel::{Locale, Network, Problem, args, codes, new_id};
use keshu_record::{
    Ctx, request_digest,
    session::{self, Entered, Proof},
    tries::Arrival,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::{ApiError, Gate, JSON_LIMIT};

pub(crate) const COOKIE: &str = "ks_session";
/// Stays when the session ends, and tells a person's own device from a stranger's.
pub(crate) const DEVICE: &str = "ks_device";
static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What every request has, signed in or not.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub id: String,
    pub locale: Locale,
    /// From where the call comes, as far as the proxies in between are trusted.
    pub address: IpAddr,
}

impl Request {
    pub(crate) fn of(parts: &Parts) -> Request {
        let Origin { id, address } = parts.extensions.get::<Origin>().cloned().unwrap_or_else(|| Origin { id: new_id(), address: NOWHERE });
        let accept = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Request { id, locale: Locale::negotiate(accept), address }
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

/// Where nothing comes from.
const NOWHERE: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

/// What a request is called and where it comes from.
#[derive(Clone)]
pub(crate) struct Origin {
    id: String,
    pub address: IpAddr,
}

/// Gives each request an id, says it in the answer, and finds out where it comes from.
pub(crate) async fn name_request(State(gate): State<Gate>, mut request: HttpRequest, next: Next) -> Response {
    let id = new_id();
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map_or(NOWHERE, |peer| peer.0.ip());
    let address = caller_address(peer, request.headers(), &gate.proxies);
    request.extensions_mut().insert(Origin { id: id.clone(), address });
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID.clone(), value);
    }
    response
}

/// The last address that no trusted proxy has; what stands before it anybody may have written.
fn caller_address(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let is_proxy = |address: IpAddr| proxies.iter().any(|network| network.contains(address));
    let named = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let mut address = peer.to_canonical();
    for named in named.rev() {
        let Some(next) = is_proxy(address).then(|| named.trim().parse::<IpAddr>().ok()).flatten() else { break };
        address = next.to_canonical();
    }
    address
}

impl Request {
    /// Who knocks, for what proves who somebody is.
    pub(crate) fn arrival(&self, headers: &HeaderMap) -> Arrival {
        let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Arrival { request_id: self.id.clone(), address: self.address, agent, device: cookie(headers, DEVICE) }
    }
}

/// Somebody signed in.
pub(crate) struct Caller {
    pub ctx: Ctx,
    pub request: Request,
    pub proof: Proof,
}

impl Caller {
    /// The secret of the session, when there is one.
    pub(crate) fn cookie(&self) -> Option<String> {
        (!self.proof.is_token).then(|| self.proof.secret.clone())
    }

    /// The same, where only a session will do.
    pub(crate) fn session(&self) -> Result<String, ApiError> {
        self.cookie().ok_or_else(|| self.request.refuse(Problem::new(&codes::SESSION_NEEDED, vec![])))
    }
}

impl FromRequestParts<Gate> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, gate: &Gate) -> Result<Caller, ApiError> {
        let request = Request::of(parts);
        let proof = match (bearer(&parts.headers), cookie(&parts.headers, COOKIE)) {
            (Some(secret), _) => Proof { secret, is_token: true },
            (None, Some(secret)) => Proof { secret, is_token: false },
            (None, None) => return Err(request.refuse(Problem::new(&codes::SIGN_IN_REQUIRED, vec![]))),
        };
        if !proof.is_token && !parts.method.is_safe() {
            check_origin(&parts.headers).map_err(|problem| request.refuse(problem))?;
        }
        let locale = parts.headers.contains_key(header::ACCEPT_LANGUAGE).then_some(request.locale);
        let (house, shown, idle, address) = (gate.house.clone(), proof.clone(), idle(&parts.headers), request.address);
        let Entered { actor, proven, must_enrol, limit } = blocking(&request, move || session::enter(&house, &shown, address, idle, locale)).await?;
        if proof.is_token && is_own_business(parts) {
            return Err(request.refuse(Problem::new(&codes::SESSION_NEEDED, vec![])));
        }
        if goes_beyond(&limit, parts) {
            return Err(request.refuse(Problem::new(&codes::TOKEN_LIMITED, vec![])));
        }
        if must_enrol && !turns_second_factor_on(parts) {
            return Err(request.refuse(Problem::new(&codes::SECOND_FACTOR_UNSET, vec![])));
        }
        let locale = actor.locale;
        let ctx = Ctx { proven, ..Ctx::new(gate.house.clone(), Arc::new(actor), request.id.clone(), locale) };
        Ok(Caller { ctx, request: Request { locale, ..request }, proof })
    }
}

/// What concerns the account of whoever asks: no token does that, however wide.
fn is_own_business(parts: &Parts) -> bool {
    let route = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
    route.starts_with("/api/v1/session/") || route.starts_with("/api/v1/api_token")
}

/// What a limited token does not do, beside what its rights leave out: write anything with a reading one, reach
/// what is its owner's alone, take everything out or back.
fn goes_beyond(limit: &Limit, parts: &Parts) -> bool {
    if limit.is_none() {
        return false;
    }
    let route = parts.extensions.get::<MatchedPath>().and_then(|path| path.as_str().strip_prefix("/api/v1/")).unwrap_or_default();
    let of_owner = ["takeout", "job/{id}/undo", "form_draft", "notification/"].iter().any(|begin| route.starts_with(begin));
    let entity = parts.uri.path().trim_start_matches("/api/v1").trim_start_matches('/').split('/').next().unwrap_or_default();
    limit.only_reads() && !parts.method.is_safe() || of_owner || route.starts_with("{entity}") && !limit.reaches(entity)
}

/// What somebody may do who needs a second factor and has none: look who they are, turn it on, or leave.
fn turns_second_factor_on(parts: &Parts) -> bool {
    let route = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
    matches!(route, "/api/v1/session" | "/api/v1/session/step_up" | "/api/v1/session/totp" | "/api/v1/session/totp/confirm")
}

/// How long the person at the page has not touched it; whoever does not say so is there.
fn idle(headers: &HeaderMap) -> SignedDuration {
    let seconds = headers.get("x-idle-seconds").and_then(|value| value.to_str().ok()?.parse::<u32>().ok());
    SignedDuration::from_secs(seconds.unwrap_or_default().into())
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

pub(crate) fn cookie(headers: &HeaderMap, wanted: &str) -> Option<String> {
    headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';')).find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == wanted).then(|| value.to_owned())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trusted_proxies_say_where_a_call_comes_from() {
        let ip = |text: &str| text.parse::<IpAddr>().expect("an address");
        let proxies: Vec<Network> = ["127.0.0.1", "10.0.0.0/8"].iter().map(|text| text.parse().expect("a network")).collect();
        let from = |peer: &str, forwarded: &[&str]| {
            let mut headers = HeaderMap::new();
            for line in forwarded {
                headers.append("x-forwarded-for", line.parse().expect("a header"));
            }
            caller_address(ip(peer), &headers, &proxies)
        };
        assert_eq!(from("203.0.113.9", &["198.51.100.1"]), ip("203.0.113.9"), "a stranger is believed nothing");
        assert_eq!(from("127.0.0.1", &[]), ip("127.0.0.1"));
        assert_eq!(from("127.0.0.1", &["198.51.100.1"]), ip("198.51.100.1"));
        assert_eq!(from("127.0.0.1", &["6.6.6.6, 198.51.100.1"]), ip("198.51.100.1"), "what the caller wrote before the proxy counts nothing");
        assert_eq!(from("127.0.0.1", &["6.6.6.6", "198.51.100.1, 10.1.2.3"]), ip("198.51.100.1"), "through two proxies");
        assert_eq!(from("127.0.0.1", &["nonsense"]), ip("127.0.0.1"));
    }
}

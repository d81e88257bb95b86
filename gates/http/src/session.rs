//! Signing in and out, one-time links, own profile and password.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use jiff::civil::Time;
use keshu_kernel::{Fault, Problem, args, codes};
use keshu_record::{
    Directory, House, offline, second_factor,
    session::{self, Session},
    setup, tries,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::Arc;

use crate::{
    ApiError, Gate,
    call::{COOKIE, Caller, DEVICE, Json, Request, Write, blocking, check_origin},
    record::json as answer,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    username: String,
    password: String,
    /// Of the second factor, where there is one.
    code: Option<String>,
}

pub(crate) async fn sign_in(State(gate): State<Gate>, request: Request, headers: HeaderMap, Json(body): Json<SignIn>) -> Result<Response, ApiError> {
    let (house, arrival, is_https) = (gate.house.clone(), request.arrival(&headers), gate.is_https);
    let session = blocking(&request, move || {
        check_origin(&headers)?;
        let session = session::sign_in(&house, &arrival, &body.username, &body.password, body.code.as_deref())?;
        Ok(greeted(&house, session))
    });
    Ok(signed_in(session.await?, is_https))
}

/// The session with what its answer says of the person, and how long its cookie stays.
fn greeted(house: &Arc<House>, session: Session) -> (Session, Value, i64) {
    let staff = staff_json(&house.directory(), &session.staff_id);
    let body = json!({"staff": staff, "expires_at": session.expires_at});
    (session, body, house.accounts.session.as_secs())
}

fn staff_json(directory: &Directory, id: &str) -> Option<Value> {
    let staff = directory.staff.get(id)?;
    Some(json!({"id": staff.id, "name": staff.name, "username": staff.username, "locale": staff.locale.tag(), "quiet_from": staff.quiet_from.map(shown), "quiet_until": staff.quiet_until.map(shown), "digest_time": staff.digest_time.map(shown), "has_keys": staff.has_keys}))
}

fn shown(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// 201 with the person and the cookie.
fn signed_in((session, body, seconds): (Session, Value, i64), is_https: bool) -> Response {
    let mut response = answer(StatusCode::CREATED, body.to_string());
    set_cookie(&mut response, COOKIE, &session.secret, seconds, is_https);
    set_cookie(&mut response, DEVICE, &session.device, DEVICE_SECONDS, is_https);
    response
}

/// As long as a place is remembered.
const DEVICE_SECONDS: i64 = tries::PLACE_DAYS * 86_400;

/// A cookie for `seconds`; 0 takes it away.
fn set_cookie(response: &mut Response, name: &str, secret: &str, seconds: i64, is_https: bool) {
    let secure = if is_https { "; Secure" } else { "" };
    if let Ok(value) = HeaderValue::from_str(&format!("{name}={secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}")) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

pub(crate) async fn who(State(gate): State<Gate>, caller: Caller) -> Result<Response, ApiError> {
    let cookie = caller.cookie();
    let Caller { ctx, request, .. } = caller;
    // Before anything is read.
    let place = gate.house.live.now().text();
    let told = blocking(&request, move || {
        let directory = ctx.house.directory();
        let dept = ctx.actor.dept_id.as_ref().and_then(|dept| directory.dept.get(dept)).map(|dept| json!({"id": dept.id, "name": dept.name}));
        let roles: Vec<Value> = ctx.actor.roles.iter().map(|id| json!({"id": id, "name": directory.role_name(id)})).collect();
        let expires_at = cookie.map(|secret| session::session_end(&ctx.house, &secret)).transpose()?.flatten();
        Ok(json!({
            "staff": staff_json(&directory, &ctx.actor.staff_id), "roles": roles, "dept": dept, "demo": gate.role_cards.is_some(),
            "expires_at": expires_at, "rights": directory.rights_mark(&ctx.actor), "offline": offline::entities(&ctx).next().is_some(), "place": place,
            "second_factor": second_factor::state(&ctx)?, "password_shortest": ctx.house.accounts.passwords.shortest,
        }))
    });
    Ok(answer(StatusCode::OK, told.await?.to_string()))
}

pub(crate) async fn sign_out(State(gate): State<Gate>, caller: Caller) -> Result<Response, ApiError> {
    if let Some(secret) = caller.cookie() {
        blocking(&caller.request, move || session::sign_out(&caller.ctx, &secret)).await?;
    }
    let mut response = answer(StatusCode::NO_CONTENT, String::new());
    set_cookie(&mut response, COOKIE, "", 0, gate.is_https);
    Ok(response)
}

/// One-click sign-in is for a person at this machine: a local name, and nothing in between.
pub(crate) fn demo_allowed(gate: &Gate, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let forwarded = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"].iter().any(|header| headers.contains_key(*header));
    gate.role_cards.is_some() && matches!(name, "127.0.0.1" | "localhost" | "[::1]") && !forwarded
}

pub(crate) async fn demo_cards(State(gate): State<Gate>, headers: HeaderMap, request: Request) -> Result<Response, ApiError> {
    let locale = request.locale;
    let cards = blocking(&request, move || match gate.role_cards {
        Some(cards) if demo_allowed(&gate, &headers) => Ok(cards(&gate.house, locale)),
        _ => Ok(Vec::new()),
    });
    Ok(answer(StatusCode::OK, json!({"items": cards.await?}).to_string()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DemoSignIn {
    username: String,
}

pub(crate) async fn demo_sign_in(State(gate): State<Gate>, request: Request, headers: HeaderMap, Json(body): Json<DemoSignIn>) -> Result<Response, ApiError> {
    let refused = || Problem::new(&codes::DEMO_SIGN_IN_REFUSED, vec![]);
    if !demo_allowed(&gate, &headers) || check_origin(&headers).is_err() {
        return Err(request.refuse(refused()));
    }
    let (house, arrival, locale, is_https) = (gate.house.clone(), request.arrival(&headers), request.locale, gate.is_https);
    let session = blocking(&request, move || {
        let cards = gate.role_cards.map(|cards| cards(&house, locale)).unwrap_or_default();
        let known = cards.iter().any(|card| card["username"] == body.username.as_str());
        let staff = house.directory().staff_named(&body.username).filter(|_| known).map(|staff| staff.id.clone());
        let session = session::start_session(&house, &arrival, &staff.ok_or_else(refused)?, true)?;
        Ok(greeted(&house, session))
    });
    Ok(signed_in(session.await?, is_https))
}

/// What a person may set on their own record; written by the system on their behalf.
const PROFILE: [(&str, &str); 7] = [
    ("locale", "locale_code"),
    ("mobile", "mobile"),
    ("email", "email"),
    ("quiet_from", "quiet_from"),
    ("quiet_until", "quiet_until"),
    ("digest_time", "digest_time"),
    ("has_keys", "has_keys"),
];

pub(crate) async fn profile(write: Write) -> Result<Response, ApiError> {
    let Write { ctx, request, body, .. } = write;
    let mut fields = Map::new();
    for (key, value) in body {
        match PROFILE.iter().find(|(name, _)| *name == key) {
            Some((_, field)) => fields.insert((*field).to_owned(), value),
            None => return Err(request.refuse(unknown("profile", &key))),
        };
    }
    let done = blocking(&request, move || setup::update_own_staff(&ctx, fields)).await?;
    Ok(answer(StatusCode::OK, done.to_string()))
}

fn unknown(of: &str, key: &str) -> Problem {
    Problem::invalid(vec![Fault::new(format!("/{key}"), &codes::FIELD_UNKNOWN, args![entity = of, field = key, hint = ""])])
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Passwords {
    old: String,
    new: String,
}

pub(crate) async fn password(caller: Caller, headers: HeaderMap, Json(body): Json<Value>) -> Result<StatusCode, ApiError> {
    let body: Passwords = serde_json::from_value(body).map_err(|fault| caller.request.refuse(Problem::new(&codes::BODY_MALFORMED, args![what = fault])))?;
    let keep = caller.session()?;
    let Caller { ctx, request, .. } = caller;
    let arrival = request.arrival(&headers);
    blocking(&request, move || session::change_password(&ctx, &arrival, &body.old, &body.new, Some(&keep))).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn look_at_link(State(gate): State<Gate>, request: Request, Path(token): Path<String>) -> Result<Response, ApiError> {
    let shortest = gate.house.accounts.passwords.shortest;
    let (kind, person) = blocking(&request, move || session::look_at_link(&gate.house, &token)).await?;
    let (name, username) = person.unzip();
    Ok(answer(StatusCode::OK, json!({"kind": kind, "name": name, "username": username, "password_shortest": shortest}).to_string()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UseLink {
    password: String,
    code: Option<String>,
    username: Option<String>,
    name: Option<String>,
    company: Option<String>,
}

/// Sets the password the link is for and signs the person in.
pub(crate) async fn use_link(State(gate): State<Gate>, request: Request, Path(token): Path<String>, headers: HeaderMap, Json(body): Json<UseLink>) -> Result<Response, ApiError> {
    let (house, arrival, is_https) = (gate.house.clone(), request.arrival(&headers), gate.is_https);
    let session = blocking(&request, move || {
        let (kind, _) = session::look_at_link(&house, &token)?;
        let staff = match kind.as_str() {
            "setup" => setup::set_up(&house, &first_admin(body)?, Some(&token))?,
            _ => session::use_link(&house, &arrival, &token, &body.password, body.code.as_deref())?,
        };
        let session = session::start_session(&house, &arrival, &staff, false)?;
        Ok(greeted(&house, session))
    });
    Ok(signed_in(session.await?, is_https))
}

fn first_admin(body: UseLink) -> Result<setup::FirstAdmin, Problem> {
    let needed = |pointer: &str, value: Option<String>| {
        let value = value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        value.ok_or_else(|| Problem::invalid(vec![Fault::new(pointer, &codes::VALUE_REQUIRED, args![label = pointer.trim_start_matches('/')])]))
    };
    let username = needed("/username", body.username)?;
    Ok(setup::FirstAdmin { name: needed("/name", body.name.or_else(|| Some(username.clone())))?, username, company: needed("/company", body.company)?, password: body.password })
}

//! What concerns the account of whoever is signed in: proving oneself again, second factor, devices, tokens.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use keshu_kernel::{Fault, Problem, args, codes};
use keshu_record::{
    second_factor,
    session::{self, Again},
    token::{self, Wanted},
};
use serde::Deserialize;
use serde_json::json;

use crate::{
    ApiError, Gate,
    call::{Caller, Json, Write, blocking},
    record::json as answer,
    session::demo_allowed,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StepUp {
    password: Option<String>,
    code: Option<String>,
}

/// Proves again who one is; in the demo, where nobody has a password, by a click.
pub(crate) async fn step_up(State(gate): State<Gate>, caller: Caller, headers: HeaderMap, Json(body): Json<StepUp>) -> Result<StatusCode, ApiError> {
    let (secret, arrival) = (caller.session()?, caller.request.arrival(&headers));
    let by_click = demo_allowed(&gate, &headers);
    let proof = body.password.map(Again::Password).or(body.code.map(Again::Code));
    blocking(&caller.request, move || match proof {
        Some(proof) => session::step_up(&caller.ctx, &arrival, &secret, &proof),
        None if by_click => session::step_up_by_click(&caller.ctx, &secret),
        None => Err(Problem::invalid(vec![Fault::new("/password", &codes::VALUE_REQUIRED, args![label = "password"])])),
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn offer_totp(caller: Caller) -> Result<Response, ApiError> {
    let offered = blocking(&caller.request, move || second_factor::offer(&caller.ctx)).await?;
    Ok(answer(StatusCode::CREATED, offered.to_string()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Code {
    code: String,
}

pub(crate) async fn confirm_totp(caller: Caller, Json(body): Json<Code>) -> Result<Response, ApiError> {
    let codes = blocking(&caller.request, move || second_factor::confirm(&caller.ctx, &body.code)).await?;
    Ok(answer(StatusCode::CREATED, codes.to_string()))
}

pub(crate) async fn remove_totp(caller: Caller) -> Result<StatusCode, ApiError> {
    blocking(&caller.request, move || second_factor::turn_off(&caller.ctx)).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn recovery_codes(caller: Caller) -> Result<Response, ApiError> {
    let codes = blocking(&caller.request, move || second_factor::renew_codes(&caller.ctx)).await?;
    Ok(answer(StatusCode::CREATED, codes.to_string()))
}

pub(crate) async fn devices(caller: Caller) -> Result<Response, ApiError> {
    let secret = caller.cookie();
    let list = blocking(&caller.request, move || session::devices(&caller.ctx, secret.as_deref())).await?;
    Ok(answer(StatusCode::OK, list.to_string()))
}

pub(crate) async fn end_device(caller: Caller, Path(id): Path<String>) -> Result<StatusCode, ApiError> {
    blocking(&caller.request, move || session::end_session(&caller.ctx, &id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn end_other_devices(caller: Caller) -> Result<Response, ApiError> {
    let keep = caller.session()?;
    let ended = blocking(&caller.request, move || session::end_sessions(&caller.ctx, &caller.ctx.actor.staff_id, Some(&keep))).await?;
    Ok(answer(StatusCode::OK, json!({"ended": ended}).to_string()))
}

pub(crate) async fn tokens(caller: Caller) -> Result<Response, ApiError> {
    let list = blocking(&caller.request, move || token::list(&caller.ctx)).await?;
    Ok(answer(StatusCode::OK, list.to_string()))
}

pub(crate) async fn make_token(write: Write) -> Result<Response, ApiError> {
    let Write { ctx, request, body, .. } = write;
    let made = blocking(&request, move || token::make(&ctx, Wanted::read(&ctx, &body)?)).await?;
    let mut shown = json!(made.0);
    shown["token"] = json!(made.1);
    Ok(answer(StatusCode::CREATED, shown.to_string()))
}

pub(crate) async fn remove_token(caller: Caller, Path(id): Path<String>) -> Result<StatusCode, ApiError> {
    blocking(&caller.request, move || token::remove(&caller.ctx, &id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

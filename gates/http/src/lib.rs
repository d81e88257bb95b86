//! F8 http: translates between HTTP and the record pipeline.
//!
//! Invariant: no rule and no SQL lives here; a handler reads its input, makes one call and answers.
//! Whatever is refused leaves as RFC 9457 with the request id.
//! Deliberately absent: TLS (a proxy's or a later issue's work), sessions' content, rights.

mod account;
mod call;
mod catalog;
mod drain;
mod events;
mod file;
mod headers;
mod import;
mod limit;
mod metrics;
mod openapi;
mod page;
mod problem;
mod record;
mod session;
mod stream;

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    extract::{DefaultBodyLimit, connect_info::IntoMakeServiceWithConnectInfo},
    http::{Extensions, HeaderMap, StatusCode, Version, header::ACCEPT_RANGES},
    middleware,
    routing::{delete, get, patch, post, put},
};
use keshu_kernel::{Locale, Network};
use keshu_record::House;
use serde_json::Value;
use tower_http::compression::{
    CompressionLayer,
    predicate::{DefaultPredicate, Predicate},
};

pub use limit::OpenCalls;
pub use metrics::router as metrics_router;
pub use openapi::document as openapi_document;
pub use problem::ApiError;

/// Largest JSON body; files have a limit of their own.
pub const JSON_LIMIT: usize = 2 << 20;

/// One-click sign-in of the demo: the role cards to show.
pub type RoleCards = fn(&Arc<House>, Locale) -> Vec<Value>;

/// What every handler may reach.
#[derive(Clone)]
pub struct Gate {
    pub house: Arc<House>,
    /// Set only by `keshu demo`.
    pub role_cards: Option<RoleCards>,
    /// People come by https (a proxy ends it): the session cookie is Secure.
    pub is_https: bool,
    /// Who is believed when it says for whom it calls.
    pub proxies: Arc<[Network]>,
    pub open_calls: OpenCalls,
}

/// The server, which knows from where each call comes.
pub fn service(gate: Gate) -> IntoMakeServiceWithConnectInfo<Router, SocketAddr> {
    router(gate).into_make_service_with_connect_info()
}

/// Every route of the server. The list is the map: open routes are marked, all others ask for sign-in.
fn router(gate: Gate) -> Router {
    let open = middleware::from_fn_with_state(gate.clone(), limit::open_calls);
    let api = Router::new()
        .route("/session", post(session::sign_in).layer(open.clone()).get(session::who).delete(session::sign_out)) // POST open
        .route("/session/demo", get(session::demo_cards).post(session::demo_sign_in).layer(open.clone())) // open, demo only
        .route("/session/profile", patch(session::profile))
        .route("/session/password", post(session::password))
        .route("/one_time_link/{token}", get(session::look_at_link).post(session::use_link).layer(open)) // open
        .route("/session/step_up", post(account::step_up))
        .route("/session/totp", post(account::offer_totp).delete(account::remove_totp))
        .route("/session/totp/confirm", post(account::confirm_totp))
        .route("/session/recovery_codes", post(account::recovery_codes))
        .route("/session/device", get(account::devices).delete(account::end_other_devices))
        .route("/session/device/{id}", delete(account::end_device))
        .route("/api_token", get(account::tokens).post(account::make_token))
        .route("/api_token/{id}", delete(account::remove_token))
        .route("/catalog", get(catalog::catalog))
        .route("/catalog/dict/{dict}", get(catalog::dict))
        .route("/openapi.json", get(catalog::openapi))
        .route("/events", get(events::events))
        .route("/notification/read", post(events::mark_read))
        .route("/search", get(catalog::search))
        .route("/offline", get(catalog::offline))
        .route("/explain", get(catalog::explain))
        .route("/form_draft", get(catalog::form_drafts))
        .route("/form_draft/{id}", put(catalog::keep_form_draft).delete(catalog::forget_form_draft))
        .route("/duplicate", get(catalog::duplicates).post(catalog::tell_apart))
        .route("/quality/{entity}", get(catalog::quality))
        .route("/file", post(file::upload).layer(DefaultBodyLimit::max(file::body_limit(&gate))).layer(middleware::from_fn_with_state(gate.clone(), file::refuse_oversize)))
        .route("/file/{id}", get(file::download))
        .route("/file/{id}/thumbnail", get(file::thumbnail))
        .route("/import", post(import::start).layer(DefaultBodyLimit::max(import::LIMIT)))
        .route("/import/preview", post(import::preview).layer(DefaultBodyLimit::max(import::LIMIT)))
        .route("/import/template/{entity}", get(import::template))
        .route("/job", get(import::jobs))
        .route("/job/{id}", get(import::job))
        .route("/job/{id}/pause", post(import::pause))
        .route("/job/{id}/resume", post(import::resume))
        .route("/job/{id}/cancel", post(import::cancel))
        .route("/job/{id}/undo", post(import::undo))
        .route("/export", post(import::export))
        .route("/bulk", post(import::bulk))
        .route("/bulk/preview", post(import::preview_bulk))
        .route("/print", post(catalog::print))
        .route("/takeout", post(import::takeout))
        .route("/{entity}", get(record::list).post(record::create))
        .route("/{entity}/trash", get(record::trash))
        .route("/{entity}/dry_run", post(record::dry_run))
        .route("/{entity}/paste", post(record::paste))
        .route("/{entity}/by/{system}/{code}", get(record::get_by_ref).patch(record::update_by_ref))
        .route("/{entity}/{id}", get(record::get).patch(record::update).delete(record::delete))
        .route("/{entity}/{id}/history", get(record::history))
        .route("/{entity}/{id}/history/{version}", get(record::as_of))
        .route("/{entity}/{id}/timeline", get(record::timeline))
        .route("/{entity}/{id}/readers", get(record::readers))
        .route("/{entity}/{id}/presence", post(record::presence))
        .route("/{entity}/{id}/{action}", post(record::act))
        .fallback(problem::route_unknown)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(DefaultBodyLimit::max(JSON_LIMIT));
    Router::new()
        .nest("/api/v1", api)
        .route("/livez", get(page::livez)) // open
        .route("/readyz", get(page::readyz)) // open
        .fallback(page::static_file) // open
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(middleware::from_fn(headers::answer_headers))
        .layer(middleware::from_fn(drain::finish_reading))
        .layer(middleware::from_fn(metrics::measure))
        // What is given out in parts is given as it is, or the parts would not fit together.
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(|_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions| !headers.contains_key(ACCEPT_RANGES))))
        .layer(middleware::from_fn_with_state(gate.clone(), call::name_request))
        .with_state(gate)
}

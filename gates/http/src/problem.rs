//! Problems as HTTP answers.

use axum::{
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use keshu_kernel::{Locale, Problem, args, codes};

use crate::call::Request;

/// A refused request: the problem with the language and id it is told in.
#[derive(Debug)]
pub struct ApiError {
    problem: Box<Problem>,
    locale: Locale,
    request_id: String,
}

impl ApiError {
    pub(crate) fn new(problem: Problem, request: &Request) -> ApiError {
        ApiError { problem: Box::new(problem), locale: request.locale, request_id: request.id.clone() }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if status.is_server_error() {
            tracing::error!(request_id = self.request_id, code = self.problem.code.name, problem = %self.problem, "request failed");
        }
        let body = self.problem.to_json(self.locale, &self.request_id).to_string();
        let mut response = (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        let headers = response.headers_mut();
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        let wait = self.problem.extra.get("retry_after").and_then(|seconds| seconds.as_i64()).or((status == StatusCode::SERVICE_UNAVAILABLE).then_some(1));
        if let Some(seconds) = wait {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

pub(crate) async fn route_unknown(request: Request) -> ApiError {
    ApiError::new(Problem::new(&codes::ROUTE_UNKNOWN, vec![]), &request)
}

pub(crate) async fn method_not_allowed(method: Method, request: Request) -> ApiError {
    ApiError::new(Problem::new(&codes::METHOD_NOT_ALLOWED, args![method = method]), &request)
}

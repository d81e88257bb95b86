//! `/metrics` in the Prometheus text format, on a listener of its own.
//!
//! Figures are gathered by the `metrics` facade wherever they arise; labels never hold a name, an id or
//! an address, so that nothing of a customer leaves this way.

use std::{sync::Arc, time::Instant};

use axum::{
    Router,
    extract::{MatchedPath, Request},
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
    routing::get,
};
use keshu_kernel::Problem;
use keshu_record::House;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// Upper bounds of the histograms, in seconds.
const SECONDS: [f64; 10] = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];
/// Upper bounds of the number of writes that share a commit.
const WRITES: [f64; 7] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0];

/// Counts a request under its method, route and status.
pub(crate) async fn measure(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = match request.method().as_str() {
        known @ ("GET" | "POST" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS") => known.to_owned(),
        _ => "other".to_owned(),
    };
    // The pattern of the route, never the address itself.
    let route = request.extensions().get::<MatchedPath>().map_or("page".to_owned(), |path| path.as_str().to_owned());
    let response = next.run(request).await;
    let labels = [("method", method), ("route", route), ("status", response.status().as_u16().to_string())];
    metrics::counter!("keshu_http_requests_total", &labels).increment(1);
    metrics::histogram!("keshu_http_request_seconds", &labels[..2]).record(begun.elapsed());
    response
}

/// The routes of the second listener. May be called once in a process.
pub fn router(house: Arc<House>) -> Result<Router, Problem> {
    let builder = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS);
    let builder = builder.and_then(|builder| builder.set_buckets_for_metric(Matcher::Suffix("_writes".to_owned()), &WRITES));
    let handle = builder.and_then(PrometheusBuilder::install_recorder).map_err(Problem::internal)?;
    metrics::describe_counter!("keshu_http_requests_total", "Requests answered, by method, route and status.");
    metrics::describe_histogram!("keshu_http_request_seconds", "Time from request to answer.");
    metrics::describe_histogram!("keshu_store_commit_seconds", "Time of one commit of the embedded database.");
    metrics::describe_histogram!("keshu_store_batch_writes", "Writes that shared one commit of the embedded database.");
    metrics::describe_gauge!("keshu_jobs", "Jobs by status.");
    metrics::describe_gauge!("process_resident_memory_bytes", "Memory in use.");
    metrics::gauge!("keshu_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    Ok(Router::new().route("/metrics", get(move || show(house, handle))))
}

async fn show(house: Arc<House>, handle: PrometheusHandle) -> Response {
    let counted = tokio::task::spawn_blocking(move || keshu_jobs::count_by_status(&house)).await;
    for (status, count) in counted.ok().and_then(Result::ok).unwrap_or_default() {
        metrics::gauge!("keshu_jobs", "status" => status).set(count as f64);
    }
    if let Some(bytes) = resident_bytes() {
        metrics::gauge!("process_resident_memory_bytes").set(bytes as f64);
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], handle.render()).into_response()
}

/// Memory in use as the kernel counts it, in bytes; `None` where there is no /proc.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? << 10)
}

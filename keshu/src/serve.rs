//! Listening, running jobs, and stopping without losing anything.

use std::{future::IntoFuture, sync::Arc, time::Duration};

use keshu_http::{Gate, OpenCalls, RoleCards};
use keshu_kernel::{Problem, args, codes};
use keshu_record::House;
use tokio::net::TcpListener;

use crate::{config::Settings, socket};

/// Longest wait for requests under way when the process is asked to stop.
const DRAIN: Duration = Duration::from_secs(30);
/// How many ports after the wanted one the demo tries.
const NEXT_PORTS: u16 = 20;

/// Binds the wanted address; with `or_next` the first free port after it.
pub async fn bind(listen: &str, or_next: bool) -> Result<TcpListener, Problem> {
    let taken = |fault: std::io::Error| Problem::new(&codes::PORT_TAKEN, args![address = listen, why = fault]);
    let first = match TcpListener::bind(listen).await {
        Ok(listener) => return Ok(listener),
        Err(fault) if !or_next || fault.kind() != std::io::ErrorKind::AddrInUse => return Err(taken(fault)),
        Err(fault) => fault,
    };
    let (host, port) = listen.rsplit_once(':').and_then(|(host, port)| Some((host, port.parse::<u16>().ok()?))).ok_or_else(|| taken(first))?;
    for next in port.saturating_add(1)..=port.saturating_add(NEXT_PORTS) {
        if let Ok(listener) = TcpListener::bind(format!("{host}:{next}")).await {
            return Ok(listener);
        }
    }
    TcpListener::bind(listen).await.map_err(taken)
}

/// Serves until SIGTERM or Ctrl-C; `announce` runs once people and commands can come. Then finishes what is under way, signs the audit heads and closes the store.
pub async fn serve(house: Arc<House>, settings: &Settings, listener: TcpListener, role_cards: Option<RoleCards>, announce: impl FnOnce()) -> Result<(), Problem> {
    serve_metrics(&house, settings).await?;
    let runner = start_jobs(&house).await?;
    socket::listen(house.clone()).map_err(Problem::internal)?;
    let is_https = settings.public_url.as_deref().is_some_and(|url| url.starts_with("https://"));
    let app = keshu_http::service(Gate { house: house.clone(), role_cards, is_https, proxies: settings.proxies.clone(), open_calls: OpenCalls::default() });
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let mut wait = stopping.clone();
    let server = axum::serve(listener, app).with_graceful_shutdown(async move {
        let _ = wait.wait_for(|stop| *stop).await;
    });
    let server = tokio::spawn(server.into_future());
    // Whoever was told that it runs may stop it in the next moment.
    let asked_to_stop = stop_signal();
    announce();
    asked_to_stop.await;
    let _ = stop.send(true);
    house.live.close();
    let drained = tokio::time::timeout(DRAIN, server).await;
    if drained.is_err() {
        tracing::warn!("requests were still under way after {DRAIN:?}");
    }
    close(house, runner).await
}

/// Runs jobs only, beside servers that reach the same files.
pub async fn work(house: Arc<House>, settings: &Settings) -> Result<(), Problem> {
    serve_metrics(&house, settings).await?;
    let runner = start_jobs(&house).await?;
    socket::listen(house.clone()).map_err(Problem::internal)?;
    stop_signal().await;
    close(house, runner).await
}

/// `/metrics` on a listener of its own, which a firewall can keep inside; it ends with the process.
async fn serve_metrics(house: &Arc<House>, settings: &Settings) -> Result<(), Problem> {
    let Some(address) = &settings.metrics_listen else { return Ok(()) };
    let listener = bind(address, false).await?;
    tracing::info!(address = %listener.local_addr().map_err(Problem::internal)?, "/metrics listens");
    let app = keshu_http::metrics_router(house.clone())?;
    tokio::spawn(axum::serve(listener, app).into_future());
    Ok(())
}

/// The store blocks, so it is never called on a thread of the runtime.
async fn start_jobs(house: &Arc<House>) -> Result<keshu_jobs::Handle, Problem> {
    let house = house.clone();
    tokio::task::spawn_blocking(move || keshu_jobs::start(house)).await.map_err(Problem::internal)?
}

async fn close(house: Arc<House>, runner: keshu_jobs::Handle) -> Result<(), Problem> {
    let closing = tokio::task::spawn_blocking(move || {
        runner.stop();
        let anchored = keshu_jobs::housekeeping(&house);
        let _ = std::fs::remove_file(socket::path(house.store.data()));
        house.store.close();
        anchored
    });
    closing.await.map_err(Problem::internal)?
}

/// Listens from now on for SIGTERM and Ctrl-C.
fn stop_signal() -> impl Future<Output = ()> {
    let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
    async {
        let mut terminate = match terminate {
            Ok(signal) => signal,
            Err(fault) => {
                tracing::error!(%fault, "SIGTERM cannot be heard");
                return std::future::pending().await;
            }
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    }
}

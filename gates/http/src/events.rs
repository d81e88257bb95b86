//! `GET /events`: what just happened, as server-sent events, for as long as the asker may listen.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::State,
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use http_body::Frame;
use keshu_kernel::{Fault, Problem, args, codes};
use keshu_record::{
    Ctx,
    live::{self, Mark, Told},
    notice,
    session::{self, Entered, Proof},
};
use serde::Deserialize;
use tokio::sync::{Notify, mpsc};

use crate::{
    ApiError, Gate,
    call::{Caller, Write, blocking},
    record::{Params, json, params},
};

/// A sign of life, and the look at whether the session still lives.
const BEAT: Duration = Duration::from_secs(15);
/// What happens together is told together; after much, less often.
const GATHER: Duration = Duration::from_millis(100);
const GATHER_MUCH: Duration = Duration::from_secs(1);
const MUCH: usize = 20;
/// A reader who takes nothing for so long is gone.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long a page waits before it comes again, in milliseconds.
const RETRY: u32 = 3000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventsQuery {
    /// Where the session's answer stood: nothing that came after it is missed.
    since: Option<String>,
}

pub(crate) async fn events(State(gate): State<Gate>, caller: Caller, headers: HeaderMap, query: Params<EventsQuery>) -> Result<Response, ApiError> {
    let EventsQuery { since } = params(&caller.request, query)?;
    let bell = Arc::new(Notify::new());
    let ring = bell.clone();
    let ctx = caller.ctx;
    let listener = live::listen(&ctx, move || ring.notify_one()).map_err(|problem| caller.request.refuse(problem))?;
    // An unreadable place is one that nothing is known of.
    let said = headers.get("last-event-id").and_then(|value| value.to_str().ok()).or(since.as_deref());
    let since = said.map_or_else(|| gate.house.live.now(), |text| Mark::parse(text).unwrap_or_default());
    let (sender, parts) = mpsc::channel(1);
    let mut stream = Stream { gate, proof: caller.proof, ctx, since, sender };
    tokio::spawn(async move {
        let _listening = listener;
        stream.run(&bell).await;
    });
    let headers = [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-cache"), (HeaderName::from_static("x-accel-buffering"), "no")];
    Ok((headers, Body::new(Parts(parts))).into_response())
}

/// Marks the asker's notifications as read: those of `ids`, or all.
pub(crate) async fn mark_read(write: Write) -> Result<Response, ApiError> {
    if let Some(key) = write.body.keys().find(|key| *key != "ids") {
        let unknown = Fault::new(format!("/{key}"), &codes::FIELD_UNKNOWN, args![entity = "notification", field = key, hint = ""]);
        return Err(write.request.refuse(Problem::invalid(vec![unknown])));
    }
    let ids = match write.body.get("ids") {
        None => None,
        Some(ids) => Some(serde_json::from_value::<Vec<String>>(ids.clone()).map_err(|fault| write.request.refuse(Problem::new(&codes::BODY_MALFORMED, args![what = fault])))?),
    };
    let marked = blocking(&write.request, move || notice::mark_read(&write.ctx, ids.as_deref())).await?;
    Ok(json(StatusCode::OK, marked.to_string()))
}

struct Stream {
    gate: Gate,
    proof: Proof,
    ctx: Ctx,
    since: Mark,
    sender: mpsc::Sender<Bytes>,
}

impl Stream {
    /// Until the reader leaves, the session ends or the house closes.
    async fn run(&mut self, bell: &Notify) {
        let mut told = self.send(format!("retry: {RETRY}\n")).await;
        while let Some(count) = told {
            tokio::select! {
                () = self.sender.closed() => return,
                _ = tokio::time::timeout(BEAT, bell.notified()) => {}
            }
            tokio::time::sleep(if count > MUCH { GATHER_MUCH } else { GATHER }).await;
            told = self.send(String::new()).await;
        }
    }

    /// Tells what there is and where that leaves the reader; says how much it was.
    async fn send(&mut self, mut text: String) -> Option<usize> {
        let (ctx, proof, since) = (self.ctx.clone(), self.proof.clone(), self.since.clone());
        let taken = tokio::task::spawn_blocking(move || take(ctx, &proof, &since)).await;
        let (ctx, told, mark) = match taken.unwrap_or_else(|fault| Err(Problem::internal(fault))) {
            Ok(taken) if !self.gate.house.live.is_closed() => taken,
            Ok(_) => return None,
            Err(problem) => {
                tracing::debug!(%problem, "a listener is let go");
                return None;
            }
        };
        (self.ctx, self.since) = (ctx, mark);
        for Told { name, data } in &told {
            text.push_str(&format!("event: {name}\ndata: {data}\n\n"));
        }
        // With nothing told this moves the reader on and is the sign of life.
        text.push_str(&format!("id: {}\n\n", self.since.text()));
        let sent = tokio::time::timeout(PATIENCE, self.sender.send(text.into())).await;
        matches!(sent, Ok(Ok(()))).then_some(told.len())
    }
}

/// With the rights of now.
fn take(ctx: Ctx, proof: &Proof, since: &Mark) -> Result<(Ctx, Vec<Told>, Mark), Problem> {
    let Entered { actor, proven, must_enrol, .. } = session::look(&ctx.house, proof, Some(ctx.locale))?;
    if must_enrol {
        return Err(Problem::new(&codes::SECOND_FACTOR_UNSET, vec![]));
    }
    let ctx = Ctx { actor: Arc::new(actor), proven, now: ctx.house.now(), ..ctx };
    let (told, mark) = live::take(&ctx, since)?;
    Ok((ctx, told, mark))
}

struct Parts(mpsc::Receiver<Bytes>);

impl HttpBody for Parts {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|part| part.map(|part| Ok(Frame::data(part))))
    }
}

//! A request that is refused before its body was read is read to its end all the same: a caller who is
//! still sending would see a broken connection instead of the answer that says why.

use std::{
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
    http::header,
    middleware::Next,
    response::Response,
};
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;

/// A sender slower than this is not waited for; it learns of the refusal from the connection.
const WAIT: Duration = Duration::from_secs(5);

/// What a handler leaves of a body comes back here.
type Slot = Arc<Mutex<Option<Body>>>;

pub(crate) async fn finish_reading(request: Request, next: Next) -> Response {
    let slot = Slot::default();
    let left = slot.clone();
    // Such a sender waits for the answer before it sends.
    let waits = request.headers().contains_key(header::EXPECT);
    let request = request.map(|body| Body::new(Lent { body: Some(body), slot }));
    let response = next.run(request).await;
    let body = left.lock().ok().and_then(|mut slot| slot.take());
    if let Some(body) = body.filter(|body| !waits && !body.is_end_stream()) {
        let _ = tokio::time::timeout(WAIT, discard(body)).await;
    }
    response
}

async fn discard(mut body: Body) {
    while let Some(Ok(_)) = body.frame().await {}
}

/// The body as the handler sees it.
struct Lent {
    body: Option<Body>,
    slot: Slot,
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match &mut self.body {
            Some(body) => Pin::new(body).poll_frame(context),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(SizeHint::default, HttpBody::size_hint)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Ok(mut slot) = self.slot.lock() {
            *slot = self.body.take();
        }
    }
}

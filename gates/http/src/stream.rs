//! Files pass through in parts, between the runtime and a thread that may wait: no file stands in memory.

use std::{
    io::{self, Read},
    pin::Pin,
    task::{Context, Poll},
};

use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use tokio::sync::mpsc::{self, Receiver, Sender};

/// Parts under way; whoever is faster waits.
const PARTS: usize = 4;
const PART: u64 = 64 << 10;

/// The two ends of an upload. [`Part::End`] must be sent, or the reader takes it for cut off.
pub(crate) fn upload() -> (Sender<Part>, Upload) {
    let (sender, parts) = mpsc::channel(PARTS);
    (sender, Upload { parts, part: Bytes::new(), is_whole: false })
}

pub(crate) enum Part {
    Bytes(Bytes),
    End,
}

/// An upload as the thread that keeps it reads it.
pub(crate) struct Upload {
    parts: Receiver<Part>,
    part: Bytes,
    is_whole: bool,
}

impl Read for Upload {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.part.is_empty() && !self.is_whole {
            match self.parts.blocking_recv() {
                Some(Part::Bytes(part)) => self.part = part,
                Some(Part::End) => self.is_whole = true,
                None => return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the upload was cut off")),
            }
        }
        let taken = self.part.split_to(self.part.len().min(into.len()));
        into[..taken.len()].copy_from_slice(&taken);
        Ok(taken.len())
    }
}

/// A body of `length` bytes that a thread of its own reads from `source` as the asker takes it.
pub(crate) fn download(mut source: impl Read + Send + 'static, length: u64) -> Body {
    let (sender, parts) = mpsc::channel(PARTS);
    tokio::task::spawn_blocking(move || {
        let mut left = length;
        while left > 0 {
            let mut part = vec![0; left.min(PART) as usize];
            let read = source.read_exact(&mut part).map(|()| Bytes::from(part));
            left = if read.is_ok() { left.saturating_sub(PART) } else { 0 };
            if sender.blocking_send(read).is_err() {
                return;
            }
        }
    });
    Body::new(Download { parts, left: length })
}

struct Download {
    parts: Receiver<io::Result<Bytes>>,
    left: u64,
}

impl HttpBody for Download {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.parts.poll_recv(context).map(|part| {
            let part = part?;
            self.left = self.left.saturating_sub(part.as_ref().map_or(0, |part| part.len() as u64));
            Some(part.map(Frame::data))
        })
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

//! Server-sent events as a test hears them.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    time::Duration,
};

use serde_json::Value;

use crate::Client;

/// Longest wait for what must come.
const PATIENCE: Duration = Duration::from_secs(20);

/// An open stream of `GET /events`.
pub struct Stream {
    lines: BufReader<TcpStream>,
    /// Where a reader who comes again goes on.
    pub last_id: String,
}

/// One event: its name and what it says.
#[derive(Debug, PartialEq)]
pub struct Heard {
    pub name: String,
    pub data: Value,
}

impl Client {
    /// Listens from now on, or from `last_id`.
    pub fn listen(&self, last_id: Option<&str>) -> Stream {
        self.listen_at("/api/v1/events", last_id)
    }

    /// From the place that an answer of `GET /session` names.
    pub fn listen_since(&self, place: &str) -> Stream {
        self.listen_at(&format!("/api/v1/events?since={place}"), None)
    }

    fn listen_at(&self, path: &str, last_id: Option<&str>) -> Stream {
        let mut stream = TcpStream::connect(self.address()).expect("the server");
        stream.set_read_timeout(Some(PATIENCE)).expect("a socket");
        // An answer to HTTP/1.0 comes without chunks.
        let mut head = format!("GET {path} HTTP/1.0\r\nhost: {}\r\n", self.address());
        for (name, value) in self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(last_id.map(|id| ("last-event-id", id))) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        stream.write_all(format!("{head}\r\n").as_bytes()).expect("a server that listens");
        let mut stream = Stream { lines: BufReader::new(stream), last_id: String::new() };
        let status = stream.line().expect("an answer");
        assert!(status.contains(" 200 "), "{status}");
        while !stream.line().expect("a head").is_empty() {}
        stream
    }
}

impl Stream {
    /// `None` at the end.
    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.lines.read_line(&mut line).expect("a line within the time");
        (read > 0).then(|| line.trim_end().to_owned())
    }

    /// The next event; fails when none comes.
    pub fn hear(&mut self) -> Heard {
        self.next().expect("an event before the end")
    }

    /// Hears the stream to its end; fails when it goes on.
    pub fn hear_end(&mut self) {
        assert_eq!(self.next(), None);
    }

    fn next(&mut self) -> Option<Heard> {
        let mut name = String::new();
        loop {
            let line = self.line()?;
            match line.split_once(": ") {
                Some(("event", said)) => name = said.to_owned(),
                Some(("id", said)) => self.last_id = said.to_owned(),
                Some(("data", said)) => return Some(Heard { name, data: serde_json::from_str(said).expect("JSON") }),
                _ => {}
            }
        }
    }
}

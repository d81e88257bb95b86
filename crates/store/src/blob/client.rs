//! Calls to an S3-compatible store: signed, bounded in size and time, made again where that helps.

use std::{
    fmt,
    fs::File,
    io::{Read, Seek, SeekFrom},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use jiff::Timestamp;
use keshu_kernel::{Problem, args, codes};
use ureq::{
    Agent, AsSendBody, Body,
    http::{HeaderMap, Response, StatusCode, header, request},
    tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem},
};

use super::sign::{Request, Signer};
use crate::vault::sha256;

/// A bucket as the settings name it.
#[derive(Clone)]
pub struct Bucket {
    /// `http://` or `https://`, host and port.
    pub endpoint: String,
    pub region: String,
    pub name: String,
    /// What stands before every key: nothing, or folders with a slash behind each.
    pub prefix: String,
    pub access_key: String,
    pub secret_key: String,
    /// The bucket stands in the path; else before the host.
    pub is_in_path: bool,
    /// Who may vouch for the host; without any the public authorities.
    pub authorities: Vec<Certificate<'static>>,
}

/// The certificates of a PEM file, at least one.
pub fn authorities(pem: &[u8]) -> Result<Vec<Certificate<'static>>, String> {
    let items = parse_pem(pem).collect::<Result<Vec<_>, _>>().map_err(|fault| fault.to_string())?;
    let found: Vec<_> = items.into_iter().filter_map(|item| if let PemItem::Certificate(one) = item { Some(one) } else { None }).collect();
    if found.is_empty() { Err("no certificate".to_owned()) } else { Ok(found) }
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}/{} ({})", self.name, self.prefix, self.endpoint)
    }
}

/// The largest answer: a part of a file, a thumbnail, a page of a list.
const ANSWER: u64 = 4 << 20;
/// What is waited before each attempt.
const ATTEMPTS: [Duration; 3] = [Duration::ZERO, Duration::from_millis(200), Duration::from_secs(1)];
const CONNECT: Duration = Duration::from_secs(5);
/// No byte for so long, and the connection is given up.
const SILENCE: Duration = Duration::from_secs(15);
/// A store may look through a large file before it answers.
const REPLY: Duration = Duration::from_secs(60);
/// The slowest line that a file may go out over, in bytes a second.
const SLOWEST: u64 = 64 << 10;
/// Readiness is asked often and does not wait.
const SOON: Duration = Duration::from_secs(3);
/// What a store says of a body that changed on its way or did not come whole.
const DAMAGED: [&str; 5] = ["XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch", "BadDigest", "IncompleteBody", "RequestTimeout"];

/// One request.
pub(super) struct Ask<'a> {
    pub method: &'static str,
    pub key: &'a str,
    /// Of the bucket as a whole, where not empty.
    pub query: &'a str,
    /// `bytes=…`
    pub range: Option<String>,
    pub sent: Sent<'a>,
}

impl<'a> Ask<'a> {
    pub fn new(method: &'static str, key: &'a str) -> Ask<'a> {
        Ask { method, key, query: "", range: None, sent: Sent::Nothing }
    }
}

/// What a request carries.
pub(super) enum Sent<'a> {
    Nothing,
    Bytes(&'a [u8]),
    /// A file and its SHA-256.
    File(&'a File, &'a str),
}

pub(super) struct Answer {
    pub status: StatusCode,
    pub body: Vec<u8>,
    headers: HeaderMap,
}

impl Answer {
    pub fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The code of a refusal, such as `NoSuchKey`; without one the status.
    pub fn code(&self) -> String {
        let text = String::from_utf8_lossy(&self.body);
        let code = elements(&text, "Code").first().copied().filter(|code| code.len() < 64 && code.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        code.map_or_else(|| format!("HTTP {}", self.status.as_u16()), str::to_owned)
    }

    /// The answer, unless it refuses; `None` where there is no such object.
    pub fn found(self) -> Result<Option<Answer>, Problem> {
        match self.status {
            status if status.is_success() => Ok(Some(self)),
            StatusCode::NOT_FOUND if self.code() != "NoSuchBucket" => Ok(None),
            _ => Err(self.refusal()),
        }
    }

    pub fn refusal(&self) -> Problem {
        Problem::new(&codes::BLOB_STORE_REFUSED, args![why = self.code()])
    }

    /// Whether the same request may succeed a little later.
    fn is_passing(&self) -> bool {
        self.status.is_server_error() || self.status == StatusCode::TOO_MANY_REQUESTS || (self.status.is_client_error() && DAMAGED.contains(&&*self.code()))
    }
}

/// The texts of the elements of this name.
pub(super) fn elements<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(&open).skip(1).filter_map(|rest| rest.split_once(&close)).map(|(text, _)| text).collect()
}

pub(super) struct Client {
    pub bucket: Bucket,
    signer: Signer,
    /// Scheme and host.
    origin: String,
    host: String,
    /// The path of the bucket.
    path: String,
    agent: Agent,
    /// It did not answer when it was asked last.
    is_silent: AtomicBool,
}

impl Client {
    pub fn new(bucket: Bucket) -> Client {
        let (scheme, host) = bucket.endpoint.trim_end_matches('/').split_once("://").unwrap_or(("https", &bucket.endpoint));
        let (host, path) = match bucket.is_in_path {
            true => (host.to_owned(), format!("/{}/", bucket.name)),
            false => (format!("{}.{host}", bucket.name), "/".to_owned()),
        };
        let roots = if bucket.authorities.is_empty() { RootCerts::WebPki } else { RootCerts::new_with_certs(&bucket.authorities) };
        let agent = Agent::config_builder()
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_resolve(Some(CONNECT))
            .timeout_connect(Some(CONNECT))
            .timeout_per_read(Some(SILENCE))
            .timeout_per_write(Some(SILENCE))
            .timeout_recv_response(Some(REPLY))
            .timeout_recv_body(Some(REPLY))
            .build()
            .new_agent();
        let signer = Signer { access_key: bucket.access_key.clone(), secret_key: bucket.secret_key.clone(), region: bucket.region.clone() };
        Client { signer, origin: format!("{scheme}://{host}"), host, path, agent, bucket, is_silent: AtomicBool::new(false) }
    }

    /// Asks until an answer comes that does not change by itself; only once while the store is silent, so that
    /// those who wait for it do not pile up.
    pub fn ask(&self, ask: &Ask) -> Result<Answer, Problem> {
        let mut why = String::new();
        let attempts = if self.is_silent.load(Ordering::Relaxed) { 1 } else { ATTEMPTS.len() };
        for wait in &ATTEMPTS[..attempts] {
            thread::sleep(*wait);
            let answer = self.send(ask, None);
            self.is_silent.store(answer.is_err(), Ordering::Relaxed);
            match answer {
                Ok(answer) if answer.is_passing() => why = answer.code(),
                Ok(answer) => return Ok(answer),
                Err(fault) => why = fault.to_string(),
            }
            tracing::warn!(method = ask.method, key = ask.key, why, "the object store did not do as asked");
        }
        Err(down(&why))
    }

    /// Asks once and waits a little only.
    pub fn ask_soon(&self, ask: &Ask) -> Result<Answer, Problem> {
        match self.send(ask, Some(SOON)) {
            Ok(answer) if answer.is_passing() => Err(down(&answer.code())),
            Ok(answer) => Ok(answer),
            Err(fault) => Err(down(&fault.to_string())),
        }
    }

    fn send(&self, ask: &Ask, within: Option<Duration>) -> Result<Answer, ureq::Error> {
        let (hash, size) = match &ask.sent {
            Sent::Nothing => (sha256(b""), 0),
            Sent::Bytes(bytes) => (sha256(bytes), bytes.len() as u64),
            Sent::File(file, hash) => ((*hash).to_owned(), file.metadata()?.len()),
        };
        let path = if ask.query.is_empty() { format!("{}{}{}", self.path, self.bucket.prefix, ask.key) } else { self.path.clone() };
        let mut headers = vec![("host", self.host.clone())];
        headers.extend(ask.range.clone().map(|range| ("range", range)));
        self.signer.sign(&Request { method: ask.method, path: &path, query: ask.query, body: &hash }, &mut headers, Timestamp::now());
        let mark = if ask.query.is_empty() { "" } else { "?" };
        let mut request = request::Builder::new().method(ask.method).uri(format!("{}{path}{mark}{}", self.origin, ask.query));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let sending = REPLY + Duration::from_secs(size / SLOWEST);
        let response = match ask.sent {
            Sent::Nothing => self.run(request, (), sending, within),
            Sent::Bytes(bytes) => self.run(request, bytes, sending, within),
            Sent::File(mut file, _) => {
                file.seek(SeekFrom::Start(0))?;
                self.run(request, file, sending, within)
            }
        }?;
        let (parts, body) = response.into_parts();
        let mut whole = Vec::with_capacity(body.content_length().unwrap_or_default().min(ANSWER) as usize);
        body.into_with_config().limit(ANSWER).reader().read_to_end(&mut whole)?;
        Ok(Answer { status: parts.status, headers: parts.headers, body: whole })
    }

    fn run(&self, request: request::Builder, body: impl AsSendBody, sending: Duration, within: Option<Duration>) -> Result<Response<Body>, ureq::Error> {
        let request = self.agent.configure_request(request.body(body)?).timeout_send_body(Some(sending)).timeout_global(within).build();
        self.agent.run(request)
    }
}

pub(super) fn down(why: &str) -> Problem {
    Problem::new(&codes::BLOB_STORE_DOWN, vec![]).because(why)
}

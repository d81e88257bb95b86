//! Calls over HTTP, and answers that say plainly what was wrong.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpStream},
};

use serde_json::{Value, json};
use ureq::http::{HeaderMap, Method, Request};

use crate::{Form, house::PASSWORD};

/// Somebody who calls the API; cheap to copy and to change.
#[derive(Clone)]
pub struct Client {
    agent: ureq::Agent,
    base: String,
    pub(crate) headers: Vec<(String, String)>,
    /// The staff id of the person, when signed in by the test house.
    pub staff_id: String,
}

impl Client {
    pub fn new(address: &str) -> Client {
        // No connection is used twice: the server closes those whose body it did not want to read, and a
        // client that is about to use one again would see that as a fault.
        let agent = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).max_idle_connections(0).build().new_agent();
        Client { agent, base: format!("http://{address}"), headers: Vec::new(), staff_id: String::new() }
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    /// The same caller with one more header on every call.
    pub fn with(&self, name: &str, value: &str) -> Client {
        let mut client = self.clone();
        client.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        client.headers.push((name.to_owned(), value.to_owned()));
        client
    }

    /// The same caller from another place: the test house trusts whoever calls to say for whom.
    pub fn from(&self, address: &str) -> Client {
        self.with("x-forwarded-for", address)
    }

    pub fn with_token(&self, token: &str) -> Client {
        self.with("authorization", &format!("Bearer {token}"))
    }

    /// As a browser that got this answer.
    pub fn with_cookie(&self, answer: &Answer) -> Client {
        let cookies = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()?.split(';').next());
        self.with("cookie", &cookies.collect::<Vec<_>>().join("; "))
    }

    /// The same caller, who has just proved again who they are.
    pub fn stepped_up(&self) -> Client {
        self.post("/session/step_up", json!({"password": PASSWORD})).status(204);
        self.clone()
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None)
    }

    /// `path` with query parameters, encoded.
    pub fn find(&self, path: &str, query: &[(&str, &str)]) -> Answer {
        self.get(&crate::path(path, query))
    }

    pub fn post(&self, path: &str, body: Value) -> Answer {
        self.with("content-type", "application/json").send("POST", path, Some(body.to_string().into_bytes()))
    }

    pub fn patch(&self, path: &str, version: i64, body: Value) -> Answer {
        self.with("if-match", &format!("\"{version}\"")).patch_bare(path, body)
    }

    /// Without `If-Match`.
    pub fn patch_bare(&self, path: &str, body: Value) -> Answer {
        self.with("content-type", "application/json").send("PATCH", path, Some(body.to_string().into_bytes()))
    }

    pub fn delete(&self, path: &str, version: i64) -> Answer {
        self.with("if-match", &format!("\"{version}\"")).send("DELETE", path, None)
    }

    pub fn upload(&self, path: &str, form: &Form) -> Answer {
        self.with("content-type", &form.content_type()).send("POST", path, Some(form.bytes()))
    }

    /// A call whose body is said to be `length` bytes long and ends after `body`: what came back, head and all.
    pub fn send_cut(&self, method: &str, path: &str, kind: &str, length: u64, body: &[u8]) -> String {
        let host = self.base.trim_start_matches("http://");
        let mut head = format!("{method} /api/v1{path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n");
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let mut stream = TcpStream::connect(host).expect("the server");
        stream.write_all(format!("{head}\r\n").as_bytes()).and_then(|()| stream.write_all(body)).expect("a server that listens");
        stream.shutdown(Shutdown::Write).expect("half a connection");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// A record read now; its version is the newest.
    pub fn read(&self, entity: &str, id: &Value) -> Value {
        self.get(&format!("/{entity}/{}", text(id))).ok()
    }

    /// Adds a record and gives it back.
    pub fn create(&self, entity: &str, body: Value) -> Value {
        self.post(&format!("/{entity}"), body).ok()
    }

    /// Changes a record as it stands now.
    pub fn change(&self, entity: &str, id: &Value, body: Value) -> Value {
        let version = self.read(entity, id)["version"].as_i64().expect("a version");
        self.patch(&format!("/{entity}/{}", text(id)), version, body).ok()
    }

    /// Deletes a record as it stands now.
    pub fn remove(&self, entity: &str, id: &Value) {
        let version = self.read(entity, id)["version"].as_i64().expect("a version");
        self.delete(&format!("/{entity}/{}", text(id)), version).status(204);
    }

    /// The items of a list, whole.
    pub fn list(&self, entity: &str, query: &[(&str, &str)]) -> Vec<Value> {
        self.find(&format!("/{entity}"), query).ok()["items"].as_array().expect("items").clone()
    }

    /// One field of every item of a list, in order.
    pub fn column(&self, entity: &str, query: &[(&str, &str)], field: &str) -> Vec<String> {
        self.list(entity, query).iter().map(|item| item[field].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Any call; a path that begins with `//` leaves out `/api/v1`.
    pub fn send(&self, method: &str, path: &str, body: Option<Vec<u8>>) -> Answer {
        self.try_send(method, path, body).unwrap_or_else(|fault| panic!("{method} {path}: {fault}"))
    }

    /// As [`Client::send`], of a server that may be gone: `Err` when no whole answer came.
    pub fn try_send(&self, method: &str, path: &str, body: Option<Vec<u8>>) -> Result<Answer, ureq::Error> {
        let url = match path.strip_prefix('/').filter(|path| path.starts_with('/')) {
            Some(bare) => format!("{}{bare}", self.base),
            None => format!("{}/api/v1{path}", self.base),
        };
        let mut request = Request::builder().method(Method::from_bytes(method.as_bytes()).expect("a method")).uri(&url);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let mut response = match body {
            Some(body) => self.agent.run(request.body(body)?)?,
            None => self.agent.run(request.body(())?)?,
        };
        let bytes = response.body_mut().with_config().limit(256 << 20).read_to_vec()?;
        Ok(Answer {
            call: format!("{method} {path}"),
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            json: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
            bytes,
        })
    }
}

fn text(id: &Value) -> &str {
    id.as_str().unwrap_or_else(|| panic!("an id, not {id}"))
}

/// `base` with query parameters, percent-encoded.
pub fn path(base: &str, query: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = query.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if pairs.is_empty() { base.to_owned() } else { format!("{base}?{}", pairs.join("&")) }
}

fn encode(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub call: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub json: Value,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body of an answer that went well.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "{} answered {}: {}", self.call, self.status, self.text());
        self.json
    }

    /// The same answer, if it has this status.
    #[track_caller]
    pub fn status(self, status: u16) -> Answer {
        assert_eq!(self.status, status, "{}: {}", self.call, self.text());
        self
    }

    /// The problem of an answer that was refused with this status and code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!((self.status, self.json["code"].as_str().unwrap_or("no code")), (status, code), "{}: {}", self.call, self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(self.json["status"], status);
        assert_eq!(self.json["request_id"], self.header("x-request-id"), "the problem names its request");
        for part in ["title", "detail"] {
            let words = self.json[part].as_str().unwrap_or_default();
            assert!(!words.is_empty() && !words.contains(['{', '}']) || words.contains("{…}"), "{part} of {code} is not a sentence: {words}");
        }
        self.json
    }

    /// As [`Answer::refused`] with 422 `input_invalid` and exactly these faults: `(pointer, code)`.
    #[track_caller]
    pub fn invalid(self, faults: &[(&str, &str)]) -> Value {
        let call = self.call.clone();
        let problem = self.refused(422, "input_invalid");
        let found: Vec<(&str, &str)> = crate::pointers(&problem);
        assert_eq!(found, faults, "{call}: {problem:#}");
        problem
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

//! What goes wrong, in one shape: RFC 9457 outside, a stable code inside.

use std::fmt;

use serde_json::{Map, Value, json};

use crate::{Code, Locale, codes};

/// Words put into a sentence's `{name}` places.
pub type Args = Vec<(&'static str, String)>;

/// `args![name = value, …]` for [`Problem`] and [`Fault`].
#[macro_export]
macro_rules! problem_args {
    ($($name:ident = $value:expr),* $(,)?) => { vec![$((stringify!($name), $value.to_string())),*] };
}
pub use crate::problem_args as args;

/// One thing wrong with one value of the input.
#[derive(Debug, Clone)]
pub struct Fault {
    /// JSON pointer (RFC 6901) into the body that was sent.
    pub pointer: String,
    pub code: &'static Code,
    pub args: Args,
}

impl Fault {
    pub fn new(pointer: impl Into<String>, code: &'static Code, args: Args) -> Fault {
        Fault { pointer: pointer.into(), code, args }
    }

    /// A member of `errors`.
    pub fn to_json(&self, locale: Locale) -> Value {
        json!({"pointer": self.pointer, "code": self.code.name, "detail": fill(self.code.detail(locale), &self.args)})
    }
}

/// An answer that refuses: what happened, why, what to do.
#[derive(Debug, Clone)]
pub struct Problem {
    pub code: &'static Code,
    pub args: Args,
    pub faults: Vec<Fault>,
    /// Members beside the standard ones, such as `since` of `stale_version`.
    pub extra: Map<String, Value>,
    /// For the log only; never leaves the server.
    pub cause: Option<String>,
}

impl Problem {
    pub fn new(code: &'static Code, args: Args) -> Problem {
        Problem { code, args, faults: Vec::new(), extra: Map::new(), cause: None }
    }

    /// 422 with every fault found.
    pub fn invalid(faults: Vec<Fault>) -> Problem {
        Problem { faults, ..Problem::new(&codes::INPUT_INVALID, Vec::new()) }
    }

    /// 500 with a fixed sentence outside and the real cause in the log.
    pub fn internal(cause: impl fmt::Display) -> Problem {
        Problem::new(&codes::INTERNAL_ERROR, Vec::new()).because(cause)
    }

    pub fn because(mut self, cause: impl fmt::Display) -> Problem {
        self.cause = Some(cause.to_string());
        self
    }

    pub fn with(mut self, name: &str, value: Value) -> Problem {
        self.extra.insert(name.to_owned(), value);
        self
    }

    pub fn status(&self) -> u16 {
        self.code.status
    }

    /// The `application/problem+json` body.
    pub fn to_json(&self, locale: Locale, request_id: &str) -> Value {
        let mut body = json!({
            "type": format!("/errors/{}", self.code.name),
            "title": self.code.title(locale),
            "status": self.code.status,
            "detail": fill(self.code.detail(locale), &self.args),
            "code": self.code.name,
            "request_id": request_id,
        });
        let map = body.as_object_mut().expect("an object was just made");
        if !self.faults.is_empty() {
            map.insert("errors".to_owned(), self.faults.iter().map(|fault| fault.to_json(locale)).collect());
        }
        for (name, value) in &self.extra {
            map.insert(name.clone(), value.clone());
        }
        body
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.name, fill(self.code.detail(Locale::En), &self.args))?;
        for fault in &self.faults {
            write!(f, "; {} {}: {}", fault.pointer, fault.code.name, fill(fault.code.detail(Locale::En), &fault.args))?;
        }
        match &self.cause {
            Some(cause) => write!(f, " (cause: {cause})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Problem {}

/// Puts `args` into the `{name}` places of a sentence.
pub fn fill(sentence: &str, args: &Args) -> String {
    let mut text = sentence.to_owned();
    for (name, value) in args {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

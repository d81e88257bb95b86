//! F8 cli: the words of the command line and what they do to a house.
//!
//! Invariant: a command is data ([`Command`]); it runs the same whether this process opened the house
//! or a running server was asked through its socket. Data goes to standard output, talk to standard error.
//! Deliberately absent: opening files of the store, listening, signals (those are the binary's).

mod command;
mod run;

pub use command::{Cli, Command, PackCommand, Shell, StoreArgs};
pub use run::{check_pack, completions, execute};

use serde::{Deserialize, Serialize};

/// Exit codes: what a script can rely on.
pub mod exit {
    pub const OK: u8 = 0;
    pub const FAILURE: u8 = 1;
    pub const USAGE: u8 = 2;
    pub const CHECK_FAILED: u8 = 3;
    pub const NOT_FOUND: u8 = 4;
    pub const CONFLICT: u8 = 5;
    pub const DENIED: u8 = 6;
    pub const RETRY: u8 = 75;
}

/// What a command gave.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Output {
    pub code: u8,
    pub stdout: String,
    pub stderr: String,
}

impl Output {
    pub fn ok(stdout: impl Into<String>) -> Output {
        Output { stdout: stdout.into(), ..Output::default() }
    }

    /// A problem as a person reads it, with the exit code of its kind.
    pub fn refused(problem: &keshu_kernel::Problem, locale: keshu_kernel::Locale) -> Output {
        let code = match problem.status() {
            404 | 410 => exit::NOT_FOUND,
            401 | 403 => exit::DENIED,
            409 | 412 => exit::CONFLICT,
            429 | 503 => exit::RETRY,
            _ => exit::FAILURE,
        };
        let body = problem.to_json(locale, "-");
        let mut stderr = format!("{}: {}\n", body["title"].as_str().unwrap_or_default(), body["detail"].as_str().unwrap_or_default());
        for fault in body["errors"].as_array().into_iter().flatten() {
            stderr.push_str(&format!("  {} {}\n", fault["pointer"].as_str().unwrap_or_default(), fault["detail"].as_str().unwrap_or_default()));
        }
        if let Some(cause) = &problem.cause {
            stderr.push_str(&format!("  {cause}\n"));
        }
        stderr.push_str(&format!("  [{}]\n", problem.code.name));
        Output { code, stdout: String::new(), stderr }
    }
}

//! `cargo xtask`: the checks of the house, the same at a desk and in CI.
//!
//! Invariant: a check only reads, unless `--write` is asked for; every fault says what to do.
//! Deliberately absent: building, testing, formatting (cargo and scripts/ do that), and any rule that
//! the program itself keeps: those are called, not copied.

mod diff;
mod errors;
mod file_size;
mod floors;
mod golden;
mod openapi;
mod pack;
mod source;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use anyhow::{Context, bail};
use keshu_catalog::Catalog;

const USAGE: &str = "\
cargo xtask <command>

  floors             who may depend on whom, and where SQL, HTTP and clap may be
  pack               packs/core loads clean, alone and with each other pack
  goldens [--write]  tests/golden and packs/schema against what the code says now
  openapi            the API document is sound and fits the router
  file-size          no source file over 800 lines (over 400: a warning)
  errors [--write]   docs/ERRORS.md against the table of codes
  all                everything, comparing only

--write makes the files new; look at them with git diff before you commit.
Exit codes: 0 clean, 1 something is wrong, 2 usage.";

/// What a check gave.
#[derive(Default)]
pub struct Report {
    /// How much was looked at, in a few words.
    pub seen: String,
    pub warnings: Vec<String>,
    /// Each says what is wrong and what to do; the first line is the place.
    pub faults: Vec<String>,
}

/// Where the checks run.
pub struct House {
    pub root: PathBuf,
    /// Make files new instead of comparing them.
    pub write: bool,
}

impl House {
    pub fn path(&self, inside: &str) -> PathBuf {
        self.root.join(inside)
    }

    pub fn read(&self, inside: &str) -> anyhow::Result<String> {
        std::fs::read_to_string(self.path(inside)).with_context(|| format!("{inside} cannot be read"))
    }

    /// The catalog of packs/core.
    pub fn catalog(&self) -> anyhow::Result<Catalog> {
        let loaded = keshu_catalog::load_dir(&[self.path("packs/core")]);
        loaded.map_err(|_| anyhow::anyhow!("packs/core does not load: run `cargo xtask pack` and correct what it names"))
    }
}

type Check = fn(&House) -> anyhow::Result<Report>;

const CHECKS: [(&str, Check); 6] = [
    ("floors", floors::check),
    ("pack", pack::check),
    ("goldens", golden::check),
    ("openapi", openapi::check),
    ("file-size", file_size::check),
    ("errors", errors::check),
];

fn main() -> ExitCode {
    match run(std::env::args().skip(1).collect()) {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("{fault:#}\n\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn run(mut words: Vec<String>) -> anyhow::Result<ExitCode> {
    let write = words.iter().position(|word| word == "--write").map(|place| words.remove(place)).is_some();
    let [command] = words.as_slice() else { bail!("one command, please") };
    if matches!(command.as_str(), "help" | "-h" | "--help") {
        println!("{USAGE}");
        return Ok(ExitCode::SUCCESS);
    }
    let wanted: Vec<&(&str, Check)> = CHECKS.iter().filter(|(name, _)| command == "all" || command == name).collect();
    if wanted.is_empty() {
        bail!("there is no command {command}");
    }
    if write && !matches!(command.as_str(), "goldens" | "errors") {
        bail!("--write goes with goldens and errors only");
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask stands in the workspace")?;
    let house = House { root: root.to_owned(), write };
    let mut clean = true;
    for (name, check) in wanted {
        clean &= run_one(name, *check, &house);
    }
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// One line for the check, then its warnings and faults.
fn run_one(name: &str, check: Check, house: &House) -> bool {
    let begun = Instant::now();
    let report = check(house).unwrap_or_else(|fault| Report { faults: vec![format!("{fault:#}")], ..Report::default() });
    let verdict = match report.faults.len() {
        0 => "ok".to_owned(),
        faults => format!("{faults} FAULT{}", if faults == 1 { "" } else { "S" }),
    };
    println!("{name:<10} {verdict:<9} {:>5} ms  {}", begun.elapsed().as_millis(), report.seen);
    for (kind, texts) in [("warning", &report.warnings), ("fault", &report.faults)] {
        for text in texts {
            println!("  {kind}: {}", text.replace('\n', "\n    "));
        }
    }
    report.faults.is_empty()
}

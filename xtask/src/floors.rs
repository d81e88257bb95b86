//! Cargo.toml is the floor plan: arrows go strictly down, and each heavy thing is in one place.

mod exempt;

use std::{path::Path, process::Command};

use anyhow::{Context, ensure};
use serde_json::Value;

use crate::{House, Report, source};

/// docs/ARCHITECTURE.md. Domains (F7) and gates (F8) have theirs by their folder.
const FLOORS: [(&str, u8); 12] = [
    ("keshu-kernel", 0),
    ("keshu-expr", 1),
    ("keshu-content", 1),
    ("keshu-catalog", 2),
    ("keshu-decide", 2),
    ("keshu-access", 3),
    ("keshu-store", 4),
    ("keshu-record", 5),
    ("keshu-flow", 6),
    ("keshu-print", 6),
    ("keshu-jobs", 6),
    ("keshu", 9),
];
/// Above the house: these may use everything; nothing may use them, but tests the test kit.
const TOOLS: [&str; 4] = ["keshu-testkit", "keshu-tests", "keshu-bench", "xtask"];
/// Never in the program, so free in what they use of others.
const FOR_TESTS: [&str; 3] = ["keshu-testkit", "keshu-tests", "keshu-bench"];
/// What a gate may use.
const FOR_GATES: [&str; 7] = ["keshu-record", "keshu-jobs", "keshu-flow", "keshu-print", "keshu-catalog", "keshu-kernel", "keshu-access"];
/// Crates of others that belong to one place, tests apart.
const PLACES: [(&str, &[&str]); 6] = [
    ("image", &["keshu-content"]),
    ("rusqlite", &["keshu-store"]),
    ("postgres", &["keshu-store"]),
    ("axum", &["keshu-http", "keshu-portal", "keshu"]),
    ("clap", &["keshu-cli", "keshu", "xtask"]),
    ("anyhow", &["keshu", "keshu-cli", "xtask"]),
];
/// Crates that nothing may bring in.
const NOWHERE: [(&str, &str); 2] = [
    ("aws-lc-sys", "It wants a C toolchain and cmake; choose the feature with ring."),
    ("aws-lc-rs", "It wants a C toolchain and cmake; choose the feature with ring."),
];
const SQL: [&str; 4] = ["\"SELECT ", "\"INSERT INTO ", "\"DELETE FROM ", "\"UPDATE \\\""];

/// A package of the workspace.
struct Package {
    name: String,
    /// `gates/http`
    folder: String,
    /// The root of its library.
    library: Option<String>,
    /// Name, and whether for tests only.
    uses: Vec<(String, bool)>,
}

/// A fault that stands in floors.exempt under its key, if it may.
struct Fault {
    key: String,
    text: String,
}

pub fn check(house: &House) -> anyhow::Result<Report> {
    let packages = packages(&house.root)?;
    let mut faults = Vec::new();
    for package in &packages {
        arrows(package, &packages, &mut faults);
        places(package, &mut faults);
        head(house, package, &mut faults)?;
    }
    sources(house, &packages, &mut faults)?;
    let lock = house.read("Cargo.lock")?;
    for (name, why) in NOWHERE {
        if lock.contains(&format!("name = \"{name}\"")) {
            faults.push(fault(format!("Cargo.lock {name}"), format!("Cargo.lock: {name} came in\n{why} `cargo tree -i {name}` shows who brings it.")));
        }
    }
    let mut report = Report::default();
    let exempted = exempt::apply(house, faults, &mut report)?;
    report.seen = format!("{} crates, {exempted} exemptions", packages.len());
    Ok(report)
}

fn packages(root: &Path) -> anyhow::Result<Vec<Package>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo).args(["metadata", "--no-deps", "--offline", "--format-version", "1"]).current_dir(root).output().context("cargo metadata")?;
    ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let inside = |value: &Value| {
        let path = text(value);
        Path::new(&path).strip_prefix(root).unwrap_or(Path::new(&path)).to_string_lossy().replace('\\', "/")
    };
    let is_library = |target: &&Value| target["kind"].as_array().is_some_and(|kinds| kinds.contains(&"lib".into()));
    let package = |package: &Value| {
        let list = |key: &str| package[key].as_array().cloned().unwrap_or_default();
        Package {
            name: text(&package["name"]),
            folder: inside(&package["manifest_path"]).trim_end_matches("/Cargo.toml").to_owned(),
            library: list("targets").iter().find(is_library).map(|target| inside(&target["src_path"])),
            uses: list("dependencies").iter().map(|used| (text(&used["name"]), used["kind"] == "dev")).collect(),
        }
    };
    Ok(metadata["packages"].as_array().into_iter().flatten().map(package).collect())
}

/// The floor of a package; `None` for what has none.
fn floor(package: &Package) -> Option<u8> {
    match package.folder.split('/').next() {
        Some("domains") => Some(7),
        Some("gates") => Some(8),
        _ => FLOORS.iter().find(|(name, _)| *name == package.name).map(|(_, floor)| *floor),
    }
}

fn arrows(package: &Package, packages: &[Package], faults: &mut Vec<Fault>) {
    let name = &package.name;
    if TOOLS.contains(&name.as_str()) {
        return;
    }
    let Some(own) = floor(package) else {
        faults.push(fault(format!("floor {name}"), format!("{}/Cargo.toml: {name} has no floor\nGive it one in design/house.md, docs/ARCHITECTURE.md and xtask/src/floors.rs.", package.folder)));
        return;
    };
    let wanted = format!("keshu-{}", package.folder.rsplit('/').next().unwrap_or_default());
    if *name != wanted && name != "keshu" {
        faults.push(fault(format!("name {name}"), format!("{}/Cargo.toml: {name} should be called {wanted}\nCrates are named like their folder.", package.folder)));
    }
    for (used, for_tests) in &package.uses {
        let Some(target) = packages.iter().find(|other| other.name == *used) else { continue };
        let why = match floor(target) {
            // A crate may test itself with its own testing feature.
            _ if *for_tests && (used == name || used == "keshu-testkit") => continue,
            None => format!("{used} is above the house and only for tests and tools"),
            Some(below) if below >= own => format!("F{below} is not below F{own}; arrows go strictly down"),
            _ if package.folder.starts_with("domains/") && used == "keshu-store" => "domains never see the store; what they need is asked of record".to_owned(),
            _ if package.folder.starts_with("gates/") && !for_tests && !FOR_GATES.contains(&used.as_str()) => "gates reach data through record only".to_owned(),
            _ => continue,
        };
        let what = "Move the code to the floor that owns it, or let the lower floor own a small trait that keshu/ fills.";
        faults.push(fault(format!("{name} -> {used}"), format!("{}/Cargo.toml: {name} -> {used}: {why}\n{what}", package.folder)));
    }
}

fn places(package: &Package, faults: &mut Vec<Fault>) {
    let name = &package.name;
    if FOR_TESTS.contains(&name.as_str()) {
        return;
    }
    for (used, _) in package.uses.iter().filter(|(_, for_tests)| !for_tests) {
        if let Some((_, allowed)) = PLACES.iter().find(|(heavy, allowed)| heavy == used && !allowed.contains(&name.as_str())) {
            let text = format!("{}/Cargo.toml: {name} uses {used}, which belongs to {} only\nCall what wraps it there.", package.folder, allowed.join(", "));
            faults.push(fault(format!("{name} -> {used}"), text));
        }
    }
}

/// A crate's head says what it is, its invariant, and what is deliberately absent.
fn head(house: &House, package: &Package, faults: &mut Vec<Fault>) -> anyhow::Result<()> {
    // The library of the test package is there only because a package must have one.
    let Some(path) = package.library.as_ref().filter(|_| package.name != "keshu-tests") else { return Ok(()) };
    let text = house.read(path)?;
    let head: String = text.lines().take_while(|line| line.starts_with("//!")).collect::<Vec<_>>().join("\n").to_lowercase();
    for word in ["invariant", "absent"].iter().filter(|word| !head.contains(*word)) {
        let text = format!("{path}: the head (`//!`) does not say \"{word}\"\nA head says what the crate is, its invariant, and what is deliberately absent.");
        faults.push(fault(format!("{}: head {word}", package.name), text));
    }
    Ok(())
}

/// What Cargo.toml cannot see: hands on the store, and SQL. (expr makes conditions, and tables for its tests.)
fn sources(house: &House, packages: &[Package], faults: &mut Vec<Fault>) -> anyhow::Result<()> {
    for (path, text) in source::files(&house.root, &["rs"])? {
        let Some(package) = packages.iter().find(|package| path.starts_with(&format!("{}/src/", package.folder))) else { continue };
        let name = &package.name;
        if ["gates/", "domains/"].iter().any(|folder| path.starts_with(folder)) {
            for what in source::names_behind(&text, "keshu_store") {
                let said = format!("{path}: uses keshu_store::{what}\nGates and domains ask record; give record a function for it.");
                faults.push(fault(format!("{name}: keshu_store::{what}"), said));
            }
            if text.lines().any(|line| source::code_of(line).contains("house.store")) {
                let said = format!("{path}: reaches through to house.store\nGates and domains ask record; give record a function for it.");
                faults.push(fault(format!("{name}: house.store"), said));
            }
        }
        if !["keshu-store", "keshu-expr", "keshu-testkit", "keshu-bench", "xtask"].contains(&name.as_str()) {
            for (number, line) in text.lines().enumerate().filter(|(_, line)| SQL.iter().any(|start| source::code_of(line).contains(start))) {
                let said = format!("{path}:{}: SQL text: {}\nOnly store touches SQL; give it a function for this.", number + 1, line.trim());
                faults.push(fault(format!("{name}: sql"), said));
            }
        }
    }
    Ok(())
}

fn fault(key: String, text: String) -> Fault {
    Fault { key, text }
}

//! A file that nobody can hold in the head is two files.

use crate::{House, Report, source};

const SOFT: usize = 400;
const HARD: usize = 800;
/// Made by tools, or lists of data.
const EXCLUDED: [&str; 1] = ["web/src/api/"];

pub fn check(house: &House) -> anyhow::Result<Report> {
    let mut report = Report::default();
    let mut seen = 0;
    for (path, text) in source::files(&house.root, &["rs", "ts", "tsx"])? {
        if EXCLUDED.iter().any(|start| path.starts_with(start)) || path.contains(".lock.") {
            continue;
        }
        seen += 1;
        match text.lines().count() {
            lines if lines > HARD => report.faults.push(format!("{path}: {lines} lines, at most {HARD}\nCut it along its nouns: one module for one thing.")),
            lines if lines > SOFT => report.warnings.push(format!("{path}: {lines} lines (over {SOFT})")),
            _ => {}
        }
    }
    report.seen = format!("{seen} files, {} over {SOFT} lines", report.warnings.len() + report.faults.len());
    Ok(report)
}

//! xtask/floors.exempt: faults that are known and on their way out. The list only shrinks.

use std::{collections::BTreeSet, process::Command};

use crate::{House, Report};

use super::Fault;

const FILE: &str = "xtask/floors.exempt";

/// Takes exempted faults out; the others, and lines that no longer hold or never stood there, go into
/// the report. Gives the number of exemptions.
pub fn apply(house: &House, faults: Vec<Fault>, report: &mut Report) -> anyhow::Result<usize> {
    let lines = keys(&house.read(FILE)?);
    let mut used = BTreeSet::new();
    for fault in faults {
        match lines.get(&fault.key) {
            Some(line) => drop(used.insert(line.clone())),
            None => report.faults.push(fault.text),
        }
    }
    for line in lines.difference(&used) {
        report.faults.push(format!("{FILE}: \"{line}\" holds no more\nGood: remove the line."));
    }
    for version in committed(house) {
        for line in lines.difference(&version) {
            report.faults.push(format!("{FILE}: \"{line}\" is new\nThe list only shrinks: mend the code instead."));
        }
    }
    report.faults.dedup();
    Ok(lines.len())
}

fn keys(text: &str) -> BTreeSet<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

/// The list as every commit that touched it has it, as far as git is here: a line must stand in all of
/// them, so it is caught before a commit adds it and ever after.
fn committed(house: &House) -> Vec<BTreeSet<String>> {
    let git = |words: &[&str]| {
        let output = Command::new("git").args(words).current_dir(&house.root).output().ok().filter(|output| output.status.success())?;
        String::from_utf8(output.stdout).ok()
    };
    let commits = git(&["log", "--format=%H", "--", FILE]).unwrap_or_default();
    commits.lines().filter_map(|commit| git(&["show", &format!("{commit}:{FILE}")])).map(|text| keys(&text)).collect()
}

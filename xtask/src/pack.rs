//! Packs load clean: core alone, and core with any single other pack.

use std::path::PathBuf;

use keshu_kernel::Locale;

use crate::{House, Report};

pub fn check(house: &House) -> anyhow::Result<Report> {
    let core = house.path("packs/core");
    let mut others: Vec<PathBuf> = std::fs::read_dir(house.path("packs"))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir() && *path != core && !path.ends_with("schema"))
        .collect();
    others.sort();
    let mut report = Report { seen: format!("core and {} other packs", others.len()), ..Report::default() };
    faults(house, std::slice::from_ref(&core), &mut report);
    if report.faults.is_empty() {
        for other in others {
            faults(house, &[core.clone(), other], &mut report);
        }
    }
    Ok(report)
}

fn faults(house: &House, folders: &[PathBuf], report: &mut Report) {
    let root = format!("{}/", house.root.display());
    let findings = keshu_catalog::check::check(folders);
    report.faults.extend(findings.iter().map(|finding| finding.text(Locale::En).replace(&root, "")));
}

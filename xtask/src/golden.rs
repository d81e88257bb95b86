//! What the declarations come to, as files in git: a change of them is seen in the review.

mod authz;
pub mod routes;
mod sql;

use keshu_kernel::Dialect;
use keshu_store::ddl;
use serde_json::Value;

use crate::{House, Report, diff};

pub fn check(house: &House) -> anyhow::Result<Report> {
    let catalog = house.catalog()?;
    let mut files = vec![
        ("tests/golden/ddl.sqlite.sql".to_owned(), statements(ddl::plan_empty(Dialect::Sqlite, &catalog))),
        ("tests/golden/ddl.postgres.sql".to_owned(), statements(ddl::plan_empty(Dialect::Postgres, &catalog))),
        ("tests/golden/openapi.json".to_owned(), pretty(&keshu_http::openapi_document(&catalog))?),
        ("tests/golden/authz.txt".to_owned(), authz::text(&catalog)),
        ("tests/golden/sql.txt".to_owned(), sql::text(&catalog)),
        ("tests/golden/routes.txt".to_owned(), routes::text(house)?),
    ];
    for (name, document) in keshu_catalog::schema::documents() {
        files.push((format!("packs/schema/{name}.json"), pretty(&document)?));
    }
    let mut report = Report { seen: format!("{} files", files.len()), ..Report::default() };
    for (path, text) in &files {
        compare(house, path, text, "cargo xtask goldens --write", &mut report)?;
    }
    leftovers(house, &files, &mut report)?;
    Ok(report)
}

/// Compares a made file with the one in git, or writes it.
pub fn compare(house: &House, path: &str, text: &str, command: &str, report: &mut Report) -> anyhow::Result<()> {
    let place = house.path(path);
    let there = std::fs::read_to_string(&place).ok().map(|text| text.replace("\r\n", "\n"));
    if there.as_deref() == Some(text) {
        return Ok(());
    }
    if house.write {
        if let Some(folder) = place.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&place, text)?;
        report.seen.push_str(&format!("; wrote {path}"));
        return Ok(());
    }
    let what = match there {
        None => format!("{path} is not there"),
        Some(there) => format!("{path} is not what the code says now\n--- in git\n+++ now\n{}", diff::differences(&there, text).trim_end()),
    };
    report.faults.push(format!("{what}\nIf the change is meant: {command}, then read git diff before you commit."));
    Ok(())
}

/// Files beside the made ones that nothing makes any more.
fn leftovers(house: &House, files: &[(String, String)], report: &mut Report) -> anyhow::Result<()> {
    for folder in ["tests/golden", "packs/schema"] {
        let Ok(entries) = std::fs::read_dir(house.path(folder)) else { continue };
        for entry in entries {
            let path = format!("{folder}/{}", entry?.file_name().to_string_lossy());
            if !files.iter().any(|(made, _)| *made == path) {
                report.faults.push(format!("{path} is made by nothing\nRemove it, or keep it elsewhere."));
            }
        }
    }
    Ok(())
}

fn statements(list: Vec<String>) -> String {
    list.into_iter().map(|statement| format!("{statement};\n\n")).collect::<String>().trim_end().to_owned() + "\n"
}

fn pretty(document: &Value) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(document)? + "\n")
}

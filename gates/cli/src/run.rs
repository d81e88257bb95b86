//! What each command does.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::CommandFactory;
use keshu_jobs::{ImportRequest, Job, Upload};
use keshu_kernel::{Locale, Problem, args, codes, new_id};
use keshu_record::{Ctx, House, care, files, session, setup, token, verify};
use serde_json::{Map, Value, json};

use crate::{
    Cli, Command, Output,
    command::{AuditCommand, Shell, TokenCommand},
    exit,
};

/// Runs a command on an open house. Messages are in `locale`.
pub fn execute(house: &Arc<House>, command: &Command, locale: Locale) -> Output {
    run(house, command, locale).unwrap_or_else(|problem| Output::refused(&problem, locale))
}

fn run(house: &Arc<House>, command: &Command, locale: Locale) -> Result<Output, Problem> {
    match command {
        Command::Setup { username, name, company, password, .. } => {
            let admin = setup::FirstAdmin { username: username.clone(), name: name.clone().unwrap_or_else(|| username.clone()), company: company.clone(), password: password.clone() };
            setup::set_up(house, &admin, None)?;
            let done = if locale == Locale::En { "Administrator made. Sign in as" } else { "管理员已创建，请登录：" };
            Ok(Output { stderr: format!("{done} {username}\n"), ..Output::default() })
        }
        Command::Import { file, entity, mode, keys, staff, json, .. } => {
            let ctx = acting(house, staff.as_deref(), locale)?;
            std::fs::File::open(file).map_err(|fault| unreadable(file, fault))?;
            let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let mut wanted = ImportRequest { file: Some(Upload { name, path: file.clone(), scratch: None }), ..ImportRequest::default() };
            wanted.asked.keys.clone_from(keys);
            wanted.set("entity", entity)?;
            wanted.set("mode", mode)?;
            let started = keshu_jobs::start_import(&ctx, &wanted)?;
            let job = run_until_done(&ctx, &started.id)?;
            let text = if *json {
                format!("{job}\n")
            } else {
                format!("{}: created {} updated {} skipped {} failed {} warnings {}\n", job["status"].as_str().unwrap_or_default(), job["created"], job["updated"], job["skipped"], job["failed"], job["warnings"])
            };
            let code = if job["status"] == "succeeded" { exit::OK } else { exit::FAILURE };
            Ok(Output { code, ..Output::ok(text) })
        }
        Command::Export { file, entity, filter, fields, staff, json, .. } => {
            let ctx = acting(house, staff.as_deref(), locale)?;
            let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
            let format = ending.as_deref().filter(|ending| ["xlsx", "vcf"].contains(ending)).unwrap_or("csv");
            let asked = json!({"entity": entity, "filter": filter, "fields": fields, "format": format});
            take(&ctx, file, *json, || keshu_jobs::start_export(&ctx, asked.as_object().unwrap_or(&Map::new())))
        }
        Command::Takeout { file, staff, json, .. } => {
            let ctx = acting(house, staff.as_deref(), locale)?;
            take(&ctx, file, *json, || keshu_jobs::start_takeout(&ctx))
        }
        Command::Search { q, entity, limit, staff, json, .. } => {
            let ctx = acting(house, staff.as_deref(), locale)?;
            let found = keshu_record::search::search(&ctx, q, entity.as_deref(), *limit)?;
            if *json {
                return Ok(Output::ok(format!("{found}\n")));
            }
            let mut items = found["items"].as_array().cloned().unwrap_or_default();
            for item in &mut items {
                item["text"] = item["highlights"].as_array().and_then(|all| all.last()).map_or(Value::Null, |last| last["text"].clone());
            }
            let text = table(&items, &["entity", "title", "text", "id"]);
            let code = if items.is_empty() { exit::NOT_FOUND } else { exit::OK };
            Ok(Output { code, ..Output::ok(text) })
        }
        Command::Entity { name, json, .. } => entity(house, name.as_deref(), *json, locale),
        Command::Staff { disable, enable, reset, json, .. } => staff(house, disable.as_deref(), enable.as_deref(), reset.as_deref(), *json, locale),
        Command::Token { command: TokenCommand::Create { staff, name, expires_on, .. } } => {
            let ctx = acting(house, Some(staff), locale)?;
            let wanted = token::Wanted { name: name.clone(), expires_on: expires_on.clone(), ..token::Wanted::default() };
            let (_, secret) = token::make(&ctx, wanted)?;
            Ok(Output::ok(format!("{secret}\n")))
        }
        Command::Audit { command: AuditCommand::Verify { anchor, json, .. } } => audit_verify(house, anchor.as_ref(), *json),
        Command::Audit { command: AuditCommand::Export { file, diffs, json, .. } } => {
            if file.exists() {
                return Err(unreadable(file, std::io::ErrorKind::AlreadyExists.into()));
            }
            let entries = care::export_audit(&Ctx::system(house.clone(), "command line"), file, *diffs)?;
            Ok(Output::ok(if *json { format!("{}\n", json!({"entries": entries})) } else { format!("entries {entries}\n") }))
        }
        Command::Verify { repair, json, .. } => {
            let verdict = verify::verify(&Ctx::system(house.clone(), "verify"), None, *repair)?;
            let code = if verdict.is_good() { exit::OK } else { exit::CHECK_FAILED };
            let mut text = format!("audit entries {} erased {} faults {}\nrecords with rollups {} wrong {}\n", verdict.audit.entries, verdict.audit.erased, verdict.audit.faults.len(), verdict.records, verdict.wrong_rollups.len());
            for line in verdict.audit.faults.iter().chain(&verdict.wrong_rollups) {
                let _ = writeln!(text, "  {line}");
            }
            Ok(Output { code, ..Output::ok(if *json { format!("{}\n", json!(verdict)) } else { text }) })
        }
        Command::Backup { target, .. } => {
            care::backup(house, target)?;
            Ok(Output { stderr: format!("{}\n", target.display()), ..Output::default() })
        }
        Command::Health { .. } => care::health(house).map(|()| Output::ok("ok\n")),
        Command::Serve { .. } | Command::Demo { .. } | Command::Work { .. } | Command::Restore { .. } | Command::Config { .. } | Command::Pack { .. } | Command::Completions { .. } => {
            Err(Problem::internal("this command does not run on an open house"))
        }
    }
}

/// Runs a job that makes a file, and puts the file where nothing is yet.
fn take(ctx: &Ctx, file: &Path, json: bool, start: impl FnOnce() -> Result<Job, Problem>) -> Result<Output, Problem> {
    if file.exists() {
        return Err(unreadable(file, std::io::ErrorKind::AlreadyExists.into()));
    }
    let job = run_until_done(ctx, &start()?.id)?;
    let code = match job["result"]["file"].as_str() {
        Some(id) => files::copy_to(ctx, id, file).map(|()| exit::OK)?,
        None => exit::FAILURE,
    };
    Ok(Output { code, ..Output::ok(if json { format!("{job}\n") } else { format!("{}: rows {}\n", job["status"].as_str().unwrap_or_default(), job["done"]) }) })
}

/// Runs waiting jobs here, or waits for the server's runner that took this one.
fn run_until_done(ctx: &Ctx, id: &str) -> Result<Value, Problem> {
    loop {
        keshu_jobs::run_pending(&ctx.house)?;
        let job = keshu_jobs::job_json(ctx, id)?;
        if !matches!(job["status"].as_str(), Some("queued" | "running")) {
            return Ok(job);
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
}

fn unreadable(file: &std::path::Path, fault: std::io::Error) -> Problem {
    Problem::new(&codes::QUERY_INVALID, args![name = file.display(), why = fault])
}

/// The person a command acts for: the one named, or the first administrator.
fn acting(house: &Arc<House>, username: Option<&str>, locale: Locale) -> Result<Ctx, Problem> {
    let directory = house.directory();
    let admin = setup::seeded_role(house, "admin")?;
    let found = match username {
        Some(name) => directory.staff_named(name),
        None => directory.staff.values().filter(|staff| staff.is_active && admin.as_ref().is_some_and(|role| staff.roles.contains(role))).min_by_key(|staff| staff.id.clone()),
    };
    let actor = found.and_then(|staff| directory.actor(&staff.id, Some(locale)));
    let missing = || match username {
        Some(_) => Problem::new(&codes::RECORD_NOT_FOUND, vec![]).because(username.unwrap_or_default()),
        None => Problem::new(&codes::SETUP_REQUIRED, vec![]),
    };
    Ok(Ctx::new(house.clone(), Arc::new(actor.ok_or_else(missing)?), new_id(), locale))
}

fn entity(house: &Arc<House>, name: Option<&str>, json: bool, locale: Locale) -> Result<Output, Problem> {
    let system = Ctx::system(house.clone(), "show the catalog");
    let catalog = keshu_record::catalog_json(&Ctx { locale, ..system });
    match name {
        Some(name) => {
            let entity = catalog["entities"].get(name).ok_or_else(|| Problem::new(&codes::ENTITY_UNKNOWN, args![entity = name]))?;
            let fields = entity["fields"].as_array().cloned().unwrap_or_default();
            Ok(Output::ok(if json { format!("{entity}\n") } else { table(&fields, &["key", "type", "label"]) }))
        }
        None => {
            let list: Vec<Value> = catalog["entities"].as_object().into_iter().flat_map(|map| map.values()).map(|entity| json!({"name": entity["name"], "label": entity["label"]})).collect();
            Ok(Output::ok(if json { format!("{}\n", Value::from(list)) } else { table(&list, &["name", "label"]) }))
        }
    }
}

fn staff(house: &Arc<House>, disable: Option<&str>, enable: Option<&str>, reset: Option<&str>, json: bool, locale: Locale) -> Result<Output, Problem> {
    let directory = house.directory();
    let system = Ctx::system(house.clone(), "command line");
    let find = |name: &str| directory.staff_named(name).map(|staff| staff.id.clone()).ok_or_else(|| Problem::new(&codes::RECORD_NOT_FOUND, vec![]).because(name));
    if let Some(name) = reset {
        let secret = session::make_link(&system, "reset", Some(&find(name)?))?;
        return Ok(Output::ok(format!("/link/{secret}\n")));
    }
    if let Some((name, is_active)) = disable.map(|name| (name, false)).or(enable.map(|name| (name, true))) {
        let id = find(name)?;
        setup::set_staff_active(&system, &id, is_active)?;
        if !is_active {
            session::end_sessions(&system, &id, None)?;
        }
    }
    let directory = house.directory();
    let mut list: Vec<Value> = directory
        .staff
        .values()
        .map(|staff| {
            let roles: Vec<&str> = staff.roles.iter().filter_map(|role| directory.role_name(role)).collect();
            let dept = staff.dept_id.as_ref().and_then(|dept| directory.dept.get(dept)).map(|dept| dept.name.as_str());
            json!({"username": staff.username, "name": staff.name, "dept": dept, "roles": roles.join(","), "active": staff.is_active})
        })
        .collect();
    list.sort_by_key(|staff| staff["username"].as_str().unwrap_or_default().to_owned());
    let _ = locale;
    Ok(Output::ok(if json { format!("{}\n", Value::from(list)) } else { table(&list, &["username", "name", "dept", "roles", "active"]) }))
}

fn audit_verify(house: &Arc<House>, anchor: Option<&PathBuf>, json: bool) -> Result<Output, Problem> {
    let anchor = match anchor {
        None => None,
        Some(file) => {
            let text = std::fs::read_to_string(file).map_err(|fault| unreadable(file, fault))?;
            let last = text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
            Some(serde_json::from_str::<care::Anchor>(last).map_err(|fault| Problem::new(&codes::QUERY_INVALID, args![name = file.display(), why = fault]))?)
        }
    };
    let verdict = care::verify_audit(house, anchor.as_ref())?;
    let code = if verdict.faults.is_empty() { exit::OK } else { exit::CHECK_FAILED };
    let mut text = format!("entries {} erased {} faults {}\n", verdict.entries, verdict.erased, verdict.faults.len());
    for fault in &verdict.faults {
        let _ = writeln!(text, "  {fault}");
    }
    Ok(Output { code, ..Output::ok(if json { format!("{}\n", json!(verdict)) } else { text }) })
}

/// Checks packs on disk; needs no data.
pub fn check_pack(folders: &[PathBuf], locale: Locale) -> Output {
    let findings = keshu_catalog::check::check(folders);
    let mut text = String::new();
    for finding in &findings {
        let _ = writeln!(text, "{}", finding.text(locale));
    }
    match findings.len() {
        0 => Output { stderr: "ok\n".to_owned(), ..Output::default() },
        _ => Output { code: exit::CHECK_FAILED, ..Output::ok(text) },
    }
}

pub fn completions(shell: Shell) -> Output {
    let mut out = Vec::new();
    let mut cli = Cli::command();
    match shell {
        Shell::Bash => clap_complete::generate(clap_complete::Shell::Bash, &mut cli, "keshu", &mut out),
        Shell::Zsh => clap_complete::generate(clap_complete::Shell::Zsh, &mut cli, "keshu", &mut out),
        Shell::Fish => clap_complete::generate(clap_complete::Shell::Fish, &mut cli, "keshu", &mut out),
    }
    Output::ok(String::from_utf8_lossy(&out).into_owned())
}

/// Tab-separated rows with a heading, for people and for `cut`.
fn table(items: &[Value], columns: &[&str]) -> String {
    let mut text = columns.join("\t");
    text.push('\n');
    for item in items {
        let cells: Vec<String> = columns.iter().map(|column| item[*column].as_str().map_or_else(|| item[*column].to_string(), str::to_owned)).collect();
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    text
}

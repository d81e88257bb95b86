//! Lists that somebody puts into a watched folder (`import/<name>` in the data folder).
//!
//! Invariant: a file is imported once. It stands in `taken` under the id of its job before that job may run,
//! and goes on to `done` only afterwards, so that whatever is found there after a kill can be told apart.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use keshu_kernel::{Locale, Problem, new_id};
use keshu_record::{Ctx, House, ListParams, find};
use keshu_store::job;
use serde_json::Value;

use crate::{
    ImportRequest,
    api::start_import,
    scratch::io,
    upload::{self, Upload},
};

/// A file that changed a moment ago may still be on its way.
const QUIET: Duration = Duration::from_secs(10);
const ENDINGS: [&str; 4] = ["csv", "xlsx", "txt", "vcf"];

/// Imports what lies in the folders of every setting that watches one. One folder's fault is not another's.
pub(crate) fn look(house: &Arc<House>) -> Result<(), Problem> {
    let system = Ctx::system(house.clone(), "watch import folders");
    let params = ListParams { filter: Some("is_active = true and folder != null".to_owned()), limit: Some(200), ..ListParams::default() };
    let page: Value = serde_json::from_str(&find(&system, "import_setting", &params)?.json).map_err(Problem::internal)?;
    for record in page["items"].as_array().into_iter().flatten() {
        let name = plain(record["folder"].as_str().unwrap_or_default());
        if let Err(problem) = take(house, record, &house.store.data().join("import").join(&name)) {
            tracing::warn!(folder = name, %problem, "a watched folder could not be read");
        }
    }
    Ok(())
}

/// A name that stays below the import folder.
fn plain(name: &str) -> String {
    name.trim().chars().map(|letter| if letter.is_alphanumeric() || matches!(letter, '-' | '_') { letter } else { '_' }).collect()
}

fn take(house: &Arc<House>, record: &Value, folder: &Path) -> Result<(), Problem> {
    let owner = record["owner_id"].as_str().and_then(|id| house.directory().actor(id, None));
    // Whoever left brings nothing in any more.
    let Some(owner) = owner else { return Ok(()) };
    let ctx = Ctx::new(house.clone(), Arc::new(owner), new_id(), Locale::Zh);
    for part in ["taken", "done", "refused"] {
        fs::create_dir_all(folder.join(part)).map_err(io)?;
    }
    finish_taken(&ctx, record, folder)?;
    for path in waiting(folder)? {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match upload::stage(&ctx, &Upload { name: name.clone(), path: path.clone(), scratch: None }) {
            Ok((draft, _)) => {
                let taken = folder.join("taken").join(format!("{}-{name}", draft.id));
                fs::rename(&path, &taken).map_err(io)?;
                launch(&ctx, record, folder, &taken, &draft.id)?;
            }
            Err(problem) if problem.status() >= 500 => return Err(problem),
            Err(problem) => refuse(folder, &path, &name, &problem)?,
        }
    }
    Ok(())
}

/// What a kill left between being taken and being done.
fn finish_taken(ctx: &Ctx, record: &Value, folder: &Path) -> Result<(), Problem> {
    for path in files(&folder.join("taken"))? {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let Some((id, name)) = name.split_at_checked(36).map(|(id, rest)| (id.to_owned(), rest.trim_start_matches('-').to_owned())) else { continue };
        match ctx.house.store.read(|read| job::get(read, &id, None))? {
            Some(known) if known.status == job::DRAFT => launch(ctx, record, folder, &path, &id)?,
            Some(_) => fs::rename(&path, folder.join("done").join(format!("{id}-{name}"))).map_err(io)?,
            // The draft was dropped: it is a new file again.
            None => fs::rename(&path, folder.join(name)).map_err(io)?,
        }
    }
    Ok(())
}

fn launch(ctx: &Ctx, record: &Value, folder: &Path, taken: &Path, draft: &str) -> Result<(), Problem> {
    let name = taken.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let setting = record["id"].as_str().unwrap_or_default().to_owned();
    match start_import(ctx, &ImportRequest { upload: draft.to_owned(), setting, ..ImportRequest::default() }) {
        Ok(_) => fs::rename(taken, folder.join("done").join(&name)).map_err(io),
        Err(problem) if problem.status() >= 500 => Err(problem),
        Err(problem) => refuse(folder, taken, &name, &problem),
    }
}

/// Puts a file aside with the sentence that says why.
fn refuse(folder: &Path, path: &Path, name: &str, problem: &Problem) -> Result<(), Problem> {
    let aside = folder.join("refused").join(name);
    fs::rename(path, &aside).map_err(io)?;
    let why = problem.to_json(Locale::Zh, "").get("detail").and_then(Value::as_str).unwrap_or_default().to_owned();
    fs::write(aside.with_extension("原因.txt"), format!("{why}\n")).map_err(io)
}

/// Lists that lie still, in the order of their names.
fn waiting(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let now = SystemTime::now();
    let is_still = |path: &PathBuf| fs::metadata(path).and_then(|meta| meta.modified()).is_ok_and(|changed| now.duration_since(changed).is_ok_and(|age| age >= QUIET));
    let is_list = |path: &PathBuf| path.extension().is_some_and(|ending| ENDINGS.contains(&ending.to_string_lossy().to_lowercase().as_str()));
    Ok(files(folder)?.into_iter().filter(is_list).filter(is_still).collect())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder).map_err(io)?.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    found.sort();
    Ok(found)
}

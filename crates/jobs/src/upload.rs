//! A list between its arrival and its import: read once into plain tables, then looked at as often as the
//! person likes. It is kept as a job that nobody has started yet.

use std::path::PathBuf;

use keshu_kernel::{Problem, args, codes, new_id};
use keshu_record::{Ctx, House, import};
use keshu_store::{
    blob::{self, Blob, Content},
    job::{self, Job},
};
use serde::{Deserialize, Serialize};

use crate::{
    scratch::Scratch,
    table::{Rows, Table},
};

/// A file that came in.
#[derive(Debug)]
pub struct Upload {
    pub name: String,
    pub path: PathBuf,
    /// The file itself, where it is only on its way.
    pub scratch: Option<Scratch>,
}

impl Upload {
    pub fn of(name: &str, scratch: Scratch) -> Upload {
        Upload { name: plain_name(name), path: scratch.path().to_owned(), scratch: Some(scratch) }
    }
}

/// What a file is called, never where it lies.
pub(crate) fn plain_name(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or_default().chars().filter(|letter| !letter.is_control()).take(150).collect()
}

/// One table that an import can read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Sheet {
    pub name: String,
    pub header: Vec<String>,
    pub total: i64,
    pub sha256: String,
    /// The id of the file; it goes with the job.
    pub file: String,
}

impl Sheet {
    pub fn rows(&self, house: &House) -> Result<Rows<Content>, Problem> {
        Rows::new(house.store.blobs().open_blob(&self.sha256, 0)?)
    }
}

/// The tables of one file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Staged {
    pub file_name: String,
    pub sheets: Vec<Sheet>,
}

impl Staged {
    /// The others, which may hold lines of its rows.
    pub fn beside(&self, sheet: &Sheet) -> Vec<Sheet> {
        self.sheets.iter().filter(|other| other.name != sheet.name).cloned().collect()
    }

    /// The sheet of this name; the first without one.
    pub fn sheet(&self, name: &str) -> Result<&Sheet, Problem> {
        let found = self.sheets.iter().find(|sheet| name.is_empty() || sheet.name == name);
        found.ok_or_else(|| Problem::new(&codes::IMPORT_MAPPING_INVALID, args![name = "sheet", why = self.sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>().join(" | ")]))
    }
}

/// Reads a file into tables and keeps them; the job that is given back waits for [`crate::start_import`].
/// Who may import nothing is refused before the file is looked at.
pub(crate) fn stage(ctx: &Ctx, upload: &Upload) -> Result<(Job, Staged), Problem> {
    import::may_import(ctx)?;
    let room = Scratch::new(&ctx.house)?;
    let tables = Table::read(&upload.name, &upload.path, room.folder())?;
    let mut files = Vec::new();
    let mut sheets = Vec::new();
    for table in tables {
        let (sha256, size) = ctx.house.store.blobs().put_file(table.csv.path())?;
        let name = if table.name.is_empty() { format!("{}.csv", upload.name) } else { format!("{} - {}.csv", upload.name, table.name) };
        let file = new_id();
        files.push(Blob { id: file.clone(), name, size, content_type: "text/csv; charset=utf-8".to_owned(), sha256: sha256.clone(), created_by: ctx.actor.staff_id.clone() });
        sheets.push(Sheet { name: table.name, header: table.header, total: table.total, sha256, file });
    }
    let staged = Staged { file_name: upload.name.clone(), sheets };
    let job = Job {
        id: new_id(),
        kind: "import".to_owned(),
        title: staged.file_name.clone(),
        status: job::DRAFT.to_owned(),
        staff_id: ctx.actor.staff_id.clone(),
        input: serde_json::to_string(&staged).map_err(Problem::internal)?,
        created_at: ctx.at(),
        ..Job::default()
    };
    let (kept, at) = (job.clone(), ctx.at());
    ctx.house.store.write(move |tx| {
        for file in &files {
            blob::add(tx, file, &at)?;
        }
        job::add(tx, &kept)
    })?;
    Ok((job, staged))
}

/// What the asker has uploaded and not started yet.
pub(crate) fn staged(ctx: &Ctx, id: &str) -> Result<(Job, Staged), Problem> {
    let job = ctx.house.store.read(|read| job::get(read, id, Some(&ctx.actor.staff_id)))?;
    let job = job.filter(|job| job.kind == "import").ok_or_else(|| Problem::new(&codes::RECORD_NOT_FOUND, vec![]))?;
    if job.status != job::DRAFT {
        return Err(started(ctx, &job.status));
    }
    let staged = serde_json::from_str(&job.input).map_err(Problem::internal)?;
    Ok((job, staged))
}

/// One upload is one import.
pub(crate) fn started(ctx: &Ctx, status: &str) -> Problem {
    let action = if ctx.locale == keshu_kernel::Locale::En { "be started again" } else { "再次开始" };
    Problem::new(&codes::JOB_STATE, args![status = status, action = action])
}

//! What the gates call.

use std::sync::Arc;

use keshu_kernel::{Locale, Problem, args, codes, new_id, time};
use keshu_record::{
    Ctx, House,
    export::Wanted,
    import::{self, Asked, Mode, Plan, Remark},
};
use keshu_store::{
    Tx, audit,
    blob::{self, Blob},
    job::{self, Job},
};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{
    export::{self, FileFormat},
    import::Input,
    runner,
    table::Table,
    undo,
};

/// Rows that a preview reads, faults that it lists, and rows that it shows.
const PREVIEW_ROWS: usize = 1000;
const PREVIEW_FAULTS: usize = 200;
const PREVIEW_ITEMS: usize = 20;
const SAMPLES: usize = 3;
const LISTED: i64 = 100;

/// A file and how to read it.
#[derive(Debug, Clone, Default)]
pub struct ImportRequest {
    pub file_name: String,
    pub bytes: Vec<u8>,
    pub entity: String,
    pub mode: Mode,
    pub keys: Vec<String>,
    pub mapping: Map<String, Value>,
    pub values: Map<String, Value>,
}

impl ImportRequest {
    /// Takes one text part of the form: `entity`, `mode`, `keys` (commas or a JSON array), `mapping`, `values`.
    pub fn set(&mut self, part: &str, text: &str) -> Result<(), Problem> {
        let text = text.trim();
        match part {
            "entity" => self.entity = text.to_owned(),
            "mode" if text.is_empty() => {}
            "mode" => self.mode = Mode::from_name(text)?,
            "keys" if text.starts_with('[') => self.keys = parsed(part, text)?,
            "keys" => self.keys = text.split(',').map(str::trim).filter(|key| !key.is_empty()).map(str::to_owned).collect(),
            "mapping" if !text.is_empty() => self.mapping = parsed(part, text)?,
            "values" if !text.is_empty() => self.values = parsed(part, text)?,
            _ => {}
        }
        Ok(())
    }

    fn asked(&self) -> Asked {
        Asked { entity: self.entity.clone(), mode: self.mode, keys: self.keys.clone(), mapping: self.mapping.clone(), values: self.values.clone() }
    }
}

fn parsed<T: serde::de::DeserializeOwned>(part: &str, text: &str) -> Result<T, Problem> {
    serde_json::from_str(text).map_err(|fault| Problem::new(&codes::IMPORT_MAPPING_INVALID, args![name = part, why = fault]))
}

/// Rights first: who may not import learns nothing of the file.
fn read(ctx: &Ctx, request: &ImportRequest) -> Result<(Table, Plan), Problem> {
    import::write_grant(ctx, ctx.entity(&request.entity)?, request.mode)?;
    let table = Table::read(&request.file_name, &request.bytes)?;
    let plan = import::plan(ctx, &request.asked(), &table.header)?;
    Ok((table, plan))
}

/// Checks the file and its columns and queues the job.
pub fn start_import(ctx: &Ctx, request: &ImportRequest) -> Result<Job, Problem> {
    let (table, plan) = read(ctx, request)?;
    let sha256 = ctx.house.store.blobs().put(&table.csv)?;
    let file_name: String = request.file_name.rsplit(['/', '\\']).next().unwrap_or_default().chars().filter(|letter| !letter.is_control()).take(150).collect();
    let file = Blob {
        id: new_id(),
        name: format!("{file_name}.csv"),
        size: table.csv.len() as i64,
        content_type: "text/csv; charset=utf-8".to_owned(),
        sha256: sha256.clone(),
        created_by: ctx.actor.staff_id.clone(),
    };
    let input = Input::new(&request.asked(), &sha256, &file_name, ctx.locale);
    let label = ctx.entity(&plan.entity)?.label.get(ctx.locale).to_owned();
    let (asker, title, total) = (ctx.clone(), format!("{label} · {file_name}"), table.total);
    ctx.house.store.write(move |tx| {
        blob::add(tx, &file, &asker.at())?;
        queue(&asker, tx, "import", title.clone(), &input, Some(total))
    })
}

/// `{columns, rows, faults, warnings, items}` of docs/API.md; nothing is written.
pub fn preview_import(ctx: &Ctx, request: &ImportRequest) -> Result<Value, Problem> {
    let (table, plan) = read(ctx, request)?;
    let rows = table.rows()?.take_rows(PREVIEW_ROWS)?;
    let columns: Vec<Value> = plan
        .columns
        .iter()
        .enumerate()
        .map(|(place, column)| {
            let mut sample: Vec<&str> = rows.iter().filter_map(|row| row.cells.get(place)).map(|text| text.trim()).filter(|text| !text.is_empty()).take(SAMPLES * 10).collect();
            sample.dedup();
            sample.truncate(SAMPLES);
            json!({"header": column.header, "field": column.field(), "beside": plan.beside_label(ctx, column), "sample": sample})
        })
        .collect();
    let (mut faults, mut warnings, mut items) = (Vec::new(), Vec::new(), Vec::new());
    for seen in import::look(ctx, &plan, &rows)? {
        for (list, remarks) in [(&mut faults, &seen.faults), (&mut warnings, &seen.warnings)] {
            let room = PREVIEW_FAULTS.saturating_sub(list.len());
            list.extend(remarks.iter().take(room).map(|remark| remark_json(seen.row, remark)));
        }
        if items.len() < PREVIEW_ITEMS {
            items.push(seen.item);
        }
    }
    Ok(json!({"columns": columns, "rows": table.total, "faults": faults, "warnings": warnings, "items": items}))
}

pub(crate) fn remark_json(row: u64, remark: &Remark) -> Value {
    json!({"row": row, "field": remark.field, "code": remark.code, "detail": remark.detail})
}

/// A CSV with a byte order mark that holds the header only; required columns end with a star.
pub fn template_csv(ctx: &Ctx, entity: &str) -> Result<String, Problem> {
    let fields = import::template_fields(ctx, ctx.entity(entity)?)?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let names = fields.iter().map(|field| format!("{}{}", field.label.get(ctx.locale), if field.required { "*" } else { "" }));
    writer.write_record(names).map_err(Problem::internal)?;
    let bytes = writer.into_inner().map_err(Problem::internal)?;
    Ok(format!("\u{feff}{}", String::from_utf8_lossy(&bytes)))
}

/// One job of the asker.
pub fn job_json(ctx: &Ctx, id: &str) -> Result<Value, Problem> {
    let job = ctx.house.store.read(|read| job::get(read, id, Some(&ctx.actor.staff_id)))?;
    let job = job.ok_or_else(|| Problem::new(&codes::RECORD_NOT_FOUND, vec![]))?;
    serde_json::to_value(job).map_err(Problem::internal)
}

/// `{items}`: the asker's newest jobs.
pub fn list_jobs(ctx: &Ctx) -> Result<Value, Problem> {
    let jobs = ctx.house.store.read(|read| job::list(read, &ctx.actor.staff_id, LISTED))?;
    Ok(json!({"items": jobs, "next_cursor": null}))
}

/// How many jobs of everyone stand at each status, for whoever runs the server.
pub fn count_by_status(house: &Arc<House>) -> Result<Vec<(String, i64)>, Problem> {
    house.store.read(job::count_by_status)
}

/// What a person may do to a job of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Pause,
    Resume,
    /// Stops it; what it did stays.
    Cancel,
}

/// Changes how a job stands; 409 when it stands otherwise.
pub fn change_state(ctx: &Ctx, id: &str, deed: Deed) -> Result<Value, Problem> {
    let (asked, at) = (id.to_owned(), ctx.at());
    let before = job_json(ctx, id)?;
    let done = ctx.house.store.write(move |tx| {
        tx.after_commit(runner::ring);
        match deed {
            Deed::Pause => job::pause(tx, &asked),
            Deed::Resume => job::resume(tx, &asked),
            Deed::Cancel => job::cancel(tx, &asked, &at),
        }
    })?;
    let words = match (deed, ctx.locale == Locale::En) {
        (Deed::Pause, true) => "be paused",
        (Deed::Resume, true) => "go on",
        (Deed::Cancel, true) => "be cancelled",
        (Deed::Pause, false) => "暂停",
        (Deed::Resume, false) => "继续",
        (Deed::Cancel, false) => "取消",
    };
    match done {
        true => job_json(ctx, id),
        false => Err(Problem::new(&codes::JOB_STATE, args![status = before["status"].as_str().unwrap_or_default(), action = words])),
    }
}

/// Queues a job of the asker that has nothing but its input.
fn queue(ctx: &Ctx, tx: &mut Tx, kind: &str, title: String, input: &impl Serialize, total: Option<i64>) -> Result<Job, Problem> {
    let job = Job {
        id: new_id(),
        kind: kind.to_owned(),
        title,
        status: "queued".to_owned(),
        staff_id: ctx.actor.staff_id.clone(),
        input: serde_json::to_string(input).map_err(Problem::internal)?,
        total,
        created_at: ctx.at(),
        ..Job::default()
    };
    job::add(tx, &job)?;
    tx.after_commit(runner::ring);
    Ok(job)
}

/// How long what a job wrote can be taken back, in days.
const UNDO_DAYS: i64 = 30;

/// Queues taking back what a job of the asker wrote; the job that does so is a job like any other.
pub fn start_undo(ctx: &Ctx, id: &str) -> Result<Job, Problem> {
    let (asker, id) = (ctx.clone(), id.to_owned());
    ctx.house.store.write(move |tx| {
        let ctx = &asker;
        let job = job::get(tx.read(), &id, Some(&ctx.actor.staff_id))?.ok_or_else(|| Problem::new(&codes::RECORD_NOT_FOUND, vec![]))?;
        let action = if ctx.locale == Locale::En { "be undone" } else { "撤销" };
        let (Some(ended), true) = (&job.finished_at, matches!(job.kind.as_str(), "import" | "undo")) else {
            return Err(Problem::new(&codes::JOB_STATE, args![status = job.status, action = action]));
        };
        let age = time::parse_moment(ended).map(|ended| ctx.now.duration_since(ended));
        if age.is_none_or(|age| age.as_hours() > UNDO_DAYS * 24) {
            return Err(Problem::new(&codes::UNDO_EXPIRED, args![days = UNDO_DAYS]));
        }
        let mut result = job.result.clone().unwrap_or_else(|| json!({}));
        // One that was stopped or failed half-way may be asked for again: it goes on with what is left.
        let before = match result["undone_by"].as_str() {
            Some(before) => job::get(tx.read(), before, None)?,
            None => None,
        };
        if before.is_some_and(|before| !matches!(before.status.as_str(), "failed" | "cancelled")) {
            return Err(Problem::new(&codes::UNDO_DONE, vec![]));
        }
        let total = audit::count_of_change_set(tx.read(), &job.id)?;
        let title = if ctx.locale == Locale::En { format!("Undo · {}", job.title) } else { format!("撤销 · {}", job.title) };
        let undo = queue(ctx, tx, "undo", title, &undo::Input { change_set: job.id.clone(), locale: ctx.locale }, Some(total))?;
        result["undone_by"] = json!(undo.id);
        job::set_result(tx, &job.id, &result)?;
        Ok(undo)
    })
}

/// Most records chosen one by one.
const MAX_IDS: usize = 10_000;

/// Checks rights, filter and fields, notes in the audit who takes what out, and queues the job. `body` is
/// `{entity, filter, q, sort, ids, fields, format, bom}` of docs/API.md.
pub fn start_export(ctx: &Ctx, body: &Map<String, Value>) -> Result<Job, Problem> {
    let invalid = |fault: serde_json::Error| Problem::new(&codes::QUERY_INVALID, args![name = "export", why = fault]);
    let mut rest = body.clone();
    let format: FileFormat = serde_json::from_value(rest.remove("format").unwrap_or_default()).map_err(invalid)?;
    let bom: Option<bool> = serde_json::from_value(rest.remove("bom").unwrap_or_default()).map_err(invalid)?;
    let wanted: Wanted = serde_json::from_value(Value::Object(rest)).map_err(invalid)?;
    if wanted.ids.len() > MAX_IDS {
        return Err(Problem::new(&codes::QUERY_INVALID, args![name = "ids", why = format!("≤ {MAX_IDS}")]));
    }
    let input = export::Input { wanted, format, bom: bom.unwrap_or(true), locale: ctx.locale };
    let (columns, count) = keshu_record::export::look(ctx, &input.wanted)?;
    let label = ctx.entity(&input.wanted.entity)?.label.get(ctx.locale).to_owned();
    let title = if ctx.locale == Locale::En { format!("Export · {label}") } else { format!("导出 · {label}") };
    let (asker, body) = (ctx.clone(), body.clone());
    ctx.house.store.write(move |tx| {
        let job = queue(&asker, tx, "export", title.clone(), &input, Some(count as i64))?;
        let columns: Vec<&str> = columns.iter().map(|column| column.key.as_str()).collect();
        keshu_record::note_deed(&asker, tx, &input.wanted.entity, &job.id, "export", &json!({"asked": [null, body], "columns": [null, columns], "rows": [null, count]}));
        Ok(job)
    })
}

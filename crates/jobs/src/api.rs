//! What the gates call.

use std::sync::Arc;

use keshu_kernel::{Problem, args, codes, new_id};
use keshu_record::{
    Ctx, House,
    import::{self, Asked, Mode, Plan, Remark},
};
use keshu_store::{
    blob::{self, Blob},
    job::{self, Job},
};
use serde_json::{Map, Value, json};

use crate::{import::Input, runner, table::Table};

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
    let job = Job {
        id: new_id(),
        kind: "import".to_owned(),
        title: format!("{label} · {file_name}"),
        status: "queued".to_owned(),
        staff_id: ctx.actor.staff_id.clone(),
        input: serde_json::to_string(&input).map_err(Problem::internal)?,
        total: Some(table.total),
        created_at: ctx.at(),
        ..Job::default()
    };
    let kept = job.clone();
    ctx.house.store.write(move |tx| {
        blob::add(tx, &file, &kept.created_at)?;
        job::add(tx, &kept)?;
        tx.after_commit(runner::ring);
        Ok(())
    })?;
    Ok(job)
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
            json!({"header": column.header, "field": column.field(), "sample": sample})
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

/// Stops a job; what it did stays.
pub fn cancel(ctx: &Ctx, id: &str) -> Result<Value, Problem> {
    let (asked, at) = (id.to_owned(), ctx.at());
    let before = job_json(ctx, id)?;
    let done = ctx.house.store.write(move |tx| job::cancel(tx, &asked, &at))?;
    match done {
        true => job_json(ctx, id),
        false => Err(Problem::new(&codes::JOB_STATE, args![status = before["status"].as_str().unwrap_or_default(), action = if ctx.locale == keshu_kernel::Locale::En { "be cancelled" } else { "取消" }])),
    }
}

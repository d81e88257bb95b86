//! What the gates call.

use std::{collections::BTreeMap, sync::Arc};

use keshu_kernel::{Locale, Problem, args, codes, new_id, time};
use keshu_record::{
    Ctx, House,
    export::Wanted,
    import::{self, Asked, Mode, Plan, Remark, Target},
    session,
};
use keshu_store::{
    Tx, audit,
    job::{self, Job},
};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{
    export::{self, FileFormat},
    import::{Input, line_sheets},
    memory, runner,
    retention, run, setting,
    table::Corrections,
    sweep::{Input as Sweep, Work},
    takeout,
    upload::{self, Sheet, Staged, Upload},
    vcard,
};

/// Rows that a preview reads, faults that it lists, and rows that it shows.
const PREVIEW_ROWS: usize = 1000;
const PREVIEW_FAULTS: usize = 200;
const PREVIEW_ITEMS: usize = 20;
const SAMPLES: usize = 3;
const LISTED: i64 = 100;

/// A list and how to read it.
#[derive(Debug, Default)]
pub struct ImportRequest {
    /// The file itself …
    pub file: Option<Upload>,
    /// … or the id that a preview gave it.
    pub upload: String,
    /// Of a workbook; the first one without.
    pub sheet: String,
    pub asked: Asked,
    /// Takes the place of the mode in `asked`; only adding, where neither this nor a setting says.
    pub mode: Option<Mode>,
    pub corrections: Arc<Corrections>,
    /// A saved setting, below what is said here.
    pub setting: String,
}

/// Most cells that can be written over.
const MAX_CORRECTIONS: usize = 20_000;

impl ImportRequest {
    /// The text parts of the form.
    pub const PARTS: [&str; 9] = ["upload", "setting", "sheet", "entity", "mode", "keys", "mapping", "values", "cells"];

    /// Takes one of [`ImportRequest::PARTS`]; `keys` has commas or is a JSON array.
    pub fn set(&mut self, part: &str, text: &str) -> Result<(), Problem> {
        let text = text.trim();
        let asked = &mut self.asked;
        match part {
            "upload" => self.upload = text.to_owned(),
            "setting" => self.setting = text.to_owned(),
            "sheet" => self.sheet = text.to_owned(),
            "entity" => asked.entity = text.to_owned(),
            "mode" if text.is_empty() => {}
            "mode" => self.mode = Some(Mode::from_name(text)?),
            "keys" if text.starts_with('[') => asked.keys = parsed(part, text)?,
            "keys" => asked.keys = text.split(',').map(str::trim).filter(|key| !key.is_empty()).map(str::to_owned).collect(),
            "mapping" if !text.is_empty() => asked.mapping = parsed(part, text)?,
            "values" if !text.is_empty() => asked.values = parsed(part, text)?,
            "cells" if !text.is_empty() => {
                let cells: Corrections = parsed(part, text)?;
                if cells.values().map(BTreeMap::len).sum::<usize>() > MAX_CORRECTIONS {
                    return Err(Problem::new(&codes::IMPORT_MAPPING_INVALID, args![name = part, why = format!("≤ {MAX_CORRECTIONS}")]));
                }
                self.corrections = Arc::new(cells);
            }
            _ => {}
        }
        Ok(())
    }
}

fn parsed<T: serde::de::DeserializeOwned>(part: &str, text: &str) -> Result<T, Problem> {
    serde_json::from_str(text).map_err(|fault| Problem::new(&codes::IMPORT_MAPPING_INVALID, args![name = part, why = fault]))
}

/// The list as tables, and the way to read it.
struct Opened {
    job: Job,
    staged: Staged,
    sheet: Sheet,
    asked: Asked,
    plan: Plan,
    /// Rows of further sheets that belong to none of this one.
    lines_left: usize,
}

/// Rights first: who may not import learns nothing of the file.
fn open(ctx: &Ctx, request: &ImportRequest) -> Result<Opened, Problem> {
    let (mut asked, sheet) = setting::wishes(ctx, request)?;
    import::write_grant(ctx, ctx.entity(&asked.entity)?, asked.mode)?;
    let (job, staged) = match &request.file {
        Some(file) => upload::stage(ctx, file)?,
        None => upload::staged(ctx, &request.upload)?,
    };
    memory::recall(ctx, &mut asked)?;
    let sheet = match sheet.as_str() {
        "" => fittest(ctx, &asked, &staged)?,
        name => staged.sheet(name)?,
    };
    asked.sheets = line_sheets(&ctx.house, &staged.beside(sheet))?;
    let plan = import::plan(ctx, &asked, &sheet.header)?;
    let mut rows = sheet.rows(&ctx.house)?;
    let lines_left = plan.orphans(std::iter::from_fn(|| rows.next_row().ok().flatten()));
    Ok(Opened { job, sheet: sheet.clone(), staged, asked, plan, lines_left })
}

/// The sheet of which most columns are known; what was said of one sheet says nothing of another.
fn fittest<'a>(ctx: &Ctx, asked: &Asked, staged: &'a Staged) -> Result<&'a Sheet, Problem> {
    let (mut best, mut most) = (staged.sheet("")?, 0);
    for sheet in staged.sheets.iter().filter(|_| staged.sheets.len() > 1) {
        let own = Asked { mapping: asked.mapping.iter().filter(|(header, _)| sheet.header.contains(header)).map(|(header, key)| (header.clone(), key.clone())).collect(), ..asked.clone() };
        let known = import::plan(ctx, &own, &sheet.header)?.columns.iter().filter(|column| column.field().is_some()).count();
        if known > most {
            (best, most) = (sheet, known);
        }
    }
    Ok(best)
}

/// Checks the file and its columns and lets the job run.
pub fn start_import(ctx: &Ctx, request: &ImportRequest) -> Result<Job, Problem> {
    let Opened { job, staged, sheet, mut asked, plan, lines_left } = open(ctx, request)?;
    plan.check(ctx)?;
    must_be_fresh_for(ctx, &plan.entity)?;
    asked.mapping = plan.mapping();
    let label = ctx.entity(&plan.entity)?.label.get(ctx.locale).to_owned();
    let (asker, corrections) = (ctx.clone(), request.corrections.clone());
    ctx.house.store.write(move |tx| {
        let mut asked = asked.clone();
        import::add_choices(&asker, tx, &asked.entity, &mut asked.values)?;
        let mut input = Input::new(&asked, &staged, &sheet, &corrections, asker.locale);
        input.lines_left = lines_left;
        let title = format!("{label} · {}", staged.file_name);
        let text = serde_json::to_string(&input).map_err(Problem::internal)?;
        if !job::launch(tx, &job.id, &title, &text, sheet.total)? {
            return Err(upload::started(&asker, "queued"));
        }
        tx.after_commit(runner::ring);
        Ok(Job { status: "queued".to_owned(), title, ..job.clone() })
    })
}

/// `{upload, sheet, sheets, lines, columns, rows, faults, warnings, unknown, items}` of docs/API.md; no record is written.
pub fn preview_import(ctx: &Ctx, request: &ImportRequest) -> Result<Value, Problem> {
    let Opened { job, staged, sheet, plan, lines_left, .. } = open(ctx, request)?;
    let rows = sheet.rows(&ctx.house)?.corrected(&request.corrections).take_rows(PREVIEW_ROWS)?;
    let columns: Vec<Value> = plan
        .columns
        .iter()
        .enumerate()
        .map(|(place, column)| {
            let mut sample: Vec<&str> = rows.iter().filter_map(|row| row.cells.get(place)).map(|text| text.trim()).filter(|text| !text.is_empty()).take(SAMPLES * 10).collect();
            sample.dedup();
            sample.truncate(SAMPLES);
            let by = if column.target == Target::Unknown { Value::Null } else { json!(column.by) };
            json!({"header": column.header, "field": column.field(), "by": by, "beside": plan.beside_label(ctx, column), "sample": sample})
        })
        .collect();
    let header = |field: Option<&str>| plan.columns.iter().find(|column| field.is_some() && column.field() == field).map(|column| column.header.as_str());
    let (mut faults, mut warnings, mut items, mut unknown) = (Vec::new(), Vec::new(), Vec::new(), Unknown::default());
    if lines_left > 0 {
        let detail = keshu_kernel::problem::fill(codes::IMPORT_LINES_LEFT.detail(ctx.locale), &args![count = lines_left]);
        warnings.push(json!({"row": null, "field": null, "code": codes::IMPORT_LINES_LEFT.name, "detail": detail, "header": null, "value": ""}));
    }
    for seen in import::look(ctx, &plan, &rows)? {
        for (list, remarks) in [(&mut faults, &seen.faults), (&mut warnings, &seen.warnings)] {
            for remark in remarks {
                unknown.add(ctx, &plan.entity, seen.row, remark);
                if list.len() < PREVIEW_FAULTS {
                    let mut shown = remark_json(seen.row, remark);
                    shown["header"] = json!(header(remark.field.as_deref()));
                    shown["value"] = json!(remark.value);
                    list.push(shown);
                }
            }
        }
        if items.len() < PREVIEW_ITEMS {
            items.push(seen.item);
        }
    }
    let sheets: Vec<Value> = staged.sheets.iter().map(|sheet| json!({"name": sheet.name, "rows": sheet.total})).collect();
    Ok(json!({
        "upload": job.id, "sheet": sheet.name, "sheets": sheets, "lines": plan.line_fields(), "columns": columns, "rows": sheet.total,
        "faults": faults, "warnings": warnings, "unknown": unknown.0, "items": items,
    }))
}

/// Words that mean nothing here yet, each once: `{field, value, count, rows, can_add}`.
#[derive(Default)]
struct Unknown(Vec<Value>);

/// Words listed at most.
const UNKNOWN: usize = 100;

impl Unknown {
    fn add(&mut self, ctx: &Ctx, entity: &str, row: u64, remark: &Remark) {
        let is_word = [codes::CODE_UNKNOWN.name, codes::NAME_UNKNOWN.name, codes::NAME_AMBIGUOUS.name].contains(&remark.code);
        let Some(field) = remark.field.as_deref().filter(|_| is_word) else { return };
        if let Some(known) = self.0.iter_mut().find(|known| known["field"] == field && known["value"] == remark.value.as_str()) {
            known["count"] = json!(known["count"].as_u64().unwrap_or(0) + 1);
            if let Some(rows) = known["rows"].as_array_mut().filter(|rows| rows.len() < SAMPLES) {
                rows.push(json!(row));
            }
        } else if self.0.len() < UNKNOWN {
            self.0.push(json!({"field": field, "value": remark.value, "count": 1, "rows": [row], "can_add": import::may_add_choice(ctx, entity, field)}));
        }
    }
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
    let house = ctx.house.clone();
    let done = ctx.house.store.write(move |tx| {
        tx.after_commit(runner::ring);
        match deed {
            Deed::Pause => job::pause(tx, &asked),
            Deed::Resume => job::resume(tx, &asked),
            Deed::Cancel => run::cancel(&house, tx, &asked, &at),
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
pub(crate) fn queue(ctx: &Ctx, tx: &mut Tx, kind: &str, title: String, input: &impl Serialize, total: Option<i64>) -> Result<Job, Problem> {
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

/// What a job writes of rights is asked for here: when it runs, nobody is there to prove anything.
pub(crate) fn must_be_fresh_for(ctx: &Ctx, entity: &str) -> Result<(), Problem> {
    if matches!(entity, "role" | "staff") { session::must_be_fresh(ctx) } else { Ok(()) }
}

/// How long what a job wrote can be taken back, in days.
const UNDO_DAYS: i64 = retention::FILE_DAYS;

/// Queues taking back what a job of the asker wrote; the job that does so is a job like any other.
pub fn start_undo(ctx: &Ctx, id: &str) -> Result<Job, Problem> {
    let (asker, id) = (ctx.clone(), id.to_owned());
    ctx.house.store.write(move |tx| {
        let ctx = &asker;
        let job = job::get(tx.read(), &id, Some(&ctx.actor.staff_id))?.ok_or_else(|| Problem::new(&codes::RECORD_NOT_FOUND, vec![]))?;
        let action = if ctx.locale == Locale::En { "be undone" } else { "撤销" };
        let (Some(ended), true) = (&job.finished_at, matches!(job.kind.as_str(), "import" | "bulk" | "undo")) else {
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
        let undo = queue(ctx, tx, "undo", job.title.clone(), &Sweep { work: Work::Undo { change_set: job.id.clone() }, locale: ctx.locale }, Some(total))?;
        result["undone_by"] = json!(undo.id);
        job::set_result(tx, &job.id, &result)?;
        Ok(undo)
    })
}

/// Most records chosen one by one.
pub(crate) const MAX_IDS: usize = 10_000;

/// Checks rights, filter and fields, notes in the audit who takes what out, and queues the job. `body` is
/// `{entity, filter, q, sort, ids, fields, format, bom}` of docs/API.md.
pub fn start_export(ctx: &Ctx, body: &Map<String, Value>) -> Result<Job, Problem> {
    let invalid = |fault: serde_json::Error| Problem::new(&codes::QUERY_INVALID, args![name = "export", why = fault]);
    let mut rest = body.clone();
    let format: FileFormat = serde_json::from_value(rest.remove("format").unwrap_or_default()).map_err(invalid)?;
    let bom: Option<bool> = serde_json::from_value(rest.remove("bom").unwrap_or_default()).map_err(invalid)?;
    let mut wanted: Wanted = serde_json::from_value(Value::Object(rest)).map_err(invalid)?;
    if wanted.ids.len() > MAX_IDS {
        return Err(Problem::new(&codes::QUERY_INVALID, args![name = "ids", why = format!("≤ {MAX_IDS}")]));
    }
    let (mut columns, count) = keshu_record::export::look(ctx, &wanted)?;
    if format == FileFormat::Vcf {
        columns.retain(|column| vcard::holds(&column.key));
        wanted.fields = columns.iter().map(|column| column.key.clone()).collect();
        if !wanted.fields.contains(&ctx.entity(&wanted.entity)?.title) {
            return Err(Problem::new(&codes::EXPORT_NO_CARDS, args![entity = ctx.entity(&wanted.entity)?.label.get(ctx.locale)]));
        }
    }
    let input = export::Input { wanted, format, bom: bom.unwrap_or(true), locale: ctx.locale };
    let label = ctx.entity(&input.wanted.entity)?.label.get(ctx.locale).to_owned();
    let (asker, body) = (ctx.clone(), body.clone());
    ctx.house.store.write(move |tx| {
        let job = queue(&asker, tx, "export", label.clone(), &input, Some(count as i64))?;
        let columns: Vec<&str> = columns.iter().map(|column| column.key.as_str()).collect();
        keshu_record::note_deed(&asker, tx, &input.wanted.entity, &job.id, "export", &json!({"asked": [null, body], "columns": [null, columns], "rows": [null, count]}));
        Ok(job)
    })
}

/// Queues taking out everything that the asker may, and notes it in the audit of every entity.
pub fn start_takeout(ctx: &Ctx) -> Result<Job, Problem> {
    session::must_be_fresh(ctx)?;
    let reach: Vec<String> = keshu_record::export::reach(ctx).into_iter().map(|entity| entity.name.clone()).collect();
    if reach.is_empty() {
        let entity = if ctx.locale == Locale::En { "any entity" } else { "任何对象" };
        return Err(Problem::new(&codes::ACTION_FORBIDDEN, args![entity = entity, action = "export"]));
    }
    let mut total = 0;
    for entity in &reach {
        total += keshu_record::export::look(ctx, &Wanted::all(entity))?.1;
    }
    let title = if ctx.locale == Locale::En { "Everything" } else { "全部数据" };
    let asker = ctx.clone();
    ctx.house.store.write(move |tx| {
        let job = queue(&asker, tx, "takeout", title.to_owned(), &takeout::Input { locale: asker.locale }, Some(total as i64))?;
        for entity in &reach {
            keshu_record::note_deed(&asker, tx, entity, &job.id, "export", &json!({"asked": [null, "takeout"]}));
        }
        Ok(job)
    })
}

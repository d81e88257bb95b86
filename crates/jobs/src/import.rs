//! One import, chunk by chunk.
//!
//! Each chunk is one transaction that also moves the job on, and that begins only while the job stands
//! where this holder left it: two holders cannot write one row twice. A row that is refused half-way
//! takes its transaction with it; the rows before it are written again without it.

use std::{
    collections::VecDeque,
    sync::Arc,
    time::Instant,
};

use keshu_kernel::{Locale, Problem, codes, time::moment_text};
use keshu_record::{
    House,
    import::{self, Asked, Batch, LineSheet, Mode, Plan, Remark, Row, Stopped},
};
use keshu_store::{
    blob::{self, Content},
    job::{self, Job},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{
    report,
    run::{self, LEASE, Run, Step, TURN, context, end},
    table::{Corrections, Rows},
    upload::{Sheet, Staged},
};

/// Rows of one transaction, if nothing else bounds them.
const CHUNK: usize = 500;

/// What an import job keeps of its request.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Input {
    pub entity: String,
    mode: String,
    keys: Vec<String>,
    pub mapping: Map<String, Value>,
    pub values: Map<String, Value>,
    corrections: Arc<Corrections>,
    sheet: Sheet,
    /// Further sheets of the file, which may hold lines.
    beside: Vec<Sheet>,
    /// Rows of those that belong to none of this one.
    pub lines_left: usize,
    file_name: String,
    locale: Locale,
}

impl Input {
    pub(crate) fn new(asked: &Asked, staged: &Staged, sheet: &Sheet, corrections: &Arc<Corrections>, locale: Locale) -> Input {
        Input {
            entity: asked.entity.clone(),
            mode: asked.mode.name().to_owned(),
            keys: asked.keys.clone(),
            mapping: asked.mapping.clone(),
            values: asked.values.clone(),
            corrections: corrections.clone(),
            sheet: sheet.clone(),
            beside: staged.beside(sheet),
            lines_left: 0,
            file_name: staged.file_name.clone(),
            locale,
        }
    }

    fn asked(&self, house: &House) -> Result<Asked, Problem> {
        Ok(Asked {
            entity: self.entity.clone(),
            mode: Mode::from_name(&self.mode)?,
            keys: self.keys.clone(),
            mapping: self.mapping.clone(),
            remembered: Map::new(),
            values: self.values.clone(),
            sheets: line_sheets(house, &self.beside)?,
        })
    }

    fn rows(&self, house: &House) -> Result<Rows<Content>, Problem> {
        Ok(self.sheet.rows(house)?.corrected(&self.corrections))
    }
}

/// Most rows of lines; they are held in memory while the first sheet is read.
const MAX_LINES: i64 = 200_000;

/// The rows of further sheets, as far as they are few enough.
pub(crate) fn line_sheets(house: &House, sheets: &[Sheet]) -> Result<Vec<LineSheet>, Problem> {
    let few = sheets.iter().filter(|sheet| sheet.total <= MAX_LINES);
    few.map(|sheet| Ok(LineSheet { name: sheet.name.clone(), header: sheet.header.clone(), rows: sheet.rows(house)?.take_rows(usize::MAX)? })).collect()
}

/// A claimed import in progress.
pub struct ImportRun {
    house: Arc<House>,
    job: Job,
    input: Input,
    plan: Arc<Plan>,
    rows: Rows<Content>,
    waiting: VecDeque<Row>,
    /// Most rows of one transaction.
    chunk: usize,
}

/// Moves a job on by a transaction.
enum Moved {
    On(Box<Job>),
    Lost,
    /// The row at this place must be left out.
    Without(usize, Vec<Remark>),
}

impl ImportRun {
    /// Goes on where the job stands.
    pub fn open(house: &Arc<House>, job: Job) -> Result<ImportRun, Problem> {
        let input: Input = serde_json::from_str(&job.input).map_err(Problem::internal)?;
        let mut rows = input.rows(house)?;
        let ctx = context(house, &job, input.locale)?;
        let plan = Arc::new(import::plan(&ctx, &input.asked(house)?, &rows.header)?);
        rows.skip_rows(job.done)?;
        let chunk = if plan.names_own(&ctx)? { 1 } else { CHUNK };
        Ok(ImportRun { house: house.clone(), job, input, plan, rows, waiting: VecDeque::new(), chunk })
    }

    pub fn job(&self) -> &Job {
        &self.job
    }

    /// The next chunk, or the end.
    pub fn step(&mut self) -> Result<Step, Problem> {
        let more = self.rows.take_rows(self.chunk.saturating_sub(self.waiting.len()))?;
        self.waiting.extend(more);
        if self.waiting.is_empty() {
            return self.finish();
        }
        let rows: Arc<Vec<Row>> = Arc::new(self.waiting.iter().cloned().collect());
        let (mut count, mut refused) = (rows.len(), None);
        loop {
            match self.write(&rows, count, refused.clone())? {
                Moved::On(job) => {
                    self.waiting.drain(..(job.done - self.job.done) as usize);
                    self.job = *job;
                    return Ok(Step::More);
                }
                Moved::Lost => return Ok(Step::Lost),
                Moved::Without(place, why) => (count, refused) = (place, Some(why)),
            }
        }
    }

    /// The first `count` rows, and the row after them as refused.
    fn write(&self, rows: &Arc<Vec<Row>>, count: usize, refused: Option<Vec<Remark>>) -> Result<Moved, Problem> {
        let ctx = context(&self.house, &self.job, self.input.locale)?;
        let lease = moment_text(ctx.now.saturating_add(LEASE).map_err(Problem::internal)?);
        let (plan, job, rows) = (self.plan.clone(), self.job.clone(), rows.clone());
        let stopped = Arc::new(std::sync::Mutex::new(None));
        let seen = stopped.clone();
        let moved = self.house.store.write(move |tx| {
            *seen.lock().expect("never poisoned") = None;
            if !job::hold(tx, &job.id, job.done, &lease)? {
                return Ok(None);
            }
            let mut batch = match import::import_rows(&ctx, tx, &plan, &rows[..count], Instant::now() + TURN) {
                Ok(batch) => batch,
                Err(Stopped::Whole(problem)) => return Err(problem),
                Err(Stopped::AtRow(place, why)) => {
                    *seen.lock().expect("never poisoned") = Some((place, why));
                    return Err(Problem::new(&codes::INPUT_INVALID, vec![]));
                }
            };
            // The refused row comes after all of them, or is met again.
            let refused = refused.clone().filter(|_| batch.rows == count);
            let done = batch.rows + usize::from(refused.is_some());
            batch.failed.extend(refused.map(|why| (rows[count].number, why)));
            let next = moved_on(&job, done, &batch);
            note_rows(tx, &job, &rows, &batch)?;
            job::progress(tx, &next, &lease)?;
            Ok(Some(next))
        });
        let stopped = stopped.lock().expect("never poisoned").take();
        match (moved, stopped) {
            (Ok(Some(job)), _) => Ok(Moved::On(Box::new(job))),
            (Ok(None), _) => Ok(Moved::Lost),
            (Err(_), Some((place, why))) => Ok(Moved::Without(place, why)),
            (Err(problem), None) => Err(problem),
        }
    }

    /// The file of what did not come in, and the end of the job, in one transaction.
    fn finish(&mut self) -> Result<Step, Problem> {
        let at = moment_text(self.house.now());
        let file = report::error_file(&self.house, &self.job, &self.input.file_name, self.input.rows(&self.house)?, self.input.locale)?;
        let unknown: Vec<&str> = self.plan.columns.iter().filter(|column| column.target == import::Target::Unknown).map(|column| column.header.as_str()).collect();
        let mut result = run::without_handed(self.job.result.clone().unwrap_or_else(|| report::add(None, &Batch::default())));
        result["entity"] = json!(self.plan.entity);
        result["change_set"] = json!(self.job.id);
        result["columns_unknown"] = json!(unknown);
        if self.input.lines_left > 0 {
            result["lines_left"] = json!(self.input.lines_left);
        }
        // Nothing came in and nothing was there: that is no success.
        let status = if self.job.failed > 0 && self.job.failed == self.job.done { "failed" } else { "succeeded" };
        let (house, job) = (self.house.clone(), self.job.clone());
        let ended = self.house.store.write(move |tx| {
            if !job::hold(tx, &job.id, job.done, "")? {
                return Ok(false);
            }
            if let Some(file) = &file {
                blob::add(tx, file, &at)?;
            }
            job::forget_row_notes(tx, &job.id)?;
            end(&house, tx, &job, status, file.as_ref().map(|file| file.id.as_str()), &result)
        })?;
        Ok(if ended { Step::Finished } else { Step::Lost })
    }
}

impl Run for ImportRun {
    fn step(&mut self) -> Result<Step, Problem> {
        ImportRun::step(self)
    }
}

fn moved_on(job: &Job, rows: usize, batch: &Batch) -> Job {
    let mut result = report::add(job.result.clone(), batch);
    run::hand_on(&mut result, &batch.handed);
    Job {
        done: job.done + rows as i64,
        created: job.created + batch.created,
        updated: job.updated + batch.updated,
        skipped: job.skipped + batch.skipped.len() as i64,
        failed: job.failed + batch.failed.len() as i64,
        warnings: job.warnings + batch.warnings.len() as i64,
        result: Some(result),
        ..job.clone()
    }
}

/// Notes by place in the file, so that a run that goes on later can tell of them too.
fn note_rows(tx: &mut keshu_store::Tx, job: &Job, rows: &[Row], batch: &Batch) -> Result<(), Problem> {
    for (number, remarks) in batch.failed.iter().chain(&batch.skipped) {
        if let Ok(place) = rows.binary_search_by_key(number, |row| row.number) {
            job::add_row_note(tx, &job.id, job.done + place as i64, &report::reason(remarks))?;
        }
    }
    Ok(())
}

//! What every kind of job has in common.

use std::{sync::Arc, time::Duration};

use jiff::SignedDuration;
use keshu_kernel::{Locale, Problem, codes, new_id, time::moment_text};
use keshu_record::{
    Ctx, House,
    notice::{self, Handed},
};
use keshu_store::{
    Tx,
    blob::{self, Blob},
    job::{self, Job},
};
use serde_json::{Value, json};

use crate::{export::ExportRun, import::ImportRun, scratch::Scratch, sweep::SweepRun, takeout::TakeoutRun};

/// How long a holder may be silent before another takes the job.
pub(crate) const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// A transaction takes no further row after this if somebody waits who wants to save.
pub(crate) const TURN: Duration = Duration::from_millis(80);

/// How a job stands after a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// More is waiting.
    More,
    Finished,
    /// Paused, cancelled, or taken over by another holder: nothing more is to be done here.
    Lost,
}

/// A claimed job in progress. What a step did and how far the job is are written in one transaction.
pub(crate) trait Run {
    fn step(&mut self) -> Result<Step, Problem>;
}

/// Goes on with a claimed job where it stands.
pub(crate) fn open(house: &Arc<House>, job: Job) -> Result<Box<dyn Run>, Problem> {
    match job.kind.as_str() {
        "import" => Ok(Box::new(ImportRun::open(house, job)?)),
        "export" => Ok(Box::new(ExportRun::open(house, job)?)),
        "takeout" => Ok(Box::new(TakeoutRun::open(house, job)?)),
        "undo" | "bulk" => Ok(Box::new(SweepRun::open(house, job)?)),
        other => Err(Problem::internal(format!("nobody runs jobs of the kind {other}"))),
    }
}

/// The language that the job was asked for in.
pub(crate) fn locale(job: &Job) -> Locale {
    let input: serde_json::Value = serde_json::from_str(&job.input).unwrap_or_default();
    serde_json::from_value(input["locale"].clone()).unwrap_or_default()
}

/// The asker as they are now: rights may have changed since. Everything written belongs to one change set.
pub(crate) fn context(house: &Arc<House>, job: &Job, locale: Locale) -> Result<Ctx, Problem> {
    let actor = house.directory().actor(&job.staff_id, Some(locale)).ok_or_else(|| Problem::new(&codes::SIGN_IN_REQUIRED, vec![]))?;
    let ctx = Ctx::new(house.clone(), Arc::new(actor), job.id.clone(), locale);
    Ok(Ctx { change_set: Some(job.id.clone()), purpose: Some(job.kind.clone()), ..ctx })
}

/// Hands the finished file to whoever asked for it, and ends the job, in one transaction.
pub(crate) fn deliver(house: &Arc<House>, job: &Job, file: &Scratch, name: String, content_type: &str) -> Result<Step, Problem> {
    let (sha256, size) = house.store.blobs().put_file(file.path())?;
    let file = Blob { id: new_id(), name, size, content_type: content_type.to_owned(), sha256, created_by: job.staff_id.clone() };
    let (kept, job, at) = (house.clone(), job.clone(), moment_text(house.now()));
    let ended = house.store.write(move |tx| {
        if !job::hold(tx, &job.id, job.done, "")? {
            return Ok(false);
        }
        blob::add(tx, &file, &at)?;
        end(&kept, tx, &job, "succeeded", None, &json!({"file": file.id, "name": file.name, "size": file.size}))
    })?;
    Ok(if ended { Step::Finished } else { Step::Lost })
}

/// Where a job that goes on later keeps what it has handed to somebody.
const HANDED: &str = "handed";

fn handed(result: &Value) -> Handed {
    serde_json::from_value(result[HANDED].clone()).unwrap_or_default()
}

/// Adds what a step has handed over to what the job remembers.
pub(crate) fn hand_on(result: &mut Value, part: &Handed) {
    if !part.is_empty() {
        let mut all = handed(result);
        all.append(part.clone());
        result[HANDED] = json!(all);
    }
}

/// What a job tells of itself when it has ended: people are told of what it handed them by then.
pub(crate) fn without_handed(mut result: Value) -> Value {
    if let Some(result) = result.as_object_mut() {
        result.remove(HANDED);
    }
    result
}

/// Notifies whom a job handed records to that goes on no further.
fn tell_handed(house: &Arc<House>, tx: &mut Tx, job: &Job) -> Result<(), Problem> {
    match &job.result {
        Some(result) => notice::of_handing(house, tx, &job.staff_id, &handed(result), &job.created_at),
        None => Ok(()),
    }
}

/// Stops a job that has not ended; what it handed to somebody by then is told them. `false` = it had ended.
pub(crate) fn cancel(house: &Arc<House>, tx: &mut Tx, id: &str, at: &str) -> Result<bool, Problem> {
    let cancelled = job::cancel(tx, id, at)?;
    if cancelled && let Some(job) = job::get(tx.read(), id, None)? {
        tell_handed(house, tx, &job)?;
    }
    Ok(cancelled)
}

/// Ends a job and notifies whoever asked for it, and whom it handed records to; `false` = it had ended already.
pub(crate) fn end(house: &Arc<House>, tx: &mut Tx, job: &Job, status: &str, error_file: Option<&str>, result: &Value) -> Result<bool, Problem> {
    let ended = job::finish(tx, &job.id, status, error_file, Some(result), &moment_text(house.now()))?;
    if ended {
        notice::of_job(house, tx, &job.staff_id, &job.id, &job.title, status == "failed")?;
        tell_handed(house, tx, job)?;
    }
    Ok(ended)
}

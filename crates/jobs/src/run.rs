//! What every kind of job has in common.

use std::sync::Arc;

use jiff::SignedDuration;
use keshu_kernel::{Locale, Problem, codes};
use keshu_record::{Ctx, House};
use keshu_store::job::Job;

use crate::{export::ExportRun, import::ImportRun, undo::UndoRun};

/// How long a holder may be silent before another takes the job.
pub(crate) const LEASE: SignedDuration = SignedDuration::from_secs(60);

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
        "undo" => Ok(Box::new(UndoRun::open(house, job)?)),
        other => Err(Problem::internal(format!("nobody runs jobs of the kind {other}"))),
    }
}

/// The asker as they are now: rights may have changed since. Everything written belongs to one change set.
pub(crate) fn context(house: &Arc<House>, job: &Job, locale: Locale) -> Result<Ctx, Problem> {
    let actor = house.directory().actor(&job.staff_id, Some(locale)).ok_or_else(|| Problem::new(&codes::SIGN_IN_REQUIRED, vec![]))?;
    let ctx = Ctx::new(house.clone(), Arc::new(actor), job.id.clone(), locale);
    Ok(Ctx { change_set: Some(job.id.clone()), purpose: Some(job.kind.clone()), ..ctx })
}

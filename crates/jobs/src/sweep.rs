//! Jobs that go through many records and may leave some as they are: a change to all that were chosen, and the
//! taking back of what another job did.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Instant,
};

use keshu_kernel::{Locale, Problem, codes, time::moment_text};
use keshu_record::{
    Ctx, House,
    import::Stopped,
    many::{self, Change, Chosen},
    sweep::{Stop, Swept, Turn},
    undo,
};
use keshu_store::{
    Tx, audit,
    job::{self, Job},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::run::{self, LEASE, Run, Step, TURN, context, end};

/// Records of one transaction, if its turn is not over before.
const PAGE: i64 = 100;
/// Records listed by name that stay as they are.
const LISTED: usize = 1000;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Work {
    /// The change set to take back: the id of the job that made it; the newest entry goes first.
    Undo { change_set: String },
    Bulk { chosen: Box<Chosen>, change: Box<Change> },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Input {
    pub work: Work,
    pub locale: Locale,
}

impl Work {
    fn page(&self, ctx: &Ctx, after: Option<&str>) -> Result<Vec<Stop>, Problem> {
        match self {
            Work::Undo { change_set } => ctx.house.store.read(|read| audit::page_of_change_set(read, change_set, after, PAGE)),
            Work::Bulk { chosen, .. } => many::page(ctx, chosen, after, PAGE as u64),
        }
    }

    fn run(&self, ctx: &Ctx, tx: &mut Tx, turn: Turn) -> Result<Swept, Stopped> {
        match self {
            Work::Undo { change_set } => undo::undo_page(ctx, tx, change_set, turn),
            Work::Bulk { change, .. } => many::change_page(ctx, tx, change, turn),
        }
    }

    /// What stands in the audit as the reason of each write; by it an undo knows its own.
    fn purpose(&self) -> String {
        match self {
            Work::Undo { change_set } => format!("undo {change_set}"),
            Work::Bulk { .. } => "bulk".to_owned(),
        }
    }
}

pub(crate) struct SweepRun {
    house: Arc<House>,
    job: Job,
    input: Input,
    /// Stops whose record refused after something had been written, with the reason.
    refused: HashMap<String, String>,
}

impl SweepRun {
    pub(crate) fn open(house: &Arc<House>, job: Job) -> Result<SweepRun, Problem> {
        let input = serde_json::from_str(&job.input).map_err(Problem::internal)?;
        Ok(SweepRun { house: house.clone(), job, input, refused: HashMap::new() })
    }

    /// The last stop that was made; it is kept in the result, so that a killed run goes on there.
    fn place(&self) -> Option<String> {
        self.job.result.as_ref()?["at"].as_str().map(str::to_owned)
    }

    fn finish(&mut self) -> Result<Step, Problem> {
        let (house, job, lease) = (self.house.clone(), self.job.clone(), moment_text(self.house.now()));
        let mut result = run::without_handed(job.result.clone().unwrap_or_else(|| json!({"left": []})));
        result["change_set"] = json!(job.id);
        let ended = self.house.store.write(move |tx| match job::hold(tx, &job.id, job.done, "")? {
            true => {
                // Rows may have come and gone since they were counted.
                job::progress(tx, &Job { total: Some(job.done), ..job.clone() }, &lease)?;
                end(&house, tx, &job, "succeeded", None, &result)
            }
            false => Ok(false),
        })?;
        Ok(if ended { Step::Finished } else { Step::Lost })
    }
}

impl Run for SweepRun {
    fn step(&mut self) -> Result<Step, Problem> {
        let asker = context(&self.house, &self.job, self.input.locale)?;
        let ctx = Ctx { purpose: Some(self.input.work.purpose()), ..asker };
        let page = Arc::new(self.input.work.page(&ctx, self.place().as_deref())?);
        if page.is_empty() {
            return self.finish();
        }
        let lease = moment_text(ctx.now.saturating_add(LEASE).map_err(Problem::internal)?);
        let (job, work, refused, stops) = (self.job.clone(), self.input.work.clone(), self.refused.clone(), page.clone());
        let stopped = Arc::new(Mutex::new(None));
        let seen = stopped.clone();
        let moved = self.house.store.write(move |tx| {
            *seen.lock().expect("never poisoned") = None;
            if !job::hold(tx, &job.id, job.done, &lease)? {
                return Ok(None);
            }
            let swept = match work.run(&ctx, tx, Turn { page: &stops, refused: &refused, settled: (job.updated + job.skipped) as usize, until: Instant::now() + TURN }) {
                Ok(swept) => swept,
                Err(Stopped::Whole(problem)) => return Err(problem),
                Err(Stopped::AtRow(place, why)) => {
                    *seen.lock().expect("never poisoned") = Some((place, why));
                    return Err(Problem::new(&codes::INPUT_INVALID, vec![]));
                }
            };
            let next = moved_on(&job, &work, &stops[..swept.stops], &swept);
            job::progress(tx, &next, &lease)?;
            Ok(Some(next))
        });
        let stopped = stopped.lock().expect("never poisoned").take();
        match (moved, stopped) {
            (Ok(Some(job)), _) => {
                self.job = job;
                Ok(Step::More)
            }
            (Ok(None), _) => Ok(Step::Lost),
            (Err(_), Some((place, why))) => {
                let why: Vec<String> = why.into_iter().map(|remark| remark.detail).collect();
                self.refused.insert(page[place].0.clone(), why.join(" "));
                Ok(Step::More)
            }
            (Err(problem), None) => Err(problem),
        }
    }
}

/// An undo counts what it left as passed over; a change counts it as failed, and what was so already as passed over.
fn moved_on(job: &Job, work: &Work, page: &[Stop], swept: &Swept) -> Job {
    let mut result = job.result.clone().unwrap_or_else(|| json!({"left": []}));
    result["at"] = json!(page.last().map(|(key, ..)| key));
    if let Some(list) = result["left"].as_array_mut() {
        let room = LISTED.saturating_sub(list.len());
        list.extend(swept.left.iter().take(room).map(|left| -> Value { json!({"entity": left.entity, "id": left.id, "title": left.title, "detail": left.why}) }));
    }
    run::hand_on(&mut result, &swept.handed);
    let left = swept.left.len() as i64;
    let (skipped, failed) = if matches!(work, Work::Undo { .. }) { (left, 0) } else { (swept.same, left) };
    Job {
        done: job.done + page.len() as i64,
        created: job.created + swept.removed,
        updated: job.updated + swept.changed,
        skipped: job.skipped + skipped,
        failed: job.failed + failed,
        result: Some(result),
        ..job.clone()
    }
}

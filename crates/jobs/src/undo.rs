//! Taking back what a job did, page by page of its audit entries, the newest first.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use keshu_kernel::{Locale, Problem, codes, time::moment_text};
use keshu_record::{House, import::Stopped, undo};
use keshu_store::{
    audit,
    job::{self, Job},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::run::{LEASE, Run, Step, context};

/// Entries of one transaction: people who save meanwhile wait for it.
const PAGE: i64 = 100;
/// Records listed by name that stay as they are.
const LISTED: usize = 1000;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Input {
    /// The change set to take back: the id of the job that made it.
    pub change_set: String,
    pub locale: Locale,
}

pub(crate) struct UndoRun {
    house: Arc<House>,
    job: Job,
    input: Input,
    /// Entries whose record refused after something had been written, with the reason.
    refused: HashMap<String, String>,
}

impl UndoRun {
    pub(crate) fn open(house: &Arc<House>, job: Job) -> Result<UndoRun, Problem> {
        let input = serde_json::from_str(&job.input).map_err(Problem::internal)?;
        Ok(UndoRun { house: house.clone(), job, input, refused: HashMap::new() })
    }

    /// The last entry that was looked at; it is kept in the result, so that a killed run goes on there.
    fn place(&self) -> Option<String> {
        self.job.result.as_ref()?["at"].as_str().map(str::to_owned)
    }

    fn finish(&mut self) -> Result<Step, Problem> {
        let (job, at) = (self.job.clone(), moment_text(self.house.now()));
        let mut result = job.result.clone().unwrap_or_else(|| json!({"left": []}));
        result["change_set"] = json!(job.id);
        let ended = self.house.store.write(move |tx| match job::hold(tx, &job.id, job.done, "")? {
            true => job::finish(tx, &job.id, "succeeded", None, Some(&result), &at),
            false => Ok(false),
        })?;
        Ok(if ended { Step::Finished } else { Step::Lost })
    }
}

impl Run for UndoRun {
    fn step(&mut self) -> Result<Step, Problem> {
        let (set, before) = (self.input.change_set.clone(), self.place());
        let page = self.house.store.read(|read| audit::page_of_change_set(read, &set, before.as_deref(), PAGE))?;
        if page.is_empty() {
            return self.finish();
        }
        let ctx = context(&self.house, &self.job, self.input.locale)?;
        let lease = moment_text(ctx.now.saturating_add(LEASE).map_err(Problem::internal)?);
        let (job, refused, page) = (self.job.clone(), self.refused.clone(), Arc::new(page));
        let (stopped, entries) = (Arc::new(Mutex::new(None)), page.clone());
        let seen = stopped.clone();
        let moved = self.house.store.write(move |tx| {
            *seen.lock().expect("never poisoned") = None;
            if !job::hold(tx, &job.id, job.done, &lease)? {
                return Ok(None);
            }
            let undone = match undo::undo_page(&ctx, tx, &set, &entries, &refused) {
                Ok(undone) => undone,
                Err(Stopped::Whole(problem)) => return Err(problem),
                Err(Stopped::AtRow(place, why)) => {
                    *seen.lock().expect("never poisoned") = Some((place, why));
                    return Err(Problem::new(&codes::INPUT_INVALID, vec![]));
                }
            };
            let next = moved_on(&job, &entries, &undone);
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

fn moved_on(job: &Job, page: &[(String, String, String)], undone: &undo::Undone) -> Job {
    let mut result = job.result.clone().unwrap_or_else(|| json!({"left": []}));
    result["at"] = json!(page.last().map(|(entry, ..)| entry));
    if let Some(list) = result["left"].as_array_mut() {
        let room = LISTED.saturating_sub(list.len());
        list.extend(undone.left.iter().take(room).map(|left| -> Value { json!({"entity": left.entity, "id": left.id, "title": left.title, "detail": left.why}) }));
    }
    Job {
        done: job.done + page.len() as i64,
        created: job.created + undone.removed,
        updated: job.updated + undone.restored,
        skipped: job.skipped + undone.left.len() as i64,
        result: Some(result),
        ..job.clone()
    }
}

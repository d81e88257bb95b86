//! Who runs jobs, and when.

use std::{
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use keshu_kernel::{Dialect, Problem, codes, time::moment_text};
use keshu_record::House;
use keshu_store::job::{self, Job};
use serde_json::json;

use crate::{
    housekeeping,
    run::{self, LEASE, Step},
    scratch,
};

/// How long a runner sleeps when nobody rings.
const POLL: Duration = Duration::from_secs(1);
const MINUTE: i64 = 60_000;

/// A hint that there is work, for every runner of this process; jobs of other nodes are found by polling.
static BELL: (Mutex<u64>, Condvar) = (Mutex::new(0), Condvar::new());

pub(crate) fn ring() {
    let mut rung = BELL.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    *rung += 1;
    BELL.1.notify_all();
}

/// Takes the oldest job that waits or that its holder let go.
pub fn claim(house: &Arc<House>) -> Result<Option<Job>, Problem> {
    let now = house.now();
    let (now, lease) = (moment_text(now), moment_text(now.saturating_add(LEASE).map_err(Problem::internal)?));
    house.store.write(move |tx| job::claim(tx, &now, &lease))
}

/// Runs every job that can be claimed, one after another, to its end; says how many.
pub fn run_pending(house: &Arc<House>) -> Result<usize, Problem> {
    let mut count = 0;
    while let Some(job) = claim(house)? {
        run(house, job, &|| false)?;
        count += 1;
    }
    Ok(count)
}

/// One step of the oldest job that can be claimed, if there is one; whoever asks next goes on with it.
pub fn run_step(house: &Arc<House>) -> Result<(), Problem> {
    claim(house)?.map_or(Ok(()), |job| run(house, job, &|| true))
}

/// Whether the same may succeed a little later.
fn is_passing(problem: &Problem) -> bool {
    [&codes::STORE_BUSY, &codes::COMMIT_FAILED, &codes::DISK_FULL, &codes::BLOB_STORE_DOWN, &codes::SHUTTING_DOWN].contains(&problem.code)
}

/// Runs a claimed job to its end, or until `stop` says so; then whoever asks next may go on with it.
fn run(house: &Arc<House>, job: Job, stop: &dyn Fn() -> bool) -> Result<(), Problem> {
    let (id, staff_id) = (job.id.clone(), job.staff_id.clone());
    let Err(problem) = steps(house, job, stop) else { return Ok(()) };
    if is_passing(&problem) {
        // The lease ends by itself; the job goes on then.
        tracing::warn!(job = id, %problem, "a job waits for the store");
        return Err(problem);
    }
    tracing::error!(job = id, %problem, "a job failed");
    let (kept, failed) = (house.clone(), id.clone());
    house.store.write(move |tx| {
        let Some(known) = job::get(tx.read(), &id, None)? else { return Ok(()) };
        let mut result = known.result.clone().unwrap_or_else(|| json!({}));
        result["error"] = problem.to_json(run::locale(&known), &id);
        run::end(&kept, tx, &known, "failed", None, &result).map(drop)
    })?;
    house.live.tell_job(&staff_id, &failed);
    Ok(())
}

fn steps(house: &Arc<House>, job: Job, stop: &dyn Fn() -> bool) -> Result<(), Problem> {
    let (id, staff_id) = (job.id.clone(), job.staff_id.clone());
    let mut run = run::open(house, job)?;
    loop {
        let step = run.step()?;
        house.live.tell_job(&staff_id, &id);
        if step != Step::More {
            return Ok(());
        }
        if stop() {
            return house.store.write(move |tx| job::release(tx, Some(&id)));
        }
    }
}

/// A running runner; dropped, it stops after the chunk in hand.
pub struct Handle {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Handle {
    /// Stops and waits for the end.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.stop.store(true, Ordering::Release);
        ring();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.end();
    }
}

/// Starts a thread that runs jobs as they come and keeps house every minute.
pub fn start(house: Arc<House>) -> Result<Handle, Problem> {
    scratch::tidy(&house);
    if house.store.dialect() == Dialect::Sqlite {
        // One process holds the folder: whoever ran a job before is gone.
        house.store.write(|tx| job::release(tx, None))?;
    }
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = stop.clone();
    let thread = std::thread::Builder::new().name("keshu-jobs".to_owned()).spawn(move || serve(&house, &stopped)).map_err(Problem::internal)?;
    Ok(Handle { stop, thread: Some(thread) })
}

fn serve(house: &Arc<House>, stop: &AtomicBool) {
    let is_stopped = || stop.load(Ordering::Acquire);
    let mut minute = i64::MIN;
    let mut rung = 0;
    while !is_stopped() {
        match claim(house) {
            Ok(Some(job)) => {
                if let Err(problem) = run(house, job, &is_stopped) {
                    tracing::warn!(%problem, "a job was left for later");
                    wait(&mut rung);
                }
            }
            Ok(None) => wait(&mut rung),
            Err(problem) => {
                tracing::warn!(%problem, "no job could be claimed");
                wait(&mut rung);
            }
        }
        let now = house.now().as_millisecond() / MINUTE;
        if now != minute && !is_stopped() {
            minute = now;
            if let Err(problem) = housekeeping(house) {
                tracing::error!(%problem, "housekeeping failed");
            }
        }
    }
}

/// Until somebody rings, a second at most.
fn wait(rung: &mut u64) {
    let known = *rung;
    let guard = BELL.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let waited = BELL.1.wait_timeout_while(guard, POLL, |now| *now == known);
    *rung = match waited {
        Ok((now, _)) => *now,
        Err(poisoned) => *poisoned.into_inner().0,
    };
}

//! F6 jobs: long work that outlives its request — imports so far — and the housekeeping of every minute.
//!
//! Invariant: a job's progress is written in the transaction of the work it counts, so a job that was
//! killed goes on where it stood, with nothing twice and nothing left out. Leases are rows; nothing
//! depends on the memory of one process. Deliberately absent: HTTP, SQL, what a row means (record).

mod api;
mod housekeeping;
mod import;
mod report;
mod runner;
pub mod table;

pub use api::{ImportRequest, cancel, count_by_status, job_json, list_jobs, preview_import, start_import, template_csv};
pub use housekeeping::housekeeping;
pub use import::{CHUNK, ImportRun, Step};
pub use keshu_store::job::Job;
pub use runner::{Handle, claim, run_pending, start};

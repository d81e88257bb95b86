//! F6 jobs: long work that outlives its request — imports, exports, changes to many records, taking back — and the housekeeping of
//! every minute.
//!
//! Invariant: a job's progress is written in the transaction of the work it counts, so a job that was
//! killed goes on where it stood, with nothing twice and nothing left out. Leases are rows; nothing
//! depends on the memory of one process. Deliberately absent: HTTP, SQL, what a row means (record).

mod api;
mod bulk;
mod export;
mod folder;
mod housekeeping;
mod import;
mod memory;
mod report;
mod retention;
mod run;
mod runner;
mod scratch;
mod spreadsheet;
mod setting;
mod sweep;
mod takeout;
mod upload;
mod vcard;
pub mod table;

pub use api::{Deed, ImportRequest, change_state, count_by_status, job_json, list_jobs, preview_import, start_export, start_import, start_takeout, start_undo, template_csv};
pub use bulk::{preview_bulk, start_bulk};
pub use housekeeping::housekeeping;
pub use import::ImportRun;
pub use keshu_store::job::Job;
pub use run::Step;
pub use runner::{Handle, claim, run_pending, run_step, start};
pub use scratch::{Scratch, io};
pub use upload::Upload;

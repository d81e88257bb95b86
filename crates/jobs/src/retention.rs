//! Files of jobs do not stay for ever: lists that came in and files that went out hold in clear what the
//! database keeps sealed.

use std::sync::Arc;

use jiff::SignedDuration;
use keshu_kernel::{Problem, time::moment_text};
use keshu_record::{Ctx, House, files};
use keshu_store::{
    blob,
    idempotency,
    job::{self, Job},
};
use serde_json::{Value, json};

/// As long as an import can be taken back.
pub(crate) const FILE_DAYS: i64 = 30;
/// Jobs tidied at a time.
const JOBS: i64 = 50;

/// Drops uploads that nobody started within a day, and the files of jobs that ended long ago.
pub(crate) fn drop_files(house: &Arc<House>) -> Result<(), Problem> {
    let before = |hours: i64| house.now().saturating_sub(SignedDuration::from_hours(hours)).map(moment_text).map_err(Problem::internal);
    let (drafts, ended) = (before(idempotency::KEPT_HOURS)?, before(FILE_DAYS * 24)?);
    let jobs = house.store.read(|read| job::with_files(read, &drafts, &ended, JOBS))?;
    for old in jobs {
        drop_files_of(house, old)?;
    }
    Ok(())
}

fn drop_files_of(house: &Arc<House>, old: Job) -> Result<(), Problem> {
    let system = Ctx::system(house.clone(), "drop the files of old jobs");
    let gone = house.store.write(move |tx| {
        let mut input: Value = serde_json::from_str(&old.input).unwrap_or_default();
        let mut ids: Vec<String> = Vec::new();
        let lists = ["sheet", "sheets", "beside"].map(|part| input.as_object_mut().and_then(|input| input.remove(part)));
        for sheet in lists.iter().flatten().flat_map(|part| part.as_array().cloned().unwrap_or_else(|| vec![part.clone()])) {
            ids.extend(sheet["file"].as_str().map(str::to_owned));
        }
        ids.extend(old.error_file.clone());
        ids.extend(old.result.as_ref().and_then(|result| result["file"].as_str()).map(str::to_owned));
        // Somebody may have put such a file into a record; there it stays.
        let mut free = Vec::new();
        for id in ids {
            if !files::is_held(&system, tx.read(), &id)? {
                free.push(id);
            }
        }
        let result = old.result.clone().map(|mut result| {
            if !result["file"].is_null() {
                (result["file"], result["expired"]) = (Value::Null, json!(true));
            }
            result
        });
        match old.status.as_str() {
            job::DRAFT => job::forget(tx, &old.id)?,
            _ => job::forget_files(tx, &old.id, &input.to_string(), result.as_ref())?,
        }
        blob::forget(tx, &free)
    })?;
    for hash in gone {
        house.store.blobs().remove(&hash)?;
    }
    Ok(())
}

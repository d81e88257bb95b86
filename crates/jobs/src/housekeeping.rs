//! What is due every minute.

use std::{fs::OpenOptions, io::Write, sync::Arc};

use jiff::SignedDuration;
use keshu_kernel::{Problem, time::moment_text};
use keshu_record::House;
use keshu_store::{audit, idempotency};

use crate::{folder, retention};

/// Where anchors stand outside the database, so that a changed database does not agree with them.
const ANCHORS: &str = "audit_anchors.jsonl";

/// Takes in what lies in watched folders, signs the heads of the audit, writes the anchor down, and forgets
/// answers older than a day and the files of old jobs.
pub fn housekeeping(house: &Arc<House>) -> Result<(), Problem> {
    if let Err(problem) = folder::look(house) {
        tracing::error!(%problem, "watched folders could not be read");
    }
    if let Err(problem) = retention::drop_files(house) {
        tracing::error!(%problem, "files of old jobs could not be dropped");
    }
    let now = house.now();
    let at = moment_text(now);
    let old = moment_text(now.saturating_sub(SignedDuration::from_hours(idempotency::KEPT_HOURS)).map_err(Problem::internal)?);
    let signer = house.clone();
    let anchor = house.store.write(move |tx| {
        idempotency::forget(tx, &old)?;
        let vault = signer.store.vault();
        audit::anchor(tx, |text| vault.sign(text), &vault.public_key(), &at)
    })?;
    let mut line = serde_json::to_string(&anchor).map_err(Problem::internal)?;
    line.push('\n');
    let path = house.store.data().join(ANCHORS);
    let written = OpenOptions::new().create(true).append(true).open(path).and_then(|mut file| {
        file.write_all(line.as_bytes())?;
        file.sync_all()
    });
    written.map_err(Problem::internal)
}

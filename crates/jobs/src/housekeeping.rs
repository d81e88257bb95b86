//! What is due every minute.

use std::{
    fs::OpenOptions,
    io::Write,
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::SignedDuration;
use keshu_kernel::{Problem, time::moment_text};
use keshu_record::{House, account, form_draft::KEPT_DAYS, notice, session, tries};
use keshu_store::{audit, form_draft, idempotency, identity, search, sign_in_try};

use crate::{folder, retention};

/// So long each minute the search index is tidied, at most.
const TIDYING: Duration = Duration::from_secs(1);

/// Takes in what lies in watched folders, closes accounts that nobody uses, notifies of moments that have come, signs the heads of the audit, writes the
/// anchor down, and forgets answers older than a day, drafts older than a month and the files of old jobs;
/// what is left of its time goes to the search index.
pub fn housekeeping(house: &Arc<House>) -> Result<(), Problem> {
    if let Err(problem) = folder::look(house) {
        tracing::error!(%problem, "watched folders could not be read");
    }
    if let Err(problem) = retention::drop_files(house) {
        tracing::error!(%problem, "files of old jobs could not be dropped");
    }
    if let Err(problem) = account::close_unused(house) {
        tracing::error!(%problem, "unused accounts could not be closed");
    }
    if let Err(problem) = notice::of_moments(house).and_then(|()| notice::forget_old(house)) {
        tracing::error!(%problem, "notifications could not be kept up");
    }
    let now = house.now();
    let at = moment_text(now);
    let before = |hours: i64| now.saturating_sub(SignedDuration::from_hours(hours)).map(moment_text).map_err(Problem::internal);
    let (old, old_drafts) = (before(idempotency::KEPT_HOURS)?, before(KEPT_DAYS * 24)?);
    let (old_tries, old_places) = (before(tries::FORGIVEN_HOURS)?, before(tries::PLACE_DAYS * 24)?);
    let signer = house.clone();
    let anchor = house.store.write(move |tx| {
        idempotency::forget(tx, &old)?;
        form_draft::forget_old(tx, &old_drafts)?;
        identity::forget_ended(tx, &at, session::idle_since(&signer).as_deref())?;
        sign_in_try::forget_old(tx, &old_tries, &old_places)?;
        let vault = signer.store.vault();
        audit::anchor(tx, |text| vault.sign(text), &vault.public_key(), &at)
    })?;
    let mut line = serde_json::to_string(&anchor).map_err(Problem::internal)?;
    line.push('\n');
    // Where one place fails, the other has it all the same.
    let mut written = Ok(());
    for path in house.store.anchors() {
        let one = OpenOptions::new().create(true).append(true).open(&path).and_then(|mut file| {
            file.write_all(line.as_bytes())?;
            file.sync_all()
        });
        written = written.and(one.map_err(|fault| Problem::internal(format!("{}: {fault}", path.display()))));
    }
    written?;
    let until = Instant::now() + TIDYING;
    while house.store.write(search::tidy)? && Instant::now() < until {}
    Ok(())
}

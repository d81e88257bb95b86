//! What whoever runs the installation asks of it: is it well, copy it, walk its chains.

use std::{
    fs::OpenOptions,
    io::{BufWriter, Write},
    path::Path,
};

use keshu_kernel::{Problem, new_id};
use keshu_store::{audit, backup as copy, blob, setting};
use serde_json::json;

use crate::{Ctx, House, write::note_deed};

pub use keshu_store::audit::{Anchor, Verdict};

/// Whether the store answers, and what keeps its files.
pub fn health(house: &House) -> Result<(), Problem> {
    house.store.read(|read| setting::get(read, "key_ring"))?;
    house.store.blobs().check()
}

/// Copies everything into a new folder; readers and writers go on.
pub fn backup(house: &House, target: &Path) -> Result<(), Problem> {
    copy::backup(&house.store, target)
}

/// Walks the audit chains and holds them against an anchor kept elsewhere.
pub fn verify_audit(house: &House, anchor: Option<&Anchor>) -> Result<Verdict, Problem> {
    house.store.read(|read| audit::verify(read, house.store.vault(), anchor))
}

/// Writes the audit chains to a file that is not there yet, for a verifier who needs nothing else; `diffs`: also what
/// was changed. That it was taken out stands in the audit, before anything is written. Gives the entries.
pub fn export_audit(ctx: &Ctx, file: &Path, diffs: bool) -> Result<u64, Problem> {
    // For whoever asked alone: it may hold values.
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let out = options.open(file).map_err(blob::from_io)?;
    let asker = ctx.clone();
    ctx.house.store.write(move |tx| {
        note_deed(&asker, tx, "audit", &new_id(), "export", &json!({"diffs": [null, diffs]}));
        Ok(())
    })?;
    let mut out = BufWriter::new(out);
    let entries = ctx.house.store.read(|read| audit::export(read, ctx.house.store.vault(), &ctx.at(), diffs, &mut out))?;
    out.flush().and_then(|()| out.get_ref().sync_all()).map_err(blob::from_io)?;
    Ok(entries)
}

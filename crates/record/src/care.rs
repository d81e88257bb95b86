//! What whoever runs the installation asks of it: is it well, copy it, walk its chains.

use std::path::Path;

use keshu_kernel::Problem;
use keshu_store::{audit, backup as copy, setting};

use crate::House;

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

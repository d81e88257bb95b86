//! Putting a house together.

use std::sync::Arc;

use keshu_catalog::{Catalog, load_embedded};
use keshu_kernel::{Clock, Problem, SystemClock};
use keshu_record::{House, Registry};
use keshu_store::{Config, Store};
use rust_embed::RustEmbed;

use crate::config::Settings;

#[derive(RustEmbed)]
#[folder = "../packs"]
pub(crate) struct Packs;

/// The catalog of the packs carried in the binary.
pub fn catalog() -> Result<Catalog, Problem> {
    let files = Packs::iter().filter_map(|path| Some((path.to_string(), Packs::get(&path)?.data.into_owned())));
    load_embedded(files).map_err(Problem::internal)
}

/// Every hook and action that packs may name.
pub fn registry() -> Registry {
    let mut registry = Registry::default();
    keshu_party::register(&mut registry);
    registry
}

/// Opens the house that the settings describe, or says why not.
pub fn open(settings: &Settings) -> Result<Arc<House>, Problem> {
    open_at(settings, Arc::new(SystemClock))
}

/// As [`open`], with a clock of the caller's.
pub fn open_at(settings: &Settings, clock: Arc<dyn Clock>) -> Result<Arc<House>, Problem> {
    let config = Config { data: settings.data.clone(), database: settings.database.clone(), limit_mib: settings.database_limit_mib, bucket: settings.bucket.clone(), anchors: settings.anchors.clone() };
    House::open(Store::open(&config)?, catalog()?, registry(), clock, settings.zone.clone(), settings.uploads.clone(), settings.accounts.clone())
}

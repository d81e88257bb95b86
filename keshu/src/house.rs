//! Putting a house together.

use std::{path::Path, sync::Arc};

use keshu_catalog::{Catalog, load_embedded};
use keshu_kernel::{Clock, Problem, SystemClock};
use keshu_record::{House, Registry};
use keshu_store::{Config, Store};
use rust_embed::RustEmbed;

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

/// Opens the house of a data folder, or says why not.
pub fn open(data: &Path, database: Option<&str>) -> Result<Arc<House>, Problem> {
    open_at(data, database, Arc::new(SystemClock))
}

/// As [`open`], with a clock of the caller's.
pub fn open_at(data: &Path, database: Option<&str>, clock: Arc<dyn Clock>) -> Result<Arc<House>, Problem> {
    let store = Store::open(&Config { data: data.to_owned(), database: database.map(str::to_owned) })?;
    House::open(store, catalog()?, registry(), clock)
}

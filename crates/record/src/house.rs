//! The running installation: store, catalog, clock, registry and the caches made from rows.

use std::{
    sync::{
        Arc, RwLock,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
};

use jiff::{Timestamp, tz::TimeZone};
use keshu_catalog::Catalog;
use keshu_kernel::{Clock, Problem, new_id};
use keshu_store::{Store, Tx, ddl, setting};

use crate::{Ctx, Directory, Registry, account, files, live::Live, presence::Presence, reindex, rollup::RollupIndex, setup};

/// How long another node's change may stay unseen, in milliseconds.
const DIRECTORY_AGE: i64 = 1000;
const DIRECTORY_VERSION: &str = "directory_version";

pub struct House {
    pub store: Store,
    pub catalog: Arc<Catalog>,
    /// The company's: its days begin and end by it.
    pub zone: TimeZone,
    pub registry: Registry,
    /// What the installation says of uploads.
    pub uploads: files::Rules,
    /// What it says of accounts.
    pub accounts: account::Rules,
    /// What just happened, for whoever listens.
    pub live: Live,
    /// Who has which record open.
    pub(crate) presence: Presence,
    pub(crate) rollups: RollupIndex,
    clock: Arc<dyn Clock>,
    directory: RwLock<Arc<Directory>>,
    stale: Arc<AtomicBool>,
    checked_at: AtomicI64,
}

impl House {
    /// Checks packs against code, brings the tables up to the catalog and plants the seeds.
    pub fn open(store: Store, catalog: Catalog, registry: Registry, clock: Arc<dyn Clock>, zone: TimeZone, uploads: files::Rules, accounts: account::Rules) -> Result<Arc<House>, Problem> {
        let mismatches = registry.mismatches(&catalog);
        if !mismatches.is_empty() {
            return Err(Problem::internal(format!("packs and code do not fit: {}", mismatches.join("; "))));
        }
        let catalog = Arc::new(catalog);
        let wanted = catalog.clone();
        let done = store.write(move |tx| ddl::apply(tx, &wanted))?;
        if !done.is_empty() {
            tracing::info!(statements = done.len(), "tables brought up to the catalog");
        }
        let rollups = RollupIndex::of(&catalog);
        let house = Arc::new(House {
            store,
            zone,
            registry,
            uploads,
            accounts,
            live: Live::new(),
            presence: Presence::default(),
            rollups,
            clock,
            directory: RwLock::new(Arc::new(Directory::empty(&catalog))),
            catalog,
            stale: Arc::new(AtomicBool::new(true)),
            checked_at: AtomicI64::new(0),
        });
        reindex::bring_up(&house)?;
        setup::plant_seeds(&house)?;
        Ok(house)
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// People, departments, rights and dictionaries as the database has them, at most a second old.
    pub fn directory(self: &Arc<House>) -> Arc<Directory> {
        let known = self.directory.read().expect("the directory is never poisoned").clone();
        let now = self.now().as_millisecond();
        let due = (now - self.checked_at.load(Ordering::Relaxed)).abs() >= DIRECTORY_AGE;
        if !self.stale.swap(false, Ordering::AcqRel) && !due {
            return known;
        }
        self.checked_at.store(now, Ordering::Relaxed);
        match self.reload(&known) {
            Ok(fresh) => fresh,
            Err(problem) => {
                tracing::error!(%problem, "the directory could not be read");
                self.stale.store(true, Ordering::Release);
                known
            }
        }
    }

    fn reload(self: &Arc<House>, known: &Arc<Directory>) -> Result<Arc<Directory>, Problem> {
        let version = self.store.read(|read| setting::get(read, DIRECTORY_VERSION))?.unwrap_or_default();
        if version == known.version && !version.is_empty() {
            return Ok(known.clone());
        }
        let ctx = Ctx::system(self.clone(), "read the directory");
        let fresh = Arc::new(Directory::load(&ctx, version)?);
        *self.directory.write().expect("the directory is never poisoned") = fresh.clone();
        Ok(fresh)
    }

    /// To be called in a transaction that changes people, departments, roles or dictionaries.
    pub(crate) fn touch_directory(&self, tx: &mut Tx) -> Result<(), Problem> {
        setting::set(tx, DIRECTORY_VERSION, &new_id())?;
        let stale = self.stale.clone();
        tx.after_commit(move || stale.store(true, Ordering::Release));
        Ok(())
    }
}

/// Entities whose rows feed the [`Directory`].
pub(crate) const DIRECTORY_ENTITIES: [&str; 4] = ["dept", "staff", "role", "dictionary"];


//! Opening a store and running work on it.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read as _, Seek, Write},
    path::{Path, PathBuf},
};

use keshu_kernel::{Dialect, Problem, args, codes};

use crate::{
    audit,
    blob::{BlobStore, Bucket},
    conn::{Read, Tx},
    postgres::Postgres,
    sqlite::Sqlite,
    system_tables,
    vault::Vault,
};

/// Where data lives.
#[derive(Debug, Clone)]
pub struct Config {
    /// The data folder: the key ring and, by default, the database and the blobs.
    pub data: PathBuf,
    /// A PostgreSQL URL; without it the database is `keshu.db` in the data folder.
    pub database: Option<String>,
    /// Size in MiB at which the embedded database refuses to grow; `disk_full` then.
    pub limit_mib: Option<u32>,
    /// The bucket that keeps files; without it the folder `blobs` in the data folder does.
    pub bucket: Option<Bucket>,
    /// A file elsewhere that gets each signed anchor of the audit too.
    pub anchors: Option<PathBuf>,
}

enum Backend {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

/// The open database with its key ring and blobs. One process holds a data folder at a time.
pub struct Store {
    backend: Backend,
    vault: Vault,
    blobs: BlobStore,
    data: PathBuf,
    anchors: Option<PathBuf>,
    _lock: File,
}

impl Store {
    /// Opens or makes everything in the folder; the fixed system tables are there afterwards.
    pub fn open(config: &Config) -> Result<Store, Problem> {
        make_private_folder(&config.data)?;
        let lock = lock_folder(&config.data)?;
        let backend = match &config.database {
            Some(url) => Backend::Postgres(Postgres::open(url)?),
            None => Backend::Sqlite(Sqlite::open(&config.data.join("keshu.db"), config.limit_mib)?),
        };
        let vault = Vault::open(&config.data.join("keyring.json"))?;
        let blobs = match &config.bucket {
            Some(bucket) => BlobStore::in_bucket(bucket.clone(), &config.data.join("incoming"))?,
            None => BlobStore::in_folder(&config.data.join("blobs"))?,
        };
        let store = Store { backend, vault, blobs, data: config.data.clone(), anchors: config.anchors.clone(), _lock: lock };
        let chains = store.chains();
        let fingerprint = store.vault.fingerprint();
        let key_file = config.data.join("keyring.json").display().to_string();
        store.write(move |tx| {
            system_tables::create(tx)?;
            audit::create_heads(tx, chains)?;
            match crate::setting::get(tx.read(), "key_ring")? {
                None => crate::setting::set(tx, "key_ring", &fingerprint),
                Some(known) if known == fingerprint => Ok(()),
                Some(_) => Err(Problem::new(&codes::KEY_RING_WRONG, args![path = key_file])),
            }
        })?;
        store.blobs.claim(&store)?;
        Ok(store)
    }

    pub fn dialect(&self) -> Dialect {
        match self.backend {
            Backend::Sqlite(_) => Dialect::Sqlite,
            Backend::Postgres(_) => Dialect::Postgres,
        }
    }

    /// How many audit chains this store keeps, so that commits do not queue behind one row.
    pub fn chains(&self) -> i64 {
        match self.backend {
            Backend::Sqlite(_) => 1,
            Backend::Postgres(_) => 16,
        }
    }

    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    pub fn blobs(&self) -> &BlobStore {
        &self.blobs
    }

    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Where signed anchors of the audit go, so that a changed database does not agree with them: beside it, and
    /// elsewhere where the installation says so.
    pub fn anchors(&self) -> impl Iterator<Item = PathBuf> {
        std::iter::once(self.data.join("audit_anchors.jsonl")).chain(self.anchors.clone())
    }

    /// Runs `work` on a reading connection. On SQLite all of it sees one instant.
    pub fn read<T>(&self, work: impl FnOnce(&mut Read) -> Result<T, Problem>) -> Result<T, Problem> {
        match &self.backend {
            Backend::Sqlite(sqlite) => sqlite.read(work),
            Backend::Postgres(postgres) => postgres.read(work),
        }
    }

    /// Runs `work` on a reading connection with no transaction around it (SQLite's VACUUM wants that).
    pub(crate) fn read_outside_transaction<T>(&self, work: impl FnOnce(&mut Read) -> Result<T, Problem>) -> Result<T, Problem> {
        match &self.backend {
            Backend::Sqlite(sqlite) => sqlite.read_plain(work),
            Backend::Postgres(postgres) => postgres.read(work),
        }
    }

    /// Runs `work` in a transaction and answers once it is on disk. A closed connection of the asker
    /// does not cancel it. On PostgreSQL `work` may run again after a serialization failure.
    pub fn write<T: Send + 'static>(&self, work: impl Fn(&mut Tx) -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
        let chains = self.chains();
        let whole = move |tx: &mut Tx| {
            let value = work(tx)?;
            audit::flush(tx, chains)?;
            Ok(value)
        };
        match &self.backend {
            Backend::Sqlite(sqlite) => sqlite.write(whole),
            Backend::Postgres(postgres) => postgres.write(whole),
        }
    }

    /// Finishes waiting writes. Later writes answer `shutting_down`.
    pub fn close(&self) {
        if let Backend::Sqlite(sqlite) = &self.backend {
            sqlite.close();
        }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.close();
    }
}

/// Makes a folder that only its owner can enter; one that is there stays as it is.
pub(crate) fn make_private_folder(path: &Path) -> Result<(), Problem> {
    use std::os::unix::fs::DirBuilderExt;
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(|fault| Problem::internal(format!("{}: {fault}", path.display())))
}

/// Holds `keshu.lock` for the life of the process; the file names the holder.
pub(crate) fn lock_folder(data: &Path) -> Result<File, Problem> {
    let path = data.join("keshu.lock");
    let mut file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(&path).map_err(|fault| Problem::internal(format!("{}: {fault}", path.display())))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            let _ = file.read_to_string(&mut holder);
            return Err(Problem::new(&codes::DATA_FOLDER_TAKEN, args![pid = format!("pid {}", holder.trim()), path = data.display()]));
        }
        Err(TryLockError::Error(fault)) => return Err(Problem::internal(fault)),
    }
    let noted = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| write!(file, "{}", std::process::id()));
    noted.map_err(Problem::internal)?;
    Ok(file)
}

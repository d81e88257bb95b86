//! Backup of the embedded database: a consistent copy of database, key ring and files in one folder, wherever the
//! files are kept.

use std::path::Path;

use keshu_kernel::{Dialect, Fragment, Problem, args, codes};

use crate::{Store, blob};

/// Copies everything into a new folder `target`, readable by `keshu restore`.
pub fn backup(store: &Store, target: &Path) -> Result<(), Problem> {
    if store.dialect() == Dialect::Postgres {
        return Err(Problem::new(&codes::BACKUP_BY_DATABASE, vec![]));
    }
    if target.exists() {
        return Err(Problem::new(&codes::FOLDER_NOT_EMPTY, args![path = target.display()]));
    }
    crate::store::make_private_folder(target)?;
    let copy = target.join("keshu.db");
    store.read_outside_transaction(|read| {
        let mut sql = Fragment::raw("VACUUM INTO ");
        sql.bind(copy.display().to_string());
        read.query(sql).map(drop)
    })?;
    copy_files(store.data(), target)?;
    let mut bad = store.blobs().copy_to(&target.join("blobs"), store.read(blob::contents)?)?;
    // What was dropped in the meantime is no loss.
    let named = store.read(blob::contents)?;
    bad.retain(|hash| named.contains(hash));
    match bad.first() {
        None => Ok(()),
        Some(first) => Err(Problem::new(&codes::BACKUP_INCOMPLETE, args![count = bad.len(), which = first, path = target.display()])),
    }
}

/// Puts a backup into an empty data folder after checking that it is whole.
pub fn restore(source: &Path, data: &Path) -> Result<(), Problem> {
    let database = source.join("keshu.db");
    let conn = rusqlite::Connection::open_with_flags(&database, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(|fault| damaged(&database, fault))?;
    let answer: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).map_err(|fault| damaged(&database, fault))?;
    if answer != "ok" {
        return Err(damaged(&database, &answer));
    }
    drop(conn);
    // A key ring that is there belongs to some data; overwriting it would lose that data for good.
    if KEPT.iter().any(|name| data.join(name).exists()) {
        return Err(Problem::new(&codes::FOLDER_NOT_EMPTY, args![path = data.display()]));
    }
    crate::store::make_private_folder(data)?;
    let _lock = crate::store::lock_folder(data)?;
    copy_files(source, data)?;
    copy_folder(&source.join("blobs"), &data.join("blobs")).map_err(Problem::internal)
}

/// Files of a data folder that a backup holds, the database first.
const KEPT: [&str; 4] = ["keshu.db", "keyring.json", "audit_anchors.jsonl", "keshu.toml"];

/// Copies those that are there; a database that the target already has (a fresh copy) stays.
fn copy_files(from: &Path, to: &Path) -> Result<(), Problem> {
    for name in KEPT.iter().filter(|name| from.join(name).exists() && !to.join(name).exists()) {
        std::fs::copy(from.join(name), to.join(name)).map_err(Problem::internal)?;
    }
    Ok(())
}

fn damaged(path: &Path, why: impl std::fmt::Display) -> Problem {
    Problem::new(&codes::BACKUP_DAMAGED, args![path = path.display(), why = why])
}

fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

//! Backup of the embedded database: a consistent copy of database, key ring and blobs in one folder.

use std::path::Path;

use keshu_kernel::{Dialect, Fragment, Problem};

use crate::Store;

/// Copies everything into a new folder `target`, readable by `keshu restore`.
pub fn backup(store: &Store, target: &Path) -> Result<(), Problem> {
    if store.dialect() == Dialect::Postgres {
        return Err(Problem::internal("a PostgreSQL database is backed up with pg_dump; keyring.json and blobs/ by copying the data folder"));
    }
    if target.exists() {
        return Err(Problem::internal(format!("{} is already there; name a new folder", target.display())));
    }
    std::fs::create_dir_all(target).map_err(Problem::internal)?;
    let copy = target.join("keshu.db");
    store.read_outside_transaction(|read| {
        let mut sql = Fragment::raw("VACUUM INTO ");
        sql.bind(copy.display().to_string());
        read.query(sql).map(drop)
    })?;
    std::fs::copy(store.data().join("keyring.json"), target.join("keyring.json")).map_err(Problem::internal)?;
    copy_folder(&store.data().join("blobs"), &target.join("blobs")).map_err(Problem::internal)
}

/// Puts a backup into an empty data folder after checking that it is whole.
pub fn restore(source: &Path, data: &Path) -> Result<(), Problem> {
    let database = source.join("keshu.db");
    let conn = rusqlite::Connection::open_with_flags(&database, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(crate::error::from_sqlite)?;
    let answer: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).map_err(crate::error::from_sqlite)?;
    if answer != "ok" {
        return Err(Problem::internal(format!("{} is damaged: {answer}", database.display())));
    }
    drop(conn);
    if data.join("keshu.db").exists() {
        return Err(Problem::internal(format!("{} already holds a database; restore into an empty folder", data.display())));
    }
    std::fs::create_dir_all(data).map_err(Problem::internal)?;
    for name in ["keyring.json", "keshu.db"] {
        std::fs::copy(source.join(name), data.join(name)).map_err(Problem::internal)?;
    }
    copy_folder(&source.join("blobs"), &data.join("blobs")).map_err(Problem::internal)
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

//! Files by content: one folder, written beside and renamed into place, named by SHA-256.

use std::{
    io::{Read as _, Write},
    path::{Path, PathBuf},
};

use keshu_kernel::{Cell, Fragment, Problem, args, codes};
use serde::Serialize;

use crate::{
    Read, Tx,
    vault::{Sha256, sha256},
};

#[derive(Debug, Clone)]
pub struct BlobStore {
    folder: PathBuf,
}

/// What is known of a stored file.
#[derive(Debug, Clone, Serialize)]
pub struct Blob {
    pub id: String,
    pub name: String,
    pub size: i64,
    pub content_type: String,
    pub sha256: String,
    #[serde(skip)]
    pub created_by: String,
}

/// The file in the folder that says which database its blobs belong to.
const MARK: &str = "blob_store";

impl BlobStore {
    pub fn open(folder: &Path) -> Result<BlobStore, Problem> {
        std::fs::create_dir_all(folder).map_err(Problem::internal)?;
        Ok(BlobStore { folder: folder.to_owned() })
    }

    /// Ties the folder to the database, so that a node with a private folder, or none of the old files,
    /// cannot start. To be called in the transaction that opens the store.
    pub(crate) fn claim(&self, tx: &mut Tx) -> Result<(), Problem> {
        let path = self.folder.join(MARK);
        match crate::setting::get(tx.read(), MARK)? {
            Some(known) if std::fs::read_to_string(&path).is_ok_and(|mark| mark.trim() == known) => Ok(()),
            Some(_) => Err(Problem::new(&codes::BLOB_STORE_WRONG, args![path = self.folder.display()])),
            None => {
                let mark = keshu_kernel::new_id();
                write_durably(&path, mark.as_bytes())?;
                crate::setting::set(tx, MARK, &mark)
            }
        }
    }

    /// Writes the bytes durably and gives back their SHA-256.
    pub fn put(&self, bytes: &[u8]) -> Result<String, Problem> {
        let hash = sha256(bytes);
        let path = self.path(&hash);
        if path.exists() {
            return Ok(hash);
        }
        write_durably(&path, bytes)?;
        Ok(hash)
    }

    /// Takes over the file at `from`, whatever its size; gives back its SHA-256 and its bytes.
    pub fn put_file(&self, from: &Path) -> Result<(String, i64), Problem> {
        let mut source = std::fs::File::open(from).map_err(Problem::internal)?;
        let temporary = self.folder.join(format!(".{}", keshu_kernel::new_id()));
        let mut copy = std::fs::File::create(&temporary).map_err(Problem::internal)?;
        let (mut digest, mut size, mut part) = (Sha256::new(), 0, vec![0; 1 << 16]);
        let copied = (|| loop {
            let read = source.read(&mut part)?;
            if read == 0 {
                return copy.sync_all();
            }
            digest.update(&part[..read]);
            copy.write_all(&part[..read])?;
            size += read as i64;
        })();
        let hash = digest.finish();
        let path = self.path(&hash);
        let parent = path.parent().expect("a blob lies in a folder");
        let kept = copied.and_then(|()| {
            std::fs::create_dir_all(parent)?;
            std::fs::rename(&temporary, &path)?;
            std::fs::File::open(parent)?.sync_all()
        });
        kept.map(|()| (hash, size)).map_err(|fault| {
            let _ = std::fs::remove_file(&temporary);
            from_io(fault)
        })
    }

    pub fn get(&self, hash: &str) -> Result<Vec<u8>, Problem> {
        std::fs::read(self.path(hash)).map_err(Problem::internal)
    }

    /// Where a blob lies, for streaming.
    pub fn path(&self, hash: &str) -> PathBuf {
        self.folder.join(&hash[..2]).join(hash)
    }
}

/// Beside and renamed into place, so that a file is whole or absent.
fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let parent = path.parent().expect("a blob lies in a folder");
    let temporary = parent.join(format!(".{}", keshu_kernel::new_id()));
    let written = std::fs::create_dir_all(parent).and_then(|()| {
        let mut file = std::fs::File::create(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&temporary, path)?;
        std::fs::File::open(parent)?.sync_all()
    });
    written.map_err(from_io)
}

fn from_io(fault: std::io::Error) -> Problem {
    match fault.kind() {
        std::io::ErrorKind::StorageFull => Problem::new(&codes::DISK_FULL, vec![]).because(fault),
        _ => Problem::internal(fault),
    }
}

pub fn add(tx: &mut Tx, blob: &Blob, at: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("INSERT INTO sys_blob (id, name, size, content_type, sha256, created_at, created_by) VALUES (");
    sql.bind(&blob.id).sql(", ").bind(&blob.name).sql(", ").bind(blob.size).sql(", ").bind(&blob.content_type).sql(", ");
    sql.bind(&blob.sha256).sql(", ").bind(at).sql(", ").bind(&blob.created_by).sql(")");
    tx.execute(sql).map(drop)
}

pub fn info(read: &mut Read, id: &str) -> Result<Option<Blob>, Problem> {
    let mut sql = Fragment::raw("SELECT id, name, size, content_type, sha256, created_by FROM sys_blob WHERE id = ");
    sql.bind(id);
    let text = |cell: &Cell| cell.as_text().unwrap_or_default().to_owned();
    Ok(read.query_one(sql)?.map(|row| Blob {
        id: text(&row[0]),
        name: text(&row[1]),
        size: row[2].as_int().unwrap_or(0),
        content_type: text(&row[3]),
        sha256: text(&row[4]),
        created_by: text(&row[5]),
    }))
}

//! Files by content: one folder, written beside and renamed into place, named by SHA-256.

use std::{
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use keshu_kernel::{Cell, Fragment, Problem, args, codes};
use serde::Serialize;

use crate::{Read, Tx, vault::Sha256};

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
/// No upload takes longer.
const LEFTOVER: Duration = Duration::from_secs(24 * 3600);

/// No upload is noted later than this after it was written.
const FRESH: Duration = Duration::from_secs(3600);

impl BlobStore {
    pub fn open(folder: &Path) -> Result<BlobStore, Problem> {
        std::fs::create_dir_all(folder).map_err(Problem::internal)?;
        remove_leftovers(folder).map_err(Problem::internal)?;
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

    /// Begins a file that is on its way in.
    pub fn incoming(&self) -> Result<Incoming, Problem> {
        let path = self.folder.join(format!(".{}", keshu_kernel::new_id()));
        let file = File::options().create_new(true).read(true).write(true).open(&path).map_err(from_io)?;
        Ok(Incoming { folder: self.folder.clone(), path, file, digest: Sha256::new(), size: 0 })
    }

    /// Writes the bytes durably and gives back their SHA-256.
    pub fn put(&self, bytes: &[u8]) -> Result<String, Problem> {
        let mut incoming = self.incoming()?;
        incoming.write(bytes)?;
        incoming.keep().map(|(hash, _)| hash)
    }

    /// Takes over the file at `from`, whatever its size; gives back its SHA-256 and its bytes.
    pub fn put_file(&self, from: &Path) -> Result<(String, i64), Problem> {
        let mut incoming = self.incoming()?;
        incoming.write_all_of(&mut File::open(from).map_err(Problem::internal)?)?;
        incoming.keep()
    }

    /// A blob to read from.
    pub fn open_blob(&self, hash: &str) -> Result<File, Problem> {
        File::open(self.path(hash)).map_err(Problem::internal)
    }

    /// Where a blob lies, for streaming.
    pub fn path(&self, hash: &str) -> PathBuf {
        self.folder.join(&hash[..2]).join(hash)
    }

    /// What was made from a blob and lies beside it, so that it goes when the blob goes.
    pub fn beside(&self, hash: &str, what: &str) -> Result<Option<Vec<u8>>, Problem> {
        match std::fs::read(self.path(hash).with_extension(what)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(fault) => Err(Problem::internal(fault)),
        }
    }

    /// Removes a content that no file has any more, with what was made from it. One that was written a moment ago
    /// stays: the file that it is for may not be noted yet.
    pub fn remove(&self, hash: &str) -> Result<(), Problem> {
        let path = self.path(hash);
        let is_fresh = std::fs::metadata(&path).and_then(|about| about.modified()).is_ok_and(|at| SystemTime::now().duration_since(at).is_ok_and(|age| age < FRESH));
        let parent = path.parent().expect("a blob lies in a folder");
        if is_fresh || !path.exists() {
            return Ok(());
        }
        for entry in std::fs::read_dir(parent).map_err(from_io)? {
            let entry = entry.map_err(from_io)?;
            if entry.file_name().to_string_lossy().starts_with(hash) {
                std::fs::remove_file(entry.path()).map_err(from_io)?;
            }
        }
        Ok(())
    }

    pub fn put_beside(&self, hash: &str, what: &str, bytes: &[u8]) -> Result<(), Problem> {
        write_durably(&self.path(hash).with_extension(what), bytes)
    }
}

/// A file on its way in: hashed as it is written, and gone unless it is kept.
pub struct Incoming {
    folder: PathBuf,
    path: PathBuf,
    file: File,
    digest: Sha256,
    size: i64,
}

impl Incoming {
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        self.digest.update(bytes);
        self.size += bytes.len() as i64;
        self.file.write_all(bytes).map_err(from_io)
    }

    /// Writes what `source` gives until its end. A source that breaks off leaves nothing.
    pub fn write_all_of(&mut self, source: &mut dyn io::Read) -> Result<(), Problem> {
        let mut part = vec![0; 1 << 16];
        loop {
            match source.read(&mut part) {
                Ok(0) => return Ok(()),
                Ok(read) => self.write(&part[..read])?,
                Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {}
                Err(fault) => return Err(Problem::new(&codes::BODY_MALFORMED, args![what = fault])),
            }
        }
    }

    /// What came in so far, to be looked at before it is kept.
    pub fn file(&mut self) -> &mut File {
        &mut self.file
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The bytes that came in so far.
    pub fn size(&self) -> u64 {
        self.size as u64
    }

    /// Makes it a blob, on disk when this returns; gives back its SHA-256 and its bytes.
    pub fn keep(mut self) -> Result<(String, i64), Problem> {
        let hash = std::mem::replace(&mut self.digest, Sha256::new()).finish();
        let parent = self.folder.join(&hash[..2]);
        let kept = self.file.sync_all().and_then(|()| {
            std::fs::create_dir_all(&parent)?;
            std::fs::rename(&self.path, parent.join(&hash))?;
            File::open(&parent)?.sync_all()
        });
        kept.map(|()| (hash, self.size)).map_err(from_io)
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // After `keep` there is nothing under this name any more.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Beside and renamed into place, so that a file is whole or absent.
fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let parent = path.parent().expect("a blob lies in a folder");
    let temporary = parent.join(format!(".{}", keshu_kernel::new_id()));
    let written = std::fs::create_dir_all(parent).and_then(|()| {
        let mut file = File::create(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&temporary, path)?;
        File::open(parent)?.sync_all()
    });
    written.map_err(|fault| {
        let _ = std::fs::remove_file(&temporary);
        from_io(fault)
    })
}

/// Removes what a killed process was still receiving. Younger files may be another node's.
fn remove_leftovers(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let is_old = || entry.metadata().and_then(|about| about.modified()).is_ok_and(|at| SystemTime::now().duration_since(at).is_ok_and(|age| age > LEFTOVER));
        if entry.file_name().as_encoded_bytes().starts_with(b".") && is_old() {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn from_io(fault: io::Error) -> Problem {
    match fault.kind() {
        // A quota and the largest size of a file end the space as well.
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => Problem::new(&codes::DISK_FULL, vec![]).because(fault),
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

/// Keeps what there is to read in a blob, once for all files with this content.
pub fn add_words(tx: &mut Tx, sha256: &str, words: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("INSERT INTO sys_blob_words (sha256, words) VALUES (");
    sql.bind(sha256).sql(", ").bind(words).sql(") ON CONFLICT (sha256) DO NOTHING");
    tx.execute(sql).map(drop)
}

/// What there is to read in a file.
pub fn words(read: &mut Read, id: &str) -> Result<Option<String>, Problem> {
    let mut sql = Fragment::raw("SELECT w.words FROM sys_blob AS b JOIN sys_blob_words AS w ON w.sha256 = b.sha256 WHERE b.id = ");
    sql.bind(id);
    Ok(read.query_cell(sql)?.as_text().map(str::to_owned))
}

/// What those of `ids` that are there are called.
pub fn names(read: &mut Read, ids: &[String]) -> Result<Vec<(String, String)>, Problem> {
    let mut sql = Fragment::raw("SELECT id, name FROM sys_blob WHERE id IN ");
    sql.bind_list(ids);
    let text = |cell: &Cell| cell.as_text().unwrap_or_default().to_owned();
    Ok(read.query(sql)?.iter().map(|row| (text(&row[0]), text(&row[1]))).collect())
}

/// Forgets files; gives back the contents that no other file has, which may be removed once this is committed.
pub fn forget(tx: &mut Tx, ids: &[String]) -> Result<Vec<String>, Problem> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let texts = |rows: Vec<Vec<Cell>>| rows.iter().filter_map(|row| row[0].as_text().map(str::to_owned)).collect::<Vec<String>>();
    let mut sql = Fragment::raw("SELECT DISTINCT sha256 FROM sys_blob WHERE id IN ");
    sql.bind_list(ids);
    let mut gone = texts(tx.read().query(sql)?);
    let mut sql = Fragment::raw("DELETE FROM sys_blob WHERE id IN ");
    sql.bind_list(ids);
    tx.execute(sql)?;
    if gone.is_empty() {
        return Ok(gone);
    }
    let mut sql = Fragment::raw("SELECT DISTINCT sha256 FROM sys_blob WHERE sha256 IN ");
    sql.bind_list(&gone);
    let kept = texts(tx.read().query(sql)?);
    gone.retain(|hash| !kept.contains(hash));
    if !gone.is_empty() {
        let mut sql = Fragment::raw("DELETE FROM sys_blob_words WHERE sha256 IN ");
        sql.bind_list(&gone);
        tx.execute(sql)?;
    }
    Ok(gone)
}

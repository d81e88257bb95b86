//! Files by content, named by SHA-256, behind one port: a folder, or a bucket of an S3-compatible store.
//!
//! A file on its way in is spooled on this machine and hashed there; whoever keeps it gets it whole.
//! Both lay it out alike (`ab/abcd…`), so that a folder copied into a bucket is the same store.

mod client;
mod content;
mod folder;
mod rows;
mod s3;
mod sign;
#[cfg(test)]
mod tests;

use std::{
    fmt,
    fs::File,
    io::{self, Seek, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use keshu_kernel::{Problem, args, codes};

pub use client::{Bucket, authorities};
pub use content::Content;
pub(crate) use rows::contents;
pub use rows::{Blob, add, add_words, forget, info, names, words};

use crate::{Store, setting, vault::Sha256};
use folder::Folder;
use s3::S3;

/// What keeps files. A key is `ab/abcd…` of a blob, that with `.what` behind it, or the mark.
trait Port: fmt::Debug + Send + Sync {
    /// Takes over the file at `path` with this SHA-256; it is safe when this returns.
    fn take(&self, key: &str, sha256: &str, path: &Path, file: &mut File) -> Result<(), Problem>;
    /// Keeps a few bytes; they are safe when this returns.
    fn put(&self, key: &str, bytes: &[u8]) -> Result<(), Problem>;
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Problem>;
    /// To be read from the byte `from` on.
    fn open(&self, key: &str, from: u64) -> Result<Option<Content>, Problem>;
    /// How long ago it was written.
    fn age(&self, key: &str) -> Result<Option<Duration>, Problem>;
    /// Removes whatever begins with `key`.
    fn remove(&self, key: &str) -> Result<(), Problem>;
    /// Whether it answers, soon and asked once.
    fn check(&self) -> Result<(), Problem>;
    /// What the operator calls it.
    fn place(&self) -> String;
}

/// The files of a house.
#[derive(Debug, Clone)]
pub struct BlobStore {
    /// Where files lie on their way in.
    spool: PathBuf,
    port: Arc<dyn Port>,
}

/// The key, and the setting, that say which database the blobs belong to.
const MARK: &str = "blob_store";
/// Stands before a mark of the database that the store may not have yet.
const NEW: &str = "new ";
/// No upload takes longer.
const LEFTOVER: Duration = Duration::from_secs(24 * 3600);
/// No upload is noted later than this after it was written.
const FRESH: Duration = Duration::from_secs(3600);

impl BlobStore {
    /// Files in a folder, which several nodes may share.
    pub fn in_folder(folder: &Path) -> Result<BlobStore, Problem> {
        BlobStore::open(folder, Arc::new(Folder::new(folder)))
    }

    /// Files in a bucket, spooled in a folder of this machine.
    pub fn in_bucket(bucket: Bucket, spool: &Path) -> Result<BlobStore, Problem> {
        BlobStore::open(spool, Arc::new(S3::new(bucket)))
    }

    fn open(spool: &Path, port: Arc<dyn Port>) -> Result<BlobStore, Problem> {
        std::fs::create_dir_all(spool).map_err(Problem::internal)?;
        remove_leftovers(spool).map_err(Problem::internal)?;
        Ok(BlobStore { spool: spool.to_owned(), port })
    }

    /// Ties the files to the database, so that a node with a store of its own, none of the old files, or those of
    /// another database cannot start. The database says first what it will write there: whoever is killed in
    /// between goes on at the next start.
    pub(crate) fn claim(&self, store: &Store) -> Result<(), Problem> {
        let noted = store.write(|tx| match setting::get(tx.read(), MARK)? {
            Some(known) => Ok(known),
            None => {
                let noted = format!("{NEW}{}", keshu_kernel::new_id());
                setting::set(tx, MARK, &noted)?;
                Ok(noted)
            }
        })?;
        let found = self.port.get(MARK)?.map(|mark| String::from_utf8_lossy(&mark).trim().to_owned());
        match (noted.strip_prefix(NEW).map(str::to_owned), found) {
            (None, Some(found)) if found == noted => Ok(()),
            (Some(mark), found) if found.as_ref().is_none_or(|found| *found == mark) => {
                self.port.put(MARK, mark.as_bytes())?;
                store.write(move |tx| setting::set(tx, MARK, &mark))
            }
            _ => Err(Problem::new(&codes::BLOB_STORE_WRONG, args![path = self.port.place()])),
        }
    }

    /// Whether files can be read and written now.
    pub fn check(&self) -> Result<(), Problem> {
        self.port.check()
    }

    /// Begins a file that is on its way in.
    pub fn incoming(&self) -> Result<Incoming, Problem> {
        let path = self.spool.join(format!(".{}", keshu_kernel::new_id()));
        let file = File::options().create_new(true).read(true).write(true).open(&path).map_err(from_io)?;
        Ok(Incoming { port: self.port.clone(), path, file, digest: Sha256::new(), size: 0 })
    }

    /// Keeps the bytes and gives back their SHA-256.
    pub fn put(&self, bytes: &[u8]) -> Result<String, Problem> {
        let mut incoming = self.incoming()?;
        incoming.write(bytes)?;
        incoming.keep().map(|(hash, _)| hash)
    }

    /// Keeps what the file at `from` holds, whatever its size; gives back its SHA-256 and its bytes.
    pub fn put_file(&self, from: &Path) -> Result<(String, i64), Problem> {
        let mut incoming = self.incoming()?;
        incoming.write_all_of(&mut File::open(from).map_err(Problem::internal)?)?;
        incoming.keep()
    }

    /// A blob to read, from the byte `from` on.
    pub fn open_blob(&self, hash: &str, from: u64) -> Result<Content, Problem> {
        self.port.open(&key(hash), from)?.ok_or_else(|| lost(hash))
    }

    /// A blob whole on this machine, for those who would read it here and there.
    pub fn at_hand(&self, hash: &str) -> Result<File, Problem> {
        let mut object = match self.open_blob(hash, 0)? {
            Content::File(file) => return Ok(file),
            object => object,
        };
        // Its name goes at the end of this call, the file when it is closed.
        let mut incoming = self.incoming()?;
        incoming.write_all_of(&mut object)?;
        incoming.file().rewind().and_then(|()| incoming.file().try_clone()).map_err(from_io)
    }

    /// What was made from a blob and lies beside it, so that it goes when the blob goes.
    pub fn beside(&self, hash: &str, what: &str) -> Result<Option<Vec<u8>>, Problem> {
        self.port.get(&format!("{}.{what}", key(hash)))
    }

    pub fn put_beside(&self, hash: &str, what: &str, bytes: &[u8]) -> Result<(), Problem> {
        self.port.put(&format!("{}.{what}", key(hash)), bytes)
    }

    /// Removes a content that no file has any more, with what was made from it. One that was written a moment ago
    /// stays: the file that it is for may not be noted yet.
    pub fn remove(&self, hash: &str) -> Result<(), Problem> {
        match self.port.age(&key(hash))? {
            Some(age) if age >= FRESH => self.port.remove(&key(hash)),
            _ => Ok(()),
        }
    }

    /// Copies these contents and the mark into a folder, hashed anew; gives back those that are gone or damaged.
    pub(crate) fn copy_to(&self, folder: &Path, hashes: Vec<String>) -> Result<Vec<String>, Problem> {
        let copy = BlobStore::in_folder(folder)?;
        if let Some(mark) = self.port.get(MARK)? {
            copy.port.put(MARK, &mark)?;
        }
        let mut bad = Vec::new();
        for hash in hashes {
            let Some(mut content) = self.port.open(&key(&hash), 0)? else {
                bad.push(hash);
                continue;
            };
            let mut incoming = copy.incoming()?;
            incoming.write_all_of(&mut content)?;
            if incoming.keep()?.0 != hash {
                bad.push(hash);
            }
        }
        Ok(bad)
    }
}

fn key(hash: &str) -> String {
    format!("{}/{hash}", &hash[..2])
}

fn lost(hash: &str) -> Problem {
    Problem::internal(format!("the file {hash} is not in the store of files"))
}

/// A file on its way in: hashed as it is written, and gone unless it is kept.
pub struct Incoming {
    port: Arc<dyn Port>,
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
                Err(fault) => return Err(fault.downcast().unwrap_or_else(|fault| Problem::new(&codes::BODY_MALFORMED, args![what = fault]))),
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

    /// Makes it a blob, safe when this returns; gives back its SHA-256 and its bytes.
    pub fn keep(mut self) -> Result<(String, i64), Problem> {
        let hash = std::mem::replace(&mut self.digest, Sha256::new()).finish();
        self.port.take(&key(&hash), &hash, &self.path, &mut self.file)?;
        Ok((hash, self.size))
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // What a folder took over is not under this name any more.
        let _ = std::fs::remove_file(&self.path);
    }
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

/// What is said of a file that could not be read or written: what its store said, where one was asked. A full disk
/// is the operator's to mend and says so; the rest is our fault.
pub fn from_io(fault: io::Error) -> Problem {
    match fault.kind() {
        // A quota and the largest size of a file end the space as well.
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => Problem::new(&codes::DISK_FULL, vec![]).because(fault),
        _ => fault.downcast().unwrap_or_else(Problem::internal),
    }
}

//! Files in a folder: written beside and renamed into place, so that a file is whole or absent.

use std::{
    fs::File,
    io::{self, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use keshu_kernel::Problem;

use super::{Content, Port, from_io};

#[derive(Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new(folder: &Path) -> Folder {
        Folder(folder.to_owned())
    }

    fn path(&self, key: &str) -> PathBuf {
        self.0.join(key)
    }
}

impl Port for Folder {
    fn take(&self, key: &str, _: &str, path: &Path, file: &mut File) -> Result<(), Problem> {
        file.sync_all().and_then(|()| settle(path, &self.path(key))).map_err(from_io)
    }

    fn put(&self, key: &str, bytes: &[u8]) -> Result<(), Problem> {
        let temporary = self.path(&format!(".{}", keshu_kernel::new_id()));
        let written = File::create(&temporary).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()?;
            settle(&temporary, &self.path(key))
        });
        written.map_err(|fault| {
            let _ = std::fs::remove_file(&temporary);
            from_io(fault)
        })
    }

    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Problem> {
        if_there(std::fs::read(self.path(key)))
    }

    fn open(&self, key: &str, from: u64) -> Result<Option<Content>, Problem> {
        let opened = File::open(self.path(key)).and_then(|mut file| {
            file.seek(SeekFrom::Start(from))?;
            Ok(Content::File(file))
        });
        if_there(opened)
    }

    fn age(&self, key: &str) -> Result<Option<Duration>, Problem> {
        let at = if_there(std::fs::metadata(self.path(key)).and_then(|about| about.modified()))?;
        Ok(at.map(|at| SystemTime::now().duration_since(at).unwrap_or_default()))
    }

    fn remove(&self, key: &str) -> Result<(), Problem> {
        let path = self.path(key);
        let (Some(parent), Some(start)) = (path.parent(), path.file_name()) else { return Ok(()) };
        for entry in std::fs::read_dir(parent).map_err(from_io)? {
            let entry = entry.map_err(from_io)?;
            if entry.file_name().as_encoded_bytes().starts_with(start.as_encoded_bytes()) {
                std::fs::remove_file(entry.path()).map_err(from_io)?;
            }
        }
        Ok(())
    }

    fn check(&self) -> Result<(), Problem> {
        std::fs::read_dir(&self.0).map(drop).map_err(Problem::internal)
    }

    fn place(&self) -> String {
        self.0.display().to_string()
    }
}

/// Renames a whole file into its place; it is on disk when this returns.
fn settle(path: &Path, place: &Path) -> io::Result<()> {
    let parent = place.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent)?;
    std::fs::rename(path, place)?;
    File::open(parent)?.sync_all()
}

fn if_there<T>(found: io::Result<T>) -> Result<Option<T>, Problem> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(fault) => Err(Problem::internal(fault)),
    }
}

//! Files on their way: uploads before they are read, tables before they are kept, exports half-written.

use std::path::{Path, PathBuf};

use keshu_kernel::{Problem, new_id};
use keshu_record::House;
pub use keshu_store::blob::from_io as io;

/// A file in the data folder, which nobody else can enter: half a list is as private as a whole one.
/// Removed when dropped.
#[derive(Debug)]
pub struct Scratch(PathBuf);

impl Scratch {
    /// A name for a file that is not there yet.
    pub fn new(house: &House) -> Result<Scratch, Problem> {
        Scratch::within(&folder(house))
    }

    pub(crate) fn within(folder: &Path) -> Result<Scratch, Problem> {
        std::fs::create_dir_all(folder).map_err(io)?;
        Ok(Scratch(folder.join(new_id())))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn folder(&self) -> &Path {
        self.0.parent().unwrap_or(Path::new("."))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn folder(house: &House) -> PathBuf {
    house.store.data().join("scratch")
}

/// Removes what runs left that were killed. The process holds the data folder: nobody else writes there.
pub(crate) fn tidy(house: &House) {
    let _ = std::fs::remove_dir_all(folder(house));
}

//! A blob as it is read.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
};

use super::s3::Object;

/// A file, or an object that is asked for in parts. Why an object cannot be read on stands in the fault as a
/// [`keshu_kernel::Problem`]; [`super::from_io`] takes it out.
#[derive(Debug)]
pub enum Content {
    File(File),
    Object(Box<Object>),
}

impl Read for Content {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Content::File(file) => file.read(into),
            Content::Object(object) => object.read(into),
        }
    }
}

impl Seek for Content {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Content::File(file) => file.seek(to),
            Content::Object(object) => object.seek(to),
        }
    }
}

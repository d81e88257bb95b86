//! Zip files, read with constant memory: the list of parts is walked, never kept.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use flate2::read::DeflateDecoder;

/// End of central directory, central entry, local entry.
const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";
const LOCAL: &[u8] = b"PK\x03\x04";
/// The end record and the longest comment behind it.
const TAIL: u64 = 22 + 0xffff;

pub(crate) struct Archive<'f, F> {
    file: &'f mut F,
    /// Where the list of parts begins, and how many there are.
    list: u64,
    count: u16,
}

/// One part of an archive.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub name: String,
    /// What it says it unpacks to.
    pub size: u64,
    packed: u64,
    method: u16,
    at: u64,
}

fn damaged() -> io::Error {
    io::Error::from(io::ErrorKind::InvalidData)
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |two| u16::from_le_bytes([two[0], two[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u16_at(bytes, at)) | u64::from(u16_at(bytes, at + 2)) << 16
}

impl<'f, F: Read + Seek> Archive<'f, F> {
    /// A zip64 file is refused like a damaged one: nothing under its limits needs that.
    pub(crate) fn open(file: &'f mut F) -> io::Result<Archive<'f, F>> {
        let length = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
        let mut tail = Vec::new();
        file.take(TAIL).read_to_end(&mut tail)?;
        let end = tail.windows(END.len()).rposition(|four| four == END).map(|at| &tail[at..]).filter(|end| end.len() >= 22).ok_or_else(damaged)?;
        let (count, list) = (u16_at(end, 10), u32_at(end, 16));
        if count == u16::MAX || list >= length {
            return Err(damaged());
        }
        Ok(Archive { file, list, count })
    }

    /// Shows every part until `each` has seen enough.
    pub(crate) fn walk(&mut self, mut each: impl FnMut(Part) -> bool) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.list))?;
        let mut list = BufReader::new(&mut *self.file);
        for _ in 0..self.count {
            let mut fixed = [0; 46];
            list.read_exact(&mut fixed)?;
            if !fixed.starts_with(ENTRY) {
                return Err(damaged());
            }
            let mut name = vec![0; usize::from(u16_at(&fixed, 28))];
            list.read_exact(&mut name)?;
            list.seek_relative(i64::from(u16_at(&fixed, 30)) + i64::from(u16_at(&fixed, 32)))?;
            let part = Part { name: String::from_utf8_lossy(&name).into_owned(), size: u32_at(&fixed, 24), packed: u32_at(&fixed, 20), method: u16_at(&fixed, 10), at: u32_at(&fixed, 42) };
            if !each(part) {
                break;
            }
        }
        Ok(())
    }

    /// The content of a part; the caller says how much of it is read.
    pub(crate) fn unpack<'a>(&'a mut self, part: &Part) -> io::Result<Box<dyn Read + 'a>> {
        self.file.seek(SeekFrom::Start(part.at))?;
        let mut fixed = [0; 30];
        self.file.read_exact(&mut fixed)?;
        if !fixed.starts_with(LOCAL) {
            return Err(damaged());
        }
        self.file.seek_relative(i64::from(u16_at(&fixed, 26)) + i64::from(u16_at(&fixed, 28)))?;
        let packed = (&mut *self.file).take(part.packed);
        match part.method {
            0 => Ok(Box::new(packed)),
            8 => Ok(Box::new(DeflateDecoder::new(packed))),
            _ => Err(damaged()),
        }
    }
}

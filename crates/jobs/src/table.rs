//! Tables in files: whatever came in becomes one UTF-8 CSV with a header and numbered rows.
//!
//! The first column of that CSV is the row's number in the file that came in, as a spreadsheet counts.
//! Blank rows are left out; rows shorter than the header are filled up by the reader of [`Rows`].

mod sheet;
mod text;

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufWriter, Read},
    path::Path,
    sync::Arc,
};

use keshu_kernel::{Problem, args, codes};
use keshu_record::import::Row;

use crate::scratch::{Scratch, io};

/// Largest file, and most columns of one.
pub const MAX_BYTES: u64 = 1 << 30;
pub const MAX_COLUMNS: usize = 2000;
/// The header is looked for in this many rows; above it there may be a title.
const HEADER_WITHIN: usize = 6;

/// One table of a file.
#[derive(Debug)]
pub struct Table {
    /// Of the sheet; empty where a file holds one table.
    pub name: String,
    /// Every name once, none empty.
    pub header: Vec<String>,
    /// Rows below the header.
    pub total: i64,
    /// The CSV that [`Rows`] reads.
    pub csv: Scratch,
}

impl Table {
    /// The tables of a CSV, XLSX or vCard file, at least one; its content says which, not its name. Whatever
    /// its size, little of it is in memory at a time. `folder` takes the tables.
    pub fn read(name: &str, path: &Path, folder: &Path) -> Result<Vec<Table>, Problem> {
        let mut file = File::open(path).map_err(io)?;
        if file.metadata().map_err(io)?.len() > MAX_BYTES {
            return Err(Problem::new(&codes::FILE_TOO_LARGE, args![limit = format!("{} MB", MAX_BYTES >> 20)]));
        }
        let mut head = Vec::new();
        file.by_ref().take(512).read_to_end(&mut head).map_err(io)?;
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            return sheet::read(path, folder);
        }
        let mut builder = Builder::new("", folder)?;
        text::read(name, &head, path, &mut builder)?;
        Ok(vec![builder.finish()?])
    }

    pub fn rows(&self) -> Result<Rows<File>, Problem> {
        Rows::new(File::open(self.csv.path()).map_err(io)?)
    }
}

fn refused(found: &str) -> Problem {
    Problem::new(&codes::FILE_TYPE_REFUSED, args![found = found, allowed = "CSV, XLSX, VCF"])
}

fn unreadable(what: impl std::fmt::Display) -> Problem {
    let what: String = what.to_string().chars().take(120).collect();
    Problem::new(&codes::IMPORT_FILE_UNREADABLE, args![what = what])
}

/// Takes rows as they are read, finds the header and writes the CSV.
pub(crate) struct Builder {
    name: String,
    first: Vec<(u64, Vec<String>)>,
    header: Vec<String>,
    total: i64,
    out: csv::Writer<BufWriter<File>>,
    csv: Scratch,
}

impl Builder {
    fn new(name: &str, folder: &Path) -> Result<Builder, Problem> {
        let csv = Scratch::within(folder)?;
        let file = BufWriter::with_capacity(1 << 16, File::create_new(csv.path()).map_err(io)?);
        Ok(Builder { name: name.to_owned(), first: Vec::new(), header: Vec::new(), total: 0, out: csv::WriterBuilder::new().flexible(true).from_writer(file), csv })
    }

    pub(crate) fn push(&mut self, number: u64, mut cells: Vec<String>) -> Result<(), Problem> {
        let filled = cells.iter().rposition(|cell| !keshu_catalog::types::clean::is_blank(cell)).map_or(0, |last| last + 1);
        cells.truncate(filled);
        if filled == 0 {
            return Ok(());
        }
        if filled > MAX_COLUMNS {
            return Err(Problem::new(&codes::IMPORT_COLUMNS_TOO_MANY, args![count = filled, max = MAX_COLUMNS]));
        }
        if !self.header.is_empty() {
            return self.write(number, &cells);
        }
        self.first.push((number, cells));
        if self.first.len() == HEADER_WITHIN { self.settle_header() } else { Ok(()) }
    }

    /// A title above the table stands alone in its row; the header is the first row of several cells, if
    /// every row after it has several too.
    fn settle_header(&mut self) -> Result<(), Problem> {
        let rows = std::mem::take(&mut self.first);
        let wide = |(_, cells): &(u64, Vec<String>)| cells.iter().filter(|cell| !cell.trim().is_empty()).count() > 1;
        let at = rows.iter().position(wide).filter(|at| rows[*at..].iter().all(wide)).unwrap_or(0);
        for (place, (number, cells)) in rows.into_iter().enumerate() {
            match place.cmp(&at) {
                std::cmp::Ordering::Less => {}
                std::cmp::Ordering::Equal => self.set_header(&cells)?,
                std::cmp::Ordering::Greater => self.write(number, &cells)?,
            }
        }
        Ok(())
    }

    fn set_header(&mut self, cells: &[String]) -> Result<(), Problem> {
        for (place, cell) in cells.iter().enumerate() {
            let name = keshu_catalog::types::clean::one_line(cell);
            let name = if name.is_empty() { format!("#{}", place + 1) } else { name };
            let mut unique = name.clone();
            for count in 2.. {
                if !self.header.contains(&unique) {
                    break;
                }
                unique = format!("{name} ({count})");
            }
            self.header.push(unique);
        }
        let record = std::iter::once("#").chain(self.header.iter().map(String::as_str));
        self.out.write_record(record).map_err(faulty)
    }

    fn write(&mut self, number: u64, cells: &[String]) -> Result<(), Problem> {
        self.total += 1;
        let number = number.to_string();
        self.out.write_record(std::iter::once(number.as_str()).chain(cells.iter().map(String::as_str))).map_err(faulty)
    }

    fn finish(mut self) -> Result<Table, Problem> {
        if self.header.is_empty() && !self.first.is_empty() {
            self.settle_header()?;
        }
        if self.header.is_empty() || self.total == 0 {
            return Err(Problem::new(&codes::IMPORT_FILE_EMPTY, vec![]));
        }
        self.out.flush().map_err(io)?;
        Ok(Table { name: self.name, header: self.header, total: self.total, csv: self.csv })
    }
}

fn faulty(fault: csv::Error) -> Problem {
    match fault.into_kind() {
        csv::ErrorKind::Io(fault) => io(fault),
        other => Problem::internal(format!("{other:?}")),
    }
}

/// What a person wrote over cells in the preview: `{row: {header: text}}`.
pub type Corrections = BTreeMap<u64, BTreeMap<String, String>>;

/// The rows of a [`Table`]'s CSV, one after another.
pub struct Rows<R> {
    pub header: Vec<String>,
    corrections: Arc<Corrections>,
    reader: csv::Reader<R>,
    record: csv::StringRecord,
}

impl<R: Read> Rows<R> {
    pub fn new(source: R) -> Result<Rows<R>, Problem> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(true).buffer_capacity(1 << 16).from_reader(source);
        let header = reader.headers().map_err(faulty)?.iter().skip(1).map(str::to_owned).collect();
        Ok(Rows { header, corrections: Arc::default(), reader, record: csv::StringRecord::new() })
    }

    /// The same rows with cells corrected.
    pub fn corrected(self, corrections: &Arc<Corrections>) -> Rows<R> {
        Rows { corrections: corrections.clone(), ..self }
    }

    /// Passes over rows that were done before.
    pub fn skip_rows(&mut self, count: i64) -> Result<(), Problem> {
        for _ in 0..count {
            if !self.reader.read_record(&mut self.record).map_err(faulty)? {
                break;
            }
        }
        Ok(())
    }

    /// The next row, as wide as the header or wider; `None` at the end.
    pub fn next_row(&mut self) -> Result<Option<Row>, Problem> {
        if !self.reader.read_record(&mut self.record).map_err(faulty)? {
            return Ok(None);
        }
        let mut cells: Vec<String> = self.record.iter().skip(1).map(str::to_owned).collect();
        if cells.len() < self.header.len() {
            cells.resize(self.header.len(), String::new());
        }
        let number = self.record.get(0).and_then(|number| number.parse().ok()).unwrap_or(0);
        for (header, text) in self.corrections.get(&number).into_iter().flatten() {
            if let Some(place) = self.header.iter().position(|known| known == header) {
                cells[place].clone_from(text);
            }
        }
        Ok(Some(Row { number, cells }))
    }

    /// Up to `count` rows.
    pub fn take_rows(&mut self, count: usize) -> Result<Vec<Row>, Problem> {
        let mut rows = Vec::new();
        while rows.len() < count {
            match self.next_row()? {
                Some(row) => rows.push(row),
                None => break,
            }
        }
        Ok(rows)
    }
}

#[cfg(test)]
mod tests;

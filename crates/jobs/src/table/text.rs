//! Text tables: which encoding, which delimiter, which rows.

use std::{
    cell::Cell,
    fs::File,
    io::{BufRead, BufReader, Cursor, Read},
    path::Path,
    rc::Rc,
};

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;
use keshu_kernel::Problem;

use super::{Builder, refused, unreadable};
use crate::{scratch::io, vcard};

/// How much of a file is looked at to guess.
const SAMPLE: usize = 64 << 10;
const SAMPLE_LINES: usize = 30;
/// Longest row; a quotation mark that never closes would make one of the whole file.
const MAX_ROW: usize = 16 << 20;
/// Business cards are read as a whole.
const MAX_CARDS: u64 = 64 << 20;

pub(super) fn read(name: &str, head: &[u8], path: &Path, builder: &mut Builder) -> Result<(), Problem> {
    refuse_others(name, head)?;
    let mut source = decoded(path, encoding(path)?)?;
    let mut sample = Vec::new();
    source.by_ref().take(SAMPLE as u64).read_to_end(&mut sample).map_err(io)?;
    if sample.trim_ascii_start().get(..11).is_some_and(|start| start.eq_ignore_ascii_case(b"BEGIN:VCARD")) {
        source.take(MAX_CARDS - sample.len() as u64).read_to_end(&mut sample).map_err(io)?;
        return vcard::read(&String::from_utf8_lossy(&sample), builder);
    }
    let mut delimiter = None;
    let mut above = 0;
    // Excel's own way to name the delimiter.
    if sample.starts_with(b"sep=")
        && let Some(end) = sample.iter().position(|byte| *byte == b'\n')
        && let [mark] = sample[4..end].trim_ascii_end()
    {
        (delimiter, above) = (Some(*mark), 1);
        sample.drain(..=end);
    }
    let delimiter = delimiter.unwrap_or_else(|| guess_delimiter(&String::from_utf8_lossy(&sample)));
    // The line break at the end lets the last row end like any other, so that lines can be counted.
    let left = Rc::new(Cell::new(MAX_ROW));
    let source = Bounded { source: Cursor::new(sample).chain(source).chain(b"\n".as_slice()), left: left.clone() };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(source);
    let (mut record, mut breaks, mut last) = (csv::StringRecord::new(), 0u64, 0u64);
    while reader.read_record(&mut record).map_err(unreadable)? {
        left.set(MAX_ROW);
        // Where the row begins, as a spreadsheet counts: breaks inside cells are no rows.
        let inside: u64 = record.iter().map(|cell| cell.bytes().filter(|byte| *byte == b'\n').count() as u64).sum();
        let line = reader.position().line().saturating_sub(1 + inside + breaks) + above;
        breaks += inside;
        last = line.max(last + 1);
        builder.push(last, record.iter().map(str::to_owned).collect())?;
    }
    Ok(())
}

/// What is no table, whatever its name says.
fn refuse_others(name: &str, head: &[u8]) -> Result<(), Problem> {
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace()).map_or(head, |at| &head[at..]);
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).to_ascii_lowercase();
    if head.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(refused("Excel 97-2003 .xls"));
    }
    if start.starts_with(b"%pdf") {
        return Err(refused("PDF"));
    }
    if ["<html", "<!doctype html", "<table", "<?xml"].iter().any(|mark| start.starts_with(mark.as_bytes())) {
        return Err(refused(if start.starts_with(b"<?xml") { "XML" } else { "HTML" }));
    }
    if [b"\x89PNG".as_slice(), b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"].iter().any(|mark| head.starts_with(mark)) {
        let ending = name.rsplit_once('.').map_or("?", |(_, ending)| ending);
        return Err(refused(&ending.chars().take(12).collect::<String>()));
    }
    Ok(())
}

/// By mark, then by the bytes themselves: UTF-16 has zeros, most lines of UTF-8 are valid, the rest is GB18030.
fn encoding(path: &Path) -> Result<&'static Encoding, Problem> {
    let mut sample = Vec::new();
    File::open(path).and_then(|file| file.take(SAMPLE as u64).read_to_end(&mut sample)).map_err(io)?;
    if let Some((encoding, _)) = Encoding::for_bom(&sample) {
        return Ok(encoding);
    }
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > 0 {
        return match (even, odd) {
            (even, odd) if odd > even * 4 => Ok(UTF_16LE),
            (even, odd) if even > odd * 4 => Ok(UTF_16BE),
            _ => Err(refused("binary")),
        };
    }
    // Text that is not ASCII is hardly ever valid UTF-8 by chance.
    let (mut source, mut line, mut valid, mut others) = (BufReader::new(File::open(path).map_err(io)?), Vec::new(), 0usize, 0usize);
    while next_line(&mut source, &mut line).map_err(io)? {
        match std::str::from_utf8(&line) {
            Ok(text) if text.is_ascii() => {}
            Ok(_) => valid += 1,
            Err(_) => others += 1,
        }
    }
    Ok(if others > valid { GB18030 } else { UTF_8 })
}

fn next_line(source: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<bool> {
    line.clear();
    Ok(source.by_ref().take(MAX_ROW as u64).read_until(b'\n', line)? > 0)
}

/// The text of a file as UTF-8, without its mark; what is not of the encoding becomes U+FFFD.
fn decoded(path: &Path, encoding: &'static Encoding) -> Result<Box<dyn Read>, Problem> {
    let file = File::open(path).map_err(io)?;
    if encoding != UTF_8 {
        return Ok(Box::new(DecodeReaderBytesBuilder::new().encoding(Some(encoding)).strip_bom(true).build(file)));
    }
    let mut source = BufReader::new(file);
    if source.fill_buf().map_err(io)?.starts_with(b"\xef\xbb\xbf") {
        source.consume(3);
    }
    Ok(Box::new(Mended { source, line: Vec::new(), at: 0 }))
}

/// UTF-8 of which single lines may be GB18030: lists are put together from several programs.
struct Mended<R> {
    source: R,
    line: Vec<u8>,
    at: usize,
}

impl<R: BufRead> Read for Mended<R> {
    fn read(&mut self, part: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.line.len() {
            self.at = 0;
            if !next_line(&mut self.source, &mut self.line)? {
                return Ok(0);
            }
            if std::str::from_utf8(&self.line).is_err() {
                self.line = mended(&self.line).into_bytes();
            }
        }
        let count = part.len().min(self.line.len() - self.at);
        part[..count].copy_from_slice(&self.line[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// A line that is not valid UTF-8: a few bytes of it were cut, or it is GB18030, of which no three bytes look like
/// a character of UTF-8 but by chance.
fn mended(line: &[u8]) -> String {
    let western = String::from_utf8_lossy(line);
    let count = |fits: fn(char) -> bool| western.chars().filter(|letter| fits(*letter)).count();
    let (whole, broken) = (count(|letter| letter >= '\u{800}' && letter != char::REPLACEMENT_CHARACTER), count(|letter| letter == char::REPLACEMENT_CHARACTER));
    let (chinese, had_errors) = GB18030.decode_without_bom_handling(line);
    if whole > broken || had_errors { western.into_owned() } else { chinese.into_owned() }
}

/// A source that ends in a fault when a row grows beyond all use.
struct Bounded<R> {
    source: R,
    left: Rc<Cell<usize>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, part: &mut [u8]) -> std::io::Result<usize> {
        let read = self.source.read(part)?;
        match self.left.get().checked_sub(read) {
            Some(left) => self.left.set(left),
            None => return Err(std::io::Error::other(format!("a row of more than {} MB; is a quotation mark missing?", MAX_ROW >> 20))),
        }
        Ok(read)
    }
}

/// The mark that parts the first lines into the most, and into equally many, cells.
fn guess_delimiter(text: &str) -> u8 {
        let mut best = (0usize, b',');
    for mark in [b',', b';', b'\t', b'|'] {
        let mut reader = csv::ReaderBuilder::new().delimiter(mark).flexible(true).has_headers(false).from_reader(text.as_bytes());
        let counts: Vec<usize> = reader.records().take(SAMPLE_LINES).map_while(Result::ok).map(|record| record.len()).collect();
        let Some(most) = counts.iter().max().copied().filter(|most| *most > 1) else { continue };
        // The last line may be cut; the usual width counts, not the widest line.
        let usual = (2..=most).max_by_key(|width| (counts.iter().filter(|count| *count == width).count(), *width)).unwrap_or(most);
        let score = counts.iter().filter(|count| **count == usual).count() * 1000 / counts.len().max(1) * 10 + usual;
        if score > best.0 {
            best = (score, mark);
        }
    }
    best.1
}

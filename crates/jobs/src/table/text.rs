//! Text tables: which encoding, which delimiter, which rows.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use keshu_kernel::Problem;

use super::{Builder, refused, unreadable};

/// How much of a file is looked at to guess.
const SAMPLE: usize = 64 << 10;
const SAMPLE_LINES: usize = 30;

pub(super) fn read(name: &str, bytes: &[u8], builder: &mut Builder) -> Result<(), Problem> {
    refuse_others(name, bytes)?;
    let text = decode(bytes)?;
    let mut text = text.as_ref();
    let mut delimiter = None;
    let mut above = 0;
    // Excel's own way to name the delimiter.
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some((mark, rest)) = rest.split_once('\n')
        && let [mark] = mark.trim_end_matches('\r').as_bytes()
    {
        (text, delimiter, above) = (rest, Some(*mark), 1);
    }
    let delimiter = delimiter.unwrap_or_else(|| guess_delimiter(text));
    // The line break at the end lets the last row end like any other, so that lines can be counted.
    let source = std::io::Read::chain(text.as_bytes(), b"\n".as_slice());
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(source);
    let (mut record, mut breaks, mut last) = (csv::StringRecord::new(), 0u64, 0u64);
    while reader.read_record(&mut record).map_err(unreadable)? {
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
fn refuse_others(name: &str, bytes: &[u8]) -> Result<(), Problem> {
    let head = &bytes[..bytes.len().min(512)];
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

/// By mark, then by the bytes themselves: UTF-16 has zeros, UTF-8 is valid or nearly, the rest is GB18030.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Problem> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[mark..]).0);
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > 0 {
        let encoding = match (even, odd) {
            (even, odd) if odd > even * 4 => UTF_16LE,
            (even, odd) if even > odd * 4 => UTF_16BE,
            _ => return Err(refused("binary")),
        };
        return Ok(encoding.decode_without_bom_handling(bytes).0);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    let (chinese, had_errors) = GB18030.decode_without_bom_handling(bytes);
    if had_errors {
        // A few bytes were cut in a file that is UTF-8 otherwise.
        let (western, _) = UTF_8.decode_without_bom_handling(bytes);
        let broken = |text: &str| text.chars().filter(|letter| *letter == '\u{fffd}').count();
        if broken(&western) < broken(&chinese) {
            return Ok(western);
        }
    }
    Ok(chinese)
}

/// The mark that parts the first lines into the most, and into equally many, cells.
fn guess_delimiter(text: &str) -> u8 {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let mut best = (0usize, b',');
    for mark in [b',', b';', b'\t', b'|'] {
        let mut reader = csv::ReaderBuilder::new().delimiter(mark).flexible(true).has_headers(false).from_reader(sample.as_bytes());
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

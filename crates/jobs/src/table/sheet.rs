//! The first sheet of an XLSX file, cell by cell, as text.

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use keshu_kernel::{Problem, args, codes};

use super::{Builder, MAX_COLUMNS, refused, unreadable};

/// What a file may unpack to, all parts together.
const MAX_UNPACKED: u64 = 1 << 30;

pub(super) fn read(bytes: &[u8], builder: &mut Builder) -> Result<(), Problem> {
    check_unpacked(bytes)?;
    // The parser is not ours; a file that breaks it is the file's fault.
    catch_unwind(AssertUnwindSafe(|| cells(bytes, builder))).unwrap_or_else(|_| Err(unreadable("XLSX")))
}

/// Refuses what unpacks to far more than it is, whatever it says of itself.
fn check_unpacked(bytes: &[u8]) -> Result<(), Problem> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    if !archive.file_names().any(|name| name.is_ok_and(|name| name.starts_with("xl/"))) {
        return Err(refused("ZIP"));
    }
    let mut left = MAX_UNPACKED;
    for place in 0..archive.len() {
        let entry = archive.by_index(place).map_err(unreadable)?;
        let unpacked = std::io::copy(&mut std::io::Read::take(entry, left + 1), &mut std::io::sink()).map_err(unreadable)?;
        if unpacked > left {
            return Err(Problem::new(&codes::FILE_TOO_LARGE, args![limit = format!("{} MB", MAX_UNPACKED >> 20)]));
        }
        left -= unpacked;
    }
    Ok(())
}

fn cells(bytes: &[u8], builder: &mut Builder) -> Result<(), Problem> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let name = book.sheet_names().first().cloned().ok_or_else(|| Problem::new(&codes::IMPORT_FILE_EMPTY, vec![]))?;
    let mut reader = book.worksheet_cells_reader(&name).map_err(unreadable)?;
    let (mut at, mut row): (u32, Vec<String>) = (0, Vec::new());
    while let Some(cell) = reader.next_cell().map_err(unreadable)? {
        let (line, column) = cell.get_position();
        if line < at {
            return Err(unreadable("XLSX"));
        }
        if line > at {
            builder.push(u64::from(at) + 1, std::mem::take(&mut row))?;
            at = line;
        }
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        let column = column as usize;
        if column >= MAX_COLUMNS {
            return Err(Problem::new(&codes::IMPORT_COLUMNS_TOO_MANY, args![count = column + 1, max = MAX_COLUMNS]));
        }
        if row.len() <= column {
            row.resize(column + 1, String::new());
        }
        row[column] = text;
    }
    builder.push(u64::from(at) + 1, row)
}

/// A cell as its reader sees it: dates in ISO form, long numbers with all digits, no `.0`.
fn text(value: &DataRef) -> String {
    match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => figure(*number),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(moment) => date(*moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
    }
}

/// Spreadsheets show 15 digits; what binary fractions add beyond is nobody's figure.
fn figure(number: f64) -> String {
    if number.fract() == 0.0 || !number.is_finite() {
        return number.to_string();
    }
    format!("{number:.14e}").parse::<f64>().unwrap_or(number).to_string()
}

fn date(moment: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    // Milliseconds come from binary fractions of a day; round them to seconds.
    let seconds = u64::from(hour) * 3600 + u64::from(minute) * 60 + u64::from(second) + u64::from(milli >= 500);
    let clock = |seconds: u64| format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if moment.is_duration() || moment.as_f64() < 1.0 {
        return clock((moment.as_f64().max(0.0) * 86_400.0).round() as u64);
    }
    match seconds {
        0 => format!("{year:04}-{month:02}-{day:02}"),
        // 23:59:59.9 stays on its day.
        _ => format!("{year:04}-{month:02}-{day:02} {}", clock(seconds.min(86_399))),
    }
}

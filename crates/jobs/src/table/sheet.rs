//! The sheets of an XLSX file, cell by cell, as text.

use std::{
    fs::File,
    io::{BufReader, Read},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use keshu_kernel::{Problem, args, codes};

use super::{Builder, MAX_COLUMNS, Table, refused, unreadable};
use crate::scratch::io;

/// What a file may unpack to, all parts together, and the part that is held in memory.
const MAX_UNPACKED: u64 = 4 << 30;
const MAX_STRINGS: u64 = 512 << 20;
/// Further sheets are not read.
const MAX_SHEETS: usize = 30;

pub(super) fn read(path: &Path, folder: &Path) -> Result<Vec<Table>, Problem> {
    check_unpacked(path, MAX_UNPACKED, MAX_STRINGS)?;
    // The parser is not ours; a file that breaks it is the file's fault.
    catch_unwind(AssertUnwindSafe(|| sheets(path, folder))).unwrap_or_else(|_| Err(unreadable("XLSX")))
}

/// Refuses what unpacks to far more than it is, whatever it says of itself: more than `whole` bytes in all, or
/// than `held` in one part that is held in memory. Macros are refused too: who sends them may expect them to run.
pub(super) fn check_unpacked(path: &Path, whole: u64, held: u64) -> Result<(), Problem> {
    let mut archive = zip::ZipArchive::new(BufReader::new(File::open(path).map_err(io)?)).map_err(unreadable)?;
    if !archive.file_names().any(|name| name.is_ok_and(|name| name.starts_with("xl/"))) {
        return Err(refused("ZIP"));
    }
    if archive.file_names().any(|name| name.is_ok_and(|name| name.ends_with("vbaProject.bin"))) {
        return Err(refused("XLSM"));
    }
    let mut left = whole;
    for place in 0..archive.len() {
        let entry = archive.by_index(place).map_err(unreadable)?;
        let is_read_row_by_row = entry.name().is_ok_and(|name| name.starts_with("xl/worksheets/"));
        let most = if is_read_row_by_row { left } else { left.min(held) };
        let unpacked = std::io::copy(&mut entry.take(most + 1), &mut std::io::sink()).map_err(unreadable)?;
        if unpacked > most {
            return Err(Problem::new(&codes::FILE_TOO_LARGE, args![limit = format!("{} MB", most >> 20)]));
        }
        left -= unpacked;
    }
    Ok(())
}

/// Every sheet that people see and that holds a table, in their order.
fn sheets(path: &Path, folder: &Path) -> Result<Vec<Table>, Problem> {
    let mut book: Xlsx<_> = Xlsx::new(BufReader::new(File::open(path).map_err(io)?)).map_err(unreadable)?;
    let names: Vec<String> = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible).map(|sheet| sheet.name.clone()).collect();
    let (mut tables, mut fault) = (Vec::new(), None);
    for name in names.iter().take(MAX_SHEETS) {
        let mut builder = Builder::new(name, folder)?;
        cells(&mut book, name, &mut builder)?;
        match builder.finish() {
            Ok(table) => tables.push(table),
            Err(problem) => fault = fault.or(Some(problem)),
        }
    }
    if tables.is_empty() { Err(fault.unwrap_or_else(|| Problem::new(&codes::IMPORT_FILE_EMPTY, vec![]))) } else { Ok(tables) }
}

fn cells(book: &mut Xlsx<BufReader<File>>, name: &str, builder: &mut Builder) -> Result<(), Problem> {
    let mut reader = book.worksheet_cells_reader(name).map_err(unreadable)?;
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

/// Spreadsheets keep 15 digits; what binary fractions add beyond is nobody's figure. Of a longer number the last
/// digits are lost, and that must be seen.
fn figure(number: f64) -> String {
    if number.abs() >= 1e15 && number.is_finite() {
        return format!("{number:.14E}");
    }
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

//! A table into a file that spreadsheets open, row by row: CSV or XLSX.

use std::{
    fs::File,
    io::{BufWriter, Write},
};

use keshu_kernel::{Locale, Problem};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::scratch::{Scratch, io};

pub(crate) const CSV: &str = "text/csv; charset=utf-8";
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Rows of a worksheet, its header among them (ECMA-376).
pub(crate) const SHEET_ROWS: u64 = 1_048_576;
const WIDTH: f64 = 16.0;

pub(crate) enum Spreadsheet {
    Csv(Box<csv::Writer<BufWriter<File>>>),
    /// The workbook and the row written last.
    Xlsx(Box<Workbook>, u32),
}

impl Spreadsheet {
    /// `bom`: a byte order mark, by which spreadsheets know a CSV is UTF-8.
    pub(crate) fn csv(labels: &[&str], bom: bool, scratch: &Scratch) -> Result<Spreadsheet, Problem> {
        let mut file = BufWriter::new(File::create(scratch.path()).map_err(io)?);
        if bom {
            file.write_all(b"\xef\xbb\xbf").map_err(io)?;
        }
        let mut writer = csv::Writer::from_writer(file);
        writer.write_record(labels).map_err(Problem::internal)?;
        Ok(Spreadsheet::Csv(Box::new(writer)))
    }

    pub(crate) fn xlsx(labels: &[&str], locale: Locale, scratch: &Scratch) -> Result<Spreadsheet, Problem> {
        let mut book = Workbook::new();
        book.set_tempdir(scratch.folder()).map_err(book_fault)?;
        let head = Format::new().set_bold();
        let sheet = book.add_worksheet_with_constant_memory().map_err(book_fault)?;
        sheet.set_name(if locale == Locale::En { "Rows" } else { "数据" }).map_err(book_fault)?;
        sheet.set_freeze_panes(1, 0).map_err(book_fault)?;
        for (place, label) in labels.iter().enumerate() {
            sheet.set_column_width(place as u16, WIDTH).map_err(book_fault)?;
            sheet.write_string_with_format(0, place as u16, *label, &head).map_err(book_fault)?;
        }
        Ok(Spreadsheet::Xlsx(Box::new(book), 0))
    }

    /// One row: each text, and whether it is a number.
    pub(crate) fn write<'a>(&mut self, row: impl Iterator<Item = (&'a str, bool)>) -> Result<(), Problem> {
        match self {
            Spreadsheet::Csv(writer) => writer.write_record(row.map(|(text, _)| harmless(text))).map_err(Problem::internal),
            Spreadsheet::Xlsx(book, last) => {
                *last += 1;
                let sheet = book.worksheet_from_index(0).map_err(book_fault)?;
                for (place, (text, is_number)) in row.enumerate().filter(|(_, (text, _))| !text.is_empty()) {
                    // More digits than a spreadsheet's number can hold stay text.
                    let number = text.parse::<f64>().ok().filter(|_| is_number && text.len() <= 15);
                    match number {
                        Some(number) => sheet.write_number(*last, place as u16, number),
                        None => sheet.write_string(*last, place as u16, text),
                    }
                    .map_err(book_fault)?;
                }
                Ok(())
            }
        }
    }

    /// The file is whole afterwards; a workbook tells on a second sheet what it is `about`, where there is anything.
    pub(crate) fn close(&mut self, locale: Locale, about: &[(&str, String)], scratch: &Scratch) -> Result<(), Problem> {
        match self {
            Spreadsheet::Csv(writer) => writer.flush().map_err(io),
            Spreadsheet::Xlsx(book, _) => {
                if !about.is_empty() {
                    let sheet = book.add_worksheet();
                    sheet.set_name(if locale == Locale::En { "About" } else { "说明" }).map_err(book_fault)?;
                    sheet.set_column_width(1, 60).map_err(book_fault)?;
                    for (row, (name, value)) in about.iter().enumerate() {
                        sheet.write_string(row as u32, 0, *name).map_err(book_fault)?;
                        sheet.write_string(row as u32, 1, value).map_err(book_fault)?;
                    }
                }
                book.save(scratch.path()).map_err(book_fault)
            }
        }
    }
}

/// A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection);
/// numbers and phones keep their sign. An import takes it away again.
pub(crate) fn harmless(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_plain = text.strip_prefix(['+', '-']).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit() || b" .,-".contains(&byte)));
    if is_formula && !is_plain { format!("'{text}") } else { text.to_owned() }
}

fn book_fault(fault: XlsxError) -> Problem {
    match fault {
        XlsxError::IoError(fault) => io(fault),
        other => Problem::internal(other),
    }
}

//! A list into a file: CSV, XLSX or business cards, page by page into a temporary file, kept as a blob at the end.

use std::{
    fs::File,
    io::{BufWriter, Write},
    sync::Arc,
};

use keshu_kernel::{Locale, Problem, args, codes, time::moment_text};
use keshu_record::{
    Ctx, House,
    export::{self, Column, Wanted},
};
use keshu_store::job::{self, Job};
use serde::{Deserialize, Serialize};

use crate::{
    run::{LEASE, Run, Step, context, deliver},
    scratch::{Scratch, io},
    spreadsheet::{self, SHEET_ROWS, Spreadsheet},
    vcard,
};

/// Rows read at a time.
const PAGE: u64 = 1000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    Xlsx,
    Csv,
    /// Business cards.
    Vcf,
}

impl FileFormat {
    fn ending(self) -> &'static str {
        match self {
            FileFormat::Xlsx => "xlsx",
            FileFormat::Csv => "csv",
            FileFormat::Vcf => "vcf",
        }
    }
}

/// What an export job keeps of its request.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Input {
    pub wanted: Wanted,
    pub format: FileFormat,
    /// A byte order mark, by which spreadsheets know a CSV is UTF-8.
    pub bom: bool,
    pub locale: Locale,
}

impl Input {
    fn file_name(&self, label: &str, day: &str) -> String {
        format!("{label}-{day}.{}", self.format.ending())
    }
}

pub(crate) struct ExportRun {
    house: Arc<House>,
    job: Job,
    input: Input,
    columns: Vec<Column>,
    sheet: Sheet,
    /// Removed when the run ends, however it ends.
    scratch: Scratch,
    cursor: Option<String>,
    is_read: bool,
}

impl ExportRun {
    /// Begins anew: half a file of a run that was killed is worth nothing.
    pub(crate) fn open(house: &Arc<House>, job: Job) -> Result<ExportRun, Problem> {
        let input: Input = serde_json::from_str(&job.input).map_err(Problem::internal)?;
        let ctx = context(house, &job, input.locale)?;
        let (columns, count) = export::look(&ctx, &input.wanted)?;
        if input.format == FileFormat::Xlsx && count >= SHEET_ROWS {
            return Err(Problem::new(&codes::EXPORT_TOO_LARGE, args![count = count, max = SHEET_ROWS - 1]));
        }
        let (known, fresh) = (job.clone(), Job { done: 0, total: Some(count as i64), ..job });
        let (next, lease) = (fresh.clone(), moment_text(ctx.now.saturating_add(LEASE).map_err(Problem::internal)?));
        house.store.write(move |tx| Ok(job::hold(tx, &known.id, known.done, &lease)? && job::progress(tx, &next, &lease)?))?;
        let scratch = Scratch::new(house)?;
        let sheet = Sheet::open(&input, &columns, &scratch)?;
        Ok(ExportRun { house: house.clone(), job: fresh, input, columns, sheet, scratch, cursor: None, is_read: false })
    }

    fn finish(&mut self, ctx: &Ctx) -> Result<Step, Problem> {
        let label = ctx.entity(&self.input.wanted.entity)?.label.get(ctx.locale).to_owned();
        let about = About { label: &label, input: &self.input, by: &ctx.actor.name, at: &self.house.now().to_zoned(self.house.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string(), rows: self.job.done };
        self.sheet.close(&about, &self.scratch)?;
        let content_type = match self.input.format {
            FileFormat::Csv => spreadsheet::CSV,
            FileFormat::Xlsx => spreadsheet::XLSX,
            FileFormat::Vcf => "text/vcard; charset=utf-8",
        };
        let name = self.input.file_name(&label, &ctx.today().to_string());
        deliver(&self.house, &self.job, &self.scratch, name, content_type)
    }
}

impl Run for ExportRun {
    fn step(&mut self) -> Result<Step, Problem> {
        let ctx = context(&self.house, &self.job, self.input.locale)?;
        if self.is_read {
            return self.finish(&ctx);
        }
        let page = export::rows(&ctx, &self.input.wanted, self.cursor.as_deref(), PAGE)?;
        for row in &page.rows {
            self.sheet.write(row, &self.columns)?;
        }
        let next = Job { done: self.job.done + page.rows.len() as i64, ..self.job.clone() };
        let lease = moment_text(ctx.now.saturating_add(LEASE).map_err(Problem::internal)?);
        let (job, kept) = (self.job.clone(), next.clone());
        let goes_on = self.house.store.write(move |tx| Ok(job::hold(tx, &job.id, job.done, &lease)? && job::progress(tx, &kept, &lease)?))?;
        (self.job, self.cursor, self.is_read) = (next, page.next.clone(), page.next.is_none());
        Ok(if goes_on { Step::More } else { Step::Lost })
    }
}

/// What the second sheet tells: where these rows come from.
struct About<'a> {
    label: &'a str,
    input: &'a Input,
    by: &'a str,
    at: &'a str,
    rows: i64,
}

impl About<'_> {
    fn lines(&self) -> Vec<(&'static str, String)> {
        let Input { wanted: Wanted { filter, q, sort, ids, .. }, locale, .. } = self.input;
        let word = |zh: &'static str, en: &'static str| if *locale == Locale::En { en } else { zh };
        let mut lines = vec![(word("内容", "Content"), self.label.to_owned()), (word("行数", "Rows"), self.rows.to_string()), (word("导出人", "Exported by"), self.by.to_owned()), (word("导出时间", "Exported at"), self.at.to_owned())];
        lines.extend(filter.iter().map(|filter| (word("筛选", "Filter"), filter.clone())));
        lines.extend(q.iter().map(|q| (word("搜索", "Search"), q.clone())));
        lines.extend(sort.iter().map(|sort| (word("排序", "Sort"), sort.clone())));
        if !ids.is_empty() {
            lines.push((word("选中", "Chosen"), ids.len().to_string()));
        }
        lines
    }
}

enum Sheet {
    Table(Spreadsheet),
    Cards(BufWriter<File>),
}

impl Sheet {
    fn open(input: &Input, columns: &[Column], scratch: &Scratch) -> Result<Sheet, Problem> {
        let labels: Vec<&str> = columns.iter().map(|column| column.label.as_str()).collect();
        match input.format {
            FileFormat::Csv => Spreadsheet::csv(&labels, input.bom, scratch).map(Sheet::Table),
            FileFormat::Xlsx => Spreadsheet::xlsx(&labels, input.locale, scratch).map(Sheet::Table),
            FileFormat::Vcf => Ok(Sheet::Cards(BufWriter::new(File::create(scratch.path()).map_err(io)?))),
        }
    }

    fn write(&mut self, row: &[String], columns: &[Column]) -> Result<(), Problem> {
        match self {
            Sheet::Table(table) => table.write(row.iter().map(String::as_str).zip(columns.iter().map(|column| column.is_number))),
            Sheet::Cards(file) => {
                let card = vcard::card(columns.iter().map(|column| column.key.as_str()).zip(row.iter().map(String::as_str)));
                file.write_all(card.as_bytes()).map_err(io)
            }
        }
    }

    fn close(&mut self, about: &About, scratch: &Scratch) -> Result<(), Problem> {
        match self {
            Sheet::Table(table) => table.close(about.input.locale, &about.lines(), scratch),
            Sheet::Cards(file) => file.flush().map_err(io),
        }
    }
}

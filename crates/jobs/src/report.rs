//! What an import tells afterwards: the sums of its remarks, and the file of rows that did not come in.

use keshu_kernel::{Locale, Problem, new_id};
use keshu_record::{House, import::{Batch, REASON, Remark}};
use keshu_store::{
    blob::Blob,
    job::{self, Job},
};
use serde_json::{Value, json};

use crate::{
    api::remark_json,
    scratch::Scratch,
    spreadsheet::{self, Spreadsheet},
    table::Rows,
};

/// Kinds of warnings told apart, faults listed in the result, and rows named for each warning.
const WARNINGS: usize = 200;
const FAULTS: usize = 100;
const EXAMPLES: usize = 3;
/// Notes read at a time for the file.
const PAGE: i64 = 1000;

/// Adds a batch to the result of the job so far.
pub(crate) fn add(result: Option<Value>, batch: &Batch) -> Value {
    let mut result = result.unwrap_or_else(|| json!({"duplicates": 0, "faults": [], "warnings": []}));
    result["duplicates"] = json!(result["duplicates"].as_u64().unwrap_or(0) + batch.skipped.len() as u64);
    if let Some(faults) = result["faults"].as_array_mut() {
        let new = batch.failed.iter().flat_map(|(row, remarks)| remarks.iter().map(move |remark| remark_json(*row, remark)));
        let room = FAULTS.saturating_sub(faults.len());
        faults.extend(new.take(room));
    }
    if let Some(warnings) = result["warnings"].as_array_mut() {
        for (row, remark) in &batch.warnings {
            add_warning(warnings, *row, remark);
        }
    }
    result
}

/// Equal warnings are counted; each value that could not be placed stands once.
fn add_warning(warnings: &mut Vec<Value>, row: u64, remark: &Remark) {
    let same = |known: &&mut Value| known["code"] == remark.code && known["field"].as_str() == remark.field.as_deref() && known["value"] == remark.value.as_str();
    if let Some(known) = warnings.iter_mut().find(same) {
        known["count"] = json!(known["count"].as_u64().unwrap_or(0) + 1);
        if let Some(rows) = known["rows"].as_array_mut().filter(|rows| rows.len() < EXAMPLES) {
            rows.push(json!(row));
        }
    } else if warnings.len() < WARNINGS {
        warnings.push(json!({"field": remark.field, "code": remark.code, "value": remark.value, "detail": remark.detail, "count": 1, "rows": [row]}));
    }
}

/// The reasons of one row in one sentence after another.
pub(crate) fn reason(remarks: &[Remark]) -> String {
    remarks.iter().map(|remark| remark.detail.as_str()).collect::<Vec<_>>().join(" ")
}

/// The rows that did not come in, with the columns they had and the reason, as a file that can be corrected and brought
/// in again: a workbook where one came, for there long digits stay as they are. `None` when all came in.
pub(crate) fn error_file(house: &House, job: &Job, came_as: &str, mut rows: Rows<impl std::io::Read>, locale: Locale) -> Result<Option<Blob>, Problem> {
    let mut notes = house.store.read(|read| job::row_notes(read, &job.id, -1, PAGE))?;
    if notes.is_empty() {
        return Ok(None);
    }
    let (stem, ending) = came_as.rsplit_once('.').unwrap_or((came_as, ""));
    let (word, last) = if locale == Locale::En { ("not imported", REASON[1]) } else { ("未导入", REASON[0]) };
    let labels: Vec<&str> = rows.header.iter().map(String::as_str).chain([last]).collect();
    let scratch = Scratch::new(house)?;
    let (mut file, name, content_type) = match ending.eq_ignore_ascii_case("xlsx") {
        true => (Spreadsheet::xlsx(&labels, locale, &scratch)?, format!("{stem}-{word}.xlsx"), spreadsheet::XLSX),
        false => (Spreadsheet::csv(&labels, true, &scratch)?, format!("{stem}-{word}.csv"), spreadsheet::CSV),
    };
    let width = rows.header.len();
    let mut place = 0i64;
    while let Some(after) = notes.last().map(|(place, _)| *place) {
        for (noted, reason) in &notes {
            rows.skip_rows(noted - place)?;
            let Some(row) = rows.next_row()? else { break };
            place = noted + 1;
            // Cells beyond the header stay together with the last one, so that the reason has its column.
            let beyond = row.cells[width..].join(" ");
            let reason = if beyond.trim().is_empty() { reason.clone() } else { format!("{reason} ({beyond})") };
            file.write(row.cells[..width].iter().map(String::as_str).chain([reason.as_str()]).map(|text| (text, false)))?;
        }
        notes = house.store.read(|read| job::row_notes(read, &job.id, after, PAGE))?;
    }
    file.close(locale, &[], &scratch)?;
    let (sha256, size) = house.store.blobs().put_file(scratch.path())?;
    Ok(Some(Blob { id: new_id(), name, size, content_type: content_type.to_owned(), sha256, created_by: job.staff_id.clone() }))
}

//! What an import tells afterwards: the sums of its remarks, and the file of rows that did not come in.

use keshu_kernel::{Locale, Problem};
use keshu_record::{House, import::{Batch, Remark}};
use keshu_store::job;
use serde_json::{Value, json};

use crate::{api::remark_json, table::Rows};

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

/// The rows that did not come in, with the columns they had and the reason; `None` when all did.
pub(crate) fn error_file(house: &House, id: &str, mut rows: Rows<impl std::io::Read>, locale: Locale) -> Result<Option<Vec<u8>>, Problem> {
    let mut notes = house.store.read(|read| job::row_notes(read, id, -1, PAGE))?;
    if notes.is_empty() {
        return Ok(None);
    }
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(b"\xef\xbb\xbf".to_vec());
    let width = rows.header.len();
    let last = if locale == Locale::En { "Reason" } else { "原因" };
    writer.write_record(rows.header.iter().map(String::as_str).chain([last])).map_err(Problem::internal)?;
    let mut place = 0i64;
    while let Some(after) = notes.last().map(|(place, _)| *place) {
        for (noted, reason) in &notes {
            rows.skip_rows(noted - place)?;
            let Some(row) = rows.next_row()? else { break };
            place = noted + 1;
            // Cells beyond the header stay together with the last one, so that the reason has its column.
            let beyond = row.cells[width..].join(" ");
            let reason = if beyond.trim().is_empty() { reason.clone() } else { format!("{reason} ({beyond})") };
            writer.write_record(row.cells[..width].iter().map(String::as_str).chain([reason.as_str()])).map_err(Problem::internal)?;
        }
        notes = house.store.read(|read| job::row_notes(read, id, after, PAGE))?;
    }
    writer.into_inner().map(Some).map_err(Problem::internal)
}

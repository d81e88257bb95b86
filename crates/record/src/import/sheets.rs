//! Sheets beside the first: each row is a line of the record that its key names.

use std::collections::{HashMap, HashSet};

use keshu_access::Grant;
use keshu_catalog::{Entity, Field, Kind, types};

use super::{
    plan::{Column, Target, folded},
    row::Row,
};
use crate::Ctx;

/// A further sheet of the file.
#[derive(Debug, Clone, Default)]
pub struct LineSheet {
    pub name: String,
    pub header: Vec<String>,
    pub rows: Vec<Row>,
}

/// How the rows of a further sheet become lines.
#[derive(Debug, Clone)]
pub(crate) struct Lines {
    pub field: String,
    /// The entity of the lines.
    pub entity: String,
    /// The column of the first sheet that says whose lines they are.
    pub key: usize,
    pub columns: Vec<Column>,
    /// By the text of the key.
    rows: HashMap<String, Vec<Row>>,
}

impl Lines {
    pub fn of(&self, row: &Row) -> &[Row] {
        row.cells.get(self.key).and_then(|text| self.rows.get(&folded(text))).map_or(&[], Vec::as_slice)
    }

    /// What is left after the keys of `first` were taken out.
    fn left(&self, taken: &HashSet<String>) -> usize {
        self.rows.iter().filter(|(key, _)| !taken.contains(*key)).map(|(_, rows)| rows.len()).sum()
    }
}

/// A sheet counts when it is called like a field of lines, or like what the lines are, and shares a column with
/// the first sheet, by which its rows find their record.
pub(crate) fn lines(ctx: &Ctx, entity: &Entity, grant: &Grant, columns: &[Column], sheets: &[LineSheet]) -> Vec<Lines> {
    let mut found: Vec<Lines> = Vec::new();
    for sheet in sheets {
        let is_called = |names: [&str; 3]| names.into_iter().any(|name| folded(name) == folded(&sheet.name));
        let fits = |field: &&Field| {
            let Kind::Lines { of, .. } = &field.kind else { return false };
            let by_line = ctx.house.catalog.entity(of).is_some_and(|line| is_called([&line.name, &line.label.zh, &line.label.en]));
            grant.may_write(&field.key) && !found.iter().any(|lines| lines.field == field.key) && (by_line || is_called([&field.key, &field.label.zh, &field.label.en]))
        };
        let Some(field) = entity.fields.values().find(fits) else { continue };
        let Kind::Lines { of, .. } = &field.kind else { continue };
        let Some(line) = ctx.house.catalog.entity(of) else { continue };
        let shared = sheet.header.iter().enumerate().find_map(|(at, header)| Some((at, columns.iter().position(|column| folded(&column.header) == folded(header))?)));
        let Some((at, key)) = shared else { continue };
        let mut rows: HashMap<String, Vec<Row>> = HashMap::new();
        for row in &sheet.rows {
            let key = row.cells.get(at).map(|text| folded(text)).unwrap_or_default();
            rows.entry(key).or_default().push(row.clone());
        }
        found.push(Lines { field: field.key.clone(), entity: line.name.clone(), key, columns: line_columns(line, &sheet.header, at), rows });
    }
    found
}

/// The fields of a line that a header names.
pub(super) fn line_columns(line: &Entity, header: &[String], key: usize) -> Vec<Column> {
    let mut taken: Vec<&str> = Vec::new();
    let mut columns = Vec::new();
    for (place, name) in header.iter().enumerate() {
        let is_called = |field: &&Field| [field.key.as_str(), &field.label.zh, &field.label.en].into_iter().chain(field.synonyms.iter().map(String::as_str)).any(|known| folded(known) == folded(name));
        let field = line.fields.values().filter(|field| place != key && field.is_input() && types::is_single(&field.kind) && !taken.contains(&field.key.as_str())).find(is_called);
        let target = match field {
            Some(field) => {
                taken.push(&field.key);
                Target::Field { key: field.key.clone(), unit: None }
            }
            None if place == key => Target::Ignored,
            None => Target::Unknown,
        };
        columns.push(Column { header: name.clone(), target, by: "name" });
    }
    columns
}

/// How many rows of the further sheets name no row of the first, of which these are the `rows`.
pub(crate) fn orphans(lines: &[Lines], rows: impl Iterator<Item = Row>) -> usize {
    if lines.is_empty() {
        return 0;
    }
    let mut taken: Vec<HashSet<String>> = vec![HashSet::new(); lines.len()];
    for row in rows {
        for (lines, taken) in lines.iter().zip(&mut taken) {
            taken.extend(row.cells.get(lines.key).map(|text| folded(text)));
        }
    }
    lines.iter().zip(&taken).map(|(lines, taken)| lines.left(taken)).sum()
}

//! A piece of a spreadsheet that is pasted into lines, read as an import reads its cells.

use keshu_access::Action;
use keshu_catalog::{Entity, Field, Kind, types, types::clean};
use keshu_kernel::{Fault, Problem, args, codes, problem::fill};
use keshu_store::Read;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    names::{self, Found},
    sheets::line_columns,
};
use crate::{Ctx, Directory};

const MOST_ROWS: usize = 1000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    field: String,
    /// The fields that the columns are, where they have no header of their own.
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// `{field, columns, rows}` → `{rows, left}`: lines for `field` as the API writes them, and what found no place, cell
/// by cell with the reason. A first row that names fields is a header and says which column is which.
pub fn paste(ctx: &Ctx, entity: &str, body: &Map<String, Value>) -> Result<Value, Problem> {
    let Sent { field, columns, rows } = serde_json::from_value(body.clone().into()).map_err(|fault| Problem::new(&codes::BODY_MALFORMED, args![what = fault]))?;
    let entity = ctx.entity(entity)?;
    let grant = ctx.grant(entity, Action::Create).or_else(|_| ctx.grant(entity, Action::Update))?;
    let unknown = || Problem::invalid(vec![Fault::new("/field", &codes::FIELD_UNKNOWN, args![entity = entity.label.get(ctx.locale), field = field, hint = ""])]);
    let of = entity.field(&field).filter(|field| grant.may_write(&field.key)).and_then(|field| if let Kind::Lines { of, .. } = &field.kind { Some(of) } else { None });
    let line = of.and_then(|of| ctx.house.catalog.entity(of)).ok_or_else(unknown)?;
    if rows.len() > MOST_ROWS {
        return Err(Problem::invalid(vec![Fault::new("/rows", &codes::VALUE_TYPE, args![label = "rows", wanted = format!("≤ {MOST_ROWS}")])]));
    }
    let header = header_of(line, rows.first());
    let body = &rows[usize::from(header.is_some())..];
    let columns = header.unwrap_or_else(|| columns.iter().map(|key| line.field(key).filter(|field| is_open(field))).collect());
    let directory = ctx.house.directory();
    ctx.house.store.read(|read| {
        let (mut lines, mut left) = (Vec::new(), Vec::new());
        for (place, cells) in body.iter().enumerate().filter(|(_, cells)| !cells.iter().all(|text| clean::is_blank(text))) {
            let (mut values, mut titles) = (Map::new(), Map::new());
            for (at, text) in cells.iter().enumerate().filter(|(_, text)| !clean::is_blank(text)) {
                let mut leave = |detail: String| left.push(json!({"row": place + 1, "text": text.trim(), "detail": detail}));
                let Some(field) = columns.get(at).copied().flatten() else {
                    leave(fill(codes::PASTE_NO_COLUMN.detail(ctx.locale), &args![column = at + 1]));
                    continue;
                };
                match value_of(ctx, read, &directory, field, text)? {
                    Ok(value) => {
                        if field.kind.target().is_some() {
                            titles.insert(field.key.clone(), text.trim().into());
                        }
                        values.insert(field.key.clone(), value);
                    }
                    Err((code, words)) => leave(fill(code.detail(ctx.locale), &words)),
                }
            }
            values.insert("titles".to_owned(), titles.into());
            lines.push(values);
        }
        Ok(json!({"rows": lines, "left": left}))
    })
}

fn is_open(field: &Field) -> bool {
    field.is_input() && types::is_single(&field.kind)
}

/// The columns of a row that is a header: at least half of its cells name a field.
fn header_of<'a>(line: &'a Entity, row: Option<&Vec<String>>) -> Option<Vec<Option<&'a Field>>> {
    let row = row?;
    let columns: Vec<Option<&Field>> = line_columns(line, row, usize::MAX).iter().map(|column| line.field(column.field()?)).collect();
    let filled = row.iter().filter(|text| !clean::is_blank(text)).count();
    let named = columns.iter().flatten().count();
    (named > 0 && named * 2 >= filled).then_some(columns)
}

fn value_of(ctx: &Ctx, read: &mut Read, directory: &Directory, field: &Field, text: &str) -> Result<Result<Value, types::Refusal>, Problem> {
    let Some(target) = field.kind.target() else {
        return Ok(types::parse_messy(field, text, &ctx.types(directory)).map(|cell| types::json(field, &cell)));
    };
    let words = || args![label = field.label.get(ctx.locale), value = text.trim()];
    Ok(match names::record(ctx, read, directory, target, &clean::one_line(text))? {
        Found::One(id) => Ok(Value::String(id)),
        Found::None => Err((&codes::NAME_UNKNOWN, words())),
        Found::Several => Err((&codes::NAME_AMBIGUOUS, words())),
    })
}

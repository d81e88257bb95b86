//! Rows of a file into records: which column is which field, what a cell means, and the writing itself.
//!
//! Invariant: a row goes through [`crate::write`] like anything else that is written; the asker needs the
//! right to import beside the right to create or update. A value that cannot be placed is said and kept,
//! it does not stop its row. Deliberately absent: files and their formats, progress (both in jobs).

mod choices;
mod names;
mod paste;
mod plan;
mod row;
mod sheets;

use std::time::Instant;

use keshu_catalog::Entity;
use keshu_kernel::{Cell, Problem, codes, new_id};
use keshu_store::{Tx, query};
use serde_json::json;

pub use choices::{add_choices, may_add_choice};
pub use paste::paste;
pub use plan::{Asked, Column, Mode, Plan, REASON, Target, plan, template_fields, write_grant};
pub use row::{Deed, Remark, Row, RowOutcome, RowReader};
pub use sheets::LineSheet;

use crate::{
    Ctx,
    many::owner_of,
    notice::Handed,
    render,
    write::{Stamp, add_stamped, change_in},
};

/// Whether the asker may import anything at all.
pub fn may_import(ctx: &Ctx) -> Result<(), Problem> {
    let mut refusal = None;
    for entity in ctx.house.catalog.entities.values().filter(|entity| entity.line_of.is_none()) {
        match ctx.grant(entity, keshu_access::Action::Import) {
            Ok(_) => return Ok(()),
            Err(problem) => refusal = refusal.or(Some(problem)),
        }
    }
    refusal.map_or(Ok(()), Err)
}

/// What became of some rows.
#[derive(Debug, Default)]
pub struct Batch {
    /// How many rows were looked at.
    pub rows: usize,
    pub created: i64,
    pub updated: i64,
    /// Rows whose record is there already, by number, with the reason.
    pub skipped: Vec<(u64, Vec<Remark>)>,
    pub failed: Vec<(u64, Vec<Remark>)>,
    pub warnings: Vec<(u64, Remark)>,
    /// Records that are another's by it, who is told at the end.
    pub handed: Handed,
}

/// Why a batch stopped.
#[derive(Debug)]
pub enum Stopped {
    /// This row was refused after something of it had been written: the transaction must not be kept.
    /// Without the row the others may go in.
    AtRow(usize, Vec<Remark>),
    Whole(Problem),
}

impl From<Problem> for Stopped {
    fn from(problem: Problem) -> Stopped {
        Stopped::Whole(problem)
    }
}

/// Fewer rows of one transaction would cost the search index more than they bring.
const FEWEST: usize = 40;

/// Writes rows one after another in the caller's transaction, once there are enough only until somebody else
/// waits and `until` is over. A row that is refused before anything of it is written counts as failed and the rest goes on.
pub fn import_rows(ctx: &Ctx, tx: &mut Tx, plan: &Plan, rows: &[Row], until: Instant) -> Result<Batch, Stopped> {
    let entity = ctx.entity(&plan.entity)?;
    ctx.grant(entity, keshu_access::Action::Import)?;
    let mut reader = RowReader::new(ctx, plan)?;
    let mut batch = Batch::default();
    for (place, row) in rows.iter().enumerate() {
        if place >= FEWEST && tx.is_awaited() && Instant::now() >= until {
            break;
        }
        batch.rows += 1;
        let out = reader.read(tx.read(), row)?;
        if out.deed == Deed::Skip {
            batch.skipped.push((row.number, out.faults));
            continue;
        }
        if !out.faults.is_empty() {
            batch.failed.push((row.number, out.faults));
            continue;
        }
        let before = tx.writes();
        let written = write_row(ctx, tx, plan, entity, &out, &mut batch.handed);
        match written {
            Ok(warnings) => {
                match out.deed {
                    Deed::Update(_) => batch.updated += 1,
                    _ => batch.created += 1,
                }
                let similar = warnings.iter().filter_map(|warning| {
                    let detail = warning["detail"].as_str()?.to_owned();
                    Some(Remark { field: warning["fields"][0].as_str().map(str::to_owned), code: "similar", detail, value: String::new() })
                });
                batch.warnings.extend(out.warnings.into_iter().chain(similar).map(|remark| (row.number, remark)));
            }
            // The moment is bad, not the row.
            Err(problem) if problem.status() >= 500 => return Err(Stopped::Whole(problem)),
            Err(problem) if tx.writes() != before => return Err(Stopped::AtRow(place, Remark::of(ctx, &problem))),
            Err(problem) if problem.code == &codes::DUPLICATE && plan.mode == Mode::Create => batch.skipped.push((row.number, Remark::of(ctx, &problem))),
            Err(problem) => batch.failed.push((row.number, Remark::of(ctx, &problem))),
        }
    }
    Ok(batch)
}

/// The record of a row, and the one beside it; gives back the warnings.
fn write_row(ctx: &Ctx, tx: &mut Tx, plan: &Plan, entity: &Entity, out: &RowOutcome, handed: &mut Handed) -> Result<Vec<serde_json::Value>, Problem> {
    let key = entity.owner.as_ref().map(|owner| owner.staff.as_str()).filter(|key| out.body.contains_key(*key));
    let mut before = None;
    let (id, warnings) = match &out.deed {
        Deed::Update(id) => {
            before = owner_of(tx, entity, id, key)?;
            let version = query::version_of(tx.read(), entity, id)?;
            (id.clone(), change_in(ctx, tx, entity, id, version, &out.body)?.1)
        }
        _ => {
            let id = new_id();
            let warnings = add_stamped(ctx, tx, entity, &id, &out.body, &out.stamp)?;
            (id, warnings)
        }
    };
    if let Some(after) = owner_of(tx, entity, &id, key)?.filter(|after| before.as_ref() != Some(after)) {
        handed.add(ctx, tx, &entity.name, &id, &after)?;
    }
    if let (Some(beside), Some(body)) = (&plan.beside, &out.beside) {
        let other = ctx.entity(&beside.entity)?;
        let title = Cell::from(body[&other.title].as_str().unwrap_or_default());
        let same = [(beside.link.clone(), Cell::from(id.as_str())), (other.title.clone(), title)];
        if query::ids_with_values(tx.read(), other, &same, None, 1)?.is_empty() {
            let mut body = body.clone();
            body.insert(beside.link.clone(), json!(id));
            add_stamped(ctx, tx, other, &new_id(), &body, &Stamp::default())?;
        }
    }
    Ok(warnings)
}

/// What a row would become.
#[derive(Debug)]
pub struct Looked {
    pub row: u64,
    /// Values in API form, with titles.
    pub item: serde_json::Value,
    pub warnings: Vec<Remark>,
    pub faults: Vec<Remark>,
}

/// What rows would become. Nothing is written.
pub fn look(ctx: &Ctx, plan: &Plan, rows: &[Row]) -> Result<Vec<Looked>, Problem> {
    let entity = ctx.entity(&plan.entity)?;
    let directory = ctx.house.directory();
    ctx.house.store.read(|read| {
        let mut reader = RowReader::new(ctx, plan)?;
        let mut seen = Vec::new();
        for row in rows {
            let mut out = reader.read(read, row)?;
            if out.deed == Deed::Create {
                let missing = entity.fields.values().filter(|field| field.required && field.is_input() && field.default.is_none() && !out.body.contains_key(&field.key));
                let words = |field: &keshu_catalog::Field| keshu_kernel::args![label = field.label.get(ctx.locale)];
                out.faults.extend(missing.map(|field| Remark::new(ctx, Some(&field.key), &codes::VALUE_REQUIRED, &words(field), "")));
            }
            let mut item = serde_json::Value::Object(out.body);
            item["titles"] = json!(titles(ctx, read, &directory, entity, &item)?);
            seen.push(Looked { row: row.number, item, warnings: out.warnings, faults: out.faults });
        }
        Ok(seen)
    })
}

/// What the links of a body are called.
fn titles(ctx: &Ctx, read: &mut keshu_store::Read, directory: &crate::Directory, entity: &keshu_catalog::Entity, body: &serde_json::Value) -> Result<serde_json::Map<String, serde_json::Value>, Problem> {
    let mut titles = serde_json::Map::new();
    for field in entity.fields.values() {
        let (Some(target), Some(id)) = (field.kind.target(), body[&field.key].as_str()) else { continue };
        let title = match directory.title(target, id) {
            Some(title) => Some(title.to_owned()),
            None => render::record_titles(ctx, read, target, &[id.to_owned()])?.into_iter().next().map(|(_, title)| title),
        };
        titles.extend(title.map(|title| (field.key.clone(), json!(title))));
    }
    Ok(titles)
}

//! What a name in a cell means: people, departments and records, within the asker's rights.

use keshu_access::Action;
use keshu_catalog::{Entity, types};
use keshu_kernel::{Cell, Problem, is_id};
use keshu_store::{Read, query};

use crate::{Ctx, Directory, checks::lookup_cell};

/// The system under which numbers of imported files are known.
pub(crate) const SYSTEM: &str = "import";

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    One(String),
    None,
    Several,
}

impl Found {
    fn of(mut ids: Vec<String>) -> Found {
        ids.dedup();
        match (ids.pop(), ids.is_empty()) {
            (Some(id), true) => Found::One(id),
            (Some(_), false) => Found::Several,
            (None, _) => Found::None,
        }
    }

    fn or(self, next: impl FnOnce() -> Result<Found, Problem>) -> Result<Found, Problem> {
        if self == Found::None { next() } else { Ok(self) }
    }
}

/// The record of `target` that a cell names: by id, number, reference of an earlier import, or title.
pub(crate) fn record(ctx: &Ctx, read: &mut Read, directory: &Directory, target: &str, text: &str) -> Result<Found, Problem> {
    match target {
        "staff" => Ok(staff(directory, text)),
        "dept" => Ok(dept(directory, text)),
        "role" => Ok(Found::of(directory.roles.iter().filter(|(id, label)| *id == text || *label == text).map(|(id, _)| id.clone()).collect())),
        _ => match ctx.house.catalog.entity(target) {
            Some(entity) => titled(ctx, read, directory, entity, text),
            None => Ok(Found::None),
        },
    }
}

fn staff(directory: &Directory, text: &str) -> Found {
    if let Some(staff) = directory.staff.get(text).or_else(|| directory.staff_named(text)) {
        return Found::One(staff.id.clone());
    }
    let named = |active: bool| Found::of(directory.staff_by_word(text).filter(|staff| staff.name == text && staff.is_active == active).map(|staff| staff.id.clone()).collect());
    match named(true) {
        Found::None => named(false),
        found => found,
    }
}

/// `销售一部`, or `总公司/销售部/销售一部` where the name alone is not enough.
fn dept(directory: &Directory, text: &str) -> Found {
    if directory.dept.contains_key(text) {
        return Found::One(text.to_owned());
    }
    let steps: Vec<&str> = text.split(['/', '>', '\\']).map(str::trim).filter(|step| !step.is_empty()).rev().collect();
    let fits = |id: &String| {
        let mut at = Some(id.clone());
        !steps.is_empty()
            && steps.iter().all(|step| {
                let info = at.as_ref().and_then(|id| directory.dept.get(id));
                at = info.and_then(|info| info.parent.clone());
                info.is_some_and(|info| info.name == *step)
            })
    };
    Found::of(directory.dept.keys().filter(|id| fits(id)).cloned().collect())
}

fn titled(ctx: &Ctx, read: &mut Read, directory: &Directory, entity: &Entity, text: &str) -> Result<Found, Problem> {
    let Ok(grant) = ctx.grant(entity, Action::Read) else { return Ok(Found::None) };
    if is_id(text) {
        let there = query::exists(read, &ctx.house.catalog, entity, &grant, text)?;
        return Ok(if there { Found::One(text.to_owned()) } else { Found::None });
    }
    let within = |read: &mut Read, ids: Vec<String>| -> Result<Found, Problem> {
        if ids.is_empty() {
            return Ok(Found::None);
        }
        let rows = query::load_many(read, &ctx.house.catalog, entity, &grant, &ids, &[])?;
        Ok(Found::of(rows.into_iter().filter_map(|row| Some(row.last()?.as_text()?.to_owned())).collect()))
    };
    let by_number = match entity.number_key().filter(|key| grant.may_read(key)) {
        Some(key) => query::ids_with_values(read, entity, &[(key.to_owned(), text.into())], None, MOST)?,
        None => Vec::new(),
    };
    within(read, by_number)?
        .or(|| {
            let ids = query::by_external_ref(read, &entity.name, SYSTEM, text)?.into_iter().collect();
            within(read, ids)
        })?
        .or(|| {
            let Some(field) = entity.field(&entity.title).filter(|field| grant.may_read(&field.key) && field.is_column()) else { return Ok(Found::None) };
            let Ok(cell @ Cell::Text(_)) = types::parse_messy(field, text, &ctx.types(directory)) else { return Ok(Found::None) };
            let ids = query::ids_with_values(read, entity, &[lookup_cell(ctx, entity, field, &cell)], None, MOST)?;
            within(read, ids)
        })
}

/// More of one name than this are not told apart.
const MOST: u64 = 20;

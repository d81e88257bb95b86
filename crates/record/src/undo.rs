//! Taking a change set back: the inverse is read from the diffs of its audit entries and is an ordinary
//! write of the person asking, with the rights and rules of today. Nothing about it is stored twice.

use std::collections::HashMap;

use keshu_catalog::{Entity, Kind};
use keshu_kernel::{Problem, args, codes};
use keshu_store::{Tx, audit, query};
use serde_json::{Map, Value};

use crate::{
    Ctx,
    history::actor_name,
    import::{Remark, Stopped},
    render::{record_titles, sealed_place},
    write::{change_in, delete_in, restore_in},
};

/// A record that stays as it is, and why.
#[derive(Debug, Clone)]
pub struct Left {
    pub entity: String,
    pub id: String,
    /// As far as the asker may read it.
    pub title: Option<String>,
    pub why: String,
}

/// What became of some records of a change set.
#[derive(Debug, Default)]
pub struct Undone {
    /// What the set had added went into the trash.
    pub removed: i64,
    /// Values went back, or records came out of the trash.
    pub restored: i64,
    pub left: Vec<Left>,
}

/// Takes back, in the caller's transaction, what `change_set` did to the records of `page` (`(entry, entity,
/// record)`, newest first). `refused` names entries that were found impossible before, with the reason.
pub fn undo_page(ctx: &Ctx, tx: &mut Tx, change_set: &str, page: &[(String, String, String)], refused: &HashMap<String, String>) -> Result<Undone, Stopped> {
    let mut undone = Undone::default();
    for (place, (entry, name, id)) in page.iter().enumerate() {
        let entity = ctx.entity(name)?;
        let entries = audit::of_record_in(tx.read(), name, id, change_set)?;
        // A record stands in the set as often as it was written; it goes back once, at its newest entry.
        if entries.last().is_none_or(|last| last.id != *entry) {
            continue;
        }
        let newest = audit::of_record(tx.read(), name, id, None, 1)?.pop();
        // An undo that was stopped half-way has taken this one back already.
        if newest.as_ref().is_some_and(|newest| newest.id != *entry && newest.purpose == ctx.purpose) {
            continue;
        }
        if let Some(newest) = newest.filter(|newest| newest.id != *entry) {
            let words = args![who = actor_name(ctx, &ctx.house.directory(), &newest.actor)];
            leave(ctx, tx, &mut undone, entity, id, keshu_kernel::problem::fill(codes::UNDO_CHANGED_SINCE.detail(ctx.locale), &words))?;
            continue;
        }
        if let Some(why) = refused.get(entry) {
            leave(ctx, tx, &mut undone, entity, id, why.clone())?;
            continue;
        }
        let before = tx.writes();
        match invert(ctx, tx, entity, id, &entries) {
            Ok(true) => undone.removed += 1,
            Ok(false) => undone.restored += 1,
            Err(problem) if problem.status() >= 500 => return Err(Stopped::Whole(problem)),
            Err(problem) if tx.writes() != before => return Err(Stopped::AtRow(place, Remark::of(ctx, &problem))),
            Err(problem) => {
                let why = Remark::of(ctx, &problem).into_iter().map(|remark| remark.detail).collect::<Vec<_>>().join(" ");
                leave(ctx, tx, &mut undone, entity, id, why)?;
            }
        }
    }
    Ok(undone)
}

fn leave(ctx: &Ctx, tx: &mut Tx, undone: &mut Undone, entity: &Entity, id: &str, why: String) -> Result<(), Problem> {
    let title = record_titles(ctx, tx.read(), &entity.name, &[id.to_owned()])?.pop().map(|(_, title)| title);
    undone.left.push(Left { entity: entity.name.clone(), id: id.to_owned(), title, why });
    Ok(())
}

/// One record as it was before the set. `true` = the set had added it, and it is gone now.
fn invert(ctx: &Ctx, tx: &mut Tx, entity: &Entity, id: &str, entries: &[audit::Kept]) -> Result<bool, Problem> {
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return Ok(false) };
    if last.action == "delete" {
        restore_in(ctx, tx, entity, id)?;
    }
    let version = query::version_of(tx.read(), entity, id)?;
    if first.action == "create" || first.action == "restore" {
        delete_in(ctx, tx, entity, id, version)?;
        return Ok(true);
    }
    let body = old_values(ctx, entity, id, entries)?;
    if !body.is_empty() {
        change_in(ctx, tx, entity, id, version, &body)?;
    }
    Ok(false)
}

/// What every field that the set changed held before it, in API form.
fn old_values(ctx: &Ctx, entity: &Entity, id: &str, entries: &[audit::Kept]) -> Result<Map<String, Value>, Problem> {
    let mut body = Map::new();
    for entry in entries {
        let Some(diff) = &entry.diff else { return Err(Problem::new(&codes::UNDO_ERASED, vec![])) };
        for (key, pair) in diff.as_object().into_iter().flatten() {
            let Some(field) = entity.field(key).filter(|field| field.is_input() && !body.contains_key(key)) else { continue };
            let old = pair.get(0).cloned().unwrap_or_default();
            let old = match &old {
                Value::String(sealed) if field.sensitive => Value::String(ctx.house.store.vault().open_sealed(&sealed_place(entity, field, id), sealed)?),
                // Lines come back under their own ids, lists empty rather than null.
                Value::Null if matches!(field.kind, Kind::Links { .. } | Kind::Tags | Kind::Lines { .. } | Kind::ExternalRefs) => Value::Array(Vec::new()),
                _ => old,
            };
            body.insert(key.clone(), old);
        }
    }
    Ok(body)
}

//! Taking a change set back: the inverse is read from the diffs of its audit entries and is an ordinary
//! write of the person asking, with the rights and rules of today. Nothing about it is stored twice.

use keshu_catalog::{Entity, Kind};
use keshu_kernel::{Problem, args, codes};
use keshu_store::{Read, Tx, audit, query};
use serde_json::{Map, Value};

use crate::{
    Ctx,
    history::actor_name,
    import::Stopped,
    render::sealed_place,
    sweep::{Fate, Swept, Turn, sweep},
    write::{change_in, delete_in, restore_in},
};

/// Takes back, in the caller's transaction, what `change_set` did to the records of the turn (audit entries, the
/// newest first).
pub fn undo_page(ctx: &Ctx, tx: &mut Tx, change_set: &str, turn: Turn) -> Result<Swept, Stopped> {
    sweep(ctx, tx, turn, |tx, entity, (entry, name, id)| {
        let entries = audit::of_record_in(tx.read(), name, id, change_set)?;
        // A record stands in the set as often as it was written; it goes back once, at its newest entry.
        if entries.last().is_none_or(|last| last.id != *entry) {
            return Ok(Fate::Passed);
        }
        let newest = audit::last_write(tx.read(), name, id)?;
        match newest.filter(|newest| newest.id != *entry) {
            // An undo that was stopped half-way has taken this one back already.
            Some(newest) if newest.purpose == ctx.purpose => Ok(Fate::Passed),
            Some(newest) => {
                let words = args![who = actor_name(ctx, &ctx.house.directory(), &newest.actor)];
                Ok(Fate::Left(keshu_kernel::problem::fill(codes::UNDO_CHANGED_SINCE.detail(ctx.locale), &words)))
            }
            None => invert(ctx, tx, entity, id, &entries),
        }
    })
}

/// One record as it was before the set.
fn invert(ctx: &Ctx, tx: &mut Tx, entity: &Entity, id: &str, entries: &[audit::Kept]) -> Result<Fate, Problem> {
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return Ok(Fate::Passed) };
    if last.action == "delete" {
        restore_in(ctx, tx, entity, id)?;
    }
    let version = query::version_of(tx.read(), entity, id)?;
    if first.action == "create" || first.action == "restore" {
        delete_in(ctx, tx, entity, id, version)?;
        return Ok(Fate::Removed);
    }
    let body = old_values(ctx, entity, id, entries)?;
    if !body.is_empty() {
        change_in(ctx, tx, entity, id, version, &body)?;
    }
    Ok(Fate::Changed)
}

/// What a record held at version `to` in the fields that changed since, in API form.
pub(crate) fn values_at(ctx: &Ctx, read: &mut Read, entity: &Entity, id: &str, to: i64) -> Result<Map<String, Value>, Problem> {
    old_values(ctx, entity, id, &audit::since_version(read, &entity.name, id, to.max(1))?)
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

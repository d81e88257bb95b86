//! Who changed what, from the audit entries of a record.

use keshu_access::{Action, Grant};
use keshu_catalog::{Entity, Field, Kind, types};
use keshu_kernel::{Keyed, Locale, Problem, args, codes};
use keshu_store::{Read, audit, blob, query};
use serde_json::{Map, Value, json};

use crate::{Ctx, Directory, reveal::DEED};

const PAGE: i64 = 50;
/// In the place of a value that stays covered.
const COVERED: &str = "••••";

/// The history of a record that the asker may read, newest first.
pub fn history(ctx: &Ctx, entity: &str, id: &str, cursor: Option<&str>) -> Result<Value, Problem> {
    let entity = ctx.entity(entity)?;
    let grant = ctx.grant(entity, Action::Read)?;
    let directory = ctx.house.directory();
    ctx.house.store.read(|read| {
        if !query::exists(read, &ctx.house.catalog, entity, &grant, id)? {
            return Err(Problem::new(&codes::RECORD_NOT_FOUND, vec![]));
        }
        let kept = audit::of_record(read, &entity.name, id, cursor, PAGE)?;
        let next = (kept.len() as i64 == PAGE).then(|| kept.last().map(|entry| entry.id.clone())).flatten();
        let items: Vec<Value> = kept.iter().map(|entry| entry_json(ctx, read, &directory, entity, &grant, entry)).collect();
        Ok(json!({"items": items, "next_cursor": next}))
    })
}

/// What putting a record back to version `to` would change: `old` is what stands there now, `new` what stood there
/// then. `writable` says whether the asker may put that field back.
pub fn as_of(ctx: &Ctx, entity: &str, id: &str, to: i64) -> Result<Value, Problem> {
    let entity = ctx.entity(entity)?;
    let grant = ctx.grant(entity, Action::Read)?;
    let may_update = ctx.grant(entity, Action::Update).ok();
    let directory = ctx.house.directory();
    ctx.house.store.read(|read| {
        if !query::exists(read, &ctx.house.catalog, entity, &grant, id)? {
            return Err(Problem::new(&codes::RECORD_NOT_FOUND, vec![]));
        }
        let mut touched: Keyed<(Value, Value)> = Keyed::default();
        for entry in audit::since_version(read, &entity.name, id, to.max(1))? {
            let Some(diff) = entry.diff else { return Err(Problem::new(&codes::UNDO_ERASED, vec![])) };
            for (key, pair) in diff.as_object().into_iter().flatten() {
                let side = |place: usize| pair.get(place).cloned().unwrap_or_default();
                let then = touched.get(key).map_or_else(|| side(0), |(then, _)| then.clone());
                touched.insert(key.clone(), (then, side(1)));
            }
        }
        let mut changes = Vec::new();
        for (key, (then, now)) in &touched {
            let Some(field) = entity.field(key).filter(|field| field.is_input() && grant.may_see(key) && then != now) else { continue };
            let writable = may_update.as_ref().is_some_and(|grant| grant.may_write(key));
            let mut shown = |value: &Value| shown_to(ctx, read, &directory, &grant, field, value);
            changes.push(json!({"field": key, "label": field.label.get(ctx.locale), "old": shown(now), "new": shown(then), "writable": writable}));
        }
        Ok(json!({"version": to, "changes": changes}))
    })
}

pub(crate) fn entry_json(ctx: &Ctx, read: &mut Read, directory: &Directory, entity: &Entity, grant: &Grant, entry: &audit::Kept) -> Value {
    let empty = serde_json::Map::new();
    let diff = entry.diff.as_ref().and_then(Value::as_object).unwrap_or(&empty);
    let changes: Vec<Value> = diff
        .iter()
        .filter_map(|(key, pair)| {
            let field = entity.field(key).filter(|field| grant.may_see(&field.key))?;
            let mut shown = |side: usize| match pair.get(side).unwrap_or(&Value::Null) {
                // That it was seen; nothing became of it.
                _ if entry.action == DEED => if side == 1 { COVERED.into() } else { Value::Null },
                value => shown_to(ctx, read, directory, grant, field, value),
            };
            Some(json!({"field": key, "label": field.label.get(ctx.locale), "old": shown(0), "new": shown(1)}))
        })
        .collect();
    json!({
        "id": entry.id, "at": entry.at, "by": entry.actor, "by_name": actor_name(ctx, directory, &entry.actor),
        "action": entry.action, "version": entry.version, "change_set": entry.change_set,
        "request_id": entry.request_id, "purpose": entry.purpose, "erased": entry.diff.is_none(), "changes": changes,
    })
}

pub(crate) fn actor_name(ctx: &Ctx, directory: &Directory, actor: &str) -> String {
    match (actor, ctx.locale) {
        ("system", Locale::En) => "System".to_owned(),
        ("system", _) => "系统".to_owned(),
        _ => directory.title("staff", actor).unwrap_or("—").to_owned(),
    }
}

/// As [`shown`], covered where it is masked for the asker.
fn shown_to(ctx: &Ctx, read: &mut Read, directory: &Directory, grant: &Grant, field: &Field, value: &Value) -> Value {
    if !value.is_null() && !grant.may_read(&field.key) {
        return Value::from(COVERED);
    }
    shown(ctx, read, directory, field, value)
}

/// A value of a diff for people. Sealed values stay covered; links to colleagues and files get their names.
fn shown(ctx: &Ctx, read: &mut Read, directory: &Directory, field: &Field, value: &Value) -> Value {
    if value.is_null() {
        return Value::Null;
    }
    if field.sensitive {
        return Value::from(COVERED);
    }
    let title = |id: &str| field.kind.target().and_then(|target| directory.title(target, id)).map(str::to_owned);
    match (&field.kind, value) {
        (Kind::Lines { .. }, Value::Array(lines)) => json!(lines.len()),
        (Kind::Links { .. }, Value::Array(ids)) => ids.iter().filter_map(Value::as_str).map(|id| title(id).unwrap_or_else(|| id.to_owned())).collect::<Vec<_>>().join("、").into(),
        (Kind::Tags, Value::Array(tags)) => tags.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("、").into(),
        (_, Value::String(id)) if field.kind.target().is_some() => title(id).map_or_else(|| value.clone(), Value::from),
        (kind, Value::String(id)) if kind.is_file() => {
            let named = blob::names(read, std::slice::from_ref(id)).unwrap_or_default();
            named.into_iter().next().map_or_else(|| value.clone(), |(_, name)| Value::from(name))
        }
        _ if types::is_single(&field.kind) => {
            let types = ctx.types(directory);
            match types::parse(field, value, &types) {
                Ok(cell) => types::display(field, &cell, &types).into(),
                Err(_) => value.clone(),
            }
        }
        _ => value.clone(),
    }
}

/// 412 `stale_version` with what was done since `version`.
pub(crate) fn since(ctx: &Ctx, read: &mut Read, entity: &Entity, id: &str, version: i64) -> Result<Problem, Problem> {
    let directory = ctx.house.directory();
    let grant = ctx.grant(entity, Action::Read)?;
    let kept = audit::since_version(read, &entity.name, id, version)?;
    let visible = |entry: &audit::Kept| -> Vec<String> { entry.fields.split(',').filter(|key| !key.is_empty() && grant.may_see(key)).map(str::to_owned).collect() };
    // What stood there before, as a record has it: who comes back to a draft has not read it.
    let before = |entry: &audit::Kept| -> Map<String, Value> {
        let open = visible(entry).into_iter().filter(|key| entity.field(key).is_some_and(|field| !field.sensitive && grant.may_read(key)));
        open.filter_map(|key| Some((key.clone(), entry.diff.as_ref()?.get(&key)?.get(0)?.clone()))).collect()
    };
    let list: Vec<Value> = kept
        .iter()
        .map(|entry| json!({"by": entry.actor, "by_name": actor_name(ctx, &directory, &entry.actor), "at": entry.at, "version": entry.version, "fields": visible(entry), "old": before(entry)}))
        .collect();
    let last = kept.last();
    let mut labels: Vec<String> = kept.iter().flat_map(&visible).map(|key| entity.field(&key).map_or(key.clone(), |field| field.label.get(ctx.locale).to_owned())).collect();
    labels.sort();
    labels.dedup();
    let who = last.map_or("—".to_owned(), |entry| actor_name(ctx, &directory, &entry.actor));
    let when = last.and_then(|entry| keshu_kernel::time::parse_moment(&entry.at)).map_or("—".to_owned(), |at| at.to_zoned(ctx.house.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string());
    Ok(Problem::new(&codes::STALE_VERSION, args![who = who, when = when, fields = labels.join("、")]).with("since", list.into()))
}

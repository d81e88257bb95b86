//! The one write path. Each function reads top to bottom in the order of docs/ARCHITECTURE.md.

use keshu_access::{Action, Grant};
use keshu_catalog::{DefaultValue, Entity, Kind, RollupFn, types};
use keshu_kernel::{Cell, Problem, args, codes, new_id, problem};
use keshu_store::{Event, Read, Tx, audit, duplicate as keys, idempotency, publish, query, scope, search, vault::sha256};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{
    Ctx, Directory, Draft, duplicate,
    draft::{Item, Items},
    env::RecordEnv,
    history::since,
    checks::{check, check_duplicates, check_limits, check_required, check_state, check_unique, lookup_cell, refuse_if_in_use, with_missing},
    house::DIRECTORY_ENTITIES,
    input, lines,
    live::Happened,
    notice, numbering,
    read::read_one,
    registry::{Following, HookCtx},
    render::{Shape, item_json, sealed_place},
    rollup, undo,
};

/// What a write answers; kept under its Idempotency-Key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Written {
    pub entity: String,
    pub id: String,
    pub version: i64,
    /// The record as JSON text through the asker's read grant; empty after a delete.
    pub json: String,
    /// Likenesses and the like; nothing was refused for them.
    pub warnings: Vec<Value>,
}

/// Adds a record.
pub fn create(ctx: &Ctx, entity: &str, body: &Map<String, Value>) -> Result<Written, Problem> {
    let (name, body) = (ctx.entity(entity)?.name.clone(), body.clone());
    run(ctx, move |ctx, tx| create_in(ctx, tx, ctx.entity(&name)?, &body))
}

/// Changes the fields in `body` of a record that stands at `version`.
pub fn update(ctx: &Ctx, entity: &str, id: &str, version: Option<i64>, body: &Map<String, Value>) -> Result<Written, Problem> {
    let (name, id, body) = (ctx.entity(entity)?.name.clone(), id.to_owned(), body.clone());
    run(ctx, move |ctx, tx| update_in(ctx, tx, ctx.entity(&name)?, &id, version, &body))
}

/// Moves a record into the trash, or removes it where the entity keeps no trash.
pub fn delete(ctx: &Ctx, entity: &str, id: &str, version: Option<i64>) -> Result<Written, Problem> {
    let (name, id) = (ctx.entity(entity)?.name.clone(), id.to_owned());
    run(ctx, move |ctx, tx| delete_in(ctx, tx, ctx.entity(&name)?, &id, version))
}

/// Takes a record out of the trash.
pub fn restore(ctx: &Ctx, entity: &str, id: &str) -> Result<Written, Problem> {
    let (name, id) = (ctx.entity(entity)?.name.clone(), id.to_owned());
    run(ctx, move |ctx, tx| restore_in(ctx, tx, ctx.entity(&name)?, &id))
}

/// Puts fields of a record back to what they held at version `to`: an ordinary change under today's rights and rules.
/// Without `fields`, all that differ and that the asker may write.
pub fn revert(ctx: &Ctx, entity: &str, id: &str, version: Option<i64>, to: i64, fields: Option<Vec<String>>) -> Result<Written, Problem> {
    let (name, id) = (ctx.entity(entity)?.name.clone(), id.to_owned());
    run(ctx, move |ctx, tx| {
        let entity = ctx.entity(&name)?;
        let grant = ctx.grant(entity, Action::Update)?;
        if !query::exists(tx.read(), &ctx.house.catalog, entity, &grant, &id)? {
            return Err(out_of_reach(ctx, tx.read(), entity, &grant, &id)?);
        }
        let mut body = undo::values_at(ctx, tx.read(), entity, &id, to)?;
        body.retain(|key, _| match &fields {
            Some(fields) => fields.contains(key),
            None => grant.may_write(key),
        });
        update_in(ctx, tx, entity, &id, version, &body)
    })
}

/// One write in one transaction, once for its Idempotency-Key.
fn run(ctx: &Ctx, work: impl Fn(&Ctx, &mut Tx) -> Result<Written, Problem> + Send + 'static) -> Result<Written, Problem> {
    let asked = ctx.clone();
    ctx.house.store.write(move |tx| {
        let key = asked.idempotency.as_ref().map(|(key, digest)| (format!("{}:{key}", asked.actor.staff_id), digest));
        if let Some((key, digest)) = &key {
            idempotency::lock(tx, key)?;
            if let Some(answer) = idempotency::kept(tx.read(), key, digest)? {
                return serde_json::from_str(&answer).map_err(Problem::internal);
            }
        }
        let written = work(&asked, tx)?;
        if let Some((key, digest)) = &key {
            let answer = serde_json::to_string(&written).map_err(Problem::internal)?;
            idempotency::keep(tx, key, digest, &answer, &asked.at())?;
        }
        Ok(written)
    })
}

pub(crate) fn create_in(ctx: &Ctx, tx: &mut Tx, entity: &Entity, body: &Map<String, Value>) -> Result<Written, Problem> {
    let id = new_id();
    let (draft, mut warnings) = add_draft(ctx, tx, entity, &id, body, &Stamp::default())?;
    warnings.extend(follow(ctx, tx, &draft)?);
    answer(ctx, tx, entity, &id, 1, warnings)
}

/// Adds a record under an id that nothing has yet; gives back the warnings.
pub(crate) fn add_in(ctx: &Ctx, tx: &mut Tx, entity: &Entity, id: &str, body: &Map<String, Value>) -> Result<Vec<Value>, Problem> {
    add_stamped(ctx, tx, entity, id, body, &Stamp::default())
}

/// Adds or changes what follows from a new record. What may not be done is told and keeps nobody from the record itself.
fn follow(ctx: &Ctx, tx: &mut Tx, draft: &Draft) -> Result<Vec<Value>, Problem> {
    let mut warnings = Vec::new();
    for find in draft.entity.hooks.iter().filter_map(|name| ctx.house.registry.find_follow(name)) {
        let Some(Following { entity, id, values }) = find(draft, &mut HookCtx { ctx, read: tx.read() })? else { continue };
        // Where no pack has that entity, nothing follows.
        let Ok(entity) = ctx.entity(entity) else { continue };
        let label = entity.label.get(ctx.locale);
        let done = match &id {
            None => add_in(ctx, tx, entity, &new_id(), &values).map(|_| None),
            Some(id) => {
                let version = query::version_of(tx.read(), entity, id)?;
                change_in(ctx, tx, entity, id, version, &values).map(|_| version.map(|version| (id, version)))
            }
        };
        match done {
            Ok(None) => {}
            // Whoever takes the new record back can put the other where it was.
            Ok(Some((id, version))) => {
                let detail = problem::fill(codes::FOLLOWING_CHANGED.detail(ctx.locale), &args![entity = label]);
                warnings.push(json!({"code": codes::FOLLOWING_CHANGED.name, "detail": detail, "entity": entity.name, "id": id, "version": version}));
            }
            Err(problem) if problem.status() < 500 => {
                let why = problem::fill(problem.code.detail(ctx.locale), &problem.args);
                let detail = problem::fill(codes::FOLLOWING_REFUSED.detail(ctx.locale), &args![entity = label, why = why]);
                warnings.push(json!({"code": codes::FOLLOWING_REFUSED.name, "detail": detail}));
            }
            Err(problem) => return Err(problem),
        }
    }
    Ok(warnings)
}

/// When and by whom a record was made in the system that it comes from; `None` = now, by the asker.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stamp {
    pub created_at: Option<String>,
    pub created_by: Option<String>,
}

/// As [`add_in`], for a record that is older than its row here.
pub(crate) fn add_stamped(ctx: &Ctx, tx: &mut Tx, entity: &Entity, id: &str, body: &Map<String, Value>, stamp: &Stamp) -> Result<Vec<Value>, Problem> {
    add_draft(ctx, tx, entity, id, body, stamp).map(|(_, warnings)| warnings)
}

fn add_draft<'e>(ctx: &Ctx, tx: &mut Tx, entity: &'e Entity, id: &str, body: &Map<String, Value>, stamp: &Stamp) -> Result<(Draft<'e>, Vec<Value>), Problem> {
    let grant = ctx.grant(entity, Action::Create)?;
    let directory = ctx.house.directory();
    let given = input::shape(ctx, &directory, entity, &grant, body).map_err(|problem| with_missing(ctx, entity, body, problem))?;
    let mut draft = new_draft(ctx, tx.read(), &directory, entity, id, given)?;
    let at = stamp.created_at.clone().unwrap_or_else(|| ctx.at());
    let by = stamp.created_by.as_deref().unwrap_or(&ctx.actor.staff_id);
    for (key, cell) in [("version", Cell::Int(1)), ("created_at", at.into()), ("created_by", by.into())] {
        set_if_there(&mut draft, key, cell);
    }
    settle(ctx, tx.read(), &directory, &mut draft)?;
    // Nothing is written before the last check, so that an import may go on with its next row.
    duplicate::lock(tx, &draft)?;
    let warnings = check(ctx, tx.read(), &draft)?;
    if let Some(rule) = &entity.number
        && draft.cell(&rule.field).is_null()
    {
        let number = numbering::issue(ctx, tx, rule, &draft)?;
        draft.set(&rule.field.clone(), number);
    }
    keshu_store::insert(tx, entity, &grant, id, &cells(ctx, &draft, |_| true)?)?;
    lines::write_beside(ctx, tx, &draft)?;
    let is_bounded = scope::condition(&ctx.house.catalog, entity, &grant, query::ALIAS).is_some();
    if is_bounded && !query::exists(tx.read(), &ctx.house.catalog, entity, &grant, id)? {
        // The new row would lie outside what the person may create, such as a colleague's.
        return Err(Problem::new(&codes::ACTION_FORBIDDEN, args![entity = entity.label.get(ctx.locale), action = "create"]));
    }
    finish(ctx, tx, &draft, 1, "create")?;
    Ok((draft, warnings))
}

pub(crate) fn update_in(ctx: &Ctx, tx: &mut Tx, entity: &Entity, id: &str, version: Option<i64>, body: &Map<String, Value>) -> Result<Written, Problem> {
    let (stands, warnings) = change_in(ctx, tx, entity, id, version, body)?;
    answer(ctx, tx, entity, id, stands, warnings)
}

/// Changes a record; gives back its version now and the warnings. A body that changes nothing writes nothing.
pub(crate) fn change_in(ctx: &Ctx, tx: &mut Tx, entity: &Entity, id: &str, version: Option<i64>, body: &Map<String, Value>) -> Result<(i64, Vec<Value>), Problem> {
    let grant = ctx.grant(entity, Action::Update)?;
    let directory = ctx.house.directory();
    let given = input::shape(ctx, &directory, entity, &grant, body)?;
    let (old, stands) = load_for_write(ctx, tx.read(), entity, &grant, id)?;
    check_version(ctx, tx.read(), entity, id, version, stands)?;
    let mut draft = Draft { entity, id: id.to_owned(), new: old.clone(), old: Some(old) };
    draft.new.extend(given);
    settle(ctx, tx.read(), &directory, &mut draft)?;
    if !entity.fields.values().any(|field| draft.changed(&field.key)) {
        return Ok((stands, Vec::new()));
    }
    duplicate::lock(tx, &draft)?;
    let warnings = check(ctx, tx.read(), &draft)?;
    let at = ctx.at();
    for (key, cell) in [("updated_at", Cell::from(at.as_str())), ("updated_by", ctx.actor.staff_id.as_str().into())] {
        set_if_there(&mut draft, key, cell);
    }
    let changed = cells(ctx, &draft, |key| draft.changed(key))?;
    if !keshu_store::update(tx, &ctx.house.catalog, entity, &grant, id, stands, &changed)? {
        return Err(stale(ctx, tx.read(), entity, id, stands)?);
    }
    lines::write_beside(ctx, tx, &draft)?;
    finish(ctx, tx, &draft, stands + 1, "update")?;
    Ok((stands + 1, warnings))
}

pub(crate) fn delete_in(ctx: &Ctx, tx: &mut Tx, entity: &Entity, id: &str, version: Option<i64>) -> Result<Written, Problem> {
    let grant = ctx.grant(entity, Action::Delete)?;
    let (old, stands) = load_for_write(ctx, tx.read(), entity, &grant, id)?;
    check_version(ctx, tx.read(), entity, id, version, stands)?;
    refuse_if_in_use(ctx, tx.read(), entity, id)?;
    let mut draft = Draft { entity, id: id.to_owned(), old: Some(old), new: empty_items(entity) };
    for hook in entity.hooks.iter().filter_map(|name| ctx.house.registry.find_delete_hook(name)) {
        hook(&mut draft, &mut HookCtx { ctx, read: tx.read() })?;
    }
    let old = draft.old.unwrap_or_default();
    let done = if entity.trash {
        keshu_store::trash(tx, &ctx.house.catalog, entity, &grant, id, stands, &ctx.at(), &ctx.actor.staff_id)?
    } else {
        keshu_store::purge(tx, &ctx.house.catalog, entity, &grant, id)?
    };
    if !done {
        return Err(stale(ctx, tx.read(), entity, id, stands)?);
    }
    search::forget(tx, &entity.name, id)?;
    keys::forget(tx, &entity.name, id)?;
    rollup::renew_parents(ctx, tx, entity, Some(&old), None)?;
    let gone = if entity.trash { Map::new() } else { diff(ctx, entity, id, Some(&old), &Items::default())? };
    note(ctx, tx, entity, id, stands + 1, "delete", gone)?;
    Ok(Written { entity: entity.name.clone(), id: id.to_owned(), version: stands + 1, json: String::new(), warnings: Vec::new() })
}

/// Removes a record for good, whether its entity keeps a trash or not; the audit keeps that it was, not
/// what it held.
pub(crate) fn purge_in(ctx: &Ctx, tx: &mut Tx, entity: &Entity, id: &str) -> Result<(), Problem> {
    let grant = ctx.grant(entity, Action::Delete)?;
    let (old, stands) = load_for_write(ctx, tx.read(), entity, &grant, id)?;
    if !keshu_store::purge(tx, &ctx.house.catalog, entity, &grant, id)? {
        return Err(stale(ctx, tx.read(), entity, id, stands)?);
    }
    search::forget(tx, &entity.name, id)?;
    keys::forget(tx, &entity.name, id)?;
    rollup::renew_parents(ctx, tx, entity, Some(&old), None)?;
    note(ctx, tx, entity, id, stands + 1, "delete", Map::new())
}

pub(crate) fn restore_in(ctx: &Ctx, tx: &mut Tx, entity: &Entity, id: &str) -> Result<Written, Problem> {
    let grant = ctx.grant(entity, Action::Delete)?;
    let shape = Shape::whole(entity);
    let row = query::load(tx.read(), &ctx.house.catalog, entity, &grant, id, &shape.columns, true)?;
    let row = row.ok_or_else(|| Problem::new(&codes::RECORD_NOT_FOUND, vec![]))?;
    let stands = row[0].as_int().unwrap_or(0);
    if !keshu_store::restore(tx, &ctx.house.catalog, entity, &grant, id, stands)? {
        return Err(Problem::new(&codes::RECORD_NOT_FOUND, vec![]));
    }
    let rest = shape.rest(tx.read(), ctx, &[id.to_owned()])?;
    let items = shape.items(ctx, id, &row, &rest)?;
    let draft = Draft { entity, id: id.to_owned(), old: Some(items.clone()), new: items };
    check_unique(ctx, tx.read(), &draft, |_| true)?;
    // Somebody may have taken its identifiers while it lay in the trash.
    check_duplicates(ctx, tx.read(), &Draft { old: None, new: draft.new.clone(), id: id.to_owned(), entity })?;
    finish(ctx, tx, &draft, stands + 1, "restore")?;
    answer(ctx, tx, entity, id, stands + 1, Vec::new())
}

/// Hooks, state moves, formulas and required values, in that order.
fn settle(ctx: &Ctx, read: &mut Read, directory: &Directory, draft: &mut Draft) -> Result<(), Problem> {
    run_hooks(ctx, read, directory, draft)?;
    check_state(ctx, directory, draft)?;
    let entity = draft.entity;
    rollup::stored_formulas(ctx, read, entity, &mut draft.new)?;
    check_required(ctx, read, draft)?;
    check_limits(ctx, read, directory, draft)
}

pub(crate) fn run_hooks(ctx: &Ctx, read: &mut Read, directory: &Directory, draft: &mut Draft) -> Result<(), Problem> {
    follow_owner(directory, draft);
    for hook in draft.entity.hooks.iter().filter_map(|name| ctx.house.registry.find_hook(name)) {
        hook(draft, &mut HookCtx { ctx, read })?;
    }
    Ok(())
}

/// A record that is not there yet: what was given, and defaults beside it.
pub(crate) fn new_draft<'a>(ctx: &Ctx, read: &mut Read, directory: &Directory, entity: &'a Entity, id: &str, given: Items) -> Result<Draft<'a>, Problem> {
    let mut draft = Draft { entity, id: id.to_owned(), old: None, new: empty_items(entity) };
    set_defaults(ctx, read, directory, &mut draft, &given)?;
    draft.new.extend(given);
    Ok(draft)
}

/// The department of a record is its owner's, unless somebody set another.
fn follow_owner(directory: &Directory, draft: &mut Draft) {
    let Some(keys) = &draft.entity.owner else { return };
    if draft.changed(&keys.staff) {
        let dept = draft.text(&keys.staff).and_then(|owner| directory.staff.get(owner)).and_then(|staff| staff.dept_id.clone());
        draft.set(&keys.dept.clone(), dept);
    }
}

fn empty_items(entity: &Entity) -> Items {
    entity
        .fields
        .values()
        .map(|field| {
            // Nothing points to a new record yet: its counts and sums are 0, not unknown.
            let starts_at_zero = field.rollup.as_ref().is_some_and(|rollup| matches!(rollup.func, RollupFn::Count | RollupFn::Sum));
            let item = match &field.kind {
                _ if starts_at_zero => Item::Cell(Cell::Int(0)),
                Kind::About { .. } => Item::About(None),
                Kind::Links { .. } | Kind::Tags => Item::Many(Vec::new()),
                Kind::ExternalRefs => Item::Refs(Vec::new()),
                Kind::Lines { .. } => Item::Lines(Vec::new()),
                _ => Item::Cell(Cell::Null),
            };
            (field.key.clone(), item)
        })
        .collect()
}

fn set_defaults(ctx: &Ctx, read: &mut Read, directory: &Directory, draft: &mut Draft, given: &Items) -> Result<(), Problem> {
    for field in draft.entity.fields.values().filter(|field| !given.contains_key(&field.key) && types::is_single(&field.kind)) {
        let cell = match &field.default {
            None => continue,
            Some(DefaultValue::Literal(value)) => types::parse(field, value, &ctx.types(directory)).unwrap_or_default(),
            Some(DefaultValue::Expr(expr)) => {
                let mut env = RecordEnv { ctx, read, entity: draft.entity, items: &draft.new, old: None };
                let value = expr.eval(&mut env).map_err(|fault| fault.problem(ctx.locale))?;
                types::from_feel(field, &value, &ctx.types(directory)).unwrap_or_default()
            }
        };
        // The system is nobody's colleague: it owns nothing.
        if !(ctx.actor.is_system() && matches!(field.kind, Kind::Staff | Kind::Dept)) {
            draft.set(&field.key, cell);
        }
    }
    Ok(())
}

fn set_if_there(draft: &mut Draft, key: &str, cell: Cell) {
    if draft.entity.field(key).is_some() {
        draft.set(key, cell);
    }
}

/// The columns to store of the fields that `wanted` names; sensitive values sealed, with their blind index.
fn cells(ctx: &Ctx, draft: &Draft, wanted: impl Fn(&str) -> bool) -> Result<Vec<(String, Cell)>, Problem> {
    let mut cells = Vec::new();
    for field in draft.entity.columns().filter(|field| !matches!(field.key.as_str(), "id" | "version") && wanted(&field.key)) {
        match (&field.kind, draft.item(&field.key)) {
            (Kind::About { .. }, Some(Item::About(about))) => {
                cells.push((format!("{}_entity", field.key), about.as_ref().map(|about| about.entity.clone()).into()));
                cells.push((format!("{}_id", field.key), about.as_ref().map(|about| about.id.clone()).into()));
            }
            (_, Some(Item::Cell(cell))) if field.sensitive => {
                let blind = if cell.is_null() { Cell::Null } else { lookup_cell(ctx, draft.entity, field, cell).1 };
                let sealed = match cell {
                    Cell::Text(text) => Cell::Text(ctx.house.store.vault().seal(&sealed_place(draft.entity, field, &draft.id), text)?),
                    other => other.clone(),
                };
                cells.push((field.key.clone(), sealed));
                cells.push((keshu_store::ddl::blind_column(&field.key), blind));
            }
            (_, Some(Item::Cell(cell))) => cells.push((field.key.clone(), cell.clone())),
            _ => {}
        }
    }
    Ok(cells)
}

/// The whole record under a write grant, and its version. Readable but not writable is 403, else 404.
pub(crate) fn load_for_write(ctx: &Ctx, read: &mut Read, entity: &Entity, grant: &Grant, id: &str) -> Result<(Items, i64), Problem> {
    let shape = Shape::whole(entity);
    let Some(row) = query::load(read, &ctx.house.catalog, entity, grant, id, &shape.columns, false)? else {
        return Err(out_of_reach(ctx, read, entity, grant, id)?);
    };
    let rest = shape.rest(read, ctx, &[id.to_owned()])?;
    Ok((shape.items(ctx, id, &row, &rest)?, row[0].as_int().unwrap_or(0)))
}

/// Why a row is not inside a write grant: 403 where the asker may read it, else 404.
pub(crate) fn out_of_reach(ctx: &Ctx, read: &mut Read, entity: &Entity, grant: &Grant, id: &str) -> Result<Problem, Problem> {
    let readable = match ctx.grant(entity, Action::Read) {
        Ok(read_grant) => query::exists(read, &ctx.house.catalog, entity, &read_grant, id)?,
        Err(_) => false,
    };
    Ok(match readable {
        true => Problem::new(&codes::ACTION_FORBIDDEN, args![entity = entity.label.get(ctx.locale), action = grant.action().name()]),
        false => Problem::new(&codes::RECORD_NOT_FOUND, vec![]),
    })
}

fn check_version(ctx: &Ctx, read: &mut Read, entity: &Entity, id: &str, wanted: Option<i64>, stands: i64) -> Result<(), Problem> {
    match wanted {
        None => Err(Problem::new(&codes::VERSION_REQUIRED, vec![])),
        Some(version) if version == stands => Ok(()),
        // A version that never was is answered with the last change.
        Some(version) => Err(stale(ctx, read, entity, id, version.min(stands - 1))?),
    }
}

fn stale(ctx: &Ctx, read: &mut Read, entity: &Entity, id: &str, version: i64) -> Result<Problem, Problem> {
    since(ctx, read, entity, id, version)
}

/// Search tokens, keys of likeness, rollups of parents, audit and outbox: everything that follows a written record.
fn finish(ctx: &Ctx, tx: &mut Tx, draft: &Draft, version: i64, action: &str) -> Result<(), Problem> {
    lines::index(ctx, tx, draft)?;
    duplicate::write_keys(ctx, tx, draft)?;
    rollup::renew_parents(ctx, tx, draft.entity, draft.old.as_ref(), Some(&draft.new))?;
    let diff = diff(ctx, draft.entity, &draft.id, draft.old.as_ref(), &draft.new)?;
    note(ctx, tx, draft.entity, &draft.id, version, action, diff)?;
    notice::of_write(ctx, tx, draft)
}

/// The audit entry and the event of one write, in its transaction.
fn note(ctx: &Ctx, tx: &mut Tx, entity: &Entity, id: &str, version: i64, action: &str, diff: Map<String, Value>) -> Result<(), Problem> {
    let at = ctx.at();
    let past = if action == "restore" { "restored".to_owned() } else { format!("{action}d") };
    let event = Event { at: at.clone(), event: format!("{}.{past}", entity.name), entity: entity.name.clone(), record_id: id.to_owned(), version, actor: ctx.actor.staff_id.clone() };
    publish(tx, &event)?;
    let (house, happened) = (ctx.house.clone(), Happened::Record { event: event.into(), change_set: ctx.change_set.clone() });
    tx.after_commit(move || house.live.tell(happened));
    if DIRECTORY_ENTITIES.contains(&entity.name.as_str()) {
        ctx.house.touch_directory(tx)?;
    }
    tx.audit(audit::Entry {
        at,
        actor: ctx.actor.staff_id.clone(),
        action: action.to_owned(),
        entity: entity.name.clone(),
        record_id: id.to_owned(),
        version,
        change_set: ctx.change_set.clone(),
        request_id: ctx.request_id.clone(),
        purpose: ctx.purpose.clone().or_else(|| ctx.actor.system_reason().map(str::to_owned)),
        diff,
    });
    Ok(())
}

/// Notes in the audit a deed that writes no record, such as taking a list out.
pub fn note_deed(ctx: &Ctx, tx: &mut Tx, entity: &str, id: &str, action: &str, diff: &Value) {
    tx.audit(audit::Entry {
        at: ctx.at(),
        actor: ctx.actor.staff_id.clone(),
        action: action.to_owned(),
        entity: entity.to_owned(),
        record_id: id.to_owned(),
        request_id: ctx.request_id.clone(),
        diff: diff.as_object().cloned().unwrap_or_default(),
        ..audit::Entry::default()
    });
}

/// `{"field": [old, new]}` of what changed; sensitive values sealed to this record.
fn diff(ctx: &Ctx, entity: &Entity, id: &str, old: Option<&Items>, new: &Items) -> Result<Map<String, Value>, Problem> {
    let mut diff = Map::new();
    for field in entity.fields.values().filter(|field| !field.system || matches!(field.kind, Kind::ExternalRefs)) {
        let (before, after) = (old.and_then(|items| items.get(&field.key)), new.get(&field.key));
        if before == after || (before.is_none_or(Item::is_empty) && after.is_none_or(Item::is_empty)) {
            continue;
        }
        let shown = |item: Option<&Item>| -> Result<Value, Problem> {
            match item {
                Some(Item::Cell(Cell::Text(text))) if field.sensitive => Ok(Value::String(ctx.house.store.vault().seal(&sealed_place(entity, field, id), text)?)),
                Some(item) => Ok(item_json(ctx, field, item)),
                None => Ok(Value::Null),
            }
        };
        diff.insert(field.key.clone(), json!([shown(before)?, shown(after)?]));
    }
    Ok(diff)
}

fn answer(ctx: &Ctx, tx: &mut Tx, entity: &Entity, id: &str, version: i64, warnings: Vec<Value>) -> Result<Written, Problem> {
    let json = match ctx.grant(entity, Action::Read) {
        Ok(grant) => read_one(ctx, tx.read(), entity, &grant, id).map(|(json, _)| json),
        Err(problem) => Err(problem),
    };
    // Who may write but not read gets the id and version alone.
    let json = match json {
        Ok(json) => json,
        Err(problem) if problem.status() < 500 => json!({"id": id, "version": version}).to_string(),
        Err(problem) => return Err(problem),
    };
    Ok(Written { entity: entity.name.clone(), id: id.to_owned(), version, json, warnings })
}

/// The digest under which an Idempotency-Key knows its request.
pub fn request_digest(method: &str, path: &str, body: &[u8]) -> String {
    sha256(&[method.as_bytes(), b" ", path.as_bytes(), b"\n", body].concat())
}

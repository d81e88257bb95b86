//! What a person typed into a form and has not saved: kept for that person alone, whatever happens meanwhile to the
//! record, its owner or the person's rights. Taking it up again is an ordinary write with the rights of that moment.

use std::collections::HashMap;

use keshu_access::{Action, grant_fields};
use keshu_kernel::{Fault, Problem, args, codes};
use keshu_store::form_draft::{self, FormDraft};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{Ctx, input::pointer, render::record_titles};

/// As long as an import can be taken back.
pub const KEPT_DAYS: i64 = 30;
/// How many drafts a person has, and how large one may be.
const MOST: u64 = 100;
const LIMIT: usize = 256 << 10;

/// A draft as the page sends it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    entity: String,
    record_id: Option<String>,
    /// The version that was read; on it the words were written.
    version: Option<i64>,
    /// Which form of the entity it is, in the words of the page: what a new record hangs on.
    #[serde(default)]
    place: String,
    values: Map<String, Value>,
    /// What links in `values` point to.
    #[serde(default)]
    titles: Map<String, Value>,
}

/// What is sealed of a draft.
#[derive(Serialize, Deserialize)]
struct Typed {
    version: Option<i64>,
    place: String,
    values: Map<String, Value>,
    titles: Map<String, Value>,
}

fn sealed_place(ctx: &Ctx, id: &str) -> String {
    format!("form_draft:{}:{id}", ctx.actor.staff_id)
}

/// Keeps what was typed under an id of the page's choice.
pub fn keep(ctx: &Ctx, id: &str, body: &Map<String, Value>) -> Result<Value, Problem> {
    if !(1..=64).contains(&id.len()) || !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        return Err(Problem::new(&codes::QUERY_INVALID, args![name = "id", why = "1–64 × [A-Za-z0-9_-]"]));
    }
    let Sent { entity, record_id, version, place, values, mut titles } = serde_json::from_value(body.clone().into()).map_err(|fault| Problem::new(&codes::BODY_MALFORMED, args![what = fault]))?;
    let entity = ctx.entity(&entity)?;
    ctx.grant(entity, Action::Create).or_else(|_| ctx.grant(entity, Action::Update))?;
    let hidden = grant_fields(&ctx.actor, entity).hidden;
    let unknown = |key: &&String| entity.field(key).is_none_or(|field| !field.is_input() || hidden.contains(&field.key));
    let faults: Vec<Fault> = values.keys().filter(unknown).map(|key| Fault::new(pointer(&["", "values", key]), &codes::FIELD_UNKNOWN, args![entity = entity.label.get(ctx.locale), field = key, hint = ""])).collect();
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    titles.retain(|key, _| values.contains_key(key));
    let text = serde_json::to_string(&Typed { version, place, values, titles }).map_err(Problem::internal)?;
    if text.len() > LIMIT {
        return Err(Problem::new(&codes::BODY_TOO_LARGE, args![limit = format!("{} KiB", LIMIT >> 10)]));
    }
    let sealed = ctx.house.store.vault().seal(&sealed_place(ctx, id), &text)?;
    let draft = FormDraft { id: id.to_owned(), entity: entity.name.clone(), record_id, sealed, saved_at: ctx.at() };
    let (staff_id, answer) = (ctx.actor.staff_id.clone(), json!({"id": id, "saved_at": draft.saved_at}));
    ctx.house.store.write(move |tx| form_draft::keep(tx, &staff_id, &draft, MOST))?;
    Ok(answer)
}

/// `{items}`: the person's own drafts, newest first, with the names of what they are of. What somebody may no longer
/// read of the record is not told; their own words are.
pub fn list(ctx: &Ctx) -> Result<Value, Problem> {
    let items = ctx.house.store.read(|read| {
        let drafts = form_draft::of_person(read, &ctx.actor.staff_id)?;
        let mut titles: HashMap<String, String> = HashMap::new();
        let mut asked: HashMap<&str, Vec<String>> = HashMap::new();
        for draft in &drafts {
            asked.entry(&draft.entity).or_default().extend(draft.record_id.clone());
        }
        for (entity, ids) in asked {
            titles.extend(record_titles(ctx, read, entity, &ids)?);
        }
        drafts.iter().map(|draft| item(ctx, draft, draft.record_id.as_ref().and_then(|id| titles.get(id)))).collect::<Result<Vec<Value>, Problem>>()
    })?;
    Ok(json!({"items": items}))
}

fn item(ctx: &Ctx, draft: &FormDraft, title: Option<&String>) -> Result<Value, Problem> {
    let text = ctx.house.store.vault().open_sealed(&sealed_place(ctx, &draft.id), &draft.sealed)?;
    let typed: Typed = serde_json::from_str(&text).map_err(Problem::internal)?;
    let entity = ctx.house.catalog.entity(&draft.entity);
    let label = entity.map_or(draft.entity.as_str(), |entity| entity.label.get(ctx.locale));
    let labels: Map<String, Value> = typed.values.keys().filter_map(|key| Some((key.clone(), entity?.field(key)?.label.get(ctx.locale).into()))).collect();
    Ok(json!({
        "id": draft.id, "entity": draft.entity, "label": label, "record_id": draft.record_id, "title": title, "place": typed.place,
        "version": typed.version, "values": typed.values, "titles": typed.titles, "labels": labels, "saved_at": draft.saved_at,
    }))
}

/// Gives a draft up.
pub fn forget(ctx: &Ctx, id: &str) -> Result<(), Problem> {
    let (staff_id, id) = (ctx.actor.staff_id.clone(), id.to_owned());
    match ctx.house.store.write(move |tx| form_draft::forget(tx, &staff_id, &id))? {
        true => Ok(()),
        false => Err(Problem::new(&codes::RECORD_NOT_FOUND, vec![])),
    }
}

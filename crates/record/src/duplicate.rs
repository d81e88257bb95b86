//! Records that look alike: the folded keys that `similar` declares, warnings at a write, the list to work
//! off, and pairs that a person has told apart.

use keshu_access::{Action, Grant};
use keshu_catalog::{Entity, Field, Kind};
use keshu_kernel::{Cell, Fault, Problem, args, codes};
use keshu_store::{
    Read, Tx, audit,
    duplicate::{self, Key},
    query,
    search::folded,
};
use serde_json::{Map, Value, json};

use crate::{
    Ctx, Draft,
    checks::{candidates, labels, lookup_cell, same_values},
    read::{cursor, parse_cursor, records_json},
    render::Shape,
    write::out_of_reach,
};

/// How many groups a page has, records a group shows, and a count goes to.
const PAGE: u64 = 10;
const MEMBERS: u64 = 20;
const COUNT_CAP: u64 = 1000;
/// How many candidates a warning names.
const CANDIDATES: u64 = 10;
/// How many records that only begin alike a form is told of, and from how many letters on.
const NEAR: u64 = 5;
const FEW_LETTERS: usize = 2;

/// Changes whenever other keys are made of the same values.
pub(crate) const FORMAT: u32 = 2;

/// How names of companies end, folded; the longest first.
const COMPANY_FORMS: [&str; 6] = ["股份有限公司", "有限责任公司", "有限公司", "公司", "coltd", "ltd"];

/// Waits for whoever writes what the draft may be alike to.
pub(crate) fn lock(tx: &mut Tx, draft: &Draft) -> Result<(), Problem> {
    let alike = draft.entity.duplicate.iter().chain(&draft.entity.similar).flatten().any(|key| draft.changed(key));
    if alike { duplicate::lock(tx, &draft.entity.name) } else { Ok(()) }
}

/// Renews the keys of a record.
pub(crate) fn write_keys(ctx: &Ctx, tx: &mut Tx, draft: &Draft) -> Result<(), Problem> {
    let entity = draft.entity;
    let is_same = draft.old.is_some() && draft.old.as_ref() != Some(&draft.new) && !entity.similar.iter().flatten().any(|key| draft.changed(key));
    if entity.similar.is_empty() || is_same {
        return Ok(());
    }
    let keys: Vec<Key> = entity.similar.iter().filter_map(|fields| key_of(ctx, draft, fields)).collect();
    duplicate::write_keys(tx, &entity.name, &draft.id, &keys, draft.is_new())
}

/// Warnings of living records that look like the draft, where what makes it so was just written.
pub(crate) fn warnings(ctx: &Ctx, read: &mut Read, draft: &Draft) -> Result<Vec<Value>, Problem> {
    let mut warnings = Vec::new();
    for fields in asked(ctx, draft) {
        let Some(key) = key_of(ctx, draft, fields) else { continue };
        let ids = duplicate::same(read, &draft.entity.name, &key, &draft.id, CANDIDATES)?;
        if !ids.is_empty() {
            let words = args![count = ids.len(), label = labels(ctx, draft.entity, fields)];
            let detail = keshu_kernel::problem::fill(codes::DUPLICATE.detail(ctx.locale), &words);
            warnings.push(json!({"code": "similar", "fields": fields, "detail": detail, "candidates": candidates(ctx, read, draft.entity, &ids)?}));
        }
    }
    Ok(warnings)
}

/// The groups of fields that were just written, but for those that the asker may not read: what is alike in them would
/// say what others hold there.
fn asked<'a>(ctx: &Ctx, draft: &Draft<'a>) -> Vec<&'a Vec<String>> {
    let grant = ctx.grant(draft.entity, Action::Read).ok();
    let is_open = |key: &String| grant.as_ref().is_none_or(|grant| grant.may_read(key));
    draft.entity.similar.iter().filter(|fields| fields.iter().any(|key| draft.changed(key)) && fields.iter().all(is_open)).collect()
}

/// The folded values of a group of fields; `None` where one is empty.
fn key_of(ctx: &Ctx, draft: &Draft, fields: &[String]) -> Option<Key> {
    let values: Option<Vec<String>> = fields.iter().map(|key| fold(ctx, draft.entity, draft.entity.field(key)?, draft.cell(key))).collect();
    Some(Key::new(fields, values?.join("\u{1f}")))
}

/// One spelling of a value for what is written in many.
fn fold(ctx: &Ctx, entity: &Entity, field: &Field, cell: &Cell) -> Option<String> {
    let text = match (lookup_cell(ctx, entity, field, cell).1, &field.kind) {
        (Cell::Null, _) => return None,
        (Cell::Int(number), _) => number.to_string(),
        (Cell::Text(text), _) if field.sensitive => text,
        (Cell::Text(text), Kind::Phone) => {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            let home = ["+86", "0086"].iter().any(|head| text.starts_with(head));
            if home { digits.trim_start_matches("00")[2..].to_owned() } else { digits }
        }
        (Cell::Text(text), Kind::Text { .. }) => without_company_form(folded(&text)),
        (Cell::Text(text), _) => text.to_lowercase(),
    };
    (!text.is_empty()).then_some(text)
}

/// `海川泵业有限公司` and `海川泵业` are said of the same company.
fn without_company_form(name: String) -> String {
    let stem = COMPANY_FORMS.iter().find_map(|form| name.strip_suffix(form)).filter(|stem| stem.chars().count() >= FEW_LETTERS);
    stem.map_or(name.clone(), str::to_owned)
}

/// What a form is told while it is filled: `[{kind, fields, label, candidates}]`. `duplicate` would be refused,
/// `similar` would be warned of; both also tell that a record out of reach is there. `near` begins alike, and names
/// only what the asker may read: nobody leafs through what others have.
pub(crate) fn hints(ctx: &Ctx, read: &mut Read, draft: &Draft) -> Result<Vec<Value>, Problem> {
    let entity = draft.entity;
    let mut hints = Vec::new();
    let mut told: Vec<String> = Vec::new();
    let mut add = |read: &mut Read, kind: &str, fields: &[String], mut ids: Vec<String>| -> Result<(), Problem> {
        ids.retain(|id| !told.contains(id));
        if !ids.is_empty() {
            hints.push(json!({"kind": kind, "fields": fields, "label": labels(ctx, entity, fields), "candidates": candidates(ctx, read, entity, &ids)?}));
            told.extend(ids);
        }
        Ok(())
    };
    for fields in &entity.duplicate {
        let ids = same_values(ctx, read, draft, fields)?;
        add(read, "duplicate", fields, ids)?;
    }
    let keys: Vec<(&Vec<String>, Key)> = asked(ctx, draft).into_iter().filter_map(|fields| Some((fields, key_of(ctx, draft, fields)?))).collect();
    for (fields, key) in &keys {
        let ids = duplicate::same(read, &entity.name, key, &draft.id, CANDIDATES)?;
        add(read, "similar", fields, ids)?;
    }
    let Ok(grant) = ctx.grant(entity, Action::Read) else { return Ok(hints) };
    let is_name = |fields: &[String]| fields == [entity.title.as_str()] && grant.may_read(&entity.title);
    for (fields, key) in keys.iter().filter(|(fields, key)| is_name(fields) && key.value.chars().count() >= FEW_LETTERS) {
        let ids = duplicate::beginning(read, &ctx.house.catalog, entity, &grant, key, &draft.id, NEAR + CANDIDATES)?;
        add(read, "near", fields, ids.into_iter().take(NEAR as usize).collect())?;
    }
    Ok(hints)
}

/// The parameters of the list, as they came.
#[derive(Debug, Clone, Default)]
pub struct DuplicateParams {
    pub entity: String,
    pub cursor: Option<String>,
    /// Groups with pairs that were told apart, instead of those to work off.
    pub distinct: bool,
}

/// `{items: [{fields, label, count, records}], next_cursor, count, more?}`: groups of records that the asker
/// may read and that look alike by fields that the asker may read.
pub fn duplicates(ctx: &Ctx, params: &DuplicateParams) -> Result<String, Problem> {
    let entity = ctx.entity(&params.entity)?;
    let grant = ctx.grant(entity, Action::Read)?;
    let fields = readable(entity, &grant);
    let catalog = &ctx.house.catalog;
    let after = params.cursor.as_deref().map(|text| parse_cursor(text, 1)).transpose()?;
    let after = after.as_deref().and_then(|cells| Some(Key { fields: cells.first()?.as_text()?.to_owned(), value: cells.get(1)?.as_text()?.to_owned() }));
    ctx.house.store.read(|read| {
        let mut groups = duplicate::groups(read, catalog, entity, &grant, &fields, params.distinct, after.as_ref(), PAGE + 1)?;
        let next = (groups.len() as u64 > PAGE).then(|| groups.truncate(PAGE as usize)).and_then(|()| groups.last()).map(|(key, _)| cursor(&[key.fields.as_str().into(), key.value.as_str().into()]));
        let mut items = Vec::new();
        for (key, count) in &groups {
            let ids = duplicate::members(read, catalog, entity, &grant, key, params.distinct, MEMBERS)?;
            let keys: Vec<String> = key.fields.split('+').map(str::to_owned).collect();
            let records = records_json(ctx, read, &Shape::new(entity, &grant, None), &grant, &ids)?.join(",");
            items.push(format!("{{\"fields\":{},\"label\":{},\"count\":{count},\"records\":[{records}]}}", json!(keys), json!(labels(ctx, entity, &keys))));
        }
        let count = duplicate::count_groups(read, catalog, entity, &grant, &fields, params.distinct, COUNT_CAP + 1)?;
        let more = if count > COUNT_CAP { ",\"more\":true" } else { "" };
        Ok(format!("{{\"items\":[{}],\"next_cursor\":{},\"count\":{}{more}}}", items.join(","), json!(next), count.min(COUNT_CAP)))
    })
}

/// The groups of fields that make a likeness, each as the store names it; only where all may be read.
pub(crate) fn readable(entity: &Entity, grant: &Grant) -> Vec<String> {
    entity.similar.iter().filter(|fields| fields.iter().all(|key| grant.may_read(key))).map(|fields| fields.join("+")).collect()
}

/// `{entity, ids, distinct}`: tells every pair of these records apart, or no longer. Whoever may change all
/// of them may say so.
pub fn tell_apart(ctx: &Ctx, body: &Map<String, Value>) -> Result<Value, Problem> {
    let wrong = |key: &str, wanted: String| Problem::invalid(vec![Fault::new(format!("/{key}"), &codes::VALUE_TYPE, args![label = key, wanted = wanted])]);
    let entity = ctx.entity(body.get("entity").and_then(Value::as_str).ok_or_else(|| wrong("entity", "text".to_owned()))?)?;
    let mut ids: Vec<String> = body.get("ids").and_then(Value::as_array).into_iter().flatten().filter_map(|id| id.as_str().map(str::to_owned)).collect();
    ids.sort();
    ids.dedup();
    if !(2..=MEMBERS as usize).contains(&ids.len()) {
        return Err(wrong("ids", format!("2–{MEMBERS}")));
    }
    let distinct = body.get("distinct").and_then(Value::as_bool).ok_or_else(|| wrong("distinct", "true | false".to_owned()))?;
    let grant = ctx.grant(entity, Action::Update)?;
    let (asked, name) = (ctx.clone(), entity.name.clone());
    ctx.house.store.write(move |tx| {
        let entity = asked.entity(&name)?;
        for id in &ids {
            if !query::exists(tx.read(), &asked.house.catalog, entity, &grant, id)? {
                return Err(out_of_reach(&asked, tx.read(), entity, &grant, id)?);
            }
        }
        duplicate::tell_apart(tx, &name, &ids, distinct)?;
        for id in &ids {
            let others: Vec<&String> = ids.iter().filter(|other| *other != id).collect();
            tx.audit(audit::Entry {
                at: asked.at(),
                actor: asked.actor.staff_id.clone(),
                action: if distinct { "distinguish" } else { "liken" }.to_owned(),
                entity: name.clone(),
                record_id: id.clone(),
                request_id: asked.request_id.clone(),
                diff: Map::from_iter([("distinct_pair".to_owned(), if distinct { json!([null, others]) } else { json!([others, null]) })]),
                ..audit::Entry::default()
            });
        }
        Ok(json!({"distinct": distinct, "ids": ids}))
    })
}

//! One search over every entity the asker may read.

use std::collections::{HashMap, HashSet};

use keshu_access::{Action, Grant};
use keshu_catalog::Entity;
use keshu_kernel::{Locale, Problem, args, codes};
use keshu_store::{
    Read, query,
    search::{self as index, Hit, Part, Words},
};
use serde_json::{Value, json};

use crate::{
    Ctx,
    read::{searched, words_of},
};

/// Candidates that are ranked beside titles that begin with the words; the newest win.
const CANDIDATES: usize = 500;
/// How many candidates one statement asks rights for, at most; the first asks for no more than are shown, and that
/// answers most searches.
const RIGHTS: usize = 200;
/// How many near titles are suggested.
const SUGGESTIONS: usize = 3;
/// Longest text shown around a word, in characters.
const SHOWN: usize = 80;

/// `{items: [{entity, id, title, highlights: [{field, label, text, ranges}]}], limited}`, the best first:
/// equal titles and numbers, titles that begin with the words, that hold them, that sound like them, then
/// other fields; the newest first among equals. `limited` = only the newest candidates were ranked.
/// Where nothing readable is called so, `suggestions: [{entity, id, title}]` are what may have been meant.
pub fn search(ctx: &Ctx, q: &str, entity: Option<&str>, limit: u64) -> Result<Value, Problem> {
    if !(1..=50).contains(&limit) {
        return Err(Problem::new(&codes::QUERY_INVALID, args![name = "limit", why = "1–50"]));
    }
    let grants = grants(ctx, entity)?;
    let Some(words) = words_of(q)? else { return Ok(json!({"items": [], "limited": false, "suggestions": []})) };
    let areas = areas(ctx, &grants);
    ctx.house.store.read(|read| {
        let (hits, limited) = index::hits(read, &areas, &words, CANDIDATES)?;
        let hits = in_reach(ctx, read, &grants, hits, limit as usize)?;
        let texts = index::texts(read, &hits)?;
        let items: Vec<Value> = hits.iter().zip(&texts).filter_map(|(hit, texts)| Some(shown(grants.iter().find(|(entity, _)| entity.name == hit.entity)?, hit, texts, &words, ctx.locale))).collect();
        let suggestions = if hits.len() < SUGGESTIONS && !hits.iter().any(Hit::is_named) { suggestions(ctx, read, &grants, &areas, q)? } else { Vec::new() };
        Ok(json!({"items": items, "limited": limited, "suggestions": suggestions}))
    })
}

/// Entities whose records stand in the index.
fn searchable(ctx: &Ctx) -> impl Iterator<Item = &Entity> {
    ctx.house.catalog.entities.values().filter(|entity| entity.line_of.is_none() && !entity.personal)
}

/// What the asker may read: of `entity`, or of every entity.
fn grants<'a>(ctx: &'a Ctx, entity: Option<&str>) -> Result<Vec<(&'a Entity, Grant)>, Problem> {
    Ok(match entity {
        Some(name) => {
            let entity = ctx.entity(name)?;
            vec![(entity, ctx.grant(entity, Action::Read)?)]
        }
        None => {
            searchable(ctx).filter_map(|entity| Some((entity, ctx.grant(entity, Action::Read).ok()?))).collect()
        }
    })
}

/// Where to search. Who may read everything need not keep any row out; of others' rows, those that name no reader of
/// theirs stay out by the readers.
fn areas(ctx: &Ctx, grants: &[(&Entity, Grant)]) -> Vec<index::Area> {
    let mut areas: Vec<index::Area> = grants.iter().map(|(entity, grant)| searched(entity, grant)).collect();
    let count = searchable(ctx).count();
    let is_open = areas.len() == count && areas.iter().all(|area| area.is_whole && area.readers.is_none());
    for area in &mut areas {
        area.is_alone = !is_open && (grants.len() == 1 || area.readers.is_none());
    }
    areas
}

/// The first `limit` hits that the asker may read, in their order.
fn in_reach(ctx: &Ctx, read: &mut Read, grants: &[(&Entity, Grant)], hits: Vec<Hit>, limit: usize) -> Result<Vec<Hit>, Problem> {
    let mut found = Vec::new();
    let (mut rest, mut size) = (hits.as_slice(), limit.clamp(1, RIGHTS));
    while !rest.is_empty() && found.len() < limit {
        let batch;
        (batch, rest) = rest.split_at(size.min(rest.len()));
        size = RIGHTS;
        let mut seen: HashMap<&str, HashSet<String>> = HashMap::new();
        for (entity, grant) in grants {
            let ids: Vec<String> = batch.iter().filter(|hit| hit.entity == entity.name).map(|hit| hit.id.clone()).collect();
            if !ids.is_empty() {
                let rows = query::load_many(read, &ctx.house.catalog, entity, grant, &ids, &[])?;
                seen.insert(&entity.name, rows.into_iter().filter_map(|row| Some(row.last()?.as_text()?.to_owned())).collect());
            }
        }
        found.extend(batch.iter().filter(|hit| seen.get(hit.entity.as_str()).is_some_and(|ids| ids.contains(&hit.id))).cloned());
    }
    found.truncate(limit);
    Ok(found)
}

/// Near titles that the asker may read, each once.
fn suggestions(ctx: &Ctx, read: &mut Read, grants: &[(&Entity, Grant)], areas: &[index::Area], q: &str) -> Result<Vec<Value>, Problem> {
    let near = index::near(read, areas, q)?;
    let mut near = in_reach(ctx, read, grants, near, RIGHTS)?;
    let mut titles = HashSet::new();
    near.retain(|hit| titles.insert(hit.title.clone()));
    Ok(near.iter().take(SUGGESTIONS).map(|hit| json!({"entity": hit.entity, "id": hit.id, "title": hit.title})).collect())
}

/// A hit without what the asker may not read, and where the words stand in it. Where they stand in the
/// title alone, another text is shown unmarked, to tell records of one name apart.
fn shown((entity, grant): &(&Entity, Grant), hit: &Hit, texts: &[Part], words: &Words, locale: Locale) -> Value {
    let title = if grant.may_read(&entity.title) { hit.title.as_str() } else { "" };
    let readable: Vec<&Part> = texts.iter().filter(|part| grant.may_read(&part.field)).collect();
    let marked = readable.iter().map(|part| (*part, words.ranges(&part.text, part.kind))).filter(|(_, ranges)| !ranges.is_empty());
    let mut highlights: Vec<Value> = marked.filter_map(|(part, ranges)| highlight(entity, part, &ranges, locale)).collect();
    if highlights.iter().all(|highlight| highlight["field"] == entity.title.as_str()) {
        highlights.extend(readable.iter().find(|part| part.field != entity.title).and_then(|part| highlight(entity, part, &[], locale)));
    }
    json!({"entity": hit.entity, "id": hit.id, "title": title, "highlights": highlights})
}

/// The part of a text around the first mark, and the marks in it. A title is shown whole.
fn highlight(entity: &Entity, part: &Part, ranges: &[(usize, usize)], locale: Locale) -> Option<Value> {
    let letters: Vec<char> = part.text.chars().collect();
    let is_whole = part.field == entity.title || letters.len() <= SHOWN;
    let from = if is_whole { 0 } else { ranges.first().map_or(0, |(from, _)| from.saturating_sub(SHOWN / 4)) };
    let to = if is_whole { letters.len() } else { letters.len().min(from + SHOWN) };
    let (before, after) = (if from > 0 { "…" } else { "" }, if to < letters.len() { "…" } else { "" });
    let shift = |place: usize| place.min(to) - from + before.chars().count();
    let ranges: Vec<[usize; 2]> = ranges.iter().filter(|(start, _)| *start < to).map(|(start, end)| [shift(*start), shift(*end)]).collect();
    let text: String = letters[from..to].iter().collect();
    Some(json!({"field": part.field, "label": entity.field(&part.field)?.label.get(locale), "text": format!("{before}{text}{after}"), "ranges": ranges}))
}

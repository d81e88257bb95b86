//! One search over every entity the asker may read.

use std::collections::HashMap;

use keshu_access::{Action, Grant};
use keshu_catalog::Entity;
use keshu_kernel::{Locale, Problem, args, codes};
use keshu_store::{query, search as index};
use serde_json::{Value, json};

use crate::{Ctx, read::{check_words, searched_fields}};

/// Candidates looked at before rights; the newest win.
const CANDIDATES: i64 = 2000;
const SNIPPET: usize = 80;

/// `{items: [{entity, id, title, snippet}]}`: titles that begin with the words first, then the newest.
pub fn search(ctx: &Ctx, q: &str, entity: Option<&str>, limit: u64) -> Result<Value, Problem> {
    if !(1..=50).contains(&limit) {
        return Err(Problem::new(&codes::QUERY_INVALID, args![name = "limit", why = "1–50"]));
    }
    check_words(q)?;
    let asked: Vec<&Entity> = match entity {
        Some(name) => {
            let entity = ctx.entity(name)?;
            ctx.grant(entity, Action::Read)?;
            vec![entity]
        }
        None => ctx.house.catalog.entities.values().filter(|entity| entity.line_of.is_none()).collect(),
    };
    let grants: HashMap<&str, Grant> = asked.iter().filter_map(|entity| Some((entity.name.as_str(), ctx.grant(entity, Action::Read).ok()?))).collect();
    let reach = asked.iter().filter_map(|entity| Some((entity.name.clone(), searched_fields(entity, grants.get(entity.name.as_str())?)))).collect();
    ctx.house.store.read(|read| {
        let mut hits = index::hits(read, &reach, q, CANDIDATES)?;
        let folded = q.trim().to_lowercase();
        hits.sort_by_key(|hit| {
            let title = hit.title.to_lowercase();
            if title == folded { 0 } else if title.starts_with(&folded) { 1 } else if title.contains(&folded) { 2 } else { 3 }
        });
        let mut items: Vec<Value> = Vec::new();
        // Rights are asked in batches, so that a common word does not cost a scan of every candidate.
        for batch in hits.chunks(200) {
            let mut by_entity: HashMap<&str, Vec<String>> = HashMap::new();
            for hit in batch {
                by_entity.entry(&hit.entity).or_default().push(hit.id.clone());
            }
            let mut seen: HashMap<&str, Vec<String>> = HashMap::new();
            for (name, ids) in by_entity {
                let Some(grant) = grants.get(name) else { continue };
                let rows = query::load_many(read, &ctx.house.catalog, ctx.entity(name)?, grant, &ids, &[])?;
                seen.insert(name, rows.into_iter().filter_map(|row| Some(row.last()?.as_text()?.to_owned())).collect());
            }
            for hit in batch.iter().filter(|hit| seen.get(hit.entity.as_str()).is_some_and(|ids| ids.contains(&hit.id))) {
                let texts = index::texts(read, hit)?;
                items.push(shown(ctx.entity(&hit.entity)?, &grants[hit.entity.as_str()], hit, &texts, &folded, ctx.locale));
                if items.len() as u64 == limit {
                    return Ok(json!({"items": items}));
                }
            }
        }
        Ok(json!({"items": items}))
    })
}

/// A hit without what the asker may not read: where else than in its title the word stands, and in which field.
fn shown(entity: &Entity, grant: &Grant, hit: &index::Hit, texts: &[(String, String)], word: &str, locale: Locale) -> Value {
    let title = if grant.may_read(&entity.title) { hit.title.as_str() } else { "" };
    let beside = || texts.iter().filter(|(field, _)| *field != entity.title && grant.may_read(field));
    let found = beside().find(|(_, text)| text.to_lowercase().contains(word)).or_else(|| beside().next());
    let snippet = found.and_then(|(key, text)| Some(format!("{} {}", entity.field(key)?.label.get(locale), around(text, word))));
    json!({"entity": hit.entity, "id": hit.id, "title": title, "snippet": snippet.unwrap_or_default()})
}

/// The part of a text around the word.
fn around(text: &str, word: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let at = text.to_lowercase().find(word).map_or(0, |byte| text[..text.floor_char_boundary(byte)].chars().count());
    let from = at.saturating_sub(SNIPPET / 4);
    let part: String = letters.iter().skip(from).take(SNIPPET).collect();
    if from > 0 { format!("…{part}") } else { part }
}

//! One search over every entity the asker may read.

use std::collections::HashMap;

use keshu_access::Action;
use keshu_kernel::{Problem, args, codes};
use keshu_store::{query, search as index};
use serde_json::{Value, json};

use crate::Ctx;

/// Candidates looked at before rights; the newest win.
const CANDIDATES: i64 = 2000;
const SNIPPET: usize = 80;

/// `{items: [{entity, id, title, snippet}]}`: titles that begin with the words first, then the newest.
pub fn search(ctx: &Ctx, q: &str, entity: Option<&str>, limit: u64) -> Result<Value, Problem> {
    if !(1..=50).contains(&limit) {
        return Err(Problem::new(&codes::QUERY_INVALID, args![name = "limit", why = "1–50"]));
    }
    let readable: Vec<String> = match entity {
        Some(name) => vec![ctx.entity(name)?.name.clone()],
        None => ctx.house.catalog.entities.values().filter(|entity| entity.line_of.is_none() && ctx.grant(entity, Action::Read).is_ok()).map(|entity| entity.name.clone()).collect(),
    };
    ctx.house.store.read(|read| {
        let mut hits = index::hits(read, &readable, q, CANDIDATES)?;
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
                let entity = ctx.entity(name)?;
                let grant = ctx.grant(entity, Action::Read)?;
                let rows = query::load_many(read, &ctx.house.catalog, entity, &grant, &ids, &[])?;
                seen.insert(name, rows.into_iter().filter_map(|row| Some(row.last()?.as_text()?.to_owned())).collect());
            }
            for hit in batch.iter().filter(|hit| seen.get(hit.entity.as_str()).is_some_and(|ids| ids.contains(&hit.id))) {
                items.push(json!({"entity": hit.entity, "id": hit.id, "title": hit.title, "snippet": snippet(&hit.body, &folded)}));
                if items.len() as u64 == limit {
                    return Ok(json!({"items": items}));
                }
            }
        }
        Ok(json!({"items": items}))
    })
}

/// The part of the indexed text around the first word found.
fn snippet(body: &str, word: &str) -> String {
    let letters: Vec<char> = body.chars().collect();
    let at = body.to_lowercase().find(word).map_or(0, |byte| body[..body.floor_char_boundary(byte)].chars().count());
    let from = at.saturating_sub(SNIPPET / 4);
    let text: String = letters.iter().skip(from).take(SNIPPET).collect();
    if from > 0 { format!("…{text}") } else { text }
}

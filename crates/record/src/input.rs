//! From the JSON that came in to values: every fault is collected, nothing is dropped silently.

use keshu_access::Grant;
use keshu_catalog::{Entity, Field, Kind, types};
use keshu_kernel::{Cell, Fault, Problem, args, codes, new_id};
use serde_json::{Map, Value};

use crate::{
    Ctx, Directory,
    draft::{Item, Items, Line},
    render::line_fields,
};

/// Keys that answers carry and that may be sent back unchanged; they are ignored.
const ECHOED: [&str; 8] = ["id", "version", "titles", "can", "created_at", "created_by", "updated_at", "updated_by"];

/// The values of a body, by field key. `grant` decides what may be written.
pub(crate) fn shape(ctx: &Ctx, directory: &Directory, entity: &Entity, grant: &Grant, body: &Map<String, Value>) -> Result<Items, Problem> {
    let mut items = Items::default();
    let mut faults = Vec::new();
    for (key, value) in body.iter().filter(|(key, _)| !ECHOED.contains(&key.as_str())) {
        let pointer = pointer(&["", key]);
        let Some(field) = entity.field(key).filter(|field| grant.may_see(&field.key)) else {
            let hint = suggest(ctx, entity, grant, key);
            faults.push(Fault::new(pointer, &codes::FIELD_UNKNOWN, args![entity = entity.label.get(ctx.locale), field = key, hint = hint]));
            continue;
        };
        // The system may write what people may not: that is how read-only fields come about.
        if !ctx.actor.is_system() && (!field.is_input() || !grant.may_write(&field.key)) {
            faults.push(Fault::new(pointer, &codes::FIELD_NOT_WRITABLE, args![label = field.label.get(ctx.locale)]));
            continue;
        }
        match item(ctx, directory, field, value, &pointer) {
            Ok(item) => {
                items.insert(key.clone(), item);
            }
            Err(mut found) => faults.append(&mut found),
        }
    }
    if faults.is_empty() { Ok(items) } else { Err(Problem::invalid(faults)) }
}

/// One value of one field.
fn item(ctx: &Ctx, directory: &Directory, field: &Field, value: &Value, pointer: &str) -> Result<Item, Vec<Fault>> {
    let types = ctx.types(directory);
    let read = match &field.kind {
        Kind::About { .. } => types::parse_about(field, value, &types).map(Item::About),
        Kind::Links { .. } => types::parse_links(field, value, &types).map(Item::Many),
        Kind::Tags => types::parse_tags(field, value, &types).map(Item::Many),
        Kind::ExternalRefs => types::parse_external_refs(field, value, &types).map(Item::Refs),
        Kind::Lines { of } => return lines(ctx, directory, field, of, value, pointer),
        _ => types::parse(field, value, &types).map(Item::Cell),
    };
    read.map_err(|(code, args)| vec![Fault::new(pointer, code, args)])
}

fn lines(ctx: &Ctx, directory: &Directory, field: &Field, of: &str, value: &Value, at: &str) -> Result<Item, Vec<Fault>> {
    let types = ctx.types(directory);
    let sent = types::parse_lines(field, value, &types).map_err(|(code, args)| vec![Fault::new(at, code, args)])?;
    let Some(entity) = ctx.house.catalog.entity(of) else { return Ok(Item::Lines(Vec::new())) };
    let (mut lines, mut faults) = (Vec::new(), Vec::new());
    for (place, line) in sent.into_iter().enumerate() {
        let mut cells = std::collections::BTreeMap::new();
        for (key, value) in line.values.iter().filter(|(key, _)| !matches!(key.as_str(), "id" | "titles")) {
            let pointer = format!("{at}/{place}/{key}");
            match entity.field(key).filter(|field| !field.system) {
                None => faults.push(Fault::new(pointer, &codes::FIELD_UNKNOWN, args![entity = entity.label.get(ctx.locale), field = key, hint = ""])),
                Some(field) => match types::parse(field, value, &types) {
                    Ok(cell) => {
                        cells.insert(key.clone(), cell);
                    }
                    Err((code, args)) => faults.push(Fault::new(pointer, code, args)),
                },
            }
        }
        for field in line_fields(entity) {
            if !cells.contains_key(&field.key) {
                let default = match &field.default {
                    Some(keshu_catalog::DefaultValue::Literal(value)) => types::parse(field, value, &types).unwrap_or_default(),
                    _ => Cell::Null,
                };
                cells.insert(field.key.clone(), default);
            }
            let pointer = format!("{at}/{place}/{}", field.key);
            // A value that could not be read is not missing too.
            let is_missing = cells.get(&field.key).is_none_or(Cell::is_null) && !faults.iter().any(|fault| fault.pointer == pointer);
            if field.required && is_missing {
                faults.push(Fault::new(pointer, &codes::VALUE_REQUIRED, args![label = field.label.get(ctx.locale)]));
            }
        }
        lines.push(Line { id: line.id.unwrap_or_else(new_id), cells });
    }
    if faults.is_empty() { Ok(Item::Lines(lines)) } else { Err(faults) }
}

/// JSON pointer of path steps (RFC 6901).
pub(crate) fn pointer(steps: &[&str]) -> String {
    steps.iter().map(|step| step.replace('~', "~0").replace('/', "~1")).collect::<Vec<_>>().join("/")
}

/// "Did you mean" for a field key, only from what the asker may read.
pub fn suggest(ctx: &Ctx, entity: &Entity, grant: &Grant, key: &str) -> String {
    let nearest = entity
        .fields
        .keys()
        .filter(|known| grant.may_see(known))
        .map(|known| (distance(key, known), known))
        .filter(|(distance, known)| *distance <= 1 + known.len() / 4)
        .min();
    match (nearest, ctx.locale) {
        (Some((_, known)), keshu_kernel::Locale::En) => format!("Did you mean {known}?"),
        (Some((_, known)), _) => format!("是否想写 {known}?"),
        (None, _) => String::new(),
    }
}

/// Levenshtein distance.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let substituted = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

//! What points elsewhere. Only the shape is checked here; whether a record is there and may be seen
//! is for the pipeline, which asks under the writer's rights.

use keshu_kernel::{Cell, args, codes, is_id};
use serde_json::{Map, Value, json};

use super::clean::{is_control, push_json_str, tidy};
use super::{MaskRule, Refusal, TypeCtx, TypeOps, string_of, too_long, wrong};
use crate::model::{Field, Kind};

/// Most targets of one links field, and most tags or references of one record.
const MANY: usize = 500;
const TAG_MAX: usize = 50;
const CODE_MAX: usize = 200;
/// Most lines that one record owns.
const LINES_MAX: usize = 5000;

pub struct Link;
/// Values that are no single cell: read by the functions below.
pub struct Shaped;

/// A link to one of several entities.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct About {
    pub entity: String,
    pub id: String,
}

/// The record's name in another system; unique per entity and system.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ExternalRef {
    pub system: String,
    pub code: String,
}

/// One line as sent: with `id` it is kept, without it is new.
#[derive(Debug, Clone, PartialEq)]
pub struct Line<'a> {
    pub id: Option<String>,
    /// Everything sent, `id` included.
    pub values: &'a Map<String, Value>,
}

fn id_of(text: &str) -> Option<String> {
    let id = text.trim().to_ascii_lowercase();
    is_id(&id).then_some(id)
}

fn broken(field: &Field, ctx: &TypeCtx) -> Refusal {
    (&codes::LINK_BROKEN, args![label = ctx.label(field)])
}

impl TypeOps for Link {
    fn parse(&self, field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        let text = string_of(field, value, ctx)?;
        id_of(text).map(Cell::Text).ok_or_else(|| match field.kind {
            Kind::Attachment | Kind::Image => (&codes::FILE_UNKNOWN, args![label = ctx.label(field)]),
            _ => broken(field, ctx),
        })
    }

    fn mask(&self, _: &Kind) -> MaskRule {
        MaskRule::All
    }

    fn is_sortable(&self, kind: &Kind) -> bool {
        !matches!(kind, Kind::Attachment | Kind::Image)
    }

    fn json_schema(&self, field: &Field) -> Value {
        let what = match &field.kind {
            Kind::Attachment | Kind::Image => "The id of an uploaded file.".to_owned(),
            kind => format!("The id of a {} record.", kind.target().unwrap_or_default()),
        };
        json!({"type": "string", "format": "uuid", "description": what})
    }
}

impl TypeOps for Shaped {
    fn parse(&self, field: &Field, _: &Value, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        Err(wrong(field, if ctx.is_zh() { "单独处理的值" } else { "a value of its own shape" }, ctx))
    }

    fn mask(&self, _: &Kind) -> MaskRule {
        MaskRule::All
    }

    fn is_sortable(&self, _: &Kind) -> bool {
        false
    }

    fn json_schema(&self, field: &Field) -> Value {
        match &field.kind {
            Kind::Links { to } => {
                json!({"type": "array", "maxItems": MANY, "items": {"type": "string", "format": "uuid", "description": format!("The id of a {to} record.")}})
            }
            Kind::Tags => json!({"type": "array", "maxItems": MANY, "items": {"type": "string", "maxLength": TAG_MAX}}),
            Kind::Lines { of } => {
                json!({"type": "array", "maxItems": LINES_MAX, "items": {"$ref": format!("#/components/schemas/{of}")}})
            }
            Kind::About { to } => json!({
                "type": "object",
                "properties": {"entity": {"type": "string", "enum": to}, "id": {"type": "string", "format": "uuid"}},
                "required": ["entity", "id"], "additionalProperties": false,
            }),
            _ => json!({"type": "array", "maxItems": MANY, "items": {
                "type": "object",
                "properties": {"system": {"type": "string", "maxLength": TAG_MAX}, "code": {"type": "string", "maxLength": CODE_MAX}},
                "required": ["system", "code"], "additionalProperties": false,
            }}),
        }
    }
}

fn items<'a>(field: &Field, value: &'a Value, most: usize, ctx: &TypeCtx) -> Result<&'a [Value], Refusal> {
    match value {
        Value::Null => Ok(&[]),
        Value::Array(items) if items.len() <= most => Ok(items),
        Value::Array(_) => {
            let wanted = if ctx.is_zh() {
                format!("最多 {most} 项的列表")
            } else {
                format!("a list of at most {most} items")
            };
            Err(wrong(field, &wanted, ctx))
        }
        _ => Err(wrong(field, if ctx.is_zh() { "列表" } else { "a list" }, ctx)),
    }
}

/// `{"entity": …, "id": …}`; null is `None`.
pub fn parse_about(field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Option<About>, Refusal> {
    let wanted = "{\"entity\": …, \"id\": …}";
    let map = match value {
        Value::Null => return Ok(None),
        Value::Object(map) if map.len() == 2 => map,
        _ => return Err(wrong(field, wanted, ctx)),
    };
    let (Some(Value::String(entity)), Some(Value::String(id))) = (map.get("entity"), map.get("id")) else {
        return Err(wrong(field, wanted, ctx));
    };
    let known = field.kind.targets().any(|target| target == entity);
    let id = id_of(id).filter(|_| known).ok_or_else(|| broken(field, ctx))?;
    Ok(Some(About { entity: entity.clone(), id }))
}

/// The ids of a links field, each once, in the order sent.
pub fn parse_links(field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Vec<String>, Refusal> {
    let mut ids: Vec<String> = Vec::new();
    for item in items(field, value, MANY, ctx)? {
        let id = item.as_str().and_then(id_of).ok_or_else(|| broken(field, ctx))?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// Tags, each once, in the order sent.
pub fn parse_tags(field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Vec<String>, Refusal> {
    let mut tags: Vec<String> = Vec::new();
    for item in items(field, value, MANY, ctx)? {
        let tag = tidy(string_of(field, item, ctx)?).into_owned();
        if tag.chars().any(is_control) {
            return Err((&codes::VALUE_CONTROL, args![label = ctx.label(field)]));
        }
        let length = tag.chars().count();
        if length > TAG_MAX {
            return Err(too_long(field, TAG_MAX, length, ctx));
        }
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    Ok(tags)
}

/// Tags of a spreadsheet cell, parted by commas, semicolons, enumeration commas, slashes or line breaks.
pub fn parse_messy_tags(field: &Field, text: &str, ctx: &TypeCtx) -> Result<Vec<String>, Refusal> {
    let parts: Vec<Value> = text
        .split([',', '\u{ff0c}', ';', '\u{ff1b}', '、', '|', '/', '\n'])
        .filter(|part| !super::clean::is_blank(part))
        .map(|part| Value::String(super::clean::one_line(part)))
        .collect();
    parse_tags(field, &Value::Array(parts), ctx)
}

/// External references, each system and code once.
pub fn parse_external_refs(field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Vec<ExternalRef>, Refusal> {
    let wanted = "{\"system\": …, \"code\": …}";
    let mut refs: Vec<ExternalRef> = Vec::new();
    for item in items(field, value, MANY, ctx)? {
        let map = item.as_object().filter(|map| map.len() == 2).ok_or_else(|| wrong(field, wanted, ctx))?;
        let word = |key: &str, max: usize| {
            let text = map.get(key).and_then(Value::as_str).map(tidy).ok_or_else(|| wrong(field, wanted, ctx))?;
            let length = text.chars().count();
            if length > max {
                return Err(too_long(field, max, length, ctx));
            }
            if text.chars().any(is_control) {
                return Err((&codes::VALUE_CONTROL, args![label = ctx.label(field)]));
            }
            match text.is_empty() {
                true => Err(wrong(field, wanted, ctx)),
                false => Ok(text.into_owned()),
            }
        };
        let reference = ExternalRef { system: word("system", TAG_MAX)?, code: word("code", CODE_MAX)? };
        if !refs.contains(&reference) {
            refs.push(reference);
        }
    }
    Ok(refs)
}

/// Lines in order; their values are parsed field by field of the line's entity.
pub fn parse_lines<'a>(field: &Field, value: &'a Value, ctx: &TypeCtx) -> Result<Vec<Line<'a>>, Refusal> {
    let wanted = if ctx.is_zh() { "行的列表" } else { "a list of lines" };
    let mut lines = Vec::new();
    for item in items(field, value, LINES_MAX, ctx)? {
        let values = item.as_object().ok_or_else(|| wrong(field, wanted, ctx))?;
        let id = match values.get("id") {
            None | Some(Value::Null) => None,
            Some(Value::String(id)) => Some(id_of(id).ok_or_else(|| broken(field, ctx))?),
            Some(_) => return Err(broken(field, ctx)),
        };
        lines.push(Line { id, values });
    }
    Ok(lines)
}

/// The API value of an about field from its two columns.
pub fn write_about_json(entity: &Cell, id: &Cell, out: &mut String) {
    match (entity.as_text(), id.as_text()) {
        (Some(entity), Some(id)) => {
            out.push_str("{\"entity\":");
            push_json_str(out, entity);
            out.push_str(",\"id\":");
            push_json_str(out, id);
            out.push('}');
        }
        _ => out.push_str("null"),
    }
}

//! Words: text, long_text, rich_text, address, number and id.

use std::borrow::Cow;

use keshu_kernel::{Cell, args, codes};
use serde_json::{Value, json};

use super::clean::{fold_width, is_control, one_line, tidy};
use super::{MaskRule, Refusal, TypeCtx, TypeOps, html, string_of, too_long};
use crate::model::{Field, Kind};

/// A record number or id is short.
const SHORT: usize = 64;

pub struct Text;

impl Text {
    fn limits(kind: &Kind) -> (usize, usize, bool) {
        match kind {
            Kind::Text { max, min } => (*max, *min, false),
            Kind::Address { max } => (*max, 0, false),
            Kind::LongText { max } | Kind::RichText { max } => (*max, 0, true),
            _ => (SHORT, 0, false),
        }
    }

    fn check(field: &Field, text: &str, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        let (max, min, many_lines) = Text::limits(&field.kind);
        let text = tidy(text);
        if text.chars().any(|c| is_control(c) && !(many_lines && matches!(c, '\n' | '\t'))) {
            return Err((&codes::VALUE_CONTROL, args![label = ctx.label(field)]));
        }
        let text: Cow<'_, str> = match field.kind {
            Kind::RichText { .. } => Cow::Owned(tidy(&html::sanitise(&text)).into_owned()),
            Kind::Number => Cow::Owned(fold_width(&text)),
            _ => text,
        };
        let length = text.chars().count();
        if length == 0 {
            return Ok(Cell::Null);
        }
        if length > max {
            return Err(too_long(field, max, length, ctx));
        }
        if length < min {
            let least = match ctx.is_zh() {
                true => format!("至少 {min} 个字"),
                false => format!("at least {min} characters"),
            };
            return Err((&codes::VALUE_TYPE, args![label = ctx.label(field), wanted = least]));
        }
        Ok(Cell::Text(text.into_owned()))
    }
}

impl TypeOps for Text {
    fn parse(&self, field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        Text::check(field, string_of(field, value, ctx)?, ctx)
    }

    fn parse_messy(&self, field: &Field, text: &str, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        let (_, _, many_lines) = Text::limits(&field.kind);
        match many_lines {
            true => Text::check(field, &text.replace('\u{b}', "\n"), ctx),
            false => Text::check(field, &one_line(text), ctx),
        }
    }

    fn display(&self, field: &Field, cell: &Cell, _: &TypeCtx) -> String {
        match field.kind {
            Kind::RichText { .. } => html::plain(cell.as_text().unwrap_or_default()),
            _ => cell.as_text().unwrap_or_default().to_owned(),
        }
    }

    fn mask(&self, kind: &Kind) -> MaskRule {
        match kind {
            Kind::Text { .. } | Kind::Address { .. } => MaskRule::First,
            _ => MaskRule::All,
        }
    }

    fn is_sortable(&self, kind: &Kind) -> bool {
        !matches!(kind, Kind::LongText { .. } | Kind::RichText { .. })
    }

    fn json_schema(&self, field: &Field) -> Value {
        let (max, min, _) = Text::limits(&field.kind);
        let mut schema = json!({"type": "string", "maxLength": max});
        if min > 0 {
            schema["minLength"] = json!(min);
        }
        match field.kind {
            Kind::Id => schema = json!({"type": "string", "format": "uuid"}),
            Kind::RichText { .. } => schema["contentMediaType"] = json!("text/html"),
            _ => {}
        }
        schema
    }
}

/// Human numbers: text that is always searched.
pub struct RecordNumber;

impl TypeOps for RecordNumber {
    fn parse(&self, field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        Text.parse(field, value, ctx)
    }

    fn is_always_searched(&self) -> bool {
        true
    }

    fn mask(&self, _: &Kind) -> MaskRule {
        MaskRule::All
    }

    fn json_schema(&self, field: &Field) -> Value {
        Text.json_schema(field)
    }
}

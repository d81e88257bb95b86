//! A choice from a dictionary.

use keshu_kernel::{Cell, Locale, args, codes};
use serde_json::{Value, json};

use super::clean::{fold_width, one_line};
use super::{MaskRule, Refusal, TypeCtx, TypeOps, string_of};
use crate::model::{Field, Kind};

pub struct Choice;

fn dict_of(field: &Field) -> &str {
    match &field.kind {
        Kind::Code { dict } => dict,
        _ => "",
    }
}

fn unknown(field: &Field, value: &str, ctx: &TypeCtx) -> Refusal {
    (&codes::CODE_UNKNOWN, args![label = ctx.label(field), value = value.chars().take(60).collect::<String>()])
}

impl TypeOps for Choice {
    fn parse(&self, field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        let code = string_of(field, value, ctx)?.trim();
        match ctx.dicts.has_code(dict_of(field), code) {
            true => Ok(Cell::from(code)),
            false => Err(unknown(field, code, ctx)),
        }
    }

    fn parse_messy(&self, field: &Field, text: &str, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        let word = one_line(text);
        let found =
            ctx.dicts.code_of(dict_of(field), &word).or_else(|| ctx.dicts.code_of(dict_of(field), &fold_width(&word)));
        found.map(Cell::Text).ok_or_else(|| unknown(field, &word, ctx))
    }

    fn display(&self, field: &Field, cell: &Cell, ctx: &TypeCtx) -> String {
        let code = cell.as_text().unwrap_or_default();
        ctx.dicts.label(dict_of(field), code, ctx.locale).unwrap_or_else(|| code.to_owned())
    }

    fn search_text(&self, field: &Field, cell: &Cell, ctx: &TypeCtx) -> Option<String> {
        let code = cell.as_text()?;
        let labels: Vec<String> = [Locale::Zh, Locale::En]
            .iter()
            .filter_map(|locale| ctx.dicts.label(dict_of(field), code, *locale))
            .collect();
        Some(labels.join(" "))
    }

    fn mask(&self, _: &Kind) -> MaskRule {
        MaskRule::All
    }

    fn json_schema(&self, field: &Field) -> Value {
        json!({"type": "string", "maxLength": 64, "description": format!("A code of the dictionary {}.", dict_of(field))})
    }
}

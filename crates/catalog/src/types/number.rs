//! Figures: integer, decimal, money, percent and boolean. All are stored as exact integers.

use keshu_kernel::decimal::{NotScaled, parse_scaled};
use keshu_kernel::{Cell, args, codes};
use serde_json::{Value, json};

use super::clean::{fold_width, one_line, push_scaled};
use super::{MaskRule, Refusal, TypeCtx, TypeOps, wrong};
use crate::model::{Field, Kind};

/// The greatest whole number that JSON readers keep exactly (2^53 - 1).
const SAFE: i64 = 9_007_199_254_740_991;

pub struct Figure;

impl Figure {
    fn limits(kind: &Kind) -> (u8, Option<i64>, Option<i64>) {
        match kind {
            Kind::Integer { min, max } => (0, *min, *max),
            Kind::Decimal { scale, min, max, .. }
            | Kind::Money { scale, min, max, .. }
            | Kind::Percent { scale, min, max } => (*scale, *min, *max),
            _ => (0, None, None),
        }
    }

    fn check(field: &Field, units: i64, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        let (scale, min, max) = Figure::limits(&field.kind);
        let whole = matches!(field.kind, Kind::Integer { .. });
        let min = min.or(whole.then_some(-SAFE));
        let max = max.or(whole.then_some(SAFE));
        if let Some(min) = min.filter(|min| units < *min) {
            return Err((
                &codes::VALUE_TOO_SMALL,
                args![label = ctx.label(field), min = shown(&field.kind, min, scale)],
            ));
        }
        if let Some(max) = max.filter(|max| units > *max) {
            return Err((
                &codes::VALUE_TOO_LARGE,
                args![label = ctx.label(field), max = shown(&field.kind, max, scale)],
            ));
        }
        Ok(Cell::Int(units))
    }

    fn wanted(kind: &Kind, ctx: &TypeCtx) -> &'static str {
        match (kind, ctx.is_zh()) {
            (Kind::Integer { .. }, true) => "整数",
            (Kind::Integer { .. }, false) => "a whole number",
            (Kind::Percent { .. }, true) => "比例，如 \"0.35\" 表示 35%",
            (Kind::Percent { .. }, false) => "a ratio such as \"0.35\" for 35 %",
            (_, true) => "数字，如 \"12.34\"",
            (_, false) => "a number such as \"12.34\"",
        }
    }

    /// Digits of `text` at `shift` decimals more than the field keeps (万 is a shift of 4).
    fn exact(field: &Field, text: &str, shift: u8, ctx: &TypeCtx) -> Result<i64, Refusal> {
        let (scale, ..) = Figure::limits(&field.kind);
        let plain = text.strip_prefix('-').unwrap_or(text);
        let is_number = plain.starts_with(|c: char| c.is_ascii_digit())
            && plain.len() <= 40
            && plain.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if !is_number {
            return Err(wrong(field, Figure::wanted(&field.kind, ctx), ctx));
        }
        parse_scaled(text, scale + shift).map_err(|why| match why {
            NotScaled::Malformed => wrong(field, Figure::wanted(&field.kind, ctx), ctx),
            NotScaled::TooFine => (&codes::VALUE_TOO_FINE, args![label = ctx.label(field), scale = scale]),
            NotScaled::TooLarge => {
                let most = shown(&field.kind, 999_999_999_999_999_999, scale);
                (&codes::VALUE_TOO_LARGE, args![label = ctx.label(field), max = most])
            }
        })
    }
}

fn shown(kind: &Kind, units: i64, scale: u8) -> String {
    let mut text = String::new();
    push_scaled(&mut text, units, scale);
    if matches!(kind, Kind::Percent { .. }) {
        trim_zeros(&mut text, 0);
    }
    text
}

/// `0.3500` → `0.35`, `1.0000` → `1`; what stands before `from` stays.
fn trim_zeros(text: &mut String, from: usize) {
    if text[from..].contains('.') {
        while text.ends_with('0') {
            text.pop();
        }
        if text.ends_with('.') {
            text.pop();
        }
    }
}

impl TypeOps for Figure {
    fn parse(&self, field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        let units = match (&field.kind, value) {
            (Kind::Integer { .. }, Value::Number(number)) => {
                number.as_i64().ok_or_else(|| wrong(field, Figure::wanted(&field.kind, ctx), ctx))?
            }
            (Kind::Integer { .. }, _) => return Err(wrong(field, Figure::wanted(&field.kind, ctx), ctx)),
            (_, Value::String(text)) => Figure::exact(field, text.trim(), 0, ctx)?,
            // A float is taken by its shortest text: 12.34 is meant, whatever its bits are.
            (_, Value::Number(number)) => Figure::exact(field, &number.to_string(), 0, ctx)?,
            _ => return Err(wrong(field, Figure::wanted(&field.kind, ctx), ctx)),
        };
        Figure::check(field, units, ctx)
    }

    fn parse_messy(&self, field: &Field, text: &str, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        let refuse = || wrong(field, Figure::wanted(&field.kind, ctx), ctx);
        let folded = fold_width(&one_line(text)).to_uppercase();
        let mut word: String =
            folded.chars().filter(|c| !matches!(c, ' ' | '\u{a5}' | '\u{ffe5}' | '$' | '€' | '£' | '\'')).collect();
        for sign in ["人民币", "RMB", "CNY", "元整", "圆整", "元", "圆"] {
            word = word.replace(sign, "");
        }
        if let Some(unit) = unit_of(field) {
            word = word.replace(&unit.to_uppercase(), "");
        }
        if let Some(inner) = word.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
            word = format!("-{inner}");
        }
        let percent = word.strip_suffix('%').map(str::to_owned);
        let has_percent = percent.is_some();
        let mut word = percent.unwrap_or(word);
        let mut shift = 0;
        for (suffix, digits) in [("千万", 7), ("百万", 6), ("万", 4), ("萬", 4), ("亿", 8), ("億", 8), ("千", 3)]
        {
            if let Some(rest) = word.strip_suffix(suffix) {
                word = rest.to_owned();
                shift = digits;
                break;
            }
        }
        let word = without_commas(&word).ok_or_else(refuse)?;
        let word = word.strip_prefix('+').unwrap_or(&word);
        // `1.5E+03`, as spreadsheets write large quantities.
        let (word, shift) = match word.split_once('E') {
            Some((digits, power)) => (digits, shift + power.parse::<u8>().ok().filter(|power| *power <= 18).ok_or_else(refuse)?),
            None => (word, shift),
        };
        if !matches!(field.kind, Kind::Percent { .. }) {
            if has_percent {
                return Err(refuse());
            }
            return Figure::check(field, Figure::exact(field, trailing_zeros(word), shift, ctx)?, ctx);
        }
        let (scale, _, max) = Figure::limits(&field.kind);
        // 35 without a sign in a column that ends at 1 can only mean 35 %.
        let one = 10i64.saturating_pow(u32::from(scale));
        let bare = !has_percent
            && max.is_some_and(|max| max <= one)
            && Figure::exact(field, word, 0, ctx).is_ok_and(|units| units > one);
        if !has_percent && !bare {
            return Figure::check(field, Figure::exact(field, word, shift, ctx)?, ctx);
        }
        Figure::check(field, Figure::exact(field, &hundredth(word).ok_or_else(refuse)?, 0, ctx)?, ctx)
    }

    fn write_json(&self, field: &Field, cell: &Cell, out: &mut String) {
        let Some(units) = cell.as_int() else { return out.push_str("null") };
        match &field.kind {
            Kind::Integer { .. } => push_scaled(out, units, 0),
            kind => {
                let (scale, ..) = Figure::limits(kind);
                out.push('"');
                let from = out.len();
                push_scaled(out, units, scale);
                if matches!(kind, Kind::Percent { .. }) {
                    trim_zeros(out, from);
                }
                out.push('"');
            }
        }
    }

    fn display(&self, field: &Field, cell: &Cell, ctx: &TypeCtx) -> String {
        let Some(units) = cell.as_int() else { return String::new() };
        let (scale, ..) = Figure::limits(&field.kind);
        let mut text = String::new();
        match &field.kind {
            Kind::Percent { .. } => {
                push_scaled(&mut text, units.saturating_mul(100), scale);
                trim_zeros(&mut text, 0);
                text.push('%');
            }
            Kind::Decimal { unit: Some(unit), .. } => {
                push_scaled(&mut text, units, scale);
                text.push(' ');
                text.push_str(unit.get(ctx.locale));
            }
            _ => push_scaled(&mut text, units, scale),
        }
        text
    }

    fn mask(&self, _: &Kind) -> MaskRule {
        MaskRule::All
    }

    fn json_schema(&self, field: &Field) -> Value {
        let (scale, min, max) = Figure::limits(&field.kind);
        let mut schema = match field.kind {
            Kind::Integer { .. } => {
                json!({"type": "integer", "minimum": min.unwrap_or(-SAFE), "maximum": max.unwrap_or(SAFE)})
            }
            _ => json!({"type": "string", "pattern": pattern(scale), "format": "decimal"}),
        };
        if !matches!(field.kind, Kind::Integer { .. }) {
            let range: Vec<String> = [
                min.map(|min| format!("≥ {}", shown(&field.kind, min, scale))),
                max.map(|max| format!("≤ {}", shown(&field.kind, max, scale))),
            ]
            .into_iter()
            .flatten()
            .collect();
            if !range.is_empty() {
                schema["description"] = json!(range.join(", "));
            }
        }
        schema
    }
}

fn pattern(scale: u8) -> String {
    match scale {
        0 => "^-?[0-9]+$".to_owned(),
        _ => format!("^-?[0-9]+(\\.[0-9]{{1,{scale}}})?$"),
    }
}

fn unit_of(field: &Field) -> Option<&str> {
    match &field.kind {
        Kind::Decimal { unit: Some(unit), .. } => Some(&unit.zh),
        _ => None,
    }
}

/// `1,234,567.8` → `1234567.8`; a comma that does not part groups of three or four is refused.
fn without_commas(text: &str) -> Option<String> {
    if !text.contains(',') {
        return Some(text.to_owned());
    }
    let (whole, rest) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let groups: Vec<&str> = whole.split(',').collect();
    let is_group = |group: &&str| matches!(group.len(), 3 | 4) && group.bytes().all(|b| b.is_ascii_digit());
    if groups[0].is_empty() || !groups[1..].iter().all(is_group) {
        return None;
    }
    let digits = groups.concat();
    Some(match rest {
        Some(rest) => format!("{digits}.{rest}"),
        None => digits,
    })
}

/// `500.00` of a spreadsheet is the whole number 500; digits that count are kept for the check.
fn trailing_zeros(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

/// `35.5` → `0.355`.
fn hundredth(text: &str) -> Option<String> {
    let (sign, plain) = text.strip_prefix('-').map_or(("", text), |plain| ("-", plain));
    let (whole, rest) = plain.split_once('.').unwrap_or((plain, ""));
    if whole.is_empty() || !whole.bytes().chain(rest.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let padded = format!("{whole:0>3}");
    let (hundreds, cents) = padded.split_at(padded.len() - 2);
    Some(format!("{sign}{hundreds}.{cents}{rest}"))
}

pub struct Flag;

impl TypeOps for Flag {
    fn parse(&self, field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        match value {
            Value::Bool(flag) => Ok(Cell::from(*flag)),
            _ => Err(wrong(field, if ctx.is_zh() { " true 或 false" } else { "true or false" }, ctx)),
        }
    }

    fn parse_messy(&self, field: &Field, text: &str, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        let word = fold_width(&one_line(text)).to_lowercase();
        match word.as_str() {
            "是" | "y" | "yes" | "true" | "t" | "1" | "有" | "对" | "√" | "✓" | "✔" | "真" | "已" | "on" => {
                Ok(Cell::Int(1))
            }
            "否" | "n" | "no" | "false" | "f" | "0" | "无" | "没有" | "错" | "×" | "✗" | "x" | "假" | "未" | "off"
            | "-" => Ok(Cell::Int(0)),
            _ => Err(wrong(field, if ctx.is_zh() { "“是”或“否”" } else { "yes or no" }, ctx)),
        }
    }

    fn write_json(&self, _: &Field, cell: &Cell, out: &mut String) {
        out.push_str(match cell.as_int() {
            Some(0) => "false",
            Some(_) => "true",
            None => "null",
        });
    }

    fn display(&self, _: &Field, cell: &Cell, ctx: &TypeCtx) -> String {
        let text = match (cell.as_int(), ctx.is_zh()) {
            (None, _) => "",
            (Some(0), true) => "否",
            (Some(_), true) => "是",
            (Some(0), false) => "No",
            (Some(_), false) => "Yes",
        };
        text.to_owned()
    }

    fn mask(&self, _: &Kind) -> MaskRule {
        MaskRule::All
    }

    fn json_schema(&self, _: &Field) -> Value {
        json!({"type": "boolean"})
    }
}

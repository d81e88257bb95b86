//! One declared field: its type with what belongs to it, and what may not stand together.
//! Expressions are left for later, when every name is known.

use keshu_kernel::decimal::parse_scaled;

use crate::model::{Field, Kind, Rollup, RollupFn};
use crate::raw::{RawField, count, flag, label, word, word_list, words};
use crate::shape;
use crate::yaml::{Node, Sink, Yaml, fault};

/// Keys that Keshu uses itself, in records and in answers.
pub const RESERVED: &[&str] = &[
    "id",
    "version",
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "deleted_at",
    "deleted_by",
    "external_refs",
    "titles",
    "can",
    "masked",
    "warnings",
];
/// Further keys that only lines use.
pub const RESERVED_LINE: &[&str] = &["parent_id", "position"];
/// Words of FEEL that would hide a field of the same name.
const FEEL_WORDS: &[&str] = &[
    "and",
    "or",
    "not",
    "if",
    "then",
    "else",
    "for",
    "in",
    "return",
    "some",
    "every",
    "satisfies",
    "between",
    "true",
    "false",
    "null",
    "function",
    "instance",
    "of",
    "item",
    "me",
    "my_dept",
    "my_depts",
    "old",
    "today",
    "now",
];

pub fn field(sink: &Sink, raw: &RawField, is_line: bool) -> Option<Field> {
    let node = &raw.node;
    let key = raw.key.value.clone();
    check_key(sink, raw, is_line);
    let kind = kind(sink, raw)?;
    let field = Field {
        label: label(node, "label").unwrap_or_default(),
        help: label(node, "help"),
        required: flag(node, "required").unwrap_or(false),
        quick: flag(node, "quick").unwrap_or(false),
        unique: flag(node, "unique").unwrap_or(false),
        index: flag(node, "index").unwrap_or(false),
        read_only: flag(node, "read_only").unwrap_or(false),
        sensitive: flag(node, "sensitive").unwrap_or(false),
        search: flag(node, "search").unwrap_or(false),
        inline: flag(node, "inline").unwrap_or(false),
        watched: flag(node, "watched").unwrap_or(false),
        synonyms: words(node, "synonyms")
            .into_iter()
            .map(|word| word.value)
            .chain(raw.more_synonyms.iter().cloned())
            .collect(),
        rollup: rollup(node),
        ..Field::bare(key, kind)
    };
    check_together(sink, raw, &field);
    Some(field)
}

fn check_key(sink: &Sink, raw: &RawField, is_line: bool) {
    let key = raw.key.as_str();
    shape::name(sink, raw.key.mark, key);
    if RESERVED.contains(&key) || (is_line && RESERVED_LINE.contains(&key)) {
        fault!(sink, raw.key.mark, "{key} 由系统使用，不能声明", "{key} is made by Keshu and cannot be declared");
    }
    if FEEL_WORDS.contains(&key) {
        fault!(
            sink,
            raw.key.mark,
            "{key} 是表达式的保留字，不能作字段名",
            "{key} is a word of FEEL and cannot be a key"
        );
    }
}

/// Keys of a field that only some types have.
fn own_keys(ty: &str) -> &'static [&'static str] {
    match ty {
        "text" | "integer" | "date" | "time" | "moment" => &["max", "min"],
        "long_text" | "rich_text" | "address" => &["max"],
        "decimal" => &["max", "min", "scale", "unit"],
        "money" => &["max", "min", "scale", "currency"],
        "percent" => &["max", "min", "scale"],
        "code" => &["dict"],
        "link" | "links" | "about" => &["to"],
        "lines" => &["of"],
        _ => &[],
    }
}

fn kind(sink: &Sink, raw: &RawField) -> Option<Kind> {
    let node = &raw.node;
    let ty = word(node, "type")?;
    let own = own_keys(&ty.value);
    for key in ["max", "min", "scale", "unit", "currency", "dict", "to", "of"] {
        if let Some(value) = node.get(key).filter(|_| !own.contains(&key)) {
            let ty = &ty.value;
            fault!(sink, value.mark, "类型 {ty} 没有键 {key}", "a field of type {ty} has no {key}");
        }
    }
    let max = |usual| length(sink, node, "max", usual);
    Some(match ty.value.as_str() {
        "text" => Kind::Text { max: max(200), min: length(sink, node, "min", 0) },
        "long_text" => Kind::LongText { max: max(20_000) },
        "rich_text" => Kind::RichText { max: max(100_000) },
        "address" => Kind::Address { max: max(300) },
        "integer" => Kind::Integer { min: number(sink, node, "min", 0), max: number(sink, node, "max", 0) },
        "decimal" => {
            let scale = scale(sink, node, 2);
            Kind::Decimal {
                scale,
                min: number(sink, node, "min", scale),
                max: number(sink, node, "max", scale),
                unit: label(node, "unit"),
            }
        }
        "money" => {
            let scale = scale(sink, node, 2);
            let currency = word(node, "currency").map(|word| word.value);
            Kind::Money {
                scale,
                min: number(sink, node, "min", scale),
                max: number(sink, node, "max", scale),
                currency,
            }
        }
        "percent" => {
            let scale = scale(sink, node, 4);
            Kind::Percent { scale, min: number(sink, node, "min", scale), max: number(sink, node, "max", scale) }
        }
        "boolean" => Kind::Boolean,
        "date" => Kind::Date,
        "time" => Kind::Time,
        "moment" => Kind::Moment,
        "duration" => Kind::Duration,
        "code" => Kind::Code { dict: needed(sink, raw, "dict")? },
        "link" => Kind::Link { to: needed(sink, raw, "to")? },
        "links" => Kind::Links { to: needed(sink, raw, "to")? },
        "staff" => Kind::Staff,
        "dept" => Kind::Dept,
        "phone" => Kind::Phone,
        "email" => Kind::Email,
        "url" => Kind::Url,
        "id_number" => Kind::IdNumber,
        "uscc" => Kind::Uscc,
        "bank_account" => Kind::BankAccount,
        "attachment" => Kind::Attachment,
        "image" => Kind::Image,
        "geo_point" => Kind::GeoPoint,
        "tags" => Kind::Tags,
        "lines" => Kind::Lines { of: needed(sink, raw, "of")? },
        "about" => {
            let to: Vec<String> =
                node.get("to").map(word_list).unwrap_or_default().into_iter().map(|word| word.value).collect();
            if to.is_empty() {
                fault!(
                    sink,
                    raw.key.mark,
                    "缺少键 to:列出可指向的实体",
                    "the key to is missing: name the entities it may point to"
                );
                return None;
            }
            Kind::About { to }
        }
        _ => return None,
    })
}

/// The single name under `key`, which the type cannot do without.
fn needed(sink: &Sink, raw: &RawField, key: &str) -> Option<String> {
    let found = word(&raw.node, key);
    if found.is_none() {
        let mark = raw.node.get(key).map_or(raw.key.mark, |node| node.mark);
        let field = &raw.key.value;
        fault!(sink, mark, "字段 {field} 需要一个 {key}", "the field {field} needs one {key}");
    }
    found.map(|word| word.value)
}

fn length(sink: &Sink, node: &Node, key: &str, usual: usize) -> usize {
    let Some(value) = node.get(key) else { return usual };
    match value.value {
        Yaml::Int(number) if (0..=1_000_000).contains(&number) => number as usize,
        _ => {
            fault!(
                sink,
                value.mark,
                "{key} 应为 0 到 1000000 的整数",
                "{key} must be a whole number from 0 to 1000000"
            );
            usual
        }
    }
}

fn scale(sink: &Sink, node: &Node, usual: u8) -> u8 {
    match count(node, "scale") {
        None => usual,
        Some(scale @ 0..=8) => scale as u8,
        Some(_) => {
            let mark = node.get("scale").map_or(node.mark, |value| value.mark);
            fault!(sink, mark, "scale 应为 0 到 8", "scale must be from 0 to 8");
            usual
        }
    }
}

fn number(sink: &Sink, node: &Node, key: &str, scale: u8) -> Option<i64> {
    let value = node.get(key)?;
    let units = value.scalar().and_then(|text| parse_scaled(&text, scale).ok());
    if units.is_none() {
        fault!(
            sink,
            value.mark,
            "{key} 应为最多 {scale} 位小数的数字",
            "{key} must be a number of at most {scale} decimals"
        );
    }
    units
}

fn rollup(node: &Node) -> Option<Rollup> {
    let node = node.get("rollup")?;
    Some(Rollup {
        of: word(node, "of")?.value,
        by: word(node, "by")?.value,
        func: match word(node, "fn")?.value.as_str() {
            "count" => RollupFn::Count,
            "sum" => RollupFn::Sum,
            "min" => RollupFn::Min,
            "max" => RollupFn::Max,
            "latest" => RollupFn::Latest,
            _ => return None,
        },
        field: word(node, "field").map(|word| word.value),
        filter: None,
    })
}

/// What a key promises about its type: a link is followed by its key without `_id`.
fn check_suffix(sink: &Sink, raw: &RawField, kind: &Kind) {
    let key = raw.key.as_str();
    let mark = raw.key.mark;
    let is_link = matches!(kind, Kind::Link { .. } | Kind::Staff | Kind::Dept);
    let by_staff = key.ends_with("_by") && matches!(kind, Kind::Staff);
    if is_link && !key.ends_with("_id") && !by_staff {
        fault!(sink, mark, "关联字段 {key} 的键应以 _id 结尾", "the key of the link {key} must end with _id");
    }
    if !is_link && key.ends_with("_id") {
        fault!(sink, mark, "{key} 以 _id 结尾，应为关联字段", "{key} ends with _id, so it must be a link");
    }
    if key.ends_with("_at") && !matches!(kind, Kind::Moment) {
        fault!(sink, mark, "{key} 以 _at 结尾，类型应为 moment", "{key} ends with _at, so its type must be moment");
    }
    if key.ends_with("_on") && !matches!(kind, Kind::Date) {
        fault!(sink, mark, "{key} 以 _on 结尾，类型应为 date", "{key} ends with _on, so its type must be date");
    }
    if (key.starts_with("is_") || key.starts_with("has_")) && !matches!(kind, Kind::Boolean) {
        fault!(
            sink,
            mark,
            "{key} 以 is_ 或 has_ 开头，类型应为 boolean",
            "{key} begins with is_ or has_, so its type must be boolean"
        );
    }
}

fn check_together(sink: &Sink, raw: &RawField, field: &Field) {
    check_suffix(sink, raw, &field.kind);
    let node = &raw.node;
    let at = |key: &str| node.get(key).map_or(raw.key.mark, |value| value.mark);
    let single = crate::types::is_single(&field.kind);
    let has_formula = node.get("formula").is_some();
    let computed = has_formula || field.rollup.is_some();
    if has_formula && field.rollup.is_some() {
        fault!(sink, at("rollup"), "formula 和 rollup 只能有一个", "formula and rollup cannot stand together");
    }
    if computed && (!single || field.sensitive) {
        fault!(sink, raw.key.mark, "这种字段不能计算得出", "a field of this type cannot be computed");
    }
    for key in ["default", "required", "required_if", "read_only"] {
        if computed && node.get(key).is_some() {
            fault!(sink, at(key), "计算字段不能有 {key}", "a computed field cannot have {key}");
        }
    }
    if field.unique && (!single || computed || matches!(field.kind, Kind::LongText { .. } | Kind::RichText { .. })) {
        fault!(sink, at("unique"), "这种字段不能要求唯一", "a field of this type cannot be unique");
    }
    let sealable = matches!(
        field.kind,
        Kind::Text { .. }
            | Kind::LongText { .. }
            | Kind::Address { .. }
            | Kind::Phone
            | Kind::Email
            | Kind::Url
            | Kind::IdNumber
            | Kind::Uscc
            | Kind::BankAccount
    );
    if field.sensitive && !sealable {
        fault!(sink, at("sensitive"), "只有文字类字段可以加密保存", "only fields of text can be sealed");
    }
    if field.sensitive && field.search {
        fault!(sink, at("search"), "加密字段不能进入搜索", "a sealed field cannot be searched by words");
    }
    if let Kind::Text { max, min } = field.kind
        && (max == 0 || min > max)
    {
        fault!(sink, at("max"), "max 应大于 0 且不小于 min", "max must be above 0 and at least min");
    }
    if let Kind::Integer { min: Some(min), max: Some(max) }
    | Kind::Decimal { min: Some(min), max: Some(max), .. }
    | Kind::Money { min: Some(min), max: Some(max), .. }
    | Kind::Percent { min: Some(min), max: Some(max), .. } = field.kind
        && min > max
    {
        fault!(sink, at("max"), "max 不能小于 min", "max must be at least min");
    }
}

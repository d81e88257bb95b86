//! Holds a YAML tree against the table of keys: every unknown key, missing key and wrong value is
//! reported at its place, so that reading afterwards only has to pick what is there.

use crate::error::nearest;
use crate::keys::{Key, Shape};
use crate::yaml::{At, Mark, Node, Sink, Yaml, fault};

/// Reports whatever does not fit. Null stands for "not written" and is refused, because a key
/// without a value is nearly always an unfinished thought.
pub fn conform(sink: &Sink, node: &Node, shape: &Shape) {
    let what = node.what();
    match (shape, &node.value) {
        (Shape::Any, _) => {}
        (_, Yaml::Null) => fault!(sink, node.mark, "这里没有写值", "the value is missing"),
        (Shape::Text, Yaml::Text(text)) => {
            if text.chars().any(|c| c.is_control() && c != '\n') {
                fault!(sink, node.mark, "含有控制字符", "there are control characters");
            }
        }
        (Shape::Text, Yaml::Int(_) | Yaml::Decimal(_) | Yaml::Bool(_)) => {
            fault!(sink, node.mark, "应为文字：请加引号", "this must be text: put it in quotes");
        }
        (Shape::Name, Yaml::Text(text)) => name(sink, node.mark, text),
        (Shape::Label, Yaml::Map(_)) => label(sink, node),
        (Shape::Flag, Yaml::Bool(_)) => {}
        (Shape::Count, Yaml::Int(number)) if *number >= 0 => {}
        (Shape::Scalar, Yaml::Text(_) | Yaml::Int(_) | Yaml::Decimal(_)) => {}
        (Shape::OneOf(words), Yaml::Text(text)) => {
            if !words.contains(&text.as_str()) {
                let hint = nearest(text, words.iter().copied());
                let (zh, en) = match hint {
                    Some(word) => (format!(",是否为 {word}?"), format!(", did you mean {word}?")),
                    None => (format!("，可用：{}", words.join(" ")), format!("; known: {}", words.join(" "))),
                };
                fault!(sink, node.mark, "没有 {text}{zh}", "{text} is not known{en}", zh = zh, en = en, text = text);
            }
        }
        (Shape::List(inner) | Shape::ListOr(inner, _), Yaml::List(items)) => {
            items.iter().for_each(|item| conform(sink, item, inner));
        }
        (Shape::Map(inner), Yaml::Map(entries)) => entries.iter().for_each(|(_, value)| conform(sink, value, inner)),
        (Shape::Object(keys), Yaml::Map(entries)) => object(sink, node.mark, entries, keys),
        // `to: customer` beside `to: [customer, contact]`
        (Shape::ListOr(inner, []), Yaml::Text(_)) => conform(sink, node, inner),
        (Shape::ListOr(_, keys), Yaml::Map(entries)) if !keys.is_empty() => object(sink, node.mark, entries, keys),
        _ => {
            let (zh, en) = wanted(shape);
            fault!(sink, node.mark, "应为{zh}", "this must be {en}, not {what}", zh = zh, en = en, what = what);
        }
    }
}

fn object(sink: &Sink, mark: Mark, entries: &[(At<String>, Node)], keys: &[Key]) {
    for (name, value) in entries {
        match keys.iter().find(|key| key.name == name.value) {
            Some(key) => conform(sink, value, &key.shape),
            None => {
                let (zh, en) = suggestion(&name.value, keys.iter().map(|key| key.name));
                let name_text = &name.value;
                fault!(
                    sink,
                    name.mark,
                    "没有键 {name}{zh}",
                    "there is no key {name}{en}",
                    name = name_text,
                    zh = zh,
                    en = en
                );
            }
        }
    }
    for key in keys.iter().filter(|key| key.required) {
        if !entries.iter().any(|(name, _)| name.value == key.name) {
            let name = key.name;
            fault!(sink, mark, "缺少键 {name}", "the key {name} is missing");
        }
    }
}

/// `, did you mean label?` in both languages, or nothing.
pub fn suggestion<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> (String, String) {
    match nearest(word, known) {
        Some(near) => (format!(",是否为 {near}?"), format!(", did you mean {near}?")),
        None => (String::new(), String::new()),
    }
}

fn label(sink: &Sink, node: &Node) {
    for (name, value) in node.entries() {
        if name.value != "zh" && name.value != "en" {
            let name_text = &name.value;
            fault!(
                sink,
                name.mark,
                "标签只有 zh 和 en,没有 {name}",
                "a label has zh and en, not {name}",
                name = name_text
            );
        } else if value.text().is_none_or(|text| text.trim().is_empty()) {
            fault!(sink, value.mark, "标签文字为空或未加引号", "the words of a label are empty or need quotes");
        }
    }
    for name in ["zh", "en"] {
        if node.get(name).is_none() {
            fault!(sink, node.mark, "标签缺少 {name}", "the label lacks {name}");
        }
    }
}

/// Words of SQL that would have to be quoted everywhere, so that no name may be one of them.
const SQL_WORDS: &[&str] = &[
    "all",
    "and",
    "as",
    "between",
    "by",
    "case",
    "check",
    "column",
    "create",
    "delete",
    "desc",
    "distinct",
    "drop",
    "else",
    "end",
    "exists",
    "for",
    "foreign",
    "from",
    "grant",
    "group",
    "having",
    "if",
    "in",
    "index",
    "insert",
    "into",
    "is",
    "join",
    "key",
    "like",
    "limit",
    "not",
    "null",
    "offset",
    "on",
    "or",
    "order",
    "primary",
    "references",
    "select",
    "set",
    "table",
    "then",
    "to",
    "union",
    "unique",
    "update",
    "user",
    "using",
    "values",
    "when",
    "where",
    "with",
];

/// Whether a word may be the key of a field or the name of an entity.
pub fn is_sql_word(word: &str) -> bool {
    SQL_WORDS.contains(&word)
}

pub fn is_name(text: &str) -> bool {
    text.len() <= 48
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && !text.contains("__")
        && !text.ends_with('_')
}

pub fn name(sink: &Sink, mark: Mark, text: &str) {
    if !is_name(text) {
        fault!(
            sink,
            mark,
            "名称 {text} 应为小写英文字母、数字和下划线，以字母开头，最多 48 个字符",
            "the name {text} must be snake_case: lower-case letters, digits and single underscores, at most 48"
        );
    }
}

fn wanted(shape: &Shape) -> (&'static str, &'static str) {
    match shape {
        Shape::Text | Shape::Name | Shape::OneOf(_) => ("文字", "text"),
        Shape::Label => ("{zh, en} 标签", "a label {zh, en}"),
        Shape::Flag => (" true 或 false", "true or false"),
        Shape::Count => ("不小于 0 的整数", "a whole number from 0 up"),
        Shape::Scalar => ("文字或数字", "text or a number"),
        Shape::List(_) => ("列表", "a list"),
        Shape::Map(_) | Shape::Object(_) => ("键值表", "a map of keys"),
        Shape::ListOr(_, []) => ("名称或名称的列表", "a name or a list of names"),
        Shape::ListOr(..) => ("列表或键值表", "a list or a map of keys"),
        Shape::Any => ("值", "a value"),
    }
}

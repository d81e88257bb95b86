//! YAML text as a tree in which every node knows its file, line and column, so that mistakes found
//! long after parsing still point at the place they were written.
//!
//! Deliberately absent: anchors, aliases, tags and several documents in one file. A pack says a
//! thing where it stands.

use std::cell::RefCell;

use granit_parser::{Event, Parser, ScalarStyle, Span};
use serde_json::Value;

use crate::error::LoadError;

/// A place in a pack file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    pub file: u32,
    pub line: u32,
    pub column: u32,
}

/// A value and where it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct At<T> {
    pub mark: Mark,
    pub value: T,
}

impl At<String> {
    pub fn as_str(&self) -> &str {
        &self.value
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub mark: Mark,
    pub value: Yaml,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Yaml {
    Null,
    Bool(bool),
    Int(i64),
    /// A number with a point, as written: no float ever touches a figure.
    Decimal(String),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(At<String>, Node)>),
}

impl Node {
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Yaml::Map(entries) => entries.iter().find(|(name, _)| name.value == key).map(|(_, node)| node),
            _ => None,
        }
    }

    pub fn list(&self) -> &[Node] {
        match &self.value {
            Yaml::List(items) => items,
            _ => &[],
        }
    }

    pub fn entries(&self) -> &[(At<String>, Node)] {
        match &self.value {
            Yaml::Map(entries) => entries,
            _ => &[],
        }
    }

    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Yaml::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A scalar as it was written; `None` for lists, maps and null.
    pub fn scalar(&self) -> Option<String> {
        match &self.value {
            Yaml::Text(text) | Yaml::Decimal(text) => Some(text.clone()),
            Yaml::Int(number) => Some(number.to_string()),
            Yaml::Bool(flag) => Some(flag.to_string()),
            Yaml::Null | Yaml::List(_) | Yaml::Map(_) => None,
        }
    }

    /// The same in the form of the API: numbers with a point become decimal strings.
    pub fn to_json(&self) -> Value {
        match &self.value {
            Yaml::Null => Value::Null,
            Yaml::Bool(flag) => Value::Bool(*flag),
            Yaml::Int(number) => Value::from(*number),
            Yaml::Decimal(text) | Yaml::Text(text) => Value::String(text.clone()),
            Yaml::List(items) => items.iter().map(Node::to_json).collect(),
            Yaml::Map(entries) => entries.iter().map(|(key, node)| (key.value.clone(), node.to_json())).collect(),
        }
    }

    /// What the node is, in a word for a sentence.
    pub fn what(&self) -> &'static str {
        match &self.value {
            Yaml::Null => "nothing",
            Yaml::Bool(_) => "true/false",
            Yaml::Int(_) | Yaml::Decimal(_) => "a number",
            Yaml::Text(_) => "text",
            Yaml::List(_) => "a list",
            Yaml::Map(_) => "a map",
        }
    }
}

/// The files being read and the mistakes found in them.
#[derive(Debug, Default)]
pub struct Sink {
    files: Vec<String>,
    errors: RefCell<Vec<LoadError>>,
}

impl Sink {
    pub fn file(&mut self, path: &str) -> u32 {
        self.files.push(path.to_owned());
        (self.files.len() - 1) as u32
    }

    pub fn path(&self, mark: Mark) -> &str {
        self.files.get(mark.file as usize).map_or("", String::as_str)
    }

    pub fn fail(&self, mark: Mark, zh: String, en: String) {
        let file = self.path(mark).to_owned();
        self.errors.borrow_mut().push(LoadError {
            file,
            line: mark.line,
            column: mark.column,
            message_zh: zh,
            message: en,
        });
    }

    pub fn count(&self) -> usize {
        self.errors.borrow().len()
    }

    /// Every mistake, in the order of files and lines.
    pub fn into_errors(self) -> Vec<LoadError> {
        let mut errors = self.errors.into_inner();
        errors.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
        errors.dedup();
        errors
    }
}

/// `fault!(sink, mark, "zh {name}", "en {name}", name = value)`: both sentences capture names.
macro_rules! fault {
    ($sink:expr, $mark:expr, $zh:literal, $en:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        let mark = $mark;
        $(let $name = &$value;)*
        $sink.fail(mark, format!($zh), format!($en))
    }};
}
pub(crate) use fault;

/// Parses one file. Mistakes go to the sink; a file that is not YAML at all gives `None`.
pub fn parse(sink: &Sink, file: u32, text: &str) -> Option<Node> {
    let options = granit_parser::options! { disallow_directives: true, emit_comments: false };
    let mut builder = Builder { sink, file, stack: Vec::new(), root: None };
    for next in Parser::new_from_str_with_options(text, options) {
        match next {
            Ok((event, span)) => builder.take(event, span)?,
            Err(error) => {
                let mark = mark(file, error.marker().line(), error.marker().col());
                let what = error.info();
                fault!(sink, mark, "YAML 无法读取：{what}", "this is not YAML: {what}");
                return None;
            }
        }
    }
    if builder.root.is_none() {
        fault!(sink, mark(file, 1, 0), "文件是空的", "the file is empty");
    }
    builder.root
}

fn mark(file: u32, line: usize, column: usize) -> Mark {
    Mark { file, line: line as u32, column: column as u32 + 1 }
}

struct Builder<'a> {
    sink: &'a Sink,
    file: u32,
    stack: Vec<Open>,
    root: Option<Node>,
}

/// A collection whose end has not come yet.
enum Open {
    List(Mark, Vec<Node>),
    Map(Mark, Vec<(At<String>, Node)>, Option<At<String>>),
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) -> Option<()> {
        let at = mark(self.file, span.start.line(), span.start.col());
        if event.tag().is_some() {
            fault!(self.sink, at, "YAML 标签（!…）不允许使用", "YAML tags (!…) are not used in packs");
            return None;
        }
        match event {
            Event::Scalar(text, style, anchor, _) => {
                self.no_anchor(at, anchor)?;
                let value = if style == ScalarStyle::Plain { plain(&text) } else { Yaml::Text(text.into_owned()) };
                self.put(Node { mark: at, value })
            }
            Event::SequenceStart(_, anchor, _) => {
                self.no_anchor(at, anchor)?;
                self.open(Open::List(at, Vec::new()))
            }
            Event::MappingStart(_, anchor, _) => {
                self.no_anchor(at, anchor)?;
                self.open(Open::Map(at, Vec::new(), None))
            }
            Event::SequenceEnd | Event::MappingEnd => match self.stack.pop()? {
                Open::List(mark, items) => self.put(Node { mark, value: Yaml::List(items) }),
                Open::Map(mark, entries, _) => self.put(Node { mark, value: Yaml::Map(entries) }),
            },
            Event::Alias(_) | Event::UnresolvedAlias(_) | Event::Anchor(..) => self.no_anchor(at, 1),
            _ => Some(()),
        }
    }

    fn open(&mut self, open: Open) -> Option<()> {
        if let Some(Open::Map(_, _, key @ None)) = self.stack.last_mut() {
            let mark = match &open {
                Open::List(mark, _) | Open::Map(mark, ..) => *mark,
            };
            fault!(self.sink, mark, "键必须是一个词", "a key must be a word");
            *key = Some(At { mark, value: String::new() });
            return None;
        }
        self.stack.push(open);
        Some(())
    }

    fn no_anchor(&self, at: Mark, anchor: usize) -> Option<()> {
        if anchor != 0 {
            fault!(
                self.sink,
                at,
                "YAML 锚点和别名（& *）不允许使用",
                "YAML anchors and aliases (& *) are not used in packs"
            );
            return None;
        }
        Some(())
    }

    fn put(&mut self, node: Node) -> Option<()> {
        match self.stack.last_mut() {
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Map(_, entries, key)) => match key.take() {
                Some(key) => {
                    if entries.iter().any(|(name, _)| name.value == key.value) && !key.value.is_empty() {
                        let name = &key.value;
                        fault!(self.sink, key.mark, "键 {name} 出现了两次", "the key {name} stands twice");
                    } else {
                        entries.push((key, node));
                    }
                }
                None => {
                    let value = node.scalar().unwrap_or_default();
                    *key = Some(At { mark: node.mark, value });
                }
            },
            None if self.root.is_some() => {
                fault!(self.sink, node.mark, "一个文件只能有一份文档", "a file holds one document only");
                return None;
            }
            None => self.root = Some(node),
        }
        Some(())
    }
}

/// A plain scalar by the core schema of YAML 1.2.
fn plain(text: &str) -> Yaml {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Yaml::Null,
        "true" | "True" | "TRUE" => return Yaml::Bool(true),
        "false" | "False" | "FALSE" => return Yaml::Bool(false),
        _ => {}
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
        && digits.matches('.').count() <= 1
        && !digits.ends_with('.');
    if !is_number {
        return Yaml::Text(text.to_owned());
    }
    match text.parse::<i64>() {
        Ok(number) => Yaml::Int(number),
        Err(_) => Yaml::Decimal(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_know_their_line() {
        let mut sink = Sink::default();
        let file = sink.file("a.yaml");
        let root = parse(&sink, file, "entity: x\nfields:\n  name: {type: text, max: 10}\n").unwrap();
        let field = root.get("fields").unwrap().get("name").unwrap();
        assert_eq!((field.mark.line, field.get("max").unwrap().mark.column), (3, 27));
        assert_eq!(field.get("max").unwrap().value, Yaml::Int(10));
    }

    #[test]
    fn mistakes_have_a_place() {
        for (text, line, part) in [
            ("a: 1\nb: [1\n", 3, "not YAML"),
            ("a: 1\na: 2\n", 2, "stands twice"),
            ("a: &x 1\n", 1, "anchors"),
            ("a: !int 1\n", 1, "tags"),
            ("", 1, "empty"),
        ] {
            let mut sink = Sink::default();
            let file = sink.file("a.yaml");
            parse(&sink, file, text);
            let errors = sink.into_errors();
            assert_eq!(errors.len(), 1, "{text:?}: {errors:?}");
            assert!(errors[0].message.contains(part), "{text:?}: {errors:?}");
            assert!(errors[0].line <= line, "{text:?}: {errors:?}");
        }
    }

    #[test]
    fn codes_written_as_text_keep_their_zeros() {
        let mut sink = Sink::default();
        let file = sink.file("a.yaml");
        let root = parse(&sink, file, "[\"010\", 1.50, -3, 中文, 2026-11-21]").unwrap();
        let values: Vec<Value> = root.list().iter().map(Node::to_json).collect();
        assert_eq!(serde_json::to_string(&values).unwrap(), r#"["010","1.50",-3,"中文","2026-11-21"]"#);
    }
}

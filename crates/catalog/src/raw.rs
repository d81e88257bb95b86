//! Entities as they are written, before anything is derived or resolved. The tree has been held
//! against the table of keys, so what is missing or of the wrong shape here was reported already.

use keshu_kernel::Label;

use crate::yaml::{At, Mark, Node, Yaml};

pub type Word = At<String>;

#[derive(Debug)]
pub struct RawEntity {
    pub pack: String,
    pub name: Word,
    pub mark: Mark,
    pub label: Label,
    pub icon: Option<Word>,
    pub number: Option<Word>,
    pub title: Option<Word>,
    pub owner: Option<(Word, Word)>,
    pub rights_from: Option<Word>,
    pub open_to: Option<Word>,
    pub personal: Option<Mark>,
    pub line_of: Option<Word>,
    pub trash: bool,
    pub fields: Vec<RawField>,
    pub states: Option<RawStates>,
    pub duplicate: Vec<Vec<Word>>,
    pub similar: Vec<Vec<Word>>,
    pub columns: Vec<Word>,
    pub filters: Vec<Word>,
    pub together: Vec<Vec<Word>>,
    pub sort: Option<Word>,
    pub form: Vec<RawGroup>,
    pub quick: Vec<RawGroup>,
    pub mobile: Vec<RawGroup>,
    pub card: Vec<Word>,
    pub related: Option<Vec<Word>>,
    pub beside: Option<Word>,
    pub timeline: Option<(Word, Word, Option<Word>)>,
    pub hooks: Vec<Word>,
    pub actions: Vec<Word>,
    pub empty: Option<Label>,
}

#[derive(Debug)]
pub struct RawField {
    pub key: Word,
    pub node: Node,
    /// Import headers that an extension adds.
    pub more_synonyms: Vec<String>,
}

#[derive(Debug)]
pub struct RawStates {
    pub field: Word,
    pub start: Word,
    pub won: Vec<Word>,
    pub lost: Vec<Word>,
    pub moves: Vec<(Word, Vec<Word>)>,
}

#[derive(Debug)]
pub struct RawGroup {
    pub label: Option<Label>,
    pub collapsed: bool,
    pub rows: Vec<Vec<Word>>,
}

/// Additions to an entity of another pack.
#[derive(Debug)]
pub struct RawExtend {
    pub entity: Word,
    pub fields: Vec<RawField>,
    pub form: Vec<RawGroup>,
    pub related: Vec<Word>,
    pub hooks: Vec<Word>,
    pub actions: Vec<Word>,
    pub duplicate: Vec<Vec<Word>>,
    pub similar: Vec<Vec<Word>>,
    pub filters: Vec<Word>,
    pub synonyms: Vec<(Word, Vec<Word>)>,
}

pub fn entity(pack: &str, node: &Node) -> Option<RawEntity> {
    let list = node.get("list");
    let drawn = node.get("form");
    let layout = |name| drawn.and_then(|drawn| drawn.get(name));
    Some(RawEntity {
        pack: pack.to_owned(),
        name: word(node, "entity")?,
        mark: node.mark,
        label: label(node, "label").unwrap_or_default(),
        icon: word(node, "icon"),
        number: word(node, "number"),
        title: word(node, "title"),
        owner: node.get("owner").and_then(|owner| Some((word(owner, "staff")?, word(owner, "dept")?))),
        rights_from: node.get("rights").and_then(|rights| word(rights, "from")),
        open_to: node.get("rights").and_then(|rights| word(rights, "open_to")),
        personal: node.get("rights").filter(|rights| flag(rights, "personal") == Some(true)).map(|rights| rights.mark),
        line_of: word(node, "line_of"),
        trash: flag(node, "trash").unwrap_or(true),
        fields: fields(node),
        states: node.get("states").and_then(states),
        duplicate: rows(node, "duplicate"),
        similar: rows(node, "similar"),
        columns: list.map(|list| words(list, "columns")).unwrap_or_default(),
        filters: list.map(|list| words(list, "filters")).unwrap_or_default(),
        together: list.map(|list| rows(list, "together")).unwrap_or_default(),
        sort: list.and_then(|list| word(list, "sort")),
        form: layout("full").or(drawn.filter(|drawn| !matches!(drawn.value, Yaml::Map(_)))).map(form).unwrap_or_default(),
        quick: layout("quick").map(form).unwrap_or_default(),
        mobile: layout("mobile").map(form).unwrap_or_default(),
        card: words(node, "card"),
        related: node.get("related").map(|_| words(node, "related")),
        beside: word(node, "beside"),
        timeline: node.get("timeline").and_then(|line| Some((word(line, "when")?, word(line, "text")?, word(line, "next")))),
        hooks: words(node, "hooks"),
        actions: words(node, "actions"),
        empty: label(node, "empty"),
    })
}

pub fn extend(node: &Node) -> Option<RawExtend> {
    Some(RawExtend {
        entity: word(node, "extend")?,
        fields: fields(node),
        form: node.get("form").map(form).unwrap_or_default(),
        related: words(node, "related"),
        hooks: words(node, "hooks"),
        actions: words(node, "actions"),
        duplicate: rows(node, "duplicate"),
        similar: rows(node, "similar"),
        filters: words(node, "filters"),
        synonyms: node
            .get("synonyms")
            .map(|map| map.entries().iter().map(|(key, list)| (key.clone(), word_list(list))).collect())
            .unwrap_or_default(),
    })
}

fn fields(node: &Node) -> Vec<RawField> {
    let entries = node.get("fields").map(Node::entries).unwrap_or_default();
    entries
        .iter()
        .map(|(key, node)| RawField { key: key.clone(), node: node.clone(), more_synonyms: Vec::new() })
        .collect()
}

fn states(node: &Node) -> Option<RawStates> {
    let moves = node.get("moves").map(Node::entries).unwrap_or_default();
    Some(RawStates {
        field: word(node, "field")?,
        start: word(node, "start")?,
        won: words(node, "won"),
        lost: words(node, "lost"),
        moves: moves.iter().map(|(from, to)| (from.clone(), word_list(to))).collect(),
    })
}

/// Groups as written; rows without a group go into groups without a title.
fn form(node: &Node) -> Vec<RawGroup> {
    let mut groups: Vec<RawGroup> = Vec::new();
    let mut open = false;
    for part in node.list() {
        match &part.value {
            Yaml::List(_) => {
                if !open {
                    groups.push(RawGroup { label: None, collapsed: false, rows: Vec::new() });
                    open = true;
                }
                if let Some(group) = groups.last_mut() {
                    group.rows.push(word_list(part));
                }
            }
            _ => {
                open = false;
                groups.push(RawGroup {
                    label: label(part, "group"),
                    collapsed: flag(part, "collapsed").unwrap_or(false),
                    rows: rows(part, "rows"),
                });
            }
        }
    }
    groups
}

pub fn word(node: &Node, key: &str) -> Option<Word> {
    let value = node.get(key)?;
    Some(At { mark: value.mark, value: value.text()?.to_owned() })
}

pub fn words(node: &Node, key: &str) -> Vec<Word> {
    node.get(key).map(word_list).unwrap_or_default()
}

/// The texts of a list; a single text counts as a list of one.
pub fn word_list(node: &Node) -> Vec<Word> {
    let one = std::slice::from_ref(node);
    let items = if let Yaml::Text(_) = node.value { one } else { node.list() };
    items.iter().filter_map(|item| Some(At { mark: item.mark, value: item.text()?.to_owned() })).collect()
}

pub fn rows(node: &Node, key: &str) -> Vec<Vec<Word>> {
    node.get(key).map(|list| list.list().iter().map(word_list).collect()).unwrap_or_default()
}

pub fn label(node: &Node, key: &str) -> Option<Label> {
    let label = node.get(key)?;
    let part = |name| label.get(name).and_then(Node::text).map(|text| text.trim().to_owned());
    Some(Label { zh: part("zh").unwrap_or_default(), en: part("en").unwrap_or_default() })
}

pub fn flag(node: &Node, key: &str) -> Option<bool> {
    match node.get(key)?.value {
        Yaml::Bool(flag) => Some(flag),
        _ => None,
    }
}

pub fn count(node: &Node, key: &str) -> Option<i64> {
    match node.get(key)?.value {
        Yaml::Int(number) => Some(number),
        _ => None,
    }
}

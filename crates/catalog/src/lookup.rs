//! Looking up one name, with a suggestion when it is not there; and the files that only name things.

use std::collections::HashSet;

use crate::keys::{PAGES, RIGHTS};
use crate::model::*;
use crate::raw::{Word, word_list};
use crate::shape::suggestion;
use crate::yaml::{Node, Sink, fault};

pub fn entity_named<'a>(sink: &Sink, word: &Word, catalog: &'a Catalog) -> Option<&'a Entity> {
    let found = catalog.entities.get(&word.value);
    if found.is_none() {
        let name = &word.value;
        let (zh, en) = suggestion(name, catalog.entities.keys().map(String::as_str));
        fault!(sink, word.mark, "没有实体 {name}{zh}", "there is no entity {name}{en}", name = name, zh = zh, en = en);
    }
    found
}

pub fn field_named<'a>(sink: &Sink, word: &Word, entity: &'a Entity) -> Option<&'a Field> {
    let found = entity.fields.get(&word.value);
    if found.is_none() {
        let (key, name) = (&word.value, &entity.name);
        let (zh, en) = suggestion(key, entity.fields.keys().map(String::as_str));
        fault!(
            sink,
            word.mark,
            "{name} 没有字段 {key}{zh}",
            "{name} has no field {key}{en}",
            name = name,
            key = key,
            zh = zh,
            en = en
        );
    }
    found
}

pub fn roles(sink: &Sink, nodes: &[Node], catalog: &Catalog) {
    for node in nodes {
        for (name, grants) in node.get("grants").map(Node::entries).unwrap_or_default() {
            let entity = if name.value == "*" { None } else { entity_named(sink, name, catalog) };
            if name.value != "*" && entity.is_none() {
                continue;
            }
            for (action, _) in grants.entries() {
                let declared = entity.is_some_and(|entity| entity.actions.contains(&action.value));
                if !RIGHTS.contains(&action.value.as_str()) && !declared {
                    let action_name = &action.value;
                    let known = RIGHTS
                        .iter()
                        .copied()
                        .chain(entity.iter().flat_map(|entity| entity.actions.iter().map(String::as_str)));
                    let (zh, en) = suggestion(action_name, known);
                    fault!(
                        sink,
                        action.mark,
                        "没有动作 {action}{zh}",
                        "there is no action {action}{en}",
                        action = action_name,
                        zh = zh,
                        en = en
                    );
                }
            }
        }
        for (name, access) in node.get("fields").map(Node::entries).unwrap_or_default() {
            let Some(entity) = entity_named(sink, name, catalog) else { continue };
            for (kind, keys) in access.entries() {
                if !["hidden", "masked", "read"].contains(&kind.value.as_str()) {
                    let word = &kind.value;
                    fault!(
                        sink,
                        kind.mark,
                        "字段权限只有 hidden、masked 和 read，没有 {word}",
                        "field access is hidden, masked or read, not {word}"
                    );
                }
                for key in word_list(keys) {
                    field_named(sink, &key, entity);
                }
            }
        }
    }
}

pub fn menus<'a>(sink: &Sink, items: impl Iterator<Item = &'a Word>, catalog: &Catalog) {
    let mut seen = HashSet::new();
    for item in items {
        let name = &item.value;
        let entity = catalog.entities.get(name);
        if entity.is_none() && !PAGES.contains(&name.as_str()) {
            let known = catalog.entities.keys().map(String::as_str).chain(PAGES.iter().copied());
            let (zh, en) = suggestion(name, known);
            fault!(
                sink,
                item.mark,
                "没有实体或页面 {name}{zh}",
                "there is no entity or page {name}{en}",
                name = name,
                zh = zh,
                en = en
            );
        }
        if entity.is_some_and(|entity| entity.line_of.is_some()) {
            fault!(sink, item.mark, "{name} 是明细行，没有自己的页面", "{name} is a line and has no page of its own");
        }
        if !seen.insert(name) {
            fault!(sink, item.mark, "{name} 在菜单中出现了两次", "{name} stands twice in the menus");
        }
    }
}

/// Keys of a seed row; `id` may be given so that other rows can point to it.
pub fn seed_row(sink: &Sink, row: &Node, entity: &Entity) {
    for (key, _) in row.entries() {
        if key.value != "id" {
            field_named(sink, key, entity);
        }
    }
}

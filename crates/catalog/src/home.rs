//! Cards of the home page: what the packs offer to show there, and to whom by default.

use std::collections::HashSet;
use std::sync::Arc;

use keshu_expr::{Expr, Scope, Ty, compile};

use crate::formula::report;
use crate::lookup::{entity_named, field_named};
use crate::model::*;
use crate::names::Resolver;
use crate::raw::{Word, count, flag, label, word, words};
use crate::shape::suggestion;
use crate::types;
use crate::yaml::{Node, Sink, fault};

/// The cards of all packs, in the order of the files; one whose entity is not loaded and that may do without is left out.
pub fn cards(sink: &Sink, nodes: &[Node], catalog: &Catalog) -> Vec<Card> {
    let mut seen = HashSet::new();
    let mut cards = Vec::new();
    for node in nodes {
        let Some(name) = word(node, "card") else { continue };
        if !seen.insert(name.value.clone()) {
            let name_text = &name.value;
            fault!(sink, name.mark, "卡片 {name} 出现了两次", "the card {name} stands twice", name = name_text);
        }
        cards.extend(card(sink, node, &name, catalog));
    }
    cards
}

fn card(sink: &Sink, node: &Node, name: &Word, catalog: &Catalog) -> Option<Card> {
    let kind = match node.get("kind").and_then(Node::text)? {
        "todo" => CardKind::Todo(rows(sink, node, name, catalog)?, when(sink, node, name, catalog)?),
        "list" => CardKind::List(rows(sink, node, name, catalog)?),
        "figures" => CardKind::Figures(figures(sink, node, name, catalog)),
        "recent" => CardKind::Recent,
        _ => CardKind::Links,
    };
    for role in words(node, "roles") {
        if !catalog.roles.iter().any(|known| known.role == role.value) {
            let (zh, en) = suggestion(&role.value, catalog.roles.iter().map(|known| known.role.as_str()));
            let name = &role.value;
            fault!(sink, role.mark, "没有角色 {name}{zh}", "there is no role {name}{en}", name = name, zh = zh, en = en);
        }
    }
    Some(Card {
        name: name.value.clone(),
        label: label(node, "label").unwrap_or_default(),
        place: node.get("place").and_then(Node::text).unwrap_or("main").to_owned(),
        roles: words(node, "roles").into_iter().map(|role| role.value).collect(),
        kind,
    })
}

/// The entity that `node` speaks of; none where the pack said that it may be absent.
fn entity<'a>(sink: &Sink, node: &Node, name: &Word, catalog: &'a Catalog) -> Option<&'a Entity> {
    let Some(entity) = word(node, "entity") else {
        fault!(sink, name.mark, "缺少键 entity", "the key entity is missing");
        return None;
    };
    match flag(node, "optional") {
        Some(true) => catalog.entity(&entity.value),
        _ => entity_named(sink, &entity, catalog),
    }
}

fn rows(sink: &Sink, node: &Node, name: &Word, catalog: &Catalog) -> Option<CardRows> {
    let entity = entity(sink, node, name, catalog)?;
    let sort = word(node, "sort");
    for key in sort.iter().flat_map(|sort| sort.value.split(',')) {
        let key = Word { mark: sort.as_ref()?.mark, value: key.trim_start_matches('-').to_owned() };
        if field_named(sink, &key, entity).is_some_and(|field| !types::is_sortable(field)) {
            let name = &key.value;
            fault!(sink, key.mark, "{name} 不能排序", "{name} has no order");
        }
    }
    let columns = words(node, "columns");
    for key in &columns {
        field_named(sink, key, entity);
    }
    Some(CardRows {
        entity: entity.name.clone(),
        filter: filter(sink, node, entity, catalog),
        sort: sort.map_or_else(|| entity.list.sort.clone(), |sort| sort.value),
        columns: columns.into_iter().map(|key| key.value).collect(),
        limit: count(node, "limit").unwrap_or(5),
    })
}

/// The moment by which a to-do is late, today's or soon; what is waited for must be able to be done.
fn when(sink: &Sink, node: &Node, name: &Word, catalog: &Catalog) -> Option<String> {
    let entity = catalog.entity(node.get("entity")?.text()?)?;
    let Some(when) = word(node, "when") else {
        fault!(sink, name.mark, "待办卡片缺少键 when", "a card of to-dos needs the key when");
        return None;
    };
    let field = field_named(sink, &when, entity)?;
    if !matches!(field.kind, Kind::Moment) {
        fault!(sink, when.mark, "when 应为时间点字段", "when must be a field of type moment");
    }
    if entity.states.as_ref().is_none_or(|states| states.won.is_empty()) {
        let name = &entity.name;
        fault!(sink, when.mark, "{name} 没有完成状态，不能作为待办", "{name} has no state won, so nothing of it can be done");
    }
    Some(when.value)
}

fn figures(sink: &Sink, node: &Node, name: &Word, catalog: &Catalog) -> Vec<Figure> {
    let mut seen = HashSet::new();
    let mut figures = Vec::new();
    let nodes = node.get("figures").map(Node::list).unwrap_or_default();
    if nodes.is_empty() {
        fault!(sink, name.mark, "简报卡片至少要有一个指标", "a card of figures needs one at least");
    }
    for node in nodes {
        let Some(name) = word(node, "figure") else { continue };
        if !seen.insert(name.value.clone()) {
            let name_text = &name.value;
            fault!(sink, name.mark, "指标 {name} 出现了两次", "the figure {name} stands twice", name = name_text);
        }
        let Some(entity) = entity(sink, node, &name, catalog) else { continue };
        let Some(filter) = filter(sink, node, entity, catalog) else { continue };
        let than = node.get("than").and_then(|than| Some(Than { label: label(than, "label")?, filter: self::filter(sink, than, entity, catalog)? }));
        figures.push(Figure {
            name: name.value,
            label: label(node, "label").unwrap_or_default(),
            help: label(node, "help"),
            entity: entity.name.clone(),
            filter,
            than,
            is_bad: flag(node, "bad").unwrap_or(false),
        });
    }
    figures
}

fn filter(sink: &Sink, node: &Node, entity: &Entity, catalog: &Catalog) -> Option<Arc<Expr>> {
    let text = word(node, "filter")?;
    let names = Resolver { entities: &catalog.entities, pending: None };
    compile(&text.value, &Scope::of(&names, &entity.name), &Ty::Bool).map_err(|error| report(sink, text.mark, &error)).ok().map(Arc::new)
}

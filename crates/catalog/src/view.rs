//! The catalog as the page sees it (docs/API.md, "The catalog"), in one language and with the
//! asker's rights applied: a field that may not be read is absent everywhere.

use keshu_expr::Expr;
use keshu_kernel::{Label, Locale};
use serde_json::{Map, Value, json};

use crate::dict::Dict;
use crate::keys::PAGES;
use crate::model::*;
use crate::types;

/// What the asker may do with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldRight {
    Hidden,
    Masked,
    Read,
    Write,
}

/// One entity. `can` is left to the floor that knows rights; it is added by the caller.
pub fn entity_json(entity: &Entity, locale: Locale, right: &dyn Fn(&Field) -> FieldRight) -> Value {
    let shown = |key: &str| entity.fields.get(key).is_some_and(|field| right(field) != FieldRight::Hidden);
    let open = |key: &str| shown(key) && entity.fields.get(key).is_some_and(|field| right(field) != FieldRight::Masked);
    let keep = |keys: &[String]| keys.iter().filter(|key| shown(key)).cloned().collect::<Vec<String>>();
    let fields: Vec<Value> = entity
        .fields
        .values()
        .filter_map(|field| match right(field) {
            FieldRight::Hidden => None,
            allowed => Some(field_json(entity, field, locale, allowed)),
        })
        .collect();
    let drawn = |group: &FormGroup| {
        let rows: Vec<Vec<String>> = group.rows.iter().map(|row| keep(row)).filter(|row| !row.is_empty()).collect();
        let label = group.label.as_ref().map(|label| label.get(locale));
        (!rows.is_empty()).then(|| json!({"label": label, "collapsed": group.collapsed, "rows": rows}))
    };
    let form = |groups: &[FormGroup]| -> Vec<Value> { groups.iter().filter_map(drawn).collect() };
    let states = entity.states.as_ref().filter(|states| shown(&states.field)).map(|states| {
        json!({"field": states.field, "start": states.start, "moves": states.moves, "won": states.won, "lost": states.lost})
    });
    let mut actions: Vec<&str> = if entity.trash && entity.line_of.is_none() { vec!["restore"] } else { Vec::new() };
    if entity.owner.is_some() {
        actions.push("share");
    }
    actions.extend(entity.actions.iter().map(String::as_str));
    let sort = if open(entity.list.sort.trim_start_matches('-')) { entity.list.sort.as_str() } else { "-created_at" };
    json!({
        "name": entity.name,
        "label": entity.label.get(locale),
        "names": names_json(&entity.label),
        "icon": entity.icon,
        "title": entity.title,
        "line": entity.line_of.is_some(),
        "number": entity.number_key(),
        "owner": entity.owner.as_ref().map(|owner| json!({"staff": owner.staff, "dept": owner.dept})),
        "fields": fields,
        "states": states,
        "list": {"columns": keep(&entity.list.columns), "filters": entity.list.filters.iter().filter(|key| open(key)).collect::<Vec<_>>(), "sort": sort},
        "form": form(&entity.form),
        "quick_form": form(&entity.quick_form),
        "mobile_form": form(&entity.mobile_form),
        "card": keep(&entity.card),
        "similar": entity.similar.iter().filter(|keys| keys.iter().all(|key| open(key))).collect::<Vec<_>>(),
        "related": [],
        "timeline": entity.timeline.as_ref().filter(|line| shown(&line.when) && shown(&line.text))
            .map(|line| json!({"when": line.when, "text": line.text, "next": line.next.as_ref().filter(|next| shown(next))})),
        "empty": entity.empty.get(locale),
        "actions": actions,
    })
}

/// The related lists; `label` is that of the other entity, with the field where several point here.
pub fn related_json(
    catalog: &Catalog,
    entity: &Entity,
    locale: Locale,
    shown: &dyn Fn(&Entity, &Field) -> bool,
) -> Value {
    let several = |name: &str| entity.related.iter().filter(|related| related.entity == name).count() > 1;
    entity
        .related
        .iter()
        .filter_map(|related| {
            let other = catalog.entity(&related.entity)?;
            let field = other.field(&related.field)?;
            if !shown(other, field) {
                return None;
            }
            let mut label = other.label.get(locale).to_owned();
            if several(&related.entity) {
                let name = field.label.get(locale);
                label = if locale == Locale::En { format!("{label} ({name})") } else { format!("{label}({name})") };
            }
            Some(json!({"entity": related.entity, "field": related.field, "label": label}))
        })
        .collect()
}

fn field_json(entity: &Entity, field: &Field, locale: Locale, right: FieldRight) -> Value {
    let plain = |kind: &Kind| {
        let scaled = |units: Option<i64>, scale: u8| {
            units.map(|units| Value::String(keshu_kernel::decimal::format_scaled(units, scale)))
        };
        match kind {
            Kind::Text { max, min } => (Some(Value::from(*max)), (*min > 0).then(|| Value::from(*min))),
            Kind::LongText { max } | Kind::RichText { max } | Kind::Address { max } => (Some(Value::from(*max)), None),
            Kind::Integer { min, max } => (max.map(Value::from), min.map(Value::from)),
            Kind::Decimal { scale, min, max, .. }
            | Kind::Money { scale, min, max, .. }
            | Kind::Percent { scale, min, max } => (scaled(*max, *scale), scaled(*min, *scale)),
            _ => (
                field.max.as_ref().map(|expr| Value::String(format!("= {}", expr.text()))),
                field.min.as_ref().map(|expr| Value::String(format!("= {}", expr.text()))),
            ),
        }
    };
    let (max, min) = plain(&field.kind);
    let to: Vec<&str> = match &field.kind {
        Kind::About { to } => to.iter().map(String::as_str).collect(),
        kind => kind.target().into_iter().collect(),
    };
    let (unit, currency) = match &field.kind {
        Kind::Decimal { unit, .. } => (unit.as_ref().map(|unit| unit.get(locale)), None),
        Kind::Money { currency, .. } => (None, currency.as_deref()),
        _ => (None, None),
    };
    let default = field.default.as_ref().map(|default| match default {
        DefaultValue::Literal(value) => value.clone(),
        DefaultValue::Expr(expr) => Value::String(format!("= {}", expr.text())),
    });
    let moves = entity.states.as_ref().filter(|states| states.field == field.key).map(|states| json!(states.moves));
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| {
        map.insert(key.to_owned(), value);
    };
    put("key", field.key.as_str().into());
    put("type", field.kind.name().into());
    put("label", field.label.get(locale).into());
    put("help", field.help.as_ref().map(|help| help.get(locale)).into());
    put("required", field.required.into());
    put("writable", (matches!(right, FieldRight::Masked | FieldRight::Write) && field.is_input()).into());
    put("masked", (right == FieldRight::Masked).into());
    put("quick", field.quick.into());
    put("max", max.into());
    put("min", min.into());
    put("scale", field.kind.scale().filter(|_| !matches!(field.kind, Kind::Integer { .. })).into());
    put("unit", unit.into());
    put("currency", currency.into());
    put("dict", if let Kind::Code { dict } = &field.kind { dict.as_str().into() } else { Value::Null });
    put("to", to.into());
    put("of", if let Kind::Lines { of } = &field.kind { of.as_str().into() } else { Value::Null });
    put("default", default.into());
    put("computed", (field.formula.is_some() || field.rollup.is_some()).into());
    put("sensitive", field.sensitive.into());
    put("inline", field.inline.into());
    put("sortable", (right != FieldRight::Masked && types::is_sortable(field)).into());
    put("filterable", (right != FieldRight::Masked && types::is_filterable(field)).into());
    put("system", field.system.into());
    put("show_if", field.show_if.as_ref().map(|expr| expr.text()).into());
    put("required_if", field.required_if.as_ref().map(|expr| expr.text()).into());
    put("moves", moves.into());
    Value::Object(map)
}

/// A dictionary; a large one has `items: null` and is fetched apart unless `whole`.
pub fn dict_json(dict: &Dict, locale: Locale, whole: bool) -> Value {
    let items = (whole || !dict.is_large()).then(|| dict_items_json(dict, locale));
    json!({"label": dict.label.get(locale), "tree": dict.tree, "items": items})
}

pub fn dict_items_json(dict: &Dict, locale: Locale) -> Value {
    dict.items
        .values()
        .map(|item| {
            json!({"code": item.code, "label": item.label.get(locale), "parent": item.parent, "color": item.color, "active": item.active})
        })
        .collect()
}

/// The navigation: entities the asker may read, and pages.
pub fn menus_json(catalog: &Catalog, locale: Locale, readable: &dyn Fn(&str) -> bool) -> Value {
    catalog
        .menus
        .iter()
        .filter_map(|menu| {
            let items: Vec<Value> = menu
                .items
                .iter()
                .filter(|item| readable(item))
                .map(|item| match catalog.entities.contains_key(item) {
                    true => json!({"entity": item}),
                    false => {
                        let label = page_label(item);
                        json!({"page": item, "label": label.get(locale), "names": names_json(&label)})
                    }
                })
                .collect();
            (!items.is_empty()).then(|| json!({"label": menu.label.get(locale), "items": items}))
        })
        .collect()
}

/// The cards of the home page that the asker may fill: `may_look` says whether they may read an entity and all that a
/// condition on it looks at. `held` are the keys of their roles, by which a card is `shown` from the start.
pub fn home_json(catalog: &Catalog, locale: Locale, held: &[&str], may_look: &dyn Fn(&str, Option<&Expr>) -> bool) -> Value {
    let cards = catalog.cards.iter().filter_map(|card| {
        let shown = card.roles.is_empty() || card.roles.iter().any(|role| held.contains(&role.as_str()));
        let mut value = json!({"card": card.name, "label": card.label.get(locale), "place": card.place, "shown": shown});
        let rows = |value: &mut Value, kind: &str, rows: &CardRows| {
            may_look(&rows.entity, rows.filter.as_deref()).then(|| {
                value["kind"] = kind.into();
                value["entity"] = rows.entity.as_str().into();
                value["filter"] = rows.filter.as_ref().map(|filter| filter.text()).into();
                value["sort"] = rows.sort.as_str().into();
                value["columns"] = json!(rows.columns);
                value["limit"] = rows.limit.into();
            })
        };
        match &card.kind {
            CardKind::Todo(of, when) => {
                rows(&mut value, "todo", of)?;
                value["when"] = when.as_str().into();
            }
            CardKind::List(of) => rows(&mut value, "list", of)?,
            CardKind::Figures(figures) => {
                let figures: Vec<Value> = figures.iter().filter(|figure| may_look(&figure.entity, Some(&figure.filter))).map(|figure| figure_json(figure, locale, may_look)).collect();
                if figures.is_empty() {
                    return None;
                }
                value["kind"] = "figures".into();
                value["figures"] = figures.into();
            }
            CardKind::Recent => value["kind"] = "recent".into(),
            CardKind::Links => value["kind"] = "links".into(),
        }
        Some(value)
    });
    cards.collect()
}

fn figure_json(figure: &Figure, locale: Locale, may_look: &dyn Fn(&str, Option<&Expr>) -> bool) -> Value {
    let than = figure.than.as_ref().filter(|than| may_look(&figure.entity, Some(&than.filter)));
    json!({
        "figure": figure.name, "label": figure.label.get(locale), "help": figure.help.as_ref().map(|help| help.get(locale)),
        "entity": figure.entity, "filter": figure.filter.text(), "bad": figure.is_bad,
        "than": than.map(|than| json!({"label": than.label.get(locale), "filter": than.filter.text()})),
    })
}

/// What it is called in every language, so that one finds it by the word one has.
fn names_json(label: &Label) -> Value {
    json!({Locale::Zh.tag(): label.zh, Locale::En.tag(): label.en})
}

fn page_label(page: &str) -> Label {
    const LABELS: &[(&str, &str)] = &[
        ("人员与权限", "People and rights"),
        ("字典", "Dictionaries"),
        ("疑似重复", "Likely duplicates"),
        ("数据质量", "Data quality"),
        ("后台任务", "Jobs"),
        ("回收站", "Trash"),
        ("个人资料", "Profile"),
        ("首页", "Home"),
    ];
    let found = PAGES.iter().position(|known| *known == page).and_then(|place| LABELS.get(place));
    let (zh, en) = found.copied().unwrap_or((page, page));
    Label::new(zh, en)
}

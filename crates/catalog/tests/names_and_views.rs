//! What FEEL may call things, and what the page is given.

use keshu_catalog::view::{FieldRight, entity_json, related_json};
use keshu_catalog::{Catalog, DefaultValue, Dict, DictItem, load_embedded, names};
use keshu_expr::{Names, Scope, Storage, Ty, compile};
use keshu_kernel::{Label, Locale};
use serde_json::json;

const DEAL: &str = "entity: deal
label: {zh: 商机, en: Deal}
number: 'D{yyyy}{seq:4}'
title: name
owner: {staff: owner_id, dept: dept_id}
fields:
  name: {type: text, label: {zh: 名称, en: Name}, required: true}
  stage: {type: code, dict: stage, label: {zh: 阶段, en: Stage}}
  amount: {type: money, label: {zh: 金额, en: Amount}, min: 0, help: {zh: 含税。, en: Tax included.}}
  above_id: {type: link, to: deal, label: {zh: 上级商机, en: Above}}
  about: {type: about, to: [deal], label: {zh: 关于, en: About}}
  tags: {type: tags, label: {zh: 标签, en: Tags}}
  id_number: {type: id_number, label: {zh: 身份证, en: ID number}, sensitive: true}
  lines: {type: lines, of: deal_line, label: {zh: 明细, en: Lines}}
  line_total: {type: money, label: {zh: 明细合计, en: Line total}, formula: 'sum(lines.amount)'}
  line_count: {type: integer, label: {zh: 行数, en: Lines counted}, rollup: {of: deal_line, by: parent_id, fn: count, where: 'amount > 0'}}
  is_late: {type: boolean, label: {zh: 逾期, en: Late}, formula: 'close_on < today()'}
  close_on: {type: date, label: {zh: 截止, en: Close}, default: '= today()', max: 2030-01-01, show_if: 'stage = \"open\"'}
states: {field: stage, start: open, won: [won], moves: {open: [won]}}
list: {columns: [name, amount], filters: [stage], sort: -amount}
empty: {zh: 空, en: Empty}
";
const LINE: &str = "entity: deal_line
label: {zh: 明细行, en: Line}
line_of: deal
fields:
  amount: {type: money, label: {zh: 金额, en: Amount}}
";
const STAGE: &str = "# Source: house list
dict: stage
label: {zh: 阶段, en: Stage}
items:
  - {code: open, label: {zh: 进行中, en: Open}, color: blue}
  - {code: won, label: {zh: 赢单, en: Won}, final: true}
";

fn catalog() -> Catalog {
    let files = [
        ("core/pack.yaml", "name: core\nversion: 1.0.0\nlabel: {zh: 核心, en: Core}\n"),
        ("core/entities/deal.yaml", DEAL),
        ("core/entities/deal_line.yaml", LINE),
        ("core/dicts/stage.yaml", STAGE),
        ("core/menus.yaml", "menus:\n  - {group: {zh: 销售, en: Sales}, items: [deal, home]}\n"),
    ];
    load_embedded(files).unwrap_or_else(|errors| panic!("{errors}"))
}

#[test]
fn filters_name_what_there_is() {
    let catalog = catalog();
    let names = names::resolver(&catalog);
    let scope = Scope { labels: true, ..Scope::of(&names, "deal") };
    for good in [
        "amount > 100 and stage = \"open\"",
        "above.name = \"x\"",
        "above.above.amount > 1",
        "above_id = \"x\"",
        "about_entity = \"deal\" and about_id = \"x\"",
        "list contains(tags, \"重点\")",
        "is_late",
        "owner_id = me",
        "created_at < now()",
        "金额 > 100",
        "上级商机.金额 > 100",
        "deal_no = \"D20260001\"",
        "version > 1",
    ] {
        compile(good, &scope, &Ty::Bool).unwrap_or_else(|error| panic!("{good}: {error}"));
    }
    for bad in ["id_number = \"x\"", "external_refs = null", "about = \"x\"", "owner.name = \"x\"", "amuont > 1"] {
        compile(bad, &scope, &Ty::Bool).map(|_| ()).expect_err(bad);
    }
    assert!(matches!(names.slot("deal", "is_late").unwrap().storage, Storage::Computed(_)));
    assert!(matches!(names.slot("deal", "amount").unwrap().storage, Storage::Column { scale: Some(2), .. }));
    match names.slot("deal", "tags").unwrap().storage {
        Storage::Many { table, owner, value, link } => {
            assert_eq!(
                (table.as_str(), owner.as_str(), value.as_str(), link),
                ("deal__tags", "record_id", "value", None)
            );
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(names.slot("deal_line", "parent").unwrap().ty, Ty::Record(entity) if entity == "deal"));
}

#[test]
fn derived_parts_are_complete() {
    let catalog = catalog();
    let deal = catalog.entity("deal").unwrap();
    assert_eq!(deal.formulas, ["line_total"]);
    assert!(matches!(&deal.field("stage").unwrap().default, Some(DefaultValue::Literal(start)) if start == "open"));
    assert!(matches!(&deal.field("owner_id").unwrap().default, Some(DefaultValue::Expr(me)) if me.text() == "me"));
    assert!(deal.field("close_on").unwrap().max.is_some());
    assert!(deal.field("line_count").unwrap().rollup.as_ref().unwrap().filter.is_some());
    let columns: Vec<&str> = deal.columns().map(|field| field.key.as_str()).collect();
    assert_eq!(
        columns,
        [
            "name",
            "stage",
            "amount",
            "above_id",
            "about",
            "id_number",
            "line_total",
            "line_count",
            "close_on",
            "deal_no",
            "owner_id",
            "dept_id",
            "created_at",
            "created_by",
            "updated_at",
            "updated_by"
        ]
    );
    let line = catalog.entity("deal_line").unwrap();
    assert_eq!(line.fields.keys().collect::<Vec<_>>(), ["amount", "position", "id"]);
    assert_eq!(deal.related.iter().map(|related| related.field.as_str()).collect::<Vec<_>>(), ["above_id", "about"]);
}

#[test]
fn the_page_sees_what_the_asker_may() {
    let catalog = catalog();
    let deal = catalog.entity("deal").unwrap();
    let seen = entity_json(deal, Locale::En, &|field| match field.key.as_str() {
        "amount" => FieldRight::Read,
        "stage" => FieldRight::Hidden,
        _ => FieldRight::Write,
    });
    assert_eq!(seen["list"], json!({"columns": ["name", "amount"], "filters": [], "sort": "-amount"}));
    assert_eq!(seen["states"], json!(null));
    assert_eq!(seen["actions"], json!(["restore", "share"]));
    let amount = seen["fields"].as_array().unwrap().iter().find(|field| field["key"] == "amount").unwrap();
    assert_eq!(
        *amount,
        json!({"key": "amount", "type": "money", "label": "Amount", "help": "Tax included.", "required": false, "writable": false, "masked": false,
               "quick": false, "max": null, "min": "0.00", "scale": 2, "unit": null, "currency": null, "dict": null, "to": [],
               "of": null, "default": null, "computed": false, "sensitive": false, "inline": false, "sortable": true,
               "filterable": true, "system": false, "show_if": null, "required_if": null, "moves": null})
    );
    let close = seen["fields"].as_array().unwrap().iter().find(|field| field["key"] == "close_on").unwrap();
    assert_eq!((&close["default"], &close["show_if"]), (&json!("= today()"), &json!("stage = \"open\"")));
    assert!(seen["fields"].as_array().unwrap().iter().all(|field| field["key"] != "stage"));
    let related = related_json(&catalog, deal, Locale::En, &|_, _| true);
    assert_eq!(related[0], json!({"entity": "deal", "field": "above_id", "label": "Deal (Above)"}));
}

#[test]
fn dictionaries_are_found_by_what_people_write() {
    let item = |code: &str, zh: &str, parent: Option<&str>, synonyms: &[&str]| DictItem {
        code: code.to_owned(),
        label: Label::new(zh, code),
        parent: parent.map(str::to_owned),
        active: true,
        synonyms: synonyms.iter().map(|word| (*word).to_owned()).collect(),
        ..DictItem::default()
    };
    let items = [
        item("44", "广东省", None, &["粤"]),
        item("4403", "深圳市", Some("44"), &["深圳"]),
        item("440303", "鼓楼区", Some("4403"), &[]),
        item("32", "江苏省", None, &[]),
        item("320106", "鼓楼区", Some("32"), &[]),
    ];
    let dict = Dict {
        tree: true,
        items: items.into_iter().map(|item| (item.code.clone(), item)).collect(),
        ..Dict::default()
    };
    assert_eq!(dict.find("粤"), Some("44"));
    assert_eq!(dict.find("深圳"), Some("4403"));
    assert_eq!(dict.find("鼓楼区"), None, "two places have the name");
    assert_eq!(dict.find("江苏省/鼓楼区"), Some("320106"));
    assert_eq!(dict.descendants("44"), ["44", "4403", "440303"]);
    assert!(dict.descendants("99").is_empty());
}

//! What holds for every declared entity, with bodies made from the catalog alone.
//!
//! A new entity is covered the moment its file is there. Deliberately absent: exemptions.

use std::cell::Cell;

use keshu_testkit::{Client, Form, TestHouse, on_both_stores};
use serde_json::{Map, Value, json};

/// Makes the smallest bodies that the catalog allows.
struct Maker {
    boss: Client,
    catalog: Value,
    company: String,
    place: Cell<u32>,
}

impl Maker {
    fn of(house: &TestHouse) -> Maker {
        let boss = house.as_boss();
        Maker { catalog: boss.get("/catalog").ok(), company: house.company(), boss, place: Cell::new(0) }
    }

    /// Every entity with routes of its own that people write.
    fn entities(&self) -> Vec<(&String, &Value)> {
        self.catalog["entities"].as_object().expect("entities").iter().filter(|(_, entity)| entity["line"] == false && entity["can"]["create"] == true).collect()
    }

    fn body(&self, entity: &str) -> Value {
        let fields = self.catalog["entities"][entity]["fields"].as_array().expect("fields");
        let wanted = fields.iter().filter(|field| field["required"] == true && field["writable"] == true && field["default"].is_null());
        wanted.map(|field| (field["key"].as_str().expect("a key").to_owned(), self.value(field))).collect::<Map<_, _>>().into()
    }

    /// A valid value, another one each time where the type has more than one.
    fn value(&self, field: &Value) -> Value {
        self.place.set(self.place.get() + 1);
        let place = self.place.get();
        match field["type"].as_str().expect("a type") {
            "text" | "long_text" | "rich_text" | "address" => json!(format!("值{place}")),
            "integer" => json!(place),
            "decimal" | "money" => json!(format!("{place}.50")),
            "percent" => json!("0.25"),
            "boolean" => json!(true),
            "date" => json!("2026-11-20"),
            "time" => json!("08:30"),
            "moment" => json!(format!("2026-11-20T08:{:02}:00Z", place % 60)),
            "duration" => json!("PT1H30M"),
            "code" => self.code(field["dict"].as_str().expect("a dictionary")),
            "phone" => json!(format!("138{place:08}")),
            "email" => json!(format!("name{place}@example.com")),
            "url" => json!(format!("https://example.com/{place}")),
            "uscc" => json!(keshu_testkit::uscc(place)),
            "id_number" => json!(keshu_testkit::id_number(place)),
            "bank_account" => json!(format!("62220202{place:08}")),
            "geo_point" => json!("31.230400,121.473700"),
            "staff" => json!(self.boss.staff_id),
            "dept" => json!(self.company),
            "link" => self.another(field["to"][0].as_str().expect("a target")),
            "links" => json!([self.another(field["to"][0].as_str().expect("a target"))]),
            "about" => {
                let target = field["to"][0].as_str().expect("a target");
                json!({"entity": target, "id": self.another(target)})
            }
            "attachment" | "image" => self.boss.upload("/file", &Form::file("a.pdf", format!("%PDF- {place}").as_bytes())).ok()["id"].clone(),
            "tags" => json!([format!("标签{place}")]),
            "lines" | "external_refs" => json!([]),
            other => panic!("the contract suite knows no values of the type {other}"),
        }
    }

    fn code(&self, dict: &str) -> Value {
        let items = match &self.catalog["dicts"][dict]["items"] {
            Value::Null => self.boss.get(&format!("/catalog/dict/{dict}")).ok()["items"].clone(),
            items => items.clone(),
        };
        items.as_array().and_then(|items| items.iter().find(|item| item["active"] == true)).unwrap_or_else(|| panic!("a choice of {dict}"))["code"].clone()
    }

    fn another(&self, entity: &str) -> Value {
        self.boss.create(entity, self.body(entity))["id"].clone()
    }

    fn field_keys(&self, entity: &Value) -> Vec<String> {
        entity["fields"].as_array().expect("fields").iter().map(|field| field["key"].as_str().expect("a key").to_owned()).collect()
    }
}

on_both_stores! {
    fn every_entity_lives_its_life(house: &TestHouse) {
        house.unmask();
        let maker = Maker::of(house);
        assert!(maker.entities().len() >= 10, "{:?}", maker.entities().len());
        for (name, entity) in maker.entities() {
            let boss = &maker.boss;
            let made = boss.create(name, maker.body(name));
            let at = format!("/{name}/{}", made["id"].as_str().unwrap());
            let seen = boss.get(&at).status(200);
            assert_eq!(seen.header("etag"), "\"1\"", "{name}");
            for key in maker.field_keys(entity) {
                assert!(seen.json.get(&key).is_some(), "{name}.{key} is in the catalog and not in the record");
            }
            let listed = boss.list(name, &[("filter", &format!("id = \"{}\"", made["id"].as_str().unwrap()))]);
            assert_eq!(listed.len(), 1, "{name}");
            let by_default = boss.find(&format!("/{name}"), &[("count", "exact"), ("limit", "200")]).ok();
            assert_eq!(by_default["count"], by_default["items"].as_array().unwrap().len(), "{name}");
            // One field of each type that people may write goes there and comes back.
            let mut version = 1;
            let mut types = Vec::new();
            for field in entity["fields"].as_array().unwrap() {
                let key = field["key"].as_str().unwrap();
                let is_state = entity["states"]["field"] == key;
                if field["writable"] != true || is_state || types.contains(&field["type"]) {
                    continue;
                }
                types.push(field["type"].clone());
                let mut value = maker.value(field);
                if field["type"] == "integer" {
                    value = field["min"].as_str().and_then(|least| least.parse::<i64>().ok()).map_or(json!(7), |least| json!(least.max(1)));
                }
                let answer = boss.patch(&at, version, json!({key: value})).status(200);
                version = answer.json["version"].as_i64().unwrap();
                match field["type"].as_str().unwrap() {
                    "moment" | "decimal" | "percent" => assert!(!answer.json[key].is_null(), "{name}.{key}"),
                    "lines" | "external_refs" | "about" => {}
                    _ => assert_eq!(answer.json[key], value, "{name}.{key}"),
                }
            }
            assert!(version > 1, "{name}: some field can be changed");
            let history = boss.get(&format!("{at}/history")).ok();
            assert_eq!(history["items"].as_array().unwrap().len() as i64, version, "{name}: each version stands in the history");
            assert!(history["items"][0]["changes"].as_array().is_some_and(|changes| changes.iter().all(|change| change["label"].as_str().is_some_and(|label| !label.is_empty()))), "{name}");
            boss.get(&format!("{at}/timeline")).status(200);
            boss.delete(&at, version).status(204);
            boss.get(&at).refused(404, "record_not_found");
            let restored = boss.post(&format!("{at}/restore"), json!({}));
            if entity["actions"].as_array().unwrap().contains(&json!("restore")) {
                assert_eq!(boss.get(&at).ok()["version"], restored.ok()["version"], "{name}");
            } else {
                restored.refused(404, "action_unknown");
            }
        }
        let verdict = keshu_testkit::verify(house);
        assert!(verdict.is_empty(), "{verdict:?}");
    }

    fn every_entity_refuses_an_empty_body_where_something_is_required(house: &TestHouse) {
        let maker = Maker::of(house);
        for (name, entity) in maker.entities() {
            let mut wanted: Vec<String> = entity["fields"].as_array().unwrap().iter()
                .filter(|field| field["required"] == true && field["writable"] == true && field["default"].is_null())
                .map(|field| format!("/{}", field["key"].as_str().unwrap())).collect();
            let problem = maker.boss.post(&format!("/{name}"), json!({}));
            if wanted.is_empty() {
                problem.status(201);
                continue;
            }
            let problem = problem.refused(422, "input_invalid");
            let mut found: Vec<String> = keshu_testkit::pointers(&problem).into_iter().filter(|(_, code)| *code == "value_required").map(|(pointer, _)| pointer.to_owned()).collect();
            wanted.sort();
            found.sort();
            assert_eq!(found, wanted, "{name}");
        }
    }

    fn every_entity_is_described(house: &TestHouse) {
        let maker = Maker::of(house);
        let document = maker.boss.get("/openapi.json").ok();
        assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
        for (name, entity) in maker.entities() {
            for (path, methods) in [("", vec!["get", "post"]), ("/trash", vec!["get"]), ("/{id}", vec!["get", "patch", "delete"]), ("/{id}/history", vec!["get"]), ("/{id}/timeline", vec!["get"]), ("/by/{system}/{code}", vec!["get", "patch"])] {
                let described = &document["paths"][format!("/api/v1/{name}{path}")];
                for method in methods {
                    assert!(described[method].is_object(), "{method} /{name}{path} is not in the OpenAPI document");
                }
            }
            let keys = maker.field_keys(entity);
            let columns = entity["list"]["columns"].as_array().unwrap().iter();
            let filters = entity["list"]["filters"].as_array().unwrap().iter();
            let form = entity["form"].as_array().unwrap().iter().flat_map(|group| group["rows"].as_array().unwrap()).flat_map(|row| row.as_array().unwrap());
            for key in columns.chain(filters).chain(form).chain(entity["card"].as_array().unwrap()) {
                assert!(keys.iter().any(|known| key == known), "{name}: {key} is drawn and not declared");
            }
            let sort = entity["list"]["sort"].as_str().unwrap().trim_start_matches('-').to_owned();
            assert!(keys.contains(&sort), "{name}: sorted by {sort}");
            assert!(entity["empty"].as_str().is_some_and(|text| !text.is_empty()), "{name} has words for an empty list");
        }
    }

    fn every_sortable_and_filterable_field_is(house: &TestHouse) {
        let maker = Maker::of(house);
        for (name, entity) in maker.entities() {
            for field in entity["fields"].as_array().unwrap() {
                let key = field["key"].as_str().unwrap();
                for sort in [key.to_owned(), format!("-{key}")] {
                    let answer = maker.boss.find(&format!("/{name}"), &[("sort", &sort), ("limit", "1")]);
                    assert_eq!(answer.status == 200, field["sortable"] == true, "{name}.{key} sortable={}: {}", field["sortable"], answer.text());
                }
                if field["filterable"] == true {
                    let empty = match field["type"].as_str() {
                        Some("tags" | "links" | "lines" | "external_refs") => format!("count({key}) = 0"),
                        Some("about") => format!("{key}_id = null"),
                        _ => format!("{key} = null"),
                    };
                    let answer = maker.boss.find(&format!("/{name}"), &[("filter", &empty), ("limit", "1")]);
                    assert_eq!(answer.status, 200, "{name}.{key} filterable: {}", answer.text());
                }
            }
        }
    }

    fn both_languages_name_everything(house: &TestHouse) {
        let boss = house.as_boss();
        for locale in ["zh-CN", "en"] {
            let catalog = boss.with("accept-language", locale).get("/catalog").ok();
            assert_eq!(catalog["locale"], locale);
            for (name, entity) in catalog["entities"].as_object().unwrap() {
                assert!(entity["label"].as_str().is_some_and(|label| !label.is_empty()), "{locale} {name}");
                for field in entity["fields"].as_array().unwrap() {
                    assert!(field["label"].as_str().is_some_and(|label| !label.is_empty()), "{locale} {name}.{}", field["key"]);
                }
            }
        }
    }
}

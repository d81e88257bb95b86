//! How good the data is, figure by figure; each figure is a filter of the list.

use keshu_testkit::{Client, TestHouse, customer, on_both_stores};
use serde_json::{Value, json};

fn quality(client: &Client, query: &[(&str, &str)]) -> Value {
    client.find("/quality/customer", query).ok()
}

fn field<'a>(found: &'a Value, key: &str) -> &'a Value {
    found["fields"].as_array().unwrap().iter().find(|field| field["key"] == key).unwrap_or(&Value::Null)
}

/// What the list shows for a figure, which must be as many as it says.
fn opened(client: &Client, figure: &Value) -> Vec<String> {
    let mut names: Vec<String> = client.column("customer", &[("filter", figure["filter"].as_str().expect("a filter"))], "name");
    names.sort();
    assert_eq!(figure["count"], names.len(), "{figure}");
    names
}

/// Writes what an older check let through.
fn plant(house: &TestHouse, record: &Value, key: &str, value: &str) {
    let (id, cell) = (record["id"].as_str().unwrap().to_owned(), (key.to_owned(), value.into()));
    let planter = house.house.clone();
    house.house.store.write(move |tx| keshu_store::set_columns(tx, planter.catalog.entity("customer").unwrap(), &id, std::slice::from_ref(&cell))).unwrap();
}

on_both_stores! {
    fn every_figure_opens_its_rows(house: &TestHouse) {
        house.unmask();
        let boss = house.as_boss();
        let old = boss.create("customer", json!({"name": "云岭泵业", "phone": "13812345678", "import_note": "区号：0871"}));
        house.advance(400 * 86_400);
        let boss = house.sign_in("boss");
        boss.create("customer", json!({"name": "云岭 泵业", "email": "lin@example.com", "phone": "021-12345678"}));
        let person = boss.create("customer", json!({"name": "林晓", "kind_code": "person"}));
        plant(house, &old, "phone", "138");
        let found = quality(&boss, &[]);
        assert_eq!((&found["rows"], &found["days"], &found["doubtful"]["count"]), (&json!(3), &json!(365), &json!(2)));
        assert_eq!(opened(&boss, &found["stale"]), ["云岭泵业"]);
        assert_eq!(opened(&boss, &found["left_open"]), ["云岭泵业"]);
        assert_eq!(opened(&boss, &field(&found, "email")["empty"]), ["云岭泵业", "林晓"]);
        assert_eq!(opened(&boss, &field(&found, "phone")["invalid"]), ["云岭泵业"]);
        assert_eq!(opened(&boss, &field(&found, "gender_code")["empty"]), ["林晓"], "only where the field is shown");
        assert_eq!(field(&found, "id_number")["empty"], json!({"count": 1, "filter": null}), "a sealed field is counted, not filtered by");
        assert_eq!(quality(&boss, &[("days", "500")])["stale"]["count"], 0);
        boss.change("customer", &old["id"], json!({"phone": "13812345678"}));
        assert_eq!(quality(&boss, &[])["stale"]["count"], 0);
        assert_eq!(quality(&boss, &[("filter", "kind_code = \"person\"")])["rows"], 1);
        let narrowed = quality(&boss, &[("filter", "name = \"林晓\" or name = \"云岭泵业\"")]);
        assert_eq!(opened(&boss, &field(&narrowed, "email")["empty"]), ["云岭泵业", "林晓"], "{}", person["id"]);
        boss.find("/quality/customer", &[("days", "0")]).refused(400, "query_invalid");
        boss.find("/quality/unicorn", &[]).refused(404, "entity_unknown");
    }

    fn items_out_of_use_are_counted(house: &TestHouse) {
        let boss = house.as_boss();
        boss.create("customer", json!({"name": "云岭泵业", "customer_grade": "A"}));
        boss.create("customer", json!({"name": "远山科技", "customer_grade": "B"}));
        let dictionary = boss.list("dictionary", &[("filter", "dict_key = \"customer_grade\"")])[0].clone();
        let mut items = dictionary["items"].clone();
        items[0]["is_active"] = json!(false);
        boss.change("dictionary", &dictionary["id"], json!({"items": items}));
        assert_eq!(opened(&boss, &field(&quality(&boss, &[]), "customer_grade")["retired"]), ["云岭泵业"]);
    }

    fn figures_are_told_by_owner_and_department(house: &TestHouse) {
        let (boss, one, two) = (house.as_boss(), house.hire("lin", "sales_rep", "东区"), house.hire("wang", "sales_rep", "西区"));
        one.create("customer", customer("云岭泵业"));
        one.create("customer", customer("云岭 泵业"));
        two.create("customer", customer("云岭-泵业"));
        let rows = |list: &Value| -> Vec<(String, i64, i64)> {
            list.as_array().unwrap().iter().map(|group| (group["title"].as_str().unwrap().to_owned(), group["rows"].as_i64().unwrap(), group["doubtful"].as_i64().unwrap())).collect()
        };
        let found = quality(&boss, &[]);
        assert_eq!(rows(&found["owners"]), [("lin".to_owned(), 2, 2), ("wang".to_owned(), 1, 1)]);
        assert_eq!(rows(&found["depts"]), [("东区".to_owned(), 2, 2), ("西区".to_owned(), 1, 1)]);
        assert_eq!(quality(&boss, &[("filter", found["owners"][1]["filter"].as_str().unwrap())])["rows"], 1);
        // Nobody counts what they may not read.
        assert_eq!(rows(&quality(&two, &[])["owners"]), [("wang".to_owned(), 1, 0)]);
    }

    fn a_hidden_field_is_not_counted(house: &TestHouse) {
        let boss = house.as_boss();
        boss.create("customer", json!({"name": "云岭泵业", "phone": "13812345678", "import_note": "区号：0871", "kind_code": "person"}));
        boss.create("customer", json!({"name": "远山科技", "phone": "13812345678"}));
        let hidden = |field: &str| json!({"entity_name": "customer", "field_name": field, "access_code": "hidden"});
        let grant = json!({"entity_name": "customer", "action_code": "read", "scope_code": "all"});
        boss.create("role", json!({"label": "前台", "role_key": "desk", "grants": [grant], "field_rules": [hidden("phone"), hidden("import_note"), hidden("kind_code"), hidden("owner_id")]}));
        let found = quality(&house.hire("qiantai", "desk", "前台"), &[]);
        assert_eq!((field(&found, "phone"), &found["left_open"], &found["doubtful"]["count"], &found["owners"]), (&Value::Null, &Value::Null, &json!(0), &json!([])));
        assert_eq!(field(&found, "gender_code"), &Value::Null, "what is shown by a hidden field would tell of it");
        assert_eq!(field(&found, "email")["empty"]["count"], 2);
    }
}

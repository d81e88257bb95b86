//! What a person takes along: own rows of the entities a role gives along, nothing sealed or hidden, the newest 200.

use keshu_testkit::{Client, customer, id_number, on_both_stores};
use serde_json::{Value, json};

/// What is taken along of an entity, by one field.
fn taken(person: &Client, entity: &str, field: &str) -> Vec<String> {
    let answer = person.get("/offline").ok();
    answer["entities"][entity].as_array().into_iter().flatten().map(|record| record[field].as_str().unwrap_or_default().to_owned()).collect()
}

on_both_stores! {
    fn only_what_a_role_gives_along_is_taken(house: &TestHouse) {
        let (rep, other, service) = (house.hire("linxiao", "sales_rep", "销售一部"), house.hire("chenmo", "sales_rep", "销售一部"), house.hire("kefu", "service", "客服部"));
        let own = rep.create("customer", json!({"name": "海川", "bank_account": "6222020200001234567", "note": "老客户"}));
        rep.create("contact", json!({"name": "王工", "customer_id": own["id"], "id_number": id_number(1)}));
        rep.create("follow_up", json!({"about": {"entity": "customer", "id": own["id"]}, "summary": "已寄样"}));
        let foreign = other.create("customer", customer("云岫"));
        other.create("contact", json!({"name": "赵工", "customer_id": foreign["id"]}));
        assert_eq!(rep.get("/session").ok()["offline"], true);
        let answer = rep.get("/offline").ok();
        assert_eq!(answer["hours"], 72);
        assert_eq!(taken(&rep, "customer", "name"), ["海川"]);
        assert_eq!(taken(&rep, "contact", "name"), ["王工"]);
        assert_eq!(taken(&rep, "follow_up", "summary"), ["已寄样"]);
        assert_eq!(answer["entities"]["customer"][0]["note"], "老客户");
        for sealed in ["bank_account", "6222020200001234567", "id_number", &id_number(1), "云岫", "赵工"] {
            assert!(!answer.to_string().contains(sealed), "{sealed}");
        }
        // Whoever may read everything takes nothing along without a role that says so.
        assert_eq!((&service.get("/session").ok()["offline"], &service.get("/offline").ok()["entities"]), (&json!(false), &json!({})));
        house.as_stranger().get("/offline").refused(401, "sign_in_required");
    }

    fn a_hidden_or_masked_field_and_a_shared_row_follow_the_rights_of_now(house: &TestHouse) {
        let boss = house.as_boss();
        let grant = |action: &str, scope: &str| json!({"entity_name": "customer", "action_code": action, "scope_code": scope});
        let hidden = json!({"entity_name": "customer", "field_name": "note", "access_code": "hidden"});
        let masked = json!({"entity_name": "customer", "field_name": "phone", "access_code": "masked"});
        let role = boss.create("role", json!({"label": "外勤", "role_key": "field", "grants": [grant("read", "own"), grant("offline", "all")], "field_rules": [hidden, masked]}));
        let person = house.hire("waiqin", "field", "销售一部");
        let made = boss.create("customer", json!({"name": "海川", "note": "密语", "phone": "13812345678"}));
        assert_eq!(taken(&person, "customer", "name"), Vec::<String>::new(), "no wider than what may be read");
        boss.post(&format!("/customer/{}/share", made["id"].as_str().unwrap()), json!({"staff_id": person.staff_id, "right": "read"})).ok();
        assert_eq!(taken(&person, "customer", "name"), ["海川"]);
        let along = person.get("/offline").ok().to_string();
        for kept_back in ["密语", "13812345678", "138****5678", "phone"] {
            assert!(!along.contains(kept_back), "{kept_back} in {along}");
        }

        let mark = |person: &Client| person.get("/session").ok()["rights"].clone();
        let before: Value = mark(&person);
        assert_eq!(before, mark(&person));
        boss.change("role", &role["id"], json!({"grants": [grant("read", "own")]}));
        assert_ne!(before, mark(&person), "other rights, another mark");
        assert_eq!(person.get("/session").ok()["offline"], false);
        assert_eq!(person.get("/offline").ok()["entities"], json!({}));
    }

    fn the_newest_two_hundred_and_no_more(house: &TestHouse) {
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        for place in 0..105 {
            house.advance(1);
            let made = rep.create("customer", customer(&format!("客户{place:03}")));
            rep.create("todo", json!({"subject": format!("回访{place:03}"), "about": {"entity": "customer", "id": made["id"]}}));
        }
        let (customers, todos) = (taken(&rep, "customer", "name"), taken(&rep, "todo", "subject"));
        assert_eq!((customers.len(), todos.len()), (100, 100), "the same share of each");
        assert!(customers.contains(&"客户104".to_owned()) && !customers.contains(&"客户000".to_owned()));
    }
}

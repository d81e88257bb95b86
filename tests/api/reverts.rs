//! A record put back to what it was, and what is printed of it.

use keshu_testkit::{customer, on_both_stores};
use serde_json::{Value, json};

fn fields(changes: &Value) -> Vec<(&str, &Value, &Value)> {
    changes["changes"].as_array().unwrap().iter().map(|change| (change["field"].as_str().unwrap(), &change["old"], &change["new"])).collect()
}

on_both_stores! {
    fn a_record_goes_back_to_a_moment(house: &TestHouse) {
        house.unmask();
        let boss = house.as_boss();
        let made = boss.create("customer", json!({"name": "海川泵业", "phone": "021-12345678", "customer_grade": "A", "tags": ["重点"]}));
        let at = format!("/customer/{}", made["id"].as_str().unwrap());
        boss.change("customer", &made["id"], json!({"customer_grade": "B", "id_number": "11010519491231002X"}));
        boss.change("customer", &made["id"], json!({"customer_grade": "C", "tags": ["重点", "老客户"], "phone": null}));
        let seen = boss.get(&format!("{at}/history/1")).ok();
        let mut changes = fields(&seen);
        changes.sort_by_key(|change| change.0);
        let (a, c) = (json!("A级"), json!("C级"));
        assert_eq!(changes[0], ("customer_grade", &c, &a), "{seen}");
        assert_eq!(changes.iter().map(|change| change.0).collect::<Vec<_>>(), ["customer_grade", "id_number", "phone", "tags"]);
        assert!(!seen.to_string().contains("11010519491231002X"), "what is sealed stays covered");
        assert_eq!(fields(&boss.get(&format!("{at}/history/3")).ok()), []);
        // One value, then all the others.
        boss.post(&format!("{at}/revert"), json!({"version": 2, "fields": ["customer_grade"]})).refused(428, "version_required");
        let one = boss.with("if-match", "\"3\"").post(&format!("{at}/revert"), json!({"version": 2, "fields": ["customer_grade"]})).ok();
        assert_eq!((&one["customer_grade"], &one["phone"], &one["version"]), (&json!("B"), &Value::Null, &json!(4)));
        let all = boss.with("if-match", "\"4\"").post(&format!("{at}/revert"), json!({"version": 1})).ok();
        assert_eq!((&all["customer_grade"], &all["phone"], &all["tags"], &all["id_number"]), (&json!("A"), &json!("021-12345678"), &json!(["重点"]), &Value::Null));
        let last = &boss.get(&format!("{at}/history")).ok()["items"][0];
        assert_eq!((&last["action"], &last["version"], &last["by"]), (&json!("update"), &json!(5), &json!(boss.staff_id)), "it is a change like any other");
        // It can be taken back the same way, the sealed value too.
        let back = boss.with("if-match", "\"5\"").post(&format!("{at}/revert"), json!({"version": 4})).ok();
        assert_eq!((&back["customer_grade"], &back["id_number"]), (&json!("B"), &json!("11010519491231002X")));
        boss.with("if-match", "\"6\"").post(&format!("{at}/revert"), json!({"versions": 4})).invalid(&[("", "value_type")]);
        boss.with("if-match", "\"5\"").post(&format!("{at}/revert"), json!({"version": 1})).refused(412, "stale_version");
    }

    fn going_back_asks_for_todays_rules(house: &TestHouse) {
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        let made = rep.create("customer", customer("海川泵业"));
        let at = format!("/customer/{}", made["id"].as_str().unwrap());
        rep.change("customer", &made["id"], json!({"state": "active", "phone": "021-12345678"}));
        rep.change("customer", &made["id"], json!({"state": "churned"}));
        // Nobody who left becomes an active customer but by being won back.
        rep.with("if-match", "\"3\"").post(&format!("{at}/revert"), json!({"version": 2})).refused(422, "input_invalid");
        let body = json!({"version": 1, "fields": ["phone"]});
        assert_eq!(rep.with("if-match", "\"3\"").post(&format!("{at}/revert"), body).ok()["phone"], Value::Null);
    }

    fn rights_hold_for_going_back(house: &TestHouse) {
        let boss = house.as_boss();
        let (rep, other, service) = (house.hire("linxiao", "sales_rep", "销售一部"), house.hire("wangwei", "sales_rep", "销售一部"), house.hire("kefu", "service", "客服部"));
        let made = rep.create("customer", customer("海川泵业"));
        let at = format!("/customer/{}", made["id"].as_str().unwrap());
        boss.change("customer", &made["id"], json!({"credit_note": "拖欠货款", "credit_grade": "A", "phone": "021-12345678"}));
        for (method, path) in [("GET", format!("{at}/history/1")), ("POST", format!("{at}/revert"))] {
            let call = other.with("if-match", "\"2\"").with("content-type", "application/json");
            call.send(method, &path, (method == "POST").then(|| b"{\"version\":1}".to_vec())).refused(404, "record_not_found");
        }
        let seen = service.get(&format!("{at}/history/1")).ok();
        assert!(!seen.to_string().contains("credit_note") && seen["changes"].as_array().unwrap().iter().all(|change| change["writable"] == false), "{seen}");
        service.with("if-match", "\"2\"").post(&format!("{at}/revert"), json!({"version": 1})).refused(403, "action_forbidden");
        // A rep reads the credit grade and may not write it: it stays, unless asked for, which is refused.
        let grade = |seen: &Value| seen["changes"].as_array().unwrap().iter().find(|change| change["field"] == "credit_grade").unwrap()["writable"].clone();
        assert_eq!(grade(&rep.get(&format!("{at}/history/1")).ok()), false);
        rep.with("if-match", "\"2\"").post(&format!("{at}/revert"), json!({"version": 1, "fields": ["credit_grade"]})).invalid(&[("/credit_grade", "field_not_writable")]);
        let back = rep.with("if-match", "\"2\"").post(&format!("{at}/revert"), json!({"version": 1})).ok();
        assert_eq!((&back["credit_grade"], &back["phone"]), (&json!("A"), &Value::Null));
    }

    fn what_is_printed_is_noted(house: &TestHouse) {
        let (rep, other) = (house.hire("linxiao", "sales_rep", "销售一部"), house.hire("wangwei", "sales_rep", "销售一部"));
        let made = rep.create("customer", customer("海川泵业"));
        let noted = rep.post("/print", json!({"entity": "customer", "id": made["id"]})).ok();
        assert_eq!((&noted["by_name"], &noted["at"]), (&json!("linxiao"), &json!("2026-11-21T08:00:00.000Z")));
        let last = &rep.get(&format!("/customer/{}/history", made["id"].as_str().unwrap())).ok()["items"][0];
        assert_eq!((&last["action"], &last["by"], &last["changes"]), (&json!("print"), &json!(rep.staff_id), &json!([])));
        other.post("/print", json!({"entity": "customer", "id": made["id"]})).refused(404, "record_not_found");
        rep.post("/print", json!({"entity": "customer", "filter": "owner_id = me", "rows": 1})).status(200);
        rep.post("/print", json!({"entity": "role"})).refused(403, "action_forbidden");
        rep.post("/print", json!({"entity": "unicorn"})).refused(404, "entity_unknown");
        rep.post("/print", json!({"entity": "customer", "colour": "red"})).refused(400, "body_malformed");
    }
}

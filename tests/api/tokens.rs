//! API tokens: what they reach, from where, until when.

use keshu_testkit::{Client, TestHouse, customer, on_both_stores};
use serde_json::{Value, json};

fn token(house: &TestHouse, of: &Client, body: Value) -> Client {
    let made = of.post("/api_token", body).status(201).json;
    house.as_stranger().with_token(made["token"].as_str().expect("a secret"))
}

on_both_stores! {
    fn a_token_reaches_what_was_chosen_and_no_more(house: &TestHouse) {
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        let mine = rep.create("customer", customer("海川机电"));
        let id = mine["id"].as_str().unwrap();
        let reader = token(house, &rep, json!({"name": "报表", "actions": ["read"]}));
        reader.get(&format!("/customer/{id}")).status(200);
        reader.get("/search?q=海川").status(200);
        for (method, path) in [("POST", "/customer".to_owned()), ("PATCH", format!("/customer/{id}")), ("DELETE", format!("/customer/{id}")), ("POST", "/bulk".to_owned()), ("POST", "/import".to_owned()), ("POST", "/export".to_owned()), ("POST", "/takeout".to_owned()), ("POST", "/notification/read".to_owned()), ("PUT", "/form_draft/x".to_owned()), ("GET", "/form_draft".to_owned()), ("POST", "/job/x/undo".to_owned())] {
            reader.with("content-type", "application/json").with("if-match", "\"1\"").send(method, &path, (method != "GET").then(|| b"{}".to_vec())).refused(403, "token_limited");
        }
        let sync = token(house, &rep, json!({"name": "ERP 同步", "entities": ["customer", "contact"], "actions": ["read", "create"]}));
        let added = sync.create("customer", customer("江南装备"));
        sync.create("contact", json!({"name": "王工", "customer_id": added["id"]}));
        sync.patch(&format!("/customer/{id}"), 1, json!({"name": "x"})).refused(403, "action_forbidden");
        for path in ["/todo", "/staff", "/notification", "/follow_up"] {
            sync.get(path).refused(403, "token_limited");
        }
        sync.post("/bulk", json!({"entity": "todo", "ids": ["x"], "delete": true})).refused(403, "action_forbidden");
        sync.post("/export", json!({"entity": "todo", "format": "csv"})).refused(403, "action_forbidden");
        let known = sync.get("/catalog").ok();
        assert_eq!((known["entities"]["todo"].is_null(), known["entities"]["customer"]["can"]["update"].clone()), (true, json!(false)));
        // A token is never stronger than its person is now.
        let all = token(house, &rep, json!({"name": "alles", "entities": ["role", "staff"]}));
        all.post("/role", json!({"label": "x"})).refused(403, "action_forbidden");
        house.as_boss().change("staff", &json!(rep.staff_id), json!({"roles": []}));
        assert_ne!(reader.get(&format!("/customer/{id}")).status, 200);
    }

    fn a_token_goes_only_from_its_addresses(house: &TestHouse) {
        let boss = house.as_boss();
        let script = token(house, &boss, json!({"name": "ERP", "networks": ["203.0.113.7", "10.1.9.9/16"]}));
        let told = script.get("/customer").refused(403, "token_address");
        assert!(told["detail"].as_str().unwrap().contains("127.0.0.1"));
        script.from("203.0.113.8").get("/customer").refused(403, "token_address");
        script.from("203.0.113.7").get("/customer").status(200);
        house.advance(61);
        script.from("10.1.2.3").get("/customer").status(200);
        let listed = boss.get("/api_token").ok()["items"][0].clone();
        assert_eq!(listed["networks"], json!(["203.0.113.7", "10.1.0.0/16"]));
        assert_eq!((&listed["last_address"], &listed["last_used_at"]), (&json!("10.1.2.3"), &json!("2026-11-21T08:01:01.000Z")));
        assert_eq!((&listed["entities"], &listed["actions"]), (&json!(null), &json!(null)));
    }

    fn what_cannot_be_a_token_is_said(house: &TestHouse) {
        let boss = house.as_boss();
        let make = |body: Value| boss.post("/api_token", body);
        make(json!({"name": "x", "entities": ["customer", "unicorn"], "actions": ["read", "fly"], "networks": ["10.0.0.0/33", "10.0.0.1"]}))
            .invalid(&[("/entities/1", "entity_unknown"), ("/actions/1", "action_unknown"), ("/networks/0", "network_invalid")]);
        make(json!({"name": "x", "entities": ["contact"]})).invalid(&[("/entities/0", "token_needs_parent")]);
        make(json!({"name": "x", "entities": "customer"})).invalid(&[("/entities", "value_type")]);
        assert_eq!(boss.get("/api_token").ok()["items"], json!([]));
    }
}

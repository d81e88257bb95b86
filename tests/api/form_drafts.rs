//! What is typed and not saved: kept for its person, and for nobody else.

use keshu_testkit::{Client, customer, on_both_stores};
use serde_json::{Value, json};

fn keep(client: &Client, id: &str, body: Value) -> keshu_testkit::Answer {
    client.with("content-type", "application/json").send("PUT", &format!("/form_draft/{id}"), Some(body.to_string().into_bytes()))
}

fn drafts(client: &Client) -> Vec<Value> {
    client.get("/form_draft").ok()["items"].as_array().unwrap().clone()
}

on_both_stores! {
    fn a_draft_stays_with_its_person(house: &TestHouse) {
        let (boss, rep, other) = (house.as_boss(), house.hire("lin", "sales_rep", "东区"), house.hire("wang", "sales_rep", "东区"));
        keep(&rep, "a1", json!({"entity": "customer", "values": {"name": "海川", "bank_account": "6222"}})).ok();
        house.advance(60);
        keep(&rep, "a1", json!({"entity": "customer", "values": {"name": "海川泵业", "bank_account": "6222"}})).ok();
        let kept = drafts(&rep);
        assert_eq!((kept.len(), &kept[0]["values"], &kept[0]["label"], &kept[0]["labels"]["name"]), (1, &json!({"name": "海川泵业", "bank_account": "6222"}), &json!("客户"), &json!("客户名称")));
        // Half of a number is kept as it stands, and nobody else has it: not a colleague, not the administrator.
        for stranger in [&other, &boss] {
            assert_eq!(drafts(stranger), Vec::<Value>::new());
            stranger.send("DELETE", "/form_draft/a1", None).refused(404, "record_not_found");
            keep(stranger, "a1", json!({"entity": "customer", "values": {"name": "另一份"}})).ok();
        }
        rep.send("DELETE", "/session", None).status(204);
        let again = house.sign_in("lin");
        assert_eq!(drafts(&again)[0]["values"]["name"], "海川泵业", "it outlives the session, and the same id of others");
        again.send("DELETE", "/form_draft/a1", None).status(204);
        assert_eq!((drafts(&again).len(), drafts(&other).len()), (0, 1));
    }

    fn a_draft_outlives_the_right_to_its_record(house: &TestHouse) {
        let (boss, rep) = (house.as_boss(), house.hire("lin", "sales_rep", "东区"));
        house.hire("wang", "sales_rep", "西区");
        let made = rep.create("customer", json!({"name": "海川", "alias": "川"}));
        let id = made["id"].as_str().unwrap();
        let typed = json!({"entity": "customer", "record_id": id, "version": 1, "values": {"alias": "海川泵"}, "titles": {"owner_id": "林"}});
        keep(&rep, "a1", typed.clone()).ok();
        assert_eq!((&drafts(&rep)[0]["title"], &drafts(&rep)[0]["titles"]), (&json!("海川"), &json!({})));
        boss.change("customer", &made["id"], json!({"owner_id": house.sign_in("wang").staff_id, "name": "海川新名"}));
        // The words are the person's own; of the record they are told nothing any more.
        let kept = drafts(&rep);
        assert_eq!((&kept[0]["values"], &kept[0]["title"]), (&json!({"alias": "海川泵"}), &Value::Null));
        assert!(!kept[0].to_string().contains("新名"));
        // Typing goes on being kept; saving is a write like any other.
        keep(&rep, "a1", typed).ok();
        rep.patch(&format!("/customer/{id}"), 1, json!({"alias": "海川泵"})).refused(404, "record_not_found");
    }

    fn a_draft_holds_only_fields_that_one_may_read(house: &TestHouse) {
        let service = house.hire("kefu", "service", "客服部");
        let draft = |values: Value| json!({"entity": "contact", "values": values});
        keep(&house.as_boss(), "a1", draft(json!({"name": "王工", "family": "两个孩子"}))).ok();
        let hidden = keep(&service, "a1", draft(json!({"name": "王工", "family": "两个孩子", "created_at": "x", "unicorn": 1})));
        hidden.invalid(&[("/values/family", "field_unknown"), ("/values/created_at", "field_unknown"), ("/values/unicorn", "field_unknown")]);
        keep(&service, "a1", json!({"entity": "unicorn", "values": {}})).refused(404, "entity_unknown");
        keep(&service, "a1", json!({"entity": "role", "values": {"label": "x"}})).refused(403, "action_forbidden");
        keep(&service, "a 1".replace(' ', "%20").as_str(), draft(json!({}))).refused(400, "query_invalid");
        keep(&service, "a1", json!({"entity": "contact"})).refused(400, "body_malformed");
        keep(&service, "a1", draft(json!({"note": "长".repeat(100_000)}))).refused(413, "body_too_large");
        assert_eq!(drafts(&service), Vec::<Value>::new());
    }

    fn old_drafts_go(house: &TestHouse) {
        let boss = house.as_boss();
        for place in 0..102 {
            keep(&boss, &format!("d{place}"), json!({"entity": "customer", "values": customer(&format!("第{place}份"))})).ok();
            house.advance(1);
        }
        let kept = drafts(&boss);
        assert_eq!((kept.len(), &kept[0]["id"], &kept[99]["id"]), (100, &json!("d101"), &json!("d2")));
        house.advance(30 * 86_400 - 50);
        house.keep_house();
        let boss = house.sign_in("boss");
        assert_eq!(drafts(&boss).len(), 50, "those of the last 30 days");
        house.advance(60);
        house.keep_house();
        assert_eq!(drafts(&boss), Vec::<Value>::new());
    }
}

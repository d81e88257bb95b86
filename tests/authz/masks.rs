//! A masked field shows a part and nothing can be asked by it; the whole is shown for a purpose, and never unseen.

use keshu_testkit::{Client, customer, on_both_stores};
use serde_json::{Value, json};

/// A role that reads and changes all customers; these of their fields are masked.
fn desk(house: &keshu_testkit::TestHouse, masked: &[&str], actions: &[&str]) -> Client {
    let grant = |action: &&str| json!({"entity_name": "customer", "action_code": action, "scope_code": "all"});
    let rule = |field: &&str| json!({"entity_name": "customer", "field_name": field, "access_code": "masked"});
    let grants: Vec<Value> = actions.iter().map(grant).collect();
    house.as_boss().create("role", json!({"label": "前台", "role_key": "desk", "grants": grants, "field_rules": masked.iter().map(rule).collect::<Vec<_>>()}));
    house.hire("qiantai", "desk", "前台")
}

fn at(made: &Value) -> String {
    format!("/customer/{}", made["id"].as_str().unwrap())
}

on_both_stores! {
    fn a_masked_value_is_whole_nowhere(house: &TestHouse) {
        let boss = house.as_boss();
        let made = boss.create("customer", json!({"name": "海川泵业", "phone": "13812345678", "legal_rep": "钱三一", "bank_account": "6222020200098765432", "email": "liu@haichuan.example", "note": "拖欠货款"}));
        boss.change("customer", &made["id"], json!({"phone": "13987654321"}));
        let desk = desk(house, &["phone", "bank_account", "email", "note", "owner_id"], &["read", "update", "export"]);
        let seen = desk.get(&at(&made)).ok();
        assert_eq!(seen["phone"], json!({"masked": true, "shown": "139****4321"}));
        assert_eq!(seen["email"], json!({"masked": true, "shown": "l***@haichuan.example"}));
        assert_eq!(seen["bank_account"]["shown"].as_str().unwrap().matches('*').count(), 4);
        assert_eq!((&seen["note"]["masked"], &seen["fax"]), (&json!(true), &json!(null)), "what is empty stays empty");
        assert_eq!((&seen["owner_id"]["masked"], seen["titles"].get("owner_id")), (&json!(true), None), "nor by its name");
        for path in [at(&made), "/customer".to_owned(), format!("{}/history", at(&made)), format!("{}/timeline", at(&made)), "/search?q=%E6%B5%B7%E5%B7%9D".to_owned(), "/duplicate?entity=customer".to_owned()] {
            let text = desk.get(&path).json.to_string();
            for secret in ["13812345678", "13987654321", "6222020200098765432", "liu@", "拖欠"] {
                assert!(!text.contains(secret), "{secret} in {path}");
            }
        }
        assert!(desk.get(&format!("{}/history", at(&made))).ok().to_string().contains("••••"), "that it changed is told");
    }

    fn nothing_is_asked_by_a_masked_field(house: &TestHouse) {
        let boss = house.as_boss();
        boss.create("customer", json!({"name": "海川", "phone": "13812345678", "note": "拖欠货款"}));
        let desk = desk(house, &["phone", "note"], &["read", "create", "update", "export", "import"]);
        assert_eq!(desk.list("customer", &[("fields", "name,phone")])[0]["phone"]["shown"], "138****5678");
        desk.find("/customer", &[("sort", "phone")]).refused(403, "field_not_readable");
        for filter in ["phone = \"13812345678\"", "电话 = \"13812345678\"", "starts with(phone, \"138\")"] {
            desk.find("/customer", &[("filter", filter)]).refused(403, "field_not_readable");
        }
        for q in ["13812345678", "5678", "拖欠"] {
            assert_eq!((boss.column("customer", &[("q", q)], "name").len(), desk.column("customer", &[("q", q)], "name").len()), (1, 0), "{q}");
            assert_eq!(desk.find("/search", &[("q", q)]).ok()["items"], json!([]), "{q}");
        }
        // What is alike in a masked field is not told either.
        let told = desk.post("/customer", json!({"name": "远山", "phone": "13812345678"})).status(201).json;
        assert!(!told["warnings"].to_string().contains("海川"), "{told:#}");
        desk.post("/export", json!({"entity": "customer", "format": "csv", "fields": ["name", "phone"]})).refused(403, "field_not_readable");
        let field = |key: &str| desk.get("/catalog").ok()["entities"]["customer"]["fields"].as_array().unwrap().iter().find(|field| field["key"] == key).cloned().unwrap();
        assert_eq!(["masked", "sortable", "filterable", "writable"].map(|flag| field("phone")[flag].clone()), [json!(true), json!(false), json!(false), json!(true)]);
    }

    fn a_masked_value_may_be_written_anew_and_is_kept_otherwise(house: &TestHouse) {
        let boss = house.as_boss();
        let made = boss.create("customer", json!({"name": "海川", "phone": "13812345678"}));
        let desk = desk(house, &["phone"], &["read", "update"]);
        desk.patch(&at(&made), 1, json!({"note": "已联系"})).ok();
        assert_eq!(boss.get(&at(&made)).ok()["phone"], "13812345678");
        let answer = desk.patch(&at(&made), 2, json!({"phone": "13900001111"})).ok();
        assert_eq!(answer["phone"]["shown"], "139****1111");
        assert_eq!(boss.get(&at(&made)).ok()["phone"], "13900001111");
    }

    fn a_value_is_revealed_for_a_purpose_and_its_owner_is_told(house: &TestHouse) {
        let boss = house.as_boss();
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        let made = rep.create("customer", json!({"name": "海川", "bank_account": "6222020200098765432"}));
        let reveal = |who: &Client, purpose: &str| who.post(&format!("{}/reveal", at(&made)), json!({"field": "bank_account", "purpose": purpose}));
        assert_eq!(boss.get(&at(&made)).ok()["bank_account"]["masked"], true, "administrators are masked too");
        assert_eq!(boss.get(&at(&made)).ok()["can"]["reveal"], true);
        reveal(&boss, " ").invalid(&[("/purpose", "purpose_needed")]);
        boss.post(&format!("{}/reveal", at(&made)), json!({"field": "bank_acount", "purpose": "核对"})).invalid(&[("/field", "field_unknown")]);
        assert_eq!(reveal(&boss, "核对汇款账号").ok()["value"], "6222020200098765432");
        let entry = boss.get(&format!("{}/history", at(&made))).ok()["items"][0].clone();
        assert_eq!((&entry["action"], &entry["purpose"], &entry["changes"][0]["field"]), (&json!("reveal"), &json!("核对汇款账号"), &json!("bank_account")));
        assert!(!entry.to_string().contains("6222"));
        let told = rep.list("notification", &[]);
        assert_eq!((told.len(), &told[0]["kind_code"]), (1, &json!("revealed")));
        // One's own is no news.
        reveal(&rep, "打印合同").ok();
        assert_eq!(rep.list("notification", &[]).len(), 1);
        // Who may not reveal is refused; what is out of reach is not there.
        let desk = desk(house, &["bank_account"], &["read"]);
        reveal(&desk, "核对").refused(403, "action_forbidden");
        let other = house.hire("zhouyi", "sales_rep", "销售二部");
        reveal(&other, "核对").refused(404, "record_not_found");
    }

    fn one_may_reveal_so_many_a_day(house: &TestHouse) {
        let boss = house.as_boss();
        let made = boss.create("customer", json!({"name": "海川", "bank_account": "6222020200098765432"}));
        let reveal = || boss.post(&format!("{}/reveal", at(&made)), json!({"field": "bank_account", "purpose": "核对"}));
        for _ in 0..50 {
            reveal().ok();
        }
        reveal().refused(429, "reveals_spent");
        house.advance(24 * 3600 + 1);
        house.sign_in("boss").post(&format!("{}/reveal", at(&made)), json!({"field": "bank_account", "purpose": "核对"})).ok();
    }

    fn a_formula_does_not_tell_what_is_masked(house: &TestHouse) {
        let boss = house.as_boss();
        let made = boss.create("customer", customer("海川"));
        let desk = desk(house, &["last_follow_at"], &["read"]);
        let fields = |who: &Client| who.get("/catalog").ok()["entities"]["customer"]["fields"].as_array().unwrap().iter().map(|field| field["key"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        let told: Vec<String> = fields(&boss).into_iter().filter(|key| !fields(&desk).contains(key)).collect();
        assert_eq!(told, ["days_since_follow"], "days since a masked moment say the moment");
        assert_eq!(desk.get(&at(&made)).ok().get("days_since_follow"), None);
    }
}

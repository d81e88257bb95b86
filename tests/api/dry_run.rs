//! What a form is told while it is filled: the checks of the write, what looks alike, and lines pasted from a spreadsheet.

use keshu_testkit::{Client, customer, on_both_stores, pointers, uscc};
use serde_json::{Value, json};

fn dry_run(client: &Client, values: Value) -> Value {
    client.post("/customer/dry_run", json!({"values": values})).ok()
}

fn faults(told: &Value) -> Vec<(&str, &str)> {
    pointers(told)
}

/// `kind: title/owner/state` of every candidate; one that is covered in brackets.
fn alike(told: &Value) -> Vec<String> {
    let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let hints = told["alike"].as_array().unwrap();
    let all = hints.iter().flat_map(|hint| hint["candidates"].as_array().unwrap().iter().map(move |one| (hint, one)));
    all.map(|(hint, one)| {
        let name = if one["masked"] == true { format!("({})", word(&one["shown"])) } else { word(&one["title"]) };
        format!("{}: {name}/{}/{}", word(&hint["kind"]), word(&one["owner"]), word(&one["state"]))
    }).collect()
}

on_both_stores! {
    fn every_fault_is_told_at_once_and_nothing_is_written(house: &TestHouse) {
        let boss = house.as_boss();
        boss.create("customer", json!({"name": "海川", "uscc": uscc(1)}));
        let told = dry_run(&boss, json!({"phone": "12", "uscc": uscc(1), "birthday_on": "2030-01-01", "kind_code": "person", "parent_customer_id": "0198"}));
        assert_eq!(faults(&told), [("/phone", "phone_invalid"), ("/parent_customer_id", "link_broken"), ("/name", "value_required"), ("/birthday_on", "value_too_large"), ("/uscc", "duplicate")]);
        assert_eq!(boss.list("customer", &[]).len(), 1);
        assert_eq!(faults(&dry_run(&boss, json!({"name": "云岭"}))), []);
        boss.post("/customer/dry_run", json!({})).invalid(&[("/values", "value_type")]);
    }

    fn conditions_are_those_of_the_server(house: &TestHouse) {
        let boss = house.as_boss();
        let told = dry_run(&boss, json!({"kind_code": "person"}));
        assert_eq!((&told["fields"]["birthday_on"], &told["fields"]["uscc"]), (&json!({"shown": true}), &json!({"shown": false})));
        let made = boss.create("customer", customer("云岭"));
        let told = boss.post("/customer/dry_run", json!({"id": made["id"], "values": {"state": "won"}})).ok();
        assert_eq!(faults(&told), [("/state", "code_unknown")]);
        let told = boss.post("/customer/dry_run", json!({"id": made["id"], "values": {"state": "winback"}})).ok();
        assert_eq!((faults(&told), &told["fields"]["churn_reason"]), (vec![("/state", "state_move_forbidden")], &json!({"shown": true})));
        // A condition over what somebody may not read tells them nothing.
        let grants = json!([{"entity_name": "customer", "action_code": "read", "scope_code": "all"}, {"entity_name": "customer", "action_code": "update", "scope_code": "all"}]);
        boss.create("role", json!({"label": "前台", "role_key": "desk", "grants": grants, "field_rules": [{"entity_name": "customer", "field_name": "kind_code", "access_code": "hidden"}]}));
        let desk = house.hire("qiantai", "desk", "前台");
        let told = desk.post("/customer/dry_run", json!({"id": made["id"], "values": {}})).ok();
        assert_eq!((&told["fields"]["uscc"], &told["fields"]["churn_reason"]), (&Value::Null, &json!({"shown": false})));
        desk.post("/customer/dry_run", json!({"values": {}})).refused(403, "action_forbidden");
        let foreign = house.hire("wang", "sales_rep", "西区");
        foreign.post("/customer/dry_run", json!({"id": made["id"], "values": {}})).refused(404, "record_not_found");
    }

    fn names_are_alike_from_the_second_letter(house: &TestHouse) {
        let rep = house.hire("lin", "sales_rep", "东区");
        rep.create("customer", json!({"name": "海川泵业有限公司", "phone": "13812345678"}));
        assert_eq!(alike(&dry_run(&rep, json!({"name": "海"}))), Vec::<String>::new());
        assert_eq!(alike(&dry_run(&rep, json!({"name": "海川"}))), ["near: 海川泵业有限公司/lin/潜在"]);
        for variant in ["海川泵业", "海川泵业股份有限公司", "海川 泵业有限公司", "海川泵业（有限公司）", "ＨＡ海川泵业".trim_start_matches("ＨＡ")] {
            assert_eq!(alike(&dry_run(&rep, json!({"name": variant}))), ["similar: 海川泵业有限公司/lin/潜在"], "{variant}");
        }
        assert_eq!(alike(&dry_run(&rep, json!({"name": "云岭", "phone": "+86 138 1234 5678"}))), ["similar: 海川泵业有限公司/lin/潜在"]);
        // The record itself is not like itself.
        let own = rep.list("customer", &[])[0].clone();
        let told = rep.post("/customer/dry_run", json!({"id": own["id"], "values": {"name": "海川泵业"}})).ok();
        assert_eq!(alike(&told), Vec::<String>::new());
    }

    fn of_others_only_name_owner_and_state_are_told_and_only_of_the_same(house: &TestHouse) {
        let (rep, other) = (house.hire("lin", "sales_rep", "东区"), house.hire("wang", "sales_rep", "西区"));
        let theirs = other.create("customer", json!({"name": "海川泵业有限公司", "phone": "13812345678", "uscc": uscc(1)}));
        assert_eq!(alike(&dry_run(&rep, json!({"name": "海川泵"}))), Vec::<String>::new(), "nobody leafs through what others have");
        let told = dry_run(&rep, json!({"name": "海川泵业"}));
        assert_eq!(alike(&told), ["similar: (海川泵业有限公司)/wang/潜在"]);
        for secret in [theirs["id"].as_str().unwrap(), "13812345678"] {
            assert!(!told.to_string().contains(secret), "{secret} in {told:#}");
        }
        assert_eq!(alike(&dry_run(&rep, json!({"uscc": uscc(1)}))), ["duplicate: (海川泵业有限公司)/wang/潜在"]);
        // Who may read no owner is told of none, and who may read no customer learns of no name.
        let boss = house.as_boss();
        let may = |action: &str, scope: &str| json!({"entity_name": "customer", "action_code": action, "scope_code": scope});
        boss.create("role", json!({"label": "录入", "role_key": "clerk", "grants": [may("create", "own"), may("read", "own")], "field_rules": [{"entity_name": "customer", "field_name": "owner_id", "access_code": "hidden"}]}));
        boss.create("role", json!({"label": "投递", "role_key": "drop", "grants": [may("create", "own")]}));
        assert_eq!(alike(&dry_run(&house.hire("luru", "clerk", "录入"), json!({"name": "海川泵业"}))), ["similar: (海川泵业有限公司)/-/潜在"]);
        assert_eq!(alike(&dry_run(&house.hire("toudi", "drop", "投递"), json!({"name": "海川泵业"}))), ["similar: (***)/-/-"]);
    }

    fn a_piece_of_a_spreadsheet_becomes_lines(house: &TestHouse) {
        let boss = house.as_boss();
        let holder = boss.create("customer", customer("海川集团"));
        let paste = |rows: Value| boss.post("/customer/paste", json!({"field": "shareholders", "columns": ["name", "kind_code", "holder_customer_id", "share_rate"], "rows": rows})).ok();
        let by_order = paste(json!([["林晓", "自然人", "", "35%"], ["", "", "", ""], ["海川集团", "企业", "海川集团", "0.65", "多出来的"]]));
        assert_eq!(by_order["rows"][0], json!({"name": "林晓", "kind_code": "person", "share_rate": "0.35", "titles": {}}));
        assert_eq!((&by_order["rows"][1]["holder_customer_id"], &by_order["rows"][1]["titles"]), (&holder["id"], &json!({"holder_customer_id": "海川集团"})));
        assert_eq!((by_order["left"].as_array().unwrap().len(), &by_order["left"][0]["row"], &by_order["left"][0]["text"]), (1, &json!(3), &json!("多出来的")));
        let by_header = paste(json!([["持股比例", "股东名称", "星座"], ["一半", "王强", ""], ["50%", "李雷", "白羊"]]));
        assert_eq!(by_header["rows"], json!([{"name": "王强", "titles": {}}, {"share_rate": "0.5", "name": "李雷", "titles": {}}]));
        assert_eq!(by_header["left"].as_array().unwrap().iter().map(|left| left["text"].as_str().unwrap()).collect::<Vec<_>>(), ["一半", "白羊"]);
        boss.post("/customer/paste", json!({"field": "name", "columns": [], "rows": []})).invalid(&[("/field", "field_unknown")]);
        // Names mean only what the asker may read.
        let rep = house.hire("lin", "sales_rep", "东区");
        let told = rep.post("/customer/paste", json!({"field": "shareholders", "columns": ["name", "holder_customer_id"], "rows": [["x", "海川集团"]]})).ok();
        assert_eq!((&told["rows"][0].get("holder_customer_id"), &told["left"][0]["text"]), (&None, &json!("海川集团")));
    }
}

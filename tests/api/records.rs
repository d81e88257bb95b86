//! One record through its life.

use keshu_testkit::{customer, on_both_stores, pointers};
use serde_json::{Value, json};

on_both_stores! {
    fn a_record_is_created_read_changed_and_deleted(house: &TestHouse) {
        let boss = house.as_boss();
        let answer = boss.post("/customer", customer("海川泵业有限公司")).status(201);
        let made = answer.json.clone();
        let at = format!("/customer/{}", made["id"].as_str().unwrap());
        assert_eq!((answer.header("etag"), answer.header("location")), ("\"1\"", format!("/api/v1{at}").as_str()));
        assert_eq!((&made["customer_no"], &made["state"], &made["kind_code"]), (&json!("C2026000001"), &json!("prospect"), &json!("organisation")));
        assert_eq!((&made["owner_id"], &made["titles"]["owner_id"]), (&json!(boss.staff_id), &json!("老板")));
        assert_eq!((&made["created_at"], &made["opened_on"]), (&json!("2026-11-21T08:00:00.000Z"), &json!("2026-11-21")));
        assert_eq!(made["can"]["moves"], json!(["intending", "active", "churned"]));
        assert_eq!(made["warnings"], json!([]));
        // What came back may be sent back.
        house.advance(60);
        let mut whole = made.clone();
        whole.as_object_mut().unwrap().retain(|key, _| key == "name" || ["id", "version", "titles", "can", "created_at", "created_by", "updated_at", "updated_by"].contains(&key.as_str()));
        whole["name"] = json!("海川泵业");
        let changed = boss.patch(&at, 1, whole).status(200);
        assert_eq!((changed.header("etag"), &changed.json["updated_at"]), ("\"2\"", &json!("2026-11-21T08:01:00.000Z")));
        // The same again changes nothing.
        assert_eq!(boss.patch(&at, 2, json!({"name": "海川泵业"})).status(200).header("etag"), "\"2\"");
        assert_eq!(boss.get(&at).status(200).header("etag"), "\"2\"");
        boss.delete(&at, 2).status(204);
        boss.get(&at).refused(404, "record_not_found");
        boss.patch(&at, 3, json!({"name": "x"})).refused(404, "record_not_found");
        assert_eq!(boss.list("customer", &[]).len(), 0);
        let trash = boss.list("customer/trash", &[]);
        assert_eq!((&trash[0]["id"], &trash[0]["deleted_by"], &trash[0]["deleted_at"]), (&made["id"], &json!(boss.staff_id), &json!("2026-11-21T08:01:00.000Z")));
        let back = boss.post(&format!("{at}/restore"), json!({})).status(200);
        assert_eq!((back.header("etag"), &back.json["name"]), ("\"4\"", &json!("海川泵业")));
        assert_eq!((boss.list("customer", &[]).len(), boss.list("customer/trash", &[]).len()), (1, 0));
        boss.post(&format!("{at}/restore"), json!({})).refused(404, "record_not_found");
        boss.post(&format!("{at}/fly"), json!({})).refused(404, "action_unknown");
    }

    fn nobody_overwrites_what_another_changed(house: &TestHouse) {
        let (boss, rep) = (house.as_boss(), house.hire("linxiao", "sales_rep", "销售一部"));
        let made = rep.create("customer", customer("海川泵业"));
        let at = format!("/customer/{}", made["id"].as_str().unwrap());
        rep.patch_bare(&at, json!({"name": "x"})).refused(428, "version_required");
        rep.send("DELETE", &at, None).refused(428, "version_required");
        for wrong in ["abc", "1", "\"1", "\"+1\"", "\"12345678901234567890\""] {
            rep.with("if-match", wrong).patch_bare(&at, json!({"name": "x"})).refused(400, "query_invalid");
        }
        assert_eq!(rep.with("if-match", "W/\"1\"").patch_bare(&at, json!({})).ok()["version"], 1);
        house.advance(30);
        boss.patch(&at, 1, json!({"phone": "021-12345678", "customer_grade": "A"})).ok();
        let ahead = rep.patch(&at, 99, json!({"name": "海川"})).refused(412, "stale_version");
        assert!(!ahead["detail"].as_str().unwrap().contains('—'), "the last change is named: {ahead:#}");
        let stale = rep.patch(&at, 1, json!({"name": "海川"})).refused(412, "stale_version");
        assert_eq!(stale["since"].as_array().unwrap().len(), 1);
        let since = &stale["since"][0];
        assert_eq!((&since["by"], &since["by_name"], &since["version"], &since["at"]), (&json!(boss.staff_id), &json!("老板"), &json!(2), &json!("2026-11-21T08:00:30.000Z")));
        let mut fields: Vec<&str> = since["fields"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        fields.sort();
        assert_eq!(fields, ["customer_grade", "phone"]);
        let detail = stale["detail"].as_str().unwrap();
        assert!(["老板", "电话", "客户等级", "16:00"].iter().all(|word| detail.contains(word)), "{detail}");
        rep.delete(&at, 1).refused(412, "stale_version");
        assert_eq!(rep.get(&at).ok()["name"], "海川泵业");
        rep.patch(&at, 2, json!({"name": "海川"})).ok();
    }

    fn states_move_along_their_arrows(house: &TestHouse) {
        let boss = house.as_boss();
        let made = boss.create("customer", customer("海川泵业"));
        let refused = boss.patch(&format!("/customer/{}", made["id"].as_str().unwrap()), 1, json!({"state": "dormant"}));
        let problem = refused.invalid(&[("/state", "state_move_forbidden")]);
        let words = problem["errors"][0]["detail"].as_str().unwrap();
        assert!(["潜在", "休眠", "意向", "现有", "流失"].iter().all(|word| words.contains(word)), "{words}");
        assert_eq!(boss.change("customer", &made["id"], json!({"state": "active"}))["can"]["moves"], json!(["dormant", "churned"]));
        assert_eq!(boss.change("customer", &made["id"], json!({"state": "dormant"}))["state"], "dormant");
    }

    fn lines_are_kept_added_and_removed_in_order(house: &TestHouse) {
        let boss = house.as_boss();
        let line = |entity: &str, action: &str| json!({"entity_name": entity, "action_code": action, "scope_code": "own"});
        let made = boss.create("role", json!({"label": "外勤", "role_key": "field", "grants": [line("customer", "read"), line("contact", "read")]}));
        let first = made["grants"][0].clone();
        assert_eq!(first["entity_name"], "customer");
        let mut wider = first.clone();
        wider["scope_code"] = json!("dept");
        let changed = boss.change("role", &made["id"], json!({"grants": [line("todo", "read"), wider]}));
        assert_eq!(changed["version"], 2);
        let seen: Vec<(&str, &str)> = changed["grants"].as_array().unwrap().iter().map(|line| (line["entity_name"].as_str().unwrap(), line["scope_code"].as_str().unwrap())).collect();
        assert_eq!(seen, [("todo", "own"), ("customer", "dept")]);
        assert_eq!(changed["grants"][1]["id"], first["id"], "a line with its id is kept");
        assert_ne!(changed["grants"][0]["id"], made["grants"][1]["id"]);
        let faulty = json!({"grants": [line("customer", "read"), {"action_code": "fly"}]});
        boss.patch(&format!("/role/{}", made["id"].as_str().unwrap()), 2, faulty).invalid(&[("/grants/1/action_code", "code_unknown"), ("/grants/1/entity_name", "value_required")]);
        assert_eq!(boss.change("role", &made["id"], json!({"grants": []}))["grants"], json!([]));
        boss.get("/role_grant").refused(404, "entity_unknown");
    }

    fn a_line_of_another_record_cannot_be_taken(house: &TestHouse) {
        let boss = house.as_boss();
        let grant = json!({"entity_name": "customer", "action_code": "read", "scope_code": "own"});
        let one = boss.create("role", json!({"label": "甲", "grants": [grant]}));
        let two = boss.create("role", json!({"label": "乙"}));
        let taken = json!({"grants": [{"id": one["grants"][0]["id"], "entity_name": "todo", "action_code": "read", "scope_code": "all"}]});
        let answer = boss.patch(&format!("/role/{}", two["id"].as_str().unwrap()), 1, taken);
        assert!(answer.status < 500, "{}", answer.text());
        assert_eq!(boss.read("role", &one["id"])["grants"], one["grants"], "the first role is as it was");
    }

    fn tags_and_references_come_back_as_sent(house: &TestHouse) {
        let boss = house.as_boss();
        let made = boss.create("customer", json!({"name": "海川", "tags": ["重点", "老客户"], "external_refs": [{"system": "erp", "code": "K-7/1"}, {"system": "old", "code": "9"}]}));
        assert_eq!(made["tags"], json!(["重点", "老客户"]));
        assert_eq!(boss.get("/customer/by/erp/K-7%2F1").ok()["id"], made["id"]);
        boss.get("/customer/by/erp/9").refused(404, "record_not_found");
        let patched = boss.with("if-match", "\"1\"").patch_bare("/customer/by/old/9", json!({"tags": ["新"]})).ok();
        assert_eq!((&patched["tags"], &patched["version"]), (&json!(["新"]), &json!(2)));
        boss.post("/customer", json!({"name": "远山", "external_refs": [{"system": "erp", "code": "K-7/1"}]})).refused(409, "unique_taken");
        boss.create("contact", json!({"name": "王工", "customer_id": made["id"], "external_refs": [{"system": "erp", "code": "K-7/1"}]}));
assert_eq!(boss.column("customer", &[("filter", "list contains(tags, \"新\")")], "name"), ["海川"]);
    }

    fn history_speaks_in_labels(house: &TestHouse) {
        let boss = house.as_boss();
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        let made = boss.create("customer", json!({"name": "海川", "registered_capital": "100"}));
        house.advance(60);
        boss.change("customer", &made["id"], json!({"customer_grade": "A", "owner_id": rep.staff_id, "registered_capital": "250.5", "bank_account": "6222020200112233445"}));
        let history = boss.get(&format!("/customer/{}/history", made["id"].as_str().unwrap())).ok();
        let items = history["items"].as_array().unwrap();
        assert_eq!(items.iter().map(|item| item["action"].as_str().unwrap()).collect::<Vec<_>>(), ["update", "create"]);
        assert_eq!((&items[0]["by_name"], &items[0]["version"], &items[0]["at"]), (&json!("老板"), &json!(2), &json!("2026-11-21T08:01:00.000Z")));
        let change = |field: &str| items[0]["changes"].as_array().unwrap().iter().find(|change| change["field"] == field).unwrap_or_else(|| panic!("{field} in {:#}", items[0])).clone();
        assert_eq!(change("customer_grade"), json!({"field": "customer_grade", "label": "客户等级", "old": null, "new": "A级"}));
        assert_eq!((&change("owner_id")["label"], &change("owner_id")["old"], &change("owner_id")["new"]), (&json!("负责人"), &json!("老板"), &json!("linxiao")));
        assert!(change("registered_capital")["new"].as_str().unwrap().contains("250.50"));
        assert!(!change("bank_account").to_string().contains("6222"), "a sealed value stays covered");
        let english = boss.with("accept-language", "en").get(&format!("/customer/{}/history", made["id"].as_str().unwrap())).ok();
        assert!(english["items"][0]["changes"].as_array().unwrap().iter().any(|change| change["label"] == "Customer grade"));
    }

    fn the_timeline_holds_what_is_about_a_record(house: &TestHouse) {
        let boss = house.as_boss();
        let made = boss.create("customer", customer("海川"));
        let contact = boss.create("contact", json!({"name": "王工", "customer_id": made["id"]}));
        house.advance(3600);
        let about = |entity: &str, id: &Value| json!({"entity": entity, "id": id});
        let first = boss.create("follow_up", json!({"about": about("customer", &made["id"]), "summary": "电话问候"}));
        assert_eq!((&first["about"], &first["titles"]["about"]), (&about("customer", &made["id"]), &json!("海川")));
        let second = boss.create("follow_up", json!({"about": about("contact", &contact["id"]), "summary": "拜访王工", "happened_at": "2026-11-21T10:00:00+08:00"}));
        assert_eq!((&second["about"]["entity"], &second["contact_id"]), (&json!("customer"), &contact["id"]), "filed under the customer");
        let timeline = boss.get(&format!("/customer/{}/timeline", made["id"].as_str().unwrap())).ok();
        let seen: Vec<(&str, &str)> = timeline["items"].as_array().unwrap().iter().map(|item| (item["kind"].as_str().unwrap(), item["text"].as_str().unwrap_or("-"))).collect();
        assert_eq!(seen, [("record", "电话问候"), ("history", "-"), ("record", "拜访王工")]);
        boss.post("/follow_up", json!({"about": about("todo", &made["id"]), "summary": "x"})).refused(422, "input_invalid");
        boss.post("/follow_up", json!({"about": about("customer", &contact["id"]), "summary": "x"})).invalid(&[("/about", "link_broken")]);
    }

    fn what_is_in_use_stays(house: &TestHouse) {
        let boss = house.as_boss();
        let dept = house.dept("销售一部");
        house.hire("linxiao", "sales_rep", "销售一部");
        boss.delete(&format!("/dept/{dept}"), 1).refused(409, "record_in_use");
        let top = house.company();
        let version = boss.get(&format!("/dept/{top}")).ok()["version"].as_i64().unwrap();
        boss.patch(&format!("/dept/{top}"), version, json!({"parent_dept_id": dept})).invalid(&[("/parent_dept_id", "parent_cycle")]);
    }

    fn equal_hard_identifiers_are_refused_and_likeness_is_said(house: &TestHouse) {
        let boss = house.as_boss();
        let code = keshu_testkit::uscc(1);
        let made = boss.create("customer", json!({"name": "海川泵业", "uscc": code.to_lowercase(), "phone": "021-12345678"}));
        assert_eq!(made["uscc"], json!(code));
        let problem = boss.post("/customer", json!({"name": "海川", "uscc": code})).refused(409, "duplicate");
        assert_eq!((pointers(&problem), &problem["candidates"]), (vec![("/uscc", "duplicate")], &json!([{"id": made["id"], "title": "海川泵业", "owner": "老板", "state": "潜在"}])));
        let alike = boss.post("/customer", json!({"name": "海川泵业", "phone": "(021)12345678"})).status(201).json;
        assert_eq!(alike["warnings"].as_array().unwrap().iter().map(|one| one["fields"][0].as_str().unwrap()).collect::<Vec<_>>(), ["name", "phone"]);
        // Out of the trash only while nobody else has the code.
        boss.remove("customer", &made["id"]);
        boss.create("customer", json!({"name": "新海川", "uscc": code}));
        let answer = boss.post(&format!("/customer/{}/restore", made["id"].as_str().unwrap()), json!({}));
        assert_eq!((answer.status, answer.json["code"].as_str()), (409, Some("duplicate")), "{}", answer.text());
    }

    fn numbers_follow_each_other(house: &TestHouse) {
        let boss = house.as_boss();
        let numbers: Vec<Value> = (0..3).map(|place| boss.create("customer", customer(&format!("客户{place}")))["customer_no"].clone()).collect();
        assert_eq!(numbers, ["C2026000001", "C2026000002", "C2026000003"]);
        house.advance(45 * 86_400);
        let boss = house.sign_in("boss");
        assert_eq!(boss.create("customer", customer("新年"))["customer_no"], "C2027000001");
        boss.post("/customer", json!({"name": "x", "customer_no": "C1"})).invalid(&[("/customer_no", "field_not_writable")]);
    }

    fn one_new_number_for_each_of_many_at_once(house: &TestHouse) {
        let boss = house.as_boss();
        let mut numbers: Vec<String> = std::thread::scope(|scope| {
            let tasks: Vec<_> = (0..8).map(|task| {
                let boss = boss.clone();
                scope.spawn(move || (0..10).map(|place| boss.create("customer", customer(&format!("客户{task}-{place}")))["customer_no"].as_str().unwrap().to_owned()).collect::<Vec<_>>())
            }).collect();
            tasks.into_iter().flat_map(|task| task.join().unwrap()).collect()
        });
        numbers.sort();
        let wanted: Vec<String> = (1..=80).map(|place| format!("C2026{place:06}")).collect();
        assert_eq!(numbers, wanted);
        assert_eq!(boss.find("/customer", &[("count", "exact"), ("limit", "1")]).ok()["count"], 80);
    }

    fn writers_of_one_record_take_turns(house: &TestHouse) {
        let boss = house.as_boss();
        let made = boss.create("customer", customer("海川"));
        let at = format!("/customer/{}", made["id"].as_str().unwrap());
        let wins: usize = std::thread::scope(|scope| {
            let tasks: Vec<_> = (0..8).map(|task| {
                let (boss, at) = (boss.clone(), at.clone());
                scope.spawn(move || {
                    let answer = boss.patch(&at, 1, json!({"note": format!("from {task}")}));
                    assert!(matches!(answer.status, 200 | 412), "{}", answer.text());
                    usize::from(answer.status == 200)
                })
            }).collect();
            tasks.into_iter().map(|task| task.join().unwrap()).sum()
        });
        assert_eq!((wins, boss.get(&at).ok()["version"].as_i64()), (1, Some(2)));
    }
}

//! A hidden field is absent everywhere; a field to read is not to write.

use keshu_testkit::{Client, Form, customer, on_both_stores};
use serde_json::json;

on_both_stores! {
    fn a_hidden_field_is_nowhere(house: &TestHouse) {
        let boss = house.as_boss();
        let made = boss.create("customer", json!({"name": "海川", "credit_note": "拖欠货款", "annual_revenue": "7777777"}));
        boss.change("customer", &made["id"], json!({"annual_revenue": "8888888"}));
        let service = house.hire("kefu", "service", "客服部");
        let at = format!("/customer/{}", made["id"].as_str().unwrap());
        for path in [at.clone(), "/customer".to_owned(), format!("{at}/history"), format!("{at}/timeline"), "/catalog".to_owned()] {
            let text = service.get(&path).ok().to_string();
            for hidden in ["annual_revenue", "8888888", "7777777", "拖欠货款", "credit_note"] {
                // The dictionaries and other entities may use the same word; the customer may not.
                let text = if path == "/catalog" { service.get(&path).ok()["entities"]["customer"].to_string() } else { text.clone() };
                assert!(!text.contains(hidden), "{hidden} in {path}");
            }
        }
        assert!(boss.get(&at).ok()["annual_revenue"] == "8888888.00");
        service.find("/customer", &[("fields", "name,annual_revenue")]).refused(403, "field_not_readable");
        service.find("/customer", &[("sort", "annual_revenue")]).refused(403, "field_not_readable");
        for filter in ["annual_revenue > 1", "年营业额 > 1", "if annual_revenue > 1 then true else false", "parent_customer.annual_revenue > 1"] {
            service.find("/customer", &[("filter", filter)]).refused(403, "field_not_readable");
        }
        service.find("/contact", &[("filter", "customer.annual_revenue > 1")]).refused(403, "field_not_readable");
        assert_eq!(service.find("/search", &[("q", "拖欠货款")]).ok()["items"], json!([]));
        // Writing one is as unknown as any other word, and the hint does not name it.
        let problem = service.post("/customer", json!({"name": "x", "annual_revenue": "1", "annual_revenu": "1"})).invalid(&[("/annual_revenue", "field_unknown"), ("/annual_revenu", "field_unknown")]);
        assert!(!problem["errors"][1]["detail"].as_str().unwrap().contains("annual_revenue?"), "{problem:#}");
        // A change of hidden fields is told without them.
        let contact = boss.create("contact", json!({"name": "王工", "customer_id": made["id"]}));
        boss.change("contact", &contact["id"], json!({"family": "两个孩子"}));
        let stale = service.patch(&format!("/contact/{}", contact["id"].as_str().unwrap()), 1, json!({"job_title": "总工"})).refused(412, "stale_version");
        assert!(!stale.to_string().contains("family") && !stale.to_string().contains("家庭"), "{stale:#}");
    }

    fn a_hidden_file_is_neither_fetched_nor_found(house: &TestHouse) {
        let boss = house.as_boss();
        let grant = |entity: &str| json!({"entity_name": entity, "action_code": "read", "scope_code": "all"});
        let hidden = json!({"entity_name": "attachment", "field_name": "file", "access_code": "hidden"});
        boss.create("role", json!({"label": "前台", "role_key": "desk", "grants": [grant("customer"), grant("attachment")], "field_rules": [hidden]}));
        let owner = boss.create("customer", customer("海川"));
        let upload = |text: &str| boss.upload("/file", &Form::file("a.txt", text.as_bytes())).status(201).json["id"].as_str().unwrap().to_owned();
        let files = [upload("违约金"), upload("保证金")];
        let made = boss.create("attachment", json!({"name": "合同", "file": files[0], "about": {"entity": "customer", "id": owner["id"]}}));
        boss.change("attachment", &made["id"], json!({"file": files[1]}));
        let (desk, guest) = (house.hire("qiantai", "desk", "前台"), house.hire("kefu", "service", "客服部"));
        let finds = |who: &Client| (who.find("/search", &[("q", "保证金")]).ok()["items"].as_array().unwrap().len(), who.column("attachment", &[("q", "保证金")], "name").len());
        assert_eq!((finds(&desk), finds(&guest)), ((0, 0), (1, 1)));
        assert_eq!(desk.column("attachment", &[("q", "合同")], "name"), ["合同"], "the attachment itself is there");
        for file in &files {
            guest.get(&format!("/file/{file}")).status(200);
            for path in [format!("/file/{file}"), format!("/file/{file}/thumbnail")] {
                desk.get(&path).refused(404, "record_not_found");
            }
        }
    }

    fn a_hidden_field_does_not_find_its_record(house: &TestHouse) {
        let boss = house.as_boss();
        let grant = json!({"entity_name": "customer", "action_code": "read", "scope_code": "all"});
        let hidden = |field: &str| json!({"entity_name": "customer", "field_name": field, "access_code": "hidden"});
        boss.create("role", json!({"label": "前台", "role_key": "desk", "grants": [grant], "field_rules": [hidden("note"), hidden("phone"), hidden("legal_rep")]}));
        boss.create("customer", json!({"name": "海川泵业", "phone": "13812345678", "legal_rep": "钱三一", "note": "拖欠货款", "alias": "海川"}));
        let desk = house.hire("qiantai", "desk", "前台");
        let items = |who: &Client, q: &str| who.find("/search", &[("q", q)]).ok()["items"].as_array().unwrap().clone();
        for q in ["拖欠", "拖欠货款", "13812345678", "5678", "钱三一", "海川 拖欠"] {
            assert_eq!((boss.column("customer", &[("q", q)], "name").len(), items(&boss, q).len()), (1, 1), "the boss finds {q}");
            assert_eq!((desk.column("customer", &[("q", q)], "name").len(), items(&desk, q)), (0, vec![]), "the desk does not find {q}");
        }
        let found = items(&desk, "海川");
        assert_eq!(found[0]["title"], "海川泵业");
        for secret in ["拖欠", "1381", "钱三一"] {
            assert!(!found[0].to_string().contains(secret), "{secret} in {}", found[0]);
        }
        let highlight = &items(&boss, "拖欠")[0]["highlights"][0];
        assert_eq!((&highlight["label"], &highlight["ranges"]), (&json!("备注"), &json!([[0, 2]])));
        desk.find("/search", &[("q", "海川"), ("entity", "contact")]).refused(403, "action_forbidden");
    }

    fn a_field_to_read_is_not_to_write(house: &TestHouse) {
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        rep.post("/customer", json!({"name": "海川", "credit_limit": "1000000"})).invalid(&[("/credit_limit", "field_not_writable")]);
        let made = rep.create("customer", customer("海川"));
        let at = format!("/customer/{}", made["id"].as_str().unwrap());
        rep.patch(&at, 1, json!({"credit_grade": "A", "phone": "13812345678"})).invalid(&[("/credit_grade", "field_not_writable")]);
        house.as_boss().change("customer", &made["id"], json!({"credit_limit": "5000"}));
        assert_eq!(rep.get(&at).ok()["credit_limit"], "5000.00");
        let fields = rep.get("/catalog").ok()["entities"]["customer"]["fields"].as_array().unwrap().clone();
        let writable = |key: &str| fields.iter().find(|field| field["key"] == key).unwrap()["writable"].clone();
        assert_eq!((writable("credit_limit"), writable("name"), writable("contact_count")), (json!(false), json!(true), json!(false)));
    }

    fn a_role_made_here_counts_at_once(house: &TestHouse) {
        let boss = house.as_boss();
        let grant = |action: &str, scope: &str| json!({"entity_name": "customer", "action_code": action, "scope_code": scope});
        let role = boss.create("role", json!({"label": "前台", "role_key": "desk", "grants": [grant("read", "all")], "field_rules": [{"entity_name": "customer", "field_name": "phone", "access_code": "hidden"}]}));
        boss.create("customer", json!({"name": "海川", "phone": "13812345678"}));
        let desk = house.hire("qiantai", "desk", "前台");
        let seen = desk.list("customer", &[]);
        assert_eq!((seen.len(), seen[0].get("phone")), (1, None));
        desk.post("/customer", customer("x")).refused(403, "action_forbidden");
        boss.change("role", &role["id"], json!({"grants": [grant("read", "all"), grant("create", "all")], "field_rules": []}));
        assert_eq!(desk.list("customer", &[])[0]["phone"], "13812345678");
        desk.post("/customer", customer("远山")).status(201);
    }
}

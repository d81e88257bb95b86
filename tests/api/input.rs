//! What comes in is checked whole, and each fault says where it is.

use keshu_testkit::{customer, id_number, on_both_stores, uscc};
use serde_json::{Value, json};

on_both_stores! {
    fn unknown_and_unwritable_fields_are_faults(house: &TestHouse) {
        let boss = house.as_boss();
        let problem = boss.post("/customer", json!({"name": "海川", "custommer_grade": "A", "contact_count": 3, "a/b~c": 1})).invalid(&[
            ("/custommer_grade", "field_unknown"),
            ("/contact_count", "field_not_writable"),
            ("/a~1b~0c", "field_unknown"),
        ]);
        let hint = problem["errors"][0]["detail"].as_str().unwrap();
        assert!(hint.contains("customer_grade"), "{hint}");
        assert_eq!(boss.list("customer", &[]).len(), 0, "nothing was saved");
        let english = boss.with("accept-language", "en").post("/customer", json!({"name": "x", "custommer_grade": "A"})).refused(422, "input_invalid");
        assert!(english["errors"][0]["detail"].as_str().unwrap().contains("Did you mean customer_grade?"));
    }

    fn every_fault_is_said_at_once(house: &TestHouse) {
        house.as_boss().post("/customer", json!({"name": "", "phone": "12", "email": "x", "opened_on": "2026-02-30", "customer_grade": "Z9"})).invalid(&[
            ("/phone", "phone_invalid"),
            ("/email", "email_invalid"),
            ("/opened_on", "date_invalid"),
            ("/customer_grade", "code_unknown"),
            ("/name", "value_required"),
        ]);
        house.as_boss().post("/customer", json!({})).invalid(&[("/name", "value_required")]);
        house.as_boss().post("/customer", json!({"name": "   "})).invalid(&[("/name", "value_required")]);
        house.as_boss().post("/follow_up", json!({})).invalid(&[("/about", "value_required"), ("/summary", "value_required")]);
    }

    fn values_of_each_type_are_checked(house: &TestHouse) {
        let boss = house.as_boss();
        let long = "长".repeat(201);
        let faulty: Vec<(&str, Value, &str)> = vec![
            ("uscc", json!("91350100M000100Y44"), "uscc_invalid"),
            ("uscc", json!("123"), "uscc_invalid"),
            ("id_number", json!("110105194912310021"), "id_number_invalid"),
            ("id_number", json!("110105199013010029"), "id_number_invalid"),
            ("phone", json!("abc"), "phone_invalid"),
            ("phone", json!("1381234567"), "phone_invalid"),
            ("email", json!("a@b@c"), "email_invalid"),
            ("email", json!("name@"), "email_invalid"),
            ("website", json!("javascript:alert(1)"), "url_invalid"),
            ("bank_account", json!("12"), "bank_account_invalid"),
            ("geo_point", json!("91,200"), "geo_point_invalid"),
            ("opened_on", json!("2026-13-01"), "date_invalid"),
            ("opened_on", json!("昨天"), "date_invalid"),
            ("registered_capital", json!("1.005"), "value_too_fine"),
            ("registered_capital", json!("-1"), "value_too_small"),
            ("registered_capital", json!("99999999999999999999"), "value_too_large"),
            ("registered_capital", json!("一百"), "value_type"),
            ("payment_term", json!(721), "value_too_large"),
            ("payment_term", json!(-1), "value_too_small"),
            ("payment_term", json!(1.5), "value_type"),
            ("is_key", json!("maybe"), "value_type"),
            ("name", json!(12), "value_type"),
            ("name", json!(["x"]), "value_type"),
            ("name", json!(long), "value_too_long"),
            ("name", json!("a\u{7}b"), "value_control"),
            ("name", json!("a\u{202e}b"), "value_control"),
            ("note", json!("a\u{0}b"), "value_control"),
            ("customer_grade", json!("none of these"), "code_unknown"),
            ("parent_customer_id", json!("0198ffff-0000-7000-8000-000000000000"), "link_broken"),
            ("parent_customer_id", json!("not an id"), "link_broken"),
            ("owner_id", json!("0198ffff-0000-7000-8000-000000000000"), "link_broken"),
            ("logo", json!("0198ffff-0000-7000-8000-000000000000"), "file_unknown"),
            ("tags", json!("重点"), "value_type"),
            ("tags", json!([1]), "value_type"),
            ("external_refs", json!([{"system": "erp"}]), "value_type"),
        ];
        let mut wrong = Vec::new();
        for (field, value, code) in faulty {
            let mut body = customer("海川");
            body[field] = value.clone();
            let answer = boss.post("/customer", body);
            let found = (answer.status, answer.json["errors"][0]["pointer"].as_str().unwrap_or_default().to_owned(), answer.json["errors"][0]["code"].as_str().unwrap_or_default().to_owned());
            if found != (422, format!("/{field}"), code.to_owned()) {
                wrong.push(format!("{field} = {value}: wanted {code}, got {found:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    fn values_are_kept_in_one_spelling(house: &TestHouse) {
        house.unmask();
        let boss = house.as_boss();
        let sent = json!({
            "name": "  海川\u{200b}泵业\u{3000}", "phone": "+86 138-1234-5678", "email": "Wang@Example.com", "uscc": uscc(7).to_lowercase(),
            "id_number": id_number(3).to_lowercase(), "registered_capital": "1000000", "note": "一\r\n二", "opened_on": "2026-11-01", "is_key": true, "payment_term": 30,
        });
        let made = boss.create("customer", sent);
        assert_eq!((&made["name"], &made["phone"], &made["uscc"]), (&json!("海川泵业"), &json!("13812345678"), &json!(uscc(7))));
        assert_eq!((&made["id_number"], &made["registered_capital"], &made["note"]), (&json!(id_number(3)), &json!("1000000.00"), &json!("一\n二")));
        assert_eq!((&made["is_key"], &made["payment_term"], &made["opened_on"]), (&json!(true), &json!(30), &json!("2026-11-01")));
        assert_eq!(boss.read("customer", &made["id"])["id_number"], json!(id_number(3)), "a sealed value opens again");
        let cleared = boss.change("customer", &made["id"], json!({"phone": null, "id_number": null, "registered_capital": null}));
        assert_eq!((&cleared["phone"], &cleared["id_number"], &cleared["registered_capital"]), (&Value::Null, &Value::Null, &Value::Null));
        boss.patch(&format!("/customer/{}", made["id"].as_str().unwrap()), 2, json!({"name": null})).invalid(&[("/name", "value_required")]);
    }

    fn bodies_that_are_no_json_object_are_refused(house: &TestHouse) {
        let boss = house.as_boss();
        let json = boss.with("content-type", "application/json");
        let send = |body: &str| json.send("POST", "/customer", Some(body.as_bytes().to_vec()));
        for body in ["{\"name\": \"x\"", "[]", "\"x\"", "", "{\"name\": \u{1}}"] {
            send(body).refused(400, "body_malformed");
        }
        json.send("POST", "/customer", Some(b"{\"name\": \"\xff\"}".to_vec())).refused(400, "body_malformed");
        let deep = format!("{{\"name\": {}{}}}", "[".repeat(5000), "]".repeat(5000));
        send(&deep).refused(400, "body_malformed");
        boss.with("content-type", "text/plain").send("POST", "/customer", Some(b"{}".to_vec())).refused(415, "media_type_unsupported");
        boss.send("POST", "/customer", Some(b"{\"name\":\"x\"}".to_vec())).refused(415, "media_type_unsupported");
        let large = format!("{{\"name\": \"{}\"}}", "x".repeat(3 << 20));
        // The sender is not cut off while it sends, or it would never read why.
        for _ in 0..5 {
            json.send("POST", "/customer", Some(large.clone().into_bytes())).refused(413, "body_too_large");
            house.as_stranger().with("content-type", "application/json").send("POST", "/customer", Some(large.clone().into_bytes())).refused(401, "sign_in_required");
        }
        boss.post("/customer", customer("海川")).status(201);
    }

    fn answers_carry_their_headers(house: &TestHouse) {
        let answer = house.as_boss().get("/customer");
        assert_eq!((answer.header("cache-control"), answer.header("x-content-type-options")), ("no-store", "nosniff"));
        assert!(answer.header("content-security-policy").contains("default-src 'self'"));
        assert_eq!(answer.header("x-request-id").len(), 36);
    }

    fn unknown_entities_and_ids_are_not_found(house: &TestHouse) {
        let boss = house.as_boss();
        boss.get("/unicorn").refused(404, "entity_unknown");
        boss.post("/unicorn", json!({})).refused(404, "entity_unknown");
        boss.get("/customer/none").refused(404, "record_not_found");
        boss.get("/customer/none/history").refused(404, "record_not_found");
        boss.get("/customer/none/timeline").refused(404, "record_not_found");
        boss.patch("/customer/none", 1, json!({})).refused(404, "record_not_found");
        boss.delete("/customer/none", 1).refused(404, "record_not_found");
    }
}

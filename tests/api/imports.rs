//! A list from a file: preview, job, what could not be taken.

use keshu_testkit::{Form, on_both_stores};
use serde_json::json;

const LIST: &str = "客户名称,电话,客户等级\n海川泵业,021-12345678,A\n,13812345678,\n远山科技,不是电话,B\n";

on_both_stores! {
    fn a_list_becomes_records_and_says_what_did_not(house: &TestHouse) {
        let boss = house.as_boss();
        let seen = boss.upload("/import/preview", &Form::file("客户.csv", LIST.as_bytes()).text("entity", "customer")).ok();
        assert_eq!((&seen["rows"], &seen["columns"][0]["field"], &seen["columns"][1]["field"]), (&json!(3), &json!("name"), &json!("phone")));
        assert_eq!(boss.list("customer", &[]).len(), 0, "a preview writes nothing");
        let answer = boss.upload("/import", &Form::file("客户.csv", LIST.as_bytes()).text("entity", "customer").text("mode", "create")).status(202);
        let at = answer.header("location").trim_start_matches("/api/v1").to_owned();
        assert_eq!(answer.json["status"], "queued");
        assert_eq!(house.run_jobs(), 1);
        let job = boss.get(&at).ok();
        assert_eq!((&job["status"], &job["total"], &job["created"], &job["failed"]), (&json!("succeeded"), &json!(3), &json!(2), &json!(1)), "{job:#}");
        assert_eq!(boss.get("/job").ok()["items"][0]["id"], job["id"]);
        let mut names = boss.column("customer", &[], "name");
        names.sort();
        assert_eq!(names, ["海川泵业", "远山科技"]);
        let errors = boss.get(&format!("/file/{}", job["error_file"].as_str().unwrap())).status(200).text();
        assert!(errors.contains("13812345678") && errors.contains("客户名称"), "{errors}");
        let history = boss.get(&format!("/customer/{}/history", boss.list("customer", &[])[0]["id"].as_str().unwrap())).ok();
        assert_eq!(history["items"].as_array().unwrap().len(), 1, "imported rows are audited");
    }

    fn an_import_has_the_rights_of_who_asks(house: &TestHouse) {
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        let service = house.hire("kefu", "service", "客服部");
        service.upload("/import", &Form::file("a.csv", LIST.as_bytes()).text("entity", "customer")).refused(403, "action_forbidden");
        let answer = rep.upload("/import", &Form::file("a.csv", LIST.as_bytes()).text("entity", "customer")).status(202).json;
        house.as_boss().get(&format!("/job/{}", answer["id"].as_str().unwrap())).refused(404, "record_not_found");
        assert_eq!(house.run_jobs(), 1);
        assert_eq!(rep.list("customer", &[("filter", "owner_id = me")]).len(), 2);
    }

    fn people_named_in_a_row_become_contacts(house: &TestHouse) {
        let boss = house.as_boss();
        let list = "客户名称,联系人,职务,电话,邮箱,微信,备注\n海川泵业,王建国,总经理,13812345678,wang@haichuan.cn,wx-wang,老客户\n远山科技,李敏,,021-12345678,,,\n长风重工,,采购,13911112222,,,\n";
        let import = |mode: &str, list: &str| {
            let job = boss.upload("/import", &Form::file("a.csv", list.as_bytes()).text("entity", "customer").text("mode", mode).text("keys", "name")).status(202).json;
            assert_eq!(house.run_jobs(), 1);
            boss.get(&format!("/job/{}", job["id"].as_str().unwrap())).ok()
        };
        let job = import("create", list);
        assert_eq!((&job["created"], &job["warnings"], &job["result"]["columns_unknown"]), (&json!(3), &json!(0), &json!([])), "{job:#}");
        let contacts = boss.list("contact", &[("sort", "created_at")]);
        assert_eq!(contacts.len(), 2, "a row that names nobody makes nobody");
        let king = &contacts[0];
        assert_eq!((&king["name"], &king["job_title"], &king["mobile"], &king["email"], &king["wechat"]), (&json!("王建国"), &json!("总经理"), &json!("13812345678"), &json!("wang@haichuan.cn"), &json!("wx-wang")));
        assert_eq!((&contacts[1]["name"], &contacts[1]["mobile"]), (&json!("李敏"), &json!(null)), "a company's line is no mobile phone");
        let customers = boss.list("customer", &[("sort", "created_at")]);
        assert_eq!((&customers[0]["contact_name"], &customers[0]["phone"], &customers[0]["contact_count"]), (&json!("王建国"), &json!("13812345678"), &json!(1)));
        assert_eq!(king["customer_id"], customers[0]["id"]);
        assert!(customers[2]["import_note"].as_str().unwrap().contains("采购"), "nothing of a row is lost: {:#}", customers[2]);
        let chosen = boss.upload("/import/preview", &Form::file("a.csv", list.as_bytes()).text("entity", "customer").text("mapping", r#"{"职务": "occupation"}"#)).ok();
        assert_eq!((&chosen["columns"][2]["field"], &chosen["columns"][2]["beside"]), (&json!("occupation"), &json!(null)), "what a person mapped stays mapped");
        let again = import("upsert", list);
        assert_eq!((&again["updated"], boss.list("contact", &[]).len()), (&json!(3), 2), "the same person is not made twice");
    }

    fn a_queued_import_can_be_cancelled(house: &TestHouse) {
        let boss = house.as_boss();
        let job = boss.upload("/import", &Form::file("a.csv", LIST.as_bytes()).text("entity", "customer")).status(202).json;
        let at = format!("/job/{}", job["id"].as_str().unwrap());
        assert_eq!(boss.post(&format!("{at}/cancel"), json!({})).status(202).json["status"], "cancelled");
        boss.post(&format!("{at}/cancel"), json!({})).refused(409, "job_state");
        assert_eq!((house.run_jobs(), boss.list("customer", &[]).len()), (0, 0));
    }

    fn a_template_and_faulty_files(house: &TestHouse) {
        let boss = house.as_boss();
        let template = boss.get("/import/template/customer").status(200);
        assert!(template.header("content-type").starts_with("text/csv") && template.text().contains("客户名称"), "{}", template.text());
        let import = |content: &str| boss.upload("/import", &Form::file("a.csv", content.as_bytes()).text("entity", "customer"));
        import("").refused(422, "import_file_empty");
        import("x,y\n1,2\n").refused(422, "import_columns_unknown");
        boss.upload("/import", &Form::file("a.csv", LIST.as_bytes()).text("entity", "unicorn")).refused(404, "entity_unknown");
        boss.upload("/import", &Form::file("a.csv", LIST.as_bytes()).text("entity", "customer").text("colour", "red")).refused(400, "query_invalid");
    }
}

//! A list from a file: preview, job, what could not be taken.

use keshu_testkit::{Form, on_both_stores};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

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

    fn departments_come_in_with_those_above_them(house: &TestHouse) {
        let boss = house.as_boss();
        let list = "部门名称,上级部门\n华东大区,\n杭州分公司,华东大区\n西湖营业部,杭州分公司\n";
        let job = boss.upload("/import", &Form::file("部门.csv", list.as_bytes()).text("entity", "dept")).status(202).json;
        assert_eq!(house.run_jobs(), 1);
        let job = boss.get(&format!("/job/{}", job["id"].as_str().unwrap())).ok();
        assert_eq!((&job["created"], &job["warnings"]), (&json!(3), &json!(0)), "a department may name one of the rows above it: {job:#}");
        let office = &boss.list("dept", &[("filter", "name = \"西湖营业部\"")])[0];
        assert_eq!(office["titles"]["parent_dept_id"], "杭州分公司");
    }

    fn a_list_is_uploaded_once_and_looked_at_often(house: &TestHouse) {
        let boss = house.as_boss();
        let list = "名称,Stufe,电话,省市区\n海川泵业,A,021-12345678,火星\n,B,13812345678,\n";
        let seen = boss.upload("/import/preview", &Form::file("客户.csv", list.as_bytes()).text("entity", "customer")).ok();
        assert_eq!((&seen["sheets"], &seen["columns"][1]["field"]), (&json!([{"name": "", "rows": 2}]), &json!(null)));
        assert_eq!(boss.get("/job").ok()["items"], json!([]), "what nobody started is no job yet");
        let form = |cells: &str| Form::default().text("upload", seen["upload"].as_str().unwrap()).text("entity", "customer").text("mapping", r#"{"Stufe": "customer_grade"}"#).text("cells", cells);
        let first = boss.upload("/import/preview", &form("")).ok();
        assert_eq!((&first["faults"][0]["row"], &first["faults"][0]["header"], &first["faults"][0]["code"]), (&json!(3), &json!("名称"), &json!("value_required")), "{first:#}");
        assert_eq!(first["unknown"], json!([{"field": "region_code", "value": "火星", "count": 1, "rows": [2], "can_add": false}]), "a national standard does not grow");
        let corrected = boss.upload("/import/preview", &form(r#"{"3": {"名称": "远山科技"}}"#)).ok();
        assert_eq!(corrected["faults"], json!([]));
        let job = boss.upload("/import", &form(r#"{"3": {"名称": "远山科技"}}"#)).status(202).json;
        assert_eq!(house.run_jobs(), 1);
        let job = boss.get(&format!("/job/{}", job["id"].as_str().unwrap())).ok();
        assert_eq!((&job["created"], &job["failed"], &job["warnings"]), (&json!(2), &json!(0), &json!(1)), "{job:#}");
        boss.upload("/import", &form("")).refused(409, "job_state");
        let other = house.hire("linxiao", "sales_rep", "销售一部");
        other.upload("/import/preview", &form("")).refused(404, "record_not_found");
        let again = boss.upload("/import/preview", &Form::file("b.csv", list.replace("海川", "长风").as_bytes()).text("entity", "customer")).ok();
        assert_eq!((&again["columns"][1]["field"], &again["columns"][1]["by"]), (&json!("customer_grade"), &json!("memory")), "what was said of a column is remembered");
        let left = boss.upload("/import", &Form::file("c.csv", "名称,电话\n青禾农业,021-12345678\n".as_bytes()).text("entity", "customer").text("mapping", r#"{"电话": null}"#)).status(202);
        assert_eq!((house.run_jobs(), left.status), (1, 202));
        let next = boss.upload("/import/preview", &Form::file("d.csv", "名称,电话\n云桥通信,021-12345678\n".as_bytes()).text("entity", "customer")).ok();
        assert_eq!(next["columns"][1]["field"], "phone", "what was left out once is not left out unasked");
        assert_eq!((&again["columns"][0]["by"], &again["columns"][2]["field"]), (&json!("name"), &json!("phone")));
    }

    fn words_become_choices_or_stand_for_others(house: &TestHouse) {
        let boss = house.as_boss();
        let list = "客户名称,客户类别,客户等级\n海川泵业,生态伙伴,特级\n远山科技,生态伙伴,无\n";
        let form = || Form::file("a.csv", list.as_bytes()).text("entity", "customer").text("values", r#"{"category_code": {"生态伙伴": {"add": true}}, "customer_grade": {"特级": "A", "无": null}}"#);
        let seen = boss.upload("/import/preview", &form()).ok();
        assert_eq!((&seen["unknown"], &seen["warnings"]), (&json!([]), &json!([])), "{seen:#}");
        let plain = boss.upload("/import/preview", &Form::file("a.csv", list.as_bytes()).text("entity", "customer")).ok();
        let can_add: Vec<(&str, bool)> = plain["unknown"].as_array().unwrap().iter().map(|word| (word["value"].as_str().unwrap(), word["can_add"].as_bool().unwrap())).collect();
        assert_eq!(can_add, [("生态伙伴", true), ("特级", true), ("无", true)]);
        boss.upload("/import", &form()).status(202);
        assert_eq!(house.run_jobs(), 1);
        let made = boss.list("customer", &[("sort", "created_at")]);
        assert_eq!((&made[0]["customer_grade"], &made[0]["import_note"]), (&json!("A"), &json!(null)), "{:#}", made[0]);
        let choices = boss.get("/catalog/dict/customer_category").ok()["items"].clone();
        let new: Vec<&Value> = choices.as_array().unwrap().iter().filter(|item| item["label"] == "生态伙伴").collect();
        assert_eq!((new.len(), &new[0]["code"]), (1, &made[0]["category_code"]), "{choices:#}");
        assert_eq!((&made[1]["category_code"], &made[1]["customer_grade"], &made[1]["import_note"]), (&made[0]["category_code"], &json!(null), &json!(null)));
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        rep.upload("/import", &form()).refused(422, "input_invalid");
    }

    fn refused_rows_of_a_workbook_come_back_as_one_that_goes_in_again(house: &TestHouse) {
        let boss = house.as_boss();
        let uscc = keshu_testkit::uscc(7);
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (row, cells) in [["客户名称", "统一社会信用代码", "银行账号"], ["海川泵业", "", ""], ["", &uscc, "6222020200012345678"]].iter().enumerate() {
            for (column, text) in cells.iter().enumerate() {
                sheet.write(row as u32, column as u16, *text).unwrap();
            }
        }
        let import = |bytes: &[u8], corrections: &str| {
            let job = boss.upload("/import", &Form::file("客户.XLSX", bytes).text("entity", "customer").text("cells", corrections)).status(202).json;
            assert_eq!(house.run_jobs(), 1);
            boss.get(&format!("/job/{}", job["id"].as_str().unwrap())).ok()
        };
        let job = import(&book.save_to_buffer().unwrap(), "{}");
        assert_eq!((&job["created"], &job["failed"]), (&json!(1), &json!(1)), "{job:#}");
        let file = boss.get(&format!("/file/{}", job["error_file"].as_str().unwrap())).status(200);
        assert!(file.header("content-type").contains("spreadsheetml"), "{}", file.header("content-type"));
        let again = import(&file.bytes, r#"{"2": {"客户名称": "远山科技"}}"#);
        assert_eq!((&again["created"], &again["failed"]), (&json!(1), &json!(0)), "{again:#}");
        let made = &boss.list("customer", &[("filter", "name = \"远山科技\"")])[0];
        assert_eq!((&made["uscc"], &made["import_note"]), (&json!(uscc), &json!(null)), "no digit is lost, and the reason is no part of the record");
    }

    fn a_sheet_of_lines_belongs_to_its_records(house: &TestHouse) {
        let boss = house.as_boss();
        let mut book = Workbook::new();
        let sheets: [(&str, &[&[&str]]); 3] = [
            ("客户", &[&["客户名称", "电话"], &["海川泵业", "021-12345678"], &["远山科技", ""]]),
            ("股东", &[&["客户名称", "股东名称", "出资比例", "备注栏"], &["海川泵业", "王建国", "60%", "创始人"], &["海川泵业", "李敏", "40%", ""], &["长风重工", "赵六", "100%", ""]]),
            ("说明", &[&["只有一格"]]),
        ];
        for (name, rows) in sheets {
            let sheet = book.add_worksheet();
            sheet.set_name(name).unwrap();
            for (row, cells) in rows.iter().enumerate() {
                for (column, text) in cells.iter().enumerate() {
                    sheet.write(row as u32, column as u16, *text).unwrap();
                }
            }
        }
        let bytes = book.save_to_buffer().unwrap();
        let form = || Form::file("客户.xlsx", &bytes).text("entity", "customer");
        let seen = boss.upload("/import/preview", &form()).ok();
        assert_eq!((&seen["lines"], &seen["sheets"].as_array().unwrap().len()), (&json!(["shareholders"]), &2));
        assert_eq!((&seen["warnings"][0]["code"], &seen["items"][0]["shareholders"].as_array().unwrap().len()), (&json!("import_lines_left"), &2), "{seen:#}");
        let job = boss.upload("/import", &form()).status(202).json;
        assert_eq!(house.run_jobs(), 1);
        let job = boss.get(&format!("/job/{}", job["id"].as_str().unwrap())).ok();
        assert_eq!((&job["created"], &job["result"]["lines_left"]), (&json!(2), &json!(1)), "{job:#}");
        let made = boss.list("customer", &[("sort", "created_at")]);
        let whole = boss.read("customer", &made[0]["id"]);
        assert_eq!(whole["shareholders"].as_array().unwrap().len(), 2, "{whole:#}");
        assert!(whole["import_note"].as_str().unwrap().contains("创始人"), "nothing of a line is lost");
        let other = boss.upload("/import/preview", &form().text("sheet", "股东").text("mapping", r#"{"股东名称": "name"}"#)).ok();
        assert_eq!((&other["sheet"], &other["rows"]), (&json!("股东"), &json!(3)));
        boss.upload("/import/preview", &form().text("sheet", "无")).refused(422, "import_mapping_invalid");
    }

    fn a_setting_reads_lists_that_come_into_its_folder(house: &TestHouse) {
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        let definition = json!({"mapping": {"Firma": "name", "Stadt": null}, "values": {"customer_grade": {"头等": "A"}}, "keys": ["name"]}).to_string();
        let setting = rep.create("import_setting", json!({"name": "展会名单", "entity_name": "customer", "mode_code": "upsert", "definition": definition, "folder": "../展会", "is_active": true}));
        let list = "Firma,Stadt,客户等级\n海川泵业,苏州,头等\n";
        let seen = rep.upload("/import/preview", &Form::file("a.csv", list.as_bytes()).text("setting", setting["id"].as_str().unwrap())).ok();
        assert_eq!((&seen["columns"][0]["field"], &seen["columns"][1]["by"], &seen["items"][0]["customer_grade"]), (&json!("name"), &json!("memory"), &json!("A")), "{seen:#}");
        let boss = house.as_boss();
        house.keep_house();
        let folder = house.data().join("import").join("___展会");
        let put = |name: &str, text: &str| {
            std::fs::write(folder.join(name), text).unwrap();
            std::fs::File::options().write(true).open(folder.join(name)).unwrap().set_modified(std::time::SystemTime::now() - std::time::Duration::from_secs(60)).unwrap();
        };
        put("七月.csv", list);
        put("坏的.xlsx", "PK\u{3}\u{4} broken");
        std::fs::write(folder.join("还在传.csv"), list).unwrap();
        house.keep_house();
        house.keep_house();
        assert_eq!(house.run_jobs(), 1, "a list is imported once, and not before it lies still");
        let made = boss.list("customer", &[]);
        assert_eq!((made.len(), &made[0]["owner_id"], &made[0]["customer_grade"]), (1, &json!(rep.staff_id), &json!("A")));
        let names = |part: &str| -> Vec<String> { std::fs::read_dir(folder.join(part)).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect() };
        assert!(names("done").iter().all(|name| name.ends_with("七月.csv")) && names("done").len() == 1, "{:?}", names("done"));
        assert_eq!((names("taken").len(), names("refused").len()), (0, 2), "what cannot be read is put aside with the reason");
        put("八月.csv", "Firma,电话\n海川泵业,021-12345678\n");
        house.keep_house();
        assert_eq!(house.run_jobs(), 1);
        assert_eq!(boss.column("customer", &[], "phone"), ["021-12345678"], "the setting says what to do with what is there");
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

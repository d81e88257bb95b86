//! Taking lists out, taking imports back, letting jobs rest.

use std::io::{Cursor, Read};

use keshu_testkit::{Client, Form, TestHouse, customer, on_both_stores};
use serde_json::{Value, json};
use zip::ZipArchive;

/// Queues an import, runs it and gives the job back.
fn import(house: &TestHouse, who: &Client, mode: &str, list: &str) -> Value {
    let job = who.upload("/import", &Form::file("a.csv", list.as_bytes()).text("entity", "customer").text("mode", mode).text("keys", "name")).status(202).json;
    ended(house, who, &job)
}

fn ended(house: &TestHouse, who: &Client, job: &Value) -> Value {
    assert_eq!(house.run_jobs(), 1);
    who.get(&format!("/job/{}", job["id"].as_str().unwrap())).ok()
}

fn undo(house: &TestHouse, who: &Client, job: &Value) -> Value {
    let undo = who.post(&format!("/job/{}/undo", job["id"].as_str().unwrap()), json!({})).status(202).json;
    ended(house, who, &undo)
}

fn names(who: &Client) -> Vec<String> {
    let mut names = who.column("customer", &[], "name");
    names.sort();
    names
}

fn csv(house: &TestHouse, who: &Client, asked: Value) -> String {
    let job = who.post("/export", asked).status(202).json;
    let job = ended(house, who, &job);
    assert_eq!(job["status"], "succeeded", "{job:#}");
    who.get(&format!("/file/{}", job["result"]["file"].as_str().unwrap())).status(200).text()
}

/// How many files lie below a folder.
fn walk(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { walk(&path) } else { 1 }).sum()
}

/// Makes files look as if they had been written long ago.
fn age(folder: &std::path::Path) {
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        match path.is_dir() {
            true => age(&path),
            false => std::fs::File::options().write(true).open(path).unwrap().set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap(),
        }
    }
}

on_both_stores! {
    fn a_list_comes_out_as_it_is_shown(house: &TestHouse) {
        let boss = house.as_boss();
        boss.create("customer", json!({"name": "海川泵业", "phone": "13812345678", "uscc": keshu_testkit::uscc(7), "customer_grade": "A", "registered_capital": "1234567.50", "tags": ["老客户", "重点"], "opened_on": "2026-01-31"}));
        boss.create("customer", json!({"name": "=cmd|calc", "note": "-2+3", "alias": "+8613800000000"}));
        boss.create("customer", customer("远山科技"));
        let fields = ["name", "phone", "uscc", "customer_grade", "registered_capital", "tags", "opened_on", "owner_id"];
        let text = csv(house, &boss, json!({"entity": "customer", "filter": "name != \"远山科技\"", "sort": "created_at", "fields": fields, "format": "csv"}));
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        assert!(text.starts_with('\u{feff}'), "a spreadsheet knows it is UTF-8");
        assert_eq!(lines[0], "客户名称,电话,统一社会信用代码,客户等级,注册资本,标签,建档日期,负责人");
        assert_eq!(lines[1], format!("海川泵业,13812345678,{},A级,1234567.50,老客户、重点,2026-01-31,老板", keshu_testkit::uscc(7)));
        assert!(lines[2].starts_with("'=cmd|calc,"), "{}", lines[2]);
        assert_eq!(lines.len(), 3);
        let bare = csv(house, &boss, json!({"entity": "customer", "q": "cmd", "fields": ["note", "alias"], "format": "csv", "bom": false}));
        assert_eq!(bare, "备注,简称与别名\n'-2+3,+8613800000000\n");
        let left: Vec<_> = std::fs::read_dir(house.house.store.data().join("scratch")).unwrap().collect();
        assert!(left.is_empty(), "half a list stays nowhere: {left:?}");
        let trail = boss.get("/job").ok();
        assert_eq!((&trail["items"][0]["kind"], &trail["items"][0]["done"]), (&json!("export"), &json!(1)));
    }

    fn what_went_out_comes_back_in(house: &TestHouse) {
        let boss = house.as_boss();
        let made = boss.create("customer", json!({"name": "=海川", "phone": "13812345678", "customer_grade": "A", "registered_capital": "1234567.50", "industry_code": "C34", "tags": ["老客户"], "note": "第一行\n第二行"}));
        let text = csv(house, &boss, json!({"entity": "customer", "format": "csv"}));
        boss.remove("customer", &made["id"]);
        let job = import(house, &boss, "create", &text);
        assert_eq!((&job["created"], &job["warnings"]), (&json!(1), &json!(0)), "{job:#}");
        let again = &boss.list("customer", &[])[0];
        for key in ["name", "phone", "customer_grade", "registered_capital", "industry_code", "tags", "note", "owner_id"] {
            assert_eq!(again[key], boss.get(&format!("/customer/{}", again["id"].as_str().unwrap())).ok()[key]);
            assert_eq!(again[key], made[key], "{key}");
        }
    }

    fn business_cards_come_in_and_go_out(house: &TestHouse) {
        let boss = house.as_boss();
        boss.create("customer", customer("海川泵业"));
        let cards = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:王;建国;;;\r\nFN:王建国\r\nORG:海川泵业;销售部\r\nTITLE:总经理\r\nTEL;TYPE=CELL:13812345678\r\nTEL;TYPE=WORK,VOICE:021-12345678\r\nEMAIL;TYPE=INTERNET:wang@haichuan.cn\r\nADR;TYPE=WORK:;;人民路1号;苏州;江苏;215000;中国\r\nBDAY:1980-05-06\r\nEND:VCARD\r\n\
            BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=9D=8E;=E6=95=8F\r\nORG:海川泵业\r\nTEL;CELL:13911112222\r\nEND:VCARD\r\n";
        let job = boss.upload("/import", &Form::file("名片.vcf", cards.as_bytes()).text("entity", "contact")).status(202).json;
        let job = ended(house, &boss, &job);
        assert_eq!((&job["created"], &job["failed"]), (&json!(2), &json!(0)), "{job:#}");
        let people = boss.list("contact", &[("sort", "created_at")]);
        let king = &people[0];
        assert_eq!((&king["name"], &king["job_title"], &king["dept_name"], &king["mobile"], &king["work_phone"], &king["email"]), (&json!("王建国"), &json!("总经理"), &json!("销售部"), &json!("13812345678"), &json!("021-12345678"), &json!("wang@haichuan.cn")), "{king:#}");
        assert_eq!((&people[1]["name"], &people[1]["mobile"]), (&json!("李敏"), &json!("13911112222")));
        let out = csv(house, &boss, json!({"entity": "contact", "sort": "created_at", "format": "vcf"}));
        for line in ["BEGIN:VCARD", "VERSION:3.0", "FN:王建国", "N:王建国;;;;", "ORG:海川泵业;销售部", "TITLE:总经理", "TEL;TYPE=CELL:13812345678", "EMAIL:wang@haichuan.cn", "FN:李敏"] {
            assert!(out.lines().any(|known| known.trim_end().replace(";CHARSET=UTF-8", "") == line), "{line} is missing in {out}");
        }
        boss.post("/export", json!({"entity": "todo", "format": "vcf"})).refused(422, "export_no_cards");
    }

    fn everything_can_be_taken_along(house: &TestHouse) {
        let boss = house.as_boss();
        let file = boss.upload("/file", &Form::file("合同.txt", "甲方乙方".as_bytes())).ok();
        let made = boss.create("customer", json!({"name": "海川泵业", "shareholders": [{"name": "王建国"}]}));
        let draft = boss.upload("/file", &Form::file("草稿.txt", "甲方".as_bytes())).ok();
        let kept = boss.create("attachment", json!({"name": "合同", "about": {"entity": "customer", "id": made["id"]}, "file": draft["id"]}));
        boss.change("attachment", &kept["id"], json!({"file": file["id"]}));
        let job = boss.post("/takeout", json!({})).status(202).json;
        let job = ended(house, &boss, &job);
        assert_eq!(job["status"], "succeeded", "{job:#}");
        let bytes = boss.get(&format!("/file/{}", job["result"]["file"].as_str().unwrap())).status(200).bytes;
        let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut read = |name: &str| {
            let mut text = String::new();
            zip.by_name(name).unwrap_or_else(|fault| panic!("{name}: {fault}")).read_to_string(&mut text).unwrap();
            text
        };
        let customers: Vec<Value> = read("data/customer.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((customers.len(), &customers[0]["name"], &customers[0]["shareholders"][0]["name"]), (1, &json!("海川泵业"), &json!("王建国")));
        assert!(read("README.txt").contains("catalog.json") && read("catalog.json").contains("customer_grade"));
        let manifest: Value = serde_json::from_str(&read("manifest.json")).unwrap();
        let mut packed: Vec<(&str, String)> = manifest["files"].as_array().unwrap().iter().map(|one| (one["sha256"].as_str().unwrap(), read(one["file"].as_str().unwrap()))).collect();
        packed.sort_by_key(|(_, text)| text.len());
        let all = [(draft["sha256"].as_str().unwrap(), "甲方".to_owned()), (file["sha256"].as_str().unwrap(), "甲方乙方".to_owned())];
        assert_eq!(packed, all, "earlier revisions too");
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        let job = rep.post("/takeout", json!({})).status(202).json;
        let job = ended(house, &rep, &job);
        let bytes = rep.get(&format!("/file/{}", job["result"]["file"].as_str().unwrap())).status(200).bytes;
        let zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<String> = zip.file_names().map(|name| name.unwrap().to_string()).filter(|name| name.starts_with("data/")).collect();
        assert_eq!(names, ["data/todo.jsonl"], "nobody takes along what they may not export");
    }

    fn an_export_holds_what_one_may_take_out(house: &TestHouse) {
        let boss = house.as_boss();
        let grants: Vec<Value> = [("read", "all"), ("create", "all"), ("export", "own")].iter().map(|(action, scope)| json!({"entity_name": "customer", "action_code": action, "scope_code": scope})).collect();
        boss.create("role", json!({"label": "外勤", "role_key": "field", "grants": grants, "field_rules": [{"entity_name": "customer", "field_name": "phone", "access_code": "hidden"}]}));
        let field = house.hire("waiqin", "field", "外勤部");
        boss.create("customer", json!({"name": "别人的", "phone": "13812345678"}));
        field.create("customer", customer("自己的"));
        assert_eq!(names(&field), ["别人的", "自己的"].map(String::from));
        let text = csv(house, &field, json!({"entity": "customer", "format": "csv"}));
        assert!(text.contains("自己的") && !text.contains("别人的") && !text.contains(",电话,"), "{text}");
        field.post("/export", json!({"entity": "customer", "fields": ["phone"], "format": "csv"})).refused(403, "field_not_readable");
        field.post("/export", json!({"entity": "customer", "filter": "phone != null", "format": "csv"})).refused(403, "field_not_readable");
        field.post("/export", json!({"entity": "contact", "format": "csv"})).refused(403, "action_forbidden");
        house.hire("linxiao", "sales_rep", "销售一部").post("/export", json!({"entity": "customer", "format": "csv"})).refused(403, "action_forbidden");
        field.post("/export", json!({"entity": "customer", "q": "长".repeat(201), "format": "csv"})).refused(400, "query_invalid");
        field.post("/export", json!({"entity": "customer", "format": "pdf"})).refused(400, "query_invalid");
        field.post("/export", json!({"entity": "customer", "format": "csv", "colour": 1})).refused(400, "query_invalid");
        let others = field.post("/export", json!({"entity": "customer", "format": "csv"})).status(202).json;
        boss.get(&format!("/job/{}", others["id"].as_str().unwrap())).refused(404, "record_not_found");
        house.run_jobs();
    }

    fn a_workbook_keeps_long_digits(house: &TestHouse) {
        let boss = house.as_boss();
        let made = boss.create("customer", json!({"name": "海川泵业", "phone": "13812345678", "uscc": keshu_testkit::uscc(7), "registered_capital": "5000"}));
        boss.create("customer", customer("远山科技"));
        let job = boss.post("/export", json!({"entity": "customer", "ids": [made["id"]], "format": "xlsx"})).status(202).json;
        let job = ended(house, &boss, &job);
        assert_eq!((&job["status"], &job["done"]), (&json!("succeeded"), &json!(1)), "{job:#}");
        assert!(job["result"]["name"].as_str().unwrap().ends_with(".xlsx"));
        let bytes = boss.get(&format!("/file/{}", job["result"]["file"].as_str().unwrap())).status(200).bytes;
        boss.remove("customer", &made["id"]);
        let again = boss.upload("/import", &Form::file("客户.xlsx", &bytes).text("entity", "customer")).status(202).json;
        let again = ended(house, &boss, &again);
        assert_eq!(again["created"], 1, "{again:#}");
        let read = &boss.list("customer", &[("filter", "name = \"海川泵业\"")])[0];
        assert_eq!((&read["phone"], &read["uscc"], &read["registered_capital"]), (&json!("13812345678"), &json!(keshu_testkit::uscc(7)), &json!("5000.00")));
    }

    fn an_import_is_taken_back(house: &TestHouse) {
        let boss = house.as_boss();
        let old = boss.create("customer", json!({"name": "海川泵业", "phone": "021-12345678", "tags": ["老客户"]}));
        let job = import(house, &boss, "upsert", "客户名称,电话,客户等级,标签\n海川泵业,13900000000,B,新客户\n远山科技,13912345678,A,\n长风重工,,,\n");
        assert_eq!((&job["created"], &job["updated"]), (&json!(2), &json!(1)), "{job:#}");
        let touched = boss.list("customer", &[("filter", "name = \"长风重工\"")])[0].clone();
        boss.change("customer", &touched["id"], json!({"phone": "13911112222"}));
        let undone = undo(house, &boss, &job);
        assert_eq!((&undone["kind"], &undone["created"], &undone["updated"], &undone["skipped"]), (&json!("undo"), &json!(1), &json!(1), &json!(1)), "{undone:#}");
        assert_eq!((&undone["result"]["left"][0]["title"], &undone["result"]["left"][0]["id"]), (&json!("长风重工"), &touched["id"]));
        assert!(undone["result"]["left"][0]["detail"].as_str().unwrap().contains("老板"), "{undone:#}");
        assert_eq!(names(&boss), ["海川泵业", "长风重工"].map(String::from));
        let back = boss.read("customer", &old["id"]);
        for key in ["phone", "customer_grade", "tags", "external_refs", "import_note"] {
            assert_eq!(back[key], old[key], "{key}");
        }
        assert_eq!(boss.get(&format!("/job/{}", job["id"].as_str().unwrap())).ok()["result"]["undone_by"], undone["id"]);
        boss.post(&format!("/job/{}/undo", job["id"].as_str().unwrap()), json!({})).refused(409, "undo_done");
        // Taking back is a change like any other: it can be taken back itself.
        let redone = undo(house, &boss, &undone);
        assert_eq!((&redone["created"], &redone["updated"]), (&json!(0), &json!(2)), "{redone:#}");
        assert_eq!(names(&boss), ["海川泵业", "远山科技", "长风重工"].map(String::from));
        assert_eq!(boss.read("customer", &old["id"])["phone"], "13900000000");
    }

    fn taking_back_has_rights_and_an_end(house: &TestHouse) {
        let (boss, rep) = (house.as_boss(), house.hire("linxiao", "sales_rep", "销售一部"));
        let job = import(house, &rep, "create", "客户名称\n海川泵业\n远山科技\n");
        let at = format!("/job/{}/undo", job["id"].as_str().unwrap());
        boss.post(&at, json!({})).refused(404, "record_not_found");
        let given = rep.list("customer", &[("filter", "name = \"远山科技\"")])[0].clone();
        boss.change("customer", &given["id"], json!({"owner_id": boss.staff_id}));
        let undone = undo(house, &rep, &job);
        assert_eq!((&undone["created"], &undone["skipped"]), (&json!(1), &json!(1)), "{undone:#}");
        assert_eq!(undone["result"]["left"][0]["title"], Value::Null, "what one may not read any more has no name");
        // A stopped undo may be asked for again.
        let other = import(house, &rep, "create", "客户名称\n云桥通信\n");
        let undo_at = format!("/job/{}/undo", other["id"].as_str().unwrap());
        let stopped = rep.post(&undo_at, json!({})).status(202).json;
        rep.post(&undo_at, json!({})).refused(409, "undo_done");
        rep.post(&format!("/job/{}/cancel", stopped["id"].as_str().unwrap()), json!({})).status(202);
        assert_eq!(undo(house, &rep, &other)["created"], 1);
        let late = import(house, &rep, "create", "客户名称\n长风重工\n");
        house.advance(31 * 24 * 3600);
        let rep = house.sign_in("linxiao");
        rep.post(&format!("/job/{}/undo", late["id"].as_str().unwrap()), json!({})).refused(409, "undo_expired");
    }

    fn files_of_old_jobs_do_not_stay(house: &TestHouse) {
        let rep = house.hire("linxiao", "manager", "销售一部");
        let job = import(house, &rep, "create", "客户名称,电话,旧系统\n海川泵业,021-12345678,甲\n,13812345678,乙\n");
        rep.upload("/import/preview", &Form::file("b.csv", "客户名称\n远山科技\n".as_bytes()).text("entity", "customer")).ok();
        let out = rep.post("/export", json!({"entity": "customer", "format": "csv"})).status(202).json;
        let out = ended(house, &rep, &out);
        let files = || walk(&house.data().join("blobs"));
        let list = files();
        assert_eq!(list, 4 + 1, "two lists, the rows that were refused, the export, and the mark of the folder");
        house.keep_house();
        assert_eq!(files(), list);
        age(&house.data().join("blobs"));
        house.advance(2 * 86_400);
        house.keep_house();
        assert_eq!(files(), list - 1, "an upload that nobody started goes after a day");
        house.advance(29 * 86_400);
        house.keep_house();
        assert_eq!(files(), 1);
        let rep = house.sign_in("linxiao");
        let job = rep.get(&format!("/job/{}", job["id"].as_str().unwrap())).ok();
        assert_eq!((&job["created"], &job["error_file"]), (&json!(1), &json!(null)), "what was done is still told");
        let out = rep.get(&format!("/job/{}", out["id"].as_str().unwrap())).ok();
        assert_eq!((&out["result"]["file"], &out["result"]["expired"]), (&json!(null), &json!(true)));
        let seen = rep.upload("/import/preview", &Form::file("c.csv", "客户名称,旧系统\n长风重工,丙\n".as_bytes()).text("entity", "customer").text("mapping", r#"{"旧系统": null}"#)).ok();
        assert_eq!(seen["rows"], 1);
    }

    fn a_job_rests_and_goes_on(house: &TestHouse) {
        let boss = house.as_boss();
        let job = boss.upload("/import", &Form::file("a.csv", "客户名称\n海川泵业\n".as_bytes()).text("entity", "customer")).status(202).json;
        let at = format!("/job/{}", job["id"].as_str().unwrap());
        boss.post(&format!("{at}/resume"), json!({})).refused(409, "job_state");
        assert_eq!(boss.post(&format!("{at}/pause"), json!({})).status(202).json["status"], "paused");
        boss.post(&format!("{at}/pause"), json!({})).refused(409, "job_state");
        boss.post(&format!("{at}/undo"), json!({})).refused(409, "job_state");
        assert_eq!((house.run_jobs(), names(&boss).len()), (0, 0));
        assert_eq!(boss.post(&format!("{at}/resume"), json!({})).status(202).json["status"], "queued");
        assert_eq!((house.run_jobs(), names(&boss).len()), (1, 1));
    }
}

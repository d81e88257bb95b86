//! Lists as they come: whatever is wrong with one is said, and nothing of it is half done.

use std::io::{Cursor, Write};

use keshu_testkit::{Client, Form, TestHouse, on_both_stores};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use serde_json::{Value, json};
use zip::{ZipWriter, write::SimpleFileOptions};

const KIND: &str = "multipart/form-data; boundary=cut";

fn import(house: &TestHouse, who: &Client, name: &str, bytes: &[u8]) -> Value {
    let job = who.upload("/import", &Form::file(name, bytes).text("entity", "customer")).status(202).json;
    assert_eq!(house.run_jobs(), 1);
    who.get(&format!("/job/{}", job["id"].as_str().unwrap())).ok()
}

fn codes(job: &Value) -> Vec<&str> {
    job["result"]["warnings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect()
}

/// Uploads on their way.
fn scratch(house: &TestHouse) -> usize {
    std::fs::read_dir(house.data().join("scratch")).map_or(0, Iterator::count)
}

on_both_stores! {
    fn what_a_spreadsheet_spoilt_is_said_and_kept(house: &TestHouse) {
        let boss = house.as_boss();
        let list = "名称,银行账号,成立日期,电话,注册资本\n海川泵业,1.1E+17,2024/2/30,021-12345678,1.5E+03\n远山科技,,2024/2/29,,\n";
        let job = import(house, &boss, "a.csv", list.as_bytes());
        assert_eq!((&job["created"], codes(&job)), (&json!(2), vec!["import_digits_lost", "date_invalid"]), "{job:#}");
        let made = boss.list("customer", &[("sort", "created_at")]);
        let note = made[0]["import_note"].as_str().unwrap();
        assert!(note.contains("1.1E+17") && note.contains("2024/2/30"), "{note}");
        assert_eq!((&made[0]["bank_account"], &made[0]["registered_capital"], &made[1]["founded_on"]), (&json!(null), &json!("1500.00"), &json!("2024-02-29")));

        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let day = Format::new().set_num_format("yyyy-mm-dd");
        for (column, header) in ["名称", "银行账号", "成立日期", "注册资本", "备注"].into_iter().enumerate() {
            sheet.write(0, column as u16, header).unwrap();
        }
        sheet.write(1, 0, "长风重工").unwrap();
        sheet.write(1, 1, 622_202_120_001_234_567.0).unwrap();
        sheet.write_with_format(1, 2, ExcelDateTime::from_ymd(2019, 3, 5).unwrap(), &day).unwrap();
        sheet.write_formula(1, 3, Formula::new("=100*2").set_result("200")).unwrap();
        sheet.merge_range(1, 4, 2, 4, "两行共用", &Format::new()).unwrap();
        sheet.write(2, 0, "青禾农业").unwrap();
        let job = import(house, &boss, "b.xlsx", &book.save_to_buffer().unwrap());
        assert_eq!((&job["created"], codes(&job)), (&json!(2), vec!["import_digits_lost"]), "{job:#}");
        let made = boss.list("customer", &[("filter", "name = \"长风重工\"")]);
        assert_eq!((&made[0]["founded_on"], &made[0]["registered_capital"], &made[0]["note"]), (&json!("2019-03-05"), &json!("200.00"), &json!("两行共用")), "{made:#?}");
    }

    fn what_is_no_list_is_refused(house: &TestHouse) {
        let boss = house.as_boss();
        let upload = |name: &str, bytes: &[u8]| boss.upload("/import/preview", &Form::file(name, bytes).text("entity", "customer"));
        let zip = |names: &[&str]| {
            let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
            for name in names {
                zip.start_file(*name, SimpleFileOptions::default()).unwrap();
                zip.write_all(b"<x/>").unwrap();
            }
            zip.finish().unwrap().into_inner()
        };
        upload("a.xlsx", b"GIF89a is no table").refused(415, "file_type_refused");
        upload("a.csv", b"%PDF-1.7 is no table either").refused(415, "file_type_refused");
        upload("a.xlsx", &zip(&["word/document.xml"])).refused(415, "file_type_refused");
        let problem = upload("a.xlsm", &zip(&["xl/workbook.xml", "xl/vbaProject.bin"])).refused(415, "file_type_refused");
        assert!(problem["detail"].as_str().unwrap().contains("XLSM"), "{problem:#}");
        upload("a.xlsx", &zip(&["xl/workbook.xml"])).refused(422, "import_file_unreadable");
        let wide = format!("{}\n{}\n", (0..10_000).map(|at| format!("列{at}")).collect::<Vec<_>>().join(","), "x,".repeat(9_999));
        upload("a.csv", wide.as_bytes()).refused(422, "import_columns_too_many");
        assert_eq!((scratch(house), boss.get("/job").ok()["items"].as_array().unwrap().len()), (0, 0), "nothing is left of what was refused");
    }

    fn what_is_cut_or_too_large_leaves_nothing(house: &TestHouse) {
        let boss = house.as_boss();
        let head = "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n";
        let half = format!("{head}名称,电话\n海川泵业,021-123");
        let answer = boss.send_cut("POST", "/import", KIND, 4096, half.as_bytes());
        assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("body_malformed"), "{answer}");
        let answer = boss.send_cut("POST", "/import", KIND, 2 << 30, head.as_bytes());
        assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("file_too_large"), "{answer}");
        assert_eq!((scratch(house), house.run_jobs(), boss.list("customer", &[]).len()), (0, 0, 0));
    }

    fn two_imports_at_once_add_no_one_twice(house: &TestHouse) {
        let boss = house.as_boss();
        let list = format!("名称,统一社会信用代码\n海川泵业,{}\n远山科技,{}\n", keshu_testkit::uscc(5), keshu_testkit::uscc(6));
        let start = || boss.upload("/import", &Form::file("a.csv", list.as_bytes()).text("entity", "customer")).status(202).json;
        let jobs = [start(), start()];
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| house.run_jobs());
            }
        });
        let made: i64 = jobs.iter().map(|job| boss.get(&format!("/job/{}", job["id"].as_str().unwrap())).ok()["created"].as_i64().unwrap()).sum();
        assert_eq!((made, boss.list("customer", &[]).len()), (2, 2));
    }
}

//! Uploads: what is taken, how it is given back, and to whom.

use keshu_testkit::{Form, customer, on_both_stores};
use serde_json::json;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n not much of a picture";

on_both_stores! {
    fn a_file_is_what_its_bytes_say(house: &TestHouse) {
        let boss = house.as_boss();
        let made = boss.upload("/file", &Form::file("../../etc/照片.txt", PNG)).status(201).json;
        assert_eq!((&made["name"], &made["content_type"], &made["size"]), (&json!("照片.txt"), &json!("image/png"), &json!(PNG.len())));
        let answer = boss.get(&format!("/file/{}", made["id"].as_str().unwrap())).status(200);
        assert_eq!(answer.bytes, PNG);
        assert_eq!((answer.header("content-type"), answer.header("content-disposition")), ("image/png", "inline; filename*=UTF-8''%E7%85%A7%E7%89%87.txt"));
        assert!(answer.header("content-security-policy").contains("sandbox"));
        let text = boss.upload("/file", &Form::file("名单.csv", "客户名称\n".as_bytes())).status(201).json;
        assert!(boss.get(&format!("/file/{}", text["id"].as_str().unwrap())).status(200).header("content-disposition").starts_with("attachment"));
        for (name, bytes) in [("a.exe", &b"MZ\x90\x00"[..]), ("a.html", b"<script>alert(1)</script>"), ("a.svg", b"<svg onload='x'/>"), ("a.txt", b"a\x00b"), ("a.docx", b"no zip"), ("a", b"?")] {
            boss.upload("/file", &Form::file(name, bytes)).refused(415, "file_type_refused");
        }
        boss.upload("/file", &Form::default()).refused(422, "import_file_empty");
        boss.upload("/file", &Form::file("a.png", PNG).text("about", "y")).refused(400, "query_invalid");
        boss.post("/file", json!({})).refused(415, "media_type_unsupported");
        boss.get("/file/none").refused(404, "record_not_found");
    }

    fn a_file_is_for_those_who_see_its_record(house: &TestHouse) {
        let (one, two) = (house.hire("linxiao", "sales_rep", "销售一部"), house.hire("wangwei", "sales_rep", "销售一部"));
        let file = one.upload("/file", &Form::file("a.png", PNG)).status(201).json["id"].as_str().unwrap().to_owned();
        let at = format!("/file/{file}");
        one.get(&at).status(200);
        two.get(&at).refused(404, "record_not_found");
        house.as_boss().get(&at).refused(404, "record_not_found");
        let made = one.create("customer", customer("海川"));
        one.create("attachment", json!({"name": "照片", "file": file, "about": {"entity": "customer", "id": made["id"]}}));
        house.as_boss().get(&at).status(200);
        two.get(&at).refused(404, "record_not_found");
        one.post(&format!("/customer/{}/share", made["id"].as_str().unwrap()), json!({"staff_id": two.staff_id})).ok();
        two.get(&at).status(200);
        one.post(&format!("/customer/{}/unshare", made["id"].as_str().unwrap()), json!({"staff_id": two.staff_id})).ok();
        two.get(&at).refused(404, "record_not_found");
    }

    fn nobody_takes_a_file_by_naming_it(house: &TestHouse) {
        let (one, two) = (house.hire("linxiao", "sales_rep", "销售一部"), house.hire("wangwei", "sales_rep", "销售一部"));
        let file = one.upload("/file", &Form::file("a.png", PNG)).status(201).json["id"].as_str().unwrap().to_owned();
        two.post("/customer", json!({"name": "远山", "logo": file})).invalid(&[("/logo", "file_unknown")]);
        two.get(&format!("/file/{file}")).refused(404, "record_not_found");
    }
}

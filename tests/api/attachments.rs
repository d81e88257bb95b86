//! Attachments: earlier revisions stay, and rights hold for each of them; thumbnails.

use std::io::{Cursor, Write};

use keshu_testkit::{Client, Form, customer, on_both_stores};
use serde_json::{Value, json};

fn upload(who: &Client, name: &str, content: &[u8]) -> String {
    who.upload("/file", &Form::file(name, content)).status(201).json["id"].as_str().unwrap().to_owned()
}

fn attach(who: &Client, to: &Value, name: &str, file: &str) -> Value {
    who.create("attachment", json!({"name": name, "file": file, "about": {"entity": "customer", "id": to["id"]}}))
}

/// A Word file with this body.
fn docx(body: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>").as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(width, height).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

on_both_stores! {
    fn a_new_revision_keeps_those_before(house: &TestHouse) {
        let (one, two) = (house.hire("linxiao", "sales_rep", "销售一部"), house.hire("wangwei", "sales_rep", "销售一部"));
        let owner = one.create("customer", customer("海川"));
        let files: Vec<String> = ["一稿", "二稿", "终稿"].iter().map(|text| upload(&one, &format!("{text}.txt"), text.as_bytes())).collect();
        let made = attach(&one, &owner, "合同", &files[0]);
        assert_eq!((&made["size"], &made["revision_no"], &made["content_type"], &made["uploaded_by"]), (&json!(6), &json!(1), &json!("text/plain; charset=utf-8"), &json!(one.staff_id)));
        assert_eq!((&made["titles"]["file"], &made["revisions"]), (&json!("一稿.txt"), &json!([])));
        house.advance(60);
        one.change("attachment", &made["id"], json!({"file": files[1]}));
        one.change("attachment", &made["id"], json!({"note": "盖章后更新"}));
        let last = one.change("attachment", &made["id"], json!({"file": files[2]}));
        assert_eq!((&last["revision_no"], &last["titles"]["file"]), (&json!(3), &json!("终稿.txt")));
        let told: Vec<_> = last["revisions"].as_array().unwrap().iter().map(|one| (one["revision_no"].as_i64().unwrap(), one["name"].as_str().unwrap(), one["file"].as_str().unwrap())).collect();
        assert_eq!(told, [(2, "二稿.txt", &*files[1]), (1, "一稿.txt", &*files[0])]);
        let told = one.get(&format!("/attachment/{}/history", made["id"].as_str().unwrap())).ok();
        let change = told["items"][0]["changes"].as_array().unwrap().iter().find(|change| change["field"] == "file").unwrap();
        assert_eq!((&change["old"], &change["new"]), (&json!("二稿.txt"), &json!("终稿.txt")));
        // Each is for those who see the customer, and gone with it.
        two.get(&format!("/file/{}", files[0])).refused(404, "record_not_found");
        one.post(&format!("/customer/{}/share", owner["id"].as_str().unwrap()), json!({"staff_id": two.staff_id})).ok();
        for (file, text) in files.iter().zip(["一稿", "二稿", "终稿"]) {
            assert_eq!(two.get(&format!("/file/{file}")).status(200).text(), text);
        }
        one.remove("attachment", &made["id"]);
        two.get(&format!("/file/{}", files[0])).refused(404, "record_not_found");
        one.post(&format!("/attachment/{}/restore", made["id"].as_str().unwrap()), json!({})).ok();
        two.get(&format!("/file/{}", files[0])).status(200);
    }

    fn what_is_kept_of_a_file_is_not_for_typing(house: &TestHouse) {
        let boss = house.as_boss();
        let owner = boss.create("customer", customer("海川"));
        let made = attach(&boss, &owner, "合同", &upload(&boss, "a.txt", b"a"));
        let at = format!("/attachment/{}", made["id"].as_str().unwrap());
        for body in [json!({"revisions": []}), json!({"size": 1}), json!({"revision_no": 9})] {
            boss.patch(&at, 1, body).refused(422, "input_invalid");
        }
        boss.patch(&at, 1, json!({"file": "none"})).invalid(&[("/file", "file_unknown")]);
    }

    fn what_a_file_says_is_found_by_those_who_may_read_it(house: &TestHouse) {
        let (one, two) = (house.hire("linxiao", "sales_rep", "销售一部"), house.hire("wangwei", "sales_rep", "销售一部"));
        let owner = one.create("customer", customer("海川"));
        let made = attach(&one, &owner, "附件一", &upload(&one, "合同.docx", &docx("<w:p><w:r><w:t>第七条 违</w:t></w:r><w:r><w:t>约金 &amp; 罚则</w:t></w:r></w:p>")));
        attach(&one, &owner, "附件二", &upload(&one, "国标.txt", b"\xc1\xc6\xb2\xbb\xc8\xc3 hydrant"));
        attach(&one, &owner, "附件三", &upload(&one, "bad.pdf", b"%PDF-1.4 but nothing more"));
        let found = |who: &Client, q: &str| {
            let hits = who.find("/search", &[("q", q)]).ok();
            hits["items"].as_array().unwrap().iter().map(|hit| hit["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        for (q, wanted) in [("违约金", vec!["附件一"]), ("罚则", vec!["附件一"]), ("hydrant", vec!["附件二"]), ("约金罚", vec![]), ("document", vec![])] {
            assert_eq!((found(&one, q), found(&two, q)), (wanted.into_iter().map(str::to_owned).collect(), vec![]), "{q}");
        }
        assert_eq!(one.column("attachment", &[("q", "违约金")], "name"), ["附件一"]);
        // With another file other words count, and those of the trash do not.
        let made = one.change("attachment", &made["id"], json!({"file": upload(&one, "b.txt", "保证金".as_bytes()), "note": "换过"}));
        assert_eq!((found(&one, "违约金").len(), found(&one, "保证金").len()), (0, 1));
        one.remove("attachment", &made["id"]);
        assert_eq!(found(&one, "保证金").len(), 0);
        one.post(&format!("/attachment/{}/restore", made["id"].as_str().unwrap()), json!({})).ok();
        assert_eq!(found(&one, "保证金").len(), 1);
    }

    fn a_picture_has_a_thumbnail_for_those_who_may_have_it(house: &TestHouse) {
        let (one, two) = (house.hire("linxiao", "sales_rep", "销售一部"), house.hire("wangwei", "sales_rep", "销售一部"));
        let file = upload(&one, "照片.png", &picture(1200, 300));
        let at = format!("/file/{file}/thumbnail");
        for (size, width) in [("small", 96), ("large", 480)] {
            let answer = one.find(&at, &[("size", size)]).status(200);
            assert_eq!(image::ImageReader::new(Cursor::new(&answer.bytes)).with_guessed_format().unwrap().format(), Some(image::ImageFormat::Jpeg));
            assert!(answer.header("content-type") == "image/jpeg" && answer.bytes.len() < 4000, "{size} {width}");
            let tag = answer.header("etag").to_owned();
            one.with("if-none-match", &tag).find(&at, &[("size", size)]).status(304);
            two.with("if-none-match", &tag).find(&at, &[("size", size)]).refused(404, "record_not_found");
        }
        one.find(&at, &[("size", "huge")]).refused(400, "query_invalid");
        two.get(&at).refused(404, "record_not_found");
        for (name, content) in [("a.txt", &b"text"[..]), ("a.png", b"\x89PNG\r\n\x1a\n not much of a picture"), ("wide.png", &picture(20_001, 1))] {
            let at = format!("/file/{}/thumbnail", upload(&one, name, content));
            one.get(&at).refused(404, "thumbnail_none");
            one.get(&at).refused(404, "thumbnail_none");
        }
    }
}

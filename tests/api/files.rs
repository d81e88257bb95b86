//! Uploads: what is taken, how it is given back, and to whom.

use std::io::Write;

use keshu_testkit::{Form, customer, on_both_stores};
use serde_json::json;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n not much of a picture";

/// A zip file of these parts.
fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated)).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

on_both_stores! {
    fn a_file_is_what_its_bytes_say(house: &TestHouse) {
        let boss = house.as_boss();
        let made = boss.upload("/file", &Form::file("../../etc/照片.txt", PNG)).status(201).json;
        assert_eq!((&made["name"], &made["content_type"], &made["size"]), (&json!("照片.txt"), &json!("image/png"), &json!(PNG.len())));
        let answer = boss.get(&format!("/file/{}", made["id"].as_str().unwrap())).status(200);
        assert_eq!(answer.bytes, PNG);
        assert_eq!((answer.header("content-type"), answer.header("content-disposition")), ("image/png", "attachment; filename*=UTF-8''%E7%85%A7%E7%89%87.txt"));
        assert!(answer.header("content-security-policy").contains("sandbox"));
        let text = boss.upload("/file", &Form::file("名单.csv", "客户名称\n".as_bytes())).status(201).json;
        assert!(boss.get(&format!("/file/{}", text["id"].as_str().unwrap())).status(200).header("content-disposition").starts_with("attachment"));
        for (name, bytes) in [("a.exe", &b"MZ\x90\x00"[..]), ("a.html", b"<script>alert(1)</script>"), ("a.svg", b"<svg onload='x'/>"), ("a.docm", b"PK\x03\x04"), ("a", b"?")] {
            boss.upload("/file", &Form::file(name, bytes)).refused(415, "file_type_refused");
        }
        for (name, bytes) in [("a.txt", &b"a\x00b"[..]), ("a.docx", b"no zip"), ("a.docx", b"PK\x03\x04"), ("a.pdf", b"PK\x03\x04"), ("a.png", b"GIF7")] {
            boss.upload("/file", &Form::file(name, bytes)).refused(415, "file_not_as_named");
        }
        boss.upload("/file", &Form::default()).refused(422, "import_file_empty");
        boss.upload("/file", &Form::file("a.png", PNG).text("about", "y")).refused(400, "query_invalid");
        boss.post("/file", json!({})).refused(415, "media_type_unsupported");
        boss.get("/file/none").refused(404, "record_not_found");
    }

    fn a_part_of_a_file_can_be_asked_for(house: &TestHouse) {
        let boss = house.as_boss();
        let content = "0123456789".repeat(30_000);
        let made = boss.upload("/file", &Form::file("数.txt", content.as_bytes())).status(201).json;
        let at = format!("/file/{}", made["id"].as_str().unwrap());
        let whole = boss.get(&at).status(200);
        let tag = format!("\"{}\"", made["sha256"].as_str().unwrap());
        assert_eq!((whole.header("etag"), whole.header("accept-ranges"), whole.header("content-length")), (&*tag, "bytes", "300000"));
        assert_eq!(whole.bytes, content.as_bytes());
        for (range, part, shown) in [("bytes=0-1", 0..2, "bytes 0-1/300000"), ("bytes=-3", 299_997..300_000, "bytes 299997-299999/300000"), ("bytes=70000-", 70_000..300_000, "bytes 70000-299999/300000"), ("bytes=299999-400000", 299_999..300_000, "bytes 299999-299999/300000")] {
            let answer = boss.with("range", range).get(&at).status(206);
            assert_eq!(answer.header("content-range"), shown);
            assert!(answer.bytes == content.as_bytes()[part], "{range}");
        }
        let beyond = boss.with("range", "bytes=300000-").get(&at);
        assert_eq!(beyond.header("content-range"), "bytes */300000");
        beyond.refused(416, "range_invalid");
        for ignored in ["bytes=2-1", "bytes=a-b", "lines=0-1", "bytes=0-1,3-4"] {
            assert_eq!(boss.with("range", ignored).get(&at).status(200).bytes.len(), 300_000, "{ignored}");
        }
        boss.with("range", "bytes=0-1").with("if-range", &tag).get(&at).status(206);
        boss.with("range", "bytes=0-1").with("if-range", "\"other\"").get(&at).status(200);
        assert!(boss.with("if-none-match", &tag).get(&at).status(304).bytes.is_empty());
        house.hire("linxiao", "sales_rep", "销售一部").with("if-none-match", &tag).get(&at).refused(404, "record_not_found");
    }

    fn only_what_can_run_nothing_is_shown_in_the_page(house: &TestHouse) {
        let boss = house.as_boss();
        for (name, bytes, disposition) in [("a.png", PNG, "inline"), ("a.pdf", b"%PDF-1.7", "inline"), ("a.txt", b"<script>alert(1)</script>", "inline"), ("a.csv", b"a,b", "attachment")] {
            let made = boss.upload("/file", &Form::file(name, bytes)).status(201).json;
            let at = format!("/file/{}", made["id"].as_str().unwrap());
            let shown = boss.find(&at, &[("inline", "1")]).status(200);
            assert!(shown.header("content-disposition").starts_with(disposition), "{name}");
            assert!(shown.header("content-security-policy").contains("default-src 'none'"), "{name}");
            assert_eq!(shown.header("x-content-type-options"), "nosniff");
            assert!(boss.get(&at).status(200).header("content-disposition").starts_with("attachment"), "{name}");
        }
        boss.find("/file/none", &[("in_line", "1")]).refused(400, "query_invalid");
    }

    fn an_archive_is_looked_into(house: &TestHouse) {
        let boss = house.as_boss();
        let upload = |name: &str, parts: &[(&str, &[u8])]| boss.upload("/file", &Form::file(name, &zip(parts)));
        let main = ("word/document.xml", &b"<w:document/>"[..]);
        upload("a.docx", &[main]).status(201);
        upload("a.docx", &[("xl/workbook.xml", b"<workbook/>")]).refused(415, "file_not_as_named");
        upload("a.docx", &[main, ("word/vbaProject.bin", b"Sub AutoOpen()")]).refused(415, "file_type_refused");
        upload("a.zip", &[("anything", b"")]).status(201);
        let bomb = vec![0; 300 << 20];
        for name in ["a.zip", "a.docx"] {
            upload(name, &[main, ("word/media/image1.bmp", &bomb)]).refused(422, "file_unpacks_too_large");
        }
        let whole = zip(&[main]);
        boss.upload("/file", &Form::file("a.docx", &whole[..whole.len() - 9])).refused(415, "file_not_as_named");
        let mut lies = whole.clone();
        lies.splice(whole.len() - 12..whole.len() - 10, [0xff, 0x7f]);
        boss.upload("/file", &Form::file("a.docx", &lies)).refused(415, "file_not_as_named");
        assert_eq!(boss.upload("/file", &Form::file("国标.txt", b"\xba\xa3\xb4\xa8")).status(201).json["content_type"], "text/plain; charset=gb18030");
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

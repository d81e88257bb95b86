//! Files in a bucket: what a folder does, and what happens when the store is gone, wrong or somebody else's.

use std::{io::Cursor, path::Path};

use keshu_testkit::{Client, Database, Form};
use serde_json::{Value, json};

use crate::{
    bucket::{Bucket, WHOLE},
    program::{Data, Server, text},
};

/// Longer than one part of it that is asked for, and nowhere the same.
fn recording() -> Vec<u8> {
    let mut bytes = b"\0\0\0\x20ftypisom".to_vec();
    bytes.extend((0..900_000u32).flat_map(u32::to_be_bytes));
    bytes
}

fn picture() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(1200, 300).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn upload(server: &Server, name: &str, content: &[u8]) -> Value {
    server.client.upload("/file", &Form::file(name, content)).status(201).json
}

/// Where a file is fetched.
fn at(file: &Value) -> String {
    format!("/file/{}", file["id"].as_str().expect("an id"))
}

/// What a folder holds; nothing where there is none.
fn inside(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

fn ended(client: &Client, job: &Value) -> Value {
    loop {
        let job = client.get(&format!("/job/{}", job["id"].as_str().expect("an id"))).ok();
        if !["queued", "running"].contains(&job["status"].as_str().unwrap_or_default()) {
            return job;
        }
    }
}

#[test]
fn files_lie_in_the_bucket() {
    let Some(bucket) = Bucket::new() else { return };
    let data = Data::begun(&bucket.settings());
    let server = data.serve();
    let content = recording();
    let made = upload(&server, "a.mp4", &content);
    let hash = made["sha256"].as_str().expect("a hash");
    assert_eq!(bucket.names(), [format!("{}/{hash}", &hash[..2])]);
    assert!(server.client.get(&at(&made)).status(200).bytes == content);
    for (range, part) in [("bytes=0-1", 0..2), ("bytes=1048570-1048580", 1_048_570..1_048_581), ("bytes=2097152-", 2_097_152..content.len()), ("bytes=-3", content.len() - 3..content.len())] {
        assert!(server.client.with("range", range).get(&at(&made)).status(206).bytes == content[part], "{range}");
    }
    let picture = upload(&server, "照片.png", &picture());
    let small = server.client.get(&format!("{}/thumbnail", at(&picture))).status(200).bytes;
    assert!(server.client.get(&format!("{}/thumbnail", at(&picture))).status(200).bytes == small);
    assert!(bucket.names().contains(&format!("{}/{}.small", &picture["sha256"].as_str().unwrap()[..2], picture["sha256"].as_str().unwrap())), "{:?}", bucket.names());
    let empty = upload(&server, "空.txt", b" ");
    assert_eq!(server.client.get(&at(&empty)).status(200).bytes, b" ");
    assert!(!data.folder.join("blobs").exists() && inside(&data.folder.join("incoming")).is_empty());
    server.stop();
    let server = data.serve();
    assert!(server.client.get(&at(&made)).status(200).bytes == content, "after another start");
}

#[test]
fn no_file_stands_in_memory() {
    let Some(bucket) = Bucket::new() else { return };
    let data = Data::begun(&bucket.settings());
    let server = data.serve();
    upload(&server, "small.mp4", &recording());
    let before = server.peak_memory_mib();
    let large = recording().repeat(30);
    let made = upload(&server, "large.mp4", &large);
    assert!(server.client.get(&at(&made)).status(200).bytes == large);
    let grown = server.peak_memory_mib() - before;
    assert!(grown < 24, "{} MiB in and out took {grown} MiB", large.len() >> 20);
}

#[test]
fn nodes_share_the_bucket_and_nothing_else() {
    let (Some(bucket), Some(database)) = (Bucket::new(), Database::fresh()) else { return };
    let settings = format!("database = \"{}\"\n{}", database.url(), bucket.settings());
    let one = Data::begun(&settings);
    let other = Data { folder: one.folder.with_extension("other"), token: one.token.clone() };
    std::fs::create_dir_all(&other.folder).expect("a folder");
    std::fs::copy(one.folder.join("keyring.json"), other.folder.join("keyring.json")).expect("a key ring");
    other.settings(&format!("database = \"{}\"", database.url()));
    assert!(other.exits(&["serve"], 1).contains("[blob_store_wrong]"), "a folder of its own");
    other.settings(&settings);
    let (first, second) = (one.serve(), other.serve());
    let made = upload(&first, "a.mp4", &recording());
    assert!(second.client.get(&at(&made)).status(200).bytes == recording());
    second.stop();
    first.stop();
}

#[test]
fn lists_go_in_and_out_through_the_bucket() {
    let Some(bucket) = Bucket::new() else { return };
    let data = Data::begun(&bucket.settings());
    let server = data.serve();
    // Longer than one part, so that the import asks again and again.
    let note = "备".repeat(300);
    let list: String = std::iter::once("客户名称,备注\n".to_owned()).chain((0..1500).map(|place| format!("客户 {place},{note}\n"))).collect();
    let job = server.client.upload("/import", &Form::file("客户.csv", list.as_bytes()).text("entity", "customer")).status(202).json;
    let job = ended(&server.client, &job);
    assert_eq!((&job["status"], &job["created"]), (&json!("succeeded"), &json!(1500)), "{job:#}");
    let job = server.client.post("/export", json!({"entity": "customer", "fields": ["name"], "format": "csv"})).status(202).json;
    let job = ended(&server.client, &job);
    let file = server.client.get(&format!("/file/{}", job["result"]["file"].as_str().unwrap_or_else(|| panic!("{job:#}")))).status(200);
    assert_eq!(file.text().lines().count(), 1501);
    assert!(!data.folder.join("blobs").exists());
}

#[test]
fn a_store_that_is_gone_keeps_nothing_by_halves() {
    let Some(bucket) = Bucket::new() else { return };
    let data = Data::begun(&bucket.settings());
    let server = data.serve();
    let picture = upload(&server, "照片.png", &picture());
    let thumbnail = format!("{}/thumbnail", at(&picture));
    let before = bucket.names();
    bucket.cut();
    server.client.upload("/file", &Form::file("a.mp4", &recording())).refused(503, "blob_store_down");
    server.client.get(&at(&picture)).refused(503, "blob_store_down");
    server.client.get(&thumbnail).refused(503, "blob_store_down");
    server.client.get("//readyz").refused(503, "blob_store_down");
    server.client.get("//livez").status(200);
    server.client.post("/customer", json!({"name": "海川泵业"})).status(201);
    assert!(inside(&data.folder.join("incoming")).is_empty());
    let out = data.run(&["health"]);
    assert_eq!(out.status.code(), Some(75), "{}", text(&out));
    bucket.mend();
    assert_eq!(bucket.names(), before);
    server.client.get("//readyz").status(200);
    server.client.get(&thumbnail).status(200);
    let made = upload(&server, "a.mp4", &recording());
    assert!(server.client.get(&at(&made)).status(200).bytes == recording());
    server.stop();
    bucket.cut();
    assert!(data.exits(&["serve"], 75).contains("[blob_store_down]"));
}

#[test]
fn what_changes_on_its_way_is_not_kept() {
    let Some(bucket) = Bucket::new() else { return };
    let data = Data::begun(&bucket.settings());
    let server = data.serve();
    bucket.damage(3);
    server.client.upload("/file", &Form::file("a.txt", WHOLE)).refused(503, "blob_store_down");
    assert_eq!(bucket.names(), [""; 0]);
    bucket.damage(1);
    // It is sent again before anybody is told.
    let made = upload(&server, "a.txt", WHOLE);
    assert_eq!(server.client.get(&at(&made)).status(200).bytes, WHOLE);
}

#[test]
fn a_company_vouches_for_its_own_store() {
    let Some(bucket) = Bucket::new() else { return };
    let certificate = std::env::temp_dir().join(format!("keshu-{}.pem", keshu_kernel::new_id()));
    std::fs::write(&certificate, Client::new(&bucket.line.to_string()).get("//ca.pem").status(200).bytes).expect("a certificate");
    let sealed = bucket.settings().replace("http://", "https://");
    let data = Data::begun(&format!("{sealed}s3_ca_file = \"{}\"", certificate.display()));
    let server = data.serve();
    let made = upload(&server, "a.mp4", &recording());
    assert!(server.client.get(&at(&made)).status(200).bytes == recording());
    server.stop();
    std::fs::remove_file(certificate).expect("a certificate");
    data.settings(&sealed);
    let said = data.exits(&["serve"], 75);
    assert!(said.contains("[blob_store_down]") && said.contains("certificate"), "{said}");
    data.settings(&format!("{sealed}s3_ca_file = \"keshu.toml\""));
    assert!(data.exits(&["serve"], 2).contains("s3_ca_file"));
}

#[test]
fn wrong_settings_are_named_at_the_start_and_no_secret_is_shown() {
    let Some(bucket) = Bucket::new() else { return };
    let data = Data::begun(&bucket.settings());
    let right = bucket.settings();
    assert!(!data.exits(&["config"], 0).contains(&bucket.secret_key));
    let with_secret = |words: &[&str], secret: &str| data.command(words).env("KESHU_S3_SECRET_KEY", secret).output().expect("keshu");
    let said = text(&with_secret(&["config"], "not-the-secret"));
    assert!(said.contains("s3_secret_key\t***\tenvironment") && !said.contains("not-the-secret"), "{said}");
    let refused = with_secret(&["serve"], "not-the-secret");
    assert_eq!(refused.status.code(), Some(1));
    let said = text(&refused);
    assert!(said.contains("[blob_store_refused]") && said.contains("SignatureDoesNotMatch") && !said.contains("not-the-secret"), "{said}");
    for (from, to, code) in [("s3://keshu/", "s3://nowhere/", "NoSuchBucket"), (&*bucket.access_key, "somebody", "InvalidAccessKeyId")] {
        data.settings(&right.replace(from, to));
        assert!(data.exits(&["serve"], 1).contains(code));
    }
    for (from, to, named) in [("s3://", "http://", "s3://bucket/prefix"), ("s3_endpoint", "#", "s3_endpoint"), ("s3_secret_key_file", "#", "KESHU_S3_SECRET_KEY"), ("http://127", "127", "s3_endpoint"), ("s3_access_key =", "s3_bucket_in = \"sky\"\ns3_access_key =", "path or host"), ("s3_secret_key_file", "s3_secret_key", "s3_secret_key_file")] {
        data.settings(&right.replace(from, to));
        let said = data.exits(&["serve"], 2);
        assert!(said.contains(named) && !said.contains(&bucket.secret_key), "{said}");
    }
}

#[test]
fn one_place_in_a_bucket_belongs_to_one_database() {
    let Some(bucket) = Bucket::new() else { return };
    let data = Data::begun(&bucket.settings());
    let other = Data::new();
    // Neither a new database nor one that has files elsewhere may use it.
    let new = Data { folder: data.folder.with_extension("new"), token: String::new() };
    std::fs::create_dir_all(&new.folder).expect("a folder");
    for data in [new, other] {
        data.settings(&bucket.settings());
        let said = data.exits(&["serve"], 1);
        assert!(said.contains("[blob_store_wrong]") && said.contains("s3://keshu/houses/"), "{said}");
    }
    data.settings("");
    assert!(data.exits(&["serve"], 1).contains("[blob_store_wrong]"), "its files are in the bucket");
    data.settings(&bucket.settings());
    data.serve().stop();
}

#[test]
fn a_backup_brings_the_files_along() {
    let Some(bucket) = Bucket::new() else { return };
    let data = Data::begun(&bucket.settings());
    let server = data.serve();
    let made = upload(&server, "a.mp4", &recording());
    let copy = data.folder.with_extension("copy");
    data.exits(&["backup", &copy.display().to_string()], 0);
    server.stop();
    // Without the bucket, from the folder of the backup alone.
    let restored = Data { folder: data.folder.with_extension("restored"), token: data.token.clone() };
    restored.exits(&["restore", &copy.display().to_string()], 0);
    restored.settings("");
    let server = restored.serve();
    assert!(server.client.get(&at(&made)).status(200).bytes == recording());
    server.stop();
    let _ = std::fs::remove_dir_all(&copy);
}

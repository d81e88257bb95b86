//! What keeps a server from starting says what it is and what to do.

use std::net::TcpListener;

use keshu_testkit::Client;
use serde_json::json;

use crate::program::{Data, PASSWORD, Server, text};

#[test]
fn a_second_server_on_a_folder_stops() {
    let data = Data::new();
    let server = data.serve();
    let said = data.exits(&["serve", "--listen", "127.0.0.1:0"], 5);
    assert!(said.contains("[data_folder_taken]") && said.contains(&data.folder.display().to_string()), "{said}");
    assert_eq!(server.client.get("/session").status, 200, "the first goes on");
}

#[test]
fn a_taken_port_is_named() {
    let data = Data::new();
    let holder = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = holder.local_addr().expect("an address").to_string();
    let said = data.exits(&["serve", "--listen", &address], 5);
    assert!(said.contains("[port_taken]") && said.contains(&address), "{said}");
}

#[test]
fn a_misspelt_setting_suggests_the_right_one() {
    let data = Data::new();
    for (line, near) in [("lisen = \"127.0.0.1:0\"", "listen"), ("data_base = \"postgres://x\"", "database")] {
        data.settings(line);
        for words in [&["serve"][..], &["config"], &["audit", "verify"]] {
            let said = data.exits(words, 2);
            assert!(said.contains(&format!("Did you mean {near}?")) && said.contains("keshu.toml"), "{said}");
        }
    }
    data.settings("listen = 8080");
    data.exits(&["serve"], 2);
    data.settings("listen =");
    data.exits(&["serve"], 2);
}

#[test]
fn a_key_ring_of_another_house_is_refused() {
    let (data, other) = (Data::new(), Data::new());
    std::fs::copy(other.folder.join("keyring.json"), data.folder.join("keyring.json")).expect("a key ring");
    let said = data.exits(&["serve", "--listen", "127.0.0.1:0"], 1);
    assert!(said.contains("[key_ring_wrong]") && said.contains("keyring.json"), "{said}");
}

#[test]
fn a_lost_key_ring_is_not_made_anew() {
    let data = Data::new();
    std::fs::remove_file(data.folder.join("keyring.json")).expect("a key ring");
    let said = data.exits(&["serve", "--listen", "127.0.0.1:0"], 1);
    assert!(said.contains("[key_ring_wrong]"), "{said}");
}

#[test]
fn commands_ask_the_server_that_runs() {
    let data = Data::new();
    data.exits(&["health"], 1);
    let server = data.serve();
    data.exits(&["health"], 0);
    let said = data.exits(&["staff", "--json"], 0);
    assert!(said.contains("boss"), "{said}");
    server.stop();
    data.exits(&["health"], 1);
    let again = data.set_up("again");
    assert!(again.status.code() == Some(5) && text(&again).contains("[setup_done]"), "{}", text(&again));
}

/// The limit of the embedded database stands in for a full disk: the engine answers the same.
#[test]
fn a_full_disk_refuses_and_loses_nothing() {
    let data = Data::new();
    let size = std::fs::metadata(data.folder.join("keshu.db")).expect("a database").len() >> 20;
    data.settings(&format!("database_limit_mib = {}", size + 3));
    let server = data.serve();
    let note = "满".repeat(9000);
    let mut acknowledged = 0;
    let refused = loop {
        let answer = server.client.post("/customer", json!({"name": "海川", "note": note}));
        match answer.status {
            201 => acknowledged += 1,
            _ => break answer,
        }
        assert!(acknowledged < 500, "3 MiB are never full");
    };
    refused.refused(507, "disk_full");
    let count = |server: &Server| server.client.find("/customer", &[("count", "exact"), ("limit", "1")]).ok()["count"].clone();
    assert_eq!(count(&server), acknowledged, "what was acknowledged is there, and can be read");
    server.kill();
    data.settings("");
    let server = data.serve();
    assert_eq!(count(&server), acknowledged);
    server.client.post("/customer", json!({"name": "海川"})).status(201);
    server.stop();
    data.exits(&["verify"], 0);
}

#[test]
fn files_of_another_house_are_refused() {
    let data = Data::new();
    std::fs::remove_dir_all(data.folder.join("blobs")).expect("a folder of files");
    let said = data.exits(&["serve", "--listen", "127.0.0.1:0"], 1);
    assert!(said.contains("[blob_store_wrong]") && said.contains("blobs"), "{said}");
}

#[test]
fn figures_have_a_listener_of_their_own() {
    let data = Data::new();
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    data.settings(&format!("metrics_listen = \"{free}\""));
    let server = data.serve();
    server.client.post("/customer", json!({"name": "海川泵业"})).status(201);
    server.client.get("/customer/019aa000-0000-7000-8000-000000000000").refused(404, "record_not_found");
    let figures = Client::new(&free.to_string()).get("//metrics").text().to_owned();
    for wanted in [
        "keshu_http_requests_total{method=\"POST\",route=\"/api/v1/{entity}\",status=\"201\"} 1",
        "route=\"/api/v1/{entity}/{id}\",status=\"404\"} 1",
        "keshu_http_request_seconds_bucket{",
        "keshu_store_commit_seconds_count",
        "keshu_store_batch_writes_bucket",
        "process_resident_memory_bytes",
        "keshu_build_info{version=",
    ] {
        assert!(figures.contains(wanted), "{wanted} is not in {figures}");
    }
    assert!(!figures.contains("海川") && !figures.contains("019aa000"), "{figures}");
    assert!(!server.client.get("//metrics").text().contains("keshu_http"), "not where people come in");
}

#[test]
fn a_list_goes_out_and_in_by_command() {
    let data = Data::new();
    let list = data.folder.join("客户.csv");
    std::fs::write(&list, "客户名称,联系人,电话\n海川泵业,王建国,13812345678\n远山科技,,\n").expect("a list");
    let path = |path: &std::path::Path| path.display().to_string();
    assert!(data.exits(&["import", &path(&list)], 0).contains("created 2"));
    let server = data.serve();
    let out = data.folder.join("out.csv");
    assert!(data.exits(&["export", &path(&out), "--fields", "name,phone", "--filter", "phone != null"], 0).contains("rows 1"));
    assert_eq!(std::fs::read_to_string(&out).expect("a file"), "\u{feff}Customer name,Phone\n海川泵业,13812345678\n");
    data.exits(&["export", &path(&out)], 1);
    data.exits(&["export", &path(&data.folder.join("x.csv")), "--filter", "nmae = 1"], 1);
    server.stop();
}

#[test]
fn behind_https_the_cookie_is_secure() {
    let data = Data::new();
    let signs_in = |server: &Server| server.client.post("/session", json!({"username": "boss", "password": PASSWORD})).status(201).header("set-cookie").to_owned();
    let server = data.serve();
    assert!(!signs_in(&server).contains("Secure"), "http alone: a Secure cookie would never come back");
    server.stop();
    data.settings("public_url = \"https://crm.example.cn\"");
    assert!(signs_in(&data.serve()).ends_with("; Secure"));
    data.settings("public_url = \"crm.example.cn\"");
    assert!(data.exits(&["serve"], 2).contains("public_url"));
}

#[test]
fn the_company_has_a_time_zone() {
    let data = Data::new();
    data.settings("time_zone = \"Mars/Olympus\"");
    assert!(data.exits(&["serve"], 2).contains("Mars/Olympus"));
    // Somewhere it is always another day than in Shanghai: 14 hours ahead of UTC, or 12 behind.
    let knows_today = |zone: &str| {
        data.settings(&format!("time_zone = \"{zone}\""));
        let server = data.serve();
        server.client.create("customer", json!({"name": zone}));
        let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::get(zone).expect("a zone")).date();
        !server.client.list("customer", &[("filter", &format!("today() = date(\"{today}\")"))]).is_empty()
    };
    assert!(knows_today("Pacific/Kiritimati"));
    assert!(knows_today("Etc/GMT+12"));
}

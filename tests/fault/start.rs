//! What keeps a server from starting says what it is and what to do.

use std::net::TcpListener;

use crate::program::{Data, text};

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
        std::fs::write(data.folder.join("keshu.toml"), line).expect("settings");
        for words in [&["serve"][..], &["config"], &["audit", "verify"]] {
            let said = data.exits(words, 2);
            assert!(said.contains(&format!("Did you mean {near}?")) && said.contains("keshu.toml"), "{said}");
        }
    }
    std::fs::write(data.folder.join("keshu.toml"), "listen = 8080").expect("settings");
    data.exits(&["serve"], 2);
    std::fs::write(data.folder.join("keshu.toml"), "listen =").expect("settings");
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

/// A full disk refuses and goes on. Needs a file system of its own, so only root tries it.
#[test]
fn a_full_disk_refuses_and_loses_nothing() {
    let folder = std::env::temp_dir().join(format!("keshu-full-{}", keshu_kernel::new_id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let mounted = std::process::Command::new("mount").args(["-t", "tmpfs", "-o", "size=24m", "tmpfs"]).arg(&folder).output();
    if !mounted.is_ok_and(|done| done.status.success()) {
        let _ = std::fs::remove_dir(&folder);
        println!("skipped: a small tmpfs cannot be mounted here");
        return;
    }
    let unmount = Unmount(folder.clone());
    let data = Data::at(&folder.join("data"));
    let server = data.serve();
    let note = "满".repeat(9000);
    let mut acknowledged = 0;
    let refused = loop {
        let answer = server.client.post("/customer", serde_json::json!({"name": "海川", "note": note}));
        match answer.status {
            201 => acknowledged += 1,
            _ => break answer,
        }
        assert!(acknowledged < 5000, "24 MiB are never full");
    };
    refused.refused(507, "disk_full");
    assert_eq!(server.client.find("/customer", &[("count", "exact"), ("limit", "1")]).ok()["count"], acknowledged, "what was acknowledged is there, and can be read");
    server.kill();
    drop(data);
    drop(unmount);
}

struct Unmount(std::path::PathBuf);

impl Drop for Unmount {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg("-l").arg(&self.0).status();
        let _ = std::fs::remove_dir(&self.0);
    }
}

//! Whoever edits the database behind the program's back is found, and what they edited is named.

use keshu_testkit::customer;
use serde_json::json;

use crate::program::Data;

/// A folder with a few changes, stopped in order, so that an anchor stands outside the database.
fn used() -> Data {
    let data = Data::new();
    let server = data.serve();
    let made = server.client.create("customer", customer("海川泵业"));
    for phone in ["13812345678", "13812345679", "13812345670"] {
        server.client.change("customer", &made["id"], json!({"phone": phone}));
    }
    server.stop();
    data.exits(&["audit", "verify"], 0);
    assert!(data.folder.join("audit_anchors.jsonl").exists());
    data
}

fn edit(data: &Data, sql: &str) {
    let database = rusqlite::Connection::open(data.folder.join("keshu.db")).expect("the database");
    database.execute_batch(sql).expect(sql);
}

fn last_entry(data: &Data) -> (i64, String) {
    let database = rusqlite::Connection::open(data.folder.join("keshu.db")).expect("the database");
    database.query_row("SELECT seq, id FROM sys_audit_entry ORDER BY seq DESC LIMIT 1", [], |row| Ok((row.get(0)?, row.get(1)?))).expect("an entry")
}

#[test]
fn an_edited_entry_is_named() {
    let data = used();
    let (seq, id) = last_entry(&data);
    edit(&data, &format!("UPDATE sys_audit_entry SET actor = 'somebody else' WHERE seq = {seq}"));
    let said = data.exits(&["audit", "verify"], 3);
    assert!(said.contains(&id) && said.contains(&format!("entry {seq}")), "{said}");
    data.exits(&["verify", "--json"], 3);
}

#[test]
fn an_edited_diff_is_named() {
    let data = used();
    let (seq, id) = last_entry(&data);
    edit(&data, &format!("UPDATE sys_audit_diff SET diff = replace(diff, '13812345670', '13900000000') WHERE entry_id = '{id}'"));
    let said = data.exits(&["audit", "verify"], 3);
    assert!(said.contains(&id) && said.contains(&format!("entry {seq}")) && said.contains("diff"), "{said}");
}

#[test]
fn a_removed_entry_is_missed() {
    let data = used();
    let (seq, _) = last_entry(&data);
    edit(&data, &format!("DELETE FROM sys_audit_entry WHERE seq = {}", seq - 1));
    assert!(data.exits(&["audit", "verify"], 3).contains(&format!("entries {} to {}", seq - 1, seq - 1)));
}

#[test]
fn a_cut_tail_is_found_by_the_anchor() {
    let data = used();
    let (seq, _) = last_entry(&data);
    edit(&data, &format!("DELETE FROM sys_audit_entry WHERE seq = {seq}; UPDATE sys_audit_head SET seq = {0}, hash = (SELECT hash FROM sys_audit_entry WHERE seq = {0})", seq - 1));
    let anchor = data.folder.join("audit_anchors.jsonl").display().to_string();
    let said = data.exits(&["audit", "verify", "--anchor", &anchor], 3);
    assert!(said.contains(&format!("the anchor knows entry {seq}")), "{said}");
}

#[test]
fn a_removed_head_is_missed() {
    let data = used();
    // Asked of a running server, which makes no head anew.
    let server = data.serve();
    edit(&data, "DELETE FROM sys_audit_head");
    assert!(data.exits(&["audit", "verify"], 3).contains("the head says entry 0"));
    drop(server);
}

/// The export of a folder as lines, and what the verifier says of lines: it has the anchors, and nothing of ours.
fn exported(data: &Data) -> Vec<String> {
    let file = data.folder.join("audit.jsonl");
    data.exits(&["audit", "export", &file.display().to_string(), "--diffs"], 0);
    std::fs::read_to_string(file).expect("an export").lines().map(str::to_owned).collect()
}

fn checked(data: &Data, lines: &[String]) -> (i32, String) {
    let file = data.folder.join("handed_over.jsonl");
    std::fs::write(&file, lines.join("\n")).expect("an export");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/verify_audit.mjs");
    let said = std::process::Command::new("node").arg(script).arg(&file).arg("--anchors").arg(data.folder.join("audit_anchors.jsonl")).output().expect("node");
    (said.status.code().unwrap_or(-1), String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr))
}

#[test]
fn an_export_proves_itself_to_a_stranger() {
    let data = used();
    let lines = exported(&data);
    let (code, said) = checked(&data, &lines);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains(&format!("entries {} diffs checked {0} erased 0", lines.len() - 1)) && !said.contains("anchored 0"), "{said}");
    assert!(lines.iter().any(|line| line.contains("13812345670")), "with --diffs the values are there");
    let taken = data.folder.join("audit.jsonl").display().to_string();
    data.exits(&["audit", "export", &taken], 1);
    let bare = data.folder.join("bare.jsonl");
    data.exits(&["audit", "export", &bare.display().to_string()], 0);
    let bare = std::fs::read_to_string(bare).expect("an export");
    assert!(!bare.contains("13812345670") && bare.contains("\"action\":\"export\""), "without it they are not, and the first export stands in the chain");
    assert_eq!(checked(&data, &bare.lines().map(str::to_owned).collect::<Vec<_>>()).0, 0);
}

#[test]
fn a_stranger_finds_what_was_changed_in_an_export() {
    let data = used();
    let lines = exported(&data);
    let entry = |line: &str| -> serde_json::Value { serde_json::from_str(line).expect("JSON") };
    // The change of the second phone, well before the last anchor.
    let at = lines.iter().position(|line| line.contains("13812345679")).expect("the entry");
    let id = entry(&lines[at])["id"].as_str().expect("an id").to_owned();
    let after = entry(&lines[at + 1])["id"].as_str().expect("an id").to_owned();
    let seq = entry(&lines[at])["seq"].as_i64().expect("a place");
    let found = |lines: &[String], words: &[&str]| {
        let (code, said) = checked(&data, lines);
        assert_eq!(code, 3, "{said}");
        assert!(words.iter().all(|word| said.contains(word)), "{words:?}: {said}");
    };
    let with = |change: &dyn Fn(&mut Vec<String>)| {
        let mut changed = lines.clone();
        change(&mut changed);
        changed
    };
    found(&with(&|lines| lines[at] = lines[at].replace("\"action\":\"update\"", "\"action\":\"create\"")), &[&id, "it was changed"]);
    found(&with(&|lines| lines[at] = lines[at].replace("13812345679", "13900000000")), &[&id, "its diff was changed"]);
    found(&with(&|lines| drop(lines.remove(at))), &[&after, &format!("entries {seq} to {seq} before it are missing")]);
    found(&with(&|lines| lines.swap(at, at + 1)), &["are missing"]);
    // Two entries that took each other's place and number.
    found(
        &with(&|lines| {
            let (mut left, mut right) = (entry(&lines[at]), entry(&lines[at + 1]));
            (left["seq"], right["seq"]) = (right["seq"].clone(), left["seq"].clone());
            (lines[at], lines[at + 1]) = (right.to_string(), left.to_string());
        }),
        &[&after, "changed, or moved"],
    );
    // A tail that was cut with the head put right: only the anchor tells.
    found(
        &with(&|lines| {
            lines.truncate(at + 1);
            let (mut head, last) = (entry(&lines[0]), entry(&lines[at]));
            head["heads"] = json!([[last["chain"], last["seq"], last["hash"]]]);
            lines[0] = head.to_string();
        }),
        &["the anchor of", "the tail was cut"],
    );
    // A moment put back, so that the anchors after it would not count.
    found(
        &with(&|lines| {
            lines.truncate(at + 1);
            let (mut head, last) = (entry(&lines[0]), entry(&lines[at]));
            (head["heads"], head["at"]) = (json!([[last["chain"], last["seq"], last["hash"]]]), last["at"].clone());
            lines[0] = head.to_string();
        }),
        &["the head of the export", "was not signed by the key"],
    );
    // Another key, and all signed anew by it, is not the key that was noted down.
    let key = entry(&lines[0])["public_key"].as_str().expect("a key").to_owned();
    found(&with(&|lines| lines[0] = lines[0].replace(&key, &"ab".repeat(32))), &["it was not signed by the key"]);
}

#[test]
fn anchors_also_go_where_the_installation_says() {
    let away = Data::new();
    let elsewhere = away.folder.join("anchors.jsonl").display().to_string();
    let data = Data::begun(&format!("audit_anchor_file = {elsewhere:?}"));
    let server = data.serve();
    server.client.create("customer", customer("海川泵业"));
    server.stop();
    let kept = std::fs::read_to_string(&elsewhere).expect("anchors");
    let here = std::fs::read_to_string(data.folder.join("audit_anchors.jsonl")).expect("anchors");
    assert!(!kept.is_empty() && kept == here, "{kept}\n{here}");
    data.settings("audit_anchor_file = \"/nowhere/anchors.jsonl\"");
    assert!(data.exits(&["config"], 2).contains("audit_anchor_file"));
}

#[test]
fn a_forged_anchor_is_refused() {
    let data = used();
    let path = data.folder.join("audit_anchors.jsonl");
    let text = std::fs::read_to_string(&path).expect("anchors");
    let mut anchor: serde_json::Value = serde_json::from_str(text.lines().last().expect("an anchor")).expect("JSON");
    anchor["at"] = json!("2020-01-01T00:00:00.000Z");
    std::fs::write(&path, format!("{anchor}\n")).expect("an anchor");
    data.exits(&["audit", "verify", "--anchor", &path.display().to_string()], 3);
}

#[test]
fn a_figure_edited_by_hand_is_found_and_repaired() {
    let data = used();
    edit(&data, "UPDATE customer SET contact_count = 9");
    data.exits(&["verify", "--json"], 3);
    data.exits(&["verify", "--repair"], 0);
    data.exits(&["verify", "--json"], 0);
}

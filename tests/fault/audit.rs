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

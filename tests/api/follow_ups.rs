//! What a follow-up leaves to be done.

use keshu_testkit::{Client, Form, customer, on_both_stores};
use serde_json::{Value, json};

on_both_stores! {
    fn the_next_contact_becomes_a_to_do(house: &TestHouse) {
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        let made = rep.create("customer", customer("海川泵业"));
        let about = json!({"entity": "customer", "id": made["id"]});
        let written = rep.create("follow_up", json!({"about": about, "summary": "已寄样", "next_at": "2026-11-24T01:00:00Z"}));
        assert_eq!(written["warnings"], json!([]));
        let todos = rep.list("todo", &[]);
        assert_eq!(todos.len(), 1);
        let todo = &todos[0];
        assert_eq!((&todo["subject"], &todo["due_at"], &todo["about"], &todo["state"]), (&json!("再次联系海川泵业"), &json!("2026-11-24T01:00:00.000Z"), &about, &json!("open")));
        assert_eq!((&todo["owner_id"], &todo["follow_up_id"]), (&json!(rep.staff_id), &written["id"]));
        assert_eq!(rep.read("customer", &made["id"])["open_todo_count"], 1);
        // History that is written down, and what says nothing of a next time, leave nothing to do.
        rep.create("follow_up", json!({"about": about, "summary": "旧事", "next_at": "2026-11-02T01:00:00Z"}));
        rep.create("follow_up", json!({"about": about, "summary": "问候"}));
        assert_eq!(rep.list("todo", &[]).len(), 1);
    }

    fn a_later_follow_up_moves_the_to_do_that_is_still_open(house: &TestHouse) {
        let (rep, other) = (house.hire("linxiao", "sales_rep", "销售一部"), house.hire("hanliheng", "manager", "销售一部"));
        let made = rep.create("customer", customer("海川泵业"));
        let about = json!({"entity": "customer", "id": made["id"]});
        let plan = |who: &Client, next_at: &str, step: Value| who.create("follow_up", json!({"about": about, "summary": "谈价", "next_at": next_at, "next_step": step}));
        let todos = |who: &Client| who.list("todo", &[("filter", "owner_id = me"), ("sort", "created_at")]);
        plan(&rep, "2026-11-24T01:00:00Z", json!("送报价单"));
        // Somebody's own to-do is theirs to move, and so is a colleague's.
        rep.create("todo", json!({"subject": "自己记的", "about": about, "due_at": "2026-11-23T01:00:00Z"}));
        plan(&other, "2026-11-30T01:00:00Z", Value::Null);
        let later = plan(&rep, "2026-11-26T01:00:00Z", Value::Null);
        let first = &todos(&rep)[0];
        assert_eq!((todos(&rep).len(), todos(&other).len()), (2, 1));
        assert_eq!((&first["subject"], &first["due_at"], &first["follow_up_id"]), (&json!("送报价单"), &json!("2026-11-26T01:00:00.000Z"), &later["id"]));
        let told = &later["warnings"][0];
        assert_eq!((&told["code"], &told["entity"], &told["id"], &told["version"]), (&json!("following_changed"), &json!("todo"), &first["id"], &json!(1)));
        assert_eq!(told["detail"], "原有的「待办」已随之改动，没有另建一件。");
        plan(&rep, "2026-11-27T01:00:00Z", json!("签合同"));
        assert_eq!((todos(&rep).len(), &todos(&rep)[0]["subject"]), (2, &json!("签合同")));
        // What is done is not taken up again.
        rep.change("todo", &first["id"], json!({"state": "done"}));
        assert_eq!(plan(&rep, "2026-11-28T01:00:00Z", Value::Null)["warnings"], json!([]));
        assert_eq!(todos(&rep).len(), 3);
    }

    fn a_list_that_is_imported_leaves_no_to_dos(house: &TestHouse) {
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        rep.create("customer", customer("海川泵业"));
        let list = "跟进对象,摘要,下次联系\n海川泵业,已寄样,2026-12-24 09:00\n";
        let job = rep.upload("/import", &Form::file("跟进.csv", list.as_bytes()).text("entity", "follow_up").text("mode", "create")).status(202).json;
        house.run_jobs();
        let done = rep.get(&format!("/job/{}", job["id"].as_str().unwrap())).ok();
        assert_eq!((&done["created"], rep.list("todo", &[]).len()), (&json!(1), 0), "{done}");
    }

    fn who_may_not_add_to_dos_still_follows_up(house: &TestHouse) {
        let boss = house.as_boss();
        let made = boss.create("customer", customer("海川泵业"));
        let grant = |entity: &str, action: &str| json!({"entity_name": entity, "action_code": action, "scope_code": "all"});
        boss.create("role", json!({"label": "前台", "role_key": "desk", "grants": [grant("customer", "read"), grant("follow_up", "read"), grant("follow_up", "create")]}));
        let desk = house.hire("qiantai", "desk", "前台");
        let written = desk.create("follow_up", json!({"about": {"entity": "customer", "id": made["id"]}, "summary": "来电", "next_at": "2026-12-24T01:00:00Z"}));
        let codes: Vec<&Value> = written["warnings"].as_array().unwrap().iter().map(|warning| &warning["code"]).collect();
        assert_eq!(codes, ["following_refused"]);
        assert_eq!((boss.list("follow_up", &[]).len(), boss.list("todo", &[]).len()), (1, 0));
    }
}

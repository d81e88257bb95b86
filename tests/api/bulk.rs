//! One change to many records: it reaches what the asker may change, counts what became of each, and goes back.

use keshu_testkit::{Client, TestHouse, customer, on_both_stores};
use serde_json::{Value, json};

/// Queues a change, runs it and gives the job back.
fn bulk(house: &TestHouse, who: &Client, asked: Value) -> Value {
    let job = who.post("/bulk", asked).status(202).json;
    ended(house, who, &job)
}

fn ended(house: &TestHouse, who: &Client, job: &Value) -> Value {
    assert_eq!(house.run_jobs(), 1);
    who.get(&format!("/job/{}", job["id"].as_str().unwrap())).ok()
}

fn undo(house: &TestHouse, who: &Client, job: &Value) -> Value {
    let undo = who.post(&format!("/job/{}/undo", job["id"].as_str().unwrap()), json!({})).status(202).json;
    ended(house, who, &undo)
}

fn counts(job: &Value) -> [i64; 6] {
    ["total", "done", "created", "updated", "skipped", "failed"].map(|key| job[key].as_i64().unwrap_or(-1))
}

fn plant(who: &Client, count: usize) -> Vec<Value> {
    (0..count).map(|place| who.create("customer", json!({"name": format!("客户{place:02}"), "customer_grade": "C", "tags": ["旧"]}))).collect()
}

on_both_stores! {
    fn what_a_filter_finds_is_changed_and_goes_back(house: &TestHouse) {
        let boss = house.as_boss();
        let made = plant(&boss, 12);
        boss.change("customer", &made[0]["id"], json!({"customer_grade": "A"}));
        let filter = "customer_grade = \"C\" or name = \"客户00\"";
        let preview = boss.post("/bulk/preview", json!({"entity": "customer", "filter": filter, "set": {"customer_grade": "A"}})).ok();
        assert_eq!(preview, json!({"count": 12, "within": 12}));
        let job = bulk(house, &boss, json!({"entity": "customer", "filter": filter, "set": {"customer_grade": "A"}, "add": {"tags": ["重点"]}, "remove": {"tags": ["旧"]}}));
        assert_eq!((&job["status"], &job["kind"], counts(&job)), (&json!("succeeded"), &json!("bulk"), [12, 12, 0, 12, 0, 0]), "{job:#}");
        assert!(boss.list("customer", &[]).iter().all(|row| row["customer_grade"] == "A" && row["tags"] == json!(["重点"])));
        // A second time changes nothing.
        let again = bulk(house, &boss, json!({"entity": "customer", "set": {"customer_grade": "A"}}));
        assert_eq!(counts(&again), [12, 12, 0, 0, 12, 0], "{again:#}");
        boss.change("customer", &made[3]["id"], json!({"alias": "后来改过"}));
        let back = undo(house, &boss, &job);
        assert_eq!(counts(&back)[3..5], [11, 1], "{back:#}");
        assert_eq!(back["result"]["left"][0]["title"], "客户03");
        let rows = boss.list("customer", &[("filter", "customer_grade = \"C\" and list contains(tags, \"旧\")")]);
        assert_eq!(rows.len(), 10, "all but the one that was A before and the one changed since");
        boss.post(&format!("/job/{}/undo", job["id"].as_str().unwrap()), json!({})).refused(409, "undo_done");
        // The undo is a job as well and goes back in turn.
        let forth = undo(house, &boss, &back);
        assert_eq!(counts(&forth)[3], 11, "{forth:#}");
        assert_eq!(boss.list("customer", &[("filter", "customer_grade = \"A\"")]).len(), 12);
    }

    fn chosen_rows_go_to_the_trash_and_come_back(house: &TestHouse) {
        let boss = house.as_boss();
        let made = plant(&boss, 5);
        let ids: Vec<&Value> = made[..3].iter().map(|row| &row["id"]).collect();
        let job = bulk(house, &boss, json!({"entity": "customer", "ids": ids, "delete": true}));
        assert_eq!(counts(&job), [3, 3, 3, 0, 0, 0], "{job:#}");
        assert_eq!(boss.list("customer", &[]).len(), 2);
        undo(house, &boss, &job);
        assert_eq!(boss.list("customer", &[]).len(), 5);
    }

    fn a_row_that_refuses_is_listed_and_the_others_go_on(house: &TestHouse) {
        let boss = house.as_boss();
        let made = plant(&boss, 3);
        boss.change("customer", &made[1]["id"], json!({"state": "churned"}));
        let job = bulk(house, &boss, json!({"entity": "customer", "set": {"state": "active"}}));
        assert_eq!(counts(&job), [3, 3, 0, 2, 0, 1], "{job:#}");
        assert_eq!(job["result"]["left"][0]["title"], "客户01");
        assert!(job["result"]["left"][0]["detail"].as_str().unwrap().chars().count() > 4);
    }

    fn nobody_changes_more_than_they_may(house: &TestHouse) {
        let (one, two) = (house.hire("linxiao", "sales_rep", "销售一部"), house.hire("wangwei", "sales_rep", "销售一部"));
        let mine = one.create("customer", customer("海川"));
        let other = two.create("customer", customer("远山"));
        let ids = json!([mine["id"], other["id"]]);
        // What is out of reach does not even count.
        assert_eq!(one.post("/bulk/preview", json!({"entity": "customer", "ids": ids, "set": {"customer_grade": "A"}})).ok(), json!({"count": 1, "within": 1}));
        let job = bulk(house, &one, json!({"entity": "customer", "ids": ids, "set": {"customer_grade": "A"}}));
        assert_eq!(counts(&job), [1, 1, 0, 1, 0, 0], "{job:#}");
        assert_eq!(two.read("customer", &other["id"])["customer_grade"], Value::Null);
        // Readable but not writable: counted, left and named.
        two.post(&format!("/customer/{}/share", other["id"].as_str().unwrap()), json!({"staff_id": one.staff_id})).ok();
        assert_eq!(one.post("/bulk/preview", json!({"entity": "customer", "ids": ids, "delete": true})).ok(), json!({"count": 2, "within": 1}));
        let job = bulk(house, &one, json!({"entity": "customer", "ids": ids, "set": {"customer_grade": "B"}}));
        assert_eq!((counts(&job), &job["result"]["left"][0]["title"]), ([2, 2, 0, 1, 0, 1], &json!("远山")), "{job:#}");
        for body in [json!({"set": {"credit_limit": "1"}}), json!({"set": {"nothing": 1}}), json!({"set": {"customer_grade": "Z"}})] {
            let mut asked = json!({"entity": "customer"});
            asked.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
            one.post("/bulk", asked).refused(422, "input_invalid");
        }
        for body in [json!({"entity": "customer"}), json!({"entity": "customer", "delete": true, "set": {"note": "x"}}), json!({"entity": "customer", "add": {"name": ["x"]}}), json!({"entity": "customer", "colour": 1})] {
            one.post("/bulk", body).refused(400, "query_invalid");
        }
        one.post("/bulk", json!({"entity": "dept", "delete": true})).refused(403, "action_forbidden");
        assert_eq!(house.run_jobs(), 0);
    }

    fn a_long_change_can_be_stopped_half_way(house: &TestHouse) {
        let boss = house.as_boss();
        plant(&boss, 3);
        let job = boss.post("/bulk", json!({"entity": "customer", "set": {"customer_grade": "A"}})).status(202).json;
        let at = format!("/job/{}", job["id"].as_str().unwrap());
        boss.post(&format!("{at}/cancel"), json!({})).status(202);
        assert_eq!(house.run_jobs(), 0);
        assert_eq!((&boss.get(&at).ok()["status"], boss.list("customer", &[("filter", "customer_grade = \"A\"")]).len()), (&json!("cancelled"), 0));
    }
}

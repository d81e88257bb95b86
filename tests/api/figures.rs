//! Rollups: exact in the transaction that changes what they count.

use keshu_testkit::{Client, customer, on_both_stores};
use serde_json::{Value, json};

fn figures(boss: &Client, id: &Value) -> (i64, i64, Value, Value) {
    let seen = boss.read("customer", id);
    (seen["contact_count"].as_i64().expect("a count"), seen["follow_up_count"].as_i64().expect("a count"), seen["last_follow_at"].clone(), seen["next_follow_at"].clone())
}

on_both_stores! {
    fn figures_follow_create_move_delete_and_restore(house: &TestHouse) {
        let boss = house.as_boss();
        let (one, two) = (boss.create("customer", customer("海川")), boss.create("customer", customer("远山")));
        assert_eq!(figures(&boss, &one["id"]), (0, 0, Value::Null, Value::Null));
        let contact = boss.create("contact", json!({"name": "王工", "customer_id": one["id"]}));
        boss.create("contact", json!({"name": "李工", "customer_id": one["id"]}));
        let about = |id: &Value| json!({"entity": "customer", "id": id});
        boss.create("follow_up", json!({"about": about(&one["id"]), "summary": "一", "happened_at": "2026-11-01T00:00:00Z", "next_at": "2026-12-01T00:00:00Z"}));
        let last = boss.create("follow_up", json!({"about": about(&one["id"]), "summary": "二", "happened_at": "2026-11-10T00:00:00Z"}));
        let (first_at, last_at, next_at) = (json!("2026-11-01T00:00:00.000Z"), json!("2026-11-10T00:00:00.000Z"), json!("2026-12-01T00:00:00.000Z"));
        assert_eq!(figures(&boss, &one["id"]), (2, 2, last_at.clone(), next_at.clone()));
        assert_eq!(boss.read("customer", &one["id"])["days_since_follow"], 11);
        // Moved to another customer.
        boss.change("contact", &contact["id"], json!({"customer_id": two["id"]}));
        boss.change("follow_up", &last["id"], json!({"about": about(&two["id"])}));
        assert_eq!(figures(&boss, &one["id"]), (1, 1, first_at.clone(), next_at.clone()));
        assert_eq!(figures(&boss, &two["id"]), (1, 1, last_at.clone(), Value::Null));
        // Into the trash and back.
        boss.remove("contact", &contact["id"]);
        boss.remove("follow_up", &last["id"]);
        assert_eq!(figures(&boss, &two["id"]), (0, 0, Value::Null, Value::Null));
        boss.post(&format!("/contact/{}/restore", contact["id"].as_str().unwrap()), json!({})).ok();
        boss.post(&format!("/follow_up/{}/restore", last["id"].as_str().unwrap()), json!({})).ok();
        assert_eq!(figures(&boss, &two["id"]), (1, 1, last_at.clone(), Value::Null));
        boss.change("follow_up", &last["id"], json!({"happened_at": "2026-10-01T00:00:00Z"}));
        assert_eq!(figures(&boss, &two["id"]).2, json!("2026-10-01T00:00:00.000Z"));
        // A figure is no change of the record: nobody's version goes stale for it.
        assert_eq!(boss.read("customer", &one["id"])["version"], 1);
        assert_eq!(boss.column("customer", &[("filter", "follow_up_count = 1 and last_follow_at < date and time(\"2026-10-15T00:00:00Z\")")], "name"), ["远山"]);
    }

    fn conditions_of_a_figure_hold(house: &TestHouse) {
        let boss = house.as_boss();
        let made = boss.create("customer", customer("海川"));
        let open = |boss: &Client| boss.read("customer", &made["id"])["open_todo_count"].clone();
        let todo = boss.create("todo", json!({"subject": "报价", "about": {"entity": "customer", "id": made["id"]}}));
        boss.create("todo", json!({"subject": "寄样品", "about": {"entity": "customer", "id": made["id"]}}));
        assert_eq!(open(&boss), 2);
        boss.change("todo", &todo["id"], json!({"state": "done"}));
        assert_eq!(open(&boss), 1);
        boss.change("todo", &todo["id"], json!({"state": "open"}));
        assert_eq!(open(&boss), 2);
        boss.change("todo", &todo["id"], json!({"about": null}));
        assert_eq!(open(&boss), 1);
    }

    fn figures_are_exact_under_many_writers(house: &TestHouse) {
        let boss = house.as_boss();
        let made = boss.create("customer", customer("海川"));
        std::thread::scope(|scope| {
            for task in 0..6 {
                let (boss, id) = (boss.clone(), made["id"].clone());
                scope.spawn(move || {
                    for place in 0..5 {
                        let contact = boss.create("contact", json!({"name": format!("{task}-{place}"), "customer_id": id}));
                        if place % 2 == 0 {
                            boss.delete(&format!("/contact/{}", contact["id"].as_str().unwrap()), 1).status(204);
                        }
                    }
                });
            }
        });
        assert_eq!(boss.read("customer", &made["id"])["contact_count"], 12);
    }

    fn what_depends_on_now_is_computed_now(house: &TestHouse) {
        let boss = house.as_boss();
        let todo = boss.create("todo", json!({"subject": "报价", "due_at": "2026-11-21T09:00:00Z"}));
        assert_eq!(todo["is_overdue"], false);
        house.advance(2 * 3600);
        assert_eq!(boss.read("todo", &todo["id"])["is_overdue"], true);
        boss.change("todo", &todo["id"], json!({"state": "done"}));
        assert_eq!(boss.read("todo", &todo["id"])["is_overdue"], false);
    }
}

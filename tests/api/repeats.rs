//! Idempotency-Key: what was sent twice happens once.

use keshu_testkit::{customer, on_both_stores};
use serde_json::json;

on_both_stores! {
    fn the_same_key_gives_the_same_answer_once(house: &TestHouse) {
        let boss = house.as_boss();
        let keyed = boss.with("idempotency-key", "order-1");
        let first = keyed.post("/customer", customer("海川")).status(201);
        let again = keyed.post("/customer", customer("海川")).status(201);
        assert_eq!((&first.json, first.header("location")), (&again.json, again.header("location")));
        assert_eq!(boss.list("customer", &[]).len(), 1);
        keyed.post("/customer", customer("远山")).refused(422, "idempotency_key_reused");
        keyed.post("/tag", customer("海川")).refused(422, "idempotency_key_reused");
        let at = format!("/customer/{}", first.json["id"].as_str().unwrap());
        let keyed = boss.with("idempotency-key", "change-1");
        for _ in 0..2 {
            assert_eq!(keyed.patch(&at, 1, json!({"phone": "13812345678"})).status(200).header("etag"), "\"2\"");
        }
        let keyed = boss.with("idempotency-key", "delete-1");
        for _ in 0..2 {
            keyed.delete(&at, 2).status(204);
        }
        for key in ["", "a b", &"x".repeat(129)] {
            boss.with("idempotency-key", key).post("/customer", customer("x")).refused(400, "idempotency_key_invalid");
        }
    }

    fn a_key_belongs_to_one_person(house: &TestHouse) {
        let (boss, rep) = (house.as_boss(), house.hire("linxiao", "sales_rep", "销售一部"));
        let one = boss.with("idempotency-key", "k").post("/customer", customer("海川")).status(201).json;
        let two = rep.with("idempotency-key", "k").post("/customer", customer("海川")).status(201).json;
        assert_ne!(one["id"], two["id"]);
    }

    fn a_refused_write_may_be_sent_again_corrected(house: &TestHouse) {
        let keyed = house.as_boss().with("idempotency-key", "k");
        keyed.post("/customer", json!({"name": "海川", "phone": "1"})).refused(422, "input_invalid");
        keyed.post("/customer", json!({"name": "海川", "phone": "13812345678"})).status(201);
    }

    fn many_at_once_with_one_key_make_one_record(house: &TestHouse) {
        let boss = house.as_boss();
        let ids: std::collections::HashSet<String> = std::thread::scope(|scope| {
            let tasks: Vec<_> = (0..8).map(|_| {
                let keyed = boss.with("idempotency-key", "k");
                scope.spawn(move || keyed.create("customer", customer("海川"))["id"].to_string())
            }).collect();
            tasks.into_iter().map(|task| task.join().unwrap()).collect()
        });
        assert_eq!((ids.len(), boss.list("customer", &[]).len()), (1, 1));
    }
}

//! Who has a record open: told to those who have it open too, as far as they may read it.

use keshu_testkit::{Answer, Client, customer, on_both_stores};
use serde_json::{Value, json};

fn sign(who: &Client, record: &Value, page: &str, doing: &str) -> Answer {
    who.post(&format!("/customer/{}/presence", record["id"].as_str().unwrap()), json!({"page": page, "doing": doing}))
}

/// Who else is there, as an answer or an event says it: names, with a star behind whoever edits.
fn names(said: &Value) -> Vec<String> {
    let name = |one: &Value| format!("{}{}", one["name"].as_str().unwrap(), if one["is_editing"] == true { "*" } else { "" });
    said["items"].as_array().unwrap().iter().map(name).collect()
}

fn look(who: &Client, record: &Value, page: &str) -> Vec<String> {
    names(&sign(who, record, page, "view").ok())
}

on_both_stores! {
    fn colleagues_on_one_record_see_each_other_and_who_edits(house: &TestHouse) {
        let (lin, wang) = (house.hire("lin", "sales_rep", "销售"), house.hire("wang", "manager", "销售"));
        let sea = lin.create("customer", customer("海川泵业"));
        assert!(look(&lin, &sea, "a").is_empty());
        assert_eq!(look(&wang, &sea, "b"), ["lin"]);
        let mut lins = lin.listen(None);
        sign(&wang, &sea, "c", "edit").ok();
        let told = lins.hear();
        assert_eq!((told.name.as_str(), &told.data["entity"], &told.data["id"]), ("presence", &json!("customer"), &sea["id"]));
        assert_eq!(told.data["items"], json!([{"id": wang.staff_id, "name": "wang", "is_editing": true}]));
        sign(&wang, &sea, "c", "leave").ok();
        assert_eq!(names(&lins.hear().data), ["wang"]);
        sign(&wang, &sea, "b", "leave").ok();
        assert!(names(&lins.hear().data).is_empty());
    }

    fn several_pages_of_one_person_count_once_and_ones_own_never(house: &TestHouse) {
        let (lin, wang) = (house.hire("lin", "sales_rep", "销售"), house.hire("wang", "manager", "销售"));
        let (sea, hill) = (lin.create("customer", customer("海川泵业")), lin.create("customer", customer("远山科技")));
        assert!(look(&lin, &sea, "a").is_empty() && look(&lin, &sea, "b").is_empty());
        assert_eq!(look(&wang, &sea, "w"), ["lin"]);
        let mut wangs = wang.listen(None);
        // One of two pages goes: nothing is told. The other goes on to another record: lin is gone.
        sign(&lin, &sea, "a", "leave").ok();
        look(&lin, &hill, "b");
        assert!(names(&wangs.hear().data).is_empty());
        assert!(look(&wang, &sea, "w").is_empty());
        assert_eq!(look(&wang, &hill, "w"), ["lin"]);
    }

    fn whoever_gives_no_sign_of_life_is_gone(house: &TestHouse) {
        let (lin, wang) = (house.hire("lin", "sales_rep", "销售"), house.hire("wang", "manager", "销售"));
        let sea = lin.create("customer", customer("海川泵业"));
        sign(&lin, &sea, "a", "edit").ok();
        house.advance(60);
        assert_eq!(look(&wang, &sea, "w"), ["lin*"]);
        sign(&lin, &sea, "a", "edit").ok();
        house.advance(60);
        assert_eq!(look(&wang, &sea, "w"), ["lin*"]);
        house.advance(11);
        assert!(look(&wang, &sea, "w").is_empty());
    }

    fn nothing_is_said_of_records_out_of_reach_nor_to_whoever_lost_them(house: &TestHouse) {
        let (lin, wang) = (house.hire("lin", "sales_rep", "销售"), house.hire("wang", "sales_rep", "别处"));
        let sea = lin.create("customer", customer("海川泵业"));
        sign(&wang, &sea, "w", "view").refused(404, "record_not_found");
        assert!(look(&lin, &sea, "a").is_empty());
        let id = sea["id"].as_str().unwrap();
        let path = |deed: &str| format!("/customer/{id}/{deed}");
        lin.post(&path("share"), json!({"staff_id": wang.staff_id, "right": "read"})).ok();
        assert_eq!(look(&wang, &sea, "w"), ["lin"]);
        let mut wangs = wang.listen(None);
        lin.post(&path("unshare"), json!({"staff_id": wang.staff_id})).ok();
        sign(&lin, &sea, "a", "edit").ok();
        let own = wang.create("customer", customer("王的客户"));
        assert_eq!((wangs.hear().data["id"].clone(), sign(&wang, &sea, "w", "view").status), (own["id"].clone(), 404));
    }

    fn whoever_does_not_have_the_record_open_is_told_nothing(house: &TestHouse) {
        let (lin, wang) = (house.hire("lin", "sales_rep", "销售"), house.hire("wang", "manager", "销售"));
        let sea = lin.create("customer", customer("海川泵业"));
        let mut wangs = wang.listen(None);
        look(&lin, &sea, "a");
        look(&house.as_boss(), &sea, "b");
        lin.change("customer", &sea["id"], json!({"name": "海川水泵"}));
        assert_eq!(wangs.hear().name, "change");
    }

    fn a_person_has_only_so_many_pages(house: &TestHouse) {
        let (lin, wang) = (house.hire("lin", "sales_rep", "销售"), house.hire("wang", "manager", "销售"));
        let (sea, hill) = (lin.create("customer", customer("海川泵业")), lin.create("customer", customer("远山科技")));
        look(&lin, &sea, "first");
        for page in 0..20 {
            look(&lin, &hill, &page.to_string());
        }
        assert!(look(&wang, &sea, "w").is_empty());
        assert_eq!(look(&wang, &hill, "w"), ["lin"]);
    }

    fn a_sign_of_life_says_what_it_must_and_nothing_else(house: &TestHouse) {
        let lin = house.hire("lin", "sales_rep", "销售");
        let sea = lin.create("customer", customer("海川泵业"));
        let path = format!("/customer/{}/presence", sea["id"].as_str().unwrap());
        for body in [json!({}), json!({"page": "a"}), json!({"page": "", "doing": "view"}), json!({"page": "a", "doing": "sleep"}), json!({"page": "a", "doing": "view", "who": "wang"}), json!({"page": "x".repeat(65), "doing": "view"})] {
            lin.post(&path, body).refused(422, "input_invalid");
        }
        lin.post("/unicorn/x/presence", json!({"page": "a", "doing": "view"})).refused(404, "entity_unknown");
    }
}

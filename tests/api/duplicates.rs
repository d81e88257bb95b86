//! Records that look alike: warnings, the list to work off, and pairs told apart.

use keshu_testkit::{Client, customer, on_both_stores};
use serde_json::{Value, json};

fn list(client: &Client, query: &[(&str, &str)]) -> Value {
    client.find("/duplicate", &[&[("entity", "customer")], query].concat()).ok()
}

/// `label: name, name` of every group.
fn groups(list: &Value) -> Vec<String> {
    let names = |group: &Value| group["records"].as_array().unwrap().iter().map(|record| record["name"].as_str().unwrap_or("?").to_owned()).collect::<Vec<_>>().join("、");
    list["items"].as_array().unwrap().iter().map(|group| format!("{}: {}", group["label"].as_str().unwrap(), names(group))).collect()
}

fn tell(client: &Client, records: &[&Value], distinct: bool) -> keshu_testkit::Answer {
    let ids: Vec<&Value> = records.iter().map(|record| &record["id"]).collect();
    client.post("/duplicate", json!({"entity": "customer", "ids": ids, "distinct": distinct}))
}

on_both_stores! {
    fn names_and_phones_are_alike_however_they_are_written(house: &TestHouse) {
        let boss = house.as_boss();
        boss.create("customer", json!({"name": "上海海川（集团）有限公司", "phone": "13812345678"}));
        for (name, phone) in [("上海海川(集團)有限公司 ", None), ("云岭", Some("+86 138-1234-5678"))] {
            let made = boss.create("customer", json!({"name": name, "phone": phone}));
            assert_eq!(made["warnings"][0]["code"], "similar", "{made:#}");
            assert_eq!(made["warnings"][0]["candidates"][0]["title"], "上海海川（集团）有限公司");
        }
        let found = list(&boss, &[]);
        assert_eq!(groups(&found), ["客户名称: 上海海川（集团）有限公司、上海海川(集團)有限公司", "电话: 上海海川（集团）有限公司、云岭"]);
        assert_eq!((&found["count"], &found["items"][0]["fields"]), (&json!(2), &json!(["name"])));
    }

    fn the_list_follows_the_records(house: &TestHouse) {
        let boss = house.as_boss();
        let one = boss.create("customer", customer("云岭泵业"));
        let two = boss.create("customer", customer("云岭 泵业"));
        let three = boss.create("customer", customer("云岭科技"));
        assert_eq!(groups(&list(&boss, &[])).len(), 1);
        boss.change("customer", &two["id"], json!({"name": "云岭-科技"}));
        assert_eq!(groups(&list(&boss, &[])), ["客户名称: 云岭-科技、云岭科技"]);
        boss.remove("customer", &three["id"]);
        assert_eq!(groups(&list(&boss, &[])), Vec::<String>::new());
        boss.post(&format!("/customer/{}/restore", three["id"].as_str().unwrap()), json!({})).ok();
        assert_eq!(groups(&list(&boss, &[])).len(), 1);
        boss.change("customer", &one["id"], json!({"name": "云岭科技"}));
        assert_eq!(groups(&list(&boss, &[])), ["客户名称: 云岭科技、云岭-科技、云岭科技"]);
    }

    fn told_apart_is_off_the_list_until_it_is_taken_back(house: &TestHouse) {
        let boss = house.as_boss();
        let [one, two] = [boss.create("customer", customer("云岭泵业")), boss.create("customer", customer("云岭（泵业）"))];
        tell(&boss, &[&one, &two], true).ok();
        assert_eq!(groups(&list(&boss, &[])), Vec::<String>::new());
        assert_eq!(groups(&list(&boss, &[("distinct", "true")])).len(), 1);
        let history = boss.get(&format!("/customer/{}/history", one["id"].as_str().unwrap())).ok();
        assert_eq!(history["items"][0]["action"], "distinguish");
        // Another one that looks the same is doubtful again.
        boss.create("customer", customer("云岭泵业 "));
        assert_eq!(list(&boss, &[])["items"][0]["count"], 3);
        tell(&boss, &[&one, &two], false).ok();
        assert_eq!(groups(&list(&boss, &[("distinct", "true")])), Vec::<String>::new());
        tell(&boss, &[&one], true).invalid(&[("/ids", "value_type")]);
        boss.find("/duplicate", &[("entity", "unicorn")]).refused(404, "entity_unknown");
    }

    fn the_list_is_paged(house: &TestHouse) {
        let boss = house.as_boss();
        for place in 0..12 {
            boss.create("customer", customer(&format!("云岭{place:02}")));
            boss.create("customer", customer(&format!("云岭 {place:02}")));
        }
        let first = list(&boss, &[]);
        let rest = list(&boss, &[("cursor", first["next_cursor"].as_str().unwrap())]);
        let all: Vec<String> = groups(&first).into_iter().chain(groups(&rest)).collect();
        assert_eq!((all.len(), &first["count"], &rest["next_cursor"]), (12, &json!(12), &Value::Null));
        assert!(all.is_sorted(), "{all:?}");
    }

    fn nobody_learns_of_what_they_may_not_read(house: &TestHouse) {
        let (boss, rep, other) = (house.as_boss(), house.hire("lin", "sales_rep", "东区"), house.hire("wang", "sales_rep", "西区"));
        let own = rep.create("customer", json!({"name": "云岭泵业", "phone": "13812345678"}));
        let foreign = other.create("customer", json!({"name": "云岭泵业", "phone": "13812345678"}));
        assert_eq!(groups(&list(&boss, &[])).len(), 2);
        let found = list(&rep, &[]);
        assert_eq!((groups(&found), &found["count"]), (vec![], &json!(0)), "a record out of reach makes no group");
        tell(&rep, &[&own, &foreign], true).refused(404, "record_not_found");
        rep.create("customer", json!({"name": "云岭 泵业"}));
        assert_eq!((groups(&list(&rep, &[])).len(), &list(&rep, &[])["items"][0]["count"]), (1, &json!(2)));
        // A hidden field makes no group and is in none.
        let grant = json!({"entity_name": "customer", "action_code": "read", "scope_code": "all"});
        boss.create("role", json!({"label": "前台", "role_key": "desk", "grants": [grant], "field_rules": [{"entity_name": "customer", "field_name": "phone", "access_code": "hidden"}]}));
        let desk = house.hire("qiantai", "desk", "前台");
        assert_eq!(groups(&list(&desk, &[])), ["客户名称: 云岭泵业、云岭泵业、云岭 泵业"]);
        assert!(!list(&desk, &[]).to_string().contains("1381234"));
        tell(&desk, &[&own, &foreign], true).refused(403, "action_forbidden");
    }
}

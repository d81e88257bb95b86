//! Lists: filter, sort, pages, counts, fields.

use keshu_testkit::{Client, customer, on_both_stores};
use serde_json::{Value, json};

fn plant(boss: &Client) {
    for (name, grade, capital, tag) in [("甲公司", "A", "100", "重点"), ("乙公司", "B", "250.50", "普通"), ("丙公司", "A", "1000", "重点"), ("丁公司", "C", "0", "新")] {
        boss.create("customer", json!({"name": name, "customer_grade": grade, "registered_capital": capital, "tags": [tag]}));
    }
    boss.create("customer", customer("戊公司"));
}

fn names(boss: &Client, query: &[(&str, &str)]) -> String {
    boss.column("customer", query, "name").iter().map(|name| name.chars().next().unwrap()).collect()
}

on_both_stores! {
    fn filters_are_feel(house: &TestHouse) {
        let boss = house.as_boss();
        plant(&boss);
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        rep.create("customer", customer("己公司"));
        let filter = |text: &str| names(&boss, &[("filter", text), ("sort", "customer_no")]);
        for (text, wanted) in [
            ("customer_grade = \"A\"", "甲丙"),
            ("registered_capital > 100", "乙丙"),
            ("registered_capital >= 100 and customer_grade != \"A\"", "乙"),
            ("customer_grade = null", "戊己"),
            ("registered_capital in [100..300]", "甲乙"),
            ("customer_grade in (\"B\", \"C\")", "乙丁"),
            ("not(customer_grade = \"A\")", "乙丁戊己"),
            ("owner_id = me", "甲乙丙丁戊"),
            ("owner.username = \"linxiao\"", "己"),
            ("list contains(tags, \"重点\")", "甲丙"),
            ("contains(name, \"丁\") or starts with(name, \"乙\")", "乙丁"),
            ("客户等级 = \"A\" and 注册资本 < 500", "甲"),
            ("负责人.登录名 = \"linxiao\"", "己"),
            ("opened_on = today()", "甲乙丙丁戊己"),
            ("created_at > now() - duration(\"P1D\")", "甲乙丙丁戊己"),
            ("created_at > now()", ""),
            ("is_key", ""),
            ("name = \"' OR 1=1 --\"", ""),
        ] {
            assert_eq!(filter(text), wanted, "{text}");
        }
    }

    fn faulty_filters_say_where(house: &TestHouse) {
        let boss = house.as_boss();
        let find = |text: &str| boss.find("/customer", &[("filter", text)]);
        let problem = find("customer_grade = \"A\" and\n custmer_grade = \"B\"").refused(422, "expression_name_unknown");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains("第 2 行第 2 列") && detail.contains("customer_grade"), "{detail}");
        find("customer_grade =").refused(422, "expression_syntax");
        find("customer_grade = 3").refused(422, "expression_type");
        find("name").refused(422, "expression_type");
        find("registered_capital + 1").refused(422, "expression_type");
        find(&format!("name = \"{}\"", "x".repeat(20_000))).refused(422, "expression_too_long");
        find(&format!("{}is_key{}", "(".repeat(70), ")".repeat(70))).refused(422, "expression_too_deep");
        find("owner.password = \"x\"").refused(422, "expression_name_unknown");
    }

    fn parameters_are_checked(house: &TestHouse) {
        house.unmask();
        let boss = house.as_boss();
        for (name, value) in [("limit", "0"), ("limit", "201"), ("limit", "x"), ("limit", "-1"), ("page", "0"), ("page", "99999999"), ("count", "maybe"), ("cursor", "zz"), ("cursor", "00"), ("fitler", "x"), ("sort", "name,phone,email,fax")] {
            boss.find("/customer", &[(name, value)]).refused(400, "query_invalid");
        }
        boss.find("/customer", &[("page", "1"), ("cursor", "00")]).refused(400, "query_invalid");
        boss.find("/customer", &[("sort", "nothing")]).refused(403, "field_not_readable");
        boss.find("/customer", &[("fields", "name,nothing")]).refused(403, "field_not_readable");
        for field in ["tags", "note", "shareholders", "id_number"] {
            boss.find("/customer", &[("sort", field)]).refused(400, "field_not_sortable");
        }
        boss.find("/customer/trash", &[("x", "1")]).refused(400, "query_invalid");
    }

    fn sorting_is_total_and_pages_meet(house: &TestHouse) {
        let boss = house.as_boss();
        plant(&boss);
        assert_eq!(names(&boss, &[("sort", "registered_capital"), ("filter", "registered_capital != null")]), "丁甲乙丙");
        assert_eq!(names(&boss, &[("sort", "-registered_capital"), ("filter", "registered_capital != null")]), "丙乙甲丁");
        let by_grade = names(&boss, &[("sort", "-customer_grade,customer_no"), ("filter", "customer_grade != null")]);
        assert_eq!(by_grade, "丁乙甲丙");
        // Empty values are in some page exactly once, whichever way it goes.
        for sort in ["customer_grade", "-customer_grade", "registered_capital,-name", "-last_follow_at", "created_at", ""] {
            let whole = names(&boss, &[("sort", sort)]);
            let (mut seen, mut cursor) = (String::new(), None::<String>);
            loop {
                let mut query = vec![("sort", sort), ("limit", "2")];
                if let Some(cursor) = &cursor {
                    query.push(("cursor", cursor));
                }
                let page = boss.find("/customer", &query).ok();
                seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().chars().next().unwrap()));
                match page["next_cursor"].as_str() {
                    Some(next) => cursor = Some(next.to_owned()),
                    None => break,
                }
            }
            assert_eq!(seen, whole, "sort={sort}");
            let pages: String = (1..=3).map(|page| names(&boss, &[("sort", sort), ("limit", "2"), ("page", &page.to_string())])).collect();
            assert_eq!(pages, whole, "sort={sort} by page");
        }
    }

    fn a_cursor_holds_while_rows_come(house: &TestHouse) {
        let boss = house.as_boss();
        for place in 0..10 {
            boss.create("customer", json!({"name": format!("客户{place}"), "payment_term": place / 2}));
        }
        let (mut seen, mut cursor) = (Vec::new(), None::<String>);
        for round in 0.. {
            let mut query = vec![("sort", "-payment_term"), ("limit", "3"), ("filter", "starts with(name, \"客户\")")];
            if let Some(cursor) = &cursor {
                query.push(("cursor", cursor));
            }
            let page = boss.find("/customer", &query).ok();
            seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()));
            // Before and after the place that was read.
            boss.create("customer", json!({"name": format!("新{round}"), "payment_term": 700}));
            boss.create("customer", json!({"name": format!("新{round}"), "payment_term": 0}));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = Some(next.to_owned()),
                None => break,
            }
        }
        let mut sorted = seen.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!((seen.len(), sorted.len()), (10, 10), "each once: {seen:?}");
    }

    fn counts_and_fields_are_as_asked(house: &TestHouse) {
        let boss = house.as_boss();
        plant(&boss);
        let page = boss.find("/customer", &[("count", "exact"), ("limit", "2"), ("filter", "customer_grade = \"A\"")]).ok();
        assert_eq!((&page["count"], &page["next_cursor"]), (&json!(2), &Value::Null));
        let page = boss.find("/customer", &[("count", "capped"), ("limit", "2")]).ok();
        assert_eq!((&page["count"], page.get("more")), (&json!(5), None));
        assert!(page["next_cursor"].is_string());
        assert!(boss.find("/customer", &[]).ok().get("count").is_none());
        let page = boss.find("/customer", &[("fields", "name,owner_id"), ("limit", "1")]).ok();
        let mut keys: Vec<&String> = page["items"][0].as_object().unwrap().keys().collect();
        keys.sort();
        assert_eq!(keys, ["id", "name", "owner_id", "titles", "version"]);
    }
}

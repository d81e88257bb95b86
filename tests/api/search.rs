//! Finding by words: pairs of characters, pinyin, tails of phone numbers.

use keshu_testkit::{Client, Form, customer, on_both_stores};
use serde_json::{Value, json};

fn search(client: &Client, q: &str) -> Value {
    client.find("/search", &[("q", q)]).ok()
}

fn titles(client: &Client, q: &str) -> Vec<String> {
    search(client, q)["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

on_both_stores! {
    fn words_pinyin_and_tails_find(house: &TestHouse) {
        let boss = house.as_boss();
        boss.create("customer", json!({"name": "海川泵业有限公司", "phone": "021-12345678", "uscc": keshu_testkit::uscc(5), "tags": ["老客户"], "note": "喜欢喝龙井"}));
        boss.create("customer", json!({"name": "远山科技", "phone": "13998765432", "english_name": "Yonder Hills Ltd"}));
        boss.create("customer", customer("重庆长安"));
        boss.create("customer", customer("臺灣積體電路"));
        for (q, wanted) in [
            ("泵业", vec!["海川泵业有限公司"]),
            ("海川", vec!["海川泵业有限公司"]),
            ("川海", vec![]),
            ("海", vec!["海川泵业有限公司"]),
            ("haichuan", vec!["海川泵业有限公司"]),
            ("hcby", vec!["海川泵业有限公司"]),
            ("HCBY", vec!["海川泵业有限公司"]),
            ("yskj", vec!["远山科技"]),
            ("cqca", vec!["重庆长安"]),
            ("zqca", vec!["重庆长安"]),
            ("重慶", vec!["重庆长安"]),
            ("台湾", vec!["臺灣積體電路"]),
            ("積體", vec!["臺灣積體電路"]),
            ("twjt", vec!["臺灣積體電路"]),
            ("５４３２", vec!["远山科技"]),
            ("139 9876 5432", vec!["远山科技"]),
            ("ＨＣＢＹ", vec!["海川泵业有限公司"]),
            ("5432", vec!["远山科技"]),
            ("13998765432", vec!["远山科技"]),
            ("yonder", vec!["远山科技"]),
            ("hills yonder", vec!["远山科技"]),
            ("yond", vec!["远山科技"]),
            ("C2026000003", vec!["重庆长安"]),
            (&keshu_testkit::uscc(5), vec!["海川泵业有限公司"]),
            ("老客户", vec!["海川泵业有限公司"]),
            ("龙井", vec!["海川泵业有限公司"]),
            ("龙井 海川", vec!["海川泵业有限公司"]),
            ("龙井 远山", vec![]),
            ("\"' OR *:*) & | !", vec![]),
        ] {
            assert_eq!(boss.column("customer", &[("q", q)], "name"), wanted, "q={q}");
            let found = boss.find("/search", &[("q", q), ("entity", "customer")]).ok();
            let titles: Vec<&str> = found["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap()).collect();
            assert_eq!(titles, wanted, "search {q}");
        }
    }

    fn the_index_follows_the_record(house: &TestHouse) {
        let boss = house.as_boss();
        let made = boss.create("customer", customer("海川泵业"));
        let found = |q: &str| boss.column("customer", &[("q", q)], "name").len();
        boss.change("customer", &made["id"], json!({"name": "远山科技"}));
        assert_eq!((found("海川"), found("远山")), (0, 1));
        boss.remove("customer", &made["id"]);
        assert_eq!(boss.find("/search", &[("q", "远山")]).ok()["items"], json!([]));
        boss.post(&format!("/customer/{}/restore", made["id"].as_str().unwrap()), json!({})).ok();
        assert_eq!(found("ysKJ"), 1);
        boss.find("/search", &[("q", "x"), ("limit", "51")]).refused(400, "query_invalid");
        for path in ["/search", "/customer"] {
            boss.find(path, &[("q", &"海".repeat(201))]).refused(400, "query_invalid");
            boss.find(path, &[("q", &"海".repeat(200))]).ok();
        }
        boss.find("/search", &[]).refused(400, "query_invalid");
        boss.find("/search", &[("q", "x"), ("entity", "unicorn")]).refused(404, "entity_unknown");
    }

    fn the_nearest_title_comes_first(house: &TestHouse) {
        let boss = house.as_boss();
        for name in ["云岭", "云岭泵业", "上海云岭", "川流不息", "泵业之家（云岭）", "玉林泵业"] {
            boss.create("customer", customer(name));
        }
        boss.create("customer", json!({"name": "远山科技", "note": "云岭介绍的"}));
        assert_eq!(titles(&boss, "云岭"), ["云岭", "云岭泵业", "泵业之家（云岭）", "上海云岭", "远山科技"]);
        assert_eq!(titles(&boss, "云岭 泵业"), ["云岭泵业", "泵业之家（云岭）"]);
        assert_eq!(titles(&boss, "ylby"), ["玉林泵业", "云岭泵业"], "the newest first among equals");
        assert_eq!(titles(&boss, "C2026000002")[0], "云岭泵业");
        assert_eq!(search(&boss, "云岭")["limited"], false);
    }

    fn what_begins_so_is_found_however_old(house: &TestHouse) {
        let boss = house.as_boss();
        for name in ["（云岭）泵业", "Yonder Hills 云岭", "湖边云岭"] {
            boss.create("customer", customer(name));
        }
        let newer: String = (0..501).map(|number| format!("第{number}家云岭\n")).collect();
        let job = boss.upload("/import", &Form::file("a.csv", format!("名称\n{newer}").as_bytes()).text("entity", "customer")).status(202).json;
        assert_eq!(house.run_jobs(), 1);
        assert_eq!(boss.get(&format!("/job/{}", job["id"].as_str().unwrap())).ok()["created"], 501);
        assert_eq!(titles(&boss, "云岭")[..2], ["（云岭）泵业", "第500家云岭"]);
        assert_eq!(titles(&boss, "云")[0], "（云岭）泵业");
        assert_eq!(search(&boss, "云岭")["limited"], true);
        assert_eq!(titles(&boss, "yonder 云岭"), ["Yonder Hills 云岭"]);
        assert!(!titles(&boss, "云岭").contains(&"湖边云岭".to_owned()), "older than the newest 500");
        assert_eq!(titles(&boss, "湖边云岭"), ["湖边云岭"]);
    }

    fn marks_say_where_the_words_stand(house: &TestHouse) {
        let boss = house.as_boss();
        boss.create("customer", json!({"name": "臺灣積體電路（集团）", "phone": "+86 139-9876-5432", "note": format!("{}喜欢喝龙井，不喝咖啡", "很久以前".repeat(40))}));
        let marked = |q: &str| -> Vec<(String, String)> {
            let found = search(&boss, q);
            let highlights = found["items"][0]["highlights"].as_array().unwrap().clone();
            let marked = |highlight: &Value| -> String {
                let letters: Vec<char> = highlight["text"].as_str().unwrap().chars().collect();
                let range = |range: &Value| letters[range[0].as_u64().unwrap() as usize..range[1].as_u64().unwrap() as usize].iter().collect::<String>();
                highlight["ranges"].as_array().unwrap().iter().map(range).collect::<Vec<_>>().join("|")
            };
            highlights.iter().map(|highlight| (highlight["label"].as_str().unwrap().to_owned(), marked(highlight))).filter(|(_, marked)| !marked.is_empty()).collect()
        };
        let pair = |label: &str, text: &str| vec![(label.to_owned(), text.to_owned())];
        assert_eq!(marked("台湾"), pair("客户名称", "臺灣"));
        assert_eq!(marked("twjt"), pair("客户名称", "臺灣積體"));
        assert_eq!(marked("５４３２"), pair("电话", "5432"));
        assert_eq!(marked("龙井"), pair("备注", "龙井"));
        let long = search(&boss, "龙井")["items"][0]["highlights"][0]["text"].as_str().unwrap().to_owned();
        assert!(long.starts_with('…') && long.chars().count() < 100, "{long}");
    }

    fn what_a_colleague_owns_is_not_in_the_way(house: &TestHouse) {
        let (boss, rep) = (house.as_boss(), house.hire("lin", "sales_rep", "东区"));
        let own = rep.create("customer", json!({"name": "云岭泵业有限公司"}));
        rep.create("contact", json!({"name": "陈云岭", "customer_id": own["id"]}));
        for place in 0..3 {
            let foreign = boss.create("customer", json!({"name": format!("云岭{place}有限公司")}));
            boss.create("contact", json!({"name": format!("云岭{place}"), "customer_id": foreign["id"]}));
        }
        assert_eq!(titles(&rep, "云岭"), ["云岭泵业有限公司", "陈云岭"]);
        assert_eq!(titles(&rep, "云岭1"), Vec::<String>::new());
        // Whoever owns it now finds it, with what hangs on it.
        boss.change("customer", &own["id"], json!({"owner_id": boss.staff_id}));
        assert_eq!(titles(&rep, "云岭"), Vec::<String>::new());
        let path = |action: &str| format!("/customer/{}/{action}", own["id"].as_str().unwrap());
        boss.post(&path("share"), json!({"staff_id": rep.staff_id})).ok();
        assert_eq!(titles(&rep, "云岭"), ["云岭泵业有限公司", "陈云岭"]);
        assert_eq!(rep.column("contact", &[("q", "云岭")], "name"), ["陈云岭"]);
        boss.post(&path("unshare"), json!({"staff_id": rep.staff_id})).ok();
        assert_eq!(titles(&rep, "云岭"), Vec::<String>::new());
        boss.change("customer", &own["id"], json!({"owner_id": rep.staff_id}));
        assert_eq!(titles(&rep, "云岭"), ["云岭泵业有限公司", "陈云岭"]);
    }

    fn what_may_have_been_meant_is_suggested(house: &TestHouse) {
        let (boss, rep) = (house.as_boss(), house.hire("lin", "sales_rep", "东区"));
        boss.create("customer", customer("云岭泵业有限公司"));
        boss.create("customer", customer("远山科技"));
        let meant = |who: &Client, q: &str| -> Vec<String> {
            let found = search(who, q);
            found["suggestions"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect()
        };
        for q in ["云岭本业", "云岭业", "岭云泵业", "云岭水泵业", "云铃泵业", "运领蹦业", "yunlign", "YUNLNG"] {
            assert_eq!(meant(&boss, q), ["云岭泵业有限公司"], "{q}");
            assert_eq!(meant(&rep, q), Vec::<String>::new(), "a title out of reach is not suggested for {q}");
        }
        assert_eq!(meant(&boss, "云岭"), Vec::<String>::new(), "what is found needs no suggestion");
        assert_eq!(meant(&boss, "大海"), Vec::<String>::new());
        let grant = json!({"entity_name": "customer", "action_code": "read", "scope_code": "all"});
        boss.create("role", json!({"label": "前台", "role_key": "desk", "grants": [grant], "field_rules": [{"entity_name": "customer", "field_name": "name", "access_code": "hidden"}]}));
        assert_eq!(meant(&house.hire("qiantai", "desk", "前台"), "云岭本业"), Vec::<String>::new(), "a hidden title is not suggested");
    }
}

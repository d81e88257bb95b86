//! Finding by words: pairs of characters, pinyin, tails of phone numbers.

use keshu_testkit::{customer, on_both_stores};
use serde_json::json;

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
}

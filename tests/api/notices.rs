//! Notifications, and the comments that cause some of them.

use keshu_testkit::{Client, Form, TestHouse, customer, on_both_stores};
use serde_json::{Value, json};

/// What somebody has been notified of: kinds, the newest last.
fn kinds(who: &Client) -> Vec<String> {
    who.column("notification", &[("sort", "created_at")], "kind_code")
}

fn unread(who: &Client) -> Value {
    who.find("/notification", &[("filter", "read_at = null"), ("count", "exact"), ("limit", "1")]).ok()["count"].clone()
}

fn about(entity: &str, record: &Value) -> Value {
    json!({"entity": entity, "id": record["id"]})
}

/// Does what is due a minute later.
fn a_minute_later(house: &TestHouse) {
    house.advance(60);
    house.keep_house();
}

on_both_stores! {
    fn whoever_is_mentioned_and_may_read_the_record_is_notified_once(house: &TestHouse) {
        let (lin, wang) = (house.hire("lin", "manager", "销售"), house.hire("wang", "sales_rep", "销售"));
        let other = house.hire("zhou", "sales_rep", "别处");
        let sea = wang.create("customer", customer("海川泵业"));
        let comment = lin.create("comment", json!({"about": about("customer", &sea), "content": "请@wang 和@zhou 看一下", "mentions": [wang.staff_id, other.staff_id, lin.staff_id]}));
        assert_eq!(kinds(&wang), ["mentioned"]);
        let told = &wang.list("notification", &[])[0];
        assert_eq!((&told["content"], &told["about"], &told["titles"]["about"], &told["by_id"]), (&json!("lin在评论中提到了您"), &about("customer", &sea), &json!("海川泵业"), &json!(lin.staff_id)));
        // zhou may not read the customer, and nobody is told what they wrote themselves.
        assert!(kinds(&other).is_empty() && kinds(&lin).is_empty());
        let line = &wang.get(&format!("/customer/{}/timeline", sea["id"].as_str().unwrap())).ok()["items"][0];
        assert_eq!((&line["entity"], &line["text"]), (&json!("comment"), &json!("请@wang 和@zhou 看一下")));

        let corrected = lin.change("comment", &comment["id"], json!({"content": "请@wang 再看一下"}));
        assert_eq!(kinds(&wang).len(), 1);
        // Others' comments can be read and not changed.
        wang.patch(&format!("/comment/{}", comment["id"].as_str().unwrap()), corrected["version"].as_i64().unwrap(), json!({"content": "不"})).refused(403, "action_forbidden");
        other.get(&format!("/comment/{}", comment["id"].as_str().unwrap())).refused(404, "record_not_found");
        other.post("/comment", json!({"about": about("customer", &sea), "content": "偷看"})).invalid(&[("/about", "link_broken")]);
        lin.remove("comment", &comment["id"]);
        lin.post(&format!("/comment/{}/restore", comment["id"].as_str().unwrap()), json!({})).ok();
        assert_eq!(kinds(&wang).len(), 1);
    }

    fn notifications_are_their_owners_alone(house: &TestHouse) {
        let (boss, lin) = (house.as_boss(), house.hire("lin", "sales_rep", "销售"));
        let sea = boss.create("customer", json!({"name": "海川泵业", "owner_id": lin.staff_id}));
        assert_eq!(kinds(&lin), ["assigned"]);
        let told = lin.list("notification", &[])[0].clone();
        let path = format!("/notification/{}", told["id"].as_str().unwrap());
        assert_eq!((&told["content"], &told["about"]), (&json!("老板把客户交给您负责"), &about("customer", &sea)));
        // The administrator may do everything with everything else.
        assert!(kinds(&boss).is_empty());
        boss.get(&path).refused(404, "record_not_found");
        boss.get(&format!("{path}/history")).refused(404, "record_not_found");
        assert!(boss.find("/search", &[("q", "交给您负责")]).ok()["items"].as_array().unwrap().is_empty());
        assert_eq!(boss.post("/notification/read", json!({"ids": [told["id"]]})).ok()["marked"], 0);
        for who in [&boss, &lin] {
            who.post("/notification", json!({"content": "假的", "kind_code": "mentioned", "owner_id": lin.staff_id})).refused(403, "action_forbidden");
            who.patch(&path, 1, json!({"content": "假的"})).refused(403, "action_forbidden");
            who.delete(&path, 1).refused(403, "action_forbidden");
            who.post("/export", json!({"entity": "notification", "format": "csv"})).refused(403, "action_forbidden");
        }
        assert_eq!(lin.get("/catalog").ok()["entities"]["notification"]["can"]["create"], false);
    }

    fn notifications_are_read_one_by_one_or_all(house: &TestHouse) {
        let (boss, lin) = (house.as_boss(), house.hire("lin", "sales_rep", "销售"));
        for name in ["海川泵业", "远山科技", "长江电缆"] {
            boss.create("customer", json!({"name": name, "owner_id": lin.staff_id}));
        }
        assert_eq!(unread(&lin), 3);
        let first = &lin.list("notification", &[])[0];
        assert_eq!(lin.post("/notification/read", json!({"ids": [first["id"]]})).ok()["marked"], 1);
        assert_eq!(unread(&lin), 2);
        assert_eq!(lin.post("/notification/read", json!({})).ok()["marked"], 2);
        assert_eq!(unread(&lin), 0);
        assert_eq!(lin.post("/notification/read", json!({})).ok()["marked"], 0);
    }

    fn a_notification_names_nothing_that_its_reader_may_no_longer_read(house: &TestHouse) {
        let (boss, lin) = (house.as_boss(), house.hire("lin", "sales_rep", "销售"));
        let sea = boss.create("customer", json!({"name": "海川泵业", "owner_id": lin.staff_id}));
        boss.change("customer", &sea["id"], json!({"owner_id": boss.staff_id}));
        let told = &lin.list("notification", &[])[0];
        assert!(!told.to_string().contains("海川"), "{told}");
    }

    fn work_that_is_handed_over_is_told_and_ones_own_is_not(house: &TestHouse) {
        let (lin, wang) = (house.hire("lin", "manager", "销售"), house.hire("wang", "sales_rep", "销售"));
        lin.create("todo", json!({"subject": "自己的事"}));
        lin.create("todo", json!({"subject": "给王的事", "owner_id": wang.staff_id}));
        assert_eq!((kinds(&lin).len(), kinds(&wang)), (0, vec!["todo_assigned".to_owned()]));
        let sea = lin.create("customer", customer("海川泵业"));
        lin.change("customer", &sea["id"], json!({"owner_id": wang.staff_id}));
        assert_eq!(kinds(&wang), ["todo_assigned", "assigned"]);
        // Nothing is handed over when something else changes.
        wang.change("customer", &sea["id"], json!({"name": "海川水泵"}));
        assert_eq!(kinds(&wang).len(), 2);
    }

    fn a_reminder_comes_once_when_its_time_has_come(house: &TestHouse) {
        let lin = house.hire("lin", "sales_rep", "销售");
        house.keep_house();
        lin.create("todo", json!({"subject": "打电话", "remind_at": "2026-11-21T08:03:00Z", "due_at": "2026-11-21T08:04:00Z"}));
        let done = lin.create("todo", json!({"subject": "已经做了", "due_at": "2026-11-21T08:04:00Z"}));
        lin.change("todo", &done["id"], json!({"state": "done"}));
        a_minute_later(house);
        assert!(kinds(&lin).is_empty());
        house.advance(130);
        house.keep_house();
        assert_eq!(kinds(&lin), ["todo_reminder"]);
        house.keep_house();
        a_minute_later(house);
        a_minute_later(house);
        assert_eq!(kinds(&lin), ["todo_reminder", "todo_due"]);
        assert_eq!(lin.list("notification", &[])[0]["by_id"], Value::Null);
    }

    fn an_announcement_is_told_when_it_is_published_to_those_it_is_for(house: &TestHouse) {
        let (lin, zhou) = (house.hire("lin", "sales_rep", "销售"), house.hire("zhou", "service", "客服"));
        house.keep_house();
        let boss = house.as_boss();
        boss.create("announcement", json!({"subject": "放假安排", "published_at": "2026-11-21T08:05:00Z"}));
        boss.create("announcement", json!({"subject": "客服排班", "audience_dept_id": house.dept("客服")}));
        a_minute_later(house);
        assert_eq!((kinds(&lin).len(), kinds(&zhou)), (0, vec!["announcement".to_owned()]));
        house.advance(300);
        house.keep_house();
        assert_eq!((kinds(&lin).len(), kinds(&zhou).len(), kinds(&boss).len()), (1, 2, 0));
    }

    fn more_receivers_than_one_transaction_takes_are_all_told_once(house: &TestHouse) {
        let boss = house.as_boss();
        house.keep_house();
        let staff: String = (0..60).map(|place| format!("员工{place},staff{place},{}\n", "销售")).collect();
        house.dept("销售");
        boss.upload("/import", &Form::file("a.csv", format!("姓名,登录名,部门\n{staff}").as_bytes()).text("entity", "staff").text("mode", "create")).status(202);
        house.run_jobs();
        let lin = house.hire("lin", "sales_rep", "销售");
        boss.create("announcement", json!({"subject": "放假安排"}));
        a_minute_later(house);
        a_minute_later(house);
        assert_eq!(kinds(&lin), ["announcement"]);
    }

    fn the_end_of_a_job_is_told_to_whoever_asked_for_it(house: &TestHouse) {
        let lin = house.hire("lin", "sales_rep", "销售");
        let job = lin.upload("/import", &Form::file("a.csv", "客户名称\n海川泵业\n".as_bytes()).text("entity", "customer").text("mode", "create")).status(202).json;
        house.run_jobs();
        let told = &lin.list("notification", &[])[0];
        assert_eq!((&told["kind_code"], &told["job"]), (&json!("job_succeeded"), &job["id"]));
        assert!(kinds(&house.as_boss()).is_empty());
    }

    fn notifications_are_kept_for_ninety_days(house: &TestHouse) {
        let lin = house.hire("lin", "sales_rep", "销售");
        house.as_boss().create("customer", json!({"name": "海川泵业", "owner_id": lin.staff_id}));
        house.advance(89 * 86_400);
        house.keep_house();
        let lin = house.sign_in("lin");
        assert_eq!(kinds(&lin).len(), 1);
        house.advance(2 * 86_400);
        house.keep_house();
        assert!(kinds(&house.sign_in("lin")).is_empty());
    }

    fn whoever_writes_a_comment_sees_who_cannot_read_the_record(house: &TestHouse) {
        let (lin, _) = (house.hire("lin", "sales_rep", "销售"), house.hire("zhou", "sales_rep", "别处"));
        let sea = lin.create("customer", customer("海川泵业"));
        let path = format!("/customer/{}/readers", sea["id"].as_str().unwrap());
        let found = lin.find(&path, &[("q", "zhou")]).ok();
        assert_eq!((&found["items"][0]["name"], &found["items"][0]["may_read"]), (&json!("zhou"), &json!(false)));
        assert_eq!(lin.find(&path, &[("q", "lin")]).ok()["items"][0]["may_read"], true);
        house.sign_in("zhou").find(&path, &[]).refused(404, "record_not_found");
    }

    fn the_day_is_summed_up_once_at_the_time_that_a_person_chose(house: &TestHouse) {
        let (lin, wang) = (house.hire("lin", "sales_rep", "销售"), house.hire("wang", "sales_rep", "销售"));
        house.as_boss().create("customer", json!({"name": "海川泵业", "owner_id": lin.staff_id}));
        for (subject, due_at) in [("昨天的", "2026-11-20T08:00:00Z"), ("今天的", "2026-11-21T15:00:00Z"), ("也是今天的", "2026-11-21T15:59:00Z"), ("明天的", "2026-11-21T16:00:00Z")] {
            lin.create("todo", json!({"subject": subject, "due_at": due_at}));
        }
        house.keep_house();
        // Half past four in the afternoon of the company, half an hour from now.
        lin.patch_bare("/session/profile", json!({"digest_time": "16:30"})).ok();
        assert_eq!(lin.get("/session").ok()["staff"]["digest_time"], "16:30");
        house.advance(29 * 60);
        house.keep_house();
        assert_eq!(kinds(&lin), ["assigned"]);
        a_minute_later(house);
        a_minute_later(house);
        a_minute_later(house);
        assert_eq!((kinds(&lin), kinds(&wang).len()), (vec!["assigned".to_owned(), "digest".to_owned()], 0));
        let told = lin.list("notification", &[("filter", "kind_code = \"digest\"")])[0].clone();
        assert_eq!(told["content"], "今天 2 件待办，1 件逾期，1 条未读通知");
        assert_eq!(told["rows_of"], "todo");
        let mut rows = lin.column("todo", &[("filter", told["rows_filter"].as_str().unwrap())], "subject");
        rows.sort();
        assert_eq!(rows, ["也是今天的", "今天的", "昨天的"]);
        // The next day comes one more; after a long stop none that is stale.
        house.advance(86_400);
        house.keep_house();
        assert_eq!(kinds(&house.sign_in("lin")).iter().filter(|kind| *kind == "digest").count(), 2);
        house.advance(3 * 86_400 - 3 * 3600);
        house.keep_house();
        assert_eq!(kinds(&house.sign_in("lin")).iter().filter(|kind| *kind == "digest").count(), 2);
    }

    fn a_day_with_nothing_to_say_is_not_summed_up(house: &TestHouse) {
        let lin = house.hire("lin", "sales_rep", "销售");
        house.keep_house();
        lin.patch_bare("/session/profile", json!({"digest_time": "16:01"})).ok();
        a_minute_later(house);
        a_minute_later(house);
        assert!(kinds(&lin).is_empty());
    }

    fn everybody_sets_their_own_quiet_hours(house: &TestHouse) {
        let lin = house.hire("lin", "sales_rep", "销售");
        let set = |body: Value| lin.patch_bare("/session/profile", body);
        set(json!({"quiet_from": "22:00", "quiet_until": "half past seven"})).invalid(&[("/quiet_until", "value_type")]);
        set(json!({"quiet_from": "22:00", "quiet_until": "07:30"})).ok();
        let staff = lin.get("/session").ok()["staff"].clone();
        assert_eq!((&staff["quiet_from"], &staff["quiet_until"], &staff["digest_time"]), (&json!("22:00"), &json!("07:30"), &Value::Null));
        set(json!({"quiet_from": null, "quiet_until": null})).ok();
        assert_eq!(lin.get("/session").ok()["staff"]["quiet_from"], Value::Null);
    }

    fn the_switch_of_keys_goes_with_the_person(house: &TestHouse) {
        let lin = house.hire("lin", "sales_rep", "销售");
        let has_keys = || lin.get("/session").ok()["staff"]["has_keys"].clone();
        assert_eq!(has_keys(), true);
        lin.patch_bare("/session/profile", json!({"has_keys": false})).ok();
        assert_eq!(has_keys(), false);
        lin.patch_bare("/session/profile", json!({"has_keys": null})).ok();
        assert_eq!(has_keys(), true, "whoever never chose has them");
    }

    fn many_records_handed_over_at_once_are_told_once(house: &TestHouse) {
        let (boss, lin, wang) = (house.as_boss(), house.hire("lin", "sales_rep", "销售"), house.hire("wang", "sales_rep", "销售"));
        let made: Vec<Value> = ["海川泵业", "远山科技", "长江电缆"].iter().map(|name| boss.create("customer", customer(name))).collect();
        let own = lin.create("customer", customer("自己的客户"));
        let ids: Vec<&Value> = made.iter().chain([&own]).map(|one| &one["id"]).collect();
        let job = boss.post("/bulk", json!({"entity": "customer", "ids": ids, "set": {"owner_id": lin.staff_id}})).status(202).json;
        house.run_jobs();
        assert_eq!(boss.get(&format!("/job/{}", job["id"].as_str().unwrap())).ok()["result"].get("handed"), None);
        assert_eq!(kinds(&lin), ["assigned"]);
        let told = &lin.list("notification", &[])[0];
        assert_eq!((&told["content"], &told["by_id"], &told["rows_of"]), (&json!("老板把 3 个客户交给您负责"), &json!(boss.staff_id), &json!("customer")));
        let rows = lin.list("customer", &[("filter", told["rows_filter"].as_str().unwrap())]);
        assert_eq!(rows.len(), 3);
        assert!(rows.iter().all(|row| row["id"] != own["id"]));
        // Nothing changes hands when something else changes, nor when it comes to oneself.
        boss.post("/bulk", json!({"entity": "customer", "ids": ids, "set": {"customer_grade": "A"}})).status(202);
        boss.post("/bulk", json!({"entity": "customer", "ids": ids, "set": {"owner_id": boss.staff_id}})).status(202);
        house.run_jobs();
        assert_eq!((kinds(&lin).len(), kinds(&wang).len()), (1, 0));
        assert!(kinds(&boss).iter().all(|kind| kind == "job_succeeded"));
    }

    fn more_than_a_filter_names_are_told_by_their_owner_and_time(house: &TestHouse) {
        let (boss, lin) = (house.as_boss(), house.hire("lin", "sales_rep", "销售"));
        let list: String = (0..150).map(|place| format!("客户{place}\n")).collect();
        boss.upload("/import", &Form::file("a.csv", format!("客户名称\n{list}").as_bytes()).text("entity", "customer").text("mode", "create")).status(202);
        house.run_jobs();
        lin.create("customer", customer("自己的客户"));
        house.advance(60);
        boss.post("/bulk", json!({"entity": "customer", "filter": "owner_id = me", "set": {"owner_id": lin.staff_id}})).status(202);
        house.run_jobs();
        let told = &lin.list("notification", &[])[0];
        assert_eq!((kinds(&lin).len(), &told["content"]), (1, &json!("老板把 150 个客户交给您负责")));
        let rows = lin.find("/customer", &[("filter", told["rows_filter"].as_str().unwrap()), ("count", "exact"), ("limit", "1")]).ok();
        assert_eq!(rows["count"], 150);
    }

    fn records_dealt_out_in_turn_are_told_to_each(house: &TestHouse) {
        let boss = house.as_boss();
        let reps = ["lin", "wang", "zhou"].map(|name| house.hire(name, "sales_rep", "销售"));
        let made: Vec<Value> = (0..7).map(|place| boss.create("customer", customer(&format!("客户{place}")))).collect();
        let ids: Vec<&Value> = made.iter().map(|one| &one["id"]).collect();
        let people: Vec<&str> = reps.iter().map(|rep| rep.staff_id.as_str()).collect();
        let order = |owners: Value| json!({"entity": "customer", "ids": ids, "in_turn": {"owner_id": owners}});
        boss.post("/bulk", order(json!([]))).refused(400, "query_invalid");
        boss.post("/bulk", order(json!([people[0], "nobody"]))).invalid(&[("/owner_id", "link_broken")]);
        assert_eq!(boss.post("/bulk/preview", order(json!(people))).ok(), json!({"count": 7, "within": 7}));
        boss.post("/bulk", order(json!(people))).status(202);
        house.run_jobs();
        let owners: Vec<Value> = ids.iter().map(|id| boss.read("customer", id)["owner_id"].clone()).collect();
        assert_eq!(owners, (0..7).map(|place| json!(people[place % 3])).collect::<Vec<_>>());
        for (rep, count) in reps.iter().zip([3, 2, 2]) {
            let told = &rep.list("notification", &[])[0];
            assert_eq!((kinds(rep).len(), &told["content"]), (1, &json!(format!("老板把 {count} 个客户交给您负责"))));
            assert_eq!(rep.list("customer", &[("filter", told["rows_filter"].as_str().unwrap())]).len(), count);
        }
    }

    fn a_stopped_job_tells_what_it_has_handed_over_by_then(house: &TestHouse) {
        let (boss, lin) = (house.as_boss(), house.hire("lin", "sales_rep", "销售"));
        let list: String = (0..150).map(|place| format!("客户{place}\n")).collect();
        boss.upload("/import", &Form::file("a.csv", format!("客户名称\n{list}").as_bytes()).text("entity", "customer").text("mode", "create")).status(202);
        house.run_jobs();
        let job = boss.post("/bulk", json!({"entity": "customer", "set": {"owner_id": lin.staff_id}})).status(202).json;
        let at = format!("/job/{}", job["id"].as_str().unwrap());
        house.step_job();
        assert!(kinds(&lin).is_empty());
        boss.post(&format!("{at}/cancel"), json!({})).status(202);
        assert_eq!(house.run_jobs(), 0);
        let moved = boss.get(&at).ok()["updated"].as_u64().unwrap();
        assert!((1..150).contains(&moved), "{moved}");
        assert_eq!((kinds(&lin).len(), &lin.list("notification", &[])[0]["content"]), (1, &json!(format!("老板把 {moved} 个客户交给您负责"))));
    }

    fn an_import_tells_whom_it_gives_records_to(house: &TestHouse) {
        let (boss, lin, wang) = (house.as_boss(), house.hire("lin", "sales_rep", "销售"), house.hire("wang", "sales_rep", "销售"));
        let import = |text: &str, mode: &str| {
            let form = Form::file("a.csv", text.as_bytes()).text("entity", "customer").text("mode", mode).text("keys", "name");
            let job = boss.upload("/import", &form).status(202).json;
            house.run_jobs();
            boss.get(&format!("/job/{}", job["id"].as_str().unwrap())).ok()
        };
        let job = import("客户名称,负责人\n海川泵业,lin\n远山科技,lin\n长江电缆,wang\n江陵供电,\n", "create");
        assert_eq!((&job["created"], job["result"].get("handed")), (&json!(4), None), "{job:#}");
        let told = &lin.list("notification", &[])[0];
        assert_eq!((kinds(&lin), &told["content"]), (vec!["assigned".to_owned()], &json!("老板把 2 个客户交给您负责")));
        assert_eq!(lin.list("customer", &[("filter", told["rows_filter"].as_str().unwrap())]).len(), 2);
        // What was theirs already is no news.
        let job = import("客户名称,负责人,电话\n海川泵业,lin,021-55550101\n长江电缆,lin,021-55550102\n", "update");
        assert_eq!(job["updated"], 2, "{job:#}");
        assert_eq!((kinds(&lin).len(), kinds(&wang).len()), (2, 1));
        assert_eq!(lin.list("notification", &[("sort", "-created_at")])[0]["content"], "老板把 1 个客户交给您负责");
    }
}

//! What is told while it happens: only to those who may read it.

use keshu_testkit::{Client, TestHouse, customer, on_both_stores};
use serde_json::json;

/// A colleague with a customer of their own, who sees nobody else's.
fn rep(house: &TestHouse, name: &str) -> (Client, serde_json::Value) {
    let rep = house.hire(name, "sales_rep", name);
    let own = rep.create("customer", customer(&format!("{name}的客户")));
    (rep, own)
}

on_both_stores! {
    fn a_change_is_told_to_those_who_may_read_the_record_and_to_nobody_else(house: &TestHouse) {
        let ((lin, sea), (wang, hill)) = (rep(house, "lin"), rep(house, "wang"));
        let mut heard = lin.listen(None);
        // What is not lin's comes first and must leave no trace.
        wang.change("customer", &hill["id"], json!({"name": "远山科技"}));
        wang.create("follow_up", json!({"about": {"entity": "customer", "id": hill["id"]}, "summary": "去过"}));
        wang.remove("customer", &wang.create("customer", customer("旧客户"))["id"]);
        lin.change("customer", &sea["id"], json!({"name": "海川泵业"}));
        let told = heard.hear();
        assert_eq!(told.name, "change");
        assert_eq!((&told.data["entity"], &told.data["id"], &told.data["version"], &told.data["event"]), (&json!("customer"), &sea["id"], &json!(2), &json!("updated")));
        assert_eq!((&told.data["by"], &told.data["by_name"]), (&json!(lin.staff_id), &json!("lin")));

        let note = lin.create("follow_up", json!({"about": {"entity": "customer", "id": sea["id"]}, "summary": "谈了价格"}));
        // The customer's figures follow from the note; the customer itself was not written.
        assert_eq!((heard.hear().data["id"].clone(), note["version"].clone()), (note["id"].clone(), json!(1)));
        lin.remove("follow_up", &note["id"]);
        assert_eq!(heard.hear().data["event"], "deleted");
        lin.post(&format!("/follow_up/{}/restore", note["id"].as_str().unwrap()), json!({})).ok();
        assert_eq!(heard.hear().data["event"], "restored");
    }

    fn a_record_that_is_handed_over_is_told_to_whom_it_is_handed(house: &TestHouse) {
        let ((lin, sea), (wang, _)) = (rep(house, "lin"), rep(house, "wang"));
        let (mut lins, mut wangs) = (lin.listen(None), wang.listen(None));
        house.as_boss().change("customer", &sea["id"], json!({"owner_id": wang.staff_id}));
        assert_eq!(wangs.hear().data["id"], sea["id"]);
        // lin has lost it; the next that lin hears of is another record.
        let next = lin.create("customer", customer("新客户"));
        assert_eq!(lins.hear().data["id"], next["id"]);
    }

    fn a_record_shared_with_somebody_is_told_to_them(house: &TestHouse) {
        let ((lin, sea), (wang, _)) = (rep(house, "lin"), rep(house, "wang"));
        lin.post(&format!("/customer/{}/share", sea["id"].as_str().unwrap()), json!({"staff_id": wang.staff_id, "right": "read"})).ok();
        let mut heard = wang.listen(None);
        lin.change("customer", &sea["id"], json!({"name": "海川泵业"}));
        assert_eq!(heard.hear().data["id"], sea["id"]);
    }

    fn many_changes_at_once_are_told_as_one(house: &TestHouse) {
        let ((lin, sea), (wang, _)) = (rep(house, "lin"), rep(house, "wang"));
        let (mut before, mut wangs) = (lin.listen(None), wang.listen(None));
        lin.change("customer", &sea["id"], json!({"name": "海川泵业"}));
        before.hear();
        let list: String = (0..150).map(|place| format!("客户{place}\n")).collect();
        let form = keshu_testkit::Form::file("a.csv", format!("客户名称\n{list}").as_bytes()).text("entity", "customer").text("mode", "create");
        lin.upload("/import", &form).status(202);
        house.run_jobs();
        let mut again = lin.listen(Some(&before.last_id));
        let told = std::iter::repeat_with(|| again.hear()).find(|told| told.data["entity"] == "customer").unwrap();
        assert_eq!(told.data, json!({"entity": "customer"}));
        let own = wang.create("customer", customer("另一个"));
        assert_eq!(wangs.hear().data["id"], own["id"]);
    }

    fn nothing_is_missed_between_the_session_and_the_stream(house: &TestHouse) {
        let (lin, sea) = rep(house, "lin");
        let place = lin.get("/session").ok()["place"].as_str().unwrap().to_owned();
        lin.change("customer", &sea["id"], json!({"name": "海川泵业"}));
        assert_eq!(lin.listen_since(&place).hear().data["id"], sea["id"]);
        assert_eq!(lin.listen_since("nowhere").hear().name, "reload");
    }

    fn whoever_comes_again_goes_on_where_they_were_or_reads_everything_anew(house: &TestHouse) {
        let (lin, sea) = rep(house, "lin");
        let mut first = lin.listen(None);
        lin.change("customer", &sea["id"], json!({"name": "海川泵业"}));
        first.hear();
        lin.change("customer", &sea["id"], json!({"name": "海川水泵"}));
        assert_eq!(first.hear().data["version"], 3);
        let place = first.last_id.clone();
        drop(first);
        lin.change("customer", &sea["id"], json!({"name": "海川集团"}));
        let mut again = lin.listen(Some(&place));
        assert_eq!(again.hear().data["version"], 4);
        assert_eq!(lin.listen(Some("another-start.7")).hear().name, "reload");
    }

    fn listening_ends_with_the_session(house: &TestHouse) {
        let (lin, _) = rep(house, "lin");
        let boss = house.as_boss();
        let mut heard = lin.listen(None);
        lin.send("DELETE", "/session", None).status(204);
        heard.hear_end();
        let again = house.sign_in("lin");
        let mut heard = again.listen(None);
        boss.post(&format!("/staff/{}/disable", again.staff_id), json!({})).ok();
        heard.hear_end();
    }

    fn one_person_has_only_so_many_streams(house: &TestHouse) {
        let boss = house.as_boss();
        let open: Vec<_> = (0..12).map(|_| boss.listen(None)).collect();
        boss.get("/events").refused(429, "event_stream_limited");
        drop(open);
    }

    fn how_far_a_job_is_is_told_to_whoever_asked_for_it(house: &TestHouse) {
        let (lin, sea) = rep(house, "lin");
        let boss = house.as_boss();
        let (mut lins, mut bosss) = (lin.listen(None), boss.listen(None));
        let job = boss.post("/export", json!({"entity": "customer", "format": "csv"})).status(202).json;
        house.run_jobs();
        let told = bosss.hear();
        assert_eq!((told.name.as_str(), &told.data["id"]), ("job", &job["id"]));
        lin.change("customer", &sea["id"], json!({"name": "海川泵业"}));
        assert_eq!(lins.hear().name, "change");
    }
}

//! Where somebody is signed in, for how long, and proving oneself again before a sensitive act.

use keshu_testkit::{PASSWORD, on_both_stores};
use serde_json::json;

const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";

fn actions(house: &keshu_testkit::TestHouse, staff_id: &str) -> Vec<String> {
    let history = house.as_boss().get(&format!("/staff/{staff_id}/history")).ok();
    history["items"].as_array().expect("items").iter().map(|entry| entry["action"].as_str().unwrap_or_default().to_owned()).collect()
}

on_both_stores! {
    fn people_see_where_they_are_signed_in_and_end_it(house: &TestHouse) {
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        house.advance(600);
        let stranger = house.as_stranger().from("203.0.113.7").with("user-agent", CHROME);
        let laptop = stranger.with_cookie(&stranger.post("/session", json!({"username": "linxiao", "password": PASSWORD})).status(201));
        house.advance(600);
        let phone = house.sign_in("linxiao");
        house.advance(120);
        laptop.get("/session").status(200);
        let listed = laptop.get("/session/device").ok();
        let items = listed["items"].as_array().expect("items");
        assert_eq!(items.len(), 3);
        let first = &items[0];
        assert_eq!((&first["device"], &first["address"], &first["is_this"]), (&json!("Chrome · Windows"), &json!("203.0.113.7"), &json!(true)));
        assert_eq!((&first["created_at"], &first["last_at"]), (&json!("2026-11-21T08:10:00.000Z"), &json!("2026-11-21T08:22:00.000Z")));
        assert_eq!(items.iter().filter(|item| item["is_this"] == true).count(), 1);
        // Nobody ends what is another's, and a made-up id ends nothing.
        let id = first["id"].as_str().unwrap();
        house.as_boss().send("DELETE", &format!("/session/device/{id}"), None).refused(404, "record_not_found");
        laptop.send("DELETE", "/session/device/x", None).refused(404, "record_not_found");
        // The id opens nothing.
        house.as_stranger().with("cookie", &format!("ks_session={id}")).get("/session").refused(401, "sign_in_required");
        let oldest = items[2]["id"].as_str().unwrap();
        laptop.send("DELETE", &format!("/session/device/{oldest}"), None).status(204);
        rep.get("/session").refused(401, "sign_in_required");
        phone.get("/session").status(200);
        assert_eq!(laptop.send("DELETE", "/session/device", None).ok()["ended"], 1);
        phone.get("/session").refused(401, "sign_in_required");
        laptop.get("/session").status(200);
        // An administrator signs a person out everywhere; others may not.
        let other = house.hire("wangqi", "sales_rep", "销售一部");
        other.post(&format!("/staff/{}/end_sessions", rep.staff_id), json!({})).refused(403, "action_forbidden");
        assert_eq!(house.as_boss().post(&format!("/staff/{}/end_sessions", rep.staff_id), json!({})).ok()["ended"], 1);
        laptop.get("/session").refused(401, "sign_in_required");
        let told = actions(house, &rep.staff_id);
        assert!(["sign_in", "session_end", "sessions_end"].iter().all(|deed| told.iter().any(|action| action == deed)), "{told:?}");
    }

    fn a_session_ends_when_nobody_is_there(house: &TestHouse) where |settings| settings.accounts.idle = Some(jiff::SignedDuration::from_mins(30)); {
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        for _ in 0..4 {
            house.advance(29 * 60);
            rep.get("/session").status(200);
        }
        assert_eq!(rep.get("/session").ok()["expires_at"], "2026-11-21T10:26:00.000Z");
        // A page that asks by itself, before which nobody sits, keeps nothing alive.
        for minutes in [10, 20, 29] {
            house.advance(if minutes == 29 { 9 * 60 } else { 10 * 60 });
            rep.with("x-idle-seconds", &(minutes * 60).to_string()).get("/session").status(200);
        }
        house.advance(61);
        rep.get("/session").refused(401, "sign_in_required");
        // What has ended is forgotten.
        let rep = house.sign_in("linxiao");
        house.keep_house();
        assert_eq!(rep.get("/session/device").ok()["items"].as_array().map(Vec::len), Some(1));
    }

    fn sensitive_acts_ask_again(house: &TestHouse) {
        let boss = house.as_boss();
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        let (role, admin) = (house.role("sales_rep"), house.role("admin"));
        house.advance(5 * 60);
        let told = boss.post("/role", json!({"label": "x"})).refused(403, "step_up_needed");
        assert!(told["detail"].as_str().unwrap().contains("5 分钟"), "{told}");
        boss.patch(&format!("/role/{role}"), 1, json!({"description": "x"})).refused(403, "step_up_needed");
        boss.patch(&format!("/staff/{}", rep.staff_id), 1, json!({"roles": [role, admin]})).refused(403, "step_up_needed");
        boss.post("/api_token", json!({"name": "script"})).refused(403, "step_up_needed");
        boss.post("/takeout", json!({})).refused(403, "step_up_needed");
        boss.post("/bulk", json!({"entity": "staff", "ids": [rep.staff_id], "add": {"roles": [admin]}})).refused(403, "step_up_needed");
        // What gives no rights goes on, and a form is not told before it is saved.
        boss.patch(&format!("/staff/{}", rep.staff_id), 1, json!({"job_title": "代表"})).status(200);
        assert_eq!(boss.post("/staff/dry_run", json!({"id": rep.staff_id, "values": {"roles": [admin]}})).ok()["errors"], json!([]));
        // A wrong password proves nothing and does not end the session; guessing is slowed down here too.
        boss.post("/session/step_up", json!({})).invalid(&[("/password", "value_required")]);
        for _ in 0..4 {
            boss.post("/session/step_up", json!({"password": "wrong password"})).invalid(&[("/password", "password_wrong")]);
        }
        boss.post("/session/step_up", json!({"password": PASSWORD})).refused(429, "sign_in_delayed");
        house.advance(2);
        let other = house.sign_in("boss");
        let boss = boss.stepped_up();
        boss.patch(&format!("/role/{role}"), 1, json!({"description": "x"})).status(200);
        let secret = boss.post("/api_token", json!({"name": "script"})).status(201).json["token"].as_str().unwrap().to_owned();
        house.advance(5 * 60 - 1);
        boss.patch(&format!("/role/{role}"), 2, json!({"description": "y"})).status(200);
        house.advance(1);
        boss.patch(&format!("/role/{role}"), 3, json!({"description": "z"})).refused(403, "step_up_needed");
        other.post("/takeout", json!({})).refused(403, "step_up_needed");
        // A token was made for what it does, and minds nobody's account.
        let script = house.as_stranger().with_token(&secret);
        script.patch(&format!("/role/{role}"), 3, json!({"description": "z"})).status(200);
        for (method, path) in [("POST", "/session/step_up"), ("GET", "/session/device"), ("DELETE", "/session/device"), ("POST", "/api_token"), ("GET", "/api_token"), ("POST", "/session/password"), ("PATCH", "/session/profile")] {
            let body = (method != "GET").then(|| b"{}".to_vec());
            script.with("content-type", "application/json").send(method, path, body).refused(403, "session_needed");
        }
        let told = actions(house, &boss.staff_id);
        assert_eq!(told.iter().filter(|action| *action == "step_up").count(), 1, "{told:?}");
        assert_eq!(told.iter().filter(|action| *action == "step_up_failed").count(), 4);
    }

    fn accounts_that_nobody_uses_are_closed(house: &TestHouse) where |settings| settings.accounts.unused_days = Some(30); {
        let day = 24 * 3600;
        let idle = house.hire("linxiao", "sales_rep", "销售一部");
        let by_token = house.hire("wangqi", "sales_rep", "销售一部");
        let secret = by_token.post("/api_token", json!({"name": "script"})).status(201).json["token"].as_str().unwrap().to_owned();
        house.advance(29 * day);
        house.keep_house();
        house.as_stranger().with_token(&secret).get("/session").status(200);
        house.advance(day + 1);
        house.keep_house();
        // The last administrator did nothing for as long, and stays.
        let boss = house.sign_in("boss");
        let active = |id: &str| boss.get(&format!("/staff/{id}")).ok()["is_active"].clone();
        assert_eq!((active(&idle.staff_id), active(&by_token.staff_id), active(&boss.staff_id)), (json!(false), json!(true), json!(true)));
        house.as_stranger().post("/session", json!({"username": "linxiao", "password": PASSWORD})).refused(401, "credentials_wrong");
        let told = boss.list("notification", &[("filter", "kind_code = \"account_closed\"")]);
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!((&told[0]["content"], &told[0]["rows_of"]), (&json!("linxiao的账号 30 天没有使用，已自动停用"), &json!("staff")));
        let history = boss.get(&format!("/staff/{}/history", idle.staff_id)).ok().to_string();
        assert!(history.contains("close an unused account"), "{history}");
        // Opened again it stays open.
        boss.post(&format!("/staff/{}/enable", idle.staff_id), json!({})).ok();
        house.keep_house();
        assert_eq!(active(&idle.staff_id), true);
        house.sign_in("linxiao");
    }
}

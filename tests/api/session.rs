//! Signing in and staying signed in, links, tokens, profile.

use keshu_testkit::{PASSWORD, on_both_stores};
use serde_json::json;

on_both_stores! {
    fn a_wrong_password_waits_longer_each_time(house: &TestHouse) {
        let stranger = house.as_stranger();
        let try_with = |password: &str| stranger.post("/session", json!({"username": "boss", "password": password}));
        let unknown = stranger.post("/session", json!({"username": "nobody", "password": "wrong"})).refused(401, "credentials_wrong");
        let mut waits = Vec::new();
        for place in 0..20 {
            let answer = try_with("wrong password");
            if answer.status == 401 {
                let known = answer.refused(401, "credentials_wrong");
                assert_eq!(known["detail"], unknown["detail"], "try {place}: a wrong password and an unknown name look the same");
                continue;
            }
            let wait: i64 = answer.header("retry-after").parse().expect("seconds");
            answer.refused(429, "sign_in_delayed");
            // The right password does not help before the time is over.
            try_with(PASSWORD).refused(429, "sign_in_delayed");
            waits.push(wait);
            house.advance(wait + 1);
        }
        assert!(waits.len() > 5 && waits.windows(2).all(|pair| pair[0] <= pair[1]) && waits[0] < *waits.last().unwrap(), "{waits:?}");
        assert!(waits.iter().all(|wait| *wait <= 60), "nobody is locked out for good: {waits:?}");
        house.advance(61);
        try_with(PASSWORD).status(201);
        try_with("wrong password").refused(401, "credentials_wrong");
        try_with(PASSWORD).status(201);
    }

    fn a_session_ends_by_sign_out_and_by_time(house: &TestHouse) {
        let stranger = house.as_stranger();
        stranger.get("/session").refused(401, "sign_in_required");
        let answer = stranger.post("/session", json!({"username": "boss", "password": PASSWORD})).status(201);
        assert_eq!(answer.json["staff"]["username"], "boss");
        let cookie = answer.header("set-cookie").to_owned();
        assert!(["ks_session=", "HttpOnly", "SameSite=Strict", "Path=/"].iter().all(|part| cookie.contains(part)), "{cookie}");
        let one = stranger.with_cookie(&answer);
        let who = one.get("/session").ok();
        assert_eq!((&who["staff"]["name"], &who["dept"]["name"], &who["demo"]), (&json!("老板"), &json!("海川集团"), &json!(false)));
        assert_eq!(who["roles"].as_array().unwrap().len(), 2);
        one.send("DELETE", "/session", None).status(204);
        one.get("/session").refused(401, "sign_in_required");
        let two = house.sign_in("boss");
        house.advance(12 * 3600 - 1);
        two.get("/session").status(200);
        house.advance(2);
        two.get("/session").refused(401, "sign_in_required");
    }

    fn another_site_cannot_write_with_the_cookie(house: &TestHouse) {
        let boss = house.as_boss();
        let foreign = boss.with("origin", "https://evil.example");
        foreign.post("/customer", json!({"name": "x"})).refused(403, "origin_foreign");
        foreign.get("/customer").status(200);
        boss.with("origin", &format!("http://{}", house.address())).post("/customer", json!({"name": "x"})).status(201);
    }

    fn a_disabled_person_is_out_at_once(house: &TestHouse) {
        let (boss, rep) = (house.as_boss(), house.hire("linxiao", "sales_rep", "销售一部"));
        let token = rep.post("/api_token", json!({"name": "script"})).status(201).json["token"].as_str().unwrap().to_owned();
        let by_token = house.as_stranger().with_token(&token);
        by_token.get("/session").status(200);
        let done = boss.post(&format!("/staff/{}/disable", rep.staff_id), json!({})).ok();
        assert_eq!(done["is_active"], false);
        rep.get("/session").refused(401, "sign_in_required");
        by_token.get("/session").refused(401, "sign_in_required");
        house.as_stranger().post("/session", json!({"username": "linxiao", "password": PASSWORD})).refused(401, "credentials_wrong");
        boss.post(&format!("/staff/{}/invite", rep.staff_id), json!({})).refused(422, "hook_refused");
        boss.post(&format!("/staff/{}/disable", boss.staff_id), json!({})).refused(422, "hook_refused");
        boss.post(&format!("/staff/{}/enable", rep.staff_id), json!({})).ok();
        house.sign_in("linxiao");
    }

    fn a_link_is_used_once(house: &TestHouse) {
        let boss = house.as_boss();
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        let link = boss.post(&format!("/staff/{}/reset_password", rep.staff_id), json!({})).ok();
        let token = link["link"].as_str().unwrap().trim_start_matches("/link/").to_owned();
        let stranger = house.as_stranger();
        assert_eq!(stranger.get(&format!("/one_time_link/{token}")).ok(), json!({"kind": "reset", "name": "linxiao", "username": "linxiao"}));
        for weak in ["short", "1234567890", "linxiao12345", "aaaaaaaaaaaa"] {
            stranger.post(&format!("/one_time_link/{token}"), json!({"password": weak})).refused(422, "password_weak");
        }
        stranger.post(&format!("/one_time_link/{token}"), json!({"password": "another long phrase"})).status(201);
        rep.get("/session").refused(401, "sign_in_required");
        stranger.post(&format!("/one_time_link/{token}"), json!({"password": "a third long phrase"})).refused(410, "link_expired");
        stranger.get(&format!("/one_time_link/{token}")).refused(410, "link_expired");
        stranger.get("/one_time_link/made-up").refused(410, "link_expired");
        stranger.post("/session", json!({"username": "linxiao", "password": "another long phrase"})).status(201);
        let link = boss.post(&format!("/staff/{}/reset_password", rep.staff_id), json!({})).ok();
        house.advance(72 * 3600 + 1);
        stranger.get(&format!("/one_time_link/{}", link["link"].as_str().unwrap().trim_start_matches("/link/"))).refused(410, "link_expired");
    }

    fn a_token_lives_until_its_day_or_its_removal(house: &TestHouse) {
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        let made = rep.post("/api_token", json!({"name": "script", "expires_on": "2026-11-22"})).status(201).json;
        let secret = made["token"].as_str().unwrap();
        assert!(secret.starts_with("ks_"));
        let script = house.as_stranger().with_token(secret);
        assert_eq!(script.get("/session").ok()["staff"]["username"], "linxiao");
        let listed = rep.get("/api_token").ok();
        assert_eq!(listed["items"][0]["name"], "script");
        assert!(!listed.to_string().contains(secret), "the secret is shown once");
        house.as_boss().send("DELETE", &format!("/api_token/{}", made["id"].as_str().unwrap()), None).refused(404, "record_not_found");
        house.advance(48 * 3600);
        script.get("/session").refused(401, "sign_in_required");
        let rep = house.sign_in("linxiao");
        let made = rep.post("/api_token", json!({"name": "other"})).status(201).json;
        let script = house.as_stranger().with_token(made["token"].as_str().unwrap());
        script.get("/session").status(200);
        rep.send("DELETE", &format!("/api_token/{}", made["id"].as_str().unwrap()), None).status(204);
        script.get("/session").refused(401, "sign_in_required");
        rep.post("/api_token", json!({})).invalid(&[("/name", "value_required")]);
        rep.post("/api_token", json!({"name": "x", "expires_on": "tomorrow"})).invalid(&[("/expires_on", "date_invalid")]);
        rep.post("/api_token", json!({"name": "x", "expires": "2026-12-01"})).invalid(&[("/expires", "field_unknown")]);
    }

    fn people_change_their_own_profile_and_password_only(house: &TestHouse) {
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        let old = house.sign_in("linxiao");
        rep.patch_bare("/session/profile", json!({"locale": "en", "mobile": "13812345678", "email": "lin@example.com"})).ok();
        assert_eq!(rep.get("/session").ok()["staff"]["locale"], "en");
        let mine = rep.get(&format!("/staff/{}", rep.staff_id)).ok();
        assert_eq!((&mine["mobile"], &mine["email"]), (&json!("13812345678"), &json!("lin@example.com")));
        rep.patch_bare("/session/profile", json!({"roles": []})).invalid(&[("/roles", "field_unknown")]);
        rep.patch_bare("/session/profile", json!({"mobile": "12"})).invalid(&[("/mobile", "phone_invalid")]);
        rep.patch(&format!("/staff/{}", rep.staff_id), 2, json!({"job_title": "CEO"})).refused(403, "action_forbidden");
        rep.post("/session/password", json!({"old": "wrong", "new": "another long phrase"})).refused(401, "credentials_wrong");
        rep.post("/session/password", json!({"old": PASSWORD, "new": "short"})).refused(422, "password_weak");
        rep.post("/session/password", json!({"old": PASSWORD, "new": "another long phrase"})).status(204);
        rep.get("/session").status(200);
        old.get("/session").refused(401, "sign_in_required");
    }

    fn set_up_happens_once_and_the_demo_is_closed(house: &TestHouse) {
        let stranger = house.as_stranger();
        assert_eq!(stranger.get("/session/demo").ok()["items"], json!([]));
        stranger.post("/session/demo", json!({"username": "boss"})).refused(403, "demo_sign_in_refused");
        stranger.get("//livez").status(200);
        stranger.get("//readyz").status(200);
        stranger.get("/no/such/route/at/all/here").refused(404, "route_unknown");
        stranger.send("PUT", "/customer", Some(b"{}".to_vec())).refused(405, "method_not_allowed");
    }
}

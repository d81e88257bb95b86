//! Signing in and staying signed in, links, tokens, profile.

use keshu_testkit::{Client, PASSWORD, on_both_stores};
use serde_json::{Value, json};

on_both_stores! {
    fn a_wrong_password_waits_longer_each_time(house: &TestHouse) {
        let stranger = house.as_stranger().from("198.51.100.7");
        let try_as = |username: &str, password: &str| stranger.post("/session", json!({"username": username, "password": password}));
        // Nobody is called so, and it looks the same.
        let mut told: Vec<Vec<(u16, Value, String)>> = Vec::new();
        for username in ["boss", "nobody-here"] {
            let mut waits = Vec::new();
            let mut answers = Vec::new();
            for _ in 0..14 {
                let answer = try_as(username, "wrong password");
                answers.push((answer.status, answer.json["detail"].clone(), answer.header("retry-after").to_owned()));
                if answer.status == 401 {
                    answer.refused(401, "credentials_wrong");
                    continue;
                }
                let wait: i64 = answer.header("retry-after").parse().expect("seconds");
                answer.refused(429, "sign_in_delayed");
                // The right password does not help before the time is over.
                try_as(username, PASSWORD).refused(429, "sign_in_delayed");
                waits.push(wait);
                house.advance(wait);
            }
            assert_eq!(waits, [1, 2, 4, 60, 120], "each wait is longer than the one before");
            told.push(answers);
            house.advance(3600 * 25);
        }
        assert_eq!(told[0], told[1]);
        try_as("boss", PASSWORD).status(201);
        try_as("boss", "wrong password").refused(401, "credentials_wrong");
        try_as("boss", PASSWORD).status(201);
    }

    fn guessing_from_everywhere_does_not_keep_the_person_out(house: &TestHouse) {
        let sign_in = |from: &Client| from.post("/session", json!({"username": "boss", "password": PASSWORD}));
        let home = house.as_stranger().from("192.0.2.10");
        let laptop = home.with_cookie(&sign_in(&home).status(201)).from("203.0.113.77");
        // An attacker with many addresses: few of the guesses are looked at.
        let mut looked_at = 0;
        for place in 0..60 {
            let guess = house.as_stranger().from(&format!("198.51.100.{place}")).post("/session", json!({"username": "boss", "password": "wrong password"}));
            looked_at += usize::from(guess.status == 401);
            house.advance(10);
        }
        assert_eq!(looked_at, 10, "in ten minutes");
        sign_in(&house.as_stranger().from("198.51.100.200")).refused(429, "sign_in_delayed");
        // Their own laptop on the road, and their own address with another machine, do not wait.
        sign_in(&laptop).status(201);
        sign_in(&home).status(201);
        sign_in(&laptop.with("cookie", "ks_device=000000000000000000000000000000000000000000000000").from("203.0.113.99")).refused(429, "sign_in_delayed");
    }

    fn tries_at_once_are_no_more_than_one_after_another(house: &TestHouse) {
        let guesses: Vec<u16> = std::thread::scope(|scope| {
            let all: Vec<_> = (0..12).map(|_| scope.spawn(|| house.as_stranger().from("198.51.100.7").post("/session", json!({"username": "boss", "password": "wrong password"})).status)).collect();
            all.into_iter().map(|one| one.join().expect("an answer")).collect()
        });
        assert_eq!(guesses.iter().filter(|status| **status == 401).count(), 4, "{guesses:?}");
        assert!(guesses.iter().all(|status| matches!(status, 401 | 429)), "{guesses:?}");
    }

    fn open_routes_are_called_only_so_often(house: &TestHouse) {
        let stranger = house.as_stranger().from("198.51.100.7");
        let calls: Vec<u16> = (0..130).map(|_| stranger.get("/one_time_link/made-up").status).collect();
        assert_eq!(calls.iter().filter(|status| **status == 410).count(), 120);
        let answer = stranger.post("/one_time_link/made-up", json!({"password": "a third long phrase"}));
        assert_eq!(answer.header("retry-after"), "1");
        answer.refused(429, "rate_limited");
        stranger.post("/session", json!({"username": "boss", "password": PASSWORD})).refused(429, "rate_limited");
        stranger.from("198.51.100.8").get("/one_time_link/made-up").refused(410, "link_expired");
        house.as_boss().from("198.51.100.7").get("/session").status(200);
        house.advance(1);
        stranger.get("/one_time_link/made-up").refused(410, "link_expired");
    }

    fn a_password_runs_out(house: &TestHouse) where |settings| settings.accounts.passwords.days = Some(90); {
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        house.advance(90 * 24 * 3600 - 1);
        house.sign_in("linxiao");
        house.advance(1);
        let stranger = house.as_stranger();
        stranger.post("/session", json!({"username": "linxiao", "password": "wrong password"})).refused(401, "credentials_wrong");
        let answer = stranger.post("/session", json!({"username": "linxiao", "password": PASSWORD}));
        assert!(answer.header("set-cookie").is_empty(), "nobody is signed in");
        let told = answer.refused(403, "password_expired");
        let link = told["link"].as_str().unwrap().replace("/link/", "/one_time_link/");
        assert_eq!(stranger.get(&link).ok()["kind"], "expired");
        stranger.post(&link, json!({"password": PASSWORD})).refused(422, "password_weak");
        stranger.post(&link, json!({"password": "another long phrase"})).status(201);
        rep.get("/session").refused(401, "sign_in_required");
        stranger.post("/session", json!({"username": "linxiao", "password": "another long phrase"})).status(201);
        house.advance(90 * 24 * 3600);
        let late = stranger.post("/session", json!({"username": "linxiao", "password": "another long phrase"})).refused(403, "password_expired");
        house.advance(30 * 60);
        stranger.get(&late["link"].as_str().unwrap().replace("/link/", "/one_time_link/")).refused(410, "link_expired");
    }

    fn what_may_be_a_password_is_said_clearly(house: &TestHouse) where |settings| { settings.accounts.passwords.shortest = 12; settings.accounts.passwords.kept = 3; }; {
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        assert_eq!(rep.get("/session").ok()["password_shortest"], 12);
        let change = |old: &str, new: &str| rep.post("/session/password", json!({"old": old, "new": new}));
        for (new, codes) in [
            ("elevenchars", vec!["password_short"]),
            ("1234567890", vec!["password_short", "password_common"]),
            ("LinXiao12345678", vec!["password_names_user"]),
            ("zzzzzzzzzzzzz", vec!["password_common"]),
            ("Qwerty123456", vec!["password_common"]),
            (PASSWORD, vec!["password_used"]),
        ] {
            let told = change(PASSWORD, new).refused(422, "password_weak");
            assert_eq!(keshu_testkit::pointers(&told), codes.iter().map(|code| ("/new", *code)).collect::<Vec<_>>(), "{new}");
        }
        let mut old = PASSWORD.to_owned();
        for round in ["first", "second", "third"] {
            let new = format!("a {round} long phrase");
            house.advance(60);
            change(&old, &new).status(204);
            change(&new, &old).refused(422, "password_weak");
            old = new;
        }
        // The fourth last may come again.
        change(&old, PASSWORD).status(204);
        // Here too guessing is slowed down.
        for _ in 0..4 {
            change("wrong password", "a fourth long phrase").invalid(&[("/old", "password_wrong")]);
        }
        change(PASSWORD, "a fourth long phrase").refused(429, "sign_in_delayed");
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
        assert_eq!(stranger.get(&format!("/one_time_link/{token}")).ok(), json!({"kind": "reset", "name": "linxiao", "username": "linxiao", "password_shortest": 10}));
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
        rep.post("/session/password", json!({"old": "wrong", "new": "another long phrase"})).invalid(&[("/old", "password_wrong")]);
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

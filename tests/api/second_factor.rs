//! Two-step sign-in: codes of an app, recovery codes, and who has to have it.

use keshu_testkit::{Answer, Client, PASSWORD, TestHouse, on_both_stores};
use serde_json::json;

/// The code that an app shows for a secret, so many steps from now.
fn code(house: &TestHouse, secret: &str, steps: i64) -> String {
    let bits: String = secret.bytes().map(|letter| format!("{:05b}", if letter.is_ascii_digit() { letter - b'2' + 26 } else { letter - b'A' })).collect();
    let bytes: Vec<u8> = bits.as_bytes().chunks_exact(8).map(|bits| u8::from_str_radix(std::str::from_utf8(bits).expect("bits"), 2).expect("a byte")).collect();
    let step = house.house.now().as_second() / 30 + steps;
    let digest = keshu_store::vault::one_time_digest(&bytes, &step.to_be_bytes());
    let at = usize::from(digest[19] & 15);
    format!("{:06}", (u32::from_be_bytes(digest[at..at + 4].try_into().expect("four bytes")) & 0x7fff_ffff) % 1_000_000)
}

/// Turns it on for somebody; the secret and the recovery codes.
fn turn_on(house: &TestHouse, person: &Client) -> (String, Vec<String>) {
    let offered = person.post("/session/totp", json!({})).status(201).json;
    let secret = offered["secret"].as_str().expect("a secret").to_owned();
    let codes = person.post("/session/totp/confirm", json!({"code": code(house, &secret, 0)})).status(201).json;
    house.advance(60);
    (secret, codes["recovery_codes"].as_array().expect("codes").iter().map(|code| code.as_str().expect("a code").to_owned()).collect())
}

fn sign_in(from: &Client, code: Option<&str>) -> Answer {
    let mut body = json!({"username": "linxiao", "password": PASSWORD});
    if let Some(code) = code {
        body["code"] = json!(code);
    }
    from.post("/session", body)
}

on_both_stores! {
    fn a_code_is_asked_for_and_good_once(house: &TestHouse) {
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        assert_eq!(rep.get("/session").ok()["second_factor"], json!({"is_on": false, "is_needed": false, "recovery_codes_left": 0}));
        let first = rep.post("/session/totp", json!({})).status(201).json;
        rep.post("/session/totp/confirm", json!({"code": "000000"})).invalid(&[("/code", "second_factor_wrong")]);
        // What nobody confirmed is not asked for, and the next offer takes its place.
        sign_in(&house.as_stranger(), None).status(201);
        let second = rep.post("/session/totp", json!({})).status(201).json;
        assert_ne!(first["secret"], second["secret"]);
        let secret = second["secret"].as_str().unwrap();
        assert_eq!(second["uri"], format!("otpauth://totp/Keshu:linxiao?secret={secret}&issuer=Keshu"));
        rep.post("/session/totp/confirm", json!({"code": code(house, first["secret"].as_str().unwrap(), 0)})).invalid(&[("/code", "second_factor_wrong")]);
        let enrolled = code(house, secret, 0);
        let told = rep.post("/session/totp/confirm", json!({"code": enrolled})).status(201).json;
        assert_eq!(told["recovery_codes"].as_array().map(Vec::len), Some(10));
        rep.post("/session/totp", json!({})).refused(409, "second_factor_on");
        let stranger = house.as_stranger().from("198.51.100.7");
        sign_in(&stranger, None).refused(401, "second_factor_needed");
        let replayed = sign_in(&stranger, Some(&enrolled));
        assert!(replayed.header("set-cookie").is_empty());
        replayed.refused(401, "second_factor_wrong");
        house.advance(30);
        let now = code(house, secret, 0);
        // Many at once with one code: one comes in.
        let answers: Vec<u16> = std::thread::scope(|scope| {
            let all: Vec<_> = (0..6).map(|place| { let (house, now) = (house, now.clone()); scope.spawn(move || sign_in(&house.as_stranger().from(&format!("192.0.2.{place}")), Some(&now)).status) }).collect();
            all.into_iter().map(|one| one.join().expect("an answer")).collect()
        });
        assert_eq!(answers.iter().filter(|status| **status == 201).count(), 1, "{answers:?}");
        // A clock that is a step off is no harm, two are.
        house.advance(90);
        sign_in(&house.as_stranger(), Some(&code(house, secret, -2))).refused(401, "second_factor_wrong");
        sign_in(&house.as_stranger(), Some(&code(house, secret, -1))).status(201);
        sign_in(&house.as_stranger(), Some(&code(house, secret, 1))).status(201);
        // Nothing of it stands in the database as it is.
        let kept = std::fs::read(house.data().join("keshu.db")).unwrap_or_default();
        assert!(!kept.windows(secret.len()).any(|part| part == secret.as_bytes()));
    }

    fn codes_are_not_guessed(house: &TestHouse) {
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        let (secret, _) = turn_on(house, &rep);
        let thief = house.as_stranger().from("198.51.100.7");
        // Whoever knows the password cannot begin the count anew with it.
        let mut looked_at = 0;
        for round in 0..60 {
            sign_in(&thief, None);
            looked_at += usize::from(sign_in(&thief, Some(&format!("{round:06}"))).json["code"] == "second_factor_wrong");
            house.advance(10);
        }
        assert!(looked_at <= 10, "{looked_at} in ten minutes");
        sign_in(&house.as_stranger(), Some(&code(house, &secret, 0))).status(201);
    }

    fn a_recovery_code_is_good_once(house: &TestHouse) {
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        let (_, codes) = turn_on(house, &rep);
        let stranger = house.as_stranger();
        sign_in(&stranger, Some(&codes[0].to_lowercase().replace('-', " "))).status(201);
        sign_in(&stranger, Some(&codes[0])).refused(401, "second_factor_wrong");
        assert_eq!(rep.get("/session").ok()["second_factor"]["recovery_codes_left"], 9);
        let renewed = rep.post("/session/recovery_codes", json!({})).status(201).json;
        sign_in(&stranger, Some(&codes[1])).refused(401, "second_factor_wrong");
        sign_in(&stranger, renewed["recovery_codes"][0].as_str()).status(201);
        // Another person's codes are no use.
        let other = house.hire("wangqi", "sales_rep", "销售一部");
        let (_, others) = turn_on(house, &other);
        sign_in(&stranger, Some(&others[0])).refused(401, "second_factor_wrong");
    }

    fn a_reset_link_asks_for_it_too(house: &TestHouse) {
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        let (secret, _) = turn_on(house, &rep);
        let link = house.as_boss().post(&format!("/staff/{}/reset_password", rep.staff_id), json!({})).ok();
        let path = link["link"].as_str().unwrap().replace("/link/", "/one_time_link/");
        let stranger = house.as_stranger();
        stranger.post(&path, json!({"password": "another long phrase"})).refused(401, "second_factor_needed");
        stranger.post(&path, json!({"password": "another long phrase", "code": "000000"})).refused(401, "second_factor_wrong");
        stranger.post(&path, json!({"password": "another long phrase", "code": code(house, &secret, 0)})).status(201);
    }

    fn it_proves_again_and_is_turned_off_only_so(house: &TestHouse) {
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        let (secret, _) = turn_on(house, &rep);
        house.advance(300);
        rep.send("DELETE", "/session/totp", None).refused(403, "step_up_needed");
        rep.post("/session/recovery_codes", json!({})).refused(403, "step_up_needed");
        rep.post("/session/step_up", json!({"code": "000000"})).invalid(&[("/code", "second_factor_wrong")]);
        rep.post("/session/step_up", json!({"code": code(house, &secret, 0)})).status(204);
        rep.send("DELETE", "/session/totp", None).status(204);
        sign_in(&house.as_stranger(), None).status(201);
        rep.post("/session/recovery_codes", json!({})).refused(409, "second_factor_off");
    }

    fn a_role_can_require_it(house: &TestHouse) {
        let (boss, rep) = (house.as_boss(), house.hire("linxiao", "sales_rep", "销售一部"));
        let token = rep.post("/api_token", json!({"name": "script"})).status(201).json["token"].as_str().unwrap().to_owned();
        let role = house.role("sales_rep");
        boss.change("role", &json!(role), json!({"needs_second_factor": true}));
        // At once, wherever one is: nothing goes but turning it on.
        for path in ["/customer", "/catalog", "/search?q=x", "/api_token", "/events"] {
            rep.get(path).refused(403, "second_factor_unset");
        }
        rep.post("/customer", json!({"name": "x"})).refused(403, "second_factor_unset");
        assert_eq!(rep.get("/session").ok()["second_factor"]["is_needed"], true);
        house.as_stranger().with_token(&token).get("/customer").status(200);
        let (secret, codes) = turn_on(house, &rep);
        rep.get("/customer").status(200);
        rep.send("DELETE", "/session/totp", None).refused(403, "second_factor_kept");
        // The app and the paper are lost: an administrator lets the person in again, and it starts over.
        let other = house.hire("wangqi", "service", "销售一部");
        other.post(&format!("/staff/{}/reset_second_factor", rep.staff_id), json!({})).refused(403, "action_forbidden");
        boss.post(&format!("/staff/{}/reset_second_factor", boss.staff_id), json!({})).refused(422, "hook_refused");
        boss.post(&format!("/staff/{}/reset_second_factor", rep.staff_id), json!({})).ok();
        rep.get("/session").refused(401, "sign_in_required");
        let answer = sign_in(&house.as_stranger(), None).status(201);
        let rep = house.as_stranger().with_cookie(&answer);
        rep.get("/customer").refused(403, "second_factor_unset");
        house.advance(60);
        let (again, _) = turn_on(house, &rep);
        assert_ne!(again, secret);
        sign_in(&house.as_stranger(), Some(&codes[2])).refused(401, "second_factor_wrong");
        let history = boss.get(&format!("/staff/{}/history", answer.json["staff"]["id"].as_str().unwrap())).ok().to_string();
        for deed in ["second_factor_on", "second_factor_off"] {
            assert!(history.contains(deed), "{deed}");
        }
        for secret in [&secret, &again, &codes[0]] {
            assert!(!history.contains(secret.as_str()));
        }
    }

    fn the_company_can_require_it(house: &TestHouse) where |settings| settings.accounts.second_factor_needed = true; {
        let boss = house.as_boss();
        boss.get("/customer").refused(403, "second_factor_unset");
        let (_, _) = turn_on(house, &boss);
        boss.get("/customer").status(200);
    }
}

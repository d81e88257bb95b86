//! Every route asks who is there, but for the few that are open.

use keshu_testkit::on_both_stores;

/// Method and path of each route that needs sign-in; a new route belongs here or into `OPEN`.
const CLOSED: &[(&str, &str)] = &[
    ("GET", "/session"),
    ("DELETE", "/session"),
    ("PATCH", "/session/profile"),
    ("POST", "/session/password"),
    ("POST", "/session/step_up"),
    ("POST", "/session/totp"),
    ("DELETE", "/session/totp"),
    ("POST", "/session/totp/confirm"),
    ("POST", "/session/recovery_codes"),
    ("GET", "/session/device"),
    ("DELETE", "/session/device"),
    ("DELETE", "/session/device/x"),
    ("GET", "/api_token"),
    ("POST", "/api_token"),
    ("DELETE", "/api_token/x"),
    ("GET", "/catalog"),
    ("GET", "/catalog/dict/region"),
    ("GET", "/openapi.json"),
    ("GET", "/events"),
    ("POST", "/notification/read"),
    ("GET", "/search?q=x"),
    ("GET", "/offline"),
    ("GET", "/explain?staff_id=x&entity=customer&id=x"),
    ("GET", "/form_draft"),
    ("PUT", "/form_draft/x"),
    ("DELETE", "/form_draft/x"),
    ("GET", "/duplicate?entity=customer"),
    ("POST", "/duplicate"),
    ("GET", "/quality/customer"),
    ("POST", "/file"),
    ("GET", "/file/x"),
    ("GET", "/file/x/thumbnail"),
    ("POST", "/import"),
    ("POST", "/import/preview"),
    ("GET", "/import/template/customer"),
    ("GET", "/job"),
    ("GET", "/job/x"),
    ("POST", "/job/x/cancel"),
    ("POST", "/job/x/pause"),
    ("POST", "/job/x/resume"),
    ("POST", "/job/x/undo"),
    ("POST", "/export"),
    ("POST", "/takeout"),
    ("POST", "/print"),
    ("POST", "/bulk"),
    ("POST", "/bulk/preview"),
    ("GET", "/customer"),
    ("POST", "/customer"),
    ("GET", "/customer/trash"),
    ("POST", "/customer/dry_run"),
    ("POST", "/customer/paste"),
    ("GET", "/customer/by/erp/1"),
    ("PATCH", "/customer/by/erp/1"),
    ("GET", "/customer/x"),
    ("PATCH", "/customer/x"),
    ("DELETE", "/customer/x"),
    ("GET", "/customer/x/history"),
    ("GET", "/customer/x/history/1"),
    ("GET", "/customer/x/timeline"),
    ("POST", "/customer/x/revert"),
    ("GET", "/customer/x/readers"),
    ("POST", "/customer/x/presence"),
    ("POST", "/customer/x/restore"),
    ("POST", "/customer/x/share"),
    ("POST", "/staff/x/invite"),
    ("GET", "/unicorn"),
];
const OPEN: &[(&str, &str)] = &[("POST", "/session"), ("GET", "/session/demo"), ("POST", "/session/demo"), ("GET", "/one_time_link/x"), ("POST", "/one_time_link/x"), ("GET", "//livez"), ("GET", "//readyz")];

on_both_stores! {
    fn strangers_get_401_and_nothing_else(house: &TestHouse) {
        for caller in [house.as_stranger(), house.as_stranger().with_token("ks_made_up"), house.as_stranger().with("cookie", "ks_session=made-up")] {
            let caller = caller.with("content-type", "application/json");
            for (method, path) in CLOSED {
                let body = matches!(*method, "POST" | "PATCH" | "PUT").then(|| b"{}".to_vec());
                let answer = caller.send(method, path, body);
                assert_eq!(answer.header("www-authenticate"), "Bearer", "{method} {path}: {}", answer.text());
                answer.refused(401, "sign_in_required");
            }
        }
        let stranger = house.as_stranger().with("content-type", "application/json");
        for (method, path) in OPEN {
            let answer = stranger.send(method, path, (*method == "POST").then(|| b"{}".to_vec()));
            assert_ne!(answer.json["code"], "sign_in_required", "{method} {path}");
            assert!(answer.status < 500, "{method} {path}: {}", answer.text());
        }
    }

    fn the_map_of_routes_is_whole(_house: &TestHouse) {
        let source = include_str!("../../gates/http/src/lib.rs");
        let shape = |path: &str| -> Vec<String> {
            let path = path.split('?').next().unwrap_or_default().trim_start_matches('/');
            path.split('/').map(str::to_owned).collect()
        };
        let tried: Vec<Vec<String>> = CLOSED.iter().chain(OPEN).map(|(_, path)| shape(path)).collect();
        for route in source.split(".route(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let wanted = shape(route);
            let fits = |path: &Vec<String>| path.len() == wanted.len() && path.iter().zip(&wanted).all(|(step, pattern)| pattern.starts_with('{') || step == pattern);
            assert!(tried.iter().any(fits), "the route {route} is in neither list of tests/authz/routes.rs");
        }
    }
}

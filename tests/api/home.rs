//! What the home page offers to whom; each figure is a filter of the list.

use keshu_testkit::{Client, customer, on_both_stores};
use serde_json::{Value, json};

fn cards(client: &Client) -> Vec<Value> {
    client.get("/catalog").ok()["home"].as_array().unwrap().clone()
}

fn card(client: &Client, name: &str) -> Value {
    cards(client).into_iter().find(|card| card["card"] == name).unwrap_or_default()
}

/// What a figure or a card counts, and as many rows as it opens.
fn count(client: &Client, figure: &Value) -> u64 {
    let entity = figure["entity"].as_str().unwrap();
    let found = client.find(&format!("/{entity}"), &[("filter", figure["filter"].as_str().unwrap()), ("count", "exact"), ("limit", "200")]).ok();
    assert_eq!(found["count"], found["items"].as_array().unwrap().len(), "{figure}");
    found["count"].as_u64().unwrap()
}

fn figure(client: &Client, card_name: &str, name: &str) -> Value {
    card(client, card_name)["figures"].as_array().into_iter().flatten().find(|figure| figure["figure"] == name).cloned().unwrap_or_default()
}

fn shown(client: &Client) -> Vec<String> {
    cards(client).iter().filter(|card| card["shown"] == true).map(|card| card["card"].as_str().unwrap().to_owned()).collect()
}

on_both_stores! {
    fn every_number_opens_its_rows(house: &TestHouse) {
        let (rep, other) = (house.hire("linxiao", "sales_rep", "销售一部"), house.hire("wangwei", "sales_rep", "销售一部"));
        let (old, quiet) = (rep.create("customer", customer("海川泵业")), rep.create("customer", customer("云岭阀门")));
        other.create("customer", customer("远山科技"));
        let talk = |client: &Client, about: &Value, at: &str| client.create("follow_up", json!({"about": {"entity": "customer", "id": about["id"]}, "summary": "电话", "happened_at": at}));
        talk(&rep, &old, "2026-11-12T03:00:00Z");
        talk(&rep, &old, "2026-11-17T03:00:00Z");
        talk(&rep, &quiet, "2026-10-01T03:00:00Z");
        rep.create("todo", json!({"subject": "报价", "due_at": "2026-11-20T03:00:00Z"}));
        rep.create("todo", json!({"subject": "合同", "due_at": "2026-12-20T03:00:00Z"}));
        let rep = house.sign_in("linxiao");
        let told = |name: &str| {
            let figure = figure(&rep, "briefing", name);
            let than = figure["than"]["filter"].as_str().map(|filter| count(&rep, &json!({"entity": figure["entity"], "filter": filter})));
            (count(&rep, &figure), than)
        };
        assert_eq!(told("todos_late"), (1, None));
        assert_eq!(told("follow_ups_week"), (1, Some(1)), "Tuesday is this week, Thursday before is the last one");
        assert_eq!(told("customers_mine"), (2, Some(0)));
        assert_eq!(told("customers_month"), (2, Some(0)));
        assert_eq!(rep.column("customer", &[("filter", card(&rep, "forgotten")["filter"].as_str().unwrap())], "name"), ["云岭阀门"]);
        assert_eq!(rep.column("todo", &[("filter", card(&rep, "todo")["filter"].as_str().unwrap()), ("sort", "due_at")], "subject"), ["报价", "合同"]);
        // A month later they are customers of before.
        house.advance(30 * 86_400);
        let rep = house.sign_in("linxiao");
        let figure = figure(&rep, "briefing", "customers_month");
        assert_eq!((count(&rep, &figure), count(&rep, &json!({"entity": "customer", "filter": figure["than"]["filter"]}))), (0, 2));
    }

    fn each_role_has_cards_of_its_own(house: &TestHouse) {
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        assert_eq!(shown(&rep), ["todo", "forgotten", "briefing", "links", "recent", "announcements"]);
        let manager = house.hire("han", "manager", "销售一部");
        assert_eq!(shown(&manager), ["todo", "forgotten", "team_briefing", "links", "recent", "announcements"]);
        // The team's numbers are those of the rows that one may read.
        rep.create("customer", customer("海川泵业"));
        let (stranger, month) = (house.hire("chen", "manager", "销售二部"), |client: &Client| count(client, &figure(client, "team_briefing", "customers_month")));
        assert_eq!((month(&manager), month(&stranger)), (1, 0));
        for client in [house.as_boss(), manager, stranger, house.hire("shen", "auditor", "审计部")] {
            for figure in cards(&client).iter().flat_map(|card| card["figures"].as_array().cloned().unwrap_or_default()) {
                count(&client, &figure);
            }
        }
    }

    fn what_may_not_be_read_is_not_offered(house: &TestHouse) {
        let boss = house.as_boss();
        let grant = |entity: &str| json!({"entity_name": entity, "action_code": "read", "scope_code": "all"});
        let hidden = json!({"entity_name": "customer", "field_name": "last_follow_at", "access_code": "hidden"});
        boss.create("role", json!({"label": "前台", "role_key": "desk", "grants": [grant("customer"), grant("follow_up")], "field_rules": [hidden]}));
        let desk = house.hire("qiantai", "desk", "前台");
        let names: Vec<Value> = cards(&desk).iter().map(|card| card["card"].clone()).collect();
        assert_eq!(names, ["briefing", "team_briefing", "links", "recent"], "no to-dos, no announcements, no customers by a hidden day");
        assert_eq!((figure(&desk, "team_briefing", "todos_late"), figure(&desk, "team_briefing", "customers_quiet")), (Value::Null, Value::Null));
        assert_ne!(figure(&desk, "team_briefing", "follow_ups_week"), Value::Null);
        assert!(!cards(&desk).iter().any(|card| card.to_string().contains("last_follow_at")));
    }

    fn a_person_keeps_an_arrangement(house: &TestHouse) {
        let (rep, other) = (house.hire("linxiao", "sales_rep", "销售一部"), house.hire("wangwei", "sales_rep", "销售一部"));
        let body = json!({"name": "首页", "entity_name": "home", "scope_code": "private", "definition": "{\"main\":\"forgotten,todo\"}"});
        let kept = rep.create("saved_view", body.clone());
        let mine = |client: &Client| client.list("saved_view", &[("filter", "entity_name = \"home\" and owner_id = me")]).len();
        assert_eq!((mine(&rep), mine(&other)), (1, 0));
        other.get(&format!("/saved_view/{}", kept["id"].as_str().unwrap())).refused(404, "record_not_found");
        rep.post("/saved_view", body).refused(409, "duplicate");
    }
}

//! Rows outside one's scope do not exist, whichever way they are looked for.

use keshu_testkit::{Client, TestHouse, customer, on_both_stores};
use serde_json::{Value, json};

/// A customer of 林晓's with a contact and a follow-up.
fn plant(owner: &Client) -> (Value, Value, Value) {
    let made = owner.create("customer", json!({"name": "秘密泵业", "phone": "13998765432", "external_refs": [{"system": "erp", "code": "S1"}]}));
    let contact = owner.create("contact", json!({"name": "王秘密", "customer_id": made["id"], "mobile": "13912345678"}));
    let follow_up = owner.create("follow_up", json!({"about": {"entity": "customer", "id": made["id"]}, "summary": "秘密会谈"}));
    (made, contact, follow_up)
}

fn two_reps(house: &TestHouse) -> (Client, Client) {
    (house.hire("linxiao", "sales_rep", "销售一部"), house.hire("wangwei", "sales_rep", "销售一部"))
}

on_both_stores! {
    fn a_colleagues_record_does_not_exist(house: &TestHouse) {
        let (one, two) = two_reps(house);
        let (made, contact, follow_up) = plant(&one);
        let at = |entity: &str, record: &Value| format!("/{entity}/{}", record["id"].as_str().unwrap());
        for (entity, record) in [("customer", &made), ("contact", &contact), ("follow_up", &follow_up)] {
            one.get(&at(entity, record)).status(200);
            two.get(&at(entity, record)).refused(404, "record_not_found");
            two.get(&format!("{}/history", at(entity, record))).refused(404, "record_not_found");
            two.get(&format!("{}/timeline", at(entity, record))).refused(404, "record_not_found");
            two.patch(&at(entity, record), 1, json!({"tags": ["x"]})).refused(404, "record_not_found");
            // Not even the version tells that it is there.
            two.patch_bare(&at(entity, record), json!({"tags": ["x"]})).refused(404, "record_not_found");
            two.patch(&at(entity, record), 99, json!({"tags": ["x"]})).refused(404, "record_not_found");
            two.delete(&at(entity, record), 1).refused(404, "record_not_found");
            assert_eq!((one.list(entity, &[]).len(), two.list(entity, &[]).len()), (1, 0), "{entity}");
            assert_eq!(two.find(&format!("/{entity}"), &[("count", "exact")]).ok()["count"], 0);
            assert_eq!(two.list(entity, &[("q", "秘密")]).len(), 0);
            let all = format!("id = \"{}\"", record["id"].as_str().unwrap());
            assert_eq!((one.list(entity, &[("filter", &all)]).len(), two.list(entity, &[("filter", &all)]).len()), (1, 0));
        }
        two.get("/customer/by/erp/S1").refused(404, "record_not_found");
        for q in ["秘密", "mmby", "5432", "13912345678"] {
            assert_eq!(two.find("/search", &[("q", q)]).ok()["items"], json!([]), "{q}");
            assert_ne!(one.find("/search", &[("q", q)]).ok()["items"], json!([]), "{q}");
        }
        two.post(&format!("{}/share", at("customer", &made)), json!({"staff_id": two.staff_id})).refused(404, "record_not_found");
        two.post("/contact", json!({"name": "x", "customer_id": made["id"]})).invalid(&[("/customer_id", "link_broken")]);
        two.post("/follow_up", json!({"about": {"entity": "customer", "id": made["id"]}, "summary": "x"})).invalid(&[("/about", "link_broken")]);
        one.remove("customer", &made["id"]);
        assert_eq!(two.list("customer/trash", &[]).len(), 0);
        two.post(&format!("{}/restore", at("customer", &made)), json!({})).refused(404, "record_not_found");
    }

    fn a_link_out_of_reach_says_nothing(house: &TestHouse) {
        let (one, two) = two_reps(house);
        let (secret, ..) = plant(&one);
        let mine = two.create("customer", customer("远山"));
        house.as_boss().create("contact", json!({"name": "李工", "customer_id": mine["id"]}));
        house.as_boss().change("customer", &mine["id"], json!({"parent_customer_id": secret["id"]}));
        let seen = two.read("customer", &mine["id"]);
        assert!(seen["titles"].get("parent_customer_id").is_none(), "{}", seen["titles"]);
        assert_eq!(house.as_boss().read("customer", &mine["id"])["titles"]["parent_customer_id"], "秘密泵业");
        let listed = two.find("/customer", &[("fields", "name,parent_customer_id")]).ok();
        assert!(!listed.to_string().contains("秘密"));
        for filter in ["parent_customer.name = \"秘密泵业\"", "starts with(parent_customer.name, \"秘\")", "parent_customer.phone != null", "not(parent_customer.name = \"x\") and parent_customer.name != null"] {
            assert_eq!(two.list("customer", &[("filter", filter)]).len(), 0, "{filter}");
            assert_eq!(house.as_boss().list("customer", &[("filter", filter)]).len(), 1, "{filter}");
        }
        let history = two.get(&format!("/customer/{}/history", mine["id"].as_str().unwrap())).ok();
        assert!(!history.to_string().contains("秘密"), "{history:#}");
        // Whoever writes the same name learns who has it, and nothing else of it.
        let alike = two.post("/customer", json!({"name": "秘密泵业"})).status(201).json;
        assert_eq!(alike["warnings"][0]["candidates"], json!([{"masked": true, "shown": "秘密泵业", "owner": "linxiao", "state": "潜在"}]));
    }

    fn a_manager_sees_the_departments_below(house: &TestHouse) {
        let east = house.hire("linxiao", "sales_rep", "华东/上海");
        let west = house.hire("wangwei", "sales_rep", "华西");
        let manager = house.hire("zhuguan", "manager", "华东");
        let below = east.create("customer", customer("海川"));
        west.create("customer", customer("远山"));
        assert_eq!(manager.column("customer", &[], "name"), ["海川"]);
        assert_eq!(manager.find("/customer", &[("count", "exact")]).ok()["count"], 1);
        manager.change("customer", &below["id"], json!({"customer_grade": "A"}));
        // Only to where one's own rights reach.
        manager.change("customer", &below["id"], json!({"owner_id": manager.staff_id}));
        assert_eq!(east.list("customer", &[]).len(), 0);
        assert_eq!(manager.column("customer", &[("filter", "dept_id = my_dept")], "name"), ["海川"]);
    }

    fn scope_follows_people_and_departments(house: &TestHouse) {
        let (boss, rep) = (house.as_boss(), house.hire("linxiao", "sales_rep", "华东/上海"));
        let manager = house.hire("zhuguan", "manager", "华西");
        rep.create("customer", customer("海川"));
        assert_eq!(manager.list("customer", &[]).len(), 0);
        boss.change("staff", &json!(manager.staff_id), json!({"dept_id": house.dept("华东")}));
        assert_eq!(manager.list("customer", &[]).len(), 1, "the next request has the rights of now");
        boss.change("staff", &json!(manager.staff_id), json!({"dept_id": house.dept("华西")}));
        assert_eq!(manager.list("customer", &[]).len(), 0);
        boss.change("dept", &json!(house.dept("华东/上海")), json!({"parent_dept_id": house.dept("华西")}));
        assert_eq!(manager.list("customer", &[]).len(), 1, "a department moved below is in the tree");
        boss.change("staff", &json!(manager.staff_id), json!({"roles": [house.role("sales_rep")]}));
        assert_eq!(manager.list("customer", &[]).len(), 0);
        boss.change("staff", &json!(manager.staff_id), json!({"roles": []}));
        manager.get("/customer").refused(403, "action_forbidden");
    }

    fn nobody_writes_past_their_scope(house: &TestHouse) {
        let (one, two) = two_reps(house);
        one.post("/customer", json!({"name": "海川", "owner_id": two.staff_id})).refused(403, "action_forbidden");
        assert_eq!(two.list("customer", &[]).len(), 0, "nothing was left behind");
        one.post("/staff", json!({"username": "x1", "name": "x", "dept_id": house.company()})).refused(403, "action_forbidden");
        one.patch(&format!("/staff/{}", one.staff_id), 1, json!({"roles": [house.role("admin")]})).refused(403, "action_forbidden");
        one.post(&format!("/staff/{}/invite", two.staff_id), json!({})).refused(403, "action_forbidden");
        one.post(&format!("/staff/{}/disable", two.staff_id), json!({})).refused(403, "action_forbidden");
        one.get("/role").refused(403, "action_forbidden");
        one.get("/unicorn").refused(404, "entity_unknown");
        let service = house.hire("kefu", "service", "客服部");
        let made = one.create("customer", customer("海川"));
        service.get(&format!("/customer/{}", made["id"].as_str().unwrap())).status(200);
        service.patch(&format!("/customer/{}", made["id"].as_str().unwrap()), 1, json!({"name": "x"})).refused(403, "action_forbidden");
        assert_eq!(service.read("customer", &made["id"])["can"], json!({"update": false, "delete": false, "reveal": false, "share": false, "moves": []}));
    }

    fn a_deed_asks_for_the_right_of_its_name(house: &TestHouse) {
        let boss = house.as_boss();
        let grants = |actions: &[&str]| -> Vec<Value> { actions.iter().map(|action| json!({"entity_name": "staff", "action_code": action, "scope_code": "all"})).collect() };
        boss.create("role", json!({"label": "人事", "role_key": "hr", "grants": grants(&["read", "update"])}));
        boss.create("role", json!({"label": "前台", "role_key": "desk", "grants": grants(&["read", "invite"])}));
        let (hr, desk) = (house.hire("renshi", "hr", "人事部"), house.hire("qiantai", "desk", "前台"));
        let at = format!("/staff/{}", house.hire("linxiao", "sales_rep", "销售一部").staff_id);
        hr.post(&format!("{at}/invite"), json!({})).refused(403, "action_forbidden");
        desk.post(&format!("{at}/invite"), json!({})).status(200);
        desk.post(&format!("{at}/reset_password"), json!({})).refused(403, "action_forbidden");
        desk.patch(&at, 1, json!({"job_title": "x"})).refused(403, "action_forbidden");
        let can = desk.get(&at).ok()["can"].clone();
        assert_eq!((&can["invite"], &can["disable"], &can["update"]), (&json!(true), &json!(false), &json!(false)), "{can}");
        assert_eq!(desk.get("/catalog").ok()["entities"]["staff"]["can"]["invite"], true);
    }

    fn the_last_administrator_stays(house: &TestHouse) {
        let boss = house.as_boss();
        let me = json!(boss.staff_id);
        let at = format!("/staff/{}", boss.staff_id);
        let version = boss.read("staff", &me)["version"].as_i64().unwrap();
        boss.patch(&at, version, json!({"roles": []})).refused(422, "hook_refused");
        boss.delete(&at, version).refused(422, "hook_refused");
        let second = house.hire("fugong", "admin", "总部");
        let version = second.read("staff", &me)["version"].as_i64().unwrap();
        second.patch(&at, version, json!({"roles": []})).status(200);
        boss.get("/customer").refused(403, "action_forbidden");
    }

    fn an_auditor_reads_all_and_writes_nothing(house: &TestHouse) {
        let (one, _) = two_reps(house);
        let (made, ..) = plant(&one);
        let auditor = house.hire("shenji", "auditor", "审计部");
        assert_eq!(auditor.list("customer", &[]).len(), 1);
        for entity in ["customer", "contact", "follow_up", "todo", "dept", "staff", "role", "tag", "announcement"] {
            let answer = auditor.post(&format!("/{entity}"), json!({"name": "x"}));
            assert_eq!((answer.status, answer.json["code"].as_str()), (403, Some("action_forbidden")), "{entity}: {}", answer.text());
        }
        auditor.delete(&format!("/customer/{}", made["id"].as_str().unwrap()), 1).refused(403, "action_forbidden");
    }

    fn a_saved_view_opens_as_far_as_its_owner_says(house: &TestHouse) {
        let (one, near, far) = (house.hire("linxiao", "sales_rep", "销售一部"), house.hire("wangwei", "sales_rep", "销售一部"), house.hire("zhaomin", "sales_rep", "销售二部"));
        let boss = house.as_boss();
        let view = |name: &str, scope: &str| one.create("saved_view", json!({"name": name, "entity_name": "customer", "scope_code": scope, "definition": "秘密"}));
        let (private, team, everyone) = (view("私人", "private"), view("本组", "team"), view("大家", "everyone"));
        let names = |who: &Client| who.column("saved_view", &[("sort", "created_at")], "name");
        assert_eq!(names(&one), ["私人", "本组", "大家"]);
        assert_eq!(names(&near), ["本组", "大家"]);
        assert_eq!(names(&far), ["大家"]);
        assert_eq!(names(&boss), ["本组", "大家"], "whoever stands above a team belongs to it");
        let at = |view: &Value| format!("/saved_view/{}", view["id"].as_str().unwrap());
        for who in [&near, &far, &boss] {
            who.get(&at(&private)).refused(404, "record_not_found");
            who.get(&format!("{}/history", at(&private))).refused(404, "record_not_found");
            who.patch(&at(&private), 1, json!({"name": "x"})).refused(404, "record_not_found");
            who.delete(&at(&private), 1).refused(404, "record_not_found");
            assert_eq!(who.find("/saved_view", &[("filter", "definition = \"秘密\" and scope_code = \"private\""), ("count", "exact")]).ok()["count"], 0);
            assert_eq!(who.find("/search", &[("q", "私人"), ("entity", "saved_view")]).ok()["items"], json!([]));
        }
        near.patch(&at(&team), 1, json!({"name": "x"})).refused(403, "action_forbidden");
        near.delete(&at(&team), 1).refused(403, "action_forbidden");
        boss.patch(&at(&everyone), 1, json!({"position": 1})).ok();
        one.change("saved_view", &team["id"], json!({"scope_code": "private"}));
        assert_eq!(names(&near), ["大家"]);
        one.post(&format!("{}/share", at(&private)), json!({"staff_id": far.staff_id})).ok();
        assert_eq!(names(&far), ["私人", "大家"], "a share opens one more");
    }
}

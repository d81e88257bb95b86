//! Why somebody may see or do something, or not, in sentences.

use keshu_testkit::{Client, customer, on_both_stores};
use serde_json::{Value, json};

/// Whether it is allowed, and what is said.
fn why(who: &Client, staff: &Client, entity: &str, id: &Value, more: &[(&str, &str)]) -> (bool, Vec<String>) {
    let mut asked = vec![("staff_id", staff.staff_id.as_str()), ("entity", entity), ("id", id.as_str().unwrap())];
    asked.extend_from_slice(more);
    let told = who.find("/explain", &asked).ok();
    let texts = told["because"].as_array().unwrap().iter().map(|said| format!("{}{}", if said["for"] == true { "+" } else { "-" }, said["text"].as_str().unwrap()));
    (told["allowed"] == true, texts.collect())
}

on_both_stores! {
    fn it_says_which_rule_decides(house: &TestHouse) {
        let boss = house.as_boss();
        let (one, other) = (house.hire("linxiao", "sales_rep", "销售一部"), house.hire("zhouyi", "sales_rep", "销售二部"));
        let made = one.create("customer", customer("海川"));
        let (allowed, said) = why(&boss, &one, "customer", &made["id"], &[]);
        assert!(allowed && said.contains(&"+负责人就是linxiao。".to_owned()), "{said:#?}");
        let (allowed, said) = why(&boss, &other, "customer", &made["id"], &[]);
        assert_eq!((allowed, said), (false, vec![
            "+角色“客户经理”给了“客户”的“查看”权限，范围：本人。".to_owned(),
            "-负责人是linxiao，属于“销售一部”，不在zhouyi的范围内。".to_owned(),
            "-没有共享给zhouyi，也没有共享给其部门或角色。".to_owned(),
        ]));
        // The same as what the person finds.
        other.get(&format!("/customer/{}", made["id"].as_str().unwrap())).refused(404, "record_not_found");
        boss.post(&format!("/customer/{}/share", made["id"].as_str().unwrap()), json!({"staff_id": other.staff_id, "right": "read"})).ok();
        let (allowed, said) = why(&boss, &other, "customer", &made["id"], &[]);
        assert!(allowed && said.contains(&"+共享给了“zhouyi”，只能查看。".to_owned()), "{said:#?}");
        assert!(!why(&boss, &other, "customer", &made["id"], &[("action", "update")]).0, "shared to be read");
        let (allowed, said) = why(&boss, &other, "customer", &made["id"], &[("action", "export")]);
        assert_eq!((allowed, said), (false, vec!["-角色“客户经理”没有给“客户”的“导出”权限。".to_owned()]));
    }

    fn it_follows_what_a_record_hangs_on(house: &TestHouse) {
        let boss = house.as_boss();
        let (one, other) = (house.hire("linxiao", "sales_rep", "销售一部"), house.hire("zhouyi", "sales_rep", "销售二部"));
        let made = one.create("customer", customer("海川"));
        let contact = one.create("contact", json!({"name": "王工", "customer_id": made["id"]}));
        let (allowed, said) = why(&boss, &other, "contact", &contact["id"], &[]);
        assert!(!allowed && said.contains(&"-随客户“海川”的权限：zhouyi不能查看它。".to_owned()), "{said:#?}");
        assert!(why(&boss, &one, "contact", &contact["id"], &[]).0);
    }

    fn it_speaks_of_a_field(house: &TestHouse) {
        let boss = house.as_boss();
        let service = house.hire("kefu", "service", "客服部");
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        let made = rep.create("customer", customer("海川"));
        let (allowed, said) = why(&boss, &service, "customer", &made["id"], &[("field", "credit_note")]);
        assert!(!allowed && said.last().unwrap().contains("隐藏"), "{said:#?}");
        let (allowed, said) = why(&boss, &rep, "customer", &made["id"], &[("field", "bank_account")]);
        assert!(!allowed && said.last().unwrap().contains("脱敏"), "{said:#?}");
        assert!(why(&boss, &rep, "customer", &made["id"], &[("field", "name")]).0);
        assert!(!why(&boss, &rep, "customer", &made["id"], &[("field", "credit_limit"), ("action", "update")]).0, "to be read only");
    }

    fn only_who_changes_roles_is_told(house: &TestHouse) {
        let boss = house.as_boss();
        let rep = house.hire("linxiao", "sales_rep", "销售一部");
        let made = rep.create("customer", customer("海川"));
        let asked = |action: &'static str| [("staff_id", rep.staff_id.as_str()), ("entity", "customer"), ("id", made["id"].as_str().unwrap()), ("action", action)];
        rep.find("/explain", &asked("read")).refused(403, "action_forbidden");
        boss.find("/explain", &asked("fly")).refused(404, "action_unknown");
        boss.find("/explain", &[("staff_id", "nobody"), ("entity", "customer"), ("id", made["id"].as_str().unwrap())]).refused(404, "record_not_found");
        boss.find("/explain", &[("staff_id", &rep.staff_id), ("entity", "customer"), ("id", "nothing")]).refused(404, "record_not_found");
        boss.post(&format!("/staff/{}/disable", rep.staff_id), json!({})).ok();
        assert_eq!(why(&boss, &rep, "customer", &made["id"], &[]), (false, vec!["-linxiao已停用，不能登录。".to_owned()]));
    }
}

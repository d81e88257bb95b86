//! Sharing opens one record, to read or to write, and closing it closes everything again.

use keshu_testkit::{customer, on_both_stores};
use serde_json::json;

on_both_stores! {
    fn a_share_opens_and_closes_one_record(house: &TestHouse) {
        let (one, two) = (house.hire("linxiao", "sales_rep", "销售一部"), house.hire("wangwei", "sales_rep", "销售二部"));
        let (made, other) = (one.create("customer", customer("海川")), one.create("customer", customer("远山")));
        let contact = one.create("contact", json!({"name": "王工", "customer_id": made["id"]}));
        let at = format!("/customer/{}", made["id"].as_str().unwrap());
        let share = |body: serde_json::Value| one.post(&format!("{at}/share"), body).ok();
        share(json!({"staff_id": two.staff_id}));
        assert_eq!(two.column("customer", &[], "name"), ["海川"]);
        two.get(&format!("/contact/{}", contact["id"].as_str().unwrap())).status(200);
        two.get(&format!("/customer/{}", other["id"].as_str().unwrap())).refused(404, "record_not_found");
        two.patch(&at, 1, json!({"phone": "13812345678"})).refused(403, "action_forbidden");
        assert_eq!(two.get(&at).ok()["can"]["update"], false);
        share(json!({"staff_id": two.staff_id, "right": "write"}));
        two.patch(&at, 1, json!({"phone": "13812345678"})).ok();
        one.post(&format!("{at}/unshare"), json!({"staff_id": two.staff_id})).ok();
        two.get(&at).refused(404, "record_not_found");
        two.get(&format!("/contact/{}", contact["id"].as_str().unwrap())).refused(404, "record_not_found");
        assert_eq!(two.find("/search", &[("q", "海川"), ("entity", "customer")]).ok()["items"], json!([]));
        // Also to a department and to a role.
        share(json!({"dept_id": house.dept("销售二部")}));
        two.get(&at).status(200);
        one.post(&format!("{at}/unshare"), json!({"dept_id": house.dept("销售二部")})).ok();
        share(json!({"role_id": house.role("sales_rep")}));
        two.get(&at).status(200);
        let history = one.get(&format!("{at}/history")).ok();
        assert_eq!(history["items"][0]["action"], "share", "who opened it stands in the history");
        one.post(&format!("{at}/share"), json!({})).refused(422, "input_invalid");
        one.post(&format!("{at}/share"), json!({"staff_id": "nobody"})).invalid(&[("/staff_id", "link_broken")]);
        one.post(&format!("{at}/share"), json!({"staff_id": two.staff_id, "right": "own"})).invalid(&[("/right", "value_type")]);
    }
}

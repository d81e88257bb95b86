//! The people at each customer: one to three, five at the stars.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    customers::{Contact, Customer},
    plan::{Name, Plan},
};

/// Classes of contacts and how often they come.
const CLASSES: [(&str, u32); 8] = [("executive", 12), ("manager", 28), ("business", 28), ("technical", 14), ("finance", 9), ("logistics", 4), ("assistant", 3), ("other", 2)];
/// Who one meets at a star, from the top down.
const AT_A_STAR: [&str; 5] = ["executive", "manager", "technical", "finance", "business"];

pub(super) fn plan(plan: &mut Plan, customers: &mut [Customer]) {
    for customer in customers {
        let count = match (customer.is_star, customer.kind.as_str()) {
            (true, _) => AT_A_STAR.len() as i64,
            (_, "organisation") if customer.state != "incomplete" => *plan.dice.pick(&[1, 1, 1, 2, 2, 3]),
            _ => 1,
        };
        let mut superior: Option<(String, Timestamp)> = None;
        for rank in 0..count {
            let class = if customer.is_star { AT_A_STAR[rank as usize] } else { plan.dice.weighted(&CLASSES, |class| class.1).0 };
            let name = match customer.kind.as_str() {
                "organisation" => plan.name(),
                // A person or household is reached directly.
                _ => own_name(plan, customer),
            };
            let days = if rank == 0 { plan.days_since(customer.at) } else { plan.dice.range(0, plan.days_since(customer.at)) };
            let at = plan.work_time_after(customer.at, days).min(plan.now);
            // Who came later cannot be pointed to yet.
            let above = superior.as_ref().filter(|above| above.1 <= at).map(|above| above.0.clone());
            let contact = add(plan, customer, &name, class, rank, above, at);
            if rank == 0 {
                plan.set(customer.place, "contact_name", name.full.clone());
            }
            if class == "executive" && superior.is_none() {
                superior = Some((contact.id.clone(), at));
            }
            customer.contacts.push(contact);
        }
        customer.contacts.sort_by_key(|contact| contact.at);
    }
}

fn own_name(plan: &Plan, customer: &Customer) -> Name {
    let full = plan.get(customer.place, "name").unwrap_or_default().trim_end_matches('家').to_owned();
    let female = plan.get(customer.place, "gender_code") == Some("2");
    let surname = plan.words.names.surnames.iter().find(|surname| full.starts_with(surname.as_str())).cloned();
    Name { surname: surname.unwrap_or_else(|| full.chars().take(1).collect()), full, female }
}

fn add(plan: &mut Plan, customer: &Customer, name: &Name, class: &str, rank: i64, superior: Option<String>, at: Timestamp) -> Contact {
    let words = plan.words;
    let is_organisation = customer.kind == "organisation";
    let called = match (class, is_organisation) {
        ("executive", true) => format!("{}总", name.surname),
        ("manager", true) => format!("{}经理", name.surname),
        ("technical", true) => format!("{}工", name.surname),
        _ => format!("{}{}", name.surname, if name.female { "女士" } else { "先生" }),
    };
    let mobile = match plan.get(customer.place, "phone") {
        Some(phone) if !is_organisation => phone.to_owned(),
        _ => plan.mobile(),
    };
    let email = plan.maybe(45, |plan| format!("{}{}@example.com", keshu_store::search::pinyin(&name.full), plan.dice.range(1, 999)));
    let decision = match class {
        "executive" => Some("decider"),
        "manager" => Some(*plan.dice.pick(&["approver", "buyer", "influencer"])),
        "technical" => Some("influencer"),
        _ => None,
    };
    let mut body = json!({
        "name": name.full, "customer_id": customer.id, "mobile": mobile, "is_primary": rank == 0, "salutation": called, "class_code": if is_organisation { class } else { "other" },
        "gender_code": if name.female { "2" } else { "1" }, "job_title": is_organisation.then(|| plan.dice.pick(&words.names.job_titles[class]).clone()), "email": email,
        "wechat": plan.maybe(35, |plan| format!("wx_{}", plan.dice.digits(7))), "decision_code": if is_organisation { decision } else { None }, "parent_contact_id": superior,
        "attitude_code": plan.maybe_of(45, &["supportive", "positive", "positive", "neutral", "doubtful", "opposed"]),
    });
    if customer.is_star || plan.dice.chance(22) {
        let life = life(plan, customer.is_star);
        if let (Value::Object(body), Value::Object(life)) = (&mut body, life) {
            body.extend(life);
        }
    }
    let (_, id) = plan.add("contact", at, &customer.owner, body);
    Contact { id, name: name.full.clone(), called, at }
}

/// What good salespeople remember of a person.
fn life(plan: &mut Plan, whole: bool) -> Value {
    let words = plan.words;
    let often = if whole { 100 } else { 60 };
    let relations = whole.then(|| json!([{"name": plan.name().full, "relation_code": "spouse", "note": "在学校工作"}, {"name": plan.name().full, "relation_code": "classmate"}]));
    json!({
        "birthday_on": plan.maybe(often, |plan| plan.some_day(9_500, 21_500).to_string()), "hobbies": plan.maybe(often, |plan| plan.dice.pick(&words.names.hobbies).clone()),
        "character": plan.maybe(often, |plan| plan.dice.pick(&words.names.characters).clone()), "taboos": plan.maybe(often / 2, |plan| plan.dice.pick(&words.names.taboos).clone()),
        "education_code": plan.maybe_of(often / 2, &["20", "20", "30", "10"]), "good_time": plan.maybe_of(often / 2, &["上午十点前", "下午三点后", "周一除外", "午饭后"]),
        "preferred_contact_code": plan.maybe_of(often / 2, &["phone", "wechat", "wechat", "email"]), "relations": relations,
    })
}

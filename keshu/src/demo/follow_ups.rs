//! What was talked about, and the announcements.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::{
    customers::{Contact, Customer},
    plan::Plan,
    words::Talk,
};

const FOLLOW_UPS: usize = 3000;
/// Conversations at each star.
const AT_A_STAR: std::ops::Range<i64> = 0..18;
const KINDS: [(&str, u32); 7] = [("phone", 34), ("visit", 18), ("wechat", 22), ("email", 10), ("meeting", 7), ("sms", 5), ("other", 4)];

pub(super) fn plan(plan: &mut Plan, customers: &[Customer]) {
    let words = plan.words;
    for star in customers.iter().filter(|customer| customer.is_star) {
        let span = plan.days_since(star.at);
        for step in AT_A_STAR {
            let days_ago = span - span * step / AT_A_STAR.end - plan.dice.range(0, 12).min(span / AT_A_STAR.end);
            add(plan, star, days_ago.max(1));
        }
    }
    // Each as often as somebody talks to them.
    let reached: Vec<&Customer> = customers.iter().flat_map(|customer| std::iter::repeat_n(customer, eagerness(customer))).collect();
    while plan.count("follow_up") < FOLLOW_UPS {
        let customer = *plan.dice.pick(&reached);
        let span = plan.days_since(customer.at);
        // Who sleeps or left has not been talked to lately.
        let quiet = match customer.state.as_str() {
            "dormant" | "churned" => 80.min(span),
            _ => 0,
        };
        let days_ago = plan.dice.range(quiet, span);
        // Half of the talk is about what is going on now.
        let days_ago = if quiet == 0 && plan.dice.chance(45) { days_ago % 60 } else { days_ago };
        add(plan, customer, days_ago);
    }
    for one in &words.names.announcements {
        let at = plan.work_time(one.days_ago);
        let body = json!({"subject": one.subject, "content": one.content, "is_pinned": one.is_pinned, "published_at": at.to_string()});
        plan.add("announcement", at, "yelan", body);
    }
}

/// How often somebody of this state is talked to.
fn eagerness(customer: &Customer) -> usize {
    match customer.state.as_str() {
        "active" | "intending" => 6,
        "winback" => 5,
        "prospect" => 2,
        "dormant" | "churned" => 2,
        _ => 0,
    }
}

fn add(plan: &mut Plan, customer: &Customer, days_ago: i64) {
    let words = plan.words;
    let kind = plan.dice.weighted(&KINDS, |kind| kind.1).0;
    let talk = plan.dice.pick(&words.names.follow_ups[kind]);
    let moment = plan.work_time_after(customer.at, days_ago);
    let Some(contact) = met_by(plan, customer, moment) else { return };
    let happened = moment.max(contact.at + SignedDuration::from_mins(5));
    let noted = (happened + SignedDuration::from_mins(plan.dice.range(5, 90))).min(plan.now);
    let happened = happened.min(noted);
    let next = next_contact(plan, customer, talk, happened);
    let by = match plan.dice.range(0, 99) {
        0..=5 => "fangmuqing",
        6..=9 if customer.manager != "yelan" => customer.manager.as_str(),
        _ => customer.owner.as_str(),
    };
    let body = json!({
        "about": {"entity": "customer", "id": customer.id}, "contact_id": contact.id, "kind_code": kind, "summary": talk.summary,
        "content": fill(plan, &talk.content, customer, contact), "result_code": talk.result, "happened_at": happened.to_string(),
        "next_at": next.map(|moment| moment.to_string()), "next_step": next.and_then(|_| plan.maybe(60, |plan| plan.dice.pick(&words.names.next_steps).clone()).as_str().map(str::to_owned)),
        "attitude_code": plan.maybe_of(25, &["supportive", "positive", "neutral", "doubtful"]),
        "duration": matches!(kind, "phone" | "visit" | "meeting").then(|| format!("PT{}M", if kind == "phone" { plan.dice.range(2, 18) } else { 15 * plan.dice.range(2, 7) })),
    });
    plan.add("follow_up", noted, by, body);
}

/// Somebody who was known by then; else whoever came first.
fn met_by<'c>(plan: &mut Plan, customer: &'c Customer, moment: Timestamp) -> Option<&'c Contact> {
    let known = customer.contacts.iter().take_while(|contact| contact.at <= moment).count().max(1);
    customer.contacts.get(plan.dice.range(0, known as i64 - 1) as usize)
}

fn next_contact(plan: &mut Plan, customer: &Customer, talk: &Talk, happened: Timestamp) -> Option<Timestamp> {
    let days = talk.next_days.filter(|_| !matches!(customer.state.as_str(), "churned"))?;
    let hour = plan.dice.range(9, 16) as i8;
    let moment = plan.at(plan.day(plan.days_since(happened) - days), hour, 30);
    Some(moment.max(happened + SignedDuration::from_hours(1)))
}

/// The places of a sentence with words of this customer.
pub(super) fn fill(plan: &mut Plan, sentence: &str, customer: &Customer, contact: &Contact) -> String {
    const DAYS: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "下周一", "下周三"];
    let product = plan.dice.pick(&plan.words.names.industries[customer.industry].products).clone();
    let day = *plan.dice.pick(&DAYS);
    let amount = format!("{}.{}万元", plan.dice.range(2, 86), plan.dice.range(0, 9));
    let name = plan.get(customer.place, "name").unwrap_or_default().to_owned();
    let contact = if contact.called.is_empty() { &contact.name } else { &contact.called };
    sentence.replace("{contact}", contact).replace("{product}", &product).replace("{day}", day).replace("{amount}", &amount).replace("{customer}", &name)
}

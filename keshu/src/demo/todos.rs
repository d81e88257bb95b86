//! What is still to be done, and what was.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::{customers::Customer, follow_ups::fill, plan::Plan};

const TODOS: usize = 400;
/// Who sees the tour, and what waits for them: (subject, priority, days from now, hour); below zero is overdue.
const TOUR: &str = "linxiao";
const WAITING: [(&str, &str, i64, i8); 7] = [
    ("给{contact}回电话，确认样品试用结果", "high", -2, 10),
    ("催第二笔回款", "urgent", -1, 16),
    ("把{product}报价单发给{contact}", "high", 0, 17),
    ("准备明天的方案汇报材料", "normal", 0, 18),
    ("约{contact}参观样板客户", "normal", 1, 10),
    ("合同到期前四十五天谈续约", "high", 3, 15),
    ("生日前一天给{contact}发祝福", "low", 5, 9),
];

pub(super) fn plan(plan: &mut Plan, customers: &[Customer]) {
    let own: Vec<&Customer> = customers.iter().filter(|customer| customer.owner == TOUR && customer.is_star).collect();
    for (place, (subject, priority, days, hour)) in WAITING.into_iter().enumerate() {
        let customer = own[place % own.len()];
        let due = plan.at(plan.day(-days), hour, 0);
        let begun = plan.work_time_after(customer.at, 3 + place as i64);
        note(plan, customer, (subject, priority), Some(due), None, begun.min(plan.now), &customer.owner.clone());
    }
    let held: Vec<&Customer> = customers.iter().filter(|customer| !customer.contacts.is_empty()).collect();
    while plan.count("todo") < TODOS {
        let customer = *plan.dice.pick(&held);
        let is_open = customer.owner != TOUR && plan.dice.chance(60);
        if is_open { open(plan, customer) } else { finished(plan, customer) }
    }
}

/// Overdue, due today, due soon, or without a date.
fn open(plan: &mut Plan, customer: &Customer) {
    let words = plan.words;
    let one = plan.dice.pick(&words.names.todo_subjects);
    let days = match plan.dice.range(0, 99) {
        0..=24 => -plan.dice.range(1, 9),
        25..=44 => 0,
        45..=91 => plan.dice.range(1, 14),
        _ => 99,
    };
    let hour = plan.dice.range(if days == 0 { 17 } else { 9 }, 18) as i8;
    let due = (days != 99).then(|| plan.at(plan.day(-days), hour, 0));
    let days_ago = plan.dice.range(0, 6) - days.clamp(-9, 0);
    let begun = plan.work_time_after(customer.at, days_ago).min(plan.now);
    // One in six was handed down by the head of the department.
    let by = if plan.dice.chance(16) && customer.manager != "yelan" { &customer.manager } else { &customer.owner };
    note(plan, customer, (&one.subject, &one.priority), due, None, begun, &by.clone());
}

fn finished(plan: &mut Plan, customer: &Customer) {
    let words = plan.words;
    let one = plan.dice.pick(&words.names.todo_subjects);
    let most = plan.days_since(customer.at).min(120);
    let days_ago = plan.dice.range(0, most);
    let done = plan.work_time_after(customer.at, days_ago).min(plan.now);
    let late = plan.dice.range(-30, 20);
    let due = done - SignedDuration::from_hours(late);
    note(plan, customer, (&one.subject, &one.priority), Some(due), Some(done), done, &customer.owner.clone());
}

fn note(plan: &mut Plan, customer: &Customer, subject: (&str, &str), due: Option<Timestamp>, done: Option<Timestamp>, at: Timestamp, by: &str) {
    let Some(contact) = customer.contacts.first() else { return };
    let at = at.max(contact.at);
    let text = fill(plan, subject.0, customer, contact);
    let state = match done {
        Some(_) if plan.dice.chance(12) => "cancelled",
        Some(_) => "done",
        None => "open",
    };
    let result = done.and_then(|_| plan.maybe_of(50, &["已办妥", "对方已确认", "已发送并电话告知", "改期处理"]).as_str().map(str::to_owned));
    let body = json!({
        "subject": text, "about": {"entity": "customer", "id": customer.id}, "contact_id": contact.id, "priority_code": subject.1, "state": state, "owner_id": plan.people.ids[&customer.owner],
        "due_at": due.map(|moment| moment.to_string()), "done_at": done.filter(|_| state == "done").map(|moment| moment.to_string()), "result": result,
    });
    plan.add("todo", at, by, body);
}

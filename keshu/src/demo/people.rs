//! Departments and staff of the demo company.

use std::{collections::HashMap, sync::Arc};

use jiff::SignedDuration;
use keshu_kernel::{Locale, Problem, codes, new_id};
use keshu_record::{Ctx, House, NewRecord, create_many, setup, update};
use serde_json::{Map, Value, json};

use super::{CHANGE_SET, DAYS, SYSTEM, dice::Dice, words::DemoWords};

/// Who may hold customers, with how many of a hundred, and how many days they have been there.
pub(super) struct Rep {
    pub username: String,
    pub manager: String,
    pub days: i64,
    pub weight: u32,
}

pub(super) struct People {
    /// Staff ids by user name.
    pub ids: HashMap<String, String>,
    pub reps: Vec<Rep>,
}

/// Shares of the customers by role: those who sell hold most of them.
const SHARES: [(&str, u32); 3] = [("sales_rep", 20), ("manager", 4), ("marketing", 3)];

/// Adds departments and staff; the staff of a later day are hired later.
pub(super) fn plant(house: &Arc<House>, words: &DemoWords, dice: &mut Dice) -> Result<People, Problem> {
    let company = &words.company;
    let ctx = Ctx { change_set: Some(CHANGE_SET.to_owned()), ..Ctx::system(house.clone(), "plant the demo") };
    let begun = ctx.now - SignedDuration::from_hours(24 * (DAYS + 5));
    let dept_ids: HashMap<&str, String> = company.depts.iter().map(|dept| (dept.code.as_str(), new_id())).collect();
    let ids: HashMap<String, String> = company.staff.iter().map(|member| (member.username.clone(), new_id())).collect();
    let manager_of: HashMap<&str, &str> = company.depts.iter().map(|dept| (dept.code.as_str(), dept.manager.as_str())).collect();
    let parent_of: HashMap<&str, &str> = company.depts.iter().filter_map(|dept| Some((dept.code.as_str(), dept.parent.as_deref()?))).collect();

    let mut records = Vec::new();
    for (place, dept) in company.depts.iter().enumerate() {
        let body = json!({"name": dept.name, "code": dept.code, "parent_dept_id": dept.parent.as_ref().map(|code| &dept_ids[code.as_str()]), "position": place, "external_refs": reference(&dept.code)});
        records.push(NewRecord { ctx: Ctx { now: begun, ..ctx.clone() }, entity: "dept".to_owned(), id: dept_ids[dept.code.as_str()].clone(), body: object(body) });
    }
    // Managers first, so that each line manager is there already.
    let mut members: Vec<_> = company.staff.iter().collect();
    members.sort_by_key(|member| (manager_of[member.dept.as_str()] != member.username, parent_of.contains_key(member.dept.as_str()), -member.days));
    let no_of = |username: &str| company.staff.iter().position(|member| member.username == username).unwrap_or(0) + 1;
    for member in members {
        let own = manager_of[member.dept.as_str()];
        let above = if own == member.username { parent_of.get(member.dept.as_str()).map(|dept| manager_of[dept]) } else { Some(own) };
        let mut roles = Vec::new();
        for role in &member.roles {
            roles.push(setup::seeded_role(house, role)?.ok_or_else(|| Problem::internal(format!("demo/staff.yaml: no role {role}")))?);
        }
        let hired = ctx.now - SignedDuration::from_hours(24 * member.days);
        let body = json!({
            "username": member.username, "name": member.name, "job_title": member.job_title, "dept_id": dept_ids[member.dept.as_str()],
            "email": format!("{}@example.com", member.username), "mobile": format!("{}{}", dice.pick(&words.names.mobile_prefixes).clone(), dice.digits(8)),
            "job_no": format!("KS{:03}", no_of(&member.username)), "manager_id": above.map(|username| &ids[username]), "roles": roles,
            "hired_on": keshu_kernel::time::date_in(hired, &house.zone).to_string(), "external_refs": reference(&member.username),
        });
        records.push(NewRecord { ctx: Ctx { now: hired.max(begun), ..ctx.clone() }, entity: "staff".to_owned(), id: ids[&member.username].clone(), body: object(body) });
    }
    create_many(house, records)?;
    for dept in &company.depts {
        let manager = ids.get(&dept.manager).ok_or_else(|| Problem::internal(format!("demo/staff.yaml: no member {}", dept.manager)))?;
        let ctx = Ctx { now: begun + SignedDuration::from_mins(30), ..ctx.clone() };
        update(&ctx, "dept", &dept_ids[dept.code.as_str()], Some(1), &object(json!({"manager_id": manager})))?;
    }
    let share = |roles: &[String]| SHARES.iter().find(|(role, _)| roles.iter().any(|held| held == role)).map(|(_, weight)| *weight);
    let reps = company.staff.iter().filter_map(|member| {
        Some(Rep { username: member.username.clone(), manager: manager_of[member.dept.as_str()].to_owned(), days: member.days, weight: share(&member.roles)? })
    });
    Ok(People { reps: reps.collect(), ids })
}

fn reference(code: &str) -> Value {
    json!([{"system": SYSTEM, "code": code}])
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(mut map) => {
            map.retain(|_, value| !value.is_null());
            map
        }
        _ => Map::new(),
    }
}

/// User name, the pack's role and what one sees as that person.
const CARDS: [(&str, &str, &str, &str); 8] = [
    ("linxiao", "sales_rep", "今天要联系谁、欠着哪几件事，一眼看清。", "Whom to call today and what is still owed, at a glance."),
    ("hanliheng", "manager", "看全部门的客户和跟进，分配和指派。", "The customers and follow-ups of a department; assign and hand over."),
    ("fangmuqing", "service", "接到来电，几秒内找到客户并记下。", "A call comes in: find the customer within seconds and note it."),
    ("duwenyan", "archivist", "查阅客户档案，整理附件。", "Look up customer files and keep their papers in order."),
    ("yelan", "marketing", "按行业和标签圈选客户，发布公告。", "Choose customers by industry and tag, publish announcements."),
    ("zhouyanming", "leader", "看全公司的客户和进展，不改数据。", "See every customer and how things go, without changing data."),
    ("shiyanzhou", "admin", "员工、角色、字典与数据，都在这里管。", "People, roles, dictionaries and data are run from here."),
    ("luyun", "auditor", "谁在何时改了什么，逐条可查。", "Who changed what and when, entry by entry."),
];

/// The people one may be in the demo, as far as they are still there: `{username, name, role, text}`.
pub fn role_cards(house: &Arc<House>, locale: Locale) -> Vec<Value> {
    let directory = house.directory();
    let label = |key: &str| house.catalog.roles.iter().find(|role| role.role == key).map_or(key.to_owned(), |role| role.label.get(locale).to_owned());
    let card = |(username, role, zh, en): &(&str, &str, &str, &str)| {
        let staff = directory.staff_named(username).filter(|staff| staff.is_active)?;
        let text = if locale == Locale::En { en } else { zh };
        Some(json!({"username": staff.username, "name": staff.name, "role": label(role), "text": text}))
    };
    CARDS.iter().filter_map(card).collect()
}

/// Refuses an installation where somebody is already at home.
pub(super) fn must_be_empty(house: &Arc<House>) -> Result<(), Problem> {
    if setup::is_done(house) { Err(Problem::new(&codes::SETUP_DONE, vec![])) } else { Ok(()) }
}

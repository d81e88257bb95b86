//! Customers that belong together: groups of three levels, links, and the same customer entered twice.

use jiff::SignedDuration;
use serde_json::json;

use super::{
    customers::{Customer, Sketch, add},
    plan::Plan,
};

/// Customers that were entered twice.
pub(super) const DUPLICATES: usize = 12;
/// Members around each star, from the group's head down: (name before the stem, name after it).
const MEMBERS: [(&str, &str); 3] = [("", "控股集团有限公司"), ("武汉", "服务有限公司"), ("成都", "技术服务有限公司")];
/// Stars with a group around them, by industry.
const GROUPED: [usize; 4] = [0, 2, 3, 5];
pub(super) const STAR_FAMILY: usize = GROUPED.len() * MEMBERS.len();
/// Groups among the other customers.
const GROUPS: usize = 24;
const LINKS: usize = 90;

pub(super) fn plan(plan: &mut Plan, customers: &mut Vec<Customer>) {
    let stars: Vec<usize> = (0..customers.len()).filter(|place| customers[*place].is_star).collect();
    for industry in GROUPED {
        star_family(plan, customers, stars[industry]);
    }
    for _ in 0..GROUPS {
        group(plan, customers);
    }
    duplicates(plan, customers, stars[0]);
    links(plan, customers);
}

/// A head above the star and two companies below it: three levels, all of one owner.
fn star_family(plan: &mut Plan, customers: &mut Vec<Customer>, star: usize) {
    let words = plan.words;
    let (industry, stem, owner, days) = (customers[star].industry, customers[star].stem.clone(), customers[star].owner.clone(), plan.days_since(customers[star].at));
    let mut ids = Vec::new();
    for (place, (city_name, tail)) in MEMBERS.iter().enumerate() {
        let city = words.names.cities.iter().find(|city| city.name == *city_name || (city_name.is_empty() && city.name == customers[star].city)).unwrap_or(&words.names.cities[0]);
        let sketch = Sketch {
            name: format!("{}{stem}{tail}", if place == 0 { "" } else { city.name.as_str() }),
            kind: "organisation".to_owned(),
            industry,
            industry_code: words.names.industries[industry].star.industry_code.clone(),
            city,
            stem: stem.clone(),
            word: if place == 0 { "集团".to_owned() } else { format!("{city_name}公司") },
            suffix: String::new(),
            state: if place == 2 { "intending" } else { "active" }.to_owned(),
            grade: if place == 0 { "A" } else { "B" }.to_owned(),
            owner: owner.clone(),
            days_ago: if place == 0 { days + 8 } else { days - 30 * place as i64 },
            is_star: false,
        };
        let mut member = add(plan, sketch);
        member.in_family = true;
        ids.push(member.id.clone());
        if place > 0 {
            plan.set(member.place, "parent_customer_id", customers[star].id.clone());
            plan.set(member.place, "group_customer_id", ids[0].clone());
        }
        customers.push(member);
    }
    plan.set(customers[star].place, "parent_customer_id", ids[0].clone());
    plan.set(customers[star].place, "group_customer_id", ids[0].clone());
    let (at, by) = (customers[star].at + SignedDuration::from_mins(25), owner);
    plan.add("customer_link", at, &by, json!({"customer_id": ids[0], "relation_code": "parent", "other_customer_id": customers[star].id, "share_rate": "0.52", "evidence": "股东名册"}));
}

/// A head, two companies below it and the rest below the first of these.
fn group(plan: &mut Plan, customers: &mut [Customer]) {
    let people = plan.people;
    let owner = plan.dice.weighted(&people.reps, |rep| rep.weight).username.clone();
    let mut free: Vec<usize> = (0..customers.len()).filter(|place| {
        let one = &customers[*place];
        one.owner == owner && one.kind == "organisation" && one.state != "incomplete" && !one.in_family
    }).collect();
    free.sort_by_key(|place| (customers[*place].at, *place));
    let size = plan.dice.range(4, 6) as usize;
    if free.len() < size {
        return;
    }
    let start = plan.dice.range(0, (free.len() - size) as i64) as usize;
    let members = &free[start..start + size];
    let (head, middle) = (members[0], members[1]);
    let (stem, head_id, middle_id) = (customers[head].stem.clone(), customers[head].id.clone(), customers[middle].id.clone());
    rename(plan, &customers[head], &format!("{}{stem}集团有限公司", customers[head].city), &format!("{stem}集团"));
    for (rank, place) in members.iter().copied().enumerate() {
        let one = &mut customers[place];
        one.in_family = true;
        one.stem.clone_from(&stem);
        if rank == 0 {
            continue;
        }
        rename(plan, one, &format!("{}{stem}{}{}", one.city, one.word, one.suffix), &format!("{stem}{}", one.word));
        plan.set(one.place, "group_customer_id", head_id.clone());
        plan.set(one.place, "parent_customer_id", if rank <= 2 { head_id.clone() } else { middle_id.clone() });
    }
}

fn rename(plan: &mut Plan, customer: &Customer, name: &str, alias: &str) {
    for (key, value) in [("name", name), ("invoice_title", name), ("alias", alias)] {
        plan.set(customer.place, key, value);
    }
}

/// The same customer entered again by somebody of another department: now the same name, now the same
/// phone. The first pair is the one of the tour.
fn duplicates(plan: &mut Plan, customers: &mut Vec<Customer>, first_star: usize) {
    let words = plan.words;
    let people = plan.people;
    let mut originals = vec![first_star];
    while originals.len() < DUPLICATES {
        let place = plan.dice.range(0, customers.len() as i64 - 1) as usize;
        let one = &customers[place];
        if one.kind == "organisation" && !one.in_family && one.state != "incomplete" && plan.days_since(one.at) > 30 && !originals.contains(&place) {
            originals.push(place);
        }
    }
    for (rank, place) in originals.into_iter().enumerate() {
        let original = &customers[place];
        let name = plan.get(original.place, "name").unwrap_or_default().to_owned();
        let phone = plan.get(original.place, "phone").unwrap_or_default().to_owned();
        let days_ago = plan.dice.range(2, 28);
        let others: Vec<&str> = people.reps.iter().filter(|rep| rep.manager != original.manager && rep.days > 40 && rep.username != "yelan").map(|rep| rep.username.as_str()).collect();
        let owner = if rank == 0 { "mazhixing" } else { *plan.dice.pick(&others) };
        let same_name = rank % 3 == 1;
        let city = words.names.cities.iter().find(|city| city.name == original.city).unwrap_or(&words.names.cities[0]);
        let sketch = Sketch {
            name: match (rank, same_name) {
                (0, _) => "海川泵业有限公司".to_owned(),
                (_, true) => name,
                (_, false) => format!("{}{}（{}）有限公司", original.stem, original.word, original.city),
            },
            kind: "organisation".to_owned(),
            industry: original.industry,
            industry_code: words.names.industries[original.industry].star.industry_code.clone(),
            city,
            stem: original.stem.clone(),
            word: original.word.clone(),
            suffix: original.suffix.clone(),
            state: "prospect".to_owned(),
            grade: "C".to_owned(),
            owner: owner.to_owned(),
            days_ago,
            is_star: false,
        };
        let mut twin = add(plan, sketch);
        twin.in_family = true;
        if !same_name {
            plan.set(twin.place, "phone", phone);
        }
        customers.push(twin);
    }
}

/// Who supplies, sponsors or competes with whom, as far as one person knows both.
fn links(plan: &mut Plan, customers: &[Customer]) {
    const RELATIONS: [&str; 7] = ["supply", "supply", "purchase", "partner", "affiliate", "competitor", "introducer"];
    let mut linked = std::collections::HashSet::new();
    while linked.len() < LINKS {
        let one = plan.dice.pick(customers);
        let other = plan.dice.pick(customers);
        let fits = one.owner == other.owner && one.id != other.id && one.kind == "organisation" && other.kind == "organisation" && one.owner != "yelan";
        if !fits || !linked.insert((one.place, other.place)) {
            continue;
        }
        let later = one.at.max(other.at);
        let days = plan.dice.range(0, plan.days_since(later));
        let at = plan.work_time_after(later, days);
        let relation = *plan.dice.pick(&RELATIONS);
        let evidence = plan.maybe_of(40, &["拜访时得知", "公开信息", "客户介绍"]);
        let by = one.owner.clone();
        plan.add("customer_link", at.min(plan.now), &by, json!({"customer_id": one.id, "relation_code": relation, "other_customer_id": other.id, "evidence": evidence}));
    }
}

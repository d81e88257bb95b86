//! The customers: seven industries, their stars first.

use std::collections::HashSet;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    CUSTOMERS, DAYS,
    families::{DUPLICATES, STAR_FAMILY},
    people::Rep,
    plan::Plan,
    words::{City, Industry},
};

/// Who holds the star of each industry; the tour is told by the first.
const STAR_OWNERS: [&str; 7] = ["linxiao", "wudingchuan", "linxiao", "chenruoting", "mazhixing", "linxiao", "linxiao"];

pub(super) struct Contact {
    pub id: String,
    pub name: String,
    pub called: String,
    pub at: Timestamp,
}

/// A customer as the rest of the plan needs it.
pub(super) struct Customer {
    /// Its row in the plan.
    pub place: usize,
    pub id: String,
    pub at: Timestamp,
    pub owner: String,
    pub manager: String,
    pub state: String,
    pub kind: String,
    pub industry: usize,
    pub stem: String,
    pub city: String,
    pub word: String,
    pub suffix: String,
    pub is_star: bool,
    pub in_family: bool,
    pub contacts: Vec<Contact>,
}

/// What makes a customer, before the rest is thrown.
pub(super) struct Sketch<'a> {
    pub name: String,
    pub kind: String,
    pub industry: usize,
    pub industry_code: String,
    pub city: &'a City,
    pub stem: String,
    pub word: String,
    pub suffix: String,
    pub state: String,
    pub grade: String,
    pub owner: String,
    pub days_ago: i64,
    pub is_star: bool,
}

pub(super) fn plan(plan: &mut Plan) -> Vec<Customer> {
    let words = plan.words;
    let mut customers = Vec::with_capacity(CUSTOMERS);
    let mut used = HashSet::new();
    let wanted = CUSTOMERS - DUPLICATES - STAR_FAMILY;
    let weights: usize = words.names.industries.iter().map(|industry| industry.weight).sum();
    for (place, industry) in words.names.industries.iter().enumerate() {
        let star = star(plan, place, industry);
        used.insert(star.name.clone());
        customers.push(add(plan, star));
        // The first industry takes what division leaves over.
        let rest = if place == 0 { wanted - words.names.industries.iter().map(|one| wanted * one.weight / weights).sum::<usize>() } else { 0 };
        for _ in 1..wanted * industry.weight / weights + rest {
            let sketch = sketch(plan, place, industry, &mut used);
            customers.push(add(plan, sketch));
        }
    }
    customers
}

fn star<'a>(plan: &mut Plan<'a>, place: usize, industry: &'a Industry) -> Sketch<'a> {
    let star = &industry.star;
    let words = plan.words;
    // The city whose region is nearest by code: the same prefecture, else the same province.
    let near = |len: usize| words.names.cities.iter().find(|city| city.region_code[..len] == star.region_code[..len]);
    let city = near(4).or_else(|| near(2)).unwrap_or(&words.names.cities[0]);
    Sketch {
        name: star.name.clone(),
        kind: "organisation".to_owned(),
        industry: place,
        industry_code: star.industry_code.clone(),
        city,
        stem: star.alias.chars().take(2).collect(),
        word: star.alias.chars().skip(2).collect(),
        suffix: String::new(),
        state: star.state.clone(),
        grade: star.customer_grade.clone(),
        owner: STAR_OWNERS[place].to_owned(),
        days_ago: DAYS - 40 - 9 * place as i64,
        is_star: true,
    }
}

fn sketch<'a>(plan: &mut Plan<'a>, place: usize, industry: &'a Industry, used: &mut HashSet<String>) -> Sketch<'a> {
    let words = plan.words;
    // Business grew: more of the customers came lately.
    let (early, late) = (plan.dice.range(0, DAYS), plan.dice.range(0, DAYS));
    let days_ago = if plan.dice.chance(60) { early } else { early.min(late) };
    let people = plan.people;
    let there: Vec<&Rep> = people.reps.iter().filter(|rep| rep.days > days_ago + 4).collect();
    let owner = plan.dice.weighted(&there, |rep| rep.weight).username.clone();
    let kind = plan.weighted(&industry.kinds);
    let industry_code = plan.weighted(&industry.codes);
    let city = plan.city();
    let (mut stem, mut word, mut suffix) = (String::new(), String::new(), String::new());
    let name = loop {
        let name = match kind.as_str() {
            "organisation" => {
                stem.clone_from(plan.dice.pick(&words.names.stems));
                word.clone_from(plan.dice.pick(&industry.words[&industry_code]));
                suffix = plan.weighted(&industry.suffixes);
                format!("{}{stem}{word}{suffix}", if plan.dice.chance(75) { city.name.as_str() } else { "" })
            }
            "household" => format!("{}家", plan.name().full),
            _ => plan.name().full,
        };
        if used.insert(name.clone()) {
            break name;
        }
    };
    let mut state = plan.weighted(&words.names.states);
    // Nobody is lost or won back within weeks.
    if days_ago < 90 && matches!(state.as_str(), "dormant" | "churned" | "winback") {
        state = "prospect".to_owned();
    }
    let grade = plan.weighted(&words.names.grades);
    Sketch { name, kind, industry: place, industry_code, city, stem, word, suffix, state, grade, owner, days_ago, is_star: false }
}

/// Notes the customer; its manager adds the better ones, because only managers set credit.
pub(super) fn add(plan: &mut Plan, sketch: Sketch) -> Customer {
    let people = plan.people;
    let manager = people.reps.iter().find(|rep| rep.username == sketch.owner).map_or(sketch.owner.clone(), |rep| rep.manager.clone());
    let by_marketing = sketch.owner == "yelan";
    let with_credit = !by_marketing && (sketch.is_star || (sketch.state == "active" && matches!(sketch.grade.as_str(), "A" | "B")));
    let at = plan.work_time(sketch.days_ago);
    let mut body = basics(plan, &sketch, at);
    if sketch.state != "incomplete" {
        let more = match sketch.kind.as_str() {
            "organisation" => organisation(plan, &sketch),
            "household" => household(plan, &sketch),
            _ => person(plan, &sketch),
        };
        merge(&mut body, more);
        if with_credit {
            merge(&mut body, credit(plan, &sketch));
        }
        if sketch.is_star {
            merge(&mut body, star_story(plan, &sketch));
        }
    }
    if by_marketing {
        // Marketing may not set the grade and knows no identity numbers.
        body["customer_grade"] = Value::Null;
        body["id_number"] = Value::Null;
    }
    let by = if with_credit { &manager } else { &sketch.owner };
    let (place, id) = plan.add("customer", at, by, body);
    let Sketch { kind, industry, stem, word, suffix, state, owner, is_star, city, .. } = sketch;
    Customer { place, id, at, owner, manager, state, kind, industry, stem, city: city.name.clone(), word, suffix, is_star, in_family: is_star, contacts: Vec::new() }
}

fn merge(body: &mut Value, more: Value) {
    if let (Value::Object(body), Value::Object(more)) = (body, more) {
        body.extend(more);
    }
}

fn basics(plan: &mut Plan, sketch: &Sketch, at: Timestamp) -> Value {
    let words = plan.words;
    let is_organisation = sketch.kind == "organisation";
    let phone = if is_organisation { plan.landline(sketch.city) } else { plan.mobile() };
    let mut body = json!({
        "name": sketch.name, "kind_code": sketch.kind, "state": sketch.state, "phone": phone,
        "owner_id": plan.people.ids[&sketch.owner], "opened_on": plan.day(plan.days_since(at)).to_string(),
    });
    if sketch.state == "incomplete" {
        return body;
    }
    let more = json!({
        "customer_grade": sketch.grade, "source_code": plan.weighted(&words.names.sources), "industry_code": is_organisation.then_some(&sketch.industry_code),
        "region_code": if sketch.is_star { &words.names.industries[sketch.industry].star.region_code } else { &sketch.city.region_code },
        "sales_region_code": sketch.city.sales_region, "address": plan.address(sketch.city),
        "tags": plan.dice.some(&words.names.tags, 2), "hot_spots": plan.dice.some(&words.names.hot_spots, 2),
        "is_key": sketch.grade == "A", "is_strategic": sketch.is_star,
        "potential_code": plan.maybe_of(60, &["high", "medium", "medium", "low"]),
        "attitude_code": plan.maybe_of(50, &["supportive", "positive", "positive", "neutral", "doubtful"]),
        "loyalty_code": plan.maybe_of(30, &["high", "medium", "low"]),
        "preferred_contact_code": plan.maybe_of(40, &["phone", "wechat", "wechat", "email", "visit"]),
    });
    merge(&mut body, more);
    match sketch.state.as_str() {
        "active" => body["satisfaction_code"] = plan.maybe_of(70, &["5", "4", "4", "4", "3", "2"]),
        "dormant" | "churned" | "winback" => body["churn_reason"] = plan.maybe_of(80, &["价格高于同行", "对接人离职", "项目取消", "改用竞品", "服务响应慢", "搬迁到外地", "预算削减"]),
        _ => {}
    }
    if matches!(sketch.state.as_str(), "active" | "dormant" | "churned" | "winback") {
        let days = plan.dice.range(0, plan.days_since(at).max(1));
        body["first_deal_on"] = plan.day(days).to_string().into();
        body["category_code"] = plan.maybe_of(70, &["direct", "direct", "direct", "dealer", "integrator", "oem"]);
    }
    body
}

fn organisation(plan: &mut Plan, sketch: &Sketch) -> Value {
    let legal_rep = plan.name().full;
    let form = match sketch.name.as_str() {
        name if name.contains("律师") => "law_firm",
        name if name.contains("股份") => "stock",
        name if name.contains("集团") => "group",
        _ => "limited",
    };
    let founded = plan.some_day(700, 11_000);
    let capital = *plan.dice.pick(&[500_000i64, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000, 50_000_000, 120_000_000]);
    let code = if plan.dice.chance(88) { uscc(plan, &sketch.city.region_code).into() } else { Value::Null };
    json!({
        "alias": format!("{}{}", sketch.stem, sketch.word), "legal_rep": legal_rep, "uscc": code, "founded_on": founded.to_string(),
        "registered_capital": format!("{capital}.00"), "registration_code": "existing", "org_form_code": form, "invoice_title": sketch.name,
        "ownership_code": plan.maybe_of(70, &["private", "private", "private", "joint_stock", "state_holding", "foreign", "joint_venture"]),
        "staff_size_code": plan.maybe_of(75, &["s1", "s2", "s2", "s3", "s3", "s4", "s5"]),
        "taxpayer_code": plan.maybe_of(70, &["general", "general", "small"]),
    })
}

fn person(plan: &mut Plan, sketch: &Sketch) -> Value {
    let born = plan.some_day(8_000, 25_000);
    // District 99 99 does not exist, so this can be nobody's number.
    let id_number = plan.maybe(60, |plan| id_number(&format!("119999{}{}", born.strftime("%Y%m%d"), plan.dice.digits(3))));
    json!({
        "gender_code": if plan.dice.chance(50) { "1" } else { "2" }, "birthday_on": born.to_string(), "id_number": id_number,
        "occupation": plan.maybe_of(50, &["教师", "工程师", "个体经营", "医生", "公务员", "设计师", "退休", "自由职业"]),
        "hobbies": plan.maybe(35, |plan| plan.dice.pick(&plan.words.names.hobbies).clone()), "alias": plan.maybe(8, |_| sketch.name.chars().last().map(|last| format!("小{last}")).unwrap_or_default()),
    })
}

fn household(plan: &mut Plan, sketch: &Sketch) -> Value {
    json!({"household_head": sketch.name.trim_end_matches('家'), "member_count": plan.dice.range(1, 6)})
}

fn credit(plan: &mut Plan, sketch: &Sketch) -> Value {
    let is_best = sketch.grade == "A";
    let limit = if is_best { plan.dice.range(8, 40) * 100_000 } else { plan.dice.range(1, 10) * 50_000 };
    let revenue = limit * plan.dice.range(8, 60);
    json!({
        "credit_grade": *plan.dice.pick(if is_best { &["AAA", "AA", "AA", "A"] } else { &["AA", "A", "A", "BBB"] }),
        "credit_limit": format!("{limit}.00"), "payment_term": *plan.dice.pick(&[30, 30, 45, 60, 90]), "annual_revenue": format!("{revenue}.00"),
        "payment_cycle_code": *plan.dice.pick(&["monthly", "monthly", "quarterly", "milestone"]),
        "bank_name": format!("虚构银行{}分行", sketch.city.name), "bank_account": format!("99{}", plan.dice.digits(17)),
    })
}

/// What the tour finds on the star of an industry.
fn star_story(plan: &mut Plan, sketch: &Sketch) -> Value {
    let industry = &plan.words.names.industries[sketch.industry];
    let products = industry.products.join("、");
    let holders = [plan.name().full, plan.name().full];
    json!({
        "english_name": industry.star.english_name, "alias": industry.star.alias, "website": "https://example.com", "staff_size_code": "s5", "registered_capital": "120000000.00", "founded_on": plan.some_day(6_000, 10_000).to_string(), "tags": ["重点", "老客户", "可作样板"],
        "business_scope": format!("主营与{}相关的业务，常年采购{products}。", industry.label.zh), "satisfaction_code": "4", "loyalty_code": "high", "potential_code": "high", "attitude_code": "supportive",
        "development_plan": "两年内扩建一处新基地，设备和服务都会增加。", "competitor_note": "同时与另一家供应商合作，份额约三成。", "business_policy": "先试用后采购，重视售后响应。",
        "note": format!("{}行业的样板客户，演示从这里开始。", industry.label.zh),
        "shareholders": [
            {"name": format!("{}控股集团有限公司", sketch.stem), "kind_code": "company", "share_rate": "0.52"},
            {"name": holders[0], "kind_code": "person", "share_rate": "0.3"},
            {"name": holders[1], "kind_code": "person", "share_rate": "0.18"},
        ],
    })
}

/// A code whose last character is right (GB 32100-2015) and whose organisation part is wrong on purpose
/// (GB 11714 wants another check character), so that it can be nobody's.
fn uscc(plan: &mut Plan, region: &str) -> String {
    const LETTERS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    const INNER: [usize; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let inner = format!("MA{}", plan.dice.digits(6));
    let value = |byte: u8| if byte.is_ascii_digit() { usize::from(byte - b'0') } else { usize::from(byte - b'A') + 10 };
    let check = (11 - inner.bytes().zip(INNER).map(|(byte, weight)| value(byte) * weight).sum::<usize>() % 11) % 11;
    let code = format!("91{region}{inner}{}", (check + 1) % 10);
    let place = |byte: u8| LETTERS.iter().position(|letter| *letter == byte).unwrap_or(0);
    let sum: usize = code.bytes().zip(WEIGHTS).map(|(byte, weight)| place(byte) * weight).sum();
    format!("{code}{}", char::from(LETTERS[(31 - sum % 31) % 31]))
}

/// The seventeen digits with their check character (GB 11643-1999).
fn id_number(digits: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.bytes().zip(WEIGHTS).map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
    format!("{digits}{}", char::from(b"10X98765432"[(sum % 11) as usize]))
}

//! The demo company: made-up people, customers and eighteen months of work, for trying Keshu out.
//!
//! Invariant: everything goes through the one write path under the rights of the person who would have
//! written it, at the moment they would have; the same seed makes the same company.
//! Deliberately absent: real companies, people, numbers and codes; passwords (the gate signs in by card).

mod contacts;
mod customers;
mod dice;
mod families;
mod follow_ups;
mod people;
mod plan;
mod todos;
mod words;

use std::{path::Path, sync::Arc};

use keshu_kernel::{Locale, Problem};
use keshu_record::{Ctx, House, clear_change_set, setup};

use crate::house::Packs;

pub use people::role_cards;
pub use words::DemoWords;

/// The change set under which everything is planted.
const CHANGE_SET: &str = "demo";
/// The system that external references of demo rows name.
const SYSTEM: &str = "demo";
const SEED: u64 = 20_261_121;
/// How far back the demo reaches.
const MONTHS: usize = 18;
const DAYS: i64 = 547;
const CUSTOMERS: usize = 2400;

/// What was planted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub customers: usize,
    pub industries: usize,
    pub months: usize,
}

/// What `keshu demo` found or made.
pub struct Planted {
    /// Nothing when somebody was at home already; the demo then goes on where it was left.
    pub fresh: Option<Summary>,
}

/// Fills the installation from the packs in the binary, unless there is somebody in it.
pub fn plant_once(house: &Arc<House>) -> Result<Planted, Problem> {
    if setup::is_done(house) {
        return Ok(Planted { fresh: None });
    }
    let text = |name: &str| -> Result<String, Problem> {
        let file = Packs::get(&format!("core/demo/{name}")).ok_or_else(|| Problem::internal(format!("core/demo/{name} is not in the binary")))?;
        String::from_utf8(file.data.into_owned()).map_err(Problem::internal)
    };
    let words = DemoWords::read(&text("names.yaml")?, &text("staff.yaml")?)?;
    plant(house, &words).map(|summary| Planted { fresh: Some(summary) })
}

/// What the terminal says once the demo listens.
pub fn greeting(planted: &Planted, data: &Path, url: &str, locale: Locale) -> Vec<String> {
    let (version, folder) = (env!("CARGO_PKG_VERSION"), data.display());
    let mut lines = Vec::new();
    match (locale, &planted.fresh) {
        (Locale::En, fresh) => {
            lines.push(format!("Keshu {version} · demo"));
            lines.push(format!("Data      {folder}"));
            lines.push(match fresh {
                Some(made) => format!("Planted   {} industries · {} customers · {} months, all made up", made.industries, made.customers, made.months),
                None => "Planted   before; you go on where you left off".to_owned(),
            });
            lines.push(format!("Open      {url}"));
            lines.push("Stop      Ctrl+C".to_owned());
        }
        (_, fresh) => {
            lines.push(format!("客枢 {version} · 演示环境"));
            lines.push(format!("数据目录  {folder}"));
            lines.push(match fresh {
                Some(made) => format!("已装入演示数据  {} 个行业 · {} 客户 · {} 个月，全部虚构", made.industries, made.customers, made.months),
                None => "演示数据  先前已装入，接着上次继续".to_owned(),
            });
            lines.push(format!("打开      {url}"));
            lines.push("停止      Ctrl+C".to_owned());
        }
    }
    lines
}

/// Fills an installation in which there is nobody yet.
pub fn plant(house: &Arc<House>, words: &DemoWords) -> Result<Summary, Problem> {
    people::must_be_empty(house)?;
    let mut dice = dice::Dice::new(SEED);
    let people = people::plant(house, words, &mut dice)?;
    let mut plan = plan::Plan::new(house, words, &people, dice);
    let mut customers = customers::plan(&mut plan);
    families::plan(&mut plan, &mut customers);
    contacts::plan(&mut plan, &mut customers);
    follow_ups::plan(&mut plan, &customers);
    todos::plan(&mut plan, &customers);
    let summary = Summary { customers: plan.count("customer"), industries: words.names.industries.len(), months: MONTHS };
    plan.carry_out(house)?;
    Ok(summary)
}

/// Entities of the demo that [`clear`] empties, children before their parents. The people stay: one of
/// them is asking, and history names them.
const CLEARED: [&str; 6] = ["todo", "follow_up", "customer_link", "contact", "customer", "announcement"];

/// What became of the rows of the demo: (label, removed, kept).
pub struct Cleared(pub Vec<(keshu_kernel::Label, usize, usize)>);

impl Cleared {
    /// One line for the terminal.
    pub fn sentence(&self, locale: Locale) -> String {
        let (removed, kept): (usize, usize) = self.0.iter().fold((0, 0), |sum, one| (sum.0 + one.1, sum.1 + one.2));
        let named: Vec<String> = self.0.iter().filter(|one| one.2 > 0).map(|(label, _, kept)| format!("{} {kept}", label.get(locale))).collect();
        match (locale, kept) {
            (Locale::En, 0) => format!("Removed {removed} demo records. Colleagues and departments stay."),
            (Locale::En, _) => format!("Removed {removed} demo records. Kept, because somebody changed or uses them: {}. Colleagues and departments stay.", named.join(", ")),
            (_, 0) => format!("已清除 {removed} 条演示记录；员工与部门保留。"),
            (_, _) => format!("已清除 {removed} 条演示记录；有人改过或仍在使用的保留：{}。员工与部门保留。", named.join("、")),
        }
    }
}

/// Removes for good what the demo planted and nobody touched; what somebody changed or added to stays.
pub fn clear(house: &Arc<House>) -> Result<Cleared, Problem> {
    let cleared = clear_change_set(&Ctx::system(house.clone(), "clear the demo"), CHANGE_SET, &CLEARED)?;
    let label = |name: &str| house.catalog.entity(name).map(|entity| entity.label.clone()).unwrap_or_default();
    Ok(Cleared(cleared.into_iter().map(|one| (label(&one.entity), one.removed, one.kept)).collect()))
}

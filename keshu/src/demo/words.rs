//! The word lists of the core pack's demo folder.

use std::collections::BTreeMap;

use keshu_kernel::{Label, Problem};
use serde::Deserialize;

/// `names.yaml` and `staff.yaml`, read.
pub struct DemoWords {
    pub(super) names: Names,
    pub(super) company: Company,
}

impl DemoWords {
    /// `names` and `staff` are the texts of `demo/names.yaml` and `demo/staff.yaml`.
    pub fn read(names: &str, staff: &str) -> Result<DemoWords, Problem> {
        let fault = |file: &str, error: serde_saphyr::Error| Problem::internal(format!("demo/{file}: {error}"));
        Ok(DemoWords {
            names: serde_saphyr::from_str(names).map_err(|error| fault("names.yaml", error))?,
            company: serde_saphyr::from_str(staff).map_err(|error| fault("staff.yaml", error))?,
        })
    }
}

/// What may stand in a list and how often.
pub(super) type Weights = BTreeMap<String, u32>;

#[derive(Deserialize)]
pub(super) struct Names {
    pub stems: Vec<String>,
    pub industries: Vec<Industry>,
    pub cities: Vec<City>,
    pub streets: Vec<String>,
    pub buildings: Vec<String>,
    pub mobile_prefixes: Vec<String>,
    pub surnames: Vec<String>,
    pub given_male: Vec<String>,
    pub given_female: Vec<String>,
    pub job_titles: BTreeMap<String, Vec<String>>,
    pub characters: Vec<String>,
    pub hobbies: Vec<String>,
    pub taboos: Vec<String>,
    pub hot_spots: Vec<String>,
    pub follow_ups: BTreeMap<String, Vec<Talk>>,
    pub next_steps: Vec<String>,
    pub todo_subjects: Vec<TodoSubject>,
    pub tags: Vec<String>,
    pub announcements: Vec<Announcement>,
    pub states: Weights,
    pub grades: Weights,
    pub sources: Weights,
}

#[derive(Deserialize)]
pub(super) struct Industry {
    pub label: Label,
    pub weight: usize,
    pub star: Star,
    pub codes: Weights,
    pub words: BTreeMap<String, Vec<String>>,
    pub suffixes: Weights,
    pub kinds: Weights,
    pub products: Vec<String>,
}

/// The customer of an industry that the tour shows.
#[derive(Deserialize)]
pub(super) struct Star {
    pub name: String,
    pub alias: String,
    pub english_name: String,
    pub industry_code: String,
    pub region_code: String,
    pub customer_grade: String,
    pub state: String,
}

#[derive(Deserialize)]
pub(super) struct City {
    pub name: String,
    pub region_code: String,
    pub sales_region: String,
    pub area: String,
    pub weight: u32,
}

/// One follow-up as it may have gone.
#[derive(Deserialize)]
pub(super) struct Talk {
    pub summary: String,
    pub content: String,
    pub result: String,
    pub next_days: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct TodoSubject {
    pub subject: String,
    pub priority: String,
}

#[derive(Deserialize)]
pub(super) struct Announcement {
    pub subject: String,
    pub content: String,
    pub is_pinned: bool,
    pub days_ago: i64,
}

#[derive(Deserialize)]
pub(super) struct Company {
    pub depts: Vec<Dept>,
    pub staff: Vec<Member>,
}

#[derive(Deserialize)]
pub(super) struct Dept {
    pub code: String,
    pub name: String,
    pub parent: Option<String>,
    pub manager: String,
}

#[derive(Deserialize)]
pub(super) struct Member {
    pub username: String,
    pub name: String,
    pub dept: String,
    pub roles: Vec<String>,
    pub job_title: String,
    pub days: i64,
}

//! Everything the demo will hold, thought out before anything is written and then planted in the order in
//! which it would have happened.

use std::{collections::HashMap, sync::Arc};

use jiff::{SignedDuration, Timestamp, Unit, civil::{Date, Weekday}, tz::TimeZone};
use keshu_kernel::{Locale, Problem, new_id, time::date_in};
use keshu_record::{Ctx, House, NewRecord, create_many};
use serde_json::{Map, Value, json};

use super::{CHANGE_SET, SYSTEM, dice::Dice, people::People, words::{City, DemoWords}};

/// A person's name with what goes with it.
pub(super) struct Name {
    pub surname: String,
    pub full: String,
    pub female: bool,
}

struct Row {
    at: Timestamp,
    by: String,
    entity: &'static str,
    id: String,
    body: Map<String, Value>,
}

pub(super) struct Plan<'a> {
    pub words: &'a DemoWords,
    pub people: &'a People,
    pub dice: Dice,
    pub now: Timestamp,
    zone: TimeZone,
    rows: Vec<Row>,
    /// How many rows of an entity there are, for their codes.
    counts: HashMap<&'static str, u32>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(house: &House, words: &'a DemoWords, people: &'a People, dice: Dice) -> Plan<'a> {
        // Whole minutes look like a person's work.
        let now = house.now().round(Unit::Minute).unwrap_or_else(|_| house.now());
        Plan { words, people, dice, now, zone: house.zone.clone(), rows: Vec::new(), counts: HashMap::new() }
    }

    /// Notes a row that `by` adds at a moment; gives back its place and id. A row comes after what it points to.
    pub(super) fn add(&mut self, entity: &'static str, at: Timestamp, by: &str, body: Value) -> (usize, String) {
        let id = new_id();
        let count = self.counts.entry(entity).or_default();
        *count += 1;
        let Value::Object(mut body) = body else { return (0, id) };
        body.retain(|_, value| !value.is_null());
        body.insert("external_refs".to_owned(), json!([{"system": SYSTEM, "code": format!("{entity}-{count}")}]));
        self.rows.push(Row { at, by: by.to_owned(), entity, id: id.clone(), body });
        (self.rows.len() - 1, id)
    }

    pub(super) fn set(&mut self, place: usize, key: &str, value: impl Into<Value>) {
        self.rows[place].body.insert(key.to_owned(), value.into());
    }

    pub(super) fn get(&self, place: usize, key: &str) -> Option<&str> {
        self.rows[place].body.get(key).and_then(Value::as_str)
    }

    pub(super) fn count(&self, entity: &str) -> usize {
        self.counts.get(entity).map_or(0, |count| *count as usize)
    }

    /// Plants every row as the person who would have written it, at the moment they would have.
    pub(super) fn carry_out(mut self, house: &Arc<House>) -> Result<(), Problem> {
        self.rows.sort_by_key(|row| row.at);
        let directory = house.directory();
        let mut actors = HashMap::new();
        for (username, id) in &self.people.ids {
            let actor = directory.actor(id, Some(Locale::Zh)).ok_or_else(|| Problem::internal(format!("{username} was planted but is not there")))?;
            actors.insert(username.as_str(), Arc::new(actor));
        }
        let request_id = new_id();
        let records = self.rows.into_iter().map(|row| {
            let actor = actors[row.by.as_str()].clone();
            let ctx = Ctx { now: row.at, change_set: Some(CHANGE_SET.to_owned()), ..Ctx::new(house.clone(), actor, request_id.clone(), Locale::Zh) };
            NewRecord { ctx, entity: row.entity.to_owned(), id: row.id, body: row.body }
        });
        create_many(house, records.collect())
    }

    pub(super) fn today(&self) -> Date {
        date_in(self.now, &self.zone)
    }

    pub(super) fn day(&self, days_ago: i64) -> Date {
        self.today().saturating_sub(SignedDuration::from_hours(24 * days_ago))
    }

    /// Some day that many days back.
    pub(super) fn some_day(&mut self, least: i64, most: i64) -> Date {
        let days_ago = self.dice.range(least, most);
        self.day(days_ago)
    }

    /// A moment on a day, at an hour and minute of the company's zone.
    pub(super) fn at(&self, day: Date, hour: i8, minute: i8) -> Timestamp {
        day.at(hour, minute, 0, 0).to_zoned(self.zone.clone()).map_or(self.now, |moment| moment.timestamp())
    }

    /// Some working hour that many days ago, or the Friday before a weekend; never later than now.
    pub(super) fn work_time(&mut self, days_ago: i64) -> Timestamp {
        let day = self.day(days_ago);
        let back = match day.weekday() {
            Weekday::Saturday => 1,
            Weekday::Sunday => 2,
            _ => 0,
        };
        let (hour, minute) = (self.dice.range(9, 17) as i8, self.dice.range(0, 59) as i8);
        let moment = self.at(self.day(days_ago + back), hour, minute);
        if moment < self.now { moment } else { self.now - SignedDuration::from_mins(self.dice.range(2, 90)) }
    }

    /// As [`Plan::work_time`], but after `before`.
    pub(super) fn work_time_after(&mut self, before: Timestamp, days_ago: i64) -> Timestamp {
        let moment = self.work_time(days_ago);
        let soonest = before + SignedDuration::from_mins(self.dice.range(3, 40));
        moment.max(soonest)
    }

    pub(super) fn days_since(&self, moment: Timestamp) -> i64 {
        (self.now.as_second() - moment.as_second()) / 86_400
    }

    pub(super) fn name(&mut self) -> Name {
        let words = &self.words.names;
        let female = self.dice.chance(45);
        let surname = self.dice.pick(&words.surnames).clone();
        let given = self.dice.pick(if female { &words.given_female } else { &words.given_male });
        Name { full: format!("{surname}{given}"), surname, female }
    }

    pub(super) fn mobile(&mut self) -> String {
        let prefix = self.dice.pick(&self.words.names.mobile_prefixes).clone();
        prefix + &self.dice.digits(8)
    }

    /// A landline in a block that is kept for fiction.
    pub(super) fn landline(&mut self, city: &City) -> String {
        format!("{}-555{}", city.area, self.dice.digits(5))
    }

    pub(super) fn address(&mut self, city: &City) -> String {
        let words = &self.words.names;
        let (street, building) = (self.dice.pick(&words.streets), self.dice.pick(&words.buildings));
        format!("{}{street}{}号{building}{}室", city.name, self.dice.range(1, 399), self.dice.range(101, 2808))
    }

    pub(super) fn city(&mut self) -> &'a City {
        let words: &'a DemoWords = self.words;
        self.dice.weighted(&words.names.cities, |city| city.weight)
    }

    /// One key of a weighted list.
    pub(super) fn weighted(&mut self, weights: &super::words::Weights) -> String {
        let pairs: Vec<(&String, u32)> = weights.iter().map(|(key, weight)| (key, *weight)).collect();
        self.dice.weighted(&pairs, |pair| pair.1).0.clone()
    }

    /// `yes` so often, else nothing.
    pub(super) fn maybe(&mut self, percent: i64, yes: impl FnOnce(&mut Self) -> String) -> Value {
        if self.dice.chance(percent) { yes(self).into() } else { Value::Null }
    }

    pub(super) fn maybe_of(&mut self, percent: i64, words: &[&str]) -> Value {
        self.maybe(percent, |plan| (*plan.dice.pick(words)).to_owned())
    }
}

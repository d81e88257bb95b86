//! Who has which record open, and who is changing it: told to the others who have it open, as far as they may read it.
//!
//! It stands in the memory of this process, as the ring of [`crate::live`] does. A page that gives no sign of life is
//! gone by itself, so that nobody has to say goodbye; a person counts once, however many pages they have open.

use std::{
    collections::HashSet,
    sync::{Mutex, MutexGuard},
};

use jiff::{SignedDuration, Timestamp};
use keshu_access::Action;
use keshu_kernel::{Fault, Problem, args, codes};
use keshu_store::query;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{Ctx, live::Happened};

/// How long a page is there after its last sign of life. Browsers let a hidden page act once a minute.
const LIVES: SignedDuration = SignedDuration::from_secs(70);
/// Pages that one person may have; a further one takes the place of the oldest.
const PAGES: usize = 20;
/// The longest name of a page.
const NAME: usize = 64;

/// What a person does with a record; of several pages the most counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Doing {
    Leave,
    View,
    Edit,
}

/// One page of a browser and the record that it shows.
struct Seat {
    staff_id: String,
    page: String,
    entity: String,
    id: String,
    doing: Doing,
    until: Timestamp,
}

/// Everybody's pages, whoever came last at the end.
#[derive(Default)]
pub(crate) struct Presence(Mutex<Vec<Seat>>);

/// A sign of life of one page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sign {
    page: String,
    doing: Doing,
}

impl Presence {
    /// The pages that are still there.
    fn seats(&self, now: Timestamp) -> MutexGuard<'_, Vec<Seat>> {
        let mut seats = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        seats.retain(|seat| seat.until > now);
        seats
    }

    /// Seats a page; gives back the records that the person does something else with now, each with the others there.
    fn seat(&self, now: Timestamp, new: Seat) -> Vec<Happened> {
        let mut seats = self.seats(now);
        let of_page = |seat: &Seat| seat.staff_id == new.staff_id && seat.page == new.page;
        let mut touched = vec![(new.entity.clone(), new.id.clone())];
        touched.extend(seats.iter().filter(|seat| of_page(seat)).map(|seat| (seat.entity.clone(), seat.id.clone())));
        touched.dedup();
        let person = new.staff_id.clone();
        let before: Vec<Doing> = touched.iter().map(|record| doing(&seats, &person, record)).collect();
        // A page that stays where it is keeps its place among the others.
        match seats.iter_mut().find(|seat| of_page(seat) && seat.entity == new.entity && seat.id == new.id) {
            Some(known) if new.doing != Doing::Leave => *known = new,
            _ => {
                seats.retain(|seat| !of_page(seat));
                if new.doing != Doing::Leave {
                    let own: Vec<usize> = (0..seats.len()).filter(|place| seats[*place].staff_id == person).collect();
                    if own.len() >= PAGES {
                        seats.remove(own[0]);
                    }
                    seats.push(new);
                }
            }
        }
        let mut happened = Vec::new();
        for (record, before) in touched.into_iter().zip(before) {
            let to: HashSet<String> = seats.iter().filter(|seat| seat.shows(&record) && seat.staff_id != person).map(|seat| seat.staff_id.clone()).collect();
            if doing(&seats, &person, &record) != before && !to.is_empty() {
                happened.push(Happened::Presence { entity: record.0, id: record.1, to });
            }
        }
        happened
    }
}

impl Seat {
    fn shows(&self, (entity, id): &(String, String)) -> bool {
        self.entity == *entity && self.id == *id
    }
}

fn doing(seats: &[Seat], staff_id: &str, record: &(String, String)) -> Doing {
    seats.iter().filter(|seat| seat.shows(record) && seat.staff_id == staff_id).map(|seat| seat.doing).max().unwrap_or(Doing::Leave)
}

/// Takes the sign of life `{page, doing}` of a page that shows this record; says who else is there.
pub fn sign(ctx: &Ctx, entity: &str, id: &str, body: &Map<String, Value>) -> Result<Value, Problem> {
    let malformed = || Problem::invalid(vec![Fault::new("", &codes::VALUE_TYPE, args![label = "presence", wanted = "{page, doing: \"view\" | \"edit\" | \"leave\"}"])]);
    let Sign { page, doing } = serde_json::from_value(Value::Object(body.clone())).map_err(|_| malformed())?;
    if !(1..=NAME).contains(&page.len()) {
        return Err(malformed());
    }
    let entity = ctx.entity(entity)?;
    let grant = ctx.grant(entity, Action::Read)?;
    if !ctx.house.store.read(|read| query::exists(read, &ctx.house.catalog, entity, &grant, id))? {
        return Err(Problem::new(&codes::RECORD_NOT_FOUND, vec![]));
    }
    let until = ctx.now.saturating_add(LIVES).map_err(Problem::internal)?;
    let seat = Seat { staff_id: ctx.actor.staff_id.clone(), page, entity: entity.name.clone(), id: id.to_owned(), doing, until };
    for happened in ctx.house.presence.seat(ctx.now, seat) {
        ctx.house.live.tell(happened);
    }
    Ok(json!({"items": others(ctx, &entity.name, id)}))
}

/// Everybody but the asker who has the record open, whoever came first in front.
pub(crate) fn others(ctx: &Ctx, entity: &str, id: &str) -> Vec<Value> {
    let record = (entity.to_owned(), id.to_owned());
    let directory = ctx.house.directory();
    let seats = ctx.house.presence.seats(ctx.now);
    let mut known = HashSet::from([ctx.actor.staff_id.as_str()]);
    let there = seats.iter().filter(|seat| seat.shows(&record) && known.insert(&seat.staff_id));
    let people = there.filter_map(|seat| directory.staff.get(&seat.staff_id)).filter(|staff| staff.is_active);
    people.map(|staff| json!({"id": staff.id, "name": staff.name, "is_editing": doing(&seats, &staff.id, &record) == Doing::Edit})).collect()
}

//! What just happened, told to whoever listens and may know of it.
//!
//! The newest happenings stand in one ring in the memory of this process; a listener takes from it what came since it
//! last looked, and for each record its own rights of now are asked. Nothing is queued for anybody: whoever is slower
//! than the ring is told to read everything again. A place in the ring is a moment and not a count, so that it does
//! not give away how much the others do.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use indexmap::{IndexMap, IndexSet};
use keshu_access::{Action, Grant};
use keshu_catalog::Entity;
use keshu_kernel::{Problem, args, codes, new_id};
use keshu_store::{Event, Read, query, scope};
use serde_json::{Value, json};

use crate::{Ctx, House, history::actor_name, presence};

/// How many happenings are kept; more between two looks is a reason to read everything again.
const KEPT: usize = 4096;
/// More changes of one entity at once are told as one, without their ids.
const MANY: usize = 100;
/// Listeners that one person may have: windows and programs, not tabs.
const LISTENERS: usize = 12;

#[derive(Clone)]
pub(crate) enum Happened {
    /// A record was written.
    Record { event: Arc<Event>, change_set: Option<String> },
    /// A job of this person went on.
    Job { staff_id: String, id: String },
    /// Somebody came to a record that these people have open, went, or does something else with it.
    Presence { entity: String, id: String, to: HashSet<String> },
}

type Wake = Box<dyn Fn() + Send + Sync>;

/// The ring and those who listen.
pub struct Live {
    epoch: String,
    began: Instant,
    ring: Mutex<Ring>,
    listeners: Mutex<HashMap<String, (String, Arc<Wake>)>>,
    is_closed: AtomicBool,
}

#[derive(Default)]
struct Ring {
    kept: VecDeque<(u64, Happened)>,
    /// The place of the last one that fell out, and the last place given to anything.
    lost: u64,
    last: u64,
}

/// How far somebody has listened.
#[derive(Debug, Clone, Default)]
pub struct Mark {
    epoch: String,
    place: u64,
}

impl Mark {
    /// Reads what [`Mark::text`] wrote.
    pub fn parse(text: &str) -> Option<Mark> {
        let (epoch, place) = text.rsplit_once('.')?;
        Some(Mark { epoch: epoch.to_owned(), place: place.parse().ok()? })
    }

    pub fn text(&self) -> String {
        format!("{}.{}", self.epoch, self.place)
    }
}

/// One thing told: its name and what it is about.
#[derive(Debug, Clone)]
pub struct Told {
    pub name: &'static str,
    pub data: Value,
}

/// Somebody listening; dropped, they do no longer.
pub struct Listener {
    house: Arc<House>,
    id: String,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.house.live.seats().remove(&self.id);
    }
}

impl Live {
    pub(crate) fn new() -> Live {
        Live { epoch: new_id(), began: Instant::now(), ring: Mutex::default(), listeners: Mutex::default(), is_closed: AtomicBool::new(false) }
    }

    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn seats(&self) -> MutexGuard<'_, HashMap<String, (String, Arc<Wake>)>> {
        self.listeners.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// A place after every other so far.
    fn place(&self, ring: &mut Ring) -> u64 {
        ring.last = (ring.last + 1).max(u64::try_from(self.began.elapsed().as_nanos()).unwrap_or(u64::MAX));
        ring.last
    }

    /// Only what is committed may be told.
    pub(crate) fn tell(&self, happened: Happened) {
        let to = match &happened {
            Happened::Presence { to, .. } => Some(to.clone()),
            _ => None,
        };
        let mut ring = self.ring();
        let place = self.place(&mut ring);
        ring.kept.push_back((place, happened));
        if ring.kept.len() > KEPT {
            ring.lost = ring.kept.pop_front().map_or(0, |(place, _)| place);
        }
        drop(ring);
        self.rouse_those(|staff_id| to.as_ref().is_none_or(|to| to.contains(staff_id)));
    }

    /// Lets everybody look, also at whether they may still listen.
    pub fn rouse(&self) {
        self.rouse_those(|_| true);
    }

    fn rouse_those(&self, wanted: impl Fn(&str) -> bool) {
        let all: Vec<Arc<Wake>> = self.seats().values().filter(|(staff_id, _)| wanted(staff_id)).map(|(_, wake)| wake.clone()).collect();
        all.iter().for_each(|wake| wake());
    }

    /// A job of a person went on or ended.
    pub fn tell_job(&self, staff_id: &str, id: &str) {
        self.tell(Happened::Job { staff_id: staff_id.to_owned(), id: id.to_owned() });
    }

    /// Nobody is told anything any more; who listens is let go.
    pub fn close(&self) {
        self.is_closed.store(true, Ordering::Release);
        self.rouse();
    }

    pub fn is_closed(&self) -> bool {
        self.is_closed.load(Ordering::Acquire)
    }

    /// What came after `since`, and how far that is; `None` when not all of it is known any more.
    fn after(&self, since: &Mark) -> (Option<Vec<Happened>>, Mark) {
        let mut ring = self.ring();
        let is_known = since.epoch == self.epoch && since.place >= ring.lost;
        let from = ring.kept.partition_point(|(place, _)| *place <= since.place);
        let taken = is_known.then(|| ring.kept.range(from..).map(|(_, happened)| happened.clone()).collect());
        (taken, Mark { epoch: self.epoch.clone(), place: self.place(&mut ring) })
    }

    /// Where the ring stands now.
    pub fn now(&self) -> Mark {
        Mark { epoch: self.epoch.clone(), place: self.place(&mut self.ring()) }
    }
}

/// Has `wake` called whenever there may be something to take.
pub fn listen(ctx: &Ctx, wake: impl Fn() + Send + Sync + 'static) -> Result<Listener, Problem> {
    let mut seats = ctx.house.live.seats();
    if seats.values().filter(|(staff_id, _)| *staff_id == ctx.actor.staff_id).count() >= LISTENERS {
        return Err(Problem::new(&codes::EVENT_STREAM_LIMITED, args![limit = LISTENERS]));
    }
    let id = new_id();
    seats.insert(id.clone(), (ctx.actor.staff_id.clone(), Arc::new(Box::new(wake))));
    Ok(Listener { house: ctx.house.clone(), id })
}

/// What the asker may know of everything after `since`, and how far that is. `reload`: not all of it is known.
pub fn take(ctx: &Ctx, since: &Mark) -> Result<(Vec<Told>, Mark), Problem> {
    let (taken, mark) = ctx.house.live.after(since);
    let Some(taken) = taken else { return Ok((vec![Told { name: "reload", data: json!({}) }], mark)) };
    let mut records: IndexMap<&str, IndexMap<&str, &Happened>> = IndexMap::new();
    let mut watched: IndexSet<(&str, &str)> = IndexSet::new();
    let mut told = Vec::new();
    for happened in &taken {
        match happened {
            // Of several writes of one record the last says enough.
            Happened::Record { event, .. } => {
                let of_entity = records.entry(&event.entity).or_default();
                of_entity.shift_remove(event.record_id.as_str());
                of_entity.insert(&event.record_id, happened);
            }
            Happened::Job { staff_id, id } if *staff_id == ctx.actor.staff_id => {
                let job = Told { name: "job", data: json!({"id": id}) };
                if !told.iter().any(|known: &Told| known.data == job.data) {
                    told.push(job);
                }
            }
            Happened::Presence { entity, id, to } if to.contains(&ctx.actor.staff_id) => {
                watched.insert((entity, id));
            }
            Happened::Job { .. } | Happened::Presence { .. } => {}
        }
    }
    if records.is_empty() && watched.is_empty() {
        return Ok((told, mark));
    }
    ctx.house.store.read(|read| {
        for (name, of_entity) in &records {
            let Ok(entity) = ctx.entity(name) else { continue };
            let Ok(grant) = ctx.grant(entity, Action::Read) else { continue };
            told.extend(of_records(ctx, read, entity, &grant, of_entity)?);
        }
        for (name, id) in watched {
            let Ok(entity) = ctx.entity(name) else { continue };
            let Ok(grant) = ctx.grant(entity, Action::Read) else { continue };
            if query::exists(read, &ctx.house.catalog, entity, &grant, id)? {
                told.push(Told { name: "presence", data: json!({"entity": name, "id": id, "items": presence::others(ctx, name, id)}) });
            }
        }
        Ok(())
    })?;
    Ok((told, mark))
}

fn of_records(ctx: &Ctx, read: &mut Read, entity: &Entity, grant: &Grant, happened: &IndexMap<&str, &Happened>) -> Result<Vec<Told>, Problem> {
    let ids: Vec<&str> = happened.keys().rev().copied().collect();
    let is_deleted = |id: &str| matches!(happened.get(id), Some(Happened::Record { event, .. }) if event.event.ends_with(".deleted"));
    let mut readable: HashSet<String> = HashSet::new();
    // Only what the asker may read counts: how much happens beyond is not to be told either.
    for batch in ids.chunks(MANY) {
        let batch: Vec<String> = batch.iter().map(|id| (*id).to_owned()).collect();
        let living = query::load_many(read, &ctx.house.catalog, entity, grant, &batch, &[])?;
        readable.extend(living.iter().filter_map(|row| row.last()?.as_text().map(str::to_owned)));
        for id in batch.into_iter().filter(|id| is_deleted(id)) {
            if !readable.contains(&id) && is_gone(ctx, read, entity, grant, &id)? {
                readable.insert(id);
            }
        }
        if readable.len() > MANY {
            return Ok(vec![Told { name: "change", data: json!({"entity": entity.name}) }]);
        }
    }
    let directory = ctx.house.directory();
    let told = |happened: &&Happened| match happened {
        Happened::Record { event, change_set } => Some(Told {
            name: "change",
            data: json!({
                "entity": event.entity, "id": event.record_id, "version": event.version, "event": event.event.rsplit('.').next(), "at": event.at,
                "by": event.actor, "by_name": actor_name(ctx, &directory, &event.actor), "change_set": change_set,
            }),
        }),
        Happened::Job { .. } | Happened::Presence { .. } => None,
    };
    Ok(happened.iter().filter(|(id, _)| readable.contains(**id)).filter_map(|(_, happened)| told(happened)).collect())
}

/// Whether a row that lives no longer was one of the asker's: by its rights in the trash; of a row that left nothing
/// behind only those learn who may read all.
fn is_gone(ctx: &Ctx, read: &mut Read, entity: &Entity, grant: &Grant, id: &str) -> Result<bool, Problem> {
    if query::load(read, &ctx.house.catalog, entity, grant, id, &["id".to_owned()], true)?.is_some() {
        return Ok(true);
    }
    let reads_all = scope::condition(&ctx.house.catalog, entity, grant, query::ALIAS).is_none();
    Ok(reads_all && query::version_of(read, entity, id)?.is_none())
}

//! Notifications: what happened that concerns somebody, in the transaction of what causes it.
//!
//! Every kind stands in the [`crate::Registry`] with its words and its cause. Whoever is notified may read the record
//! that it is about; the words themselves name no record, so that they tell nothing when rights change.

mod handed;
mod moments;

use jiff::{SignedDuration, civil::Time};
use keshu_access::{Action, Level};
use keshu_catalog::{Entity, Kind, types::About};
use keshu_kernel::{Cell, Fragment, Locale, Problem, new_id, time::moment_text};
use keshu_store::{
    Tx,
    query::{self, ALIAS, Query},
};
use serde_json::{Map, Value, json};
use std::sync::Arc;

use crate::{
    Ctx, Draft, HookCtx, House, StaffInfo,
    write::{add_in, change_in, purge_in},
};

pub use handed::{Handed, of_handing};
pub use moments::of_moments;

const ENTITY: &str = "notification";
/// Notifications that one transaction writes, so that people who save meanwhile do not wait.
const BATCH: usize = 50;
/// How long a notification is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// A kind of notification: a code of the dictionary `notification_kind`.
pub struct Notice {
    pub kind: &'static str,
    /// What it says; `{by}` is who caused it, `{entity}` what it is about, `{what}` a job.
    pub zh: &'static str,
    pub en: &'static str,
    pub cause: Cause,
}

/// When a notification is made.
pub enum Cause {
    /// With a person's write of one record.
    Write(fn(&Draft) -> Option<Concern>),
    /// When the moment in this field has come for a record that `only` (FEEL) holds of.
    Moment { entity: &'static str, field: &'static str, only: &'static str, to: fn(&Ctx, &Draft) -> Vec<String> },
    /// Every day at the time that a person chose, when there is anything to say.
    Daily { at: fn(&StaffInfo) -> Option<Time>, says: fn(&mut HookCtx) -> Result<Option<Said>, Problem> },
    /// When somebody reveals a masked value of a record that is the reader's.
    Reveal,
    /// When an account is closed because nobody used it, for who may open it again.
    Closed,
    /// With the end of a job.
    Job { failed: bool },
    /// With the end of a job that handed records of an entity to somebody; `{count}` says how many.
    Handing(fn(&str) -> bool),
}

impl Notice {
    fn words(&self, locale: Locale) -> &'static str {
        if locale == Locale::En { self.en } else { self.zh }
    }
}

/// What a notification says in the language of its reader, and the rows behind it.
pub struct Said {
    pub text: String,
    pub rows: Option<Rows>,
}

/// Rows of a list: its entity and a filter.
pub struct Rows {
    pub entity: String,
    pub filter: String,
}

/// Whom something concerns, and what it is about.
pub struct Concern {
    pub to: Vec<String>,
    pub about: About,
}

/// What is told to one person.
struct Letter<'a> {
    notice: &'a Notice,
    to: &'a str,
    about: Option<&'a About>,
    job: Option<(&'a str, &'a str)>,
    /// In the place of the words of the kind.
    said: Option<&'a Said>,
}

/// Notifies those whom a person's write concerns. A change to many records speaks for itself at its end.
pub(crate) fn of_write(ctx: &Ctx, tx: &mut Tx, draft: &Draft) -> Result<(), Problem> {
    if ctx.actor.is_system() || ctx.change_set.is_some() {
        return Ok(());
    }
    for notice in &ctx.house.registry.notices {
        let Cause::Write(concern) = notice.cause else { continue };
        let Some(Concern { to, about }) = concern(draft) else { continue };
        for to in to.iter().filter(|to| **to != ctx.actor.staff_id) {
            if may_know(ctx, tx, &about, to)? {
                send(ctx, tx, &Letter { notice, to, about: Some(&about), job: None, said: None })?;
            }
        }
    }
    Ok(())
}

/// Tells the owner of a record that the asker has seen what is masked in it.
pub(crate) fn of_reveal(ctx: &Ctx, tx: &mut Tx, entity: &Entity, id: &str, owner: &str) -> Result<(), Problem> {
    let about = About { entity: entity.name.clone(), id: id.to_owned() };
    let Some(notice) = ctx.house.registry.notices.iter().find(|notice| matches!(notice.cause, Cause::Reveal)) else { return Ok(()) };
    if owner == ctx.actor.staff_id || !may_know(ctx, tx, &about, owner)? {
        return Ok(());
    }
    send(ctx, tx, &Letter { notice, to: owner, about: Some(&about), job: None, said: None })
}

/// Notifies whoever asked for a job of its end.
pub fn of_job(house: &Arc<House>, tx: &mut Tx, staff_id: &str, id: &str, title: &str, failed: bool) -> Result<(), Problem> {
    let ctx = Ctx::system(house.clone(), "notify");
    let notice = house.registry.notices.iter().find(|notice| matches!(notice.cause, Cause::Job { failed: of } if of == failed));
    match notice {
        Some(notice) if house.directory().staff.contains_key(staff_id) => send(&ctx, tx, &Letter { notice, to: staff_id, about: None, job: Some((id, title)), said: None }),
        _ => Ok(()),
    }
}

/// Tells who may enable colleagues that an account was closed because nobody used it.
pub(crate) fn of_closed(ctx: &Ctx, closed: &StaffInfo, days: i64) -> Result<(), Problem> {
    let directory = ctx.house.directory();
    let may_open = |staff: &&StaffInfo| directory.actor(&staff.id, None).is_some_and(|actor| actor.rights.level_named("staff", "enable") > Level::None);
    let tell: Vec<StaffInfo> = directory.staff.values().filter(may_open).cloned().collect();
    let (own, name, days) = (ctx.clone(), closed.name.clone(), days.to_string());
    let filter = format!("username = {}", json!(closed.username));
    ctx.house.store.write(move |tx| {
        let Some(notice) = own.house.registry.notices.iter().find(|notice| matches!(notice.cause, Cause::Closed)) else { return Ok(()) };
        tell.iter().try_for_each(|staff| {
            let text = notice.words(staff.locale).replace("{what}", &name).replace("{count}", &days);
            let said = Said { text, rows: Some(Rows { entity: "staff".to_owned(), filter: filter.clone() }) };
            send(&own, tx, &Letter { notice, to: &staff.id, about: None, job: None, said: Some(&said) })
        })
    })
}

/// Whether a colleague may read a record, now and in this transaction.
fn may_know(ctx: &Ctx, tx: &mut Tx, about: &About, staff_id: &str) -> Result<bool, Problem> {
    let Some(actor) = ctx.house.directory().actor(staff_id, None) else { return Ok(false) };
    let reader = Ctx { actor: Arc::new(actor), ..ctx.clone() };
    let Some(entity) = ctx.house.catalog.entity(&about.entity) else { return Ok(false) };
    let Ok(grant) = reader.grant(entity, Action::Read) else { return Ok(false) };
    query::exists(tx.read(), &ctx.house.catalog, entity, &grant, &about.id)
}

fn send(ctx: &Ctx, tx: &mut Tx, letter: &Letter) -> Result<(), Problem> {
    let Some(entity) = ctx.house.catalog.entity(ENTITY) else { return Ok(()) };
    // A record that no notification can point to has no page to open.
    let points = |about: &&About| matches!(entity.field("about").map(|field| &field.kind), Some(Kind::About { to }) if to.contains(&about.entity));
    let about = letter.about.filter(points);
    if letter.about.is_some() && about.is_none() {
        return Ok(());
    }
    let locale = ctx.house.directory().staff.get(letter.to).map(|staff| staff.locale).unwrap_or_default();
    let rows = letter.said.and_then(|said| said.rows.as_ref());
    let body = json!({
        "content": letter.said.map_or_else(|| words(ctx, letter, locale), |said| said.text.clone()), "kind_code": letter.notice.kind, "owner_id": letter.to,
        "about": about.map(|about| json!({"entity": about.entity, "id": about.id})),
        "job": letter.job.map(|(id, _)| id), "rows_of": rows.map(|rows| &rows.entity), "rows_filter": rows.map(|rows| &rows.filter), "by_id": (!ctx.actor.is_system()).then_some(&ctx.actor.staff_id),
    });
    let system = Ctx { change_set: None, ..ctx.as_system("notify") };
    add_in(&system, tx, entity, &new_id(), &object(body)).map(drop)
}

fn words(ctx: &Ctx, letter: &Letter, locale: Locale) -> String {
    let label = letter.about.and_then(|about| ctx.house.catalog.entity(&about.entity)).map_or("", |entity| entity.label.get(locale));
    let said = letter.notice.words(locale).replace("{by}", &ctx.actor.name).replace("{entity}", label).replace("{what}", letter.job.map_or("", |(_, title)| title));
    said.chars().take(300).collect()
}

/// Marks own notifications as read: those of `ids`, or all; says how many there were.
pub fn mark_read(ctx: &Ctx, ids: Option<&[String]>) -> Result<Value, Problem> {
    let (asker, ids) = (ctx.clone(), ids.map(<[String]>::to_vec));
    let mut count = 0;
    loop {
        let (asker, ids) = (asker.clone(), ids.clone());
        let marked = ctx.house.store.write(move |tx| {
            let entity = asker.entity(ENTITY)?;
            let system = Ctx { idempotency: None, ..asker.as_system("mark notifications as read") };
            let unread = unread(&asker, tx, entity, ids.as_deref())?;
            for id in &unread {
                let version = query::version_of(tx.read(), entity, id)?;
                change_in(&system, tx, entity, id, version, &object(json!({"read_at": asker.at()})))?;
            }
            Ok(unread.len())
        })?;
        count += marked;
        if marked < BATCH {
            return Ok(json!({"marked": count}));
        }
    }
}

fn unread(ctx: &Ctx, tx: &mut Tx, entity: &Entity, ids: Option<&[String]>) -> Result<Vec<String>, Problem> {
    let mut filter = Fragment::new();
    filter.name(ALIAS).sql(".").name("read_at").sql(" IS NULL");
    if let Some(ids) = ids {
        filter.sql(" AND ").name(ALIAS).sql(".").name("id").sql(" IN ").bind_list(ids);
    }
    found(ctx, tx, entity, filter)
}

/// Ids of one batch inside the asker's reach.
fn found(ctx: &Ctx, tx: &mut Tx, entity: &Entity, filter: Fragment) -> Result<Vec<String>, Problem> {
    let grant = ctx.grant(entity, Action::Read)?;
    let query = Query { filter: Some(filter), limit: BATCH as u64, ..Query::default() };
    let rows = query::find(tx.read(), &ctx.house.catalog, entity, &grant, &[], &query)?;
    Ok(rows.iter().filter_map(|row| row.last().and_then(Cell::as_text).map(str::to_owned)).collect())
}

/// Removes what is older than anybody looks.
pub fn forget_old(house: &Arc<House>) -> Result<(), Problem> {
    let system = Ctx::system(house.clone(), "forget old notifications");
    let Ok(before) = system.now.saturating_sub(KEPT).map(moment_text) else { return Ok(()) };
    loop {
        let (system, before) = (system.clone(), before.clone());
        let gone = house.store.write(move |tx| {
            let Ok(entity) = system.entity(ENTITY) else { return Ok(0) };
            let mut filter = Fragment::new();
            filter.name(ALIAS).sql(".").name("created_at").sql(" < ").bind(&before);
            let old = found(&system, tx, entity, filter)?;
            for id in &old {
                purge_in(&system, tx, entity, id)?;
            }
            Ok(old.len())
        })?;
        if gone < BATCH {
            return Ok(());
        }
    }
}

/// Colleagues that a text may mean, with whether each may read the record; whoever may not is not notified.
pub fn readers(ctx: &Ctx, entity: &str, id: &str, q: &str) -> Result<Value, Problem> {
    const SHOWN: u64 = 12;
    let entity = ctx.entity(entity)?;
    let params = crate::ListParams { q: Some(q.to_owned()), filter: Some("is_active = true".to_owned()), fields: Some("name".to_owned()), limit: Some(SHOWN), sort: Some("name".to_owned()), ..Default::default() };
    let staff = crate::find(ctx, "staff", &params)?;
    let staff: Value = serde_json::from_str(&staff.json).map_err(Problem::internal)?;
    let directory = ctx.house.directory();
    ctx.house.store.read(|read| {
        let grant = ctx.grant(entity, Action::Read)?;
        if !query::exists(read, &ctx.house.catalog, entity, &grant, id)? {
            return Err(Problem::new(&keshu_kernel::codes::RECORD_NOT_FOUND, vec![]));
        }
        let mut items = Vec::new();
        for one in staff["items"].as_array().into_iter().flatten() {
            let Some(person) = one["id"].as_str().and_then(|id| directory.staff.get(id)) else { continue };
            let reader = directory.actor(&person.id, None).map(|actor| Ctx { actor: Arc::new(actor), ..ctx.clone() });
            let may_read = match reader.map(|reader| reader.grant(entity, Action::Read)) {
                Some(Ok(grant)) => query::exists(read, &ctx.house.catalog, entity, &grant, id)?,
                _ => false,
            };
            let dept = person.dept_id.as_ref().and_then(|dept| directory.dept.get(dept)).map(|dept| &dept.name);
            items.push(json!({"id": person.id, "name": person.name, "dept": dept, "may_read": may_read}));
        }
        Ok(json!({"items": items}))
    })
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

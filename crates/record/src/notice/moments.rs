//! Notifications whose time has come: looked for every minute, each told once.

use std::sync::Arc;

use jiff::{SignedDuration, civil::Time};
use keshu_access::Action;
use keshu_catalog::{Entity, types::About};
use keshu_kernel::{Fragment, Problem, time::moment_text};
use keshu_store::{
    Tx, idempotency,
    query::{self, ALIAS, Query, Sort},
    setting,
};

use super::{BATCH, Cause, Letter, may_know, send};
use crate::{Ctx, Draft, HookCtx, House, StaffInfo, feel, render::Shape};

/// A record that names a moment may be on disk a little after it.
const LATE: SignedDuration = SignedDuration::from_secs(5);
/// People for whom one transaction counts what waits.
const COUNTED: usize = 10;
/// A time of the day that is past for so long is not made up for.
const STALE: SignedDuration = SignedDuration::from_hours(12);

/// Notifies of every moment that has come since the last look; each once, also when a look is cut off.
pub fn of_moments(house: &Arc<House>) -> Result<(), Problem> {
    let ctx = Ctx::system(house.clone(), "notify of moments");
    for (place, notice) in house.registry.notices.iter().enumerate() {
        let is_due = match notice.cause {
            Cause::Moment { entity, .. } => house.catalog.entity(entity).is_some(),
            Cause::Daily { .. } => true,
            Cause::Write(_) | Cause::Reveal | Cause::Closed | Cause::Job { .. } | Cause::Handing(_) => false,
        };
        if is_due {
            let run = ctx.clone();
            while house.store.write({
                let run = run.clone();
                move |tx| moments(&run, tx, place)
            })? {}
        }
    }
    Ok(())
}

/// One batch of one kind; says whether more is waiting.
fn moments(ctx: &Ctx, tx: &mut Tx, place: usize) -> Result<bool, Problem> {
    let notice = &ctx.house.registry.notices[place];
    let key = format!("notified:{}", notice.kind);
    idempotency::lock(tx, &key)?;
    let until = moment_text(ctx.now.saturating_sub(LATE).map_err(Problem::internal)?);
    let known = setting::get(tx.read(), &key)?.and_then(|text| serde_json::from_str::<Place>(&text).ok());
    let Some(known) = known else {
        // The first look begins the count.
        keep_place(tx, &key, &(until, String::new(), String::new()))?;
        return Ok(false);
    };
    let (pairs, more) = match notice.cause {
        Cause::Moment { entity, field, only, to } => pairs(ctx, tx, ctx.entity(entity)?, field, only, to, &known, &until)?,
        Cause::Daily { at, .. } => (days(ctx, at, &known, &until), false),
        Cause::Write(_) | Cause::Reveal | Cause::Closed | Cause::Job { .. } | Cause::Handing(_) => return Ok(false),
    };
    let batch = if matches!(notice.cause, Cause::Daily { .. }) { COUNTED } else { BATCH };
    let taken = &pairs[..pairs.len().min(batch)];
    for (_, id, staff_id) in taken {
        match notice.cause {
            Cause::Moment { entity, .. } => {
                let about = About { entity: entity.to_owned(), id: id.clone() };
                if may_know(ctx, tx, &about, staff_id)? {
                    send(ctx, tx, &Letter { notice, to: staff_id, about: Some(&about), job: None, said: None })?;
                }
            }
            Cause::Daily { says, .. } => {
                let Some(actor) = ctx.house.directory().actor(staff_id, None) else { continue };
                let reader = Ctx { locale: actor.locale, actor: Arc::new(actor), ..ctx.clone() };
                if let Some(said) = says(&mut HookCtx { ctx: &reader, read: tx.read() })? {
                    send(ctx, tx, &Letter { notice, to: staff_id, about: None, job: None, said: Some(&said) })?;
                }
            }
            Cause::Write(_) | Cause::Reveal | Cause::Closed | Cause::Job { .. } | Cause::Handing(_) => {}
        }
    }
    let more = more || taken.len() < pairs.len();
    let end = match taken.last() {
        Some(last) if more => last.clone(),
        _ => (until.max(known.0.clone()), String::new(), String::new()),
    };
    if end != known {
        keep_place(tx, &key, &end)?;
    }
    Ok(more)
}

/// Moment, record and receiver: all before are done.
type Place = (String, String, String);

fn keep_place(tx: &mut Tx, key: &str, place: &Place) -> Result<(), Problem> {
    setting::set(tx, key, &serde_json::to_string(place).map_err(Problem::internal)?)
}

/// Who is to be told of what after `known` and before `until`, in order; and whether there are more records.
fn pairs(ctx: &Ctx, tx: &mut Tx, entity: &Entity, field: &str, only: &str, to: fn(&Ctx, &Draft) -> Vec<String>, known: &Place, until: &str) -> Result<(Vec<Place>, bool), Problem> {
    let mut filter = feel::filter(ctx, entity, tx.dialect(), only)?;
    let column = |filter: &mut Fragment| {
        filter.sql(" AND ").name(ALIAS).sql(".").name(field);
    };
    column(&mut filter);
    filter.sql(" >= ").bind(&known.0);
    column(&mut filter);
    filter.sql(" < ").bind(until);
    let grant = ctx.grant(entity, Action::Read)?;
    let shape = Shape::whole(entity);
    let query = Query { filter: Some(filter), sort: vec![Sort { column: field.to_owned(), descending: false }], limit: BATCH as u64 * 4, ..Query::default() };
    let rows = query::find(tx.read(), &ctx.house.catalog, entity, &grant, &shape.columns, &query)?;
    let ids: Vec<String> = rows.iter().filter_map(|row| Some(row.last()?.as_text()?.to_owned())).collect();
    let rest = shape.rest(tx.read(), ctx, &ids)?;
    let mut pairs = Vec::new();
    for (row, id) in rows.iter().zip(&ids) {
        let draft = Draft { entity, id: id.clone(), old: None, new: shape.items(ctx, id, row, &rest)? };
        let moment = draft.text(field).unwrap_or_default().to_owned();
        pairs.extend(to(ctx, &draft).into_iter().map(|staff_id| (moment.clone(), id.clone(), staff_id)));
    }
    pairs.sort();
    pairs.retain(|pair| pair > known);
    Ok((pairs, rows.len() as u64 == query.limit))
}

/// Whose time of the day came after `known` and before `until`, in order. After a long stop nobody is told of a time
/// that is half a day past.
fn days(ctx: &Ctx, at: fn(&StaffInfo) -> Option<Time>, known: &Place, until: &str) -> Vec<Place> {
    let zone = &ctx.house.zone;
    let Ok(oldest) = ctx.now.saturating_sub(STALE).map(moment_text) else { return Vec::new() };
    let today = ctx.today();
    let mut found = Vec::new();
    for staff in ctx.house.directory().staff.values().filter(|staff| staff.is_active) {
        let Some(time) = at(staff) else { continue };
        for day in [today.yesterday().ok(), Some(today)].into_iter().flatten() {
            let Ok(moment) = day.to_datetime(time).to_zoned(zone.clone()).map(|moment| moment_text(moment.timestamp())) else { continue };
            let place = (moment, String::new(), staff.id.clone());
            if place > *known && place.0 >= oldest && place.0.as_str() < until {
                found.push(place);
            }
        }
    }
    found.sort();
    found
}

//! Many records of one change set: planted together, and removed again as far as nobody touched them.

use std::sync::Arc;

use keshu_catalog::{Entity, Kind};
use keshu_kernel::Problem;
use keshu_store::{Read, Tx, audit, query, rollup};
use serde_json::{Map, Value};

use crate::{
    Ctx, House,
    write::{add_in, purge_in},
};

/// A record to be added with [`create_many`].
pub struct NewRecord {
    /// Who adds it and when: bulk work may reach back in time.
    pub ctx: Ctx,
    pub entity: String,
    /// Made beforehand (`keshu_kernel::new_id`), so that records of one batch can point to each other.
    pub id: String,
    pub body: Map<String, Value>,
}

/// Records of one transaction; other writers get their turn between two.
const BATCH: usize = 256;

/// Adds records in order through the one write path, batch by batch, each under its own rights.
/// Batches that went in before a fault stay.
pub fn create_many(house: &Arc<House>, records: Vec<NewRecord>) -> Result<(), Problem> {
    let records = Arc::new(records);
    for start in (0..records.len()).step_by(BATCH) {
        let records = records.clone();
        house.store.write(move |tx| {
            for (place, record) in records.iter().enumerate().skip(start).take(BATCH) {
                add_in(&record.ctx, tx, record.ctx.entity(&record.entity)?, &record.id, &record.body).map_err(|problem| at_place(problem, place, record))?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// The log learns which record of the batch a fault is about.
fn at_place(mut problem: Problem, place: usize, record: &NewRecord) -> Problem {
    let pointers: Vec<&str> = problem.faults.iter().map(|fault| fault.pointer.as_str()).collect();
    problem.cause = Some(format!("{} {place} ({}) by {}: {} {pointers:?}", record.entity, record.id, record.ctx.actor.name, problem.cause.as_deref().unwrap_or(problem.code.name)));
    problem
}

/// What became of the records of one entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleared {
    pub entity: String,
    pub removed: usize,
    /// Changed by somebody, in the trash, or pointed to by something that stays.
    pub kept: usize,
}

/// Removes for good the records of `entities` whose whole history is one change set and to which nothing
/// points. Name children before their parents; within an entity the newest goes first.
pub fn clear_change_set(ctx: &Ctx, change_set: &str, entities: &[&str]) -> Result<Vec<Cleared>, Problem> {
    let written = ctx.house.store.read(|read| audit::of_change_set(read, change_set))?;
    let mut all = Vec::new();
    for name in entities {
        let ids: Vec<&String> = written.iter().filter(|(entity, _)| entity == name).map(|(_, id)| id).collect();
        let mut cleared = Cleared { entity: (*name).to_owned(), removed: 0, kept: 0 };
        for batch in ids.chunks(BATCH) {
            let (asked, name, change_set) = (ctx.clone(), (*name).to_owned(), change_set.to_owned());
            let batch: Vec<String> = batch.iter().map(|id| (*id).clone()).collect();
            let (removed, kept) = ctx.house.store.write(move |tx| clear_batch(&asked, tx, &name, &batch, &change_set))?;
            cleared.removed += removed;
            cleared.kept += kept;
        }
        all.push(cleared);
    }
    Ok(all)
}

fn clear_batch(ctx: &Ctx, tx: &mut Tx, entity: &str, ids: &[String], change_set: &str) -> Result<(usize, usize), Problem> {
    let entity = ctx.entity(entity)?;
    let (mut removed, mut kept) = (0, 0);
    for id in ids {
        if rollup::raw_row(tx.read(), entity, id, &[])?.is_none() {
            continue;
        }
        if audit::is_only_of(tx.read(), &entity.name, id, change_set)? && !is_pointed_to(ctx, tx.read(), entity, id)? {
            purge_in(ctx, tx, entity, id)?;
            removed += 1;
        } else {
            kept += 1;
        }
    }
    Ok((removed, kept))
}

fn is_pointed_to(ctx: &Ctx, read: &mut Read, entity: &Entity, id: &str) -> Result<bool, Problem> {
    for (other, field) in ctx.house.catalog.links_to(&entity.name).filter(|(_, field)| !field.system && field.is_column()) {
        let about = matches!(field.kind, Kind::About { .. }).then_some(entity.name.as_str());
        if query::points_to(read, other, &field.key, about, id)? {
            return Ok(true);
        }
    }
    Ok(false)
}

//! One deed after another on many records, in one transaction: what a record refuses leaves that one as it
//! is and the others go on.

use std::{collections::HashMap, time::Instant};

use keshu_catalog::Entity;
use keshu_kernel::Problem;
use keshu_store::Tx;

use crate::{
    Ctx,
    import::{Remark, Stopped},
    notice::Handed,
    render::record_titles,
};

/// A record that stays as it is, and why.
#[derive(Debug, Clone)]
pub struct Left {
    pub entity: String,
    pub id: String,
    /// As far as the asker may read it.
    pub title: Option<String>,
    pub why: String,
}

/// What became of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is gone now.
    Removed,
    Changed,
    /// It was so already.
    Same,
    /// It must stay as it is, for this reason.
    Left(String),
    /// It does not count.
    Passed,
}

/// What became of some records.
#[derive(Debug, Default)]
pub struct Swept {
    /// How many stops were made before the turn was over.
    pub stops: usize,
    pub removed: i64,
    pub changed: i64,
    pub same: i64,
    pub left: Vec<Left>,
    pub handed: Handed,
}

/// Where a record stands in a sweep: the key under which it may have been refused before, its entity and id.
pub type Stop = (String, String, String);

/// Some stops, and when the turn is over if somebody waits who wants to save. `refused` names stops that were
/// found impossible before, with the reason.
#[derive(Debug, Clone, Copy)]
pub struct Turn<'a> {
    pub page: &'a [Stop],
    pub refused: &'a HashMap<String, String>,
    /// Records that earlier turns found or made as asked.
    pub settled: usize,
    pub until: Instant,
}

/// Does `deed` to one record of the turn after another, to one at least, in the caller's transaction.
pub(crate) fn sweep(ctx: &Ctx, tx: &mut Tx, turn: Turn, deed: impl Fn(&mut Tx, &Entity, &Stop) -> Result<Fate, Problem>) -> Result<Swept, Stopped> {
    let mut swept = Swept::default();
    for (place, stop) in turn.page.iter().enumerate() {
        let (key, name, id) = stop;
        let entity = ctx.entity(name)?;
        let before = tx.writes();
        let fate = match turn.refused.get(key) {
            Some(why) => Ok(Fate::Left(why.clone())),
            None => deed(tx, entity, stop),
        };
        match fate {
            Ok(Fate::Removed) => swept.removed += 1,
            Ok(Fate::Changed) => swept.changed += 1,
            Ok(Fate::Same) => swept.same += 1,
            Ok(Fate::Passed) => {}
            Ok(Fate::Left(why)) => leave(ctx, tx, &mut swept, entity, id, why)?,
            Err(problem) if problem.status() >= 500 => return Err(Stopped::Whole(problem)),
            Err(problem) if tx.writes() != before => return Err(Stopped::AtRow(place, Remark::of(ctx, &problem))),
            Err(problem) => {
                let why = Remark::of(ctx, &problem).into_iter().map(|remark| remark.detail).collect::<Vec<_>>().join(" ");
                leave(ctx, tx, &mut swept, entity, id, why)?;
            }
        }
        swept.stops = place + 1;
        if tx.is_awaited() && Instant::now() >= turn.until {
            break;
        }
    }
    Ok(swept)
}

fn leave(ctx: &Ctx, tx: &mut Tx, swept: &mut Swept, entity: &Entity, id: &str, why: String) -> Result<(), Problem> {
    let title = record_titles(ctx, tx.read(), &entity.name, &[id.to_owned()])?.pop().map(|(_, title)| title);
    swept.left.push(Left { entity: entity.name.clone(), id: id.to_owned(), title, why });
    Ok(())
}

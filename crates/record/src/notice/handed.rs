//! Many records that one job hands to colleagues: each is told once, at its end.

use std::sync::Arc;

use keshu_catalog::types::About;
use keshu_kernel::Problem;
use keshu_store::Tx;
use serde::{Deserialize, Serialize};

use super::{Cause, Letter, Rows, Said, may_know, send};
use crate::{Ctx, House};

/// Records that a filter names one by one; of more it says whose they are and since when.
const NAMED: usize = 80;
/// Records that a job remembers by name, for all people together: what it has handed over is written with each of its steps.
const REMEMBERED: usize = 1000;

/// What a job has handed to people so far.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Handed(Vec<Parcel>);

/// What one person gets.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Parcel {
    entity: String,
    to: String,
    count: usize,
    /// The first of them, as many as a filter names.
    ids: Vec<String>,
}

impl Handed {
    /// Adds a record whose new owner is another than the asker and may read it.
    pub(crate) fn add(&mut self, ctx: &Ctx, tx: &mut Tx, entity: &str, id: &str, to: &str) -> Result<(), Problem> {
        let about = About { entity: entity.to_owned(), id: id.to_owned() };
        if to != ctx.actor.staff_id && may_know(ctx, tx, &about, to)? {
            self.put(Parcel { entity: about.entity, to: to.to_owned(), count: 1, ids: vec![about.id] });
        }
        Ok(())
    }

    /// Adds all of a later part.
    pub fn append(&mut self, part: Handed) {
        part.0.into_iter().for_each(|parcel| self.put(parcel));
    }

    fn put(&mut self, part: Parcel) {
        let left = REMEMBERED.saturating_sub(self.0.iter().map(|parcel| parcel.ids.len()).sum());
        let place = self.0.iter().position(|parcel| parcel.to == part.to && parcel.entity == part.entity).unwrap_or_else(|| {
            self.0.push(Parcel { entity: part.entity, to: part.to, ..Parcel::default() });
            self.0.len() - 1
        });
        let parcel = &mut self.0[place];
        let room = NAMED.saturating_sub(parcel.ids.len()).min(left);
        parcel.ids.extend(part.ids.into_iter().take(room));
        parcel.count += part.count;
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Parcel {
    /// FEEL over the records, for their new owner.
    fn filter(&self, since: &str) -> String {
        if self.count > self.ids.len() {
            return format!("owner_id = me and updated_at >= date and time(\"{since}\")");
        }
        let ids: Vec<String> = self.ids.iter().map(|id| format!("\"{id}\"")).collect();
        format!("id in ({})", ids.join(", "))
    }
}

/// Tells colleagues what `by` handed them in a job that began at `since`.
pub fn of_handing(house: &Arc<House>, tx: &mut Tx, by: &str, handed: &Handed, since: &str) -> Result<(), Problem> {
    let directory = house.directory();
    let Some(actor) = directory.actor(by, None) else { return Ok(()) };
    let ctx = Ctx { actor: Arc::new(actor), ..Ctx::system(house.clone(), "notify") };
    for parcel in &handed.0 {
        let (Some(reader), Some(entity)) = (directory.staff.get(&parcel.to), house.catalog.entity(&parcel.entity)) else { continue };
        let Some(notice) = house.registry.notices.iter().find(|notice| matches!(notice.cause, Cause::Handing(of) if of(&entity.name))) else { continue };
        let words = notice.words(reader.locale).replace("{by}", &ctx.actor.name);
        let text = words.replace("{entity}", entity.label.get(reader.locale)).replace("{count}", &parcel.count.to_string());
        let rows = Rows { entity: entity.name.clone(), filter: parcel.filter(since) };
        send(&ctx, tx, &Letter { notice, to: &parcel.to, about: None, job: None, said: Some(&Said { text, rows: Some(rows) }) })?;
    }
    Ok(())
}

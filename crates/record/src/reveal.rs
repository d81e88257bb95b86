//! Showing one masked value of one record: for a purpose, so many a day, and never unseen.

use jiff::SignedDuration;
use keshu_access::Action;
use keshu_catalog::{Entity, types};
use keshu_kernel::{Cell, Fault, Problem, args, codes, time::moment_text};
use keshu_store::{audit, query};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    Ctx, Item, notice,
    render::{Rest, Shape},
    write,
};

/// How many values one person may see in 24 hours.
const MOST: i64 = 50;
/// A purpose is a sentence, not a letter (characters).
const PURPOSE: std::ops::RangeInclusive<usize> = 2..=200;
/// What the audit calls it.
pub const DEED: &str = "reveal";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    field: String,
    purpose: String,
}

/// `{"field", "purpose"}` → `{"field", "value"}` in API form. 403 without the right to reveal here, 429 beyond the quota. The
/// audit keeps who saw which field of what and why; of fields that are `watched` the owner is told.
pub(crate) fn reveal(ctx: &Ctx, entity: &Entity, id: &str, body: &Value) -> Result<Value, Problem> {
    let wanted: Wanted = serde_json::from_value(body.clone()).map_err(|_| Problem::invalid(vec![Fault::new("", &codes::VALUE_TYPE, args![label = DEED, wanted = "{field, purpose}"])]))?;
    let seen = ctx.grant(entity, Action::Read)?;
    let grant = ctx.grant(entity, Action::Reveal)?;
    let key = &wanted.field;
    let Some(field) = entity.field(key).filter(|field| seen.may_see(key) && types::is_single(&field.kind)) else {
        return Err(Problem::invalid(vec![Fault::new("/field", &codes::FIELD_UNKNOWN, args![entity = entity.label.get(ctx.locale), field = key, hint = ""])]));
    };
    let purpose = wanted.purpose.trim().to_owned();
    if !PURPOSE.contains(&purpose.chars().count()) {
        return Err(Problem::invalid(vec![Fault::new("/purpose", &codes::PURPOSE_NEEDED, args![min = PURPOSE.start(), max = PURPOSE.end()])]));
    }
    let (ctx, name, id, key) = (ctx.clone(), entity.name.clone(), id.to_owned(), field.key.clone());
    let house = ctx.house.clone();
    house.store.write(move |tx| {
        let entity = ctx.entity(&name)?;
        let field = entity.field(&key).ok_or_else(|| Problem::internal(format!("{name}.{key} is gone")))?;
        let owner = entity.owner.as_ref().and_then(|keys| entity.field(&keys.staff));
        let shape = Shape::bare(entity, std::iter::once(field).chain(owner).collect());
        let Some(row) = query::load(tx.read(), &ctx.house.catalog, entity, &grant, &id, &shape.columns, false)? else {
            return Err(write::out_of_reach(&ctx, tx.read(), entity, &grant, &id)?);
        };
        let since = moment_text(ctx.now - SignedDuration::from_hours(24));
        if audit::deeds(tx.read(), &ctx.actor.staff_id, DEED, &since)? >= MOST {
            return Err(Problem::new(&codes::REVEALS_SPENT, args![limit = MOST]));
        }
        let items = shape.items(&ctx, &id, &row, &Rest::default())?;
        let value = shape.value(&ctx, tx.read(), field, &items);
        tx.audit(audit::Entry {
            at: ctx.at(),
            actor: ctx.actor.staff_id.clone(),
            action: DEED.to_owned(),
            entity: name.clone(),
            record_id: id.clone(),
            request_id: ctx.request_id.clone(),
            purpose: Some(purpose.clone()),
            diff: [(key.clone(), Value::Array(Vec::new()))].into_iter().collect(),
            ..audit::Entry::default()
        });
        if let Some(Item::Cell(Cell::Text(owner))) = owner.filter(|_| field.watched).and_then(|owner| items.get(&owner.key)) {
            notice::of_reveal(&ctx, tx, entity, &id, owner)?;
        }
        Ok(json!({"field": key, "value": value}))
    })
}

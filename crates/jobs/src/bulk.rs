//! A change to many records, as asked.

use keshu_kernel::{Locale, Problem, args, codes};
use keshu_record::{
    Ctx,
    many::{self, Change, Chosen, Reach},
};
use serde_json::{Map, Value, json};

use crate::{
    Job,
    api::{MAX_IDS, must_be_fresh_for, queue},
    sweep::{Input, Work},
};

/// Most records of one job.
const MAX_ROWS: u64 = 100_000;

/// `{entity, ids, filter, q, set, add, remove, in_turn, delete}` of docs/API.md, and how far it reaches.
fn read(ctx: &Ctx, body: &Map<String, Value>) -> Result<(Chosen, Change, Reach), Problem> {
    let invalid = |why: &dyn std::fmt::Display| Problem::new(&codes::QUERY_INVALID, args![name = "bulk", why = why]);
    let known = ["entity", "ids", "filter", "q", "set", "add", "remove", "in_turn", "delete"];
    if let Some(key) = body.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(invalid(key));
    }
    let body = Value::Object(body.clone());
    let chosen: Chosen = serde_json::from_value(body.clone()).map_err(|fault| invalid(&fault))?;
    let change: Change = serde_json::from_value(body).map_err(|fault| invalid(&fault))?;
    if chosen.ids.len() > MAX_IDS {
        return Err(Problem::new(&codes::QUERY_INVALID, args![name = "ids", why = format!("≤ {MAX_IDS}")]));
    }
    let reach = many::look(ctx, &chosen, &change)?;
    Ok((chosen, change, reach))
}

/// `{count, within}`: how many records are chosen, and how many of them the asker may treat so; nothing is written.
pub fn preview_bulk(ctx: &Ctx, body: &Map<String, Value>) -> Result<Value, Problem> {
    let (_, _, reach) = read(ctx, body)?;
    Ok(json!({"count": reach.chosen, "within": reach.within}))
}

/// Checks rights, filter and values and queues the job.
pub fn start_bulk(ctx: &Ctx, body: &Map<String, Value>) -> Result<Job, Problem> {
    let (chosen, change, reach) = read(ctx, body)?;
    if reach.chosen > MAX_ROWS {
        return Err(Problem::new(&codes::BULK_TOO_LARGE, args![count = reach.chosen, max = MAX_ROWS]));
    }
    must_be_fresh_for(ctx, &chosen.entity)?;
    let title = title(ctx, &chosen, &change)?;
    let input = Input { work: Work::Bulk { chosen: Box::new(chosen), change: Box::new(change) }, locale: ctx.locale };
    let asker = ctx.clone();
    ctx.house.store.write(move |tx| queue(&asker, tx, "bulk", title.clone(), &input, Some(reach.chosen as i64)))
}

/// `客户 · 修改客户等级、标签`.
fn title(ctx: &Ctx, chosen: &Chosen, change: &Change) -> Result<String, Problem> {
    let entity = ctx.entity(&chosen.entity)?;
    let is_en = ctx.locale == Locale::En;
    let labels: Vec<&str> = change.fields(entity).iter().map(|field| field.label.get(ctx.locale)).collect();
    let deed = match (change.delete, is_en) {
        (true, false) => "删除".to_owned(),
        (true, true) => "delete".to_owned(),
        (false, false) => format!("修改{}", labels.join("、")),
        (false, true) => format!("change {}", labels.join(", ")),
    };
    Ok(format!("{} · {deed}", entity.label.get(ctx.locale)))
}

//! What a person said of columns and words when they imported before: it stands in their own jobs and
//! nowhere else.

use keshu_kernel::Problem;
use keshu_record::{Ctx, import::Asked};
use keshu_store::job;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::setting::lay_under;

/// The part of an import's input that outlives its files.
#[derive(Deserialize)]
struct Said {
    entity: String,
    mapping: Map<String, Value>,
    values: Map<String, Value>,
}

/// Imports looked back at.
const IMPORTS: i64 = 30;

/// Adds what was said of lists of the same entity, the newest first; what is said now wins.
pub(crate) fn recall(ctx: &Ctx, asked: &mut Asked) -> Result<(), Problem> {
    let earlier = ctx.house.store.read(|read| job::inputs(read, &ctx.actor.staff_id, "import", IMPORTS))?;
    for input in earlier.iter().filter_map(|text| serde_json::from_str::<Said>(text).ok()).filter(|input| input.entity == asked.entity) {
        // What was left out once is not left out unasked: a list that is sent without a look would lose it.
        for (header, field) in input.mapping.into_iter().filter(|(_, field)| !field.is_null()) {
            asked.remembered.entry(header).or_insert(field);
        }
        let said = |words: Value| match words {
            Value::Object(words) => Value::Object(words.into_iter().filter(|(_, meant)| !meant.is_null()).collect()),
            other => other,
        };
        lay_under(&mut asked.values, input.values.into_iter().map(|(field, words)| (field, said(words))).collect());
    }
    Ok(())
}

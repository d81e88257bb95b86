//! What is put on paper leaves the house like an export: the audit keeps who took what.

use keshu_access::Action;
use keshu_kernel::{Problem, args, codes, new_id};
use keshu_store::query;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{Ctx, write::note_deed};

/// One record, or a list as it was asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Printed {
    entity: String,
    id: Option<String>,
    filter: Option<String>,
    q: Option<String>,
    sort: Option<String>,
    fields: Option<Vec<String>>,
    rows: Option<u64>,
}

/// Notes that the asker prints what they may read; gives what stands at the foot of every page.
pub fn note(ctx: &Ctx, body: &Map<String, Value>) -> Result<Value, Problem> {
    let invalid = |fault: serde_json::Error| Problem::new(&codes::BODY_MALFORMED, args![what = fault]);
    let printed: Printed = serde_json::from_value(Value::Object(body.clone())).map_err(invalid)?;
    let entity = ctx.entity(&printed.entity)?;
    let grant = ctx.grant(entity, Action::Read)?;
    if let Some(id) = &printed.id
        && !ctx.house.store.read(|read| query::exists(read, &ctx.house.catalog, entity, &grant, id))?
    {
        return Err(Problem::new(&codes::RECORD_NOT_FOUND, vec![]));
    }
    let asked = json!({"filter": printed.filter, "q": printed.q, "sort": printed.sort, "fields": printed.fields, "rows": printed.rows});
    let diff = json!({"asked": [null, asked]});
    let (asker, name, id) = (ctx.clone(), entity.name.clone(), printed.id.unwrap_or_else(new_id));
    ctx.house.store.write(move |tx| {
        note_deed(&asker, tx, &name, &id, "print", &diff);
        Ok(())
    })?;
    Ok(json!({"at": ctx.at(), "by": ctx.actor.staff_id, "by_name": ctx.actor.name}))
}

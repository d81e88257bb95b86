//! What a person takes along: the records that stay readable on a machine which has lost the server.

use keshu_access::{Action, Grant};
use keshu_catalog::{Entity, Field, Kind};
use keshu_kernel::Problem;
use keshu_store::{
    Read,
    query::{self, Query, Sort},
};

use crate::{
    Ctx,
    export::{Wanted, narrowed},
    read::records_json,
    render::Shape,
};

/// So many records are taken along, the latest.
const MOST: usize = 200;

/// After so many hours they are thrown away.
const HOURS: u32 = 72;

/// The entities of which this person may take records along.
pub fn entities(ctx: &Ctx) -> impl Iterator<Item = &Entity> {
    ctx.house.catalog.entities.values().filter(|entity| entity.line_of.is_none() && ctx.grant(entity, Action::Offline).is_ok() && ctx.grant(entity, Action::Read).is_ok())
}

/// `GET /offline`: the latest records, the same share of each entity, as JSON text by entity; without what is
/// sealed, without files.
pub fn offline(ctx: &Ctx) -> Result<String, Problem> {
    ctx.house.store.read(|read| {
        let found: Vec<(&Entity, Vec<String>)> = entities(ctx).map(|entity| Ok((entity, latest(ctx, read, entity)?))).collect::<Result<_, Problem>>()?;
        let in_turn = (0..MOST).flat_map(|place| found.iter().filter_map(move |(entity, ids)| Some((&entity.name, ids.get(place)?))));
        let chosen: Vec<(&String, &String)> = in_turn.take(MOST).collect();
        let mut parts = Vec::new();
        for (entity, _) in &found {
            let ids: Vec<String> = chosen.iter().filter(|(of, _)| **of == entity.name).map(|(_, id)| (*id).clone()).collect();
            let grant = ctx.grant(entity, Action::Read)?;
            let fields: Vec<&Field> = entity.fields.values().filter(|field| goes_along(&grant, field)).collect();
            let records = records_json(ctx, read, &Shape::new(entity, &grant, Some(&fields)), &grant, &ids)?;
            parts.push(format!("{}:[{}]", serde_json::json!(entity.name), records.join(",")));
        }
        let taken_at = keshu_kernel::time::moment_text(ctx.now);
        Ok(format!("{{\"taken_at\":{},\"hours\":{HOURS},\"entities\":{{{}}}}}", serde_json::json!(taken_at), parts.join(",")))
    })
}

/// Lines and files stay behind for their size, sealed and masked values for what they are.
fn goes_along(grant: &Grant, field: &Field) -> bool {
    !field.sensitive && grant.may_read(&field.key) && !matches!(field.kind, Kind::Lines { .. } | Kind::Attachment | Kind::Image)
}

/// The moment by which the list is sorted, such as when a to-do is due; else that of the last change.
fn moment_of(entity: &Entity, grant: &Grant) -> String {
    let key = entity.list.sort.split(',').next().unwrap_or_default().trim().trim_start_matches('-');
    let is_moment = |field: &&Field| matches!(field.kind, Kind::Moment | Kind::Date) && grant.may_read(&field.key);
    entity.field(key).filter(is_moment).map_or("updated_at", |field| &field.key).to_owned()
}

/// The latest first: inside both grants.
fn latest(ctx: &Ctx, read: &mut Read, entity: &Entity) -> Result<Vec<String>, Problem> {
    let grant = ctx.grant(entity, Action::Offline)?;
    let moment = moment_of(entity, &grant);
    let sort = vec![Sort { column: moment.clone(), descending: true }];
    let query = narrowed(ctx, entity, Query { sort, limit: MOST as u64, ..Query::default() }, &Wanted::all(&entity.name))?;
    let rows = query::find(read, &ctx.house.catalog, entity, &grant, &[moment], &query)?;
    Ok(rows.iter().filter_map(|row| Some(row.last()?.as_text()?.to_owned())).collect())
}

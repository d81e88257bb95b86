//! Everything that happened around a record, newest first: rows of timeline entities about it and its
//! own creation and changes.

use keshu_access::Action;
use keshu_catalog::{Entity, Kind};
use keshu_kernel::{Fragment, Problem, codes};
use keshu_store::{
    Read, audit,
    query::{self, ALIAS, Query, Sort},
};
use serde_json::{Value, json};

use crate::{
    Ctx,
    history::{actor_name, entry_json},
    render::{Shape, Titles, write_record},
};

const PAGE: usize = 30;

/// One page; `cursor` is the moment of the last item of the page before.
pub fn timeline(ctx: &Ctx, entity: &str, id: &str, cursor: Option<&str>) -> Result<Value, Problem> {
    let entity = ctx.entity(entity)?;
    let grant = ctx.grant(entity, Action::Read)?;
    ctx.house.store.read(|read| {
        if !query::exists(read, &ctx.house.catalog, entity, &grant, id)? {
            return Err(Problem::new(&codes::RECORD_NOT_FOUND, vec![]));
        }
        let mut items: Vec<(String, Value)> = Vec::new();
        for (child, link) in timeline_links(ctx, entity) {
            items.extend(rows(ctx, read, entity, id, child, link, cursor)?);
        }
        let directory = ctx.house.directory();
        for entry in audit::of_record(read, &entity.name, id, None, 200)?.iter().filter(|entry| cursor.is_none_or(|before| entry.at.as_str() < before)) {
            let mut item = entry_json(ctx, read, &directory, entity, &grant, entry);
            item["kind"] = json!("history");
            item["entity"] = json!(entity.name);
            items.push((entry.at.clone(), item));
        }
        items.sort_by(|left, right| right.0.cmp(&left.0));
        let next = (items.len() > PAGE).then(|| items[PAGE - 1].0.clone());
        let page: Vec<Value> = items.into_iter().take(PAGE).map(|(_, item)| item).collect();
        Ok(json!({"items": page, "next_cursor": next}))
    })
}

/// Timeline entities with the field by which they are about `entity`.
fn timeline_links<'a>(ctx: &'a Ctx, entity: &'a Entity) -> Vec<(&'a Entity, &'a keshu_catalog::Field)> {
    ctx.house.catalog.links_to(&entity.name).filter(|(child, field)| child.timeline.is_some() && !field.system).collect()
}

fn rows(ctx: &Ctx, read: &mut Read, parent: &Entity, id: &str, child: &Entity, link: &keshu_catalog::Field, cursor: Option<&str>) -> Result<Vec<(String, Value)>, Problem> {
    let (Some(timeline), Ok(grant)) = (&child.timeline, ctx.grant(child, Action::Read)) else { return Ok(Vec::new()) };
    let mut filter = Fragment::new();
    let column = |filter: &mut Fragment, name: &str| {
        filter.name(ALIAS).sql(".").name(name);
    };
    match &link.kind {
        Kind::About { .. } => {
            column(&mut filter, &format!("{}_entity", link.key));
            filter.sql(" = ").bind(&parent.name).sql(" AND ");
            column(&mut filter, &format!("{}_id", link.key));
        }
        _ => column(&mut filter, &link.key),
    }
    filter.sql(" = ").bind(id);
    if let Some(before) = cursor {
        filter.sql(" AND ");
        column(&mut filter, &timeline.when);
        filter.sql(" < ").bind(before);
    }
    let shape = Shape::new(child, &grant, None);
    let query = Query { filter: Some(filter), sort: vec![Sort { column: timeline.when.clone(), descending: true }], limit: PAGE as u64 + 1, ..Query::default() };
    let rows = query::find(read, &ctx.house.catalog, child, &grant, &shape.columns, &query)?;
    let ids: Vec<String> = rows.iter().filter_map(|row| Some(row.last()?.as_text()?.to_owned())).collect();
    let rest = shape.rest(read, ctx, &ids)?;
    let directory = ctx.house.directory();
    let mut found = Vec::new();
    for (row, child_id) in rows.iter().zip(&ids) {
        let items = shape.items(ctx, child_id, row, &rest)?;
        let titles = Titles::of(ctx, read, &shape, std::iter::once(&items))?;
        let mut text = String::new();
        write_record(ctx, read, &shape, &items, child_id, row[0].as_int().unwrap_or(0), &titles, &mut text);
        text.push('}');
        let record: Value = serde_json::from_str(&text).map_err(Problem::internal)?;
        let when = record[&timeline.when].as_str().unwrap_or_default().to_owned();
        let by = record["created_by"].as_str().unwrap_or_default().to_owned();
        let item = json!({
            "kind": "record", "entity": child.name, "id": child_id, "at": when, "by": by,
            "by_name": actor_name(ctx, &directory, &by), "text": record[&timeline.text], "record": record,
        });
        found.push((when, item));
    }
    Ok(found)
}

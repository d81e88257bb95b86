//! Search tokens and keys of likeness written anew: of what hangs on a record that changed hands, and of every record when
//! another version of Keshu or of a pack makes other tokens.

use std::sync::Arc;

use keshu_access::Action;
use keshu_catalog::{Entity, Kind};
use keshu_kernel::{Cell, Dialect, Problem};
use keshu_store::{Read, Tx, query, scope, search, setting, vault::sha256};

use crate::{Ctx, Draft, House, duplicate, lines, render::Shape};

const BATCH: u64 = 500;

/// Whether a draft changes through whom the record may come into reach.
pub(crate) fn is_moved(draft: &Draft) -> bool {
    let owner = draft.entity.owner.iter().flat_map(|keys| [&keys.staff, &keys.dept]);
    owner.chain(&draft.entity.rights_from).any(|key| draft.changed(key))
}

/// Through whom the record of a draft, as it stands now, may come into reach. Nobody shares a new one yet.
pub(crate) fn readers_of(ctx: &Ctx, read: &mut Read, draft: &Draft) -> Result<Vec<String>, Problem> {
    let (catalog, entity) = (&ctx.house.catalog, draft.entity);
    if !draft.is_new() {
        return scope::readers_of(read, catalog, entity, &draft.id);
    }
    let named = |kind: &str, key: &str| draft.text(key).map(|id| format!("{kind}:{id}"));
    let own = match &entity.owner {
        Some(keys) => named("staff", &keys.staff).into_iter().chain(named("dept", &keys.dept)).collect(),
        None => named("staff", "created_by").into_iter().collect(),
    };
    let parent = entity.rights_from.as_ref().and_then(|key| match (draft.about(key), entity.field(key)?.kind.target()) {
        (Some(about), _) => Some((about.entity.as_str(), about.id.as_str())),
        (None, target) => Some((target?, draft.text(key)?)),
    });
    scope::readers_below(read, catalog, entity, own, parent)
}

/// Renews through whom a record, and all that hangs on it, may come into reach.
pub(crate) fn readers(ctx: &Ctx, tx: &mut Tx, entity: &Entity, id: &str) -> Result<(), Problem> {
    let readers = scope::readers_of(tx.read(), &ctx.house.catalog, entity, id)?;
    search::set_readers(tx, &entity.name, id, &readers)?;
    below(ctx, tx, entity, id)
}

/// As [`readers`], for what hangs on the record alone.
pub(crate) fn below(ctx: &Ctx, tx: &mut Tx, entity: &Entity, id: &str) -> Result<(), Problem> {
    for (child, field) in ctx.house.catalog.links_to(&entity.name).filter(|(child, field)| child.rights_from.as_ref() == Some(&field.key)) {
        let about = matches!(field.kind, Kind::About { .. }).then_some(entity.name.as_str());
        for child_id in query::ids_pointing(tx.read(), child, &field.key, about, id)? {
            readers(ctx, tx, child, &child_id)?;
        }
    }
    Ok(())
}

/// Indexes every record of the entities whose tokens are made otherwise than when they were written.
pub(crate) fn bring_up(house: &Arc<House>) -> Result<(), Problem> {
    let ctx = Ctx::system(house.clone(), "index anew");
    for entity in house.catalog.entities.values().filter(|entity| entity.line_of.is_none()) {
        let wanted = format_of(house.store.dialect(), entity);
        let mark = format!("index:{}", entity.name);
        if house.store.read(|read| setting::get(read, &mark))?.as_ref() == Some(&wanted) {
            continue;
        }
        let mut after: Option<Cell> = None;
        loop {
            let (ctx, name, from) = (ctx.clone(), entity.name.clone(), after.clone());
            let (mark, wanted) = (mark.clone(), wanted.clone());
            after = house.clone().store.write(move |tx| {
                let last = batch(&ctx, tx, ctx.entity(&name)?, from.clone())?;
                if last.is_none() {
                    setting::set(tx, &mark, &wanted)?;
                }
                Ok(last)
            })?;
            match &after {
                None => break,
                Some(id) => tracing::info!(entity = entity.name, up_to = id.as_text(), "indexed anew"),
            }
        }
    }
    Ok(())
}

/// What the tokens and keys of an entity depend on.
fn format_of(dialect: Dialect, entity: &Entity) -> String {
    let fields: Vec<String> = lines::searched(entity).into_iter().map(|field| format!("{} {:?}", field.key, lines::part_kind(entity, field))).collect();
    // Most entities keep no keys of likeness.
    let keys = if entity.similar.is_empty() { String::new() } else { format!(" {}", duplicate::FORMAT) };
    sha256(format!("{} {fields:?} {:?} {:?}{keys}", search::format(dialect), entity.rights_from, entity.similar).as_bytes())
}

/// Indexes the next records; the id of the last, `None` where there are no more.
fn batch(ctx: &Ctx, tx: &mut Tx, entity: &Entity, after: Option<Cell>) -> Result<Option<Cell>, Problem> {
    let grant = ctx.grant(entity, Action::Read)?;
    let shape = Shape::whole(entity);
    let query = query::Query { after: after.map(|id| vec![id]), limit: BATCH, ..query::Query::default() };
    let rows = query::find(tx.read(), &ctx.house.catalog, entity, &grant, &shape.columns, &query)?;
    let ids: Vec<String> = rows.iter().filter_map(|row| Some(row.last()?.as_text()?.to_owned())).collect();
    let rest = shape.rest(tx.read(), ctx, &ids)?;
    for (row, id) in rows.iter().zip(&ids) {
        let items = shape.items(ctx, id, row, &rest)?;
        let draft = Draft { entity, id: id.clone(), old: Some(items.clone()), new: items };
        lines::index(ctx, tx, &draft)?;
        duplicate::write_keys(ctx, tx, &draft)?;
    }
    Ok(if (ids.len() as u64) < BATCH { None } else { ids.last().map(|id| id.as_str().into()) })
}

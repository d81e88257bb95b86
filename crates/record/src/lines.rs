//! What is written beside the record's own row: lines, links, tags, references, search tokens;
//! and the check that everything it points to is there.

use keshu_access::Action;
use keshu_catalog::{Entity, Field, Kind, types};
use keshu_kernel::{Cell, Fault, Problem, args, codes};
use keshu_store::{
    Read, Tx, blob, query,
    search::{self, Part, PartKind},
};

use crate::{Ctx, Draft, draft::Item, files, reindex, render::line_fields};

/// Writes the changed values that stand in other tables.
pub(crate) fn write_beside(ctx: &Ctx, tx: &mut Tx, draft: &Draft) -> Result<(), Problem> {
    for field in draft.entity.fields.values().filter(|field| draft.changed(&field.key)) {
        match (&field.kind, draft.item(&field.key)) {
            (Kind::Links { .. } | Kind::Tags, Some(Item::Many(values))) => {
                keshu_store::row::write_joined(tx, &field.join_table(&draft.entity.name), &draft.id, values)?;
            }
            (Kind::ExternalRefs, Some(Item::Refs(refs))) => {
                let pairs: Vec<(String, String)> = refs.iter().map(|one| (one.system.clone(), one.code.clone())).collect();
                keshu_store::row::write_external_refs(tx, &draft.entity.name, &draft.id, &pairs)?;
            }
            (Kind::Lines { of }, Some(Item::Lines(lines))) => {
                let Some(line_entity) = ctx.house.catalog.entity(of) else { continue };
                let before: Vec<&str> = match draft.old.as_ref().and_then(|old| old.get(&field.key)) {
                    Some(Item::Lines(lines)) => lines.iter().map(|line| line.id.as_str()).collect(),
                    _ => Vec::new(),
                };
                let keep: Vec<String> = lines.iter().map(|line| line.id.clone()).collect();
                keshu_store::row::remove_lines(tx, line_entity, &draft.id, &keep)?;
                for (position, line) in lines.iter().enumerate() {
                    let cells: Vec<(String, Cell)> = line.cells.iter().map(|(key, cell)| (key.clone(), cell.clone())).collect();
                    let is_new = !before.contains(&line.id.as_str());
                    keshu_store::row::write_line(tx, line_entity, &draft.id, &line.id, position as i64, is_new, &cells)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Every link that was just set must point to a living record that the person may read.
pub(crate) fn check_links(ctx: &Ctx, read: &mut Read, draft: &Draft) -> Result<(), Problem> {
    let mut faults = Vec::new();
    for field in draft.entity.fields.values().filter(|field| !field.system && draft.changed(&field.key)) {
        let broken = match (&field.kind, draft.item(&field.key)) {
            (kind, Some(Item::Cell(Cell::Text(id)))) if kind.is_file() => files::reachable(ctx, read, id)?.is_none(),
            (kind, Some(Item::Cell(Cell::Text(id)))) => match kind.target() {
                Some(target) => !may_point_to(ctx, read, target, id)?,
                None => false,
            },
            (_, Some(Item::About(Some(about)))) => !may_point_to(ctx, read, &about.entity, &about.id)?,
            (kind, Some(Item::Many(ids))) => match kind.target() {
                Some(target) => !all(ids, |id| may_point_to(ctx, read, target, id))?,
                None => false,
            },
            (Kind::Lines { of }, Some(Item::Lines(lines))) => match ctx.house.catalog.entity(of) {
                Some(line_entity) => !all(lines, |line| line_links_hold(ctx, read, line_entity, line))?,
                None => false,
            },
            (Kind::ExternalRefs, Some(Item::Refs(refs))) => {
                for one in refs {
                    if query::by_external_ref(read, &draft.entity.name, &one.system, &one.code)?.is_some_and(|id| id != draft.id) {
                        let label = field.label.get(ctx.locale);
                        return Err(Problem::new(&codes::UNIQUE_TAKEN, args![label = format!("{label} {}: {}", one.system, one.code)]));
                    }
                }
                false
            }
            _ => false,
        };
        if broken {
            let code = if field.kind.is_file() { &codes::FILE_UNKNOWN } else { &codes::LINK_BROKEN };
            faults.push(Fault::new(format!("/{}", field.key), code, args![label = field.label.get(ctx.locale)]));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Problem::invalid(faults)) }
}

fn all<T>(items: &[T], mut holds: impl FnMut(&T) -> Result<bool, Problem>) -> Result<bool, Problem> {
    for item in items {
        if !holds(item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn line_links_hold(ctx: &Ctx, read: &mut Read, line_entity: &Entity, line: &crate::Line) -> Result<bool, Problem> {
    for field in line_fields(line_entity) {
        let Some(Cell::Text(id)) = line.cells.get(&field.key) else { continue };
        let holds = match field.kind.target() {
            Some(target) => may_point_to(ctx, read, target, id)?,
            None => !field.kind.is_file() || files::reachable(ctx, read, id)?.is_some(),
        };
        if !holds {
            return Ok(false);
        }
    }
    Ok(true)
}

fn may_point_to(ctx: &Ctx, read: &mut Read, target: &str, id: &str) -> Result<bool, Problem> {
    let Some(entity) = ctx.house.catalog.entity(target) else { return Ok(false) };
    // Anyone may name a colleague or a department; the rest must be readable.
    let asker = if matches!(target, "staff" | "dept" | "role") { ctx.as_system("check a link to a colleague") } else { ctx.clone() };
    let Ok(grant) = asker.grant(entity, Action::Read) else { return Ok(false) };
    query::exists(read, &ctx.house.catalog, entity, &grant, id)
}

/// Renews the search tokens of the record, and of what hangs on it when other people may read it now.
pub(crate) fn index(ctx: &Ctx, tx: &mut Tx, draft: &Draft) -> Result<(), Problem> {
    let entity = draft.entity;
    let moved = reindex::is_moved(draft);
    let searched = searched(entity);
    let changed = draft.is_new() || moved || is_restored(draft) || searched.iter().any(|field| draft.changed(&field.key));
    if changed && !searched.is_empty() {
        let readers = reindex::readers_of(ctx, tx.read(), draft)?;
        let document = document(ctx, tx.read(), draft, &searched, readers)?;
        search::index(tx, &entity.name, &draft.id, &document, draft.is_new())?;
    }
    if moved && !draft.is_new() { reindex::below(ctx, tx, entity, &draft.id) } else { Ok(()) }
}

fn document(ctx: &Ctx, read: &mut Read, draft: &Draft, searched: &[&Field], readers: Vec<String>) -> Result<search::Document, Problem> {
    let directory = ctx.house.directory();
    let types = ctx.types(&directory);
    let mut document = search::Document { readers, ..search::Document::default() };
    for (column, field) in searched.iter().enumerate() {
        let texts: Vec<String> = match draft.item(&field.key) {
            Some(Item::Cell(Cell::Text(id))) if field.kind.is_file() => blob::words(read, id)?.into_iter().collect(),
            Some(Item::Cell(cell)) => types::search_text(field, cell, &types).into_iter().collect(),
            Some(Item::Many(values)) => values.clone(),
            _ => Vec::new(),
        };
        let kind = part_kind(draft.entity, field);
        if let (PartKind::Title, Some(title)) = (kind, texts.first()) {
            document.title.clone_from(title);
        }
        document.parts.extend(texts.into_iter().map(|text| Part { field: field.key.clone(), text, kind, column }));
    }
    Ok(document)
}

/// The fields that are searched, the title first.
pub(crate) fn searched(entity: &Entity) -> Vec<&Field> {
    let mut fields: Vec<&Field> = entity.fields.values().filter(|field| types::is_searched(entity, field)).collect();
    fields.sort_by_key(|field| field.key != entity.title);
    fields.truncate(search::MOST_FIELDS);
    fields
}

/// As what a field stands in the search index.
pub(crate) fn part_kind(entity: &Entity, field: &Field) -> PartKind {
    match field.kind {
        _ if field.key == entity.title => PartKind::Title,
        Kind::Number | Kind::Phone | Kind::Uscc | Kind::Email | Kind::IdNumber | Kind::BankAccount => PartKind::Key,
        _ => PartKind::Words,
    }
}

/// A restored record left the index when it was deleted; its draft changes nothing.
fn is_restored(draft: &Draft) -> bool {
    draft.old.as_ref() == Some(&draft.new)
}

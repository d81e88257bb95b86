//! Figures that parents keep over their children: which to renew when a child is written.

use std::collections::{BTreeSet, HashMap};

use keshu_catalog::{Catalog, Entity, Field};
use keshu_kernel::{Cell, Problem};
use keshu_store::{Read, Tx, rollup, set_columns};

use crate::{
    Ctx,
    draft::{Item, Items},
    env::RecordEnv,
    feel,
    render::Shape,
};

/// child entity → (parent entity, the child's link, rollup field of the parent).
#[derive(Debug, Default)]
pub struct RollupIndex(HashMap<String, Vec<(String, String, String)>>);

impl RollupIndex {
    pub(crate) fn of(catalog: &Catalog) -> RollupIndex {
        let mut index = RollupIndex::default();
        for parent in catalog.entities.values() {
            for field in parent.fields.values() {
                if let Some(rollup) = &field.rollup {
                    index.0.entry(rollup.of.clone()).or_default().push((parent.name.clone(), rollup.by.clone(), field.key.clone()));
                }
            }
        }
        index
    }
}

/// Renews the figures of every parent that a child points to now or pointed to before.
pub(crate) fn renew_parents(ctx: &Ctx, tx: &mut Tx, child: &Entity, old: Option<&Items>, new: Option<&Items>) -> Result<(), Problem> {
    let Some(kept) = ctx.house.rollups.0.get(&child.name) else { return Ok(()) };
    let mut parents: BTreeSet<(&str, String)> = BTreeSet::new();
    for (parent, by, _) in kept {
        for items in [old, new].into_iter().flatten() {
            match items.get(by) {
                Some(Item::Cell(Cell::Text(id))) => {
                    parents.insert((parent, id.clone()));
                }
                Some(Item::About(Some(about))) if about.entity == *parent => {
                    parents.insert((parent, about.id.clone()));
                }
                _ => {}
            }
        }
    }
    for (parent, id) in parents {
        if let Some(parent) = ctx.house.catalog.entity(parent) {
            renew(ctx, tx, parent, &id, |field| field.rollup.as_ref().is_some_and(|rollup| rollup.of == child.name))?;
        }
    }
    Ok(())
}

/// Computes the chosen rollups of one record anew and the stored formulas after them; says what changed.
pub(crate) fn renew(ctx: &Ctx, tx: &mut Tx, parent: &Entity, id: &str, chosen: impl Fn(&Field) -> bool) -> Result<Vec<String>, Problem> {
    rollup::lock_parent(tx, parent, id)?;
    let system = ctx.as_system("rollup");
    let kept: Vec<&Field> = parent.fields.values().filter(|field| field.rollup.is_some() && chosen(field)).collect();
    let columns: Vec<String> = kept.iter().map(|field| field.key.clone()).collect();
    let Some(before) = rollup::raw_row(tx.read(), parent, id, &columns)? else { return Ok(Vec::new()) };
    let mut changed: Vec<(String, Cell)> = Vec::new();
    for (field, before) in kept.into_iter().zip(before) {
        let Some(kept) = &field.rollup else { continue };
        let Some(child) = ctx.house.catalog.entity(&kept.of) else { continue };
        let filter = kept.filter.as_ref().map(|expr| feel::lower(&system, tx.dialect(), expr)).transpose().map_err(|fault| fault.problem(ctx.locale))?;
        let figure = rollup::compute(tx.read(), &parent.name, child, kept, filter, id)?;
        if before != figure {
            changed.push((field.key.clone(), figure));
        }
    }
    if changed.is_empty() {
        return Ok(Vec::new());
    }
    // Formulas that stand in columns may use any other value of the record.
    if !parent.formulas.is_empty() {
        let shape = Shape::whole(parent);
        let Some(row) = rollup::raw_row(tx.read(), parent, id, &shape.columns)? else { return Ok(Vec::new()) };
        let rest = shape.rest(tx.read(), ctx, &[id.to_owned()])?;
        let mut items = shape.items(ctx, id, &row, &rest)?;
        items.extend(changed.iter().map(|(key, cell)| (key.clone(), Item::Cell(cell.clone()))));
        changed.extend(stored_formulas(&system, tx.read(), parent, &mut items)?);
    }
    set_columns(tx, parent, id, &changed)?;
    Ok(changed.into_iter().map(|(key, _)| key).collect())
}

/// Computes the stored formulas of a record in order; gives back those whose value changed.
pub(crate) fn stored_formulas(ctx: &Ctx, read: &mut Read, entity: &Entity, items: &mut Items) -> Result<Vec<(String, Cell)>, Problem> {
    let directory = ctx.house.directory();
    let mut changed = Vec::new();
    for key in &entity.formulas {
        let Some((field, formula)) = entity.field(key).and_then(|field| Some((field, field.formula.as_ref()?))) else { continue };
        let value = {
            let mut env = RecordEnv { ctx, read, entity, items, old: None };
            formula.expr.eval(&mut env).map_err(|fault| fault.problem(ctx.locale))?
        };
        let cell = keshu_catalog::types::from_feel(field, &value, &ctx.types(&directory)).unwrap_or_default();
        if items.get(&field.key) != Some(&Item::Cell(cell.clone())) {
            items.insert(field.key.clone(), Item::Cell(cell.clone()));
            changed.push((field.key.clone(), cell));
        }
    }
    Ok(changed)
}

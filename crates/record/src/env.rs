//! A record in memory as expressions see it.

use jiff::{Timestamp, civil::Date};
use keshu_catalog::{Entity, Field, Kind, types};
use keshu_expr::{Env, Value};
use keshu_kernel::{Cell, Problem};
use keshu_store::{Read, query};

use crate::{Ctx, draft::{Item, Items}};

/// Evaluates expressions over `items` (and `old`) of one record. Links are followed under the asker's
/// read rights; what may not be seen is null.
pub(crate) struct RecordEnv<'a, 'r> {
    pub ctx: &'a Ctx,
    pub read: &'a mut Read<'r>,
    pub entity: &'a Entity,
    pub items: &'a Items,
    pub old: Option<&'a Items>,
}

impl RecordEnv<'_, '_> {
    fn look_up(&mut self, items: &Items, path: &[String]) -> Value {
        let Some((first, rest)) = path.split_first() else { return Value::Null };
        if let Some(value) = self.own(items, first) {
            return value;
        }
        let link = format!("{first}_id");
        match (items.get(&link), self.entity.field(link.as_str())) {
            (Some(Item::Cell(Cell::Text(id))), Some(field)) => {
                let (ctx, target) = (self.ctx, field.kind.target().and_then(|target| self.ctx.house.catalog.entity(target)));
                target.and_then(|target| follow(ctx, self.read, target, id, rest).ok()).unwrap_or(Value::Null)
            }
            _ => Value::Null,
        }
    }

    fn own(&mut self, items: &Items, key: &str) -> Option<Value> {
        if let Some(field) = self.entity.field(key) {
            if let Some(formula) = field.formula.as_ref().filter(|formula| !formula.stored) {
                let mut env = RecordEnv { ctx: self.ctx, read: self.read, entity: self.entity, items, old: None };
                return Some(formula.expr.eval(&mut env).unwrap_or(Value::Null));
            }
            return items.get(key).map(|item| item_value(field, item));
        }
        // `about_entity` and `about_id`, the two halves of an about field.
        let (about, half) = key.rsplit_once('_')?;
        match (items.get(about)?, half) {
            (Item::About(Some(about)), "entity") => Some(Value::text(about.entity.clone())),
            (Item::About(Some(about)), "id") => Some(Value::text(about.id.clone())),
            (Item::About(None), "entity" | "id") => Some(Value::Null),
            _ => None,
        }
    }
}

fn item_value(field: &Field, item: &Item) -> Value {
    match item {
        Item::Cell(_) if field.sensitive => Value::Null,
        Item::Cell(cell) => types::feel(field, cell),
        Item::Many(values) => Value::list(values.iter().map(|value| Value::text(value.clone()))),
        _ => Value::Null,
    }
}

/// The value at `path` from record `id` of `entity`, if the asker may read it.
fn follow(ctx: &Ctx, read: &mut Read, entity: &Entity, id: &str, path: &[String]) -> Result<Value, Problem> {
    let Some((first, rest)) = path.split_first() else { return Ok(Value::Null) };
    let grant = ctx.grant(entity, keshu_access::Action::Read)?;
    let link = format!("{first}_id");
    let (field, hop) = match (entity.field(first), entity.field(&link)) {
        (Some(field), _) => (field, false),
        (None, Some(field)) => (field, true),
        (None, None) => return Ok(Value::Null),
    };
    if !grant.may_read(&field.key) || field.sensitive || !field.is_column() || matches!(field.kind, Kind::About { .. }) {
        return Ok(Value::Null);
    }
    let row = query::load(read, &ctx.house.catalog, entity, &grant, id, std::slice::from_ref(&field.key), false)?;
    let cell = row.and_then(|row| row.into_iter().next()).unwrap_or_default();
    match (hop, &cell, field.kind.target().and_then(|target| ctx.house.catalog.entity(target))) {
        (true, Cell::Text(next), Some(target)) => follow(ctx, read, target, next, rest),
        (true, _, _) => Ok(Value::Null),
        (false, _, _) => Ok(types::feel(field, &cell)),
    }
}

impl Env for RecordEnv<'_, '_> {
    fn path(&mut self, path: &[String]) -> Value {
        let items = self.items;
        self.look_up(items, path)
    }

    fn old(&mut self, path: &[String]) -> Value {
        match self.old {
            Some(items) => self.look_up(items, path),
            None => Value::Null,
        }
    }

    fn me(&self) -> Value {
        Value::text(self.ctx.actor.staff_id.clone())
    }

    fn my_dept(&self) -> Value {
        self.ctx.actor.dept_id.clone().map_or(Value::Null, Value::text)
    }

    fn my_depts(&self) -> Value {
        Value::list(self.ctx.actor.dept_tree.iter().map(|dept| Value::text(dept.clone())))
    }

    fn now(&self) -> Timestamp {
        self.ctx.now
    }

    fn zone(&self) -> jiff::tz::TimeZone {
        self.ctx.house.zone.clone()
    }

    fn today(&self) -> Date {
        self.ctx.today()
    }
}

//! A record of the world.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use keshu_kernel::Cell;

use super::{House, ME, MY_DEPT, MY_DEPTS, Row, World, now, zone};
use crate::{Env, Names, Storage, Ty, Value};

/// A record of the world, seen as the evaluator sees it.
pub struct DealEnv<'a> {
    world: &'a World,
    entity: String,
    row: Option<&'a Row>,
}

impl<'a> DealEnv<'a> {
    pub(super) fn new(world: &'a World, id: &str) -> DealEnv<'a> {
        DealEnv { world, entity: "deal".to_owned(), row: world.row("deal", id) }
    }

    /// The record that a link names; without a row when it is gone or hidden.
    fn linked(&self, id: &Cell, entity: &str) -> DealEnv<'a> {
        let row = id.as_text().and_then(|id| self.world.row(entity, id));
        let row = row.filter(|row| row["deleted_at"].is_null() && row["hidden"] == Cell::Int(0));
        DealEnv { world: self.world, entity: entity.to_owned(), row }
    }

    /// The record with everything that hangs on it, as one value.
    pub fn whole(&mut self) -> Value {
        let Some(row) = self.row else { return Value::Null };
        let names = House.names(&self.entity);
        let entries = names.into_iter().map(|name| {
            let value = match House.slot(&self.entity, &name).map(|slot| slot.storage) {
                Some(Storage::Link { column, entity, .. }) => self.linked(&row[&column], &entity).whole(),
                _ => self.path(std::slice::from_ref(&name)),
            };
            (name, value)
        });
        Value::Context(entries.collect())
    }
}

impl Env for DealEnv<'_> {
    fn path(&mut self, path: &[String]) -> Value {
        let (Some(row), Some((first, rest))) = (self.row, path.split_first()) else { return Value::Null };
        let Some(slot) = House.slot(&self.entity, first) else { return Value::Null };
        match &slot.storage {
            Storage::Column { name, scale } => Value::from_cell(&row[name], &slot.ty, scale.unwrap_or(0)),
            Storage::Link { column, entity, .. } => {
                let mut linked = self.linked(&row[column], entity);
                match linked.row {
                    None => Value::Null,
                    Some(row) if rest.is_empty() => Value::from_cell(&row["id"], &Ty::Text, 0),
                    Some(_) => linked.path(rest),
                }
            }
            Storage::Many { table, owner, value, .. } => {
                let items = self.world.tables[table.as_str()].iter().filter(|item| item[owner] == row["id"]);
                Value::list(items.filter_map(|item| item[value].as_text()))
            }
            Storage::Computed(formula) => formula.eval(self).unwrap_or_default(),
            Storage::Memory => Value::Null,
        }
    }

    fn me(&self) -> Value {
        ME.into()
    }

    fn my_dept(&self) -> Value {
        MY_DEPT.into()
    }

    fn my_depts(&self) -> Value {
        Value::list(MY_DEPTS)
    }

    fn now(&self) -> Timestamp {
        now()
    }

    fn zone(&self) -> TimeZone {
        zone()
    }
}

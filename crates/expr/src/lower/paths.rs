//! Record paths: columns, links followed by subqueries, join tables, read-time formulas.

use keshu_kernel::{Cell, Fragment};

use super::{Cond, Low, Lowered, Lowerer, Place, Rep, sql};
use crate::error::{ExprError, not_filterable};
use crate::tree::{Kind, Node, RecordPath};
use crate::{Slot, Storage, Ty, Value, num};

/// The path of a node that is a join table of the record.
pub(super) fn many(node: &Node) -> Option<&RecordPath> {
    match &node.kind {
        Kind::Path(path) if !path.old => matches!(path.slots.last()?.storage, Storage::Many { .. }).then_some(path),
        _ => None,
    }
}

fn column(alias: &str, name: &str) -> Fragment {
    let mut out = Fragment::new();
    out.name(alias).sql(".").name(name);
    out
}

impl Lowerer<'_> {
    pub(super) fn path(&self, node: &Node, path: &RecordPath, place: &Place) -> Lowered {
        if path.old {
            return self.refuse(node);
        }
        self.follow(node, &path.slots, &place.alias, &mut |alias, slot| self.slot(node, slot, alias))
    }

    /// Follows the links before the last slot; a hidden or deleted row makes the value null.
    fn follow(
        &self,
        node: &Node,
        slots: &[Slot],
        alias: &str,
        last: &mut dyn FnMut(&str, &Slot) -> Lowered,
    ) -> Lowered {
        match slots {
            [] => self.refuse(node),
            [slot] => last(alias, slot),
            [link, rest @ ..] => self.linked(node, link, alias, &mut |next| self.follow(node, rest, next, last)),
        }
    }

    /// `(SELECT … FROM table AS next WHERE next.id = alias.column …)`
    fn linked(&self, node: &Node, link: &Slot, alias: &str, inner: &mut dyn FnMut(&str) -> Lowered) -> Lowered {
        let Storage::Link { column: from, table, entity } = &link.storage else { return self.refuse(node) };
        self.spend(node.at)?;
        let next = self.alias(alias);
        let (rep, value) = match inner(&next)? {
            Low::Const(Value::Null) => return Ok(Low::Const(Value::Null)),
            Low::Const(value) => {
                let Some(rep) = super::const_rep(&value) else { return self.refuse(node) };
                (rep, self.shaped(node, Low::Const(value), rep)?)
            }
            Low::Sql(rep, sql) => (rep, sql),
        };
        let mut out = sql!("(SELECT ", value, " FROM ");
        out.name(table).sql(" AS ").name(&next).sql(" WHERE ");
        out.append(column(&next, "id")).sql(" = ").append(column(alias, from));
        out.sql(" AND ").append(column(&next, "deleted_at")).sql(" IS NULL");
        if let Some(guard) = (self.ctx.link_guard)(entity, &next) {
            out.sql(" AND (").append(guard).sql(")");
        }
        out.sql(")");
        Ok(Low::Sql(rep, out))
    }

    fn alias(&self, parent: &str) -> String {
        let number = self.aliases.get() + 1;
        self.aliases.set(number);
        format!("{parent}_{number}")
    }

    fn slot(&self, node: &Node, slot: &Slot, alias: &str) -> Lowered {
        match &slot.storage {
            Storage::Column { name, scale } => {
                let rep = match &slot.ty {
                    Ty::Bool => Rep::Flag,
                    Ty::Number if u32::from(scale.unwrap_or(0)) <= num::SCALE => Rep::Int(scale.unwrap_or(0)),
                    Ty::Text | Ty::Record(_) => Rep::Text { computed: false },
                    Ty::Date => Rep::Date,
                    Ty::Time => Rep::Time,
                    Ty::Moment => Rep::Moment,
                    Ty::Days | Ty::Months => Rep::Span,
                    _ => return self.refuse(node),
                };
                Ok(Low::Sql(rep, column(alias, name)))
            }
            Storage::Link { .. } => self
                .linked(node, slot, alias, &mut |next| Ok(Low::Sql(Rep::Text { computed: false }, column(next, "id")))),
            Storage::Computed(formula) => {
                let depth = self.formulas.get();
                if depth >= super::MAX_FORMULAS {
                    return not_filterable(node.at, "层层嵌套的公式", "a formula nested this deep");
                }
                self.formulas.set(depth + 1);
                let inside = Place { alias: alias.to_owned(), locals: Vec::new() };
                // The place of an error inside the formula means nothing here.
                let low = self.value(formula.root(), &inside).map_err(|error| ExprError { at: node.at, ..error });
                self.formulas.set(depth);
                low
            }
            Storage::Many { .. } | Storage::Memory => self.refuse(node),
        }
    }

    /// `EXISTS` (or `NOT EXISTS`) of an item of a join table for which `test` gives a true condition.
    pub(super) fn exists(
        &self,
        path: &RecordPath,
        place: &Place,
        test: &mut dyn FnMut(Fragment) -> Result<Fragment, ExprError>,
        none: bool,
    ) -> Result<Fragment, ExprError> {
        let start = if none { "(NOT EXISTS (SELECT 1 FROM " } else { "(EXISTS (SELECT 1 FROM " };
        let low =
            self.over(path, place, Rep::Cond, &mut |from, item| Ok(sql!(start, from, " AND ", test(item)?, "))")))?;
        match low {
            Low::Sql(_, sql) => Ok(sql),
            Low::Const(_) => Ok(self.cond_sql(Cond::Known(None))),
        }
    }

    /// How many items a join table has.
    pub(super) fn count(&self, path: &RecordPath, place: &Place) -> Lowered {
        self.over(path, place, Rep::Int(0), &mut |from, _| Ok(sql!("(SELECT count(*) FROM ", from, ")")))
    }

    /// Builds SQL over `table AS m WHERE m.owner = record` and the item column.
    fn over(
        &self,
        path: &RecordPath,
        place: &Place,
        rep: Rep,
        build: &mut dyn FnMut(Fragment, Fragment) -> Result<Fragment, ExprError>,
    ) -> Lowered {
        let node = Node { kind: Kind::Path(path.clone()), ty: Ty::Any, at: crate::Pos::START };
        self.follow(&node, &path.slots, &place.alias, &mut |alias, slot| {
            let Storage::Many { table, owner, value, .. } = &slot.storage else { return self.refuse(&node) };
            let next = self.alias(alias);
            let mut from = Fragment::new();
            from.name(table).sql(" AS ").name(&next).sql(" WHERE ");
            from.append(column(&next, owner)).sql(" = ").append(column(alias, "id"));
            Ok(Low::Sql(rep, build(from, column(&next, value))?))
        })
    }

    /// Whether a join table holds a value.
    pub(super) fn holds(&self, path: &RecordPath, value: &Node, place: &Place) -> Result<Fragment, ExprError> {
        self.exists(
            path,
            place,
            &mut |item| {
                Ok(match self.value(value, place)? {
                    Low::Const(Value::Text(text)) => sql!(item, " = ", self.bind(Cell::Text(text))),
                    Low::Const(_) => Fragment::raw("FALSE"),
                    Low::Sql(Rep::Text { .. }, sql) => sql!(item, " = ", sql),
                    Low::Sql(..) => return self.refuse(value),
                })
            },
            false,
        )
    }
}

//! The typed tree → SQL that keeps exactly the rows for which the evaluator gives `true`.
//!
//! Conditions are lowered in one of two ways. Where only "true or not" counts, null and false may
//! be mixed up, so plain `column = ?` stays plain and its index stays usable. Beneath `not` and
//! where a condition is a value (`exact`), each of true, false and null is kept: equality becomes
//! two-valued, as in FEEL. Nothing is ever emitted twice except by lowering it again, and lowering
//! is budgeted, so the text cannot explode.

mod calendar;
mod compare;
mod functions;
mod numbers;
mod paths;

use std::cell::Cell as Counter;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use keshu_kernel::{Cell, Dialect, Fragment};

use crate::error::{ExprError, Pos, not_filterable};
use crate::eval::{self, Env, FUEL};
use crate::functions::F;
use crate::tree::{Kind, Loop, Node, Source};
use crate::value::Value;

/// What the lowering knows about the query and the asker.
pub struct Lowering<'a> {
    pub dialect: Dialect,
    /// The table alias of the record. Aliases made for links start with it.
    pub alias: &'a str,
    pub me: Option<String>,
    pub my_dept: Option<String>,
    pub my_depts: Vec<String>,
    pub now: Timestamp,
    pub today: Date,
    pub zone: TimeZone,
    /// The row scope of a linked entity at a table alias; it is ANDed into every subquery that
    /// follows a link, so that hidden rows read as null. `None` = every row may be seen.
    pub link_guard: &'a dyn Fn(&str, &str) -> Option<Fragment>,
}

/// No guard on linked rows.
pub fn unguarded(_entity: &str, _alias: &str) -> Option<Fragment> {
    None
}

/// How many nodes one lowering may visit, repeats and inlined formulas included.
const BUDGET: u32 = 3000;
/// How deep read-time formulas may stand inside each other.
const MAX_FORMULAS: u32 = 8;

pub(crate) fn filter(root: &Node, ctx: &Lowering) -> Result<Fragment, ExprError> {
    let lowerer = Lowerer {
        ctx,
        budget: Counter::new(BUDGET),
        fuel: Counter::new(FUEL),
        aliases: Counter::new(0),
        formulas: Counter::new(0),
    };
    let place = Place { alias: ctx.alias.to_owned(), locals: Vec::new() };
    Ok(match lowerer.cond(root, &place, false)? {
        Cond::Known(Some(true)) => Fragment::raw("TRUE"),
        Cond::Known(_) => Fragment::raw("FALSE"),
        Cond::Sql(sql) => sql,
    })
}

/// The shape of a lowered value. Every fragment stands for itself without brackets around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rep {
    /// A condition: boolean on PostgreSQL, 0 / 1 on SQLite.
    Cond,
    /// A stored boolean: 0 / 1 as an integer on both.
    Flag,
    /// A 64-bit integer of 10^-scale, below 10^18.
    Int(u8),
    /// A decimal: numeric on PostgreSQL, canonical text on SQLite; with bounds of its digits
    /// before and after the point.
    Dec {
        digits: u32,
        scale: u32,
    },
    /// Text; `computed` when its collation is not certainly that of a column.
    Text {
        computed: bool,
    },
    Date,
    Time,
    Moment,
    /// A computed duration as milliseconds.
    Millis,
    /// A stored duration as ISO text: it has equality, but no order.
    Span,
}

#[derive(Debug, Clone)]
pub(crate) enum Low {
    Const(Value),
    Sql(Rep, Fragment),
}

/// A lowered condition.
#[derive(Debug, Clone)]
pub(crate) enum Cond {
    Known(Option<bool>),
    Sql(Fragment),
}

/// Where names of the record and loop variables lead.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    alias: String,
    locals: Vec<Low>,
}

pub(crate) struct Lowerer<'a> {
    ctx: &'a Lowering<'a>,
    budget: Counter<u32>,
    fuel: Counter<u64>,
    aliases: Counter<u32>,
    formulas: Counter<u32>,
}

type Lowered = Result<Low, ExprError>;
type Condition = Result<Cond, ExprError>;

/// Writes SQL text and fragments in turn.
macro_rules! sql {
    ($($piece:expr),* $(,)?) => {{
        let mut out = Fragment::new();
        $($crate::lower::Piece::put($piece, &mut out);)*
        out
    }};
}
pub(crate) use sql;

pub(crate) trait Piece {
    fn put(self, out: &mut Fragment);
}

impl Piece for &str {
    fn put(self, out: &mut Fragment) {
        out.sql(self);
    }
}

impl Piece for String {
    fn put(self, out: &mut Fragment) {
        out.sql(&self);
    }
}

impl Piece for Fragment {
    fn put(self, out: &mut Fragment) {
        out.append(self);
    }
}

impl Lowerer<'_> {
    fn sqlite(&self) -> bool {
        self.ctx.dialect == Dialect::Sqlite
    }

    fn spend(&self, at: Pos) -> Result<(), ExprError> {
        match self.budget.get().checked_sub(1) {
            Some(left) => {
                self.budget.set(left);
                Ok(())
            }
            None => not_filterable(at, "这样大的表达式", "an expression of this size"),
        }
    }

    fn refuse<T>(&self, node: &Node) -> Result<T, ExprError> {
        let shown: String = crate::print::print(node).chars().take(60).collect();
        not_filterable(node.at, shown.clone(), shown)
    }

    /// A bound value with its type said, so that PostgreSQL never has to guess.
    fn bind(&self, cell: Cell) -> Fragment {
        let cast = match (&cell, self.ctx.dialect) {
            (Cell::Int(_), Dialect::Postgres) => "::bigint",
            (_, Dialect::Postgres) => "::text",
            _ => "",
        };
        let mut out = Fragment::new();
        out.bind(cell).sql(cast);
        out
    }

    /// The value of a node that is the same for every row, or `None`.
    fn constant(&self, node: &Node, place: &Place) -> Result<Option<Value>, ExprError> {
        if !node.is_constant(place.locals.len()) {
            return Ok(None);
        }
        let mut asker = Asker { ctx: self.ctx };
        // All constants of one lowering share one tank.
        let (value, left) = eval::eval_within(node, &mut asker, self.fuel.get(), place.locals.len())?;
        self.fuel.set(left);
        Ok(Some(value))
    }

    /// A condition. Not `exact`: only whether it is true counts.
    pub(crate) fn cond(&self, node: &Node, place: &Place, exact: bool) -> Condition {
        self.spend(node.at)?;
        if let Some(value) = self.constant(node, place)? {
            return Ok(known(&value));
        }
        match &node.kind {
            Kind::And(parts) => self.logic(parts, place, exact, false),
            Kind::Or(parts) => self.logic(parts, place, exact, true),
            Kind::Compare(sign, a, b) => self.compare(*sign, a, b, place, exact),
            Kind::Between(x, low, high) => self.range(x, (low, false), (high, false), place, exact),
            Kind::In(value, tests) => self.within(value, tests, place, exact),
            Kind::If(condition, then, otherwise) => {
                self.choose(condition, place, |chosen| self.cond(if chosen { then } else { otherwise }, place, exact))
            }
            Kind::Loop(kind @ (Loop::Some | Loop::Every), sources, body) => {
                self.quantified(node, *kind, sources, body, place, exact)
            }
            Kind::Call(F::Not, args) => self.negate(&args[0], place),
            Kind::Call(f, args) if node.ty == crate::Ty::Bool => self.predicate(node, *f, args, place, exact),
            _ => self.truth(node, place),
        }
    }

    /// A boolean that is a value: a column, a formula, a variable.
    fn truth(&self, node: &Node, place: &Place) -> Condition {
        Ok(match self.value(node, place)? {
            Low::Const(value) => known(&value),
            Low::Sql(Rep::Cond, sql) => Cond::Sql(sql),
            Low::Sql(Rep::Flag, sql) => Cond::Sql(sql!("(", sql, " = 1)")),
            Low::Sql(..) => return self.refuse(node),
        })
    }

    fn logic(&self, parts: &[Node], place: &Place, exact: bool, decisive: bool) -> Condition {
        self.joined(parts.iter().map(|part| self.cond(part, place, exact)), exact, decisive)
    }

    /// Conditions joined by `or` (`decisive`) or `and`.
    fn joined(&self, parts: impl Iterator<Item = Condition>, exact: bool, decisive: bool) -> Condition {
        let mut pieces = Vec::new();
        let mut unknown = false;
        for part in parts {
            match part? {
                Cond::Known(Some(flag)) if flag == decisive => return Ok(Cond::Known(Some(decisive))),
                Cond::Known(Some(_)) => {}
                Cond::Known(None) => unknown = true,
                Cond::Sql(sql) => pieces.push(sql),
            }
        }
        if unknown && !exact {
            // Null and x is never true; null or x is true where x is.
            if !decisive {
                return Ok(Cond::Known(Some(false)));
            }
        } else if unknown {
            if pieces.is_empty() {
                return Ok(Cond::Known(None));
            }
            pieces.push(self.cond_sql(Cond::Known(None)));
        }
        if pieces.is_empty() {
            return Ok(Cond::Known(if unknown { None } else { Some(!decisive) }));
        }
        Ok(Cond::Sql(series("(", pieces, if decisive { " OR " } else { " AND " }, ")")))
    }

    fn negate(&self, inner: &Node, place: &Place) -> Condition {
        Ok(match self.cond(inner, place, true)? {
            Cond::Known(flag) => Cond::Known(flag.map(|flag| !flag)),
            Cond::Sql(sql) => Cond::Sql(sql!("(NOT ", sql, ")")),
        })
    }

    /// `if`: a constant condition picks its branch, another becomes CASE.
    fn choose(&self, condition: &Node, place: &Place, branch: impl Fn(bool) -> Condition) -> Condition {
        Ok(match self.cond(condition, place, false)? {
            Cond::Known(flag) => branch(flag == Some(true))?,
            Cond::Sql(test) => {
                let (then, otherwise) = (self.cond_sql(branch(true)?), self.cond_sql(branch(false)?));
                Cond::Sql(sql!("(CASE WHEN ", test, " THEN ", then, " ELSE ", otherwise, " END)"))
            }
        })
    }

    /// `some x in … satisfies …` over a join table, or over a constant list item by item.
    fn quantified(
        &self,
        node: &Node,
        kind: Loop,
        sources: &[(String, Source)],
        body: &Node,
        place: &Place,
        exact: bool,
    ) -> Condition {
        let [(_, Source::List(list))] = sources else { return self.refuse(node) };
        let inside = |item: Low| {
            let mut inside = place.clone();
            inside.locals.push(item);
            inside
        };
        if let Some(Value::List(items)) = self.constant(list, place)? {
            let each = items.into_iter().map(|item| self.cond(body, &inside(Low::Const(item)), exact));
            return self.joined(each, exact, kind == Loop::Some);
        }
        // EXISTS is never null, so it may stand only where null counts as false.
        let Some(path) = paths::many(list).filter(|_| !exact) else { return self.refuse(node) };
        let every = kind == Loop::Every;
        let mut test = |item| {
            let place = inside(Low::Sql(Rep::Text { computed: false }, item));
            let test = self.cond_sql(self.cond(body, &place, every)?);
            Ok(if every { sql!("(", test, " IS NOT TRUE)") } else { test })
        };
        Ok(Cond::Sql(self.exists(path, place, &mut test, every)?))
    }

    fn cond_sql(&self, cond: Cond) -> Fragment {
        match cond {
            Cond::Known(Some(true)) => Fragment::raw("TRUE"),
            Cond::Known(Some(false)) => Fragment::raw("FALSE"),
            Cond::Known(None) if self.sqlite() => Fragment::raw("NULL"),
            Cond::Known(None) => Fragment::raw("NULL::boolean"),
            Cond::Sql(sql) => sql,
        }
    }

    /// Any value; conditions are exact here.
    pub(crate) fn value(&self, node: &Node, place: &Place) -> Lowered {
        self.spend(node.at)?;
        if let Some(value) = self.constant(node, place)? {
            return Ok(Low::Const(value));
        }
        match &node.kind {
            Kind::Path(path) => self.path(node, path, place),
            Kind::Local(index, _) => match place.locals.get(*index) {
                Some(low) => Ok(low.clone()),
                None => self.refuse(node),
            },
            Kind::Get(base, name) => self.part(node, base, name, place),
            Kind::Neg(inner) => self.minus(node, inner, place),
            Kind::Arith(sign, a, b) => self.arith(node, *sign, a, b, place),
            Kind::If(condition, then, otherwise) if node.ty != crate::Ty::Bool => {
                self.branches(node, condition, then, otherwise, place)
            }
            Kind::Call(f, args) if node.ty != crate::Ty::Bool => self.function(node, *f, args, place),
            Kind::And(_)
            | Kind::Or(_)
            | Kind::Compare(..)
            | Kind::Between(..)
            | Kind::In(..)
            | Kind::If(..)
            | Kind::Call(..) => Ok(match self.cond(node, place, true)? {
                Cond::Known(flag) => Low::Const(flag.into()),
                Cond::Sql(sql) => Low::Sql(Rep::Cond, sql),
            }),
            _ => self.refuse(node),
        }
    }

    fn branches(&self, node: &Node, condition: &Node, then: &Node, otherwise: &Node, place: &Place) -> Lowered {
        let test = match self.cond(condition, place, false)? {
            Cond::Known(flag) => return self.value(if flag == Some(true) { then } else { otherwise }, place),
            Cond::Sql(test) => test,
        };
        let lows = vec![self.value(then, place)?, self.value(otherwise, place)?];
        let Some((rep, mut sides)) = self.unify(node, lows)? else { return Ok(Low::Const(Value::Null)) };
        let (otherwise, then) = (sides.pop().unwrap_or_default(), sides.pop().unwrap_or_default());
        Ok(Low::Sql(rep, sql!("(CASE WHEN ", test, " THEN ", then, " ELSE ", otherwise, " END)")))
    }

    /// Brings values that stand for each other to one shape; `None` when all are null.
    fn unify(&self, node: &Node, lows: Vec<Low>) -> Result<Option<(Rep, Vec<Fragment>)>, ExprError> {
        let mut rep: Option<Rep> = None;
        for low in &lows {
            let next = match low {
                Low::Const(Value::Null) => continue,
                Low::Const(value) => match const_rep(value) {
                    Some(rep) => rep,
                    None => return self.refuse(node),
                },
                Low::Sql(rep, _) => *rep,
            };
            rep = Some(match (rep, next) {
                (None, next) => next,
                (Some(one), other) if one == other => one,
                (Some(Rep::Cond | Rep::Flag), Rep::Cond | Rep::Flag) => Rep::Cond,
                (Some(Rep::Text { .. }), Rep::Text { .. }) => Rep::Text { computed: true },
                (Some(one), other) => match (numbers::bounds(one), numbers::bounds(other)) {
                    (Some(a), Some(b)) => Rep::Dec { digits: a.0.max(b.0), scale: a.1.max(b.1) },
                    _ => return self.refuse(node),
                },
            });
        }
        let Some(rep) = rep else { return Ok(None) };
        let sides = lows.into_iter().map(|low| self.shaped(node, low, rep)).collect::<Result<_, _>>()?;
        Ok(Some((rep, sides)))
    }

    /// A value written in the wanted shape.
    fn shaped(&self, node: &Node, low: Low, wanted: Rep) -> Result<Fragment, ExprError> {
        match (low, wanted) {
            (Low::Const(Value::Null), _) => Ok(self.null(wanted)),
            (Low::Const(value), _) => match self.literal(&value, wanted) {
                Some(sql) => Ok(sql),
                None => self.refuse(node),
            },
            (Low::Sql(rep, sql), _) if rep == wanted => Ok(sql),
            (Low::Sql(Rep::Flag, sql), Rep::Cond) => Ok(sql!("(", sql, " = 1)")),
            (Low::Sql(Rep::Text { .. }, sql), Rep::Text { .. }) => Ok(sql),
            (Low::Sql(rep, sql), Rep::Dec { .. }) if numbers::bounds(rep).is_some() => Ok(self.decimal_sql(rep, sql)),
            _ => self.refuse(node),
        }
    }

    fn null(&self, rep: Rep) -> Fragment {
        if self.sqlite() {
            return Fragment::raw("NULL");
        }
        Fragment::raw(match rep {
            Rep::Cond => "NULL::boolean",
            Rep::Flag | Rep::Int(_) | Rep::Millis => "NULL::bigint",
            Rep::Dec { .. } => "NULL::numeric",
            Rep::Text { .. } | Rep::Date | Rep::Time | Rep::Moment | Rep::Span => "NULL::text",
        })
    }

    /// A constant written in a shape, if it has that shape exactly.
    fn literal(&self, value: &Value, rep: Rep) -> Option<Fragment> {
        Some(match (value, rep) {
            (Value::Bool(flag), Rep::Cond) => self.cond_sql(Cond::Known(Some(*flag))),
            (Value::Bool(flag), Rep::Flag) => self.bind((*flag).into()),
            (Value::Number(number), Rep::Int(scale)) => {
                self.bind(keshu_kernel::decimal::to_scaled(*number, scale).ok()?.into())
            }
            (Value::Number(number), Rep::Dec { .. }) => {
                let bound = self.bind(crate::num::text(*number).into());
                if self.sqlite() { bound } else { sql!(bound, "::numeric") }
            }
            (Value::Text(text), Rep::Text { .. }) => self.bind(text.into()),
            (Value::Date(_), Rep::Date)
            | (Value::Moment(_), Rep::Moment)
            | (Value::Days(_) | Value::Months(_), Rep::Span) => self.bind(value.to_text().into()),
            (Value::Time(time), Rep::Time) if time.subsec_nanosecond() == 0 => self.bind(value.to_text().into()),
            (Value::Days(days), Rep::Millis) => self.bind(i64::try_from(days.as_millis()).ok()?.into()),
            _ => return None,
        })
    }
}

fn known(value: &Value) -> Cond {
    Cond::Known(match value {
        Value::Bool(flag) => Some(*flag),
        _ => None,
    })
}

fn const_rep(value: &Value) -> Option<Rep> {
    Some(match value {
        Value::Bool(_) => Rep::Cond,
        Value::Number(number) => numbers::rep_of(*number),
        Value::Text(_) => Rep::Text { computed: true },
        Value::Date(_) => Rep::Date,
        Value::Moment(_) => Rep::Moment,
        Value::Time(_) => Rep::Time,
        Value::Days(_) => Rep::Millis,
        _ => return None,
    })
}

pub(crate) fn series(open: &str, pieces: Vec<Fragment>, between: &str, close: &str) -> Fragment {
    let mut out = Fragment::raw(open);
    for (index, piece) in pieces.into_iter().enumerate() {
        if index > 0 {
            out.sql(between);
        }
        out.append(piece);
    }
    out.sql(close);
    out
}

/// The asker of the lowering as an [`Env`] without a record, for constants.
struct Asker<'a> {
    ctx: &'a Lowering<'a>,
}

impl Env for Asker<'_> {
    fn path(&mut self, _path: &[String]) -> Value {
        Value::Null
    }

    fn me(&self) -> Value {
        self.ctx.me.clone().into()
    }

    fn my_dept(&self) -> Value {
        self.ctx.my_dept.clone().into()
    }

    fn my_depts(&self) -> Value {
        Value::list(self.ctx.my_depts.iter().cloned())
    }

    fn now(&self) -> Timestamp {
        self.ctx.now
    }

    fn zone(&self) -> TimeZone {
        self.ctx.zone.clone()
    }

    fn today(&self) -> Date {
        self.ctx.today
    }
}

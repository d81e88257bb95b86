//! The evaluator: exact, null-following, limited by fuel.

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil::Date};
use keshu_kernel::time::date_in;

use crate::ast::{Arith, Compare};
use crate::error::{ExprError, Pos, out_of_fuel};
use crate::tree::{Kind, Loop, Node, Source, Test};
use crate::value::{equal, fit_days, fit_moment, fit_months, order};
use crate::{Value, builtins, num};

/// The usual number of steps.
pub const FUEL: u64 = 50_000;
/// The longest text that may be built, in bytes.
pub(crate) const MAX_TEXT: usize = 64 * 1024;

/// What an expression is evaluated against.
pub trait Env {
    /// The value at a record path (`["customer", "debt"]`). Hidden, deleted and missing rows give
    /// null, a join table gives a list (empty if there is nothing), a link itself (`["customer"]`)
    /// gives anything but null when the row can be seen.
    fn path(&mut self, path: &[String]) -> Value;

    /// The same before the change.
    fn old(&mut self, _path: &[String]) -> Value {
        Value::Null
    }

    /// One of the names of [`crate::Scope::vars`].
    fn var(&mut self, _name: &str) -> Value {
        Value::Null
    }

    /// The staff id of the asker.
    fn me(&self) -> Value {
        Value::Null
    }

    fn my_dept(&self) -> Value {
        Value::Null
    }

    /// The asker's departments and those below.
    fn my_depts(&self) -> Value {
        Value::List(Vec::new())
    }

    fn now(&self) -> Timestamp;

    /// The asker's zone, for the calendar side of moments.
    fn zone(&self) -> TimeZone;

    fn today(&self) -> Date {
        date_in(self.now(), &self.zone())
    }
}

/// An [`Env`] without record or asker: the clock only.
#[derive(Debug, Clone)]
pub struct NoRecord {
    pub now: Timestamp,
    pub zone: TimeZone,
}

impl Env for NoRecord {
    fn path(&mut self, _path: &[String]) -> Value {
        Value::Null
    }

    fn now(&self) -> Timestamp {
        self.now
    }

    fn zone(&self) -> TimeZone {
        self.zone.clone()
    }
}

pub(crate) fn eval(root: &Node, env: &mut dyn Env, fuel: u64) -> Result<Value, ExprError> {
    Machine { env, fuel, locals: Vec::new() }.node(root)
}

/// Evaluates a node that reads none of the `depth` locals around it; says how much fuel is left.
pub(crate) fn eval_within(node: &Node, env: &mut dyn Env, fuel: u64, depth: usize) -> Result<(Value, u64), ExprError> {
    let mut machine = Machine { env, fuel, locals: vec![Value::Null; depth] };
    let value = machine.node(node)?;
    Ok((value, machine.fuel))
}

type Outcome = Result<Value, ExprError>;

pub(crate) struct Machine<'a> {
    pub env: &'a mut dyn Env,
    fuel: u64,
    locals: Vec<Value>,
}

impl Machine<'_> {
    pub fn burn(&mut self, cost: u64, at: Pos) -> Result<(), ExprError> {
        self.fuel = self.fuel.checked_sub(cost).ok_or_else(|| out_of_fuel(at))?;
        Ok(())
    }

    /// Pays for a value that was copied or made.
    fn paid(&mut self, value: Value, at: Pos) -> Outcome {
        if let Value::Text(text) = &value
            && text.len() > MAX_TEXT
        {
            return Err(out_of_fuel(at));
        }
        self.burn(value.weight(), at)?;
        Ok(value)
    }

    fn node(&mut self, node: &Node) -> Outcome {
        self.burn(1, node.at)?;
        match &node.kind {
            Kind::Const(value) => self.paid(value.clone(), node.at),
            Kind::LocalMoment(local) => Ok(builtins::local_moment(*local, &self.env.zone())),
            Kind::Path(path) => {
                let value = if path.old { self.env.old(&path.keys) } else { self.env.path(&path.keys) };
                self.paid(tidy(value), node.at)
            }
            Kind::Var(name) => {
                let value = tidy(self.env.var(name));
                self.paid(value, node.at)
            }
            Kind::Local(place, _) => {
                let value = self.locals.get(*place).cloned().unwrap_or_default();
                self.paid(value, node.at)
            }
            Kind::Me => Ok(self.env.me()),
            Kind::MyDept => Ok(self.env.my_dept()),
            Kind::MyDepts => {
                let value = self.env.my_depts();
                self.paid(value, node.at)
            }
            Kind::List(items) => Ok(Value::List(self.all(items)?)),
            Kind::Context(entries) => self.context(entries),
            Kind::Get(base, name) => self.get(base, name, node.at),
            Kind::Neg(inner) => Ok(negate(self.node(inner)?)),
            Kind::Arith(sign, a, b) => self.arith(*sign, a, b, node.at),
            Kind::Compare(sign, a, b) => {
                let (a, b) = (self.node(a)?, self.node(b)?);
                Ok(compare(*sign, &a, &b))
            }
            Kind::And(parts) => self.logic(parts, false),
            Kind::Or(parts) => self.logic(parts, true),
            Kind::Between(x, low, high) => self.between(x, low, high),
            Kind::In(value, tests) => self.within(value, tests),
            Kind::If(condition, then, otherwise) => {
                let chosen = if self.node(condition)?.is_true() { then } else { otherwise };
                self.node(chosen)
            }
            Kind::Loop(kind, sources, body) => self.run_loop(*kind, sources, body),
            Kind::Filter(list, inner) => self.filter(list, inner, node.at),
            Kind::Call(f, args) => {
                let args = self.all(args)?;
                let value = builtins::call(*f, args, self, node.at)?;
                self.paid(value, node.at)
            }
        }
    }

    fn all(&mut self, nodes: &[Node]) -> Result<Vec<Value>, ExprError> {
        nodes.iter().map(|node| self.node(node)).collect()
    }

    fn context(&mut self, entries: &[(String, Node)]) -> Outcome {
        let entries =
            entries.iter().map(|(key, node)| Ok((key.clone(), self.node(node)?))).collect::<Result<_, ExprError>>()?;
        Ok(Value::Context(entries))
    }

    fn get(&mut self, base: &Node, name: &str, at: Pos) -> Outcome {
        let base = self.node(base)?;
        let zone = self.env.zone();
        let value = match base {
            Value::List(items) => Value::List(items.iter().map(|item| builtins::part(item, name, &zone)).collect()),
            other => builtins::part(&other, name, &zone),
        };
        self.paid(value, at)
    }

    fn arith(&mut self, sign: Arith, a: &Node, b: &Node, at: Pos) -> Outcome {
        let (a, b) = (self.node(a)?, self.node(b)?);
        if sign == Arith::Pow {
            self.burn(100, at)?;
        }
        if let (Arith::Add, Value::Text(a), Value::Text(b)) = (sign, &a, &b) {
            if a.len() + b.len() > MAX_TEXT {
                return Err(out_of_fuel(at));
            }
            return self.paid(Value::Text(format!("{a}{b}")), at);
        }
        Ok(calculate(sign, &a, &b, &self.env.zone()).unwrap_or_default())
    }

    /// Three-valued and / or: `decisive` ends it at once.
    fn logic(&mut self, parts: &[Node], decisive: bool) -> Outcome {
        let mut unknown = false;
        for part in parts {
            match self.node(part)? {
                Value::Bool(flag) if flag == decisive => return Ok(Value::Bool(decisive)),
                Value::Bool(_) => {}
                _ => unknown = true,
            }
        }
        Ok(if unknown { Value::Null } else { Value::Bool(!decisive) })
    }

    fn between(&mut self, x: &Node, low: &Node, high: &Node) -> Outcome {
        let (x, low, high) = (self.node(x)?, self.node(low)?, self.node(high)?);
        Ok(both(compare(Compare::Ge, &x, &low), compare(Compare::Le, &x, &high)))
    }

    fn within(&mut self, value: &Node, tests: &[Test]) -> Outcome {
        let value = self.node(value)?;
        let mut unknown = false;
        for test in tests {
            match self.test(&value, test)? {
                Value::Bool(true) => return Ok(Value::Bool(true)),
                Value::Bool(false) => {}
                _ => unknown = true,
            }
        }
        Ok(if unknown { Value::Null } else { Value::Bool(false) })
    }

    fn test(&mut self, value: &Value, test: &Test) -> Outcome {
        Ok(match test {
            Test::Compare(sign, node) => compare(*sign, value, &self.node(node)?),
            Test::Range { low, low_open, high, high_open } => {
                let (low, high) = (self.node(low)?, self.node(high)?);
                let above = if *low_open { Compare::Gt } else { Compare::Ge };
                let below = if *high_open { Compare::Lt } else { Compare::Le };
                both(compare(above, value, &low), compare(below, value, &high))
            }
            Test::Value(node) => {
                let found = self.node(node)?;
                let listed = matches!(node.ty, crate::Ty::List(_));
                match found {
                    Value::List(items) if !matches!(value, Value::List(_)) => {
                        self.burn(items.len() as u64 / 4, node.at)?;
                        Value::Bool(items.iter().any(|item| equal(item, value) == Some(true)))
                    }
                    // A list that cannot be seen, such as the tags of a hidden record.
                    Value::Null if listed => Value::Null,
                    other => compare(Compare::Eq, value, &other),
                }
            }
        })
    }

    fn run_loop(&mut self, kind: Loop, sources: &[(String, Source)], body: &Node) -> Outcome {
        let base = self.locals.len();
        let mut state = LoopState { kind, found: Vec::new(), unknown: false, decided: None };
        let result = self.loop_over(sources, body, &mut state);
        self.locals.truncate(base);
        if !result? {
            return Ok(Value::Null);
        }
        Ok(match kind {
            Loop::For => Value::List(state.found),
            _ => match state.decided {
                Some(flag) => Value::Bool(flag),
                None if state.unknown => Value::Null,
                None => Value::Bool(kind == Loop::Every),
            },
        })
    }

    /// Runs over the first source and, inside it, the others. False when a source is not a list.
    fn loop_over(
        &mut self,
        sources: &[(String, Source)],
        body: &Node,
        state: &mut LoopState,
    ) -> Result<bool, ExprError> {
        let Some(((_, source), rest)) = sources.split_first() else {
            let value = self.node(body)?;
            state.see(value);
            return Ok(true);
        };
        match source {
            Source::List(list) => {
                let items = match self.node(list)? {
                    Value::List(items) => items,
                    _ => return Ok(false),
                };
                for item in items {
                    if !self.step(item, rest, body, state)? {
                        return Ok(false);
                    }
                }
            }
            Source::Range(low, high) => {
                let (low, high) = (self.node(low)?, self.node(high)?);
                let ends = (low.as_number().and_then(num::whole), high.as_number().and_then(num::whole));
                let (Some(low), Some(high)) = ends else { return Ok(false) };
                let mut next = low;
                loop {
                    if !self.step(Value::from(next), rest, body, state)? {
                        return Ok(false);
                    }
                    if next == high || state.decided.is_some() {
                        break;
                    }
                    next += if low <= high { 1 } else { -1 };
                }
            }
        }
        Ok(true)
    }

    fn step(
        &mut self,
        item: Value,
        rest: &[(String, Source)],
        body: &Node,
        state: &mut LoopState,
    ) -> Result<bool, ExprError> {
        if state.decided.is_some() {
            return Ok(true);
        }
        self.locals.push(item);
        let result = self.loop_over(rest, body, state);
        self.locals.pop();
        result
    }

    fn filter(&mut self, list: &Node, inner: &Node, at: Pos) -> Outcome {
        let items = match self.node(list)? {
            Value::List(items) => items,
            Value::Null => return Ok(Value::Null),
            single => vec![single],
        };
        if inner.ty != crate::Ty::Bool {
            // An index, or only now known to be one: it is the same for every item.
            self.locals.push(items.first().cloned().unwrap_or_default());
            let index = self.node(inner);
            self.locals.pop();
            let index = index?;
            if inner.ty == crate::Ty::Number || matches!(index, Value::Number(_)) {
                return Ok(pick(items, &index));
            }
        }
        let mut kept = Vec::new();
        for item in items {
            self.burn(item.weight(), at)?;
            self.locals.push(item);
            let test = self.node(inner);
            let item = self.locals.pop().unwrap_or_default();
            match test? {
                Value::Bool(true) => kept.push(item),
                _ => continue,
            }
        }
        Ok(Value::List(kept))
    }
}

struct LoopState {
    kind: Loop,
    found: Vec<Value>,
    unknown: bool,
    decided: Option<bool>,
}

impl LoopState {
    fn see(&mut self, value: Value) {
        match (self.kind, value) {
            (Loop::For, value) => self.found.push(value),
            (Loop::Some, Value::Bool(true)) => self.decided = Some(true),
            (Loop::Every, Value::Bool(false)) => self.decided = Some(false),
            (_, Value::Bool(_)) => {}
            _ => self.unknown = true,
        }
    }
}

/// A value from outside, brought to the precision that expressions keep.
fn tidy(value: Value) -> Value {
    match value {
        Value::Number(number) if number.scale() > num::SCALE => Value::Number(num::tidy(number)),
        Value::Moment(moment) => fit_moment(moment).map_or(Value::Null, Value::Moment),
        other => other,
    }
}

/// `list[n]`: from 1, or from the end with -1.
fn pick(mut items: Vec<Value>, index: &Value) -> Value {
    let Some(index) = index.as_number().and_then(num::whole) else { return Value::Null };
    let place = match index {
        0 => return Value::Null,
        n if n > 0 => usize::try_from(n - 1).ok(),
        n => usize::try_from(n.unsigned_abs()).ok().and_then(|back| items.len().checked_sub(back)),
    };
    match place {
        Some(place) if place < items.len() => items.swap_remove(place),
        _ => Value::Null,
    }
}

pub(crate) fn compare(sign: Compare, a: &Value, b: &Value) -> Value {
    match sign {
        Compare::Eq => equal(a, b).into(),
        Compare::Ne => equal(a, b).map(|same| !same).into(),
        _ => order(a, b).map(|order| sign.holds(order)).into(),
    }
}

/// Three-valued and.
fn both(a: Value, b: Value) -> Value {
    match (a, b) {
        (Value::Bool(false), _) | (_, Value::Bool(false)) => Value::Bool(false),
        (Value::Bool(true), Value::Bool(true)) => Value::Bool(true),
        _ => Value::Null,
    }
}

fn negate(value: Value) -> Value {
    match value {
        Value::Number(number) => Value::from(-number),
        Value::Days(days) => fit_days(-days.as_millis()).into_days(),
        Value::Months(months) => fit_months(-i128::from(months)).map_or(Value::Null, Value::Months),
        _ => Value::Null,
    }
}

trait IntoDays {
    fn into_days(self) -> Value;
}

impl IntoDays for Option<jiff::SignedDuration> {
    fn into_days(self) -> Value {
        self.map_or(Value::Null, Value::Days)
    }
}

fn calculate(sign: Arith, a: &Value, b: &Value, zone: &TimeZone) -> Option<Value> {
    use Value::{Date, Days, Moment, Months, Number, Time};
    Some(match (sign, a, b) {
        (_, Number(a), Number(b)) => Number(match sign {
            Arith::Add => num::add(*a, *b)?,
            Arith::Sub => num::sub(*a, *b)?,
            Arith::Mul => num::mul(*a, *b)?,
            Arith::Div => num::div(*a, *b)?,
            Arith::Pow => num::pow(*a, *b)?,
        }),
        (Arith::Add, Days(a), Days(b)) => Days(fit_days(a.as_millis() + b.as_millis())?),
        (Arith::Sub, Days(a), Days(b)) => Days(fit_days(a.as_millis() - b.as_millis())?),
        (Arith::Add, Months(a), Months(b)) => Months(fit_months(i128::from(*a) + i128::from(*b))?),
        (Arith::Sub, Months(a), Months(b)) => Months(fit_months(i128::from(*a) - i128::from(*b))?),
        (Arith::Add, day, Days(by)) | (Arith::Add, Days(by), day) => builtins::add_millis(day, by.as_millis())?,
        (Arith::Sub, day, Days(by)) => builtins::add_millis(day, -by.as_millis())?,
        (Arith::Add, day, Months(by)) | (Arith::Add, Months(by), day) => builtins::add_months(day, *by, zone)?,
        (Arith::Sub, day, Months(by)) => builtins::add_months(day, -by, zone)?,
        (Arith::Sub, Date(a), Date(b)) => Days(fit_days(i128::from(builtins::days_between(*b, *a)) * 86_400_000)?),
        (Arith::Sub, Moment(a), Moment(b)) => {
            Days(fit_days(i128::from(a.as_millisecond()) - i128::from(b.as_millisecond()))?)
        }
        (Arith::Sub, Time(a), Time(b)) => Days(fit_days(builtins::time_millis(*a) - builtins::time_millis(*b))?),
        (Arith::Mul, Days(by), Number(n)) | (Arith::Mul, Number(n), Days(by)) => Days(builtins::scale_days(*by, *n)?),
        (Arith::Div, Days(by), Number(n)) => Days(builtins::share_days(*by, *n)?),
        (Arith::Mul, Months(by), Number(n)) | (Arith::Mul, Number(n), Months(by)) => {
            Months(builtins::whole_months(num::mul((*by).into(), *n)?)?)
        }
        (Arith::Div, Months(by), Number(n)) => Months(builtins::whole_months(num::div((*by).into(), *n)?)?),
        (Arith::Div, Days(a), Days(b)) => {
            let (a, b) = (a.as_millis(), b.as_millis());
            Number(num::div(i64::try_from(a).ok()?.into(), i64::try_from(b).ok()?.into())?)
        }
        (Arith::Div, Months(a), Months(b)) => Number(num::div((*a).into(), (*b).into())?),
        _ => return None,
    })
}

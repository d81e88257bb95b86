//! The rules of types: what may be compared, added, passed to a function, and what comes of it.

use keshu_kernel::Label;

use crate::ast::{Arith, Compare};
use crate::error::{ErrorKind, ExprError, Pos, nearest, syntax, wrong_type};
use crate::functions::{F, R, Sig};
use crate::tree::{Kind, Node, RecordPath};
use crate::value::{parse_date, parse_duration, parse_moment, parse_time};
use crate::{Slot, Ty, Value};

type Checked = Result<Node, ExprError>;

pub(crate) fn constant(value: Value, at: Pos) -> Node {
    Node { ty: value.ty(), kind: Kind::Const(value), at }
}

pub(crate) fn record_path(old: bool, slots: Vec<Slot>, at: Pos) -> Node {
    let ty = slots.last().map_or(Ty::Any, |slot| slot.ty.clone());
    let keys = slots.iter().map(|slot| slot.key.clone()).collect();
    Node { kind: Kind::Path(RecordPath { old, slots, keys }), ty, at }
}

pub(crate) fn join(nodes: &[Node]) -> Ty {
    nodes.iter().map(|node| node.ty.clone()).reduce(|a, b| a.join(&b)).unwrap_or(Ty::Any)
}

pub(crate) fn unknown_name<'a>(name: &str, at: Pos, names: impl Iterator<Item = &'a str>) -> ExprError {
    let hint = match nearest(name, names) {
        Some(near) => Label { zh: format!("是否想写 {near}?"), en: format!("Did you mean {near}?") },
        None => Label {
            zh: "请检查拼写,或从字段列表中选择。".to_owned(),
            en: "Check the spelling, or pick from the list of fields.".to_owned(),
        },
    };
    ExprError { at, kind: ErrorKind::NameUnknown { name: name.to_owned(), hint } }
}

pub(crate) fn comparable(sign: Compare, a: &Ty, b: &Ty, at: Pos) -> Result<(), ExprError> {
    let equality = matches!(sign, Compare::Eq | Compare::Ne);
    let record = |ty: &Ty| matches!(ty, Ty::Record(_));
    let null = |ty: &Ty| *ty == Ty::Null;
    if (record(a) && !null(b)) || (record(b) && !null(a)) {
        return wrong_type(
            at,
            "关联记录只能与 null 比较;要比较编号请用 …_id",
            "a linked record compares with null only; compare its …_id",
        );
    }
    if !a.takes(b) {
        let (a, b) = (a.label(), b.label());
        return wrong_type(
            at,
            format!("{}不能与{}比较", a.zh, b.zh),
            format!("{} cannot be compared with {}", a.en, b.en),
        );
    }
    let ordered = |ty: &Ty| !matches!(ty, Ty::Bool | Ty::List(_) | Ty::Context | Ty::Record(_));
    if !(equality || ordered(a) && ordered(b)) {
        let (label, sign) = (if ordered(a) { b } else { a }.label(), sign.sign());
        return wrong_type(
            at,
            format!("{}不能用 {sign} 比较", label.zh),
            format!("{} has no order for {sign}", label.en),
        );
    }
    Ok(())
}

pub(crate) fn arith_type(sign: Arith, a: &Ty, b: &Ty) -> Option<Ty> {
    use Ty::{Any, Date, Days, Moment, Months, Null, Number, Text, Time};
    Some(match (sign, a, b) {
        (_, Null, Null) => Null,
        (_, Number, Number) => Number,
        (Arith::Add, Text, Text) => Text,
        (Arith::Add | Arith::Sub, Days, Days) => Days,
        (Arith::Add | Arith::Sub, Months, Months) => Months,
        (Arith::Add | Arith::Sub, Date | Moment, Days | Months) | (Arith::Add | Arith::Sub, Time, Days) => a.clone(),
        (Arith::Add, Days | Months, Date | Moment) | (Arith::Add, Days, Time) => b.clone(),
        (Arith::Sub, Date, Date) | (Arith::Sub, Moment, Moment) | (Arith::Sub, Time, Time) => Days,
        (Arith::Mul, Number, Days | Months) => b.clone(),
        (Arith::Mul | Arith::Div, Days | Months, Number) => a.clone(),
        (Arith::Div, Days, Days) | (Arith::Div, Months, Months) => Number,
        (_, Any | Null, Any | Null) => Any,
        // With one side unknown, accept what some type of it would allow.
        (_, Any | Null, known) | (_, known, Any | Null) => {
            let fits = match sign {
                Arith::Pow => matches!(known, Number),
                Arith::Mul | Arith::Div => matches!(known, Number | Days | Months),
                Arith::Sub => matches!(known, Number | Days | Months | Date | Moment | Time),
                Arith::Add => matches!(known, Number | Text | Days | Months | Date | Moment | Time),
            };
            if !fits {
                return None;
            }
            Any
        }
        _ => return None,
    })
}

/// `@"…"`: a date, time, moment or duration.
pub(crate) fn at_literal(text: &str, at: Pos) -> Checked {
    if let Some(value) = parse_date(text).map(Value::Date).or_else(|| parse_moment(text).map(Value::Moment)) {
        return Ok(constant(value, at));
    }
    if let Some(local) = parse_local(text) {
        return Ok(Node { kind: Kind::LocalMoment(local), ty: Ty::Moment, at });
    }
    match parse_time(text).map(Value::Time).or_else(|| parse_duration(text)) {
        Some(value) => Ok(constant(value, at)),
        None => bad_literal(text, at),
    }
}

/// `2026-11-21T08:00:00` without an offset.
pub(crate) fn parse_local(text: &str) -> Option<jiff::civil::DateTime> {
    let (date, time) = text.split_once('T')?;
    Some(parse_date(date)?.to_datetime(parse_time(time)?))
}

pub(crate) fn bad_literal<T>(text: &str, at: Pos) -> Result<T, ExprError> {
    let shown: String = text.chars().take(40).collect();
    syntax(at, format!("「{shown}」不是有效的日期、时间或时长"), format!("\"{shown}\" is not a date, time or duration"))
}

/// Calls with constant text are literals, and wrong ones are found at once.
pub(crate) fn literal_call(f: F, nodes: &[Node], at: Pos) -> Result<Option<Node>, ExprError> {
    let [Node { kind: Kind::Const(Value::Text(text)), at: place, .. }] = nodes else { return Ok(None) };
    let value = match f {
        F::Date => parse_date(text).map(Value::Date),
        F::Time => parse_time(text).map(Value::Time),
        F::Duration => parse_duration(text),
        F::DateAndTime => {
            if let Some(local) = parse_local(text).or_else(|| Some(parse_date(text)?.at(0, 0, 0, 0))) {
                return Ok(Some(Node { kind: Kind::LocalMoment(local), ty: Ty::Moment, at }));
            }
            parse_moment(text).map(Value::Moment)
        }
        _ => return Ok(None),
    };
    match value {
        Some(value) => Ok(Some(constant(value, at))),
        None => bad_literal(text, *place),
    }
}

/// Rules that the table cannot say.
pub(crate) fn call_rules(sig: &Sig, nodes: &[Node], at: Pos) -> Result<(), ExprError> {
    let ty = |index: usize| nodes.get(index).map_or(&Ty::Null, |node| &node.ty);
    match sig.f {
        F::Date | F::Time => {
            let parts = nodes.len() == 3 && Ty::Number.takes(ty(0));
            let whole = nodes.len() == 1 && *ty(0) != Ty::Number;
            if !parts && !whole {
                let name = sig.name;
                return wrong_type(
                    at,
                    format!("{name} 需要 1 段文本或 3 个数字"),
                    format!("{name} takes one text or three numbers"),
                );
            }
        }
        F::DateAndTime if *ty(0) == Ty::Number || *ty(1) == Ty::Number => {
            return wrong_type(at, "参数不能是数字", "the arguments cannot be numbers");
        }
        F::Abs if !matches!(ty(0), Ty::Number | Ty::Days | Ty::Months | Ty::Any | Ty::Null) => {
            return wrong_type(nodes[0].at, "abs 需要数字或时长", "abs takes a number or a duration");
        }
        F::Number if !matches!(ty(0), Ty::Number | Ty::Text | Ty::Any | Ty::Null) => {
            return wrong_type(nodes[0].at, "number 需要文本", "number takes text");
        }
        F::Sum | F::Mean | F::All | F::AnyOf => {
            let wanted = if matches!(sig.f, F::All | F::AnyOf) { Ty::Bool } else { Ty::Number };
            for node in nodes {
                let item = match &node.ty {
                    Ty::List(item) if nodes.len() == 1 => item,
                    other => other,
                };
                if !wanted.takes(item) {
                    let (name, label) = (sig.name, wanted.label());
                    return wrong_type(
                        node.at,
                        format!("{name} 的各项应为{}", label.zh),
                        format!("{name} takes items of type {}", label.en),
                    );
                }
            }
        }
        F::Min | F::Max => {
            let items = elements(nodes);
            if let Some(pair) = items.windows(2).find(|pair| !pair[0].takes(pair[1])) {
                return comparable(Compare::Lt, pair[0], pair[1], at);
            }
            if let [only] = items[..] {
                return comparable(Compare::Lt, only, only, at);
            }
        }
        F::ListContains | F::IndexOf => {
            if let Ty::List(item) = ty(0) {
                return comparable(Compare::Eq, item, ty(1), nodes[1].at);
            }
        }
        _ => {}
    }
    Ok(())
}

/// The types of the items that `min`, `max` … look at.
pub(crate) fn elements(nodes: &[Node]) -> Vec<&Ty> {
    match nodes {
        [Node { ty: Ty::List(item), .. }] => vec![item],
        _ => nodes.iter().map(|node| &node.ty).collect(),
    }
}

pub(crate) fn result_type(sig: &Sig, nodes: &[Node]) -> Ty {
    match sig.result {
        R::Bool => Ty::Bool,
        R::Num => Ty::Number,
        R::Text => Ty::Text,
        R::Date => Ty::Date,
        R::Moment => Ty::Moment,
        R::Time => Ty::Time,
        R::Months => Ty::Months,
        R::Duration => Ty::Any,
        R::ListOfText => Ty::list(Ty::Text),
        R::ListOfNum => Ty::list(Ty::Number),
        R::First => nodes.first().map_or(Ty::Any, |node| node.ty.clone()),
        R::Element => elements(nodes).into_iter().cloned().reduce(|a, b| a.join(&b)).unwrap_or(Ty::Any),
        R::Join => join(nodes),
        R::List => Ty::list(Ty::Any),
    }
}

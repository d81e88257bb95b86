//! Functions in SQL: those that mean the same in memory and on both databases.

use keshu_kernel::Fragment;

use super::{Cond, Condition, Low, Lowered, Lowerer, Place, Rep, paths, series, sql};
use crate::functions::F;
use crate::tree::{Kind, Node, Test};
use crate::{Ty, Value};

const TEXT: Rep = Rep::Text { computed: true };

impl Lowerer<'_> {
    /// Functions that give a condition.
    pub(super) fn predicate(&self, node: &Node, f: F, args: &[Node], place: &Place, exact: bool) -> Condition {
        match f {
            F::Contains | F::StartsWith | F::EndsWith => self.text_test(node, f, args, place),
            F::ListContains => {
                if matches!(args[1].ty, Ty::List(_)) {
                    return self.refuse(node);
                }
                let list = [Test::Value(args[0].clone())];
                self.within(&args[1], &list, place, exact)
            }
            F::IsEmpty => {
                let Some(path) = paths::many(&args[0]) else { return self.refuse(node) };
                match self.count(path, place)? {
                    Low::Sql(_, sql) => Ok(Cond::Sql(sql!("(", sql, " = 0)"))),
                    Low::Const(_) => Ok(Cond::Known(None)),
                }
            }
            F::IsDefined => Ok(match self.value(&args[0], place)? {
                Low::Const(value) => Cond::Known(Some(!value.is_null())),
                Low::Sql(_, sql) => Cond::Sql(sql!("(", sql, " IS NOT NULL)")),
            }),
            F::All | F::AnyOf => {
                let parts = match args {
                    [Node { kind: Kind::List(items), .. }] => items.as_slice(),
                    [single] if single.ty != Ty::Bool => return self.refuse(node),
                    several => several,
                };
                self.logic(parts, place, exact, f == F::AnyOf)
            }
            F::GetOrElse => match self.function(node, f, args, place)? {
                Low::Const(value) => Ok(super::known(&value)),
                Low::Sql(Rep::Cond, sql) => Ok(Cond::Sql(sql)),
                Low::Sql(Rep::Flag, sql) => Ok(Cond::Sql(sql!("(", sql, " = 1)"))),
                Low::Sql(..) => self.refuse(node),
            },
            _ => self.refuse(node),
        }
    }

    fn text_test(&self, node: &Node, f: F, args: &[Node], place: &Place) -> Condition {
        let (text, part) = (self.value(&args[0], place)?, self.value(&args[1], place)?);
        if matches!(text, Low::Const(Value::Null)) || matches!(part, Low::Const(Value::Null)) {
            return Ok(Cond::Known(None));
        }
        if let (F::StartsWith, Low::Sql(Rep::Text { computed: false }, column), Low::Const(Value::Text(prefix))) =
            (f, &text, &part)
            && let Some(end) = after(prefix)
        {
            // A range instead of a prefix test, so that an index on the column is usable.
            let Low::Sql(_, again) = self.value(&args[0], place)? else { return self.refuse(node) };
            let (from, to) = (self.bind(prefix.into()), self.bind(end.into()));
            return Ok(Cond::Sql(sql!("(", column.clone(), " >= ", from, " AND ", again, " < ", to, ")")));
        }
        let (text, part) = (self.shaped(node, text, TEXT)?, self.shaped(node, part, TEXT)?);
        Ok(Cond::Sql(match (f, self.sqlite()) {
            (F::Contains, true) => sql!("(instr(", text, ", ", part, ") > 0)"),
            (F::Contains, false) => sql!("(strpos(", text, ", ", part, ") > 0)"),
            (F::StartsWith, true) => sql!("kd_starts(", text, ", ", part, ")"),
            (F::StartsWith, false) => sql!("starts_with(", text, ", ", part, ")"),
            (_, true) => sql!("kd_ends(", text, ", ", part, ")"),
            (_, false) => sql!("starts_with(reverse(", text, "), reverse(", part, "))"),
        }))
    }

    /// Functions that give anything else.
    pub(super) fn function(&self, node: &Node, f: F, args: &[Node], place: &Place) -> Lowered {
        match f {
            F::Count => match paths::many(&args[0]) {
                Some(path) => self.count(path, place),
                None => self.refuse(node),
            },
            F::Sum | F::Min | F::Max => self.aggregate(node, f, args, place),
            F::Floor | F::Ceiling | F::RoundHalfUp | F::RoundDown => self.rounding(node, f, args, place),
            F::Abs => self.abs(node, &args[0], place),
            F::DaysSince => self.days_since_value(node, &args[0], place),
            F::Date if args.len() == 1 && matches!(args[0].ty, Ty::Date | Ty::Moment) => {
                Ok(match self.day(node, &args[0], place)? {
                    Some(sql) => Low::Sql(Rep::Date, sql),
                    None => Low::Const(Value::Null),
                })
            }
            F::GetOrElse => {
                let lows = vec![self.value(&args[0], place)?, self.value(&args[1], place)?];
                match self.unify(node, lows)? {
                    Some((rep, sides)) => Ok(Low::Sql(rep, series("COALESCE(", sides, ", ", ")"))),
                    None => Ok(Low::Const(Value::Null)),
                }
            }
            F::Text => self.string(node, &args[0], place),
            F::StringLength => Ok(match self.text(node, &args[0], place)? {
                Some(text) if self.sqlite() => Low::Sql(Rep::Int(0), sql!("length(", text, ")")),
                Some(text) => Low::Sql(Rep::Int(0), sql!("(char_length(", text, ")::bigint)")),
                None => Low::Const(Value::Null),
            }),
            F::UpperCase | F::LowerCase => {
                let word = if f == F::UpperCase { "upper(" } else { "lower(" };
                // Under "C" only ASCII letters change, as in SQLite and in memory.
                let end = if self.sqlite() { ")" } else { " COLLATE \"C\")" };
                self.text_function(node, &args[0], place, |text| sql!(word, text, end))
            }
            F::Trim => {
                let word = if self.sqlite() { "trim(" } else { "btrim(" };
                self.text_function(node, &args[0], place, |text| sql!(word, text, ")"))
            }
            F::Substring => self.substring(node, args, place),
            _ => self.refuse(node),
        }
    }

    fn text(&self, node: &Node, arg: &Node, place: &Place) -> Result<Option<Fragment>, crate::ExprError> {
        match self.value(arg, place)? {
            Low::Const(Value::Null) => Ok(None),
            low => self.shaped(node, low, TEXT).map(Some),
        }
    }

    fn text_function(
        &self,
        node: &Node,
        arg: &Node,
        place: &Place,
        make: impl FnOnce(Fragment) -> Fragment,
    ) -> Lowered {
        Ok(match self.text(node, arg, place)? {
            Some(text) => Low::Sql(TEXT, make(text)),
            None => Low::Const(Value::Null),
        })
    }

    /// `substring` from the front with a constant place and length.
    fn substring(&self, node: &Node, args: &[Node], place: &Place) -> Lowered {
        let mut range = String::new();
        for (index, arg) in args[1..].iter().enumerate() {
            let whole = match self.constant(arg, place)? {
                Some(Value::Number(number)) => crate::num::whole(number),
                Some(_) => return Ok(Low::Const(Value::Null)),
                None => return self.refuse(node),
            };
            let least = if index == 0 { 1 } else { 0 };
            match whole {
                Some(whole) if (least..=1_000_000).contains(&whole) => range.push_str(&format!(", {whole}")),
                _ => return self.refuse(node),
            }
        }
        range.push(')');
        self.text_function(node, &args[0], place, |text| sql!("substr(", text, range))
    }

    fn abs(&self, node: &Node, arg: &Node, place: &Place) -> Lowered {
        if arg.ty != Ty::Number {
            return self.refuse(node);
        }
        let Some(dec) = self.decimal(arg, place)? else { return Ok(Low::Const(Value::Null)) };
        let rep = Rep::Dec { digits: dec.digits, scale: dec.scale };
        Ok(Low::Sql(rep, sql!(if self.sqlite() { "kd_abs(" } else { "abs(" }, dec.sql, ")")))
    }

    /// `string(x)`
    fn string(&self, node: &Node, arg: &Node, place: &Place) -> Lowered {
        let (rep, sql) = match self.value(arg, place)? {
            Low::Const(_) => return self.refuse(node),
            Low::Sql(rep, sql) => (rep, sql),
        };
        Ok(match rep {
            Rep::Text { .. } | Rep::Span => Low::Sql(rep, sql),
            Rep::Date | Rep::Time | Rep::Moment => Low::Sql(TEXT, sql),
            Rep::Int(_) | Rep::Dec { .. } => {
                let decimal = self.decimal_sql(rep, sql);
                let text = if self.sqlite() { decimal } else { sql!("(trim_scale(", decimal, ")::text)") };
                Low::Sql(TEXT, text)
            }
            Rep::Cond => Low::Sql(TEXT, sql!("(CASE ", sql, " WHEN TRUE THEN 'true' WHEN FALSE THEN 'false' END)")),
            Rep::Flag => Low::Sql(TEXT, sql!("(CASE ", sql, " WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)")),
            Rep::Millis => return self.refuse(node),
        })
    }
}

/// The least text that is greater than every text with this prefix.
fn after(prefix: &str) -> Option<String> {
    let mut letters: Vec<char> = prefix.chars().collect();
    while let Some(last) = letters.pop() {
        let next = match last {
            '\u{d7ff}' => Some('\u{e000}'),
            other => char::from_u32(other as u32 + 1),
        };
        if let Some(next) = next {
            letters.push(next);
            return Some(letters.into_iter().collect());
        }
    }
    None
}

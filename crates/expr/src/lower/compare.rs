//! Comparisons, ranges and membership.

use std::cmp::Ordering;

use jiff::civil::Date;
use keshu_kernel::{Cell, Fragment};
use rust_decimal::Decimal;

use super::{Cond, Condition, Low, Lowerer, Place, Rep, paths, series, sql};
use crate::ast::Compare;
use crate::builtins;
use crate::eval;
use crate::functions::F;
use crate::tree::{Kind, Node, Test};
use crate::value::{days_text, months_text};
use crate::{Ty, Value};

impl Lowerer<'_> {
    pub(super) fn compare(&self, sign: Compare, a: &Node, b: &Node, place: &Place, exact: bool) -> Condition {
        for (side, other, sign) in [(a, b, sign), (b, a, sign.flip())] {
            if let Kind::Call(F::DaysSince, args) = &side.kind
                && let Some(Value::Number(number)) = self.constant(other, place)?
                && let Some(cond) = self.days_since(sign, &args[0], number, place, exact)?
            {
                return Ok(cond);
            }
        }
        let (low_a, low_b) = (self.value(a, place)?, self.value(b, place)?);
        match (low_a, low_b) {
            (Low::Const(x), Low::Const(y)) => Ok(super::known(&eval::compare(sign, &x, &y))),
            (Low::Sql(rep, sql), Low::Const(value)) => self.with_const(a, sign, rep, sql, &value, exact),
            (Low::Const(value), Low::Sql(rep, sql)) => self.with_const(b, sign.flip(), rep, sql, &value, exact),
            (low_a, low_b) => self.both_sql(a, sign, low_a, low_b),
        }
    }

    /// A column or computed value against a constant.
    fn with_const(&self, node: &Node, sign: Compare, rep: Rep, sql: Fragment, value: &Value, exact: bool) -> Condition {
        let equality = matches!(sign, Compare::Eq | Compare::Ne);
        Ok(match (rep, value) {
            (_, Value::Null) => match sign {
                Compare::Eq => Cond::Sql(sql!("(", sql, " IS NULL)")),
                Compare::Ne => Cond::Sql(sql!("(", sql, " IS NOT NULL)")),
                _ => Cond::Known(None),
            },
            (Rep::Cond, Value::Bool(flag)) if equality => {
                let word = match (sign, flag) {
                    (Compare::Eq, true) => " IS TRUE)",
                    (Compare::Eq, false) => " IS FALSE)",
                    (_, true) => " IS NOT TRUE)",
                    (_, false) => " IS NOT FALSE)",
                };
                if !exact && sign == Compare::Eq && *flag { Cond::Sql(sql) } else { Cond::Sql(sql!("(", sql, word)) }
            }
            (Rep::Flag, Value::Bool(flag)) if equality => self.plain(sign, sql, self.bind(Cell::from(*flag)), exact),
            (Rep::Int(scale), Value::Number(number)) => match units(sign, *number, scale) {
                Units::Known(flag) => Cond::Known(Some(flag)),
                Units::Compare(sign, units) => self.plain(sign, sql, self.bind(units.into()), exact),
            },
            (Rep::Dec { .. }, Value::Number(_)) => {
                let Some(bound) = self.literal(value, rep) else { return self.refuse(node) };
                self.decimals(sign, sql, bound, exact)
            }
            (Rep::Text { computed }, Value::Text(_)) => {
                let Some(bound) = self.literal(value, rep) else { return self.refuse(node) };
                let sql = if equality { sql } else { self.ordered(sql, computed) };
                self.plain(sign, sql, bound, exact)
            }
            (Rep::Time, Value::Time(time)) => {
                // Columns keep whole seconds: a finer constant lies between two of them.
                let bound = self.bind(value.to_text().into());
                let sign = match (time.subsec_nanosecond() != 0, sign) {
                    (false, sign) => sign,
                    (true, Compare::Eq) => return Ok(Cond::Known(Some(false))),
                    (true, Compare::Ne) => return Ok(Cond::Known(Some(true))),
                    (true, Compare::Lt | Compare::Le) => Compare::Le,
                    (true, Compare::Gt | Compare::Ge) => Compare::Gt,
                };
                self.plain(sign, sql, bound, exact)
            }
            (Rep::Date, Value::Date(_)) | (Rep::Moment, Value::Moment(_)) | (Rep::Millis, Value::Days(_)) => {
                let Some(bound) = self.literal(value, rep) else { return self.refuse(node) };
                self.plain(sign, sql, bound, exact)
            }
            (Rep::Span, Value::Days(_) | Value::Months(_)) if equality => {
                let text = match value {
                    Value::Days(days) => days_text(*days),
                    Value::Months(months) => months_text(*months),
                    _ => return self.refuse(node),
                };
                self.plain(sign, sql, self.bind(text.into()), exact)
            }
            (Rep::Span, Value::Days(_) | Value::Months(_)) => return self.refuse(node),
            // Values of different kinds: never true, never false.
            _ => Cond::Known(None),
        })
    }

    /// `a op b` where b is not null; equality is made two-valued when it must be exact.
    fn plain(&self, sign: Compare, a: Fragment, b: Fragment, exact: bool) -> Cond {
        Cond::Sql(match sign {
            Compare::Ne => sql!("(", a, " IS DISTINCT FROM ", b, ")"),
            Compare::Eq if exact => sql!("COALESCE(", a, " = ", b, ", FALSE)"),
            _ => sql!("(", a, " ", operator(sign), " ", b, ")"),
        })
    }

    fn decimals(&self, sign: Compare, a: Fragment, b: Fragment, exact: bool) -> Cond {
        // Canonical text compares equal exactly if the numbers do; its order is not theirs.
        if !self.sqlite() || matches!(sign, Compare::Eq | Compare::Ne) {
            return self.plain(sign, a, b, exact);
        }
        Cond::Sql(sql!("(kd_cmp(", a, ", ", b, ") ", operator(sign), " 0)"))
    }

    /// Text whose order is that of code points.
    fn ordered(&self, sql: Fragment, computed: bool) -> Fragment {
        if self.sqlite() || !computed { sql } else { sql!("(", sql, " COLLATE \"C\")") }
    }

    fn both_sql(&self, node: &Node, sign: Compare, a: Low, b: Low) -> Condition {
        let Some((rep, mut sides)) = self.unify(node, vec![a, b])? else { return Ok(Cond::Known(None)) };
        let (b, a) = (sides.pop().unwrap_or_default(), sides.pop().unwrap_or_default());
        Ok(match sign {
            Compare::Eq => Cond::Sql(sql!("(", a, " IS NOT DISTINCT FROM ", b, ")")),
            Compare::Ne => Cond::Sql(sql!("(", a, " IS DISTINCT FROM ", b, ")")),
            _ => match rep {
                Rep::Dec { .. } => self.decimals(sign, a, b, true),
                Rep::Text { computed } => self.plain(sign, self.ordered(a, computed), b, true),
                Rep::Int(_) | Rep::Date | Rep::Time | Rep::Moment | Rep::Millis => self.plain(sign, a, b, true),
                Rep::Cond | Rep::Flag | Rep::Span => return self.refuse(node),
            },
        })
    }

    /// `low ≤ x ≤ high`, each end open or closed.
    pub(super) fn range(
        &self,
        x: &Node,
        low: (&Node, bool),
        high: (&Node, bool),
        place: &Place,
        exact: bool,
    ) -> Condition {
        let above = self.compare(if low.1 { Compare::Gt } else { Compare::Ge }, x, low.0, place, exact)?;
        let below = self.compare(if high.1 { Compare::Lt } else { Compare::Le }, x, high.0, place, exact)?;
        Ok(match (above, below) {
            (Cond::Known(Some(false)), _) | (_, Cond::Known(Some(false))) => Cond::Known(Some(false)),
            (Cond::Known(Some(true)), other) | (other, Cond::Known(Some(true))) => other,
            (above, below) => Cond::Sql(series("(", vec![self.cond_sql(above), self.cond_sql(below)], " AND ", ")")),
        })
    }

    pub(super) fn within(&self, value: &Node, tests: &[Test], place: &Place, exact: bool) -> Condition {
        if matches!(value.ty, Ty::List(_)) {
            return self.refuse(value);
        }
        let mut pieces = Vec::new();
        let mut listed = Vec::new();
        let mut unknown = false;
        for test in tests {
            let cond = match test {
                Test::Compare(sign, node) => self.compare(*sign, value, node, place, exact)?,
                Test::Range { low, low_open, high, high_open } => {
                    self.range(value, (low, *low_open), (high, *high_open), place, exact)?
                }
                Test::Value(node) => self.member(value, node, place, exact, &mut listed)?,
            };
            match cond {
                Cond::Known(Some(true)) => return Ok(Cond::Known(Some(true))),
                Cond::Known(Some(false)) => {}
                Cond::Known(None) => unknown = true,
                Cond::Sql(sql) => pieces.push(sql),
            }
        }
        if !listed.is_empty() {
            match self.listed(value, &listed, place, exact)? {
                Cond::Known(Some(true)) => return Ok(Cond::Known(Some(true))),
                Cond::Known(_) => {}
                Cond::Sql(sql) => pieces.push(sql),
            }
        }
        if unknown && exact {
            pieces.push(self.cond_sql(Cond::Known(None)));
        }
        Ok(match pieces.len() {
            0 => Cond::Known(Some(false)),
            1 => Cond::Sql(pieces.swap_remove(0)),
            _ => Cond::Sql(series("(", pieces, " OR ", ")")),
        })
    }

    /// One value or list right of `in`; constants are gathered in `listed`.
    fn member(&self, value: &Node, of: &Node, place: &Place, exact: bool, listed: &mut Vec<Value>) -> Condition {
        match self.constant(of, place)? {
            Some(Value::List(items)) => {
                listed.extend(items);
                return Ok(Cond::Known(Some(false)));
            }
            Some(Value::Null) if matches!(of.ty, Ty::List(_)) => return Ok(Cond::Known(None)),
            Some(single) => {
                listed.push(single);
                return Ok(Cond::Known(Some(false)));
            }
            None => {}
        }
        if let Some(path) = paths::many(of) {
            return Ok(Cond::Sql(self.holds(path, value, place)?));
        }
        if let Kind::List(items) = &of.kind {
            let mut pieces = Vec::new();
            for item in items {
                match self.compare(Compare::Eq, value, item, place, true)? {
                    Cond::Known(Some(true)) => return Ok(Cond::Known(Some(true))),
                    Cond::Known(_) => {}
                    Cond::Sql(sql) => pieces.push(sql),
                }
            }
            return Ok(match pieces.len() {
                0 => Cond::Known(Some(false)),
                _ => Cond::Sql(series("(", pieces, " OR ", ")")),
            });
        }
        if matches!(of.ty, Ty::List(_) | Ty::Any) {
            return self.refuse(of);
        }
        self.compare(Compare::Eq, value, of, place, exact)
    }

    /// `x IN (…)` for constants; null among them stands for `x IS NULL`.
    fn listed(&self, node: &Node, values: &[Value], place: &Place, exact: bool) -> Condition {
        let (rep, sql) = match self.value(node, place)? {
            Low::Const(value) => {
                let found = values.iter().any(|item| eval::compare(Compare::Eq, &value, item).is_true());
                return Ok(Cond::Known(Some(found)));
            }
            Low::Sql(rep, sql) => (rep, sql),
        };
        let mut bound = Vec::new();
        let mut null = false;
        for value in values {
            match value {
                Value::Null => null = true,
                // What has no exact form in the column's shape equals no stored value.
                value => bound.extend(self.literal(value, rep)),
            }
        }
        let mut pieces = Vec::new();
        if !bound.is_empty() {
            let list = series("(", bound, ", ", ")");
            pieces.push(if exact {
                sql!("COALESCE(", sql, " IN ", list, ", FALSE)")
            } else {
                sql!("(", sql, " IN ", list, ")")
            });
        }
        if null {
            let Low::Sql(_, again) = self.value(node, place)? else { return self.refuse(node) };
            pieces.push(sql!("(", again, " IS NULL)"));
        }
        Ok(match pieces.len() {
            0 => Cond::Known(Some(false)),
            1 => Cond::Sql(pieces.swap_remove(0)),
            _ => Cond::Sql(series("(", pieces, " OR ", ")")),
        })
    }

    /// `days_since(x) > n` as `x < day`, which can use an index; `None` when it must be computed.
    fn days_since(
        &self,
        sign: Compare,
        x: &Node,
        number: Decimal,
        place: &Place,
        exact: bool,
    ) -> Result<Option<Cond>, crate::ExprError> {
        let (sign, days) = match units(sign, number, 0) {
            Units::Known(flag) => return Ok(Some(Cond::Known(Some(flag)))),
            Units::Compare(sign, days) => (sign, days),
        };
        let Some(day) = days.checked_neg().and_then(|back| builtins::add_days(self.ctx.today, back)) else {
            return Ok(None);
        };
        let sign = sign.flip();
        match self.value(x, place)? {
            Low::Sql(Rep::Date, sql) => Ok(Some(self.plain(sign, sql, self.bind(crate::date_text(day).into()), exact))),
            Low::Sql(Rep::Moment, sql) => {
                let next = builtins::add_days(day, 1);
                let (Some(from), Some(to)) = (self.midnight(Some(day)), self.midnight(next)) else { return Ok(None) };
                Ok(match sign {
                    Compare::Lt => Some(self.plain(Compare::Lt, sql, from, exact)),
                    Compare::Le => Some(self.plain(Compare::Lt, sql, to, exact)),
                    Compare::Gt => Some(self.plain(Compare::Ge, sql, to, exact)),
                    Compare::Ge => Some(self.plain(Compare::Ge, sql, from, exact)),
                    Compare::Eq | Compare::Ne => None,
                })
            }
            _ => Ok(None),
        }
    }

    /// The first moment of a day; `None` where the clock jumps at midnight.
    fn midnight(&self, day: Option<Date>) -> Option<Fragment> {
        let local = day?.at(0, 0, 0, 0);
        let ambiguous = self.ctx.zone.to_ambiguous_zoned(local);
        if ambiguous.is_ambiguous() {
            return None;
        }
        let moment = crate::value::fit_moment(ambiguous.compatible().ok()?.timestamp())?;
        Some(self.bind(Value::Moment(moment).to_text().into()))
    }
}

pub(super) fn operator(sign: Compare) -> &'static str {
    sign.sign()
}

/// A comparison of a column of 10^-scale with a number, as one of integers.
enum Units {
    Known(bool),
    Compare(Compare, i64),
}

fn units(sign: Compare, number: Decimal, scale: u8) -> Units {
    let factor = Decimal::from(10i64.pow(u32::from(scale)));
    let Some(scaled) = number.checked_mul(factor) else {
        return beyond(sign, number);
    };
    let floor = scaled.floor();
    let Some(whole) = crate::num::whole(floor) else { return beyond(sign, number) };
    match (floor.cmp(&scaled), sign) {
        (Ordering::Equal, sign) => Units::Compare(sign, whole),
        (_, Compare::Eq) => Units::Known(false),
        (_, Compare::Ne) => Units::Known(true),
        (_, Compare::Lt | Compare::Le) => Units::Compare(Compare::Le, whole),
        (_, Compare::Gt | Compare::Ge) => Units::Compare(Compare::Gt, whole),
    }
}

/// A number that no column can hold; the end of the integers stands for it.
fn beyond(sign: Compare, number: Decimal) -> Units {
    match sign {
        Compare::Eq => Units::Known(false),
        Compare::Ne => Units::Known(true),
        sign => Units::Compare(sign, if number.is_sign_negative() { i64::MIN } else { i64::MAX }),
    }
}

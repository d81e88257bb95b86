//! Dates, moments and durations in SQL. Both are text of fixed width in the tables.

use keshu_kernel::Fragment;

use super::{Low, Lowered, Lowerer, Place, Rep, sql};
use crate::ast::Arith;
use crate::builtins::{MAX_DAYS, MAX_MONTHS};
use crate::sqlite_fns::zone_text;
use crate::tree::Node;
use crate::{Ty, Value};

const DAY: i128 = 86_400_000;

impl Lowerer<'_> {
    pub(super) fn calendar_arith(&self, node: &Node, sign: Arith, a: &Node, b: &Node, place: &Place) -> Lowered {
        let (day, by, back) = match (sign, &a.ty, &b.ty) {
            (Arith::Sub, Ty::Date, Ty::Date) | (Arith::Sub, Ty::Moment, Ty::Moment) => {
                return self.difference(node, a, b, place);
            }
            (Arith::Add, Ty::Date | Ty::Moment, _) => (a, b, false),
            (Arith::Sub, Ty::Date | Ty::Moment, _) => (a, b, true),
            (Arith::Add, _, Ty::Date | Ty::Moment) => (b, a, false),
            _ => return self.refuse(node),
        };
        let by = match self.constant(by, place)? {
            Some(Value::Null) => return Ok(Low::Const(Value::Null)),
            Some(by) => by,
            None => return self.refuse(node),
        };
        let turn = if back { -1 } else { 1 };
        let (rep, sql) = match self.value(day, place)? {
            Low::Const(Value::Null) => return Ok(Low::Const(Value::Null)),
            low @ Low::Const(_) => {
                let rep = if day.ty == Ty::Date { Rep::Date } else { Rep::Moment };
                (rep, self.shaped(node, low, rep)?)
            }
            Low::Sql(rep, sql) => (rep, sql),
        };
        match (rep, by) {
            (Rep::Date, Value::Days(days)) => {
                let days = (days.as_millis() * turn).div_euclid(DAY) as i64;
                if days.abs() > MAX_DAYS {
                    return Ok(Low::Const(Value::Null));
                }
                let moved = if self.sqlite() {
                    sql!("kd_date_add(", sql, ", ", self.bind(days.into()), ")")
                } else {
                    date_text(sql!("(", sql, format!("::date + ({days}))")))
                };
                Ok(Low::Sql(Rep::Date, moved))
            }
            (Rep::Date, Value::Months(months)) => {
                let months = months * turn as i64;
                if months.abs() > MAX_MONTHS {
                    return Ok(Low::Const(Value::Null));
                }
                let moved = if self.sqlite() {
                    sql!("kd_month_add(", sql, ", ", self.bind(months.into()), ")")
                } else {
                    date_text(sql!("(", sql, format!("::date + make_interval(months => {months}))::date")))
                };
                Ok(Low::Sql(Rep::Date, moved))
            }
            (Rep::Moment, Value::Days(days)) => {
                let millis = (days.as_millis() * turn) as i64;
                if i128::from(millis).abs() > i128::from(MAX_DAYS) * DAY {
                    return Ok(Low::Const(Value::Null));
                }
                let moved = if self.sqlite() {
                    sql!("kd_moment_add(", sql, ", ", self.bind(millis.into()), ")")
                } else {
                    // Whole days and milliseconds apart, so that the interval stays exact.
                    moment_text(sql!(
                        "((",
                        sql,
                        format!(
                            "::timestamptz AT TIME ZONE 'UTC') + INTERVAL '{} days {} milliseconds')",
                            millis.div_euclid(DAY as i64),
                            millis.rem_euclid(DAY as i64)
                        )
                    ))
                };
                Ok(Low::Sql(Rep::Moment, moved))
            }
            _ => self.refuse(node),
        }
    }

    /// `date - date`, `moment - moment`: milliseconds.
    fn difference(&self, node: &Node, a: &Node, b: &Node, place: &Place) -> Lowered {
        let rep = if a.ty == Ty::Date { Rep::Date } else { Rep::Moment };
        let (a, b) = (self.value(a, place)?, self.value(b, place)?);
        if matches!(a, Low::Const(Value::Null)) || matches!(b, Low::Const(Value::Null)) {
            return Ok(Low::Const(Value::Null));
        }
        let (a, b) = (self.shaped(node, a, rep)?, self.shaped(node, b, rep)?);
        let sql = match (rep, self.sqlite()) {
            (Rep::Date, true) => sql!("(kd_days(", b, ", ", a, ") * 86400000)"),
            (Rep::Date, false) => sql!("((", a, "::date - ", b, "::date)::bigint * 86400000)"),
            (_, true) => sql!("kd_millis(", b, ", ", a, ")"),
            (_, false) => sql!(
                "((extract(epoch FROM ",
                a,
                "::timestamptz) - extract(epoch FROM ",
                b,
                "::timestamptz)) * 1000)::bigint"
            ),
        };
        Ok(Low::Sql(Rep::Millis, if self.sqlite() { sql } else { sql!("(", sql, ")") }))
    }

    /// `days_since(x)` where it cannot be turned into a comparison with a day.
    pub(super) fn days_since_value(&self, node: &Node, x: &Node, place: &Place) -> Lowered {
        let Some(sql) = self.day(node, x, place)? else { return Ok(Low::Const(Value::Null)) };
        let today = self.bind(crate::date_text(self.ctx.today).into());
        let sql = if self.sqlite() {
            sql!("kd_days(", sql, ", ", today, ")")
        } else {
            sql!("(", today, "::date - ", sql, "::date)::bigint")
        };
        Ok(Low::Sql(Rep::Int(0), if self.sqlite() { sql } else { sql!("(", sql, ")") }))
    }

    /// The calendar day (text) of a date or moment; `None` for null.
    pub(super) fn day(&self, node: &Node, x: &Node, place: &Place) -> Result<Option<Fragment>, crate::ExprError> {
        Ok(match self.value(x, place)? {
            Low::Const(Value::Null) => None,
            Low::Sql(Rep::Date, sql) => Some(sql),
            Low::Sql(Rep::Moment, sql) => Some(self.local(node, sql)?.0),
            _ => return self.refuse(node),
        })
    }

    /// A moment on the asker's clock: its date, and date and time, as text.
    fn local(&self, node: &Node, sql: Fragment) -> Result<(Fragment, Fragment), crate::ExprError> {
        let Some(zone) = zone_text(&self.ctx.zone) else { return self.refuse(node) };
        let full = if self.sqlite() {
            sql!("kd_local(", sql, ", ", self.bind(zone.into()), ")")
        } else {
            let bound = if zone.starts_with(['+', '-']) {
                // A bare offset would be read with its POSIX sign, an interval is not.
                sql!(self.bind(zone.into()), "::interval")
            } else {
                self.bind(zone.into())
            };
            sql!("to_char(", sql, "::timestamptz AT TIME ZONE ", bound, ", 'YYYY-MM-DD\"T\"HH24:MI:SS')")
        };
        Ok((sql!("substr(", full.clone(), ", 1, 10)"), full))
    }

    /// `close_on.year`, `created_at.hour`, `(a - b).days` …
    pub(super) fn part(&self, node: &Node, base: &Node, name: &str, place: &Place) -> Lowered {
        let (rep, sql) = match self.value(base, place)? {
            Low::Const(value) => return Ok(Low::Const(crate::builtins::part(&value, name, &self.ctx.zone))),
            Low::Sql(rep, sql) => (rep, sql),
        };
        if rep == Rep::Millis {
            let (by, rest) = match name {
                "days" => (86_400_000, String::new()),
                "hours" => (3_600_000, " % 24".to_owned()),
                "minutes" => (60_000, " % 60".to_owned()),
                "seconds" => (1000, " % 60".to_owned()),
                _ => return self.refuse(node),
            };
            return Ok(Low::Sql(Rep::Int(0), sql!("(", sql, format!(" / {by}{rest})"))));
        }
        let (text, shift) = match rep {
            Rep::Date => (sql, 0),
            Rep::Moment => {
                let (day, full) = self.local(node, sql)?;
                (if name == "weekday" { day } else { full }, 0)
            }
            Rep::Time => (sql, 11),
            _ => return self.refuse(node),
        };
        let (start, length) = match name {
            "year" => (1, 4),
            "month" => (6, 2),
            "day" => (9, 2),
            "hour" => (12 - shift, 2),
            "minute" => (15 - shift, 2),
            "second" => (18 - shift, 2),
            "weekday" => {
                let sql = if self.sqlite() {
                    sql!("kd_weekday(", text, ")")
                } else {
                    sql!("extract(isodow FROM ", text, "::date)::bigint")
                };
                return Ok(Low::Sql(Rep::Int(0), if self.sqlite() { sql } else { sql!("(", sql, ")") }));
            }
            _ => return self.refuse(node),
        };
        let piece = sql!("substr(", text, format!(", {start}, {length})"));
        let sql = if self.sqlite() { sql!("CAST(", piece, " AS INTEGER)") } else { sql!("(", piece, "::bigint)") };
        Ok(Low::Sql(Rep::Int(0), sql))
    }
}

/// A PostgreSQL date as text; null outside the years 1 to 9999.
fn date_text(sql: Fragment) -> Fragment {
    let (first, last) = ("(DATE '0001-01-01' - 1)", "(DATE '9999-12-31' + 1)");
    sql!("to_char(NULLIF(NULLIF(LEAST(GREATEST(", sql, format!(", {first}), {last}), {first}), {last}), 'YYYY-MM-DD')"))
}

/// A PostgreSQL timestamp in UTC as text; null outside what the evaluator keeps.
fn moment_text(sql: Fragment) -> Fragment {
    let first = "TIMESTAMP '0001-12-31 23:59:59.999 BC'";
    let last = "TIMESTAMP '9999-12-30 22:00:01'";
    sql!(
        "to_char(NULLIF(NULLIF(LEAST(GREATEST(",
        sql,
        format!(", {first}), {last}), {first}), {last}), 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')")
    )
}

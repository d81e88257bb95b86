//! Exact arithmetic and calendar functions for SQLite, which has neither. The store registers
//! [`ALL`] on every connection as deterministic functions; this crate knows no database.
//!
//! Decimals travel as canonical text (no needless zeros, so equal numbers are equal text). Null or
//! a broken argument gives null.

use std::cmp::Ordering;

use jiff::tz::{Offset, TimeZone};
use keshu_kernel::Cell;
use keshu_kernel::decimal::from_scaled;
use rust_decimal::Decimal;

use crate::builtins::{add_date_months, add_days, add_millis, days_between, local};
use crate::num::{self, Rounding};
use crate::{Value, date_text, parse_date, parse_moment, time_text};

/// One function to register.
#[derive(Debug, Clone, Copy)]
pub struct SqliteFn {
    pub name: &'static str,
    /// How many arguments it takes; -1 = any number.
    pub args: i32,
    pub call: fn(&[Cell]) -> Cell,
}

const fn entry(name: &'static str, args: i32, call: fn(&[Cell]) -> Cell) -> SqliteFn {
    SqliteFn { name, args, call }
}

pub const ALL: &[SqliteFn] = &[
    entry("kd_dec", 2, |args| number((|| Some(from_scaled(int(args, 0)?, u8::try_from(int(args, 1)?).ok()?)))())),
    entry("kd_add", 2, |args| two(args, num::add)),
    entry("kd_sub", 2, |args| two(args, num::sub)),
    entry("kd_mul", 2, |args| two(args, num::mul)),
    entry("kd_div", 2, |args| two(args, num::div)),
    entry("kd_neg", 1, |args| number(dec(args, 0).map(|n| -n))),
    entry("kd_abs", 1, |args| number(dec(args, 0).map(|n| n.abs()))),
    entry("kd_floor", 1, |args| number(dec(args, 0).and_then(num::floor))),
    entry("kd_ceiling", 1, |args| number(dec(args, 0).and_then(num::ceiling))),
    entry("kd_round", 2, |args| rounded(args, Rounding::HalfUp)),
    entry("kd_trunc", 2, |args| rounded(args, Rounding::Down)),
    entry("kd_cmp", 2, |args| match (dec(args, 0), dec(args, 1)) {
        (Some(a), Some(b)) => Cell::Int(a.cmp(&b) as i64),
        _ => Cell::Null,
    }),
    entry("kd_min", -1, |args| extreme(args, Ordering::Less)),
    entry("kd_max", -1, |args| extreme(args, Ordering::Greater)),
    entry("kd_starts", 2, |args| texts(args, |a, b| a.starts_with(b))),
    entry("kd_ends", 2, |args| texts(args, |a, b| a.ends_with(b))),
    // Days from the first date to the second.
    entry("kd_days", 2, |args| match (date(args, 0), date(args, 1)) {
        (Some(from), Some(to)) => Cell::Int(days_between(from, to)),
        _ => Cell::Null,
    }),
    entry("kd_date_add", 2, |args| {
        date(args, 0).zip(int(args, 1)).and_then(|(date, by)| add_days(date, by)).map(date_text).into()
    }),
    entry("kd_month_add", 2, |args| {
        date(args, 0).zip(int(args, 1)).and_then(|(date, by)| add_date_months(date, by)).map(date_text).into()
    }),
    // Milliseconds from the first moment to the second.
    entry("kd_millis", 2, |args| match (moment(args, 0), moment(args, 1)) {
        (Some(from), Some(to)) => Cell::Int(to.as_millisecond() - from.as_millisecond()),
        _ => Cell::Null,
    }),
    entry("kd_moment_add", 2, |args| {
        let moved = moment(args, 0)
            .zip(int(args, 1))
            .and_then(|(moment, by)| add_millis(&Value::Moment(moment), i128::from(by)));
        moved.map(|value| value.to_text()).into()
    }),
    // `2026-11-21T16:00:00`: a moment on the clock of a zone (see `zone_text`).
    entry("kd_local", 2, |args| {
        let here = moment(args, 0).zip(text(args, 1).and_then(zone)).map(|(moment, zone)| local(moment, &zone));
        here.map(|here| format!("{}T{}", date_text(here.date()), time_text(here.time()))).into()
    }),
    entry("kd_weekday", 1, |args| date(args, 0).map(|date| i64::from(date.weekday().to_monday_one_offset())).into()),
];

fn text(args: &[Cell], index: usize) -> Option<&str> {
    args.get(index)?.as_text()
}

fn int(args: &[Cell], index: usize) -> Option<i64> {
    args.get(index)?.as_int()
}

fn date(args: &[Cell], index: usize) -> Option<jiff::civil::Date> {
    parse_date(text(args, index)?.get(..10)?)
}

fn moment(args: &[Cell], index: usize) -> Option<jiff::Timestamp> {
    parse_moment(text(args, index)?)
}

fn dec(args: &[Cell], index: usize) -> Option<Decimal> {
    match args.get(index)? {
        Cell::Text(text) => Decimal::from_str_exact(text).ok(),
        Cell::Int(whole) => Some(Decimal::from(*whole)),
        Cell::Null => None,
    }
}

fn number(number: Option<Decimal>) -> Cell {
    number.map(num::text).into()
}

fn two(args: &[Cell], op: fn(Decimal, Decimal) -> Option<Decimal>) -> Cell {
    number(dec(args, 0).zip(dec(args, 1)).and_then(|(a, b)| op(a, b)))
}

fn rounded(args: &[Cell], how: Rounding) -> Cell {
    number(dec(args, 0).zip(dec(args, 1)).and_then(|(n, places)| num::round(n, places, how)))
}

fn extreme(args: &[Cell], wanted: Ordering) -> Cell {
    let numbers: Option<Vec<Decimal>> = (0..args.len()).map(|index| dec(args, index)).collect();
    let best = numbers.and_then(|numbers| {
        numbers.into_iter().reduce(|best, next| if next.cmp(&best) == wanted { next } else { best })
    });
    number(best)
}

fn texts(args: &[Cell], test: fn(&str, &str) -> bool) -> Cell {
    match (text(args, 0), text(args, 1)) {
        (Some(a), Some(b)) => Cell::from(test(a, b)),
        _ => Cell::Null,
    }
}

/// A zone as text: its IANA name or `+08:00`; `None` for a zone that has neither.
pub(crate) fn zone_text(zone: &TimeZone) -> Option<String> {
    if let Some(name) = zone.iana_name() {
        return Some(name.to_owned());
    }
    let seconds = zone.to_fixed_offset().ok()?.seconds();
    if seconds % 60 != 0 {
        return None;
    }
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    Some(format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60))
}

fn zone(text: &str) -> Option<TimeZone> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return TimeZone::get(text).ok(),
    };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60;
    Some(TimeZone::fixed(Offset::from_seconds(sign * seconds).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(name: &str, args: &[Cell]) -> Cell {
        let found = ALL.iter().find(|entry| entry.name == name).unwrap();
        (found.call)(args)
    }

    #[test]
    fn decimals_are_canonical_text() {
        assert_eq!(call("kd_dec", &[1250.into(), 2.into()]), "12.5".into());
        assert_eq!(call("kd_mul", &["0.5".into(), "-0".into()]), "0".into());
        assert_eq!(call("kd_div", &["1".into(), "3".into()]), "0.33333333333333".into());
        assert_eq!(call("kd_div", &["1".into(), "0".into()]), Cell::Null);
        assert_eq!(call("kd_cmp", &["10".into(), "9.5".into()]), 1.into());
        assert_eq!(call("kd_max", &["10".into(), "9.5".into(), Cell::Null]), Cell::Null);
        assert_eq!(call("kd_min", &["10".into(), "9.5".into()]), "9.5".into());
        assert_eq!(call("kd_add", &["x".into(), "1".into()]), Cell::Null);
    }

    #[test]
    fn the_calendar() {
        assert_eq!(call("kd_month_add", &["2026-01-31".into(), 1.into()]), "2026-02-28".into());
        assert_eq!(call("kd_date_add", &["9999-12-31".into(), 1.into()]), Cell::Null);
        assert_eq!(call("kd_days", &["2026-11-21".into(), "2026-12-01".into()]), 10.into());
        let evening = Cell::from("2026-11-21T16:30:00.000Z");
        assert_eq!(call("kd_local", &[evening.clone(), "Asia/Shanghai".into()]), "2026-11-22T00:30:00".into());
        assert_eq!(call("kd_local", &[evening.clone(), "+08:00".into()]), "2026-11-22T00:30:00".into());
        assert_eq!(call("kd_local", &[evening, "-03:30".into()]), "2026-11-21T13:00:00".into());
    }
}

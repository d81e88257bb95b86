//! Values, their canonical text, and how they are stored.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use keshu_kernel::Cell;
use keshu_kernel::decimal::{from_scaled, round_scaled};
use keshu_kernel::time::moment_text;
use rust_decimal::Decimal;

use crate::{Ty, num};

/// What an expression yields. Moments and durations are exact to the millisecond.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    #[default]
    Null,
    Bool(bool),
    Number(Decimal),
    Text(String),
    Date(Date),
    Moment(Timestamp),
    Time(Time),
    Days(SignedDuration),
    Months(i64),
    List(Vec<Value>),
    Context(BTreeMap<String, Value>),
}

impl Value {
    pub fn text(text: impl Into<String>) -> Value {
        Value::Text(text.into())
    }

    pub fn list<V: Into<Value>>(items: impl IntoIterator<Item = V>) -> Value {
        Value::List(items.into_iter().map(Into::into).collect())
    }

    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// Whether it is `true`; a filter keeps the rows for which this holds.
    pub fn is_true(&self) -> bool {
        matches!(self, Value::Bool(true))
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_number(&self) -> Option<Decimal> {
        match self {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub fn ty(&self) -> Ty {
        match self {
            Value::Null => Ty::Null,
            Value::Bool(_) => Ty::Bool,
            Value::Number(_) => Ty::Number,
            Value::Text(_) => Ty::Text,
            Value::Date(_) => Ty::Date,
            Value::Moment(_) => Ty::Moment,
            Value::Time(_) => Ty::Time,
            Value::Days(_) => Ty::Days,
            Value::Months(_) => Ty::Months,
            Value::List(items) => Ty::list(items.iter().map(Value::ty).reduce(|a, b| a.join(&b)).unwrap_or(Ty::Any)),
            Value::Context(_) => Ty::Context,
        }
    }

    /// A stored cell read as `ty`; what does not fit is null.
    pub fn from_cell(cell: &Cell, ty: &Ty, scale: u8) -> Value {
        let read = match (ty, cell) {
            (_, Cell::Null) => None,
            (Ty::Bool, Cell::Int(flag)) => Some(Value::Bool(*flag != 0)),
            (Ty::Number, Cell::Int(units)) => Some(Value::Number(from_scaled(*units, scale).normalize())),
            (Ty::Date, Cell::Text(text)) => parse_date(text).map(Value::Date),
            (Ty::Moment, Cell::Text(text)) => parse_moment(text).map(Value::Moment),
            (Ty::Time, Cell::Text(text)) => parse_time(text).map(Value::Time),
            (Ty::Days | Ty::Months, Cell::Text(text)) => parse_duration(text),
            (Ty::Any | Ty::Text | Ty::Record(_), Cell::Text(text)) => Some(Value::Text(text.clone())),
            (Ty::Any, Cell::Int(units)) => Some(Value::Number(from_scaled(*units, scale).normalize())),
            _ => None,
        };
        read.unwrap_or(Value::Null)
    }

    /// The cell that stores the value; numbers are rounded half away from zero to `scale`.
    /// `None` when it has no column form or does not fit.
    pub fn to_cell(&self, scale: u8) -> Option<Cell> {
        Some(match self {
            Value::Null => Cell::Null,
            Value::Bool(flag) => Cell::from(*flag),
            Value::Number(number) => Cell::Int(round_scaled(*number, scale)?),
            Value::List(_) | Value::Context(_) => return None,
            other => Cell::Text(other.to_text()),
        })
    }

    /// Canonical text: what `string()` gives and what text columns hold.
    pub fn to_text(&self) -> String {
        match self {
            Value::Null => "null".to_owned(),
            Value::Bool(flag) => flag.to_string(),
            Value::Number(number) => num::text(*number),
            Value::Text(text) => text.clone(),
            Value::Date(date) => date_text(*date),
            Value::Moment(moment) => moment_text(*moment),
            Value::Time(time) => time_text(*time),
            Value::Days(days) => days_text(*days),
            Value::Months(months) => months_text(*months),
            Value::List(items) => {
                let items: Vec<String> = items.iter().map(Value::inner_text).collect();
                format!("[{}]", items.join(", "))
            }
            Value::Context(entries) => {
                let entries: Vec<String> =
                    entries.iter().map(|(key, value)| format!("{key}: {}", value.inner_text())).collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }

    fn inner_text(&self) -> String {
        match self {
            Value::Text(text) => quoted(text),
            other => other.to_text(),
        }
    }

    /// What holding or copying the value costs, in fuel.
    pub(crate) fn weight(&self) -> u64 {
        match self {
            Value::Text(text) => 1 + text.len() as u64 / 64,
            Value::List(items) => items.iter().map(Value::weight).sum::<u64>() + 1,
            Value::Context(entries) => {
                entries.iter().map(|(key, value)| value.weight() + 1 + key.len() as u64 / 64).sum::<u64>() + 1
            }
            _ => 1,
        }
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Value {
        Value::Bool(flag)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Number(Decimal::from(number))
    }
}

impl From<Decimal> for Value {
    fn from(number: Decimal) -> Value {
        Value::Number(num::tidy(number))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<Date> for Value {
    fn from(date: Date) -> Value {
        Value::Date(date)
    }
}

impl From<Timestamp> for Value {
    fn from(moment: Timestamp) -> Value {
        Value::Moment(moment)
    }
}

impl<V: Into<Value>> From<Option<V>> for Value {
    fn from(value: Option<V>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

/// FEEL equality: null equals only null; values of different kinds are not comparable (null).
pub(crate) fn equal(a: &Value, b: &Value) -> Option<bool> {
    match (a, b) {
        (Value::Null, Value::Null) => Some(true),
        (Value::Null, _) | (_, Value::Null) => Some(false),
        (Value::Bool(a), Value::Bool(b)) => Some(a == b),
        (Value::List(a), Value::List(b)) => {
            if a.len() != b.len() {
                return Some(false);
            }
            for (a, b) in a.iter().zip(b) {
                if equal(a, b) != Some(true) {
                    return Some(false);
                }
            }
            Some(true)
        }
        (Value::Context(a), Value::Context(b)) => Some(
            a.len() == b.len() && a.iter().zip(b).all(|((ak, av), (bk, bv))| ak == bk && equal(av, bv) == Some(true)),
        ),
        (a, b) => Some(order(a, b)? == Ordering::Equal),
    }
}

/// The order of two values of one kind; null for anything without an order.
pub(crate) fn order(a: &Value, b: &Value) -> Option<Ordering> {
    Some(match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::Moment(a), Value::Moment(b)) => a.cmp(b),
        (Value::Time(a), Value::Time(b)) => a.cmp(b),
        (Value::Days(a), Value::Days(b)) => a.cmp(b),
        (Value::Months(a), Value::Months(b)) => a.cmp(b),
        _ => return None,
    })
}

/// A FEEL string literal.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control.is_control() => out.push_str(&format!("\\u{:04X}", control as u32)),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

/// `2026-11-21`.
pub fn date_text(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// `08:30:00`; parts of a second are dropped.
pub fn time_text(time: Time) -> String {
    format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
}

/// `P1DT2H30M`, `-PT0.5S`, `PT0S`: the only spelling of a duration in storage.
pub fn days_text(days: SignedDuration) -> String {
    let millis = days.as_millis();
    let left = millis.unsigned_abs();
    let (d, h, m) = (left / 86_400_000, left / 3_600_000 % 24, left / 60_000 % 60);
    let (s, ms) = (left / 1000 % 60, left % 1000);
    let mut out = String::from(if millis < 0 { "-P" } else { "P" });
    if d > 0 {
        out.push_str(&format!("{d}D"));
    }
    if h + m + s + ms > 0 || d == 0 {
        out.push('T');
        if h > 0 {
            out.push_str(&format!("{h}H"));
        }
        if m > 0 {
            out.push_str(&format!("{m}M"));
        }
        if ms > 0 {
            out.push_str(format!("{s}.{ms:03}").trim_end_matches('0'));
            out.push('S');
        } else if s > 0 || d + h + m == 0 {
            out.push_str(&format!("{s}S"));
        }
    }
    out
}

/// `P1Y2M`, `-P3M`, `P0M`.
pub fn months_text(months: i64) -> String {
    let left = months.unsigned_abs();
    let sign = if months < 0 { "-" } else { "" };
    match (left / 12, left % 12) {
        (0, m) => format!("{sign}P{m}M"),
        (y, 0) => format!("{sign}P{y}Y"),
        (y, m) => format!("{sign}P{y}Y{m}M"),
    }
}

/// Exactly `YYYY-MM-DD`, years 0001 to 9999.
pub fn parse_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let part = |range: std::ops::Range<usize>| digits(text.get(range)?);
    make_date(part(0..4)?, part(5..7)?, part(8..10)?)
}

/// `HH:MM:SS`, `HH:MM`, with parts of a second if need be.
pub fn parse_time(text: &str) -> Option<Time> {
    let (clock, part) = text.split_once('.').unwrap_or((text, ""));
    let bytes = clock.as_bytes();
    let short = bytes.len() == 5;
    if !(short && part.is_empty() || bytes.len() == 8 && bytes[5] == b':') || bytes[2] != b':' {
        return None;
    }
    if text.contains('.') && (part.is_empty() || part.len() > 9) {
        return None;
    }
    let (hour, minute) = (digits(clock.get(0..2)?)?, digits(clock.get(3..5)?)?);
    let second = if short { 0 } else { digits(clock.get(6..8)?)? };
    if !part.is_empty() {
        digits(part)?;
    }
    let millis = digits(&format!("{part:0<3}")[..3])?;
    Time::new(hour as i8, minute as i8, second as i8, millis as i32 * 1_000_000).ok()
}

/// RFC 3339 with an offset; cut to the millisecond.
pub fn parse_moment(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    if bytes.len() < 17 || bytes[10] != b'T' || parse_date(text.get(..10)?).is_none() || text.contains('[') {
        return None;
    }
    fit_moment(text.parse().ok()?)
}

/// `P1DT2H`, `P1Y2M`, with a sign if need be.
pub fn parse_duration(text: &str) -> Option<Value> {
    let (negative, body) = match text.strip_prefix('-') {
        Some(rest) => (true, rest.strip_prefix('P')?),
        None => (false, text.strip_prefix('P')?),
    };
    let (date, time) = match body.split_once('T') {
        Some((_, "")) => return None,
        Some((date, time)) => (date, time),
        None => (body, ""),
    };
    let sign = if negative { -1 } else { 1 };
    if body.ends_with(['Y', 'M']) && time.is_empty() {
        let [years, months] = parts(date, ['Y', 'M'])?;
        let total = years.0.checked_mul(12)?.checked_add(months.0)?;
        return fit_months(i128::from(total) * sign).map(Value::Months);
    }
    if body.is_empty() {
        return None;
    }
    let [days] = parts(date, ['D'])?;
    let [hours, minutes, seconds] = parts(time, ['H', 'M', 'S'])?;
    let millis = i128::from(days.0) * 86_400_000
        + i128::from(hours.0) * 3_600_000
        + i128::from(minutes.0) * 60_000
        + i128::from(seconds.0) * 1000
        + i128::from(seconds.1);
    fit_days(millis * sign).map(Value::Days)
}

/// Reads `12D`, `3H4M5.5S` …: a number and thousandths before each letter, in order.
fn parts<const N: usize>(mut text: &str, letters: [char; N]) -> Option<[(i64, i64); N]> {
    let mut found = [(0, 0); N];
    for (at, letter) in letters.into_iter().enumerate() {
        let Some(end) = text.find(|c: char| !c.is_ascii_digit() && c != '.') else { break };
        if text[end..].starts_with(letter) {
            let (whole, part) = text[..end].split_once('.').unwrap_or((&text[..end], "0"));
            if part.is_empty() || part.len() > 9 || (part != "0" && letter != 'S') {
                return None;
            }
            digits(part)?;
            found[at] = (digits(whole)?, digits(&format!("{part:0<3}")[..3])?);
            text = &text[end + 1..];
        }
    }
    text.is_empty().then_some(found)
}

fn digits(text: &str) -> Option<i64> {
    (!text.is_empty() && text.len() <= 12 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

/// A day of the years 1 to 9999.
pub(crate) fn make_date(year: i64, month: i64, day: i64) -> Option<Date> {
    fit_date(Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?)
}

pub(crate) fn fit_date(date: Date) -> Option<Date> {
    (date.year() >= 1).then_some(date)
}

/// The first moment that has a four-digit year.
pub(crate) const FIRST_MILLI: i64 = -62_135_596_800_000;

/// Cut to the millisecond; null outside the years 1 to 9999.
pub(crate) fn fit_moment(moment: Timestamp) -> Option<Timestamp> {
    let millis = moment.as_millisecond();
    // `as_millisecond` cuts towards zero; before 1970 that is forwards.
    let millis = if moment.subsec_nanosecond() % 1_000_000 < 0 { millis - 1 } else { millis };
    if millis < FIRST_MILLI { None } else { Timestamp::from_millisecond(millis).ok() }
}

/// Durations stay within ±10^15 ms (31 688 years).
pub(crate) fn fit_days(millis: i128) -> Option<SignedDuration> {
    (millis.unsigned_abs() < 1_000_000_000_000_000).then(|| SignedDuration::from_millis(millis as i64))
}

pub(crate) fn fit_months(months: i128) -> Option<i64> {
    (months.unsigned_abs() < 1_000_000).then_some(months as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_one_spelling() {
        for (given, canonical) in [
            ("P30D", "P30D"),
            ("PT36H", "P1DT12H"),
            ("PT90M", "PT1H30M"),
            ("-PT0.5S", "-PT0.5S"),
            ("P0D", "PT0S"),
            ("P14M", "P1Y2M"),
            ("-P12M", "-P1Y"),
            ("P0Y", "P0M"),
        ] {
            assert_eq!(parse_duration(given).map(|value| value.to_text()).as_deref(), Some(canonical), "{given}");
        }
        for broken in ["", "P", "PT", "P1", "1D", "P1DT", "P1H", "P1Y1D", "P1.5D", "PT1S2H", "P-1D", "P1M1Y"] {
            assert_eq!(parse_duration(broken), None, "{broken}");
        }
    }

    #[test]
    fn dates_and_times_are_strict() {
        assert!(parse_date("2026-02-28").is_some());
        for broken in ["2026-02-29", "20260228", "2026-2-28", "0000-01-01", "2026-02-28T00:00", "２０２６-02-28"] {
            assert_eq!(parse_date(broken), None, "{broken}");
        }
        assert_eq!(parse_time("08:30").map(time_text).as_deref(), Some("08:30:00"));
        assert_eq!(parse_time("08:30:59.123").map(time_text).as_deref(), Some("08:30:59"));
        for broken in ["8:30", "24:00:00", "08:30:60", "08-30-00", "08:30:00Z", "", "08:30.5"] {
            assert_eq!(parse_time(broken), None, "{broken}");
        }
        assert!(parse_moment("2026-11-21T08:00:00+08:00").is_some());
        assert!(parse_moment("2026-11-21T08:00:00").is_none());
        assert!(parse_moment("2026-11-21").is_none());
    }

    #[test]
    fn moments_are_cut_to_the_millisecond() {
        let before: Timestamp = "1969-12-31T23:59:59.9995Z".parse().unwrap();
        assert_eq!(moment_text(fit_moment(before).unwrap()), "1969-12-31T23:59:59.999Z");
    }
}

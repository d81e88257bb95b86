//! What the functions do in memory. A wrong argument gives null, as FEEL wants.

use std::cmp::Ordering;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use keshu_kernel::time::date_in;
use rust_decimal::Decimal;

use crate::error::{ExprError, Pos, out_of_fuel};
use crate::eval::{MAX_TEXT, Machine};
use crate::functions::F;
use crate::num::{self, Rounding};
use crate::value::{
    equal, fit_date, fit_days, fit_moment, fit_months, make_date, order, parse_date, parse_duration, parse_moment,
    parse_time,
};
use crate::{Value, rules};

type Outcome = Result<Value, ExprError>;

pub(crate) fn call(f: F, args: Vec<Value>, machine: &mut Machine, at: Pos) -> Outcome {
    use F::*;
    let args = args.as_slice();
    match f {
        Count | Sum | Min | Max | Mean | All | AnyOf | ListContains | Append | Concatenate | DistinctValues
        | IndexOf | Reverse | Sublist | Flatten | IsEmpty => lists(f, args, machine, at),
        Matches | Replace | Split => patterns(f, args, machine, at),
        StringJoin => join(args, at),
        Today => Ok(Value::Date(machine.env.today())),
        Now => Ok(fit_moment(machine.env.now()).map_or(Value::Null, Value::Moment)),
        DaysSince => {
            let (today, zone) = (machine.env.today(), machine.env.zone());
            Ok(day(&args[0], &zone).map(|day| Value::from(days_between(day, today))).unwrap_or_default())
        }
        Date | Time | DateAndTime | Duration | YearsMonthsDuration | DayOfWeek | DayOfYear | WeekOfYear => {
            let zone = machine.env.zone();
            Ok(times(f, args, &zone).unwrap_or_default())
        }
        Contains | StartsWith | EndsWith | StringLength | UpperCase | LowerCase | Substring | SubstringBefore
        | SubstringAfter | Trim => Ok(texts(f, args).unwrap_or_default()),
        Abs | Floor | Ceiling | Decimal | RoundUp | RoundDown | RoundHalfUp | RoundHalfDown | Modulo => {
            Ok(numbers(f, args).unwrap_or_default())
        }
        Not => Ok(match &args[0] {
            Value::Bool(flag) => Value::Bool(!flag),
            _ => Value::Null,
        }),
        Text => Ok(match &args[0] {
            Value::Null => Value::Null,
            other => Value::Text(other.to_text()),
        }),
        Number => Ok(match &args[0] {
            Value::Number(number) => Value::Number(*number),
            Value::Text(text) => read_number(text).map_or(Value::Null, Value::from),
            _ => Value::Null,
        }),
        IsDefined => Ok(Value::Bool(!args[0].is_null())),
        GetOrElse => Ok(if args[0].is_null() { args[1].clone() } else { args[0].clone() }),
    }
}

fn read_number(text: &str) -> Option<Decimal> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    plain.then(|| Decimal::from_str_exact(text).ok())?
}

// ── Text

fn texts(f: F, args: &[Value]) -> Option<Value> {
    let text = args[0].as_text()?;
    let second = args.get(1).and_then(Value::as_text);
    Some(match f {
        F::Contains => Value::Bool(text.contains(second?)),
        F::StartsWith => Value::Bool(text.starts_with(second?)),
        F::EndsWith => Value::Bool(text.ends_with(second?)),
        F::StringLength => Value::from(text.chars().count() as i64),
        F::UpperCase => Value::Text(text.to_ascii_uppercase()),
        F::LowerCase => Value::Text(text.to_ascii_lowercase()),
        F::Trim => Value::text(text.trim_matches(' ')),
        F::Substring => {
            let start = num::whole(args[1].as_number()?)?;
            let length = match args.get(2) {
                None => usize::MAX,
                Some(given) => usize::try_from(num::whole(given.as_number()?)?).ok()?,
            };
            let skip = match start {
                0 => return None,
                n if n > 0 => usize::try_from(n - 1).ok()?,
                n => text.chars().count().checked_sub(usize::try_from(n.unsigned_abs()).ok()?)?,
            };
            Value::Text(text.chars().skip(skip).take(length).collect())
        }
        F::SubstringBefore => Value::text(text.split_once(second?).map_or("", |(before, _)| before)),
        F::SubstringAfter => Value::text(text.split_once(second?).map_or("", |(_, after)| after)),
        _ => return None,
    })
}

fn join(args: &[Value], at: Pos) -> Outcome {
    let Value::List(items) = &args[0] else { return Ok(Value::Null) };
    let between = match args.get(1) {
        None | Some(Value::Null) => "",
        Some(Value::Text(text)) => text,
        Some(_) => return Ok(Value::Null),
    };
    let mut out = String::new();
    let mut first = true;
    for item in items {
        let text = match item {
            Value::Text(text) => text,
            Value::Null => continue,
            _ => return Ok(Value::Null),
        };
        if !first {
            out.push_str(between);
        }
        first = false;
        out.push_str(text);
        if out.len() > MAX_TEXT {
            return Err(out_of_fuel(at));
        }
    }
    Ok(Value::Text(out))
}

/// `matches`, `replace`, `split`: linear-time patterns, paid by text times pattern.
fn patterns(f: F, args: &[Value], machine: &mut Machine, at: Pos) -> Outcome {
    let (Some(text), Some(pattern)) = (args[0].as_text(), args[1].as_text()) else { return Ok(Value::Null) };
    let flags = match args.get(if f == F::Replace { 3 } else { 2 }) {
        None | Some(Value::Null) => "",
        Some(Value::Text(flags)) if flags.chars().all(|c| matches!(c, 'i' | 's' | 'm' | 'x')) => flags,
        Some(_) => return Ok(Value::Null),
    };
    let states = states(pattern);
    machine.burn(100 + states + text.len() as u64 * states / 200, at)?;
    let mut flags: Vec<char> = flags.chars().collect();
    flags.sort_unstable();
    flags.dedup();
    let full = if flags.is_empty() {
        pattern.to_owned()
    } else {
        format!("(?{}){pattern}", flags.into_iter().collect::<String>())
    };
    let Ok(regex) = regex_lite::RegexBuilder::new(&full).size_limit(1 << 15).nest_limit(32).build() else {
        return Ok(Value::Null);
    };
    match f {
        F::Matches => Ok(Value::Bool(regex.is_match(text))),
        F::Split => {
            machine.burn(text.len() as u64 / 8, at)?;
            Ok(Value::List(regex.split(text).map(Value::from).collect()))
        }
        _ => {
            let Some(with) = args[2].as_text() else { return Ok(Value::Null) };
            // The result is bounded before it is built: every match may repeat groups of the text.
            let mut out = String::new();
            let mut last = 0;
            for found in regex.captures_iter(text) {
                let Some(whole) = found.get(0) else { continue };
                machine.burn(1 + with.len() as u64 / 8, at)?;
                out.push_str(&text[last..whole.start()]);
                found.expand(with, &mut out);
                last = whole.end();
                if out.len() > MAX_TEXT {
                    return Err(out_of_fuel(at));
                }
                machine.burn((whole.end() - whole.start()) as u64 / 8, at)?;
            }
            out.push_str(&text[last..]);
            Ok(Value::Text(out))
        }
    }
}

/// About how many states a pattern has: its length times its counted repetitions.
fn states(pattern: &str) -> u64 {
    let mut factor = 1u64;
    for piece in pattern.split('{').skip(1) {
        let counts = piece.split('}').next().unwrap_or("");
        let most = counts.split(',').filter_map(|count| count.trim().parse::<u64>().ok()).max().unwrap_or(1);
        factor = factor.saturating_mul(most.max(1));
    }
    (pattern.len() as u64).saturating_mul(factor).clamp(1, 1500)
}

// ── Numbers

fn numbers(f: F, args: &[Value]) -> Option<Value> {
    if f == F::Abs {
        return Some(match &args[0] {
            Value::Number(number) => Value::from(number.abs()),
            Value::Days(days) => Value::Days(fit_days(days.as_millis().abs())?),
            Value::Months(months) => Value::Months(months.abs()),
            _ => return None,
        });
    }
    let number = args[0].as_number()?;
    let places = match args.get(1) {
        None => Decimal::ZERO,
        Some(given) => given.as_number()?,
    };
    Some(Value::Number(match f {
        F::Floor if args.len() == 1 => num::floor(number)?,
        F::Ceiling if args.len() == 1 => num::ceiling(number)?,
        F::Floor => num::round(number, places, Rounding::Floor)?,
        F::Ceiling => num::round(number, places, Rounding::Ceiling)?,
        F::Decimal => num::round(number, places, Rounding::HalfEven)?,
        F::RoundUp => num::round(number, places, Rounding::Up)?,
        F::RoundDown => num::round(number, places, Rounding::Down)?,
        F::RoundHalfUp => num::round(number, places, Rounding::HalfUp)?,
        F::RoundHalfDown => num::round(number, places, Rounding::HalfDown)?,
        F::Modulo => {
            // FEEL: dividend - divisor * floor(dividend / divisor), exact.
            if places.is_zero() {
                return None;
            }
            let rest = number.checked_rem(places)?;
            let differs = !rest.is_zero() && rest.is_sign_negative() != places.is_sign_negative();
            if differs { num::add(rest, places)? } else { num::tidy(rest) }
        }
        _ => return None,
    }))
}

// ── Lists

fn lists(f: F, args: &[Value], machine: &mut Machine, at: Pos) -> Outcome {
    let total: u64 = args.iter().map(Value::weight).sum();
    machine.burn(total / 2, at)?;
    if matches!(f, F::Sum | F::Min | F::Max | F::Mean | F::All | F::AnyOf) {
        let items = match args {
            [Value::List(items)] => items.as_slice(),
            [Value::Null] => return Ok(Value::Null),
            several => several,
        };
        return Ok(aggregate(f, items).unwrap_or_default());
    }
    if matches!(f, F::Concatenate) {
        let mut all = Vec::new();
        for arg in args {
            match arg {
                Value::List(items) => all.extend(items.iter().cloned()),
                _ => return Ok(Value::Null),
            }
        }
        return Ok(Value::List(all));
    }
    let Value::List(items) = &args[0] else { return Ok(Value::Null) };
    Ok(match f {
        F::Count => Value::from(items.len() as i64),
        F::IsEmpty => Value::Bool(items.is_empty()),
        F::ListContains => Value::Bool(items.iter().any(|item| equal(item, &args[1]) == Some(true))),
        F::Append => Value::List(items.iter().chain(&args[1..]).cloned().collect()),
        F::Reverse => Value::List(items.iter().rev().cloned().collect()),
        F::IndexOf => Value::List(
            items
                .iter()
                .enumerate()
                .filter(|(_, item)| equal(item, &args[1]) == Some(true))
                .map(|(index, _)| Value::from(index as i64 + 1))
                .collect(),
        ),
        F::DistinctValues => {
            let mut kept: Vec<Value> = Vec::new();
            for item in items {
                machine.burn(kept.len() as u64 / 4 * item.weight(), at)?;
                if !kept.iter().any(|known| equal(known, item) == Some(true)) {
                    kept.push(item.clone());
                }
            }
            Value::List(kept)
        }
        F::Flatten => {
            let mut flat = Vec::new();
            flatten(items, &mut flat);
            Value::List(flat)
        }
        F::Sublist => sublist(items, args).unwrap_or_default(),
        _ => Value::Null,
    })
}

fn flatten(items: &[Value], flat: &mut Vec<Value>) {
    for item in items {
        match item {
            Value::List(inner) => flatten(inner, flat),
            other => flat.push(other.clone()),
        }
    }
}

fn sublist(items: &[Value], args: &[Value]) -> Option<Value> {
    let start = num::whole(args[1].as_number()?)?;
    let skip = match start {
        0 => return None,
        n if n > 0 => usize::try_from(n - 1).ok()?,
        n => items.len().checked_sub(usize::try_from(n.unsigned_abs()).ok()?)?,
    };
    let length = match args.get(2) {
        None => usize::MAX,
        Some(given) => usize::try_from(num::whole(given.as_number()?)?).ok()?,
    };
    Some(Value::List(items.iter().skip(skip).take(length).cloned().collect()))
}

/// Sums and extremes; an empty list or a null among the items gives null.
fn aggregate(f: F, items: &[Value]) -> Option<Value> {
    if matches!(f, F::All | F::AnyOf) {
        let decisive = f == F::AnyOf;
        let mut unknown = false;
        for item in items {
            match item {
                Value::Bool(flag) if *flag == decisive => return Some(Value::Bool(decisive)),
                Value::Bool(_) => {}
                _ => unknown = true,
            }
        }
        return (!unknown).then_some(Value::Bool(!decisive));
    }
    let (first, rest) = items.split_first()?;
    if matches!(f, F::Min | F::Max) {
        let wanted = if f == F::Min { Ordering::Less } else { Ordering::Greater };
        order(first, first)?;
        let mut best = first;
        for item in rest {
            if order(item, best)? == wanted {
                best = item;
            }
        }
        return Some(best.clone());
    }
    let mut total = first.as_number()?;
    if !rest.is_empty() {
        for item in rest {
            total = num::add(total, item.as_number()?)?;
        }
    }
    if f == F::Mean {
        total = num::div(total, Decimal::from(items.len()))?;
    }
    Some(Value::Number(total))
}

// ── Dates and times

fn times(f: F, args: &[Value], zone: &TimeZone) -> Option<Value> {
    Some(match (f, args) {
        (F::Date, [Value::Text(text)]) => Value::Date(parse_date(text)?),
        (F::Date, [one]) => Value::Date(day(one, zone)?),
        (F::Date, [year, month, day]) => {
            let part = |value: &Value| num::whole(value.as_number()?);
            Value::Date(make_date(part(year)?, part(month)?, part(day)?)?)
        }
        (F::Time, [Value::Text(text)]) => Value::Time(parse_time(text)?),
        (F::Time, [Value::Moment(moment)]) => Value::Time(local(*moment, zone).time()),
        (F::Time, [Value::Time(time)]) => Value::Time(*time),
        (F::Time, [hour, minute, second]) => {
            let part = |value: &Value| i8::try_from(num::whole(value.as_number()?)?).ok();
            Value::Time(Time::new(part(hour)?, part(minute)?, part(second)?, 0).ok()?)
        }
        (F::DateAndTime, [Value::Text(text)]) => match rules::parse_local(text) {
            Some(local) => local_moment(local, zone),
            None => match parse_date(text) {
                Some(date) => local_moment(date.at(0, 0, 0, 0), zone),
                None => Value::Moment(parse_moment(text)?),
            },
        },
        (F::DateAndTime, [Value::Moment(moment)]) => Value::Moment(*moment),
        (F::DateAndTime, [Value::Date(date)]) => local_moment(date.at(0, 0, 0, 0), zone),
        (F::DateAndTime, [date, Value::Time(time)]) => local_moment(day(date, zone)?.to_datetime(*time), zone),
        (F::Duration, [Value::Text(text)]) => parse_duration(text)?,
        (F::YearsMonthsDuration, [from, to]) => Value::Months(months_between(day(from, zone)?, day(to, zone)?)),
        (F::DayOfWeek, [one]) => Value::text(match day(one, zone)?.weekday().to_monday_one_offset() {
            1 => "Monday",
            2 => "Tuesday",
            3 => "Wednesday",
            4 => "Thursday",
            5 => "Friday",
            6 => "Saturday",
            _ => "Sunday",
        }),
        (F::DayOfYear, [one]) => Value::from(i64::from(day(one, zone)?.day_of_year())),
        (F::WeekOfYear, [one]) => Value::from(i64::from(day(one, zone)?.iso_week_date().week())),
        _ => return None,
    })
}

pub(crate) fn local(moment: Timestamp, zone: &TimeZone) -> DateTime {
    zone.to_datetime(moment)
}

/// A clock reading in a zone; in a gap or fold of the clock the compatible choice of RFC 5545.
pub(crate) fn local_moment(local: DateTime, zone: &TimeZone) -> Value {
    let moment = zone.to_ambiguous_zoned(local).compatible().ok().and_then(|zoned| fit_moment(zoned.timestamp()));
    moment.map_or(Value::Null, Value::Moment)
}

/// The calendar day of a date or a moment.
fn day(value: &Value, zone: &TimeZone) -> Option<Date> {
    match value {
        Value::Date(date) => Some(*date),
        Value::Moment(moment) => fit_date(date_in(*moment, zone)),
        _ => None,
    }
}

pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    epoch_day(to) - epoch_day(from)
}

/// Days since 1970-01-01.
pub(crate) fn epoch_day(date: Date) -> i64 {
    let seconds = date.duration_since(jiff::civil::date(1970, 1, 1)).as_secs();
    seconds.div_euclid(86_400)
}

/// Whole months from one day to another.
fn months_between(from: Date, to: Date) -> i64 {
    let raw = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
    let months = raw(to) - raw(from);
    match months {
        n if n > 0 && to.day() < from.day() => n - 1,
        n if n < 0 && to.day() > from.day() => n + 1,
        n => n,
    }
}

pub(crate) fn time_millis(time: Time) -> i128 {
    let seconds = i128::from(time.hour()) * 3600 + i128::from(time.minute()) * 60 + i128::from(time.second());
    seconds * 1000 + i128::from(time.subsec_nanosecond() / 1_000_000)
}

/// A date, moment or time moved by milliseconds; dates move by whole days, times wrap at midnight.
pub(crate) fn add_millis(value: &Value, millis: i128) -> Option<Value> {
    const DAY: i128 = 86_400_000;
    Some(match value {
        Value::Date(date) => Value::Date(add_days(*date, i64::try_from(millis.div_euclid(DAY)).ok()?)?),
        Value::Moment(moment) => {
            let moved = i64::try_from(i128::from(moment.as_millisecond()) + millis).ok()?;
            Value::Moment(fit_moment(Timestamp::from_millisecond(moved).ok()?)?)
        }
        Value::Time(time) => {
            let moved = (time_millis(*time) + millis).rem_euclid(DAY) as i64;
            let (hour, minute, second) = (moved / 3_600_000, moved / 60_000 % 60, moved / 1000 % 60);
            let nanos = (moved % 1000) as i32 * 1_000_000;
            Value::Time(Time::new(hour as i8, minute as i8, second as i8, nanos).ok()?)
        }
        _ => return None,
    })
}

pub(crate) fn add_days(date: Date, days: i64) -> Option<Date> {
    if days.abs() > MAX_DAYS {
        return None;
    }
    fit_date(date.checked_add(Span::new().try_days(days).ok()?).ok()?)
}

/// No date of the years 1 to 9999 is further from another.
pub(crate) const MAX_DAYS: i64 = 3_660_000;
pub(crate) const MAX_MONTHS: i64 = 120_000;

pub(crate) fn add_date_months(date: Date, months: i64) -> Option<Date> {
    if months.abs() > MAX_MONTHS {
        return None;
    }
    fit_date(date.checked_add(Span::new().try_months(months).ok()?).ok()?)
}

pub(crate) fn add_months(value: &Value, months: i64, zone: &TimeZone) -> Option<Value> {
    Some(match value {
        Value::Date(date) => Value::Date(add_date_months(*date, months)?),
        Value::Moment(moment) => {
            let here = local(*moment, zone);
            let moved = add_date_months(here.date(), months)?.to_datetime(here.time());
            return Some(local_moment(moved, zone));
        }
        _ => return None,
    })
}

pub(crate) fn scale_days(days: SignedDuration, by: Decimal) -> Option<SignedDuration> {
    let millis = num::mul(Decimal::from(i64::try_from(days.as_millis()).ok()?), by)?;
    fit_days(i128::from(num::whole(millis.trunc())?))
}

pub(crate) fn share_days(days: SignedDuration, by: Decimal) -> Option<SignedDuration> {
    let millis = num::div(Decimal::from(i64::try_from(days.as_millis()).ok()?), by)?;
    fit_days(i128::from(num::whole(millis.trunc())?))
}

pub(crate) fn whole_months(months: Decimal) -> Option<i64> {
    fit_months(i128::from(num::whole(months.trunc())?))
}

/// `value.name`: an entry of a context or a part of a date, time or duration.
pub(crate) fn part(value: &Value, name: &str, zone: &TimeZone) -> Value {
    let clock = |time: Time| match name {
        "hour" => Some(i64::from(time.hour())),
        "minute" => Some(i64::from(time.minute())),
        "second" => Some(i64::from(time.second())),
        _ => None,
    };
    let calendar = |date: Date| match name {
        "year" => Some(i64::from(date.year())),
        "month" => Some(i64::from(date.month())),
        "day" => Some(i64::from(date.day())),
        "weekday" => Some(i64::from(date.weekday().to_monday_one_offset())),
        _ => None,
    };
    let found = match value {
        Value::Context(entries) => return entries.get(name).cloned().unwrap_or_default(),
        Value::Date(date) => calendar(*date),
        Value::Time(time) => clock(*time),
        Value::Moment(moment) => {
            let here = local(*moment, zone);
            calendar(here.date()).or_else(|| clock(here.time()))
        }
        Value::Days(days) => {
            let seconds = days.as_secs();
            match name {
                "days" => Some(seconds / 86_400),
                "hours" => Some(seconds / 3600 % 24),
                "minutes" => Some(seconds / 60 % 60),
                "seconds" => Some(seconds % 60),
                _ => None,
            }
        }
        Value::Months(months) => match name {
            "years" => Some(months / 12),
            "months" => Some(months % 12),
            _ => None,
        },
        _ => None,
    };
    found.into()
}

//! Dates, moments, times of day and durations. Each has one spelling in storage.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Timestamp};
use keshu_expr::{
    Value as Feel, date_text, days_text, parse_date, parse_duration, parse_moment, parse_time, time_text,
};
use keshu_kernel::time::moment_text;
use keshu_kernel::{Cell, args, codes};
use serde_json::{Value, json};

use super::clean::{fold_width, one_line};
use super::{MaskRule, Refusal, TypeCtx, TypeOps, string_of, wrong};
use crate::model::{Field, Kind};

pub struct Day;
pub struct Instant;
pub struct Clock;
pub struct Span;

fn not_a_date(field: &Field, value: &str, ctx: &TypeCtx) -> Refusal {
    (&codes::DATE_INVALID, args![label = ctx.label(field), value = value.chars().take(40).collect::<String>()])
}

fn not_a_moment(field: &Field, value: &str, ctx: &TypeCtx) -> Refusal {
    (&codes::MOMENT_INVALID, args![label = ctx.label(field), value = value.chars().take(40).collect::<String>()])
}

impl TypeOps for Day {
    fn parse(&self, field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        let text = string_of(field, value, ctx)?.trim();
        parse_date(text).map(|date| Cell::Text(date_text(date))).ok_or_else(|| not_a_date(field, text, ctx))
    }

    fn parse_messy(&self, field: &Field, text: &str, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        messy(text).map(|at| Cell::Text(date_text(at.date()))).ok_or_else(|| not_a_date(field, text, ctx))
    }

    fn mask(&self, _: &Kind) -> MaskRule {
        MaskRule::All
    }

    fn json_schema(&self, _: &Field) -> Value {
        json!({"type": "string", "format": "date"})
    }
}

impl TypeOps for Instant {
    fn parse(&self, field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        let text = string_of(field, value, ctx)?.trim();
        parse_moment(text).map(|moment| Cell::Text(moment_text(moment))).ok_or_else(|| not_a_moment(field, text, ctx))
    }

    /// Times without a zone are those of the office ([`TypeCtx::zone`]).
    fn parse_messy(&self, field: &Field, text: &str, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        let moment = parse_moment(text.trim())
            .or_else(|| messy(text)?.to_zoned(ctx.zone.clone()).ok().map(|zoned| zoned.timestamp()))
            .and_then(|moment| Timestamp::from_millisecond(moment.as_millisecond()).ok());
        moment.map(|moment| Cell::Text(moment_text(moment))).ok_or_else(|| not_a_moment(field, text, ctx))
    }

    fn display(&self, _: &Field, cell: &Cell, ctx: &TypeCtx) -> String {
        let text = cell.as_text().unwrap_or_default();
        match parse_moment(text) {
            Some(moment) => moment.to_zoned(ctx.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
            None => text.to_owned(),
        }
    }

    fn mask(&self, _: &Kind) -> MaskRule {
        MaskRule::All
    }

    fn json_schema(&self, _: &Field) -> Value {
        json!({"type": "string", "format": "date-time"})
    }
}

impl Clock {
    fn wanted(ctx: &TypeCtx) -> &'static str {
        if ctx.is_zh() { "时刻，如 08:30" } else { "a time of day such as 08:30" }
    }
}

impl TypeOps for Clock {
    fn parse(&self, field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        let text = string_of(field, value, ctx)?.trim();
        parse_time(text).map(|time| Cell::Text(time_text(time))).ok_or_else(|| wrong(field, Clock::wanted(ctx), ctx))
    }

    fn parse_messy(&self, field: &Field, text: &str, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        let folded = fold_width(&one_line(text));
        let time = match folded.parse::<f64>() {
            Ok(part) if (0.0..1.0).contains(&part) => seconds_of_day((part * 86_400.0).round() as i64),
            _ => clock(&folded),
        };
        time.map(|time| Cell::Text(time_text(time))).ok_or_else(|| wrong(field, Clock::wanted(ctx), ctx))
    }

    /// `08:30`; seconds only when there are some.
    fn write_json(&self, _: &Field, cell: &Cell, out: &mut String) {
        match cell.as_text() {
            Some(text) => {
                out.push('"');
                out.push_str(text.strip_suffix(":00").filter(|short| short.len() == 5).unwrap_or(text));
                out.push('"');
            }
            None => out.push_str("null"),
        }
    }

    fn display(&self, _: &Field, cell: &Cell, _: &TypeCtx) -> String {
        let text = cell.as_text().unwrap_or_default();
        text.strip_suffix(":00").filter(|short| short.len() == 5).unwrap_or(text).to_owned()
    }

    fn mask(&self, _: &Kind) -> MaskRule {
        MaskRule::All
    }

    fn json_schema(&self, _: &Field) -> Value {
        json!({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?$"})
    }
}

impl Span {
    fn wanted(ctx: &TypeCtx) -> &'static str {
        if ctx.is_zh() { "时长，如 PT1H30M" } else { "a duration such as PT1H30M" }
    }
}

impl TypeOps for Span {
    fn parse(&self, field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        let text = string_of(field, value, ctx)?.trim();
        match parse_duration(text) {
            Some(Feel::Days(days)) => Ok(Cell::Text(days_text(days))),
            _ => Err(wrong(field, Span::wanted(ctx), ctx)),
        }
    }

    /// `90` (minutes), `1:30`, `1小时30分`, `1.5小时`, `PT1H30M`.
    fn parse_messy(&self, field: &Field, text: &str, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        let folded = fold_width(&one_line(text)).to_uppercase().replace(' ', "");
        if let Some(Feel::Days(days)) = parse_duration(&folded) {
            return Ok(Cell::Text(days_text(days)));
        }
        let seconds = spoken_duration(&folded).or_else(|| {
            let (hours, minutes) = folded.split_once(':')?;
            let (hours, minutes): (i64, i64) = (whole(hours)?, whole(minutes)?);
            (minutes < 60).then_some(hours * 3600 + minutes * 60)
        });
        let seconds = seconds.ok_or_else(|| wrong(field, Span::wanted(ctx), ctx))?;
        Ok(Cell::Text(days_text(SignedDuration::from_secs(seconds))))
    }

    fn display(&self, _: &Field, cell: &Cell, ctx: &TypeCtx) -> String {
        let text = cell.as_text().unwrap_or_default();
        let Some(Feel::Days(days)) = parse_duration(text) else { return text.to_owned() };
        let seconds = days.as_secs();
        let left = seconds.unsigned_abs();
        let units: [(u64, &str, &str); 4] = [
            (left / 86_400, "天", "d"),
            (left / 3600 % 24, "小时", "h"),
            (left / 60 % 60, "分", "min"),
            (left % 60, "秒", "s"),
        ];
        let words: Vec<String> = units
            .iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, zh, en)| if ctx.is_zh() { format!("{count}{zh}") } else { format!("{count} {en}") })
            .collect();
        let sign = if seconds < 0 { "-" } else { "" };
        match (words.is_empty(), ctx.is_zh()) {
            (true, true) => "0分".to_owned(),
            (true, false) => "0 min".to_owned(),
            (false, true) => format!("{sign}{}", words.concat()),
            (false, false) => format!("{sign}{}", words.join(" ")),
        }
    }

    fn mask(&self, _: &Kind) -> MaskRule {
        MaskRule::All
    }

    /// The text of durations does not sort by length.
    fn is_sortable(&self, _: &Kind) -> bool {
        false
    }

    fn json_schema(&self, _: &Field) -> Value {
        json!({"type": "string", "format": "duration"})
    }
}

fn whole(text: &str) -> Option<i64> {
    (text.len() <= 6 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Seconds of `2天3小时`, `1.5小时`, `90分钟`, `45` (minutes).
fn spoken_duration(text: &str) -> Option<i64> {
    let mut rest = text;
    let mut total = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let number: f64 = rest[..end].parse().ok().filter(|_| end <= 8)?;
        rest = &rest[end..];
        let units: [(&str, f64); 16] = [
            ("天", 86_400.0),
            ("日", 86_400.0),
            ("小时", 3600.0),
            ("个小时", 3600.0),
            ("时", 3600.0),
            ("分钟", 60.0),
            ("分", 60.0),
            ("秒钟", 1.0),
            ("秒", 1.0),
            ("DAYS", 86_400.0),
            ("D", 86_400.0),
            ("HOURS", 3600.0),
            ("H", 3600.0),
            ("MINUTES", 60.0),
            ("MIN", 60.0),
            ("M", 60.0),
        ];
        let seconds = if rest.is_empty() {
            60.0
        } else {
            let (unit, seconds) = units.iter().find(|(unit, _)| rest.starts_with(unit))?;
            rest = &rest[unit.len()..];
            *seconds
        };
        total += number * seconds;
    }
    (text.chars().any(|c| c.is_ascii_digit()) && total < 1e9).then_some(total.round() as i64)
}

fn seconds_of_day(seconds: i64) -> Option<Time> {
    let seconds = seconds.clamp(0, 86_399);
    Time::new((seconds / 3600) as i8, (seconds / 60 % 60) as i8, (seconds % 60) as i8, 0).ok()
}

/// A date, with or without a time of day, as spreadsheets and people write it.
fn messy(text: &str) -> Option<DateTime> {
    let folded = fold_width(&one_line(text));
    let folded = folded.trim_end_matches('.');
    if let Some(at) = serial(folded) {
        return Some(at);
    }
    let mut numbers = [0i64; 3];
    let mut rest = folded;
    if folded.len() >= 8
        && folded.as_bytes()[..8].iter().all(u8::is_ascii_digit)
        && !folded[8..].starts_with(|c: char| c.is_ascii_digit())
    {
        numbers = [folded[..4].parse().ok()?, folded[4..6].parse().ok()?, folded[6..8].parse().ok()?];
        rest = &folded[8..];
    } else {
        for (place, number) in numbers.iter_mut().enumerate() {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let fits = if place == 0 { end == 4 } else { matches!(end, 1 | 2) };
            if !fits {
                return None;
            }
            *number = rest[..end].parse().ok()?;
            rest = rest[end..].trim_start();
            match place {
                0 | 1 => rest = rest.strip_prefix(['-', '/', '.', '年', '月'])?.trim_start(),
                _ => rest = rest.strip_prefix(['日', '号']).unwrap_or(rest),
            }
        }
    }
    let date = Date::new(i16::try_from(numbers[0]).ok()?, numbers[1] as i8, numbers[2] as i8)
        .ok()
        .filter(|date| date.year() >= 1)?;
    let rest = rest.strip_prefix('T').unwrap_or(rest).trim();
    let rest = without_weekday(rest);
    let time = if rest.is_empty() { Time::midnight() } else { clock(rest)? };
    Some(date.to_datetime(time))
}

/// `星期三`, `周三` between date and time.
fn without_weekday(text: &str) -> &str {
    for head in ["星期", "周"] {
        if let Some(rest) = text.strip_prefix(head) {
            let mut letters = rest.chars();
            letters.next();
            return letters.as_str().trim_start();
        }
    }
    text
}

/// An Excel day number (1900 system), with a fraction for the time of day.
fn serial(text: &str) -> Option<DateTime> {
    let (days, part) = text.split_once('.').unwrap_or((text, ""));
    let is_number = !days.is_empty() && days.len() <= 6 && days.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit());
    if !is_number {
        return None;
    }
    let days: i64 = days.parse().ok()?;
    let part: f64 = if part.is_empty() { 0.0 } else { format!("0.{part}").parse().ok()? };
    if !(1..=2_958_465).contains(&days) {
        return None;
    }
    // Excel counts a 29 February 1900 that never was.
    let start = if days < 60 { Date::constant(1899, 12, 31) } else { Date::constant(1899, 12, 30) };
    let midnight = start.to_datetime(Time::midnight());
    let seconds = days * 86_400 + (part * 86_400.0).round() as i64;
    midnight.checked_add(SignedDuration::from_secs(seconds)).ok()
}

/// `8:30`, `8:30:15`, `8时30分`, `8点`, `下午3:05`, `3:05 PM`.
fn clock(text: &str) -> Option<Time> {
    let mut word = text.trim().to_uppercase();
    let mut add = 0;
    let mut noon = false;
    for (mark, afternoon) in [
        ("上午", false),
        ("早上", false),
        ("凌晨", false),
        ("中午", true),
        ("下午", true),
        ("晚上", true),
        ("AM", false),
        ("PM", true),
    ] {
        let found = word.strip_prefix(mark).or_else(|| word.strip_suffix(mark)).map(|rest| rest.trim().to_owned());
        if let Some(rest) = found {
            word = rest;
            noon = true;
            add = if afternoon { 12 } else { 0 };
            break;
        }
    }
    let word = word.replace(['时', '点', '分'], ":").replace('秒', "");
    let word = word.trim_end_matches(':');
    let word = word.split('.').next()?;
    let mut parts = word.split(':');
    let mut next = || parts.next().map_or(Some(0), |part| if part == "半" { Some(30) } else { whole(part.trim()) });
    let (hour, minute, second) = (next()?, next()?, next()?);
    if parts.next().is_some() || (!text.contains([':', '时', '点']) && !noon) {
        return None;
    }
    let hour = match (noon, hour) {
        (true, 12) => add,
        (true, 1..12) => hour + add,
        _ => hour,
    };
    let fits = hour <= 23 && minute <= 59 && second <= 59;
    fits.then(|| Time::new(hour as i8, minute as i8, second as i8, 0).ok())?
}

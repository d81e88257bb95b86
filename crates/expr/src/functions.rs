//! The functions of the language: names, parameters and results in one table.

use crate::Ty;

/// A built-in function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum F {
    Not,
    Today,
    Now,
    DaysSince,
    Contains,
    StartsWith,
    EndsWith,
    StringLength,
    UpperCase,
    LowerCase,
    Substring,
    SubstringBefore,
    SubstringAfter,
    Trim,
    Matches,
    Replace,
    Split,
    StringJoin,
    Text,
    Number,
    Abs,
    Floor,
    Ceiling,
    Decimal,
    RoundUp,
    RoundDown,
    RoundHalfUp,
    RoundHalfDown,
    Modulo,
    Count,
    Sum,
    Min,
    Max,
    Mean,
    All,
    AnyOf,
    ListContains,
    Append,
    Concatenate,
    DistinctValues,
    IndexOf,
    Reverse,
    Sublist,
    Flatten,
    IsEmpty,
    Date,
    Time,
    DateAndTime,
    Duration,
    YearsMonthsDuration,
    DayOfWeek,
    DayOfYear,
    WeekOfYear,
    IsDefined,
    GetOrElse,
}

/// What an argument must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum P {
    Any,
    Bool,
    Num,
    Text,
    /// A list; one value counts as a list of one where the function takes several arguments.
    List,
    /// A date or a moment.
    Day,
    /// Text, date or moment.
    DayLike,
    TimeLike,
}

/// What a call yields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum R {
    Bool,
    Num,
    Text,
    Date,
    Moment,
    Time,
    Months,
    /// Days or months: known when the text is constant.
    Duration,
    ListOfText,
    ListOfNum,
    /// The type of the first argument.
    First,
    /// An element of the first argument, or the join of all arguments.
    Element,
    /// The join of all arguments.
    Join,
    /// Any list.
    List,
}

#[derive(Debug)]
pub(crate) struct Sig {
    pub f: F,
    pub name: &'static str,
    pub params: &'static [P],
    /// How many of the parameters must be given.
    pub min: usize,
    /// Whether the last parameter repeats.
    pub many: bool,
    pub result: R,
}

const fn sig(f: F, name: &'static str, params: &'static [P], min: usize, result: R) -> Sig {
    Sig { f, name, params, min, many: false, result }
}

const fn many(f: F, name: &'static str, params: &'static [P], min: usize, result: R) -> Sig {
    Sig { f, name, params, min, many: true, result }
}

pub(crate) static TABLE: &[Sig] = &[
    sig(F::Not, "not", &[P::Bool], 1, R::Bool),
    sig(F::Today, "today", &[], 0, R::Date),
    sig(F::Now, "now", &[], 0, R::Moment),
    sig(F::DaysSince, "days_since", &[P::Day], 1, R::Num),
    sig(F::Contains, "contains", &[P::Text, P::Text], 2, R::Bool),
    sig(F::StartsWith, "starts with", &[P::Text, P::Text], 2, R::Bool),
    sig(F::EndsWith, "ends with", &[P::Text, P::Text], 2, R::Bool),
    sig(F::StringLength, "string length", &[P::Text], 1, R::Num),
    sig(F::UpperCase, "upper case", &[P::Text], 1, R::Text),
    sig(F::LowerCase, "lower case", &[P::Text], 1, R::Text),
    sig(F::Substring, "substring", &[P::Text, P::Num, P::Num], 2, R::Text),
    sig(F::SubstringBefore, "substring before", &[P::Text, P::Text], 2, R::Text),
    sig(F::SubstringAfter, "substring after", &[P::Text, P::Text], 2, R::Text),
    sig(F::Trim, "trim", &[P::Text], 1, R::Text),
    sig(F::Matches, "matches", &[P::Text, P::Text, P::Text], 2, R::Bool),
    sig(F::Replace, "replace", &[P::Text, P::Text, P::Text, P::Text], 3, R::Text),
    sig(F::Split, "split", &[P::Text, P::Text], 2, R::ListOfText),
    sig(F::StringJoin, "string join", &[P::List, P::Text], 1, R::Text),
    sig(F::Text, "string", &[P::Any], 1, R::Text),
    sig(F::Number, "number", &[P::Any], 1, R::Num),
    sig(F::Abs, "abs", &[P::Any], 1, R::First),
    sig(F::Floor, "floor", &[P::Num, P::Num], 1, R::Num),
    sig(F::Ceiling, "ceiling", &[P::Num, P::Num], 1, R::Num),
    sig(F::Decimal, "decimal", &[P::Num, P::Num], 2, R::Num),
    sig(F::RoundUp, "round up", &[P::Num, P::Num], 2, R::Num),
    sig(F::RoundDown, "round down", &[P::Num, P::Num], 2, R::Num),
    sig(F::RoundHalfUp, "round half up", &[P::Num, P::Num], 2, R::Num),
    sig(F::RoundHalfDown, "round half down", &[P::Num, P::Num], 2, R::Num),
    sig(F::Modulo, "modulo", &[P::Num, P::Num], 2, R::Num),
    sig(F::Count, "count", &[P::List], 1, R::Num),
    many(F::Sum, "sum", &[P::Any], 1, R::Num),
    many(F::Min, "min", &[P::Any], 1, R::Element),
    many(F::Max, "max", &[P::Any], 1, R::Element),
    many(F::Mean, "mean", &[P::Any], 1, R::Num),
    many(F::All, "all", &[P::Any], 1, R::Bool),
    many(F::AnyOf, "any", &[P::Any], 1, R::Bool),
    sig(F::ListContains, "list contains", &[P::List, P::Any], 2, R::Bool),
    many(F::Append, "append", &[P::List, P::Any], 2, R::List),
    many(F::Concatenate, "concatenate", &[P::List], 1, R::Join),
    sig(F::DistinctValues, "distinct values", &[P::List], 1, R::First),
    sig(F::IndexOf, "index of", &[P::List, P::Any], 2, R::ListOfNum),
    sig(F::Reverse, "reverse", &[P::List], 1, R::First),
    sig(F::Sublist, "sublist", &[P::List, P::Num, P::Num], 2, R::First),
    sig(F::Flatten, "flatten", &[P::List], 1, R::List),
    sig(F::IsEmpty, "is empty", &[P::List], 1, R::Bool),
    sig(F::Date, "date", &[P::DayLike, P::Num, P::Num], 1, R::Date),
    sig(F::Time, "time", &[P::TimeLike, P::Num, P::Num], 1, R::Time),
    sig(F::DateAndTime, "date and time", &[P::DayLike, P::TimeLike], 1, R::Moment),
    sig(F::Duration, "duration", &[P::Text], 1, R::Duration),
    sig(F::YearsMonthsDuration, "years and months duration", &[P::Day, P::Day], 2, R::Months),
    sig(F::DayOfWeek, "day of week", &[P::Day], 1, R::Text),
    sig(F::DayOfYear, "day of year", &[P::Day], 1, R::Num),
    sig(F::WeekOfYear, "week of year", &[P::Day], 1, R::Num),
    sig(F::IsDefined, "is defined", &[P::Any], 1, R::Bool),
    sig(F::GetOrElse, "get or else", &[P::Any, P::Any], 2, R::Join),
];

pub(crate) fn find(name: &str) -> Option<&'static Sig> {
    TABLE.iter().find(|sig| sig.name == name)
}

pub(crate) fn name(f: F) -> &'static str {
    TABLE.iter().find(|sig| sig.f == f).map_or("", |sig| sig.name)
}

impl P {
    pub fn takes(self, ty: &Ty) -> bool {
        match (self, ty) {
            (P::Any, _) | (_, Ty::Any | Ty::Null) => true,
            (P::Bool, Ty::Bool) | (P::Num, Ty::Number) | (P::Text, Ty::Text) | (P::List, Ty::List(_)) => true,
            (P::Day, Ty::Date | Ty::Moment) => true,
            // `date(year, month, day)` is checked apart.
            (P::DayLike, Ty::Text | Ty::Date | Ty::Moment | Ty::Number) => true,
            (P::TimeLike, Ty::Text | Ty::Time | Ty::Moment | Ty::Number) => true,
            _ => false,
        }
    }

    /// What it wants, in words.
    pub fn label(self) -> (&'static str, &'static str) {
        match self {
            P::Any => ("任意值", "anything"),
            P::Bool => ("是否", "a boolean"),
            P::Num => ("数字", "a number"),
            P::Text => ("文本", "text"),
            P::List => ("列表", "a list"),
            P::Day => ("日期或时间点", "a date or a date and time"),
            P::DayLike => ("文本、日期或时间点", "text, a date or a date and time"),
            P::TimeLike => ("文本或时刻", "text or a time"),
        }
    }
}

/// Parts of a value: `close_on.year`.
pub(crate) fn property(of: &Ty, name: &str) -> Option<Ty> {
    let known: &[&str] = match of {
        Ty::Any | Ty::Null | Ty::Context => return Some(Ty::Any),
        Ty::Date => &["year", "month", "day", "weekday"],
        Ty::Moment => &["year", "month", "day", "weekday", "hour", "minute", "second"],
        Ty::Time => &["hour", "minute", "second"],
        Ty::Days => &["days", "hours", "minutes", "seconds"],
        Ty::Months => &["years", "months"],
        _ => &[],
    };
    known.contains(&name).then_some(Ty::Number)
}

/// The parts that a type has, for hints.
pub(crate) const PROPERTIES: [&str; 13] = [
    "year", "month", "day", "weekday", "hour", "minute", "second", "days", "hours", "minutes", "seconds", "years",
    "months",
];

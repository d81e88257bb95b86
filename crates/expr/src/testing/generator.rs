//! Random well-typed conditions about deals.

use proptest::collection::vec;
use proptest::prelude::*;

use super::pool::{Dice, Pool};

/// A random condition as text.
pub fn expression(pool: &'static Pool) -> impl Strategy<Value = String> {
    vec(any::<u16>(), 1..40).prop_map(move |throws| Writer { dice: Dice::new(throws), pool }.condition(4))
}

const COMPARE: [&str; 6] = ["=", "!=", "<", "<=", ">", ">="];
struct Writer {
    dice: Dice,
    pool: &'static Pool,
}

impl Writer {
    /// Whether to end here: by depth, or because the throws are spent.
    fn leaf(&mut self, depth: u8) -> bool {
        depth == 0 || self.dice.spent() || self.dice.below(3) == 0
    }

    fn sign(&mut self) -> &'static str {
        self.dice.pick(&COMPARE)
    }

    fn equality(&mut self) -> &'static str {
        self.dice.pick(&COMPARE[..2])
    }

    fn condition(&mut self, depth: u8) -> String {
        if depth == 0 || self.dice.spent() {
            return self.simple_condition();
        }
        let below = depth - 1;
        match self.dice.below(22) {
            0 | 1 => format!("({} and {})", self.part(below), self.part(below)),
            2 | 3 => format!("({} or {})", self.part(below), self.part(below)),
            4 | 5 => format!("not({})", self.condition(below)),
            6 => {
                let (a, b, c) = (self.condition(below), self.condition(below), self.condition(below));
                format!("(if {a} then {b} else {c})")
            }
            7..=9 => self.comparison(below),
            10 => format!("{} in {}", self.number(below), self.number_tests(below)),
            11 => format!("{} in ({}, {}, {})", self.text(below), self.text(0), self.text(0), self.text(below)),
            12 => {
                let (of, (low, high)) = (self.number(below), self.number_ends(below));
                format!("{of} between {low} and {high}")
            }
            13 => {
                let (of, (low, high)) = (self.date(below), self.date_ends(below));
                format!("{of} in [{low}..{high})")
            }
            14 => {
                let name = self.dice.pick(&["contains", "starts with", "ends with"]);
                format!("{name}({}, {})", self.text(below), self.text(below))
            }
            15 => format!("list contains({}, {})", self.list(), self.text(0)),
            16 => format!("{} in {}", self.text(0), self.list()),
            17 => {
                let word = self.dice.pick(&["some", "every"]);
                // What is neither true nor false of an item leaves the whole open only with us.
                let sign = if self.pool.plain { self.equality() } else { self.sign() };
                format!("({word} x in {} satisfies x {sign} {})", self.list(), self.text(0))
            }
            18 => format!("({}) {} ({})", self.condition(below), self.equality(), self.condition(below)),
            19 => format!("is defined({})", self.any(below)),
            20 => format!("{} {} null", self.any(below), self.equality()),
            _ => self.simple_condition(),
        }
    }

    /// A condition inside another. The oracle reads `a in b or c` as `a in (b or c)`.
    fn part(&mut self, depth: u8) -> String {
        let condition = self.condition(depth);
        if self.pool.plain { format!("({condition})") } else { condition }
    }

    fn any(&mut self, depth: u8) -> String {
        match self.dice.below(6) {
            0 => self.number(depth),
            1 => self.text(depth),
            2 => self.date(depth),
            3 => self.moment(depth),
            4 => "customer".to_owned(),
            _ => self.part(depth),
        }
    }

    fn comparison(&mut self, depth: u8) -> String {
        match self.dice.below(8) {
            0 | 1 => format!("{} {} {}", self.number(depth), self.sign(), self.number(depth)),
            2 => format!("{} {} {}", self.text(depth), self.sign(), self.text(depth)),
            3 => format!("{} {} {}", self.date(depth), self.sign(), self.date(depth)),
            4 => format!("{} {} {}", self.moment(depth), self.sign(), self.moment(depth)),
            5 => {
                // Equal to the oracle are durations within a second or, beyond half a year, a month.
                let sign = if self.pool.plain { self.dice.pick(&COMPARE[2..]) } else { self.sign() };
                format!("{} {sign} {}", self.span(depth), self.span(0))
            }
            6 => format!("days_since({}) {} {}", self.day(depth), self.sign(), self.number(0)),
            _ => format!("call_time {} @\"{}\"", self.sign(), self.time()),
        }
    }

    fn time(&mut self) -> String {
        let part = self.dice.pick(&["", ".5"]);
        format!("{}{part}", self.dice.pick(self.pool.times))
    }

    fn simple_condition(&mut self) -> String {
        match self.dice.below(18) {
            0 => "is_hot".to_owned(),
            1 => "is_late".to_owned(),
            2 => format!("is_won {} true", self.equality()),
            3 => format!("is_hot {} is_won", self.equality()),
            4 => "customer.is_vip".to_owned(),
            5 => format!("stage {} \"won\"", self.equality()),
            6 => "owner_id = me".to_owned(),
            7 => "dept_id in my_depts".to_owned(),
            8 => "me in collaborators".to_owned(),
            9 => format!("amount {} {}", self.sign(), self.number(0)),
            10 => format!("effort {} @\"{}\"", self.equality(), self.dice.pick(self.pool.spans)),
            11 => format!("stage in (\"won\", {}, null)", self.text(0)),
            12 => "true".to_owned(),
            13 => "null".to_owned(),
            14 => format!("count({}) {} {}", self.list(), self.sign(), self.number(0)),
            15 => format!("starts with(title, \"{}\")", self.dice.pick(self.pool.texts)),
            16 => format!("is empty({})", self.list()),
            _ => "close_on < today()".to_owned(),
        }
    }

    fn list(&mut self) -> &'static str {
        self.dice.pick(&["tags", "collaborators", "customer.labels", "my_depts", "[\"a\", stage, null]"])
    }

    fn number_tests(&mut self, depth: u8) -> String {
        match self.dice.below(4) {
            0 => format!("(>= {}, {}, {})", self.number(depth), self.number(0), self.number(0)),
            1 => {
                let (low, high) = self.number_ends(depth);
                format!("[{low}..{high}]")
            }
            2 => format!("({}, {}, {}, null)", self.number(0), self.number(0), self.number(0)),
            _ => {
                let (of, (low, high)) = (self.number(0), self.number_ends(0));
                format!("({of}, ({low}..{high}], < {})", self.number(depth))
            }
        }
    }

    /// The ends of a range.
    fn number_ends(&mut self, depth: u8) -> (String, String) {
        if !self.pool.plain {
            return (self.number(0), self.number(depth));
        }
        let value = |text: &str| text.parse::<f64>().unwrap_or_default();
        let (a, b) = (self.dice.pick(self.pool.numbers), self.dice.pick(self.pool.numbers));
        let (low, high) = if value(a) <= value(b) { (a, b) } else { (b, a) };
        (low.to_owned(), high.to_owned())
    }

    fn date_ends(&mut self, depth: u8) -> (String, String) {
        if !self.pool.plain {
            return (self.date(0), self.date(depth));
        }
        let (a, b) = (self.dice.pick(self.pool.dates), self.dice.pick(self.pool.dates));
        (format!("@\"{}\"", a.min(b)), format!("@\"{}\"", a.max(b)))
    }

    /// What a number is multiplied with or divided by.
    fn factor(&mut self, depth: u8) -> String {
        if self.pool.plain { self.dice.pick(&["2", "-4", "0.5", "0"]).to_owned() } else { self.number(depth) }
    }

    fn number(&mut self, depth: u8) -> String {
        if self.leaf(depth) {
            return match self.dice.below(14) {
                0 | 1 => "amount".to_owned(),
                2 => "cost".to_owned(),
                3 => "qty".to_owned(),
                4 => "rate".to_owned(),
                5 => "weighted".to_owned(),
                6 => "customer.debt".to_owned(),
                7 => "customer.credit".to_owned(),
                8 => "customer.limit".to_owned(),
                9 => "customer.region.level".to_owned(),
                10 => "age".to_owned(),
                11 => "null".to_owned(),
                _ => self.dice.pick(self.pool.numbers).to_owned(),
            };
        }
        let below = depth - 1;
        match self.dice.below(20) {
            0 | 1 => format!("({} + {})", self.number(below), self.number(below)),
            2 | 3 => format!("({} - {})", self.number(below), self.number(below)),
            4..=6 => format!("({} * {})", self.number(below), self.factor(below)),
            7..=9 => format!("({} / {})", self.number(below), self.factor(below)),
            10 => format!("-{}", self.number(below)),
            11 => format!("(if {} then {} else {})", self.condition(below), self.number(below), self.number(below)),
            12 => format!("count({})", self.dice.pick(&["tags", "collaborators", "customer.labels"])),
            13 => format!("string length({})", self.text(below)),
            14 => {
                let name = self.dice.pick(&["abs", "floor", "ceiling"]);
                format!("{name}({})", self.number(below))
            }
            15 => {
                let (name, places) = (self.dice.pick(&["round half up", "round down"]), self.dice.below(7) as i64 - 3);
                let places = if self.pool.plain { 0 } else { places };
                format!("{name}({}, {places})", self.number(below))
            }
            16 => {
                let name = self.dice.pick(&["min", "max", "sum"]);
                format!("{name}({}, {}, {})", self.number(below), self.number(0), self.number(below))
            }
            17 => format!("get or else({}, {})", self.number(below), self.number(0)),
            18 => {
                let part = self.dice.pick(&["year", "month", "day", "weekday"]);
                let day = self.day_column();
                format!("{day}.{part}")
            }
            _ => {
                let part = self.dice.pick(&["hour", "minute", "second"]);
                let of = self.dice.pick(&["created_at", "updated_at", "call_time"]);
                format!("{of}.{part}")
            }
        }
    }

    fn text(&mut self, depth: u8) -> String {
        if self.leaf(depth) {
            return match self.dice.below(12) {
                0 => "title".to_owned(),
                1 => "note".to_owned(),
                2 => "stage".to_owned(),
                3 => "customer.name".to_owned(),
                4 => "customer.region.name".to_owned(),
                5 => "me".to_owned(),
                6 => "of_vip".to_owned(),
                7 => "owner_id".to_owned(),
                8 => "null".to_owned(),
                _ => format!("\"{}\"", self.dice.pick(self.pool.texts)),
            };
        }
        let below = depth - 1;
        match self.dice.below(9) {
            0 => format!("({} + {})", self.text_not_null(below), self.text_not_null(below)),
            1 => format!("(if {} then {} else {})", self.condition(below), self.text(below), self.text(below)),
            2 => format!("upper case({})", self.text(below)),
            3 => format!("lower case({})", self.text(below)),
            4 => format!("substring({}, {}, {})", self.text(below), 1 + self.dice.below(3), self.dice.below(3)),
            5 => format!("trim({})", self.text(below)),
            6 => format!("string({})", self.number(below)),
            7 => format!("get or else({}, {})", self.text(below), self.text(0)),
            _ => {
                // How a moment is written is ours: in UTC, with three digits after the second.
                let of = if self.pool.plain { "start_on" } else { "created_at" };
                let of = self.dice.pick(&["close_on", of, "call_time", "title"]);
                format!("string({of})")
            }
        }
    }

    /// `null + null` has no type, so one kind of text is never the word null.
    fn text_not_null(&mut self, depth: u8) -> String {
        match self.text(depth) {
            text if text == "null" => "note".to_owned(),
            text => text,
        }
    }

    fn day_column(&mut self) -> &'static str {
        self.dice.pick(&["close_on", "start_on", "created_at", "updated_at", "customer.since_on"])
    }

    fn day(&mut self, depth: u8) -> String {
        if self.dice.below(2) == 0 { self.date(depth) } else { self.moment(depth) }
    }

    fn date(&mut self, depth: u8) -> String {
        if self.leaf(depth) {
            return match self.dice.below(7) {
                0 => "close_on".to_owned(),
                1 => "start_on".to_owned(),
                2 => "customer.since_on".to_owned(),
                3 => "today()".to_owned(),
                4 => "null".to_owned(),
                _ => format!("@\"{}\"", self.dice.pick(self.pool.dates)),
            };
        }
        let below = depth - 1;
        let sign = self.dice.pick(&["+", "-"]);
        match self.dice.below(5) {
            0 => format!("({} {sign} @\"P{}D\")", self.dated(below), self.dice.below(40)),
            1 if !self.pool.plain => format!("({} {sign} @\"PT{}H\")", self.dated(below), self.dice.below(40)),
            2 => format!("({} {sign} @\"P{}M\")", self.dated(below), self.dice.below(30)),
            3 => format!("date({})", self.dice.pick(&["created_at", "updated_at"])),
            _ => format!("(if {} then {} else {})", self.condition(below), self.date(below), self.date(below)),
        }
    }

    /// A date whose type is known.
    fn dated(&mut self, depth: u8) -> String {
        match self.date(depth) {
            text if text == "null" => "start_on".to_owned(),
            text => text,
        }
    }

    fn moment(&mut self, depth: u8) -> String {
        if self.leaf(depth) {
            return match self.dice.below(6) {
                0 | 1 => "created_at".to_owned(),
                2 => "updated_at".to_owned(),
                3 => "now()".to_owned(),
                _ => format!("@\"{}\"", self.dice.pick(self.pool.moments)),
            };
        }
        let below = depth - 1;
        let sign = self.dice.pick(&["+", "-"]);
        let column = self.dice.pick(&["created_at", "updated_at"]);
        match self.dice.below(3) {
            0 => format!("({column} {sign} @\"P{}DT{}M\")", self.dice.below(40), self.dice.below(5000)),
            1 => format!("({column} {sign} @\"PT0.{:03}S\")", self.dice.below(1000)),
            _ => format!("(if {} then {} else {})", self.condition(below), self.moment(below), self.moment(below)),
        }
    }

    fn span(&mut self, depth: u8) -> String {
        if depth == 0 || self.dice.spent() {
            return format!("@\"{}\"", self.dice.pick(self.pool.spans));
        }
        match self.dice.below(2) {
            0 => format!("({} - {})", self.dated(0), self.dated(0)),
            _ => format!("({} - {})", self.moment(0), self.moment(0)),
        }
    }
}

//! The typed tree → canonical text, with keys instead of labels; it compiles to the same tree.

use crate::Value;
use crate::ast::Arith;
use crate::functions;
use crate::lex::{goes_on_name, starts_name};
use crate::parse::is_reserved;
use crate::tree::{Kind, Loop, Node, Source, Test};
use crate::value::quoted;

/// How tightly a piece of text binds; brackets are put where a looser one meets a tighter place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Whole,
    Or,
    And,
    Compare,
    Sum,
    Product,
    Power,
    Sign,
    Postfix,
}

pub(crate) fn print(node: &Node) -> String {
    let mut out = String::new();
    put(&mut out, node, Level::Whole);
    out
}

fn level(node: &Node) -> Level {
    match &node.kind {
        Kind::If(..) | Kind::Loop(..) => Level::Whole,
        Kind::Or(_) => Level::Or,
        Kind::And(_) => Level::And,
        Kind::Compare(..) | Kind::Between(..) | Kind::In(..) => Level::Compare,
        Kind::Arith(Arith::Add | Arith::Sub, ..) => Level::Sum,
        Kind::Arith(Arith::Mul | Arith::Div, ..) => Level::Product,
        Kind::Arith(Arith::Pow, ..) => Level::Power,
        Kind::Neg(_) => Level::Sign,
        Kind::Const(Value::Number(number)) if number.is_sign_negative() => Level::Sign,
        _ => Level::Postfix,
    }
}

fn put(out: &mut String, node: &Node, wanted: Level) {
    if level(node) < wanted {
        out.push('(');
        body(out, node);
        out.push(')');
    } else {
        body(out, node);
    }
}

fn body(out: &mut String, node: &Node) {
    match &node.kind {
        Kind::Const(value) => literal(out, value),
        Kind::LocalMoment(local) => {
            let (date, time) = (Value::Date(local.date()).to_text(), Value::Time(local.time()).to_text());
            out.push_str(&format!("@\"{date}T{time}"));
            if local.subsec_nanosecond() > 0 {
                out.push_str(&format!(".{:03}", local.subsec_nanosecond() / 1_000_000));
            }
            out.push('"');
        }
        Kind::List(items) => series(out, '[', items, ']'),
        Kind::Context(entries) => context(out, entries),
        Kind::Path(path) => {
            if path.old {
                out.push_str("old.");
            }
            for (index, key) in path.keys.iter().enumerate() {
                if index > 0 {
                    out.push('.');
                }
                name(out, key);
            }
        }
        Kind::Var(word) | Kind::Local(_, word) => name(out, word),
        Kind::Me => out.push_str("me"),
        Kind::MyDept => out.push_str("my_dept"),
        Kind::MyDepts => out.push_str("my_depts"),
        Kind::Get(base, word) => {
            put(out, base, Level::Postfix);
            out.push('.');
            name(out, word);
        }
        Kind::Neg(inner) => {
            out.push('-');
            put(out, inner, Level::Sign);
        }
        Kind::Arith(sign, a, b) => {
            let (left, right) = match sign {
                Arith::Add | Arith::Sub => (Level::Sum, Level::Product),
                Arith::Mul | Arith::Div => (Level::Product, Level::Power),
                Arith::Pow => (Level::Power, Level::Sign),
            };
            pair(out, a, left, sign.sign(), b, right);
        }
        Kind::Compare(sign, a, b) => pair(out, a, Level::Compare, sign.sign(), b, Level::Sum),
        Kind::And(parts) => chain(out, parts, " and ", Level::Compare),
        Kind::Or(parts) => chain(out, parts, " or ", Level::And),
        Kind::Between(x, low, high) => {
            pair(out, x, Level::Compare, "between", low, Level::Sum);
            out.push_str(" and ");
            put(out, high, Level::Sum);
        }
        Kind::In(value, tests) => within(out, value, tests),
        Kind::If(condition, then, otherwise) => {
            out.push_str("if ");
            put(out, condition, Level::Or);
            out.push_str(" then ");
            put(out, then, Level::Or);
            out.push_str(" else ");
            put(out, otherwise, Level::Whole);
        }
        Kind::Loop(kind, sources, inner) => iteration(out, *kind, sources, inner),
        Kind::Filter(list, inner) => {
            put(out, list, Level::Postfix);
            out.push('[');
            put(out, inner, Level::Whole);
            out.push(']');
        }
        Kind::Call(f, args) => {
            out.push_str(functions::name(*f));
            series(out, '(', args, ')');
        }
    }
}

fn pair(out: &mut String, a: &Node, left: Level, sign: &str, b: &Node, right: Level) {
    put(out, a, left);
    out.push(' ');
    out.push_str(sign);
    out.push(' ');
    put(out, b, right);
}

fn chain(out: &mut String, parts: &[Node], word: &str, wanted: Level) {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.push_str(word);
        }
        put(out, part, wanted);
    }
}

fn series(out: &mut String, open: char, items: &[Node], close: char) {
    out.push(open);
    chain(out, items, ", ", Level::Whole);
    out.push(close);
}

fn context(out: &mut String, entries: &[(String, Node)]) {
    out.push('{');
    for (index, (key, value)) in entries.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        if is_plain(key) {
            out.push_str(key);
        } else {
            out.push_str(&quoted(key));
        }
        out.push_str(": ");
        put(out, value, Level::Whole);
    }
    out.push('}');
}

fn within(out: &mut String, value: &Node, tests: &[Test]) {
    put(out, value, Level::Compare);
    out.push_str(" in ");
    let bare = match tests {
        [Test::Range { .. }] => true,
        // A leading bracket would be read as the start of a list of tests.
        [Test::Value(node)] => level(node) == Level::Postfix && !print(node).starts_with('('),
        _ => false,
    };
    if !bare {
        out.push('(');
    }
    for (index, test) in tests.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        match test {
            Test::Compare(sign, node) => {
                out.push_str(sign.sign());
                out.push(' ');
                put(out, node, Level::Sum);
            }
            Test::Range { low, low_open, high, high_open } => {
                out.push(if *low_open { '(' } else { '[' });
                put(out, low, Level::Sum);
                out.push_str("..");
                put(out, high, Level::Sum);
                out.push(if *high_open { ')' } else { ']' });
            }
            Test::Value(node) => put(out, node, Level::Sum),
        }
    }
    if !bare {
        out.push(')');
    }
}

fn iteration(out: &mut String, kind: Loop, sources: &[(String, Source)], inner: &Node) {
    out.push_str(match kind {
        Loop::For => "for ",
        Loop::Some => "some ",
        Loop::Every => "every ",
    });
    for (index, (word, source)) in sources.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        name(out, word);
        out.push_str(" in ");
        match source {
            Source::List(list) => put(out, list, Level::Or),
            Source::Range(low, high) => {
                put(out, low, Level::Or);
                out.push_str("..");
                put(out, high, Level::Or);
            }
        }
    }
    out.push_str(if kind == Loop::For { " return " } else { " satisfies " });
    put(out, inner, Level::Whole);
}

fn literal(out: &mut String, value: &Value) {
    match value {
        Value::Text(text) => out.push_str(&quoted(text)),
        Value::Date(_) | Value::Moment(_) | Value::Days(_) | Value::Months(_) => {
            out.push_str(&format!("@\"{}\"", value.to_text()));
        }
        Value::Time(time) => {
            let millis = time.subsec_nanosecond() / 1_000_000;
            let part = if millis > 0 { format!(".{millis:03}") } else { String::new() };
            out.push_str(&format!("@\"{}{part}\"", value.to_text()));
        }
        other => out.push_str(&other.to_text()),
    }
}

fn is_plain(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(starts_name) && letters.all(goes_on_name) && !is_reserved(word)
}

/// A name of one or several plain words stands as it is; anything else in backticks.
fn name(out: &mut String, word: &str) {
    if word.split(' ').all(is_plain) {
        out.push_str(word);
    } else {
        out.push('`');
        out.push_str(word);
        out.push('`');
    }
}

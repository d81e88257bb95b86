//! No text panics or runs long, whether it is nonsense or almost right.

use std::time::{Duration, Instant};

use keshu_expr::testing::{EDGES, House, expression, lowering, now, zone};
use keshu_expr::{NoRecord, Scope, Ty, compile};
use keshu_kernel::{Dialect, Locale};
use proptest::prelude::*;

fn survive(text: &str) {
    let vars = [("x".to_owned(), Ty::Any), ("list".to_owned(), Ty::list(Ty::Any))];
    let scope = Scope { names: &House, entity: Some("deal"), vars: &vars, allow_old: true, labels: true };
    let started = Instant::now();
    match compile(text, &scope, &Ty::Any) {
        Err(error) => {
            let _ = (error.problem(Locale::Zh), error.problem(Locale::En));
            assert!(error.line() >= 1 && error.column() >= 1);
        }
        Ok(expr) => {
            let shown = expr.text();
            if shown.len() <= 4096 {
                match compile(&shown, &scope, &Ty::Any) {
                    Ok(again) => assert_eq!(again.text(), shown),
                    Err(error) => {
                        use keshu_expr::ErrorKind::{TooDeep, TooLong};
                        // Brackets that the printer adds may cross a limit, nothing else may go wrong.
                        assert!(matches!(error.kind, TooDeep { .. } | TooLong { .. }), "{text}\n{shown}\n{error}");
                    }
                }
            }
            let _ = expr.eval(&mut NoRecord { now: now(), zone: zone() });
            let _ = expr.lower(&lowering(Dialect::Sqlite));
            let _ = expr.lower(&lowering(Dialect::Postgres));
        }
    }
    assert!(started.elapsed() < Duration::from_secs(3), "{text} took {:?}", started.elapsed());
}

/// Words of the language in any order: often parses, sometimes types.
const WORDS: [&str; 58] = [
    "amount",
    "stage",
    "customer",
    ".",
    "debt",
    "tags",
    "close_on",
    "is_hot",
    "old",
    "me",
    "my_depts",
    "x",
    "list",
    "item",
    "1",
    "0.5",
    "\"a\"",
    "null",
    "true",
    "@\"2026-11-21\"",
    "@\"P1D\"",
    "@\"P1M\"",
    "@\"PT1S\"",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "..",
    "=",
    "!=",
    "<",
    ">=",
    "+",
    "-",
    "*",
    "/",
    "**",
    "and",
    "or",
    "not",
    "in",
    "between",
    "if",
    "then",
    "else",
    "for",
    "return",
    "some",
    "every",
    "satisfies",
    "count(",
    "date and time(",
    "string join(",
    "99999999999999",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in "\\PC{0,80}|[ -~\\n]{0,120}") {
        survive(&text);
    }

    #[test]
    fn any_words(words in prop::collection::vec(prop::sample::select(&WORDS[..]), 0..40)) {
        survive(&words.join(" "));
    }

    #[test]
    fn almost_right(text in expression(&EDGES), cuts in prop::collection::vec((any::<u16>(), prop::sample::select(&WORDS[..]), 0..3u8), 1..4)) {
        let mut letters: Vec<char> = text.chars().collect();
        for (place, word, what) in cuts {
            let place = usize::from(place) % (letters.len() + 1);
            match what {
                0 if place < letters.len() => { letters.remove(place); }
                1 => { letters.splice(place..place, word.chars()); }
                _ => letters.truncate(place),
            }
        }
        survive(&letters.into_iter().collect::<String>());
    }
}

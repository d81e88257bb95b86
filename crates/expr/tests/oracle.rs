//! The evaluator agrees with one of others: feelin (tests/oracle), asked about random conditions
//! on random deals. Where the two may differ stands in docs/decisions/008-feel-oracle.md.

use std::cell::{Cell, RefCell};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use keshu_expr::testing::{House, ME, MY_DEPT, MY_DEPTS, PLAIN, World, expression, now, world, zone};
use keshu_expr::{NoRecord, Scope, Ty, Value, compile};
use proptest::collection::vec;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Map, Value as Json, json};

struct Oracle {
    child: Child,
    asks: ChildStdin,
    says: BufReader<ChildStdout>,
}

impl Oracle {
    fn new() -> Oracle {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/oracle");
        let installed = folder.join("node_modules/feelin").exists();
        assert!(installed, "feelin is not there. Run npm ci in tests/oracle first; scripts/test.sh does.");
        let mut command = Command::new("node");
        command.arg("oracle.mjs").current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (asks, says) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Oracle { child, asks, says }
    }

    /// What it makes of an expression; `None` if it cannot run it.
    fn ask(&mut self, expr: &str, context: &Json) -> Option<Json> {
        writeln!(self.asks, "{}", json!({"expr": expr, "context": context})).unwrap();
        let mut line = String::new();
        self.says.read_line(&mut line).unwrap();
        let said: Json = serde_json::from_str(&line).unwrap();
        if let Some(why) = said.get("skip")
            && std::env::var_os("KESHU_TEST_SHOW").is_some()
        {
            println!("skipped: {why} in {expr}");
        }
        said.get("value").cloned()
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// As oracle.mjs reads it: what JSON has no form for is named by the FEEL function that makes it.
fn json_of(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(flag) => json!(flag),
        // Plain numbers are exact in a double.
        Value::Number(number) => number.to_string().parse::<serde_json::Number>().unwrap().into(),
        Value::Text(text) => json!(text),
        Value::Date(_) => json!({"date": value.to_text()}),
        Value::Time(_) => json!({"time": value.to_text()}),
        Value::Days(_) | Value::Months(_) => json!({"duration": value.to_text()}),
        // Its calendar side is that of the asker's zone.
        Value::Moment(moment) => {
            let (zone, local) = (zone(), zone().to_datetime(*moment));
            json!({"date and time": format!("{local}@{}", zone.iana_name().unwrap())})
        }
        Value::List(items) => items.iter().map(json_of).collect(),
        Value::Context(entries) => entries.iter().map(|(key, value)| (key.clone(), json_of(value))).collect(),
    }
}

/// As oracle.mjs writes it.
fn answer_of(value: &Value) -> Json {
    match value {
        Value::List(items) => items.iter().map(answer_of).collect(),
        Value::Date(_) | Value::Time(_) | Value::Days(_) | Value::Months(_) => json!(value.to_text()),
        other => json_of(other),
    }
}

/// A deal, who asks, and the time.
fn context(world: &World, id: &str) -> Json {
    let mut context = json_of(&world.deal(id).whole());
    let today = keshu_kernel::time::date_in(now(), &zone());
    let around = [
        ("me", ME.into()),
        ("my_dept", MY_DEPT.into()),
        ("my_depts", Value::list(MY_DEPTS)),
        ("today", today.into()),
        ("now", now().into()),
    ];
    let around: Map<String, Json> = around.into_iter().map(|(key, value)| (key.to_owned(), json_of(&value))).collect();
    context.as_object_mut().unwrap().extend(around);
    context
}

#[test]
fn a_foreign_evaluator_says_the_same() {
    let oracle = RefCell::new(Oracle::new());
    let (same, telling, skipped) = (Cell::new(0u32), Cell::new(0u32), Cell::new(0u32));
    let compare = |world: &World, text: &str| {
        let expr = compile(text, &Scope::of(&House, "deal"), &Ty::Bool).map_err(|error| format!("{text}\n{error}"))?;
        let mut kept = 0;
        for id in world.deals() {
            let context = context(world, &id);
            let Some(theirs) = oracle.borrow_mut().ask(text, &context) else {
                skipped.set(skipped.get() + 1);
                return Ok(());
            };
            let ours = expr.eval(&mut world.deal(&id)).map_err(|error| format!("{text}\n{error}"))?;
            if answer_of(&ours) != theirs {
                return Err(format!("{text}\nwe say {ours:?}, the oracle {theirs}, for\n{context:#}"));
            }
            kept += u32::from(ours.is_true());
        }
        same.set(same.get() + 1);
        telling.set(telling.get() + u32::from((1..10).contains(&kept)));
        Ok(())
    };
    let cases = std::env::var("KESHU_TEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(100);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 4000, ..Config::default() };
    let result = TestRunner::new(config).run(&(world(&PLAIN), vec(expression(&PLAIN), 1..12)), |(world, texts)| {
        texts.iter().try_for_each(|text| compare(&world, text)).map_err(TestCaseError::fail)
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    println!("{} expressions agree ({} tell rows apart), {} skipped", same.get(), telling.get(), skipped.get());
    assert!(same.get() > skipped.get(), "the oracle could run too few random expressions");
    assert!(telling.get() * 4 > same.get(), "too few random expressions tell rows apart");
}

/// What the generator leaves out because it has no SQL.
const CALLS: &[&str] = &[
    "2 ** 10 = 1024 and 2 ** -1 = 0.5",
    "[substring(\"foobar\", 3), substring(\"foobar\", -2), substring(\"foobar\", -3, 2), substring(\"客户名称\", 2, 2)]",
    "[substring before(\"foobar\", \"bar\"), substring before(\"foobar\", \"x\"), substring before(\"foobar\", \"\")]",
    "[substring after(\"foobar\", \"ob\"), substring after(\"foobar\", \"x\"), substring after(\"\", \"a\")]",
    "[matches(\"foobar\", \"^fo*b\"), matches(\"foobar\", \"OB\"), matches(\"foobar\", \"OB\", \"i\")]",
    "[replace(\"banana\", \"a\", \"o\"), replace(\"abcd\", \"(ab)(cd)\", \"$2-$1\")]",
    "[split(\"John Doe\", \" \"), split(\"a;b;;c\", \";\")]",
    "[string join([\"a\", \"b\", null, \"c\"], \", \"), string join([], \"-\"), string join([\"a\", \"b\"])]",
    "[string(1.50), string(true), string(null), string(@\"P1DT2H\"), string(@\"P14M\"), string([1, \"a\"])]",
    "[decimal(2.5, 0), decimal(3.5, 0), floor(-1.5), ceiling(-1.5), floor(1.56, 1), ceiling(1.52, 1)]",
    "[round up(5.5, 0), round up(-5.5, 0), round down(-5.5, 0), round half up(-2.5, 0), round half down(-2.5, 0)]",
    "[modulo(12, 5), modulo(-12, 5), modulo(12, -5), modulo(-12, -5), modulo(10.5, 4), modulo(1, 0)]",
    "[abs(-3), abs(@\"-PT5H\"), abs(@\"-P2M\")]",
    "[count([1, null]), sum([1, 2, 3]), sum([]), min([3, 1, 2]), max([]), mean([1, 2, 6]), mean([])]",
    "[sum(1), min([null, 1]), max(2, 3), mean(1, 2)]",
    "[all([true, null]), all([false, null]), all([]), any([true, null]), any([false, null]), any([])]",
    "append([1], 2, 3)",
    "concatenate([1, 2], [3], [])",
    "[distinct values([1, 2, 1, null, null]), index of([1, 2, null, 1], 1), index of([1, null], null)]",
    "[reverse([1, 2, 3]), sublist([4, 5, 6], 2), sublist([4, 5, 6], -2, 1), flatten([[1, [2]], 3])]",
    "[[1, 2, 3][1], [1, 2, 3][-1], [1, 2, 3][4], [1, 2, 3][0]]",
    "[[1, 2, 3][item > 1], [{a: 1}, {a: 2}][a = 2], [{a: 1}, {b: 2}].a]",
    "[for x in [1, 2] return x * 2, for x in 3..1 return x, for x in [1, 2], y in [3, 4] return x * y]",
    "[some x in [1, 2] satisfies x > 1, every x in [] satisfies x > 1, some x in [] satisfies x > 1]",
    "{a: 1, b: {c: 2}}.b.c",
    "[date(2026, 2, 28), date(2026, 2, 29), time(8, 30, 0), date(\"2026-11-21\")]",
    "[day of week(@\"2026-11-21\"), day of year(@\"2026-11-21\"), week of year(@\"2027-01-01\")]",
    "[years and months duration(@\"2024-02-29\", @\"2026-03-29\"), years and months duration(@\"2026-03-31\", @\"2026-02-28\")]",
    "[@\"2026-01-31\" + @\"P1M\", @\"2024-02-29\" + @\"P1Y\", @\"2026-03-31\" - @\"P1M\", @\"2026-03-01\" - @\"2026-02-01\"]",
    "[@\"23:30:00\" + @\"PT45M\", @\"00:10:00\" - @\"PT20M\", @\"10:00:00\" - @\"11:30:00\"]",
    "[@\"P1D\" + @\"PT12H\", @\"P1Y\" - @\"P3M\", @\"P1D\" = @\"PT24H\", @\"P1Y\" = @\"P12M\", @\"P1DT2H\".hours]",
    "[number(\"1.5\"), number(\"x\"), -null, null + 1, null = null, 1 = null, null < 1]",
    "[true and null, false and null, true or null, false or null, not(null), if null then 1 else 2]",
];

#[test]
fn it_agrees_on_what_has_no_sql() {
    let mut oracle = Oracle::new();
    let mut env = NoRecord { now: now(), zone: zone() };
    let mut differ = Vec::new();
    for text in CALLS {
        let ours = compile(text, &Scope::of(&House, "deal"), &Ty::Any).unwrap_or_else(|error| panic!("{text}\n{error}"));
        let ours = answer_of(&ours.eval(&mut env).unwrap());
        let theirs = oracle.ask(text, &json!({}));
        if theirs.as_ref() != Some(&ours) {
            differ.push(format!("{text}\n  ours   {ours}\n  theirs {theirs:?}"));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

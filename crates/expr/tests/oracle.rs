//! The evaluator agrees with one of others: feelin (tests/oracle), asked about random conditions
//! on random deals. Where the two may differ stands in docs/decisions/008-feel-oracle.md.

use std::cell::{Cell, RefCell};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use keshu_expr::testing::{House, ME, MY_DEPT, MY_DEPTS, PLAIN, World, expression, now, world, zone};
use keshu_expr::{Scope, Ty, Value, compile};
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
            if json_of(&ours) != theirs {
                use std::fs::OpenOptions; let mut f=OpenOptions::new().append(true).create(true).open("/tmp/diffs.txt").unwrap(); writeln!(f,"{text}\t{ours:?}\t{theirs}\t{context}").unwrap(); return if text.is_empty() {Err(String::new())} else {Ok(())};
            }
            kept += u32::from(ours.is_true());
        }
        same.set(same.get() + 1);
        telling.set(telling.get() + u32::from((1..10).contains(&kept)));
        Ok(())
    };
    let cases = std::env::var("KESHU_TEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(200);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 4000, ..Config::default() };
    let result = TestRunner::new(config).run(&(world(&PLAIN), vec(expression(&PLAIN), 1..12)), |(world, texts)| {
        texts.iter().try_for_each(|text| compare(&world, text)).map_err(TestCaseError::fail)
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    println!("{} expressions agree ({} tell rows apart), {} skipped", same.get(), telling.get(), skipped.get());
    assert!(same.get() * 2 > skipped.get(), "the oracle could run too few random expressions");
    assert!(telling.get() * 4 > same.get(), "too few random expressions tell rows apart");
}

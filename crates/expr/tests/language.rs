//! The language itself: values, null, names, types, places of errors, limits.

use keshu_expr::testing::{House, now, zone};
use keshu_expr::{Env, ErrorKind, Expr, ExprError, NoRecord, Scope, Ty, Value, compile};
use keshu_kernel::Locale;

fn scope(vars: &[(String, Ty)]) -> Scope<'_> {
    Scope { names: &House, entity: Some("deal"), vars, allow_old: true, labels: true }
}

fn compiled(text: &str) -> Result<Expr, ExprError> {
    compile(text, &scope(&[]), &Ty::Any)
}

fn eval(text: &str) -> String {
    let expr = compiled(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let mut env = NoRecord { now: now(), zone: zone() };
    expr.eval(&mut env).unwrap_or_else(|error| panic!("{text}: {error}")).to_text()
}

#[track_caller]
fn yields(cases: &[(&str, &str)]) {
    for (text, wanted) in cases {
        assert_eq!(eval(text), *wanted, "{text}");
    }
}

#[test]
fn null_follows_feel() {
    yields(&[
        ("true and null", "null"),
        ("false and null", "false"),
        ("true or null", "true"),
        ("false or null", "null"),
        ("not(null)", "null"),
        ("null = null", "true"),
        ("null = 5", "false"),
        ("null != 5", "true"),
        ("null < 5", "null"),
        ("null + 1", "null"),
        ("if null then 1 else 2", "2"),
        ("null between 1 and 2", "null"),
        ("null in [1..2]", "null"),
        ("null in (1, null)", "true"),
        ("1 in (null, 2)", "false"),
        ("[1, null] = [1, null]", "true"),
        ("count(null)", "null"),
        ("max(1, null)", "null"),
        ("sum([])", "null"),
        ("string(null)", "null"),
        ("is defined(null)", "false"),
        ("get or else(null, 3)", "3"),
        ("some x in [null, 1] satisfies x > 0", "true"),
        ("some x in [null, 0] satisfies x > 0", "null"),
        ("every x in [null, 0] satisfies x > 0", "false"),
        ("every x in [] satisfies x > 0", "true"),
        ("days_since(null)", "null"),
    ]);
}

#[test]
fn numbers_are_exact() {
    yields(&[
        ("0.1 + 0.2", "0.3"),
        ("1 / 3", "0.33333333333333"),
        ("2 / 3", "0.66666666666667"),
        ("-2 / 3", "-0.66666666666667"),
        ("1 / 0", "null"),
        ("10000000 * 10000000", "null"),
        ("2 ** 10", "1024"),
        ("-2 ** 2", "4"),
        ("2 - 3 - 4", "-5"),
        ("1 + 2 * 3", "7"),
        (".5 + 1.50", "2"),
        ("round half up(2.5, 0)", "3"),
        ("decimal(2.5, 0)", "2"),
        ("round half down(-2.5, 0)", "-2"),
        ("round up(2.11, 1)", "2.2"),
        ("floor(-1.5)", "-2"),
        ("ceiling(1.21, 1)", "1.3"),
        ("modulo(-12, 5)", "3"),
        ("abs(-3)", "3"),
        ("mean(1, 2, 6)", "3"),
        ("min([3, 1, 2])", "1"),
        ("max(\"a\", \"b\")", "b"),
        ("number(\"12.50\")", "12.5"),
        ("number(\"1e3\")", "null"),
        ("-0", "0"),
    ]);
}

#[test]
fn text_functions() {
    yields(&[
        ("\"\\u5BA2\\t\\\"\\U01F600\" = \"客\t\" + \"\\\"😀\"", "true"),
        ("\"客\" + \"枢\"", "客枢"),
        ("string length(\"客枢\")", "2"),
        ("substring(\"foobar\", 3)", "obar"),
        ("substring(\"foobar\", -2, 1)", "a"),
        ("substring(\"foobar\", 0)", "null"),
        ("contains(\"100%\", \"%\")", "true"),
        ("starts with(\"foobar\", \"of\")", "false"),
        ("ends with(\"foobar\", \"bar\")", "true"),
        ("upper case(\"aé\")", "Aé"),
        ("substring before(\"a-b\", \"-\")", "a"),
        ("substring after(\"a-b\", \"-\")", "b"),
        ("trim(\" a \")", "a"),
        ("matches(\"13812345678\", \"^1[3-9][0-9]{9}$\")", "true"),
        ("matches(\"ABC\", \"b\", \"i\")", "true"),
        ("matches(\"x\", \"(\")", "null"),
        ("replace(\"a1b22\", \"[0-9]+\", \"#\")", "a#b#"),
        ("split(\"a,b\", \",\")", "[\"a\", \"b\"]"),
        ("string join([\"a\", null, \"b\"], \"-\")", "a-b"),
        ("string(1.50) + string(true)", "1.5true"),
    ]);
}

#[test]
fn dates_times_and_durations() {
    yields(&[
        ("today()", "2026-11-21"),
        ("now()", "2026-11-21T04:30:00.250Z"),
        ("days_since(date(\"2026-11-01\"))", "20"),
        ("days_since(@\"2026-11-20T16:30:00Z\")", "0"),
        ("date(\"2026-01-31\") + duration(\"P1M\")", "2026-02-28"),
        ("@\"2026-01-31\" + @\"P1DT23H\"", "2026-02-01"),
        ("@\"2026-01-31\" - @\"PT1H\"", "2026-01-30"),
        ("@\"2026-03-01\" - @\"2026-02-01\"", "P28D"),
        ("(@\"2026-03-01\" - @\"2026-02-01\").days", "28"),
        ("@\"2026-11-21T08:00:00\"", "2026-11-21T00:00:00.000Z"),
        ("date and time(\"2026-11-21T08:00:00+08:00\")", "2026-11-21T00:00:00.000Z"),
        ("date and time(@\"2026-11-21\", @\"08:30:00\")", "2026-11-21T00:30:00.000Z"),
        ("@\"2026-11-21T16:30:00Z\".day", "22"),
        ("date(@\"2026-11-21T16:30:00Z\")", "2026-11-22"),
        ("time(@\"2026-11-21T16:30:00Z\")", "00:30:00"),
        ("time(\"23:00:00\") + duration(\"PT2H\")", "01:00:00"),
        ("date(2026, 2, 30)", "null"),
        ("@\"9999-12-31\" + @\"P1D\"", "null"),
        ("@\"2026-11-21\".weekday", "6"),
        ("day of week(@\"2026-11-21\")", "Saturday"),
        ("day of year(@\"2026-02-01\")", "32"),
        ("week of year(@\"2026-01-01\")", "1"),
        ("duration(\"P1Y2M\") + duration(\"P10M\")", "P2Y"),
        ("duration(\"PT36H\") * 2", "P3D"),
        ("duration(\"P1D\") / duration(\"PT6H\")", "4"),
        ("-duration(\"PT90M\")", "-PT1H30M"),
        ("years and months duration(@\"2025-12-31\", @\"2026-11-21\")", "P10M"),
        ("@\"2026-11-21\" in [@\"2026-11-01\"..@\"2026-11-30\"]", "true"),
    ]);
}

#[test]
fn lists_contexts_and_loops() {
    yields(&[
        ("[1, 2, 3][item > 1]", "[2, 3]"),
        ("[1, 2, 3][-1]", "3"),
        ("[1, 2, 3][4]", "null"),
        ("[1, 2, 3][{a: 2}.a]", "2"),
        ("[{a: 1, b: 2}, {a: 3}][a > 1].a", "[3]"),
        ("{a: 1, \"b c\": {d: 2}}.`b c`.d", "2"),
        ("{a: 1, \"b c\": 2}.b c", "2"),
        ("for i in 1..3, j in [10, 20] return i * j", "[10, 20, 20, 40, 30, 60]"),
        ("for i in 3..1 return i", "[3, 2, 1]"),
        ("5 in (>= 10, 1..3, 5)", "true"),
        ("3 in (1..3)", "false"),
        ("3 in (1..3]", "true"),
        ("3 in ]1..3]", "true"),
        ("3 in [1, 2, 3]", "true"),
        ("[1] in ([1], [2])", "true"),
        ("list contains([1, 2], 2)", "true"),
        ("append([1], 2, 3)", "[1, 2, 3]"),
        ("concatenate([1], [2])", "[1, 2]"),
        ("distinct values([1, 2, 1.0])", "[1, 2]"),
        ("index of([1, 2, 1], 1)", "[1, 3]"),
        ("flatten([[1, [2]], 3])", "[1, 2, 3]"),
        ("sublist([1, 2, 3], 2, 1)", "[2]"),
        ("reverse([1, 2])", "[2, 1]"),
        ("all(true, null, false)", "false"),
        ("any([false, null])", "null"),
        ("sum(for x in [1, 2] return x * x)", "5"),
        ("1 /* one */ + 2 // two", "3"),
    ]);
}

#[test]
fn names_keys_and_labels() {
    for (text, canonical) in [
        ("客户.欠款 > 100000", "customer.debt > 100000"),
        ("客户 = \"x\"", "customer_id = \"x\""),
        ("客户.地区.名称 = \"华东\"", "customer.region.name = \"华东\""),
        ("客户.地区 = \"r1\"", "customer.region_id = \"r1\""),
        ("Expected amount > 5", "amount > 5"),
        ("`金额` > 5", "amount > 5"),
        ("old.阶段 != stage", "old.stage != stage"),
        ("old.客户 != null", "old.customer_id != null"),
        ("((a in (1))) and not(true)", ""),
        ("(amount + 1) * 2 - -3", "(amount + 1) * 2 - -3"),
        ("amount - (1 - 2)", "amount - (1 - 2)"),
        ("(is_hot or is_won) and is_late", "(is_hot or is_won) and is_late"),
        ("amount in (1, 2)", "amount in (1, 2)"),
        ("amount in [1..2)", "amount in [1..2)"),
        ("me in (collaborators)", "me in collaborators"),
        ("close_on > date(\"2026-11-21\")", "close_on > @\"2026-11-21\""),
        ("close_on > today() + duration( \"P30D\" )", "close_on > today() + @\"P30D\""),
        ("(if is_hot then 1 else 2) + 1", "(if is_hot then 1 else 2) + 1"),
        ("amount in ([1, 2][item > 1])", "amount in [1, 2][item > 1]"),
    ] {
        if canonical.is_empty() {
            assert!(compiled(text).is_err());
            continue;
        }
        let shown = compiled(text).unwrap_or_else(|error| panic!("{text}: {error}")).text();
        assert_eq!(shown, canonical);
        assert_eq!(compile(&shown, &Scope { labels: false, ..scope(&[]) }, &Ty::Any).unwrap().text(), canonical);
    }
}

#[test]
fn what_an_expression_uses() {
    let expr = compiled("old.stage != stage and customer.region.level > 1 and days_since(created_at) > 3").unwrap();
    assert_eq!(expr.paths(), [vec!["created_at"], vec!["customer", "region", "level"], vec!["stage"]]);
    assert!(expr.uses_now_or_me() && expr.uses_old());
    assert!(compiled("is_late").unwrap().uses_now_or_me(), "a read-time formula that uses today()");
    assert!(!compiled("weighted > 1").unwrap().uses_now_or_me());
    let vars = [("days".to_owned(), Ty::Number), ("line".to_owned(), Ty::Record("customer".to_owned()))];
    let expr = compile("days + line.debt > amount", &scope(&vars), &Ty::Bool).unwrap();
    assert_eq!(expr.vars(), ["days", "line"]);
    assert_eq!(expr.paths(), [["amount"]]);
}

#[test]
fn errors_have_places_and_hints() {
    for (text, line, column, wanted) in [
        ("", 1, 1, "syntax"),
        ("amount >", 1, 9, "syntax"),
        ("amount > 1)", 1, 11, "syntax"),
        ("(amount > 1", 1, 12, "expected )"),
        ("客户.欠款 ＞ 1", 1, 7, "full-width"),
        ("amount\n  > “1”", 2, 5, "full-width"),
        ("\"abc", 1, 1, "closing quote"),
        ("\"a\\q\"", 1, 3, "escape"),
        ("amount = 1.123456789012345", 1, 10, "too long"),
        ("@\"2026-02-30\"", 1, 1, "not a date"),
        ("date(\"2026-02-30\")", 1, 6, "not a date"),
        ("amuont > 1", 1, 1, "Did you mean amount?"),
        ("customer.dept > 1", 1, 10, "Did you mean debt?"),
        ("amount > countt(tags)", 1, 10, "Did you mean count?"),
        ("日期 > today()", 1, 1, "close_on, start_on"),
        ("close_on.yaer = 1", 1, 10, "Did you mean year?"),
        ("amount = \"1\"", 1, 8, "number cannot be compared with text"),
        ("close_on > \"2026-11-21\"", 1, 10, "date cannot be compared with text"),
        ("is_hot > true", 1, 8, "no order"),
        ("stage in (1, 2)", 1, 11, "text cannot be compared with number"),
        ("1 in tags", 1, 6, "number cannot be compared with text"),
        ("amount + stage > 1", 1, 8, "+ does not work"),
        ("stage and is_hot", 1, 1, "and wants conditions"),
        ("contains(amount, \"a\")", 1, 10, "argument 1 of contains"),
        ("contains(stage)", 1, 1, "takes 2 arguments"),
        ("not(1, 2)", 1, 1, "takes 1 arguments"),
        ("customer = \"x\"", 1, 10, "compares with null only"),
        ("[1..2] = amount", 1, 3, "range"),
        ("old = 1", 1, 1, "old wants a field"),
        ("sum(tags)", 1, 5, "items of type number"),
        ("if 1 then 2 else 3", 1, 4, "if wants a condition"),
        ("for me in tags return 1", 1, 23, "fixed name"),
    ] {
        let error = compiled(text).expect_err(text);
        assert!(error.to_string().contains(wanted), "{text}: {error}");
        assert_eq!((error.line(), error.column()), (line, column), "{text}: {error}");
    }
    let error = compile("amount + 1", &scope(&[]), &Ty::Bool).unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Type { .. }));
}

#[test]
fn problems_speak_both_languages() {
    let problem = compiled("amuont > 1").unwrap_err().problem(Locale::Zh);
    assert_eq!(problem.code.name, "expression_name_unknown");
    let shown = problem.to_json(Locale::Zh, "r")["detail"].to_string();
    assert!(shown.contains("第 1 行第 1 列") && shown.contains("是否想写 amount?"), "{shown}");
    let problem = compiled("amount = \"1\"").unwrap_err().problem(Locale::En);
    assert_eq!(problem.to_json(Locale::En, "r")["detail"], "Line 1, column 8: number cannot be compared with text.");
    for text in ["(", &"(".repeat(40), &"a".repeat(5000), "1 = \"a\"", "nope"] {
        for locale in [Locale::Zh, Locale::En] {
            let shown = compiled(text).unwrap_err().problem(locale).to_json(locale, "r")["detail"].to_string();
            assert!(!shown.contains('{'), "{shown}");
        }
    }
}

#[test]
fn size_and_depth_are_limited() {
    let kind = |text: &str| compiled(text).unwrap_err().kind;
    assert!(matches!(kind(&"1".repeat(4097)), ErrorKind::TooLong { .. }));
    assert!(matches!(kind(&"1+".repeat(250)), ErrorKind::TooLong { .. }));
    assert!(matches!(kind(&format!("{}1{}", "(".repeat(32), ")".repeat(32))), ErrorKind::TooDeep { .. }));
    assert!(matches!(kind(&format!("{}1", "-".repeat(40))), ErrorKind::TooDeep { .. }));
    assert!(matches!(kind(&"if true then 1 else ".repeat(40)), ErrorKind::TooDeep { .. }));
    assert!(matches!(kind(&format!("1 in {}", "[".repeat(100))), ErrorKind::TooDeep { .. }));
    assert!(compiled(&format!("{}1{}", "(".repeat(31), ")".repeat(31))).is_ok());
    // The longest chain that 400 words allow neither overflows the stack nor runs out of fuel.
    let chain = format!("{}1", "1 + ".repeat(199));
    assert_eq!(eval(&chain), "200");
    let chain = format!("amount{} > 1", " + 1".repeat(198));
    assert!(compiled(&chain).unwrap().lower(&keshu_expr::testing::lowering(keshu_kernel::Dialect::Postgres)).is_ok());
    assert!(compiled(&format!("customer{}", ".region".repeat(6))).is_err());
    assert!(compiled(&format!("{{a: 1}}{}", ".a".repeat(190))).is_ok());
}

#[test]
fn fuel_ends_what_would_not_end() {
    for text in [
        "count(for i in 1..1000000000 return i)",
        "count(for i in 1..1000, j in 1..1000 return 1)",
        "some i in 1..100000000 satisfies false",
        "count(for i in 1..40000 return string join(for j in 1..1000 return \"aaaaaaaaaaaaaaaa\"))",
        "distinct values(for i in 1..20000 return i)",
        "for i in 1..10000 return matches(\"aaaaaaaaaaaaaaaaaaaaaaaa\", \"(a*)*(a*)*(a*)*b\")",
    ] {
        let started = std::time::Instant::now();
        let mut env = NoRecord { now: now(), zone: zone() };
        let error = compiled(text).unwrap().eval(&mut env).expect_err(text);
        assert!(matches!(error.kind, ErrorKind::Fuel), "{text}: {error}");
        assert!(started.elapsed().as_secs() < 5, "{text} took {:?}", started.elapsed());
    }
}

#[test]
fn old_and_vars_come_from_the_env() {
    struct Change;
    impl Env for Change {
        fn path(&mut self, _: &[String]) -> Value {
            "won".into()
        }
        fn old(&mut self, path: &[String]) -> Value {
            assert_eq!(path, ["stage"]);
            "open".into()
        }
        fn var(&mut self, name: &str) -> Value {
            assert_eq!(name, "limit");
            5.into()
        }
        fn now(&self) -> jiff::Timestamp {
            now()
        }
        fn zone(&self) -> jiff::tz::TimeZone {
            zone()
        }
    }
    let vars = [("limit".to_owned(), Ty::Any)];
    let expr = compile("old.stage = \"open\" and stage = \"won\" and limit + 1 = 6", &scope(&vars), &Ty::Bool).unwrap();
    assert_eq!(expr.eval(&mut Change).unwrap(), Value::Bool(true));
    // Without leave, `old` is a name like any other.
    let error = compile("old.stage = \"x\"", &Scope::of(&House, "deal"), &Ty::Bool).unwrap_err();
    assert!(matches!(error.kind, ErrorKind::NameUnknown { .. }));
}

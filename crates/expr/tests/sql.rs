//! The SQL as it is written: plain comparisons stay plain, so that an index is usable.

use keshu_expr::testing::{House, lowering};
use keshu_expr::{ErrorKind, Scope, Ty, compile};
use keshu_kernel::{Cell, Dialect};

fn sql(text: &str, dialect: Dialect) -> (String, Vec<Cell>) {
    let expr = compile(text, &Scope::of(&House, "deal"), &Ty::Bool).unwrap_or_else(|error| panic!("{text}: {error}"));
    expr.lower(&lowering(dialect)).unwrap_or_else(|error| panic!("{text}: {error}")).render(dialect)
}

#[track_caller]
fn writes(text: &str, wanted: &str, binds: &[Cell]) {
    let (shown, bound) = sql(text, Dialect::Sqlite);
    assert_eq!(shown, wanted, "{text}");
    assert_eq!(bound, binds, "{text}");
}

#[test]
fn plain_comparisons_stay_plain() {
    writes("stage = \"won\"", r#"("t"."stage" = ?1)"#, &["won".into()]);
    writes("amount > 12.34", r#"("t"."amount" > ?1)"#, &[1234.into()]);
    writes("100 <= amount", r#"("t"."amount" >= ?1)"#, &[10000.into()]);
    writes("owner_id = me", r#"("t"."owner_id" = ?1)"#, &["s1".into()]);
    writes("dept_id in my_depts", r#"("t"."dept_id" IN (?1, ?2))"#, &["d1".into(), "d2".into()]);
    writes("is_hot", r#"("t"."is_hot" = 1)"#, &[]);
    writes("is_hot = false", r#"("t"."is_hot" = ?1)"#, &[0.into()]);
    writes("stage = null", r#"("t"."stage" IS NULL)"#, &[]);
    writes(
        "close_on between today() and today() + @\"P30D\"",
        r#"(("t"."close_on" >= ?1) AND ("t"."close_on" <= ?2))"#,
        &["2026-11-21".into(), "2026-12-21".into()],
    );
    writes(
        "stage in (\"won\", \"lost\") and amount in [1..2)",
        r#"(("t"."stage" IN (?1, ?2)) AND (("t"."amount" >= ?3) AND ("t"."amount" < ?4)))"#,
        &["won".into(), "lost".into(), 100.into(), 200.into()],
    );
    writes(
        "owner_id = me or dept_id in my_depts",
        r#"(("t"."owner_id" = ?1) OR ("t"."dept_id" IN (?2, ?3)))"#,
        &["s1".into(), "d1".into(), "d2".into()],
    );
    writes("days_since(close_on) > 30", r#"("t"."close_on" < ?1)"#, &["2026-10-22".into()]);
    writes("days_since(created_at) >= 1", r#"("t"."created_at" < ?1)"#, &["2026-11-20T16:00:00.000Z".into()]);
    writes("starts with(title, \"客\")", r#"("t"."title" >= ?1 AND "t"."title" < ?2)"#, &["客".into(), "宣".into()]);
    writes("stage = \"a\" and false", "FALSE", &[]);
    writes("null", "FALSE", &[]);
}

#[test]
fn a_finer_constant_moves_the_comparison() {
    writes("amount > 10.005", r#"("t"."amount" > ?1)"#, &[1000.into()]);
    writes("amount >= 10.005", r#"("t"."amount" > ?1)"#, &[1000.into()]);
    writes("amount < 10.005", r#"("t"."amount" <= ?1)"#, &[1000.into()]);
    writes("amount < -10.005", r#"("t"."amount" <= ?1)"#, &[(-1001).into()]);
    writes("amount = 10.005", "FALSE", &[]);
    writes("amount in (10.005, 3)", r#"("t"."amount" IN (?1))"#, &[300.into()]);
    writes("amount < 99999999999999999999", r#"("t"."amount" < ?1)"#, &[i64::MAX.into()]);
}

#[test]
fn beneath_not_equality_has_two_values() {
    writes("not(stage = \"won\")", r#"(NOT COALESCE("t"."stage" = ?1, FALSE))"#, &["won".into()]);
    writes("not(amount > 1)", r#"(NOT ("t"."amount" > ?1))"#, &[100.into()]);
    writes("stage != \"won\"", r#"("t"."stage" IS DISTINCT FROM ?1)"#, &["won".into()]);
}

#[test]
fn links_are_followed_within_scope() {
    writes(
        "customer.debt > 1000",
        r#"((SELECT "t_1"."debt" FROM "customer" AS "t_1" WHERE "t_1"."id" = "t"."customer_id" AND "t_1"."deleted_at" IS NULL AND ("t_1"."hidden" = ?1)) > ?2)"#,
        &[0.into(), 100000.into()],
    );
    writes(
        "\"vip\" in tags",
        r#"(EXISTS (SELECT 1 FROM "deal_tag" AS "t_1" WHERE "t_1"."deal_id" = "t"."id" AND "t_1"."tag" = ?1))"#,
        &["vip".into()],
    );
    let (shown, _) = sql("amount * rate > 5", Dialect::Postgres);
    assert!(shown.contains(r#"("t"."amount"::numeric * 0.01) * ("t"."rate"::numeric * 0.0001)"#), "{shown}");
    let (shown, _) = sql("title + note < \"a\"", Dialect::Postgres);
    assert!(shown.contains(r#"COLLATE "C""#), "{shown}");
}

#[test]
fn the_rest_is_refused_with_its_place() {
    for (text, column) in [
        ("is_hot and matches(title, \"a\")", 12),
        ("count([title]) = 1", 1),
        ("amount ** 2 > 1", 8),
        ("decimal(amount, 1) > 1", 1),
        ("tags = null", 1),
        ("effort > @\"PT1H\"", 1),
        ("split(title, \",\")[1] = \"a\"", 18),
    ] {
        let expr = compile(text, &Scope::of(&House, "deal"), &Ty::Bool).unwrap();
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            let error = expr.lower(&lowering(dialect)).expect_err(text);
            assert!(matches!(error.kind, ErrorKind::NotFilterable { .. }), "{text}: {error}");
            assert_eq!(error.column(), column, "{text}: {error}");
        }
    }
}

#[test]
fn the_text_cannot_explode() {
    // Each range lowers its left side twice; nesting them would double at every level.
    let mut text = "amount".to_owned();
    for _ in 0..14 {
        text = format!("(if {text} in [1..2] then 1 else 2)");
    }
    let expr = compile(&format!("{text} > 1"), &Scope::of(&House, "deal"), &Ty::Bool).unwrap();
    let error = expr.lower(&lowering(Dialect::Sqlite)).unwrap_err();
    assert!(error.to_string().contains("of this size"), "{error}");
}

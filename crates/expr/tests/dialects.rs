//! The lowering keeps exactly the rows for which the evaluator gives true, on SQLite always and on
//! PostgreSQL when `KESHU_TEST_POSTGRES` holds a connection string.

use std::cell::Cell as Counter;
use std::collections::BTreeSet;

use keshu_expr::sqlite_fns;
use keshu_expr::testing::{EDGES, Verdict, World, check, ddl, expression, world};
use keshu_kernel::{Cell, Dialect, Fragment};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rusqlite::functions::FunctionFlags;
use rusqlite::types::{ToSqlOutput, Value as SqlValue, ValueRef};

fn sqlite() -> rusqlite::Connection {
    let db = rusqlite::Connection::open_in_memory().unwrap();
    for entry in sqlite_fns::ALL {
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
        db.create_scalar_function(entry.name, entry.args, flags, move |ctx| {
            let args: Vec<Cell> = (0..ctx.len())
                .map(|index| match ctx.get_raw(index) {
                    ValueRef::Integer(number) => Cell::Int(number),
                    ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
                    _ => Cell::Null,
                })
                .collect();
            Ok(ToSqlOutput::Owned(sql_value((entry.call)(&args))))
        })
        .unwrap();
    }
    for statement in ddl(Dialect::Sqlite) {
        db.execute(&statement, []).unwrap();
    }
    db
}

fn sql_value(cell: Cell) -> SqlValue {
    match cell {
        Cell::Null => SqlValue::Null,
        Cell::Int(number) => SqlValue::Integer(number),
        Cell::Text(text) => SqlValue::Text(text),
    }
}

fn fill_sqlite(db: &rusqlite::Connection, world: &World) {
    for (table, _) in keshu_expr::testing::TABLES {
        db.execute(&format!("DELETE FROM {table}"), []).unwrap();
    }
    for insert in world.inserts() {
        let (sql, binds) = insert.render(Dialect::Sqlite);
        db.prepare_cached(&sql).unwrap().execute(rusqlite::params_from_iter(binds.into_iter().map(sql_value))).unwrap();
    }
}

fn select(condition: Fragment) -> Fragment {
    let mut sql = Fragment::raw("SELECT t.id FROM deal AS t WHERE ");
    sql.append(condition);
    sql
}

fn run_sqlite(db: &rusqlite::Connection, condition: Fragment) -> Result<BTreeSet<String>, String> {
    let (sql, binds) = select(condition).render(Dialect::Sqlite);
    let run = || -> rusqlite::Result<BTreeSet<String>> {
        let mut statement = db.prepare(&sql)?;
        let rows =
            statement.query_map(rusqlite::params_from_iter(binds.into_iter().map(sql_value)), |row| row.get(0))?;
        rows.collect()
    };
    run().map_err(|error| error.to_string())
}

fn cases(default: u32) -> u32 {
    std::env::var("KESHU_TEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Runs the property and demands that most random expressions could be lowered at all.
fn prove(
    count: u32,
    dialect: Dialect,
    each: &dyn Fn(&World),
    run: &dyn Fn(Fragment) -> Result<BTreeSet<String>, String>,
) {
    let (same, telling, refused) = (Counter::new(0u32), Counter::new(0u32), Counter::new(0u32));
    let config = Config { cases: count, failure_persistence: None, max_shrink_iters: 4000, ..Config::default() };
    let result = TestRunner::new(config).run(&(world(&EDGES), vec(expression(&EDGES), 1..12)), |(world, texts)| {
        each(&world);
        for text in texts {
            match check(&text, &world, dialect, &mut |sql| run(sql)) {
                Ok(Verdict::Same(kept)) => {
                    same.set(same.get() + 1);
                    // Some rows, not all: the condition told them apart.
                    telling.set(telling.get() + u32::from((1..10).contains(&kept)));
                }
                Ok(Verdict::NotFilterable) => refused.set(refused.get() + 1),
                Err(why) => return Err(TestCaseError::fail(why)),
            }
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    println!(
        "{} expressions agree ({} tell rows apart), {} cannot be lowered",
        same.get(),
        telling.get(),
        refused.get()
    );
    assert!(telling.get() * 4 > same.get(), "too few random expressions tell rows apart");
    assert!(same.get() > refused.get() * 4, "too many random expressions cannot be lowered");
}

#[test]
fn sqlite_keeps_what_the_evaluator_keeps() {
    let db = sqlite();
    prove(cases(400), Dialect::Sqlite, &|world| fill_sqlite(&db, world), &|sql| run_sqlite(&db, sql));
}

#[test]
fn postgres_keeps_what_the_evaluator_keeps() {
    let Ok(url) = std::env::var("KESHU_TEST_POSTGRES") else {
        println!("KESHU_TEST_POSTGRES is not set: nothing was compared with PostgreSQL");
        return;
    };
    let db = std::cell::RefCell::new(postgres::Client::connect(&url, postgres::NoTls).unwrap());
    db.borrow_mut().batch_execute("CREATE SCHEMA IF NOT EXISTS expr_test; SET search_path = expr_test").unwrap();
    for ((table, _), statement) in keshu_expr::testing::TABLES.iter().zip(ddl(Dialect::Postgres)) {
        db.borrow_mut().batch_execute(&format!("DROP TABLE IF EXISTS {table}; {statement}")).unwrap();
    }
    let fill = |world: &World| {
        let mut db = db.borrow_mut();
        let tables: Vec<&str> = keshu_expr::testing::TABLES.iter().map(|(table, _)| *table).collect();
        db.batch_execute(&format!("TRUNCATE {}", tables.join(", "))).unwrap();
        let mut tx = db.transaction().unwrap();
        for insert in world.inserts() {
            let (sql, binds) = insert.render(Dialect::Postgres);
            query_postgres(&mut tx, &sql, binds).unwrap();
        }
        tx.commit().unwrap();
    };
    prove(cases(150), Dialect::Postgres, &fill, &|condition| {
        let (sql, binds) = select(condition).render(Dialect::Postgres);
        let rows = query_postgres(&mut *db.borrow_mut(), &sql, binds).map_err(|error| format!("{error:?}"))?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    });
}

fn query_postgres(
    db: &mut impl postgres::GenericClient,
    sql: &str,
    binds: Vec<Cell>,
) -> Result<Vec<postgres::Row>, postgres::Error> {
    let statement = db.prepare(sql)?;
    let values: Vec<Box<dyn postgres::types::ToSql + Sync>> = binds
        .into_iter()
        .zip(statement.params())
        .map(|(cell, ty)| -> Box<dyn postgres::types::ToSql + Sync> {
            match cell {
                Cell::Int(number) => Box::new(number),
                Cell::Text(text) => Box::new(text),
                Cell::Null if *ty == postgres::types::Type::TEXT => Box::new(None::<String>),
                Cell::Null => Box::new(None::<i64>),
            }
        })
        .collect();
    let values: Vec<&(dyn postgres::types::ToSql + Sync)> = values.iter().map(|value| &**value).collect();
    db.query(&statement, &values)
}

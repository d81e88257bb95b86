//! How fast SQLite alone takes in what an import wrote: the same tables, columns and indexes, the same rows, as many
//! of them in one durable transaction; no checks, no audit, no search.

use std::{path::Path, time::Instant};

use anyhow::Context;
use rusqlite::{Connection, types::Value};
use serde_json::json;

const CHUNK: usize = 500;
/// A row of the first table comes with those of the others that belong to it.
const TABLES: [&str; 3] = ["customer", "contact", "external_ref"];

/// Loads the customers of `source` and what an import wrote beside them into the new database `target`.
pub fn run(source: &Path, target: &Path) -> anyhow::Result<()> {
    let source = Connection::open(source)?;
    let mut target = Connection::open(target)?;
    target.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16000; PRAGMA cache_size = -32768; PRAGMA mmap_size = 268435456")?;
    let mut schema = source.prepare("SELECT sql FROM sqlite_schema WHERE tbl_name = ?1 AND sql IS NOT NULL ORDER BY type = 'index'")?;
    for table in TABLES {
        for sql in schema.query_map([table], |row| row.get::<_, String>(0))? {
            target.execute_batch(&sql?)?;
        }
    }
    let (mut loaded, mut seconds) = (0, 0.0);
    let mut after: Vec<Value> = vec![Value::Integer(0); TABLES.len()];
    loop {
        let mut chunks = Vec::new();
        for (table, after) in TABLES.iter().zip(&mut after) {
            let mut statement = source.prepare_cached(&format!("SELECT rowid, * FROM {table} WHERE rowid > ?1 ORDER BY rowid LIMIT {CHUNK}"))?;
            let width = statement.column_count();
            let rows = statement.query_map([&*after], |row| (0..width).map(|place| row.get(place)).collect::<rusqlite::Result<Vec<Value>>>())?.collect::<rusqlite::Result<Vec<_>>>()?;
            if let Some(last) = rows.last() {
                *after = last[0].clone();
            }
            chunks.push((width, rows));
        }
        if chunks.iter().all(|(_, rows)| rows.is_empty()) {
            break;
        }
        let begun = Instant::now();
        let tx = target.transaction()?;
        for (table, (width, rows)) in TABLES.iter().zip(&chunks) {
            let marks = vec!["?"; width - 1].join(", ");
            let mut insert = tx.prepare_cached(&format!("INSERT INTO {table} VALUES ({marks})"))?;
            for row in rows {
                insert.execute(rusqlite::params_from_iter(&row[1..]))?;
            }
        }
        tx.commit()?;
        seconds += begun.elapsed().as_secs_f64();
        loaded += chunks.first().context("there is a first table")?.1.len();
    }
    println!("{}", json!({"rows": loaded, "seconds": seconds, "per_second": (loaded as f64 / seconds).round()}));
    Ok(())
}

//! One connection in use: [`Read`] asks, [`Tx`] also changes. Both speak either dialect.

use std::sync::atomic::{AtomicUsize, Ordering};

use keshu_kernel::{Cell, Dialect, Fragment, Problem};

use crate::{audit, error, postgres::PgClient, scope::Reach};

pub(crate) enum Conn<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(&'a mut PgClient),
}

/// Reading on one connection. Made by [`crate::Store::read`], or lent by a [`Tx`].
pub struct Read<'a> {
    pub(crate) conn: Conn<'a>,
    /// Lent by a transaction, which must not be ended here.
    pub(crate) in_tx: bool,
    pub(crate) reach: &'a Reach,
}

/// A row of a result.
pub type Row = Vec<Cell>;

impl Read<'_> {
    pub fn dialect(&self) -> Dialect {
        match self.conn {
            Conn::Sqlite(_) => Dialect::Sqlite,
            Conn::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Every row of a query.
    pub(crate) fn query(&mut self, fragment: Fragment) -> Result<Vec<Row>, Problem> {
        let (text, binds) = fragment.render(self.dialect());
        match &mut self.conn {
            Conn::Sqlite(conn) => {
                let mut statement = conn.prepare_cached(&text).map_err(|fault| with_text(error::from_sqlite(fault), &text))?;
                let columns = statement.column_count();
                let mut rows = statement.query(rusqlite::params_from_iter(binds.iter().map(Bind))).map_err(|fault| with_text(error::from_sqlite(fault), &text))?;
                let mut out = Vec::new();
                while let Some(row) = rows.next().map_err(error::from_sqlite)? {
                    let mut cells = Vec::with_capacity(columns);
                    for place in 0..columns {
                        cells.push(sqlite_cell(row.get_ref(place).map_err(error::from_sqlite)?));
                    }
                    out.push(cells);
                }
                Ok(out)
            }
            Conn::Postgres(client) => client.query(&text, &binds).map_err(|problem| with_text(problem, &text)),
        }
    }

    /// Runs `work` with bitmaps of indexes for its only plan, where a planner could choose otherwise.
    pub(crate) fn by_bitmap<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, Problem>) -> Result<T, Problem> {
        const BITMAPS: &str = "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off; SET LOCAL plan_cache_mode = force_generic_plan";
        self.batch(&if self.in_tx { BITMAPS.to_owned() } else { format!("BEGIN; {BITMAPS}") })?;
        let answer = work(self);
        let ended = self.batch(if self.in_tx { "SET LOCAL enable_seqscan = on; SET LOCAL enable_indexscan = on; SET LOCAL plan_cache_mode = auto" } else { "COMMIT" });
        answer.and_then(|value| ended.map(|()| value))
    }

    fn batch(&mut self, text: &str) -> Result<(), Problem> {
        match &mut self.conn {
            Conn::Sqlite(_) => Ok(()),
            Conn::Postgres(client) => client.batch(text),
        }
    }

    /// The first row of a query, if any.
    pub(crate) fn query_one(&mut self, fragment: Fragment) -> Result<Option<Row>, Problem> {
        Ok(self.query(fragment)?.into_iter().next())
    }

    /// The first cell of the first row; null where there is none.
    pub(crate) fn query_cell(&mut self, fragment: Fragment) -> Result<Cell, Problem> {
        Ok(self.query_one(fragment)?.and_then(|row| row.into_iter().next()).unwrap_or_default())
    }

    fn execute(&mut self, fragment: Fragment) -> Result<u64, Problem> {
        let (text, binds) = fragment.render(self.dialect());
        match &mut self.conn {
            Conn::Sqlite(conn) => {
                let mut statement = conn.prepare_cached(&text).map_err(|fault| with_text(error::from_sqlite(fault), &text))?;
                let changed = statement.execute(rusqlite::params_from_iter(binds.iter().map(Bind))).map_err(|fault| with_text(error::from_sqlite(fault), &text))?;
                Ok(changed as u64)
            }
            Conn::Postgres(client) => client.execute(&text, &binds).map_err(|problem| with_text(problem, &text)),
        }
    }
}

/// The log gets the statement of an internal error, never its values.
fn with_text(mut problem: Problem, text: &str) -> Problem {
    if problem.status() == 500 {
        problem.cause = Some(format!("{} in {text}", problem.cause.unwrap_or_default()));
    }
    problem
}

fn sqlite_cell(value: rusqlite::types::ValueRef<'_>) -> Cell {
    use rusqlite::types::ValueRef;
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Int(number),
        ValueRef::Real(number) => Cell::Text(number.to_string()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Cell::Text(String::from_utf8_lossy(bytes).into_owned()),
    }
}

struct Bind<'a>(&'a Cell);

impl rusqlite::ToSql for Bind<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, ValueRef};
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Cell::Null => ValueRef::Null,
            Cell::Int(number) => ValueRef::Integer(*number),
            Cell::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

/// Runs after the commit is on disk.
type AfterCommit = Box<dyn FnOnce() + Send>;

/// A write transaction. Dropped without commit, it never happened.
pub struct Tx<'a> {
    read: Read<'a>,
    pub(crate) after: Vec<AfterCommit>,
    pub(crate) entries: Vec<audit::Entry>,
    writes: u64,
    /// How many writes of the process are not answered yet, this one among them, where they go one after another.
    unanswered: Option<&'a AtomicUsize>,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(conn: Conn<'a>, reach: &'a Reach, unanswered: Option<&'a AtomicUsize>) -> Tx<'a> {
        Tx { read: Read { conn, in_tx: true, reach }, after: Vec::new(), entries: Vec::new(), writes: 0, unanswered }
    }

    /// Reading inside the transaction sees its own writes.
    pub fn read(&mut self) -> &mut Read<'a> {
        &mut self.read
    }

    pub fn dialect(&self) -> Dialect {
        self.read.dialect()
    }

    pub(crate) fn execute(&mut self, fragment: Fragment) -> Result<u64, Problem> {
        self.writes += 1;
        self.read.execute(fragment)
    }

    /// How many changing statements were tried so far. A refusal that tried none leaves the transaction usable.
    pub fn writes(&self) -> u64 {
        self.writes
    }

    /// Whether somebody may be waiting for this transaction to end: on PostgreSQL nobody can tell.
    pub fn is_awaited(&self) -> bool {
        self.unanswered.is_none_or(|count| count.load(Ordering::Relaxed) > 1)
    }

    /// Runs once the commit is durable, before the writer is answered; never after a failure.
    pub fn after_commit(&mut self, work: impl FnOnce() + Send + 'static) {
        self.after.push(Box::new(work));
    }
}

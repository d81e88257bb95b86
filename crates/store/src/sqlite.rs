//! SQLite: one writer thread with group commit, and readers apart.
//!
//! Waiting writes run one after another inside one BEGIN IMMEDIATE, each in its own SAVEPOINT so that a
//! fault rolls back that one alone; COMMIT (synchronous=FULL) at 64 writes, at 4 ms, or when nobody waits;
//! then all of them are answered. A failed COMMIT fails the whole batch.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    time::{Duration, Instant},
};

use keshu_expr::sqlite_fns;
use keshu_kernel::{Cell, Problem, codes};
use rusqlite::{Connection, OpenFlags, config::DbConfig, functions::FunctionFlags};

use crate::{
    conn::{Conn, Read, Tx},
    error,
    scope::Reach,
};

/// A batch is committed at this many writes …
const BATCH_WRITES: usize = 64;
/// … or when its first write has waited this long.
const BATCH_WAIT: Duration = Duration::from_millis(4);
const READERS: usize = 4;

/// Runs inside the savepoint; gives back what answers the waiting thread once the batch's fate is known.
type Job = Box<dyn FnOnce(&mut Tx) -> Outcome + Send>;
type Answer = Box<dyn FnOnce(Result<(), Problem>) + Send>;

struct Outcome {
    keep: bool,
    answer: Answer,
}

/// What the writer and the readers have in common.
#[derive(Default)]
struct Common {
    /// How many writes are not answered yet.
    unanswered: AtomicUsize,
    reach: Reach,
}

pub(crate) struct Sqlite {
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    common: Arc<Common>,
    writer: Mutex<Option<std::thread::JoinHandle<()>>>,
    readers: Pool,
}

impl Sqlite {
    pub(crate) fn open(path: &Path, limit_mib: Option<u32>) -> Result<Sqlite, Problem> {
        let writer = connect(path, false)?;
        if let Some(mib) = limit_mib {
            let page: u32 = writer.query_row("PRAGMA page_size", [], |row| row.get(0)).map_err(error::from_sqlite)?;
            writer.execute_batch(&format!("PRAGMA max_page_count = {}", (u64::from(mib) << 20) / u64::from(page))).map_err(error::from_sqlite)?;
        }
        let mut readers = Vec::new();
        for _ in 0..READERS {
            readers.push(connect(path, true)?);
        }
        let (jobs, inbox) = mpsc::channel::<Job>();
        let common = Arc::new(Common::default());
        let theirs = common.clone();
        let thread = std::thread::Builder::new()
            .name("keshu-writer".to_owned())
            .stack_size(8 << 20)
            .spawn(move || write_loop(writer, &inbox, &theirs))
            .map_err(Problem::internal)?;
        Ok(Sqlite { jobs: Mutex::new(Some(jobs)), common, writer: Mutex::new(Some(thread)), readers: Pool::new(readers) })
    }

    pub(crate) fn read<T>(&self, work: impl FnOnce(&mut Read) -> Result<T, Problem>) -> Result<T, Problem> {
        let lent = self.readers.lend();
        let conn = lent.conn();
        conn.execute_batch("BEGIN").map_err(error::from_sqlite)?;
        let answer = work(&mut Read { in_tx: false, conn: Conn::Sqlite(conn), reach: &self.common.reach });
        conn.execute_batch("COMMIT").map_err(error::from_sqlite)?;
        answer
    }

    pub(crate) fn read_plain<T>(&self, work: impl FnOnce(&mut Read) -> Result<T, Problem>) -> Result<T, Problem> {
        work(&mut Read { in_tx: false, conn: Conn::Sqlite(self.readers.lend().conn()), reach: &self.common.reach })
    }

    pub(crate) fn write<T: Send + 'static>(&self, work: impl FnOnce(&mut Tx) -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
        let (reply, answer) = mpsc::sync_channel::<Result<T, Problem>>(1);
        let job: Job = Box::new(move |tx| {
            let result = catch_unwind(AssertUnwindSafe(|| work(tx))).unwrap_or_else(|_| Err(Problem::internal("a write panicked")));
            Outcome {
                keep: result.is_ok(),
                answer: Box::new(move |commit| {
                    // The asking thread may be gone; the write stands all the same.
                    let _ = reply.send(match commit {
                        Ok(()) => result,
                        Err(problem) => result.and(Err(problem)),
                    });
                }),
            }
        });
        let jobs = self.jobs.lock().expect("the job queue is never poisoned").clone();
        let shutting_down = || Problem::new(&codes::SHUTTING_DOWN, vec![]);
        let jobs = jobs.ok_or_else(shutting_down)?;
        self.common.unanswered.fetch_add(1, Ordering::Relaxed);
        jobs.send(job).map_err(|_| shutting_down())?;
        answer.recv().map_err(|_| shutting_down())?
    }

    /// Finishes waiting writes and folds the log into the database file.
    pub(crate) fn close(&self) {
        self.jobs.lock().expect("the job queue is never poisoned").take();
        if let Some(thread) = self.writer.lock().expect("the writer handle is never poisoned").take() {
            let _ = thread.join();
        }
    }
}

fn connect(path: &Path, read_only: bool) -> Result<Connection, Problem> {
    let access = if read_only { OpenFlags::SQLITE_OPEN_READ_ONLY } else { OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE };
    let conn = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(error::from_sqlite)?;
    conn.set_prepared_statement_cache_capacity(512);
    conn.busy_timeout(Duration::from_secs(5)).map_err(error::from_sqlite)?;
    // A plan that depends on the bound values would be made anew with every statement.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(error::from_sqlite)?;
    if !read_only {
        conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16000;").map_err(error::from_sqlite)?;
    }
    // Readers go through a large database without a call to the system for each page; the most that SQLite maps is 2 GB.
    let mapped: u32 = if read_only { 2 << 30 } else { 256 << 20 };
    conn.execute_batch(&format!("PRAGMA foreign_keys = ON; PRAGMA cache_size = -32768; PRAGMA mmap_size = {mapped}; PRAGMA temp_store = MEMORY;")).map_err(error::from_sqlite)?;
    register_functions(&conn).map_err(error::from_sqlite)?;
    Ok(conn)
}

/// Exact decimal arithmetic that SQLite lacks, from the expression floor.
fn register_functions(conn: &Connection) -> rusqlite::Result<()> {
    for function in sqlite_fns::ALL {
        let call = function.call;
        conn.create_scalar_function(function.name, function.args, FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_UTF8, move |context| {
            let cells: Vec<Cell> = (0..context.len())
                .map(|place| match context.get_raw(place) {
                    rusqlite::types::ValueRef::Integer(number) => Cell::Int(number),
                    rusqlite::types::ValueRef::Text(bytes) => Cell::Text(String::from_utf8_lossy(bytes).into_owned()),
                    _ => Cell::Null,
                })
                .collect();
            Ok(match call(&cells) {
                Cell::Null => rusqlite::types::Value::Null,
                Cell::Int(number) => rusqlite::types::Value::Integer(number),
                Cell::Text(text) => rusqlite::types::Value::Text(text),
            })
        })?;
    }
    Ok(())
}

fn write_loop(conn: Connection, inbox: &mpsc::Receiver<Job>, common: &Common) {
    while let Ok(first) = inbox.recv() {
        let answered = run_batch(&conn, first, inbox, common);
        common.unanswered.fetch_sub(answered, Ordering::Relaxed);
    }
    let _ = conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
}

/// Runs `first` and what waits behind it; gives back how many were answered.
fn run_batch(conn: &Connection, first: Job, inbox: &mpsc::Receiver<Job>, common: &Common) -> usize {
    let begun = Instant::now();
    if let Err(fault) = conn.execute_batch("BEGIN IMMEDIATE") {
        let problem = error::from_sqlite(fault);
        // The job must run to make its answer; it runs on a transaction that is never kept.
        refuse(conn, first, common, problem);
        return 1;
    }
    let mut answers = Vec::new();
    let mut after = Vec::new();
    let mut next = Some(first);
    while let Some(job) = next {
        // The first needs no savepoint, whose journal in memory costs more with every statement.
        let (outcome, callbacks) = run_one(conn, job, common, answers.is_empty());
        if outcome.keep {
            after.extend(callbacks);
        }
        answers.push(outcome.answer);
        // A disk that is full may have ended the transaction: what comes next needs one of its own.
        let done = answers.len() >= BATCH_WRITES || begun.elapsed() >= BATCH_WAIT || conn.is_autocommit();
        next = if done { None } else { inbox.try_recv().ok() };
    }
    let began = Instant::now();
    let fate = conn.execute_batch("COMMIT").map_err(|fault| {
        let _ = conn.execute_batch("ROLLBACK");
        match error::from_sqlite(fault) {
            problem if problem.code == &codes::DISK_FULL => problem,
            problem => Problem::new(&codes::COMMIT_FAILED, vec![]).because(problem),
        }
    });
    metrics::histogram!("keshu_store_commit_seconds").record(began.elapsed());
    metrics::histogram!("keshu_store_batch_writes").record(answers.len() as f64);
    if fate.is_ok() {
        after.into_iter().for_each(|work| work());
    }
    let answered = answers.len();
    for answer in answers {
        answer(fate.clone());
    }
    answered
}

/// Runs one write so that its fault rolls back it alone.
fn run_one(conn: &Connection, job: Job, common: &Common, is_first: bool) -> (Outcome, Vec<Box<dyn FnOnce() + Send>>) {
    let (open, keep, undo) = match is_first {
        true => ("", "", "ROLLBACK; BEGIN IMMEDIATE"),
        false => ("SAVEPOINT write_one", "RELEASE write_one", "ROLLBACK TO write_one; RELEASE write_one"),
    };
    let opened = conn.execute_batch(open);
    let mut tx = Tx::new(Conn::Sqlite(conn), &common.reach, Some(&common.unanswered));
    let outcome = job(&mut tx);
    let after = std::mem::take(&mut tx.after);
    let settled = opened.and_then(|()| match (outcome.keep, conn.is_autocommit()) {
        (true, _) => conn.execute_batch(keep),
        // The engine has rolled back by itself.
        (false, true) => Ok(()),
        (false, false) => conn.execute_batch(undo),
    });
    match settled {
        Ok(()) => (outcome, after),
        Err(fault) => {
            let problem = error::from_sqlite(fault);
            let answer = outcome.answer;
            (Outcome { keep: false, answer: Box::new(move |_| answer(Err(problem))) }, Vec::new())
        }
    }
}

/// Answers a write that could not even begin.
fn refuse(conn: &Connection, job: Job, common: &Common, problem: Problem) {
    let begun = conn.execute_batch("BEGIN DEFERRED").is_ok();
    let outcome = job(&mut Tx::new(Conn::Sqlite(conn), &common.reach, Some(&common.unanswered)));
    if begun {
        let _ = conn.execute_batch("ROLLBACK");
    }
    (outcome.answer)(Err(problem));
}

/// A few read-only connections lent to whoever asks; the others wait.
struct Pool {
    free: Mutex<Vec<Connection>>,
    returned: Condvar,
}

impl Pool {
    fn new(connections: Vec<Connection>) -> Pool {
        Pool { free: Mutex::new(connections), returned: Condvar::new() }
    }

    fn lend(&self) -> Lent<'_> {
        let mut free = self.free.lock().expect("the pool is never poisoned");
        loop {
            match free.pop() {
                Some(conn) => return Lent { pool: self, conn: Some(conn) },
                None => free = self.returned.wait(free).expect("the pool is never poisoned"),
            }
        }
    }
}

struct Lent<'a> {
    pool: &'a Pool,
    conn: Option<Connection>,
}

impl Lent<'_> {
    fn conn(&self) -> &Connection {
        self.conn.as_ref().expect("lent until dropped")
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take() {
            // A panic while reading may have left the transaction open.
            if !conn.is_autocommit() {
                let _ = conn.execute_batch("ROLLBACK");
            }
            self.pool.free.lock().expect("the pool is never poisoned").push(conn);
            self.pool.returned.notify_one();
        }
    }
}

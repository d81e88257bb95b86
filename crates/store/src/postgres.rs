//! PostgreSQL: a small pool of blocking connections with cached statements.

use std::{
    collections::HashMap,
    error::Error,
    sync::{Condvar, Mutex},
};

use keshu_kernel::{Cell, Problem, codes};
use postgres::{
    Client, NoTls, Statement,
    types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};

use crate::{
    conn::{Conn, Read, Row, Tx},
    error,
    scope::Reach,
};

const CONNECTIONS: usize = 16;
/// How often a transaction is run again after a serialization failure or deadlock.
const RETRIES: usize = 5;

/// How often a statement is used before it is prepared again. The server keeps its plan until then, though the table may
/// have been empty when the plan was made.
const MOST_USED: u32 = 1000;

pub(crate) struct PgClient {
    client: Client,
    /// With how often each was used.
    statements: HashMap<String, (Statement, u32)>,
    /// Whether the last failure may vanish when the transaction is run again.
    retryable: bool,
}

impl PgClient {
    fn connect(url: &str) -> Result<PgClient, Problem> {
        let mut client = Client::connect(url, NoTls).map_err(error::from_postgres)?;
        client.batch_execute("SET client_min_messages = warning").map_err(error::from_postgres)?;
        // A search that takes milliseconds looks dear to the planner: compiling it took a second. What has no such
        // setting compiles nothing.
        let _ = client.batch_execute("SET jit = off");
        Ok(PgClient { client, statements: HashMap::new(), retryable: false })
    }

    fn statement(&mut self, text: &str) -> Result<Statement, postgres::Error> {
        if let Some((statement, used)) = self.statements.get_mut(text) {
            *used += 1;
            if *used <= MOST_USED {
                return Ok(statement.clone());
            }
        }
        if self.statements.len() >= 512 {
            self.statements.clear();
        }
        let statement = self.client.prepare(text)?;
        self.statements.insert(text.to_owned(), (statement.clone(), 1));
        Ok(statement)
    }

    pub(crate) fn query(&mut self, text: &str, binds: &[Cell]) -> Result<Vec<Row>, Problem> {
        let statement = self.statement(text).map_err(|fault| self.fault(fault))?;
        let binds: Vec<Bind> = binds.iter().map(Bind).collect();
        let params: Vec<&(dyn ToSql + Sync)> = binds.iter().map(|bind| bind as _).collect();
        let rows = self.client.query(&statement, &params).map_err(|fault| self.fault(fault))?;
        rows.iter().map(row_cells).collect()
    }

    pub(crate) fn execute(&mut self, text: &str, binds: &[Cell]) -> Result<u64, Problem> {
        let statement = self.statement(text).map_err(|fault| self.fault(fault))?;
        let binds: Vec<Bind> = binds.iter().map(Bind).collect();
        let params: Vec<&(dyn ToSql + Sync)> = binds.iter().map(|bind| bind as _).collect();
        self.client.execute(&statement, &params).map_err(|fault| self.fault(fault))
    }

    pub(crate) fn batch(&mut self, text: &str) -> Result<(), Problem> {
        self.client.batch_execute(text).map_err(|fault| self.fault(fault))
    }

    fn fault(&mut self, fault: postgres::Error) -> Problem {
        self.retryable = error::is_retryable(&fault);
        error::from_postgres(fault)
    }
}

fn row_cells(row: &postgres::Row) -> Result<Row, Problem> {
    let mut cells = Vec::with_capacity(row.len());
    for (place, column) in row.columns().iter().enumerate() {
        let kind = column.type_();
        let cell = if *kind == Type::INT8 {
            row.try_get::<_, Option<i64>>(place).map(Cell::from)
        } else if *kind == Type::INT4 {
            row.try_get::<_, Option<i32>>(place).map(|number| number.map(i64::from).into())
        } else if *kind == Type::BOOL {
            row.try_get::<_, Option<bool>>(place).map(Cell::from)
        } else {
            row.try_get::<_, Option<String>>(place).map(Cell::from)
        };
        cells.push(cell.map_err(error::from_postgres)?);
    }
    Ok(cells)
}

#[derive(Debug)]
struct Bind<'a>(&'a Cell);

impl ToSql for Bind<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self.0 {
            Cell::Null => Ok(IsNull::Yes),
            Cell::Int(number) if *ty == Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
            Cell::Int(number) if *ty == Type::BOOL => (*number != 0).to_sql(ty, out),
            Cell::Int(number) if *ty == Type::TEXT || *ty == Type::VARCHAR => number.to_string().to_sql(ty, out),
            Cell::Int(number) => number.to_sql(ty, out),
            Cell::Text(text) => text.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

pub(crate) struct Postgres {
    url: String,
    free: Mutex<(Vec<PgClient>, usize)>,
    returned: Condvar,
    reach: Reach,
}

impl Postgres {
    pub(crate) fn open(url: &str) -> Result<Postgres, Problem> {
        let first = PgClient::connect(url)?;
        Ok(Postgres { url: url.to_owned(), free: Mutex::new((vec![first], 1)), returned: Condvar::new(), reach: Reach::default() })
    }

    fn with<T>(&self, work: impl FnOnce(&mut PgClient) -> T) -> Result<T, Problem> {
        let mut lent = Lent { pool: self, client: Some(self.take()?) };
        Ok(work(lent.client.as_mut().expect("lent until dropped")))
    }

    fn take(&self) -> Result<PgClient, Problem> {
        let mut pool = self.free.lock().expect("the pool is never poisoned");
        loop {
            while let Some(client) = pool.0.pop() {
                if !client.client.is_closed() {
                    return Ok(client);
                }
                pool.1 -= 1;
            }
            if pool.1 < CONNECTIONS {
                pool.1 += 1;
                drop(pool);
                return PgClient::connect(&self.url).inspect_err(|_| {
                    self.free.lock().expect("the pool is never poisoned").1 -= 1;
                    self.returned.notify_one();
                });
            }
            pool = self.returned.wait(pool).expect("the pool is never poisoned");
        }
    }

    pub(crate) fn read<T>(&self, work: impl FnOnce(&mut Read) -> Result<T, Problem>) -> Result<T, Problem> {
        self.with(|client| work(&mut Read { in_tx: false, conn: Conn::Postgres(client), reach: &self.reach }))?
    }

    pub(crate) fn write<T>(&self, work: impl Fn(&mut Tx) -> Result<T, Problem>) -> Result<T, Problem> {
        self.with(|client| {
            let mut left = RETRIES;
            loop {
                client.retryable = false;
                match write_once(client, &self.reach, &work) {
                    Err(_) if client.retryable && left > 0 => left -= 1,
                    answer => return answer,
                }
            }
        })?
    }
}

fn write_once<T>(client: &mut PgClient, reach: &Reach, work: impl Fn(&mut Tx) -> Result<T, Problem>) -> Result<T, Problem> {
    client.batch("BEGIN")?;
    let mut tx = Tx::new(Conn::Postgres(client), reach, None);
    let answer = work(&mut tx);
    let after = std::mem::take(&mut tx.after);
    drop(tx);
    match answer {
        Ok(value) => {
            client.batch("COMMIT").map_err(|problem| Problem::new(&codes::COMMIT_FAILED, vec![]).because(problem))?;
            after.into_iter().for_each(|work| work());
            Ok(value)
        }
        Err(problem) => {
            // The problem that was met matters more than a failing ROLLBACK; a dead connection is dropped by the pool.
            let retryable = client.retryable;
            let _ = client.batch("ROLLBACK");
            client.retryable = retryable;
            Err(problem)
        }
    }
}

struct Lent<'a> {
    pool: &'a Postgres,
    client: Option<PgClient>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            let mut pool = self.pool.free.lock().expect("the pool is never poisoned");
            // A panic may have left a transaction open: such a connection is not lent again.
            if std::thread::panicking() || client.client.is_closed() {
                pool.1 -= 1;
            } else {
                pool.0.push(client);
            }
            self.pool.returned.notify_one();
        }
    }
}

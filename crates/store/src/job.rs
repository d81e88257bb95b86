//! Rows of long work: what it is, how far it is, who holds it.

use keshu_kernel::{Cell, Fragment, Problem};
use serde::Serialize;

use crate::{Read, Tx};

/// The status of a job that nobody has started yet.
pub const DRAFT: &str = "draft";

/// A job as kept. `status` is draft, queued, running, paused, succeeded, failed or cancelled.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Job {
    pub id: String,
    pub kind: String,
    pub title: String,
    pub status: String,
    #[serde(skip)]
    pub staff_id: String,
    /// JSON of the kind's own parameters.
    #[serde(skip)]
    pub input: String,
    pub total: Option<i64>,
    pub done: i64,
    pub created: i64,
    pub updated: i64,
    pub skipped: i64,
    pub failed: i64,
    pub warnings: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_file: Option<String>,
    pub result: Option<serde_json::Value>,
    pub created_at: String,
    pub finished_at: Option<String>,
}

const COLUMNS: &str = "id, kind, title, status, staff_id, input, total, done, created, updated, skipped, failed, warnings, error_file, result, created_at, finished_at";

fn job(row: &[Cell]) -> Job {
    let text = |place: usize| row[place].as_text().unwrap_or_default().to_owned();
    let maybe = |place: usize| row[place].as_text().map(str::to_owned);
    let int = |place: usize| row[place].as_int().unwrap_or(0);
    Job {
        id: text(0),
        kind: text(1),
        title: text(2),
        status: text(3),
        staff_id: text(4),
        input: text(5),
        total: row[6].as_int(),
        done: int(7),
        created: int(8),
        updated: int(9),
        skipped: int(10),
        failed: int(11),
        warnings: int(12),
        error_file: maybe(13),
        result: row[14].as_text().and_then(|text| serde_json::from_str(text).ok()),
        created_at: text(15),
        finished_at: maybe(16),
    }
}

pub fn add(tx: &mut Tx, job: &Job) -> Result<(), Problem> {
    let mut sql = Fragment::raw("INSERT INTO sys_job (id, kind, title, status, staff_id, input, total, done, created, updated, skipped, failed, warnings, created_at) VALUES (");
    sql.bind(&job.id).sql(", ").bind(&job.kind).sql(", ").bind(&job.title).sql(", ").bind(&job.status).sql(", ").bind(&job.staff_id).sql(", ");
    sql.bind(&job.input).sql(", ").bind(job.total).sql(", 0, 0, 0, 0, 0, 0, ").bind(&job.created_at).sql(")");
    tx.execute(sql).map(drop)
}

/// One job of a person; `staff_id` `None` = whoever's (for the runner).
pub fn get(read: &mut Read, id: &str, staff_id: Option<&str>) -> Result<Option<Job>, Problem> {
    let mut sql = Fragment::raw(&format!("SELECT {COLUMNS} FROM sys_job WHERE id = "));
    sql.bind(id);
    if let Some(staff) = staff_id {
        sql.sql(" AND staff_id = ").bind(staff);
    }
    Ok(read.query_one(sql)?.map(|row| job(&row)))
}

/// Lets a draft run, with what it is to do; `false` = it is no draft any more.
pub fn launch(tx: &mut Tx, id: &str, title: &str, input: &str, total: i64) -> Result<bool, Problem> {
    let mut sql = Fragment::raw("UPDATE sys_job SET status = 'queued', title = ");
    sql.bind(title).sql(", input = ").bind(input).sql(", total = ").bind(total).sql(" WHERE id = ").bind(id).sql(" AND status = ").bind(DRAFT);
    Ok(tx.execute(sql)? == 1)
}

/// Drops a job.
pub fn forget(tx: &mut Tx, id: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("DELETE FROM sys_job WHERE id = ");
    sql.bind(id);
    tx.execute(sql).map(drop)
}

/// Notes that the files of a job are gone.
pub fn forget_files(tx: &mut Tx, id: &str, input: &str, result: Option<&serde_json::Value>) -> Result<(), Problem> {
    let mut sql = Fragment::raw("UPDATE sys_job SET error_file = NULL, input = ");
    sql.bind(input).sql(", result = ").bind(result.map(|value| value.to_string())).sql(" WHERE id = ").bind(id);
    tx.execute(sql).map(drop)
}

/// Drafts made before `drafts`, and jobs that ended before `ended`, as far as they have files.
pub fn with_files(read: &mut Read, drafts: &str, ended: &str, limit: i64) -> Result<Vec<Job>, Problem> {
    let mut sql = Fragment::raw(&format!("SELECT {COLUMNS} FROM sys_job WHERE (status = "));
    sql.bind(DRAFT).sql(" AND created_at < ").bind(drafts).sql(") OR (finished_at < ").bind(ended);
    sql.sql(" AND (error_file IS NOT NULL OR input LIKE ").bind("%\"file\":\"%").sql(" OR result LIKE ").bind("%\"file\":\"%").sql(")) ORDER BY id LIMIT ").bind(limit);
    Ok(read.query(sql)?.iter().map(|row| job(row)).collect())
}

/// The newest jobs of a person, drafts apart.
pub fn list(read: &mut Read, staff_id: &str, limit: i64) -> Result<Vec<Job>, Problem> {
    let mut sql = Fragment::raw(&format!("SELECT {COLUMNS} FROM sys_job WHERE staff_id = "));
    sql.bind(staff_id).sql(" AND status <> ").bind(DRAFT).sql(" ORDER BY id DESC LIMIT ").bind(limit);
    Ok(read.query(sql)?.iter().map(|row| job(row)).collect())
}

/// The inputs of a person's newest started jobs of one kind.
pub fn inputs(read: &mut Read, staff_id: &str, kind: &str, limit: i64) -> Result<Vec<String>, Problem> {
    let mut sql = Fragment::raw("SELECT input FROM sys_job WHERE staff_id = ");
    sql.bind(staff_id).sql(" AND kind = ").bind(kind).sql(" AND status <> ").bind(DRAFT).sql(" ORDER BY id DESC LIMIT ").bind(limit);
    Ok(read.query(sql)?.iter().filter_map(|row| row[0].as_text().map(str::to_owned)).collect())
}

/// How many jobs of everyone stand at each status.
pub fn count_by_status(read: &mut Read) -> Result<Vec<(String, i64)>, Problem> {
    let rows = read.query(Fragment::raw("SELECT status, count(*) FROM sys_job WHERE status <> 'draft' GROUP BY status"))?;
    Ok(rows.iter().filter_map(|row| Some((row[0].as_text()?.to_owned(), row[1].as_int()?))).collect())
}

/// Takes the oldest job that waits, or whose holder let its lease end; it is `running` afterwards.
pub fn claim(tx: &mut Tx, now: &str, lease_until: &str) -> Result<Option<Job>, Problem> {
    let mut sql = Fragment::raw("SELECT id FROM sys_job WHERE status = 'queued' OR (status = 'running' AND lease_until < ");
    sql.bind(now).sql(") ORDER BY id LIMIT 1");
    if tx.dialect() == keshu_kernel::Dialect::Postgres {
        sql.sql(" FOR UPDATE SKIP LOCKED");
    }
    let Some(id) = tx.read().query_cell(sql)?.as_text().map(str::to_owned) else { return Ok(None) };
    let mut sql = Fragment::raw("UPDATE sys_job SET status = 'running', lease_until = ");
    sql.bind(lease_until).sql(" WHERE id = ").bind(&id);
    tx.execute(sql)?;
    get(tx.read(), &id, None)
}

/// To be called first in a transaction that does a part of a job: renews the lease of a running job that
/// stands at `done`. `false` = it was cancelled, or another holder went on with it meanwhile, so this part
/// must not be done. The row stays locked until the end, so no two holders do one part.
pub fn hold(tx: &mut Tx, id: &str, done: i64, lease_until: &str) -> Result<bool, Problem> {
    let mut sql = Fragment::raw("UPDATE sys_job SET lease_until = ");
    sql.bind(lease_until).sql(" WHERE id = ").bind(id).sql(" AND status = 'running' AND done = ").bind(done);
    Ok(tx.execute(sql)? == 1)
}

/// Lets whoever asks next take a running job; for a holder that stops, and for one that is known to be gone.
/// `id` `None` = every running job.
pub fn release(tx: &mut Tx, id: Option<&str>) -> Result<(), Problem> {
    let mut sql = Fragment::raw("UPDATE sys_job SET lease_until = '' WHERE status = 'running'");
    if let Some(id) = id {
        sql.sql(" AND id = ").bind(id);
    }
    tx.execute(sql).map(drop)
}

/// Lets a job rest where it stands; `false` = it has ended, or rests already.
pub fn pause(tx: &mut Tx, id: &str) -> Result<bool, Problem> {
    let mut sql = Fragment::raw("UPDATE sys_job SET status = 'paused', lease_until = NULL WHERE id = ");
    sql.bind(id).sql(" AND status IN ('queued', 'running')");
    Ok(tx.execute(sql)? == 1)
}

/// Lets a resting job go on; `false` = it does not rest.
pub fn resume(tx: &mut Tx, id: &str) -> Result<bool, Problem> {
    let mut sql = Fragment::raw("UPDATE sys_job SET status = 'queued' WHERE id = ");
    sql.bind(id).sql(" AND status = 'paused'");
    Ok(tx.execute(sql)? == 1)
}

/// Notes on a job that has ended which job takes it back.
pub fn set_result(tx: &mut Tx, id: &str, result: &serde_json::Value) -> Result<(), Problem> {
    let mut sql = Fragment::raw("UPDATE sys_job SET result = ");
    sql.bind(result.to_string()).sql(" WHERE id = ").bind(id);
    tx.execute(sql).map(drop)
}

/// Stops a job that has not ended; `false` = it had. What it did so far stays, and its counts too.
pub fn cancel(tx: &mut Tx, id: &str, at: &str) -> Result<bool, Problem> {
    let mut sql = Fragment::raw("UPDATE sys_job SET status = 'cancelled', lease_until = NULL, finished_at = ");
    sql.bind(at).sql(" WHERE id = ").bind(id).sql(" AND status IN ('queued', 'running', 'paused')");
    Ok(tx.execute(sql)? == 1)
}

/// Notes why row `place` of a job's file did not come in.
pub fn add_row_note(tx: &mut Tx, id: &str, place: i64, reason: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("INSERT INTO sys_job_row (job_id, place, reason) VALUES (");
    sql.bind(id).sql(", ").bind(place).sql(", ").bind(reason).sql(")");
    tx.execute(sql).map(drop)
}

/// The notes of a job after `place`, in order.
pub fn row_notes(read: &mut Read, id: &str, after: i64, limit: i64) -> Result<Vec<(i64, String)>, Problem> {
    let mut sql = Fragment::raw("SELECT place, reason FROM sys_job_row WHERE job_id = ");
    sql.bind(id).sql(" AND place > ").bind(after).sql(" ORDER BY place LIMIT ").bind(limit);
    Ok(read.query(sql)?.into_iter().filter_map(|row| Some((row[0].as_int()?, row[1].as_text()?.to_owned()))).collect())
}

pub fn forget_row_notes(tx: &mut Tx, id: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("DELETE FROM sys_job_row WHERE job_id = ");
    sql.bind(id);
    tx.execute(sql).map(drop)
}

/// Writes the counts of a running job and renews its lease; `false` = it was cancelled meanwhile.
pub fn progress(tx: &mut Tx, job: &Job, lease_until: &str) -> Result<bool, Problem> {
    let mut sql = Fragment::raw("UPDATE sys_job SET lease_until = ");
    sql.bind(lease_until);
    let counts = [("done", job.done), ("created", job.created), ("updated", job.updated), ("skipped", job.skipped), ("failed", job.failed), ("warnings", job.warnings)];
    for (name, count) in counts {
        sql.sql(", ").name(name).sql(" = ").bind(count);
    }
    sql.sql(", result = ").bind(job.result.as_ref().map(|value| value.to_string()));
    sql.sql(", total = ").bind(job.total).sql(" WHERE id = ").bind(&job.id).sql(" AND status = 'running'");
    Ok(tx.execute(sql)? == 1)
}

pub fn finish(tx: &mut Tx, id: &str, status: &str, error_file: Option<&str>, result: Option<&serde_json::Value>, at: &str) -> Result<bool, Problem> {
    let mut sql = Fragment::raw("UPDATE sys_job SET status = ");
    sql.bind(status).sql(", error_file = ").bind(error_file).sql(", result = ").bind(result.map(|value| value.to_string())).sql(", finished_at = ").bind(at);
    sql.sql(", lease_until = NULL WHERE id = ").bind(id).sql(" AND status IN ('queued', 'running')");
    Ok(tx.execute(sql)? == 1)
}

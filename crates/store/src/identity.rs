//! What proves who somebody is: password hashes, sessions, API tokens, one-time links.
//! Secrets are kept as hashes only.

use keshu_kernel::{Cell, Fragment, Problem};
use serde::Serialize;

use crate::{Read, Tx, vault::sha256};

/// What a secret is stored and looked up as.
pub fn secret_hash(secret: &str) -> String {
    sha256(secret.as_bytes())
}

#[derive(Debug, Clone)]
pub struct Credential {
    pub staff_id: String,
    pub hash: String,
    pub failures: i64,
    pub locked_until: Option<String>,
}

pub fn credential(read: &mut Read, staff_id: &str) -> Result<Option<Credential>, Problem> {
    let mut sql = Fragment::raw("SELECT staff_id, hash, failures, locked_until FROM sys_credential WHERE staff_id = ");
    sql.bind(staff_id);
    Ok(read.query_one(sql)?.map(|row| Credential {
        staff_id: text(&row[0]),
        hash: text(&row[1]),
        failures: row[2].as_int().unwrap_or(0),
        locked_until: row[3].as_text().map(str::to_owned),
    }))
}

pub fn set_password(tx: &mut Tx, staff_id: &str, hash: &str, at: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("INSERT INTO sys_credential (staff_id, hash, changed_at, failures, locked_until) VALUES (");
    sql.bind(staff_id).sql(", ").bind(hash).sql(", ").bind(at);
    sql.sql(", 0, NULL) ON CONFLICT (staff_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at, failures = 0, locked_until = NULL");
    tx.execute(sql).map(drop)
}

/// Counts a failed sign-in and says until when the next is refused; success sets both back.
pub fn note_attempt(tx: &mut Tx, staff_id: &str, failures: i64, locked_until: Option<&str>) -> Result<(), Problem> {
    let mut sql = Fragment::raw("UPDATE sys_credential SET failures = ");
    sql.bind(failures).sql(", locked_until = ").bind(locked_until).sql(" WHERE staff_id = ").bind(staff_id);
    tx.execute(sql).map(drop)
}

pub fn start_session(tx: &mut Tx, secret: &str, staff_id: &str, at: &str, expires_at: &str, agent: Option<&str>) -> Result<(), Problem> {
    let mut sql = Fragment::raw("INSERT INTO sys_session (hash, staff_id, created_at, expires_at, agent) VALUES (");
    sql.bind(secret_hash(secret)).sql(", ").bind(staff_id).sql(", ").bind(at).sql(", ").bind(expires_at).sql(", ").bind(agent).sql(")");
    tx.execute(sql).map(drop)
}

/// Whose living session the secret is.
pub fn session_staff(read: &mut Read, secret: &str, now: &str) -> Result<Option<String>, Problem> {
    let mut sql = Fragment::raw("SELECT staff_id FROM sys_session WHERE hash = ");
    sql.bind(secret_hash(secret)).sql(" AND expires_at > ").bind(now);
    Ok(read.query_cell(sql)?.as_text().map(str::to_owned))
}

pub fn end_session(tx: &mut Tx, secret: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("DELETE FROM sys_session WHERE hash = ");
    sql.bind(secret_hash(secret));
    tx.execute(sql).map(drop)
}

/// Ends every session of a person but the one with this secret.
pub fn end_other_sessions(tx: &mut Tx, staff_id: &str, keep: Option<&str>) -> Result<(), Problem> {
    let mut sql = Fragment::raw("DELETE FROM sys_session WHERE staff_id = ");
    sql.bind(staff_id);
    if let Some(secret) = keep {
        sql.sql(" AND hash <> ").bind(secret_hash(secret));
    }
    tx.execute(sql).map(drop)
}

#[derive(Debug, Clone, Serialize)]
pub struct ApiToken {
    pub id: String,
    pub name: String,
    /// First letters, to tell tokens apart.
    pub shown: String,
    pub created_at: String,
    pub expires_on: Option<String>,
}

pub fn add_token(tx: &mut Tx, staff_id: &str, token: &ApiToken, secret: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("INSERT INTO sys_api_token (id, staff_id, name, hash, shown, created_at, expires_on) VALUES (");
    sql.bind(&token.id).sql(", ").bind(staff_id).sql(", ").bind(&token.name).sql(", ").bind(secret_hash(secret)).sql(", ");
    sql.bind(&token.shown).sql(", ").bind(&token.created_at).sql(", ").bind(token.expires_on.clone()).sql(")");
    tx.execute(sql).map(drop)
}

pub fn tokens(read: &mut Read, staff_id: &str) -> Result<Vec<ApiToken>, Problem> {
    let mut sql = Fragment::raw("SELECT id, name, shown, created_at, expires_on FROM sys_api_token WHERE staff_id = ");
    sql.bind(staff_id).sql(" ORDER BY id");
    let token = |row: Vec<Cell>| ApiToken {
        id: text(&row[0]),
        name: text(&row[1]),
        shown: text(&row[2]),
        created_at: text(&row[3]),
        expires_on: row[4].as_text().map(str::to_owned),
    };
    Ok(read.query(sql)?.into_iter().map(token).collect())
}

pub fn remove_token(tx: &mut Tx, staff_id: &str, id: &str) -> Result<bool, Problem> {
    let mut sql = Fragment::raw("DELETE FROM sys_api_token WHERE staff_id = ");
    sql.bind(staff_id).sql(" AND id = ").bind(id);
    Ok(tx.execute(sql)? == 1)
}

pub fn token_staff(read: &mut Read, secret: &str, today: &str) -> Result<Option<String>, Problem> {
    let mut sql = Fragment::raw("SELECT staff_id FROM sys_api_token WHERE hash = ");
    sql.bind(secret_hash(secret)).sql(" AND (expires_on IS NULL OR expires_on >= ").bind(today).sql(")");
    Ok(read.query_cell(sql)?.as_text().map(str::to_owned))
}

/// A one-time link: set-up, invitation, reset.
#[derive(Debug, Clone)]
pub struct OneTimeLink {
    pub kind: String,
    pub staff_id: Option<String>,
}

pub fn add_link(tx: &mut Tx, secret: &str, link: &OneTimeLink, expires_at: &str) -> Result<(), Problem> {
    // A new link of the same kind for the same person ends the older ones.
    let mut clear = Fragment::raw("DELETE FROM sys_one_time_link WHERE kind = ");
    clear.bind(&link.kind).sql(" AND coalesce(staff_id, '') = ").bind(link.staff_id.clone().unwrap_or_default());
    tx.execute(clear)?;
    let mut sql = Fragment::raw("INSERT INTO sys_one_time_link (hash, kind, staff_id, expires_at) VALUES (");
    sql.bind(secret_hash(secret)).sql(", ").bind(&link.kind).sql(", ").bind(link.staff_id.clone()).sql(", ").bind(expires_at).sql(")");
    tx.execute(sql).map(drop)
}

pub fn link(read: &mut Read, secret: &str, now: &str) -> Result<Option<OneTimeLink>, Problem> {
    let mut sql = Fragment::raw("SELECT kind, staff_id FROM sys_one_time_link WHERE hash = ");
    sql.bind(secret_hash(secret)).sql(" AND expires_at > ").bind(now);
    Ok(read.query_one(sql)?.map(|row| OneTimeLink { kind: text(&row[0]), staff_id: row[1].as_text().map(str::to_owned) }))
}

pub fn use_link(tx: &mut Tx, secret: &str) -> Result<bool, Problem> {
    let mut sql = Fragment::raw("DELETE FROM sys_one_time_link WHERE hash = ");
    sql.bind(secret_hash(secret));
    Ok(tx.execute(sql)? == 1)
}

fn text(cell: &Cell) -> String {
    cell.as_text().unwrap_or_default().to_owned()
}

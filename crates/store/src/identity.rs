//! What proves who somebody is: password hashes, sessions, API tokens, one-time links.
//! Secrets are kept as hashes only.

use keshu_access::Limit;
use keshu_kernel::{Cell, Fragment, Problem};
use serde::Serialize;

use crate::{Read, Tx, vault::sha256};

/// What a secret is stored and looked up as.
pub fn secret_hash(secret: &str) -> String {
    sha256(secret.as_bytes())
}

/// A person's password as kept.
#[derive(Debug, Clone)]
pub struct Credential {
    pub hash: String,
    pub changed_at: String,
}

pub fn credential(read: &mut Read, staff_id: &str) -> Result<Option<Credential>, Problem> {
    let mut sql = Fragment::raw("SELECT hash, changed_at FROM sys_credential WHERE staff_id = ");
    sql.bind(staff_id);
    Ok(read.query_one(sql)?.map(|row| Credential { hash: text(&row[0]), changed_at: text(&row[1]) }))
}

/// Sets a password; of those before it the last `kept` are remembered, and links to set one end.
pub fn set_password(tx: &mut Tx, staff_id: &str, hash: &str, at: &str, kept: usize) -> Result<(), Problem> {
    let mut former = Fragment::raw("INSERT INTO sys_former_password (staff_id, hash, changed_at) SELECT staff_id, hash, changed_at FROM sys_credential WHERE staff_id = ");
    former.bind(staff_id);
    tx.execute(former)?;
    let mut old = Fragment::raw("DELETE FROM sys_former_password WHERE staff_id = ");
    old.bind(staff_id).sql(" AND hash NOT IN (SELECT hash FROM sys_former_password WHERE staff_id = ").bind(staff_id);
    old.sql(" ORDER BY changed_at DESC, hash LIMIT ").bind(kept as i64).sql(")");
    tx.execute(old)?;
    let mut sql = Fragment::raw("INSERT INTO sys_credential (staff_id, hash, changed_at) VALUES (");
    sql.bind(staff_id).sql(", ").bind(hash).sql(", ").bind(at);
    sql.sql(") ON CONFLICT (staff_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at");
    tx.execute(sql)?;
    let mut links = Fragment::raw("DELETE FROM sys_one_time_link WHERE staff_id = ");
    links.bind(staff_id);
    tx.execute(links).map(drop)
}

/// The hashes of a person's last `count` passwords, with the one of now.
pub fn last_passwords(read: &mut Read, staff_id: &str, count: usize) -> Result<Vec<String>, Problem> {
    let mut sql = Fragment::raw("SELECT hash FROM (SELECT hash, changed_at FROM sys_credential WHERE staff_id = ");
    sql.bind(staff_id).sql(" UNION ALL SELECT hash, changed_at FROM sys_former_password WHERE staff_id = ").bind(staff_id);
    sql.sql(") AS every ORDER BY changed_at DESC, hash LIMIT ").bind(count as i64);
    Ok(read.query(sql)?.iter().map(|row| text(&row[0])).collect())
}

/// A session as kept.
#[derive(Debug, Clone)]
pub struct Session {
    /// Names it to its owner, and opens nothing: the first half of the hash under which it is found.
    pub id: String,
    pub staff_id: String,
    pub created_at: String,
    pub expires_at: String,
    /// When it was last used, to the minute.
    pub last_at: String,
    /// When the person last proved who they are.
    pub proven_at: Option<String>,
    pub agent: Option<String>,
    pub address: Option<String>,
}

const SESSION: &str = "SELECT substr(hash, 1, 32), staff_id, created_at, expires_at, coalesce(last_at, created_at), proven_at, agent, address FROM sys_session WHERE ";

fn session_of(row: &[Cell]) -> Session {
    let maybe = |place: usize| row[place].as_text().map(str::to_owned);
    let (id, staff_id, created_at, expires_at, last_at) = (text(&row[0]), text(&row[1]), text(&row[2]), text(&row[3]), text(&row[4]));
    Session { id, staff_id, created_at, expires_at, last_at, proven_at: maybe(5), agent: maybe(6), address: maybe(7) }
}

pub fn start_session(tx: &mut Tx, secret: &str, session: &Session) -> Result<(), Problem> {
    let Session { staff_id, created_at, expires_at, last_at, proven_at, agent, address, .. } = session;
    let mut sql = Fragment::raw("INSERT INTO sys_session (hash, staff_id, created_at, expires_at, agent, address, last_at, proven_at) VALUES (");
    sql.bind(secret_hash(secret)).sql(", ").bind(staff_id).sql(", ").bind(created_at).sql(", ").bind(expires_at).sql(", ").bind(agent.clone());
    sql.sql(", ").bind(address.clone()).sql(", ").bind(last_at).sql(", ").bind(proven_at.clone()).sql(")");
    tx.execute(sql).map(drop)
}

/// The session of this secret, if it lives and was used after `idle_since`.
pub fn session(read: &mut Read, secret: &str, now: &str, idle_since: Option<&str>) -> Result<Option<Session>, Problem> {
    let mut sql = Fragment::raw(SESSION);
    sql.sql("hash = ").bind(secret_hash(secret)).sql(" AND ");
    living(&mut sql, now, idle_since);
    Ok(read.query_one(sql)?.map(|row| session_of(&row)))
}

/// A person's living sessions, the one used last first.
pub fn sessions(read: &mut Read, staff_id: &str, now: &str, idle_since: Option<&str>) -> Result<Vec<Session>, Problem> {
    let mut sql = Fragment::raw(SESSION);
    sql.sql("staff_id = ").bind(staff_id).sql(" AND ");
    living(&mut sql, now, idle_since);
    sql.sql(" ORDER BY 5 DESC, 3 DESC, 1");
    Ok(read.query(sql)?.iter().map(|row| session_of(row)).collect())
}

fn living(sql: &mut Fragment, now: &str, idle_since: Option<&str>) {
    sql.sql("expires_at > ").bind(now);
    if let Some(since) = idle_since {
        sql.sql(" AND coalesce(last_at, created_at) > ").bind(since);
    }
}

pub fn touch_session(tx: &mut Tx, secret: &str, at: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("UPDATE sys_session SET last_at = ");
    sql.bind(at).sql(" WHERE hash = ").bind(secret_hash(secret));
    tx.execute(sql).map(drop)
}

/// Notes that whoever holds the session has just proved who they are.
pub fn prove_session(tx: &mut Tx, secret: &str, at: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("UPDATE sys_session SET proven_at = ");
    sql.bind(at).sql(" WHERE hash = ").bind(secret_hash(secret));
    tx.execute(sql).map(drop)
}

/// Ends one session of a person by its id; whether there was one.
pub fn end_session_named(tx: &mut Tx, staff_id: &str, id: &str) -> Result<bool, Problem> {
    let mut sql = Fragment::raw("DELETE FROM sys_session WHERE staff_id = ");
    sql.bind(staff_id).sql(" AND substr(hash, 1, 32) = ").bind(id);
    Ok(tx.execute(sql)? == 1)
}

/// Removes sessions that ended by themselves, and links that did.
pub fn forget_ended(tx: &mut Tx, now: &str, idle_since: Option<&str>) -> Result<(), Problem> {
    let mut sql = Fragment::raw("DELETE FROM sys_session WHERE NOT (");
    living(&mut sql, now, idle_since);
    sql.sql(")");
    tx.execute(sql)?;
    let mut links = Fragment::raw("DELETE FROM sys_one_time_link WHERE expires_at <= ");
    links.bind(now);
    tx.execute(links).map(drop)
}

pub fn end_session(tx: &mut Tx, secret: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("DELETE FROM sys_session WHERE hash = ");
    sql.bind(secret_hash(secret));
    tx.execute(sql).map(drop)
}

/// Ends every session of a person but the one with this secret.
pub fn end_other_sessions(tx: &mut Tx, staff_id: &str, keep: Option<&str>) -> Result<u64, Problem> {
    let mut sql = Fragment::raw("DELETE FROM sys_session WHERE staff_id = ");
    sql.bind(staff_id);
    if let Some(secret) = keep {
        sql.sql(" AND hash <> ").bind(secret_hash(secret));
    }
    tx.execute(sql)
}

#[derive(Debug, Clone, Serialize)]
pub struct ApiToken {
    pub id: String,
    pub name: String,
    /// First letters, to tell tokens apart.
    pub shown: String,
    pub created_at: String,
    pub expires_on: Option<String>,
    #[serde(flatten)]
    pub limit: Limit,
    /// From where it may come; from everywhere when there is none.
    pub networks: Vec<String>,
    pub last_used_at: Option<String>,
    pub last_address: Option<String>,
}

pub fn add_token(tx: &mut Tx, staff_id: &str, token: &ApiToken, secret: &str) -> Result<(), Problem> {
    let json = |value: serde_json::Result<String>| value.map_err(Problem::internal);
    let (reach, networks) = (json(serde_json::to_string(&token.limit))?, json(serde_json::to_string(&token.networks))?);
    let mut sql = Fragment::raw("INSERT INTO sys_api_token (id, staff_id, name, hash, shown, created_at, expires_on, reach, networks) VALUES (");
    sql.bind(&token.id).sql(", ").bind(staff_id).sql(", ").bind(&token.name).sql(", ").bind(secret_hash(secret)).sql(", ");
    sql.bind(&token.shown).sql(", ").bind(&token.created_at).sql(", ").bind(token.expires_on.clone());
    sql.sql(", ").bind(reach).sql(", ").bind(networks).sql(")");
    tx.execute(sql).map(drop)
}

const TOKEN: &str = "SELECT id, name, shown, created_at, expires_on, reach, networks, last_used_at, last_address, staff_id FROM sys_api_token WHERE ";

/// What cannot be read reaches nothing.
fn token_of(row: &[Cell]) -> Result<ApiToken, Problem> {
    fn json<T: Default + serde::de::DeserializeOwned>(cell: &Cell) -> Result<T, Problem> {
        cell.as_text().map_or(Ok(T::default()), |text| serde_json::from_str(text).map_err(Problem::internal))
    }
    let maybe = |place: usize| row[place].as_text().map(str::to_owned);
    let (id, name, shown, created_at) = (text(&row[0]), text(&row[1]), text(&row[2]), text(&row[3]));
    Ok(ApiToken { id, name, shown, created_at, expires_on: maybe(4), limit: json(&row[5])?, networks: json(&row[6])?, last_used_at: maybe(7), last_address: maybe(8) })
}

pub fn tokens(read: &mut Read, staff_id: &str) -> Result<Vec<ApiToken>, Problem> {
    let mut sql = Fragment::raw(TOKEN);
    sql.sql("staff_id = ").bind(staff_id).sql(" ORDER BY id");
    read.query(sql)?.iter().map(|row| token_of(row)).collect()
}

/// The token of this secret that has not run out, and whose it is.
pub fn token(read: &mut Read, secret: &str, today: &str) -> Result<Option<(ApiToken, String)>, Problem> {
    let mut sql = Fragment::raw(TOKEN);
    sql.sql("hash = ").bind(secret_hash(secret)).sql(" AND (expires_on IS NULL OR expires_on >= ").bind(today).sql(")");
    read.query_one(sql)?.map(|row| Ok((token_of(&row)?, text(&row[9])))).transpose()
}

pub fn touch_token(tx: &mut Tx, id: &str, at: &str, address: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("UPDATE sys_api_token SET last_used_at = ");
    sql.bind(at).sql(", last_address = ").bind(address).sql(" WHERE id = ").bind(id);
    tx.execute(sql).map(drop)
}

/// Notes that the account is used.
pub fn touch_account(tx: &mut Tx, staff_id: &str, at: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("UPDATE sys_credential SET seen_at = ");
    sql.bind(at).sql(" WHERE staff_id = ").bind(staff_id);
    tx.execute(sql).map(drop)
}

/// Whose account nobody used since `before`.
pub fn unused(read: &mut Read, before: &str) -> Result<Vec<String>, Problem> {
    let mut sql = Fragment::raw("SELECT staff_id FROM sys_credential WHERE coalesce(seen_at, changed_at) < ");
    sql.bind(before).sql(" ORDER BY staff_id");
    Ok(read.query(sql)?.iter().map(|row| text(&row[0])).collect())
}

pub fn remove_token(tx: &mut Tx, staff_id: &str, id: &str) -> Result<bool, Problem> {
    let mut sql = Fragment::raw("DELETE FROM sys_api_token WHERE staff_id = ");
    sql.bind(staff_id).sql(" AND id = ").bind(id);
    Ok(tx.execute(sql)? == 1)
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

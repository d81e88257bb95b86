//! The audit chain: hashed heads apart from erasable diffs, written in the transaction they describe.
//!
//! An entry's hash covers who, when, what, the field names, a salted digest of the diff and the entry
//! before it. The diff itself stands in a row of its own: erasing it leaves the chain whole, and the
//! erasure shows. Entries are collected in the [`Tx`] and appended as its last statements, so that the
//! head row is locked for as short as can be.

mod proof;

use keshu_kernel::{Cell, Dialect, Fragment, Problem, new_id};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{Read, Tx, vault::sha256};

pub use proof::{Verdict, export, verify};

/// What happened to one record.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    pub at: String,
    pub actor: String,
    pub action: String,
    pub entity: String,
    pub record_id: String,
    pub version: i64,
    pub change_set: Option<String>,
    pub request_id: String,
    pub purpose: Option<String>,
    /// `{"field": [old, new]}` in API form; sensitive values come sealed.
    pub diff: serde_json::Map<String, Value>,
}

/// One entry as kept.
#[derive(Debug, Clone, Serialize)]
pub struct Kept {
    pub id: String,
    pub chain: i64,
    pub seq: i64,
    pub at: String,
    pub actor: String,
    pub action: String,
    pub entity: String,
    pub record_id: String,
    pub version: i64,
    pub change_set: Option<String>,
    pub request_id: String,
    pub purpose: Option<String>,
    /// Field names, comma separated.
    pub fields: String,
    pub digest: String,
    pub previous: String,
    pub hash: String,
    /// `None` once erased by law.
    pub diff: Option<Value>,
}

pub(crate) fn create_heads(tx: &mut Tx, chains: i64) -> Result<(), Problem> {
    for chain in 0..chains {
        let mut sql = Fragment::raw("INSERT INTO sys_audit_head (chain, seq, hash) VALUES (");
        sql.bind(chain).sql(", 0, '') ON CONFLICT (chain) DO NOTHING");
        tx.execute(sql)?;
    }
    Ok(())
}

impl Tx<'_> {
    /// Notes an entry; it is written at the end of this transaction or not at all.
    pub fn audit(&mut self, entry: Entry) {
        self.entries.push(entry);
    }
}

/// Appends the noted entries, oldest first, to one chain.
pub(crate) fn flush(tx: &mut Tx, chains: i64) -> Result<(), Problem> {
    let entries = std::mem::take(&mut tx.entries);
    let Some(first) = entries.first() else { return Ok(()) };
    let chain = first.request_id.bytes().fold(0i64, |sum, byte| (sum * 31 + i64::from(byte)) & 0xffff) % chains;
    let mut sql = Fragment::raw("SELECT seq, hash FROM sys_audit_head WHERE chain = ");
    sql.bind(chain);
    if tx.dialect() == Dialect::Postgres {
        sql.sql(" FOR UPDATE");
    }
    let head = tx.read().query_one(sql)?.ok_or_else(|| Problem::internal(format!("audit head {chain} is missing")))?;
    let (mut seq, mut hash) = (head[0].as_int().unwrap_or(0), head[1].as_text().unwrap_or_default().to_owned());
    for entry in entries {
        seq += 1;
        hash = append(tx, chain, seq, &hash, entry)?;
    }
    let mut sql = Fragment::raw("UPDATE sys_audit_head SET seq = ");
    sql.bind(seq).sql(", hash = ").bind(hash).sql(" WHERE chain = ").bind(chain);
    tx.execute(sql).map(drop)
}

fn append(tx: &mut Tx, chain: i64, seq: i64, previous: &str, entry: Entry) -> Result<String, Problem> {
    let fields: Vec<&str> = entry.diff.keys().map(String::as_str).collect();
    let (salt, diff) = (new_id(), Value::Object(entry.diff.clone()).to_string());
    let mut kept = Kept {
        id: new_id(),
        chain,
        seq,
        fields: fields.join(","),
        digest: diff_digest(&salt, &diff),
        previous: previous.to_owned(),
        hash: String::new(),
        diff: None,
        at: entry.at,
        actor: entry.actor,
        action: entry.action,
        entity: entry.entity,
        record_id: entry.record_id,
        version: entry.version,
        change_set: entry.change_set,
        request_id: entry.request_id,
        purpose: entry.purpose,
    };
    kept.hash = kept.computed_hash();
    let mut sql = Fragment::raw("INSERT INTO sys_audit_entry (id, chain, seq, at, actor, action, entity, record_id, version, change_set, request_id, purpose, fields, digest, previous, hash) VALUES (");
    sql.bind(&kept.id);
    let cells: [Cell; 15] = [
        chain.into(),
        seq.into(),
        kept.at.into(),
        kept.actor.into(),
        kept.action.into(),
        kept.entity.into(),
        kept.record_id.into(),
        kept.version.into(),
        kept.change_set.into(),
        kept.request_id.into(),
        kept.purpose.into(),
        kept.fields.into(),
        kept.digest.into(),
        kept.previous.into(),
        kept.hash.as_str().into(),
    ];
    for cell in cells {
        sql.sql(", ").bind(cell);
    }
    sql.sql(")");
    tx.execute(sql)?;
    let mut sql = Fragment::raw("INSERT INTO sys_audit_diff (entry_id, salt, diff) VALUES (");
    sql.bind(&kept.id).sql(", ").bind(salt).sql(", ").bind(diff).sql(")");
    tx.execute(sql)?;
    Ok(kept.hash)
}

fn diff_digest(salt: &str, diff: &str) -> String {
    sha256(format!("{salt}\n{diff}").as_bytes())
}

impl Kept {
    /// SHA-256 over the entry's members in this fixed order, as a JSON array.
    fn computed_hash(&self) -> String {
        let members = json!([
            self.previous, self.id, self.chain, self.seq, self.at, self.actor, self.action, self.entity, self.record_id,
            self.version, self.change_set, self.request_id, self.purpose, self.fields, self.digest
        ]);
        sha256(members.to_string().as_bytes())
    }
}

const ENTRY_COLUMNS: &str = "e.id, e.chain, e.seq, e.at, e.actor, e.action, e.entity, e.record_id, e.version, e.change_set, e.request_id, e.purpose, e.fields, e.digest, e.previous, e.hash, d.salt, d.diff";

/// An entry with the salt and the text of its diff.
type Whole = (Kept, Option<(String, String)>);

fn kept(row: &[Cell]) -> Whole {
    let text = |place: usize| row[place].as_text().unwrap_or_default().to_owned();
    let maybe = |place: usize| row[place].as_text().map(str::to_owned);
    let int = |place: usize| row[place].as_int().unwrap_or(0);
    let diff = maybe(16).zip(maybe(17));
    let entry = Kept {
        id: text(0),
        chain: int(1),
        seq: int(2),
        at: text(3),
        actor: text(4),
        action: text(5),
        entity: text(6),
        record_id: text(7),
        version: int(8),
        change_set: maybe(9),
        request_id: text(10),
        purpose: maybe(11),
        fields: text(12),
        digest: text(13),
        previous: text(14),
        hash: text(15),
        diff: diff.as_ref().and_then(|(_, diff)| serde_json::from_str(diff).ok()),
    };
    (entry, diff)
}

/// The entries of one record, newest first, before the id `before`.
pub fn of_record(read: &mut Read, entity: &str, id: &str, before: Option<&str>, limit: i64) -> Result<Vec<Kept>, Problem> {
    let mut sql = Fragment::raw(&format!("SELECT {ENTRY_COLUMNS} FROM sys_audit_entry AS e LEFT JOIN sys_audit_diff AS d ON d.entry_id = e.id WHERE e.entity = "));
    sql.bind(entity).sql(" AND e.record_id = ").bind(id);
    if let Some(before) = before {
        sql.sql(" AND e.id < ").bind(before);
    }
    sql.sql(" ORDER BY e.id DESC LIMIT ").bind(limit);
    Ok(read.query(sql)?.iter().map(|row| kept(row).0).collect())
}

/// The last entry that wrote a record; deeds such as sharing or revealing write none.
pub fn last_write(read: &mut Read, entity: &str, id: &str) -> Result<Option<Kept>, Problem> {
    let mut sql = Fragment::raw(&format!("SELECT {ENTRY_COLUMNS} FROM sys_audit_entry AS e LEFT JOIN sys_audit_diff AS d ON d.entry_id = e.id WHERE e.entity = "));
    sql.bind(entity).sql(" AND e.record_id = ").bind(id).sql(" AND e.version > 0 ORDER BY e.id DESC LIMIT 1");
    Ok(read.query(sql)?.first().map(|row| kept(row).0))
}

/// How often somebody has done a deed that writes no record, from a moment on.
pub fn deeds(read: &mut Read, actor: &str, action: &str, since: &str) -> Result<i64, Problem> {
    Ok(read.query_cell(deeds_sql(actor, action, since))?.as_int().unwrap_or(0))
}

fn deeds_sql(actor: &str, action: &str, since: &str) -> Fragment {
    let mut sql = Fragment::raw("SELECT count(*) FROM sys_audit_entry WHERE version = 0 AND actor = ");
    sql.bind(actor).sql(" AND action = ").bind(action).sql(" AND at >= ").bind(since);
    sql
}

/// The entries of one record made after `version`, oldest first.
pub fn since_version(read: &mut Read, entity: &str, id: &str, version: i64) -> Result<Vec<Kept>, Problem> {
    let mut sql = Fragment::raw(&format!("SELECT {ENTRY_COLUMNS} FROM sys_audit_entry AS e LEFT JOIN sys_audit_diff AS d ON d.entry_id = e.id WHERE e.entity = "));
    sql.bind(entity).sql(" AND e.record_id = ").bind(id).sql(" AND e.version > ").bind(version).sql(" ORDER BY e.version, e.id");
    Ok(read.query(sql)?.iter().map(|row| kept(row).0).collect())
}

/// Entity and id of every record that a change set wrote, the last written first.
pub fn of_change_set(read: &mut Read, change_set: &str) -> Result<Vec<(String, String)>, Problem> {
    let mut sql = Fragment::raw("SELECT entity, record_id FROM sys_audit_entry WHERE change_set = ");
    sql.bind(change_set).sql(" GROUP BY entity, record_id ORDER BY max(id) DESC");
    let text = |cell: &Cell| cell.as_text().unwrap_or_default().to_owned();
    Ok(read.query(sql)?.iter().map(|row| (text(&row[0]), text(&row[1]))).collect())
}

/// `(entry, entity, record)` of what a change set wrote, newest first, before entry `before`.
pub fn page_of_change_set(read: &mut Read, change_set: &str, before: Option<&str>, limit: i64) -> Result<Vec<(String, String, String)>, Problem> {
    let mut sql = Fragment::raw("SELECT id, entity, record_id FROM sys_audit_entry WHERE change_set = ");
    sql.bind(change_set);
    if let Some(before) = before {
        sql.sql(" AND id < ").bind(before);
    }
    sql.sql(" ORDER BY id DESC LIMIT ").bind(limit);
    let text = |cell: &Cell| cell.as_text().unwrap_or_default().to_owned();
    Ok(read.query(sql)?.iter().map(|row| (text(&row[0]), text(&row[1]), text(&row[2]))).collect())
}

/// How many entries a change set has.
pub fn count_of_change_set(read: &mut Read, change_set: &str) -> Result<i64, Problem> {
    let mut sql = Fragment::raw("SELECT count(*) FROM sys_audit_entry WHERE change_set = ");
    sql.bind(change_set);
    Ok(read.query_cell(sql)?.as_int().unwrap_or(0))
}

/// What a change set did to one record, oldest first.
pub fn of_record_in(read: &mut Read, entity: &str, id: &str, change_set: &str) -> Result<Vec<Kept>, Problem> {
    let mut sql = Fragment::raw(&format!("SELECT {ENTRY_COLUMNS} FROM sys_audit_entry AS e LEFT JOIN sys_audit_diff AS d ON d.entry_id = e.id WHERE e.entity = "));
    sql.bind(entity).sql(" AND e.record_id = ").bind(id).sql(" AND e.change_set = ").bind(change_set).sql(" ORDER BY e.id");
    Ok(read.query(sql)?.iter().map(|row| kept(row).0).collect())
}

/// Whether everything that was ever written to a record belongs to one change set.
pub fn is_only_of(read: &mut Read, entity: &str, id: &str, change_set: &str) -> Result<bool, Problem> {
    let mut sql = Fragment::raw("SELECT 1 FROM sys_audit_entry WHERE entity = ");
    sql.bind(entity).sql(" AND record_id = ").bind(id).sql(" AND version > 0 AND coalesce(change_set, '') <> ").bind(change_set).sql(" LIMIT 1");
    Ok(read.query_one(sql)?.is_none())
}

/// A signed head-of-heads: `[[chain, seq, hash], …]` at a moment.
#[derive(Debug, Clone, Serialize, serde::Deserialize)]
pub struct Anchor {
    pub at: String,
    pub heads: Vec<(i64, i64, String)>,
    pub signature: String,
    pub public_key: String,
}

fn heads(read: &mut Read) -> Result<Vec<(i64, i64, String)>, Problem> {
    let rows = read.query(Fragment::raw("SELECT chain, seq, hash FROM sys_audit_head ORDER BY chain"))?;
    Ok(rows.iter().map(|row| (row[0].as_int().unwrap_or(0), row[1].as_int().unwrap_or(0), row[2].as_text().unwrap_or_default().to_owned())).collect())
}

fn anchor_text(at: &str, heads: &[(i64, i64, String)]) -> String {
    json!([at, heads]).to_string()
}

/// Signs all heads as they stand and keeps the anchor; the caller also writes it outside the database.
pub fn anchor(tx: &mut Tx, vault_sign: impl Fn(&str) -> String, public_key: &str, at: &str) -> Result<Anchor, Problem> {
    let heads = heads(tx.read())?;
    let signature = vault_sign(&anchor_text(at, &heads));
    let mut sql = Fragment::raw("INSERT INTO sys_audit_anchor (at, heads, signature) VALUES (");
    sql.bind(at).sql(", ").bind(json!(heads).to_string()).sql(", ").bind(&signature).sql(") ON CONFLICT (at) DO NOTHING");
    tx.execute(sql)?;
    Ok(Anchor { at: at.to_owned(), heads, signature, public_key: public_key.to_owned() })
}

//! What is known of files, in rows.

use keshu_kernel::{Cell, Fragment, Problem};
use serde::Serialize;

use crate::{Read, Tx};

/// What is known of a stored file.
#[derive(Debug, Clone, Serialize)]
pub struct Blob {
    pub id: String,
    pub name: String,
    pub size: i64,
    pub content_type: String,
    pub sha256: String,
    #[serde(skip)]
    pub created_by: String,
}

pub fn add(tx: &mut Tx, blob: &Blob, at: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("INSERT INTO sys_blob (id, name, size, content_type, sha256, created_at, created_by) VALUES (");
    sql.bind(&blob.id).sql(", ").bind(&blob.name).sql(", ").bind(blob.size).sql(", ").bind(&blob.content_type).sql(", ");
    sql.bind(&blob.sha256).sql(", ").bind(at).sql(", ").bind(&blob.created_by).sql(")");
    tx.execute(sql).map(drop)
}

pub fn info(read: &mut Read, id: &str) -> Result<Option<Blob>, Problem> {
    let mut sql = Fragment::raw("SELECT id, name, size, content_type, sha256, created_by FROM sys_blob WHERE id = ");
    sql.bind(id);
    let text = |cell: &Cell| cell.as_text().unwrap_or_default().to_owned();
    Ok(read.query_one(sql)?.map(|row| Blob {
        id: text(&row[0]),
        name: text(&row[1]),
        size: row[2].as_int().unwrap_or(0),
        content_type: text(&row[3]),
        sha256: text(&row[4]),
        created_by: text(&row[5]),
    }))
}

/// Keeps what there is to read in a blob, once for all files with this content.
pub fn add_words(tx: &mut Tx, sha256: &str, words: &str) -> Result<(), Problem> {
    let mut sql = Fragment::raw("INSERT INTO sys_blob_words (sha256, words) VALUES (");
    sql.bind(sha256).sql(", ").bind(words).sql(") ON CONFLICT (sha256) DO NOTHING");
    tx.execute(sql).map(drop)
}

/// What there is to read in a file.
pub fn words(read: &mut Read, id: &str) -> Result<Option<String>, Problem> {
    let mut sql = Fragment::raw("SELECT w.words FROM sys_blob AS b JOIN sys_blob_words AS w ON w.sha256 = b.sha256 WHERE b.id = ");
    sql.bind(id);
    Ok(read.query_cell(sql)?.as_text().map(str::to_owned))
}

/// What those of `ids` that are there are called.
pub fn names(read: &mut Read, ids: &[String]) -> Result<Vec<(String, String)>, Problem> {
    let mut sql = Fragment::raw("SELECT id, name FROM sys_blob WHERE id IN ");
    sql.bind_list(ids);
    let text = |cell: &Cell| cell.as_text().unwrap_or_default().to_owned();
    Ok(read.query(sql)?.iter().map(|row| (text(&row[0]), text(&row[1]))).collect())
}

/// Forgets files; gives back the contents that no other file has, which may be removed once this is committed.
pub fn forget(tx: &mut Tx, ids: &[String]) -> Result<Vec<String>, Problem> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let texts = |rows: Vec<Vec<Cell>>| rows.iter().filter_map(|row| row[0].as_text().map(str::to_owned)).collect::<Vec<String>>();
    let mut sql = Fragment::raw("SELECT DISTINCT sha256 FROM sys_blob WHERE id IN ");
    sql.bind_list(ids);
    let mut gone = texts(tx.read().query(sql)?);
    let mut sql = Fragment::raw("DELETE FROM sys_blob WHERE id IN ");
    sql.bind_list(ids);
    tx.execute(sql)?;
    if gone.is_empty() {
        return Ok(gone);
    }
    let mut sql = Fragment::raw("SELECT DISTINCT sha256 FROM sys_blob WHERE sha256 IN ");
    sql.bind_list(&gone);
    let kept = texts(tx.read().query(sql)?);
    gone.retain(|hash| !kept.contains(hash));
    if !gone.is_empty() {
        let mut sql = Fragment::raw("DELETE FROM sys_blob_words WHERE sha256 IN ");
        sql.bind_list(&gone);
        tx.execute(sql)?;
    }
    Ok(gone)
}

/// The contents that some file has.
pub(crate) fn contents(read: &mut Read) -> Result<Vec<String>, Problem> {
    let rows = read.query(Fragment::raw("SELECT DISTINCT sha256 FROM sys_blob ORDER BY sha256"))?;
    Ok(rows.iter().filter_map(|row| row[0].as_text().map(str::to_owned)).collect())
}

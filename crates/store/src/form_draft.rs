//! What people typed into forms and have not saved. It stands sealed, for a form may hold what records keep sealed.

use keshu_kernel::{Cell, Fragment, Problem};

use crate::{Read, Tx};

/// A draft of one person; what was typed is in `sealed`.
#[derive(Debug, Clone)]
pub struct FormDraft {
    pub id: String,
    pub entity: String,
    /// The record that is edited; `None` for a new one.
    pub record_id: Option<String>,
    pub sealed: String,
    pub saved_at: String,
}

/// Keeps a draft in the place of the one with its id; of more than `most` the oldest go.
pub fn keep(tx: &mut Tx, staff_id: &str, draft: &FormDraft, most: u64) -> Result<(), Problem> {
    let mut sql = Fragment::raw("INSERT INTO sys_form_draft (staff_id, id, entity, record_id, sealed, saved_at) VALUES (");
    sql.bind(staff_id).sql(", ").bind(&draft.id).sql(", ").bind(&draft.entity).sql(", ").bind(draft.record_id.clone()).sql(", ").bind(&draft.sealed).sql(", ").bind(&draft.saved_at);
    sql.sql(") ON CONFLICT (staff_id, id) DO UPDATE SET entity = excluded.entity, record_id = excluded.record_id, sealed = excluded.sealed, saved_at = excluded.saved_at");
    tx.execute(sql)?;
    let mut sql = Fragment::raw("DELETE FROM sys_form_draft WHERE staff_id = ");
    sql.bind(staff_id).sql(" AND id NOT IN (SELECT id FROM sys_form_draft WHERE staff_id = ").bind(staff_id).sql(" ORDER BY saved_at DESC, id DESC LIMIT ").bind(most as i64).sql(")");
    tx.execute(sql).map(drop)
}

/// The drafts of a person, newest first.
pub fn of_person(read: &mut Read, staff_id: &str) -> Result<Vec<FormDraft>, Problem> {
    let mut sql = Fragment::raw("SELECT id, entity, record_id, sealed, saved_at FROM sys_form_draft WHERE staff_id = ");
    sql.bind(staff_id).sql(" ORDER BY saved_at DESC, id DESC");
    let text = |cell: &Cell| cell.as_text().unwrap_or_default().to_owned();
    let draft = |row: Vec<Cell>| FormDraft { id: text(&row[0]), entity: text(&row[1]), record_id: row[2].as_text().map(str::to_owned), sealed: text(&row[3]), saved_at: text(&row[4]) };
    Ok(read.query(sql)?.into_iter().map(draft).collect())
}

/// Whether there was such a draft of the person; it is gone now.
pub fn forget(tx: &mut Tx, staff_id: &str, id: &str) -> Result<bool, Problem> {
    let mut sql = Fragment::raw("DELETE FROM sys_form_draft WHERE staff_id = ");
    sql.bind(staff_id).sql(" AND id = ").bind(id);
    Ok(tx.execute(sql)? > 0)
}

/// Forgets what was last typed before `before`.
pub fn forget_old(tx: &mut Tx, before: &str) -> Result<u64, Problem> {
    let mut sql = Fragment::raw("DELETE FROM sys_form_draft WHERE saved_at < ");
    sql.bind(before);
    tx.execute(sql)
}

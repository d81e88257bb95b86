//! Events that leave with the transaction that caused them.

use keshu_kernel::{Cell, Fragment, Problem, new_id};
use serde::Serialize;

use crate::{Read, Tx};

/// `customer.updated` and whom it is about; receivers read the record with their own rights.
#[derive(Debug, Clone, Serialize)]
pub struct Event {
    pub at: String,
    pub event: String,
    pub entity: String,
    pub record_id: String,
    pub version: i64,
    pub actor: String,
}

pub fn publish(tx: &mut Tx, event: &Event) -> Result<(), Problem> {
    let mut sql = Fragment::raw("INSERT INTO sys_outbox (id, at, event, entity, record_id, version, actor) VALUES (");
    sql.bind(new_id()).sql(", ").bind(&event.at).sql(", ").bind(&event.event).sql(", ").bind(&event.entity).sql(", ");
    sql.bind(&event.record_id).sql(", ").bind(event.version).sql(", ").bind(&event.actor).sql(")");
    tx.execute(sql).map(drop)
}

/// Events after the id `after`, oldest first, each with its id.
pub fn take_events(read: &mut Read, after: &str, limit: i64) -> Result<Vec<(String, Event)>, Problem> {
    let mut sql = Fragment::raw("SELECT id, at, event, entity, record_id, version, actor FROM sys_outbox WHERE id > ");
    sql.bind(after).sql(" ORDER BY id LIMIT ").bind(limit);
    let text = |cell: &Cell| cell.as_text().unwrap_or_default().to_owned();
    Ok(read
        .query(sql)?
        .iter()
        .map(|row| {
            let event = Event {
                at: text(&row[1]),
                event: text(&row[2]),
                entity: text(&row[3]),
                record_id: text(&row[4]),
                version: row[5].as_int().unwrap_or(0),
                actor: text(&row[6]),
            };
            (text(&row[0]), event)
        })
        .collect())
}

//! What makes records of one entity look alike, folded and kept beside them, so that likeness costs no scan.
//!
//! A key is shared when another record has it too. Pairs that a person has told apart stay told apart.

use keshu_access::Grant;
use keshu_catalog::{Catalog, Entity};
use keshu_kernel::{Cell, Fragment, Problem};

use crate::{
    Read, Tx,
    conn::Row,
    idempotency,
    query::ALIAS,
    scope::{column, condition},
    vault::sha256,
};

/// Longer values stand as their digest.
const MAX_VALUE: usize = 200;

/// The folded value of one group of fields, whose keys are joined by `+`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    pub fields: String,
    pub value: String,
}

impl Key {
    pub fn new(fields: &[String], mut value: String) -> Key {
        if value.len() > MAX_VALUE {
            value = sha256(value.as_bytes());
        }
        Key { fields: fields.join("+"), value }
    }
}

/// Lets one transaction at a time look for records of an entity that are alike and write another (PostgreSQL):
/// of two that are written at once, the later must see the earlier. Numbered records wait for each other anyway.
pub fn lock(tx: &mut Tx, entity: &str) -> Result<(), Problem> {
    idempotency::lock(tx, &format!("duplicate:{entity}"))
}

/// Makes the keys of a record exactly `keys`; `is_new` when it has none yet.
pub fn write_keys(tx: &mut Tx, entity: &str, id: &str, keys: &[Key], is_new: bool) -> Result<(), Problem> {
    let mut new: Vec<&Key> = keys.iter().collect();
    if !is_new {
        let kept = kept_keys(tx.read(), entity, id)?;
        new.retain(|key| !kept.contains(key));
        for gone in kept.iter().filter(|key| !keys.contains(key)) {
            remove(tx, entity, id, gone)?;
        }
    }
    // One row for each statement: of several at once SQLite sets a savepoint of its own, and with it writes
    // out the search index for every record.
    for key in new {
        let shared = !same(tx.read(), entity, key, id, 1)?.is_empty();
        let mut insert = Fragment::raw("INSERT INTO duplicate_key (entity, fields, value, record_id, is_shared) VALUES (");
        insert.bind(entity).sql(", ").bind(&key.fields).sql(", ").bind(&key.value).sql(", ").bind(id).sql(", ").bind(i64::from(shared)).sql(")");
        tx.execute(insert)?;
        if shared {
            let mut share = Fragment::raw("UPDATE duplicate_key SET is_shared = 1 WHERE ");
            share.append(stands("duplicate_key", entity, key)).sql(" AND is_shared = 0 AND record_id <> ").bind(id);
            tx.execute(share)?;
        }
    }
    Ok(())
}

/// Takes a record that went into the trash, or for good, off the list.
pub fn forget(tx: &mut Tx, entity: &str, id: &str) -> Result<(), Problem> {
    for key in kept_keys(tx.read(), entity, id)? {
        remove(tx, entity, id, &key)?;
    }
    Ok(())
}

/// Ids of living records, whoever may see them, that have the same key; the caller shows of them only what
/// the asker may see.
pub fn same(read: &mut Read, entity: &str, key: &Key, except: &str, limit: u64) -> Result<Vec<String>, Problem> {
    let mut sql = Fragment::raw("SELECT d.record_id FROM duplicate_key AS d WHERE ");
    sql.append(stands("d", entity, key)).sql(" AND d.record_id <> ").bind(except).sql(" LIMIT ").bind(limit as i64);
    Ok(texts(read.query(sql)?))
}

/// Ids of living records inside the grant whose value begins with that of `key`, the shortest values first.
pub fn beginning(read: &mut Read, catalog: &Catalog, entity: &Entity, grant: &Grant, key: &Key, except: &str, limit: u64) -> Result<Vec<String>, Problem> {
    let mut sql = Fragment::raw("SELECT k.record_id FROM duplicate_key AS k JOIN ");
    sql.name(&entity.name).sql(" AS ").name(ALIAS).sql(" ON ");
    column(&mut sql, ALIAS, "id").sql(" = k.record_id WHERE k.entity = ").bind(&entity.name).sql(" AND k.fields = ").bind(&key.fields);
    sql.sql(" AND k.value > ").bind(&key.value).sql(" AND k.value < ").bind(format!("{}\u{10ffff}", key.value)).sql(" AND k.record_id <> ").bind(except);
    column(sql.sql(" AND "), ALIAS, "deleted_at").sql(" IS NULL");
    if let Some(scope) = condition(catalog, entity, grant, ALIAS) {
        sql.sql(" AND ").append(scope);
    }
    sql.sql(" ORDER BY k.value, k.record_id LIMIT ").bind(limit as i64);
    Ok(texts(read.query(sql)?))
}

/// Groups of records inside the grant that share a key of one of `fields`, and how many they are. Without
/// `apart` at least one pair of a group is not told apart, with it at least one is.
pub fn groups(read: &mut Read, catalog: &Catalog, entity: &Entity, grant: &Grant, fields: &[String], apart: bool, after: Option<&Key>, limit: u64) -> Result<Vec<(Key, i64)>, Problem> {
    let mut sql = Fragment::raw("SELECT k.fields, k.value, count(*)");
    sql.append(alike(catalog, entity, grant, fields, apart));
    if let Some(after) = after {
        sql.sql(" AND (k.fields > ").bind(&after.fields).sql(" OR (k.fields = ").bind(&after.fields).sql(" AND k.value > ").bind(&after.value).sql("))");
    }
    sql.sql(" GROUP BY k.fields, k.value ORDER BY k.fields, k.value LIMIT ").bind(limit as i64);
    let group = |row: Row| match row.as_slice() {
        [Cell::Text(fields), Cell::Text(value), Cell::Int(count)] => Some((Key { fields: fields.clone(), value: value.clone() }, *count)),
        _ => None,
    };
    Ok(read.query(sql)?.into_iter().filter_map(group).collect())
}

/// How many groups there are, counting no further than `cap`.
pub fn count_groups(read: &mut Read, catalog: &Catalog, entity: &Entity, grant: &Grant, fields: &[String], apart: bool, cap: u64) -> Result<u64, Problem> {
    let mut sql = Fragment::raw("SELECT count(*) FROM (SELECT 1 AS one");
    sql.append(alike(catalog, entity, grant, fields, apart)).sql(" GROUP BY k.fields, k.value LIMIT ").bind(cap as i64).sql(") AS counted");
    Ok(read.query_cell(sql)?.as_int().unwrap_or(0) as u64)
}

/// The records of one group, the oldest first.
pub fn members(read: &mut Read, catalog: &Catalog, entity: &Entity, grant: &Grant, key: &Key, apart: bool, limit: u64) -> Result<Vec<String>, Problem> {
    let mut sql = Fragment::raw("SELECT k.record_id");
    sql.append(alike(catalog, entity, grant, std::slice::from_ref(&key.fields), apart)).sql(" AND k.value = ").bind(&key.value);
    sql.sql(" ORDER BY k.record_id LIMIT ").bind(limit as i64);
    Ok(texts(read.query(sql)?))
}

/// The condition that record `alias` looks like another inside the grant, by one of `fields`.
pub fn is_doubtful(catalog: &Catalog, entity: &Entity, grant: &Grant, fields: &[String], alias: &str) -> Fragment {
    let mut sql = Fragment::new();
    column(&mut sql, alias, "id").sql(" IN (SELECT k.record_id").append(alike(catalog, entity, grant, fields, false)).sql(")");
    sql
}

/// ` FROM … WHERE …` of keys `k` whose record and another one with the same key are inside the grant.
fn alike(catalog: &Catalog, entity: &Entity, grant: &Grant, fields: &[String], apart: bool) -> Fragment {
    const OTHER: &str = "u";
    let inside = |sql: &mut Fragment, alias: &str| {
        column(sql.sql(" AND "), alias, "deleted_at").sql(" IS NULL");
        if let Some(scope) = condition(catalog, entity, grant, alias) {
            sql.sql(" AND ").append(scope);
        }
    };
    let mut sql = Fragment::raw(" FROM duplicate_key AS k JOIN ");
    sql.name(&entity.name).sql(" AS ").name(ALIAS).sql(" ON ");
    column(&mut sql, ALIAS, "id").sql(" = k.record_id WHERE k.entity = ").bind(&entity.name).sql(" AND k.is_shared = 1 AND k.fields IN ").bind_list(fields);
    inside(&mut sql, ALIAS);
    sql.sql(" AND EXISTS (SELECT 1 FROM duplicate_key AS o JOIN ").name(&entity.name).sql(" AS ").name(OTHER).sql(" ON ");
    column(&mut sql, OTHER, "id").sql(" = o.record_id WHERE o.entity = k.entity AND o.fields = k.fields AND o.value = k.value AND o.is_shared = 1 AND o.record_id <> k.record_id");
    inside(&mut sql, OTHER);
    sql.sql(if apart { " AND EXISTS" } else { " AND NOT EXISTS" });
    sql.sql(" (SELECT 1 FROM distinct_pair AS p WHERE p.entity = k.entity AND p.record_id = k.record_id AND p.other_id = o.record_id))");
    sql
}

/// Tells every pair of `ids` apart, or no longer.
pub fn tell_apart(tx: &mut Tx, entity: &str, ids: &[String], apart: bool) -> Result<(), Problem> {
    for id in ids {
        for other in ids.iter().filter(|other| *other != id) {
            let mut sql = Fragment::new();
            if apart {
                sql.sql("INSERT INTO distinct_pair (entity, record_id, other_id) VALUES (").bind(entity).sql(", ").bind(id).sql(", ").bind(other).sql(") ON CONFLICT DO NOTHING");
            } else {
                sql.sql("DELETE FROM distinct_pair WHERE entity = ").bind(entity).sql(" AND record_id = ").bind(id).sql(" AND other_id = ").bind(other);
            }
            tx.execute(sql)?;
        }
    }
    Ok(())
}

fn kept_keys(read: &mut Read, entity: &str, id: &str) -> Result<Vec<Key>, Problem> {
    let key = |row: Row| row.try_into().ok().and_then(|[fields, value]: [Cell; 2]| Some(Key { fields: fields.as_text()?.to_owned(), value: value.as_text()?.to_owned() }));
    Ok(read.query(kept(entity, id))?.into_iter().filter_map(key).collect())
}

fn kept(entity: &str, id: &str) -> Fragment {
    let mut sql = Fragment::raw("SELECT fields, value FROM duplicate_key WHERE entity = ");
    // Without the last condition SQLite takes an index that holds all other columns, and reads every key of the entity.
    sql.bind(entity).sql(" AND record_id = ").bind(id).sql(" AND is_shared >= 0");
    sql
}

fn remove(tx: &mut Tx, entity: &str, id: &str, key: &Key) -> Result<(), Problem> {
    let mut sql = Fragment::raw("DELETE FROM duplicate_key WHERE entity = ");
    sql.bind(entity).sql(" AND record_id = ").bind(id).sql(" AND fields = ").bind(&key.fields);
    tx.execute(sql)?;
    // Who is left alone with a key shares it no longer.
    if let [alone] = same(tx.read(), entity, key, id, 2)?.as_slice() {
        let mut sql = Fragment::raw("UPDATE duplicate_key SET is_shared = 0 WHERE entity = ");
        sql.bind(entity).sql(" AND record_id = ").bind(alone).sql(" AND fields = ").bind(&key.fields);
        tx.execute(sql)?;
    }
    Ok(())
}

fn stands(alias: &str, entity: &str, key: &Key) -> Fragment {
    let mut sql = Fragment::new();
    column(&mut sql, alias, "entity").sql(" = ").bind(entity);
    column(sql.sql(" AND "), alias, "fields").sql(" = ").bind(&key.fields);
    column(sql.sql(" AND "), alias, "value").sql(" = ").bind(&key.value);
    sql
}

fn texts(rows: Vec<Row>) -> Vec<String> {
    rows.into_iter().filter_map(|row| Some(row.first()?.as_text()?.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_keys_of_one_record_cost_no_walk_through_those_of_all() {
        crate::system_tables::assert_plan(super::kept("customer", "1"), "duplicate_key_1 (entity=? AND record_id=?)");
    }
}

//! A [`Scope`] as one SQL condition. This is the one row rule: every read and write path uses it.

use std::{
    collections::{BTreeSet, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
    sync::Mutex,
};

use keshu_access::{Action, Grant, Open, Rows, Scope, Through};
use keshu_catalog::{Catalog, Entity, Kind, OPEN_TO};
use keshu_kernel::{Cell, Fragment, Problem};

use crate::Read;

/// The condition under which a row, known as `alias`, is inside the grant; `None` = every row.
pub fn condition(catalog: &Catalog, entity: &Entity, grant: &Grant, alias: &str) -> Option<Fragment> {
    debug_assert_eq!(grant.entity(), entity.name, "a grant opens one entity");
    let writes = !matches!(grant.action(), Action::Read | Action::Create | Action::Export | Action::Offline);
    scope_condition(catalog, entity, grant.scope(), alias, writes, 0)
}

fn scope_condition(catalog: &Catalog, entity: &Entity, scope: &Scope, alias: &str, writes: bool, depth: usize) -> Option<Fragment> {
    let rows = rows_condition(entity, &scope.rows, alias, writes);
    let through = scope.through.as_ref().map(|through| through_condition(catalog, through, alias, depth));
    let open = scope.open.as_ref().map(|open| open_condition(entity, open, alias, writes));
    [rows, through, open].into_iter().flatten().reduce(|mut all, next| {
        all.sql(" AND ").append(next);
        all
    })
}

fn shared(sql: &mut Fragment, entity: &Entity, principals: &[String], alias: &str, writes: bool) {
    column(sql, alias, "id").sql(" IN (SELECT record_id FROM access_row WHERE entity = ").bind(&entity.name).sql(" AND principal IN ").bind_list(principals);
    if writes {
        sql.sql(" AND may_write = 1");
    }
    sql.sql(")");
}

/// An unknown code opens nothing.
fn open_condition(entity: &Entity, open: &Open, alias: &str, writes: bool) -> Fragment {
    let [_, team, everyone] = OPEN_TO;
    let keys = entity.owner.as_ref();
    let mut sql = Fragment::raw("(");
    column(&mut sql, alias, keys.map_or("created_by", |keys| keys.staff.as_str())).sql(" = ").bind(&open.owner);
    column(sql.sql(" OR "), alias, &open.field).sql(" = ").bind(everyone);
    if let (Some(keys), false) = (keys, open.depts.is_empty()) {
        column(sql.sql(" OR ("), alias, &open.field).sql(" = ").bind(team);
        column(sql.sql(" AND "), alias, &keys.dept).sql(" IN ").bind_list(&open.depts).sql(")");
    }
    shared(sql.sql(" OR "), entity, &open.principals, alias, writes);
    sql.sql(")");
    sql
}

fn rows_condition(entity: &Entity, rows: &Rows, alias: &str, writes: bool) -> Option<Fragment> {
    let Rows::Some { owner, depts, principals } = rows else { return None };
    let mut sql = Fragment::raw("(");
    let staff = entity.owner.as_ref().map_or("created_by", |keys| keys.staff.as_str());
    column(&mut sql, alias, staff).sql(" = ").bind(owner);
    match (&entity.owner, depts.as_slice()) {
        (None, _) | (_, []) => {}
        (Some(keys), [dept]) => {
            column(sql.sql(" OR "), alias, &keys.dept).sql(" = ").bind(dept);
        }
        (Some(keys), _) => {
            column(sql.sql(" OR "), alias, &keys.dept).sql(" IN ").bind_list(depts);
        }
    }
    shared(sql.sql(" OR "), entity, principals, alias, writes);
    sql.sql(")");
    Some(sql)
}

/// Which scopes reach few rows, as they were counted some questions ago.
#[derive(Default)]
pub(crate) struct Reach(Mutex<HashMap<u64, (bool, u32)>>);

impl Reach {
    /// How many questions a count serves. It only chooses between two ways to the same rows.
    const SERVES: u32 = 100;
    const MOST: usize = 10_000;

    fn known(&self, scope: u64) -> Option<bool> {
        let mut known = self.0.lock().expect("the reach is never poisoned");
        let (is_few, served) = known.get_mut(&scope)?;
        *served += 1;
        (*served < Reach::SERVES).then_some(*is_few)
    }

    fn note(&self, scope: u64, is_few: bool) {
        let mut known = self.0.lock().expect("the reach is never poisoned");
        if known.len() >= Reach::MOST {
            known.clear();
        }
        known.insert(scope, (is_few, 0));
    }
}

/// The ids of the rows that the grant may reach, where they are few: then a list begins with them, and not with
/// what its filter finds among everybody's. It only narrows; [`condition`] decides.
pub(crate) fn few(read: &mut Read, entity: &Entity, grant: &Grant) -> Result<Option<Fragment>, Problem> {
    let (Rows::Some { owner, depts, principals }, Some(keys)) = (&grant.scope().rows, &entity.owner) else { return Ok(None) };
    let mut own = Fragment::raw(" FROM ");
    own.name(&entity.name).sql(" WHERE ").name(&keys.staff).sql(" = ").bind(owner);
    let mut theirs = Fragment::raw(" FROM ");
    theirs.name(&entity.name).sql(" WHERE ").name(&keys.dept).sql(" IN ").bind_list(depts);
    let mut shared = Fragment::raw(" FROM access_row WHERE entity = ");
    shared.bind(&entity.name).sql(" AND principal IN ").bind_list(principals);
    let mut parts = vec![(own, "id"), (shared, "record_id")];
    if !depts.is_empty() {
        parts.push((theirs, "id"));
    }
    let mut scope = DefaultHasher::new();
    (&entity.name, owner, depts, principals).hash(&mut scope);
    let scope = scope.finish();
    let is_few = match read.reach.known(scope) {
        Some(is_few) => is_few,
        None => {
            let is_few = are_few(read, &parts)?;
            read.reach.note(scope, is_few);
            is_few
        }
    };
    if !is_few {
        return Ok(None);
    }
    let mut all = Fragment::new();
    for (place, (part, id)) in parts.into_iter().enumerate() {
        all.sql(if place == 0 { "SELECT " } else { " UNION SELECT " }).sql(id).sql(" AS id").append(part);
    }
    Ok(Some(all))
}

fn are_few(read: &mut Read, parts: &[(Fragment, &str)]) -> Result<bool, Problem> {
    const FEW: i64 = 1000;
    let mut counts = Fragment::new();
    for (place, (part, _)) in parts.iter().enumerate() {
        counts.sql(if place == 0 { "SELECT (" } else { ", (" }).sql("SELECT count(*) FROM (SELECT 1 AS one").append(part.clone()).sql(" LIMIT ").bind(FEW + 1).sql(") AS counted)");
    }
    let counts = read.query_one(counts)?.unwrap_or_default();
    Ok(counts.iter().all(|count| count.as_int().is_some_and(|count| count <= FEW)))
}

fn through_condition(catalog: &Catalog, through: &Through, alias: &str, depth: usize) -> Fragment {
    let link = if through.about { format!("{}_id", through.field) } else { through.field.clone() };
    let mut sql = Fragment::raw("(");
    column(&mut sql, alias, &link).sql(" IS NULL");
    for (name, scope) in &through.parents {
        let Some(parent) = catalog.entity(name) else { continue };
        let inner = format!("up{depth}");
        sql.sql(" OR ");
        if through.about {
            column(sql.sql("("), alias, &format!("{}_entity", through.field)).sql(" = ").bind(name).sql(" AND ");
        }
        sql.sql("EXISTS (SELECT 1 FROM ").name(name).sql(&format!(" AS {inner} WHERE "));
        column(&mut sql, &inner, "id").sql(" = ");
        column(&mut sql, alias, &link);
        column(sql.sql(" AND "), &inner, "deleted_at").sql(" IS NULL");
        if let Some(condition) = scope_condition(catalog, parent, scope, &inner, false, depth + 1) {
            sql.sql(" AND ").append(condition);
        }
        sql.sql(if through.about { "))" } else { ")" });
    }
    sql.sql(")");
    sql
}

/// How far up a record hangs on others, at most.
const MAX_UP: usize = 4;
/// Stands among the readers of a row that hangs on nothing.
const NOBODY: &str = "open";

/// Of the principals in [`readers_of`], those one of whom every row inside the grant names. `None` = a row
/// may be inside whoever it names. The search index narrows by it; [`condition`] decides.
pub fn readers(grant: &Grant) -> Option<Vec<String>> {
    let mut all = BTreeSet::new();
    narrow(grant.scope(), &mut all).then(|| all.into_iter().collect())
}

/// Whether the scope reaches only rows that name somebody; adds whom.
fn narrow(scope: &Scope, all: &mut BTreeSet<String>) -> bool {
    if let Rows::Some { owner, depts, principals } = &scope.rows {
        all.insert(format!("staff:{owner}"));
        all.extend(depts.iter().map(|dept| format!("dept:{dept}")));
        all.extend(principals.iter().cloned());
        return true;
    }
    let Some(through) = &scope.through else { return false };
    all.insert(NOBODY.to_owned());
    through.parents.iter().all(|(_, parent)| narrow(parent, all))
}

/// Through whom a living row may come into reach: its owner, department and shares, and those of the
/// records it hangs on.
pub fn readers_of(read: &mut Read, catalog: &Catalog, entity: &Entity, id: &str) -> Result<Vec<String>, Problem> {
    let mut all = BTreeSet::new();
    add_readers(read, catalog, entity, id, &mut all, 0)?;
    Ok(all.into_iter().collect())
}

/// As [`readers_of`], of a row about to be there: `own` principals, and what it hangs on.
pub fn readers_below(read: &mut Read, catalog: &Catalog, entity: &Entity, own: Vec<String>, parent: Option<(&str, &str)>) -> Result<Vec<String>, Problem> {
    let mut all: BTreeSet<String> = own.into_iter().collect();
    match parent.and_then(|(name, id)| Some((catalog.entity(name)?, id))) {
        Some((parent, id)) => add_readers(read, catalog, parent, id, &mut all, 1)?,
        None if entity.rights_from.is_some() => drop(all.insert(NOBODY.to_owned())),
        None => {}
    }
    Ok(all.into_iter().collect())
}

fn add_readers(read: &mut Read, catalog: &Catalog, entity: &Entity, id: &str, all: &mut BTreeSet<String>, depth: usize) -> Result<(), Problem> {
    let up = entity.rights_from.as_ref().and_then(|field| entity.field(field));
    let link = up.map(|field| if matches!(field.kind, Kind::About { .. }) { [format!("{}_id", field.key), format!("{}_entity", field.key)] } else { [field.key.clone(), String::new()] });
    let mut sql = Fragment::raw("SELECT ");
    let staff = entity.owner.as_ref().map_or("created_by", |keys| keys.staff.as_str());
    let columns = [Some(staff), entity.owner.as_ref().map(|keys| keys.dept.as_str())].into_iter().chain(link.iter().flatten().map(|name| (!name.is_empty()).then_some(name.as_str())));
    for name in columns {
        match name {
            Some(name) => sql.name(name),
            None => sql.sql("NULL"),
        };
        sql.sql(", ");
    }
    sql.sql("NULL FROM ").name(&entity.name).sql(" WHERE id = ").bind(id);
    let row = read.query_one(sql)?.unwrap_or_default();
    let text = |place: usize| row.get(place).and_then(Cell::as_text);
    all.extend(text(0).map(|staff| format!("staff:{staff}")));
    all.extend(text(1).map(|dept| format!("dept:{dept}")));
    all.extend(crate::shares(read, &entity.name, id)?.into_iter().map(|share| share.principal));
    let Some(up) = up else { return Ok(()) };
    let Some(parent_id) = text(2) else {
        all.insert(NOBODY.to_owned());
        return Ok(());
    };
    let parent = up.kind.target().or(text(3)).and_then(|name| catalog.entity(name));
    match parent {
        Some(parent) if depth < MAX_UP => add_readers(read, catalog, parent, parent_id, all, depth + 1),
        _ => Ok(()),
    }
}

/// Appends `"alias"."name"`.
pub(crate) fn column<'a>(sql: &'a mut Fragment, alias: &str, name: &str) -> &'a mut Fragment {
    sql.name(alias).sql(".").name(name)
}

//! A [`Scope`] as one SQL condition. This is the one row rule: every read and write path uses it.

use keshu_access::{Action, Grant, Rows, Scope, Through};
use keshu_catalog::{Catalog, Entity};
use keshu_kernel::Fragment;

/// The condition under which a row, known as `alias`, is inside the grant; `None` = every row.
pub fn condition(catalog: &Catalog, entity: &Entity, grant: &Grant, alias: &str) -> Option<Fragment> {
    debug_assert_eq!(grant.entity(), entity.name, "a grant opens one entity");
    let writes = !matches!(grant.action(), Action::Read | Action::Create | Action::Export);
    scope_condition(catalog, entity, grant.scope(), alias, writes, 0)
}

fn scope_condition(catalog: &Catalog, entity: &Entity, scope: &Scope, alias: &str, writes: bool, depth: usize) -> Option<Fragment> {
    let rows = rows_condition(entity, &scope.rows, alias, writes);
    let through = scope.through.as_ref().map(|through| through_condition(catalog, through, alias, depth));
    match (rows, through) {
        (Some(mut rows), Some(through)) => {
            rows.sql(" AND ").append(through);
            Some(rows)
        }
        (rows, through) => rows.or(through),
    }
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
    column(sql.sql(" OR "), alias, "id").sql(" IN (SELECT record_id FROM access_row WHERE entity = ").bind(&entity.name).sql(" AND principal IN ").bind_list(principals);
    if writes {
        sql.sql(" AND may_write = 1");
    }
    sql.sql("))");
    Some(sql)
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

/// Appends `"alias"."name"`.
pub(crate) fn column<'a>(sql: &'a mut Fragment, alias: &str, name: &str) -> &'a mut Fragment {
    sql.name(alias).sql(".").name(name)
}

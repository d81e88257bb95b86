//! The row rule of every entity as SQL: what the store adds to each query of a person.

use std::sync::Arc;

use keshu_access::{Action, Actor, grant};
use keshu_catalog::{Catalog, Entity, RoleSeed};
use keshu_kernel::{Cell, Dialect, Locale};
use keshu_store::{query::ALIAS, scope};

use super::authz;

/// Roles with narrow and with wide scopes, and the departments of their person.
const PEOPLE: [(&str, &[&str]); 3] = [("sales_rep", &["d1"]), ("manager", &["d1", "d2"]), ("service", &["d1"])];

pub fn text(catalog: &Catalog) -> String {
    let mut text = "\
# The condition that the store puts into every query of a person: which rows of the entity exist for them.
# People: staff s1 of department d1, holding one role; the manager's department has d2 below it.
# The text is that of SQLite; PostgreSQL is written only where it is not the same but for the place signs (?1, $1).
"
    .to_owned();
    for entity in catalog.entities.values().filter(|entity| entity.line_of.is_none()) {
        text.push_str(&format!("\n{}\n", entity.name));
        for (name, depts) in PEOPLE {
            if let Some(role) = catalog.roles.iter().find(|role| role.role == name) {
                person(catalog, entity, role, depts, &mut text);
            }
        }
    }
    text
}

fn person(catalog: &Catalog, entity: &Entity, role: &RoleSeed, depts: &[&str], text: &mut String) {
    let dept_tree = depts.iter().map(|dept| (*dept).to_owned()).collect();
    let rights = Arc::new(authz::rights(role));
    let actor = Actor::person("s1".into(), "S1".into(), Some("d1".into()), dept_tree, vec![role.role.clone()], rights, Locale::En);
    for action in [Action::Read, Action::Update] {
        let said = match grant(&actor, catalog, entity, action) {
            Err(problem) => format!("refused: {}", problem.code.name),
            Ok(grant) => match scope::condition(catalog, entity, &grant, ALIAS) {
                None => "every row".to_owned(),
                Some(condition) => {
                    let (sqlite, binds) = condition.clone().render(Dialect::Sqlite);
                    let (postgres, _) = condition.render(Dialect::Postgres);
                    let other = if postgres == sqlite.replace('?', "$") { String::new() } else { format!("\n    postgres: {postgres}") };
                    let binds = binds.iter().map(cell).collect::<Vec<_>>().join(", ");
                    format!("{sqlite}\n    binds: {}{other}", if binds.is_empty() { "none" } else { &binds })
                }
            },
        };
        text.push_str(&format!("  {} {}: {said}\n", role.role, action.name()));
    }
}

fn cell(cell: &Cell) -> String {
    cell.as_text().map_or_else(|| format!("{cell:?}"), str::to_owned)
}

//! The one thing that opens the store.

use std::collections::HashSet;

use keshu_catalog::{Catalog, Entity, Field, Kind};
use keshu_kernel::{Problem, args, codes};

use crate::{Action, Actor, FieldRight, Level};

/// Permission for one actor to do one action to one entity: which rows, which fields.
#[derive(Debug, Clone)]
pub struct Grant {
    entity: String,
    action: Action,
    scope: Scope,
    fields: GrantedFields,
}

impl Grant {
    pub fn entity(&self) -> &str {
        &self.entity
    }

    pub fn action(&self) -> Action {
        self.action
    }

    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Whether the value is open: to be shown whole, filtered, sorted and searched by, exported.
    pub fn may_read(&self, field: &str) -> bool {
        self.may_see(field) && !self.fields.masked.contains(field)
    }

    /// Whether the asker knows of the field: its value is open or masked.
    pub fn may_see(&self, field: &str) -> bool {
        !self.fields.hidden.contains(field)
    }

    /// Whether any value is masked.
    pub fn masks(&self) -> bool {
        !self.fields.masked.is_empty()
    }

    pub fn may_write(&self, field: &str) -> bool {
        self.may_see(field) && !self.fields.read_only.contains(field)
    }
}

/// The fields that are not as open as their entity.
#[derive(Debug, Clone, Default)]
pub struct GrantedFields {
    pub hidden: HashSet<String>,
    pub masked: HashSet<String>,
    pub read_only: HashSet<String>,
}

/// Which rows: `rows` and, where the entity follows another's rights, `through`; where owners have a word in it,
/// `open`.
#[derive(Debug, Clone)]
pub struct Scope {
    pub rows: Rows,
    pub through: Option<Through>,
    pub open: Option<Open>,
}

/// The rows a level reaches.
#[derive(Debug, Clone)]
pub enum Rows {
    All,
    /// Rows owned by the person, rows of these departments, and rows shared with these principals.
    /// Where an entity keeps no owner, a row belongs to whoever created it and to no department.
    Some { owner: String, depts: Vec<String>, principals: Vec<String> },
}

/// A row counts only as far as its owner has opened it: by this field, to nobody but `owner`, to these departments,
/// or to everyone; and with whomever it is shared.
#[derive(Debug, Clone)]
pub struct Open {
    pub field: String,
    pub owner: String,
    pub depts: Vec<String>,
    pub principals: Vec<String>,
}

/// A row counts only when what this field points to is visible (or the field is empty).
#[derive(Debug, Clone)]
pub struct Through {
    pub field: String,
    pub about: bool,
    /// Possible targets with the rows of them that are visible.
    pub parents: Vec<(String, Scope)>,
}

/// The grant of `actor` for `action` on `entity`, or 403 `action_forbidden`.
pub fn grant(actor: &Actor, catalog: &Catalog, entity: &Entity, action: Action) -> Result<Grant, Problem> {
    if actor.is_system() {
        let scope = Scope { rows: Rows::All, through: None, open: None };
        return Ok(Grant { entity: entity.name.clone(), action, scope, fields: GrantedFields::default() });
    }
    let scope = scope(actor, catalog, entity, action, 0).ok_or_else(|| {
        Problem::new(&codes::ACTION_FORBIDDEN, args![entity = entity.label.get(actor.locale), action = action.name()])
    })?;
    Ok(Grant { entity: entity.name.clone(), action, scope, fields: grant_fields(actor, entity) })
}

/// What the rules of the actor's roles say of the fields of an entity. A formula over a value that is not open is
/// hidden: it would tell of it.
pub fn grant_fields(actor: &Actor, entity: &Entity) -> GrantedFields {
    let mut fields = GrantedFields::default();
    if actor.is_system() {
        return fields;
    }
    for key in actor.rights.ruled_fields(&entity.name).filter(|key| entity.field(key).is_some()) {
        match actor.rights.field(&entity.name, key) {
            FieldRight::Hidden => fields.hidden.insert(key.to_owned()),
            FieldRight::Masked => fields.masked.insert(key.to_owned()),
            FieldRight::Read => fields.read_only.insert(key.to_owned()),
            FieldRight::Write => false,
        };
    }
    // Formulas may stand on formulas.
    while let Some(telling) = telling_formula(entity, &fields) {
        fields.hidden.insert(telling);
    }
    fields
}

fn telling_formula(entity: &Entity, fields: &GrantedFields) -> Option<String> {
    let is_covered = |key: &str| fields.hidden.contains(key) || fields.masked.contains(key);
    if fields.hidden.is_empty() && fields.masked.is_empty() {
        return None;
    }
    let tells = |field: &&Field| {
        let paths = field.formula.iter().flat_map(|formula| formula.expr.paths());
        !fields.hidden.contains(&field.key) && paths.into_iter().any(|path| path.first().is_some_and(|first| is_covered(first) || is_covered(&format!("{first}_id"))))
    };
    entity.fields.values().find(tells).map(|field| field.key.clone())
}

/// How long a chain of `rights: {from}` may be.
const MAX_THROUGH: usize = 4;

fn scope(actor: &Actor, catalog: &Catalog, entity: &Entity, action: Action, depth: usize) -> Option<Scope> {
    if entity.personal {
        let own = Rows::Some { owner: actor.staff_id.clone(), depts: Vec::new(), principals: Vec::new() };
        return (action == Action::Read).then_some(Scope { rows: own, through: None, open: None });
    }
    let level = actor.rights.level(&entity.name, action);
    let rows = match level {
        Level::None => return None,
        Level::All => Rows::All,
        Level::Own => some_rows(actor, Vec::new()),
        Level::Dept => some_rows(actor, actor.dept_id.iter().cloned().collect()),
        Level::DeptTree => some_rows(actor, actor.dept_tree.clone()),
    };
    let through = match &entity.rights_from {
        Some(_) if depth >= MAX_THROUGH => return None,
        Some(field) => through(actor, catalog, entity.field(field)?, action, depth),
        None => None,
    };
    let open = entity.open_to.as_ref().map(|field| Open {
        field: field.clone(),
        owner: actor.staff_id.clone(),
        depts: actor.dept_tree.iter().chain(&actor.dept_line).cloned().collect(),
        principals: actor.principals(),
    });
    Some(Scope { rows, through, open })
}

fn some_rows(actor: &Actor, depts: Vec<String>) -> Rows {
    Rows::Some { owner: actor.staff_id.clone(), depts, principals: actor.principals() }
}

/// What a row hangs on must be readable, whatever is done to the row itself; and what is taken along hangs on what is
/// taken along.
fn through(actor: &Actor, catalog: &Catalog, field: &Field, action: Action, depth: usize) -> Option<Through> {
    let needed = if action == Action::Offline { action } else { Action::Read };
    let parents: Vec<(String, Scope)> = field
        .kind
        .targets()
        .filter_map(|target| {
            let parent = catalog.entity(target)?;
            Some((target.to_owned(), scope(actor, catalog, parent, needed, depth + 1)?))
        })
        .collect();
    Some(Through { field: field.key.clone(), about: matches!(field.kind, Kind::About { .. }), parents })
}

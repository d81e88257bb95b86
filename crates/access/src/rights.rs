//! What roles allow, before a person asks for anything.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// What can be done to records of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    Read,
    Create,
    Update,
    Delete,
    Import,
    Export,
    /// To take records along on a machine, to be read without the server.
    Offline,
    /// To see one masked value of a record, for a purpose.
    Reveal,
    /// A deed of a domain that the entity's pack declares under `actions`.
    Named(&'static str),
}

impl Action {
    /// What every entity knows.
    pub const ALL: [Action; 8] = [Action::Read, Action::Create, Action::Update, Action::Delete, Action::Import, Action::Export, Action::Offline, Action::Reveal];

    pub fn name(self) -> &'static str {
        match self {
            Action::Read => "read",
            Action::Create => "create",
            Action::Update => "update",
            Action::Delete => "delete",
            Action::Import => "import",
            Action::Export => "export",
            Action::Offline => "offline",
            Action::Reveal => "reveal",
            Action::Named(name) => name,
        }
    }
}

/// How far an action reaches: 本人 / 本部门 / 本部门及下级 / 全部. Ordered from narrow to wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Level {
    #[default]
    None,
    Own,
    Dept,
    DeptTree,
    All,
}

impl Level {
    pub const ALL: [Level; 5] = [Level::None, Level::Own, Level::Dept, Level::DeptTree, Level::All];

    pub fn name(self) -> &'static str {
        match self {
            Level::None => "none",
            Level::Own => "own",
            Level::Dept => "dept",
            Level::DeptTree => "dept_tree",
            Level::All => "all",
        }
    }

    pub fn from_name(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.name() == name)
    }
}

/// What a person may do with one field, from little to much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldRight {
    Hidden,
    /// Part of the value is shown; nothing can be asked by it. Another value may be written.
    Masked,
    Read,
    Write,
}

/// One line of one role.
#[derive(Debug, Clone)]
pub enum RightRow {
    /// `action` is a name, of [`Action::ALL`] or of a deed.
    Grant { role: String, entity: String, action: String, level: Level },
    Field { role: String, entity: String, field: String, right: FieldRight },
}

/// What a token may do of what its person may: nothing named is nothing left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    pub entities: Option<Vec<String>>,
    pub actions: Option<Vec<String>>,
}

impl Limit {
    pub fn is_none(&self) -> bool {
        self.entities.is_none() && self.actions.is_none()
    }

    pub fn reaches(&self, entity: &str) -> bool {
        self.entities.as_ref().is_none_or(|names| names.iter().any(|name| name == entity))
    }

    pub fn allows(&self, entity: &str, action: &str) -> bool {
        self.reaches(entity) && self.actions.as_ref().is_none_or(|names| names.iter().any(|name| name == action))
    }

    /// Whether nothing can be written with it, of records or beside them.
    pub fn only_reads(&self) -> bool {
        let reads = |name: &String| name == Action::Read.name() || name == Action::Offline.name();
        self.actions.as_ref().is_some_and(|names| names.iter().all(reads))
    }
}

/// The lines of several roles of one person, added up.
#[derive(Debug, Clone, Default)]
pub struct Rights {
    limit: Limit,
    /// One map per role: entity (or `*`) → action → level.
    roles: Vec<RoleRights>,
}

#[derive(Debug, Clone, Default)]
struct RoleRights {
    role: String,
    grants: HashMap<String, HashMap<String, Level>>,
    fields: HashMap<String, HashMap<String, FieldRight>>,
}

impl RoleRights {
    /// An entity that the role names is ruled by that alone; `*` is for the others.
    fn level(&self, entity: &str, action: &str) -> Level {
        let named = self.grants.get(entity).or_else(|| self.grants.get("*"));
        named.and_then(|actions| actions.get(action)).copied().unwrap_or_default()
    }
}

impl Rights {
    pub fn from_rows(rows: impl IntoIterator<Item = RightRow>) -> Rights {
        let mut rights = Rights::default();
        for row in rows {
            match row {
                RightRow::Grant { role, entity, action, level } => {
                    rights.role_mut(role).grants.entry(entity).or_default().insert(action, level);
                }
                RightRow::Field { role, entity, field, right } => {
                    rights.role_mut(role).fields.entry(entity).or_default().insert(field, right);
                }
            }
        }
        rights
    }

    /// The same, as far as the limit goes.
    pub fn within(self, limit: Limit) -> Rights {
        Rights { limit, ..self }
    }

    fn role_mut(&mut self, role: String) -> &mut RoleRights {
        let place = self.roles.iter().position(|known| known.role == role).unwrap_or_else(|| {
            self.roles.push(RoleRights { role, ..RoleRights::default() });
            self.roles.len() - 1
        });
        &mut self.roles[place]
    }

    /// The widest level any role gives.
    pub fn level(&self, entity: &str, action: Action) -> Level {
        self.level_named(entity, action.name())
    }

    /// As [`Rights::level`], by the action's name.
    pub fn level_named(&self, entity: &str, action: &str) -> Level {
        if !self.limit.allows(entity, action) {
            return Level::None;
        }
        self.roles.iter().map(|role| role.level(entity, action)).max().unwrap_or_default()
    }

    /// What one role gives.
    pub fn of_role(&self, role: &str, entity: &str, action: Action) -> Level {
        self.roles.iter().find(|known| known.role == role).map(|known| known.level(entity, action.name())).unwrap_or_default()
    }

    /// As open as the most open role that lets the person read the entity makes it.
    pub fn field(&self, entity: &str, field: &str) -> FieldRight {
        self.roles
            .iter()
            .filter(|role| role.level(entity, Action::Read.name()) > Level::None)
            .map(|role| role.fields.get(entity).and_then(|fields| fields.get(field)).copied().unwrap_or(FieldRight::Write))
            .max()
            .unwrap_or(FieldRight::Hidden)
    }

    /// The fields of the entity that any role has a rule for; all others are as open as the entity.
    pub fn ruled_fields(&self, entity: &str) -> impl Iterator<Item = &str> {
        self.roles.iter().filter_map(move |role| role.fields.get(entity)).flat_map(|fields| fields.keys().map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<RightRow> {
        let grant = |role: &str, entity: &str, action: Action, level| RightRow::Grant { role: role.into(), entity: entity.into(), action: action.name().into(), level };
        vec![
            grant("rep", "customer", Action::Read, Level::Own),
            grant("rep", "*", Action::Read, Level::All),
            grant("boss", "customer", Action::Read, Level::DeptTree),
            RightRow::Field { role: "rep".into(), entity: "customer".into(), field: "credit_limit".into(), right: FieldRight::Hidden },
        ]
    }

    #[test]
    fn the_widest_role_wins_and_a_named_entity_overrides_the_star() {
        let rights = Rights::from_rows(rows());
        assert_eq!(rights.level("customer", Action::Read), Level::DeptTree);
        assert_eq!(rights.level("todo", Action::Read), Level::All);
        assert_eq!(rights.level("customer", Action::Delete), Level::None);
    }

    #[test]
    fn a_limit_takes_away_and_gives_nothing() {
        let some = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect());
        let within = |entities, actions| Rights::from_rows(rows()).within(Limit { entities, actions });
        assert_eq!(within(some(&["customer"]), None).level("todo", Action::Read), Level::None);
        assert_eq!(within(some(&["customer"]), some(&["read"])).level("customer", Action::Read), Level::DeptTree);
        assert_eq!(within(None, some(&["delete"])).level("customer", Action::Delete), Level::None);
        assert_eq!(within(None, some(&["update"])).level("customer", Action::Read), Level::None);
    }

    #[test]
    fn a_field_is_as_open_as_the_most_open_role_makes_it() {
        assert_eq!(Rights::from_rows(rows()).field("customer", "credit_limit"), FieldRight::Write);
        let rep: Vec<_> = rows().into_iter().filter(|row| matches!(row, RightRow::Grant { role, .. } | RightRow::Field { role, .. } if role == "rep")).collect();
        assert_eq!(Rights::from_rows(rep).field("customer", "credit_limit"), FieldRight::Hidden);
        assert_eq!(Rights::default().field("customer", "name"), FieldRight::Hidden);
    }
}

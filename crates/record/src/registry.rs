//! Names that packs may use and the code behind them.

use std::collections::HashMap;

use keshu_catalog::{Catalog, Entity};
use keshu_kernel::{Cell, Problem};
use keshu_store::{
    Read,
    blob::{self, Blob},
    query::{self, Query, Sort},
    rollup,
};

use crate::{Ctx, Draft, Notice, feel};

/// What a hook may look at besides its draft.
pub struct HookCtx<'a, 'r> {
    pub ctx: &'a Ctx,
    pub(crate) read: &'a mut Read<'r>,
}

impl HookCtx<'_, '_> {
    /// A column of any record, for rules that must hold whoever asks; never shown to the asker.
    pub fn cell_of(&mut self, entity: &Entity, id: &str, key: &str) -> Result<Cell, Problem> {
        let row = rollup::raw_row(self.read, entity, id, &[key.to_owned()])?;
        Ok(row.and_then(|cells| cells.into_iter().next()).unwrap_or_default())
    }

    /// The newest record that meets a filter, of those that the asker may read.
    pub fn newest(&mut self, entity: &str, filter: &str) -> Result<Option<String>, Problem> {
        let Ok(entity) = self.ctx.entity(entity) else { return Ok(None) };
        let Ok(grant) = self.ctx.grant(entity, keshu_access::Action::Read) else { return Ok(None) };
        let filter = feel::filter(self.ctx, entity, self.read.dialect(), filter)?;
        let query = Query { filter: Some(filter), sort: vec![Sort { column: "created_at".to_owned(), descending: true }], limit: 1, ..Query::default() };
        let found = query::find(self.read, &self.ctx.house.catalog, entity, &grant, &[], &query)?;
        Ok(found.first().and_then(|row| row.last()?.as_text().map(str::to_owned)))
    }

    /// How many records of an entity meet a filter, of those that the asker may read; 0 where no pack has it.
    pub fn count(&mut self, entity: &str, filter: &str) -> Result<u64, Problem> {
        let Ok(entity) = self.ctx.entity(entity) else { return Ok(0) };
        let Ok(grant) = self.ctx.grant(entity, keshu_access::Action::Read) else { return Ok(0) };
        let filter = feel::filter(self.ctx, entity, self.read.dialect(), filter)?;
        let query = Query { filter: Some(filter), ..Query::default() };
        query::count(self.read, &self.ctx.house.catalog, entity, &grant, &query, None)
    }

    /// What is known of a stored file; whether the asker may have it is checked after the hooks.
    pub fn file(&mut self, id: &str) -> Result<Option<Blob>, Problem> {
        blob::info(self.read, id)
    }
}

/// A rule of a domain: runs before a record is written; may change the draft or refuse.
pub type Hook = fn(&mut Draft, &mut HookCtx) -> Result<(), Problem>;

/// What follows from a record that somebody just added: another with these values, or these values in one that is there.
pub struct Following {
    pub entity: &'static str,
    pub id: Option<String>,
    pub values: serde_json::Map<String, serde_json::Value>,
}

/// What follows from a new record, looked at as it was stored.
pub type Follow = fn(&Draft, &mut HookCtx) -> Result<Option<Following>, Problem>;

/// A named deed on one record, beyond writing its fields.
pub type Action = fn(&Ctx, &Entity, &str, &serde_json::Value) -> Result<serde_json::Value, Problem>;

/// Everything that packs may name.
#[derive(Default)]
pub struct Registry {
    hooks: HashMap<&'static str, Hook>,
    delete_hooks: HashMap<&'static str, Hook>,
    follows: HashMap<&'static str, Follow>,
    /// With the right that each asks for.
    actions: HashMap<&'static str, (&'static str, Action)>,
    pub(crate) notices: Vec<Notice>,
}

impl Registry {
    pub fn hook(&mut self, name: &'static str, hook: Hook) -> &mut Registry {
        self.hooks.insert(name, hook);
        self
    }

    /// A rule that runs before a record is deleted; its draft has no values any more, only the old ones.
    pub fn delete_hook(&mut self, name: &'static str, hook: Hook) -> &mut Registry {
        self.delete_hooks.insert(name, hook);
        self
    }

    /// What a person's new record brings along: it is added in the same transaction, under that person's rights.
    /// What comes in bulk brings nothing.
    pub fn follow(&mut self, name: &'static str, follow: Follow) -> &mut Registry {
        self.follows.insert(name, follow);
        self
    }

    pub fn action(&mut self, name: &'static str, action: Action) -> &mut Registry {
        self.action_of(name, name, action)
    }

    /// An action for who holds the right to another.
    pub fn action_of(&mut self, right: &'static str, name: &'static str, action: Action) -> &mut Registry {
        self.actions.insert(name, (right, action));
        self
    }

    /// A kind of notification.
    pub fn notice(&mut self, notice: Notice) -> &mut Registry {
        self.notices.push(notice);
        self
    }

    /// What a name means before a write; nothing when it speaks of deleting alone.
    pub(crate) fn find_hook(&self, name: &str) -> Option<Hook> {
        self.hooks.get(name).copied()
    }

    pub(crate) fn find_delete_hook(&self, name: &str) -> Option<Hook> {
        self.delete_hooks.get(name).copied()
    }

    pub(crate) fn find_follow(&self, name: &str) -> Option<Follow> {
        self.follows.get(name).copied()
    }

    /// The right that an action asks for, and its code.
    pub(crate) fn find_action(&self, name: &str) -> Option<(keshu_access::Action, Action)> {
        self.actions.get(name).map(|(right, run)| (keshu_access::Action::Named(right), *run))
    }

    /// Every mismatch between packs and code: an unknown name, and a hook that nothing uses.
    pub fn mismatches(&self, catalog: &Catalog) -> Vec<String> {
        let mut found = Vec::new();
        let mut unused: Vec<&str> = self.hooks.keys().chain(self.delete_hooks.keys()).chain(self.follows.keys()).copied().collect();
        for entity in catalog.entities.values() {
            for hook in &entity.hooks {
                unused.retain(|name| name != hook);
                let name = hook.as_str();
                if !self.hooks.contains_key(name) && !self.delete_hooks.contains_key(name) && !self.follows.contains_key(name) {
                    found.push(format!("{}: hook {hook} is not registered", entity.name));
                }
            }
            for action in &entity.actions {
                if !self.actions.contains_key(action.as_str()) {
                    found.push(format!("{}: action {action} is not registered", entity.name));
                }
            }
        }
        unused.sort_unstable();
        unused.dedup();
        found.extend(unused.into_iter().map(|name| format!("hook {name} is registered but no entity uses it")));
        found
    }
}

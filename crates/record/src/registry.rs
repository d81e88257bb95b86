//! Names that packs may use and the code behind them.

use std::collections::HashMap;

use keshu_catalog::{Catalog, Entity};
use keshu_kernel::{Cell, Problem};
use keshu_store::{
    Read,
    blob::{self, Blob},
    rollup,
};

use crate::{Ctx, Draft};

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

    /// What is known of a stored file; whether the asker may have it is checked after the hooks.
    pub fn file(&mut self, id: &str) -> Result<Option<Blob>, Problem> {
        blob::info(self.read, id)
    }
}

/// A rule of a domain: runs before a record is written; may change the draft or refuse.
pub type Hook = fn(&mut Draft, &mut HookCtx) -> Result<(), Problem>;

/// A named deed on one record, beyond writing its fields.
pub type Action = fn(&Ctx, &Entity, &str, &serde_json::Value) -> Result<serde_json::Value, Problem>;

/// Everything that packs may name.
#[derive(Default)]
pub struct Registry {
    hooks: HashMap<&'static str, Hook>,
    delete_hooks: HashMap<&'static str, Hook>,
    actions: HashMap<&'static str, Action>,
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

    pub fn action(&mut self, name: &'static str, action: Action) -> &mut Registry {
        self.actions.insert(name, action);
        self
    }

    /// What a name means before a write; nothing when it speaks of deleting alone.
    pub(crate) fn find_hook(&self, name: &str) -> Option<Hook> {
        self.hooks.get(name).copied()
    }

    pub(crate) fn find_delete_hook(&self, name: &str) -> Option<Hook> {
        self.delete_hooks.get(name).copied()
    }

    /// The right that an action asks for, and its code.
    pub(crate) fn find_action(&self, name: &str) -> Option<(keshu_access::Action, Action)> {
        self.actions.get_key_value(name).map(|(name, run)| (keshu_access::Action::Named(name), *run))
    }

    /// Every mismatch between packs and code: an unknown name, and a hook that nothing uses.
    pub fn mismatches(&self, catalog: &Catalog) -> Vec<String> {
        let mut found = Vec::new();
        let mut unused: Vec<&str> = self.hooks.keys().chain(self.delete_hooks.keys()).copied().collect();
        for entity in catalog.entities.values() {
            for hook in &entity.hooks {
                unused.retain(|name| name != hook);
                if !self.hooks.contains_key(hook.as_str()) && !self.delete_hooks.contains_key(hook.as_str()) {
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

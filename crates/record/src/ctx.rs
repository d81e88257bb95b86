//! What travels with every call: who, when, for which request and why.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date};
use keshu_access::{Action, Actor, Grant};
use keshu_catalog::{Entity, types::TypeCtx};
use keshu_kernel::{Locale, Problem, args, codes, new_id, time};

use crate::{Directory, House};

/// How whoever calls has shown who they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Proven {
    /// Nobody calls: a job, the command line, the system.
    Inside,
    /// By an API token.
    Token,
    /// In a session, by password or second factor at this moment.
    Session(Option<Timestamp>),
}

#[derive(Clone)]
pub struct Ctx {
    pub house: Arc<House>,
    pub actor: Arc<Actor>,
    pub request_id: String,
    pub now: Timestamp,
    pub locale: Locale,
    pub purpose: Option<String>,
    /// Ties the audit entries of one bulk action together.
    pub change_set: Option<String>,
    /// How whoever calls has shown who they are.
    pub proven: Proven,
    /// The key under which the answer of a write is kept, and the digest of what was sent.
    pub idempotency: Option<(String, String)>,
}

impl Ctx {
    pub fn new(house: Arc<House>, actor: Arc<Actor>, request_id: String, locale: Locale) -> Ctx {
        let now = house.now();
        Ctx { house, actor, request_id, now, locale, purpose: None, change_set: None, proven: Proven::Inside, idempotency: None }
    }

    /// The system itself; the reason stands in the audit.
    pub fn system(house: Arc<House>, reason: &'static str) -> Ctx {
        Ctx::new(house, Arc::new(Actor::system(reason)), new_id(), Locale::Zh)
    }

    /// The same request, done by the system for a stated reason.
    pub fn as_system(&self, reason: &'static str) -> Ctx {
        Ctx { actor: Arc::new(Actor::system(reason)), idempotency: None, ..self.clone() }
    }

    pub fn entity(&self, name: &str) -> Result<&Entity, Problem> {
        let entity = self.house.catalog.entity(name).filter(|entity| entity.line_of.is_none());
        entity.ok_or_else(|| Problem::new(&codes::ENTITY_UNKNOWN, args![entity = name]))
    }

    /// As [`Ctx::entity`], also for lines, which have no life of their own.
    pub(crate) fn entity_or_line(&self, name: &str) -> Result<&Entity, Problem> {
        self.house.catalog.entity(name).ok_or_else(|| Problem::new(&codes::ENTITY_UNKNOWN, args![entity = name]))
    }

    pub fn grant(&self, entity: &Entity, action: Action) -> Result<Grant, Problem> {
        keshu_access::grant(&self.actor, &self.house.catalog, entity, action)
    }

    /// What the field types need to read and show values for the asker.
    pub(crate) fn types<'a>(&'a self, directory: &'a Directory) -> TypeCtx<'a> {
        TypeCtx { dicts: &directory.dicts, locale: self.locale, zone: &self.house.zone }
    }

    /// Now as stored text.
    pub fn at(&self) -> String {
        time::moment_text(self.now)
    }

    /// Today in the company's time zone.
    pub fn today(&self) -> Date {
        time::date_in(self.now, &self.house.zone)
    }
}

//! F3 access: an [`Actor`] and the catalog make a [`Grant`]; without one the store does nothing.
//!
//! Invariant: a `Grant` can be made only here, for one entity and one action, and fails closed: an
//! unknown entity, an unknown action or no role means no grant.
//! Deliberately absent: SQL (store turns a [`Scope`] into a condition) and where roles are kept.

mod actor;
mod grant;
mod rights;

pub use actor::Actor;
pub use grant::{Grant, GrantedFields, Open, Rows, Scope, Through, grant, grant_fields};
pub use rights::{Action, FieldRight, Level, Limit, RightRow, Rights};

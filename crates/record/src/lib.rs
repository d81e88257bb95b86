//! F5 record: the one pipeline through which records are found, read, created, changed, deleted,
//! restored, shared and imported; and the registry of hooks that domains plug into it.
//!
//! Invariant: [`write`] is the only write path and reads top to bottom; the audit entry and the outbox
//! event are in the transaction of the change; what a person gets back went through a read grant.
//! Deliberately absent: SQL (store), rules of a business (domains), transport (gates).

mod actions;
mod checks;
mod bulk;
pub mod care;
mod ctx;
mod directory;
mod draft;
pub mod duplicate;
mod env;
pub mod export;
mod feel;
pub mod files;
mod history;
mod house;
pub mod import;
mod input;
mod lines;
pub mod many;
mod meta;
mod numbering;
pub mod quality;
mod read;
mod registry;
mod reindex;
mod render;
mod rollup;
pub mod session;
pub mod setup;
pub mod sweep;
mod timeline;
pub mod undo;
mod write;

pub mod search;
pub mod verify;

pub use actions::{Performed, act};
pub use bulk::{Cleared, NewRecord, clear_change_set, create_many};
pub use ctx::Ctx;
pub use directory::{DeptInfo, Directory, StaffInfo};
pub use draft::{Draft, Item, Line};
pub use history::history;
pub use house::House;
pub use input::suggest;
pub use meta::{catalog_json, dict_json};
pub use read::{ListParams, Page, find, get, id_by_external_ref};
pub use keshu_catalog::Entity;
pub use registry::{Action, Hook, HookCtx, Registry};
pub use timeline::timeline;
pub use write::{Written, create, delete, note_deed, request_digest, restore, update};

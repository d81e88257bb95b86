//! F5 record: the one pipeline through which records are found, read, created, changed, deleted,
//! restored, shared and imported; and the registry of hooks that domains plug into it.
//!
//! Invariant: [`write`] is the only write path and reads top to bottom; the audit entry and the outbox
//! event are in the transaction of the change; what a person gets back went through a read grant.
//! Deliberately absent: SQL (store), rules of a business (domains), transport (gates).

pub mod account;
mod actions;
mod checks;
mod bulk;
pub mod care;
mod ctx;
mod directory;
mod draft;
mod dry_run;
pub mod duplicate;
mod env;
pub mod explain;
pub mod export;
mod feel;
pub mod files;
pub mod form_draft;
mod history;
mod house;
pub mod import;
mod input;
mod lines;
pub mod live;
pub mod many;
mod meta;
pub mod notice;
mod numbering;
pub mod offline;
pub mod password;
pub mod presence;
pub mod print;
pub mod quality;
mod read;
mod registry;
mod reindex;
mod render;
mod reveal;
mod rollup;
pub mod second_factor;
pub mod session;
pub mod setup;
pub mod sweep;
mod timeline;
pub mod token;
pub mod tries;
pub mod undo;
mod write;

pub mod search;
pub mod verify;

pub use actions::{Performed, act};
pub use bulk::{Cleared, NewRecord, clear_change_set, create_many};
pub use ctx::{Ctx, Proven};
pub use directory::{DeptInfo, Directory, StaffInfo};
pub use draft::{Draft, Item, Line};
pub use dry_run::dry_run;
pub use history::{as_of, history};
pub use house::House;
pub use input::suggest;
pub use meta::{catalog_json, dict_json};
pub use notice::{Cause, Concern, Notice, Rows, Said};
pub use read::{ListParams, Page, find, get, id_by_external_ref};
pub use keshu_catalog::{Entity, types::About};
pub use registry::{Action, Follow, Following, Hook, HookCtx, Registry};
pub use timeline::timeline;
pub use write::{Written, create, delete, note_deed, request_digest, restore, revert, update};

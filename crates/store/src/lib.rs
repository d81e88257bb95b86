//! F4 store: the only handle on the database, the key ring and the blobs.
//!
//! Invariant: rows of entities are read and written only with a [`keshu_access::Grant`]; a write is
//! acknowledged only after its transaction is on disk, together with its audit entry and outbox event.
//! Deliberately absent: business, HTTP, async. Every call blocks; callers bring their own threads.

mod access_rows;
pub mod audit;
pub mod backup;
pub mod blob;
mod conn;
pub mod ddl;
pub mod duplicate;
mod error;
pub mod form_draft;
pub mod identity;
pub mod idempotency;
pub mod job;
mod number;
mod outbox;
mod postgres;
pub mod query;
pub mod rollup;
pub mod row;
pub mod scope;
pub mod search;
pub mod second_factor;
pub mod setting;
pub mod sign_in_try;
mod sqlite;
mod store;
mod system_tables;
pub mod vault;

pub use access_rows::{Share, ShareRight, remove_share, shares, write_share};
pub use conn::{Read, Tx};
pub use number::next_number;
pub use outbox::{Event, publish, take_events};
pub use row::{insert, purge, restore, set_columns, trash, update};
pub use store::{Config, Store};

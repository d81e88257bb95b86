//! F2 catalog: packs of YAML become one immutable, checked [`Catalog`].
//!
//! Invariant: a catalog that loads is complete — every name it mentions resolves, every label is
//! there in both languages, every formula and condition is type-checked. Floors above never have
//! to ask "does this field exist?" of something the catalog itself named.
//! Deliberately absent: people and rights (access), tables and SQL (store), any I/O at run time.

pub mod check;
mod derive;
pub mod dict;
mod dict_file;
mod error;
mod field;
mod formula;
mod home;
mod keys;
pub mod load;
mod lookup;
mod merge;
pub mod model;
pub mod names;
mod raw;
mod resolve;
pub mod schema;
mod shape;
pub mod types;
pub mod view;
mod yaml;

pub use dict::{Dict, DictItem};
pub use error::nearest;
pub use load::{LoadError, LoadErrors, load_dir, load_embedded};
pub use model::*;

//! F1 content: what a file is and what it holds: its kind by its bytes, its words, its thumbnail.
//!
//! Invariant: nothing that the sender says is believed, and every look is bounded in time and memory,
//! whatever the bytes are.
//! Deliberately absent: where files lie, who may have them, any change to a file.

mod archive;
mod kind;
mod thumbnail;
mod words;

pub use kind::{HEAD, Kind, check, kind_of};
pub use thumbnail::thumbnail;
pub use words::words;

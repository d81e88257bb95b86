//! F9 keshu: the binary's parts and the only composition root — here packs, hooks, store, gates and
//! jobs are put together.
//!
//! Invariant: nothing here decides anything about records; it wires, listens and stops in order.
//! Deliberately absent: rules of a business (domains), SQL (store), handlers and commands (gates).

pub mod config;
pub mod demo;
pub mod house;
pub mod serve;
pub mod socket;

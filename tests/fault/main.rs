//! The real binary in wrong surroundings: killed, tampered with, misconfigured.

mod audit;
mod bucket;
mod kill;
mod object_store;
mod program;
mod start;
mod uploads;

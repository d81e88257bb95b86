//! The real binary in wrong surroundings: killed, tampered with, misconfigured.

mod audit;
mod kill;
mod program;
mod start;
mod uploads;

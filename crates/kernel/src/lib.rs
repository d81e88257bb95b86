//! F0 kernel: the words every floor shares — ids, cells, exact decimals, dates and the clock,
//! locales, SQL fragments and the table of problems.
//!
//! Invariant: nothing here does I/O, nothing is async, nothing knows an entity.
//! Deliberately absent: any notion of a person, a right, a table or a route.

pub mod cell;
pub mod codes;
pub mod decimal;
pub mod id;
pub mod keyed;
pub mod locale;
pub mod net;
pub mod problem;
pub mod sql;
pub mod time;

pub use cell::Cell;
pub use codes::Code;
pub use id::{is_id, new_id};
pub use keyed::Keyed;
pub use locale::{Label, Locale};
pub use net::Network;
pub use problem::{Args, Fault, Problem, args};
pub use sql::{Dialect, Fragment};
pub use time::{Clock, ManualClock, SystemClock};

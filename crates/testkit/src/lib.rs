//! dev only: what tests stand on — a house of its own for every test, reached over real HTTP, with a
//! real database below it.
//!
//! Invariant: a test waits for nothing and pretends nothing. Time is a [`ManualClock`] that only the test
//! moves, jobs run when the test says so, and a job left behind fails the test.
//! Deliberately absent: mocks, sleeps, shared state between tests, a way around the HTTP gate.

mod build;
mod client;
mod form;
mod house;
mod stream;
mod template;

pub use build::{customer, id_number, pointers, uscc};
pub use client::{Answer, Client, path};
pub use form::Form;
pub use house::{Database, PASSWORD, TestHouse, verify};
pub use stream::{Heard, Stream};
pub use keshu::config::Settings;
pub use keshu_kernel::ManualClock;

/// Makes two tests of each function: one on SQLite, one on PostgreSQL when `KESHU_TEST_POSTGRES` names a server.
/// `where |settings| …;` before the body changes what the installation says.
#[macro_export]
macro_rules! on_both_stores {
    ($(fn $name:ident($house:ident: &TestHouse) $(where $change:expr;)? $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            fn scenario($house: &$crate::TestHouse) $body

            fn change(_settings: &mut $crate::Settings) {
                $(let change: fn(&mut $crate::Settings) = $change; change(_settings);)?
            }

            #[test]
            fn sqlite() {
                scenario(&$crate::TestHouse::sqlite(change));
            }

            #[test]
            fn postgres() {
                match $crate::TestHouse::postgres(change) {
                    Some(house) => scenario(&house),
                    None => println!("skipped: KESHU_TEST_POSTGRES is not set"),
                }
            }
        }
    )*};
}

//! Passwords: what may be one, and how one is kept and compared.

use std::sync::{Condvar, LazyLock, Mutex};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use keshu_kernel::{Fault, Problem, args, codes};
use keshu_store::identity;

use crate::House;

/// What the installation says of passwords.
#[derive(Debug, Clone)]
pub struct Rules {
    pub shortest: usize,
    /// So many of a person's last passwords do not come again.
    pub kept: usize,
    /// After so many days a new one is asked for at sign-in; never without it.
    pub days: Option<i64>,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules { shortest: 10, kept: 5, days: None }
    }
}

/// The most that are remembered of anybody, whatever the rules say today.
pub const MOST_KEPT: usize = 24;

/// Passwords that everybody tries first, without their case, in order. From the list of zxcvbn-ts (MIT,
/// © 2012–2016 Dan Wheeler and Dropbox, Inc.) and what is common among Chinese users.
static COMMON: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// Refuses a password, with everything that is wrong with it. `staff_id` is whose former ones count.
pub(crate) fn check(house: &House, staff_id: Option<&str>, username: &str, password: &str, pointer: &str) -> Result<(), Problem> {
    let rules = &house.accounts.passwords;
    let folded = password.to_lowercase();
    let same = password.chars().next().is_some_and(|first| password.chars().all(|letter| letter == first));
    let mut faults = Vec::new();
    if password.chars().count() < rules.shortest {
        faults.push(Fault::new(pointer, &codes::PASSWORD_SHORT, args![shortest = rules.shortest]));
    }
    if same || COMMON.binary_search(&folded.as_str()).is_ok() {
        faults.push(Fault::new(pointer, &codes::PASSWORD_COMMON, vec![]));
    }
    if username.chars().count() >= 3 && folded.contains(&username.to_lowercase()) {
        faults.push(Fault::new(pointer, &codes::PASSWORD_NAMES_USER, vec![]));
    }
    if let Some(staff_id) = staff_id.filter(|_| faults.is_empty()) {
        let former = house.store.read(|read| identity::last_passwords(read, staff_id, rules.kept))?;
        if former.iter().any(|hash| matches(hash, password)) {
            faults.push(Fault::new(pointer, &codes::PASSWORD_USED, args![count = rules.kept]));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Problem { faults, ..Problem::new(&codes::PASSWORD_WEAK, vec![]) }) }
}

pub(crate) fn hash(password: &str) -> Result<String, Problem> {
    let _turn = Turn::take();
    Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(Problem::internal)
}

pub(crate) fn matches(hash: &str, password: &str) -> bool {
    let _turn = Turn::take();
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// As [`matches`] where there is nobody: never, and it takes as long.
pub(crate) fn matches_nobody(password: &str) -> bool {
    static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody at all").unwrap_or_default());
    matches(&NOBODY, password);
    false
}

/// Each hash takes 19 MiB: so many at a time, however many people come.
const AT_A_TIME: usize = 8;
static BUSY: Mutex<usize> = Mutex::new(0);
static FREE: Condvar = Condvar::new();

struct Turn;

impl Turn {
    fn take() -> Turn {
        let busy = BUSY.lock().expect("nobody panics while counting");
        let mut busy = FREE.wait_while(busy, |busy| *busy >= AT_A_TIME).expect("nobody panics while counting");
        *busy += 1;
        Turn
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *BUSY.lock().expect("nobody panics while counting") -= 1;
        FREE.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::COMMON;

    #[test]
    fn the_common_ones_are_in_order() {
        assert!(COMMON.is_sorted() && COMMON.len() > 10_000);
        assert!(COMMON.binary_search(&"1qaz2wsx3edc").is_ok() && COMMON.binary_search(&"woaini1314").is_ok());
    }
}

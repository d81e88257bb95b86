//! Tries to prove who one is, and how long the next has to wait.
//!
//! A try counts before its password is looked at, so that many at once are no more than one after another. It counts
//! for its user name from its place, and, unless the person is known to come from there, for its user name from
//! anywhere: whoever guesses from many addresses slows down other strangers, and not the person at their own device.

use std::{net::IpAddr, sync::Arc};

use jiff::SignedDuration;
use keshu_kernel::{Problem, args, codes, net::neighbourhood, time::{moment_text, parse_moment}};
use keshu_store::{
    Tx, idempotency,
    sign_in_try::{self, Tries},
    vault::sha256,
};

use crate::House;

/// Who knocks, before it is known who they are.
#[derive(Debug, Clone)]
pub struct Arrival {
    pub request_id: String,
    pub address: IpAddr,
    /// What the browser calls itself.
    pub agent: Option<String>,
    /// What an earlier sign-in left on this device.
    pub device: Option<String>,
}

impl Arrival {
    fn address_place(&self) -> String {
        format!("address:{}", neighbourhood(self.address))
    }

    fn device_place(device: &str) -> String {
        format!("device:{}", sha256(device.as_bytes()))
    }

    /// Remembers that the person came from here, with the device that is left for the next time.
    pub(crate) fn know(&self, tx: &mut Tx, staff_id: &str, device: &str, at: &str) -> Result<(), Problem> {
        sign_in_try::know_place(tx, staff_id, &self.address_place(), at)?;
        sign_in_try::know_place(tx, staff_id, &Arrival::device_place(device), at)
    }
}

/// What fails for nothing, in a row; then each further one waits twice as long as the one before.
struct Patience {
    free: i64,
    first_seconds: i64,
}

const FROM_HERE: Patience = Patience { free: 3, first_seconds: 1 };
const FROM_ANYWHERE: Patience = Patience { free: 6, first_seconds: 60 };
const LONGEST: i64 = 900;
/// After so long without a try all is forgiven.
pub const FORGIVEN_HOURS: i64 = 24;
/// How long it is remembered that somebody came from a place.
pub const PLACE_DAYS: i64 = 180;

impl Patience {
    fn wait(&self, failures: i64) -> i64 {
        if failures <= self.free { 0 } else { (self.first_seconds << (failures - self.free - 1).min(20)).min(LONGEST) }
    }
}

/// One try that counts as failed until it is known better.
#[derive(Clone)]
pub(crate) struct Try {
    before: Vec<(String, Tries)>,
}

impl Try {
    /// Counts a try, or says how long to wait. Nothing here tells whether somebody is called so.
    pub(crate) fn begin(house: &Arc<House>, arrival: &Arrival, username: &str, staff_id: Option<&str>) -> Result<Try, Problem> {
        let (at, now) = (house.now(), moment_text(house.now()));
        let since = moment_text(at - SignedDuration::from_hours(FORGIVEN_HOURS));
        let (name, staff_id, arrival) = (username.trim().to_lowercase(), staff_id.unwrap_or_default().to_owned(), arrival.clone());
        let own = house.clone();
        let before = house.store.write(move |tx| {
            let key = |place: &str| own.store.vault().blind("sign_in_try", &format!("{name}\0{place}"));
            idempotency::lock(tx, &key(""))?;
            let device = arrival.device.as_deref().map(Arrival::device_place);
            let is_known = |tx: &mut Tx, place: &str| sign_in_try::is_known_place(tx.read(), &staff_id, place);
            let known = match &device {
                Some(device) if is_known(tx, device)? => Some(device.clone()),
                _ => None,
            };
            let is_own = known.is_some() || is_known(tx, &arrival.address_place())?;
            let here = key(&known.unwrap_or_else(|| arrival.address_place()));
            let counted = [(here, FROM_HERE)].into_iter().chain((!is_own).then(|| (key(""), FROM_ANYWHERE)));
            let counted = counted.map(|(key, patience)| Ok((sign_in_try::tries(tx.read(), &key, &since)?, key, patience))).collect::<Result<Vec<_>, Problem>>()?;
            let until = counted.iter().filter_map(|(tries, ..)| parse_moment(tries.wait_until.as_deref()?)).max();
            if let Some(until) = until.filter(|until| *until > at) {
                return Err(delayed((until.as_second() - at.as_second()).max(1)));
            }
            let mut before = Vec::new();
            for (tries, key, patience) in counted {
                let failures = tries.failures + 1;
                let wait = patience.wait(failures);
                let wait_until = (wait > 0).then(|| moment_text(at + SignedDuration::from_secs(wait)));
                sign_in_try::set_tries(tx, &key, &Tries { failures, wait_until }, &now)?;
                before.push((key, tries));
            }
            Ok(before)
        })?;
        Ok(Try { before })
    }

    /// The person is who they say: nothing is left of what failed on this way.
    pub(crate) fn proven(&self, tx: &mut Tx) -> Result<(), Problem> {
        self.before.iter().try_for_each(|(key, _)| sign_in_try::forget_tries(tx, key))
    }

    /// It was no wrong try, and no proof either.
    pub(crate) fn take_back(&self, tx: &mut Tx, at: &str) -> Result<(), Problem> {
        self.before.iter().try_for_each(|(key, tries)| sign_in_try::set_tries(tx, key, tries, at))
    }
}

fn delayed(seconds: i64) -> Problem {
    Problem::new(&codes::SIGN_IN_DELAYED, args![seconds = seconds]).with("retry_after", seconds.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_quarter_of_an_hour() {
        let waits: Vec<i64> = (1..=16).map(|failures| FROM_HERE.wait(failures)).collect();
        assert_eq!(waits, [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
        assert_eq!(FROM_HERE.wait(i64::MAX), 900);
    }

    #[test]
    fn strangers_together_get_ten_tries_in_ten_minutes() {
        let (mut second, mut failures) = (0, 0);
        while second <= 600 {
            failures += 1;
            second += FROM_ANYWHERE.wait(failures);
        }
        assert!(failures <= 10, "{failures}");
    }
}

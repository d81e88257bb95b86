//! Moments, dates and the clock. Time is passed in, so tests need no sleeps.

use std::sync::Mutex;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// Where "now" comes from.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that a test moves by hand.
#[derive(Debug)]
pub struct ManualClock(Mutex<Timestamp>);

impl ManualClock {
    pub fn at(moment: Timestamp) -> ManualClock {
        ManualClock(Mutex::new(moment))
    }

    pub fn advance(&self, by: jiff::SignedDuration) {
        let mut now = self.0.lock().expect("the clock is never poisoned");
        *now = now.checked_add(by).expect("a moment within the calendar");
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("the clock is never poisoned")
    }
}

/// `2026-11-21T08:00:00.000Z`: fixed width, so text order is time order.
pub fn moment_text(moment: Timestamp) -> String {
    format!("{:.3}", moment)
}

/// Reads an RFC 3339 moment with any offset.
pub fn parse_moment(text: &str) -> Option<Timestamp> {
    text.trim().parse().ok()
}

/// The calendar day of a moment in a zone.
pub fn date_in(moment: Timestamp, zone: &TimeZone) -> Date {
    moment.to_zoned(zone.clone()).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_have_fixed_width() {
        let moment: Timestamp = "2026-11-21T16:00:00+08:00".parse().unwrap();
        assert_eq!(moment_text(moment), "2026-11-21T08:00:00.000Z");
    }
}

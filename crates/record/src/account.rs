//! Accounts as a whole: what the installation says of them, and closing those that nobody uses.

use std::sync::Arc;

use jiff::SignedDuration;
use keshu_kernel::{Problem, time::moment_text};
use keshu_store::identity;

use crate::{Ctx, House, notice, password, session, setup};

#[derive(Debug, Clone)]
pub struct Rules {
    pub passwords: password::Rules,
    /// A session ends after this long, whatever happens.
    pub session: SignedDuration,
    /// And when it was not used for so long; never without it.
    pub idle: Option<SignedDuration>,
    /// Everybody needs a second factor, whatever their roles say.
    pub second_factor_needed: bool,
    /// An account that nobody used for so many days is disabled; never without it.
    pub unused_days: Option<i64>,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules { passwords: password::Rules::default(), session: SignedDuration::from_hours(12), idle: None, second_factor_needed: false, unused_days: None }
    }
}

/// Disables the accounts that nobody used for so many days as the rules say, and tells who may enable them again.
/// The last administrator stays.
pub fn close_unused(house: &Arc<House>) -> Result<(), Problem> {
    let Some(days) = house.accounts.unused_days else { return Ok(()) };
    let ctx = Ctx::system(house.clone(), "close an unused account");
    let before = moment_text(ctx.now - SignedDuration::from_hours(days * 24));
    for staff_id in house.store.read(|read| identity::unused(read, &before))? {
        let directory = house.directory();
        let Some(staff) = directory.staff.get(&staff_id).filter(|staff| staff.is_active) else { continue };
        if setup::is_last_admin(house, &staff_id)? {
            continue;
        }
        setup::set_staff_active(&ctx, &staff_id, false)?;
        session::end_sessions(&ctx, &staff_id, None)?;
        notice::of_closed(&ctx, staff, days)?;
    }
    Ok(())
}

//! The second proof of who somebody is: one-time codes of an app (RFC 6238) and recovery codes on paper.
//!
//! The secret is sealed by the key ring; a code is good once, a recovery code too.

use std::sync::Arc;

use keshu_kernel::{Fault, Problem, args, codes, time::moment_text};
use keshu_store::{Tx, second_factor as store, vault::{one_time_digest, unhex}};
use serde_json::{Value, json};

use crate::{Ctx, House, StaffInfo, session};

/// Seconds of one code; one before and one after it are taken too, for clocks that differ.
const STEP: i64 = 30;
const CODES: usize = 10;
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Whether the person is asked for a second proof.
pub fn is_on(house: &House, staff_id: &str) -> Result<bool, Problem> {
    Ok(house.store.read(|read| store::totp(read, staff_id))?.is_some_and(|totp| totp.confirmed_at.is_some()))
}

/// Whether the installation or a role of the person says that there must be one.
pub fn is_needed(house: &Arc<House>, staff: &StaffInfo) -> bool {
    house.accounts.second_factor_needed || house.directory().needs_second_factor(&staff.roles)
}

/// What the profile says of it.
pub fn state(ctx: &Ctx) -> Result<Value, Problem> {
    let staff_id = &ctx.actor.staff_id;
    let is_needed = ctx.house.directory().staff.get(staff_id).is_some_and(|staff| is_needed(&ctx.house, staff));
    let left = ctx.house.store.read(|read| store::recovery_codes_left(read, staff_id))?;
    Ok(json!({"is_on": is_on(&ctx.house, staff_id)?, "is_needed": is_needed, "recovery_codes_left": left}))
}

/// A new secret to be put into an app: as text and as the address that its QR code holds.
pub fn offer(ctx: &Ctx) -> Result<Value, Problem> {
    session::must_be_fresh(ctx)?;
    let staff_id = ctx.actor.staff_id.clone();
    if is_on(&ctx.house, &staff_id)? {
        return Err(Problem::new(&codes::SECOND_FACTOR_ON, vec![]));
    }
    let directory = ctx.house.directory();
    let username = directory.staff.get(&staff_id).map(|staff| staff.username.clone()).unwrap_or_default();
    let secret = ctx.house.store.vault().secret(20)?;
    let sealed = ctx.house.store.vault().seal(&place(&staff_id), &secret)?;
    ctx.house.store.write(move |tx| store::offer(tx, &staff_id, &sealed))?;
    let shown = base32(&unhex(&secret).unwrap_or_default());
    Ok(json!({"secret": shown, "uri": format!("otpauth://totp/Keshu:{}?secret={shown}&issuer=Keshu", in_uri(&username))}))
}

/// Turns it on with the first code of the app; answers the recovery codes, which are shown this once.
pub fn confirm(ctx: &Ctx, code: &str) -> Result<Value, Problem> {
    session::must_be_fresh(ctx)?;
    let staff_id = ctx.actor.staff_id.clone();
    if is_on(&ctx.house, &staff_id)? {
        return Err(Problem::new(&codes::SECOND_FACTOR_ON, vec![]));
    }
    let made = recovery_codes(&ctx.house)?;
    let (house, code, kept, now, request_id) = (ctx.house.clone(), code.to_owned(), made.clone(), ctx.now, ctx.request_id.clone());
    ctx.house.store.write(move |tx| {
        if !uses_totp(&house, tx, &staff_id, &code)? {
            return Err(Problem::invalid(vec![Fault::new("/code", &codes::SECOND_FACTOR_WRONG, vec![])]));
        }
        store::confirm(tx, &staff_id, &moment_text(now))?;
        store::set_recovery_codes(tx, &staff_id, &kept)?;
        session::note(tx, now, &staff_id, &staff_id, "second_factor_on", &request_id);
        Ok(())
    })?;
    Ok(json!({"recovery_codes": made.iter().map(|code| in_groups(code)).collect::<Vec<_>>()}))
}

/// New recovery codes in the place of the old ones.
pub fn renew_codes(ctx: &Ctx) -> Result<Value, Problem> {
    session::must_be_fresh(ctx)?;
    let staff_id = ctx.actor.staff_id.clone();
    if !is_on(&ctx.house, &staff_id)? {
        return Err(Problem::new(&codes::SECOND_FACTOR_OFF, vec![]));
    }
    let made = recovery_codes(&ctx.house)?;
    let (kept, now, request_id) = (made.clone(), ctx.now, ctx.request_id.clone());
    ctx.house.store.write(move |tx| {
        store::set_recovery_codes(tx, &staff_id, &kept)?;
        session::note(tx, now, &staff_id, &staff_id, "recovery_codes", &request_id);
        Ok(())
    })?;
    Ok(json!({"recovery_codes": made.iter().map(|code| in_groups(code)).collect::<Vec<_>>()}))
}

/// Turns the own second factor off, unless it has to be there.
pub fn turn_off(ctx: &Ctx) -> Result<(), Problem> {
    session::must_be_fresh(ctx)?;
    let directory = ctx.house.directory();
    if directory.staff.get(&ctx.actor.staff_id).is_some_and(|staff| is_needed(&ctx.house, staff)) {
        return Err(Problem::new(&codes::SECOND_FACTOR_KEPT, vec![]));
    }
    remove(ctx, &ctx.actor.staff_id)
}

/// Takes the second factor from a person who has lost it; their sessions end.
pub fn reset(ctx: &Ctx, staff_id: &str) -> Result<(), Problem> {
    remove(ctx, staff_id)?;
    session::end_sessions(ctx, staff_id, None).map(drop)
}

fn remove(ctx: &Ctx, staff_id: &str) -> Result<(), Problem> {
    let (staff_id, now, actor, request_id) = (staff_id.to_owned(), ctx.now, ctx.actor.staff_id.clone(), ctx.request_id.clone());
    ctx.house.store.write(move |tx| {
        if store::remove(tx, &staff_id)? {
            session::note(tx, now, &actor, &staff_id, "second_factor_off", &request_id);
        }
        Ok(())
    })
}

/// Uses a code, of the app or of the paper; false when it is none or was used before.
pub(crate) fn uses(house: &House, tx: &mut Tx, staff_id: &str, code: &str) -> Result<bool, Problem> {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    match plain.len() {
        6 => uses_totp(house, tx, staff_id, &plain),
        _ => store::use_recovery_code(tx, staff_id, &plain),
    }
}

fn uses_totp(house: &House, tx: &mut Tx, staff_id: &str, code: &str) -> Result<bool, Problem> {
    let Some(totp) = store::totp(tx.read(), staff_id)? else { return Ok(false) };
    let secret = unhex(&house.store.vault().open_sealed(&place(staff_id), &totp.sealed)?).unwrap_or_default();
    let now = house.now().as_second() / STEP;
    match (now - 1..=now + 1).find(|step| code_of(&secret, *step) == code.trim()) {
        Some(step) => store::use_step(tx, staff_id, step),
        None => Ok(false),
    }
}

/// The six digits of a step (RFC 4226, 5.3).
fn code_of(secret: &[u8], step: i64) -> String {
    let digest = one_time_digest(secret, &step.to_be_bytes());
    let at = usize::from(digest[19] & 15);
    let number = u32::from_be_bytes([digest[at] & 127, digest[at + 1], digest[at + 2], digest[at + 3]]);
    format!("{:06}", number % 1_000_000)
}

/// 80 random bits each.
fn recovery_codes(house: &House) -> Result<Vec<String>, Problem> {
    (0..CODES).map(|_| Ok(base32(&unhex(&house.store.vault().secret(10)?).unwrap_or_default()))).collect()
}

/// `ABCD-EFGH-IJKL-MNOP`.
fn in_groups(code: &str) -> String {
    code.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
}

fn place(staff_id: &str) -> String {
    format!("second_factor:{staff_id}")
}

fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut held, mut bits) = (0u32, 0);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(ALPHABET[(held >> bits & 31) as usize]));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(ALPHABET[(held << (5 - bits) & 31) as usize]));
    }
    text
}

fn in_uri(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// What is told to somebody whose password is right: that a code is needed too, or that it is wrong.
pub(crate) fn refused(code: Option<&str>) -> Problem {
    match code {
        None => Problem::new(&codes::SECOND_FACTOR_NEEDED, vec![]),
        Some(_) => Problem { faults: vec![Fault::new("/code", &codes::SECOND_FACTOR_WRONG, args![])], ..Problem::new(&codes::SECOND_FACTOR_WRONG, vec![]) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, the last six of its eight digits.
        for (second, code) in [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037"), (20000000000i64, "353130")] {
            assert_eq!(code_of(b"12345678901234567890", second / STEP), code);
        }
    }

    #[test]
    fn base32_is_that_of_the_standard() {
        for (bytes, text) in [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI")] {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
        assert_eq!(in_groups("ABCDEFGHIJKLMNOP"), "ABCD-EFGH-IJKL-MNOP");
    }
}

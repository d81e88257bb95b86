//! Signing in and staying signed in: passwords, sessions, tokens and one-time links.

use std::sync::Arc;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use jiff::{SignedDuration, Timestamp};
use keshu_access::Actor;
use keshu_kernel::{Fault, Locale, Problem, args, codes, new_id, time::moment_text};
use keshu_store::{
    Tx, audit,
    identity::{self, ApiToken, OneTimeLink},
};

use crate::{Ctx, House};

/// A session ends after this long, whatever happens.
const SESSION: SignedDuration = SignedDuration::from_hours(12);
const LINK: SignedDuration = SignedDuration::from_hours(72);
/// Wrong passwords in a row before the next try has to wait; the wait doubles up to a minute, so that
/// nobody can lock a colleague out for good.
const FREE_TRIES: i64 = 3;
const LONGEST_WAIT: i64 = 60;
const PASSWORD_MIN: usize = 10;
/// Passwords that everybody tries first, without their case.
const COMMON: [&str; 12] = [
    "1234567890", "0123456789", "0987654321", "12345678910", "password123", "qwertyuiop", "1q2w3e4r5t", "1qaz2wsx3edc", "a123456789", "admin12345", "adminadmin", "woaini1314",
];

/// A living session: what the cookie holds and until when.
pub struct Session {
    pub secret: String,
    pub staff_id: String,
    pub expires_at: String,
}

/// Signs in with user name and password.
pub fn sign_in(house: &Arc<House>, request_id: &str, username: &str, password: &str, agent: Option<&str>) -> Result<Session, Problem> {
    let wrong = || Problem::new(&codes::CREDENTIALS_WRONG, vec![]);
    let directory = house.directory();
    let staff = directory.staff_named(username.trim()).filter(|staff| staff.is_active);
    let known = match staff {
        Some(staff) => house.store.read(|read| identity::credential(read, &staff.id))?,
        None => None,
    };
    let Some(credential) = known else {
        // An unknown name takes as long as a wrong password.
        let _ = hash_password(password);
        return Err(wrong());
    };
    let now = house.now();
    if let Some(until) = credential.locked_until.as_deref().and_then(keshu_kernel::time::parse_moment).filter(|until| *until > now) {
        let seconds = (until.as_second() - now.as_second()).max(1);
        return Err(Problem::new(&codes::SIGN_IN_DELAYED, args![seconds = seconds]).with("retry_after", seconds.into()));
    }
    let matches = PasswordHash::new(&credential.hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
    if !matches {
        let failures = credential.failures + 1;
        let wait = if failures <= FREE_TRIES { 0 } else { (1i64 << (failures - FREE_TRIES - 1).min(6)).min(LONGEST_WAIT) };
        let until = (wait > 0).then(|| moment_text(now + SignedDuration::from_secs(wait)));
        let (staff_id, request_id) = (credential.staff_id.clone(), request_id.to_owned());
        house.store.write(move |tx| {
            identity::note_attempt(tx, &staff_id, failures, until.as_deref())?;
            note(tx, now, &staff_id, &staff_id, "sign_in_failed", &request_id);
            Ok(())
        })?;
        return Err(wrong());
    }
    start_session(house, request_id, &credential.staff_id, agent)
}

/// Starts a session for somebody already proven, and forgets failed tries.
pub fn start_session(house: &Arc<House>, request_id: &str, staff_id: &str, agent: Option<&str>) -> Result<Session, Problem> {
    let now = house.now();
    let session = Session { secret: house.store.vault().secret(32)?, staff_id: staff_id.to_owned(), expires_at: moment_text(now + SESSION) };
    let (secret, staff_id, expires_at) = (session.secret.clone(), staff_id.to_owned(), session.expires_at.clone());
    let (agent, request_id) = (agent.map(|agent| agent.chars().take(200).collect::<String>()), request_id.to_owned());
    house.store.write(move |tx| {
        identity::note_attempt(tx, &staff_id, 0, None)?;
        identity::start_session(tx, &secret, &staff_id, &moment_text(now), &expires_at, agent.as_deref())?;
        note(tx, now, &staff_id, &staff_id, "sign_in", &request_id);
        Ok(())
    })?;
    Ok(session)
}

pub fn sign_out(ctx: &Ctx, secret: &str) -> Result<(), Problem> {
    let (secret, staff_id, now, request_id) = (secret.to_owned(), ctx.actor.staff_id.clone(), ctx.now, ctx.request_id.clone());
    ctx.house.store.write(move |tx| {
        identity::end_session(tx, &secret)?;
        note(tx, now, &staff_id, &staff_id, "sign_out", &request_id);
        Ok(())
    })
}

/// Who holds this cookie or this `ks_…` token, with the rights of now.
pub fn actor_of(house: &Arc<House>, secret: &str, is_token: bool, locale: Option<Locale>) -> Result<Actor, Problem> {
    let now = house.now();
    let staff_id = house.store.read(|read| match is_token {
        true => identity::token_staff(read, secret, &keshu_kernel::time::date_in(now, &house.zone).to_string()),
        false => identity::session_staff(read, secret, &moment_text(now)),
    })?;
    staff_id.and_then(|staff_id| house.directory().actor(&staff_id, locale)).ok_or_else(|| Problem::new(&codes::SIGN_IN_REQUIRED, vec![]))
}

/// Sets the own password; other sessions end.
pub fn change_password(ctx: &Ctx, old: &str, new: &str, keep: Option<&str>) -> Result<(), Problem> {
    let directory = ctx.house.directory();
    let staff = directory.staff.get(&ctx.actor.staff_id).ok_or_else(|| Problem::new(&codes::SIGN_IN_REQUIRED, vec![]))?;
    let credential = ctx.house.store.read(|read| identity::credential(read, &staff.id))?;
    let matches = credential.is_some_and(|known| PasswordHash::new(&known.hash).is_ok_and(|hash| Argon2::default().verify_password(old.as_bytes(), &hash).is_ok()));
    if !matches {
        let mut problem = Problem::new(&codes::CREDENTIALS_WRONG, vec![]);
        problem.faults.push(Fault::new("/old", &codes::CREDENTIALS_WRONG, vec![]));
        return Err(problem);
    }
    check_password(&staff.username, new, "/new")?;
    let hash = hash_password(new)?;
    let (staff_id, now, keep, request_id) = (staff.id.clone(), ctx.now, keep.map(str::to_owned), ctx.request_id.clone());
    ctx.house.store.write(move |tx| {
        identity::set_password(tx, &staff_id, &hash, &moment_text(now))?;
        identity::end_other_sessions(tx, &staff_id, keep.as_deref())?;
        note(tx, now, &staff_id, &staff_id, "password_change", &request_id);
        Ok(())
    })
}

/// At least ten characters, not among the first that anybody tries, without the user name.
pub(crate) fn check_password(username: &str, password: &str, pointer: &str) -> Result<(), Problem> {
    let folded = password.to_lowercase();
    let same = password.chars().next().is_some_and(|first| password.chars().all(|letter| letter == first));
    let contains_name = username.chars().count() >= 3 && folded.contains(&username.to_lowercase());
    if password.chars().count() < PASSWORD_MIN || COMMON.contains(&folded.as_str()) || same || contains_name {
        let mut problem = Problem::new(&codes::PASSWORD_WEAK, vec![]);
        problem.faults.push(Fault::new(pointer, &codes::PASSWORD_WEAK, vec![]));
        return Err(problem);
    }
    Ok(())
}

pub(crate) fn hash_password(password: &str) -> Result<String, Problem> {
    Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(Problem::internal)
}

/// Makes a one-time link and gives back its secret.
pub fn make_link(ctx: &Ctx, kind: &'static str, staff_id: Option<&str>) -> Result<String, Problem> {
    let secret = ctx.house.store.vault().secret(24)?;
    let link = OneTimeLink { kind: kind.to_owned(), staff_id: staff_id.map(str::to_owned) };
    let (shown, now, actor, request_id) = (secret.clone(), ctx.now, ctx.actor.staff_id.clone(), ctx.request_id.clone());
    ctx.house.store.write(move |tx| {
        identity::add_link(tx, &shown, &link, &moment_text(now + LINK))?;
        if let Some(staff_id) = &link.staff_id {
            note(tx, now, &actor, staff_id, if link.kind == "reset" { "reset_link" } else { "invite_link" }, &request_id);
        }
        Ok(())
    })?;
    Ok(secret)
}

/// What a living link is for: its kind, and name and user name of the person.
pub fn look_at_link(house: &Arc<House>, secret: &str) -> Result<(String, Option<(String, String)>), Problem> {
    let now = moment_text(house.now());
    let link = house.store.read(|read| identity::link(read, secret, &now))?.ok_or_else(|| Problem::new(&codes::LINK_EXPIRED, vec![]))?;
    let directory = house.directory();
    let person = link.staff_id.as_ref().and_then(|id| directory.staff.get(id)).map(|staff| (staff.name.clone(), staff.username.clone()));
    Ok((link.kind, person))
}

/// Sets the password of the person an invitation or reset is for, and ends the link.
pub fn use_link(house: &Arc<House>, request_id: &str, secret: &str, password: &str) -> Result<String, Problem> {
    let expired = || Problem::new(&codes::LINK_EXPIRED, vec![]);
    let now = house.now();
    let link = house.store.read(|read| identity::link(read, secret, &moment_text(now)))?.ok_or_else(expired)?;
    let staff_id = link.staff_id.ok_or_else(expired)?;
    let directory = house.directory();
    let username = directory.staff.get(&staff_id).map(|staff| staff.username.clone()).ok_or_else(expired)?;
    check_password(&username, password, "/password")?;
    let hash = hash_password(password)?;
    let (secret, id, request_id) = (secret.to_owned(), staff_id.clone(), request_id.to_owned());
    house.store.write(move |tx| {
        if !identity::use_link(tx, &secret)? {
            return Err(Problem::new(&codes::LINK_EXPIRED, vec![]));
        }
        identity::set_password(tx, &id, &hash, &moment_text(now))?;
        identity::end_other_sessions(tx, &id, None)?;
        note(tx, now, &id, &id, "password_set", &request_id);
        Ok(())
    })?;
    Ok(staff_id)
}

/// Makes an API token of a person; the secret is in the answer and nowhere else.
pub fn make_token(ctx: &Ctx, staff_id: &str, name: &str, expires_on: Option<&str>) -> Result<(ApiToken, String), Problem> {
    let secret = format!("ks_{}", ctx.house.store.vault().secret(24)?);
    let token = ApiToken { id: new_id(), name: name.to_owned(), shown: secret[..8].to_owned(), created_at: ctx.at(), expires_on: expires_on.map(str::to_owned) };
    let (kept, shown, staff_id, now, actor, request_id) = (token.clone(), secret.clone(), staff_id.to_owned(), ctx.now, ctx.actor.staff_id.clone(), ctx.request_id.clone());
    ctx.house.store.write(move |tx| {
        identity::add_token(tx, &staff_id, &kept, &shown)?;
        note(tx, now, &actor, &staff_id, "token_create", &request_id);
        Ok(())
    })?;
    Ok((token, secret))
}

pub fn tokens(ctx: &Ctx) -> Result<Vec<ApiToken>, Problem> {
    ctx.house.store.read(|read| identity::tokens(read, &ctx.actor.staff_id))
}

pub fn remove_token(ctx: &Ctx, id: &str) -> Result<(), Problem> {
    let (staff_id, id, now, request_id) = (ctx.actor.staff_id.clone(), id.to_owned(), ctx.now, ctx.request_id.clone());
    ctx.house.store.write(move |tx| {
        if !identity::remove_token(tx, &staff_id, &id)? {
            return Err(Problem::new(&codes::RECORD_NOT_FOUND, vec![]));
        }
        note(tx, now, &staff_id, &staff_id, "token_remove", &request_id);
        Ok(())
    })
}

/// Ends every session of a person, for disabling.
pub fn end_sessions(ctx: &Ctx, staff_id: &str) -> Result<(), Problem> {
    let staff_id = staff_id.to_owned();
    ctx.house.store.write(move |tx| identity::end_other_sessions(tx, &staff_id, None))
}

fn note(tx: &mut Tx, now: Timestamp, actor: &str, staff_id: &str, action: &str, request_id: &str) {
    tx.audit(audit::Entry {
        at: moment_text(now),
        actor: actor.to_owned(),
        action: action.to_owned(),
        entity: "staff".to_owned(),
        record_id: staff_id.to_owned(),
        request_id: request_id.to_owned(),
        ..audit::Entry::default()
    });
}

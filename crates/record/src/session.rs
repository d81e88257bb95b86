//! Signing in and staying signed in: passwords, sessions, tokens and one-time links.

use std::{net::IpAddr, sync::Arc};

use jiff::{SignedDuration, Timestamp};
use keshu_access::{Actor, Limit, Rights};
use keshu_kernel::{Fault, Locale, Network, Problem, args, codes, time::{moment_text, parse_moment}};
use keshu_store::{
    Tx, audit,
    identity::{self, ApiToken, OneTimeLink},
};

use serde_json::{Value, json};

use crate::{
    Ctx, House, Proven, password, second_factor,
    tries::{Arrival, Try},
};

/// How long somebody who has proved who they are need not do so again before a sensitive act.
const FRESH: SignedDuration = SignedDuration::from_mins(5);
/// That a session or token is used is noted this often.
const NOTED: SignedDuration = SignedDuration::from_mins(1);
/// A one-time link lives so long; one that a person gets at sign-in is for that very moment.
const LINK: SignedDuration = SignedDuration::from_hours(72);
const LINK_AT_ONCE: SignedDuration = SignedDuration::from_mins(30);
/// The link with which a password that has run out is replaced.
const EXPIRED: &str = "expired";

/// A living session: what the cookies hold and until when.
pub struct Session {
    pub secret: String,
    /// What stays on the device, so that the person is known there the next time.
    pub device: String,
    pub staff_id: String,
    pub expires_at: String,
}

/// Signs in with user name and password, and a code where one is asked for.
pub fn sign_in(house: &Arc<House>, arrival: &Arrival, username: &str, password: &str, code: Option<&str>) -> Result<Session, Problem> {
    let directory = house.directory();
    let staff = directory.staff_named(username.trim()).filter(|staff| staff.is_active);
    let attempt = Try::begin(house, arrival, username, staff.map(|staff| staff.id.as_str()))?;
    let staff_id = staff.map_or(NOBODY, |staff| &staff.id);
    let known = house.store.read(|read| identity::credential(read, staff_id))?;
    let matches = match &known {
        Some(known) => password::matches(&known.hash, password),
        None => password::matches_nobody(password),
    };
    let Some(known) = known.filter(|_| matches) else {
        let (staff_id, request_id, now) = (staff_id.to_owned(), arrival.request_id.clone(), house.now());
        house.store.write(move |tx| {
            note(tx, now, &staff_id, &staff_id, "sign_in_failed", &request_id);
            Ok(())
        })?;
        return Err(Problem::new(&codes::CREDENTIALS_WRONG, vec![]));
    };
    ask_second_factor(house, arrival, staff_id, code, &attempt)?;
    refuse_old_password(house, arrival, staff_id, &known.changed_at, &attempt)?;
    begin_session(house, arrival, staff_id, Some(attempt), Some(house.now()))
}

/// After the right password: a code, used up here, where the person has a second factor.
fn ask_second_factor(house: &Arc<House>, arrival: &Arrival, staff_id: &str, code: Option<&str>, attempt: &Try) -> Result<(), Problem> {
    if !second_factor::is_on(house, staff_id)? {
        return Ok(());
    }
    let (own, id, given, attempt, now, request_id) = (house.clone(), staff_id.to_owned(), code.map(str::to_owned), attempt.clone(), house.now(), arrival.request_id.clone());
    let is_right = house.store.write(move |tx| {
        let Some(code) = &given else {
            // Not a wrong try; and no proof, or the count of wrong codes would begin anew.
            attempt.take_back(tx, &moment_text(now))?;
            return Ok(false);
        };
        let is_right = second_factor::uses(&own, tx, &id, code)?;
        if !is_right {
            note(tx, now, &id, &id, "sign_in_failed", &request_id);
        }
        Ok(is_right)
    })?;
    if is_right { Ok(()) } else { Err(second_factor::refused(code)) }
}

/// Whoever a user name belongs to that nobody has, in the audit.
const NOBODY: &str = "nobody";

/// A password that has run out proves who somebody is, and is good for nothing but setting a new one.
fn refuse_old_password(house: &Arc<House>, arrival: &Arrival, staff_id: &str, changed_at: &str, attempt: &Try) -> Result<(), Problem> {
    let Some(days) = house.accounts.passwords.days else { return Ok(()) };
    let age = parse_moment(changed_at).map(|changed| house.now().duration_since(changed).as_hours());
    if age.is_some_and(|hours| hours < days * 24) {
        return Ok(());
    }
    let secret = house.store.vault().secret(24)?;
    let (shown, id, now, request_id, attempt) = (secret.clone(), staff_id.to_owned(), house.now(), arrival.request_id.clone(), attempt.clone());
    house.store.write(move |tx| {
        attempt.take_back(tx, &moment_text(now))?;
        identity::add_link(tx, &shown, &OneTimeLink { kind: EXPIRED.to_owned(), staff_id: Some(id.clone()) }, &moment_text(now + LINK_AT_ONCE))?;
        note(tx, now, &id, &id, "password_expired", &request_id);
        Ok(())
    })?;
    Err(Problem::new(&codes::PASSWORD_EXPIRED, args![days = days]).with("link", format!("/link/{secret}").into()))
}

/// Starts a session for somebody already proven; `by_click` where nothing was asked (the demo).
pub fn start_session(house: &Arc<House>, arrival: &Arrival, staff_id: &str, by_click: bool) -> Result<Session, Problem> {
    let proven_at = (!by_click).then(|| house.now());
    begin_session(house, arrival, staff_id, None, proven_at)
}

fn begin_session(house: &Arc<House>, arrival: &Arrival, staff_id: &str, attempt: Option<Try>, proven_at: Option<Timestamp>) -> Result<Session, Problem> {
    let now = house.now();
    let device = match arrival.device.clone().filter(|device| device.len() == 48) {
        Some(device) => device,
        None => house.store.vault().secret(24)?,
    };
    let session = Session { secret: house.store.vault().secret(32)?, device, staff_id: staff_id.to_owned(), expires_at: moment_text(now + house.accounts.session) };
    let (secret, device, arrival) = (session.secret.clone(), session.device.clone(), arrival.clone());
    let kept = identity::Session {
        id: String::new(),
        staff_id: staff_id.to_owned(),
        created_at: moment_text(now),
        expires_at: session.expires_at.clone(),
        last_at: moment_text(now),
        proven_at: proven_at.map(moment_text),
        agent: arrival.agent.as_ref().map(|agent| agent.chars().take(300).collect()),
        address: Some(arrival.address.to_string()),
    };
    house.store.write(move |tx| {
        if let Some(attempt) = &attempt {
            attempt.proven(tx)?;
        }
        arrival.know(tx, &kept.staff_id, &device, &kept.created_at)?;
        identity::start_session(tx, &secret, &kept)?;
        identity::touch_account(tx, &kept.staff_id, &kept.created_at)?;
        note(tx, now, &kept.staff_id, &kept.staff_id, "sign_in", &arrival.request_id);
        Ok(())
    })?;
    Ok(session)
}

pub fn sign_out(ctx: &Ctx, secret: &str) -> Result<(), Problem> {
    let (house, secret, staff_id, now, request_id) = (ctx.house.clone(), secret.to_owned(), ctx.actor.staff_id.clone(), ctx.now, ctx.request_id.clone());
    ctx.house.store.write(move |tx| {
        identity::end_session(tx, &secret)?;
        rouse(&house, tx);
        note(tx, now, &staff_id, &staff_id, "sign_out", &request_id);
        Ok(())
    })
}

/// What somebody came with: an API token `ks_…`, or the cookie of a session.
#[derive(Clone)]
pub struct Proof {
    pub secret: String,
    pub is_token: bool,
}

/// Somebody who has come in, with the rights of now.
pub struct Entered {
    pub actor: Actor,
    pub proven: Proven,
    /// A second factor is needed and not there: nothing goes but turning it on.
    pub must_enrol: bool,
    /// What the token leaves of the rights.
    pub limit: Limit,
}

/// Since when a session must have been used.
pub fn idle_since(house: &House) -> Option<String> {
    house.accounts.idle.map(|idle| moment_text(house.now() - idle))
}

/// Who that is. That it is looked at is no use of the session.
pub fn look(house: &Arc<House>, proof: &Proof, locale: Option<Locale>) -> Result<Entered, Problem> {
    entered(house, proof, &found(house, proof)?, locale)
}

fn entered(house: &Arc<House>, proof: &Proof, came: &Came, locale: Option<Locale>) -> Result<Entered, Problem> {
    let (staff_id, proven, limit) = match came {
        Came::WithToken(token, staff_id) => (staff_id, Proven::Token, token.limit.clone()),
        Came::InSession(session) => (&session.staff_id, Proven::Session(session.proven_at.as_deref().and_then(parse_moment)), Limit::default()),
    };
    let directory = house.directory();
    let mut actor = directory.actor(staff_id, locale).ok_or_else(|| Problem::new(&codes::SIGN_IN_REQUIRED, vec![]))?;
    if !limit.is_none() {
        actor.rights = Arc::new(Rights::clone(&actor.rights).within(limit.clone()));
    }
    let is_needed = !proof.is_token && directory.staff.get(staff_id).is_some_and(|staff| second_factor::is_needed(house, staff));
    let must_enrol = is_needed && !second_factor::is_on(house, staff_id)?;
    Ok(Entered { actor, proven, must_enrol, limit })
}

/// What a proof stands for.
enum Came {
    WithToken(Box<ApiToken>, String),
    InSession(Box<identity::Session>),
}

fn found(house: &House, proof: &Proof) -> Result<Came, Problem> {
    let came = if proof.is_token {
        let today = keshu_kernel::time::date_in(house.now(), &house.zone).to_string();
        let token = house.store.read(|read| identity::token(read, &proof.secret, &today))?;
        token.map(|(token, staff_id)| Came::WithToken(Box::new(token), staff_id))
    } else {
        living(house, &proof.secret)?.map(|session| Came::InSession(Box::new(session)))
    };
    came.ok_or_else(|| Problem::new(&codes::SIGN_IN_REQUIRED, vec![]))
}

/// As [`look`], by somebody who comes from `address` and did something `idle` ago.
pub fn enter(house: &Arc<House>, proof: &Proof, address: IpAddr, idle: SignedDuration, locale: Option<Locale>) -> Result<Entered, Problem> {
    let came = found(house, proof)?;
    let entered = entered(house, proof, &came, locale)?;
    match came {
        Came::WithToken(token, staff_id) => {
            let is_inside = |network: &String| network.parse::<Network>().is_ok_and(|network| network.contains(address));
            if !token.networks.is_empty() && !token.networks.iter().any(is_inside) {
                return Err(Problem::new(&codes::TOKEN_ADDRESS, args![address = address]));
            }
            note_use(house, token.last_used_at.clone(), house.now(), move |tx, at| {
                identity::touch_token(tx, &token.id, at, &address.to_string())?;
                identity::touch_account(tx, &staff_id, at)
            })?;
        }
        Came::InSession(session) => {
            let secret = proof.secret.clone();
            note_use(house, Some(session.last_at.clone()), house.now() - idle, move |tx, at| {
                identity::touch_session(tx, &secret, at)?;
                identity::touch_account(tx, &session.staff_id, at)
            })?;
        }
    }
    Ok(entered)
}

fn note_use(house: &Arc<House>, last: Option<String>, used_at: Timestamp, touch: impl Fn(&mut Tx, &str) -> Result<(), Problem> + Send + 'static) -> Result<(), Problem> {
    if last.as_deref().and_then(parse_moment).is_some_and(|last| used_at.duration_since(last) < NOTED) {
        return Ok(());
    }
    house.store.write(move |tx| touch(tx, &moment_text(used_at)))
}

fn living(house: &House, secret: &str) -> Result<Option<identity::Session>, Problem> {
    house.store.read(|read| identity::session(read, secret, &moment_text(house.now()), idle_since(house).as_deref()))
}

/// When the session of this cookie ends if it is not used again.
pub fn session_end(house: &House, secret: &str) -> Result<Option<String>, Problem> {
    let end = |session: identity::Session| {
        let idle_end = house.accounts.idle.and_then(|idle| Some(moment_text(parse_moment(&session.last_at)? + idle)));
        idle_end.filter(|end| *end < session.expires_at).unwrap_or(session.expires_at)
    };
    Ok(living(house, secret)?.map(end))
}

/// Refuses a sensitive act unless whoever asks has just proved who they are. A token was made for what it does.
pub fn must_be_fresh(ctx: &Ctx) -> Result<(), Problem> {
    match ctx.proven {
        Proven::Inside | Proven::Token => Ok(()),
        Proven::Session(Some(proven_at)) if ctx.now.duration_since(proven_at) < FRESH => Ok(()),
        Proven::Session(_) => Err(Problem::new(&codes::STEP_UP_NEEDED, vec![])),
    }
}

/// Proves again who one is: from now on sensitive acts go for a while.
pub fn step_up(ctx: &Ctx, arrival: &Arrival, secret: &str, proof: &Again) -> Result<(), Problem> {
    let attempt = match proof {
        Again::Password(password) => prove_again(ctx, arrival, "/password", |known| Ok(known.is_some_and(|known| password::matches(&known.hash, password))))?,
        Again::Code(code) => prove_again(ctx, arrival, "/code", |_| {
            let (house, staff_id, code) = (ctx.house.clone(), ctx.actor.staff_id.clone(), code.clone());
            ctx.house.store.write(move |tx| second_factor::uses(&house, tx, &staff_id, &code))
        })?,
    };
    let (staff_id, secret, now, request_id) = (ctx.actor.staff_id.clone(), secret.to_owned(), ctx.now, ctx.request_id.clone());
    ctx.house.store.write(move |tx| {
        attempt.proven(tx)?;
        identity::prove_session(tx, &secret, &moment_text(now))?;
        note(tx, now, &staff_id, &staff_id, "step_up", &request_id);
        Ok(())
    })
}

/// As [`step_up`] where people have no passwords: in the demo.
pub fn step_up_by_click(ctx: &Ctx, secret: &str) -> Result<(), Problem> {
    let (secret, at) = (secret.to_owned(), ctx.at());
    ctx.house.store.write(move |tx| identity::prove_session(tx, &secret, &at))
}

/// What proves again who one is.
pub enum Again {
    Password(String),
    Code(String),
}

/// Asks for a proof of whoever is signed in; a wrong one counts like one at sign-in.
fn prove_again(ctx: &Ctx, arrival: &Arrival, pointer: &str, is_right: impl FnOnce(Option<identity::Credential>) -> Result<bool, Problem>) -> Result<Try, Problem> {
    let directory = ctx.house.directory();
    let staff = directory.staff.get(&ctx.actor.staff_id).ok_or_else(|| Problem::new(&codes::SIGN_IN_REQUIRED, vec![]))?;
    let attempt = Try::begin(&ctx.house, arrival, &staff.username, Some(&staff.id))?;
    let credential = ctx.house.store.read(|read| identity::credential(read, &staff.id))?;
    if is_right(credential)? {
        return Ok(attempt);
    }
    let (staff_id, now, request_id) = (staff.id.clone(), ctx.now, ctx.request_id.clone());
    ctx.house.store.write(move |tx| {
        note(tx, now, &staff_id, &staff_id, "step_up_failed", &request_id);
        Ok(())
    })?;
    // No 401: the session goes on.
    let code = if pointer == "/code" { &codes::SECOND_FACTOR_WRONG } else { &codes::PASSWORD_WRONG };
    Err(Problem::invalid(vec![Fault::new(pointer, code, vec![])]))
}

/// Sets the own password; other sessions end.
pub fn change_password(ctx: &Ctx, arrival: &Arrival, old: &str, new: &str, keep: Option<&str>) -> Result<(), Problem> {
    let directory = ctx.house.directory();
    let staff = directory.staff.get(&ctx.actor.staff_id).ok_or_else(|| Problem::new(&codes::SIGN_IN_REQUIRED, vec![]))?;
    let attempt = prove_again(ctx, arrival, "/old", |known| Ok(known.is_some_and(|known| password::matches(&known.hash, old))))?;
    let (house, staff_id, now, keep, request_id) = (ctx.house.clone(), staff.id.clone(), ctx.now, keep.map(str::to_owned), ctx.request_id.clone());
    house.clone().store.write(move |tx| attempt.proven(tx))?;
    password::check(&house, Some(&staff.id), &staff.username, new, "/new")?;
    let hash = password::hash(new)?;
    ctx.house.store.write(move |tx| {
        identity::set_password(tx, &staff_id, &hash, &moment_text(now), password::MOST_KEPT)?;
        identity::end_other_sessions(tx, &staff_id, keep.as_deref())?;
        rouse(&house, tx);
        note(tx, now, &staff_id, &staff_id, "password_change", &request_id);
        Ok(())
    })
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
/// Where the person has a second factor it is asked for too, but for a link that was given after it.
pub fn use_link(house: &Arc<House>, arrival: &Arrival, secret: &str, password: &str, code: Option<&str>) -> Result<String, Problem> {
    let expired = || Problem::new(&codes::LINK_EXPIRED, vec![]);
    let now = house.now();
    let link = house.store.read(|read| identity::link(read, secret, &moment_text(now)))?.ok_or_else(expired)?;
    let staff_id = link.staff_id.ok_or_else(expired)?;
    let directory = house.directory();
    let username = directory.staff.get(&staff_id).map(|staff| staff.username.clone()).ok_or_else(expired)?;
    password::check(house, Some(&staff_id), &username, password, "/password")?;
    if link.kind != EXPIRED {
        let attempt = Try::begin(house, arrival, &username, Some(&staff_id))?;
        ask_second_factor(house, arrival, &staff_id, code, &attempt)?;
        house.store.write(move |tx| attempt.proven(tx))?;
    }
    let hash = password::hash(password)?;
    let (listening, secret, id, request_id) = (house.clone(), secret.to_owned(), staff_id.clone(), arrival.request_id.clone());
    house.store.write(move |tx| {
        if !identity::use_link(tx, &secret)? {
            return Err(Problem::new(&codes::LINK_EXPIRED, vec![]));
        }
        identity::set_password(tx, &id, &hash, &moment_text(now), password::MOST_KEPT)?;
        identity::end_other_sessions(tx, &id, None)?;
        rouse(&listening, tx);
        note(tx, now, &id, &id, "password_set", &request_id);
        Ok(())
    })?;
    Ok(staff_id)
}

/// Ends every session of a person but the one of `keep`; says how many there were.
pub fn end_sessions(ctx: &Ctx, staff_id: &str, keep: Option<&str>) -> Result<u64, Problem> {
    let (house, staff_id, keep, now, actor, request_id) = (ctx.house.clone(), staff_id.to_owned(), keep.map(str::to_owned), ctx.now, ctx.actor.staff_id.clone(), ctx.request_id.clone());
    ctx.house.store.write(move |tx| {
        let ended = identity::end_other_sessions(tx, &staff_id, keep.as_deref())?;
        rouse(&house, tx);
        note(tx, now, &actor, &staff_id, "sessions_end", &request_id);
        Ok(ended)
    })
}

/// Ends one of the own sessions.
pub fn end_session(ctx: &Ctx, id: &str) -> Result<(), Problem> {
    let (house, staff_id, id, now, request_id) = (ctx.house.clone(), ctx.actor.staff_id.clone(), id.to_owned(), ctx.now, ctx.request_id.clone());
    ctx.house.store.write(move |tx| {
        if !identity::end_session_named(tx, &staff_id, &id)? {
            return Err(Problem::new(&codes::RECORD_NOT_FOUND, vec![]));
        }
        rouse(&house, tx);
        note(tx, now, &staff_id, &staff_id, "session_end", &request_id);
        Ok(())
    })
}

/// Where one is signed in: device, address, first and last use; `secret` is the session that asks.
pub fn devices(ctx: &Ctx, secret: Option<&str>) -> Result<Value, Problem> {
    let (at, idle_since) = (ctx.at(), idle_since(&ctx.house));
    let (sessions, own) = ctx.house.store.read(|read| {
        let own = secret.map(|secret| identity::session(read, secret, &at, idle_since.as_deref())).transpose()?.flatten();
        Ok((identity::sessions(read, &ctx.actor.staff_id, &at, idle_since.as_deref())?, own))
    })?;
    let items: Vec<Value> = sessions
        .iter()
        .map(|session| {
            let is_this = own.as_ref().is_some_and(|own| own.id == session.id);
            json!({"id": session.id, "device": session.agent.as_deref().map(device_name), "address": session.address, "created_at": session.created_at, "last_at": session.last_at, "expires_at": session.expires_at, "is_this": is_this})
        })
        .collect();
    Ok(json!({"items": items}))
}

/// `Chrome · Windows`: the first of each that the browser calls itself. Others pretend to be those behind them.
fn device_name(agent: &str) -> String {
    const PROGRAMS: [(&str, &str); 13] = [
        ("wxwork", "企业微信"), ("MicroMessenger", "微信"), ("DingTalk", "钉钉"), ("Lark", "飞书"), ("Edg", "Edge"), ("OPR", "Opera"), ("HuaweiBrowser", "华为浏览器"),
        ("QQBrowser", "QQ 浏览器"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"), ("curl", "curl"),
    ];
    const MACHINES: [(&str, &str); 8] =
        [("OpenHarmony", "HarmonyOS"), ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux")];
    let named = |names: &[(&str, &'static str)]| names.iter().find(|(word, _)| agent.contains(word)).map(|(_, name)| *name);
    let parts: Vec<&str> = [named(&PROGRAMS), named(&MACHINES)].into_iter().flatten().collect();
    if parts.is_empty() { agent.split(['/', ' ']).next().unwrap_or_default().chars().take(40).collect() } else { parts.join(" · ") }
}

/// Whoever listens in a session that ends is let go at once.
pub(crate) fn rouse(house: &Arc<House>, tx: &mut Tx) {
    let house = house.clone();
    tx.after_commit(move || house.live.rouse());
}

pub(crate) fn note(tx: &mut Tx, now: Timestamp, actor: &str, staff_id: &str, action: &str, request_id: &str) {
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

#[cfg(test)]
mod tests {
    use super::device_name;

    #[test]
    fn a_device_is_called_by_program_and_machine() {
        for (agent, name) in [
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36", "Chrome · Windows"),
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0", "Edge · Windows"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "Safari · iPhone"),
            ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.49", "微信 · Android"),
            ("keshu-sync/1.2", "keshu-sync"),
            ("", ""),
        ] {
            assert_eq!(device_name(agent), name);
        }
    }
}

//! API tokens: for programs that act as their owner, within what the owner lets them.

use jiff::civil::Date;
use keshu_access::{Action, Limit};
use keshu_kernel::{Fault, Network, Problem, args, codes, new_id};
use keshu_store::identity::{self, ApiToken};
use serde_json::{Map, Value, json};

use crate::{Ctx, session};

const MOST_NETWORKS: usize = 50;

/// What a token is to be.
#[derive(Debug, Default)]
pub struct Wanted {
    pub name: String,
    /// The last day on which it goes, by the company's clock.
    pub expires_on: Option<String>,
    pub limit: Limit,
    pub networks: Vec<String>,
}

impl Wanted {
    /// `{name, expires_on?, entities?, actions?, networks?}`, with everything that is wrong with it.
    pub fn read(ctx: &Ctx, body: &Map<String, Value>) -> Result<Wanted, Problem> {
        let mut faults = Vec::new();
        for key in body.keys().filter(|key| !matches!(key.as_str(), "name" | "expires_on" | "entities" | "actions" | "networks")) {
            faults.push(Fault::new(format!("/{key}"), &codes::FIELD_UNKNOWN, args![entity = "api_token", field = key, hint = ""]));
        }
        let given = |key: &str| body.get(key).filter(|value| !value.is_null());
        let name = given("name").and_then(Value::as_str).map(str::trim).filter(|name| (1..=100).contains(&name.chars().count()));
        if name.is_none() {
            faults.push(Fault::new("/name", &codes::VALUE_REQUIRED, args![label = "name"]));
        }
        let expires_on = given("expires_on").and_then(|value| {
            let date = value.as_str().and_then(|text| text.parse::<Date>().ok());
            if date.is_none() {
                faults.push(Fault::new("/expires_on", &codes::DATE_INVALID, args![label = "expires_on", value = value]));
            }
            date.map(|date| date.to_string())
        });
        let mut texts = |key: &str| -> Option<Vec<String>> {
            let list = given(key)?;
            let texts = list.as_array().and_then(|list| list.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>());
            if texts.is_none() {
                faults.push(Fault::new(format!("/{key}"), &codes::VALUE_TYPE, args![label = key, wanted = "[\"…\"]"]));
            }
            texts
        };
        let limit = Limit { entities: texts("entities"), actions: texts("actions") };
        let networks = texts("networks").unwrap_or_default();
        check_limit(ctx, &limit, &mut faults);
        let networks = read_networks(&networks, &mut faults);
        if faults.is_empty() { Ok(Wanted { name: name.unwrap_or_default().to_owned(), expires_on, limit, networks }) } else { Err(Problem::invalid(faults)) }
    }
}

fn check_limit(ctx: &Ctx, limit: &Limit, faults: &mut Vec<Fault>) {
    for (place, name) in limit.entities.iter().flatten().enumerate() {
        let Ok(entity) = ctx.entity(name) else {
            faults.push(Fault::new(format!("/entities/{place}"), &codes::ENTITY_UNKNOWN, args![entity = name]));
            continue;
        };
        // What hangs on other records is seen with them alone.
        let parents = entity.rights_from.as_ref().and_then(|field| entity.field(field)).map(|field| field.kind.targets().collect::<Vec<_>>());
        if let Some(parents) = parents.filter(|parents| !parents.iter().any(|parent| limit.reaches(parent))) {
            faults.push(Fault::new(format!("/entities/{place}"), &codes::TOKEN_NEEDS_PARENT, args![entity = name, parent = parents.join(" / ")]));
        }
    }
    let declared = |name: &str| ctx.house.catalog.entities.values().any(|entity| entity.actions.iter().any(|action| action == name));
    for (place, name) in limit.actions.iter().flatten().enumerate() {
        if !Action::ALL.iter().any(|action| action.name() == name) && !declared(name) {
            faults.push(Fault::new(format!("/actions/{place}"), &codes::ACTION_UNKNOWN, args![entity = "api_token", action = name]));
        }
    }
}

fn read_networks(texts: &[String], faults: &mut Vec<Fault>) -> Vec<String> {
    if texts.len() > MOST_NETWORKS {
        faults.push(Fault::new("/networks", &codes::VALUE_TYPE, args![label = "networks", wanted = format!("≤ {MOST_NETWORKS}")]));
    }
    let mut networks = Vec::new();
    for (place, text) in texts.iter().enumerate() {
        match text.parse::<Network>() {
            Ok(network) => networks.push(network.to_string()),
            Err(()) => faults.push(Fault::new(format!("/networks/{place}"), &codes::NETWORK_INVALID, args![value = text])),
        }
    }
    networks
}

/// Makes a token of whoever asks; the secret is in the answer and nowhere else.
pub fn make(ctx: &Ctx, wanted: Wanted) -> Result<(ApiToken, String), Problem> {
    session::must_be_fresh(ctx)?;
    let secret = format!("ks_{}", ctx.house.store.vault().secret(24)?);
    let Wanted { name, expires_on, limit, networks } = wanted;
    let token = ApiToken { id: new_id(), name, shown: secret[..8].to_owned(), created_at: ctx.at(), expires_on, limit, networks, last_used_at: None, last_address: None };
    let (kept, shown, staff_id, now, request_id) = (token.clone(), secret.clone(), ctx.actor.staff_id.clone(), ctx.now, ctx.request_id.clone());
    ctx.house.store.write(move |tx| {
        identity::add_token(tx, &staff_id, &kept, &shown)?;
        session::note(tx, now, &staff_id, &staff_id, "token_create", &request_id);
        Ok(())
    })?;
    Ok((token, secret))
}

pub fn list(ctx: &Ctx) -> Result<Value, Problem> {
    let tokens = ctx.house.store.read(|read| identity::tokens(read, &ctx.actor.staff_id))?;
    Ok(json!({"items": tokens}))
}

pub fn remove(ctx: &Ctx, id: &str) -> Result<(), Problem> {
    let (house, staff_id, id, now, request_id) = (ctx.house.clone(), ctx.actor.staff_id.clone(), id.to_owned(), ctx.now, ctx.request_id.clone());
    ctx.house.store.write(move |tx| {
        if !identity::remove_token(tx, &staff_id, &id)? {
            return Err(Problem::new(&codes::RECORD_NOT_FOUND, vec![]));
        }
        session::rouse(&house, tx);
        session::note(tx, now, &staff_id, &staff_id, "token_remove", &request_id);
        Ok(())
    })
}

//! Deeds on one record: restore, share and unshare, and what the entity's pack names.

use keshu_access::Action;
use keshu_catalog::Entity;
use keshu_kernel::{Fault, Problem, args, codes};
use keshu_store::{Share, ShareRight, audit, query, remove_share, write_share};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    Ctx, input, reindex,
    reveal::{DEED, reveal},
    write,
};

/// What an action answers.
pub enum Performed {
    /// The record as JSON text, with its version.
    Record(String, i64),
    Value(Value),
}

/// Which version to put a record back to, and which fields of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Revert {
    version: i64,
    fields: Option<Vec<String>>,
}

/// Does `action` to a record, which stands at `version` where the action writes its fields. Input of the action is the body.
pub fn act(ctx: &Ctx, entity: &str, id: &str, action: &str, version: Option<i64>, body: &Value) -> Result<Performed, Problem> {
    let entity = ctx.entity(entity)?;
    match action {
        "restore" if entity.trash => write::restore(ctx, &entity.name, id).map(|written| Performed::Record(written.json, written.version)),
        "revert" => {
            let wanted: Revert = serde_json::from_value(body.clone()).map_err(|_| Problem::invalid(vec![Fault::new("", &codes::VALUE_TYPE, args![label = "revert", wanted = "{version, fields?}"])]))?;
            write::revert(ctx, &entity.name, id, version, wanted.version, wanted.fields).map(|written| Performed::Record(written.json, written.version))
        }
        DEED => reveal(ctx, entity, id, body).map(Performed::Value),
        "share" if entity.owner.is_some() => share(ctx, entity, id, body, true).map(Performed::Value),
        "unshare" if entity.owner.is_some() => share(ctx, entity, id, body, false).map(Performed::Value),
        _ if entity.actions.iter().any(|known| known == action) => {
            let (right, run) = ctx.house.registry.find_action(action).ok_or_else(|| Problem::internal(format!("action {action} is gone")))?;
            must_reach(ctx, entity, right, id)?;
            run(ctx, entity, id, body).map(Performed::Value)
        }
        _ => Err(Problem::new(&codes::ACTION_UNKNOWN, args![entity = entity.label.get(ctx.locale), action = action])),
    }
}

/// 404 unless the asker may read the record, 403 unless they may also do this to it.
fn must_reach(ctx: &Ctx, entity: &Entity, right: Action, id: &str) -> Result<(), Problem> {
    let grant = ctx.grant(entity, right)?;
    ctx.house.store.read(|read| match query::exists(read, &ctx.house.catalog, entity, &grant, id)? {
        true => Ok(()),
        false => Err(write::out_of_reach(ctx, read, entity, &grant, id)?),
    })
}

/// `{"staff_id" | "dept_id" | "role_id": …, "right": "read" | "write"}`: who else may see or change the record.
fn share(ctx: &Ctx, entity: &Entity, id: &str, body: &Value, add: bool) -> Result<Value, Problem> {
    if let Some(key) = body.as_object().into_iter().flat_map(Map::keys).find(|key| !matches!(key.as_str(), "staff_id" | "dept_id" | "role_id" | "right")) {
        return Err(Problem::invalid(vec![Fault::new(input::pointer(&["", key]), &codes::FIELD_UNKNOWN, args![entity = "share", field = key, hint = ""])]));
    }
    let principals = ["staff", "dept", "role"].iter().filter_map(|kind| Some((*kind, body.get(format!("{kind}_id"))?.as_str()?))).collect::<Vec<_>>();
    let [(kind, principal_id)] = principals.as_slice() else {
        return Err(Problem::invalid(vec![Fault::new("", &codes::VALUE_TYPE, args![label = "share", wanted = "staff_id | dept_id | role_id"])]));
    };
    let directory = ctx.house.directory();
    if directory.title(kind, principal_id).is_none() {
        return Err(Problem::invalid(vec![Fault::new(input::pointer(&["", &format!("{kind}_id")]), &codes::LINK_BROKEN, args![label = kind])]));
    }
    let right = match body.get("right") {
        None => ShareRight::Read,
        Some(right) if right == "read" => ShareRight::Read,
        Some(right) if right == "write" => ShareRight::Write,
        Some(_) => return Err(Problem::invalid(vec![Fault::new("/right", &codes::VALUE_TYPE, args![label = "right", wanted = "read | write"])])),
    };
    let grant = ctx.grant(entity, Action::Update)?;
    let principal = format!("{kind}:{principal_id}");
    let (ctx, name, id) = (ctx.clone(), entity.name.clone(), id.to_owned());
    let house = ctx.house.clone();
    house.store.write(move |tx| {
        let entity = ctx.entity(&name)?;
        if !query::exists(tx.read(), &ctx.house.catalog, entity, &grant, &id)? {
            return Err(Problem::new(&codes::RECORD_NOT_FOUND, vec![]));
        }
        if add {
            write_share(tx, &name, &id, &Share { principal: principal.clone(), right, source: "share".to_owned() })?;
        } else {
            remove_share(tx, &name, &id, &principal, "share")?;
        }
        reindex::readers(&ctx, tx, entity, &id)?;
        let mut diff = serde_json::Map::new();
        let shown = json!({"principal": principal, "right": if right == ShareRight::Write { "write" } else { "read" }});
        diff.insert("access_row".to_owned(), if add { json!([null, shown]) } else { json!([shown, null]) });
        tx.audit(audit::Entry {
            at: ctx.at(),
            actor: ctx.actor.staff_id.clone(),
            action: if add { "share" } else { "unshare" }.to_owned(),
            entity: name.clone(),
            record_id: id.clone(),
            change_set: ctx.change_set.clone(),
            request_id: ctx.request_id.clone(),
            diff,
            ..audit::Entry::default()
        });
        let list: Vec<Value> = keshu_store::shares(tx.read(), &name, &id)?
            .into_iter()
            .map(|share| json!({"principal": share.principal, "right": if share.right == ShareRight::Write { "write" } else { "read" }, "source": share.source}))
            .collect();
        Ok(json!({"items": list}))
    })
}

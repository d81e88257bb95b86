//! The first start: seeds of the packs and the first administrator.

use std::sync::Arc;

use keshu_catalog::Catalog;
use keshu_kernel::{Problem, codes, time::moment_text};
use keshu_store::{identity, query, setting};
use serde_json::{Map, Value, json};

use crate::{
    Ctx, House, password,
    write::{create_in, update_in},
};

/// The system under which a pack's own rows are known.
const PACK: &str = "keshu_pack";
/// The pack's role that runs the system; somebody must hold it.
pub const ADMIN: &str = "admin";
/// Roles of the first administrator: the system, and business over all rows.
const FIRST_ROLES: [&str; 2] = [ADMIN, "leader"];
/// Longer dictionaries stay in the pack and are not laid out as editable rows.
const EDITABLE_ITEMS: usize = 500;

/// Rows that packs bring, each planted once.
pub(crate) fn plant_seeds(house: &Arc<House>) -> Result<(), Problem> {
    let ctx = Ctx::system(house.clone(), "plant seeds");
    house.store.write(move |tx| {
        for (entity, key, body) in seeds(&ctx.house.catalog) {
            let mark = format!("seed:{entity}:{key}");
            if setting::get(tx.read(), &mark)?.is_some() {
                continue;
            }
            let Some(entity) = ctx.house.catalog.entity(&entity) else { continue };
            create_in(&ctx, tx, entity, &body)?;
            setting::set(tx, &mark, "planted")?;
        }
        Ok(())
    })
}

/// (entity, key, body) of every seeded row, roles and dictionaries included.
fn seeds(catalog: &Catalog) -> Vec<(String, String, Map<String, Value>)> {
    let mut seeds = Vec::new();
    for role in &catalog.roles {
        let grants: Vec<Value> = role
            .grants
            .iter()
            .flat_map(|(entity, actions)| actions.iter().map(move |(action, scope)| json!({"entity_name": entity, "action_code": action, "scope_code": scope})))
            .collect();
        let rules: Vec<Value> = role
            .fields
            .iter()
            .flat_map(|(entity, rules)| rules.iter().flat_map(move |(access, keys)| keys.iter().map(move |key| json!({"entity_name": entity, "field_name": key, "access_code": access}))))
            .collect();
        let body = json!({"label": role.label.zh, "role_key": role.role, "is_system": true, "grants": grants, "field_rules": rules, "external_refs": [{"system": PACK, "code": role.role}]});
        seeds.push(("role".to_owned(), role.role.clone(), object(body)));
    }
    for dict in catalog.dicts.values().filter(|dict| dict.items.len() <= EDITABLE_ITEMS) {
        let items: Vec<Value> = dict
            .items
            .values()
            .map(|item| json!({"item_code": item.code, "zh": item.label.zh, "en": item.label.en, "parent_code": item.parent, "color_code": item.color, "is_active": item.active}))
            .collect();
        let source = (!dict.source.is_empty()).then(|| dict.source.chars().take(300).collect::<String>());
        let body = json!({"dict_key": dict.name, "name": dict.label.zh, "english_name": dict.label.en, "is_tree": dict.tree, "source": source, "items": items});
        seeds.push(("dictionary".to_owned(), dict.name.clone(), object(body)));
    }
    for seed in &catalog.seeds {
        for (place, row) in seed.rows.iter().enumerate() {
            seeds.push((seed.entity.clone(), place.to_string(), row.clone()));
        }
    }
    seeds
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// The first administrator to be.
pub struct FirstAdmin {
    pub username: String,
    pub name: String,
    pub company: String,
    pub password: String,
}

/// Whether somebody can sign in.
pub fn is_done(house: &Arc<House>) -> bool {
    !house.directory().staff.is_empty()
}

/// Makes the company's first department and the first administrator; only while there is nobody.
pub fn set_up(house: &Arc<House>, admin: &FirstAdmin, link: Option<&str>) -> Result<String, Problem> {
    password::check(house, None, &admin.username, &admin.password, "/password")?;
    if is_done(house) {
        return Err(Problem::new(&codes::SETUP_DONE, vec![]));
    }
    let hash = password::hash(&admin.password)?;
    let ctx = Ctx::system(house.clone(), "set up");
    let (username, name, company, link) = (admin.username.clone(), admin.name.clone(), admin.company.clone(), link.map(str::to_owned));
    house.store.write(move |tx| {
        if let Some(secret) = &link
            && !identity::use_link(tx, secret)?
        {
            return Err(Problem::new(&codes::LINK_EXPIRED, vec![]));
        }
        let dept = create_in(&ctx, tx, ctx.entity("dept")?, &object(json!({"name": company})))?.id;
        let mut roles = Vec::new();
        for key in FIRST_ROLES {
            roles.extend(query::by_external_ref(tx.read(), "role", PACK, key)?);
        }
        let body = json!({"username": username, "name": name, "dept_id": dept, "roles": roles, "is_active": true});
        let staff = create_in(&ctx, tx, ctx.entity("staff")?, &object(body))?.id;
        identity::set_password(tx, &staff, &hash, &moment_text(ctx.now), password::MOST_KEPT)?;
        Ok(staff)
    })
}

/// The id of a seeded role by its key in the pack.
pub fn seeded_role(house: &Arc<House>, key: &str) -> Result<Option<String>, Problem> {
    house.store.read(|read| query::by_external_ref(read, "role", PACK, key))
}

/// Whether the person is the only one at work who runs the system.
pub fn is_last_admin(house: &Arc<House>, staff_id: &str) -> Result<bool, Problem> {
    let Some(admin) = seeded_role(house, ADMIN)? else { return Ok(false) };
    let directory = house.directory();
    let mut holders = directory.staff.values().filter(|staff| staff.is_active && staff.roles.contains(&admin)).peekable();
    Ok(holders.peek().is_some() && holders.all(|staff| staff.id == staff_id))
}

/// Sets a system-kept field of a person, such as whether the account is open.
pub fn set_staff_active(ctx: &Ctx, staff_id: &str, is_active: bool) -> Result<(), Problem> {
    let why = ctx.actor.system_reason().map_or_else(|| format!("asked by {}", ctx.actor.staff_id), str::to_owned);
    let system = Ctx { purpose: Some(why), ..ctx.as_system("open or close an account") };
    let staff_id = staff_id.to_owned();
    ctx.house.store.write(move |tx| {
        let entity = system.entity("staff")?;
        let version = query::version_of(tx.read(), entity, &staff_id)?;
        update_in(&system, tx, entity, &staff_id, version, &object(json!({"is_active": is_active})))?;
        // An account that was closed for nobody used it is not closed again in the next minute.
        if is_active { identity::touch_account(tx, &staff_id, &system.at()) } else { Ok(()) }
    })
}

/// Writes what a person may set on their own record, whatever their roles say about staff.
pub fn update_own_staff(ctx: &Ctx, fields: Map<String, Value>) -> Result<Value, Problem> {
    let system = Ctx { purpose: Some(format!("own profile of {}", ctx.actor.staff_id)), locale: ctx.locale, ..ctx.as_system("own profile") };
    let staff_id = ctx.actor.staff_id.clone();
    ctx.house.store.write(move |tx| {
        let entity = system.entity("staff")?;
        let version = query::version_of(tx.read(), entity, &staff_id)?;
        update_in(&system, tx, entity, &staff_id, version, &fields).map(drop)
    })?;
    Ok(json!({"updated": true}))
}

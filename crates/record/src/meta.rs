//! The catalog as the page of this person is drawn from it.

use keshu_access::{Action, grant_fields};
use keshu_catalog::{DefaultValue, Entity, Field, types};
use keshu_catalog::view::{self, FieldRight};
use keshu_expr::Expr;
use keshu_kernel::{Problem, args, codes};
use serde_json::{Map, Value, json};

use crate::{Ctx, draft::Items, env::RecordEnv, feel};

/// `GET /catalog`: entities, menus and dictionaries with the asker's rights applied.
pub fn catalog_json(ctx: &Ctx) -> Value {
    let catalog = &ctx.house.catalog;
    let directory = ctx.house.directory();
    let mut entities = Map::new();
    for entity in catalog.entities.values() {
        // A line is drawn inside its parent, under the parent's rights.
        let ruling = entity.line_of.as_ref().and_then(|parent| catalog.entity(parent)).unwrap_or(entity);
        if ctx.grant(ruling, Action::Read).is_err() {
            continue;
        }
        let granted = grant_fields(&ctx.actor, entity);
        let right = |field: &Field| match &field.key {
            key if granted.hidden.contains(key) => FieldRight::Hidden,
            key if granted.masked.contains(key) => FieldRight::Masked,
            key if granted.read_only.contains(key) => FieldRight::Read,
            _ => FieldRight::Write,
        };
        let mut value = view::entity_json(entity, ctx.locale, &right);
        value["related"] = view::related_json(catalog, entity, ctx.locale, &|other, field| ctx.grant(other, Action::Read).is_ok_and(|grant| grant.may_read(&field.key)));
        for field in value["fields"].as_array_mut().into_iter().flatten() {
            if let Some(known) = field["key"].as_str().and_then(|key| entity.field(key)).filter(|known| matches!(known.default, Some(DefaultValue::Expr(_)))) {
                field["default"] = evaluated_default(ctx, entity, known);
            }
        }
        let named = ruling.actions.iter().filter_map(|name| Some((name.as_str(), ctx.house.registry.find_action(name)?.0)));
        let every = Action::ALL.into_iter().map(|action| (action.name(), action)).chain(named);
        let can: Map<String, Value> = every.map(|(name, action)| (name.to_owned(), json!(ctx.grant(ruling, action).is_ok()))).collect();
        value["can"] = Value::Object(can);
        entities.insert(entity.name.clone(), value);
    }
    let dicts: Map<String, Value> = catalog.dicts.keys().filter_map(|name| Some((name.clone(), view::dict_json(directory.dict(name)?, ctx.locale, false)))).collect();
    let menus = view::menus_json(catalog, ctx.locale, &|item| entities.contains_key(item) || !catalog.entities.contains_key(item));
    let may_look = |name: &str, condition: Option<&Expr>| {
        let entity = catalog.entity(name).filter(|_| entities.contains_key(name));
        entity.is_some_and(|entity| condition.is_none_or(|condition| feel::may_read(ctx, entity, condition)))
    };
    let home = view::home_json(catalog, ctx.locale, &directory.role_keys(&ctx.actor.roles), &may_look);
    let zone = ctx.house.zone.iana_name().unwrap_or("UTC");
    json!({"version": catalog.version, "locale": ctx.locale.tag(), "zone": zone, "file_limit": ctx.house.uploads.limit, "menus": menus, "home": home, "entities": entities, "dicts": dicts})
}

/// What a `= FEEL` default gives this person today, so that a new form starts filled in.
fn evaluated_default(ctx: &Ctx, entity: &Entity, field: &Field) -> Value {
    let Some(DefaultValue::Expr(expr)) = &field.default else { return Value::Null };
    let directory = ctx.house.directory();
    let items = Items::default();
    let evaluated = ctx.house.store.read(|read| {
        let mut env = RecordEnv { ctx, read, entity, items: &items, old: None };
        expr.eval(&mut env).map_err(|fault| fault.problem(ctx.locale))
    });
    let cell = evaluated.ok().and_then(|value| types::from_feel(field, &value, &ctx.types(&directory)).ok()).unwrap_or_default();
    types::json(field, &cell)
}

/// A dictionary with all its items.
pub fn dict_json(ctx: &Ctx, name: &str) -> Result<Value, Problem> {
    let directory = ctx.house.directory();
    let dict = directory.dict(name).ok_or_else(|| Problem::new(&codes::ENTITY_UNKNOWN, args![entity = name]))?;
    Ok(view::dict_json(dict, ctx.locale, true))
}

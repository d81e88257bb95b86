//! What a write would be told, without writing: a form asks while it is filled. The checks are those of the write,
//! under the same grant, in the same order; only here all of them are heard.

use keshu_access::Action;
use keshu_catalog::Field;
use keshu_expr::Expr;
use keshu_kernel::{Fault, Problem, args, codes, new_id};
use keshu_store::Read;
use serde_json::{Map, Value, json};

use crate::{
    Ctx, Draft,
    checks::{check_duplicates, check_limits, check_required, check_state, check_unique},
    duplicate,
    env::RecordEnv,
    feel, input, lines, rollup,
    write::{load_for_write, new_draft, run_hooks},
};

/// `{id?, values}` → `{errors, alike, fields}`: what would be refused, what looks alike, and for each field with a
/// condition whether it is `shown` and `required` now.
pub fn dry_run(ctx: &Ctx, entity: &str, body: &Map<String, Value>) -> Result<Value, Problem> {
    let entity = ctx.entity(entity)?;
    let wrong = |key: &str, wanted: &str| Problem::invalid(vec![Fault::new(format!("/{key}"), &codes::VALUE_TYPE, args![label = key, wanted = wanted])]);
    let id = match body.get("id") {
        None => None,
        Some(id) => Some(id.as_str().ok_or_else(|| wrong("id", "\"…\""))?),
    };
    let mut values = body.get("values").and_then(Value::as_object).ok_or_else(|| wrong("values", "{…}"))?.clone();
    let grant = ctx.grant(entity, if id.is_some() { Action::Update } else { Action::Create })?;
    let directory = ctx.house.directory();
    // What cannot be read is told and left out; the rest goes on.
    let (given, mut faults) = match input::shape(ctx, &directory, entity, &grant, &values) {
        Ok(given) => (given, Vec::new()),
        Err(problem) => {
            values.retain(|key, _| !problem.faults.iter().any(|fault| is_in(fault, key)));
            (input::shape(ctx, &directory, entity, &grant, &values)?, problem.faults)
        }
    };
    ctx.house.store.read(|read| {
        let mut draft = match id {
            None => new_draft(ctx, read, &directory, entity, &new_id(), given)?,
            Some(id) => {
                let (old, _) = load_for_write(ctx, read, entity, &grant, id)?;
                let mut new = old.clone();
                new.extend(given);
                Draft { entity, id: id.to_owned(), old: Some(old), new }
            }
        };
        let hooks = run_hooks(ctx, read, &directory, &mut draft);
        let state = check_state(ctx, &directory, &mut draft);
        rollup::stored_formulas(ctx, read, entity, &mut draft.new)?;
        let heard = [
            hooks,
            state,
            check_required(ctx, read, &draft),
            check_limits(ctx, read, &directory, &draft),
            lines::check_links(ctx, read, &draft),
            check_unique(ctx, read, &draft, |key| draft.changed(key)),
            check_duplicates(ctx, read, &draft),
        ];
        for problem in heard.into_iter().filter_map(Result::err) {
            match problem.status() {
                500.. => return Err(problem),
                // Asked when it is written.
                _ if problem.code.name == codes::STEP_UP_NEEDED.name => {}
                _ if problem.faults.is_empty() => faults.push(Fault::new("", problem.code, problem.args)),
                _ => faults.extend(problem.faults),
            }
        }
        let mut told = Map::new();
        for field in entity.fields.values().filter(|field| grant.may_see(&field.key)) {
            if let Some(now) = condition_of(ctx, read, &draft, field)? {
                told.insert(field.key.clone(), now);
            }
        }
        // A value that cannot be read is not missing too.
        let first = |place: usize| place == faults.iter().position(|fault| fault.pointer == faults[place].pointer).unwrap_or(place);
        let errors: Vec<Value> = faults.iter().enumerate().filter(|(place, _)| first(*place)).map(|(_, fault)| fault.to_json(ctx.locale)).collect();
        Ok(json!({"errors": errors, "alike": duplicate::hints(ctx, read, &draft)?, "fields": told}))
    })
}

fn is_in(fault: &Fault, key: &str) -> bool {
    let own = input::pointer(&["", key]);
    fault.pointer == own || fault.pointer.starts_with(&format!("{own}/"))
}

/// Whether a field is shown and required as the draft stands. A condition over what the asker may not read says nothing.
fn condition_of(ctx: &Ctx, read: &mut Read, draft: &Draft, field: &Field) -> Result<Option<Value>, Problem> {
    let mut now = Map::new();
    for (word, expr) in [("shown", &field.show_if), ("required", &field.required_if)] {
        if let Some(expr) = expr.as_ref().filter(|expr| feel::may_read(ctx, draft.entity, expr)) {
            now.insert(word.to_owned(), holds(ctx, read, draft, expr)?.into());
        }
    }
    Ok((!now.is_empty()).then(|| now.into()))
}

fn holds(ctx: &Ctx, read: &mut Read, draft: &Draft, expr: &Expr) -> Result<bool, Problem> {
    let mut env = RecordEnv { ctx, read, entity: draft.entity, items: &draft.new, old: draft.old.as_ref() };
    Ok(expr.eval(&mut env).map_err(|fault| fault.problem(ctx.locale))?.is_true())
}

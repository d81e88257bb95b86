//! Everything that may refuse a draft: states, required values, limits, links, unique values, duplicates.

use keshu_access::{Action, Grant};
use keshu_catalog::{Entity, Field, Kind, types};
use keshu_kernel::{Cell, Fault, Problem, args, codes};
use keshu_store::{Read, query};
use serde_json::{Map, Value, json};

use crate::{
    Ctx, Directory, Draft,
    draft::Item,
    duplicate,
    env::RecordEnv,
    lines,
};

/// Earliest and latest values that are FEEL over the record, such as `max: today()` of a birthday.
pub(crate) fn check_limits(ctx: &Ctx, read: &mut Read, directory: &Directory, draft: &Draft) -> Result<(), Problem> {
    let mut faults = Vec::new();
    for field in draft.entity.fields.values().filter(|field| (field.min.is_some() || field.max.is_some()) && draft.changed(&field.key)) {
        let limits = [(&field.min, &codes::VALUE_TOO_SMALL, "min"), (&field.max, &codes::VALUE_TOO_LARGE, "max")];
        for (expr, code, word) in limits.into_iter().filter_map(|(expr, code, word)| Some((expr.as_ref()?, code, word))) {
            let mut env = RecordEnv { ctx, read, entity: draft.entity, items: &draft.new, old: draft.old.as_ref() };
            let value = expr.eval(&mut env).map_err(|fault| fault.problem(ctx.locale))?;
            let types = ctx.types(directory);
            let limit = types::from_feel(field, &value, &types).unwrap_or_default();
            let cell = draft.cell(&field.key);
            // Dates and moments are kept as text whose order is the order of time.
            let outside = !cell.is_null() && !limit.is_null() && if word == "min" { *cell < limit } else { *cell > limit };
            if outside {
                let shown = types::display(field, &limit, &types);
                faults.push(Fault::new(format!("/{}", field.key), code, vec![("label", field.label.get(ctx.locale).to_owned()), (word, shown)]));
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Problem::invalid(faults)) }
}

pub(crate) fn check_state(ctx: &Ctx, directory: &Directory, draft: &mut Draft) -> Result<(), Problem> {
    let Some(states) = &draft.entity.states else { return Ok(()) };
    let field = draft.entity.field(&states.field).ok_or_else(|| Problem::internal("a state field is always there"))?;
    if draft.cell(&states.field).is_null() {
        draft.set(&states.field.clone(), states.start.clone());
    }
    let (Some(from), Some(to)) = (draft.old_cell(&states.field).as_text(), draft.text(&states.field)) else { return Ok(()) };
    let allowed = states.moves.get(from).map(Vec::as_slice).unwrap_or_default();
    if from == to || ctx.actor.is_system() || allowed.iter().any(|state| state == to) {
        return Ok(());
    }
    let types = ctx.types(directory);
    let shown = |state: &str| types::display(field, &state.into(), &types);
    let allowed = allowed.iter().map(|state| shown(state)).collect::<Vec<_>>().join("、");
    let words = args![from = shown(from), to = shown(to), allowed = if allowed.is_empty() { "—".to_owned() } else { allowed }];
    Err(Problem::invalid(vec![Fault::new(format!("/{}", states.field), &codes::STATE_MOVE_FORBIDDEN, words)]))
}

pub(crate) fn check_required(ctx: &Ctx, read: &mut Read, draft: &Draft) -> Result<(), Problem> {
    let mut faults = Vec::new();
    for field in draft.entity.fields.values().filter(|field| !matches!(field.kind, Kind::Number)) {
        let empty = draft.item(&field.key).is_none_or(Item::is_empty);
        // What was empty before a field became required does not block other corrections.
        if !empty || !(draft.is_new() || draft.changed(&field.key)) {
            continue;
        }
        let wanted = field.required
            || match &field.required_if {
                Some(expr) => {
                    let mut env = RecordEnv { ctx, read, entity: draft.entity, items: &draft.new, old: draft.old.as_ref() };
                    expr.eval(&mut env).map_err(|fault| fault.problem(ctx.locale))?.is_true()
                }
                None => false,
            };
        if wanted {
            faults.push(Fault::new(format!("/{}", field.key), &codes::VALUE_REQUIRED, args![label = field.label.get(ctx.locale)]));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Problem::invalid(faults)) }
}

/// Beside what cannot be read, what is not there at all, so that one answer names everything to correct.
pub(crate) fn with_missing(ctx: &Ctx, entity: &Entity, body: &Map<String, Value>, mut problem: Problem) -> Problem {
    let is_sent = |field: &Field| body.get(&field.key).is_some_and(|value| !value.is_null() && value.as_str() != Some(""));
    for field in entity.fields.values().filter(|field| field.required && field.default.is_none() && field.is_input() && !is_sent(field)) {
        let pointer = format!("/{}", field.key);
        if !problem.faults.iter().any(|fault| fault.pointer == pointer) {
            problem.faults.push(Fault::new(pointer, &codes::VALUE_REQUIRED, args![label = field.label.get(ctx.locale)]));
        }
    }
    problem
}

/// Link targets, unique values and duplicates; likenesses come back as warnings.
pub(crate) fn check(ctx: &Ctx, read: &mut Read, draft: &Draft) -> Result<Vec<Value>, Problem> {
    lines::check_links(ctx, read, draft)?;
    check_unique(ctx, read, draft, |key| draft.changed(key))?;
    check_duplicates(ctx, read, draft)?;
    duplicate::warnings(ctx, read, draft)
}

pub(crate) fn check_unique(ctx: &Ctx, read: &mut Read, draft: &Draft, wanted: impl Fn(&str) -> bool) -> Result<(), Problem> {
    for field in draft.entity.fields.values().filter(|field| (field.unique || matches!(field.kind, Kind::Number)) && wanted(&field.key)) {
        let cell = draft.cell(&field.key);
        if cell.is_null() {
            continue;
        }
        let key = [lookup_cell(ctx, draft.entity, field, cell)];
        if !query::ids_with_values(read, draft.entity, &key, Some(&draft.id), 1)?.is_empty() {
            let label = field.label.get(ctx.locale);
            let mut problem = Problem::new(&codes::UNIQUE_TAKEN, args![label = label]);
            problem.faults.push(Fault::new(format!("/{}", field.key), &codes::UNIQUE_TAKEN, args![label = label]));
            return Err(problem);
        }
    }
    Ok(())
}

/// Equal hard identifiers are refused with the candidates that the asker may see.
pub(crate) fn check_duplicates(ctx: &Ctx, read: &mut Read, draft: &Draft) -> Result<(), Problem> {
    for keys in &draft.entity.duplicate {
        let ids = same_values(ctx, read, draft, keys)?;
        if ids.is_empty() {
            continue;
        }
        let label = labels(ctx, draft.entity, keys);
        let mut problem = Problem::new(&codes::DUPLICATE, args![count = ids.len(), label = label]);
        for key in keys {
            problem.faults.push(Fault::new(format!("/{key}"), &codes::DUPLICATE, args![count = ids.len(), label = label]));
        }
        return Err(problem.with("candidates", candidates(ctx, read, draft.entity, &ids)?));
    }
    Ok(())
}

/// Other living records that share all of these values, when one of them was just written.
pub(crate) fn same_values(ctx: &Ctx, read: &mut Read, draft: &Draft, keys: &[String]) -> Result<Vec<String>, Problem> {
    const MOST: u64 = 10;
    if !keys.iter().any(|key| draft.changed(key)) || keys.iter().any(|key| draft.cell(key).is_null()) {
        return Ok(Vec::new());
    }
    let values: Vec<(String, Cell)> = keys
        .iter()
        .filter_map(|key| draft.entity.field(key).map(|field| lookup_cell(ctx, draft.entity, field, draft.cell(key))))
        .collect();
    query::ids_with_values(read, draft.entity, &values, Some(&draft.id), MOST)
}

/// What is compared to find a value: the column itself, or the blind index of a sealed one.
pub(crate) fn lookup_cell(ctx: &Ctx, entity: &Entity, field: &Field, cell: &Cell) -> (String, Cell) {
    match (field.sensitive, cell) {
        (true, Cell::Text(text)) => {
            let blind = ctx.house.store.vault().blind(&format!("{}.{}", entity.name, field.key), text);
            (keshu_store::ddl::blind_column(&field.key), blind.into())
        }
        _ => (field.key.clone(), cell.clone()),
    }
}

/// Candidates with title, owner and state. Of a record with an owner that is out of the asker's reach these three are
/// told and nothing else, so that two people do not work on one customer unknown to each other; of others only that
/// they exist. No field that is hidden from the asker is told of any.
pub(crate) fn candidates(ctx: &Ctx, read: &mut Read, entity: &Entity, ids: &[String]) -> Result<Value, Problem> {
    let Ok(grant) = ctx.grant(entity, Action::Read) else { return Ok(ids.iter().map(|_| json!({"masked": true, "shown": "***"})).collect()) };
    let system = ctx.as_system("name a record that is alike").grant(entity, Action::Read)?;
    let keys = [Some(&entity.title), entity.owner.as_ref().map(|keys| &keys.staff), entity.states.as_ref().map(|states| &states.field)];
    let fields = keys.map(|key| key.and_then(|key| entity.field(key)).filter(|field| field.is_column() && grant.may_read(&field.key)));
    let columns: Vec<String> = fields.iter().flatten().map(|field| field.key.clone()).collect();
    let mut load = |grant: &Grant, ids: &[String]| query::load_many(read, &ctx.house.catalog, entity, grant, ids, &columns);
    let id_of = |row: &[Cell]| row.last().and_then(Cell::as_text).unwrap_or_default().to_owned();
    let within = load(&grant, ids)?;
    let beyond: Vec<String> = ids.iter().filter(|id| !within.iter().any(|row| id_of(row) == **id)).cloned().collect();
    let beyond = load(&system, &beyond)?;
    let directory = ctx.house.directory();
    let told = |row: &[Cell]| {
        let mut cells = row.iter();
        let [title, owner, state] = fields.map(|field| {
            let (field, cell) = (field?, cells.next()?);
            match field.kind {
                Kind::Staff => directory.title("staff", cell.as_text()?).map(str::to_owned),
                _ => Some(types::display(field, cell, &ctx.types(&directory))).filter(|text| !text.is_empty()),
            }
        });
        (title.unwrap_or_else(|| "***".to_owned()), owner, state)
    };
    let mut list: Vec<Value> = Vec::new();
    for row in &within {
        let (title, owner, state) = told(row);
        list.push(json!({"id": id_of(row), "title": title, "owner": owner, "state": state}));
    }
    for row in &beyond {
        let (title, owner, state) = if entity.owner.is_some() { told(row) } else { ("***".to_owned(), None, None) };
        list.push(json!({"masked": true, "shown": title, "owner": owner, "state": state}));
    }
    Ok(list.into())
}

pub(crate) fn labels(ctx: &Ctx, entity: &Entity, keys: &[String]) -> String {
    let names: Vec<&str> = keys.iter().map(|key| entity.field(key).map_or(key.as_str(), |field| field.label.get(ctx.locale))).collect();
    names.join(" + ")
}

pub(crate) fn refuse_if_in_use(ctx: &Ctx, read: &mut Read, entity: &Entity, id: &str) -> Result<(), Problem> {
    for (other, field) in ctx.house.catalog.links_to(&entity.name).filter(|(_, field)| !field.system) {
        // Children that follow this record's rights leave and come back with it.
        let follows = other.rights_from.as_deref() == Some(&field.key);
        let blocks = !follows && (field.required || matches!(field.kind, Kind::Staff | Kind::Dept) || !entity.trash);
        if blocks {
            let about = matches!(field.kind, Kind::About { .. }).then_some(entity.name.as_str());
            let count = query::count_pointing(read, other, &field.key, about, id)?;
            if count > 0 {
                return Err(Problem::new(&codes::RECORD_IN_USE, args![count = count, entity = other.label.get(ctx.locale)]));
            }
        }
    }
    Ok(())
}

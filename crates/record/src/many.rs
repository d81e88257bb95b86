//! One change to many records that a person chose in a list. Each goes through the one write path, under the
//! rights of the asker and the rules of that record.

use std::{cell::RefCell, collections::HashMap};

use keshu_access::Action;
use keshu_catalog::{Entity, Kind};
use keshu_kernel::{Cell, Problem, args, codes};
use keshu_store::{Tx, query, rollup};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    Ctx,
    export::{Wanted, narrowed},
    import::Stopped,
    input,
    notice::Handed,
    read::list_query,
    sweep::{Fate, Stop, Swept, Turn, sweep},
    write::{change_in, delete_in},
};

/// Most values of one field that go round.
const MAX_TURNS: usize = 100;

/// Which records: those of `ids`, else all that filter and words let through.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Chosen {
    pub entity: String,
    pub filter: Option<String>,
    pub q: Option<String>,
    #[serde(default)]
    pub ids: Vec<String>,
}

/// What is done to each of them: fields set, for all alike or in turn, words of a list of words added and taken away, or the trash.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Change {
    #[serde(default)]
    pub set: Map<String, Value>,
    #[serde(default)]
    pub add: HashMap<String, Vec<String>>,
    #[serde(default)]
    pub remove: HashMap<String, Vec<String>>,
    /// Values that go round: the first record gets the first, the next one the second, and so on from the front.
    #[serde(default)]
    pub in_turn: HashMap<String, Vec<Value>>,
    #[serde(default)]
    pub delete: bool,
}

impl Change {
    fn action(&self) -> Action {
        if self.delete { Action::Delete } else { Action::Update }
    }

    /// What the record at this place gets of the values that go round.
    fn dealt(&self, place: usize) -> impl Iterator<Item = (String, Value)> {
        self.in_turn.iter().filter(|(_, values)| !values.is_empty()).map(move |(key, values)| (key.clone(), values[place % values.len()].clone()))
    }

    /// The fields it writes, in the order of the entity.
    pub fn fields<'a>(&self, entity: &'a Entity) -> Vec<&'a keshu_catalog::Field> {
        let is_named = |key: &str| self.set.contains_key(key) || self.add.contains_key(key) || self.remove.contains_key(key) || self.in_turn.contains_key(key);
        entity.fields.values().filter(|field| is_named(&field.key)).collect()
    }
}

/// How many records are chosen, and how many of them the asker may treat so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    pub chosen: u64,
    pub within: u64,
}

/// Checks the change as far as no record is needed for it, and counts.
pub fn look(ctx: &Ctx, chosen: &Chosen, change: &Change) -> Result<Reach, Problem> {
    let entity = ctx.entity(&chosen.entity)?;
    let grants = [ctx.grant(entity, Action::Read)?, ctx.grant(entity, change.action())?];
    let writes = change.set.len() + change.add.len() + change.remove.len() + change.in_turn.len();
    if change.delete == (writes > 0) {
        return Err(Problem::new(&codes::QUERY_INVALID, args![name = "change", why = "set, add, remove, in_turn | delete"]));
    }
    if let Some((key, _)) = change.in_turn.iter().find(|(key, values)| values.is_empty() || values.len() > MAX_TURNS || change.set.contains_key(*key)) {
        return Err(Problem::new(&codes::QUERY_INVALID, args![name = "in_turn", why = format!("{key}: 1–{MAX_TURNS}")]));
    }
    let lists = change.add.iter().chain(&change.remove);
    let mut body: Map<String, Value> = lists.map(|(key, words)| (key.clone(), Value::from(words.clone()))).collect();
    if let Some(key) = body.keys().find(|key| entity.field(key).is_some_and(|field| !matches!(field.kind, Kind::Tags | Kind::Links { .. })) || change.set.contains_key(*key)) {
        return Err(Problem::new(&codes::QUERY_INVALID, args![name = "change", why = key]));
    }
    body.extend(change.set.clone());
    for round in 0..change.in_turn.values().map(Vec::len).max().unwrap_or(1) {
        body.extend(change.dealt(round));
        input::shape(ctx, &ctx.house.directory(), entity, &grants[1], &body)?;
    }
    ctx.house.store.read(|read| {
        let mut counts = [0; 2];
        for (count, grant) in counts.iter_mut().zip(&grants) {
            let query = narrowed(ctx, entity, list_query(ctx, read, entity, grant, &wanted(chosen).params(None), 1)?, &wanted(chosen))?;
            *count = query::count(read, &ctx.house.catalog, entity, grant, &query, None)?;
        }
        Ok(Reach { chosen: counts[0], within: counts[1] })
    })
}

fn wanted(chosen: &Chosen) -> Wanted {
    let Chosen { entity, filter, q, ids } = chosen.clone();
    Wanted { filter, q, ids, ..Wanted::all(&entity) }
}

/// Up to `limit` chosen records after the id `after`. Ids stand still while the records change, so none comes
/// twice and none is passed over.
pub fn page(ctx: &Ctx, chosen: &Chosen, after: Option<&str>, limit: u64) -> Result<Vec<Stop>, Problem> {
    let entity = ctx.entity(&chosen.entity)?;
    let grant = ctx.grant(entity, Action::Read)?;
    let wanted = wanted(chosen);
    ctx.house.store.read(|read| {
        let mut query = narrowed(ctx, entity, list_query(ctx, read, entity, &grant, &wanted.params(None), limit)?, &wanted)?;
        query.sort.clear();
        query.after = after.map(|id| vec![Cell::from(id)]);
        let found = query::find(read, &ctx.house.catalog, entity, &grant, &[], &query)?;
        Ok(found.iter().filter_map(|row| row.last()?.as_text()).map(|id| (id.to_owned(), entity.name.clone(), id.to_owned())).collect())
    })
}

/// Changes the records of the turn in the caller's transaction.
pub fn change_page(ctx: &Ctx, tx: &mut Tx, change: &Change, turn: Turn) -> Result<Swept, Stopped> {
    let handed = RefCell::new(Handed::default());
    let place = std::cell::Cell::new(turn.settled);
    let swept = sweep(ctx, tx, turn, |tx, entity, (_, _, id)| {
        let version = query::version_of(tx.read(), entity, id)?;
        if change.delete {
            delete_in(ctx, tx, entity, id, version)?;
            return Ok(Fate::Removed);
        }
        let mut body = change.set.clone();
        body.extend(change.dealt(place.get()));
        for field in change.fields(entity).into_iter().filter(|field| !body.contains_key(&field.key)).collect::<Vec<_>>() {
            let nothing = Vec::new();
            let of = |words: &HashMap<String, Vec<String>>| words.get(&field.key).unwrap_or(&nothing).clone();
            let (add, remove) = (of(&change.add), of(&change.remove));
            let held = query::joined(tx.read(), &field.join_table(&entity.name), std::slice::from_ref(id))?;
            let mut words: Vec<String> = held.into_iter().map(|(_, word)| word).filter(|word| !remove.contains(word)).collect();
            words.extend(add.into_iter().filter(|word| !words.contains(word)).collect::<Vec<_>>());
            body.insert(field.key.clone(), Value::from(words));
        }
        let owner = entity.owner.as_ref().map(|owner| owner.staff.clone()).filter(|key| body.contains_key(key));
        let before = owner_of(tx, entity, id, owner.as_deref())?;
        let (stands, _) = change_in(ctx, tx, entity, id, version, &body)?;
        // A record that refuses takes nobody's turn.
        place.set(place.get() + 1);
        if let Some(after) = owner_of(tx, entity, id, owner.as_deref())?.filter(|after| before.as_ref() != Some(after)) {
            handed.borrow_mut().add(ctx, tx, &entity.name, id, &after)?;
        }
        Ok(if Some(stands) == version { Fate::Same } else { Fate::Changed })
    })?;
    Ok(Swept { handed: handed.into_inner(), ..swept })
}

/// Whose a record is by the field `key`; nobody's where none is asked for.
pub(crate) fn owner_of(tx: &mut Tx, entity: &Entity, id: &str, key: Option<&str>) -> Result<Option<String>, Problem> {
    let Some(key) = key else { return Ok(None) };
    let row = rollup::raw_row(tx.read(), entity, id, &[key.to_owned()])?;
    Ok(row.and_then(|cells| cells.first()?.as_text().map(str::to_owned)))
}

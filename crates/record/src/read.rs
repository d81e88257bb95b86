//! Finding and reading records.

use keshu_access::{Action, Grant};
use keshu_catalog::{Entity, Field, Kind, types};
use keshu_kernel::{Cell, Fragment, Problem, args, codes};
use keshu_store::{
    Read,
    query::{self, ALIAS, Query, Sort},
    scope,
    search::{self, Area, Place, Words},
};

use crate::{
    Ctx, feel,
    lines,
    render::{Shape, Titles, write_record},
};

/// Largest page, and the last row that `page` reaches.
pub const MAX_LIMIT: u64 = 200;
pub const MAX_ROW: u64 = 1_000_000;
const DEFAULT_LIMIT: u64 = 50;
const COUNT_CAP: u64 = 10_000;
const MAX_SORT: usize = 3;

/// The parameters of a list, as they came.
#[derive(Debug, Clone, Default)]
pub struct ListParams {
    pub filter: Option<String>,
    pub q: Option<String>,
    pub sort: Option<String>,
    pub fields: Option<String>,
    pub limit: Option<u64>,
    pub cursor: Option<String>,
    pub page: Option<u64>,
    pub count: Option<String>,
    pub trash: bool,
}

/// A list as the JSON text of its answer.
pub struct Page {
    pub json: String,
}

fn bad(name: &str, why: impl std::fmt::Display) -> Problem {
    Problem::new(&codes::QUERY_INVALID, args![name = name, why = why])
}

/// One record with `can`, as JSON text, and its version.
pub fn get(ctx: &Ctx, entity: &str, id: &str) -> Result<(String, i64), Problem> {
    let entity = ctx.entity(entity)?;
    let grant = ctx.grant(entity, Action::Read)?;
    ctx.house.store.read(|read| read_one(ctx, read, entity, &grant, id))
}

/// As [`get`], inside a transaction that just wrote.
pub(crate) fn read_one(ctx: &Ctx, read: &mut Read, entity: &Entity, grant: &Grant, id: &str) -> Result<(String, i64), Problem> {
    let shape = Shape::new(entity, grant, None);
    let others = writing_grants(ctx, entity, grant.masks());
    let held = query::load_held(read, &ctx.house.catalog, entity, grant, id, &shape.columns, &others.iter().map(|(_, grant)| grant).collect::<Vec<_>>())?;
    let (row, held) = held.ok_or_else(|| Problem::new(&codes::RECORD_NOT_FOUND, vec![]))?;
    let version = row[0].as_int().unwrap_or(0);
    let rest = shape.rest(read, ctx, &[id.to_owned()])?;
    let items = shape.items(ctx, id, &row, &rest)?;
    let titles = Titles::of(ctx, read, &shape, std::iter::once(&items))?;
    let mut out = String::with_capacity(2048);
    write_record(ctx, read, &shape, &items, id, version, &titles, &mut out);
    out.push_str(",\"can\":");
    let may: Vec<Action> = others.iter().zip(held).filter(|(_, held)| *held).map(|((action, _), _)| *action).collect();
    out.push_str(&can(ctx, entity, &may, &items).to_string());
    out.push('}');
    Ok((out, version))
}

/// The grants behind the buttons of a record. `masks`: there is something to reveal.
fn writing_grants(ctx: &Ctx, entity: &Entity, masks: bool) -> Vec<(Action, Grant)> {
    let wanted = [Action::Update, Action::Delete].into_iter().chain(masks.then_some(Action::Reveal)).chain(named_actions(ctx, entity));
    wanted.filter_map(|action| Some((action, ctx.grant(entity, action).ok()?))).collect()
}

fn named_actions(ctx: &Ctx, entity: &Entity) -> impl Iterator<Item = Action> {
    entity.actions.iter().filter_map(|name| Some(ctx.house.registry.find_action(name)?.0))
}

/// What the asker may do with this record, for buttons: `held` of its [`writing_grants`].
fn can(ctx: &Ctx, entity: &Entity, held: &[Action], items: &crate::draft::Items) -> serde_json::Value {
    let may = |wanted: Action| held.contains(&wanted);
    let mut can = serde_json::json!({"update": may(Action::Update), "delete": may(Action::Delete), "reveal": may(Action::Reveal), "share": entity.owner.is_some() && may(Action::Update)});
    for action in named_actions(ctx, entity) {
        can[action.name()] = may(action).into();
    }
    if let Some(states) = &entity.states {
        let state = match items.get(&states.field) {
            Some(crate::Item::Cell(Cell::Text(state))) => state.as_str(),
            _ => "",
        };
        let moves = if may(Action::Update) { states.moves.get(state).cloned().unwrap_or_default() } else { Vec::new() };
        can["moves"] = serde_json::json!(moves);
    }
    can
}

/// Those of `ids` that are inside the grant, in that order, each as JSON text.
pub(crate) fn records_json(ctx: &Ctx, read: &mut Read, shape: &Shape, grant: &Grant, ids: &[String]) -> Result<Vec<String>, Problem> {
    let id_of = |row: &[Cell]| row.last().and_then(Cell::as_text).unwrap_or_default().to_owned();
    let mut rows = query::load_many(read, &ctx.house.catalog, shape.entity, grant, ids, &shape.columns)?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == id_of(row)));
    let rest = shape.rest(read, ctx, ids)?;
    let records: Vec<_> = rows.iter().map(|row| shape.items(ctx, &id_of(row), row, &rest)).collect::<Result<_, _>>()?;
    let titles = Titles::of(ctx, read, shape, records.iter())?;
    let text = |(row, items): (&Vec<Cell>, &crate::draft::Items)| {
        let mut json = String::new();
        write_record(ctx, read, shape, items, &id_of(row), row[0].as_int().unwrap_or(0), &titles, &mut json);
        json.push('}');
        json
    };
    Ok(rows.iter().zip(&records).map(text).collect())
}

/// The id behind an external reference; out of scope and unknown are the same to the asker.
pub fn id_by_external_ref(ctx: &Ctx, entity: &str, system: &str, code: &str) -> Result<String, Problem> {
    let entity = ctx.entity(entity)?;
    let grant = ctx.grant(entity, Action::Read)?;
    let missing = || Problem::new(&codes::RECORD_NOT_FOUND, vec![]);
    ctx.house.store.read(|read| {
        let id = query::by_external_ref(read, &entity.name, system, code)?.ok_or_else(missing)?;
        if query::exists(read, &ctx.house.catalog, entity, &grant, &id)? { Ok(id) } else { Err(missing()) }
    })
}

/// A page of a list.
pub fn find(ctx: &Ctx, entity: &str, params: &ListParams) -> Result<Page, Problem> {
    let entity = ctx.entity(entity)?;
    let grant = ctx.grant(entity, Action::Read)?;
    let wanted = wanted_fields(entity, &grant, params.fields.as_deref())?;
    let shape = Shape::new(entity, &grant, wanted.as_deref());
    let limit = limit(params)?;
    ctx.house.store.read(|read| {
        let query = list_query(ctx, read, entity, &grant, params, limit)?;
        let mut columns = shape.columns.clone();
        let trash_at = columns.len();
        if params.trash {
            columns.extend(["deleted_at".to_owned(), "deleted_by".to_owned()]);
        }
        // One row more than asked tells whether there is a next page.
        let asked = Query { limit: limit + 1, ..query.clone() };
        let mut rows = query::find(read, &ctx.house.catalog, entity, &grant, &columns, &asked)?;
        let next = (rows.len() as u64 > limit).then(|| rows.truncate(limit as usize)).and_then(|()| rows.last()).map(|row| cursor(&row[columns.len()..]));
        let ids: Vec<String> = rows.iter().filter_map(|row| Some(row.last()?.as_text()?.to_owned())).collect();
        let rest = shape.rest(read, ctx, &ids)?;
        let records: Vec<_> = rows.iter().zip(&ids).map(|(row, id)| shape.items(ctx, id, row, &rest)).collect::<Result<_, _>>()?;
        let titles = Titles::of(ctx, read, &shape, records.iter())?;
        let mut json = String::with_capacity(512 * rows.len() + 64);
        json.push_str("{\"items\":[");
        for (place, ((row, id), items)) in rows.iter().zip(&ids).zip(&records).enumerate() {
            if place > 0 {
                json.push(',');
            }
            write_record(ctx, read, &shape, items, id, row[0].as_int().unwrap_or(0), &titles, &mut json);
            if params.trash {
                let directory = ctx.house.directory();
                let by = row[trash_at + 1].as_text().unwrap_or_default();
                json.push_str(&format!(
                    ",\"deleted_at\":{},\"deleted_by\":{},\"deleted_by_name\":{}",
                    serde_json::json!(row[trash_at].as_text()),
                    serde_json::json!(by),
                    serde_json::json!(directory.title("staff", by))
                ));
            }
            json.push('}');
        }
        json.push_str("],\"next_cursor\":");
        json.push_str(&serde_json::json!(next).to_string());
        write_count(ctx, read, entity, &grant, &query, params.count.as_deref(), &mut json)?;
        json.push('}');
        Ok(Page { json })
    })
}

fn limit(params: &ListParams) -> Result<u64, Problem> {
    match params.limit {
        None => Ok(DEFAULT_LIMIT),
        Some(limit @ 1..=MAX_LIMIT) => Ok(limit),
        Some(_) => Err(bad("limit", format!("1–{MAX_LIMIT}"))),
    }
}

fn wanted_fields<'a>(entity: &'a Entity, grant: &Grant, fields: Option<&str>) -> Result<Option<Vec<&'a Field>>, Problem> {
    let Some(fields) = fields.map(str::trim).filter(|fields| !fields.is_empty() && *fields != "*") else { return Ok(None) };
    let mut wanted: Vec<&Field> = Vec::new();
    for key in fields.split(',').map(str::trim) {
        let field = entity.field(key).filter(|field| grant.may_see(&field.key)).ok_or_else(|| Problem::new(&codes::FIELD_NOT_READABLE, args![field = key]))?;
        if !wanted.iter().any(|known| known.key == field.key) {
            wanted.push(field);
        }
    }
    Ok(Some(wanted))
}

pub(crate) fn list_query(ctx: &Ctx, read: &mut Read, entity: &Entity, grant: &Grant, params: &ListParams, limit: u64) -> Result<Query, Problem> {
    let mut filter: Option<Fragment> = None;
    if let Some(text) = params.filter.as_deref().filter(|text| !text.trim().is_empty()) {
        filter = Some(feel::filter(ctx, entity, read.dialect(), text)?);
    }
    if let Some(q) = params.q.as_deref().filter(|q| !q.trim().is_empty()) {
        let words = match words_of(q)? {
            Some(words) => search::record_matches(read, searched(entity, grant), ALIAS, &words)?,
            None => Fragment::raw("1 = 0"),
        };
        filter = Some(match filter {
            Some(mut both) => {
                both.sql(" AND ").append(words);
                both
            }
            None => words,
        });
    }
    let sort = sort_keys(ctx, entity, grant, params.sort.as_deref().unwrap_or(&entity.list.sort))?;
    let offset = match (params.page, &params.cursor) {
        (Some(_), Some(_)) => return Err(bad("page", "page ≠ cursor")),
        (Some(0), _) => return Err(bad("page", "≥ 1")),
        (Some(page), None) if page.saturating_mul(limit) > MAX_ROW => return Err(bad("page", format!("page × limit ≤ {MAX_ROW}"))),
        (Some(page), None) => (page - 1) * limit,
        (None, _) => 0,
    };
    let after = params.cursor.as_deref().map(|text| parse_cursor(text, sort.len())).transpose()?;
    Ok(Query { filter, sort, after, offset, limit, trash: params.trash })
}

/// Longer is nothing that somebody typed, and every word costs the index.
const MAX_WORDS: usize = 200;

/// The words to search for; refused when they are too long.
pub(crate) fn words_of(q: &str) -> Result<Option<Words>, Problem> {
    if q.chars().count() > MAX_WORDS { Err(bad("q", format!("≤ {MAX_WORDS}"))) } else { Ok(Words::of(q)) }
}

/// Where the asker may search.
pub(crate) fn searched(entity: &Entity, grant: &Grant) -> Area {
    let all = lines::searched(entity).into_iter().enumerate();
    let places: Vec<Place> = all.map(|(column, field)| Place { field: field.key.clone(), kind: lines::part_kind(entity, field), column }).collect();
    let count = places.len();
    let fields: Vec<Place> = places.into_iter().filter(|place| grant.may_read(&place.field)).collect();
    Area { entity: entity.name.clone(), is_whole: fields.len() == count, fields, is_alone: true, readers: scope::readers(grant) }
}

fn sort_keys(ctx: &Ctx, entity: &Entity, grant: &Grant, text: &str) -> Result<Vec<Sort>, Problem> {
    let keys: Vec<&str> = text.split(',').map(str::trim).filter(|key| !key.is_empty()).collect();
    if keys.len() > MAX_SORT {
        return Err(bad("sort", format!("≤ {MAX_SORT}")));
    }
    let mut sorts = Vec::new();
    for key in keys {
        let (name, descending) = key.strip_prefix('-').map_or((key, false), |name| (name, true));
        let field = entity.field(name).filter(|field| grant.may_read(&field.key)).ok_or_else(|| Problem::new(&codes::FIELD_NOT_READABLE, args![field = name]))?;
        if !field.is_column() || field.sensitive || matches!(field.kind, Kind::About { .. }) || !types::is_sortable(field) {
            return Err(Problem::new(&codes::FIELD_NOT_SORTABLE, args![label = field.label.get(ctx.locale)]));
        }
        if name != "id" {
            sorts.push(Sort { column: name.to_owned(), descending });
        }
    }
    Ok(sorts)
}

/// The sort values and id of the last row, opaque to the caller.
pub(crate) fn cursor(cells: &[Cell]) -> String {
    keshu_store::vault::hex(serde_json::json!(cells).to_string().as_bytes())
}

pub(crate) fn parse_cursor(text: &str, sorts: usize) -> Result<Vec<Cell>, Problem> {
    let cells = keshu_store::vault::unhex(text).and_then(|bytes| serde_json::from_slice::<Vec<Cell>>(&bytes).ok());
    cells.filter(|cells| cells.len() == sorts + 1 && cells.last().is_some_and(|id| id.as_text().is_some())).ok_or_else(|| bad("cursor", "next_cursor"))
}

fn write_count(ctx: &Ctx, read: &mut Read, entity: &Entity, grant: &Grant, query: &Query, wanted: Option<&str>, json: &mut String) -> Result<(), Problem> {
    let cap = match wanted {
        None => return Ok(()),
        Some("exact") => None,
        Some("capped") => Some(COUNT_CAP + 1),
        Some(_) => return Err(bad("count", "exact | capped")),
    };
    let count = query::count(read, &ctx.house.catalog, entity, grant, query, cap)?;
    if cap.is_some() && count > COUNT_CAP {
        json.push_str(&format!(",\"count\":{COUNT_CAP},\"more\":true"));
    } else {
        json.push_str(&format!(",\"count\":{count}"));
    }
    Ok(())
}

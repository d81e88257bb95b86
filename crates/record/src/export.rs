//! A list as rows of text, page by page: what the asker may export of what they may read.

use keshu_access::{Action, Grant};
use keshu_catalog::{Entity, Field, Kind, types};
use keshu_kernel::{Cell, Fragment, Locale, Problem, args, codes};
use keshu_store::{
    Read,
    query::{self, ALIAS, Query},
    scope,
};
use serde::{Deserialize, Serialize};

use crate::{
    Ctx, Directory, ListParams,
    draft::{Item, Items},
    read::list_query,
    render::{Shape, Titles, line_fields, write_record},
};

/// What is to be exported, as asked and as a job keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    pub entity: String,
    pub filter: Option<String>,
    pub q: Option<String>,
    pub sort: Option<String>,
    /// Only these records; empty = all that the filter lets through.
    #[serde(default)]
    pub ids: Vec<String>,
    /// Field keys in order; empty = every field that can be written in one cell.
    #[serde(default)]
    pub fields: Vec<String>,
}

impl Wanted {
    /// Every record of an entity.
    pub fn all(entity: &str) -> Wanted {
        Wanted { entity: entity.to_owned(), filter: None, q: None, sort: Some("created_at".to_owned()), ids: Vec::new(), fields: Vec::new() }
    }

    pub(crate) fn params(&self, cursor: Option<&str>) -> ListParams {
        ListParams { filter: self.filter.clone(), q: self.q.clone(), sort: self.sort.clone(), cursor: cursor.map(str::to_owned), ..ListParams::default() }
    }
}

/// Entities of which the asker may take records out.
pub fn reach(ctx: &Ctx) -> Vec<&Entity> {
    ctx.house.catalog.entities.values().filter(|entity| entity.line_of.is_none() && grant(ctx, &Wanted::all(&entity.name)).is_ok()).collect()
}

/// One column of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub key: String,
    pub label: String,
    /// A number that a spreadsheet may calculate with; long digits such as phones are text.
    pub is_number: bool,
}

/// Rows in the order of the columns, and where to go on.
pub struct Rows {
    pub rows: Vec<Vec<String>>,
    pub next: Option<String>,
}

/// Checks rights, filter, sort and fields; says which columns there will be and how many rows there are now.
pub fn look(ctx: &Ctx, wanted: &Wanted) -> Result<(Vec<Column>, u64), Problem> {
    let (entity, grant) = grant(ctx, wanted)?;
    let fields = fields(entity, &grant, &wanted.fields)?;
    let columns = fields.iter().map(|field| Column { key: field.key.clone(), label: field.label.get(ctx.locale).to_owned(), is_number: is_number(&field.kind) }).collect();
    let count = ctx.house.store.read(|read| {
        let query = narrowed(ctx, entity, list_query(ctx, read, entity, &grant, &wanted.params(None), 1)?, wanted)?;
        query::count(read, &ctx.house.catalog, entity, &grant, &query, None)
    })?;
    Ok((columns, count))
}

/// Up to `limit` rows after `cursor`.
pub fn rows(ctx: &Ctx, wanted: &Wanted, cursor: Option<&str>, limit: u64) -> Result<Rows, Problem> {
    let (entity, grant) = grant(ctx, wanted)?;
    let fields = fields(entity, &grant, &wanted.fields)?;
    let shape = Shape::new(entity, &grant, Some(&fields));
    let directory = ctx.house.directory();
    ctx.house.store.read(|read| {
        let page = page(ctx, read, &grant, wanted, &shape, cursor, limit)?;
        let mut rows = Vec::with_capacity(page.records.len());
        for items in &page.records {
            let text = |field: &&Field| match &field.formula {
                Some(formula) if !formula.stored => cell_text(ctx, &directory, field, &shape.computed(ctx, read, field, formula, items)),
                _ => item_text(ctx, &directory, field, items.get(&field.key), &page.titles),
            };
            rows.push(fields.iter().map(text).collect());
        }
        Ok(Rows { rows, next: page.next })
    })
}

/// Whole records in API form, and the files they hold.
pub struct Documents {
    /// One JSON object each.
    pub records: Vec<String>,
    pub files: Vec<String>,
    pub next: Option<String>,
}

/// Up to `limit` records of an entity after `cursor`, with every field that the asker may read.
pub fn documents(ctx: &Ctx, entity: &str, cursor: Option<&str>, limit: u64) -> Result<Documents, Problem> {
    let wanted = Wanted::all(entity);
    let (entity, grant) = grant(ctx, &wanted)?;
    let open: Vec<&Field> = entity.fields.values().filter(|field| grant.may_read(&field.key)).collect();
    let shape = Shape::new(entity, &grant, Some(&open));
    ctx.house.store.read(|read| {
        let page = page(ctx, read, &grant, &wanted, &shape, cursor, limit)?;
        let (mut records, mut files) = (Vec::with_capacity(page.records.len()), Vec::new());
        for ((items, id), version) in page.records.iter().zip(&page.ids).zip(&page.versions) {
            let mut json = String::with_capacity(1024);
            write_record(ctx, read, &shape, items, id, *version, &page.titles, &mut json);
            json.push('}');
            records.push(json);
            files.extend(shape.fields.iter().filter_map(|field| Some(held_files(ctx, field, items.get(&field.key)?))).flatten());
        }
        Ok(Documents { records, files, next: page.next })
    })
}

/// The files that a value holds, those of its lines too.
fn held_files(ctx: &Ctx, field: &Field, item: &Item) -> Vec<String> {
    match (&field.kind, item) {
        (kind, Item::Cell(Cell::Text(id))) if kind.is_file() => vec![id.clone()],
        (Kind::Lines { of }, Item::Lines(lines)) => {
            let keys: Vec<&str> = ctx.house.catalog.entity(of).into_iter().flat_map(line_fields).filter(|field| field.kind.is_file()).map(|field| field.key.as_str()).collect();
            lines.iter().flat_map(|line| keys.iter().filter_map(|key| Some(line.cells.get(*key)?.as_text()?.to_owned()))).collect()
        }
        _ => Vec::new(),
    }
}

/// Some records as read, before anybody writes them down.
struct PageRead {
    ids: Vec<String>,
    versions: Vec<i64>,
    records: Vec<Items>,
    titles: Titles,
    next: Option<String>,
}

fn page(ctx: &Ctx, read: &mut Read, grant: &Grant, wanted: &Wanted, shape: &Shape, cursor: Option<&str>, limit: u64) -> Result<PageRead, Problem> {
    let entity = shape.entity;
    let query = narrowed(ctx, entity, list_query(ctx, read, entity, grant, &wanted.params(cursor), limit)?, wanted)?;
    let found = query::find(read, &ctx.house.catalog, entity, grant, &shape.columns, &query)?;
    let next = (found.len() as u64 == limit).then(|| found.last().map(|row| crate::read::cursor(&row[shape.columns.len()..]))).flatten();
    let ids: Vec<String> = found.iter().filter_map(|row| Some(row.last()?.as_text()?.to_owned())).collect();
    let rest = shape.rest(read, ctx, &ids)?;
    let records: Vec<Items> = found.iter().zip(&ids).map(|(row, id)| shape.items(ctx, id, row, &rest)).collect::<Result<_, _>>()?;
    let titles = Titles::of(ctx, read, shape, records.iter())?;
    Ok(PageRead { ids, versions: found.iter().map(|row| row[0].as_int().unwrap_or(0)).collect(), records, titles, next })
}

/// The rows one may export; fields follow the right to read.
fn grant<'a>(ctx: &'a Ctx, wanted: &Wanted) -> Result<(&'a Entity, Grant), Problem> {
    let entity = ctx.entity(&wanted.entity)?;
    ctx.grant(entity, Action::Read)?;
    Ok((entity, ctx.grant(entity, Action::Export)?))
}

/// Only rows that may be read as well, and only those chosen.
pub(crate) fn narrowed(ctx: &Ctx, entity: &Entity, mut query: Query, wanted: &Wanted) -> Result<Query, Problem> {
    let mut also = Vec::from_iter(scope::condition(&ctx.house.catalog, entity, &ctx.grant(entity, Action::Read)?, ALIAS));
    if !wanted.ids.is_empty() {
        let mut chosen = Fragment::new();
        chosen.name(ALIAS).sql(".id IN ").bind_list(&wanted.ids);
        also.push(chosen);
    }
    for condition in also {
        query.filter = Some(match query.filter.take() {
            Some(filter) => {
                let mut both = Fragment::raw("(");
                both.append(filter).sql(") AND (").append(condition).sql(")");
                both
            }
            None => condition,
        });
    }
    Ok(query)
}

fn fields<'a>(entity: &'a Entity, grant: &Grant, wanted: &[String]) -> Result<Vec<&'a Field>, Problem> {
    let fits = |field: &Field| grant.may_read(&field.key) && !matches!(field.kind, Kind::Lines { .. } | Kind::Attachment | Kind::Image);
    if wanted.is_empty() {
        let is_shown = |field: &&Field| fits(field) && !matches!(field.key.as_str(), "id" | "version");
        return Ok(entity.fields.values().filter(is_shown).collect());
    }
    let named = |key: &String| entity.field(key).filter(|field| fits(field)).ok_or_else(|| Problem::new(&codes::FIELD_NOT_READABLE, args![field = key]));
    wanted.iter().map(named).collect()
}

fn is_number(kind: &Kind) -> bool {
    matches!(kind, Kind::Integer { .. } | Kind::Decimal { .. } | Kind::Money { .. } | Kind::Percent { .. })
}

fn item_text(ctx: &Ctx, directory: &Directory, field: &Field, item: Option<&Item>, titles: &Titles) -> String {
    let joined = |words: Vec<String>| words.join(if ctx.locale == Locale::En { ", " } else { "、" });
    match item {
        Some(Item::Cell(cell)) => match (field.kind.target(), cell) {
            (Some(target), Cell::Text(id)) => titles.get(target, id).unwrap_or_default().to_owned(),
            _ => cell_text(ctx, directory, field, cell),
        },
        Some(Item::About(Some(about))) => titles.get(&about.entity, &about.id).unwrap_or_default().to_owned(),
        Some(Item::Many(values)) => match field.kind.target() {
            Some(target) => joined(values.iter().filter_map(|id| titles.get(target, id).map(str::to_owned)).collect()),
            None => joined(values.clone()),
        },
        Some(Item::Refs(refs)) => refs.iter().map(|one| format!("{}:{}", one.system, one.code)).collect::<Vec<_>>().join("; "),
        _ => String::new(),
    }
}

/// As an import reads it back: plain numbers without separators, words as people say them.
fn cell_text(ctx: &Ctx, directory: &Directory, field: &Field, cell: &Cell) -> String {
    match types::json(field, cell) {
        serde_json::Value::Null => String::new(),
        serde_json::Value::Number(number) => number.to_string(),
        serde_json::Value::String(number) if is_number(&field.kind) => number,
        _ => types::display(field, cell, &ctx.types(directory)),
    }
}

//! From rows to the JSON people get: which columns to read, what links are called, the text itself.

use std::collections::{BTreeSet, HashMap, HashSet};

use keshu_access::{Action, Grant};
use keshu_catalog::{
    Entity, Field, Formula, Kind,
    types::{self, MaskRule},
};
use keshu_kernel::{Cell, Problem};
use keshu_store::{
    Read, blob,
    query::{self, Beside},
};

use crate::{
    Ctx,
    draft::{Item, Items, Line},
    env::RecordEnv,
};

/// Which fields an answer shows, and the columns that takes.
pub(crate) struct Shape<'a> {
    pub entity: &'a Entity,
    pub fields: Vec<&'a Field>,
    /// Columns to select, each once; [`Shape::items`] reads rows in this order.
    pub columns: Vec<String>,
    /// Of these only a part is shown.
    masked: HashSet<&'a str>,
}

impl<'a> Shape<'a> {
    /// `wanted` fields that the grant lets see, or all of them.
    pub(crate) fn new(entity: &'a Entity, grant: &Grant, wanted: Option<&[&'a Field]>) -> Shape<'a> {
        let seen = |field: &&Field| grant.may_see(&field.key);
        let fields: Vec<&Field> = match wanted {
            Some(fields) => fields.iter().copied().filter(seen).collect(),
            None => entity.fields.values().filter(seen).collect(),
        };
        let masked = fields.iter().map(|field| field.key.as_str()).filter(|key| !grant.may_read(key)).collect();
        Shape { masked, ..Shape::bare(entity, fields) }
    }

    /// These fields as they are.
    pub(crate) fn bare(entity: &'a Entity, fields: Vec<&'a Field>) -> Shape<'a> {
        let mut columns = vec!["version".to_owned()];
        for field in &fields {
            let needed: Vec<&Field> = match &field.formula {
                Some(formula) if !formula.stored => dependencies(entity, &formula.expr),
                _ => vec![field],
            };
            for name in needed.into_iter().flat_map(column_names) {
                if !columns.contains(&name) {
                    columns.push(name);
                }
            }
        }
        Shape { entity, fields, columns, masked: HashSet::new() }
    }

    /// Every field, for writing.
    pub(crate) fn whole(entity: &'a Entity) -> Shape<'a> {
        let fields: Vec<&Field> = entity.fields.values().collect();
        let mut columns: Vec<String> = vec!["version".to_owned()];
        columns.extend(fields.iter().copied().flat_map(column_names).filter(|name| name != "version"));
        Shape { entity, fields, columns, masked: HashSet::new() }
    }

    /// The record of one row read with [`Shape::columns`]; joined values come from `rest`.
    pub(crate) fn items(&self, ctx: &Ctx, id: &str, row: &[Cell], rest: &Rest) -> Result<Items, Problem> {
        let cell = |name: &str| self.columns.iter().position(|column| column == name).and_then(|place| row.get(place)).cloned().unwrap_or_default();
        let mut items = Items::with_capacity_and_hasher(self.fields.len(), Default::default());
        let mut put = |field: &Field| -> Result<(), Problem> {
            let item = match &field.kind {
                Kind::About { .. } => Item::About(match (cell(&format!("{}_entity", field.key)), cell(&format!("{}_id", field.key))) {
                    (Cell::Text(entity), Cell::Text(id)) => Some(types::About { entity, id }),
                    _ => None,
                }),
                Kind::Links { .. } | Kind::Tags => Item::Many(rest.many.get(&(field.key.clone(), id.to_owned())).cloned().unwrap_or_default()),
                Kind::Lines { .. } => Item::Lines(rest.lines.get(&(field.key.clone(), id.to_owned())).cloned().unwrap_or_default()),
                Kind::ExternalRefs => Item::Refs(rest.refs.get(id).cloned().unwrap_or_default()),
                Kind::Id => Item::Cell(id.into()),
                _ if field.sensitive => Item::Cell(unseal(ctx, self.entity, field, id, cell(&field.key))?),
                _ => Item::Cell(cell(&field.key)),
            };
            items.insert(field.key.clone(), item);
            Ok(())
        };
        for field in &self.fields {
            match &field.formula {
                Some(formula) if !formula.stored => {
                    for needed in dependencies(self.entity, &formula.expr) {
                        put(needed)?;
                    }
                }
                _ => put(field)?,
            }
        }
        Ok(items)
    }

    /// A formula that is worked out when it is read.
    pub(crate) fn computed(&self, ctx: &Ctx, read: &mut Read, field: &Field, formula: &Formula, items: &Items) -> Cell {
        let mut env = RecordEnv { ctx, read, entity: self.entity, items, old: None };
        let value = formula.expr.eval(&mut env).unwrap_or(keshu_expr::Value::Null);
        let directory = ctx.house.directory();
        types::from_feel(field, &value, &ctx.types(&directory)).unwrap_or_default()
    }

    /// One value in API form.
    pub(crate) fn value(&self, ctx: &Ctx, read: &mut Read, field: &Field, items: &Items) -> serde_json::Value {
        match &field.formula {
            Some(formula) if !formula.stored => types::json(field, &self.computed(ctx, read, field, formula, items)),
            _ => items.get(&field.key).map_or(serde_json::Value::Null, |item| item_json(ctx, field, item)),
        }
    }

    /// Reads what stands beside the table for these records.
    pub(crate) fn rest(&self, read: &mut Read, ctx: &Ctx, ids: &[String]) -> Result<Rest, Problem> {
        let (fields, parts): (Vec<&str>, Vec<Beside>) = self
            .fields
            .iter()
            .filter_map(|field| {
                let part = match &field.kind {
                    Kind::Links { .. } | Kind::Tags => Beside::Values(field.join_table(&self.entity.name)),
                    Kind::ExternalRefs => Beside::Refs,
                    Kind::Lines { of } => {
                        let line = ctx.house.catalog.entity(of)?;
                        Beside::Lines(line, std::iter::once("id").chain(line_fields(line).map(|field| field.key.as_str())).map(str::to_owned).collect())
                    }
                    _ => return None,
                };
                Some((field.key.as_str(), part))
            })
            .unzip();
        let mut rest = Rest::default();
        for (place, id, cells) in query::beside(read, self.entity, &parts, ids)? {
            let key = || (fields[place].to_owned(), id.clone());
            let texts = || cells.iter().filter_map(Cell::as_text).map(str::to_owned);
            match &parts[place] {
                Beside::Values(_) => rest.many.entry(key()).or_default().extend(texts()),
                Beside::Refs => {
                    if let [system, code] = texts().collect::<Vec<_>>().as_slice() {
                        rest.refs.entry(id).or_default().push(types::ExternalRef { system: system.clone(), code: code.clone() });
                    }
                }
                Beside::Lines(_, columns) => {
                    let Some(line) = cells[0].as_text() else { continue };
                    let line = Line { id: line.to_owned(), cells: columns[1..].iter().cloned().zip(cells[1..].iter().cloned()).collect() };
                    rest.lines.entry(key()).or_default().push(line);
                }
            }
        }
        Ok(rest)
    }
}

/// Values that do not stand in the entity's own table.
#[derive(Default)]
pub(crate) struct Rest {
    many: HashMap<(String, String), Vec<String>>,
    refs: HashMap<String, Vec<types::ExternalRef>>,
    lines: HashMap<(String, String), Vec<Line>>,
}

/// The declared columns of a line entity.
pub(crate) fn line_fields(line: &Entity) -> impl Iterator<Item = &Field> {
    line.columns().filter(|field| !field.system)
}

fn column_names(field: &Field) -> Vec<String> {
    match &field.kind {
        Kind::About { .. } => vec![format!("{}_entity", field.key), format!("{}_id", field.key)],
        Kind::Id => Vec::new(),
        _ if field.is_column() => vec![field.key.clone()],
        _ => Vec::new(),
    }
}

/// The record's own fields that an expression uses, links by their id.
fn dependencies<'a>(entity: &'a Entity, expr: &keshu_expr::Expr) -> Vec<&'a Field> {
    let mut found: Vec<&Field> = Vec::new();
    for path in expr.paths() {
        let Some(first) = path.first() else { continue };
        let Some(field) = entity.field(first).or_else(|| entity.field(&format!("{first}_id"))) else { continue };
        match &field.formula {
            Some(formula) if !formula.stored => found.extend(dependencies(entity, &formula.expr)),
            _ => found.push(field),
        }
    }
    found
}

pub(crate) fn sealed_place(entity: &Entity, field: &Field, id: &str) -> String {
    format!("{}.{}/{id}", entity.name, field.key)
}

fn unseal(ctx: &Ctx, entity: &Entity, field: &Field, id: &str, cell: Cell) -> Result<Cell, Problem> {
    match cell {
        Cell::Text(sealed) => Ok(Cell::Text(ctx.house.store.vault().open_sealed(&sealed_place(entity, field, id), &sealed)?)),
        other => Ok(other),
    }
}

/// Files among what has a title.
const FILE: &str = "sys_blob";

/// Where the title of a value comes from.
fn titled(kind: &Kind) -> Option<&str> {
    kind.target().or(kind.is_file().then_some(FILE))
}

/// Names of what records link to, by entity and id, as far as the asker may read them.
#[derive(Default)]
pub(crate) struct Titles(HashMap<(String, String), String>);

impl Titles {
    /// Looks up, in one query an entity, whatever `records` point to.
    pub(crate) fn of<'i>(ctx: &Ctx, read: &mut Read, shape: &Shape, records: impl Iterator<Item = &'i Items>) -> Result<Titles, Problem> {
        let mut wanted: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        let records: Vec<&Items> = records.collect();
        for items in &records {
            for field in &shape.fields {
                match items.get(&field.key) {
                    Some(Item::Cell(Cell::Text(id))) => {
                        if let Some(target) = titled(&field.kind) {
                            wanted.entry(target).or_default().insert(id);
                        }
                    }
                    Some(Item::About(Some(about))) => {
                        wanted.entry(&about.entity).or_default().insert(&about.id);
                    }
                    Some(Item::Many(ids)) => {
                        if let Some(target) = field.kind.target() {
                            wanted.entry(target).or_default().extend(ids.iter().map(String::as_str));
                        }
                    }
                    _ => {}
                }
            }
        }
        let directory = ctx.house.directory();
        let mut titles = Titles::default();
        for (name, ids) in wanted {
            if matches!(name, "staff" | "dept" | "role") {
                // Colleagues' names are known to everyone signed in.
                titles.0.extend(ids.iter().filter_map(|id| Some(((name.to_owned(), (*id).to_owned()), directory.title(name, id)?.to_owned()))));
                continue;
            }
            let ids: Vec<String> = ids.into_iter().map(str::to_owned).collect();
            // Who may read the field that holds a file may read its name.
            let found = if name == FILE { blob::names(read, &ids)? } else { record_titles(ctx, read, name, &ids)? };
            for (id, title) in found {
                titles.0.insert((name.to_owned(), id), title);
            }
        }
        Ok(titles)
    }

    pub(crate) fn get(&self, entity: &str, id: &str) -> Option<&str> {
        self.0.get(&(entity.to_owned(), id.to_owned())).map(String::as_str)
    }
}

/// What those of `ids` that the asker may read are called.
pub(crate) fn record_titles(ctx: &Ctx, read: &mut Read, entity: &str, ids: &[String]) -> Result<Vec<(String, String)>, Problem> {
    let Some(entity) = ctx.house.catalog.entity(entity) else { return Ok(Vec::new()) };
    let Ok(grant) = ctx.grant(entity, Action::Read) else { return Ok(Vec::new()) };
    let Some(field) = entity.field(&entity.title).filter(|field| grant.may_read(&field.key) && field.is_column()) else { return Ok(Vec::new()) };
    let rows = query::load_many(read, &ctx.house.catalog, entity, &grant, ids, std::slice::from_ref(&field.key))?;
    let directory = ctx.house.directory();
    let types = ctx.types(&directory);
    Ok(rows
        .into_iter()
        .filter_map(|row| match row.as_slice() {
            [title, Cell::Text(id)] => Some((id.clone(), types::display(field, title, &types))),
            _ => None,
        })
        .collect())
}

/// One record as a JSON object without its closing brace, so that a caller may add members.
pub(crate) fn write_record(ctx: &Ctx, read: &mut Read, shape: &Shape, items: &Items, id: &str, version: i64, titles: &Titles, out: &mut String) {
    out.push_str("{\"id\":\"");
    out.push_str(id);
    out.push_str("\",\"version\":");
    out.push_str(&version.to_string());
    for field in shape.fields.iter().filter(|field| !matches!(field.key.as_str(), "id" | "version")) {
        out.push_str(",\"");
        out.push_str(&field.key);
        out.push_str("\":");
        match &field.formula {
            Some(formula) if !formula.stored && !shape.masked.contains(field.key.as_str()) => types::write_json(field, &shape.computed(ctx, read, field, formula, items), out),
            _ if shape.masked.contains(field.key.as_str()) => write_masked(ctx, field, items.get(&field.key), out),
            _ => write_item(ctx, field, items.get(&field.key), out),
        }
    }
    write_titles(shape, items, titles, out);
}

fn write_item(ctx: &Ctx, field: &Field, item: Option<&Item>, out: &mut String) {
    match item {
        None => out.push_str("null"),
        Some(Item::Cell(cell)) => types::write_json(field, cell, out),
        Some(Item::About(None)) => out.push_str("null"),
        Some(Item::About(Some(about))) => types::write_about_json(&Cell::from(&about.entity), &Cell::from(&about.id), out),
        Some(other) => out.push_str(&item_json(ctx, field, other).to_string()),
    }
}

/// A value of which a part is shown; nothing stays nothing.
fn write_masked(ctx: &Ctx, field: &Field, item: Option<&Item>, out: &mut String) {
    let shown = match item {
        None => return out.push_str("null"),
        Some(item) if item.is_empty() => return out.push_str("null"),
        Some(Item::Cell(cell)) => {
            let directory = ctx.house.directory();
            let types = ctx.types(&directory);
            types::mask_hint(&field.kind).apply(&types::display(field, cell, &types))
        }
        Some(_) => MaskRule::All.apply(""),
    };
    out.push_str(&serde_json::json!({"masked": true, "shown": shown}).to_string());
}

fn write_titles(shape: &Shape, items: &Items, titles: &Titles, out: &mut String) {
    out.push_str(",\"titles\":{");
    let mut first = true;
    for field in shape.fields.iter().filter(|field| !shape.masked.contains(field.key.as_str())) {
        let value = match items.get(&field.key) {
            Some(Item::Cell(Cell::Text(id))) => titled(&field.kind).and_then(|target| titles.get(target, id)).map(serde_json::Value::from),
            Some(Item::About(Some(about))) => titles.get(&about.entity, &about.id).map(serde_json::Value::from),
            Some(Item::Many(ids)) if !ids.is_empty() => {
                field.kind.target().map(|target| ids.iter().map(|id| titles.get(target, id).map_or(serde_json::Value::Null, serde_json::Value::from)).collect())
            }
            _ => None,
        };
        if let Some(value) = value {
            if !first {
                out.push(',');
            }
            first = false;
            out.push('"');
            out.push_str(&field.key);
            out.push_str("\":");
            out.push_str(&value.to_string());
        }
    }
    out.push('}');
}

/// A value in API form.
pub(crate) fn item_json(ctx: &Ctx, field: &Field, item: &Item) -> serde_json::Value {
    use serde_json::{Value, json};
    match item {
        Item::Cell(cell) => types::json(field, cell),
        Item::About(about) => about.as_ref().map_or(Value::Null, |about| json!({"entity": about.entity, "id": about.id})),
        Item::Many(values) => json!(values),
        Item::Refs(refs) => refs.iter().map(|one| json!({"system": one.system, "code": one.code})).collect(),
        Item::Lines(lines) => {
            let line = match &field.kind {
                Kind::Lines { of } => ctx.house.catalog.entity(of),
                _ => None,
            };
            let Some(line_entity) = line else { return Value::Null };
            lines
                .iter()
                .map(|line| {
                    let mut map = serde_json::Map::new();
                    map.insert("id".to_owned(), json!(line.id));
                    for field in line_fields(line_entity) {
                        map.insert(field.key.clone(), types::json(field, line.cells.get(&field.key).unwrap_or(&Cell::Null)));
                    }
                    Value::Object(map)
                })
                .collect()
        }
    }
}

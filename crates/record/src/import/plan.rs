//! Which column of a file becomes which field.

use std::collections::{BTreeMap, HashMap};

use keshu_access::{Action, Grant};
use keshu_catalog::{
    Entity, Field, Kind,
    types::{self, clean},
};
use keshu_kernel::{Fault, Problem, args, codes};
use serde_json::{Map, Value};

use super::{
    choices,
    row::Row,
    sheets::{self, LineSheet, Lines},
};
use crate::{Ctx, house::DIRECTORY_ENTITIES, input};

/// The field that keeps what fits nowhere else.
pub(crate) const NOTE: &str = "import_note";

/// What rows of a file are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Adds; a row whose record is there already is skipped.
    #[default]
    Create,
    /// Changes records that are there; others are faults.
    Update,
    /// Changes what is there and adds the rest.
    Upsert,
}

impl Mode {
    pub const ALL: [Mode; 3] = [Mode::Create, Mode::Update, Mode::Upsert];

    pub fn name(self) -> &'static str {
        match self {
            Mode::Create => "create",
            Mode::Update => "update",
            Mode::Upsert => "upsert",
        }
    }

    pub fn from_name(name: &str) -> Result<Mode, Problem> {
        let known = Mode::ALL.into_iter().find(|mode| mode.name() == name);
        known.ok_or_else(|| Problem::new(&codes::IMPORT_MAPPING_INVALID, args![name = "mode", why = "create | update | upsert"]))
    }
}

/// How a file is to be read, as asked.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub entity: String,
    pub mode: Mode,
    /// Fields by which a row finds its record; empty = the entity's own hard identifiers.
    pub keys: Vec<String>,
    /// `{header: field key | null}`; a header that is not named is recognised.
    pub mapping: Map<String, Value>,
    /// As `mapping`, from earlier lists; what does not fit this one is passed over.
    pub remembered: Map<String, Value>,
    /// `{field: {text: code | null | {"add": true}}}`: what a person says the texts of a column mean; `null` leaves
    /// the field empty, `add` makes the text a new choice.
    pub values: Map<String, Value>,
    /// Further sheets, whose rows may be lines.
    pub sheets: Vec<LineSheet>,
}

/// What becomes of one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The value of this field; the unit stands in the header (`万元`) and not in the cells.
    Field { key: String, unit: Option<&'static str> },
    /// Left out: by wish, or because Keshu computes it.
    Ignored,
    /// A value of the record that stands beside, such as the job title of the contact in the same row.
    Beside(String),
    /// Not recognised; kept in the note.
    Unknown,
}

#[derive(Debug, Clone)]
pub struct Column {
    pub header: String,
    pub target: Target,
    /// Who says so: `asked`, `memory` or the `name` itself.
    pub by: &'static str,
}

impl Column {
    pub fn field(&self) -> Option<&str> {
        match &self.target {
            Target::Field { key, .. } => Some(key),
            _ => None,
        }
    }
}

/// A checked way to read rows of one file.
#[derive(Debug, Clone)]
pub struct Plan {
    pub entity: String,
    pub mode: Mode,
    pub columns: Vec<Column>,
    /// Groups of fields that together name a record, the surest first.
    pub(crate) keys: Vec<Vec<String>>,
    /// The record that a row makes beside its own, where the columns name one.
    pub(crate) beside: Option<Beside>,
    pub(crate) values: HashMap<String, HashMap<String, Meaning>>,
    pub(crate) lines: Vec<Lines>,
    /// Whether the entity has a note that the asker may write.
    pub(crate) has_note: bool,
}

impl Plan {
    /// Whether a row may name a person, department or role that a row above it makes: these are looked up in the
    /// directory, which knows a row once its transaction has ended.
    pub fn names_own(&self, ctx: &Ctx) -> Result<bool, Problem> {
        let entity = ctx.entity(&self.entity)?;
        let own = |key: &str| entity.field(key).is_some_and(|field| field.kind.target() == Some(&entity.name));
        Ok(DIRECTORY_ENTITIES.contains(&entity.name.as_str()) && self.columns.iter().any(|column| column.field().is_some_and(own)))
    }

    /// Refuses a list of which no column is known: it is none of this entity.
    pub fn check(&self, ctx: &Ctx) -> Result<(), Problem> {
        if self.columns.iter().any(|column| column.field().is_some()) {
            return Ok(());
        }
        let found: String = self.columns.iter().map(|column| column.header.as_str()).collect::<Vec<_>>().join(", ").chars().take(300).collect();
        Err(Problem::new(&codes::IMPORT_COLUMNS_UNKNOWN, args![entity = ctx.entity(&self.entity)?.label.get(ctx.locale), found = found]))
    }

    /// What every column was told or remembered to be, for the memory of the next list.
    pub fn mapping(&self) -> Map<String, Value> {
        let told = self.columns.iter().filter(|column| column.by != "name");
        told.map(|column| (column.header.clone(), column.field().map_or(Value::Null, |key| Value::String(key.to_owned())))).collect()
    }

    /// How many rows of further sheets belong to none of `rows`.
    pub fn orphans(&self, rows: impl Iterator<Item = Row>) -> usize {
        sheets::orphans(&self.lines, rows)
    }

    /// Labels of the fields that further sheets fill.
    pub fn line_fields(&self) -> Vec<&str> {
        self.lines.iter().map(|lines| lines.field.as_str()).collect()
    }

    /// What a column fills of the record beside, in the asker's words: `联系人 · 职务`.
    pub fn beside_label(&self, ctx: &Ctx, column: &Column) -> Option<String> {
        let (Target::Beside(key), Some(beside)) = (&column.target, &self.beside) else { return None };
        let other = ctx.entity(&beside.entity).ok()?;
        Some(format!("{} · {}", other.label.get(ctx.locale), other.field(key)?.label.get(ctx.locale)))
    }
}

/// What a person says that a text means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// The field stays empty.
    Nothing,
    Word(String),
    /// It is going to be a choice of its own.
    New,
}

/// What a row makes beside its own record, such as the contact of a customer.
#[derive(Debug, Clone)]
pub(crate) struct Beside {
    pub entity: String,
    /// The link of that entity to the row's own record.
    pub link: String,
    /// Places of columns with the fields they fill; the title is among them.
    pub columns: Vec<(usize, String)>,
}

/// The grant to write what an import of this mode writes; 403 also without the right to import.
pub fn write_grant(ctx: &Ctx, entity: &Entity, mode: Mode) -> Result<Grant, Problem> {
    ctx.grant(entity, Action::Import)?;
    match mode {
        Mode::Create => ctx.grant(entity, Action::Create),
        Mode::Update => ctx.grant(entity, Action::Update),
        Mode::Upsert => ctx.grant(entity, Action::Update).and_then(|_| ctx.grant(entity, Action::Create)),
    }
}

/// Checks rights and wishes and recognises the rest of `header`.
pub fn plan(ctx: &Ctx, asked: &Asked, header: &[String]) -> Result<Plan, Problem> {
    let entity = ctx.entity(&asked.entity)?;
    let grant = write_grant(ctx, entity, asked.mode)?;
    let mut columns = columns(ctx, entity, &grant, header, asked)?;
    let beside = beside(ctx, entity, &mut columns);
    Ok(Plan {
        entity: entity.name.clone(),
        mode: asked.mode,
        keys: keys(ctx, entity, &grant, &asked.keys)?,
        values: values(ctx, entity, &grant, &asked.values)?,
        beside,
        lines: sheets::lines(ctx, entity, &grant, &columns, &asked.sheets),
        has_note: entity.field(NOTE).is_some_and(|field| field.is_input() && grant.may_write(NOTE)),
        columns,
    })
}

/// The fields a file may fill, in the order of the form, for a template.
pub fn template_fields<'a>(ctx: &Ctx, entity: &'a Entity) -> Result<Vec<&'a Field>, Problem> {
    let grant = write_grant(ctx, entity, Mode::Create)?;
    let shown = |field: &&Field| is_target(field, &grant) && field.is_input() && !matches!(field.kind, Kind::Attachment | Kind::Image | Kind::ExternalRefs) && field.key != NOTE;
    Ok(entity.fields.values().filter(shown).collect())
}

/// Whether a column may become this field. The number goes to the external references, who made a record
/// and when are taken over with it.
/// How the column is called, in Chinese and in English, in which a file of refused rows says why. In a file that is
/// brought in again it says nothing of the record.
pub const REASON: [&str; 2] = ["未导入原因", "Why not imported"];

fn is_target(field: &Field, grant: &Grant) -> bool {
    let origin = field.system && matches!(field.key.as_str(), "id" | "created_at" | "created_by");
    let writable = field.is_input() && grant.may_write(&field.key) && !matches!(field.kind, Kind::Lines { .. });
    origin || writable || matches!(field.kind, Kind::Number)
}

fn columns(ctx: &Ctx, entity: &Entity, grant: &Grant, header: &[String], asked: &Asked) -> Result<Vec<Column>, Problem> {
    let mut targets: Vec<Option<Target>> = vec![None; header.len()];
    let mut faults = Vec::new();
    for (name, wanted) in &asked.mapping {
        let at = header.iter().position(|known| known == name).or_else(|| header.iter().position(|known| folded(known) == folded(name)));
        let Some(at) = at else {
            faults.push(invalid(&["", "mapping", name], name, "header ?"));
            continue;
        };
        match wanted {
            Value::Null => targets[at] = Some(Target::Ignored),
            Value::String(key) if key.is_empty() => targets[at] = Some(Target::Ignored),
            Value::String(key) => match entity.field(key).filter(|field| grant.may_read(&field.key)) {
                Some(field) if is_target(field, grant) => targets[at] = Some(Target::Field { key: key.clone(), unit: unit(field, &header[at]) }),
                Some(field) => faults.push(Fault::new(input::pointer(&["", "mapping", name]), &codes::FIELD_NOT_WRITABLE, args![label = field.label.get(ctx.locale)])),
                None => faults.push(unknown(ctx, entity, grant, &["", "mapping", name], key)),
            },
            _ => faults.push(invalid(&["", "mapping", name], name, "\"field\" | null")),
        }
    }
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut by: Vec<&'static str> = targets.iter().map(|target| if target.is_some() { "asked" } else { "name" }).collect();
    remember(entity, grant, header, &asked.remembered, &mut targets, &mut by);
    recognise(entity, grant, header, &mut targets);
    let whole = header.iter().zip(targets).zip(by);
    Ok(whole.map(|((header, target), by)| Column { header: header.clone(), target: target.unwrap_or(Target::Unknown), by }).collect())
}

/// Fills the places nobody spoke for with what was said of equal headers before.
fn remember(entity: &Entity, grant: &Grant, header: &[String], remembered: &Map<String, Value>, targets: &mut [Option<Target>], by: &mut [&'static str]) {
    for (place, name) in header.iter().enumerate() {
        let Some((_, meant)) = remembered.iter().find(|(known, _)| folded(known) == folded(name)) else { continue };
        if targets[place].is_some() {
            continue;
        }
        let is_taken = |key: &str| targets.iter().flatten().any(|target| matches!(target, Target::Field { key: taken, .. } if taken == key));
        let target = match meant.as_str() {
            None => Some(Target::Ignored),
            Some(key) => entity.field(key).filter(|field| is_target(field, grant) && !is_taken(key)).map(|field| Target::Field { key: key.to_owned(), unit: unit(field, name) }),
        };
        if target.is_some() {
            (targets[place], by[place]) = (target, "memory");
        }
    }
}

/// Fills the places nobody spoke for. Where several headers mean one field, the one that stands first among
/// key, labels and synonyms has it; the others may mean another field.
fn recognise(entity: &Entity, grant: &Grant, header: &[String], targets: &mut [Option<Target>]) {
    let mut known: BTreeMap<String, Vec<(usize, &Field)>> = BTreeMap::new();
    for field in entity.fields.values() {
        let names = [field.key.as_str(), &field.label.zh, &field.label.en];
        for (rank, name) in names.into_iter().chain(field.synonyms.iter().map(String::as_str)).enumerate() {
            known.entry(folded(name)).or_default().push((rank, field));
        }
    }
    let mut taken: Vec<String> = targets.iter().flatten().filter_map(|target| if let Target::Field { key, .. } = target { Some(key.clone()) } else { None }).collect();
    let mut wishes: Vec<(usize, usize, &Field)> = Vec::new();
    for (place, name) in header.iter().enumerate().filter(|(place, _)| targets[*place].is_none()) {
        let whole = known.get(&folded(name));
        let bare = || known.get(&folded(without_bracket(name)));
        for (rank, field) in whole.or_else(bare).into_iter().flatten() {
            wishes.push((*rank, place, field));
        }
    }
    wishes.sort_by_key(|(rank, place, _)| (*rank, *place));
    for (_, place, field) in &wishes {
        if targets[*place].is_none() && !taken.contains(&field.key) && is_target(field, grant) {
            taken.push(field.key.clone());
            targets[*place] = Some(Target::Field { key: field.key.clone(), unit: unit(field, &header[*place]) });
        }
    }
    // What Keshu computes is in every list that it exported; it is made anew and need not be kept.
    for (_, place, field) in wishes {
        let computed = field.formula.is_some() || field.rollup.is_some() || (field.system && !is_target(field, grant));
        if targets[place].is_none() && computed {
            targets[place] = Some(Target::Ignored);
        }
    }
    for (place, name) in header.iter().enumerate() {
        if targets[place].is_none() && REASON.contains(&name.trim()) {
            targets[place] = Some(Target::Ignored);
        }
    }
}

/// Columns that the entity does not know, and its own title-like ones, as fields of the record beside it.
/// Only where a column names that record and the asker may import one. What the asker mapped stays mapped.
fn beside(ctx: &Ctx, entity: &Entity, columns: &mut [Column]) -> Option<Beside> {
    let declared = entity.beside.as_ref()?;
    let other = ctx.entity(&declared.entity).ok()?;
    let grant = write_grant(ctx, other, Mode::Create).ok()?;
    let is_called = |field: &Field, header: &str| [field.key.as_str(), &field.label.zh, &field.label.en].into_iter().any(|name| folded(name) == folded(header));
    let is_named = |field: &Field, header: &str| is_called(field, header) || field.synonyms.iter().any(|name| folded(name) == folded(header));
    let mut found: Vec<(usize, String)> = Vec::new();
    for (place, column) in columns.iter().enumerate() {
        // What the row's own record is called is not the other's name.
        let is_shared = |field: &Field| column.field() != Some(&entity.title) && (field.key == other.title || matches!(field.kind, Kind::Phone | Kind::Email));
        // A header that is the other's own word, and only a synonym here, means the other: 职务 beside 联系人.
        let is_theirs = |field: &Field, own: &str| column.by == "name" && is_called(field, &column.header) && !entity.field(own).is_some_and(|own| is_called(own, &column.header));
        let fits = |field: &&Field| match &column.target {
            Target::Unknown => true,
            Target::Field { key, .. } => is_shared(field) || is_theirs(field, key),
            _ => false,
        };
        let free = |field: &&Field| field.key != declared.field && is_target(field, &grant) && field.is_input() && types::is_single(&field.kind) && !found.iter().any(|(_, key)| *key == field.key);
        if let Some(field) = other.fields.values().filter(free).filter(fits).find(|field| is_named(field, &column.header)) {
            found.push((place, field.key.clone()));
        }
    }
    if !found.iter().any(|(_, key)| *key == other.title) {
        return None;
    }
    for (place, key) in &found {
        let is_shared = other.field(key).is_some_and(|field| field.key == other.title || matches!(field.kind, Kind::Phone | Kind::Email));
        if columns[*place].target == Target::Unknown || !is_shared {
            columns[*place].target = Target::Beside(key.clone());
        }
    }
    Some(Beside { entity: declared.entity.clone(), link: declared.field.clone(), columns: found })
}

/// Case, width, blanks and the star of required columns do not matter.
pub(crate) fn folded(name: &str) -> String {
    let folded = clean::fold_width(&clean::one_line(name)).to_lowercase();
    let bare = folded.trim_matches('*').trim();
    let bare = ["(必填)", "(required)", "[必填]"].iter().find_map(|mark| bare.strip_suffix(mark)).unwrap_or(bare);
    bare.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '*' | ':' | '_')).collect()
}

/// `注册资本(万元)` → `注册资本`.
fn without_bracket(name: &str) -> &str {
    name.find(['(', '（', '[', '【']).map_or(name, |at| &name[..at])
}

/// The unit that a header gives to plain figures below it.
fn unit(field: &Field, header: &str) -> Option<&'static str> {
    if !matches!(field.kind, Kind::Money { .. } | Kind::Decimal { .. }) {
        return None;
    }
    let at = header.find(['(', '（', '[', '【'])?;
    let inside = &header[at..];
    ["千万", "百万", "亿", "万", "千"].into_iter().find(|unit| inside.contains(*unit))
}

fn invalid(steps: &[&str], name: &str, why: &str) -> Fault {
    Fault::new(input::pointer(steps), &codes::IMPORT_MAPPING_INVALID, args![name = name, why = why])
}

fn unknown(ctx: &Ctx, entity: &Entity, grant: &Grant, steps: &[&str], key: &str) -> Fault {
    let hint = input::suggest(ctx, entity, grant, key);
    Fault::new(input::pointer(steps), &codes::FIELD_UNKNOWN, args![entity = entity.label.get(ctx.locale), field = key, hint = hint])
}

/// The groups asked for, or id, number, external reference, `duplicate` and `unique` of the entity.
fn keys(ctx: &Ctx, entity: &Entity, grant: &Grant, asked: &[String]) -> Result<Vec<Vec<String>>, Problem> {
    if !asked.is_empty() {
        let faults: Vec<Fault> = asked.iter().filter(|key| entity.field(key).is_none_or(|field| !grant.may_read(&field.key))).map(|key| unknown(ctx, entity, grant, &["", "keys"], key)).collect();
        return if faults.is_empty() { Ok(vec![asked.to_vec()]) } else { Err(Problem::invalid(faults)) };
    }
    let mut groups = vec![vec!["id".to_owned()]];
    groups.extend(entity.number_key().map(|key| vec![key.to_owned()]));
    groups.push(vec!["external_refs".to_owned()]);
    groups.extend(entity.duplicate.iter().cloned());
    groups.extend(entity.fields.values().filter(|field| field.unique && !matches!(field.kind, Kind::Number)).map(|field| vec![field.key.clone()]));
    Ok(groups)
}

fn values(ctx: &Ctx, entity: &Entity, grant: &Grant, asked: &Map<String, Value>) -> Result<HashMap<String, HashMap<String, Meaning>>, Problem> {
    let (mut values, mut faults) = (HashMap::new(), Vec::new());
    for (key, words) in asked {
        let Some(words) = words.as_object() else {
            faults.push(invalid(&["", "values", key], key, "{text: code}"));
            continue;
        };
        if entity.field(key).is_none_or(|field| !grant.may_read(&field.key)) {
            faults.push(unknown(ctx, entity, grant, &["", "values", key], key));
            continue;
        }
        let mut known = HashMap::new();
        for (word, meant) in words {
            match meant {
                Value::Null => drop(known.insert(folded(word), Meaning::Nothing)),
                Value::String(meant) => drop(known.insert(folded(word), Meaning::Word(meant.clone()))),
                Value::Number(_) | Value::Bool(_) => drop(known.insert(folded(word), Meaning::Word(meant.to_string()))),
                new if choices::is_new(new) && entity.field(key).is_some_and(|field| choices::growing(ctx, &field.kind).is_some()) => drop(known.insert(folded(word), Meaning::New)),
                _ => faults.push(invalid(&["", "values", key, word], word, "\"code\" | null | {\"add\": true}")),
            }
        }
        values.insert(key.clone(), known);
    }
    if faults.is_empty() { Ok(values) } else { Err(Problem::invalid(faults)) }
}

//! From the cells of one row to the body of a write: what can be kept is kept, the rest is said.

use std::{collections::HashMap, sync::Arc};

use keshu_access::Action;
use keshu_catalog::{
    Entity, Field, Kind,
    types::{self, About, Refusal, clean},
};
use keshu_kernel::{Args, Cell, Code, Problem, args, codes, is_id, problem::fill};
use keshu_store::{Read, query};
use serde_json::{Map, Value, json};

use crate::{
    Ctx, Directory,
    import::{
        names::{self, Found, SYSTEM},
        plan::{Meaning, Mode, NOTE, Plan, Target, folded},
    },
    checks::lookup_cell,
    write::Stamp,
};

/// A row as it stands in the file.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Counted as spreadsheets do: the header is usually 1.
    pub number: u64,
    pub cells: Vec<String>,
}

/// Something to say about one value of a row.
#[derive(Debug, Clone)]
pub struct Remark {
    pub field: Option<String>,
    pub code: &'static str,
    /// In the language of the asker.
    pub detail: String,
    /// The text that it is about.
    pub value: String,
}

impl Remark {
    pub(crate) fn new(ctx: &Ctx, field: Option<&str>, code: &'static Code, words: &Args, value: &str) -> Remark {
        Remark { field: field.map(str::to_owned), code: code.name, detail: fill(code.detail(ctx.locale), words), value: value.chars().take(100).collect() }
    }

    /// Each fault of a refusal, or the refusal itself.
    pub(crate) fn of(ctx: &Ctx, problem: &Problem) -> Vec<Remark> {
        if problem.faults.is_empty() {
            return vec![Remark::new(ctx, None, problem.code, &problem.args, "")];
        }
        problem.faults.iter().map(|fault| Remark::new(ctx, fault.pointer.split('/').nth(1), fault.code, &fault.args, "")).collect()
    }
}

/// What a row is going to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    Create,
    Update(String),
    /// Its record is there already.
    Skip,
}

/// A row as read.
#[derive(Debug)]
pub struct RowOutcome {
    /// Values in API form by field key.
    pub body: Map<String, Value>,
    pub deed: Deed,
    /// What could not be placed; the row goes in all the same.
    pub warnings: Vec<Remark>,
    /// Why the row does not go in.
    pub faults: Vec<Remark>,
    pub(crate) stamp: Stamp,
    /// Values of the record that stands beside this one.
    pub(crate) beside: Option<Map<String, Value>>,
    cells: HashMap<String, Cell>,
    note: Vec<String>,
    refs: Vec<(String, String)>,
}

/// Reads rows by a plan; remembers what names mean, so make a new one now and then.
pub struct RowReader<'a> {
    ctx: &'a Ctx,
    plan: &'a Plan,
    entity: &'a Entity,
    directory: Arc<Directory>,
    memo: HashMap<(usize, String), Result<Value, Refusal>>,
}

impl<'a> RowReader<'a> {
    pub fn new(ctx: &'a Ctx, plan: &'a Plan) -> Result<RowReader<'a>, Problem> {
        Ok(RowReader { ctx, plan, entity: ctx.entity(&plan.entity)?, directory: ctx.house.directory(), memo: HashMap::new() })
    }

    /// Values, then the record the row means, then the note.
    pub fn read(&mut self, read: &mut Read, row: &Row) -> Result<RowOutcome, Problem> {
        let mut out = RowOutcome {
            body: Map::new(),
            deed: Deed::Create,
            warnings: Vec::new(),
            faults: Vec::new(),
            stamp: Stamp::default(),
            beside: None,
            cells: HashMap::new(),
            note: Vec::new(),
            refs: Vec::new(),
        };
        let plan = self.plan;
        for (place, (column, text)) in plan.columns.iter().zip(&row.cells).enumerate() {
            if clean::is_blank(text) {
                continue;
            }
            if text.contains(char::REPLACEMENT_CHARACTER) {
                out.warnings.push(Remark::new(self.ctx, column.field(), &codes::IMPORT_CELL_BROKEN, &args![label = column.header], text.trim()));
            }
            match &column.target {
                Target::Ignored | Target::Beside(_) => {}
                Target::Unknown => out.note.push(format!("{}: {}", column.header, text.trim())),
                Target::Field { key, unit } => {
                    let Some(field) = self.entity.field(key) else { continue };
                    self.value(read, &mut out, place, field, text, *unit)?;
                }
            }
        }
        let beyond: Vec<&str> = row.cells.iter().skip(plan.columns.len()).map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
        if !beyond.is_empty() {
            let value = beyond.join(" ");
            out.warnings.push(Remark::new(self.ctx, None, &codes::IMPORT_CELL_EXTRA, &args![value = value.chars().take(100).collect::<String>()], &value));
            out.note.push(value);
        }
        self.lines(read, row, &mut out)?;
        self.beside(read, row, &mut out)?;
        self.find_record(read, &mut out)?;
        self.finish(read, &mut out)?;
        Ok(out)
    }

    /// The lines that further sheets hold for the row.
    fn lines(&self, read: &mut Read, row: &Row, out: &mut RowOutcome) -> Result<(), Problem> {
        for sheet in &self.plan.lines {
            let entity = self.ctx.entity_or_line(&sheet.entity)?;
            let mut lines = Vec::new();
            for line in sheet.of(row) {
                let mut body = Map::new();
                for (column, text) in sheet.columns.iter().zip(&line.cells).filter(|(_, text)| !clean::is_blank(text)) {
                    let field = column.field().and_then(|key| entity.field(key));
                    let value = match field {
                        Some(field) => self.parse(read, field, text)?,
                        None if column.target == Target::Ignored => continue,
                        None => Ok(Value::Null),
                    };
                    match (value, field) {
                        (Ok(Value::Null), Some(_)) => {}
                        (Ok(value), Some(field)) => drop(body.insert(field.key.clone(), value)),
                        (Err((code, words)), _) => {
                            out.warnings.push(Remark::new(self.ctx, Some(&sheet.field), code, &words, text.trim()));
                            out.note.push(format!("{}: {}", column.header, text.trim()));
                        }
                        (_, None) => out.note.push(format!("{}: {}", column.header, text.trim())),
                    }
                }
                if !body.is_empty() {
                    lines.push(Value::Object(body));
                }
            }
            if !lines.is_empty() {
                out.body.insert(sheet.field.clone(), Value::Array(lines));
            }
        }
        Ok(())
    }

    /// The record beside, when the row names one. What it cannot take and no field of the row's own keeps
    /// goes into the note.
    fn beside(&self, read: &mut Read, row: &Row, out: &mut RowOutcome) -> Result<(), Problem> {
        let Some(beside) = &self.plan.beside else { return Ok(()) };
        let other = self.ctx.entity(&beside.entity)?;
        let mut body = Map::new();
        for (place, key) in &beside.columns {
            let (Some(field), Some(text)) = (other.field(key), row.cells.get(*place).filter(|text| !clean::is_blank(text))) else { continue };
            let column = &self.plan.columns[*place];
            let is_own = matches!(column.target, Target::Field { .. });
            // The number of a company is not that of the person who is named beside it.
            if is_own && matches!(field.kind, Kind::Phone) && !types::contact::is_mobile(text) {
                continue;
            }
            match self.parse(read, field, text)? {
                Ok(Value::Null) => {}
                Ok(value) => drop(body.insert(key.clone(), value)),
                Err((code, words)) if !is_own => {
                    out.warnings.push(Remark::new(self.ctx, None, code, &words, text.trim()));
                    out.note.push(format!("{}: {}", column.header, text.trim()));
                }
                Err(_) => {}
            }
        }
        if body.contains_key(&other.title) {
            out.beside = Some(body);
        } else {
            let lost = beside.columns.iter().filter(|(place, _)| matches!(self.plan.columns[*place].target, Target::Beside(_)));
            for (place, text) in lost.filter_map(|(place, _)| Some((place, row.cells.get(*place)?.trim()))).filter(|(_, text)| !text.is_empty()) {
                out.note.push(format!("{}: {text}", self.plan.columns[*place].header));
            }
        }
        Ok(())
    }

    fn value(&mut self, read: &mut Read, out: &mut RowOutcome, place: usize, field: &Field, text: &str, unit: Option<&str>) -> Result<(), Problem> {
        let header = &self.plan.columns[place].header;
        // An apostrophe in front keeps a spreadsheet from running the text; it is not part of it.
        let text = text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(text);
        let meant = self.plan.values.get(&field.key).and_then(|words| words.get(&folded(text)));
        let text = match meant {
            Some(Meaning::Nothing | Meaning::New) => return Ok(()),
            Some(Meaning::Word(word)) => word.as_str(),
            None => text,
        };
        if matches!(field.kind, Kind::Number) {
            out.refs.push((SYSTEM.to_owned(), clean::one_line(text)));
            out.cells.insert(field.key.clone(), Cell::Text(clean::one_line(text)));
            return Ok(());
        }
        if out.body.contains_key(&field.key) {
            // Two columns were given one field: the first that holds something has it.
            out.note.push(format!("{header}: {}", text.trim()));
            return Ok(());
        }
        let text = match unit.filter(|_| text.trim().ends_with(|last: char| last.is_ascii_digit())) {
            Some(unit) => format!("{}{unit}", text.trim()),
            None => text.to_owned(),
        };
        if is_shortened(&text) && !matches!(field.kind, Kind::Integer { .. } | Kind::Decimal { .. } | Kind::Money { .. } | Kind::Percent { .. }) {
            let words = args![label = field.label.get(self.ctx.locale), value = text.trim()];
            self.keep(out, field, header, (&codes::IMPORT_DIGITS_LOST, words), &text);
            return Ok(());
        }
        let read_value = match self.memo.get(&(place, text.clone())) {
            Some(known) => known.clone(),
            None => {
                let found = self.parse(read, field, &text)?;
                // A name that is not there yet may be made by a row above the next one that uses it.
                if is_looked_up(&field.kind) && (found.is_ok() || matches!(field.kind, Kind::Code { .. } | Kind::Staff | Kind::Dept)) {
                    self.memo.insert((place, text.clone()), found.clone());
                }
                found
            }
        };
        match read_value {
            Ok(Value::Null) => {}
            Ok(value) => self.put(out, field, value),
            Err(refusal) => self.keep(out, field, header, refusal, &text),
        }
        Ok(())
    }

    /// Whatever the note can keep, and every name that means nothing here, does not stop the row.
    fn keep(&self, out: &mut RowOutcome, field: &Field, header: &str, (code, words): Refusal, text: &str) {
        let remark = Remark::new(self.ctx, Some(&field.key), code, &words, text.trim());
        if self.plan.has_note || is_looked_up(&field.kind) {
            out.warnings.push(remark);
            out.note.push(format!("{header}: {}", text.trim()));
        } else {
            out.faults.push(remark);
        }
    }

    fn put(&self, out: &mut RowOutcome, field: &Field, value: Value) {
        let text = value.as_str().map(str::to_owned);
        match field.key.as_str() {
            "created_at" if field.system => out.stamp.created_at = text,
            "created_by" if field.system => out.stamp.created_by = text,
            "id" => drop(out.cells.insert(field.key.clone(), text.into())),
            _ => {
                if let Value::Array(refs) = &value
                    && matches!(field.kind, Kind::ExternalRefs)
                {
                    let word = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
                    out.refs.extend(refs.iter().map(|one| (word(one, "system"), word(one, "code"))));
                    return;
                }
                if types::is_single(&field.kind) {
                    let cell = types::parse(field, &value, &self.ctx.types(&self.directory)).unwrap_or_default();
                    out.cells.insert(field.key.clone(), cell);
                }
                out.body.insert(field.key.clone(), value);
            }
        }
    }

    /// One cell as an API value.
    fn parse(&self, read: &mut Read, field: &Field, text: &str) -> Result<Result<Value, Refusal>, Problem> {
        let types = self.ctx.types(&self.directory);
        let word = clean::one_line(text);
        Ok(match &field.kind {
            Kind::Tags => types::parse_messy_tags(field, text, &types).map(|tags| json!(tags)),
            Kind::Links { to } => {
                let mut ids = Vec::new();
                for part in parts(text) {
                    match self.named(read, field, to, &part)? {
                        Ok(id) => ids.push(id),
                        Err(refusal) => return Ok(Err(refusal)),
                    }
                }
                Ok(json!(ids))
            }
            Kind::About { to } => self.about(read, field, to, &word)?.map(|about| json!({"entity": about.entity, "id": about.id})),
            Kind::ExternalRefs => Ok(parts(text).iter().map(|part| {
                let (system, code) = part.split_once([':', '：']).unwrap_or((SYSTEM, part));
                json!({"system": system.trim(), "code": code.trim()})
            }).collect()),
            Kind::Id => Ok(if is_id(&word) { Value::String(word.to_ascii_lowercase()) } else { Value::Null }),
            Kind::Attachment | Kind::Image => types::parse_messy(field, text, &types).map(|cell| types::json(field, &cell)),
            kind => match kind.target() {
                Some(target) => self.named(read, field, target, &word)?.map(Value::String),
                None => types::parse_messy(field, text, &types).map(|cell| types::json(field, &cell)),
            },
        })
    }

    fn named(&self, read: &mut Read, field: &Field, target: &str, text: &str) -> Result<Result<String, Refusal>, Problem> {
        let label = field.label.get(self.ctx.locale);
        let shown: String = text.chars().take(60).collect();
        Ok(match names::record(self.ctx, read, &self.directory, target, text)? {
            Found::One(id) => Ok(id),
            Found::None => Err((&codes::NAME_UNKNOWN, args![label = label, value = shown])),
            Found::Several => Err((&codes::NAME_AMBIGUOUS, args![label = label, value = shown])),
        })
    }

    /// `客户:海川泵业`, or a name that only one of the entities has.
    fn about(&self, read: &mut Read, field: &Field, to: &[String], text: &str) -> Result<Result<About, Refusal>, Problem> {
        let (head, rest) = text.split_once([':', '：']).map_or(("", text), |(head, rest)| (head.trim(), rest.trim()));
        let means = |name: &&String| self.ctx.house.catalog.entity(name).is_some_and(|entity| entity.name == head || entity.label.zh == head || entity.label.en.eq_ignore_ascii_case(head));
        let (candidates, word): (Vec<&String>, &str) = match to.iter().find(means) {
            Some(one) => (vec![one], rest),
            None => (to.iter().collect(), text),
        };
        let mut refusal = None;
        let mut found = Vec::new();
        for entity in candidates {
            match self.named(read, field, entity, word)? {
                Ok(id) => found.push(About { entity: entity.clone(), id }),
                Err(why) if refusal.is_none() || why.0 == &codes::NAME_AMBIGUOUS => refusal = Some(why),
                Err(_) => {}
            }
        }
        let several = (&codes::NAME_AMBIGUOUS, args![label = field.label.get(self.ctx.locale), value = word]);
        Ok(match (found.pop(), found.is_empty(), refusal) {
            (Some(about), true, _) => Ok(about),
            (None, _, Some(refusal)) => Err(refusal),
            _ => Err(several),
        })
    }

    /// The living record with the same identifiers, and what follows from it.
    fn find_record(&self, read: &mut Read, out: &mut RowOutcome) -> Result<(), Problem> {
        let mut label = String::new();
        for keys in &self.plan.keys {
            let ids = self.same(read, out, keys)?;
            let words: Vec<&str> = keys.iter().map(|key| self.entity.field(key).map_or(key.as_str(), |field| field.label.get(self.ctx.locale))).collect();
            if ids.is_empty() {
                if label.is_empty() && self.is_given(out, keys) {
                    label = words.join(" + ");
                }
                continue;
            }
            let remark = |code: &'static Code| Remark::new(self.ctx, keys.first().map(String::as_str), code, &args![count = ids.len(), label = words.join(" + ")], "");
            match self.plan.mode {
                Mode::Create => {
                    out.deed = Deed::Skip;
                    out.faults.push(remark(&codes::DUPLICATE));
                }
                _ if ids.len() > 1 => out.faults.push(remark(&codes::IMPORT_RECORD_AMBIGUOUS)),
                _ => out.deed = Deed::Update(ids[0].clone()),
            }
            return Ok(());
        }
        if self.plan.mode == Mode::Update {
            let label = if label.is_empty() { self.plan.keys.last().map(|keys| keys.join(" + ")).unwrap_or_default() } else { label };
            out.faults.push(Remark::new(self.ctx, None, &codes::IMPORT_RECORD_MISSING, &args![label = label], ""));
        }
        Ok(())
    }

    fn is_given(&self, out: &RowOutcome, keys: &[String]) -> bool {
        keys.iter().all(|key| if key == "external_refs" { !out.refs.is_empty() } else { out.cells.get(key).is_some_and(|cell| !cell.is_null()) })
    }

    fn same(&self, read: &mut Read, out: &RowOutcome, keys: &[String]) -> Result<Vec<String>, Problem> {
        const MOST: u64 = 10;
        if !self.is_given(out, keys) {
            return Ok(Vec::new());
        }
        if keys.len() == 1 && keys[0] == "external_refs" {
            let mut ids: Vec<String> = Vec::new();
            for (system, code) in &out.refs {
                // The trash keeps its references; who is there is no match.
                if let Some(id) = query::by_external_ref(read, &self.entity.name, system, code)?
                    && !ids.contains(&id)
                    && query::version_of(read, self.entity, &id)?.is_some()
                {
                    ids.push(id);
                }
            }
            return Ok(ids);
        }
        let values = keys.iter().filter_map(|key| Some(lookup_cell(self.ctx, self.entity, self.entity.field(key)?, out.cells.get(key)?)));
        query::ids_with_values(read, self.entity, &values.collect::<Vec<_>>(), None, MOST)
    }

    /// The references and the note go on top of what the record has.
    fn finish(&self, read: &mut Read, out: &mut RowOutcome) -> Result<(), Problem> {
        let target = match &out.deed {
            Deed::Update(id) => Some(id.clone()),
            _ => None,
        };
        // A number that found the record is its own and no reference.
        let own = target.is_some().then(|| self.entity.number_key().and_then(|key| out.cells.get(key)).and_then(Cell::as_text)).flatten();
        let mut refs: Vec<(String, String)> = out.refs.iter().filter(|(system, code)| !(system == SYSTEM && Some(code.as_str()) == own)).cloned().collect();
        if let Some(id) = &target
            && !refs.is_empty()
        {
            let known = query::external_refs(read, &self.entity.name, std::slice::from_ref(id))?;
            refs = known.into_iter().map(|(_, system, code)| (system, code)).chain(refs).collect();
        }
        refs.dedup();
        if !refs.is_empty() {
            out.body.insert("external_refs".to_owned(), refs.iter().map(|(system, code)| json!({"system": system, "code": code})).collect());
        }
        if out.note.is_empty() || !self.plan.has_note {
            return Ok(());
        }
        let before = match (out.body.get(NOTE), &target) {
            (Some(given), _) => given.as_str().map(str::to_owned),
            (None, Some(id)) => match self.ctx.grant(self.entity, Action::Update) {
                Ok(grant) => query::load(read, &self.ctx.house.catalog, self.entity, &grant, id, &[NOTE.to_owned()], false)?.and_then(|row| row[0].as_text().map(str::to_owned)),
                Err(_) => None,
            },
            (None, None) => None,
        };
        let mut lines: Vec<&str> = before.as_deref().map(|text| text.lines().collect()).unwrap_or_default();
        let added: Vec<String> = out.note.iter().map(|line| line.chars().filter(|letter| *letter == '\n' || !clean::is_control(*letter)).collect()).collect();
        lines.extend(added.iter().flat_map(|line| line.lines()).filter(|line| !before.as_deref().unwrap_or_default().lines().any(|known| known == *line)));
        let max = match self.entity.field(NOTE).map(|field| &field.kind) {
            Some(Kind::LongText { max } | Kind::Text { max, .. }) => *max,
            _ => usize::MAX,
        };
        let note: String = lines.join("\n").chars().take(max).collect();
        out.body.insert(NOTE.to_owned(), Value::String(note));
        Ok(())
    }
}

/// `1.1E+17`: what is left of a long number after a spreadsheet took it for a quantity.
fn is_shortened(text: &str) -> bool {
    let Some((digits, power)) = text.trim().split_once(['E', 'e']) else { return false };
    let is_figure = digits.starts_with(|first: char| first.is_ascii_digit()) && digits.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
    is_figure && power.trim_start_matches('+').parse::<u32>().is_ok_and(|power| power >= 10)
}

/// Whether a cell names something that is looked up: a choice, a person, a department, a record.
fn is_looked_up(kind: &Kind) -> bool {
    matches!(kind, Kind::Code { .. } | Kind::Links { .. } | Kind::About { .. }) || kind.target().is_some()
}

/// Several names in one cell.
fn parts(text: &str) -> Vec<String> {
    text.split([',', '，', ';', '；', '、', '|', '\n']).map(clean::one_line).filter(|part| !part.is_empty()).collect()
}

//! The table of field types: how a value comes in from the API or a spreadsheet, how it is written
//! out, shown, indexed, masked and computed with. One type, one place.
//!
//! Invariant: whatever [`parse`] lets in is normalised, so that equal things are equal cells.
//! `about`, `links`, `tags`, `lines` and `external_refs` are no single cell; [`link`] has their own
//! functions.

pub mod clean;
pub mod code;
pub mod contact;
pub mod html;
pub mod identity;
pub mod link;
pub mod number;
pub mod place;
pub mod text;
pub mod time;

use jiff::tz::TimeZone;
use keshu_expr::{Ty, Value as Feel};
use keshu_kernel::{Args, Cell, Code, Locale, args, codes};
use serde_json::Value;

pub use link::{
    About, ExternalRef, Line, parse_about, parse_external_refs, parse_lines, parse_links, parse_messy_tags, parse_tags,
    write_about_json,
};

use crate::model::{Entity, Field, Kind};

/// Why a value is refused: a row of the problem table and the words for its sentence.
pub type Refusal = (&'static Code, Args);

/// The choices there are now: those of the packs, or those with an administrator's changes.
pub trait Dicts: Sync {
    /// Whether the code may be chosen.
    fn has_code(&self, dict: &str, code: &str) -> bool;
    /// The code that a person means by a code, a label or a synonym.
    fn code_of(&self, dict: &str, text: &str) -> Option<String>;
    fn label(&self, dict: &str, code: &str, locale: Locale) -> Option<String>;
}

/// What reading and showing values needs to know besides the field.
#[derive(Clone, Copy)]
pub struct TypeCtx<'a> {
    pub dicts: &'a dyn Dicts,
    pub locale: Locale,
    /// The zone of the office: for times written without one, and for showing moments.
    pub zone: &'a TimeZone,
}

impl TypeCtx<'_> {
    pub fn label(&self, field: &Field) -> String {
        field.label.get(self.locale).to_owned()
    }

    pub fn is_zh(&self) -> bool {
        self.locale != Locale::En
    }
}

/// How much of a masked value is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MaskRule {
    /// Nothing: `****`.
    All,
    /// The first character: `林**`.
    First,
    /// The first `head` and last `tail` characters: `138****1234`.
    Middle { head: usize, tail: usize },
    /// The first character and the domain: `l***@example.com`.
    Email,
}

impl MaskRule {
    pub fn apply(self, text: &str) -> String {
        let letters: Vec<char> = text.chars().collect();
        match self {
            MaskRule::All => "****".to_owned(),
            MaskRule::First => letters.first().map_or("**".to_owned(), |first| format!("{first}**")),
            MaskRule::Email => match text.split_once('@') {
                Some((local, domain)) => format!("{}***@{domain}", local.chars().next().unwrap_or('*')),
                None => "****".to_owned(),
            },
            MaskRule::Middle { head, tail } => {
                // At least four characters stay hidden.
                let (head, tail) =
                    if letters.len() < head + tail + 4 { (0, tail.min(letters.len() / 4)) } else { (head, tail) };
                let front: String = letters[..head].iter().collect();
                let back: String = letters[letters.len() - tail..].iter().collect();
                format!("{front}****{back}")
            }
        }
    }
}

/// What every type can do. Values handed to `parse` are neither null nor blank.
pub trait TypeOps: Sync {
    /// An API value, normalised and checked.
    fn parse(&self, field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Cell, Refusal>;

    /// The text of a spreadsheet cell, as people write it.
    fn parse_messy(&self, field: &Field, text: &str, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        self.parse(field, &Value::String(clean::one_line(text)), ctx)
    }

    /// The API value, appended as JSON text.
    fn write_json(&self, _: &Field, cell: &Cell, out: &mut String) {
        match cell {
            Cell::Null => out.push_str("null"),
            Cell::Int(number) => clean::push_scaled(out, *number, 0),
            Cell::Text(text) => clean::push_json_str(out, text),
        }
    }

    /// The value for people: history, exports, titles.
    fn display(&self, _: &Field, cell: &Cell, _: &TypeCtx) -> String {
        cell.as_text().unwrap_or_default().to_owned()
    }

    /// The words that find the record.
    fn search_text(&self, field: &Field, cell: &Cell, ctx: &TypeCtx) -> Option<String> {
        (!cell.is_null()).then(|| self.display(field, cell, ctx))
    }

    /// Whether values are searched without being asked for.
    fn is_always_searched(&self) -> bool {
        false
    }

    fn mask(&self, kind: &Kind) -> MaskRule;

    /// Whether a list may be sorted by the column itself.
    fn is_sortable(&self, _: &Kind) -> bool {
        true
    }

    /// The JSON Schema of the API value.
    fn json_schema(&self, field: &Field) -> Value;
}

/// The one table of types.
pub fn of(kind: &Kind) -> &'static dyn TypeOps {
    match kind {
        Kind::Text { .. } | Kind::LongText { .. } | Kind::RichText { .. } | Kind::Address { .. } | Kind::Id => {
            &text::Text
        }
        Kind::Number => &text::RecordNumber,
        Kind::Integer { .. } | Kind::Decimal { .. } | Kind::Money { .. } | Kind::Percent { .. } => &number::Figure,
        Kind::Boolean => &number::Flag,
        Kind::Date => &time::Day,
        Kind::Moment => &time::Instant,
        Kind::Time => &time::Clock,
        Kind::Duration => &time::Span,
        Kind::Code { .. } => &code::Choice,
        Kind::Link { .. } | Kind::Staff | Kind::Dept | Kind::Attachment | Kind::Image => &link::Link,
        Kind::Phone => &contact::Phone,
        Kind::Email => &contact::Email,
        Kind::Url => &contact::Url,
        Kind::IdNumber => &identity::IdNumber,
        Kind::Uscc => &identity::Uscc,
        Kind::BankAccount => &identity::BankAccount,
        Kind::GeoPoint => &place::Point,
        Kind::Links { .. } | Kind::Tags | Kind::Lines { .. } | Kind::About { .. } | Kind::ExternalRefs => &link::Shaped,
    }
}

/// Whether the value of the field is one cell, so that the functions below apply.
pub fn is_single(kind: &Kind) -> bool {
    !matches!(kind, Kind::Links { .. } | Kind::Tags | Kind::Lines { .. } | Kind::About { .. } | Kind::ExternalRefs)
}

/// An API value as a cell; null and blank text are [`Cell::Null`].
pub fn parse(field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Cell, Refusal> {
    match value {
        Value::Null => Ok(Cell::Null),
        Value::String(text) if clean::is_blank(text) => Ok(Cell::Null),
        _ => of(&field.kind).parse(field, value, ctx),
    }
}

/// The text of a spreadsheet cell as a cell; blank text is [`Cell::Null`].
pub fn parse_messy(field: &Field, text: &str, ctx: &TypeCtx) -> Result<Cell, Refusal> {
    if clean::is_blank(text) {
        return Ok(Cell::Null);
    }
    of(&field.kind).parse_messy(field, text, ctx)
}

/// The API value of a cell.
pub fn json(field: &Field, cell: &Cell) -> Value {
    match (&field.kind, cell) {
        (_, Cell::Null) => Value::Null,
        (Kind::Boolean, Cell::Int(flag)) => Value::Bool(*flag != 0),
        (Kind::Integer { .. }, Cell::Int(number)) => Value::from(*number),
        (Kind::Decimal { .. } | Kind::Money { .. } | Kind::Percent { .. } | Kind::Time, _) => {
            let mut text = String::new();
            write_json(field, cell, &mut text);
            Value::String(text.trim_matches('"').to_owned())
        }
        (_, Cell::Int(number)) => Value::from(*number),
        (_, Cell::Text(text)) => Value::String(text.clone()),
    }
}

/// Appends the API value of a cell as JSON text; nothing else is allocated.
pub fn write_json(field: &Field, cell: &Cell, out: &mut String) {
    of(&field.kind).write_json(field, cell, out);
}

/// The value for people; links show their id (titles are looked up above).
pub fn display(field: &Field, cell: &Cell, ctx: &TypeCtx) -> String {
    match cell {
        Cell::Null => String::new(),
        _ => of(&field.kind).display(field, cell, ctx),
    }
}

/// Whether words of this field find the record: title, number, phone, email, uscc, tags, and
/// what is declared so. Sealed values never do.
pub fn is_searched(entity: &Entity, field: &Field) -> bool {
    let always = field.search
        || entity.title == field.key
        || matches!(field.kind, Kind::Tags | Kind::Attachment)
        || of(&field.kind).is_always_searched();
    always && !field.sensitive && entity.line_of.is_none() && !entity.personal
}

/// The text of a value that goes into the search tokens.
pub fn search_text(field: &Field, cell: &Cell, ctx: &TypeCtx) -> Option<String> {
    of(&field.kind).search_text(field, cell, ctx)
}

/// Which part of a masked value is shown.
pub fn mask_hint(kind: &Kind) -> MaskRule {
    of(kind).mask(kind)
}

/// Whether a list may be sorted by the field; if so, by its own column.
pub fn is_sortable(field: &Field) -> bool {
    field.is_column() && !field.sensitive && of(&field.kind).is_sortable(&field.kind)
}

/// Whether FEEL filters reach the field.
pub fn is_filterable(field: &Field) -> bool {
    !field.sensitive && !matches!(field.kind, Kind::Lines { .. } | Kind::ExternalRefs | Kind::RichText { .. })
}

/// The FEEL type of the field's own slot; `about` has none (its two columns have).
pub fn feel_ty(kind: &Kind) -> Ty {
    match kind {
        Kind::Integer { .. } | Kind::Decimal { .. } | Kind::Money { .. } | Kind::Percent { .. } => Ty::Number,
        Kind::Boolean => Ty::Bool,
        Kind::Date => Ty::Date,
        Kind::Moment => Ty::Moment,
        Kind::Time => Ty::Time,
        Kind::Duration => Ty::Days,
        Kind::Links { .. } | Kind::Tags => Ty::List(Box::new(Ty::Text)),
        Kind::Lines { .. } | Kind::ExternalRefs => Ty::List(Box::new(Ty::Context)),
        _ => Ty::Text,
    }
}

/// A stored cell as a FEEL value.
pub fn feel(field: &Field, cell: &Cell) -> Feel {
    Feel::from_cell(cell, &feel_ty(&field.kind), field.kind.scale().unwrap_or(0))
}

/// The FEEL result of a formula or default as a cell of the field, rounded half away from zero.
pub fn from_feel(field: &Field, value: &Feel, ctx: &TypeCtx) -> Result<Cell, Refusal> {
    let wanted = feel_ty(&field.kind);
    let fits = value.is_null() || value.ty() == wanted;
    let cell = fits.then(|| value.to_cell(field.kind.scale().unwrap_or(0))).flatten();
    cell.ok_or_else(|| wrong(field, wanted.label().get(ctx.locale), ctx))
}

/// The JSON Schema of the API value, with title and null where it may be empty.
pub fn json_schema(field: &Field, locale: Locale) -> Value {
    json_schema_with(field, locale, &|_| None)
}

/// [`json_schema`] with the codes of a dictionary, when `choices` finds them few enough to be listed.
pub fn json_schema_with(field: &Field, locale: Locale, choices: &dyn Fn(&str) -> Option<Vec<String>>) -> Value {
    let mut schema = of(&field.kind).json_schema(field);
    if let Kind::Code { dict } = &field.kind
        && let Some(codes) = choices(dict)
    {
        let empty = (!field.required && !field.system).then_some(Value::Null);
        schema["enum"] = codes.into_iter().map(Value::String).chain(empty).collect();
    }
    if let Some(map) = schema.as_object_mut() {
        map.insert("title".to_owned(), Value::from(field.label.get(locale)));
        if !field.is_input() {
            map.insert("readOnly".to_owned(), Value::Bool(true));
        }
        if is_single(&field.kind)
            && !field.required
            && !field.system
            && let Some(kind) = map.get_mut("type")
        {
            *kind = Value::Array(vec![kind.take(), Value::from("null")]);
        }
    }
    schema
}

/// The text of a JSON string, or the refusal of everything else.
fn string_of<'a>(field: &Field, value: &'a Value, ctx: &TypeCtx) -> Result<&'a str, Refusal> {
    value.as_str().ok_or_else(|| wrong(field, if ctx.is_zh() { "文字" } else { "text" }, ctx))
}

fn wrong(field: &Field, wanted: &str, ctx: &TypeCtx) -> Refusal {
    (&codes::VALUE_TYPE, args![label = ctx.label(field), wanted = wanted])
}

fn too_long(field: &Field, max: usize, length: usize, ctx: &TypeCtx) -> Refusal {
    (&codes::VALUE_TOO_LONG, args![label = ctx.label(field), max = max, length = length])
}

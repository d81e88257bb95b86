//! The catalog as the floors above see it: resolved, ordered, immutable.

use std::sync::Arc;

use keshu_expr::Expr;
use keshu_kernel::{Keyed, Label};

use crate::dict::Dict;

/// Everything all loaded packs declare.
#[derive(Debug)]
pub struct Catalog {
    pub packs: Vec<Pack>,
    pub entities: Keyed<Entity>,
    pub dicts: Keyed<Dict>,
    pub roles: Vec<RoleSeed>,
    pub menus: Vec<Menu>,
    /// What the home page offers.
    pub cards: Vec<Card>,
    pub seeds: Vec<Seed>,
    /// SHA-256 (hex) of every source file; changes when anything changes.
    pub version: String,
}

impl Catalog {
    pub fn entity(&self, name: &str) -> Option<&Entity> {
        self.entities.get(name)
    }

    /// Fields of other entities that link to `target` (single links and `about`), entity by entity.
    pub fn links_to<'a>(&'a self, target: &'a str) -> impl Iterator<Item = (&'a Entity, &'a Field)> {
        self.entities.values().flat_map(move |entity| {
            entity.fields.values().filter(move |field| field.kind.targets().any(|to| to == target)).map(move |field| (entity, field))
        })
    }
}

#[derive(Debug, Clone)]
pub struct Pack {
    pub name: String,
    pub version: String,
    pub label: Label,
    pub requires: Vec<String>,
    pub prefix: String,
}

/// One declared entity with its derived fields.
#[derive(Debug)]
pub struct Entity {
    pub name: String,
    pub pack: String,
    pub label: Label,
    pub icon: String,
    /// Key of the field that names a record on screen.
    pub title: String,
    pub number: Option<NumberRule>,
    /// Whether `owner_id` and `dept_id` (or the keys named) are columns of the record.
    pub owner: Option<OwnerKeys>,
    /// The link or about field whose target must be visible too.
    pub rights_from: Option<String>,
    /// The code field ([`OPEN_TO`]) by which an owner says who may see a record, whatever their roles.
    pub open_to: Option<String>,
    /// Written by the system alone, read by the owner alone, whatever roles say.
    pub personal: bool,
    /// This entity is a line of that one; its rows have `parent_id` and `position`.
    pub line_of: Option<String>,
    pub trash: bool,
    /// Declared fields in order, then derived ones (number, owner, dept, external_refs, created_at …).
    pub fields: Keyed<Field>,
    pub states: Option<States>,
    pub duplicate: Vec<Vec<String>>,
    pub similar: Vec<Vec<String>>,
    pub list: ListView,
    pub form: Vec<FormGroup>,
    /// What is needed at once.
    pub quick_form: Vec<FormGroup>,
    /// A new record on a phone.
    pub mobile_form: Vec<FormGroup>,
    pub card: Vec<String>,
    pub related: Vec<Related>,
    /// Whose records an import makes or matches from columns of the same row.
    pub beside: Option<Related>,
    pub timeline: Option<Timeline>,
    pub hooks: Vec<String>,
    pub actions: Vec<String>,
    pub empty: Label,
    /// Keys of stored formulas in the order in which they are computed.
    pub formulas: Vec<String>,
}

impl Entity {
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.get(key)
    }

    /// The fields that are columns of the entity's own table, in table order (without `id`, `version`).
    pub fn columns(&self) -> impl Iterator<Item = &Field> {
        self.fields.values().filter(|field| field.is_column() && !(field.system && matches!(field.key.as_str(), "id" | "version")))
    }

    pub fn number_key(&self) -> Option<&str> {
        self.number.as_ref().map(|rule| rule.field.as_str())
    }
}

/// The codes of [`Entity::open_to`]: the owner alone, the owner's department with those above and below, and
/// whoever a role lets.
pub const OPEN_TO: [&str; 3] = ["private", "team", "everyone"];

#[derive(Debug, Clone)]
pub struct OwnerKeys {
    pub staff: String,
    pub dept: String,
}

/// One field of an entity.
#[derive(Debug)]
pub struct Field {
    pub key: String,
    pub label: Label,
    pub help: Option<Label>,
    pub kind: Kind,
    pub required: bool,
    pub quick: bool,
    pub unique: bool,
    pub index: bool,
    pub read_only: bool,
    pub sensitive: bool,
    pub search: bool,
    pub inline: bool,
    /// The owner of a record is told when somebody reveals the value.
    pub watched: bool,
    pub synonyms: Vec<String>,
    pub default: Option<DefaultValue>,
    pub formula: Option<Formula>,
    pub rollup: Option<Rollup>,
    pub show_if: Option<Arc<Expr>>,
    pub required_if: Option<Arc<Expr>>,
    /// The first and last value of a date, time or moment; numbers have theirs in [`Kind`].
    pub min: Option<Arc<Expr>>,
    pub max: Option<Arc<Expr>>,
    /// Made by Keshu (`created_at`, `version` …), not declared by a pack.
    pub system: bool,
}

impl Field {
    /// A field with nothing but a key and a type.
    pub fn bare(key: impl Into<String>, kind: Kind) -> Field {
        Field {
            key: key.into(),
            label: Label::default(),
            help: None,
            kind,
            required: false,
            quick: false,
            unique: false,
            index: false,
            read_only: false,
            sensitive: false,
            search: false,
            inline: false,
            watched: false,
            synonyms: Vec::new(),
            default: None,
            formula: None,
            rollup: None,
            show_if: None,
            required_if: None,
            min: None,
            max: None,
            system: false,
        }
    }

    /// Whether the value stands in a column of the entity's own table under [`Field::key`].
    /// `about` has two columns, `<key>_entity` and `<key>_id`, and counts as a column.
    pub fn is_column(&self) -> bool {
        !matches!(self.kind, Kind::Links { .. } | Kind::Tags | Kind::Lines { .. } | Kind::ExternalRefs)
            && self.formula.as_ref().is_none_or(|formula| formula.stored)
    }

    /// Whether a person may write it at all (rights apart).
    pub fn is_input(&self) -> bool {
        !self.system && !self.read_only && self.formula.is_none() && self.rollup.is_none() && !matches!(self.kind, Kind::Number)
    }

    /// The name of the join table of `links` and `tags` fields.
    pub fn join_table(&self, entity: &str) -> String {
        format!("{entity}__{}", self.key)
    }
}

/// The type of a field with what belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Text { max: usize, min: usize },
    LongText { max: usize },
    RichText { max: usize },
    Integer { min: Option<i64>, max: Option<i64> },
    Decimal { scale: u8, min: Option<i64>, max: Option<i64>, unit: Option<Label> },
    Money { scale: u8, min: Option<i64>, max: Option<i64>, currency: Option<String> },
    /// A ratio: 35 % is 0.35, stored at `scale` decimals of the ratio.
    Percent { scale: u8, min: Option<i64>, max: Option<i64> },
    Boolean,
    Date,
    Moment,
    Time,
    Duration,
    Code { dict: String },
    Link { to: String },
    Links { to: String },
    Staff,
    Dept,
    Phone,
    Email,
    Url,
    IdNumber,
    Uscc,
    BankAccount,
    Address { max: usize },
    Attachment,
    Image,
    Number,
    GeoPoint,
    Tags,
    Lines { of: String },
    About { to: Vec<String> },
    ExternalRefs,
    /// The record's own id; only of the system field `id`.
    Id,
}

impl Kind {
    /// The type word of the YAML and of the API.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::Text { .. } => "text",
            Kind::LongText { .. } => "long_text",
            Kind::RichText { .. } => "rich_text",
            Kind::Integer { .. } => "integer",
            Kind::Decimal { .. } => "decimal",
            Kind::Money { .. } => "money",
            Kind::Percent { .. } => "percent",
            Kind::Boolean => "boolean",
            Kind::Date => "date",
            Kind::Moment => "moment",
            Kind::Time => "time",
            Kind::Duration => "duration",
            Kind::Code { .. } => "code",
            Kind::Link { .. } => "link",
            Kind::Links { .. } => "links",
            Kind::Staff => "staff",
            Kind::Dept => "dept",
            Kind::Phone => "phone",
            Kind::Email => "email",
            Kind::Url => "url",
            Kind::IdNumber => "id_number",
            Kind::Uscc => "uscc",
            Kind::BankAccount => "bank_account",
            Kind::Address { .. } => "address",
            Kind::Attachment => "attachment",
            Kind::Image => "image",
            Kind::Number => "number",
            Kind::GeoPoint => "geo_point",
            Kind::Tags => "tags",
            Kind::Lines { .. } => "lines",
            Kind::About { .. } => "about",
            Kind::ExternalRefs => "external_refs",
            Kind::Id => "id",
        }
    }

    /// Whether the column holds an integer (else text).
    pub fn is_integer(&self) -> bool {
        matches!(self, Kind::Integer { .. } | Kind::Decimal { .. } | Kind::Money { .. } | Kind::Percent { .. } | Kind::Boolean)
    }

    /// Decimals kept by a number; `None` for what is not a number. Integers have 0.
    pub fn scale(&self) -> Option<u8> {
        match self {
            Kind::Integer { .. } => Some(0),
            Kind::Decimal { scale, .. } | Kind::Money { scale, .. } | Kind::Percent { scale, .. } => Some(*scale),
            _ => None,
        }
    }

    /// Whether the value is the id of a stored file.
    pub fn is_file(&self) -> bool {
        matches!(self, Kind::Attachment | Kind::Image)
    }

    /// The one entity that a single-valued or many-valued link points to (`about` has several: see [`Kind::targets`]).
    pub fn target(&self) -> Option<&str> {
        match self {
            Kind::Link { to } | Kind::Links { to } => Some(to),
            Kind::Staff => Some("staff"),
            Kind::Dept => Some("dept"),
            _ => None,
        }
    }

    /// Every entity the field may point to from a column of its own row.
    pub fn targets(&self) -> impl Iterator<Item = &str> {
        let one = match self {
            Kind::Links { .. } => None,
            _ => self.target(),
        };
        let many: &[String] = match self {
            Kind::About { to } => to,
            _ => &[],
        };
        one.into_iter().chain(many.iter().map(String::as_str))
    }
}

/// What a new record gets where the person wrote nothing.
#[derive(Debug, Clone)]
pub enum DefaultValue {
    /// A literal in API form.
    Literal(serde_json::Value),
    /// `= FEEL`.
    Expr(Arc<Expr>),
}

#[derive(Debug, Clone)]
pub struct Formula {
    pub expr: Arc<Expr>,
    /// Kept in a column (depends only on the record, its lines and rollups), else computed at read.
    pub stored: bool,
}

/// A figure kept on the parent over rows of a child entity.
#[derive(Debug, Clone)]
pub struct Rollup {
    pub of: String,
    /// The child's link or about field that points to this entity.
    pub by: String,
    pub func: RollupFn,
    pub field: Option<String>,
    pub filter: Option<Arc<Expr>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RollupFn {
    Count,
    Sum,
    Min,
    Max,
    /// The greatest value of a date or moment field.
    Latest,
}

#[derive(Debug, Clone)]
pub struct NumberRule {
    pub field: String,
    pub segments: Vec<Segment>,
}

/// A piece of a number; all are frozen at issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    Literal(String),
    Year4,
    Year2,
    Month,
    Day,
    /// Counts up within the rest of the number; at least this many digits.
    Seq(usize),
    Field(String),
}

#[derive(Debug, Clone)]
pub struct States {
    pub field: String,
    pub start: String,
    pub won: Vec<String>,
    pub lost: Vec<String>,
    pub moves: Keyed<Vec<String>>,
}

#[derive(Debug, Clone, Default)]
pub struct ListView {
    pub columns: Vec<String>,
    pub filters: Vec<String>,
    /// Filters that people set together.
    pub together: Vec<Vec<String>>,
    /// `-created_at` style.
    pub sort: String,
}

#[derive(Debug, Clone)]
pub struct FormGroup {
    pub label: Option<Label>,
    pub collapsed: bool,
    pub rows: Vec<Vec<String>>,
}

/// Rows of `entity` whose `field` points here.
#[derive(Debug, Clone)]
pub struct Related {
    pub entity: String,
    pub field: String,
}

#[derive(Debug, Clone)]
pub struct Timeline {
    pub when: String,
    pub text: String,
    /// When to be in touch next.
    pub next: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Menu {
    pub label: Label,
    pub items: Vec<String>,
}

/// A part of the home page.
#[derive(Debug, Clone)]
pub struct Card {
    pub name: String,
    pub label: Label,
    /// `main` or `side`.
    pub place: String,
    /// Who sees it before arranging anything; empty = everybody.
    pub roles: Vec<String>,
    pub kind: CardKind,
}

#[derive(Debug, Clone)]
pub enum CardKind {
    /// What waits, by the moment that makes it late.
    Todo(CardRows, String),
    List(CardRows),
    Figures(Vec<Figure>),
    /// What the person opened last.
    Recent,
    /// What the person wants at hand.
    Links,
}

#[derive(Debug, Clone)]
pub struct CardRows {
    pub entity: String,
    pub filter: Option<Arc<Expr>>,
    pub sort: String,
    pub columns: Vec<String>,
    pub limit: i64,
}

/// A count of rows that opens them.
#[derive(Debug, Clone)]
pub struct Figure {
    pub name: String,
    pub label: Label,
    pub help: Option<Label>,
    pub entity: String,
    pub filter: Arc<Expr>,
    pub than: Option<Than>,
    /// Whether more of it is worse.
    pub is_bad: bool,
}

/// What a figure is compared with.
#[derive(Debug, Clone)]
pub struct Than {
    pub label: Label,
    pub filter: Arc<Expr>,
}

/// A role every installation starts with.
#[derive(Debug, Clone)]
pub struct RoleSeed {
    pub role: String,
    pub label: Label,
    /// entity (or `*`) → action → scope, in the words of docs/PACKS.md.
    pub grants: Keyed<Keyed<String>>,
    /// entity → access (`hidden`, `read`) → field keys.
    pub fields: Keyed<Keyed<Vec<String>>>,
}

/// Rows every installation starts with.
#[derive(Debug, Clone)]
pub struct Seed {
    pub entity: String,
    pub rows: Vec<serde_json::Map<String, serde_json::Value>>,
}

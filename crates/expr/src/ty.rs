//! Types, and how names get theirs.

use std::fmt;
use std::sync::Arc;

use keshu_kernel::Label;

use crate::Expr;

/// What an expression yields. `Any` fits everything and is checked when it is evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ty {
    Any,
    Null,
    Bool,
    Number,
    Text,
    Date,
    /// A point in time (FEEL: date and time), always with a zone.
    Moment,
    Time,
    /// A days and time duration.
    Days,
    /// A years and months duration.
    Months,
    List(Box<Ty>),
    /// A record of an entity, reached through a link.
    Record(String),
    Context,
}

impl Ty {
    pub fn list(of: Ty) -> Ty {
        Ty::List(Box::new(of))
    }

    /// Whether a value of type `other` may stand where `self` is wanted.
    pub fn takes(&self, other: &Ty) -> bool {
        match (self, other) {
            (Ty::Any | Ty::Null, _) | (_, Ty::Any | Ty::Null) => true,
            (Ty::List(a), Ty::List(b)) => a.takes(b),
            (Ty::Context, Ty::Record(_)) | (Ty::Record(_), Ty::Context) => true,
            (a, b) => a == b,
        }
    }

    /// The type of a value that is one of the two.
    pub(crate) fn join(&self, other: &Ty) -> Ty {
        match (self, other) {
            (Ty::Null, known) | (known, Ty::Null) => known.clone(),
            (Ty::List(a), Ty::List(b)) => Ty::list(a.join(b)),
            (a, b) if a == b => a.clone(),
            _ => Ty::Any,
        }
    }

    /// The screen word for the type.
    pub fn label(&self) -> Label {
        let (zh, en) = match self {
            Ty::Any => ("任意值", "anything"),
            Ty::Null => ("空值", "null"),
            Ty::Bool => ("是否", "boolean"),
            Ty::Number => ("数字", "number"),
            Ty::Text => ("文本", "text"),
            Ty::Date => ("日期", "date"),
            Ty::Moment => ("时间点", "date and time"),
            Ty::Time => ("时刻", "time"),
            Ty::Days => ("时长(天、小时)", "days and time duration"),
            Ty::Months => ("时长(年、月)", "years and months duration"),
            Ty::List(_) => ("列表", "list"),
            Ty::Record(_) => ("关联记录", "linked record"),
            Ty::Context => ("结构", "context"),
        };
        Label::new(zh, en)
    }
}

impl fmt::Display for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ty::List(of) => write!(f, "list of {of}"),
            Ty::Record(entity) => write!(f, "{entity}"),
            other => f.write_str(&other.label().en),
        }
    }
}

/// A name of an entity that an expression may use.
#[derive(Debug, Clone)]
pub struct Slot {
    pub key: String,
    pub ty: Ty,
    pub storage: Storage,
}

/// Where the value of a slot lies, for the SQL lowering.
#[derive(Debug, Clone)]
pub enum Storage {
    /// A column of the entity's table. A number column holds integers of 10^-scale (`None` = 0),
    /// a boolean 0 / 1; everything else is canonical text (see [`crate::Value::to_cell`]).
    Column { name: String, scale: Option<u8> },
    /// A single link: the slot `customer` (type [`Ty::Record`]) beside the text slot `customer_id`.
    Link { column: String, table: String, entity: String },
    /// A join table; `owner` is its column with this record's id, `value` the one with the item.
    /// The type is a list of text. `link` names the entity whose ids the items are, if they are.
    Many { table: String, owner: String, value: String, link: Option<String> },
    /// A read-time formula: inlined by the lowering; in memory [`crate::Env::path`] evaluates it.
    Computed(Arc<Expr>),
    /// Known in memory only (child rows, sealed values); never computed by the database.
    Memory,
}

/// A label that several fields carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ambiguous {
    pub keys: Vec<String>,
}

/// Who knows the fields of an entity: the catalog.
pub trait Names {
    fn slot(&self, entity: &str, name: &str) -> Option<Slot>;

    /// Every key of the entity, for hints.
    fn names(&self, entity: &str) -> Vec<String>;

    /// The field with this label. For a link either its id slot or its record slot may be given.
    fn label_slot(&self, _entity: &str, _label: &str) -> Result<Option<Slot>, Ambiguous> {
        Ok(None)
    }
}

/// An entity-free [`Names`]: knows nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoNames;

impl Names for NoNames {
    fn slot(&self, _entity: &str, _name: &str) -> Option<Slot> {
        None
    }

    fn names(&self, _entity: &str) -> Vec<String> {
        Vec::new()
    }
}

/// Which names an expression may use.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    pub names: &'a dyn Names,
    /// The entity whose record the expression is about.
    pub entity: Option<&'a str>,
    /// Extra names, such as the variables of a process. They win over fields of the same name.
    pub vars: &'a [(String, Ty)],
    /// Whether `old.x` may be used.
    pub allow_old: bool,
    /// Whether labels are accepted beside keys (`客户.欠款`).
    pub labels: bool,
}

impl<'a> Scope<'a> {
    /// The fields of one entity, by key.
    pub fn of(names: &'a dyn Names, entity: &'a str) -> Scope<'a> {
        Scope { names, entity: Some(entity), vars: &[], allow_old: false, labels: false }
    }
}

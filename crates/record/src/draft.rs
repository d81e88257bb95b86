//! A record in hand, before it is written.

use std::collections::BTreeMap;

use keshu_catalog::{Entity, types::{About, ExternalRef}};
use keshu_kernel::{Cell, Keyed};

/// The value of one field.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    Cell(Cell),
    About(Option<About>),
    /// Ids of `links` or words of `tags`, in order.
    Many(Vec<String>),
    Refs(Vec<ExternalRef>),
    Lines(Vec<Line>),
}

/// One owned child row.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub id: String,
    pub cells: BTreeMap<String, Cell>,
}

impl Item {
    pub fn is_empty(&self) -> bool {
        match self {
            Item::Cell(cell) => cell.is_null(),
            Item::About(about) => about.is_none(),
            Item::Many(values) => values.is_empty(),
            Item::Refs(refs) => refs.is_empty(),
            Item::Lines(lines) => lines.is_empty(),
        }
    }
}

/// All values of a record by field key.
pub type Items = Keyed<Item>;

/// A record about to be written. Hooks read and change it; what they leave is stored.
pub struct Draft<'a> {
    pub entity: &'a Entity,
    pub id: String,
    pub(crate) old: Option<Items>,
    pub(crate) new: Items,
}

const NULL: &Cell = &Cell::Null;

impl Draft<'_> {
    pub fn is_new(&self) -> bool {
        self.old.is_none()
    }

    pub fn item(&self, key: &str) -> Option<&Item> {
        self.new.get(key)
    }

    /// What stood there before; nothing on a new record.
    pub fn old_item(&self, key: &str) -> Option<&Item> {
        self.old.as_ref()?.get(key)
    }

    /// The value of a single-column field; null for anything else.
    pub fn cell(&self, key: &str) -> &Cell {
        match self.new.get(key) {
            Some(Item::Cell(cell)) => cell,
            _ => NULL,
        }
    }

    pub fn text(&self, key: &str) -> Option<&str> {
        self.cell(key).as_text()
    }

    pub fn old_cell(&self, key: &str) -> &Cell {
        match self.old.as_ref().and_then(|old| old.get(key)) {
            Some(Item::Cell(cell)) => cell,
            _ => NULL,
        }
    }

    pub fn set(&mut self, key: &str, cell: impl Into<Cell>) {
        self.new.insert(key.to_owned(), Item::Cell(cell.into()));
    }

    /// What the record is about, by the key of its about field.
    pub fn about(&self, key: &str) -> Option<&About> {
        match self.new.get(key) {
            Some(Item::About(about)) => about.as_ref(),
            _ => None,
        }
    }

    pub fn set_about(&mut self, key: &str, entity: impl Into<String>, id: impl Into<String>) {
        self.new.insert(key.to_owned(), Item::About(Some(About { entity: entity.into(), id: id.into() })));
    }

    pub fn set_lines(&mut self, key: &str, lines: Vec<Line>) {
        self.new.insert(key.to_owned(), Item::Lines(lines));
    }

    /// Whether the value differs from what is stored; on a new record, whether there is one.
    pub fn changed(&self, key: &str) -> bool {
        let new = self.new.get(key);
        match &self.old {
            Some(old) => old.get(key) != new,
            None => new.is_some_and(|item| !item.is_empty()),
        }
    }
}

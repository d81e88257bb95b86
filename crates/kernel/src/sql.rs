//! SQL text with its bound values, before it is numbered for a store.
//!
//! Values never enter the text: [`Fragment::bind`] is the only way in for anything a person typed.

use crate::Cell;

/// Which SQL a store speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

/// Stands where a bound value goes until [`Fragment::render`] numbers it.
const MARK: char = '\u{1}';

/// A piece of SQL and the values it binds, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fragment {
    text: String,
    binds: Vec<Cell>,
}

impl Fragment {
    pub fn new() -> Fragment {
        Fragment::default()
    }

    /// A fragment of fixed or already quoted text.
    pub fn raw(text: &str) -> Fragment {
        let mut fragment = Fragment::new();
        fragment.sql(text);
        fragment
    }

    /// Appends SQL text. Only literals of the program and names from the catalog may come here.
    pub fn sql(&mut self, text: &str) -> &mut Fragment {
        debug_assert!(!text.contains(MARK), "a value must be bound, not written");
        self.text.push_str(text);
        self
    }

    /// Appends a name in double quotes.
    pub fn name(&mut self, name: &str) -> &mut Fragment {
        debug_assert!(!name.contains('"'), "names come from the catalog, which refuses quotes");
        self.text.push('"');
        self.text.push_str(name);
        self.text.push('"');
        self
    }

    /// Appends a bound value.
    pub fn bind(&mut self, value: impl Into<Cell>) -> &mut Fragment {
        self.text.push(MARK);
        self.binds.push(value.into());
        self
    }

    /// Appends `(v1, v2, …)`; an empty list becomes `(NULL)`, which is in nothing.
    pub fn bind_list<V: Into<Cell>>(&mut self, values: impl IntoIterator<Item = V>) -> &mut Fragment {
        self.text.push('(');
        let mut first = true;
        for value in values {
            if !first {
                self.text.push_str(", ");
            }
            first = false;
            self.bind(value);
        }
        if first {
            self.text.push_str("NULL");
        }
        self.text.push(')');
        self
    }

    pub fn append(&mut self, other: Fragment) -> &mut Fragment {
        self.text.push_str(&other.text);
        self.binds.extend(other.binds);
        self
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text with numbered places (`?1` or `$1`) and the values in that order.
    pub fn render(self, dialect: Dialect) -> (String, Vec<Cell>) {
        let sign = match dialect {
            Dialect::Sqlite => '?',
            Dialect::Postgres => '$',
        };
        let mut text = String::with_capacity(self.text.len() + self.binds.len() * 3);
        for (place, piece) in self.text.split(MARK).enumerate() {
            if place > 0 {
                text.push(sign);
                text.push_str(&place.to_string());
            }
            text.push_str(piece);
        }
        (text, self.binds)
    }
}

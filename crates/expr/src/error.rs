//! What can be wrong with an expression, with the place of it.

use keshu_kernel::{Label, Locale, Problem, args, codes};

/// A place in the text; lines and columns count from 1, columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pos {
    pub line: u32,
    pub column: u32,
}

impl Pos {
    pub const START: Pos = Pos { line: 1, column: 1 };
}

/// One refusal. `line` and `column` are those of the faulty word.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {}, column {}: {kind}", .at.line, .at.column)]
pub struct ExprError {
    pub at: Pos,
    pub kind: ErrorKind,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErrorKind {
    #[error("longer than {}", .max.en)]
    TooLong { max: Label },
    #[error("nested deeper than {max}")]
    TooDeep { max: usize },
    #[error("syntax: {}", .what.en)]
    Syntax { what: Label },
    #[error("unknown name {name} {}", .hint.en)]
    NameUnknown { name: String, hint: Label },
    #[error("type: {}", .what.en)]
    Type { what: Label },
    #[error("out of fuel")]
    Fuel,
    #[error("not filterable: {}", .what.en)]
    NotFilterable { what: Label },
}

impl ExprError {
    pub fn line(&self) -> u32 {
        self.at.line
    }

    pub fn column(&self) -> u32 {
        self.at.column
    }

    /// The answer for a person, in their language.
    pub fn problem(&self, locale: Locale) -> Problem {
        let (line, column) = (self.at.line, self.at.column);
        match &self.kind {
            ErrorKind::TooLong { max } => Problem::new(&codes::EXPRESSION_TOO_LONG, args![max = max.get(locale)]),
            ErrorKind::TooDeep { max } => {
                Problem::new(&codes::EXPRESSION_TOO_DEEP, args![max = max, line = line, column = column])
            }
            ErrorKind::Syntax { what } => {
                Problem::new(&codes::EXPRESSION_SYNTAX, args![line = line, column = column, what = what.get(locale)])
            }
            ErrorKind::NameUnknown { name, hint } => Problem::new(
                &codes::EXPRESSION_NAME_UNKNOWN,
                args![line = line, column = column, name = name, hint = hint.get(locale)],
            ),
            ErrorKind::Type { what } => {
                Problem::new(&codes::EXPRESSION_TYPE, args![line = line, column = column, what = what.get(locale)])
            }
            ErrorKind::Fuel => Problem::new(&codes::EXPRESSION_FUEL, args![]),
            ErrorKind::NotFilterable { what } => Problem::new(
                &codes::EXPRESSION_NOT_FILTERABLE,
                args![line = line, column = column, what = what.get(locale)],
            ),
        }
    }
}

pub(crate) fn syntax<T>(at: Pos, zh: impl Into<String>, en: impl Into<String>) -> Result<T, ExprError> {
    Err(ExprError { at, kind: ErrorKind::Syntax { what: Label { zh: zh.into(), en: en.into() } } })
}

pub(crate) fn wrong_type<T>(at: Pos, zh: impl Into<String>, en: impl Into<String>) -> Result<T, ExprError> {
    Err(ExprError { at, kind: ErrorKind::Type { what: Label { zh: zh.into(), en: en.into() } } })
}

pub(crate) fn not_filterable<T>(at: Pos, zh: impl Into<String>, en: impl Into<String>) -> Result<T, ExprError> {
    Err(ExprError { at, kind: ErrorKind::NotFilterable { what: Label { zh: zh.into(), en: en.into() } } })
}

pub(crate) fn out_of_fuel(at: Pos) -> ExprError {
    ExprError { at, kind: ErrorKind::Fuel }
}

/// The name nearest to `wrong`, if one is near enough to be a slip of the finger.
pub(crate) fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong: Vec<char> = wrong.chars().take(64).collect();
    let allowed = (wrong.len() / 3).clamp(1, 3);
    names
        .into_iter()
        .filter_map(|name| {
            let distance = distance(&wrong, &name.chars().take(64).collect::<Vec<_>>());
            // One of two letters changed is another word, not a slip.
            (distance <= allowed && distance < wrong.len().max(2)).then_some((distance, name))
        })
        .min()
        .map(|(_, name)| name)
}

/// Edits (insert, drop, change, swap of neighbours) between two words.
fn distance(a: &[char], b: &[char]) -> usize {
    let width = b.len() + 1;
    let mut table: Vec<usize> = vec![0; (a.len() + 1) * width];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i * width + j] = if i == 0 || j == 0 {
                i + j
            } else {
                let change = table[(i - 1) * width + j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut best = change.min(table[(i - 1) * width + j] + 1).min(table[i * width + j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(table[(i - 2) * width + j - 2] + 1);
                }
                best
            };
        }
    }
    table[a.len() * width + b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_a_slip_away() {
        assert_eq!(nearest("amuont", ["amount", "account"]), Some("amount"));
        assert_eq!(nearest("stag", ["stage", "owner_id"]), Some("stage"));
        assert_eq!(nearest("欠欵", ["欠款", "客户"]), Some("欠款"));
        assert_eq!(nearest("zzz", ["stage", "owner_id"]), None);
    }
}

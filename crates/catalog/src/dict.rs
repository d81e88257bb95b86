//! Dictionaries: code tables, flat or trees.

use std::{collections::HashMap, sync::OnceLock};

use keshu_kernel::{Keyed, Label, Locale};

/// Lists longer than this are fetched apart from the catalog.
pub const LARGE: usize = 200;

#[derive(Debug, Clone, Default)]
pub struct Dict {
    pub name: String,
    pub label: Label,
    pub tree: bool,
    /// The comment on the first line: which standard the codes come from.
    pub source: String,
    /// By code, in the order shown.
    pub items: Keyed<DictItem>,
    pub words: Words,
}

/// Codes by what means them, in lower case; made when a finished dictionary is first asked.
#[derive(Debug, Default)]
pub struct Words(OnceLock<HashMap<String, Vec<String>>>);

/// A copy may get other items.
impl Clone for Words {
    fn clone(&self) -> Words {
        Words::default()
    }
}

#[derive(Debug, Clone, Default)]
pub struct DictItem {
    pub code: String,
    pub label: Label,
    pub parent: Option<String>,
    pub color: Option<String>,
    pub active: bool,
    pub order: i64,
    pub synonyms: Vec<String>,
    /// Nothing follows this state.
    pub is_final: bool,
}

impl Dict {
    pub fn is_large(&self) -> bool {
        self.items.len() > LARGE
    }

    pub fn has(&self, code: &str) -> bool {
        self.items.get(code).is_some_and(|item| item.active)
    }

    pub fn label(&self, code: &str, locale: Locale) -> Option<&str> {
        self.items.get(code).map(|item| item.label.get(locale))
    }

    /// The code meant by a code, a label in either language or a synonym; case does not matter.
    /// In a tree `广东省/深圳市` is followed from the top, and a label that stands under several
    /// parents is taken only when it is the only one.
    pub fn find(&self, text: &str) -> Option<&str> {
        let text = text.trim();
        if self.has(text) {
            return self.items.get_key_value(text).map(|(code, _)| code.as_str());
        }
        let steps: Vec<&str> =
            text.split(['/', '>', '\\', '\u{203a}']).map(str::trim).filter(|step| !step.is_empty()).collect();
        if self.tree && steps.len() > 1 {
            return self.follow(&steps);
        }
        let mut found = self.meant(text);
        let first = found.next()?;
        match found.next() {
            None => Some(&first.code),
            // The label itself is stronger than a synonym of another item.
            Some(_) => {
                let mut exact = self.meant(text).filter(|item| item.is_named(text));
                let first = exact.next()?;
                exact.next().is_none().then_some(first.code.as_str())
            }
        }
    }

    /// The active items that a text means, in the order shown.
    fn meant<'a>(&'a self, text: &str) -> impl Iterator<Item = &'a DictItem> {
        let words = self.words.0.get_or_init(|| {
            let mut words: HashMap<String, Vec<String>> = HashMap::new();
            for item in self.items.values() {
                for word in [&item.code, &item.label.zh, &item.label.en].into_iter().chain(&item.synonyms) {
                    let codes = words.entry(word.to_ascii_lowercase()).or_default();
                    if codes.last() != Some(&item.code) {
                        codes.push(item.code.clone());
                    }
                }
            }
            words
        });
        let codes = words.get(&text.to_ascii_lowercase()).into_iter().flatten();
        codes.filter_map(|code| self.items.get(code)).filter(move |item| item.active && item.means(text))
    }

    fn follow(&self, steps: &[&str]) -> Option<&str> {
        let mut at: Option<&DictItem> = None;
        for step in steps {
            let mut found = self.meant(step).filter(|item| at.is_none_or(|above| self.is_below(&item.code, &above.code)));
            at = Some(found.next()?);
        }
        at.map(|item| item.code.as_str())
    }

    /// Whether `code` stands under `above`, at any depth.
    pub fn is_below(&self, code: &str, above: &str) -> bool {
        let mut at = self.items.get(code).and_then(|item| item.parent.as_deref());
        for _ in 0..self.items.len() {
            match at {
                Some(parent) if parent == above => return true,
                Some(parent) => at = self.items.get(parent).and_then(|item| item.parent.as_deref()),
                None => return false,
            }
        }
        false
    }

    /// The code itself and every code below it.
    pub fn descendants(&self, code: &str) -> Vec<&str> {
        let Some((code, _)) = self.items.get_key_value(code) else { return Vec::new() };
        let mut found = vec![code.as_str()];
        let mut next = 0;
        while next < found.len() {
            let above = found[next];
            next += 1;
            for item in self.items.values() {
                if item.parent.as_deref() == Some(above) && !found.contains(&item.code.as_str()) {
                    found.push(&item.code);
                }
            }
        }
        found
    }
}

impl DictItem {
    fn is_named(&self, text: &str) -> bool {
        self.label.zh == text || self.label.en.eq_ignore_ascii_case(text)
    }

    fn means(&self, text: &str) -> bool {
        self.is_named(text)
            || self.code.eq_ignore_ascii_case(text)
            || self.synonyms.iter().any(|word| word.eq_ignore_ascii_case(text))
    }
}

impl crate::types::Dicts for crate::model::Catalog {
    fn has_code(&self, dict: &str, code: &str) -> bool {
        self.dicts.get(dict).is_some_and(|dict| dict.has(code))
    }

    fn code_of(&self, dict: &str, text: &str) -> Option<String> {
        self.dicts.get(dict)?.find(text).map(str::to_owned)
    }

    fn label(&self, dict: &str, code: &str, locale: Locale) -> Option<String> {
        self.dicts.get(dict)?.label(code, locale).map(str::to_owned)
    }
}

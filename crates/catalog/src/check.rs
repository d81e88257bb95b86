//! `keshu pack check`: the same loading as at the start, told as findings.

use std::path::PathBuf;

use keshu_kernel::Locale;

use crate::load::{LoadErrors, load_dir};

/// One thing to correct in a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub file: String,
    pub line: u32,
    pub column: u32,
    pub zh: String,
    pub en: String,
}

impl Finding {
    /// `packs/core/entities/customer.yaml:12:5: …`, as editors and terminals jump to it.
    pub fn text(&self, locale: Locale) -> String {
        let words = if locale == Locale::En { &self.en } else { &self.zh };
        format!("{}:{}:{}: {words}", self.file, self.line, self.column)
    }
}

/// Everything wrong with the packs in these folders; nothing when they load.
pub fn check(dirs: &[PathBuf]) -> Vec<Finding> {
    match load_dir(dirs) {
        Ok(_) => Vec::new(),
        Err(LoadErrors(errors)) => errors
            .into_iter()
            .map(|error| Finding {
                file: error.file,
                line: error.line,
                column: error.column,
                zh: error.message_zh,
                en: error.message,
            })
            .collect(),
    }
}

//! One spelling for what people write in many: width, case and traditional characters.

use std::{collections::HashMap, sync::LazyLock};

/// A piece of a text between separators.
pub(super) enum Run {
    Word(String),
    Chinese(Vec<char>),
}

/// Cuts a text into Latin words and Chinese runs, folded; everything else separates.
pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    for letter in text.chars().map(fold) {
        match (is_chinese(letter), letter.is_alphanumeric(), runs.last_mut()) {
            (true, _, Some(Run::Chinese(letters))) => letters.push(letter),
            (true, _, _) => runs.push(Run::Chinese(vec![letter])),
            (false, true, Some(Run::Word(word))) => word.push(letter),
            (false, true, _) => runs.push(Run::Word(letter.to_string())),
            // An empty word ends the run before it.
            (false, false, _) => runs.push(Run::Word(String::new())),
        }
    }
    runs.retain(|run| !matches!(run, Run::Word(word) if word.is_empty()));
    runs
}

/// The letters and digits of a text, folded: what stays when spaces, brackets and signs are taken away.
pub fn folded(text: &str) -> String {
    text.chars().map(fold).filter(|letter| letter.is_alphanumeric()).collect()
}

/// One letter folded into one, so that places in a text stay what they are.
pub(super) fn fold(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    let letter = simplified(fold_width(letter));
    if is_chinese(letter) {
        return letter;
    }
    letter.to_lowercase().next().unwrap_or(letter)
}

pub(super) fn is_chinese(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

/// Full-width forms to their half-width twins.
pub(super) fn fold_width(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        '\u{3000}' => ' ',
        _ => letter,
    }
}

/// A traditional character to its simplified twin (docs/decisions/009).
fn simplified(letter: char) -> char {
    if !is_chinese(letter) {
        return letter;
    }
    let (common, rare) = &*TWINS;
    match common.get((letter as usize).wrapping_sub(FIRST_COMMON)) {
        Some(twin) => *twin,
        None => rare.get(&letter).copied().unwrap_or(letter),
    }
}

/// The plane that nearly all characters stand in is a table, for every letter of every title passes here.
const FIRST_COMMON: usize = 0x3400;
const LAST_COMMON: usize = 0x9fff;

static TWINS: LazyLock<(Vec<char>, HashMap<char, char>)> = LazyLock::new(|| {
    let pair = |line: &str| {
        let mut letters = line.chars();
        Some((letters.next()?, letters.next()?))
    };
    let all: HashMap<char, char> = include_str!("simplified.txt").lines().skip(1).filter_map(pair).collect();
    let common = (FIRST_COMMON..=LAST_COMMON).filter_map(|code| char::from_u32(code as u32)).map(|letter| all.get(&letter).copied().unwrap_or(letter)).collect();
    (common, all)
});

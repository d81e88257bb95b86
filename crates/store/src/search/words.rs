//! What is typed into a search box: words, the tokens that find them, and where they stand in a text.

use super::{
    PartKind, begin_of,
    fold::{Run, fold, fold_width, is_chinese, runs},
    longest_begin, pinyin, start_of, whole,
};

/// Shortest number that people write in groups, such as a phone.
const LONG_NUMBER: usize = 7;
/// More words than this narrow nothing down any further.
const MAX_WORDS: usize = 8;

/// The words of a query.
#[derive(Debug, Clone)]
pub struct Words {
    pub(super) words: Vec<Word>,
    /// All of it folded, for what must be equal.
    pub(super) whole: String,
}

#[derive(Debug, Clone)]
pub(super) struct Word {
    pub letters: Vec<char>,
    pub is_chinese: bool,
}

/// How well a title answers a query; the least is best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Exact,
    Begins,
    Contains,
    EveryWord,
    Sound,
    Elsewhere,
}

/// A word as the store is asked for it.
pub(super) enum Term {
    Whole(String),
    Phrase(Vec<String>),
    Prefix(String),
}

impl Words {
    /// `None` where nothing can be searched for.
    pub fn of(q: &str) -> Option<Words> {
        let joined: String = q.chars().map(fold_width).filter(|letter| !matches!(letter, ' ' | '-' | '(' | ')')).collect();
        let is_number = joined.len() >= LONG_NUMBER && joined.bytes().all(|byte| byte.is_ascii_digit());
        let word = |run| match run {
            Run::Word(word) => Word { letters: word.chars().collect(), is_chinese: false },
            Run::Chinese(letters) => Word { letters, is_chinese: true },
        };
        let words: Vec<Word> = runs(if is_number { &joined } else { q }).into_iter().map(word).take(MAX_WORDS).collect();
        (!words.is_empty()).then(|| Words { words, whole: super::folded(q) })
    }

    pub(super) fn rank(&self, title: &str) -> Rank {
        let letters = fold_all(title);
        let title_whole: String = letters.iter().filter(|letter| is_chinese(**letter) || letter.is_alphanumeric()).collect();
        let stands = |word: &Word| !find(&letters, word, PartKind::Title).is_empty();
        match title_whole.find(&self.whole) {
            Some(0) if title_whole.len() == self.whole.len() => Rank::Exact,
            Some(0) => Rank::Begins,
            Some(_) => Rank::Contains,
            None if self.words.iter().all(stands) => Rank::EveryWord,
            None if self.words.iter().all(|word| stands(word) || word.span(title).is_some()) => Rank::Sound,
            None => Rank::Elsewhere,
        }
    }

    /// Where the words stand in a text, as `from..to` in characters; sorted, none touching another.
    pub fn ranges(&self, text: &str, kind: PartKind) -> Vec<(usize, usize)> {
        let letters = fold_all(text);
        let mut all: Vec<(usize, usize)> = Vec::new();
        for word in &self.words {
            let found = find(&letters, word, kind);
            match (found.is_empty(), kind) {
                (true, PartKind::Title) => all.extend(word.span(text)),
                _ => all.extend(found),
            }
        }
        all.sort_unstable();
        let mut joined: Vec<(usize, usize)> = Vec::new();
        for (from, to) in all {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        joined
    }
}

impl Word {
    pub(super) fn text(&self) -> String {
        self.letters.iter().collect()
    }

    pub(super) fn term(&self, tag: &str, kind: PartKind) -> Term {
        match self.letters.as_slice() {
            letters if letters.len() > 1 && self.is_chinese => Term::Phrase(letters.windows(2).map(|pair| format!("{tag}{}", pair.iter().collect::<String>())).collect()),
            letters if letters.len() <= kind.longest_start() => Term::Whole(start_of(tag, &self.text())),
            _ => Term::Prefix(format!("{tag}{}", self.text())),
        }
    }

    /// Of a title that begins with the word, as far as tokens go.
    pub(super) fn begin(&self, tag: &str) -> Term {
        Term::Whole(begin_of(tag, &self.letters.iter().take(longest_begin(self.is_chinese)).collect::<String>()))
    }

    /// The characters of a name whose sounds the word is.
    fn span(&self, name: &str) -> Option<(usize, usize)> {
        if self.is_chinese { None } else { pinyin::span(name, &self.text()) }
    }
}

/// The token of a whole title or number.
pub(super) fn whole_of(tag: &str, text: &str) -> Option<String> {
    let text = super::folded(text);
    (!text.is_empty()).then(|| whole(tag, &text))
}

fn fold_all(text: &str) -> Vec<char> {
    text.chars().map(fold).collect()
}

fn find(letters: &[char], word: &Word, kind: PartKind) -> Vec<(usize, usize)> {
    if word.is_chinese {
        return places(letters, &word.letters);
    }
    // Signs inside a number say nothing: 138 0013 8000 holds 13800138000.
    let inside: Vec<usize> = match kind {
        PartKind::Key => (0..letters.len()).filter(|place| letters[*place].is_alphanumeric()).collect(),
        _ => (0..letters.len()).collect(),
    };
    let shown: Vec<char> = inside.iter().map(|place| letters[*place]).collect();
    let begins = |from: usize| from == 0 || !shown[from - 1].is_alphanumeric() || is_chinese(shown[from - 1]) || inside[from] > inside[from - 1] + 1;
    let is_tail = |to: usize| kind == PartKind::Key && to == shown.len();
    places(&shown, &word.letters).into_iter().filter(|(from, to)| begins(*from) || is_tail(*to)).map(|(from, to)| (inside[from], inside[to - 1] + 1)).collect()
}

/// Every place at which `wanted` stands.
fn places(letters: &[char], wanted: &[char]) -> Vec<(usize, usize)> {
    letters.windows(wanted.len()).enumerate().filter(|(_, window)| *window == wanted).map(|(from, _)| (from, from + wanted.len())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges(q: &str, text: &str, kind: PartKind) -> Vec<(usize, usize)> {
        Words::of(q).expect("words").ranges(text, kind)
    }

    #[test]
    fn what_folding_found_is_marked_where_it_stands() {
        assert_eq!(ranges("台湾", "臺灣積體電路", PartKind::Title), [(0, 2)]);
        assert_eq!(ranges("ＡＢＣ 泵业", "海川泵业 abc", PartKind::Words), [(2, 4), (5, 8)]);
        assert_eq!(ranges("hcby", "海川泵业有限公司", PartKind::Title), [(0, 4)]);
        assert_eq!(ranges("13800138000", "+86 138-0013-8000", PartKind::Key), [(4, 17)]);
        assert_eq!(ranges("8000", "13800138000", PartKind::Key), [(7, 11)]);
        assert_eq!(ranges("bc", "abc bcd", PartKind::Words), [(4, 6)]);
        assert_eq!(ranges("海川 川泵", "海川泵业", PartKind::Title), [(0, 3)]);
    }

    #[test]
    fn the_nearer_a_title_the_better() {
        let words = Words::of("海川 泵业").expect("words");
        let ranks: Vec<Rank> = ["海川（泵业）", "海川泵业有限公司", "上海海川泵业", "泵业之海川", "远山"].iter().map(|title| words.rank(title)).collect();
        assert_eq!(ranks, [Rank::Exact, Rank::Begins, Rank::Contains, Rank::EveryWord, Rank::Elsewhere]);
        assert_eq!(Words::of("hcby").expect("words").rank("海川泵业"), Rank::Sound);
    }
}

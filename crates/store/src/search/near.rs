//! What may have been meant when nothing is called so: the same sound, or one character wrong, missing,
//! too many or in the other's place.

use keshu_kernel::Problem;

use super::{
    Area, Hit, PartKind,
    ask::{choice_terms, hit, newest},
    fold::{Run, is_chinese, runs},
    pinyin,
    words::{Rank, Word},
};
use crate::Read;

/// Candidates that are compared.
const CANDIDATES: usize = 300;
/// What is shorter is near to everything.
const MIN_LETTERS: usize = 2;
/// What is longer is not typed by hand.
const MAX_LETTERS: usize = 24;
/// Typing errors in the first letters of a Latin word are not followed.
const LATIN_START: usize = 3;

/// Records whose titles are near to `q`, the nearest first; the caller keeps those that the asker may read.
pub fn near(read: &mut Read, areas: &[Area], q: &str) -> Result<Vec<Hit>, Problem> {
    let letters: Vec<char> = super::folded(q).chars().collect();
    if !(MIN_LETTERS..=MAX_LETTERS).contains(&letters.len()) {
        return Ok(Vec::new());
    }
    let title = |area: &Area| Area { fields: area.fields.iter().filter(|place| place.kind == PartKind::Title).cloned().collect(), is_whole: false, ..area.clone() };
    let areas: Vec<Area> = areas.iter().map(title).filter(|area| !area.fields.is_empty()).collect();
    let sought = choice_terms(read.dialect(), &areas, &choices(&letters));
    let mut found: Vec<(usize, Hit)> = Vec::new();
    for row in newest(read, &sought, CANDIDATES, false)? {
        let hit = hit(&row, Rank::Elsewhere);
        if let Some(length) = is_near(&hit.title, &letters) {
            found.push((length, hit));
        }
    }
    found.sort_by_key(|(length, hit)| (*length, -hit.row));
    Ok(found.into_iter().map(|(_, hit)| hit).collect())
}

/// Words of which the title meant has all, for each way to go wrong.
fn choices(letters: &[char]) -> Vec<Vec<Word>> {
    if !letters.iter().copied().any(is_chinese) {
        let mut swapped = letters.to_vec();
        swapped.swap(0, 1);
        let start = |letters: &[char]| vec![Word { letters: letters.iter().take(LATIN_START).copied().collect(), is_chinese: false }];
        return vec![start(letters), start(&swapped)];
    }
    let sounds = full_sounds(letters).into_iter().map(|sound| vec![Word { letters: sound.chars().collect(), is_chinese: false }]);
    let swapped = (1..letters.len()).map(|place| {
        let mut swapped = letters.to_vec();
        swapped.swap(place - 1, place);
        words(&[&swapped])
    });
    // Of two characters with one wrong, too little is left to go by.
    let split = letters.len() > 2;
    let wrong = (0..letters.len()).map(|place| words(&[&letters[..place], &letters[place + 1..]]));
    let missing = (1..letters.len()).map(|place| words(&[&letters[..place], &letters[place..]]));
    sounds.chain(swapped).chain(wrong.chain(missing).filter(|_| split)).filter(|words| !words.is_empty()).collect()
}

fn words(pieces: &[&[char]]) -> Vec<Word> {
    let word = |run| match run {
        Run::Word(word) => Word { letters: word.chars().collect(), is_chinese: false },
        Run::Chinese(letters) => Word { letters, is_chinese: true },
    };
    pieces.iter().flat_map(|piece| runs(&piece.iter().collect::<String>())).map(word).collect()
}

/// The full pinyin of a name; initials alone say too little.
fn full_sounds(letters: &[char]) -> Vec<String> {
    let keys = pinyin::keys(&letters.iter().collect::<String>());
    keys.into_iter().filter(|key| key.len() > letters.len()).collect()
}

/// The length of the title when it holds, begins or sounds like the letters but for one.
fn is_near(title: &str, letters: &[char]) -> Option<usize> {
    let whole: Vec<char> = super::folded(title).chars().collect();
    let near = if letters.iter().copied().any(is_chinese) {
        let sounds = full_sounds(letters);
        let lengths = letters.len() - 1..=letters.len() + 1;
        lengths.flat_map(|length| whole.windows(length)).any(|part| one_off(part, letters)) || pinyin::keys(title).iter().any(|key| sounds.iter().any(|sound| key.starts_with(sound)))
    } else {
        let latin = runs(title).into_iter().filter_map(|run| match run {
            Run::Word(word) => Some(word),
            Run::Chinese(_) => None,
        });
        latin.chain(pinyin::keys(title)).any(|word| {
            let word: Vec<char> = word.chars().collect();
            (letters.len() - 1..=letters.len() + 1).any(|length| word.get(..length).is_some_and(|part| one_off(part, letters)))
        })
    };
    near.then_some(whole.len())
}

/// Whether one letter wrong, missing, too many or two swapped make one of the other.
fn one_off(left: &[char], right: &[char]) -> bool {
    let front = left.iter().zip(right).take_while(|(left, right)| left == right).count();
    let (left, right) = (&left[front..], &right[front..]);
    match (left, right) {
        ([_, left @ ..], [_, right @ ..]) if left == right => true,
        ([_, rest @ ..], right) if rest == right => true,
        (left, [_, rest @ ..]) if left == rest => true,
        ([a, b, left @ ..], [c, d, right @ ..]) => a == d && b == c && left == right,
        _ => left.is_empty() && right.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_near() {
        let near = |title: &str, q: &str| is_near(title, &super::super::folded(q).chars().collect::<Vec<_>>()).is_some();
        for (title, q) in [
            ("海川泵业有限公司", "海川本业"),
            ("海川泵业有限公司", "海川业"),
            ("海川泵业有限公司", "海川水泵业"),
            ("海川泵业有限公司", "川海泵业"),
            ("海川泵业有限公司", "海船崩业"),
            ("海川泵业有限公司", "haichaun"),
            ("海川泵业有限公司", "haicuan"),
            ("Yonder Hills Ltd", "yondre"),
        ] {
            assert!(near(title, q), "{q} is near to {title}");
        }
        for (title, q) in [("海川泵业有限公司", "远山泵业"), ("海川泵业有限公司", "湖船蹦业"), ("海川", "远川山")] {
            assert!(!near(title, q), "{q} is not near to {title}");
        }
    }
}

//! Names by their sound: full pinyin and initials, with every reading.

use std::{collections::HashMap, sync::LazyLock};

use pinyin::ToPinyinMulti;

use super::fold::{fold, is_chinese};

/// How many readings of one name are followed; more would grow without bound.
const MAX_READINGS: usize = 8;
/// Longest name that gets pinyin keys, in characters.
const MAX_PINYIN: usize = 24;
/// A name this long at most may be a person's, whose first characters are a surname.
const MAX_PERSON: usize = 4;

/// Full pinyin and initials of a name, with every common reading (重庆 → chongqing, zhongqing, cq, zq).
pub(super) fn keys(name: &str) -> Vec<String> {
    let letters: Vec<char> = letters(name).map(|(_, letter)| letter).collect();
    if !letters.iter().copied().any(is_chinese) {
        return Vec::new();
    }
    let mut readings: Vec<(String, String)> = vec![(String::new(), String::new())];
    for sounds in sounds(&letters) {
        // Beyond the bound only the first reading goes on.
        let take = if readings.len() * sounds.len() > MAX_READINGS { 1 } else { sounds.len() };
        readings = readings
            .iter()
            .flat_map(|(full, initials)| {
                sounds.iter().take(take).map(move |sound| {
                    let initial = sound.chars().next().map(String::from).unwrap_or_default();
                    (format!("{full}{sound}"), format!("{initials}{initial}"))
                })
            })
            .collect();
    }
    let mut keys: Vec<String> = readings.into_iter().flat_map(|(full, initials)| [full, initials]).collect();
    keys.sort();
    keys.dedup();
    keys
}

/// A name in pinyin without tones and blanks, each character in the reading it has there.
pub fn pinyin(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    sounds(&letters).into_iter().filter_map(|sounds| sounds.into_iter().next()).collect()
}

/// How many characters of `name`, from its first, the typed letters stand for; as `from..to` in the name.
pub(super) fn span(name: &str, typed: &str) -> Option<(usize, usize)> {
    let (places, letters): (Vec<usize>, Vec<char>) = letters(name).unzip();
    if !typed.is_ascii() || !letters.iter().copied().any(is_chinese) {
        return None;
    }
    let sounds = sounds(&letters);
    let count = walk(&sounds, typed, &|sound| sound).or_else(|| walk(&sounds, typed, &|sound| sound.get(..1).unwrap_or(sound)))?;
    Some((*places.first()?, places.get(count - 1)? + 1))
}

/// How many sounds, as far as `part` of each is typed, make up `typed`; the last may be begun only.
fn walk(sounds: &[Vec<String>], typed: &str, part: &dyn Fn(&str) -> &str) -> Option<usize> {
    let (first, rest) = sounds.split_first()?;
    first.iter().find_map(|sound| {
        let sound = part(sound);
        match typed.strip_prefix(sound) {
            Some("") => Some(1),
            Some(left) => walk(rest, left, part).map(|count| count + 1),
            None => sound.starts_with(typed).then_some(1),
        }
    })
}

/// The folded letters that pinyin keys are made of, with their places.
fn letters(name: &str) -> impl Iterator<Item = (usize, char)> {
    name.chars().map(fold).enumerate().filter(|(_, letter)| letter.is_alphanumeric()).take(MAX_PINYIN)
}

/// The readings of each letter; the one it has in a known name or place stands first.
fn sounds(letters: &[char]) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = letters.iter().map(|letter| readings(*letter)).collect();
    let mut at = 0;
    while at < letters.len() {
        let known = known_reading(letters, at);
        for (place, sound) in known.iter().enumerate() {
            let sounds = &mut all[at + place];
            sounds.retain(|other| other != sound);
            sounds.insert(0, (*sound).to_owned());
        }
        at += known.len().max(1);
    }
    all
}

fn readings(letter: char) -> Vec<String> {
    let Some(multi) = letter.to_pinyin_multi() else { return vec![letter.to_string()] };
    let mut sounds: Vec<String> = Vec::new();
    for sound in multi {
        // As people type it: lü has no key of its own, so lv.
        let sound = sound.plain().replace('ü', "v");
        if !sounds.contains(&sound) {
            sounds.push(sound);
        }
    }
    sounds
}

/// How the longest known name that begins at `at` is read; nothing where none does.
fn known_reading(letters: &[char], at: usize) -> &'static [&'static str] {
    (1..=3.min(letters.len() - at))
        .rev()
        .find_map(|length| {
            let known = KNOWN.get(&letters[at..at + length])?;
            (!known.is_surname || (at == 0 && letters.len() <= MAX_PERSON && letters.len() > length)).then_some(known.sounds.as_slice())
        })
        .unwrap_or_default()
}

struct Known {
    sounds: Vec<&'static str>,
    is_surname: bool,
}

/// `readings.txt`: a name and its sounds; a surname (`^`) only at the head of a short name.
static KNOWN: LazyLock<HashMap<Vec<char>, Known>> = LazyLock::new(|| {
    let entry = |line: &'static str| {
        let mut words = line.split_whitespace();
        let name = words.next()?;
        let known = Known { sounds: words.collect(), is_surname: name.starts_with('^') };
        Some((name.trim_start_matches('^').chars().collect(), known))
    };
    include_str!("readings.txt").lines().filter(|line| !line.starts_with('#')).filter_map(entry).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_every_reading() {
        let keys = keys("重庆");
        for key in ["chongqing", "zhongqing", "cq", "zq"] {
            assert!(keys.contains(&key.to_owned()), "{key} missing in {keys:?}");
        }
    }

    #[test]
    fn surnames_and_places_are_read_as_people_say_them() {
        for (name, wanted) in [
            ("单雄信", "shanxiongxin"),
            ("仇英", "qiuying"),
            ("尉迟恭", "yuchigong"),
            ("万俟卨", "moqixie"),
            ("曾国藩", "zengguofan"),
            ("重庆长安", "chongqingchangan"),
            ("蚌埠市第一人民医院", "bengbushidiyirenminyiyuan"),
            ("六安瓜片茶业", "luanguapianchaye"),
            ("解放汽车", "jiefangqiche"),
            ("解缙", "xiejin"),
        ] {
            assert_eq!(pinyin(name), wanted, "{name}");
            assert!(keys(name).contains(&wanted.to_owned()), "{name} is not found by {wanted}");
        }
    }

    #[test]
    fn every_known_name_has_a_sound_for_each_character() {
        for (name, known) in KNOWN.iter() {
            assert_eq!(name.len(), known.sounds.len(), "{name:?}");
        }
    }

    #[test]
    fn typed_letters_stand_for_characters() {
        assert_eq!(span("海川泵业", "hcb"), Some((0, 3)));
        assert_eq!(span("海川泵业", "haich"), Some((0, 2)));
        assert_eq!(span("（重庆）长安", "cqca"), Some((1, 6)));
        assert_eq!(span("海川泵业", "cb"), None);
    }
}

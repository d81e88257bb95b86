//! The search index: tokens kept in the transaction of the record, the same on both stores.
//!
//! Chinese runs become overlapping pairs of characters, Latin words and digits stay whole; beside them
//! stand keys: full pinyin and initials with every reading, and the tail of phone numbers.

use keshu_kernel::{Cell, Dialect, Fragment, Problem};
use pinyin::ToPinyinMulti;

use crate::{Read, Tx};

/// What is indexed of one record.
#[derive(Debug, Clone, Default)]
pub struct Document {
    pub title: String,
    /// Text of the indexed fields, the title first.
    pub texts: Vec<String>,
    /// Numbers, phones and codes, found by prefix and phones also by tail.
    pub keys: Vec<String>,
}

/// How many readings of one name are followed; more would grow without bound.
const MAX_READINGS: usize = 8;
/// Longest name that gets pinyin keys, in characters.
const MAX_PINYIN: usize = 24;

pub fn index(tx: &mut Tx, entity: &str, id: &str, document: &Document) -> Result<(), Problem> {
    let body = document.texts.iter().flat_map(|text| tokens(text)).collect::<Vec<_>>().join(" ");
    let keys = document.keys.iter().flat_map(|key| key_tokens(key)).chain(pinyin_keys(&document.title)).collect::<Vec<_>>().join(" ");
    let shown = document.texts.join(" · ");
    if tx.dialect() == Dialect::Postgres {
        let mut sql = Fragment::raw("INSERT INTO search_row (entity, record_id, title, body, tokens) VALUES (");
        sql.bind(entity).sql(", ").bind(id).sql(", ").bind(&document.title).sql(", ").bind(shown).sql(", to_tsvector('simple', ").bind(format!("{body} {keys}"));
        sql.sql(")) ON CONFLICT (entity, record_id) DO UPDATE SET title = excluded.title, body = excluded.body, tokens = excluded.tokens");
        return tx.execute(sql).map(drop);
    }
    let mut sql = Fragment::raw("INSERT INTO search_row (entity, record_id, title, body) VALUES (");
    sql.bind(entity).sql(", ").bind(id).sql(", ").bind(&document.title).sql(", ").bind(shown);
    sql.sql(") ON CONFLICT (entity, record_id) DO UPDATE SET title = excluded.title, body = excluded.body RETURNING id");
    let row = tx.read().query_cell(sql)?;
    let mut sql = Fragment::raw("DELETE FROM search_token WHERE rowid = ");
    sql.bind(row.clone());
    tx.execute(sql)?;
    let mut sql = Fragment::raw("INSERT INTO search_token (rowid, body, keys) VALUES (");
    sql.bind(row).sql(", ").bind(body).sql(", ").bind(keys).sql(")");
    tx.execute(sql).map(drop)
}

pub fn forget(tx: &mut Tx, entity: &str, id: &str) -> Result<(), Problem> {
    if tx.dialect() == Dialect::Sqlite {
        let mut sql = Fragment::raw("DELETE FROM search_token WHERE rowid IN (SELECT id FROM search_row WHERE entity = ");
        sql.bind(entity).sql(" AND record_id = ").bind(id).sql(")");
        tx.execute(sql)?;
    }
    let mut sql = Fragment::raw("DELETE FROM search_row WHERE entity = ");
    sql.bind(entity).sql(" AND record_id = ").bind(id);
    tx.execute(sql).map(drop)
}

/// A hit before rights: the caller keeps those that the asker may read.
#[derive(Debug, Clone)]
pub struct Hit {
    pub entity: String,
    pub id: String,
    pub title: String,
    pub body: String,
}

/// The newest `limit` records that hold every word of `q`, of one entity or of several.
pub fn hits(read: &mut Read, entities: &[String], q: &str, limit: i64) -> Result<Vec<Hit>, Problem> {
    let Some(condition) = matches(read.dialect(), q) else { return Ok(Vec::new()) };
    let mut sql = Fragment::raw("SELECT s.entity, s.record_id, s.title, s.body FROM search_row AS s WHERE ");
    sql.append(condition).sql(" AND s.entity IN ").bind_list(entities).sql(" ORDER BY s.id DESC LIMIT ").bind(limit);
    let text = |cell: &Cell| cell.as_text().unwrap_or_default().to_owned();
    Ok(read.query(sql)?.iter().map(|row| Hit { entity: text(&row[0]), id: text(&row[1]), title: text(&row[2]), body: text(&row[3]) }).collect())
}

/// The condition that record `alias`.id of `entity` holds every word of `q`; `None` when `q` has no word.
pub fn record_matches(dialect: Dialect, entity: &str, alias: &str, q: &str) -> Option<Fragment> {
    let mut sql = Fragment::new();
    sql.name(alias).sql(".id IN (SELECT s.record_id FROM search_row AS s WHERE s.entity = ").bind(entity).sql(" AND ");
    sql.append(matches(dialect, q)?).sql(")");
    Some(sql)
}

fn matches(dialect: Dialect, q: &str) -> Option<Fragment> {
    let words = query_words(q);
    if words.is_empty() {
        return None;
    }
    let mut sql = Fragment::new();
    match dialect {
        Dialect::Sqlite => {
            let terms: Vec<String> = words.iter().map(|word| word.fts5()).collect();
            sql.sql("s.id IN (SELECT rowid FROM search_token WHERE search_token MATCH ").bind(terms.join(" AND ")).sql(")");
        }
        Dialect::Postgres => {
            let terms: Vec<String> = words.iter().map(|word| word.tsquery()).collect();
            sql.sql("s.tokens @@ CAST(CAST(").bind(terms.join(" & ")).sql(" AS text) AS tsquery)");
        }
    }
    Some(sql)
}

/// One word of a query: the tokens that must stand side by side.
struct Word {
    tokens: Vec<String>,
    /// The last token may go on.
    prefix: bool,
}

impl Word {
    fn fts5(&self) -> String {
        let phrase = format!("\"{}\"", self.tokens.join(" "));
        if self.prefix { format!("{phrase}*") } else { phrase }
    }

    fn tsquery(&self) -> String {
        let mut parts: Vec<String> = self.tokens.iter().map(|token| format!("'{token}'")).collect();
        if let (true, Some(last)) = (self.prefix, parts.last_mut()) {
            last.push_str(":*");
        }
        format!("({})", parts.join(" <-> "))
    }
}

fn query_words(q: &str) -> Vec<Word> {
    runs(q)
        .into_iter()
        .map(|run| match run {
            Run::Word(word) => Word { tokens: vec![word], prefix: true },
            Run::Chinese(letters) if letters.len() == 1 => Word { tokens: vec![letters[0].to_string()], prefix: true },
            Run::Chinese(letters) => Word { tokens: pairs(&letters), prefix: false },
        })
        .take(8)
        .collect()
}

/// The tokens of a text, in order.
pub fn tokens(text: &str) -> Vec<String> {
    runs(text)
        .into_iter()
        .flat_map(|run| match run {
            Run::Word(word) => vec![word],
            // The last character stands alone too, so that it is found by itself.
            Run::Chinese(letters) => pairs(&letters).into_iter().chain(letters.last().map(char::to_string)).collect(),
        })
        .collect()
}

enum Run {
    Word(String),
    Chinese(Vec<char>),
}

/// Cuts a text into Latin words and Chinese runs; width and case are folded, everything else separates.
fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    for letter in text.chars().map(fold_width).flat_map(char::to_lowercase) {
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

fn pairs(letters: &[char]) -> Vec<String> {
    letters.windows(2).map(|pair| pair.iter().collect()).collect()
}

fn is_chinese(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

/// Full-width forms to their half-width twins.
fn fold_width(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        '\u{3000}' => ' ',
        _ => letter,
    }
}

/// A number or phone as it is, joined without separators, and the last four digits.
fn key_tokens(key: &str) -> Vec<String> {
    let mut all = tokens(key);
    let joined: String = key.chars().map(fold_width).filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let digits = joined.bytes().filter(u8::is_ascii_digit).count();
    if digits == joined.len() && digits > 4 {
        all.push(joined[joined.len() - 4..].to_owned());
    }
    if !joined.is_empty() && !all.contains(&joined) {
        all.push(joined);
    }
    all
}

/// Full pinyin and initials of a name, with every common reading (重庆 → chongqing, zhongqing, cq, zq).
fn pinyin_keys(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().map(fold_width).filter(|letter| letter.is_alphanumeric()).take(MAX_PINYIN).collect();
    if !letters.iter().copied().any(is_chinese) {
        return Vec::new();
    }
    let mut readings: Vec<(String, String)> = vec![(String::new(), String::new())];
    for letter in letters {
        let sounds: Vec<String> = match letter.to_pinyin_multi() {
            Some(multi) => {
                let mut sounds: Vec<String> = multi.into_iter().map(|sound| typed(sound.plain())).collect();
                sounds.dedup();
                sounds
            }
            None => vec![letter.to_lowercase().to_string()],
        };
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

/// As people type it: lü has no key of its own, so lv.
fn typed(sound: &str) -> String {
    sound.replace('ü', "v")
}

/// A name in pinyin without tones and blanks, each character in its most common reading.
pub fn pinyin(name: &str) -> String {
    name.chars().flat_map(|letter| letter.to_pinyin_multi().and_then(|multi| multi.into_iter().next()).map_or_else(|| letter.to_string(), |sound| typed(sound.plain())).chars().collect::<Vec<_>>()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_becomes_pairs_and_words_stay_whole() {
        assert_eq!(tokens("海川泵业ABC有限"), ["海川", "川泵", "泵业", "业", "abc", "有限", "限"]);
        assert_eq!(tokens("ＡＢ－１２"), ["ab", "12"]);
    }

    #[test]
    fn a_name_is_found_by_every_reading() {
        let keys = pinyin_keys("重庆");
        for key in ["chongqing", "zhongqing", "cq", "zq"] {
            assert!(keys.contains(&key.to_owned()), "{key} missing in {keys:?}");
        }
    }

    #[test]
    fn a_phone_is_found_by_its_tail() {
        assert!(key_tokens("138 0013 8000").contains(&"8000".to_owned()));
        assert!(key_tokens("021-12345678").contains(&"02112345678".to_owned()));
    }
}

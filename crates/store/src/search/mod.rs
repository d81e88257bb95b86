//! The search index: tokens kept in the transaction of the record, the same on both stores.
//!
//! Chinese runs become overlapping pairs of characters, Latin words and digits stay whole; beside them
//! stand keys: full pinyin and initials with every reading, and the tail of phone numbers.
//!
//! Every token begins with the tag of the field it stands in, so that who may not read a field cannot
//! find by it: a query asks only for tokens of the fields in its [`Reach`].

use std::{collections::HashMap, sync::LazyLock};

use keshu_kernel::{Cell, Dialect, Fragment, Problem};
use pinyin::ToPinyinMulti;

use crate::{Read, Tx, vault::sha256};

/// What is indexed of one record.
#[derive(Debug, Clone, Default)]
pub struct Document {
    pub title: String,
    pub parts: Vec<Part>,
}

/// One value of one field.
#[derive(Debug, Clone)]
pub struct Part {
    pub field: String,
    pub text: String,
    pub kind: PartKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// What the record is called: found by pinyin as well.
    Title,
    Words,
    /// Numbers, phones and codes, found by prefix and phones also by tail.
    Key,
}

/// What an asker may search: entities, each with the fields that may be read.
pub type Reach = Vec<(String, Vec<String>)>;

/// How many readings of one name are followed; more would grow without bound.
const MAX_READINGS: usize = 8;
/// Longest name that gets pinyin keys, in characters.
const MAX_PINYIN: usize = 24;

/// Renews the tokens of a record; `is_new` when it has none yet.
pub fn index(tx: &mut Tx, entity: &str, id: &str, document: &Document, is_new: bool) -> Result<(), Problem> {
    let tokens: Vec<String> = document.parts.iter().flat_map(|part| part.tokens(entity)).collect();
    let texts: Vec<(&str, &str)> = document.parts.iter().map(|part| (part.field.as_str(), part.text.as_str())).collect();
    let texts = serde_json::to_string(&texts).map_err(Problem::internal)?;
    if tx.dialect() == Dialect::Postgres {
        // Written out, so that PostgreSQL's own parser has no say in what a token is.
        let vector: String = tokens.iter().enumerate().map(|(place, token)| format!("{token}:{} ", place + 1)).collect();
        let mut sql = Fragment::raw("INSERT INTO search_row (entity, record_id, title, texts, tokens) VALUES (");
        sql.bind(entity).sql(", ").bind(id).sql(", ").bind(&document.title).sql(", ").bind(texts).sql(", CAST(CAST(").bind(vector);
        sql.sql(" AS text) AS tsvector)) ON CONFLICT (entity, record_id) DO UPDATE SET title = excluded.title, texts = excluded.texts, tokens = excluded.tokens");
        return tx.execute(sql).map(drop);
    }
    let row = match is_new {
        true => Cell::Null,
        false => {
            let mut sql = Fragment::raw("SELECT id FROM search_row WHERE entity = ");
            sql.bind(entity).sql(" AND record_id = ").bind(id);
            tx.read().query_cell(sql)?
        }
    };
    // Not one upsert: it would make SQLite set a savepoint of its own, and with it write out the index.
    let row = if row.is_null() {
        let mut sql = Fragment::raw("INSERT INTO search_row (entity, record_id, title, texts) VALUES (");
        sql.bind(entity).sql(", ").bind(id).sql(", ").bind(&document.title).sql(", ").bind(texts).sql(")");
        tx.execute(sql)?;
        tx.read().query_cell(Fragment::raw("SELECT last_insert_rowid()"))?
    } else {
        let mut sql = Fragment::raw("UPDATE search_row SET title = ");
        sql.bind(&document.title).sql(", texts = ").bind(texts).sql(" WHERE id = ").bind(row.clone());
        tx.execute(sql)?;
        let mut sql = Fragment::raw("DELETE FROM search_token WHERE rowid = ");
        sql.bind(row.clone());
        tx.execute(sql)?;
        row
    };
    let mut sql = Fragment::raw("INSERT INTO search_token (rowid, tokens) VALUES (");
    sql.bind(row).sql(", ").bind(tokens.join(" ")).sql(")");
    tx.execute(sql).map(drop)
}

impl Part {
    /// The tagged tokens, in order.
    fn tokens(&self, entity: &str) -> Vec<String> {
        let tag = tag(entity, &self.field);
        let plain = match self.kind {
            PartKind::Title => tokens(&self.text).into_iter().chain(pinyin_keys(&self.text)).collect(),
            PartKind::Words => tokens(&self.text),
            PartKind::Key => key_tokens(&self.text),
        };
        plain.into_iter().map(|token| format!("{tag}{token}")).collect()
    }
}

/// What every token of a field begins with; depends on the names alone, so that it survives a changed pack.
fn tag(entity: &str, field: &str) -> String {
    let mut digest = sha256(format!("{entity}.{field}").as_bytes());
    digest.truncate(8);
    digest
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

/// A hit before rights on rows: the caller keeps those that the asker may read.
#[derive(Debug, Clone)]
pub struct Hit {
    pub entity: String,
    pub id: String,
    pub title: String,
    row: i64,
}

/// The newest `limit` records within `reach` that hold every word of `q`.
pub fn hits(read: &mut Read, reach: &Reach, q: &str, limit: i64) -> Result<Vec<Hit>, Problem> {
    let Some(terms) = terms(read.dialect(), reach, q) else { return Ok(Vec::new()) };
    let mut sql = Fragment::raw("SELECT s.entity, s.record_id, s.title, s.id FROM search_row AS s ");
    match read.dialect() {
        // The index itself gives the newest first and stops there, however common the word.
        Dialect::Sqlite => {
            sql.sql("JOIN (SELECT rowid AS id FROM search_token WHERE search_token MATCH ").bind(terms);
            sql.sql(" ORDER BY rowid DESC LIMIT ").bind(limit).sql(") AS found ON found.id = s.id ORDER BY s.id DESC");
        }
        Dialect::Postgres => {
            sql.sql("WHERE s.tokens @@ CAST(CAST(").bind(terms).sql(" AS text) AS tsquery) ORDER BY s.id DESC LIMIT ").bind(limit);
        }
    }
    let text = |cell: &Cell| cell.as_text().unwrap_or_default().to_owned();
    Ok(read.query(sql)?.iter().map(|row| Hit { entity: text(&row[0]), id: text(&row[1]), title: text(&row[2]), row: row[3].as_int().unwrap_or(0) }).collect())
}

/// `(field, text)` of everything indexed of a hit: the caller shows what the asker may read.
pub fn texts(read: &mut Read, hit: &Hit) -> Result<Vec<(String, String)>, Problem> {
    let mut sql = Fragment::raw("SELECT texts FROM search_row WHERE id = ");
    sql.bind(hit.row);
    serde_json::from_str(read.query_cell(sql)?.as_text().unwrap_or("[]")).map_err(Problem::internal)
}

/// The condition that record `alias`.id of `entity` holds every word of `q` in the `fields` that may be
/// read; `None` when `q` has no word or nothing may be searched.
pub fn record_matches(dialect: Dialect, entity: &str, fields: Vec<String>, alias: &str, q: &str) -> Option<Fragment> {
    let mut sql = Fragment::new();
    sql.name(alias).sql(".id IN (SELECT s.record_id FROM search_row AS s WHERE s.entity = ").bind(entity).sql(" AND ");
    sql.append(matches(dialect, &vec![(entity.to_owned(), fields)], q)?).sql(")");
    Some(sql)
}

/// The condition that row `s` of the index holds every word.
fn matches(dialect: Dialect, reach: &Reach, q: &str) -> Option<Fragment> {
    let terms = terms(dialect, reach, q)?;
    let mut sql = Fragment::new();
    match dialect {
        Dialect::Sqlite => sql.sql("s.id IN (SELECT rowid FROM search_token WHERE search_token MATCH ").bind(terms).sql(")"),
        Dialect::Postgres => sql.sql("s.tokens @@ CAST(CAST(").bind(terms).sql(" AS text) AS tsquery)"),
    };
    Some(sql)
}

/// The words of `q` in the store's own language of search; `None` when there is none, or nothing to search in.
fn terms(dialect: Dialect, reach: &Reach, q: &str) -> Option<String> {
    let words = query_words(q);
    let tags: Vec<String> = reach.iter().flat_map(|(entity, fields)| fields.iter().map(move |field| tag(entity, field))).collect();
    if words.is_empty() || tags.is_empty() {
        return None;
    }
    let anywhere = |or: &str, term: &dyn Fn(&Word, &str) -> String| -> Vec<String> {
        words.iter().map(|word| format!("({})", tags.iter().map(|tag| term(word, tag)).collect::<Vec<_>>().join(or))).collect()
    };
    Some(match dialect {
        Dialect::Sqlite => anywhere(" OR ", &Word::fts5).join(" AND "),
        Dialect::Postgres => anywhere(" | ", &Word::tsquery).join(" & "),
    })
}

/// One word of a query: the tokens that must stand side by side in one field.
struct Word {
    tokens: Vec<String>,
    /// The last token may go on.
    prefix: bool,
}

impl Word {
    fn fts5(&self, tag: &str) -> String {
        let tokens: Vec<String> = self.tokens.iter().map(|token| format!("{tag}{token}")).collect();
        format!("\"{}\"{}", tokens.join(" "), if self.prefix { "*" } else { "" })
    }

    fn tsquery(&self, tag: &str) -> String {
        let tokens: Vec<String> = self.tokens.iter().map(|token| format!("'{tag}{token}'")).collect();
        format!("({}{})", tokens.join(" <-> "), if self.prefix { ":*" } else { "" })
    }
}

/// Shortest number that people write in groups, such as a phone.
const LONG_NUMBER: usize = 7;

fn query_words(q: &str) -> Vec<Word> {
    let joined: String = q.chars().map(fold_width).filter(|letter| !matches!(letter, ' ' | '-' | '(' | ')')).collect();
    let is_number = joined.len() >= LONG_NUMBER && joined.bytes().all(|byte| byte.is_ascii_digit());
    runs(if is_number { &joined } else { q })
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

/// Cuts a text into Latin words and Chinese runs; width, case and traditional characters are folded,
/// everything else separates.
fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    for letter in text.chars().map(fold_width).map(simplified).flat_map(char::to_lowercase) {
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

/// A traditional character to its simplified twin (docs/decisions/009).
fn simplified(letter: char) -> char {
    static TWINS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
        let pair = |line: &str| {
            let mut letters = line.chars();
            Some((letters.next()?, letters.next()?))
        };
        include_str!("simplified.txt").lines().skip(1).filter_map(pair).collect()
    });
    if is_chinese(letter) { TWINS.get(&letter).copied().unwrap_or(letter) } else { letter }
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
    let letters: Vec<char> = name.chars().map(fold_width).map(simplified).filter(|letter| letter.is_alphanumeric()).take(MAX_PINYIN).collect();
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
        assert_eq!(tokens("臺灣積體電路"), tokens("台湾积体电路"));
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

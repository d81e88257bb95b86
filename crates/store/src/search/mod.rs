//! The search index: tokens kept in the transaction of the record, the same on both stores.
//!
//! Chinese runs become overlapping pairs of characters, Latin words and digits stay whole; beside them
//! stand keys: full pinyin and initials with every reading, the tail of phone numbers, how words and titles
//! begin, and titles and numbers as a whole.
//!
//! Every token says which field it stands in, so that who may not read a field cannot find by it: SQLite
//! keeps each field of a record in a column of its own, PostgreSQL begins its tokens with the tag of the
//! field. A query asks only for the fields in its [`Area`]s. Tokens of those through whom a row may come
//! into reach keep a query away from most rows of others; the row rule decides.

mod ask;
mod blocks;
mod fold;
mod near;
mod pinyin;
mod words;

use std::collections::BTreeMap;

use keshu_kernel::{Cell, Dialect, Fragment, Problem};

use self::{
    fold::{Run, fold_width, runs},
    words::whole_of,
};
use crate::{Tx, vault::sha256};

pub use self::{
    ask::{Hit, hits, record_matches, texts},
    fold::folded,
    near::near,
    pinyin::pinyin,
    words::Words,
};

/// Changes when other tokens are made of the same record, so that older rows are indexed anew.
pub fn format(dialect: Dialect) -> u32 {
    match dialect {
        Dialect::Sqlite => 4,
        Dialect::Postgres => 5,
    }
}
/// How many fields of an entity are searched, the title first; so many columns has the index of SQLite.
pub const MOST_FIELDS: usize = 60;

/// What is indexed of one record.
#[derive(Debug, Clone, Default)]
pub struct Document {
    pub title: String,
    pub parts: Vec<Part>,
    /// See [`crate::scope::readers_of`].
    pub readers: Vec<String>,
}

/// One value of one field.
#[derive(Debug, Clone)]
pub struct Part {
    pub field: String,
    pub text: String,
    pub kind: PartKind,
    /// The place of the field among those of its entity that are searched; the title is 0.
    pub column: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartKind {
    /// What the record is called: found by pinyin as well.
    Title,
    Words,
    /// Numbers, phones and codes, found by prefix and phones also by tail.
    Key,
}

impl PartKind {
    const ALL: [(PartKind, &'static str); 3] = [(PartKind::Title, "t"), (PartKind::Words, "w"), (PartKind::Key, "k")];

    /// How many first letters of a word are tokens of their own. Beyond it few words begin alike, and the
    /// store may go through them.
    fn longest_start(self) -> usize {
        match self {
            PartKind::Words => 4,
            PartKind::Title | PartKind::Key => 8,
        }
    }

    /// What tokens begin with where the column says the field: what is asked by prefix stands apart from what is not.
    fn tag(self) -> &'static str {
        match self {
            PartKind::Words => "v",
            PartKind::Title | PartKind::Key => "w",
        }
    }

    fn letter(self) -> &'static str {
        PartKind::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, letter)| letter)
    }
}

/// What an asker may search of one entity.
#[derive(Debug, Clone)]
pub struct Area {
    pub entity: String,
    /// The fields that may be read.
    pub fields: Vec<Place>,
    /// Whether these are all that the entity has.
    pub is_whole: bool,
    /// Whether rows of other entities are to be kept out; else any row of the index may be looked at.
    pub is_alone: bool,
    /// Rows that name none of these are out of reach; `None` = any row may be in reach.
    pub readers: Option<Vec<String>>,
}

/// A field that is searched.
#[derive(Debug, Clone)]
pub struct Place {
    pub field: String,
    pub kind: PartKind,
    /// As in [`Part`].
    pub column: usize,
}

/// Renews the tokens of a record; `is_new` when it has none yet.
pub fn index(tx: &mut Tx, entity: &str, id: &str, document: &Document, is_new: bool) -> Result<(), Problem> {
    let texts: Vec<(&str, &str, &str, usize)> = document.parts.iter().map(|part| (part.field.as_str(), part.text.as_str(), part.kind.letter(), part.column)).collect();
    let texts = serde_json::to_string(&texts).map_err(Problem::internal)?;
    if tx.dialect() == Dialect::Postgres {
        let vector = vector(entity, &document.parts, &document.readers);
        let mut sql = Fragment::raw("INSERT INTO search_row (id, entity, record_id, title, texts, tokens) OVERRIDING SYSTEM VALUE SELECT n.id, ");
        sql.bind(entity).sql(", ").bind(id).sql(", ").bind(&document.title).sql(", ").bind(texts).sql(", ").append(blocks::placed(&vector, entity, "n.id"));
        sql.sql(" FROM (SELECT nextval(pg_get_serial_sequence('search_row', 'id')) AS id) AS n");
        sql.sql(" ON CONFLICT (entity, record_id) DO UPDATE SET title = excluded.title, texts = excluded.texts, tokens = ").append(blocks::placed(&vector, entity, "search_row.id"));
        return tx.execute(sql).map(drop);
    }
    let row = if is_new { None } else { row_of(tx, entity, id)? };
    // Not one upsert: it would make SQLite set a savepoint of its own, and with it write out the index.
    let row = match row {
        None => {
            let mut sql = Fragment::raw("INSERT INTO search_row (entity, record_id, title, texts) VALUES (");
            sql.bind(entity).sql(", ").bind(id).sql(", ").bind(&document.title).sql(", ").bind(texts).sql(")");
            tx.execute(sql)?;
            tx.read().query_cell(Fragment::raw("SELECT last_insert_rowid()"))?
        }
        Some((row, _)) => {
            let mut sql = Fragment::raw("UPDATE search_row SET title = ");
            sql.bind(&document.title).sql(", texts = ").bind(texts).sql(" WHERE id = ").bind(row.clone());
            tx.execute(sql)?;
            remove_tokens(tx, &row)?;
            row
        }
    };
    write_columns(tx, row, entity, &document.parts, &document.readers)
}

/// Renews through whom a record may come into reach; its texts stay.
pub fn set_readers(tx: &mut Tx, entity: &str, id: &str, readers: &[String]) -> Result<(), Problem> {
    let Some((row, texts)) = row_of(tx, entity, id)? else { return Ok(()) };
    let parts = parts(&texts)?;
    match tx.dialect() {
        Dialect::Sqlite => {
            remove_tokens(tx, &row)?;
            write_columns(tx, row, entity, &parts, readers)
        }
        Dialect::Postgres => {
            let mut sql = Fragment::raw("UPDATE search_row SET tokens = ");
            sql.append(blocks::placed(&vector(entity, &parts, readers), entity, "id")).sql(" WHERE id = ").bind(row);
            tx.execute(sql).map(drop)
        }
    }
}

pub fn forget(tx: &mut Tx, entity: &str, id: &str) -> Result<(), Problem> {
    if tx.dialect() == Dialect::Sqlite {
        let mut sql = Fragment::raw("DELETE FROM search_column WHERE rowid IN (SELECT id FROM search_row WHERE entity = ");
        sql.bind(entity).sql(" AND record_id = ").bind(id).sql(")");
        tx.execute(sql)?;
    }
    let mut sql = Fragment::raw("DELETE FROM search_row WHERE entity = ");
    sql.bind(entity).sql(" AND record_id = ").bind(id);
    tx.execute(sql).map(drop)
}

/// Pages that are written at once where segments of the index are joined.
const TIDIED: i64 = 200;

/// Joins a few segments of the index, since every word is looked up in each; whether more are to be joined. PostgreSQL
/// does so by itself.
pub fn tidy(tx: &mut Tx) -> Result<bool, Problem> {
    if tx.dialect() == Dialect::Postgres {
        return Ok(false);
    }
    let changes = |tx: &mut Tx| tx.read().query_cell(Fragment::raw("SELECT total_changes()")).map(|count| count.as_int().unwrap_or(0));
    let before = changes(tx)?;
    let mut sql = Fragment::raw("INSERT INTO search_column (search_column, rank) VALUES ('merge', ");
    sql.bind(TIDIED).sql(")");
    tx.execute(sql)?;
    // The statement itself counts as one.
    Ok(changes(tx)? - before > 1)
}

fn row_of(tx: &mut Tx, entity: &str, id: &str) -> Result<Option<(Cell, Cell)>, Problem> {
    let mut sql = Fragment::raw("SELECT id, texts FROM search_row WHERE entity = ");
    sql.bind(entity).sql(" AND record_id = ").bind(id);
    Ok(tx.read().query_one(sql)?.and_then(|row| row.try_into().ok()).map(|[row, texts]: [Cell; 2]| (row, texts)))
}

fn remove_tokens(tx: &mut Tx, row: &Cell) -> Result<(), Problem> {
    let mut sql = Fragment::raw("DELETE FROM search_column WHERE rowid = ");
    sql.bind(row.clone());
    tx.execute(sql).map(drop)
}

/// One column of tokens for each field, and one of whom and what the record belongs to (SQLite).
fn write_columns(tx: &mut Tx, row: Cell, entity: &str, parts: &[Part], readers: &[String]) -> Result<(), Problem> {
    let mut columns: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for part in parts {
        part.add_tokens(part.kind.tag(), columns.entry(part.column).or_default());
    }
    let mut belongs: Vec<String> = readers.iter().map(|reader| reader_token(reader)).collect();
    belongs.push(entity_token(entity));
    let mut sql = Fragment::raw("INSERT INTO search_column (rowid, belongs");
    for column in columns.keys() {
        sql.sql(&format!(", c{column}"));
    }
    sql.sql(") VALUES (").bind(row).sql(", ").bind(belongs.join(" "));
    for tokens in columns.values() {
        sql.sql(", ").bind(tokens.join(" "));
    }
    sql.sql(")");
    tx.execute(sql).map(drop)
}

/// All tokens in one vector, written out, so that PostgreSQL's own parser has no say in what a token is.
fn vector(entity: &str, parts: &[Part], readers: &[String]) -> String {
    let mut tokens = Vec::new();
    for part in parts {
        part.add_tokens(&tag(entity, &part.field), &mut tokens);
    }
    tokens.extend(readers.iter().map(|reader| reader_token(reader)));
    tokens.iter().enumerate().map(|(place, token)| format!("{token}:{} ", place + 1)).collect()
}

impl Part {
    /// Adds the tagged tokens: those of the text in order, then how they begin, how a title begins, the whole.
    fn add_tokens(&self, tag: &str, all: &mut Vec<String>) {
        let plain = match self.kind {
            PartKind::Title => tokens(&self.text).into_iter().chain(pinyin::keys(&self.text)).collect(),
            PartKind::Words => tokens(&self.text),
            PartKind::Key => key_tokens(&self.text),
        };
        let mut starts: Vec<&str> = plain.iter().flat_map(|token| starts(token, self.kind)).collect();
        starts.sort_unstable();
        starts.dedup();
        all.extend(plain.iter().map(|token| [tag, token].concat()));
        all.extend(starts.into_iter().map(|start| start_of(tag, start)));
        if self.kind == PartKind::Title {
            all.extend(begins(&self.text).into_iter().map(|letters| begin_of(tag, &letters)));
        }
        all.extend(if self.kind == PartKind::Words { None } else { whole_of(tag, &self.text) });
    }
}

/// What every token of a field begins with; depends on the names alone, so that it survives a changed pack.
fn tag(entity: &str, field: &str) -> String {
    short(&format!("{entity}.{field}"), 8)
}

fn short(text: &str, length: usize) -> String {
    let mut digest = sha256(text.as_bytes());
    digest.truncate(length);
    digest
}

/// Tags are hexadecimal: what begins with another letter is no word.
fn start_of(tag: &str, start: &str) -> String {
    ["s", tag, start].concat()
}

fn begin_of(tag: &str, letters: &str) -> String {
    ["g", tag, letters].concat()
}

/// How many first letters of a title are a token: a pair of Chinese ones, so many of a word.
fn longest_begin(is_chinese: bool) -> usize {
    if is_chinese { 2 } else { PartKind::Title.longest_start() }
}

/// Every beginning of a title that is a token.
fn begins(title: &str) -> Vec<String> {
    let (letters, is_chinese) = match runs(title).into_iter().next() {
        Some(Run::Word(word)) => (word.chars().collect::<Vec<_>>(), false),
        Some(Run::Chinese(letters)) => (letters, true),
        None => return Vec::new(),
    };
    (1..=letters.len().min(longest_begin(is_chinese))).map(|count| letters[..count].iter().collect()).collect()
}

fn whole(tag: &str, folded: &str) -> String {
    format!("x{tag}{}", short(folded, 12))
}

fn tag_of(entity: &str) -> String {
    short(entity, 8)
}

fn entity_token(entity: &str) -> String {
    format!("e{}", tag_of(entity))
}

fn reader_token(reader: &str) -> String {
    format!("r{}", short(reader, 12))
}

/// How a token begins: every start of a Latin word, the first character of a pair.
fn starts(token: &str, kind: PartKind) -> impl Iterator<Item = &str> {
    let longest = if token.chars().next().is_some_and(fold::is_chinese) { 1 } else { kind.longest_start() };
    token.char_indices().take(longest).map(|(at, letter)| &token[..at + letter.len_utf8()])
}

fn parts(texts: &Cell) -> Result<Vec<Part>, Problem> {
    let texts: Vec<(String, String, String, usize)> = serde_json::from_str(texts.as_text().unwrap_or("[]")).map_err(Problem::internal)?;
    let kind = |letter: &str| PartKind::ALL.iter().find(|(_, known)| *known == letter).map_or(PartKind::Words, |(kind, _)| *kind);
    Ok(texts.into_iter().map(|(field, text, letter, column)| Part { field, text, kind: kind(&letter), column }).collect())
}

/// The tokens of a text, in order.
pub fn tokens(text: &str) -> Vec<String> {
    runs(text)
        .into_iter()
        .flat_map(|run| match run {
            Run::Word(word) => vec![word],
            // The last character stands alone too, so that it is found by itself.
            Run::Chinese(letters) => letters.windows(2).map(|pair| pair.iter().collect()).chain(letters.last().map(char::to_string)).collect(),
        })
        .collect()
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
    fn a_phone_is_found_by_its_tail() {
        assert!(key_tokens("138 0013 8000").contains(&"8000".to_owned()));
        assert!(key_tokens("021-12345678").contains(&"02112345678".to_owned()));
    }
}

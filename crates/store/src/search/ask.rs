//! Asking the index.

use std::collections::{BTreeMap, BTreeSet};

use keshu_kernel::{Cell, Dialect, Fragment, Problem};

use super::{
    Area, BLOCK, Part, PartKind, Place, block_token, entity_token, parts, reader_token, tag, whole,
    words::{Rank, Term, Word, Words},
};
use crate::{Read, conn::Row};

/// A hit before rights on rows: the caller keeps those that the asker may read.
#[derive(Debug, Clone)]
pub struct Hit {
    pub entity: String,
    pub id: String,
    pub title: String,
    pub(super) row: i64,
    rank: Rank,
}

impl Hit {
    /// Whether the words stand in what it is called or numbered.
    pub fn is_named(&self) -> bool {
        self.rank < Rank::Elsewhere
    }
}

/// The newest records that hold every word, best first; `limited` when there were more than `limit`.
/// What is called or numbered exactly so is found however old it is.
pub fn hits(read: &mut Read, areas: &[Area], words: &Words, limit: usize) -> Result<(Vec<Hit>, bool), Problem> {
    let mut hits: Vec<Hit> = match exact_terms(read.dialect(), areas, words) {
        Some(terms) => newest(read, terms, limit)?.iter().map(|row| hit(row, Rank::Exact)).collect(),
        None => Vec::new(),
    };
    let exact: BTreeSet<i64> = hits.iter().map(|hit| hit.row).collect();
    let Some(terms) = terms(read.dialect(), areas, words) else { return Ok((hits, false)) };
    let mut rows = newest(read, terms, limit + 1)?;
    let limited = rows.len() > limit;
    rows.truncate(limit);
    let titled: BTreeSet<&str> = areas.iter().filter(|area| area.fields.iter().any(|place| place.kind == PartKind::Title)).map(|area| area.entity.as_str()).collect();
    for row in rows {
        let mut hit = hit(&row, Rank::Elsewhere);
        if exact.contains(&hit.row) {
            continue;
        }
        if titled.contains(hit.entity.as_str()) {
            hit.rank = words.rank(&hit.title);
        }
        hits.push(hit);
    }
    hits.sort_by_key(|hit| (hit.rank, -hit.row));
    Ok((hits, limited))
}

pub(super) fn hit(row: &Row, rank: Rank) -> Hit {
    let text = |cell: &Cell| cell.as_text().unwrap_or_default().to_owned();
    Hit { entity: text(&row[0]), id: text(&row[1]), title: text(&row[2]), row: row[3].as_int().unwrap_or(0), rank }
}

/// Rows of the index that fit, the newest first.
pub(super) fn newest(read: &mut Read, terms: String, limit: usize) -> Result<Vec<Row>, Problem> {
    if read.dialect() == Dialect::Postgres {
        return newest_in_blocks(read, &terms, limit);
    }
    // The index itself gives the newest first and stops there, however common the word.
    let mut sql = Fragment::raw("SELECT s.entity, s.record_id, s.title, s.id FROM search_row AS s JOIN (SELECT rowid AS id FROM search_column WHERE search_column MATCH ");
    sql.bind(terms).sql(" ORDER BY rowid DESC LIMIT ").bind(limit as i64).sql(") AS found ON found.id = s.id ORDER BY s.id DESC");
    read.query(sql)
}

/// So few candidates are fetched and sorted at once.
const FEW: i64 = 8000;

/// A GIN index gives all that fit or nothing, and PostgreSQL cannot guess how common a word of ours is. So
/// the newest block is asked first, and what it holds says how many blocks to ask next; once few are left,
/// all of them.
fn newest_in_blocks(read: &mut Read, terms: &str, limit: usize) -> Result<Vec<Row>, Problem> {
    let newest = read.query_cell(Fragment::raw("SELECT max(id) FROM search_row"))?.as_int().unwrap_or(0) / BLOCK;
    read.by_bitmap(|read| {
        let mut rows: Vec<Row> = Vec::new();
        // Blocks from here on have been asked.
        let (mut end, mut width) = (newest + 1, 1);
        while end > 0 && rows.len() < limit {
            let (found, asked) = (rows.len() as i64, newest + 1 - end);
            let start = if newest == 0 || (asked > 0 && found * end / asked <= FEW) { 0 } else { (end - width).max(0) };
            let blocks: Vec<String> = if start == 0 { Vec::new() } else { (start..end).map(|block| format!("'{}'", block_token(block))).collect() };
            let terms = if blocks.is_empty() { terms.to_owned() } else { format!("({terms}) & ({})", blocks.join(" | ")) };
            let mut sql = Fragment::raw("SELECT s.entity, s.record_id, s.title, s.id FROM search_row AS s WHERE s.tokens @@ CAST(CAST(");
            // No index on the id may take part.
            sql.bind(terms).sql(" AS text) AS tsquery) AND s.id + 0 < ").bind(end * BLOCK).sql(" ORDER BY s.id DESC LIMIT ").bind((limit - rows.len()) as i64);
            rows.extend(read.query(sql)?);
            end = start;
            // A third more than the last blocks make expect.
            let (found, asked) = ((rows.len() as i64).max(1), newest + 1 - end);
            width = ((limit as i64 - found).max(0) * asked * 4 / (found * 3)).max(1);
        }
        Ok(rows)
    })
}

/// Everything indexed of these hits, in their order: the caller shows what the asker may read.
pub fn texts(read: &mut Read, hits: &[Hit]) -> Result<Vec<Vec<Part>>, Problem> {
    let mut sql = Fragment::raw("SELECT id, texts FROM search_row WHERE id IN ");
    sql.bind_list(hits.iter().map(|hit| hit.row));
    let rows: BTreeMap<Option<i64>, Cell> = read.query(sql)?.into_iter().filter_map(|row| row.try_into().ok()).map(|[row, texts]: [Cell; 2]| (row.as_int(), texts)).collect();
    hits.iter().map(|hit| rows.get(&Some(hit.row)).map_or(Ok(Vec::new()), parts)).collect()
}

/// More are not carried into another query by their ids.
const CARRIED: usize = 2000;

/// The condition that record `alias`.id is one of the `area` that holds every word.
pub fn record_matches(read: &mut Read, area: Area, alias: &str, words: &Words) -> Result<Fragment, Problem> {
    let area = Area { is_alone: true, ..area };
    let Some(terms) = terms(read.dialect(), std::slice::from_ref(&area), words) else { return Ok(Fragment::raw("1 = 0")) };
    let found = newest(read, terms.clone(), CARRIED + 1)?;
    let mut sql = Fragment::new();
    if found.len() <= CARRIED {
        let ids: Vec<&str> = found.iter().filter_map(|row| row[1].as_text()).collect();
        let ids = serde_json::to_string(&ids).map_err(Problem::internal)?;
        sql.name(alias).sql(".id IN (SELECT ");
        match read.dialect() {
            Dialect::Sqlite => sql.sql("value FROM json_each(").bind(ids).sql("))"),
            Dialect::Postgres => sql.sql("json_array_elements_text(CAST(CAST(").bind(ids).sql(" AS text) AS json)))"),
        };
        return Ok(sql);
    }
    // Of a common word most rows hold it: they are asked one by one, and a page has soon enough. A scalar
    // subquery, so that no plan goes through the whole index first.
    sql.sql("(SELECT ");
    match read.dialect() {
        Dialect::Sqlite => sql.sql("EXISTS (SELECT 1 FROM search_column AS f WHERE f.rowid = s.id AND f.search_column MATCH ").bind(terms).sql(")"),
        Dialect::Postgres => sql.sql("s.tokens @@ CAST(CAST(").bind(terms).sql(" AS text) AS tsquery)"),
    };
    sql.sql(" FROM search_row AS s WHERE s.entity = ").bind(&area.entity).sql(" AND s.record_id = ").name(alias).sql(".id)");
    Ok(sql)
}

/// Every word in some field of an area, in the store's own language of search; `None` when there is
/// nothing to search in.
fn terms(dialect: Dialect, areas: &[Area], words: &Words) -> Option<String> {
    let signs = Signs::of(dialect);
    within(&signs, areas, |tagged| signs.every(&words.words, tagged))
}

/// Every word of one of the `choices`; `None` when there is nothing to search in.
pub(super) fn choice_terms(dialect: Dialect, areas: &[Area], choices: &[Vec<Word>]) -> Option<String> {
    let signs = Signs::of(dialect);
    within(&signs, areas, |tagged| {
        let choices: Vec<String> = choices.iter().filter_map(|words| Some(format!("({})", signs.every(words, tagged)?))).collect();
        (!choices.is_empty()).then(|| format!("({})", choices.join(signs.or)))
    })
}

/// What is called or numbered exactly so.
fn exact_terms(dialect: Dialect, areas: &[Area], words: &Words) -> Option<String> {
    let signs = Signs::of(dialect);
    within(&signs, areas, |tagged| {
        let named = tagged.iter().filter(|(_, kind)| *kind != PartKind::Words);
        let terms: BTreeSet<String> = named.map(|(tag, _)| signs.term(&Term::Whole(whole(tag, &words.whole)))).collect();
        (!terms.is_empty()).then(|| format!("({})", terms.into_iter().collect::<Vec<_>>().join(signs.or)))
    })
}

/// What is asked of some areas alike.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Group<'a> {
    readers: Option<&'a [String]>,
    /// Only these columns (SQLite).
    columns: Option<Vec<usize>>,
    /// Whether the areas are told from others by their entities (SQLite; tags do that on PostgreSQL).
    by_entity: bool,
    /// The one entity whose columns they are.
    entity: Option<&'a str>,
}

/// What a group asks for: tags with the kind of what stands under them, and the tokens of its entities.
#[derive(Default)]
struct Asked {
    tagged: BTreeSet<(String, PartKind)>,
    entities: Vec<String>,
}

/// `term` over the tags of areas, each kept to the rows and fields that may be in reach.
fn within(signs: &Signs, areas: &[Area], term: impl Fn(&[(String, PartKind)]) -> Option<String>) -> Option<String> {
    let mut alike: BTreeMap<Group, Asked> = BTreeMap::new();
    for area in areas {
        let columns = (signs.dialect == Dialect::Sqlite && !area.is_whole).then(|| area.fields.iter().map(|place| place.column).collect::<Vec<_>>());
        // The title is the same column of every entity.
        let is_title = columns.as_deref() == Some(&[0]);
        let entity = columns.as_ref().filter(|_| !is_title).map(|_| area.entity.as_str());
        let by_entity = signs.dialect == Dialect::Sqlite && (area.is_alone || entity.is_some());
        let asked = alike.entry(Group { readers: area.readers.as_deref(), columns, by_entity, entity }).or_default();
        asked.tagged.extend(area.fields.iter().map(|place| (signs.tag(&area.entity, place), place.kind)));
        asked.entities.push(entity_token(&area.entity));
    }
    let either = |tokens: Vec<String>| format!("({})", tokens.iter().map(|token| signs.term(&Term::Whole(token.clone()))).collect::<Vec<_>>().join(signs.or));
    let groups = alike.into_iter().filter_map(|(group, Asked { tagged, entities })| {
        let mut all = Vec::new();
        all.extend(group.readers.map(|readers| either(readers.iter().map(|reader| reader_token(reader)).collect())));
        all.extend(group.by_entity.then(|| either(entities)));
        let term = term(&tagged.into_iter().collect::<Vec<_>>())?;
        all.push(match group.columns {
            None => term,
            Some(columns) => format!("({{{}}} : {term})", columns.iter().map(|column| format!("c{column}")).collect::<Vec<_>>().join(" ")),
        });
        Some(format!("({})", all.join(signs.and)))
    });
    let groups: Vec<String> = groups.collect();
    (!groups.is_empty()).then(|| groups.join(signs.or))
}

/// How a store writes its language of search.
struct Signs {
    dialect: Dialect,
    and: &'static str,
    or: &'static str,
}

impl Signs {
    fn of(dialect: Dialect) -> Signs {
        match dialect {
            Dialect::Sqlite => Signs { dialect, and: " AND ", or: " OR " },
            Dialect::Postgres => Signs { dialect, and: " & ", or: " | " },
        }
    }

    /// Every word in some field.
    fn every(&self, words: &[Word], tagged: &[(String, PartKind)]) -> Option<String> {
        let anywhere = |word: &Word| {
            let terms: BTreeSet<String> = tagged.iter().map(|(tag, kind)| self.term(&word.term(tag, *kind))).collect();
            (!terms.is_empty()).then(|| format!("({})", terms.into_iter().collect::<Vec<_>>().join(self.or)))
        };
        let every = words.iter().map(anywhere).collect::<Option<Vec<_>>>()?;
        Some(format!("({})", every.join(self.and)))
    }

    /// What the tokens of a field begin with.
    fn tag(&self, entity: &str, place: &Place) -> String {
        match self.dialect {
            Dialect::Sqlite => place.kind.tag().to_owned(),
            Dialect::Postgres => tag(entity, &place.field),
        }
    }

    fn term(&self, term: &Term) -> String {
        match (self.dialect, term) {
            (Dialect::Sqlite, Term::Whole(token)) => format!("\"{token}\""),
            (Dialect::Sqlite, Term::Phrase(tokens)) => format!("\"{}\"", tokens.join(" ")),
            (Dialect::Sqlite, Term::Prefix(token)) => format!("\"{token}\"*"),
            (Dialect::Postgres, Term::Whole(token)) => format!("'{token}'"),
            (Dialect::Postgres, Term::Phrase(tokens)) => format!("('{}')", tokens.join("' <-> '")),
            (Dialect::Postgres, Term::Prefix(token)) => format!("'{token}':*"),
        }
    }
}

//! Asking the index.

use std::collections::{BTreeMap, BTreeSet};

use keshu_kernel::{Cell, Dialect, Fragment, Problem};

use super::{
    Area, Part, PartKind, Place, blocks, entity_token, parts, reader_token, tag, whole,
    words::{Rank, Term, Word, Words},
};
use crate::{Read, conn::Row, query};

/// So many titles that begin with the words are looked at beside the newest.
const BEGINNING: usize = 200;

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

/// Records that hold every word, best first: those called or numbered exactly so and the newest titles that begin so,
/// however old, then the newest `limit`; `limited` when there are more.
pub fn hits(read: &mut Read, areas: &[Area], words: &Words, limit: usize) -> Result<(Vec<Hit>, bool), Problem> {
    let exact = exact_terms(read, areas, words)?;
    let exact = newest(read, &exact, limit, true)?;
    let mut hits: Vec<Hit> = exact.iter().map(|row| hit(row, Rank::Exact)).collect();
    let mut known: BTreeSet<i64> = hits.iter().map(|hit| hit.row).collect();
    let mut rows = newest(read, &terms(read.dialect(), areas, words), limit + 1, false)?;
    let limited = rows.len() > limit;
    rows.truncate(limit);
    if limited {
        rows.extend(newest(read, &begin_terms(read.dialect(), areas, words), BEGINNING, false)?);
    }
    let titled: BTreeSet<&str> = areas.iter().filter(|area| area.fields.iter().any(|place| place.kind == PartKind::Title)).map(|area| area.entity.as_str()).collect();
    for row in rows {
        let mut hit = hit(&row, Rank::Elsewhere);
        if !known.insert(hit.row) {
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

/// What to ask the index for, in the store's own language of search.
pub(super) struct Sought {
    /// Of this entity alone; empty on SQLite, where one query is for all.
    pub entity: String,
    pub terms: String,
}

/// The newest rows of the index that fit. `is_rare`: of what is sought there are hardly ever many.
pub(super) fn newest(read: &mut Read, sought: &[Sought], limit: usize, is_rare: bool) -> Result<Vec<Row>, Problem> {
    if sought.is_empty() {
        return Ok(Vec::new());
    }
    if read.dialect() == Dialect::Postgres {
        return blocks::newest(read, sought, limit, is_rare);
    }
    let terms = sought.iter().map(|sought| sought.terms.as_str()).collect::<Vec<_>>().join(" OR ");
    // The index itself gives the newest first and stops there, however common the word.
    let mut sql = Fragment::raw("SELECT s.entity, s.record_id, s.title, s.id FROM (SELECT rowid AS id FROM search_column WHERE search_column MATCH ");
    sql.bind(terms).sql(" ORDER BY rowid DESC LIMIT ").bind(limit as i64).sql(") AS found CROSS JOIN search_row AS s ON s.id = found.id");
    read.query(sql)
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
    let sought = terms(read.dialect(), std::slice::from_ref(&area), words);
    let Some(terms) = sought.first().map(|sought| sought.terms.clone()) else { return Ok(Fragment::raw("1 = 0")) };
    let found = newest(read, &sought, CARRIED + 1, false)?;
    let mut sql = Fragment::new();
    if found.len() <= CARRIED {
        let ids: Vec<&str> = found.iter().filter_map(|row| row[1].as_text()).collect();
        sql.name(alias).sql(".id IN (").append(query::among(read.dialect(), &ids)?).sql(")");
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

/// Every word in some field of an area.
fn terms(dialect: Dialect, areas: &[Area], words: &Words) -> Vec<Sought> {
    let signs = Signs::of(dialect);
    within(&signs, areas, |tagged| signs.every(&words.words, tagged))
}

/// Every word of one of the `choices`.
pub(super) fn choice_terms(dialect: Dialect, areas: &[Area], choices: &[Vec<Word>]) -> Vec<Sought> {
    let signs = Signs::of(dialect);
    within(&signs, areas, |tagged| {
        let choices: Vec<String> = choices.iter().filter_map(|words| Some(format!("({})", signs.every(words, tagged)?))).collect();
        (!choices.is_empty()).then(|| format!("({})", choices.join(signs.or)))
    })
}

/// What is called or numbered exactly so.
fn exact_terms(read: &mut Read, areas: &[Area], words: &Words) -> Result<Vec<Sought>, Problem> {
    let signs = Signs::of(read.dialect());
    let among = |areas: &[Area]| {
        within(&signs, areas, |tagged| {
            let named = tagged.iter().filter(|(_, kind)| *kind != PartKind::Words);
            let terms: BTreeSet<String> = named.map(|(tag, _)| signs.term(&Term::Whole(whole(tag, &words.whole)))).collect();
            (!terms.is_empty()).then(|| format!("({})", terms.into_iter().collect::<Vec<_>>().join(signs.or)))
        })
    };
    // Mostly nobody's record is, and that is soon known; to SQLite each reader that is asked for costs something.
    let open: Vec<Area> = areas.iter().map(|area| Area { readers: None, is_alone: false, is_whole: true, ..area.clone() }).collect();
    let is_there = signs.dialect == Dialect::Postgres || !newest(read, &among(&open), 1, true)?.is_empty();
    Ok(if is_there { among(areas) } else { Vec::new() })
}

/// Every word, the first of them where a title begins.
fn begin_terms(dialect: Dialect, areas: &[Area], words: &Words) -> Vec<Sought> {
    let signs = Signs::of(dialect);
    within(&signs, areas, |tagged| {
        let titles = tagged.iter().filter(|(_, kind)| *kind == PartKind::Title);
        let begins: BTreeSet<String> = titles.map(|(tag, _)| signs.term(&words.words[0].begin(tag))).collect();
        (!begins.is_empty()).then_some(())?;
        Some(format!("(({}){}{})", begins.into_iter().collect::<Vec<_>>().join(signs.or), signs.and, signs.every(&words.words, tagged)?))
    })
}

/// What is asked of some areas alike.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Group<'a> {
    /// Only these columns (SQLite).
    columns: Option<Vec<usize>>,
    /// Only rows of this entity; on PostgreSQL tags keep the others out.
    entity: Option<&'a str>,
    /// Whether any of these rows may be in reach.
    is_open: bool,
}

/// What a group asks for: tags with the kind of what stands under them, and the tokens of whom or what its rows
/// belong to. Areas share one list of these, since each token that is opened costs more than it keeps out.
#[derive(Default)]
struct Asked {
    tagged: BTreeSet<(String, PartKind)>,
    belongs: BTreeSet<String>,
}

/// `term` over the tags of areas, each kept to the rows and fields that may be in reach.
fn within(signs: &Signs, areas: &[Area], term: impl Fn(&[(String, PartKind)]) -> Option<String>) -> Vec<Sought> {
    let mut alike: BTreeMap<Group, Asked> = BTreeMap::new();
    let has_columns = signs.dialect == Dialect::Sqlite;
    for area in areas {
        let columns = (has_columns && !area.is_whole).then(|| area.fields.iter().map(|place| place.column).collect::<Vec<_>>());
        // The title is the same column of every entity.
        let is_own = columns.as_deref().is_some_and(|columns| columns != [0]);
        let is_apart = is_own || !has_columns || (area.is_alone && area.readers.is_some());
        let belongs: Option<Vec<String>> = match &area.readers {
            Some(readers) => Some(readers.iter().map(|reader| reader_token(reader)).collect()),
            None => (has_columns && area.is_alone && !is_apart).then(|| vec![entity_token(&area.entity)]),
        };
        let group = Group { columns, entity: is_apart.then_some(area.entity.as_str()), is_open: belongs.is_none() };
        let asked = alike.entry(group).or_default();
        asked.tagged.extend(area.fields.iter().map(|place| (signs.tag(&area.entity, place), place.kind)));
        asked.belongs.extend(belongs.into_iter().flatten());
    }
    let whole = |token: &String| signs.term(&Term::Whole(token.clone()));
    let groups = alike.into_iter().filter_map(|(group, Asked { tagged, belongs })| {
        let mut all = Vec::new();
        all.extend((!group.is_open).then(|| format!("({})", belongs.iter().map(whole).collect::<Vec<_>>().join(signs.or))));
        all.extend(group.entity.filter(|_| has_columns).map(|entity| whole(&entity_token(entity))));
        let term = term(&tagged.into_iter().collect::<Vec<_>>())?;
        all.push(match group.columns {
            None => term,
            Some(columns) => format!("({{{}}} : {term})", columns.iter().map(|column| format!("c{column}")).collect::<Vec<_>>().join(" ")),
        });
        let entity = group.entity.filter(|_| !has_columns).unwrap_or_default().to_owned();
        Some(Sought { entity, terms: format!("({})", all.join(signs.and)) })
    });
    groups.collect()
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

//! The newest rows that fit, on PostgreSQL.
//!
//! A GIN index gives all that fit or nothing, and PostgreSQL cannot guess how common a word of ours is. So every
//! row carries the tokens of the blocks that it stands in, and the newest blocks of each entity are asked first:
//! what they hold says how many to ask next. Entities are asked each for itself, in one statement: a word that
//! stands in every customer may stand in no follow-up, whose newest rows then say nothing of it.

use std::cmp::Reverse;

use keshu_kernel::{Cell, Fragment, Problem};

use super::{ask::Sought, tag_of};
use crate::{Read, conn::Row};

/// How many rows of the index follow each other in the smallest block.
const BLOCK: i64 = 1024;
/// How many blocks are one of the next level.
const JOINED: i64 = 16;
const LEVELS: u32 = 3;
/// So many are fetched and sorted at once; where the rest of an entity may hold no more, all of it is asked.
const FEW: i64 = 2000;
/// Blocks that are asked at once where the rest holds more than [`FEW`] and its newest do not say how many.
const WIDEST: i64 = 4 * JOINED;

/// The vector with the tokens of the blocks that row `id` of an entity stands in.
pub(super) fn placed(vector: &str, entity: &str, id: &str) -> Fragment {
    let mut sql = Fragment::raw("CAST(CAST(");
    sql.bind(vector).sql(" AS text)");
    for level in 0..LEVELS {
        sql.sql(" || CAST(").bind(format!(" {}", block_token(entity, level, ""))).sql(&format!(" AS text) || ({id} / {})", BLOCK * JOINED.pow(level)));
    }
    sql.sql(" AS tsvector)");
    sql
}

fn block_token(entity: &str, level: u32, place: impl std::fmt::Display) -> String {
    format!("z{level}{}x{place}", tag_of(entity))
}

/// The blocks from `start` to before `end`, in as few tokens as there are.
fn blocks(entity: &str, start: i64, end: i64) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut at = start;
    while at < end {
        let is_whole = |level: &u32| at % JOINED.pow(*level) == 0 && at + JOINED.pow(*level) <= end;
        let level = (0..LEVELS).rev().find(is_whole).unwrap_or(0);
        tokens.push(format!("'{}'", block_token(entity, level, at / JOINED.pow(level))));
        at += JOINED.pow(level);
    }
    tokens
}

/// How far an entity has been asked; places are those of the smallest blocks.
struct Walk<'a> {
    sought: &'a Sought,
    /// After its newest block.
    newest: i64,
    /// Blocks from here on have been asked.
    end: i64,
    rows: Vec<Row>,
    /// Whether all the rest is known to be more than few.
    is_many: bool,
}

impl Walk<'_> {
    /// Where to ask from, and whether that is a leap to the end: all the rest, of which few are expected.
    fn next(&self, limit: i64, is_rare: bool) -> (i64, bool) {
        let (found, asked) = (self.rows.len() as i64, self.newest - self.end);
        let are_few = if asked == 0 { is_rare } else { found * self.end / asked <= FEW };
        if are_few && !self.is_many {
            return (0, true);
        }
        // The newest block is rarely full. Later a third more than the blocks before make expect.
        let width = match (asked, found) {
            (0, _) => 2,
            (_, 0) => WIDEST,
            _ => (limit - found).max(1) * asked * 4 / (found * 3) + 1,
        };
        let widest = if self.is_many { WIDEST } else { self.end };
        ((self.end - width.min(widest)).max(0), false)
    }

    /// One statement of the union: the rows with how many there were before the limit.
    fn ask(&self, (start, is_leap): (i64, bool), limit: i64, sql: &mut Fragment) {
        let blocks = if start == 0 { Vec::new() } else { blocks(&self.sought.entity, start, self.end) };
        let terms = if blocks.is_empty() { self.sought.terms.clone() } else { format!("({}) & ({})", self.sought.terms, blocks.join(" | ")) };
        sql.sql("(SELECT n.*, count(*) OVER () FROM (SELECT s.entity, s.record_id, s.title, s.id FROM search_row AS s WHERE s.tokens @@ CAST(CAST(");
        // No index on the id may take part.
        sql.bind(terms).sql(" AS text) AS tsquery) AND s.id + 0 < ").bind(self.end * BLOCK);
        if is_leap {
            // In no order: the first so many that come up say that there are more than few.
            sql.sql(" LIMIT ").bind(FEW + 1);
        }
        sql.sql(") AS n ORDER BY n.id DESC LIMIT ").bind(limit).sql(")");
    }

    fn take(&mut self, (start, is_leap): (i64, bool), rows: Vec<Row>) {
        let count = rows.first().and_then(|row| row[4].as_int()).unwrap_or(0);
        if is_leap && count > FEW {
            self.is_many = true;
            return;
        }
        self.rows.extend(rows);
        self.end = start;
    }
}

/// The newest rows, the newest first. `is_rare`: of what is sought there are hardly ever many.
pub(super) fn newest(read: &mut Read, sought: &[Sought], limit: usize, is_rare: bool) -> Result<Vec<Row>, Problem> {
    let ends = ends(read, sought)?;
    let mut walks: Vec<Walk> = sought.iter().zip(ends).map(|(sought, end)| Walk { sought, newest: end, end, rows: Vec::new(), is_many: false }).collect();
    let limit = limit as i64;
    read.by_bitmap(|read| {
        loop {
            let mut sql = Fragment::new();
            let mut asked: Vec<(&mut Walk, (i64, bool))> = Vec::new();
            for walk in walks.iter_mut().filter(|walk| walk.end > 0 && (walk.rows.len() as i64) < limit) {
                let next = walk.next(limit, is_rare);
                if !asked.is_empty() {
                    sql.sql(" UNION ALL ");
                }
                walk.ask(next, limit, &mut sql);
                asked.push((walk, next));
            }
            if asked.is_empty() {
                break;
            }
            let rows = read.query(sql)?;
            for (walk, next) in asked {
                let own: Vec<Row> = rows.iter().filter(|row| row[0].as_text() == Some(&walk.sought.entity)).cloned().collect();
                walk.take(next, own);
            }
        }
        let mut rows: Vec<Row> = walks.into_iter().flat_map(|walk| walk.rows).collect();
        rows.sort_by_key(|row| Reverse(row[3].as_int()));
        rows.truncate(limit as usize);
        Ok(rows)
    })
}

/// Where the newest block of each entity ends; 0 for one without rows.
fn ends(read: &mut Read, sought: &[Sought]) -> Result<Vec<i64>, Problem> {
    let mut sql = Fragment::raw("SELECT ");
    for (place, sought) in sought.iter().enumerate() {
        sql.sql(if place == 0 { "" } else { ", " }).sql("(SELECT max(s.id) FROM search_row AS s WHERE s.entity = ").bind(&sought.entity).sql(")");
    }
    let row = read.query_one(sql)?.unwrap_or_default();
    Ok(row.iter().map(|cell: &Cell| cell.as_int().map_or(0, |id| id / BLOCK + 1)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_asked_for_by_as_few_tokens_as_cover_them() {
        let places = |start, end| {
            let prefix = |token: &String| token.trim_matches('\'').replace(&tag_of("customer"), "");
            blocks("customer", start, end).iter().map(prefix).collect::<Vec<_>>()
        };
        assert_eq!(places(5, 7), ["z0x5", "z0x6"]);
        assert_eq!(places(15, 33), ["z0x15", "z1x1", "z0x32"]);
        assert_eq!(places(0, 512), ["z2x0", "z2x1"]);
    }

    /// What the database answers to [`Walk::ask`] where rows `ids` fit.
    fn answer(ids: &[i64], walk: &Walk, (start, is_leap): (i64, bool), limit: i64) -> Vec<Row> {
        let mut fit: Vec<i64> = ids.iter().copied().filter(|id| (start * BLOCK..walk.end * BLOCK).contains(id)).collect();
        fit.truncate(if is_leap { FEW as usize + 1 } else { usize::MAX });
        let count = fit.len() as i64;
        fit.into_iter().rev().take(limit as usize).map(|id| vec!["customer".into(), "".into(), "".into(), id.into(), count.into()]).collect()
    }

    #[test]
    fn the_newest_come_wherever_they_stand() {
        let all: Vec<i64> = (1..=1_000_000).collect();
        let every = |step: i64| all.iter().copied().filter(|id| id % step == 0).collect::<Vec<_>>();
        let lists = [all.clone(), every(7), every(900), every(400_000), Vec::new(), (1..5_000).collect(), (500_000..510_000).chain(990_000..990_003).collect()];
        for ids in &lists {
            for (limit, is_rare) in [(1, true), (501, false), (501, true), (2001, false)] {
                let sought = Sought { entity: "customer".to_owned(), terms: String::new() };
                let end = 1_000_000 / BLOCK + 1;
                let mut walk = Walk { sought: &sought, newest: end, end, rows: Vec::new(), is_many: false };
                let mut asked = 0;
                while walk.end > 0 && (walk.rows.len() as i64) < limit {
                    let next = walk.next(limit, is_rare);
                    let rows = answer(ids, &walk, next, limit);
                    walk.take(next, rows);
                    asked += 1;
                    assert!(asked < 30, "{} of {limit} after {asked} statements", walk.rows.len());
                }
                let found: Vec<Option<i64>> = walk.rows.iter().take(limit as usize).map(|row| row[3].as_int()).collect();
                let newest: Vec<Option<i64>> = ids.iter().rev().take(limit as usize).copied().map(Some).collect();
                assert_eq!(found, newest);
            }
        }
    }
}

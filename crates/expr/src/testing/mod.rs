//! A small house of entities with random records and random expressions, to prove that the
//! lowering and the evaluator agree. The database is the caller's: it makes [`TABLES`], inserts
//! what [`World::inserts`] says and runs the conditions that [`check`] hands it.

mod generator;
mod pool;
mod record;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use keshu_kernel::{Cell, Dialect, Fragment};
use proptest::collection::vec;
use proptest::prelude::*;

pub use generator::expression;
use pool::Dice;
pub use pool::{EDGES, PLAIN, Pool};
pub use record::DealEnv;

use crate::{Ambiguous, Expr, Lowering, Names, Scope, Slot, Storage, Ty, compile};

/// One statement each; `TEXT` and `BIGINT` mean the same on both databases, but for the collation.
pub const TABLES: &[(&str, &str)] = &[
    (
        "deal",
        "id TEXT, title TEXT, note TEXT, stage TEXT, amount BIGINT, cost BIGINT, qty BIGINT, rate BIGINT, \
         is_hot BIGINT, is_won BIGINT, close_on TEXT, start_on TEXT, created_at TEXT, updated_at TEXT, \
         call_time TEXT, effort TEXT, customer_id TEXT, owner_id TEXT, dept_id TEXT, deleted_at TEXT",
    ),
    (
        "customer",
        "id TEXT, name TEXT, debt BIGINT, is_vip BIGINT, since_on TEXT, region_id TEXT, hidden BIGINT, deleted_at TEXT",
    ),
    ("region", "id TEXT, name TEXT, level BIGINT, hidden BIGINT, deleted_at TEXT"),
    ("deal_tag", "deal_id TEXT, tag TEXT"),
    ("deal_collaborator", "deal_id TEXT, staff_id TEXT"),
    ("customer_label", "customer_id TEXT, label TEXT"),
];

/// `CREATE TABLE` for a dialect.
pub fn ddl(dialect: Dialect) -> Vec<String> {
    let text = if dialect == Dialect::Postgres { "TEXT COLLATE \"C\"" } else { "TEXT" };
    TABLES.iter().map(|(table, columns)| format!("CREATE TABLE {table} ({})", columns.replace("TEXT", text))).collect()
}

type Column = (&'static str, Ty, u8);

fn columns(entity: &str) -> Vec<Column> {
    match entity {
        "deal" => vec![
            ("id", Ty::Text, 0),
            ("title", Ty::Text, 0),
            ("note", Ty::Text, 0),
            ("stage", Ty::Text, 0),
            ("amount", Ty::Number, 2),
            ("cost", Ty::Number, 4),
            ("qty", Ty::Number, 0),
            ("rate", Ty::Number, 4),
            ("is_hot", Ty::Bool, 0),
            ("is_won", Ty::Bool, 0),
            ("close_on", Ty::Date, 0),
            ("start_on", Ty::Date, 0),
            ("created_at", Ty::Moment, 0),
            ("updated_at", Ty::Moment, 0),
            ("call_time", Ty::Time, 0),
            ("effort", Ty::Days, 0),
            ("customer_id", Ty::Text, 0),
            ("owner_id", Ty::Text, 0),
            ("dept_id", Ty::Text, 0),
        ],
        "customer" => vec![
            ("id", Ty::Text, 0),
            ("name", Ty::Text, 0),
            ("debt", Ty::Number, 2),
            ("is_vip", Ty::Bool, 0),
            ("since_on", Ty::Date, 0),
            ("region_id", Ty::Text, 0),
        ],
        "region" => vec![("id", Ty::Text, 0), ("name", Ty::Text, 0), ("level", Ty::Number, 0)],
        _ => Vec::new(),
    }
}

/// The names of the house.
#[derive(Debug, Clone, Copy, Default)]
pub struct House;

impl House {
    fn others(entity: &str) -> Vec<Slot> {
        let link = |key: &str, to: &str| Slot {
            key: key.to_owned(),
            ty: Ty::Record(to.to_owned()),
            storage: Storage::Link { column: format!("{to}_id"), table: to.to_owned(), entity: to.to_owned() },
        };
        let many = |key: &str, table: &str, owner: &str, value: &str| Slot {
            key: key.to_owned(),
            ty: Ty::list(Ty::Text),
            storage: Storage::Many {
                table: table.to_owned(),
                owner: owner.to_owned(),
                value: value.to_owned(),
                link: None,
            },
        };
        match entity {
            "deal" => vec![
                link("customer", "customer"),
                many("tags", "deal_tag", "deal_id", "tag"),
                many("collaborators", "deal_collaborator", "deal_id", "staff_id"),
            ],
            "customer" => vec![link("region", "region"), many("labels", "customer_label", "customer_id", "label")],
            _ => Vec::new(),
        }
    }

    fn formula(entity: &str, key: &str) -> Option<&'static str> {
        Some(match (entity, key) {
            ("deal", "weighted") => "amount * rate",
            ("deal", "is_late") => "close_on < today() and stage != \"won\"",
            ("deal", "age") => "days_since(created_at)",
            ("deal", "of_vip") => "if customer.is_vip then customer.name else null",
            ("customer", "credit") => "10000.5 - debt",
            ("customer", "limit") => "1000",
            _ => return None,
        })
    }
}

/// The keys that carry a formula.
const FORMULAS: [(&str, &str); 6] = [
    ("deal", "weighted"),
    ("deal", "is_late"),
    ("deal", "age"),
    ("deal", "of_vip"),
    ("customer", "credit"),
    ("customer", "limit"),
];

impl Names for House {
    fn slot(&self, entity: &str, name: &str) -> Option<Slot> {
        if let Some((key, ty, scale)) = columns(entity).into_iter().find(|(key, ..)| *key == name) {
            let scale = (ty == Ty::Number).then_some(scale);
            return Some(Slot { key: key.to_owned(), ty, storage: Storage::Column { name: key.to_owned(), scale } });
        }
        if let Some(text) = House::formula(entity, name) {
            let formula = compile(text, &Scope::of(self, entity), &Ty::Any).ok()?;
            let ty = formula.ty().clone();
            return Some(Slot { key: name.to_owned(), ty, storage: Storage::Computed(Arc::new(formula)) });
        }
        House::others(entity).into_iter().find(|slot| slot.key == name)
    }

    fn names(&self, entity: &str) -> Vec<String> {
        let mut names: Vec<String> = columns(entity).into_iter().map(|(key, ..)| key.to_owned()).collect();
        names.extend(House::others(entity).into_iter().map(|slot| slot.key));
        names.extend(FORMULAS.iter().filter(|(of, _)| *of == entity).map(|(_, key)| (*key).to_owned()));
        names
    }

    fn label_slot(&self, entity: &str, label: &str) -> Result<Option<Slot>, Ambiguous> {
        let key = match (entity, label) {
            ("deal", "金额" | "Expected amount") => "amount",
            ("deal", "客户") => "customer_id",
            ("deal", "阶段") => "stage",
            ("deal", "日期") => {
                return Err(Ambiguous { keys: vec!["close_on".to_owned(), "start_on".to_owned()] });
            }
            ("customer", "欠款") => "debt",
            ("customer", "地区") => "region_id",
            ("region", "名称") => "name",
            _ => return Ok(None),
        };
        Ok(self.slot(entity, key))
    }
}

type Row = BTreeMap<String, Cell>;

/// Random rows of every table.
#[derive(Debug, Clone)]
pub struct World {
    pub tables: BTreeMap<&'static str, Vec<Row>>,
}

pub const ME: &str = "s1";
pub const MY_DEPT: &str = "d1";
pub const MY_DEPTS: [&str; 2] = ["d1", "d2"];

pub fn now() -> Timestamp {
    "2026-11-21T04:30:00.250Z".parse().unwrap_or_default()
}

pub fn zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::UTC)
}

/// Random rows.
pub fn world(pool: &'static Pool) -> impl Strategy<Value = World> {
    vec(any::<u16>(), 0..600).prop_map(move |throws| {
        let mut dice = Dice::new(throws);
        let mut tables: BTreeMap<&'static str, Vec<Row>> = BTreeMap::new();
        for (entity, count) in [("region", 3), ("customer", 5), ("deal", 10)] {
            let rows = (0..count).map(|number| row(&mut dice, pool, entity, number)).collect();
            tables.insert(entity, rows);
        }
        for (table, owner, of, value) in [
            ("deal_tag", "deal_id", "deal", "tag"),
            ("deal_collaborator", "deal_id", "deal", "staff_id"),
            ("customer_label", "customer_id", "customer", "label"),
        ] {
            let mut pairs = BTreeSet::new();
            for _ in 0..12 {
                let id = format!("{of}{}", dice.below(if of == "deal" { 10 } else { 5 }));
                let item =
                    if value == "staff_id" { format!("s{}", dice.below(3)) } else { dice.pick(pool.texts).to_owned() };
                pairs.insert((id, item));
            }
            let rows = pairs.into_iter().map(|(id, item)| {
                BTreeMap::from([(owner.to_owned(), Cell::from(id)), (value.to_owned(), Cell::from(item))])
            });
            tables.insert(table, rows.collect());
        }
        World { tables }
    })
}

fn row(dice: &mut Dice, pool: &Pool, entity: &str, number: usize) -> Row {
    let mut row = Row::new();
    for (key, ty, _) in columns(entity) {
        let null = key != "id" && dice.below(4) == 3;
        let cell = match (&ty, key) {
            _ if null => Cell::Null,
            (_, "id") => format!("{entity}{number}").into(),
            (_, "customer_id") => format!("customer{}", dice.below(6)).into(),
            (_, "region_id") => format!("region{}", dice.below(4)).into(),
            (_, "owner_id") => format!("s{}", dice.below(3)).into(),
            (_, "dept_id") => format!("d{}", dice.below(4)).into(),
            (Ty::Bool, _) => Cell::Int(dice.below(2) as i64),
            (Ty::Number, _) => Cell::Int(dice.pick(pool.units)),
            (Ty::Date, _) => dice.pick(pool.dates).into(),
            (Ty::Moment, _) => dice.pick(pool.moments).into(),
            (Ty::Time, _) => dice.pick(pool.times).into(),
            (Ty::Days, _) => dice.pick(pool.spans).into(),
            _ => dice.pick(pool.texts).into(),
        };
        row.insert(key.to_owned(), cell);
    }
    let gone = entity != "deal" && dice.below(6) == 5;
    row.insert("deleted_at".to_owned(), if gone { "2026-01-01T00:00:00.000Z".into() } else { Cell::Null });
    if entity != "deal" {
        row.insert("hidden".to_owned(), Cell::from(dice.below(6) == 5));
    }
    row
}

impl World {
    /// `INSERT` statements with their values.
    pub fn inserts(&self) -> Vec<Fragment> {
        let mut all = Vec::new();
        for (table, rows) in &self.tables {
            for row in rows {
                let keys: Vec<&str> = row.keys().map(String::as_str).collect();
                let mut sql = Fragment::raw(&format!("INSERT INTO {table} ({}) VALUES ", keys.join(", ")));
                sql.bind_list(row.values().cloned());
                all.push(sql);
            }
        }
        all
    }

    pub fn deals(&self) -> Vec<String> {
        self.tables["deal"].iter().filter_map(|row| row["id"].as_text().map(str::to_owned)).collect()
    }

    /// One deal as an [`crate::Env`].
    pub fn deal(&self, id: &str) -> DealEnv<'_> {
        DealEnv::new(self, id)
    }

    fn row(&self, entity: &str, id: &str) -> Option<&Row> {
        self.tables.get(entity)?.iter().find(|row| row["id"].as_text() == Some(id))
    }
}

/// The row scope of linked entities: `hidden` rows are out of it.
pub fn guard(entity: &str, alias: &str) -> Option<Fragment> {
    matches!(entity, "customer" | "region").then(|| {
        let mut sql = Fragment::new();
        sql.name(alias).sql(".").name("hidden").sql(" = ").bind(0i64);
        sql
    })
}

pub fn lowering(dialect: Dialect) -> Lowering<'static> {
    Lowering {
        dialect,
        alias: "t",
        me: Some(ME.to_owned()),
        my_dept: Some(MY_DEPT.to_owned()),
        my_depts: MY_DEPTS.iter().map(|dept| (*dept).to_owned()).collect(),
        now: now(),
        today: keshu_kernel::time::date_in(now(), &zone()),
        zone: zone(),
        link_guard: &guard,
    }
}

/// How one expression fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Both keep the same number of deals.
    Same(usize),
    NotFilterable,
}

/// Compiles one expression about deals and compares what the database keeps with what the
/// evaluator keeps. `run` gets a condition on `deal AS t` and returns the ids it keeps.
pub fn check(
    text: &str,
    world: &World,
    dialect: Dialect,
    run: &mut dyn FnMut(Fragment) -> Result<BTreeSet<String>, String>,
) -> Result<Verdict, String> {
    let compiled = |text: &str| -> Result<Expr, String> {
        compile(text, &Scope::of(&House, "deal"), &Ty::Bool).map_err(|error| format!("{text}\n{error}"))
    };
    let expr = compiled(text)?;
    let again = compiled(&expr.text())?;
    if again.text() != expr.text() {
        return Err(format!("{text}\nprints as {}\nand then as {}", expr.text(), again.text()));
    }
    let mut wanted = BTreeSet::new();
    for id in world.deals() {
        let value = expr.eval(&mut world.deal(&id)).map_err(|error| format!("{text}\n{error}"))?;
        let printed = again.eval(&mut world.deal(&id)).map_err(|error| format!("{text}\n{error}"))?;
        if value != printed {
            return Err(format!("{text}\nprints as {}\nwhich yields {printed:?}, not {value:?}", expr.text()));
        }
        if value.is_true() {
            wanted.insert(id);
        }
    }
    let sql = match expr.lower(&lowering(dialect)) {
        Ok(sql) => sql,
        Err(error) if matches!(error.kind, crate::ErrorKind::NotFilterable { .. }) => {
            if std::env::var_os("KESHU_TEST_SHOW").is_some() {
                println!("not filterable: {error} in {text}");
            }
            return Ok(Verdict::NotFilterable);
        }
        Err(error) => return Err(format!("{text}\n{error}")),
    };
    let (shown, binds) = sql.clone().render(dialect);
    let found = run(sql).map_err(|error| format!("{text}\n{shown}\n{binds:?}\n{error}"))?;
    if found == wanted {
        return Ok(Verdict::Same(wanted.len()));
    }
    let differ: Vec<&String> = found.symmetric_difference(&wanted).collect();
    let rows: Vec<&Row> = differ.iter().filter_map(|id| world.row("deal", id)).collect();
    Err(format!("{text}\n{shown}\n{binds:?}\nmemory keeps {wanted:?}\nthe database {found:?}\ndiffering {rows:#?}"))
}

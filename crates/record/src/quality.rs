//! How good the data is: what is empty, fails today's checks, was long left alone or is doubtful, counted
//! over the rows and fields that the asker may read. Every figure is a filter, so that its list can be opened.

use std::collections::HashMap;

use keshu_access::{Action, Grant};
use keshu_catalog::{Entity, Field, Kind, types};
use keshu_kernel::{Cell, Dialect, Fragment, Problem, args, codes};
use keshu_store::{Read, duplicate, query};
use serde_json::{Value, json};

use crate::{Ctx, duplicate::readable, feel};

const DAYS: u32 = 365;
/// Rows whose values are checked one by one; the newest. More would not be answered in a second.
const CHECKED: usize = 100_000;
const BATCH: u64 = 5_000;
/// How many rows a filter names by their ids.
const NAMED: usize = 100;
/// How many owners and departments are told, those with the most rows first.
const GROUPS: usize = 100;
/// Where an import leaves what found no field.
const LEFT_OPEN: &str = "import_note";

/// The parameters, as they came.
#[derive(Debug, Clone, Default)]
pub struct QualityParams {
    pub entity: String,
    pub days: Option<u32>,
    /// FEEL, as of a list: an owner, a department.
    pub filter: Option<String>,
}

/// What is counted: a condition, and the filter of a list that shows the same rows.
struct Figure {
    filter: Option<String>,
    condition: Fragment,
}

/// `{rows, days, stale, left_open, doubtful, checked, fields: [{key, label, empty, invalid, retired}], owners,
/// depts}`; a figure is `{count, filter}`.
pub fn quality(ctx: &Ctx, params: &QualityParams) -> Result<Value, Problem> {
    let entity = ctx.entity(&params.entity)?;
    let grant = ctx.grant(entity, Action::Read)?;
    let days = params.days.unwrap_or(DAYS);
    if !(1..=36_500).contains(&days) {
        return Err(Problem::new(&codes::QUERY_INVALID, args![name = "days", why = "1–36500"]));
    }
    ctx.house.store.read(|read| {
        let dialect = read.dialect();
        let narrowed = params.filter.as_deref().filter(|text| !text.trim().is_empty());
        let filter = narrowed.map(|text| feel::filter(ctx, entity, dialect, text)).transpose()?;
        let fields: Vec<&Field> = entity.fields.values().filter(|field| is_filled_in(ctx, entity, &grant, field)).collect();
        let rows = Rows::new(ctx, read, entity, &grant, filter.clone(), days, &fields)?;
        let invalid = invalid(ctx, read, entity, &grant, filter, &fields)?;
        let list = |own: &Option<String>| own.as_ref().map(|own| narrowed.map_or_else(|| own.clone(), |outer| format!("({outer}) and ({own})")));
        let figure = |place: usize| json!({"count": rows.total(place), "filter": list(&rows.figures[place].filter)});
        let told: Vec<Value> = fields
            .iter()
            .enumerate()
            .map(|(place, field)| {
                let (count, filter) = invalid.of.get(&field.key).map_or((0, None), |ids| (ids.count, Some(format!("id in ({})", ids.named.join(", ")))));
                json!({
                    "key": field.key, "label": field.label.get(ctx.locale), "required": field.required,
                    "empty": figure(rows.first_field + 2 * place), "retired": figure(rows.first_field + 2 * place + 1), "invalid": {"count": count, "filter": filter},
                })
            })
            .collect();
        let mut answer = json!({
            "entity": entity.name, "rows": rows.rows(), "days": days, "stale": figure(0), "doubtful": {"count": rows.total(1), "filter": null},
            "left_open": rows.left_open.map(figure), "checked": invalid.checked, "fields": told,
        });
        answer["owners"] = rows.grouped(ctx, entity.owner.as_ref().map(|keys| keys.staff.as_str()), &grant, 0, "staff");
        answer["depts"] = rows.grouped(ctx, entity.owner.as_ref().map(|keys| keys.dept.as_str()), &grant, 1, "dept");
        Ok(answer)
    })
}

/// Whether people fill the field in, so that leaving it empty says something. Where it is shown only for
/// some rows, what decides must be readable too.
fn is_filled_in(ctx: &Ctx, entity: &Entity, grant: &Grant, field: &Field) -> bool {
    let stands = field.is_column() && field.is_input() && grant.may_read(&field.key) && !matches!(field.kind, Kind::Boolean | Kind::About { .. });
    stands && field.key != LEFT_OPEN && field.show_if.as_ref().is_none_or(|shown| feel::may_read(ctx, entity, shown))
}

/// Every figure, by owner and department, from one statement.
struct Rows {
    figures: Vec<Figure>,
    left_open: Option<usize>,
    /// Two figures of each field begin here: empty and retired.
    first_field: usize,
    /// `[owner, department, rows, figures…]`.
    groups: Vec<Vec<Cell>>,
}

impl Rows {
    fn new(ctx: &Ctx, read: &mut Read, entity: &Entity, grant: &Grant, filter: Option<Fragment>, days: u32, fields: &[&Field]) -> Result<Rows, Problem> {
        let dialect = read.dialect();
        let of = |filter: String| Ok::<_, Problem>(Figure { condition: feel::filter(ctx, entity, dialect, &filter)?, filter: Some(filter) });
        let mut figures = vec![match entity.field("updated_at").filter(|_| grant.may_read("updated_at") && grant.may_read("created_at")) {
            Some(_) => of(format!("days_since(updated_at) > {days} or (updated_at = null and days_since(created_at) > {days})"))?,
            None => Figure::nothing(),
        }];
        let alike = readable(entity, grant);
        figures.push(Figure { filter: None, condition: if alike.is_empty() { Fragment::raw("1 = 0") } else { duplicate::is_doubtful(&ctx.house.catalog, entity, grant, &alike, query::ALIAS) } });
        let left_open = entity.field(LEFT_OPEN).filter(|field| grant.may_read(&field.key)).map(|_| figures.len());
        if left_open.is_some() {
            figures.push(of(format!("{LEFT_OPEN} != null"))?);
        }
        let first_field = figures.len();
        for field in fields {
            figures.push(empty(ctx, entity, dialect, field)?);
            figures.push(retired(ctx, field).map_or_else(|| Ok(Figure::nothing()), of)?);
        }
        let owner = |key: fn(&keshu_catalog::OwnerKeys) -> &String| entity.owner.as_ref().map(key).filter(|key| grant.may_read(key)).map(String::as_str);
        let by = [owner(|keys| &keys.staff), owner(|keys| &keys.dept)];
        let conditions: Vec<&Fragment> = figures.iter().map(|figure| &figure.condition).collect();
        let groups = query::tally(read, &ctx.house.catalog, entity, grant, filter, &by, &conditions)?;
        Ok(Rows { figures, left_open, first_field, groups })
    }

    fn rows(&self) -> i64 {
        self.groups.iter().map(|group| group[2].as_int().unwrap_or(0)).sum()
    }

    fn total(&self, figure: usize) -> i64 {
        self.groups.iter().map(|group| count(group, figure)).sum()
    }

    /// `[{id, title, rows, empty, stale, doubtful, left_open, filter}]` of each owner or department.
    fn grouped(&self, ctx: &Ctx, key: Option<&str>, grant: &Grant, place: usize, kind: &str) -> Value {
        let Some(key) = key.filter(|key| grant.may_read(key)) else { return json!([]) };
        let directory = ctx.house.directory();
        let mut found: HashMap<&str, [i64; 5]> = HashMap::new();
        for group in &self.groups {
            let empty: i64 = (self.first_field..self.figures.len()).step_by(2).map(|figure| count(group, figure)).sum();
            let left_open = self.left_open.map_or(0, |figure| count(group, figure));
            let sums = found.entry(group[place].as_text().unwrap_or_default()).or_default();
            for (sum, more) in sums.iter_mut().zip([group[2].as_int().unwrap_or(0), empty, count(group, 0), count(group, 1), left_open]) {
                *sum += more;
            }
        }
        let mut found: Vec<(&str, [i64; 5])> = found.into_iter().collect();
        found.sort_by_key(|(id, [rows, ..])| (-rows, *id));
        let told = |(id, [rows, empty, stale, doubtful, left_open]): (&str, [i64; 5])| {
            let filter = if id.is_empty() { format!("{key} = null") } else { format!("{key} = {}", json!(id)) };
            json!({"id": id, "title": directory.title(kind, id), "rows": rows, "empty": empty, "stale": stale, "doubtful": doubtful, "left_open": left_open, "filter": filter})
        };
        found.into_iter().take(GROUPS).map(told).collect()
    }
}

impl Figure {
    fn nothing() -> Figure {
        Figure { filter: None, condition: Fragment::raw("1 = 0") }
    }
}

fn count(group: &[Cell], figure: usize) -> i64 {
    group.get(3 + figure).and_then(Cell::as_int).unwrap_or(0)
}

/// Rows that could have a value and have none.
fn empty(ctx: &Ctx, entity: &Entity, dialect: Dialect, field: &Field) -> Result<Figure, Problem> {
    let shown = field.show_if.as_ref().map(|shown| shown.text());
    if types::is_filterable(field) {
        let filter = match shown {
            Some(shown) => format!("({shown}) and {} = null", field.key),
            None => format!("{} = null", field.key),
        };
        return Ok(Figure { condition: feel::filter(ctx, entity, dialect, &filter)?, filter: Some(filter) });
    }
    // A sealed value cannot be filtered by, but that there is none can be counted.
    let mut condition = Fragment::new();
    condition.name(query::ALIAS).sql(".").name(&field.key).sql(" IS NULL");
    if let Some(shown) = shown {
        condition.sql(" AND (").append(feel::filter(ctx, entity, dialect, &shown)?).sql(")");
    }
    Ok(Figure { filter: None, condition })
}

/// Rows with an item of a dictionary that is no longer in use.
fn retired(ctx: &Ctx, field: &Field) -> Option<String> {
    let Kind::Code { dict } = &field.kind else { return None };
    let directory = ctx.house.directory();
    let gone: Vec<String> = directory.dict(dict)?.items.values().filter(|item| !item.active).map(|item| json!(item.code).to_string()).collect();
    (!gone.is_empty() && types::is_filterable(field)).then(|| format!("{} in ({})", field.key, gone.join(", ")))
}

/// Values that today's checks would refuse.
struct Invalid {
    /// How many rows were looked at.
    checked: usize,
    of: HashMap<String, Ids>,
}

#[derive(Default)]
struct Ids {
    count: i64,
    named: Vec<String>,
}

/// Looks at the values of types that have a check of their own, such as the digits of a credit code.
fn invalid(ctx: &Ctx, read: &mut Read, entity: &Entity, grant: &Grant, filter: Option<Fragment>, fields: &[&Field]) -> Result<Invalid, Problem> {
    let checked: Vec<&&Field> = fields.iter().filter(|field| !field.sensitive && matches!(field.kind, Kind::Phone | Kind::Email | Kind::Uscc | Kind::Url | Kind::IdNumber | Kind::BankAccount)).collect();
    let mut found = Invalid { checked: 0, of: HashMap::new() };
    if checked.is_empty() {
        return Ok(found);
    }
    let directory = ctx.house.directory();
    let types = ctx.types(&directory);
    let columns: Vec<String> = checked.iter().map(|field| field.key.clone()).collect();
    let mut after: Option<Vec<Cell>> = None;
    while found.checked < CHECKED {
        let query = query::Query { filter: filter.clone(), after: after.take(), limit: BATCH, ..query::Query::default() };
        let rows = query::find(read, &ctx.house.catalog, entity, grant, &columns, &query)?;
        for row in &rows {
            for (field, cell) in checked.iter().zip(row).filter(|(_, cell)| !cell.is_null()) {
                if types::parse(field, &types::json(field, cell), &types).is_err() {
                    let ids = found.of.entry(field.key.clone()).or_default();
                    ids.count += 1;
                    if ids.named.len() < NAMED {
                        ids.named.extend(row.last().and_then(Cell::as_text).map(|id| json!(id).to_string()));
                    }
                }
            }
        }
        found.checked += rows.len();
        match rows.last().and_then(|row| row.last()).filter(|_| rows.len() as u64 == BATCH) {
            Some(id) => after = Some(vec![id.clone()]),
            None => break,
        }
    }
    Ok(found)
}

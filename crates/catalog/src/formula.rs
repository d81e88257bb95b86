//! Compiles every expression of the packs. A formula may use other formulas: they are compiled in
//! the order in which they depend on each other, which is also the order of computing them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use keshu_expr::{ErrorKind, Expr, ExprError, Scope, Ty, compile};
use keshu_kernel::{Locale, problem};

use crate::model::*;
use crate::names::Resolver;
use crate::raw::{RawEntity, RawField, Word, word};
use crate::types::feel_ty;
use crate::yaml::{At, Mark, Sink, fault};

type Raws<'a> = HashMap<&'a str, &'a RawEntity>;

pub fn compile_all(sink: &Sink, raws: &Raws, catalog: &mut Catalog) {
    formulas(sink, raws, catalog);
    let mut made: Vec<(String, String, Made)> = Vec::new();
    for entity in catalog.entities.values() {
        let Some(raw) = raws.get(entity.name.as_str()) else { continue };
        for (field, made_of) in conditions(sink, raw, entity, catalog) {
            made.push((entity.name.clone(), field, made_of));
        }
    }
    for (entity, key, what) in made {
        let Some(field) = catalog.entities.get_mut(&entity).and_then(|entity| entity.fields.get_mut(&key)) else {
            continue;
        };
        match what {
            Made::ShowIf(expr) => field.show_if = Some(expr),
            Made::RequiredIf(expr) => field.required_if = Some(expr),
            Made::Default(default) => field.default = Some(default),
            Made::Min(expr) => field.min = Some(expr),
            Made::Max(expr) => field.max = Some(expr),
            Made::Filter(expr) => {
                if let Some(rollup) = &mut field.rollup {
                    rollup.filter = Some(expr);
                }
            }
        }
    }
}

enum Made {
    ShowIf(Arc<Expr>),
    RequiredIf(Arc<Expr>),
    Default(DefaultValue),
    Min(Arc<Expr>),
    Max(Arc<Expr>),
    Filter(Arc<Expr>),
}

struct Job {
    entity: String,
    key: String,
    text: Word,
}

fn formulas(sink: &Sink, raws: &Raws, catalog: &mut Catalog) {
    let mut waiting: Vec<Job> = Vec::new();
    for entity in catalog.entities.values() {
        let Some(raw) = raws.get(entity.name.as_str()) else { continue };
        for field in raw.fields.iter().filter(|field| entity.fields.contains_key(&field.key.value)) {
            if let Some(text) = word(&field.node, "formula") {
                waiting.push(Job { entity: entity.name.clone(), key: field.key.value.clone(), text });
            }
        }
    }
    loop {
        let before = waiting.len();
        let mut left = Vec::new();
        for job in waiting {
            let pending: HashSet<(String, String)> = pending(catalog, raws);
            let Some(field) = catalog.entities.get(&job.entity).and_then(|entity| entity.fields.get(&job.key)) else {
                continue;
            };
            let names = Resolver { entities: &catalog.entities, pending: Some(&pending) };
            match compile(&job.text.value, &Scope::of(&names, &job.entity), &feel_ty(&field.kind)) {
                Ok(expr) => {
                    let stored = is_stored(&expr, &job.entity, catalog);
                    let Some(entity) = catalog.entities.get_mut(&job.entity) else { continue };
                    if stored {
                        entity.formulas.push(job.key.clone());
                    }
                    if let Some(field) = entity.fields.get_mut(&job.key) {
                        field.formula = Some(Formula { expr: Arc::new(expr), stored });
                    }
                }
                Err(error) if waits(&error, &pending) => left.push(job),
                Err(error) => {
                    report(sink, job.text.mark, &error);
                    // Whatever builds on it still compiles: the type is known.
                    let placeholder = compile("null", &Scope::of(&names, &job.entity), &Ty::Any);
                    let field =
                        catalog.entities.get_mut(&job.entity).and_then(|entity| entity.fields.get_mut(&job.key));
                    if let (Some(field), Ok(expr)) = (field, placeholder) {
                        field.formula = Some(Formula { expr: Arc::new(expr), stored: true });
                    }
                }
            }
        }
        if left.is_empty() {
            return;
        }
        if left.len() == before {
            for job in &left {
                let key = &job.key;
                fault!(sink, job.text.mark, "公式 {key} 直接或间接地用到了自己", "the formula {key} depends on itself");
            }
            return;
        }
        waiting = left;
    }
}

/// Formulas that have no expression yet.
fn pending(catalog: &Catalog, raws: &Raws) -> HashSet<(String, String)> {
    let mut pending = HashSet::new();
    for (name, raw) in raws {
        let Some(entity) = catalog.entities.get(*name) else { continue };
        for field in raw.fields.iter().filter(|field| field.node.get("formula").is_some()) {
            if entity.fields.get(&field.key.value).is_some_and(|field| field.formula.is_none()) {
                pending.insert(((*name).to_owned(), field.key.value.clone()));
            }
        }
    }
    pending
}

/// Whether only a formula that comes later is missing.
fn waits(error: &ExprError, pending: &HashSet<(String, String)>) -> bool {
    match &error.kind {
        ErrorKind::NameUnknown { name, .. } => {
            let last = name.rsplit('.').next().unwrap_or(name);
            pending.iter().any(|(_, key)| key == last)
        }
        _ => false,
    }
}

/// Kept in a column: depends on nothing but the record itself, its lines and its rollups.
fn is_stored(expr: &Expr, entity: &str, catalog: &Catalog) -> bool {
    let Some(entity) = catalog.entities.get(entity) else { return false };
    !expr.uses_now_or_me()
        && expr.paths().iter().all(|path| {
            let Some(field) = path.first().and_then(|key| entity.fields.get(key)) else {
                // A column of an about field; anything else is a record behind a link.
                return path.len() == 1
                    && path[0].rsplit_once('_').is_some_and(|(key, _)| entity.fields.contains_key(key));
            };
            (path.len() == 1 || matches!(field.kind, Kind::Lines { .. }))
                && field.formula.as_ref().is_none_or(|formula| formula.stored)
        })
}

/// Everything of an entity that is FEEL and no formula.
fn conditions(sink: &Sink, raw: &RawEntity, entity: &Entity, catalog: &Catalog) -> Vec<(String, Made)> {
    let names = Resolver { entities: &catalog.entities, pending: None };
    let read = |text: &Word, entity: &str, ty: &Ty| match compile(&text.value, &Scope::of(&names, entity), ty) {
        Ok(expr) => Some(Arc::new(expr)),
        Err(error) => {
            report(sink, text.mark, &error);
            None
        }
    };
    let mut made = Vec::new();
    for written in &raw.fields {
        let Some(field) = entity.fields.get(&written.key.value) else { continue };
        let node = &written.node;
        let ty = feel_ty(&field.kind);
        let mut push = |what: Option<Made>| made.extend(what.map(|what| (field.key.clone(), what)));
        push(word(node, "show_if").and_then(|text| read(&text, &entity.name, &Ty::Bool)).map(Made::ShowIf));
        push(word(node, "required_if").and_then(|text| read(&text, &entity.name, &Ty::Bool)).map(Made::RequiredIf));
        push(default(written).and_then(|given| match given {
            Given::Literal(value) => Some(Made::Default(DefaultValue::Literal(value))),
            Given::Feel(text) => read(&text, &entity.name, &ty).map(|expr| Made::Default(DefaultValue::Expr(expr))),
        }));
        if matches!(field.kind, Kind::Date | Kind::Time | Kind::Moment) {
            push(word(node, "min").and_then(|text| read(&limit(text), &entity.name, &ty)).map(Made::Min));
            push(word(node, "max").and_then(|text| read(&limit(text), &entity.name, &ty)).map(Made::Max));
        }
        let filter = node.get("rollup").and_then(|rollup| word(rollup, "where"));
        if let (Some(rollup), Some(text)) = (&field.rollup, filter)
            && let Some(child) = catalog.entities.get(&rollup.of)
            && let Some(expr) = read(&text, &child.name, &Ty::Bool)
        {
            if !is_stored(&expr, &child.name, catalog) {
                fault!(
                    sink,
                    text.mark,
                    "汇总条件只能用子表自己保存的字段，不能用今天、现在、当前用户或关联记录",
                    "the condition of a rollup may use stored fields of the child only: no today, now, me, and no linked records"
                );
            }
            push(Some(Made::Filter(expr)));
        }
    }
    if let Some(owner) = &entity.owner {
        for (key, text) in [(&owner.staff, "me"), (&owner.dept, "my_dept")] {
            let open = entity.fields.get(key).is_some_and(|field| field.default.is_none())
                && !made.iter().any(|(made_key, what)| made_key == key && matches!(what, Made::Default(_)));
            let text = At { mark: raw.mark, value: text.to_owned() };
            if let Some(expr) = open.then(|| read(&text, &entity.name, &Ty::Text)).flatten() {
                made.push((key.clone(), Made::Default(DefaultValue::Expr(expr))));
            }
        }
    }
    made
}

enum Given {
    Literal(serde_json::Value),
    Feel(Word),
}

fn default(field: &RawField) -> Option<Given> {
    let node = field.node.get("default")?;
    let feel = node.text().and_then(|text| text.strip_prefix('='));
    Some(match feel {
        Some(text) => Given::Feel(At { mark: node.mark, value: text.trim().to_owned() }),
        None => {
            let is_figure =
                matches!(field.node.get("type").and_then(|ty| ty.text()), Some("decimal" | "money" | "percent"));
            Given::Literal(match node.scalar().filter(|_| is_figure) {
                Some(text) => text.into(),
                None => node.to_json(),
            })
        }
    })
}

/// `max: 2030-01-01` is a date as much as `max: "today()"` is FEEL.
fn limit(text: Word) -> Word {
    match text.value.starts_with(|c: char| c.is_ascii_digit()) {
        true => At { mark: text.mark, value: format!("@\"{}\"", text.value) },
        false => text,
    }
}

pub(crate) fn report(sink: &Sink, mark: Mark, error: &ExprError) {
    let sentence = |locale| {
        let problem = error.problem(locale);
        problem::fill(problem.code.detail(locale), &problem.args)
    };
    let line = mark.line + error.line().saturating_sub(1);
    let mark = Mark { line, ..mark };
    sink.fail(mark, sentence(Locale::Zh), sentence(Locale::En));
}

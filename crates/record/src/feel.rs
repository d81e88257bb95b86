//! Filters that people write: compiled against the catalog, checked against rights, lowered to SQL.

use keshu_access::Action;
use keshu_catalog::{Entity, names};
use keshu_expr::{Expr, Lowering, Scope, Ty, compile};
use keshu_kernel::{Dialect, Fragment, Problem, args, codes};
use keshu_store::{query::ALIAS, scope};

use crate::Ctx;

/// A filter over `entity` as a condition on [`ALIAS`]; every field it names must be readable.
pub(crate) fn filter(ctx: &Ctx, entity: &Entity, dialect: Dialect, text: &str) -> Result<Fragment, Problem> {
    let names = names::resolver(&ctx.house.catalog);
    let scope = Scope { names: &names, entity: Some(&entity.name), vars: &[], allow_old: false, labels: true };
    let expr = compile(text, &scope, &Ty::Bool).map_err(|fault| fault.problem(ctx.locale))?;
    check_rights(ctx, entity, &expr)?;
    lower(ctx, dialect, &expr).map_err(|fault| fault.problem(ctx.locale))
}

/// Lowers a checked or system expression over [`ALIAS`] for the asker.
pub(crate) fn lower(ctx: &Ctx, dialect: Dialect, expr: &Expr) -> Result<Fragment, keshu_expr::ExprError> {
    let guard = |entity: &str, alias: &str| {
        let Some(entity) = ctx.house.catalog.entity(entity) else { return Some(Fragment::raw("1 = 0")) };
        match ctx.grant(entity, Action::Read) {
            Ok(grant) => scope::condition(&ctx.house.catalog, entity, &grant, alias),
            Err(_) => Some(Fragment::raw("1 = 0")),
        }
    };
    expr.lower(&Lowering {
        dialect,
        alias: ALIAS,
        me: Some(ctx.actor.staff_id.clone()),
        my_dept: ctx.actor.dept_id.clone(),
        my_depts: ctx.actor.dept_tree.clone(),
        now: ctx.now,
        today: ctx.today(),
        zone: ctx.house.zone.clone(),
        link_guard: &guard,
    })
}

/// Whether the asker may read all that an expression over `entity` looks at.
pub(crate) fn may_read(ctx: &Ctx, entity: &Entity, expr: &Expr) -> bool {
    check_rights(ctx, entity, expr).is_ok()
}

/// What may not be read can't be filtered by, on this record or on any it links to.
fn check_rights(ctx: &Ctx, entity: &Entity, expr: &Expr) -> Result<(), Problem> {
    for path in expr.paths() {
        let mut at = entity;
        for step in &path {
            let link = format!("{step}_id");
            let field = at.field(step).or_else(|| at.field(&link)).or_else(|| at.field(step.rsplit_once('_').map_or("", |(about, _)| about)));
            let refused = || Problem::new(&codes::FIELD_NOT_READABLE, args![field = path.join(".")]);
            let field = field.ok_or_else(refused)?;
            if !ctx.grant(at, Action::Read).map_err(|_| refused())?.may_read(&field.key) {
                return Err(refused());
            }
            match field.kind.target().and_then(|target| ctx.house.catalog.entity(target)) {
                Some(target) => at = target,
                None => break,
            }
        }
    }
    Ok(())
}

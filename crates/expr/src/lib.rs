//! F1 expressions: FEEL (OMG DMN), the one language of row rules, filters, formulas and guards.
//!
//! [`compile`] turns text into one typed tree, an [`Expr`]; the fuel-limited evaluator
//! ([`Expr::eval`], with an [`Env`]) and the SQL lowering ([`Expr::lower`], with a [`Lowering`])
//! share it. The invariant: a row matches the lowered SQL exactly if the expression evaluates to
//! `true` in memory, on SQLite and on PostgreSQL alike; what cannot keep that promise is refused
//! with `expression_not_filterable`. No input panics and none runs long: text, depth and steps are
//! limited.
//!
//! House rules of this FEEL:
//! - Fixed names `me`, `my_dept`, `my_depts`, `today()`, `now()`, `days_since(x)`, `old.x`; a link
//!   `customer_id` is also the record `customer`; at most four links in a path. Names with odd
//!   letters stand in backticks.
//! - `=` with null on one side is false (both: true), `<` and its kin are null; `and`/`or` are
//!   three-valued; a filter keeps rows for which the result is true.
//! - Numbers keep 14 digits before and 14 after the point: products and quotients are rounded half
//!   away from zero, larger results are null. Moments and durations are exact to the millisecond,
//!   years are 1 to 9999. `upper case` and `lower case` change ASCII letters only.
//! - Text is ordered by code point. A date compares with dates only, never with moments or text.
//!
//! Deliberately absent: user-defined functions, named arguments, ranges as values, `instance of`,
//! zones other than the asker's, and any I/O.

mod ast;
mod builtins;
mod check;
mod error;
mod eval;
mod functions;
mod lex;
mod lower;
mod num;
mod parse;
mod print;
mod rules;
pub mod sqlite_fns;
#[cfg(feature = "testing")]
pub mod testing;
mod tree;
mod ty;
mod value;

use std::sync::Arc;

pub use check::MAX_HOPS;
pub use error::{ErrorKind, ExprError, Pos};
pub use eval::{Env, FUEL, NoRecord};
pub use lex::{MAX_BYTES, MAX_TOKENS};
pub use lower::{Lowering, unguarded};
pub use parse::MAX_DEPTH;
pub use ty::{Ambiguous, Names, NoNames, Scope, Slot, Storage, Ty};
pub use value::{
    Value, date_text, days_text, months_text, parse_date, parse_duration, parse_moment, parse_time, time_text,
};

use keshu_kernel::Fragment;
use tree::Node;

/// A compiled expression. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Expr {
    root: Arc<Node>,
}

/// Reads, names and types `text`. `expect` is the type the place wants ([`Ty::Any`] for any).
pub fn compile(text: &str, scope: &Scope, expect: &Ty) -> Result<Expr, ExprError> {
    let root = check::check(&parse::parse(text)?, scope)?;
    if !expect.takes(&root.ty) {
        let (wanted, found) = (expect.label(), root.ty.label());
        return error::wrong_type(
            root.at,
            format!("结果应为{},现为{}", wanted.zh, found.zh),
            format!("the result must be {}, not {}", wanted.en, found.en),
        );
    }
    Ok(Expr { root: Arc::new(root) })
}

impl Expr {
    pub(crate) fn root(&self) -> &Node {
        &self.root
    }

    pub fn ty(&self) -> &Ty {
        &self.root.ty
    }

    /// Canonical text with keys; it compiles to the same expression.
    pub fn text(&self) -> String {
        print::print(&self.root)
    }

    /// Every record path used, `old.` ones included, for field rights: `["customer", "debt"]`.
    pub fn paths(&self) -> Vec<Vec<String>> {
        self.root.paths()
    }

    /// The names taken from [`Scope::vars`].
    pub fn vars(&self) -> Vec<String> {
        self.root.vars()
    }

    /// Whether the state before the change is used.
    pub fn uses_old(&self) -> bool {
        self.root.uses_old()
    }

    /// Whether the result depends on the hour or the asker (`today()`, `now()`, `days_since`,
    /// `me`, `my_dept`, `my_depts`), directly or through a read-time formula.
    pub fn uses_now_or_me(&self) -> bool {
        self.root.uses_now_or_me()
    }

    /// Evaluates with the usual [`FUEL`]. The only errors are `expression_fuel`.
    pub fn eval(&self, env: &mut dyn Env) -> Result<Value, ExprError> {
        self.eval_with(env, FUEL)
    }

    pub fn eval_with(&self, env: &mut dyn Env, fuel: u64) -> Result<Value, ExprError> {
        eval::eval(&self.root, env, fuel)
    }

    /// The condition as SQL: a row matches exactly if [`Expr::eval`] gives `true`.
    pub fn lower(&self, ctx: &Lowering) -> Result<Fragment, ExprError> {
        lower::filter(&self.root, ctx)
    }
}

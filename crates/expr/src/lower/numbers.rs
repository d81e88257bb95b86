//! Exact arithmetic in SQL. SQLite calls the `kd_` functions; PostgreSQL uses numeric, rounded and
//! bounded as in memory. Bounds known beforehand spare most of that.

use keshu_kernel::{Cell, Fragment};
use rust_decimal::Decimal;

use super::{Low, Lowered, Lowerer, Place, Rep, series, sql};
use crate::ast::Arith;
use crate::functions::F;
use crate::num::{DIGITS, SCALE};
use crate::tree::{Kind, Node};
use crate::{Ty, Value};

/// Digits before and after the point that a number of this shape can have.
pub(super) fn bounds(rep: Rep) -> Option<(u32, u32)> {
    match rep {
        Rep::Int(scale) => Some((18 - u32::from(scale).min(17), u32::from(scale))),
        Rep::Dec { digits, scale } => Some((digits, scale)),
        _ => None,
    }
}

pub(super) fn rep_of(number: Decimal) -> Rep {
    let digits = number.trunc().abs().normalize().to_string().len() as u32;
    Rep::Dec { digits, scale: number.normalize().scale() }
}

/// A decimal with its bounds.
pub(super) struct Dec {
    pub sql: Fragment,
    pub digits: u32,
    pub scale: u32,
}

impl Lowerer<'_> {
    /// A number as decimal; `None` for null.
    pub(super) fn decimal(&self, node: &Node, place: &Place) -> Result<Option<Dec>, crate::ExprError> {
        let low = self.value(node, place)?;
        let rep = match &low {
            Low::Const(Value::Number(number)) => rep_of(*number),
            Low::Const(Value::Null) => return Ok(None),
            Low::Sql(rep, _) if bounds(*rep).is_some() => *rep,
            _ => return self.refuse(node),
        };
        let (digits, scale) = bounds(rep).unwrap_or((18, SCALE));
        let sql = self.shaped(node, low, Rep::Dec { digits, scale })?;
        Ok(Some(Dec { sql, digits, scale }))
    }

    pub(super) fn decimal_sql(&self, rep: Rep, sql: Fragment) -> Fragment {
        match (rep, self.sqlite()) {
            (Rep::Int(scale), true) => sql!("kd_dec(", sql, format!(", {scale})")),
            (Rep::Int(0), false) => sql!(sql, "::numeric"),
            (Rep::Int(scale), false) => sql!("(", sql, format!("::numeric * {})", tenth(u32::from(scale)))),
            _ => sql,
        }
    }

    /// A computed number: rounded to 14 decimals and null from 10^14 on, unless it cannot get there.
    pub(super) fn computed(&self, sql: Fragment, digits: u32, scale: u32) -> Low {
        let (mut sql, mut digits, mut scale) = (sql, digits, scale);
        if !self.sqlite() {
            if scale > SCALE {
                sql = sql!("round(", sql, format!(", {SCALE})"));
                digits += 1;
            }
            if digits > DIGITS {
                let most = format!("1{}.0", "0".repeat(DIGITS as usize));
                sql = sql!("NULLIF(NULLIF(LEAST(GREATEST(", sql, format!(", -{most}), {most}), {most}), -{most})"));
            }
        }
        digits = digits.min(DIGITS);
        scale = scale.min(SCALE);
        Low::Sql(Rep::Dec { digits, scale }, sql)
    }

    pub(super) fn minus(&self, node: &Node, inner: &Node, place: &Place) -> Lowered {
        if inner.ty != Ty::Number {
            return self.refuse(node);
        }
        let Some(dec) = self.decimal(inner, place)? else { return Ok(Low::Const(Value::Null)) };
        let rep = Rep::Dec { digits: dec.digits, scale: dec.scale };
        Ok(Low::Sql(rep, if self.sqlite() { sql!("kd_neg(", dec.sql, ")") } else { sql!("(- ", dec.sql, ")") }))
    }

    pub(super) fn arith(&self, node: &Node, sign: Arith, a: &Node, b: &Node, place: &Place) -> Lowered {
        match (&a.ty, &b.ty) {
            (Ty::Number, Ty::Number) => {
                let (Some(a), Some(b)) = (self.decimal(a, place)?, self.decimal(b, place)?) else {
                    return Ok(Low::Const(Value::Null));
                };
                self.calculate(node, sign, a, b)
            }
            (Ty::Text, Ty::Text) => {
                let text = Rep::Text { computed: true };
                let (a, b) = (self.value(a, place)?, self.value(b, place)?);
                if matches!(a, Low::Const(Value::Null)) || matches!(b, Low::Const(Value::Null)) {
                    return Ok(Low::Const(Value::Null));
                }
                Ok(Low::Sql(text, sql!("(", self.shaped(node, a, text)?, " || ", self.shaped(node, b, text)?, ")")))
            }
            _ => {
                for side in [a, b] {
                    if self.constant(side, place)?.is_some_and(|value| value.is_null()) {
                        return Ok(Low::Const(Value::Null));
                    }
                }
                self.calendar_arith(node, sign, a, b, place)
            }
        }
    }

    pub(super) fn calculate(&self, node: &Node, sign: Arith, a: Dec, b: Dec) -> Lowered {
        let (digits, scale) = match sign {
            Arith::Add | Arith::Sub => (a.digits.max(b.digits) + 1, a.scale.max(b.scale)),
            Arith::Mul => (a.digits + b.digits, a.scale + b.scale),
            Arith::Div => (a.digits + b.scale + 1, SCALE),
            Arith::Pow => return self.refuse(node),
        };
        if self.sqlite() {
            let name = match sign {
                Arith::Add => "kd_add(",
                Arith::Sub => "kd_sub(",
                Arith::Mul => "kd_mul(",
                _ => "kd_div(",
            };
            return Ok(self.computed(sql!(name, a.sql, ", ", b.sql, ")"), digits, scale));
        }
        let sql = match sign {
            Arith::Add => sql!("(", a.sql, " + ", b.sql, ")"),
            Arith::Sub => sql!("(", a.sql, " - ", b.sql, ")"),
            Arith::Mul => sql!("(", a.sql, " * ", b.sql, ")"),
            // div() cuts exactly, so one digit more decides the rounding; `/` would round twice.
            _ => sql!(
                "round(div(",
                a.sql,
                format!(" * 1{}, NULLIF(", "0".repeat(SCALE as usize + 1)),
                b.sql,
                format!(", 0)) * {}, {SCALE})", tenth(SCALE + 1))
            ),
        };
        Ok(self.computed(sql, digits, scale))
    }

    /// `sum(a, b, …)` and `min` / `max` of numbers or dates, given one by one or as a written list.
    pub(super) fn aggregate(&self, node: &Node, f: F, args: &[Node], place: &Place) -> Lowered {
        let items = match args {
            [Node { kind: Kind::List(items), .. }] => items.as_slice(),
            [single] if matches!(single.ty, Ty::List(_)) => return self.refuse(node),
            several => several,
        };
        if f == F::Sum {
            return self.sum(node, items, place);
        }
        let lows = items.iter().map(|item| self.value(item, place)).collect::<Result<Vec<_>, _>>()?;
        if lows.iter().any(|low| matches!(low, Low::Const(Value::Null))) {
            return Ok(Low::Const(Value::Null));
        }
        let Some((mut rep, mut sides)) = self.unify(node, lows)? else { return Ok(Low::Const(Value::Null)) };
        if let Rep::Int(_) = rep {
            let (digits, scale) = bounds(rep).unwrap_or((18, SCALE));
            sides = sides.into_iter().map(|side| self.decimal_sql(rep, side)).collect();
            rep = Rep::Dec { digits, scale };
        }
        if !matches!(rep, Rep::Dec { .. } | Rep::Date | Rep::Moment | Rep::Time) {
            return self.refuse(node);
        }
        let [_, _, ..] = sides[..] else { return Ok(Low::Sql(rep, sides.swap_remove(0))) };
        let word = if f == F::Min { "min" } else { "max" };
        if self.sqlite() {
            // SQLite's own min and max give null if any argument is, like FEEL's.
            let open = if matches!(rep, Rep::Dec { .. }) { format!("kd_{word}(") } else { format!("{word}(") };
            return Ok(Low::Sql(rep, series(&open, sides, ", ", ")")));
        }
        let count = sides.len();
        let rows = series("(VALUES (", sides, "), (", "))");
        let collate = if matches!(rep, Rep::Dec { .. }) { "" } else { " COLLATE \"C\"" };
        let sql = sql!(
            format!("(SELECT CASE WHEN count(v.x) = {count} THEN {word}(v.x{collate}) END FROM "),
            rows,
            " AS v(x))"
        );
        Ok(Low::Sql(rep, sql))
    }

    fn sum(&self, node: &Node, items: &[Node], place: &Place) -> Lowered {
        let mut total: Option<Dec> = None;
        for item in items {
            let Some(next) = self.decimal(item, place)? else { return Ok(Low::Const(Value::Null)) };
            total = Some(match total {
                None => next,
                Some(sum) => match self.calculate(node, Arith::Add, sum, next)? {
                    Low::Sql(Rep::Dec { digits, scale }, sql) => Dec { sql, digits, scale },
                    _ => return self.refuse(node),
                },
            });
        }
        match total {
            Some(Dec { sql, digits, scale }) => Ok(Low::Sql(Rep::Dec { digits, scale }, sql)),
            None => Ok(Low::Const(Value::Null)),
        }
    }

    /// `floor(x)`, `ceiling(x)`, `round half up(x, n)`, `round down(x, n)`.
    pub(super) fn rounding(&self, node: &Node, f: F, args: &[Node], place: &Place) -> Lowered {
        let places = match args.get(1) {
            None => 0,
            Some(given) => match self.constant(given, place)? {
                Some(Value::Number(number)) => match crate::num::whole(number) {
                    Some(places) if places.unsigned_abs() <= u64::from(SCALE) => places,
                    _ => return Ok(Low::Const(Value::Null)),
                },
                Some(_) => return Ok(Low::Const(Value::Null)),
                None => return self.refuse(node),
            },
        };
        if places != 0 && matches!(f, F::Floor | F::Ceiling) {
            return self.refuse(node);
        }
        let Some(dec) = self.decimal(&args[0], place)? else { return Ok(Low::Const(Value::Null)) };
        let (sqlite, postgres) = match f {
            F::Floor => ("kd_floor(", "floor("),
            F::Ceiling => ("kd_ceiling(", "ceil("),
            F::RoundHalfUp => ("kd_round(", "round("),
            F::RoundDown => ("kd_trunc(", "trunc("),
            _ => return self.refuse(node),
        };
        let mut sql = sql!(if self.sqlite() { sqlite } else { postgres }, dec.sql);
        if !matches!(f, F::Floor | F::Ceiling) {
            sql.sql(", ");
            if self.sqlite() {
                sql.append(self.bind(Cell::Int(places)));
            } else {
                sql.sql(&places.to_string());
            }
        }
        sql.sql(")");
        let left = u32::try_from(-places).unwrap_or(0);
        Ok(self.computed(sql, dec.digits.max(left) + 1, dec.scale))
    }
}

/// `0.01` for 2.
fn tenth(scale: u32) -> String {
    format!("0.{}1", "0".repeat(scale as usize - 1))
}

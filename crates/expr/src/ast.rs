//! The tree as written, before names and types are known.

use rust_decimal::Decimal;

use crate::error::Pos;

#[derive(Debug, Clone)]
pub(crate) struct Ast {
    pub kind: AstKind,
    pub at: Pos,
}

#[derive(Debug, Clone)]
pub(crate) enum AstKind {
    Null,
    Bool(bool),
    Number(Decimal),
    Text(String),
    /// `@"…"`
    At(String),
    Name(String),
    List(Vec<Ast>),
    Context(Vec<(String, Ast)>),
    /// `base.name`, with the place of the name.
    Path(Box<Ast>, String, Pos),
    /// `base[inner]`
    Filter(Box<Ast>, Box<Ast>),
    Call(String, Vec<Ast>),
    Neg(Box<Ast>),
    Arith(Arith, Box<Ast>, Box<Ast>),
    Compare(Compare, Box<Ast>, Box<Ast>),
    And(Vec<Ast>),
    Or(Vec<Ast>),
    Between(Box<Ast>, Box<Ast>, Box<Ast>),
    In(Box<Ast>, Vec<AstTest>),
    If(Box<Ast>, Box<Ast>, Box<Ast>),
    For(Vec<(String, AstSource)>, Box<Ast>),
    Some(Vec<(String, AstSource)>, Box<Ast>),
    Every(Vec<(String, AstSource)>, Box<Ast>),
}

/// One test right of `in`.
#[derive(Debug, Clone)]
pub(crate) enum AstTest {
    Compare(Compare, Ast),
    Range { low: Ast, low_open: bool, high: Ast, high_open: bool },
    Value(Ast),
}

/// What a `for` variable runs over.
#[derive(Debug, Clone)]
pub(crate) enum AstSource {
    List(Ast),
    Range(Ast, Ast),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arith {
    Add,
    Sub,
    Mul,
    Div,
    Pow,
}

impl Arith {
    pub fn sign(self) -> &'static str {
        match self {
            Arith::Add => "+",
            Arith::Sub => "-",
            Arith::Mul => "*",
            Arith::Div => "/",
            Arith::Pow => "**",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compare {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

impl Compare {
    pub fn sign(self) -> &'static str {
        match self {
            Compare::Eq => "=",
            Compare::Ne => "!=",
            Compare::Lt => "<",
            Compare::Le => "<=",
            Compare::Gt => ">",
            Compare::Ge => ">=",
        }
    }

    /// The same comparison with its sides exchanged.
    pub fn flip(self) -> Compare {
        match self {
            Compare::Lt => Compare::Gt,
            Compare::Le => Compare::Ge,
            Compare::Gt => Compare::Lt,
            Compare::Ge => Compare::Le,
            same => same,
        }
    }

    /// Whether an order satisfies it.
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Compare::Eq => order.is_eq(),
            Compare::Ne => order.is_ne(),
            Compare::Lt => order.is_lt(),
            Compare::Le => order.is_le(),
            Compare::Gt => order.is_gt(),
            Compare::Ge => order.is_ge(),
        }
    }
}

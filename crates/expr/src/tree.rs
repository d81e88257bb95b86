//! The typed tree that the evaluator, the printer and the lowering share.

use std::collections::BTreeSet;

use crate::ast::{Arith, Compare};
use crate::error::Pos;
use crate::functions::F;
use crate::{Slot, Storage, Ty, Value};

#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub kind: Kind,
    pub ty: Ty,
    pub at: Pos,
}

#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Const(Value),
    /// `@"2026-11-21T08:00:00"` without an offset: a moment in the asker's zone.
    LocalMoment(jiff::civil::DateTime),
    List(Vec<Node>),
    Context(Vec<(String, Node)>),
    Path(RecordPath),
    Var(String),
    /// A variable of `for`, `some`, `every` or `item` of a filter: its place on the stack.
    Local(usize, String),
    Me,
    MyDept,
    MyDepts,
    /// A part of a value or an entry of a context; over a list, of each element.
    Get(Box<Node>, String),
    Neg(Box<Node>),
    Arith(Arith, Box<Node>, Box<Node>),
    Compare(Compare, Box<Node>, Box<Node>),
    And(Vec<Node>),
    Or(Vec<Node>),
    Between(Box<Node>, Box<Node>, Box<Node>),
    In(Box<Node>, Vec<Test>),
    If(Box<Node>, Box<Node>, Box<Node>),
    Loop(Loop, Vec<(String, Source)>, Box<Node>),
    /// `list[condition or number]`; the element is a local.
    Filter(Box<Node>, Box<Node>),
    Call(F, Vec<Node>),
}

/// `customer.region.name`: the slots from the record on; all but the last are links.
#[derive(Debug, Clone)]
pub(crate) struct RecordPath {
    pub old: bool,
    pub slots: Vec<Slot>,
    pub keys: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loop {
    For,
    Some,
    Every,
}

#[derive(Debug, Clone)]
pub(crate) enum Test {
    Compare(Compare, Node),
    Range { low: Node, low_open: bool, high: Node, high_open: bool },
    Value(Node),
}

impl Test {
    pub fn nodes(&self) -> Vec<&Node> {
        match self {
            Test::Compare(_, node) | Test::Value(node) => vec![node],
            Test::Range { low, high, .. } => vec![low, high],
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) enum Source {
    List(Node),
    Range(Node, Node),
}

impl Node {
    pub fn children(&self) -> Vec<&Node> {
        match &self.kind {
            Kind::Const(_)
            | Kind::LocalMoment(_)
            | Kind::Path(_)
            | Kind::Var(_)
            | Kind::Local(..)
            | Kind::Me
            | Kind::MyDept
            | Kind::MyDepts => Vec::new(),
            Kind::List(items) | Kind::And(items) | Kind::Or(items) | Kind::Call(_, items) => items.iter().collect(),
            Kind::Context(entries) => entries.iter().map(|(_, node)| node).collect(),
            Kind::Get(inner, _) | Kind::Neg(inner) => vec![inner],
            Kind::Arith(_, a, b) | Kind::Compare(_, a, b) | Kind::Filter(a, b) => vec![a, b],
            Kind::Between(a, b, c) | Kind::If(a, b, c) => vec![a, b, c],
            Kind::In(value, tests) => {
                let mut all: Vec<&Node> = vec![value];
                all.extend(tests.iter().flat_map(Test::nodes));
                all
            }
            Kind::Loop(_, sources, body) => {
                let mut all = Vec::new();
                for (_, source) in sources {
                    match source {
                        Source::List(list) => all.push(list),
                        Source::Range(low, high) => all.extend([low, high]),
                    }
                }
                all.push(body);
                all
            }
        }
    }

    pub fn walk<'a>(&'a self, see: &mut dyn FnMut(&'a Node)) {
        see(self);
        for child in self.children() {
            child.walk(see);
        }
    }

    pub fn paths(&self) -> Vec<Vec<String>> {
        let mut found = BTreeSet::new();
        self.walk(&mut |node| {
            if let Kind::Path(path) = &node.kind {
                found.insert(path.keys.clone());
            }
        });
        found.into_iter().collect()
    }

    pub fn vars(&self) -> Vec<String> {
        let mut found = BTreeSet::new();
        self.walk(&mut |node| {
            if let Kind::Var(name) = &node.kind {
                found.insert(name.clone());
            }
        });
        found.into_iter().collect()
    }

    pub fn uses_old(&self) -> bool {
        let mut found = false;
        self.walk(&mut |node| found |= matches!(&node.kind, Kind::Path(path) if path.old));
        found
    }

    pub fn uses_now_or_me(&self) -> bool {
        let mut found = false;
        self.walk(&mut |node| {
            found |= match &node.kind {
                Kind::Me | Kind::MyDept | Kind::MyDepts => true,
                Kind::Call(f, _) => matches!(f, F::Today | F::Now | F::DaysSince),
                Kind::Path(path) => path.slots.iter().any(|slot| match &slot.storage {
                    Storage::Computed(inner) => inner.uses_now_or_me(),
                    _ => false,
                }),
                _ => false,
            };
        });
        found
    }

    /// Whether the value is the same for every record (it may still depend on the asker and the
    /// hour). `depth` is how many locals are bound around the node.
    pub fn is_constant(&self, depth: usize) -> bool {
        let mut constant = true;
        self.walk(&mut |node| {
            constant &= match node.kind {
                Kind::Path(_) | Kind::Var(_) => false,
                Kind::Local(place, _) => place >= depth,
                _ => true,
            }
        });
        constant
    }
}

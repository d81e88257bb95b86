//! Names and types: the tree as written → the typed tree.

use keshu_kernel::Label;

use crate::ast::{Arith, Ast, AstKind, AstSource, AstTest, Compare};
use crate::error::{ErrorKind, ExprError, Pos, syntax, wrong_type};
use crate::functions;
use crate::rules::{
    arith_type, at_literal, call_rules, comparable, constant, join, literal_call, record_path, result_type,
    unknown_name,
};
use crate::tree::{Kind, Loop, Node, Source, Test};
use crate::{Scope, Slot, Ty, Value};

/// The most links one path may follow.
pub const MAX_HOPS: usize = 4;

/// Names that no field may carry in an expression.
const FIXED: [&str; 4] = ["me", "my_dept", "my_depts", "old"];

type Checked = Result<Node, ExprError>;

pub(crate) fn check(ast: &Ast, scope: &Scope) -> Checked {
    Checker { scope, locals: Vec::new() }.node(ast)
}

struct Checker<'a> {
    scope: &'a Scope<'a>,
    /// Variables of loops and `item` of filters, innermost last.
    locals: Vec<(String, Ty)>,
}

impl Checker<'_> {
    fn node(&mut self, ast: &Ast) -> Checked {
        let at = ast.at;
        match &ast.kind {
            AstKind::Null => Ok(constant(Value::Null, at)),
            AstKind::Bool(flag) => Ok(constant(Value::Bool(*flag), at)),
            AstKind::Number(number) => Ok(constant(Value::Number(*number), at)),
            AstKind::Text(text) => Ok(constant(Value::Text(text.clone()), at)),
            AstKind::At(text) => at_literal(text, at),
            AstKind::Name(name) => self.name(name, at, false),
            AstKind::Path(base, name, place) => self.path(base, name, *place, false),
            AstKind::List(items) => self.list(items, at),
            AstKind::Context(entries) => self.context(entries, at),
            AstKind::Filter(list, inner) => self.filter(list, inner, at),
            AstKind::Call(name, args) => self.call(name, args, at),
            AstKind::Neg(inner) => self.neg(inner, at),
            AstKind::Arith(sign, a, b) => self.arith(*sign, a, b, at),
            AstKind::Compare(sign, a, b) => self.compare(*sign, a, b, at),
            AstKind::And(parts) => self.logic(parts, Kind::And, "and", at),
            AstKind::Or(parts) => self.logic(parts, Kind::Or, "or", at),
            AstKind::Between(x, low, high) => self.between(x, low, high, at),
            AstKind::In(value, tests) => self.within(value, tests, at),
            AstKind::If(condition, then, otherwise) => self.conditional(condition, then, otherwise, at),
            AstKind::For(sources, body) => self.iteration(Loop::For, sources, body, at),
            AstKind::Some(sources, body) => self.iteration(Loop::Some, sources, body, at),
            AstKind::Every(sources, body) => self.iteration(Loop::Every, sources, body, at),
        }
    }

    fn boxed(&mut self, ast: &Ast) -> Result<Box<Node>, ExprError> {
        Ok(Box::new(self.node(ast)?))
    }

    // ── Names

    /// A name alone; `followed` when a `.` comes after it.
    fn name(&mut self, name: &str, at: Pos, followed: bool) -> Checked {
        if let Some(place) = self.locals.iter().rposition(|(known, _)| known == name) {
            let ty = self.locals[place].1.clone();
            return Ok(Node { kind: Kind::Local(place, name.to_owned()), ty, at });
        }
        let fixed = match name {
            "me" => Some((Kind::Me, Ty::Text)),
            "my_dept" => Some((Kind::MyDept, Ty::Text)),
            "my_depts" => Some((Kind::MyDepts, Ty::list(Ty::Text))),
            "old" if self.scope.allow_old => {
                return wrong_type(at, "old 后面应写字段,如 old.stage", "old wants a field, such as old.stage");
            }
            _ => None,
        };
        if let Some((kind, ty)) = fixed {
            return Ok(Node { kind, ty, at });
        }
        if let Some((_, ty)) = self.scope.vars.iter().find(|(known, _)| known == name) {
            return Ok(Node { kind: Kind::Var(name.to_owned()), ty: ty.clone(), at });
        }
        if let Some(entity) = self.scope.entity
            && let Some(slot) = self.slot(entity, name, at, followed)?
        {
            return Ok(record_path(false, vec![slot], at));
        }
        if let Some(node) = self.entry_of_item(name, at)? {
            return Ok(node);
        }
        Err(self.unknown(name, at, self.scope.entity))
    }

    /// Inside `list[…]` a name may be an entry of the element.
    fn entry_of_item(&mut self, name: &str, at: Pos) -> Result<Option<Node>, ExprError> {
        let Some(place) = self.locals.iter().rposition(|(known, _)| known == "item") else { return Ok(None) };
        let of = self.locals[place].1.clone();
        let ty = match &of {
            Ty::Record(entity) => match self.slot(entity, name, at, false)? {
                Some(slot) => slot.ty,
                None => return Ok(None),
            },
            Ty::Context | Ty::Any => Ty::Any,
            _ => return Ok(None),
        };
        let item = Node { kind: Kind::Local(place, "item".to_owned()), ty: of, at };
        Ok(Some(Node { kind: Kind::Get(Box::new(item), name.to_owned()), ty, at }))
    }

    /// The slot of an entity by key or, where allowed, by label.
    fn slot(&self, entity: &str, name: &str, at: Pos, followed: bool) -> Result<Option<Slot>, ExprError> {
        if let Some(slot) = self.scope.names.slot(entity, name) {
            return Ok(Some(slot));
        }
        if !self.scope.labels {
            return Ok(None);
        }
        let slot = match self.scope.names.label_slot(entity, name) {
            Ok(Some(slot)) => slot,
            Ok(None) => return Ok(None),
            Err(ambiguous) => {
                let keys = ambiguous.keys.join(", ");
                let hint = Label {
                    zh: format!("该名称对应多个字段,请写字段名:{keys}。"),
                    en: format!("Several fields have this label, write the key: {keys}."),
                };
                return Err(ExprError { at, kind: ErrorKind::NameUnknown { name: name.to_owned(), hint } });
            }
        };
        // The label of a link stands for the id alone and for the record before a dot.
        if followed
            && !matches!(slot.ty, Ty::Record(_))
            && let Some(key) = slot.key.strip_suffix("_id")
            && let Some(link) = self.scope.names.slot(entity, key)
            && matches!(link.ty, Ty::Record(_))
        {
            return Ok(Some(link));
        }
        if !followed
            && matches!(slot.ty, Ty::Record(_))
            && let Some(id) = self.scope.names.slot(entity, &format!("{}_id", slot.key))
        {
            return Ok(Some(id));
        }
        Ok(Some(slot))
    }

    fn unknown(&self, name: &str, at: Pos, entity: Option<&str>) -> ExprError {
        let mut names: Vec<String> = entity.map(|entity| self.scope.names.names(entity)).unwrap_or_default();
        if entity == self.scope.entity {
            names.extend(self.locals.iter().map(|(name, _)| name.clone()));
            names.extend(self.scope.vars.iter().map(|(name, _)| name.clone()));
            names.extend(FIXED.iter().filter(|name| **name != "old" || self.scope.allow_old).map(|&n| n.to_owned()));
        }
        unknown_name(name, at, names.iter().map(String::as_str))
    }

    /// `base.name`; `followed` when another `.` comes after it.
    fn path(&mut self, base: &Ast, name: &str, place: Pos, followed: bool) -> Checked {
        if let AstKind::Name(word) = &base.kind
            && word == "old"
            && self.scope.allow_old
            && !self.locals.iter().any(|(known, _)| known == word)
        {
            let Some(entity) = self.scope.entity else { return Err(self.unknown("old", base.at, None)) };
            return match self.slot(entity, name, place, followed)? {
                Some(slot) => Ok(record_path(true, vec![slot], base.at)),
                None => Err(self.unknown(name, place, Some(entity))),
            };
        }
        let base = match &base.kind {
            AstKind::Name(word) => self.name(word, base.at, true)?,
            AstKind::Path(inner, word, spot) => self.path(inner, word, *spot, true)?,
            _ => self.node(base)?,
        };
        self.get(base, name, place, followed)
    }

    fn get(&mut self, base: Node, name: &str, place: Pos, followed: bool) -> Checked {
        if let (Kind::Path(path), Ty::Record(entity)) = (&base.kind, &base.ty) {
            let Some(slot) = self.slot(entity, name, place, followed)? else {
                return Err(self.unknown(name, place, Some(entity)));
            };
            if path.slots.len() > MAX_HOPS {
                return wrong_type(
                    place,
                    format!("最多沿 {MAX_HOPS} 级关联取值"),
                    format!("at most {MAX_HOPS} links may be followed"),
                );
            }
            let mut slots = path.slots.clone();
            slots.push(slot);
            return Ok(record_path(path.old, slots, base.at));
        }
        let ty = self.property(&base.ty, name, place)?;
        Ok(Node { at: base.at, kind: Kind::Get(Box::new(base), name.to_owned()), ty })
    }

    fn property(&self, of: &Ty, name: &str, place: Pos) -> Result<Ty, ExprError> {
        match of {
            Ty::List(element) => Ok(Ty::list(self.property(element, name, place)?)),
            Ty::Record(entity) => match self.slot(entity, name, place, false)? {
                Some(slot) => Ok(slot.ty),
                None => Err(self.unknown(name, place, Some(entity))),
            },
            _ => match functions::property(of, name) {
                Some(ty) => Ok(ty),
                None => Err(unknown_name(
                    name,
                    place,
                    functions::PROPERTIES.into_iter().filter(|part| functions::property(of, part).is_some()),
                )),
            },
        }
    }

    // ── Composites

    fn list(&mut self, items: &[Ast], at: Pos) -> Checked {
        let nodes = items.iter().map(|item| self.node(item)).collect::<Result<Vec<_>, _>>()?;
        let element = join(&nodes);
        Ok(Node { kind: Kind::List(nodes), ty: Ty::list(element), at })
    }

    fn context(&mut self, entries: &[(String, Ast)], at: Pos) -> Checked {
        let entries = entries
            .iter()
            .map(|(key, value)| Ok((key.clone(), self.node(value)?)))
            .collect::<Result<Vec<_>, ExprError>>()?;
        Ok(Node { kind: Kind::Context(entries), ty: Ty::Context, at })
    }

    fn filter(&mut self, list: &Ast, inner: &Ast, at: Pos) -> Checked {
        let list = self.boxed(list)?;
        let element = match &list.ty {
            Ty::List(element) => (**element).clone(),
            Ty::Any | Ty::Null => Ty::Any,
            other => {
                let label = other.label();
                return wrong_type(
                    at,
                    format!("[ ] 只能用于列表,这里是{}", label.zh),
                    format!("[ ] wants a list, not {}", label.en),
                );
            }
        };
        self.locals.push(("item".to_owned(), element.clone()));
        let inner = self.boxed(inner);
        self.locals.pop();
        let inner = inner?;
        let ty = match inner.ty {
            Ty::Number => element,
            Ty::Bool => Ty::list(element),
            Ty::Any | Ty::Null => Ty::Any,
            _ => return wrong_type(inner.at, "[ ] 中应为条件或序号", "[ ] wants a condition or a number"),
        };
        Ok(Node { kind: Kind::Filter(list, inner), ty, at })
    }

    fn iteration(&mut self, kind: Loop, sources: &[(String, AstSource)], body: &Ast, at: Pos) -> Checked {
        let before = self.locals.len();
        let result = self.loop_parts(kind, sources, body);
        self.locals.truncate(before);
        let (sources, body) = result?;
        let ty = if kind == Loop::For { Ty::list(body.ty.clone()) } else { Ty::Bool };
        Ok(Node { kind: Kind::Loop(kind, sources, Box::new(body)), ty, at })
    }

    #[allow(clippy::type_complexity)]
    fn loop_parts(
        &mut self,
        kind: Loop,
        sources: &[(String, AstSource)],
        body: &Ast,
    ) -> Result<(Vec<(String, Source)>, Node), ExprError> {
        let mut checked = Vec::new();
        for (name, source) in sources {
            if FIXED.contains(&name.as_str()) {
                return syntax(body.at, format!("{name} 是固定名称"), format!("{name} is a fixed name"));
            }
            let (source, element) = match source {
                AstSource::List(list) => {
                    let list = self.node(list)?;
                    let element = match &list.ty {
                        Ty::List(element) => (**element).clone(),
                        Ty::Any | Ty::Null => Ty::Any,
                        _ => return wrong_type(list.at, "in 后面应为列表", "in wants a list here"),
                    };
                    (Source::List(list), element)
                }
                AstSource::Range(low, high) => {
                    let (low, high) = (self.node(low)?, self.node(high)?);
                    for end in [&low, &high] {
                        if !Ty::Number.takes(&end.ty) {
                            return wrong_type(end.at, "区间两端应为数字", "the ends of the range must be numbers");
                        }
                    }
                    (Source::Range(low, high), Ty::Number)
                }
            };
            checked.push((name.clone(), source));
            self.locals.push((name.clone(), element));
        }
        let body = self.node(body)?;
        if kind != Loop::For && !Ty::Bool.takes(&body.ty) {
            return wrong_type(body.at, "satisfies 后面应为条件", "satisfies wants a condition");
        }
        Ok((checked, body))
    }

    fn conditional(&mut self, condition: &Ast, then: &Ast, otherwise: &Ast, at: Pos) -> Checked {
        let condition = self.boxed(condition)?;
        if !Ty::Bool.takes(&condition.ty) {
            return wrong_type(condition.at, "if 后面应为条件", "if wants a condition");
        }
        let (then, otherwise) = (self.boxed(then)?, self.boxed(otherwise)?);
        let ty = then.ty.join(&otherwise.ty);
        Ok(Node { kind: Kind::If(condition, then, otherwise), ty, at })
    }

    // ── Conditions

    fn logic(&mut self, parts: &[Ast], make: fn(Vec<Node>) -> Kind, word: &str, at: Pos) -> Checked {
        let nodes = parts.iter().map(|part| self.node(part)).collect::<Result<Vec<_>, _>>()?;
        for node in &nodes {
            if !Ty::Bool.takes(&node.ty) {
                let label = node.ty.label();
                return wrong_type(
                    node.at,
                    format!("{word} 两边应为条件,这里是{}", label.zh),
                    format!("{word} wants conditions, not {}", label.en),
                );
            }
        }
        Ok(Node { kind: make(nodes), ty: Ty::Bool, at })
    }

    fn compare(&mut self, sign: Compare, a: &Ast, b: &Ast, at: Pos) -> Checked {
        let (a, b) = (self.boxed(a)?, self.boxed(b)?);
        comparable(sign, &a.ty, &b.ty, at)?;
        Ok(Node { kind: Kind::Compare(sign, a, b), ty: Ty::Bool, at })
    }

    fn between(&mut self, x: &Ast, low: &Ast, high: &Ast, at: Pos) -> Checked {
        let (x, low, high) = (self.boxed(x)?, self.boxed(low)?, self.boxed(high)?);
        comparable(Compare::Ge, &x.ty, &low.ty, low.at)?;
        comparable(Compare::Le, &x.ty, &high.ty, high.at)?;
        Ok(Node { kind: Kind::Between(x, low, high), ty: Ty::Bool, at })
    }

    fn within(&mut self, value: &Ast, tests: &[AstTest], at: Pos) -> Checked {
        let value = self.boxed(value)?;
        let tests = tests.iter().map(|test| self.test(&value.ty, test)).collect::<Result<Vec<_>, _>>()?;
        Ok(Node { kind: Kind::In(value, tests), ty: Ty::Bool, at })
    }

    fn test(&mut self, of: &Ty, test: &AstTest) -> Result<Test, ExprError> {
        Ok(match test {
            AstTest::Compare(sign, ast) => {
                let node = self.node(ast)?;
                comparable(*sign, of, &node.ty, node.at)?;
                Test::Compare(*sign, node)
            }
            AstTest::Range { low, low_open, high, high_open } => {
                let (low, high) = (self.node(low)?, self.node(high)?);
                comparable(Compare::Ge, of, &low.ty, low.at)?;
                comparable(Compare::Le, of, &high.ty, high.at)?;
                Test::Range { low, low_open: *low_open, high, high_open: *high_open }
            }
            AstTest::Value(ast) => {
                let node = self.node(ast)?;
                let item = match (&node.ty, of) {
                    (Ty::List(_), Ty::List(_)) => &node.ty,
                    (Ty::List(item), _) => item,
                    (other, _) => other,
                };
                comparable(Compare::Eq, of, item, node.at)?;
                Test::Value(node)
            }
        })
    }

    // ── Arithmetic

    fn neg(&mut self, inner: &Ast, at: Pos) -> Checked {
        let inner = self.boxed(inner)?;
        if let Kind::Const(Value::Number(number)) = inner.kind {
            return Ok(constant(Value::from(-number), at));
        }
        if !matches!(inner.ty, Ty::Any | Ty::Null | Ty::Number | Ty::Days | Ty::Months) {
            let label = inner.ty.label();
            return wrong_type(at, format!("不能对{}取负", label.zh), format!("{} cannot be negated", label.en));
        }
        let ty = inner.ty.clone();
        Ok(Node { kind: Kind::Neg(inner), ty, at })
    }

    fn arith(&mut self, sign: Arith, a: &Ast, b: &Ast, at: Pos) -> Checked {
        let (a, b) = (self.boxed(a)?, self.boxed(b)?);
        let Some(ty) = arith_type(sign, &a.ty, &b.ty) else {
            let (x, y, sign) = (a.ty.label(), b.ty.label(), sign.sign());
            return wrong_type(
                at,
                format!("{}和{}之间不能用 {sign}", x.zh, y.zh),
                format!("{sign} does not work between {} and {}", x.en, y.en),
            );
        };
        Ok(Node { kind: Kind::Arith(sign, a, b), ty, at })
    }

    // ── Calls

    fn call(&mut self, name: &str, args: &[Ast], at: Pos) -> Checked {
        let Some(sig) = functions::find(name) else {
            return Err(unknown_name(name, at, functions::TABLE.iter().map(|sig| sig.name)));
        };
        if args.len() < sig.min || (!sig.many && args.len() > sig.params.len()) {
            let wanted = match (sig.min, sig.params.len()) {
                (min, _) if sig.many => format!("≥ {min}"),
                (min, max) if min == max => min.to_string(),
                (min, max) => format!("{min}–{max}"),
            };
            let given = args.len();
            return wrong_type(
                at,
                format!("{name} 需要 {wanted} 个参数,现有 {given} 个"),
                format!("{name} takes {wanted} arguments, {given} given"),
            );
        }
        let nodes = args.iter().map(|arg| self.node(arg)).collect::<Result<Vec<_>, _>>()?;
        for (index, node) in nodes.iter().enumerate() {
            let param = sig.params[index.min(sig.params.len() - 1)];
            if !param.takes(&node.ty) {
                let ((zh, en), found, place) = (param.label(), node.ty.label(), index + 1);
                return wrong_type(
                    node.at,
                    format!("{name} 的第 {place} 个参数应为{zh},这里是{}", found.zh),
                    format!("argument {place} of {name} must be {en}, not {}", found.en),
                );
            }
        }
        call_rules(sig, &nodes, at)?;
        if let Some(folded) = literal_call(sig.f, &nodes, at)? {
            return Ok(folded);
        }
        let ty = result_type(sig, &nodes);
        Ok(Node { kind: Kind::Call(sig.f, nodes), ty, at })
    }
}

//! Words → tree. Recursion goes only as deep as brackets nest, and that is limited.

use crate::ast::{Arith, Ast, AstKind, AstSource, AstTest, Compare};
use crate::error::{ErrorKind, ExprError, Pos, syntax};
use crate::lex::{Tok, Token, tokens};

/// The deepest nesting of brackets, branches and signs.
pub const MAX_DEPTH: usize = 32;

const RESERVED: [&str; 15] = [
    "and",
    "or",
    "if",
    "then",
    "else",
    "for",
    "return",
    "in",
    "some",
    "every",
    "satisfies",
    "between",
    "null",
    "true",
    "false",
];

pub(crate) fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word)
}

/// Function names that hold a keyword.
const SPECIAL: [(&[&str], &str); 3] = [
    (&["date", "and", "time"], "date and time"),
    (&["years", "and", "months", "duration"], "years and months duration"),
    (&["get", "or", "else"], "get or else"),
];

type Parsed = Result<Ast, ExprError>;

pub(crate) fn parse(text: &str) -> Parsed {
    let mut parser = Parser { tokens: tokens(text)?, next: 0, depth: 0 };
    if parser.peek() == &Tok::End {
        return syntax(parser.at(), "表达式是空的", "the expression is empty");
    }
    let ast = parser.expression()?;
    match parser.peek() {
        Tok::End => Ok(ast),
        _ => parser.unexpected("", ""),
    }
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> &Tok {
        self.ahead(0)
    }

    fn ahead(&self, by: usize) -> &Tok {
        &self.tokens[(self.next + by).min(self.tokens.len() - 1)].tok
    }

    fn at(&self) -> Pos {
        self.tokens[self.next.min(self.tokens.len() - 1)].at
    }

    fn take(&mut self) -> Tok {
        let tok = self.peek().clone();
        self.next += 1;
        tok
    }

    fn is_sign(&self, sign: &str) -> bool {
        matches!(self.peek(), Tok::Sym(found) if *found == sign)
    }

    fn is_word(&self, word: &str) -> bool {
        is_word(self.peek(), word)
    }

    fn accept(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        self.next += usize::from(found);
        found
    }

    fn accept_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.next += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &str) -> Result<(), ExprError> {
        if self.accept(sign) { Ok(()) } else { self.unexpected(sign, sign) }
    }

    fn expect_word(&mut self, word: &str) -> Result<(), ExprError> {
        if self.accept_word(word) { Ok(()) } else { self.unexpected(word, word) }
    }

    /// The word here does not fit; `zh`/`en` say what would (empty: nothing to say).
    fn unexpected<T>(&self, zh: &str, en: &str) -> Result<T, ExprError> {
        let (found_zh, found_en) = match self.peek() {
            Tok::End => ("表达式到此中断".to_owned(), "the expression ends here".to_owned()),
            tok => {
                let shown = match tok {
                    Tok::Word(word) | Tok::Quoted(word) => word.clone(),
                    Tok::Number(number) => number.to_string(),
                    Tok::Text(_) | Tok::At(_) => "\"…\"".to_owned(),
                    Tok::Sym(sign) => (*sign).to_owned(),
                    Tok::End => String::new(),
                };
                (format!("此处不应出现 {shown}"), format!("{shown} does not fit here"))
            }
        };
        let (zh, en) = if en.is_empty() {
            (found_zh, found_en)
        } else {
            (format!("{found_zh},应为 {zh}"), format!("{found_en}, expected {en}"))
        };
        syntax(self.at(), zh, en)
    }

    fn deeper<T>(&mut self, inner: impl FnOnce(&mut Parser) -> Result<T, ExprError>) -> Result<T, ExprError> {
        if self.depth >= MAX_DEPTH {
            return Err(ExprError { at: self.at(), kind: ErrorKind::TooDeep { max: MAX_DEPTH } });
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    fn expression(&mut self) -> Parsed {
        self.deeper(Parser::disjunction)
    }

    fn disjunction(&mut self) -> Parsed {
        let at = self.at();
        let mut parts = vec![self.conjunction()?];
        while self.accept_word("or") {
            parts.push(self.conjunction()?);
        }
        Ok(one_or(parts, |parts| Ast { kind: AstKind::Or(parts), at }))
    }

    fn conjunction(&mut self) -> Parsed {
        let at = self.at();
        let mut parts = vec![self.comparison()?];
        while self.accept_word("and") {
            parts.push(self.comparison()?);
        }
        Ok(one_or(parts, |parts| Ast { kind: AstKind::And(parts), at }))
    }

    fn comparison(&mut self) -> Parsed {
        let mut left = self.sum()?;
        loop {
            let at = self.at();
            if let Some(compare) = self.compare_sign() {
                self.next += 1;
                let right = self.sum()?;
                left = Ast { kind: AstKind::Compare(compare, Box::new(left), Box::new(right)), at };
            } else if self.accept_word("between") {
                let low = self.sum()?;
                self.expect_word("and")?;
                let high = self.sum()?;
                left = Ast { kind: AstKind::Between(Box::new(left), Box::new(low), Box::new(high)), at };
            } else if self.accept_word("in") {
                let tests = self.tests()?;
                left = Ast { kind: AstKind::In(Box::new(left), tests), at };
            } else {
                return Ok(left);
            }
        }
    }

    fn compare_sign(&self) -> Option<Compare> {
        match self.peek() {
            Tok::Sym("=") => Some(Compare::Eq),
            Tok::Sym("!=") => Some(Compare::Ne),
            Tok::Sym("<") => Some(Compare::Lt),
            Tok::Sym("<=") => Some(Compare::Le),
            Tok::Sym(">") => Some(Compare::Gt),
            Tok::Sym(">=") => Some(Compare::Ge),
            _ => None,
        }
    }

    /// What stands right of `in`: one test, or several in parentheses.
    fn tests(&mut self) -> Result<Vec<AstTest>, ExprError> {
        if !self.is_sign("(") || self.range_ahead() {
            return Ok(vec![self.deeper(Parser::test)?]);
        }
        self.next += 1;
        let mut tests = vec![self.deeper(Parser::test)?];
        while self.accept(",") {
            tests.push(self.deeper(Parser::test)?);
        }
        self.expect(")")?;
        Ok(tests)
    }

    fn test(&mut self) -> Result<AstTest, ExprError> {
        if let Some(compare) = self.compare_sign() {
            self.next += 1;
            return Ok(AstTest::Compare(compare, self.sum()?));
        }
        if self.is_sign("]") || self.range_ahead() {
            let low_open = !self.is_sign("[");
            self.next += 1;
            let low = self.sum()?;
            self.expect("..")?;
            let high = self.sum()?;
            let high_open = match self.take() {
                Tok::Sym("]") => false,
                Tok::Sym(")" | "[") => true,
                _ => {
                    self.next -= 1;
                    return self.unexpected("] 或 )", "] or )");
                }
            };
            return Ok(AstTest::Range { low, low_open, high, high_open });
        }
        let value = self.sum()?;
        if self.accept("..") {
            let high = self.sum()?;
            return Ok(AstTest::Range { low: value, low_open: false, high, high_open: false });
        }
        Ok(AstTest::Value(value))
    }

    /// Whether the bracket here opens a range: `..` stands inside it, outside inner brackets.
    fn range_ahead(&self) -> bool {
        if !self.is_sign("[") && !self.is_sign("(") {
            return false;
        }
        let mut open = 0usize;
        for token in &self.tokens[self.next..] {
            match &token.tok {
                Tok::Sym("(" | "[" | "{") => open += 1,
                Tok::Sym(")" | "]" | "}") => {
                    open -= 1;
                    if open == 0 {
                        return false;
                    }
                }
                Tok::Sym(",") if open == 1 => return false,
                Tok::Sym("..") if open == 1 => return true,
                // The `..` of a loop is not that of a range.
                Tok::Word(word) if open == 1 && matches!(word.as_str(), "for" | "some" | "every") => return false,
                _ => {}
            }
        }
        false
    }

    fn sum(&mut self) -> Parsed {
        let mut left = self.product()?;
        loop {
            let sign = match self.peek() {
                Tok::Sym("+") => Arith::Add,
                Tok::Sym("-") => Arith::Sub,
                _ => return Ok(left),
            };
            left = self.arith(sign, left, Parser::product)?;
        }
    }

    fn product(&mut self) -> Parsed {
        let mut left = self.power()?;
        loop {
            let sign = match self.peek() {
                Tok::Sym("*") => Arith::Mul,
                Tok::Sym("/") => Arith::Div,
                _ => return Ok(left),
            };
            left = self.arith(sign, left, Parser::power)?;
        }
    }

    fn power(&mut self) -> Parsed {
        let mut left = self.negation()?;
        while self.is_sign("**") {
            left = self.arith(Arith::Pow, left, Parser::negation)?;
        }
        Ok(left)
    }

    fn arith(&mut self, sign: Arith, left: Ast, right: fn(&mut Parser) -> Parsed) -> Parsed {
        let at = self.at();
        self.next += 1;
        let right = right(self)?;
        Ok(Ast { kind: AstKind::Arith(sign, Box::new(left), Box::new(right)), at })
    }

    fn negation(&mut self) -> Parsed {
        let at = self.at();
        if !self.accept("-") {
            return self.postfix();
        }
        let inner = self.deeper(Parser::negation)?;
        Ok(Ast { kind: AstKind::Neg(Box::new(inner)), at })
    }

    fn postfix(&mut self) -> Parsed {
        let mut base = self.primary()?;
        loop {
            let at = self.at();
            if self.accept(".") {
                let place = self.at();
                let name = self.name()?;
                base = Ast { kind: AstKind::Path(Box::new(base), name, place), at };
            } else if self.is_sign("[") && !matches!(base.kind, AstKind::Number(_)) {
                self.next += 1;
                let inner = self.expression()?;
                self.expect("]")?;
                base = Ast { kind: AstKind::Filter(Box::new(base), Box::new(inner)), at };
            } else {
                return Ok(base);
            }
        }
    }

    fn primary(&mut self) -> Parsed {
        let at = self.at();
        let kind = match self.peek().clone() {
            Tok::Number(number) => {
                self.next += 1;
                AstKind::Number(number)
            }
            Tok::Text(text) => {
                self.next += 1;
                AstKind::Text(text)
            }
            Tok::At(text) => {
                self.next += 1;
                AstKind::At(text)
            }
            Tok::Sym("(") => {
                self.next += 1;
                let inner = self.expression()?;
                if self.is_sign("..") {
                    return self.range_misplaced();
                }
                self.expect(")")?;
                return Ok(inner);
            }
            Tok::Sym("[") => self.list()?,
            Tok::Sym("{") => self.context()?,
            Tok::Word(word) => match word.as_str() {
                "null" | "true" | "false" => {
                    self.next += 1;
                    if word == "null" { AstKind::Null } else { AstKind::Bool(word == "true") }
                }
                "if" => self.conditional()?,
                "for" => self.iteration("return", AstKind::For)?,
                "some" => self.iteration("satisfies", AstKind::Some)?,
                "every" => self.iteration("satisfies", AstKind::Every)?,
                _ => self.name_or_call()?,
            },
            Tok::Quoted(_) => self.name_or_call()?,
            _ => return self.unexpected("一个值", "a value"),
        };
        Ok(Ast { kind, at })
    }

    fn range_misplaced<T>(&self) -> Result<T, ExprError> {
        syntax(self.at(), "区间只能写在 in 的右边", "a range may stand only right of in")
    }

    fn list(&mut self) -> Result<AstKind, ExprError> {
        self.next += 1;
        let mut items = Vec::new();
        if !self.accept("]") {
            loop {
                items.push(self.expression()?);
                if self.is_sign("..") {
                    return self.range_misplaced();
                }
                if !self.accept(",") {
                    break;
                }
            }
            self.expect("]")?;
        }
        Ok(AstKind::List(items))
    }

    fn context(&mut self) -> Result<AstKind, ExprError> {
        self.next += 1;
        let mut entries: Vec<(String, Ast)> = Vec::new();
        if !self.accept("}") {
            loop {
                let at = self.at();
                let key = match self.peek().clone() {
                    Tok::Text(text) => {
                        self.next += 1;
                        text
                    }
                    _ => self.name()?,
                };
                if entries.iter().any(|(known, _)| *known == key) {
                    return syntax(at, format!("名称 {key} 重复"), format!("the name {key} stands twice"));
                }
                self.expect(":")?;
                entries.push((key, self.expression()?));
                if !self.accept(",") {
                    break;
                }
            }
            self.expect("}")?;
        }
        Ok(AstKind::Context(entries))
    }

    fn conditional(&mut self) -> Result<AstKind, ExprError> {
        self.next += 1;
        let condition = self.expression()?;
        self.expect_word("then")?;
        let then = self.expression()?;
        self.expect_word("else")?;
        let otherwise = self.expression()?;
        Ok(AstKind::If(Box::new(condition), Box::new(then), Box::new(otherwise)))
    }

    fn iteration(
        &mut self,
        end: &str,
        make: fn(Vec<(String, AstSource)>, Box<Ast>) -> AstKind,
    ) -> Result<AstKind, ExprError> {
        self.next += 1;
        let mut sources = Vec::new();
        loop {
            let name = self.name()?;
            self.expect_word("in")?;
            let first = self.expression()?;
            let source =
                if self.accept("..") { AstSource::Range(first, self.expression()?) } else { AstSource::List(first) };
            sources.push((name, source));
            if !self.accept(",") {
                break;
            }
        }
        self.expect_word(end)?;
        Ok(make(sources, Box::new(self.expression()?)))
    }

    /// A name of one or several words.
    fn name(&mut self) -> Result<String, ExprError> {
        match self.peek().clone() {
            Tok::Quoted(name) => {
                self.next += 1;
                Ok(name)
            }
            Tok::Word(word) if !is_reserved(&word) => {
                self.next += 1;
                let mut name = word;
                while let Tok::Word(more) = self.peek()
                    && !is_reserved(more)
                {
                    name.push(' ');
                    name.push_str(more);
                    self.next += 1;
                }
                Ok(name)
            }
            _ => self.unexpected("名称", "a name"),
        }
    }

    fn name_or_call(&mut self) -> Result<AstKind, ExprError> {
        for (words, name) in SPECIAL {
            let matches = words.iter().enumerate().all(|(by, word)| is_word(self.ahead(by), word));
            if matches && self.ahead(words.len()) == &Tok::Sym("(") {
                self.next += words.len();
                return self.call(name.to_owned());
            }
        }
        let quoted = matches!(self.peek(), Tok::Quoted(_));
        let name = self.name()?;
        if self.is_sign("(") && !quoted { self.call(name) } else { Ok(AstKind::Name(name)) }
    }

    fn call(&mut self, name: String) -> Result<AstKind, ExprError> {
        self.expect("(")?;
        let mut args = Vec::new();
        if !self.accept(")") {
            loop {
                args.push(self.expression()?);
                if !self.accept(",") {
                    break;
                }
            }
            self.expect(")")?;
        }
        Ok(AstKind::Call(name, args))
    }
}

fn is_word(tok: &Tok, word: &str) -> bool {
    matches!(tok, Tok::Word(found) if found == word)
}

fn one_or(mut parts: Vec<Ast>, many: impl FnOnce(Vec<Ast>) -> Ast) -> Ast {
    if parts.len() == 1 { parts.swap_remove(0) } else { many(parts) }
}

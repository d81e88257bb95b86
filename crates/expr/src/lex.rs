//! Text → words with places, within the size limits.

use keshu_kernel::Label;
use rust_decimal::Decimal;

use crate::error::{ErrorKind, ExprError, Pos, syntax};
use crate::num;

/// The longest text, in bytes.
pub const MAX_BYTES: usize = 4096;
/// The most words, numbers, strings and signs.
pub const MAX_TOKENS: usize = 400;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tok {
    Word(String),
    /// A name in backticks: never a keyword.
    Quoted(String),
    Number(Decimal),
    Text(String),
    /// `@"…"`
    At(String),
    Sym(&'static str),
    End,
}

#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub tok: Tok,
    pub at: Pos,
}

/// Signs, longest first.
const SIGNS: [&str; 23] = [
    "**", "..", "<=", ">=", "!=", "(", ")", "[", "]", "{", "}", ",", ":", ".", "=", "<", ">", "+", "-", "*", "/", "|",
    ";",
];

struct Reader<'a> {
    rest: &'a str,
    at: Pos,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.rest = &self.rest[letter.len_utf8()..];
        if letter == '\n' {
            self.at = Pos { line: self.at.line + 1, column: 1 };
        } else {
            self.at.column += 1;
        }
        Some(letter)
    }

    fn take_while(&mut self, mut wanted: impl FnMut(char) -> bool) -> &'a str {
        let start = self.rest;
        while self.peek().is_some_and(&mut wanted) {
            self.next();
        }
        &start[..start.len() - self.rest.len()]
    }
}

pub(crate) fn tokens(text: &str) -> Result<Vec<Token>, ExprError> {
    if text.len() > MAX_BYTES {
        let max = Label { zh: format!("{MAX_BYTES} 字节"), en: format!("{MAX_BYTES} bytes") };
        return Err(ExprError { at: Pos::START, kind: ErrorKind::TooLong { max } });
    }
    let mut reader = Reader { rest: text, at: Pos::START };
    let mut found = Vec::new();
    loop {
        skip_space(&mut reader)?;
        let at = reader.at;
        let tok = match reader.peek() {
            None => Tok::End,
            Some(letter) => token(&mut reader, letter, at)?,
        };
        let end = tok == Tok::End;
        found.push(Token { tok, at });
        if end {
            return Ok(found);
        }
        if found.len() > MAX_TOKENS {
            let max = Label { zh: format!("{MAX_TOKENS} 个词"), en: format!("{MAX_TOKENS} words") };
            return Err(ExprError { at, kind: ErrorKind::TooLong { max } });
        }
    }
}

fn skip_space(reader: &mut Reader) -> Result<(), ExprError> {
    loop {
        reader.take_while(|letter| letter.is_whitespace() || letter == '\u{feff}');
        if reader.rest.starts_with("//") {
            reader.take_while(|letter| letter != '\n');
        } else if reader.rest.starts_with("/*") {
            let at = reader.at;
            reader.next();
            reader.next();
            while !reader.rest.starts_with("*/") {
                if reader.next().is_none() {
                    return syntax(at, "注释没有结尾 */", "the comment has no closing */");
                }
            }
            reader.next();
            reader.next();
        } else {
            return Ok(());
        }
    }
}

pub(crate) fn starts_name(letter: char) -> bool {
    letter.is_alphabetic() || letter == '_'
}

pub(crate) fn goes_on_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == '?'
}

fn token(reader: &mut Reader, letter: char, at: Pos) -> Result<Tok, ExprError> {
    if starts_name(letter) {
        return Ok(Tok::Word(reader.take_while(goes_on_name).to_owned()));
    }
    let dotted = letter == '.' && reader.rest[1..].starts_with(|c: char| c.is_ascii_digit());
    if letter.is_ascii_digit() || dotted {
        return number(reader, at);
    }
    match letter {
        '"' => return Ok(Tok::Text(string(reader)?)),
        '@' => {
            reader.next();
            if reader.peek() != Some('"') {
                return syntax(at, "@ 后面应是带引号的日期或时长", "@ wants a quoted date or duration");
            }
            return Ok(Tok::At(string(reader)?));
        }
        '`' => {
            reader.next();
            let name = reader.take_while(|letter| letter != '`' && letter != '\n').to_owned();
            if reader.next() != Some('`') || name.trim().is_empty() {
                return syntax(at, "反引号中的名称不完整", "the name in backticks is not complete");
            }
            return Ok(Tok::Quoted(name.trim().to_owned()));
        }
        _ => {}
    }
    if let Some(sign) = SIGNS.into_iter().find(|sign| reader.rest.starts_with(sign)) {
        for _ in sign.chars() {
            reader.next();
        }
        return Ok(Tok::Sym(sign));
    }
    if let Some(plain) = half_width(letter) {
        return syntax(
            at,
            format!("「{letter}」是全角符号,请改用半角 {plain}"),
            format!("{letter} is a full-width sign, write {plain}"),
        );
    }
    let shown = if letter.is_control() { format!("U+{:04X}", letter as u32) } else { letter.to_string() };
    syntax(at, format!("不认识符号 {shown}"), format!("the sign {shown} is not known"))
}

fn half_width(letter: char) -> Option<char> {
    Some(match letter {
        '“' | '”' | '„' | '‘' | '’' => '"',
        '，' | '、' => ',',
        '。' => '.',
        '《' | '〈' => '<',
        '》' | '〉' => '>',
        '【' => '[',
        '】' => ']',
        '×' => '*',
        '÷' => '/',
        '≠' | '≤' | '≥' => return None,
        full @ '\u{ff01}'..='\u{ff5e}' => char::from_u32(full as u32 - 0xfee0)?,
        _ => return None,
    })
}

fn number(reader: &mut Reader, at: Pos) -> Result<Tok, ExprError> {
    let mut text = reader.take_while(|letter| letter.is_ascii_digit()).to_owned();
    let point = reader.rest.starts_with('.') && reader.rest[1..].starts_with(|c: char| c.is_ascii_digit());
    if point {
        reader.next();
        if text.is_empty() {
            text.push('0');
        }
        text.push('.');
        text.push_str(reader.take_while(|letter| letter.is_ascii_digit()));
    }
    if reader.peek().is_some_and(starts_name) {
        return syntax(at, "数字后面不能直接跟字母", "a letter may not follow a number directly");
    }
    match Decimal::from_str_exact(&text) {
        Ok(number) if number.normalize().scale() <= num::SCALE && number.normalize().mantissa() < 10i128.pow(28) => {
            Ok(Tok::Number(number.normalize()))
        }
        _ => {
            syntax(at, "数字过长(最多 28 位,小数最多 14 位)", "the number is too long (28 digits, 14 of them decimals)")
        }
    }
}

fn string(reader: &mut Reader) -> Result<String, ExprError> {
    let start = reader.at;
    reader.next();
    let mut text = String::new();
    loop {
        let at = reader.at;
        let letter = match reader.next() {
            None | Some('\n') => return syntax(start, "文本缺少结尾的引号", "the text has no closing quote"),
            Some('"') => return Ok(text),
            Some('\\') => escape(reader, at)?,
            Some(letter) => letter,
        };
        if letter.is_control() && !matches!(letter, '\n' | '\r' | '\t') {
            return syntax(at, "文本中有控制字符", "the text holds a control character");
        }
        text.push(letter);
    }
}

fn escape(reader: &mut Reader, at: Pos) -> Result<char, ExprError> {
    let broken = || syntax(at, "转义写法无效", "the escape is not valid");
    Ok(match reader.next() {
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        Some(same @ ('"' | '\'' | '\\')) => same,
        Some('u') => {
            let Some(high) = hex(reader, 4) else { return broken() };
            if !(0xd800..0xdc00).contains(&high) {
                return char::from_u32(high).map_or_else(broken, Ok);
            }
            if reader.next() != Some('\\') || reader.next() != Some('u') {
                return broken();
            }
            match hex(reader, 4) {
                Some(low @ 0xdc00..=0xdfff) => {
                    let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                    return char::from_u32(code).map_or_else(broken, Ok);
                }
                _ => return broken(),
            }
        }
        Some('U') => return hex(reader, 6).and_then(char::from_u32).map_or_else(broken, Ok),
        _ => return broken(),
    })
}

fn hex(reader: &mut Reader, count: usize) -> Option<u32> {
    (0..count).try_fold(0, |code, _| Some(code * 16 + reader.next()?.to_digit(16)?))
}

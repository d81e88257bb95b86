//! From the codes that a font of a PDF file draws to letters.

use std::collections::HashMap;

use encoding_rs::{BIG5, Encoding, GB18030, UTF_16BE, WINDOWS_1252};
use lopdf::{Dictionary, Document, Object};
use unicode_normalization::UnicodeNormalization;

/// What a map of codes may unpack to, and how many codes it may hold.
const MAP: usize = 4 << 20;
const CODES: u32 = 70_000;

pub(super) enum Font {
    /// Codes of so many bytes, each with its text.
    Mapped { width: usize, texts: HashMap<u32, String> },
    Encoded(&'static Encoding),
    Unknown,
}

impl Font {
    pub(super) fn of(document: &Document, font: &Dictionary) -> Font {
        let is_composite = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type0");
        let map = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream).and_then(|map| map.get_plain_content_with_limit(MAP));
        if let Some(mapped) = map.ok().map(|map| mapped(&map, is_composite)) {
            return mapped;
        }
        match font.get_deref(b"Encoding", document).and_then(Object::as_name) {
            Ok(name) if is_composite => by_name(name),
            _ if is_composite => Font::Unknown,
            _ => Font::Encoded(WINDOWS_1252),
        }
    }

    pub(super) fn text(&self, codes: &[u8]) -> String {
        match self {
            Font::Mapped { width, texts } => codes.chunks(*width).filter_map(|code| texts.get(&number(code))).map(String::as_str).collect(),
            Font::Encoded(encoding) => tidy(&encoding.decode_without_bom_handling(codes).0),
            Font::Unknown => String::new(),
        }
    }
}

/// The predefined maps whose codes are those of a known encoding.
fn by_name(name: &[u8]) -> Font {
    let has = |part: &[u8]| name.windows(part.len()).any(|window| window == part);
    match () {
        () if has(b"UCS2") || has(b"UTF16") => Font::Encoded(UTF_16BE),
        () if name.starts_with(b"GB") => Font::Encoded(GB18030),
        () if has(b"B5") => Font::Encoded(BIG5),
        () => Font::Unknown,
    }
}

/// A text of the file itself: UTF-16 with its mark, else Latin.
pub(super) fn plain(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(rest) => tidy(&UTF_16BE.decode_without_bom_handling(rest).0),
        None => tidy(&WINDOWS_1252.decode_without_bom_handling(bytes).0),
    }
}

/// Fonts often name radicals (⽅) where characters (方) are meant.
fn tidy(text: &str) -> String {
    text.nfkc().collect()
}

fn number(code: &[u8]) -> u32 {
    code.iter().take(4).fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// One word of a map.
enum Token {
    Code(Vec<u8>),
    Word(String),
}

/// The hex strings and words of a map; a mark ends a word.
fn tokens(map: &[u8]) -> Vec<Token> {
    let (mut tokens, mut place) = (Vec::new(), 0);
    while let Some(&byte) = map.get(place) {
        let length = |ends: fn(u8) -> bool| map[place + 1..].iter().position(|byte| ends(*byte)).unwrap_or(map.len() - place - 1) + 1;
        let taken = match byte {
            b'<' if map.get(place + 1) != Some(&b'<') => {
                let taken = length(|byte| byte == b'>');
                let digits: Vec<u8> = map[place + 1..place + taken].iter().filter_map(|digit| (*digit as char).to_digit(16)).map(|digit| digit as u8).collect();
                tokens.push(Token::Code(digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect()));
                taken + 1
            }
            b'[' | b']' => {
                tokens.push(Token::Word((byte as char).to_string()));
                1
            }
            byte if byte.is_ascii_alphanumeric() => {
                let taken = length(|byte| !byte.is_ascii_alphanumeric());
                tokens.push(Token::Word(String::from_utf8_lossy(&map[place..place + taken]).into_owned()));
                taken
            }
            _ => 1,
        };
        place += taken;
    }
    tokens
}

/// A ToUnicode map: `bfchar` pairs a code with its text, `bfrange` a run of codes with texts that count up
/// or stand in a list.
fn mapped(map: &[u8], is_composite: bool) -> Font {
    let (mut texts, mut width, mut section) = (HashMap::new(), None, String::new());
    let (mut codes, mut list): (Vec<Vec<u8>>, Option<Vec<Vec<u8>>>) = (Vec::new(), None);
    for token in tokens(map) {
        match token {
            Token::Code(code) => match &mut list {
                Some(list) => list.push(code),
                None => codes.push(code),
            },
            Token::Word(word) if word == "[" => list = Some(Vec::new()),
            Token::Word(word) if word == "]" => {
                if let (Some(first), Some(list)) = (codes.first().map(|code| number(code)), list.take()) {
                    texts.extend(list.iter().zip(first..).map(|(text, code)| (code, utf16(text))));
                }
                codes.clear();
            }
            Token::Word(word) => {
                section = word;
                codes.clear();
            }
        }
        match (section.as_str(), codes.as_slice()) {
            ("begincodespacerange", [low, _]) => {
                width = Some(low.len().clamp(1, 4));
                codes.clear();
            }
            ("beginbfchar", [code, text]) => {
                texts.insert(number(code), utf16(text));
                codes.clear();
            }
            ("beginbfrange", [low, high, first]) => {
                let run = number(low)..=number(high).min(number(low).saturating_add(CODES));
                for (step, code) in run.enumerate() {
                    texts.insert(code, utf16(&counted(first, step as u32)));
                }
                codes.clear();
            }
            _ => {}
        }
        if texts.len() > CODES as usize {
            break;
        }
    }
    Font::Mapped { width: width.unwrap_or(if is_composite { 2 } else { 1 }), texts }
}

/// The text so many steps after `first`.
fn counted(first: &[u8], steps: u32) -> Vec<u8> {
    let (head, last) = first.split_at(first.len().saturating_sub(2));
    let next = number(last).wrapping_add(steps) as u16;
    [head, &next.to_be_bytes()].concat()
}

fn utf16(text: &[u8]) -> String {
    tidy(&UTF_16BE.decode_without_bom_handling(text).0)
}

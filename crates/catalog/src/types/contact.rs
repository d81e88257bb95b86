//! Ways to reach someone: phone, email and url.

use keshu_kernel::{Cell, args, codes};
use serde_json::{Value, json};

use super::clean::{fold_width, is_control, one_line};
use super::{MaskRule, Refusal, TypeCtx, TypeOps, string_of, too_long};
use crate::model::{Field, Kind};

pub struct Phone;
pub struct Email;
pub struct Url;

const URL_MAX: usize = 2000;

/// One spelling of a phone number: `13812345678`, `021-12345678`, `021-12345678-123`, `4001234567`,
/// `95588`, `+85212345678`. `None` when it is none of these.
pub fn phone(text: &str) -> Option<String> {
    let folded = fold_width(text).to_lowercase();
    let mut word = folded.trim().to_owned();
    for mark in ["分机号", "分机", "转", "extension", "ext.", "ext", "x", "*"] {
        word = word.replace(mark, "#");
    }
    let mut word: String =
        word.chars().filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '.' | '/' | ':')).collect();
    // A number that went through a spreadsheet as a figure.
    if let Some(place) = folded.trim().strip_suffix(".0").filter(|rest| rest.bytes().all(|b| b.is_ascii_digit())) {
        word = place.to_owned();
    }
    let (main, ext) = word.split_once('#').map_or((word.as_str(), None), |(main, ext)| (main, Some(ext)));
    let ext = ext.map(|ext| ext.trim_matches('-'));
    if ext.is_some_and(|ext| ext.is_empty() || ext.len() > 6 || !is_digits(ext)) {
        return None;
    }
    let main = main.trim_matches('-');
    let home = ["+86", "0086"].iter().find_map(|code| main.strip_prefix(code));
    if home.is_none() && (main.starts_with('+') || main.starts_with("00")) {
        let digits: String = main.strip_prefix('+').or_else(|| main.strip_prefix("00"))?.replace('-', "");
        let fits = is_digits(&digits) && (6..=15).contains(&digits.len()) && !digits.starts_with('0') && ext.is_none();
        return fits.then(|| format!("+{digits}"));
    }
    let national = home.unwrap_or(main).trim_matches('-');
    let from_abroad = home.is_some();
    domestic(national, ext).or_else(|| match (from_abroad, national.strip_prefix("86")) {
        // +86 21 1234 5678: the area code stands without its 0.
        (true, _) => domestic(&format!("0{national}"), ext),
        // 86-13812345678
        (false, Some(rest)) => domestic(rest.trim_matches('-'), ext).filter(|_| rest.len() >= 10),
        _ => None,
    })
}

/// Whether it is the number of a person's mobile phone, however it is written.
pub fn is_mobile(text: &str) -> bool {
    phone(text).is_some_and(|number| mobile(&number).is_some())
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn domestic(text: &str, ext: Option<&str>) -> Option<String> {
    let mut groups: Vec<&str> = text.split('-').filter(|group| !group.is_empty()).collect();
    let mut ext = ext;
    // 021-12345678-123, 13812345678-1234: the last group is an extension.
    if ext.is_none() && groups.len() > 1 {
        let before = groups[groups.len() - 2];
        let last = groups[groups.len() - 1];
        let complete =
            before.len() == 11 || (matches!(before.len(), 7 | 8) && groups.len() == 3 && groups[0].starts_with('0'));
        if complete && last.len() <= 6 {
            ext = groups.pop();
        }
    }
    let digits = groups.concat();
    if !is_digits(&digits) {
        return None;
    }
    let number = mobile(&digits).or_else(|| service(&digits)).or_else(|| landline(&digits))?;
    Some(match ext {
        Some(ext) if is_digits(ext) => format!("{number}-{ext}"),
        Some(_) => return None,
        None => number,
    })
}

fn mobile(digits: &str) -> Option<String> {
    let second = digits.as_bytes().get(1)?;
    (digits.len() == 11 && digits.starts_with('1') && (b'3'..=b'9').contains(second)).then(|| digits.to_owned())
}

/// 400 and 800 numbers, 95xxx, 96xxx and short numbers such as 110 and 10086.
fn service(digits: &str) -> Option<String> {
    let fits = match digits.len() {
        10 => digits.starts_with("400") || digits.starts_with("800"),
        3 => digits.starts_with("11") || digits.starts_with("12"),
        5..=6 => ["95", "96", "10", "11", "12"].iter().any(|head| digits.starts_with(head)),
        8 => digits.starts_with("95") || digits.starts_with("9696"),
        _ => false,
    };
    fits.then(|| digits.to_owned())
}

/// Area codes 010 and 02x have three digits, all others four.
fn landline(digits: &str) -> Option<String> {
    let rest = digits.strip_prefix('0')?;
    let area = match rest.as_bytes().first()? {
        b'1' => rest.starts_with("10").then_some(3)?,
        b'2' => 3,
        b'3'..=b'9' => 4,
        _ => return None,
    };
    let (area, number) = digits.split_at_checked(area)?;
    let fits = matches!(number.len(), 7 | 8) && !number.starts_with('0');
    // 95xxx dialled with an area code is still a landline to the caller.
    (fits || (number.len() == 5 && number.starts_with("95"))).then(|| format!("{area}-{number}"))
}

impl TypeOps for Phone {
    fn parse(&self, field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        let text = string_of(field, value, ctx)?;
        if text.chars().count() > 60 {
            return Err((&codes::PHONE_INVALID, args![label = ctx.label(field)]));
        }
        phone(text).map(Cell::Text).ok_or_else(|| (&codes::PHONE_INVALID, args![label = ctx.label(field)]))
    }

    fn mask(&self, _: &Kind) -> MaskRule {
        MaskRule::Middle { head: 3, tail: 4 }
    }

    fn is_always_searched(&self) -> bool {
        true
    }

    fn json_schema(&self, _: &Field) -> Value {
        json!({"type": "string", "format": "phone", "maxLength": 60})
    }
}

/// Lower case, one `@`, a domain with a dot.
pub fn email(text: &str) -> Option<String> {
    let folded = fold_width(text);
    let address = folded.trim().trim_start_matches("mailto:").to_lowercase();
    let (local, domain) = address.split_once('@')?;
    let local_fits = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~.-".contains(&b));
    (local_fits && address.len() <= 254 && is_domain(domain)).then_some(address)
}

/// At least two labels of letters, digits and inner hyphens; the last has a letter.
fn is_domain(domain: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    let fits = |label: &&str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let top = labels.last().copied().unwrap_or_default();
    labels.len() >= 2
        && domain.len() <= 253
        && labels.iter().all(fits)
        && top.chars().count() >= 2
        && top.chars().any(char::is_alphabetic)
}

impl TypeOps for Email {
    fn parse(&self, field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        let text = string_of(field, value, ctx)?;
        email(text).map(Cell::Text).ok_or_else(|| (&codes::EMAIL_INVALID, args![label = ctx.label(field)]))
    }

    fn mask(&self, _: &Kind) -> MaskRule {
        MaskRule::Email
    }

    fn is_always_searched(&self) -> bool {
        true
    }

    fn json_schema(&self, _: &Field) -> Value {
        json!({"type": "string", "format": "email", "maxLength": 254})
    }
}

/// `http://` or `https://` and a host; nothing that could leave an attribute.
pub fn url(text: &str) -> Option<String> {
    let text = text.trim();
    let lower = text.to_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next()?;
    let bad = |c: char| c.is_whitespace() || is_control(c) || matches!(c, '"' | '<' | '>' | '\\' | '`' | '{' | '}');
    let fits = !host.is_empty() && !host.contains('@') && !host.starts_with([':', '.']) && !text.contains(bad);
    fits.then(|| text.to_owned())
}

impl TypeOps for Url {
    fn parse(&self, field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        let text = string_of(field, value, ctx)?;
        let length = text.chars().count();
        if length > URL_MAX {
            return Err(too_long(field, URL_MAX, length, ctx));
        }
        url(text).map(Cell::Text).ok_or_else(|| (&codes::URL_INVALID, args![label = ctx.label(field)]))
    }

    /// `www.example.com` without its scheme is completed.
    fn parse_messy(&self, field: &Field, text: &str, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        let word = one_line(&fold_width(text));
        let host = word.split(['/', '?', '#', ':']).next().unwrap_or_default();
        let whole = match word.contains("://") || !is_domain(host) {
            true => word,
            false => format!("https://{word}"),
        };
        self.parse(field, &Value::String(whole), ctx)
    }

    fn mask(&self, _: &Kind) -> MaskRule {
        MaskRule::All
    }

    fn json_schema(&self, _: &Field) -> Value {
        json!({"type": "string", "format": "uri", "maxLength": URL_MAX})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_have_one_spelling() {
        for (given, stored) in [
            ("13812345678", "13812345678"),
            ("138 1234 5678", "13812345678"),
            ("138-1234-5678", "13812345678"),
            ("+86 138-1234-5678", "13812345678"),
            ("008613812345678", "13812345678"),
            ("86-13812345678", "13812345678"),
            ("8613812345678", "13812345678"),
            ("13812345678.0", "13812345678"),
            ("13812345678-1234", "13812345678-1234"),
            ("１３８１２３４５６７８", "13812345678"),
            ("19912345678", "19912345678"),
            ("021-12345678", "021-12345678"),
            ("02162345678", "021-62345678"),
            ("(021) 6234 5678", "021-62345678"),
            ("(021)6234-5678", "021-62345678"),
            ("021—62345678", "021-62345678"),
            ("+86 21 62345678", "021-62345678"),
            ("+86-755-23456789", "0755-23456789"),
            ("0755-23456789-801", "0755-23456789-801"),
            ("0755-23456789转801", "0755-23456789-801"),
            ("0755-23456789 ext. 801", "0755-23456789-801"),
            ("010-62345678", "010-62345678"),
            ("0571 8234567", "0571-8234567"),
            ("400-123-4567", "4001234567"),
            ("800 820 8820", "8008208820"),
            ("95588", "95588"),
            ("10086", "10086"),
            ("110", "110"),
            ("12315", "12315"),
            ("+852 2345 6789", "+85223456789"),
            ("+1 (415) 555-2671", "+14155552671"),
            ("0044 20 7946 0958", "+442079460958"),
        ] {
            assert_eq!(phone(given).as_deref(), Some(stored), "{given}");
            assert_eq!(phone(stored).as_deref(), Some(stored), "{stored} again");
        }
        for broken in [
            "",
            "1381234567",
            "138123456789",
            "12812345678",
            "62345678",
            "021-6234567890",
            "0110-1234567",
            "+12",
            "电话",
            "13812345678/13912345678",
            "+86",
            "13812345678转",
            "1e10",
            "-",
            "＋",
        ] {
            assert_eq!(phone(broken), None, "{broken}");
        }
    }

    #[test]
    fn emails_and_addresses() {
        assert_eq!(email(" Lin.Xiao@Example.COM ").as_deref(), Some("lin.xiao@example.com"));
        assert_eq!(email("ａ＠ｂ．ｃｎ").as_deref(), Some("a@b.cn"));
        for broken in [
            "", "a", "a@b", "@b.cn", "a@.cn", "a@b..cn", "a b@c.cn", "a@b.c1-", "a@@b.cn", ".a@b.cn", "a@b.1",
            "a@-b.cn",
        ] {
            assert_eq!(email(broken), None, "{broken}");
        }
        assert_eq!(url(" https://a.cn/路径?q=1 ").as_deref(), Some("https://a.cn/路径?q=1"));
        for broken in [
            "",
            "a.cn",
            "javascript:alert(1)",
            "https://",
            "https:///x",
            "ftp://a.cn",
            "https://a b.cn",
            "https://x@a.cn",
            "https://a.cn/\"onclick=",
        ] {
            assert_eq!(url(broken), None, "{broken}");
        }
    }
}

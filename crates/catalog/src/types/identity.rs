//! Numbers that identify: unified social credit code, citizen identity number, bank account.

use keshu_kernel::{Cell, Code, args, codes};
use serde_json::{Value, json};

use super::clean::fold_width;
use super::{MaskRule, Refusal, TypeCtx, TypeOps, string_of};
use crate::model::{Field, Kind};

pub struct Uscc;
pub struct IdNumber;
pub struct BankAccount;

/// Upper case, half width, without blanks and dashes.
fn compact(text: &str) -> String {
    fold_width(text).chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_uppercase).collect()
}

/// GB 32100-2015: 31 characters (no I O S V Z), weights 3^i mod 31, check character last.
pub fn uscc(text: &str) -> Option<String> {
    const LETTERS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    let code = compact(text);
    let values: Vec<usize> = code.chars().map(|c| LETTERS.find(c)).collect::<Option<_>>()?;
    let region_is_digits = code.get(2..8)?.bytes().all(|b| b.is_ascii_digit());
    if values.len() != 18 || !region_is_digits {
        return None;
    }
    let sum: usize = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    ((31 - sum % 31) % 31 == values[17]).then_some(code)
}

/// GB 11643-1999: province, birth date, sequence, check character. Permanent residence cards of
/// foreigners (from 2023) have the same form with a leading 9.
pub fn id_number(text: &str) -> Option<String> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    const PROVINCES: &[&str] = &[
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43",
        "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83",
    ];
    let number = compact(text);
    let bytes = number.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let province = if bytes[0] == b'9' { &number[1..3] } else { &number[..2] };
    if !PROVINCES.contains(&province) {
        return None;
    }
    let year: i16 = number[6..10].parse().ok()?;
    jiff::civil::Date::new(year, number[10..12].parse().ok()?, number[12..14].parse().ok()?)
        .ok()
        .filter(|_| year >= 1800)?;
    let sum: u32 = bytes[..17].iter().zip(WEIGHTS).map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
    (CHECKS[(sum % 11) as usize] == bytes[17]).then_some(number)
}

/// 6 to 34 digits or letters; a wrong check digit is no error, because many accounts have none.
pub fn bank_account(text: &str) -> Option<String> {
    let account = compact(text);
    ((6..=34).contains(&account.len()) && account.bytes().all(|b| b.is_ascii_alphanumeric())).then_some(account)
}

fn parsed(
    field: &Field,
    value: &Value,
    ctx: &TypeCtx,
    read: fn(&str) -> Option<String>,
    code: &'static Code,
) -> Result<Cell, Refusal> {
    let text = string_of(field, value, ctx)?;
    let short = text.len() <= 400;
    short.then(|| read(text)).flatten().map(Cell::Text).ok_or_else(|| (code, args![label = ctx.label(field)]))
}

impl TypeOps for Uscc {
    fn parse(&self, field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        parsed(field, value, ctx, uscc, &codes::USCC_INVALID)
    }

    fn mask(&self, _: &Kind) -> MaskRule {
        MaskRule::Middle { head: 4, tail: 4 }
    }

    fn is_always_searched(&self) -> bool {
        true
    }

    fn json_schema(&self, _: &Field) -> Value {
        json!({"type": "string", "pattern": "^[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}$"})
    }
}

impl TypeOps for IdNumber {
    fn parse(&self, field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        parsed(field, value, ctx, id_number, &codes::ID_NUMBER_INVALID)
    }

    fn mask(&self, _: &Kind) -> MaskRule {
        MaskRule::Middle { head: 3, tail: 4 }
    }

    fn json_schema(&self, _: &Field) -> Value {
        json!({"type": "string", "pattern": "^[0-9]{17}[0-9X]$"})
    }
}

impl TypeOps for BankAccount {
    fn parse(&self, field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        parsed(field, value, ctx, bank_account, &codes::BANK_ACCOUNT_INVALID)
    }

    fn mask(&self, _: &Kind) -> MaskRule {
        MaskRule::Middle { head: 0, tail: 4 }
    }

    fn json_schema(&self, _: &Field) -> Value {
        json!({"type": "string", "pattern": "^[0-9A-Z]{6,34}$"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uscc_keeps_the_standard() {
        for code in [
            "91350100M000100Y43",
            "121200004013590816",
            "91110000600037341L",
            "911522010783762860",
            "91152201078377449P",
            "91310112087994932F",
            "913101203509708598",
            "91340600MA2PBM9HXD",
            "91340602MA2UJY3J9W",
            "91620105L015101280",
            "92340602MA2PBQAH7E",
            "92340603MA2UK1TD00",
            "92340621MA2PBNTY9Y",
            "92340621MA2UK3C369",
            "91371082775260043P",
        ] {
            assert_eq!(uscc(code).as_deref(), Some(code));
            assert_eq!(uscc(&code.to_lowercase()).as_deref(), Some(code));
        }
        assert_eq!(uscc("9135 0100 M000 100Y 43").as_deref(), Some("91350100M000100Y43"));
        for broken in [
            "91350100M000100Y4Z",
            "91350100M000100Y44",
            "91110000600037341N",
            "9111000060003IOZSV",
            "A1110000600037341L",
            "12345",
            "",
            "９１é",
        ] {
            assert_eq!(uscc(broken), None, "{broken}");
        }
    }

    #[test]
    fn identity_numbers_keep_the_standard() {
        for number in [
            "11010519491231002X",
            "440524188001010014",
            "110102199101010078",
            "44011320141005001X",
            "412723199010050012",
            "911124198108030024",
        ] {
            assert_eq!(id_number(number).as_deref(), Some(number));
        }
        assert_eq!(id_number("11010519491231002x").as_deref(), Some("11010519491231002X"));
        for broken in [
            "36042619910102009X", // check character
            "360426199113010079", // month 13
            "990426199112010074", // no such region
            "T60426199101010078", // not a digit
            "110105491231002",
            "",
        ] {
            assert_eq!(id_number(broken), None, "{broken}");
        }
    }

    #[test]
    fn bank_accounts_are_compact() {
        assert_eq!(bank_account("6222 0212-3456 7890").as_deref(), Some("6222021234567890"));
        assert_eq!(bank_account("gb29nwbk60161331926819").as_deref(), Some("GB29NWBK60161331926819"));
        assert_eq!(bank_account("12345"), None);
        assert_eq!(bank_account("1234567户"), None);
    }
}

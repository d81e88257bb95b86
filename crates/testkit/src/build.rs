//! Builders of what tests need all the time.

use serde_json::{Value, json};

/// The smallest customer.
pub fn customer(name: &str) -> Value {
    json!({"name": name})
}

/// The nth valid unified social credit code (GB 32100-2015).
pub fn uscc(place: u32) -> String {
    const LETTERS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let body = format!("91350100M{place:08}");
    let sum: usize = body.bytes().scan(1usize, |weight, letter| {
        let value = LETTERS.iter().position(|known| *known == letter).expect("a letter of the code") * *weight;
        *weight = *weight * 3 % 31;
        Some(value)
    }).sum();
    format!("{body}{}", char::from(LETTERS[(31 - sum % 31) % 31]))
}

/// The nth valid identity number (GB 11643-1999) of somebody born on 1990-03-07.
pub fn id_number(place: u32) -> String {
    let body = format!("11010519900307{place:03}");
    let sum: u32 = body.bytes().rev().scan(1u32, |weight, digit| {
        *weight = *weight * 2 % 11;
        Some(u32::from(digit - b'0') * *weight)
    }).sum();
    format!("{body}{}", b"10X98765432"[(sum % 11) as usize] as char)
}

/// `(pointer, code)` of every fault of a problem, in order.
pub fn pointers(problem: &Value) -> Vec<(&str, &str)> {
    let faults = problem["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    faults.iter().map(|fault| (fault["pointer"].as_str().unwrap_or_default(), fault["code"].as_str().unwrap_or_default())).collect()
}

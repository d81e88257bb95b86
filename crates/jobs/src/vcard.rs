//! Business cards (RFC 6350, RFC 2426): a file of them as a table, and records as cards.


use calcard::{
    common::IanaString,
    Entry, Parser,
    vcard::{VCard, VCardEntry, VCardParameter, VCardParameterValue, VCardProperty, VCardType, VCardValue, VCardVersion},
};
use keshu_kernel::Problem;

use crate::table::Builder;

/// One thing that a card says: its property, of which type, which part of a value of several; the column it
/// becomes, and the keys of fields that say the same.
struct Says {
    property: VCardProperty,
    types: &'static [VCardType],
    part: usize,
    header: &'static str,
    keys: &'static [&'static str],
}

const fn says(property: VCardProperty, types: &'static [VCardType], part: usize, header: &'static str, keys: &'static [&'static str]) -> Says {
    Says { property, types, part, header, keys }
}

/// The first that fits has the value, so the special ones stand before the general.
const CARD: &[Says] = &[
    says(VCardProperty::Fn, &[], 0, "姓名", &["name"]),
    says(VCardProperty::Org, &[], 0, "公司", &["customer_id"]),
    says(VCardProperty::Org, &[], 1, "部门", &["dept_name"]),
    says(VCardProperty::Title, &[], 0, "职务", &["job_title"]),
    says(VCardProperty::Tel, &[VCardType::Fax], 0, "传真", &["fax"]),
    says(VCardProperty::Tel, &[VCardType::Cell], 0, "手机", &["mobile"]),
    says(VCardProperty::Tel, &[VCardType::Work], 0, "办公电话", &["work_phone", "phone"]),
    says(VCardProperty::Tel, &[], 0, "电话", &[]),
    says(VCardProperty::Email, &[], 0, "邮箱", &["email"]),
    says(VCardProperty::Adr, &[], 2, "地址", &["address"]),
    says(VCardProperty::Adr, &[], 5, "邮编", &["postcode"]),
    says(VCardProperty::Url, &[], 0, "网址", &["website"]),
    says(VCardProperty::Bday, &[], 0, "生日", &["birthday_on"]),
    says(VCardProperty::Nickname, &[], 0, "称呼", &["salutation"]),
    says(VCardProperty::Note, &[], 0, "备注", &["note"]),
];

/// Every card as a row; columns are those that some card fills.
pub(crate) fn read(text: &str, builder: &mut Builder) -> Result<(), Problem> {
    let mut cards: Vec<Vec<String>> = Vec::new();
    let mut parser = Parser::new(text);
    loop {
        match parser.entry() {
            Entry::VCard(card) => cards.push(row(&card)),
            Entry::Eof => break,
            _ => {}
        }
    }
    let filled: Vec<usize> = (0..CARD.len()).filter(|place| cards.iter().any(|row| !row[*place].is_empty())).collect();
    builder.push(1, filled.iter().map(|place| CARD[*place].header.to_owned()).collect())?;
    for (place, row) in cards.into_iter().enumerate() {
        builder.push(place as u64 + 2, filled.iter().map(|column| row[*column].clone()).collect())?;
    }
    Ok(())
}

fn row(card: &VCard) -> Vec<String> {
    let mut row = vec![String::new(); CARD.len()];
    for entry in &card.entries {
        for (place, says) in CARD.iter().enumerate().filter(|(_, says)| says.property == entry.name && has_types(entry, says.types)) {
            let text = part(entry, says.part);
            if text.is_empty() {
                continue;
            }
            if row[place].is_empty() {
                row[place] = text;
            } else if !row[place].split('；').any(|known| known == text) {
                row[place] = format!("{}；{text}", row[place]);
            }
            // One property says one thing, but an address or a company says several.
            if !matches!(says.property, VCardProperty::Org | VCardProperty::Adr) {
                break;
            }
        }
    }
    if row[0].is_empty() {
        row[0] = card.entries.iter().find(|entry| entry.name == VCardProperty::N).map(name).unwrap_or_default();
    }
    row
}

/// Family and given name; Chinese ones without a blank between.
fn name(entry: &VCardEntry) -> String {
    let (family, given) = (part(entry, 0), part(entry, 1));
    let blank = if (family.clone() + &given).is_ascii() && !family.is_empty() && !given.is_empty() { " " } else { "" };
    if blank.is_empty() { family + &given } else { format!("{given}{blank}{family}") }
}

fn has_types(entry: &VCardEntry, wanted: &[VCardType]) -> bool {
    let has = |wanted: &VCardType| entry.params.iter().any(|param| match &param.value {
        VCardParameterValue::Type(known) => known == wanted,
        VCardParameterValue::Text(text) => text.eq_ignore_ascii_case(wanted.as_str()),
        _ => false,
    });
    wanted.iter().all(has)
}

/// One part of a value; of an address the third part is all that stands before the postcode, largest first.
fn part(entry: &VCardEntry, place: usize) -> String {
    let parts: Vec<String> = entry.values.iter().flat_map(texts).collect();
    let at = |place: usize| parts.get(place).map(|text| text.trim()).unwrap_or_default();
    if entry.name == VCardProperty::Adr && place == 2 {
        return [6, 4, 3, 2, 1].into_iter().map(at).filter(|text| !text.is_empty()).collect();
    }
    at(place).replace(['\r', '\n'], " ")
}

fn texts(value: &VCardValue) -> Vec<String> {
    match value {
        VCardValue::Text(text) => vec![text.clone()],
        VCardValue::Component(parts) => parts.clone(),
        VCardValue::PartialDateTime(day) => match (day.year, day.month, day.day) {
            (Some(year), Some(month), Some(day)) => vec![format!("{year:04}-{month:02}-{day:02}")],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Whether a card can say what a field holds.
pub(crate) fn holds(key: &str) -> bool {
    CARD.iter().any(|says| says.keys.contains(&key))
}

/// A record as a card of version 3, which every phone reads. `values` are `(field key, text)`.
pub(crate) fn card<'a>(values: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut found: Vec<(&Says, &str)> = values.filter_map(|(key, text)| Some((CARD.iter().find(|says| says.keys.contains(&key))?, text))).filter(|(_, text)| !text.is_empty()).collect();
    found.sort_by_key(|(says, _)| CARD.iter().position(|known| std::ptr::eq(known, *says)));
    let mut entries: Vec<VCardEntry> = Vec::new();
    for (says, text) in found {
        let is_composed = matches!(says.property, VCardProperty::Org | VCardProperty::Adr);
        // What belongs to one value goes into one property.
        if let Some(entry) = entries.iter_mut().find(|entry| is_composed && entry.name == says.property) {
            if entry.values.len() <= says.part {
                entry.values.resize(says.part + 1, VCardValue::Text(String::new()));
            }
            entry.values[says.part] = VCardValue::Text(text.to_owned());
            continue;
        }
        let parts = match says.property {
            VCardProperty::Adr => 7,
            VCardProperty::Org => says.part + 1,
            _ => 1,
        };
        let mut values = vec![VCardValue::Text(String::new()); parts];
        values[if is_composed { says.part } else { 0 }] = VCardValue::Text(text.to_owned());
        let params = says.types.iter().map(|kind| VCardParameter::typ(kind.clone())).collect();
        entries.push(VCardEntry::new(says.property.clone()).with_params(params).with_values(values));
        if says.property == VCardProperty::Fn {
            // Version 3 asks for the structured name too.
            let mut parts = vec![VCardValue::Text(String::new()); 5];
            parts[0] = VCardValue::Text(text.to_owned());
            entries.push(VCardEntry::new(VCardProperty::N).with_values(parts));
        }
    }
    let mut text = String::new();
    VCard { entries }.write_to(&mut text, VCardVersion::V3_0).expect("a string takes everything");
    text
}

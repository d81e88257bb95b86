//! New choices that a list brings with it.

use keshu_access::Action;
use keshu_catalog::{Dict, Kind};
use keshu_kernel::{Problem, args, codes};
use keshu_store::{Tx, query};
use serde_json::{Map, Value, json};

use crate::{Ctx, read::read_one, write::change_in};

/// The dictionary of a field, if it may grow by what a list brings: national standards may not.
pub(crate) fn growing<'a>(ctx: &Ctx, kind: &'a Kind) -> Option<&'a str> {
    let Kind::Code { dict } = kind else { return None };
    let is_small = ctx.house.directory().dict(dict).is_some_and(|dict| !dict.is_large());
    let may = ctx.entity("dictionary").is_ok_and(|entity| ctx.grant(entity, Action::Update).is_ok());
    (is_small && may).then_some(dict)
}

/// Whether the asker may add to the choices of a field.
pub fn may_add_choice(ctx: &Ctx, entity: &str, field: &str) -> bool {
    ctx.entity(entity).ok().and_then(|entity| entity.field(field)).is_some_and(|field| growing(ctx, &field.kind).is_some())
}

/// Whether a person said that a word is a choice of its own.
pub(crate) fn is_new(meant: &Value) -> bool {
    meant["add"] == true
}

/// Adds every word of `values` (`{field: {text: {"add": true}}}`) to its dictionary, as an ordinary write of the
/// asker; the codes take the place of the wishes.
pub fn add_choices(ctx: &Ctx, tx: &mut Tx, entity: &str, values: &mut Map<String, Value>) -> Result<(), Problem> {
    let entity = ctx.entity(entity)?;
    for (key, words) in values {
        let Some(words) = words.as_object_mut() else { continue };
        let new: Vec<String> = words.iter().filter(|(_, meant)| is_new(meant)).map(|(word, _)| word.trim().to_owned()).collect();
        if new.is_empty() {
            continue;
        }
        let refused = || Problem::new(&codes::IMPORT_MAPPING_INVALID, args![name = key, why = "add"]);
        let field = entity.field(key).ok_or_else(refused)?;
        let name = growing(ctx, &field.kind).ok_or_else(refused)?;
        let codes = add_words(ctx, tx, name, &new)?;
        for (word, code) in new.into_iter().zip(codes) {
            words.retain(|known, _| known.trim() != word);
            words.insert(word, Value::String(code));
        }
    }
    Ok(())
}

fn add_words(ctx: &Ctx, tx: &mut Tx, name: &str, words: &[String]) -> Result<Vec<String>, Problem> {
    let entity = ctx.entity("dictionary")?;
    let directory = ctx.house.directory();
    let missing = || Problem::internal(format!("there is no dictionary {name}"));
    let dict = directory.dict(name).ok_or_else(missing)?;
    let id = query::ids_with_values(tx.read(), entity, &[("dict_key".to_owned(), name.into())], None, 1)?.pop().ok_or_else(missing)?;
    let (record, version) = read_one(ctx, tx.read(), entity, &ctx.grant(entity, Action::Update)?, &id)?;
    let record: Value = serde_json::from_str(&record).map_err(Problem::internal)?;
    let mut items = record["items"].as_array().cloned().unwrap_or_default();
    let (mut codes, mut grew) = (Vec::new(), false);
    for word in words {
        let known = items.iter().find(|item| item["zh"] == word.as_str()).and_then(|item| item["item_code"].as_str());
        let code = match known.or_else(|| dict.find(word)) {
            Some(code) => code.to_owned(),
            None => {
                let code = free_code(dict, &items);
                items.push(json!({"item_code": code, "zh": word, "is_active": true}));
                grew = true;
                code
            }
        };
        codes.push(code);
    }
    if grew {
        change_in(ctx, tx, entity, &id, Some(version), &Map::from_iter([("items".to_owned(), Value::Array(items))]))?;
    }
    Ok(codes)
}

/// `x1`, `x2` …: the first that nobody has.
fn free_code(dict: &Dict, items: &[Value]) -> String {
    let is_free = |code: &String| !dict.has(code) && !items.iter().any(|item| item["item_code"] == code.as_str());
    (1..).map(|count| format!("x{count}")).find(is_free).expect("numbers never end")
}

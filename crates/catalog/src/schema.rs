//! JSON Schema of the pack files, for editors: made from the same table that checks them.

use serde_json::{Map, Value, json};

use crate::keys::{self, Key, Shape};

/// The documents of `packs/schema/`, by file name.
pub fn documents() -> Vec<(&'static str, Value)> {
    [
        ("pack", keys::PACK),
        ("entity", keys::ENTITY),
        ("extend", keys::EXTEND),
        ("dict", keys::DICT),
        ("roles", keys::ROLES),
        ("menus", keys::MENUS),
        ("home", keys::HOME),
        ("seed", keys::SEED),
    ]
    .into_iter()
    .map(|(name, table)| (name, document(name, table)))
    .collect()
}

fn document(name: &str, table: &'static [Key]) -> Value {
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("keshu:packs/schema/{name}.json"),
        "title": format!("Keshu pack file: {name}"),
    });
    if let (Some(schema), Value::Object(body)) = (schema.as_object_mut(), object(table)) {
        schema.extend(body);
    }
    schema
}

fn object(table: &'static [Key]) -> Value {
    let properties: Map<String, Value> = table
        .iter()
        .map(|key| {
            let mut schema = shape(&key.shape);
            schema["description"] = Value::from(key.sentence);
            (key.name.to_owned(), schema)
        })
        .collect();
    let required: Vec<&str> = table.iter().filter(|key| key.required).map(|key| key.name).collect();
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

fn shape(shape_of: &'static Shape) -> Value {
    match shape_of {
        Shape::Text => json!({"type": "string"}),
        Shape::Name => json!({"type": "string", "pattern": "^[a-z][a-z0-9_]*$", "maxLength": 48}),
        Shape::Label => json!({
            "type": "object",
            "properties": {"zh": {"type": "string", "minLength": 1}, "en": {"type": "string", "minLength": 1}},
            "required": ["zh", "en"], "additionalProperties": false,
        }),
        Shape::Flag => json!({"type": "boolean"}),
        Shape::Count => json!({"type": "integer", "minimum": 0}),
        Shape::Scalar => json!({"type": ["string", "number"]}),
        Shape::Any => json!({}),
        Shape::OneOf(words) => json!({"type": "string", "enum": words}),
        Shape::List(inner) => json!({"type": "array", "items": shape(inner)}),
        Shape::Map(inner) => json!({"type": "object", "additionalProperties": shape(inner)}),
        Shape::Object(table) => object(table),
        Shape::ListOr(inner, []) => json!({"anyOf": [shape(inner), {"type": "array", "items": shape(inner)}]}),
        Shape::ListOr(inner, table) => json!({"anyOf": [{"type": "array", "items": shape(inner)}, object(table)]}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_one_sentence() {
        for (name, document) in documents() {
            let properties = document["properties"].as_object().unwrap();
            assert!(!properties.is_empty(), "{name}");
            for (key, schema) in properties {
                let sentence = schema["description"].as_str().unwrap();
                assert!(sentence.ends_with('.') && sentence.len() > 12, "{name}.{key}: {sentence}");
            }
        }
        assert_eq!(
            documents()[1].1["properties"]["fields"]["additionalProperties"]["properties"]["type"]["enum"][0],
            "text"
        );
    }
}

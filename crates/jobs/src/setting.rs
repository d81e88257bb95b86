//! Import settings that people saved: how a list is read, kept as a record like any other.

use keshu_kernel::{Problem, args, codes};
use keshu_record::{
    Ctx, get,
    import::{Asked, Mode},
};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::ImportRequest;

/// What `definition` of an `import_setting` holds.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Definition {
    sheet: String,
    keys: Vec<String>,
    mapping: Map<String, Value>,
    values: Map<String, Value>,
}

/// What is asked for in all: the person's own wishes over those of the setting they name, if they may read
/// it. With the name of the sheet, empty = any.
pub(crate) fn wishes(ctx: &Ctx, request: &ImportRequest) -> Result<(Asked, String), Problem> {
    let (mut asked, mut sheet) = (request.asked.clone(), request.sheet.clone());
    asked.mode = request.mode.unwrap_or_default();
    if request.setting.is_empty() {
        return Ok((asked, sheet));
    }
    let (record, _) = get(ctx, "import_setting", &request.setting)?;
    let record: Value = serde_json::from_str(&record).map_err(Problem::internal)?;
    let text = |key: &str| record[key].as_str().unwrap_or_default();
    let broken = |fault: serde_json::Error| Problem::new(&codes::IMPORT_MAPPING_INVALID, args![name = text("name"), why = fault]);
    let saved: Definition = if text("definition").is_empty() { Definition::default() } else { serde_json::from_str(text("definition")).map_err(broken)? };
    if asked.entity.is_empty() {
        asked.entity = text("entity_name").to_owned();
    }
    if request.mode.is_none() {
        asked.mode = Mode::from_name(text("mode_code"))?;
    }
    if asked.keys.is_empty() {
        asked.keys = saved.keys;
    }
    if sheet.is_empty() {
        sheet = saved.sheet;
    }
    // A list of the next month may lack a column: the setting says what fits and asks for nothing.
    asked.remembered = saved.mapping;
    lay_under(&mut asked.values, saved.values);
    Ok((asked, sheet))
}

/// Adds what words mean, where nothing is said of them yet.
pub(crate) fn lay_under(values: &mut Map<String, Value>, earlier: Map<String, Value>) {
    for (field, words) in earlier {
        let known = values.entry(field).or_insert_with(|| Value::Object(Map::new()));
        let (Some(known), Value::Object(words)) = (known.as_object_mut(), words) else { continue };
        for (word, meant) in words {
            known.entry(word).or_insert(meant);
        }
    }
}

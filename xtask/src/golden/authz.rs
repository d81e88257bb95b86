//! Role × entity × action × scope, as the code that makes grants sees it.

use keshu_access::{Action, FieldRight, Level, RightRow, Rights};
use keshu_catalog::{Catalog, Entity, RoleSeed};

pub fn text(catalog: &Catalog) -> String {
    let mut text = "\
# What each role of the packs may do, alone. Several roles of one person add up: the widest scope, the most open field.
# Scopes: - nothing, own, dept, dept_tree, all. \"also\": the record that this field points to must be visible too.
# Fields that are not named may be written (as far as the entity lets anyone).
"
    .to_owned();
    for role in &catalog.roles {
        role_text(catalog, role, &mut text);
    }
    text
}

fn role_text(catalog: &Catalog, role: &RoleSeed, text: &mut String) {
    let rights = rights(role);
    let heads: String = Action::ALL.iter().map(|action| format!("{:<11}", action.name())).collect();
    text.push_str(&format!("\nrole {} ({} {})\n{}\n", role.role, role.label.zh, role.label.en, format!("  {:<24}{heads}also", "").trim_end()));
    for entity in catalog.entities.values().filter(|entity| entity.line_of.is_none()) {
        let levels: String = Action::ALL.iter().map(|action| format!("{:<11}", level(level_of(&rights, entity, *action)))).collect();
        let line = format!("  {:<24}{levels}{}", entity.name, entity.rights_from.as_deref().unwrap_or_default());
        text.push_str(line.trim_end());
        text.push('\n');
        deed_text(&rights, entity, text);
        field_text(&rights, entity, text);
    }
}

/// What is personal no role rules.
fn level_of(rights: &Rights, entity: &Entity, action: Action) -> Level {
    match (entity.personal, action) {
        (false, _) => rights.level(&entity.name, action),
        (true, Action::Read) => Level::Own,
        (true, _) => Level::None,
    }
}

/// Deeds that the entity's pack declares, as far as the role may do them.
fn deed_text(rights: &Rights, entity: &Entity, text: &mut String) {
    let deeds = entity.actions.iter().filter_map(|name| {
        let level = rights.level_named(&entity.name, name);
        (level > Level::None).then(|| format!("{name} {}", level.name()))
    });
    let deeds: Vec<String> = deeds.collect();
    if !deeds.is_empty() {
        text.push_str(&format!("    actions: {}\n", deeds.join(", ")));
    }
}

fn field_text(rights: &Rights, entity: &Entity, text: &mut String) {
    if rights.level(&entity.name, Action::Read) == Level::None {
        return;
    }
    for (right, word) in [(FieldRight::Hidden, "hidden"), (FieldRight::Read, "read only")] {
        let keys: Vec<&str> = entity.fields.keys().map(String::as_str).filter(|key| rights.field(&entity.name, key) == right).collect();
        if !keys.is_empty() {
            text.push_str(&format!("    fields {word}: {}\n", keys.join(", ")));
        }
    }
}

fn level(level: Level) -> &'static str {
    if level == Level::None { "-" } else { level.name() }
}

/// The rights of a person who holds this role alone.
pub fn rights(role: &RoleSeed) -> Rights {
    let grants = role.grants.iter().flat_map(|(entity, actions)| {
        actions.iter().filter_map(|(action, scope)| {
            Some(RightRow::Grant { role: role.role.clone(), entity: entity.clone(), action: action.clone(), level: Level::from_name(scope)? })
        })
    });
    let fields = role.fields.iter().flat_map(|(entity, rules)| {
        rules.iter().flat_map(move |(access, keys)| {
            let right = match access.as_str() {
                "write" => FieldRight::Write,
                "read" => FieldRight::Read,
                _ => FieldRight::Hidden,
            };
            keys.iter().map(move |field| RightRow::Field { role: role.role.clone(), entity: entity.clone(), field: field.clone(), right })
        })
    });
    Rights::from_rows(grants.chain(fields))
}

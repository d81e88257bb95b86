//! People, departments, rights and dictionaries in memory, made from rows and replaced as a whole.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use jiff::civil::Time;
use keshu_access::{Action, Actor, FieldRight, Level, RightRow, Rights};
use keshu_catalog::{Catalog, Dict, DictItem, types::Dicts};
use keshu_kernel::{Cell, Label, Locale, Problem};
use keshu_store::{
    query::{self, Query},
    vault::sha256,
};

use crate::Ctx;

/// Dictionaries by name: those of the packs with administrators' changes laid over.
#[derive(Debug, Default)]
pub struct DictSet(HashMap<String, Arc<Dict>>);

impl Dicts for DictSet {
    fn has_code(&self, dict: &str, code: &str) -> bool {
        self.0.get(dict).is_some_and(|dict| dict.has(code))
    }

    fn code_of(&self, dict: &str, text: &str) -> Option<String> {
        self.0.get(dict)?.find(text).map(str::to_owned)
    }

    fn label(&self, dict: &str, code: &str, locale: Locale) -> Option<String> {
        self.0.get(dict)?.label(code, locale).map(str::to_owned)
    }
}

#[derive(Debug, Clone)]
pub struct StaffInfo {
    pub id: String,
    pub username: String,
    pub name: String,
    pub dept_id: Option<String>,
    pub roles: Vec<String>,
    pub is_active: bool,
    pub locale: Locale,
    /// From when to when nothing makes itself heard; never when one of them is missing.
    pub quiet_from: Option<Time>,
    pub quiet_until: Option<Time>,
    /// When the day is summed up; never without it.
    pub digest_time: Option<Time>,
    /// Whether keys without Ctrl do something on the page.
    pub has_keys: bool,
}

#[derive(Debug, Clone)]
pub struct DeptInfo {
    pub id: String,
    pub name: String,
    pub parent: Option<String>,
}

#[derive(Debug, Default)]
pub struct Directory {
    pub(crate) version: String,
    pub staff: HashMap<String, StaffInfo>,
    /// Ids by username and by name, in lower case.
    staff_words: HashMap<String, Vec<String>>,
    pub dept: HashMap<String, DeptInfo>,
    pub(crate) roles: HashMap<String, String>,
    /// Those whose holders need a second factor.
    careful_roles: HashSet<String>,
    /// What packs call them, by id.
    role_keys: HashMap<String, String>,
    rights: Vec<RightRow>,
    pub(crate) dicts: DictSet,
}

impl Directory {
    /// Before anything was read: the packs' dictionaries alone.
    pub(crate) fn empty(catalog: &Catalog) -> Directory {
        Directory { dicts: pack_dicts(catalog), ..Directory::default() }
    }

    /// Reads everything as the system.
    pub(crate) fn load(ctx: &Ctx, version: String) -> Result<Directory, Problem> {
        let mut directory = Directory { version, ..Directory::empty(&ctx.house.catalog) };
        for row in rows(ctx, "dept", &["name", "parent_dept_id"])? {
            let info = DeptInfo { id: text(&row[2]), name: text(&row[0]), parent: maybe(&row[1]) };
            directory.dept.insert(info.id.clone(), info);
        }
        let mut roles_of = joined(ctx, "staff", "roles")?;
        for row in rows(ctx, "staff", &["username", "name", "dept_id", "is_active", "locale_code", "quiet_from", "quiet_until", "digest_time", "has_keys"])? {
            let id = text(&row[9]);
            let info = StaffInfo {
                username: text(&row[0]),
                name: text(&row[1]),
                dept_id: maybe(&row[2]),
                roles: roles_of.remove(&id).unwrap_or_default(),
                is_active: row[3].as_int() != Some(0),
                locale: row[4].as_text().and_then(Locale::from_tag).unwrap_or_default(),
                quiet_from: time(&row[5]),
                quiet_until: time(&row[6]),
                digest_time: time(&row[7]),
                has_keys: row[8].as_int() != Some(0),
                id,
            };
            for word in [&info.username, &info.name] {
                let ids = directory.staff_words.entry(word.to_ascii_lowercase()).or_default();
                if ids.last() != Some(&info.id) {
                    ids.push(info.id.clone());
                }
            }
            directory.staff.insert(info.id.clone(), info);
        }
        for row in rows(ctx, "role", &["label", "role_key", "needs_second_factor"])? {
            let id = text(&row[3]);
            directory.roles.insert(id.clone(), text(&row[0]));
            directory.role_keys.extend(maybe(&row[1]).map(|key| (id.clone(), key)));
            if row[2].as_int() == Some(1) {
                directory.careful_roles.insert(id);
            }
        }
        directory.load_rights(ctx)?;
        directory.load_dicts(ctx)?;
        Ok(directory)
    }

    fn load_rights(&mut self, ctx: &Ctx) -> Result<(), Problem> {
        let roles: Vec<String> = self.roles.keys().cloned().collect();
        for row in lines(ctx, "role_grant", &roles, &["entity_name", "action_code", "scope_code"])? {
            if let Some(level) = row[3].as_text().and_then(Level::from_name) {
                self.rights.push(RightRow::Grant { role: text(&row[0]), entity: text(&row[1]), action: text(&row[2]), level });
            }
        }
        for row in lines(ctx, "role_field", &roles, &["entity_name", "field_name", "access_code"])? {
            let right = match row[3].as_text() {
                Some("write") => FieldRight::Write,
                Some("read") => FieldRight::Read,
                Some("masked") => FieldRight::Masked,
                // An unknown word hides: rights fail closed.
                _ => FieldRight::Hidden,
            };
            self.rights.push(RightRow::Field { role: text(&row[0]), entity: text(&row[1]), field: text(&row[2]), right });
        }
        Ok(())
    }

    /// Lays administrators' dictionary items over those of the packs.
    fn load_dicts(&mut self, ctx: &Ctx) -> Result<(), Problem> {
        let heads = rows(ctx, "dictionary", &["dict_key", "name"])?;
        let ids: Vec<String> = heads.iter().map(|row| text(&row[2])).collect();
        let mut items: HashMap<String, Vec<DictItem>> = HashMap::new();
        for row in lines(ctx, "dictionary_item", &ids, &["item_code", "zh", "en", "parent_code", "color_code", "is_active", "position"])? {
            let zh = text(&row[2]);
            let item = DictItem {
                code: text(&row[1]),
                label: Label { en: maybe(&row[3]).unwrap_or_else(|| zh.clone()), zh },
                parent: maybe(&row[4]),
                color: maybe(&row[5]),
                active: row[6].as_int() != Some(0),
                order: row[7].as_int().unwrap_or(0),
                ..DictItem::default()
            };
            items.entry(text(&row[0])).or_default().push(item);
        }
        for row in &heads {
            let (key, name, id) = (text(&row[0]), text(&row[1]), text(&row[2]));
            let base = self.dicts.0.get(&key).map(|dict| (**dict).clone());
            let mut dict = base.unwrap_or_else(|| Dict { name: key.clone(), label: Label { zh: name.clone(), en: name }, ..Dict::default() });
            for item in items.remove(&id).unwrap_or_default() {
                let known = dict.items.get(&item.code).cloned().unwrap_or_default();
                dict.items.insert(item.code.clone(), DictItem { synonyms: known.synonyms, ..item });
            }
            self.dicts.0.insert(key, Arc::new(dict));
        }
        Ok(())
    }

    /// The person as an actor with everything their roles give; `None` when unknown or disabled.
    pub fn actor(&self, staff_id: &str, locale: Option<Locale>) -> Option<Actor> {
        let staff = self.staff.get(staff_id).filter(|staff| staff.is_active)?;
        let held = |role: &str| staff.roles.iter().any(|held| held == role);
        let rights = self.rights.iter().filter(|row| match row {
            RightRow::Grant { role, .. } | RightRow::Field { role, .. } => held(role),
        });
        let person = Actor::person(
            staff.id.clone(),
            staff.name.clone(),
            staff.dept_id.clone(),
            staff.dept_id.iter().flat_map(|dept| self.dept_tree(dept)).collect(),
            staff.roles.clone(),
            Arc::new(Rights::from_rows(rights.cloned())),
            locale.unwrap_or(staff.locale),
        );
        Some(person.below(staff.dept_id.iter().flat_map(|dept| self.dept_line(dept)).collect()))
    }

    /// Another text as soon as what the person may see is another: roles and their lines, the place in the company.
    pub fn rights_mark(&self, actor: &Actor) -> String {
        let held = |role: &str| actor.roles.iter().any(|held| held == role);
        let lines = self.rights.iter().filter(|row| match row {
            RightRow::Grant { role, .. } | RightRow::Field { role, .. } => held(role),
        });
        let mut marks: Vec<String> = lines.map(|row| format!("{row:?}")).chain(actor.principals()).chain(actor.dept_tree.iter().chain(&actor.dept_line).cloned()).collect();
        marks.sort();
        sha256(marks.join("\n").as_bytes())
    }

    pub fn staff_named(&self, username: &str) -> Option<&StaffInfo> {
        self.staff_by_word(username).find(|staff| staff.username.eq_ignore_ascii_case(username))
    }

    /// Whose username or name it is, whatever its case.
    pub(crate) fn staff_by_word(&self, word: &str) -> impl Iterator<Item = &StaffInfo> {
        self.staff_words.get(&word.to_ascii_lowercase()).into_iter().flatten().filter_map(|id| self.staff.get(id))
    }

    /// Whether one of these roles says that its holders need a second factor.
    pub fn needs_second_factor(&self, roles: &[String]) -> bool {
        roles.iter().any(|role| self.careful_roles.contains(role))
    }

    pub fn role_name(&self, id: &str) -> Option<&str> {
        self.roles.get(id).map(String::as_str)
    }

    /// What packs call the roles of these ids.
    pub(crate) fn role_keys(&self, ids: &[String]) -> Vec<&str> {
        ids.iter().filter_map(|id| self.role_keys.get(id)).map(String::as_str).collect()
    }

    pub fn dict(&self, name: &str) -> Option<&Arc<Dict>> {
        self.dicts.0.get(name)
    }

    /// A department and everything below it.
    pub fn dept_tree(&self, dept: &str) -> Vec<String> {
        let mut tree = vec![dept.to_owned()];
        let mut next = 0;
        while next < tree.len() {
            let below: Vec<String> = self.dept.values().filter(|child| child.parent.as_deref() == Some(&tree[next]) && !tree.contains(&child.id)).map(|child| child.id.clone()).collect();
            tree.extend(below);
            next += 1;
        }
        tree
    }

    /// The departments above one.
    fn dept_line(&self, dept: &str) -> Vec<String> {
        let mut line: Vec<String> = Vec::new();
        let mut next = self.dept.get(dept).and_then(|dept| dept.parent.clone());
        while let Some(above) = next.filter(|above| above != dept && !line.contains(above)) {
            next = self.dept.get(&above).and_then(|dept| dept.parent.clone());
            line.push(above);
        }
        line
    }

    /// What a staff, dept or role id is called.
    pub(crate) fn title(&self, entity: &str, id: &str) -> Option<&str> {
        match entity {
            "staff" => self.staff.get(id).map(|staff| staff.name.as_str()),
            "dept" => self.dept.get(id).map(|dept| dept.name.as_str()),
            "role" => self.role_name(id),
            _ => None,
        }
    }
}

fn pack_dicts(catalog: &Catalog) -> DictSet {
    DictSet(catalog.dicts.iter().map(|(name, dict)| (name.clone(), Arc::new(dict.clone()))).collect())
}

/// Every living row as `[columns…, id]`.
fn rows(ctx: &Ctx, entity: &str, columns: &[&str]) -> Result<Vec<Vec<Cell>>, Problem> {
    let Some(entity) = ctx.house.catalog.entity(entity) else { return Ok(Vec::new()) };
    let grant = ctx.grant(entity, Action::Read)?;
    let columns: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
    ctx.house.store.read(|read| query::find(read, &ctx.house.catalog, entity, &grant, &columns, &Query { limit: i64::MAX as u64, ..Query::default() }))
}

fn lines(ctx: &Ctx, line: &str, parents: &[String], columns: &[&str]) -> Result<Vec<Vec<Cell>>, Problem> {
    let (Some(line), false) = (ctx.house.catalog.entity(line), parents.is_empty()) else { return Ok(Vec::new()) };
    let columns: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
    ctx.house.store.read(|read| query::lines(read, line, parents, &columns))
}

fn joined(ctx: &Ctx, entity: &str, key: &str) -> Result<HashMap<String, Vec<String>>, Problem> {
    let mut values: HashMap<String, Vec<String>> = HashMap::new();
    let Some(field) = ctx.house.catalog.entity(entity).and_then(|entity| entity.field(key)) else { return Ok(values) };
    let table = field.join_table(entity);
    for (id, value) in ctx.house.store.read(|read| query::joined_all(read, &table))? {
        values.entry(id).or_default().push(value);
    }
    Ok(values)
}

fn text(cell: &Cell) -> String {
    cell.as_text().unwrap_or_default().to_owned()
}

fn time(cell: &Cell) -> Option<Time> {
    cell.as_text()?.parse().ok()
}

fn maybe(cell: &Cell) -> Option<String> {
    cell.as_text().map(str::to_owned)
}

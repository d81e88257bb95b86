//! From what is written to a whole entity: the fields nobody writes, and views nobody drew.

use keshu_kernel::{Keyed, Label};

use crate::field::{self, RESERVED};
use crate::model::*;
use crate::raw::{RawEntity, RawGroup, Word};
use crate::shape;
use crate::yaml::{Mark, Sink, fault};

/// Names that are routes or tables of Keshu itself.
pub const RESERVED_ENTITIES: &[&str] = &[
    "search",
    "job",
    "import",
    "export",
    "batch",
    "catalog",
    "session",
    "api_token",
    "openapi",
    "file",
    "bulk",
    "one_time_link",
    "command",
    "offline",
    "explain",
];

pub fn entity(sink: &Sink, raw: &RawEntity) -> Entity {
    let name = &raw.name.value;
    check_name(sink, raw);
    let is_line = raw.line_of.is_some();
    let mut fields: Keyed<Field> = Keyed::default();
    for written in &raw.fields {
        if let Some(field) = field::field(sink, written, is_line) {
            fields.insert(field.key.clone(), field);
        }
    }
    let number = raw.number.as_ref().map(|pattern| number_rule(sink, name, pattern));
    let owner =
        raw.owner.as_ref().map(|(staff, dept)| OwnerKeys { staff: staff.value.clone(), dept: dept.value.clone() });
    add_derived(sink, raw, &mut fields, number.as_ref(), owner.as_ref());
    let form = form(&raw.form, &fields);
    let quick_form = if raw.quick.is_empty() { quick(&form, &fields) } else { drawn(&raw.quick) };
    let mobile_form = if raw.mobile.is_empty() { quick_form.clone() } else { drawn(&raw.mobile) };
    let title = match &raw.title {
        Some(title) => title.value.clone(),
        None => {
            if !is_line {
                fault!(sink, raw.mark, "实体 {name} 缺少 title", "the entity {name} needs a title");
            }
            raw.fields.first().map(|field| field.key.value.clone()).unwrap_or_default()
        }
    };
    if !is_line && raw.columns.is_empty() {
        fault!(sink, raw.mark, "实体 {name} 缺少 list.columns", "the entity {name} needs list.columns");
    }
    if !is_line && raw.empty.is_none() {
        fault!(
            sink,
            raw.mark,
            "实体 {name} 缺少 empty(没有记录时的话)",
            "the entity {name} needs empty: what the list says while there is no record"
        );
    }
    let texts = |words: &[Word]| words.iter().map(|word| word.value.clone()).collect::<Vec<String>>();
    let groups = |groups: &[Vec<Word>]| groups.iter().map(|group| texts(group)).collect::<Vec<Vec<String>>>();
    let columns = if raw.columns.is_empty() {
        raw.fields.iter().map(|field| field.key.value.clone()).collect()
    } else {
        texts(&raw.columns)
    };
    let sort = raw
        .sort
        .as_ref()
        .map_or_else(|| if is_line { "position" } else { "-created_at" }.to_owned(), |sort| sort.value.clone());
    Entity {
        name: name.clone(),
        pack: raw.pack.clone(),
        label: raw.label.clone(),
        icon: raw.icon.as_ref().map_or_else(|| "file-text".to_owned(), |icon| icon.value.clone()),
        title,
        number,
        owner,
        rights_from: raw.rights_from.as_ref().map(|word| word.value.clone()),
        open_to: raw.open_to.as_ref().map(|word| word.value.clone()),
        personal: raw.personal.is_some(),
        line_of: raw.line_of.as_ref().map(|word| word.value.clone()),
        trash: raw.trash,
        states: raw.states.as_ref().map(|states| States {
            field: states.field.value.clone(),
            start: states.start.value.clone(),
            won: texts(&states.won),
            lost: texts(&states.lost),
            moves: states.moves.iter().map(|(from, to)| (from.value.clone(), texts(to))).collect(),
        }),
        duplicate: groups(&raw.duplicate),
        similar: groups(&raw.similar),
        list: ListView { columns, filters: texts(&raw.filters), together: raw.together.iter().map(|group| texts(group)).collect(), sort },
        form,
        quick_form,
        mobile_form,
        card: texts(&raw.card),
        related: Vec::new(),
        beside: None,
        timeline: raw
            .timeline
            .as_ref()
            .map(|(when, text, next)| Timeline { when: when.value.clone(), text: text.value.clone(), next: next.as_ref().map(|next| next.value.clone()) }),
        hooks: texts(&raw.hooks),
        actions: texts(&raw.actions),
        empty: raw.empty.clone().unwrap_or_default(),
        fields,
        formulas: Vec::new(),
    }
}

fn check_name(sink: &Sink, raw: &RawEntity) {
    let name = &raw.name.value;
    if RESERVED_ENTITIES.contains(&name.as_str()) {
        fault!(sink, raw.name.mark, "实体名 {name} 由系统使用", "the entity name {name} is used by Keshu itself");
    }
    if shape::is_sql_word(name) {
        fault!(sink, raw.name.mark, "实体名 {name} 是 SQL 的词", "the entity name {name} is a word of SQL");
    }
    if raw.fields.is_empty() {
        fault!(sink, raw.mark, "实体 {name} 没有字段", "the entity {name} has no fields");
    }
    if let (Some(number), Some(_)) = (&raw.number, &raw.line_of) {
        fault!(sink, number.mark, "明细行没有编号", "lines have no number");
    }
    if let (Some((staff, _)), Some(_)) = (&raw.owner, &raw.line_of) {
        fault!(sink, staff.mark, "明细行没有负责人", "lines have no owner");
    }
}

/// Number, owner, department, external references and what Keshu notes about every record.
fn add_derived(
    sink: &Sink,
    raw: &RawEntity,
    fields: &mut Keyed<Field>,
    number: Option<&NumberRule>,
    owner: Option<&OwnerKeys>,
) {
    let mut add = |mark: Mark, field: Field| {
        // A pack may word its owner and department itself; then they only have to be what they are named.
        match fields.get(&field.key) {
            None => {
                fields.insert(field.key.clone(), field);
            }
            Some(declared) => {
                let same = declared.kind == field.kind && matches!(field.kind, Kind::Staff | Kind::Dept);
                if !same && !RESERVED.contains(&field.key.as_str()) {
                    let key = &field.key;
                    fault!(
                        sink,
                        mark,
                        "字段 {key} 由系统生成，不能声明",
                        "the field {key} is made by Keshu and cannot be declared"
                    );
                }
            }
        }
    };
    let made = |key: &str, kind, zh: &str, en: &str| Field { label: Label::new(zh, en), ..Field::bare(key, kind) };
    if let (Some(rule), Some(pattern)) = (number, &raw.number) {
        let field = made(&rule.field, Kind::Number, "编号", "No.");
        add(pattern.mark, Field { unique: true, index: true, read_only: true, search: true, ..field });
    }
    if let (Some(keys), Some((staff, dept))) = (owner, &raw.owner) {
        let field = made(&keys.staff, Kind::Staff, "负责人", "Owner");
        add(staff.mark, Field { index: true, ..field });
        let field = made(&keys.dept, Kind::Dept, "所属部门", "Department");
        add(dept.mark, Field { index: true, read_only: true, ..field });
    }
    let system =
        |key: &str, kind, zh: &str, en: &str| Field { system: true, read_only: true, ..made(key, kind, zh, en) };
    if raw.line_of.is_some() {
        add(raw.mark, system("position", Kind::Integer { min: None, max: None }, "序号", "Position"));
        add(raw.mark, system("id", Kind::Id, "标识", "Id"));
        return;
    }
    let refs = made("external_refs", Kind::ExternalRefs, "外部编号", "External references");
    add(raw.mark, refs);
    add(raw.mark, system("created_at", Kind::Moment, "创建时间", "Created at"));
    add(raw.mark, system("created_by", Kind::Staff, "创建人", "Created by"));
    add(raw.mark, system("updated_at", Kind::Moment, "更新时间", "Updated at"));
    add(raw.mark, system("updated_by", Kind::Staff, "更新人", "Updated by"));
    add(raw.mark, system("version", Kind::Integer { min: None, max: None }, "版本", "Version"));
    add(raw.mark, system("id", Kind::Id, "标识", "Id"));
}

/// `OP{yyyy}{seq:6}` in pieces.
fn number_rule(sink: &Sink, entity: &str, pattern: &Word) -> NumberRule {
    let mut segments = Vec::new();
    let mut rest = pattern.value.as_str();
    while let Some(open) = rest.find('{') {
        if open > 0 {
            segments.push(Segment::Literal(rest[..open].to_owned()));
        }
        let Some(close) = rest[open..].find('}') else {
            fault!(sink, pattern.mark, "编号规则缺少 }}", "the number pattern lacks a closing brace");
            rest = "";
            break;
        };
        let inside = &rest[open + 1..open + close];
        segments.push(match inside {
            "yyyy" => Segment::Year4,
            "yy" => Segment::Year2,
            "mm" => Segment::Month,
            "dd" => Segment::Day,
            _ => match inside.strip_prefix("seq:") {
                Some(digits) => {
                    Segment::Seq(digits.parse().ok().filter(|digits| (1..=12).contains(digits)).unwrap_or_else(|| {
                        fault!(sink, pattern.mark, "seq 的位数应为 1 到 12", "the digits of seq must be from 1 to 12");
                        6
                    }))
                }
                None => Segment::Field(inside.to_owned()),
            },
        });
        rest = &rest[open + close + 1..];
    }
    if !rest.is_empty() {
        segments.push(Segment::Literal(rest.to_owned()));
    }
    if segments.iter().filter(|segment| matches!(segment, Segment::Seq(_))).count() != 1 {
        fault!(
            sink,
            pattern.mark,
            "编号规则须有且只有一个 {{seq:N}}",
            "the number pattern needs exactly one {{seq:N}}"
        );
    }
    NumberRule { field: format!("{entity}_no"), segments }
}

/// The groups as written; without any, every writable field in order, two in a row, long ones alone.
fn form(raw: &[RawGroup], fields: &Keyed<Field>) -> Vec<FormGroup> {
    if !raw.is_empty() {
        return drawn(raw);
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut open = false;
    for field in fields.values().filter(|field| field.is_input() && !matches!(field.kind, Kind::ExternalRefs)) {
        let wide = matches!(field.kind, Kind::LongText { .. } | Kind::RichText { .. } | Kind::Lines { .. });
        match rows.last_mut() {
            Some(row) if open && !wide => {
                row.push(field.key.clone());
                open = false;
            }
            _ => {
                rows.push(vec![field.key.clone()]);
                open = !wide;
            }
        }
    }
    vec![FormGroup { label: None, collapsed: false, rows }]
}

fn drawn(raw: &[RawGroup]) -> Vec<FormGroup> {
    let row = |row: &Vec<Word>| row.iter().map(|word| word.value.clone()).collect();
    let group = |group: &RawGroup| FormGroup { label: group.label.clone(), collapsed: group.collapsed, rows: group.rows.iter().map(row).collect() };
    raw.iter().map(group).collect()
}

/// What of the full form is marked quick or must be there, without titles; all of it where nothing is.
fn quick(full: &[FormGroup], fields: &Keyed<Field>) -> Vec<FormGroup> {
    let is_quick = |key: &&String| fields.get(*key).is_some_and(|field| field.quick || (field.required && field.default.is_none()));
    let rows = full.iter().flat_map(|group| &group.rows).map(|row| row.iter().filter(is_quick).cloned().collect::<Vec<_>>());
    let rows: Vec<Vec<String>> = rows.filter(|row| !row.is_empty()).collect();
    if rows.is_empty() { full.to_vec() } else { vec![FormGroup { label: None, collapsed: false, rows }] }
}

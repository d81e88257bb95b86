//! Every name a pack mentions is looked up; what is not there is reported where it stands.

use std::collections::{HashMap, HashSet};

use crate::lookup::{entity_named, field_named};
use crate::model::*;
use crate::raw::{RawEntity, RawField, RawGroup, Word, word, word_list};
use crate::shape::suggestion;
use crate::types;
use crate::yaml::{At, Mark, Node, Sink, fault};

type Raws<'a> = HashMap<&'a str, &'a RawEntity>;

pub fn entities(sink: &Sink, raws: &Raws, catalog: &mut Catalog) {
    let mut related: Vec<(String, Vec<Related>, Option<Related>)> = Vec::new();
    for entity in catalog.entities.values() {
        let Some(raw) = raws.get(entity.name.as_str()) else { continue };
        let check = Check { sink, catalog, entity, raw };
        check.fields();
        check.shape();
        check.states();
        check.views();
        related.push((entity.name.clone(), check.related(), check.beside()));
    }
    for (name, list, beside) in related {
        if let Some(entity) = catalog.entities.get_mut(&name) {
            entity.related = list;
            entity.beside = beside;
        }
    }
    defaults_of_states(catalog);
}

/// A record starts in the first state unless its field says so itself.
fn defaults_of_states(catalog: &mut Catalog) {
    for entity in catalog.entities.values_mut() {
        if let Some(states) = &entity.states
            && let Some(field) = entity.fields.get_mut(&states.field)
            && field.default.is_none()
        {
            field.default = Some(DefaultValue::Literal(states.start.clone().into()));
        }
    }
}

struct Check<'a> {
    sink: &'a Sink,
    catalog: &'a Catalog,
    entity: &'a Entity,
    raw: &'a RawEntity,
}

impl<'a> Check<'a> {
    /// The field of this entity that a word names.
    fn field(&self, word: &Word) -> Option<&'a Field> {
        field_named(self.sink, word, self.entity)
    }

    fn fields(&self) {
        for raw in &self.raw.fields {
            let Some(field) = self.entity.fields.get(&raw.key.value) else { continue };
            self.targets(raw, field);
            self.rollup(raw, field);
            self.literal(raw, field);
            self.record_name(raw, field);
            if field.watched && self.entity.owner.is_none() {
                fault!(self.sink, mark_of(&raw.node, "watched"), "没有负责人的对象，无人可通知", "an entity without an owner has nobody to tell");
            }
        }
        self.headers();
        if let (Some(rule), Some(pattern)) = (&self.entity.number, &self.raw.number) {
            for segment in &rule.segments {
                let Segment::Field(key) = segment else { continue };
                let Some(field) = self.field(&At { mark: pattern.mark, value: key.clone() }) else { continue };
                if !matches!(field.kind, Kind::Text { .. } | Kind::Code { .. } | Kind::Integer { .. }) {
                    fault!(
                        self.sink,
                        pattern.mark,
                        "编号中只能用文本、代码或整数字段，{key} 不是",
                        "a number takes text, code and integer fields, which {key} is not"
                    );
                }
            }
        }
    }

    /// A column header must mean one field: keys, labels and synonyms may not be shared.
    fn headers(&self) {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for raw in &self.raw.fields {
            let Some(field) = self.entity.fields.get(&raw.key.value) else { continue };
            let words = [&field.key, &field.label.zh, &field.label.en].into_iter().chain(&field.synonyms);
            let words: HashSet<String> =
                words.map(|word| word.trim().to_lowercase()).filter(|word| !word.is_empty()).collect();
            for word in words {
                if let Some(other) = seen.insert(word.clone(), &field.key) {
                    fault!(
                        self.sink,
                        raw.key.mark,
                        "导入列名 {word} 已属于字段 {other}",
                        "the header {word} belongs to the field {other} already"
                    );
                }
            }
        }
    }

    /// Dictionaries, linked entities, currencies, line entities.
    fn targets(&self, raw: &RawField, field: &Field) {
        let node = &raw.node;
        match &field.kind {
            Kind::Code { dict } if !self.catalog.dicts.contains_key(dict) => {
                let (zh, en) = suggestion(dict, self.catalog.dicts.keys().map(String::as_str));
                let mark = mark_of(node, "dict");
                fault!(
                    self.sink,
                    mark,
                    "没有字典 {dict}{zh}",
                    "there is no dictionary {dict}{en}",
                    dict = dict,
                    zh = zh,
                    en = en
                );
            }
            Kind::Money { currency: Some(_), .. } => {
                let Some(word) = word(node, "currency") else { return };
                if self.field(&word).is_some_and(|field| !matches!(field.kind, Kind::Code { .. })) {
                    fault!(self.sink, word.mark, "币种字段应为 code 类型", "the currency must be a code field");
                }
            }
            Kind::Link { .. } | Kind::Links { .. } | Kind::About { .. } => {
                for word in node.get("to").map(word_list).unwrap_or_default() {
                    let target = entity_named(self.sink, &word, self.catalog);
                    if let Some(owner) = target.and_then(|target| target.line_of.as_ref()) {
                        let name = &word.value;
                        fault!(
                            self.sink,
                            word.mark,
                            "{name} 是 {owner} 的明细行，不能被关联",
                            "{name} is a line of {owner} and cannot be linked to"
                        );
                    }
                }
            }
            Kind::Lines { .. } => {
                let Some(word) = word(node, "of") else { return };
                let name = &self.entity.name;
                if entity_named(self.sink, &word, self.catalog).is_some_and(|line| line.line_of.as_ref() != Some(name))
                {
                    let line = &word.value;
                    fault!(
                        self.sink,
                        word.mark,
                        "{line} 没有写 line_of: {name}",
                        "{line} does not say line_of: {name}"
                    );
                }
            }
            _ => {}
        }
    }

    fn rollup(&self, raw: &RawField, field: &Field) {
        let (Some(rollup), Some(node)) = (&field.rollup, raw.node.get("rollup")) else { return };
        let (Some(of), Some(by)) = (word(node, "of"), word(node, "by")) else { return };
        let Some(child) = entity_named(self.sink, &of, self.catalog) else { return };
        let name = &self.entity.name;
        let by_parent = by.value == "parent_id" && child.line_of.as_ref() == Some(name);
        if !by_parent
            && let Some(link) = field_named(self.sink, &by, child)
            && !link.kind.targets().any(|target| target == name)
        {
            let by_key = &by.value;
            fault!(self.sink, by.mark, "{by} 不指向 {name}", "{by} does not point to {name}", by = by_key, name = name);
        }
        let counted = word(node, "field");
        let value = counted.as_ref().and_then(|word| field_named(self.sink, word, child));
        let mark = counted.as_ref().map_or(node.mark, |word| word.mark);
        let is_number = |kind: &Kind| kind.scale().is_some();
        let is_time = |kind: &Kind| matches!(kind, Kind::Date | Kind::Moment);
        let fits = match (rollup.func, value) {
            (RollupFn::Count, _) => return self.count(raw, field, counted),
            (_, None) => {
                if counted.is_none() {
                    fault!(self.sink, node.mark, "rollup 缺少 field", "the rollup needs a field");
                }
                return;
            }
            (RollupFn::Sum, Some(value)) => is_number(&value.kind) && field.kind.scale() == value.kind.scale(),
            (RollupFn::Min | RollupFn::Max, Some(value)) => {
                (is_number(&value.kind) && field.kind.scale() == value.kind.scale())
                    || (is_time(&value.kind) && field.kind == value.kind)
            }
            (RollupFn::Latest, Some(value)) => is_time(&value.kind) && field.kind == value.kind,
        };
        if value.is_some_and(|value| !value.is_column() || value.sensitive) {
            fault!(self.sink, mark, "只能汇总子表中保存的列", "a rollup takes a stored column of the child");
        } else if !fits {
            fault!(
                self.sink,
                mark,
                "汇总与字段的类型或小数位不一致",
                "the rollup and its field differ in type or decimals"
            );
        }
    }

    fn count(&self, raw: &RawField, field: &Field, counted: Option<Word>) {
        if let Some(word) = counted {
            fault!(self.sink, word.mark, "count 不需要 field", "count needs no field");
        }
        if !matches!(field.kind, Kind::Integer { .. }) {
            fault!(self.sink, raw.key.mark, "计数字段应为 integer", "a count must be an integer");
        }
    }

    /// A literal default must be a value the field takes.
    fn literal(&self, raw: &RawField, field: &Field) {
        let Some(node) = raw.node.get("default") else { return };
        if node.text().is_some_and(|text| text.starts_with('=')) {
            if !types::is_single(&field.kind) {
                fault!(
                    self.sink,
                    node.mark,
                    "这种字段的默认值只能是字面值",
                    "the default of a field of this type must be a literal"
                );
            }
            return;
        }
        let value = node.to_json();
        let zone = jiff::tz::TimeZone::UTC;
        let ctx = |locale| types::TypeCtx { dicts: self.catalog, locale, zone: &zone };
        let (zh, en) = (ctx(keshu_kernel::Locale::Zh), ctx(keshu_kernel::Locale::En));
        // A figure of YAML may be written without quotes.
        let value = match (&field.kind, node.scalar()) {
            (Kind::Decimal { .. } | Kind::Money { .. } | Kind::Percent { .. }, Some(text)) => text.into(),
            _ => value,
        };
        let refusal = |ctx| match &field.kind {
            Kind::Tags => types::parse_tags(field, &value, ctx).err(),
            Kind::Links { .. } | Kind::Lines { .. } | Kind::About { .. } | Kind::ExternalRefs => {
                types::parse_links(field, &serde_json::Value::from("x"), ctx).err()
            }
            _ => types::parse(field, &value, ctx).err(),
        };
        if let (Some((code, words)), Some((_, english))) = (refusal(&zh), refusal(&en)) {
            let why_zh = keshu_kernel::problem::fill(code.detail(keshu_kernel::Locale::Zh), &words);
            let why_en = keshu_kernel::problem::fill(code.detail(keshu_kernel::Locale::En), &english);
            fault!(self.sink, node.mark, "默认值不符：{zh}", "the default does not fit: {en}", zh = why_zh, en = why_en);
        }
    }

    /// `customer_id` is followed as `customer`, `about` stands in two columns: no other key may be called so.
    fn record_name(&self, raw: &RawField, field: &Field) {
        let key = raw.key.as_str();
        let taken: Vec<String> = match &field.kind {
            Kind::About { .. } => vec![format!("{key}_entity"), format!("{key}_id")],
            Kind::Link { .. } | Kind::Staff | Kind::Dept => {
                key.strip_suffix("_id").map(str::to_owned).into_iter().collect()
            }
            _ => Vec::new(),
        };
        for name in taken.iter().filter(|name| self.entity.fields.contains_key(*name)) {
            fault!(
                self.sink,
                raw.key.mark,
                "字段 {name} 与 {key} 在表达式中同名",
                "the field {name} and the link {key} have the same name in expressions"
            );
        }
    }

    fn shape(&self) {
        if let Some(owner) = &self.raw.line_of
            && let Some(parent) = entity_named(self.sink, owner, self.catalog)
        {
            let name = &self.entity.name;
            let holders =
                parent.fields.values().filter(|field| matches!(&field.kind, Kind::Lines { of } if of == name)).count();
            if holders != 1 {
                let parent = &parent.name;
                fault!(
                    self.sink,
                    owner.mark,
                    "{parent} 应有且只有一个 lines 字段指向 {name}",
                    "{parent} needs exactly one field of lines of {name}"
                );
            }
        }
        if let Some(from) = &self.raw.rights_from
            && let Some(field) = self.field(from)
            && !matches!(field.kind, Kind::Link { .. } | Kind::About { .. })
        {
            fault!(
                self.sink,
                from.mark,
                "rights.from 应为 link 或 about 字段",
                "rights.from must be a link or an about field"
            );
        }
        if let Some(mark) = self.raw.personal
            && (self.entity.owner.is_none() || self.raw.rights_from.is_some() || self.raw.open_to.is_some())
        {
            fault!(
                self.sink,
                mark,
                "rights.personal 要求实体有 owner，且不与 from、open_to 并用",
                "rights.personal needs an entity with an owner, and neither from nor open_to"
            );
        }
        if let Some(open_to) = &self.raw.open_to
            && let Some(field) = self.field(open_to)
        {
            let dict = if let Kind::Code { dict } = &field.kind { self.catalog.dicts.get(dict) } else { None };
            let fits = dict.is_some_and(|dict| OPEN_TO.iter().all(|code| dict.items.contains_key(*code)));
            if !fits || self.entity.owner.is_none() {
                fault!(
                    self.sink,
                    open_to.mark,
                    "rights.open_to 应为含 private、team、everyone 的 code 字段，且实体有 owner",
                    "rights.open_to must be a code field of private, team and everyone, in an entity with an owner"
                );
            }
        }
        if let Some(title) = &self.raw.title
            && let Some(field) = self.field(title)
            && (field.sensitive || !types::is_single(&field.kind))
        {
            fault!(
                self.sink,
                title.mark,
                "加密或多值字段不能作标题",
                "a sealed or many-valued field cannot be the title"
            );
        }
        if let Some((when, text, next)) = &self.raw.timeline {
            if self.field(when).is_some_and(|field| !matches!(field.kind, Kind::Moment | Kind::Date)) {
                fault!(
                    self.sink,
                    when.mark,
                    "timeline.when 应为时间或日期字段",
                    "timeline.when must be a moment or a date"
                );
            }
            if self.field(text).is_some_and(|field| !types::is_single(&field.kind)) {
                fault!(self.sink, text.mark, "timeline.text 应为文字字段", "timeline.text must be a field of text");
            }
            if let Some(next) = next
                && self.field(next).is_some_and(|field| !matches!(field.kind, Kind::Moment))
            {
                fault!(self.sink, next.mark, "timeline.next 应为时间点字段", "timeline.next must be a moment");
            }
        }
        let mut seen = HashSet::new();
        for hook in &self.raw.hooks {
            let name = &hook.value;
            let is_hook = name
                .split_once('.')
                .is_some_and(|(domain, verb)| crate::shape::is_name(domain) && crate::shape::is_name(verb));
            if !is_hook {
                fault!(
                    self.sink,
                    hook.mark,
                    "钩子名 {name} 应为 domain.verb",
                    "the hook {name} must look like domain.verb"
                );
            }
            if !seen.insert(name) {
                fault!(self.sink, hook.mark, "钩子 {name} 出现了两次", "the hook {name} stands twice");
            }
        }
    }

    fn states(&self) {
        let Some(states) = &self.raw.states else { return };
        let Some(field) = self.field(&states.field) else { return };
        let Kind::Code { dict } = &field.kind else {
            let key = &field.key;
            fault!(
                self.sink,
                states.field.mark,
                "状态字段 {key} 应为 code 类型",
                "the state field {key} must be a code"
            );
            return;
        };
        let Some(dict) = self.catalog.dicts.get(dict) else { return };
        let moves = states.moves.iter().flat_map(|(from, to)| std::iter::once(from).chain(to));
        for state in std::iter::once(&states.start).chain(&states.won).chain(&states.lost).chain(moves) {
            if !dict.items.contains_key(&state.value) {
                let (code, name) = (&state.value, &dict.name);
                let (zh, en) = suggestion(code, dict.items.keys().map(String::as_str));
                fault!(
                    self.sink,
                    state.mark,
                    "字典 {name} 没有状态 {code}{zh}",
                    "the dictionary {name} has no state {code}{en}",
                    name = name,
                    code = code,
                    zh = zh,
                    en = en
                );
            }
        }
    }

    fn views(&self) {
        let raw = self.raw;
        let lists = [&raw.columns, &raw.filters, &raw.card];
        for words in lists.into_iter().chain(&raw.duplicate).chain(&raw.similar).chain(&raw.together) {
            self.each_once(words);
        }
        for word in &raw.columns {
            if self.field(word).is_some_and(|field| matches!(field.kind, Kind::Lines { .. })) {
                let key = &word.value;
                fault!(self.sink, word.mark, "明细行 {key} 不能作列表的列", "lines such as {key} cannot be a column");
            }
        }
        for word in raw.together.iter().flatten() {
            if self.field(word).is_some_and(|field| !types::is_sortable(field)) {
                let key = &word.value;
                fault!(self.sink, word.mark, "{key} 没有可排序的列，不能放进 together", "{key} has no column to be kept in order, so it cannot stand in together");
            }
        }
        for word in &raw.filters {
            if self.field(word).is_some_and(|field| !types::is_filterable(field)) {
                let key = &word.value;
                fault!(self.sink, word.mark, "{key} 不能筛选", "{key} cannot be filtered by");
            }
        }
        if let Some(sort) = &raw.sort {
            let word = At { mark: sort.mark, value: sort.value.trim_start_matches('-').to_owned() };
            if self.field(&word).is_some_and(|field| !types::is_sortable(field)) {
                let key = &word.value;
                fault!(self.sink, sort.mark, "{key} 不能排序", "{key} cannot be sorted by");
            }
        }
        for word in raw.duplicate.iter().chain(&raw.similar).flatten() {
            let fits = |field: &Field| field.is_column() || matches!(field.kind, Kind::About { .. });
            if self.field(word).is_some_and(|field| !fits(field)) {
                let key = &word.value;
                fault!(self.sink, word.mark, "{key} 不能用于查重", "{key} cannot tell duplicates");
            }
        }
        for (form, zh, en) in [(&raw.form, "表单", "form"), (&raw.quick, "快速表单", "quick form"), (&raw.mobile, "手机表单", "mobile form")] {
            self.layout(form, zh, en);
        }
    }

    /// A form as drawn: fields that are typed in, each once, and whatever must be there.
    fn layout(&self, form: &[RawGroup], zh: &str, en: &str) {
        let raw = self.raw;
        let mut seen: HashMap<&str, Mark> = HashMap::new();
        for word in form.iter().flat_map(|group| group.rows.iter().flatten()) {
            let Some(field) = self.field(word) else { continue };
            let key = &field.key;
            if field.system {
                fault!(
                    self.sink,
                    word.mark,
                    "{key} 由系统记录，不能放进{zh}",
                    "{key} is kept by Keshu and cannot stand in the {en}"
                );
            }
            if seen.insert(key, word.mark).is_some() {
                fault!(self.sink, word.mark, "{key} 在{zh}中出现了两次", "{key} stands twice in the {en}");
            }
        }
        for field in
            self.entity.fields.values().filter(|field| field.required && field.is_input() && field.default.is_none())
        {
            let written = self.raw.fields.iter().find(|written| written.key.value == field.key);
            if let Some(written) = written.filter(|_| !form.is_empty() && !seen.contains_key(field.key.as_str()))
                && written.node.get("default").is_none()
                && raw.states.as_ref().is_none_or(|states| states.field.value != field.key)
            {
                let key = &field.key;
                fault!(
                    self.sink,
                    written.key.mark,
                    "必填字段 {key} 不在{zh}中",
                    "the required field {key} is missing in the {en}"
                );
            }
        }
    }

    fn each_once(&self, words: &[Word]) {
        let mut seen = HashSet::new();
        for word in words {
            self.field(word);
            if !seen.insert(&word.value) {
                let key = &word.value;
                fault!(self.sink, word.mark, "{key} 出现了两次", "{key} stands twice");
            }
        }
    }

    /// `contact.customer_id`: a link of another entity that points here.
    fn beside(&self) -> Option<Related> {
        let word = self.raw.beside.as_ref()?;
        let here = &self.entity.name;
        let (name, key) = word.value.split_once('.').unwrap_or((word.as_str(), ""));
        let link = self.catalog.entity(name).and_then(|entity| entity.field(key)).filter(|field| matches!(&field.kind, Kind::Link { .. }) && field.kind.target() == Some(here));
        if link.is_none() {
            let text = &word.value;
            fault!(self.sink, word.mark, "{text} 不是指向 {here} 的关联字段，应写作 实体.字段", "{text} is no link to {here}; write entity.field");
        }
        link.map(|field| Related { entity: name.to_owned(), field: field.key.clone() })
    }

    /// As written (`contact`, or `contact.customer_id` where several fields point here), or every entity that links here.
    fn related(&self) -> Vec<Related> {
        let here = &self.entity.name;
        let links = || {
            self.catalog.links_to(here).filter(|(entity, field)| {
                !field.system
                    && entity.line_of.is_none()
                    && !entity.personal
                    && matches!(field.kind, Kind::Link { .. } | Kind::About { .. } | Kind::Staff | Kind::Dept)
            })
        };
        let Some(written) = &self.raw.related else {
            return links()
                .filter(|(_, field)| !matches!(field.kind, Kind::Staff | Kind::Dept))
                .map(|(entity, field)| Related { entity: entity.name.clone(), field: field.key.clone() })
                .collect();
        };
        let mut list: Vec<Related> = Vec::new();
        for word in written {
            let (name, key) = word.value.split_once('.').map_or((word.as_str(), None), |(name, key)| (name, Some(key)));
            let named = At { mark: word.mark, value: name.to_owned() };
            if entity_named(self.sink, &named, self.catalog).is_none() {
                continue;
            }
            let found: Vec<Related> = links()
                .filter(|(entity, field)| entity.name == name && key.is_none_or(|key| key == field.key))
                .filter(|(entity, field)| {
                    // The owner of a record is no relation unless it is asked for by its field.
                    key.is_some()
                        || entity.owner.as_ref().is_none_or(|owner| owner.staff != field.key && owner.dept != field.key)
                })
                .map(|(entity, field)| Related { entity: entity.name.clone(), field: field.key.clone() })
                .collect();
            if found.is_empty() {
                let text = &word.value;
                fault!(
                    self.sink,
                    word.mark,
                    "{text} 没有指向 {here} 的字段",
                    "{text} has no field that points to {here}"
                );
            }
            list.extend(found);
        }
        list
    }
}

fn mark_of(node: &Node, key: &str) -> Mark {
    node.get(key).map_or(node.mark, |value| value.mark)
}

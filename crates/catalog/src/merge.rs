//! What packs add to each other: fields to entities, grants to roles. Nothing that stands is changed.

use std::collections::HashSet;

use keshu_kernel::Keyed;

use crate::model::RoleSeed;
use crate::raw::{RawEntity, RawExtend, Word, flag};
use crate::shape::suggestion;
use crate::yaml::{Mark, Node, Sink, fault};

/// Adds what other packs say about an entity. Nothing that stands is changed.
pub fn extend(sink: &Sink, entities: &mut [RawEntity], extends: Vec<(Mark, RawExtend)>) {
    for (mark, extend) in extends {
        let name = &extend.entity.value;
        let names: Vec<String> = entities.iter().map(|entity| entity.name.value.clone()).collect();
        let Some(entity) = entities.iter_mut().find(|entity| entity.name.value == *name) else {
            let (zh, en) = suggestion(name, names.iter().map(String::as_str));
            fault!(
                sink,
                extend.entity.mark,
                "没有实体 {name}{zh}",
                "there is no entity {name}{en}",
                name = name,
                zh = zh,
                en = en
            );
            continue;
        };
        let mut loose: Vec<Word> = Vec::new();
        let mut asked: Vec<Word> = Vec::new();
        let mut placed: HashSet<String> = HashSet::new();
        placed.extend(extend.form.iter().flat_map(|group| group.rows.iter().flatten()).map(|word| word.value.clone()));
        for field in extend.fields {
            if entity.fields.iter().any(|other| other.key.value == field.key.value) {
                let key = &field.key.value;
                fault!(
                    sink,
                    field.key.mark,
                    "{name} 已有字段 {key}，扩展不能改动它",
                    "{name} has a field {key} already; an extension cannot change it"
                );
                continue;
            }
            let is_input = ["formula", "rollup"].iter().all(|key| field.node.get(key).is_none())
                && !flag(&field.node, "read_only").unwrap_or(false);
            if is_input && ["quick", "required"].iter().any(|key| flag(&field.node, key) == Some(true)) {
                asked.push(field.key.clone());
            }
            if is_input && !placed.contains(&field.key.value) {
                loose.push(field.key.clone());
            }
            entity.fields.push(field);
        }
        // A short form that is drawn asks for what the extension marks quick, and for what must be there.
        for last in [&mut entity.quick, &mut entity.mobile].into_iter().filter_map(|short| short.last_mut()) {
            last.rows.extend(asked.chunks(2).map(<[Word]>::to_vec));
        }
        // A drawn form must show what was added, so that nobody has to redraw it.
        if !entity.form.is_empty() {
            if let (false, Some(last)) = (loose.is_empty(), entity.form.last_mut()) {
                last.rows.extend(loose.chunks(2).map(<[Word]>::to_vec));
            }
            entity.form.extend(extend.form);
        } else if !extend.form.is_empty() {
            fault!(
                sink,
                mark,
                "{name} 没有画表单，扩展的字段会自动排入",
                "{name} draws no form; fields of an extension are placed by themselves"
            );
        }
        if let Some(related) = &mut entity.related {
            related.extend(extend.related);
        }
        entity.hooks.extend(extend.hooks);
        entity.actions.extend(extend.actions);
        entity.duplicate.extend(extend.duplicate);
        entity.similar.extend(extend.similar);
        entity.filters.extend(extend.filters);
        for (key, words) in extend.synonyms {
            let field = entity.fields.iter_mut().find(|field| field.key.value == key.value);
            match field {
                Some(field) => field.more_synonyms.extend(words.into_iter().map(|word| word.value)),
                None => {
                    let word = &key.value;
                    fault!(sink, key.mark, "{name} 没有字段 {word}", "{name} has no field {word}");
                }
            }
        }
    }
}

/// A role of a later pack adds grants for entities that the role does not name yet.
pub fn roles(sink: &Sink, roles: Vec<(Mark, RoleSeed, Node)>) -> Vec<RoleSeed> {
    let mut merged: Keyed<RoleSeed> = Keyed::default();
    for (mark, seed, _) in roles {
        let Some(there) = merged.get_mut(&seed.role) else {
            merged.insert(seed.role.clone(), seed);
            continue;
        };
        let role = &seed.role;
        for entity in seed.grants.keys().filter(|entity| there.grants.contains_key(*entity)) {
            fault!(
                sink,
                mark,
                "角色 {role} 对 {entity} 的权限已经声明",
                "the grants of {role} on {entity} are declared already"
            );
        }
        there.grants.extend(seed.grants);
        there.fields.extend(seed.fields);
    }
    merged.into_values().collect()
}

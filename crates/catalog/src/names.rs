//! What FEEL may call things: the fields of every entity, by key and by label.

use std::collections::HashSet;

use keshu_expr::{Ambiguous, Names, Slot, Storage, Ty};
use keshu_kernel::Keyed;

use crate::model::{Catalog, Entity, Field, Kind};
use crate::types;

/// The names of a whole catalog.
pub fn resolver(catalog: &Catalog) -> Resolver<'_> {
    Resolver { entities: &catalog.entities, pending: None }
}

/// Names over the entities; sealed fields are left out, because nothing may compute with them.
pub struct Resolver<'a> {
    pub(crate) entities: &'a Keyed<Entity>,
    /// Formulas (entity, key) that are not compiled yet.
    pub(crate) pending: Option<&'a HashSet<(String, String)>>,
}

/// The column of the parent in the table of lines.
pub const PARENT: &str = "parent_id";

impl Resolver<'_> {
    fn is_known(&self, entity: &Entity, field: &Field) -> bool {
        let waiting = self.pending.is_some_and(|pending| pending.contains(&(entity.name.clone(), field.key.clone())));
        !field.sensitive && !waiting && !matches!(field.kind, Kind::ExternalRefs | Kind::About { .. })
    }

    fn own_slot(&self, entity: &Entity, field: &Field) -> Option<Slot> {
        if !self.is_known(entity, field) {
            return None;
        }
        let storage = match &field.kind {
            Kind::Lines { .. } => Storage::Memory,
            Kind::Links { .. } | Kind::Tags => Storage::Many {
                table: field.join_table(&entity.name),
                owner: "record_id".to_owned(),
                value: "value".to_owned(),
                link: field.kind.target().map(str::to_owned),
            },
            kind => match &field.formula {
                Some(formula) if !formula.stored => Storage::Computed(formula.expr.clone()),
                _ => Storage::Column { name: field.key.clone(), scale: kind.scale().filter(|scale| *scale > 0) },
            },
        };
        Some(Slot { key: field.key.clone(), ty: types::feel_ty(&field.kind), storage })
    }

    /// `customer` beside `customer_id`.
    fn record_slot(&self, entity: &Entity, name: &str) -> Option<Slot> {
        let column = format!("{name}_id");
        let target = match entity.fields.get(&column) {
            Some(field) if !field.sensitive => match &field.kind {
                Kind::Link { .. } | Kind::Staff | Kind::Dept => field.kind.target()?,
                _ => return None,
            },
            _ if column == PARENT => entity.line_of.as_deref()?,
            _ => return None,
        };
        let target = self.entities.get(target)?.name.clone();
        Some(Slot {
            key: name.to_owned(),
            ty: Ty::Record(target.clone()),
            storage: Storage::Link { column, table: target.clone(), entity: target },
        })
    }
}

fn text_column(name: &str) -> Slot {
    Slot { key: name.to_owned(), ty: Ty::Text, storage: Storage::Column { name: name.to_owned(), scale: None } }
}

impl Names for Resolver<'_> {
    fn slot(&self, entity: &str, name: &str) -> Option<Slot> {
        let entity = self.entities.get(entity)?;
        if let Some(field) = entity.fields.get(name) {
            return self.own_slot(entity, field);
        }
        if name == PARENT && entity.line_of.is_some() {
            return Some(text_column(PARENT));
        }
        let about = name.strip_suffix("_entity").or_else(|| name.strip_suffix("_id"));
        if let Some(field) = about.and_then(|key| entity.fields.get(key))
            && matches!(field.kind, Kind::About { .. })
        {
            return Some(text_column(name));
        }
        self.record_slot(entity, name)
    }

    fn names(&self, entity: &str) -> Vec<String> {
        let Some(entity) = self.entities.get(entity) else { return Vec::new() };
        let mut names = Vec::new();
        for field in entity.fields.values() {
            if let Kind::About { .. } = field.kind {
                names.push(format!("{}_entity", field.key));
                names.push(format!("{}_id", field.key));
            } else if self.is_known(entity, field) {
                names.push(field.key.clone());
                let record = field.key.strip_suffix("_id").filter(|name| self.record_slot(entity, name).is_some());
                names.extend(record.map(str::to_owned));
            }
        }
        names
    }

    fn label_slot(&self, entity: &str, label: &str) -> Result<Option<Slot>, Ambiguous> {
        let Some(entity) = self.entities.get(entity) else { return Ok(None) };
        let carries = |field: &&Field| field.label.zh == label || field.label.en.eq_ignore_ascii_case(label);
        let found: Vec<&Field> =
            entity.fields.values().filter(carries).filter(|field| self.is_known(entity, field)).collect();
        match found[..] {
            [] => Ok(None),
            [field] => Ok(self.own_slot(entity, field)),
            _ => Err(Ambiguous { keys: found.iter().map(|field| field.key.clone()).collect() }),
        }
    }
}

//! `keshu verify`: figures and chains held against the rows they stand for.

use keshu_kernel::Problem;
use keshu_store::{audit, rollup as kept};
use serde::Serialize;

use crate::{Ctx, care, rollup};

#[derive(Debug, Default, Serialize)]
pub struct Verdict {
    pub audit: audit::Verdict,
    pub records: u64,
    /// `entity/id: field` whose kept figure was wrong.
    pub wrong_rollups: Vec<String>,
    pub repaired: bool,
}

impl Verdict {
    pub fn is_good(&self) -> bool {
        self.audit.faults.is_empty() && (self.wrong_rollups.is_empty() || self.repaired)
    }
}

/// Checks the audit chains and every rollup; with `repair` wrong figures are written anew.
pub fn verify(ctx: &Ctx, anchor: Option<&audit::Anchor>, repair: bool) -> Result<Verdict, Problem> {
    let house = &ctx.house;
    let mut verdict = Verdict { audit: care::verify_audit(house, anchor)?, repaired: repair, ..Verdict::default() };
    for entity in house.catalog.entities.values().filter(|entity| entity.fields.values().any(|field| field.rollup.is_some())) {
        let ids = house.store.read(|read| kept::every_id(read, entity))?;
        verdict.records += ids.len() as u64;
        for batch in ids.chunks(500) {
            let (system, name, batch) = (ctx.as_system("verify rollups"), entity.name.clone(), batch.to_vec());
            let outcome = house.store.write(move |tx| {
                let entity = system.entity(&name)?;
                let mut wrong = Vec::new();
                for id in &batch {
                    let changed = rollup::renew(&system, tx, entity, id, |field| field.rollup.is_some())?;
                    wrong.extend(changed.into_iter().map(|key| format!("{name}/{id}: {key}")));
                }
                // Without `repair` this only looks: the transaction is given up.
                if repair { Ok(wrong) } else { Err(Problem::internal("looked only").with("wrong", wrong.into())) }
            });
            match outcome {
                Ok(wrong) => verdict.wrong_rollups.extend(wrong),
                Err(problem) => match problem.extra.get("wrong").and_then(|wrong| serde_json::from_value::<Vec<String>>(wrong.clone()).ok()) {
                    Some(wrong) => verdict.wrong_rollups.extend(wrong),
                    None => return Err(problem),
                },
            }
        }
    }
    Ok(verdict)
}

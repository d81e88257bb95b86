//! Human numbers, frozen when they are issued.

use keshu_catalog::{NumberRule, Segment};
use keshu_kernel::{Cell, Problem};
use keshu_store::{Tx, next_number};

use crate::{Ctx, Draft};

/// The next number of a rule for this record. The counter belongs to everything around `{seq}`.
pub(crate) fn issue(ctx: &Ctx, tx: &mut Tx, rule: &NumberRule, draft: &Draft) -> Result<String, Problem> {
    let today = ctx.today();
    let fixed = |segment: &Segment| match segment {
        Segment::Literal(text) => text.clone(),
        Segment::Year4 => format!("{:04}", today.year()),
        Segment::Year2 => format!("{:02}", today.year() % 100),
        Segment::Month => format!("{:02}", today.month()),
        Segment::Day => format!("{:02}", today.day()),
        Segment::Field(key) => match draft.cell(key) {
            Cell::Text(text) => text.clone(),
            Cell::Int(number) => number.to_string(),
            Cell::Null => String::new(),
        },
        Segment::Seq(_) => "#".to_owned(),
    };
    let series: String = rule.segments.iter().map(fixed).collect();
    let next = next_number(tx, &format!("{}:{series}", draft.entity.name))?;
    Ok(rule
        .segments
        .iter()
        .map(|segment| match segment {
            Segment::Seq(digits) => format!("{next:0digits$}"),
            other => fixed(other),
        })
        .collect())
}

//! Places on the map.

use keshu_kernel::{Cell, args, codes};
use serde_json::{Value, json};

use super::clean::fold_width;
use super::{MaskRule, Refusal, TypeCtx, TypeOps, string_of};
use crate::model::{Field, Kind};

pub struct Point;

/// `31.2304,121.4737` → `31.230400,121.473700`; latitude first.
pub fn geo_point(text: &str) -> Option<String> {
    let folded = fold_width(text).replace(['、', ';'], ",");
    let (latitude, longitude) = folded.split_once(',')?;
    let read = |part: &str, limit: f64| {
        let part = part.trim();
        let plain = part.strip_prefix('-').unwrap_or(part);
        let is_number = plain.starts_with(|c: char| c.is_ascii_digit())
            && plain.len() <= 24
            && plain.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let number: f64 = is_number.then(|| part.parse().ok())??;
        (number.abs() <= limit).then_some(number + 0.0)
    };
    Some(format!("{:.6},{:.6}", read(latitude, 90.0)?, read(longitude, 180.0)?))
}

impl TypeOps for Point {
    fn parse(&self, field: &Field, value: &Value, ctx: &TypeCtx) -> Result<Cell, Refusal> {
        let text = string_of(field, value, ctx)?;
        geo_point(text).map(Cell::Text).ok_or_else(|| (&codes::GEO_POINT_INVALID, args![label = ctx.label(field)]))
    }

    fn mask(&self, _: &Kind) -> MaskRule {
        MaskRule::All
    }

    fn is_sortable(&self, _: &Kind) -> bool {
        false
    }

    fn json_schema(&self, _: &Field) -> Value {
        json!({"type": "string", "pattern": "^-?[0-9]{1,2}(\\.[0-9]+)?,-?[0-9]{1,3}(\\.[0-9]+)?$", "maxLength": 50})
    }
}

//! Exact numbers. A stored number is an integer of units of 10^-scale: ¥12.34 at scale 2 is 1234.

use rust_decimal::{Decimal, RoundingStrategy};

/// Why a text is not a number of the wanted scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotScaled {
    /// Not a decimal number at all.
    Malformed,
    /// More decimals than the field keeps; nothing is rounded silently.
    TooFine,
    /// Does not fit 18 digits.
    TooLarge,
}

/// `"12.34"`, scale 2 → 1234. Trailing zeros beyond the scale are fine; other digits are not.
pub fn parse_scaled(text: &str, scale: u8) -> Result<i64, NotScaled> {
    let number: Decimal = Decimal::from_str_exact(text.trim()).map_err(|_| NotScaled::Malformed)?;
    to_scaled(number, scale)
}

/// The units of `number` at `scale`; refuses to round.
pub fn to_scaled(number: Decimal, scale: u8) -> Result<i64, NotScaled> {
    let normal = number.normalize();
    if normal.scale() > u32::from(scale) {
        return Err(NotScaled::TooFine);
    }
    units(normal, scale).ok_or(NotScaled::TooLarge)
}

/// The units of `number` at `scale`, rounded half away from zero (the rule of Chinese invoices).
pub fn round_scaled(number: Decimal, scale: u8) -> Option<i64> {
    let rounded = number.round_dp_with_strategy(u32::from(scale), RoundingStrategy::MidpointAwayFromZero);
    units(rounded.normalize(), scale)
}

fn units(number: Decimal, scale: u8) -> Option<i64> {
    let factor = Decimal::from(10i64.checked_pow(u32::from(scale))?);
    let scaled = number.checked_mul(factor)?.normalize();
    let units = i64::try_from(scaled.mantissa()).ok().filter(|_| scaled.scale() == 0)?;
    (units.unsigned_abs() < 1_000_000_000_000_000_000).then_some(units)
}

/// 1234, scale 2 → `12.34`.
pub fn from_scaled(units: i64, scale: u8) -> Decimal {
    Decimal::new(units, u32::from(scale))
}

/// 1234, scale 2 → `"12.34"`, always with `scale` decimals.
pub fn format_scaled(units: i64, scale: u8) -> String {
    from_scaled(units, scale).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_keeps_every_fen() {
        assert_eq!(parse_scaled("12.34", 2), Ok(1234));
        assert_eq!(parse_scaled("-0.5", 2), Ok(-50));
        assert_eq!(parse_scaled("12.3400", 2), Ok(1234));
        assert_eq!(parse_scaled("12.345", 2), Err(NotScaled::TooFine));
        assert_eq!(parse_scaled("9999999999999999.99", 2), Ok(999_999_999_999_999_999));
        assert_eq!(parse_scaled("10000000000000000.00", 2), Err(NotScaled::TooLarge));
        assert_eq!(parse_scaled("1e3", 2), Err(NotScaled::Malformed));
        assert_eq!(format_scaled(-50, 2), "-0.50");
    }

    #[test]
    fn rounding_is_half_away_from_zero() {
        assert_eq!(round_scaled(Decimal::new(12345, 3), 2), Some(1235));
        assert_eq!(round_scaled(Decimal::new(-12345, 3), 2), Some(-1235));
    }
}

//! Exact arithmetic, one rule for memory and both databases: a computed number has at most 14
//! digits before and 14 after the point; more decimals are rounded half away from zero, and a
//! larger number is null.

use rust_decimal::{Decimal, RoundingStrategy};

pub(crate) const SCALE: u32 = 14;
/// Computed numbers stay below 10^DIGITS.
pub(crate) const DIGITS: u32 = 14;

/// A number from outside, brought to at most 14 decimals.
pub(crate) fn tidy(number: Decimal) -> Decimal {
    let number = number.round_dp_with_strategy(SCALE, RoundingStrategy::MidpointAwayFromZero).normalize();
    if number.is_zero() { Decimal::ZERO } else { number }
}

fn fit(number: Decimal) -> Option<Decimal> {
    let number = tidy(number);
    (number.abs() < Decimal::from(10u64.pow(DIGITS))).then_some(number)
}

pub(crate) fn add(a: Decimal, b: Decimal) -> Option<Decimal> {
    fit(a.checked_add(b)?)
}

pub(crate) fn sub(a: Decimal, b: Decimal) -> Option<Decimal> {
    fit(a.checked_sub(b)?)
}

pub(crate) fn mul(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (a, b) = (tidy(a), tidy(b));
    let scale = a.scale() + b.scale();
    let product = Wide::product(a.mantissa().unsigned_abs(), b.mantissa().unsigned_abs());
    let negative = a.is_sign_negative() != b.is_sign_negative();
    if scale > SCALE {
        make(product.div_round(10u128.pow(scale - SCALE))?, SCALE, negative)
    } else {
        make(product.small()?, scale, negative)
    }
}

pub(crate) fn div(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (a, b) = (tidy(a), tidy(b));
    if b.is_zero() {
        return None;
    }
    let lift = 10u128.pow(SCALE + b.scale() - a.scale());
    let numerator = Wide::product(a.mantissa().unsigned_abs(), lift);
    let negative = a.is_sign_negative() != b.is_sign_negative();
    make(numerator.div_round(b.mantissa().unsigned_abs())?, SCALE, negative)
}

/// `a` to a whole power; null for a broken exponent.
pub(crate) fn pow(a: Decimal, exponent: Decimal) -> Option<Decimal> {
    let exponent = exponent.normalize();
    if exponent.scale() != 0 || exponent.abs() > Decimal::from(1000) {
        return None;
    }
    let times = exponent.mantissa().unsigned_abs();
    let mut result = Decimal::ONE;
    for _ in 0..times {
        result = mul(result, a)?;
        if result.is_zero() {
            break;
        }
    }
    if exponent.is_sign_negative() { div(Decimal::ONE, result) } else { Some(result) }
}

/// How the rounding functions round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rounding {
    HalfEven,
    HalfUp,
    HalfDown,
    Up,
    Down,
    Floor,
    Ceiling,
}

/// Rounds to `places` decimals (negative: tens, hundreds …); null outside ±14.
pub(crate) fn round(number: Decimal, places: Decimal, how: Rounding) -> Option<Decimal> {
    let places = i32::try_from(places.normalize().mantissa()).ok().filter(|_| places.normalize().scale() == 0)?;
    if places.unsigned_abs() > SCALE {
        return None;
    }
    let strategy = match how {
        Rounding::HalfEven => RoundingStrategy::MidpointNearestEven,
        Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
        Rounding::HalfDown => RoundingStrategy::MidpointTowardZero,
        Rounding::Up => RoundingStrategy::AwayFromZero,
        Rounding::Down => RoundingStrategy::ToZero,
        Rounding::Floor => RoundingStrategy::ToNegativeInfinity,
        Rounding::Ceiling => RoundingStrategy::ToPositiveInfinity,
    };
    let number = tidy(number);
    if places >= 0 {
        return fit(number.round_dp_with_strategy(places as u32, strategy));
    }
    // Shift the point by hand: 14 + 14 decimals still fit the mantissa's scale.
    let shift = places.unsigned_abs();
    let small = Decimal::try_from_i128_with_scale(number.mantissa(), number.scale() + shift).ok()?;
    let rounded = small.round_dp_with_strategy(0, strategy);
    fit(rounded.checked_mul(Decimal::from(10u64.pow(shift)))?)
}

pub(crate) fn floor(number: Decimal) -> Option<Decimal> {
    fit(number.floor())
}

pub(crate) fn ceiling(number: Decimal) -> Option<Decimal> {
    fit(number.ceil())
}

/// Canonical text: no needless zeros, no minus zero.
pub(crate) fn text(number: Decimal) -> String {
    tidy(number).to_string()
}

/// A whole number that fits.
pub(crate) fn whole(number: Decimal) -> Option<i64> {
    let number = number.normalize();
    i64::try_from(number.mantissa()).ok().filter(|_| number.scale() == 0)
}

fn make(units: u128, scale: u32, negative: bool) -> Option<Decimal> {
    let units = i128::try_from(units).ok()?;
    fit(Decimal::try_from_i128_with_scale(if negative { -units } else { units }, scale).ok()?)
}

/// 256 bits, enough for the product of two mantissas.
#[derive(Debug, Clone, Copy)]
struct Wide {
    high: u128,
    low: u128,
}

impl Wide {
    fn product(a: u128, b: u128) -> Wide {
        if let Some(low) = a.checked_mul(b) {
            return Wide { high: 0, low };
        }
        let half = u128::from(u64::MAX);
        let (a1, a0, b1, b0) = (a >> 64, a & half, b >> 64, b & half);
        let (low, mid1, mid2, high) = (a0 * b0, a1 * b0, a0 * b1, a1 * b1);
        let middle = (low >> 64) + (mid1 & half) + (mid2 & half);
        Wide { high: high + (mid1 >> 64) + (mid2 >> 64) + (middle >> 64), low: (low & half) | (middle << 64) }
    }

    fn small(self) -> Option<u128> {
        (self.high == 0).then_some(self.low)
    }

    /// The quotient rounded half up; null when it does not fit 127 bits.
    fn div_round(self, by: u128) -> Option<u128> {
        let (quotient, rest) = if self.high == 0 {
            (self.low / by, self.low % by)
        } else {
            let (mut quotient, mut rest) = (0u128, 0u128);
            for bit in (0..256).rev() {
                let next = if bit >= 128 { self.high >> (bit - 128) & 1 } else { self.low >> bit & 1 };
                // Divisors stay below 2^97, so nothing falls off the top.
                rest = rest << 1 | next;
                if quotient >> 126 != 0 {
                    return None;
                }
                quotient <<= 1;
                if rest >= by {
                    rest -= by;
                    quotient |= 1;
                }
            }
            (quotient, rest)
        };
        Some(quotient + u128::from(rest >= by - rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn division_is_rounded_half_away_at_fourteen() {
        assert_eq!(div(d("1"), d("3")), Some(d("0.33333333333333")));
        assert_eq!(div(d("2"), d("3")), Some(d("0.66666666666667")));
        assert_eq!(div(d("-2"), d("3")), Some(d("-0.66666666666667")));
        assert_eq!(div(d("1"), d("0")), None);
        assert_eq!(div(d("0.00000000000001"), d("2")), Some(d("0.00000000000001")));
        assert_eq!(div(d("99999999999999"), d("0.00000000000001")), None);
        assert_eq!(div(d("99999999999999.99999999999999"), d("3")), Some(d("33333333333333.33333333333333")));
    }

    #[test]
    fn products_are_exact_before_rounding() {
        assert_eq!(mul(d("0.00000000000001"), d("0.5")), Some(d("0.00000000000001")));
        assert_eq!(mul(d("0.00000000000001"), d("0.4")), Some(d("0")));
        assert_eq!(mul(d("9999999.9999999"), d("9999999.9999999")), Some(d("99999999999998.00000000000001")));
        assert_eq!(mul(d("10000000"), d("10000000")), None);
        assert_eq!(mul(d("7.12345678901234"), d("9.98765432109876")), Some(d("71.1466239799394")));
    }

    #[test]
    fn rounding_left_of_the_point() {
        assert_eq!(round(d("1250"), d("-2"), Rounding::HalfUp), Some(d("1300")));
        assert_eq!(round(d("1250"), d("-2"), Rounding::HalfEven), Some(d("1200")));
        assert_eq!(round(d("-2.5"), d("0"), Rounding::HalfUp), Some(d("-3")));
        assert_eq!(round(d("1"), d("15"), Rounding::HalfUp), None);
    }

    #[test]
    fn powers() {
        assert_eq!(pow(d("1.05"), d("3")), Some(d("1.157625")));
        assert_eq!(pow(d("2"), d("-2")), Some(d("0.25")));
        assert_eq!(pow(d("10"), d("20")), None);
        assert_eq!(pow(d("0"), d("-1")), None);
    }
}

//! Numbers as patterns compare them: exact to six digits behind the point, within five billions.

/// The greatest number that is compared, in millionths. (EventBridge User Guide, "Comparison
/// operators", "Numeric matching".)
pub(crate) const MILLIONTHS_MAX: i64 = 5_000_000_000_000_000;

/// A number in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Millionths {
    /// Rounded down.
    pub(crate) value: i64,
    /// Whether nothing was rounded.
    pub(crate) is_exact: bool,
}

/// Reads JSON's text of a number; none if it is beyond what is compared.
pub(crate) fn millionths(text: &str) -> Option<Millionths> {
    let (is_negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (text.get(..at)?, exponent(text.get(at + 1..)?)?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let zeros = mantissa.bytes().filter(|byte| *byte != b'.').take_while(|byte| *byte == b'0');
    let zeros = zeros.count();
    let mut digits = whole.bytes().chain(fraction.bytes()).skip(zeros).peekable();
    if digits.peek().is_none() {
        return Some(Millionths { value: 0, is_exact: true });
    }
    let size = |count: usize| i64::try_from(count).ok();
    let kept = size(whole.len())? - size(zeros)? + exponent + 6;
    if kept > 16 {
        return None;
    }
    let mut value = 0_i64;
    for _ in 0..kept.max(0) {
        value = value * 10 + i64::from(digits.next().map_or(0, |digit| digit.wrapping_sub(b'0')));
    }
    let is_exact = digits.all(|digit| digit == b'0');
    let value = if is_negative { -value - i64::from(!is_exact) } else { value };
    (-MILLIONTHS_MAX..=MILLIONTHS_MAX).contains(&value).then_some(Millionths { value, is_exact })
}

/// Beyond any use, an exponent only has to stay far out.
fn exponent(text: &str) -> Option<i64> {
    const FAR: i64 = 1_000_000_000;
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let size = digits.parse::<i64>().unwrap_or(FAR).min(FAR);
    Some(if is_negative { -size } else { size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_millionths_rounded_down() {
        for (text, value, is_exact) in [
            ("0", 0, true),
            ("-0", 0, true),
            ("0.000", 0, true),
            ("0e999999999999", 0, true),
            ("1", 1_000_000, true),
            ("-1.5", -1_500_000, true),
            ("301.8", 301_800_000, true),
            ("3.018e2", 301_800_000, true),
            ("301800E-3", 301_800_000, true),
            ("0.000001", 1, true),
            ("0.0000019", 1, false),
            ("-0.0000001", -1, false),
            ("0.00000100", 1, true),
            ("5000000000", MILLIONTHS_MAX, true),
            ("-5e9", -MILLIONTHS_MAX, true),
            ("5e-999999999999999999999", 0, false),
            ("0012", 12_000_000, true),
        ] {
            assert_eq!(millionths(text), Some(Millionths { value, is_exact }), "{text}");
        }
        for text in
            ["5000000000.000001", "-5000000001", "1e10", "1e999999999999999999999", "123456789012"]
        {
            assert_eq!(millionths(text), None, "{text}");
        }
    }
}

//! Numbers of any length, compared as they are written.

use std::cmp::Ordering;

/// Which of two runs of decimal digits is the smaller number; an empty one is zero.
pub(super) fn compare(a: &[u8], b: &[u8]) -> Ordering {
    let (a, b) = (significant(a), significant(b));
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

/// Whether the digits are a zero, or none.
pub(super) fn is_zero(digits: &[u8]) -> bool {
    digits.iter().all(|digit| *digit == b'0')
}

fn significant(digits: &[u8]) -> &[u8] {
    split_while(digits, |byte| byte == b'0').1
}

/// The longest beginning whose bytes all fit, and what follows it.
pub(super) fn split_while(text: &[u8], fits: impl Fn(u8) -> bool) -> (&[u8], &[u8]) {
    let length = text.iter().position(|byte| !fits(*byte)).unwrap_or(text.len());
    text.split_at(length)
}

/// The digits that a text begins with, and what follows them.
pub(super) fn split_digits(text: &[u8]) -> (&[u8], &[u8]) {
    split_while(text, |byte| byte.is_ascii_digit())
}

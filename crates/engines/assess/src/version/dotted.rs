//! Numbers between dots or hyphens, as R's `package_version` and Haskell's `Version` have them: of two
//! where one begins the other, the longer is the greater. Words come before numbers.

use std::cmp::Ordering;

use super::{number, parts};

pub(super) fn compare(a: &[u8], b: &[u8]) -> Ordering {
    let is_separator = |byte: &u8| matches!(*byte, b'.' | b'-');
    parts::compare(a.split(is_separator), b.split(is_separator), compare_part)
}

fn compare_part(a: &[u8], b: &[u8]) -> Ordering {
    let is_number = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    match (is_number(a), is_number(b)) {
        (true, true) => number::compare(a, b),
        (false, false) => a.cmp(b),
        (left, right) => left.cmp(&right),
    }
}

//! Versions as sequences of parts.

use std::cmp::Ordering;

use super::number;

/// The order of two sequences by that of their parts; of two that begin alike, the longer is the greater.
pub(super) fn compare<T>(
    mut a: impl Iterator<Item = T>,
    mut b: impl Iterator<Item = T>,
    one: impl Fn(T, T) -> Ordering,
) -> Ordering {
    loop {
        let order = match (a.next(), b.next()) {
            (Some(left), Some(right)) => one(left, right),
            (None, None) => return Ordering::Equal,
            (left, right) => left.is_some().cmp(&right.is_some()),
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// The same, where what is missing at the end of one is as `end`.
pub(super) fn compare_padded<T: Copy>(
    mut a: impl Iterator<Item = T>,
    mut b: impl Iterator<Item = T>,
    end: T,
    one: impl Fn(T, T) -> Ordering,
) -> Ordering {
    loop {
        let order = match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (left, right) => one(left.unwrap_or(end), right.unwrap_or(end)),
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// The order of numbers between dots; those that are missing at the end are zero.
pub(super) fn compare_dotted(a: &[u8], b: &[u8]) -> Ordering {
    let is_dot = |byte: &u8| *byte == b'.';
    compare_padded(a.split(is_dot), b.split(is_dot), &[], number::compare)
}

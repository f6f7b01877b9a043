//! Versions as sequences of parts.

use std::cmp::Ordering;

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

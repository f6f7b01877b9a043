//! NuGet's order: up to four numbers, then labels as those of Semantic Versioning, without regard to
//! case. Build counts for nothing.

use std::cmp::Ordering;

use super::{number, parts};

pub(super) fn compare(a: &[u8], b: &[u8]) -> Ordering {
    let ((numbers_a, labels_a), (numbers_b, labels_b)) = (split(a), split(b));
    parts::compare_dotted(numbers_a, numbers_b).then_with(|| match (labels_a, labels_b) {
        (Some(a), Some(b)) => compare_labels(a, b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    })
}

/// The numbers, and the labels if there are some. What is neither begins the labels.
fn split(version: &[u8]) -> (&[u8], Option<&[u8]>) {
    let version = version.trim_ascii();
    let version =
        version.strip_prefix(b"v").or_else(|| version.strip_prefix(b"V")).unwrap_or(version);
    let (version, _) = number::split_while(version, |byte| byte != b'+');
    let is_number = |byte: u8| byte.is_ascii_digit() || byte == b'.';
    match number::split_while(version, is_number) {
        (numbers, []) => (numbers, None),
        (numbers, [b'-', labels @ ..] | labels) => (numbers, Some(labels)),
    }
}

fn compare_labels(a: &[u8], b: &[u8]) -> Ordering {
    let is_dot = |byte: &u8| *byte == b'.';
    parts::compare(a.split(is_dot), b.split(is_dot), compare_label)
}

fn compare_label(a: &[u8], b: &[u8]) -> Ordering {
    let is_word = |label: &[u8]| label.is_empty() || !label.iter().all(u8::is_ascii_digit);
    match (is_word(a), is_word(b)) {
        (false, false) => number::compare(a, b),
        (true, true) => {
            a.iter().map(u8::to_ascii_lowercase).cmp(b.iter().map(u8::to_ascii_lowercase))
        }
        (left, right) => left.cmp(&right),
    }
}

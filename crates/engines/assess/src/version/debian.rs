//! dpkg's order (Debian Policy, 5.6.12): epoch, upstream version, revision; `~` before the end, the
//! end before letters, letters before all else.

use std::cmp::Ordering;

use super::number;

pub(super) fn compare(a: &[u8], b: &[u8]) -> Ordering {
    let ((epoch_a, a), (epoch_b, b)) = (split_epoch(a), split_epoch(b));
    let ((upstream_a, revision_a), (upstream_b, revision_b)) =
        (split_revision(a), split_revision(b));
    number::compare(epoch_a, epoch_b)
        .then_with(|| compare_part(upstream_a, upstream_b))
        .then_with(|| compare_part(revision_a, revision_b))
}

fn split_epoch(version: &[u8]) -> (&[u8], &[u8]) {
    match number::split_digits(version) {
        (epoch, [b':', rest @ ..]) => (epoch, rest),
        _ => (&[], version),
    }
}

fn split_revision(version: &[u8]) -> (&[u8], &[u8]) {
    let Some(at) = version.iter().rposition(|byte| *byte == b'-') else { return (version, &[]) };
    let (upstream, revision) = version.split_at(at);
    (upstream, revision.get(1..).unwrap_or_default())
}

fn compare_part(mut a: &[u8], mut b: &[u8]) -> Ordering {
    loop {
        let ((word_a, rest_a), (word_b, rest_b)) = (split_word(a), split_word(b));
        let words = compare_words(word_a, word_b);
        let ((digits_a, after_a), (digits_b, after_b)) =
            (number::split_digits(rest_a), number::split_digits(rest_b));
        let order = words.then_with(|| number::compare(digits_a, digits_b));
        if order.is_ne() || (after_a.is_empty() && after_b.is_empty()) {
            return order;
        }
        (a, b) = (after_a, after_b);
    }
}

fn split_word(text: &[u8]) -> (&[u8], &[u8]) {
    number::split_while(text, |byte| !byte.is_ascii_digit())
}

fn compare_words(a: &[u8], b: &[u8]) -> Ordering {
    let weights = |word: &[u8]| word.first().map_or(0, |byte| weight(*byte));
    let shared = a.iter().zip(b).position(|(a, b)| a != b).unwrap_or(a.len().min(b.len()));
    let rest = |word: &[u8]| word.get(shared..).map_or(0, weights);
    rest(a).cmp(&rest(b))
}

fn weight(byte: u8) -> i16 {
    match byte {
        b'~' => -1,
        byte if byte.is_ascii_alphabetic() => i16::from(byte),
        byte => i16::from(byte) + 256,
    }
}

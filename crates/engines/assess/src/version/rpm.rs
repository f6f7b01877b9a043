//! rpm's order (`rpm-version(7)`): epoch, version, release; runs of digits and of letters are
//! compared, `~` is before the end, `^` after it, and what else is between them only separates.

use std::cmp::Ordering;

use super::number;

pub(super) fn compare(a: &[u8], b: &[u8]) -> Ordering {
    let ((epoch_a, a), (epoch_b, b)) = (split_epoch(a), split_epoch(b));
    let ((version_a, release_a), (version_b, release_b)) = (split_release(a), split_release(b));
    number::compare(epoch_a, epoch_b).then_with(|| compare_part(version_a, version_b)).then_with(
        || match (release_a, release_b) {
            (Some(a), Some(b)) => compare_part(a, b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        },
    )
}

fn split_epoch(version: &[u8]) -> (&[u8], &[u8]) {
    match number::split_digits(version) {
        (epoch, [b':', rest @ ..]) => (epoch, rest),
        _ => (&[], version),
    }
}

fn split_release(version: &[u8]) -> (&[u8], Option<&[u8]>) {
    match version.iter().rposition(|byte| *byte == b'-') {
        Some(at) => {
            let (version, release) = version.split_at(at);
            (version, release.get(1..))
        }
        None => (version, None),
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Tilde,
    End,
    Caret,
    Letters,
    Digits,
}

fn compare_part(mut a: &[u8], mut b: &[u8]) -> Ordering {
    loop {
        let ((kind_a, text_a, rest_a), (kind_b, text_b, rest_b)) = (segment(a), segment(b));
        let is_end = kind_a == Kind::End;
        let order = kind_a.cmp(&kind_b).then_with(|| match kind_a {
            Kind::Digits => number::compare(text_a, text_b),
            _ => text_a.cmp(text_b),
        });
        if order.is_ne() || is_end {
            return order;
        }
        (a, b) = (rest_a, rest_b);
    }
}

/// The next segment, without the separators in front of it.
fn segment(text: &[u8]) -> (Kind, &[u8], &[u8]) {
    let is_separator = |byte: u8| !byte.is_ascii_alphanumeric() && byte != b'~' && byte != b'^';
    let (_, text) = number::split_while(text, is_separator);
    match text {
        [] => (Kind::End, text, text),
        [b'~', rest @ ..] => (Kind::Tilde, &[], rest),
        [b'^', rest @ ..] => (Kind::Caret, &[], rest),
        [first, ..] if first.is_ascii_digit() => {
            let (digits, rest) = number::split_digits(text);
            (Kind::Digits, digits, rest)
        }
        _ => {
            let (letters, rest) = number::split_while(text, |byte| byte.is_ascii_alphabetic());
            (Kind::Letters, letters, rest)
        }
    }
}

//! Composer's order: a `v` in front and what follows a `+` count for nothing, the numbers that a version begins with are
//! filled up with zeros, `x` is greater than any of them, and what follows is compared as PHP's
//! `version_compare` does: `dev` < `alpha` < `beta` < `RC` < the end < numbers < `patch`, by what a word
//! begins with, and any other word before all of them.

use std::cmp::Ordering;

use super::number;

pub(super) fn compare(a: &[u8], b: &[u8]) -> Ordering {
    let (mut a, mut b) = (counted(a), counted(b));
    loop {
        let ((number_a, rest_a), (number_b, rest_b)) = (leading(a), leading(b));
        if number_a.is_none() && number_b.is_none() {
            return compare_rests(a, b);
        }
        let order = number::compare(number_a.unwrap_or_default(), number_b.unwrap_or_default());
        if order.is_ne() {
            return order;
        }
        (a, b) = (rest_a, rest_b);
    }
}

fn counted(version: &[u8]) -> &[u8] {
    let (version, _build) = number::split_while(version, |byte| byte != b'+');
    match version {
        [b'v' | b'V', rest @ ..] => rest,
        _ => version,
    }
}

/// What a branch such as `2.x-dev` has in place of a number.
const HIGHEST: &[u8] = b"9999999";

/// The number that a text begins with, and the rest, without the dot if another number follows it.
fn leading(text: &[u8]) -> (Option<&[u8]>, &[u8]) {
    let text = match text {
        [b'.', rest @ ..] if rest.first().is_some_and(|byte| is_leading(*byte)) => rest,
        _ => text,
    };
    match text {
        [b'x' | b'X' | b'*', rest @ ..] if matches!(rest, [] | [b'.' | b'-', ..]) => {
            (Some(HIGHEST), rest)
        }
        _ => match number::split_digits(text) {
            ([], _) => (None, text),
            (digits, rest) => (Some(digits), rest),
        },
    }
}

fn is_leading(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'x' | b'X' | b'*')
}

fn compare_rests(mut a: &[u8], mut b: &[u8]) -> Ordering {
    loop {
        let ((rank_a, digits_a, rest_a), (rank_b, digits_b, rest_b)) = (part(a), part(b));
        let order = rank_a.cmp(&rank_b).then_with(|| number::compare(digits_a, digits_b));
        if order.is_ne() || (rest_a.is_empty() && rest_b.is_empty()) {
            return order;
        }
        (a, b) = (rest_a, rest_b);
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Unknown,
    Dev,
    Alpha,
    Beta,
    Candidate,
    End,
    Number,
    Patch,
}

/// The rank of the first part, its digits, and what follows it.
fn part(text: &[u8]) -> (Rank, &[u8], &[u8]) {
    let is_separator = |byte: u8| matches!(byte, b'.' | b'-' | b'_' | b'+');
    let (_, text) = number::split_while(text, is_separator);
    match number::split_digits(text) {
        ([], []) => (Rank::End, &[], &[]),
        ([], _) => {
            let is_word = |byte: u8| !byte.is_ascii_digit() && !is_separator(byte);
            let (word, rest) = number::split_while(text, is_word);
            (rank(word), &[], rest)
        }
        (digits, rest) => (Rank::Number, digits, rest),
    }
}

fn rank(word: &[u8]) -> Rank {
    const NAMES: [(&[u8], Rank); 7] = [
        (b"dev", Rank::Dev),
        (b"a", Rank::Alpha),
        (b"b", Rank::Beta),
        (b"rc", Rank::Candidate),
        (b"stable", Rank::End),
        (b"#", Rank::End),
        (b"p", Rank::Patch),
    ];
    let begins =
        |name: &[u8]| word.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    NAMES.into_iter().find(|(name, _)| begins(name)).map_or(Rank::Unknown, |(_, rank)| rank)
}

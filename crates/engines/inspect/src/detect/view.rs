//! One text as the detectors see it: decoded, in lower case, with what it is made of.

use super::findings::Place;
use crate::effort::Effort;
use crate::scan::{at, between, count_such, is_space, skip, trim};

/// What a text is made of, as far as one look at each byte tells: which bytes of ASCII are in it,
/// and whether there are any beyond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shape {
    ascii: u128,
    beyond: bool,
}

/// A text from so many bytes on is looked at by marks.
const MARKED_MIN: usize = 48;

/// Control characters but white space.
const CONTROLS: u128 = 0xffff_ffff & !(1 << 9 | 1 << 10 | 1 << 13);
/// Line breaks.
const BREAKS: u128 = 1 << 10 | 1 << 13;
/// Letters in upper case.
const CAPITALS: u128 = 0x07ff_fffe << 64;
/// White space.
const SPACES: u128 = BREAKS | 1 << 9 | 1 << 32;

impl Shape {
    /// Looks at each byte of a text.
    pub fn of(text: &[u8]) -> Self {
        if text.len() >= MARKED_MIN {
            return Self::of_long(text);
        }
        let [mut low, mut high, mut beyond] = [0u64; 3];
        for &byte in text {
            let bit = 1 << (byte & 63);
            match byte >> 6 {
                0 => low |= bit,
                1 => high |= bit,
                _ => beyond |= bit,
            }
        }
        Self { ascii: u128::from(high) << 64 | u128::from(low), beyond: beyond != 0 }
    }

    /// Marks the bytes first, and then looks at each mark.
    fn of_long(text: &[u8]) -> Self {
        let mut seen = [false; 256];
        for &byte in text {
            if let Some(mark) = seen.get_mut(usize::from(byte)) {
                *mark = true;
            }
        }
        let (ascii, beyond) = seen.split_at(128);
        let ascii =
            ascii.as_chunks::<8>().0.iter().fold(0, |set: u128, marks| {
                set >> 8 | u128::from(bits(marks.map(u8::from))) << 120
            });
        Self { ascii, beyond: beyond.contains(&true) }
    }

    /// Whether any of these bytes of ASCII is in the text.
    pub(crate) const fn has_any(self, bytes: &[u8]) -> bool {
        let mut wanted = 0u128;
        let mut rest = bytes;
        while let Some((first, others)) = rest.split_first() {
            wanted |= 1 << (*first & 127);
            rest = others;
        }
        self.ascii & wanted != 0
    }

    /// Whether the text has white space.
    pub(crate) const fn has_space(self) -> bool {
        self.ascii & SPACES != 0
    }

    /// Whether the text has control characters, which interpreters may take for white space.
    pub(crate) const fn has_control(self) -> bool {
        self.ascii & CONTROLS != 0
    }

    /// Whether the text may be no text at all: it has control characters and bytes beyond ASCII.
    /// That alone says little, see [`is_binary`].
    pub(crate) const fn may_be_binary(self) -> bool {
        self.has_control() && self.beyond
    }

    /// Whether the text has bytes beyond ASCII.
    pub(crate) const fn has_beyond(self) -> bool {
        self.beyond
    }

    /// Whether the text has letters of both cases.
    pub(crate) const fn has_both_cases(self) -> bool {
        self.ascii & CAPITALS != 0 && self.ascii & CAPITALS << 32 != 0
    }

    /// Whether the text has line breaks.
    pub(crate) const fn has_break(self) -> bool {
        self.ascii & BREAKS != 0
    }
}

/// Eight marks of one or zero as the bits of a byte, the first as the lowest.
fn bits(marks: [u8; 8]) -> u8 {
    // The product has the sum of what each mark is moved to in its highest byte, and no two meet in a bit.
    (u64::from_le_bytes(marks).wrapping_mul(0x0102_0408_1020_4080) >> 56).to_le_bytes()[0]
}

/// Bytes that are shorter than this are text, whatever they are.
const BINARY_MIN: usize = 24;

/// What stands where bytes that were no character went through a decoder.
const REPLACED: &[u8] = "\u{fffd}".as_bytes();

/// Whether bytes are rather no text: a good part of them is neither printable nor a character.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    if bytes.len() < BINARY_MIN {
        return false;
    }
    let controls = count_such(bytes, is_control);
    let broken: usize = broken(bytes).map(|(_, length)| length).sum();
    (controls + broken) * 6 >= bytes.len()
}

/// Where bytes stand that are no character, or what took the place of such; each with its length.
fn broken(bytes: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    let mut position = 0;
    std::iter::from_fn(move || {
        loop {
            let start = skip(bytes, position, |byte| byte.is_ascii());
            let length = match character(bytes.get(start..).filter(|rest| !rest.is_empty())?) {
                None => 1,
                Some(length) => {
                    position = start + length;
                    if between(bytes, start, position) != REPLACED {
                        continue;
                    }
                    length
                }
            };
            position = start + length;
            return Some((start, length));
        }
    })
}

/// The length of the character beyond ASCII that bytes begin with, if they do (RFC 3629).
fn character(bytes: &[u8]) -> Option<usize> {
    let is_tail = |position| at(bytes, position) & 0xc0 == 0x80;
    let second = at(bytes, 1);
    let length = match at(bytes, 0) {
        0xc2..=0xdf => 2,
        0xe0 if second >= 0xa0 => 3,
        0xed if second < 0xa0 => 3,
        0xe1..=0xec | 0xee | 0xef => 3,
        0xf0 if second >= 0x90 => 4,
        0xf4 if second < 0x90 => 4,
        0xf1..=0xf3 => 4,
        _ => return None,
    };
    (1..length).all(is_tail).then_some(length)
}

/// Writes a text with spaces in place of control characters, byte for byte.
pub(crate) fn space_out(text: &[u8], spaced: &mut Vec<u8>) {
    spaced.clear();
    spaced.extend(text.iter().map(|&byte| if is_control(byte) { b' ' } else { byte }));
}

/// A control character, but no white space.
fn is_control(byte: u8) -> bool {
    byte < b' ' && byte != b'\t' && byte != b'\n' && byte != b'\r'
}

/// Runs of characters that are shorter are passed over in what is no text.
const RUN_MIN: usize = 16;

/// The runs of characters in what is no text. A space beyond ASCII parts none.
pub(crate) fn runs(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let is_space_alone = |place: usize| at(bytes, place) == 0xa0;
    let ends = broken(bytes).filter(move |&(place, _)| !is_space_alone(place));
    let mut from = 0;
    ends.chain([(bytes.len(), 0)]).filter_map(move |(end, length)| {
        let run = between(bytes, from, end);
        from = end + length;
        let run = if run.len() < RUN_MIN { run } else { trim(run) };
        (run.len() >= RUN_MIN).then_some(run)
    })
}

/// A text to be looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    /// The text, decoded.
    pub(crate) text: &'a [u8],
    /// The same in lower case, byte for byte.
    pub(crate) lower: &'a [u8],
    /// What it is made of.
    pub(crate) shape: Shape,
    /// Where in the request it stood.
    pub(crate) place: Place,
    /// The name of its parameter or header, in lower case.
    pub(crate) name: &'a [u8],
    /// How often it was decoded beyond what its place calls for.
    pub(crate) depth: u8,
    /// Whether it is a name itself.
    pub(crate) is_name: bool,
    /// The script that the request is for, if it is for one.
    pub(crate) script: Script,
    /// Whether it reads like prose.
    pub(crate) is_prose: bool,
    /// What looking at it may still cost.
    pub(crate) effort: &'a Effort,
}

/// What the path of a request tells of the script behind it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Script {
    /// It is a script whose language includes files by name.
    pub(crate) runs: bool,
    /// It is one that only others should include.
    pub(crate) is_included: bool,
}

impl View<'_> {
    /// Whether the text reads like prose or a whole document rather than one value: such text may
    /// speak of anything.
    pub(crate) fn is_prose(&self) -> bool {
        self.is_prose
    }
}

/// Whether a text reads like prose. It is asked once for each text, as it looks at all of it.
pub(crate) fn reads_like_prose(text: &[u8]) -> bool {
    if text.len() < 48 {
        return false;
    }
    let words = count_such(text, is_space);
    if text.len() > 400 {
        return words * 32 >= text.len();
    }
    if words < 6 {
        return false;
    }
    let letters = count_such(text, |byte| byte.is_ascii_alphabetic());
    let signs = count_such(text, is_sign);
    (letters + words) * 6 >= text.len() * 5 && signs * 24 <= text.len()
}

/// A sign that code has, and prose seldom.
fn is_sign(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')'
            | b'{'
            | b'}'
            | b'['
            | b']'
            | b';'
            | b'='
            | b'<'
            | b'>'
            | b'|'
            | b'&'
            | b'$'
            | b'`'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn marks_show_the_same_shape_as_bits(bytes in prop::collection::vec(any::<u8>(), 0..90)) {
            let short: Vec<Shape> = bytes.chunks(MARKED_MIN - 1).map(Shape::of).collect();
            let whole = short.iter().fold(Shape::default(), |sum, one| Shape {
                ascii: sum.ascii | one.ascii,
                beyond: sum.beyond || one.beyond,
            });
            prop_assert_eq!(Shape::of_long(&bytes), whole);
        }

        #[test]
        fn what_is_no_character_is_told_as_the_library_does(
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), 0xe0u8..=0xf5, 0x80u8..=0xbf], 0..60),
        ) {
            let invalid: usize = bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
            let replaced = memchr::memmem::find_iter(&bytes, REPLACED).count() * REPLACED.len();
            let told: usize = broken(&bytes).map(|(_, length)| length).sum();
            prop_assert_eq!(told, invalid + replaced);
        }
    }
}

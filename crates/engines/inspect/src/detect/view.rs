//! One text as the detectors see it: decoded, in lower case, with what it is made of.

use super::findings::Place;
use crate::scan::is_space;

/// What a text is made of, as far as one look at each byte tells: which bytes of ASCII are in it,
/// and whether there are any beyond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shape {
    ascii: u128,
    beyond: bool,
}

/// Control characters but white space.
const CONTROLS: u128 = 0xffff_ffff & !(1 << 9 | 1 << 10 | 1 << 13);
/// Line breaks.
const BREAKS: u128 = 1 << 10 | 1 << 13;
/// White space.
const SPACES: u128 = BREAKS | 1 << 9 | 1 << 32;

impl Shape {
    /// Looks at each byte of a text.
    pub fn of(text: &[u8]) -> Self {
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

    /// Whether the text is rather no text: it has control characters and bytes beyond ASCII.
    pub(crate) const fn is_binary(self) -> bool {
        self.ascii & CONTROLS != 0 && self.beyond
    }

    /// Whether the text has line breaks.
    pub(crate) const fn has_break(self) -> bool {
        self.ascii & BREAKS != 0
    }
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
    let words = text.iter().filter(|&&byte| is_space(byte)).count();
    if text.len() > 400 {
        return words * 32 >= text.len();
    }
    let letters = text.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let signs = text.iter().filter(|byte| b"(){}[];=<>|&$`".contains(byte)).count();
    words >= 6 && (letters + words) * 6 >= text.len() * 5 && signs * 24 <= text.len()
}

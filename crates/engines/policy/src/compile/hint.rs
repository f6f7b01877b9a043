//! What tells quickly that a statement does not speak of an action.

use super::code::{Reader, Writer};

/// The hashes of names and the first letters of names, each as a bit. A statement speaks of an action
/// only if their hints meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hint {
    /// Of the names that a statement has in full.
    names: u64,
    /// Of the same names.
    letters: u32,
    /// Of those that it has patterns of.
    pattern_letters: u32,
}

/// So much of a hash is left out that the rest numbers the bits of 64.
const HASH_SHIFT: u32 = 26;
/// Which bit is that of everything that is no letter.
const NO_LETTER: u32 = 26;

impl Hint {
    pub(crate) const NOTHING: Self = Self { names: 0, letters: 0, pattern_letters: 0 };
    pub(crate) const ANYTHING: Self =
        Self { names: u64::MAX, letters: u32::MAX, pattern_letters: u32::MAX };

    /// That of a full name with this hash that is, without the service, `name`.
    pub(super) fn of_name(hash: u32, name: &[u8]) -> Self {
        let letters = name.first().copied().map_or(u32::MAX, letter);
        Self { names: 1 << (hash >> HASH_SHIFT), letters, pattern_letters: 0 }
    }

    /// That of all names that begin so.
    pub(super) fn of_beginning(beginning: &[u8]) -> Self {
        let pattern_letters = beginning.first().copied().map_or(u32::MAX, letter);
        Self { pattern_letters, ..Self::NOTHING }
    }

    pub(super) const fn or(self, other: Self) -> Self {
        Self {
            names: self.names | other.names,
            letters: self.letters | other.letters,
            pattern_letters: self.pattern_letters | other.pattern_letters,
        }
    }

    /// Whether a statement of this hint may speak of the action whose name has that one.
    pub(crate) const fn meets(self, name: Self) -> bool {
        let is_named = self.names & name.names != 0 && self.letters & name.letters != 0;
        is_named || self.pattern_letters & name.letters != 0
    }

    pub(crate) fn write(self, code: &mut Writer) {
        code.raw(&self.names.to_le_bytes());
        code.word(self.letters);
        code.word(self.pattern_letters);
    }

    pub(crate) fn read(code: &mut Reader<'_>) -> Self {
        Self {
            names: u64::from_le_bytes(code.array()),
            letters: code.word(),
            pattern_letters: code.word(),
        }
    }
}

/// The bit of a letter, case ignored.
fn letter(byte: u8) -> u32 {
    match byte.to_ascii_lowercase() {
        lower @ b'a'..=b'z' => 1 << (lower - b'a'),
        _ => 1 << NO_LETTER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::ActionName;

    #[test]
    fn a_statement_may_speak_of_what_it_names_and_of_nothing_else() {
        let put = ActionName::new("s3:PutObject").hint();
        let get = ActionName::new("S3:getObject").hint();
        let patterns = Hint::of_beginning(b"put");
        let named = ActionName::new("s3:GetObject").hint();
        let named = Hint { pattern_letters: 0, ..named };
        assert!(patterns.meets(put) && !patterns.meets(get));
        assert!(named.meets(get) && !named.meets(put));
        assert!(named.or(patterns).meets(get) && named.or(patterns).meets(put));
        assert!(Hint::ANYTHING.meets(put) && !Hint::NOTHING.meets(put));
        assert!(Hint::of_beginning(b"").meets(get));
    }
}

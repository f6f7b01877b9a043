//! Short names of resources, copied and compared without a heap.

use std::fmt;

/// The name of a network interface, an instance or an account: text of at most 23 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Label([u8; 24]);

impl Label {
    /// The longest name, in bytes; `eni-` and `i-` with 17 digits have 21 and 19.
    pub const BYTES_MAX: usize = 23;

    /// A name of printable ASCII; none where it is longer, or something else.
    pub fn new(text: &[u8]) -> Option<Self> {
        let mut bytes = [0; 24];
        bytes
            .get_mut(..text.len())
            .filter(|room| room.len() <= Self::BYTES_MAX)?
            .copy_from_slice(text);
        text.iter().all(u8::is_ascii_graphic).then_some(Self(bytes))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        let length = self.0.iter().position(|byte| *byte == 0).unwrap_or(Self::BYTES_MAX);
        self.0.get(..length).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
    }

    /// Whether no name is known.
    pub fn is_empty(&self) -> bool {
        self.0.first() == Some(&0)
    }

    /// The bytes as they are stored.
    pub(crate) fn to_bytes(self) -> [u8; 24] {
        self.0
    }

    /// What was stored; none where it is no name.
    pub(crate) fn from_bytes(bytes: [u8; 24]) -> Option<Self> {
        let length = bytes.iter().position(|byte| *byte == 0)?;
        let (text, rest) = bytes.split_at_checked(length)?;
        (rest.iter().all(|byte| *byte == 0)).then(|| Self::new(text)).flatten()
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_and_longer_ones_refused() {
        let name = Label::new(b"eni-0123456789abcdef0").unwrap();
        assert_eq!(name.as_str(), "eni-0123456789abcdef0");
        assert_eq!(Label::from_bytes(name.to_bytes()), Some(name));
        assert_eq!(Label::new(&[b'a'; 23]).map(|name| name.as_str().len()), Some(23));
        assert!(Label::new(&[b'a'; 24]).is_none() && Label::new(b"a b").is_none());
        assert!(Label::new(b"").unwrap().is_empty());
        let mut damaged = name.to_bytes();
        damaged[23] = 1;
        assert_eq!(Label::from_bytes(damaged), None);
    }
}

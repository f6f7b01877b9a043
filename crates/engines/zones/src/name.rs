//! Domain names as Route 53 shows them: in lower case, with a dot at the end, and what is no letter,
//! digit, hyphen or underscore as `\ooo`. (Route 53 Developer Guide, "DNS domain name format".)

/// The longest label, in bytes. (RFC 1035 section 2.3.4.)
const LABEL_BYTES: usize = 63;
/// The longest name, in bytes, with the length before each label. (RFC 1035 section 2.3.4.)
const NAME_BYTES: usize = 255;

/// A domain name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name(String);

/// Why a text is no name or no value, as Route 53 says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidText {
    problem: &'static str,
    encountered: String,
}

impl InvalidText {
    pub(crate) fn new(problem: &'static str, encountered: impl Into<String>) -> Self {
        Self { problem, encountered: encountered.into() }
    }

    /// The whole reason.
    pub fn reason(&self) -> String {
        format!("FATAL problem: {} encountered with '{}'", self.problem, self.encountered)
    }
}

impl Name {
    /// Reads a name, with a dot at its end or without.
    ///
    /// # Errors
    /// The text is no name.
    pub fn parse(text: &str) -> Result<Self, InvalidText> {
        const EMPTY: &str = "DomainLabelEmpty (Domain label is empty)";
        const LONG_LABEL: &str = "DomainLabelTooLong (Domain label is too long)";
        const LONG: &str = "DomainTooLong (Domain name is too long)";
        let (mut shown, mut label_bytes, mut bytes) = (String::new(), 0, 1);
        let mut characters = text.chars();
        if text == "." {
            return Ok(Self(".".to_owned()));
        }
        while let Some(character) = characters.next() {
            if character == '.' {
                if label_bytes == 0 {
                    return Err(InvalidText::new(EMPTY, text));
                }
                shown.push('.');
                bytes += 1;
                label_bytes = 0;
                continue;
            }
            push(&mut shown, byte_of(character, &mut characters)?);
            label_bytes += 1;
            bytes += 1;
            if label_bytes > LABEL_BYTES {
                return Err(InvalidText::new(LONG_LABEL, text));
            }
            if bytes > NAME_BYTES {
                return Err(InvalidText::new(LONG, text));
            }
        }
        if label_bytes > 0 {
            shown.push('.');
            bytes += 1;
        }
        if shown.is_empty() {
            return Err(InvalidText::new(EMPTY, text));
        }
        if bytes > NAME_BYTES {
            return Err(InvalidText::new(LONG, text));
        }
        Ok(Self(shown))
    }

    /// The name as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The labels in reverse, by which Route 53 sorts.
    pub fn reversed(&self) -> String {
        reversed(&self.0)
    }

    /// Whether it is this zone's name, or below it.
    pub fn is_within(&self, zone: &str) -> bool {
        let below = self.0.strip_suffix(zone);
        below.is_some_and(|below| below.is_empty() || below.ends_with('.'))
    }

    /// How many labels it has.
    pub fn labels(&self) -> usize {
        self.0.split('.').filter(|label| !label.is_empty()).count()
    }

    /// The name as messages have it: each label after its length, and an empty one at the end.
    pub fn wire(&self) -> Vec<u8> {
        let mut wire = Vec::with_capacity(self.0.len() + 1);
        for label in self.0.split('.').filter(|label| !label.is_empty()) {
            let place = wire.len();
            wire.push(0);
            let mut characters = label.chars();
            while let Some(character) = characters.next() {
                wire.extend(byte_of(character, &mut characters));
            }
            let length = u8::try_from(wire.len() - place - 1).unwrap_or_default();
            if let Some(first) = wire.get_mut(place) {
                *first = length;
            }
        }
        wire.push(0);
        wire
    }
}

/// The labels of a shown name in reverse.
pub fn reversed(shown: &str) -> String {
    let labels = shown.split('.').rev().filter(|label| !label.is_empty());
    labels.fold(String::with_capacity(shown.len()), |mut all, label| {
        all.push_str(label);
        all.push('.');
        all
    })
}

/// A name, and each name above it.
pub(crate) fn suffixes(name: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(name);
    std::iter::from_fn(move || {
        let whole = rest?;
        let length = usize::from(*whole.first()?);
        rest = if length == 0 { None } else { whole.get(length + 1..) };
        Some(whole)
    })
}

/// Whether a name is another one, or below it.
pub(crate) fn is_below(name: &[u8], other: &[u8]) -> bool {
    suffixes(name).any(|one| one == other)
}

/// How many labels a name has.
pub(crate) fn labels(name: &[u8]) -> usize {
    suffixes(name).count().saturating_sub(1)
}

/// The byte that a character stands for, or an escape that begins with it: `\ooo`, or what follows.
fn byte_of(character: char, rest: &mut std::str::Chars<'_>) -> Result<u8, InvalidText> {
    const UNSUPPORTED: &str = "UnsupportedCharacter (Value contains unsupported characters)";
    let unsupported = |character: char| InvalidText::new(UNSUPPORTED, character);
    if character != '\\' {
        let is_graphic = character.is_ascii_graphic();
        return u8::try_from(character)
            .ok()
            .filter(|_| is_graphic)
            .ok_or_else(|| unsupported(character));
    }
    let octal: Vec<u32> = rest.clone().take(3).map_while(|digit| digit.to_digit(8)).collect();
    if let [high, middle, low] = octal.as_slice() {
        rest.nth(2);
        return u8::try_from(high * 64 + middle * 8 + low).map_err(|_| unsupported(character));
    }
    let escaped = rest.next().ok_or_else(|| unsupported(character))?;
    u8::try_from(escaped).ok().filter(u8::is_ascii).ok_or_else(|| unsupported(escaped))
}

fn push(shown: &mut String, byte: u8) {
    if byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_' {
        shown.push(char::from(byte.to_ascii_lowercase()));
    } else {
        shown.push('\\');
        let digits = [byte >> 6, (byte >> 3) & 7, byte & 7];
        shown.extend(digits.map(|digit| char::from(b'0' + digit)));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_shown_in_one_way() {
        for (text, shown) in [
            ("example.com", "example.com."),
            ("WWW.Example.Com.", "www.example.com."),
            ("*.example.com", "\\052.example.com."),
            ("\\052.example.com.", "\\052.example.com."),
            ("a@b.test", "a\\100b.test."),
            ("a\\.b.test", "a\\056b.test."),
            ("a\\tb.test", "atb.test."),
            ("_DMARC.x-y.test", "_dmarc.x-y.test."),
            (".", "."),
        ] {
            assert_eq!(Name::parse(text).unwrap().as_str(), shown, "{text}");
        }
    }

    #[test]
    fn what_is_no_name_is_refused_with_its_place() {
        let long = "a".repeat(64);
        let many = "a.".repeat(128);
        for (text, problem) in [
            ("", "DomainLabelEmpty"),
            ("..", "DomainLabelEmpty"),
            (".test", "DomainLabelEmpty"),
            ("a..test", "DomainLabelEmpty"),
            ("a b.test", "UnsupportedCharacter"),
            ("国.test", "UnsupportedCharacter"),
            ("a\\", "UnsupportedCharacter"),
            ("\\777.test", "UnsupportedCharacter"),
            (long.as_str(), "DomainLabelTooLong"),
            (many.as_str(), "DomainTooLong"),
        ] {
            let error = Name::parse(text).unwrap_err().reason();
            assert!(error.contains(problem), "{text}: {error}");
        }
    }

    #[test]
    fn a_zone_has_what_is_below_its_name() {
        let is_within = |name: &str, zone: &str| Name::parse(name).unwrap().is_within(zone);
        assert!(is_within("example.test", "example.test.") && is_within("a.b.test", "b.test."));
        assert!(!is_within("badexample.test", "example.test.") && !is_within("test", "a.test."));
        let name = Name::parse("a.*\\056.test").unwrap();
        assert_eq!(name.reversed(), "test.\\052\\056.a.");
        assert_eq!(name.wire(), b"\x01a\x02*.\x04test\0");
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_as_the_same(text in ".{0,80}") {
            if let Ok(name) = Name::parse(&text) {
                prop_assert_eq!(Name::parse(name.as_str()).unwrap(), name);
            }
        }
    }
}

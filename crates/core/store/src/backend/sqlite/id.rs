//! Ids as they are stored: most are UUIDs, which take sixteen bytes instead of thirty-six.

use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};

/// An event's or a request's id. A blob never equals a text, so the two forms are apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Id<'t> {
    Uuid([u8; 16]),
    Other(&'t str),
}

impl<'t> Id<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        uuid(text.as_bytes()).map_or(Self::Other(text), Self::Uuid)
    }
}

impl ToSql for Id<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Uuid(bytes) => ValueRef::Blob(bytes),
            Self::Other(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

/// The bytes of a UUID in its usual text form, in lower case. (RFC 9562, section 4.)
fn uuid(text: &[u8]) -> Option<[u8; 16]> {
    /// Where the two digits of each byte begin.
    const PAIRS: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
    const HYPHENS: [usize; 4] = [8, 13, 18, 23];
    let text: &[u8; 36] = text.try_into().ok()?;
    let byte = |place: usize| text.get(place).copied().unwrap_or_default();
    let digit = |place| worth(byte(place));
    let mut unfit = u8::from(HYPHENS.iter().any(|place| byte(*place) != b'-')) << 4;
    let bytes = PAIRS.map(|place| {
        let (high, low) = (digit(place), digit(place + 1));
        unfit |= high | low;
        (high << 4) | (low & 0xf)
    });
    (unfit < 16).then_some(bytes)
}

/// What a byte is worth as a hexadecimal digit in lower case; more than any where it is none.
const fn worth(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        b'a'..=b'f' => byte - b'a' + 10,
        _ => 0xff,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_written_back_is_a_uuid() {
        let bytes = 0x0192_f0c1_a2b3_7cde_8f01_2345_6789_abcd_u128.to_be_bytes();
        assert_eq!(Id::of("0192f0c1-a2b3-7cde-8f01-23456789abcd"), Id::Uuid(bytes));
        for text in [
            "",
            "0192F0C1-a2b3-7cde-8f01-23456789abcd",
            "0192f0c1-a2b3-7cde-8f01-23456789abc",
            "0192f0c1a2b3-7cde-8f01-23456789abcd-",
            "0192f0c1-a2b3-7cde-8f01-23456789abcg",
            "0192f0c1-a2b3-7cde-8f01023456789abcd",
            "-192f0c1-a2b3-7cde-8f01-23456789abcd",
            "0192f0c1-a2b3-7cde-8f01-23456789abc:",
            "0192f0c1-a2b3-7cde-8f01-23456789ab\u{e9}",
        ] {
            assert_eq!(Id::of(text), Id::Other(text), "{text}");
        }
    }
}

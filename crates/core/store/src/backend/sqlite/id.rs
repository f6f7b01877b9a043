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
    if text.len() != 36 {
        return None;
    }
    let mut bytes = [0; 16];
    let mut digits = text.iter().enumerate().filter_map(|(place, byte)| match (place, byte) {
        (8 | 13 | 18 | 23, b'-') => None,
        (8 | 13 | 18 | 23, _) => Some(None),
        (_, b'0'..=b'9') => Some(Some(byte - b'0')),
        (_, b'a'..=b'f') => Some(Some(byte - b'a' + 10)),
        _ => Some(None),
    });
    for byte in &mut bytes {
        *byte = (digits.next()?? << 4) | digits.next()??;
    }
    digits.next().is_none().then_some(bytes)
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
        ] {
            assert_eq!(Id::of(text), Id::Other(text), "{text}");
        }
    }
}

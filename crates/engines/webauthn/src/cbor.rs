//! The part of CBOR that authenticators use: definite lengths, no tags, no floats. (RFC 8949; FIDO
//! CTAP 2.1, section 8, "Message encoding".)

/// How deep containers may stand in each other. (FIDO CTAP 2.1, section 8.)
const DEPTH_MAX: usize = 4;
/// How many items a container may have.
const ITEMS_MAX: u64 = 64;

/// A value; text and bytes are borrowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value<'b> {
    Integer(i64),
    Bytes(&'b [u8]),
    Text(&'b str),
    List(Vec<Value<'b>>),
    Map(Vec<(Value<'b>, Value<'b>)>),
    /// `true`, `false`, `null` and `undefined`, by number.
    Simple(u8),
}

impl<'b> Value<'b> {
    /// The first value of `bytes`, and what follows it.
    pub(crate) fn first(bytes: &'b [u8]) -> Option<(Self, &'b [u8])> {
        read(bytes, DEPTH_MAX)
    }

    /// The value that `bytes` are, whole.
    pub(crate) fn whole(bytes: &'b [u8]) -> Option<Self> {
        let (value, rest) = Self::first(bytes)?;
        rest.is_empty().then_some(value)
    }

    /// A member of a map by its name.
    pub(crate) fn field(&self, name: &str) -> Option<&Self> {
        self.member(&Value::Text(name))
    }

    /// A member of a map by its number.
    pub(crate) fn number(&self, number: i64) -> Option<&Self> {
        self.member(&Value::Integer(number))
    }

    pub(crate) fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(integer) => Some(*integer),
            _ => None,
        }
    }

    pub(crate) fn bytes(&self) -> Option<&'b [u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub(crate) fn text(&self) -> Option<&'b str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// How many members a map has.
    pub(crate) fn members(&self) -> Option<usize> {
        match self {
            Self::Map(members) => Some(members.len()),
            _ => None,
        }
    }

    fn member(&self, wanted: &Value<'_>) -> Option<&Self> {
        let Self::Map(members) = self else { return None };
        members.iter().find(|(name, _)| name == wanted).map(|(_, value)| value)
    }
}

fn read(bytes: &[u8], depth: usize) -> Option<(Value<'_>, &[u8])> {
    let (head, rest) = bytes.split_first()?;
    let (kind, info) = (head >> 5, head & 0x1f);
    if kind == 7 {
        return (20..=23).contains(&info).then_some((Value::Simple(info), rest));
    }
    let (argument, rest) = argument(info, rest)?;
    match kind {
        0 => Some((Value::Integer(i64::try_from(argument).ok()?), rest)),
        // -1 - n, which is the complement of n.
        1 => Some((Value::Integer(!i64::try_from(argument).ok()?), rest)),
        2 => {
            let (bytes, rest) = taken(rest, argument)?;
            Some((Value::Bytes(bytes), rest))
        }
        3 => {
            let (bytes, rest) = taken(rest, argument)?;
            Some((Value::Text(std::str::from_utf8(bytes).ok()?), rest))
        }
        4 => list(rest, argument, depth.checked_sub(1)?),
        5 => map(rest, argument, depth.checked_sub(1)?),
        _ => None,
    }
}

/// The number that follows a head, in the shortest form there is for it.
fn argument(info: u8, rest: &[u8]) -> Option<(u64, &[u8])> {
    let (length, least) = match info {
        0..=23 => return Some((u64::from(info), rest)),
        24 => (1, 24),
        25 => (2, 1 << 8),
        26 => (4, 1 << 16),
        27 => (8, 1 << 32),
        _ => return None,
    };
    let (bytes, rest) = rest.split_at_checked(length)?;
    let number = bytes.iter().fold(0, |number: u64, byte| (number << 8) | u64::from(*byte));
    (number >= least).then_some((number, rest))
}

fn taken(rest: &[u8], length: u64) -> Option<(&[u8], &[u8])> {
    rest.split_at_checked(usize::try_from(length).ok()?)
}

fn list(mut rest: &[u8], length: u64, depth: usize) -> Option<(Value<'_>, &[u8])> {
    let mut items = Vec::new();
    for _ in 0..length.le(&ITEMS_MAX).then_some(length)? {
        let (item, after) = read(rest, depth)?;
        items.push(item);
        rest = after;
    }
    Some((Value::List(items), rest))
}

/// A map, in which no name comes twice.
fn map(mut rest: &[u8], length: u64, depth: usize) -> Option<(Value<'_>, &[u8])> {
    let mut members: Vec<(Value<'_>, Value<'_>)> = Vec::new();
    for _ in 0..length.le(&ITEMS_MAX).then_some(length)? {
        let (name, after) = read(rest, depth)?;
        let (value, after) = read(after, depth)?;
        if members.iter().any(|(known, _)| *known == name) {
            return None;
        }
        members.push((name, value));
        rest = after;
    }
    Some((Value::Map(members), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_rfc_8949_writes_them() {
        let cases: [(&[u8], Option<Value<'_>>); 17] = [
            (&[0x00], Some(Value::Integer(0))),
            (&[0x17], Some(Value::Integer(23))),
            (&[0x18, 0x64], Some(Value::Integer(100))),
            (&[0x39, 0x01, 0x00], Some(Value::Integer(-257))),
            (&[0x26], Some(Value::Integer(-7))),
            (&[0x42, 1, 2], Some(Value::Bytes(&[1, 2]))),
            (&[0x61, b'a'], Some(Value::Text("a"))),
            (&[0x81, 0xf5], Some(Value::List(vec![Value::Simple(21)]))),
            (&[0xa1, 1, 2], Some(Value::Map(vec![(Value::Integer(1), Value::Integer(2))]))),
            (&[0xa2, 1, 2, 1, 2], None),
            (&[0x18, 0x17], None),
            (&[0x42, 1], None),
            (&[0x61, 0xff], None),
            (&[0x5f, 0xff], None),
            (&[0xc0, 0x00], None),
            (&[0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], None),
            (&[0x81, 0x81, 0x81, 0x81, 0x81, 0x00], None),
        ];
        for (bytes, wanted) in cases {
            assert_eq!(Value::whole(bytes), wanted, "{bytes:02x?}");
        }
        assert_eq!(Value::whole(&[0x00, 0x00]), None);
        assert_eq!(Value::whole(&[0x9b, 0, 0, 0, 1, 0, 0, 0, 0]), None, "too many items");
    }
}

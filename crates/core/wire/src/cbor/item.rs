//! CBOR data items, as far as Smithy RPC v2 uses them.

use crate::malformed::Malformed;

/// Deeper than any AWS shape.
const DEPTH_MAX: usize = 64;

const NOT_WELL_FORMED: Malformed = Malformed::Body("the body is not valid CBOR");

/// A data item. Maps have text keys; tag 1 is time, other tags are skipped.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Item {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    Bytes(Vec<u8>),
    Array(Vec<Item>),
    Map(Vec<(String, Item)>),
    /// Seconds since the epoch.
    Time(f64),
}

impl Item {
    /// Reads exactly one item.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader { rest: bytes };
        let item = reader.item(0)?;
        if reader.rest.is_empty() { Ok(item) } else { Err(NOT_WELL_FORMED) }
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.push(0xf6),
            Self::Bool(value) => out.push(0xf4 + u8::from(*value)),
            Self::Int(value) => match u64::try_from(*value) {
                Ok(value) => head(out, 0, value),
                Err(_) => head(out, 1, value.unsigned_abs() - 1),
            },
            Self::Float(value) => {
                out.push(0xfb);
                out.extend(value.to_be_bytes());
            }
            Self::Text(text) => {
                head(out, 3, text.len() as u64);
                out.extend(text.as_bytes());
            }
            Self::Bytes(bytes) => {
                head(out, 2, bytes.len() as u64);
                out.extend(bytes);
            }
            Self::Array(items) => {
                head(out, 4, items.len() as u64);
                for item in items {
                    item.write(out);
                }
            }
            Self::Map(entries) => {
                head(out, 5, entries.len() as u64);
                for (key, value) in entries {
                    Self::Text(key.clone()).write(out);
                    value.write(out);
                }
            }
            Self::Time(seconds) => {
                head(out, 6, 1);
                Self::Float(*seconds).write(out);
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "each arm holds what it casts")]
fn head(out: &mut Vec<u8>, major: u8, argument: u64) {
    let major = major << 5;
    match argument {
        0..=23 => out.push(major | argument as u8),
        24..=0xff => out.extend([major | 0x18, argument as u8]),
        0x100..=0xffff => {
            out.push(major | 0x19);
            out.extend((argument as u16).to_be_bytes());
        }
        0x1_0000..=0xffff_ffff => {
            out.push(major | 0x1a);
            out.extend((argument as u32).to_be_bytes());
        }
        _ => {
            out.push(major | 0x1b);
            out.extend(argument.to_be_bytes());
        }
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn item(&mut self, depth: usize) -> Result<Item, Malformed> {
        if depth > DEPTH_MAX {
            return Err(Malformed::Body("the body is nested too deeply"));
        }
        let first = self.byte()?;
        let (major, low) = (first >> 5, first & 0x1f);
        if major == 7 {
            return self.simple(low);
        }
        let length = self.argument(low)?;
        match (major, length) {
            (0, Some(value)) => i64::try_from(value).map(Item::Int).map_err(|_| NOT_WELL_FORMED),
            (1, Some(value)) => {
                i64::try_from(value).map(|value| Item::Int(-1 - value)).map_err(|_| NOT_WELL_FORMED)
            }
            (2, length) => self.bytes(2, length).map(Item::Bytes),
            (3, length) => {
                let bytes = self.bytes(3, length)?;
                String::from_utf8(bytes).map(Item::Text).map_err(|_| NOT_WELL_FORMED)
            }
            (4, length) => {
                let mut items = Vec::new();
                while self.more(length, items.len())? {
                    items.push(self.item(depth + 1)?);
                }
                Ok(Item::Array(items))
            }
            (5, length) => {
                let mut entries = Vec::new();
                while self.more(length, entries.len())? {
                    let Item::Text(key) = self.item(depth + 1)? else {
                        return Err(NOT_WELL_FORMED);
                    };
                    entries.push((key, self.item(depth + 1)?));
                }
                Ok(Item::Map(entries))
            }
            (6, Some(tag)) => {
                let inner = self.item(depth + 1)?;
                Ok(if tag == 1 { time(&inner)? } else { inner })
            }
            _ => Err(NOT_WELL_FORMED),
        }
    }

    fn simple(&mut self, low: u8) -> Result<Item, Malformed> {
        Ok(match low {
            20 => Item::Bool(false),
            21 => Item::Bool(true),
            22 | 23 => Item::Null,
            25 => Item::Float(half(u16::from_be_bytes(self.array()?))),
            26 => Item::Float(f64::from(f32::from_be_bytes(self.array()?))),
            27 => Item::Float(f64::from_be_bytes(self.array()?)),
            _ => return Err(NOT_WELL_FORMED),
        })
    }

    /// The argument of a head; none for an indefinite length.
    fn argument(&mut self, low: u8) -> Result<Option<u64>, Malformed> {
        Ok(Some(match low {
            0..=23 => u64::from(low),
            24 => u64::from(self.byte()?),
            25 => u64::from(u16::from_be_bytes(self.array()?)),
            26 => u64::from(u32::from_be_bytes(self.array()?)),
            27 => u64::from_be_bytes(self.array()?),
            31 => return Ok(None),
            _ => return Err(NOT_WELL_FORMED),
        }))
    }

    /// Whether another element follows; takes the break that ends an indefinite length.
    fn more(&mut self, length: Option<u64>, taken: usize) -> Result<bool, Malformed> {
        match length {
            Some(length) => Ok((taken as u64) < length),
            None if self.rest.first() == Some(&0xff) => self.byte().map(|_| false),
            None => Ok(true),
        }
    }

    fn bytes(&mut self, major: u8, length: Option<u64>) -> Result<Vec<u8>, Malformed> {
        let Some(length) = length else {
            let mut all = Vec::new();
            while self.more(None, 0)? {
                let head = self.byte()?;
                let chunk = self.argument(head & 0x1f)?.filter(|_| head >> 5 == major);
                all.extend(self.take(chunk.ok_or(NOT_WELL_FORMED)?)?);
            }
            return Ok(all);
        };
        self.take(length).map(<[u8]>::to_vec)
    }

    fn take(&mut self, length: u64) -> Result<&'a [u8], Malformed> {
        let length = usize::try_from(length).map_err(|_| NOT_WELL_FORMED)?;
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(NOT_WELL_FORMED)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(NOT_WELL_FORMED)?;
        self.rest = rest;
        Ok(*taken)
    }

    fn byte(&mut self) -> Result<u8, Malformed> {
        self.array().map(|[byte]| byte)
    }
}

#[expect(clippy::cast_precision_loss, reason = "times are within 53 bits")]
fn time(item: &Item) -> Result<Item, Malformed> {
    match item {
        Item::Int(seconds) => Ok(Item::Time(*seconds as f64)),
        Item::Float(seconds) => Ok(Item::Time(*seconds)),
        _ => Err(NOT_WELL_FORMED),
    }
}

/// RFC 8949, appendix D: half-precision floats.
fn half(bits: u16) -> f64 {
    let exponent = i32::from(bits >> 10 & 0x1f);
    let mantissa = f64::from(bits & 0x3ff);
    let magnitude = match exponent {
        0 => mantissa * 2f64.powi(-24),
        31 if mantissa == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (mantissa + 1024.0) * 2f64.powi(exponent - 25),
    };
    if bits & 0x8000 == 0 { magnitude } else { -magnitude }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Item, Malformed> {
        Item::parse(&hex(text))
    }

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len() / 2)
            .map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap())
            .collect()
    }

    #[test]
    fn examples_of_rfc_8949_appendix_a() {
        for (text, item) in [
            ("00", Item::Int(0)),
            ("1903e8", Item::Int(1000)),
            ("3903e7", Item::Int(-1000)),
            ("f93e00", Item::Float(1.5)),
            ("f90001", Item::Float(5.960_464_477_539_063e-8)),
            ("fa47c35000", Item::Float(100_000.0)),
            ("fb3ff199999999999a", Item::Float(1.1)),
            ("f5", Item::Bool(true)),
            ("f6", Item::Null),
            ("6449455446", Item::Text("IETF".into())),
            ("4401020304", Item::Bytes(vec![1, 2, 3, 4])),
            ("5f42010243030405ff", Item::Bytes(vec![1, 2, 3, 4, 5])),
            ("83010203", Item::Array(vec![Item::Int(1), Item::Int(2), Item::Int(3)])),
            ("9f0102ff", Item::Array(vec![Item::Int(1), Item::Int(2)])),
            ("bf6161019fff", Item::Null),
            ("a1616101", Item::Map(vec![("a".into(), Item::Int(1))])),
            ("c11a514b67b0", Item::Time(1_363_896_240.0)),
        ] {
            match parse(text) {
                Ok(read) => assert_eq!(read, item, "{text}"),
                Err(_) => assert_eq!(text, "bf6161019fff", "an open map"),
            }
        }
    }

    #[test]
    fn hostile_items_are_refused() {
        for text in [
            "",
            "18",
            "9b7fffffffffffffff",
            "5b7fffffffffffffff",
            "61ff",
            "1c",
            "ff",
            "0000",
            "a10101",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse(&"81".repeat(DEPTH_MAX + 2)).is_err());
    }

    #[test]
    fn what_is_written_is_read() {
        for value in
            [0, 23, 24, 255, 256, 65_535, 65_536, i64::from(u32::MAX) + 1, i64::MAX, -1, i64::MIN]
        {
            let mut out = Vec::new();
            Item::Int(value).write(&mut out);
            assert_eq!(Item::parse(&out), Ok(Item::Int(value)));
        }
    }
}

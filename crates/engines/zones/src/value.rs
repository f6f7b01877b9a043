//! The values of records, from text as Route 53 takes it to data as messages have it. (Route 53
//! Developer Guide, "Supported DNS record types"; RFC 1035 section 3.3, and the RFC of each type.)

use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use crate::name::{InvalidText, Name};

/// The longest character string, in bytes. (RFC 1035 section 3.3.)
const STRING_BYTES: usize = 255;

/// A type of record that zones can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Kind(pub u16);

impl Kind {
    /// An address of IPv4.
    pub const A: Self = Self(1);
    /// A name server.
    pub const NS: Self = Self(2);
    /// Another name.
    pub const CNAME: Self = Self(5);
    /// The start of a zone.
    pub const SOA: Self = Self(6);
    /// An address of IPv6.
    pub const AAAA: Self = Self(28);

    /// The names and numbers of all. (IANA, "Domain Name System (DNS) Parameters".)
    const ALL: [(&'static str, u16); 15] = [
        ("A", 1),
        ("NS", 2),
        ("CNAME", 5),
        ("SOA", 6),
        ("PTR", 12),
        ("MX", 15),
        ("TXT", 16),
        ("AAAA", 28),
        ("SRV", 33),
        ("NAPTR", 35),
        ("DS", 43),
        ("SSHFP", 44),
        ("TLSA", 52),
        ("SPF", 99),
        ("CAA", 257),
    ];

    /// The type with this name, if zones can have it.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, number)| Self(*number))
    }
}

/// The data of a record, from its value's text.
///
/// # Errors
/// The text is no value of this type.
pub fn data(kind: Kind, text: &str) -> Result<Vec<u8>, InvalidText> {
    match kind {
        Kind::A => match text.parse::<Ipv4Addr>() {
            Ok(address) => Ok(address.octets().to_vec()),
            Err(_) => Err(InvalidText::new(
                "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)",
                text,
            )),
        },
        Kind::AAAA => match text.parse::<Ipv6Addr>() {
            Ok(address) => Ok(address.octets().to_vec()),
            Err(_) => Err(InvalidText::new(
                "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)",
                text,
            )),
        },
        Kind::NS | Kind::CNAME | Kind(12) => Ok(Name::parse(text)?.wire()),
        Kind(16 | 99) => strings(text),
        _ => fields(kind, text),
    }
}

/// One or more character strings in quotes. (Route 53 Developer Guide, "TXT record type".)
fn strings(text: &str) -> Result<Vec<u8>, InvalidText> {
    let unquoted = || {
        let problem = "InvalidCharacterString (Value should be enclosed in quotation marks)";
        InvalidText::new(problem, text)
    };
    let (mut data, mut rest) = (Vec::new(), text.trim());
    while !rest.is_empty() {
        let inner = rest.strip_prefix('"').ok_or_else(unquoted)?;
        let (string, after) = quoted(inner).ok_or_else(unquoted)?;
        push_string(&mut data, &string, text)?;
        if !after.is_empty() && !after.starts_with([' ', '\t']) {
            return Err(unquoted());
        }
        rest = after.trim_start();
    }
    if data.is_empty() { Err(unquoted()) } else { Ok(data) }
}

/// What stands before the closing quote, and what follows that.
fn quoted(text: &str) -> Option<(Vec<u8>, &str)> {
    let (mut string, mut characters) = (Vec::new(), text.chars());
    loop {
        match characters.next()? {
            '"' => return Some((string, characters.as_str())),
            '\\' => {
                let digits: Vec<u32> =
                    characters.clone().take(3).map_while(|digit| digit.to_digit(8)).collect();
                if let [high, middle, low] = digits.as_slice() {
                    string.push(u8::try_from(high * 64 + middle * 8 + low).ok()?);
                    characters.nth(2);
                } else {
                    string.push(u8::try_from(characters.next()?).ok()?);
                }
            }
            other => {
                let is_plain = other == ' ' || other == '\t' || other.is_ascii_graphic();
                string.push(u8::try_from(other).ok().filter(|_| is_plain)?);
            }
        }
    }
}

fn push_string(data: &mut Vec<u8>, string: &[u8], text: &str) -> Result<(), InvalidText> {
    let length = u8::try_from(string.len()).ok().filter(|_| string.len() <= STRING_BYTES);
    let Some(length) = length else {
        return Err(InvalidText::new("CharacterStringTooLong (Value is too long)", text));
    };
    data.push(length);
    data.extend_from_slice(string);
    Ok(())
}

/// The types whose values are fields with spaces between.
fn fields(kind: Kind, text: &str) -> Result<Vec<u8>, InvalidText> {
    let parts: Vec<&str> = text.split_ascii_whitespace().collect();
    let mut data = Vec::new();
    let read = match (kind, parts.as_slice()) {
        (Kind(15), [preference, name]) => {
            number::<u16>(&mut data, preference).and_then(|()| host(&mut data, name))
        }
        (Kind::SOA, [server, contact, rest @ ..]) if rest.len() == 5 => {
            let names = host(&mut data, server).and_then(|()| host(&mut data, contact));
            rest.iter().fold(names, |read, part| read.and_then(|()| number::<u32>(&mut data, part)))
        }
        (Kind(33), [numbers @ .., name]) if numbers.len() == 3 => {
            let read = numbers.iter().try_for_each(|part| number::<u16>(&mut data, part));
            read.and_then(|()| host(&mut data, name))
        }
        (Kind(43), [tag, algorithm, digest_type, digest]) => number::<u16>(&mut data, tag)
            .and_then(|()| number::<u8>(&mut data, algorithm))
            .and_then(|()| number::<u8>(&mut data, digest_type))
            .and_then(|()| hexadecimal(&mut data, digest)),
        (Kind(44), [algorithm, digest_type, digest]) => number::<u8>(&mut data, algorithm)
            .and_then(|()| number::<u8>(&mut data, digest_type))
            .and_then(|()| hexadecimal(&mut data, digest)),
        (Kind(52), [usage, selector, matching, digest]) => number::<u8>(&mut data, usage)
            .and_then(|()| number::<u8>(&mut data, selector))
            .and_then(|()| number::<u8>(&mut data, matching))
            .and_then(|()| hexadecimal(&mut data, digest)),
        (Kind(35), [order, preference, flags, service, regexp, replacement]) => {
            number::<u16>(&mut data, order)
                .and_then(|()| number::<u16>(&mut data, preference))
                .and_then(|()| {
                    [flags, service, regexp].iter().try_for_each(|part| string(&mut data, part))
                })
                .and_then(|()| host(&mut data, replacement))
        }
        (Kind(257), [flags, tag, ..]) => authorization(&mut data, text, flags, tag),
        _ => None,
    };
    let problem = "InvalidRecordData (Value does not have the fields of its record type)";
    read.ok_or_else(|| InvalidText::new(problem, text))?;
    Ok(data)
}

/// Who may issue certificates. (RFC 8659 section 4.)
fn authorization(data: &mut Vec<u8>, text: &str, flags: &str, tag: &str) -> Option<()> {
    number::<u8>(data, flags)?;
    let is_tag = !tag.is_empty() && tag.bytes().all(|byte| byte.is_ascii_alphanumeric());
    data.push(u8::try_from(tag.len()).ok().filter(|_| is_tag)?);
    data.extend_from_slice(tag.as_bytes());
    let value = text.split_once(tag)?.1.trim();
    let (value, rest) = quoted(value.strip_prefix('"')?)?;
    data.extend_from_slice(&value);
    rest.is_empty().then_some(())
}

/// A number of one, two or four bytes.
trait Number: FromStr {
    fn push(self, data: &mut Vec<u8>);
}

impl Number for u8 {
    fn push(self, data: &mut Vec<u8>) {
        data.push(self);
    }
}

impl Number for u16 {
    fn push(self, data: &mut Vec<u8>) {
        data.extend_from_slice(&self.to_be_bytes());
    }
}

impl Number for u32 {
    fn push(self, data: &mut Vec<u8>) {
        data.extend_from_slice(&self.to_be_bytes());
    }
}

fn number<N: Number>(data: &mut Vec<u8>, text: &str) -> Option<()> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse::<N>().ok().filter(|_| is_number)?.push(data);
    Some(())
}

fn host(data: &mut Vec<u8>, text: &str) -> Option<()> {
    data.extend(Name::parse(text).ok()?.wire());
    Some(())
}

fn string(data: &mut Vec<u8>, text: &str) -> Option<()> {
    let (string, rest) = quoted(text.strip_prefix('"')?)?;
    rest.is_empty().then(|| push_string(data, &string, text).ok())?
}

fn hexadecimal(data: &mut Vec<u8>, text: &str) -> Option<()> {
    let is_whole = !text.is_empty() && text.len().is_multiple_of(2) && text.is_ascii();
    if !is_whole {
        return None;
    }
    for pair in text.as_bytes().chunks_exact(2) {
        let is_digits = pair.iter().all(u8::is_ascii_hexdigit);
        let pair = str::from_utf8(pair).ok().filter(|_| is_digits)?;
        data.push(u8::from_str_radix(pair, 16).ok()?);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(kind: &str, text: &str) -> Result<Vec<u8>, String> {
        data(Kind::of_name(kind).unwrap(), text).map_err(|error| error.reason())
    }

    #[test]
    fn each_type_has_its_form() {
        let long = format!("\"{}\"", "a".repeat(255));
        let long_data = [&[255][..], &[b'a'; 255][..]].concat();
        let cases: &[(&str, &str, &[u8])] = &[
            ("A", "192.0.2.1", &[192, 0, 2, 1]),
            ("AAAA", "2001:db8::1", &[0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
            ("CNAME", "Www.test", b"\x03www\x04test\0"),
            ("PTR", "a.", b"\x01a\0"),
            ("MX", "10 mail.test.", b"\0\x0a\x04mail\x04test\0"),
            ("TXT", "\"a b\" \"\\\"\\101\"", b"\x03a b\x02\"A"),
            ("SPF", "\"\"", b"\0"),
            ("TXT", &long, &long_data),
            ("SRV", "1 2 443 a.", b"\0\x01\0\x02\x01\xbb\x01a\0"),
            ("CAA", "0 issue \"ca.test; x=1\"", b"\0\x05issueca.test; x=1"),
            ("DS", "1 13 2 ABcd", b"\0\x01\x0d\x02\xab\xcd"),
            ("SSHFP", "1 1 00ff", b"\x01\x01\0\xff"),
            ("TLSA", "3 1 1 0a", b"\x03\x01\x01\x0a"),
            ("NAPTR", "1 2 \"u\" \"sip\" \"!x!y!\" .", b"\0\x01\0\x02\x01u\x03sip\x05!x!y!\0"),
            (
                "SOA",
                "a. b. 1 2 3 4 5",
                b"\x01a\0\x01b\0\0\0\0\x01\0\0\0\x02\0\0\0\x03\0\0\0\x04\0\0\0\x05",
            ),
        ];
        for (kind, text, wanted) in cases {
            assert_eq!(of(kind, text).unwrap(), *wanted, "{kind} {text}");
        }
    }

    #[test]
    fn what_has_another_form_is_refused() {
        let long = format!("\"{}\"", "a".repeat(256));
        for (kind, text, problem) in [
            ("A", "192.0.2", "ARRDATAIllegalIPv4Address"),
            ("A", "192.0.2.01", "ARRDATAIllegalIPv4Address"),
            ("AAAA", "192.0.2.1", "AAAARRDATAIllegalIPv6Address"),
            ("CNAME", "a..b", "DomainLabelEmpty"),
            ("TXT", "bare", "InvalidCharacterString"),
            ("TXT", "\"open", "InvalidCharacterString"),
            ("TXT", "\"a\"\"b\"", "InvalidCharacterString"),
            ("TXT", "", "InvalidCharacterString"),
            ("TXT", "\"国\"", "InvalidCharacterString"),
            ("TXT", &long, "CharacterStringTooLong"),
            ("MX", "mail.test", "InvalidRecordData"),
            ("MX", "65536 mail.test", "InvalidRecordData"),
            ("MX", "+1 mail.test", "InvalidRecordData"),
            ("SRV", "1 2 a.", "InvalidRecordData"),
            ("CAA", "0 issue ca.test", "InvalidRecordData"),
            ("CAA", "0 is-sue \"ca.test\"", "InvalidRecordData"),
            ("DS", "1 13 2 abc", "InvalidRecordData"),
            ("SOA", "a. b. 1 2 3 4", "InvalidRecordData"),
        ] {
            let reason = of(kind, text).unwrap_err();
            assert!(reason.contains(problem), "{kind} {text}: {reason}");
        }
        assert_eq!(Kind::of_name("HTTPS"), None);
    }

    proptest! {
        #[test]
        fn no_text_is_too_much(number in 0_u16..300, text in ".{0,300}") {
            let _read = data(Kind(number), &text);
        }
    }
}

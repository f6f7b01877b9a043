//! What a host asked of DNS.

use super::{Address, Label};

/// A question and its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Query<'a> {
    /// Whose network the client is in.
    pub account: Label,
    /// The instance or interface that asked, where it is told.
    pub resource: Label,
    /// Who asked.
    pub client: Address,
    /// When, in seconds since 1970.
    pub time: i64,
    /// The name, without the point at its end.
    pub name: &'a [u8],
    /// The kind of records that was asked for.
    pub kind: Type,
    /// DNS's response code; see [`rcodes`].
    pub rcode: u8,
    /// The addresses in the answer.
    pub answers: &'a [Address],
    /// Whether a DNS firewall kept the answer back.
    pub blocked: bool,
}

/// A type of records, by IANA's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Type(pub u16);

/// The types that have a name here; others are written `TYPE` and their number (RFC 3597).
const NAMES: [(&str, u16); 22] = [
    ("A", 1),
    ("NS", 2),
    ("CNAME", 5),
    ("SOA", 6),
    ("NULL", 10),
    ("PTR", 12),
    ("HINFO", 13),
    ("MX", 15),
    ("TXT", 16),
    ("KEY", 25),
    ("AAAA", 28),
    ("SRV", 33),
    ("NAPTR", 35),
    ("DS", 43),
    ("SSHFP", 44),
    ("DNSKEY", 48),
    ("TLSA", 52),
    ("SVCB", 64),
    ("HTTPS", 65),
    ("SPF", 99),
    ("ANY", 255),
    ("CAA", 257),
];

impl Type {
    /// IPv4 addresses.
    pub const A: Self = Self(1);
    /// IPv6 addresses.
    pub const AAAA: Self = Self(28);
    /// The service of HTTP, which browsers ask for beside addresses (RFC 9460).
    pub const HTTPS: Self = Self(65);
    /// Names of addresses.
    pub const PTR: Self = Self(12);
    /// Texts.
    pub const TXT: Self = Self(16);

    /// By its name.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let known = NAMES.iter().find(|(name, _)| name.as_bytes().eq_ignore_ascii_case(text));
        if let Some((_, number)) = known {
            return Some(Self(*number));
        }
        let number = text.strip_prefix(b"TYPE").unwrap_or(text);
        std::str::from_utf8(number).ok()?.parse().ok().map(Self)
    }

    /// Whether its records can hold any bytes, and few programs ask for it: what tunnels like.
    pub fn is_roomy(self) -> bool {
        matches!(self.0, 10 | 16 | 25 | 99 | 65_280..)
    }
}

/// Response codes of DNS, as IANA assigns them.
pub mod rcodes {
    /// An answer, which may be empty.
    pub const NOERROR: u8 = 0;
    /// The server could not find out.
    pub const SERVFAIL: u8 = 2;
    /// There is no such name.
    pub const NXDOMAIN: u8 = 3;
    /// The names of the codes that a resolver answers.
    const NAMES: [(&str, u8); 7] = [
        ("NOERROR", NOERROR),
        ("FORMERR", 1),
        ("SERVFAIL", SERVFAIL),
        ("NXDOMAIN", NXDOMAIN),
        ("NOTIMP", 4),
        ("REFUSED", 5),
        ("NODATA", NOERROR),
    ];

    /// By its name; a code without a known name is no answer.
    pub fn parse(text: &[u8]) -> Option<u8> {
        let known = NAMES.iter().find(|(name, _)| name.as_bytes().eq_ignore_ascii_case(text));
        known.map(|(_, code)| *code)
    }
}

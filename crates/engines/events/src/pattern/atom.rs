//! The least parts of patterns: what one value is compared with.

use std::net::IpAddr;

use ipnet::IpNet;

use super::Glob;

/// What a value of an event is compared with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Atom {
    /// A string.
    Text(Box<str>),
    /// A number, `true`, `false` or `null`, as written.
    Plain(Box<str>),
    /// A number, in millionths.
    Number(i64),
    /// Numbers from one to another, both included, in halves of millionths, so that what is between
    /// two millionths has a place.
    Numbers(i64, i64),
    /// A string that is an address within a network.
    Within(Network),
    Prefix(Box<str>),
    Suffix(Box<str>),
    /// A string that is the same in lower case, as the atom is.
    Caseless(Box<str>),
    CaselessPrefix(Box<str>),
    CaselessSuffix(Box<str>),
    Wildcard(Glob),
    /// Any value.
    Exists,
    /// The field has no value.
    Absent,
    /// Any value that is none of these.
    But(Box<[Atom]>),
}

/// The addresses that begin with the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Network {
    pub(crate) is_v6: bool,
    pub(crate) length: u8,
    /// The bits, from the right, those beyond the length cleared.
    pub(crate) bits: u128,
}

impl Network {
    /// The network of `length` bits that an address is in.
    pub(crate) fn of(address: IpAddr, length: u8) -> Self {
        let (is_v6, bits, width) = match address {
            IpAddr::V4(address) => (false, u128::from(u32::from(address)), 32_u32),
            IpAddr::V6(address) => (true, u128::from(address), 128),
        };
        let host = width.saturating_sub(u32::from(length));
        let bits = bits.checked_shr(host).unwrap_or(0).checked_shl(host).unwrap_or(0);
        Self { is_v6, length, bits }
    }
}

impl From<IpNet> for Network {
    fn from(net: IpNet) -> Self {
        Self::of(net.addr(), net.prefix_len())
    }
}

/// A string that pattern and event may write differently: an address.
pub(crate) fn address(text: &str) -> Option<IpAddr> {
    let is_likely = text.len() <= 45
        && text.bytes().any(|byte| matches!(byte, b'.' | b':'))
        && text.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':'));
    if is_likely { text.parse().ok() } else { None }
}

/// A text with neither upper nor lower case.
pub(crate) fn caseless(text: &str) -> Box<str> {
    text.to_lowercase().into()
}

//! Addresses of both families as one number.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address: IPv4 ones are IPv6's mapped ones (RFC 4291, section 2.5.5.2), so that all are one line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Address(pub u128);

/// Where the mapped IPv4 addresses begin.
const MAPPED: u128 = 0xffff_0000_0000;

impl Address {
    /// An IPv4 address.
    pub const fn v4(bits: u32) -> Self {
        Self(MAPPED | bits as u128)
    }

    /// The bits of an IPv4 address.
    pub fn as_v4(self) -> Option<u32> {
        (self.0 >> 32 == MAPPED >> 32).then_some((self.0 & 0xffff_ffff) as u32)
    }

    /// Reads the usual text form.
    pub fn parse(text: &[u8]) -> Option<Self> {
        match parse_v4(text) {
            Some(bits) => Some(Self::v4(bits)),
            None if text.len() <= 45 && text.contains(&b':') => {
                let text = std::str::from_utf8(text).ok()?;
                text.parse::<Ipv6Addr>().ok().map(|address| Self(address.to_bits()))
            }
            None => None,
        }
    }

    /// Whether the address is routed on the internet: not of a private, local, documentation or reserved
    /// block (IANA's special-purpose registries), and no multicast.
    pub fn is_public(self) -> bool {
        match self.as_v4() {
            Some(bits) => is_public_v4(bits),
            // Only 2000::/3 is given out, and of that 2001:db8::/32 is for documentation.
            None => self.0 >> 125 == 1 && self.0 >> 96 != 0x2001_0db8,
        }
    }

    /// Whether only hosts of the same site have it: RFC 1918, RFC 6598, RFC 4193, link-local, loopback.
    pub fn is_private(self) -> bool {
        match self.as_v4() {
            Some(bits) => {
                let [a, b, ..] = bits.to_be_bytes();
                matches!(
                    (a, b),
                    (10 | 127, _) | (172, 16..=31) | (192, 168) | (169, 254) | (100, 64..=127)
                )
            }
            None => self.0 >> 121 == 0xfc >> 1 || self.0 >> 118 == 0xfe80 >> 6 || self.0 == 1,
        }
    }
}

fn is_public_v4(bits: u32) -> bool {
    let [a, b, c, _] = bits.to_be_bytes();
    !matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 168, _)
            | (192, 0, 0 | 2)
            | (198, 18..=19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    )
}

/// Four decimal numbers without leading zeros, as `inet_ntop` writes them.
fn parse_v4(text: &[u8]) -> Option<u32> {
    let (mut bits, mut part, mut digits, mut dots) = (0_u32, 0_u32, 0, 0);
    for &byte in text {
        match byte {
            b'0'..=b'9' if digits < 3 && !(digits > 0 && part == 0) => {
                part = part * 10 + u32::from(byte - b'0');
                digits += 1;
            }
            b'.' if digits > 0 && dots < 3 && part < 256 => {
                bits = bits << 8 | part;
                (part, digits, dots) = (0, 0, dots + 1);
            }
            _ => return None,
        }
    }
    (dots == 3 && digits > 0 && part < 256).then_some(bits << 8 | part)
}

impl From<IpAddr> for Address {
    fn from(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(v4) => Self::v4(v4.to_bits()),
            IpAddr::V6(v6) => Self(v6.to_bits()),
        }
    }
}

impl From<Address> for IpAddr {
    fn from(address: Address) -> Self {
        match address.as_v4() {
            Some(bits) => Self::V4(Ipv4Addr::from(bits)),
            None => Self::V6(Ipv6Addr::from(address.0)),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        IpAddr::from(*self).fmt(f)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn blocks_are_told_apart() {
        let address = |text: &str| Address::parse(text.as_bytes()).expect(text);
        for text in ["8.8.8.8", "1.1.1.1", "100.63.255.255", "2600::1", "192.0.1.1"] {
            assert!(address(text).is_public() && !address(text).is_private(), "{text}");
        }
        for text in ["10.0.0.1", "172.31.0.1", "192.168.1.1", "169.254.169.254", "fd00::1", "::1"] {
            assert!(!address(text).is_public() && address(text).is_private(), "{text}");
        }
        for text in ["203.0.113.9", "224.0.0.1", "255.255.255.255", "ff02::1", "2001:db8::1"] {
            assert!(!address(text).is_public() && !address(text).is_private(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn text_is_read_as_the_standard_library_reads_it(text in "[0-9.]{0,16}|[0-9a-f:.]{0,46}") {
            let expected = text.parse::<IpAddr>().ok().map(Address::from);
            prop_assert_eq!(Address::parse(text.as_bytes()), expected);
        }

        #[test]
        fn addresses_keep_their_text(bits: u128, v4: u32) {
            for address in [Address(bits), Address::v4(v4)] {
                prop_assert_eq!(Address::parse(address.to_string().as_bytes()), Some(address));
            }
        }
    }
}

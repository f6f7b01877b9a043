//! Blocks of addresses. (Amazon VPC User Guide, "VPC CIDR blocks" and "Subnet CIDR blocks"; RFC 4632.)

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};

use crate::error::Ec2Error;

/// The shortest and the longest prefix that a VPC's and a subnet's block may have.
const PREFIXES: std::ops::RangeInclusive<u8> = 16..=28;
/// The shortest and the longest prefix of a subnet's block of IPv6, and what both are multiples of.
const V6_PREFIXES: std::ops::RangeInclusive<u8> = 44..=64;
const V6_STEP: u8 = 4;
/// How many addresses of a subnet AWS keeps: the first four and the last.
pub(crate) const RESERVED: u32 = 5;

/// A block of a VPC or a subnet that a parameter gives. Bits behind the prefix are cleared, as AWS does.
pub(crate) fn of_parameter(parameter: &str, text: &str) -> Result<Ipv4Net, Ec2Error> {
    let invalid = || {
        Ec2Error::invalid(format!(
            "Value ({text}) for parameter {parameter} is invalid. This is not a valid CIDR block."
        ))
    };
    parse_v4(text).ok_or_else(invalid)
}

/// A block whose size a VPC or a subnet may have; `code` is the refusal of any other.
pub(crate) fn sized(code: &'static str, block: Ipv4Net) -> Result<Ipv4Net, Ec2Error> {
    if PREFIXES.contains(&block.prefix_len()) {
        return Ok(block);
    }
    Err(Ec2Error::refused(code, format!("The CIDR '{block}' is invalid.")))
}

/// A block of IPv6 that a parameter gives. Bits behind the prefix are cleared, as AWS does.
pub(crate) fn of_v6_parameter(parameter: &str, text: &str) -> Result<Ipv6Net, Ec2Error> {
    parse_v6(text).ok_or_else(|| {
        Ec2Error::invalid(format!(
            "Value ({text}) for parameter {parameter} is invalid. This is not a valid CIDR block."
        ))
    })
}

/// A block of IPv6 whose size a subnet may have.
pub(crate) fn sized_v6(block: Ipv6Net) -> Result<Ipv6Net, Ec2Error> {
    let prefix = block.prefix_len();
    if V6_PREFIXES.contains(&prefix) && prefix.is_multiple_of(V6_STEP) {
        return Ok(block);
    }
    Err(Ec2Error::refused("InvalidSubnet.Range", format!("The CIDR '{block}' is invalid.")))
}

/// A block of IPv4 in its canonical form.
pub(crate) fn parse_v4(text: &str) -> Option<Ipv4Net> {
    text.parse::<Ipv4Net>().ok().map(|block| block.trunc())
}

/// A block of IPv6 in its canonical form.
pub(crate) fn parse_v6(text: &str) -> Option<Ipv6Net> {
    text.parse::<Ipv6Net>().ok().map(|block| block.trunc())
}

/// Whether two blocks share an address.
pub(crate) fn overlap(one: Ipv4Net, other: Ipv4Net) -> bool {
    one.contains(&other) || other.contains(&one)
}

/// Whether two blocks of IPv6 share an address.
pub(crate) fn overlap_v6(one: Ipv6Net, other: Ipv6Net) -> bool {
    one.contains(&other) || other.contains(&one)
}

/// Whether an address of a subnet's block may be an interface's.
pub(crate) fn is_usable_v6(block: Ipv6Net, address: Ipv6Addr) -> bool {
    let (first, last) = (u128::from(block.network()), u128::from(block.broadcast()));
    let place = u128::from(address).checked_sub(first);
    block.contains(&address)
        && u128::from(address) < last
        && place.is_some_and(|place| place >= u128::from(RESERVED) - 1)
}

/// The address of a subnet's block with this end.
pub(crate) fn ending_with(block: Ipv6Net, end: u64) -> Ipv6Addr {
    Ipv6Addr::from(u128::from(block.network()) | u128::from(end) & u128::from(block.hostmask()))
}

/// How many addresses a block has for interfaces.
pub(crate) fn usable(block: Ipv4Net) -> u32 {
    size(block).saturating_sub(RESERVED)
}

/// Whether an address of a block may be an interface's.
pub(crate) fn is_usable(block: Ipv4Net, address: Ipv4Addr) -> bool {
    let Some(place) = u32::from(address).checked_sub(u32::from(block.network())) else {
        return false;
    };
    block.contains(&address) && place >= RESERVED - 1 && place < size(block) - 1
}

/// The first address of a block for interfaces that is not `taken`.
pub(crate) fn first_free(block: Ipv4Net, taken: &[Ipv4Addr]) -> Option<Ipv4Addr> {
    let first = u32::from(block.network()).checked_add(RESERVED - 1)?;
    (first..first.checked_add(usable(block))?)
        .map(Ipv4Addr::from)
        .find(|address| !taken.contains(address))
}

fn size(block: Ipv4Net) -> u32 {
    1_u32.checked_shl(32 - u32::from(block.prefix_len())).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn net(text: &str) -> Ipv4Net {
        parse_v4(text).unwrap()
    }

    #[test]
    fn blocks_are_made_canonical_and_bounded() {
        assert_eq!(of_parameter("cidrBlock", "10.0.7.9/16").unwrap(), net("10.0.0.0/16"));
        for wrong in ["", "10.0.0.0", "10.0.0.0/33", "10.0.0/16", "::/64", "10.0.0.0/-1", "a/8"] {
            assert!(of_parameter("cidrBlock", wrong).is_err(), "{wrong}");
        }
        for (block, fits) in [
            ("10.0.0.0/15", false),
            ("10.0.0.0/16", true),
            ("10.0.0.0/28", true),
            ("10.0.0.0/29", false),
        ] {
            assert_eq!(sized("InvalidVpc.Range", net(block)).is_ok(), fits, "{block}");
        }
    }

    #[test]
    fn blocks_overlap_where_one_holds_the_other() {
        for (one, other, does) in [
            ("10.0.0.0/16", "10.0.1.0/24", true),
            ("10.0.1.0/24", "10.0.0.0/16", true),
            ("10.0.0.0/24", "10.0.1.0/24", false),
            ("10.0.0.0/24", "10.0.0.0/24", true),
        ] {
            assert_eq!(overlap(net(one), net(other)), does, "{one} {other}");
        }
    }

    #[test]
    fn blocks_of_v6_have_sizes_and_kept_addresses_too() {
        let net = |text: &str| parse_v6(text).unwrap();
        for (prefix, fits) in
            [(40, false), (44, true), (46, false), (56, true), (64, true), (68, false)]
        {
            let block = net(&format!("2001:db8::/{prefix}"));
            assert_eq!(sized_v6(block).is_ok(), fits, "{block}");
        }
        let block = net("2001:db8:0:1::/64");
        for (address, may) in [
            ("2001:db8:0:1::", false),
            ("2001:db8:0:1::3", false),
            ("2001:db8:0:1::4", true),
            ("2001:db8:0:1:ffff:ffff:ffff:fffe", true),
            ("2001:db8:0:1:ffff:ffff:ffff:ffff", false),
            ("2001:db8:0:2::4", false),
        ] {
            assert_eq!(is_usable_v6(block, address.parse().unwrap()), may, "{address}");
        }
        assert_eq!(ending_with(block, u64::MAX), block.broadcast());
        assert!(
            overlap_v6(block, net("2001:db8::/56")) && !overlap_v6(block, net("2001:db8::/64"))
        );
        assert!(of_v6_parameter("ipv6CidrBlock", "10.0.0.0/8").is_err());
    }

    #[test]
    fn the_first_four_addresses_and_the_last_are_kept() {
        let block = net("10.0.0.0/28");
        assert_eq!(usable(block), 11);
        for (last, may) in [(0, false), (3, false), (4, true), (14, true), (15, false), (16, false)]
        {
            assert_eq!(is_usable(block, Ipv4Addr::new(10, 0, 0, last)), may, "{last}");
        }
        let mut taken = Vec::new();
        while let Some(free) = first_free(block, &taken) {
            assert!(is_usable(block, free));
            taken.push(free);
        }
        assert_eq!(taken.len(), 11);
        assert_eq!(usable(net("0.0.0.0/0")), u32::MAX - RESERVED);
        assert_eq!(
            first_free(net("255.255.255.240/28"), &[]),
            Some(Ipv4Addr::new(255, 255, 255, 244))
        );
    }
}

//! Which addresses may be reached.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::LazyLock;

use ipnet::IpNet;

/// Where clouds answer instances with their credentials, beyond the link-local address: AWS on
/// IPv6, Alibaba, Azure, Oracle.
static METADATA: LazyLock<Vec<IpNet>> = LazyLock::new(|| {
    networks(&["fd00:ec2::254/128", "100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32"])
});

/// Networks that are nobody's on the internet: reached where the operator allows it. (IANA's
/// special-purpose address registries for IPv4 and IPv6.)
static PRIVATE: LazyLock<Vec<IpNet>> = LazyLock::new(|| {
    networks(&[
        "10.0.0.0/8",
        "100.64.0.0/10",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
    ])
});

/// What may be reached.
#[derive(Debug, Clone, Default)]
pub(crate) struct Guard {
    /// Private networks that the operator allows.
    pub(crate) allowed: Vec<IpNet>,
    /// Whether loopback may be reached, as under `--dev`.
    pub(crate) loopback: bool,
}

impl Guard {
    /// Why an address may not be reached; nothing where it may.
    pub(crate) fn refusal(&self, address: SocketAddr, own: &[SocketAddr]) -> Option<&'static str> {
        let ip = address.ip().to_canonical();
        if own.iter().any(|own| own.port() == address.port() && listens_at(own.ip(), ip)) {
            return Some("it is Bartizan's own");
        }
        let embedded = match ip {
            IpAddr::V6(ip) if !ip.is_loopback() => embedded(ip).map(IpAddr::V4),
            _ => None,
        };
        self.refusal_of(ip).or_else(|| self.refusal_of(embedded?))
    }

    fn refusal_of(&self, ip: IpAddr) -> Option<&'static str> {
        if ip.is_loopback() {
            return (!self.loopback).then_some("it is of loopback");
        }
        if is_nowhere(ip) {
            return Some("it is no address of one host");
        }
        if is_link_local(ip) {
            return Some("it is link-local");
        }
        if within(&METADATA, ip) {
            return Some("instance metadata is there");
        }
        let is_private = within(&PRIVATE, ip);
        let is_allowed = || self.allowed.iter().any(|network| network.contains(&ip));
        (is_private && !is_allowed()).then_some("it is private: see --egress-allow")
    }
}

fn within(networks: &[IpNet], ip: IpAddr) -> bool {
    networks.iter().any(|one| one.contains(&ip))
}

fn networks(texts: &[&str]) -> Vec<IpNet> {
    texts.iter().filter_map(|text| text.parse().ok()).collect()
}

/// Unspecified, multicast, broadcast, reserved.
fn is_nowhere(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let first = ip.octets()[0];
            first == 0 || first >= 224
        }
        IpAddr::V6(ip) => ip.is_unspecified() || ip.is_multicast(),
    }
}

/// `fec0::/10`, once site-local, among them.
fn is_link_local(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_link_local(),
        IpAddr::V6(ip) => matches!(ip.segments()[0] & 0xffc0, 0xfe80 | 0xfec0),
    }
}

/// The IPv4 address that an IPv6 address stands for: compatible (RFC 4291), translated (RFC 6052)
/// or 6to4 (RFC 3056).
fn embedded(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let pair = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match ip.segments() {
        [0x64, 0xff9b, .., high, low] | [0, 0, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            Some(pair(high, low))
        }
        _ => None,
    }
}

/// Whether a listener bound to `bound` hears who connects to `ip`.
fn listens_at(bound: IpAddr, ip: IpAddr) -> bool {
    let bound = bound.to_canonical();
    bound == ip || (bound.is_unspecified() && is_of_this_host(ip))
}

/// Whether the address is this host's own: then the way to it begins there. No packet is sent.
fn is_of_this_host(ip: IpAddr) -> bool {
    let from: IpAddr = match ip {
        IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let source = UdpSocket::bind((from, 0)).and_then(|socket| {
        socket.connect((ip, 9))?;
        socket.local_addr()
    });
    source.is_ok_and(|source| source.ip() == ip) || ip.is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(guard: &Guard, ip: &str, own: &[&str]) -> Option<&'static str> {
        let own: Vec<SocketAddr> = own.iter().map(|text| text.parse().unwrap()).collect();
        guard.refusal(SocketAddr::new(ip.parse().unwrap(), 443), &own)
    }

    #[test]
    fn all_networks_are_read() {
        assert_eq!((METADATA.len(), PRIVATE.len()), (4, 16));
    }

    #[test]
    fn only_the_internet_is_reached_unless_the_operator_says_so() {
        let strict = Guard::default();
        for ip in [
            "127.0.0.1",
            "127.255.255.254",
            "::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::a9fe:a9fe",
            "2002:7f00:1::",
            "0.0.0.0",
            "0.1.2.3",
            "::",
            "169.254.169.254",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "fe80::1",
            "fec0::1",
            "fd00:ec2::254",
            "100.100.100.200",
            "168.63.129.16",
            "10.1.2.3",
            "172.31.0.1",
            "192.168.1.1",
            "100.64.0.1",
            "198.18.0.1",
            "203.0.113.1",
            "fc00::1",
            "2001:db8::1",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "ff02::1",
        ] {
            assert!(refusal(&strict, ip, &[]).is_some(), "{ip}");
        }
        for ip in ["1.1.1.1", "172.32.0.1", "100.63.255.255", "2606:4700::1111", "64:ff9b::101:101"]
        {
            assert_eq!(refusal(&strict, ip, &[]), None, "{ip}");
        }
    }

    #[test]
    fn what_is_allowed_is_no_more_than_what_is_named() {
        let allowed = ["10.1.0.0/16", "169.254.0.0/16", "127.0.0.0/8", "0.0.0.0/0", "::/0"];
        let guard = |networks: &[&str]| Guard {
            allowed: networks.iter().map(|text| text.parse().unwrap()).collect(),
            loopback: false,
        };
        assert_eq!(refusal(&guard(&allowed[..1]), "10.1.2.3", &[]), None);
        assert!(refusal(&guard(&allowed[..1]), "10.2.0.1", &[]).is_some());
        for ip in ["169.254.169.254", "127.0.0.1", "fd00:ec2::254", "100.100.100.200", "0.0.0.0"] {
            assert!(refusal(&guard(&allowed), ip, &[]).is_some(), "{ip}");
        }
    }

    #[test]
    fn bartizans_own_addresses_are_never_reached() {
        let dev = Guard { allowed: Vec::new(), loopback: true };
        assert_eq!(refusal(&dev, "127.0.0.1", &["127.0.0.1:444"]), None);
        for own in ["127.0.0.1:443", "0.0.0.0:443"] {
            assert!(refusal(&dev, "127.0.0.1", &[own]).is_some(), "{own}");
            assert!(refusal(&dev, "::ffff:127.0.0.1", &[own]).is_some(), "{own}");
        }
        assert!(refusal(&dev, "127.0.0.2", &["0.0.0.0:443"]).is_some());
        assert!(refusal(&dev, "1.1.1.1", &["1.1.1.1:443"]).is_some());
        assert_eq!(refusal(&dev, "1.1.1.1", &["0.0.0.0:443"]), None);
    }
}

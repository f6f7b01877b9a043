//! Where the edge listens.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::str::FromStr;

use bartizan_edge::config::Addresses;
use serde::Deserialize;

use crate::error::CliError;

/// The addresses for ports 80 and 443 of balancers, unless named.
const HTTP: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
const HTTPS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8443);
/// The ports that balancers may open for themselves under `--dev`, unless named.
const DEV_PORTS: PortRange = PortRange { from: 18_000, to: 18_999 };

/// Ports from one to another, as `18000-18999`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct PortRange {
    from: u16,
    to: u16,
}

impl FromStr for PortRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (from, to) = text.split_once('-').unwrap_or((text, text));
        let port = |text: &str| text.parse::<u16>().ok().filter(|port| *port > 0);
        match (port(from), port(to)) {
            (Some(from), Some(to)) if from <= to => Ok(Self { from, to }),
            _ => Err("ports are given as 18000-18999".to_owned()),
        }
    }
}

impl TryFrom<String> for PortRange {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl fmt::Display for PortRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from, self.to)
    }
}

/// Where the edge listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct EdgeOptions {
    http: SocketAddr,
    https: SocketAddr,
    ports: Option<PortRange>,
    /// Whether the addresses for HTTP and HTTPS were named.
    named: [bool; 2],
}

impl EdgeOptions {
    /// What flags say, joined with the defaults. Bartizan itself listens at `others`. Who names an
    /// address for HTTP beyond loopback means it: what stands behind the edge is for the public.
    ///
    /// # Errors
    /// It is not safe, or one address would be wanted twice.
    pub(crate) fn checked(
        (http, https): (Option<SocketAddr>, Option<SocketAddr>),
        ports: Option<PortRange>,
        dev: bool,
        others: &[Option<SocketAddr>],
    ) -> Result<Self, CliError> {
        let usage = |text: &str| Err(CliError::Usage(text.to_owned()));
        let ports = ports.or_else(|| dev.then_some(DEV_PORTS));
        let named = [http.is_some(), https.is_some()];
        let (http, https) = (http.unwrap_or(HTTP), https.unwrap_or(HTTPS));
        let is_loopback = http.ip().is_loopback() && https.ip().is_loopback();
        if dev && !is_loopback {
            return usage("--dev serves loopback only: --edge-http and --edge-https, too");
        }
        let (edge, others) = ([http, https], others.iter().flatten());
        let apart = edge.iter().chain(others.clone());
        if apart.clone().skip(1).any(|one| is_one(http, *one))
            || others.clone().any(|one| is_one(https, *one))
        {
            return usage(
                "--edge-http and --edge-https are addresses that nothing else listens at",
            );
        }
        let is_within = |one: &&SocketAddr| {
            let in_range = |range: PortRange| (range.from..=range.to).contains(&one.port());
            ports.is_some_and(in_range) && is_one(SocketAddr::new(http.ip(), one.port()), **one)
        };
        if let Some(taken) = apart.clone().find(is_within) {
            let message = format!("--edge-ports must leave out {taken}, which is listened at");
            return Err(CliError::Usage(message));
        }
        Ok(Self { http, https, ports, named })
    }

    /// As the edge takes them.
    pub(crate) fn addresses(&self) -> Addresses {
        let ports = self.ports.map(|range| (range.from, range.to));
        Addresses { http: self.http, https: self.https, ports }
    }

    /// The address where it listens for port 80.
    pub(crate) const fn ip(&self) -> IpAddr {
        self.http.ip()
    }

    /// Tries the addresses, which are listened at only once something is served there. Lines that tell
    /// where load balancers are served, and what is wrong with an address that nobody named, which may
    /// never be needed.
    ///
    /// # Errors
    /// An address that was named cannot be listened at.
    pub(crate) fn try_out(&self) -> Result<Vec<String>, CliError> {
        let (mut places, mut wrong) = (Vec::new(), Vec::new());
        for ((flag, address, port), is_named) in
            [("--edge-http", self.http, 80), ("--edge-https", self.https, 443)]
                .into_iter()
                .zip(self.named)
        {
            match TcpListener::bind(address) {
                Ok(_) => places.push(format!("{} for port {port}", place(address))),
                Err(source) if is_named => {
                    return Err(CliError::File {
                        path: format!("{flag} {address}").into(),
                        source,
                    });
                }
                Err(error) => wrong.push(unopened(flag, address, &error)),
            }
        }
        places.extend(self.ports.map(|range| format!("ports {range}")));
        let served = (!places.is_empty())
            .then(|| format!("Load balancers are served on {}", places.join(", ")));
        Ok(served.into_iter().chain(wrong).collect())
    }
}

/// An address, for people.
fn place(address: SocketAddr) -> String {
    match address.port() {
        0 => format!("a free port of {}", address.ip()),
        _ => address.to_string(),
    }
}

fn unopened(flag: &str, address: SocketAddr, error: &io::Error) -> String {
    format!("{address} cannot be listened at ({error}): name another with {flag} to serve there")
}

/// Whether who listens at one address has the other, too. Port 0 is any that is free.
fn is_one(one: SocketAddr, other: SocketAddr) -> bool {
    let is_any = one.ip().is_unspecified() || other.ip().is_unspecified();
    one.port() != 0 && one.port() == other.port() && (is_any || one.ip() == other.ip())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_from_one_to_another() {
        let range: PortRange = "18000-18999".parse().unwrap();
        assert_eq!((range.from, range.to), (18_000, 18_999));
        assert_eq!("81".parse::<PortRange>().unwrap().to_string(), "81-81");
        for wrong in ["", "0-9", "9-8", "1-70000", "a-b", "1-2-3"] {
            assert!(wrong.parse::<PortRange>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn beyond_loopback_it_must_be_meant() {
        let checked = |http: &str, dev| {
            EdgeOptions::checked((Some(http.parse().unwrap()), None), None, dev, &[])
        };
        assert!(checked("127.0.0.1:0", true).is_ok());
        assert!(checked("0.0.0.0:80", false).is_ok());
        assert!(checked("0.0.0.0:80", true).is_err());
    }

    #[test]
    fn a_named_address_that_is_taken_is_an_error() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let (http, free) = (taken.local_addr().unwrap(), "127.0.0.1:0".parse().unwrap());
        let named = EdgeOptions::checked((Some(http), Some(free)), None, false, &[]).unwrap();
        let error = named.try_out().unwrap_err().to_string();
        assert!(error.starts_with(&format!("--edge-http {http}: ")), "{error}");
        let unnamed = EdgeOptions { named: [false, true], ..named };
        let [served, wrong] = unnamed.try_out().unwrap().try_into().unwrap();
        assert_eq!(served, "Load balancers are served on a free port of 127.0.0.1 for port 443");
        assert!(wrong.starts_with(&format!("{http} cannot be listened at (")), "{wrong}");
        let fine = EdgeOptions::checked((Some(free), Some(free)), None, false, &[]).unwrap();
        assert_eq!(fine.try_out().unwrap().len(), 1);
    }

    #[test]
    fn nothing_is_listened_at_twice() {
        let api = [Some("127.0.0.1:4566".parse().unwrap()), None];
        let checked = |http: &str, https: &str, ports: &str| {
            let shared = (Some(http.parse().unwrap()), Some(https.parse().unwrap()));
            EdgeOptions::checked(shared, Some(ports.parse().unwrap()), false, &api)
        };
        assert!(checked("127.0.0.1:80", "127.0.0.1:443", "18000-18999").is_ok());
        assert!(checked("127.0.0.1:0", "127.0.0.1:0", "18000").is_ok());
        assert!(checked("10.0.0.1:80", "10.0.0.1:443", "4000-5000").is_ok());
        for (http, https, ports) in [
            ("127.0.0.1:80", "127.0.0.1:80", "18000"),
            ("127.0.0.1:4566", "127.0.0.1:443", "18000"),
            ("127.0.0.1:80", "0.0.0.0:4566", "18000"),
            ("127.0.0.1:80", "127.0.0.1:443", "4000-5000"),
            ("0.0.0.0:80", "127.0.0.1:443", "4000-5000"),
            ("127.0.0.1:18080", "127.0.0.1:443", "18000-18999"),
        ] {
            assert!(checked(http, https, ports).is_err(), "{http} {https} {ports}");
        }
    }
}

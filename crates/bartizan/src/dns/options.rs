//! Where DNS is served.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use crate::error::CliError;

/// The address under `--dev`, unless named.
const DEV: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8053);

/// Where DNS is served, and what it says of the edge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DnsOptions {
    /// The address, where it is served.
    pub(crate) listen: Option<SocketAddr>,
    /// The addresses by which clients reach the edge.
    pub(crate) edge: Vec<IpAddr>,
}

impl DnsOptions {
    /// What flags say, joined with the defaults: the edge is reached where it listens for port 80,
    /// unless that is every address.
    ///
    /// # Errors
    /// It is not safe.
    pub(crate) fn checked(
        listen: Option<SocketAddr>,
        edge: Option<Vec<IpAddr>>,
        edge_http: IpAddr,
        dev: bool,
    ) -> Result<Self, CliError> {
        let listen = listen.or_else(|| dev.then_some(DEV));
        if dev && !listen.is_some_and(|address| address.ip().is_loopback()) {
            return Err(CliError::Usage("--dev serves loopback only: --dns, too".to_owned()));
        }
        let bound = || if edge_http.is_unspecified() { Vec::new() } else { vec![edge_http] };
        let edge = edge.unwrap_or_else(bound);
        if listen.is_some() && edge.is_empty() {
            let text = "say by --edge-address by which addresses clients reach the edge: DNS \
                answers them for load balancers";
            return Err(CliError::Usage(text.to_owned()));
        }
        Ok(Self { listen, edge })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dns_says_where_the_edge_is() {
        let ip = |text: &str| -> IpAddr { text.parse().unwrap() };
        let at = |text: &str| -> Option<SocketAddr> { Some(text.parse().unwrap()) };
        let checked = DnsOptions::checked;
        let options = checked(None, None, ip("127.0.0.1"), true).unwrap();
        assert_eq!((options.listen, options.edge), (at("127.0.0.1:8053"), vec![ip("127.0.0.1")]));
        assert_eq!(checked(None, None, ip("0.0.0.0"), false).unwrap().listen, None);
        assert!(checked(at("0.0.0.0:53"), None, ip("0.0.0.0"), false).is_err());
        let named = Some(vec![ip("192.0.2.1")]);
        assert!(checked(at("0.0.0.0:53"), named, ip("0.0.0.0"), false).is_ok());
        assert!(checked(at("0.0.0.0:53"), None, ip("127.0.0.1"), true).is_err());
    }
}

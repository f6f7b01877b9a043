//! One look at the endpoint of a health check. (Route 53 Developer Guide, "Values that you specify when
//! you create or update health checks".)

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use bartizan_edge::{Asked, Probe, Probed, Reach};
use bartizan_route53::{Endpoint, EndpointKind};
use bartizan_service::Observation;
use bartizan_types::Timestamp;
use tokio::time::timeout;

use super::wording;

/// How long a name may take to be found.
const NAME_MAX: Duration = Duration::from_secs(4);

/// What was seen.
pub(super) struct Seen {
    pub(super) is_well: bool,
    pub(super) observation: Observation,
}

/// Looks once. What took how long is told beside.
pub(super) async fn look(
    (id, endpoint): (&str, &Endpoint),
    reach: &dyn Reach,
    at: Timestamp,
) -> (Seen, Option<Probed>) {
    let address = match address(endpoint).await {
        Ok(address) => address,
        Err(status) => {
            let observation = Observation { at, status, from: None };
            return (Seen { is_well: false, observation }, None);
        }
    };
    let probe = Probe { address, asked: asked(id, endpoint) };
    let probed = probe.look(reach).await;
    let resolved = endpoint.address.is_none().then_some(address.ip());
    let status = wording::status(&probed.result, resolved);
    let observation = Observation { at, status, from: probed.from };
    (Seen { is_well: probed.result.is_ok(), observation }, Some(probed))
}

/// Where the endpoint is. One that is known by its name alone is looked at by IPv4.
async fn address(endpoint: &Endpoint) -> Result<SocketAddr, String> {
    if let Some(address) = endpoint.address.as_deref().and_then(|text| text.parse::<IpAddr>().ok())
    {
        return Ok(SocketAddr::new(address, endpoint.port));
    }
    let domain = endpoint.domain.as_deref().unwrap_or_default();
    let found = timeout(NAME_MAX, tokio::net::lookup_host((domain, endpoint.port))).await;
    let mut found = found
        .map_err(|_| wording::unresolved("it took too long"))?
        .map_err(|error| wording::unresolved(&error.to_string()))?;
    found
        .find(SocketAddr::is_ipv4)
        .ok_or_else(|| wording::unresolved("the name has no IPv4 address"))
}

/// What the endpoint is asked, if it is asked anything.
fn asked(id: &str, endpoint: &Endpoint) -> Option<Asked> {
    if endpoint.kind == EndpointKind::Tcp {
        return None;
    }
    let domain = endpoint.domain.as_deref().map(|domain| domain.trim_end_matches('.'));
    let path = endpoint.path.as_deref().unwrap_or_default();
    Some(Asked {
        is_tls: endpoint.kind.is_tls(),
        server_name: domain.filter(|_| endpoint.tells_name).map(str::to_owned),
        host: host(endpoint, domain),
        path: if path.starts_with('/') { path.to_owned() } else { format!("/{path}") },
        user_agent: format!(
            "Amazon-Route53-Health-Check-Service (ref {id}; report http://amzn.to/1vsZADi)"
        ),
        text: endpoint.text.clone(),
    })
}

/// The name, or the address where there is none; with the port unless it is the usual one.
fn host(endpoint: &Endpoint, domain: Option<&str>) -> String {
    let address = endpoint.address.as_deref().unwrap_or_default();
    let is_v6 = address.parse::<Ipv6Addr>().is_ok();
    let host = match domain {
        Some(domain) => domain.to_owned(),
        None if is_v6 => format!("[{address}]"),
        None => address.to_owned(),
    };
    let usual = if endpoint.kind.is_tls() { 443 } else { 80 };
    if endpoint.port == usual { host } else { format!("{host}:{}", endpoint.port) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_asked_by_its_name_and_port() {
        let of = |kind, address: Option<&str>, domain: Option<&str>, port| Endpoint {
            kind,
            address: address.map(str::to_owned),
            domain: domain.map(str::to_owned),
            port,
            path: Some("up?x".to_owned()),
            text: None,
            interval: 30,
            threshold: 3,
            measures_latency: false,
            tells_name: true,
        };
        let (http, https) = (EndpointKind::Http, EndpointKind::Https);
        for (endpoint, host, name) in [
            (of(http, Some("192.0.2.1"), Some("a.test."), 80), "a.test", Some("a.test")),
            (of(https, Some("192.0.2.1"), Some("a.test"), 443), "a.test", Some("a.test")),
            (of(http, None, Some("a.test"), 443), "a.test:443", Some("a.test")),
            (of(https, Some("192.0.2.1"), None, 443), "192.0.2.1", None),
            (of(http, Some("2001:db8::1"), None, 8080), "[2001:db8::1]:8080", None),
        ] {
            let asked = asked("id", &endpoint).unwrap();
            assert_eq!((&*asked.host, asked.server_name.as_deref()), (host, name));
            assert_eq!(asked.path, "/up?x");
        }
        assert_eq!(asked("id", &of(EndpointKind::Tcp, Some("192.0.2.1"), None, 22)), None);
    }
}

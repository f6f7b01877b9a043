//! Whose certificates clients get, where accounts share the edge.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::sync::Arc;

use bartizan_edge::config::{Action, Certificate, EdgeConfig, FixedResponse, Front, Tls};
use bartizan_edge::{Edge, EdgeParts, Names};
use bartizan_types::AccountId;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use support::{edge, front, listener, parts};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

const APP: (&str, &str) = (include_str!("data/app.pem"), include_str!("data/app.key"));
const OTHER: (&str, &str) = (include_str!("data/other.pem"), include_str!("data/other.key"));

/// `app.test` and all below it are account 1's.
struct Zones;

impl Names for Zones {
    fn owner(&self, host: &str) -> Option<AccountId> {
        AccountId::from_number(1).filter(|_| host.ends_with("app.test"))
    }

    fn leads_to(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}

fn of_account(number: u8, name: &str, pairs: &[(&str, &str)]) -> Front {
    let content_type = "text/plain".to_owned();
    let answer = FixedResponse { status: 200, content_type, body: name.to_owned() };
    let mut https = listener(443, Vec::new(), Action::Fixed(answer));
    let certificate = |(chain, key): &(&str, &str)| {
        let (chain_pem, key_pem) = ((*chain).to_owned(), (*key).to_owned());
        Arc::new(Certificate { arn: "certificate".to_owned(), chain_pem, key_pem })
    };
    let certificates = pairs.iter().map(certificate).collect();
    https.tls = Some(Tls { certificates, has_tls12: true });
    let arn = format!("arn:aws:elasticloadbalancing:us-east-1:{number:012}:loadbalancer/{name}");
    Front { arn, ..front(name, vec![https]) }
}

/// Whether a client that trusts both certificates shakes hands for a name.
async fn is_served(edge: &Edge, name: &'static str) -> bool {
    let mut roots = RootCertStore::empty();
    for (chain, _) in [APP, OTHER] {
        roots.add(CertificateDer::from_pem_slice(chain.as_bytes()).unwrap()).unwrap();
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(edge.address(443).unwrap()).await.unwrap();
    let name = ServerName::try_from(name).unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, stream).await.is_ok()
}

#[tokio::test]
async fn a_name_gets_its_owners_certificates_alone() {
    let fronts = vec![of_account(2, "two.elb", &[OTHER, APP])];
    let mut config = EdgeConfig { fronts, groups: Vec::new() };
    let edge = edge(EdgeParts { names: Arc::new(Zones), ..parts() }, &config).await;
    // One account alone: whatever its balancer has, but not for what is another's.
    assert!(is_served(&edge, "other.test").await);
    assert!(!is_served(&edge, "app.test").await);
    config.fronts.push(of_account(1, "one.elb", &[OTHER]));
    config.fronts.push(of_account(1, "more.elb", &[APP]));
    assert!(edge.publish(&config).await.is_empty());
    assert!(is_served(&edge, "www.app.test").await);
    assert!(!is_served(&edge, "other.test").await);
}

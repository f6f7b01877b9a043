//! An edge that speaks TLS, and clients of it.

use std::sync::Arc;

use bartizan_edge::Edge;
use bartizan_edge::config::{Certificate, EdgeConfig, Tls};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::{Origin, forward, front, group, listener};

pub(crate) const APP: (&str, &str) =
    (include_str!("../data/app.pem"), include_str!("../data/app.key"));
pub(crate) const OTHER: (&str, &str) =
    (include_str!("../data/other.pem"), include_str!("../data/other.key"));

pub(crate) fn certificate(arn: &str, (chain, key): (&str, &str)) -> Arc<Certificate> {
    let (chain_pem, key_pem) = (chain.to_owned(), key.to_owned());
    Arc::new(Certificate { arn: arn.to_owned(), chain_pem, key_pem })
}

/// `app.test` with two certificates in front of a target.
pub(crate) fn secure(origin: &Origin) -> EdgeConfig {
    let certificates = vec![certificate("cert-app", APP), certificate("cert-other", OTHER)];
    let mut https = listener(443, Vec::new(), forward(&[("g", 1)]));
    https.tls = Some(Tls { certificates, has_tls12: true });
    let fronts = vec![front("app.test", vec![https])];
    EdgeConfig { fronts, groups: vec![group("g", &[origin.address])] }
}

pub(crate) async fn connect(
    edge: &Edge,
    name: &'static str,
    protocol: &str,
) -> TlsStream<TcpStream> {
    connect_at(edge, 443, name, protocol).await
}

pub(crate) async fn connect_at(
    edge: &Edge,
    port: u16,
    name: &'static str,
    protocol: &str,
) -> TlsStream<TcpStream> {
    let mut roots = RootCertStore::empty();
    for (chain, _) in [APP, OTHER] {
        roots.add(CertificateDer::from_pem_slice(chain.as_bytes()).unwrap()).unwrap();
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
    let stream = TcpStream::connect(edge.address(port).unwrap()).await.unwrap();
    let name = ServerName::try_from(name).unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap()
}

//! TLS with clients: a listener's certificates, by the name that a client asks for.

use std::sync::Arc;

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::{ClientHello, ParsedCertificate, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use rustls::{ProtocolVersion, ServerConfig, ServerConnection, SupportedCipherSuite};

use crate::config::{Certificate, Tls};
use crate::hello::{self, Fingerprints};
use crate::route::ConfigError;

/// The name of what not every listener speaks.
const TLS12_NAME: &str = "TLSv1.2";

/// TLS of a listener, ready to serve.
#[derive(Debug)]
pub(crate) struct ListenerTls {
    pub(crate) config: Arc<ServerConfig>,
    certificates: Arc<Certificates>,
    has_tls12: bool,
}

/// What is known of a client's TLS.
#[derive(Debug, Clone)]
pub(crate) struct TlsFacts {
    /// The name that the client asked for.
    pub(crate) server_name: Option<String>,
    /// The certificate that it got.
    pub(crate) certificate_arn: Option<String>,
    /// The version and the cipher, as OpenSSL names them.
    pub(crate) version: &'static str,
    pub(crate) cipher: &'static str,
    /// What its hello tells of its software.
    pub(crate) fingerprints: Option<Fingerprints>,
}

#[derive(Debug)]
struct Certificates(Vec<(String, Arc<CertifiedKey>)>);

impl ListenerTls {
    pub(crate) fn new(listener_arn: &str, tls: &Tls, has_http2: bool) -> Result<Self, ConfigError> {
        if tls.certificates.is_empty() {
            return Err(ConfigError::NoCertificate(listener_arn.to_owned()));
        }
        let keys = tls.certificates.iter().map(|one| Ok((one.arn.clone(), certified(one)?)));
        let certificates = Arc::new(Certificates(keys.collect::<Result<_, ConfigError>>()?));
        let versions: &[_] = if tls.has_tls12 { &[&TLS12, &TLS13] } else { &[&TLS13] };
        let provider = Arc::new(aws_lc_rs::default_provider());
        let resolver: Arc<dyn ResolvesServerCert> = Arc::clone(&certificates) as _;
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .map_err(|error| ConfigError::Certificate(listener_arn.to_owned(), error.to_string()))?
            .with_no_client_auth()
            .with_cert_resolver(resolver);
        if has_http2 {
            config.alpn_protocols.push(b"h2".to_vec());
        }
        config.alpn_protocols.push(b"http/1.1".to_vec());
        Ok(Self { config: Arc::new(config), certificates, has_tls12: tls.has_tls12 })
    }

    /// Whether one of the certificates is for this name.
    pub(crate) fn is_for(&self, name: &str) -> bool {
        self.certificates.find(name).is_some()
    }

    /// Whether its version is one that the listener speaks.
    pub(crate) fn allows(&self, spoken: &TlsFacts) -> bool {
        self.has_tls12 || spoken.version != TLS12_NAME
    }

    /// What a handshake came to.
    pub(crate) fn facts(&self, connection: &ServerConnection, hello: &[u8]) -> TlsFacts {
        let server_name = connection.server_name().map(str::to_owned);
        let chosen = self.certificates.choose(server_name.as_deref());
        TlsFacts {
            certificate_arn: chosen.map(|(arn, _)| arn.clone()),
            server_name,
            version: version(connection.protocol_version()),
            cipher: cipher(connection.negotiated_cipher_suite()),
            fingerprints: hello::fingerprints(hello),
        }
    }
}

impl Certificates {
    fn find(&self, name: &str) -> Option<&(String, Arc<CertifiedKey>)> {
        let name = ServerName::try_from(name).ok()?;
        self.0.iter().find(|(_, key)| {
            let parsed = key.cert.first().and_then(|one| ParsedCertificate::try_from(one).ok());
            parsed.is_some_and(|one| rustls::client::verify_server_name(&one, &name).is_ok())
        })
    }

    /// The certificate for a name, else the default one.
    fn choose(&self, name: Option<&str>) -> Option<&(String, Arc<CertifiedKey>)> {
        if self.0.len() == 1 {
            return self.0.first();
        }
        name.and_then(|name| self.find(name)).or_else(|| self.0.first())
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.choose(hello.server_name()).map(|(_, key)| Arc::clone(key))
    }
}

fn certified(certificate: &Certificate) -> Result<Arc<CertifiedKey>, ConfigError> {
    let unusable = |why: String| ConfigError::Certificate(certificate.arn.clone(), why);
    let chain = CertificateDer::pem_slice_iter(certificate.chain_pem.as_bytes())
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| unusable(error.to_string()))?;
    let key = PrivateKeyDer::from_pem_slice(certificate.key_pem.as_bytes())
        .map_err(|error| unusable(error.to_string()))?;
    let provider = aws_lc_rs::default_provider();
    CertifiedKey::from_der(chain, key, &provider)
        .map(Arc::new)
        .map_err(|error| unusable(error.to_string()))
}

fn version(version: Option<ProtocolVersion>) -> &'static str {
    match version {
        Some(ProtocolVersion::TLSv1_2) => TLS12_NAME,
        Some(ProtocolVersion::TLSv1_3) => "TLSv1.3",
        _ => "-",
    }
}

fn cipher(suite: Option<SupportedCipherSuite>) -> &'static str {
    use rustls::CipherSuite as Suite;
    match suite.map(|suite| suite.suite()) {
        Some(Suite::TLS13_AES_128_GCM_SHA256) => "TLS_AES_128_GCM_SHA256",
        Some(Suite::TLS13_AES_256_GCM_SHA384) => "TLS_AES_256_GCM_SHA384",
        Some(Suite::TLS13_CHACHA20_POLY1305_SHA256) => "TLS_CHACHA20_POLY1305_SHA256",
        Some(Suite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256) => "ECDHE-ECDSA-AES128-GCM-SHA256",
        Some(Suite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384) => "ECDHE-ECDSA-AES256-GCM-SHA384",
        Some(Suite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256) => {
            "ECDHE-ECDSA-CHACHA20-POLY1305"
        }
        Some(Suite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256) => "ECDHE-RSA-AES128-GCM-SHA256",
        Some(Suite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) => "ECDHE-RSA-AES256-GCM-SHA384",
        Some(Suite::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256) => "ECDHE-RSA-CHACHA20-POLY1305",
        _ => "-",
    }
}

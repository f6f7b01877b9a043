//! Who vouches for a server: the authorities that browsers trust, those of the operator's file, and
//! for one that none of them vouches for, the thumbprints that a principal gave. (IAM User Guide,
//! "Obtain the thumbprint for an OpenID Connect identity provider".)

use std::path::Path;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

/// The authorities cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct TrustError(pub(crate) String);

/// The authorities.
#[derive(Debug, Clone)]
pub(crate) struct Trust {
    provider: Arc<CryptoProvider>,
    authorities: Arc<WebPkiServerVerifier>,
}

impl Trust {
    /// Mozilla's authorities, and those in the operator's PEM file.
    pub(crate) fn new(file: Option<&Path>) -> Result<Self, TrustError> {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        if let Some(path) = file {
            let wrong =
                |error: &dyn std::fmt::Display| TrustError(format!("{}: {error}", path.display()));
            let certificates =
                CertificateDer::pem_file_iter(path).map_err(|error| wrong(&error))?;
            for certificate in certificates {
                let certificate = certificate.map_err(|error| wrong(&error))?;
                roots.add(certificate).map_err(|error| wrong(&error))?;
            }
        }
        let authorities =
            verifier(roots, &provider).map_err(|error| TrustError(error.to_string()))?;
        Ok(Self { provider, authorities })
    }

    /// A client that believes the authorities, and beyond them these thumbprints.
    pub(crate) fn client(&self, thumbprints: &[String]) -> Result<ClientConfig, Error> {
        let verifier = Verifier { trust: self.clone(), thumbprints: thumbprints.to_vec() };
        let config = ClientConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        Ok(config)
    }
}

fn verifier(
    roots: RootCertStore,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<WebPkiServerVerifier>, Error> {
    WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider))
        .build()
        .map_err(|error| Error::General(error.to_string()))
}

/// Verifies by the authorities, then by thumbprint: names, times and signatures always count.
#[derive(Debug)]
struct Verifier {
    trust: Trust,
    thumbprints: Vec<String>,
}

impl Verifier {
    /// The certificates of the chain that have one of the thumbprints.
    fn pinned<'c>(
        &self,
        leaf: &'c CertificateDer<'c>,
        chain: &'c [CertificateDer<'c>],
    ) -> impl Iterator<Item = &'c CertificateDer<'c>> {
        let thumbprints = self.thumbprints.clone();
        chain.iter().chain([leaf]).filter(move |certificate| {
            let print = hex::encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, certificate).as_ref());
            thumbprints.contains(&print)
        })
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        chain: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verified = self.trust.authorities.verify_server_cert(leaf, chain, name, ocsp, now);
        if !matches!(verified, Err(Error::InvalidCertificate(_))) {
            return verified;
        }
        for certificate in self.pinned(leaf, chain) {
            let mut roots = RootCertStore::empty();
            roots.add(certificate.clone().into_owned())?;
            let by_it = verifier(roots, &self.trust.provider)?
                .verify_server_cert(leaf, chain, name, ocsp, now);
            if by_it.is_ok() {
                return by_it;
            }
        }
        verified
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.trust.authorities.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.trust.authorities.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.trust.authorities.supported_verify_schemes()
    }
}

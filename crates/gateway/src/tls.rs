//! TLS for the listener.

use std::io;
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{WantsServerCert, WebPkiClientVerifier};
use rustls::{ConfigBuilder, RootCertStore, ServerConfig, WantsVerifier};
use tokio_rustls::TlsAcceptor;

/// Reads a certificate chain and its private key, both PEM.
///
/// # Errors
/// A file cannot be read, holds no PEM, or the key does not fit the certificate.
pub fn acceptor(certificate: &Path, key: &Path) -> io::Result<TlsAcceptor> {
    let config = builder(certificate)?.with_no_client_auth();
    finished(config, certificate, key)
}

/// The same, for clients with a certificate of one of the authorities in a PEM file alone.
///
/// # Errors
/// As for [`acceptor`].
pub fn mutual_acceptor(
    certificate: &Path,
    key: &Path,
    authorities: &Path,
) -> io::Result<TlsAcceptor> {
    let mut roots = RootCertStore::empty();
    for authority in chain(authorities)? {
        roots.add(authority).map_err(|error| invalid(authorities, &error))?;
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
        .build()
        .map_err(|error| invalid(authorities, &error))?;
    finished(builder(certificate)?.with_client_cert_verifier(verifier), certificate, key)
}

fn builder(certificate: &Path) -> io::Result<ConfigBuilder<ServerConfig, WantsVerifier>> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| invalid(certificate, &error))
}

fn finished(
    config: ConfigBuilder<ServerConfig, WantsServerCert>,
    certificate: &Path,
    key: &Path,
) -> io::Result<TlsAcceptor> {
    let key_der = PrivateKeyDer::from_pem_file(key).map_err(|error| invalid(key, &error))?;
    let mut config = config
        .with_single_cert(chain(certificate)?, key_der)
        .map_err(|error| invalid(certificate, &error))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn chain(file: &Path) -> io::Result<Vec<CertificateDer<'static>>> {
    CertificateDer::pem_file_iter(file)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| invalid(file, &error))
}

fn invalid(what: &Path, error: &dyn std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, format!("{}: {error}", what.display()))
}

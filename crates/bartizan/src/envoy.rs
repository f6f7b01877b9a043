//! The listener that Envoy asks, as the operator's file says.

use std::future::Future;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use bartizan_gateway::Gateway;
use bartizan_gateway::envoy::{Envoy, EnvoyOptions};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::error::CliError;

/// What the operator's file says.
///
/// # Errors
/// The file cannot be read or has unknown names, or says what is not safe.
pub(crate) fn read(path: &Path) -> Result<EnvoyOptions, CliError> {
    let text = std::fs::read_to_string(path).map_err(CliError::file(path))?;
    let wrong = |what: &str| CliError::Usage(format!("{}: {what}", path.display()));
    let options: EnvoyOptions = toml::from_str(&text).map_err(|error| wrong(error.message()))?;
    let is_mutual = options.tls_cert.is_some() && options.client_ca.is_some();
    if options.tls_cert.is_some() != options.tls_key.is_some()
        || options.tls_cert.is_some() != options.client_ca.is_some()
    {
        return Err(wrong("tls-cert, tls-key and client-ca go together: give all three"));
    }
    if !options.listen.ip().is_loopback() && !is_mutual {
        return Err(wrong(
            "beyond loopback Envoy proves who it is: give tls-cert, tls-key and client-ca",
        ));
    }
    Ok(options)
}

/// A listener that is ready to answer.
pub(crate) struct Listener {
    envoy: Arc<Envoy>,
    socket: TcpListener,
    tls: Option<TlsAcceptor>,
    /// Where it listens.
    pub(crate) address: SocketAddr,
}

impl Listener {
    /// Binds the address.
    ///
    /// # Errors
    /// A rule is wrong, a file of TLS cannot be read, or the address cannot be bound.
    pub(crate) async fn open(
        options: &EnvoyOptions,
        gateway: Arc<Gateway>,
    ) -> Result<Self, CliError> {
        let usage = |wrong: String| CliError::Usage(format!("--envoy: {wrong}"));
        let envoy = Envoy::new(gateway, options).map(Arc::new).map_err(usage)?;
        let tls = match (&options.tls_cert, &options.tls_key, &options.client_ca) {
            (Some(certificate), Some(key), Some(authorities)) => {
                let acceptor = bartizan_gateway::mutual_acceptor(certificate, key, authorities);
                Some(acceptor.map_err(|error| usage(error.to_string()))?)
            }
            _ => None,
        };
        let (socket, address) = crate::serve::bind("--envoy: listen =", options.listen).await?;
        Ok(Self { envoy, socket, tls, address })
    }

    /// Serves until `stop` resolves.
    pub(crate) async fn serve(self, stop: impl Future<Output = ()>) {
        bartizan_gateway::serve(self.envoy, self.socket, self.tls, stop).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Result<EnvoyOptions, String> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        read(file.path()).map_err(|error| error.to_string())
    }

    #[test]
    fn beyond_loopback_envoy_proves_who_it_is() {
        let common = "form = 'grpc'\nasker = 'arn:aws:iam::123456789012:role/envoy'\n";
        assert!(told(&format!("listen = '127.0.0.1:9191'\n{common}")).is_ok());
        let tls = "tls-cert = 'c'\ntls-key = 'k'\n";
        for wrong in ["", tls] {
            assert!(told(&format!("listen = '0.0.0.0:9191'\n{common}{wrong}")).is_err(), "{wrong}");
        }
        let mutual = format!("listen = '0.0.0.0:9191'\n{common}{tls}client-ca = 'a'");
        assert!(told(&mutual).is_ok());
        assert!(told(&format!("listen = '127.0.0.1:9191'\n{common}rules = []")).is_err());
    }
}

//! The certificates that servers are trusted by.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::error::CliError;

/// Where systems keep the certificates they trust, where `AWS_CA_BUNDLE` names no other place.
const TRUSTED: [&str; 3] =
    ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];

/// What was read last: a program makes thousands of calls, and an agent runs for months.
static KEPT: Mutex<Option<Trust>> = Mutex::new(None);

/// The certificates that `AWS_CA_BUNDLE` holds, or those that the system trusts. They are read once, and again
/// when their file has changed.
///
/// # Errors
/// There are none.
pub(crate) fn trust() -> Result<Arc<ClientConfig>, CliError> {
    let named = std::env::var_os("AWS_CA_BUNDLE").map(PathBuf::from);
    let path = named
        .or_else(|| TRUSTED.iter().map(Path::new).find(|path| path.exists()).map(Path::to_owned))
        .ok_or_else(|| {
            CliError::Usage("name the file of trusted certificates in AWS_CA_BUNDLE".to_owned())
        })?;
    // Nothing can break off half way under the lock.
    Trust::of(&path, &mut KEPT.lock().unwrap_or_else(PoisonError::into_inner))
}

/// The certificates of a file.
struct Trust {
    path: PathBuf,
    /// What the file was like: when it was written, its size and its number.
    stamp: (i64, i64, u64, u64),
    config: Arc<ClientConfig>,
}

impl Trust {
    /// Those of this file, from what is kept unless it is of another file or of an earlier state.
    fn of(path: &Path, kept: &mut Option<Self>) -> Result<Arc<ClientConfig>, CliError> {
        let about = fs::metadata(path).map_err(|error| wrong(path, &error))?;
        let stamp = (about.mtime(), about.mtime_nsec(), about.size(), about.ino());
        if let Some(kept) = kept.as_ref().filter(|kept| kept.path == path && kept.stamp == stamp) {
            return Ok(Arc::clone(&kept.config));
        }
        let config = Arc::new(read(path)?);
        *kept = Some(Self { path: path.to_owned(), stamp, config: Arc::clone(&config) });
        Ok(config)
    }
}

fn read(path: &Path) -> Result<ClientConfig, CliError> {
    let mut roots = RootCertStore::empty();
    let certificates = CertificateDer::pem_file_iter(path).map_err(|error| wrong(path, &error))?;
    // As other clients do: what cannot be used of a system's bundle is left out.
    roots.add_parsable_certificates(certificates.flatten());
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| wrong(path, &error))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

fn wrong(path: &Path, error: &dyn std::fmt::Display) -> CliError {
    CliError::Usage(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_once_and_again_when_it_has_changed() {
        let folder = tempfile::tempdir().unwrap();
        let (first, second) = (folder.path().join("first.pem"), folder.path().join("second.pem"));
        fs::write(&first, "").unwrap();
        fs::write(&second, "").unwrap();
        let mut kept = None;
        let mut of = |path: &Path| Trust::of(path, &mut kept);
        let read = of(&first).unwrap();
        assert!(Arc::ptr_eq(&read, &of(&first).unwrap()));
        fs::write(&first, "# one more\n").unwrap();
        let again = of(&first).unwrap();
        assert!(!Arc::ptr_eq(&read, &again));
        assert!(!Arc::ptr_eq(&again, &of(&second).unwrap()));
        let told = of(&folder.path().join("absent.pem")).unwrap_err().to_string();
        assert!(told.contains("absent.pem"), "{told}");
    }
}

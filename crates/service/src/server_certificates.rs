//! The port to server certificates, for services whose listeners show them.

use bartizan_store::Reader;
use bartizan_types::{AccountId, Fault};
use zeroize::Zeroizing;

/// A server certificate with its private key.
pub struct ServerCertificatePem {
    /// The certificate and its chain, PEM.
    pub chain: String,
    /// The private key, PEM.
    pub key: Zeroizing<String>,
}

impl std::fmt::Debug for ServerCertificatePem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServerCertificatePem").finish_non_exhaustive()
    }
}

/// Who keeps server certificates.
pub trait ServerCertificates: Send + Sync {
    /// Whether the account has the certificate of this ARN.
    ///
    /// # Errors
    /// The store's fault.
    fn is_there(&self, reader: &Reader<'_>, account: AccountId, arn: &str) -> Result<bool, Fault>;

    /// The ARN of the account's certificate with this id, if it has one.
    ///
    /// # Errors
    /// The store's fault.
    fn arn_of_id(
        &self,
        reader: &Reader<'_>,
        account: AccountId,
        id: &str,
    ) -> Result<Option<String>, Fault>;

    /// The account's certificate of this ARN, opened, if it has one.
    ///
    /// # Errors
    /// The store's fault, or the key cannot be opened.
    fn open(
        &self,
        reader: &Reader<'_>,
        account: AccountId,
        arn: &str,
    ) -> Result<Option<ServerCertificatePem>, Fault>;
}

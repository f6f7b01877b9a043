//! The port to server certificates, for services whose listeners show them.

use std::sync::Arc;

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

/// Who shows server certificates to clients.
pub trait CertificateUsers: Send + Sync {
    /// The ARN of what shows the account's certificate of this ARN, if something does.
    ///
    /// # Errors
    /// The store's fault.
    fn user(
        &self,
        reader: &Reader<'_>,
        account: AccountId,
        arn: &str,
    ) -> Result<Option<String>, Fault>;
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

/// Two keepers of server certificates, of which each knows its own ARNs.
pub(crate) struct Beside(
    pub(crate) Arc<dyn ServerCertificates>,
    pub(crate) Arc<dyn ServerCertificates>,
);

impl ServerCertificates for Beside {
    fn is_there(&self, reader: &Reader<'_>, account: AccountId, arn: &str) -> Result<bool, Fault> {
        Ok(self.0.is_there(reader, account, arn)? || self.1.is_there(reader, account, arn)?)
    }

    fn arn_of_id(
        &self,
        reader: &Reader<'_>,
        account: AccountId,
        id: &str,
    ) -> Result<Option<String>, Fault> {
        match self.0.arn_of_id(reader, account, id)? {
            Some(found) => Ok(Some(found)),
            None => self.1.arn_of_id(reader, account, id),
        }
    }

    fn open(
        &self,
        reader: &Reader<'_>,
        account: AccountId,
        arn: &str,
    ) -> Result<Option<ServerCertificatePem>, Fault> {
        match self.0.open(reader, account, arn)? {
            Some(found) => Ok(Some(found)),
            None => self.1.open(reader, account, arn),
        }
    }
}

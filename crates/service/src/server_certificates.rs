//! The port to server certificates, for services whose listeners show them.

use std::sync::Arc;

use bartizan_store::{Reader, Writer};
use bartizan_types::{AccountId, Fault};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::Vault;

/// A server certificate with its private key.
pub struct ServerCertificatePem {
    /// The certificate and its chain, PEM.
    pub chain: String,
    /// The private key, PEM.
    pub key: Zeroizing<String>,
}

impl ServerCertificatePem {
    /// A certificate with what follows it in its chain, and its private key, which the vault has sealed
    /// for a row of a table and the record keeps in base64.
    ///
    /// # Errors
    /// The key cannot be opened.
    pub fn open(
        vault: &Vault,
        (account, table, row): (AccountId, &str, &str),
        (body, rest): (String, Option<String>),
        sealed_key: &str,
    ) -> Result<Self, Fault> {
        let unreadable = || Fault::new("InternalFailure", "a private key cannot be read", 500);
        let sealed = STANDARD.decode(sealed_key).map_err(|_| unreadable())?;
        let opened = vault.open(account, table, row, &sealed)?;
        let key = std::str::from_utf8(&opened).map_err(|_| unreadable())?;
        let mut chain = body;
        if let Some(rest) = rest {
            chain.push('\n');
            chain.push_str(&rest);
        }
        Ok(Self { chain, key: Zeroizing::new(key.to_owned()) })
    }
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

    /// Shows the same certificate of the account whose ARN was the first and is the second from now on.
    /// Who knows certificates by their ids has nothing to do.
    ///
    /// # Errors
    /// The store's fault.
    fn renamed(
        &self,
        _writer: &mut Writer<'_>,
        _account: AccountId,
        _arns: (&str, &str),
    ) -> Result<(), Fault> {
        Ok(())
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

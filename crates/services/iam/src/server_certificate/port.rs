//! What other services ask of server certificates: whether there is one, and its private key.

use std::fmt;

use bartizan_service::{ServerCertificatePem, ServerCertificates, Vault};
use bartizan_store::{Reader, Record};
use bartizan_types::{AccountId, Arn, Fault};

use crate::records::{self, Named, ServerCertificate};

/// The port.
pub(crate) struct CertificateKeeper {
    vault: Vault,
}

impl CertificateKeeper {
    /// The port, which opens private keys with this vault.
    pub(crate) const fn new(vault: Vault) -> Self {
        Self { vault }
    }
}

impl fmt::Debug for CertificateKeeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CertificateKeeper").finish_non_exhaustive()
    }
}

impl ServerCertificates for CertificateKeeper {
    fn is_there(&self, reader: &Reader<'_>, account: AccountId, arn: &str) -> Result<bool, Fault> {
        Ok(found(reader, account, arn)?.is_some())
    }

    fn arn_of_id(
        &self,
        reader: &Reader<'_>,
        account: AccountId,
        id: &str,
    ) -> Result<Option<String>, Fault> {
        let all = records::all::<ServerCertificate>(reader, account)?;
        let found = all.into_iter().find(|record| record.id.as_str() == id);
        Ok(found.map(|record| record.arn().to_string()))
    }

    fn open(
        &self,
        reader: &Reader<'_>,
        account: AccountId,
        arn: &str,
    ) -> Result<Option<ServerCertificatePem>, Fault> {
        let Some(record) = found(reader, account, arn)? else { return Ok(None) };
        let row = (account, ServerCertificate::COLLECTION, record.id.as_str());
        let pem = (record.body, record.chain);
        ServerCertificatePem::open(&self.vault, row, pem, &record.sealed_key).map(Some)
    }
}

/// The account's certificate of this ARN.
fn found(
    reader: &Reader<'_>,
    account: AccountId,
    arn: &str,
) -> Result<Option<ServerCertificate>, Fault> {
    let Ok(parsed) = arn.parse::<Arn>() else { return Ok(None) };
    if parsed.account_id() != Some(account) {
        return Ok(None);
    }
    let Some((_, name)) = parsed.resource().rsplit_once('/') else { return Ok(None) };
    let found = reader.get::<ServerCertificate>(&records::key(account, name))?;
    Ok(found.filter(|record| record.arn() == parsed))
}

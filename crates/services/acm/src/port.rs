//! What other services ask of certificates: whether there is one, and its private key.

use bartizan_service::store::{Key, Reader, Record};
use bartizan_service::{ServerCertificatePem, ServerCertificates, Vault};
use bartizan_types::{AccountId, Arn, Fault};

use crate::records::Imported;

/// The port, which opens private keys with this vault.
pub(crate) struct Keeper(pub(crate) Vault);

impl ServerCertificates for Keeper {
    fn is_there(&self, reader: &Reader<'_>, account: AccountId, arn: &str) -> Result<bool, Fault> {
        Ok(found(reader, account, arn)?.is_some())
    }

    fn arn_of_id(&self, _: &Reader<'_>, _: AccountId, _: &str) -> Result<Option<String>, Fault> {
        // Ids without an ARN are IAM's.
        Ok(None)
    }

    fn open(
        &self,
        reader: &Reader<'_>,
        account: AccountId,
        arn: &str,
    ) -> Result<Option<ServerCertificatePem>, Fault> {
        let Some((key, record)) = found(reader, account, arn)? else { return Ok(None) };
        let row = (account, Imported::COLLECTION, key.id.as_str());
        let pem = (record.body, record.chain);
        ServerCertificatePem::open(&self.0, row, pem, &record.sealed_key).map(Some)
    }
}

/// The account's certificate of this ARN, in whatever region.
fn found(
    reader: &Reader<'_>,
    account: AccountId,
    arn: &str,
) -> Result<Option<(Key, Imported)>, Fault> {
    let Ok(parsed) = arn.parse::<Arn>() else { return Ok(None) };
    let id = parsed.resource().strip_prefix("certificate/");
    let Some(id) = id.filter(|_| parsed.service() == "acm") else { return Ok(None) };
    if parsed.account_id() != Some(account) {
        return Ok(None);
    }
    let key = Key::new(account, parsed.region(), id);
    Ok(reader.get::<Imported>(&key)?.map(|record| (key, record)))
}

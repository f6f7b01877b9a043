//! Certificates as they are stored.

use bartizan_pki::Certificate;
use bartizan_service::store::{Key, Reader, Record};
use bartizan_types::{AccountId, Arn, Fault, Tag, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::AcmError;

/// The collection of certificates.
pub const CERTIFICATES: &str = "acm.certificate";

/// A certificate that was imported, with its private key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Imported {
    pub(crate) arn: Arn,
    /// The certificate and its chain, PEM.
    pub(crate) body: String,
    pub(crate) chain: Option<String>,
    /// The private key, PEM, as the vault has sealed it, in base64.
    pub(crate) sealed_key: String,
    /// When the first one came, and when this one.
    pub(crate) created: Timestamp,
    pub(crate) latest: Timestamp,
    pub(crate) tags: Vec<Tag>,
}

impl Record for Imported {
    const COLLECTION: &'static str = CERTIFICATES;
}

impl Imported {
    /// The certificate, read.
    pub(crate) fn certificate(&self) -> Result<Certificate, Fault> {
        Certificate::from_pem(&self.body)
            .map_err(|_| Fault::new("InternalFailure", "a certificate cannot be read", 500))
    }
}

/// The store's key of a certificate, by its ARN.
pub(crate) fn key(account: AccountId, region: &str, arn: &str) -> Result<Key, AcmError> {
    let parsed: Arn = arn.parse().map_err(|_| AcmError::InvalidArn(arn.to_owned()))?;
    let id = parsed.resource().strip_prefix("certificate/");
    let id = id.filter(|_| parsed.service() == "acm");
    let id = id.ok_or_else(|| AcmError::InvalidArn(arn.to_owned()))?;
    if parsed.account_id() != Some(account) || parsed.region() != region {
        return Err(AcmError::ResourceNotFound(arn.to_owned()));
    }
    Ok(Key::new(account, region, id))
}

/// The certificate of this key, which an ARN names.
pub(crate) fn find(reader: &Reader<'_>, key: &Key, arn: &str) -> Result<Imported, AcmError> {
    reader.get::<Imported>(key)?.ok_or_else(|| AcmError::ResourceNotFound(arn.to_owned()))
}

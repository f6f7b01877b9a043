//! Metadata documents as providers keep them.

use std::time::Duration;

use bartizan_saml::Metadata;
use bartizan_types::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::error::IamError;

/// How long metadata hold that do not say so: AWS answers a hundred years.
const DEFAULT_DAYS: u64 = 36_524;

/// Metadata, and what they say.
pub(super) struct Read {
    pub(super) document: String,
    pub(super) entity_id: String,
    pub(super) certificates: Vec<String>,
    pub(super) valid_until: Timestamp,
}

/// Reads a document.
///
/// # Errors
/// `InvalidInput` where it is not the metadata of a SAML 2.0 identity provider.
pub(super) fn read(document: String, now: Timestamp) -> Result<Read, IamError> {
    let metadata = Metadata::parse(document.as_bytes())
        .map_err(|_| IamError::InvalidInput("Could not parse metadata".to_owned()))?;
    let default = || now.plus(Duration::from_secs(DEFAULT_DAYS * 86_400));
    Ok(Read {
        document,
        entity_id: metadata.entity_id,
        certificates: metadata.certificates.iter().map(|der| STANDARD.encode(der)).collect(),
        valid_until: metadata.valid_until.unwrap_or_else(default),
    })
}

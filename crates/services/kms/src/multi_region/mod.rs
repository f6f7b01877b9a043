//! Multi-Region keys: the same key in several regions. (AWS KMS Developer Guide, "Multi-Region keys in
//! AWS KMS".)

mod primary;
mod replicate;
pub(crate) mod rule;

pub(crate) use primary::update as update_primary;
pub(crate) use replicate::replicate;

use bartizan_service::directory::kms::MultiRegionKeyType;

use crate::error::KmsError;
use crate::records::KeyRecord;

/// Whether a key is the primary one of a multi-Region key.
fn check_primary(key: &KeyRecord) -> Result<(), KmsError> {
    if key.multi_region_type() == Some(MultiRegionKeyType::Primary) {
        return Ok(());
    }
    let message = format!("{} is not a multi-Region primary key.", key.arn());
    Err(KmsError::UnsupportedOperation(message))
}

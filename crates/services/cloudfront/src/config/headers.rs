//! The values of origins' custom headers, which are often credentials: the vault seals them.

use bartizan_service::Vault;
use bartizan_service::store::Record;
use bartizan_types::AccountId;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::error::CdnError;
use crate::records::DistributionRecord;
use crate::shapes::{DistributionConfig, OriginCustomHeader};

/// Takes the values out of a configuration, in their order.
pub(crate) fn take(config: &mut DistributionConfig) -> Vec<String> {
    each(config).map(|header| std::mem::take(&mut header.header_value)).collect()
}

/// Seals values for a distribution, if there are any.
pub(crate) fn seal(
    vault: &Vault,
    account: AccountId,
    id: &str,
    values: &[String],
) -> Result<Option<String>, CdnError> {
    if values.is_empty() {
        return Ok(None);
    }
    let plain =
        serde_json::to_vec(values).map_err(|_| CdnError::internal("headers cannot be sealed"))?;
    let sealed = vault.seal(account, DistributionRecord::COLLECTION, id, &plain)?;
    Ok(Some(STANDARD.encode(sealed)))
}

/// Puts the values back into the configuration of a distribution.
pub(crate) fn open(
    vault: &Vault,
    record: &DistributionRecord,
    config: &mut DistributionConfig,
) -> Result<(), CdnError> {
    let Some(sealed) = &record.sealed_headers else { return Ok(()) };
    let unreadable = || CdnError::internal("the headers of an origin cannot be read");
    let sealed = STANDARD.decode(sealed).map_err(|_| unreadable())?;
    let table = DistributionRecord::COLLECTION;
    let plain = vault.open(record.account, table, &record.id, &sealed)?;
    let values: Vec<String> = serde_json::from_slice(&plain).map_err(|_| unreadable())?;
    for (header, value) in each(config).zip(values) {
        header.header_value = value;
    }
    Ok(())
}

fn each(config: &mut DistributionConfig) -> impl Iterator<Item = &mut OriginCustomHeader> {
    let lists = config.origins.items.iter_mut().filter_map(|one| one.custom_headers.as_mut());
    lists.filter_map(|headers| headers.items.as_mut()).flatten()
}

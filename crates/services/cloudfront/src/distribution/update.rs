//! `UpdateDistribution`.

use std::sync::Arc;

use bartizan_service::{Authorized, Call};
use bartizan_wire::IntoValue;

use super::keep::Means;
use super::shown::shown;
use crate::Cdn;
use crate::config::{complete, read, seal, take};
use crate::error::CdnError;
use crate::logging;
use crate::naming::{self, check_named, check_version, new_id};
use crate::shapes::{UpdateDistributionRequest, UpdateDistributionResult};

/// Gives a distribution another configuration.
pub(crate) async fn update(
    _service: &Cdn,
    call: &Call,
    request: Authorized<UpdateDistributionRequest>,
) -> Result<UpdateDistributionResult, CdnError> {
    let UpdateDistributionRequest { mut distribution_config, id, if_match } = request.into_inner();
    complete(&mut distribution_config);
    let (account, means, now) = (call.account()?, Means::of(call), call.now);
    check_named(if_match.as_deref())?;
    call.read(|reader| {
        naming::distribution(reader, account, &id)?;
        read(reader, account, &distribution_config).map(drop)
    })?;
    logging::check(call, &id, distribution_config.logging.as_ref()).await?;
    let mut stored = distribution_config.clone();
    let headers = take(&mut stored);
    let vault = &call.platform.vault;
    vault.prepare(&call.platform.store, account).await?;
    let sealed_headers = seal(vault, account, &id, &headers)?;
    let random = Arc::clone(&call.platform.random);
    let done = call.commit(move |writer| {
        let mut record = naming::distribution(writer, account, &id)?;
        check_version(if_match.as_deref(), &record.etag)?;
        let config = distribution_config;
        let reference = serde_json::Value::from(config.caller_reference.as_str());
        if record.config.get("CallerReference") != Some(&reference) {
            let message = "The caller reference of a distribution cannot be changed.";
            return Err(CdnError::refused("IllegalUpdate", message));
        }
        record.config = stored.into_value().to_json();
        record.sealed_headers = sealed_headers;
        record.etag = new_id('E', &*random);
        record.modified = now;
        means.put(writer, &mut record, &config)?;
        Ok(UpdateDistributionResult {
            e_tag: Some(record.etag.clone()),
            distribution: Some(shown(&record, config, "InProgress")),
        })
    });
    Ok(done.await?)
}

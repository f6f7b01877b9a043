//! Distributions. (Amazon `CloudFront` API Reference, the operations on distributions.)

mod create;
mod keep;
mod shown;
mod update;

use bartizan_service::store::Key;
use bartizan_service::{Authorized, Call};

pub(crate) use create::{create, create_with_tags};
pub(crate) use keep::{Means, changed};
pub(crate) use shown::summary;
pub(crate) use update::update;

use self::shown::{opened, shown};
use crate::Cdn;
use crate::error::CdnError;
use crate::naming::{self, check_named, check_version};
use crate::paging;
use crate::records::{BY_DISTRIBUTION, DistributionRecord, InvalidationRecord};
use crate::shapes::{
    DeleteDistributionRequest, DistributionList, GetDistributionConfigRequest,
    GetDistributionConfigResult, GetDistributionRequest, GetDistributionResult,
    ListDistributionsRequest, ListDistributionsResult,
};

/// A distribution.
pub(crate) async fn one(
    _service: &Cdn,
    call: &Call,
    request: Authorized<GetDistributionRequest>,
) -> Result<GetDistributionResult, CdnError> {
    let account = call.account()?;
    let record = call.read(|reader| naming::distribution(reader, account, &request.id))?;
    let config = opened(&call.platform.vault, &record)?;
    Ok(GetDistributionResult {
        e_tag: Some(record.etag.clone()),
        distribution: Some(shown(&record, config, "Deployed")),
    })
}

/// A distribution's configuration.
pub(crate) async fn config(
    _service: &Cdn,
    call: &Call,
    request: Authorized<GetDistributionConfigRequest>,
) -> Result<GetDistributionConfigResult, CdnError> {
    let account = call.account()?;
    let record = call.read(|reader| naming::distribution(reader, account, &request.id))?;
    let config = opened(&call.platform.vault, &record)?;
    Ok(GetDistributionConfigResult { distribution_config: Some(config), e_tag: Some(record.etag) })
}

/// Deletes a distribution that serves nothing any more.
pub(crate) async fn delete(
    _service: &Cdn,
    call: &Call,
    request: Authorized<DeleteDistributionRequest>,
) -> Result<(), CdnError> {
    let DeleteDistributionRequest { id, if_match } = request.into_inner();
    let (account, means) = (call.account()?, Means::of(call));
    check_named(if_match.as_deref())?;
    let done = call.commit(move |writer| {
        let record = naming::distribution(writer, account, &id)?;
        check_version(if_match.as_deref(), &record.etag)?;
        if record.config.get("Enabled").and_then(serde_json::Value::as_bool) != Some(false) {
            let message = "The distribution you are trying to delete has not been disabled.";
            return Err(CdnError::conflict("DistributionNotDisabled", message));
        }
        means.unprotect(writer, &record)?;
        for (key, _) in writer.find::<InvalidationRecord>(BY_DISTRIBUTION, &id)? {
            writer.delete::<InvalidationRecord>(&key)?;
        }
        writer.delete::<DistributionRecord>(&Key::global(account, &id))?;
        Ok(())
    });
    Ok(done.await?)
}

/// The account's distributions.
pub(crate) async fn list(
    _service: &Cdn,
    call: &Call,
    request: Authorized<ListDistributionsRequest>,
) -> Result<ListDistributionsResult, CdnError> {
    let account = call.account()?;
    let all = call.read(|reader| naming::all::<DistributionRecord>(reader, account))?;
    let (marker, most) = (request.marker.as_deref(), request.max_items.as_deref());
    let list = listed(call, all, marker, most)?;
    Ok(ListDistributionsResult { distribution_list: Some(list) })
}

/// A page of distributions.
pub(crate) fn listed(
    call: &Call,
    records: Vec<DistributionRecord>,
    marker: Option<&str>,
    most: Option<&str>,
) -> Result<DistributionList, CdnError> {
    let (page, max_items) = paging::page(records, marker, most, |one| one.id.clone())?;
    let vault = &call.platform.vault;
    let items = page.items.iter().map(|one| Ok(summary(one, opened(vault, one)?)));
    let items = items.collect::<Result<Vec<_>, CdnError>>()?;
    Ok(DistributionList {
        marker: marker.unwrap_or_default().to_owned(),
        is_truncated: page.next.is_some(),
        next_marker: page.next,
        max_items,
        quantity: i32::try_from(items.len()).unwrap_or(i32::MAX),
        items: (!items.is_empty()).then_some(items),
    })
}

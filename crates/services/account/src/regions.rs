//! The regions of an account: those that it has by default, and those that it opts in to.
//! (Account Management Reference Guide, "Enable or disable AWS Regions in your account".)

use bartizan_service::paging::{self, UnknownToken};
use bartizan_service::store::Reader;
use bartizan_service::{Access, Ask, Authorized, Call};
use bartizan_types::{AccountId, Fault, REGIONS_ON, REGIONS_OPT_IN};

use crate::AccountManagement;
use crate::error::AccountError;
use crate::records::OptedRegions;
use crate::shapes::{
    DisableRegionRequest, EnableRegionRequest, GetRegionOptStatusRequest,
    GetRegionOptStatusResponse, ListRegionsRequest, ListRegionsResponse, Region,
};
use crate::target::{self, Finder};

/// The most regions of a page, and how many one has unless the request says.
const REGIONS_MAX: usize = 50;

/// The account, and the region.
pub(crate) fn rule(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = target::access(ask, "AccountId")?;
    Ok(vec![access.key_if("account:TargetRegion", ask.text("RegionName"))])
}

/// Opts in to a region.
pub(crate) async fn enable(
    _service: &AccountManagement,
    call: &Call,
    request: Authorized<EnableRegionRequest>,
) -> Result<(), AccountError> {
    let request = request.into_inner();
    switch(call, request.account_id, request.region_name, true).await
}

/// Opts out of a region: from then on nobody acts for the account there.
pub(crate) async fn disable(
    _service: &AccountManagement,
    call: &Call,
    request: Authorized<DisableRegionRequest>,
) -> Result<(), AccountError> {
    let request = request.into_inner();
    switch(call, request.account_id, request.region_name, false).await
}

async fn switch(
    call: &Call,
    asked: Option<String>,
    region: String,
    is_on: bool,
) -> Result<(), AccountError> {
    let finder = Finder::of(call)?;
    if !REGIONS_OPT_IN.contains(&region.as_str()) {
        return Err(AccountError::region(if REGIONS_ON.contains(&region.as_str()) {
            format!("Region {region} is enabled by default and cannot be enabled or disabled")
        } else {
            format!("Region {region} is not known")
        }));
    }
    let done = call.commit(move |tx| {
        let target = finder.find(tx, asked.as_deref())?;
        let mut opted = opted(tx, target.account)?;
        if is_on {
            opted.names.insert(region);
        } else {
            opted.names.remove(&region);
        }
        Ok::<_, AccountError>(tx.put(&OptedRegions::key(target.account), &opted)?)
    });
    Ok(done.await?)
}

/// Tells how it stands with a region.
pub(crate) async fn status(
    _service: &AccountManagement,
    call: &Call,
    request: Authorized<GetRegionOptStatusRequest>,
) -> Result<GetRegionOptStatusResponse, AccountError> {
    let opted = opted_of(call, request.account_id.as_deref())?;
    let name = &request.region_name;
    let status = status_of(name, &opted)
        .ok_or_else(|| AccountError::field(format!("Region {name} is not known")))?;
    Ok(GetRegionOptStatusResponse {
        region_name: Some(name.clone()),
        region_opt_status: Some(status.to_owned()),
    })
}

/// Tells how it stands with all regions, or with those of some statuses.
pub(crate) async fn list(
    _service: &AccountManagement,
    call: &Call,
    request: Authorized<ListRegionsRequest>,
) -> Result<ListRegionsResponse, AccountError> {
    let opted = opted_of(call, request.account_id.as_deref())?;
    let wanted = request.region_opt_status_contains.as_deref().unwrap_or_default();
    let regions = REGIONS_ON.iter().chain(&REGIONS_OPT_IN).filter_map(|name| {
        let status = status_of(name, &opted)?;
        let is_wanted = wanted.is_empty() || wanted.iter().any(|one| one == status);
        is_wanted.then(|| Region {
            region_name: Some((*name).to_owned()),
            region_opt_status: Some(status.to_owned()),
        })
    });
    let limit = request.max_results.and_then(|asked| usize::try_from(asked).ok());
    let token = request.next_token.as_deref().filter(|token| !token.is_empty());
    let page =
        paging::page(regions.collect(), token, limit.unwrap_or(REGIONS_MAX), |region: &Region| {
            region.region_name.clone().unwrap_or_default()
        })
        .map_err(|UnknownToken| AccountError::field("The next token is not valid"))?;
    Ok(ListRegionsResponse { regions: Some(page.items), next_token: page.next })
}

fn opted_of(call: &Call, asked: Option<&str>) -> Result<OptedRegions, AccountError> {
    let finder = Finder::of(call)?;
    Ok(call.read(|reader| {
        let target = finder.find(reader, asked)?;
        Ok::<_, AccountError>(opted(reader, target.account)?)
    })?)
}

fn opted(
    reader: &Reader<'_>,
    account: AccountId,
) -> Result<OptedRegions, bartizan_service::store::StoreError> {
    Ok(reader.get(&OptedRegions::key(account))?.unwrap_or_default())
}

/// How it stands with a region; nothing where there is none of this name.
fn status_of(name: &str, opted: &OptedRegions) -> Option<&'static str> {
    if REGIONS_ON.contains(&name) {
        Some("ENABLED_BY_DEFAULT")
    } else if !REGIONS_OPT_IN.contains(&name) {
        None
    } else if opted.names.contains(name) {
        Some("ENABLED")
    } else {
        Some("DISABLED")
    }
}

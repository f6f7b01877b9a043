//! Origin access controls: how distributions sign what they ask buckets for. (Amazon `CloudFront` API
//! Reference, `OriginAccessControlConfig`.)

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Random};

use crate::Cdn;
use crate::error::CdnError;
use crate::naming::{self, new_id};
use crate::paging;
use crate::policy::{self, Policy, PolicyConfig};
use crate::published::BucketAccess;
use crate::records::{DistributionRecord, PolicyKind};
use crate::shapes::{
    CreateOriginAccessControlRequest, CreateOriginAccessControlResult,
    DeleteOriginAccessControlRequest, GetOriginAccessControlConfigRequest,
    GetOriginAccessControlConfigResult, GetOriginAccessControlRequest,
    GetOriginAccessControlResult, ListOriginAccessControlsRequest, ListOriginAccessControlsResult,
    OriginAccessControl, OriginAccessControlConfig, OriginAccessControlList,
    OriginAccessControlSummary, UpdateOriginAccessControlRequest, UpdateOriginAccessControlResult,
};

/// The longest name and description. (The API Reference.)
const NAME_MAX: usize = 64;
const DESCRIPTION_MAX: usize = 256;

impl PolicyConfig for OriginAccessControlConfig {
    const KIND: PolicyKind = PolicyKind::OriginAccessControl;
    const SHAPE: &'static str = "OriginAccessControlConfig";
    const CODES: (&'static str, &'static str, &'static str) = (
        "NoSuchOriginAccessControl",
        "OriginAccessControlInUse",
        "OriginAccessControlAlreadyExists",
    );
    const MOST: (usize, &'static str) = (100, "TooManyOriginAccessControls");
    const WHAT: &'static str = "origin access control";

    fn name(&self) -> &str {
        &self.name
    }

    fn new_id(random: &dyn Random) -> String {
        new_id('E', random)
    }

    fn check(&self) -> Result<(), CdnError> {
        let description = self.description.as_deref().unwrap_or_default();
        if self.name.is_empty() || self.name.len() > NAME_MAX {
            return Err(CdnError::argument("The parameter Name is not valid."));
        }
        if description.len() > DESCRIPTION_MAX {
            return Err(CdnError::argument("The parameter Description is too long."));
        }
        if self.signing_protocol != "sigv4" {
            return Err(CdnError::argument("The parameter SigningProtocol is not valid."));
        }
        access(self)?;
        match self.origin_access_control_origin_type.as_str() {
            "s3" => Ok(()),
            kind @ ("mediastore" | "mediapackagev2" | "lambda") => {
                Err(CdnError::not_implemented(&format!("an origin access control for {kind}")))
            }
            _ => {
                let message = "The parameter OriginAccessControlOriginType is not valid.";
                Err(CdnError::argument(message))
            }
        }
    }

    fn is_used(reader: &Reader<'_>, account: AccountId, id: &str) -> Result<bool, CdnError> {
        is_named(reader, account, |origin| {
            origin.get("OriginAccessControlId").and_then(|held| held.as_str()) == Some(id)
        })
    }
}

/// Whether an origin of a distribution is one that names something.
pub(crate) fn is_named(
    reader: &Reader<'_>,
    account: AccountId,
    names: impl Fn(&serde_json::Value) -> bool,
) -> Result<bool, CdnError> {
    let distributions = naming::all::<DistributionRecord>(reader, account)?;
    Ok(distributions.iter().any(|record| {
        let origins = record.config.pointer("/Origins/Items").and_then(|items| items.as_array());
        origins.into_iter().flatten().any(&names)
    }))
}

/// As whom a bucket is asked.
pub(crate) fn access(config: &OriginAccessControlConfig) -> Result<BucketAccess, CdnError> {
    match config.signing_behavior.as_str() {
        "always" => Ok(BucketAccess::Control { overrides: true }),
        "no-override" => Ok(BucketAccess::Control { overrides: false }),
        "never" => Ok(BucketAccess::Anyone),
        _ => Err(CdnError::argument("The parameter SigningBehavior is not valid.")),
    }
}

/// Makes an origin access control.
pub(crate) async fn create(
    _service: &Cdn,
    call: &Call,
    request: Authorized<CreateOriginAccessControlRequest>,
) -> Result<CreateOriginAccessControlResult, CdnError> {
    let config = request.into_inner().origin_access_control_config;
    policy::create(call, config, |made| CreateOriginAccessControlResult {
        location: Some(location(&made.id)),
        e_tag: Some(made.etag.clone()),
        origin_access_control: Some(shown(made)),
    })
    .await
}

/// Changes an origin access control.
pub(crate) async fn update(
    _service: &Cdn,
    call: &Call,
    request: Authorized<UpdateOriginAccessControlRequest>,
) -> Result<UpdateOriginAccessControlResult, CdnError> {
    let UpdateOriginAccessControlRequest { origin_access_control_config: config, id, if_match } =
        request.into_inner();
    policy::update(call, (id, if_match), config, |made| UpdateOriginAccessControlResult {
        e_tag: Some(made.etag.clone()),
        origin_access_control: Some(shown(made)),
    })
    .await
}

/// Deletes an origin access control.
pub(crate) async fn delete(
    _service: &Cdn,
    call: &Call,
    request: Authorized<DeleteOriginAccessControlRequest>,
) -> Result<(), CdnError> {
    let DeleteOriginAccessControlRequest { id, if_match } = request.into_inner();
    policy::delete::<OriginAccessControlConfig>(call, id, if_match).await
}

/// An origin access control.
pub(crate) async fn one(
    _service: &Cdn,
    call: &Call,
    request: Authorized<GetOriginAccessControlRequest>,
) -> Result<GetOriginAccessControlResult, CdnError> {
    let found = policy::one::<OriginAccessControlConfig>(call, &request.id)?;
    let e_tag = Some(found.etag.clone());
    Ok(GetOriginAccessControlResult { origin_access_control: Some(shown(found)), e_tag })
}

/// The configuration of an origin access control.
pub(crate) async fn config(
    _service: &Cdn,
    call: &Call,
    request: Authorized<GetOriginAccessControlConfigRequest>,
) -> Result<GetOriginAccessControlConfigResult, CdnError> {
    let found = policy::one::<OriginAccessControlConfig>(call, &request.id)?;
    let (config, e_tag) = (Some(found.config), Some(found.etag));
    Ok(GetOriginAccessControlConfigResult { origin_access_control_config: config, e_tag })
}

/// The account's origin access controls.
pub(crate) async fn list(
    _service: &Cdn,
    call: &Call,
    request: Authorized<ListOriginAccessControlsRequest>,
) -> Result<ListOriginAccessControlsResult, CdnError> {
    let found = policy::all::<OriginAccessControlConfig>(call, None)?;
    let (marker, most) = (request.marker.as_deref(), request.max_items.as_deref());
    let (page, max_items) = paging::page(found, marker, most, |one| one.id.clone())?;
    let items: Vec<_> = page.items.into_iter().map(summary).collect();
    let list = OriginAccessControlList {
        marker: marker.unwrap_or_default().to_owned(),
        is_truncated: page.next.is_some(),
        next_marker: page.next,
        max_items,
        quantity: i32::try_from(items.len()).unwrap_or(i32::MAX),
        items: (!items.is_empty()).then_some(items),
    };
    Ok(ListOriginAccessControlsResult { origin_access_control_list: Some(list) })
}

fn summary(control: Policy<OriginAccessControlConfig>) -> OriginAccessControlSummary {
    let Policy { id, config, .. } = control;
    OriginAccessControlSummary {
        id,
        description: config.description.unwrap_or_default(),
        name: config.name,
        signing_protocol: config.signing_protocol,
        signing_behavior: config.signing_behavior,
        origin_access_control_origin_type: config.origin_access_control_origin_type,
    }
}

fn shown(control: Policy<OriginAccessControlConfig>) -> OriginAccessControl {
    let Policy { id, config, .. } = control;
    OriginAccessControl { id, origin_access_control_config: Some(config) }
}

fn location(id: &str) -> String {
    format!("https://cloudfront.amazonaws.com/2020-05-31/origin-access-control/{id}")
}

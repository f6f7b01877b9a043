//! Origin access identities, by which buckets knew distributions before there were origin access
//! controls. (Amazon `CloudFront` API Reference, `CloudFrontOriginAccessIdentityConfig`.)

use bartizan_service::origin_identity::canonical_user;
use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Random};

use crate::Cdn;
use crate::error::CdnError;
use crate::naming::new_id;
use crate::origin_access_control::is_named;
use crate::paging;
use crate::policy::{self, Policy, PolicyConfig};
use crate::records::PolicyKind;
use crate::shapes::{
    CloudFrontOriginAccessIdentity, CloudFrontOriginAccessIdentityConfig,
    CloudFrontOriginAccessIdentityList, CloudFrontOriginAccessIdentitySummary,
    CreateCloudFrontOriginAccessIdentityRequest, CreateCloudFrontOriginAccessIdentityResult,
    DeleteCloudFrontOriginAccessIdentityRequest, GetCloudFrontOriginAccessIdentityConfigRequest,
    GetCloudFrontOriginAccessIdentityConfigResult, GetCloudFrontOriginAccessIdentityRequest,
    GetCloudFrontOriginAccessIdentityResult, ListCloudFrontOriginAccessIdentitiesRequest,
    ListCloudFrontOriginAccessIdentitiesResult, UpdateCloudFrontOriginAccessIdentityRequest,
    UpdateCloudFrontOriginAccessIdentityResult,
};

/// What origins write before the id.
pub(crate) const PREFIX: &str = "origin-access-identity/cloudfront/";
/// The longest comment.
const COMMENT_MAX: usize = 128;

impl PolicyConfig for CloudFrontOriginAccessIdentityConfig {
    const KIND: PolicyKind = PolicyKind::OriginAccessIdentity;
    const SHAPE: &'static str = "CloudFrontOriginAccessIdentityConfig";
    const CODES: (&'static str, &'static str, &'static str) = (
        "NoSuchCloudFrontOriginAccessIdentity",
        "CloudFrontOriginAccessIdentityInUse",
        "CloudFrontOriginAccessIdentityAlreadyExists",
    );
    const MOST: (usize, &'static str) = (100, "TooManyCloudFrontOriginAccessIdentities");
    const WHAT: &'static str = "origin access identity";

    fn name(&self) -> &str {
        &self.caller_reference
    }

    fn new_id(random: &dyn Random) -> String {
        new_id('E', random)
    }

    fn check(&self) -> Result<(), CdnError> {
        if self.caller_reference.is_empty() {
            return Err(CdnError::argument("The parameter CallerReference is required."));
        }
        if self.comment.len() > COMMENT_MAX {
            return Err(CdnError::argument("The parameter Comment is too long."));
        }
        Ok(())
    }

    fn check_change(&self, next: &Self) -> Result<(), CdnError> {
        if self.caller_reference == next.caller_reference {
            return Ok(());
        }
        let message = "The update contains modifications that are not allowed.";
        Err(CdnError::refused("IllegalUpdate", message))
    }

    fn is_same(&self, other: &Self) -> bool {
        self.caller_reference == other.caller_reference
            && self.comment.trim() == other.comment.trim()
    }

    fn is_used(reader: &Reader<'_>, account: AccountId, id: &str) -> Result<bool, CdnError> {
        is_named(reader, account, |origin| {
            let named = origin.pointer("/S3OriginConfig/OriginAccessIdentity");
            named.and_then(|text| text.as_str()?.strip_prefix(PREFIX)) == Some(id)
        })
    }
}

/// Makes an origin access identity.
pub(crate) async fn create(
    _service: &Cdn,
    call: &Call,
    request: Authorized<CreateCloudFrontOriginAccessIdentityRequest>,
) -> Result<CreateCloudFrontOriginAccessIdentityResult, CdnError> {
    let config = request.into_inner().cloud_front_origin_access_identity_config;
    policy::create(call, config, |made| CreateCloudFrontOriginAccessIdentityResult {
        location: Some(location(&made.id)),
        e_tag: Some(made.etag.clone()),
        cloud_front_origin_access_identity: Some(shown(made)),
    })
    .await
}

/// Changes an origin access identity.
pub(crate) async fn update(
    _service: &Cdn,
    call: &Call,
    request: Authorized<UpdateCloudFrontOriginAccessIdentityRequest>,
) -> Result<UpdateCloudFrontOriginAccessIdentityResult, CdnError> {
    let UpdateCloudFrontOriginAccessIdentityRequest {
        cloud_front_origin_access_identity_config: config,
        id,
        if_match,
    } = request.into_inner();
    policy::update(call, (id, if_match), config, |made| {
        UpdateCloudFrontOriginAccessIdentityResult {
            e_tag: Some(made.etag.clone()),
            cloud_front_origin_access_identity: Some(shown(made)),
        }
    })
    .await
}

/// Deletes an origin access identity.
pub(crate) async fn delete(
    _service: &Cdn,
    call: &Call,
    request: Authorized<DeleteCloudFrontOriginAccessIdentityRequest>,
) -> Result<(), CdnError> {
    let DeleteCloudFrontOriginAccessIdentityRequest { id, if_match } = request.into_inner();
    policy::delete::<CloudFrontOriginAccessIdentityConfig>(call, id, if_match).await
}

/// An origin access identity.
pub(crate) async fn one(
    _service: &Cdn,
    call: &Call,
    request: Authorized<GetCloudFrontOriginAccessIdentityRequest>,
) -> Result<GetCloudFrontOriginAccessIdentityResult, CdnError> {
    let found = policy::one::<CloudFrontOriginAccessIdentityConfig>(call, &request.id)?;
    let e_tag = Some(found.etag.clone());
    let identity = Some(shown(found));
    let cloud_front_origin_access_identity = identity;
    Ok(GetCloudFrontOriginAccessIdentityResult { cloud_front_origin_access_identity, e_tag })
}

/// The configuration of an origin access identity.
pub(crate) async fn config(
    _service: &Cdn,
    call: &Call,
    request: Authorized<GetCloudFrontOriginAccessIdentityConfigRequest>,
) -> Result<GetCloudFrontOriginAccessIdentityConfigResult, CdnError> {
    let found = policy::one::<CloudFrontOriginAccessIdentityConfig>(call, &request.id)?;
    Ok(GetCloudFrontOriginAccessIdentityConfigResult {
        cloud_front_origin_access_identity_config: Some(found.config),
        e_tag: Some(found.etag),
    })
}

/// The account's origin access identities.
pub(crate) async fn list(
    _service: &Cdn,
    call: &Call,
    request: Authorized<ListCloudFrontOriginAccessIdentitiesRequest>,
) -> Result<ListCloudFrontOriginAccessIdentitiesResult, CdnError> {
    let found = policy::all::<CloudFrontOriginAccessIdentityConfig>(call, None)?;
    let (marker, most) = (request.marker.as_deref(), request.max_items.as_deref());
    let (page, max_items) = paging::page(found, marker, most, |one| one.id.clone())?;
    let items: Vec<_> = page.items.into_iter().map(summary).collect();
    let list = CloudFrontOriginAccessIdentityList {
        marker: marker.unwrap_or_default().to_owned(),
        is_truncated: page.next.is_some(),
        next_marker: page.next,
        max_items,
        quantity: i32::try_from(items.len()).unwrap_or(i32::MAX),
        items: (!items.is_empty()).then_some(items),
    };
    Ok(ListCloudFrontOriginAccessIdentitiesResult {
        cloud_front_origin_access_identity_list: Some(list),
    })
}

fn summary(
    identity: Policy<CloudFrontOriginAccessIdentityConfig>,
) -> CloudFrontOriginAccessIdentitySummary {
    let Policy { id, config, .. } = identity;
    CloudFrontOriginAccessIdentitySummary {
        s3_canonical_user_id: canonical_user(&id),
        comment: config.comment,
        id,
    }
}

fn shown(identity: Policy<CloudFrontOriginAccessIdentityConfig>) -> CloudFrontOriginAccessIdentity {
    let Policy { id, config, .. } = identity;
    CloudFrontOriginAccessIdentity {
        s3_canonical_user_id: canonical_user(&id),
        cloud_front_origin_access_identity_config: Some(config),
        id,
    }
}

fn location(id: &str) -> String {
    format!("https://cloudfront.amazonaws.com/2020-05-31/origin-access-identity/cloudfront/{id}")
}

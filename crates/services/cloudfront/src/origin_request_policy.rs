//! Origin request policies. (Amazon `CloudFront` API Reference, `OriginRequestPolicyConfig`.)

use bartizan_service::{Authorized, Call};

use crate::Cdn;
use crate::error::CdnError;
use crate::paging;
use crate::policy::{self, Policy, PolicyConfig as _, check_names, selection};
use crate::published::Parts;
use crate::shapes::{
    CreateOriginRequestPolicyRequest, CreateOriginRequestPolicyResult,
    DeleteOriginRequestPolicyRequest, GetOriginRequestPolicyConfigRequest,
    GetOriginRequestPolicyConfigResult, GetOriginRequestPolicyRequest,
    GetOriginRequestPolicyResult, ListOriginRequestPoliciesRequest,
    ListOriginRequestPoliciesResult, OriginRequestPolicy, OriginRequestPolicyConfig,
    OriginRequestPolicyList, OriginRequestPolicySummary, UpdateOriginRequestPolicyRequest,
    UpdateOriginRequestPolicyResult,
};

/// What a policy lets through to origins.
pub(crate) fn sent(config: &OriginRequestPolicyConfig) -> Result<Parts, CdnError> {
    let OriginRequestPolicyConfig { headers_config, cookies_config, query_strings_config, .. } =
        config.clone();
    let behavior = headers_config.header_behavior;
    if behavior == "allViewerAndWhitelistCloudFront" {
        return Err(CdnError::not_implemented(&format!("the header behavior {behavior}")));
    }
    let queries = query_strings_config;
    let cookies = cookies_config;
    Ok(Parts {
        headers: selection(&behavior, headers_config.headers.map(|one| (one.quantity, one.items)))?,
        cookies: selection(
            &cookies.cookie_behavior,
            cookies.cookies.map(|one| (one.quantity, one.items)),
        )?,
        queries: selection(
            &queries.query_string_behavior,
            queries.query_strings.map(|one| (one.quantity, one.items)),
        )?,
    })
}

/// Refuses what is not valid.
pub(crate) fn check(config: &OriginRequestPolicyConfig) -> Result<(), CdnError> {
    policy::check_form(&config.name, OriginRequestPolicyConfig::WHAT)?;
    check_names::<OriginRequestPolicyConfig>(&sent(config)?)
}

/// Makes a policy.
pub(crate) async fn create(
    _service: &Cdn,
    call: &Call,
    request: Authorized<CreateOriginRequestPolicyRequest>,
) -> Result<CreateOriginRequestPolicyResult, CdnError> {
    let config = request.into_inner().origin_request_policy_config;
    policy::create(call, config, |made| CreateOriginRequestPolicyResult {
        location: Some(location(&made.id)),
        e_tag: Some(made.etag.clone()),
        origin_request_policy: Some(shown(made)),
    })
    .await
}

/// Changes a policy.
pub(crate) async fn update(
    _service: &Cdn,
    call: &Call,
    request: Authorized<UpdateOriginRequestPolicyRequest>,
) -> Result<UpdateOriginRequestPolicyResult, CdnError> {
    let UpdateOriginRequestPolicyRequest { origin_request_policy_config, id, if_match } =
        request.into_inner();
    policy::update(call, (id, if_match), origin_request_policy_config, |made| {
        UpdateOriginRequestPolicyResult {
            e_tag: Some(made.etag.clone()),
            origin_request_policy: Some(shown(made)),
        }
    })
    .await
}

/// Deletes a policy.
pub(crate) async fn delete(
    _service: &Cdn,
    call: &Call,
    request: Authorized<DeleteOriginRequestPolicyRequest>,
) -> Result<(), CdnError> {
    let DeleteOriginRequestPolicyRequest { id, if_match } = request.into_inner();
    policy::delete::<OriginRequestPolicyConfig>(call, id, if_match).await
}

/// A policy.
pub(crate) async fn one(
    _service: &Cdn,
    call: &Call,
    request: Authorized<GetOriginRequestPolicyRequest>,
) -> Result<GetOriginRequestPolicyResult, CdnError> {
    let found = policy::one::<OriginRequestPolicyConfig>(call, &request.id)?;
    let e_tag = Some(found.etag.clone());
    Ok(GetOriginRequestPolicyResult { origin_request_policy: Some(shown(found)), e_tag })
}

/// A policy's configuration.
pub(crate) async fn config(
    _service: &Cdn,
    call: &Call,
    request: Authorized<GetOriginRequestPolicyConfigRequest>,
) -> Result<GetOriginRequestPolicyConfigResult, CdnError> {
    let found = policy::one::<OriginRequestPolicyConfig>(call, &request.id)?;
    let (config, etag) = (Some(found.config), Some(found.etag));
    Ok(GetOriginRequestPolicyConfigResult { origin_request_policy_config: config, e_tag: etag })
}

/// The policies, managed ones and the account's own.
pub(crate) async fn list(
    _service: &Cdn,
    call: &Call,
    request: Authorized<ListOriginRequestPoliciesRequest>,
) -> Result<ListOriginRequestPoliciesResult, CdnError> {
    let found = policy::all::<OriginRequestPolicyConfig>(call, request.r#type.as_deref())?;
    let (marker, most) = (request.marker.as_deref(), request.max_items.as_deref());
    let (page, max_items) = paging::page(found, marker, most, |one| one.id.clone())?;
    let items: Vec<_> = page.items.into_iter().map(summary).collect();
    let quantity = i32::try_from(items.len()).unwrap_or(i32::MAX);
    let list =
        OriginRequestPolicyList { next_marker: page.next, max_items, quantity, items: Some(items) };
    Ok(ListOriginRequestPoliciesResult { origin_request_policy_list: Some(list) })
}

fn summary(policy: Policy<OriginRequestPolicyConfig>) -> OriginRequestPolicySummary {
    let kind = if policy.is_managed { "managed" } else { "custom" };
    OriginRequestPolicySummary { r#type: kind.to_owned(), origin_request_policy: shown(policy) }
}

fn shown(policy: Policy<OriginRequestPolicyConfig>) -> OriginRequestPolicy {
    let Policy { id, modified, config, .. } = policy;
    OriginRequestPolicy { id, last_modified_time: modified, origin_request_policy_config: config }
}

fn location(id: &str) -> String {
    format!("https://cloudfront.amazonaws.com/2020-05-31/origin-request-policy/{id}")
}

//! Cache policies. (Amazon `CloudFront` API Reference, `CachePolicyConfig`.)

use bartizan_service::{Authorized, Call};

use crate::Cdn;
use crate::error::CdnError;
use crate::paging;
use crate::policy::{self, Policy, PolicyConfig as _, check_names, selection};
use crate::published::{Parts, Selection, Ttl};
use crate::shapes::{
    CachePolicy, CachePolicyConfig, CachePolicyList, CachePolicySummary, CreateCachePolicyRequest,
    CreateCachePolicyResult, DeleteCachePolicyRequest, GetCachePolicyConfigRequest,
    GetCachePolicyConfigResult, GetCachePolicyRequest, GetCachePolicyResult,
    ListCachePoliciesRequest, ListCachePoliciesResult, UpdateCachePolicyRequest,
    UpdateCachePolicyResult,
};

/// The usual times, where a policy names none. (The API Reference, `DefaultTTL` and `MaxTTL`.)
const DEFAULT_TTL: i64 = 86_400;
const MAX_TTL: i64 = 31_536_000;

/// What a policy means.
pub(crate) struct Caching {
    pub(crate) ttl: Ttl,
    pub(crate) key: Parts,
    pub(crate) has_gzip: bool,
    pub(crate) has_brotli: bool,
}

/// Reads what a policy means.
pub(crate) fn caching(config: &CachePolicyConfig) -> Result<Caching, CdnError> {
    let ttl = ttl(Some(config.min_ttl), config.default_ttl, config.max_ttl)?;
    let Some(parameters) = config.parameters_in_cache_key_and_forwarded_to_origin.clone() else {
        let key = Parts::default();
        return Ok(Caching { ttl, key, has_gzip: false, has_brotli: false });
    };
    let (headers, cookies) = (parameters.headers_config, parameters.cookies_config);
    let queries = parameters.query_strings_config;
    let named = headers.headers.map(|one| (one.quantity, one.items));
    let key = Parts {
        headers: selection(&headers.header_behavior, named)?,
        cookies: selection(
            &cookies.cookie_behavior,
            cookies.cookies.map(|one| (one.quantity, one.items)),
        )?,
        queries: selection(
            &queries.query_string_behavior,
            queries.query_strings.map(|one| (one.quantity, one.items)),
        )?,
    };
    if matches!(key.headers, Selection::All | Selection::AllBut(_)) {
        return Err(CdnError::argument("The parameter HeaderBehavior is not valid."));
    }
    let has_gzip = parameters.enable_accept_encoding_gzip;
    let has_brotli = parameters.enable_accept_encoding_brotli.unwrap_or(false);
    Ok(Caching { ttl, key, has_gzip, has_brotli })
}

/// Times in their order.
pub(crate) fn ttl(
    min: Option<i64>,
    default: Option<i64>,
    max: Option<i64>,
) -> Result<Ttl, CdnError> {
    let min = min.unwrap_or(0);
    let max = max.unwrap_or_else(|| MAX_TTL.max(min).max(default.unwrap_or(0)));
    let default = default.unwrap_or_else(|| DEFAULT_TTL.clamp(min.min(max), max));
    if min < 0 || min > default || default > max {
        let message = "The order of TTLs is invalid: MinTTL <= DefaultTTL <= MaxTTL must hold.";
        return Err(CdnError::refused("InvalidTTLOrder", message));
    }
    let seconds = |value: i64| u64::try_from(value).unwrap_or_default();
    Ok(Ttl { min: seconds(min), default: seconds(default), max: seconds(max) })
}

/// Refuses what is not valid.
pub(crate) fn check(config: &CachePolicyConfig) -> Result<(), CdnError> {
    policy::check_form(&config.name, CachePolicyConfig::WHAT)?;
    let Caching { ttl, key, has_gzip, has_brotli } = caching(config)?;
    check_names::<CachePolicyConfig>(&key)?;
    let has_parts = key != Parts::default() || has_gzip || has_brotli;
    if ttl.max == 0 && has_parts {
        let message = "The parameter HeaderBehavior is invalid for policy with caching disabled.";
        return Err(CdnError::argument(message));
    }
    Ok(())
}

/// Makes a policy.
pub(crate) async fn create(
    _service: &Cdn,
    call: &Call,
    request: Authorized<CreateCachePolicyRequest>,
) -> Result<CreateCachePolicyResult, CdnError> {
    let config = request.into_inner().cache_policy_config;
    policy::create(call, config, |made| CreateCachePolicyResult {
        location: Some(location(&made.id)),
        e_tag: Some(made.etag.clone()),
        cache_policy: Some(shown(made)),
    })
    .await
}

/// Changes a policy.
pub(crate) async fn update(
    _service: &Cdn,
    call: &Call,
    request: Authorized<UpdateCachePolicyRequest>,
) -> Result<UpdateCachePolicyResult, CdnError> {
    let UpdateCachePolicyRequest { cache_policy_config, id, if_match } = request.into_inner();
    policy::update(call, (id, if_match), cache_policy_config, |made| UpdateCachePolicyResult {
        e_tag: Some(made.etag.clone()),
        cache_policy: Some(shown(made)),
    })
    .await
}

/// Deletes a policy.
pub(crate) async fn delete(
    _service: &Cdn,
    call: &Call,
    request: Authorized<DeleteCachePolicyRequest>,
) -> Result<(), CdnError> {
    let DeleteCachePolicyRequest { id, if_match } = request.into_inner();
    policy::delete::<CachePolicyConfig>(call, id, if_match).await
}

/// A policy.
pub(crate) async fn one(
    _service: &Cdn,
    call: &Call,
    request: Authorized<GetCachePolicyRequest>,
) -> Result<GetCachePolicyResult, CdnError> {
    let found = policy::one::<CachePolicyConfig>(call, &request.id)?;
    let e_tag = Some(found.etag.clone());
    Ok(GetCachePolicyResult { cache_policy: Some(shown(found)), e_tag })
}

/// A policy's configuration.
pub(crate) async fn config(
    _service: &Cdn,
    call: &Call,
    request: Authorized<GetCachePolicyConfigRequest>,
) -> Result<GetCachePolicyConfigResult, CdnError> {
    let found = policy::one::<CachePolicyConfig>(call, &request.id)?;
    let (config, etag) = (Some(found.config), Some(found.etag));
    Ok(GetCachePolicyConfigResult { cache_policy_config: config, e_tag: etag })
}

/// The policies, managed ones and the account's own.
pub(crate) async fn list(
    _service: &Cdn,
    call: &Call,
    request: Authorized<ListCachePoliciesRequest>,
) -> Result<ListCachePoliciesResult, CdnError> {
    let found = policy::all::<CachePolicyConfig>(call, request.r#type.as_deref())?;
    let (marker, most) = (request.marker.as_deref(), request.max_items.as_deref());
    let (page, max_items) = paging::page(found, marker, most, |one| one.id.clone())?;
    let items: Vec<_> = page.items.into_iter().map(summary).collect();
    let quantity = i32::try_from(items.len()).unwrap_or(i32::MAX);
    let list = CachePolicyList { next_marker: page.next, max_items, quantity, items: Some(items) };
    Ok(ListCachePoliciesResult { cache_policy_list: Some(list) })
}

fn summary(policy: Policy<CachePolicyConfig>) -> CachePolicySummary {
    let kind = if policy.is_managed { "managed" } else { "custom" };
    CachePolicySummary { r#type: kind.to_owned(), cache_policy: shown(policy) }
}

fn shown(policy: Policy<CachePolicyConfig>) -> CachePolicy {
    let Policy { id, modified, config, .. } = policy;
    CachePolicy { id, last_modified_time: modified, cache_policy_config: config }
}

fn location(id: &str) -> String {
    format!("https://cloudfront.amazonaws.com/2020-05-31/cache-policy/{id}")
}

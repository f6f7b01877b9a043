//! Behaviours by path. (Amazon `CloudFront` API Reference, `CacheBehavior` and `DefaultCacheBehavior`.)

use bartizan_service::store::Reader;
use bartizan_types::AccountId;

use crate::cache_policy::{self, Caching};
use crate::error::{CdnError, refuse_unbuilt};
use crate::origin_request_policy;
use crate::policy::{self, check_headers, listed};
use crate::published::{Behaviour, Parts, Selection, ViewerProtocol};
use crate::shapes::{
    AllowedMethods, CacheBehavior, CachePolicyConfig, DefaultCacheBehavior, DistributionConfig,
    ForwardedValues, OriginRequestPolicyConfig,
};

/// The most behaviours beside the default one. (`CloudFront` Developer Guide, "Quotas".)
const BEHAVIOURS_MAX: usize = 75;
/// The longest pattern.
const PATTERN_MAX: usize = 255;
/// The most headers, cookies and fields of a query that legacy settings name. (The same.)
const LEGACY_NAMES_MAX: usize = 10;
/// Every method that may be allowed.
const METHODS: [&str; 7] = ["HEAD", "DELETE", "POST", "GET", "OPTIONS", "PUT", "PATCH"];

/// The behaviours of a configuration in their order, the default one at their end.
pub(super) fn read(
    reader: &Reader<'_>,
    account: AccountId,
    config: &DistributionConfig,
) -> Result<Vec<Behaviour>, CdnError> {
    let mut asked = match config.cache_behaviors.clone() {
        Some(ordered) => listed(ordered.quantity, ordered.items)?,
        None => Vec::new(),
    };
    if asked.len() > BEHAVIOURS_MAX {
        let message = "You cannot create more cache behaviors for the distribution.";
        return Err(CdnError::refused("TooManyCacheBehaviors", message));
    }
    for (index, one) in asked.iter().enumerate() {
        let is_same = |other: &CacheBehavior| other.path_pattern == one.path_pattern;
        let is_plain = |byte: u8| matches!(byte, b'!'..=b'~');
        let pattern = &one.path_pattern;
        let is_pattern =
            (1..=PATTERN_MAX).contains(&pattern.len()) && pattern.bytes().all(is_plain);
        if !is_pattern || asked.iter().take(index).any(is_same) {
            let message = "The parameter PathPattern is not valid, or was given before.";
            return Err(CdnError::argument(message));
        }
    }
    asked.push(as_ordered(config.default_cache_behavior.clone()));
    asked.into_iter().map(|one| behaviour(reader, account, one)).collect()
}

/// Refuses behaviours that name no origin, before origins are looked at.
pub(super) fn check_origins(config: &DistributionConfig) -> Result<(), CdnError> {
    let ordered = config.cache_behaviors.iter().flat_map(|ordered| ordered.items.iter().flatten());
    let mut named = ordered
        .map(|one| &one.target_origin_id)
        .chain([&config.default_cache_behavior.target_origin_id]);
    if named.all(|id| config.origins.items.iter().any(|origin| origin.id == *id)) {
        return Ok(());
    }
    let message = "One or more of your origins or origin groups do not exist.";
    Err(CdnError::Refused("NoSuchOrigin", message.to_owned(), 404))
}

/// The default behaviour as one for all paths.
fn as_ordered(default: DefaultCacheBehavior) -> CacheBehavior {
    CacheBehavior {
        path_pattern: "*".to_owned(),
        target_origin_id: default.target_origin_id,
        trusted_signers: default.trusted_signers,
        trusted_key_groups: default.trusted_key_groups,
        viewer_protocol_policy: default.viewer_protocol_policy,
        allowed_methods: default.allowed_methods,
        smooth_streaming: default.smooth_streaming,
        compress: default.compress,
        lambda_function_associations: default.lambda_function_associations,
        function_associations: default.function_associations,
        field_level_encryption_id: default.field_level_encryption_id,
        realtime_log_config_arn: default.realtime_log_config_arn,
        cache_policy_id: default.cache_policy_id,
        origin_request_policy_id: default.origin_request_policy_id,
        response_headers_policy_id: default.response_headers_policy_id,
        grpc_config: default.grpc_config,
        forwarded_values: default.forwarded_values,
        min_ttl: default.min_ttl,
        default_ttl: default.default_ttl,
        max_ttl: default.max_ttl,
    }
}

fn behaviour(
    reader: &Reader<'_>,
    account: AccountId,
    asked: CacheBehavior,
) -> Result<Behaviour, CdnError> {
    check_built(&asked)?;
    let viewer = match asked.viewer_protocol_policy.as_str() {
        "allow-all" => ViewerProtocol::Any,
        "https-only" => ViewerProtocol::HttpsOnly,
        "redirect-to-https" => ViewerProtocol::RedirectToHttps,
        _ => return Err(CdnError::argument("The parameter ViewerProtocolPolicy is not valid.")),
    };
    let (methods, caches_options) = methods(asked.allowed_methods.as_ref())?;
    let named = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let request_policy = named(&asked.origin_request_policy_id);
    let (caching, sent, is_legacy) =
        match (named(&asked.cache_policy_id), asked.forwarded_values.clone()) {
            (Some(id), None) => {
                refuse_legacy_times(&asked)?;
                let policy = policy::find::<CachePolicyConfig>(reader, account, &id)?;
                let sent = match &request_policy {
                    Some(id) => {
                        let found = policy::find::<OriginRequestPolicyConfig>(reader, account, id)?;
                        origin_request_policy::sent(&found.config)?
                    }
                    None => Parts::default(),
                };
                (cache_policy::caching(&policy.config)?, sent, false)
            }
            (None, Some(_)) if request_policy.is_some() => {
                let message = "The parameter OriginRequestPolicyId cannot be used without a cache \
                    policy associated to the cache behavior.";
                return Err(CdnError::argument(message));
            }
            (None, Some(forwarded)) => {
                let (caching, sent) = legacy(&asked, forwarded)?;
                (caching, sent, true)
            }
            (Some(_), Some(_)) => return Err(not_with_a_policy("ForwardedValues")),
            (None, None) => {
                return Err(CdnError::argument("The parameter ForwardedValues is required."));
            }
        };
    Ok(Behaviour {
        path: asked.path_pattern,
        origin: asked.target_origin_id,
        viewer,
        methods,
        caches_options,
        ttl: caching.ttl,
        key: caching.key,
        sent,
        is_legacy,
        has_gzip: caching.has_gzip,
        has_brotli: caching.has_brotli,
        compresses: asked.compress == Some(true),
    })
}

fn not_with_a_policy(name: &str) -> CdnError {
    CdnError::argument(format!(
        "The parameter {name} cannot be used when a cache policy is associated to the cache behavior."
    ))
}

fn refuse_legacy_times(asked: &CacheBehavior) -> Result<(), CdnError> {
    let times =
        [("MinTTL", asked.min_ttl), ("DefaultTTL", asked.default_ttl), ("MaxTTL", asked.max_ttl)];
    match times.into_iter().find(|(_, time)| time.is_some_and(|time| time != 0)) {
        Some((name, _)) => Err(not_with_a_policy(name)),
        None => Ok(()),
    }
}

/// Settings of the time before policies: what is forwarded is what objects are found by.
fn legacy(asked: &CacheBehavior, forwarded: ForwardedValues) -> Result<(Caching, Parts), CdnError> {
    let ttl = cache_policy::ttl(asked.min_ttl, asked.default_ttl, asked.max_ttl)?;
    let headers = match forwarded.headers {
        Some(headers) => listed(headers.quantity, headers.items)?,
        None => Vec::new(),
    };
    let headers = match headers.as_slice() {
        [] => Selection::None,
        [all] if all == "*" => Selection::All,
        _ => Selection::These(headers),
    };
    check_headers(&headers, LEGACY_NAMES_MAX)?;
    let cookies = forwarded.cookies;
    let named = cookies.whitelisted_names.map(|one| (one.quantity, one.items));
    let cookies = policy::selection(&cookies.forward, named)
        .map_err(|_| CdnError::refused("InvalidForwardCookies", "Your request contains forward cookies option which doesn't match with the expectation for the whitelisted list of cookie names."))?;
    let keys = match forwarded.query_string_cache_keys {
        Some(keys) => listed(keys.quantity, keys.items)?,
        None => Vec::new(),
    };
    let (key_queries, sent_queries) = match (forwarded.query_string, keys.is_empty()) {
        (false, true) => (Selection::None, Selection::None),
        (true, true) => (Selection::All, Selection::All),
        (true, false) => (Selection::These(keys), Selection::All),
        (false, false) => {
            let message = "The query string parameters specified are not valid.";
            return Err(CdnError::refused("InvalidQueryStringParameters", message));
        }
    };
    let sent = Parts { headers: headers.clone(), cookies: cookies.clone(), queries: sent_queries };
    let key = Parts { headers, cookies, queries: key_queries };
    Ok((Caching { ttl, key, has_gzip: true, has_brotli: false }, sent))
}

/// The methods that viewers may use, and whether answers to OPTIONS are cached.
fn methods(asked: Option<&AllowedMethods>) -> Result<(Vec<String>, bool), CdnError> {
    let Some(asked) = asked.cloned() else {
        return Ok((vec!["HEAD".to_owned(), "GET".to_owned()], false));
    };
    let has = |list: &[String], wanted: &[&str]| {
        list.len() == wanted.len() && wanted.iter().all(|one| list.iter().any(|held| held == one))
    };
    let (two, three) = (["HEAD", "GET"], ["HEAD", "GET", "OPTIONS"]);
    let allowed = listed(asked.quantity, Some(asked.items))?;
    let cached = match asked.cached_methods {
        Some(cached) => listed(cached.quantity, Some(cached.items))?,
        None => two.map(str::to_owned).to_vec(),
    };
    let is_allowed = has(&allowed, &two) || has(&allowed, &three) || has(&allowed, &METHODS);
    let caches_options = has(&cached, &three);
    let is_cached =
        (has(&cached, &two) || caches_options) && cached.iter().all(|one| allowed.contains(one));
    if !is_allowed || !is_cached {
        let message = "The parameter AllowedMethods contains methods that cannot be combined.";
        return Err(CdnError::argument(message));
    }
    Ok((allowed, caches_options))
}

fn check_built(asked: &CacheBehavior) -> Result<(), CdnError> {
    let is_set = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
    let signers = match asked.trusted_signers.clone() {
        Some(one) => one.enabled || !listed(one.quantity, one.items)?.is_empty(),
        None => false,
    };
    let groups = match asked.trusted_key_groups.clone() {
        Some(one) => one.enabled || !listed(one.quantity, one.items)?.is_empty(),
        None => false,
    };
    let lambdas = asked.lambda_function_associations.as_ref().is_some_and(|one| one.quantity > 0);
    let functions = asked.function_associations.as_ref().is_some_and(|one| one.quantity > 0);
    refuse_unbuilt(&[
        ("TrustedSigners", signers),
        ("TrustedKeyGroups", groups),
        ("LambdaFunctionAssociations", lambdas),
        ("FunctionAssociations", functions),
        ("FieldLevelEncryptionId", is_set(&asked.field_level_encryption_id)),
        ("RealtimeLogConfigArn", is_set(&asked.realtime_log_config_arn)),
        ("ResponseHeadersPolicyId", is_set(&asked.response_headers_policy_id)),
        ("GrpcConfig", asked.grpc_config.as_ref().is_some_and(|one| one.enabled)),
        ("SmoothStreaming", asked.smooth_streaming == Some(true)),
    ])
}

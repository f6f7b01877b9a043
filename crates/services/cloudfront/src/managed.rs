//! The policies that AWS gives to all, under its ids. (Amazon `CloudFront` Developer Guide, "Use managed
//! cache policies" and "Use managed origin request policies".) Those that send headers which tell where
//! a viewer is, or what its device is, are not among them.

use bartizan_types::Timestamp;

use crate::shapes::{
    CachePolicyConfig, CachePolicyCookiesConfig, CachePolicyHeadersConfig,
    CachePolicyQueryStringsConfig, CookieNames, Headers, OriginRequestPolicyConfig,
    OriginRequestPolicyCookiesConfig, OriginRequestPolicyHeadersConfig,
    OriginRequestPolicyQueryStringsConfig, ParametersInCacheKeyAndForwardedToOrigin,
    QueryStringNames,
};

/// When they were made, and last changed.
pub(crate) const SINCE: Timestamp = Timestamp::from_seconds(1_591_142_400);
/// The version of each.
pub(crate) const ETAG: &str = "E23ZP02F085DFQ";

const DAY: i64 = 86_400;
const YEAR: i64 = 31_536_000;
const OVERRIDES: [&str; 5] =
    ["host", "origin", "x-http-method-override", "x-http-method", "x-method-override"];
const CORS: [&str; 3] =
    ["origin", "access-control-request-headers", "access-control-request-method"];

/// A managed cache policy.
pub(crate) struct ManagedCache {
    pub(crate) id: &'static str,
    name: &'static str,
    comment: &'static str,
    /// The least, the usual and the most time.
    ttl: (i64, i64, i64),
    headers: &'static [&'static str],
    cookies: &'static str,
    queries: (&'static str, &'static [&'static str]),
    /// Whether gzip, and whether brotli.
    encodings: (bool, bool),
}

/// The managed cache policies.
pub(crate) const CACHE: [ManagedCache; 6] = [
    ManagedCache {
        id: "658327ea-f89d-4fab-a63d-7e88639e58f6",
        name: "Managed-CachingOptimized",
        comment: "Policy with caching enabled. Supports Gzip and Brotli compression.",
        ttl: (1, DAY, YEAR),
        headers: &[],
        cookies: "none",
        queries: ("none", &[]),
        encodings: (true, true),
    },
    ManagedCache {
        id: "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
        name: "Managed-CachingOptimizedForUncompressedObjects",
        comment: "Default policy when compression is disabled",
        ttl: (1, DAY, YEAR),
        headers: &[],
        cookies: "none",
        queries: ("none", &[]),
        encodings: (false, false),
    },
    ManagedCache {
        id: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        name: "Managed-CachingDisabled",
        comment: "Policy with caching disabled",
        ttl: (0, 0, 0),
        headers: &[],
        cookies: "none",
        queries: ("none", &[]),
        encodings: (false, false),
    },
    ManagedCache {
        id: "08627262-05a9-4f76-9ded-b50ca2e3a84f",
        name: "Managed-Elemental-MediaPackage",
        comment: "Policy for Elemental MediaPackage Origin",
        ttl: (0, DAY, YEAR),
        headers: &["origin"],
        cookies: "none",
        queries: ("whitelist", &["aws.manifestfilter", "start", "end", "m"]),
        encodings: (true, false),
    },
    ManagedCache {
        id: "83da9c7e-98b4-4e11-a168-04f0df8e2c65",
        name: "Managed-UseOriginCacheControlHeaders",
        comment: "Policy that follows the cache control headers of the origin",
        ttl: (0, 0, YEAR),
        headers: &OVERRIDES,
        cookies: "all",
        queries: ("none", &[]),
        encodings: (true, true),
    },
    ManagedCache {
        id: "4cc15a8a-d715-48a4-82b8-cc0b614638fe",
        name: "Managed-UseOriginCacheControlHeaders-QueryStrings",
        comment: "Policy that follows the cache control headers of the origin, by query strings",
        ttl: (0, 0, YEAR),
        headers: &OVERRIDES,
        cookies: "all",
        queries: ("all", &[]),
        encodings: (true, true),
    },
];

/// A managed origin request policy.
pub(crate) struct ManagedRequest {
    pub(crate) id: &'static str,
    name: &'static str,
    comment: &'static str,
    headers: (&'static str, &'static [&'static str]),
    cookies: &'static str,
    queries: &'static str,
}

/// The managed origin request policies.
pub(crate) const REQUEST: [ManagedRequest; 7] = [
    ManagedRequest {
        id: "216adef6-5c7f-47e4-b989-5492eafa07d3",
        name: "Managed-AllViewer",
        comment: "Policy to forward all parameters in viewer requests",
        headers: ("allViewer", &[]),
        cookies: "all",
        queries: "all",
    },
    ManagedRequest {
        id: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
        name: "Managed-AllViewerExceptHostHeader",
        comment: "Policy to forward all parameters in viewer requests except for the Host header",
        headers: ("allExcept", &["host"]),
        cookies: "all",
        queries: "all",
    },
    ManagedRequest {
        id: "59781a5b-3903-41f3-afcb-af62929ccde1",
        name: "Managed-CORS-CustomOrigin",
        comment: "Policy for CORS with Custom Origin",
        headers: ("whitelist", &["origin"]),
        cookies: "none",
        queries: "none",
    },
    ManagedRequest {
        id: "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
        name: "Managed-CORS-S3Origin",
        comment: "Policy for S3 origin with CORS",
        headers: ("whitelist", &CORS),
        cookies: "none",
        queries: "none",
    },
    ManagedRequest {
        id: "acba4595-bd28-49b8-b9fe-13317c0390fa",
        name: "Managed-UserAgentRefererHeaders",
        comment: "Policy to forward user-agent and referer headers to origin",
        headers: ("whitelist", &["user-agent", "referer"]),
        cookies: "none",
        queries: "none",
    },
    ManagedRequest {
        id: "775133bc-15f2-49f9-abea-afb2e0bf67d2",
        name: "Managed-Elemental-MediaTailor-PersonalizedManifests",
        comment: "Policy for Elemental MediaTailor Origin",
        headers: (
            "whitelist",
            &[
                "origin",
                "access-control-request-headers",
                "access-control-request-method",
                "user-agent",
                "x-forwarded-for",
            ],
        ),
        cookies: "none",
        queries: "all",
    },
    ManagedRequest {
        id: "bf0718e1-ba1e-49d1-88b1-f726733018ae",
        name: "Managed-HostHeaderOnly",
        comment: "Policy to forward only the host header",
        headers: ("whitelist", &["host"]),
        cookies: "none",
        queries: "none",
    },
];

impl ManagedCache {
    pub(crate) fn config(&self) -> CachePolicyConfig {
        let (min, default, max) = self.ttl;
        let behavior = if self.headers.is_empty() { "none" } else { "whitelist" };
        let (queries, names) = self.queries;
        let parameters = ParametersInCacheKeyAndForwardedToOrigin {
            enable_accept_encoding_gzip: self.encodings.0,
            enable_accept_encoding_brotli: Some(self.encodings.1),
            headers_config: CachePolicyHeadersConfig {
                header_behavior: behavior.to_owned(),
                headers: headers(self.headers),
            },
            cookies_config: CachePolicyCookiesConfig {
                cookie_behavior: self.cookies.to_owned(),
                cookies: None::<CookieNames>,
            },
            query_strings_config: CachePolicyQueryStringsConfig {
                query_string_behavior: queries.to_owned(),
                query_strings: listed(names)
                    .map(|(quantity, items)| QueryStringNames { quantity, items: Some(items) }),
            },
        };
        CachePolicyConfig {
            comment: Some(self.comment.to_owned()),
            name: self.name.to_owned(),
            default_ttl: Some(default),
            max_ttl: Some(max),
            min_ttl: min,
            parameters_in_cache_key_and_forwarded_to_origin: Some(parameters),
        }
    }
}

impl ManagedRequest {
    pub(crate) fn config(&self) -> OriginRequestPolicyConfig {
        let (behavior, names) = self.headers;
        OriginRequestPolicyConfig {
            comment: Some(self.comment.to_owned()),
            name: self.name.to_owned(),
            headers_config: OriginRequestPolicyHeadersConfig {
                header_behavior: behavior.to_owned(),
                headers: headers(names),
            },
            cookies_config: OriginRequestPolicyCookiesConfig {
                cookie_behavior: self.cookies.to_owned(),
                cookies: None,
            },
            query_strings_config: OriginRequestPolicyQueryStringsConfig {
                query_string_behavior: self.queries.to_owned(),
                query_strings: None,
            },
        }
    }
}

fn headers(names: &[&str]) -> Option<Headers> {
    listed(names).map(|(quantity, items)| Headers { quantity, items: Some(items) })
}

fn listed(names: &[&str]) -> Option<(i32, Vec<String>)> {
    let quantity = i32::try_from(names.len()).unwrap_or(i32::MAX);
    (quantity > 0).then(|| (quantity, names.iter().map(|name| (*name).to_owned()).collect()))
}

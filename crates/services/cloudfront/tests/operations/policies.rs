//! Cache policies and origin request policies.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use crate::{CACHING_OPTIMIZED, config, done, made, refused, world};

fn cache(name: &str) -> Json {
    json!({
        "Name": name,
        "MinTTL": 1,
        "ParametersInCacheKeyAndForwardedToOrigin": {
            "EnableAcceptEncodingGzip": true,
            "HeadersConfig": {
                "HeaderBehavior": "whitelist",
                "Headers": { "Quantity": 1, "Items": ["X-Team"] },
            },
            "CookiesConfig": { "CookieBehavior": "none" },
            "QueryStringsConfig": { "QueryStringBehavior": "all" },
        },
    })
}

fn request(name: &str) -> Json {
    json!({
        "Name": name,
        "HeadersConfig": { "HeaderBehavior": "allViewer" },
        "CookiesConfig": { "CookieBehavior": "all" },
        "QueryStringsConfig": { "QueryStringBehavior": "all" },
    })
}

pub(crate) fn cases() -> Vec<Case> {
    let mut all = Vec::new();
    macro_rules! kind {
        ($member:literal, $create:literal, $get:literal, $config:literal, $list:literal, $update:literal, $delete:literal, $made:ident, $id:literal, $etag:literal) => {
            let create = json!({ $member: $made("one") });
            all.push(Case::new($create, create.clone()));
            all.push(Case::new($list, json!({ "Type": "custom" })).after($create, create.clone()));
            all.push(Case::new($get, json!({ "Id": $id })).after($create, create.clone()));
            all.push(Case::new($config, json!({ "Id": $id })).after($create, create.clone()));
            let versioned = json!({ "Id": $id, "IfMatch": $etag });
            let mut update = versioned.clone();
            update[$member] = $made("two");
            all.push(Case::new($update, update).after($create, create.clone()));
            all.push(Case::new($delete, versioned).after($create, create));
        };
    }
    kind!(
        "CachePolicyConfig",
        "CreateCachePolicy",
        "GetCachePolicy",
        "GetCachePolicyConfig",
        "ListCachePolicies",
        "UpdateCachePolicy",
        "DeleteCachePolicy",
        cache,
        "$CreateCachePolicy.CachePolicy.Id",
        "$CreateCachePolicy.ETag"
    );
    kind!(
        "OriginRequestPolicyConfig",
        "CreateOriginRequestPolicy",
        "GetOriginRequestPolicy",
        "GetOriginRequestPolicyConfig",
        "ListOriginRequestPolicies",
        "UpdateOriginRequestPolicy",
        "DeleteOriginRequestPolicy",
        request,
        "$CreateOriginRequestPolicy.OriginRequestPolicy.Id",
        "$CreateOriginRequestPolicy.ETag"
    );
    all
}

#[tokio::test]
async fn aws_policies_are_there_and_stay() {
    let world = world();
    let got = done(&world, "GetCachePolicy", json!({ "Id": CACHING_OPTIMIZED })).await;
    let shown = &got["CachePolicy"]["CachePolicyConfig"];
    assert_eq!(shown["Name"], "Managed-CachingOptimized");
    assert_eq!((&shown["MinTTL"], &shown["MaxTTL"]), (&json!(1), &json!(31_536_000)));
    let gone = json!({ "Id": CACHING_OPTIMIZED, "IfMatch": got["ETag"] });
    assert_eq!(refused(&world, "DeleteCachePolicy", gone).await, "IllegalUpdate");
    let listed = done(&world, "ListOriginRequestPolicies", json!({ "Type": "managed" })).await;
    let items = listed["OriginRequestPolicyList"]["Items"].as_array().unwrap();
    let names =
        items.iter().map(|one| &one["OriginRequestPolicy"]["OriginRequestPolicyConfig"]["Name"]);
    assert!(names.clone().any(|name| name == "Managed-AllViewer"));
}

#[tokio::test]
async fn a_policy_in_use_stays() {
    let world = world();
    let create = json!({ "CachePolicyConfig": cache("one") });
    let policy = done(&world, "CreateCachePolicy", create.clone()).await;
    assert_eq!(refused(&world, "CreateCachePolicy", create).await, "CachePolicyAlreadyExists");
    let mut using = config("one");
    using["DefaultCacheBehavior"]["CachePolicyId"] = policy["CachePolicy"]["Id"].clone();
    made(&world, using).await;
    let delete = json!({ "Id": policy["CachePolicy"]["Id"], "IfMatch": policy["ETag"] });
    assert_eq!(refused(&world, "DeleteCachePolicy", delete).await, "CachePolicyInUse");
}

#[tokio::test]
async fn a_policy_is_checked() {
    let world = world();
    let with = |pointer: &str, value: Json| {
        let mut policy = cache("one");
        if let Some(place) = policy.pointer_mut(pointer) {
            *place = value;
        }
        json!({ "CachePolicyConfig": policy })
    };
    let headers = "/ParametersInCacheKeyAndForwardedToOrigin/HeadersConfig/Headers";
    for (pointer, value, code) in [
        ("/Name", json!("a b"), "InvalidArgument"),
        ("/MinTTL", json!(-1), "InvalidTTLOrder"),
        (headers, json!({ "Quantity": 2, "Items": ["a"] }), "InconsistentQuantities"),
        (headers, json!({ "Quantity": 1, "Items": ["Connection"] }), "InvalidArgument"),
        (
            headers,
            json!({ "Quantity": 1, "Items": ["CloudFront-Viewer-Country"] }),
            "NotImplemented",
        ),
        (
            "/ParametersInCacheKeyAndForwardedToOrigin/CookiesConfig/CookieBehavior",
            json!("whitelist"),
            "InvalidArgument",
        ),
    ] {
        let input = with(pointer, value.clone());
        assert_eq!(refused(&world, "CreateCachePolicy", input).await, code, "{pointer} {value}");
    }
}

//! What a configuration may not be, and what is not built.

use serde_json::{Value as Json, json};

use crate::{config, origin, refused, world};

/// Puts a value where a pointer says.
fn with(pointer: &str, value: Json) -> Json {
    let mut config = config("one");
    let mut place = &mut config;
    for part in pointer.split('/').skip(1) {
        place = match part.parse::<usize>() {
            Ok(index) => &mut place[index],
            Err(_) => &mut place[part],
        };
    }
    *place = value;
    config
}

async fn check(cases: Vec<(&str, Json, &str)>) {
    let world = world();
    for (pointer, value, code) in cases {
        let input = json!({ "DistributionConfig": with(pointer, value.clone()) });
        let told = refused(&world, "CreateDistribution", input).await;
        assert_eq!(told, code, "{pointer} {value}");
    }
}

#[tokio::test]
async fn a_configuration_is_checked() {
    let legacy = json!({
        "TargetOriginId": "app",
        "ViewerProtocolPolicy": "allow-all",
        "MinTTL": 9,
        "MaxTTL": 3,
        "ForwardedValues": { "QueryString": false, "Cookies": { "Forward": "none" } },
    });
    check(vec![
        ("/CallerReference", json!(""), "InvalidArgument"),
        ("/DefaultRootObject", json!("/index.html"), "InvalidDefaultRootObject"),
        ("/Origins/Quantity", json!(2), "InconsistentQuantities"),
        ("/Origins", json!({ "Quantity": 0, "Items": [] }), "NoSuchOrigin"),
        ("/Origins", json!({ "Quantity": 2, "Items": [origin("app"), origin("app")] }), "InvalidArgument"),
        ("/Origins/Items/0/DomainName", json!("192.0.2.1"), "InvalidArgument"),
        ("/Origins/Items/0/DomainName", json!("a b"), "InvalidArgument"),
        ("/Origins/Items/0/OriginPath", json!("app/"), "InvalidArgument"),
        ("/Origins/Items/0/CustomOriginConfig/HTTPPort", json!(22), "InvalidArgument"),
        ("/Origins/Items/0/CustomHeaders/Items/0/HeaderName", json!("Host"), "InvalidArgument"),
        ("/Origins/Items/0/CustomHeaders/Items/0/HeaderValue", json!("a\r\nb: c"), "InvalidArgument"),
        ("/Origins/Items/0/S3OriginConfig", json!({ "OriginAccessIdentity": "" }), "InvalidArgument"),
        ("/Origins/Items/0/OriginAccessControlId", json!("E1"), "InvalidDomainNameForOriginAccessControl"),
        ("/DefaultCacheBehavior/TrustedSigners", json!({ "Enabled": false, "Quantity": 0, "Items": ["self"] }), "InconsistentQuantities"),
        ("/DefaultCacheBehavior/TargetOriginId", json!("none"), "NoSuchOrigin"),
        ("/DefaultCacheBehavior/ViewerProtocolPolicy", json!("any"), "InvalidArgument"),
        ("/DefaultCacheBehavior/CachePolicyId", json!("none"), "NoSuchCachePolicy"),
        ("/DefaultCacheBehavior/CachePolicyId", json!(""), "InvalidArgument"),
        ("/DefaultCacheBehavior/OriginRequestPolicyId", json!("x"), "NoSuchOriginRequestPolicy"),
        ("/DefaultCacheBehavior/MinTTL", json!(3), "InvalidArgument"),
        ("/DefaultCacheBehavior", legacy, "InvalidTTLOrder"),
        ("/DefaultCacheBehavior/AllowedMethods", json!({ "Quantity": 1, "Items": ["GET"] }), "InvalidArgument"),
        ("/CustomErrorResponses", json!({ "Quantity": 1, "Items": [{ "ErrorCode": 418 }] }), "InvalidErrorCode"),
        ("/CustomErrorResponses", json!({ "Quantity": 1, "Items": [{ "ErrorCode": 404, "ResponsePagePath": "/a" }] }), "InvalidArgument"),
        ("/CustomErrorResponses", json!({ "Quantity": 1, "Items": [{ "ErrorCode": 404, "ResponsePagePath": "/a", "ResponseCode": "201" }] }), "InvalidResponseCode"),
        ("/ViewerCertificate", json!({ "ACMCertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/1", "SSLSupportMethod": "sni-only" }), "InvalidViewerCertificate"),
        ("/Logging", json!({ "Enabled": true, "Bucket": "logs" }), "InvalidArgument"),
        ("/HttpVersion", json!("http9"), "InvalidArgument"),
    ])
    .await;
}

#[tokio::test]
async fn what_is_not_built_is_refused() {
    let lambda = json!({ "Quantity": 1, "Items": [{ "LambdaFunctionARN": "arn", "EventType": "viewer-request" }] });
    let function = json!({ "Quantity": 1, "Items": [{ "FunctionARN": "arn", "EventType": "viewer-request" }] });
    let behaviour = |name: &str| format!("/DefaultCacheBehavior/{name}");
    let (lambdas, functions) =
        (behaviour("LambdaFunctionAssociations"), behaviour("FunctionAssociations"));
    let (signers, groups) = (behaviour("TrustedSigners"), behaviour("TrustedKeyGroups"));
    let (encryption, headers) =
        (behaviour("FieldLevelEncryptionId"), behaviour("ResponseHeadersPolicyId"));
    let trusted = json!({ "Enabled": true, "Quantity": 1, "Items": ["self"] });
    check(vec![
        (&lambdas, lambda, "NotImplemented"),
        (&functions, function, "NotImplemented"),
        (&signers, trusted.clone(), "NotImplemented"),
        (&groups, trusted, "NotImplemented"),
        (&encryption, json!("C1"), "NotImplemented"),
        (&headers, json!("67f7725c-6f97-4210-82d7-5512b31e9d03"), "NotImplemented"),
        ("/HttpVersion", json!("http2and3"), "NotImplemented"),
        ("/Staging", json!(true), "NotImplemented"),
        ("/Origins/Items/0/OriginShield", json!({ "Enabled": true }), "NotImplemented"),
        ("/Restrictions", json!({ "GeoRestriction": { "RestrictionType": "blacklist", "Quantity": 1, "Items": ["DE"] } }), "NotImplemented"),
    ])
    .await;
}

//! A case for each operation.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use super::associations::BALANCER;
use super::sharing::POLICY;
use super::{path, rule, visible, web_acl, with};

pub(crate) fn cases() -> Vec<Case> {
    let mut all = kind(
        "WebACL",
        &acl(),
        &json!({
            "DefaultAction": { "Block": {} }, "VisibilityConfig": visible("shop"),
        }),
    );
    all.extend(kind("RuleGroup", &group(), &json!({ "VisibilityConfig": visible("own") })));
    all.extend(kind("IPSet", &addresses(), &json!({ "Addresses": ["198.51.100.0/24"] })));
    let expressions = json!([{ "RegexString": "^/b" }]);
    all.extend(kind(
        "RegexPatternSet",
        &patterns(),
        &json!({ "RegularExpressionList": expressions }),
    ));
    all.extend(super::managed::cases());
    all.extend(super::vendors::cases());
    all.extend(of_web_acls());
    all.extend(of_tags_and_policies());
    all.extend(super::proofs::cases());
    all
}

fn acl() -> Json {
    with(
        web_acl("shop", &[rule("admin", 1, &path("/admin")), limit()]),
        &json!({
            "Tags": [{ "Key": "team", "Value": "blue" }],
        }),
    )
}

fn limit() -> Json {
    rule("limit", 2, &json!({ "RateBasedStatement": { "Limit": 100, "AggregateKeyType": "IP" } }))
}

fn group() -> Json {
    json!({
        "Name": "own", "Scope": "REGIONAL", "Capacity": 100,
        "Rules": [rule("admin", 1, &path("/admin"))], "VisibilityConfig": visible("own"),
    })
}

fn addresses() -> Json {
    json!({
        "Name": "office", "Scope": "REGIONAL", "IPAddressVersion": "IPV4",
        "Addresses": ["192.0.2.0/24"],
    })
}

fn patterns() -> Json {
    json!({
        "Name": "paths", "Scope": "REGIONAL", "RegularExpressionList": [{ "RegexString": "^/a" }],
    })
}

/// Create, Get, Update, Delete and List of a kind.
fn kind(kind: &'static str, input: &Json, change: &Json) -> Vec<Case> {
    let name = |verb: &str| -> &'static str { Box::leak(format!("{verb}{kind}").into_boxed_str()) };
    let create = name("Create");
    let made = |operation, input_after: Json| {
        Case::new(operation, input_after).after(create, input.clone())
    };
    let of = |member: &str| format!("${create}.Summary.{member}");
    let named = json!({ "Name": of("Name"), "Scope": "REGIONAL", "Id": of("Id") });
    let locked = with(named.clone(), &json!({ "LockToken": of("LockToken") }));
    vec![
        Case::new(create, input.clone()),
        made(name("Get"), named),
        made(name("Update"), with(locked.clone(), change)),
        made(name("Delete"), locked),
        Case::new(
            Box::leak(format!("List{kind}s").into_boxed_str()),
            json!({ "Scope": "REGIONAL" }),
        ),
    ]
}

const ACL: &str = "$CreateWebACL.Summary.ARN";
const GROUP: &str = "$CreateRuleGroup.Summary.ARN";

fn of_acl(operation: &'static str, input: Json) -> Case {
    Case::new(operation, input).after("CreateWebACL", acl())
}

fn of_web_acls() -> Vec<Case> {
    let associated = |operation, input| {
        of_acl(operation, input)
            .after("AssociateWebACL", json!({ "WebACLArn": ACL, "ResourceArn": BALANCER }))
    };
    let log = json!({ "LoggingConfiguration": {
        "ResourceArn": ACL, "LogDestinationConfigs": ["arn:aws:s3:::aws-waf-logs-shop"],
    } });
    let logged =
        |operation, input| of_acl(operation, input).after("PutLoggingConfiguration", log.clone());
    let resource = json!({ "ResourceArn": BALANCER });
    vec![
        Case::new(
            "CheckCapacity",
            json!({
                "Scope": "REGIONAL", "Rules": [rule("admin", 1, &path("/admin"))],
            }),
        ),
        of_acl("AssociateWebACL", json!({ "WebACLArn": ACL, "ResourceArn": BALANCER })),
        associated("DisassociateWebACL", resource.clone()),
        associated("GetWebACLForResource", resource),
        associated("ListResourcesForWebACL", json!({ "WebACLArn": ACL })),
        of_acl("PutLoggingConfiguration", log.clone()),
        logged("GetLoggingConfiguration", json!({ "ResourceArn": ACL })),
        logged("DeleteLoggingConfiguration", json!({ "ResourceArn": ACL })),
        logged("ListLoggingConfigurations", json!({ "Scope": "REGIONAL" })),
        of_acl(
            "GetSampledRequests",
            json!({
                "WebAclArn": ACL, "RuleMetricName": "admin", "Scope": "REGIONAL", "MaxItems": 10,
                "TimeWindow": {
                    "StartTime": "2000-01-01T00:00:00Z", "EndTime": "2100-01-01T00:00:00Z",
                },
            }),
        ),
        of_acl(
            "GetTopPathStatisticsByTraffic",
            json!({
                "WebAclArn": ACL, "Scope": "REGIONAL", "Limit": 10,
                "NumberOfTopTrafficBotsPerPath": 2,
                "TimeWindow": {
                    "StartTime": "2000-01-01T00:00:00Z", "EndTime": "2100-01-01T00:00:00Z",
                },
            }),
        ),
        of_acl(
            "GetRateBasedStatementManagedKeys",
            json!({
                "Scope": "REGIONAL", "WebACLName": "shop", "WebACLId": "$CreateWebACL.Summary.Id",
                "RuleName": "limit",
            }),
        ),
    ]
}

fn of_tags_and_policies() -> Vec<Case> {
    let of_group = |operation, input| Case::new(operation, input).after("CreateRuleGroup", group());
    let policy = json!({ "ResourceArn": GROUP, "Policy": POLICY });
    let shared =
        |operation, input| of_group(operation, input).after("PutPermissionPolicy", policy.clone());
    vec![
        of_acl(
            "TagResource",
            json!({
                "ResourceARN": ACL, "Tags": [{ "Key": "stage", "Value": "test" }],
            }),
        ),
        of_acl("UntagResource", json!({ "ResourceARN": ACL, "TagKeys": ["team"] })),
        of_acl("ListTagsForResource", json!({ "ResourceARN": ACL })),
        of_group("PutPermissionPolicy", policy.clone()),
        shared("GetPermissionPolicy", json!({ "ResourceArn": GROUP })),
        shared("DeletePermissionPolicy", json!({ "ResourceArn": GROUP })),
    ]
}

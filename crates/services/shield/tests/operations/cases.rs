//! A case for each operation.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use super::fakes::{BALANCER, BUCKET, HEALTH_CHECK, ROLE};

const PROTECTION: &str = "$CreateProtection.ProtectionId";

/// A new protection of the balancer.
pub(crate) fn protection() -> Json {
    json!({
        "Name": "web", "ResourceArn": BALANCER, "Tags": [{ "Key": "team", "Value": "blue" }],
    })
}

/// A new group of everything.
pub(crate) fn group() -> Json {
    json!({
        "ProtectionGroupId": "all", "Aggregation": "SUM", "Pattern": "ALL",
        "Tags": [{ "Key": "team", "Value": "blue" }],
    })
}

/// Contacts that can be called.
pub(crate) fn contacts() -> Json {
    json!([{
        "EmailAddress": "ops@example.com", "PhoneNumber": "+15555550100",
        "ContactNotes": "day and night",
    }])
}

fn plain(operation: &'static str, input: Json) -> Case {
    Case::new(operation, input).after("CreateSubscription", json!({}))
}

fn protected(operation: &'static str, input: Json) -> Case {
    plain(operation, input).after("CreateProtection", protection())
}

fn grouped(operation: &'static str, input: Json) -> Case {
    protected(operation, input).after("CreateProtectionGroup", group())
}

fn checked(operation: &'static str, input: Json) -> Case {
    let health = json!({ "ProtectionId": PROTECTION, "HealthCheckArn": HEALTH_CHECK });
    protected(operation, input).after("AssociateHealthCheck", health)
}

fn engaged(operation: &'static str, input: Json) -> Case {
    let details = json!({ "EmergencyContactList": contacts() });
    checked(operation, input).after("AssociateProactiveEngagementDetails", details)
}

fn with_role(operation: &'static str, input: Json) -> Case {
    plain(operation, input).after("AssociateDRTRole", json!({ "RoleArn": ROLE }))
}

fn automatic(operation: &'static str, input: Json) -> Case {
    protected(operation, input).after("EnableApplicationLayerAutomaticResponse", response())
}

fn response() -> Json {
    json!({ "ResourceArn": BALANCER, "Action": { "Block": {} } })
}

pub(crate) fn cases() -> Vec<Case> {
    let mut all = of_subscriptions();
    all.extend(of_protections());
    all.extend(of_groups());
    all.extend(of_attacks());
    all.extend(of_the_response_team());
    all
}

fn of_subscriptions() -> Vec<Case> {
    vec![
        Case::new("CreateSubscription", json!({})),
        plain("DescribeSubscription", json!({})),
        plain("GetSubscriptionState", json!({})),
        plain("UpdateSubscription", json!({ "AutoRenew": "ENABLED" })),
        plain("DeleteSubscription", json!({})).refused_by("LockedSubscriptionException"),
    ]
}

fn of_protections() -> Vec<Case> {
    let of = json!({ "ProtectionId": PROTECTION });
    let health = json!({ "ProtectionId": PROTECTION, "HealthCheckArn": HEALTH_CHECK });
    let arn = json!({ "ResourceARN": "$DescribeProtection.Protection.ProtectionArn" });
    let tagging = |operation, more: Json| {
        let mut input = arn.clone();
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        protected(operation, input).after("DescribeProtection", of.clone())
    };
    vec![
        plain("CreateProtection", protection()),
        protected("DescribeProtection", of.clone()),
        protected("ListProtections", json!({})),
        protected("DeleteProtection", of.clone()),
        protected("AssociateHealthCheck", health.clone()),
        checked("DisassociateHealthCheck", health),
        protected("EnableApplicationLayerAutomaticResponse", response()),
        automatic(
            "UpdateApplicationLayerAutomaticResponse",
            json!({ "ResourceArn": BALANCER, "Action": { "Count": {} } }),
        ),
        automatic("DisableApplicationLayerAutomaticResponse", json!({ "ResourceArn": BALANCER })),
        tagging("TagResource", json!({ "Tags": [{ "Key": "stage", "Value": "live" }] })),
        tagging("UntagResource", json!({ "TagKeys": ["team"] })),
        tagging("ListTagsForResource", json!({})),
    ]
}

fn of_groups() -> Vec<Case> {
    let of = json!({ "ProtectionGroupId": "all" });
    vec![
        plain("CreateProtectionGroup", group()),
        grouped("DescribeProtectionGroup", of.clone()),
        grouped("ListProtectionGroups", json!({})),
        grouped("ListResourcesInProtectionGroup", of.clone()),
        grouped(
            "UpdateProtectionGroup",
            json!({
                "ProtectionGroupId": "all", "Aggregation": "MAX", "Pattern": "ARBITRARY",
                "Members": [BALANCER],
            }),
        ),
        grouped("DeleteProtectionGroup", of),
    ]
}

fn of_attacks() -> Vec<Case> {
    let unknown = json!({ "AttackId": "01890a5d-ac96-774b-bcce-b302099a8057" });
    vec![
        plain("ListAttacks", json!({})),
        plain("DescribeAttack", unknown).refused_by("AccessDeniedException"),
        plain("DescribeAttackStatistics", json!({})),
    ]
}

fn of_the_response_team() -> Vec<Case> {
    let bucket = json!({ "LogBucket": BUCKET });
    let details = json!({ "EmergencyContactList": contacts() });
    vec![
        plain("AssociateDRTRole", json!({ "RoleArn": ROLE })),
        with_role("DescribeDRTAccess", json!({})),
        with_role("DisassociateDRTRole", json!({})),
        with_role("AssociateDRTLogBucket", bucket.clone()),
        with_role("DisassociateDRTLogBucket", bucket.clone())
            .after("AssociateDRTLogBucket", bucket),
        plain("UpdateEmergencyContactSettings", details.clone()),
        plain("DescribeEmergencyContactSettings", json!({}))
            .after("UpdateEmergencyContactSettings", details.clone()),
        checked("AssociateProactiveEngagementDetails", details),
        engaged("DisableProactiveEngagement", json!({})),
        engaged("EnableProactiveEngagement", json!({}))
            .after("DisableProactiveEngagement", json!({})),
    ]
}

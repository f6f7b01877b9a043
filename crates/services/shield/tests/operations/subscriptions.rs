//! Subscriptions, and what goes with them.

use std::time::Duration;

use serde_json::json;

use super::cases::contacts;
use super::fakes::{BUCKET, HEALTH_CHECK, ROLE};
use super::{done, protect, refused, subscribed, world};

const DAY: Duration = Duration::from_hours(24);

#[tokio::test]
async fn without_a_subscription_nothing_is_protected() {
    let world = world();
    let state = done(&world, "GetSubscriptionState", json!({})).await;
    assert_eq!(state["SubscriptionState"], "INACTIVE");
    for (operation, input) in [
        ("DescribeSubscription", json!({})),
        ("CreateProtection", super::cases::protection()),
        ("CreateProtectionGroup", super::cases::group()),
        ("ListProtections", json!({})),
        ("DescribeDRTAccess", json!({})),
        ("DescribeEmergencyContactSettings", json!({})),
    ] {
        let code = refused(&world, operation, input).await;
        assert_eq!(code, "ResourceNotFoundException", "{operation}");
    }
}

#[tokio::test]
async fn it_is_for_a_year_and_renewed() {
    let world = subscribed().await;
    let twice = refused(&world, "CreateSubscription", json!({})).await;
    assert_eq!(twice, "ResourceAlreadyExistsException");
    let off = json!({ "AutoRenew": "DISABLED" });
    assert_eq!(
        refused(&world, "UpdateSubscription", off.clone()).await,
        "LockedSubscriptionException"
    );
    let held = done(&world, "DescribeSubscription", json!({})).await;
    assert_eq!(held["Subscription"]["AutoRenew"], "ENABLED");
    world.clock.advance(DAY * 340);
    done(&world, "UpdateSubscription", off).await;
    world.clock.advance(DAY * 25);
    let state = done(&world, "GetSubscriptionState", json!({})).await;
    assert_eq!(state["SubscriptionState"], "INACTIVE");
    done(&world, "CreateSubscription", json!({})).await;
}

#[tokio::test]
async fn after_the_first_year_it_can_be_deleted_with_all_that_it_protects() {
    let world = subscribed().await;
    protect(&world).await;
    world.clock.advance(DAY * 366);
    done(&world, "DeleteSubscription", json!({})).await;
    done(&world, "CreateSubscription", json!({})).await;
    let held = done(&world, "ListProtections", json!({})).await;
    assert_eq!(held["Protections"], json!([]));
}

#[tokio::test]
async fn the_response_team_gets_a_role_that_trusts_it_and_may_read_logs() {
    let world = subscribed().await;
    let bucket = json!({ "LogBucket": BUCKET });
    let without = refused(&world, "AssociateDRTLogBucket", bucket.clone()).await;
    assert_eq!(without, "NoAssociatedRoleException");
    for (role, code) in [
        ("missing", "ResourceNotFoundException"),
        ("other", "InvalidParameterException"),
        ("bare", "InvalidParameterException"),
    ] {
        let arn = json!({ "RoleArn": format!("arn:aws:iam::123456789012:role/{role}") });
        assert_eq!(refused(&world, "AssociateDRTRole", arn).await, code, "{role}");
    }
    done(&world, "AssociateDRTRole", json!({ "RoleArn": ROLE })).await;
    let missing = json!({ "LogBucket": "nobodys-logs" });
    let code = refused(&world, "AssociateDRTLogBucket", missing).await;
    assert_eq!(code, "ResourceNotFoundException");
    done(&world, "AssociateDRTLogBucket", bucket.clone()).await;
    let code = refused(&world, "AssociateDRTLogBucket", bucket).await;
    assert_eq!(code, "InvalidOperationException");
    let held = done(&world, "DescribeDRTAccess", json!({})).await;
    assert_eq!(held, json!({ "RoleArn": ROLE, "LogBucketList": [BUCKET] }));
}

#[tokio::test]
async fn proactive_engagement_needs_a_phone_number_and_a_health_check() {
    let world = subscribed().await;
    let engage = json!({ "EmergencyContactList": contacts() });
    let mute = json!({ "EmergencyContactList": [{ "EmailAddress": "ops@example.com" }] });
    let begin = "AssociateProactiveEngagementDetails";
    assert_eq!(refused(&world, begin, engage.clone()).await, "InvalidOperationException");
    let id = protect(&world).await;
    let health = json!({ "ProtectionId": id, "HealthCheckArn": HEALTH_CHECK });
    done(&world, "AssociateHealthCheck", health.clone()).await;
    assert_eq!(refused(&world, "AssociateHealthCheck", health).await, "LimitsExceededException");
    assert_eq!(refused(&world, begin, mute.clone()).await, "InvalidParameterException");
    let early = refused(&world, "EnableProactiveEngagement", json!({})).await;
    assert_eq!(early, "InvalidOperationException");
    done(&world, begin, engage).await;
    let held = done(&world, "DescribeSubscription", json!({})).await;
    assert_eq!(held["Subscription"]["ProactiveEngagementStatus"], "ENABLED");
    let code = refused(&world, "UpdateEmergencyContactSettings", mute.clone()).await;
    assert_eq!(code, "InvalidParameterException");
    done(&world, "DisableProactiveEngagement", json!({})).await;
    done(&world, "UpdateEmergencyContactSettings", mute).await;
    let code = refused(&world, "EnableProactiveEngagement", json!({})).await;
    assert_eq!(code, "InvalidParameterException");
}

//! When keys were last used.

use bartizan_service::testkit::{ACCOUNT, Case, admin, nobody};
use serde_json::json;

use super::{KEY, ask, days_later, done, key, made, world};

pub(crate) fn cases() -> Vec<Case> {
    vec![made("GetKeyLastUsage", json!({ "KeyId": KEY }))]
}

#[tokio::test]
async fn the_last_use_that_succeeded_is_told_also_after_it_was_stored() {
    let world = world();
    let id = key(&world, json!({})).await;
    let by_id = json!({ "KeyId": id });
    let unused = done(&world, "GetKeyLastUsage", by_id.clone()).await;
    assert_eq!(unused["KeyLastUsage"], json!({}));
    assert_eq!(unused["TrackingStartDate"], unused["KeyCreationDate"]);
    let random = json!({ "KeyId": id, "NumberOfBytes": 16 });
    assert!(ask(&world, &nobody(), "GenerateDataKey", random.clone()).await.is_err());
    assert_eq!(done(&world, "GetKeyLastUsage", by_id.clone()).await["KeyLastUsage"], json!({}));
    world.clock.advance(std::time::Duration::from_secs(1));
    done(&world, "GenerateDataKey", random).await;
    let event = world.last_event();
    for is_stored in [false, true] {
        let last = done(&world, "GetKeyLastUsage", by_id.clone()).await["KeyLastUsage"].clone();
        assert_eq!(last["Operation"], "GenerateDataKey", "{is_stored}");
        assert_eq!(last["CloudTrailEventId"], event["eventID"]);
        assert_eq!(last["KmsRequestId"], event["requestID"]);
        let platform = world.road.platform();
        platform.usage.store(platform).await.unwrap();
    }
}

#[tokio::test]
async fn a_policy_may_keep_keys_that_were_used_lately() {
    let world = world();
    let id = key(&world, json!({})).await;
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow", "Principal": { "AWS": format!("arn:aws:iam::{ACCOUNT}:root") },
                "Action": "kms:*", "Resource": "*",
            },
            {
                "Effect": "Deny", "Principal": "*", "Action": "kms:DisableKey", "Resource": "*",
                "Condition": { "NumericLessThan": { "kms:TrailingDaysWithoutKeyUsage": "30" } },
            },
        ],
    });
    done(&world, "PutKeyPolicy", json!({ "KeyId": id, "Policy": policy.to_string() })).await;
    let off = json!({ "KeyId": id });
    let kept = ask(&world, &admin(), "DisableKey", off.clone()).await;
    assert_eq!(kept.unwrap_err().code, "AccessDeniedException");
    days_later(&world, 30).await;
    done(&world, "DisableKey", off).await;
}

//! Key policies.

use bartizan_service::testkit::{ACCOUNT, Case, admin, nobody, root};
use serde_json::{Value as Json, json};

use super::{KEY, ask, done, key, made, refused, world};

pub(crate) fn cases() -> Vec<Case> {
    vec![
        made("GetKeyPolicy", json!({ "KeyId": KEY, "PolicyName": "default" })),
        made("ListKeyPolicies", json!({ "KeyId": KEY })),
        made(
            "PutKeyPolicy",
            json!({ "KeyId": KEY, "Policy": admits("root", "kms:*").to_string() }),
        ),
    ]
}

/// A policy that admits somebody of the account.
fn admits(whom: &str, action: &str) -> Json {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "AWS": format!("arn:aws:iam::{ACCOUNT}:{whom}") },
            "Action": action,
            "Resource": "*",
        }],
    })
}

#[tokio::test]
async fn a_key_without_a_policy_gets_the_one_that_lets_identity_policies_decide() {
    let world = world();
    let id = key(&world, json!({})).await;
    let shown = done(&world, "GetKeyPolicy", json!({ "KeyId": id })).await;
    assert_eq!(shown["PolicyName"], "default");
    let text = shown["Policy"].as_str().unwrap();
    assert!(
        text.starts_with("{\n  \"Version\" : \"2012-10-17\",\n  \"Id\" : \"key-default-1\","),
        "{text}"
    );
    let policy: Json = serde_json::from_str(text).unwrap();
    assert_eq!(policy["Statement"][0]["Sid"], "Enable IAM User Permissions");
}

#[tokio::test]
async fn what_no_policy_may_be_is_refused() {
    let world = world();
    let malformed = "MalformedPolicyDocumentException";
    let lockout = "The new key policy will not allow you to update the key policy in the future.";
    for (policy, words) in [
        ("no JSON".to_owned(), ""),
        (admits("user/unknown", "kms:*").to_string(), "one or more invalid principals"),
        (admits("root", "kms:Encrypt").to_string(), lockout),
        (admits("user/nobody", "kms:*").to_string(), lockout),
    ] {
        let (code, message) = refused(&world, "CreateKey", json!({ "Policy": policy })).await;
        assert_eq!(code, malformed, "{policy}");
        assert!(message.contains(words), "{message}");
    }
    let locked = admits("root", "kms:Encrypt").to_string();
    let bypass = json!({ "Policy": locked, "BypassPolicyLockoutSafetyCheck": true });
    let id = key(&world, bypass).await;
    // Nobody reaches it any more, the account's root user as little as others.
    for caller in [admin(), root()] {
        let fault = ask(&world, &caller, "GetKeyPolicy", json!({ "KeyId": id })).await.unwrap_err();
        assert_eq!(fault.code, "AccessDeniedException");
        assert!(fault.message.contains("because no resource-based policy allows"), "{fault}");
    }
    let other = json!({ "KeyId": id, "PolicyName": "other" });
    let fault = ask(&world, &admin(), "GetKeyPolicy", other).await.unwrap_err();
    assert_eq!(fault.code, "AccessDeniedException");
}

#[tokio::test]
async fn the_change_that_a_new_policy_must_allow_bypasses_no_check_and_is_made_where_the_key_is() {
    let world = world();
    let under = |conditions: Json| {
        let mut policy = admits("root", "kms:*");
        policy["Statement"][0]["Condition"] = conditions;
        policy.to_string()
    };
    let checked = under(json!({ "Bool": { "kms:BypassPolicyLockoutSafetyCheck": "false" } }));
    key(&world, json!({ "Policy": checked })).await;
    let id = key(&world, json!({ "MultiRegion": true })).await;
    let there = "eu-west-1";
    let replica = |region: &str| {
        let policy = under(json!({ "StringEquals": { "aws:RequestedRegion": region } }));
        json!({ "KeyId": id, "ReplicaRegion": there, "Policy": policy })
    };
    let (code, _) = refused(&world, "ReplicateKey", replica("us-east-1")).await;
    assert_eq!(code, "MalformedPolicyDocumentException");
    done(&world, "ReplicateKey", replica(there)).await;
}

#[tokio::test]
async fn a_policy_admits_by_itself_and_holds_at_once() {
    let world = world();
    let id = key(&world, json!({})).await;
    let by_id = json!({ "KeyId": id });
    let denied = ask(&world, &nobody(), "DescribeKey", by_id.clone()).await.unwrap_err();
    assert!(denied.message.contains("because no identity-based policy allows"), "{denied}");
    let mut policy = admits("root", "kms:*");
    let named = admits("user/nobody", "kms:DescribeKey")["Statement"][0].clone();
    policy["Statement"].as_array_mut().unwrap().push(named);
    done(&world, "PutKeyPolicy", json!({ "KeyId": id, "Policy": policy.to_string() })).await;
    assert!(ask(&world, &nobody(), "DescribeKey", by_id.clone()).await.is_ok());
    let text = done(&world, "GetKeyPolicy", by_id.clone()).await;
    assert!(text["Policy"].as_str().unwrap().contains("user/nobody"));
    policy["Statement"][1]["Effect"] = json!("Deny");
    done(&world, "PutKeyPolicy", json!({ "KeyId": id, "Policy": policy.to_string() })).await;
    let denied = ask(&world, &nobody(), "DescribeKey", by_id).await.unwrap_err();
    assert!(denied.message.contains("explicit deny in a resource-based policy"), "{denied}");
}

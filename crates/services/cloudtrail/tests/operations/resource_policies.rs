//! Policies of event data stores: put, seen, taken away, and in force.

use bartizan_service::testkit::{ACCOUNT, input_of, nobody};
use serde_json::{Value as Json, json};

use crate::lake::Lake;

fn policy(effect: &str, user: &str, actions: &[&str], arn: &str) -> String {
    let principal = json!({ "AWS": format!("arn:aws:iam::{ACCOUNT}:user/{user}") });
    let statement = json!({
        "Effect": effect, "Principal": principal, "Action": actions, "Resource": arn,
    });
    json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string()
}

impl Lake {
    /// Whether a user without other permissions may do this.
    async fn may_nobody(&self, operation: &str, input: &Json) -> bool {
        let input = input_of("cloudtrail", operation, input);
        self.world.call(&nobody(), "cloudtrail", operation, input).await.is_ok()
    }
}

#[tokio::test]
async fn a_policy_lets_in_and_shuts_out() {
    let lake = Lake::new();
    let arn = lake.store("events", json!({})).await;
    let (shown, listed) = (json!({ "EventDataStore": arn }), json!({ "EventDataStore": arn }));
    let text = format!("SELECT eventID FROM {}", arn.rsplit('/').next().unwrap());
    let query = json!({ "QueryStatement": text });
    assert!(!lake.may_nobody("StartQuery", &query).await);
    let actions = ["cloudtrail:StartQuery", "cloudtrail:GetEventDataStore"];
    let lets_in = policy("Allow", "nobody", &actions, &arn);
    lake.call("PutResourcePolicy", &json!({ "ResourceArn": arn, "ResourcePolicy": lets_in })).await;
    assert!(lake.may_nobody("StartQuery", &query).await);
    assert!(lake.may_nobody("GetEventDataStore", &shown).await);
    assert!(!lake.may_nobody("ListQueries", &listed).await);
    let found = lake.call("GetResourcePolicy", &json!({ "ResourceArn": arn })).await;
    assert_eq!(found["ResourcePolicy"], lets_in.as_str());
    lake.call("DeleteResourcePolicy", &json!({ "ResourceArn": arn })).await;
    assert!(!lake.may_nobody("StartQuery", &query).await);
    let shuts_out = policy("Deny", "admin", &["cloudtrail:StartQuery"], &arn);
    lake.call("PutResourcePolicy", &json!({ "ResourceArn": arn, "ResourcePolicy": shuts_out }))
        .await;
    assert_eq!(lake.refusal("StartQuery", &query).await, "AccessDeniedException");
}

#[tokio::test]
async fn what_is_no_policy_or_has_none_is_refused() {
    let lake = Lake::new();
    let arn = lake.store("events", json!({})).await;
    let unknown = arn.replace(&arn[arn.len() - 4..], "0000");
    let trail = format!("arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/audit");
    let fine = policy("Allow", "nobody", &["cloudtrail:StartQuery"], &arn);
    for (arn, text, code) in [
        (&arn, "no policy", "ResourcePolicyNotValidException"),
        (&unknown, &*fine, "ResourceNotFoundException"),
        (&trail, &*fine, "ResourceTypeNotSupportedException"),
    ] {
        let input = json!({ "ResourceArn": arn, "ResourcePolicy": text });
        assert_eq!(lake.refusal("PutResourcePolicy", &input).await, code, "{arn} {text}");
    }
    for operation in ["GetResourcePolicy", "DeleteResourcePolicy"] {
        let code = lake.refusal(operation, &json!({ "ResourceArn": arn })).await;
        assert_eq!(code, "ResourcePolicyNotFoundException", "{operation}");
    }
}

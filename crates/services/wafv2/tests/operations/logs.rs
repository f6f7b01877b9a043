//! Where logs go.

use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::directory::Entity;
use bartizan_service::testkit::Given;
use bartizan_service::types::{AccountId, Arn, Principal, Timestamp, UniqueId};
use bartizan_service::{Caller, Directory};
use serde_json::json;

use super::{ask, done, published_world, refused, web_acl};

/// A user who may send logs to one bucket, and look at those of customers.
pub(crate) struct Logger;

const MAY: &str = r#"{"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Action":"wafv2:PutLoggingConfiguration","Resource":"*","Condition":
        {"ArnLike":{"wafv2:LogDestinationResource":"arn:aws:s3:::aws-waf-logs-shop"}}},
    {"Effect":"Allow","Action":"wafv2:GetLoggingConfiguration","Resource":"*","Condition":
        {"StringEquals":{"wafv2:LogScope":"CUSTOMER"}}}]}"#;

fn entity() -> Entity {
    let account: AccountId = "123456789012".parse().unwrap();
    let policy = Policy::parse(MAY, PolicyKind::Identity).unwrap();
    Entity {
        account,
        id: UniqueId::from_stored("AIDALOGGERAAAAAAAAAAA"),
        arn: Arn::new("iam", "", Some(account), "user/logger"),
        name: Arc::from("logger"),
        identity: Arc::from([Attached::inline("logs", Arc::new(policy))]),
        boundary: None,
        tags: Arc::from([]),
        created: Timestamp::from_seconds(0),
        role: None,
    }
}

impl Given for Logger {
    fn enter(&self, directory: &mut Directory) {
        directory.put_entity(entity());
    }
}

#[tokio::test]
async fn conditions_say_where_logs_may_go() {
    let (world, _) = published_world();
    let Entity { account, arn, id, name, .. } = entity();
    let principal = Principal::User { account, arn, id, name: name.to_string() };
    let logger = Caller { principal, ..Caller::anonymous() };
    let made = done(&world, "CreateWebACL", web_acl("shop", &[])).await;
    let arn = made["Summary"]["ARN"].as_str().unwrap();
    let to = |destinations: &[&str]| {
        json!({ "LoggingConfiguration": {
            "ResourceArn": arn, "LogDestinationConfigs": destinations,
        } })
    };
    let (own, other) = ("arn:aws:s3:::aws-waf-logs-shop", "arn:aws:s3:::aws-waf-logs-other");
    for destinations in [&[other][..], &[own, other], &[]] {
        let put = ask(&world, &logger, "PutLoggingConfiguration", to(destinations)).await;
        assert_eq!(put.unwrap_err().code, "AccessDeniedException", "{destinations:?}");
    }
    ask(&world, &logger, "PutLoggingConfiguration", to(&[own])).await.unwrap();
    let get = json!({ "ResourceArn": arn });
    ask(&world, &logger, "GetLoggingConfiguration", get.clone()).await.unwrap();
    let delete = ask(&world, &logger, "DeleteLoggingConfiguration", get).await;
    assert_eq!(delete.unwrap_err().code, "AccessDeniedException");
}

#[tokio::test]
async fn a_log_goes_to_a_bucket_of_the_right_name() {
    let (world, published) = published_world();
    let made = done(&world, "CreateWebACL", web_acl("shop", &[])).await;
    let arn = made["Summary"]["ARN"].as_str().unwrap();
    let to = |destinations: &[&str]| {
        json!({ "LoggingConfiguration": {
            "ResourceArn": arn, "LogDestinationConfigs": destinations,
        } })
    };
    let bucket = "arn:aws:s3:::aws-waf-logs-shop";
    for (destinations, code) in [
        (&["arn:aws:s3:::other"][..], "WAFInvalidParameterException"),
        (&[bucket, bucket], "WAFInvalidParameterException"),
        (&["arn:aws:logs:us-east-1:1:log-group:aws-waf-logs-a"], "NotImplemented"),
    ] {
        let (found, message) = refused(&world, "PutLoggingConfiguration", to(destinations)).await;
        assert_eq!(found, code, "{message}");
    }
    let mut body = to(&[bucket]);
    body["LoggingConfiguration"]["RedactedFields"] = json!([{ "Body": {} }]);
    let (code, _) = refused(&world, "PutLoggingConfiguration", body).await;
    assert_eq!(code, "WAFInvalidParameterException");
    for closed in ["arn:aws:s3:::aws-waf-logs-none", "arn:aws:s3:::aws-waf-logs-shop/closed"] {
        let (code, _) = refused(&world, "PutLoggingConfiguration", to(&[closed])).await;
        assert_eq!(code, "WAFLogDestinationPermissionIssueException", "{closed}");
    }
    done(&world, "PutLoggingConfiguration", to(&[bucket])).await;
    assert_eq!(
        published.logging(arn).unwrap().configuration["LogDestinationConfigs"],
        json!([bucket])
    );
    let shown = done(&world, "GetLoggingConfiguration", json!({ "ResourceArn": arn })).await;
    assert_eq!(shown["LoggingConfiguration"]["LogScope"], "CUSTOMER");
    done(&world, "DeleteLoggingConfiguration", json!({ "ResourceArn": arn })).await;
    assert!(published.logging(arn).is_none());
    let (code, _) = refused(&world, "GetLoggingConfiguration", json!({ "ResourceArn": arn })).await;
    assert_eq!(code, "WAFNonexistentItemException");
}

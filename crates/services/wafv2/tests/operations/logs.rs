//! Where logs go.

use serde_json::json;

use super::{done, published_world, refused, web_acl};

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

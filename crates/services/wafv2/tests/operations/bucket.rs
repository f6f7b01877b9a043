//! A bucket that logs go to.

use bartizan_service::testkit::LogBucket;

/// The bucket `aws-waf-logs-shop`, whose policy does not let `closed/` be written.
pub(crate) const BUCKET: LogBucket = LogBucket {
    name: "aws-waf-logs-shop",
    policy: r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow",
    "Principal":{"Service":"delivery.logs.amazonaws.com"},"Action":"s3:PutObject",
    "NotResource":"arn:aws:s3:::aws-waf-logs-shop/closed/*",
    "Condition":{"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control"},
    "ArnLike":{"aws:SourceArn":"arn:aws:logs:us-east-1:123456789012:*"}}}}"#,
};

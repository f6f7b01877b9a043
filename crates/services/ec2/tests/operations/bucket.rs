//! A bucket that logs go to.

use bartizan_service::testkit::LogBucket;

/// The bucket `flows`, whose policy does not let `closed/` be written.
pub(crate) const BUCKET: LogBucket = LogBucket {
    name: "flows",
    policy: r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow",
    "Principal":{"Service":"delivery.logs.amazonaws.com"},"Action":"s3:PutObject",
    "NotResource":"arn:aws:s3:::flows/closed/*",
    "Condition":{"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control",
    "aws:SourceAccount":"123456789012"},
    "ArnLike":{"aws:SourceArn":"arn:aws:logs:us-east-1:123456789012:*"}}}}"#,
};

//! The lists of configurations that a bucket has by the hundred in AWS and none of here.

use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;

use crate::S3;
use crate::bucket::read;
use crate::shapes::{
    ListBucketAnalyticsConfigurationsOutput, ListBucketAnalyticsConfigurationsRequest,
    ListBucketIntelligentTieringConfigurationsOutput,
    ListBucketIntelligentTieringConfigurationsRequest, ListBucketInventoryConfigurationsOutput,
    ListBucketInventoryConfigurationsRequest, ListBucketMetricsConfigurationsOutput,
    ListBucketMetricsConfigurationsRequest,
};

/// `ListBucketAnalyticsConfigurations`.
pub(crate) async fn analytics(
    _s3: &S3,
    call: &Call,
    request: Authorized<ListBucketAnalyticsConfigurationsRequest>,
) -> Result<ListBucketAnalyticsConfigurationsOutput, Fault> {
    read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    Ok(ListBucketAnalyticsConfigurationsOutput {
        is_truncated: Some(false),
        continuation_token: request.into_inner().continuation_token,
        ..ListBucketAnalyticsConfigurationsOutput::default()
    })
}

/// `ListBucketIntelligentTieringConfigurations`.
pub(crate) async fn intelligent_tiering(
    _s3: &S3,
    call: &Call,
    request: Authorized<ListBucketIntelligentTieringConfigurationsRequest>,
) -> Result<ListBucketIntelligentTieringConfigurationsOutput, Fault> {
    read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    Ok(ListBucketIntelligentTieringConfigurationsOutput {
        is_truncated: Some(false),
        continuation_token: request.into_inner().continuation_token,
        ..ListBucketIntelligentTieringConfigurationsOutput::default()
    })
}

/// `ListBucketInventoryConfigurations`.
pub(crate) async fn inventory(
    _s3: &S3,
    call: &Call,
    request: Authorized<ListBucketInventoryConfigurationsRequest>,
) -> Result<ListBucketInventoryConfigurationsOutput, Fault> {
    read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    Ok(ListBucketInventoryConfigurationsOutput {
        is_truncated: Some(false),
        continuation_token: request.into_inner().continuation_token,
        ..ListBucketInventoryConfigurationsOutput::default()
    })
}

/// `ListBucketMetricsConfigurations`.
pub(crate) async fn metrics(
    _s3: &S3,
    call: &Call,
    request: Authorized<ListBucketMetricsConfigurationsRequest>,
) -> Result<ListBucketMetricsConfigurationsOutput, Fault> {
    read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    Ok(ListBucketMetricsConfigurationsOutput {
        is_truncated: Some(false),
        continuation_token: request.into_inner().continuation_token,
        ..ListBucketMetricsConfigurationsOutput::default()
    })
}

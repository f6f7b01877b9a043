//! Buckets as origins of distributions: asked inside of this program, by the same exchange as everyone's.

use std::sync::Arc;

use bartizan_edge::Buckets;
use bartizan_edge::config::{Bucket, BucketAccess};
use bartizan_gateway::{Gateway, Inside};
use bartizan_service::{Caller, origin_identity};
use bartizan_types::{Principal, Region};
use tokio::io::DuplexStream;

/// As whom distributions with an origin access control ask. (Amazon `CloudFront` Developer Guide,
/// "Restrict access to an Amazon S3 origin".)
const PRINCIPAL: &str = "cloudfront.amazonaws.com";

/// Reaches buckets through the gateway.
pub(super) struct OwnBuckets(pub(super) Arc<Gateway>);

impl Buckets for OwnBuckets {
    fn connect(&self, bucket: &Bucket) -> DuplexStream {
        let (caller, overrides) = match &bucket.access {
            BucketAccess::Anyone => (Caller::anonymous(), false),
            BucketAccess::Control { overrides } => {
                let principal = Principal::Service { name: PRINCIPAL.to_owned() };
                (Caller { principal, ..Caller::anonymous() }, *overrides)
            }
            BucketAccess::Identity(id) => (origin_identity::caller(id), true),
        };
        let is_signed_for = matches!(bucket.access, BucketAccess::Control { .. });
        self.0.open_inside(Arc::new(Inside {
            caller,
            on_behalf_of: bucket.front_arn.parse().ok().filter(|_| is_signed_for),
            region: Region::new(&bucket.region),
            overrides,
        }))
    }
}

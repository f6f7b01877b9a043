//! Origin access identities of distributions, as buckets know them. (Amazon `CloudFront` Developer Guide,
//! "Use an origin access identity (legacy, not recommended)".)

use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_types::Principal;

use crate::Caller;

/// The canonical user id of an origin access identity: 64 hexadecimal digits that tell nothing.
pub fn canonical_user(id: &str) -> String {
    hex::encode(digest(&SHA256, format!("origin access identity {id}").as_bytes()))
}

/// An origin access identity that asks.
pub fn caller(id: &str) -> Caller {
    Caller {
        principal: Principal::OriginIdentity {
            id: id.to_owned(),
            canonical_user: canonical_user(id),
        },
        access_key: None,
        session: None,
        principal_tags: Arc::from([]),
    }
}

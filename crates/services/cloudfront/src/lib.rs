//! Amazon `CloudFront`: distributions, the policies by which they cache and forward, and invalidations.
//! What is made here, the edge serves: it reads [`published`] after each commit.

mod cache_policy;
mod config;
mod distribution;
mod error;
mod invalidation;
mod logging;
mod managed;
mod naming;
mod operations;
mod origin_access_control;
mod origin_access_identity;
mod origin_request_policy;
mod paging;
mod policy;
mod projection;
mod published;
mod records;
mod rules;
mod shapes;
mod tags;
mod web_acl;

pub use logging::LogPlace;
pub use projection::CdnProjection;
pub use published::{
    Behaviour, Bucket, BucketAccess, Certificate, Distribution, ErrorPage, Invalidated, Origin,
    OriginProtocol, Parts, Selection, Ttl, ViewerProtocol, invalidated, names, published,
    published_one,
};
pub use records::{DISTRIBUTIONS, INVALIDATIONS, POLICIES};

/// The service.
#[derive(Debug, Default)]
pub struct Cdn;

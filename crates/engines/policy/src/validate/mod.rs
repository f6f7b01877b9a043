//! What AWS refuses: the grammar of each kind of policy, in AWS's words. Three families of texts
//! exist, since three services read policies: IAM and STS (identity policies), the resource
//! services and role trust, and Organizations.

mod action;
mod answer;
mod bucket;
mod date;
mod elements;
mod identity;
mod organization;
mod principal;
mod resource;
mod resource_policy;
mod syntax;
mod trust;

pub use bucket::check_bucket_policy;
pub(crate) use date::is_date;
pub(crate) use principal::{PrincipalForm, PrincipalKey};
pub(crate) use resource::PARTITIONS;

use crate::document::Document;
use crate::json::Span;
use crate::{PolicyError, PolicyKind};

/// A check's answer.
type Check = Result<(), PolicyError>;

/// Checks that a document fits the grammar of its kind.
pub(crate) fn check(document: &Document, kind: PolicyKind) -> Check {
    match kind {
        PolicyKind::Identity | PolicyKind::Boundary => {
            identity::check(&document.root, identity::Versions::Current)
        }
        PolicyKind::Session => identity::check(&document.root, identity::Versions::Any),
        PolicyKind::Resource | PolicyKind::Endpoint => resource_policy::check(&document.root),
        PolicyKind::Trust => trust::check(&document.root),
        PolicyKind::ServiceControl => organization::check_service_control(&document.root),
        PolicyKind::ResourceControl => organization::check_resource_control(&document.root),
    }
}

/// As [`check`], but identity policies may have the version 2008-10-17 or none: such as were stored
/// before IAM asked for the current one, and such as the simulator takes.
pub(crate) fn check_any_version(document: &Document, kind: PolicyKind) -> Check {
    match kind {
        PolicyKind::Identity | PolicyKind::Boundary => {
            identity::check(&document.root, identity::Versions::Any)
        }
        _ => check(document, kind),
    }
}

fn refuse<T>(message: impl Into<String>, span: Span) -> Result<T, PolicyError> {
    Err(PolicyError::malformed(message, span))
}

#[cfg(test)]
mod tests;

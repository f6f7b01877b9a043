//! How a service answers a policy that it refuses.

use crate::{PolicyError, PolicyKind};

/// What IAM says of anything that is not the shape of a policy.
pub(super) const SYNTAX: &str = "Syntax errors in policy.";

/// What the resource services and role trust say of a text that is not JSON.
pub(super) const INVALID_JSON: &str = "This policy contains invalid Json";

/// What Organizations says of every policy it refuses. (Organizations API Reference,
/// "`MalformedPolicyDocumentException`".)
pub(super) const ORGANIZATION: &str =
    "The provided policy document does not meet the requirements of the specified policy type.";

impl PolicyError {
    /// The error code with which the service that takes such policies answers: IAM and STS for
    /// identity, boundary, session and trust policies, S3 for resource policies (services with
    /// codes of their own replace it), Organizations for its policies, EC2 for endpoint policies.
    pub const fn aws_code(kind: PolicyKind) -> &'static str {
        match kind {
            PolicyKind::Identity
            | PolicyKind::Boundary
            | PolicyKind::Session
            | PolicyKind::Trust => "MalformedPolicyDocument",
            PolicyKind::Resource => "MalformedPolicy",
            PolicyKind::ServiceControl | PolicyKind::ResourceControl => {
                "MalformedPolicyDocumentException"
            }
            PolicyKind::Endpoint => "InvalidPolicyDocument",
        }
    }

    /// The message with which that service answers.
    pub fn aws_message(&self, kind: PolicyKind) -> &str {
        match self {
            Self::Malformed { message, .. } => message,
            Self::Json(_) => match kind {
                PolicyKind::Identity | PolicyKind::Boundary | PolicyKind::Session => SYNTAX,
                PolicyKind::Trust | PolicyKind::Resource | PolicyKind::Endpoint => INVALID_JSON,
                PolicyKind::ServiceControl | PolicyKind::ResourceControl => ORGANIZATION,
            },
        }
    }
}

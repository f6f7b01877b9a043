//! AWS's words for a denial.

use crate::{Decision, Layers, Request};

impl Decision {
    /// The message of `AccessDenied`, in AWS's words; empty for a request that is allowed. (IAM
    /// User Guide, "Troubleshoot access denied error messages".)
    pub fn denial_message(&self, request: &Request<'_>, _layers: &Layers<'_>) -> String {
        format!("User is not authorized to perform: {}", request.action)
    }
}

//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{Explain, mfa_tokens, request};

operations! {
    Explain = "bartizan";
    ExplainRequest: Read Management Signed ["bartizan:ExplainRequest"] any_resource => request::explain;
    ImportMFATokens: Write Management Signed ["bartizan:ImportMFATokens"] any_resource => mfa_tokens::import;
}

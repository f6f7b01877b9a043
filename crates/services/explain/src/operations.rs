//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{Explain, delegations, mfa_tokens, request};

operations! {
    Explain = "bartizan";
    DeleteDelegationTemplate: Write Management Signed ["bartizan:DeleteDelegationTemplate"] any_resource => delegations::delete;
    ExplainRequest: Read Management Signed ["bartizan:ExplainRequest"] any_resource => request::explain;
    ImportMFATokens: Write Management Signed ["bartizan:ImportMFATokens"] any_resource => mfa_tokens::import;
    ListDelegationNotifications: Read Management Signed ["bartizan:ListDelegationNotifications"] any_resource => delegations::notifications;
    ListDelegationTemplates: Read Management Signed ["bartizan:ListDelegationTemplates"] any_resource => delegations::list;
    RegisterDelegationTemplate: Write Management Signed ["bartizan:RegisterDelegationTemplate"] any_resource => delegations::register;
}

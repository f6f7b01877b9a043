//! Every operation, a line each.

use bartizan_service::{any_resource, needs_no_permission, operations};

use crate::{
    OwnApi, agent, delegations, edge, mfa_tokens, passkeys, plan, recorded_use, request, tree,
    usage, web_request,
};

operations! {
    OwnApi = "bartizan";
    CreateAgentActivation: Write Management Signed ["bartizan:CreateAgentActivation", "iam:PassRole", "ec2:RunInstances", "ec2:CreateTags"] agent::activation_rule => agent::create;
    DeleteAgentActivation: Write Management Signed ["bartizan:DeleteAgentActivation"] any_resource => agent::delete;
    DeleteDelegationTemplate: Write Management Signed ["bartizan:DeleteDelegationTemplate"] any_resource => delegations::delete;
    DescribeEdge: Read Management Signed ["bartizan:DescribeEdge"] any_resource => edge::describe;
    DescribeTree: Read Management Signed ["bartizan:DescribeTree"] any_resource => tree::describe;
    ExplainRequest: Read Management Signed ["bartizan:ExplainRequest"] any_resource => request::explain;
    ExplainWebRequest: Read Management Signed ["bartizan:ExplainWebRequest"] any_resource => web_request::explain;
    FinishPasskeyRegistration: Write Management Signed ["iam:EnableMFADevice"] passkeys::registration => passkeys::finish_registration;
    GetAgentCredentials: Write Management Anyone [] needs_no_permission => agent::issue;
    GetUsage: Read Management Signed ["bartizan:GetUsage"] any_resource => usage::get;
    GetSessionTokenWithPasskey: Issue Management Signed [] needs_no_permission => passkeys::session_token;
    ImportMFATokens: Write Management Signed ["bartizan:ImportMFATokens"] any_resource => mfa_tokens::import;
    ListDelegationNotifications: Read Management Signed ["bartizan:ListDelegationNotifications"] any_resource => delegations::notifications;
    ListDelegationTemplates: Read Management Signed ["bartizan:ListDelegationTemplates"] any_resource => delegations::list;
    PlanPolicy: Read Management Signed ["bartizan:PlanPolicy"] any_resource => plan::plan;
    RegisterAgent: Write Management Anyone [] needs_no_permission => agent::register;
    RegisterDelegationTemplate: Write Management Signed ["bartizan:RegisterDelegationTemplate"] any_resource => delegations::register;
    SendAgentFlows: Write Data Signed ["bartizan:SendAgentFlows"] agent::report_rule => agent::take_flows;
    SendAgentReport: Write Data Signed ["bartizan:SendAgentReport"] agent::report_rule => agent::take;
    StartPasskeyAuthentication: Write Management Signed [] needs_no_permission => passkeys::start_authentication;
    StartPasskeyRegistration: Write Management Signed ["iam:EnableMFADevice"] passkeys::registration => passkeys::start_registration;
    SummarizeUse: Read Management Signed ["bartizan:SummarizeUse"] any_resource => recorded_use::summarize;
}

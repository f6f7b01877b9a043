//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{
    Organizations, account, delegation, effective, handshake, membership, organization, policy,
    resource_policy, rules, tagging, trusted_access, unit,
};

operations! {
    Organizations = "organizations";
    CreateOrganization: Write Management Signed ["organizations:CreateOrganization"] any_resource => organization::create;
    DescribeOrganization: Read Management Signed ["organizations:DescribeOrganization"] any_resource => organization::describe;
    ListRoots: Read Management Signed ["organizations:ListRoots"] rules::whole => organization::list_roots;

    CreateOrganizationalUnit: Write Management Signed ["organizations:CreateOrganizationalUnit", "organizations:TagResource"] rules::new_unit => unit::create;
    DescribeOrganizationalUnit: Read Management Signed ["organizations:DescribeOrganizationalUnit"] rules::unit => unit::describe;
    UpdateOrganizationalUnit: Write Management Signed ["organizations:UpdateOrganizationalUnit"] rules::unit => unit::update;
    DeleteOrganizationalUnit: Write Management Signed ["organizations:DeleteOrganizationalUnit"] rules::unit => unit::delete;
    ListOrganizationalUnitsForParent: Read Management Signed ["organizations:ListOrganizationalUnitsForParent"] rules::parent => unit::list;
    ListChildren: Read Management Signed ["organizations:ListChildren"] rules::parent => unit::list_children;
    ListParents: Read Management Signed ["organizations:ListParents"] rules::child => unit::list_parents;

    CreateAccount: Write Management Signed ["organizations:CreateAccount", "organizations:TagResource"] rules::new_account => account::create;
    DescribeCreateAccountStatus: Read Management Signed ["organizations:DescribeCreateAccountStatus"] rules::whole => account::describe_creation;
    ListCreateAccountStatus: Read Management Signed ["organizations:ListCreateAccountStatus"] rules::whole => account::list_creations;
    DescribeAccount: Read Management Signed ["organizations:DescribeAccount"] rules::account => account::describe;
    ListAccounts: Read Management Signed ["organizations:ListAccounts"] rules::whole => account::list;
    ListAccountsForParent: Read Management Signed ["organizations:ListAccountsForParent"] rules::parent => account::list_for_parent;
    MoveAccount: Write Management Signed ["organizations:MoveAccount"] rules::moved_account => account::relocate;

    CreatePolicy: Write Management Signed ["organizations:CreatePolicy", "organizations:TagResource"] rules::new_policy => policy::create;
    DescribePolicy: Read Management Signed ["organizations:DescribePolicy"] rules::policy => policy::describe;
    UpdatePolicy: Write Management Signed ["organizations:UpdatePolicy"] rules::policy => policy::update;
    DeletePolicy: Write Management Signed ["organizations:DeletePolicy"] rules::policy => policy::delete;
    AttachPolicy: Write Management Signed ["organizations:AttachPolicy"] rules::attachment => policy::attach;
    DetachPolicy: Write Management Signed ["organizations:DetachPolicy"] rules::attachment => policy::detach;
    ListPolicies: Read Management Signed ["organizations:ListPolicies"] rules::policies => policy::list;
    ListPoliciesForTarget: Read Management Signed ["organizations:ListPoliciesForTarget"] rules::target_policies => policy::list_for_target;
    ListTargetsForPolicy: Read Management Signed ["organizations:ListTargetsForPolicy"] rules::policy => policy::list_targets;
    EnablePolicyType: Write Management Signed ["organizations:EnablePolicyType"] rules::policy_type => policy::enable;
    DisablePolicyType: Write Management Signed ["organizations:DisablePolicyType"] rules::policy_type => policy::disable;

    DescribeEffectivePolicy: Read Management Signed ["organizations:DescribeEffectivePolicy"] rules::effective_policy => effective::describe;
    ListEffectivePolicyValidationErrors: Read Management Signed ["organizations:ListEffectivePolicyValidationErrors"] rules::effective_policy_errors => effective::list_errors;
    ListAccountsWithInvalidEffectivePolicy: Read Management Signed ["organizations:ListAccountsWithInvalidEffectivePolicy"] rules::invalid_effective_policies => effective::list_invalid;

    TagResource: Write Management Signed ["organizations:TagResource"] rules::tagged => tagging::tag;
    UntagResource: Write Management Signed ["organizations:UntagResource"] rules::tagged => tagging::untag;
    ListTagsForResource: Read Management Signed ["organizations:ListTagsForResource"] rules::tagged => tagging::list;

    RemoveAccountFromOrganization: Write Management Signed ["organizations:RemoveAccountFromOrganization"] rules::account => membership::remove;
    LeaveOrganization: Write Management Signed ["organizations:LeaveOrganization"] any_resource => membership::leave;
    DeleteOrganization: Write Management Signed ["organizations:DeleteOrganization"] any_resource => membership::end;

    CloseAccount: Write Management Signed ["organizations:CloseAccount"] rules::account => account::close;

    EnableAllFeatures: Write Management Signed ["organizations:EnableAllFeatures"] any_resource => handshake::enable_all;
    InviteAccountToOrganization: Write Management Signed ["organizations:InviteAccountToOrganization", "organizations:TagResource"] rules::invited => handshake::invite;
    AcceptHandshake: Write Management Signed ["organizations:AcceptHandshake", "organizations:LeaveOrganization", "iam:CreateServiceLinkedRole"] rules::handshake => handshake::accept;
    DeclineHandshake: Write Management Signed ["organizations:DeclineHandshake"] rules::handshake => handshake::decline;
    CancelHandshake: Write Management Signed ["organizations:CancelHandshake"] rules::handshake => handshake::cancel;
    DescribeHandshake: Read Management Signed ["organizations:DescribeHandshake"] rules::handshake => handshake::describe;
    ListHandshakesForAccount: Read Management Signed ["organizations:ListHandshakesForAccount"] any_resource => handshake::list_for_account;
    ListHandshakesForOrganization: Read Management Signed ["organizations:ListHandshakesForOrganization"] rules::whole => handshake::list_for_organization;

    RegisterDelegatedAdministrator: Write Management Signed ["organizations:RegisterDelegatedAdministrator"] rules::administrator => delegation::register;
    DeregisterDelegatedAdministrator: Write Management Signed ["organizations:DeregisterDelegatedAdministrator"] rules::administrator => delegation::deregister;
    ListDelegatedAdministrators: Read Management Signed ["organizations:ListDelegatedAdministrators"] rules::service => delegation::list;
    ListDelegatedServicesForAccount: Read Management Signed ["organizations:ListDelegatedServicesForAccount"] rules::account => delegation::list_services;

    EnableAWSServiceAccess: Write Management Signed ["organizations:EnableAWSServiceAccess"] rules::service => trusted_access::enable;
    DisableAWSServiceAccess: Write Management Signed ["organizations:DisableAWSServiceAccess"] rules::service => trusted_access::disable;
    ListAWSServiceAccessForOrganization: Read Management Signed ["organizations:ListAWSServiceAccessForOrganization"] rules::whole => trusted_access::list;

    PutResourcePolicy: Write Management Signed ["organizations:PutResourcePolicy", "organizations:TagResource"] rules::new_resource_policy => resource_policy::put;
    DescribeResourcePolicy: Read Management Signed ["organizations:DescribeResourcePolicy"] rules::whole => resource_policy::describe;
    DeleteResourcePolicy: Write Management Signed ["organizations:DeleteResourcePolicy"] rules::whole => resource_policy::delete;
}

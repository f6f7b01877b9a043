//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{Organizations, account, organization, policy, rules, unit};

operations! {
    Organizations = "organizations";
    CreateOrganization: Write Management Signed ["organizations:CreateOrganization"] any_resource => organization::create;
    DescribeOrganization: Read Management Signed ["organizations:DescribeOrganization"] any_resource => organization::describe;
    ListRoots: Read Management Signed ["organizations:ListRoots"] any_resource => organization::list_roots;

    CreateOrganizationalUnit: Write Management Signed ["organizations:CreateOrganizationalUnit", "organizations:TagResource"] rules::new_unit => unit::create;
    DescribeOrganizationalUnit: Read Management Signed ["organizations:DescribeOrganizationalUnit"] rules::unit => unit::describe;
    UpdateOrganizationalUnit: Write Management Signed ["organizations:UpdateOrganizationalUnit"] rules::unit => unit::update;
    DeleteOrganizationalUnit: Write Management Signed ["organizations:DeleteOrganizationalUnit"] rules::unit => unit::delete;
    ListOrganizationalUnitsForParent: Read Management Signed ["organizations:ListOrganizationalUnitsForParent"] rules::parent => unit::list;
    ListChildren: Read Management Signed ["organizations:ListChildren"] rules::parent => unit::list_children;
    ListParents: Read Management Signed ["organizations:ListParents"] rules::child => unit::list_parents;

    CreateAccount: Write Management Signed ["organizations:CreateAccount", "organizations:TagResource"] rules::new_account => account::create;
    DescribeCreateAccountStatus: Read Management Signed ["organizations:DescribeCreateAccountStatus"] any_resource => account::describe_creation;
    ListCreateAccountStatus: Read Management Signed ["organizations:ListCreateAccountStatus"] any_resource => account::list_creations;
    DescribeAccount: Read Management Signed ["organizations:DescribeAccount"] rules::account => account::describe;
    ListAccounts: Read Management Signed ["organizations:ListAccounts"] any_resource => account::list;
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
}

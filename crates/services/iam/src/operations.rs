//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{Iam, authorization_details, instance_profile, managed_policy, role, rules, simulate};

operations! {
    Iam = "iam";
    AddRoleToInstanceProfile: Write Management Signed ["iam:AddRoleToInstanceProfile", "iam:PassRole"] instance_profile::rule::with_role => instance_profile::add_role;
    CreateInstanceProfile: Write Management Signed ["iam:CreateInstanceProfile"] instance_profile::rule::new => instance_profile::create;
    CreatePolicy: Write Management Signed ["iam:CreatePolicy"] managed_policy::rule::new => managed_policy::create;
    CreatePolicyVersion: Write Management Signed ["iam:CreatePolicyVersion"] managed_policy::rule::existing => managed_policy::create_version;
    CreateRole: Write Management Signed ["iam:CreateRole"] role::rule::new => role::create;
    CreateServiceLinkedRole: Write Management Signed ["iam:CreateServiceLinkedRole"] role::rule::linked => role::create_linked;
    DeleteInstanceProfile: Write Management Signed ["iam:DeleteInstanceProfile"] instance_profile::rule::existing => instance_profile::delete;
    DeletePolicy: Write Management Signed ["iam:DeletePolicy"] managed_policy::rule::existing => managed_policy::delete;
    DeletePolicyVersion: Write Management Signed ["iam:DeletePolicyVersion"] managed_policy::rule::existing => managed_policy::delete_version;
    DeleteRole: Write Management Signed ["iam:DeleteRole"] rules::role => role::delete;
    DeleteServiceLinkedRole: Write Management Signed ["iam:DeleteServiceLinkedRole"] rules::role => role::delete_linked;
    GetAccountAuthorizationDetails: Read Management Signed ["iam:GetAccountAuthorizationDetails"] any_resource => authorization_details::details;
    GetContextKeysForCustomPolicy: Read Management Signed ["iam:GetContextKeysForCustomPolicy"] any_resource => simulate::custom_context_keys;
    GetContextKeysForPrincipalPolicy: Read Management Signed ["iam:GetContextKeysForPrincipalPolicy"] simulate::source_rule => simulate::principal_context_keys;
    GetInstanceProfile: Read Management Signed ["iam:GetInstanceProfile"] instance_profile::rule::existing => instance_profile::get;
    GetPolicy: Read Management Signed ["iam:GetPolicy"] managed_policy::rule::existing => managed_policy::get;
    GetPolicyVersion: Read Management Signed ["iam:GetPolicyVersion"] managed_policy::rule::existing => managed_policy::version;
    GetRole: Read Management Signed ["iam:GetRole"] rules::role => role::get;
    GetServiceLinkedRoleDeletionStatus: Read Management Signed ["iam:GetServiceLinkedRoleDeletionStatus"] role::rule::task => role::deletion_status;
    ListEntitiesForPolicy: Read Management Signed ["iam:ListEntitiesForPolicy"] managed_policy::rule::existing => managed_policy::entities;
    ListInstanceProfileTags: Read Management Signed ["iam:ListInstanceProfileTags"] instance_profile::rule::existing => instance_profile::list_tags;
    ListInstanceProfiles: Read Management Signed ["iam:ListInstanceProfiles"] instance_profile::rule::listed => instance_profile::list;
    ListInstanceProfilesForRole: Read Management Signed ["iam:ListInstanceProfilesForRole"] rules::role => instance_profile::list_for_role;
    ListPolicies: Read Management Signed ["iam:ListPolicies"] any_resource => managed_policy::list;
    ListPoliciesGrantingServiceAccess: Read Management Signed ["iam:ListPoliciesGrantingServiceAccess"] managed_policy::rule::entity => managed_policy::granting_service_access;
    ListPolicyTags: Read Management Signed ["iam:ListPolicyTags"] managed_policy::rule::existing => managed_policy::list_tags;
    ListPolicyVersions: Read Management Signed ["iam:ListPolicyVersions"] managed_policy::rule::existing => managed_policy::versions;
    ListRoleTags: Read Management Signed ["iam:ListRoleTags"] rules::role => role::list_tags;
    ListRoles: Read Management Signed ["iam:ListRoles"] role::rule::listed => role::list;
    RemoveRoleFromInstanceProfile: Write Management Signed ["iam:RemoveRoleFromInstanceProfile"] instance_profile::rule::existing => instance_profile::remove_role;
    SetDefaultPolicyVersion: Write Management Signed ["iam:SetDefaultPolicyVersion"] managed_policy::rule::existing => managed_policy::set_default_version;
    SimulateCustomPolicy: Read Management Signed ["iam:SimulateCustomPolicy"] any_resource => simulate::custom;
    SimulatePrincipalPolicy: Read Management Signed ["iam:SimulatePrincipalPolicy"] simulate::source_rule => simulate::principal;
    TagInstanceProfile: Write Management Signed ["iam:TagInstanceProfile"] instance_profile::rule::existing => instance_profile::tag;
    TagPolicy: Write Management Signed ["iam:TagPolicy"] managed_policy::rule::existing => managed_policy::tag;
    TagRole: Write Management Signed ["iam:TagRole"] role::rule::tags => role::tag;
    UntagInstanceProfile: Write Management Signed ["iam:UntagInstanceProfile"] instance_profile::rule::existing => instance_profile::untag;
    UntagPolicy: Write Management Signed ["iam:UntagPolicy"] managed_policy::rule::existing => managed_policy::untag;
    UntagRole: Write Management Signed ["iam:UntagRole"] role::rule::tags => role::untag;
    UpdateAssumeRolePolicy: Write Management Signed ["iam:UpdateAssumeRolePolicy"] rules::role => role::update_trust;
    UpdateRole: Write Management Signed ["iam:UpdateRole"] rules::role => role::update;
    UpdateRoleDescription: Write Management Signed ["iam:UpdateRoleDescription"] rules::role => role::update_description;
}

//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{
    Iam, access_key, account, authorization_details, boundary, credential_report, delegation,
    group, instance_profile, last_accessed, login_profile, managed_policy, mfa, oidc_provider,
    password, policies, role, root_access, rules, saml_provider, server_certificate,
    service_credential, signing_certificate, simulate, ssh_key, user,
};

operations! {
    Iam = "iam";
    AttachUserPolicy: Write Management Signed ["iam:AttachUserPolicy"] rules::user_policy => policies::of_user::attach;
    CreateUser: Write Management Signed ["iam:CreateUser", "iam:TagUser"] user::rule::new => user::create;
    DeleteUser: Write Management Signed ["iam:DeleteUser"] rules::user => user::delete;
    DeleteUserPermissionsBoundary: Write Management Signed ["iam:DeleteUserPermissionsBoundary"] rules::bounded_user => boundary::delete;
    DeleteUserPolicy: Write Management Signed ["iam:DeleteUserPolicy"] rules::bounded_user => policies::of_user::delete;
    DetachUserPolicy: Write Management Signed ["iam:DetachUserPolicy"] rules::user_policy => policies::of_user::detach;
    GetUser: Read Management Signed ["iam:GetUser"] rules::user => user::get;
    GetUserPolicy: Read Management Signed ["iam:GetUserPolicy"] rules::user => policies::of_user::get;
    ListAttachedUserPolicies: Read Management Signed ["iam:ListAttachedUserPolicies"] rules::user => policies::of_user::list_attached;
    ListUserPolicies: Read Management Signed ["iam:ListUserPolicies"] rules::user => policies::of_user::list;
    ListUserTags: Read Management Signed ["iam:ListUserTags"] rules::user => user::list_tags;
    ListUsers: Read Management Signed ["iam:ListUsers"] user::rule::listed => user::list;
    PutUserPermissionsBoundary: Write Management Signed ["iam:PutUserPermissionsBoundary"] user::rule::new_boundary => boundary::put;
    PutUserPolicy: Write Management Signed ["iam:PutUserPolicy"] rules::bounded_user => policies::of_user::put;
    TagUser: Write Management Signed ["iam:TagUser"] user::rule::tags => user::tag;
    UntagUser: Write Management Signed ["iam:UntagUser"] user::rule::tags => user::untag;
    UpdateUser: Write Management Signed ["iam:UpdateUser"] user::rule::update => user::update;

    AddUserToGroup: Write Management Signed ["iam:AddUserToGroup"] rules::group => group::add_user;
    AttachGroupPolicy: Write Management Signed ["iam:AttachGroupPolicy"] rules::group_policy => policies::of_group::attach;
    CreateGroup: Write Management Signed ["iam:CreateGroup"] group::rule::new => group::create;
    DeleteGroup: Write Management Signed ["iam:DeleteGroup"] rules::group => group::delete;
    DeleteGroupPolicy: Write Management Signed ["iam:DeleteGroupPolicy"] rules::group => policies::of_group::delete;
    DetachGroupPolicy: Write Management Signed ["iam:DetachGroupPolicy"] rules::group_policy => policies::of_group::detach;
    GetGroup: Read Management Signed ["iam:GetGroup"] rules::group => group::get;
    GetGroupPolicy: Read Management Signed ["iam:GetGroupPolicy"] rules::group => policies::of_group::get;
    ListAttachedGroupPolicies: Read Management Signed ["iam:ListAttachedGroupPolicies"] rules::group => policies::of_group::list_attached;
    ListGroupPolicies: Read Management Signed ["iam:ListGroupPolicies"] rules::group => policies::of_group::list;
    ListGroups: Read Management Signed ["iam:ListGroups"] group::rule::listed => group::list;
    ListGroupsForUser: Read Management Signed ["iam:ListGroupsForUser"] rules::user => group::list_for_user;
    PutGroupPolicy: Write Management Signed ["iam:PutGroupPolicy"] rules::group => policies::of_group::put;
    RemoveUserFromGroup: Write Management Signed ["iam:RemoveUserFromGroup"] rules::group => group::remove_user;
    UpdateGroup: Write Management Signed ["iam:UpdateGroup"] group::rule::update => group::update;

    CreateAccessKey: Write Management Signed ["iam:CreateAccessKey"] rules::user => access_key::create;
    DeleteAccessKey: Write Management Signed ["iam:DeleteAccessKey"] rules::user => access_key::delete;
    GetAccessKeyLastUsed: Read Management Signed ["iam:GetAccessKeyLastUsed"] access_key::rule::owner => access_key::last_used;
    ListAccessKeys: Read Management Signed ["iam:ListAccessKeys"] rules::user => access_key::list;
    UpdateAccessKey: Write Management Signed ["iam:UpdateAccessKey"] rules::user => access_key::update;

    CreateVirtualMFADevice: Write Management Signed ["iam:CreateVirtualMFADevice", "iam:TagMFADevice"] mfa::rule::new => mfa::create;
    DeactivateMFADevice: Write Management Signed ["iam:DeactivateMFADevice"] rules::user => mfa::deactivate;
    DeleteVirtualMFADevice: Write Management Signed ["iam:DeleteVirtualMFADevice"] mfa::rule::existing => mfa::delete;
    EnableMFADevice: Write Management Signed ["iam:EnableMFADevice"] rules::user => mfa::enable;
    GetMFADevice: Read Management Signed ["iam:GetMFADevice"] rules::user => mfa::get;
    ListMFADeviceTags: Read Management Signed ["iam:ListMFADeviceTags"] mfa::rule::existing => mfa::list_tags;
    ListMFADevices: Read Management Signed ["iam:ListMFADevices"] rules::user => mfa::list;
    ListVirtualMFADevices: Read Management Signed ["iam:ListVirtualMFADevices"] any_resource => mfa::list_virtual;
    ResyncMFADevice: Write Management Signed ["iam:ResyncMFADevice"] rules::user => mfa::resync;
    TagMFADevice: Write Management Signed ["iam:TagMFADevice"] mfa::rule::existing => mfa::tag;
    UntagMFADevice: Write Management Signed ["iam:UntagMFADevice"] mfa::rule::existing => mfa::untag;
    ChangePassword: Write Management Signed ["iam:ChangePassword"] password::rule => password::change;
    CreateLoginProfile: Write Management Signed ["iam:CreateLoginProfile"] rules::user => login_profile::create;
    DeleteLoginProfile: Write Management Signed ["iam:DeleteLoginProfile"] rules::user => login_profile::delete;
    GetLoginProfile: Read Management Signed ["iam:GetLoginProfile"] rules::user => login_profile::get;
    UpdateLoginProfile: Write Management Signed ["iam:UpdateLoginProfile"] rules::user => login_profile::update;

    DeleteSSHPublicKey: Write Management Signed ["iam:DeleteSSHPublicKey"] rules::user => ssh_key::delete;
    GetSSHPublicKey: Read Management Signed ["iam:GetSSHPublicKey"] rules::user => ssh_key::get;
    ListSSHPublicKeys: Read Management Signed ["iam:ListSSHPublicKeys"] rules::user => ssh_key::list;
    UpdateSSHPublicKey: Write Management Signed ["iam:UpdateSSHPublicKey"] rules::user => ssh_key::update;
    UploadSSHPublicKey: Write Management Signed ["iam:UploadSSHPublicKey"] rules::user => ssh_key::upload;

    DeleteSigningCertificate: Write Management Signed ["iam:DeleteSigningCertificate"] rules::user => signing_certificate::delete;
    ListSigningCertificates: Read Management Signed ["iam:ListSigningCertificates"] rules::user => signing_certificate::list;
    UpdateSigningCertificate: Write Management Signed ["iam:UpdateSigningCertificate"] rules::user => signing_certificate::update;
    UploadSigningCertificate: Write Management Signed ["iam:UploadSigningCertificate"] rules::user => signing_certificate::upload;

    CreateServiceSpecificCredential: Write Management Signed ["iam:CreateServiceSpecificCredential"] service_credential::rule::new => service_credential::create;
    DeleteServiceSpecificCredential: Write Management Signed ["iam:DeleteServiceSpecificCredential"] rules::user => service_credential::delete;
    ListServiceSpecificCredentials: Read Management Signed ["iam:ListServiceSpecificCredentials"] service_credential::rule::listed => service_credential::list;
    ResetServiceSpecificCredential: Write Management Signed ["iam:ResetServiceSpecificCredential"] rules::user => service_credential::reset;
    UpdateServiceSpecificCredential: Write Management Signed ["iam:UpdateServiceSpecificCredential"] rules::user => service_credential::update;

    DeleteServerCertificate: Write Management Signed ["iam:DeleteServerCertificate"] server_certificate::rule::existing => server_certificate::delete;
    GetServerCertificate: Read Management Signed ["iam:GetServerCertificate"] server_certificate::rule::existing => server_certificate::get;
    ListServerCertificateTags: Read Management Signed ["iam:ListServerCertificateTags"] server_certificate::rule::existing => server_certificate::list_tags;
    ListServerCertificates: Read Management Signed ["iam:ListServerCertificates"] server_certificate::rule::listed => server_certificate::list;
    TagServerCertificate: Write Management Signed ["iam:TagServerCertificate"] server_certificate::rule::existing => server_certificate::tag;
    UntagServerCertificate: Write Management Signed ["iam:UntagServerCertificate"] server_certificate::rule::existing => server_certificate::untag;
    UpdateServerCertificate: Write Management Signed ["iam:UpdateServerCertificate"] server_certificate::rule::update => server_certificate::update;
    UploadServerCertificate: Write Management Signed ["iam:UploadServerCertificate", "iam:TagServerCertificate"] server_certificate::rule::new => server_certificate::upload;

    AttachRolePolicy: Write Management Signed ["iam:AttachRolePolicy"] rules::role_policy => policies::of_role::attach;
    CreateRole: Write Management Signed ["iam:CreateRole", "iam:TagRole"] role::rule::new => role::create;
    CreateServiceLinkedRole: Write Management Signed ["iam:CreateServiceLinkedRole"] role::rule::linked => role::create_linked;
    DeleteRole: Write Management Signed ["iam:DeleteRole"] rules::role => role::delete;
    DeleteRolePermissionsBoundary: Write Management Signed ["iam:DeleteRolePermissionsBoundary"] rules::bounded_role => role::delete_boundary;
    DeleteRolePolicy: Write Management Signed ["iam:DeleteRolePolicy"] rules::bounded_role => policies::of_role::delete;
    DeleteServiceLinkedRole: Write Management Signed ["iam:DeleteServiceLinkedRole"] rules::role => role::delete_linked;
    DetachRolePolicy: Write Management Signed ["iam:DetachRolePolicy"] rules::role_policy => policies::of_role::detach;
    GetRole: Read Management Signed ["iam:GetRole"] rules::role => role::get;
    GetRolePolicy: Read Management Signed ["iam:GetRolePolicy"] rules::role => policies::of_role::get;
    GetServiceLinkedRoleDeletionStatus: Read Management Signed ["iam:GetServiceLinkedRoleDeletionStatus"] role::rule::task => role::deletion_status;
    ListAttachedRolePolicies: Read Management Signed ["iam:ListAttachedRolePolicies"] rules::role => policies::of_role::list_attached;
    ListRolePolicies: Read Management Signed ["iam:ListRolePolicies"] rules::role => policies::of_role::list;
    ListRoleTags: Read Management Signed ["iam:ListRoleTags"] rules::role => role::list_tags;
    ListRoles: Read Management Signed ["iam:ListRoles"] role::rule::listed => role::list;
    PutRolePermissionsBoundary: Write Management Signed ["iam:PutRolePermissionsBoundary"] role::rule::new_boundary => role::put_boundary;
    PutRolePolicy: Write Management Signed ["iam:PutRolePolicy"] rules::bounded_role => policies::of_role::put;
    TagRole: Write Management Signed ["iam:TagRole"] role::rule::tags => role::tag;
    UntagRole: Write Management Signed ["iam:UntagRole"] role::rule::tags => role::untag;
    UpdateAssumeRolePolicy: Write Management Signed ["iam:UpdateAssumeRolePolicy"] rules::role => role::update_trust;
    UpdateRole: Write Management Signed ["iam:UpdateRole"] rules::role => role::update;
    UpdateRoleDescription: Write Management Signed ["iam:UpdateRoleDescription"] rules::role => role::update_description;

    AddRoleToInstanceProfile: Write Management Signed ["iam:AddRoleToInstanceProfile", "iam:PassRole"] instance_profile::rule::with_role => instance_profile::add_role;
    CreateInstanceProfile: Write Management Signed ["iam:CreateInstanceProfile", "iam:TagInstanceProfile"] instance_profile::rule::new => instance_profile::create;
    DeleteInstanceProfile: Write Management Signed ["iam:DeleteInstanceProfile"] instance_profile::rule::existing => instance_profile::delete;
    GetInstanceProfile: Read Management Signed ["iam:GetInstanceProfile"] instance_profile::rule::existing => instance_profile::get;
    ListInstanceProfileTags: Read Management Signed ["iam:ListInstanceProfileTags"] instance_profile::rule::existing => instance_profile::list_tags;
    ListInstanceProfiles: Read Management Signed ["iam:ListInstanceProfiles"] instance_profile::rule::listed => instance_profile::list;
    ListInstanceProfilesForRole: Read Management Signed ["iam:ListInstanceProfilesForRole"] rules::role => instance_profile::list_for_role;
    RemoveRoleFromInstanceProfile: Write Management Signed ["iam:RemoveRoleFromInstanceProfile"] instance_profile::rule::existing => instance_profile::remove_role;
    TagInstanceProfile: Write Management Signed ["iam:TagInstanceProfile"] instance_profile::rule::existing => instance_profile::tag;
    UntagInstanceProfile: Write Management Signed ["iam:UntagInstanceProfile"] instance_profile::rule::existing => instance_profile::untag;

    CreatePolicy: Write Management Signed ["iam:CreatePolicy", "iam:TagPolicy"] managed_policy::rule::new => managed_policy::create;
    CreatePolicyVersion: Write Management Signed ["iam:CreatePolicyVersion"] managed_policy::rule::existing => managed_policy::create_version;
    DeletePolicy: Write Management Signed ["iam:DeletePolicy"] managed_policy::rule::existing => managed_policy::delete;
    DeletePolicyVersion: Write Management Signed ["iam:DeletePolicyVersion"] managed_policy::rule::existing => managed_policy::delete_version;
    GetPolicy: Read Management Signed ["iam:GetPolicy"] managed_policy::rule::existing => managed_policy::get;
    GetPolicyVersion: Read Management Signed ["iam:GetPolicyVersion"] managed_policy::rule::existing => managed_policy::version;
    ListEntitiesForPolicy: Read Management Signed ["iam:ListEntitiesForPolicy"] managed_policy::rule::existing => managed_policy::entities;
    ListPolicies: Read Management Signed ["iam:ListPolicies"] any_resource => managed_policy::list;
    ListPoliciesGrantingServiceAccess: Read Management Signed ["iam:ListPoliciesGrantingServiceAccess"] managed_policy::rule::entity => managed_policy::granting_service_access;
    ListPolicyTags: Read Management Signed ["iam:ListPolicyTags"] managed_policy::rule::existing => managed_policy::list_tags;
    ListPolicyVersions: Read Management Signed ["iam:ListPolicyVersions"] managed_policy::rule::existing => managed_policy::versions;
    SetDefaultPolicyVersion: Write Management Signed ["iam:SetDefaultPolicyVersion"] managed_policy::rule::existing => managed_policy::set_default_version;
    TagPolicy: Write Management Signed ["iam:TagPolicy"] managed_policy::rule::existing => managed_policy::tag;
    UntagPolicy: Write Management Signed ["iam:UntagPolicy"] managed_policy::rule::existing => managed_policy::untag;

    AddClientIDToOpenIDConnectProvider: Write Management Signed ["iam:AddClientIDToOpenIDConnectProvider"] oidc_provider::rule::existing => oidc_provider::add_client_id;
    CreateOpenIDConnectProvider: Write Management Signed ["iam:CreateOpenIDConnectProvider", "iam:TagOpenIDConnectProvider"] oidc_provider::rule::new => oidc_provider::create;
    DeleteOpenIDConnectProvider: Write Management Signed ["iam:DeleteOpenIDConnectProvider"] oidc_provider::rule::existing => oidc_provider::delete;
    GetOpenIDConnectProvider: Read Management Signed ["iam:GetOpenIDConnectProvider"] oidc_provider::rule::existing => oidc_provider::get;
    ListOpenIDConnectProviderTags: Read Management Signed ["iam:ListOpenIDConnectProviderTags"] oidc_provider::rule::existing => oidc_provider::list_tags;
    ListOpenIDConnectProviders: Read Management Signed ["iam:ListOpenIDConnectProviders"] any_resource => oidc_provider::list;
    RemoveClientIDFromOpenIDConnectProvider: Write Management Signed ["iam:RemoveClientIDFromOpenIDConnectProvider"] oidc_provider::rule::existing => oidc_provider::remove_client_id;
    TagOpenIDConnectProvider: Write Management Signed ["iam:TagOpenIDConnectProvider"] oidc_provider::rule::existing => oidc_provider::tag;
    UntagOpenIDConnectProvider: Write Management Signed ["iam:UntagOpenIDConnectProvider"] oidc_provider::rule::existing => oidc_provider::untag;
    UpdateOpenIDConnectProviderThumbprint: Write Management Signed ["iam:UpdateOpenIDConnectProviderThumbprint"] oidc_provider::rule::existing => oidc_provider::update_thumbprints;

    DisableOutboundWebIdentityFederation: Write Management Signed ["iam:DisableOutboundWebIdentityFederation"] any_resource => account::token_issuer::disable;
    EnableOutboundWebIdentityFederation: Write Management Signed ["iam:EnableOutboundWebIdentityFederation"] any_resource => account::token_issuer::enable;
    GetOutboundWebIdentityFederationInfo: Read Management Signed ["iam:GetOutboundWebIdentityFederationInfo"] any_resource => account::token_issuer::info;
    CreateSAMLProvider: Write Management Signed ["iam:CreateSAMLProvider", "iam:TagSAMLProvider"] saml_provider::rule::new => saml_provider::create;
    DeleteSAMLProvider: Write Management Signed ["iam:DeleteSAMLProvider"] saml_provider::rule::existing => saml_provider::delete;
    GetSAMLProvider: Read Management Signed ["iam:GetSAMLProvider"] saml_provider::rule::existing => saml_provider::get;
    ListSAMLProviderTags: Read Management Signed ["iam:ListSAMLProviderTags"] saml_provider::rule::existing => saml_provider::list_tags;
    ListSAMLProviders: Read Management Signed ["iam:ListSAMLProviders"] any_resource => saml_provider::list;
    TagSAMLProvider: Write Management Signed ["iam:TagSAMLProvider"] saml_provider::rule::existing => saml_provider::tag;
    UntagSAMLProvider: Write Management Signed ["iam:UntagSAMLProvider"] saml_provider::rule::existing => saml_provider::untag;
    UpdateSAMLProvider: Write Management Signed ["iam:UpdateSAMLProvider"] saml_provider::rule::existing => saml_provider::update;

    CreateAccountAlias: Write Management Signed ["iam:CreateAccountAlias"] any_resource => account::create_alias;
    DeleteAccountAlias: Write Management Signed ["iam:DeleteAccountAlias"] any_resource => account::delete_alias;
    DeleteAccountPasswordPolicy: Write Management Signed ["iam:DeleteAccountPasswordPolicy"] any_resource => account::delete_password_policy;
    GenerateCredentialReport: Write Management Signed ["iam:GenerateCredentialReport"] any_resource => credential_report::generate;
    GetAccountAuthorizationDetails: Read Management Signed ["iam:GetAccountAuthorizationDetails"] any_resource => authorization_details::details;
    GetAccountPasswordPolicy: Read Management Signed ["iam:GetAccountPasswordPolicy"] password::policy_rule => account::password_policy;
    GetAccountSummary: Read Management Signed ["iam:GetAccountSummary"] any_resource => account::summary;
    GetCredentialReport: Read Management Signed ["iam:GetCredentialReport"] any_resource => credential_report::get;
    ListAccountAliases: Read Management Signed ["iam:ListAccountAliases"] any_resource => account::list_aliases;
    SetSecurityTokenServicePreferences: Write Management Signed ["iam:SetSecurityTokenServicePreferences"] any_resource => account::set_token_version;
    UpdateAccountPasswordPolicy: Write Management Signed ["iam:UpdateAccountPasswordPolicy"] any_resource => account::update_password_policy;

    DisableOrganizationsRootCredentialsManagement: Write Management Signed ["iam:DisableOrganizationsRootCredentialsManagement"] any_resource => root_access::disable_credentials;
    DisableOrganizationsRootSessions: Write Management Signed ["iam:DisableOrganizationsRootSessions"] any_resource => root_access::disable_sessions;
    EnableOrganizationsRootCredentialsManagement: Write Management Signed ["iam:EnableOrganizationsRootCredentialsManagement"] any_resource => root_access::enable_credentials;
    EnableOrganizationsRootSessions: Write Management Signed ["iam:EnableOrganizationsRootSessions"] any_resource => root_access::enable_sessions;
    ListOrganizationsFeatures: Read Management Signed ["iam:ListOrganizationsFeatures"] any_resource => root_access::list;

    AcceptDelegationRequest: Write Management Signed ["iam:AcceptDelegationRequest"] delegation::rule::existing => delegation::accept;
    AssociateDelegationRequest: Write Management Signed ["iam:AssociateDelegationRequest"] delegation::rule::existing => delegation::associate;
    CreateDelegationRequest: Write Management Signed ["iam:CreateDelegationRequest"] delegation::rule::new => delegation::create;
    GetDelegationRequest: Read Management Signed ["iam:GetDelegationRequest"] delegation::rule::existing => delegation::get;
    GetHumanReadableSummary: Read Management Signed ["iam:GetDelegationRequest"] delegation::rule::entity => delegation::summarize;
    ListDelegationRequests: Read Management Signed ["iam:ListDelegationRequests"] delegation::rule::listed => delegation::list;
    RejectDelegationRequest: Write Management Signed ["iam:RejectDelegationRequest"] delegation::rule::existing => delegation::reject;
    SendDelegationToken: Write Management Signed ["iam:SendDelegationToken"] delegation::rule::existing => delegation::send_token;
    UpdateDelegationRequest: Write Management Signed ["iam:UpdateDelegationRequest"] delegation::rule::existing => delegation::update;

    GenerateServiceLastAccessedDetails: Write Management Signed ["iam:GenerateServiceLastAccessedDetails"] last_accessed::rule::subject => last_accessed::generate;
    GenerateOrganizationsAccessReport: Write Management Signed ["iam:GenerateOrganizationsAccessReport", "organizations:DescribePolicy", "organizations:ListChildren", "organizations:ListParents", "organizations:ListPoliciesForTarget", "organizations:ListRoots", "organizations:ListTargetsForPolicy"] last_accessed::organizations::rule => last_accessed::organizations::generate;
    GetOrganizationsAccessReport: Read Management Signed ["iam:GetOrganizationsAccessReport"] any_resource => last_accessed::organizations::details;
    GetServiceLastAccessedDetails: Read Management Signed ["iam:GetServiceLastAccessedDetails"] any_resource => last_accessed::details;
    GetServiceLastAccessedDetailsWithEntities: Read Management Signed ["iam:GetServiceLastAccessedDetailsWithEntities"] any_resource => last_accessed::with_entities;

    GetContextKeysForCustomPolicy: Read Management Signed ["iam:GetContextKeysForCustomPolicy"] any_resource => simulate::custom_context_keys;
    GetContextKeysForPrincipalPolicy: Read Management Signed ["iam:GetContextKeysForPrincipalPolicy"] simulate::source_rule => simulate::principal_context_keys;
    SimulateCustomPolicy: Read Management Signed ["iam:SimulateCustomPolicy"] any_resource => simulate::custom;
    SimulatePrincipalPolicy: Read Management Signed ["iam:SimulatePrincipalPolicy"] simulate::source_rule => simulate::principal;
}

//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use std::collections::BTreeMap;

use bartizan_types::Timestamp;
use bartizan_wire::{Bytes, shape};

shape! { AcceptDelegationRequestRequest {
    delegation_request_id: String = show "DelegationRequestId",
} }

shape! { AccessDetail {
    service_name: String = show "ServiceName",
    service_namespace: String = show "ServiceNamespace",
    region: Option<String> = show "Region",
    entity_path: Option<String> = show "EntityPath",
    last_authenticated_time: Option<Timestamp> = show "LastAuthenticatedTime",
    total_authenticated_entities: Option<i32> = show "TotalAuthenticatedEntities",
} }

shape! { AccessKey {
    user_name: String = show "UserName",
    access_key_id: String = show "AccessKeyId",
    status: String = show "Status",
    secret_access_key: String = hide "SecretAccessKey",
    create_date: Option<Timestamp> = show "CreateDate",
} }

shape! { AccessKeyLastUsed {
    last_used_date: Option<Timestamp> = show "LastUsedDate",
    service_name: String = show "ServiceName",
    region: String = show "Region",
} }

shape! { AccessKeyMetadata {
    user_name: Option<String> = show "UserName",
    access_key_id: Option<String> = show "AccessKeyId",
    status: Option<String> = show "Status",
    create_date: Option<Timestamp> = show "CreateDate",
} }

shape! { AcquireRoleRequest {
    template_arn: String = show "TemplateArn",
    template_minor_version: Option<i32> = show "TemplateMinorVersion",
    replacement_values: Option<BTreeMap<String, ReplacementValueEntry>> = show "ReplacementValues",
} }

shape! { AcquireRoleResponse {
    role: Role = show "Role",
} }

shape! { AddClientIDToOpenIDConnectProviderRequest {
    open_id_connect_provider_arn: String = show "OpenIDConnectProviderArn",
    client_id: String = show "ClientID",
} }

shape! { AddRoleToInstanceProfileRequest {
    instance_profile_name: String = show "InstanceProfileName",
    role_name: String = show "RoleName",
} }

shape! { AddUserToGroupRequest {
    group_name: String = show "GroupName",
    user_name: String = show "UserName",
} }

shape! { AssociateDelegationRequestRequest {
    delegation_request_id: String = show "DelegationRequestId",
} }

shape! { AttachGroupPolicyRequest {
    group_name: String = show "GroupName",
    policy_arn: String = show "PolicyArn",
} }

shape! { AttachRolePolicyRequest {
    role_name: String = show "RoleName",
    policy_arn: String = show "PolicyArn",
} }

shape! { AttachUserPolicyRequest {
    user_name: String = show "UserName",
    policy_arn: String = show "PolicyArn",
} }

shape! { AttachedPermissionsBoundary {
    permissions_boundary_type: Option<String> = show "PermissionsBoundaryType",
    permissions_boundary_arn: Option<String> = show "PermissionsBoundaryArn",
} }

shape! { AttachedPolicy {
    policy_name: Option<String> = show "PolicyName",
    policy_arn: Option<String> = show "PolicyArn",
} }

shape! { ChangePasswordRequest {
    old_password: String = hide "OldPassword",
    new_password: String = hide "NewPassword",
} }

shape! { ContextEntry {
    context_key_name: Option<String> = show "ContextKeyName",
    context_key_values: Option<Vec<String>> = show "ContextKeyValues",
    context_key_type: Option<String> = show "ContextKeyType",
} }

shape! { CreateAccessKeyRequest {
    user_name: Option<String> = show "UserName",
} }

shape! { CreateAccessKeyResponse {
    access_key: AccessKey = show "AccessKey",
} }

shape! { CreateAccountAliasRequest {
    account_alias: String = show "AccountAlias",
} }

shape! { CreateDelegationRequestRequest {
    owner_account_id: Option<String> = show "OwnerAccountId",
    description: String = show "Description",
    permissions: DelegationPermission = show "Permissions",
    request_message: Option<String> = show "RequestMessage",
    requestor_workflow_id: String = show "RequestorWorkflowId",
    redirect_url: Option<String> = show "RedirectUrl",
    notification_channel: String = show "NotificationChannel",
    session_duration: i32 = show "SessionDuration",
    only_send_by_owner: Option<bool> = show "OnlySendByOwner",
} }

shape! { CreateDelegationRequestResponse {
    console_deep_link: Option<String> = show "ConsoleDeepLink",
    delegation_request_id: Option<String> = show "DelegationRequestId",
} }

shape! { CreateGroupRequest {
    path: Option<String> = show "Path",
    group_name: String = show "GroupName",
} }

shape! { CreateGroupResponse {
    group: Group = show "Group",
} }

shape! { CreateInstanceProfileRequest {
    instance_profile_name: String = show "InstanceProfileName",
    path: Option<String> = show "Path",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { CreateInstanceProfileResponse {
    instance_profile: InstanceProfile = show "InstanceProfile",
} }

shape! { CreateLoginProfileRequest {
    user_name: Option<String> = show "UserName",
    password: Option<String> = hide "Password",
    password_reset_required: Option<bool> = show "PasswordResetRequired",
} }

shape! { CreateLoginProfileResponse {
    login_profile: LoginProfile = show "LoginProfile",
} }

shape! { CreateOpenIDConnectProviderRequest {
    url: String = show "Url",
    client_id_list: Option<Vec<String>> = show "ClientIDList",
    thumbprint_list: Option<Vec<String>> = show "ThumbprintList",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { CreateOpenIDConnectProviderResponse {
    open_id_connect_provider_arn: Option<String> = show "OpenIDConnectProviderArn",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { CreatePolicyRequest {
    policy_name: String = show "PolicyName",
    path: Option<String> = show "Path",
    policy_document: String = show "PolicyDocument",
    description: Option<String> = show "Description",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { CreatePolicyResponse {
    policy: Option<Policy> = show "Policy",
} }

shape! { CreatePolicyVersionRequest {
    policy_arn: String = show "PolicyArn",
    policy_document: String = show "PolicyDocument",
    set_as_default: Option<bool> = show "SetAsDefault",
} }

shape! { CreatePolicyVersionResponse {
    policy_version: Option<PolicyVersion> = show "PolicyVersion",
} }

shape! { CreateRoleRequest {
    path: Option<String> = show "Path",
    role_name: String = show "RoleName",
    assume_role_policy_document: String = show "AssumeRolePolicyDocument",
    description: Option<String> = show "Description",
    max_session_duration: Option<i32> = show "MaxSessionDuration",
    permissions_boundary: Option<String> = show "PermissionsBoundary",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { CreateRoleResponse {
    role: Role = show "Role",
} }

shape! { CreateSAMLProviderRequest {
    saml_metadata_document: String = show "SAMLMetadataDocument",
    name: String = show "Name",
    tags: Option<Vec<Tag>> = show "Tags",
    assertion_encryption_mode: Option<String> = show "AssertionEncryptionMode",
    add_private_key: Option<String> = hide "AddPrivateKey",
} }

shape! { CreateSAMLProviderResponse {
    saml_provider_arn: Option<String> = show "SAMLProviderArn",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { CreateServiceLinkedRoleRequest {
    aws_service_name: String = show "AWSServiceName",
    description: Option<String> = show "Description",
    custom_suffix: Option<String> = show "CustomSuffix",
} }

shape! { CreateServiceLinkedRoleResponse {
    role: Option<Role> = show "Role",
} }

shape! { CreateServiceSpecificCredentialRequest {
    user_name: String = show "UserName",
    service_name: String = show "ServiceName",
    credential_age_days: Option<i32> = show "CredentialAgeDays",
} }

shape! { CreateServiceSpecificCredentialResponse {
    service_specific_credential: Option<ServiceSpecificCredential> = show "ServiceSpecificCredential",
} }

shape! { CreateUserRequest {
    path: Option<String> = show "Path",
    user_name: String = show "UserName",
    permissions_boundary: Option<String> = show "PermissionsBoundary",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { CreateUserResponse {
    user: Option<User> = show "User",
} }

shape! { CreateVirtualMFADeviceRequest {
    path: Option<String> = show "Path",
    virtual_mfa_device_name: String = show "VirtualMFADeviceName",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { CreateVirtualMFADeviceResponse {
    virtual_mfa_device: VirtualMFADevice = show "VirtualMFADevice",
} }

shape! { DeactivateMFADeviceRequest {
    user_name: Option<String> = show "UserName",
    serial_number: String = show "SerialNumber",
} }

shape! { DelegationPermission {
    policy_template_arn: Option<String> = show "PolicyTemplateArn",
    parameters: Option<Vec<PolicyParameter>> = show "Parameters",
} }

shape! { DelegationRequest {
    delegation_request_id: Option<String> = show "DelegationRequestId",
    owner_account_id: Option<String> = show "OwnerAccountId",
    description: Option<String> = show "Description",
    request_message: Option<String> = show "RequestMessage",
    permissions: Option<DelegationPermission> = show "Permissions",
    permission_policy: Option<String> = show "PermissionPolicy",
    role_permission_restriction_arns: Option<Vec<String>> = show "RolePermissionRestrictionArns",
    owner_id: Option<String> = show "OwnerId",
    approver_id: Option<String> = show "ApproverId",
    state: Option<String> = show "State",
    expiration_time: Option<Timestamp> = show "ExpirationTime",
    requestor_id: Option<String> = show "RequestorId",
    requestor_name: Option<String> = show "RequestorName",
    create_date: Option<Timestamp> = show "CreateDate",
    session_duration: Option<i32> = show "SessionDuration",
    redirect_url: Option<String> = show "RedirectUrl",
    notes: Option<String> = show "Notes",
    rejection_reason: Option<String> = show "RejectionReason",
    only_send_by_owner: Option<bool> = show "OnlySendByOwner",
    updated_time: Option<Timestamp> = show "UpdatedTime",
} }

shape! { DeleteAccessKeyRequest {
    user_name: Option<String> = show "UserName",
    access_key_id: String = show "AccessKeyId",
} }

shape! { DeleteAccountAliasRequest {
    account_alias: String = show "AccountAlias",
} }

shape! { DeleteGroupPolicyRequest {
    group_name: String = show "GroupName",
    policy_name: String = show "PolicyName",
} }

shape! { DeleteGroupRequest {
    group_name: String = show "GroupName",
} }

shape! { DeleteInstanceProfileRequest {
    instance_profile_name: String = show "InstanceProfileName",
} }

shape! { DeleteLoginProfileRequest {
    user_name: Option<String> = show "UserName",
} }

shape! { DeleteOpenIDConnectProviderRequest {
    open_id_connect_provider_arn: String = show "OpenIDConnectProviderArn",
} }

shape! { DeletePolicyRequest {
    policy_arn: String = show "PolicyArn",
} }

shape! { DeletePolicyVersionRequest {
    policy_arn: String = show "PolicyArn",
    version_id: String = show "VersionId",
} }

shape! { DeleteRolePermissionsBoundaryRequest {
    role_name: String = show "RoleName",
} }

shape! { DeleteRolePolicyRequest {
    role_name: String = show "RoleName",
    policy_name: String = show "PolicyName",
} }

shape! { DeleteRoleRequest {
    role_name: String = show "RoleName",
} }

shape! { DeleteSAMLProviderRequest {
    saml_provider_arn: String = show "SAMLProviderArn",
} }

shape! { DeleteSSHPublicKeyRequest {
    user_name: String = show "UserName",
    ssh_public_key_id: String = show "SSHPublicKeyId",
} }

shape! { DeleteServerCertificateRequest {
    server_certificate_name: String = show "ServerCertificateName",
} }

shape! { DeleteServiceLinkedRoleRequest {
    role_name: String = show "RoleName",
} }

shape! { DeleteServiceLinkedRoleResponse {
    deletion_task_id: String = show "DeletionTaskId",
} }

shape! { DeleteServiceSpecificCredentialRequest {
    user_name: Option<String> = show "UserName",
    service_specific_credential_id: String = show "ServiceSpecificCredentialId",
} }

shape! { DeleteSigningCertificateRequest {
    user_name: Option<String> = show "UserName",
    certificate_id: String = show "CertificateId",
} }

shape! { DeleteUserPermissionsBoundaryRequest {
    user_name: String = show "UserName",
} }

shape! { DeleteUserPolicyRequest {
    user_name: String = show "UserName",
    policy_name: String = show "PolicyName",
} }

shape! { DeleteUserRequest {
    user_name: String = show "UserName",
} }

shape! { DeleteVirtualMFADeviceRequest {
    serial_number: String = show "SerialNumber",
} }

shape! { DeletionTaskFailureReasonType {
    reason: Option<String> = show "Reason",
    role_usage_list: Option<Vec<RoleUsageType>> = show "RoleUsageList",
} }

shape! { DetachGroupPolicyRequest {
    group_name: String = show "GroupName",
    policy_arn: String = show "PolicyArn",
} }

shape! { DetachRolePolicyRequest {
    role_name: String = show "RoleName",
    policy_arn: String = show "PolicyArn",
} }

shape! { DetachUserPolicyRequest {
    user_name: String = show "UserName",
    policy_arn: String = show "PolicyArn",
} }

shape! { DisableOrganizationsRootCredentialsManagementRequest {
} }

shape! { DisableOrganizationsRootCredentialsManagementResponse {
    organization_id: Option<String> = show "OrganizationId",
    enabled_features: Option<Vec<String>> = show "EnabledFeatures",
} }

shape! { DisableOrganizationsRootSessionsRequest {
} }

shape! { DisableOrganizationsRootSessionsResponse {
    organization_id: Option<String> = show "OrganizationId",
    enabled_features: Option<Vec<String>> = show "EnabledFeatures",
} }

shape! { EnableMFADeviceRequest {
    user_name: String = show "UserName",
    serial_number: String = show "SerialNumber",
    authentication_code1: String = hide "AuthenticationCode1",
    authentication_code2: String = hide "AuthenticationCode2",
} }

shape! { EnableOrganizationsRootCredentialsManagementRequest {
} }

shape! { EnableOrganizationsRootCredentialsManagementResponse {
    organization_id: Option<String> = show "OrganizationId",
    enabled_features: Option<Vec<String>> = show "EnabledFeatures",
} }

shape! { EnableOrganizationsRootSessionsRequest {
} }

shape! { EnableOrganizationsRootSessionsResponse {
    organization_id: Option<String> = show "OrganizationId",
    enabled_features: Option<Vec<String>> = show "EnabledFeatures",
} }

shape! { EnableOutboundWebIdentityFederationResponse {
    issuer_identifier: Option<String> = show "IssuerIdentifier",
} }

shape! { EntityDetails {
    entity_info: EntityInfo = show "EntityInfo",
    last_authenticated: Option<Timestamp> = show "LastAuthenticated",
} }

shape! { EntityInfo {
    arn: String = show "Arn",
    name: String = show "Name",
    r#type: String = show "Type",
    id: String = show "Id",
    path: Option<String> = show "Path",
} }

shape! { ErrorDetails {
    message: String = show "Message",
    code: String = show "Code",
} }

shape! { EvaluationResult {
    eval_action_name: String = show "EvalActionName",
    eval_resource_name: Option<String> = show "EvalResourceName",
    eval_decision: String = show "EvalDecision",
    matched_statements: Option<Vec<Statement>> = show "MatchedStatements",
    missing_context_values: Option<Vec<String>> = show "MissingContextValues",
    organizations_decision_detail: Option<OrganizationsDecisionDetail> = show "OrganizationsDecisionDetail",
    permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail> = show "PermissionsBoundaryDecisionDetail",
    eval_decision_details: Option<BTreeMap<String, String>> = show "EvalDecisionDetails",
    resource_specific_results: Option<Vec<ResourceSpecificResult>> = show "ResourceSpecificResults",
} }

shape! { GenerateCredentialReportResponse {
    state: Option<String> = show "State",
    description: Option<String> = show "Description",
} }

shape! { GenerateOrganizationsAccessReportRequest {
    entity_path: String = show "EntityPath",
    organizations_policy_id: Option<String> = show "OrganizationsPolicyId",
} }

shape! { GenerateOrganizationsAccessReportResponse {
    job_id: Option<String> = show "JobId",
} }

shape! { GenerateServiceLastAccessedDetailsRequest {
    arn: String = show "Arn",
    granularity: Option<String> = show "Granularity",
} }

shape! { GenerateServiceLastAccessedDetailsResponse {
    job_id: Option<String> = show "JobId",
} }

shape! { GetAccessKeyLastUsedRequest {
    access_key_id: String = show "AccessKeyId",
} }

shape! { GetAccessKeyLastUsedResponse {
    user_name: Option<String> = show "UserName",
    access_key_last_used: Option<AccessKeyLastUsed> = show "AccessKeyLastUsed",
} }

shape! { GetAccountAuthorizationDetailsRequest {
    filter: Option<Vec<String>> = show "Filter",
    max_items: Option<i32> = show "MaxItems",
    marker: Option<String> = show "Marker",
} }

shape! { GetAccountAuthorizationDetailsResponse {
    user_detail_list: Option<Vec<UserDetail>> = show "UserDetailList",
    group_detail_list: Option<Vec<GroupDetail>> = show "GroupDetailList",
    role_detail_list: Option<Vec<RoleDetail>> = show "RoleDetailList",
    policies: Option<Vec<ManagedPolicyDetail>> = show "Policies",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { GetAccountPasswordPolicyResponse {
    password_policy: PasswordPolicy = show "PasswordPolicy",
} }

shape! { GetAccountPropertiesRequest {
} }

shape! { GetAccountPropertiesResponse {
    properties: Option<BTreeMap<String, String>> = show "Properties",
} }

shape! { GetAccountSummaryResponse {
    summary_map: Option<BTreeMap<String, i32>> = show "SummaryMap",
} }

shape! { GetContextKeysForCustomPolicyRequest {
    policy_input_list: Vec<String> = show "PolicyInputList",
} }

shape! { GetContextKeysForPolicyResponse {
    context_key_names: Option<Vec<String>> = show "ContextKeyNames",
} }

shape! { GetContextKeysForPrincipalPolicyRequest {
    policy_source_arn: String = show "PolicySourceArn",
    policy_input_list: Option<Vec<String>> = show "PolicyInputList",
} }

shape! { GetCredentialReportResponse {
    content: Option<Bytes> = show "Content",
    report_format: Option<String> = show "ReportFormat",
    generated_time: Option<Timestamp> = show "GeneratedTime",
} }

shape! { GetDelegationRequestRequest {
    delegation_request_id: String = show "DelegationRequestId",
    delegation_permission_check: Option<bool> = show "DelegationPermissionCheck",
} }

shape! { GetDelegationRequestResponse {
    delegation_request: Option<DelegationRequest> = show "DelegationRequest",
    permission_check_status: Option<String> = show "PermissionCheckStatus",
    permission_check_result: Option<String> = show "PermissionCheckResult",
} }

shape! { GetGroupPolicyRequest {
    group_name: String = show "GroupName",
    policy_name: String = show "PolicyName",
} }

shape! { GetGroupPolicyResponse {
    group_name: String = show "GroupName",
    policy_name: String = show "PolicyName",
    policy_document: String = show "PolicyDocument",
} }

shape! { GetGroupRequest {
    group_name: String = show "GroupName",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { GetGroupResponse {
    group: Group = show "Group",
    users: Vec<User> = show "Users",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { GetHumanReadableSummaryRequest {
    entity_arn: String = show "EntityArn",
    locale: Option<String> = show "Locale",
} }

shape! { GetHumanReadableSummaryResponse {
    summary_content: Option<String> = show "SummaryContent",
    locale: Option<String> = show "Locale",
    summary_state: Option<String> = show "SummaryState",
} }

shape! { GetInstanceProfileRequest {
    instance_profile_name: String = show "InstanceProfileName",
} }

shape! { GetInstanceProfileResponse {
    instance_profile: InstanceProfile = show "InstanceProfile",
} }

shape! { GetLoginProfileRequest {
    user_name: Option<String> = show "UserName",
} }

shape! { GetLoginProfileResponse {
    login_profile: LoginProfile = show "LoginProfile",
} }

shape! { GetMFADeviceRequest {
    serial_number: String = show "SerialNumber",
    user_name: Option<String> = show "UserName",
} }

shape! { GetMFADeviceResponse {
    user_name: Option<String> = show "UserName",
    serial_number: String = show "SerialNumber",
    enable_date: Option<Timestamp> = show "EnableDate",
    certifications: Option<BTreeMap<String, String>> = show "Certifications",
} }

shape! { GetOpenIDConnectProviderRequest {
    open_id_connect_provider_arn: String = show "OpenIDConnectProviderArn",
} }

shape! { GetOpenIDConnectProviderResponse {
    url: Option<String> = show "Url",
    client_id_list: Option<Vec<String>> = show "ClientIDList",
    thumbprint_list: Option<Vec<String>> = show "ThumbprintList",
    create_date: Option<Timestamp> = show "CreateDate",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { GetOrganizationsAccessReportRequest {
    job_id: String = show "JobId",
    max_items: Option<i32> = show "MaxItems",
    marker: Option<String> = show "Marker",
    sort_key: Option<String> = show "SortKey",
} }

shape! { GetOrganizationsAccessReportResponse {
    job_status: String = show "JobStatus",
    job_creation_date: Timestamp = show "JobCreationDate",
    job_completion_date: Option<Timestamp> = show "JobCompletionDate",
    number_of_services_accessible: Option<i32> = show "NumberOfServicesAccessible",
    number_of_services_not_accessed: Option<i32> = show "NumberOfServicesNotAccessed",
    access_details: Option<Vec<AccessDetail>> = show "AccessDetails",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
    error_details: Option<ErrorDetails> = show "ErrorDetails",
} }

shape! { GetOutboundWebIdentityFederationInfoResponse {
    issuer_identifier: Option<String> = show "IssuerIdentifier",
    jwt_vending_enabled: Option<bool> = show "JwtVendingEnabled",
} }

shape! { GetPolicyRequest {
    policy_arn: String = show "PolicyArn",
} }

shape! { GetPolicyResponse {
    policy: Option<Policy> = show "Policy",
} }

shape! { GetPolicyVersionRequest {
    policy_arn: String = show "PolicyArn",
    version_id: String = show "VersionId",
} }

shape! { GetPolicyVersionResponse {
    policy_version: Option<PolicyVersion> = show "PolicyVersion",
} }

shape! { GetRolePolicyRequest {
    role_name: String = show "RoleName",
    policy_name: String = show "PolicyName",
} }

shape! { GetRolePolicyResponse {
    role_name: String = show "RoleName",
    policy_name: String = show "PolicyName",
    policy_document: String = show "PolicyDocument",
} }

shape! { GetRoleRequest {
    role_name: String = show "RoleName",
} }

shape! { GetRoleResponse {
    role: Role = show "Role",
} }

shape! { GetRoleTemplateVersionRequest {
    template_arn: String = show "TemplateArn",
    minor_version: Option<i32> = show "MinorVersion",
} }

shape! { GetRoleTemplateVersionResponse {
    role_template_version: RoleTemplateVersion = show "RoleTemplateVersion",
} }

shape! { GetSAMLProviderRequest {
    saml_provider_arn: String = show "SAMLProviderArn",
} }

shape! { GetSAMLProviderResponse {
    saml_provider_uuid: Option<String> = show "SAMLProviderUUID",
    saml_metadata_document: Option<String> = show "SAMLMetadataDocument",
    create_date: Option<Timestamp> = show "CreateDate",
    valid_until: Option<Timestamp> = show "ValidUntil",
    tags: Option<Vec<Tag>> = show "Tags",
    assertion_encryption_mode: Option<String> = show "AssertionEncryptionMode",
    private_key_list: Option<Vec<SAMLPrivateKey>> = show "PrivateKeyList",
} }

shape! { GetSSHPublicKeyRequest {
    user_name: String = show "UserName",
    ssh_public_key_id: String = show "SSHPublicKeyId",
    encoding: String = show "Encoding",
} }

shape! { GetSSHPublicKeyResponse {
    ssh_public_key: Option<SSHPublicKey> = show "SSHPublicKey",
} }

shape! { GetServerCertificateRequest {
    server_certificate_name: String = show "ServerCertificateName",
} }

shape! { GetServerCertificateResponse {
    server_certificate: ServerCertificate = show "ServerCertificate",
} }

shape! { GetServiceLastAccessedDetailsRequest {
    job_id: String = show "JobId",
    max_items: Option<i32> = show "MaxItems",
    marker: Option<String> = show "Marker",
} }

shape! { GetServiceLastAccessedDetailsResponse {
    job_status: String = show "JobStatus",
    job_type: Option<String> = show "JobType",
    job_creation_date: Timestamp = show "JobCreationDate",
    services_last_accessed: Vec<ServiceLastAccessed> = show "ServicesLastAccessed",
    job_completion_date: Timestamp = show "JobCompletionDate",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
    error: Option<ErrorDetails> = show "Error",
} }

shape! { GetServiceLastAccessedDetailsWithEntitiesRequest {
    job_id: String = show "JobId",
    service_namespace: String = show "ServiceNamespace",
    max_items: Option<i32> = show "MaxItems",
    marker: Option<String> = show "Marker",
} }

shape! { GetServiceLastAccessedDetailsWithEntitiesResponse {
    job_status: String = show "JobStatus",
    job_creation_date: Timestamp = show "JobCreationDate",
    job_completion_date: Timestamp = show "JobCompletionDate",
    entity_details_list: Vec<EntityDetails> = show "EntityDetailsList",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
    error: Option<ErrorDetails> = show "Error",
} }

shape! { GetServiceLinkedRoleDeletionStatusRequest {
    deletion_task_id: String = show "DeletionTaskId",
} }

shape! { GetServiceLinkedRoleDeletionStatusResponse {
    status: String = show "Status",
    reason: Option<DeletionTaskFailureReasonType> = show "Reason",
} }

shape! { GetUserPolicyRequest {
    user_name: String = show "UserName",
    policy_name: String = show "PolicyName",
} }

shape! { GetUserPolicyResponse {
    user_name: String = show "UserName",
    policy_name: String = show "PolicyName",
    policy_document: String = show "PolicyDocument",
} }

shape! { GetUserRequest {
    user_name: Option<String> = show "UserName",
} }

shape! { GetUserResponse {
    user: User = show "User",
} }

shape! { Group {
    path: String = show "Path",
    group_name: String = show "GroupName",
    group_id: String = show "GroupId",
    arn: String = show "Arn",
    create_date: Timestamp = show "CreateDate",
} }

shape! { GroupDetail {
    path: Option<String> = show "Path",
    group_name: Option<String> = show "GroupName",
    group_id: Option<String> = show "GroupId",
    arn: Option<String> = show "Arn",
    create_date: Option<Timestamp> = show "CreateDate",
    group_policy_list: Option<Vec<PolicyDetail>> = show "GroupPolicyList",
    attached_managed_policies: Option<Vec<AttachedPolicy>> = show "AttachedManagedPolicies",
} }

shape! { InlinePolicy {
    policy_name: String = show "PolicyName",
    policy_document: String = show "PolicyDocument",
} }

shape! { InlinePolicyIdentifierType {
    policy_name: String = show "PolicyName",
    attachment_type: String = show "AttachmentType",
    attachment_name: String = show "AttachmentName",
} }

shape! { InstanceProfile {
    path: String = show "Path",
    instance_profile_name: String = show "InstanceProfileName",
    instance_profile_id: String = show "InstanceProfileId",
    arn: String = show "Arn",
    create_date: Timestamp = show "CreateDate",
    roles: Vec<Role> = show "Roles",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { ListAccessKeysRequest {
    user_name: Option<String> = show "UserName",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListAccessKeysResponse {
    access_key_metadata: Vec<AccessKeyMetadata> = show "AccessKeyMetadata",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListAccountAliasesRequest {
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListAccountAliasesResponse {
    account_aliases: Vec<String> = show "AccountAliases",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListAttachedGroupPoliciesRequest {
    group_name: String = show "GroupName",
    path_prefix: Option<String> = show "PathPrefix",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListAttachedGroupPoliciesResponse {
    attached_policies: Option<Vec<AttachedPolicy>> = show "AttachedPolicies",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListAttachedRolePoliciesRequest {
    role_name: String = show "RoleName",
    path_prefix: Option<String> = show "PathPrefix",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListAttachedRolePoliciesResponse {
    attached_policies: Option<Vec<AttachedPolicy>> = show "AttachedPolicies",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListAttachedUserPoliciesRequest {
    user_name: String = show "UserName",
    path_prefix: Option<String> = show "PathPrefix",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListAttachedUserPoliciesResponse {
    attached_policies: Option<Vec<AttachedPolicy>> = show "AttachedPolicies",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListDelegationRequestsRequest {
    owner_id: Option<String> = show "OwnerId",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListDelegationRequestsResponse {
    delegation_requests: Option<Vec<DelegationRequest>> = show "DelegationRequests",
    marker: Option<String> = show "Marker",
    is_truncated: Option<bool> = show "isTruncated",
} }

shape! { ListEntitiesForPolicyRequest {
    policy_arn: String = show "PolicyArn",
    entity_filter: Option<String> = show "EntityFilter",
    path_prefix: Option<String> = show "PathPrefix",
    policy_usage_filter: Option<String> = show "PolicyUsageFilter",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListEntitiesForPolicyResponse {
    policy_groups: Option<Vec<PolicyGroup>> = show "PolicyGroups",
    policy_users: Option<Vec<PolicyUser>> = show "PolicyUsers",
    policy_roles: Option<Vec<PolicyRole>> = show "PolicyRoles",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListGroupPoliciesRequest {
    group_name: String = show "GroupName",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListGroupPoliciesResponse {
    policy_names: Vec<String> = show "PolicyNames",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListGroupsForUserRequest {
    user_name: String = show "UserName",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListGroupsForUserResponse {
    groups: Vec<Group> = show "Groups",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListGroupsRequest {
    path_prefix: Option<String> = show "PathPrefix",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListGroupsResponse {
    groups: Vec<Group> = show "Groups",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListInstanceProfileTagsRequest {
    instance_profile_name: String = show "InstanceProfileName",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListInstanceProfileTagsResponse {
    tags: Vec<Tag> = show "Tags",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListInstanceProfilesForRoleRequest {
    role_name: String = show "RoleName",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListInstanceProfilesForRoleResponse {
    instance_profiles: Vec<InstanceProfile> = show "InstanceProfiles",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListInstanceProfilesRequest {
    path_prefix: Option<String> = show "PathPrefix",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListInstanceProfilesResponse {
    instance_profiles: Vec<InstanceProfile> = show "InstanceProfiles",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListMFADeviceTagsRequest {
    serial_number: String = show "SerialNumber",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListMFADeviceTagsResponse {
    tags: Vec<Tag> = show "Tags",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListMFADevicesRequest {
    user_name: Option<String> = show "UserName",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListMFADevicesResponse {
    mfa_devices: Vec<MFADevice> = show "MFADevices",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListOpenIDConnectProviderTagsRequest {
    open_id_connect_provider_arn: String = show "OpenIDConnectProviderArn",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListOpenIDConnectProviderTagsResponse {
    tags: Vec<Tag> = show "Tags",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListOpenIDConnectProvidersRequest {
} }

shape! { ListOpenIDConnectProvidersResponse {
    open_id_connect_provider_list: Option<Vec<OpenIDConnectProviderListEntry>> = show "OpenIDConnectProviderList",
} }

shape! { ListOrganizationsFeaturesRequest {
} }

shape! { ListOrganizationsFeaturesResponse {
    organization_id: Option<String> = show "OrganizationId",
    enabled_features: Option<Vec<String>> = show "EnabledFeatures",
} }

shape! { ListPoliciesGrantingServiceAccessEntry {
    service_namespace: Option<String> = show "ServiceNamespace",
    policies: Option<Vec<PolicyGrantingServiceAccess>> = show "Policies",
} }

shape! { ListPoliciesGrantingServiceAccessRequest {
    marker: Option<String> = show "Marker",
    arn: String = show "Arn",
    service_namespaces: Vec<String> = show "ServiceNamespaces",
} }

shape! { ListPoliciesGrantingServiceAccessResponse {
    policies_granting_service_access: Vec<ListPoliciesGrantingServiceAccessEntry> = show "PoliciesGrantingServiceAccess",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListPoliciesRequest {
    scope: Option<String> = show "Scope",
    only_attached: Option<bool> = show "OnlyAttached",
    path_prefix: Option<String> = show "PathPrefix",
    policy_usage_filter: Option<String> = show "PolicyUsageFilter",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListPoliciesResponse {
    policies: Option<Vec<Policy>> = show "Policies",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListPolicyTagsRequest {
    policy_arn: String = show "PolicyArn",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListPolicyTagsResponse {
    tags: Vec<Tag> = show "Tags",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListPolicyVersionsRequest {
    policy_arn: String = show "PolicyArn",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListPolicyVersionsResponse {
    versions: Option<Vec<PolicyVersion>> = show "Versions",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListRolePoliciesRequest {
    role_name: String = show "RoleName",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListRolePoliciesResponse {
    policy_names: Vec<String> = show "PolicyNames",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListRoleTagsRequest {
    role_name: String = show "RoleName",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListRoleTagsResponse {
    tags: Vec<Tag> = show "Tags",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListRolesRequest {
    path_prefix: Option<String> = show "PathPrefix",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListRolesResponse {
    roles: Vec<Role> = show "Roles",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListSAMLProviderTagsRequest {
    saml_provider_arn: String = show "SAMLProviderArn",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListSAMLProviderTagsResponse {
    tags: Vec<Tag> = show "Tags",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListSAMLProvidersRequest {
} }

shape! { ListSAMLProvidersResponse {
    saml_provider_list: Option<Vec<SAMLProviderListEntry>> = show "SAMLProviderList",
} }

shape! { ListSSHPublicKeysRequest {
    user_name: Option<String> = show "UserName",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListSSHPublicKeysResponse {
    ssh_public_keys: Option<Vec<SSHPublicKeyMetadata>> = show "SSHPublicKeys",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListServerCertificateTagsRequest {
    server_certificate_name: String = show "ServerCertificateName",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListServerCertificateTagsResponse {
    tags: Vec<Tag> = show "Tags",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListServerCertificatesRequest {
    path_prefix: Option<String> = show "PathPrefix",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListServerCertificatesResponse {
    server_certificate_metadata_list: Vec<ServerCertificateMetadata> = show "ServerCertificateMetadataList",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListServiceSpecificCredentialsRequest {
    user_name: Option<String> = show "UserName",
    service_name: Option<String> = show "ServiceName",
    all_users: Option<bool> = show "AllUsers",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListServiceSpecificCredentialsResponse {
    service_specific_credentials: Option<Vec<ServiceSpecificCredentialMetadata>> = show "ServiceSpecificCredentials",
    marker: Option<String> = show "Marker",
    is_truncated: Option<bool> = show "IsTruncated",
} }

shape! { ListSigningCertificatesRequest {
    user_name: Option<String> = show "UserName",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListSigningCertificatesResponse {
    certificates: Vec<SigningCertificate> = show "Certificates",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListUserPoliciesRequest {
    user_name: String = show "UserName",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListUserPoliciesResponse {
    policy_names: Vec<String> = show "PolicyNames",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListUserTagsRequest {
    user_name: String = show "UserName",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListUserTagsResponse {
    tags: Vec<Tag> = show "Tags",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListUsersRequest {
    path_prefix: Option<String> = show "PathPrefix",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListUsersResponse {
    users: Vec<User> = show "Users",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { ListVirtualMFADevicesRequest {
    assignment_status: Option<String> = show "AssignmentStatus",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListVirtualMFADevicesResponse {
    virtual_mfa_devices: Vec<VirtualMFADevice> = show "VirtualMFADevices",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { LoginProfile {
    user_name: String = show "UserName",
    create_date: Timestamp = show "CreateDate",
    password_reset_required: Option<bool> = show "PasswordResetRequired",
} }

shape! { MFADevice {
    user_name: String = show "UserName",
    serial_number: String = show "SerialNumber",
    enable_date: Timestamp = show "EnableDate",
} }

shape! { ManagedPolicyDetail {
    policy_name: Option<String> = show "PolicyName",
    policy_id: Option<String> = show "PolicyId",
    arn: Option<String> = show "Arn",
    path: Option<String> = show "Path",
    default_version_id: Option<String> = show "DefaultVersionId",
    attachment_count: Option<i32> = show "AttachmentCount",
    permissions_boundary_usage_count: Option<i32> = show "PermissionsBoundaryUsageCount",
    is_attachable: Option<bool> = show "IsAttachable",
    description: Option<String> = show "Description",
    create_date: Option<Timestamp> = show "CreateDate",
    update_date: Option<Timestamp> = show "UpdateDate",
    policy_version_list: Option<Vec<PolicyVersion>> = show "PolicyVersionList",
} }

shape! { OpenIDConnectProviderListEntry {
    arn: Option<String> = show "Arn",
} }

shape! { OrderedOrganizationPolicyType {
    service_control_policy_input_list: Option<Vec<String>> = show "ServiceControlPolicyInputList",
} }

shape! { OrganizationsDecisionDetail {
    allowed_by_organizations: Option<bool> = show "AllowedByOrganizations",
} }

shape! { ParameterDefinition {
    name: String = show "Name",
    r#type: String = show "Type",
    sub_type: Option<String> = show "SubType",
    description: Option<String> = show "Description",
    is_required: Option<bool> = show "IsRequired",
    default_value: Option<String> = show "DefaultValue",
    immutable: Option<bool> = show "Immutable",
} }

shape! { PasswordPolicy {
    minimum_password_length: Option<i32> = show "MinimumPasswordLength",
    require_symbols: Option<bool> = show "RequireSymbols",
    require_numbers: Option<bool> = show "RequireNumbers",
    require_uppercase_characters: Option<bool> = show "RequireUppercaseCharacters",
    require_lowercase_characters: Option<bool> = show "RequireLowercaseCharacters",
    allow_users_to_change_password: Option<bool> = show "AllowUsersToChangePassword",
    expire_passwords: Option<bool> = show "ExpirePasswords",
    max_password_age: Option<i32> = show "MaxPasswordAge",
    password_reuse_prevention: Option<i32> = show "PasswordReusePrevention",
    hard_expiry: Option<bool> = show "HardExpiry",
} }

shape! { PermissionsBoundaryDecisionDetail {
    allowed_by_permissions_boundary: Option<bool> = show "AllowedByPermissionsBoundary",
} }

shape! { Policy {
    policy_name: Option<String> = show "PolicyName",
    policy_id: Option<String> = show "PolicyId",
    arn: Option<String> = show "Arn",
    path: Option<String> = show "Path",
    default_version_id: Option<String> = show "DefaultVersionId",
    attachment_count: Option<i32> = show "AttachmentCount",
    permissions_boundary_usage_count: Option<i32> = show "PermissionsBoundaryUsageCount",
    is_attachable: Option<bool> = show "IsAttachable",
    description: Option<String> = show "Description",
    create_date: Option<Timestamp> = show "CreateDate",
    update_date: Option<Timestamp> = show "UpdateDate",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { PolicyDetail {
    policy_name: Option<String> = show "PolicyName",
    policy_document: Option<String> = show "PolicyDocument",
} }

shape! { PolicyGrantingServiceAccess {
    policy_name: String = show "PolicyName",
    policy_type: String = show "PolicyType",
    policy_arn: Option<String> = show "PolicyArn",
    entity_type: Option<String> = show "EntityType",
    entity_name: Option<String> = show "EntityName",
} }

shape! { PolicyGroup {
    group_name: Option<String> = show "GroupName",
    group_id: Option<String> = show "GroupId",
} }

shape! { PolicyIdentifier {
    policy_type: Option<String> = show "PolicyType",
    policy_arn: Option<String> = show "PolicyArn",
    inline_policy_identifier: Option<InlinePolicyIdentifierType> = show "InlinePolicyIdentifier",
} }

shape! { PolicyParameter {
    name: Option<String> = show "Name",
    values: Option<Vec<String>> = show "Values",
    r#type: Option<String> = show "Type",
} }

shape! { PolicyRole {
    role_name: Option<String> = show "RoleName",
    role_id: Option<String> = show "RoleId",
} }

shape! { PolicyUser {
    user_name: Option<String> = show "UserName",
    user_id: Option<String> = show "UserId",
} }

shape! { PolicyVersion {
    document: Option<String> = show "Document",
    version_id: Option<String> = show "VersionId",
    is_default_version: Option<bool> = show "IsDefaultVersion",
    create_date: Option<Timestamp> = show "CreateDate",
} }

shape! { Position {
    line: Option<i32> = show "Line",
    column: Option<i32> = show "Column",
} }

shape! { PutAccountPropertiesRequest {
    properties: BTreeMap<String, String> = show "Properties",
} }

shape! { PutAccountPropertiesResponse {
} }

shape! { PutGroupPolicyRequest {
    group_name: String = show "GroupName",
    policy_name: String = show "PolicyName",
    policy_document: String = show "PolicyDocument",
} }

shape! { PutRolePermissionsBoundaryRequest {
    role_name: String = show "RoleName",
    permissions_boundary: String = show "PermissionsBoundary",
} }

shape! { PutRolePolicyRequest {
    role_name: String = show "RoleName",
    policy_name: String = show "PolicyName",
    policy_document: String = show "PolicyDocument",
} }

shape! { PutUserPermissionsBoundaryRequest {
    user_name: String = show "UserName",
    permissions_boundary: String = show "PermissionsBoundary",
} }

shape! { PutUserPolicyRequest {
    user_name: String = show "UserName",
    policy_name: String = show "PolicyName",
    policy_document: String = show "PolicyDocument",
} }

shape! { RejectDelegationRequestRequest {
    delegation_request_id: String = show "DelegationRequestId",
    notes: Option<String> = show "Notes",
} }

shape! { RemoveClientIDFromOpenIDConnectProviderRequest {
    open_id_connect_provider_arn: String = show "OpenIDConnectProviderArn",
    client_id: String = show "ClientID",
} }

shape! { RemoveRoleFromInstanceProfileRequest {
    instance_profile_name: String = show "InstanceProfileName",
    role_name: String = show "RoleName",
} }

shape! { RemoveUserFromGroupRequest {
    group_name: String = show "GroupName",
    user_name: String = show "UserName",
} }

shape! { ReplacementValueEntry {
    values: Vec<String> = show "Values",
} }

shape! { ResetServiceSpecificCredentialRequest {
    user_name: Option<String> = show "UserName",
    service_specific_credential_id: String = show "ServiceSpecificCredentialId",
} }

shape! { ResetServiceSpecificCredentialResponse {
    service_specific_credential: Option<ServiceSpecificCredential> = show "ServiceSpecificCredential",
} }

shape! { ResourceSpecificResult {
    eval_resource_name: String = show "EvalResourceName",
    eval_resource_decision: String = show "EvalResourceDecision",
    matched_statements: Option<Vec<Statement>> = show "MatchedStatements",
    missing_context_values: Option<Vec<String>> = show "MissingContextValues",
    eval_decision_details: Option<BTreeMap<String, String>> = show "EvalDecisionDetails",
    permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail> = show "PermissionsBoundaryDecisionDetail",
} }

shape! { ResyncMFADeviceRequest {
    user_name: String = show "UserName",
    serial_number: String = show "SerialNumber",
    authentication_code1: String = hide "AuthenticationCode1",
    authentication_code2: String = hide "AuthenticationCode2",
} }

shape! { Role {
    path: String = show "Path",
    role_name: String = show "RoleName",
    role_id: String = show "RoleId",
    arn: String = show "Arn",
    create_date: Timestamp = show "CreateDate",
    assume_role_policy_document: Option<String> = show "AssumeRolePolicyDocument",
    description: Option<String> = show "Description",
    max_session_duration: Option<i32> = show "MaxSessionDuration",
    permissions_boundary: Option<AttachedPermissionsBoundary> = show "PermissionsBoundary",
    tags: Option<Vec<Tag>> = show "Tags",
    role_last_used: Option<RoleLastUsed> = show "RoleLastUsed",
    source_role_template: Option<SourceRoleTemplate> = show "SourceRoleTemplate",
} }

shape! { RoleDetail {
    path: Option<String> = show "Path",
    role_name: Option<String> = show "RoleName",
    role_id: Option<String> = show "RoleId",
    arn: Option<String> = show "Arn",
    create_date: Option<Timestamp> = show "CreateDate",
    assume_role_policy_document: Option<String> = show "AssumeRolePolicyDocument",
    instance_profile_list: Option<Vec<InstanceProfile>> = show "InstanceProfileList",
    role_policy_list: Option<Vec<PolicyDetail>> = show "RolePolicyList",
    attached_managed_policies: Option<Vec<AttachedPolicy>> = show "AttachedManagedPolicies",
    permissions_boundary: Option<AttachedPermissionsBoundary> = show "PermissionsBoundary",
    tags: Option<Vec<Tag>> = show "Tags",
    role_last_used: Option<RoleLastUsed> = show "RoleLastUsed",
} }

shape! { RoleLastUsed {
    last_used_date: Option<Timestamp> = show "LastUsedDate",
    region: Option<String> = show "Region",
} }

shape! { RoleTemplateVersion {
    template_arn: Option<String> = show "TemplateArn",
    template_name: Option<String> = show "TemplateName",
    template_version_id: Option<String> = show "TemplateVersionId",
    description: Option<String> = show "Description",
    major_version: Option<i32> = show "MajorVersion",
    default_minor_version: Option<i32> = show "DefaultMinorVersion",
    managed_by_type: Option<String> = show "ManagedByType",
    managed_by_value: Option<String> = show "ManagedByValue",
    enabled: Option<bool> = show "Enabled",
    minor_version: Option<i32> = show "MinorVersion",
    role_name_pattern: Option<String> = show "RoleNamePattern",
    role_path_pattern: Option<String> = show "RolePathPattern",
    role_description_pattern: Option<String> = show "RoleDescriptionPattern",
    assume_role_policy_document_template: Option<String> = show "AssumeRolePolicyDocumentTemplate",
    inline_policy_templates: Option<Vec<InlinePolicy>> = show "InlinePolicyTemplates",
    managed_policy_arns: Option<Vec<String>> = show "ManagedPolicyArns",
    permission_boundary_arn: Option<String> = show "PermissionBoundaryArn",
    parameters_definition: Option<Vec<ParameterDefinition>> = show "ParametersDefinition",
    role_tags_template: Option<Vec<TagTemplate>> = show "RoleTagsTemplate",
    max_session_duration: Option<i32> = show "MaxSessionDuration",
    version_enabled: Option<bool> = show "VersionEnabled",
    create_timestamp: Option<Timestamp> = show "CreateTimestamp",
    update_timestamp: Option<Timestamp> = show "UpdateTimestamp",
} }

shape! { RoleUsageType {
    region: Option<String> = show "Region",
    resources: Option<Vec<String>> = show "Resources",
} }

shape! { SAMLPrivateKey {
    key_id: Option<String> = show "KeyId",
    timestamp: Option<Timestamp> = show "Timestamp",
} }

shape! { SAMLProviderListEntry {
    arn: Option<String> = show "Arn",
    valid_until: Option<Timestamp> = show "ValidUntil",
    create_date: Option<Timestamp> = show "CreateDate",
} }

shape! { SSHPublicKey {
    user_name: String = show "UserName",
    ssh_public_key_id: String = show "SSHPublicKeyId",
    fingerprint: String = show "Fingerprint",
    ssh_public_key_body: String = show "SSHPublicKeyBody",
    status: String = show "Status",
    upload_date: Option<Timestamp> = show "UploadDate",
} }

shape! { SSHPublicKeyMetadata {
    user_name: String = show "UserName",
    ssh_public_key_id: String = show "SSHPublicKeyId",
    status: String = show "Status",
    upload_date: Timestamp = show "UploadDate",
} }

shape! { SendDelegationTokenRequest {
    delegation_request_id: String = show "DelegationRequestId",
} }

shape! { ServerCertificate {
    server_certificate_metadata: ServerCertificateMetadata = show "ServerCertificateMetadata",
    certificate_body: String = show "CertificateBody",
    certificate_chain: Option<String> = show "CertificateChain",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { ServerCertificateMetadata {
    path: String = show "Path",
    server_certificate_name: String = show "ServerCertificateName",
    server_certificate_id: String = show "ServerCertificateId",
    arn: String = show "Arn",
    upload_date: Option<Timestamp> = show "UploadDate",
    expiration: Option<Timestamp> = show "Expiration",
} }

shape! { ServiceLastAccessed {
    service_name: String = show "ServiceName",
    last_authenticated: Option<Timestamp> = show "LastAuthenticated",
    service_namespace: String = show "ServiceNamespace",
    last_authenticated_entity: Option<String> = show "LastAuthenticatedEntity",
    last_authenticated_region: Option<String> = show "LastAuthenticatedRegion",
    total_authenticated_entities: Option<i32> = show "TotalAuthenticatedEntities",
    tracked_actions_last_accessed: Option<Vec<TrackedActionLastAccessed>> = show "TrackedActionsLastAccessed",
} }

shape! { ServiceSpecificCredential {
    create_date: Timestamp = show "CreateDate",
    expiration_date: Option<Timestamp> = show "ExpirationDate",
    service_name: String = show "ServiceName",
    service_user_name: Option<String> = show "ServiceUserName",
    service_password: Option<String> = hide "ServicePassword",
    service_credential_alias: Option<String> = show "ServiceCredentialAlias",
    service_credential_secret: Option<String> = hide "ServiceCredentialSecret",
    service_specific_credential_id: String = show "ServiceSpecificCredentialId",
    user_name: String = show "UserName",
    status: String = show "Status",
} }

shape! { ServiceSpecificCredentialMetadata {
    user_name: String = show "UserName",
    status: String = show "Status",
    service_user_name: Option<String> = show "ServiceUserName",
    service_credential_alias: Option<String> = show "ServiceCredentialAlias",
    create_date: Timestamp = show "CreateDate",
    expiration_date: Option<Timestamp> = show "ExpirationDate",
    service_specific_credential_id: String = show "ServiceSpecificCredentialId",
    service_name: String = show "ServiceName",
} }

shape! { SetDefaultPolicyVersionRequest {
    policy_arn: String = show "PolicyArn",
    version_id: String = show "VersionId",
} }

shape! { SetSecurityTokenServicePreferencesRequest {
    global_endpoint_token_version: String = show "GlobalEndpointTokenVersion",
} }

shape! { SigningCertificate {
    user_name: String = show "UserName",
    certificate_id: String = show "CertificateId",
    certificate_body: String = show "CertificateBody",
    status: String = show "Status",
    upload_date: Option<Timestamp> = show "UploadDate",
} }

shape! { SimulateCustomPolicyRequest {
    policy_input_list: Vec<String> = show "PolicyInputList",
    permissions_boundary_policy_input_list: Option<Vec<String>> = show "PermissionsBoundaryPolicyInputList",
    ordered_organization_policy_input_list: Option<Vec<OrderedOrganizationPolicyType>> = show "OrderedOrganizationPolicyInputList",
    action_names: Vec<String> = show "ActionNames",
    resource_arns: Option<Vec<String>> = show "ResourceArns",
    resource_policy: Option<String> = show "ResourcePolicy",
    resource_owner: Option<String> = show "ResourceOwner",
    caller_arn: Option<String> = show "CallerArn",
    context_entries: Option<Vec<ContextEntry>> = show "ContextEntries",
    resource_handling_option: Option<String> = show "ResourceHandlingOption",
    max_items: Option<i32> = show "MaxItems",
    marker: Option<String> = show "Marker",
} }

shape! { SimulatePolicyResponse {
    evaluation_results: Option<Vec<EvaluationResult>> = show "EvaluationResults",
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
} }

shape! { SimulatePrincipalPolicyRequest {
    policy_source_arn: String = show "PolicySourceArn",
    policy_input_list: Option<Vec<String>> = show "PolicyInputList",
    permissions_boundary_policy_input_list: Option<Vec<String>> = show "PermissionsBoundaryPolicyInputList",
    policy_exclusion_list: Option<Vec<PolicyIdentifier>> = show "PolicyExclusionList",
    action_names: Vec<String> = show "ActionNames",
    resource_arns: Option<Vec<String>> = show "ResourceArns",
    resource_policy: Option<String> = show "ResourcePolicy",
    resource_owner: Option<String> = show "ResourceOwner",
    caller_arn: Option<String> = show "CallerArn",
    context_entries: Option<Vec<ContextEntry>> = show "ContextEntries",
    resource_handling_option: Option<String> = show "ResourceHandlingOption",
    max_items: Option<i32> = show "MaxItems",
    marker: Option<String> = show "Marker",
} }

shape! { SourceRoleTemplate {
    template_arn: String = show "TemplateArn",
    template_minor_version: i32 = show "TemplateMinorVersion",
} }

shape! { Statement {
    source_policy_id: Option<String> = show "SourcePolicyId",
    source_policy_type: Option<String> = show "SourcePolicyType",
    start_position: Option<Position> = show "StartPosition",
    end_position: Option<Position> = show "EndPosition",
} }

shape! { Tag {
    key: String = show "Key",
    value: String = show "Value",
} }

shape! { TagInstanceProfileRequest {
    instance_profile_name: String = show "InstanceProfileName",
    tags: Vec<Tag> = show "Tags",
} }

shape! { TagMFADeviceRequest {
    serial_number: String = show "SerialNumber",
    tags: Vec<Tag> = show "Tags",
} }

shape! { TagOpenIDConnectProviderRequest {
    open_id_connect_provider_arn: String = show "OpenIDConnectProviderArn",
    tags: Vec<Tag> = show "Tags",
} }

shape! { TagPolicyRequest {
    policy_arn: String = show "PolicyArn",
    tags: Vec<Tag> = show "Tags",
} }

shape! { TagRoleRequest {
    role_name: String = show "RoleName",
    tags: Vec<Tag> = show "Tags",
} }

shape! { TagSAMLProviderRequest {
    saml_provider_arn: String = show "SAMLProviderArn",
    tags: Vec<Tag> = show "Tags",
} }

shape! { TagServerCertificateRequest {
    server_certificate_name: String = show "ServerCertificateName",
    tags: Vec<Tag> = show "Tags",
} }

shape! { TagTemplate {
    key: String = show "Key",
    value: String = show "Value",
} }

shape! { TagUserRequest {
    user_name: String = show "UserName",
    tags: Vec<Tag> = show "Tags",
} }

shape! { TrackedActionLastAccessed {
    action_name: Option<String> = show "ActionName",
    last_accessed_entity: Option<String> = show "LastAccessedEntity",
    last_accessed_time: Option<Timestamp> = show "LastAccessedTime",
    last_accessed_region: Option<String> = show "LastAccessedRegion",
} }

shape! { UntagInstanceProfileRequest {
    instance_profile_name: String = show "InstanceProfileName",
    tag_keys: Vec<String> = show "TagKeys",
} }

shape! { UntagMFADeviceRequest {
    serial_number: String = show "SerialNumber",
    tag_keys: Vec<String> = show "TagKeys",
} }

shape! { UntagOpenIDConnectProviderRequest {
    open_id_connect_provider_arn: String = show "OpenIDConnectProviderArn",
    tag_keys: Vec<String> = show "TagKeys",
} }

shape! { UntagPolicyRequest {
    policy_arn: String = show "PolicyArn",
    tag_keys: Vec<String> = show "TagKeys",
} }

shape! { UntagRoleRequest {
    role_name: String = show "RoleName",
    tag_keys: Vec<String> = show "TagKeys",
} }

shape! { UntagSAMLProviderRequest {
    saml_provider_arn: String = show "SAMLProviderArn",
    tag_keys: Vec<String> = show "TagKeys",
} }

shape! { UntagServerCertificateRequest {
    server_certificate_name: String = show "ServerCertificateName",
    tag_keys: Vec<String> = show "TagKeys",
} }

shape! { UntagUserRequest {
    user_name: String = show "UserName",
    tag_keys: Vec<String> = show "TagKeys",
} }

shape! { UpdateAccessKeyRequest {
    user_name: Option<String> = show "UserName",
    access_key_id: String = show "AccessKeyId",
    status: String = show "Status",
} }

shape! { UpdateAccountPasswordPolicyRequest {
    minimum_password_length: Option<i32> = show "MinimumPasswordLength",
    require_symbols: Option<bool> = show "RequireSymbols",
    require_numbers: Option<bool> = show "RequireNumbers",
    require_uppercase_characters: Option<bool> = show "RequireUppercaseCharacters",
    require_lowercase_characters: Option<bool> = show "RequireLowercaseCharacters",
    allow_users_to_change_password: Option<bool> = show "AllowUsersToChangePassword",
    max_password_age: Option<i32> = show "MaxPasswordAge",
    password_reuse_prevention: Option<i32> = show "PasswordReusePrevention",
    hard_expiry: Option<bool> = show "HardExpiry",
} }

shape! { UpdateAssumeRolePolicyRequest {
    role_name: String = show "RoleName",
    policy_document: String = show "PolicyDocument",
} }

shape! { UpdateDelegationRequestRequest {
    delegation_request_id: String = show "DelegationRequestId",
    notes: Option<String> = show "Notes",
} }

shape! { UpdateGroupRequest {
    group_name: String = show "GroupName",
    new_path: Option<String> = show "NewPath",
    new_group_name: Option<String> = show "NewGroupName",
} }

shape! { UpdateLoginProfileRequest {
    user_name: String = show "UserName",
    password: Option<String> = hide "Password",
    password_reset_required: Option<bool> = show "PasswordResetRequired",
} }

shape! { UpdateOpenIDConnectProviderThumbprintRequest {
    open_id_connect_provider_arn: String = show "OpenIDConnectProviderArn",
    thumbprint_list: Vec<String> = show "ThumbprintList",
} }

shape! { UpdateRoleDescriptionRequest {
    role_name: String = show "RoleName",
    description: String = show "Description",
} }

shape! { UpdateRoleDescriptionResponse {
    role: Option<Role> = show "Role",
} }

shape! { UpdateRoleRequest {
    role_name: String = show "RoleName",
    description: Option<String> = show "Description",
    max_session_duration: Option<i32> = show "MaxSessionDuration",
} }

shape! { UpdateRoleResponse {
} }

shape! { UpdateSAMLProviderRequest {
    saml_metadata_document: Option<String> = show "SAMLMetadataDocument",
    saml_provider_arn: String = show "SAMLProviderArn",
    assertion_encryption_mode: Option<String> = show "AssertionEncryptionMode",
    add_private_key: Option<String> = hide "AddPrivateKey",
    remove_private_key: Option<String> = show "RemovePrivateKey",
} }

shape! { UpdateSAMLProviderResponse {
    saml_provider_arn: Option<String> = show "SAMLProviderArn",
} }

shape! { UpdateSSHPublicKeyRequest {
    user_name: String = show "UserName",
    ssh_public_key_id: String = show "SSHPublicKeyId",
    status: String = show "Status",
} }

shape! { UpdateServerCertificateRequest {
    server_certificate_name: String = show "ServerCertificateName",
    new_path: Option<String> = show "NewPath",
    new_server_certificate_name: Option<String> = show "NewServerCertificateName",
} }

shape! { UpdateServiceSpecificCredentialRequest {
    user_name: Option<String> = show "UserName",
    service_specific_credential_id: String = show "ServiceSpecificCredentialId",
    status: String = show "Status",
} }

shape! { UpdateSigningCertificateRequest {
    user_name: Option<String> = show "UserName",
    certificate_id: String = show "CertificateId",
    status: String = show "Status",
} }

shape! { UpdateUserRequest {
    user_name: String = show "UserName",
    new_path: Option<String> = show "NewPath",
    new_user_name: Option<String> = show "NewUserName",
} }

shape! { UploadSSHPublicKeyRequest {
    user_name: String = show "UserName",
    ssh_public_key_body: String = show "SSHPublicKeyBody",
} }

shape! { UploadSSHPublicKeyResponse {
    ssh_public_key: Option<SSHPublicKey> = show "SSHPublicKey",
} }

shape! { UploadServerCertificateRequest {
    path: Option<String> = show "Path",
    server_certificate_name: String = show "ServerCertificateName",
    certificate_body: String = show "CertificateBody",
    private_key: String = hide "PrivateKey",
    certificate_chain: Option<String> = show "CertificateChain",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { UploadServerCertificateResponse {
    server_certificate_metadata: Option<ServerCertificateMetadata> = show "ServerCertificateMetadata",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { UploadSigningCertificateRequest {
    user_name: Option<String> = show "UserName",
    certificate_body: String = show "CertificateBody",
} }

shape! { UploadSigningCertificateResponse {
    certificate: SigningCertificate = show "Certificate",
} }

shape! { User {
    path: String = show "Path",
    user_name: String = show "UserName",
    user_id: String = show "UserId",
    arn: String = show "Arn",
    create_date: Timestamp = show "CreateDate",
    password_last_used: Option<Timestamp> = show "PasswordLastUsed",
    permissions_boundary: Option<AttachedPermissionsBoundary> = show "PermissionsBoundary",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { UserDetail {
    path: Option<String> = show "Path",
    user_name: Option<String> = show "UserName",
    user_id: Option<String> = show "UserId",
    arn: Option<String> = show "Arn",
    create_date: Option<Timestamp> = show "CreateDate",
    user_policy_list: Option<Vec<PolicyDetail>> = show "UserPolicyList",
    group_list: Option<Vec<String>> = show "GroupList",
    attached_managed_policies: Option<Vec<AttachedPolicy>> = show "AttachedManagedPolicies",
    permissions_boundary: Option<AttachedPermissionsBoundary> = show "PermissionsBoundary",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { VirtualMFADevice {
    serial_number: String = show "SerialNumber",
    base32_string_seed: Option<Bytes> = hide "Base32StringSeed",
    qr_code_png: Option<Bytes> = hide "QRCodePNG",
    user: Option<User> = show "User",
    enable_date: Option<Timestamp> = show "EnableDate",
    tags: Option<Vec<Tag>> = show "Tags",
} }

//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use bartizan_types::Timestamp;
use bartizan_wire::shape;

shape! { AcceptHandshakeRequest {
    handshake_id: String = show "HandshakeId",
} }

shape! { AcceptHandshakeResponse {
    handshake: Option<Handshake> = show "Handshake",
} }

shape! { Account {
    id: Option<String> = show "Id",
    arn: Option<String> = show "Arn",
    email: Option<String> = hide "Email",
    name: Option<String> = hide "Name",
    status: Option<String> = show "Status",
    state: Option<String> = show "State",
    paths: Option<Vec<String>> = show "Paths",
    joined_method: Option<String> = show "JoinedMethod",
    joined_timestamp: Option<Timestamp> = show "JoinedTimestamp",
} }

shape! { AttachPolicyRequest {
    policy_id: String = show "PolicyId",
    target_id: String = show "TargetId",
} }

shape! { CancelHandshakeRequest {
    handshake_id: String = show "HandshakeId",
} }

shape! { CancelHandshakeResponse {
    handshake: Option<Handshake> = show "Handshake",
} }

shape! { Child {
    id: Option<String> = show "Id",
    r#type: Option<String> = show "Type",
} }

shape! { CloseAccountRequest {
    account_id: String = show "AccountId",
} }

shape! { CreateAccountRequest {
    email: String = hide "Email",
    account_name: String = hide "AccountName",
    role_name: Option<String> = show "RoleName",
    iam_user_access_to_billing: Option<String> = show "IamUserAccessToBilling",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { CreateAccountResponse {
    create_account_status: Option<CreateAccountStatus> = show "CreateAccountStatus",
} }

shape! { CreateAccountStatus {
    id: Option<String> = show "Id",
    account_name: Option<String> = hide "AccountName",
    state: Option<String> = show "State",
    requested_timestamp: Option<Timestamp> = show "RequestedTimestamp",
    completed_timestamp: Option<Timestamp> = show "CompletedTimestamp",
    account_id: Option<String> = show "AccountId",
    gov_cloud_account_id: Option<String> = show "GovCloudAccountId",
    failure_reason: Option<String> = show "FailureReason",
} }

shape! { CreateGovCloudAccountRequest {
    email: String = hide "Email",
    account_name: String = hide "AccountName",
    role_name: Option<String> = show "RoleName",
    iam_user_access_to_billing: Option<String> = show "IamUserAccessToBilling",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { CreateGovCloudAccountResponse {
    create_account_status: Option<CreateAccountStatus> = show "CreateAccountStatus",
} }

shape! { CreateOrganizationRequest {
    feature_set: Option<String> = show "FeatureSet",
} }

shape! { CreateOrganizationResponse {
    organization: Option<Organization> = show "Organization",
} }

shape! { CreateOrganizationalUnitRequest {
    parent_id: String = show "ParentId",
    name: String = show "Name",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { CreateOrganizationalUnitResponse {
    organizational_unit: Option<OrganizationalUnit> = show "OrganizationalUnit",
} }

shape! { CreatePolicyRequest {
    content: String = show "Content",
    description: String = show "Description",
    name: String = show "Name",
    r#type: String = show "Type",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { CreatePolicyResponse {
    policy: Option<Policy> = show "Policy",
} }

shape! { DeclineHandshakeRequest {
    handshake_id: String = show "HandshakeId",
} }

shape! { DeclineHandshakeResponse {
    handshake: Option<Handshake> = show "Handshake",
} }

shape! { DelegatedAdministrator {
    id: Option<String> = show "Id",
    arn: Option<String> = show "Arn",
    email: Option<String> = hide "Email",
    name: Option<String> = hide "Name",
    status: Option<String> = show "Status",
    state: Option<String> = show "State",
    joined_method: Option<String> = show "JoinedMethod",
    joined_timestamp: Option<Timestamp> = show "JoinedTimestamp",
    delegation_enabled_date: Option<Timestamp> = show "DelegationEnabledDate",
} }

shape! { DelegatedService {
    service_principal: Option<String> = show "ServicePrincipal",
    delegation_enabled_date: Option<Timestamp> = show "DelegationEnabledDate",
} }

shape! { DeleteOrganizationalUnitRequest {
    organizational_unit_id: String = show "OrganizationalUnitId",
} }

shape! { DeletePolicyRequest {
    policy_id: String = show "PolicyId",
} }

shape! { DeregisterDelegatedAdministratorRequest {
    account_id: String = show "AccountId",
    service_principal: String = show "ServicePrincipal",
} }

shape! { DescribeAccountRequest {
    account_id: String = show "AccountId",
} }

shape! { DescribeAccountResponse {
    account: Option<Account> = show "Account",
} }

shape! { DescribeCreateAccountStatusRequest {
    create_account_request_id: String = show "CreateAccountRequestId",
} }

shape! { DescribeCreateAccountStatusResponse {
    create_account_status: Option<CreateAccountStatus> = show "CreateAccountStatus",
} }

shape! { DescribeEffectivePolicyRequest {
    policy_type: String = show "PolicyType",
    target_id: Option<String> = show "TargetId",
} }

shape! { DescribeEffectivePolicyResponse {
    effective_policy: Option<EffectivePolicy> = show "EffectivePolicy",
} }

shape! { DescribeHandshakeRequest {
    handshake_id: String = show "HandshakeId",
} }

shape! { DescribeHandshakeResponse {
    handshake: Option<Handshake> = show "Handshake",
} }

shape! { DescribeOrganizationResponse {
    organization: Option<Organization> = show "Organization",
} }

shape! { DescribeOrganizationalUnitRequest {
    organizational_unit_id: String = show "OrganizationalUnitId",
} }

shape! { DescribeOrganizationalUnitResponse {
    organizational_unit: Option<OrganizationalUnit> = show "OrganizationalUnit",
} }

shape! { DescribePolicyRequest {
    policy_id: String = show "PolicyId",
} }

shape! { DescribePolicyResponse {
    policy: Option<Policy> = show "Policy",
} }

shape! { DescribeResourcePolicyResponse {
    resource_policy: Option<ResourcePolicy> = show "ResourcePolicy",
} }

shape! { DescribeResponsibilityTransferRequest {
    id: String = show "Id",
} }

shape! { DescribeResponsibilityTransferResponse {
    responsibility_transfer: Option<ResponsibilityTransfer> = show "ResponsibilityTransfer",
} }

shape! { DetachPolicyRequest {
    policy_id: String = show "PolicyId",
    target_id: String = show "TargetId",
} }

shape! { DisableAWSServiceAccessRequest {
    service_principal: String = show "ServicePrincipal",
} }

shape! { DisablePolicyTypeRequest {
    root_id: String = show "RootId",
    policy_type: String = show "PolicyType",
} }

shape! { DisablePolicyTypeResponse {
    root: Option<Root> = show "Root",
} }

shape! { EffectivePolicy {
    policy_content: Option<String> = show "PolicyContent",
    last_updated_timestamp: Option<Timestamp> = show "LastUpdatedTimestamp",
    target_id: Option<String> = show "TargetId",
    policy_type: Option<String> = show "PolicyType",
} }

shape! { EffectivePolicyValidationError {
    error_code: Option<String> = show "ErrorCode",
    error_message: Option<String> = show "ErrorMessage",
    path_to_error: Option<String> = show "PathToError",
    contributing_policies: Option<Vec<String>> = show "ContributingPolicies",
} }

shape! { EnableAWSServiceAccessRequest {
    service_principal: String = show "ServicePrincipal",
} }

shape! { EnableAllFeaturesRequest {
} }

shape! { EnableAllFeaturesResponse {
    handshake: Option<Handshake> = show "Handshake",
} }

shape! { EnablePolicyTypeRequest {
    root_id: String = show "RootId",
    policy_type: String = show "PolicyType",
} }

shape! { EnablePolicyTypeResponse {
    root: Option<Root> = show "Root",
} }

shape! { EnabledServicePrincipal {
    service_principal: Option<String> = show "ServicePrincipal",
    date_enabled: Option<Timestamp> = show "DateEnabled",
} }

shape! { Handshake {
    id: Option<String> = show "Id",
    arn: Option<String> = show "Arn",
    parties: Option<Vec<HandshakeParty>> = show "Parties",
    state: Option<String> = show "State",
    requested_timestamp: Option<Timestamp> = show "RequestedTimestamp",
    expiration_timestamp: Option<Timestamp> = show "ExpirationTimestamp",
    action: Option<String> = show "Action",
    resources: Option<Vec<HandshakeResource>> = show "Resources",
} }

shape! { HandshakeFilter {
    action_type: Option<String> = show "ActionType",
    parent_handshake_id: Option<String> = show "ParentHandshakeId",
} }

shape! { HandshakeParty {
    id: String = hide "Id",
    r#type: String = show "Type",
} }

shape! { HandshakeResource {
    value: Option<String> = hide "Value",
    r#type: Option<String> = show "Type",
    resources: Option<Vec<HandshakeResource>> = show "Resources",
} }

shape! { InviteAccountToOrganizationRequest {
    target: HandshakeParty = show "Target",
    notes: Option<String> = hide "Notes",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { InviteAccountToOrganizationResponse {
    handshake: Option<Handshake> = show "Handshake",
} }

shape! { InviteOrganizationToTransferResponsibilityRequest {
    r#type: String = show "Type",
    target: HandshakeParty = show "Target",
    notes: Option<String> = hide "Notes",
    start_timestamp: Timestamp = show "StartTimestamp",
    source_name: String = hide "SourceName",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { InviteOrganizationToTransferResponsibilityResponse {
    handshake: Option<Handshake> = show "Handshake",
} }

shape! { ListAWSServiceAccessForOrganizationRequest {
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListAWSServiceAccessForOrganizationResponse {
    enabled_service_principals: Option<Vec<EnabledServicePrincipal>> = show "EnabledServicePrincipals",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListAccountsForParentRequest {
    parent_id: String = show "ParentId",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListAccountsForParentResponse {
    accounts: Option<Vec<Account>> = show "Accounts",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListAccountsRequest {
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListAccountsResponse {
    accounts: Option<Vec<Account>> = show "Accounts",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListAccountsWithInvalidEffectivePolicyRequest {
    policy_type: String = show "PolicyType",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListAccountsWithInvalidEffectivePolicyResponse {
    accounts: Option<Vec<Account>> = show "Accounts",
    policy_type: Option<String> = show "PolicyType",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListChildrenRequest {
    parent_id: String = show "ParentId",
    child_type: String = show "ChildType",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListChildrenResponse {
    children: Option<Vec<Child>> = show "Children",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListCreateAccountStatusRequest {
    states: Option<Vec<String>> = show "States",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListCreateAccountStatusResponse {
    create_account_statuses: Option<Vec<CreateAccountStatus>> = show "CreateAccountStatuses",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListDelegatedAdministratorsRequest {
    service_principal: Option<String> = show "ServicePrincipal",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListDelegatedAdministratorsResponse {
    delegated_administrators: Option<Vec<DelegatedAdministrator>> = show "DelegatedAdministrators",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListDelegatedServicesForAccountRequest {
    account_id: String = show "AccountId",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListDelegatedServicesForAccountResponse {
    delegated_services: Option<Vec<DelegatedService>> = show "DelegatedServices",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListEffectivePolicyValidationErrorsRequest {
    account_id: String = show "AccountId",
    policy_type: String = show "PolicyType",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListEffectivePolicyValidationErrorsResponse {
    account_id: Option<String> = show "AccountId",
    policy_type: Option<String> = show "PolicyType",
    path: Option<String> = show "Path",
    evaluation_timestamp: Option<Timestamp> = show "EvaluationTimestamp",
    next_token: Option<String> = show "NextToken",
    effective_policy_validation_errors: Option<Vec<EffectivePolicyValidationError>> = show "EffectivePolicyValidationErrors",
} }

shape! { ListHandshakesForAccountRequest {
    filter: Option<HandshakeFilter> = show "Filter",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListHandshakesForAccountResponse {
    handshakes: Option<Vec<Handshake>> = show "Handshakes",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListHandshakesForOrganizationRequest {
    filter: Option<HandshakeFilter> = show "Filter",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListHandshakesForOrganizationResponse {
    handshakes: Option<Vec<Handshake>> = show "Handshakes",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListInboundResponsibilityTransfersRequest {
    r#type: String = show "Type",
    id: Option<String> = show "Id",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListInboundResponsibilityTransfersResponse {
    responsibility_transfers: Option<Vec<ResponsibilityTransfer>> = show "ResponsibilityTransfers",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListOrganizationalUnitsForParentRequest {
    parent_id: String = show "ParentId",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListOrganizationalUnitsForParentResponse {
    organizational_units: Option<Vec<OrganizationalUnit>> = show "OrganizationalUnits",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListOutboundResponsibilityTransfersRequest {
    r#type: String = show "Type",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListOutboundResponsibilityTransfersResponse {
    responsibility_transfers: Option<Vec<ResponsibilityTransfer>> = show "ResponsibilityTransfers",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListParentsRequest {
    child_id: String = show "ChildId",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListParentsResponse {
    parents: Option<Vec<Parent>> = show "Parents",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListPoliciesForTargetRequest {
    target_id: String = show "TargetId",
    filter: String = show "Filter",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListPoliciesForTargetResponse {
    policies: Option<Vec<PolicySummary>> = show "Policies",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListPoliciesRequest {
    filter: String = show "Filter",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListPoliciesResponse {
    policies: Option<Vec<PolicySummary>> = show "Policies",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListRootsRequest {
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListRootsResponse {
    roots: Option<Vec<Root>> = show "Roots",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListTagsForResourceRequest {
    resource_id: String = show "ResourceId",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListTagsForResourceResponse {
    tags: Option<Vec<Tag>> = show "Tags",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListTargetsForPolicyRequest {
    policy_id: String = show "PolicyId",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListTargetsForPolicyResponse {
    targets: Option<Vec<PolicyTargetSummary>> = show "Targets",
    next_token: Option<String> = show "NextToken",
} }

shape! { MoveAccountRequest {
    account_id: String = show "AccountId",
    source_parent_id: String = show "SourceParentId",
    destination_parent_id: String = show "DestinationParentId",
} }

shape! { Organization {
    id: Option<String> = show "Id",
    arn: Option<String> = show "Arn",
    feature_set: Option<String> = show "FeatureSet",
    master_account_arn: Option<String> = show "MasterAccountArn",
    master_account_id: Option<String> = show "MasterAccountId",
    master_account_email: Option<String> = hide "MasterAccountEmail",
    available_policy_types: Option<Vec<PolicyTypeSummary>> = show "AvailablePolicyTypes",
} }

shape! { OrganizationalUnit {
    id: Option<String> = show "Id",
    arn: Option<String> = show "Arn",
    name: Option<String> = show "Name",
    path: Option<String> = show "Path",
} }

shape! { Parent {
    id: Option<String> = show "Id",
    r#type: Option<String> = show "Type",
} }

shape! { Policy {
    policy_summary: Option<PolicySummary> = show "PolicySummary",
    content: Option<String> = show "Content",
} }

shape! { PolicySummary {
    id: Option<String> = show "Id",
    arn: Option<String> = show "Arn",
    name: Option<String> = show "Name",
    description: Option<String> = show "Description",
    r#type: Option<String> = show "Type",
    aws_managed: Option<bool> = show "AwsManaged",
} }

shape! { PolicyTargetSummary {
    target_id: Option<String> = show "TargetId",
    arn: Option<String> = show "Arn",
    name: Option<String> = show "Name",
    r#type: Option<String> = show "Type",
} }

shape! { PolicyTypeSummary {
    r#type: Option<String> = show "Type",
    status: Option<String> = show "Status",
} }

shape! { PutResourcePolicyRequest {
    content: String = show "Content",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { PutResourcePolicyResponse {
    resource_policy: Option<ResourcePolicy> = show "ResourcePolicy",
} }

shape! { RegisterDelegatedAdministratorRequest {
    account_id: String = show "AccountId",
    service_principal: String = show "ServicePrincipal",
} }

shape! { RemoveAccountFromOrganizationRequest {
    account_id: String = show "AccountId",
} }

shape! { ResourcePolicy {
    resource_policy_summary: Option<ResourcePolicySummary> = show "ResourcePolicySummary",
    content: Option<String> = show "Content",
} }

shape! { ResourcePolicySummary {
    id: Option<String> = show "Id",
    arn: Option<String> = show "Arn",
} }

shape! { ResponsibilityTransfer {
    arn: Option<String> = show "Arn",
    name: Option<String> = hide "Name",
    id: Option<String> = show "Id",
    r#type: Option<String> = show "Type",
    status: Option<String> = show "Status",
    source: Option<TransferParticipant> = show "Source",
    target: Option<TransferParticipant> = show "Target",
    start_timestamp: Option<Timestamp> = show "StartTimestamp",
    end_timestamp: Option<Timestamp> = show "EndTimestamp",
    active_handshake_id: Option<String> = show "ActiveHandshakeId",
} }

shape! { Root {
    id: Option<String> = show "Id",
    arn: Option<String> = show "Arn",
    name: Option<String> = show "Name",
    policy_types: Option<Vec<PolicyTypeSummary>> = show "PolicyTypes",
} }

shape! { Tag {
    key: String = show "Key",
    value: String = show "Value",
} }

shape! { TagResourceRequest {
    resource_id: String = show "ResourceId",
    tags: Vec<Tag> = show "Tags",
} }

shape! { TerminateResponsibilityTransferRequest {
    id: String = show "Id",
    end_timestamp: Option<Timestamp> = show "EndTimestamp",
} }

shape! { TerminateResponsibilityTransferResponse {
    responsibility_transfer: Option<ResponsibilityTransfer> = show "ResponsibilityTransfer",
} }

shape! { TransferParticipant {
    management_account_id: Option<String> = show "ManagementAccountId",
    management_account_email: Option<String> = hide "ManagementAccountEmail",
} }

shape! { UntagResourceRequest {
    resource_id: String = show "ResourceId",
    tag_keys: Vec<String> = show "TagKeys",
} }

shape! { UpdateOrganizationalUnitRequest {
    organizational_unit_id: String = show "OrganizationalUnitId",
    name: Option<String> = show "Name",
} }

shape! { UpdateOrganizationalUnitResponse {
    organizational_unit: Option<OrganizationalUnit> = show "OrganizationalUnit",
} }

shape! { UpdatePolicyRequest {
    policy_id: String = show "PolicyId",
    name: Option<String> = show "Name",
    description: Option<String> = show "Description",
    content: Option<String> = show "Content",
} }

shape! { UpdatePolicyResponse {
    policy: Option<Policy> = show "Policy",
} }

shape! { UpdateResponsibilityTransferRequest {
    id: String = show "Id",
    name: String = hide "Name",
} }

shape! { UpdateResponsibilityTransferResponse {
    responsibility_transfer: Option<ResponsibilityTransfer> = show "ResponsibilityTransfer",
} }

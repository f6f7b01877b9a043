//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use bartizan_types::Timestamp;
use bartizan_wire::{Bytes, shape};

shape! { AccountUsage {
    account_id: String = show "AccountId",
    service: String = show "Service",
    operation: String = show "Operation",
    region: String = show "Region",
    calls: i64 = show "Calls",
    failed_calls: i64 = show "FailedCalls",
} }

shape! { AgentCisScan {
    scan_job_id: String = show "ScanJobId",
    level: i32 = show "Level",
} }

shape! { CreateAgentActivationInput {
    role_arn: String = show "RoleArn",
    name: Option<String> = show "Name",
    subnet_id: Option<String> = show "SubnetId",
    security_group_ids: Option<Vec<String>> = show "SecurityGroupIds",
    expires_in_seconds: Option<i32> = show "ExpiresInSeconds",
} }

shape! { CreateAgentActivationOutput {
    activation_id: String = show "ActivationId",
    activation_code: String = hide "ActivationCode",
    expires: Timestamp = show "Expires",
    subnet_id: String = show "SubnetId",
    security_group_ids: Vec<String> = show "SecurityGroupIds",
} }

shape! { DecidingStatement {
    layer: Option<String> = show "Layer",
    node_id: Option<String> = show "NodeId",
    policy: Option<String> = show "Policy",
    sid: Option<String> = show "Sid",
    line: Option<i64> = show "Line",
    column: Option<i64> = show "Column",
} }

shape! { DelegationNotification {
    notification_channel: String = show "NotificationChannel",
    delegation_request_id: String = show "DelegationRequestId",
    message: String = hide "Message",
    timestamp: Timestamp = show "Timestamp",
} }

shape! { DelegationTemplate {
    template_arn: String = show "TemplateArn",
    document: String = show "Document",
    requestor_name: String = show "RequestorName",
} }

shape! { DeleteAgentActivationInput {
    activation_id: String = show "ActivationId",
} }

shape! { DeleteDelegationTemplateInput {
    template_arn: String = show "TemplateArn",
} }

shape! { DescribeEdgeInput {
} }

shape! { DescribeEdgeOutput {
    fronts: Vec<ServedFront> = show "Fronts",
    dns: Option<String> = show "Dns",
} }

shape! { DescribeTreeInput {
} }

shape! { DescribeTreeOutput {
    organization_id: String = show "OrganizationId",
    management_account_id: String = show "ManagementAccountId",
    nodes: Vec<TreeNode> = show "Nodes",
    policies: Vec<TreePolicy> = show "Policies",
} }

shape! { ExplainRequestInput {
    request_id: String = show "RequestId",
} }

shape! { ExplainRequestOutput {
    request_id: String = show "RequestId",
    event: Option<String> = show "Event",
    decisions: Vec<String> = show "Decisions",
    encoded_authorization_message: Option<String> = show "EncodedAuthorizationMessage",
} }

shape! { ExplainWebRequestInput {
    request_id: String = show "RequestId",
} }

shape! { ExplainWebRequestOutput {
    request_id: String = show "RequestId",
    explanation: String = show "Explanation",
} }

shape! { FinishPasskeyRegistrationInput {
    user_name: Option<String> = show "UserName",
    device_name: String = show "DeviceName",
    credential: String = hide "Credential",
} }

shape! { FinishPasskeyRegistrationOutput {
    serial_number: String = show "SerialNumber",
} }

shape! { FirewallRule {
    direction: String = show "Direction",
    protocol: String = show "Protocol",
    from_port: i32 = show "FromPort",
    to_port: i32 = show "ToPort",
    peers: Vec<String> = show "Peers",
} }

shape! { GetAgentCredentialsInput {
    instance_id: String = show "InstanceId",
    signed_at_millis: i64 = show "SignedAtMillis",
    signature: Bytes = hide "Signature",
} }

shape! { GetAgentCredentialsOutput {
    credentials: SessionCredentials = show "Credentials",
} }

shape! { GetSessionTokenWithPasskeyInput {
    credential: String = hide "Credential",
    duration_seconds: Option<i32> = show "DurationSeconds",
} }

shape! { GetSessionTokenWithPasskeyOutput {
    credentials: SessionCredentials = show "Credentials",
} }

shape! { GetUsageInput {
    month: Option<String> = show "Month",
    account_id: Option<String> = show "AccountId",
    next_token: Option<String> = show "NextToken",
} }

shape! { GetUsageOutput {
    month: String = show "Month",
    usage: Vec<AccountUsage> = show "Usage",
    counted_until: Option<Timestamp> = show "CountedUntil",
    next_token: Option<String> = show "NextToken",
} }

shape! { GrantedService {
    service: String = show "Service",
    count: i64 = show "Count",
    actions: Option<Vec<String>> = show "Actions",
} }

shape! { ImportMFATokensInput {
    tokens: Vec<MFAToken> = show "Tokens",
} }

shape! { ImportMFATokensOutput {
    imported_count: i32 = show "ImportedCount",
} }

shape! { ListDelegationNotificationsInput {
    notification_channel: Option<String> = show "NotificationChannel",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListDelegationNotificationsOutput {
    notifications: Vec<DelegationNotification> = show "Notifications",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListDelegationTemplatesInput {
} }

shape! { ListDelegationTemplatesOutput {
    templates: Vec<DelegationTemplate> = show "Templates",
} }

shape! { MFAToken {
    serial_number: String = show "SerialNumber",
    seed: String = hide "Seed",
    period_seconds: Option<i32> = show "PeriodSeconds",
} }

shape! { PlanChange {
    effect: String = show "Effect",
    account_id: String = show "AccountId",
    principal: String = show "Principal",
    action: String = show "Action",
    resource: String = show "Resource",
    count: i64 = show "Count",
    first_time: Timestamp = show "FirstTime",
    last_time: Timestamp = show "LastTime",
    example_event_id: String = show "ExampleEventId",
    decided_by: DecidingStatement = show "DecidedBy",
} }

shape! { PlanPolicyInput {
    policy_document: String = show "PolicyDocument",
    policy_type: String = show "PolicyType",
    target_id: Option<String> = show "TargetId",
    principal: Option<String> = show "Principal",
    account_id: Option<String> = show "AccountId",
    replaced_policy: Option<String> = show "ReplacedPolicy",
    replace_all: Option<bool> = show "ReplaceAll",
    since: Option<Timestamp> = show "Since",
    next_token: Option<String> = show "NextToken",
} }

shape! { PlanPolicyOutput {
    changes: Vec<PlanChange> = show "Changes",
    totals: ReplayTotals = show "Totals",
    next_token: Option<String> = show "NextToken",
} }

shape! { RecordedUse {
    action: String = show "Action",
    resource: String = show "Resource",
    ground: String = show "Ground",
    condition: Option<String> = show "Condition",
    count: i64 = show "Count",
    first_time: Timestamp = show "FirstTime",
    last_time: Timestamp = show "LastTime",
    example_event_id: String = show "ExampleEventId",
} }

shape! { RegisterAgentInput {
    activation_id: String = show "ActivationId",
    activation_code: String = hide "ActivationCode",
    public_key: Bytes = show "PublicKey",
    architecture: String = show "Architecture",
} }

shape! { RegisterAgentOutput {
    instance_id: String = show "InstanceId",
    account_id: String = show "AccountId",
    region: String = show "Region",
} }

shape! { RegisterDelegationTemplateInput {
    name: String = show "Name",
    document: String = show "Document",
    requestor_name: String = show "RequestorName",
} }

shape! { RegisterDelegationTemplateOutput {
    template_arn: String = show "TemplateArn",
} }

shape! { ReplayTotals {
    requests: i64 = show "Requests",
    accesses: i64 = show "Accesses",
    not_replayable: i64 = show "NotReplayable",
    denied_requests: i64 = show "DeniedRequests",
    allowed_requests: i64 = show "AllowedRequests",
    denied_already: i64 = show "DeniedAlready",
} }

shape! { SendAgentFlowsInput {
    instance_id: String = show "InstanceId",
    source: String = show "Source",
    offset: i64 = show "Offset",
    flows: Bytes = hide "Flows",
} }

shape! { SendAgentFlowsOutput {
    next_offset: i64 = show "NextOffset",
    wanted: bool = show "Wanted",
} }

shape! { SendAgentReportInput {
    instance_id: String = show "InstanceId",
    interval_seconds: i32 = show "IntervalSeconds",
    inventory_version: Option<String> = show "InventoryVersion",
    inventory: Option<Bytes> = hide "Inventory",
    unsent: Option<i64> = show "Unsent",
    firewall_version: Option<String> = show "FirewallVersion",
    firewall_resets: Option<i64> = show "FirewallResets",
} }

shape! { SendAgentReportOutput {
    inventory_wanted: bool = show "InventoryWanted",
    firewall_version: Option<String> = show "FirewallVersion",
    firewall_rules: Option<Vec<FirewallRule>> = show "FirewallRules",
    cis_scan: Option<AgentCisScan> = show "CisScan",
} }

shape! { ServedFront {
    arn: String = show "Arn",
    name: String = show "Name",
    listeners: Vec<ServedListener> = show "Listeners",
} }

shape! { ServedListener {
    port: i64 = show "Port",
    protocol: String = show "Protocol",
    address: Option<String> = show "Address",
    problem: Option<String> = show "Problem",
} }

shape! { SessionCredentials {
    access_key_id: String = show "AccessKeyId",
    secret_access_key: String = hide "SecretAccessKey",
    session_token: String = hide "SessionToken",
    expiration: Timestamp = show "Expiration",
} }

shape! { StartPasskeyAuthenticationInput {
} }

shape! { StartPasskeyAuthenticationOutput {
    options: String = hide "Options",
} }

shape! { StartPasskeyRegistrationInput {
    user_name: Option<String> = show "UserName",
} }

shape! { StartPasskeyRegistrationOutput {
    options: String = hide "Options",
} }

shape! { SummarizeUseInput {
    principal: String = show "Principal",
    account_id: Option<String> = show "AccountId",
    since: Option<Timestamp> = show "Since",
    next_token: Option<String> = show "NextToken",
} }

shape! { SummarizeUseOutput {
    principal_arn: String = show "PrincipalArn",
    uses: Vec<RecordedUse> = show "Uses",
    granted: Option<Vec<GrantedService>> = show "Granted",
    denies: Option<Vec<String>> = show "Denies",
    totals: UseTotals = show "Totals",
    next_token: Option<String> = show "NextToken",
} }

shape! { TreeNode {
    id: String = show "Id",
    parent_id: Option<String> = show "ParentId",
    r#type: String = show "Type",
    name: String = show "Name",
    state: Option<String> = show "State",
    policy_ids: Vec<String> = show "PolicyIds",
} }

shape! { TreePolicy {
    id: String = show "Id",
    name: String = show "Name",
    r#type: String = show "Type",
    content: String = show "Content",
} }

shape! { UseTotals {
    requests: i64 = show "Requests",
    not_replayable: i64 = show "NotReplayable",
} }

//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use std::collections::BTreeMap;

use bartizan_types::Timestamp;
use bartizan_wire::shape;

shape! { AcceptAdministratorInvitationRequest {
    detector_id: String = show "DetectorId",
    administrator_id: String = show "AdministratorId",
    invitation_id: String = show "InvitationId",
} }

shape! { AcceptAdministratorInvitationResponse {
} }

shape! { AcceptInvitationRequest {
    detector_id: String = show "DetectorId",
    master_id: String = show "MasterId",
    invitation_id: String = show "InvitationId",
} }

shape! { AcceptInvitationResponse {
} }

shape! { AccessControlList {
    allows_public_read_access: Option<bool> = show "AllowsPublicReadAccess",
    allows_public_write_access: Option<bool> = show "AllowsPublicWriteAccess",
} }

shape! { AccessKey {
    principal_id: Option<String> = show "PrincipalId",
    user_name: Option<String> = show "UserName",
    user_type: Option<String> = show "UserType",
} }

shape! { AccessKeyDetails {
    access_key_id: Option<String> = show "AccessKeyId",
    principal_id: Option<String> = show "PrincipalId",
    user_name: Option<String> = show "UserName",
    user_type: Option<String> = show "UserType",
} }

shape! { Account {
    uid: String = show "Uid",
    name: Option<String> = show "Name",
} }

shape! { AccountAffectedResource {
    identifier: Option<String> = show "Identifier",
    r#type: Option<String> = show "Type",
    finding_count: Option<i32> = show "FindingCount",
} }

shape! { AccountAnalysis {
    findings_summary: Option<FindingsSummary> = show "FindingsSummary",
    tactic_coverage: Option<Vec<TacticCoverage>> = show "TacticCoverage",
    affected_resources: Option<Vec<AccountAffectedResource>> = show "AffectedResources",
} }

shape! { AccountDetail {
    account_id: String = show "AccountId",
    email: String = hide "Email",
} }

shape! { AccountFreeTrialInfo {
    account_id: Option<String> = show "AccountId",
    data_sources: Option<DataSourcesFreeTrial> = show "DataSources",
    features: Option<Vec<FreeTrialFeatureConfigurationResult>> = show "Features",
} }

shape! { AccountLevelPermissions {
    block_public_access: Option<BlockPublicAccess> = show "BlockPublicAccess",
} }

shape! { AccountOverview {
    account_id: Option<String> = show "AccountId",
    account_status: Option<String> = show "AccountStatus",
    detector_id: Option<String> = show "DetectorId",
    region: Option<String> = show "Region",
    delegated_admin_account_id: Option<String> = show "DelegatedAdminAccountId",
    total_member_accounts: Option<i64> = show "TotalMemberAccounts",
    total_findings: Option<i64> = show "TotalFindings",
    affected_account_count: Option<i64> = show "AffectedAccountCount",
    account_rankings: Option<Vec<MemberAccountRanking>> = show "AccountRankings",
} }

shape! { AccountStatistics {
    account_id: Option<String> = show "AccountId",
    last_generated_at: Option<Timestamp> = show "LastGeneratedAt",
    total_findings: Option<i32> = show "TotalFindings",
} }

shape! { AccountSummary {
    account_id: Option<String> = show "AccountId",
    finding_count: Option<i32> = show "FindingCount",
} }

shape! { Action {
    action_type: Option<String> = show "ActionType",
    aws_api_call_action: Option<AwsApiCallAction> = show "AwsApiCallAction",
    dns_request_action: Option<DnsRequestAction> = show "DnsRequestAction",
    network_connection_action: Option<NetworkConnectionAction> = show "NetworkConnectionAction",
    port_probe_action: Option<PortProbeAction> = show "PortProbeAction",
    kubernetes_api_call_action: Option<KubernetesApiCallAction> = show "KubernetesApiCallAction",
    kubernetes_permission_checked_details: Option<KubernetesPermissionCheckedDetails> = show "KubernetesPermissionCheckedDetails",
    kubernetes_role_binding_details: Option<KubernetesRoleBindingDetails> = show "KubernetesRoleBindingDetails",
    kubernetes_role_details: Option<KubernetesRoleDetails> = show "KubernetesRoleDetails",
    rds_login_attempt_action: Option<RdsLoginAttemptAction> = show "RdsLoginAttemptAction",
} }

shape! { Activity {
    r#type: String = show "Type",
    api: Option<ApiCall> = show "Api",
} }

shape! { ActivityWindow {
    first_seen_at: Option<Timestamp> = show "FirstSeenAt",
    last_seen_at: Option<Timestamp> = show "LastSeenAt",
} }

shape! { Actor {
    id: String = show "Id",
    user: Option<User> = show "User",
    session: Option<Session> = show "Session",
    process: Option<ActorProcess> = show "Process",
} }

shape! { ActorProcess {
    name: String = show "Name",
    path: String = show "Path",
    sha256: Option<String> = show "Sha256",
} }

shape! { AdditionalInfo {
    version_id: Option<String> = show "VersionId",
    device_name: Option<String> = show "DeviceName",
} }

shape! { AddonDetails {
    addon_version: Option<String> = show "AddonVersion",
    addon_status: Option<String> = show "AddonStatus",
} }

shape! { AdminAccount {
    admin_account_id: Option<String> = show "AdminAccountId",
    admin_status: Option<String> = show "AdminStatus",
} }

shape! { Administrator {
    account_id: Option<String> = show "AccountId",
    invitation_id: Option<String> = show "InvitationId",
    relationship_status: Option<String> = show "RelationshipStatus",
    invited_at: Option<String> = show "InvitedAt",
} }

shape! { AffectedResource {
    identifier: Option<String> = show "Identifier",
    r#type: Option<String> = show "Type",
    arn: Option<String> = show "Arn",
} }

shape! { AgentDetails {
    version: Option<String> = show "Version",
} }

shape! { AnalysisRecord {
    analysis_type: String = show "AnalysisType",
    threat_assessment: Option<InvestigationThreatAssessment> = show "ThreatAssessment",
    kubernetes_policy_violation: Option<KubernetesPolicyViolation> = show "KubernetesPolicyViolation",
    s3_analysis: Option<S3Analysis> = show "S3Analysis",
    processes: Option<Vec<Process>> = show "Processes",
    account_analysis: Option<InvestigationAccountAnalysis> = show "AccountAnalysis",
    indicators: Option<Vec<InvestigationIndicator>> = show "Indicators",
} }

shape! { Anomaly {
    profiles: Option<BTreeMap<String, BTreeMap<String, Vec<AnomalyObject>>>> = show "Profiles",
    unusual: Option<AnomalyUnusual> = show "Unusual",
} }

shape! { AnomalyObject {
    profile_type: Option<String> = show "ProfileType",
    profile_subtype: Option<String> = show "ProfileSubtype",
    observations: Option<Observations> = show "Observations",
} }

shape! { AnomalyUnusual {
    behavior: Option<BTreeMap<String, BTreeMap<String, AnomalyObject>>> = show "Behavior",
} }

shape! { ApiCall {
    operation: Option<String> = show "Operation",
    service: Option<String> = show "Service",
    error: Option<String> = show "Error",
    user_agent: Option<String> = show "UserAgent",
} }

shape! { ArchiveDistribution {
    archived_count: Option<i64> = show "ArchivedCount",
    unarchived_count: Option<i64> = show "UnarchivedCount",
    archived_percentage: Option<f64> = show "ArchivedPercentage",
    unarchived_percentage: Option<f64> = show "UnarchivedPercentage",
} }

shape! { ArchiveFindingsRequest {
    detector_id: String = show "DetectorId",
    finding_ids: Vec<String> = show "FindingIds",
} }

shape! { ArchiveFindingsResponse {
} }

shape! { AssociationDetail {
    association_id: String = show "AssociationId",
    arn: String = show "Arn",
    rule_id: String = show "RuleId",
    account_id: String = show "AccountId",
    mode: String = show "Mode",
    created_at: Timestamp = show "CreatedAt",
    updated_at: Timestamp = show "UpdatedAt",
    expires_at: Option<Timestamp> = show "ExpiresAt",
} }

shape! { AssociationSummary {
    association_id: String = show "AssociationId",
    arn: String = show "Arn",
    rule_id: String = show "RuleId",
    mode: String = show "Mode",
    created_at: Timestamp = show "CreatedAt",
    updated_at: Timestamp = show "UpdatedAt",
    expires_at: Option<Timestamp> = show "ExpiresAt",
} }

shape! { Attack {
    tactic: Option<ThreatReference> = show "Tactic",
    technique: Option<ThreatReference> = show "Technique",
    findings: Option<Vec<FindingReference>> = show "Findings",
    version: Option<String> = show "Version",
} }

shape! { AttackPhase {
    phase: Option<String> = show "Phase",
    description: Option<String> = show "Description",
    attacks: Option<Vec<Attack>> = show "Attacks",
} }

shape! { AutonomousSystem {
    name: String = show "Name",
    number: i32 = show "Number",
} }

shape! { AutoscalingAutoScalingGroup {
    ec2_instance_uids: Option<Vec<String>> = show "Ec2InstanceUids",
} }

shape! { AwsApiCallAction {
    api: Option<String> = show "Api",
    caller_type: Option<String> = show "CallerType",
    domain_details: Option<DomainDetails> = show "DomainDetails",
    error_code: Option<String> = show "ErrorCode",
    user_agent: Option<String> = show "UserAgent",
    remote_ip_details: Option<RemoteIpDetails> = show "RemoteIpDetails",
    service_name: Option<String> = show "ServiceName",
    remote_account_details: Option<RemoteAccountDetails> = show "RemoteAccountDetails",
    affected_resources: Option<BTreeMap<String, String>> = show "AffectedResources",
} }

shape! { Baseline {
    total_findings: Option<i64> = show "TotalFindings",
    baseline_findings: Option<Vec<FindingTypeClassification>> = show "BaselineFindings",
    anomalous_findings: Option<Vec<FindingTypeClassification>> = show "AnomalousFindings",
} }

shape! { BedrockGuardrail {
    arn: Option<String> = show "Arn",
    version: Option<String> = show "Version",
} }

shape! { BedrockGuardrailDetails {
    guardrail_arn: Option<String> = show "GuardrailArn",
    guardrail_version: Option<String> = show "GuardrailVersion",
    guardrails: Option<Vec<BedrockGuardrail>> = show "Guardrails",
    guardrail_action: Option<String> = show "GuardrailAction",
    guardrail_source: Option<String> = show "GuardrailSource",
    content_policy_filters: Option<Vec<ContentPolicyFilter>> = show "ContentPolicyFilters",
} }

shape! { BedrockGuardrailResource {
    version: Option<String> = show "Version",
    guardrail_action: Option<String> = show "GuardrailAction",
    guardrail_source: Option<String> = show "GuardrailSource",
} }

shape! { BlockPublicAccess {
    ignore_public_acls: Option<bool> = show "IgnorePublicAcls",
    restrict_public_buckets: Option<bool> = show "RestrictPublicBuckets",
    block_public_acls: Option<bool> = show "BlockPublicAcls",
    block_public_policy: Option<bool> = show "BlockPublicPolicy",
} }

shape! { BucketLevelPermissions {
    access_control_list: Option<AccessControlList> = show "AccessControlList",
    bucket_policy: Option<BucketPolicy> = show "BucketPolicy",
    block_public_access: Option<BlockPublicAccess> = show "BlockPublicAccess",
} }

shape! { BucketPolicy {
    allows_public_read_access: Option<bool> = show "AllowsPublicReadAccess",
    allows_public_write_access: Option<bool> = show "AllowsPublicWriteAccess",
} }

shape! { City {
    city_name: Option<String> = show "CityName",
} }

shape! { CloudDetails {
    provider: String = show "Provider",
    region: String = show "Region",
    account: String = show "Account",
} }

shape! { CloudTrailConfigurationResult {
    status: String = show "Status",
} }

shape! { CloudformationStack {
    ec2_instance_uids: Option<Vec<String>> = show "Ec2InstanceUids",
} }

shape! { Condition {
    eq: Option<Vec<String>> = show "Eq",
    neq: Option<Vec<String>> = show "Neq",
    gt: Option<i32> = show "Gt",
    gte: Option<i32> = show "Gte",
    lt: Option<i32> = show "Lt",
    lte: Option<i32> = show "Lte",
    equals: Option<Vec<String>> = show "Equals",
    not_equals: Option<Vec<String>> = show "NotEquals",
    greater_than: Option<i64> = show "GreaterThan",
    greater_than_or_equal: Option<i64> = show "GreaterThanOrEqual",
    less_than: Option<i64> = show "LessThan",
    less_than_or_equal: Option<i64> = show "LessThanOrEqual",
    matches: Option<Vec<String>> = show "Matches",
    not_matches: Option<Vec<String>> = show "NotMatches",
} }

shape! { Container {
    container_runtime: Option<String> = show "ContainerRuntime",
    id: Option<String> = show "Id",
    name: Option<String> = show "Name",
    image: Option<String> = show "Image",
    image_prefix: Option<String> = show "ImagePrefix",
    volume_mounts: Option<Vec<VolumeMount>> = show "VolumeMounts",
    security_context: Option<SecurityContext> = show "SecurityContext",
} }

shape! { ContainerFindingResource {
    image: String = show "Image",
    image_uid: Option<String> = show "ImageUid",
} }

shape! { ContainerInstanceDetails {
    covered_container_instances: Option<i64> = show "CoveredContainerInstances",
    compatible_container_instances: Option<i64> = show "CompatibleContainerInstances",
} }

shape! { ContentPolicyFilter {
    r#type: Option<String> = show "Type",
    confidence: Option<String> = show "Confidence",
    action: Option<String> = show "Action",
} }

shape! { ContinuousScanDetails {
    start_time: Option<Timestamp> = show "StartTime",
    end_time: Timestamp = show "EndTime",
} }

shape! { CorrelatedFinding {
    finding_type: Option<String> = show "FindingType",
    count: Option<i64> = show "Count",
    severity_max: Option<f64> = show "SeverityMax",
    correlation_reasons: Option<Vec<String>> = show "CorrelationReasons",
    finding_ids: Option<Vec<String>> = show "FindingIds",
    shared_resources: Option<Vec<SharedResource>> = show "SharedResources",
    shared_behaviors: Option<Vec<SharedBehavior>> = show "SharedBehaviors",
} }

shape! { Countermeasure {
    defense_tactic: Option<String> = show "DefenseTactic",
    actions: Option<Vec<CountermeasureAction>> = show "Actions",
    description: Option<String> = show "Description",
} }

shape! { CountermeasureAction {
    title: Option<String> = show "Title",
    description: Option<String> = show "Description",
    priority: Option<String> = show "Priority",
    defense_technique: Option<String> = show "DefenseTechnique",
    mitigates: Option<Vec<String>> = show "Mitigates",
    cli_commands: Option<Vec<String>> = show "CliCommands",
    disposition_id: Option<i32> = show "DispositionId",
    disposition: Option<String> = show "Disposition",
    affected_resources: Option<Vec<AffectedResource>> = show "AffectedResources",
} }

shape! { Country {
    country_code: Option<String> = show "CountryCode",
    country_name: Option<String> = show "CountryName",
} }

shape! { CoverageEc2InstanceDetails {
    instance_id: Option<String> = show "InstanceId",
    instance_type: Option<String> = show "InstanceType",
    cluster_arn: Option<String> = show "ClusterArn",
    agent_details: Option<AgentDetails> = show "AgentDetails",
    management_type: Option<String> = show "ManagementType",
} }

shape! { CoverageEcsClusterDetails {
    cluster_name: Option<String> = show "ClusterName",
    fargate_details: Option<FargateDetails> = show "FargateDetails",
    container_instance_details: Option<ContainerInstanceDetails> = show "ContainerInstanceDetails",
} }

shape! { CoverageEksClusterDetails {
    cluster_name: Option<String> = show "ClusterName",
    covered_nodes: Option<i64> = show "CoveredNodes",
    compatible_nodes: Option<i64> = show "CompatibleNodes",
    addon_details: Option<AddonDetails> = show "AddonDetails",
    management_type: Option<String> = show "ManagementType",
} }

shape! { CoverageFilterCondition {
    equals: Option<Vec<String>> = show "Equals",
    not_equals: Option<Vec<String>> = show "NotEquals",
} }

shape! { CoverageFilterCriteria {
    filter_criterion: Option<Vec<CoverageFilterCriterion>> = show "FilterCriterion",
} }

shape! { CoverageFilterCriterion {
    criterion_key: Option<String> = show "CriterionKey",
    filter_condition: Option<CoverageFilterCondition> = show "FilterCondition",
} }

shape! { CoverageResource {
    resource_id: Option<String> = show "ResourceId",
    detector_id: Option<String> = show "DetectorId",
    account_id: Option<String> = show "AccountId",
    resource_details: Option<CoverageResourceDetails> = show "ResourceDetails",
    coverage_status: Option<String> = show "CoverageStatus",
    issue: Option<String> = show "Issue",
    updated_at: Option<Timestamp> = show "UpdatedAt",
} }

shape! { CoverageResourceDetails {
    eks_cluster_details: Option<CoverageEksClusterDetails> = show "EksClusterDetails",
    ecs_cluster_details: Option<CoverageEcsClusterDetails> = show "EcsClusterDetails",
    ec2_instance_details: Option<CoverageEc2InstanceDetails> = show "Ec2InstanceDetails",
    resource_type: Option<String> = show "ResourceType",
} }

shape! { CoverageSortCriteria {
    attribute_name: Option<String> = show "AttributeName",
    order_by: Option<String> = show "OrderBy",
} }

shape! { CoverageStatistics {
    count_by_resource_type: Option<BTreeMap<String, i64>> = show "CountByResourceType",
    count_by_coverage_status: Option<BTreeMap<String, i64>> = show "CountByCoverageStatus",
} }

shape! { CreateCustomDetectionRuleAssociationRequest {
    rule_id: String = show "RuleId",
    mode: String = show "Mode",
    client_token: Option<String> = show "ClientToken",
    tags: Option<BTreeMap<String, String>> = show "Tags",
} }

shape! { CreateCustomDetectionRuleAssociationResponse {
    rule_association: AssociationDetail = show "RuleAssociation",
} }

shape! { CreateCustomDetectionRuleOrgConfigurationRequest {
    rule_id: String = show "RuleId",
    mode: String = show "Mode",
    include_account_ids: Option<Vec<String>> = show "IncludeAccountIds",
    exclude_account_ids: Option<Vec<String>> = show "ExcludeAccountIds",
    client_token: Option<String> = show "ClientToken",
} }

shape! { CreateCustomDetectionRuleOrgConfigurationResponse {
} }

shape! { CreateDetectorRequest {
    enable: bool = show "Enable",
    client_token: Option<String> = show "ClientToken",
    finding_publishing_frequency: Option<String> = show "FindingPublishingFrequency",
    data_sources: Option<DataSourceConfigurations> = show "DataSources",
    tags: Option<BTreeMap<String, String>> = show "Tags",
    features: Option<Vec<DetectorFeatureConfiguration>> = show "Features",
} }

shape! { CreateDetectorResponse {
    detector_id: Option<String> = show "DetectorId",
    unprocessed_data_sources: Option<UnprocessedDataSourcesResult> = show "UnprocessedDataSources",
} }

shape! { CreateFilterRequest {
    detector_id: String = show "DetectorId",
    name: String = show "Name",
    description: Option<String> = show "Description",
    action: Option<String> = show "Action",
    rank: Option<i32> = show "Rank",
    finding_criteria: FindingCriteria = show "FindingCriteria",
    client_token: Option<String> = show "ClientToken",
    tags: Option<BTreeMap<String, String>> = show "Tags",
} }

shape! { CreateFilterResponse {
    name: String = show "Name",
} }

shape! { CreateIPSetRequest {
    detector_id: String = show "DetectorId",
    name: String = show "Name",
    format: String = show "Format",
    location: String = show "Location",
    activate: bool = show "Activate",
    client_token: Option<String> = show "ClientToken",
    tags: Option<BTreeMap<String, String>> = show "Tags",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { CreateIPSetResponse {
    ip_set_id: String = show "IpSetId",
} }

shape! { CreateInvestigationRequest {
    detector_id: String = show "DetectorId",
    trigger_prompt: String = show "TriggerPrompt",
    client_token: Option<String> = show "ClientToken",
} }

shape! { CreateInvestigationResponse {
    investigation_id: String = show "InvestigationId",
} }

shape! { CreateMalwareProtectionPlanRequest {
    client_token: Option<String> = show "ClientToken",
    role: String = show "Role",
    protected_resource: CreateProtectedResource = show "ProtectedResource",
    actions: Option<MalwareProtectionPlanActions> = show "Actions",
    tags: Option<BTreeMap<String, String>> = show "Tags",
} }

shape! { CreateMalwareProtectionPlanResponse {
    malware_protection_plan_id: Option<String> = show "MalwareProtectionPlanId",
} }

shape! { CreateMembersRequest {
    detector_id: String = show "DetectorId",
    account_details: Vec<AccountDetail> = show "AccountDetails",
} }

shape! { CreateMembersResponse {
    unprocessed_accounts: Vec<UnprocessedAccount> = show "UnprocessedAccounts",
} }

shape! { CreateProtectedResource {
    s3_bucket: Option<CreateS3BucketResource> = show "S3Bucket",
} }

shape! { CreatePublishingDestinationRequest {
    detector_id: String = show "DetectorId",
    destination_type: String = show "DestinationType",
    destination_properties: DestinationProperties = show "DestinationProperties",
    client_token: Option<String> = show "ClientToken",
    tags: Option<BTreeMap<String, String>> = show "Tags",
} }

shape! { CreatePublishingDestinationResponse {
    destination_id: String = show "DestinationId",
} }

shape! { CreateS3BucketResource {
    bucket_name: Option<String> = show "BucketName",
    object_prefixes: Option<Vec<String>> = show "ObjectPrefixes",
} }

shape! { CreateSampleFindingsRequest {
    detector_id: String = show "DetectorId",
    finding_types: Option<Vec<String>> = show "FindingTypes",
} }

shape! { CreateSampleFindingsResponse {
} }

shape! { CreateThreatEntitySetRequest {
    detector_id: String = show "DetectorId",
    name: String = show "Name",
    format: String = show "Format",
    location: String = show "Location",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    activate: bool = show "Activate",
    client_token: Option<String> = show "ClientToken",
    tags: Option<BTreeMap<String, String>> = show "Tags",
} }

shape! { CreateThreatEntitySetResponse {
    threat_entity_set_id: String = show "ThreatEntitySetId",
} }

shape! { CreateThreatIntelSetRequest {
    detector_id: String = show "DetectorId",
    name: String = show "Name",
    format: String = show "Format",
    location: String = show "Location",
    activate: bool = show "Activate",
    client_token: Option<String> = show "ClientToken",
    tags: Option<BTreeMap<String, String>> = show "Tags",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { CreateThreatIntelSetResponse {
    threat_intel_set_id: String = show "ThreatIntelSetId",
} }

shape! { CreateTrustedEntitySetRequest {
    detector_id: String = show "DetectorId",
    name: String = show "Name",
    format: String = show "Format",
    location: String = show "Location",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    activate: bool = show "Activate",
    client_token: Option<String> = show "ClientToken",
    tags: Option<BTreeMap<String, String>> = show "Tags",
} }

shape! { CreateTrustedEntitySetResponse {
    trusted_entity_set_id: String = show "TrustedEntitySetId",
} }

shape! { DNSLogsConfigurationResult {
    status: String = show "Status",
} }

shape! { DataSourceConfigurations {
    s3_logs: Option<S3LogsConfiguration> = show "S3Logs",
    kubernetes: Option<KubernetesConfiguration> = show "Kubernetes",
    malware_protection: Option<MalwareProtectionConfiguration> = show "MalwareProtection",
} }

shape! { DataSourceConfigurationsResult {
    cloud_trail: CloudTrailConfigurationResult = show "CloudTrail",
    dns_logs: DNSLogsConfigurationResult = show "DNSLogs",
    flow_logs: FlowLogsConfigurationResult = show "FlowLogs",
    s3_logs: S3LogsConfigurationResult = show "S3Logs",
    kubernetes: Option<KubernetesConfigurationResult> = show "Kubernetes",
    malware_protection: Option<MalwareProtectionConfigurationResult> = show "MalwareProtection",
} }

shape! { DataSourceFreeTrial {
    free_trial_days_remaining: Option<i32> = show "FreeTrialDaysRemaining",
} }

shape! { DataSourcesFreeTrial {
    cloud_trail: Option<DataSourceFreeTrial> = show "CloudTrail",
    dns_logs: Option<DataSourceFreeTrial> = show "DnsLogs",
    flow_logs: Option<DataSourceFreeTrial> = show "FlowLogs",
    s3_logs: Option<DataSourceFreeTrial> = show "S3Logs",
    kubernetes: Option<KubernetesDataSourceFreeTrial> = show "Kubernetes",
    malware_protection: Option<MalwareProtectionDataSourceFreeTrial> = show "MalwareProtection",
} }

shape! { DateStatistics {
    date: Option<Timestamp> = show "Date",
    last_generated_at: Option<Timestamp> = show "LastGeneratedAt",
    severity: Option<f64> = show "Severity",
    total_findings: Option<i32> = show "TotalFindings",
} }

shape! { DeclineInvitationsRequest {
    account_ids: Vec<String> = show "AccountIds",
} }

shape! { DeclineInvitationsResponse {
    unprocessed_accounts: Vec<UnprocessedAccount> = show "UnprocessedAccounts",
} }

shape! { DefaultServerSideEncryption {
    encryption_type: Option<String> = show "EncryptionType",
    kms_master_key_arn: Option<String> = show "KmsMasterKeyArn",
} }

shape! { DeleteCustomDetectionRuleAssociationRequest {
    rule_id: String = show "RuleId",
    association_id: String = show "AssociationId",
} }

shape! { DeleteCustomDetectionRuleAssociationResponse {
} }

shape! { DeleteCustomDetectionRuleOrgConfigurationRequest {
    rule_id: String = show "RuleId",
    mode: String = show "Mode",
} }

shape! { DeleteCustomDetectionRuleOrgConfigurationResponse {
} }

shape! { DeleteDetectorRequest {
    detector_id: String = show "DetectorId",
} }

shape! { DeleteDetectorResponse {
} }

shape! { DeleteFilterRequest {
    detector_id: String = show "DetectorId",
    filter_name: String = show "FilterName",
} }

shape! { DeleteFilterResponse {
} }

shape! { DeleteIPSetRequest {
    detector_id: String = show "DetectorId",
    ip_set_id: String = show "IpSetId",
} }

shape! { DeleteIPSetResponse {
} }

shape! { DeleteInvitationsRequest {
    account_ids: Vec<String> = show "AccountIds",
} }

shape! { DeleteInvitationsResponse {
    unprocessed_accounts: Vec<UnprocessedAccount> = show "UnprocessedAccounts",
} }

shape! { DeleteMalwareProtectionPlanRequest {
    malware_protection_plan_id: String = show "MalwareProtectionPlanId",
} }

shape! { DeleteMembersRequest {
    detector_id: String = show "DetectorId",
    account_ids: Vec<String> = show "AccountIds",
} }

shape! { DeleteMembersResponse {
    unprocessed_accounts: Vec<UnprocessedAccount> = show "UnprocessedAccounts",
} }

shape! { DeletePublishingDestinationRequest {
    detector_id: String = show "DetectorId",
    destination_id: String = show "DestinationId",
} }

shape! { DeletePublishingDestinationResponse {
} }

shape! { DeleteThreatEntitySetRequest {
    detector_id: String = show "DetectorId",
    threat_entity_set_id: String = show "ThreatEntitySetId",
} }

shape! { DeleteThreatEntitySetResponse {
} }

shape! { DeleteThreatIntelSetRequest {
    detector_id: String = show "DetectorId",
    threat_intel_set_id: String = show "ThreatIntelSetId",
} }

shape! { DeleteThreatIntelSetResponse {
} }

shape! { DeleteTrustedEntitySetRequest {
    detector_id: String = show "DetectorId",
    trusted_entity_set_id: String = show "TrustedEntitySetId",
} }

shape! { DeleteTrustedEntitySetResponse {
} }

shape! { DescribeMalwareScansRequest {
    detector_id: String = show "DetectorId",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
    filter_criteria: Option<FilterCriteria> = show "FilterCriteria",
    sort_criteria: Option<SortCriteria> = show "SortCriteria",
} }

shape! { DescribeMalwareScansResponse {
    scans: Vec<Scan> = show "Scans",
    next_token: Option<String> = show "NextToken",
} }

shape! { DescribeOrganizationConfigurationRequest {
    detector_id: String = show "DetectorId",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { DescribeOrganizationConfigurationResponse {
    auto_enable: Option<bool> = show "AutoEnable",
    member_account_limit_reached: bool = show "MemberAccountLimitReached",
    data_sources: Option<OrganizationDataSourceConfigurationsResult> = show "DataSources",
    features: Option<Vec<OrganizationFeatureConfigurationResult>> = show "Features",
    next_token: Option<String> = show "NextToken",
    auto_enable_organization_members: Option<String> = show "AutoEnableOrganizationMembers",
} }

shape! { DescribePublishingDestinationRequest {
    detector_id: String = show "DetectorId",
    destination_id: String = show "DestinationId",
} }

shape! { DescribePublishingDestinationResponse {
    destination_id: String = show "DestinationId",
    destination_type: String = show "DestinationType",
    status: String = show "Status",
    publishing_failure_start_timestamp: i64 = show "PublishingFailureStartTimestamp",
    destination_properties: DestinationProperties = show "DestinationProperties",
    tags: Option<BTreeMap<String, String>> = show "Tags",
} }

shape! { Destination {
    destination_id: String = show "DestinationId",
    destination_type: String = show "DestinationType",
    status: String = show "Status",
} }

shape! { DestinationProperties {
    destination_arn: Option<String> = show "DestinationArn",
    kms_key_arn: Option<String> = show "KmsKeyArn",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { Detection {
    anomaly: Option<Anomaly> = show "Anomaly",
    sequence: Option<Sequence> = show "Sequence",
} }

shape! { DetectionCoverage {
    protection_plans: Option<Vec<ProtectionPlan>> = show "ProtectionPlans",
    foundational_data_sources: Option<Vec<String>> = show "FoundationalDataSources",
    coverage_gaps: Option<String> = show "CoverageGaps",
    key_observation: Option<String> = show "KeyObservation",
} }

shape! { DetectionRuleEc2Requirements {
    min_agent_version: Option<String> = show "MinAgentVersion",
} }

shape! { DetectionRuleEcsFargateRequirements {
    min_agent_version: Option<String> = show "MinAgentVersion",
} }

shape! { DetectionRuleEksRequirements {
    min_agent_version: Option<String> = show "MinAgentVersion",
} }

shape! { DetectionRuleFilter {
    name: String = show "Name",
    values: Vec<String> = show "Values",
    condition: Option<String> = show "Condition",
} }

shape! { DetectionRuleOrgConfiguration {
    rule_id: String = show "RuleId",
    mode: String = show "Mode",
    status: String = show "Status",
    status_reason: Option<String> = show "StatusReason",
    include_account_ids: Vec<String> = show "IncludeAccountIds",
    exclude_account_ids: Vec<String> = show "ExcludeAccountIds",
    created_at: Timestamp = show "CreatedAt",
    updated_at: Timestamp = show "UpdatedAt",
    expires_at: Option<Timestamp> = show "ExpiresAt",
} }

shape! { DetectionRuleOrgConfigurationSummary {
    rule_id: String = show "RuleId",
    mode: String = show "Mode",
    status: String = show "Status",
    status_reason: Option<String> = show "StatusReason",
    created_at: Timestamp = show "CreatedAt",
    updated_at: Timestamp = show "UpdatedAt",
    expires_at: Option<Timestamp> = show "ExpiresAt",
} }

shape! { DetectionRuleRuntimeMonitoringDetails {
    platforms: Option<DetectionRuleRuntimePlatforms> = show "Platforms",
} }

shape! { DetectionRuleRuntimePlatforms {
    eks: Option<DetectionRuleEksRequirements> = show "Eks",
    ec2: Option<DetectionRuleEc2Requirements> = show "Ec2",
    ecs_fargate: Option<DetectionRuleEcsFargateRequirements> = show "EcsFargate",
} }

shape! { DetectorAdditionalConfiguration {
    name: Option<String> = show "Name",
    status: Option<String> = show "Status",
} }

shape! { DetectorAdditionalConfigurationResult {
    name: Option<String> = show "Name",
    status: Option<String> = show "Status",
    updated_at: Option<Timestamp> = show "UpdatedAt",
    managed_by: Option<String> = show "ManagedBy",
} }

shape! { DetectorFeatureConfiguration {
    name: Option<String> = show "Name",
    status: Option<String> = show "Status",
    additional_configuration: Option<Vec<DetectorAdditionalConfiguration>> = show "AdditionalConfiguration",
} }

shape! { DetectorFeatureConfigurationResult {
    name: Option<String> = show "Name",
    status: Option<String> = show "Status",
    updated_at: Option<Timestamp> = show "UpdatedAt",
    additional_configuration: Option<Vec<DetectorAdditionalConfigurationResult>> = show "AdditionalConfiguration",
    managed_by: Option<String> = show "ManagedBy",
} }

shape! { DisableOrganizationAdminAccountRequest {
    admin_account_id: String = show "AdminAccountId",
} }

shape! { DisableOrganizationAdminAccountResponse {
} }

shape! { DisassociateFromAdministratorAccountRequest {
    detector_id: String = show "DetectorId",
} }

shape! { DisassociateFromAdministratorAccountResponse {
} }

shape! { DisassociateFromMasterAccountRequest {
    detector_id: String = show "DetectorId",
} }

shape! { DisassociateFromMasterAccountResponse {
} }

shape! { DisassociateMembersRequest {
    detector_id: String = show "DetectorId",
    account_ids: Vec<String> = show "AccountIds",
} }

shape! { DisassociateMembersResponse {
    unprocessed_accounts: Vec<UnprocessedAccount> = show "UnprocessedAccounts",
} }

shape! { Distribution {
    dimension: String = show "Dimension",
    total_findings: Option<i64> = show "TotalFindings",
    severity_breakdown: Option<SeverityBreakdown> = show "SeverityBreakdown",
    finding_types: Option<Vec<TypeDistribution>> = show "FindingTypes",
    top_finding_types: Option<Vec<FindingTypeCount>> = show "TopFindingTypes",
    resources: Option<Vec<ResourceDistribution>> = show "Resources",
    attack_vectors: Option<Vec<TacticCoverage>> = show "AttackVectors",
    archive: Option<ArchiveDistribution> = show "Archive",
} }

shape! { DnsContext {
    domain_suffix: Option<String> = show "DomainSuffix",
    other_domains: Option<String> = show "OtherDomains",
    resolver_history: Option<String> = show "ResolverHistory",
} }

shape! { DnsRequestAction {
    domain: Option<String> = show "Domain",
    protocol: Option<String> = show "Protocol",
    blocked: Option<bool> = show "Blocked",
    domain_with_suffix: Option<String> = show "DomainWithSuffix",
    vpc_owner_account_id: Option<String> = show "VpcOwnerAccountId",
} }

shape! { DomainDetails {
    domain: Option<String> = show "Domain",
} }

shape! { EbsSnapshot {
    device_name: Option<String> = show "DeviceName",
} }

shape! { EbsSnapshotDetails {
    snapshot_arn: Option<String> = show "SnapshotArn",
} }

shape! { EbsVolumeDetails {
    scanned_volume_details: Option<Vec<VolumeDetail>> = show "ScannedVolumeDetails",
    skipped_volume_details: Option<Vec<VolumeDetail>> = show "SkippedVolumeDetails",
} }

shape! { EbsVolumeScanDetails {
    scan_id: Option<String> = show "ScanId",
    scan_started_at: Option<Timestamp> = show "ScanStartedAt",
    scan_completed_at: Option<Timestamp> = show "ScanCompletedAt",
    trigger_finding_id: Option<String> = show "TriggerFindingId",
    sources: Option<Vec<String>> = show "Sources",
    scan_detections: Option<ScanDetections> = show "ScanDetections",
    scan_type: Option<String> = show "ScanType",
} }

shape! { EbsVolumesResult {
    status: Option<String> = show "Status",
    reason: Option<String> = show "Reason",
} }

shape! { Ec2Image {
    ec2_instance_uids: Option<Vec<String>> = show "Ec2InstanceUids",
} }

shape! { Ec2ImageDetails {
    image_arn: Option<String> = show "ImageArn",
} }

shape! { Ec2Instance {
    availability_zone: Option<String> = show "AvailabilityZone",
    image_description: Option<String> = show "ImageDescription",
    instance_state: Option<String> = show "InstanceState",
    iam_instance_profile: Option<IamInstanceProfile> = show "IamInstanceProfile",
    instance_type: Option<String> = show "InstanceType",
    outpost_arn: Option<String> = show "OutpostArn",
    platform: Option<String> = show "Platform",
    product_codes: Option<Vec<ProductCode>> = show "ProductCodes",
    ec2_network_interface_uids: Option<Vec<String>> = show "Ec2NetworkInterfaceUids",
} }

shape! { Ec2LaunchTemplate {
    ec2_instance_uids: Option<Vec<String>> = show "Ec2InstanceUids",
    version: Option<String> = show "Version",
} }

shape! { Ec2NetworkInterface {
    ipv6_addresses: Option<Vec<String>> = show "Ipv6Addresses",
    private_ip_addresses: Option<Vec<PrivateIpAddressDetails>> = show "PrivateIpAddresses",
    public_ip: Option<String> = show "PublicIp",
    security_groups: Option<Vec<SecurityGroup>> = show "SecurityGroups",
    sub_net_id: Option<String> = show "SubNetId",
    vpc_id: Option<String> = show "VpcId",
} }

shape! { Ec2Vpc {
    ec2_instance_uids: Option<Vec<String>> = show "Ec2InstanceUids",
} }

shape! { EcsCluster {
    status: Option<String> = show "Status",
    ec2_instance_uids: Option<Vec<String>> = show "Ec2InstanceUids",
} }

shape! { EcsClusterDetails {
    name: Option<String> = show "Name",
    arn: Option<String> = show "Arn",
    status: Option<String> = show "Status",
    active_services_count: Option<i32> = show "ActiveServicesCount",
    registered_container_instances_count: Option<i32> = show "RegisteredContainerInstancesCount",
    running_tasks_count: Option<i32> = show "RunningTasksCount",
    tags: Option<Vec<Tag>> = show "Tags",
    task_details: Option<EcsTaskDetails> = show "TaskDetails",
} }

shape! { EcsTask {
    created_at: Option<Timestamp> = show "CreatedAt",
    task_definition_arn: Option<String> = show "TaskDefinitionArn",
    launch_type: Option<String> = show "LaunchType",
    container_uids: Option<Vec<String>> = show "ContainerUids",
} }

shape! { EcsTaskDetails {
    arn: Option<String> = show "Arn",
    definition_arn: Option<String> = show "DefinitionArn",
    version: Option<String> = show "Version",
    task_created_at: Option<Timestamp> = show "TaskCreatedAt",
    started_at: Option<Timestamp> = show "StartedAt",
    started_by: Option<String> = show "StartedBy",
    tags: Option<Vec<Tag>> = show "Tags",
    volumes: Option<Vec<Volume>> = show "Volumes",
    containers: Option<Vec<Container>> = show "Containers",
    group: Option<String> = show "Group",
    launch_type: Option<String> = show "LaunchType",
} }

shape! { EksCluster {
    arn: Option<String> = show "Arn",
    created_at: Option<Timestamp> = show "CreatedAt",
    status: Option<String> = show "Status",
    vpc_id: Option<String> = show "VpcId",
    ec2_instance_uids: Option<Vec<String>> = show "Ec2InstanceUids",
} }

shape! { EksClusterDetails {
    name: Option<String> = show "Name",
    arn: Option<String> = show "Arn",
    vpc_id: Option<String> = show "VpcId",
    status: Option<String> = show "Status",
    tags: Option<Vec<Tag>> = show "Tags",
    created_at: Option<Timestamp> = show "CreatedAt",
} }

shape! { EnableOrganizationAdminAccountRequest {
    admin_account_id: String = show "AdminAccountId",
} }

shape! { EnableOrganizationAdminAccountResponse {
} }

shape! { Enrichment {
    country_name: Option<String> = show "CountryName",
    asn_org: Option<String> = show "AsnOrg",
    threat_list_name: Option<String> = show "ThreatListName",
    threat_name: Option<String> = show "ThreatName",
} }

shape! { Evidence {
    threat_intelligence_details: Option<Vec<ThreatIntelligenceDetail>> = show "ThreatIntelligenceDetails",
} }

shape! { FargateDetails {
    issues: Option<Vec<String>> = show "Issues",
    management_type: Option<String> = show "ManagementType",
} }

shape! { FetchCriterion {
    field: String = show "Field",
    condition: String = show "Condition",
    values: Option<Vec<String>> = show "Values",
} }

shape! { FetchQuery {
    criteria: Option<Vec<FetchCriterion>> = show "Criteria",
    time_window: Option<FetchTimeWindow> = show "TimeWindow",
    row_limit: Option<i32> = show "RowLimit",
    account_id: Option<String> = show "AccountId",
    indicator: Option<String> = hide "Indicator",
    indicator_type: Option<String> = show "IndicatorType",
    finding_type: Option<String> = show "FindingType",
    finding_id: Option<String> = show "FindingId",
} }

shape! { FetchRecord {
    fetch_type: String = show "FetchType",
    query: Option<FetchQuery> = show "Query",
    result: Option<FetchResult> = show "Result",
} }

shape! { FetchResult {
    item_ids: Option<Vec<String>> = show "ItemIds",
    total_count: Option<i64> = show "TotalCount",
    features: Option<Vec<InvestigationDetectorFeatureConfiguration>> = show "Features",
    verdict: Option<String> = show "Verdict",
    documentation: Option<FindingTypeDocumentation> = show "Documentation",
} }

shape! { FetchTimeWindow {
    started_at: Option<Timestamp> = show "StartedAt",
    duration_in_minutes: Option<i32> = show "DurationInMinutes",
} }

shape! { FilterCondition {
    equals_value: Option<String> = show "EqualsValue",
    greater_than: Option<i64> = show "GreaterThan",
    less_than: Option<i64> = show "LessThan",
} }

shape! { FilterCriteria {
    filter_criterion: Option<Vec<FilterCriterion>> = show "FilterCriterion",
} }

shape! { FilterCriterion {
    criterion_key: Option<String> = show "CriterionKey",
    filter_condition: Option<FilterCondition> = show "FilterCondition",
} }

shape! { Finding {
    account_id: String = show "AccountId",
    arn: String = show "Arn",
    confidence: Option<f64> = show "Confidence",
    created_at: String = show "CreatedAt",
    description: Option<String> = show "Description",
    id: String = show "Id",
    partition: Option<String> = show "Partition",
    region: String = show "Region",
    resource: Resource = show "Resource",
    schema_version: String = show "SchemaVersion",
    service: Option<Service> = show "Service",
    severity: f64 = show "Severity",
    title: Option<String> = show "Title",
    r#type: String = show "Type",
    updated_at: String = show "UpdatedAt",
    associated_attack_sequence_arn: Option<String> = show "AssociatedAttackSequenceArn",
    custom_detection_rule_name: Option<String> = show "CustomDetectionRuleName",
} }

shape! { FindingCriteria {
    criterion: Option<BTreeMap<String, Condition>> = show "Criterion",
} }

shape! { FindingDetail {
    finding_id: Option<String> = show "FindingId",
    finding_type: Option<String> = show "FindingType",
    severity: Option<String> = show "Severity",
    account_id: Option<String> = show "AccountId",
    region: Option<String> = show "Region",
    activity_window: Option<ActivityWindow> = show "ActivityWindow",
} }

shape! { FindingReference {
    finding_type: Option<String> = show "FindingType",
    uid: Option<String> = show "Uid",
} }

shape! { FindingStatistics {
    count_by_severity: Option<BTreeMap<String, i32>> = show "CountBySeverity",
    grouped_by_account: Option<Vec<AccountStatistics>> = show "GroupedByAccount",
    grouped_by_date: Option<Vec<DateStatistics>> = show "GroupedByDate",
    grouped_by_finding_type: Option<Vec<FindingTypeStatistics>> = show "GroupedByFindingType",
    grouped_by_resource: Option<Vec<ResourceStatistics>> = show "GroupedByResource",
    grouped_by_severity: Option<Vec<SeverityStatistics>> = show "GroupedBySeverity",
} }

shape! { FindingTypeClassification {
    finding_type: Option<String> = show "FindingType",
    classification: Option<String> = show "Classification",
    count: Option<i64> = show "Count",
    percentage: Option<f64> = show "Percentage",
    description: Option<String> = show "Description",
} }

shape! { FindingTypeCount {
    finding_type: Option<String> = show "FindingType",
    count: Option<i32> = show "Count",
} }

shape! { FindingTypeDocumentation {
    description: Option<String> = show "Description",
    severity: Option<String> = show "Severity",
    feature: Option<String> = show "Feature",
    full_description: Option<String> = show "FullDescription",
    remediation: Option<String> = show "Remediation",
    learn_more_links: Option<Vec<String>> = show "LearnMoreLinks",
} }

shape! { FindingTypeStatistics {
    finding_type: Option<String> = show "FindingType",
    last_generated_at: Option<Timestamp> = show "LastGeneratedAt",
    total_findings: Option<i32> = show "TotalFindings",
} }

shape! { FindingsSummary {
    total_findings: Option<i32> = show "TotalFindings",
    severity_breakdown: Option<SeverityBreakdown> = show "SeverityBreakdown",
    top_finding_types: Option<Vec<FindingTypeCount>> = show "TopFindingTypes",
    by_time_window: Option<Vec<TimeWindowGroup>> = show "ByTimeWindow",
} }

shape! { FlowLogsConfigurationResult {
    status: String = show "Status",
} }

shape! { FreeTrialFeatureConfigurationResult {
    name: Option<String> = show "Name",
    free_trial_days_remaining: Option<i32> = show "FreeTrialDaysRemaining",
} }

shape! { GeoLocation {
    lat: Option<f64> = show "Lat",
    lon: Option<f64> = show "Lon",
} }

shape! { GetAdministratorAccountRequest {
    detector_id: String = show "DetectorId",
} }

shape! { GetAdministratorAccountResponse {
    administrator: Administrator = show "Administrator",
} }

shape! { GetCoverageStatisticsRequest {
    detector_id: String = show "DetectorId",
    filter_criteria: Option<CoverageFilterCriteria> = show "FilterCriteria",
    statistics_type: Vec<String> = show "StatisticsType",
} }

shape! { GetCoverageStatisticsResponse {
    coverage_statistics: Option<CoverageStatistics> = show "CoverageStatistics",
} }

shape! { GetCustomDetectionRuleAssociationRequest {
    rule_id: String = show "RuleId",
    association_id: String = show "AssociationId",
} }

shape! { GetCustomDetectionRuleAssociationResponse {
    rule_association: AssociationDetail = show "RuleAssociation",
    tags: Option<BTreeMap<String, String>> = show "Tags",
} }

shape! { GetCustomDetectionRuleOrgConfigurationRequest {
    rule_id: String = show "RuleId",
    mode: String = show "Mode",
} }

shape! { GetCustomDetectionRuleOrgConfigurationResponse {
    configuration: DetectionRuleOrgConfiguration = show "Configuration",
} }

shape! { GetCustomDetectionRuleRequest {
    rule_id: String = show "RuleId",
} }

shape! { GetCustomDetectionRuleResponse {
    rule: RuleDetail = show "Rule",
} }

shape! { GetDetectorRequest {
    detector_id: String = show "DetectorId",
} }

shape! { GetDetectorResponse {
    created_at: Option<String> = show "CreatedAt",
    finding_publishing_frequency: Option<String> = show "FindingPublishingFrequency",
    service_role: String = show "ServiceRole",
    status: String = show "Status",
    updated_at: Option<String> = show "UpdatedAt",
    data_sources: Option<DataSourceConfigurationsResult> = show "DataSources",
    tags: Option<BTreeMap<String, String>> = show "Tags",
    features: Option<Vec<DetectorFeatureConfigurationResult>> = show "Features",
} }

shape! { GetFilterRequest {
    detector_id: String = show "DetectorId",
    filter_name: String = show "FilterName",
} }

shape! { GetFilterResponse {
    name: String = show "Name",
    description: Option<String> = show "Description",
    action: String = show "Action",
    rank: Option<i32> = show "Rank",
    finding_criteria: FindingCriteria = show "FindingCriteria",
    tags: Option<BTreeMap<String, String>> = show "Tags",
    created_at: Option<Timestamp> = show "CreatedAt",
    updated_at: Option<Timestamp> = show "UpdatedAt",
    version: Option<i64> = show "Version",
} }

shape! { GetFindingsRequest {
    detector_id: String = show "DetectorId",
    finding_ids: Vec<String> = show "FindingIds",
    sort_criteria: Option<SortCriteria> = show "SortCriteria",
} }

shape! { GetFindingsResponse {
    findings: Vec<Finding> = show "Findings",
} }

shape! { GetFindingsStatisticsRequest {
    detector_id: String = show "DetectorId",
    finding_statistic_types: Option<Vec<String>> = show "FindingStatisticTypes",
    finding_criteria: Option<FindingCriteria> = show "FindingCriteria",
    group_by: Option<String> = show "GroupBy",
    order_by: Option<String> = show "OrderBy",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { GetFindingsStatisticsResponse {
    finding_statistics: FindingStatistics = show "FindingStatistics",
    next_token: Option<String> = show "NextToken",
} }

shape! { GetIPSetRequest {
    detector_id: String = show "DetectorId",
    ip_set_id: String = show "IpSetId",
} }

shape! { GetIPSetResponse {
    name: String = show "Name",
    format: String = show "Format",
    location: String = show "Location",
    status: String = show "Status",
    tags: Option<BTreeMap<String, String>> = show "Tags",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetInvestigationRequest {
    detector_id: String = show "DetectorId",
    investigation_id: String = show "InvestigationId",
    summary_format: Option<String> = show "SummaryFormat",
} }

shape! { GetInvestigationResponse {
    investigation: Investigation = show "Investigation",
} }

shape! { GetInvitationsCountRequest {
} }

shape! { GetInvitationsCountResponse {
    invitations_count: Option<i32> = show "InvitationsCount",
} }

shape! { GetMalwareProtectionPlanRequest {
    malware_protection_plan_id: String = show "MalwareProtectionPlanId",
} }

shape! { GetMalwareProtectionPlanResponse {
    arn: Option<String> = show "Arn",
    role: Option<String> = show "Role",
    protected_resource: Option<CreateProtectedResource> = show "ProtectedResource",
    actions: Option<MalwareProtectionPlanActions> = show "Actions",
    created_at: Option<Timestamp> = show "CreatedAt",
    status: Option<String> = show "Status",
    status_reasons: Option<Vec<MalwareProtectionPlanStatusReason>> = show "StatusReasons",
    tags: Option<BTreeMap<String, String>> = show "Tags",
} }

shape! { GetMalwareScanRequest {
    scan_id: String = show "ScanId",
} }

shape! { GetMalwareScanResponse {
    scan_id: Option<String> = show "ScanId",
    detector_id: Option<String> = show "DetectorId",
    admin_detector_id: Option<String> = show "AdminDetectorId",
    resource_arn: Option<String> = show "ResourceArn",
    resource_type: Option<String> = show "ResourceType",
    scanned_resources_count: Option<i32> = show "ScannedResourcesCount",
    skipped_resources_count: Option<i32> = show "SkippedResourcesCount",
    failed_resources_count: Option<i32> = show "FailedResourcesCount",
    scanned_resources: Option<Vec<ScannedResource>> = show "ScannedResources",
    scan_configuration: Option<ScanConfiguration> = show "ScanConfiguration",
    scan_category: Option<String> = show "ScanCategory",
    scan_status: Option<String> = show "ScanStatus",
    scan_status_reason: Option<String> = show "ScanStatusReason",
    scan_type: Option<String> = show "ScanType",
    scan_started_at: Option<Timestamp> = show "ScanStartedAt",
    scan_completed_at: Option<Timestamp> = show "ScanCompletedAt",
    scan_result_details: Option<GetMalwareScanResultDetails> = show "ScanResultDetails",
} }

shape! { GetMalwareScanResultDetails {
    scan_result_status: Option<String> = show "ScanResultStatus",
    skipped_file_count: Option<i64> = show "SkippedFileCount",
    failed_file_count: Option<i64> = show "FailedFileCount",
    threat_found_file_count: Option<i64> = show "ThreatFoundFileCount",
    total_file_count: Option<i64> = show "TotalFileCount",
    total_bytes: Option<i64> = show "TotalBytes",
    unique_threat_count: Option<i64> = show "UniqueThreatCount",
    threats: Option<Vec<ScanResultThreat>> = show "Threats",
} }

shape! { GetMalwareScanSettingsRequest {
    detector_id: String = show "DetectorId",
} }

shape! { GetMalwareScanSettingsResponse {
    scan_resource_criteria: Option<ScanResourceCriteria> = show "ScanResourceCriteria",
    ebs_snapshot_preservation: Option<String> = show "EbsSnapshotPreservation",
} }

shape! { GetMasterAccountRequest {
    detector_id: String = show "DetectorId",
} }

shape! { GetMasterAccountResponse {
    master: Master = show "Master",
} }

shape! { GetMemberDetectorsRequest {
    detector_id: String = show "DetectorId",
    account_ids: Vec<String> = show "AccountIds",
} }

shape! { GetMemberDetectorsResponse {
    member_data_source_configurations: Vec<MemberDataSourceConfiguration> = show "MemberDataSourceConfigurations",
    unprocessed_accounts: Vec<UnprocessedAccount> = show "UnprocessedAccounts",
} }

shape! { GetMembersRequest {
    detector_id: String = show "DetectorId",
    account_ids: Vec<String> = show "AccountIds",
} }

shape! { GetMembersResponse {
    members: Vec<Member> = show "Members",
    unprocessed_accounts: Vec<UnprocessedAccount> = show "UnprocessedAccounts",
} }

shape! { GetOrganizationStatisticsResponse {
    organization_details: Option<OrganizationDetails> = show "OrganizationDetails",
} }

shape! { GetRemainingFreeTrialDaysRequest {
    detector_id: String = show "DetectorId",
    account_ids: Vec<String> = show "AccountIds",
} }

shape! { GetRemainingFreeTrialDaysResponse {
    accounts: Option<Vec<AccountFreeTrialInfo>> = show "Accounts",
    unprocessed_accounts: Option<Vec<UnprocessedAccount>> = show "UnprocessedAccounts",
} }

shape! { GetThreatEntitySetRequest {
    detector_id: String = show "DetectorId",
    threat_entity_set_id: String = show "ThreatEntitySetId",
} }

shape! { GetThreatEntitySetResponse {
    name: String = show "Name",
    format: String = show "Format",
    location: String = show "Location",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    status: String = show "Status",
    tags: Option<BTreeMap<String, String>> = show "Tags",
    created_at: Option<Timestamp> = show "CreatedAt",
    updated_at: Option<Timestamp> = show "UpdatedAt",
    error_details: Option<String> = show "ErrorDetails",
} }

shape! { GetThreatIntelSetRequest {
    detector_id: String = show "DetectorId",
    threat_intel_set_id: String = show "ThreatIntelSetId",
} }

shape! { GetThreatIntelSetResponse {
    name: String = show "Name",
    format: String = show "Format",
    location: String = show "Location",
    status: String = show "Status",
    tags: Option<BTreeMap<String, String>> = show "Tags",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetTrustedEntitySetRequest {
    detector_id: String = show "DetectorId",
    trusted_entity_set_id: String = show "TrustedEntitySetId",
} }

shape! { GetTrustedEntitySetResponse {
    name: String = show "Name",
    format: String = show "Format",
    location: String = show "Location",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    status: String = show "Status",
    tags: Option<BTreeMap<String, String>> = show "Tags",
    created_at: Option<Timestamp> = show "CreatedAt",
    updated_at: Option<Timestamp> = show "UpdatedAt",
    error_details: Option<String> = show "ErrorDetails",
} }

shape! { GetUsageStatisticsRequest {
    detector_id: String = show "DetectorId",
    usage_statistic_type: String = show "UsageStatisticType",
    usage_criteria: UsageCriteria = show "UsageCriteria",
    unit: Option<String> = show "Unit",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { GetUsageStatisticsResponse {
    usage_statistics: Option<UsageStatistics> = show "UsageStatistics",
    next_token: Option<String> = show "NextToken",
} }

shape! { HighestSeverityThreatDetails {
    severity: Option<String> = show "Severity",
    threat_name: Option<String> = show "ThreatName",
    count: Option<i32> = show "Count",
} }

shape! { HostPath {
    path: Option<String> = show "Path",
} }

shape! { IamInstanceProfile {
    arn: Option<String> = show "Arn",
    id: Option<String> = show "Id",
} }

shape! { IamInstanceProfileV2 {
    ec2_instance_uids: Option<Vec<String>> = show "Ec2InstanceUids",
} }

shape! { ImpersonatedUser {
    username: Option<String> = show "Username",
    groups: Option<Vec<String>> = show "Groups",
} }

shape! { IncrementalScanDetails {
    baseline_resource_arn: String = show "BaselineResourceArn",
} }

shape! { Indicator {
    key: String = show "Key",
    values: Option<Vec<String>> = show "Values",
    title: Option<String> = show "Title",
} }

shape! { InstanceDetails {
    availability_zone: Option<String> = show "AvailabilityZone",
    iam_instance_profile: Option<IamInstanceProfile> = show "IamInstanceProfile",
    image_description: Option<String> = show "ImageDescription",
    image_id: Option<String> = show "ImageId",
    instance_id: Option<String> = show "InstanceId",
    instance_state: Option<String> = show "InstanceState",
    instance_type: Option<String> = show "InstanceType",
    outpost_arn: Option<String> = show "OutpostArn",
    launch_time: Option<String> = show "LaunchTime",
    network_interfaces: Option<Vec<NetworkInterface>> = show "NetworkInterfaces",
    platform: Option<String> = show "Platform",
    product_codes: Option<Vec<ProductCode>> = show "ProductCodes",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { Investigation {
    investigation_id: String = show "InvestigationId",
    status: String = show "Status",
    trigger_prompt: String = show "TriggerPrompt",
    triggered_by: String = show "TriggeredBy",
    metadata: Option<InvestigationMetadata> = show "Metadata",
    cloud: Option<CloudDetails> = show "Cloud",
    risk_level: Option<String> = show "RiskLevel",
    risk: Option<String> = show "Risk",
    confidence: Option<String> = show "Confidence",
    summary: Option<String> = show "Summary",
    summary_data: Option<InvestigationSummaryData> = show "SummaryData",
    scope: Option<InvestigationScope> = show "Scope",
    start_time: Option<Timestamp> = show "StartTime",
    end_time: Option<Timestamp> = show "EndTime",
    error: Option<String> = show "Error",
} }

shape! { InvestigationAccountAnalysis {
    trend: Option<Trend> = show "Trend",
    baseline: Option<Baseline> = show "Baseline",
} }

shape! { InvestigationActor {
    access_key_id: Option<String> = show "AccessKeyId",
    principal_id: Option<String> = show "PrincipalId",
    user_name: Option<String> = show "UserName",
    user_type: Option<String> = show "UserType",
    user_agent: Option<String> = show "UserAgent",
} }

shape! { InvestigationDetectorFeatureConfiguration {
    name: Option<String> = show "Name",
    status: Option<String> = show "Status",
    updated_at: Option<Timestamp> = show "UpdatedAt",
} }

shape! { InvestigationEc2Instance {
    instance_id: Option<String> = show "InstanceId",
    instance_type: Option<String> = show "InstanceType",
    instance_state: Option<String> = show "InstanceState",
    availability_zone: Option<String> = show "AvailabilityZone",
    private_ip_address: Option<String> = hide "PrivateIpAddress",
    public_ip: Option<String> = show "PublicIp",
    vpc_id: Option<String> = show "VpcId",
    subnet_id: Option<String> = show "SubnetId",
    image_id: Option<String> = show "ImageId",
    launched_at: Option<Timestamp> = show "LaunchedAt",
} }

shape! { InvestigationEcsCluster {
    name: Option<String> = show "Name",
    arn: Option<String> = show "Arn",
    status: Option<String> = show "Status",
} }

shape! { InvestigationEksCluster {
    name: Option<String> = show "Name",
    arn: Option<String> = show "Arn",
    status: Option<String> = show "Status",
    vpc_id: Option<String> = show "VpcId",
} }

shape! { InvestigationFilterCondition {
    equals: Option<Vec<String>> = show "Equals",
    not_equals: Option<Vec<String>> = show "NotEquals",
} }

shape! { InvestigationFilterCriteria {
    criterion: Option<BTreeMap<String, InvestigationFilterCondition>> = show "Criterion",
} }

shape! { InvestigationIndicator {
    value: String = hide "Value",
    r#type: Option<String> = show "Type",
} }

shape! { InvestigationKubernetesWorkload {
    workload_type: Option<String> = show "WorkloadType",
    workload_name: Option<String> = show "WorkloadName",
    containers: Option<String> = show "Containers",
    volumes: Option<String> = show "Volumes",
    security_context: Option<String> = show "SecurityContext",
} }

shape! { InvestigationMalwareScan {
    scan_id: Option<String> = show "ScanId",
    scan_type: Option<String> = show "ScanType",
    scan_category: Option<String> = show "ScanCategory",
    trigger_finding_id: Option<String> = show "TriggerFindingId",
    engine_sources: Option<String> = show "EngineSources",
    scan_started_at: Option<Timestamp> = show "ScanStartedAt",
    scan_completed_at: Option<Timestamp> = show "ScanCompletedAt",
    files_scanned: Option<i64> = show "FilesScanned",
    gigabytes_scanned: Option<f64> = show "GigabytesScanned",
    volumes_scanned: Option<i64> = show "VolumesScanned",
    infected_file_count: Option<i64> = show "InfectedFileCount",
    resource_type: Option<String> = show "ResourceType",
    resource_identifier: Option<String> = show "ResourceIdentifier",
    highest_severity: Option<String> = show "HighestSeverity",
    highest_severity_threat_name: Option<String> = show "HighestSeverityThreatName",
    unique_threat_count: Option<i64> = show "UniqueThreatCount",
    total_infected_items: Option<i64> = show "TotalInfectedItems",
    threats: Option<Vec<MalwareThreat>> = show "Threats",
} }

shape! { InvestigationMetadata {
    version: String = show "Version",
    product: Product = show "Product",
} }

shape! { InvestigationRecord {
    record_id: String = show "RecordId",
    r#type: String = show "Type",
    title: String = show "Title",
    narrative: Option<String> = show "Narrative",
    created_at: Timestamp = show "CreatedAt",
    supporting_data: Option<SupportingData> = show "SupportingData",
} }

shape! { InvestigationResource {
    uid: String = show "Uid",
    name: Option<String> = show "Name",
    resource_type: String = show "ResourceType",
    data: Option<InvestigationResourceData> = show "Data",
} }

shape! { InvestigationResourceData {
    ec2_instance: Option<InvestigationEc2Instance> = show "Ec2Instance",
    lambda_function: Option<LambdaFunction> = show "LambdaFunction",
    rds_db_instance: Option<RdsDbInstance> = show "RdsDbInstance",
    rds_db_user: Option<RdsDbUser> = show "RdsDbUser",
    eks_cluster: Option<InvestigationEksCluster> = show "EksCluster",
    ecs_cluster: Option<InvestigationEcsCluster> = show "EcsCluster",
} }

shape! { InvestigationScope {
    investigation_type: Option<String> = show "InvestigationType",
    finding_id: Option<String> = show "FindingId",
    account_id: Option<String> = show "AccountId",
    admin_account_id: Option<String> = show "AdminAccountId",
    query_time_window: Option<QueryTimeWindow> = show "QueryTimeWindow",
} }

shape! { InvestigationSortCriteria {
    attribute_name: Option<String> = show "AttributeName",
    order_by: Option<String> = show "OrderBy",
} }

shape! { InvestigationSummary {
    investigation_id: Option<String> = show "InvestigationId",
    status: Option<String> = show "Status",
    trigger_prompt: Option<String> = show "TriggerPrompt",
    risk_level: Option<String> = show "RiskLevel",
    confidence: Option<String> = show "Confidence",
    title: Option<String> = show "Title",
    investigation_type: Option<String> = show "InvestigationType",
    finding_id: Option<String> = show "FindingId",
    account_id: Option<String> = show "AccountId",
    admin_account_id: Option<String> = show "AdminAccountId",
    start_time: Option<Timestamp> = show "StartTime",
    end_time: Option<Timestamp> = show "EndTime",
} }

shape! { InvestigationSummaryData {
    finding_type: Option<String> = show "FindingType",
    threat_assessment: Option<ThreatAssessment> = show "ThreatAssessment",
    countermeasures: Option<Vec<Countermeasure>> = show "Countermeasures",
    account_analysis: Option<AccountAnalysis> = show "AccountAnalysis",
    organization_analysis: Option<OrganizationAnalysis> = show "OrganizationAnalysis",
    key_observations: Option<KeyObservations> = show "KeyObservations",
    recommendations: Option<Vec<Recommendation>> = show "Recommendations",
} }

shape! { InvestigationThreatAssessment {
    reputation: Option<Reputation> = show "Reputation",
    threat_confidence: Option<String> = show "ThreatConfidence",
    classification: Option<String> = show "Classification",
    assessment: Option<String> = show "Assessment",
    authentication_context: Option<String> = show "AuthenticationContext",
    rds_control_plane_activity: Option<String> = show "RdsControlPlaneActivity",
    ip_account_activity: Option<String> = show "IpAccountActivity",
    credential_compromise: Option<String> = show "CredentialCompromise",
} }

shape! { Invitation {
    account_id: Option<String> = show "AccountId",
    invitation_id: Option<String> = show "InvitationId",
    relationship_status: Option<String> = show "RelationshipStatus",
    invited_at: Option<String> = show "InvitedAt",
} }

shape! { InviteMembersRequest {
    detector_id: String = show "DetectorId",
    account_ids: Vec<String> = show "AccountIds",
    disable_email_notification: Option<bool> = show "DisableEmailNotification",
    message: Option<String> = show "Message",
} }

shape! { InviteMembersResponse {
    unprocessed_accounts: Vec<UnprocessedAccount> = show "UnprocessedAccounts",
} }

shape! { ItemDetails {
    resource_arn: Option<String> = show "ResourceArn",
    item_path: Option<String> = show "ItemPath",
    hash: Option<String> = show "Hash",
    additional_info: Option<AdditionalInfo> = show "AdditionalInfo",
} }

shape! { ItemPath {
    nested_item_path: Option<String> = show "NestedItemPath",
    hash: Option<String> = show "Hash",
} }

shape! { KeyObservations {
    title: Option<String> = show "Title",
    narrative: Option<String> = show "Narrative",
    observations: Option<Vec<String>> = show "Observations",
} }

shape! { KubernetesActivity {
    api_call: Option<KubernetesApiCall> = show "ApiCall",
    anomaly: Option<KubernetesAnomaly> = show "Anomaly",
    workload: Option<InvestigationKubernetesWorkload> = show "Workload",
    enrichment: Option<Enrichment> = show "Enrichment",
} }

shape! { KubernetesAnomaly {
    unusual_behavior: Option<String> = show "UnusualBehavior",
    baseline_context: Option<String> = show "BaselineContext",
    anomaly_score: Option<String> = show "AnomalyScore",
    training_period: Option<String> = show "TrainingPeriod",
} }

shape! { KubernetesApiCall {
    cluster_name: Option<String> = show "ClusterName",
    username: Option<String> = show "Username",
    user_groups: Option<String> = show "UserGroups",
    user_id: Option<String> = show "UserId",
    verb: Option<String> = show "Verb",
    resource_type: Option<String> = show "ResourceType",
    resource_name: Option<String> = show "ResourceName",
    namespace: Option<String> = show "Namespace",
    request_uri: Option<String> = show "RequestUri",
    status_code: Option<i32> = show "StatusCode",
    source_ips: Option<String> = show "SourceIps",
    user_agent: Option<String> = show "UserAgent",
    event_count: Option<i64> = show "EventCount",
} }

shape! { KubernetesApiCallAction {
    request_uri: Option<String> = show "RequestUri",
    verb: Option<String> = show "Verb",
    resource: Option<String> = show "Resource",
    subresource: Option<String> = show "Subresource",
    namespace: Option<String> = show "Namespace",
    resource_name: Option<String> = show "ResourceName",
    source_ips: Option<Vec<String>> = show "SourceIps",
    user_agent: Option<String> = show "UserAgent",
    remote_ip_details: Option<RemoteIpDetails> = show "RemoteIpDetails",
    status_code: Option<i32> = show "StatusCode",
    parameters: Option<String> = show "Parameters",
} }

shape! { KubernetesAuditLogsConfiguration {
    enable: bool = show "Enable",
} }

shape! { KubernetesAuditLogsConfigurationResult {
    status: String = show "Status",
} }

shape! { KubernetesConfiguration {
    audit_logs: KubernetesAuditLogsConfiguration = show "AuditLogs",
} }

shape! { KubernetesConfigurationResult {
    audit_logs: KubernetesAuditLogsConfigurationResult = show "AuditLogs",
} }

shape! { KubernetesDataSourceFreeTrial {
    audit_logs: Option<DataSourceFreeTrial> = show "AuditLogs",
} }

shape! { KubernetesDetails {
    kubernetes_user_details: Option<KubernetesUserDetails> = show "KubernetesUserDetails",
    kubernetes_workload_details: Option<KubernetesWorkloadDetails> = show "KubernetesWorkloadDetails",
} }

shape! { KubernetesPermissionCheckedDetails {
    verb: Option<String> = show "Verb",
    resource: Option<String> = show "Resource",
    namespace: Option<String> = show "Namespace",
    allowed: Option<bool> = show "Allowed",
} }

shape! { KubernetesPolicyViolation {
    violation_type: Option<String> = show "ViolationType",
    affected_resource: Option<String> = show "AffectedResource",
    subject: Option<String> = show "Subject",
    granted_access: Option<String> = show "GrantedAccess",
    exposure_vector: Option<String> = show "ExposureVector",
    misconfiguration_impact: Option<String> = show "MisconfigurationImpact",
} }

shape! { KubernetesRoleBindingDetails {
    kind: Option<String> = show "Kind",
    name: Option<String> = show "Name",
    uid: Option<String> = show "Uid",
    role_ref_name: Option<String> = show "RoleRefName",
    role_ref_kind: Option<String> = show "RoleRefKind",
} }

shape! { KubernetesRoleDetails {
    kind: Option<String> = show "Kind",
    name: Option<String> = show "Name",
    uid: Option<String> = show "Uid",
} }

shape! { KubernetesUserDetails {
    username: Option<String> = show "Username",
    uid: Option<String> = show "Uid",
    groups: Option<Vec<String>> = show "Groups",
    session_name: Option<Vec<String>> = show "SessionName",
    impersonated_user: Option<ImpersonatedUser> = show "ImpersonatedUser",
} }

shape! { KubernetesWorkload {
    container_uids: Option<Vec<String>> = show "ContainerUids",
    namespace: Option<String> = show "Namespace",
    kubernetes_resources_types: Option<String> = show "KubernetesResourcesTypes",
} }

shape! { KubernetesWorkloadDetails {
    name: Option<String> = show "Name",
    r#type: Option<String> = show "Type",
    uid: Option<String> = show "Uid",
    namespace: Option<String> = show "Namespace",
    host_network: Option<bool> = show "HostNetwork",
    service_account_name: Option<String> = show "ServiceAccountName",
    containers: Option<Vec<Container>> = show "Containers",
    volumes: Option<Vec<Volume>> = show "Volumes",
    host_ipc: Option<bool> = show "HostIPC",
    host_pid: Option<bool> = show "HostPID",
} }

shape! { LambdaDetails {
    function_arn: Option<String> = show "FunctionArn",
    function_name: Option<String> = show "FunctionName",
    description: Option<String> = show "Description",
    last_modified_at: Option<Timestamp> = show "LastModifiedAt",
    revision_id: Option<String> = show "RevisionId",
    function_version: Option<String> = show "FunctionVersion",
    role: Option<String> = show "Role",
    vpc_config: Option<VpcConfig> = show "VpcConfig",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { LambdaFunction {
    function_name: Option<String> = show "FunctionName",
    function_arn: Option<String> = show "FunctionArn",
    function_version: Option<String> = show "FunctionVersion",
    role: Option<String> = show "Role",
    description: Option<String> = show "Description",
    revision_id: Option<String> = show "RevisionId",
    updated_at: Option<Timestamp> = show "UpdatedAt",
    vpc_configuration_summary: Option<String> = show "VpcConfigurationSummary",
} }

shape! { LineageObject {
    start_time: Option<Timestamp> = show "StartTime",
    namespace_pid: Option<i32> = show "NamespacePid",
    user_id: Option<i32> = show "UserId",
    name: Option<String> = show "Name",
    pid: Option<i32> = show "Pid",
    uuid: Option<String> = show "Uuid",
    executable_path: Option<String> = show "ExecutablePath",
    euid: Option<i32> = show "Euid",
    parent_uuid: Option<String> = show "ParentUuid",
} }

shape! { ListCoverageRequest {
    detector_id: String = show "DetectorId",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
    filter_criteria: Option<CoverageFilterCriteria> = show "FilterCriteria",
    sort_criteria: Option<CoverageSortCriteria> = show "SortCriteria",
} }

shape! { ListCoverageResponse {
    resources: Vec<CoverageResource> = show "Resources",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListCustomDetectionRuleAssociationsRequest {
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
    rule_id: Option<String> = show "RuleId",
    mode: Option<String> = show "Mode",
} }

shape! { ListCustomDetectionRuleAssociationsResponse {
    rule_associations: Vec<AssociationSummary> = show "RuleAssociations",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListCustomDetectionRuleOrgConfigurationsRequest {
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
    status: Option<String> = show "Status",
} }

shape! { ListCustomDetectionRuleOrgConfigurationsResponse {
    configurations: Vec<DetectionRuleOrgConfigurationSummary> = show "Configurations",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListCustomDetectionRulesRequest {
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
    filters: Option<Vec<DetectionRuleFilter>> = show "Filters",
} }

shape! { ListCustomDetectionRulesResponse {
    rules: Vec<RuleSummary> = show "Rules",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListDetectorsRequest {
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListDetectorsResponse {
    detector_ids: Vec<String> = show "DetectorIds",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListFiltersRequest {
    detector_id: String = show "DetectorId",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListFiltersResponse {
    filter_names: Vec<String> = show "FilterNames",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListFindingsRequest {
    detector_id: String = show "DetectorId",
    finding_criteria: Option<FindingCriteria> = show "FindingCriteria",
    sort_criteria: Option<SortCriteria> = show "SortCriteria",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListFindingsResponse {
    finding_ids: Vec<String> = show "FindingIds",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListIPSetsRequest {
    detector_id: String = show "DetectorId",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListIPSetsResponse {
    ip_set_ids: Vec<String> = show "IpSetIds",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListInvestigationRecordsRequest {
    detector_id: String = show "DetectorId",
    investigation_id: String = show "InvestigationId",
    record_types: Option<Vec<String>> = show "RecordTypes",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListInvestigationRecordsResponse {
    investigation_id: String = show "InvestigationId",
    status: String = show "Status",
    records: Vec<InvestigationRecord> = show "Records",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListInvestigationsRequest {
    detector_id: String = show "DetectorId",
    filter_criteria: Option<InvestigationFilterCriteria> = show "FilterCriteria",
    sort_criteria: Option<InvestigationSortCriteria> = show "SortCriteria",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListInvestigationsResponse {
    investigations: Vec<InvestigationSummary> = show "Investigations",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListInvitationsRequest {
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListInvitationsResponse {
    invitations: Option<Vec<Invitation>> = show "Invitations",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListMalwareProtectionPlansRequest {
    next_token: Option<String> = show "NextToken",
} }

shape! { ListMalwareProtectionPlansResponse {
    malware_protection_plans: Option<Vec<MalwareProtectionPlanSummary>> = show "MalwareProtectionPlans",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListMalwareScansFilterCriteria {
    list_malware_scans_filter_criterion: Option<Vec<ListMalwareScansFilterCriterion>> = show "ListMalwareScansFilterCriterion",
} }

shape! { ListMalwareScansFilterCriterion {
    list_malware_scans_criterion_key: Option<String> = show "ListMalwareScansCriterionKey",
    filter_condition: Option<FilterCondition> = show "FilterCondition",
} }

shape! { ListMalwareScansRequest {
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
    filter_criteria: Option<ListMalwareScansFilterCriteria> = show "FilterCriteria",
    sort_criteria: Option<SortCriteria> = show "SortCriteria",
} }

shape! { ListMalwareScansResponse {
    scans: Vec<MalwareScan> = show "Scans",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListMembersRequest {
    detector_id: String = show "DetectorId",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
    only_associated: Option<String> = show "OnlyAssociated",
} }

shape! { ListMembersResponse {
    members: Option<Vec<Member>> = show "Members",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListOrganizationAdminAccountsRequest {
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListOrganizationAdminAccountsResponse {
    admin_accounts: Option<Vec<AdminAccount>> = show "AdminAccounts",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListPublishingDestinationsRequest {
    detector_id: String = show "DetectorId",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListPublishingDestinationsResponse {
    destinations: Vec<Destination> = show "Destinations",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListTagsForResourceRequest {
    resource_arn: String = show "ResourceArn",
} }

shape! { ListTagsForResourceResponse {
    tags: Option<BTreeMap<String, String>> = show "Tags",
} }

shape! { ListThreatEntitySetsRequest {
    detector_id: String = show "DetectorId",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListThreatEntitySetsResponse {
    threat_entity_set_ids: Vec<String> = show "ThreatEntitySetIds",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListThreatIntelSetsRequest {
    detector_id: String = show "DetectorId",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListThreatIntelSetsResponse {
    threat_intel_set_ids: Vec<String> = show "ThreatIntelSetIds",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListTrustedEntitySetsRequest {
    detector_id: String = show "DetectorId",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListTrustedEntitySetsResponse {
    trusted_entity_set_ids: Vec<String> = show "TrustedEntitySetIds",
    next_token: Option<String> = show "NextToken",
} }

shape! { LocalIpDetails {
    ip_address_v4: Option<String> = hide "IpAddressV4",
    ip_address_v6: Option<String> = hide "IpAddressV6",
} }

shape! { LocalPortDetails {
    port: Option<i32> = show "Port",
    port_name: Option<String> = show "PortName",
} }

shape! { LoginAttribute {
    user: Option<String> = show "User",
    application: Option<String> = show "Application",
    failed_login_attempts: Option<i32> = show "FailedLoginAttempts",
    successful_login_attempts: Option<i32> = show "SuccessfulLoginAttempts",
} }

shape! { MalwareProtectionConfiguration {
    scan_ec2_instance_with_findings: Option<ScanEc2InstanceWithFindings> = show "ScanEc2InstanceWithFindings",
} }

shape! { MalwareProtectionConfigurationResult {
    scan_ec2_instance_with_findings: Option<ScanEc2InstanceWithFindingsResult> = show "ScanEc2InstanceWithFindings",
    service_role: Option<String> = show "ServiceRole",
} }

shape! { MalwareProtectionDataSourceFreeTrial {
    scan_ec2_instance_with_findings: Option<DataSourceFreeTrial> = show "ScanEc2InstanceWithFindings",
} }

shape! { MalwareProtectionFindingsScanConfiguration {
    trigger_type: Option<String> = show "TriggerType",
    incremental_scan_details: Option<IncrementalScanDetails> = show "IncrementalScanDetails",
} }

shape! { MalwareProtectionPlanActions {
    tagging: Option<MalwareProtectionPlanTaggingAction> = show "Tagging",
} }

shape! { MalwareProtectionPlanStatusReason {
    code: Option<String> = show "Code",
    message: Option<String> = show "Message",
} }

shape! { MalwareProtectionPlanSummary {
    malware_protection_plan_id: Option<String> = show "MalwareProtectionPlanId",
} }

shape! { MalwareProtectionPlanTaggingAction {
    status: Option<String> = show "Status",
} }

shape! { MalwareScan {
    resource_arn: Option<String> = show "ResourceArn",
    resource_type: Option<String> = show "ResourceType",
    scan_id: Option<String> = show "ScanId",
    scan_status: Option<String> = show "ScanStatus",
    scan_result_status: Option<String> = show "ScanResultStatus",
    scan_type: Option<String> = show "ScanType",
    scan_started_at: Option<Timestamp> = show "ScanStartedAt",
    scan_completed_at: Option<Timestamp> = show "ScanCompletedAt",
} }

shape! { MalwareScanDetails {
    threats: Option<Vec<Threat>> = show "Threats",
    scan_id: Option<String> = show "ScanId",
    scan_type: Option<String> = show "ScanType",
    scan_category: Option<String> = show "ScanCategory",
    scan_configuration: Option<MalwareProtectionFindingsScanConfiguration> = show "ScanConfiguration",
    unique_threat_count: Option<i32> = show "UniqueThreatCount",
} }

shape! { MalwareThreat {
    name: Option<String> = show "Name",
    severity: Option<String> = show "Severity",
    infected_file_count: Option<i64> = show "InfectedFileCount",
    sample_files: Option<String> = show "SampleFiles",
} }

shape! { Master {
    account_id: Option<String> = show "AccountId",
    invitation_id: Option<String> = show "InvitationId",
    relationship_status: Option<String> = show "RelationshipStatus",
    invited_at: Option<String> = show "InvitedAt",
} }

shape! { Member {
    account_id: String = show "AccountId",
    detector_id: Option<String> = show "DetectorId",
    master_id: String = show "MasterId",
    email: String = hide "Email",
    relationship_status: String = show "RelationshipStatus",
    invited_at: Option<String> = show "InvitedAt",
    updated_at: String = show "UpdatedAt",
    administrator_id: Option<String> = show "AdministratorId",
} }

shape! { MemberAccountRanking {
    rank: Option<i32> = show "Rank",
    account_id: Option<String> = show "AccountId",
    finding_count: Option<i64> = show "FindingCount",
    risk_level: Option<String> = show "RiskLevel",
    risk_rationale: Option<String> = show "RiskRationale",
} }

shape! { MemberAdditionalConfiguration {
    name: Option<String> = show "Name",
    status: Option<String> = show "Status",
} }

shape! { MemberAdditionalConfigurationResult {
    name: Option<String> = show "Name",
    status: Option<String> = show "Status",
    updated_at: Option<Timestamp> = show "UpdatedAt",
    managed_by: Option<String> = show "ManagedBy",
} }

shape! { MemberDataSourceConfiguration {
    account_id: String = show "AccountId",
    data_sources: DataSourceConfigurationsResult = show "DataSources",
    features: Option<Vec<MemberFeaturesConfigurationResult>> = show "Features",
} }

shape! { MemberFeaturesConfiguration {
    name: Option<String> = show "Name",
    status: Option<String> = show "Status",
    additional_configuration: Option<Vec<MemberAdditionalConfiguration>> = show "AdditionalConfiguration",
} }

shape! { MemberFeaturesConfigurationResult {
    name: Option<String> = show "Name",
    status: Option<String> = show "Status",
    updated_at: Option<Timestamp> = show "UpdatedAt",
    additional_configuration: Option<Vec<MemberAdditionalConfigurationResult>> = show "AdditionalConfiguration",
    managed_by: Option<String> = show "ManagedBy",
} }

shape! { MetadataRecord {
    total_time_milliseconds: Option<i64> = show "TotalTimeMilliseconds",
} }

shape! { ModelDetail {
    model_id: Option<String> = show "ModelId",
} }

shape! { NetworkActivity {
    protocol: Option<String> = show "Protocol",
    direction: Option<String> = show "Direction",
    method: Option<String> = show "Method",
    blocked: Option<String> = show "Blocked",
    platform: Option<String> = show "Platform",
    ports: Option<NetworkPorts> = show "Ports",
    traffic: Option<NetworkTraffic> = show "Traffic",
    anomaly: Option<NetworkAnomaly> = show "Anomaly",
    dns: Option<DnsContext> = show "Dns",
    counts: Option<NetworkCounts> = show "Counts",
    enrichment: Option<Enrichment> = show "Enrichment",
} }

shape! { NetworkAnomaly {
    baseline_bytes: Option<String> = show "BaselineBytes",
    deviation: Option<String> = show "Deviation",
    profile_age_days: Option<i32> = show "ProfileAgeDays",
    remote_service: Option<String> = show "RemoteService",
    remote_region: Option<String> = show "RemoteRegion",
    duration: Option<String> = show "Duration",
    reset_ratio: Option<String> = show "ResetRatio",
    target_host_count: Option<i64> = show "TargetHostCount",
} }

shape! { NetworkConnection {
    direction: String = show "Direction",
} }

shape! { NetworkConnectionAction {
    blocked: Option<bool> = show "Blocked",
    connection_direction: Option<String> = show "ConnectionDirection",
    local_port_details: Option<LocalPortDetails> = show "LocalPortDetails",
    protocol: Option<String> = show "Protocol",
    local_ip_details: Option<LocalIpDetails> = show "LocalIpDetails",
    local_network_interface: Option<String> = show "LocalNetworkInterface",
    remote_ip_details: Option<RemoteIpDetails> = show "RemoteIpDetails",
    remote_port_details: Option<RemotePortDetails> = show "RemotePortDetails",
} }

shape! { NetworkCounts {
    request_count: Option<i64> = show "RequestCount",
    total_attempts: Option<i64> = show "TotalAttempts",
    suspicious_attempts: Option<i64> = show "SuspiciousAttempts",
    reset_attempts: Option<i64> = show "ResetAttempts",
} }

shape! { NetworkEndpoint {
    id: String = show "Id",
    ip: Option<String> = show "Ip",
    domain: Option<String> = show "Domain",
    port: Option<i32> = show "Port",
    location: Option<NetworkGeoLocation> = show "Location",
    autonomous_system: Option<AutonomousSystem> = show "AutonomousSystem",
    connection: Option<NetworkConnection> = show "Connection",
} }

shape! { NetworkGeoLocation {
    city: String = show "City",
    country: String = show "Country",
    latitude: f64 = show "Latitude",
    longitude: f64 = show "Longitude",
} }

shape! { NetworkInterface {
    ipv6_addresses: Option<Vec<String>> = show "Ipv6Addresses",
    network_interface_id: Option<String> = show "NetworkInterfaceId",
    private_dns_name: Option<String> = show "PrivateDnsName",
    private_ip_address: Option<String> = hide "PrivateIpAddress",
    private_ip_addresses: Option<Vec<PrivateIpAddressDetails>> = show "PrivateIpAddresses",
    public_dns_name: Option<String> = show "PublicDnsName",
    public_ip: Option<String> = show "PublicIp",
    security_groups: Option<Vec<SecurityGroup>> = show "SecurityGroups",
    subnet_id: Option<String> = show "SubnetId",
    vpc_id: Option<String> = show "VpcId",
} }

shape! { NetworkPorts {
    target_port: Option<String> = show "TargetPort",
    remote_port: Option<String> = show "RemotePort",
    resolver_port: Option<String> = show "ResolverPort",
    ports: Option<String> = show "Ports",
    ports_used: Option<String> = show "PortsUsed",
    port_count: Option<i64> = show "PortCount",
} }

shape! { NetworkTraffic {
    bytes_sent: Option<i64> = show "BytesSent",
    bytes_received: Option<i64> = show "BytesReceived",
} }

shape! { ObservationRecord {
    observation_type: String = show "ObservationType",
    finding_detail: Option<FindingDetail> = show "FindingDetail",
    resource: Option<InvestigationResource> = show "Resource",
    network_activity: Option<NetworkActivity> = show "NetworkActivity",
    rds_login_activity: Option<RdsLoginActivity> = show "RdsLoginActivity",
    s3_activity: Option<S3Activity> = show "S3Activity",
    kubernetes_activity: Option<KubernetesActivity> = show "KubernetesActivity",
    malware_scan: Option<InvestigationMalwareScan> = show "MalwareScan",
    related_findings: Option<RelatedFindings> = show "RelatedFindings",
    detection_coverage: Option<DetectionCoverage> = show "DetectionCoverage",
    account_overview: Option<AccountOverview> = show "AccountOverview",
    recommendations: Option<Vec<Recommendation>> = show "Recommendations",
    runtime_signals: Option<RuntimeSignals> = show "RuntimeSignals",
    distribution: Option<Distribution> = show "Distribution",
    representative_resources: Option<Vec<RepresentativeFinding>> = show "RepresentativeResources",
    indicators: Option<Vec<InvestigationIndicator>> = show "Indicators",
} }

shape! { Observations {
    text: Option<Vec<String>> = show "Text",
    number: Option<Vec<i64>> = show "Number",
} }

shape! { ObservedFindingType {
    finding_type: Option<String> = show "FindingType",
    count: Option<i64> = show "Count",
    severity_max: Option<f64> = show "SeverityMax",
    shared_resources: Option<Vec<SharedResource>> = show "SharedResources",
} }

shape! { Organization {
    asn: Option<String> = show "Asn",
    asn_org: Option<String> = show "AsnOrg",
    isp: Option<String> = show "Isp",
    org: Option<String> = show "Org",
} }

shape! { OrganizationAdditionalConfiguration {
    name: Option<String> = show "Name",
    auto_enable: Option<String> = show "AutoEnable",
} }

shape! { OrganizationAdditionalConfigurationResult {
    name: Option<String> = show "Name",
    auto_enable: Option<String> = show "AutoEnable",
} }

shape! { OrganizationAnalysis {
    findings_summary: Option<OrganizationFindingsSummary> = show "FindingsSummary",
    account_breakdown: Option<Vec<AccountSummary>> = show "AccountBreakdown",
} }

shape! { OrganizationDataSourceConfigurations {
    s3_logs: Option<OrganizationS3LogsConfiguration> = show "S3Logs",
    kubernetes: Option<OrganizationKubernetesConfiguration> = show "Kubernetes",
    malware_protection: Option<OrganizationMalwareProtectionConfiguration> = show "MalwareProtection",
} }

shape! { OrganizationDataSourceConfigurationsResult {
    s3_logs: OrganizationS3LogsConfigurationResult = show "S3Logs",
    kubernetes: Option<OrganizationKubernetesConfigurationResult> = show "Kubernetes",
    malware_protection: Option<OrganizationMalwareProtectionConfigurationResult> = show "MalwareProtection",
} }

shape! { OrganizationDetails {
    updated_at: Option<Timestamp> = show "UpdatedAt",
    organization_statistics: Option<OrganizationStatistics> = show "OrganizationStatistics",
} }

shape! { OrganizationEbsVolumes {
    auto_enable: Option<bool> = show "AutoEnable",
} }

shape! { OrganizationEbsVolumesResult {
    auto_enable: Option<bool> = show "AutoEnable",
} }

shape! { OrganizationFeatureConfiguration {
    name: Option<String> = show "Name",
    auto_enable: Option<String> = show "AutoEnable",
    additional_configuration: Option<Vec<OrganizationAdditionalConfiguration>> = show "AdditionalConfiguration",
} }

shape! { OrganizationFeatureConfigurationResult {
    name: Option<String> = show "Name",
    auto_enable: Option<String> = show "AutoEnable",
    additional_configuration: Option<Vec<OrganizationAdditionalConfigurationResult>> = show "AdditionalConfiguration",
} }

shape! { OrganizationFeatureStatistics {
    name: Option<String> = show "Name",
    enabled_accounts_count: Option<i32> = show "EnabledAccountsCount",
    additional_configuration: Option<Vec<OrganizationFeatureStatisticsAdditionalConfiguration>> = show "AdditionalConfiguration",
} }

shape! { OrganizationFeatureStatisticsAdditionalConfiguration {
    name: Option<String> = show "Name",
    enabled_accounts_count: Option<i32> = show "EnabledAccountsCount",
} }

shape! { OrganizationFindingsSummary {
    total_findings: Option<i32> = show "TotalFindings",
    severity_breakdown: Option<SeverityBreakdown> = show "SeverityBreakdown",
    top_finding_types: Option<Vec<FindingTypeCount>> = show "TopFindingTypes",
    by_time_window: Option<Vec<TimeWindowGroup>> = show "ByTimeWindow",
    total_account_count: Option<i32> = show "TotalAccountCount",
    affected_account_count: Option<i32> = show "AffectedAccountCount",
} }

shape! { OrganizationKubernetesAuditLogsConfiguration {
    auto_enable: bool = show "AutoEnable",
} }

shape! { OrganizationKubernetesAuditLogsConfigurationResult {
    auto_enable: bool = show "AutoEnable",
} }

shape! { OrganizationKubernetesConfiguration {
    audit_logs: OrganizationKubernetesAuditLogsConfiguration = show "AuditLogs",
} }

shape! { OrganizationKubernetesConfigurationResult {
    audit_logs: OrganizationKubernetesAuditLogsConfigurationResult = show "AuditLogs",
} }

shape! { OrganizationMalwareProtectionConfiguration {
    scan_ec2_instance_with_findings: Option<OrganizationScanEc2InstanceWithFindings> = show "ScanEc2InstanceWithFindings",
} }

shape! { OrganizationMalwareProtectionConfigurationResult {
    scan_ec2_instance_with_findings: Option<OrganizationScanEc2InstanceWithFindingsResult> = show "ScanEc2InstanceWithFindings",
} }

shape! { OrganizationS3LogsConfiguration {
    auto_enable: bool = show "AutoEnable",
} }

shape! { OrganizationS3LogsConfigurationResult {
    auto_enable: bool = show "AutoEnable",
} }

shape! { OrganizationScanEc2InstanceWithFindings {
    ebs_volumes: Option<OrganizationEbsVolumes> = show "EbsVolumes",
} }

shape! { OrganizationScanEc2InstanceWithFindingsResult {
    ebs_volumes: Option<OrganizationEbsVolumesResult> = show "EbsVolumes",
} }

shape! { OrganizationStatistics {
    total_accounts_count: Option<i32> = show "TotalAccountsCount",
    member_accounts_count: Option<i32> = show "MemberAccountsCount",
    active_accounts_count: Option<i32> = show "ActiveAccountsCount",
    enabled_accounts_count: Option<i32> = show "EnabledAccountsCount",
    count_by_feature: Option<Vec<OrganizationFeatureStatistics>> = show "CountByFeature",
} }

shape! { Owner {
    id: Option<String> = show "Id",
} }

shape! { PermissionConfiguration {
    bucket_level_permissions: Option<BucketLevelPermissions> = show "BucketLevelPermissions",
    account_level_permissions: Option<AccountLevelPermissions> = show "AccountLevelPermissions",
} }

shape! { PortProbeAction {
    blocked: Option<bool> = show "Blocked",
    port_probe_details: Option<Vec<PortProbeDetail>> = show "PortProbeDetails",
} }

shape! { PortProbeDetail {
    local_port_details: Option<LocalPortDetails> = show "LocalPortDetails",
    local_ip_details: Option<LocalIpDetails> = show "LocalIpDetails",
    remote_ip_details: Option<RemoteIpDetails> = show "RemoteIpDetails",
} }

shape! { PrivateIpAddressDetails {
    private_dns_name: Option<String> = show "PrivateDnsName",
    private_ip_address: Option<String> = hide "PrivateIpAddress",
} }

shape! { Process {
    uuid: String = show "Uuid",
    name: Option<String> = show "Name",
    path: Option<String> = show "Path",
    parent_uuid: Option<String> = show "ParentUuid",
    findings: Option<Vec<FindingReference>> = show "Findings",
} }

shape! { ProcessDetails {
    name: Option<String> = show "Name",
    executable_path: Option<String> = show "ExecutablePath",
    executable_sha256: Option<String> = show "ExecutableSha256",
    namespace_pid: Option<i32> = show "NamespacePid",
    pwd: Option<String> = show "Pwd",
    pid: Option<i32> = show "Pid",
    start_time: Option<Timestamp> = show "StartTime",
    uuid: Option<String> = show "Uuid",
    parent_uuid: Option<String> = show "ParentUuid",
    user: Option<String> = show "User",
    user_id: Option<i32> = show "UserId",
    euid: Option<i32> = show "Euid",
    lineage: Option<Vec<LineageObject>> = show "Lineage",
} }

shape! { Product {
    name: String = show "Name",
    feature: Option<String> = show "Feature",
} }

shape! { ProductCode {
    code: Option<String> = show "Code",
    product_type: Option<String> = show "ProductType",
} }

shape! { ProtectionPlan {
    name: Option<String> = show "Name",
    status: Option<String> = show "Status",
} }

shape! { PublicAccess {
    permission_configuration: Option<PermissionConfiguration> = show "PermissionConfiguration",
    effective_permission: Option<String> = show "EffectivePermission",
} }

shape! { PublicAccessConfiguration {
    public_acl_access: Option<String> = show "PublicAclAccess",
    public_policy_access: Option<String> = show "PublicPolicyAccess",
    public_acl_ignore_behavior: Option<String> = show "PublicAclIgnoreBehavior",
    public_bucket_restrict_behavior: Option<String> = show "PublicBucketRestrictBehavior",
} }

shape! { QueryTimeWindow {
    start_time: Option<Timestamp> = show "StartTime",
    end_time: Option<Timestamp> = show "EndTime",
} }

shape! { RdsDbInstance {
    db_instance_identifier: Option<String> = show "DbInstanceIdentifier",
    db_cluster_identifier: Option<String> = show "DbClusterIdentifier",
    db_instance_arn: Option<String> = show "DbInstanceArn",
    dbi_resource_id: Option<String> = show "DbiResourceId",
    engine: Option<String> = show "Engine",
    engine_version: Option<String> = show "EngineVersion",
} }

shape! { RdsDbInstanceDetails {
    db_instance_identifier: Option<String> = show "DbInstanceIdentifier",
    engine: Option<String> = show "Engine",
    engine_version: Option<String> = show "EngineVersion",
    db_cluster_identifier: Option<String> = show "DbClusterIdentifier",
    db_instance_arn: Option<String> = show "DbInstanceArn",
    dbi_resource_id: Option<String> = show "DbiResourceId",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { RdsDbUser {
    user: Option<String> = show "User",
    application: Option<String> = show "Application",
    database: Option<String> = show "Database",
    auth_method: Option<String> = show "AuthMethod",
    ssl: Option<String> = show "Ssl",
} }

shape! { RdsDbUserDetails {
    user: Option<String> = show "User",
    application: Option<String> = show "Application",
    database: Option<String> = show "Database",
    ssl: Option<String> = show "Ssl",
    auth_method: Option<String> = show "AuthMethod",
} }

shape! { RdsLimitlessDbDetails {
    db_shard_group_identifier: Option<String> = show "DbShardGroupIdentifier",
    db_shard_group_resource_id: Option<String> = show "DbShardGroupResourceId",
    db_shard_group_arn: Option<String> = show "DbShardGroupArn",
    engine: Option<String> = show "Engine",
    engine_version: Option<String> = show "EngineVersion",
    db_cluster_identifier: Option<String> = show "DbClusterIdentifier",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { RdsLoginActivity {
    outcome: Option<String> = show "Outcome",
    rate: Option<String> = show "Rate",
    anomaly_context: Option<String> = show "AnomalyContext",
    login_count: Option<i64> = show "LoginCount",
    activity_window: Option<ActivityWindow> = show "ActivityWindow",
    enrichment: Option<Enrichment> = show "Enrichment",
} }

shape! { RdsLoginAttemptAction {
    remote_ip_details: Option<RemoteIpDetails> = show "RemoteIpDetails",
    login_attributes: Option<Vec<LoginAttribute>> = show "LoginAttributes",
} }

shape! { Recommendation {
    title: Option<String> = show "Title",
    rationale: Option<String> = show "Rationale",
    category: Option<String> = show "Category",
    priority: Option<String> = show "Priority",
    cli_commands: Option<Vec<String>> = show "CliCommands",
} }

shape! { RecoveryPoint {
    backup_vault_name: String = show "BackupVaultName",
    continuous_scan_details: Option<ContinuousScanDetails> = show "ContinuousScanDetails",
} }

shape! { RecoveryPointDetails {
    recovery_point_arn: Option<String> = show "RecoveryPointArn",
    backup_vault_name: Option<String> = show "BackupVaultName",
    continuous_scan_details: Option<ScanConfigurationContinuousScanDetails> = show "ContinuousScanDetails",
} }

shape! { RelatedFindings {
    correlated: Option<Vec<CorrelatedFinding>> = show "Correlated",
    observed: Option<Vec<ObservedFindingType>> = show "Observed",
} }

shape! { RemoteAccountDetails {
    account_id: Option<String> = show "AccountId",
    affiliated: Option<bool> = show "Affiliated",
    aws_service_name: Option<String> = show "AwsServiceName",
} }

shape! { RemoteIpDetails {
    city: Option<City> = show "City",
    country: Option<Country> = show "Country",
    geo_location: Option<GeoLocation> = show "GeoLocation",
    ip_address_v4: Option<String> = hide "IpAddressV4",
    ip_address_v6: Option<String> = hide "IpAddressV6",
    organization: Option<Organization> = show "Organization",
} }

shape! { RemotePortDetails {
    port: Option<i32> = show "Port",
    port_name: Option<String> = show "PortName",
} }

shape! { RepresentativeFinding {
    resource_type: Option<String> = show "ResourceType",
    identifier: Option<String> = show "Identifier",
    finding_id: Option<String> = show "FindingId",
    finding_count: Option<i64> = show "FindingCount",
    risk_level: Option<String> = show "RiskLevel",
    risk_rationale: Option<String> = show "RiskRationale",
} }

shape! { Reputation {
    finding_time_disposition: Option<String> = show "FindingTimeDisposition",
    current_disposition: Option<String> = show "CurrentDisposition",
    reputation_comparison: Option<String> = show "ReputationComparison",
} }

shape! { Resource {
    access_key_details: Option<AccessKeyDetails> = show "AccessKeyDetails",
    s3_bucket_details: Option<Vec<S3BucketDetail>> = show "S3BucketDetails",
    instance_details: Option<InstanceDetails> = show "InstanceDetails",
    eks_cluster_details: Option<EksClusterDetails> = show "EksClusterDetails",
    kubernetes_details: Option<KubernetesDetails> = show "KubernetesDetails",
    resource_type: Option<String> = show "ResourceType",
    ebs_volume_details: Option<EbsVolumeDetails> = show "EbsVolumeDetails",
    ecs_cluster_details: Option<EcsClusterDetails> = show "EcsClusterDetails",
    container_details: Option<Container> = show "ContainerDetails",
    lambda_details: Option<LambdaDetails> = show "LambdaDetails",
    rds_db_instance_details: Option<RdsDbInstanceDetails> = show "RdsDbInstanceDetails",
    rds_limitless_db_details: Option<RdsLimitlessDbDetails> = show "RdsLimitlessDbDetails",
    rds_db_user_details: Option<RdsDbUserDetails> = show "RdsDbUserDetails",
    ebs_snapshot_details: Option<EbsSnapshotDetails> = show "EbsSnapshotDetails",
    ec2_image_details: Option<Ec2ImageDetails> = show "Ec2ImageDetails",
    recovery_point_details: Option<RecoveryPointDetails> = show "RecoveryPointDetails",
    bedrock_guardrail_details: Option<BedrockGuardrailDetails> = show "BedrockGuardrailDetails",
    model_details: Option<Vec<ModelDetail>> = show "ModelDetails",
} }

shape! { ResourceData {
    s3_bucket: Option<S3Bucket> = show "S3Bucket",
    ec2_instance: Option<Ec2Instance> = show "Ec2Instance",
    access_key: Option<AccessKey> = show "AccessKey",
    ec2_network_interface: Option<Ec2NetworkInterface> = show "Ec2NetworkInterface",
    s3_object: Option<S3Object> = show "S3Object",
    eks_cluster: Option<EksCluster> = show "EksCluster",
    kubernetes_workload: Option<KubernetesWorkload> = show "KubernetesWorkload",
    container: Option<ContainerFindingResource> = show "Container",
    ecs_cluster: Option<EcsCluster> = show "EcsCluster",
    ecs_task: Option<EcsTask> = show "EcsTask",
    iam_instance_profile: Option<IamInstanceProfileV2> = show "IamInstanceProfile",
    autoscaling_auto_scaling_group: Option<AutoscalingAutoScalingGroup> = show "AutoscalingAutoScalingGroup",
    ec2_launch_template: Option<Ec2LaunchTemplate> = show "Ec2LaunchTemplate",
    ec2_vpc: Option<Ec2Vpc> = show "Ec2Vpc",
    ec2_image: Option<Ec2Image> = show "Ec2Image",
    cloudformation_stack: Option<CloudformationStack> = show "CloudformationStack",
    bedrock_guardrail: Option<BedrockGuardrailResource> = show "BedrockGuardrail",
} }

shape! { ResourceDetails {
    instance_arn: Option<String> = show "InstanceArn",
} }

shape! { ResourceDistribution {
    resource_type: Option<String> = show "ResourceType",
    identifier: Option<String> = show "Identifier",
    count: Option<i64> = show "Count",
} }

shape! { ResourceStatistics {
    account_id: Option<String> = show "AccountId",
    last_generated_at: Option<Timestamp> = show "LastGeneratedAt",
    resource_id: Option<String> = show "ResourceId",
    resource_type: Option<String> = show "ResourceType",
    total_findings: Option<i32> = show "TotalFindings",
} }

shape! { ResourceV2 {
    uid: String = show "Uid",
    name: Option<String> = show "Name",
    account_id: Option<String> = show "AccountId",
    resource_type: String = show "ResourceType",
    region: Option<String> = show "Region",
    service: Option<String> = show "Service",
    cloud_partition: Option<String> = show "CloudPartition",
    tags: Option<Vec<Tag>> = show "Tags",
    data: Option<ResourceData> = show "Data",
} }

shape! { RuleDefinition {
    expression: String = show "Expression",
} }

shape! { RuleDetail {
    rule_id: String = show "RuleId",
    arn: String = show "Arn",
    name: String = show "Name",
    description: String = show "Description",
    severity: String = show "Severity",
    data_source: String = show "DataSource",
    tactic: String = show "Tactic",
    technique: String = show "Technique",
    service: String = show "Service",
    definition: RuleDefinition = show "Definition",
    language: Option<String> = show "Language",
    schema: Option<String> = show "Schema",
    runtime_monitoring_details: Option<DetectionRuleRuntimeMonitoringDetails> = show "RuntimeMonitoringDetails",
    created_at: Timestamp = show "CreatedAt",
    updated_at: Option<Timestamp> = show "UpdatedAt",
} }

shape! { RuleSummary {
    rule_id: String = show "RuleId",
    arn: String = show "Arn",
    name: String = show "Name",
    description: String = show "Description",
    severity: String = show "Severity",
    data_source: String = show "DataSource",
    tactic: String = show "Tactic",
    technique: String = show "Technique",
    service: String = show "Service",
    language: Option<String> = show "Language",
    schema: Option<String> = show "Schema",
    created_at: Timestamp = show "CreatedAt",
    updated_at: Option<Timestamp> = show "UpdatedAt",
} }

shape! { RuntimeContext {
    modifying_process: Option<ProcessDetails> = show "ModifyingProcess",
    modified_at: Option<Timestamp> = show "ModifiedAt",
    script_path: Option<String> = show "ScriptPath",
    library_path: Option<String> = show "LibraryPath",
    ld_preload_value: Option<String> = show "LdPreloadValue",
    socket_path: Option<String> = show "SocketPath",
    runc_binary_path: Option<String> = show "RuncBinaryPath",
    release_agent_path: Option<String> = show "ReleaseAgentPath",
    mount_source: Option<String> = show "MountSource",
    mount_target: Option<String> = show "MountTarget",
    file_system_type: Option<String> = show "FileSystemType",
    flags: Option<Vec<String>> = show "Flags",
    module_name: Option<String> = show "ModuleName",
    module_file_path: Option<String> = show "ModuleFilePath",
    module_sha256: Option<String> = show "ModuleSha256",
    shell_history_file_path: Option<String> = show "ShellHistoryFilePath",
    target_process: Option<ProcessDetails> = show "TargetProcess",
    address_family: Option<String> = show "AddressFamily",
    iana_protocol_number: Option<i32> = show "IanaProtocolNumber",
    memory_regions: Option<Vec<String>> = show "MemoryRegions",
    tool_name: Option<String> = show "ToolName",
    tool_category: Option<String> = show "ToolCategory",
    service_name: Option<String> = show "ServiceName",
    command_line_example: Option<String> = show "CommandLineExample",
    threat_file_path: Option<String> = show "ThreatFilePath",
    file_operation: Option<String> = show "FileOperation",
    file_path: Option<String> = show "FilePath",
    related_file_paths: Option<Vec<String>> = show "RelatedFilePaths",
} }

shape! { RuntimeDetails {
    process: Option<ProcessDetails> = show "Process",
    context: Option<RuntimeContext> = show "Context",
} }

shape! { RuntimeSignals {
    signal_groups: Option<Vec<SignalGroup>> = show "SignalGroups",
    key_observation: Option<String> = show "KeyObservation",
} }

shape! { S3Activity {
    api: Option<String> = show "Api",
    affected_bucket: Option<String> = show "AffectedBucket",
    other_s3_activity: Option<String> = show "OtherS3Activity",
    non_s3_activity: Option<String> = show "NonS3Activity",
    session_assessment: Option<String> = show "SessionAssessment",
    event_count: Option<i64> = show "EventCount",
    actor: Option<InvestigationActor> = show "Actor",
    source_ip: Option<String> = show "SourceIp",
    enrichment: Option<Enrichment> = show "Enrichment",
    activity_window: Option<ActivityWindow> = show "ActivityWindow",
} }

shape! { S3Analysis {
    finding_subtype: Option<String> = show "FindingSubtype",
    effective_permission: Option<String> = show "EffectivePermission",
    block_public_access_settings: Option<String> = show "BlockPublicAccessSettings",
    exposure: Option<String> = show "Exposure",
    user_agent: Option<String> = show "UserAgent",
    user_agent_classification: Option<String> = show "UserAgentClassification",
    source_ip: Option<String> = show "SourceIp",
    ip_reputation: Option<String> = show "IpReputation",
    actor_assessment: Option<String> = show "ActorAssessment",
    s3_api_activity: Option<String> = show "S3ApiActivity",
    source_context: Option<String> = show "SourceContext",
    authorization_assessment: Option<String> = show "AuthorizationAssessment",
} }

shape! { S3Bucket {
    owner_id: Option<String> = show "OwnerId",
    created_at: Option<Timestamp> = show "CreatedAt",
    encryption_type: Option<String> = show "EncryptionType",
    encryption_key_arn: Option<String> = show "EncryptionKeyArn",
    effective_permission: Option<String> = show "EffectivePermission",
    public_read_access: Option<String> = show "PublicReadAccess",
    public_write_access: Option<String> = show "PublicWriteAccess",
    account_public_access: Option<PublicAccessConfiguration> = show "AccountPublicAccess",
    bucket_public_access: Option<PublicAccessConfiguration> = show "BucketPublicAccess",
    s3_object_uids: Option<Vec<String>> = show "S3ObjectUids",
} }

shape! { S3BucketDetail {
    arn: Option<String> = show "Arn",
    name: Option<String> = show "Name",
    r#type: Option<String> = show "Type",
    created_at: Option<Timestamp> = show "CreatedAt",
    owner: Option<Owner> = show "Owner",
    tags: Option<Vec<Tag>> = show "Tags",
    default_server_side_encryption: Option<DefaultServerSideEncryption> = show "DefaultServerSideEncryption",
    public_access: Option<PublicAccess> = show "PublicAccess",
    s3_object_details: Option<Vec<S3ObjectDetail>> = show "S3ObjectDetails",
} }

shape! { S3LogsConfiguration {
    enable: bool = show "Enable",
} }

shape! { S3LogsConfigurationResult {
    status: String = show "Status",
} }

shape! { S3Object {
    e_tag: Option<String> = show "ETag",
    key: Option<String> = show "Key",
    version_id: Option<String> = show "VersionId",
} }

shape! { S3ObjectDetail {
    object_arn: Option<String> = show "ObjectArn",
    key: Option<String> = show "Key",
    e_tag: Option<String> = show "ETag",
    hash: Option<String> = show "Hash",
    version_id: Option<String> = show "VersionId",
} }

shape! { S3ObjectForSendObjectMalwareScan {
    bucket: Option<String> = show "Bucket",
    key: Option<String> = show "Key",
    version_id: Option<String> = show "VersionId",
} }

shape! { Scan {
    detector_id: Option<String> = show "DetectorId",
    admin_detector_id: Option<String> = show "AdminDetectorId",
    scan_id: Option<String> = show "ScanId",
    scan_status: Option<String> = show "ScanStatus",
    failure_reason: Option<String> = show "FailureReason",
    scan_start_time: Option<Timestamp> = show "ScanStartTime",
    scan_end_time: Option<Timestamp> = show "ScanEndTime",
    trigger_details: Option<TriggerDetails> = show "TriggerDetails",
    resource_details: Option<ResourceDetails> = show "ResourceDetails",
    scan_result_details: Option<ScanResultDetails> = show "ScanResultDetails",
    account_id: Option<String> = show "AccountId",
    total_bytes: Option<i64> = show "TotalBytes",
    file_count: Option<i64> = show "FileCount",
    attached_volumes: Option<Vec<VolumeDetail>> = show "AttachedVolumes",
    scan_type: Option<String> = show "ScanType",
} }

shape! { ScanCondition {
    map_equals: Vec<ScanConditionPair> = show "MapEquals",
} }

shape! { ScanConditionPair {
    key: String = show "Key",
    value: Option<String> = show "Value",
} }

shape! { ScanConfiguration {
    role: Option<String> = show "Role",
    trigger_details: Option<TriggerDetails> = show "TriggerDetails",
    incremental_scan_details: Option<IncrementalScanDetails> = show "IncrementalScanDetails",
    recovery_point: Option<ScanConfigurationRecoveryPoint> = show "RecoveryPoint",
} }

shape! { ScanConfigurationContinuousScanDetails {
    start_time: Option<Timestamp> = show "StartTime",
    end_time: Timestamp = show "EndTime",
} }

shape! { ScanConfigurationRecoveryPoint {
    backup_vault_name: Option<String> = show "BackupVaultName",
    continuous_scan_details: Option<ScanConfigurationContinuousScanDetails> = show "ContinuousScanDetails",
} }

shape! { ScanDetections {
    scanned_item_count: Option<ScannedItemCount> = show "ScannedItemCount",
    threats_detected_item_count: Option<ThreatsDetectedItemCount> = show "ThreatsDetectedItemCount",
    highest_severity_threat_details: Option<HighestSeverityThreatDetails> = show "HighestSeverityThreatDetails",
    threat_detected_by_name: Option<ThreatDetectedByName> = show "ThreatDetectedByName",
} }

shape! { ScanEc2InstanceWithFindings {
    ebs_volumes: Option<bool> = show "EbsVolumes",
} }

shape! { ScanEc2InstanceWithFindingsResult {
    ebs_volumes: Option<EbsVolumesResult> = show "EbsVolumes",
} }

shape! { ScanFilePath {
    file_path: Option<String> = show "FilePath",
    volume_arn: Option<String> = show "VolumeArn",
    hash: Option<String> = show "Hash",
    file_name: Option<String> = show "FileName",
} }

shape! { ScanResourceCriteria {
    include: Option<BTreeMap<String, ScanCondition>> = show "Include",
    exclude: Option<BTreeMap<String, ScanCondition>> = show "Exclude",
} }

shape! { ScanResultDetails {
    scan_result: Option<String> = show "ScanResult",
} }

shape! { ScanResultThreat {
    name: Option<String> = show "Name",
    source: Option<String> = show "Source",
    count: Option<i64> = show "Count",
    hash: Option<String> = show "Hash",
    item_details: Option<Vec<ItemDetails>> = show "ItemDetails",
} }

shape! { ScanThreatName {
    name: Option<String> = show "Name",
    severity: Option<String> = show "Severity",
    item_count: Option<i32> = show "ItemCount",
    file_paths: Option<Vec<ScanFilePath>> = show "FilePaths",
} }

shape! { ScannedItemCount {
    total_gb: Option<i32> = show "TotalGb",
    files: Option<i32> = show "Files",
    volumes: Option<i32> = show "Volumes",
} }

shape! { ScannedResource {
    scanned_resource_arn: Option<String> = show "ScannedResourceArn",
    scanned_resource_type: Option<String> = show "ScannedResourceType",
    scanned_resource_status: Option<String> = show "ScannedResourceStatus",
    scan_status_reason: Option<String> = show "ScanStatusReason",
    resource_details: Option<ScannedResourceDetails> = show "ResourceDetails",
} }

shape! { ScannedResourceDetails {
    ebs_volume: Option<VolumeDetail> = show "EbsVolume",
    ebs_snapshot: Option<EbsSnapshot> = show "EbsSnapshot",
} }

shape! { SecurityContext {
    privileged: Option<bool> = show "Privileged",
    allow_privilege_escalation: Option<bool> = show "AllowPrivilegeEscalation",
} }

shape! { SecurityGroup {
    group_id: Option<String> = show "GroupId",
    group_name: Option<String> = show "GroupName",
} }

shape! { SendObjectMalwareScanRequest {
    s3_object: Option<S3ObjectForSendObjectMalwareScan> = show "S3Object",
} }

shape! { SendObjectMalwareScanResponse {
} }

shape! { Sequence {
    uid: String = show "Uid",
    description: String = show "Description",
    actors: Option<Vec<Actor>> = show "Actors",
    resources: Option<Vec<ResourceV2>> = show "Resources",
    endpoints: Option<Vec<NetworkEndpoint>> = show "Endpoints",
    signals: Vec<Signal> = show "Signals",
    sequence_indicators: Option<Vec<Indicator>> = show "SequenceIndicators",
    additional_sequence_types: Option<Vec<String>> = show "AdditionalSequenceTypes",
} }

shape! { Service {
    action: Option<Action> = show "Action",
    evidence: Option<Evidence> = show "Evidence",
    archived: Option<bool> = show "Archived",
    count: Option<i32> = show "Count",
    detector_id: Option<String> = show "DetectorId",
    event_first_seen: Option<String> = show "EventFirstSeen",
    event_last_seen: Option<String> = show "EventLastSeen",
    resource_role: Option<String> = show "ResourceRole",
    service_name: Option<String> = show "ServiceName",
    user_feedback: Option<String> = show "UserFeedback",
    additional_info: Option<ServiceAdditionalInfo> = show "AdditionalInfo",
    feature_name: Option<String> = show "FeatureName",
    ebs_volume_scan_details: Option<EbsVolumeScanDetails> = show "EbsVolumeScanDetails",
    runtime_details: Option<RuntimeDetails> = show "RuntimeDetails",
    detection: Option<Detection> = show "Detection",
    malware_scan_details: Option<MalwareScanDetails> = show "MalwareScanDetails",
} }

shape! { ServiceAdditionalInfo {
    value: Option<String> = show "Value",
    r#type: Option<String> = show "Type",
} }

shape! { Session {
    uid: Option<String> = show "Uid",
    mfa_status: Option<String> = show "MfaStatus",
    created_time: Option<Timestamp> = show "CreatedTime",
    issuer: Option<String> = show "Issuer",
} }

shape! { SeverityBreakdown {
    critical: Option<i32> = show "Critical",
    high: Option<i32> = show "High",
    medium: Option<i32> = show "Medium",
    low: Option<i32> = show "Low",
    info: Option<i32> = show "Info",
} }

shape! { SeverityStatistics {
    last_generated_at: Option<Timestamp> = show "LastGeneratedAt",
    severity: Option<f64> = show "Severity",
    total_findings: Option<i32> = show "TotalFindings",
} }

shape! { SharedBehavior {
    path: Option<String> = show "Path",
    value: Option<String> = show "Value",
} }

shape! { SharedResource {
    resource_type: Option<String> = show "ResourceType",
    identifier: Option<String> = show "Identifier",
} }

shape! { Signal {
    uid: String = show "Uid",
    r#type: String = show "Type",
    description: Option<String> = show "Description",
    name: String = show "Name",
    created_at: Timestamp = show "CreatedAt",
    updated_at: Timestamp = show "UpdatedAt",
    first_seen_at: Timestamp = show "FirstSeenAt",
    last_seen_at: Timestamp = show "LastSeenAt",
    severity: Option<f64> = show "Severity",
    count: i32 = show "Count",
    resource_uids: Option<Vec<String>> = show "ResourceUids",
    actor_ids: Option<Vec<String>> = show "ActorIds",
    endpoint_ids: Option<Vec<String>> = show "EndpointIds",
    signal_indicators: Option<Vec<Indicator>> = show "SignalIndicators",
    activities: Option<Vec<Activity>> = show "Activities",
} }

shape! { SignalGroup {
    finding_type: Option<String> = show "FindingType",
    severity: Option<f64> = show "Severity",
    count: Option<i64> = show "Count",
} }

shape! { SortCriteria {
    attribute_name: Option<String> = show "AttributeName",
    order_by: Option<String> = show "OrderBy",
} }

shape! { StartMalwareScanConfiguration {
    role: String = show "Role",
    incremental_scan_details: Option<IncrementalScanDetails> = show "IncrementalScanDetails",
    recovery_point: Option<RecoveryPoint> = show "RecoveryPoint",
} }

shape! { StartMalwareScanRequest {
    resource_arn: String = show "ResourceArn",
    client_token: Option<String> = show "ClientToken",
    scan_configuration: Option<StartMalwareScanConfiguration> = show "ScanConfiguration",
} }

shape! { StartMalwareScanResponse {
    scan_id: Option<String> = show "ScanId",
} }

shape! { StartMonitoringMembersRequest {
    detector_id: String = show "DetectorId",
    account_ids: Vec<String> = show "AccountIds",
} }

shape! { StartMonitoringMembersResponse {
    unprocessed_accounts: Vec<UnprocessedAccount> = show "UnprocessedAccounts",
} }

shape! { StopMonitoringMembersRequest {
    detector_id: String = show "DetectorId",
    account_ids: Vec<String> = show "AccountIds",
} }

shape! { StopMonitoringMembersResponse {
    unprocessed_accounts: Vec<UnprocessedAccount> = show "UnprocessedAccounts",
} }

shape! { SupportingData {
    fetch: Option<FetchRecord> = show "Fetch",
    analysis: Option<AnalysisRecord> = show "Analysis",
    observation: Option<ObservationRecord> = show "Observation",
    metadata: Option<MetadataRecord> = show "Metadata",
} }

shape! { TacticCoverage {
    phase: Option<String> = show "Phase",
    finding_count: Option<i32> = show "FindingCount",
    finding_types: Option<Vec<String>> = show "FindingTypes",
    techniques: Option<Vec<TechniqueCoverage>> = show "Techniques",
} }

shape! { Tag {
    key: Option<String> = show "Key",
    value: Option<String> = show "Value",
} }

shape! { TagResourceRequest {
    resource_arn: String = show "ResourceArn",
    tags: BTreeMap<String, String> = show "Tags",
} }

shape! { TagResourceResponse {
} }

shape! { TechniqueCoverage {
    technique: Option<ThreatReference> = show "Technique",
    finding_count: Option<i32> = show "FindingCount",
    finding_types: Option<Vec<String>> = show "FindingTypes",
} }

shape! { Threat {
    name: Option<String> = show "Name",
    source: Option<String> = show "Source",
    item_paths: Option<Vec<ItemPath>> = show "ItemPaths",
    count: Option<i64> = show "Count",
    hash: Option<String> = show "Hash",
    item_details: Option<Vec<ItemDetails>> = show "ItemDetails",
} }

shape! { ThreatAssessment {
    attack_progression: Option<Vec<AttackPhase>> = show "AttackProgression",
    threat_actor_profile: Option<String> = show "ThreatActorProfile",
} }

shape! { ThreatDetectedByName {
    item_count: Option<i32> = show "ItemCount",
    unique_threat_name_count: Option<i32> = show "UniqueThreatNameCount",
    shortened: Option<bool> = show "Shortened",
    threat_names: Option<Vec<ScanThreatName>> = show "ThreatNames",
} }

shape! { ThreatIntelligenceDetail {
    threat_list_name: Option<String> = show "ThreatListName",
    threat_names: Option<Vec<String>> = show "ThreatNames",
    threat_file_sha256: Option<String> = show "ThreatFileSha256",
} }

shape! { ThreatReference {
    name: Option<String> = show "Name",
    uid: Option<String> = show "Uid",
} }

shape! { ThreatsDetectedItemCount {
    files: Option<i32> = show "Files",
} }

shape! { TimeWindowGroup {
    start_time: Option<Timestamp> = show "StartTime",
    end_time: Option<Timestamp> = show "EndTime",
    finding_count: Option<i32> = show "FindingCount",
} }

shape! { Total {
    amount: Option<String> = show "Amount",
    unit: Option<String> = show "Unit",
} }

shape! { Trend {
    granularity: Option<String> = show "Granularity",
    started_at: Option<Timestamp> = show "StartedAt",
    ended_at: Option<Timestamp> = show "EndedAt",
    total_findings: Option<i64> = show "TotalFindings",
    by_time_window: Option<Vec<TimeWindowGroup>> = show "ByTimeWindow",
} }

shape! { TriggerDetails {
    guard_duty_finding_id: Option<String> = show "GuardDutyFindingId",
    description: Option<String> = show "Description",
    trigger_type: Option<String> = show "TriggerType",
} }

shape! { TypeDistribution {
    finding_type: Option<String> = show "FindingType",
    count: Option<i64> = show "Count",
    percentage: Option<f64> = show "Percentage",
    dominant_severity: Option<String> = show "DominantSeverity",
} }

shape! { UnarchiveFindingsRequest {
    detector_id: String = show "DetectorId",
    finding_ids: Vec<String> = show "FindingIds",
} }

shape! { UnarchiveFindingsResponse {
} }

shape! { UnprocessedAccount {
    account_id: String = show "AccountId",
    result: String = show "Result",
} }

shape! { UnprocessedDataSourcesResult {
    malware_protection: Option<MalwareProtectionConfigurationResult> = show "MalwareProtection",
} }

shape! { UntagResourceRequest {
    resource_arn: String = show "ResourceArn",
    tag_keys: Vec<String> = show "TagKeys",
} }

shape! { UntagResourceResponse {
} }

shape! { UpdateCustomDetectionRuleAssociationRequest {
    rule_id: String = show "RuleId",
    association_id: String = show "AssociationId",
    mode: String = show "Mode",
} }

shape! { UpdateCustomDetectionRuleAssociationResponse {
} }

shape! { UpdateCustomDetectionRuleOrgConfigurationRequest {
    rule_id: String = show "RuleId",
    mode: String = show "Mode",
    include_account_ids: Option<Vec<String>> = show "IncludeAccountIds",
    exclude_account_ids: Option<Vec<String>> = show "ExcludeAccountIds",
} }

shape! { UpdateCustomDetectionRuleOrgConfigurationResponse {
} }

shape! { UpdateDetectorRequest {
    detector_id: String = show "DetectorId",
    enable: Option<bool> = show "Enable",
    finding_publishing_frequency: Option<String> = show "FindingPublishingFrequency",
    data_sources: Option<DataSourceConfigurations> = show "DataSources",
    features: Option<Vec<DetectorFeatureConfiguration>> = show "Features",
} }

shape! { UpdateDetectorResponse {
} }

shape! { UpdateFilterRequest {
    detector_id: String = show "DetectorId",
    filter_name: String = show "FilterName",
    description: Option<String> = show "Description",
    action: Option<String> = show "Action",
    rank: Option<i32> = show "Rank",
    finding_criteria: Option<FindingCriteria> = show "FindingCriteria",
} }

shape! { UpdateFilterResponse {
    name: String = show "Name",
} }

shape! { UpdateFindingsFeedbackRequest {
    detector_id: String = show "DetectorId",
    finding_ids: Vec<String> = show "FindingIds",
    feedback: String = show "Feedback",
    comments: Option<String> = hide "Comments",
} }

shape! { UpdateFindingsFeedbackResponse {
} }

shape! { UpdateIPSetRequest {
    detector_id: String = show "DetectorId",
    ip_set_id: String = show "IpSetId",
    name: Option<String> = show "Name",
    location: Option<String> = show "Location",
    activate: Option<bool> = show "Activate",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { UpdateIPSetResponse {
} }

shape! { UpdateMalwareProtectionPlanRequest {
    malware_protection_plan_id: String = show "MalwareProtectionPlanId",
    role: Option<String> = show "Role",
    actions: Option<MalwareProtectionPlanActions> = show "Actions",
    protected_resource: Option<UpdateProtectedResource> = show "ProtectedResource",
} }

shape! { UpdateMalwareScanSettingsRequest {
    detector_id: String = show "DetectorId",
    scan_resource_criteria: Option<ScanResourceCriteria> = show "ScanResourceCriteria",
    ebs_snapshot_preservation: Option<String> = show "EbsSnapshotPreservation",
} }

shape! { UpdateMalwareScanSettingsResponse {
} }

shape! { UpdateMemberDetectorsRequest {
    detector_id: String = show "DetectorId",
    account_ids: Vec<String> = show "AccountIds",
    data_sources: Option<DataSourceConfigurations> = show "DataSources",
    features: Option<Vec<MemberFeaturesConfiguration>> = show "Features",
} }

shape! { UpdateMemberDetectorsResponse {
    unprocessed_accounts: Vec<UnprocessedAccount> = show "UnprocessedAccounts",
} }

shape! { UpdateOrganizationConfigurationRequest {
    detector_id: String = show "DetectorId",
    auto_enable: Option<bool> = show "AutoEnable",
    data_sources: Option<OrganizationDataSourceConfigurations> = show "DataSources",
    features: Option<Vec<OrganizationFeatureConfiguration>> = show "Features",
    auto_enable_organization_members: Option<String> = show "AutoEnableOrganizationMembers",
} }

shape! { UpdateOrganizationConfigurationResponse {
} }

shape! { UpdateProtectedResource {
    s3_bucket: Option<UpdateS3BucketResource> = show "S3Bucket",
} }

shape! { UpdatePublishingDestinationRequest {
    detector_id: String = show "DetectorId",
    destination_id: String = show "DestinationId",
    destination_properties: Option<DestinationProperties> = show "DestinationProperties",
} }

shape! { UpdatePublishingDestinationResponse {
} }

shape! { UpdateS3BucketResource {
    object_prefixes: Option<Vec<String>> = show "ObjectPrefixes",
} }

shape! { UpdateThreatEntitySetRequest {
    detector_id: String = show "DetectorId",
    threat_entity_set_id: String = show "ThreatEntitySetId",
    name: Option<String> = show "Name",
    location: Option<String> = show "Location",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    activate: Option<bool> = show "Activate",
} }

shape! { UpdateThreatEntitySetResponse {
} }

shape! { UpdateThreatIntelSetRequest {
    detector_id: String = show "DetectorId",
    threat_intel_set_id: String = show "ThreatIntelSetId",
    name: Option<String> = show "Name",
    location: Option<String> = show "Location",
    activate: Option<bool> = show "Activate",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { UpdateThreatIntelSetResponse {
} }

shape! { UpdateTrustedEntitySetRequest {
    detector_id: String = show "DetectorId",
    trusted_entity_set_id: String = show "TrustedEntitySetId",
    name: Option<String> = show "Name",
    location: Option<String> = show "Location",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    activate: Option<bool> = show "Activate",
} }

shape! { UpdateTrustedEntitySetResponse {
} }

shape! { UsageAccountResult {
    account_id: Option<String> = show "AccountId",
    total: Option<Total> = show "Total",
} }

shape! { UsageCriteria {
    account_ids: Option<Vec<String>> = show "AccountIds",
    data_sources: Option<Vec<String>> = show "DataSources",
    resources: Option<Vec<String>> = show "Resources",
    features: Option<Vec<String>> = show "Features",
} }

shape! { UsageDataSourceResult {
    data_source: Option<String> = show "DataSource",
    total: Option<Total> = show "Total",
} }

shape! { UsageFeatureResult {
    feature: Option<String> = show "Feature",
    total: Option<Total> = show "Total",
} }

shape! { UsageResourceResult {
    resource: Option<String> = show "Resource",
    total: Option<Total> = show "Total",
} }

shape! { UsageStatistics {
    sum_by_account: Option<Vec<UsageAccountResult>> = show "SumByAccount",
    top_accounts_by_feature: Option<Vec<UsageTopAccountsResult>> = show "TopAccountsByFeature",
    sum_by_data_source: Option<Vec<UsageDataSourceResult>> = show "SumByDataSource",
    sum_by_resource: Option<Vec<UsageResourceResult>> = show "SumByResource",
    top_resources: Option<Vec<UsageResourceResult>> = show "TopResources",
    sum_by_feature: Option<Vec<UsageFeatureResult>> = show "SumByFeature",
} }

shape! { UsageTopAccountResult {
    account_id: Option<String> = show "AccountId",
    total: Option<Total> = show "Total",
} }

shape! { UsageTopAccountsResult {
    feature: Option<String> = show "Feature",
    accounts: Option<Vec<UsageTopAccountResult>> = show "Accounts",
} }

shape! { User {
    name: String = show "Name",
    uid: String = show "Uid",
    r#type: String = show "Type",
    credential_uid: Option<String> = show "CredentialUid",
    account: Option<Account> = show "Account",
} }

shape! { Volume {
    name: Option<String> = show "Name",
    host_path: Option<HostPath> = show "HostPath",
} }

shape! { VolumeDetail {
    volume_arn: Option<String> = show "VolumeArn",
    volume_type: Option<String> = show "VolumeType",
    device_name: Option<String> = show "DeviceName",
    volume_size_in_gb: Option<i32> = show "VolumeSizeInGB",
    encryption_type: Option<String> = show "EncryptionType",
    snapshot_arn: Option<String> = show "SnapshotArn",
    kms_key_arn: Option<String> = show "KmsKeyArn",
} }

shape! { VolumeMount {
    name: Option<String> = show "Name",
    mount_path: Option<String> = show "MountPath",
} }

shape! { VpcConfig {
    subnet_ids: Option<Vec<String>> = show "SubnetIds",
    vpc_id: Option<String> = show "VpcId",
    security_groups: Option<Vec<SecurityGroup>> = show "SecurityGroups",
} }

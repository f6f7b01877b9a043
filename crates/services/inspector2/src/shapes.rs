//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use std::collections::BTreeMap;

use bartizan_types::Timestamp;
use bartizan_wire::{Bytes, shape};

shape! { Account {
    account_id: String = show "accountId",
    status: String = show "status",
    resource_status: ResourceStatus = show "resourceStatus",
} }

shape! { AccountAggregation {
    finding_type: Option<String> = show "findingType",
    resource_type: Option<String> = show "resourceType",
    sort_order: Option<String> = show "sortOrder",
    sort_by: Option<String> = show "sortBy",
} }

shape! { AccountAggregationResponse {
    account_id: Option<String> = show "accountId",
    severity_counts: Option<SeverityCounts> = show "severityCounts",
    exploit_available_count: Option<i64> = show "exploitAvailableCount",
    fix_available_count: Option<i64> = show "fixAvailableCount",
} }

shape! { AccountState {
    account_id: String = show "accountId",
    state: State = show "state",
    resource_state: ResourceState = show "resourceState",
} }

shape! { AggregationRequest {
    account_aggregation: Option<AccountAggregation> = show "accountAggregation",
    ami_aggregation: Option<AmiAggregation> = show "amiAggregation",
    aws_ecr_container_aggregation: Option<AwsEcrContainerAggregation> = show "awsEcrContainerAggregation",
    ec2_instance_aggregation: Option<Ec2InstanceAggregation> = show "ec2InstanceAggregation",
    finding_type_aggregation: Option<FindingTypeAggregation> = show "findingTypeAggregation",
    image_layer_aggregation: Option<ImageLayerAggregation> = show "imageLayerAggregation",
    package_aggregation: Option<PackageAggregation> = show "packageAggregation",
    repository_aggregation: Option<RepositoryAggregation> = show "repositoryAggregation",
    title_aggregation: Option<TitleAggregation> = show "titleAggregation",
    lambda_layer_aggregation: Option<LambdaLayerAggregation> = show "lambdaLayerAggregation",
    lambda_function_aggregation: Option<LambdaFunctionAggregation> = show "lambdaFunctionAggregation",
    code_repository_aggregation: Option<CodeRepositoryAggregation> = show "codeRepositoryAggregation",
    vm_instance_aggregation: Option<VmInstanceAggregation> = show "vmInstanceAggregation",
    container_image_aggregation: Option<ContainerImageAggregation> = show "containerImageAggregation",
    serverless_function_aggregation: Option<ServerlessFunctionAggregation> = show "serverlessFunctionAggregation",
} }

shape! { AggregationResponse {
    account_aggregation: Option<AccountAggregationResponse> = show "accountAggregation",
    ami_aggregation: Option<AmiAggregationResponse> = show "amiAggregation",
    aws_ecr_container_aggregation: Option<AwsEcrContainerAggregationResponse> = show "awsEcrContainerAggregation",
    ec2_instance_aggregation: Option<Ec2InstanceAggregationResponse> = show "ec2InstanceAggregation",
    finding_type_aggregation: Option<FindingTypeAggregationResponse> = show "findingTypeAggregation",
    image_layer_aggregation: Option<ImageLayerAggregationResponse> = show "imageLayerAggregation",
    package_aggregation: Option<PackageAggregationResponse> = show "packageAggregation",
    repository_aggregation: Option<RepositoryAggregationResponse> = show "repositoryAggregation",
    title_aggregation: Option<TitleAggregationResponse> = show "titleAggregation",
    lambda_layer_aggregation: Option<LambdaLayerAggregationResponse> = show "lambdaLayerAggregation",
    lambda_function_aggregation: Option<LambdaFunctionAggregationResponse> = show "lambdaFunctionAggregation",
    code_repository_aggregation: Option<CodeRepositoryAggregationResponse> = show "codeRepositoryAggregation",
    vm_instance_aggregation: Option<VmInstanceAggregationResponse> = show "vmInstanceAggregation",
    container_image_aggregation: Option<ContainerImageAggregationResponse> = show "containerImageAggregation",
    serverless_function_aggregation: Option<ServerlessFunctionAggregationResponse> = show "serverlessFunctionAggregation",
} }

shape! { AmiAggregation {
    amis: Option<Vec<StringFilter>> = show "amis",
    sort_order: Option<String> = show "sortOrder",
    sort_by: Option<String> = show "sortBy",
    scan_sources: Option<Vec<String>> = show "scanSources",
} }

shape! { AmiAggregationResponse {
    ami: String = show "ami",
    account_id: Option<String> = show "accountId",
    cloud_provider: Option<String> = show "cloudProvider",
    cloud_partition: Option<String> = show "cloudPartition",
    cloud_region: Option<String> = show "cloudRegion",
    cloud_org_id: Option<String> = show "cloudOrgId",
    cloud_account_id: Option<String> = show "cloudAccountId",
    severity_counts: Option<SeverityCounts> = show "severityCounts",
    affected_instances: Option<i64> = show "affectedInstances",
    scan_source: Option<String> = show "scanSource",
} }

shape! { AmiConfiguration {
    last_launched_within: Option<String> = show "lastLaunchedWithin",
    created_within: Option<String> = show "createdWithin",
    scan_mode_configuration: AmiScanModeConfiguration = show "scanModeConfiguration",
} }

shape! { AmiConfigurationState {
    last_launched_within: Option<String> = show "lastLaunchedWithin",
    created_within: Option<String> = show "createdWithin",
    scan_mode_configuration: Option<AmiScanModeConfiguration> = show "scanModeConfiguration",
    status: Option<String> = show "status",
    updated_at: Option<Timestamp> = show "updatedAt",
} }

shape! { AmiScanModeConfiguration {
    scan_mode: String = show "scanMode",
    tags: Option<Vec<AmiTagFilter>> = show "tags",
    exclude_copied_amis: Option<bool> = show "excludeCopiedAmis",
    exclude_backup_dlm_amis: Option<bool> = show "excludeBackupDlmAmis",
} }

shape! { AmiTagFilter {
    key: String = show "key",
    value: Option<String> = show "value",
} }

shape! { AssociateConfigurationRequest {
    scan_configuration_arn: String = show "scanConfigurationArn",
    resource: CodeSecurityResource = show "resource",
} }

shape! { AssociateMemberRequest {
    account_id: String = show "accountId",
} }

shape! { AssociateMemberResponse {
    account_id: String = show "accountId",
} }

shape! { AtigData {
    first_seen: Option<Timestamp> = show "firstSeen",
    last_seen: Option<Timestamp> = show "lastSeen",
    targets: Option<Vec<String>> = show "targets",
    ttps: Option<Vec<String>> = show "ttps",
} }

shape! { AutoEnable {
    ec2: bool = show "ec2",
    ecr: bool = show "ecr",
    lambda: Option<bool> = show "lambda",
    lambda_code: Option<bool> = show "lambdaCode",
    code_repository: Option<bool> = show "codeRepository",
    ami: Option<bool> = show "ami",
} }

shape! { AwsConfigConnectorArnFilter {
    comparison: String = show "comparison",
    value: String = show "value",
} }

shape! { AwsEc2InstanceDetails {
    r#type: Option<String> = show "type",
    image_id: Option<String> = show "imageId",
    ip_v4_addresses: Option<Vec<String>> = show "ipV4Addresses",
    ip_v6_addresses: Option<Vec<String>> = show "ipV6Addresses",
    key_name: Option<String> = show "keyName",
    iam_instance_profile_arn: Option<String> = show "iamInstanceProfileArn",
    vpc_id: Option<String> = show "vpcId",
    subnet_id: Option<String> = show "subnetId",
    launched_at: Option<Timestamp> = show "launchedAt",
    platform: Option<String> = show "platform",
} }

shape! { AwsEcrContainerAggregation {
    resource_ids: Option<Vec<StringFilter>> = show "resourceIds",
    image_shas: Option<Vec<StringFilter>> = show "imageShas",
    repositories: Option<Vec<StringFilter>> = show "repositories",
    architectures: Option<Vec<StringFilter>> = show "architectures",
    image_tags: Option<Vec<StringFilter>> = show "imageTags",
    sort_order: Option<String> = show "sortOrder",
    sort_by: Option<String> = show "sortBy",
    last_in_use_at: Option<Vec<DateFilter>> = show "lastInUseAt",
    in_use_count: Option<Vec<NumberFilter>> = show "inUseCount",
} }

shape! { AwsEcrContainerAggregationResponse {
    resource_id: String = show "resourceId",
    image_sha: Option<String> = show "imageSha",
    repository: Option<String> = show "repository",
    architecture: Option<String> = show "architecture",
    image_tags: Option<Vec<String>> = show "imageTags",
    account_id: Option<String> = show "accountId",
    severity_counts: Option<SeverityCounts> = show "severityCounts",
    last_in_use_at: Option<Timestamp> = show "lastInUseAt",
    in_use_count: Option<i64> = show "inUseCount",
} }

shape! { AwsEcrContainerImageDetails {
    repository_name: String = show "repositoryName",
    image_tags: Option<Vec<String>> = show "imageTags",
    pushed_at: Option<Timestamp> = show "pushedAt",
    author: Option<String> = show "author",
    architecture: Option<String> = show "architecture",
    image_hash: String = show "imageHash",
    registry: String = show "registry",
    platform: Option<String> = show "platform",
    last_in_use_at: Option<Timestamp> = show "lastInUseAt",
    in_use_count: Option<i64> = show "inUseCount",
} }

shape! { AwsEcsMetadataDetails {
    details_group: String = show "detailsGroup",
    task_definition_arn: String = show "taskDefinitionArn",
} }

shape! { AwsEksMetadataDetails {
    namespace: Option<String> = show "namespace",
    workload_info_list: Option<Vec<AwsEksWorkloadInfo>> = show "workloadInfoList",
} }

shape! { AwsEksWorkloadInfo {
    name: String = show "name",
    r#type: String = show "type",
} }

shape! { AwsLambdaFunctionDetails {
    function_name: String = show "functionName",
    runtime: String = show "runtime",
    code_sha256: String = show "codeSha256",
    version: String = show "version",
    execution_role_arn: String = show "executionRoleArn",
    layers: Option<Vec<String>> = show "layers",
    vpc_config: Option<LambdaVpcConfig> = show "vpcConfig",
    package_type: Option<String> = show "packageType",
    architectures: Option<Vec<String>> = show "architectures",
    last_modified_at: Option<Timestamp> = show "lastModifiedAt",
} }

shape! { AzureProviderDetailCreate {
    aws_config_connector_arn: String = show "awsConfigConnectorArn",
    scope_configuration: AzureScopeConfigurationInput = show "scopeConfiguration",
    azure_regions: Vec<String> = show "azureRegions",
    auto_install_vm_scanner: Option<bool> = show "autoInstallVMScanner",
} }

shape! { AzureProviderDetailUpdate {
    azure_regions: Option<Vec<String>> = show "azureRegions",
    scope_configuration: Option<AzureScopeConfigurationInput> = show "scopeConfiguration",
    auto_install_vm_scanner: Option<bool> = show "autoInstallVMScanner",
} }

shape! { AzureScopeConfiguration {
    vm_scanning: Option<ScopeConfiguration> = show "vmScanning",
    container_image_scanning: Option<ScopeConfiguration> = show "containerImageScanning",
    serverless_scanning: Option<ScopeConfiguration> = show "serverlessScanning",
} }

shape! { AzureScopeConfigurationInput {
    vm_scanning: Option<ScopeConfigurationInput> = show "vmScanning",
    container_image_scanning: Option<ScopeConfigurationInput> = show "containerImageScanning",
    serverless_scanning: Option<ScopeConfigurationInput> = show "serverlessScanning",
} }

shape! { BatchAssociateCodeSecurityScanConfigurationRequest {
    associate_configuration_requests: Vec<AssociateConfigurationRequest> = show "associateConfigurationRequests",
} }

shape! { BatchAssociateCodeSecurityScanConfigurationResponse {
    failed_associations: Option<Vec<FailedAssociationResult>> = show "failedAssociations",
    successful_associations: Option<Vec<SuccessfulAssociationResult>> = show "successfulAssociations",
} }

shape! { BatchDisassociateCodeSecurityScanConfigurationRequest {
    disassociate_configuration_requests: Vec<DisassociateConfigurationRequest> = show "disassociateConfigurationRequests",
} }

shape! { BatchDisassociateCodeSecurityScanConfigurationResponse {
    failed_associations: Option<Vec<FailedAssociationResult>> = show "failedAssociations",
    successful_associations: Option<Vec<SuccessfulAssociationResult>> = show "successfulAssociations",
} }

shape! { BatchGetAccountStatusRequest {
    account_ids: Option<Vec<String>> = show "accountIds",
} }

shape! { BatchGetAccountStatusResponse {
    accounts: Vec<AccountState> = show "accounts",
    failed_accounts: Option<Vec<FailedAccount>> = show "failedAccounts",
} }

shape! { BatchGetCodeSnippetRequest {
    finding_arns: Vec<String> = show "findingArns",
} }

shape! { BatchGetCodeSnippetResponse {
    code_snippet_results: Option<Vec<CodeSnippetResult>> = show "codeSnippetResults",
    errors: Option<Vec<CodeSnippetError>> = show "errors",
} }

shape! { BatchGetFindingDetailsRequest {
    finding_arns: Vec<String> = show "findingArns",
} }

shape! { BatchGetFindingDetailsResponse {
    finding_details: Option<Vec<FindingDetail>> = show "findingDetails",
    errors: Option<Vec<FindingDetailsError>> = show "errors",
} }

shape! { BatchGetFreeTrialInfoRequest {
    account_ids: Vec<String> = show "accountIds",
} }

shape! { BatchGetFreeTrialInfoResponse {
    accounts: Vec<FreeTrialAccountInfo> = show "accounts",
    failed_accounts: Vec<FreeTrialInfoError> = show "failedAccounts",
} }

shape! { BatchGetMemberEc2DeepInspectionStatusRequest {
    account_ids: Option<Vec<String>> = show "accountIds",
} }

shape! { BatchGetMemberEc2DeepInspectionStatusResponse {
    account_ids: Option<Vec<MemberAccountEc2DeepInspectionStatusState>> = show "accountIds",
    failed_account_ids: Option<Vec<FailedMemberAccountEc2DeepInspectionStatusState>> = show "failedAccountIds",
} }

shape! { BatchUpdateMemberEc2DeepInspectionStatusRequest {
    account_ids: Vec<MemberAccountEc2DeepInspectionStatus> = show "accountIds",
} }

shape! { BatchUpdateMemberEc2DeepInspectionStatusResponse {
    account_ids: Option<Vec<MemberAccountEc2DeepInspectionStatusState>> = show "accountIds",
    failed_account_ids: Option<Vec<FailedMemberAccountEc2DeepInspectionStatusState>> = show "failedAccountIds",
} }

shape! { CancelFindingsReportRequest {
    report_id: String = show "reportId",
} }

shape! { CancelFindingsReportResponse {
    report_id: String = show "reportId",
} }

shape! { CancelSbomExportRequest {
    report_id: String = show "reportId",
} }

shape! { CancelSbomExportResponse {
    report_id: Option<String> = show "reportId",
} }

shape! { CisCheckAggregation {
    scan_arn: String = show "scanArn",
    check_id: Option<String> = show "checkId",
    title: Option<String> = show "title",
    check_description: Option<String> = show "checkDescription",
    level: Option<String> = show "level",
    account_id: Option<String> = show "accountId",
    status_counts: Option<StatusCounts> = show "statusCounts",
    platform: Option<String> = show "platform",
} }

shape! { CisDateFilter {
    earliest_scan_start_time: Option<Timestamp> = show "earliestScanStartTime",
    latest_scan_start_time: Option<Timestamp> = show "latestScanStartTime",
} }

shape! { CisFindingStatusFilter {
    comparison: String = show "comparison",
    value: String = show "value",
} }

shape! { CisNumberFilter {
    upper_inclusive: Option<i32> = show "upperInclusive",
    lower_inclusive: Option<i32> = show "lowerInclusive",
} }

shape! { CisResultStatusFilter {
    comparison: String = show "comparison",
    value: String = show "value",
} }

shape! { CisScan {
    scan_arn: String = show "scanArn",
    scan_configuration_arn: String = show "scanConfigurationArn",
    status: Option<String> = show "status",
    scan_name: Option<String> = show "scanName",
    scan_date: Option<Timestamp> = show "scanDate",
    failed_checks: Option<i32> = show "failedChecks",
    total_checks: Option<i32> = show "totalChecks",
    targets: Option<CisTargets> = show "targets",
    scheduled_by: Option<String> = show "scheduledBy",
    security_level: Option<String> = show "securityLevel",
} }

shape! { CisScanConfiguration {
    scan_configuration_arn: String = show "scanConfigurationArn",
    owner_id: Option<String> = show "ownerId",
    scan_name: Option<String> = show "scanName",
    security_level: Option<String> = show "securityLevel",
    schedule: Option<Schedule> = show "schedule",
    targets: Option<CisTargets> = show "targets",
    tags: Option<BTreeMap<String, String>> = show "tags",
} }

shape! { CisScanResultDetails {
    scan_arn: String = show "scanArn",
    account_id: Option<String> = show "accountId",
    target_resource_id: Option<String> = show "targetResourceId",
    platform: Option<String> = show "platform",
    status: Option<String> = show "status",
    status_reason: Option<String> = show "statusReason",
    check_id: Option<String> = show "checkId",
    title: Option<String> = show "title",
    check_description: Option<String> = show "checkDescription",
    remediation: Option<String> = show "remediation",
    level: Option<String> = show "level",
    finding_arn: Option<String> = show "findingArn",
} }

shape! { CisScanResultDetailsFilterCriteria {
    finding_status_filters: Option<Vec<CisFindingStatusFilter>> = show "findingStatusFilters",
    check_id_filters: Option<Vec<CisStringFilter>> = show "checkIdFilters",
    title_filters: Option<Vec<CisStringFilter>> = show "titleFilters",
    security_level_filters: Option<Vec<CisSecurityLevelFilter>> = show "securityLevelFilters",
    finding_arn_filters: Option<Vec<CisStringFilter>> = show "findingArnFilters",
} }

shape! { CisScanResultsAggregatedByChecksFilterCriteria {
    account_id_filters: Option<Vec<CisStringFilter>> = show "accountIdFilters",
    check_id_filters: Option<Vec<CisStringFilter>> = show "checkIdFilters",
    title_filters: Option<Vec<CisStringFilter>> = show "titleFilters",
    platform_filters: Option<Vec<CisStringFilter>> = show "platformFilters",
    failed_resources_filters: Option<Vec<CisNumberFilter>> = show "failedResourcesFilters",
    security_level_filters: Option<Vec<CisSecurityLevelFilter>> = show "securityLevelFilters",
} }

shape! { CisScanResultsAggregatedByTargetResourceFilterCriteria {
    account_id_filters: Option<Vec<CisStringFilter>> = show "accountIdFilters",
    status_filters: Option<Vec<CisResultStatusFilter>> = show "statusFilters",
    check_id_filters: Option<Vec<CisStringFilter>> = show "checkIdFilters",
    target_resource_id_filters: Option<Vec<CisStringFilter>> = show "targetResourceIdFilters",
    target_resource_tag_filters: Option<Vec<TagFilter>> = show "targetResourceTagFilters",
    platform_filters: Option<Vec<CisStringFilter>> = show "platformFilters",
    target_status_filters: Option<Vec<CisTargetStatusFilter>> = show "targetStatusFilters",
    target_status_reason_filters: Option<Vec<CisTargetStatusReasonFilter>> = show "targetStatusReasonFilters",
    failed_checks_filters: Option<Vec<CisNumberFilter>> = show "failedChecksFilters",
} }

shape! { CisScanStatusFilter {
    comparison: String = show "comparison",
    value: String = show "value",
} }

shape! { CisSecurityLevelFilter {
    comparison: String = show "comparison",
    value: String = show "value",
} }

shape! { CisSessionMessage {
    rule_id: String = show "ruleId",
    status: String = show "status",
    cis_rule_details: Bytes = show "cisRuleDetails",
} }

shape! { CisStringFilter {
    comparison: String = show "comparison",
    value: String = show "value",
} }

shape! { CisTargetResourceAggregation {
    scan_arn: String = show "scanArn",
    target_resource_id: Option<String> = show "targetResourceId",
    account_id: Option<String> = show "accountId",
    target_resource_tags: Option<BTreeMap<String, Vec<String>>> = show "targetResourceTags",
    status_counts: Option<StatusCounts> = show "statusCounts",
    platform: Option<String> = show "platform",
    target_status: Option<String> = show "targetStatus",
    target_status_reason: Option<String> = show "targetStatusReason",
} }

shape! { CisTargetStatusFilter {
    comparison: String = show "comparison",
    value: String = show "value",
} }

shape! { CisTargetStatusReasonFilter {
    comparison: String = show "comparison",
    value: String = show "value",
} }

shape! { CisTargets {
    account_ids: Option<Vec<String>> = show "accountIds",
    target_resource_tags: Option<BTreeMap<String, Vec<String>>> = show "targetResourceTags",
} }

shape! { CisaData {
    date_added: Option<Timestamp> = show "dateAdded",
    date_due: Option<Timestamp> = show "dateDue",
    action: Option<String> = show "action",
} }

shape! { ClusterDetails {
    last_in_use: Timestamp = show "lastInUse",
    running_unit_count: Option<i64> = show "runningUnitCount",
    stopped_unit_count: Option<i64> = show "stoppedUnitCount",
    cluster_metadata: ClusterMetadata = show "clusterMetadata",
} }

shape! { ClusterForImageFilterCriteria {
    resource_id: String = show "resourceId",
} }

shape! { ClusterInformation {
    cluster_arn: String = show "clusterArn",
    cluster_details: Option<Vec<ClusterDetails>> = show "clusterDetails",
} }

shape! { ClusterMetadata {
    aws_ecs_metadata_details: Option<AwsEcsMetadataDetails> = show "awsEcsMetadataDetails",
    aws_eks_metadata_details: Option<AwsEksMetadataDetails> = show "awsEksMetadataDetails",
} }

shape! { CodeFilePath {
    file_name: String = show "fileName",
    file_path: String = show "filePath",
    start_line: i32 = show "startLine",
    end_line: i32 = show "endLine",
} }

shape! { CodeLine {
    content: String = show "content",
    line_number: i32 = show "lineNumber",
} }

shape! { CodeRepositoryAggregation {
    project_names: Option<Vec<StringFilter>> = show "projectNames",
    provider_types: Option<Vec<StringFilter>> = show "providerTypes",
    sort_order: Option<String> = show "sortOrder",
    sort_by: Option<String> = show "sortBy",
    resource_ids: Option<Vec<StringFilter>> = show "resourceIds",
} }

shape! { CodeRepositoryAggregationResponse {
    project_names: String = show "projectNames",
    provider_type: Option<String> = show "providerType",
    severity_counts: Option<SeverityCounts> = show "severityCounts",
    exploit_available_active_findings_count: Option<i64> = show "exploitAvailableActiveFindingsCount",
    fix_available_active_findings_count: Option<i64> = show "fixAvailableActiveFindingsCount",
    account_id: Option<String> = show "accountId",
    resource_id: Option<String> = show "resourceId",
} }

shape! { CodeRepositoryDetails {
    project_name: Option<String> = show "projectName",
    integration_arn: Option<String> = show "integrationArn",
    provider_type: Option<String> = show "providerType",
} }

shape! { CodeRepositoryMetadata {
    project_name: String = show "projectName",
    integration_arn: Option<String> = show "integrationArn",
    provider_type: String = show "providerType",
    provider_type_visibility: String = show "providerTypeVisibility",
    last_scanned_commit_id: Option<String> = show "lastScannedCommitId",
    scan_configuration: Option<ProjectCodeSecurityScanConfiguration> = show "scanConfiguration",
    on_demand_scan: Option<CodeRepositoryOnDemandScan> = show "onDemandScan",
} }

shape! { CodeRepositoryOnDemandScan {
    last_scanned_commit_id: Option<String> = show "lastScannedCommitId",
    last_scan_at: Option<Timestamp> = show "lastScanAt",
    scan_status: Option<ScanStatus> = show "scanStatus",
} }

shape! { CodeSecurityIntegrationSummary {
    integration_arn: String = show "integrationArn",
    name: String = show "name",
    r#type: String = show "type",
    status: String = show "status",
    status_reason: String = show "statusReason",
    created_on: Timestamp = show "createdOn",
    last_update_on: Timestamp = show "lastUpdateOn",
} }

shape! { CodeSecurityResource {
    project_id: Option<String> = show "projectId",
} }

shape! { CodeSecurityScanConfiguration {
    periodic_scan_configuration: Option<PeriodicScanConfiguration> = show "periodicScanConfiguration",
    continuous_integration_scan_configuration: Option<ContinuousIntegrationScanConfiguration> = show "continuousIntegrationScanConfiguration",
    rule_set_categories: Vec<String> = show "ruleSetCategories",
} }

shape! { CodeSecurityScanConfigurationAssociationSummary {
    resource: Option<CodeSecurityResource> = show "resource",
} }

shape! { CodeSecurityScanConfigurationSummary {
    scan_configuration_arn: String = show "scanConfigurationArn",
    name: String = show "name",
    owner_account_id: String = show "ownerAccountId",
    periodic_scan_frequency: Option<String> = show "periodicScanFrequency",
    frequency_expression: Option<String> = show "frequencyExpression",
    continuous_integration_scan_supported_events: Option<Vec<String>> = show "continuousIntegrationScanSupportedEvents",
    rule_set_categories: Vec<String> = show "ruleSetCategories",
    scope_settings: Option<ScopeSettings> = show "scopeSettings",
} }

shape! { CodeSnippetError {
    finding_arn: String = show "findingArn",
    error_code: String = show "errorCode",
    error_message: String = show "errorMessage",
} }

shape! { CodeSnippetResult {
    finding_arn: Option<String> = show "findingArn",
    start_line: Option<i32> = show "startLine",
    end_line: Option<i32> = show "endLine",
    code_snippet: Option<Vec<CodeLine>> = show "codeSnippet",
    suggested_fixes: Option<Vec<SuggestedFix>> = show "suggestedFixes",
} }

shape! { CodeVulnerabilityDetails {
    file_path: CodeFilePath = show "filePath",
    detector_tags: Option<Vec<String>> = show "detectorTags",
    reference_urls: Option<Vec<String>> = show "referenceUrls",
    rule_id: Option<String> = show "ruleId",
    source_lambda_layer_arn: Option<String> = show "sourceLambdaLayerArn",
    detector_id: String = show "detectorId",
    detector_name: String = show "detectorName",
    cwes: Vec<String> = show "cwes",
} }

shape! { ComputePlatform {
    vendor: Option<String> = show "vendor",
    product: Option<String> = show "product",
    version: Option<String> = show "version",
} }

shape! { Connector {
    connector_arn: String = show "connectorArn",
    name: Option<String> = show "name",
    description: Option<String> = show "description",
    provider: String = show "provider",
    enablement_status: Option<String> = show "enablementStatus",
    enablement_status_reason: Option<String> = show "enablementStatusReason",
    health: Option<ConnectorHealth> = show "health",
    created_at: Timestamp = show "createdAt",
    updated_at: Timestamp = show "updatedAt",
    azure_regions: Option<Vec<String>> = show "azureRegions",
    aws_config_connector_arn: Option<String> = show "awsConfigConnectorArn",
    scope_configuration: Option<AzureScopeConfiguration> = show "scopeConfiguration",
    tags: Option<BTreeMap<String, String>> = show "tags",
    auto_install_vm_scanner: Option<bool> = show "autoInstallVMScanner",
    gcp_regions: Option<Vec<String>> = show "gcpRegions",
    gcp_scope_configuration: Option<GcpScopeConfiguration> = show "gcpScopeConfiguration",
} }

shape! { ConnectorArnFilter {
    comparison: String = show "comparison",
    value: String = show "value",
} }

shape! { ConnectorContainerImageScanConfiguration {
    push_duration: Option<String> = show "pushDuration",
    pull_duration: Option<String> = show "pullDuration",
} }

shape! { ConnectorFilterCriteria {
    connector_arns: Option<Vec<ConnectorArnFilter>> = show "connectorArns",
    accounts: Option<Vec<StringFilter>> = show "accounts",
    aws_config_connector_arns: Option<Vec<AwsConfigConnectorArnFilter>> = show "awsConfigConnectorArns",
    connector_type: Option<Vec<ConnectorTypeFilter>> = show "connectorType",
    provider: Option<Vec<ProviderFilter>> = show "provider",
} }

shape! { ConnectorHealth {
    connector_status: String = show "connectorStatus",
    last_checked_at: Timestamp = show "lastCheckedAt",
    message: Option<String> = show "message",
} }

shape! { ConnectorScanConfiguration {
    container_image_scanning: Option<ConnectorContainerImageScanConfiguration> = show "containerImageScanning",
} }

shape! { ConnectorScanConfigurationItem {
    aws_config_connector_arn: String = show "awsConfigConnectorArn",
    connector_arns: Vec<String> = show "connectorArns",
    scan_configuration: ConnectorScanConfiguration = show "scanConfiguration",
} }

shape! { ConnectorTypeFilter {
    comparison: String = show "comparison",
    value: String = show "value",
} }

shape! { ContainerImageAggregation {
    resource_ids: Option<Vec<StringFilter>> = show "resourceIds",
    image_digests: Option<Vec<StringFilter>> = show "imageDigests",
    repositories: Option<Vec<StringFilter>> = show "repositories",
    registries: Option<Vec<StringFilter>> = show "registries",
    architectures: Option<Vec<StringFilter>> = show "architectures",
    image_tags: Option<Vec<StringFilter>> = show "imageTags",
    cloud_providers: Option<Vec<StringFilter>> = show "cloudProviders",
    cloud_partitions: Option<Vec<StringFilter>> = show "cloudPartitions",
    cloud_regions: Option<Vec<StringFilter>> = show "cloudRegions",
    cloud_org_ids: Option<Vec<StringFilter>> = show "cloudOrgIds",
    cloud_account_ids: Option<Vec<StringFilter>> = show "cloudAccountIds",
    last_in_use_at: Option<Vec<DateFilter>> = show "lastInUseAt",
    in_use_count: Option<Vec<NumberFilter>> = show "inUseCount",
    sort_order: Option<String> = show "sortOrder",
    sort_by: Option<String> = show "sortBy",
} }

shape! { ContainerImageAggregationResponse {
    resource_id: String = show "resourceId",
    cloud_provider: Option<String> = show "cloudProvider",
    cloud_account_id: Option<String> = show "cloudAccountId",
    cloud_partition: Option<String> = show "cloudPartition",
    cloud_region: Option<String> = show "cloudRegion",
    cloud_org_id: Option<String> = show "cloudOrgId",
    image_digest: Option<String> = show "imageDigest",
    repository: Option<String> = show "repository",
    registry: Option<String> = show "registry",
    architecture: Option<String> = show "architecture",
    image_tags: Option<Vec<String>> = show "imageTags",
    account_id: Option<String> = show "accountId",
    severity_counts: Option<SeverityCounts> = show "severityCounts",
    last_in_use_at: Option<Timestamp> = show "lastInUseAt",
    in_use_count: Option<i64> = show "inUseCount",
    exploit_available_active_findings_count: Option<i64> = show "exploitAvailableActiveFindingsCount",
    fix_available_active_findings_count: Option<i64> = show "fixAvailableActiveFindingsCount",
} }

shape! { ContainerImageMetadata {
    image_tags: Option<Vec<String>> = show "imageTags",
    image_pulled_at: Option<Timestamp> = show "imagePulledAt",
    last_in_use_at: Option<Timestamp> = show "lastInUseAt",
    in_use_count: Option<i64> = show "inUseCount",
} }

shape! { ContainerRegistryMetadata {
    name: Option<String> = show "name",
} }

shape! { ContainerRepositoryMetadata {
    name: Option<String> = show "name",
    scan_frequency: Option<String> = show "scanFrequency",
} }

shape! { ContinuousIntegrationScanConfiguration {
    supported_events: Vec<String> = show "supportedEvents",
} }

shape! { Counts {
    count: Option<i64> = show "count",
    group_key: Option<String> = show "groupKey",
} }

shape! { CoverageDateFilter {
    start_inclusive: Option<Timestamp> = show "startInclusive",
    end_inclusive: Option<Timestamp> = show "endInclusive",
} }

shape! { CoverageFilterCriteria {
    scan_status_code: Option<Vec<CoverageStringFilter>> = show "scanStatusCode",
    scan_status_reason: Option<Vec<CoverageStringFilter>> = show "scanStatusReason",
    account_id: Option<Vec<CoverageStringFilter>> = show "accountId",
    resource_id: Option<Vec<CoverageStringFilter>> = show "resourceId",
    resource_type: Option<Vec<CoverageStringFilter>> = show "resourceType",
    scan_type: Option<Vec<CoverageStringFilter>> = show "scanType",
    ecr_repository_name: Option<Vec<CoverageStringFilter>> = show "ecrRepositoryName",
    ecr_image_tags: Option<Vec<CoverageStringFilter>> = show "ecrImageTags",
    ec2_instance_tags: Option<Vec<CoverageMapFilter>> = show "ec2InstanceTags",
    lambda_function_name: Option<Vec<CoverageStringFilter>> = show "lambdaFunctionName",
    lambda_function_tags: Option<Vec<CoverageMapFilter>> = show "lambdaFunctionTags",
    lambda_function_runtime: Option<Vec<CoverageStringFilter>> = show "lambdaFunctionRuntime",
    machine_image_tags: Option<Vec<CoverageMapFilter>> = show "machineImageTags",
    last_scanned_at: Option<Vec<CoverageDateFilter>> = show "lastScannedAt",
    scan_mode: Option<Vec<CoverageStringFilter>> = show "scanMode",
    image_pulled_at: Option<Vec<CoverageDateFilter>> = show "imagePulledAt",
    ecr_image_last_in_use_at: Option<Vec<CoverageDateFilter>> = show "ecrImageLastInUseAt",
    ecr_image_in_use_count: Option<Vec<CoverageNumberFilter>> = show "ecrImageInUseCount",
    code_repository_project_name: Option<Vec<CoverageStringFilter>> = show "codeRepositoryProjectName",
    code_repository_provider_type: Option<Vec<CoverageStringFilter>> = show "codeRepositoryProviderType",
    code_repository_provider_type_visibility: Option<Vec<CoverageStringFilter>> = show "codeRepositoryProviderTypeVisibility",
    last_scanned_commit_id: Option<Vec<CoverageStringFilter>> = show "lastScannedCommitId",
    cloud_provider: Option<Vec<CoverageStringFilter>> = show "cloudProvider",
    cloud_provider_account_id: Option<Vec<CoverageStringFilter>> = show "cloudProviderAccountId",
    cloud_provider_region: Option<Vec<CoverageStringFilter>> = show "cloudProviderRegion",
    cloud_vm_instance_tags: Option<Vec<CoverageMapFilter>> = show "cloudVmInstanceTags",
    cloud_container_image_tags: Option<Vec<CoverageStringFilter>> = show "cloudContainerImageTags",
    cloud_container_repository_name: Option<Vec<CoverageStringFilter>> = show "cloudContainerRepositoryName",
    cloud_container_registry_name: Option<Vec<CoverageStringFilter>> = show "cloudContainerRegistryName",
    cloud_serverless_function_name: Option<Vec<CoverageStringFilter>> = show "cloudServerlessFunctionName",
    cloud_serverless_function_runtime: Option<Vec<CoverageStringFilter>> = show "cloudServerlessFunctionRuntime",
    cloud_serverless_function_tags: Option<Vec<CoverageMapFilter>> = show "cloudServerlessFunctionTags",
    cloud_provider_org_id: Option<Vec<CoverageStringFilter>> = show "cloudProviderOrgId",
} }

shape! { CoverageMapFilter {
    comparison: String = show "comparison",
    key: String = show "key",
    value: Option<String> = show "value",
} }

shape! { CoverageNumberFilter {
    upper_inclusive: Option<i64> = show "upperInclusive",
    lower_inclusive: Option<i64> = show "lowerInclusive",
} }

shape! { CoverageStringFilter {
    comparison: String = show "comparison",
    value: String = show "value",
} }

shape! { CoveredResource {
    resource_type: String = show "resourceType",
    resource_id: String = show "resourceId",
    account_id: String = show "accountId",
    scan_type: String = show "scanType",
    scan_status: Option<ScanStatus> = show "scanStatus",
    resource_metadata: Option<ResourceScanMetadata> = show "resourceMetadata",
    last_scanned_at: Option<Timestamp> = show "lastScannedAt",
    scan_mode: Option<String> = show "scanMode",
    provider: Option<String> = show "provider",
    provider_account_id: Option<String> = show "providerAccountId",
    provider_org_id: Option<String> = show "providerOrgId",
    provider_region: Option<String> = show "providerRegion",
    provider_partition: Option<String> = show "providerPartition",
} }

shape! { CreateCisScanConfigurationRequest {
    scan_name: String = show "scanName",
    security_level: String = show "securityLevel",
    schedule: Schedule = show "schedule",
    targets: CreateCisTargets = show "targets",
    tags: Option<BTreeMap<String, String>> = show "tags",
} }

shape! { CreateCisScanConfigurationResponse {
    scan_configuration_arn: Option<String> = show "scanConfigurationArn",
} }

shape! { CreateCisTargets {
    account_ids: Vec<String> = show "accountIds",
    target_resource_tags: BTreeMap<String, Vec<String>> = show "targetResourceTags",
} }

shape! { CreateCodeSecurityIntegrationRequest {
    name: String = show "name",
    r#type: String = show "type",
    details: Option<CreateIntegrationDetail> = show "details",
    tags: Option<BTreeMap<String, String>> = show "tags",
} }

shape! { CreateCodeSecurityIntegrationResponse {
    integration_arn: String = show "integrationArn",
    status: String = show "status",
    authorization_url: Option<String> = hide "authorizationUrl",
} }

shape! { CreateCodeSecurityScanConfigurationRequest {
    name: String = show "name",
    level: String = show "level",
    configuration: CodeSecurityScanConfiguration = show "configuration",
    scope_settings: Option<ScopeSettings> = show "scopeSettings",
    tags: Option<BTreeMap<String, String>> = show "tags",
} }

shape! { CreateCodeSecurityScanConfigurationResponse {
    scan_configuration_arn: String = show "scanConfigurationArn",
} }

shape! { CreateConnectorRequest {
    client_token: Option<String> = show "clientToken",
    name: String = show "name",
    provider: String = show "provider",
    description: Option<String> = show "description",
    provider_detail: ProviderDetailCreate = show "providerDetail",
    tags: Option<BTreeMap<String, String>> = show "tags",
} }

shape! { CreateConnectorResponse {
    connector_arn: String = show "connectorArn",
} }

shape! { CreateFilterRequest {
    action: String = show "action",
    description: Option<String> = show "description",
    filter_criteria: FilterCriteria = show "filterCriteria",
    name: String = show "name",
    tags: Option<BTreeMap<String, String>> = show "tags",
    reason: Option<String> = show "reason",
} }

shape! { CreateFilterResponse {
    arn: String = show "arn",
} }

shape! { CreateFindingsReportRequest {
    filter_criteria: Option<FilterCriteria> = show "filterCriteria",
    report_format: String = show "reportFormat",
    s3_destination: Destination = show "s3Destination",
} }

shape! { CreateFindingsReportResponse {
    report_id: Option<String> = show "reportId",
} }

shape! { CreateGitLabSelfManagedIntegrationDetail {
    instance_url: String = hide "instanceUrl",
    access_token: String = hide "accessToken",
} }

shape! { CreateIntegrationDetail {
    gitlab_self_managed: Option<CreateGitLabSelfManagedIntegrationDetail> = show "gitlabSelfManaged",
} }

shape! { CreateSbomExportRequest {
    resource_filter_criteria: Option<ResourceFilterCriteria> = show "resourceFilterCriteria",
    report_format: String = show "reportFormat",
    s3_destination: Destination = show "s3Destination",
} }

shape! { CreateSbomExportResponse {
    report_id: Option<String> = show "reportId",
} }

shape! { Cvss2 {
    base_score: Option<f64> = show "baseScore",
    scoring_vector: Option<String> = show "scoringVector",
} }

shape! { Cvss3 {
    base_score: Option<f64> = show "baseScore",
    scoring_vector: Option<String> = show "scoringVector",
} }

shape! { Cvss4 {
    base_score: Option<f64> = show "baseScore",
    scoring_vector: Option<String> = show "scoringVector",
} }

shape! { CvssScore {
    base_score: f64 = show "baseScore",
    scoring_vector: String = show "scoringVector",
    version: String = show "version",
    source: String = show "source",
} }

shape! { CvssScoreAdjustment {
    metric: String = show "metric",
    reason: String = show "reason",
} }

shape! { CvssScoreDetails {
    score_source: String = show "scoreSource",
    cvss_source: Option<String> = show "cvssSource",
    version: String = show "version",
    score: f64 = show "score",
    scoring_vector: String = show "scoringVector",
    adjustments: Option<Vec<CvssScoreAdjustment>> = show "adjustments",
} }

shape! { DailySchedule {
    start_time: Time = show "startTime",
} }

shape! { DateFilter {
    start_inclusive: Option<Timestamp> = show "startInclusive",
    end_inclusive: Option<Timestamp> = show "endInclusive",
} }

shape! { DelegatedAdmin {
    account_id: Option<String> = show "accountId",
    relationship_status: Option<String> = show "relationshipStatus",
} }

shape! { DelegatedAdminAccount {
    account_id: Option<String> = show "accountId",
    status: Option<String> = show "status",
} }

shape! { DeleteCisScanConfigurationRequest {
    scan_configuration_arn: String = show "scanConfigurationArn",
} }

shape! { DeleteCisScanConfigurationResponse {
    scan_configuration_arn: String = show "scanConfigurationArn",
} }

shape! { DeleteCodeSecurityIntegrationRequest {
    integration_arn: String = show "integrationArn",
} }

shape! { DeleteCodeSecurityIntegrationResponse {
    integration_arn: Option<String> = show "integrationArn",
} }

shape! { DeleteCodeSecurityScanConfigurationRequest {
    scan_configuration_arn: String = show "scanConfigurationArn",
} }

shape! { DeleteCodeSecurityScanConfigurationResponse {
    scan_configuration_arn: Option<String> = show "scanConfigurationArn",
} }

shape! { DeleteConnectorRequest {
    connector_arn: String = show "connectorArn",
} }

shape! { DeleteConnectorResponse {
} }

shape! { DeleteFilterRequest {
    arn: String = show "arn",
} }

shape! { DeleteFilterResponse {
    arn: String = show "arn",
} }

shape! { DescribeOrganizationConfigurationRequest {
} }

shape! { DescribeOrganizationConfigurationResponse {
    auto_enable: Option<AutoEnable> = show "autoEnable",
    max_account_limit_reached: Option<bool> = show "maxAccountLimitReached",
} }

shape! { Destination {
    bucket_name: String = show "bucketName",
    key_prefix: Option<String> = show "keyPrefix",
    kms_key_arn: String = show "kmsKeyArn",
    expected_bucket_owner: Option<String> = show "expectedBucketOwner",
} }

shape! { DisableDelegatedAdminAccountRequest {
    delegated_admin_account_id: String = show "delegatedAdminAccountId",
} }

shape! { DisableDelegatedAdminAccountResponse {
    delegated_admin_account_id: String = show "delegatedAdminAccountId",
} }

shape! { DisableRequest {
    account_ids: Option<Vec<String>> = show "accountIds",
    resource_types: Option<Vec<String>> = show "resourceTypes",
} }

shape! { DisableResponse {
    accounts: Vec<Account> = show "accounts",
    failed_accounts: Option<Vec<FailedAccount>> = show "failedAccounts",
} }

shape! { DisassociateConfigurationRequest {
    scan_configuration_arn: String = show "scanConfigurationArn",
    resource: CodeSecurityResource = show "resource",
} }

shape! { DisassociateMemberRequest {
    account_id: String = show "accountId",
} }

shape! { DisassociateMemberResponse {
    account_id: String = show "accountId",
} }

shape! { Ec2Configuration {
    scan_mode: String = show "scanMode",
    activate_vm_scanner: Option<bool> = show "activateVMScanner",
} }

shape! { Ec2ConfigurationState {
    scan_mode_state: Option<Ec2ScanModeState> = show "scanModeState",
    vm_scanner_state: Option<VMScannerState> = show "vmScannerState",
} }

shape! { Ec2InstanceAggregation {
    amis: Option<Vec<StringFilter>> = show "amis",
    operating_systems: Option<Vec<StringFilter>> = show "operatingSystems",
    instance_ids: Option<Vec<StringFilter>> = show "instanceIds",
    instance_tags: Option<Vec<MapFilter>> = show "instanceTags",
    sort_order: Option<String> = show "sortOrder",
    sort_by: Option<String> = show "sortBy",
} }

shape! { Ec2InstanceAggregationResponse {
    instance_id: String = show "instanceId",
    ami: Option<String> = show "ami",
    operating_system: Option<String> = show "operatingSystem",
    instance_tags: Option<BTreeMap<String, String>> = show "instanceTags",
    account_id: Option<String> = show "accountId",
    severity_counts: Option<SeverityCounts> = show "severityCounts",
    network_findings: Option<i64> = show "networkFindings",
} }

shape! { Ec2Metadata {
    tags: Option<BTreeMap<String, String>> = show "tags",
    ami_id: Option<String> = show "amiId",
    platform: Option<String> = show "platform",
} }

shape! { Ec2ScanModeState {
    scan_mode: Option<String> = show "scanMode",
    scan_mode_status: Option<String> = show "scanModeStatus",
} }

shape! { EcrConfiguration {
    rescan_duration: String = show "rescanDuration",
    pull_date_rescan_duration: Option<String> = show "pullDateRescanDuration",
    pull_date_rescan_mode: Option<String> = show "pullDateRescanMode",
} }

shape! { EcrConfigurationState {
    rescan_duration_state: Option<EcrRescanDurationState> = show "rescanDurationState",
} }

shape! { EcrContainerImageMetadata {
    tags: Option<Vec<String>> = show "tags",
    image_pulled_at: Option<Timestamp> = show "imagePulledAt",
    last_in_use_at: Option<Timestamp> = show "lastInUseAt",
    in_use_count: Option<i64> = show "inUseCount",
} }

shape! { EcrRepositoryMetadata {
    name: Option<String> = show "name",
    scan_frequency: Option<String> = show "scanFrequency",
} }

shape! { EcrRescanDurationState {
    rescan_duration: Option<String> = show "rescanDuration",
    status: Option<String> = show "status",
    updated_at: Option<Timestamp> = show "updatedAt",
    pull_date_rescan_duration: Option<String> = show "pullDateRescanDuration",
    pull_date_rescan_mode: Option<String> = show "pullDateRescanMode",
} }

shape! { EnableDelegatedAdminAccountRequest {
    delegated_admin_account_id: String = show "delegatedAdminAccountId",
    client_token: Option<String> = show "clientToken",
} }

shape! { EnableDelegatedAdminAccountResponse {
    delegated_admin_account_id: String = show "delegatedAdminAccountId",
} }

shape! { EnableRequest {
    account_ids: Option<Vec<String>> = show "accountIds",
    resource_types: Vec<String> = show "resourceTypes",
    client_token: Option<String> = show "clientToken",
} }

shape! { EnableResponse {
    accounts: Vec<Account> = show "accounts",
    failed_accounts: Option<Vec<FailedAccount>> = show "failedAccounts",
} }

shape! { Epss {
    score: Option<f64> = show "score",
} }

shape! { EpssDetails {
    score: Option<f64> = show "score",
} }

shape! { Evidence {
    evidence_rule: Option<String> = show "evidenceRule",
    evidence_detail: Option<String> = show "evidenceDetail",
    severity: Option<String> = show "severity",
} }

shape! { ExploitObserved {
    last_seen: Option<Timestamp> = show "lastSeen",
    first_seen: Option<Timestamp> = show "firstSeen",
} }

shape! { ExploitabilityDetails {
    last_known_exploit_at: Option<Timestamp> = show "lastKnownExploitAt",
} }

shape! { FailedAccount {
    account_id: String = show "accountId",
    status: Option<String> = show "status",
    resource_status: Option<ResourceStatus> = show "resourceStatus",
    error_code: String = show "errorCode",
    error_message: String = show "errorMessage",
} }

shape! { FailedAssociationResult {
    scan_configuration_arn: Option<String> = show "scanConfigurationArn",
    resource: Option<CodeSecurityResource> = show "resource",
    status_code: Option<String> = show "statusCode",
    status_message: Option<String> = show "statusMessage",
} }

shape! { FailedMemberAccountEc2DeepInspectionStatusState {
    account_id: String = show "accountId",
    ec2_scan_status: Option<String> = show "ec2ScanStatus",
    error_message: Option<String> = show "errorMessage",
} }

shape! { Filter {
    arn: String = show "arn",
    owner_id: String = show "ownerId",
    name: String = show "name",
    criteria: FilterCriteria = show "criteria",
    action: String = show "action",
    created_at: Timestamp = show "createdAt",
    updated_at: Timestamp = show "updatedAt",
    description: Option<String> = show "description",
    reason: Option<String> = show "reason",
    tags: Option<BTreeMap<String, String>> = show "tags",
} }

shape! { FilterCriteria {
    finding_arn: Option<Vec<StringFilter>> = show "findingArn",
    aws_account_id: Option<Vec<StringFilter>> = show "awsAccountId",
    finding_type: Option<Vec<StringFilter>> = show "findingType",
    severity: Option<Vec<StringFilter>> = show "severity",
    first_observed_at: Option<Vec<DateFilter>> = show "firstObservedAt",
    last_observed_at: Option<Vec<DateFilter>> = show "lastObservedAt",
    updated_at: Option<Vec<DateFilter>> = show "updatedAt",
    finding_status: Option<Vec<StringFilter>> = show "findingStatus",
    title: Option<Vec<StringFilter>> = show "title",
    inspector_score: Option<Vec<NumberFilter>> = show "inspectorScore",
    resource_type: Option<Vec<StringFilter>> = show "resourceType",
    resource_id: Option<Vec<StringFilter>> = show "resourceId",
    resource_tags: Option<Vec<MapFilter>> = show "resourceTags",
    ec2_instance_image_id: Option<Vec<StringFilter>> = show "ec2InstanceImageId",
    ec2_instance_vpc_id: Option<Vec<StringFilter>> = show "ec2InstanceVpcId",
    ec2_instance_subnet_id: Option<Vec<StringFilter>> = show "ec2InstanceSubnetId",
    ecr_image_pushed_at: Option<Vec<DateFilter>> = show "ecrImagePushedAt",
    ecr_image_architecture: Option<Vec<StringFilter>> = show "ecrImageArchitecture",
    ecr_image_registry: Option<Vec<StringFilter>> = show "ecrImageRegistry",
    ecr_image_repository_name: Option<Vec<StringFilter>> = show "ecrImageRepositoryName",
    ecr_image_tags: Option<Vec<StringFilter>> = show "ecrImageTags",
    ecr_image_hash: Option<Vec<StringFilter>> = show "ecrImageHash",
    ecr_image_last_in_use_at: Option<Vec<DateFilter>> = show "ecrImageLastInUseAt",
    ecr_image_in_use_count: Option<Vec<NumberFilter>> = show "ecrImageInUseCount",
    port_range: Option<Vec<PortRangeFilter>> = show "portRange",
    network_protocol: Option<Vec<StringFilter>> = show "networkProtocol",
    component_id: Option<Vec<StringFilter>> = show "componentId",
    component_type: Option<Vec<StringFilter>> = show "componentType",
    vulnerability_id: Option<Vec<StringFilter>> = show "vulnerabilityId",
    vulnerability_source: Option<Vec<StringFilter>> = show "vulnerabilitySource",
    vendor_severity: Option<Vec<StringFilter>> = show "vendorSeverity",
    vulnerable_packages: Option<Vec<PackageFilter>> = show "vulnerablePackages",
    related_vulnerabilities: Option<Vec<StringFilter>> = show "relatedVulnerabilities",
    fix_available: Option<Vec<StringFilter>> = show "fixAvailable",
    lambda_function_name: Option<Vec<StringFilter>> = show "lambdaFunctionName",
    lambda_function_layers: Option<Vec<StringFilter>> = show "lambdaFunctionLayers",
    lambda_function_runtime: Option<Vec<StringFilter>> = show "lambdaFunctionRuntime",
    lambda_function_last_modified_at: Option<Vec<DateFilter>> = show "lambdaFunctionLastModifiedAt",
    lambda_function_execution_role_arn: Option<Vec<StringFilter>> = show "lambdaFunctionExecutionRoleArn",
    exploit_available: Option<Vec<StringFilter>> = show "exploitAvailable",
    code_vulnerability_detector_name: Option<Vec<StringFilter>> = show "codeVulnerabilityDetectorName",
    code_vulnerability_detector_tags: Option<Vec<StringFilter>> = show "codeVulnerabilityDetectorTags",
    code_vulnerability_file_path: Option<Vec<StringFilter>> = show "codeVulnerabilityFilePath",
    epss_score: Option<Vec<NumberFilter>> = show "epssScore",
    code_repository_project_name: Option<Vec<StringFilter>> = show "codeRepositoryProjectName",
    code_repository_provider_type: Option<Vec<StringFilter>> = show "codeRepositoryProviderType",
    machine_image_id: Option<Vec<StringFilter>> = show "machineImageId",
    machine_image_name: Option<Vec<StringFilter>> = show "machineImageName",
    machine_image_owner_account_id: Option<Vec<StringFilter>> = show "machineImageOwnerAccountId",
    machine_image_platform: Option<Vec<StringFilter>> = show "machineImagePlatform",
    cloud_provider: Option<Vec<StringFilter>> = show "cloudProvider",
    cloud_provider_region: Option<Vec<StringFilter>> = show "cloudProviderRegion",
    cloud_provider_account_id: Option<Vec<StringFilter>> = show "cloudProviderAccountId",
    cloud_provider_org_id: Option<Vec<StringFilter>> = show "cloudProviderOrgId",
    cloud_vm_image_reference: Option<Vec<StringFilter>> = show "cloudVmImageReference",
    cloud_vm_network_id: Option<Vec<StringFilter>> = show "cloudVmNetworkId",
    cloud_vm_subnet_ids: Option<Vec<StringFilter>> = show "cloudVmSubnetIds",
    cloud_image_repository_name: Option<Vec<StringFilter>> = show "cloudImageRepositoryName",
    cloud_image_registry: Option<Vec<StringFilter>> = show "cloudImageRegistry",
    cloud_image_digest: Option<Vec<StringFilter>> = show "cloudImageDigest",
    cloud_image_tags: Option<Vec<StringFilter>> = show "cloudImageTags",
    cloud_image_pushed_at: Option<Vec<DateFilter>> = show "cloudImagePushedAt",
    cloud_image_architecture: Option<Vec<StringFilter>> = show "cloudImageArchitecture",
    cloud_image_last_in_use_at: Option<Vec<DateFilter>> = show "cloudImageLastInUseAt",
    cloud_image_in_use_count: Option<Vec<NumberFilter>> = show "cloudImageInUseCount",
    cloud_serverless_function_name: Option<Vec<StringFilter>> = show "cloudServerlessFunctionName",
    cloud_serverless_function_runtime: Option<Vec<StringFilter>> = show "cloudServerlessFunctionRuntime",
    cloud_serverless_function_last_modified_at: Option<Vec<DateFilter>> = show "cloudServerlessFunctionLastModifiedAt",
    cloud_serverless_function_execution_role: Option<Vec<StringFilter>> = show "cloudServerlessFunctionExecutionRole",
} }

shape! { Finding {
    finding_arn: String = show "findingArn",
    aws_account_id: String = show "awsAccountId",
    r#type: String = show "type",
    description: String = show "description",
    title: Option<String> = show "title",
    remediation: Remediation = show "remediation",
    severity: String = show "severity",
    first_observed_at: Timestamp = show "firstObservedAt",
    last_observed_at: Timestamp = show "lastObservedAt",
    updated_at: Option<Timestamp> = show "updatedAt",
    status: String = show "status",
    resources: Vec<Resource> = show "resources",
    inspector_score: Option<f64> = show "inspectorScore",
    inspector_score_details: Option<InspectorScoreDetails> = show "inspectorScoreDetails",
    network_reachability_details: Option<NetworkReachabilityDetails> = show "networkReachabilityDetails",
    package_vulnerability_details: Option<PackageVulnerabilityDetails> = show "packageVulnerabilityDetails",
    fix_available: Option<String> = show "fixAvailable",
    exploit_available: Option<String> = show "exploitAvailable",
    exploitability_details: Option<ExploitabilityDetails> = show "exploitabilityDetails",
    code_vulnerability_details: Option<CodeVulnerabilityDetails> = show "codeVulnerabilityDetails",
    epss: Option<EpssDetails> = show "epss",
} }

shape! { FindingDetail {
    finding_arn: Option<String> = show "findingArn",
    cisa_data: Option<CisaData> = show "cisaData",
    risk_score: Option<i32> = show "riskScore",
    evidences: Option<Vec<Evidence>> = show "evidences",
    ttps: Option<Vec<String>> = show "ttps",
    tools: Option<Vec<String>> = show "tools",
    exploit_observed: Option<ExploitObserved> = show "exploitObserved",
    reference_urls: Option<Vec<String>> = show "referenceUrls",
    cwes: Option<Vec<String>> = show "cwes",
    epss_score: Option<f64> = show "epssScore",
} }

shape! { FindingDetailsError {
    finding_arn: String = show "findingArn",
    error_code: String = show "errorCode",
    error_message: String = show "errorMessage",
} }

shape! { FindingTypeAggregation {
    finding_type: Option<String> = show "findingType",
    resource_type: Option<String> = show "resourceType",
    sort_order: Option<String> = show "sortOrder",
    sort_by: Option<String> = show "sortBy",
} }

shape! { FindingTypeAggregationResponse {
    account_id: Option<String> = show "accountId",
    severity_counts: Option<SeverityCounts> = show "severityCounts",
    exploit_available_count: Option<i64> = show "exploitAvailableCount",
    fix_available_count: Option<i64> = show "fixAvailableCount",
    cloud_provider: Option<String> = show "cloudProvider",
    cloud_account_id: Option<String> = show "cloudAccountId",
    cloud_org_id: Option<String> = show "cloudOrgId",
    cloud_region: Option<String> = show "cloudRegion",
    cloud_partition: Option<String> = show "cloudPartition",
} }

shape! { FreeTrialAccountInfo {
    account_id: String = show "accountId",
    free_trial_info: Vec<FreeTrialInfo> = show "freeTrialInfo",
} }

shape! { FreeTrialInfo {
    r#type: String = show "type",
    start: Timestamp = show "start",
    end: Timestamp = show "end",
    status: String = show "status",
    cloud_provider: Option<String> = show "cloudProvider",
} }

shape! { FreeTrialInfoError {
    account_id: String = show "accountId",
    code: String = show "code",
    message: String = show "message",
} }

shape! { GcpCapabilityScope {
    scope_type: String = show "scopeType",
    scope_values: Option<Vec<String>> = show "scopeValues",
    state: Option<String> = show "state",
    state_reason: Option<String> = show "stateReason",
} }

shape! { GcpCapabilityScopeInput {
    scope_type: String = show "scopeType",
    scope_values: Option<Vec<String>> = show "scopeValues",
} }

shape! { GcpProviderDetailCreate {
    aws_config_connector_arn: String = show "awsConfigConnectorArn",
    scope_configuration: GcpScopeConfigurationInput = show "scopeConfiguration",
    gcp_regions: Vec<String> = show "gcpRegions",
    auto_install_vm_scanner: Option<bool> = show "autoInstallVMScanner",
} }

shape! { GcpProviderDetailUpdate {
    gcp_regions: Option<Vec<String>> = show "gcpRegions",
    scope_configuration: Option<GcpScopeConfigurationInput> = show "scopeConfiguration",
    auto_install_vm_scanner: Option<bool> = show "autoInstallVMScanner",
} }

shape! { GcpScopeConfiguration {
    vm_scanning: Option<GcpCapabilityScope> = show "vmScanning",
    container_image_scanning: Option<GcpCapabilityScope> = show "containerImageScanning",
    serverless_scanning: Option<GcpCapabilityScope> = show "serverlessScanning",
} }

shape! { GcpScopeConfigurationInput {
    vm_scanning: Option<GcpCapabilityScopeInput> = show "vmScanning",
    container_image_scanning: Option<GcpCapabilityScopeInput> = show "containerImageScanning",
    serverless_scanning: Option<GcpCapabilityScopeInput> = show "serverlessScanning",
} }

shape! { GetCisScanReportRequest {
    scan_arn: String = show "scanArn",
    target_accounts: Option<Vec<String>> = show "targetAccounts",
    report_format: Option<String> = show "reportFormat",
} }

shape! { GetCisScanReportResponse {
    url: Option<String> = show "url",
    status: Option<String> = show "status",
} }

shape! { GetCisScanResultDetailsRequest {
    scan_arn: String = show "scanArn",
    target_resource_id: String = show "targetResourceId",
    account_id: String = show "accountId",
    filter_criteria: Option<CisScanResultDetailsFilterCriteria> = show "filterCriteria",
    sort_by: Option<String> = show "sortBy",
    sort_order: Option<String> = show "sortOrder",
    next_token: Option<String> = show "nextToken",
    max_results: Option<i32> = show "maxResults",
} }

shape! { GetCisScanResultDetailsResponse {
    scan_result_details: Option<Vec<CisScanResultDetails>> = show "scanResultDetails",
    next_token: Option<String> = show "nextToken",
} }

shape! { GetClustersForImageRequest {
    filter: ClusterForImageFilterCriteria = show "filter",
    max_results: Option<i32> = show "maxResults",
    next_token: Option<String> = show "nextToken",
} }

shape! { GetClustersForImageResponse {
    cluster: Vec<ClusterInformation> = show "cluster",
    next_token: Option<String> = show "nextToken",
} }

shape! { GetCodeSecurityIntegrationRequest {
    integration_arn: String = show "integrationArn",
    tags: Option<BTreeMap<String, String>> = show "tags",
} }

shape! { GetCodeSecurityIntegrationResponse {
    integration_arn: String = show "integrationArn",
    name: String = show "name",
    r#type: String = show "type",
    status: String = show "status",
    status_reason: String = show "statusReason",
    created_on: Timestamp = show "createdOn",
    last_update_on: Timestamp = show "lastUpdateOn",
    authorization_url: Option<String> = hide "authorizationUrl",
    tags: Option<BTreeMap<String, String>> = show "tags",
} }

shape! { GetCodeSecurityScanConfigurationRequest {
    scan_configuration_arn: String = show "scanConfigurationArn",
} }

shape! { GetCodeSecurityScanConfigurationResponse {
    scan_configuration_arn: Option<String> = show "scanConfigurationArn",
    name: Option<String> = show "name",
    configuration: Option<CodeSecurityScanConfiguration> = show "configuration",
    level: Option<String> = show "level",
    scope_settings: Option<ScopeSettings> = show "scopeSettings",
    created_at: Option<Timestamp> = show "createdAt",
    last_updated_at: Option<Timestamp> = show "lastUpdatedAt",
    tags: Option<BTreeMap<String, String>> = show "tags",
} }

shape! { GetCodeSecurityScanRequest {
    resource: CodeSecurityResource = show "resource",
    scan_id: String = show "scanId",
} }

shape! { GetCodeSecurityScanResponse {
    scan_id: Option<String> = show "scanId",
    resource: Option<CodeSecurityResource> = show "resource",
    account_id: Option<String> = show "accountId",
    status: Option<String> = show "status",
    status_reason: Option<String> = show "statusReason",
    created_at: Option<Timestamp> = show "createdAt",
    updated_at: Option<Timestamp> = show "updatedAt",
    last_commit_id: Option<String> = show "lastCommitId",
} }

shape! { GetConfigurationRequest {
    account_id: Option<String> = show "accountId",
} }

shape! { GetConfigurationResponse {
    ecr_configuration: Option<EcrConfigurationState> = show "ecrConfiguration",
    ec2_configuration: Option<Ec2ConfigurationState> = show "ec2Configuration",
    ami_configuration: Option<AmiConfigurationState> = show "amiConfiguration",
} }

shape! { GetDelegatedAdminAccountRequest {
} }

shape! { GetDelegatedAdminAccountResponse {
    delegated_admin: Option<DelegatedAdmin> = show "delegatedAdmin",
} }

shape! { GetEc2DeepInspectionConfigurationRequest {
} }

shape! { GetEc2DeepInspectionConfigurationResponse {
    package_paths: Option<Vec<String>> = show "packagePaths",
    org_package_paths: Option<Vec<String>> = show "orgPackagePaths",
    status: Option<String> = show "status",
    error_message: Option<String> = show "errorMessage",
} }

shape! { GetEncryptionKeyRequest {
    scan_type: String = show "scanType",
    resource_type: String = show "resourceType",
} }

shape! { GetEncryptionKeyResponse {
    kms_key_id: String = show "kmsKeyId",
} }

shape! { GetFindingsReportStatusRequest {
    report_id: Option<String> = show "reportId",
} }

shape! { GetFindingsReportStatusResponse {
    report_id: Option<String> = show "reportId",
    status: Option<String> = show "status",
    error_code: Option<String> = show "errorCode",
    error_message: Option<String> = show "errorMessage",
    destination: Option<Destination> = show "destination",
    filter_criteria: Option<FilterCriteria> = show "filterCriteria",
} }

shape! { GetMemberRequest {
    account_id: String = show "accountId",
} }

shape! { GetMemberResponse {
    member: Option<Member> = show "member",
} }

shape! { GetOnDemandScanStatusRequest {
    resource_id: String = show "resourceId",
    scan_id: String = show "scanId",
    resource_type: String = show "resourceType",
} }

shape! { GetOnDemandScanStatusResponse {
    scan_id: String = show "scanId",
    resource_id: String = show "resourceId",
    resource_type: String = show "resourceType",
    scan_status: String = show "scanStatus",
    scan_status_reason: Option<String> = show "scanStatusReason",
    started_at: Timestamp = show "startedAt",
    completed_at: Option<Timestamp> = show "completedAt",
} }

shape! { GetSbomExportRequest {
    report_id: String = show "reportId",
} }

shape! { GetSbomExportResponse {
    report_id: Option<String> = show "reportId",
    format: Option<String> = show "format",
    status: Option<String> = show "status",
    error_code: Option<String> = show "errorCode",
    error_message: Option<String> = show "errorMessage",
    s3_destination: Option<Destination> = show "s3Destination",
    filter_criteria: Option<ResourceFilterCriteria> = show "filterCriteria",
} }

shape! { Image {
    repository_name: Option<String> = show "repositoryName",
    registry: Option<String> = show "registry",
    image_tags: Option<Vec<String>> = show "imageTags",
    image_digest: Option<String> = show "imageDigest",
    pushed_at: Option<Timestamp> = show "pushedAt",
    architecture: Option<String> = show "architecture",
    author: Option<String> = show "author",
    in_use_count: Option<i64> = show "inUseCount",
    last_in_use_at: Option<Timestamp> = show "lastInUseAt",
    platform: Option<String> = show "platform",
} }

shape! { ImageLayerAggregation {
    repositories: Option<Vec<StringFilter>> = show "repositories",
    resource_ids: Option<Vec<StringFilter>> = show "resourceIds",
    layer_hashes: Option<Vec<StringFilter>> = show "layerHashes",
    cloud_providers: Option<Vec<StringFilter>> = show "cloudProviders",
    cloud_account_ids: Option<Vec<StringFilter>> = show "cloudAccountIds",
    cloud_org_ids: Option<Vec<StringFilter>> = show "cloudOrgIds",
    cloud_regions: Option<Vec<StringFilter>> = show "cloudRegions",
    cloud_partitions: Option<Vec<StringFilter>> = show "cloudPartitions",
    sort_order: Option<String> = show "sortOrder",
    sort_by: Option<String> = show "sortBy",
} }

shape! { ImageLayerAggregationResponse {
    repository: String = show "repository",
    resource_id: String = show "resourceId",
    layer_hash: String = show "layerHash",
    account_id: String = show "accountId",
    cloud_provider: Option<String> = show "cloudProvider",
    cloud_account_id: Option<String> = show "cloudAccountId",
    cloud_org_id: Option<String> = show "cloudOrgId",
    cloud_region: Option<String> = show "cloudRegion",
    cloud_partition: Option<String> = show "cloudPartition",
    severity_counts: Option<SeverityCounts> = show "severityCounts",
} }

shape! { InspectorScoreDetails {
    adjusted_cvss: Option<CvssScoreDetails> = show "adjustedCvss",
} }

shape! { LambdaFunctionAggregation {
    resource_ids: Option<Vec<StringFilter>> = show "resourceIds",
    function_names: Option<Vec<StringFilter>> = show "functionNames",
    runtimes: Option<Vec<StringFilter>> = show "runtimes",
    function_tags: Option<Vec<MapFilter>> = show "functionTags",
    sort_order: Option<String> = show "sortOrder",
    sort_by: Option<String> = show "sortBy",
} }

shape! { LambdaFunctionAggregationResponse {
    resource_id: String = show "resourceId",
    function_name: Option<String> = show "functionName",
    runtime: Option<String> = show "runtime",
    lambda_tags: Option<BTreeMap<String, String>> = show "lambdaTags",
    account_id: Option<String> = show "accountId",
    severity_counts: Option<SeverityCounts> = show "severityCounts",
    last_modified_at: Option<Timestamp> = show "lastModifiedAt",
} }

shape! { LambdaFunctionMetadata {
    function_tags: Option<BTreeMap<String, String>> = show "functionTags",
    layers: Option<Vec<String>> = show "layers",
    function_name: Option<String> = show "functionName",
    runtime: Option<String> = show "runtime",
} }

shape! { LambdaLayerAggregation {
    function_names: Option<Vec<StringFilter>> = show "functionNames",
    resource_ids: Option<Vec<StringFilter>> = show "resourceIds",
    layer_arns: Option<Vec<StringFilter>> = show "layerArns",
    sort_order: Option<String> = show "sortOrder",
    sort_by: Option<String> = show "sortBy",
} }

shape! { LambdaLayerAggregationResponse {
    function_name: String = show "functionName",
    resource_id: String = show "resourceId",
    layer_arn: String = show "layerArn",
    account_id: String = show "accountId",
    severity_counts: Option<SeverityCounts> = show "severityCounts",
} }

shape! { LambdaVpcConfig {
    subnet_ids: Option<Vec<String>> = show "subnetIds",
    security_group_ids: Option<Vec<String>> = show "securityGroupIds",
    vpc_id: Option<String> = show "vpcId",
} }

shape! { ListAccountPermissionsRequest {
    service: Option<String> = show "service",
    max_results: Option<i32> = show "maxResults",
    next_token: Option<String> = show "nextToken",
} }

shape! { ListAccountPermissionsResponse {
    permissions: Vec<Permission> = show "permissions",
    next_token: Option<String> = show "nextToken",
} }

shape! { ListCisScanConfigurationsFilterCriteria {
    scan_name_filters: Option<Vec<CisStringFilter>> = show "scanNameFilters",
    target_resource_tag_filters: Option<Vec<TagFilter>> = show "targetResourceTagFilters",
    scan_configuration_arn_filters: Option<Vec<CisStringFilter>> = show "scanConfigurationArnFilters",
} }

shape! { ListCisScanConfigurationsRequest {
    filter_criteria: Option<ListCisScanConfigurationsFilterCriteria> = show "filterCriteria",
    sort_by: Option<String> = show "sortBy",
    sort_order: Option<String> = show "sortOrder",
    next_token: Option<String> = show "nextToken",
    max_results: Option<i32> = show "maxResults",
} }

shape! { ListCisScanConfigurationsResponse {
    scan_configurations: Option<Vec<CisScanConfiguration>> = show "scanConfigurations",
    next_token: Option<String> = show "nextToken",
} }

shape! { ListCisScanResultsAggregatedByChecksRequest {
    scan_arn: String = show "scanArn",
    filter_criteria: Option<CisScanResultsAggregatedByChecksFilterCriteria> = show "filterCriteria",
    sort_by: Option<String> = show "sortBy",
    sort_order: Option<String> = show "sortOrder",
    next_token: Option<String> = show "nextToken",
    max_results: Option<i32> = show "maxResults",
} }

shape! { ListCisScanResultsAggregatedByChecksResponse {
    check_aggregations: Option<Vec<CisCheckAggregation>> = show "checkAggregations",
    next_token: Option<String> = show "nextToken",
} }

shape! { ListCisScanResultsAggregatedByTargetResourceRequest {
    scan_arn: String = show "scanArn",
    filter_criteria: Option<CisScanResultsAggregatedByTargetResourceFilterCriteria> = show "filterCriteria",
    sort_by: Option<String> = show "sortBy",
    sort_order: Option<String> = show "sortOrder",
    next_token: Option<String> = show "nextToken",
    max_results: Option<i32> = show "maxResults",
} }

shape! { ListCisScanResultsAggregatedByTargetResourceResponse {
    target_resource_aggregations: Option<Vec<CisTargetResourceAggregation>> = show "targetResourceAggregations",
    next_token: Option<String> = show "nextToken",
} }

shape! { ListCisScansFilterCriteria {
    scan_name_filters: Option<Vec<CisStringFilter>> = show "scanNameFilters",
    target_resource_tag_filters: Option<Vec<TagFilter>> = show "targetResourceTagFilters",
    target_resource_id_filters: Option<Vec<CisStringFilter>> = show "targetResourceIdFilters",
    scan_status_filters: Option<Vec<CisScanStatusFilter>> = show "scanStatusFilters",
    scan_at_filters: Option<Vec<CisDateFilter>> = show "scanAtFilters",
    scan_configuration_arn_filters: Option<Vec<CisStringFilter>> = show "scanConfigurationArnFilters",
    scan_arn_filters: Option<Vec<CisStringFilter>> = show "scanArnFilters",
    scheduled_by_filters: Option<Vec<CisStringFilter>> = show "scheduledByFilters",
    failed_checks_filters: Option<Vec<CisNumberFilter>> = show "failedChecksFilters",
    target_account_id_filters: Option<Vec<CisStringFilter>> = show "targetAccountIdFilters",
} }

shape! { ListCisScansRequest {
    filter_criteria: Option<ListCisScansFilterCriteria> = show "filterCriteria",
    detail_level: Option<String> = show "detailLevel",
    sort_by: Option<String> = show "sortBy",
    sort_order: Option<String> = show "sortOrder",
    next_token: Option<String> = show "nextToken",
    max_results: Option<i32> = show "maxResults",
} }

shape! { ListCisScansResponse {
    scans: Option<Vec<CisScan>> = show "scans",
    next_token: Option<String> = show "nextToken",
} }

shape! { ListCodeSecurityIntegrationsRequest {
    next_token: Option<String> = show "nextToken",
    max_results: Option<i32> = show "maxResults",
} }

shape! { ListCodeSecurityIntegrationsResponse {
    integrations: Option<Vec<CodeSecurityIntegrationSummary>> = show "integrations",
    next_token: Option<String> = show "nextToken",
} }

shape! { ListCodeSecurityScanConfigurationAssociationsRequest {
    scan_configuration_arn: String = show "scanConfigurationArn",
    next_token: Option<String> = show "nextToken",
    max_results: Option<i32> = show "maxResults",
} }

shape! { ListCodeSecurityScanConfigurationAssociationsResponse {
    associations: Option<Vec<CodeSecurityScanConfigurationAssociationSummary>> = show "associations",
    next_token: Option<String> = show "nextToken",
} }

shape! { ListCodeSecurityScanConfigurationsRequest {
    next_token: Option<String> = show "nextToken",
    max_results: Option<i32> = show "maxResults",
} }

shape! { ListCodeSecurityScanConfigurationsResponse {
    configurations: Option<Vec<CodeSecurityScanConfigurationSummary>> = show "configurations",
    next_token: Option<String> = show "nextToken",
} }

shape! { ListConnectorScanConfigurationsRequest {
    aws_config_connector_arns: Option<Vec<String>> = show "awsConfigConnectorArns",
    max_results: Option<i32> = show "maxResults",
    next_token: Option<String> = hide "nextToken",
} }

shape! { ListConnectorScanConfigurationsResponse {
    scan_configurations: Vec<ConnectorScanConfigurationItem> = show "scanConfigurations",
    next_token: Option<String> = hide "nextToken",
} }

shape! { ListConnectorsRequest {
    max_results: Option<i32> = show "maxResults",
    next_token: Option<String> = hide "nextToken",
    filter_criteria: Option<ConnectorFilterCriteria> = show "filterCriteria",
} }

shape! { ListConnectorsResponse {
    items: Vec<Connector> = show "items",
    next_token: Option<String> = hide "nextToken",
} }

shape! { ListCoverageRequest {
    max_results: Option<i32> = show "maxResults",
    next_token: Option<String> = show "nextToken",
    filter_criteria: Option<CoverageFilterCriteria> = show "filterCriteria",
} }

shape! { ListCoverageResponse {
    next_token: Option<String> = show "nextToken",
    covered_resources: Option<Vec<CoveredResource>> = show "coveredResources",
} }

shape! { ListCoverageStatisticsRequest {
    filter_criteria: Option<CoverageFilterCriteria> = show "filterCriteria",
    group_by: Option<String> = show "groupBy",
    next_token: Option<String> = show "nextToken",
} }

shape! { ListCoverageStatisticsResponse {
    counts_by_group: Option<Vec<Counts>> = show "countsByGroup",
    total_counts: i64 = show "totalCounts",
    next_token: Option<String> = show "nextToken",
} }

shape! { ListDelegatedAdminAccountsRequest {
    max_results: Option<i32> = show "maxResults",
    next_token: Option<String> = show "nextToken",
} }

shape! { ListDelegatedAdminAccountsResponse {
    delegated_admin_accounts: Option<Vec<DelegatedAdminAccount>> = show "delegatedAdminAccounts",
    next_token: Option<String> = show "nextToken",
} }

shape! { ListFiltersRequest {
    arns: Option<Vec<String>> = show "arns",
    action: Option<String> = show "action",
    next_token: Option<String> = show "nextToken",
    max_results: Option<i32> = show "maxResults",
} }

shape! { ListFiltersResponse {
    filters: Vec<Filter> = show "filters",
    next_token: Option<String> = show "nextToken",
} }

shape! { ListFindingAggregationsRequest {
    aggregation_type: String = show "aggregationType",
    next_token: Option<String> = show "nextToken",
    max_results: Option<i32> = show "maxResults",
    account_ids: Option<Vec<StringFilter>> = show "accountIds",
    aggregation_request: Option<AggregationRequest> = show "aggregationRequest",
} }

shape! { ListFindingAggregationsResponse {
    aggregation_type: String = show "aggregationType",
    responses: Option<Vec<AggregationResponse>> = show "responses",
    next_token: Option<String> = show "nextToken",
} }

shape! { ListFindingsRequest {
    max_results: Option<i32> = show "maxResults",
    next_token: Option<String> = show "nextToken",
    filter_criteria: Option<FilterCriteria> = show "filterCriteria",
    sort_criteria: Option<SortCriteria> = show "sortCriteria",
} }

shape! { ListFindingsResponse {
    next_token: Option<String> = show "nextToken",
    findings: Option<Vec<Finding>> = show "findings",
} }

shape! { ListMembersRequest {
    only_associated: Option<bool> = show "onlyAssociated",
    max_results: Option<i32> = show "maxResults",
    next_token: Option<String> = show "nextToken",
} }

shape! { ListMembersResponse {
    members: Option<Vec<Member>> = show "members",
    next_token: Option<String> = show "nextToken",
} }

shape! { ListOnDemandScansRequest {
    resource_id: String = show "resourceId",
    resource_type: String = show "resourceType",
    max_results: Option<i32> = show "maxResults",
    next_token: Option<String> = show "nextToken",
} }

shape! { ListOnDemandScansResponse {
    items: Vec<OnDemandScan> = show "items",
    next_token: Option<String> = show "nextToken",
} }

shape! { ListTagsForResourceRequest {
    resource_arn: String = show "resourceArn",
} }

shape! { ListTagsForResourceResponse {
    tags: Option<BTreeMap<String, String>> = show "tags",
} }

shape! { ListUsageTotalsRequest {
    max_results: Option<i32> = show "maxResults",
    next_token: Option<String> = show "nextToken",
    account_ids: Option<Vec<String>> = show "accountIds",
} }

shape! { ListUsageTotalsResponse {
    next_token: Option<String> = show "nextToken",
    totals: Option<Vec<UsageTotal>> = show "totals",
} }

shape! { MachineImageDetails {
    machine_image_id: String = show "machineImageId",
    name: Option<String> = show "name",
    owner_account_id: Option<String> = show "ownerAccountId",
    platform: Option<String> = show "platform",
    architecture: Option<String> = show "architecture",
    creation_date: Option<Timestamp> = show "creationDate",
    state: Option<String> = show "state",
    is_public: Option<bool> = show "isPublic",
    root_device_type: Option<String> = show "rootDeviceType",
    virtualization_type: Option<String> = show "virtualizationType",
    source_resource_id: Option<String> = show "sourceResourceId",
} }

shape! { MachineImageMetadata {
    tags: Option<BTreeMap<String, String>> = show "tags",
    platform: Option<String> = show "platform",
} }

shape! { MapFilter {
    comparison: String = show "comparison",
    key: String = show "key",
    value: Option<String> = show "value",
} }

shape! { Member {
    account_id: Option<String> = show "accountId",
    relationship_status: Option<String> = show "relationshipStatus",
    delegated_admin_account_id: Option<String> = show "delegatedAdminAccountId",
    updated_at: Option<Timestamp> = show "updatedAt",
} }

shape! { MemberAccountEc2DeepInspectionStatus {
    account_id: String = show "accountId",
    activate_deep_inspection: bool = show "activateDeepInspection",
} }

shape! { MemberAccountEc2DeepInspectionStatusState {
    account_id: String = show "accountId",
    status: Option<String> = show "status",
    error_message: Option<String> = show "errorMessage",
} }

shape! { MonthlySchedule {
    start_time: Time = show "startTime",
    day: String = show "day",
} }

shape! { NetworkPath {
    steps: Option<Vec<Step>> = show "steps",
} }

shape! { NetworkReachabilityDetails {
    open_port_range: PortRange = show "openPortRange",
    protocol: String = show "protocol",
    network_path: NetworkPath = show "networkPath",
} }

shape! { NumberFilter {
    upper_inclusive: Option<f64> = show "upperInclusive",
    lower_inclusive: Option<f64> = show "lowerInclusive",
} }

shape! { OnDemandScan {
    scan_id: String = show "scanId",
    resource_id: String = show "resourceId",
    resource_type: String = show "resourceType",
    scan_status: String = show "scanStatus",
    scan_status_reason: Option<String> = show "scanStatusReason",
    started_at: Timestamp = show "startedAt",
    completed_at: Option<Timestamp> = show "completedAt",
} }

shape! { OneTimeSchedule {
} }

shape! { PackageAggregation {
    package_names: Option<Vec<StringFilter>> = show "packageNames",
    sort_order: Option<String> = show "sortOrder",
    sort_by: Option<String> = show "sortBy",
} }

shape! { PackageAggregationResponse {
    package_name: String = show "packageName",
    account_id: Option<String> = show "accountId",
    severity_counts: Option<SeverityCounts> = show "severityCounts",
} }

shape! { PackageFilter {
    name: Option<StringFilter> = show "name",
    version: Option<StringFilter> = show "version",
    epoch: Option<NumberFilter> = show "epoch",
    release: Option<StringFilter> = show "release",
    architecture: Option<StringFilter> = show "architecture",
    source_layer_hash: Option<StringFilter> = show "sourceLayerHash",
    source_lambda_layer_arn: Option<StringFilter> = show "sourceLambdaLayerArn",
    file_path: Option<StringFilter> = show "filePath",
} }

shape! { PackageVulnerabilityDetails {
    vulnerability_id: String = show "vulnerabilityId",
    vulnerable_packages: Option<Vec<VulnerablePackage>> = show "vulnerablePackages",
    source: String = show "source",
    cvss: Option<Vec<CvssScore>> = show "cvss",
    related_vulnerabilities: Option<Vec<String>> = show "relatedVulnerabilities",
    source_url: Option<String> = show "sourceUrl",
    vendor_severity: Option<String> = show "vendorSeverity",
    vendor_created_at: Option<Timestamp> = show "vendorCreatedAt",
    vendor_updated_at: Option<Timestamp> = show "vendorUpdatedAt",
    reference_urls: Option<Vec<String>> = show "referenceUrls",
} }

shape! { PeriodicScanConfiguration {
    frequency: Option<String> = show "frequency",
    frequency_expression: Option<String> = show "frequencyExpression",
} }

shape! { Permission {
    service: String = show "service",
    operation: String = show "operation",
} }

shape! { PortRange {
    begin: i32 = show "begin",
    end: i32 = show "end",
} }

shape! { PortRangeFilter {
    begin_inclusive: Option<i32> = show "beginInclusive",
    end_inclusive: Option<i32> = show "endInclusive",
} }

shape! { ProjectCodeSecurityScanConfiguration {
    periodic_scan_configurations: Option<Vec<ProjectPeriodicScanConfiguration>> = show "periodicScanConfigurations",
    continuous_integration_scan_configurations: Option<Vec<ProjectContinuousIntegrationScanConfiguration>> = show "continuousIntegrationScanConfigurations",
} }

shape! { ProjectContinuousIntegrationScanConfiguration {
    supported_event: Option<String> = show "supportedEvent",
    rule_set_categories: Option<Vec<String>> = show "ruleSetCategories",
} }

shape! { ProjectPeriodicScanConfiguration {
    frequency_expression: Option<String> = show "frequencyExpression",
    rule_set_categories: Option<Vec<String>> = show "ruleSetCategories",
} }

shape! { ProviderDetailCreate {
    azure: Option<AzureProviderDetailCreate> = show "azure",
    gcp: Option<GcpProviderDetailCreate> = show "gcp",
} }

shape! { ProviderDetailUpdate {
    azure: Option<AzureProviderDetailUpdate> = show "azure",
    gcp: Option<GcpProviderDetailUpdate> = show "gcp",
} }

shape! { ProviderFilter {
    comparison: String = show "comparison",
    value: String = show "value",
} }

shape! { Recommendation {
    text: Option<String> = show "text",
    url: Option<String> = show "Url",
} }

shape! { Remediation {
    recommendation: Option<Recommendation> = show "recommendation",
} }

shape! { RepositoryAggregation {
    repositories: Option<Vec<StringFilter>> = show "repositories",
    sort_order: Option<String> = show "sortOrder",
    sort_by: Option<String> = show "sortBy",
} }

shape! { RepositoryAggregationResponse {
    repository: String = show "repository",
    account_id: Option<String> = show "accountId",
    cloud_provider: Option<String> = show "cloudProvider",
    cloud_partition: Option<String> = show "cloudPartition",
    cloud_region: Option<String> = show "cloudRegion",
    cloud_org_id: Option<String> = show "cloudOrgId",
    cloud_account_id: Option<String> = show "cloudAccountId",
    severity_counts: Option<SeverityCounts> = show "severityCounts",
    affected_images: Option<i64> = show "affectedImages",
} }

shape! { ResetEncryptionKeyRequest {
    scan_type: String = show "scanType",
    resource_type: String = show "resourceType",
} }

shape! { ResetEncryptionKeyResponse {
} }

shape! { Resource {
    r#type: String = show "type",
    id: String = show "id",
    partition: Option<String> = show "partition",
    region: Option<String> = show "region",
    tags: Option<BTreeMap<String, String>> = show "tags",
    details: Option<ResourceDetails> = show "details",
    provider: Option<String> = show "provider",
    provider_account_id: Option<String> = show "providerAccountId",
    provider_org_id: Option<String> = show "providerOrgId",
} }

shape! { ResourceDetails {
    aws_ec2_instance: Option<AwsEc2InstanceDetails> = show "awsEc2Instance",
    aws_ecr_container_image: Option<AwsEcrContainerImageDetails> = show "awsEcrContainerImage",
    aws_lambda_function: Option<AwsLambdaFunctionDetails> = show "awsLambdaFunction",
    code_repository: Option<CodeRepositoryDetails> = show "codeRepository",
    machine_image: Option<MachineImageDetails> = show "machineImage",
    vm: Option<Vm> = show "vm",
    image: Option<Image> = show "image",
    serverless_function: Option<ServerlessFunction> = show "serverlessFunction",
} }

shape! { ResourceFilterCriteria {
    account_id: Option<Vec<ResourceStringFilter>> = show "accountId",
    resource_id: Option<Vec<ResourceStringFilter>> = show "resourceId",
    resource_type: Option<Vec<ResourceStringFilter>> = show "resourceType",
    ecr_repository_name: Option<Vec<ResourceStringFilter>> = show "ecrRepositoryName",
    lambda_function_name: Option<Vec<ResourceStringFilter>> = show "lambdaFunctionName",
    ecr_image_tags: Option<Vec<ResourceStringFilter>> = show "ecrImageTags",
    ec2_instance_tags: Option<Vec<ResourceMapFilter>> = show "ec2InstanceTags",
    lambda_function_tags: Option<Vec<ResourceMapFilter>> = show "lambdaFunctionTags",
    cloud_provider: Option<Vec<ResourceStringFilter>> = show "cloudProvider",
    cloud_provider_account_id: Option<Vec<ResourceStringFilter>> = show "cloudProviderAccountId",
    cloud_provider_org_id: Option<Vec<ResourceStringFilter>> = show "cloudProviderOrgId",
    cloud_provider_region: Option<Vec<ResourceStringFilter>> = show "cloudProviderRegion",
    cloud_vm_instance_tags: Option<Vec<ResourceMapFilter>> = show "cloudVmInstanceTags",
    cloud_container_image_tags: Option<Vec<ResourceStringFilter>> = show "cloudContainerImageTags",
    cloud_container_repository_name: Option<Vec<ResourceStringFilter>> = show "cloudContainerRepositoryName",
    cloud_container_registry_name: Option<Vec<ResourceStringFilter>> = show "cloudContainerRegistryName",
    cloud_serverless_function_name: Option<Vec<ResourceStringFilter>> = show "cloudServerlessFunctionName",
    cloud_serverless_function_runtime: Option<Vec<ResourceStringFilter>> = show "cloudServerlessFunctionRuntime",
    cloud_serverless_function_tags: Option<Vec<ResourceMapFilter>> = show "cloudServerlessFunctionTags",
} }

shape! { ResourceMapFilter {
    comparison: String = show "comparison",
    key: String = show "key",
    value: Option<String> = show "value",
} }

shape! { ResourceScanMetadata {
    ecr_repository: Option<EcrRepositoryMetadata> = show "ecrRepository",
    ecr_image: Option<EcrContainerImageMetadata> = show "ecrImage",
    ec2: Option<Ec2Metadata> = show "ec2",
    lambda_function: Option<LambdaFunctionMetadata> = show "lambdaFunction",
    code_repository: Option<CodeRepositoryMetadata> = show "codeRepository",
    vm_instance: Option<VmInstanceMetadata> = show "vmInstance",
    container_image: Option<ContainerImageMetadata> = show "containerImage",
    container_repository: Option<ContainerRepositoryMetadata> = show "containerRepository",
    container_registry: Option<ContainerRegistryMetadata> = show "containerRegistry",
    serverless_function: Option<ServerlessFunctionMetadata> = show "serverlessFunction",
    machine_image: Option<MachineImageMetadata> = show "machineImage",
} }

shape! { ResourceState {
    ec2: State = show "ec2",
    ecr: State = show "ecr",
    lambda: Option<State> = show "lambda",
    lambda_code: Option<State> = show "lambdaCode",
    code_repository: Option<State> = show "codeRepository",
    ami: Option<State> = show "ami",
} }

shape! { ResourceStatus {
    ec2: String = show "ec2",
    ecr: String = show "ecr",
    lambda: Option<String> = show "lambda",
    lambda_code: Option<String> = show "lambdaCode",
    code_repository: Option<String> = show "codeRepository",
    ami: Option<String> = show "ami",
} }

shape! { ResourceStringFilter {
    comparison: String = show "comparison",
    value: String = show "value",
} }

shape! { ScanStatus {
    status_code: String = show "statusCode",
    reason: String = show "reason",
} }

shape! { Schedule {
    one_time: Option<OneTimeSchedule> = show "oneTime",
    daily: Option<DailySchedule> = show "daily",
    weekly: Option<WeeklySchedule> = show "weekly",
    monthly: Option<MonthlySchedule> = show "monthly",
} }

shape! { ScopeConfiguration {
    scope_type: String = show "scopeType",
    scope_values: Option<Vec<String>> = show "scopeValues",
    state: Option<String> = show "state",
    state_reason: Option<String> = show "stateReason",
} }

shape! { ScopeConfigurationInput {
    scope_type: String = show "scopeType",
    scope_values: Option<Vec<String>> = show "scopeValues",
} }

shape! { ScopeSettings {
    project_selection_scope: Option<String> = show "projectSelectionScope",
} }

shape! { SearchVulnerabilitiesFilterCriteria {
    vulnerability_ids: Vec<String> = show "vulnerabilityIds",
} }

shape! { SearchVulnerabilitiesRequest {
    filter_criteria: SearchVulnerabilitiesFilterCriteria = show "filterCriteria",
    next_token: Option<String> = show "nextToken",
} }

shape! { SearchVulnerabilitiesResponse {
    vulnerabilities: Vec<Vulnerability> = show "vulnerabilities",
    next_token: Option<String> = show "nextToken",
} }

shape! { SendCisSessionHealthRequest {
    scan_job_id: String = show "scanJobId",
    session_token: String = show "sessionToken",
} }

shape! { SendCisSessionHealthResponse {
} }

shape! { SendCisSessionTelemetryRequest {
    scan_job_id: String = show "scanJobId",
    session_token: String = show "sessionToken",
    messages: Vec<CisSessionMessage> = show "messages",
} }

shape! { SendCisSessionTelemetryResponse {
} }

shape! { ServerlessFunction {
    serverless_function_name: Option<String> = show "serverlessFunctionName",
    runtime: Option<String> = show "runtime",
    version: Option<String> = show "version",
    code_digest: Option<String> = show "codeDigest",
    last_modified_at: Option<Timestamp> = show "lastModifiedAt",
    network_id: Option<String> = show "networkId",
    subnet_ids: Option<Vec<String>> = show "subnetIds",
    security_group_ids: Option<Vec<String>> = show "securityGroupIds",
    execution_role: Option<String> = show "executionRole",
    package_type: Option<String> = show "packageType",
    architectures: Option<Vec<String>> = show "architectures",
    layers: Option<Vec<String>> = show "layers",
} }

shape! { ServerlessFunctionAggregation {
    resource_ids: Option<Vec<StringFilter>> = show "resourceIds",
    function_names: Option<Vec<StringFilter>> = show "functionNames",
    runtimes: Option<Vec<StringFilter>> = show "runtimes",
    function_tags: Option<Vec<MapFilter>> = show "functionTags",
    cloud_providers: Option<Vec<StringFilter>> = show "cloudProviders",
    cloud_partitions: Option<Vec<StringFilter>> = show "cloudPartitions",
    cloud_regions: Option<Vec<StringFilter>> = show "cloudRegions",
    cloud_org_ids: Option<Vec<StringFilter>> = show "cloudOrgIds",
    cloud_account_ids: Option<Vec<StringFilter>> = show "cloudAccountIds",
    sort_order: Option<String> = show "sortOrder",
    sort_by: Option<String> = show "sortBy",
} }

shape! { ServerlessFunctionAggregationResponse {
    resource_id: String = show "resourceId",
    cloud_provider: Option<String> = show "cloudProvider",
    cloud_account_id: Option<String> = show "cloudAccountId",
    cloud_partition: Option<String> = show "cloudPartition",
    cloud_region: Option<String> = show "cloudRegion",
    cloud_org_id: Option<String> = show "cloudOrgId",
    function_name: Option<String> = show "functionName",
    runtime: Option<String> = show "runtime",
    tags: Option<BTreeMap<String, String>> = show "tags",
    account_id: Option<String> = show "accountId",
    severity_counts: Option<SeverityCounts> = show "severityCounts",
    last_modified_at: Option<Timestamp> = show "lastModifiedAt",
    exploit_available_active_findings_count: Option<i64> = show "exploitAvailableActiveFindingsCount",
    fix_available_active_findings_count: Option<i64> = show "fixAvailableActiveFindingsCount",
} }

shape! { ServerlessFunctionMetadata {
    serverless_function_name: Option<String> = show "serverlessFunctionName",
    runtime: Option<String> = show "runtime",
    function_tags: Option<BTreeMap<String, String>> = show "functionTags",
} }

shape! { SeverityCounts {
    all: Option<i64> = show "all",
    medium: Option<i64> = show "medium",
    high: Option<i64> = show "high",
    critical: Option<i64> = show "critical",
    low: Option<i64> = show "low",
    informational: Option<i64> = show "informational",
    untriaged: Option<i64> = show "untriaged",
} }

shape! { SortCriteria {
    field: String = show "field",
    sort_order: String = show "sortOrder",
} }

shape! { StartCisSessionMessage {
    session_token: String = show "sessionToken",
} }

shape! { StartCisSessionRequest {
    scan_job_id: String = show "scanJobId",
    message: StartCisSessionMessage = show "message",
} }

shape! { StartCisSessionResponse {
} }

shape! { StartCodeSecurityScanRequest {
    client_token: Option<String> = show "clientToken",
    resource: CodeSecurityResource = show "resource",
} }

shape! { StartCodeSecurityScanResponse {
    scan_id: Option<String> = show "scanId",
    status: Option<String> = show "status",
} }

shape! { StartOnDemandScanRequest {
    resource_id: String = show "resourceId",
    resource_type: String = show "resourceType",
    client_token: Option<String> = show "clientToken",
} }

shape! { StartOnDemandScanResponse {
    scan_id: String = show "scanId",
} }

shape! { State {
    status: String = show "status",
    error_code: Option<String> = show "errorCode",
    error_message: Option<String> = show "errorMessage",
} }

shape! { StatusCounts {
    failed: Option<i32> = show "failed",
    skipped: Option<i32> = show "skipped",
    passed: Option<i32> = show "passed",
} }

shape! { Step {
    component_id: String = show "componentId",
    component_type: String = show "componentType",
    component_arn: Option<String> = show "componentArn",
} }

shape! { StopCisMessageProgress {
    total_checks: Option<i32> = show "totalChecks",
    successful_checks: Option<i32> = show "successfulChecks",
    failed_checks: Option<i32> = show "failedChecks",
    not_evaluated_checks: Option<i32> = show "notEvaluatedChecks",
    unknown_checks: Option<i32> = show "unknownChecks",
    not_applicable_checks: Option<i32> = show "notApplicableChecks",
    informational_checks: Option<i32> = show "informationalChecks",
    error_checks: Option<i32> = show "errorChecks",
} }

shape! { StopCisSessionMessage {
    status: String = show "status",
    reason: Option<String> = show "reason",
    progress: StopCisMessageProgress = show "progress",
    compute_platform: Option<ComputePlatform> = show "computePlatform",
    benchmark_version: Option<String> = show "benchmarkVersion",
    benchmark_profile: Option<String> = show "benchmarkProfile",
} }

shape! { StopCisSessionRequest {
    scan_job_id: String = show "scanJobId",
    session_token: String = show "sessionToken",
    message: StopCisSessionMessage = show "message",
} }

shape! { StopCisSessionResponse {
} }

shape! { StringFilter {
    comparison: String = show "comparison",
    value: String = show "value",
} }

shape! { SuccessfulAssociationResult {
    scan_configuration_arn: Option<String> = show "scanConfigurationArn",
    resource: Option<CodeSecurityResource> = show "resource",
} }

shape! { SuggestedFix {
    description: Option<String> = show "description",
    code: Option<String> = show "code",
} }

shape! { TagFilter {
    comparison: String = show "comparison",
    key: String = show "key",
    value: String = show "value",
} }

shape! { TagResourceRequest {
    resource_arn: String = show "resourceArn",
    tags: BTreeMap<String, String> = show "tags",
} }

shape! { TagResourceResponse {
} }

shape! { Time {
    time_of_day: String = show "timeOfDay",
    timezone: String = show "timezone",
} }

shape! { TitleAggregation {
    titles: Option<Vec<StringFilter>> = show "titles",
    vulnerability_ids: Option<Vec<StringFilter>> = show "vulnerabilityIds",
    resource_type: Option<String> = show "resourceType",
    finding_type: Option<String> = show "findingType",
    sort_order: Option<String> = show "sortOrder",
    sort_by: Option<String> = show "sortBy",
} }

shape! { TitleAggregationResponse {
    title: String = show "title",
    vulnerability_id: Option<String> = show "vulnerabilityId",
    account_id: Option<String> = show "accountId",
    severity_counts: Option<SeverityCounts> = show "severityCounts",
} }

shape! { UntagResourceRequest {
    resource_arn: String = show "resourceArn",
    tag_keys: Vec<String> = show "tagKeys",
} }

shape! { UntagResourceResponse {
} }

shape! { UpdateCisScanConfigurationRequest {
    scan_configuration_arn: String = show "scanConfigurationArn",
    scan_name: Option<String> = show "scanName",
    security_level: Option<String> = show "securityLevel",
    schedule: Option<Schedule> = show "schedule",
    targets: Option<UpdateCisTargets> = show "targets",
} }

shape! { UpdateCisScanConfigurationResponse {
    scan_configuration_arn: String = show "scanConfigurationArn",
} }

shape! { UpdateCisTargets {
    account_ids: Option<Vec<String>> = show "accountIds",
    target_resource_tags: Option<BTreeMap<String, Vec<String>>> = show "targetResourceTags",
} }

shape! { UpdateCodeSecurityIntegrationRequest {
    integration_arn: String = show "integrationArn",
    details: UpdateIntegrationDetails = show "details",
} }

shape! { UpdateCodeSecurityIntegrationResponse {
    integration_arn: String = show "integrationArn",
    status: String = show "status",
} }

shape! { UpdateCodeSecurityScanConfigurationRequest {
    scan_configuration_arn: String = show "scanConfigurationArn",
    configuration: CodeSecurityScanConfiguration = show "configuration",
} }

shape! { UpdateCodeSecurityScanConfigurationResponse {
    scan_configuration_arn: Option<String> = show "scanConfigurationArn",
} }

shape! { UpdateConfigurationInheritance {
    ec2_configuration: Option<String> = show "ec2Configuration",
    ecr_configuration: Option<String> = show "ecrConfiguration",
    ami_configuration: Option<String> = show "amiConfiguration",
} }

shape! { UpdateConfigurationRequest {
    account_id: Option<String> = show "accountId",
    ecr_configuration: Option<EcrConfiguration> = show "ecrConfiguration",
    ec2_configuration: Option<Ec2Configuration> = show "ec2Configuration",
    ami_configuration: Option<AmiConfiguration> = show "amiConfiguration",
    update_configuration_inheritance: Option<UpdateConfigurationInheritance> = show "updateConfigurationInheritance",
} }

shape! { UpdateConfigurationResponse {
} }

shape! { UpdateConnectorRequest {
    connector_arn: String = show "connectorArn",
    description: Option<String> = show "description",
    provider_detail: Option<ProviderDetailUpdate> = show "providerDetail",
} }

shape! { UpdateConnectorResponse {
    connector_arn: Option<String> = show "connectorArn",
} }

shape! { UpdateConnectorScanConfigurationRequest {
    aws_config_connector_arn: String = show "awsConfigConnectorArn",
    scan_configuration: ConnectorScanConfiguration = show "scanConfiguration",
} }

shape! { UpdateConnectorScanConfigurationResponse {
} }

shape! { UpdateEc2DeepInspectionConfigurationRequest {
    activate_deep_inspection: Option<bool> = show "activateDeepInspection",
    package_paths: Option<Vec<String>> = show "packagePaths",
} }

shape! { UpdateEc2DeepInspectionConfigurationResponse {
    package_paths: Option<Vec<String>> = show "packagePaths",
    org_package_paths: Option<Vec<String>> = show "orgPackagePaths",
    status: Option<String> = show "status",
    error_message: Option<String> = show "errorMessage",
} }

shape! { UpdateEncryptionKeyRequest {
    kms_key_id: String = show "kmsKeyId",
    scan_type: String = show "scanType",
    resource_type: String = show "resourceType",
} }

shape! { UpdateEncryptionKeyResponse {
} }

shape! { UpdateFilterRequest {
    action: Option<String> = show "action",
    description: Option<String> = show "description",
    filter_criteria: Option<FilterCriteria> = show "filterCriteria",
    name: Option<String> = show "name",
    filter_arn: String = show "filterArn",
    reason: Option<String> = show "reason",
} }

shape! { UpdateFilterResponse {
    arn: String = show "arn",
} }

shape! { UpdateGitHubIntegrationDetail {
    code: String = hide "code",
    installation_id: String = show "installationId",
} }

shape! { UpdateGitLabSelfManagedIntegrationDetail {
    auth_code: String = hide "authCode",
} }

shape! { UpdateIntegrationDetails {
    gitlab_self_managed: Option<UpdateGitLabSelfManagedIntegrationDetail> = show "gitlabSelfManaged",
    github: Option<UpdateGitHubIntegrationDetail> = show "github",
} }

shape! { UpdateOrgEc2DeepInspectionConfigurationRequest {
    org_package_paths: Vec<String> = show "orgPackagePaths",
} }

shape! { UpdateOrgEc2DeepInspectionConfigurationResponse {
} }

shape! { UpdateOrganizationConfigurationRequest {
    auto_enable: AutoEnable = show "autoEnable",
} }

shape! { UpdateOrganizationConfigurationResponse {
    auto_enable: AutoEnable = show "autoEnable",
} }

shape! { Usage {
    r#type: Option<String> = show "type",
    total: Option<f64> = show "total",
    estimated_monthly_cost: Option<f64> = show "estimatedMonthlyCost",
    currency: Option<String> = show "currency",
    cloud_provider: Option<String> = show "cloudProvider",
} }

shape! { UsageTotal {
    account_id: Option<String> = show "accountId",
    usage: Option<Vec<Usage>> = show "usage",
} }

shape! { VMScannerState {
    activated: Option<bool> = show "activated",
    activated_at: Option<Timestamp> = show "activatedAt",
    status: Option<String> = show "status",
} }

shape! { Vm {
    r#type: Option<String> = show "type",
    vm_name: Option<String> = show "vmName",
    vm_image_reference: Option<String> = show "vmImageReference",
    ip_v4_addresses: Option<Vec<String>> = show "ipV4Addresses",
    ip_v6_addresses: Option<Vec<String>> = show "ipV6Addresses",
    network_id: Option<String> = show "networkId",
    subnet_ids: Option<Vec<String>> = show "subnetIds",
    security_group_ids: Option<Vec<String>> = show "securityGroupIds",
    launched_at: Option<Timestamp> = show "launchedAt",
    platform: Option<String> = show "platform",
    execution_role: Option<String> = show "executionRole",
    key_name: Option<String> = show "keyName",
} }

shape! { VmInstanceAggregation {
    resource_ids: Option<Vec<StringFilter>> = show "resourceIds",
    operating_systems: Option<Vec<StringFilter>> = show "operatingSystems",
    instance_tags: Option<Vec<MapFilter>> = show "instanceTags",
    vm_image_references: Option<Vec<StringFilter>> = show "vmImageReferences",
    cloud_providers: Option<Vec<StringFilter>> = show "cloudProviders",
    cloud_partitions: Option<Vec<StringFilter>> = show "cloudPartitions",
    cloud_regions: Option<Vec<StringFilter>> = show "cloudRegions",
    cloud_org_ids: Option<Vec<StringFilter>> = show "cloudOrgIds",
    cloud_account_ids: Option<Vec<StringFilter>> = show "cloudAccountIds",
    sort_order: Option<String> = show "sortOrder",
    sort_by: Option<String> = show "sortBy",
} }

shape! { VmInstanceAggregationResponse {
    resource_id: String = show "resourceId",
    cloud_provider: Option<String> = show "cloudProvider",
    cloud_account_id: Option<String> = show "cloudAccountId",
    cloud_partition: Option<String> = show "cloudPartition",
    cloud_region: Option<String> = show "cloudRegion",
    cloud_org_id: Option<String> = show "cloudOrgId",
    vm_image_reference: Option<String> = show "vmImageReference",
    operating_system: Option<String> = show "operatingSystem",
    tags: Option<BTreeMap<String, String>> = show "tags",
    account_id: Option<String> = show "accountId",
    severity_counts: Option<SeverityCounts> = show "severityCounts",
    network_findings: Option<i64> = show "networkFindings",
    exploit_available_active_findings_count: Option<i64> = show "exploitAvailableActiveFindingsCount",
    fix_available_active_findings_count: Option<i64> = show "fixAvailableActiveFindingsCount",
} }

shape! { VmInstanceMetadata {
    tags: Option<BTreeMap<String, String>> = show "tags",
    platform: Option<String> = show "platform",
    inventory_hash: Option<String> = show "inventoryHash",
    vm_image_reference: Option<String> = show "vmImageReference",
} }

shape! { Vulnerability {
    id: String = show "id",
    cwes: Option<Vec<String>> = show "cwes",
    cisa_data: Option<CisaData> = show "cisaData",
    source: Option<String> = show "source",
    description: Option<String> = show "description",
    atig_data: Option<AtigData> = show "atigData",
    vendor_severity: Option<String> = show "vendorSeverity",
    cvss4: Option<Cvss4> = show "cvss4",
    cvss3: Option<Cvss3> = show "cvss3",
    related_vulnerabilities: Option<Vec<String>> = show "relatedVulnerabilities",
    cvss2: Option<Cvss2> = show "cvss2",
    vendor_created_at: Option<Timestamp> = show "vendorCreatedAt",
    vendor_updated_at: Option<Timestamp> = show "vendorUpdatedAt",
    source_url: Option<String> = show "sourceUrl",
    reference_urls: Option<Vec<String>> = show "referenceUrls",
    exploit_observed: Option<ExploitObserved> = show "exploitObserved",
    detection_platforms: Option<Vec<String>> = show "detectionPlatforms",
    epss: Option<Epss> = show "epss",
} }

shape! { VulnerablePackage {
    name: String = show "name",
    version: String = show "version",
    source_layer_hash: Option<String> = show "sourceLayerHash",
    epoch: Option<i32> = show "epoch",
    release: Option<String> = show "release",
    arch: Option<String> = show "arch",
    package_manager: Option<String> = show "packageManager",
    file_path: Option<String> = show "filePath",
    fixed_in_version: Option<String> = show "fixedInVersion",
    remediation: Option<String> = show "remediation",
    source_lambda_layer_arn: Option<String> = show "sourceLambdaLayerArn",
} }

shape! { WeeklySchedule {
    start_time: Time = show "startTime",
    days: Vec<String> = show "days",
} }

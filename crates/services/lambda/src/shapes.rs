//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use std::collections::BTreeMap;

use bartizan_types::Timestamp;
use bartizan_wire::{Bytes, shape};

shape! { AcceleratorConfig {
    accelerator_memory_size: i32 = show "AcceleratorMemorySize",
} }

shape! { AccountLimit {
    total_code_size: Option<i64> = show "TotalCodeSize",
    code_size_unzipped: Option<i64> = show "CodeSizeUnzipped",
    code_size_zipped: Option<i64> = show "CodeSizeZipped",
    concurrent_executions: Option<i32> = show "ConcurrentExecutions",
    unreserved_concurrent_executions: Option<i32> = show "UnreservedConcurrentExecutions",
} }

shape! { AccountUsage {
    total_code_size: Option<i64> = show "TotalCodeSize",
    function_count: Option<i64> = show "FunctionCount",
} }

shape! { AddLayerVersionPermissionRequest {
    layer_name: String = show "LayerName",
    version_number: i64 = show "VersionNumber",
    statement_id: String = show "StatementId",
    action: String = show "Action",
    principal: String = show "Principal",
    organization_id: Option<String> = show "OrganizationId",
    revision_id: Option<String> = show "RevisionId",
} }

shape! { AddLayerVersionPermissionResponse {
    statement: Option<String> = show "Statement",
    revision_id: Option<String> = show "RevisionId",
} }

shape! { AddPermissionRequest {
    function_name: String = show "FunctionName",
    statement_id: String = show "StatementId",
    action: String = show "Action",
    principal: String = show "Principal",
    source_arn: Option<String> = show "SourceArn",
    function_url_auth_type: Option<String> = show "FunctionUrlAuthType",
    invoked_via_function_url: Option<bool> = show "InvokedViaFunctionUrl",
    source_account: Option<String> = show "SourceAccount",
    event_source_token: Option<String> = show "EventSourceToken",
    qualifier: Option<String> = show "Qualifier",
    revision_id: Option<String> = show "RevisionId",
    principal_org_id: Option<String> = show "PrincipalOrgID",
} }

shape! { AddPermissionResponse {
    statement: Option<String> = show "Statement",
} }

shape! { AliasConfiguration {
    alias_arn: Option<String> = show "AliasArn",
    name: Option<String> = show "Name",
    function_version: Option<String> = show "FunctionVersion",
    description: Option<String> = show "Description",
    routing_config: Option<AliasRoutingConfiguration> = show "RoutingConfig",
    revision_id: Option<String> = show "RevisionId",
} }

shape! { AliasRoutingConfiguration {
    additional_version_weights: Option<BTreeMap<String, f64>> = show "AdditionalVersionWeights",
} }

shape! { AllowedPublishers {
    signing_profile_version_arns: Vec<String> = show "SigningProfileVersionArns",
} }

shape! { AmazonManagedKafkaEventSourceConfig {
    consumer_group_id: Option<String> = show "ConsumerGroupId",
    schema_registry_config: Option<KafkaSchemaRegistryConfig> = show "SchemaRegistryConfig",
} }

shape! { CallbackDetails {
    callback_id: Option<String> = show "CallbackId",
    result: Option<String> = hide "Result",
    error: Option<ErrorObject> = show "Error",
} }

shape! { CallbackFailedDetails {
    error: EventError = show "Error",
} }

shape! { CallbackOptions {
    timeout_seconds: Option<i32> = show "TimeoutSeconds",
    heartbeat_timeout_seconds: Option<i32> = show "HeartbeatTimeoutSeconds",
} }

shape! { CallbackStartedDetails {
    callback_id: String = show "CallbackId",
    heartbeat_timeout: Option<i32> = show "HeartbeatTimeout",
    timeout: Option<i32> = show "Timeout",
} }

shape! { CallbackSucceededDetails {
    result: EventResult = show "Result",
} }

shape! { CallbackTimedOutDetails {
    error: EventError = show "Error",
} }

shape! { CapacityProvider {
    capacity_provider_arn: String = show "CapacityProviderArn",
    state: String = show "State",
    vpc_config: CapacityProviderVpcConfig = show "VpcConfig",
    permissions_config: CapacityProviderPermissionsConfig = show "PermissionsConfig",
    instance_requirements: Option<InstanceRequirements> = show "InstanceRequirements",
    capacity_provider_scaling_config: Option<CapacityProviderScalingConfig> = show "CapacityProviderScalingConfig",
    kms_key_arn: Option<String> = show "KmsKeyArn",
    last_modified: Option<String> = show "LastModified",
    propagate_tags: Option<PropagateTags> = show "PropagateTags",
    telemetry_config: Option<CapacityProviderTelemetryConfig> = show "TelemetryConfig",
} }

shape! { CapacityProviderConfig {
    lambda_managed_instances_capacity_provider_config: LambdaManagedInstancesCapacityProviderConfig = show "LambdaManagedInstancesCapacityProviderConfig",
} }

shape! { CapacityProviderLoggingConfig {
    system_log_level: Option<String> = show "SystemLogLevel",
    log_group: Option<String> = show "LogGroup",
} }

shape! { CapacityProviderPermissionsConfig {
    capacity_provider_operator_role_arn: String = show "CapacityProviderOperatorRoleArn",
} }

shape! { CapacityProviderScalingConfig {
    max_v_cpu_count: Option<i32> = show "MaxVCpuCount",
    scaling_mode: Option<String> = show "ScalingMode",
    scaling_policies: Option<Vec<TargetTrackingScalingPolicy>> = show "ScalingPolicies",
} }

shape! { CapacityProviderTelemetryConfig {
    logging_config: Option<CapacityProviderLoggingConfig> = show "LoggingConfig",
} }

shape! { CapacityProviderVpcConfig {
    subnet_ids: Vec<String> = show "SubnetIds",
    security_group_ids: Vec<String> = show "SecurityGroupIds",
} }

shape! { ChainedInvokeDetails {
    result: Option<String> = hide "Result",
    error: Option<ErrorObject> = show "Error",
} }

shape! { ChainedInvokeFailedDetails {
    error: EventError = show "Error",
} }

shape! { ChainedInvokeOptions {
    function_name: String = show "FunctionName",
    tenant_id: Option<String> = show "TenantId",
    x_amzn_trace_id: Option<String> = show "XAmznTraceId",
} }

shape! { ChainedInvokeStartedDetails {
    function_name: String = show "FunctionName",
    tenant_id: Option<String> = show "TenantId",
    input: Option<EventInput> = show "Input",
    executed_version: Option<String> = show "ExecutedVersion",
    durable_execution_arn: Option<String> = show "DurableExecutionArn",
} }

shape! { ChainedInvokeStoppedDetails {
    error: EventError = show "Error",
} }

shape! { ChainedInvokeSucceededDetails {
    result: EventResult = show "Result",
} }

shape! { ChainedInvokeTimedOutDetails {
    error: EventError = show "Error",
} }

shape! { CheckpointDurableExecutionRequest {
    durable_execution_arn: String = show "DurableExecutionArn",
    checkpoint_token: String = show "CheckpointToken",
    updates: Option<Vec<OperationUpdate>> = show "Updates",
    client_token: Option<String> = show "ClientToken",
} }

shape! { CheckpointDurableExecutionResponse {
    checkpoint_token: Option<String> = show "CheckpointToken",
    new_execution_state: CheckpointUpdatedExecutionState = show "NewExecutionState",
} }

shape! { CheckpointUpdatedExecutionState {
    operations: Option<Vec<Operation>> = show "Operations",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { CodeSigningConfig {
    code_signing_config_id: String = show "CodeSigningConfigId",
    code_signing_config_arn: String = show "CodeSigningConfigArn",
    description: Option<String> = show "Description",
    allowed_publishers: AllowedPublishers = show "AllowedPublishers",
    code_signing_policies: CodeSigningPolicies = show "CodeSigningPolicies",
    last_modified: String = show "LastModified",
} }

shape! { CodeSigningPolicies {
    untrusted_artifact_on_deployment: Option<String> = show "UntrustedArtifactOnDeployment",
} }

shape! { Concurrency {
    reserved_concurrent_executions: Option<i32> = show "ReservedConcurrentExecutions",
} }

shape! { ContextDetails {
    replay_children: Option<bool> = show "ReplayChildren",
    result: Option<String> = hide "Result",
    error: Option<ErrorObject> = show "Error",
} }

shape! { ContextFailedDetails {
    error: EventError = show "Error",
} }

shape! { ContextOptions {
    replay_children: Option<bool> = show "ReplayChildren",
} }

shape! { ContextStartedDetails {
} }

shape! { ContextSucceededDetails {
    result: EventResult = show "Result",
} }

shape! { Cors {
    allow_credentials: Option<bool> = show "AllowCredentials",
    allow_headers: Option<Vec<String>> = show "AllowHeaders",
    allow_methods: Option<Vec<String>> = show "AllowMethods",
    allow_origins: Option<Vec<String>> = show "AllowOrigins",
    expose_headers: Option<Vec<String>> = show "ExposeHeaders",
    max_age: Option<i32> = show "MaxAge",
} }

shape! { CreateAliasRequest {
    function_name: String = show "FunctionName",
    name: String = show "Name",
    function_version: String = show "FunctionVersion",
    description: Option<String> = show "Description",
    routing_config: Option<AliasRoutingConfiguration> = show "RoutingConfig",
} }

shape! { CreateCapacityProviderRequest {
    capacity_provider_name: String = show "CapacityProviderName",
    vpc_config: CapacityProviderVpcConfig = show "VpcConfig",
    permissions_config: CapacityProviderPermissionsConfig = show "PermissionsConfig",
    instance_requirements: Option<InstanceRequirements> = show "InstanceRequirements",
    capacity_provider_scaling_config: Option<CapacityProviderScalingConfig> = show "CapacityProviderScalingConfig",
    kms_key_arn: Option<String> = show "KmsKeyArn",
    tags: Option<BTreeMap<String, String>> = show "Tags",
    propagate_tags: Option<PropagateTags> = show "PropagateTags",
    telemetry_config: Option<CapacityProviderTelemetryConfig> = show "TelemetryConfig",
} }

shape! { CreateCapacityProviderResponse {
    capacity_provider: CapacityProvider = show "CapacityProvider",
} }

shape! { CreateCodeSigningConfigRequest {
    description: Option<String> = show "Description",
    allowed_publishers: AllowedPublishers = show "AllowedPublishers",
    code_signing_policies: Option<CodeSigningPolicies> = show "CodeSigningPolicies",
    tags: Option<BTreeMap<String, String>> = show "Tags",
} }

shape! { CreateCodeSigningConfigResponse {
    code_signing_config: CodeSigningConfig = show "CodeSigningConfig",
} }

shape! { CreateEventSourceMappingRequest {
    event_source_arn: Option<String> = show "EventSourceArn",
    function_name: String = show "FunctionName",
    enabled: Option<bool> = show "Enabled",
    batch_size: Option<i32> = show "BatchSize",
    filter_criteria: Option<FilterCriteria> = show "FilterCriteria",
    kms_key_arn: Option<String> = show "KMSKeyArn",
    metrics_config: Option<EventSourceMappingMetricsConfig> = show "MetricsConfig",
    logging_config: Option<EventSourceMappingLoggingConfig> = show "LoggingConfig",
    scaling_config: Option<ScalingConfig> = show "ScalingConfig",
    maximum_batching_window_in_seconds: Option<i32> = show "MaximumBatchingWindowInSeconds",
    parallelization_factor: Option<i32> = show "ParallelizationFactor",
    starting_position: Option<String> = show "StartingPosition",
    starting_position_timestamp: Option<Timestamp> = show "StartingPositionTimestamp",
    destination_config: Option<DestinationConfig> = show "DestinationConfig",
    maximum_record_age_in_seconds: Option<i32> = show "MaximumRecordAgeInSeconds",
    bisect_batch_on_function_error: Option<bool> = show "BisectBatchOnFunctionError",
    maximum_retry_attempts: Option<i32> = show "MaximumRetryAttempts",
    tags: Option<BTreeMap<String, String>> = show "Tags",
    tumbling_window_in_seconds: Option<i32> = show "TumblingWindowInSeconds",
    topics: Option<Vec<String>> = show "Topics",
    queues: Option<Vec<String>> = show "Queues",
    source_access_configurations: Option<Vec<SourceAccessConfiguration>> = show "SourceAccessConfigurations",
    self_managed_event_source: Option<SelfManagedEventSource> = show "SelfManagedEventSource",
    function_response_types: Option<Vec<String>> = show "FunctionResponseTypes",
    amazon_managed_kafka_event_source_config: Option<AmazonManagedKafkaEventSourceConfig> = show "AmazonManagedKafkaEventSourceConfig",
    self_managed_kafka_event_source_config: Option<SelfManagedKafkaEventSourceConfig> = show "SelfManagedKafkaEventSourceConfig",
    document_db_event_source_config: Option<DocumentDBEventSourceConfig> = show "DocumentDBEventSourceConfig",
    provisioned_poller_config: Option<ProvisionedPollerConfig> = show "ProvisionedPollerConfig",
} }

shape! { CreateFunctionRequest {
    function_name: String = show "FunctionName",
    runtime: Option<String> = show "Runtime",
    role: String = show "Role",
    handler: Option<String> = show "Handler",
    code: FunctionCode = show "Code",
    description: Option<String> = show "Description",
    timeout: Option<i32> = show "Timeout",
    memory_size: Option<i32> = show "MemorySize",
    publish: Option<bool> = show "Publish",
    publish_to: Option<String> = show "PublishTo",
    vpc_config: Option<VpcConfig> = show "VpcConfig",
    package_type: Option<String> = show "PackageType",
    dead_letter_config: Option<DeadLetterConfig> = show "DeadLetterConfig",
    environment: Option<Environment> = show "Environment",
    kms_key_arn: Option<String> = show "KMSKeyArn",
    tracing_config: Option<TracingConfig> = show "TracingConfig",
    tags: Option<BTreeMap<String, String>> = show "Tags",
    layers: Option<Vec<String>> = show "Layers",
    file_system_configs: Option<Vec<FileSystemConfig>> = show "FileSystemConfigs",
    code_signing_config_arn: Option<String> = show "CodeSigningConfigArn",
    image_config: Option<ImageConfig> = show "ImageConfig",
    architectures: Option<Vec<String>> = show "Architectures",
    ephemeral_storage: Option<EphemeralStorage> = show "EphemeralStorage",
    snap_start: Option<SnapStart> = show "SnapStart",
    logging_config: Option<LoggingConfig> = show "LoggingConfig",
    tenancy_config: Option<TenancyConfig> = show "TenancyConfig",
    capacity_provider_config: Option<CapacityProviderConfig> = show "CapacityProviderConfig",
    durable_config: Option<DurableConfig> = show "DurableConfig",
    runtime_config: Option<FunctionRuntimeConfig> = show "RuntimeConfig",
    accelerator_config: Option<AcceleratorConfig> = show "AcceleratorConfig",
} }

shape! { CreateFunctionUrlConfigRequest {
    function_name: String = show "FunctionName",
    qualifier: Option<String> = show "Qualifier",
    auth_type: String = show "AuthType",
    cors: Option<Cors> = show "Cors",
    invoke_mode: Option<String> = show "InvokeMode",
} }

shape! { CreateFunctionUrlConfigResponse {
    function_url: String = show "FunctionUrl",
    function_arn: String = show "FunctionArn",
    auth_type: String = show "AuthType",
    cors: Option<Cors> = show "Cors",
    creation_time: String = show "CreationTime",
    invoke_mode: Option<String> = show "InvokeMode",
} }

shape! { DeadLetterConfig {
    target_arn: Option<String> = show "TargetArn",
} }

shape! { DeleteAliasRequest {
    function_name: String = show "FunctionName",
    name: String = show "Name",
} }

shape! { DeleteCapacityProviderRequest {
    capacity_provider_name: String = show "CapacityProviderName",
} }

shape! { DeleteCapacityProviderResponse {
    capacity_provider: CapacityProvider = show "CapacityProvider",
} }

shape! { DeleteCodeSigningConfigRequest {
    code_signing_config_arn: String = show "CodeSigningConfigArn",
} }

shape! { DeleteCodeSigningConfigResponse {
} }

shape! { DeleteDurableExecutionRequest {
    durable_execution_arn: String = show "DurableExecutionArn",
} }

shape! { DeleteDurableExecutionResponse {
    deletion_request_timestamp: Timestamp = show "DeletionRequestTimestamp",
} }

shape! { DeleteEventSourceMappingRequest {
    uuid: String = show "UUID",
} }

shape! { DeleteFunctionCodeSigningConfigRequest {
    function_name: String = show "FunctionName",
} }

shape! { DeleteFunctionConcurrencyRequest {
    function_name: String = show "FunctionName",
} }

shape! { DeleteFunctionEventInvokeConfigRequest {
    function_name: String = show "FunctionName",
    qualifier: Option<String> = show "Qualifier",
} }

shape! { DeleteFunctionRequest {
    function_name: String = show "FunctionName",
    qualifier: Option<String> = show "Qualifier",
} }

shape! { DeleteFunctionResponse {
    status_code: Option<i32> = show "StatusCode",
} }

shape! { DeleteFunctionUrlConfigRequest {
    function_name: String = show "FunctionName",
    qualifier: Option<String> = show "Qualifier",
} }

shape! { DeleteLayerVersionRequest {
    layer_name: String = show "LayerName",
    version_number: i64 = show "VersionNumber",
} }

shape! { DeleteProvisionedConcurrencyConfigRequest {
    function_name: String = show "FunctionName",
    qualifier: String = show "Qualifier",
} }

shape! { DeleteResourcePolicyRequest {
    resource_arn: String = show "ResourceArn",
    revision_id: Option<String> = show "RevisionId",
} }

shape! { DestinationConfig {
    on_success: Option<OnSuccess> = show "OnSuccess",
    on_failure: Option<OnFailure> = show "OnFailure",
} }

shape! { DocumentDBEventSourceConfig {
    database_name: Option<String> = show "DatabaseName",
    collection_name: Option<String> = show "CollectionName",
    full_document: Option<String> = show "FullDocument",
} }

shape! { DurableConfig {
    kms_key_arn: Option<String> = show "KMSKeyArn",
    retention_period_in_days: Option<i32> = show "RetentionPeriodInDays",
    execution_timeout: Option<i32> = show "ExecutionTimeout",
} }

shape! { Environment {
    variables: Option<BTreeMap<String, String>> = hide "Variables",
} }

shape! { EnvironmentError {
    error_code: Option<String> = show "ErrorCode",
    message: Option<String> = hide "Message",
} }

shape! { EnvironmentResponse {
    variables: Option<BTreeMap<String, String>> = hide "Variables",
    error: Option<EnvironmentError> = show "Error",
} }

shape! { EphemeralStorage {
    size: i32 = show "Size",
} }

shape! { ErrorObject {
    error_message: Option<String> = hide "ErrorMessage",
    error_type: Option<String> = hide "ErrorType",
    error_data: Option<String> = hide "ErrorData",
    stack_trace: Option<Vec<String>> = hide "StackTrace",
} }

shape! { Event {
    event_type: Option<String> = show "EventType",
    sub_type: Option<String> = show "SubType",
    event_id: Option<i32> = show "EventId",
    id: Option<String> = show "Id",
    name: Option<String> = show "Name",
    event_timestamp: Option<Timestamp> = show "EventTimestamp",
    parent_id: Option<String> = show "ParentId",
    execution_started_details: Option<ExecutionStartedDetails> = show "ExecutionStartedDetails",
    execution_succeeded_details: Option<ExecutionSucceededDetails> = show "ExecutionSucceededDetails",
    execution_failed_details: Option<ExecutionFailedDetails> = show "ExecutionFailedDetails",
    execution_timed_out_details: Option<ExecutionTimedOutDetails> = show "ExecutionTimedOutDetails",
    execution_stopped_details: Option<ExecutionStoppedDetails> = show "ExecutionStoppedDetails",
    context_started_details: Option<ContextStartedDetails> = show "ContextStartedDetails",
    context_succeeded_details: Option<ContextSucceededDetails> = show "ContextSucceededDetails",
    context_failed_details: Option<ContextFailedDetails> = show "ContextFailedDetails",
    wait_started_details: Option<WaitStartedDetails> = show "WaitStartedDetails",
    wait_succeeded_details: Option<WaitSucceededDetails> = show "WaitSucceededDetails",
    wait_cancelled_details: Option<WaitCancelledDetails> = show "WaitCancelledDetails",
    step_started_details: Option<StepStartedDetails> = show "StepStartedDetails",
    step_succeeded_details: Option<StepSucceededDetails> = show "StepSucceededDetails",
    step_failed_details: Option<StepFailedDetails> = show "StepFailedDetails",
    chained_invoke_started_details: Option<ChainedInvokeStartedDetails> = show "ChainedInvokeStartedDetails",
    chained_invoke_succeeded_details: Option<ChainedInvokeSucceededDetails> = show "ChainedInvokeSucceededDetails",
    chained_invoke_failed_details: Option<ChainedInvokeFailedDetails> = show "ChainedInvokeFailedDetails",
    chained_invoke_timed_out_details: Option<ChainedInvokeTimedOutDetails> = show "ChainedInvokeTimedOutDetails",
    chained_invoke_stopped_details: Option<ChainedInvokeStoppedDetails> = show "ChainedInvokeStoppedDetails",
    callback_started_details: Option<CallbackStartedDetails> = show "CallbackStartedDetails",
    callback_succeeded_details: Option<CallbackSucceededDetails> = show "CallbackSucceededDetails",
    callback_failed_details: Option<CallbackFailedDetails> = show "CallbackFailedDetails",
    callback_timed_out_details: Option<CallbackTimedOutDetails> = show "CallbackTimedOutDetails",
    invocation_completed_details: Option<InvocationCompletedDetails> = show "InvocationCompletedDetails",
    execution_paused_details: Option<ExecutionPausedDetails> = show "ExecutionPausedDetails",
    execution_resumed_details: Option<ExecutionResumedDetails> = show "ExecutionResumedDetails",
} }

shape! { EventError {
    payload: Option<ErrorObject> = show "Payload",
    truncated: Option<bool> = show "Truncated",
} }

shape! { EventInput {
    payload: Option<String> = hide "Payload",
    truncated: Option<bool> = show "Truncated",
} }

shape! { EventPauseReason {
    payload: Option<String> = hide "Payload",
    truncated: Option<bool> = show "Truncated",
} }

shape! { EventResult {
    payload: Option<String> = hide "Payload",
    truncated: Option<bool> = show "Truncated",
} }

shape! { EventResumeReason {
    payload: Option<String> = hide "Payload",
    truncated: Option<bool> = show "Truncated",
} }

shape! { EventSourceMappingConfiguration {
    uuid: Option<String> = show "UUID",
    starting_position: Option<String> = show "StartingPosition",
    starting_position_timestamp: Option<Timestamp> = show "StartingPositionTimestamp",
    batch_size: Option<i32> = show "BatchSize",
    maximum_batching_window_in_seconds: Option<i32> = show "MaximumBatchingWindowInSeconds",
    parallelization_factor: Option<i32> = show "ParallelizationFactor",
    event_source_arn: Option<String> = show "EventSourceArn",
    filter_criteria: Option<FilterCriteria> = show "FilterCriteria",
    filter_criteria_error: Option<FilterCriteriaError> = show "FilterCriteriaError",
    kms_key_arn: Option<String> = show "KMSKeyArn",
    metrics_config: Option<EventSourceMappingMetricsConfig> = show "MetricsConfig",
    logging_config: Option<EventSourceMappingLoggingConfig> = show "LoggingConfig",
    scaling_config: Option<ScalingConfig> = show "ScalingConfig",
    function_arn: Option<String> = show "FunctionArn",
    last_modified: Option<Timestamp> = show "LastModified",
    last_processing_result: Option<String> = show "LastProcessingResult",
    state: Option<String> = show "State",
    state_transition_reason: Option<String> = show "StateTransitionReason",
    destination_config: Option<DestinationConfig> = show "DestinationConfig",
    topics: Option<Vec<String>> = show "Topics",
    queues: Option<Vec<String>> = show "Queues",
    source_access_configurations: Option<Vec<SourceAccessConfiguration>> = show "SourceAccessConfigurations",
    self_managed_event_source: Option<SelfManagedEventSource> = show "SelfManagedEventSource",
    maximum_record_age_in_seconds: Option<i32> = show "MaximumRecordAgeInSeconds",
    bisect_batch_on_function_error: Option<bool> = show "BisectBatchOnFunctionError",
    maximum_retry_attempts: Option<i32> = show "MaximumRetryAttempts",
    tumbling_window_in_seconds: Option<i32> = show "TumblingWindowInSeconds",
    function_response_types: Option<Vec<String>> = show "FunctionResponseTypes",
    amazon_managed_kafka_event_source_config: Option<AmazonManagedKafkaEventSourceConfig> = show "AmazonManagedKafkaEventSourceConfig",
    self_managed_kafka_event_source_config: Option<SelfManagedKafkaEventSourceConfig> = show "SelfManagedKafkaEventSourceConfig",
    document_db_event_source_config: Option<DocumentDBEventSourceConfig> = show "DocumentDBEventSourceConfig",
    event_source_mapping_arn: Option<String> = show "EventSourceMappingArn",
    provisioned_poller_config: Option<ProvisionedPollerConfig> = show "ProvisionedPollerConfig",
} }

shape! { EventSourceMappingLoggingConfig {
    system_log_level: Option<String> = show "SystemLogLevel",
} }

shape! { EventSourceMappingMetricsConfig {
    metrics: Option<Vec<String>> = show "Metrics",
} }

shape! { Execution {
    durable_execution_arn: String = show "DurableExecutionArn",
    durable_execution_name: String = show "DurableExecutionName",
    function_arn: String = show "FunctionArn",
    status: String = show "Status",
    start_timestamp: Timestamp = show "StartTimestamp",
    end_timestamp: Option<Timestamp> = show "EndTimestamp",
    kms_key_arn: Option<String> = show "KMSKeyArn",
} }

shape! { ExecutionDetails {
    input_payload: Option<String> = hide "InputPayload",
} }

shape! { ExecutionFailedDetails {
    error: EventError = show "Error",
} }

shape! { ExecutionPausedDetails {
    pause_request_timestamp: Timestamp = show "PauseRequestTimestamp",
    reason: Option<EventPauseReason> = show "Reason",
    execution_timeout_paused: bool = show "ExecutionTimeoutPaused",
} }

shape! { ExecutionResumedDetails {
    resume_request_timestamp: Timestamp = show "ResumeRequestTimestamp",
    reason: Option<EventResumeReason> = show "Reason",
} }

shape! { ExecutionStartedDetails {
    input: EventInput = show "Input",
    execution_timeout: i32 = show "ExecutionTimeout",
} }

shape! { ExecutionStoppedDetails {
    error: EventError = show "Error",
} }

shape! { ExecutionSucceededDetails {
    result: EventResult = show "Result",
} }

shape! { ExecutionTimedOutDetails {
    error: Option<EventError> = show "Error",
} }

shape! { FileSystemConfig {
    arn: String = show "Arn",
    local_mount_path: String = show "LocalMountPath",
    s3_files_config: Option<S3FilesConfig> = show "S3FilesConfig",
} }

shape! { Filter {
    pattern: Option<String> = show "Pattern",
} }

shape! { FilterCriteria {
    filters: Option<Vec<Filter>> = show "Filters",
} }

shape! { FilterCriteriaError {
    error_code: Option<String> = show "ErrorCode",
    message: Option<String> = show "Message",
} }

shape! { FunctionCode {
    zip_file: Option<Bytes> = hide "ZipFile",
    s3_bucket: Option<String> = show "S3Bucket",
    s3_key: Option<String> = show "S3Key",
    s3_object_version: Option<String> = show "S3ObjectVersion",
    s3_object_storage_mode: Option<String> = show "S3ObjectStorageMode",
    image_uri: Option<String> = show "ImageUri",
    source_kms_key_arn: Option<String> = show "SourceKMSKeyArn",
} }

shape! { FunctionCodeLocation {
    repository_type: Option<String> = show "RepositoryType",
    location: Option<String> = show "Location",
    image_uri: Option<String> = show "ImageUri",
    resolved_image_uri: Option<String> = show "ResolvedImageUri",
    resolved_s3_object: Option<ResolvedS3Object> = show "ResolvedS3Object",
    source_kms_key_arn: Option<String> = show "SourceKMSKeyArn",
    error: Option<FunctionCodeLocationError> = show "Error",
} }

shape! { FunctionCodeLocationError {
    error_code: Option<String> = show "ErrorCode",
    message: Option<String> = hide "Message",
} }

shape! { FunctionConfiguration {
    function_name: Option<String> = show "FunctionName",
    function_arn: Option<String> = show "FunctionArn",
    runtime: Option<String> = show "Runtime",
    role: Option<String> = show "Role",
    handler: Option<String> = show "Handler",
    code_size: Option<i64> = show "CodeSize",
    description: Option<String> = show "Description",
    timeout: Option<i32> = show "Timeout",
    memory_size: Option<i32> = show "MemorySize",
    last_modified: Option<String> = show "LastModified",
    code_sha256: Option<String> = show "CodeSha256",
    version: Option<String> = show "Version",
    vpc_config: Option<VpcConfigResponse> = show "VpcConfig",
    dead_letter_config: Option<DeadLetterConfig> = show "DeadLetterConfig",
    environment: Option<EnvironmentResponse> = show "Environment",
    kms_key_arn: Option<String> = show "KMSKeyArn",
    tracing_config: Option<TracingConfigResponse> = show "TracingConfig",
    master_arn: Option<String> = show "MasterArn",
    revision_id: Option<String> = show "RevisionId",
    layers: Option<Vec<Layer>> = show "Layers",
    state: Option<String> = show "State",
    state_reason: Option<String> = show "StateReason",
    state_reason_code: Option<String> = show "StateReasonCode",
    last_update_status: Option<String> = show "LastUpdateStatus",
    last_update_status_reason: Option<String> = show "LastUpdateStatusReason",
    last_update_status_reason_code: Option<String> = show "LastUpdateStatusReasonCode",
    file_system_configs: Option<Vec<FileSystemConfig>> = show "FileSystemConfigs",
    signing_profile_version_arn: Option<String> = show "SigningProfileVersionArn",
    signing_job_arn: Option<String> = show "SigningJobArn",
    package_type: Option<String> = show "PackageType",
    image_config_response: Option<ImageConfigResponse> = show "ImageConfigResponse",
    architectures: Option<Vec<String>> = show "Architectures",
    ephemeral_storage: Option<EphemeralStorage> = show "EphemeralStorage",
    snap_start: Option<SnapStartResponse> = show "SnapStart",
    runtime_version_config: Option<RuntimeVersionConfig> = show "RuntimeVersionConfig",
    logging_config: Option<LoggingConfig> = show "LoggingConfig",
    tenancy_config: Option<TenancyConfig> = show "TenancyConfig",
    capacity_provider_config: Option<CapacityProviderConfig> = show "CapacityProviderConfig",
    config_sha256: Option<String> = show "ConfigSha256",
    durable_config: Option<DurableConfig> = show "DurableConfig",
    runtime_config: Option<FunctionRuntimeConfig> = show "RuntimeConfig",
    accelerator_config: Option<AcceleratorConfig> = show "AcceleratorConfig",
} }

shape! { FunctionEventInvokeConfig {
    last_modified: Option<Timestamp> = show "LastModified",
    function_arn: Option<String> = show "FunctionArn",
    maximum_retry_attempts: Option<i32> = show "MaximumRetryAttempts",
    maximum_event_age_in_seconds: Option<i32> = show "MaximumEventAgeInSeconds",
    destination_config: Option<DestinationConfig> = show "DestinationConfig",
} }

shape! { FunctionRuntimeConfig {
    runtime_arn: String = show "RuntimeArn",
    runtime_alias: String = show "RuntimeAlias",
} }

shape! { FunctionScalingConfig {
    min_execution_environments: Option<i32> = show "MinExecutionEnvironments",
    max_execution_environments: Option<i32> = show "MaxExecutionEnvironments",
} }

shape! { FunctionUrlConfig {
    function_url: String = show "FunctionUrl",
    function_arn: String = show "FunctionArn",
    creation_time: String = show "CreationTime",
    last_modified_time: String = show "LastModifiedTime",
    cors: Option<Cors> = show "Cors",
    auth_type: String = show "AuthType",
    invoke_mode: Option<String> = show "InvokeMode",
} }

shape! { FunctionVersionsByCapacityProviderListItem {
    function_arn: String = show "FunctionArn",
    state: String = show "State",
} }

shape! { GetAccountSettingsRequest {
} }

shape! { GetAccountSettingsResponse {
    account_limit: Option<AccountLimit> = show "AccountLimit",
    account_usage: Option<AccountUsage> = show "AccountUsage",
} }

shape! { GetAliasRequest {
    function_name: String = show "FunctionName",
    name: String = show "Name",
} }

shape! { GetCapacityProviderRequest {
    capacity_provider_name: String = show "CapacityProviderName",
} }

shape! { GetCapacityProviderResponse {
    capacity_provider: CapacityProvider = show "CapacityProvider",
} }

shape! { GetCodeSigningConfigRequest {
    code_signing_config_arn: String = show "CodeSigningConfigArn",
} }

shape! { GetCodeSigningConfigResponse {
    code_signing_config: CodeSigningConfig = show "CodeSigningConfig",
} }

shape! { GetDurableExecutionHistoryRequest {
    durable_execution_arn: String = show "DurableExecutionArn",
    include_execution_data: Option<bool> = show "IncludeExecutionData",
    max_items: Option<i32> = show "MaxItems",
    marker: Option<String> = show "Marker",
    reverse_order: Option<bool> = show "ReverseOrder",
} }

shape! { GetDurableExecutionHistoryResponse {
    events: Vec<Event> = show "Events",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { GetDurableExecutionRequest {
    durable_execution_arn: String = show "DurableExecutionArn",
    include_execution_data: Option<bool> = show "IncludeExecutionData",
} }

shape! { GetDurableExecutionResponse {
    durable_execution_arn: String = show "DurableExecutionArn",
    durable_execution_name: String = show "DurableExecutionName",
    function_arn: String = show "FunctionArn",
    input_payload: Option<String> = hide "InputPayload",
    result: Option<String> = hide "Result",
    error: Option<ErrorObject> = show "Error",
    start_timestamp: Timestamp = show "StartTimestamp",
    status: String = show "Status",
    end_timestamp: Option<Timestamp> = show "EndTimestamp",
    version: Option<String> = show "Version",
    trace_header: Option<TraceHeader> = show "TraceHeader",
    execution_data_included: Option<bool> = show "ExecutionDataIncluded",
    durable_config: Option<DurableConfig> = show "DurableConfig",
    pause_details: Option<PauseDetails> = show "PauseDetails",
    expected_execution_timeout_timestamp: Option<Timestamp> = show "ExpectedExecutionTimeoutTimestamp",
} }

shape! { GetDurableExecutionStateRequest {
    durable_execution_arn: String = show "DurableExecutionArn",
    checkpoint_token: String = show "CheckpointToken",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { GetDurableExecutionStateResponse {
    operations: Vec<Operation> = show "Operations",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { GetEventSourceMappingRequest {
    uuid: String = show "UUID",
} }

shape! { GetFunctionCodeSigningConfigRequest {
    function_name: String = show "FunctionName",
} }

shape! { GetFunctionCodeSigningConfigResponse {
    code_signing_config_arn: String = show "CodeSigningConfigArn",
    function_name: String = show "FunctionName",
} }

shape! { GetFunctionConcurrencyRequest {
    function_name: String = show "FunctionName",
} }

shape! { GetFunctionConcurrencyResponse {
    reserved_concurrent_executions: Option<i32> = show "ReservedConcurrentExecutions",
} }

shape! { GetFunctionConfigurationRequest {
    function_name: String = show "FunctionName",
    qualifier: Option<String> = show "Qualifier",
} }

shape! { GetFunctionEventInvokeConfigRequest {
    function_name: String = show "FunctionName",
    qualifier: Option<String> = show "Qualifier",
} }

shape! { GetFunctionRecursionConfigRequest {
    function_name: String = show "FunctionName",
} }

shape! { GetFunctionRecursionConfigResponse {
    recursive_loop: Option<String> = show "RecursiveLoop",
} }

shape! { GetFunctionRequest {
    function_name: String = show "FunctionName",
    qualifier: Option<String> = show "Qualifier",
} }

shape! { GetFunctionResponse {
    configuration: Option<FunctionConfiguration> = show "Configuration",
    code: Option<FunctionCodeLocation> = show "Code",
    tags: Option<BTreeMap<String, String>> = show "Tags",
    tags_error: Option<TagsError> = show "TagsError",
    concurrency: Option<Concurrency> = show "Concurrency",
} }

shape! { GetFunctionScalingConfigRequest {
    function_name: String = show "FunctionName",
    qualifier: String = show "Qualifier",
} }

shape! { GetFunctionScalingConfigResponse {
    function_arn: Option<String> = show "FunctionArn",
    applied_function_scaling_config: Option<FunctionScalingConfig> = show "AppliedFunctionScalingConfig",
    requested_function_scaling_config: Option<FunctionScalingConfig> = show "RequestedFunctionScalingConfig",
} }

shape! { GetFunctionUrlConfigRequest {
    function_name: String = show "FunctionName",
    qualifier: Option<String> = show "Qualifier",
} }

shape! { GetFunctionUrlConfigResponse {
    function_url: String = show "FunctionUrl",
    function_arn: String = show "FunctionArn",
    auth_type: String = show "AuthType",
    cors: Option<Cors> = show "Cors",
    creation_time: String = show "CreationTime",
    last_modified_time: String = show "LastModifiedTime",
    invoke_mode: Option<String> = show "InvokeMode",
} }

shape! { GetLayerVersionByArnRequest {
    arn: String = show "Arn",
} }

shape! { GetLayerVersionPolicyRequest {
    layer_name: String = show "LayerName",
    version_number: i64 = show "VersionNumber",
} }

shape! { GetLayerVersionPolicyResponse {
    policy: Option<String> = show "Policy",
    revision_id: Option<String> = show "RevisionId",
} }

shape! { GetLayerVersionRequest {
    layer_name: String = show "LayerName",
    version_number: i64 = show "VersionNumber",
} }

shape! { GetLayerVersionResponse {
    content: Option<LayerVersionContentOutput> = show "Content",
    layer_arn: Option<String> = show "LayerArn",
    layer_version_arn: Option<String> = show "LayerVersionArn",
    description: Option<String> = show "Description",
    created_date: Option<String> = show "CreatedDate",
    version: Option<i64> = show "Version",
    compatible_architectures: Option<Vec<String>> = show "CompatibleArchitectures",
    compatible_runtimes: Option<Vec<String>> = show "CompatibleRuntimes",
    license_info: Option<String> = show "LicenseInfo",
} }

shape! { GetPolicyRequest {
    function_name: String = show "FunctionName",
    qualifier: Option<String> = show "Qualifier",
} }

shape! { GetPolicyResponse {
    policy: Option<String> = show "Policy",
    revision_id: Option<String> = show "RevisionId",
} }

shape! { GetProvisionedConcurrencyConfigRequest {
    function_name: String = show "FunctionName",
    qualifier: String = show "Qualifier",
} }

shape! { GetProvisionedConcurrencyConfigResponse {
    requested_provisioned_concurrent_executions: Option<i32> = show "RequestedProvisionedConcurrentExecutions",
    available_provisioned_concurrent_executions: Option<i32> = show "AvailableProvisionedConcurrentExecutions",
    allocated_provisioned_concurrent_executions: Option<i32> = show "AllocatedProvisionedConcurrentExecutions",
    status: Option<String> = show "Status",
    status_reason: Option<String> = show "StatusReason",
    last_modified: Option<String> = show "LastModified",
} }

shape! { GetResourcePolicyRequest {
    resource_arn: String = show "ResourceArn",
} }

shape! { GetResourcePolicyResponse {
    policy: Option<String> = show "Policy",
    revision_id: Option<String> = show "RevisionId",
} }

shape! { GetRuntimeManagementConfigRequest {
    function_name: String = show "FunctionName",
    qualifier: Option<String> = show "Qualifier",
} }

shape! { GetRuntimeManagementConfigResponse {
    update_runtime_on: Option<String> = show "UpdateRuntimeOn",
    function_arn: Option<String> = show "FunctionArn",
    runtime_version_arn: Option<String> = show "RuntimeVersionArn",
} }

shape! { ImageConfig {
    entry_point: Option<Vec<String>> = show "EntryPoint",
    command: Option<Vec<String>> = show "Command",
    working_directory: Option<String> = show "WorkingDirectory",
} }

shape! { ImageConfigError {
    error_code: Option<String> = show "ErrorCode",
    message: Option<String> = hide "Message",
} }

shape! { ImageConfigResponse {
    image_config: Option<ImageConfig> = show "ImageConfig",
    error: Option<ImageConfigError> = show "Error",
} }

shape! { InstanceRequirements {
    architectures: Option<Vec<String>> = show "Architectures",
    allowed_instance_types: Option<Vec<String>> = show "AllowedInstanceTypes",
    excluded_instance_types: Option<Vec<String>> = show "ExcludedInstanceTypes",
} }

shape! { InvocationCompletedDetails {
    start_timestamp: Timestamp = show "StartTimestamp",
    end_timestamp: Timestamp = show "EndTimestamp",
    request_id: String = show "RequestId",
    error: Option<EventError> = show "Error",
} }

shape! { InvocationRequest {
    function_name: String = show "FunctionName",
    invocation_type: Option<String> = show "InvocationType",
    log_type: Option<String> = show "LogType",
    client_context: Option<String> = show "ClientContext",
    durable_execution_name: Option<String> = show "DurableExecutionName",
    payload: Option<Bytes> = hide "Payload",
    qualifier: Option<String> = show "Qualifier",
    tenant_id: Option<String> = show "TenantId",
} }

shape! { InvocationResponse {
    status_code: Option<i32> = show "StatusCode",
    function_error: Option<String> = show "FunctionError",
    log_result: Option<String> = show "LogResult",
    payload: Option<Bytes> = hide "Payload",
    executed_version: Option<String> = show "ExecutedVersion",
    durable_execution_arn: Option<String> = show "DurableExecutionArn",
} }

shape! { InvokeAsyncRequest {
    function_name: String = show "FunctionName",
} }

shape! { InvokeAsyncResponse {
    status: Option<i32> = show "Status",
} }

shape! { InvokeWithResponseStreamRequest {
    function_name: String = show "FunctionName",
    log_type: Option<String> = show "LogType",
    client_context: Option<String> = show "ClientContext",
    qualifier: Option<String> = show "Qualifier",
    payload: Option<Bytes> = hide "Payload",
    tenant_id: Option<String> = show "TenantId",
    invocation_type: Option<String> = show "InvocationType",
} }

shape! { InvokeWithResponseStreamResponse {
    status_code: Option<i32> = show "StatusCode",
    executed_version: Option<String> = show "ExecutedVersion",
    response_stream_content_type: Option<String> = show "ResponseStreamContentType",
} }

shape! { KafkaSchemaRegistryAccessConfig {
    r#type: Option<String> = show "Type",
    uri: Option<String> = show "URI",
} }

shape! { KafkaSchemaRegistryConfig {
    schema_registry_uri: Option<String> = show "SchemaRegistryURI",
    event_record_format: Option<String> = show "EventRecordFormat",
    access_configs: Option<Vec<KafkaSchemaRegistryAccessConfig>> = show "AccessConfigs",
    schema_validation_configs: Option<Vec<KafkaSchemaValidationConfig>> = show "SchemaValidationConfigs",
} }

shape! { KafkaSchemaValidationConfig {
    attribute: Option<String> = show "Attribute",
} }

shape! { LambdaManagedInstancesCapacityProviderConfig {
    capacity_provider_arn: String = show "CapacityProviderArn",
    per_execution_environment_max_concurrency: Option<i32> = show "PerExecutionEnvironmentMaxConcurrency",
    execution_environment_memory_gi_b_per_v_cpu: Option<f64> = show "ExecutionEnvironmentMemoryGiBPerVCpu",
} }

shape! { Layer {
    arn: Option<String> = show "Arn",
    code_size: Option<i64> = show "CodeSize",
    signing_profile_version_arn: Option<String> = show "SigningProfileVersionArn",
    signing_job_arn: Option<String> = show "SigningJobArn",
} }

shape! { LayerVersionContentInput {
    s3_bucket: Option<String> = show "S3Bucket",
    s3_key: Option<String> = show "S3Key",
    s3_object_version: Option<String> = show "S3ObjectVersion",
    s3_object_storage_mode: Option<String> = show "S3ObjectStorageMode",
    zip_file: Option<Bytes> = hide "ZipFile",
} }

shape! { LayerVersionContentOutput {
    location: Option<String> = show "Location",
    code_sha256: Option<String> = show "CodeSha256",
    code_size: Option<i64> = show "CodeSize",
    signing_profile_version_arn: Option<String> = show "SigningProfileVersionArn",
    signing_job_arn: Option<String> = show "SigningJobArn",
    resolved_s3_object: Option<ResolvedS3Object> = show "ResolvedS3Object",
} }

shape! { LayerVersionsListItem {
    layer_version_arn: Option<String> = show "LayerVersionArn",
    version: Option<i64> = show "Version",
    description: Option<String> = show "Description",
    created_date: Option<String> = show "CreatedDate",
    compatible_architectures: Option<Vec<String>> = show "CompatibleArchitectures",
    compatible_runtimes: Option<Vec<String>> = show "CompatibleRuntimes",
    license_info: Option<String> = show "LicenseInfo",
} }

shape! { LayersListItem {
    layer_name: Option<String> = show "LayerName",
    layer_arn: Option<String> = show "LayerArn",
    latest_matching_version: Option<LayerVersionsListItem> = show "LatestMatchingVersion",
} }

shape! { ListAliasesRequest {
    function_name: String = show "FunctionName",
    function_version: Option<String> = show "FunctionVersion",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListAliasesResponse {
    next_marker: Option<String> = show "NextMarker",
    aliases: Option<Vec<AliasConfiguration>> = show "Aliases",
} }

shape! { ListCapacityProvidersRequest {
    state: Option<String> = show "State",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListCapacityProvidersResponse {
    capacity_providers: Vec<CapacityProvider> = show "CapacityProviders",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { ListCodeSigningConfigsRequest {
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListCodeSigningConfigsResponse {
    next_marker: Option<String> = show "NextMarker",
    code_signing_configs: Option<Vec<CodeSigningConfig>> = show "CodeSigningConfigs",
} }

shape! { ListDurableExecutionsByFunctionRequest {
    function_name: String = show "FunctionName",
    qualifier: Option<String> = show "Qualifier",
    durable_execution_name: Option<String> = show "DurableExecutionName",
    statuses: Option<Vec<String>> = show "Statuses",
    started_after: Option<Timestamp> = show "StartedAfter",
    started_before: Option<Timestamp> = show "StartedBefore",
    reverse_order: Option<bool> = show "ReverseOrder",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListDurableExecutionsByFunctionResponse {
    durable_executions: Option<Vec<Execution>> = show "DurableExecutions",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { ListEventSourceMappingsRequest {
    event_source_arn: Option<String> = show "EventSourceArn",
    function_name: Option<String> = show "FunctionName",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListEventSourceMappingsResponse {
    next_marker: Option<String> = show "NextMarker",
    event_source_mappings: Option<Vec<EventSourceMappingConfiguration>> = show "EventSourceMappings",
} }

shape! { ListFunctionEventInvokeConfigsRequest {
    function_name: String = show "FunctionName",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListFunctionEventInvokeConfigsResponse {
    function_event_invoke_configs: Option<Vec<FunctionEventInvokeConfig>> = show "FunctionEventInvokeConfigs",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { ListFunctionUrlConfigsRequest {
    function_name: String = show "FunctionName",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListFunctionUrlConfigsResponse {
    function_url_configs: Vec<FunctionUrlConfig> = show "FunctionUrlConfigs",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { ListFunctionVersionsByCapacityProviderRequest {
    capacity_provider_name: String = show "CapacityProviderName",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListFunctionVersionsByCapacityProviderResponse {
    capacity_provider_arn: String = show "CapacityProviderArn",
    function_versions: Vec<FunctionVersionsByCapacityProviderListItem> = show "FunctionVersions",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { ListFunctionsByCodeSigningConfigRequest {
    code_signing_config_arn: String = show "CodeSigningConfigArn",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListFunctionsByCodeSigningConfigResponse {
    next_marker: Option<String> = show "NextMarker",
    function_arns: Option<Vec<String>> = show "FunctionArns",
} }

shape! { ListFunctionsRequest {
    master_region: Option<String> = show "MasterRegion",
    function_version: Option<String> = show "FunctionVersion",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListFunctionsResponse {
    next_marker: Option<String> = show "NextMarker",
    functions: Option<Vec<FunctionConfiguration>> = show "Functions",
} }

shape! { ListLayerVersionsRequest {
    compatible_architecture: Option<String> = show "CompatibleArchitecture",
    compatible_runtime: Option<String> = show "CompatibleRuntime",
    layer_name: String = show "LayerName",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListLayerVersionsResponse {
    next_marker: Option<String> = show "NextMarker",
    layer_versions: Option<Vec<LayerVersionsListItem>> = show "LayerVersions",
} }

shape! { ListLayersRequest {
    compatible_architecture: Option<String> = show "CompatibleArchitecture",
    compatible_runtime: Option<String> = show "CompatibleRuntime",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListLayersResponse {
    next_marker: Option<String> = show "NextMarker",
    layers: Option<Vec<LayersListItem>> = show "Layers",
} }

shape! { ListProvisionedConcurrencyConfigsRequest {
    function_name: String = show "FunctionName",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListProvisionedConcurrencyConfigsResponse {
    provisioned_concurrency_configs: Option<Vec<ProvisionedConcurrencyConfigListItem>> = show "ProvisionedConcurrencyConfigs",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { ListTagsRequest {
    resource: String = show "Resource",
} }

shape! { ListTagsResponse {
    tags: Option<BTreeMap<String, String>> = show "Tags",
} }

shape! { ListVersionsByFunctionRequest {
    function_name: String = show "FunctionName",
    marker: Option<String> = show "Marker",
    max_items: Option<i32> = show "MaxItems",
} }

shape! { ListVersionsByFunctionResponse {
    next_marker: Option<String> = show "NextMarker",
    versions: Option<Vec<FunctionConfiguration>> = show "Versions",
} }

shape! { LoggingConfig {
    log_format: Option<String> = show "LogFormat",
    application_log_level: Option<String> = show "ApplicationLogLevel",
    system_log_level: Option<String> = show "SystemLogLevel",
    log_group: Option<String> = show "LogGroup",
} }

shape! { OnFailure {
    destination: Option<String> = show "Destination",
} }

shape! { OnSuccess {
    destination: Option<String> = show "Destination",
} }

shape! { Operation {
    id: String = show "Id",
    parent_id: Option<String> = show "ParentId",
    name: Option<String> = show "Name",
    r#type: String = show "Type",
    sub_type: Option<String> = show "SubType",
    start_timestamp: Timestamp = show "StartTimestamp",
    end_timestamp: Option<Timestamp> = show "EndTimestamp",
    status: String = show "Status",
    execution_details: Option<ExecutionDetails> = show "ExecutionDetails",
    context_details: Option<ContextDetails> = show "ContextDetails",
    step_details: Option<StepDetails> = show "StepDetails",
    wait_details: Option<WaitDetails> = show "WaitDetails",
    callback_details: Option<CallbackDetails> = show "CallbackDetails",
    chained_invoke_details: Option<ChainedInvokeDetails> = show "ChainedInvokeDetails",
} }

shape! { OperationUpdate {
    id: String = show "Id",
    parent_id: Option<String> = show "ParentId",
    name: Option<String> = show "Name",
    r#type: String = show "Type",
    sub_type: Option<String> = show "SubType",
    action: String = show "Action",
    payload: Option<String> = hide "Payload",
    error: Option<ErrorObject> = show "Error",
    context_options: Option<ContextOptions> = show "ContextOptions",
    step_options: Option<StepOptions> = show "StepOptions",
    wait_options: Option<WaitOptions> = show "WaitOptions",
    callback_options: Option<CallbackOptions> = show "CallbackOptions",
    chained_invoke_options: Option<ChainedInvokeOptions> = show "ChainedInvokeOptions",
} }

shape! { PauseDetails {
    pause_request_timestamp: Timestamp = show "PauseRequestTimestamp",
    reason: Option<String> = hide "Reason",
    execution_timeout_paused: bool = show "ExecutionTimeoutPaused",
} }

shape! { PauseDurableExecutionRequest {
    durable_execution_arn: String = show "DurableExecutionArn",
    client_token: Option<String> = show "ClientToken",
    reason: Option<String> = hide "Reason",
    execution_timeout_paused: Option<bool> = show "ExecutionTimeoutPaused",
} }

shape! { PauseDurableExecutionResponse {
} }

shape! { PropagateTags {
    mode: Option<String> = show "Mode",
    explicit_tags: Option<BTreeMap<String, String>> = show "ExplicitTags",
} }

shape! { ProvisionedConcurrencyConfigListItem {
    function_arn: Option<String> = show "FunctionArn",
    requested_provisioned_concurrent_executions: Option<i32> = show "RequestedProvisionedConcurrentExecutions",
    available_provisioned_concurrent_executions: Option<i32> = show "AvailableProvisionedConcurrentExecutions",
    allocated_provisioned_concurrent_executions: Option<i32> = show "AllocatedProvisionedConcurrentExecutions",
    status: Option<String> = show "Status",
    status_reason: Option<String> = show "StatusReason",
    last_modified: Option<String> = show "LastModified",
} }

shape! { ProvisionedPollerConfig {
    minimum_pollers: Option<i32> = show "MinimumPollers",
    maximum_pollers: Option<i32> = show "MaximumPollers",
    poller_group_name: Option<String> = show "PollerGroupName",
} }

shape! { PublishLayerVersionRequest {
    layer_name: String = show "LayerName",
    description: Option<String> = show "Description",
    content: LayerVersionContentInput = show "Content",
    compatible_architectures: Option<Vec<String>> = show "CompatibleArchitectures",
    compatible_runtimes: Option<Vec<String>> = show "CompatibleRuntimes",
    license_info: Option<String> = show "LicenseInfo",
} }

shape! { PublishLayerVersionResponse {
    content: Option<LayerVersionContentOutput> = show "Content",
    layer_arn: Option<String> = show "LayerArn",
    layer_version_arn: Option<String> = show "LayerVersionArn",
    description: Option<String> = show "Description",
    created_date: Option<String> = show "CreatedDate",
    version: Option<i64> = show "Version",
    compatible_architectures: Option<Vec<String>> = show "CompatibleArchitectures",
    compatible_runtimes: Option<Vec<String>> = show "CompatibleRuntimes",
    license_info: Option<String> = show "LicenseInfo",
} }

shape! { PublishVersionRequest {
    function_name: String = show "FunctionName",
    code_sha256: Option<String> = show "CodeSha256",
    description: Option<String> = show "Description",
    revision_id: Option<String> = show "RevisionId",
    publish_to: Option<String> = show "PublishTo",
} }

shape! { PutFunctionCodeSigningConfigRequest {
    code_signing_config_arn: String = show "CodeSigningConfigArn",
    function_name: String = show "FunctionName",
} }

shape! { PutFunctionCodeSigningConfigResponse {
    code_signing_config_arn: String = show "CodeSigningConfigArn",
    function_name: String = show "FunctionName",
} }

shape! { PutFunctionConcurrencyRequest {
    function_name: String = show "FunctionName",
    reserved_concurrent_executions: i32 = show "ReservedConcurrentExecutions",
} }

shape! { PutFunctionEventInvokeConfigRequest {
    function_name: String = show "FunctionName",
    qualifier: Option<String> = show "Qualifier",
    maximum_retry_attempts: Option<i32> = show "MaximumRetryAttempts",
    maximum_event_age_in_seconds: Option<i32> = show "MaximumEventAgeInSeconds",
    destination_config: Option<DestinationConfig> = show "DestinationConfig",
} }

shape! { PutFunctionRecursionConfigRequest {
    function_name: String = show "FunctionName",
    recursive_loop: String = show "RecursiveLoop",
} }

shape! { PutFunctionRecursionConfigResponse {
    recursive_loop: Option<String> = show "RecursiveLoop",
} }

shape! { PutFunctionScalingConfigRequest {
    function_name: String = show "FunctionName",
    qualifier: String = show "Qualifier",
    function_scaling_config: Option<FunctionScalingConfig> = show "FunctionScalingConfig",
} }

shape! { PutFunctionScalingConfigResponse {
    function_state: Option<String> = show "FunctionState",
} }

shape! { PutProvisionedConcurrencyConfigRequest {
    function_name: String = show "FunctionName",
    qualifier: String = show "Qualifier",
    provisioned_concurrent_executions: i32 = show "ProvisionedConcurrentExecutions",
} }

shape! { PutProvisionedConcurrencyConfigResponse {
    requested_provisioned_concurrent_executions: Option<i32> = show "RequestedProvisionedConcurrentExecutions",
    allocated_provisioned_concurrent_executions: Option<i32> = show "AllocatedProvisionedConcurrentExecutions",
    available_provisioned_concurrent_executions: Option<i32> = show "AvailableProvisionedConcurrentExecutions",
    status: Option<String> = show "Status",
    status_reason: Option<String> = show "StatusReason",
    last_modified: Option<String> = show "LastModified",
} }

shape! { PutResourcePolicyRequest {
    resource_arn: String = show "ResourceArn",
    policy: String = show "Policy",
    revision_id: Option<String> = show "RevisionId",
} }

shape! { PutResourcePolicyResponse {
    policy: Option<String> = show "Policy",
    revision_id: Option<String> = show "RevisionId",
} }

shape! { PutRuntimeManagementConfigRequest {
    function_name: String = show "FunctionName",
    qualifier: Option<String> = show "Qualifier",
    update_runtime_on: String = show "UpdateRuntimeOn",
    runtime_version_arn: Option<String> = show "RuntimeVersionArn",
} }

shape! { PutRuntimeManagementConfigResponse {
    update_runtime_on: String = show "UpdateRuntimeOn",
    function_arn: String = show "FunctionArn",
    runtime_version_arn: Option<String> = show "RuntimeVersionArn",
} }

shape! { RemoveLayerVersionPermissionRequest {
    layer_name: String = show "LayerName",
    version_number: i64 = show "VersionNumber",
    statement_id: String = show "StatementId",
    revision_id: Option<String> = show "RevisionId",
} }

shape! { RemovePermissionRequest {
    function_name: String = show "FunctionName",
    statement_id: String = show "StatementId",
    qualifier: Option<String> = show "Qualifier",
    revision_id: Option<String> = show "RevisionId",
} }

shape! { ResolvedS3Object {
    s3_bucket: Option<String> = show "S3Bucket",
    s3_key: Option<String> = show "S3Key",
    s3_object_version: Option<String> = show "S3ObjectVersion",
} }

shape! { ResumeDurableExecutionRequest {
    durable_execution_arn: String = show "DurableExecutionArn",
    client_token: Option<String> = show "ClientToken",
    reason: Option<String> = hide "Reason",
} }

shape! { ResumeDurableExecutionResponse {
} }

shape! { RetryDetails {
    current_attempt: Option<i32> = show "CurrentAttempt",
    next_attempt_delay_seconds: Option<i32> = show "NextAttemptDelaySeconds",
} }

shape! { RuntimeVersionConfig {
    runtime_version_arn: Option<String> = show "RuntimeVersionArn",
    error: Option<RuntimeVersionError> = show "Error",
} }

shape! { RuntimeVersionError {
    error_code: Option<String> = show "ErrorCode",
    message: Option<String> = hide "Message",
} }

shape! { S3FilesConfig {
    direct_s3_read: Option<String> = show "DirectS3Read",
} }

shape! { ScalingConfig {
    maximum_concurrency: Option<i32> = show "MaximumConcurrency",
} }

shape! { SelfManagedEventSource {
    endpoints: Option<BTreeMap<String, Vec<String>>> = show "Endpoints",
} }

shape! { SelfManagedKafkaEventSourceConfig {
    consumer_group_id: Option<String> = show "ConsumerGroupId",
    schema_registry_config: Option<KafkaSchemaRegistryConfig> = show "SchemaRegistryConfig",
    consumption_mode: Option<String> = show "ConsumptionMode",
} }

shape! { SendDurableExecutionCallbackFailureRequest {
    callback_id: String = show "CallbackId",
    error: Option<ErrorObject> = show "Error",
} }

shape! { SendDurableExecutionCallbackFailureResponse {
} }

shape! { SendDurableExecutionCallbackHeartbeatRequest {
    callback_id: String = show "CallbackId",
} }

shape! { SendDurableExecutionCallbackHeartbeatResponse {
} }

shape! { SendDurableExecutionCallbackSuccessRequest {
    callback_id: String = show "CallbackId",
    result: Option<Bytes> = hide "Result",
} }

shape! { SendDurableExecutionCallbackSuccessResponse {
} }

shape! { SnapStart {
    apply_on: Option<String> = show "ApplyOn",
} }

shape! { SnapStartResponse {
    apply_on: Option<String> = show "ApplyOn",
    optimization_status: Option<String> = show "OptimizationStatus",
} }

shape! { SourceAccessConfiguration {
    r#type: Option<String> = show "Type",
    uri: Option<String> = show "URI",
} }

shape! { StepDetails {
    attempt: Option<i32> = show "Attempt",
    next_attempt_timestamp: Option<Timestamp> = show "NextAttemptTimestamp",
    result: Option<String> = hide "Result",
    error: Option<ErrorObject> = show "Error",
} }

shape! { StepFailedDetails {
    error: EventError = show "Error",
    retry_details: RetryDetails = show "RetryDetails",
} }

shape! { StepOptions {
    next_attempt_delay_seconds: Option<i32> = show "NextAttemptDelaySeconds",
} }

shape! { StepStartedDetails {
} }

shape! { StepSucceededDetails {
    result: EventResult = show "Result",
    retry_details: RetryDetails = show "RetryDetails",
} }

shape! { StopDurableExecutionRequest {
    durable_execution_arn: String = show "DurableExecutionArn",
    error: Option<ErrorObject> = show "Error",
} }

shape! { StopDurableExecutionResponse {
    stop_timestamp: Timestamp = show "StopTimestamp",
} }

shape! { TagResourceRequest {
    resource: String = show "Resource",
    tags: BTreeMap<String, String> = show "Tags",
} }

shape! { TagsError {
    error_code: String = show "ErrorCode",
    message: String = show "Message",
} }

shape! { TargetTrackingScalingPolicy {
    predefined_metric_type: String = show "PredefinedMetricType",
    target_value: f64 = show "TargetValue",
} }

shape! { TenancyConfig {
    tenant_isolation_mode: String = show "TenantIsolationMode",
} }

shape! { TraceHeader {
    x_amzn_trace_id: Option<String> = show "XAmznTraceId",
} }

shape! { TracingConfig {
    mode: Option<String> = show "Mode",
} }

shape! { TracingConfigResponse {
    mode: Option<String> = show "Mode",
} }

shape! { UntagResourceRequest {
    resource: String = show "Resource",
    tag_keys: Vec<String> = show "TagKeys",
} }

shape! { UpdateAliasRequest {
    function_name: String = show "FunctionName",
    name: String = show "Name",
    function_version: Option<String> = show "FunctionVersion",
    description: Option<String> = show "Description",
    routing_config: Option<AliasRoutingConfiguration> = show "RoutingConfig",
    revision_id: Option<String> = show "RevisionId",
} }

shape! { UpdateCapacityProviderRequest {
    capacity_provider_name: String = show "CapacityProviderName",
    capacity_provider_scaling_config: Option<CapacityProviderScalingConfig> = show "CapacityProviderScalingConfig",
    propagate_tags: Option<PropagateTags> = show "PropagateTags",
    telemetry_config: Option<CapacityProviderTelemetryConfig> = show "TelemetryConfig",
} }

shape! { UpdateCapacityProviderResponse {
    capacity_provider: CapacityProvider = show "CapacityProvider",
} }

shape! { UpdateCodeSigningConfigRequest {
    code_signing_config_arn: String = show "CodeSigningConfigArn",
    description: Option<String> = show "Description",
    allowed_publishers: Option<AllowedPublishers> = show "AllowedPublishers",
    code_signing_policies: Option<CodeSigningPolicies> = show "CodeSigningPolicies",
} }

shape! { UpdateCodeSigningConfigResponse {
    code_signing_config: CodeSigningConfig = show "CodeSigningConfig",
} }

shape! { UpdateEventSourceMappingRequest {
    uuid: String = show "UUID",
    function_name: Option<String> = show "FunctionName",
    enabled: Option<bool> = show "Enabled",
    batch_size: Option<i32> = show "BatchSize",
    filter_criteria: Option<FilterCriteria> = show "FilterCriteria",
    kms_key_arn: Option<String> = show "KMSKeyArn",
    metrics_config: Option<EventSourceMappingMetricsConfig> = show "MetricsConfig",
    logging_config: Option<EventSourceMappingLoggingConfig> = show "LoggingConfig",
    scaling_config: Option<ScalingConfig> = show "ScalingConfig",
    maximum_batching_window_in_seconds: Option<i32> = show "MaximumBatchingWindowInSeconds",
    parallelization_factor: Option<i32> = show "ParallelizationFactor",
    destination_config: Option<DestinationConfig> = show "DestinationConfig",
    maximum_record_age_in_seconds: Option<i32> = show "MaximumRecordAgeInSeconds",
    bisect_batch_on_function_error: Option<bool> = show "BisectBatchOnFunctionError",
    maximum_retry_attempts: Option<i32> = show "MaximumRetryAttempts",
    tumbling_window_in_seconds: Option<i32> = show "TumblingWindowInSeconds",
    source_access_configurations: Option<Vec<SourceAccessConfiguration>> = show "SourceAccessConfigurations",
    function_response_types: Option<Vec<String>> = show "FunctionResponseTypes",
    amazon_managed_kafka_event_source_config: Option<AmazonManagedKafkaEventSourceConfig> = show "AmazonManagedKafkaEventSourceConfig",
    self_managed_kafka_event_source_config: Option<SelfManagedKafkaEventSourceConfig> = show "SelfManagedKafkaEventSourceConfig",
    document_db_event_source_config: Option<DocumentDBEventSourceConfig> = show "DocumentDBEventSourceConfig",
    provisioned_poller_config: Option<ProvisionedPollerConfig> = show "ProvisionedPollerConfig",
} }

shape! { UpdateFunctionCodeRequest {
    function_name: String = show "FunctionName",
    zip_file: Option<Bytes> = hide "ZipFile",
    s3_bucket: Option<String> = show "S3Bucket",
    s3_key: Option<String> = show "S3Key",
    s3_object_version: Option<String> = show "S3ObjectVersion",
    s3_object_storage_mode: Option<String> = show "S3ObjectStorageMode",
    image_uri: Option<String> = show "ImageUri",
    architectures: Option<Vec<String>> = show "Architectures",
    publish: Option<bool> = show "Publish",
    publish_to: Option<String> = show "PublishTo",
    dry_run: Option<bool> = show "DryRun",
    revision_id: Option<String> = show "RevisionId",
    source_kms_key_arn: Option<String> = show "SourceKMSKeyArn",
} }

shape! { UpdateFunctionConfigurationRequest {
    function_name: String = show "FunctionName",
    role: Option<String> = show "Role",
    handler: Option<String> = show "Handler",
    description: Option<String> = show "Description",
    timeout: Option<i32> = show "Timeout",
    memory_size: Option<i32> = show "MemorySize",
    vpc_config: Option<VpcConfig> = show "VpcConfig",
    environment: Option<Environment> = show "Environment",
    runtime: Option<String> = show "Runtime",
    dead_letter_config: Option<DeadLetterConfig> = show "DeadLetterConfig",
    kms_key_arn: Option<String> = show "KMSKeyArn",
    tracing_config: Option<TracingConfig> = show "TracingConfig",
    revision_id: Option<String> = show "RevisionId",
    layers: Option<Vec<String>> = show "Layers",
    file_system_configs: Option<Vec<FileSystemConfig>> = show "FileSystemConfigs",
    image_config: Option<ImageConfig> = show "ImageConfig",
    ephemeral_storage: Option<EphemeralStorage> = show "EphemeralStorage",
    snap_start: Option<SnapStart> = show "SnapStart",
    logging_config: Option<LoggingConfig> = show "LoggingConfig",
    capacity_provider_config: Option<CapacityProviderConfig> = show "CapacityProviderConfig",
    durable_config: Option<DurableConfig> = show "DurableConfig",
    runtime_config: Option<FunctionRuntimeConfig> = show "RuntimeConfig",
    accelerator_config: Option<AcceleratorConfig> = show "AcceleratorConfig",
} }

shape! { UpdateFunctionEventInvokeConfigRequest {
    function_name: String = show "FunctionName",
    qualifier: Option<String> = show "Qualifier",
    maximum_retry_attempts: Option<i32> = show "MaximumRetryAttempts",
    maximum_event_age_in_seconds: Option<i32> = show "MaximumEventAgeInSeconds",
    destination_config: Option<DestinationConfig> = show "DestinationConfig",
} }

shape! { UpdateFunctionUrlConfigRequest {
    function_name: String = show "FunctionName",
    qualifier: Option<String> = show "Qualifier",
    auth_type: Option<String> = show "AuthType",
    cors: Option<Cors> = show "Cors",
    invoke_mode: Option<String> = show "InvokeMode",
} }

shape! { UpdateFunctionUrlConfigResponse {
    function_url: String = show "FunctionUrl",
    function_arn: String = show "FunctionArn",
    auth_type: String = show "AuthType",
    cors: Option<Cors> = show "Cors",
    creation_time: String = show "CreationTime",
    last_modified_time: String = show "LastModifiedTime",
    invoke_mode: Option<String> = show "InvokeMode",
} }

shape! { VpcConfig {
    subnet_ids: Option<Vec<String>> = show "SubnetIds",
    security_group_ids: Option<Vec<String>> = show "SecurityGroupIds",
    ipv6_allowed_for_dual_stack: Option<bool> = show "Ipv6AllowedForDualStack",
} }

shape! { VpcConfigResponse {
    subnet_ids: Option<Vec<String>> = show "SubnetIds",
    security_group_ids: Option<Vec<String>> = show "SecurityGroupIds",
    vpc_id: Option<String> = show "VpcId",
    ipv6_allowed_for_dual_stack: Option<bool> = show "Ipv6AllowedForDualStack",
} }

shape! { WaitCancelledDetails {
    error: Option<EventError> = show "Error",
} }

shape! { WaitDetails {
    scheduled_end_timestamp: Option<Timestamp> = show "ScheduledEndTimestamp",
} }

shape! { WaitOptions {
    wait_seconds: Option<i32> = show "WaitSeconds",
} }

shape! { WaitStartedDetails {
    duration: i32 = show "Duration",
    scheduled_end_timestamp: Timestamp = show "ScheduledEndTimestamp",
} }

shape! { WaitSucceededDetails {
    duration: Option<i32> = show "Duration",
} }

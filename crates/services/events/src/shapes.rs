//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use std::collections::BTreeMap;

use bartizan_types::Timestamp;
use bartizan_wire::shape;

shape! { ActivateEventSourceRequest {
    name: String = show "Name",
} }

shape! { ApiDestination {
    api_destination_arn: Option<String> = show "ApiDestinationArn",
    name: Option<String> = show "Name",
    api_destination_state: Option<String> = show "ApiDestinationState",
    connection_arn: Option<String> = show "ConnectionArn",
    invocation_endpoint: Option<String> = show "InvocationEndpoint",
    http_method: Option<String> = show "HttpMethod",
    invocation_rate_limit_per_second: Option<i32> = show "InvocationRateLimitPerSecond",
    creation_time: Option<Timestamp> = show "CreationTime",
    last_modified_time: Option<Timestamp> = show "LastModifiedTime",
} }

shape! { AppSyncParameters {
    graph_ql_operation: Option<String> = hide "GraphQLOperation",
} }

shape! { Archive {
    archive_name: Option<String> = show "ArchiveName",
    event_source_arn: Option<String> = show "EventSourceArn",
    state: Option<String> = show "State",
    state_reason: Option<String> = show "StateReason",
    retention_days: Option<i32> = show "RetentionDays",
    size_bytes: Option<i64> = show "SizeBytes",
    event_count: Option<i64> = show "EventCount",
    creation_time: Option<Timestamp> = show "CreationTime",
} }

shape! { AwsVpcConfiguration {
    subnets: Vec<String> = show "Subnets",
    security_groups: Option<Vec<String>> = show "SecurityGroups",
    assign_public_ip: Option<String> = show "AssignPublicIp",
} }

shape! { BatchArrayProperties {
    size: Option<i32> = show "Size",
} }

shape! { BatchParameters {
    job_definition: String = show "JobDefinition",
    job_name: String = show "JobName",
    array_properties: Option<BatchArrayProperties> = show "ArrayProperties",
    retry_strategy: Option<BatchRetryStrategy> = show "RetryStrategy",
} }

shape! { BatchRetryStrategy {
    attempts: Option<i32> = show "Attempts",
} }

shape! { CancelReplayRequest {
    replay_name: String = show "ReplayName",
} }

shape! { CancelReplayResponse {
    replay_arn: Option<String> = show "ReplayArn",
    state: Option<String> = show "State",
    state_reason: Option<String> = show "StateReason",
} }

shape! { CapacityProviderStrategyItem {
    capacity_provider: String = show "capacityProvider",
    weight: Option<i32> = show "weight",
    base: Option<i32> = show "base",
} }

shape! { Condition {
    r#type: String = show "Type",
    key: String = show "Key",
    value: String = show "Value",
} }

shape! { Connection {
    connection_arn: Option<String> = show "ConnectionArn",
    name: Option<String> = show "Name",
    connection_state: Option<String> = show "ConnectionState",
    state_reason: Option<String> = show "StateReason",
    authorization_type: Option<String> = show "AuthorizationType",
    creation_time: Option<Timestamp> = show "CreationTime",
    last_modified_time: Option<Timestamp> = show "LastModifiedTime",
    last_authorized_time: Option<Timestamp> = show "LastAuthorizedTime",
} }

shape! { ConnectionApiKeyAuthResponseParameters {
    api_key_name: Option<String> = show "ApiKeyName",
} }

shape! { ConnectionAuthResponseParameters {
    basic_auth_parameters: Option<ConnectionBasicAuthResponseParameters> = show "BasicAuthParameters",
    o_auth_parameters: Option<ConnectionOAuthResponseParameters> = show "OAuthParameters",
    api_key_auth_parameters: Option<ConnectionApiKeyAuthResponseParameters> = show "ApiKeyAuthParameters",
    invocation_http_parameters: Option<ConnectionHttpParameters> = show "InvocationHttpParameters",
    connectivity_parameters: Option<DescribeConnectionConnectivityParameters> = show "ConnectivityParameters",
} }

shape! { ConnectionBasicAuthResponseParameters {
    username: Option<String> = show "Username",
} }

shape! { ConnectionBodyParameter {
    key: Option<String> = show "Key",
    value: Option<String> = hide "Value",
    is_value_secret: Option<bool> = show "IsValueSecret",
} }

shape! { ConnectionHeaderParameter {
    key: Option<String> = show "Key",
    value: Option<String> = hide "Value",
    is_value_secret: Option<bool> = show "IsValueSecret",
} }

shape! { ConnectionHttpParameters {
    header_parameters: Option<Vec<ConnectionHeaderParameter>> = show "HeaderParameters",
    query_string_parameters: Option<Vec<ConnectionQueryStringParameter>> = show "QueryStringParameters",
    body_parameters: Option<Vec<ConnectionBodyParameter>> = show "BodyParameters",
} }

shape! { ConnectionOAuthClientResponseParameters {
    client_id: Option<String> = show "ClientID",
} }

shape! { ConnectionOAuthResponseParameters {
    client_parameters: Option<ConnectionOAuthClientResponseParameters> = show "ClientParameters",
    authorization_endpoint: Option<String> = show "AuthorizationEndpoint",
    http_method: Option<String> = show "HttpMethod",
    o_auth_http_parameters: Option<ConnectionHttpParameters> = show "OAuthHttpParameters",
} }

shape! { ConnectionQueryStringParameter {
    key: Option<String> = show "Key",
    value: Option<String> = hide "Value",
    is_value_secret: Option<bool> = show "IsValueSecret",
} }

shape! { ConnectivityResourceConfigurationArn {
    resource_configuration_arn: String = show "ResourceConfigurationArn",
} }

shape! { ConnectivityResourceParameters {
    resource_parameters: ConnectivityResourceConfigurationArn = show "ResourceParameters",
} }

shape! { CreateApiDestinationRequest {
    name: String = show "Name",
    description: Option<String> = show "Description",
    connection_arn: String = show "ConnectionArn",
    invocation_endpoint: String = show "InvocationEndpoint",
    http_method: String = show "HttpMethod",
    invocation_rate_limit_per_second: Option<i32> = show "InvocationRateLimitPerSecond",
} }

shape! { CreateApiDestinationResponse {
    api_destination_arn: Option<String> = show "ApiDestinationArn",
    api_destination_state: Option<String> = show "ApiDestinationState",
    creation_time: Option<Timestamp> = show "CreationTime",
    last_modified_time: Option<Timestamp> = show "LastModifiedTime",
} }

shape! { CreateArchiveRequest {
    archive_name: String = show "ArchiveName",
    event_source_arn: String = show "EventSourceArn",
    description: Option<String> = show "Description",
    event_pattern: Option<String> = show "EventPattern",
    retention_days: Option<i32> = show "RetentionDays",
    kms_key_identifier: Option<String> = show "KmsKeyIdentifier",
} }

shape! { CreateArchiveResponse {
    archive_arn: Option<String> = show "ArchiveArn",
    state: Option<String> = show "State",
    state_reason: Option<String> = show "StateReason",
    creation_time: Option<Timestamp> = show "CreationTime",
} }

shape! { CreateConnectionApiKeyAuthRequestParameters {
    api_key_name: String = show "ApiKeyName",
    api_key_value: String = hide "ApiKeyValue",
} }

shape! { CreateConnectionAuthRequestParameters {
    basic_auth_parameters: Option<CreateConnectionBasicAuthRequestParameters> = show "BasicAuthParameters",
    o_auth_parameters: Option<CreateConnectionOAuthRequestParameters> = show "OAuthParameters",
    api_key_auth_parameters: Option<CreateConnectionApiKeyAuthRequestParameters> = show "ApiKeyAuthParameters",
    invocation_http_parameters: Option<ConnectionHttpParameters> = show "InvocationHttpParameters",
    connectivity_parameters: Option<ConnectivityResourceParameters> = show "ConnectivityParameters",
} }

shape! { CreateConnectionBasicAuthRequestParameters {
    username: String = show "Username",
    password: String = hide "Password",
} }

shape! { CreateConnectionOAuthClientRequestParameters {
    client_id: String = show "ClientID",
    client_secret: String = hide "ClientSecret",
} }

shape! { CreateConnectionOAuthRequestParameters {
    client_parameters: CreateConnectionOAuthClientRequestParameters = show "ClientParameters",
    authorization_endpoint: String = show "AuthorizationEndpoint",
    http_method: String = show "HttpMethod",
    o_auth_http_parameters: Option<ConnectionHttpParameters> = show "OAuthHttpParameters",
} }

shape! { CreateConnectionRequest {
    name: String = show "Name",
    description: Option<String> = show "Description",
    authorization_type: String = show "AuthorizationType",
    auth_parameters: CreateConnectionAuthRequestParameters = show "AuthParameters",
    invocation_connectivity_parameters: Option<ConnectivityResourceParameters> = show "InvocationConnectivityParameters",
    kms_key_identifier: Option<String> = show "KmsKeyIdentifier",
} }

shape! { CreateConnectionResponse {
    connection_arn: Option<String> = show "ConnectionArn",
    connection_state: Option<String> = show "ConnectionState",
    creation_time: Option<Timestamp> = show "CreationTime",
    last_modified_time: Option<Timestamp> = show "LastModifiedTime",
} }

shape! { CreateEndpointRequest {
    name: String = show "Name",
    description: Option<String> = show "Description",
    routing_config: RoutingConfig = show "RoutingConfig",
    replication_config: Option<ReplicationConfig> = show "ReplicationConfig",
    event_buses: Vec<EndpointEventBus> = show "EventBuses",
    role_arn: Option<String> = show "RoleArn",
} }

shape! { CreateEndpointResponse {
    name: Option<String> = show "Name",
    arn: Option<String> = show "Arn",
    routing_config: Option<RoutingConfig> = show "RoutingConfig",
    replication_config: Option<ReplicationConfig> = show "ReplicationConfig",
    event_buses: Option<Vec<EndpointEventBus>> = show "EventBuses",
    role_arn: Option<String> = show "RoleArn",
    state: Option<String> = show "State",
} }

shape! { CreateEventBusRequest {
    name: String = show "Name",
    event_source_name: Option<String> = show "EventSourceName",
    description: Option<String> = show "Description",
    kms_key_identifier: Option<String> = show "KmsKeyIdentifier",
    dead_letter_config: Option<DeadLetterConfig> = show "DeadLetterConfig",
    log_config: Option<LogConfig> = show "LogConfig",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { CreateEventBusResponse {
    event_bus_arn: Option<String> = show "EventBusArn",
    description: Option<String> = show "Description",
    kms_key_identifier: Option<String> = show "KmsKeyIdentifier",
    dead_letter_config: Option<DeadLetterConfig> = show "DeadLetterConfig",
    log_config: Option<LogConfig> = show "LogConfig",
} }

shape! { CreatePartnerEventSourceRequest {
    name: String = show "Name",
    account: String = show "Account",
} }

shape! { CreatePartnerEventSourceResponse {
    event_source_arn: Option<String> = show "EventSourceArn",
} }

shape! { DeactivateEventSourceRequest {
    name: String = show "Name",
} }

shape! { DeadLetterConfig {
    arn: Option<String> = show "Arn",
} }

shape! { DeauthorizeConnectionRequest {
    name: String = show "Name",
} }

shape! { DeauthorizeConnectionResponse {
    connection_arn: Option<String> = show "ConnectionArn",
    connection_state: Option<String> = show "ConnectionState",
    creation_time: Option<Timestamp> = show "CreationTime",
    last_modified_time: Option<Timestamp> = show "LastModifiedTime",
    last_authorized_time: Option<Timestamp> = show "LastAuthorizedTime",
} }

shape! { DeleteApiDestinationRequest {
    name: String = show "Name",
} }

shape! { DeleteApiDestinationResponse {
} }

shape! { DeleteArchiveRequest {
    archive_name: String = show "ArchiveName",
} }

shape! { DeleteArchiveResponse {
} }

shape! { DeleteConnectionRequest {
    name: String = show "Name",
} }

shape! { DeleteConnectionResponse {
    connection_arn: Option<String> = show "ConnectionArn",
    connection_state: Option<String> = show "ConnectionState",
    creation_time: Option<Timestamp> = show "CreationTime",
    last_modified_time: Option<Timestamp> = show "LastModifiedTime",
    last_authorized_time: Option<Timestamp> = show "LastAuthorizedTime",
} }

shape! { DeleteEndpointRequest {
    name: String = show "Name",
} }

shape! { DeleteEndpointResponse {
} }

shape! { DeleteEventBusRequest {
    name: String = show "Name",
} }

shape! { DeletePartnerEventSourceRequest {
    name: String = show "Name",
    account: String = show "Account",
} }

shape! { DeleteRuleRequest {
    name: String = show "Name",
    event_bus_name: Option<String> = show "EventBusName",
    force: Option<bool> = show "Force",
} }

shape! { DescribeApiDestinationRequest {
    name: String = show "Name",
} }

shape! { DescribeApiDestinationResponse {
    api_destination_arn: Option<String> = show "ApiDestinationArn",
    name: Option<String> = show "Name",
    description: Option<String> = show "Description",
    api_destination_state: Option<String> = show "ApiDestinationState",
    connection_arn: Option<String> = show "ConnectionArn",
    invocation_endpoint: Option<String> = show "InvocationEndpoint",
    http_method: Option<String> = show "HttpMethod",
    invocation_rate_limit_per_second: Option<i32> = show "InvocationRateLimitPerSecond",
    creation_time: Option<Timestamp> = show "CreationTime",
    last_modified_time: Option<Timestamp> = show "LastModifiedTime",
} }

shape! { DescribeArchiveRequest {
    archive_name: String = show "ArchiveName",
} }

shape! { DescribeArchiveResponse {
    archive_arn: Option<String> = show "ArchiveArn",
    archive_name: Option<String> = show "ArchiveName",
    event_source_arn: Option<String> = show "EventSourceArn",
    description: Option<String> = show "Description",
    event_pattern: Option<String> = show "EventPattern",
    state: Option<String> = show "State",
    state_reason: Option<String> = show "StateReason",
    kms_key_identifier: Option<String> = show "KmsKeyIdentifier",
    retention_days: Option<i32> = show "RetentionDays",
    size_bytes: Option<i64> = show "SizeBytes",
    event_count: Option<i64> = show "EventCount",
    creation_time: Option<Timestamp> = show "CreationTime",
} }

shape! { DescribeConnectionConnectivityParameters {
    resource_parameters: DescribeConnectionResourceParameters = show "ResourceParameters",
} }

shape! { DescribeConnectionRequest {
    name: String = show "Name",
} }

shape! { DescribeConnectionResourceParameters {
    resource_configuration_arn: String = show "ResourceConfigurationArn",
    resource_association_arn: String = show "ResourceAssociationArn",
} }

shape! { DescribeConnectionResponse {
    connection_arn: Option<String> = show "ConnectionArn",
    name: Option<String> = show "Name",
    description: Option<String> = show "Description",
    invocation_connectivity_parameters: Option<DescribeConnectionConnectivityParameters> = show "InvocationConnectivityParameters",
    connection_state: Option<String> = show "ConnectionState",
    state_reason: Option<String> = show "StateReason",
    authorization_type: Option<String> = show "AuthorizationType",
    secret_arn: Option<String> = show "SecretArn",
    kms_key_identifier: Option<String> = show "KmsKeyIdentifier",
    auth_parameters: Option<ConnectionAuthResponseParameters> = show "AuthParameters",
    creation_time: Option<Timestamp> = show "CreationTime",
    last_modified_time: Option<Timestamp> = show "LastModifiedTime",
    last_authorized_time: Option<Timestamp> = show "LastAuthorizedTime",
} }

shape! { DescribeEndpointRequest {
    name: String = show "Name",
    home_region: Option<String> = show "HomeRegion",
} }

shape! { DescribeEndpointResponse {
    name: Option<String> = show "Name",
    description: Option<String> = show "Description",
    arn: Option<String> = show "Arn",
    routing_config: Option<RoutingConfig> = show "RoutingConfig",
    replication_config: Option<ReplicationConfig> = show "ReplicationConfig",
    event_buses: Option<Vec<EndpointEventBus>> = show "EventBuses",
    role_arn: Option<String> = show "RoleArn",
    endpoint_id: Option<String> = show "EndpointId",
    endpoint_url: Option<String> = show "EndpointUrl",
    state: Option<String> = show "State",
    state_reason: Option<String> = show "StateReason",
    creation_time: Option<Timestamp> = show "CreationTime",
    last_modified_time: Option<Timestamp> = show "LastModifiedTime",
} }

shape! { DescribeEventBusRequest {
    name: Option<String> = show "Name",
} }

shape! { DescribeEventBusResponse {
    name: Option<String> = show "Name",
    arn: Option<String> = show "Arn",
    description: Option<String> = show "Description",
    kms_key_identifier: Option<String> = show "KmsKeyIdentifier",
    dead_letter_config: Option<DeadLetterConfig> = show "DeadLetterConfig",
    policy: Option<String> = show "Policy",
    log_config: Option<LogConfig> = show "LogConfig",
    creation_time: Option<Timestamp> = show "CreationTime",
    last_modified_time: Option<Timestamp> = show "LastModifiedTime",
    managed_by: Option<String> = show "ManagedBy",
} }

shape! { DescribeEventSourceRequest {
    name: String = show "Name",
} }

shape! { DescribeEventSourceResponse {
    arn: Option<String> = show "Arn",
    created_by: Option<String> = show "CreatedBy",
    creation_time: Option<Timestamp> = show "CreationTime",
    expiration_time: Option<Timestamp> = show "ExpirationTime",
    name: Option<String> = show "Name",
    state: Option<String> = show "State",
} }

shape! { DescribePartnerEventSourceRequest {
    name: String = show "Name",
} }

shape! { DescribePartnerEventSourceResponse {
    arn: Option<String> = show "Arn",
    name: Option<String> = show "Name",
} }

shape! { DescribeReplayRequest {
    replay_name: String = show "ReplayName",
} }

shape! { DescribeReplayResponse {
    replay_name: Option<String> = show "ReplayName",
    replay_arn: Option<String> = show "ReplayArn",
    description: Option<String> = show "Description",
    state: Option<String> = show "State",
    state_reason: Option<String> = show "StateReason",
    event_source_arn: Option<String> = show "EventSourceArn",
    destination: Option<ReplayDestination> = show "Destination",
    event_start_time: Option<Timestamp> = show "EventStartTime",
    event_end_time: Option<Timestamp> = show "EventEndTime",
    event_last_replayed_time: Option<Timestamp> = show "EventLastReplayedTime",
    replay_start_time: Option<Timestamp> = show "ReplayStartTime",
    replay_end_time: Option<Timestamp> = show "ReplayEndTime",
} }

shape! { DescribeRuleRequest {
    name: String = show "Name",
    event_bus_name: Option<String> = show "EventBusName",
} }

shape! { DescribeRuleResponse {
    name: Option<String> = show "Name",
    arn: Option<String> = show "Arn",
    event_pattern: Option<String> = show "EventPattern",
    schedule_expression: Option<String> = show "ScheduleExpression",
    state: Option<String> = show "State",
    description: Option<String> = show "Description",
    role_arn: Option<String> = show "RoleArn",
    managed_by: Option<String> = show "ManagedBy",
    event_bus_name: Option<String> = show "EventBusName",
    created_by: Option<String> = show "CreatedBy",
} }

shape! { DisableRuleRequest {
    name: String = show "Name",
    event_bus_name: Option<String> = show "EventBusName",
} }

shape! { EcsParameters {
    task_definition_arn: String = show "TaskDefinitionArn",
    task_count: Option<i32> = show "TaskCount",
    launch_type: Option<String> = show "LaunchType",
    network_configuration: Option<NetworkConfiguration> = show "NetworkConfiguration",
    platform_version: Option<String> = show "PlatformVersion",
    group: Option<String> = show "Group",
    capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>> = show "CapacityProviderStrategy",
    enable_ecs_managed_tags: Option<bool> = show "EnableECSManagedTags",
    enable_execute_command: Option<bool> = show "EnableExecuteCommand",
    placement_constraints: Option<Vec<PlacementConstraint>> = show "PlacementConstraints",
    placement_strategy: Option<Vec<PlacementStrategy>> = show "PlacementStrategy",
    propagate_tags: Option<String> = show "PropagateTags",
    reference_id: Option<String> = show "ReferenceId",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { EnableRuleRequest {
    name: String = show "Name",
    event_bus_name: Option<String> = show "EventBusName",
} }

shape! { Endpoint {
    name: Option<String> = show "Name",
    description: Option<String> = show "Description",
    arn: Option<String> = show "Arn",
    routing_config: Option<RoutingConfig> = show "RoutingConfig",
    replication_config: Option<ReplicationConfig> = show "ReplicationConfig",
    event_buses: Option<Vec<EndpointEventBus>> = show "EventBuses",
    role_arn: Option<String> = show "RoleArn",
    endpoint_id: Option<String> = show "EndpointId",
    endpoint_url: Option<String> = show "EndpointUrl",
    state: Option<String> = show "State",
    state_reason: Option<String> = show "StateReason",
    creation_time: Option<Timestamp> = show "CreationTime",
    last_modified_time: Option<Timestamp> = show "LastModifiedTime",
} }

shape! { EndpointEventBus {
    event_bus_arn: String = show "EventBusArn",
} }

shape! { EventBus {
    name: Option<String> = show "Name",
    arn: Option<String> = show "Arn",
    description: Option<String> = show "Description",
    policy: Option<String> = show "Policy",
    creation_time: Option<Timestamp> = show "CreationTime",
    last_modified_time: Option<Timestamp> = show "LastModifiedTime",
    managed_by: Option<String> = show "ManagedBy",
} }

shape! { EventSource {
    arn: Option<String> = show "Arn",
    created_by: Option<String> = show "CreatedBy",
    creation_time: Option<Timestamp> = show "CreationTime",
    expiration_time: Option<Timestamp> = show "ExpirationTime",
    name: Option<String> = show "Name",
    state: Option<String> = show "State",
} }

shape! { FailoverConfig {
    primary: Primary = show "Primary",
    secondary: Secondary = show "Secondary",
} }

shape! { HttpParameters {
    path_parameter_values: Option<Vec<String>> = show "PathParameterValues",
    header_parameters: Option<BTreeMap<String, String>> = show "HeaderParameters",
    query_string_parameters: Option<BTreeMap<String, String>> = show "QueryStringParameters",
} }

shape! { InputTransformer {
    input_paths_map: Option<BTreeMap<String, String>> = show "InputPathsMap",
    input_template: String = show "InputTemplate",
} }

shape! { KinesisParameters {
    partition_key_path: String = show "PartitionKeyPath",
} }

shape! { ListApiDestinationsRequest {
    name_prefix: Option<String> = show "NamePrefix",
    connection_arn: Option<String> = show "ConnectionArn",
    next_token: Option<String> = show "NextToken",
    limit: Option<i32> = show "Limit",
} }

shape! { ListApiDestinationsResponse {
    api_destinations: Option<Vec<ApiDestination>> = show "ApiDestinations",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListArchivesRequest {
    name_prefix: Option<String> = show "NamePrefix",
    event_source_arn: Option<String> = show "EventSourceArn",
    state: Option<String> = show "State",
    next_token: Option<String> = show "NextToken",
    limit: Option<i32> = show "Limit",
} }

shape! { ListArchivesResponse {
    archives: Option<Vec<Archive>> = show "Archives",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListConnectionsRequest {
    name_prefix: Option<String> = show "NamePrefix",
    connection_state: Option<String> = show "ConnectionState",
    next_token: Option<String> = show "NextToken",
    limit: Option<i32> = show "Limit",
} }

shape! { ListConnectionsResponse {
    connections: Option<Vec<Connection>> = show "Connections",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListEndpointsRequest {
    name_prefix: Option<String> = show "NamePrefix",
    home_region: Option<String> = show "HomeRegion",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListEndpointsResponse {
    endpoints: Option<Vec<Endpoint>> = show "Endpoints",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListEventBusesRequest {
    name_prefix: Option<String> = show "NamePrefix",
    next_token: Option<String> = show "NextToken",
    limit: Option<i32> = show "Limit",
} }

shape! { ListEventBusesResponse {
    event_buses: Option<Vec<EventBus>> = show "EventBuses",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListEventSourcesRequest {
    name_prefix: Option<String> = show "NamePrefix",
    next_token: Option<String> = show "NextToken",
    limit: Option<i32> = show "Limit",
} }

shape! { ListEventSourcesResponse {
    event_sources: Option<Vec<EventSource>> = show "EventSources",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListPartnerEventSourceAccountsRequest {
    event_source_name: String = show "EventSourceName",
    next_token: Option<String> = show "NextToken",
    limit: Option<i32> = show "Limit",
} }

shape! { ListPartnerEventSourceAccountsResponse {
    partner_event_source_accounts: Option<Vec<PartnerEventSourceAccount>> = show "PartnerEventSourceAccounts",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListPartnerEventSourcesRequest {
    name_prefix: String = show "NamePrefix",
    next_token: Option<String> = show "NextToken",
    limit: Option<i32> = show "Limit",
} }

shape! { ListPartnerEventSourcesResponse {
    partner_event_sources: Option<Vec<PartnerEventSource>> = show "PartnerEventSources",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListReplaysRequest {
    name_prefix: Option<String> = show "NamePrefix",
    state: Option<String> = show "State",
    event_source_arn: Option<String> = show "EventSourceArn",
    next_token: Option<String> = show "NextToken",
    limit: Option<i32> = show "Limit",
} }

shape! { ListReplaysResponse {
    replays: Option<Vec<Replay>> = show "Replays",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListRuleNamesByTargetRequest {
    target_arn: String = show "TargetArn",
    event_bus_name: Option<String> = show "EventBusName",
    next_token: Option<String> = show "NextToken",
    limit: Option<i32> = show "Limit",
} }

shape! { ListRuleNamesByTargetResponse {
    rule_names: Option<Vec<String>> = show "RuleNames",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListRulesRequest {
    name_prefix: Option<String> = show "NamePrefix",
    event_bus_name: Option<String> = show "EventBusName",
    next_token: Option<String> = show "NextToken",
    limit: Option<i32> = show "Limit",
} }

shape! { ListRulesResponse {
    rules: Option<Vec<Rule>> = show "Rules",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListTagsForResourceRequest {
    resource_arn: String = show "ResourceARN",
} }

shape! { ListTagsForResourceResponse {
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { ListTargetsByRuleRequest {
    rule: String = show "Rule",
    event_bus_name: Option<String> = show "EventBusName",
    next_token: Option<String> = show "NextToken",
    limit: Option<i32> = show "Limit",
} }

shape! { ListTargetsByRuleResponse {
    targets: Option<Vec<Target>> = show "Targets",
    next_token: Option<String> = show "NextToken",
} }

shape! { LogConfig {
    include_detail: Option<String> = show "IncludeDetail",
    level: Option<String> = show "Level",
} }

shape! { NetworkConfiguration {
    awsvpc_configuration: Option<AwsVpcConfiguration> = show "awsvpcConfiguration",
} }

shape! { PartnerEventSource {
    arn: Option<String> = show "Arn",
    name: Option<String> = show "Name",
} }

shape! { PartnerEventSourceAccount {
    account: Option<String> = show "Account",
    creation_time: Option<Timestamp> = show "CreationTime",
    expiration_time: Option<Timestamp> = show "ExpirationTime",
    state: Option<String> = show "State",
} }

shape! { PlacementConstraint {
    r#type: Option<String> = show "type",
    expression: Option<String> = show "expression",
} }

shape! { PlacementStrategy {
    r#type: Option<String> = show "type",
    field: Option<String> = show "field",
} }

shape! { Primary {
    health_check: String = show "HealthCheck",
} }

shape! { PutEventsRequest {
    entries: Vec<PutEventsRequestEntry> = show "Entries",
    endpoint_id: Option<String> = show "EndpointId",
} }

shape! { PutEventsRequestEntry {
    time: Option<Timestamp> = show "Time",
    source: Option<String> = show "Source",
    resources: Option<Vec<String>> = show "Resources",
    detail_type: Option<String> = show "DetailType",
    detail: Option<String> = hide "Detail",
    event_bus_name: Option<String> = show "EventBusName",
    trace_header: Option<String> = show "TraceHeader",
} }

shape! { PutEventsResponse {
    failed_entry_count: Option<i32> = show "FailedEntryCount",
    entries: Option<Vec<PutEventsResultEntry>> = show "Entries",
} }

shape! { PutEventsResultEntry {
    event_id: Option<String> = show "EventId",
    error_code: Option<String> = show "ErrorCode",
    error_message: Option<String> = show "ErrorMessage",
} }

shape! { PutPartnerEventsRequest {
    entries: Vec<PutPartnerEventsRequestEntry> = show "Entries",
} }

shape! { PutPartnerEventsRequestEntry {
    time: Option<Timestamp> = show "Time",
    source: Option<String> = show "Source",
    resources: Option<Vec<String>> = show "Resources",
    detail_type: Option<String> = show "DetailType",
    detail: Option<String> = show "Detail",
} }

shape! { PutPartnerEventsResponse {
    failed_entry_count: Option<i32> = show "FailedEntryCount",
    entries: Option<Vec<PutPartnerEventsResultEntry>> = show "Entries",
} }

shape! { PutPartnerEventsResultEntry {
    event_id: Option<String> = show "EventId",
    error_code: Option<String> = show "ErrorCode",
    error_message: Option<String> = show "ErrorMessage",
} }

shape! { PutPermissionRequest {
    event_bus_name: Option<String> = show "EventBusName",
    action: Option<String> = show "Action",
    principal: Option<String> = show "Principal",
    statement_id: Option<String> = show "StatementId",
    condition: Option<Condition> = show "Condition",
    policy: Option<String> = show "Policy",
} }

shape! { PutRuleRequest {
    name: String = show "Name",
    schedule_expression: Option<String> = show "ScheduleExpression",
    event_pattern: Option<String> = show "EventPattern",
    state: Option<String> = show "State",
    description: Option<String> = show "Description",
    role_arn: Option<String> = show "RoleArn",
    tags: Option<Vec<Tag>> = show "Tags",
    event_bus_name: Option<String> = show "EventBusName",
} }

shape! { PutRuleResponse {
    rule_arn: Option<String> = show "RuleArn",
} }

shape! { PutTargetsRequest {
    rule: String = show "Rule",
    event_bus_name: Option<String> = show "EventBusName",
    targets: Vec<Target> = show "Targets",
} }

shape! { PutTargetsResponse {
    failed_entry_count: Option<i32> = show "FailedEntryCount",
    failed_entries: Option<Vec<PutTargetsResultEntry>> = show "FailedEntries",
} }

shape! { PutTargetsResultEntry {
    target_id: Option<String> = show "TargetId",
    error_code: Option<String> = show "ErrorCode",
    error_message: Option<String> = show "ErrorMessage",
} }

shape! { RedshiftDataParameters {
    secret_manager_arn: Option<String> = show "SecretManagerArn",
    database: String = show "Database",
    db_user: Option<String> = show "DbUser",
    sql: Option<String> = hide "Sql",
    statement_name: Option<String> = show "StatementName",
    with_event: Option<bool> = show "WithEvent",
    sqls: Option<Vec<String>> = hide "Sqls",
} }

shape! { RemovePermissionRequest {
    statement_id: Option<String> = show "StatementId",
    remove_all_permissions: Option<bool> = show "RemoveAllPermissions",
    event_bus_name: Option<String> = show "EventBusName",
} }

shape! { RemoveTargetsRequest {
    rule: String = show "Rule",
    event_bus_name: Option<String> = show "EventBusName",
    ids: Vec<String> = show "Ids",
    force: Option<bool> = show "Force",
} }

shape! { RemoveTargetsResponse {
    failed_entry_count: Option<i32> = show "FailedEntryCount",
    failed_entries: Option<Vec<RemoveTargetsResultEntry>> = show "FailedEntries",
} }

shape! { RemoveTargetsResultEntry {
    target_id: Option<String> = show "TargetId",
    error_code: Option<String> = show "ErrorCode",
    error_message: Option<String> = show "ErrorMessage",
} }

shape! { Replay {
    replay_name: Option<String> = show "ReplayName",
    event_source_arn: Option<String> = show "EventSourceArn",
    state: Option<String> = show "State",
    state_reason: Option<String> = show "StateReason",
    event_start_time: Option<Timestamp> = show "EventStartTime",
    event_end_time: Option<Timestamp> = show "EventEndTime",
    event_last_replayed_time: Option<Timestamp> = show "EventLastReplayedTime",
    replay_start_time: Option<Timestamp> = show "ReplayStartTime",
    replay_end_time: Option<Timestamp> = show "ReplayEndTime",
} }

shape! { ReplayDestination {
    arn: String = show "Arn",
    filter_arns: Option<Vec<String>> = show "FilterArns",
} }

shape! { ReplicationConfig {
    state: Option<String> = show "State",
} }

shape! { RetryPolicy {
    maximum_retry_attempts: Option<i32> = show "MaximumRetryAttempts",
    maximum_event_age_in_seconds: Option<i32> = show "MaximumEventAgeInSeconds",
} }

shape! { RoutingConfig {
    failover_config: FailoverConfig = show "FailoverConfig",
} }

shape! { Rule {
    name: Option<String> = show "Name",
    arn: Option<String> = show "Arn",
    event_pattern: Option<String> = show "EventPattern",
    state: Option<String> = show "State",
    description: Option<String> = show "Description",
    schedule_expression: Option<String> = show "ScheduleExpression",
    role_arn: Option<String> = show "RoleArn",
    managed_by: Option<String> = show "ManagedBy",
    event_bus_name: Option<String> = show "EventBusName",
} }

shape! { RunCommandParameters {
    run_command_targets: Vec<RunCommandTarget> = show "RunCommandTargets",
} }

shape! { RunCommandTarget {
    key: String = show "Key",
    values: Vec<String> = show "Values",
} }

shape! { SageMakerPipelineParameter {
    name: String = show "Name",
    value: String = show "Value",
} }

shape! { SageMakerPipelineParameters {
    pipeline_parameter_list: Option<Vec<SageMakerPipelineParameter>> = show "PipelineParameterList",
} }

shape! { Secondary {
    route: String = show "Route",
} }

shape! { SqsParameters {
    message_group_id: Option<String> = show "MessageGroupId",
} }

shape! { StartReplayRequest {
    replay_name: String = show "ReplayName",
    description: Option<String> = show "Description",
    event_source_arn: String = show "EventSourceArn",
    event_start_time: Timestamp = show "EventStartTime",
    event_end_time: Timestamp = show "EventEndTime",
    destination: ReplayDestination = show "Destination",
} }

shape! { StartReplayResponse {
    replay_arn: Option<String> = show "ReplayArn",
    state: Option<String> = show "State",
    state_reason: Option<String> = show "StateReason",
    replay_start_time: Option<Timestamp> = show "ReplayStartTime",
} }

shape! { Tag {
    key: String = show "Key",
    value: String = show "Value",
} }

shape! { TagResourceRequest {
    resource_arn: String = show "ResourceARN",
    tags: Vec<Tag> = show "Tags",
} }

shape! { TagResourceResponse {
} }

shape! { Target {
    id: String = show "Id",
    arn: String = show "Arn",
    role_arn: Option<String> = show "RoleArn",
    input: Option<String> = show "Input",
    input_path: Option<String> = show "InputPath",
    input_transformer: Option<InputTransformer> = show "InputTransformer",
    kinesis_parameters: Option<KinesisParameters> = show "KinesisParameters",
    run_command_parameters: Option<RunCommandParameters> = show "RunCommandParameters",
    ecs_parameters: Option<EcsParameters> = show "EcsParameters",
    batch_parameters: Option<BatchParameters> = show "BatchParameters",
    sqs_parameters: Option<SqsParameters> = show "SqsParameters",
    http_parameters: Option<HttpParameters> = show "HttpParameters",
    redshift_data_parameters: Option<RedshiftDataParameters> = show "RedshiftDataParameters",
    sage_maker_pipeline_parameters: Option<SageMakerPipelineParameters> = show "SageMakerPipelineParameters",
    dead_letter_config: Option<DeadLetterConfig> = show "DeadLetterConfig",
    retry_policy: Option<RetryPolicy> = show "RetryPolicy",
    app_sync_parameters: Option<AppSyncParameters> = show "AppSyncParameters",
} }

shape! { TestEventPatternRequest {
    event_pattern: String = show "EventPattern",
    event: String = show "Event",
} }

shape! { TestEventPatternResponse {
    result: Option<bool> = show "Result",
} }

shape! { UntagResourceRequest {
    resource_arn: String = show "ResourceARN",
    tag_keys: Vec<String> = show "TagKeys",
} }

shape! { UntagResourceResponse {
} }

shape! { UpdateApiDestinationRequest {
    name: String = show "Name",
    description: Option<String> = show "Description",
    connection_arn: Option<String> = show "ConnectionArn",
    invocation_endpoint: Option<String> = show "InvocationEndpoint",
    http_method: Option<String> = show "HttpMethod",
    invocation_rate_limit_per_second: Option<i32> = show "InvocationRateLimitPerSecond",
} }

shape! { UpdateApiDestinationResponse {
    api_destination_arn: Option<String> = show "ApiDestinationArn",
    api_destination_state: Option<String> = show "ApiDestinationState",
    creation_time: Option<Timestamp> = show "CreationTime",
    last_modified_time: Option<Timestamp> = show "LastModifiedTime",
} }

shape! { UpdateArchiveRequest {
    archive_name: String = show "ArchiveName",
    description: Option<String> = show "Description",
    event_pattern: Option<String> = show "EventPattern",
    retention_days: Option<i32> = show "RetentionDays",
    kms_key_identifier: Option<String> = show "KmsKeyIdentifier",
} }

shape! { UpdateArchiveResponse {
    archive_arn: Option<String> = show "ArchiveArn",
    state: Option<String> = show "State",
    state_reason: Option<String> = show "StateReason",
    creation_time: Option<Timestamp> = show "CreationTime",
} }

shape! { UpdateConnectionApiKeyAuthRequestParameters {
    api_key_name: Option<String> = show "ApiKeyName",
    api_key_value: Option<String> = hide "ApiKeyValue",
} }

shape! { UpdateConnectionAuthRequestParameters {
    basic_auth_parameters: Option<UpdateConnectionBasicAuthRequestParameters> = show "BasicAuthParameters",
    o_auth_parameters: Option<UpdateConnectionOAuthRequestParameters> = show "OAuthParameters",
    api_key_auth_parameters: Option<UpdateConnectionApiKeyAuthRequestParameters> = show "ApiKeyAuthParameters",
    invocation_http_parameters: Option<ConnectionHttpParameters> = show "InvocationHttpParameters",
    connectivity_parameters: Option<ConnectivityResourceParameters> = show "ConnectivityParameters",
} }

shape! { UpdateConnectionBasicAuthRequestParameters {
    username: Option<String> = show "Username",
    password: Option<String> = hide "Password",
} }

shape! { UpdateConnectionOAuthClientRequestParameters {
    client_id: Option<String> = show "ClientID",
    client_secret: Option<String> = hide "ClientSecret",
} }

shape! { UpdateConnectionOAuthRequestParameters {
    client_parameters: Option<UpdateConnectionOAuthClientRequestParameters> = show "ClientParameters",
    authorization_endpoint: Option<String> = show "AuthorizationEndpoint",
    http_method: Option<String> = show "HttpMethod",
    o_auth_http_parameters: Option<ConnectionHttpParameters> = show "OAuthHttpParameters",
} }

shape! { UpdateConnectionRequest {
    name: String = show "Name",
    description: Option<String> = show "Description",
    authorization_type: Option<String> = show "AuthorizationType",
    auth_parameters: Option<UpdateConnectionAuthRequestParameters> = show "AuthParameters",
    invocation_connectivity_parameters: Option<ConnectivityResourceParameters> = show "InvocationConnectivityParameters",
    kms_key_identifier: Option<String> = show "KmsKeyIdentifier",
} }

shape! { UpdateConnectionResponse {
    connection_arn: Option<String> = show "ConnectionArn",
    connection_state: Option<String> = show "ConnectionState",
    creation_time: Option<Timestamp> = show "CreationTime",
    last_modified_time: Option<Timestamp> = show "LastModifiedTime",
    last_authorized_time: Option<Timestamp> = show "LastAuthorizedTime",
} }

shape! { UpdateEndpointRequest {
    name: String = show "Name",
    description: Option<String> = show "Description",
    routing_config: Option<RoutingConfig> = show "RoutingConfig",
    replication_config: Option<ReplicationConfig> = show "ReplicationConfig",
    event_buses: Option<Vec<EndpointEventBus>> = show "EventBuses",
    role_arn: Option<String> = show "RoleArn",
} }

shape! { UpdateEndpointResponse {
    name: Option<String> = show "Name",
    arn: Option<String> = show "Arn",
    routing_config: Option<RoutingConfig> = show "RoutingConfig",
    replication_config: Option<ReplicationConfig> = show "ReplicationConfig",
    event_buses: Option<Vec<EndpointEventBus>> = show "EventBuses",
    role_arn: Option<String> = show "RoleArn",
    endpoint_id: Option<String> = show "EndpointId",
    endpoint_url: Option<String> = show "EndpointUrl",
    state: Option<String> = show "State",
} }

shape! { UpdateEventBusRequest {
    name: Option<String> = show "Name",
    kms_key_identifier: Option<String> = show "KmsKeyIdentifier",
    description: Option<String> = show "Description",
    dead_letter_config: Option<DeadLetterConfig> = show "DeadLetterConfig",
    log_config: Option<LogConfig> = show "LogConfig",
} }

shape! { UpdateEventBusResponse {
    arn: Option<String> = show "Arn",
    name: Option<String> = show "Name",
    kms_key_identifier: Option<String> = show "KmsKeyIdentifier",
    description: Option<String> = show "Description",
    dead_letter_config: Option<DeadLetterConfig> = show "DeadLetterConfig",
    log_config: Option<LogConfig> = show "LogConfig",
} }

//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use std::collections::BTreeMap;

use bartizan_types::Timestamp;
use bartizan_wire::{Bytes, shape};

shape! { AddTagsRequest {
    resource_id: String = show "ResourceId",
    tags_list: Vec<Tag> = show "TagsList",
} }

shape! { AddTagsResponse {
} }

shape! { AdvancedEventSelector {
    name: Option<String> = show "Name",
    field_selectors: Vec<AdvancedFieldSelector> = show "FieldSelectors",
} }

shape! { AdvancedFieldSelector {
    field: String = show "Field",
    equals: Option<Vec<String>> = show "Equals",
    starts_with: Option<Vec<String>> = show "StartsWith",
    ends_with: Option<Vec<String>> = show "EndsWith",
    not_equals: Option<Vec<String>> = show "NotEquals",
    not_starts_with: Option<Vec<String>> = show "NotStartsWith",
    not_ends_with: Option<Vec<String>> = show "NotEndsWith",
} }

shape! { AggregationConfiguration {
    templates: Vec<String> = show "Templates",
    event_category: String = show "EventCategory",
} }

shape! { CancelQueryRequest {
    event_data_store: Option<String> = show "EventDataStore",
    query_id: String = show "QueryId",
    event_data_store_owner_account_id: Option<String> = show "EventDataStoreOwnerAccountId",
} }

shape! { CancelQueryResponse {
    query_id: String = show "QueryId",
    query_status: String = show "QueryStatus",
    event_data_store_owner_account_id: Option<String> = show "EventDataStoreOwnerAccountId",
} }

shape! { Channel {
    channel_arn: Option<String> = show "ChannelArn",
    name: Option<String> = show "Name",
} }

shape! { ContextKeySelector {
    r#type: String = show "Type",
    equals: Vec<String> = show "Equals",
} }

shape! { CreateChannelRequest {
    name: String = show "Name",
    source: String = show "Source",
    destinations: Vec<Destination> = show "Destinations",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { CreateChannelResponse {
    channel_arn: Option<String> = show "ChannelArn",
    name: Option<String> = show "Name",
    source: Option<String> = show "Source",
    destinations: Option<Vec<Destination>> = show "Destinations",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { CreateDashboardRequest {
    name: String = show "Name",
    refresh_schedule: Option<RefreshSchedule> = show "RefreshSchedule",
    tags_list: Option<Vec<Tag>> = show "TagsList",
    termination_protection_enabled: Option<bool> = show "TerminationProtectionEnabled",
    widgets: Option<Vec<RequestWidget>> = show "Widgets",
} }

shape! { CreateDashboardResponse {
    dashboard_arn: Option<String> = show "DashboardArn",
    name: Option<String> = show "Name",
    r#type: Option<String> = show "Type",
    widgets: Option<Vec<Widget>> = show "Widgets",
    tags_list: Option<Vec<Tag>> = show "TagsList",
    refresh_schedule: Option<RefreshSchedule> = show "RefreshSchedule",
    termination_protection_enabled: Option<bool> = show "TerminationProtectionEnabled",
} }

shape! { CreateEventDataStoreRequest {
    name: String = show "Name",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = show "AdvancedEventSelectors",
    multi_region_enabled: Option<bool> = show "MultiRegionEnabled",
    organization_enabled: Option<bool> = show "OrganizationEnabled",
    retention_period: Option<i32> = show "RetentionPeriod",
    termination_protection_enabled: Option<bool> = show "TerminationProtectionEnabled",
    tags_list: Option<Vec<Tag>> = show "TagsList",
    kms_key_id: Option<String> = show "KmsKeyId",
    start_ingestion: Option<bool> = show "StartIngestion",
    billing_mode: Option<String> = show "BillingMode",
} }

shape! { CreateEventDataStoreResponse {
    event_data_store_arn: Option<String> = show "EventDataStoreArn",
    name: Option<String> = show "Name",
    status: Option<String> = show "Status",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = show "AdvancedEventSelectors",
    multi_region_enabled: Option<bool> = show "MultiRegionEnabled",
    organization_enabled: Option<bool> = show "OrganizationEnabled",
    retention_period: Option<i32> = show "RetentionPeriod",
    termination_protection_enabled: Option<bool> = show "TerminationProtectionEnabled",
    tags_list: Option<Vec<Tag>> = show "TagsList",
    created_timestamp: Option<Timestamp> = show "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = show "UpdatedTimestamp",
    kms_key_id: Option<String> = show "KmsKeyId",
    billing_mode: Option<String> = show "BillingMode",
} }

shape! { CreateTrailRequest {
    name: String = show "Name",
    s3_bucket_name: String = show "S3BucketName",
    s3_key_prefix: Option<String> = show "S3KeyPrefix",
    sns_topic_name: Option<String> = show "SnsTopicName",
    include_global_service_events: Option<bool> = show "IncludeGlobalServiceEvents",
    is_multi_region_trail: Option<bool> = show "IsMultiRegionTrail",
    enable_log_file_validation: Option<bool> = show "EnableLogFileValidation",
    cloud_watch_logs_log_group_arn: Option<String> = show "CloudWatchLogsLogGroupArn",
    cloud_watch_logs_role_arn: Option<String> = show "CloudWatchLogsRoleArn",
    kms_key_id: Option<String> = show "KmsKeyId",
    is_organization_trail: Option<bool> = show "IsOrganizationTrail",
    tags_list: Option<Vec<Tag>> = show "TagsList",
    recursive_logging: Option<bool> = show "RecursiveLogging",
} }

shape! { CreateTrailResponse {
    name: Option<String> = show "Name",
    s3_bucket_name: Option<String> = show "S3BucketName",
    s3_key_prefix: Option<String> = show "S3KeyPrefix",
    sns_topic_name: Option<String> = show "SnsTopicName",
    sns_topic_arn: Option<String> = show "SnsTopicARN",
    include_global_service_events: Option<bool> = show "IncludeGlobalServiceEvents",
    is_multi_region_trail: Option<bool> = show "IsMultiRegionTrail",
    trail_arn: Option<String> = show "TrailARN",
    log_file_validation_enabled: Option<bool> = show "LogFileValidationEnabled",
    cloud_watch_logs_log_group_arn: Option<String> = show "CloudWatchLogsLogGroupArn",
    cloud_watch_logs_role_arn: Option<String> = show "CloudWatchLogsRoleArn",
    kms_key_id: Option<String> = show "KmsKeyId",
    is_organization_trail: Option<bool> = show "IsOrganizationTrail",
    recursive_logging: Option<bool> = show "RecursiveLogging",
} }

shape! { DashboardDetail {
    dashboard_arn: Option<String> = show "DashboardArn",
    r#type: Option<String> = show "Type",
} }

shape! { DataResource {
    r#type: Option<String> = show "Type",
    values: Option<Vec<String>> = show "Values",
} }

shape! { DeleteChannelRequest {
    channel: String = show "Channel",
} }

shape! { DeleteChannelResponse {
} }

shape! { DeleteDashboardRequest {
    dashboard_id: String = show "DashboardId",
} }

shape! { DeleteDashboardResponse {
} }

shape! { DeleteEventDataStoreRequest {
    event_data_store: String = show "EventDataStore",
} }

shape! { DeleteEventDataStoreResponse {
} }

shape! { DeleteResourcePolicyRequest {
    resource_arn: String = show "ResourceArn",
} }

shape! { DeleteResourcePolicyResponse {
} }

shape! { DeleteTrailRequest {
    name: String = show "Name",
} }

shape! { DeleteTrailResponse {
} }

shape! { DeregisterOrganizationDelegatedAdminRequest {
    delegated_admin_account_id: String = show "DelegatedAdminAccountId",
} }

shape! { DeregisterOrganizationDelegatedAdminResponse {
} }

shape! { DescribeQueryRequest {
    event_data_store: Option<String> = show "EventDataStore",
    query_id: Option<String> = show "QueryId",
    query_alias: Option<String> = show "QueryAlias",
    refresh_id: Option<String> = show "RefreshId",
    event_data_store_owner_account_id: Option<String> = show "EventDataStoreOwnerAccountId",
} }

shape! { DescribeQueryResponse {
    query_id: Option<String> = show "QueryId",
    query_string: Option<String> = show "QueryString",
    query_status: Option<String> = show "QueryStatus",
    query_statistics: Option<QueryStatisticsForDescribeQuery> = show "QueryStatistics",
    error_message: Option<String> = show "ErrorMessage",
    delivery_s3_uri: Option<String> = show "DeliveryS3Uri",
    delivery_status: Option<String> = show "DeliveryStatus",
    prompt: Option<String> = show "Prompt",
    event_data_store_owner_account_id: Option<String> = show "EventDataStoreOwnerAccountId",
} }

shape! { DescribeTrailsRequest {
    trail_name_list: Option<Vec<String>> = show "trailNameList",
    include_shadow_trails: Option<bool> = show "includeShadowTrails",
} }

shape! { DescribeTrailsResponse {
    trail_list: Option<Vec<Trail>> = show "trailList",
} }

shape! { Destination {
    r#type: String = show "Type",
    location: String = show "Location",
} }

shape! { DisableFederationRequest {
    event_data_store: String = show "EventDataStore",
} }

shape! { DisableFederationResponse {
    event_data_store_arn: Option<String> = show "EventDataStoreArn",
    federation_status: Option<String> = show "FederationStatus",
} }

shape! { EnableFederationRequest {
    event_data_store: String = show "EventDataStore",
    federation_role_arn: String = show "FederationRoleArn",
} }

shape! { EnableFederationResponse {
    event_data_store_arn: Option<String> = show "EventDataStoreArn",
    federation_status: Option<String> = show "FederationStatus",
    federation_role_arn: Option<String> = show "FederationRoleArn",
} }

shape! { Event {
    event_id: Option<String> = show "EventId",
    event_name: Option<String> = show "EventName",
    read_only: Option<String> = show "ReadOnly",
    access_key_id: Option<String> = show "AccessKeyId",
    event_time: Option<Timestamp> = show "EventTime",
    event_source: Option<String> = show "EventSource",
    username: Option<String> = show "Username",
    resources: Option<Vec<Resource>> = show "Resources",
    cloud_trail_event: Option<String> = show "CloudTrailEvent",
} }

shape! { EventDataStore {
    event_data_store_arn: Option<String> = show "EventDataStoreArn",
    name: Option<String> = show "Name",
    termination_protection_enabled: Option<bool> = show "TerminationProtectionEnabled",
    status: Option<String> = show "Status",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = show "AdvancedEventSelectors",
    multi_region_enabled: Option<bool> = show "MultiRegionEnabled",
    organization_enabled: Option<bool> = show "OrganizationEnabled",
    retention_period: Option<i32> = show "RetentionPeriod",
    created_timestamp: Option<Timestamp> = show "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = show "UpdatedTimestamp",
} }

shape! { EventSelector {
    read_write_type: Option<String> = show "ReadWriteType",
    include_management_events: Option<bool> = show "IncludeManagementEvents",
    data_resources: Option<Vec<DataResource>> = show "DataResources",
    exclude_management_event_sources: Option<Vec<String>> = show "ExcludeManagementEventSources",
} }

shape! { GenerateQueryRequest {
    event_data_stores: Vec<String> = show "EventDataStores",
    prompt: String = show "Prompt",
} }

shape! { GenerateQueryResponse {
    query_statement: Option<String> = show "QueryStatement",
    query_alias: Option<String> = show "QueryAlias",
    event_data_store_owner_account_id: Option<String> = show "EventDataStoreOwnerAccountId",
} }

shape! { GetChannelRequest {
    channel: String = show "Channel",
} }

shape! { GetChannelResponse {
    channel_arn: Option<String> = show "ChannelArn",
    name: Option<String> = show "Name",
    source: Option<String> = show "Source",
    source_config: Option<SourceConfig> = show "SourceConfig",
    destinations: Option<Vec<Destination>> = show "Destinations",
    ingestion_status: Option<IngestionStatus> = show "IngestionStatus",
} }

shape! { GetDashboardRequest {
    dashboard_id: String = show "DashboardId",
} }

shape! { GetDashboardResponse {
    dashboard_arn: Option<String> = show "DashboardArn",
    r#type: Option<String> = show "Type",
    status: Option<String> = show "Status",
    widgets: Option<Vec<Widget>> = show "Widgets",
    refresh_schedule: Option<RefreshSchedule> = show "RefreshSchedule",
    created_timestamp: Option<Timestamp> = show "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = show "UpdatedTimestamp",
    last_refresh_id: Option<String> = show "LastRefreshId",
    last_refresh_failure_reason: Option<String> = show "LastRefreshFailureReason",
    termination_protection_enabled: Option<bool> = show "TerminationProtectionEnabled",
} }

shape! { GetEventConfigurationRequest {
    trail_name: Option<String> = show "TrailName",
    event_data_store: Option<String> = show "EventDataStore",
} }

shape! { GetEventConfigurationResponse {
    trail_arn: Option<String> = show "TrailARN",
    event_data_store_arn: Option<String> = show "EventDataStoreArn",
    max_event_size: Option<String> = show "MaxEventSize",
    context_key_selectors: Option<Vec<ContextKeySelector>> = show "ContextKeySelectors",
    aggregation_configurations: Option<Vec<AggregationConfiguration>> = show "AggregationConfigurations",
} }

shape! { GetEventDataStoreRequest {
    event_data_store: String = show "EventDataStore",
} }

shape! { GetEventDataStoreResponse {
    event_data_store_arn: Option<String> = show "EventDataStoreArn",
    name: Option<String> = show "Name",
    status: Option<String> = show "Status",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = show "AdvancedEventSelectors",
    multi_region_enabled: Option<bool> = show "MultiRegionEnabled",
    organization_enabled: Option<bool> = show "OrganizationEnabled",
    retention_period: Option<i32> = show "RetentionPeriod",
    termination_protection_enabled: Option<bool> = show "TerminationProtectionEnabled",
    created_timestamp: Option<Timestamp> = show "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = show "UpdatedTimestamp",
    kms_key_id: Option<String> = show "KmsKeyId",
    billing_mode: Option<String> = show "BillingMode",
    federation_status: Option<String> = show "FederationStatus",
    federation_role_arn: Option<String> = show "FederationRoleArn",
    partition_keys: Option<Vec<PartitionKey>> = show "PartitionKeys",
} }

shape! { GetEventSelectorsRequest {
    trail_name: String = show "TrailName",
} }

shape! { GetEventSelectorsResponse {
    trail_arn: Option<String> = show "TrailARN",
    event_selectors: Option<Vec<EventSelector>> = show "EventSelectors",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = show "AdvancedEventSelectors",
} }

shape! { GetImportRequest {
    import_id: String = show "ImportId",
} }

shape! { GetImportResponse {
    import_id: Option<String> = show "ImportId",
    destinations: Option<Vec<String>> = show "Destinations",
    import_source: Option<ImportSource> = show "ImportSource",
    start_event_time: Option<Timestamp> = show "StartEventTime",
    end_event_time: Option<Timestamp> = show "EndEventTime",
    import_status: Option<String> = show "ImportStatus",
    created_timestamp: Option<Timestamp> = show "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = show "UpdatedTimestamp",
    import_statistics: Option<ImportStatistics> = show "ImportStatistics",
} }

shape! { GetInsightSelectorsRequest {
    trail_name: Option<String> = show "TrailName",
    event_data_store: Option<String> = show "EventDataStore",
} }

shape! { GetInsightSelectorsResponse {
    trail_arn: Option<String> = show "TrailARN",
    insight_selectors: Option<Vec<InsightSelector>> = show "InsightSelectors",
    event_data_store_arn: Option<String> = show "EventDataStoreArn",
    insights_destination: Option<String> = show "InsightsDestination",
} }

shape! { GetQueryResultsRequest {
    event_data_store: Option<String> = show "EventDataStore",
    query_id: String = show "QueryId",
    next_token: Option<String> = show "NextToken",
    max_query_results: Option<i32> = show "MaxQueryResults",
    event_data_store_owner_account_id: Option<String> = show "EventDataStoreOwnerAccountId",
} }

shape! { GetQueryResultsResponse {
    query_status: Option<String> = show "QueryStatus",
    query_statistics: Option<QueryStatistics> = show "QueryStatistics",
    query_result_rows: Option<Vec<Vec<BTreeMap<String, String>>>> = show "QueryResultRows",
    next_token: Option<String> = show "NextToken",
    error_message: Option<String> = show "ErrorMessage",
} }

shape! { GetResourcePolicyRequest {
    resource_arn: String = show "ResourceArn",
} }

shape! { GetResourcePolicyResponse {
    resource_arn: Option<String> = show "ResourceArn",
    resource_policy: Option<String> = show "ResourcePolicy",
    delegated_admin_resource_policy: Option<String> = show "DelegatedAdminResourcePolicy",
} }

shape! { GetTrailRequest {
    name: String = show "Name",
} }

shape! { GetTrailResponse {
    trail: Option<Trail> = show "Trail",
} }

shape! { GetTrailStatusRequest {
    name: String = show "Name",
} }

shape! { GetTrailStatusResponse {
    is_logging: Option<bool> = show "IsLogging",
    latest_delivery_error: Option<String> = show "LatestDeliveryError",
    latest_notification_error: Option<String> = show "LatestNotificationError",
    latest_delivery_time: Option<Timestamp> = show "LatestDeliveryTime",
    latest_notification_time: Option<Timestamp> = show "LatestNotificationTime",
    start_logging_time: Option<Timestamp> = show "StartLoggingTime",
    stop_logging_time: Option<Timestamp> = show "StopLoggingTime",
    latest_cloud_watch_logs_delivery_error: Option<String> = show "LatestCloudWatchLogsDeliveryError",
    latest_cloud_watch_logs_delivery_time: Option<Timestamp> = show "LatestCloudWatchLogsDeliveryTime",
    latest_digest_delivery_time: Option<Timestamp> = show "LatestDigestDeliveryTime",
    latest_digest_delivery_error: Option<String> = show "LatestDigestDeliveryError",
    latest_delivery_attempt_time: Option<String> = show "LatestDeliveryAttemptTime",
    latest_notification_attempt_time: Option<String> = show "LatestNotificationAttemptTime",
    latest_notification_attempt_succeeded: Option<String> = show "LatestNotificationAttemptSucceeded",
    latest_delivery_attempt_succeeded: Option<String> = show "LatestDeliveryAttemptSucceeded",
    time_logging_started: Option<String> = show "TimeLoggingStarted",
    time_logging_stopped: Option<String> = show "TimeLoggingStopped",
} }

shape! { ImportFailureListItem {
    location: Option<String> = show "Location",
    status: Option<String> = show "Status",
    error_type: Option<String> = show "ErrorType",
    error_message: Option<String> = show "ErrorMessage",
    last_updated_time: Option<Timestamp> = show "LastUpdatedTime",
} }

shape! { ImportSource {
    s3: S3ImportSource = show "S3",
} }

shape! { ImportStatistics {
    prefixes_found: Option<i64> = show "PrefixesFound",
    prefixes_completed: Option<i64> = show "PrefixesCompleted",
    files_completed: Option<i64> = show "FilesCompleted",
    events_completed: Option<i64> = show "EventsCompleted",
    failed_entries: Option<i64> = show "FailedEntries",
} }

shape! { ImportsListItem {
    import_id: Option<String> = show "ImportId",
    import_status: Option<String> = show "ImportStatus",
    destinations: Option<Vec<String>> = show "Destinations",
    created_timestamp: Option<Timestamp> = show "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = show "UpdatedTimestamp",
} }

shape! { IngestionStatus {
    latest_ingestion_success_time: Option<Timestamp> = show "LatestIngestionSuccessTime",
    latest_ingestion_success_event_id: Option<String> = show "LatestIngestionSuccessEventID",
    latest_ingestion_error_code: Option<String> = show "LatestIngestionErrorCode",
    latest_ingestion_attempt_time: Option<Timestamp> = show "LatestIngestionAttemptTime",
    latest_ingestion_attempt_event_id: Option<String> = show "LatestIngestionAttemptEventID",
} }

shape! { InsightSelector {
    insight_type: Option<String> = show "InsightType",
    event_categories: Option<Vec<String>> = show "EventCategories",
} }

shape! { ListChannelsRequest {
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListChannelsResponse {
    channels: Option<Vec<Channel>> = show "Channels",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListDashboardsRequest {
    name_prefix: Option<String> = show "NamePrefix",
    r#type: Option<String> = show "Type",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListDashboardsResponse {
    dashboards: Option<Vec<DashboardDetail>> = show "Dashboards",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListEventDataStoresRequest {
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListEventDataStoresResponse {
    event_data_stores: Option<Vec<EventDataStore>> = show "EventDataStores",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListImportFailuresRequest {
    import_id: String = show "ImportId",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListImportFailuresResponse {
    failures: Option<Vec<ImportFailureListItem>> = show "Failures",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListImportsRequest {
    max_results: Option<i32> = show "MaxResults",
    destination: Option<String> = show "Destination",
    import_status: Option<String> = show "ImportStatus",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListImportsResponse {
    imports: Option<Vec<ImportsListItem>> = show "Imports",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListInsightsDataRequest {
    insight_source: String = show "InsightSource",
    data_type: String = show "DataType",
    dimensions: Option<BTreeMap<String, String>> = show "Dimensions",
    start_time: Option<Timestamp> = show "StartTime",
    end_time: Option<Timestamp> = show "EndTime",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListInsightsDataResponse {
    events: Option<Vec<Event>> = show "Events",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListInsightsMetricDataRequest {
    trail_name: Option<String> = show "TrailName",
    event_source: String = show "EventSource",
    event_name: String = show "EventName",
    insight_type: String = show "InsightType",
    error_code: Option<String> = show "ErrorCode",
    start_time: Option<Timestamp> = show "StartTime",
    end_time: Option<Timestamp> = show "EndTime",
    period: Option<i32> = show "Period",
    data_type: Option<String> = show "DataType",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListInsightsMetricDataResponse {
    trail_arn: Option<String> = show "TrailARN",
    event_source: Option<String> = show "EventSource",
    event_name: Option<String> = show "EventName",
    insight_type: Option<String> = show "InsightType",
    error_code: Option<String> = show "ErrorCode",
    timestamps: Option<Vec<Timestamp>> = show "Timestamps",
    values: Option<Vec<f64>> = show "Values",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListPublicKeysRequest {
    start_time: Option<Timestamp> = show "StartTime",
    end_time: Option<Timestamp> = show "EndTime",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListPublicKeysResponse {
    public_key_list: Option<Vec<PublicKey>> = show "PublicKeyList",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListQueriesRequest {
    event_data_store: String = show "EventDataStore",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
    start_time: Option<Timestamp> = show "StartTime",
    end_time: Option<Timestamp> = show "EndTime",
    query_status: Option<String> = show "QueryStatus",
} }

shape! { ListQueriesResponse {
    queries: Option<Vec<Query>> = show "Queries",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListTagsRequest {
    resource_id_list: Vec<String> = show "ResourceIdList",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListTagsResponse {
    resource_tag_list: Option<Vec<ResourceTag>> = show "ResourceTagList",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListTrailsRequest {
    next_token: Option<String> = show "NextToken",
} }

shape! { ListTrailsResponse {
    trails: Option<Vec<TrailInfo>> = show "Trails",
    next_token: Option<String> = show "NextToken",
} }

shape! { LookupAttribute {
    attribute_key: String = show "AttributeKey",
    attribute_value: String = show "AttributeValue",
} }

shape! { LookupEventsRequest {
    lookup_attributes: Option<Vec<LookupAttribute>> = show "LookupAttributes",
    start_time: Option<Timestamp> = show "StartTime",
    end_time: Option<Timestamp> = show "EndTime",
    event_category: Option<String> = show "EventCategory",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { LookupEventsResponse {
    events: Option<Vec<Event>> = show "Events",
    next_token: Option<String> = show "NextToken",
} }

shape! { PartitionKey {
    name: String = show "Name",
    r#type: String = show "Type",
} }

shape! { PublicKey {
    value: Option<Bytes> = show "Value",
    validity_start_time: Option<Timestamp> = show "ValidityStartTime",
    validity_end_time: Option<Timestamp> = show "ValidityEndTime",
    fingerprint: Option<String> = show "Fingerprint",
} }

shape! { PutEventConfigurationRequest {
    trail_name: Option<String> = show "TrailName",
    event_data_store: Option<String> = show "EventDataStore",
    max_event_size: Option<String> = show "MaxEventSize",
    context_key_selectors: Option<Vec<ContextKeySelector>> = show "ContextKeySelectors",
    aggregation_configurations: Option<Vec<AggregationConfiguration>> = show "AggregationConfigurations",
} }

shape! { PutEventConfigurationResponse {
    trail_arn: Option<String> = show "TrailARN",
    event_data_store_arn: Option<String> = show "EventDataStoreArn",
    max_event_size: Option<String> = show "MaxEventSize",
    context_key_selectors: Option<Vec<ContextKeySelector>> = show "ContextKeySelectors",
    aggregation_configurations: Option<Vec<AggregationConfiguration>> = show "AggregationConfigurations",
} }

shape! { PutEventSelectorsRequest {
    trail_name: String = show "TrailName",
    event_selectors: Option<Vec<EventSelector>> = show "EventSelectors",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = show "AdvancedEventSelectors",
} }

shape! { PutEventSelectorsResponse {
    trail_arn: Option<String> = show "TrailARN",
    event_selectors: Option<Vec<EventSelector>> = show "EventSelectors",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = show "AdvancedEventSelectors",
} }

shape! { PutInsightSelectorsRequest {
    trail_name: Option<String> = show "TrailName",
    insight_selectors: Vec<InsightSelector> = show "InsightSelectors",
    event_data_store: Option<String> = show "EventDataStore",
    insights_destination: Option<String> = show "InsightsDestination",
} }

shape! { PutInsightSelectorsResponse {
    trail_arn: Option<String> = show "TrailARN",
    insight_selectors: Option<Vec<InsightSelector>> = show "InsightSelectors",
    event_data_store_arn: Option<String> = show "EventDataStoreArn",
    insights_destination: Option<String> = show "InsightsDestination",
} }

shape! { PutResourcePolicyRequest {
    resource_arn: String = show "ResourceArn",
    resource_policy: String = show "ResourcePolicy",
} }

shape! { PutResourcePolicyResponse {
    resource_arn: Option<String> = show "ResourceArn",
    resource_policy: Option<String> = show "ResourcePolicy",
    delegated_admin_resource_policy: Option<String> = show "DelegatedAdminResourcePolicy",
} }

shape! { Query {
    query_id: Option<String> = show "QueryId",
    query_status: Option<String> = show "QueryStatus",
    creation_time: Option<Timestamp> = show "CreationTime",
} }

shape! { QueryStatistics {
    results_count: Option<i32> = show "ResultsCount",
    total_results_count: Option<i32> = show "TotalResultsCount",
    bytes_scanned: Option<i64> = show "BytesScanned",
} }

shape! { QueryStatisticsForDescribeQuery {
    events_matched: Option<i64> = show "EventsMatched",
    events_scanned: Option<i64> = show "EventsScanned",
    bytes_scanned: Option<i64> = show "BytesScanned",
    execution_time_in_millis: Option<i32> = show "ExecutionTimeInMillis",
    creation_time: Option<Timestamp> = show "CreationTime",
} }

shape! { RefreshSchedule {
    frequency: Option<RefreshScheduleFrequency> = show "Frequency",
    status: Option<String> = show "Status",
    time_of_day: Option<String> = show "TimeOfDay",
} }

shape! { RefreshScheduleFrequency {
    unit: Option<String> = show "Unit",
    value: Option<i32> = show "Value",
} }

shape! { RegisterOrganizationDelegatedAdminRequest {
    member_account_id: String = show "MemberAccountId",
} }

shape! { RegisterOrganizationDelegatedAdminResponse {
} }

shape! { RemoveTagsRequest {
    resource_id: String = show "ResourceId",
    tags_list: Vec<Tag> = show "TagsList",
} }

shape! { RemoveTagsResponse {
} }

shape! { RequestWidget {
    query_statement: String = show "QueryStatement",
    query_parameters: Option<Vec<String>> = show "QueryParameters",
    view_properties: BTreeMap<String, String> = show "ViewProperties",
} }

shape! { Resource {
    resource_type: Option<String> = show "ResourceType",
    resource_name: Option<String> = show "ResourceName",
} }

shape! { ResourceTag {
    resource_id: Option<String> = show "ResourceId",
    tags_list: Option<Vec<Tag>> = show "TagsList",
} }

shape! { RestoreEventDataStoreRequest {
    event_data_store: String = show "EventDataStore",
} }

shape! { RestoreEventDataStoreResponse {
    event_data_store_arn: Option<String> = show "EventDataStoreArn",
    name: Option<String> = show "Name",
    status: Option<String> = show "Status",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = show "AdvancedEventSelectors",
    multi_region_enabled: Option<bool> = show "MultiRegionEnabled",
    organization_enabled: Option<bool> = show "OrganizationEnabled",
    retention_period: Option<i32> = show "RetentionPeriod",
    termination_protection_enabled: Option<bool> = show "TerminationProtectionEnabled",
    created_timestamp: Option<Timestamp> = show "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = show "UpdatedTimestamp",
    kms_key_id: Option<String> = show "KmsKeyId",
    billing_mode: Option<String> = show "BillingMode",
} }

shape! { S3ImportSource {
    s3_location_uri: String = show "S3LocationUri",
    s3_bucket_region: String = show "S3BucketRegion",
    s3_bucket_access_role_arn: String = show "S3BucketAccessRoleArn",
} }

shape! { SearchSampleQueriesRequest {
    search_phrase: String = show "SearchPhrase",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { SearchSampleQueriesResponse {
    search_results: Option<Vec<SearchSampleQueriesSearchResult>> = show "SearchResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { SearchSampleQueriesSearchResult {
    name: Option<String> = show "Name",
    description: Option<String> = show "Description",
    sql: Option<String> = show "SQL",
    relevance: Option<f64> = show "Relevance",
} }

shape! { SourceConfig {
    apply_to_all_regions: Option<bool> = show "ApplyToAllRegions",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = show "AdvancedEventSelectors",
} }

shape! { StartDashboardRefreshRequest {
    dashboard_id: String = show "DashboardId",
    query_parameter_values: Option<BTreeMap<String, String>> = show "QueryParameterValues",
} }

shape! { StartDashboardRefreshResponse {
    refresh_id: Option<String> = show "RefreshId",
} }

shape! { StartEventDataStoreIngestionRequest {
    event_data_store: String = show "EventDataStore",
} }

shape! { StartEventDataStoreIngestionResponse {
} }

shape! { StartImportRequest {
    destinations: Option<Vec<String>> = show "Destinations",
    import_source: Option<ImportSource> = show "ImportSource",
    start_event_time: Option<Timestamp> = show "StartEventTime",
    end_event_time: Option<Timestamp> = show "EndEventTime",
    import_id: Option<String> = show "ImportId",
} }

shape! { StartImportResponse {
    import_id: Option<String> = show "ImportId",
    destinations: Option<Vec<String>> = show "Destinations",
    import_source: Option<ImportSource> = show "ImportSource",
    start_event_time: Option<Timestamp> = show "StartEventTime",
    end_event_time: Option<Timestamp> = show "EndEventTime",
    import_status: Option<String> = show "ImportStatus",
    created_timestamp: Option<Timestamp> = show "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = show "UpdatedTimestamp",
} }

shape! { StartLoggingRequest {
    name: String = show "Name",
} }

shape! { StartLoggingResponse {
} }

shape! { StartQueryRequest {
    query_statement: Option<String> = show "QueryStatement",
    delivery_s3_uri: Option<String> = show "DeliveryS3Uri",
    query_alias: Option<String> = show "QueryAlias",
    query_parameters: Option<Vec<String>> = show "QueryParameters",
    event_data_store_owner_account_id: Option<String> = show "EventDataStoreOwnerAccountId",
} }

shape! { StartQueryResponse {
    query_id: Option<String> = show "QueryId",
    event_data_store_owner_account_id: Option<String> = show "EventDataStoreOwnerAccountId",
} }

shape! { StopEventDataStoreIngestionRequest {
    event_data_store: String = show "EventDataStore",
} }

shape! { StopEventDataStoreIngestionResponse {
} }

shape! { StopImportRequest {
    import_id: String = show "ImportId",
} }

shape! { StopImportResponse {
    import_id: Option<String> = show "ImportId",
    import_source: Option<ImportSource> = show "ImportSource",
    destinations: Option<Vec<String>> = show "Destinations",
    import_status: Option<String> = show "ImportStatus",
    created_timestamp: Option<Timestamp> = show "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = show "UpdatedTimestamp",
    start_event_time: Option<Timestamp> = show "StartEventTime",
    end_event_time: Option<Timestamp> = show "EndEventTime",
    import_statistics: Option<ImportStatistics> = show "ImportStatistics",
} }

shape! { StopLoggingRequest {
    name: String = show "Name",
} }

shape! { StopLoggingResponse {
} }

shape! { Tag {
    key: String = show "Key",
    value: Option<String> = show "Value",
} }

shape! { Trail {
    name: Option<String> = show "Name",
    s3_bucket_name: Option<String> = show "S3BucketName",
    s3_key_prefix: Option<String> = show "S3KeyPrefix",
    sns_topic_name: Option<String> = show "SnsTopicName",
    sns_topic_arn: Option<String> = show "SnsTopicARN",
    include_global_service_events: Option<bool> = show "IncludeGlobalServiceEvents",
    is_multi_region_trail: Option<bool> = show "IsMultiRegionTrail",
    home_region: Option<String> = show "HomeRegion",
    trail_arn: Option<String> = show "TrailARN",
    log_file_validation_enabled: Option<bool> = show "LogFileValidationEnabled",
    cloud_watch_logs_log_group_arn: Option<String> = show "CloudWatchLogsLogGroupArn",
    cloud_watch_logs_role_arn: Option<String> = show "CloudWatchLogsRoleArn",
    kms_key_id: Option<String> = show "KmsKeyId",
    has_custom_event_selectors: Option<bool> = show "HasCustomEventSelectors",
    has_insight_selectors: Option<bool> = show "HasInsightSelectors",
    is_organization_trail: Option<bool> = show "IsOrganizationTrail",
    recursive_logging: Option<bool> = show "RecursiveLogging",
} }

shape! { TrailInfo {
    trail_arn: Option<String> = show "TrailARN",
    name: Option<String> = show "Name",
    home_region: Option<String> = show "HomeRegion",
} }

shape! { UpdateChannelRequest {
    channel: String = show "Channel",
    destinations: Option<Vec<Destination>> = show "Destinations",
    name: Option<String> = show "Name",
} }

shape! { UpdateChannelResponse {
    channel_arn: Option<String> = show "ChannelArn",
    name: Option<String> = show "Name",
    source: Option<String> = show "Source",
    destinations: Option<Vec<Destination>> = show "Destinations",
} }

shape! { UpdateDashboardRequest {
    dashboard_id: String = show "DashboardId",
    widgets: Option<Vec<RequestWidget>> = show "Widgets",
    refresh_schedule: Option<RefreshSchedule> = show "RefreshSchedule",
    termination_protection_enabled: Option<bool> = show "TerminationProtectionEnabled",
} }

shape! { UpdateDashboardResponse {
    dashboard_arn: Option<String> = show "DashboardArn",
    name: Option<String> = show "Name",
    r#type: Option<String> = show "Type",
    widgets: Option<Vec<Widget>> = show "Widgets",
    refresh_schedule: Option<RefreshSchedule> = show "RefreshSchedule",
    termination_protection_enabled: Option<bool> = show "TerminationProtectionEnabled",
    created_timestamp: Option<Timestamp> = show "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = show "UpdatedTimestamp",
} }

shape! { UpdateEventDataStoreRequest {
    event_data_store: String = show "EventDataStore",
    name: Option<String> = show "Name",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = show "AdvancedEventSelectors",
    multi_region_enabled: Option<bool> = show "MultiRegionEnabled",
    organization_enabled: Option<bool> = show "OrganizationEnabled",
    retention_period: Option<i32> = show "RetentionPeriod",
    termination_protection_enabled: Option<bool> = show "TerminationProtectionEnabled",
    kms_key_id: Option<String> = show "KmsKeyId",
    billing_mode: Option<String> = show "BillingMode",
} }

shape! { UpdateEventDataStoreResponse {
    event_data_store_arn: Option<String> = show "EventDataStoreArn",
    name: Option<String> = show "Name",
    status: Option<String> = show "Status",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = show "AdvancedEventSelectors",
    multi_region_enabled: Option<bool> = show "MultiRegionEnabled",
    organization_enabled: Option<bool> = show "OrganizationEnabled",
    retention_period: Option<i32> = show "RetentionPeriod",
    termination_protection_enabled: Option<bool> = show "TerminationProtectionEnabled",
    created_timestamp: Option<Timestamp> = show "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = show "UpdatedTimestamp",
    kms_key_id: Option<String> = show "KmsKeyId",
    billing_mode: Option<String> = show "BillingMode",
    federation_status: Option<String> = show "FederationStatus",
    federation_role_arn: Option<String> = show "FederationRoleArn",
} }

shape! { UpdateTrailRequest {
    name: String = show "Name",
    s3_bucket_name: Option<String> = show "S3BucketName",
    s3_key_prefix: Option<String> = show "S3KeyPrefix",
    sns_topic_name: Option<String> = show "SnsTopicName",
    include_global_service_events: Option<bool> = show "IncludeGlobalServiceEvents",
    is_multi_region_trail: Option<bool> = show "IsMultiRegionTrail",
    enable_log_file_validation: Option<bool> = show "EnableLogFileValidation",
    cloud_watch_logs_log_group_arn: Option<String> = show "CloudWatchLogsLogGroupArn",
    cloud_watch_logs_role_arn: Option<String> = show "CloudWatchLogsRoleArn",
    kms_key_id: Option<String> = show "KmsKeyId",
    is_organization_trail: Option<bool> = show "IsOrganizationTrail",
    recursive_logging: Option<bool> = show "RecursiveLogging",
} }

shape! { UpdateTrailResponse {
    name: Option<String> = show "Name",
    s3_bucket_name: Option<String> = show "S3BucketName",
    s3_key_prefix: Option<String> = show "S3KeyPrefix",
    sns_topic_name: Option<String> = show "SnsTopicName",
    sns_topic_arn: Option<String> = show "SnsTopicARN",
    include_global_service_events: Option<bool> = show "IncludeGlobalServiceEvents",
    is_multi_region_trail: Option<bool> = show "IsMultiRegionTrail",
    trail_arn: Option<String> = show "TrailARN",
    log_file_validation_enabled: Option<bool> = show "LogFileValidationEnabled",
    cloud_watch_logs_log_group_arn: Option<String> = show "CloudWatchLogsLogGroupArn",
    cloud_watch_logs_role_arn: Option<String> = show "CloudWatchLogsRoleArn",
    kms_key_id: Option<String> = show "KmsKeyId",
    is_organization_trail: Option<bool> = show "IsOrganizationTrail",
    recursive_logging: Option<bool> = show "RecursiveLogging",
} }

shape! { Widget {
    query_alias: Option<String> = show "QueryAlias",
    query_statement: Option<String> = show "QueryStatement",
    query_parameters: Option<Vec<String>> = show "QueryParameters",
    view_properties: Option<BTreeMap<String, String>> = show "ViewProperties",
} }

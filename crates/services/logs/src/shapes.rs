//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use std::collections::BTreeMap;

use bartizan_wire::shape;

shape! { CreateLogGroupRequest {
    log_group_name: String = show "logGroupName",
    kms_key_id: Option<String> = show "kmsKeyId",
    tags: Option<BTreeMap<String, String>> = show "tags",
    log_group_class: Option<String> = show "logGroupClass",
    deletion_protection_enabled: Option<bool> = show "deletionProtectionEnabled",
} }

shape! { CreateLogStreamRequest {
    log_group_name: String = show "logGroupName",
    log_stream_name: String = show "logStreamName",
} }

shape! { DeleteLogGroupRequest {
    log_group_name: String = show "logGroupName",
} }

shape! { DeleteLogStreamRequest {
    log_group_name: String = show "logGroupName",
    log_stream_name: String = show "logStreamName",
} }

shape! { DeleteResourcePolicyRequest {
    policy_name: Option<String> = show "policyName",
    resource_arn: Option<String> = show "resourceArn",
    expected_revision_id: Option<String> = show "expectedRevisionId",
} }

shape! { DeleteRetentionPolicyRequest {
    log_group_name: String = show "logGroupName",
} }

shape! { DeleteSubscriptionFilterRequest {
    log_group_name: String = show "logGroupName",
    filter_name: String = show "filterName",
} }

shape! { DescribeLogGroupsRequest {
    account_identifiers: Option<Vec<String>> = show "accountIdentifiers",
    log_group_name_prefix: Option<String> = show "logGroupNamePrefix",
    log_group_name_pattern: Option<String> = show "logGroupNamePattern",
    next_token: Option<String> = show "nextToken",
    limit: Option<i32> = show "limit",
    include_linked_accounts: Option<bool> = show "includeLinkedAccounts",
    log_group_class: Option<String> = show "logGroupClass",
    log_group_identifiers: Option<Vec<String>> = show "logGroupIdentifiers",
} }

shape! { DescribeLogGroupsResponse {
    log_groups: Option<Vec<LogGroup>> = show "logGroups",
    next_token: Option<String> = show "nextToken",
} }

shape! { DescribeLogStreamsRequest {
    log_group_name: Option<String> = show "logGroupName",
    log_group_identifier: Option<String> = show "logGroupIdentifier",
    log_stream_name_prefix: Option<String> = show "logStreamNamePrefix",
    order_by: Option<String> = show "orderBy",
    descending: Option<bool> = show "descending",
    next_token: Option<String> = show "nextToken",
    limit: Option<i32> = show "limit",
} }

shape! { DescribeLogStreamsResponse {
    log_streams: Option<Vec<LogStream>> = show "logStreams",
    next_token: Option<String> = show "nextToken",
} }

shape! { DescribeResourcePoliciesRequest {
    next_token: Option<String> = show "nextToken",
    limit: Option<i32> = show "limit",
    resource_arn: Option<String> = show "resourceArn",
    policy_scope: Option<String> = show "policyScope",
} }

shape! { DescribeResourcePoliciesResponse {
    resource_policies: Option<Vec<ResourcePolicy>> = show "resourcePolicies",
    next_token: Option<String> = show "nextToken",
} }

shape! { DescribeSubscriptionFiltersRequest {
    log_group_name: String = show "logGroupName",
    filter_name_prefix: Option<String> = show "filterNamePrefix",
    next_token: Option<String> = show "nextToken",
    limit: Option<i32> = show "limit",
} }

shape! { DescribeSubscriptionFiltersResponse {
    subscription_filters: Option<Vec<SubscriptionFilter>> = show "subscriptionFilters",
    next_token: Option<String> = show "nextToken",
} }

shape! { Entity {
    key_attributes: Option<BTreeMap<String, String>> = show "keyAttributes",
    attributes: Option<BTreeMap<String, String>> = show "attributes",
} }

shape! { FilterLogEventsRequest {
    log_group_name: Option<String> = show "logGroupName",
    log_group_identifier: Option<String> = show "logGroupIdentifier",
    log_stream_names: Option<Vec<String>> = show "logStreamNames",
    log_stream_name_prefix: Option<String> = show "logStreamNamePrefix",
    start_time: Option<i64> = show "startTime",
    end_time: Option<i64> = show "endTime",
    filter_pattern: Option<String> = show "filterPattern",
    next_token: Option<String> = show "nextToken",
    limit: Option<i32> = show "limit",
    start_from_head: Option<bool> = show "startFromHead",
    interleaved: Option<bool> = show "interleaved",
    unmask: Option<bool> = show "unmask",
} }

shape! { FilterLogEventsResponse {
    events: Option<Vec<FilteredLogEvent>> = show "events",
    searched_log_streams: Option<Vec<SearchedLogStream>> = show "searchedLogStreams",
    next_token: Option<String> = show "nextToken",
} }

shape! { FilteredLogEvent {
    log_stream_name: Option<String> = show "logStreamName",
    timestamp: Option<i64> = show "timestamp",
    message: Option<String> = hide "message",
    ingestion_time: Option<i64> = show "ingestionTime",
    event_id: Option<String> = show "eventId",
} }

shape! { GetLogEventsRequest {
    log_group_name: Option<String> = show "logGroupName",
    log_group_identifier: Option<String> = show "logGroupIdentifier",
    log_stream_name: String = show "logStreamName",
    start_time: Option<i64> = show "startTime",
    end_time: Option<i64> = show "endTime",
    next_token: Option<String> = show "nextToken",
    limit: Option<i32> = show "limit",
    start_from_head: Option<bool> = show "startFromHead",
    unmask: Option<bool> = show "unmask",
} }

shape! { GetLogEventsResponse {
    events: Option<Vec<OutputLogEvent>> = show "events",
    next_forward_token: Option<String> = show "nextForwardToken",
    next_backward_token: Option<String> = show "nextBackwardToken",
} }

shape! { InputLogEvent {
    timestamp: i64 = show "timestamp",
    message: String = hide "message",
} }

shape! { ListTagsForResourceRequest {
    resource_arn: String = show "resourceArn",
} }

shape! { ListTagsForResourceResponse {
    tags: Option<BTreeMap<String, String>> = show "tags",
} }

shape! { ListTagsLogGroupRequest {
    log_group_name: String = show "logGroupName",
} }

shape! { ListTagsLogGroupResponse {
    tags: Option<BTreeMap<String, String>> = show "tags",
} }

shape! { LogGroup {
    log_group_name: Option<String> = show "logGroupName",
    creation_time: Option<i64> = show "creationTime",
    retention_in_days: Option<i32> = show "retentionInDays",
    metric_filter_count: Option<i32> = show "metricFilterCount",
    arn: Option<String> = show "arn",
    stored_bytes: Option<i64> = show "storedBytes",
    kms_key_id: Option<String> = show "kmsKeyId",
    data_protection_status: Option<String> = show "dataProtectionStatus",
    inherited_properties: Option<Vec<String>> = show "inheritedProperties",
    log_group_class: Option<String> = show "logGroupClass",
    log_group_arn: Option<String> = show "logGroupArn",
    deletion_protection_enabled: Option<bool> = show "deletionProtectionEnabled",
    bearer_token_authentication_enabled: Option<bool> = show "bearerTokenAuthenticationEnabled",
    retention_policy_name: Option<String> = show "retentionPolicyName",
} }

shape! { LogStream {
    log_stream_name: Option<String> = show "logStreamName",
    creation_time: Option<i64> = show "creationTime",
    first_event_timestamp: Option<i64> = show "firstEventTimestamp",
    last_event_timestamp: Option<i64> = show "lastEventTimestamp",
    last_ingestion_time: Option<i64> = show "lastIngestionTime",
    upload_sequence_token: Option<String> = show "uploadSequenceToken",
    arn: Option<String> = show "arn",
    stored_bytes: Option<i64> = show "storedBytes",
} }

shape! { MetricFilterMatchRecord {
    event_number: Option<i64> = show "eventNumber",
    event_message: Option<String> = hide "eventMessage",
    extracted_values: Option<BTreeMap<String, String>> = hide "extractedValues",
} }

shape! { OutputLogEvent {
    timestamp: Option<i64> = show "timestamp",
    message: Option<String> = hide "message",
    ingestion_time: Option<i64> = show "ingestionTime",
} }

shape! { PutLogEventsRequest {
    log_group_name: String = show "logGroupName",
    log_stream_name: String = show "logStreamName",
    log_events: Vec<InputLogEvent> = hide "logEvents",
    sequence_token: Option<String> = show "sequenceToken",
    entity: Option<Entity> = show "entity",
} }

shape! { PutLogEventsResponse {
    next_sequence_token: Option<String> = show "nextSequenceToken",
    rejected_log_events_info: Option<RejectedLogEventsInfo> = show "rejectedLogEventsInfo",
    rejected_entity_info: Option<RejectedEntityInfo> = show "rejectedEntityInfo",
} }

shape! { PutLogGroupDeletionProtectionRequest {
    log_group_identifier: String = show "logGroupIdentifier",
    deletion_protection_enabled: bool = show "deletionProtectionEnabled",
} }

shape! { PutResourcePolicyRequest {
    policy_name: Option<String> = show "policyName",
    policy_document: Option<String> = show "policyDocument",
    resource_arn: Option<String> = show "resourceArn",
    expected_revision_id: Option<String> = show "expectedRevisionId",
} }

shape! { PutResourcePolicyResponse {
    resource_policy: Option<ResourcePolicy> = show "resourcePolicy",
    revision_id: Option<String> = show "revisionId",
} }

shape! { PutRetentionPolicyRequest {
    log_group_name: String = show "logGroupName",
    retention_in_days: i32 = show "retentionInDays",
} }

shape! { PutSubscriptionFilterRequest {
    log_group_name: String = show "logGroupName",
    filter_name: String = show "filterName",
    filter_pattern: String = show "filterPattern",
    destination_arn: String = show "destinationArn",
    role_arn: Option<String> = show "roleArn",
    distribution: Option<String> = show "distribution",
    apply_on_transformed_logs: Option<bool> = show "applyOnTransformedLogs",
    field_selection_criteria: Option<String> = show "fieldSelectionCriteria",
    emit_system_fields: Option<Vec<String>> = show "emitSystemFields",
} }

shape! { RejectedEntityInfo {
    error_type: String = show "errorType",
} }

shape! { RejectedLogEventsInfo {
    too_new_log_event_start_index: Option<i32> = show "tooNewLogEventStartIndex",
    too_old_log_event_end_index: Option<i32> = show "tooOldLogEventEndIndex",
    expired_log_event_end_index: Option<i32> = show "expiredLogEventEndIndex",
} }

shape! { ResourcePolicy {
    policy_name: Option<String> = show "policyName",
    policy_document: Option<String> = show "policyDocument",
    last_updated_time: Option<i64> = show "lastUpdatedTime",
    policy_scope: Option<String> = show "policyScope",
    resource_arn: Option<String> = show "resourceArn",
    revision_id: Option<String> = show "revisionId",
} }

shape! { SearchedLogStream {
    log_stream_name: Option<String> = show "logStreamName",
    searched_completely: Option<bool> = show "searchedCompletely",
} }

shape! { SubscriptionFilter {
    filter_name: Option<String> = show "filterName",
    log_group_name: Option<String> = show "logGroupName",
    filter_pattern: Option<String> = show "filterPattern",
    destination_arn: Option<String> = show "destinationArn",
    role_arn: Option<String> = show "roleArn",
    distribution: Option<String> = show "distribution",
    apply_on_transformed_logs: Option<bool> = show "applyOnTransformedLogs",
    creation_time: Option<i64> = show "creationTime",
    field_selection_criteria: Option<String> = show "fieldSelectionCriteria",
    emit_system_fields: Option<Vec<String>> = show "emitSystemFields",
} }

shape! { TagLogGroupRequest {
    log_group_name: String = show "logGroupName",
    tags: BTreeMap<String, String> = show "tags",
} }

shape! { TagResourceRequest {
    resource_arn: String = show "resourceArn",
    tags: BTreeMap<String, String> = show "tags",
} }

shape! { TestMetricFilterRequest {
    filter_pattern: String = show "filterPattern",
    log_event_messages: Vec<String> = hide "logEventMessages",
} }

shape! { TestMetricFilterResponse {
    matches: Option<Vec<MetricFilterMatchRecord>> = show "matches",
} }

shape! { UntagLogGroupRequest {
    log_group_name: String = show "logGroupName",
    tags: Vec<String> = show "tags",
} }

shape! { UntagResourceRequest {
    resource_arn: String = show "resourceArn",
    tag_keys: Vec<String> = show "tagKeys",
} }

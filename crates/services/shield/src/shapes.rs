//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use bartizan_types::Timestamp;
use bartizan_wire::shape;

shape! { ApplicationLayerAutomaticResponseConfiguration {
    status: String = show "Status",
    action: ResponseAction = show "Action",
} }

shape! { AssociateDRTLogBucketRequest {
    log_bucket: String = show "LogBucket",
} }

shape! { AssociateDRTLogBucketResponse {
} }

shape! { AssociateDRTRoleRequest {
    role_arn: String = show "RoleArn",
} }

shape! { AssociateDRTRoleResponse {
} }

shape! { AssociateHealthCheckRequest {
    protection_id: String = show "ProtectionId",
    health_check_arn: String = show "HealthCheckArn",
} }

shape! { AssociateHealthCheckResponse {
} }

shape! { AssociateProactiveEngagementDetailsRequest {
    emergency_contact_list: Vec<EmergencyContact> = show "EmergencyContactList",
} }

shape! { AssociateProactiveEngagementDetailsResponse {
} }

shape! { AttackDetail {
    attack_id: Option<String> = show "AttackId",
    resource_arn: Option<String> = show "ResourceArn",
    sub_resources: Option<Vec<SubResourceSummary>> = show "SubResources",
    start_time: Option<Timestamp> = show "StartTime",
    end_time: Option<Timestamp> = show "EndTime",
    attack_counters: Option<Vec<SummarizedCounter>> = show "AttackCounters",
    attack_properties: Option<Vec<AttackProperty>> = show "AttackProperties",
    mitigations: Option<Vec<Mitigation>> = show "Mitigations",
} }

shape! { AttackProperty {
    attack_layer: Option<String> = show "AttackLayer",
    attack_property_identifier: Option<String> = show "AttackPropertyIdentifier",
    top_contributors: Option<Vec<Contributor>> = show "TopContributors",
    unit: Option<String> = show "Unit",
    total: Option<i64> = show "Total",
} }

shape! { AttackStatisticsDataItem {
    attack_volume: Option<AttackVolume> = show "AttackVolume",
    attack_count: i64 = show "AttackCount",
} }

shape! { AttackSummary {
    attack_id: Option<String> = show "AttackId",
    resource_arn: Option<String> = show "ResourceArn",
    start_time: Option<Timestamp> = show "StartTime",
    end_time: Option<Timestamp> = show "EndTime",
    attack_vectors: Option<Vec<AttackVectorDescription>> = show "AttackVectors",
} }

shape! { AttackVectorDescription {
    vector_type: String = show "VectorType",
} }

shape! { AttackVolume {
    bits_per_second: Option<AttackVolumeStatistics> = show "BitsPerSecond",
    packets_per_second: Option<AttackVolumeStatistics> = show "PacketsPerSecond",
    requests_per_second: Option<AttackVolumeStatistics> = show "RequestsPerSecond",
} }

shape! { AttackVolumeStatistics {
    max: f64 = show "Max",
} }

shape! { BlockAction {
} }

shape! { Contributor {
    name: Option<String> = show "Name",
    value: Option<i64> = show "Value",
} }

shape! { CountAction {
} }

shape! { CreateProtectionGroupRequest {
    protection_group_id: String = show "ProtectionGroupId",
    aggregation: String = show "Aggregation",
    pattern: String = show "Pattern",
    resource_type: Option<String> = show "ResourceType",
    members: Option<Vec<String>> = show "Members",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { CreateProtectionGroupResponse {
} }

shape! { CreateProtectionRequest {
    name: String = show "Name",
    resource_arn: String = show "ResourceArn",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { CreateProtectionResponse {
    protection_id: Option<String> = show "ProtectionId",
} }

shape! { CreateSubscriptionRequest {
} }

shape! { CreateSubscriptionResponse {
} }

shape! { DeleteProtectionGroupRequest {
    protection_group_id: String = show "ProtectionGroupId",
} }

shape! { DeleteProtectionGroupResponse {
} }

shape! { DeleteProtectionRequest {
    protection_id: String = show "ProtectionId",
} }

shape! { DeleteProtectionResponse {
} }

shape! { DeleteSubscriptionRequest {
} }

shape! { DeleteSubscriptionResponse {
} }

shape! { DescribeAttackRequest {
    attack_id: String = show "AttackId",
} }

shape! { DescribeAttackResponse {
    attack: Option<AttackDetail> = show "Attack",
} }

shape! { DescribeAttackStatisticsRequest {
} }

shape! { DescribeAttackStatisticsResponse {
    time_range: TimeRange = show "TimeRange",
    data_items: Vec<AttackStatisticsDataItem> = show "DataItems",
} }

shape! { DescribeDRTAccessRequest {
} }

shape! { DescribeDRTAccessResponse {
    role_arn: Option<String> = show "RoleArn",
    log_bucket_list: Option<Vec<String>> = show "LogBucketList",
} }

shape! { DescribeEmergencyContactSettingsRequest {
} }

shape! { DescribeEmergencyContactSettingsResponse {
    emergency_contact_list: Option<Vec<EmergencyContact>> = show "EmergencyContactList",
} }

shape! { DescribeProtectionGroupRequest {
    protection_group_id: String = show "ProtectionGroupId",
} }

shape! { DescribeProtectionGroupResponse {
    protection_group: ProtectionGroup = show "ProtectionGroup",
} }

shape! { DescribeProtectionRequest {
    protection_id: Option<String> = show "ProtectionId",
    resource_arn: Option<String> = show "ResourceArn",
} }

shape! { DescribeProtectionResponse {
    protection: Option<Protection> = show "Protection",
} }

shape! { DescribeSubscriptionRequest {
} }

shape! { DescribeSubscriptionResponse {
    subscription: Option<Subscription> = show "Subscription",
} }

shape! { DisableApplicationLayerAutomaticResponseRequest {
    resource_arn: String = show "ResourceArn",
} }

shape! { DisableApplicationLayerAutomaticResponseResponse {
} }

shape! { DisableProactiveEngagementRequest {
} }

shape! { DisableProactiveEngagementResponse {
} }

shape! { DisassociateDRTLogBucketRequest {
    log_bucket: String = show "LogBucket",
} }

shape! { DisassociateDRTLogBucketResponse {
} }

shape! { DisassociateDRTRoleRequest {
} }

shape! { DisassociateDRTRoleResponse {
} }

shape! { DisassociateHealthCheckRequest {
    protection_id: String = show "ProtectionId",
    health_check_arn: String = show "HealthCheckArn",
} }

shape! { DisassociateHealthCheckResponse {
} }

shape! { EmergencyContact {
    email_address: String = show "EmailAddress",
    phone_number: Option<String> = show "PhoneNumber",
    contact_notes: Option<String> = show "ContactNotes",
} }

shape! { EnableApplicationLayerAutomaticResponseRequest {
    resource_arn: String = show "ResourceArn",
    action: ResponseAction = show "Action",
} }

shape! { EnableApplicationLayerAutomaticResponseResponse {
} }

shape! { EnableProactiveEngagementRequest {
} }

shape! { EnableProactiveEngagementResponse {
} }

shape! { GetSubscriptionStateRequest {
} }

shape! { GetSubscriptionStateResponse {
    subscription_state: String = show "SubscriptionState",
} }

shape! { InclusionProtectionFilters {
    resource_arns: Option<Vec<String>> = show "ResourceArns",
    protection_names: Option<Vec<String>> = show "ProtectionNames",
    resource_types: Option<Vec<String>> = show "ResourceTypes",
} }

shape! { InclusionProtectionGroupFilters {
    protection_group_ids: Option<Vec<String>> = show "ProtectionGroupIds",
    patterns: Option<Vec<String>> = show "Patterns",
    resource_types: Option<Vec<String>> = show "ResourceTypes",
    aggregations: Option<Vec<String>> = show "Aggregations",
} }

shape! { Limit {
    r#type: Option<String> = show "Type",
    max: Option<i64> = show "Max",
} }

shape! { ListAttacksRequest {
    resource_arns: Option<Vec<String>> = show "ResourceArns",
    start_time: Option<TimeRange> = show "StartTime",
    end_time: Option<TimeRange> = show "EndTime",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListAttacksResponse {
    attack_summaries: Option<Vec<AttackSummary>> = show "AttackSummaries",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListProtectionGroupsRequest {
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
    inclusion_filters: Option<InclusionProtectionGroupFilters> = show "InclusionFilters",
} }

shape! { ListProtectionGroupsResponse {
    protection_groups: Vec<ProtectionGroup> = show "ProtectionGroups",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListProtectionsRequest {
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
    inclusion_filters: Option<InclusionProtectionFilters> = show "InclusionFilters",
} }

shape! { ListProtectionsResponse {
    protections: Option<Vec<Protection>> = show "Protections",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListResourcesInProtectionGroupRequest {
    protection_group_id: String = show "ProtectionGroupId",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListResourcesInProtectionGroupResponse {
    resource_arns: Vec<String> = show "ResourceArns",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListTagsForResourceRequest {
    resource_arn: String = show "ResourceARN",
} }

shape! { ListTagsForResourceResponse {
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { Mitigation {
    mitigation_name: Option<String> = show "MitigationName",
} }

shape! { Protection {
    id: Option<String> = show "Id",
    name: Option<String> = show "Name",
    resource_arn: Option<String> = show "ResourceArn",
    health_check_ids: Option<Vec<String>> = show "HealthCheckIds",
    protection_arn: Option<String> = show "ProtectionArn",
    application_layer_automatic_response_configuration: Option<ApplicationLayerAutomaticResponseConfiguration> = show "ApplicationLayerAutomaticResponseConfiguration",
} }

shape! { ProtectionGroup {
    protection_group_id: String = show "ProtectionGroupId",
    aggregation: String = show "Aggregation",
    pattern: String = show "Pattern",
    resource_type: Option<String> = show "ResourceType",
    members: Vec<String> = show "Members",
    protection_group_arn: Option<String> = show "ProtectionGroupArn",
} }

shape! { ProtectionGroupArbitraryPatternLimits {
    max_members: i64 = show "MaxMembers",
} }

shape! { ProtectionGroupLimits {
    max_protection_groups: i64 = show "MaxProtectionGroups",
    pattern_type_limits: ProtectionGroupPatternTypeLimits = show "PatternTypeLimits",
} }

shape! { ProtectionGroupPatternTypeLimits {
    arbitrary_pattern_limits: ProtectionGroupArbitraryPatternLimits = show "ArbitraryPatternLimits",
} }

shape! { ProtectionLimits {
    protected_resource_type_limits: Vec<Limit> = show "ProtectedResourceTypeLimits",
} }

shape! { ResponseAction {
    block: Option<BlockAction> = show "Block",
    count: Option<CountAction> = show "Count",
} }

shape! { SubResourceSummary {
    r#type: Option<String> = show "Type",
    id: Option<String> = show "Id",
    attack_vectors: Option<Vec<SummarizedAttackVector>> = show "AttackVectors",
    counters: Option<Vec<SummarizedCounter>> = show "Counters",
} }

shape! { Subscription {
    start_time: Option<Timestamp> = show "StartTime",
    end_time: Option<Timestamp> = show "EndTime",
    time_commitment_in_seconds: Option<i64> = show "TimeCommitmentInSeconds",
    auto_renew: Option<String> = show "AutoRenew",
    limits: Option<Vec<Limit>> = show "Limits",
    proactive_engagement_status: Option<String> = show "ProactiveEngagementStatus",
    subscription_limits: SubscriptionLimits = show "SubscriptionLimits",
    subscription_arn: Option<String> = show "SubscriptionArn",
} }

shape! { SubscriptionLimits {
    protection_limits: ProtectionLimits = show "ProtectionLimits",
    protection_group_limits: ProtectionGroupLimits = show "ProtectionGroupLimits",
} }

shape! { SummarizedAttackVector {
    vector_type: String = show "VectorType",
    vector_counters: Option<Vec<SummarizedCounter>> = show "VectorCounters",
} }

shape! { SummarizedCounter {
    name: Option<String> = show "Name",
    max: Option<f64> = show "Max",
    average: Option<f64> = show "Average",
    sum: Option<f64> = show "Sum",
    n: Option<i32> = show "N",
    unit: Option<String> = show "Unit",
} }

shape! { Tag {
    key: Option<String> = show "Key",
    value: Option<String> = show "Value",
} }

shape! { TagResourceRequest {
    resource_arn: String = show "ResourceARN",
    tags: Vec<Tag> = show "Tags",
} }

shape! { TagResourceResponse {
} }

shape! { TimeRange {
    from_inclusive: Option<Timestamp> = show "FromInclusive",
    to_exclusive: Option<Timestamp> = show "ToExclusive",
} }

shape! { UntagResourceRequest {
    resource_arn: String = show "ResourceARN",
    tag_keys: Vec<String> = show "TagKeys",
} }

shape! { UntagResourceResponse {
} }

shape! { UpdateApplicationLayerAutomaticResponseRequest {
    resource_arn: String = show "ResourceArn",
    action: ResponseAction = show "Action",
} }

shape! { UpdateApplicationLayerAutomaticResponseResponse {
} }

shape! { UpdateEmergencyContactSettingsRequest {
    emergency_contact_list: Option<Vec<EmergencyContact>> = show "EmergencyContactList",
} }

shape! { UpdateEmergencyContactSettingsResponse {
} }

shape! { UpdateProtectionGroupRequest {
    protection_group_id: String = show "ProtectionGroupId",
    aggregation: String = show "Aggregation",
    pattern: String = show "Pattern",
    resource_type: Option<String> = show "ResourceType",
    members: Option<Vec<String>> = show "Members",
} }

shape! { UpdateProtectionGroupResponse {
} }

shape! { UpdateSubscriptionRequest {
    auto_renew: Option<String> = show "AutoRenew",
} }

shape! { UpdateSubscriptionResponse {
} }

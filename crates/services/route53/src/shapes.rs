//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use bartizan_types::Timestamp;
use bartizan_wire::shape;

shape! { AccountLimit {
    r#type: String = show "Type",
    value: i64 = show "Value",
} }

shape! { ActivateKeySigningKeyRequest {
    hosted_zone_id: String = show "HostedZoneId",
    name: String = show "Name",
} }

shape! { ActivateKeySigningKeyResponse {
    change_info: ChangeInfo = show "ChangeInfo",
} }

shape! { AlarmIdentifier {
    region: String = show "Region",
    name: String = show "Name",
} }

shape! { AliasTarget {
    hosted_zone_id: String = show "HostedZoneId",
    dns_name: String = show "DNSName",
    evaluate_target_health: bool = show "EvaluateTargetHealth",
} }

shape! { AssociateVPCWithHostedZoneRequest {
    hosted_zone_id: String = show "HostedZoneId",
    vpc: VPC = show "VPC",
    comment: Option<String> = show "Comment",
} }

shape! { AssociateVPCWithHostedZoneResponse {
    change_info: ChangeInfo = show "ChangeInfo",
} }

shape! { Change {
    action: String = show "Action",
    resource_record_set: ResourceRecordSet = show "ResourceRecordSet",
} }

shape! { ChangeBatch {
    comment: Option<String> = show "Comment",
    changes: Vec<Change> = show "Changes",
} }

shape! { ChangeCidrCollectionRequest {
    id: String = show "Id",
    collection_version: Option<i64> = show "CollectionVersion",
    changes: Vec<CidrCollectionChange> = show "Changes",
} }

shape! { ChangeCidrCollectionResponse {
    id: String = show "Id",
} }

shape! { ChangeInfo {
    id: String = show "Id",
    status: String = show "Status",
    submitted_at: Timestamp = show "SubmittedAt",
    comment: Option<String> = show "Comment",
} }

shape! { ChangeResourceRecordSetsRequest {
    hosted_zone_id: String = show "HostedZoneId",
    change_batch: ChangeBatch = show "ChangeBatch",
} }

shape! { ChangeResourceRecordSetsResponse {
    change_info: ChangeInfo = show "ChangeInfo",
} }

shape! { ChangeTagsForResourceRequest {
    resource_type: String = show "ResourceType",
    resource_id: String = show "ResourceId",
    add_tags: Option<Vec<Tag>> = show "AddTags",
    remove_tag_keys: Option<Vec<String>> = show "RemoveTagKeys",
} }

shape! { ChangeTagsForResourceResponse {
} }

shape! { CidrBlockSummary {
    cidr_block: Option<String> = show "CidrBlock",
    location_name: Option<String> = show "LocationName",
} }

shape! { CidrCollection {
    arn: Option<String> = show "Arn",
    id: Option<String> = show "Id",
    name: Option<String> = show "Name",
    version: Option<i64> = show "Version",
} }

shape! { CidrCollectionChange {
    location_name: String = show "LocationName",
    action: String = show "Action",
    cidr_list: Vec<String> = show "CidrList",
} }

shape! { CidrRoutingConfig {
    collection_id: String = show "CollectionId",
    location_name: String = show "LocationName",
} }

shape! { CloudWatchAlarmConfiguration {
    evaluation_periods: i32 = show "EvaluationPeriods",
    threshold: f64 = show "Threshold",
    comparison_operator: String = show "ComparisonOperator",
    period: i32 = show "Period",
    metric_name: String = show "MetricName",
    namespace: String = show "Namespace",
    statistic: String = show "Statistic",
    dimensions: Option<Vec<Dimension>> = show "Dimensions",
} }

shape! { CollectionSummary {
    arn: Option<String> = show "Arn",
    id: Option<String> = show "Id",
    name: Option<String> = show "Name",
    version: Option<i64> = show "Version",
} }

shape! { Coordinates {
    latitude: String = show "Latitude",
    longitude: String = show "Longitude",
} }

shape! { CreateCidrCollectionRequest {
    name: String = show "Name",
    caller_reference: String = show "CallerReference",
} }

shape! { CreateCidrCollectionResponse {
    collection: Option<CidrCollection> = show "Collection",
    location: Option<String> = show "Location",
} }

shape! { CreateHealthCheckRequest {
    caller_reference: String = show "CallerReference",
    health_check_config: HealthCheckConfig = show "HealthCheckConfig",
} }

shape! { CreateHealthCheckResponse {
    health_check: HealthCheck = show "HealthCheck",
    location: String = show "Location",
} }

shape! { CreateHostedZoneRequest {
    name: String = show "Name",
    vpc: Option<VPC> = show "VPC",
    caller_reference: String = show "CallerReference",
    hosted_zone_config: Option<HostedZoneConfig> = show "HostedZoneConfig",
    delegation_set_id: Option<String> = show "DelegationSetId",
} }

shape! { CreateHostedZoneResponse {
    hosted_zone: HostedZone = show "HostedZone",
    change_info: ChangeInfo = show "ChangeInfo",
    delegation_set: DelegationSet = show "DelegationSet",
    vpc: Option<VPC> = show "VPC",
    location: String = show "Location",
} }

shape! { CreateKeySigningKeyRequest {
    caller_reference: String = show "CallerReference",
    hosted_zone_id: String = show "HostedZoneId",
    key_management_service_arn: String = show "KeyManagementServiceArn",
    name: String = show "Name",
    status: String = show "Status",
} }

shape! { CreateKeySigningKeyResponse {
    change_info: ChangeInfo = show "ChangeInfo",
    key_signing_key: KeySigningKey = show "KeySigningKey",
    location: String = show "Location",
} }

shape! { CreateQueryLoggingConfigRequest {
    hosted_zone_id: String = show "HostedZoneId",
    cloud_watch_logs_log_group_arn: String = show "CloudWatchLogsLogGroupArn",
} }

shape! { CreateQueryLoggingConfigResponse {
    query_logging_config: QueryLoggingConfig = show "QueryLoggingConfig",
    location: String = show "Location",
} }

shape! { CreateResourceRecordSetProtectionsRequest {
    hosted_zone_id: String = show "HostedZoneId",
    protections: Vec<ResourceRecordSetProtectionConfig> = show "Protections",
} }

shape! { CreateResourceRecordSetProtectionsResponse {
} }

shape! { CreateReusableDelegationSetRequest {
    caller_reference: String = show "CallerReference",
    hosted_zone_id: Option<String> = show "HostedZoneId",
} }

shape! { CreateReusableDelegationSetResponse {
    delegation_set: DelegationSet = show "DelegationSet",
    location: String = show "Location",
} }

shape! { CreateTrafficPolicyInstanceRequest {
    hosted_zone_id: String = show "HostedZoneId",
    name: String = show "Name",
    ttl: i64 = show "TTL",
    traffic_policy_id: String = show "TrafficPolicyId",
    traffic_policy_version: i32 = show "TrafficPolicyVersion",
} }

shape! { CreateTrafficPolicyInstanceResponse {
    traffic_policy_instance: TrafficPolicyInstance = show "TrafficPolicyInstance",
    location: String = show "Location",
} }

shape! { CreateTrafficPolicyRequest {
    name: String = show "Name",
    document: String = show "Document",
    comment: Option<String> = show "Comment",
} }

shape! { CreateTrafficPolicyResponse {
    traffic_policy: TrafficPolicy = show "TrafficPolicy",
    location: String = show "Location",
} }

shape! { CreateTrafficPolicyVersionRequest {
    id: String = show "Id",
    document: String = show "Document",
    comment: Option<String> = show "Comment",
} }

shape! { CreateTrafficPolicyVersionResponse {
    traffic_policy: TrafficPolicy = show "TrafficPolicy",
    location: String = show "Location",
} }

shape! { CreateVPCAssociationAuthorizationRequest {
    hosted_zone_id: String = show "HostedZoneId",
    vpc: VPC = show "VPC",
} }

shape! { CreateVPCAssociationAuthorizationResponse {
    hosted_zone_id: String = show "HostedZoneId",
    vpc: VPC = show "VPC",
} }

shape! { DNSSECStatus {
    serve_signature: Option<String> = show "ServeSignature",
    status_message: Option<String> = show "StatusMessage",
} }

shape! { DeactivateKeySigningKeyRequest {
    hosted_zone_id: String = show "HostedZoneId",
    name: String = show "Name",
} }

shape! { DeactivateKeySigningKeyResponse {
    change_info: ChangeInfo = show "ChangeInfo",
} }

shape! { DelegationSet {
    id: Option<String> = show "Id",
    caller_reference: Option<String> = show "CallerReference",
    name_servers: Vec<String> = show "NameServers",
} }

shape! { DeleteCidrCollectionRequest {
    id: String = show "Id",
} }

shape! { DeleteCidrCollectionResponse {
} }

shape! { DeleteHealthCheckRequest {
    health_check_id: String = show "HealthCheckId",
} }

shape! { DeleteHealthCheckResponse {
} }

shape! { DeleteHostedZoneRequest {
    id: String = show "Id",
} }

shape! { DeleteHostedZoneResponse {
    change_info: ChangeInfo = show "ChangeInfo",
} }

shape! { DeleteKeySigningKeyRequest {
    hosted_zone_id: String = show "HostedZoneId",
    name: String = show "Name",
} }

shape! { DeleteKeySigningKeyResponse {
    change_info: ChangeInfo = show "ChangeInfo",
} }

shape! { DeleteQueryLoggingConfigRequest {
    id: String = show "Id",
} }

shape! { DeleteQueryLoggingConfigResponse {
} }

shape! { DeleteResourceRecordSetProtectionsRequest {
    hosted_zone_id: String = show "HostedZoneId",
    protections: Vec<ResourceRecordSetProtectionKey> = show "Protections",
} }

shape! { DeleteResourceRecordSetProtectionsResponse {
} }

shape! { DeleteReusableDelegationSetRequest {
    id: String = show "Id",
} }

shape! { DeleteReusableDelegationSetResponse {
} }

shape! { DeleteTrafficPolicyInstanceRequest {
    id: String = show "Id",
} }

shape! { DeleteTrafficPolicyInstanceResponse {
} }

shape! { DeleteTrafficPolicyRequest {
    id: String = show "Id",
    version: i32 = show "Version",
} }

shape! { DeleteTrafficPolicyResponse {
} }

shape! { DeleteVPCAssociationAuthorizationRequest {
    hosted_zone_id: String = show "HostedZoneId",
    vpc: VPC = show "VPC",
} }

shape! { DeleteVPCAssociationAuthorizationResponse {
} }

shape! { Dimension {
    name: String = show "Name",
    value: String = show "Value",
} }

shape! { DisableHostedZoneDNSSECRequest {
    hosted_zone_id: String = show "HostedZoneId",
} }

shape! { DisableHostedZoneDNSSECResponse {
    change_info: ChangeInfo = show "ChangeInfo",
} }

shape! { DisassociateVPCFromHostedZoneRequest {
    hosted_zone_id: String = show "HostedZoneId",
    vpc: VPC = show "VPC",
    comment: Option<String> = show "Comment",
} }

shape! { DisassociateVPCFromHostedZoneResponse {
    change_info: ChangeInfo = show "ChangeInfo",
} }

shape! { EnableHostedZoneDNSSECRequest {
    hosted_zone_id: String = show "HostedZoneId",
} }

shape! { EnableHostedZoneDNSSECResponse {
    change_info: ChangeInfo = show "ChangeInfo",
} }

shape! { GeoLocation {
    continent_code: Option<String> = show "ContinentCode",
    country_code: Option<String> = show "CountryCode",
    subdivision_code: Option<String> = show "SubdivisionCode",
} }

shape! { GeoLocationDetails {
    continent_code: Option<String> = show "ContinentCode",
    continent_name: Option<String> = show "ContinentName",
    country_code: Option<String> = show "CountryCode",
    country_name: Option<String> = show "CountryName",
    subdivision_code: Option<String> = show "SubdivisionCode",
    subdivision_name: Option<String> = show "SubdivisionName",
} }

shape! { GeoProximityLocation {
    aws_region: Option<String> = show "AWSRegion",
    local_zone_group: Option<String> = show "LocalZoneGroup",
    coordinates: Option<Coordinates> = show "Coordinates",
    bias: Option<i32> = show "Bias",
} }

shape! { GetAccountLimitRequest {
    r#type: String = show "Type",
} }

shape! { GetAccountLimitResponse {
    limit: AccountLimit = show "Limit",
    count: i64 = show "Count",
} }

shape! { GetChangeRequest {
    id: String = show "Id",
} }

shape! { GetChangeResponse {
    change_info: ChangeInfo = show "ChangeInfo",
} }

shape! { GetCheckerIpRangesRequest {
} }

shape! { GetCheckerIpRangesResponse {
    checker_ip_ranges: Vec<String> = show "CheckerIpRanges",
} }

shape! { GetDNSSECRequest {
    hosted_zone_id: String = show "HostedZoneId",
} }

shape! { GetDNSSECResponse {
    status: DNSSECStatus = show "Status",
    key_signing_keys: Vec<KeySigningKey> = show "KeySigningKeys",
} }

shape! { GetGeoLocationRequest {
    continent_code: Option<String> = show "ContinentCode",
    country_code: Option<String> = show "CountryCode",
    subdivision_code: Option<String> = show "SubdivisionCode",
} }

shape! { GetGeoLocationResponse {
    geo_location_details: GeoLocationDetails = show "GeoLocationDetails",
} }

shape! { GetHealthCheckCountRequest {
} }

shape! { GetHealthCheckCountResponse {
    health_check_count: i64 = show "HealthCheckCount",
} }

shape! { GetHealthCheckLastFailureReasonRequest {
    health_check_id: String = show "HealthCheckId",
} }

shape! { GetHealthCheckLastFailureReasonResponse {
    health_check_observations: Vec<HealthCheckObservation> = show "HealthCheckObservations",
} }

shape! { GetHealthCheckRequest {
    health_check_id: String = show "HealthCheckId",
} }

shape! { GetHealthCheckResponse {
    health_check: HealthCheck = show "HealthCheck",
} }

shape! { GetHealthCheckStatusRequest {
    health_check_id: String = show "HealthCheckId",
} }

shape! { GetHealthCheckStatusResponse {
    health_check_observations: Vec<HealthCheckObservation> = show "HealthCheckObservations",
} }

shape! { GetHostedZoneCountRequest {
} }

shape! { GetHostedZoneCountResponse {
    hosted_zone_count: i64 = show "HostedZoneCount",
} }

shape! { GetHostedZoneLimitRequest {
    r#type: String = show "Type",
    hosted_zone_id: String = show "HostedZoneId",
} }

shape! { GetHostedZoneLimitResponse {
    limit: HostedZoneLimit = show "Limit",
    count: i64 = show "Count",
} }

shape! { GetHostedZoneRequest {
    id: String = show "Id",
} }

shape! { GetHostedZoneResponse {
    hosted_zone: HostedZone = show "HostedZone",
    delegation_set: Option<DelegationSet> = show "DelegationSet",
    vpcs: Option<Vec<VPC>> = show "VPCs",
} }

shape! { GetQueryLoggingConfigRequest {
    id: String = show "Id",
} }

shape! { GetQueryLoggingConfigResponse {
    query_logging_config: QueryLoggingConfig = show "QueryLoggingConfig",
} }

shape! { GetReusableDelegationSetLimitRequest {
    r#type: String = show "Type",
    delegation_set_id: String = show "DelegationSetId",
} }

shape! { GetReusableDelegationSetLimitResponse {
    limit: ReusableDelegationSetLimit = show "Limit",
    count: i64 = show "Count",
} }

shape! { GetReusableDelegationSetRequest {
    id: String = show "Id",
} }

shape! { GetReusableDelegationSetResponse {
    delegation_set: DelegationSet = show "DelegationSet",
} }

shape! { GetTrafficPolicyInstanceCountRequest {
} }

shape! { GetTrafficPolicyInstanceCountResponse {
    traffic_policy_instance_count: i32 = show "TrafficPolicyInstanceCount",
} }

shape! { GetTrafficPolicyInstanceRequest {
    id: String = show "Id",
} }

shape! { GetTrafficPolicyInstanceResponse {
    traffic_policy_instance: TrafficPolicyInstance = show "TrafficPolicyInstance",
} }

shape! { GetTrafficPolicyRequest {
    id: String = show "Id",
    version: i32 = show "Version",
} }

shape! { GetTrafficPolicyResponse {
    traffic_policy: TrafficPolicy = show "TrafficPolicy",
} }

shape! { HealthCheck {
    id: String = show "Id",
    caller_reference: String = show "CallerReference",
    linked_service: Option<LinkedService> = show "LinkedService",
    health_check_config: HealthCheckConfig = show "HealthCheckConfig",
    health_check_version: i64 = show "HealthCheckVersion",
    cloud_watch_alarm_configuration: Option<CloudWatchAlarmConfiguration> = show "CloudWatchAlarmConfiguration",
} }

shape! { HealthCheckConfig {
    ip_address: Option<String> = show "IPAddress",
    port: Option<i32> = show "Port",
    r#type: String = show "Type",
    resource_path: Option<String> = show "ResourcePath",
    fully_qualified_domain_name: Option<String> = show "FullyQualifiedDomainName",
    search_string: Option<String> = show "SearchString",
    request_interval: Option<i32> = show "RequestInterval",
    failure_threshold: Option<i32> = show "FailureThreshold",
    measure_latency: Option<bool> = show "MeasureLatency",
    inverted: Option<bool> = show "Inverted",
    disabled: Option<bool> = show "Disabled",
    health_threshold: Option<i32> = show "HealthThreshold",
    child_health_checks: Option<Vec<String>> = show "ChildHealthChecks",
    enable_sni: Option<bool> = show "EnableSNI",
    regions: Option<Vec<String>> = show "Regions",
    alarm_identifier: Option<AlarmIdentifier> = show "AlarmIdentifier",
    insufficient_data_health_status: Option<String> = show "InsufficientDataHealthStatus",
    routing_control_arn: Option<String> = show "RoutingControlArn",
} }

shape! { HealthCheckObservation {
    region: Option<String> = show "Region",
    ip_address: Option<String> = show "IPAddress",
    status_report: Option<StatusReport> = show "StatusReport",
} }

shape! { HostedZone {
    id: String = show "Id",
    name: String = show "Name",
    caller_reference: String = show "CallerReference",
    config: Option<HostedZoneConfig> = show "Config",
    resource_record_set_count: Option<i64> = show "ResourceRecordSetCount",
    linked_service: Option<LinkedService> = show "LinkedService",
    features: Option<HostedZoneFeatures> = show "Features",
} }

shape! { HostedZoneConfig {
    comment: Option<String> = show "Comment",
    private_zone: Option<bool> = show "PrivateZone",
} }

shape! { HostedZoneFailureReasons {
    accelerated_recovery: Option<String> = show "AcceleratedRecovery",
} }

shape! { HostedZoneFeatures {
    accelerated_recovery_status: Option<String> = show "AcceleratedRecoveryStatus",
    failure_reasons: Option<HostedZoneFailureReasons> = show "FailureReasons",
} }

shape! { HostedZoneLimit {
    r#type: String = show "Type",
    value: i64 = show "Value",
} }

shape! { HostedZoneOwner {
    owning_account: Option<String> = show "OwningAccount",
    owning_service: Option<String> = show "OwningService",
} }

shape! { HostedZoneSummary {
    hosted_zone_id: String = show "HostedZoneId",
    name: String = show "Name",
    owner: HostedZoneOwner = show "Owner",
} }

shape! { KeySigningKey {
    name: Option<String> = show "Name",
    kms_arn: Option<String> = show "KmsArn",
    flag: Option<i32> = show "Flag",
    signing_algorithm_mnemonic: Option<String> = show "SigningAlgorithmMnemonic",
    signing_algorithm_type: Option<i32> = show "SigningAlgorithmType",
    digest_algorithm_mnemonic: Option<String> = show "DigestAlgorithmMnemonic",
    digest_algorithm_type: Option<i32> = show "DigestAlgorithmType",
    key_tag: Option<i32> = show "KeyTag",
    digest_value: Option<String> = show "DigestValue",
    public_key: Option<String> = show "PublicKey",
    ds_record: Option<String> = show "DSRecord",
    dnskey_record: Option<String> = show "DNSKEYRecord",
    status: Option<String> = show "Status",
    status_message: Option<String> = show "StatusMessage",
    created_date: Option<Timestamp> = show "CreatedDate",
    last_modified_date: Option<Timestamp> = show "LastModifiedDate",
} }

shape! { LinkedService {
    service_principal: Option<String> = show "ServicePrincipal",
    description: Option<String> = show "Description",
} }

shape! { ListCidrBlocksRequest {
    collection_id: String = show "CollectionId",
    location_name: Option<String> = show "LocationName",
    next_token: Option<String> = show "NextToken",
    max_results: Option<String> = show "MaxResults",
} }

shape! { ListCidrBlocksResponse {
    next_token: Option<String> = show "NextToken",
    cidr_blocks: Option<Vec<CidrBlockSummary>> = show "CidrBlocks",
} }

shape! { ListCidrCollectionsRequest {
    next_token: Option<String> = show "NextToken",
    max_results: Option<String> = show "MaxResults",
} }

shape! { ListCidrCollectionsResponse {
    next_token: Option<String> = show "NextToken",
    cidr_collections: Option<Vec<CollectionSummary>> = show "CidrCollections",
} }

shape! { ListCidrLocationsRequest {
    collection_id: String = show "CollectionId",
    next_token: Option<String> = show "NextToken",
    max_results: Option<String> = show "MaxResults",
} }

shape! { ListCidrLocationsResponse {
    next_token: Option<String> = show "NextToken",
    cidr_locations: Option<Vec<LocationSummary>> = show "CidrLocations",
} }

shape! { ListGeoLocationsRequest {
    start_continent_code: Option<String> = show "StartContinentCode",
    start_country_code: Option<String> = show "StartCountryCode",
    start_subdivision_code: Option<String> = show "StartSubdivisionCode",
    max_items: Option<String> = show "MaxItems",
} }

shape! { ListGeoLocationsResponse {
    geo_location_details_list: Vec<GeoLocationDetails> = show "GeoLocationDetailsList",
    is_truncated: bool = show "IsTruncated",
    next_continent_code: Option<String> = show "NextContinentCode",
    next_country_code: Option<String> = show "NextCountryCode",
    next_subdivision_code: Option<String> = show "NextSubdivisionCode",
    max_items: String = show "MaxItems",
} }

shape! { ListHealthChecksRequest {
    marker: Option<String> = show "Marker",
    max_items: Option<String> = show "MaxItems",
} }

shape! { ListHealthChecksResponse {
    health_checks: Vec<HealthCheck> = show "HealthChecks",
    marker: String = show "Marker",
    is_truncated: bool = show "IsTruncated",
    next_marker: Option<String> = show "NextMarker",
    max_items: String = show "MaxItems",
} }

shape! { ListHostedZonesByNameRequest {
    dns_name: Option<String> = show "DNSName",
    hosted_zone_id: Option<String> = show "HostedZoneId",
    max_items: Option<String> = show "MaxItems",
} }

shape! { ListHostedZonesByNameResponse {
    hosted_zones: Vec<HostedZone> = show "HostedZones",
    dns_name: Option<String> = show "DNSName",
    hosted_zone_id: Option<String> = show "HostedZoneId",
    is_truncated: bool = show "IsTruncated",
    next_dns_name: Option<String> = show "NextDNSName",
    next_hosted_zone_id: Option<String> = show "NextHostedZoneId",
    max_items: String = show "MaxItems",
} }

shape! { ListHostedZonesByVPCRequest {
    vpc_id: String = show "VPCId",
    vpc_region: String = show "VPCRegion",
    max_items: Option<String> = show "MaxItems",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListHostedZonesByVPCResponse {
    hosted_zone_summaries: Vec<HostedZoneSummary> = show "HostedZoneSummaries",
    max_items: String = show "MaxItems",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListHostedZonesRequest {
    marker: Option<String> = show "Marker",
    max_items: Option<String> = show "MaxItems",
    delegation_set_id: Option<String> = show "DelegationSetId",
    hosted_zone_type: Option<String> = show "HostedZoneType",
} }

shape! { ListHostedZonesResponse {
    hosted_zones: Vec<HostedZone> = show "HostedZones",
    marker: String = show "Marker",
    is_truncated: bool = show "IsTruncated",
    next_marker: Option<String> = show "NextMarker",
    max_items: String = show "MaxItems",
} }

shape! { ListQueryLoggingConfigsRequest {
    hosted_zone_id: Option<String> = show "HostedZoneId",
    next_token: Option<String> = show "NextToken",
    max_results: Option<String> = show "MaxResults",
} }

shape! { ListQueryLoggingConfigsResponse {
    query_logging_configs: Vec<QueryLoggingConfig> = show "QueryLoggingConfigs",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListResourceRecordSetProtectionsRequest {
    hosted_zone_id: String = show "HostedZoneId",
    start_record_name: Option<String> = show "StartRecordName",
    start_record_type: Option<String> = show "StartRecordType",
    max_results: Option<String> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListResourceRecordSetProtectionsResponse {
    resource_record_set_protections: Vec<ResourceRecordSetProtection> = show "ResourceRecordSetProtections",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListResourceRecordSetsRequest {
    hosted_zone_id: String = show "HostedZoneId",
    start_record_name: Option<String> = show "StartRecordName",
    start_record_type: Option<String> = show "StartRecordType",
    start_record_identifier: Option<String> = show "StartRecordIdentifier",
    max_items: Option<String> = show "MaxItems",
} }

shape! { ListResourceRecordSetsResponse {
    resource_record_sets: Vec<ResourceRecordSet> = show "ResourceRecordSets",
    is_truncated: bool = show "IsTruncated",
    next_record_name: Option<String> = show "NextRecordName",
    next_record_type: Option<String> = show "NextRecordType",
    next_record_identifier: Option<String> = show "NextRecordIdentifier",
    max_items: String = show "MaxItems",
} }

shape! { ListReusableDelegationSetsRequest {
    marker: Option<String> = show "Marker",
    max_items: Option<String> = show "MaxItems",
} }

shape! { ListReusableDelegationSetsResponse {
    delegation_sets: Vec<DelegationSet> = show "DelegationSets",
    marker: String = show "Marker",
    is_truncated: bool = show "IsTruncated",
    next_marker: Option<String> = show "NextMarker",
    max_items: String = show "MaxItems",
} }

shape! { ListTagsForResourceRequest {
    resource_type: String = show "ResourceType",
    resource_id: String = show "ResourceId",
} }

shape! { ListTagsForResourceResponse {
    resource_tag_set: ResourceTagSet = show "ResourceTagSet",
} }

shape! { ListTagsForResourcesRequest {
    resource_type: String = show "ResourceType",
    resource_ids: Vec<String> = show "ResourceIds",
} }

shape! { ListTagsForResourcesResponse {
    resource_tag_sets: Vec<ResourceTagSet> = show "ResourceTagSets",
} }

shape! { ListTrafficPoliciesRequest {
    traffic_policy_id_marker: Option<String> = show "TrafficPolicyIdMarker",
    max_items: Option<String> = show "MaxItems",
} }

shape! { ListTrafficPoliciesResponse {
    traffic_policy_summaries: Vec<TrafficPolicySummary> = show "TrafficPolicySummaries",
    is_truncated: bool = show "IsTruncated",
    traffic_policy_id_marker: String = show "TrafficPolicyIdMarker",
    max_items: String = show "MaxItems",
} }

shape! { ListTrafficPolicyInstancesByHostedZoneRequest {
    hosted_zone_id: String = show "HostedZoneId",
    traffic_policy_instance_name_marker: Option<String> = show "TrafficPolicyInstanceNameMarker",
    traffic_policy_instance_type_marker: Option<String> = show "TrafficPolicyInstanceTypeMarker",
    max_items: Option<String> = show "MaxItems",
} }

shape! { ListTrafficPolicyInstancesByHostedZoneResponse {
    traffic_policy_instances: Vec<TrafficPolicyInstance> = show "TrafficPolicyInstances",
    traffic_policy_instance_name_marker: Option<String> = show "TrafficPolicyInstanceNameMarker",
    traffic_policy_instance_type_marker: Option<String> = show "TrafficPolicyInstanceTypeMarker",
    is_truncated: bool = show "IsTruncated",
    max_items: String = show "MaxItems",
} }

shape! { ListTrafficPolicyInstancesByPolicyRequest {
    traffic_policy_id: String = show "TrafficPolicyId",
    traffic_policy_version: i32 = show "TrafficPolicyVersion",
    hosted_zone_id_marker: Option<String> = show "HostedZoneIdMarker",
    traffic_policy_instance_name_marker: Option<String> = show "TrafficPolicyInstanceNameMarker",
    traffic_policy_instance_type_marker: Option<String> = show "TrafficPolicyInstanceTypeMarker",
    max_items: Option<String> = show "MaxItems",
} }

shape! { ListTrafficPolicyInstancesByPolicyResponse {
    traffic_policy_instances: Vec<TrafficPolicyInstance> = show "TrafficPolicyInstances",
    hosted_zone_id_marker: Option<String> = show "HostedZoneIdMarker",
    traffic_policy_instance_name_marker: Option<String> = show "TrafficPolicyInstanceNameMarker",
    traffic_policy_instance_type_marker: Option<String> = show "TrafficPolicyInstanceTypeMarker",
    is_truncated: bool = show "IsTruncated",
    max_items: String = show "MaxItems",
} }

shape! { ListTrafficPolicyInstancesRequest {
    hosted_zone_id_marker: Option<String> = show "HostedZoneIdMarker",
    traffic_policy_instance_name_marker: Option<String> = show "TrafficPolicyInstanceNameMarker",
    traffic_policy_instance_type_marker: Option<String> = show "TrafficPolicyInstanceTypeMarker",
    max_items: Option<String> = show "MaxItems",
} }

shape! { ListTrafficPolicyInstancesResponse {
    traffic_policy_instances: Vec<TrafficPolicyInstance> = show "TrafficPolicyInstances",
    hosted_zone_id_marker: Option<String> = show "HostedZoneIdMarker",
    traffic_policy_instance_name_marker: Option<String> = show "TrafficPolicyInstanceNameMarker",
    traffic_policy_instance_type_marker: Option<String> = show "TrafficPolicyInstanceTypeMarker",
    is_truncated: bool = show "IsTruncated",
    max_items: String = show "MaxItems",
} }

shape! { ListTrafficPolicyVersionsRequest {
    id: String = show "Id",
    traffic_policy_version_marker: Option<String> = show "TrafficPolicyVersionMarker",
    max_items: Option<String> = show "MaxItems",
} }

shape! { ListTrafficPolicyVersionsResponse {
    traffic_policies: Vec<TrafficPolicy> = show "TrafficPolicies",
    is_truncated: bool = show "IsTruncated",
    traffic_policy_version_marker: String = show "TrafficPolicyVersionMarker",
    max_items: String = show "MaxItems",
} }

shape! { ListVPCAssociationAuthorizationsRequest {
    hosted_zone_id: String = show "HostedZoneId",
    next_token: Option<String> = show "NextToken",
    max_results: Option<String> = show "MaxResults",
} }

shape! { ListVPCAssociationAuthorizationsResponse {
    hosted_zone_id: String = show "HostedZoneId",
    next_token: Option<String> = show "NextToken",
    vpcs: Vec<VPC> = show "VPCs",
} }

shape! { LocationSummary {
    location_name: Option<String> = show "LocationName",
} }

shape! { QueryLoggingConfig {
    id: String = show "Id",
    hosted_zone_id: String = show "HostedZoneId",
    cloud_watch_logs_log_group_arn: String = show "CloudWatchLogsLogGroupArn",
} }

shape! { ResourceRecord {
    value: String = show "Value",
} }

shape! { ResourceRecordSet {
    name: String = show "Name",
    r#type: String = show "Type",
    set_identifier: Option<String> = show "SetIdentifier",
    weight: Option<i64> = show "Weight",
    region: Option<String> = show "Region",
    geo_location: Option<GeoLocation> = show "GeoLocation",
    failover: Option<String> = show "Failover",
    multi_value_answer: Option<bool> = show "MultiValueAnswer",
    ttl: Option<i64> = show "TTL",
    resource_records: Option<Vec<ResourceRecord>> = show "ResourceRecords",
    alias_target: Option<AliasTarget> = show "AliasTarget",
    health_check_id: Option<String> = show "HealthCheckId",
    traffic_policy_instance_id: Option<String> = show "TrafficPolicyInstanceId",
    cidr_routing_config: Option<CidrRoutingConfig> = show "CidrRoutingConfig",
    geo_proximity_location: Option<GeoProximityLocation> = show "GeoProximityLocation",
} }

shape! { ResourceRecordSetProtection {
    record_name: String = show "RecordName",
    record_type: String = show "RecordType",
    comment: Option<String> = show "Comment",
} }

shape! { ResourceRecordSetProtectionConfig {
    record_name: String = show "RecordName",
    record_type: String = show "RecordType",
    comment: Option<String> = show "Comment",
} }

shape! { ResourceRecordSetProtectionKey {
    record_name: String = show "RecordName",
    record_type: String = show "RecordType",
} }

shape! { ResourceTagSet {
    resource_type: Option<String> = show "ResourceType",
    resource_id: Option<String> = show "ResourceId",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { ReusableDelegationSetLimit {
    r#type: String = show "Type",
    value: i64 = show "Value",
} }

shape! { StatusReport {
    status: Option<String> = show "Status",
    checked_time: Option<Timestamp> = show "CheckedTime",
} }

shape! { Tag {
    key: Option<String> = show "Key",
    value: Option<String> = show "Value",
} }

shape! { TestDNSAnswerRequest {
    hosted_zone_id: String = show "HostedZoneId",
    record_name: String = show "RecordName",
    record_type: String = show "RecordType",
    resolver_ip: Option<String> = show "ResolverIP",
    edns0_client_subnet_ip: Option<String> = show "EDNS0ClientSubnetIP",
    edns0_client_subnet_mask: Option<String> = show "EDNS0ClientSubnetMask",
} }

shape! { TestDNSAnswerResponse {
    nameserver: String = show "Nameserver",
    record_name: String = show "RecordName",
    record_type: String = show "RecordType",
    record_data: Vec<String> = show "RecordData",
    response_code: String = show "ResponseCode",
    protocol: String = show "Protocol",
} }

shape! { TrafficPolicy {
    id: String = show "Id",
    version: i32 = show "Version",
    name: String = show "Name",
    r#type: String = show "Type",
    document: String = show "Document",
    comment: Option<String> = show "Comment",
} }

shape! { TrafficPolicyInstance {
    id: String = show "Id",
    hosted_zone_id: String = show "HostedZoneId",
    name: String = show "Name",
    ttl: i64 = show "TTL",
    state: String = show "State",
    message: String = show "Message",
    traffic_policy_id: String = show "TrafficPolicyId",
    traffic_policy_version: i32 = show "TrafficPolicyVersion",
    traffic_policy_type: String = show "TrafficPolicyType",
} }

shape! { TrafficPolicySummary {
    id: String = show "Id",
    name: String = show "Name",
    r#type: String = show "Type",
    latest_version: i32 = show "LatestVersion",
    traffic_policy_count: i32 = show "TrafficPolicyCount",
} }

shape! { UpdateHealthCheckRequest {
    health_check_id: String = show "HealthCheckId",
    health_check_version: Option<i64> = show "HealthCheckVersion",
    ip_address: Option<String> = show "IPAddress",
    port: Option<i32> = show "Port",
    resource_path: Option<String> = show "ResourcePath",
    fully_qualified_domain_name: Option<String> = show "FullyQualifiedDomainName",
    search_string: Option<String> = show "SearchString",
    failure_threshold: Option<i32> = show "FailureThreshold",
    inverted: Option<bool> = show "Inverted",
    disabled: Option<bool> = show "Disabled",
    health_threshold: Option<i32> = show "HealthThreshold",
    child_health_checks: Option<Vec<String>> = show "ChildHealthChecks",
    enable_sni: Option<bool> = show "EnableSNI",
    regions: Option<Vec<String>> = show "Regions",
    alarm_identifier: Option<AlarmIdentifier> = show "AlarmIdentifier",
    insufficient_data_health_status: Option<String> = show "InsufficientDataHealthStatus",
    reset_elements: Option<Vec<String>> = show "ResetElements",
} }

shape! { UpdateHealthCheckResponse {
    health_check: HealthCheck = show "HealthCheck",
} }

shape! { UpdateHostedZoneCommentRequest {
    id: String = show "Id",
    comment: Option<String> = show "Comment",
} }

shape! { UpdateHostedZoneCommentResponse {
    hosted_zone: HostedZone = show "HostedZone",
} }

shape! { UpdateHostedZoneFeaturesRequest {
    hosted_zone_id: String = show "HostedZoneId",
    enable_accelerated_recovery: Option<bool> = show "EnableAcceleratedRecovery",
} }

shape! { UpdateHostedZoneFeaturesResponse {
} }

shape! { UpdateTrafficPolicyCommentRequest {
    id: String = show "Id",
    version: i32 = show "Version",
    comment: String = show "Comment",
} }

shape! { UpdateTrafficPolicyCommentResponse {
    traffic_policy: TrafficPolicy = show "TrafficPolicy",
} }

shape! { UpdateTrafficPolicyInstanceRequest {
    id: String = show "Id",
    ttl: i64 = show "TTL",
    traffic_policy_id: String = show "TrafficPolicyId",
    traffic_policy_version: i32 = show "TrafficPolicyVersion",
} }

shape! { UpdateTrafficPolicyInstanceResponse {
    traffic_policy_instance: TrafficPolicyInstance = show "TrafficPolicyInstance",
} }

shape! { VPC {
    vpc_region: Option<String> = show "VPCRegion",
    vpc_id: Option<String> = show "VPCId",
} }

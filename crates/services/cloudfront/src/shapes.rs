//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use bartizan_types::Timestamp;
use bartizan_wire::shape;

shape! { ActiveTrustedKeyGroups {
    enabled: bool = show "Enabled",
    quantity: i32 = show "Quantity",
    items: Option<Vec<KGKeyPairIds>> = show "Items",
} }

shape! { ActiveTrustedSigners {
    enabled: bool = show "Enabled",
    quantity: i32 = show "Quantity",
    items: Option<Vec<Signer>> = show "Items",
} }

shape! { AliasICPRecordal {
    cname: Option<String> = show "CNAME",
    icp_recordal_status: Option<String> = show "ICPRecordalStatus",
} }

shape! { Aliases {
    quantity: i32 = show "Quantity",
    items: Option<Vec<String>> = show "Items",
} }

shape! { AllowedMethods {
    quantity: i32 = show "Quantity",
    items: Vec<String> = show "Items",
    cached_methods: Option<CachedMethods> = show "CachedMethods",
} }

shape! { AssociateDistributionWebACLRequest {
    id: String = show "Id",
    web_acl_arn: String = show "WebACLArn",
    if_match: Option<String> = show "IfMatch",
} }

shape! { AssociateDistributionWebACLResult {
    id: Option<String> = show "Id",
    web_acl_arn: Option<String> = show "WebACLArn",
    e_tag: Option<String> = show "ETag",
} }

shape! { CacheBehavior {
    path_pattern: String = show "PathPattern",
    target_origin_id: String = show "TargetOriginId",
    trusted_signers: Option<TrustedSigners> = show "TrustedSigners",
    trusted_key_groups: Option<TrustedKeyGroups> = show "TrustedKeyGroups",
    viewer_protocol_policy: String = show "ViewerProtocolPolicy",
    allowed_methods: Option<AllowedMethods> = show "AllowedMethods",
    smooth_streaming: Option<bool> = show "SmoothStreaming",
    compress: Option<bool> = show "Compress",
    lambda_function_associations: Option<LambdaFunctionAssociations> = show "LambdaFunctionAssociations",
    function_associations: Option<FunctionAssociations> = show "FunctionAssociations",
    field_level_encryption_id: Option<String> = show "FieldLevelEncryptionId",
    realtime_log_config_arn: Option<String> = show "RealtimeLogConfigArn",
    cache_policy_id: Option<String> = show "CachePolicyId",
    origin_request_policy_id: Option<String> = show "OriginRequestPolicyId",
    response_headers_policy_id: Option<String> = show "ResponseHeadersPolicyId",
    grpc_config: Option<GrpcConfig> = show "GrpcConfig",
    forwarded_values: Option<ForwardedValues> = show "ForwardedValues",
    min_ttl: Option<i64> = show "MinTTL",
    default_ttl: Option<i64> = show "DefaultTTL",
    max_ttl: Option<i64> = show "MaxTTL",
} }

shape! { CacheBehaviors {
    quantity: i32 = show "Quantity",
    items: Option<Vec<CacheBehavior>> = show "Items",
} }

shape! { CachePolicy {
    id: String = show "Id",
    last_modified_time: Timestamp = show "LastModifiedTime",
    cache_policy_config: CachePolicyConfig = show "CachePolicyConfig",
} }

shape! { CachePolicyConfig {
    comment: Option<String> = show "Comment",
    name: String = show "Name",
    default_ttl: Option<i64> = show "DefaultTTL",
    max_ttl: Option<i64> = show "MaxTTL",
    min_ttl: i64 = show "MinTTL",
    parameters_in_cache_key_and_forwarded_to_origin: Option<ParametersInCacheKeyAndForwardedToOrigin> = show "ParametersInCacheKeyAndForwardedToOrigin",
} }

shape! { CachePolicyCookiesConfig {
    cookie_behavior: String = show "CookieBehavior",
    cookies: Option<CookieNames> = show "Cookies",
} }

shape! { CachePolicyHeadersConfig {
    header_behavior: String = show "HeaderBehavior",
    headers: Option<Headers> = show "Headers",
} }

shape! { CachePolicyList {
    next_marker: Option<String> = show "NextMarker",
    max_items: i32 = show "MaxItems",
    quantity: i32 = show "Quantity",
    items: Option<Vec<CachePolicySummary>> = show "Items",
} }

shape! { CachePolicyQueryStringsConfig {
    query_string_behavior: String = show "QueryStringBehavior",
    query_strings: Option<QueryStringNames> = show "QueryStrings",
} }

shape! { CachePolicySummary {
    r#type: String = show "Type",
    cache_policy: CachePolicy = show "CachePolicy",
} }

shape! { CacheTagConfig {
    header_name: String = show "HeaderName",
} }

shape! { CachedMethods {
    quantity: i32 = show "Quantity",
    items: Vec<String> = show "Items",
} }

shape! { CloudFrontOriginAccessIdentity {
    id: String = show "Id",
    s3_canonical_user_id: String = show "S3CanonicalUserId",
    cloud_front_origin_access_identity_config: Option<CloudFrontOriginAccessIdentityConfig> = show "CloudFrontOriginAccessIdentityConfig",
} }

shape! { CloudFrontOriginAccessIdentityConfig {
    caller_reference: String = show "CallerReference",
    comment: String = show "Comment",
} }

shape! { CloudFrontOriginAccessIdentityList {
    marker: String = show "Marker",
    next_marker: Option<String> = show "NextMarker",
    max_items: i32 = show "MaxItems",
    is_truncated: bool = show "IsTruncated",
    quantity: i32 = show "Quantity",
    items: Option<Vec<CloudFrontOriginAccessIdentitySummary>> = show "Items",
} }

shape! { CloudFrontOriginAccessIdentitySummary {
    id: String = show "Id",
    s3_canonical_user_id: String = show "S3CanonicalUserId",
    comment: String = show "Comment",
} }

shape! { ConnectionFunctionAssociation {
    id: String = show "Id",
} }

shape! { CookieNames {
    quantity: i32 = show "Quantity",
    items: Option<Vec<String>> = show "Items",
} }

shape! { CookiePreference {
    forward: String = show "Forward",
    whitelisted_names: Option<CookieNames> = show "WhitelistedNames",
} }

shape! { CreateCachePolicyRequest {
    cache_policy_config: CachePolicyConfig = show "CachePolicyConfig",
} }

shape! { CreateCachePolicyResult {
    cache_policy: Option<CachePolicy> = show "CachePolicy",
    location: Option<String> = show "Location",
    e_tag: Option<String> = show "ETag",
} }

shape! { CreateCloudFrontOriginAccessIdentityRequest {
    cloud_front_origin_access_identity_config: CloudFrontOriginAccessIdentityConfig = show "CloudFrontOriginAccessIdentityConfig",
} }

shape! { CreateCloudFrontOriginAccessIdentityResult {
    cloud_front_origin_access_identity: Option<CloudFrontOriginAccessIdentity> = show "CloudFrontOriginAccessIdentity",
    location: Option<String> = show "Location",
    e_tag: Option<String> = show "ETag",
} }

shape! { CreateDistributionRequest {
    distribution_config: DistributionConfig = show "DistributionConfig",
} }

shape! { CreateDistributionResult {
    distribution: Option<Distribution> = show "Distribution",
    location: Option<String> = show "Location",
    e_tag: Option<String> = show "ETag",
} }

shape! { CreateDistributionWithTagsRequest {
    distribution_config_with_tags: DistributionConfigWithTags = show "DistributionConfigWithTags",
} }

shape! { CreateDistributionWithTagsResult {
    distribution: Option<Distribution> = show "Distribution",
    location: Option<String> = show "Location",
    e_tag: Option<String> = show "ETag",
} }

shape! { CreateInvalidationRequest {
    distribution_id: String = show "DistributionId",
    invalidation_batch: InvalidationBatch = show "InvalidationBatch",
} }

shape! { CreateInvalidationResult {
    location: Option<String> = show "Location",
    invalidation: Option<Invalidation> = show "Invalidation",
} }

shape! { CreateOriginAccessControlRequest {
    origin_access_control_config: OriginAccessControlConfig = show "OriginAccessControlConfig",
} }

shape! { CreateOriginAccessControlResult {
    origin_access_control: Option<OriginAccessControl> = show "OriginAccessControl",
    location: Option<String> = show "Location",
    e_tag: Option<String> = show "ETag",
} }

shape! { CreateOriginRequestPolicyRequest {
    origin_request_policy_config: OriginRequestPolicyConfig = show "OriginRequestPolicyConfig",
} }

shape! { CreateOriginRequestPolicyResult {
    origin_request_policy: Option<OriginRequestPolicy> = show "OriginRequestPolicy",
    location: Option<String> = show "Location",
    e_tag: Option<String> = show "ETag",
} }

shape! { CustomErrorResponse {
    error_code: i32 = show "ErrorCode",
    response_page_path: Option<String> = show "ResponsePagePath",
    response_code: Option<String> = show "ResponseCode",
    error_caching_min_ttl: Option<i64> = show "ErrorCachingMinTTL",
} }

shape! { CustomErrorResponses {
    quantity: i32 = show "Quantity",
    items: Option<Vec<CustomErrorResponse>> = show "Items",
} }

shape! { CustomHeaders {
    quantity: i32 = show "Quantity",
    items: Option<Vec<OriginCustomHeader>> = show "Items",
} }

shape! { CustomOriginConfig {
    http_port: i32 = show "HTTPPort",
    https_port: i32 = show "HTTPSPort",
    origin_protocol_policy: String = show "OriginProtocolPolicy",
    origin_ssl_protocols: Option<OriginSslProtocols> = show "OriginSslProtocols",
    origin_read_timeout: Option<i32> = show "OriginReadTimeout",
    origin_keepalive_timeout: Option<i32> = show "OriginKeepaliveTimeout",
    ip_address_type: Option<String> = show "IpAddressType",
    origin_mtls_config: Option<OriginMtlsConfig> = show "OriginMtlsConfig",
} }

shape! { DefaultCacheBehavior {
    target_origin_id: String = show "TargetOriginId",
    trusted_signers: Option<TrustedSigners> = show "TrustedSigners",
    trusted_key_groups: Option<TrustedKeyGroups> = show "TrustedKeyGroups",
    viewer_protocol_policy: String = show "ViewerProtocolPolicy",
    allowed_methods: Option<AllowedMethods> = show "AllowedMethods",
    smooth_streaming: Option<bool> = show "SmoothStreaming",
    compress: Option<bool> = show "Compress",
    lambda_function_associations: Option<LambdaFunctionAssociations> = show "LambdaFunctionAssociations",
    function_associations: Option<FunctionAssociations> = show "FunctionAssociations",
    field_level_encryption_id: Option<String> = show "FieldLevelEncryptionId",
    realtime_log_config_arn: Option<String> = show "RealtimeLogConfigArn",
    cache_policy_id: Option<String> = show "CachePolicyId",
    origin_request_policy_id: Option<String> = show "OriginRequestPolicyId",
    response_headers_policy_id: Option<String> = show "ResponseHeadersPolicyId",
    grpc_config: Option<GrpcConfig> = show "GrpcConfig",
    forwarded_values: Option<ForwardedValues> = show "ForwardedValues",
    min_ttl: Option<i64> = show "MinTTL",
    default_ttl: Option<i64> = show "DefaultTTL",
    max_ttl: Option<i64> = show "MaxTTL",
} }

shape! { DeleteCachePolicyRequest {
    id: String = show "Id",
    if_match: Option<String> = show "IfMatch",
} }

shape! { DeleteCloudFrontOriginAccessIdentityRequest {
    id: String = show "Id",
    if_match: Option<String> = show "IfMatch",
} }

shape! { DeleteDistributionRequest {
    id: String = show "Id",
    if_match: Option<String> = show "IfMatch",
} }

shape! { DeleteOriginAccessControlRequest {
    id: String = show "Id",
    if_match: Option<String> = show "IfMatch",
} }

shape! { DeleteOriginRequestPolicyRequest {
    id: String = show "Id",
    if_match: Option<String> = show "IfMatch",
} }

shape! { DisassociateDistributionWebACLRequest {
    id: String = show "Id",
    if_match: Option<String> = show "IfMatch",
} }

shape! { DisassociateDistributionWebACLResult {
    id: Option<String> = show "Id",
    e_tag: Option<String> = show "ETag",
} }

shape! { Distribution {
    id: String = show "Id",
    arn: String = show "ARN",
    status: String = show "Status",
    last_modified_time: Timestamp = show "LastModifiedTime",
    in_progress_invalidation_batches: i32 = show "InProgressInvalidationBatches",
    domain_name: String = show "DomainName",
    active_trusted_signers: Option<ActiveTrustedSigners> = show "ActiveTrustedSigners",
    active_trusted_key_groups: Option<ActiveTrustedKeyGroups> = show "ActiveTrustedKeyGroups",
    distribution_config: DistributionConfig = show "DistributionConfig",
    alias_icp_recordals: Option<Vec<AliasICPRecordal>> = show "AliasICPRecordals",
} }

shape! { DistributionConfig {
    caller_reference: String = show "CallerReference",
    aliases: Option<Aliases> = show "Aliases",
    default_root_object: Option<String> = show "DefaultRootObject",
    origins: Origins = show "Origins",
    origin_groups: Option<OriginGroups> = show "OriginGroups",
    default_cache_behavior: DefaultCacheBehavior = show "DefaultCacheBehavior",
    cache_behaviors: Option<CacheBehaviors> = show "CacheBehaviors",
    custom_error_responses: Option<CustomErrorResponses> = show "CustomErrorResponses",
    comment: String = hide "Comment",
    logging: Option<LoggingConfig> = show "Logging",
    price_class: Option<String> = show "PriceClass",
    enabled: bool = show "Enabled",
    viewer_certificate: Option<ViewerCertificate> = show "ViewerCertificate",
    restrictions: Option<Restrictions> = show "Restrictions",
    web_acl_id: Option<String> = show "WebACLId",
    http_version: Option<String> = show "HttpVersion",
    is_ipv6_enabled: Option<bool> = show "IsIPV6Enabled",
    continuous_deployment_policy_id: Option<String> = show "ContinuousDeploymentPolicyId",
    staging: Option<bool> = show "Staging",
    anycast_ip_list_id: Option<String> = show "AnycastIpListId",
    tenant_config: Option<TenantConfig> = show "TenantConfig",
    connection_mode: Option<String> = show "ConnectionMode",
    viewer_mtls_config: Option<ViewerMtlsConfig> = show "ViewerMtlsConfig",
    connection_function_association: Option<ConnectionFunctionAssociation> = show "ConnectionFunctionAssociation",
    cache_tag_config: Option<CacheTagConfig> = show "CacheTagConfig",
} }

shape! { DistributionConfigWithTags {
    distribution_config: DistributionConfig = show "DistributionConfig",
    tags: Tags = show "Tags",
} }

shape! { DistributionList {
    marker: String = show "Marker",
    next_marker: Option<String> = show "NextMarker",
    max_items: i32 = show "MaxItems",
    is_truncated: bool = show "IsTruncated",
    quantity: i32 = show "Quantity",
    items: Option<Vec<DistributionSummary>> = show "Items",
} }

shape! { DistributionSummary {
    id: String = show "Id",
    arn: String = show "ARN",
    e_tag: Option<String> = show "ETag",
    status: String = show "Status",
    last_modified_time: Timestamp = show "LastModifiedTime",
    domain_name: String = show "DomainName",
    aliases: Aliases = show "Aliases",
    origins: Origins = show "Origins",
    origin_groups: Option<OriginGroups> = show "OriginGroups",
    default_cache_behavior: DefaultCacheBehavior = show "DefaultCacheBehavior",
    cache_behaviors: CacheBehaviors = show "CacheBehaviors",
    custom_error_responses: CustomErrorResponses = show "CustomErrorResponses",
    comment: String = hide "Comment",
    price_class: String = show "PriceClass",
    enabled: bool = show "Enabled",
    viewer_certificate: ViewerCertificate = show "ViewerCertificate",
    restrictions: Restrictions = show "Restrictions",
    web_acl_id: String = show "WebACLId",
    http_version: String = show "HttpVersion",
    is_ipv6_enabled: bool = show "IsIPV6Enabled",
    alias_icp_recordals: Option<Vec<AliasICPRecordal>> = show "AliasICPRecordals",
    staging: bool = show "Staging",
    connection_mode: Option<String> = show "ConnectionMode",
    anycast_ip_list_id: Option<String> = show "AnycastIpListId",
    viewer_mtls_config: Option<ViewerMtlsConfig> = show "ViewerMtlsConfig",
    connection_function_association: Option<ConnectionFunctionAssociation> = show "ConnectionFunctionAssociation",
} }

shape! { ForwardedValues {
    query_string: bool = show "QueryString",
    cookies: CookiePreference = show "Cookies",
    headers: Option<Headers> = show "Headers",
    query_string_cache_keys: Option<QueryStringCacheKeys> = show "QueryStringCacheKeys",
} }

shape! { FunctionAssociation {
    function_arn: String = show "FunctionARN",
    event_type: String = show "EventType",
} }

shape! { FunctionAssociations {
    quantity: i32 = show "Quantity",
    items: Option<Vec<FunctionAssociation>> = show "Items",
} }

shape! { GeoRestriction {
    restriction_type: String = show "RestrictionType",
    quantity: i32 = show "Quantity",
    items: Option<Vec<String>> = show "Items",
} }

shape! { GetCachePolicyConfigRequest {
    id: String = show "Id",
} }

shape! { GetCachePolicyConfigResult {
    cache_policy_config: Option<CachePolicyConfig> = show "CachePolicyConfig",
    e_tag: Option<String> = show "ETag",
} }

shape! { GetCachePolicyRequest {
    id: String = show "Id",
} }

shape! { GetCachePolicyResult {
    cache_policy: Option<CachePolicy> = show "CachePolicy",
    e_tag: Option<String> = show "ETag",
} }

shape! { GetCloudFrontOriginAccessIdentityConfigRequest {
    id: String = show "Id",
} }

shape! { GetCloudFrontOriginAccessIdentityConfigResult {
    cloud_front_origin_access_identity_config: Option<CloudFrontOriginAccessIdentityConfig> = show "CloudFrontOriginAccessIdentityConfig",
    e_tag: Option<String> = show "ETag",
} }

shape! { GetCloudFrontOriginAccessIdentityRequest {
    id: String = show "Id",
} }

shape! { GetCloudFrontOriginAccessIdentityResult {
    cloud_front_origin_access_identity: Option<CloudFrontOriginAccessIdentity> = show "CloudFrontOriginAccessIdentity",
    e_tag: Option<String> = show "ETag",
} }

shape! { GetDistributionConfigRequest {
    id: String = show "Id",
} }

shape! { GetDistributionConfigResult {
    distribution_config: Option<DistributionConfig> = show "DistributionConfig",
    e_tag: Option<String> = show "ETag",
} }

shape! { GetDistributionRequest {
    id: String = show "Id",
} }

shape! { GetDistributionResult {
    distribution: Option<Distribution> = show "Distribution",
    e_tag: Option<String> = show "ETag",
} }

shape! { GetInvalidationRequest {
    distribution_id: String = show "DistributionId",
    id: String = show "Id",
} }

shape! { GetInvalidationResult {
    invalidation: Option<Invalidation> = show "Invalidation",
} }

shape! { GetOriginAccessControlConfigRequest {
    id: String = show "Id",
} }

shape! { GetOriginAccessControlConfigResult {
    origin_access_control_config: Option<OriginAccessControlConfig> = show "OriginAccessControlConfig",
    e_tag: Option<String> = show "ETag",
} }

shape! { GetOriginAccessControlRequest {
    id: String = show "Id",
} }

shape! { GetOriginAccessControlResult {
    origin_access_control: Option<OriginAccessControl> = show "OriginAccessControl",
    e_tag: Option<String> = show "ETag",
} }

shape! { GetOriginRequestPolicyConfigRequest {
    id: String = show "Id",
} }

shape! { GetOriginRequestPolicyConfigResult {
    origin_request_policy_config: Option<OriginRequestPolicyConfig> = show "OriginRequestPolicyConfig",
    e_tag: Option<String> = show "ETag",
} }

shape! { GetOriginRequestPolicyRequest {
    id: String = show "Id",
} }

shape! { GetOriginRequestPolicyResult {
    origin_request_policy: Option<OriginRequestPolicy> = show "OriginRequestPolicy",
    e_tag: Option<String> = show "ETag",
} }

shape! { GrpcConfig {
    enabled: bool = show "Enabled",
} }

shape! { Headers {
    quantity: i32 = show "Quantity",
    items: Option<Vec<String>> = show "Items",
} }

shape! { Invalidation {
    id: String = show "Id",
    status: String = show "Status",
    create_time: Timestamp = show "CreateTime",
    invalidation_batch: InvalidationBatch = show "InvalidationBatch",
} }

shape! { InvalidationBatch {
    paths: Paths = show "Paths",
    caller_reference: String = show "CallerReference",
} }

shape! { InvalidationList {
    marker: String = show "Marker",
    next_marker: Option<String> = show "NextMarker",
    max_items: i32 = show "MaxItems",
    is_truncated: bool = show "IsTruncated",
    quantity: i32 = show "Quantity",
    items: Option<Vec<InvalidationSummary>> = show "Items",
} }

shape! { InvalidationSummary {
    id: String = show "Id",
    create_time: Timestamp = show "CreateTime",
    status: String = show "Status",
} }

shape! { KGKeyPairIds {
    key_group_id: Option<String> = show "KeyGroupId",
    key_pair_ids: Option<KeyPairIds> = show "KeyPairIds",
} }

shape! { KeyPairIds {
    quantity: i32 = show "Quantity",
    items: Option<Vec<String>> = show "Items",
} }

shape! { LambdaFunctionAssociation {
    lambda_function_arn: String = show "LambdaFunctionARN",
    event_type: String = show "EventType",
    include_body: Option<bool> = show "IncludeBody",
} }

shape! { LambdaFunctionAssociations {
    quantity: i32 = show "Quantity",
    items: Option<Vec<LambdaFunctionAssociation>> = show "Items",
} }

shape! { ListCachePoliciesRequest {
    r#type: Option<String> = show "Type",
    marker: Option<String> = show "Marker",
    max_items: Option<String> = show "MaxItems",
} }

shape! { ListCachePoliciesResult {
    cache_policy_list: Option<CachePolicyList> = show "CachePolicyList",
} }

shape! { ListCloudFrontOriginAccessIdentitiesRequest {
    marker: Option<String> = show "Marker",
    max_items: Option<String> = show "MaxItems",
} }

shape! { ListCloudFrontOriginAccessIdentitiesResult {
    cloud_front_origin_access_identity_list: Option<CloudFrontOriginAccessIdentityList> = show "CloudFrontOriginAccessIdentityList",
} }

shape! { ListDistributionsByWebACLIdRequest {
    marker: Option<String> = show "Marker",
    max_items: Option<String> = show "MaxItems",
    web_acl_id: String = show "WebACLId",
} }

shape! { ListDistributionsByWebACLIdResult {
    distribution_list: Option<DistributionList> = show "DistributionList",
} }

shape! { ListDistributionsRequest {
    marker: Option<String> = show "Marker",
    max_items: Option<String> = show "MaxItems",
} }

shape! { ListDistributionsResult {
    distribution_list: Option<DistributionList> = show "DistributionList",
} }

shape! { ListInvalidationsRequest {
    distribution_id: String = show "DistributionId",
    marker: Option<String> = show "Marker",
    max_items: Option<String> = show "MaxItems",
} }

shape! { ListInvalidationsResult {
    invalidation_list: Option<InvalidationList> = show "InvalidationList",
} }

shape! { ListOriginAccessControlsRequest {
    marker: Option<String> = show "Marker",
    max_items: Option<String> = show "MaxItems",
} }

shape! { ListOriginAccessControlsResult {
    origin_access_control_list: Option<OriginAccessControlList> = show "OriginAccessControlList",
} }

shape! { ListOriginRequestPoliciesRequest {
    r#type: Option<String> = show "Type",
    marker: Option<String> = show "Marker",
    max_items: Option<String> = show "MaxItems",
} }

shape! { ListOriginRequestPoliciesResult {
    origin_request_policy_list: Option<OriginRequestPolicyList> = show "OriginRequestPolicyList",
} }

shape! { ListTagsForResourceRequest {
    resource: String = show "Resource",
} }

shape! { ListTagsForResourceResult {
    tags: Tags = show "Tags",
} }

shape! { LoggingConfig {
    enabled: Option<bool> = show "Enabled",
    include_cookies: Option<bool> = show "IncludeCookies",
    bucket: Option<String> = show "Bucket",
    prefix: Option<String> = show "Prefix",
} }

shape! { Origin {
    id: String = show "Id",
    domain_name: String = show "DomainName",
    origin_path: Option<String> = show "OriginPath",
    custom_headers: Option<CustomHeaders> = show "CustomHeaders",
    s3_origin_config: Option<S3OriginConfig> = show "S3OriginConfig",
    custom_origin_config: Option<CustomOriginConfig> = show "CustomOriginConfig",
    vpc_origin_config: Option<VpcOriginConfig> = show "VpcOriginConfig",
    connection_attempts: Option<i32> = show "ConnectionAttempts",
    connection_timeout: Option<i32> = show "ConnectionTimeout",
    response_completion_timeout: Option<i32> = show "ResponseCompletionTimeout",
    origin_shield: Option<OriginShield> = show "OriginShield",
    origin_access_control_id: Option<String> = show "OriginAccessControlId",
} }

shape! { OriginAccessControl {
    id: String = show "Id",
    origin_access_control_config: Option<OriginAccessControlConfig> = show "OriginAccessControlConfig",
} }

shape! { OriginAccessControlConfig {
    name: String = show "Name",
    description: Option<String> = show "Description",
    signing_protocol: String = show "SigningProtocol",
    signing_behavior: String = show "SigningBehavior",
    origin_access_control_origin_type: String = show "OriginAccessControlOriginType",
} }

shape! { OriginAccessControlList {
    marker: String = show "Marker",
    next_marker: Option<String> = show "NextMarker",
    max_items: i32 = show "MaxItems",
    is_truncated: bool = show "IsTruncated",
    quantity: i32 = show "Quantity",
    items: Option<Vec<OriginAccessControlSummary>> = show "Items",
} }

shape! { OriginAccessControlSummary {
    id: String = show "Id",
    description: String = show "Description",
    name: String = show "Name",
    signing_protocol: String = show "SigningProtocol",
    signing_behavior: String = show "SigningBehavior",
    origin_access_control_origin_type: String = show "OriginAccessControlOriginType",
} }

shape! { OriginCustomHeader {
    header_name: String = show "HeaderName",
    header_value: String = hide "HeaderValue",
} }

shape! { OriginGroup {
    id: String = show "Id",
    failover_criteria: OriginGroupFailoverCriteria = show "FailoverCriteria",
    members: OriginGroupMembers = show "Members",
    selection_criteria: Option<String> = show "SelectionCriteria",
} }

shape! { OriginGroupFailoverCriteria {
    status_codes: StatusCodes = show "StatusCodes",
} }

shape! { OriginGroupMember {
    origin_id: String = show "OriginId",
} }

shape! { OriginGroupMembers {
    quantity: i32 = show "Quantity",
    items: Vec<OriginGroupMember> = show "Items",
} }

shape! { OriginGroups {
    quantity: i32 = show "Quantity",
    items: Option<Vec<OriginGroup>> = show "Items",
} }

shape! { OriginMtlsConfig {
    client_certificate_arn: String = show "ClientCertificateArn",
} }

shape! { OriginRequestPolicy {
    id: String = show "Id",
    last_modified_time: Timestamp = show "LastModifiedTime",
    origin_request_policy_config: OriginRequestPolicyConfig = show "OriginRequestPolicyConfig",
} }

shape! { OriginRequestPolicyConfig {
    comment: Option<String> = show "Comment",
    name: String = show "Name",
    headers_config: OriginRequestPolicyHeadersConfig = show "HeadersConfig",
    cookies_config: OriginRequestPolicyCookiesConfig = show "CookiesConfig",
    query_strings_config: OriginRequestPolicyQueryStringsConfig = show "QueryStringsConfig",
} }

shape! { OriginRequestPolicyCookiesConfig {
    cookie_behavior: String = show "CookieBehavior",
    cookies: Option<CookieNames> = show "Cookies",
} }

shape! { OriginRequestPolicyHeadersConfig {
    header_behavior: String = show "HeaderBehavior",
    headers: Option<Headers> = show "Headers",
} }

shape! { OriginRequestPolicyList {
    next_marker: Option<String> = show "NextMarker",
    max_items: i32 = show "MaxItems",
    quantity: i32 = show "Quantity",
    items: Option<Vec<OriginRequestPolicySummary>> = show "Items",
} }

shape! { OriginRequestPolicyQueryStringsConfig {
    query_string_behavior: String = show "QueryStringBehavior",
    query_strings: Option<QueryStringNames> = show "QueryStrings",
} }

shape! { OriginRequestPolicySummary {
    r#type: String = show "Type",
    origin_request_policy: OriginRequestPolicy = show "OriginRequestPolicy",
} }

shape! { OriginShield {
    enabled: bool = show "Enabled",
    origin_shield_region: Option<String> = show "OriginShieldRegion",
} }

shape! { OriginSslProtocols {
    quantity: i32 = show "Quantity",
    items: Vec<String> = show "Items",
} }

shape! { Origins {
    quantity: i32 = show "Quantity",
    items: Vec<Origin> = show "Items",
} }

shape! { ParameterDefinition {
    name: String = show "Name",
    definition: ParameterDefinitionSchema = show "Definition",
} }

shape! { ParameterDefinitionSchema {
    string_schema: Option<StringSchemaConfig> = show "StringSchema",
} }

shape! { ParametersInCacheKeyAndForwardedToOrigin {
    enable_accept_encoding_gzip: bool = show "EnableAcceptEncodingGzip",
    enable_accept_encoding_brotli: Option<bool> = show "EnableAcceptEncodingBrotli",
    headers_config: CachePolicyHeadersConfig = show "HeadersConfig",
    cookies_config: CachePolicyCookiesConfig = show "CookiesConfig",
    query_strings_config: CachePolicyQueryStringsConfig = show "QueryStringsConfig",
} }

shape! { Paths {
    quantity: i32 = show "Quantity",
    items: Option<Vec<String>> = show "Items",
} }

shape! { QueryStringCacheKeys {
    quantity: i32 = show "Quantity",
    items: Option<Vec<String>> = show "Items",
} }

shape! { QueryStringNames {
    quantity: i32 = show "Quantity",
    items: Option<Vec<String>> = show "Items",
} }

shape! { Restrictions {
    geo_restriction: GeoRestriction = show "GeoRestriction",
} }

shape! { S3OriginConfig {
    origin_access_identity: String = show "OriginAccessIdentity",
    origin_read_timeout: Option<i32> = show "OriginReadTimeout",
} }

shape! { Signer {
    aws_account_number: Option<String> = show "AwsAccountNumber",
    key_pair_ids: Option<KeyPairIds> = show "KeyPairIds",
} }

shape! { StatusCodes {
    quantity: i32 = show "Quantity",
    items: Vec<i32> = show "Items",
} }

shape! { StringSchemaConfig {
    comment: Option<String> = hide "Comment",
    default_value: Option<String> = show "DefaultValue",
    required: bool = show "Required",
} }

shape! { Tag {
    key: String = show "Key",
    value: Option<String> = show "Value",
} }

shape! { TagKeys {
    items: Option<Vec<String>> = show "Items",
} }

shape! { TagResourceRequest {
    resource: String = show "Resource",
    tags: Tags = show "Tags",
} }

shape! { Tags {
    items: Option<Vec<Tag>> = show "Items",
} }

shape! { TenantConfig {
    parameter_definitions: Option<Vec<ParameterDefinition>> = show "ParameterDefinitions",
} }

shape! { TrustStoreConfig {
    trust_store_id: String = show "TrustStoreId",
    advertise_trust_store_ca_names: Option<bool> = show "AdvertiseTrustStoreCaNames",
    ignore_certificate_expiry: Option<bool> = show "IgnoreCertificateExpiry",
} }

shape! { TrustedKeyGroups {
    enabled: bool = show "Enabled",
    quantity: i32 = show "Quantity",
    items: Option<Vec<String>> = show "Items",
} }

shape! { TrustedSigners {
    enabled: bool = show "Enabled",
    quantity: i32 = show "Quantity",
    items: Option<Vec<String>> = show "Items",
} }

shape! { UntagResourceRequest {
    resource: String = show "Resource",
    tag_keys: TagKeys = show "TagKeys",
} }

shape! { UpdateCachePolicyRequest {
    cache_policy_config: CachePolicyConfig = show "CachePolicyConfig",
    id: String = show "Id",
    if_match: Option<String> = show "IfMatch",
} }

shape! { UpdateCachePolicyResult {
    cache_policy: Option<CachePolicy> = show "CachePolicy",
    e_tag: Option<String> = show "ETag",
} }

shape! { UpdateCloudFrontOriginAccessIdentityRequest {
    cloud_front_origin_access_identity_config: CloudFrontOriginAccessIdentityConfig = show "CloudFrontOriginAccessIdentityConfig",
    id: String = show "Id",
    if_match: Option<String> = show "IfMatch",
} }

shape! { UpdateCloudFrontOriginAccessIdentityResult {
    cloud_front_origin_access_identity: Option<CloudFrontOriginAccessIdentity> = show "CloudFrontOriginAccessIdentity",
    e_tag: Option<String> = show "ETag",
} }

shape! { UpdateDistributionRequest {
    distribution_config: DistributionConfig = show "DistributionConfig",
    id: String = show "Id",
    if_match: Option<String> = show "IfMatch",
} }

shape! { UpdateDistributionResult {
    distribution: Option<Distribution> = show "Distribution",
    e_tag: Option<String> = show "ETag",
} }

shape! { UpdateOriginAccessControlRequest {
    origin_access_control_config: OriginAccessControlConfig = show "OriginAccessControlConfig",
    id: String = show "Id",
    if_match: Option<String> = show "IfMatch",
} }

shape! { UpdateOriginAccessControlResult {
    origin_access_control: Option<OriginAccessControl> = show "OriginAccessControl",
    e_tag: Option<String> = show "ETag",
} }

shape! { UpdateOriginRequestPolicyRequest {
    origin_request_policy_config: OriginRequestPolicyConfig = show "OriginRequestPolicyConfig",
    id: String = show "Id",
    if_match: Option<String> = show "IfMatch",
} }

shape! { UpdateOriginRequestPolicyResult {
    origin_request_policy: Option<OriginRequestPolicy> = show "OriginRequestPolicy",
    e_tag: Option<String> = show "ETag",
} }

shape! { ViewerCertificate {
    cloud_front_default_certificate: Option<bool> = show "CloudFrontDefaultCertificate",
    iam_certificate_id: Option<String> = show "IAMCertificateId",
    acm_certificate_arn: Option<String> = show "ACMCertificateArn",
    ssl_support_method: Option<String> = show "SSLSupportMethod",
    minimum_protocol_version: Option<String> = show "MinimumProtocolVersion",
    certificate: Option<String> = show "Certificate",
    certificate_source: Option<String> = show "CertificateSource",
} }

shape! { ViewerMtlsConfig {
    mode: Option<String> = show "Mode",
    trust_store_config: Option<TrustStoreConfig> = show "TrustStoreConfig",
} }

shape! { VpcOriginConfig {
    vpc_origin_id: String = show "VpcOriginId",
    owner_account_id: Option<String> = show "OwnerAccountId",
    origin_read_timeout: Option<i32> = show "OriginReadTimeout",
    origin_keepalive_timeout: Option<i32> = show "OriginKeepaliveTimeout",
} }

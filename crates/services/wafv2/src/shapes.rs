//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]
#![allow(clippy::zero_sized_map_values, reason = "the maps are the model's")]

use std::collections::BTreeMap;

use bartizan_types::Timestamp;
use bartizan_wire::{Bytes, shape};

shape! { APIKeySummary {
    token_domains: Option<Vec<String>> = show "TokenDomains",
    api_key: Option<String> = show "APIKey",
    creation_timestamp: Option<Timestamp> = show "CreationTimestamp",
    version: Option<i32> = show "Version",
} }

shape! { AWSManagedRulesACFPRuleSet {
    creation_path: String = show "CreationPath",
    registration_page_path: String = show "RegistrationPagePath",
    request_inspection: RequestInspectionACFP = show "RequestInspection",
    response_inspection: Option<ResponseInspection> = show "ResponseInspection",
    enable_regex_in_path: Option<bool> = show "EnableRegexInPath",
} }

shape! { AWSManagedRulesATPRuleSet {
    login_path: String = show "LoginPath",
    request_inspection: Option<RequestInspection> = show "RequestInspection",
    response_inspection: Option<ResponseInspection> = show "ResponseInspection",
    enable_regex_in_path: Option<bool> = show "EnableRegexInPath",
} }

shape! { AWSManagedRulesAntiDDoSRuleSet {
    client_side_action_config: ClientSideActionConfig = show "ClientSideActionConfig",
    sensitivity_to_block: Option<String> = show "SensitivityToBlock",
} }

shape! { AWSManagedRulesBotControlRuleSet {
    inspection_level: String = show "InspectionLevel",
    enable_machine_learning: Option<bool> = show "EnableMachineLearning",
} }

shape! { ActionCondition {
    action: String = show "Action",
} }

shape! { AddressField {
    identifier: String = show "Identifier",
} }

shape! { All {
} }

shape! { AllQueryArguments {
} }

shape! { AllowAction {
    custom_request_handling: Option<CustomRequestHandling> = show "CustomRequestHandling",
} }

shape! { AndStatement {
    statements: Vec<Statement> = show "Statements",
} }

shape! { ApplicationAttribute {
    name: Option<String> = show "Name",
    values: Option<Vec<String>> = show "Values",
} }

shape! { ApplicationConfig {
    attributes: Option<Vec<ApplicationAttribute>> = show "Attributes",
} }

shape! { AsnMatchStatement {
    asn_list: Vec<i64> = show "AsnList",
    forwarded_ip_config: Option<ForwardedIPConfig> = show "ForwardedIPConfig",
} }

shape! { AssociateWebACLRequest {
    web_acl_arn: String = show "WebACLArn",
    resource_arn: String = show "ResourceArn",
} }

shape! { AssociateWebACLResponse {
} }

shape! { AssociationConfig {
    request_body: Option<BTreeMap<String, RequestBodyAssociatedResourceTypeConfig>> = show "RequestBody",
    challenge_javascript_sdk_injection: Option<BTreeMap<String, ChallengeJavascriptSdkInjectionConfig>> = show "ChallengeJavascriptSdkInjection",
} }

shape! { BlockAction {
    custom_response: Option<CustomResponse> = show "CustomResponse",
} }

shape! { Body {
    oversize_handling: Option<String> = show "OversizeHandling",
} }

shape! { BotStatistics {
    bot_name: String = show "BotName",
    request_count: i64 = show "RequestCount",
    percentage: f64 = show "Percentage",
} }

shape! { ByteMatchStatement {
    search_string: Bytes = show "SearchString",
    field_to_match: FieldToMatch = show "FieldToMatch",
    text_transformations: Vec<TextTransformation> = show "TextTransformations",
    pre_parse_text_transformations: Option<Vec<PreParseTextTransformation>> = show "PreParseTextTransformations",
    positional_constraint: String = show "PositionalConstraint",
} }

shape! { CaptchaAction {
    custom_request_handling: Option<CustomRequestHandling> = show "CustomRequestHandling",
} }

shape! { CaptchaConfig {
    immunity_time_property: Option<ImmunityTimeProperty> = show "ImmunityTimeProperty",
} }

shape! { CaptchaResponse {
    response_code: Option<i32> = show "ResponseCode",
    solve_timestamp: Option<i64> = show "SolveTimestamp",
    failure_reason: Option<String> = show "FailureReason",
} }

shape! { ChallengeAction {
    custom_request_handling: Option<CustomRequestHandling> = show "CustomRequestHandling",
} }

shape! { ChallengeConfig {
    immunity_time_property: Option<ImmunityTimeProperty> = show "ImmunityTimeProperty",
} }

shape! { ChallengeJavascriptSdkInjectionConfig {
} }

shape! { ChallengeResponse {
    response_code: Option<i32> = show "ResponseCode",
    solve_timestamp: Option<i64> = show "SolveTimestamp",
    failure_reason: Option<String> = show "FailureReason",
} }

shape! { CheckCapacityRequest {
    scope: String = show "Scope",
    rules: Vec<Rule> = show "Rules",
} }

shape! { CheckCapacityResponse {
    capacity: Option<i64> = show "Capacity",
} }

shape! { ClientSideAction {
    usage_of_action: String = show "UsageOfAction",
    sensitivity: Option<String> = show "Sensitivity",
    exempt_uri_regular_expressions: Option<Vec<Regex>> = show "ExemptUriRegularExpressions",
} }

shape! { ClientSideActionConfig {
    challenge: ClientSideAction = show "Challenge",
} }

shape! { Condition {
    action_condition: Option<ActionCondition> = show "ActionCondition",
    label_name_condition: Option<LabelNameCondition> = show "LabelNameCondition",
} }

shape! { ConnectedAccountChainConfig {
    chain: String = show "Chain",
    prices: Vec<ConnectedAccountPrice> = show "Prices",
} }

shape! { ConnectedAccountConfig {
    connected_account_arn: String = show "ConnectedAccountArn",
    payment_networks: Vec<ConnectedAccountChainConfig> = show "PaymentNetworks",
} }

shape! { ConnectedAccountPrice {
    amount: String = show "Amount",
    currency: String = show "Currency",
} }

shape! { CookieMatchPattern {
    all: Option<All> = show "All",
    included_cookies: Option<Vec<String>> = show "IncludedCookies",
    excluded_cookies: Option<Vec<String>> = show "ExcludedCookies",
} }

shape! { Cookies {
    match_pattern: CookieMatchPattern = show "MatchPattern",
    match_scope: String = show "MatchScope",
    oversize_handling: String = show "OversizeHandling",
} }

shape! { CountAction {
    custom_request_handling: Option<CustomRequestHandling> = show "CustomRequestHandling",
} }

shape! { CreateAPIKeyRequest {
    scope: String = show "Scope",
    token_domains: Vec<String> = show "TokenDomains",
} }

shape! { CreateAPIKeyResponse {
    api_key: Option<String> = show "APIKey",
} }

shape! { CreateIPSetRequest {
    name: String = show "Name",
    scope: String = show "Scope",
    description: Option<String> = show "Description",
    ip_address_version: String = show "IPAddressVersion",
    addresses: Vec<String> = show "Addresses",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { CreateIPSetResponse {
    summary: Option<IPSetSummary> = show "Summary",
} }

shape! { CreateRegexPatternSetRequest {
    name: String = show "Name",
    scope: String = show "Scope",
    description: Option<String> = show "Description",
    regular_expression_list: Vec<Regex> = show "RegularExpressionList",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { CreateRegexPatternSetResponse {
    summary: Option<RegexPatternSetSummary> = show "Summary",
} }

shape! { CreateRuleGroupRequest {
    name: String = show "Name",
    scope: String = show "Scope",
    capacity: i64 = show "Capacity",
    description: Option<String> = show "Description",
    rules: Option<Vec<Rule>> = show "Rules",
    visibility_config: VisibilityConfig = show "VisibilityConfig",
    tags: Option<Vec<Tag>> = show "Tags",
    custom_response_bodies: Option<BTreeMap<String, CustomResponseBody>> = show "CustomResponseBodies",
    monetization_config: Option<MonetizationConfig> = show "MonetizationConfig",
} }

shape! { CreateRuleGroupResponse {
    summary: Option<RuleGroupSummary> = show "Summary",
} }

shape! { CreateWebACLRequest {
    name: String = show "Name",
    scope: String = show "Scope",
    default_action: DefaultAction = show "DefaultAction",
    description: Option<String> = show "Description",
    rules: Option<Vec<Rule>> = show "Rules",
    visibility_config: VisibilityConfig = show "VisibilityConfig",
    data_protection_config: Option<DataProtectionConfig> = show "DataProtectionConfig",
    tags: Option<Vec<Tag>> = show "Tags",
    custom_response_bodies: Option<BTreeMap<String, CustomResponseBody>> = show "CustomResponseBodies",
    captcha_config: Option<CaptchaConfig> = show "CaptchaConfig",
    challenge_config: Option<ChallengeConfig> = show "ChallengeConfig",
    token_domains: Option<Vec<String>> = show "TokenDomains",
    association_config: Option<AssociationConfig> = show "AssociationConfig",
    on_source_d_do_s_protection_config: Option<OnSourceDDoSProtectionConfig> = show "OnSourceDDoSProtectionConfig",
    application_config: Option<ApplicationConfig> = show "ApplicationConfig",
    monetization_config: Option<MonetizationConfig> = show "MonetizationConfig",
} }

shape! { CreateWebACLResponse {
    summary: Option<WebACLSummary> = show "Summary",
} }

shape! { CryptoConfig {
    payment_networks: Vec<PaymentNetwork> = show "PaymentNetworks",
} }

shape! { CustomHTTPHeader {
    name: String = show "Name",
    value: String = show "Value",
} }

shape! { CustomRequestHandling {
    insert_headers: Vec<CustomHTTPHeader> = show "InsertHeaders",
} }

shape! { CustomResponse {
    response_code: i32 = show "ResponseCode",
    custom_response_body_key: Option<String> = show "CustomResponseBodyKey",
    response_headers: Option<Vec<CustomHTTPHeader>> = show "ResponseHeaders",
} }

shape! { CustomResponseBody {
    content_type: String = show "ContentType",
    content: String = show "Content",
} }

shape! { DataPointEntry {
    date: Option<Timestamp> = show "Date",
    monetize_served_count: Option<i64> = show "MonetizeServedCount",
    settled_count: Option<i64> = show "SettledCount",
    total_amount: Option<String> = show "TotalAmount",
    category: Option<String> = show "Category",
    intent: Option<String> = show "Intent",
    group_by_value: Option<String> = show "GroupByValue",
} }

shape! { DataProtection {
    field: FieldToProtect = show "Field",
    action: String = show "Action",
    exclude_rule_match_details: Option<bool> = show "ExcludeRuleMatchDetails",
    exclude_rate_based_details: Option<bool> = show "ExcludeRateBasedDetails",
} }

shape! { DataProtectionConfig {
    data_protections: Vec<DataProtection> = show "DataProtections",
} }

shape! { DefaultAction {
    block: Option<BlockAction> = show "Block",
    allow: Option<AllowAction> = show "Allow",
} }

shape! { DeleteAPIKeyRequest {
    scope: String = show "Scope",
    api_key: String = show "APIKey",
} }

shape! { DeleteAPIKeyResponse {
} }

shape! { DeleteFirewallManagerRuleGroupsRequest {
    web_acl_arn: String = show "WebACLArn",
    web_acl_lock_token: String = show "WebACLLockToken",
} }

shape! { DeleteFirewallManagerRuleGroupsResponse {
    next_web_acl_lock_token: Option<String> = show "NextWebACLLockToken",
} }

shape! { DeleteIPSetRequest {
    name: String = show "Name",
    scope: String = show "Scope",
    id: String = show "Id",
    lock_token: String = show "LockToken",
} }

shape! { DeleteIPSetResponse {
} }

shape! { DeleteLoggingConfigurationRequest {
    resource_arn: String = show "ResourceArn",
    log_type: Option<String> = show "LogType",
    log_scope: Option<String> = show "LogScope",
} }

shape! { DeleteLoggingConfigurationResponse {
} }

shape! { DeletePermissionPolicyRequest {
    resource_arn: String = show "ResourceArn",
} }

shape! { DeletePermissionPolicyResponse {
} }

shape! { DeleteRegexPatternSetRequest {
    name: String = show "Name",
    scope: String = show "Scope",
    id: String = show "Id",
    lock_token: String = show "LockToken",
} }

shape! { DeleteRegexPatternSetResponse {
} }

shape! { DeleteRuleGroupRequest {
    name: String = show "Name",
    scope: String = show "Scope",
    id: String = show "Id",
    lock_token: String = show "LockToken",
} }

shape! { DeleteRuleGroupResponse {
} }

shape! { DeleteWebACLRequest {
    name: String = show "Name",
    scope: String = show "Scope",
    id: String = show "Id",
    lock_token: String = show "LockToken",
} }

shape! { DeleteWebACLResponse {
} }

shape! { DescribeAllManagedProductsRequest {
    scope: String = show "Scope",
} }

shape! { DescribeAllManagedProductsResponse {
    managed_products: Option<Vec<ManagedProductDescriptor>> = show "ManagedProducts",
} }

shape! { DescribeManagedProductsByVendorRequest {
    vendor_name: String = show "VendorName",
    scope: String = show "Scope",
} }

shape! { DescribeManagedProductsByVendorResponse {
    managed_products: Option<Vec<ManagedProductDescriptor>> = show "ManagedProducts",
} }

shape! { DescribeManagedRuleGroupRequest {
    vendor_name: String = show "VendorName",
    name: String = show "Name",
    scope: String = show "Scope",
    version_name: Option<String> = show "VersionName",
} }

shape! { DescribeManagedRuleGroupResponse {
    version_name: Option<String> = show "VersionName",
    sns_topic_arn: Option<String> = show "SnsTopicArn",
    capacity: Option<i64> = show "Capacity",
    rules: Option<Vec<RuleSummary>> = show "Rules",
    label_namespace: Option<String> = show "LabelNamespace",
    available_labels: Option<Vec<LabelSummary>> = show "AvailableLabels",
    consumed_labels: Option<Vec<LabelSummary>> = show "ConsumedLabels",
} }

shape! { DisassociateWebACLRequest {
    resource_arn: String = show "ResourceArn",
} }

shape! { DisassociateWebACLResponse {
} }

shape! { EmailField {
    identifier: String = show "Identifier",
} }

shape! { ExcludedRule {
    name: String = show "Name",
} }

shape! { FieldToMatch {
    single_header: Option<SingleHeader> = show "SingleHeader",
    single_query_argument: Option<SingleQueryArgument> = show "SingleQueryArgument",
    all_query_arguments: Option<AllQueryArguments> = show "AllQueryArguments",
    uri_path: Option<UriPath> = show "UriPath",
    query_string: Option<QueryString> = show "QueryString",
    body: Option<Body> = show "Body",
    method: Option<Method> = show "Method",
    json_body: Option<JsonBody> = show "JsonBody",
    headers: Option<Headers> = show "Headers",
    cookies: Option<Cookies> = show "Cookies",
    header_order: Option<HeaderOrder> = show "HeaderOrder",
    ja3_fingerprint: Option<JA3Fingerprint> = show "JA3Fingerprint",
    ja4_fingerprint: Option<JA4Fingerprint> = show "JA4Fingerprint",
    uri_fragment: Option<UriFragment> = show "UriFragment",
} }

shape! { FieldToProtect {
    field_type: String = show "FieldType",
    field_keys: Option<Vec<String>> = show "FieldKeys",
} }

shape! { Filter {
    behavior: String = show "Behavior",
    requirement: String = show "Requirement",
    conditions: Vec<Condition> = show "Conditions",
} }

shape! { FilterSource {
    bot_category: Option<String> = show "BotCategory",
    bot_organization: Option<String> = show "BotOrganization",
    bot_name: Option<String> = show "BotName",
} }

shape! { FirewallManagerRuleGroup {
    name: String = show "Name",
    priority: i32 = show "Priority",
    firewall_manager_statement: FirewallManagerStatement = show "FirewallManagerStatement",
    override_action: OverrideAction = show "OverrideAction",
    visibility_config: VisibilityConfig = show "VisibilityConfig",
} }

shape! { FirewallManagerStatement {
    managed_rule_group_statement: Option<ManagedRuleGroupStatement> = show "ManagedRuleGroupStatement",
    rule_group_reference_statement: Option<RuleGroupReferenceStatement> = show "RuleGroupReferenceStatement",
} }

shape! { ForwardedIPConfig {
    header_name: String = show "HeaderName",
    fallback_behavior: String = show "FallbackBehavior",
} }

shape! { GenerateMobileSdkReleaseUrlRequest {
    platform: String = show "Platform",
    release_version: String = show "ReleaseVersion",
} }

shape! { GenerateMobileSdkReleaseUrlResponse {
    url: Option<String> = show "Url",
} }

shape! { GeoMatchStatement {
    country_codes: Option<Vec<String>> = show "CountryCodes",
    forwarded_ip_config: Option<ForwardedIPConfig> = show "ForwardedIPConfig",
} }

shape! { GetDecryptedAPIKeyRequest {
    scope: String = show "Scope",
    api_key: String = show "APIKey",
} }

shape! { GetDecryptedAPIKeyResponse {
    token_domains: Option<Vec<String>> = show "TokenDomains",
    creation_timestamp: Option<Timestamp> = show "CreationTimestamp",
} }

shape! { GetIPSetRequest {
    name: String = show "Name",
    scope: String = show "Scope",
    id: String = show "Id",
} }

shape! { GetIPSetResponse {
    ip_set: Option<IPSet> = show "IPSet",
    lock_token: Option<String> = show "LockToken",
} }

shape! { GetLoggingConfigurationRequest {
    resource_arn: String = show "ResourceArn",
    log_type: Option<String> = show "LogType",
    log_scope: Option<String> = show "LogScope",
} }

shape! { GetLoggingConfigurationResponse {
    logging_configuration: Option<LoggingConfiguration> = show "LoggingConfiguration",
} }

shape! { GetManagedRuleSetRequest {
    name: String = show "Name",
    scope: String = show "Scope",
    id: String = show "Id",
} }

shape! { GetManagedRuleSetResponse {
    managed_rule_set: Option<ManagedRuleSet> = show "ManagedRuleSet",
    lock_token: Option<String> = show "LockToken",
} }

shape! { GetMobileSdkReleaseRequest {
    platform: String = show "Platform",
    release_version: String = show "ReleaseVersion",
} }

shape! { GetMobileSdkReleaseResponse {
    mobile_sdk_release: Option<MobileSdkRelease> = show "MobileSdkRelease",
} }

shape! { GetPermissionPolicyRequest {
    resource_arn: String = show "ResourceArn",
} }

shape! { GetPermissionPolicyResponse {
    policy: Option<String> = show "Policy",
} }

shape! { GetRateBasedStatementManagedKeysRequest {
    scope: String = show "Scope",
    web_acl_name: String = show "WebACLName",
    web_acl_id: String = show "WebACLId",
    rule_group_rule_name: Option<String> = show "RuleGroupRuleName",
    rule_name: String = show "RuleName",
} }

shape! { GetRateBasedStatementManagedKeysResponse {
    managed_keys_ipv4: Option<RateBasedStatementManagedKeysIPSet> = show "ManagedKeysIPV4",
    managed_keys_ipv6: Option<RateBasedStatementManagedKeysIPSet> = show "ManagedKeysIPV6",
} }

shape! { GetRegexPatternSetRequest {
    name: String = show "Name",
    scope: String = show "Scope",
    id: String = show "Id",
} }

shape! { GetRegexPatternSetResponse {
    regex_pattern_set: Option<RegexPatternSet> = show "RegexPatternSet",
    lock_token: Option<String> = show "LockToken",
} }

shape! { GetRevenueStatisticsRequest {
    statistic_type: String = show "StatisticType",
    time_window: TimeWindow = show "TimeWindow",
    scope: String = show "Scope",
    currency: String = show "Currency",
    group_by: Option<String> = show "GroupBy",
    filters: Option<Vec<MonetizationFilter>> = show "Filters",
    next_marker: Option<String> = show "NextMarker",
    limit: Option<i32> = show "Limit",
    sort_by: Option<String> = show "SortBy",
    sort_order: Option<String> = show "SortOrder",
} }

shape! { GetRevenueStatisticsResponse {
    source_statistics: Option<Vec<SourceStatistics>> = show "SourceStatistics",
    revenue_path_statistics: Option<Vec<RevenuePathStatistics>> = show "RevenuePathStatistics",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { GetRevenueStatisticsSummaryRequest {
    time_window: TimeWindow = show "TimeWindow",
    scope: String = show "Scope",
    currency: String = show "Currency",
    filters: Option<Vec<MonetizationFilter>> = show "Filters",
} }

shape! { GetRevenueStatisticsSummaryResponse {
    revenue_breakdown: Option<RevenueBreakdown> = show "RevenueBreakdown",
} }

shape! { GetRevenueStatisticsTimeSeriesRequest {
    statistic_type: String = show "StatisticType",
    time_window: TimeWindow = show "TimeWindow",
    scope: String = show "Scope",
    interval: String = show "Interval",
    currency: String = show "Currency",
    group_by: Option<String> = show "GroupBy",
    filters: Option<Vec<MonetizationFilter>> = show "Filters",
    limit: Option<i32> = show "Limit",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { GetRevenueStatisticsTimeSeriesResponse {
    data_points: Option<Vec<DataPointEntry>> = show "DataPoints",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { GetRuleGroupRequest {
    name: Option<String> = show "Name",
    scope: Option<String> = show "Scope",
    id: Option<String> = show "Id",
    arn: Option<String> = show "ARN",
} }

shape! { GetRuleGroupResponse {
    rule_group: Option<RuleGroup> = show "RuleGroup",
    lock_token: Option<String> = show "LockToken",
} }

shape! { GetSampledRequestsRequest {
    web_acl_arn: String = show "WebAclArn",
    rule_metric_name: String = show "RuleMetricName",
    scope: String = show "Scope",
    time_window: TimeWindow = show "TimeWindow",
    max_items: i64 = show "MaxItems",
} }

shape! { GetSampledRequestsResponse {
    sampled_requests: Option<Vec<SampledHTTPRequest>> = show "SampledRequests",
    population_size: Option<i64> = show "PopulationSize",
    time_window: Option<TimeWindow> = show "TimeWindow",
} }

shape! { GetTopPathStatisticsByTrafficRequest {
    web_acl_arn: String = show "WebAclArn",
    scope: String = show "Scope",
    uri_path_prefix: Option<String> = show "UriPathPrefix",
    time_window: TimeWindow = show "TimeWindow",
    bot_category: Option<String> = show "BotCategory",
    bot_organization: Option<String> = show "BotOrganization",
    bot_name: Option<String> = show "BotName",
    limit: i32 = show "Limit",
    number_of_top_traffic_bots_per_path: i32 = show "NumberOfTopTrafficBotsPerPath",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { GetTopPathStatisticsByTrafficResponse {
    path_statistics: Vec<PathStatistics> = show "PathStatistics",
    total_request_count: i64 = show "TotalRequestCount",
    next_marker: Option<String> = show "NextMarker",
    top_categories: Option<Vec<PathStatistics>> = show "TopCategories",
} }

shape! { GetWebACLForResourceRequest {
    resource_arn: String = show "ResourceArn",
} }

shape! { GetWebACLForResourceResponse {
    web_acl: Option<WebACL> = show "WebACL",
} }

shape! { GetWebACLRequest {
    name: Option<String> = show "Name",
    scope: Option<String> = show "Scope",
    id: Option<String> = show "Id",
    arn: Option<String> = show "ARN",
} }

shape! { GetWebACLResponse {
    web_acl: Option<WebACL> = show "WebACL",
    lock_token: Option<String> = show "LockToken",
    application_integration_url: Option<String> = show "ApplicationIntegrationURL",
} }

shape! { HTTPHeader {
    name: Option<String> = show "Name",
    value: Option<String> = show "Value",
} }

shape! { HTTPRequest {
    client_ip: Option<String> = show "ClientIP",
    country: Option<String> = show "Country",
    uri: Option<String> = show "URI",
    method: Option<String> = show "Method",
    http_version: Option<String> = show "HTTPVersion",
    headers: Option<Vec<HTTPHeader>> = show "Headers",
} }

shape! { HeaderMatchPattern {
    all: Option<All> = show "All",
    included_headers: Option<Vec<String>> = show "IncludedHeaders",
    excluded_headers: Option<Vec<String>> = show "ExcludedHeaders",
} }

shape! { HeaderOrder {
    oversize_handling: String = show "OversizeHandling",
} }

shape! { Headers {
    match_pattern: HeaderMatchPattern = show "MatchPattern",
    match_scope: String = show "MatchScope",
    oversize_handling: String = show "OversizeHandling",
} }

shape! { IPSet {
    name: String = show "Name",
    id: String = show "Id",
    arn: String = show "ARN",
    description: Option<String> = show "Description",
    ip_address_version: String = show "IPAddressVersion",
    addresses: Vec<String> = show "Addresses",
} }

shape! { IPSetForwardedIPConfig {
    header_name: String = show "HeaderName",
    fallback_behavior: String = show "FallbackBehavior",
    position: String = show "Position",
} }

shape! { IPSetReferenceStatement {
    arn: String = show "ARN",
    ip_set_forwarded_ip_config: Option<IPSetForwardedIPConfig> = show "IPSetForwardedIPConfig",
} }

shape! { IPSetSummary {
    name: Option<String> = show "Name",
    id: Option<String> = show "Id",
    description: Option<String> = show "Description",
    lock_token: Option<String> = show "LockToken",
    arn: Option<String> = show "ARN",
} }

shape! { ImmunityTimeProperty {
    immunity_time: i64 = show "ImmunityTime",
} }

shape! { JA3Fingerprint {
    fallback_behavior: String = show "FallbackBehavior",
} }

shape! { JA4Fingerprint {
    fallback_behavior: String = show "FallbackBehavior",
} }

shape! { JsonBody {
    match_pattern: JsonMatchPattern = show "MatchPattern",
    match_scope: String = show "MatchScope",
    invalid_fallback_behavior: Option<String> = show "InvalidFallbackBehavior",
    oversize_handling: Option<String> = show "OversizeHandling",
} }

shape! { JsonMatchPattern {
    all: Option<All> = show "All",
    included_paths: Option<Vec<String>> = show "IncludedPaths",
} }

shape! { Label {
    name: String = show "Name",
} }

shape! { LabelMatchStatement {
    scope: String = show "Scope",
    key: String = show "Key",
} }

shape! { LabelNameCondition {
    label_name: String = show "LabelName",
} }

shape! { LabelSummary {
    name: Option<String> = show "Name",
} }

shape! { ListAPIKeysRequest {
    scope: String = show "Scope",
    next_marker: Option<String> = show "NextMarker",
    limit: Option<i32> = show "Limit",
} }

shape! { ListAPIKeysResponse {
    next_marker: Option<String> = show "NextMarker",
    api_key_summaries: Option<Vec<APIKeySummary>> = show "APIKeySummaries",
    application_integration_url: Option<String> = show "ApplicationIntegrationURL",
} }

shape! { ListAvailableManagedRuleGroupVersionsRequest {
    vendor_name: String = show "VendorName",
    name: String = show "Name",
    scope: String = show "Scope",
    next_marker: Option<String> = show "NextMarker",
    limit: Option<i32> = show "Limit",
} }

shape! { ListAvailableManagedRuleGroupVersionsResponse {
    next_marker: Option<String> = show "NextMarker",
    versions: Option<Vec<ManagedRuleGroupVersion>> = show "Versions",
    current_default_version: Option<String> = show "CurrentDefaultVersion",
} }

shape! { ListAvailableManagedRuleGroupsRequest {
    scope: String = show "Scope",
    next_marker: Option<String> = show "NextMarker",
    limit: Option<i32> = show "Limit",
} }

shape! { ListAvailableManagedRuleGroupsResponse {
    next_marker: Option<String> = show "NextMarker",
    managed_rule_groups: Option<Vec<ManagedRuleGroupSummary>> = show "ManagedRuleGroups",
} }

shape! { ListIPSetsRequest {
    scope: String = show "Scope",
    next_marker: Option<String> = show "NextMarker",
    limit: Option<i32> = show "Limit",
} }

shape! { ListIPSetsResponse {
    next_marker: Option<String> = show "NextMarker",
    ip_sets: Option<Vec<IPSetSummary>> = show "IPSets",
} }

shape! { ListLoggingConfigurationsRequest {
    scope: String = show "Scope",
    next_marker: Option<String> = show "NextMarker",
    limit: Option<i32> = show "Limit",
    log_scope: Option<String> = show "LogScope",
} }

shape! { ListLoggingConfigurationsResponse {
    logging_configurations: Option<Vec<LoggingConfiguration>> = show "LoggingConfigurations",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { ListManagedRuleSetsRequest {
    scope: String = show "Scope",
    next_marker: Option<String> = show "NextMarker",
    limit: Option<i32> = show "Limit",
} }

shape! { ListManagedRuleSetsResponse {
    next_marker: Option<String> = show "NextMarker",
    managed_rule_sets: Option<Vec<ManagedRuleSetSummary>> = show "ManagedRuleSets",
} }

shape! { ListMobileSdkReleasesRequest {
    platform: String = show "Platform",
    next_marker: Option<String> = show "NextMarker",
    limit: Option<i32> = show "Limit",
} }

shape! { ListMobileSdkReleasesResponse {
    release_summaries: Option<Vec<ReleaseSummary>> = show "ReleaseSummaries",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { ListRegexPatternSetsRequest {
    scope: String = show "Scope",
    next_marker: Option<String> = show "NextMarker",
    limit: Option<i32> = show "Limit",
} }

shape! { ListRegexPatternSetsResponse {
    next_marker: Option<String> = show "NextMarker",
    regex_pattern_sets: Option<Vec<RegexPatternSetSummary>> = show "RegexPatternSets",
} }

shape! { ListResourcesForWebACLRequest {
    web_acl_arn: String = show "WebACLArn",
    resource_type: Option<String> = show "ResourceType",
} }

shape! { ListResourcesForWebACLResponse {
    resource_arns: Option<Vec<String>> = show "ResourceArns",
} }

shape! { ListRuleGroupsRequest {
    scope: String = show "Scope",
    next_marker: Option<String> = show "NextMarker",
    limit: Option<i32> = show "Limit",
} }

shape! { ListRuleGroupsResponse {
    next_marker: Option<String> = show "NextMarker",
    rule_groups: Option<Vec<RuleGroupSummary>> = show "RuleGroups",
} }

shape! { ListSettlementRecordsRequest {
    time_window: TimeWindow = show "TimeWindow",
    scope: String = show "Scope",
    currency: String = show "Currency",
    filters: Option<Vec<MonetizationFilter>> = show "Filters",
    sort_by: Option<String> = show "SortBy",
    sort_order: Option<String> = show "SortOrder",
    limit: Option<i32> = show "Limit",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { ListSettlementRecordsResponse {
    settlements: Option<Vec<SettlementRecord>> = show "Settlements",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { ListTagsForResourceRequest {
    next_marker: Option<String> = show "NextMarker",
    limit: Option<i32> = show "Limit",
    resource_arn: String = show "ResourceARN",
} }

shape! { ListTagsForResourceResponse {
    next_marker: Option<String> = show "NextMarker",
    tag_info_for_resource: Option<TagInfoForResource> = show "TagInfoForResource",
} }

shape! { ListWebACLsRequest {
    scope: String = show "Scope",
    next_marker: Option<String> = show "NextMarker",
    limit: Option<i32> = show "Limit",
} }

shape! { ListWebACLsResponse {
    next_marker: Option<String> = show "NextMarker",
    web_acls: Option<Vec<WebACLSummary>> = show "WebACLs",
} }

shape! { LoggingConfiguration {
    resource_arn: String = show "ResourceArn",
    log_destination_configs: Vec<String> = show "LogDestinationConfigs",
    redacted_fields: Option<Vec<FieldToMatch>> = show "RedactedFields",
    managed_by_firewall_manager: Option<bool> = show "ManagedByFirewallManager",
    logging_filter: Option<LoggingFilter> = show "LoggingFilter",
    log_type: Option<String> = show "LogType",
    log_scope: Option<String> = show "LogScope",
} }

shape! { LoggingFilter {
    filters: Vec<Filter> = show "Filters",
    default_behavior: String = show "DefaultBehavior",
} }

shape! { ManagedProductDescriptor {
    vendor_name: Option<String> = show "VendorName",
    managed_rule_set_name: Option<String> = show "ManagedRuleSetName",
    product_id: Option<String> = show "ProductId",
    product_link: Option<String> = show "ProductLink",
    product_title: Option<String> = show "ProductTitle",
    product_description: Option<String> = show "ProductDescription",
    sns_topic_arn: Option<String> = show "SnsTopicArn",
    is_versioning_supported: Option<bool> = show "IsVersioningSupported",
    is_advanced_managed_rule_set: Option<bool> = show "IsAdvancedManagedRuleSet",
} }

shape! { ManagedRuleGroupConfig {
    login_path: Option<String> = show "LoginPath",
    payload_type: Option<String> = show "PayloadType",
    username_field: Option<UsernameField> = show "UsernameField",
    password_field: Option<PasswordField> = show "PasswordField",
    aws_managed_rules_bot_control_rule_set: Option<AWSManagedRulesBotControlRuleSet> = show "AWSManagedRulesBotControlRuleSet",
    aws_managed_rules_atp_rule_set: Option<AWSManagedRulesATPRuleSet> = show "AWSManagedRulesATPRuleSet",
    aws_managed_rules_acfp_rule_set: Option<AWSManagedRulesACFPRuleSet> = show "AWSManagedRulesACFPRuleSet",
    aws_managed_rules_anti_d_do_s_rule_set: Option<AWSManagedRulesAntiDDoSRuleSet> = show "AWSManagedRulesAntiDDoSRuleSet",
} }

shape! { ManagedRuleGroupStatement {
    vendor_name: String = show "VendorName",
    name: String = show "Name",
    version: Option<String> = show "Version",
    excluded_rules: Option<Vec<ExcludedRule>> = show "ExcludedRules",
    scope_down_statement: Option<Box<Statement>> = show "ScopeDownStatement",
    managed_rule_group_configs: Option<Vec<ManagedRuleGroupConfig>> = show "ManagedRuleGroupConfigs",
    rule_action_overrides: Option<Vec<RuleActionOverride>> = show "RuleActionOverrides",
} }

shape! { ManagedRuleGroupSummary {
    vendor_name: Option<String> = show "VendorName",
    name: Option<String> = show "Name",
    versioning_supported: Option<bool> = show "VersioningSupported",
    description: Option<String> = show "Description",
} }

shape! { ManagedRuleGroupVersion {
    name: Option<String> = show "Name",
    last_update_timestamp: Option<Timestamp> = show "LastUpdateTimestamp",
} }

shape! { ManagedRuleSet {
    name: String = show "Name",
    id: String = show "Id",
    arn: String = show "ARN",
    description: Option<String> = show "Description",
    published_versions: Option<BTreeMap<String, ManagedRuleSetVersion>> = show "PublishedVersions",
    recommended_version: Option<String> = show "RecommendedVersion",
    label_namespace: Option<String> = show "LabelNamespace",
} }

shape! { ManagedRuleSetSummary {
    name: Option<String> = show "Name",
    id: Option<String> = show "Id",
    description: Option<String> = show "Description",
    lock_token: Option<String> = show "LockToken",
    arn: Option<String> = show "ARN",
    label_namespace: Option<String> = show "LabelNamespace",
} }

shape! { ManagedRuleSetVersion {
    associated_rule_group_arn: Option<String> = show "AssociatedRuleGroupArn",
    capacity: Option<i64> = show "Capacity",
    forecasted_lifetime: Option<i32> = show "ForecastedLifetime",
    publish_timestamp: Option<Timestamp> = show "PublishTimestamp",
    last_update_timestamp: Option<Timestamp> = show "LastUpdateTimestamp",
    expiry_timestamp: Option<Timestamp> = show "ExpiryTimestamp",
} }

shape! { Method {
} }

shape! { MobileSdkRelease {
    release_version: Option<String> = show "ReleaseVersion",
    timestamp: Option<Timestamp> = show "Timestamp",
    release_notes: Option<String> = show "ReleaseNotes",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { MonetizationConfig {
    crypto_config: Option<CryptoConfig> = show "CryptoConfig",
    connected_account_configs: Option<Vec<ConnectedAccountConfig>> = show "ConnectedAccountConfigs",
    currency_mode: Option<String> = show "CurrencyMode",
} }

shape! { MonetizationFilter {
    name: String = show "Name",
    values: Vec<String> = show "Values",
} }

shape! { MonetizeAction {
    price_multiplier: Option<String> = show "PriceMultiplier",
} }

shape! { NoneAction {
} }

shape! { NotStatement {
    statement: Box<Statement> = show "Statement",
} }

shape! { OnSourceDDoSProtectionConfig {
    alb_low_reputation_mode: String = show "ALBLowReputationMode",
} }

shape! { OrStatement {
    statements: Vec<Statement> = show "Statements",
} }

shape! { OverrideAction {
    count: Option<CountAction> = show "Count",
    none: Option<NoneAction> = show "None",
} }

shape! { PasswordField {
    identifier: String = show "Identifier",
} }

shape! { PathStatistics {
    source: Option<FilterSource> = show "Source",
    path: String = show "Path",
    request_count: i64 = show "RequestCount",
    percentage: f64 = show "Percentage",
    top_bots: Option<Vec<BotStatistics>> = show "TopBots",
} }

shape! { PaymentNetwork {
    chain: String = show "Chain",
    wallet_address: String = show "WalletAddress",
    prices: Vec<Price> = show "Prices",
} }

shape! { PhoneNumberField {
    identifier: String = show "Identifier",
} }

shape! { PreParseTextTransformation {
    priority: i32 = show "Priority",
    r#type: String = show "Type",
} }

shape! { Price {
    amount: String = show "Amount",
    currency: String = show "Currency",
} }

shape! { PutLoggingConfigurationRequest {
    logging_configuration: LoggingConfiguration = show "LoggingConfiguration",
} }

shape! { PutLoggingConfigurationResponse {
    logging_configuration: Option<LoggingConfiguration> = show "LoggingConfiguration",
} }

shape! { PutManagedRuleSetVersionsRequest {
    name: String = show "Name",
    scope: String = show "Scope",
    id: String = show "Id",
    lock_token: String = show "LockToken",
    recommended_version: Option<String> = show "RecommendedVersion",
    versions_to_publish: Option<BTreeMap<String, VersionToPublish>> = show "VersionsToPublish",
} }

shape! { PutManagedRuleSetVersionsResponse {
    next_lock_token: Option<String> = show "NextLockToken",
} }

shape! { PutPermissionPolicyRequest {
    resource_arn: String = show "ResourceArn",
    policy: String = show "Policy",
} }

shape! { PutPermissionPolicyResponse {
} }

shape! { QueryString {
} }

shape! { RateBasedStatement {
    limit: i64 = show "Limit",
    evaluation_window_sec: Option<i64> = show "EvaluationWindowSec",
    aggregate_key_type: String = show "AggregateKeyType",
    scope_down_statement: Option<Box<Statement>> = show "ScopeDownStatement",
    forwarded_ip_config: Option<ForwardedIPConfig> = show "ForwardedIPConfig",
    custom_keys: Option<Vec<RateBasedStatementCustomKey>> = show "CustomKeys",
} }

shape! { RateBasedStatementCustomKey {
    header: Option<RateLimitHeader> = show "Header",
    cookie: Option<RateLimitCookie> = show "Cookie",
    query_argument: Option<RateLimitQueryArgument> = show "QueryArgument",
    query_string: Option<RateLimitQueryString> = show "QueryString",
    http_method: Option<RateLimitHTTPMethod> = show "HTTPMethod",
    forwarded_ip: Option<RateLimitForwardedIP> = show "ForwardedIP",
    ip: Option<RateLimitIP> = show "IP",
    label_namespace: Option<RateLimitLabelNamespace> = show "LabelNamespace",
    uri_path: Option<RateLimitUriPath> = show "UriPath",
    ja3_fingerprint: Option<RateLimitJA3Fingerprint> = show "JA3Fingerprint",
    ja4_fingerprint: Option<RateLimitJA4Fingerprint> = show "JA4Fingerprint",
    asn: Option<RateLimitAsn> = show "ASN",
} }

shape! { RateBasedStatementManagedKeysIPSet {
    ip_address_version: Option<String> = show "IPAddressVersion",
    addresses: Option<Vec<String>> = show "Addresses",
} }

shape! { RateLimitAsn {
} }

shape! { RateLimitCookie {
    name: String = show "Name",
    text_transformations: Vec<TextTransformation> = show "TextTransformations",
} }

shape! { RateLimitForwardedIP {
} }

shape! { RateLimitHTTPMethod {
} }

shape! { RateLimitHeader {
    name: String = show "Name",
    text_transformations: Vec<TextTransformation> = show "TextTransformations",
} }

shape! { RateLimitIP {
} }

shape! { RateLimitJA3Fingerprint {
    fallback_behavior: String = show "FallbackBehavior",
} }

shape! { RateLimitJA4Fingerprint {
    fallback_behavior: String = show "FallbackBehavior",
} }

shape! { RateLimitLabelNamespace {
    namespace: String = show "Namespace",
} }

shape! { RateLimitQueryArgument {
    name: String = show "Name",
    text_transformations: Vec<TextTransformation> = show "TextTransformations",
} }

shape! { RateLimitQueryString {
    text_transformations: Vec<TextTransformation> = show "TextTransformations",
} }

shape! { RateLimitUriPath {
    text_transformations: Vec<TextTransformation> = show "TextTransformations",
} }

shape! { Regex {
    regex_string: Option<String> = show "RegexString",
} }

shape! { RegexMatchStatement {
    regex_string: String = show "RegexString",
    field_to_match: FieldToMatch = show "FieldToMatch",
    text_transformations: Vec<TextTransformation> = show "TextTransformations",
    pre_parse_text_transformations: Option<Vec<PreParseTextTransformation>> = show "PreParseTextTransformations",
} }

shape! { RegexPatternSet {
    name: Option<String> = show "Name",
    id: Option<String> = show "Id",
    arn: Option<String> = show "ARN",
    description: Option<String> = show "Description",
    regular_expression_list: Option<Vec<Regex>> = show "RegularExpressionList",
} }

shape! { RegexPatternSetReferenceStatement {
    arn: String = show "ARN",
    field_to_match: FieldToMatch = show "FieldToMatch",
    text_transformations: Vec<TextTransformation> = show "TextTransformations",
    pre_parse_text_transformations: Option<Vec<PreParseTextTransformation>> = show "PreParseTextTransformations",
} }

shape! { RegexPatternSetSummary {
    name: Option<String> = show "Name",
    id: Option<String> = show "Id",
    description: Option<String> = show "Description",
    lock_token: Option<String> = show "LockToken",
    arn: Option<String> = show "ARN",
} }

shape! { ReleaseSummary {
    release_version: Option<String> = show "ReleaseVersion",
    timestamp: Option<Timestamp> = show "Timestamp",
} }

shape! { RequestBodyAssociatedResourceTypeConfig {
    default_size_inspection_limit: String = show "DefaultSizeInspectionLimit",
} }

shape! { RequestInspection {
    payload_type: String = show "PayloadType",
    username_field: UsernameField = show "UsernameField",
    password_field: PasswordField = show "PasswordField",
} }

shape! { RequestInspectionACFP {
    payload_type: String = show "PayloadType",
    username_field: Option<UsernameField> = show "UsernameField",
    password_field: Option<PasswordField> = show "PasswordField",
    email_field: Option<EmailField> = show "EmailField",
    phone_number_fields: Option<Vec<PhoneNumberField>> = show "PhoneNumberFields",
    address_fields: Option<Vec<AddressField>> = show "AddressFields",
} }

shape! { ResponseInspection {
    status_code: Option<ResponseInspectionStatusCode> = show "StatusCode",
    header: Option<ResponseInspectionHeader> = show "Header",
    body_contains: Option<ResponseInspectionBodyContains> = show "BodyContains",
    json: Option<ResponseInspectionJson> = show "Json",
} }

shape! { ResponseInspectionBodyContains {
    success_strings: Vec<String> = show "SuccessStrings",
    failure_strings: Vec<String> = show "FailureStrings",
} }

shape! { ResponseInspectionHeader {
    name: String = show "Name",
    success_values: Vec<String> = show "SuccessValues",
    failure_values: Vec<String> = show "FailureValues",
} }

shape! { ResponseInspectionJson {
    identifier: String = show "Identifier",
    success_values: Vec<String> = show "SuccessValues",
    failure_values: Vec<String> = show "FailureValues",
} }

shape! { ResponseInspectionStatusCode {
    success_codes: Vec<i32> = show "SuccessCodes",
    failure_codes: Vec<i32> = show "FailureCodes",
} }

shape! { RevenueBreakdown {
    total_amount: Option<String> = show "TotalAmount",
    verified_amount: Option<String> = show "VerifiedAmount",
    unverified_amount: Option<String> = show "UnverifiedAmount",
    currency: Option<String> = show "Currency",
    total_settled: Option<i64> = show "TotalSettled",
    total_monetize_served: Option<i64> = show "TotalMonetizeServed",
} }

shape! { RevenuePathStatistics {
    path: String = show "Path",
    percentage: f64 = show "Percentage",
    amount: String = show "Amount",
    request_count: i64 = show "RequestCount",
} }

shape! { Rule {
    name: String = show "Name",
    priority: i32 = show "Priority",
    statement: Statement = show "Statement",
    action: Option<RuleAction> = show "Action",
    override_action: Option<OverrideAction> = show "OverrideAction",
    rule_labels: Option<Vec<Label>> = show "RuleLabels",
    visibility_config: VisibilityConfig = show "VisibilityConfig",
    captcha_config: Option<CaptchaConfig> = show "CaptchaConfig",
    challenge_config: Option<ChallengeConfig> = show "ChallengeConfig",
} }

shape! { RuleAction {
    block: Option<BlockAction> = show "Block",
    allow: Option<AllowAction> = show "Allow",
    count: Option<CountAction> = show "Count",
    captcha: Option<CaptchaAction> = show "Captcha",
    challenge: Option<ChallengeAction> = show "Challenge",
    monetize: Option<MonetizeAction> = show "Monetize",
} }

shape! { RuleActionOverride {
    name: String = show "Name",
    action_to_use: RuleAction = show "ActionToUse",
} }

shape! { RuleGroup {
    name: String = show "Name",
    id: String = show "Id",
    capacity: i64 = show "Capacity",
    arn: String = show "ARN",
    description: Option<String> = show "Description",
    rules: Option<Vec<Rule>> = show "Rules",
    visibility_config: VisibilityConfig = show "VisibilityConfig",
    label_namespace: Option<String> = show "LabelNamespace",
    custom_response_bodies: Option<BTreeMap<String, CustomResponseBody>> = show "CustomResponseBodies",
    available_labels: Option<Vec<LabelSummary>> = show "AvailableLabels",
    consumed_labels: Option<Vec<LabelSummary>> = show "ConsumedLabels",
    monetization_config: Option<MonetizationConfig> = show "MonetizationConfig",
} }

shape! { RuleGroupReferenceStatement {
    arn: String = show "ARN",
    excluded_rules: Option<Vec<ExcludedRule>> = show "ExcludedRules",
    rule_action_overrides: Option<Vec<RuleActionOverride>> = show "RuleActionOverrides",
} }

shape! { RuleGroupSummary {
    name: Option<String> = show "Name",
    id: Option<String> = show "Id",
    description: Option<String> = show "Description",
    lock_token: Option<String> = show "LockToken",
    arn: Option<String> = show "ARN",
} }

shape! { RuleSummary {
    name: Option<String> = show "Name",
    action: Option<RuleAction> = show "Action",
} }

shape! { SampledHTTPRequest {
    request: HTTPRequest = show "Request",
    weight: i64 = show "Weight",
    timestamp: Option<Timestamp> = show "Timestamp",
    action: Option<String> = show "Action",
    rule_name_within_rule_group: Option<String> = show "RuleNameWithinRuleGroup",
    request_headers_inserted: Option<Vec<HTTPHeader>> = show "RequestHeadersInserted",
    response_code_sent: Option<i32> = show "ResponseCodeSent",
    labels: Option<Vec<Label>> = show "Labels",
    captcha_response: Option<CaptchaResponse> = show "CaptchaResponse",
    challenge_response: Option<ChallengeResponse> = show "ChallengeResponse",
    overridden_action: Option<String> = show "OverriddenAction",
} }

shape! { SettlementRecord {
    timestamp: Timestamp = show "Timestamp",
    payer_address: Option<String> = show "PayerAddress",
    wallet_address: Option<String> = show "WalletAddress",
    status: String = show "Status",
    amount: String = show "Amount",
    currency: Option<String> = show "Currency",
    network: Option<String> = show "Network",
    transaction_id: Option<String> = show "TransactionId",
    request_id: Option<String> = show "RequestId",
    source_name: Option<String> = show "SourceName",
    organization: Option<String> = show "Organization",
    source_category: Option<String> = show "SourceCategory",
    intent: Option<String> = show "Intent",
    verified: Option<bool> = show "Verified",
    content_path: Option<String> = show "ContentPath",
    web_acl_arn: Option<String> = show "WebAclArn",
    request_timestamp: Option<Timestamp> = show "RequestTimestamp",
} }

shape! { SingleHeader {
    name: String = show "Name",
} }

shape! { SingleQueryArgument {
    name: String = show "Name",
} }

shape! { SizeConstraintStatement {
    field_to_match: FieldToMatch = show "FieldToMatch",
    comparison_operator: String = show "ComparisonOperator",
    size: i64 = show "Size",
    text_transformations: Vec<TextTransformation> = show "TextTransformations",
    pre_parse_text_transformations: Option<Vec<PreParseTextTransformation>> = show "PreParseTextTransformations",
} }

shape! { SourceStatistics {
    source_name: String = show "SourceName",
    percentage: f64 = show "Percentage",
    amount: String = show "Amount",
    request_count: i64 = show "RequestCount",
    source_category: Option<String> = show "SourceCategory",
    intent: Option<String> = show "Intent",
    organization: Option<String> = show "Organization",
    verified: Option<bool> = show "Verified",
    group_by_value: Option<String> = show "GroupByValue",
} }

shape! { SqliMatchStatement {
    field_to_match: FieldToMatch = show "FieldToMatch",
    text_transformations: Vec<TextTransformation> = show "TextTransformations",
    pre_parse_text_transformations: Option<Vec<PreParseTextTransformation>> = show "PreParseTextTransformations",
    sensitivity_level: Option<String> = show "SensitivityLevel",
} }

shape! { Statement {
    byte_match_statement: Option<ByteMatchStatement> = show "ByteMatchStatement",
    sqli_match_statement: Option<SqliMatchStatement> = show "SqliMatchStatement",
    xss_match_statement: Option<XssMatchStatement> = show "XssMatchStatement",
    size_constraint_statement: Option<SizeConstraintStatement> = show "SizeConstraintStatement",
    geo_match_statement: Option<GeoMatchStatement> = show "GeoMatchStatement",
    rule_group_reference_statement: Option<RuleGroupReferenceStatement> = show "RuleGroupReferenceStatement",
    ip_set_reference_statement: Option<IPSetReferenceStatement> = show "IPSetReferenceStatement",
    regex_pattern_set_reference_statement: Option<RegexPatternSetReferenceStatement> = show "RegexPatternSetReferenceStatement",
    rate_based_statement: Option<Box<RateBasedStatement>> = show "RateBasedStatement",
    and_statement: Option<AndStatement> = show "AndStatement",
    or_statement: Option<OrStatement> = show "OrStatement",
    not_statement: Option<Box<NotStatement>> = show "NotStatement",
    managed_rule_group_statement: Option<Box<ManagedRuleGroupStatement>> = show "ManagedRuleGroupStatement",
    label_match_statement: Option<LabelMatchStatement> = show "LabelMatchStatement",
    regex_match_statement: Option<RegexMatchStatement> = show "RegexMatchStatement",
    asn_match_statement: Option<AsnMatchStatement> = show "AsnMatchStatement",
} }

shape! { Tag {
    key: String = show "Key",
    value: String = show "Value",
} }

shape! { TagInfoForResource {
    resource_arn: Option<String> = show "ResourceARN",
    tag_list: Option<Vec<Tag>> = show "TagList",
} }

shape! { TagResourceRequest {
    resource_arn: String = show "ResourceARN",
    tags: Vec<Tag> = show "Tags",
} }

shape! { TagResourceResponse {
} }

shape! { TextTransformation {
    priority: i32 = show "Priority",
    r#type: String = show "Type",
} }

shape! { TimeWindow {
    start_time: Timestamp = show "StartTime",
    end_time: Timestamp = show "EndTime",
} }

shape! { UntagResourceRequest {
    resource_arn: String = show "ResourceARN",
    tag_keys: Vec<String> = show "TagKeys",
} }

shape! { UntagResourceResponse {
} }

shape! { UpdateIPSetRequest {
    name: String = show "Name",
    scope: String = show "Scope",
    id: String = show "Id",
    description: Option<String> = show "Description",
    addresses: Vec<String> = show "Addresses",
    lock_token: String = show "LockToken",
} }

shape! { UpdateIPSetResponse {
    next_lock_token: Option<String> = show "NextLockToken",
} }

shape! { UpdateManagedRuleSetVersionExpiryDateRequest {
    name: String = show "Name",
    scope: String = show "Scope",
    id: String = show "Id",
    lock_token: String = show "LockToken",
    version_to_expire: String = show "VersionToExpire",
    expiry_timestamp: Timestamp = show "ExpiryTimestamp",
} }

shape! { UpdateManagedRuleSetVersionExpiryDateResponse {
    expiring_version: Option<String> = show "ExpiringVersion",
    expiry_timestamp: Option<Timestamp> = show "ExpiryTimestamp",
    next_lock_token: Option<String> = show "NextLockToken",
} }

shape! { UpdateRegexPatternSetRequest {
    name: String = show "Name",
    scope: String = show "Scope",
    id: String = show "Id",
    description: Option<String> = show "Description",
    regular_expression_list: Vec<Regex> = show "RegularExpressionList",
    lock_token: String = show "LockToken",
} }

shape! { UpdateRegexPatternSetResponse {
    next_lock_token: Option<String> = show "NextLockToken",
} }

shape! { UpdateRuleGroupRequest {
    name: String = show "Name",
    scope: String = show "Scope",
    id: String = show "Id",
    description: Option<String> = show "Description",
    rules: Option<Vec<Rule>> = show "Rules",
    visibility_config: VisibilityConfig = show "VisibilityConfig",
    lock_token: String = show "LockToken",
    custom_response_bodies: Option<BTreeMap<String, CustomResponseBody>> = show "CustomResponseBodies",
    monetization_config: Option<MonetizationConfig> = show "MonetizationConfig",
} }

shape! { UpdateRuleGroupResponse {
    next_lock_token: Option<String> = show "NextLockToken",
} }

shape! { UpdateWebACLRequest {
    name: String = show "Name",
    scope: String = show "Scope",
    id: String = show "Id",
    default_action: DefaultAction = show "DefaultAction",
    description: Option<String> = show "Description",
    rules: Option<Vec<Rule>> = show "Rules",
    visibility_config: VisibilityConfig = show "VisibilityConfig",
    data_protection_config: Option<DataProtectionConfig> = show "DataProtectionConfig",
    lock_token: String = show "LockToken",
    custom_response_bodies: Option<BTreeMap<String, CustomResponseBody>> = show "CustomResponseBodies",
    captcha_config: Option<CaptchaConfig> = show "CaptchaConfig",
    challenge_config: Option<ChallengeConfig> = show "ChallengeConfig",
    token_domains: Option<Vec<String>> = show "TokenDomains",
    association_config: Option<AssociationConfig> = show "AssociationConfig",
    on_source_d_do_s_protection_config: Option<OnSourceDDoSProtectionConfig> = show "OnSourceDDoSProtectionConfig",
    application_config: Option<ApplicationConfig> = show "ApplicationConfig",
    monetization_config: Option<MonetizationConfig> = show "MonetizationConfig",
} }

shape! { UpdateWebACLResponse {
    next_lock_token: Option<String> = show "NextLockToken",
} }

shape! { UriFragment {
    fallback_behavior: Option<String> = show "FallbackBehavior",
} }

shape! { UriPath {
} }

shape! { UsernameField {
    identifier: String = show "Identifier",
} }

shape! { VersionToPublish {
    associated_rule_group_arn: Option<String> = show "AssociatedRuleGroupArn",
    forecasted_lifetime: Option<i32> = show "ForecastedLifetime",
} }

shape! { VisibilityConfig {
    sampled_requests_enabled: bool = show "SampledRequestsEnabled",
    cloud_watch_metrics_enabled: bool = show "CloudWatchMetricsEnabled",
    metric_name: String = show "MetricName",
} }

shape! { WebACL {
    name: String = show "Name",
    id: String = show "Id",
    arn: String = show "ARN",
    default_action: DefaultAction = show "DefaultAction",
    description: Option<String> = show "Description",
    rules: Option<Vec<Rule>> = show "Rules",
    visibility_config: VisibilityConfig = show "VisibilityConfig",
    data_protection_config: Option<DataProtectionConfig> = show "DataProtectionConfig",
    capacity: Option<i64> = show "Capacity",
    pre_process_firewall_manager_rule_groups: Option<Vec<FirewallManagerRuleGroup>> = show "PreProcessFirewallManagerRuleGroups",
    post_process_firewall_manager_rule_groups: Option<Vec<FirewallManagerRuleGroup>> = show "PostProcessFirewallManagerRuleGroups",
    managed_by_firewall_manager: Option<bool> = show "ManagedByFirewallManager",
    label_namespace: Option<String> = show "LabelNamespace",
    custom_response_bodies: Option<BTreeMap<String, CustomResponseBody>> = show "CustomResponseBodies",
    captcha_config: Option<CaptchaConfig> = show "CaptchaConfig",
    challenge_config: Option<ChallengeConfig> = show "ChallengeConfig",
    token_domains: Option<Vec<String>> = show "TokenDomains",
    association_config: Option<AssociationConfig> = show "AssociationConfig",
    retrofitted_by_firewall_manager: Option<bool> = show "RetrofittedByFirewallManager",
    on_source_d_do_s_protection_config: Option<OnSourceDDoSProtectionConfig> = show "OnSourceDDoSProtectionConfig",
    application_config: Option<ApplicationConfig> = show "ApplicationConfig",
    monetization_config: Option<MonetizationConfig> = show "MonetizationConfig",
} }

shape! { WebACLSummary {
    name: Option<String> = show "Name",
    id: Option<String> = show "Id",
    description: Option<String> = show "Description",
    lock_token: Option<String> = show "LockToken",
    arn: Option<String> = show "ARN",
} }

shape! { XssMatchStatement {
    field_to_match: FieldToMatch = show "FieldToMatch",
    text_transformations: Vec<TextTransformation> = show "TextTransformations",
    pre_parse_text_transformations: Option<Vec<PreParseTextTransformation>> = show "PreParseTextTransformations",
} }

//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use std::collections::BTreeMap;

use bartizan_types::Timestamp;
use bartizan_wire::shape;

shape! { AbacStatus {
    status: Option<String> = show "Status",
} }

shape! { AbortIncompleteMultipartUpload {
    days_after_initiation: Option<i32> = show "DaysAfterInitiation",
} }

shape! { AbortMultipartUploadOutput {
    request_charged: Option<String> = show "RequestCharged",
    version_id: Option<String> = show "VersionId",
} }

shape! { AbortMultipartUploadRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    upload_id: String = show "UploadId",
    request_payer: Option<String> = show "RequestPayer",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    if_match_initiated_time: Option<Timestamp> = show "IfMatchInitiatedTime",
} }

shape! { AccelerateConfiguration {
    status: Option<String> = show "Status",
} }

shape! { AccessControlPolicy {
    grants: Option<Vec<Grant>> = show "Grants",
    owner: Option<Owner> = show "Owner",
} }

shape! { AccessControlTranslation {
    owner: String = show "Owner",
} }

shape! { AnalyticsAndOperator {
    prefix: Option<String> = show "Prefix",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { AnalyticsConfiguration {
    id: String = show "Id",
    filter: Option<AnalyticsFilter> = show "Filter",
    storage_class_analysis: StorageClassAnalysis = show "StorageClassAnalysis",
} }

shape! { AnalyticsExportDestination {
    s3_bucket_destination: AnalyticsS3BucketDestination = show "S3BucketDestination",
} }

shape! { AnalyticsFilter {
    prefix: Option<String> = show "Prefix",
    tag: Option<Tag> = show "Tag",
    and: Option<AnalyticsAndOperator> = show "And",
} }

shape! { AnalyticsS3BucketDestination {
    format: String = show "Format",
    bucket_account_id: Option<String> = show "BucketAccountId",
    bucket: String = show "Bucket",
    prefix: Option<String> = show "Prefix",
} }

shape! { AnnotationEntry {
    annotation_name: String = show "AnnotationName",
    last_modified: Timestamp = show "LastModified",
    e_tag: Option<String> = show "ETag",
    checksum_algorithm: Option<Vec<String>> = show "ChecksumAlgorithm",
    size: i64 = show "Size",
    replication_status: Option<String> = show "ReplicationStatus",
} }

shape! { AnnotationTableConfiguration {
    configuration_state: String = show "ConfigurationState",
    encryption_configuration: Option<MetadataTableEncryptionConfiguration> = show "EncryptionConfiguration",
    role: Option<String> = show "Role",
} }

shape! { AnnotationTableConfigurationResult {
    configuration_state: String = show "ConfigurationState",
    table_status: Option<String> = show "TableStatus",
    error: Option<ErrorDetails> = show "Error",
    table_name: Option<String> = show "TableName",
    table_arn: Option<String> = show "TableArn",
    role: Option<String> = show "Role",
} }

shape! { AnnotationTableConfigurationUpdates {
    configuration_state: String = show "ConfigurationState",
    encryption_configuration: Option<MetadataTableEncryptionConfiguration> = show "EncryptionConfiguration",
    role: Option<String> = show "Role",
} }

shape! { BlockedEncryptionTypes {
    encryption_type: Option<Vec<String>> = show "EncryptionType",
} }

shape! { Bucket {
    name: Option<String> = show "Name",
    creation_date: Option<Timestamp> = show "CreationDate",
    bucket_region: Option<String> = show "BucketRegion",
    bucket_arn: Option<String> = show "BucketArn",
} }

shape! { BucketInfo {
    data_redundancy: Option<String> = show "DataRedundancy",
    r#type: Option<String> = show "Type",
} }

shape! { BucketLifecycleConfiguration {
    rules: Vec<LifecycleRule> = show "Rules",
} }

shape! { BucketLoggingStatus {
    logging_enabled: Option<LoggingEnabled> = show "LoggingEnabled",
} }

shape! { CORSConfiguration {
    cors_rules: Vec<CORSRule> = show "CORSRules",
} }

shape! { CORSRule {
    id: Option<String> = show "ID",
    allowed_headers: Option<Vec<String>> = show "AllowedHeaders",
    allowed_methods: Vec<String> = show "AllowedMethods",
    allowed_origins: Vec<String> = show "AllowedOrigins",
    expose_headers: Option<Vec<String>> = show "ExposeHeaders",
    max_age_seconds: Option<i32> = show "MaxAgeSeconds",
} }

shape! { CSVInput {
    file_header_info: Option<String> = show "FileHeaderInfo",
    comments: Option<String> = show "Comments",
    quote_escape_character: Option<String> = show "QuoteEscapeCharacter",
    record_delimiter: Option<String> = show "RecordDelimiter",
    field_delimiter: Option<String> = show "FieldDelimiter",
    quote_character: Option<String> = show "QuoteCharacter",
    allow_quoted_record_delimiter: Option<bool> = show "AllowQuotedRecordDelimiter",
} }

shape! { CSVOutput {
    quote_fields: Option<String> = show "QuoteFields",
    quote_escape_character: Option<String> = show "QuoteEscapeCharacter",
    record_delimiter: Option<String> = show "RecordDelimiter",
    field_delimiter: Option<String> = show "FieldDelimiter",
    quote_character: Option<String> = show "QuoteCharacter",
} }

shape! { Checksum {
    checksum_crc32: Option<String> = show "ChecksumCRC32",
    checksum_crc32_c: Option<String> = show "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = show "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = show "ChecksumSHA1",
    checksum_sha256: Option<String> = show "ChecksumSHA256",
    checksum_sha512: Option<String> = show "ChecksumSHA512",
    checksum_md5: Option<String> = show "ChecksumMD5",
    checksum_xxhash64: Option<String> = show "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = show "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = show "ChecksumXXHASH128",
    checksum_type: Option<String> = show "ChecksumType",
} }

shape! { CloudFunctionConfiguration {
    id: Option<String> = show "Id",
    event: Option<String> = show "Event",
    events: Option<Vec<String>> = show "Events",
    cloud_function: Option<String> = show "CloudFunction",
    invocation_role: Option<String> = show "InvocationRole",
} }

shape! { CommonPrefix {
    prefix: Option<String> = show "Prefix",
} }

shape! { CompleteMultipartUploadOutput {
    location: Option<String> = show "Location",
    bucket: Option<String> = show "Bucket",
    key: Option<String> = show "Key",
    expiration: Option<String> = show "Expiration",
    e_tag: Option<String> = show "ETag",
    checksum_crc32: Option<String> = show "ChecksumCRC32",
    checksum_crc32_c: Option<String> = show "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = show "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = show "ChecksumSHA1",
    checksum_sha256: Option<String> = show "ChecksumSHA256",
    checksum_sha512: Option<String> = show "ChecksumSHA512",
    checksum_md5: Option<String> = show "ChecksumMD5",
    checksum_xxhash64: Option<String> = show "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = show "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = show "ChecksumXXHASH128",
    checksum_type: Option<String> = show "ChecksumType",
    server_side_encryption: Option<String> = show "ServerSideEncryption",
    version_id: Option<String> = show "VersionId",
    ssekms_key_id: Option<String> = hide "SSEKMSKeyId",
    bucket_key_enabled: Option<bool> = show "BucketKeyEnabled",
    request_charged: Option<String> = show "RequestCharged",
} }

shape! { CompleteMultipartUploadRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    multipart_upload: Option<CompletedMultipartUpload> = show "MultipartUpload",
    upload_id: String = show "UploadId",
    checksum_crc32: Option<String> = show "ChecksumCRC32",
    checksum_crc32_c: Option<String> = show "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = show "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = show "ChecksumSHA1",
    checksum_sha256: Option<String> = show "ChecksumSHA256",
    checksum_sha512: Option<String> = show "ChecksumSHA512",
    checksum_md5: Option<String> = show "ChecksumMD5",
    checksum_xxhash64: Option<String> = show "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = show "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = show "ChecksumXXHASH128",
    checksum_type: Option<String> = show "ChecksumType",
    mpu_object_size: Option<i64> = show "MpuObjectSize",
    request_payer: Option<String> = show "RequestPayer",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    if_match: Option<String> = show "IfMatch",
    if_none_match: Option<String> = show "IfNoneMatch",
    sse_customer_algorithm: Option<String> = show "SSECustomerAlgorithm",
    sse_customer_key: Option<String> = hide "SSECustomerKey",
    sse_customer_key_md5: Option<String> = show "SSECustomerKeyMD5",
} }

shape! { CompletedMultipartUpload {
    parts: Option<Vec<CompletedPart>> = show "Parts",
} }

shape! { CompletedPart {
    e_tag: Option<String> = show "ETag",
    checksum_crc32: Option<String> = show "ChecksumCRC32",
    checksum_crc32_c: Option<String> = show "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = show "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = show "ChecksumSHA1",
    checksum_sha256: Option<String> = show "ChecksumSHA256",
    checksum_sha512: Option<String> = show "ChecksumSHA512",
    checksum_md5: Option<String> = show "ChecksumMD5",
    checksum_xxhash64: Option<String> = show "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = show "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = show "ChecksumXXHASH128",
    part_number: Option<i32> = show "PartNumber",
} }

shape! { Condition {
    http_error_code_returned_equals: Option<String> = show "HttpErrorCodeReturnedEquals",
    key_prefix_equals: Option<String> = show "KeyPrefixEquals",
} }

shape! { CopyObjectOutput {
    copy_object_result: Option<CopyObjectResult> = show "CopyObjectResult",
    expiration: Option<String> = show "Expiration",
    copy_source_version_id: Option<String> = show "CopySourceVersionId",
    version_id: Option<String> = show "VersionId",
    server_side_encryption: Option<String> = show "ServerSideEncryption",
    sse_customer_algorithm: Option<String> = show "SSECustomerAlgorithm",
    sse_customer_key_md5: Option<String> = show "SSECustomerKeyMD5",
    ssekms_key_id: Option<String> = hide "SSEKMSKeyId",
    ssekms_encryption_context: Option<String> = hide "SSEKMSEncryptionContext",
    bucket_key_enabled: Option<bool> = show "BucketKeyEnabled",
    request_charged: Option<String> = show "RequestCharged",
} }

shape! { CopyObjectRequest {
    acl: Option<String> = show "ACL",
    bucket: String = show "Bucket",
    cache_control: Option<String> = show "CacheControl",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    content_disposition: Option<String> = show "ContentDisposition",
    content_encoding: Option<String> = show "ContentEncoding",
    content_language: Option<String> = show "ContentLanguage",
    content_type: Option<String> = show "ContentType",
    copy_source: String = show "CopySource",
    copy_source_if_match: Option<String> = show "CopySourceIfMatch",
    copy_source_if_modified_since: Option<Timestamp> = show "CopySourceIfModifiedSince",
    copy_source_if_none_match: Option<String> = show "CopySourceIfNoneMatch",
    copy_source_if_unmodified_since: Option<Timestamp> = show "CopySourceIfUnmodifiedSince",
    expires: Option<String> = show "Expires",
    grant_full_control: Option<String> = show "GrantFullControl",
    grant_read: Option<String> = show "GrantRead",
    grant_read_acp: Option<String> = show "GrantReadACP",
    grant_write_acp: Option<String> = show "GrantWriteACP",
    if_match: Option<String> = show "IfMatch",
    if_none_match: Option<String> = show "IfNoneMatch",
    key: String = show "Key",
    metadata: Option<BTreeMap<String, String>> = show "Metadata",
    metadata_directive: Option<String> = show "MetadataDirective",
    tagging_directive: Option<String> = show "TaggingDirective",
    annotation_directive: Option<String> = show "AnnotationDirective",
    server_side_encryption: Option<String> = show "ServerSideEncryption",
    storage_class: Option<String> = show "StorageClass",
    website_redirect_location: Option<String> = show "WebsiteRedirectLocation",
    sse_customer_algorithm: Option<String> = show "SSECustomerAlgorithm",
    sse_customer_key: Option<String> = hide "SSECustomerKey",
    sse_customer_key_md5: Option<String> = show "SSECustomerKeyMD5",
    ssekms_key_id: Option<String> = hide "SSEKMSKeyId",
    ssekms_encryption_context: Option<String> = hide "SSEKMSEncryptionContext",
    bucket_key_enabled: Option<bool> = show "BucketKeyEnabled",
    copy_source_sse_customer_algorithm: Option<String> = show "CopySourceSSECustomerAlgorithm",
    copy_source_sse_customer_key: Option<String> = hide "CopySourceSSECustomerKey",
    copy_source_sse_customer_key_md5: Option<String> = show "CopySourceSSECustomerKeyMD5",
    request_payer: Option<String> = show "RequestPayer",
    tagging: Option<String> = show "Tagging",
    object_lock_mode: Option<String> = show "ObjectLockMode",
    object_lock_retain_until_date: Option<Timestamp> = show "ObjectLockRetainUntilDate",
    object_lock_legal_hold_status: Option<String> = show "ObjectLockLegalHoldStatus",
    object_lock_event_hold: Option<String> = show "ObjectLockEventHold",
    object_lock_event_hold_duration_days: Option<i32> = show "ObjectLockEventHoldDurationDays",
    object_lock_event_hold_duration_years: Option<i32> = show "ObjectLockEventHoldDurationYears",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    expected_source_bucket_owner: Option<String> = show "ExpectedSourceBucketOwner",
} }

shape! { CopyObjectResult {
    e_tag: Option<String> = show "ETag",
    last_modified: Option<Timestamp> = show "LastModified",
    checksum_type: Option<String> = show "ChecksumType",
    checksum_crc32: Option<String> = show "ChecksumCRC32",
    checksum_crc32_c: Option<String> = show "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = show "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = show "ChecksumSHA1",
    checksum_sha256: Option<String> = show "ChecksumSHA256",
    checksum_sha512: Option<String> = show "ChecksumSHA512",
    checksum_md5: Option<String> = show "ChecksumMD5",
    checksum_xxhash64: Option<String> = show "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = show "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = show "ChecksumXXHASH128",
} }

shape! { CopyPartResult {
    e_tag: Option<String> = show "ETag",
    last_modified: Option<Timestamp> = show "LastModified",
    checksum_crc32: Option<String> = show "ChecksumCRC32",
    checksum_crc32_c: Option<String> = show "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = show "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = show "ChecksumSHA1",
    checksum_sha256: Option<String> = show "ChecksumSHA256",
    checksum_sha512: Option<String> = show "ChecksumSHA512",
    checksum_md5: Option<String> = show "ChecksumMD5",
    checksum_xxhash64: Option<String> = show "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = show "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = show "ChecksumXXHASH128",
} }

shape! { CreateBucketConfiguration {
    location_constraint: Option<String> = show "LocationConstraint",
    location: Option<LocationInfo> = show "Location",
    bucket: Option<BucketInfo> = show "Bucket",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { CreateBucketMetadataConfigurationRequest {
    bucket: String = show "Bucket",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    metadata_configuration: MetadataConfiguration = show "MetadataConfiguration",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { CreateBucketMetadataTableConfigurationRequest {
    bucket: String = show "Bucket",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    metadata_table_configuration: MetadataTableConfiguration = show "MetadataTableConfiguration",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { CreateBucketOutput {
    location: Option<String> = show "Location",
    bucket_arn: Option<String> = show "BucketArn",
} }

shape! { CreateBucketRequest {
    acl: Option<String> = show "ACL",
    bucket: String = show "Bucket",
    create_bucket_configuration: Option<CreateBucketConfiguration> = show "CreateBucketConfiguration",
    grant_full_control: Option<String> = show "GrantFullControl",
    grant_read: Option<String> = show "GrantRead",
    grant_read_acp: Option<String> = show "GrantReadACP",
    grant_write: Option<String> = show "GrantWrite",
    grant_write_acp: Option<String> = show "GrantWriteACP",
    object_lock_enabled_for_bucket: Option<bool> = show "ObjectLockEnabledForBucket",
    object_ownership: Option<String> = show "ObjectOwnership",
    bucket_namespace: Option<String> = show "BucketNamespace",
} }

shape! { CreateMultipartUploadOutput {
    abort_date: Option<Timestamp> = show "AbortDate",
    abort_rule_id: Option<String> = show "AbortRuleId",
    bucket: Option<String> = show "Bucket",
    key: Option<String> = show "Key",
    upload_id: Option<String> = show "UploadId",
    server_side_encryption: Option<String> = show "ServerSideEncryption",
    sse_customer_algorithm: Option<String> = show "SSECustomerAlgorithm",
    sse_customer_key_md5: Option<String> = show "SSECustomerKeyMD5",
    ssekms_key_id: Option<String> = hide "SSEKMSKeyId",
    ssekms_encryption_context: Option<String> = hide "SSEKMSEncryptionContext",
    bucket_key_enabled: Option<bool> = show "BucketKeyEnabled",
    request_charged: Option<String> = show "RequestCharged",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    checksum_type: Option<String> = show "ChecksumType",
    version_id: Option<String> = show "VersionId",
} }

shape! { CreateMultipartUploadRequest {
    acl: Option<String> = show "ACL",
    bucket: String = show "Bucket",
    cache_control: Option<String> = show "CacheControl",
    content_disposition: Option<String> = show "ContentDisposition",
    content_encoding: Option<String> = show "ContentEncoding",
    content_language: Option<String> = show "ContentLanguage",
    content_type: Option<String> = show "ContentType",
    expires: Option<String> = show "Expires",
    grant_full_control: Option<String> = show "GrantFullControl",
    grant_read: Option<String> = show "GrantRead",
    grant_read_acp: Option<String> = show "GrantReadACP",
    grant_write_acp: Option<String> = show "GrantWriteACP",
    key: String = show "Key",
    metadata: Option<BTreeMap<String, String>> = show "Metadata",
    server_side_encryption: Option<String> = show "ServerSideEncryption",
    storage_class: Option<String> = show "StorageClass",
    website_redirect_location: Option<String> = show "WebsiteRedirectLocation",
    sse_customer_algorithm: Option<String> = show "SSECustomerAlgorithm",
    sse_customer_key: Option<String> = hide "SSECustomerKey",
    sse_customer_key_md5: Option<String> = show "SSECustomerKeyMD5",
    ssekms_key_id: Option<String> = hide "SSEKMSKeyId",
    ssekms_encryption_context: Option<String> = hide "SSEKMSEncryptionContext",
    bucket_key_enabled: Option<bool> = show "BucketKeyEnabled",
    request_payer: Option<String> = show "RequestPayer",
    tagging: Option<String> = show "Tagging",
    object_lock_mode: Option<String> = show "ObjectLockMode",
    object_lock_retain_until_date: Option<Timestamp> = show "ObjectLockRetainUntilDate",
    object_lock_legal_hold_status: Option<String> = show "ObjectLockLegalHoldStatus",
    object_lock_event_hold: Option<String> = show "ObjectLockEventHold",
    object_lock_event_hold_duration_days: Option<i32> = show "ObjectLockEventHoldDurationDays",
    object_lock_event_hold_duration_years: Option<i32> = show "ObjectLockEventHoldDurationYears",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    checksum_type: Option<String> = show "ChecksumType",
} }

shape! { CreateSessionOutput {
    server_side_encryption: Option<String> = show "ServerSideEncryption",
    ssekms_key_id: Option<String> = hide "SSEKMSKeyId",
    ssekms_encryption_context: Option<String> = hide "SSEKMSEncryptionContext",
    bucket_key_enabled: Option<bool> = show "BucketKeyEnabled",
    credentials: SessionCredentials = show "Credentials",
} }

shape! { CreateSessionRequest {
    session_mode: Option<String> = show "SessionMode",
    bucket: String = show "Bucket",
    server_side_encryption: Option<String> = show "ServerSideEncryption",
    ssekms_key_id: Option<String> = hide "SSEKMSKeyId",
    ssekms_encryption_context: Option<String> = hide "SSEKMSEncryptionContext",
    bucket_key_enabled: Option<bool> = show "BucketKeyEnabled",
} }

shape! { DefaultRetention {
    mode: Option<String> = show "Mode",
    days: Option<i32> = show "Days",
    years: Option<i32> = show "Years",
    default_event_hold: Option<EventHoldDuration> = show "DefaultEventHold",
} }

shape! { Delete {
    objects: Vec<ObjectIdentifier> = show "Objects",
    quiet: Option<bool> = show "Quiet",
} }

shape! { DeleteBucketAnalyticsConfigurationRequest {
    bucket: String = show "Bucket",
    id: String = show "Id",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { DeleteBucketCorsRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { DeleteBucketEncryptionRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { DeleteBucketIntelligentTieringConfigurationRequest {
    bucket: String = show "Bucket",
    id: String = show "Id",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { DeleteBucketInventoryConfigurationRequest {
    bucket: String = show "Bucket",
    id: String = show "Id",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { DeleteBucketLifecycleRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { DeleteBucketMetadataConfigurationRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { DeleteBucketMetadataTableConfigurationRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { DeleteBucketMetricsConfigurationRequest {
    bucket: String = show "Bucket",
    id: String = show "Id",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { DeleteBucketOwnershipControlsRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { DeleteBucketPolicyRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { DeleteBucketReplicationRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { DeleteBucketRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { DeleteBucketTaggingRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { DeleteBucketWebsiteRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { DeleteMarkerEntry {
    owner: Option<Owner> = show "Owner",
    key: Option<String> = show "Key",
    version_id: Option<String> = show "VersionId",
    is_latest: Option<bool> = show "IsLatest",
    last_modified: Option<Timestamp> = show "LastModified",
} }

shape! { DeleteMarkerReplication {
    status: Option<String> = show "Status",
} }

shape! { DeleteObjectAnnotationOutput {
    object_version_id: Option<String> = show "ObjectVersionId",
    request_charged: Option<String> = show "RequestCharged",
} }

shape! { DeleteObjectAnnotationRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    annotation_name: String = show "AnnotationName",
    version_id: Option<String> = show "VersionId",
    request_payer: Option<String> = show "RequestPayer",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    object_if_match: Option<String> = show "ObjectIfMatch",
} }

shape! { DeleteObjectOutput {
    delete_marker: Option<bool> = show "DeleteMarker",
    version_id: Option<String> = show "VersionId",
    request_charged: Option<String> = show "RequestCharged",
} }

shape! { DeleteObjectRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    mfa: Option<String> = show "MFA",
    version_id: Option<String> = show "VersionId",
    request_payer: Option<String> = show "RequestPayer",
    bypass_governance_retention: Option<bool> = show "BypassGovernanceRetention",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    if_match: Option<String> = show "IfMatch",
    if_match_last_modified_time: Option<Timestamp> = show "IfMatchLastModifiedTime",
    if_match_size: Option<i64> = show "IfMatchSize",
} }

shape! { DeleteObjectTaggingOutput {
    version_id: Option<String> = show "VersionId",
} }

shape! { DeleteObjectTaggingRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    version_id: Option<String> = show "VersionId",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { DeleteObjectsOutput {
    deleted: Option<Vec<DeletedObject>> = show "Deleted",
    request_charged: Option<String> = show "RequestCharged",
    errors: Option<Vec<Error>> = show "Errors",
} }

shape! { DeleteObjectsRequest {
    bucket: String = show "Bucket",
    delete: Delete = show "Delete",
    mfa: Option<String> = show "MFA",
    request_payer: Option<String> = show "RequestPayer",
    bypass_governance_retention: Option<bool> = show "BypassGovernanceRetention",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
} }

shape! { DeletePublicAccessBlockRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { DeletedObject {
    key: Option<String> = show "Key",
    version_id: Option<String> = show "VersionId",
    delete_marker: Option<bool> = show "DeleteMarker",
    delete_marker_version_id: Option<String> = show "DeleteMarkerVersionId",
} }

shape! { Destination {
    bucket: String = show "Bucket",
    account: Option<String> = show "Account",
    storage_class: Option<String> = show "StorageClass",
    access_control_translation: Option<AccessControlTranslation> = show "AccessControlTranslation",
    encryption_configuration: Option<EncryptionConfiguration> = show "EncryptionConfiguration",
    replication_time: Option<ReplicationTime> = show "ReplicationTime",
    metrics: Option<Metrics> = show "Metrics",
} }

shape! { DestinationResult {
    table_bucket_type: Option<String> = show "TableBucketType",
    table_bucket_arn: Option<String> = show "TableBucketArn",
    table_namespace: Option<String> = show "TableNamespace",
} }

shape! { Encryption {
    encryption_type: String = show "EncryptionType",
    kms_key_id: Option<String> = hide "KMSKeyId",
    kms_context: Option<String> = show "KMSContext",
} }

shape! { EncryptionConfiguration {
    replica_kms_key_id: Option<String> = show "ReplicaKmsKeyID",
} }

shape! { Error {
    key: Option<String> = show "Key",
    version_id: Option<String> = show "VersionId",
    code: Option<String> = show "Code",
    message: Option<String> = show "Message",
} }

shape! { ErrorDetails {
    error_code: Option<String> = show "ErrorCode",
    error_message: Option<String> = show "ErrorMessage",
} }

shape! { ErrorDocument {
    key: String = show "Key",
} }

shape! { EventBridgeConfiguration {
} }

shape! { EventHoldDuration {
    days: Option<i32> = show "Days",
    years: Option<i32> = show "Years",
} }

shape! { ExistingObjectReplication {
    status: String = show "Status",
} }

shape! { FilterRule {
    name: Option<String> = show "Name",
    value: Option<String> = show "Value",
} }

shape! { GetBucketAbacOutput {
    abac_status: Option<AbacStatus> = show "AbacStatus",
} }

shape! { GetBucketAbacRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketAccelerateConfigurationOutput {
    status: Option<String> = show "Status",
    request_charged: Option<String> = show "RequestCharged",
} }

shape! { GetBucketAccelerateConfigurationRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    request_payer: Option<String> = show "RequestPayer",
} }

shape! { GetBucketAclOutput {
    owner: Option<Owner> = show "Owner",
    grants: Option<Vec<Grant>> = show "Grants",
} }

shape! { GetBucketAclRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketAnalyticsConfigurationOutput {
    analytics_configuration: Option<AnalyticsConfiguration> = show "AnalyticsConfiguration",
} }

shape! { GetBucketAnalyticsConfigurationRequest {
    bucket: String = show "Bucket",
    id: String = show "Id",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketCorsOutput {
    cors_rules: Option<Vec<CORSRule>> = show "CORSRules",
} }

shape! { GetBucketCorsRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketEncryptionOutput {
    server_side_encryption_configuration: Option<ServerSideEncryptionConfiguration> = show "ServerSideEncryptionConfiguration",
} }

shape! { GetBucketEncryptionRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketIntelligentTieringConfigurationOutput {
    intelligent_tiering_configuration: Option<IntelligentTieringConfiguration> = show "IntelligentTieringConfiguration",
} }

shape! { GetBucketIntelligentTieringConfigurationRequest {
    bucket: String = show "Bucket",
    id: String = show "Id",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketInventoryConfigurationOutput {
    inventory_configuration: Option<InventoryConfiguration> = show "InventoryConfiguration",
} }

shape! { GetBucketInventoryConfigurationRequest {
    bucket: String = show "Bucket",
    id: String = show "Id",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketLifecycleConfigurationOutput {
    rules: Option<Vec<LifecycleRule>> = show "Rules",
    transition_default_minimum_object_size: Option<String> = show "TransitionDefaultMinimumObjectSize",
} }

shape! { GetBucketLifecycleConfigurationRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketLifecycleOutput {
    rules: Option<Vec<Rule>> = show "Rules",
} }

shape! { GetBucketLifecycleRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketLocationOutput {
    location_constraint: Option<String> = show "LocationConstraint",
} }

shape! { GetBucketLocationRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketLoggingOutput {
    logging_enabled: Option<LoggingEnabled> = show "LoggingEnabled",
} }

shape! { GetBucketLoggingRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketMetadataConfigurationOutput {
    get_bucket_metadata_configuration_result: Option<GetBucketMetadataConfigurationResult> = show "GetBucketMetadataConfigurationResult",
} }

shape! { GetBucketMetadataConfigurationRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketMetadataConfigurationResult {
    metadata_configuration_result: MetadataConfigurationResult = show "MetadataConfigurationResult",
} }

shape! { GetBucketMetadataTableConfigurationOutput {
    get_bucket_metadata_table_configuration_result: Option<GetBucketMetadataTableConfigurationResult> = show "GetBucketMetadataTableConfigurationResult",
} }

shape! { GetBucketMetadataTableConfigurationRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketMetadataTableConfigurationResult {
    metadata_table_configuration_result: MetadataTableConfigurationResult = show "MetadataTableConfigurationResult",
    status: String = show "Status",
    error: Option<ErrorDetails> = show "Error",
} }

shape! { GetBucketMetricsConfigurationOutput {
    metrics_configuration: Option<MetricsConfiguration> = show "MetricsConfiguration",
} }

shape! { GetBucketMetricsConfigurationRequest {
    bucket: String = show "Bucket",
    id: String = show "Id",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketNotificationConfigurationRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketOwnershipControlsOutput {
    ownership_controls: Option<OwnershipControls> = show "OwnershipControls",
} }

shape! { GetBucketOwnershipControlsRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketPolicyOutput {
    policy: Option<String> = show "Policy",
} }

shape! { GetBucketPolicyRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketPolicyStatusOutput {
    policy_status: Option<PolicyStatus> = show "PolicyStatus",
} }

shape! { GetBucketPolicyStatusRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketReplicationOutput {
    replication_configuration: Option<ReplicationConfiguration> = show "ReplicationConfiguration",
} }

shape! { GetBucketReplicationRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketRequestPaymentOutput {
    payer: Option<String> = show "Payer",
} }

shape! { GetBucketRequestPaymentRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketTaggingOutput {
    tag_set: Vec<Tag> = show "TagSet",
} }

shape! { GetBucketTaggingRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketVersioningOutput {
    status: Option<String> = show "Status",
    mfa_delete: Option<String> = show "MFADelete",
} }

shape! { GetBucketVersioningRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetBucketWebsiteOutput {
    redirect_all_requests_to: Option<RedirectAllRequestsTo> = show "RedirectAllRequestsTo",
    index_document: Option<IndexDocument> = show "IndexDocument",
    error_document: Option<ErrorDocument> = show "ErrorDocument",
    routing_rules: Option<Vec<RoutingRule>> = show "RoutingRules",
} }

shape! { GetBucketWebsiteRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetObjectAclOutput {
    owner: Option<Owner> = show "Owner",
    grants: Option<Vec<Grant>> = show "Grants",
    request_charged: Option<String> = show "RequestCharged",
} }

shape! { GetObjectAclRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    version_id: Option<String> = show "VersionId",
    request_payer: Option<String> = show "RequestPayer",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetObjectAnnotationOutput {
    object_version_id: Option<String> = show "ObjectVersionId",
    last_modified: Option<Timestamp> = show "LastModified",
    content_length: Option<i64> = show "ContentLength",
    e_tag: Option<String> = show "ETag",
    checksum_crc32: Option<String> = show "ChecksumCRC32",
    checksum_crc32_c: Option<String> = show "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = show "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = show "ChecksumSHA1",
    checksum_sha256: Option<String> = show "ChecksumSHA256",
    checksum_sha512: Option<String> = show "ChecksumSHA512",
    checksum_md5: Option<String> = show "ChecksumMD5",
    checksum_xxhash64: Option<String> = show "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = show "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = show "ChecksumXXHASH128",
    checksum_type: Option<String> = show "ChecksumType",
    server_side_encryption: Option<String> = show "ServerSideEncryption",
    request_charged: Option<String> = show "RequestCharged",
    replication_status: Option<String> = show "ReplicationStatus",
} }

shape! { GetObjectAnnotationRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    annotation_name: String = show "AnnotationName",
    version_id: Option<String> = show "VersionId",
    request_payer: Option<String> = show "RequestPayer",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    checksum_mode: Option<String> = show "ChecksumMode",
} }

shape! { GetObjectAttributesOutput {
    delete_marker: Option<bool> = show "DeleteMarker",
    last_modified: Option<Timestamp> = show "LastModified",
    version_id: Option<String> = show "VersionId",
    request_charged: Option<String> = show "RequestCharged",
    e_tag: Option<String> = show "ETag",
    checksum: Option<Checksum> = show "Checksum",
    object_parts: Option<GetObjectAttributesParts> = show "ObjectParts",
    storage_class: Option<String> = show "StorageClass",
    object_size: Option<i64> = show "ObjectSize",
} }

shape! { GetObjectAttributesParts {
    total_parts_count: Option<i32> = show "TotalPartsCount",
    part_number_marker: Option<i32> = show "PartNumberMarker",
    next_part_number_marker: Option<i32> = show "NextPartNumberMarker",
    max_parts: Option<i32> = show "MaxParts",
    is_truncated: Option<bool> = show "IsTruncated",
    parts: Option<Vec<ObjectPart>> = show "Parts",
} }

shape! { GetObjectAttributesRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    version_id: Option<String> = show "VersionId",
    max_parts: Option<i32> = show "MaxParts",
    part_number_marker: Option<i32> = show "PartNumberMarker",
    sse_customer_algorithm: Option<String> = show "SSECustomerAlgorithm",
    sse_customer_key: Option<String> = hide "SSECustomerKey",
    sse_customer_key_md5: Option<String> = show "SSECustomerKeyMD5",
    request_payer: Option<String> = show "RequestPayer",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    object_attributes: Vec<String> = show "ObjectAttributes",
} }

shape! { GetObjectLegalHoldOutput {
    legal_hold: Option<ObjectLockLegalHold> = show "LegalHold",
} }

shape! { GetObjectLegalHoldRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    version_id: Option<String> = show "VersionId",
    request_payer: Option<String> = show "RequestPayer",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetObjectLockConfigurationOutput {
    object_lock_configuration: Option<ObjectLockConfiguration> = show "ObjectLockConfiguration",
} }

shape! { GetObjectLockConfigurationRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetObjectOutput {
    delete_marker: Option<bool> = show "DeleteMarker",
    accept_ranges: Option<String> = show "AcceptRanges",
    expiration: Option<String> = show "Expiration",
    restore: Option<String> = show "Restore",
    last_modified: Option<Timestamp> = show "LastModified",
    content_length: Option<i64> = show "ContentLength",
    e_tag: Option<String> = show "ETag",
    checksum_crc32: Option<String> = show "ChecksumCRC32",
    checksum_crc32_c: Option<String> = show "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = show "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = show "ChecksumSHA1",
    checksum_sha256: Option<String> = show "ChecksumSHA256",
    checksum_sha512: Option<String> = show "ChecksumSHA512",
    checksum_md5: Option<String> = show "ChecksumMD5",
    checksum_xxhash64: Option<String> = show "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = show "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = show "ChecksumXXHASH128",
    checksum_type: Option<String> = show "ChecksumType",
    missing_meta: Option<i32> = show "MissingMeta",
    version_id: Option<String> = show "VersionId",
    cache_control: Option<String> = show "CacheControl",
    content_disposition: Option<String> = show "ContentDisposition",
    content_encoding: Option<String> = show "ContentEncoding",
    content_language: Option<String> = show "ContentLanguage",
    content_range: Option<String> = show "ContentRange",
    content_type: Option<String> = show "ContentType",
    expires: Option<String> = show "Expires",
    website_redirect_location: Option<String> = show "WebsiteRedirectLocation",
    server_side_encryption: Option<String> = show "ServerSideEncryption",
    metadata: Option<BTreeMap<String, String>> = show "Metadata",
    sse_customer_algorithm: Option<String> = show "SSECustomerAlgorithm",
    sse_customer_key_md5: Option<String> = show "SSECustomerKeyMD5",
    ssekms_key_id: Option<String> = hide "SSEKMSKeyId",
    bucket_key_enabled: Option<bool> = show "BucketKeyEnabled",
    storage_class: Option<String> = show "StorageClass",
    request_charged: Option<String> = show "RequestCharged",
    replication_status: Option<String> = show "ReplicationStatus",
    parts_count: Option<i32> = show "PartsCount",
    tag_count: Option<i32> = show "TagCount",
    object_lock_mode: Option<String> = show "ObjectLockMode",
    object_lock_retain_until_date: Option<Timestamp> = show "ObjectLockRetainUntilDate",
    object_lock_legal_hold_status: Option<String> = show "ObjectLockLegalHoldStatus",
    object_lock_event_hold: Option<String> = show "ObjectLockEventHold",
    object_lock_event_hold_duration_days: Option<i32> = show "ObjectLockEventHoldDurationDays",
    object_lock_event_hold_duration_years: Option<i32> = show "ObjectLockEventHoldDurationYears",
} }

shape! { GetObjectRequest {
    bucket: String = show "Bucket",
    if_match: Option<String> = show "IfMatch",
    if_modified_since: Option<Timestamp> = show "IfModifiedSince",
    if_none_match: Option<String> = show "IfNoneMatch",
    if_unmodified_since: Option<Timestamp> = show "IfUnmodifiedSince",
    key: String = show "Key",
    range: Option<String> = show "Range",
    response_cache_control: Option<String> = show "ResponseCacheControl",
    response_content_disposition: Option<String> = show "ResponseContentDisposition",
    response_content_encoding: Option<String> = show "ResponseContentEncoding",
    response_content_language: Option<String> = show "ResponseContentLanguage",
    response_content_type: Option<String> = show "ResponseContentType",
    response_expires: Option<Timestamp> = show "ResponseExpires",
    version_id: Option<String> = show "VersionId",
    sse_customer_algorithm: Option<String> = show "SSECustomerAlgorithm",
    sse_customer_key: Option<String> = hide "SSECustomerKey",
    sse_customer_key_md5: Option<String> = show "SSECustomerKeyMD5",
    request_payer: Option<String> = show "RequestPayer",
    part_number: Option<i32> = show "PartNumber",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    checksum_mode: Option<String> = show "ChecksumMode",
} }

shape! { GetObjectRetentionOutput {
    retention: Option<ObjectLockRetention> = show "Retention",
} }

shape! { GetObjectRetentionRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    version_id: Option<String> = show "VersionId",
    request_payer: Option<String> = show "RequestPayer",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetObjectTaggingOutput {
    version_id: Option<String> = show "VersionId",
    tag_set: Vec<Tag> = show "TagSet",
} }

shape! { GetObjectTaggingRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    version_id: Option<String> = show "VersionId",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    request_payer: Option<String> = show "RequestPayer",
} }

shape! { GetObjectTorrentOutput {
    request_charged: Option<String> = show "RequestCharged",
} }

shape! { GetObjectTorrentRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    request_payer: Option<String> = show "RequestPayer",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GetPublicAccessBlockOutput {
    public_access_block_configuration: Option<PublicAccessBlockConfiguration> = show "PublicAccessBlockConfiguration",
} }

shape! { GetPublicAccessBlockRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { GlacierJobParameters {
    tier: String = show "Tier",
} }

shape! { Grant {
    grantee: Option<Grantee> = show "Grantee",
    permission: Option<String> = show "Permission",
} }

shape! { Grantee {
    display_name: Option<String> = show "DisplayName",
    email_address: Option<String> = show "EmailAddress",
    id: Option<String> = show "ID",
    r#type: String = show "Type",
    uri: Option<String> = show "URI",
} }

shape! { HeadBucketOutput {
    bucket_arn: Option<String> = show "BucketArn",
    bucket_location_type: Option<String> = show "BucketLocationType",
    bucket_location_name: Option<String> = show "BucketLocationName",
    bucket_region: Option<String> = show "BucketRegion",
    access_point_alias: Option<bool> = show "AccessPointAlias",
} }

shape! { HeadBucketRequest {
    bucket: String = show "Bucket",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { HeadObjectOutput {
    delete_marker: Option<bool> = show "DeleteMarker",
    accept_ranges: Option<String> = show "AcceptRanges",
    expiration: Option<String> = show "Expiration",
    restore: Option<String> = show "Restore",
    archive_status: Option<String> = show "ArchiveStatus",
    last_modified: Option<Timestamp> = show "LastModified",
    content_length: Option<i64> = show "ContentLength",
    checksum_crc32: Option<String> = show "ChecksumCRC32",
    checksum_crc32_c: Option<String> = show "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = show "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = show "ChecksumSHA1",
    checksum_sha256: Option<String> = show "ChecksumSHA256",
    checksum_sha512: Option<String> = show "ChecksumSHA512",
    checksum_md5: Option<String> = show "ChecksumMD5",
    checksum_xxhash64: Option<String> = show "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = show "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = show "ChecksumXXHASH128",
    checksum_type: Option<String> = show "ChecksumType",
    e_tag: Option<String> = show "ETag",
    missing_meta: Option<i32> = show "MissingMeta",
    version_id: Option<String> = show "VersionId",
    cache_control: Option<String> = show "CacheControl",
    content_disposition: Option<String> = show "ContentDisposition",
    content_encoding: Option<String> = show "ContentEncoding",
    content_language: Option<String> = show "ContentLanguage",
    content_type: Option<String> = show "ContentType",
    content_range: Option<String> = show "ContentRange",
    expires: Option<String> = show "Expires",
    website_redirect_location: Option<String> = show "WebsiteRedirectLocation",
    server_side_encryption: Option<String> = show "ServerSideEncryption",
    metadata: Option<BTreeMap<String, String>> = show "Metadata",
    sse_customer_algorithm: Option<String> = show "SSECustomerAlgorithm",
    sse_customer_key_md5: Option<String> = show "SSECustomerKeyMD5",
    ssekms_key_id: Option<String> = hide "SSEKMSKeyId",
    bucket_key_enabled: Option<bool> = show "BucketKeyEnabled",
    storage_class: Option<String> = show "StorageClass",
    request_charged: Option<String> = show "RequestCharged",
    replication_status: Option<String> = show "ReplicationStatus",
    parts_count: Option<i32> = show "PartsCount",
    tag_count: Option<i32> = show "TagCount",
    object_lock_mode: Option<String> = show "ObjectLockMode",
    object_lock_retain_until_date: Option<Timestamp> = show "ObjectLockRetainUntilDate",
    object_lock_legal_hold_status: Option<String> = show "ObjectLockLegalHoldStatus",
    object_lock_event_hold: Option<String> = show "ObjectLockEventHold",
    object_lock_event_hold_duration_days: Option<i32> = show "ObjectLockEventHoldDurationDays",
    object_lock_event_hold_duration_years: Option<i32> = show "ObjectLockEventHoldDurationYears",
} }

shape! { HeadObjectRequest {
    bucket: String = show "Bucket",
    if_match: Option<String> = show "IfMatch",
    if_modified_since: Option<Timestamp> = show "IfModifiedSince",
    if_none_match: Option<String> = show "IfNoneMatch",
    if_unmodified_since: Option<Timestamp> = show "IfUnmodifiedSince",
    key: String = show "Key",
    range: Option<String> = show "Range",
    response_cache_control: Option<String> = show "ResponseCacheControl",
    response_content_disposition: Option<String> = show "ResponseContentDisposition",
    response_content_encoding: Option<String> = show "ResponseContentEncoding",
    response_content_language: Option<String> = show "ResponseContentLanguage",
    response_content_type: Option<String> = show "ResponseContentType",
    response_expires: Option<Timestamp> = show "ResponseExpires",
    version_id: Option<String> = show "VersionId",
    sse_customer_algorithm: Option<String> = show "SSECustomerAlgorithm",
    sse_customer_key: Option<String> = hide "SSECustomerKey",
    sse_customer_key_md5: Option<String> = show "SSECustomerKeyMD5",
    request_payer: Option<String> = show "RequestPayer",
    part_number: Option<i32> = show "PartNumber",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    checksum_mode: Option<String> = show "ChecksumMode",
} }

shape! { IndexDocument {
    suffix: String = show "Suffix",
} }

shape! { Initiator {
    id: Option<String> = show "ID",
    display_name: Option<String> = show "DisplayName",
} }

shape! { InputSerialization {
    csv: Option<CSVInput> = show "CSV",
    compression_type: Option<String> = show "CompressionType",
    json: Option<JSONInput> = show "JSON",
    parquet: Option<ParquetInput> = show "Parquet",
} }

shape! { IntelligentTieringAndOperator {
    prefix: Option<String> = show "Prefix",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { IntelligentTieringConfiguration {
    id: String = show "Id",
    filter: Option<IntelligentTieringFilter> = show "Filter",
    status: String = show "Status",
    tierings: Vec<Tiering> = show "Tierings",
} }

shape! { IntelligentTieringFilter {
    prefix: Option<String> = show "Prefix",
    tag: Option<Tag> = show "Tag",
    and: Option<IntelligentTieringAndOperator> = show "And",
} }

shape! { InventoryConfiguration {
    destination: InventoryDestination = show "Destination",
    is_enabled: bool = show "IsEnabled",
    filter: Option<InventoryFilter> = show "Filter",
    id: String = show "Id",
    included_object_versions: String = show "IncludedObjectVersions",
    optional_fields: Option<Vec<String>> = show "OptionalFields",
    schedule: InventorySchedule = show "Schedule",
} }

shape! { InventoryDestination {
    s3_bucket_destination: InventoryS3BucketDestination = show "S3BucketDestination",
} }

shape! { InventoryEncryption {
    sses3: Option<SSES3> = show "SSES3",
    ssekms: Option<SSEKMS> = show "SSEKMS",
} }

shape! { InventoryFilter {
    prefix: String = show "Prefix",
} }

shape! { InventoryS3BucketDestination {
    account_id: Option<String> = show "AccountId",
    bucket: String = show "Bucket",
    format: String = show "Format",
    prefix: Option<String> = show "Prefix",
    encryption: Option<InventoryEncryption> = show "Encryption",
} }

shape! { InventorySchedule {
    frequency: String = show "Frequency",
} }

shape! { InventoryTableConfiguration {
    configuration_state: String = show "ConfigurationState",
    encryption_configuration: Option<MetadataTableEncryptionConfiguration> = show "EncryptionConfiguration",
} }

shape! { InventoryTableConfigurationResult {
    configuration_state: String = show "ConfigurationState",
    table_status: Option<String> = show "TableStatus",
    error: Option<ErrorDetails> = show "Error",
    table_name: Option<String> = show "TableName",
    table_arn: Option<String> = show "TableArn",
} }

shape! { InventoryTableConfigurationUpdates {
    configuration_state: String = show "ConfigurationState",
    encryption_configuration: Option<MetadataTableEncryptionConfiguration> = show "EncryptionConfiguration",
} }

shape! { JSONInput {
    r#type: Option<String> = show "Type",
} }

shape! { JSONOutput {
    record_delimiter: Option<String> = show "RecordDelimiter",
} }

shape! { JournalTableConfiguration {
    record_expiration: RecordExpiration = show "RecordExpiration",
    encryption_configuration: Option<MetadataTableEncryptionConfiguration> = show "EncryptionConfiguration",
} }

shape! { JournalTableConfigurationResult {
    table_status: String = show "TableStatus",
    error: Option<ErrorDetails> = show "Error",
    table_name: String = show "TableName",
    table_arn: Option<String> = show "TableArn",
    record_expiration: RecordExpiration = show "RecordExpiration",
} }

shape! { JournalTableConfigurationUpdates {
    record_expiration: RecordExpiration = show "RecordExpiration",
} }

shape! { LambdaFunctionConfiguration {
    id: Option<String> = show "Id",
    lambda_function_arn: String = show "LambdaFunctionArn",
    events: Vec<String> = show "Events",
    filter: Option<NotificationConfigurationFilter> = show "Filter",
} }

shape! { LifecycleConfiguration {
    rules: Vec<Rule> = show "Rules",
} }

shape! { LifecycleExpiration {
    date: Option<Timestamp> = show "Date",
    days: Option<i32> = show "Days",
    expired_object_delete_marker: Option<bool> = show "ExpiredObjectDeleteMarker",
} }

shape! { LifecycleRule {
    expiration: Option<LifecycleExpiration> = show "Expiration",
    id: Option<String> = show "ID",
    prefix: Option<String> = show "Prefix",
    filter: Option<LifecycleRuleFilter> = show "Filter",
    status: String = show "Status",
    transitions: Option<Vec<Transition>> = show "Transitions",
    noncurrent_version_transitions: Option<Vec<NoncurrentVersionTransition>> = show "NoncurrentVersionTransitions",
    noncurrent_version_expiration: Option<NoncurrentVersionExpiration> = show "NoncurrentVersionExpiration",
    abort_incomplete_multipart_upload: Option<AbortIncompleteMultipartUpload> = show "AbortIncompleteMultipartUpload",
} }

shape! { LifecycleRuleAndOperator {
    prefix: Option<String> = show "Prefix",
    tags: Option<Vec<Tag>> = show "Tags",
    object_size_greater_than: Option<i64> = show "ObjectSizeGreaterThan",
    object_size_less_than: Option<i64> = show "ObjectSizeLessThan",
} }

shape! { LifecycleRuleFilter {
    prefix: Option<String> = show "Prefix",
    tag: Option<Tag> = show "Tag",
    object_size_greater_than: Option<i64> = show "ObjectSizeGreaterThan",
    object_size_less_than: Option<i64> = show "ObjectSizeLessThan",
    and: Option<LifecycleRuleAndOperator> = show "And",
} }

shape! { ListBucketAnalyticsConfigurationsOutput {
    is_truncated: Option<bool> = show "IsTruncated",
    continuation_token: Option<String> = show "ContinuationToken",
    next_continuation_token: Option<String> = show "NextContinuationToken",
    analytics_configuration_list: Option<Vec<AnalyticsConfiguration>> = show "AnalyticsConfigurationList",
} }

shape! { ListBucketAnalyticsConfigurationsRequest {
    bucket: String = show "Bucket",
    continuation_token: Option<String> = show "ContinuationToken",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { ListBucketIntelligentTieringConfigurationsOutput {
    is_truncated: Option<bool> = show "IsTruncated",
    continuation_token: Option<String> = show "ContinuationToken",
    next_continuation_token: Option<String> = show "NextContinuationToken",
    intelligent_tiering_configuration_list: Option<Vec<IntelligentTieringConfiguration>> = show "IntelligentTieringConfigurationList",
} }

shape! { ListBucketIntelligentTieringConfigurationsRequest {
    bucket: String = show "Bucket",
    continuation_token: Option<String> = show "ContinuationToken",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { ListBucketInventoryConfigurationsOutput {
    continuation_token: Option<String> = show "ContinuationToken",
    inventory_configuration_list: Option<Vec<InventoryConfiguration>> = show "InventoryConfigurationList",
    is_truncated: Option<bool> = show "IsTruncated",
    next_continuation_token: Option<String> = show "NextContinuationToken",
} }

shape! { ListBucketInventoryConfigurationsRequest {
    bucket: String = show "Bucket",
    continuation_token: Option<String> = show "ContinuationToken",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { ListBucketMetricsConfigurationsOutput {
    is_truncated: Option<bool> = show "IsTruncated",
    continuation_token: Option<String> = show "ContinuationToken",
    next_continuation_token: Option<String> = show "NextContinuationToken",
    metrics_configuration_list: Option<Vec<MetricsConfiguration>> = show "MetricsConfigurationList",
} }

shape! { ListBucketMetricsConfigurationsRequest {
    bucket: String = show "Bucket",
    continuation_token: Option<String> = show "ContinuationToken",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { ListBucketsOutput {
    buckets: Option<Vec<Bucket>> = show "Buckets",
    owner: Option<Owner> = show "Owner",
    continuation_token: Option<String> = show "ContinuationToken",
    prefix: Option<String> = show "Prefix",
} }

shape! { ListBucketsRequest {
    max_buckets: Option<i32> = show "MaxBuckets",
    continuation_token: Option<String> = show "ContinuationToken",
    prefix: Option<String> = show "Prefix",
    bucket_region: Option<String> = show "BucketRegion",
} }

shape! { ListDirectoryBucketsOutput {
    buckets: Option<Vec<Bucket>> = show "Buckets",
    continuation_token: Option<String> = show "ContinuationToken",
} }

shape! { ListDirectoryBucketsRequest {
    continuation_token: Option<String> = show "ContinuationToken",
    max_directory_buckets: Option<i32> = show "MaxDirectoryBuckets",
} }

shape! { ListMultipartUploadsOutput {
    bucket: Option<String> = show "Bucket",
    key_marker: Option<String> = show "KeyMarker",
    upload_id_marker: Option<String> = show "UploadIdMarker",
    next_key_marker: Option<String> = show "NextKeyMarker",
    prefix: Option<String> = show "Prefix",
    delimiter: Option<String> = show "Delimiter",
    next_upload_id_marker: Option<String> = show "NextUploadIdMarker",
    max_uploads: Option<i32> = show "MaxUploads",
    is_truncated: Option<bool> = show "IsTruncated",
    uploads: Option<Vec<MultipartUpload>> = show "Uploads",
    common_prefixes: Option<Vec<CommonPrefix>> = show "CommonPrefixes",
    encoding_type: Option<String> = show "EncodingType",
    request_charged: Option<String> = show "RequestCharged",
} }

shape! { ListMultipartUploadsRequest {
    bucket: String = show "Bucket",
    delimiter: Option<String> = show "Delimiter",
    encoding_type: Option<String> = show "EncodingType",
    key_marker: Option<String> = show "KeyMarker",
    max_uploads: Option<i32> = show "MaxUploads",
    prefix: Option<String> = show "Prefix",
    upload_id_marker: Option<String> = show "UploadIdMarker",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    request_payer: Option<String> = show "RequestPayer",
} }

shape! { ListObjectAnnotationsOutput {
    annotations: Option<Vec<AnnotationEntry>> = show "Annotations",
    bucket: Option<String> = show "Bucket",
    key: Option<String> = show "Key",
    object_version_id: Option<String> = show "ObjectVersionId",
    annotation_prefix: Option<String> = show "AnnotationPrefix",
    max_annotation_results: Option<i32> = show "MaxAnnotationResults",
    annotation_count: Option<i32> = show "AnnotationCount",
    continuation_token: Option<String> = show "ContinuationToken",
    next_continuation_token: Option<String> = show "NextContinuationToken",
    request_charged: Option<String> = show "RequestCharged",
} }

shape! { ListObjectAnnotationsRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    version_id: Option<String> = show "VersionId",
    max_annotation_results: Option<i32> = show "MaxAnnotationResults",
    annotation_prefix: Option<String> = show "AnnotationPrefix",
    continuation_token: Option<String> = show "ContinuationToken",
    request_payer: Option<String> = show "RequestPayer",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { ListObjectVersionsOutput {
    is_truncated: Option<bool> = show "IsTruncated",
    key_marker: Option<String> = show "KeyMarker",
    version_id_marker: Option<String> = show "VersionIdMarker",
    next_key_marker: Option<String> = show "NextKeyMarker",
    next_version_id_marker: Option<String> = show "NextVersionIdMarker",
    versions: Option<Vec<ObjectVersion>> = show "Versions",
    delete_markers: Option<Vec<DeleteMarkerEntry>> = show "DeleteMarkers",
    name: Option<String> = show "Name",
    prefix: Option<String> = show "Prefix",
    delimiter: Option<String> = show "Delimiter",
    max_keys: Option<i32> = show "MaxKeys",
    common_prefixes: Option<Vec<CommonPrefix>> = show "CommonPrefixes",
    encoding_type: Option<String> = show "EncodingType",
    request_charged: Option<String> = show "RequestCharged",
} }

shape! { ListObjectVersionsRequest {
    bucket: String = show "Bucket",
    delimiter: Option<String> = show "Delimiter",
    encoding_type: Option<String> = show "EncodingType",
    key_marker: Option<String> = show "KeyMarker",
    max_keys: Option<i32> = show "MaxKeys",
    prefix: Option<String> = show "Prefix",
    version_id_marker: Option<String> = show "VersionIdMarker",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    request_payer: Option<String> = show "RequestPayer",
    optional_object_attributes: Option<Vec<String>> = show "OptionalObjectAttributes",
} }

shape! { ListObjectsOutput {
    is_truncated: Option<bool> = show "IsTruncated",
    marker: Option<String> = show "Marker",
    next_marker: Option<String> = show "NextMarker",
    contents: Option<Vec<Object>> = show "Contents",
    name: Option<String> = show "Name",
    prefix: Option<String> = show "Prefix",
    delimiter: Option<String> = show "Delimiter",
    max_keys: Option<i32> = show "MaxKeys",
    common_prefixes: Option<Vec<CommonPrefix>> = show "CommonPrefixes",
    encoding_type: Option<String> = show "EncodingType",
    request_charged: Option<String> = show "RequestCharged",
} }

shape! { ListObjectsRequest {
    bucket: String = show "Bucket",
    delimiter: Option<String> = show "Delimiter",
    encoding_type: Option<String> = show "EncodingType",
    marker: Option<String> = show "Marker",
    max_keys: Option<i32> = show "MaxKeys",
    prefix: Option<String> = show "Prefix",
    request_payer: Option<String> = show "RequestPayer",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    optional_object_attributes: Option<Vec<String>> = show "OptionalObjectAttributes",
} }

shape! { ListObjectsV2Output {
    is_truncated: Option<bool> = show "IsTruncated",
    contents: Option<Vec<Object>> = show "Contents",
    name: Option<String> = show "Name",
    prefix: Option<String> = show "Prefix",
    delimiter: Option<String> = show "Delimiter",
    max_keys: Option<i32> = show "MaxKeys",
    common_prefixes: Option<Vec<CommonPrefix>> = show "CommonPrefixes",
    encoding_type: Option<String> = show "EncodingType",
    key_count: Option<i32> = show "KeyCount",
    continuation_token: Option<String> = show "ContinuationToken",
    next_continuation_token: Option<String> = show "NextContinuationToken",
    start_after: Option<String> = show "StartAfter",
    request_charged: Option<String> = show "RequestCharged",
} }

shape! { ListObjectsV2Request {
    bucket: String = show "Bucket",
    delimiter: Option<String> = show "Delimiter",
    encoding_type: Option<String> = show "EncodingType",
    max_keys: Option<i32> = show "MaxKeys",
    prefix: Option<String> = show "Prefix",
    continuation_token: Option<String> = show "ContinuationToken",
    fetch_owner: Option<bool> = show "FetchOwner",
    start_after: Option<String> = show "StartAfter",
    request_payer: Option<String> = show "RequestPayer",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    optional_object_attributes: Option<Vec<String>> = show "OptionalObjectAttributes",
} }

shape! { ListPartsOutput {
    abort_date: Option<Timestamp> = show "AbortDate",
    abort_rule_id: Option<String> = show "AbortRuleId",
    bucket: Option<String> = show "Bucket",
    key: Option<String> = show "Key",
    upload_id: Option<String> = show "UploadId",
    part_number_marker: Option<i32> = show "PartNumberMarker",
    next_part_number_marker: Option<i32> = show "NextPartNumberMarker",
    max_parts: Option<i32> = show "MaxParts",
    is_truncated: Option<bool> = show "IsTruncated",
    parts: Option<Vec<Part>> = show "Parts",
    initiator: Option<Initiator> = show "Initiator",
    owner: Option<Owner> = show "Owner",
    storage_class: Option<String> = show "StorageClass",
    request_charged: Option<String> = show "RequestCharged",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    checksum_type: Option<String> = show "ChecksumType",
    version_id: Option<String> = show "VersionId",
} }

shape! { ListPartsRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    max_parts: Option<i32> = show "MaxParts",
    part_number_marker: Option<i32> = show "PartNumberMarker",
    upload_id: String = show "UploadId",
    request_payer: Option<String> = show "RequestPayer",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    sse_customer_algorithm: Option<String> = show "SSECustomerAlgorithm",
    sse_customer_key: Option<String> = hide "SSECustomerKey",
    sse_customer_key_md5: Option<String> = show "SSECustomerKeyMD5",
} }

shape! { LocationInfo {
    r#type: Option<String> = show "Type",
    name: Option<String> = show "Name",
} }

shape! { LoggingEnabled {
    target_bucket: String = show "TargetBucket",
    target_grants: Option<Vec<TargetGrant>> = show "TargetGrants",
    target_prefix: String = show "TargetPrefix",
    target_object_key_format: Option<TargetObjectKeyFormat> = show "TargetObjectKeyFormat",
} }

shape! { MetadataConfiguration {
    journal_table_configuration: JournalTableConfiguration = show "JournalTableConfiguration",
    inventory_table_configuration: Option<InventoryTableConfiguration> = show "InventoryTableConfiguration",
    annotation_table_configuration: Option<AnnotationTableConfiguration> = show "AnnotationTableConfiguration",
} }

shape! { MetadataConfigurationResult {
    destination_result: DestinationResult = show "DestinationResult",
    journal_table_configuration_result: Option<JournalTableConfigurationResult> = show "JournalTableConfigurationResult",
    inventory_table_configuration_result: Option<InventoryTableConfigurationResult> = show "InventoryTableConfigurationResult",
    annotation_table_configuration_result: Option<AnnotationTableConfigurationResult> = show "AnnotationTableConfigurationResult",
} }

shape! { MetadataEntry {
    name: Option<String> = show "Name",
    value: Option<String> = show "Value",
} }

shape! { MetadataTableConfiguration {
    s3_tables_destination: S3TablesDestination = show "S3TablesDestination",
} }

shape! { MetadataTableConfigurationResult {
    s3_tables_destination_result: S3TablesDestinationResult = show "S3TablesDestinationResult",
} }

shape! { MetadataTableEncryptionConfiguration {
    sse_algorithm: String = show "SseAlgorithm",
    kms_key_arn: Option<String> = show "KmsKeyArn",
} }

shape! { Metrics {
    status: String = show "Status",
    event_threshold: Option<ReplicationTimeValue> = show "EventThreshold",
} }

shape! { MetricsAndOperator {
    prefix: Option<String> = show "Prefix",
    tags: Option<Vec<Tag>> = show "Tags",
    access_point_arn: Option<String> = show "AccessPointArn",
} }

shape! { MetricsConfiguration {
    id: String = show "Id",
    filter: Option<MetricsFilter> = show "Filter",
} }

shape! { MetricsFilter {
    prefix: Option<String> = show "Prefix",
    tag: Option<Tag> = show "Tag",
    access_point_arn: Option<String> = show "AccessPointArn",
    and: Option<MetricsAndOperator> = show "And",
} }

shape! { MultipartUpload {
    upload_id: Option<String> = show "UploadId",
    key: Option<String> = show "Key",
    initiated: Option<Timestamp> = show "Initiated",
    storage_class: Option<String> = show "StorageClass",
    owner: Option<Owner> = show "Owner",
    initiator: Option<Initiator> = show "Initiator",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    checksum_type: Option<String> = show "ChecksumType",
    version_id: Option<String> = show "VersionId",
} }

shape! { NoncurrentVersionExpiration {
    noncurrent_days: Option<i32> = show "NoncurrentDays",
    newer_noncurrent_versions: Option<i32> = show "NewerNoncurrentVersions",
} }

shape! { NoncurrentVersionTransition {
    noncurrent_days: Option<i32> = show "NoncurrentDays",
    storage_class: Option<String> = show "StorageClass",
    newer_noncurrent_versions: Option<i32> = show "NewerNoncurrentVersions",
} }

shape! { NotificationConfiguration {
    topic_configurations: Option<Vec<TopicConfiguration>> = show "TopicConfigurations",
    queue_configurations: Option<Vec<QueueConfiguration>> = show "QueueConfigurations",
    lambda_function_configurations: Option<Vec<LambdaFunctionConfiguration>> = show "LambdaFunctionConfigurations",
    event_bridge_configuration: Option<EventBridgeConfiguration> = show "EventBridgeConfiguration",
} }

shape! { NotificationConfigurationDeprecated {
    topic_configuration: Option<TopicConfigurationDeprecated> = show "TopicConfiguration",
    queue_configuration: Option<QueueConfigurationDeprecated> = show "QueueConfiguration",
    cloud_function_configuration: Option<CloudFunctionConfiguration> = show "CloudFunctionConfiguration",
} }

shape! { NotificationConfigurationFilter {
    key: Option<S3KeyFilter> = show "Key",
} }

shape! { Object {
    key: Option<String> = show "Key",
    last_modified: Option<Timestamp> = show "LastModified",
    e_tag: Option<String> = show "ETag",
    checksum_algorithm: Option<Vec<String>> = show "ChecksumAlgorithm",
    checksum_type: Option<String> = show "ChecksumType",
    size: Option<i64> = show "Size",
    storage_class: Option<String> = show "StorageClass",
    owner: Option<Owner> = show "Owner",
    restore_status: Option<RestoreStatus> = show "RestoreStatus",
} }

shape! { ObjectEncryption {
    ssekms: Option<SSEKMSEncryption> = show "SSEKMS",
} }

shape! { ObjectIdentifier {
    key: String = show "Key",
    version_id: Option<String> = show "VersionId",
    e_tag: Option<String> = show "ETag",
    last_modified_time: Option<Timestamp> = show "LastModifiedTime",
    size: Option<i64> = show "Size",
} }

shape! { ObjectLockConfiguration {
    object_lock_enabled: Option<String> = show "ObjectLockEnabled",
    rule: Option<ObjectLockRule> = show "Rule",
} }

shape! { ObjectLockLegalHold {
    status: Option<String> = show "Status",
} }

shape! { ObjectLockRetention {
    mode: Option<String> = show "Mode",
    retain_until_date: Option<Timestamp> = show "RetainUntilDate",
    event_hold: Option<String> = show "EventHold",
    event_hold_duration: Option<EventHoldDuration> = show "EventHoldDuration",
} }

shape! { ObjectLockRule {
    default_retention: Option<DefaultRetention> = show "DefaultRetention",
} }

shape! { ObjectPart {
    part_number: Option<i32> = show "PartNumber",
    size: Option<i64> = show "Size",
    checksum_crc32: Option<String> = show "ChecksumCRC32",
    checksum_crc32_c: Option<String> = show "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = show "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = show "ChecksumSHA1",
    checksum_sha256: Option<String> = show "ChecksumSHA256",
    checksum_sha512: Option<String> = show "ChecksumSHA512",
    checksum_md5: Option<String> = show "ChecksumMD5",
    checksum_xxhash64: Option<String> = show "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = show "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = show "ChecksumXXHASH128",
} }

shape! { ObjectVersion {
    e_tag: Option<String> = show "ETag",
    checksum_algorithm: Option<Vec<String>> = show "ChecksumAlgorithm",
    checksum_type: Option<String> = show "ChecksumType",
    size: Option<i64> = show "Size",
    storage_class: Option<String> = show "StorageClass",
    key: Option<String> = show "Key",
    version_id: Option<String> = show "VersionId",
    is_latest: Option<bool> = show "IsLatest",
    last_modified: Option<Timestamp> = show "LastModified",
    owner: Option<Owner> = show "Owner",
    restore_status: Option<RestoreStatus> = show "RestoreStatus",
} }

shape! { OutputLocation {
    s3: Option<S3Location> = show "S3",
} }

shape! { OutputSerialization {
    csv: Option<CSVOutput> = show "CSV",
    json: Option<JSONOutput> = show "JSON",
} }

shape! { Owner {
    display_name: Option<String> = show "DisplayName",
    id: Option<String> = show "ID",
} }

shape! { OwnershipControls {
    rules: Vec<OwnershipControlsRule> = show "Rules",
} }

shape! { OwnershipControlsRule {
    object_ownership: String = show "ObjectOwnership",
} }

shape! { ParquetInput {
} }

shape! { Part {
    part_number: Option<i32> = show "PartNumber",
    last_modified: Option<Timestamp> = show "LastModified",
    e_tag: Option<String> = show "ETag",
    size: Option<i64> = show "Size",
    checksum_crc32: Option<String> = show "ChecksumCRC32",
    checksum_crc32_c: Option<String> = show "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = show "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = show "ChecksumSHA1",
    checksum_sha256: Option<String> = show "ChecksumSHA256",
    checksum_sha512: Option<String> = show "ChecksumSHA512",
    checksum_md5: Option<String> = show "ChecksumMD5",
    checksum_xxhash64: Option<String> = show "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = show "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = show "ChecksumXXHASH128",
} }

shape! { PartitionedPrefix {
    partition_date_source: Option<String> = show "PartitionDateSource",
} }

shape! { PolicyStatus {
    is_public: Option<bool> = show "IsPublic",
} }

shape! { PublicAccessBlockConfiguration {
    block_public_acls: Option<bool> = show "BlockPublicAcls",
    ignore_public_acls: Option<bool> = show "IgnorePublicAcls",
    block_public_policy: Option<bool> = show "BlockPublicPolicy",
    restrict_public_buckets: Option<bool> = show "RestrictPublicBuckets",
} }

shape! { PutBucketAbacRequest {
    bucket: String = show "Bucket",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    abac_status: AbacStatus = show "AbacStatus",
} }

shape! { PutBucketAccelerateConfigurationRequest {
    bucket: String = show "Bucket",
    accelerate_configuration: AccelerateConfiguration = show "AccelerateConfiguration",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
} }

shape! { PutBucketAclRequest {
    acl: Option<String> = show "ACL",
    access_control_policy: Option<AccessControlPolicy> = show "AccessControlPolicy",
    bucket: String = show "Bucket",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    grant_full_control: Option<String> = show "GrantFullControl",
    grant_read: Option<String> = show "GrantRead",
    grant_read_acp: Option<String> = show "GrantReadACP",
    grant_write: Option<String> = show "GrantWrite",
    grant_write_acp: Option<String> = show "GrantWriteACP",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { PutBucketAnalyticsConfigurationRequest {
    bucket: String = show "Bucket",
    id: String = show "Id",
    analytics_configuration: AnalyticsConfiguration = show "AnalyticsConfiguration",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { PutBucketCorsRequest {
    bucket: String = show "Bucket",
    cors_configuration: CORSConfiguration = show "CORSConfiguration",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { PutBucketEncryptionRequest {
    bucket: String = show "Bucket",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    server_side_encryption_configuration: ServerSideEncryptionConfiguration = show "ServerSideEncryptionConfiguration",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { PutBucketIntelligentTieringConfigurationRequest {
    bucket: String = show "Bucket",
    id: String = show "Id",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    intelligent_tiering_configuration: IntelligentTieringConfiguration = show "IntelligentTieringConfiguration",
} }

shape! { PutBucketInventoryConfigurationRequest {
    bucket: String = show "Bucket",
    id: String = show "Id",
    inventory_configuration: InventoryConfiguration = show "InventoryConfiguration",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { PutBucketLifecycleConfigurationOutput {
    transition_default_minimum_object_size: Option<String> = show "TransitionDefaultMinimumObjectSize",
} }

shape! { PutBucketLifecycleConfigurationRequest {
    bucket: String = show "Bucket",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    lifecycle_configuration: Option<BucketLifecycleConfiguration> = show "LifecycleConfiguration",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    transition_default_minimum_object_size: Option<String> = show "TransitionDefaultMinimumObjectSize",
} }

shape! { PutBucketLifecycleRequest {
    bucket: String = show "Bucket",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    lifecycle_configuration: Option<LifecycleConfiguration> = show "LifecycleConfiguration",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { PutBucketLoggingRequest {
    bucket: String = show "Bucket",
    bucket_logging_status: BucketLoggingStatus = show "BucketLoggingStatus",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { PutBucketMetricsConfigurationRequest {
    bucket: String = show "Bucket",
    id: String = show "Id",
    metrics_configuration: MetricsConfiguration = show "MetricsConfiguration",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { PutBucketNotificationConfigurationRequest {
    bucket: String = show "Bucket",
    notification_configuration: NotificationConfiguration = show "NotificationConfiguration",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    skip_destination_validation: Option<bool> = show "SkipDestinationValidation",
} }

shape! { PutBucketNotificationRequest {
    bucket: String = show "Bucket",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    notification_configuration: NotificationConfigurationDeprecated = show "NotificationConfiguration",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { PutBucketOwnershipControlsRequest {
    bucket: String = show "Bucket",
    content_md5: Option<String> = show "ContentMD5",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    ownership_controls: OwnershipControls = show "OwnershipControls",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
} }

shape! { PutBucketPolicyRequest {
    bucket: String = show "Bucket",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    confirm_remove_self_bucket_access: Option<bool> = show "ConfirmRemoveSelfBucketAccess",
    policy: String = show "Policy",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { PutBucketReplicationRequest {
    bucket: String = show "Bucket",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    replication_configuration: ReplicationConfiguration = show "ReplicationConfiguration",
    token: Option<String> = show "Token",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { PutBucketRequestPaymentRequest {
    bucket: String = show "Bucket",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    request_payment_configuration: RequestPaymentConfiguration = show "RequestPaymentConfiguration",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { PutBucketTaggingRequest {
    bucket: String = show "Bucket",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    tagging: Tagging = show "Tagging",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { PutBucketVersioningRequest {
    bucket: String = show "Bucket",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    mfa: Option<String> = show "MFA",
    versioning_configuration: VersioningConfiguration = show "VersioningConfiguration",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { PutBucketWebsiteRequest {
    bucket: String = show "Bucket",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    website_configuration: WebsiteConfiguration = show "WebsiteConfiguration",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { PutObjectAclOutput {
    request_charged: Option<String> = show "RequestCharged",
} }

shape! { PutObjectAclRequest {
    acl: Option<String> = show "ACL",
    access_control_policy: Option<AccessControlPolicy> = show "AccessControlPolicy",
    bucket: String = show "Bucket",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    grant_full_control: Option<String> = show "GrantFullControl",
    grant_read: Option<String> = show "GrantRead",
    grant_read_acp: Option<String> = show "GrantReadACP",
    grant_write: Option<String> = show "GrantWrite",
    grant_write_acp: Option<String> = show "GrantWriteACP",
    key: String = show "Key",
    request_payer: Option<String> = show "RequestPayer",
    version_id: Option<String> = show "VersionId",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { PutObjectAnnotationOutput {
    key: Option<String> = show "Key",
    annotation_name: Option<String> = show "AnnotationName",
    object_version_id: Option<String> = show "ObjectVersionId",
    e_tag: Option<String> = show "ETag",
    checksum_crc32: Option<String> = show "ChecksumCRC32",
    checksum_crc32_c: Option<String> = show "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = show "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = show "ChecksumSHA1",
    checksum_sha256: Option<String> = show "ChecksumSHA256",
    checksum_sha512: Option<String> = show "ChecksumSHA512",
    checksum_md5: Option<String> = show "ChecksumMD5",
    checksum_xxhash64: Option<String> = show "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = show "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = show "ChecksumXXHASH128",
    checksum_type: Option<String> = show "ChecksumType",
    server_side_encryption: Option<String> = show "ServerSideEncryption",
    request_charged: Option<String> = show "RequestCharged",
} }

shape! { PutObjectAnnotationRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    version_id: Option<String> = show "VersionId",
    annotation_name: String = show "AnnotationName",
    object_if_match: Option<String> = show "ObjectIfMatch",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    checksum_crc32: Option<String> = show "ChecksumCRC32",
    checksum_crc32_c: Option<String> = show "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = show "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = show "ChecksumSHA1",
    checksum_sha256: Option<String> = show "ChecksumSHA256",
    checksum_sha512: Option<String> = show "ChecksumSHA512",
    checksum_md5: Option<String> = show "ChecksumMD5",
    checksum_xxhash64: Option<String> = show "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = show "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = show "ChecksumXXHASH128",
    content_md5: Option<String> = show "ContentMD5",
    request_payer: Option<String> = show "RequestPayer",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { PutObjectLegalHoldOutput {
    request_charged: Option<String> = show "RequestCharged",
} }

shape! { PutObjectLegalHoldRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    legal_hold: Option<ObjectLockLegalHold> = show "LegalHold",
    request_payer: Option<String> = show "RequestPayer",
    version_id: Option<String> = show "VersionId",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { PutObjectLockConfigurationOutput {
    request_charged: Option<String> = show "RequestCharged",
} }

shape! { PutObjectLockConfigurationRequest {
    bucket: String = show "Bucket",
    object_lock_configuration: Option<ObjectLockConfiguration> = show "ObjectLockConfiguration",
    request_payer: Option<String> = show "RequestPayer",
    token: Option<String> = show "Token",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { PutObjectOutput {
    expiration: Option<String> = show "Expiration",
    e_tag: Option<String> = show "ETag",
    checksum_crc32: Option<String> = show "ChecksumCRC32",
    checksum_crc32_c: Option<String> = show "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = show "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = show "ChecksumSHA1",
    checksum_sha256: Option<String> = show "ChecksumSHA256",
    checksum_sha512: Option<String> = show "ChecksumSHA512",
    checksum_md5: Option<String> = show "ChecksumMD5",
    checksum_xxhash64: Option<String> = show "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = show "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = show "ChecksumXXHASH128",
    checksum_type: Option<String> = show "ChecksumType",
    server_side_encryption: Option<String> = show "ServerSideEncryption",
    version_id: Option<String> = show "VersionId",
    sse_customer_algorithm: Option<String> = show "SSECustomerAlgorithm",
    sse_customer_key_md5: Option<String> = show "SSECustomerKeyMD5",
    ssekms_key_id: Option<String> = hide "SSEKMSKeyId",
    ssekms_encryption_context: Option<String> = hide "SSEKMSEncryptionContext",
    bucket_key_enabled: Option<bool> = show "BucketKeyEnabled",
    size: Option<i64> = show "Size",
    request_charged: Option<String> = show "RequestCharged",
} }

shape! { PutObjectRequest {
    acl: Option<String> = show "ACL",
    bucket: String = show "Bucket",
    cache_control: Option<String> = show "CacheControl",
    content_disposition: Option<String> = show "ContentDisposition",
    content_encoding: Option<String> = show "ContentEncoding",
    content_language: Option<String> = show "ContentLanguage",
    content_length: Option<i64> = show "ContentLength",
    content_md5: Option<String> = show "ContentMD5",
    content_type: Option<String> = show "ContentType",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    checksum_crc32: Option<String> = show "ChecksumCRC32",
    checksum_crc32_c: Option<String> = show "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = show "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = show "ChecksumSHA1",
    checksum_sha256: Option<String> = show "ChecksumSHA256",
    checksum_sha512: Option<String> = show "ChecksumSHA512",
    checksum_md5: Option<String> = show "ChecksumMD5",
    checksum_xxhash64: Option<String> = show "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = show "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = show "ChecksumXXHASH128",
    expires: Option<String> = show "Expires",
    if_match: Option<String> = show "IfMatch",
    if_none_match: Option<String> = show "IfNoneMatch",
    grant_full_control: Option<String> = show "GrantFullControl",
    grant_read: Option<String> = show "GrantRead",
    grant_read_acp: Option<String> = show "GrantReadACP",
    grant_write_acp: Option<String> = show "GrantWriteACP",
    key: String = show "Key",
    write_offset_bytes: Option<i64> = show "WriteOffsetBytes",
    metadata: Option<BTreeMap<String, String>> = show "Metadata",
    server_side_encryption: Option<String> = show "ServerSideEncryption",
    storage_class: Option<String> = show "StorageClass",
    website_redirect_location: Option<String> = show "WebsiteRedirectLocation",
    sse_customer_algorithm: Option<String> = show "SSECustomerAlgorithm",
    sse_customer_key: Option<String> = hide "SSECustomerKey",
    sse_customer_key_md5: Option<String> = show "SSECustomerKeyMD5",
    ssekms_key_id: Option<String> = hide "SSEKMSKeyId",
    ssekms_encryption_context: Option<String> = hide "SSEKMSEncryptionContext",
    bucket_key_enabled: Option<bool> = show "BucketKeyEnabled",
    request_payer: Option<String> = show "RequestPayer",
    tagging: Option<String> = show "Tagging",
    object_lock_mode: Option<String> = show "ObjectLockMode",
    object_lock_retain_until_date: Option<Timestamp> = show "ObjectLockRetainUntilDate",
    object_lock_legal_hold_status: Option<String> = show "ObjectLockLegalHoldStatus",
    object_lock_event_hold: Option<String> = show "ObjectLockEventHold",
    object_lock_event_hold_duration_days: Option<i32> = show "ObjectLockEventHoldDurationDays",
    object_lock_event_hold_duration_years: Option<i32> = show "ObjectLockEventHoldDurationYears",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { PutObjectRetentionOutput {
    request_charged: Option<String> = show "RequestCharged",
} }

shape! { PutObjectRetentionRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    retention: Option<ObjectLockRetention> = show "Retention",
    request_payer: Option<String> = show "RequestPayer",
    version_id: Option<String> = show "VersionId",
    bypass_governance_retention: Option<bool> = show "BypassGovernanceRetention",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { PutObjectTaggingOutput {
    version_id: Option<String> = show "VersionId",
} }

shape! { PutObjectTaggingRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    version_id: Option<String> = show "VersionId",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    tagging: Tagging = show "Tagging",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    request_payer: Option<String> = show "RequestPayer",
} }

shape! { PutPublicAccessBlockRequest {
    bucket: String = show "Bucket",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    public_access_block_configuration: PublicAccessBlockConfiguration = show "PublicAccessBlockConfiguration",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { QueueConfiguration {
    id: Option<String> = show "Id",
    queue_arn: String = show "QueueArn",
    events: Vec<String> = show "Events",
    filter: Option<NotificationConfigurationFilter> = show "Filter",
} }

shape! { QueueConfigurationDeprecated {
    id: Option<String> = show "Id",
    event: Option<String> = show "Event",
    events: Option<Vec<String>> = show "Events",
    queue: Option<String> = show "Queue",
} }

shape! { RecordExpiration {
    expiration: String = show "Expiration",
    days: Option<i32> = show "Days",
} }

shape! { Redirect {
    host_name: Option<String> = show "HostName",
    http_redirect_code: Option<String> = show "HttpRedirectCode",
    protocol: Option<String> = show "Protocol",
    replace_key_prefix_with: Option<String> = show "ReplaceKeyPrefixWith",
    replace_key_with: Option<String> = show "ReplaceKeyWith",
} }

shape! { RedirectAllRequestsTo {
    host_name: String = show "HostName",
    protocol: Option<String> = show "Protocol",
} }

shape! { RenameObjectOutput {
} }

shape! { RenameObjectRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    rename_source: String = show "RenameSource",
    destination_if_match: Option<String> = show "DestinationIfMatch",
    destination_if_none_match: Option<String> = show "DestinationIfNoneMatch",
    destination_if_modified_since: Option<Timestamp> = show "DestinationIfModifiedSince",
    destination_if_unmodified_since: Option<Timestamp> = show "DestinationIfUnmodifiedSince",
    source_if_match: Option<String> = show "SourceIfMatch",
    source_if_none_match: Option<String> = show "SourceIfNoneMatch",
    source_if_modified_since: Option<Timestamp> = show "SourceIfModifiedSince",
    source_if_unmodified_since: Option<Timestamp> = show "SourceIfUnmodifiedSince",
    client_token: Option<String> = show "ClientToken",
} }

shape! { ReplicaModifications {
    status: String = show "Status",
} }

shape! { ReplicationConfiguration {
    role: String = show "Role",
    rules: Vec<ReplicationRule> = show "Rules",
} }

shape! { ReplicationRule {
    id: Option<String> = show "ID",
    priority: Option<i32> = show "Priority",
    prefix: Option<String> = show "Prefix",
    filter: Option<ReplicationRuleFilter> = show "Filter",
    status: String = show "Status",
    source_selection_criteria: Option<SourceSelectionCriteria> = show "SourceSelectionCriteria",
    existing_object_replication: Option<ExistingObjectReplication> = show "ExistingObjectReplication",
    destination: Destination = show "Destination",
    delete_marker_replication: Option<DeleteMarkerReplication> = show "DeleteMarkerReplication",
} }

shape! { ReplicationRuleAndOperator {
    prefix: Option<String> = show "Prefix",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { ReplicationRuleFilter {
    prefix: Option<String> = show "Prefix",
    tag: Option<Tag> = show "Tag",
    and: Option<ReplicationRuleAndOperator> = show "And",
} }

shape! { ReplicationTime {
    status: String = show "Status",
    time: ReplicationTimeValue = show "Time",
} }

shape! { ReplicationTimeValue {
    minutes: Option<i32> = show "Minutes",
} }

shape! { RequestPaymentConfiguration {
    payer: String = show "Payer",
} }

shape! { RequestProgress {
    enabled: Option<bool> = show "Enabled",
} }

shape! { RestoreObjectOutput {
    request_charged: Option<String> = show "RequestCharged",
    restore_output_path: Option<String> = show "RestoreOutputPath",
} }

shape! { RestoreObjectRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    version_id: Option<String> = show "VersionId",
    restore_request: Option<RestoreRequest> = show "RestoreRequest",
    request_payer: Option<String> = show "RequestPayer",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { RestoreRequest {
    days: Option<i32> = show "Days",
    glacier_job_parameters: Option<GlacierJobParameters> = show "GlacierJobParameters",
    r#type: Option<String> = show "Type",
    tier: Option<String> = show "Tier",
    description: Option<String> = show "Description",
    select_parameters: Option<SelectParameters> = show "SelectParameters",
    output_location: Option<OutputLocation> = show "OutputLocation",
} }

shape! { RestoreStatus {
    is_restore_in_progress: Option<bool> = show "IsRestoreInProgress",
    restore_expiry_date: Option<Timestamp> = show "RestoreExpiryDate",
} }

shape! { RoutingRule {
    condition: Option<Condition> = show "Condition",
    redirect: Redirect = show "Redirect",
} }

shape! { Rule {
    expiration: Option<LifecycleExpiration> = show "Expiration",
    id: Option<String> = show "ID",
    prefix: String = show "Prefix",
    status: String = show "Status",
    transition: Option<Transition> = show "Transition",
    noncurrent_version_transition: Option<NoncurrentVersionTransition> = show "NoncurrentVersionTransition",
    noncurrent_version_expiration: Option<NoncurrentVersionExpiration> = show "NoncurrentVersionExpiration",
    abort_incomplete_multipart_upload: Option<AbortIncompleteMultipartUpload> = show "AbortIncompleteMultipartUpload",
} }

shape! { S3KeyFilter {
    filter_rules: Option<Vec<FilterRule>> = show "FilterRules",
} }

shape! { S3Location {
    bucket_name: String = show "BucketName",
    prefix: String = show "Prefix",
    encryption: Option<Encryption> = show "Encryption",
    canned_acl: Option<String> = show "CannedACL",
    access_control_list: Option<Vec<Grant>> = show "AccessControlList",
    tagging: Option<Tagging> = show "Tagging",
    user_metadata: Option<Vec<MetadataEntry>> = show "UserMetadata",
    storage_class: Option<String> = show "StorageClass",
} }

shape! { S3TablesDestination {
    table_bucket_arn: String = show "TableBucketArn",
    table_name: String = show "TableName",
} }

shape! { S3TablesDestinationResult {
    table_bucket_arn: String = show "TableBucketArn",
    table_name: String = show "TableName",
    table_arn: String = show "TableArn",
    table_namespace: String = show "TableNamespace",
} }

shape! { SSEKMS {
    key_id: String = hide "KeyId",
} }

shape! { SSEKMSEncryption {
    kms_key_arn: String = hide "KMSKeyArn",
    bucket_key_enabled: Option<bool> = show "BucketKeyEnabled",
} }

shape! { SSES3 {
} }

shape! { ScanRange {
    start: Option<i64> = show "Start",
    end: Option<i64> = show "End",
} }

shape! { SelectObjectContentOutput {
} }

shape! { SelectObjectContentRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    sse_customer_algorithm: Option<String> = show "SSECustomerAlgorithm",
    sse_customer_key: Option<String> = hide "SSECustomerKey",
    sse_customer_key_md5: Option<String> = show "SSECustomerKeyMD5",
    expression: String = show "Expression",
    expression_type: String = show "ExpressionType",
    request_progress: Option<RequestProgress> = show "RequestProgress",
    input_serialization: InputSerialization = show "InputSerialization",
    output_serialization: OutputSerialization = show "OutputSerialization",
    scan_range: Option<ScanRange> = show "ScanRange",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { SelectParameters {
    input_serialization: InputSerialization = show "InputSerialization",
    expression_type: String = show "ExpressionType",
    expression: String = show "Expression",
    output_serialization: OutputSerialization = show "OutputSerialization",
} }

shape! { ServerSideEncryptionByDefault {
    sse_algorithm: String = show "SSEAlgorithm",
    kms_master_key_id: Option<String> = hide "KMSMasterKeyID",
} }

shape! { ServerSideEncryptionConfiguration {
    rules: Vec<ServerSideEncryptionRule> = show "Rules",
} }

shape! { ServerSideEncryptionRule {
    apply_server_side_encryption_by_default: Option<ServerSideEncryptionByDefault> = show "ApplyServerSideEncryptionByDefault",
    bucket_key_enabled: Option<bool> = show "BucketKeyEnabled",
    blocked_encryption_types: Option<BlockedEncryptionTypes> = show "BlockedEncryptionTypes",
} }

shape! { SessionCredentials {
    access_key_id: String = show "AccessKeyId",
    secret_access_key: String = hide "SecretAccessKey",
    session_token: String = hide "SessionToken",
    expiration: Timestamp = show "Expiration",
} }

shape! { SimplePrefix {
} }

shape! { SourceSelectionCriteria {
    sse_kms_encrypted_objects: Option<SseKmsEncryptedObjects> = show "SseKmsEncryptedObjects",
    replica_modifications: Option<ReplicaModifications> = show "ReplicaModifications",
} }

shape! { SseKmsEncryptedObjects {
    status: String = show "Status",
} }

shape! { StorageClassAnalysis {
    data_export: Option<StorageClassAnalysisDataExport> = show "DataExport",
} }

shape! { StorageClassAnalysisDataExport {
    output_schema_version: String = show "OutputSchemaVersion",
    destination: AnalyticsExportDestination = show "Destination",
} }

shape! { Tag {
    key: String = show "Key",
    value: String = show "Value",
} }

shape! { Tagging {
    tag_set: Vec<Tag> = show "TagSet",
} }

shape! { TargetGrant {
    grantee: Option<Grantee> = show "Grantee",
    permission: Option<String> = show "Permission",
} }

shape! { TargetObjectKeyFormat {
    simple_prefix: Option<SimplePrefix> = show "SimplePrefix",
    partitioned_prefix: Option<PartitionedPrefix> = show "PartitionedPrefix",
} }

shape! { Tiering {
    days: i32 = show "Days",
    access_tier: String = show "AccessTier",
} }

shape! { TopicConfiguration {
    id: Option<String> = show "Id",
    topic_arn: String = show "TopicArn",
    events: Vec<String> = show "Events",
    filter: Option<NotificationConfigurationFilter> = show "Filter",
} }

shape! { TopicConfigurationDeprecated {
    id: Option<String> = show "Id",
    events: Option<Vec<String>> = show "Events",
    event: Option<String> = show "Event",
    topic: Option<String> = show "Topic",
} }

shape! { Transition {
    date: Option<Timestamp> = show "Date",
    days: Option<i32> = show "Days",
    storage_class: Option<String> = show "StorageClass",
} }

shape! { UpdateBucketMetadataAnnotationTableConfigurationRequest {
    bucket: String = show "Bucket",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    annotation_table_configuration: AnnotationTableConfigurationUpdates = show "AnnotationTableConfiguration",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { UpdateBucketMetadataInventoryTableConfigurationRequest {
    bucket: String = show "Bucket",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    inventory_table_configuration: InventoryTableConfigurationUpdates = show "InventoryTableConfiguration",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { UpdateBucketMetadataJournalTableConfigurationRequest {
    bucket: String = show "Bucket",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    journal_table_configuration: JournalTableConfigurationUpdates = show "JournalTableConfiguration",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { UpdateObjectEncryptionRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    version_id: Option<String> = show "VersionId",
    object_encryption: ObjectEncryption = show "ObjectEncryption",
    request_payer: Option<String> = show "RequestPayer",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
} }

shape! { UpdateObjectEncryptionResponse {
    request_charged: Option<String> = show "RequestCharged",
} }

shape! { UploadPartCopyOutput {
    copy_source_version_id: Option<String> = show "CopySourceVersionId",
    copy_part_result: Option<CopyPartResult> = show "CopyPartResult",
    server_side_encryption: Option<String> = show "ServerSideEncryption",
    sse_customer_algorithm: Option<String> = show "SSECustomerAlgorithm",
    sse_customer_key_md5: Option<String> = show "SSECustomerKeyMD5",
    ssekms_key_id: Option<String> = hide "SSEKMSKeyId",
    bucket_key_enabled: Option<bool> = show "BucketKeyEnabled",
    request_charged: Option<String> = show "RequestCharged",
    version_id: Option<String> = show "VersionId",
} }

shape! { UploadPartCopyRequest {
    bucket: String = show "Bucket",
    copy_source: String = show "CopySource",
    copy_source_if_match: Option<String> = show "CopySourceIfMatch",
    copy_source_if_modified_since: Option<Timestamp> = show "CopySourceIfModifiedSince",
    copy_source_if_none_match: Option<String> = show "CopySourceIfNoneMatch",
    copy_source_if_unmodified_since: Option<Timestamp> = show "CopySourceIfUnmodifiedSince",
    copy_source_range: Option<String> = show "CopySourceRange",
    key: String = show "Key",
    part_number: i32 = show "PartNumber",
    upload_id: String = show "UploadId",
    sse_customer_algorithm: Option<String> = show "SSECustomerAlgorithm",
    sse_customer_key: Option<String> = hide "SSECustomerKey",
    sse_customer_key_md5: Option<String> = show "SSECustomerKeyMD5",
    copy_source_sse_customer_algorithm: Option<String> = show "CopySourceSSECustomerAlgorithm",
    copy_source_sse_customer_key: Option<String> = hide "CopySourceSSECustomerKey",
    copy_source_sse_customer_key_md5: Option<String> = show "CopySourceSSECustomerKeyMD5",
    request_payer: Option<String> = show "RequestPayer",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
    expected_source_bucket_owner: Option<String> = show "ExpectedSourceBucketOwner",
} }

shape! { UploadPartOutput {
    server_side_encryption: Option<String> = show "ServerSideEncryption",
    e_tag: Option<String> = show "ETag",
    checksum_crc32: Option<String> = show "ChecksumCRC32",
    checksum_crc32_c: Option<String> = show "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = show "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = show "ChecksumSHA1",
    checksum_sha256: Option<String> = show "ChecksumSHA256",
    checksum_sha512: Option<String> = show "ChecksumSHA512",
    checksum_md5: Option<String> = show "ChecksumMD5",
    checksum_xxhash64: Option<String> = show "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = show "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = show "ChecksumXXHASH128",
    sse_customer_algorithm: Option<String> = show "SSECustomerAlgorithm",
    sse_customer_key_md5: Option<String> = show "SSECustomerKeyMD5",
    ssekms_key_id: Option<String> = hide "SSEKMSKeyId",
    bucket_key_enabled: Option<bool> = show "BucketKeyEnabled",
    request_charged: Option<String> = show "RequestCharged",
    version_id: Option<String> = show "VersionId",
} }

shape! { UploadPartRequest {
    bucket: String = show "Bucket",
    content_length: Option<i64> = show "ContentLength",
    content_md5: Option<String> = show "ContentMD5",
    checksum_algorithm: Option<String> = show "ChecksumAlgorithm",
    checksum_crc32: Option<String> = show "ChecksumCRC32",
    checksum_crc32_c: Option<String> = show "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = show "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = show "ChecksumSHA1",
    checksum_sha256: Option<String> = show "ChecksumSHA256",
    checksum_sha512: Option<String> = show "ChecksumSHA512",
    checksum_md5: Option<String> = show "ChecksumMD5",
    checksum_xxhash64: Option<String> = show "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = show "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = show "ChecksumXXHASH128",
    key: String = show "Key",
    part_number: i32 = show "PartNumber",
    upload_id: String = show "UploadId",
    sse_customer_algorithm: Option<String> = show "SSECustomerAlgorithm",
    sse_customer_key: Option<String> = hide "SSECustomerKey",
    sse_customer_key_md5: Option<String> = show "SSECustomerKeyMD5",
    request_payer: Option<String> = show "RequestPayer",
    expected_bucket_owner: Option<String> = show "ExpectedBucketOwner",
} }

shape! { VersioningConfiguration {
    mfa_delete: Option<String> = show "MFADelete",
    status: Option<String> = show "Status",
} }

shape! { WebsiteConfiguration {
    error_document: Option<ErrorDocument> = show "ErrorDocument",
    index_document: Option<IndexDocument> = show "IndexDocument",
    redirect_all_requests_to: Option<RedirectAllRequestsTo> = show "RedirectAllRequestsTo",
    routing_rules: Option<Vec<RoutingRule>> = show "RoutingRules",
} }

shape! { WriteGetObjectResponseRequest {
    request_route: String = show "RequestRoute",
    request_token: String = show "RequestToken",
    status_code: Option<i32> = show "StatusCode",
    error_code: Option<String> = show "ErrorCode",
    error_message: Option<String> = show "ErrorMessage",
    accept_ranges: Option<String> = show "AcceptRanges",
    cache_control: Option<String> = show "CacheControl",
    content_disposition: Option<String> = show "ContentDisposition",
    content_encoding: Option<String> = show "ContentEncoding",
    content_language: Option<String> = show "ContentLanguage",
    content_length: Option<i64> = show "ContentLength",
    content_range: Option<String> = show "ContentRange",
    content_type: Option<String> = show "ContentType",
    checksum_crc32: Option<String> = show "ChecksumCRC32",
    checksum_crc32_c: Option<String> = show "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = show "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = show "ChecksumSHA1",
    checksum_sha256: Option<String> = show "ChecksumSHA256",
    checksum_sha512: Option<String> = show "ChecksumSHA512",
    checksum_md5: Option<String> = show "ChecksumMD5",
    checksum_xxhash64: Option<String> = show "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = show "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = show "ChecksumXXHASH128",
    delete_marker: Option<bool> = show "DeleteMarker",
    e_tag: Option<String> = show "ETag",
    expires: Option<String> = show "Expires",
    expiration: Option<String> = show "Expiration",
    last_modified: Option<Timestamp> = show "LastModified",
    missing_meta: Option<i32> = show "MissingMeta",
    metadata: Option<BTreeMap<String, String>> = show "Metadata",
    object_lock_mode: Option<String> = show "ObjectLockMode",
    object_lock_legal_hold_status: Option<String> = show "ObjectLockLegalHoldStatus",
    object_lock_retain_until_date: Option<Timestamp> = show "ObjectLockRetainUntilDate",
    parts_count: Option<i32> = show "PartsCount",
    replication_status: Option<String> = show "ReplicationStatus",
    request_charged: Option<String> = show "RequestCharged",
    restore: Option<String> = show "Restore",
    server_side_encryption: Option<String> = show "ServerSideEncryption",
    sse_customer_algorithm: Option<String> = show "SSECustomerAlgorithm",
    ssekms_key_id: Option<String> = hide "SSEKMSKeyId",
    sse_customer_key_md5: Option<String> = show "SSECustomerKeyMD5",
    storage_class: Option<String> = show "StorageClass",
    tag_count: Option<i32> = show "TagCount",
    version_id: Option<String> = show "VersionId",
    bucket_key_enabled: Option<bool> = show "BucketKeyEnabled",
} }

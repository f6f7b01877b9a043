//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use std::collections::BTreeMap;

use bartizan_types::Timestamp;
use bartizan_wire::{Bytes, shape};

shape! { AliasListEntry {
    alias_name: Option<String> = show "AliasName",
    alias_arn: Option<String> = show "AliasArn",
    target_key_id: Option<String> = show "TargetKeyId",
    creation_date: Option<Timestamp> = show "CreationDate",
    last_updated_date: Option<Timestamp> = show "LastUpdatedDate",
} }

shape! { CancelKeyDeletionRequest {
    key_id: String = show "KeyId",
} }

shape! { CancelKeyDeletionResponse {
    key_id: Option<String> = show "KeyId",
} }

shape! { ConnectCustomKeyStoreRequest {
    custom_key_store_id: String = show "CustomKeyStoreId",
} }

shape! { ConnectCustomKeyStoreResponse {
} }

shape! { CreateAliasRequest {
    alias_name: String = show "AliasName",
    target_key_id: String = show "TargetKeyId",
} }

shape! { CreateCustomKeyStoreRequest {
    custom_key_store_name: String = show "CustomKeyStoreName",
    cloud_hsm_cluster_id: Option<String> = show "CloudHsmClusterId",
    trust_anchor_certificate: Option<String> = show "TrustAnchorCertificate",
    key_store_password: Option<String> = hide "KeyStorePassword",
    custom_key_store_type: Option<String> = show "CustomKeyStoreType",
    xks_proxy_uri_endpoint: Option<String> = show "XksProxyUriEndpoint",
    xks_proxy_uri_path: Option<String> = show "XksProxyUriPath",
    xks_proxy_vpc_endpoint_service_name: Option<String> = show "XksProxyVpcEndpointServiceName",
    xks_proxy_vpc_endpoint_service_owner: Option<String> = show "XksProxyVpcEndpointServiceOwner",
    xks_proxy_authentication_credential: Option<XksProxyAuthenticationCredentialType> = show "XksProxyAuthenticationCredential",
    xks_proxy_connectivity: Option<String> = show "XksProxyConnectivity",
} }

shape! { CreateCustomKeyStoreResponse {
    custom_key_store_id: Option<String> = show "CustomKeyStoreId",
} }

shape! { CreateGrantRequest {
    key_id: String = show "KeyId",
    grantee_principal: Option<String> = show "GranteePrincipal",
    retiring_principal: Option<String> = show "RetiringPrincipal",
    operations: Vec<String> = show "Operations",
    constraints: Option<GrantConstraints> = show "Constraints",
    grant_tokens: Option<Vec<String>> = show "GrantTokens",
    name: Option<String> = show "Name",
    dry_run: Option<bool> = show "DryRun",
    grantee_service_principal: Option<String> = show "GranteeServicePrincipal",
    retiring_service_principal: Option<String> = show "RetiringServicePrincipal",
} }

shape! { CreateGrantResponse {
    grant_token: Option<String> = show "GrantToken",
    grant_id: Option<String> = show "GrantId",
} }

shape! { CreateKeyRequest {
    policy: Option<String> = show "Policy",
    description: Option<String> = show "Description",
    key_usage: Option<String> = show "KeyUsage",
    customer_master_key_spec: Option<String> = show "CustomerMasterKeySpec",
    key_spec: Option<String> = show "KeySpec",
    origin: Option<String> = show "Origin",
    custom_key_store_id: Option<String> = show "CustomKeyStoreId",
    bypass_policy_lockout_safety_check: Option<bool> = show "BypassPolicyLockoutSafetyCheck",
    tags: Option<Vec<Tag>> = show "Tags",
    multi_region: Option<bool> = show "MultiRegion",
    xks_key_id: Option<String> = show "XksKeyId",
} }

shape! { CreateKeyResponse {
    key_metadata: Option<KeyMetadata> = show "KeyMetadata",
} }

shape! { CustomKeyStoresListEntry {
    custom_key_store_id: Option<String> = show "CustomKeyStoreId",
    custom_key_store_name: Option<String> = show "CustomKeyStoreName",
    cloud_hsm_cluster_id: Option<String> = show "CloudHsmClusterId",
    trust_anchor_certificate: Option<String> = show "TrustAnchorCertificate",
    connection_state: Option<String> = show "ConnectionState",
    connection_error_code: Option<String> = show "ConnectionErrorCode",
    creation_date: Option<Timestamp> = show "CreationDate",
    custom_key_store_type: Option<String> = show "CustomKeyStoreType",
    xks_proxy_configuration: Option<XksProxyConfigurationType> = show "XksProxyConfiguration",
} }

shape! { DecapsulateRequest {
    key_id: String = show "KeyId",
    shared_secret_ciphertext_blob: Bytes = show "SharedSecretCiphertextBlob",
    encapsulation_algorithm: String = show "EncapsulationAlgorithm",
    grant_tokens: Option<Vec<String>> = show "GrantTokens",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { DecapsulateResponse {
    key_id: Option<String> = show "KeyId",
    shared_secret: Option<Bytes> = hide "SharedSecret",
    encapsulation_algorithm: Option<String> = show "EncapsulationAlgorithm",
} }

shape! { DecryptRequest {
    ciphertext_blob: Option<Bytes> = show "CiphertextBlob",
    encryption_context: Option<BTreeMap<String, String>> = show "EncryptionContext",
    grant_tokens: Option<Vec<String>> = show "GrantTokens",
    key_id: Option<String> = show "KeyId",
    encryption_algorithm: Option<String> = show "EncryptionAlgorithm",
    recipient: Option<RecipientInfo> = show "Recipient",
    dry_run: Option<bool> = show "DryRun",
    dry_run_modifiers: Option<Vec<String>> = show "DryRunModifiers",
} }

shape! { DecryptResponse {
    key_id: Option<String> = show "KeyId",
    plaintext: Option<Bytes> = hide "Plaintext",
    encryption_algorithm: Option<String> = show "EncryptionAlgorithm",
    ciphertext_for_recipient: Option<Bytes> = show "CiphertextForRecipient",
    key_material_id: Option<String> = show "KeyMaterialId",
} }

shape! { DeleteAliasRequest {
    alias_name: String = show "AliasName",
} }

shape! { DeleteCustomKeyStoreRequest {
    custom_key_store_id: String = show "CustomKeyStoreId",
} }

shape! { DeleteCustomKeyStoreResponse {
} }

shape! { DeleteImportedKeyMaterialRequest {
    key_id: String = show "KeyId",
    key_material_id: Option<String> = show "KeyMaterialId",
} }

shape! { DeleteImportedKeyMaterialResponse {
    key_id: Option<String> = show "KeyId",
    key_material_id: Option<String> = show "KeyMaterialId",
} }

shape! { DeriveSharedSecretRequest {
    key_id: String = show "KeyId",
    key_agreement_algorithm: String = show "KeyAgreementAlgorithm",
    public_key: Bytes = show "PublicKey",
    grant_tokens: Option<Vec<String>> = show "GrantTokens",
    dry_run: Option<bool> = show "DryRun",
    recipient: Option<RecipientInfo> = show "Recipient",
} }

shape! { DeriveSharedSecretResponse {
    key_id: Option<String> = show "KeyId",
    shared_secret: Option<Bytes> = hide "SharedSecret",
    ciphertext_for_recipient: Option<Bytes> = show "CiphertextForRecipient",
    key_agreement_algorithm: Option<String> = show "KeyAgreementAlgorithm",
    key_origin: Option<String> = show "KeyOrigin",
} }

shape! { DescribeCustomKeyStoresRequest {
    custom_key_store_id: Option<String> = show "CustomKeyStoreId",
    custom_key_store_name: Option<String> = show "CustomKeyStoreName",
    limit: Option<i32> = show "Limit",
    marker: Option<String> = show "Marker",
} }

shape! { DescribeCustomKeyStoresResponse {
    custom_key_stores: Option<Vec<CustomKeyStoresListEntry>> = show "CustomKeyStores",
    next_marker: Option<String> = show "NextMarker",
    truncated: Option<bool> = show "Truncated",
} }

shape! { DescribeKeyRequest {
    key_id: String = show "KeyId",
    grant_tokens: Option<Vec<String>> = show "GrantTokens",
} }

shape! { DescribeKeyResponse {
    key_metadata: Option<KeyMetadata> = show "KeyMetadata",
} }

shape! { DisableKeyRequest {
    key_id: String = show "KeyId",
} }

shape! { DisableKeyRotationRequest {
    key_id: String = show "KeyId",
} }

shape! { DisconnectCustomKeyStoreRequest {
    custom_key_store_id: String = show "CustomKeyStoreId",
} }

shape! { DisconnectCustomKeyStoreResponse {
} }

shape! { EnableKeyRequest {
    key_id: String = show "KeyId",
} }

shape! { EnableKeyRotationRequest {
    key_id: String = show "KeyId",
    rotation_period_in_days: Option<i32> = show "RotationPeriodInDays",
} }

shape! { EncapsulateRequest {
    key_id: String = show "KeyId",
    encapsulation_algorithm: String = show "EncapsulationAlgorithm",
    grant_tokens: Option<Vec<String>> = show "GrantTokens",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { EncapsulateResponse {
    key_id: Option<String> = show "KeyId",
    shared_secret: Option<Bytes> = hide "SharedSecret",
    shared_secret_ciphertext_blob: Option<Bytes> = show "SharedSecretCiphertextBlob",
    encapsulation_algorithm: Option<String> = show "EncapsulationAlgorithm",
} }

shape! { EncryptRequest {
    key_id: String = show "KeyId",
    plaintext: Bytes = hide "Plaintext",
    encryption_context: Option<BTreeMap<String, String>> = show "EncryptionContext",
    grant_tokens: Option<Vec<String>> = show "GrantTokens",
    encryption_algorithm: Option<String> = show "EncryptionAlgorithm",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { EncryptResponse {
    ciphertext_blob: Option<Bytes> = show "CiphertextBlob",
    key_id: Option<String> = show "KeyId",
    encryption_algorithm: Option<String> = show "EncryptionAlgorithm",
} }

shape! { GenerateDataKeyPairRequest {
    encryption_context: Option<BTreeMap<String, String>> = show "EncryptionContext",
    key_id: String = show "KeyId",
    key_pair_spec: String = show "KeyPairSpec",
    grant_tokens: Option<Vec<String>> = show "GrantTokens",
    recipient: Option<RecipientInfo> = show "Recipient",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { GenerateDataKeyPairResponse {
    private_key_ciphertext_blob: Option<Bytes> = show "PrivateKeyCiphertextBlob",
    private_key_plaintext: Option<Bytes> = hide "PrivateKeyPlaintext",
    public_key: Option<Bytes> = show "PublicKey",
    key_id: Option<String> = show "KeyId",
    key_pair_spec: Option<String> = show "KeyPairSpec",
    ciphertext_for_recipient: Option<Bytes> = show "CiphertextForRecipient",
    key_material_id: Option<String> = show "KeyMaterialId",
} }

shape! { GenerateDataKeyPairWithoutPlaintextRequest {
    encryption_context: Option<BTreeMap<String, String>> = show "EncryptionContext",
    key_id: String = show "KeyId",
    key_pair_spec: String = show "KeyPairSpec",
    grant_tokens: Option<Vec<String>> = show "GrantTokens",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { GenerateDataKeyPairWithoutPlaintextResponse {
    private_key_ciphertext_blob: Option<Bytes> = show "PrivateKeyCiphertextBlob",
    public_key: Option<Bytes> = show "PublicKey",
    key_id: Option<String> = show "KeyId",
    key_pair_spec: Option<String> = show "KeyPairSpec",
    key_material_id: Option<String> = show "KeyMaterialId",
} }

shape! { GenerateDataKeyRequest {
    key_id: String = show "KeyId",
    encryption_context: Option<BTreeMap<String, String>> = show "EncryptionContext",
    number_of_bytes: Option<i32> = show "NumberOfBytes",
    key_spec: Option<String> = show "KeySpec",
    grant_tokens: Option<Vec<String>> = show "GrantTokens",
    recipient: Option<RecipientInfo> = show "Recipient",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { GenerateDataKeyResponse {
    ciphertext_blob: Option<Bytes> = show "CiphertextBlob",
    plaintext: Option<Bytes> = hide "Plaintext",
    key_id: Option<String> = show "KeyId",
    ciphertext_for_recipient: Option<Bytes> = show "CiphertextForRecipient",
    key_material_id: Option<String> = show "KeyMaterialId",
} }

shape! { GenerateDataKeyWithoutPlaintextRequest {
    key_id: String = show "KeyId",
    encryption_context: Option<BTreeMap<String, String>> = show "EncryptionContext",
    key_spec: Option<String> = show "KeySpec",
    number_of_bytes: Option<i32> = show "NumberOfBytes",
    grant_tokens: Option<Vec<String>> = show "GrantTokens",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { GenerateDataKeyWithoutPlaintextResponse {
    ciphertext_blob: Option<Bytes> = show "CiphertextBlob",
    key_id: Option<String> = show "KeyId",
    key_material_id: Option<String> = show "KeyMaterialId",
} }

shape! { GenerateMacRequest {
    message: Bytes = hide "Message",
    key_id: String = show "KeyId",
    mac_algorithm: String = show "MacAlgorithm",
    grant_tokens: Option<Vec<String>> = show "GrantTokens",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { GenerateMacResponse {
    mac: Option<Bytes> = show "Mac",
    mac_algorithm: Option<String> = show "MacAlgorithm",
    key_id: Option<String> = show "KeyId",
} }

shape! { GenerateRandomRequest {
    number_of_bytes: Option<i32> = show "NumberOfBytes",
    custom_key_store_id: Option<String> = show "CustomKeyStoreId",
    recipient: Option<RecipientInfo> = show "Recipient",
} }

shape! { GenerateRandomResponse {
    plaintext: Option<Bytes> = hide "Plaintext",
    ciphertext_for_recipient: Option<Bytes> = show "CiphertextForRecipient",
} }

shape! { GetKeyLastUsageRequest {
    key_id: String = show "KeyId",
} }

shape! { GetKeyLastUsageResponse {
    key_id: Option<String> = show "KeyId",
    key_last_usage: Option<KeyLastUsageData> = show "KeyLastUsage",
    tracking_start_date: Option<Timestamp> = show "TrackingStartDate",
    key_creation_date: Option<Timestamp> = show "KeyCreationDate",
} }

shape! { GetKeyPolicyRequest {
    key_id: String = show "KeyId",
    policy_name: Option<String> = show "PolicyName",
} }

shape! { GetKeyPolicyResponse {
    policy: Option<String> = show "Policy",
    policy_name: Option<String> = show "PolicyName",
} }

shape! { GetKeyRotationStatusRequest {
    key_id: String = show "KeyId",
} }

shape! { GetKeyRotationStatusResponse {
    key_rotation_enabled: Option<bool> = show "KeyRotationEnabled",
    key_id: Option<String> = show "KeyId",
    rotation_period_in_days: Option<i32> = show "RotationPeriodInDays",
    next_rotation_date: Option<Timestamp> = show "NextRotationDate",
    on_demand_rotation_start_date: Option<Timestamp> = show "OnDemandRotationStartDate",
} }

shape! { GetParametersForImportRequest {
    key_id: String = show "KeyId",
    wrapping_algorithm: String = show "WrappingAlgorithm",
    wrapping_key_spec: String = show "WrappingKeySpec",
} }

shape! { GetParametersForImportResponse {
    key_id: Option<String> = show "KeyId",
    import_token: Option<Bytes> = show "ImportToken",
    public_key: Option<Bytes> = hide "PublicKey",
    parameters_valid_to: Option<Timestamp> = show "ParametersValidTo",
} }

shape! { GetPublicKeyRequest {
    key_id: String = show "KeyId",
    grant_tokens: Option<Vec<String>> = show "GrantTokens",
} }

shape! { GetPublicKeyResponse {
    key_id: Option<String> = show "KeyId",
    public_key: Option<Bytes> = show "PublicKey",
    customer_master_key_spec: Option<String> = show "CustomerMasterKeySpec",
    key_spec: Option<String> = show "KeySpec",
    key_usage: Option<String> = show "KeyUsage",
    encryption_algorithms: Option<Vec<String>> = show "EncryptionAlgorithms",
    signing_algorithms: Option<Vec<String>> = show "SigningAlgorithms",
    key_agreement_algorithms: Option<Vec<String>> = show "KeyAgreementAlgorithms",
    encapsulation_algorithms: Option<Vec<String>> = show "EncapsulationAlgorithms",
} }

shape! { GrantConstraints {
    encryption_context_subset: Option<BTreeMap<String, String>> = show "EncryptionContextSubset",
    encryption_context_equals: Option<BTreeMap<String, String>> = show "EncryptionContextEquals",
    source_arn: Option<String> = show "SourceArn",
} }

shape! { GrantListEntry {
    key_id: Option<String> = show "KeyId",
    grant_id: Option<String> = show "GrantId",
    name: Option<String> = show "Name",
    creation_date: Option<Timestamp> = show "CreationDate",
    grantee_principal: Option<String> = show "GranteePrincipal",
    retiring_principal: Option<String> = show "RetiringPrincipal",
    issuing_account: Option<String> = show "IssuingAccount",
    operations: Option<Vec<String>> = show "Operations",
    constraints: Option<GrantConstraints> = show "Constraints",
    grantee_service_principal: Option<String> = show "GranteeServicePrincipal",
    retiring_service_principal: Option<String> = show "RetiringServicePrincipal",
} }

shape! { ImportKeyMaterialRequest {
    key_id: String = show "KeyId",
    import_token: Bytes = show "ImportToken",
    encrypted_key_material: Bytes = show "EncryptedKeyMaterial",
    valid_to: Option<Timestamp> = show "ValidTo",
    expiration_model: Option<String> = show "ExpirationModel",
    import_type: Option<String> = show "ImportType",
    key_material_description: Option<String> = show "KeyMaterialDescription",
    key_material_id: Option<String> = show "KeyMaterialId",
} }

shape! { ImportKeyMaterialResponse {
    key_id: Option<String> = show "KeyId",
    key_material_id: Option<String> = show "KeyMaterialId",
} }

shape! { KeyLastUsageData {
    operation: Option<String> = show "Operation",
    timestamp: Option<Timestamp> = show "Timestamp",
    cloud_trail_event_id: Option<String> = show "CloudTrailEventId",
    kms_request_id: Option<String> = show "KmsRequestId",
} }

shape! { KeyListEntry {
    key_id: Option<String> = show "KeyId",
    key_arn: Option<String> = show "KeyArn",
} }

shape! { KeyMetadata {
    aws_account_id: Option<String> = show "AWSAccountId",
    key_id: String = show "KeyId",
    arn: Option<String> = show "Arn",
    creation_date: Option<Timestamp> = show "CreationDate",
    enabled: Option<bool> = show "Enabled",
    description: Option<String> = show "Description",
    key_usage: Option<String> = show "KeyUsage",
    key_state: Option<String> = show "KeyState",
    deletion_date: Option<Timestamp> = show "DeletionDate",
    valid_to: Option<Timestamp> = show "ValidTo",
    origin: Option<String> = show "Origin",
    custom_key_store_id: Option<String> = show "CustomKeyStoreId",
    cloud_hsm_cluster_id: Option<String> = show "CloudHsmClusterId",
    expiration_model: Option<String> = show "ExpirationModel",
    key_manager: Option<String> = show "KeyManager",
    customer_master_key_spec: Option<String> = show "CustomerMasterKeySpec",
    key_spec: Option<String> = show "KeySpec",
    encryption_algorithms: Option<Vec<String>> = show "EncryptionAlgorithms",
    signing_algorithms: Option<Vec<String>> = show "SigningAlgorithms",
    key_agreement_algorithms: Option<Vec<String>> = show "KeyAgreementAlgorithms",
    encapsulation_algorithms: Option<Vec<String>> = show "EncapsulationAlgorithms",
    multi_region: Option<bool> = show "MultiRegion",
    multi_region_configuration: Option<MultiRegionConfiguration> = show "MultiRegionConfiguration",
    pending_deletion_window_in_days: Option<i32> = show "PendingDeletionWindowInDays",
    mac_algorithms: Option<Vec<String>> = show "MacAlgorithms",
    xks_key_configuration: Option<XksKeyConfigurationType> = show "XksKeyConfiguration",
    current_key_material_id: Option<String> = show "CurrentKeyMaterialId",
} }

shape! { ListAliasesRequest {
    key_id: Option<String> = show "KeyId",
    limit: Option<i32> = show "Limit",
    marker: Option<String> = show "Marker",
} }

shape! { ListAliasesResponse {
    aliases: Option<Vec<AliasListEntry>> = show "Aliases",
    next_marker: Option<String> = show "NextMarker",
    truncated: Option<bool> = show "Truncated",
} }

shape! { ListGrantsRequest {
    limit: Option<i32> = show "Limit",
    marker: Option<String> = show "Marker",
    key_id: String = show "KeyId",
    grant_id: Option<String> = show "GrantId",
    grantee_principal: Option<String> = show "GranteePrincipal",
    grantee_service_principal: Option<String> = show "GranteeServicePrincipal",
} }

shape! { ListGrantsResponse {
    grants: Option<Vec<GrantListEntry>> = show "Grants",
    next_marker: Option<String> = show "NextMarker",
    truncated: Option<bool> = show "Truncated",
} }

shape! { ListKeyPoliciesRequest {
    key_id: String = show "KeyId",
    limit: Option<i32> = show "Limit",
    marker: Option<String> = show "Marker",
} }

shape! { ListKeyPoliciesResponse {
    policy_names: Option<Vec<String>> = show "PolicyNames",
    next_marker: Option<String> = show "NextMarker",
    truncated: Option<bool> = show "Truncated",
} }

shape! { ListKeyRotationsRequest {
    key_id: String = show "KeyId",
    include_key_material: Option<String> = show "IncludeKeyMaterial",
    limit: Option<i32> = show "Limit",
    marker: Option<String> = show "Marker",
} }

shape! { ListKeyRotationsResponse {
    rotations: Option<Vec<RotationsListEntry>> = show "Rotations",
    next_marker: Option<String> = show "NextMarker",
    truncated: Option<bool> = show "Truncated",
} }

shape! { ListKeysRequest {
    limit: Option<i32> = show "Limit",
    marker: Option<String> = show "Marker",
    resource_owners: Option<Vec<String>> = show "ResourceOwners",
} }

shape! { ListKeysResponse {
    keys: Option<Vec<KeyListEntry>> = show "Keys",
    next_marker: Option<String> = show "NextMarker",
    truncated: Option<bool> = show "Truncated",
} }

shape! { ListResourceTagsRequest {
    key_id: String = show "KeyId",
    limit: Option<i32> = show "Limit",
    marker: Option<String> = show "Marker",
} }

shape! { ListResourceTagsResponse {
    tags: Option<Vec<Tag>> = show "Tags",
    next_marker: Option<String> = show "NextMarker",
    truncated: Option<bool> = show "Truncated",
} }

shape! { ListRetirableGrantsRequest {
    limit: Option<i32> = show "Limit",
    marker: Option<String> = show "Marker",
    retiring_principal: Option<String> = show "RetiringPrincipal",
    retiring_service_principal: Option<String> = show "RetiringServicePrincipal",
} }

shape! { MultiRegionConfiguration {
    multi_region_key_type: Option<String> = show "MultiRegionKeyType",
    primary_key: Option<MultiRegionKey> = show "PrimaryKey",
    replica_keys: Option<Vec<MultiRegionKey>> = show "ReplicaKeys",
} }

shape! { MultiRegionKey {
    arn: Option<String> = show "Arn",
    region: Option<String> = show "Region",
} }

shape! { PutKeyPolicyRequest {
    key_id: String = show "KeyId",
    policy_name: Option<String> = show "PolicyName",
    policy: String = show "Policy",
    bypass_policy_lockout_safety_check: Option<bool> = show "BypassPolicyLockoutSafetyCheck",
} }

shape! { ReEncryptRequest {
    ciphertext_blob: Option<Bytes> = show "CiphertextBlob",
    source_encryption_context: Option<BTreeMap<String, String>> = show "SourceEncryptionContext",
    source_key_id: Option<String> = show "SourceKeyId",
    destination_key_id: String = show "DestinationKeyId",
    destination_encryption_context: Option<BTreeMap<String, String>> = show "DestinationEncryptionContext",
    source_encryption_algorithm: Option<String> = show "SourceEncryptionAlgorithm",
    destination_encryption_algorithm: Option<String> = show "DestinationEncryptionAlgorithm",
    grant_tokens: Option<Vec<String>> = show "GrantTokens",
    dry_run: Option<bool> = show "DryRun",
    dry_run_modifiers: Option<Vec<String>> = show "DryRunModifiers",
} }

shape! { ReEncryptResponse {
    ciphertext_blob: Option<Bytes> = show "CiphertextBlob",
    source_key_id: Option<String> = show "SourceKeyId",
    key_id: Option<String> = show "KeyId",
    source_encryption_algorithm: Option<String> = show "SourceEncryptionAlgorithm",
    destination_encryption_algorithm: Option<String> = show "DestinationEncryptionAlgorithm",
    source_key_material_id: Option<String> = show "SourceKeyMaterialId",
    destination_key_material_id: Option<String> = show "DestinationKeyMaterialId",
} }

shape! { RecipientInfo {
    key_encryption_algorithm: Option<String> = show "KeyEncryptionAlgorithm",
    attestation_document: Option<Bytes> = show "AttestationDocument",
} }

shape! { ReplicateKeyRequest {
    key_id: String = show "KeyId",
    replica_region: String = show "ReplicaRegion",
    policy: Option<String> = show "Policy",
    bypass_policy_lockout_safety_check: Option<bool> = show "BypassPolicyLockoutSafetyCheck",
    description: Option<String> = show "Description",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { ReplicateKeyResponse {
    replica_key_metadata: Option<KeyMetadata> = show "ReplicaKeyMetadata",
    replica_policy: Option<String> = show "ReplicaPolicy",
    replica_tags: Option<Vec<Tag>> = show "ReplicaTags",
} }

shape! { RetireGrantRequest {
    grant_token: Option<String> = show "GrantToken",
    key_id: Option<String> = show "KeyId",
    grant_id: Option<String> = show "GrantId",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { RevokeGrantRequest {
    key_id: String = show "KeyId",
    grant_id: String = show "GrantId",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { RotateKeyOnDemandRequest {
    key_id: String = show "KeyId",
} }

shape! { RotateKeyOnDemandResponse {
    key_id: Option<String> = show "KeyId",
} }

shape! { RotationsListEntry {
    key_id: Option<String> = show "KeyId",
    key_material_id: Option<String> = show "KeyMaterialId",
    key_material_description: Option<String> = show "KeyMaterialDescription",
    import_state: Option<String> = show "ImportState",
    key_material_state: Option<String> = show "KeyMaterialState",
    expiration_model: Option<String> = show "ExpirationModel",
    valid_to: Option<Timestamp> = show "ValidTo",
    rotation_date: Option<Timestamp> = show "RotationDate",
    rotation_type: Option<String> = show "RotationType",
} }

shape! { ScheduleKeyDeletionRequest {
    key_id: String = show "KeyId",
    pending_window_in_days: Option<i32> = show "PendingWindowInDays",
} }

shape! { ScheduleKeyDeletionResponse {
    key_id: Option<String> = show "KeyId",
    deletion_date: Option<Timestamp> = show "DeletionDate",
    key_state: Option<String> = show "KeyState",
    pending_window_in_days: Option<i32> = show "PendingWindowInDays",
} }

shape! { SignRequest {
    key_id: String = show "KeyId",
    message: Bytes = hide "Message",
    message_type: Option<String> = show "MessageType",
    grant_tokens: Option<Vec<String>> = show "GrantTokens",
    signing_algorithm: String = show "SigningAlgorithm",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { SignResponse {
    key_id: Option<String> = show "KeyId",
    signature: Option<Bytes> = show "Signature",
    signing_algorithm: Option<String> = show "SigningAlgorithm",
} }

shape! { Tag {
    tag_key: String = show "TagKey",
    tag_value: String = show "TagValue",
} }

shape! { TagResourceRequest {
    key_id: String = show "KeyId",
    tags: Vec<Tag> = show "Tags",
} }

shape! { UntagResourceRequest {
    key_id: String = show "KeyId",
    tag_keys: Vec<String> = show "TagKeys",
} }

shape! { UpdateAliasRequest {
    alias_name: String = show "AliasName",
    target_key_id: String = show "TargetKeyId",
} }

shape! { UpdateCustomKeyStoreRequest {
    custom_key_store_id: String = show "CustomKeyStoreId",
    new_custom_key_store_name: Option<String> = show "NewCustomKeyStoreName",
    key_store_password: Option<String> = hide "KeyStorePassword",
    cloud_hsm_cluster_id: Option<String> = show "CloudHsmClusterId",
    xks_proxy_uri_endpoint: Option<String> = show "XksProxyUriEndpoint",
    xks_proxy_uri_path: Option<String> = show "XksProxyUriPath",
    xks_proxy_vpc_endpoint_service_name: Option<String> = show "XksProxyVpcEndpointServiceName",
    xks_proxy_vpc_endpoint_service_owner: Option<String> = show "XksProxyVpcEndpointServiceOwner",
    xks_proxy_authentication_credential: Option<XksProxyAuthenticationCredentialType> = show "XksProxyAuthenticationCredential",
    xks_proxy_connectivity: Option<String> = show "XksProxyConnectivity",
} }

shape! { UpdateCustomKeyStoreResponse {
} }

shape! { UpdateKeyDescriptionRequest {
    key_id: String = show "KeyId",
    description: String = show "Description",
} }

shape! { UpdatePrimaryRegionRequest {
    key_id: String = show "KeyId",
    primary_region: String = show "PrimaryRegion",
} }

shape! { VerifyMacRequest {
    message: Bytes = hide "Message",
    key_id: String = show "KeyId",
    mac_algorithm: String = show "MacAlgorithm",
    mac: Bytes = show "Mac",
    grant_tokens: Option<Vec<String>> = show "GrantTokens",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { VerifyMacResponse {
    key_id: Option<String> = show "KeyId",
    mac_valid: Option<bool> = show "MacValid",
    mac_algorithm: Option<String> = show "MacAlgorithm",
} }

shape! { VerifyRequest {
    key_id: String = show "KeyId",
    message: Bytes = hide "Message",
    message_type: Option<String> = show "MessageType",
    signature: Bytes = show "Signature",
    signing_algorithm: String = show "SigningAlgorithm",
    grant_tokens: Option<Vec<String>> = show "GrantTokens",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { VerifyResponse {
    key_id: Option<String> = show "KeyId",
    signature_valid: Option<bool> = show "SignatureValid",
    signing_algorithm: Option<String> = show "SigningAlgorithm",
} }

shape! { XksKeyConfigurationType {
    id: Option<String> = show "Id",
} }

shape! { XksProxyAuthenticationCredentialType {
    access_key_id: String = hide "AccessKeyId",
    raw_secret_access_key: String = hide "RawSecretAccessKey",
} }

shape! { XksProxyConfigurationType {
    connectivity: Option<String> = show "Connectivity",
    access_key_id: Option<String> = hide "AccessKeyId",
    uri_endpoint: Option<String> = show "UriEndpoint",
    uri_path: Option<String> = show "UriPath",
    vpc_endpoint_service_name: Option<String> = show "VpcEndpointServiceName",
    vpc_endpoint_service_owner: Option<String> = show "VpcEndpointServiceOwner",
} }

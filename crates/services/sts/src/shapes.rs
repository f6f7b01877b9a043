//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use bartizan_types::Timestamp;
use bartizan_wire::shape;

shape! { AssumeRoleRequest {
    role_arn: String = show "RoleArn",
    role_session_name: String = show "RoleSessionName",
    policy_arns: Option<Vec<PolicyDescriptorType>> = show "PolicyArns",
    policy: Option<String> = show "Policy",
    duration_seconds: Option<i32> = show "DurationSeconds",
    tags: Option<Vec<Tag>> = show "Tags",
    transitive_tag_keys: Option<Vec<String>> = show "TransitiveTagKeys",
    external_id: Option<String> = show "ExternalId",
    serial_number: Option<String> = show "SerialNumber",
    token_code: Option<String> = hide "TokenCode",
    source_identity: Option<String> = show "SourceIdentity",
    provided_contexts: Option<Vec<ProvidedContext>> = show "ProvidedContexts",
    minimum_session_token_size: Option<i32> = show "MinimumSessionTokenSize",
} }

shape! { AssumeRoleResponse {
    credentials: Option<Credentials> = show "Credentials",
    assumed_role_user: Option<AssumedRoleUser> = show "AssumedRoleUser",
    packed_policy_size: Option<i32> = show "PackedPolicySize",
    source_identity: Option<String> = show "SourceIdentity",
    session_token_utilization: Option<i32> = show "SessionTokenUtilization",
    session_token_size: Option<i32> = show "SessionTokenSize",
} }

shape! { AssumeRoleWithSAMLRequest {
    role_arn: String = show "RoleArn",
    principal_arn: String = show "PrincipalArn",
    saml_assertion: String = hide "SAMLAssertion",
    policy_arns: Option<Vec<PolicyDescriptorType>> = show "PolicyArns",
    policy: Option<String> = show "Policy",
    duration_seconds: Option<i32> = show "DurationSeconds",
    minimum_session_token_size: Option<i32> = show "MinimumSessionTokenSize",
} }

shape! { AssumeRoleWithSAMLResponse {
    credentials: Option<Credentials> = show "Credentials",
    assumed_role_user: Option<AssumedRoleUser> = show "AssumedRoleUser",
    packed_policy_size: Option<i32> = show "PackedPolicySize",
    subject: Option<String> = show "Subject",
    subject_type: Option<String> = show "SubjectType",
    issuer: Option<String> = show "Issuer",
    audience: Option<String> = show "Audience",
    name_qualifier: Option<String> = show "NameQualifier",
    source_identity: Option<String> = show "SourceIdentity",
    session_token_utilization: Option<i32> = show "SessionTokenUtilization",
    session_token_size: Option<i32> = show "SessionTokenSize",
} }

shape! { AssumeRoleWithWebIdentityRequest {
    role_arn: String = show "RoleArn",
    role_session_name: String = show "RoleSessionName",
    web_identity_token: String = hide "WebIdentityToken",
    provider_id: Option<String> = show "ProviderId",
    policy_arns: Option<Vec<PolicyDescriptorType>> = show "PolicyArns",
    policy: Option<String> = show "Policy",
    duration_seconds: Option<i32> = show "DurationSeconds",
    minimum_session_token_size: Option<i32> = show "MinimumSessionTokenSize",
} }

shape! { AssumeRoleWithWebIdentityResponse {
    credentials: Option<Credentials> = show "Credentials",
    subject_from_web_identity_token: Option<String> = show "SubjectFromWebIdentityToken",
    assumed_role_user: Option<AssumedRoleUser> = show "AssumedRoleUser",
    packed_policy_size: Option<i32> = show "PackedPolicySize",
    provider: Option<String> = show "Provider",
    audience: Option<String> = show "Audience",
    source_identity: Option<String> = show "SourceIdentity",
    session_token_utilization: Option<i32> = show "SessionTokenUtilization",
    session_token_size: Option<i32> = show "SessionTokenSize",
} }

shape! { AssumeRootRequest {
    target_principal: String = show "TargetPrincipal",
    task_policy_arn: PolicyDescriptorType = show "TaskPolicyArn",
    duration_seconds: Option<i32> = show "DurationSeconds",
    minimum_session_token_size: Option<i32> = show "MinimumSessionTokenSize",
} }

shape! { AssumeRootResponse {
    credentials: Option<Credentials> = show "Credentials",
    source_identity: Option<String> = show "SourceIdentity",
    session_token_utilization: Option<i32> = show "SessionTokenUtilization",
    session_token_size: Option<i32> = show "SessionTokenSize",
} }

shape! { AssumedRoleUser {
    assumed_role_id: String = show "AssumedRoleId",
    arn: String = show "Arn",
} }

shape! { Credentials {
    access_key_id: String = show "AccessKeyId",
    secret_access_key: String = hide "SecretAccessKey",
    session_token: String = show "SessionToken",
    expiration: Timestamp = show "Expiration",
} }

shape! { DecodeAuthorizationMessageRequest {
    encoded_message: String = show "EncodedMessage",
} }

shape! { DecodeAuthorizationMessageResponse {
    decoded_message: Option<String> = show "DecodedMessage",
} }

shape! { FederatedUser {
    federated_user_id: String = show "FederatedUserId",
    arn: String = show "Arn",
} }

shape! { GetAccessKeyInfoRequest {
    access_key_id: String = show "AccessKeyId",
} }

shape! { GetAccessKeyInfoResponse {
    account: Option<String> = show "Account",
} }

shape! { GetCallerIdentityRequest {
} }

shape! { GetCallerIdentityResponse {
    user_id: Option<String> = show "UserId",
    account: Option<String> = show "Account",
    arn: Option<String> = show "Arn",
} }

shape! { GetDelegatedAccessTokenRequest {
    trade_in_token: String = hide "TradeInToken",
} }

shape! { GetDelegatedAccessTokenResponse {
    credentials: Option<Credentials> = show "Credentials",
    packed_policy_size: Option<i32> = show "PackedPolicySize",
    assumed_principal: Option<String> = show "AssumedPrincipal",
} }

shape! { GetFederationTokenRequest {
    name: String = show "Name",
    policy: Option<String> = show "Policy",
    policy_arns: Option<Vec<PolicyDescriptorType>> = show "PolicyArns",
    duration_seconds: Option<i32> = show "DurationSeconds",
    tags: Option<Vec<Tag>> = show "Tags",
    minimum_session_token_size: Option<i32> = show "MinimumSessionTokenSize",
} }

shape! { GetFederationTokenResponse {
    credentials: Option<Credentials> = show "Credentials",
    federated_user: Option<FederatedUser> = show "FederatedUser",
    packed_policy_size: Option<i32> = show "PackedPolicySize",
    session_token_utilization: Option<i32> = show "SessionTokenUtilization",
    session_token_size: Option<i32> = show "SessionTokenSize",
} }

shape! { GetSessionTokenRequest {
    duration_seconds: Option<i32> = show "DurationSeconds",
    serial_number: Option<String> = show "SerialNumber",
    token_code: Option<String> = hide "TokenCode",
    minimum_session_token_size: Option<i32> = show "MinimumSessionTokenSize",
} }

shape! { GetSessionTokenResponse {
    credentials: Option<Credentials> = show "Credentials",
    session_token_utilization: Option<i32> = show "SessionTokenUtilization",
    session_token_size: Option<i32> = show "SessionTokenSize",
} }

shape! { GetWebIdentityTokenRequest {
    audience: Vec<String> = show "Audience",
    duration_seconds: Option<i32> = show "DurationSeconds",
    signing_algorithm: String = show "SigningAlgorithm",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { GetWebIdentityTokenResponse {
    web_identity_token: Option<String> = hide "WebIdentityToken",
    expiration: Option<Timestamp> = show "Expiration",
} }

shape! { PolicyDescriptorType {
    arn: Option<String> = show "arn",
} }

shape! { ProvidedContext {
    provider_arn: Option<String> = show "ProviderArn",
    context_assertion: Option<String> = show "ContextAssertion",
} }

shape! { Tag {
    key: String = show "Key",
    value: String = show "Value",
} }

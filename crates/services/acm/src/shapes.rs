//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use bartizan_types::Timestamp;
use bartizan_wire::{Bytes, shape};

shape! { AddTagsToCertificateRequest {
    certificate_arn: String = show "CertificateArn",
    tags: Vec<Tag> = show "Tags",
} }

shape! { CertificateDetail {
    certificate_arn: Option<String> = show "CertificateArn",
    domain_name: Option<String> = show "DomainName",
    subject_alternative_names: Option<Vec<String>> = show "SubjectAlternativeNames",
    managed_by: Option<String> = show "ManagedBy",
    domain_validation_options: Option<Vec<DomainValidation>> = show "DomainValidationOptions",
    serial: Option<String> = show "Serial",
    subject: Option<String> = show "Subject",
    issuer: Option<String> = show "Issuer",
    created_at: Option<Timestamp> = show "CreatedAt",
    issued_at: Option<Timestamp> = show "IssuedAt",
    imported_at: Option<Timestamp> = show "ImportedAt",
    status: Option<String> = show "Status",
    revoked_at: Option<Timestamp> = show "RevokedAt",
    revocation_reason: Option<String> = show "RevocationReason",
    not_before: Option<Timestamp> = show "NotBefore",
    not_after: Option<Timestamp> = show "NotAfter",
    key_algorithm: Option<String> = show "KeyAlgorithm",
    signature_algorithm: Option<String> = show "SignatureAlgorithm",
    in_use_by: Option<Vec<String>> = show "InUseBy",
    failure_reason: Option<String> = show "FailureReason",
    r#type: Option<String> = show "Type",
    renewal_summary: Option<RenewalSummary> = show "RenewalSummary",
    key_usages: Option<Vec<KeyUsage>> = show "KeyUsages",
    extended_key_usages: Option<Vec<ExtendedKeyUsage>> = show "ExtendedKeyUsages",
    certificate_authority_arn: Option<String> = show "CertificateAuthorityArn",
    renewal_eligibility: Option<String> = show "RenewalEligibility",
    options: Option<CertificateOptions> = show "Options",
    update_summary: Option<UpdateSummary> = show "UpdateSummary",
    certificate_key_pair_origin: Option<String> = show "CertificateKeyPairOrigin",
    acme_endpoint_arn: Option<String> = show "AcmeEndpointArn",
    acme_account_id: Option<String> = show "AcmeAccountId",
} }

shape! { CertificateOptions {
    certificate_transparency_logging_preference: Option<String> = show "CertificateTransparencyLoggingPreference",
    export: Option<String> = show "Export",
    validation_method: Option<String> = show "ValidationMethod",
} }

shape! { CertificateSummary {
    certificate_arn: Option<String> = show "CertificateArn",
    domain_name: Option<String> = show "DomainName",
    subject_alternative_name_summaries: Option<Vec<String>> = show "SubjectAlternativeNameSummaries",
    has_additional_subject_alternative_names: Option<bool> = show "HasAdditionalSubjectAlternativeNames",
    status: Option<String> = show "Status",
    r#type: Option<String> = show "Type",
    key_algorithm: Option<String> = show "KeyAlgorithm",
    key_usages: Option<Vec<String>> = show "KeyUsages",
    extended_key_usages: Option<Vec<String>> = show "ExtendedKeyUsages",
    export_option: Option<String> = show "ExportOption",
    in_use: Option<bool> = show "InUse",
    exported: Option<bool> = show "Exported",
    renewal_eligibility: Option<String> = show "RenewalEligibility",
    not_before: Option<Timestamp> = show "NotBefore",
    not_after: Option<Timestamp> = show "NotAfter",
    created_at: Option<Timestamp> = show "CreatedAt",
    issued_at: Option<Timestamp> = show "IssuedAt",
    imported_at: Option<Timestamp> = show "ImportedAt",
    revoked_at: Option<Timestamp> = show "RevokedAt",
    managed_by: Option<String> = show "ManagedBy",
    certificate_key_pair_origin: Option<String> = show "CertificateKeyPairOrigin",
} }

shape! { DeleteCertificateRequest {
    certificate_arn: String = show "CertificateArn",
} }

shape! { DescribeCertificateRequest {
    certificate_arn: String = show "CertificateArn",
} }

shape! { DescribeCertificateResponse {
    certificate: Option<CertificateDetail> = show "Certificate",
} }

shape! { DomainValidation {
    domain_name: String = show "DomainName",
    validation_emails: Option<Vec<String>> = show "ValidationEmails",
    validation_domain: Option<String> = show "ValidationDomain",
    validation_status: Option<String> = show "ValidationStatus",
    resource_record: Option<ResourceRecord> = show "ResourceRecord",
    http_redirect: Option<HttpRedirect> = show "HttpRedirect",
    validation_method: Option<String> = show "ValidationMethod",
} }

shape! { DomainValidationMethodUpdateSummary {
    from: Option<String> = show "From",
    to: Option<String> = show "To",
} }

shape! { ExtendedKeyUsage {
    name: Option<String> = show "Name",
    oid: Option<String> = show "OID",
} }

shape! { Filters {
    extended_key_usage: Option<Vec<String>> = show "extendedKeyUsage",
    key_usage: Option<Vec<String>> = show "keyUsage",
    key_types: Option<Vec<String>> = show "keyTypes",
    export_option: Option<String> = show "exportOption",
    managed_by: Option<String> = show "managedBy",
} }

shape! { GetCertificateRequest {
    certificate_arn: String = show "CertificateArn",
} }

shape! { GetCertificateResponse {
    certificate: Option<String> = show "Certificate",
    certificate_chain: Option<String> = show "CertificateChain",
} }

shape! { HttpRedirect {
    redirect_from: Option<String> = show "RedirectFrom",
    redirect_to: Option<String> = show "RedirectTo",
} }

shape! { ImportCertificateRequest {
    certificate_arn: Option<String> = show "CertificateArn",
    certificate: Bytes = show "Certificate",
    private_key: Bytes = hide "PrivateKey",
    certificate_chain: Option<Bytes> = show "CertificateChain",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { ImportCertificateResponse {
    certificate_arn: Option<String> = show "CertificateArn",
} }

shape! { KeyUsage {
    name: Option<String> = show "Name",
} }

shape! { ListCertificatesRequest {
    certificate_statuses: Option<Vec<String>> = show "CertificateStatuses",
    certificate_key_pair_origins: Option<Vec<String>> = show "CertificateKeyPairOrigins",
    includes: Option<Filters> = show "Includes",
    next_token: Option<String> = show "NextToken",
    max_items: Option<i32> = show "MaxItems",
    sort_by: Option<String> = show "SortBy",
    sort_order: Option<String> = show "SortOrder",
} }

shape! { ListCertificatesResponse {
    next_token: Option<String> = show "NextToken",
    certificate_summary_list: Option<Vec<CertificateSummary>> = show "CertificateSummaryList",
} }

shape! { ListTagsForCertificateRequest {
    certificate_arn: String = show "CertificateArn",
} }

shape! { ListTagsForCertificateResponse {
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { RemoveTagsFromCertificateRequest {
    certificate_arn: String = show "CertificateArn",
    tags: Vec<Tag> = show "Tags",
} }

shape! { RenewalSummary {
    renewal_status: String = show "RenewalStatus",
    domain_validation_options: Vec<DomainValidation> = show "DomainValidationOptions",
    renewal_status_reason: Option<String> = show "RenewalStatusReason",
    updated_at: Timestamp = show "UpdatedAt",
} }

shape! { ResourceRecord {
    name: String = show "Name",
    r#type: String = show "Type",
    value: String = show "Value",
} }

shape! { Tag {
    key: String = show "Key",
    value: Option<String> = show "Value",
} }

shape! { UpdateSummary {
    status: Option<String> = show "Status",
    r#type: Option<String> = show "Type",
    domain_validation_method_update_summary: Option<DomainValidationMethodUpdateSummary> = show "DomainValidationMethodUpdateSummary",
    requested_at: Option<Timestamp> = show "RequestedAt",
    updated_at: Option<Timestamp> = show "UpdatedAt",
} }

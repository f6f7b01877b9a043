//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use bartizan_types::Timestamp;
use bartizan_wire::shape;

shape! { AcceptPrimaryEmailUpdateRequest {
    account_id: String = show "AccountId",
    primary_email: String = hide "PrimaryEmail",
    otp: String = hide "Otp",
} }

shape! { AcceptPrimaryEmailUpdateResponse {
    status: Option<String> = show "Status",
} }

shape! { AlternateContact {
    name: Option<String> = hide "Name",
    title: Option<String> = hide "Title",
    email_address: Option<String> = hide "EmailAddress",
    phone_number: Option<String> = hide "PhoneNumber",
    alternate_contact_type: Option<String> = show "AlternateContactType",
} }

shape! { ContactInformation {
    full_name: String = hide "FullName",
    address_line1: String = hide "AddressLine1",
    address_line2: Option<String> = hide "AddressLine2",
    address_line3: Option<String> = hide "AddressLine3",
    city: String = hide "City",
    state_or_region: Option<String> = hide "StateOrRegion",
    district_or_county: Option<String> = hide "DistrictOrCounty",
    postal_code: String = hide "PostalCode",
    country_code: String = hide "CountryCode",
    phone_number: String = hide "PhoneNumber",
    company_name: Option<String> = hide "CompanyName",
    website_url: Option<String> = hide "WebsiteUrl",
} }

shape! { DeleteAlternateContactRequest {
    alternate_contact_type: String = show "AlternateContactType",
    account_id: Option<String> = show "AccountId",
} }

shape! { DisableRegionRequest {
    account_id: Option<String> = show "AccountId",
    region_name: String = show "RegionName",
} }

shape! { EnableRegionRequest {
    account_id: Option<String> = show "AccountId",
    region_name: String = show "RegionName",
} }

shape! { GetAccountInformationRequest {
    account_id: Option<String> = show "AccountId",
} }

shape! { GetAccountInformationResponse {
    account_id: Option<String> = show "AccountId",
    account_name: Option<String> = hide "AccountName",
    account_created_date: Option<Timestamp> = show "AccountCreatedDate",
    account_state: Option<String> = show "AccountState",
} }

shape! { GetAlternateContactRequest {
    alternate_contact_type: String = show "AlternateContactType",
    account_id: Option<String> = show "AccountId",
} }

shape! { GetAlternateContactResponse {
    alternate_contact: Option<AlternateContact> = show "AlternateContact",
} }

shape! { GetContactInformationRequest {
    account_id: Option<String> = show "AccountId",
} }

shape! { GetContactInformationResponse {
    contact_information: Option<ContactInformation> = show "ContactInformation",
    verification_status: Option<String> = show "VerificationStatus",
} }

shape! { GetGovCloudAccountInformationRequest {
    standard_account_id: Option<String> = show "StandardAccountId",
} }

shape! { GetGovCloudAccountInformationResponse {
    gov_cloud_account_id: String = show "GovCloudAccountId",
    account_state: String = show "AccountState",
} }

shape! { GetPrimaryEmailRequest {
    account_id: String = show "AccountId",
} }

shape! { GetPrimaryEmailResponse {
    primary_email: Option<String> = hide "PrimaryEmail",
} }

shape! { GetPrimaryEmailUpdateStatusRequest {
    account_id: Option<String> = show "AccountId",
} }

shape! { GetPrimaryEmailUpdateStatusResponse {
    status: String = show "Status",
    updated_at: Option<Timestamp> = show "UpdatedAt",
} }

shape! { GetRegionOptStatusRequest {
    account_id: Option<String> = show "AccountId",
    region_name: String = show "RegionName",
} }

shape! { GetRegionOptStatusResponse {
    region_name: Option<String> = show "RegionName",
    region_opt_status: Option<String> = show "RegionOptStatus",
} }

shape! { ListRegionsRequest {
    account_id: Option<String> = show "AccountId",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
    region_opt_status_contains: Option<Vec<String>> = show "RegionOptStatusContains",
} }

shape! { ListRegionsResponse {
    next_token: Option<String> = show "NextToken",
    regions: Option<Vec<Region>> = show "Regions",
} }

shape! { PutAccountNameRequest {
    account_name: String = hide "AccountName",
    account_id: Option<String> = show "AccountId",
} }

shape! { PutAlternateContactRequest {
    name: String = hide "Name",
    title: String = hide "Title",
    email_address: String = hide "EmailAddress",
    phone_number: String = hide "PhoneNumber",
    alternate_contact_type: String = show "AlternateContactType",
    account_id: Option<String> = show "AccountId",
} }

shape! { PutContactInformationRequest {
    contact_information: ContactInformation = show "ContactInformation",
    account_id: Option<String> = show "AccountId",
} }

shape! { Region {
    region_name: Option<String> = show "RegionName",
    region_opt_status: Option<String> = show "RegionOptStatus",
} }

shape! { SendPhoneNumberVerificationRequest {
    account_id: Option<String> = show "AccountId",
} }

shape! { SendPhoneNumberVerificationResponse {
    status: Option<String> = show "Status",
} }

shape! { StartPrimaryEmailUpdateRequest {
    account_id: String = show "AccountId",
    primary_email: String = hide "PrimaryEmail",
} }

shape! { StartPrimaryEmailUpdateResponse {
    status: Option<String> = show "Status",
} }

shape! { VerifyPhoneNumberRequest {
    account_id: Option<String> = show "AccountId",
    otp: String = hide "Otp",
} }

shape! { VerifyPhoneNumberResponse {
    status: Option<String> = show "Status",
} }

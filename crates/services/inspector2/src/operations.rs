//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{
    Inspector, cis, configuration, coverage, deep, filter, finding, members, organization, report,
    rules, scanned, tags, usage, vulnerability,
};

operations! {
    Inspector = "inspector2"
    lacking [
        "Nothing is charged for here" => BatchGetFreeTrialInfo;
        "No code is kept here that a key would encrypt"
            => BatchGetCodeSnippet GetEncryptionKey ResetEncryptionKey UpdateEncryptionKey;
        "There are no clusters here" => GetClustersForImage;
        "Images are scanned as the disks of instances, again whenever they change"
            => GetOnDemandScanStatus ListOnDemandScans StartOnDemandScan;
    ];
    AssociateMember: Write Management Signed ["inspector2:AssociateMember"] any_resource => members::associate;
    BatchGetAccountStatus: Read Management Signed ["inspector2:BatchGetAccountStatus"] any_resource => scanned::status;
    BatchGetFindingDetails: Read Management Signed ["inspector2:BatchGetFindingDetails"] any_resource => finding::details::get;
    BatchGetMemberEc2DeepInspectionStatus: Read Management Signed ["inspector2:BatchGetMemberEc2DeepInspectionStatus"] any_resource => deep::of_members;
    BatchUpdateMemberEc2DeepInspectionStatus: Write Management Signed ["inspector2:BatchUpdateMemberEc2DeepInspectionStatus"] any_resource => deep::update_members;
    CancelFindingsReport: Write Management Signed ["inspector2:CancelFindingsReport"] any_resource => report::cancel_findings;
    CancelSbomExport: Write Management Signed ["inspector2:CancelSbomExport"] any_resource => report::cancel_bills;
    CreateCisScanConfiguration: Write Management Signed ["inspector2:CreateCisScanConfiguration"] cis::rules::new => cis::configuration::create;
    CreateFilter: Write Management Signed ["inspector2:CreateFilter"] rules::new_filter => filter::create;
    CreateFindingsReport: Write Management Signed ["inspector2:CreateFindingsReport"] any_resource => report::create_findings;
    CreateSbomExport: Write Management Signed ["inspector2:CreateSbomExport"] any_resource => report::create_bills;
    DeleteCisScanConfiguration: Write Management Signed ["inspector2:DeleteCisScanConfiguration"] cis::rules::named => cis::configuration::delete;
    DeleteFilter: Write Management Signed ["inspector2:DeleteFilter"] rules::deleted_filter => filter::delete;
    DescribeOrganizationConfiguration: Read Management Signed ["inspector2:DescribeOrganizationConfiguration"] any_resource => organization::describe;
    Disable: Write Management Signed ["inspector2:Disable"] any_resource => scanned::disable;
    DisableDelegatedAdminAccount: Write Management Signed ["inspector2:DisableDelegatedAdminAccount"] any_resource => organization::end_delegation;
    DisassociateMember: Write Management Signed ["inspector2:DisassociateMember"] any_resource => members::disassociate;
    Enable: Write Management Signed ["inspector2:Enable"] any_resource => scanned::enable;
    EnableDelegatedAdminAccount: Write Management Signed ["inspector2:EnableDelegatedAdminAccount"] any_resource => organization::delegate;
    GetCisScanReport: Read Management Signed ["inspector2:GetCisScanReport"] any_resource => cis::report::get;
    GetCisScanResultDetails: Read Management Signed ["inspector2:GetCisScanResultDetails"] any_resource => cis::results::details;
    GetConfiguration: Read Management Signed ["inspector2:GetConfiguration"] any_resource => configuration::get;
    GetDelegatedAdminAccount: Read Management Signed ["inspector2:GetDelegatedAdminAccount"] any_resource => organization::administrator;
    GetEc2DeepInspectionConfiguration: Read Management Signed ["inspector2:GetEc2DeepInspectionConfiguration"] any_resource => deep::get;
    GetFindingsReportStatus: Read Management Signed ["inspector2:GetFindingsReportStatus"] any_resource => report::get_findings;
    GetMember: Read Management Signed ["inspector2:GetMember"] any_resource => members::get;
    GetSbomExport: Read Management Signed ["inspector2:GetSbomExport"] any_resource => report::get_bills;
    ListAccountPermissions: Read Management Signed ["inspector2:ListAccountPermissions"] any_resource => configuration::permissions;
    ListCisScanConfigurations: Read Management Signed ["inspector2:ListCisScanConfigurations"] any_resource => cis::configuration::list;
    ListCisScanResultsAggregatedByChecks: Read Management Signed ["inspector2:ListCisScanResultsAggregatedByChecks"] any_resource => cis::results::by_checks;
    ListCisScanResultsAggregatedByTargetResource: Read Management Signed ["inspector2:ListCisScanResultsAggregatedByTargetResource"] any_resource => cis::results::by_target;
    ListCisScans: Read Management Signed ["inspector2:ListCisScans"] any_resource => cis::scans::list;
    ListCoverage: Read Management Signed ["inspector2:ListCoverage"] any_resource => coverage::list;
    ListCoverageStatistics: Read Management Signed ["inspector2:ListCoverageStatistics"] any_resource => coverage::count;
    ListDelegatedAdminAccounts: Read Management Signed ["inspector2:ListDelegatedAdminAccounts"] any_resource => organization::administrators;
    ListFilters: Read Management Signed ["inspector2:ListFilters"] any_resource => filter::list;
    ListFindingAggregations: Read Management Signed ["inspector2:ListFindingAggregations"] any_resource => finding::aggregate::list;
    ListFindings: Read Management Signed ["inspector2:ListFindings"] any_resource => finding::list::list;
    ListMembers: Read Management Signed ["inspector2:ListMembers"] any_resource => members::list;
    ListTagsForResource: Read Management Signed ["inspector2:ListTagsForResource"] rules::tagged => tags::list;
    ListUsageTotals: Read Management Signed ["inspector2:ListUsageTotals"] any_resource => usage::list;
    SearchVulnerabilities: Read Management Signed ["inspector2:SearchVulnerabilities"] any_resource => vulnerability::search;
    SendCisSessionHealth: Write Management Signed ["inspector2:SendCisSessionHealth"] any_resource => cis::session::health;
    SendCisSessionTelemetry: Write Management Signed ["inspector2:SendCisSessionTelemetry"] any_resource => cis::session::telemetry;
    StartCisSession: Write Management Signed ["inspector2:StartCisSession"] any_resource => cis::session::start;
    StopCisSession: Write Management Signed ["inspector2:StopCisSession"] any_resource => cis::session::stop;
    TagResource: Write Management Signed ["inspector2:TagResource"] rules::tagged => tags::add;
    UntagResource: Write Management Signed ["inspector2:UntagResource"] rules::tagged => tags::remove;
    UpdateCisScanConfiguration: Write Management Signed ["inspector2:UpdateCisScanConfiguration"] cis::rules::named => cis::configuration::update;
    UpdateConfiguration: Write Management Signed ["inspector2:UpdateConfiguration"] any_resource => configuration::update;
    UpdateEc2DeepInspectionConfiguration: Write Management Signed ["inspector2:UpdateEc2DeepInspectionConfiguration"] any_resource => deep::update;
    UpdateFilter: Write Management Signed ["inspector2:UpdateFilter"] rules::updated_filter => filter::update;
    UpdateOrgEc2DeepInspectionConfiguration: Write Management Signed ["inspector2:UpdateOrgEc2DeepInspectionConfiguration"] any_resource => deep::update_organization;
    UpdateOrganizationConfiguration: Write Management Signed ["inspector2:UpdateOrganizationConfiguration"] any_resource => organization::update;
}

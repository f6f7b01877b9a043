//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{
    Inspector, configuration, coverage, filter, finding, members, organization, report, rules,
    scanned, tags, vulnerability,
};

operations! {
    Inspector = "inspector2"
    lacking [
        "Nothing is charged for here" => BatchGetFreeTrialInfo ListUsageTotals;
    ];
    AssociateMember: Write Management Signed ["inspector2:AssociateMember"] any_resource => members::associate;
    BatchGetAccountStatus: Read Management Signed ["inspector2:BatchGetAccountStatus"] any_resource => scanned::status;
    BatchGetFindingDetails: Read Management Signed ["inspector2:BatchGetFindingDetails"] any_resource => finding::details::get;
    CancelFindingsReport: Write Management Signed ["inspector2:CancelFindingsReport"] any_resource => report::cancel_findings;
    CancelSbomExport: Write Management Signed ["inspector2:CancelSbomExport"] any_resource => report::cancel_bills;
    CreateFilter: Write Management Signed ["inspector2:CreateFilter"] rules::new_filter => filter::create;
    CreateFindingsReport: Write Management Signed ["inspector2:CreateFindingsReport"] any_resource => report::create_findings;
    CreateSbomExport: Write Management Signed ["inspector2:CreateSbomExport"] any_resource => report::create_bills;
    DeleteFilter: Write Management Signed ["inspector2:DeleteFilter"] rules::deleted_filter => filter::delete;
    DescribeOrganizationConfiguration: Read Management Signed ["inspector2:DescribeOrganizationConfiguration"] any_resource => organization::describe;
    Disable: Write Management Signed ["inspector2:Disable"] any_resource => scanned::disable;
    DisableDelegatedAdminAccount: Write Management Signed ["inspector2:DisableDelegatedAdminAccount"] any_resource => organization::end_delegation;
    DisassociateMember: Write Management Signed ["inspector2:DisassociateMember"] any_resource => members::disassociate;
    Enable: Write Management Signed ["inspector2:Enable"] any_resource => scanned::enable;
    EnableDelegatedAdminAccount: Write Management Signed ["inspector2:EnableDelegatedAdminAccount"] any_resource => organization::delegate;
    GetConfiguration: Read Management Signed ["inspector2:GetConfiguration"] any_resource => configuration::get;
    GetDelegatedAdminAccount: Read Management Signed ["inspector2:GetDelegatedAdminAccount"] any_resource => organization::administrator;
    GetFindingsReportStatus: Read Management Signed ["inspector2:GetFindingsReportStatus"] any_resource => report::get_findings;
    GetMember: Read Management Signed ["inspector2:GetMember"] any_resource => members::get;
    GetSbomExport: Read Management Signed ["inspector2:GetSbomExport"] any_resource => report::get_bills;
    ListAccountPermissions: Read Management Signed ["inspector2:ListAccountPermissions"] any_resource => configuration::permissions;
    ListCoverage: Read Management Signed ["inspector2:ListCoverage"] any_resource => coverage::list;
    ListCoverageStatistics: Read Management Signed ["inspector2:ListCoverageStatistics"] any_resource => coverage::count;
    ListDelegatedAdminAccounts: Read Management Signed ["inspector2:ListDelegatedAdminAccounts"] any_resource => organization::administrators;
    ListFilters: Read Management Signed ["inspector2:ListFilters"] any_resource => filter::list;
    ListFindingAggregations: Read Management Signed ["inspector2:ListFindingAggregations"] any_resource => finding::aggregate::list;
    ListFindings: Read Management Signed ["inspector2:ListFindings"] any_resource => finding::list::list;
    ListMembers: Read Management Signed ["inspector2:ListMembers"] any_resource => members::list;
    ListTagsForResource: Read Management Signed ["inspector2:ListTagsForResource"] rules::tagged => tags::list;
    SearchVulnerabilities: Read Management Signed ["inspector2:SearchVulnerabilities"] any_resource => vulnerability::search;
    TagResource: Write Management Signed ["inspector2:TagResource"] rules::tagged => tags::add;
    UntagResource: Write Management Signed ["inspector2:UntagResource"] rules::tagged => tags::remove;
    UpdateConfiguration: Write Management Signed ["inspector2:UpdateConfiguration"] any_resource => configuration::update;
    UpdateFilter: Write Management Signed ["inspector2:UpdateFilter"] rules::updated_filter => filter::update;
    UpdateOrganizationConfiguration: Write Management Signed ["inspector2:UpdateOrganizationConfiguration"] any_resource => organization::update;
}

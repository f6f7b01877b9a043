//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{Inspector, members, organization, scanned};

operations! {
    Inspector = "inspector2"
    lacking [
        "Nothing is charged for here" => BatchGetFreeTrialInfo ListUsageTotals;
    ];
    AssociateMember: Write Management Signed ["inspector2:AssociateMember"] any_resource => members::associate;
    BatchGetAccountStatus: Read Management Signed ["inspector2:BatchGetAccountStatus"] any_resource => scanned::status;
    DescribeOrganizationConfiguration: Read Management Signed ["inspector2:DescribeOrganizationConfiguration"] any_resource => organization::describe;
    Disable: Write Management Signed ["inspector2:Disable"] any_resource => scanned::disable;
    DisableDelegatedAdminAccount: Write Management Signed ["inspector2:DisableDelegatedAdminAccount"] any_resource => organization::end_delegation;
    DisassociateMember: Write Management Signed ["inspector2:DisassociateMember"] any_resource => members::disassociate;
    Enable: Write Management Signed ["inspector2:Enable"] any_resource => scanned::enable;
    EnableDelegatedAdminAccount: Write Management Signed ["inspector2:EnableDelegatedAdminAccount"] any_resource => organization::delegate;
    GetDelegatedAdminAccount: Read Management Signed ["inspector2:GetDelegatedAdminAccount"] any_resource => organization::administrator;
    GetMember: Read Management Signed ["inspector2:GetMember"] any_resource => members::get;
    ListDelegatedAdminAccounts: Read Management Signed ["inspector2:ListDelegatedAdminAccounts"] any_resource => organization::administrators;
    ListMembers: Read Management Signed ["inspector2:ListMembers"] any_resource => members::list;
    UpdateOrganizationConfiguration: Write Management Signed ["inspector2:UpdateOrganizationConfiguration"] any_resource => organization::update;
}

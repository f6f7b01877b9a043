//! Every operation, a line each.

use bartizan_service::operations;

use crate::{AccountManagement, contact, contact_information, information, regions, target};

operations! {
    AccountManagement = "account";
    DeleteAlternateContact: Write Management Signed ["account:DeleteAlternateContact"] contact::rule => contact::delete;
    GetAlternateContact: Read Management Signed ["account:GetAlternateContact"] contact::rule => contact::get;
    PutAlternateContact: Write Management Signed ["account:PutAlternateContact"] contact::rule => contact::put;

    GetContactInformation: Read Management Signed ["account:GetContactInformation"] target::rule => contact_information::get;
    PutContactInformation: Write Management Signed ["account:PutContactInformation"] target::rule => contact_information::put;

    DisableRegion: Write Management Signed ["account:DisableRegion"] regions::rule => regions::disable;
    EnableRegion: Write Management Signed ["account:EnableRegion"] regions::rule => regions::enable;
    GetRegionOptStatus: Read Management Signed ["account:GetRegionOptStatus"] target::rule => regions::status;
    ListRegions: Read Management Signed ["account:ListRegions"] target::rule => regions::list;

    GetAccountInformation: Read Management Signed ["account:GetAccountInformation"] target::rule => information::get;
    GetGovCloudAccountInformation: Read Management Signed ["account:GetGovCloudAccountInformation"] information::standard_rule => information::gov_cloud;
    GetPrimaryEmail: Read Management Signed ["account:GetPrimaryEmail"] target::rule => information::primary_email;
    PutAccountName: Write Management Signed ["account:PutAccountName"] target::rule => information::put_name;
}

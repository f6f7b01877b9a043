//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{
    Waf, api_key, association, capacity, ip_set, logging, managed, path_statistics, permission,
    regex_set, rule_group, rules, tagging, traffic, vendor, web_acl,
};

operations! {
    Waf = "wafv2" lacking [
        "the mobile SDKs are built and signed by AWS" =>
            GenerateMobileSdkReleaseUrl GetMobileSdkRelease ListMobileSdkReleases;
        "revenue comes from the Monetize action, which needs a payment network" =>
            GetRevenueStatistics GetRevenueStatisticsSummary GetRevenueStatisticsTimeSeries
            ListSettlementRecords;
    ];
    CreateWebACL: Write Management Signed ["wafv2:CreateWebACL", "wafv2:TagResource"] rules::new_web_acl => web_acl::create;
    GetWebACL: Read Management Signed ["wafv2:GetWebACL"] rules::web_acl => web_acl::show;
    UpdateWebACL: Write Management Signed ["wafv2:UpdateWebACL"] rules::changed_web_acl => web_acl::update;
    DeleteWebACL: Write Management Signed ["wafv2:DeleteWebACL"] rules::web_acl => web_acl::delete;
    DeleteFirewallManagerRuleGroups: Write Management Signed ["wafv2:DeleteFirewallManagerRuleGroups"] rules::named_web_acl => web_acl::delete_firewall_manager_groups;
    ListWebACLs: Read Management Signed ["wafv2:ListWebACLs"] any_resource => web_acl::list;

    CreateRuleGroup: Write Management Signed ["wafv2:CreateRuleGroup", "wafv2:TagResource"] rules::new_rule_group => rule_group::create;
    GetRuleGroup: Read Management Signed ["wafv2:GetRuleGroup"] rules::rule_group => rule_group::show;
    UpdateRuleGroup: Write Management Signed ["wafv2:UpdateRuleGroup"] rules::changed_rule_group => rule_group::update;
    DeleteRuleGroup: Write Management Signed ["wafv2:DeleteRuleGroup"] rules::rule_group => rule_group::delete;
    ListRuleGroups: Read Management Signed ["wafv2:ListRuleGroups"] any_resource => rule_group::list;

    CreateIPSet: Write Management Signed ["wafv2:CreateIPSet", "wafv2:TagResource"] rules::new_ip_set => ip_set::create;
    GetIPSet: Read Management Signed ["wafv2:GetIPSet"] rules::ip_set => ip_set::show;
    UpdateIPSet: Write Management Signed ["wafv2:UpdateIPSet"] rules::ip_set => ip_set::update;
    DeleteIPSet: Write Management Signed ["wafv2:DeleteIPSet"] rules::ip_set => ip_set::delete;
    ListIPSets: Read Management Signed ["wafv2:ListIPSets"] any_resource => ip_set::list;

    CreateRegexPatternSet: Write Management Signed ["wafv2:CreateRegexPatternSet", "wafv2:TagResource"] rules::new_regex_set => regex_set::create;
    GetRegexPatternSet: Read Management Signed ["wafv2:GetRegexPatternSet"] rules::regex_set => regex_set::show;
    UpdateRegexPatternSet: Write Management Signed ["wafv2:UpdateRegexPatternSet"] rules::regex_set => regex_set::update;
    DeleteRegexPatternSet: Write Management Signed ["wafv2:DeleteRegexPatternSet"] rules::regex_set => regex_set::delete;
    ListRegexPatternSets: Read Management Signed ["wafv2:ListRegexPatternSets"] any_resource => regex_set::list;

    CheckCapacity: Read Management Signed ["wafv2:CheckCapacity"] rules::weighed => capacity::check;

    ListAvailableManagedRuleGroups: Read Management Signed ["wafv2:ListAvailableManagedRuleGroups"] any_resource => managed::list;
    ListAvailableManagedRuleGroupVersions: Read Management Signed ["wafv2:ListAvailableManagedRuleGroupVersions"] any_resource => managed::list_versions;
    DescribeManagedRuleGroup: Read Management Signed ["wafv2:DescribeManagedRuleGroup"] any_resource => managed::describe;
    DescribeAllManagedProducts: Read Management Signed ["wafv2:DescribeAllManagedProducts"] any_resource => managed::all_products;
    DescribeManagedProductsByVendor: Read Management Signed ["wafv2:DescribeManagedProductsByVendor"] any_resource => managed::products_of_vendor;

    PutManagedRuleSetVersions: Write Management Signed ["wafv2:PutManagedRuleSetVersions"] rules::offered => vendor::publish;
    UpdateManagedRuleSetVersionExpiryDate: Write Management Signed ["wafv2:UpdateManagedRuleSetVersionExpiryDate"] rules::managed_rule_set => vendor::end;
    GetManagedRuleSet: Read Management Signed ["wafv2:GetManagedRuleSet"] rules::managed_rule_set => vendor::show;
    ListManagedRuleSets: Read Management Signed ["wafv2:ListManagedRuleSets"] any_resource => vendor::list;

    AssociateWebACL: Write Management Signed ["wafv2:AssociateWebACL", "elasticloadbalancing:SetWebACL"] rules::association => association::associate;
    DisassociateWebACL: Write Management Signed ["wafv2:DisassociateWebACL", "elasticloadbalancing:SetWebACL"] rules::released => association::disassociate;
    GetWebACLForResource: Read Management Signed ["wafv2:GetWebACLForResource"] rules::protected => association::of_resource;
    ListResourcesForWebACL: Read Management Signed ["wafv2:ListResourcesForWebACL"] rules::named_web_acl => association::of_web_acl;

    TagResource: Write Management Signed ["wafv2:TagResource"] rules::tagged => tagging::tag;
    UntagResource: Write Management Signed ["wafv2:UntagResource"] rules::tagged => tagging::untag;
    ListTagsForResource: Read Management Signed ["wafv2:ListTagsForResource"] rules::tagged => tagging::list;

    PutLoggingConfiguration: Write Management Signed ["wafv2:PutLoggingConfiguration"] rules::logged => logging::put;
    GetLoggingConfiguration: Read Management Signed ["wafv2:GetLoggingConfiguration"] rules::log => logging::show;
    DeleteLoggingConfiguration: Write Management Signed ["wafv2:DeleteLoggingConfiguration"] rules::log => logging::delete;
    ListLoggingConfigurations: Read Management Signed ["wafv2:ListLoggingConfigurations"] rules::logs => logging::list;

    PutPermissionPolicy: Write Management Signed ["wafv2:PutPermissionPolicy"] rules::with_arn => permission::put;
    GetPermissionPolicy: Read Management Signed ["wafv2:GetPermissionPolicy"] rules::with_arn => permission::show;
    DeletePermissionPolicy: Write Management Signed ["wafv2:DeletePermissionPolicy"] rules::with_arn => permission::delete;

    GetSampledRequests: Read Management Signed ["wafv2:GetSampledRequests"] rules::sampled => traffic::sampled;
    GetRateBasedStatementManagedKeys: Read Management Signed ["wafv2:GetRateBasedStatementManagedKeys"] rules::limited => traffic::limited;

    GetTopPathStatisticsByTraffic: Read Management Signed ["wafv2:GetTopPathStatisticsByTraffic"] rules::sampled => path_statistics::top;

    CreateAPIKey: Write Management Signed ["wafv2:CreateAPIKey"] any_resource => api_key::create;
    GetDecryptedAPIKey: Read Management Signed ["wafv2:GetDecryptedAPIKey"] any_resource => api_key::decrypted;
    DeleteAPIKey: Write Management Signed ["wafv2:DeleteAPIKey"] any_resource => api_key::delete;
    ListAPIKeys: Read Management Signed ["wafv2:ListAPIKeys"] any_resource => api_key::list;
}

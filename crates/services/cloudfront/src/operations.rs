//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{
    Cdn, cache_policy, distribution, invalidation, origin_request_policy, rules, tags, web_acl,
};

operations! {
    Cdn = "cloudfront";
    AssociateDistributionWebACL: Write Management Signed ["cloudfront:AssociateDistributionWebACL"] rules::distribution => web_acl::associate;
    CreateCachePolicy: Write Management Signed ["cloudfront:CreateCachePolicy"] rules::new_cache_policy => cache_policy::create;
    CreateDistribution: Write Management Signed ["cloudfront:CreateDistribution"] rules::new_distribution => distribution::create;
    CreateDistributionWithTags: Write Management Signed ["cloudfront:CreateDistribution", "cloudfront:TagResource"] rules::new_tagged_distribution => distribution::create_with_tags;
    CreateInvalidation: Write Management Signed ["cloudfront:CreateInvalidation"] rules::of_distribution => invalidation::create;
    CreateOriginRequestPolicy: Write Management Signed ["cloudfront:CreateOriginRequestPolicy"] rules::new_origin_request_policy => origin_request_policy::create;
    DeleteCachePolicy: Write Management Signed ["cloudfront:DeleteCachePolicy"] rules::cache_policy => cache_policy::delete;
    DeleteDistribution: Write Management Signed ["cloudfront:DeleteDistribution"] rules::distribution => distribution::delete;
    DeleteOriginRequestPolicy: Write Management Signed ["cloudfront:DeleteOriginRequestPolicy"] rules::origin_request_policy => origin_request_policy::delete;
    DisassociateDistributionWebACL: Write Management Signed ["cloudfront:DisassociateDistributionWebACL"] rules::distribution => web_acl::disassociate;
    GetCachePolicy: Read Management Signed ["cloudfront:GetCachePolicy"] rules::cache_policy => cache_policy::one;
    GetCachePolicyConfig: Read Management Signed ["cloudfront:GetCachePolicyConfig"] rules::cache_policy => cache_policy::config;
    GetDistribution: Read Management Signed ["cloudfront:GetDistribution"] rules::distribution => distribution::one;
    GetDistributionConfig: Read Management Signed ["cloudfront:GetDistributionConfig"] rules::distribution => distribution::config;
    GetInvalidation: Read Management Signed ["cloudfront:GetInvalidation"] rules::of_distribution => invalidation::one;
    GetOriginRequestPolicy: Read Management Signed ["cloudfront:GetOriginRequestPolicy"] rules::origin_request_policy => origin_request_policy::one;
    GetOriginRequestPolicyConfig: Read Management Signed ["cloudfront:GetOriginRequestPolicyConfig"] rules::origin_request_policy => origin_request_policy::config;
    ListCachePolicies: Read Management Signed ["cloudfront:ListCachePolicies"] any_resource => cache_policy::list;
    ListDistributions: Read Management Signed ["cloudfront:ListDistributions"] any_resource => distribution::list;
    ListDistributionsByWebACLId: Read Management Signed ["cloudfront:ListDistributionsByWebACLId"] any_resource => web_acl::list;
    ListInvalidations: Read Management Signed ["cloudfront:ListInvalidations"] rules::of_distribution => invalidation::list;
    ListOriginRequestPolicies: Read Management Signed ["cloudfront:ListOriginRequestPolicies"] any_resource => origin_request_policy::list;
    ListTagsForResource: Read Management Signed ["cloudfront:ListTagsForResource"] rules::listed_tags => tags::list;
    TagResource: Write Management Signed ["cloudfront:TagResource"] rules::tagged => tags::add;
    UntagResource: Write Management Signed ["cloudfront:UntagResource"] rules::untagged => tags::remove;
    UpdateCachePolicy: Write Management Signed ["cloudfront:UpdateCachePolicy"] rules::cache_policy => cache_policy::update;
    UpdateDistribution: Write Management Signed ["cloudfront:UpdateDistribution"] rules::distribution => distribution::update;
    UpdateOriginRequestPolicy: Write Management Signed ["cloudfront:UpdateOriginRequestPolicy"] rules::origin_request_policy => origin_request_policy::update;
}

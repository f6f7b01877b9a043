//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{
    Cdn, cache_policy, distribution, invalidation, origin_access_control, origin_access_identity,
    origin_request_policy, rules, tags, web_acl,
};

operations! {
    Cdn = "cloudfront";
    AssociateDistributionWebACL: Write Management Signed ["cloudfront:AssociateDistributionWebACL"] rules::distribution => web_acl::associate;
    CreateCachePolicy: Write Management Signed ["cloudfront:CreateCachePolicy"] rules::new_cache_policy => cache_policy::create;
    CreateCloudFrontOriginAccessIdentity: Write Management Signed ["cloudfront:CreateCloudFrontOriginAccessIdentity"] rules::new_origin_access_identity => origin_access_identity::create;
    CreateDistribution: Write Management Signed ["cloudfront:CreateDistribution"] rules::new_distribution => distribution::create;
    CreateDistributionWithTags: Write Management Signed ["cloudfront:CreateDistribution", "cloudfront:TagResource"] rules::new_tagged_distribution => distribution::create_with_tags;
    CreateInvalidation: Write Management Signed ["cloudfront:CreateInvalidation"] rules::of_distribution => invalidation::create;
    CreateOriginAccessControl: Write Management Signed ["cloudfront:CreateOriginAccessControl"] rules::new_origin_access_control => origin_access_control::create;
    CreateOriginRequestPolicy: Write Management Signed ["cloudfront:CreateOriginRequestPolicy"] rules::new_origin_request_policy => origin_request_policy::create;
    DeleteCachePolicy: Write Management Signed ["cloudfront:DeleteCachePolicy"] rules::cache_policy => cache_policy::delete;
    DeleteCloudFrontOriginAccessIdentity: Write Management Signed ["cloudfront:DeleteCloudFrontOriginAccessIdentity"] rules::origin_access_identity => origin_access_identity::delete;
    DeleteDistribution: Write Management Signed ["cloudfront:DeleteDistribution"] rules::distribution => distribution::delete;
    DeleteOriginAccessControl: Write Management Signed ["cloudfront:DeleteOriginAccessControl"] rules::origin_access_control => origin_access_control::delete;
    DeleteOriginRequestPolicy: Write Management Signed ["cloudfront:DeleteOriginRequestPolicy"] rules::origin_request_policy => origin_request_policy::delete;
    DisassociateDistributionWebACL: Write Management Signed ["cloudfront:DisassociateDistributionWebACL"] rules::distribution => web_acl::disassociate;
    GetCachePolicy: Read Management Signed ["cloudfront:GetCachePolicy"] rules::cache_policy => cache_policy::one;
    GetCachePolicyConfig: Read Management Signed ["cloudfront:GetCachePolicyConfig"] rules::cache_policy => cache_policy::config;
    GetCloudFrontOriginAccessIdentity: Read Management Signed ["cloudfront:GetCloudFrontOriginAccessIdentity"] rules::origin_access_identity => origin_access_identity::one;
    GetCloudFrontOriginAccessIdentityConfig: Read Management Signed ["cloudfront:GetCloudFrontOriginAccessIdentityConfig"] rules::origin_access_identity => origin_access_identity::config;
    GetDistribution: Read Management Signed ["cloudfront:GetDistribution"] rules::distribution => distribution::one;
    GetDistributionConfig: Read Management Signed ["cloudfront:GetDistributionConfig"] rules::distribution => distribution::config;
    GetInvalidation: Read Management Signed ["cloudfront:GetInvalidation"] rules::of_distribution => invalidation::one;
    GetOriginAccessControl: Read Management Signed ["cloudfront:GetOriginAccessControl"] rules::origin_access_control => origin_access_control::one;
    GetOriginAccessControlConfig: Read Management Signed ["cloudfront:GetOriginAccessControlConfig"] rules::origin_access_control => origin_access_control::config;
    GetOriginRequestPolicy: Read Management Signed ["cloudfront:GetOriginRequestPolicy"] rules::origin_request_policy => origin_request_policy::one;
    GetOriginRequestPolicyConfig: Read Management Signed ["cloudfront:GetOriginRequestPolicyConfig"] rules::origin_request_policy => origin_request_policy::config;
    ListCachePolicies: Read Management Signed ["cloudfront:ListCachePolicies"] any_resource => cache_policy::list;
    ListCloudFrontOriginAccessIdentities: Read Management Signed ["cloudfront:ListCloudFrontOriginAccessIdentities"] any_resource => origin_access_identity::list;
    ListDistributions: Read Management Signed ["cloudfront:ListDistributions"] any_resource => distribution::list;
    ListDistributionsByWebACLId: Read Management Signed ["cloudfront:ListDistributionsByWebACLId"] any_resource => web_acl::list;
    ListInvalidations: Read Management Signed ["cloudfront:ListInvalidations"] rules::of_distribution => invalidation::list;
    ListOriginAccessControls: Read Management Signed ["cloudfront:ListOriginAccessControls"] any_resource => origin_access_control::list;
    ListOriginRequestPolicies: Read Management Signed ["cloudfront:ListOriginRequestPolicies"] any_resource => origin_request_policy::list;
    ListTagsForResource: Read Management Signed ["cloudfront:ListTagsForResource"] rules::listed_tags => tags::list;
    TagResource: Write Management Signed ["cloudfront:TagResource"] rules::tagged => tags::add;
    UntagResource: Write Management Signed ["cloudfront:UntagResource"] rules::untagged => tags::remove;
    UpdateCachePolicy: Write Management Signed ["cloudfront:UpdateCachePolicy"] rules::cache_policy => cache_policy::update;
    UpdateCloudFrontOriginAccessIdentity: Write Management Signed ["cloudfront:UpdateCloudFrontOriginAccessIdentity"] rules::origin_access_identity => origin_access_identity::update;
    UpdateDistribution: Write Management Signed ["cloudfront:UpdateDistribution"] rules::distribution => distribution::update;
    UpdateOriginAccessControl: Write Management Signed ["cloudfront:UpdateOriginAccessControl"] rules::origin_access_control => origin_access_control::update;
    UpdateOriginRequestPolicy: Write Management Signed ["cloudfront:UpdateOriginRequestPolicy"] rules::origin_request_policy => origin_request_policy::update;
}

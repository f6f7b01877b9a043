//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{
    Shield, attack, automatic, contacts, group, health_check, protection, response_team, rules,
    subscription, tags,
};

operations! {
    Shield = "shield";
    AssociateDRTLogBucket: Write Management Signed ["shield:AssociateDRTLogBucket"] any_resource => response_team::associate_bucket;
    AssociateDRTRole: Write Management Signed ["shield:AssociateDRTRole", "iam:PassRole"] any_resource => response_team::associate_role;
    AssociateHealthCheck: Write Management Signed ["shield:AssociateHealthCheck"] rules::protection => health_check::associate;
    AssociateProactiveEngagementDetails: Write Management Signed ["shield:AssociateProactiveEngagementDetails"] any_resource => contacts::initialize;
    CreateProtection: Write Management Signed ["shield:CreateProtection", "shield:TagResource"] rules::new_protection => protection::create;
    CreateProtectionGroup: Write Management Signed ["shield:CreateProtectionGroup", "shield:TagResource"] rules::new_group => group::create;
    CreateSubscription: Write Management Signed ["shield:CreateSubscription"] any_resource => subscription::create;
    DeleteProtection: Write Management Signed ["shield:DeleteProtection"] rules::protection => protection::delete;
    DeleteProtectionGroup: Write Management Signed ["shield:DeleteProtectionGroup"] rules::group => group::delete;
    DeleteSubscription: Write Management Signed ["shield:DeleteSubscription"] any_resource => subscription::delete;
    DescribeAttack: Read Management Signed ["shield:DescribeAttack"] rules::attack => attack::describe;
    DescribeAttackStatistics: Read Management Signed ["shield:DescribeAttackStatistics"] any_resource => attack::statistics;
    DescribeDRTAccess: Read Management Signed ["shield:DescribeDRTAccess"] any_resource => response_team::describe;
    DescribeEmergencyContactSettings: Read Management Signed ["shield:DescribeEmergencyContactSettings"] any_resource => contacts::describe;
    DescribeProtection: Read Management Signed ["shield:DescribeProtection"] rules::described => protection::describe;
    DescribeProtectionGroup: Read Management Signed ["shield:DescribeProtectionGroup"] rules::group => group::describe;
    DescribeSubscription: Read Management Signed ["shield:DescribeSubscription"] any_resource => subscription::describe;
    DisableApplicationLayerAutomaticResponse: Write Management Signed ["shield:DisableApplicationLayerAutomaticResponse"] any_resource => automatic::disable;
    DisableProactiveEngagement: Write Management Signed ["shield:DisableProactiveEngagement"] any_resource => contacts::disable;
    DisassociateDRTLogBucket: Write Management Signed ["shield:DisassociateDRTLogBucket"] any_resource => response_team::disassociate_bucket;
    DisassociateDRTRole: Write Management Signed ["shield:DisassociateDRTRole"] any_resource => response_team::disassociate_role;
    DisassociateHealthCheck: Write Management Signed ["shield:DisassociateHealthCheck"] rules::protection => health_check::disassociate;
    EnableApplicationLayerAutomaticResponse: Write Management Signed ["shield:EnableApplicationLayerAutomaticResponse"] any_resource => automatic::enable;
    EnableProactiveEngagement: Write Management Signed ["shield:EnableProactiveEngagement"] any_resource => contacts::enable;
    GetSubscriptionState: Read Management Signed ["shield:GetSubscriptionState"] any_resource => subscription::state;
    ListAttacks: Read Management Signed ["shield:ListAttacks"] any_resource => attack::list;
    ListProtectionGroups: Read Management Signed ["shield:ListProtectionGroups"] any_resource => group::list;
    ListProtections: Read Management Signed ["shield:ListProtections"] any_resource => protection::list;
    ListResourcesInProtectionGroup: Read Management Signed ["shield:ListResourcesInProtectionGroup"] rules::group => group::resources;
    ListTagsForResource: Read Management Signed ["shield:ListTagsForResource"] rules::tagged => tags::list;
    TagResource: Write Management Signed ["shield:TagResource"] rules::tagged => tags::tag;
    UntagResource: Write Management Signed ["shield:UntagResource"] rules::tagged => tags::untag;
    UpdateApplicationLayerAutomaticResponse: Write Management Signed ["shield:UpdateApplicationLayerAutomaticResponse"] any_resource => automatic::update;
    UpdateEmergencyContactSettings: Write Management Signed ["shield:UpdateEmergencyContactSettings"] any_resource => contacts::update;
    UpdateProtectionGroup: Write Management Signed ["shield:UpdateProtectionGroup"] rules::group => group::update;
    UpdateSubscription: Write Management Signed ["shield:UpdateSubscription"] any_resource => subscription::update;
}

//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{LoadBalancing, balancer, group, limits, listener, policies, rule, rules, tags};

operations! {
    LoadBalancing = "elbv2";
    AddListenerCertificates: Write Management Signed ["elasticloadbalancing:AddListenerCertificates"] rules::listener => listener::add_certificates;
    AddTags: Write Management Signed ["elasticloadbalancing:AddTags"] rules::tagged => tags::add;
    CreateListener: Write Management Signed ["elasticloadbalancing:CreateListener", "elasticloadbalancing:AddTags"] rules::new_listener => listener::create;
    CreateLoadBalancer: Write Management Signed ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:AddTags"] rules::new_balancer => balancer::create;
    CreateRule: Write Management Signed ["elasticloadbalancing:CreateRule", "elasticloadbalancing:AddTags"] rules::new_rule => rule::create;
    CreateTargetGroup: Write Management Signed ["elasticloadbalancing:CreateTargetGroup", "elasticloadbalancing:AddTags"] rules::new_group => group::create;
    DeleteListener: Write Management Signed ["elasticloadbalancing:DeleteListener"] rules::listener => listener::delete;
    DeleteLoadBalancer: Write Management Signed ["elasticloadbalancing:DeleteLoadBalancer"] rules::balancer => balancer::delete;
    DeleteRule: Write Management Signed ["elasticloadbalancing:DeleteRule"] rules::rule => rule::delete;
    DeleteTargetGroup: Write Management Signed ["elasticloadbalancing:DeleteTargetGroup"] rules::group => group::delete;
    DeregisterTargets: Write Management Signed ["elasticloadbalancing:DeregisterTargets"] rules::group => group::deregister;
    DescribeAccountLimits: Read Management Signed ["elasticloadbalancing:DescribeAccountLimits"] any_resource => limits::describe;
    DescribeCapacityReservation: Read Management Signed ["elasticloadbalancing:DescribeCapacityReservation"] any_resource => balancer::describe_capacity;
    DescribeListenerAttributes: Read Management Signed ["elasticloadbalancing:DescribeListenerAttributes"] any_resource => listener::describe_attributes;
    DescribeListenerCertificates: Read Management Signed ["elasticloadbalancing:DescribeListenerCertificates"] any_resource => listener::describe_certificates;
    DescribeListeners: Read Management Signed ["elasticloadbalancing:DescribeListeners"] any_resource => listener::describe;
    DescribeLoadBalancerAttributes: Read Management Signed ["elasticloadbalancing:DescribeLoadBalancerAttributes"] any_resource => balancer::describe_attributes;
    DescribeLoadBalancers: Read Management Signed ["elasticloadbalancing:DescribeLoadBalancers"] any_resource => balancer::describe;
    DescribeRules: Read Management Signed ["elasticloadbalancing:DescribeRules"] any_resource => rule::describe;
    DescribeSSLPolicies: Read Management Signed ["elasticloadbalancing:DescribeSSLPolicies"] any_resource => policies::describe;
    DescribeTags: Read Management Signed ["elasticloadbalancing:DescribeTags"] any_resource => tags::describe;
    DescribeTargetGroupAttributes: Read Management Signed ["elasticloadbalancing:DescribeTargetGroupAttributes"] any_resource => group::describe_attributes;
    DescribeTargetGroups: Read Management Signed ["elasticloadbalancing:DescribeTargetGroups"] any_resource => group::describe;
    DescribeTargetHealth: Read Management Signed ["elasticloadbalancing:DescribeTargetHealth"] any_resource => group::describe_health;
    ModifyListener: Write Management Signed ["elasticloadbalancing:ModifyListener"] rules::modified_listener => listener::modify;
    ModifyListenerAttributes: Write Management Signed ["elasticloadbalancing:ModifyListenerAttributes"] rules::listener => listener::modify_attributes;
    ModifyLoadBalancerAttributes: Write Management Signed ["elasticloadbalancing:ModifyLoadBalancerAttributes"] rules::balancer => balancer::modify_attributes;
    ModifyRule: Write Management Signed ["elasticloadbalancing:ModifyRule"] rules::rule => rule::modify;
    ModifyTargetGroup: Write Management Signed ["elasticloadbalancing:ModifyTargetGroup"] rules::group => group::modify;
    ModifyTargetGroupAttributes: Write Management Signed ["elasticloadbalancing:ModifyTargetGroupAttributes"] rules::group => group::modify_attributes;
    RegisterTargets: Write Management Signed ["elasticloadbalancing:RegisterTargets"] rules::group => group::register;
    RemoveListenerCertificates: Write Management Signed ["elasticloadbalancing:RemoveListenerCertificates"] rules::listener => listener::remove_certificates;
    RemoveTags: Write Management Signed ["elasticloadbalancing:RemoveTags"] rules::untagged => tags::remove;
    SetRulePriorities: Write Management Signed ["elasticloadbalancing:SetRulePriorities"] rules::prioritized => rule::set_priorities;
    SetSecurityGroups: Write Management Signed ["elasticloadbalancing:SetSecurityGroups"] rules::placed_balancer => balancer::set_groups;
    SetSubnets: Write Management Signed ["elasticloadbalancing:SetSubnets"] rules::placed_balancer => balancer::set_subnets;
}

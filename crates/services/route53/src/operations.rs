//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{Route53, change, delegation_set, health, rules, set, tags, zone};

operations! {
    Route53 = "route53";
    AssociateVPCWithHostedZone: Write Management Signed ["route53:AssociateVPCWithHostedZone"] rules::zone_and_vpc => zone::associate;
    ChangeResourceRecordSets: Write Management Signed ["route53:ChangeResourceRecordSets"] rules::changed_sets => set::change;
    ChangeTagsForResource: Write Management Signed ["route53:ChangeTagsForResource"] rules::tagged => tags::change;
    CreateHealthCheck: Write Management Signed ["route53:CreateHealthCheck"] any_resource => health::create;
    CreateHostedZone: Write Management Signed ["route53:CreateHostedZone"] rules::new_zone => zone::create;
    CreateReusableDelegationSet: Write Management Signed ["route53:CreateReusableDelegationSet"] any_resource => delegation_set::create;
    CreateVPCAssociationAuthorization: Write Management Signed ["route53:CreateVPCAssociationAuthorization"] rules::zone_and_vpc => zone::authorize;
    DeleteHealthCheck: Write Management Signed ["route53:DeleteHealthCheck"] rules::health_check => health::delete;
    DeleteHostedZone: Write Management Signed ["route53:DeleteHostedZone"] rules::zone => zone::delete;
    DeleteReusableDelegationSet: Write Management Signed ["route53:DeleteReusableDelegationSet"] rules::delegation_set => delegation_set::delete;
    DeleteVPCAssociationAuthorization: Write Management Signed ["route53:DeleteVPCAssociationAuthorization"] rules::zone_and_vpc => zone::forbid;
    DisassociateVPCFromHostedZone: Write Management Signed ["route53:DisassociateVPCFromHostedZone"] rules::zone_and_vpc => zone::disassociate;
    GetChange: Read Management Signed ["route53:GetChange"] rules::change => change::show;
    GetDNSSEC: Read Management Signed ["route53:GetDNSSEC"] rules::zone_by_hosted_zone_id => zone::dnssec;
    GetHealthCheck: Read Management Signed ["route53:GetHealthCheck"] rules::health_check => health::show;
    GetHealthCheckCount: Read Management Signed ["route53:GetHealthCheckCount"] any_resource => health::count;
    GetHealthCheckLastFailureReason: Read Management Signed ["route53:GetHealthCheckLastFailureReason"] rules::health_check => health::last_failure;
    GetHealthCheckStatus: Read Management Signed ["route53:GetHealthCheckStatus"] rules::health_check => health::status;
    GetHostedZone: Read Management Signed ["route53:GetHostedZone"] rules::zone => zone::show;
    GetHostedZoneCount: Read Management Signed ["route53:GetHostedZoneCount"] any_resource => zone::count;
    GetReusableDelegationSet: Read Management Signed ["route53:GetReusableDelegationSet"] rules::delegation_set => delegation_set::show;
    GetReusableDelegationSetLimit: Read Management Signed ["route53:GetReusableDelegationSetLimit"] rules::limited_delegation_set => delegation_set::limit;
    ListHealthChecks: Read Management Signed ["route53:ListHealthChecks"] any_resource => health::list;
    ListHostedZones: Read Management Signed ["route53:ListHostedZones"] any_resource => zone::list;
    ListHostedZonesByName: Read Management Signed ["route53:ListHostedZonesByName"] any_resource => zone::list_by_name;
    ListHostedZonesByVPC: Read Management Signed ["route53:ListHostedZonesByVPC"] rules::vpc => zone::of_vpc;
    ListResourceRecordSets: Read Management Signed ["route53:ListResourceRecordSets"] rules::zone_by_hosted_zone_id => set::list;
    ListReusableDelegationSets: Read Management Signed ["route53:ListReusableDelegationSets"] any_resource => delegation_set::list;
    ListTagsForResource: Read Management Signed ["route53:ListTagsForResource"] rules::tagged => tags::list;
    ListTagsForResources: Read Management Signed ["route53:ListTagsForResources"] rules::all_tagged => tags::list_many;
    ListVPCAssociationAuthorizations: Read Management Signed ["route53:ListVPCAssociationAuthorizations"] rules::zone_by_hosted_zone_id => zone::authorized;
    UpdateHealthCheck: Write Management Signed ["route53:UpdateHealthCheck"] rules::health_check => health::update;
    UpdateHostedZoneComment: Write Management Signed ["route53:UpdateHostedZoneComment"] rules::zone => zone::comment;
}

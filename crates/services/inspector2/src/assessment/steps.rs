//! Ways in, and what closes them, as findings tell them.

use bartizan_reach::{Component, Edit};
use bartizan_service::NetworkPlace;
use bartizan_types::Arn;

use crate::shapes::Step;

/// A component of a way in, where it is a resource.
pub(super) fn step(component: &Component, place: &NetworkPlace) -> Option<Step> {
    let ec2 = |kind, name, id: &str| Some(ec2_step(place, kind, name, id));
    match component {
        Component::Internet | Component::PublicAddress(_) => None,
        Component::Vpc(id) => ec2("AWS::EC2::VPC", "vpc", id),
        Component::InternetGateway(id) => ec2("AWS::EC2::InternetGateway", "internet-gateway", id),
        Component::Peering(id) => {
            ec2("AWS::EC2::VPCPeeringConnection", "vpc-peering-connection", id)
        }
        Component::Acl { acl, .. } => ec2("AWS::EC2::NetworkAcl", "network-acl", acl),
        Component::Group { group, .. } => ec2("AWS::EC2::SecurityGroup", "security-group", group),
        Component::Route { table, .. } => ec2("AWS::EC2::RouteTable", "route-table", table),
        Component::Interface(id) => ec2("AWS::EC2::NetworkInterface", "network-interface", id),
        Component::Balancer { balancer, .. } => {
            let name =
                balancer.rsplit_once(":loadbalancer/").map_or(balancer.as_str(), |one| one.1);
            Some(Step {
                component_id: name.to_owned(),
                component_type: "AWS::ElasticLoadBalancingV2::LoadBalancer".to_owned(),
                component_arn: Some(balancer.clone()),
            })
        }
    }
}

/// A resource of EC2.
pub(super) fn ec2_step(place: &NetworkPlace, kind: &str, name: &str, id: &str) -> Step {
    let resource = format!("{name}/{id}");
    let arn = Arn::new("ec2", place.region.as_str(), Some(place.account), &resource);
    Step {
        component_id: id.to_owned(),
        component_type: kind.to_owned(),
        component_arn: Some(arn.to_string()),
    }
}

/// A change, as one who makes it reads it.
pub(super) fn worded(edit: &Edit) -> String {
    match edit {
        Edit::RevokeRule { group, rule } => {
            format!("revoke the rule {rule} of the security group {group}")
        }
        Edit::DenyEntry { acl, number, protocol, ports: (first, last), block } => format!(
            "add the entry {number} to the network ACL {acl}, which denies protocol {protocol}, ports \
             {first}-{last}, from {block}"
        ),
        Edit::DisassociateAddress { interface, address } if address.is_ipv6() => {
            format!("unassign the address {address} of {interface}")
        }
        Edit::DisassociateAddress { interface, address } => {
            format!("take the public address from {address} of {interface}")
        }
        Edit::DeleteRoute { table, destination } => {
            format!("delete the route to {destination} of the route table {table}")
        }
        Edit::DeleteListener { balancer, port } => {
            format!("delete the listener at port {port} of {balancer}")
        }
    }
}

//! Private zones and their VPCs.

use std::net::Ipv4Addr;
use std::sync::Arc;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::testkit::{Case, Given};
use bartizan_service::types::{Fault, Random};
use bartizan_service::{NetworkPlace, NetworkSubnet, Networks, Ports, ServiceInterface};
use serde_json::{Value as Json, json};

use crate::{ZONE, done, refused, world, zone};

/// The networks of the account: two VPCs in one region.
pub(crate) struct Network;

impl Given for Network {
    fn offer(&self, ports: &mut Ports) {
        ports.networks = Some(Arc::new(Self));
    }
}

impl Networks for Network {
    fn subnet(&self, _: &Reader<'_>, _: &NetworkPlace, _: &str) -> Result<NetworkSubnet, Fault> {
        unreachable!("no zone asks for subnets")
    }

    fn has_vpc(&self, _: &Reader<'_>, place: &NetworkPlace, id: &str) -> Result<bool, Fault> {
        Ok(place.region.as_str() == "us-east-1" && ["vpc-1", "vpc-2"].contains(&id))
    }

    fn has_address(&self, _: &Reader<'_>, _: &NetworkPlace, _: &str) -> Result<bool, Fault> {
        unreachable!("no zone asks for addresses")
    }

    fn has_internet_gateway(
        &self,
        _: &Reader<'_>,
        _: &NetworkPlace,
        _: &str,
    ) -> Result<bool, Fault> {
        unreachable!("no zone asks for gateways")
    }

    fn groups(
        &self,
        _: &Reader<'_>,
        _: &NetworkPlace,
        _: &str,
        _: &[String],
    ) -> Result<Vec<String>, Fault> {
        unreachable!("no zone asks for security groups")
    }

    fn attach(
        &self,
        _: &mut Writer<'_>,
        _: &NetworkPlace,
        _: &ServiceInterface<'_>,
        _: &dyn Random,
    ) -> Result<Ipv4Addr, Fault> {
        unreachable!("no zone has an interface")
    }

    fn put_groups(
        &self,
        _: &mut Writer<'_>,
        _: &NetworkPlace,
        _: &str,
        _: &[String],
    ) -> Result<(), Fault> {
        unreachable!("no zone has an interface")
    }

    fn detach(
        &self,
        _: &mut Writer<'_>,
        _: &NetworkPlace,
        _: &str,
        _: Option<&[String]>,
    ) -> Result<(), Fault> {
        unreachable!("no zone has an interface")
    }
}

fn vpc(id: &str) -> Json {
    json!({ "VPCRegion": "us-east-1", "VPCId": id })
}

fn new(name: &str, id: &str) -> Json {
    json!({ "Name": name, "CallerReference": format!("{name}-{id}"), "VPC": vpc(id) })
}

/// A zone, and one of the VPCs.
fn with(zone: &str, id: &str) -> Json {
    json!({ "HostedZoneId": zone, "VPC": vpc(id) })
}

pub(crate) fn cases() -> Vec<Case> {
    let private = |operation, input| {
        Case::new(operation, input).after("CreateHostedZone", new("in.test", "vpc-1"))
    };
    vec![
        private("AssociateVPCWithHostedZone", with(ZONE, "vpc-2")),
        private("DisassociateVPCFromHostedZone", with(ZONE, "vpc-2"))
            .after("AssociateVPCWithHostedZone", with(ZONE, "vpc-2")),
        private("ListHostedZonesByVPC", json!({ "VPCRegion": "us-east-1", "VPCId": "vpc-1" })),
        private("CreateVPCAssociationAuthorization", with(ZONE, "vpc-9")),
        private("DeleteVPCAssociationAuthorization", with(ZONE, "vpc-9"))
            .after("CreateVPCAssociationAuthorization", with(ZONE, "vpc-9")),
        private("ListVPCAssociationAuthorizations", json!({ "HostedZoneId": ZONE })),
    ]
}

#[tokio::test]
async fn a_private_zone_has_its_vpcs() {
    let world = world();
    let made = done(&world, "CreateHostedZone", new("in.test", "vpc-1")).await;
    assert_eq!(made["VPC"], vpc("vpc-1"));
    assert_eq!(made["HostedZone"]["Config"]["PrivateZone"], true);
    let id = made["HostedZone"]["Id"].as_str().unwrap().to_owned();
    let shown = async || done(&world, "GetHostedZone", json!({ "Id": id })).await;
    assert_eq!(shown().await["VPCs"], json!([vpc("vpc-1")]));
    assert_eq!(shown().await.get("DelegationSet"), None);
    done(&world, "AssociateVPCWithHostedZone", with(&id, "vpc-2")).await;
    assert_eq!(shown().await["VPCs"], json!([vpc("vpc-1"), vpc("vpc-2")]));
    done(&world, "DisassociateVPCFromHostedZone", with(&id, "vpc-1")).await;
    assert_eq!(shown().await["VPCs"], json!([vpc("vpc-2")]));
    let sets = done(&world, "ListResourceRecordSets", json!({ "HostedZoneId": id })).await;
    let servers = sets["ResourceRecordSets"][0]["ResourceRecords"].as_array().unwrap();
    assert!(servers.contains(&json!({ "Value": "ns-0.awsdns-00.com." })), "{servers:?}");
}

#[tokio::test]
async fn zones_are_listed_by_vpc_and_by_kind() {
    let world = world();
    zone(&world, "out.test").await;
    for name in ["a.test", "b.test", "c.test"] {
        done(&world, "CreateHostedZone", new(name, "vpc-1")).await;
    }
    let of = |more: Json| {
        let mut input = vpc("vpc-1");
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let first = done(&world, "ListHostedZonesByVPC", of(json!({ "MaxItems": "2" }))).await;
    let rest = of(json!({ "NextToken": first["NextToken"] }));
    let rest = done(&world, "ListHostedZonesByVPC", rest).await;
    let mut names: Vec<&str> = [&first, &rest]
        .iter()
        .flat_map(|page| page["HostedZoneSummaries"].as_array().unwrap())
        .map(|zone| zone["Name"].as_str().unwrap())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["a.test.", "b.test.", "c.test."]);
    assert_eq!(first["HostedZoneSummaries"][0]["Owner"]["OwningAccount"], "123456789012");
    let private = json!({ "HostedZoneType": "PrivateHostedZone" });
    let private = done(&world, "ListHostedZones", private).await;
    assert_eq!(private["HostedZones"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn what_cannot_be_associated_is_refused() {
    let world = world();
    let public = zone(&world, "out.test").await;
    let made = done(&world, "CreateHostedZone", new("in.test", "vpc-1")).await;
    let private = made["HostedZone"]["Id"].as_str().unwrap().to_owned();
    let associate = "AssociateVPCWithHostedZone";
    let leave = "DisassociateVPCFromHostedZone";
    let authorize = "CreateVPCAssociationAuthorization";
    let nameless = json!({ "HostedZoneId": private, "VPC": { "VPCId": "vpc-2" } });
    for (operation, input, code) in [
        ("CreateHostedZone", new("in.test", "vpc-3"), "InvalidVPCId"),
        (
            "CreateHostedZone",
            json!({ "Name": "x.test", "CallerReference": "x",
            "HostedZoneConfig": { "PrivateZone": true } }),
            "InvalidInput",
        ),
        (
            "CreateHostedZone",
            json!({ "Name": "in.test", "CallerReference": "y",
            "VPC": vpc("vpc-1") }),
            "ConflictingDomainExists",
        ),
        (associate, with(&public, "vpc-1"), "PublicZoneVPCAssociation"),
        (associate, with(&private, "vpc-1"), "ConflictingDomainExists"),
        (associate, with(&private, "vpc-3"), "InvalidVPCId"),
        (associate, with("Z1", "vpc-1"), "NoSuchHostedZone"),
        (associate, nameless, "InvalidInput"),
        (leave, with(&private, "vpc-1"), "LastVPCAssociation"),
        (leave, with(&private, "vpc-2"), "VPCAssociationNotFound"),
        (leave, with("Z1", "vpc-1"), "NoSuchHostedZone"),
        (authorize, with(&public, "vpc-9"), "InvalidInput"),
        (
            "DeleteVPCAssociationAuthorization",
            with(&private, "vpc-9"),
            "VPCAssociationAuthorizationNotFound",
        ),
        ("ListHostedZonesByVPC", vpc("vpc-3"), "InvalidInput"),
    ] {
        assert_eq!(refused(&world, operation, input.clone()).await.0, code, "{operation} {input}");
    }
}

#[tokio::test]
async fn authorizations_are_listed_page_by_page() {
    let world = world();
    let made = done(&world, "CreateHostedZone", new("in.test", "vpc-1")).await;
    let id = made["HostedZone"]["Id"].as_str().unwrap().to_owned();
    for vpc in ["vpc-7", "vpc-8", "vpc-9", "vpc-9"] {
        done(&world, "CreateVPCAssociationAuthorization", with(&id, vpc)).await;
    }
    let list = "ListVPCAssociationAuthorizations";
    let first = done(&world, list, json!({ "HostedZoneId": id, "MaxResults": "2" })).await;
    assert_eq!(first["VPCs"], json!([vpc("vpc-7"), vpc("vpc-8")]));
    let next = json!({ "HostedZoneId": id, "NextToken": first["NextToken"] });
    let rest = done(&world, list, next).await;
    assert_eq!((&rest["VPCs"], rest.get("NextToken")), (&json!([vpc("vpc-9")]), None));
    let wrong = json!({ "HostedZoneId": id, "NextToken": "none" });
    assert_eq!(refused(&world, list, wrong).await.0, "InvalidPaginationToken");
}

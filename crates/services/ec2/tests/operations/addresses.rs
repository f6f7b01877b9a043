//! Elastic IP addresses.

use bartizan_service::testkit::{Case, World};
use serde_json::json;

use crate::{SUBNET, VPC, done, id, in_subnet, refused, subnet, vpc, world};

const ADDRESS: &str = "$AllocateAddress.AllocationId";
const INTERFACE: &str = "$CreateNetworkInterface.NetworkInterface.NetworkInterfaceId";
const GATEWAY: &str = "$CreateInternetGateway.InternetGateway.InternetGatewayId";

pub(crate) fn cases() -> Vec<Case> {
    let associate = json!({ "AllocationId": ADDRESS, "NetworkInterfaceId": INTERFACE });
    let online = |operation, input| {
        in_subnet(operation, input)
            .after("CreateInternetGateway", json!({}))
            .after("AttachInternetGateway", json!({ "InternetGatewayId": GATEWAY, "VpcId": VPC }))
            .after("CreateNetworkInterface", json!({ "SubnetId": SUBNET }))
            .after("AllocateAddress", json!({}))
    };
    vec![
        Case::new("AllocateAddress", json!({ "Domain": "vpc" })),
        Case::new("ReleaseAddress", json!({ "AllocationId": ADDRESS }))
            .after("AllocateAddress", json!({})),
        Case::new("DescribeAddresses", json!({})),
        online("AssociateAddress", associate.clone()),
        online(
            "DisassociateAddress",
            json!({ "AssociationId": "$AssociateAddress.AssociationId" }),
        )
        .after("AssociateAddress", associate),
    ]
}

async fn interface(world: &World, subnet: &str) -> String {
    let made = done(world, "CreateNetworkInterface", json!({ "SubnetId": subnet })).await;
    id(&made["NetworkInterface"]["NetworkInterfaceId"])
}

#[tokio::test]
async fn an_address_stands_for_one_interface_of_a_network_with_a_gateway() {
    let world = world();
    let vpc = vpc(&world, "10.0.0.0/16").await;
    let subnet = subnet(&world, &vpc, "10.0.1.0/24").await;
    let (one, other) = (interface(&world, &subnet).await, interface(&world, &subnet).await);
    let address = done(&world, "AllocateAddress", json!({})).await;
    let (address, public) = (id(&address["AllocationId"]), id(&address["PublicIp"]));
    assert!(public.starts_with("198.18.") || public.starts_with("198.19."), "{public}");
    let to = |interface: &str| json!({ "AllocationId": address, "NetworkInterfaceId": interface });
    assert_eq!(refused(&world, "AssociateAddress", to(&one)).await, "Gateway.NotAttached");
    let gateway = done(&world, "CreateInternetGateway", json!({})).await;
    let gateway = id(&gateway["InternetGateway"]["InternetGatewayId"]);
    let attach = json!({ "InternetGatewayId": gateway, "VpcId": vpc });
    done(&world, "AttachInternetGateway", attach.clone()).await;
    done(&world, "AssociateAddress", to(&one)).await;
    let mut kept = to(&other);
    kept["AllowReassociation"] = json!(false);
    let told = refused(&world, "AssociateAddress", kept).await;
    assert_eq!(told, "Resource.AlreadyAssociated");
    done(&world, "AssociateAddress", to(&other)).await;
    let shown = json!({ "NetworkInterfaceIds": [other] });
    let shown = done(&world, "DescribeNetworkInterfaces", shown).await;
    assert_eq!(shown["NetworkInterfaces"][0]["Association"]["PublicIp"], public.as_str());
    let release = json!({ "AllocationId": address });
    let told = refused(&world, "ReleaseAddress", release.clone()).await;
    assert_eq!(told, "InvalidIPAddress.InUse");
    let told = refused(&world, "DetachInternetGateway", attach).await;
    assert_eq!(told, "DependencyViolation");
    // An interface that goes sets its address free.
    done(&world, "DeleteNetworkInterface", json!({ "NetworkInterfaceId": other })).await;
    done(&world, "ReleaseAddress", release.clone()).await;
    let told = refused(&world, "ReleaseAddress", release).await;
    assert_eq!(told, "InvalidAllocationID.NotFound");
}

#[tokio::test]
async fn a_region_has_five_addresses() {
    let world = world();
    for _ in 0..5 {
        done(&world, "AllocateAddress", json!({})).await;
    }
    assert_eq!(refused(&world, "AllocateAddress", json!({})).await, "AddressLimitExceeded");
    let unknown = json!({ "PublicIps": ["192.0.2.1"] });
    assert_eq!(refused(&world, "DescribeAddresses", unknown).await, "InvalidAddress.NotFound");
}

//! NAT gateways.

use std::time::Duration;

use bartizan_service::testkit::{Case, World};
use serde_json::json;

use crate::{SUBNET, VPC, done, id, in_subnet, refused, subnet, vpc, world};

const GATEWAY: &str = "$CreateInternetGateway.InternetGateway.InternetGatewayId";

pub(crate) fn cases() -> Vec<Case> {
    let private = || json!({ "SubnetId": SUBNET, "ConnectivityType": "private" });
    let with_one =
        |operation, input| in_subnet(operation, input).after("CreateNatGateway", private());
    vec![
        in_subnet(
            "CreateNatGateway",
            json!({ "SubnetId": SUBNET, "AllocationId": "$AllocateAddress.AllocationId" }),
        )
        .after("CreateInternetGateway", json!({}))
        .after("AttachInternetGateway", json!({ "InternetGatewayId": GATEWAY, "VpcId": VPC }))
        .after("AllocateAddress", json!({})),
        with_one(
            "DeleteNatGateway",
            json!({ "NatGatewayId": "$CreateNatGateway.NatGateway.NatGatewayId" }),
        ),
        with_one("DescribeNatGateways", json!({})),
    ]
}

async fn online(world: &World) -> (String, String) {
    let network = vpc(world, "10.0.0.0/16").await;
    let subnet = subnet(world, &network, "10.0.1.0/24").await;
    (network, subnet)
}

#[tokio::test]
async fn a_public_one_has_an_address_and_leads_routes() {
    let world = world();
    let (network, subnet) = online(&world).await;
    let address = id(&done(&world, "AllocateAddress", json!({})).await["AllocationId"]);
    let new = json!({ "SubnetId": subnet, "AllocationId": address });
    assert_eq!(refused(&world, "CreateNatGateway", new.clone()).await, "Gateway.NotAttached");
    let gateway = done(&world, "CreateInternetGateway", json!({})).await;
    let gateway = id(&gateway["InternetGateway"]["InternetGatewayId"]);
    let attach = json!({ "InternetGatewayId": gateway, "VpcId": network });
    done(&world, "AttachInternetGateway", attach).await;
    let made = done(&world, "CreateNatGateway", new.clone()).await;
    let nat = id(&made["NatGateway"]["NatGatewayId"]);
    assert_eq!(made["NatGateway"]["State"], "available");
    let place = &made["NatGateway"]["NatGatewayAddresses"][0];
    assert_eq!(place["AllocationId"], address.as_str());
    assert_eq!(refused(&world, "CreateNatGateway", new).await, "Resource.AlreadyAssociated");
    let delete = json!({ "NetworkInterfaceId": place["NetworkInterfaceId"] });
    assert_eq!(refused(&world, "DeleteNetworkInterface", delete).await, "InvalidParameterValue");
    let table = done(&world, "CreateRouteTable", json!({ "VpcId": network })).await;
    let table = id(&table["RouteTable"]["RouteTableId"]);
    let route =
        json!({ "RouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": nat });
    done(&world, "CreateRoute", route).await;
    let of_table = json!({ "RouteTableIds": [table] });
    let state = |shown: serde_json::Value| shown["RouteTables"][0]["Routes"][1]["State"].clone();
    assert_eq!(state(done(&world, "DescribeRouteTables", of_table.clone()).await), "active");
    done(&world, "DeleteNatGateway", json!({ "NatGatewayId": nat })).await;
    assert_eq!(state(done(&world, "DescribeRouteTables", of_table).await), "blackhole");
    done(&world, "ReleaseAddress", json!({ "AllocationId": address })).await;
    let shown = json!({ "NatGatewayIds": [nat] });
    let told = done(&world, "DescribeNatGateways", shown.clone()).await;
    assert_eq!(told["NatGateways"][0]["State"], "deleted");
    world.clock.advance(Duration::from_hours(1));
    assert_eq!(refused(&world, "DescribeNatGateways", shown).await, "NatGatewayNotFound");
}

#[tokio::test]
async fn what_it_needs_it_says() {
    let world = world();
    let (_, subnet) = online(&world).await;
    for (input, code) in [
        (json!({ "SubnetId": subnet }), "MissingParameter"),
        (json!({ "ConnectivityType": "private" }), "MissingParameter"),
        (
            json!({ "SubnetId": "subnet-0", "ConnectivityType": "private" }),
            "InvalidSubnetID.NotFound",
        ),
        (
            json!({ "SubnetId": subnet, "ConnectivityType": "private", "AllocationId": "eipalloc-0" }),
            "InvalidParameterCombination",
        ),
    ] {
        assert_eq!(refused(&world, "CreateNatGateway", input.clone()).await, code, "{input}");
    }
    let private =
        json!({ "SubnetId": subnet, "ConnectivityType": "private", "ClientToken": "once" });
    let made = done(&world, "CreateNatGateway", private.clone()).await;
    let again = done(&world, "CreateNatGateway", private).await;
    assert_eq!(made["NatGateway"]["NatGatewayId"], again["NatGateway"]["NatGatewayId"]);
    for _ in 1..5 {
        let more = json!({ "SubnetId": subnet, "ConnectivityType": "private" });
        done(&world, "CreateNatGateway", more).await;
    }
    let more = json!({ "SubnetId": subnet, "ConnectivityType": "private" });
    assert_eq!(refused(&world, "CreateNatGateway", more).await, "NatGatewayLimitExceeded");
}

//! Network interfaces.

use bartizan_service::testkit::Case;
use serde_json::json;

use crate::{SUBNET, done, id, in_subnet, refused, subnet, vpc, world};

const INTERFACE: &str = "$CreateNetworkInterface.NetworkInterface.NetworkInterfaceId";

pub(crate) fn cases() -> Vec<Case> {
    let with_one = |operation, input| {
        in_subnet(operation, input).after("CreateNetworkInterface", json!({ "SubnetId": SUBNET }))
    };
    vec![
        in_subnet(
            "CreateNetworkInterface",
            json!({
                "SubnetId": SUBNET,
                "Description": "for tests",
                "PrivateIpAddress": "10.0.1.7",
                "TagSpecifications": [
                    { "ResourceType": "network-interface", "Tags": [{ "Key": "team", "Value": "red" }] },
                ],
            }),
        ),
        with_one("DeleteNetworkInterface", json!({ "NetworkInterfaceId": INTERFACE })),
        with_one("DescribeNetworkInterfaces", json!({ "NetworkInterfaceIds": [INTERFACE] })),
        with_one(
            "DescribeNetworkInterfaceAttribute",
            json!({ "NetworkInterfaceId": INTERFACE, "Attribute": "description" }),
        ),
        with_one(
            "ModifyNetworkInterfaceAttribute",
            json!({ "NetworkInterfaceId": INTERFACE, "SourceDestCheck": { "Value": false } }),
        ),
    ]
}

#[tokio::test]
async fn addresses_are_the_subnets_and_free() {
    let world = world();
    let subnet = subnet(&world, &vpc(&world, "10.0.0.0/16").await, "10.0.1.0/24").await;
    let with = |address: &str| json!({ "SubnetId": subnet, "PrivateIpAddress": address });
    let made = done(&world, "CreateNetworkInterface", with("10.0.1.9")).await;
    assert_eq!(made["NetworkInterface"]["PrivateIpAddress"], "10.0.1.9");
    assert_eq!(made["NetworkInterface"]["Status"], "available");
    for (address, code) in [
        ("10.0.1.9", "InvalidIPAddress.InUse"),
        ("10.0.1.3", "InvalidParameterValue"),
        ("10.0.1.255", "InvalidParameterValue"),
        ("10.0.2.9", "InvalidParameterValue"),
        ("10.0.1", "InvalidParameterValue"),
    ] {
        let told = refused(&world, "CreateNetworkInterface", with(address)).await;
        assert_eq!(told, code, "{address}");
    }
    let many = json!({ "SubnetId": subnet, "SecondaryPrivateIpAddressCount": 50 });
    let told = refused(&world, "CreateNetworkInterface", many).await;
    assert_eq!(told, "PrivateIpAddressLimitExceeded");
    let negative = json!({ "SubnetId": subnet, "SecondaryPrivateIpAddressCount": -1 });
    let told = refused(&world, "CreateNetworkInterface", negative).await;
    assert_eq!(told, "InvalidParameterValue");
}

#[tokio::test]
async fn groups_are_of_its_vpc_and_bound_to_it() {
    let world = world();
    let (own, other) = (vpc(&world, "10.0.0.0/16").await, vpc(&world, "10.1.0.0/16").await);
    let subnet = subnet(&world, &own, "10.0.1.0/24").await;
    let mut groups = Vec::new();
    for (vpc, name) in [(&own, "web"), (&other, "web")] {
        let new = json!({ "VpcId": vpc, "GroupName": name, "Description": "for tests" });
        groups.push(id(&done(&world, "CreateSecurityGroup", new).await["GroupId"]));
    }
    let wrong = json!({ "SubnetId": subnet, "Groups": [groups[1]] });
    let told = refused(&world, "CreateNetworkInterface", wrong).await;
    assert_eq!(told, "InvalidGroup.NotFound");
    let made = done(&world, "CreateNetworkInterface", json!({ "SubnetId": subnet })).await;
    assert_eq!(made["NetworkInterface"]["Groups"][0]["GroupName"], "default");
    let interface = id(&made["NetworkInterface"]["NetworkInterfaceId"]);
    let change = json!({ "NetworkInterfaceId": interface, "Groups": [groups[0]] });
    done(&world, "ModifyNetworkInterfaceAttribute", change).await;
    let told = refused(&world, "DeleteSecurityGroup", json!({ "GroupId": groups[0] })).await;
    assert_eq!(told, "DependencyViolation");
    let two = json!({
        "NetworkInterfaceId": interface,
        "Groups": [groups[0]],
        "Description": { "Value": "two at once" },
    });
    let told = refused(&world, "ModifyNetworkInterfaceAttribute", two).await;
    assert_eq!(told, "InvalidParameterCombination");
}

#[tokio::test]
async fn a_client_token_makes_one_interface() {
    let world = world();
    let subnet = subnet(&world, &vpc(&world, "10.0.0.0/16").await, "10.0.1.0/24").await;
    let new = json!({ "SubnetId": subnet, "ClientToken": "once" });
    let first = done(&world, "CreateNetworkInterface", new.clone()).await;
    let second = done(&world, "CreateNetworkInterface", new).await;
    let id = "NetworkInterfaceId";
    assert_eq!(first["NetworkInterface"][id], second["NetworkInterface"][id]);
}

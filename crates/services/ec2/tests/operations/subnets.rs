//! Subnets.

use bartizan_service::testkit::Case;
use serde_json::json;

use crate::{SUBNET, VPC, done, in_subnet, in_vpc, refused, subnet, vpc, world};

pub(crate) fn cases() -> Vec<Case> {
    vec![
        in_vpc(
            "CreateSubnet",
            json!({
                "VpcId": VPC,
                "CidrBlock": "10.0.1.0/24",
                "AvailabilityZone": "us-east-1b",
                "TagSpecifications": [
                    { "ResourceType": "subnet", "Tags": [{ "Key": "team", "Value": "red" }] },
                ],
            }),
        ),
        in_subnet("DeleteSubnet", json!({ "SubnetId": SUBNET })),
        in_subnet("DescribeSubnets", json!({ "SubnetIds": [SUBNET] })),
        in_subnet(
            "ModifySubnetAttribute",
            json!({ "SubnetId": SUBNET, "MapPublicIpOnLaunch": { "Value": true } }),
        ),
        Case::new("CreateDefaultSubnet", json!({ "AvailabilityZone": "us-east-1a" }))
            .after("DescribeSubnets", json!({}))
            .refused_by("DefaultSubnetAlreadyExistsInAvailabilityZone"),
    ]
}

#[tokio::test]
async fn a_subnet_lies_within_its_vpc_and_beside_others() {
    let world = world();
    let vpc = vpc(&world, "10.0.0.0/16").await;
    subnet(&world, &vpc, "10.0.1.0/24").await;
    for (block, code) in [
        ("10.0.1.128/25", "InvalidSubnet.Conflict"),
        ("10.0.0.0/16", "InvalidSubnet.Conflict"),
        ("10.1.0.0/24", "InvalidSubnet.Range"),
        ("10.0.0.0/8", "InvalidSubnet.Range"),
        ("10.0.2.0/29", "InvalidSubnet.Range"),
        ("10.0.2.0/24/1", "InvalidParameterValue"),
    ] {
        let input = json!({ "VpcId": vpc, "CidrBlock": block });
        assert_eq!(refused(&world, "CreateSubnet", input).await, code, "{block}");
    }
    let zone =
        json!({ "VpcId": vpc, "CidrBlock": "10.0.2.0/24", "AvailabilityZone": "eu-west-1a" });
    assert_eq!(refused(&world, "CreateSubnet", zone).await, "InvalidParameterValue");
    let no_vpc = json!({ "VpcId": "vpc-0", "CidrBlock": "10.0.2.0/24" });
    assert_eq!(refused(&world, "CreateSubnet", no_vpc).await, "InvalidVpcID.NotFound");
}

#[tokio::test]
async fn a_subnet_in_use_stays_and_counts_its_addresses() {
    let world = world();
    let vpc = vpc(&world, "10.0.0.0/16").await;
    let subnet = subnet(&world, &vpc, "10.0.1.0/28").await;
    let new = json!({ "SubnetId": subnet, "SecondaryPrivateIpAddressCount": 2 });
    let made = done(&world, "CreateNetworkInterface", new.clone()).await;
    let shown = done(&world, "DescribeSubnets", json!({ "SubnetIds": [subnet] })).await;
    assert_eq!(shown["Subnets"][0]["AvailableIpAddressCount"], 8);
    let delete = json!({ "SubnetId": subnet });
    assert_eq!(refused(&world, "DeleteSubnet", delete.clone()).await, "DependencyViolation");
    for _ in 0..2 {
        done(&world, "CreateNetworkInterface", new.clone()).await;
    }
    let full = refused(&world, "CreateNetworkInterface", new).await;
    assert_eq!(full, "InsufficientFreeAddressesInSubnet");
    let id = made["NetworkInterface"]["NetworkInterfaceId"].clone();
    done(&world, "DeleteNetworkInterface", json!({ "NetworkInterfaceId": id })).await;
    assert_eq!(refused(&world, "DeleteSubnet", delete).await, "DependencyViolation");
}

//! VPCs.

use bartizan_service::testkit::Case;
use serde_json::json;

use crate::{VPC, done, filter, id, in_vpc, refused, subnet, vpc, world};

pub(crate) fn cases() -> Vec<Case> {
    let block = "$AssociateVpcCidrBlock.CidrBlockAssociation.AssociationId";
    let more = json!({ "VpcId": VPC, "CidrBlock": "10.1.0.0/16" });
    vec![
        Case::new(
            "CreateVpc",
            json!({
                "CidrBlock": "10.0.0.0/16",
                "TagSpecifications": [
                    { "ResourceType": "vpc", "Tags": [{ "Key": "team", "Value": "red" }] },
                ],
            }),
        ),
        in_vpc("DeleteVpc", json!({ "VpcId": VPC })),
        in_vpc("DescribeVpcs", json!({ "VpcIds": [VPC] })),
        in_vpc("DescribeVpcAttribute", json!({ "VpcId": VPC, "Attribute": "enableDnsSupport" })),
        in_vpc(
            "ModifyVpcAttribute",
            json!({ "VpcId": VPC, "EnableDnsHostnames": { "Value": true } }),
        ),
        in_vpc("AssociateVpcCidrBlock", more.clone()),
        in_vpc("DisassociateVpcCidrBlock", json!({ "AssociationId": block }))
            .after("AssociateVpcCidrBlock", more),
        Case::new("CreateDefaultVpc", json!({})).refused_by("DefaultVpcAlreadyExists"),
        Case::new("DescribeAvailabilityZones", json!({ "ZoneNames": ["us-east-1a"] })),
        Case::new("DescribeRegions", json!({ "RegionNames": ["eu-west-1"] })),
    ]
}

#[tokio::test]
async fn a_vpc_goes_when_nothing_is_in_it() {
    let world = world();
    let vpc = vpc(&world, "10.0.0.0/16").await;
    let subnet = subnet(&world, &vpc, "10.0.1.0/24").await;
    let delete = json!({ "VpcId": vpc });
    assert_eq!(refused(&world, "DeleteVpc", delete.clone()).await, "DependencyViolation");
    done(&world, "DeleteSubnet", json!({ "SubnetId": subnet })).await;
    let group = json!({ "VpcId": vpc, "GroupName": "web", "Description": "web" });
    let group = id(&done(&world, "CreateSecurityGroup", group).await["GroupId"]);
    assert_eq!(refused(&world, "DeleteVpc", delete.clone()).await, "DependencyViolation");
    done(&world, "DeleteSecurityGroup", json!({ "GroupId": group })).await;
    done(&world, "DeleteVpc", delete.clone()).await;
    assert_eq!(refused(&world, "DeleteVpc", delete).await, "InvalidVpcID.NotFound");
    for left in ["DescribeRouteTables", "DescribeSecurityGroups"] {
        let left = done(&world, left, json!({ "Filters": filter("vpc-id", &[&vpc]) })).await;
        assert!(
            left.as_object().unwrap().values().all(|all| all.as_array().is_none_or(Vec::is_empty))
        );
    }
}

#[tokio::test]
async fn blocks_are_as_aws_has_them() {
    let world = world();
    for (block, code) in [
        ("10.0.0.0/15", "InvalidVpc.Range"),
        ("10.0.0.0/29", "InvalidVpc.Range"),
        ("10.0.0.0", "InvalidParameterValue"),
        ("rubbish", "InvalidParameterValue"),
    ] {
        let input = json!({ "CidrBlock": block });
        assert_eq!(refused(&world, "CreateVpc", input).await, code, "{block}");
    }
    assert_eq!(refused(&world, "CreateVpc", json!({})).await, "MissingParameter");
    let made = done(&world, "CreateVpc", json!({ "CidrBlock": "10.0.7.7/16" })).await;
    assert_eq!(made["Vpc"]["CidrBlock"], "10.0.0.0/16");
    let vpc = id(&made["Vpc"]["VpcId"]);
    let more = |block: &str| json!({ "VpcId": vpc, "CidrBlock": block });
    let clash = refused(&world, "AssociateVpcCidrBlock", more("10.0.1.0/24")).await;
    assert_eq!(clash, "InvalidVpc.Conflict");
    let added = done(&world, "AssociateVpcCidrBlock", more("10.1.0.0/16")).await;
    let added = added["CidrBlockAssociation"]["AssociationId"].clone();
    subnet(&world, &vpc, "10.1.1.0/24").await;
    let remove = json!({ "AssociationId": added });
    let in_use = refused(&world, "DisassociateVpcCidrBlock", remove).await;
    assert_eq!(in_use, "InvalidCidrBlock.InUse");
    let first = made["Vpc"]["CidrBlockAssociationSet"][0]["AssociationId"].clone();
    let primary = refused(&world, "DisassociateVpcCidrBlock", json!({ "AssociationId": first }));
    assert_eq!(primary.await, "OperationNotPermitted");
}

#[tokio::test]
async fn a_region_has_five_vpcs() {
    let world = world();
    for number in 1..5 {
        vpc(&world, &format!("10.{number}.0.0/16")).await;
    }
    let sixth = refused(&world, "CreateVpc", json!({ "CidrBlock": "10.9.0.0/16" })).await;
    assert_eq!(sixth, "VpcLimitExceeded");
}

#[tokio::test]
async fn what_is_not_there_is_refused_and_dry_runs_change_nothing() {
    let world = world();
    let ipv6 = json!({ "CidrBlock": "10.0.0.0/16", "Ipv6Pool": "own" });
    assert_eq!(refused(&world, "CreateVpc", ipv6).await, "NotImplemented");
    let dry = json!({ "CidrBlock": "10.0.0.0/16", "DryRun": true });
    assert_eq!(refused(&world, "CreateVpc", dry).await, "DryRunOperation");
    let all = done(&world, "DescribeVpcs", json!({})).await;
    assert_eq!(all["Vpcs"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn lists_have_filters_and_pages() {
    let world = world();
    for number in 1..5 {
        vpc(&world, &format!("10.{number}.0.0/16")).await;
    }
    for (name, values, count) in [
        ("is-default", vec!["true"], 1),
        ("is-default", vec!["false"], 4),
        ("cidr", vec!["10.1.0.0/16", "10.2.0.0/16"], 2),
        ("cidr", vec!["10.*"], 4),
        ("state", vec!["pending"], 0),
        ("tag:team", vec!["red"], 0),
        ("ipv6-cidr-block-association.state", vec!["associated"], 0),
    ] {
        let found = done(&world, "DescribeVpcs", json!({ "Filters": filter(name, &values) })).await;
        assert_eq!(found["Vpcs"].as_array().unwrap().len(), count, "{name} {values:?}");
    }
    let unknown = json!({ "Filters": filter("colour", &["red"]) });
    assert_eq!(refused(&world, "DescribeVpcs", unknown).await, "InvalidParameterValue");
    let mut seen = Vec::new();
    let mut page = done(&world, "DescribeSubnets", json!({ "MaxResults": 5 })).await;
    loop {
        let ids = page["Subnets"].as_array().unwrap().iter();
        seen.extend(ids.map(|subnet| id(&subnet["SubnetId"])));
        let Some(token) = page["NextToken"].as_str() else { break };
        let next = json!({ "MaxResults": 5, "NextToken": token });
        page = done(&world, "DescribeSubnets", next).await;
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 6);
    let bad = json!({ "NextToken": "!" });
    assert_eq!(refused(&world, "DescribeVpcs", bad).await, "InvalidParameterValue");
    let both = json!({ "SubnetIds": [seen[0]], "MaxResults": 5 });
    assert_eq!(refused(&world, "DescribeSubnets", both).await, "InvalidParameterCombination");
}

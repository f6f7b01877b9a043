//! What policies say of networks.

use std::sync::Arc;

use bartizan_ec2::{Ec2, Ec2Projection};
use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::directory::Entity;
use bartizan_service::testkit::{Given, World, given, nobody};
use bartizan_service::types::Principal;
use bartizan_service::{Caller, Directory};
use serde_json::{Value as Json, json};

use crate::{ask, done, id, subnet, vpc};

/// A user with these statements.
struct Someone(Json);

impl Given for Someone {
    fn enter(&self, directory: &mut Directory) {
        let Principal::User { account, arn, id, .. } = caller().principal else { panic!() };
        let text = json!({ "Version": "2012-10-17", "Statement": self.0 }).to_string();
        let policy = Policy::parse(&text, PolicyKind::Identity).unwrap();
        directory.put_entity(Entity {
            account,
            id,
            arn,
            name: Arc::from("nobody"),
            identity: Arc::from([Attached::inline("own", Arc::new(policy))]),
            boundary: None,
            tags: Arc::from([]),
            created: bartizan_service::types::Timestamp::from_seconds(0),
            role: None,
        });
    }
}

fn caller() -> Caller {
    nobody()
}

fn world(statements: Json) -> World {
    World::new(vec![given(Someone(statements)), Arc::new(Ec2Projection)], |_| {
        vec![Arc::new(Ec2::default())]
    })
}

#[tokio::test]
async fn tags_of_a_resource_decide() {
    let world = world(json!([{
        "Effect": "Allow",
        "Action": "ec2:DeleteVpc",
        "Resource": "arn:aws:ec2:us-east-1:123456789012:vpc/*",
        "Condition": { "StringEquals": { "ec2:ResourceTag/team": "red", "ec2:Tenancy": "default" } },
    }]));
    let (red, blue) = (vpc(&world, "10.0.0.0/16").await, vpc(&world, "10.1.0.0/16").await);
    for (vpc, team) in [(&red, "red"), (&blue, "blue")] {
        let tags = json!({ "Resources": [vpc], "Tags": [{ "Key": "team", "Value": team }] });
        done(&world, "CreateTags", tags).await;
    }
    let delete = |vpc: &str| json!({ "VpcId": vpc });
    let denied = ask(&world, &caller(), "DeleteVpc", delete(&blue)).await.unwrap_err();
    assert_eq!((denied.code.as_ref(), denied.status), ("UnauthorizedOperation", 403));
    ask(&world, &caller(), "DeleteVpc", delete(&red)).await.unwrap();
    // Whether there is such a VPC, only those learn who may delete it.
    let unknown = ask(&world, &caller(), "DeleteVpc", delete("vpc-0")).await.unwrap_err();
    assert_eq!(unknown.code, "UnauthorizedOperation");
}

#[tokio::test]
async fn tagging_what_is_made_is_an_action_of_its_own() {
    let world = world(json!([
        { "Effect": "Allow", "Action": ["ec2:CreateVpc", "ec2:DescribeVpcs"], "Resource": "*" },
        {
            "Effect": "Allow",
            "Action": "ec2:CreateTags",
            "Resource": "*",
            "Condition": { "StringEquals": { "ec2:CreateAction": "CreateVpc", "aws:RequestTag/team": "red" } },
        },
    ]));
    let new = |team: &str| {
        json!({ "CidrBlock": "10.0.0.0/16", "TagSpecifications": [
            { "ResourceType": "vpc", "Tags": [{ "Key": "team", "Value": team }] },
        ]})
    };
    let denied = ask(&world, &caller(), "CreateVpc", new("blue")).await.unwrap_err();
    assert!(denied.message.contains("ec2:CreateTags"), "{denied}");
    let made = ask(&world, &caller(), "CreateVpc", new("red")).await.unwrap();
    let later =
        json!({ "Resources": [made["Vpc"]["VpcId"]], "Tags": [{ "Key": "team", "Value": "red" }] });
    let denied = ask(&world, &caller(), "CreateTags", later).await.unwrap_err();
    assert_eq!(denied.code, "UnauthorizedOperation");
}

#[tokio::test]
async fn every_resource_of_a_call_is_decided() {
    let world = world(json!([
        { "Effect": "Allow", "Action": "ec2:CreateNetworkInterface", "Resource": "*" },
        {
            "Effect": "Deny",
            "Action": "ec2:CreateNetworkInterface",
            "Resource": "arn:aws:ec2:*:*:subnet/*",
            "Condition": { "StringEquals": { "ec2:AvailabilityZone": "us-east-1b" } },
        },
        {
            "Effect": "Allow",
            "Action": "ec2:ModifySubnetAttribute",
            "Resource": "*",
            "Condition": { "StringEquals": { "ec2:Attribute/MapPublicIpOnLaunch": "false" } },
        },
    ]));
    let network = vpc(&world, "10.0.0.0/16").await;
    let here = subnet(&world, &network, "10.0.1.0/24").await;
    let there =
        json!({ "VpcId": network, "CidrBlock": "10.0.2.0/24", "AvailabilityZone": "us-east-1b" });
    let there = id(&done(&world, "CreateSubnet", there).await["Subnet"]["SubnetId"]);
    let in_subnet = |subnet: &str| json!({ "SubnetId": subnet });
    ask(&world, &caller(), "CreateNetworkInterface", in_subnet(&here)).await.unwrap();
    let denied = ask(&world, &caller(), "CreateNetworkInterface", in_subnet(&there)).await;
    assert_eq!(denied.unwrap_err().code, "UnauthorizedOperation");
    for (map, allowed) in [(false, true), (true, false)] {
        let change = json!({ "SubnetId": here, "MapPublicIpOnLaunch": { "Value": map } });
        assert_eq!(ask(&world, &caller(), "ModifySubnetAttribute", change).await.is_ok(), allowed);
    }
}

#[tokio::test]
async fn a_dry_run_is_decided_first() {
    let world =
        world(json!([{ "Effect": "Allow", "Action": "ec2:DescribeRegions", "Resource": "*" }]));
    let dry = json!({ "DryRun": true });
    let denied = ask(&world, &caller(), "DescribeVpcs", dry).await.unwrap_err();
    assert_eq!(denied.code, "UnauthorizedOperation");
}

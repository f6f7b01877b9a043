//! Peering connections.

use std::time::Duration;

use bartizan_ec2::changed_by;
use bartizan_service::Caller;
use bartizan_service::store::Key;
use bartizan_service::testkit::{ACCOUNT, Case, REGION, World, admin, input_of};
use serde_json::{Value as Json, json};

use crate::{VPC, done, id, in_vpc, refused, vpc, world};

const PEERING: &str = "$CreateVpcPeeringConnection.VpcPeeringConnection.VpcPeeringConnectionId";

pub(crate) fn cases() -> Vec<Case> {
    let default = "$DescribeVpcs.Vpcs.0.VpcId";
    let asked = json!({ "VpcId": VPC, "PeerVpcId": default });
    let new = |operation, input| {
        let of = json!({ "Filters": [{ "Name": "is-default", "Values": ["true"] }] });
        in_vpc(operation, input).after("DescribeVpcs", of)
    };
    let with_one = |operation, input: Json| {
        new(operation, input)
            .after("CreateVpcPeeringConnection", json!({ "VpcId": VPC, "PeerVpcId": default }))
    };
    let it = || json!({ "VpcPeeringConnectionId": PEERING });
    vec![
        new("CreateVpcPeeringConnection", asked),
        with_one("AcceptVpcPeeringConnection", it()),
        with_one("RejectVpcPeeringConnection", it()),
        with_one("DeleteVpcPeeringConnection", it()),
        with_one("DescribeVpcPeeringConnections", json!({})),
    ]
}

async fn ask(world: &World, one: &str, other: &str) -> String {
    let made =
        done(world, "CreateVpcPeeringConnection", json!({ "VpcId": one, "PeerVpcId": other }))
            .await;
    id(&made["VpcPeeringConnection"]["VpcPeeringConnectionId"])
}

async fn status(world: &World, peering: &str) -> Json {
    let shown = json!({ "VpcPeeringConnectionIds": [peering] });
    let shown = done(world, "DescribeVpcPeeringConnections", shown).await;
    shown["VpcPeeringConnections"][0]["Status"]["Code"].clone()
}

#[tokio::test]
async fn a_request_is_answered_once() {
    let world = world();
    let (one, other) = (vpc(&world, "10.0.0.0/16").await, vpc(&world, "10.1.0.0/16").await);
    let peering = ask(&world, &one, &other).await;
    let it = json!({ "VpcPeeringConnectionId": peering });
    assert_eq!(status(&world, &peering).await, "pending-acceptance");
    let again = json!({ "VpcId": other, "PeerVpcId": one });
    let again = refused(&world, "CreateVpcPeeringConnection", again).await;
    assert_eq!(again, "VpcPeeringConnectionAlreadyExists");
    let table = done(&world, "CreateRouteTable", json!({ "VpcId": one })).await;
    let table = id(&table["RouteTable"]["RouteTableId"]);
    let route = json!({ "RouteTableId": table, "DestinationCidrBlock": "10.1.0.0/16", "VpcPeeringConnectionId": peering });
    let early = refused(&world, "CreateRoute", route.clone()).await;
    assert_eq!(early, "InvalidVpcPeeringConnectionID.NotFound");
    let accepted = done(&world, "AcceptVpcPeeringConnection", it.clone()).await;
    let accepted = &accepted["VpcPeeringConnection"];
    assert_eq!(accepted["Status"]["Code"], "active");
    assert_eq!(accepted["AccepterVpcInfo"]["CidrBlock"], "10.1.0.0/16");
    done(&world, "CreateRoute", route).await;
    for late in ["AcceptVpcPeeringConnection", "RejectVpcPeeringConnection"] {
        assert_eq!(refused(&world, late, it.clone()).await, "InvalidStateTransition");
    }
    assert_eq!(
        refused(&world, "DeleteVpc", json!({ "VpcId": other })).await,
        "DependencyViolation"
    );
    done(&world, "DeleteVpcPeeringConnection", it.clone()).await;
    assert_eq!(status(&world, &peering).await, "deleted");
    let shown = done(&world, "DescribeRouteTables", json!({ "RouteTableIds": [table] })).await;
    assert_eq!(shown["RouteTables"][0]["Routes"][1]["State"], "blackhole");
    done(&world, "DeleteVpc", json!({ "VpcId": other })).await;
    world.clock.advance(Duration::from_hours(2));
    let shown = json!({ "VpcPeeringConnectionIds": [peering] });
    let gone = refused(&world, "DescribeVpcPeeringConnections", shown).await;
    assert_eq!(gone, "InvalidVpcPeeringConnectionID.NotFound");
}

#[tokio::test]
async fn what_cannot_be_fails_or_expires() {
    let world = world();
    let (one, same) = (vpc(&world, "10.0.0.0/16").await, vpc(&world, "10.0.0.0/20").await);
    let failed = ask(&world, &one, &same).await;
    assert_eq!(status(&world, &failed).await, "failed");
    let itself = json!({ "VpcId": one, "PeerVpcId": one });
    assert_eq!(
        refused(&world, "CreateVpcPeeringConnection", itself).await,
        "InvalidParameterValue"
    );
    let unknown = json!({ "VpcId": one, "PeerVpcId": "vpc-0" });
    assert_eq!(
        refused(&world, "CreateVpcPeeringConnection", unknown).await,
        "InvalidVpcID.NotFound"
    );
    let other = vpc(&world, "10.1.0.0/16").await;
    let waits = ask(&world, &one, &other).await;
    world.clock.advance(Duration::from_hours(7 * 24));
    assert_eq!(status(&world, &waits).await, "expired");
    let it = json!({ "VpcPeeringConnectionId": waits });
    let late = refused(&world, "AcceptVpcPeeringConnection", it).await;
    assert_eq!(late, "InvalidStateTransition");
    let rejected = ask(&world, &one, &other).await;
    done(&world, "RejectVpcPeeringConnection", json!({ "VpcPeeringConnectionId": rejected })).await;
    assert_eq!(status(&world, &rejected).await, "rejected");
}

#[tokio::test]
async fn regions_are_peered_and_each_side_has_its_tags() {
    let world = world();
    let (caller, region): (Caller, _) = (admin(), "eu-west-1");
    let there = |operation: &'static str, input: Json| {
        let (world, caller) = (&world, &caller);
        async move {
            let input = input_of("ec2", operation, &input);
            world
                .call_in(region, caller, "ec2", operation, input)
                .await
                .map(|reply| reply.value.to_json())
        }
    };
    let one = vpc(&world, "10.0.0.0/16").await;
    let other = there("CreateVpc", json!({ "CidrBlock": "10.1.0.0/16" })).await.unwrap();
    let other = id(&other["Vpc"]["VpcId"]);
    let made = json!({ "VpcId": one, "PeerVpcId": other, "PeerRegion": region });
    let made = done(&world, "CreateVpcPeeringConnection", made).await;
    let peering = id(&made["VpcPeeringConnection"]["VpcPeeringConnectionId"]);
    let it = json!({ "VpcPeeringConnectionId": peering });
    let here = refused(&world, "AcceptVpcPeeringConnection", it.clone()).await;
    assert_eq!(here, "OperationNotPermitted");
    there("AcceptVpcPeeringConnection", it).await.unwrap();
    assert_eq!(status(&world, &peering).await, "active");
    let tags = json!({ "Resources": [peering], "Tags": [{ "Key": "side", "Value": "there" }] });
    there("CreateTags", tags).await.unwrap();
    let shown = json!({ "VpcPeeringConnectionIds": [peering] });
    let here = done(&world, "DescribeVpcPeeringConnections", shown.clone()).await;
    assert_eq!(here["VpcPeeringConnections"][0]["Tags"], json!([]));
    let shown = there("DescribeVpcPeeringConnections", shown).await.unwrap();
    assert_eq!(shown["VpcPeeringConnections"][0]["Tags"][0]["Value"], "there");
}

#[tokio::test]
async fn a_peering_and_its_vpcs_concern_both_ends() {
    const OTHER: &str = "eu-west-1";
    let world = world();
    let one = vpc(&world, "10.0.0.0/16").await;
    let input = input_of("ec2", "CreateVpc", &json!({ "CidrBlock": "10.1.0.0/16" }));
    let made = world.call_in(OTHER, &admin(), "ec2", "CreateVpc", input).await.unwrap();
    let other = id(&made.value.to_json()["Vpc"]["VpcId"]);
    let asked = json!({ "VpcId": one, "PeerVpcId": other, "PeerRegion": OTHER });
    let made = done(&world, "CreateVpcPeeringConnection", asked).await;
    let peering = id(&made["VpcPeeringConnection"]["VpcPeeringConnectionId"]);
    let account = ACCOUNT.parse().unwrap();
    let changed = |collection: &str, region: &str, id: &str| {
        let key = Key::new(account, region, id);
        let store = &world.road.platform().store;
        let found = store.read(|reader| changed_by(reader, collection, &key)).unwrap();
        let mut regions: Vec<String> =
            found.iter().map(|(_, region)| region.as_str().to_owned()).collect();
        regions.sort();
        regions.dedup();
        regions
    };
    let (of_peerings, of_vpcs) = ("ec2.vpc-peering-connection", "ec2.vpc");
    // Who is only asked has nothing to look at anew.
    assert!(changed(of_peerings, REGION, &peering).is_empty());
    assert_eq!(changed(of_vpcs, OTHER, &other), [OTHER]);
    let it = json!({ "VpcPeeringConnectionId": peering });
    let input = input_of("ec2", "AcceptVpcPeeringConnection", &it);
    let caller = admin();
    let call = world.call_in(OTHER, &caller, "ec2", "AcceptVpcPeeringConnection", input);
    call.await.unwrap();
    for (collection, region, id) in
        [(of_peerings, REGION, &peering), (of_vpcs, OTHER, &other), (of_vpcs, REGION, &one)]
    {
        assert_eq!(changed(collection, region, id), [OTHER, REGION], "{collection} {region}");
    }
    // Rules at the other end may name the groups of an interface.
    assert_eq!(changed("ec2.network-interface", OTHER, "eni-1"), [OTHER, REGION]);
    // Any other change within a network is its own affair.
    assert_eq!(changed("ec2.security-group", REGION, "sg-1"), [REGION]);
    done(&world, "DeleteVpcPeeringConnection", it).await;
    assert_eq!(changed(of_peerings, REGION, &peering), [OTHER, REGION]);
    assert_eq!(changed(of_vpcs, OTHER, &other), [OTHER]);
}

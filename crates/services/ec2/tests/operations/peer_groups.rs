//! Rules that name security groups of peered VPCs.

use bartizan_reach::{Origin, Reach};
use serde_json::json;

use crate::reachability::{instance_in, network};
use crate::{done, filter, id, refused, subnet, vpc, world};

#[tokio::test]
async fn a_rule_names_a_group_of_a_peer_as_long_as_it_likes() {
    let world = world();
    let (own, other) = (vpc(&world, "10.0.0.0/16").await, vpc(&world, "10.1.0.0/16").await);
    let new = |vpc: &str| json!({ "VpcId": vpc, "GroupName": "web", "Description": "for tests" });
    let group = id(&done(&world, "CreateSecurityGroup", new(&own)).await["GroupId"]);
    let theirs = id(&done(&world, "CreateSecurityGroup", new(&other)).await["GroupId"]);
    let permission = json!({ "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22,
        "UserIdGroupPairs": [{ "GroupId": theirs }] });
    let rule = json!({ "GroupId": group, "IpPermissions": [permission] });
    let told = refused(&world, "AuthorizeSecurityGroupIngress", rule.clone()).await;
    assert_eq!(told, "InvalidGroup.NotFound");
    let asked = json!({ "VpcId": own, "PeerVpcId": other });
    let asked = done(&world, "CreateVpcPeeringConnection", asked).await;
    let peering = id(&asked["VpcPeeringConnection"]["VpcPeeringConnectionId"]);
    let it = json!({ "VpcPeeringConnectionId": peering });
    done(&world, "AcceptVpcPeeringConnection", it.clone()).await;
    for wrong in [
        json!({ "GroupId": theirs, "UserId": "210987654321" }),
        json!({ "GroupId": theirs, "VpcPeeringConnectionId": "pcx-0" }),
        json!({ "GroupId": theirs, "VpcId": own }),
        json!({ "GroupName": "web", "UserId": "210987654321" }),
    ] {
        let mut rule = rule.clone();
        rule["IpPermissions"][0]["UserIdGroupPairs"] = json!([wrong]);
        let told = refused(&world, "AuthorizeSecurityGroupIngress", rule).await;
        assert_eq!(told, "InvalidGroup.NotFound", "{wrong}");
    }
    let made = done(&world, "AuthorizeSecurityGroupIngress", rule.clone()).await;
    let named = &made["SecurityGroupRules"][0]["ReferencedGroupInfo"];
    assert_eq!(named["VpcPeeringConnectionId"], json!(peering));
    let again = refused(&world, "AuthorizeSecurityGroupIngress", rule.clone()).await;
    assert_eq!(again, "InvalidPermission.Duplicate");
    done(&world, "DeleteVpcPeeringConnection", it).await;
    // Nothing but the rule itself holds on to the group.
    done(&world, "DeleteSecurityGroup", json!({ "GroupId": theirs })).await;
    let shown = done(&world, "DescribeSecurityGroups", json!({ "GroupIds": [group] })).await;
    let pair = &shown["SecurityGroups"][0]["IpPermissions"][0]["UserIdGroupPairs"][0];
    assert_eq!((&pair["PeeringStatus"], &pair["VpcId"]), (&json!("deleted"), &json!(other)));
    done(&world, "RevokeSecurityGroupIngress", rule).await;
}

#[tokio::test]
async fn the_members_of_a_peers_group_reach_what_names_it() {
    let world = world();
    let (own, other) = (vpc(&world, "10.0.0.0/16").await, vpc(&world, "10.1.0.0/16").await);
    let subnets =
        [subnet(&world, &own, "10.0.1.0/24").await, subnet(&world, &other, "10.1.1.0/24").await];
    let asked = json!({ "VpcId": own, "PeerVpcId": other });
    let asked = done(&world, "CreateVpcPeeringConnection", asked).await;
    let peering = id(&asked["VpcPeeringConnection"]["VpcPeeringConnectionId"]);
    let it = json!({ "VpcPeeringConnectionId": peering });
    done(&world, "AcceptVpcPeeringConnection", it).await;
    let tables = json!({ "Filters": filter("vpc-id", &[&own]) });
    let tables = done(&world, "DescribeRouteTables", tables).await;
    let route = json!({ "RouteTableId": tables["RouteTables"][0]["RouteTableId"],
        "DestinationCidrBlock": "10.1.0.0/16", "VpcPeeringConnectionId": peering });
    done(&world, "CreateRoute", route).await;
    let mut groups = Vec::new();
    for vpc in [&own, &other] {
        let new = json!({ "VpcId": vpc, "GroupName": "web", "Description": "for tests" });
        groups.push(id(&done(&world, "CreateSecurityGroup", new).await["GroupId"]));
    }
    let rule = json!({ "GroupId": groups[0], "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 22,
        "ToPort": 22, "UserIdGroupPairs": [{ "GroupId": groups[1] }] }] });
    done(&world, "AuthorizeSecurityGroupIngress", rule).await;
    instance_in(&world, json!({ "SubnetId": subnets[0], "SecurityGroupIds": [groups[0]] })).await;
    assert!(Reach::new(&network(&world)).exposures().is_empty());
    let member = json!({ "SubnetId": subnets[1], "Groups": [groups[1]] });
    let member = done(&world, "CreateNetworkInterface", member).await;
    let address = id(&member["NetworkInterface"]["PrivateIpAddress"]);
    let reached = network(&world);
    let exposures = Reach::new(&reached).exposures();
    assert_eq!(exposures.len(), 1);
    assert_eq!(exposures[0].origin, Origin::Peer { connection: peering, vpc: other });
    let sources: Vec<String> =
        exposures[0].flows[0].sources.blocks().iter().map(ToString::to_string).collect();
    assert_eq!(sources, [format!("{address}/32")]);
}

//! Networks as the engine of reachability is asked about them.

use std::sync::Arc;

use bartizan_ec2::{PlacedBalancer, snapshot};
use bartizan_reach::{Component, Edit, Listener, Network, Origin, Protocol, Ranges, Reach};
use bartizan_service::testkit::{ACCOUNT, REGION, World};
use bartizan_service::types::Region;
use bartizan_service::{NetworkPlace, ServiceInterface};
use serde_json::{Value as Json, json};

use crate::{done, filter, id, vpc, world};

const SSH: Protocol = Protocol::Number(6);

pub(crate) fn network(world: &World) -> Network {
    let platform = Arc::clone(world.road.platform());
    let (account, region) = (ACCOUNT.parse().unwrap(), Region::new(REGION));
    platform.store.read(|reader| snapshot(reader, account, &region, &[])).unwrap()
}

/// Whether an address of the internet reaches a port.
fn is_open(world: &World, port: u32) -> bool {
    let network = network(world);
    let exposures = Reach::new(&network).exposures();
    let flows = exposures.iter().filter(|one| one.origin == Origin::Internet);
    flows
        .flat_map(|one| one.flows.iter())
        .any(|flow| flow.protocol == SSH && flow.ports.contains(port.into()))
}

pub(crate) async fn allow(world: &World, group: &Json, peer: Json) -> Json {
    let mut permission = json!({ "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22 });
    for (member, value) in peer.as_object().unwrap() {
        permission[member] = value.clone();
    }
    let rule = json!({ "GroupId": group, "IpPermissions": [permission] });
    done(world, "AuthorizeSecurityGroupIngress", rule).await["SecurityGroupRules"][0]["SecurityGroupRuleId"].clone()
}

/// An instance of the default network: its interface, and its security group.
async fn instance(world: &World) -> (String, Json) {
    let made = instance_in(world, json!({})).await;
    let interface = &made["NetworkInterfaces"][0];
    (id(&interface["NetworkInterfaceId"]), interface["Groups"][0]["GroupId"].clone())
}

/// An instance that is run so.
pub(crate) async fn instance_in(world: &World, mut run: Json) -> Json {
    let image = json!({ "Name": "debian", "ImageLocation": "disk" });
    let image = done(world, "RegisterImage", image).await;
    for (member, value) in
        [("ImageId", image["ImageId"].clone()), ("MinCount", json!(1)), ("MaxCount", json!(1))]
    {
        run[member] = value;
    }
    done(world, "RunInstances", run).await["Instances"][0].clone()
}

#[tokio::test]
async fn an_open_port_has_its_path_and_what_closes_it() {
    let world = world();
    let (interface, group) = instance(&world).await;
    assert!(!is_open(&world, 22));
    let rule = id(&allow(&world, &group, json!({ "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] })).await);
    assert!(is_open(&world, 22) && !is_open(&world, 23));
    let network = network(&world);
    let reach = Reach::new(&network);
    let exposures = reach.exposures();
    assert_eq!((exposures.len(), exposures[0].interface.as_str()), (1, interface.as_str()));
    let path = reach.path(&exposures[0], &exposures[0].flows[0]);
    let kinds: Vec<&str> = path
        .iter()
        .map(|one| match one {
            Component::Internet => "internet",
            Component::InternetGateway(_) => "gateway",
            Component::PublicAddress(_) => "address",
            Component::Acl { .. } => "acl",
            Component::Group { .. } => "group",
            Component::Interface(_) => "interface",
            Component::Route { .. } => "route",
            _ => "other",
        })
        .collect();
    assert_eq!(
        kinds,
        ["internet", "gateway", "address", "acl", "group", "interface", "acl", "route", "gateway"]
    );
    let change = reach.smallest_change(&exposures[0], &SSH, &Ranges::span(22, 22)).unwrap();
    assert_eq!(change.edits, [Edit::RevokeRule { group: id(&group), rule: rule.clone() }]);
    assert_eq!((change.ports_lost, change.interfaces), (0, 0));
    let revoke = json!({ "GroupId": group, "SecurityGroupRuleIds": [rule] });
    done(&world, "RevokeSecurityGroupIngress", revoke).await;
    assert!(!is_open(&world, 22));
}

#[tokio::test]
async fn every_part_of_the_network_counts() {
    let world = world();
    let (interface, group) = instance(&world).await;
    let list = json!({ "PrefixListName": "offices", "MaxEntries": 5, "AddressFamily": "IPv4",
        "Entries": [{ "Cidr": "203.0.113.0/24" }] });
    let list = done(&world, "CreateManagedPrefixList", list).await;
    let list = &list["PrefixList"]["PrefixListId"];
    allow(&world, &group, json!({ "PrefixListIds": [{ "PrefixListId": list }] })).await;
    assert!(is_open(&world, 22));
    let shown = json!({ "NetworkInterfaceIds": [interface] });
    let shown = done(&world, "DescribeNetworkInterfaces", shown).await;
    let subnet = id(&shown["NetworkInterfaces"][0]["SubnetId"]);
    let acls = json!({ "Filters": filter("association.subnet-id", &[&subnet]) });
    let acl =
        done(&world, "DescribeNetworkAcls", acls).await["NetworkAcls"][0]["NetworkAclId"].clone();
    // The answers' ports count, too: each may be denied in the other direction.
    for (is_egress, ports) in
        [(false, json!({ "From": 22, "To": 22 })), (true, json!({ "From": 0, "To": 65535 }))]
    {
        let entry = json!({ "NetworkAclId": acl, "RuleNumber": 50, "Protocol": "6", "RuleAction": "deny",
            "Egress": is_egress, "CidrBlock": "203.0.113.0/24", "PortRange": ports });
        done(&world, "CreateNetworkAclEntry", entry).await;
        assert!(!is_open(&world, 22));
        let gone = json!({ "NetworkAclId": acl, "RuleNumber": 50, "Egress": is_egress });
        done(&world, "DeleteNetworkAclEntry", gone).await;
        assert!(is_open(&world, 22));
    }
    // A longer prefix that leads elsewhere takes the answers away.
    let nat = json!({ "SubnetId": subnet, "ConnectivityType": "private" });
    let nat = done(&world, "CreateNatGateway", nat).await;
    let tables = done(&world, "DescribeRouteTables", json!({})).await;
    let route = json!({ "RouteTableId": tables["RouteTables"][0]["RouteTableId"],
        "DestinationCidrBlock": "203.0.113.0/24", "NatGatewayId": nat["NatGateway"]["NatGatewayId"] });
    done(&world, "CreateRoute", route).await;
    assert!(!is_open(&world, 22));
}

#[tokio::test]
async fn a_peer_reaches_what_is_routed_back_to_it() {
    let world = world();
    let (interface, group) = instance(&world).await;
    allow(&world, &group, json!({ "IpRanges": [{ "CidrIp": "10.0.0.0/8" }] })).await;
    let other = vpc(&world, "10.9.0.0/16").await;
    let shown = json!({ "NetworkInterfaceIds": [interface] });
    let shown = done(&world, "DescribeNetworkInterfaces", shown).await;
    let own = &shown["NetworkInterfaces"][0]["VpcId"];
    let made = json!({ "VpcId": other, "PeerVpcId": own });
    let made = done(&world, "CreateVpcPeeringConnection", made).await;
    let peering = id(&made["VpcPeeringConnection"]["VpcPeeringConnectionId"]);
    done(&world, "AcceptVpcPeeringConnection", json!({ "VpcPeeringConnectionId": peering })).await;
    assert!(Reach::new(&network(&world)).exposures().is_empty());
    let tables = json!({ "Filters": filter("vpc-id", &[own.as_str().unwrap()]) });
    let tables = done(&world, "DescribeRouteTables", tables).await;
    let route = json!({ "RouteTableId": tables["RouteTables"][0]["RouteTableId"],
        "DestinationCidrBlock": "10.9.0.0/17", "VpcPeeringConnectionId": peering });
    done(&world, "CreateRoute", route).await;
    let network = network(&world);
    let exposures = Reach::new(&network).exposures();
    assert_eq!(exposures.len(), 1);
    assert_eq!(exposures[0].origin, Origin::Peer { connection: peering, vpc: other });
    let blocks: Vec<String> =
        exposures[0].flows[0].sources.blocks().iter().map(ToString::to_string).collect();
    assert_eq!(blocks, ["10.9.0.0/17"]);
}

#[tokio::test]
async fn a_balancer_leads_to_its_targets() {
    const BALANCER: &str =
        "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/a/1";
    let world = world();
    let (interface, group) = instance(&world).await;
    let shown = json!({ "NetworkInterfaceIds": [interface] });
    let shown = done(&world, "DescribeNetworkInterfaces", shown).await;
    let target =
        shown["NetworkInterfaces"][0]["PrivateIpAddress"].as_str().unwrap().parse().unwrap();
    let (subnet, own) =
        (id(&shown["NetworkInterfaces"][0]["SubnetId"]), &shown["NetworkInterfaces"][0]["VpcId"]);
    let front = json!({ "GroupName": "front", "Description": "front", "VpcId": own });
    let front = id(&done(&world, "CreateSecurityGroup", front).await["GroupId"]);
    // The default group lets in what has it: the balancer gets another, which the target's names.
    allow(&world, &json!(front), json!({ "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] })).await;
    allow(&world, &group, json!({ "UserIdGroupPairs": [{ "GroupId": front }] })).await;
    let platform = Arc::clone(world.road.platform());
    let place = NetworkPlace { account: ACCOUNT.parse().unwrap(), region: Region::new(REGION) };
    let (port, random, at) =
        (platform.ports.networks.clone().unwrap(), Arc::clone(&platform.random), place.clone());
    let made = platform.store.write(move |writer| {
        let new = ServiceInterface {
            subnet: &subnet,
            groups: &[front],
            description: "ELB app/a/1",
            requester: "amazon-elb",
            resource: BALANCER,
        };
        port.attach(writer, &at, &new, &*random)
    });
    made.await.unwrap();
    for (is_internet_facing, count) in [(true, 2), (false, 0)] {
        let balancer = PlacedBalancer {
            arn: BALANCER.to_owned(),
            is_internet_facing,
            listeners: vec![Listener { port: 22, targets: vec![(target, 22), (target, 23)] }],
        };
        let network = platform
            .store
            .read(|reader| snapshot(reader, place.account, &place.region, &[balancer]))
            .unwrap();
        let exposures = Reach::new(&network).exposures();
        // The balancer itself, and what it leads to.
        assert_eq!(exposures.len(), count);
        let by: Vec<_> =
            exposures.iter().filter(|one| matches!(one.origin, Origin::Balancer { .. })).collect();
        assert_eq!(by.len(), count / 2);
        for one in by {
            assert_eq!(
                (one.interface.as_str(), &one.flows[0].ports),
                (interface.as_str(), &Ranges::span(22, 22))
            );
        }
    }
}

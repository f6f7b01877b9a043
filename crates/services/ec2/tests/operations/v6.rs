//! Networks of IPv6: blocks, addresses, gateways that let nothing in, and what is reached by them.

use std::net::Ipv6Addr;

use bartizan_reach::{Component, Origin, Reach};
use bartizan_service::testkit::{Case, World};
use serde_json::{Value as Json, json};

use crate::reachability::{allow, instance_in, network};
use crate::{SUBNET, VPC, done, filter, id, in_subnet, in_vpc, refused, subnet, vpc, world};

const GATEWAY: &str =
    "$CreateEgressOnlyInternetGateway.EgressOnlyInternetGateway.EgressOnlyInternetGatewayId";

pub(crate) fn cases() -> Vec<Case> {
    let with_gateway = |operation, input| {
        in_vpc(operation, input).after("CreateEgressOnlyInternetGateway", json!({ "VpcId": VPC }))
    };
    vec![
        in_vpc(
            "CreateEgressOnlyInternetGateway",
            json!({
                "VpcId": VPC,
                "TagSpecifications": [{
                    "ResourceType": "egress-only-internet-gateway",
                    "Tags": [{ "Key": "team", "Value": "red" }],
                }],
            }),
        ),
        with_gateway(
            "DescribeEgressOnlyInternetGateways",
            json!({ "EgressOnlyInternetGatewayIds": [GATEWAY] }),
        ),
        with_gateway(
            "DeleteEgressOnlyInternetGateway",
            json!({ "EgressOnlyInternetGatewayId": GATEWAY }),
        ),
    ]
    .into_iter()
    .chain(of_blocks())
    .collect()
}

/// The operations on blocks and addresses, of a subnet with a block of its VPC.
fn of_blocks() -> Vec<Case> {
    const INTERFACE: &str = "$CreateNetworkInterface.NetworkInterface";
    const BLOCK: &str = "$AssociateVpcCidrBlock.Ipv6CidrBlockAssociation.Ipv6CidrBlock";
    let with_block = |operation, input| {
        in_subnet(operation, input).after(
            "AssociateVpcCidrBlock",
            json!({ "VpcId": VPC, "AmazonProvidedIpv6CidrBlock": true }),
        )
    };
    let with_interface = |operation, input| {
        with_block(operation, input)
            .after(
                "AssociateSubnetCidrBlock",
                json!({ "SubnetId": SUBNET, "Ipv6CidrBlock": BLOCK }),
            )
            .after("CreateNetworkInterface", json!({ "SubnetId": SUBNET, "Ipv6AddressCount": 1 }))
    };
    vec![
        with_block(
            "AssociateSubnetCidrBlock",
            json!({ "SubnetId": SUBNET, "Ipv6CidrBlock": BLOCK }),
        ),
        with_block(
            "DisassociateSubnetCidrBlock",
            json!({ "AssociationId": "$AssociateSubnetCidrBlock.Ipv6CidrBlockAssociation.AssociationId" }),
        )
        .after("AssociateSubnetCidrBlock", json!({ "SubnetId": SUBNET, "Ipv6CidrBlock": BLOCK })),
        with_interface(
            "AssignIpv6Addresses",
            json!({
                "NetworkInterfaceId": format!("{INTERFACE}.NetworkInterfaceId"),
                "Ipv6AddressCount": 1,
            }),
        ),
        with_interface(
            "UnassignIpv6Addresses",
            json!({
                "NetworkInterfaceId": format!("{INTERFACE}.NetworkInterfaceId"),
                "Ipv6Addresses": [format!("{INTERFACE}.Ipv6Addresses.0.Ipv6Address")],
            }),
        ),
    ]
}

/// A new VPC with a block of IPv6: its id, and the block without its length.
async fn v6_vpc(world: &World) -> (String, String) {
    let made = json!({ "CidrBlock": "10.0.0.0/16", "AmazonProvidedIpv6CidrBlock": true });
    let made = done(world, "CreateVpc", made).await;
    let block = id(&made["Vpc"]["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"]);
    (id(&made["Vpc"]["VpcId"]), block.strip_suffix("/56").unwrap().to_owned())
}

async fn v6_subnet(world: &World) -> (String, String, String) {
    let (vpc, block) = v6_vpc(world).await;
    let new =
        json!({ "VpcId": vpc, "CidrBlock": "10.0.1.0/24", "Ipv6CidrBlock": format!("{block}/64") });
    let made = done(world, "CreateSubnet", new).await;
    (id(&made["Subnet"]["SubnetId"]), block, vpc)
}

#[tokio::test]
async fn blocks_of_vpcs_are_provided_and_nobodys_else() {
    let world = world();
    let (first, block) = v6_vpc(&world).await;
    let second = vpc(&world, "10.1.0.0/16").await;
    let more = json!({ "VpcId": second, "AmazonProvidedIpv6CidrBlock": true });
    let mut blocks = vec![format!("{block}/56")];
    for _ in 0..5 {
        let made = done(&world, "AssociateVpcCidrBlock", more.clone()).await;
        let association = &made["Ipv6CidrBlockAssociation"];
        assert_eq!(association["IpSource"], "amazon");
        assert_eq!(association["Ipv6Pool"], "Amazon");
        blocks.push(id(&association["Ipv6CidrBlock"]));
    }
    blocks.sort_unstable();
    blocks.dedup();
    assert_eq!(blocks.len(), 6);
    assert_eq!(refused(&world, "AssociateVpcCidrBlock", more).await, "CidrLimitExceeded");
    let both =
        json!({ "VpcId": first, "AmazonProvidedIpv6CidrBlock": true, "CidrBlock": "10.2.0.0/16" });
    let told = refused(&world, "AssociateVpcCidrBlock", both).await;
    assert_eq!(told, "InvalidParameterCombination");
    let elsewhere = json!({ "VpcId": first, "AmazonProvidedIpv6CidrBlock": true,
        "Ipv6CidrBlockNetworkBorderGroup": "us-west-2-lax-1" });
    let told = refused(&world, "AssociateVpcCidrBlock", elsewhere).await;
    assert_eq!(told, "InvalidParameterValue");
    for (name, value, count) in [
        ("ipv6-cidr-block-association.ipv6-cidr-block", format!("{block}/56"), 1),
        ("ipv6-cidr-block-association.ipv6-pool", "Amazon".to_owned(), 2),
        ("ipv6-cidr-block-association.state", "disassociated".to_owned(), 0),
    ] {
        let found = json!({ "Filters": filter(name, &[&value]) });
        let found = done(&world, "DescribeVpcs", found).await;
        assert_eq!(found["Vpcs"].as_array().unwrap().len(), count, "{name}");
    }
    let of_first = done(&world, "DescribeVpcs", json!({ "VpcIds": [first] })).await;
    let association = &of_first["Vpcs"][0]["Ipv6CidrBlockAssociationSet"][0]["AssociationId"];
    let new = json!({ "VpcId": first, "CidrBlock": "10.0.1.0/24", "Ipv6CidrBlock": format!("{block}/64") });
    let made = done(&world, "CreateSubnet", new).await;
    let gone = json!({ "AssociationId": association });
    let told = refused(&world, "DisassociateVpcCidrBlock", gone.clone()).await;
    assert_eq!(told, "InvalidCidrBlock.InUse");
    done(&world, "DeleteSubnet", json!({ "SubnetId": made["Subnet"]["SubnetId"] })).await;
    let told = done(&world, "DisassociateVpcCidrBlock", gone.clone()).await;
    assert_eq!(told["Ipv6CidrBlockAssociation"]["Ipv6CidrBlockState"]["State"], "disassociating");
    let told = refused(&world, "DisassociateVpcCidrBlock", gone).await;
    assert_eq!(told, "InvalidVpcCidrBlockAssociationIdError.NotFound");
}

#[tokio::test]
async fn a_subnet_has_one_block_of_its_vpcs() {
    let world = world();
    let (own, block) = v6_vpc(&world).await;
    let of =
        |cidr: &str, v6: String| json!({ "VpcId": own, "CidrBlock": cidr, "Ipv6CidrBlock": v6 });
    let made = done(&world, "CreateSubnet", of("10.0.1.0/24", format!("{block}/64"))).await;
    let first = &made["Subnet"]["Ipv6CidrBlockAssociationSet"][0];
    assert_eq!(first["Ipv6CidrBlock"], json!(format!("{block}/64")));
    for (v6, code) in [
        (format!("{block}/64"), "InvalidSubnet.Conflict"),
        (format!("{block}/62"), "InvalidSubnet.Range"),
        ("2001:db9::/64".to_owned(), "InvalidSubnet.Range"),
        ("10.0.0.0/24".to_owned(), "InvalidParameterValue"),
    ] {
        let told = refused(&world, "CreateSubnet", of("10.0.2.0/24", v6.clone())).await;
        assert_eq!(told, code, "{v6}");
    }
    let second = subnet(&world, &own, "10.0.3.0/24").await;
    let assign = json!({ "SubnetId": second, "AssignIpv6AddressOnCreation": { "Value": true } });
    let told = refused(&world, "ModifySubnetAttribute", assign.clone()).await;
    assert_eq!(told, "InvalidParameterValue");
    let next = u128::from(block.parse::<Ipv6Addr>().unwrap()) + (1 << 64);
    let next =
        json!({ "SubnetId": second, "Ipv6CidrBlock": format!("{}/64", Ipv6Addr::from(next)) });
    let made = done(&world, "AssociateSubnetCidrBlock", next.clone()).await;
    let association = id(&made["Ipv6CidrBlockAssociation"]["AssociationId"]);
    let told = refused(&world, "AssociateSubnetCidrBlock", next).await;
    assert_eq!(told, "CidrLimitExceeded");
    done(&world, "ModifySubnetAttribute", assign).await;
    let found = filter("ipv6-cidr-block-association.association-id", &[&association]);
    let found = done(&world, "DescribeSubnets", json!({ "Filters": found })).await;
    assert_eq!(found["Subnets"][0]["AssignIpv6AddressOnCreation"], true);
    let made = done(&world, "CreateNetworkInterface", json!({ "SubnetId": second })).await;
    let interface = &made["NetworkInterface"];
    assert_eq!(interface["Ipv6Addresses"].as_array().unwrap().len(), 1);
    let none = json!({ "SubnetId": second, "Ipv6AddressCount": 0 });
    let none = done(&world, "CreateNetworkInterface", none).await;
    assert_eq!(none["NetworkInterface"]["Ipv6Addresses"], json!([]));
    let gone = json!({ "AssociationId": association });
    let told = refused(&world, "DisassociateSubnetCidrBlock", gone.clone()).await;
    assert_eq!(told, "InvalidCidrBlock.InUse");
    let delete = json!({ "NetworkInterfaceId": interface["NetworkInterfaceId"] });
    done(&world, "DeleteNetworkInterface", delete).await;
    done(&world, "DisassociateSubnetCidrBlock", gone.clone()).await;
    let shown = done(&world, "DescribeSubnets", json!({ "SubnetIds": [second] })).await;
    assert_eq!(shown["Subnets"][0]["AssignIpv6AddressOnCreation"], false);
    let told = refused(&world, "DisassociateSubnetCidrBlock", gone).await;
    assert_eq!(told, "InvalidSubnetCidrBlockAssociationID.NotFound");
}

#[tokio::test]
async fn addresses_are_of_the_subnet_and_one_interfaces() {
    let world = world();
    let (own, block, _) = v6_subnet(&world).await;
    let with =
        |address: String| json!({ "SubnetId": own, "Ipv6Addresses": [{ "Ipv6Address": address }] });
    let made = done(&world, "CreateNetworkInterface", with(format!("{block}9"))).await;
    let interface = &made["NetworkInterface"];
    assert_eq!(interface["Ipv6Address"], json!(format!("{block}9")));
    for (address, code) in [
        (format!("{block}9"), "InvalidIPAddress.InUse"),
        (format!("{block}3"), "InvalidParameterValue"),
        ("2001:db9::9".to_owned(), "InvalidParameterValue"),
        ("10.0.1.9".to_owned(), "InvalidParameterValue"),
    ] {
        let told = refused(&world, "CreateNetworkInterface", with(address.clone())).await;
        assert_eq!(told, code, "{address}");
    }
    let of = |rest: Json| {
        let mut input = json!({ "NetworkInterfaceId": interface["NetworkInterfaceId"] });
        input.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        input
    };
    let more = done(&world, "AssignIpv6Addresses", of(json!({ "Ipv6AddressCount": 2 }))).await;
    assert_eq!(more["AssignedIpv6Addresses"].as_array().unwrap().len(), 2);
    for (wrong, code) in [
        (json!({}), "MissingParameter"),
        (json!({ "Ipv6AddressCount": 0 }), "MissingParameter"),
        (json!({ "Ipv6AddressCount": -1 }), "InvalidParameterValue"),
        (json!({ "Ipv6AddressCount": 48 }), "PrivateIpAddressLimitExceeded"),
        (
            json!({ "Ipv6AddressCount": 1, "Ipv6Addresses": [format!("{block}a")] }),
            "InvalidParameterCombination",
        ),
        (json!({ "Ipv6PrefixCount": 1 }), "NotImplemented"),
    ] {
        let told = refused(&world, "AssignIpv6Addresses", of(wrong.clone())).await;
        assert_eq!(told, code, "{wrong}");
    }
    let gone = of(json!({ "Ipv6Addresses": [format!("{block}9")] }));
    let told = done(&world, "UnassignIpv6Addresses", gone.clone()).await;
    assert_eq!(told["UnassignedIpv6Addresses"], json!([format!("{block}9")]));
    let told = refused(&world, "UnassignIpv6Addresses", gone).await;
    assert_eq!(told, "InvalidParameterValue");
    let found = id(&more["AssignedIpv6Addresses"][0]);
    let found = json!({ "Filters": filter("ipv6-addresses.ipv6-address", &[&found]) });
    let found = done(&world, "DescribeNetworkInterfaces", found).await;
    assert_eq!(found["NetworkInterfaces"].as_array().unwrap().len(), 1);
    let v4 = subnet(&world, &vpc(&world, "10.9.0.0/16").await, "10.9.1.0/24").await;
    let without = json!({ "SubnetId": v4, "Ipv6AddressCount": 1 });
    let told = refused(&world, "CreateNetworkInterface", without).await;
    assert_eq!(told, "InvalidParameterValue");
}

#[tokio::test]
async fn egress_only_gateways_are_of_a_vpc_and_take_ipv6_alone() {
    let world = world();
    let (own, _) = v6_vpc(&world).await;
    let new = json!({ "VpcId": own, "ClientToken": "once" });
    let made = done(&world, "CreateEgressOnlyInternetGateway", new.clone()).await;
    let again = done(&world, "CreateEgressOnlyInternetGateway", new).await;
    let gateway = &made["EgressOnlyInternetGateway"]["EgressOnlyInternetGatewayId"];
    assert_eq!(gateway, &again["EgressOnlyInternetGateway"]["EgressOnlyInternetGatewayId"]);
    let unknown = json!({ "VpcId": "vpc-0" });
    let told = refused(&world, "CreateEgressOnlyInternetGateway", unknown).await;
    assert_eq!(told, "InvalidVpcID.NotFound");
    let other = vpc(&world, "10.1.0.0/16").await;
    let new = json!({ "VpcId": other, "ClientToken": "once" });
    let told = refused(&world, "CreateEgressOnlyInternetGateway", new).await;
    assert_eq!(told, "IdempotentParameterMismatch");
    let table = |vpc: &str| json!({ "Filters": filter("vpc-id", &[vpc]) });
    let tables = done(&world, "DescribeRouteTables", table(&own)).await;
    let local: Vec<_> = tables["RouteTables"][0]["Routes"].as_array().unwrap().clone();
    assert_eq!(local.len(), 2);
    let route = |destination: &str, value: &str| {
        json!({ "RouteTableId": tables["RouteTables"][0]["RouteTableId"], destination: value,
            "EgressOnlyInternetGatewayId": gateway })
    };
    for (wrong, code) in [
        (route("DestinationCidrBlock", "0.0.0.0/0"), "InvalidParameterValue"),
        (
            route(
                "DestinationIpv6CidrBlock",
                local[1]["DestinationIpv6CidrBlock"].as_str().unwrap(),
            ),
            "InvalidParameterValue",
        ),
    ] {
        assert_eq!(refused(&world, "CreateRoute", wrong.clone()).await, code, "{wrong}");
    }
    done(&world, "CreateRoute", route("DestinationIpv6CidrBlock", "::/0")).await;
    let others = done(&world, "DescribeRouteTables", table(&other)).await;
    let elsewhere = json!({ "RouteTableId": others["RouteTables"][0]["RouteTableId"],
        "DestinationIpv6CidrBlock": "::/0", "EgressOnlyInternetGatewayId": gateway });
    assert_eq!(refused(&world, "CreateRoute", elsewhere).await, "InvalidParameterValue");
    let told = refused(&world, "DeleteVpc", json!({ "VpcId": own })).await;
    assert_eq!(told, "DependencyViolation");
    let by_gateway = filter("route.egress-only-internet-gateway-id", &[gateway.as_str().unwrap()]);
    let by_gateway = json!({ "Filters": by_gateway });
    let shown = done(&world, "DescribeRouteTables", by_gateway.clone()).await;
    assert_eq!(shown["RouteTables"][0]["Routes"][2]["State"], "active");
    let gone = json!({ "EgressOnlyInternetGatewayId": gateway });
    done(&world, "DeleteEgressOnlyInternetGateway", gone.clone()).await;
    let shown = done(&world, "DescribeRouteTables", by_gateway).await;
    assert_eq!(shown["RouteTables"][0]["Routes"][2]["State"], "blackhole");
    let told = refused(&world, "DeleteEgressOnlyInternetGateway", gone).await;
    assert_eq!(told, "InvalidGatewayID.NotFound");
}

#[tokio::test]
async fn instances_have_addresses_and_are_reached_by_them() {
    let world = world();
    let (own, block, vpc) = v6_subnet(&world).await;
    let many = json!({ "SubnetId": own, "MinCount": 2, "MaxCount": 2, "ImageId": "ami-0",
        "Ipv6Addresses": [{ "Ipv6Address": format!("{block}9") }] });
    assert_eq!(refused(&world, "RunInstances", many).await, "InvalidParameterCombination");
    let made =
        json!({ "SubnetId": own, "Ipv6Addresses": [{ "Ipv6Address": format!("{block}9") }] });
    let made = instance_in(&world, made).await;
    assert_eq!(made["Ipv6Address"], json!(format!("{block}9")));
    let interface = &made["NetworkInterfaces"][0];
    let group = &interface["Groups"][0]["GroupId"];
    for name in ["ipv6-address", "network-interface.ipv6-addresses.ipv6-address"] {
        let found = json!({ "Filters": filter(name, &[&format!("{block}9")]) });
        let found = done(&world, "DescribeInstances", found).await;
        assert_eq!(found["Reservations"].as_array().unwrap().len(), 1, "{name}");
    }
    allow(&world, group, json!({ "Ipv6Ranges": [{ "CidrIpv6": "::/0" }] })).await;
    let gateway = done(&world, "CreateInternetGateway", json!({})).await;
    let gateway = &gateway["InternetGateway"]["InternetGatewayId"];
    done(&world, "AttachInternetGateway", json!({ "VpcId": vpc, "InternetGatewayId": gateway }))
        .await;
    assert!(Reach::new(&network(&world)).exposures().is_empty());
    let tables = json!({ "Filters": filter("vpc-id", &[&vpc]) });
    let tables = done(&world, "DescribeRouteTables", tables).await;
    let table = &tables["RouteTables"][0]["RouteTableId"];
    let route =
        json!({ "RouteTableId": table, "DestinationIpv6CidrBlock": "::/0", "GatewayId": gateway });
    done(&world, "CreateRoute", route).await;
    let reached = network(&world);
    let reach = Reach::new(&reached);
    let exposures = reach.exposures();
    assert_eq!(exposures.len(), 1);
    assert_eq!(
        (&exposures[0].origin, exposures[0].address.to_string()),
        (&Origin::Internet, format!("{block}9"))
    );
    let path = reach.path(&exposures[0], &exposures[0].flows[0]);
    assert!(path.contains(&Component::PublicAddress(format!("{block}9"))), "{path:?}");
    let leads = |one: &Component| matches!(one, Component::Route { destination, .. } if destination.to_string() == "::/0");
    assert!(path.iter().any(leads), "{path:?}");
    // What lets answers out alone lets nobody in.
    let egress_only =
        done(&world, "CreateEgressOnlyInternetGateway", json!({ "VpcId": vpc })).await;
    let egress_only = &egress_only["EgressOnlyInternetGateway"]["EgressOnlyInternetGatewayId"];
    let replaced = json!({ "RouteTableId": table, "DestinationIpv6CidrBlock": "::/0",
        "EgressOnlyInternetGatewayId": egress_only });
    done(&world, "ReplaceRoute", replaced).await;
    assert!(Reach::new(&network(&world)).exposures().is_empty());
}

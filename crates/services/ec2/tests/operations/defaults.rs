//! What an account has from the start.

use bartizan_service::testkit::{admin, input_of};
use serde_json::json;

use crate::{done, filter, id, refused, vpc, world};

#[tokio::test]
async fn a_default_vpc_leads_to_the_internet() {
    let world = world();
    let vpcs = done(&world, "DescribeVpcs", json!({})).await;
    let vpc = &vpcs["Vpcs"][0];
    assert_eq!((&vpc["CidrBlock"], &vpc["IsDefault"]), (&json!("172.31.0.0/16"), &json!(true)));
    let vpc = id(&vpc["VpcId"]);
    let subnets = done(&world, "DescribeSubnets", json!({})).await;
    let subnets = subnets["Subnets"].as_array().unwrap();
    assert_eq!(subnets.len(), 6);
    assert!(subnets.iter().all(|subnet| subnet["AvailableIpAddressCount"] == 4091
        && subnet["DefaultForAz"] == true
        && subnet["MapPublicIpOnLaunch"] == true));
    let groups = done(&world, "DescribeSecurityGroups", json!({ "GroupNames": ["default"] })).await;
    let group = &groups["SecurityGroups"][0];
    assert_eq!(group["IpPermissions"][0]["UserIdGroupPairs"][0]["GroupId"], group["GroupId"]);
    assert_eq!(group["IpPermissionsEgress"][0]["IpRanges"][0]["CidrIp"], "0.0.0.0/0");
    let tables = done(&world, "DescribeRouteTables", json!({})).await;
    let table = &tables["RouteTables"][0];
    assert_eq!(table["Associations"][0]["Main"], true);
    let gateways = done(&world, "DescribeInternetGateways", json!({})).await;
    let gateway = &gateways["InternetGateways"][0];
    assert_eq!(gateway["Attachments"][0]["VpcId"], vpc.as_str());
    assert_eq!(table["Routes"][0]["GatewayId"], "local");
    assert_eq!(table["Routes"][1]["GatewayId"], gateway["InternetGatewayId"]);
}

#[tokio::test]
async fn what_is_deleted_stays_away_until_it_is_made_again() {
    let world = world();
    let subnets = done(&world, "DescribeSubnets", json!({})).await;
    let subnets = subnets["Subnets"].as_array().unwrap().clone();
    let zone = id(&subnets[2]["AvailabilityZone"]);
    for subnet in &subnets {
        done(&world, "DeleteSubnet", json!({ "SubnetId": subnet["SubnetId"] })).await;
    }
    let zone = json!({ "AvailabilityZone": zone });
    let made = done(&world, "CreateDefaultSubnet", zone.clone()).await;
    assert_eq!(made["Subnet"]["CidrBlock"], "172.31.0.0/20");
    let again = refused(&world, "CreateDefaultSubnet", zone.clone()).await;
    assert_eq!(again, "DefaultSubnetAlreadyExistsInAvailabilityZone");
    done(&world, "DeleteSubnet", json!({ "SubnetId": made["Subnet"]["SubnetId"] })).await;
    let vpc = id(&made["Subnet"]["VpcId"]);
    let gateways = done(&world, "DescribeInternetGateways", json!({})).await;
    let gateway = id(&gateways["InternetGateways"][0]["InternetGatewayId"]);
    let detach = json!({ "InternetGatewayId": gateway, "VpcId": vpc });
    done(&world, "DetachInternetGateway", detach).await;
    done(&world, "DeleteVpc", json!({ "VpcId": vpc })).await;
    let none = done(&world, "DescribeVpcs", json!({})).await;
    assert_eq!(none["Vpcs"], json!([]));
    let none = refused(&world, "CreateDefaultSubnet", zone).await;
    assert_eq!(none, "DefaultVpcDoesNotExist");
    let group = json!({ "GroupName": "web", "Description": "web" });
    assert_eq!(refused(&world, "CreateSecurityGroup", group).await, "VPCIdNotSpecified");
    let made = done(&world, "CreateDefaultVpc", json!({})).await;
    let filters = json!({ "Filters": filter("vpc-id", &[&id(&made["Vpc"]["VpcId"])]) });
    let subnets = done(&world, "DescribeSubnets", filters).await;
    assert_eq!(subnets["Subnets"].as_array().unwrap().len(), 6);
}

#[tokio::test]
async fn each_region_has_its_own() {
    let world = world();
    let here = done(&world, "DescribeVpcs", json!({})).await;
    let vpcs = |region: &'static str| {
        let input = input_of("ec2", "DescribeVpcs", &json!({}));
        let world = &world;
        async move { world.call_in(region, &admin(), "ec2", "DescribeVpcs", input).await.unwrap() }
    };
    let there = vpcs("eu-west-1").await.value.to_json();
    assert_ne!(here["Vpcs"][0]["VpcId"], there["Vpcs"][0]["VpcId"]);
    // Nobody makes the store grow by inventing regions.
    assert_eq!(vpcs("moon-north-1").await.value.to_json()["Vpcs"], json!([]));
}

#[tokio::test]
async fn what_nobody_has_changed_lets_ipv6_pass_with_the_first_block() {
    let world = world();
    let own = vpc(&world, "10.0.0.0/16").await;
    let new = |name: &str| json!({ "VpcId": own, "GroupName": name, "Description": "for tests" });
    let changed = id(&done(&world, "CreateSecurityGroup", new("changed")).await["GroupId"]);
    let all = json!([{ "IpProtocol": "-1", "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }]);
    let revoke = json!({ "GroupId": changed, "IpPermissions": all });
    done(&world, "RevokeSecurityGroupEgress", revoke).await;
    let acl = json!({ "Filters": filter("vpc-id", &[&own]) });
    let shown = done(&world, "DescribeNetworkAcls", acl.clone()).await;
    let id_of_acl = &shown["NetworkAcls"][0]["NetworkAclId"];
    let deny = json!({ "NetworkAclId": id_of_acl, "RuleNumber": 50, "Protocol": "-1", "RuleAction": "deny",
        "Egress": true, "CidrBlock": "192.0.2.0/24" });
    done(&world, "CreateNetworkAclEntry", deny).await;
    let block = json!({ "VpcId": own, "AmazonProvidedIpv6CidrBlock": true });
    done(&world, "AssociateVpcCidrBlock", block).await;
    done(&world, "CreateSecurityGroup", new("later")).await;
    let shown = done(&world, "DescribeNetworkAcls", acl).await;
    let entries: Vec<_> = shown["NetworkAcls"][0]["Entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["Egress"].as_bool().unwrap(), one["RuleNumber"].as_i64().unwrap()))
        .collect();
    let (out, within) = (true, false);
    assert_eq!(
        entries,
        [
            (out, 50),
            (out, 100),
            (out, 32_767),
            (out, 32_768),
            (within, 100),
            (within, 101),
            (within, 32_767),
            (within, 32_768),
        ]
    );
    let groups = json!({ "Filters": filter("vpc-id", &[&own]) });
    let groups = done(&world, "DescribeSecurityGroups", groups).await;
    for group in groups["SecurityGroups"].as_array().unwrap() {
        let count = usize::from(group["GroupId"] != json!(changed));
        let out = &group["IpPermissionsEgress"];
        let v6 = out.as_array().unwrap().iter().filter(|one| one["Ipv6Ranges"] != json!([]));
        assert_eq!(v6.count(), count, "{group}");
    }
}

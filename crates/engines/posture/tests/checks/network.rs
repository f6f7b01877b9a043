//! Cases of networks and instances.

use bartizan_posture::Topic::{
    FlowLogs, InstanceProfiles, Instances, NetworkAcls, Peerings, PrefixLists, RouteTables,
    SecurityGroups, VolumeEncryption, Vpcs,
};
use bartizan_posture::{Outcome, Topic, Unassessed};
use serde_json::{Value as Json, json};

use crate::{Case, case, verdict};

fn group(rule: Json) -> (Topic, Vec<Json>) {
    (SecurityGroups, vec![json!({"GroupId": "sg-1", "GroupName": "g", "IpPermissions": [rule]})])
}

fn v4(protocol: &str, from: i64, to: i64, block: &str) -> (Topic, Vec<Json>) {
    group(
        json!({"IpProtocol": protocol, "FromPort": from, "ToPort": to, "IpRanges": [{"CidrIp": block}]}),
    )
}

fn v6(protocol: &str, from: i64, to: i64, block: &str) -> (Topic, Vec<Json>) {
    group(
        json!({"IpProtocol": protocol, "FromPort": from, "ToPort": to, "Ipv6Ranges": [{"CidrIpv6": block}]}),
    )
}

fn by_list() -> (Topic, Vec<Json>) {
    group(json!({"IpProtocol": "-1", "PrefixListIds": [{"PrefixListId": "pl-1"}]}))
}

fn list(block: &str) -> (Topic, Vec<Json>) {
    (
        PrefixLists,
        vec![json!({"PrefixListId": "pl-1", "Entries": [{"Cidr": "10.0.0.0/8"}, {"Cidr": block}]})],
    )
}

fn default_group(ingress: usize, egress: usize) -> (Topic, Vec<Json>) {
    let rule = json!({"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}], "Ipv6Ranges": []});
    let other = json!({"GroupId": "sg-2", "GroupName": "web", "IpPermissions": [rule]});
    let group = json!({"GroupId": "sg-1", "GroupName": "default",
        "IpPermissions": vec![rule.clone(); ingress], "IpPermissionsEgress": vec![rule; egress]});
    (SecurityGroups, vec![other, group])
}

fn entry(
    number: i64,
    action: &str,
    protocol: &str,
    block: &str,
    ports: Option<(i64, i64)>,
) -> Json {
    let member = if block.contains(':') { "Ipv6CidrBlock" } else { "CidrBlock" };
    let range = ports.map(|(from, to)| json!({"From": from, "To": to}));
    json!({"RuleNumber": number, "RuleAction": action, "Protocol": protocol, member: block,
        "PortRange": range, "Egress": false})
}

fn acl(entries: &[Json]) -> (Topic, Vec<Json>) {
    let egress = json!({"RuleNumber": 1, "RuleAction": "allow", "Protocol": "-1",
        "CidrBlock": "0.0.0.0/0", "Egress": true});
    let entries: Vec<Json> = entries.iter().cloned().chain([egress]).collect();
    (NetworkAcls, vec![json!({"NetworkAclId": "acl-1", "Entries": entries})])
}

fn groups() -> Vec<Case> {
    vec![
        case("6.1.2", [v4("tcp", 1, 444, "0.0.0.0/0")], [v4("tcp", 400, 500, "0.0.0.0/0")]),
        case("6.1.2", [v6("tcp", 445, 445, "2001:db8::/32")], [v6("6", 445, 445, "::/0")]),
        case("6.3", [v4("tcp", 22, 22, "198.51.100.0/24")], [v4("tcp", 22, 22, "0.0.0.0/0")]),
        case("6.3", [v4("tcp", 23, 3388, "0.0.0.0/0")], [v4("udp", 3389, 3389, "0.0.0.0/0")]),
        case("6.3", [v4("icmp", -1, -1, "0.0.0.0/0")], [v4("-1", -1, -1, "128.0.0.0/1")]),
        case("6.3", [v6("tcp", 22, 22, "::/0")], [v4("tcp", 0, 65535, "0.0.0.0/0")]),
        case("6.3", [by_list(), list("192.0.2.0/24")], [by_list(), list("0.0.0.0/0")]),
        case("6.4", [v4("tcp", 22, 22, "0.0.0.0/0")], [v6("tcp", 22, 22, "::/0")]),
        case("6.4", [by_list(), list("0.0.0.0/0")], [by_list(), list("2000::/3")]),
        case("6.5", [default_group(0, 0)], [default_group(1, 0)]),
        case("6.5", [default_group(0, 0)], [default_group(0, 1)]),
    ]
}

fn acls() -> Vec<Case> {
    let all = "0.0.0.0/0";
    let (ssh, rdp) = (Some((22, 22)), Some((3389, 3389)));
    let allow_all = entry(100, "allow", "-1", all, None);
    vec![
        case(
            "6.2",
            [acl(&[entry(100, "allow", "6", "10.0.0.0/8", ssh)])],
            [acl(std::slice::from_ref(&allow_all))],
        ),
        case(
            "6.2",
            [acl(&[entry(100, "deny", "-1", all, None)])],
            [acl(&[entry(1, "allow", "6", "::/0", rdp)])],
        ),
        // An entry that denies counts where it comes first, and takes all that the other gives.
        case(
            "6.2",
            [acl(&[
                entry(1, "deny", "6", all, ssh),
                entry(2, "deny", "-1", all, rdp),
                entry(3, "allow", "6", all, None),
            ])],
            [acl(&[
                entry(1, "deny", "6", all, ssh),
                entry(2, "deny", "17", all, rdp),
                entry(3, "allow", "6", all, None),
            ])],
        ),
        case(
            "6.2",
            [acl(&[entry(1, "deny", "-1", all, None), allow_all.clone()])],
            [acl(&[entry(200, "deny", "-1", all, None), allow_all.clone()])],
        ),
        case(
            "6.2",
            [acl(&[entry(1, "deny", "-1", all, None), allow_all.clone()])],
            [acl(&[entry(1, "deny", "-1", "10.0.0.0/8", None), allow_all])],
        ),
    ]
}

fn peering() -> (Topic, Vec<Json>) {
    let info = |vpc: &str, block: &str| json!({"VpcId": vpc, "CidrBlock": block, "CidrBlockSet": [{"CidrBlock": block}]});
    (
        Peerings,
        vec![json!({"VpcPeeringConnectionId": "pcx-1",
        "RequesterVpcInfo": info("vpc-1", "10.0.0.0/16"), "AccepterVpcInfo": info("vpc-2", "10.1.0.0/16")})],
    )
}

fn route(vpc: &str, destination: &str) -> (Topic, Vec<Json>) {
    let local = json!({"DestinationCidrBlock": "10.0.0.0/8", "GatewayId": "local"});
    let route = json!({"DestinationCidrBlock": destination, "VpcPeeringConnectionId": "pcx-1"});
    (RouteTables, vec![json!({"RouteTableId": "rtb-1", "VpcId": vpc, "Routes": [local, route]})])
}

fn instance(members: &Json) -> (Topic, Vec<Json>) {
    let mut instance = json!({"InstanceId": "i-1", "State": {"Name": "running"}});
    for (name, value) in members.as_object().unwrap() {
        instance[name] = value.clone();
    }
    (Instances, vec![instance])
}

fn tokens(tokens: &str, endpoint: &str) -> [(Topic, Vec<Json>); 1] {
    [instance(&json!({"MetadataOptions": {"HttpTokens": tokens, "HttpEndpoint": endpoint}}))]
}

pub(crate) fn cases() -> Vec<Case> {
    let vpc = || (Vpcs, vec![json!({"VpcId": "vpc-1"})]);
    let log = |resource: &str, status: &str, traffic: &str| {
        (
            FlowLogs,
            vec![json!({"FlowLogId": "fl-1", "ResourceId": resource, "FlowLogStatus": status,
            "TrafficType": traffic})],
        )
    };
    let profile =
        |id: &str| (InstanceProfiles, vec![json!({"InstanceId": id, "State": "associated"})]);
    let encryption =
        |is_on: bool| [(VolumeEncryption, vec![json!({"EbsEncryptionByDefault": is_on})])];
    let mut cases = groups();
    cases.extend(acls());
    cases.extend([
        case(
            "2.17",
            [instance(&json!({})), profile("i-1")],
            [instance(&json!({})), profile("i-2")],
        ),
        case("4.7", [vpc(), log("vpc-1", "ACTIVE", "REJECT")], [vpc()]),
        case(
            "4.7",
            [vpc(), log("vpc-1", "ACTIVE", "ALL")],
            [vpc(), log("vpc-1", "ACTIVE", "ACCEPT")],
        ),
        case(
            "4.7",
            [vpc(), log("vpc-1", "ACTIVE", "ALL")],
            [vpc(), log("subnet-1", "ACTIVE", "ALL")],
        ),
        case("6.1.1", encryption(true), encryption(false)),
        case(
            "6.6",
            [peering(), route("vpc-1", "10.1.2.0/24")],
            [peering(), route("vpc-1", "10.1.0.0/16")],
        ),
        case(
            "6.6",
            [peering(), route("vpc-2", "10.0.0.0/17")],
            [peering(), route("vpc-2", "0.0.0.0/0")],
        ),
        case("6.7", tokens("required", "enabled"), tokens("optional", "enabled")),
        case("6.7", tokens("optional", "disabled"), tokens("optional", "enabled")),
    ]);
    cases
}

#[test]
fn instances_that_are_gone_or_tell_nothing_are_not_passed() {
    let gone = instance(&json!({"State": {"Name": "terminated"}}));
    assert_eq!(verdict("6.7", std::slice::from_ref(&gone)).outcome, Outcome::NotApplicable);
    assert_eq!(verdict("2.17", &[gone]).outcome, Outcome::NotApplicable);
    let silent = verdict("6.7", &[instance(&json!({}))]);
    assert_eq!(silent.evidence[0].is_right, Err(Unassessed::NotServed));
}

#[test]
fn commands_take_away_what_was_found() {
    let failed = verdict("6.3", &[by_list(), list("0.0.0.0/0")]);
    let evidence = &failed.evidence[0];
    assert_eq!(evidence.found, "0.0.0.0/0 by pl-1 reaches port 22 and 3389");
    assert_eq!(
        evidence.command,
        "aws ec2 revoke-security-group-ingress --group-id sg-1 --ip-permissions \
         '[{\"IpProtocol\":\"-1\",\"PrefixListIds\":[{\"PrefixListId\":\"pl-1\"}]}]' --region eu-central-1"
    );
    let failed = verdict("6.5", &[default_group(0, 1)]);
    assert_eq!(
        failed.evidence[0].command,
        "aws ec2 revoke-security-group-egress --group-id sg-1 --ip-permissions \
         '[{\"IpProtocol\":\"-1\",\"IpRanges\":[{\"CidrIp\":\"0.0.0.0/0\"}]}]' --region eu-central-1"
    );
    let failed = verdict("6.2", &[acl(&[entry(7, "allow", "-1", "::/0", None)])]);
    assert_eq!(
        failed.evidence[0].command,
        "aws ec2 delete-network-acl-entry --network-acl-id acl-1 --ingress --rule-number 7 --region eu-central-1"
    );
}

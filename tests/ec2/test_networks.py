"""Networks, as boto3 and the AWS CLI make, find and delete them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from harness.aws import Cli, Credentials, client, error_of
from harness.server import Server

Network = Callable[..., Any]


@pytest.fixture
def ec2(dev_server: Server, unused_account: Callable[[], str]) -> Any:
    """EC2 as the root user of an account that nobody else uses."""
    return client("ec2", dev_server.endpoint, Credentials(unused_account(), "any"))


def test_an_account_has_a_default_network_in_each_region(
    dev_server: Server, unused_account: Callable[[], str]
) -> None:
    account = Credentials(unused_account(), "any")
    found = set()
    for region, zones in [("us-east-1", 6), ("eu-central-1", 3)]:
        ec2 = client("ec2", dev_server.endpoint, account, region=region)
        (vpc,) = ec2.describe_vpcs()["Vpcs"]
        assert (vpc["IsDefault"], vpc["CidrBlock"]) == (True, "172.31.0.0/16")
        subnets = ec2.describe_subnets()["Subnets"]
        assert len({subnet["AvailabilityZoneId"] for subnet in subnets}) == zones
        assert len(ec2.describe_availability_zones()["AvailabilityZones"]) == zones
        found.add(vpc["VpcId"])
    assert len(found) == 2


def test_a_network_is_built_and_taken_down(ec2: Any) -> None:
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    route = {"RouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0"}
    ec2.create_route(**route, GatewayId=gateway)
    follows = ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)["AssociationId"]
    interface = ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]
    assert interface["PrivateDnsName"] == "ip-10-0-1-4.ec2.internal"
    interface = interface["NetworkInterfaceId"]
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    stands = ec2.associate_address(AllocationId=address, NetworkInterfaceId=interface)
    for taken in [
        lambda: error_of(ec2.delete_vpc, VpcId=vpc),
        lambda: error_of(ec2.delete_subnet, SubnetId=subnet),
        lambda: error_of(ec2.delete_route_table, RouteTableId=table),
        lambda: error_of(ec2.delete_internet_gateway, InternetGatewayId=gateway),
        lambda: error_of(ec2.detach_internet_gateway, InternetGatewayId=gateway, VpcId=vpc),
    ]:
        assert taken()[0] == "DependencyViolation"
    ec2.disassociate_address(AssociationId=stands["AssociationId"])
    ec2.release_address(AllocationId=address)
    ec2.delete_network_interface(NetworkInterfaceId=interface)
    ec2.disassociate_route_table(AssociationId=follows)
    ec2.delete_route(**route)
    ec2.delete_route_table(RouteTableId=table)
    ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    ec2.delete_internet_gateway(InternetGatewayId=gateway)
    ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_vpc(VpcId=vpc)
    assert error_of(ec2.describe_vpcs, VpcIds=[vpc])[0] == "InvalidVpcID.NotFound"


def test_rules_of_a_security_group(ec2: Any) -> None:
    group = ec2.create_security_group(GroupName="web", Description="web servers")["GroupId"]
    https = {
        "IpProtocol": "tcp",
        "FromPort": 443,
        "ToPort": 443,
        "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "everybody"}],
        "Ipv6Ranges": [{"CidrIpv6": "::/0"}],
    }
    added = ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[https])
    rules = [rule["SecurityGroupRuleId"] for rule in added["SecurityGroupRules"]]
    code, message, _ = error_of(
        ec2.authorize_security_group_ingress, GroupId=group, IpPermissions=[https]
    )
    assert code == "InvalidPermission.Duplicate"
    assert "peer: 0.0.0.0/0, TCP, from port: 443, to port: 443, ALLOW" in message
    ec2.update_security_group_rule_descriptions_ingress(
        GroupId=group,
        SecurityGroupRuleDescriptions=[{"SecurityGroupRuleId": rules[1], "Description": "IPv6"}],
    )
    ec2.modify_security_group_rules(
        GroupId=group,
        SecurityGroupRules=[
            {
                "SecurityGroupRuleId": rules[0],
                "SecurityGroupRule": {"IpProtocol": "-1", "CidrIpv4": "10.0.0.0/8"},
            }
        ],
    )
    shown = ec2.describe_security_group_rules(SecurityGroupRuleIds=rules)["SecurityGroupRules"]
    told = {rule.get("CidrIpv4", rule.get("CidrIpv6")): rule.get("Description") for rule in shown}
    assert told == {"10.0.0.0/8": None, "::/0": "IPv6"}
    ec2.revoke_security_group_ingress(GroupId=group, SecurityGroupRuleIds=rules)
    assert (
        ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]["IpPermissions"] == []
    )
    ec2.delete_security_group(GroupId=group)


def test_tags_are_found_and_paged(ec2: Any) -> None:
    tags = [{"ResourceType": "subnet", "Tags": [{"Key": "team", "Value": "red"}]}]
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    for number in range(12):
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", TagSpecifications=tags)
    pages = ec2.get_paginator("describe_subnets").paginate(
        Filters=[{"Name": "tag:team", "Values": ["r*"]}], PaginationConfig={"PageSize": 5}
    )
    assert [len(page["Subnets"]) for page in pages] == [5, 5, 2]
    ec2.create_tags(Resources=[vpc], Tags=[{"Key": "team", "Value": "blue"}])
    blue = ec2.describe_tags(Filters=[{"Name": "value", "Values": ["blue"]}])["Tags"]
    assert [(tag["ResourceId"], tag["ResourceType"]) for tag in blue] == [(vpc, "vpc")]
    ec2.delete_tags(Resources=[vpc], Tags=[{"Key": "team"}])
    assert ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0].get("Tags", []) == []


def test_what_is_not_there_says_so(ec2: Any) -> None:
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    for call, arguments in [
        (ec2.create_subnet, {"VpcId": vpc, "Ipv6Native": True}),
        (ec2.create_vpc, {"CidrBlock": "10.1.0.0/16", "Ipv6Pool": "own"}),
        (ec2.describe_prefix_lists, {}),
        (ec2.create_carrier_gateway, {"VpcId": vpc}),
    ]:
        assert error_of(call, **arguments)[0] == "NotImplemented"


def test_the_command_line_makes_a_network(cli: Cli) -> None:
    made = json.loads(cli("ec2", "create-vpc", "--cidr-block", "10.20.0.0/16").stdout)
    vpc = made["Vpc"]["VpcId"]
    cli("ec2", "wait", "vpc-available", "--vpc-ids", vpc)
    cli("ec2", "delete-vpc", "--vpc-id", vpc)

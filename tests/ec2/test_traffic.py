"""What filters and leads traffic, as boto3 and the AWS CLI make it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from harness.aws import Cli, Credentials, client, error_of
from harness.server import Server


@pytest.fixture
def ec2(dev_server: Server, unused_account: Callable[[], str]) -> Any:
    """EC2 as the root user of an account that nobody else uses."""
    return client("ec2", dev_server.endpoint, Credentials(unused_account(), "any"))


def test_a_subnet_gets_another_network_acl(ec2: Any) -> None:
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
    acl = ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
    entry = {"NetworkAclId": acl, "RuleNumber": 10, "Egress": False}
    ec2.create_network_acl_entry(
        **entry,
        Protocol="6",
        RuleAction="allow",
        CidrBlock="0.0.0.0/0",
        PortRange={"From": 443, "To": 443},
    )
    (present,) = ec2.describe_network_acls(
        Filters=[{"Name": "association.subnet-id", "Values": [subnet]}]
    )["NetworkAcls"]
    (association,) = present["Associations"]
    ec2.replace_network_acl_association(
        AssociationId=association["NetworkAclAssociationId"], NetworkAclId=acl
    )
    (shown,) = ec2.describe_network_acls(NetworkAclIds=[acl])["NetworkAcls"]
    assert [one["SubnetId"] for one in shown["Associations"]] == [subnet]
    told = [(one["Egress"], one["RuleNumber"], one["RuleAction"]) for one in shown["Entries"]]
    assert told == [(True, 32767, "deny"), (False, 10, "allow"), (False, 32767, "deny")]
    assert error_of(ec2.delete_network_acl, NetworkAclId=acl)[0] == "DependencyViolation"
    ec2.delete_network_acl_entry(**entry)
    code, _, _ = error_of(ec2.delete_network_acl_entry, **entry)
    assert code == "InvalidNetworkAclEntry.NotFound"


def test_a_nat_gateway_leads_routes(ec2: Any) -> None:
    (vpc,) = ec2.describe_vpcs()["Vpcs"]
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    nat = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)["NatGateway"]
    ec2.get_waiter("nat_gateway_available").wait(NatGatewayIds=[nat["NatGatewayId"]])
    table = ec2.create_route_table(VpcId=vpc["VpcId"])["RouteTable"]["RouteTableId"]
    ec2.create_route(
        RouteTableId=table,
        DestinationCidrBlock="0.0.0.0/0",
        NatGatewayId=nat["NatGatewayId"],
    )
    ec2.delete_nat_gateway(NatGatewayId=nat["NatGatewayId"])
    ec2.get_waiter("nat_gateway_deleted").wait(NatGatewayIds=[nat["NatGatewayId"]])
    (shown,) = ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"]
    assert shown["Routes"][1]["State"] == "blackhole"
    ec2.release_address(AllocationId=address)


def test_accounts_are_peered(dev_server: Server, unused_account: Callable[[], str]) -> None:
    accounts = [unused_account(), unused_account()]
    one, other = (client("ec2", dev_server.endpoint, Credentials(id, "any")) for id in accounts)
    near = one.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    far = other.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    asked = one.create_vpc_peering_connection(VpcId=near, PeerVpcId=far, PeerOwnerId=accounts[1])[
        "VpcPeeringConnection"
    ]
    peering = asked["VpcPeeringConnectionId"]
    assert asked["Status"]["Code"] == "initiating-request"
    code, _, _ = error_of(one.accept_vpc_peering_connection, VpcPeeringConnectionId=peering)
    assert code == "OperationNotPermitted"
    other.accept_vpc_peering_connection(VpcPeeringConnectionId=peering)
    one.get_waiter("vpc_peering_connection_exists").wait(VpcPeeringConnectionIds=[peering])
    (table,) = one.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [near]}])[
        "RouteTables"
    ]
    one.create_route(
        RouteTableId=table["RouteTableId"],
        DestinationCidrBlock="10.1.0.0/16",
        VpcPeeringConnectionId=peering,
    )
    group = other.create_security_group(GroupName="web", Description="web", VpcId=far)["GroupId"]
    (own,) = one.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [near]}])[
        "SecurityGroups"
    ]
    pair = {"GroupId": group, "UserId": accounts[1]}
    permission = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [pair]}
    (rule,) = one.authorize_security_group_ingress(
        GroupId=own["GroupId"], IpPermissions=[permission]
    )["SecurityGroupRules"]
    named = rule["ReferencedGroupInfo"]
    assert (named["UserId"], named["VpcId"], named["PeeringStatus"]) == (accounts[1], far, "active")
    third = client("ec2", dev_server.endpoint, Credentials(unused_account(), "any"))
    code, _, _ = error_of(third.delete_vpc_peering_connection, VpcPeeringConnectionId=peering)
    assert code == "InvalidVpcPeeringConnectionID.NotFound"
    other.delete_vpc_peering_connection(VpcPeeringConnectionId=peering)
    one.get_waiter("vpc_peering_connection_deleted").wait(VpcPeeringConnectionIds=[peering])
    (shown,) = one.describe_security_group_rules(
        SecurityGroupRuleIds=[rule["SecurityGroupRuleId"]]
    )["SecurityGroupRules"]
    assert shown["ReferencedGroupInfo"]["PeeringStatus"] == "deleted"
    one.revoke_security_group_ingress(GroupId=own["GroupId"], IpPermissions=[permission])


def test_rules_name_prefix_lists(ec2: Any) -> None:
    offices = ec2.create_managed_prefix_list(
        PrefixListName="offices",
        MaxEntries=3,
        AddressFamily="IPv4",
        Entries=[{"Cidr": "203.0.113.0/24", "Description": "Berlin"}],
    )["PrefixList"]["PrefixListId"]
    group = ec2.create_security_group(GroupName="ssh", Description="ssh")["GroupId"]
    ssh = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22}
    ec2.authorize_security_group_ingress(
        GroupId=group, IpPermissions=[{**ssh, "PrefixListIds": [{"PrefixListId": offices}]}]
    )
    (shown,) = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
    assert shown["IpPermissions"][0]["PrefixListIds"] == [{"PrefixListId": offices}]
    code, _, _ = error_of(ec2.delete_managed_prefix_list, PrefixListId=offices)
    assert code == "PrefixListInUse"
    ec2.modify_managed_prefix_list(
        PrefixListId=offices, CurrentVersion=1, AddEntries=[{"Cidr": "198.51.100.0/24"}]
    )
    entries = ec2.get_managed_prefix_list_entries(PrefixListId=offices)["Entries"]
    assert {one["Cidr"] for one in entries} == {"198.51.100.0/24", "203.0.113.0/24"}


def policy_of(statement: dict[str, str]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


def test_flow_logs_are_kept_where_their_bucket_takes_them(
    dev_server: Server, unused_account: Callable[[], str]
) -> None:
    account = unused_account()
    credentials = Credentials(account, "any")
    ec2 = client("ec2", dev_server.endpoint, credentials)
    s3 = client("s3", dev_server.endpoint, credentials)
    bucket = f"flows-{account}"
    (vpc,) = ec2.describe_vpcs()["Vpcs"]
    wanted = {
        "ResourceIds": [vpc["VpcId"]],
        "ResourceType": "VPC",
        "TrafficType": "REJECT",
        "LogDestinationType": "s3",
        "LogDestination": f"arn:aws:s3:::{bucket}/own",
    }

    def refused() -> str:
        answer = ec2.create_flow_logs(**wanted)
        (item,) = answer["Unsuccessful"]
        assert (answer["FlowLogIds"], item["ResourceId"]) == ([], vpc["VpcId"])
        assert item["Error"]["Code"] == "400"
        return item["Error"]["Message"]

    assert refused() == f"LogDestination: {bucket} does not exist."
    s3.create_bucket(Bucket=bucket)
    # Nobody else's bucket is let in.
    other = unused_account()
    elsewhere = f"flows-{other}"
    client("s3", dev_server.endpoint, Credentials(other, "any")).create_bucket(Bucket=elsewhere)
    answer = ec2.create_flow_logs(**{**wanted, "LogDestination": f"arn:aws:s3:::{elsewhere}"})
    message = answer["Unsuccessful"][0]["Error"]["Message"]
    assert message.startswith(f"Access Denied for LogDestination: {elsewhere}.")
    own = {
        "Sid": "Own",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:DeleteBucket",
        "Resource": f"arn:aws:s3:::{bucket}",
    }
    s3.put_bucket_policy(Bucket=bucket, Policy=policy_of(own))
    (log,) = ec2.create_flow_logs(**wanted)["FlowLogIds"]
    (shown,) = ec2.describe_flow_logs(FlowLogIds=[log])["FlowLogs"]
    assert (shown["ResourceId"], shown["TrafficType"]) == (vpc["VpcId"], "REJECT")
    kept, write, check = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
    assert kept == own
    assert (write["Sid"], check["Sid"]) == ("AWSLogDeliveryWrite", "AWSLogDeliveryAclCheck")
    assert write["Resource"] == f"arn:aws:s3:::{bucket}/own/AWSLogs/{account}/*"
    code, _, _ = error_of(
        ec2.create_flow_logs, **{**wanted, "LogDestinationType": "cloud-watch-logs"}
    )
    assert code == "NotImplemented"
    ec2.delete_flow_logs(FlowLogIds=[log])


def test_the_command_line_filters_a_subnet(cli: Cli) -> None:
    vpc = json.loads(cli("ec2", "create-vpc", "--cidr-block", "10.21.0.0/16").stdout)
    vpc = vpc["Vpc"]["VpcId"]
    acl = json.loads(cli("ec2", "create-network-acl", "--vpc-id", vpc).stdout)
    acl = acl["NetworkAcl"]["NetworkAclId"]
    entry = ["--network-acl-id", acl, "--rule-number", "100", "--ingress"]
    for words in [
        ["create-network-acl-entry", *entry, "--protocol", "udp", "--port-range", "From=53,To=53"]
        + ["--cidr-block", "0.0.0.0/0", "--rule-action", "deny"],
        ["delete-network-acl-entry", *entry],
        ["delete-network-acl", "--network-acl-id", acl],
        ["delete-vpc", "--vpc-id", vpc],
    ]:
        assert cli("ec2", *words).returncode == 0, words

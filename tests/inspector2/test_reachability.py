"""What is reached by IPv6 as Inspector finds it, by boto3."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.aws import Credentials, client
from harness.server import Server
from harness.trails import eventually

REGION = "us-east-1"


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, server_factory: Callable[..., Server]
) -> Server:
    images: Path = tmp_path_factory.mktemp("images")
    (images / "disk").mkdir()
    return server_factory(dev=True, extra=("--images", str(images)))


def findings(inspector: Any, status: str) -> list[dict[str, Any]]:
    criteria = {
        "findingType": [{"comparison": "EQUALS", "value": "NETWORK_REACHABILITY"}],
        "findingStatus": [{"comparison": "EQUALS", "value": status}],
    }
    return inspector.list_findings(filterCriteria=criteria)["findings"]


def test_a_port_that_ipv6_reaches_is_a_finding_with_its_path(
    server: Server, unused_account: Callable[[], str]
) -> None:
    account = unused_account()
    inspector, ec2 = (
        client(name, server.endpoint, Credentials(account, "any")) for name in ("inspector2", "ec2")
    )
    inspector.enable(resourceTypes=["EC2"])
    made = ec2.create_vpc(CidrBlock="10.6.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]
    vpc = made["VpcId"]
    block = ipaddress.ip_network(made["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"])
    first = next(block.subnets(new_prefix=64))
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.6.1.0/24", Ipv6CidrBlock=str(first))
    subnet = subnet["Subnet"]["SubnetId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    (table,) = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc]}])[
        "RouteTables"
    ]
    route = {"RouteTableId": table["RouteTableId"], "DestinationIpv6CidrBlock": "::/0"}
    ec2.create_route(**route, GatewayId=gateway)
    group = ec2.create_security_group(GroupName="six", Description="six", VpcId=vpc)["GroupId"]
    everyone = {"CidrIpv6": "::/0"}
    permission = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "Ipv6Ranges": [everyone]}
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])
    image = ec2.register_image(Name="six", ImageLocation="disk")["ImageId"]
    interface = {
        "DeviceIndex": 0,
        "SubnetId": subnet,
        "Groups": [group],
        "Ipv6Addresses": [{"Ipv6Address": str(first[0x10])}],
    }
    instance = ec2.run_instances(
        ImageId=image, MinCount=1, MaxCount=1, NetworkInterfaces=[interface]
    )["Instances"][0]
    assert instance["Ipv6Address"] == str(first[0x10])
    (found,) = eventually(lambda: findings(inspector, "ACTIVE"))
    assert str(first[0x10]) in found["description"]
    details = found["networkReachabilityDetails"]
    assert details["openPortRange"] == {"begin": 22, "end": 22}
    steps = details["networkPath"]["steps"]
    assert steps[0] == {
        "componentId": gateway,
        "componentType": "AWS::EC2::InternetGateway",
        "componentArn": f"arn:aws:ec2:{REGION}:{account}:internet-gateway/{gateway}",
    }
    assert {group, instance["InstanceId"]} <= {step["componentId"] for step in steps}
    (resource,) = found["resources"]
    assert resource["details"]["awsEc2Instance"]["ipV6Addresses"] == [str(first[0x10])]
    # What leaves alone gets answers, and nobody comes in by it.
    egress_only = ec2.create_egress_only_internet_gateway(VpcId=vpc)["EgressOnlyInternetGateway"]
    ec2.replace_route(
        **route, EgressOnlyInternetGatewayId=egress_only["EgressOnlyInternetGatewayId"]
    )
    (closed,) = eventually(lambda: findings(inspector, "CLOSED"))
    assert closed["findingArn"] == found["findingArn"]

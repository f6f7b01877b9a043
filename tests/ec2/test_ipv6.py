"""Networks of IPv6, and key pairs, as boto3 and the AWS CLI make them."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization

from harness.aws import Cli, Credentials, client, error_of
from harness.server import Server

PUBLIC = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEwsSB9HbTeKCdkSlMZeTq9jZggaPJUwAsUi/7wakB+B somebody"


@pytest.fixture
def ec2(dev_server: Server, unused_account: Callable[[], str]) -> Any:
    """EC2 as the root user of an account that nobody else uses."""
    return client("ec2", dev_server.endpoint, Credentials(unused_account(), "any"))


def test_a_network_gets_ipv6_and_gives_it_back(ec2: Any) -> None:
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    given = ec2.associate_vpc_cidr_block(VpcId=vpc, AmazonProvidedIpv6CidrBlock=True)
    of_vpc = given["Ipv6CidrBlockAssociation"]
    block = ipaddress.ip_network(of_vpc["Ipv6CidrBlock"])
    assert block.prefixlen == 56
    first = next(block.subnets(new_prefix=64))
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
    of_subnet = ec2.associate_subnet_cidr_block(SubnetId=subnet, Ipv6CidrBlock=str(first))
    of_subnet = of_subnet["Ipv6CidrBlockAssociation"]
    ec2.modify_subnet_attribute(SubnetId=subnet, AssignIpv6AddressOnCreation={"Value": True})
    interface = ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]
    (own,) = interface["Ipv6Addresses"]
    assert ipaddress.ip_address(own["Ipv6Address"]) in first
    interface = interface["NetworkInterfaceId"]
    more = ec2.assign_ipv6_addresses(
        NetworkInterfaceId=interface, Ipv6Addresses=[str(first[0x10]), str(first[0x11])]
    )["AssignedIpv6Addresses"]
    found = ec2.describe_network_interfaces(
        Filters=[{"Name": "ipv6-addresses.ipv6-address", "Values": more[:1]}]
    )["NetworkInterfaces"]
    assert [each["NetworkInterfaceId"] for each in found] == [interface]
    code, _, _ = error_of(
        ec2.disassociate_subnet_cidr_block, AssociationId=of_subnet["AssociationId"]
    )
    assert code == "InvalidCidrBlock.InUse"
    ec2.unassign_ipv6_addresses(
        NetworkInterfaceId=interface, Ipv6Addresses=[own["Ipv6Address"], *more]
    )
    ec2.disassociate_subnet_cidr_block(AssociationId=of_subnet["AssociationId"])
    ec2.disassociate_vpc_cidr_block(AssociationId=of_vpc["AssociationId"])
    (shown,) = ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"]
    assert shown.get("Ipv6CidrBlockAssociationSet", []) == []


def test_an_egress_only_gateway_leads_routes(ec2: Any) -> None:
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]["VpcId"]
    gateway = ec2.create_egress_only_internet_gateway(VpcId=vpc)["EgressOnlyInternetGateway"]
    assert gateway["Attachments"] == [{"State": "attached", "VpcId": vpc}]
    gateway = gateway["EgressOnlyInternetGatewayId"]
    (table,) = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc]}])[
        "RouteTables"
    ]
    ec2.create_route(
        RouteTableId=table["RouteTableId"],
        DestinationIpv6CidrBlock="::/0",
        EgressOnlyInternetGatewayId=gateway,
    )
    ec2.delete_egress_only_internet_gateway(EgressOnlyInternetGatewayId=gateway)
    (table,) = ec2.describe_route_tables(RouteTableIds=[table["RouteTableId"]])["RouteTables"]
    (route,) = [each for each in table["Routes"] if "EgressOnlyInternetGatewayId" in each]
    assert (route["DestinationIpv6CidrBlock"], route["State"]) == ("::/0", "blackhole")
    code, _, _ = error_of(
        ec2.delete_egress_only_internet_gateway, EgressOnlyInternetGatewayId=gateway
    )
    assert code == "InvalidGatewayID.NotFound"


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_the_private_key_of_a_pair_is_answered_once(ec2: Any, kind: str) -> None:
    made = ec2.create_key_pair(KeyName="gate", KeyType=kind)
    read = (
        serialization.load_pem_private_key if kind == "rsa" else serialization.load_ssh_private_key
    )
    private = read(made["KeyMaterial"].encode(), password=None)
    public = private.public_key().public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    )
    (shown,) = ec2.describe_key_pairs(KeyNames=["gate"], IncludePublicKey=True)["KeyPairs"]
    assert shown["PublicKey"] == f"{public.decode()} gate"
    assert (shown["KeyType"], shown["KeyFingerprint"]) == (kind, made["KeyFingerprint"])
    assert error_of(ec2.create_key_pair, KeyName="gate")[0] == "InvalidKeyPair.Duplicate"
    assert ec2.delete_key_pair(KeyName="gate")["KeyPairId"] == made["KeyPairId"]


def test_a_public_key_is_imported(ec2: Any) -> None:
    made = ec2.import_key_pair(KeyName="own", PublicKeyMaterial=PUBLIC.encode())
    assert made["KeyFingerprint"] == "xvxnqBJ7S71D5MbmUohoi4VItOmDYU4Eu5gj1c/8ibw="
    (shown,) = ec2.describe_key_pairs(KeyPairIds=[made["KeyPairId"]])["KeyPairs"]
    assert "PublicKey" not in shown
    code, _, _ = error_of(ec2.import_key_pair, KeyName="other", PublicKeyMaterial=b"none")
    assert code == "InvalidKeyPair.Format"


def test_the_command_line_makes_a_network_of_ipv6(cli: Cli) -> None:
    def done(*words: str) -> Any:
        ended = cli("ec2", *words)
        assert ended.returncode == 0, ended.stderr
        return json.loads(ended.stdout) if ended.stdout else None

    made = done("create-vpc", "--cidr-block", "10.22.0.0/16", "--amazon-provided-ipv6-cidr-block")[
        "Vpc"
    ]
    vpc = made["VpcId"]
    block = ipaddress.ip_network(made["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"])
    first = str(next(block.subnets(new_prefix=64)))
    subnet = done(
        "create-subnet", "--vpc-id", vpc, "--cidr-block", "10.22.1.0/24", "--ipv6-cidr-block", first
    )["Subnet"]["SubnetId"]
    interface = done(
        "create-network-interface", "--subnet-id", subnet, "--ipv6-address-count", "2"
    )["NetworkInterface"]
    assert len(interface["Ipv6Addresses"]) == 2
    done("delete-network-interface", "--network-interface-id", interface["NetworkInterfaceId"])
    done("delete-subnet", "--subnet-id", subnet)
    done("delete-vpc", "--vpc-id", vpc)

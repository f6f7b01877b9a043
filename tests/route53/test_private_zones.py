"""Private hosted zones: their VPCs, also those of other accounts, and who is answered by them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from harness.aws import Credentials, client, error_of
from harness.dns import dig
from harness.server import Server

REGION = "eu-central-1"


class Party:
    """An account with a VPC."""

    def __init__(self, server: Server, account: str) -> None:
        credentials = Credentials(account, "any")
        self.account = account
        self.route53 = client("route53", server.endpoint, credentials)
        ec2 = client("ec2", server.endpoint, credentials, region=REGION)
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        self.vpc = {"VPCRegion": REGION, "VPCId": vpc}

    def zone(self, name: str, **more: Any) -> str:
        made = self.route53.create_hosted_zone(Name=name, CallerReference=name, **more)
        return made["HostedZone"]["Id"].removeprefix("/hostedzone/")

    def vpcs_of(self, zone: str) -> list[dict[str, str]]:
        return self.route53.get_hosted_zone(Id=zone)["VPCs"]


@pytest.fixture
def parties(dev_server: Server, unused_account: Callable[[], str]) -> tuple[Party, Party]:
    return Party(dev_server, unused_account()), Party(dev_server, unused_account())


def test_a_private_zone_is_not_answered_to_outside_queries(
    dev_server: Server, parties: tuple[Party, Party], unique: Callable[[str], str]
) -> None:
    owner, _ = parties
    name = f"{unique('private')}.test"
    zone = owner.zone(name, VPC=owner.vpc)
    record = {"Name": f"db.{name}", "Type": "A", "TTL": 5}
    values = {"ResourceRecords": [{"Value": "10.0.0.7"}]}
    batch = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": {**record, **values}}]}
    owner.route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=batch)
    sets = owner.route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    assert [one["Type"] for one in sets] == ["NS", "SOA", "A"]
    assert dig(dev_server, f"db.{name}", "A").status == "REFUSED"
    shield = client("shield", dev_server.endpoint, Credentials(owner.account, "any"))
    shield.create_subscription()
    arn = f"arn:aws:route53:::hostedzone/{zone}"
    refused = error_of(shield.create_protection, Name="it", ResourceArn=arn)
    assert refused[0] == "InvalidResourceException"
    # A public zone of the same name may stand beside it, and is.
    public = owner.route53.create_hosted_zone(Name=name, CallerReference=f"{name}-public")
    values = {"ResourceRecords": [{"Value": "192.0.2.7"}]}
    batch = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": {**record, **values}}]}
    named = {"HostedZoneId": public["HostedZone"]["Id"], "ChangeBatch": batch}
    owner.route53.change_resource_record_sets(**named)
    assert dig(dev_server, f"db.{name}", "A").values == ["192.0.2.7"]


def test_a_vpc_of_another_account_is_associated_once_it_is_authorized(
    parties: tuple[Party, Party], unique: Callable[[str], str]
) -> None:
    owner, other = parties
    zone = owner.zone(f"{unique('shared')}.test", VPC=owner.vpc)
    theirs = {"HostedZoneId": zone, "VPC": other.vpc}
    assert error_of(other.route53.associate_vpc_with_hosted_zone, **theirs)[0] == (
        "NoSuchHostedZone"
    )
    assert error_of(owner.route53.associate_vpc_with_hosted_zone, **theirs)[0] == "InvalidVPCId"
    owner.route53.create_vpc_association_authorization(**theirs)
    listed = owner.route53.list_vpc_association_authorizations(HostedZoneId=zone)
    assert listed["VPCs"] == [other.vpc]
    changed = other.route53.associate_vpc_with_hosted_zone(**theirs, Comment="ours")["ChangeInfo"]
    assert (changed["Status"], changed["Comment"]) == ("INSYNC", "ours")
    owner.route53.delete_vpc_association_authorization(**theirs)
    assert owner.vpcs_of(zone) == [owner.vpc, other.vpc]
    by_vpc = {"VPCId": other.vpc["VPCId"], "VPCRegion": REGION}
    (found,) = other.route53.list_hosted_zones_by_vpc(**by_vpc)["HostedZoneSummaries"]
    assert found["HostedZoneId"] == zone
    assert found["Owner"] == {"OwningAccount": owner.account}
    assert error_of(owner.route53.list_hosted_zones_by_vpc, **by_vpc)[0] == "InvalidInput"
    assert other.route53.list_hosted_zones()["HostedZones"] == []
    other.route53.disassociate_vpc_from_hosted_zone(**theirs)
    assert owner.vpcs_of(zone) == [owner.vpc]

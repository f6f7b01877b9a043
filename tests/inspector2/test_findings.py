"""What Inspector finds, by boto3 and the AWS CLI: open ports, old packages, and what fixes them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.aws import Cli, Credentials, client
from harness.command import run_bartizan
from harness.organization import Organization
from harness.server import Server
from harness.trails import eventually

REGION = "us-east-1"
STATUS = """Package: libssl3
Status: install ok installed
Architecture: amd64
Source: openssl
Version: {version}
Description: what it is
"""
ADVISORY = {
    "id": "DSA-1-1",
    "aliases": ["CVE-2026-0001"],
    "modified": "2026-01-02T03:04:05Z",
    "summary": "openssl reads too far",
    "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
    "affected": [
        {
            "package": {"ecosystem": "Debian:12", "name": "openssl"},
            "ranges": [
                {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "3.0.2-1"}]}
            ],
        }
    ],
}


def debian(folder: Path, version: str) -> None:
    """The tree of a disk on which a package has a version."""
    (folder / "etc").mkdir(parents=True, exist_ok=True)
    (folder / "etc/os-release").write_text('ID=debian\nVERSION_ID="12"\n')
    (folder / "var/lib/dpkg").mkdir(parents=True, exist_ok=True)
    (folder / "var/lib/dpkg/status").write_text(STATUS.format(version=version))


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("images")
    debian(folder / "old", "3.0.1-1")
    debian(folder / "new", "3.0.2-1")
    return folder


@pytest.fixture(scope="module")
def server(
    binary: Path,
    tmp_path_factory: pytest.TempPathFactory,
    server_factory: Callable[..., Server],
    images: Path,
) -> Server:
    folder = tmp_path_factory.mktemp("advisories")
    (folder / "osv").mkdir()
    (folder / "osv/record.json").write_text(json.dumps(ADVISORY))
    words = ("advisories", "build", "osv", "-o", "advisories.db")
    built = run_bartizan(binary, *words, folder=folder)
    assert built.returncode == 0, built.stderr
    extra = ("--images", str(images), "--advisories", str(folder / "advisories.db"))
    return server_factory(dev=True, extra=extra)


class Account:
    """An account that is scanned."""

    def __init__(self, server: Server, account: str) -> None:
        self.id = account
        self.credentials = Credentials(account, "any")
        of = {
            name: client(name, server.endpoint, self.credentials)
            for name in ("inspector2", "ec2", "s3", "kms")
        }
        self.inspector, self.ec2, self.s3, self.kms = (
            of["inspector2"],
            of["ec2"],
            of["s3"],
            of["kms"],
        )

    def instance(self, disk: str, group: str | None = None) -> str:
        image = self.ec2.register_image(Name=disk, ImageLocation=disk)["ImageId"]
        groups = {"SecurityGroupIds": [group]} if group else {}
        made = self.ec2.run_instances(
            ImageId=image, MinCount=1, MaxCount=1, InstanceType="t3.micro", **groups
        )
        return made["Instances"][0]["InstanceId"]

    def findings(self, kind: str, status: str = "ACTIVE") -> list[dict[str, Any]]:
        criteria = {
            "findingType": [{"comparison": "EQUALS", "value": kind}],
            "findingStatus": [{"comparison": "EQUALS", "value": status}],
        }
        return self.inspector.list_findings(filterCriteria=criteria)["findings"]


@pytest.fixture
def account(server: Server, unused_account: Callable[[], str]) -> Account:
    account = Account(server, unused_account())
    account.inspector.enable(resourceTypes=["EC2"])
    return account


def test_an_open_port_is_a_finding_with_its_path_until_it_is_closed(account: Account) -> None:
    group = account.ec2.create_security_group(GroupName="web", Description="web")["GroupId"]
    account.instance("new", group)
    covered = eventually(lambda: account.inspector.list_coverage()["coveredResources"])
    assert {each["scanType"] for each in covered} == {"NETWORK", "PACKAGE"}
    assert account.findings("NETWORK_REACHABILITY") == []
    rule = {"GroupId": group, "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22}
    rule["CidrIp"] = "0.0.0.0/0"
    account.ec2.authorize_security_group_ingress(**rule)
    (found,) = eventually(lambda: account.findings("NETWORK_REACHABILITY"))
    details = found["networkReachabilityDetails"]
    assert (details["openPortRange"], details["protocol"]) == ({"begin": 22, "end": 22}, "TCP")
    steps = details["networkPath"]["steps"]
    assert steps[0]["componentType"] == "AWS::EC2::InternetGateway"
    assert steps[-1]["componentId"] == found["resources"][0]["id"]
    assert group in [step["componentId"] for step in steps]
    assert group in found["remediation"]["recommendation"]["text"]
    account.ec2.revoke_security_group_ingress(**rule)
    (closed,) = eventually(lambda: account.findings("NETWORK_REACHABILITY", "CLOSED"))
    assert closed["findingArn"] == found["findingArn"]


def test_an_old_package_is_a_finding_with_its_fix(account: Account) -> None:
    instance = account.instance("old")
    (found,) = eventually(lambda: account.findings("PACKAGE_VULNERABILITY"))
    details = found["packageVulnerabilityDetails"]
    assert details["vulnerabilityId"] == "CVE-2026-0001"
    (package,) = details["vulnerablePackages"]
    assert (package["name"], package["fixedInVersion"]) == ("libssl3", "3.0.2-1")
    assert found["fixAvailable"] == "YES"
    assert found["resources"][0]["details"]["awsEc2Instance"]["platform"] == "DEBIAN_12"
    # Nothing of it is reached from the internet.
    assert found["inspectorScore"] == 8.8
    (detail,) = account.inspector.batch_get_finding_details(findingArns=[found["findingArn"]])[
        "findingDetails"
    ]
    assert detail["findingArn"] == found["findingArn"]
    account.ec2.terminate_instances(InstanceIds=[instance])
    (closed,) = eventually(lambda: account.findings("PACKAGE_VULNERABILITY", "CLOSED"))
    assert closed["findingArn"] == found["findingArn"]


def test_a_disk_that_is_changed_is_assessed_anew_where_something_is_assessed(
    account: Account, images: Path
) -> None:
    debian(images / "patched", "3.0.1-1")
    instance = account.instance("patched")
    eventually(lambda: account.findings("PACKAGE_VULNERABILITY"))
    debian(images / "patched", "3.0.2-1")
    account.ec2.create_tags(Resources=[instance], Tags=[{"Key": "patched", "Value": "yes"}])
    eventually(lambda: account.findings("PACKAGE_VULNERABILITY", "CLOSED"))


def test_a_filter_suppresses_what_is_found(account: Account) -> None:
    account.instance("old")
    eventually(lambda: account.findings("PACKAGE_VULNERABILITY"))
    criteria = {
        "vulnerablePackages": [{"name": {"comparison": "PREFIX", "value": "libssl"}}],
    }
    arn = account.inspector.create_filter(name="a", action="SUPPRESS", filterCriteria=criteria)
    (found,) = account.findings("PACKAGE_VULNERABILITY", "SUPPRESSED")
    assert account.findings("PACKAGE_VULNERABILITY") == []
    title = {"aggregationType": "TITLE"}
    assert account.inspector.list_finding_aggregations(**title)["responses"] == []
    account.inspector.delete_filter(arn=arn["arn"])
    (active,) = account.findings("PACKAGE_VULNERABILITY")
    assert active["findingArn"] == found["findingArn"]
    (counted,) = account.inspector.list_finding_aggregations(**title)["responses"]
    assert counted["titleAggregation"]["severityCounts"]["high"] == 1


def destination(account: Account, name: str) -> dict[str, str]:
    """A bucket and a key that Inspector may use for its reports of the account."""
    source = {
        "StringEquals": {"aws:SourceAccount": account.id},
        "ArnLike": {"aws:SourceArn": f"arn:aws:inspector2:{REGION}:{account.id}:report/*"},
    }
    service = {
        "Effect": "Allow",
        "Principal": {"Service": "inspector2.amazonaws.com"},
        "Condition": source,
    }
    own = {"Effect": "Allow", "Principal": {"AWS": account.id}, "Action": "kms:*", "Resource": "*"}
    use = {**service, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [own, use]})
    key = account.kms.create_key(Policy=policy)["KeyMetadata"]["Arn"]
    account.s3.create_bucket(Bucket=name)
    put = {**service, "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{name}/*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [put]})
    account.s3.put_bucket_policy(Bucket=name, Policy=policy)
    return {"bucketName": name, "keyPrefix": "inspector", "kmsKeyArn": key}


def ended(status: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        told = status()
        return told if told["status"] != "IN_PROGRESS" else None

    return eventually(look)


def test_reports_and_bills_are_written_into_a_bucket(
    account: Account, unique: Callable[[str], str]
) -> None:
    instance = account.instance("old")
    eventually(lambda: account.findings("PACKAGE_VULNERABILITY"))
    to = destination(account, unique("reports"))
    inspector, bucket = account.inspector, to["bucketName"]

    def written(key: str) -> bytes:
        found = account.s3.get_object(Bucket=bucket, Key=f"inspector/{key}")
        assert found["SSEKMSKeyId"] == to["kmsKeyArn"]
        return found["Body"].read()

    for form, suffix in (("JSON", "json"), ("CSV", "csv")):
        id = inspector.create_findings_report(reportFormat=form, s3Destination=to)["reportId"]
        told = ended(lambda id=id: inspector.get_findings_report_status(reportId=id))
        assert (told["status"], told["destination"]) == ("SUCCEEDED", to), told
        text = written(f"{id}.{suffix}").decode()
        if form == "JSON":
            titles = [each["title"] for each in json.loads(text)["findings"]]
        else:
            titles = [each["Title"] for each in csv.DictReader(io.StringIO(text))]
        assert titles == ["CVE-2026-0001 - libssl3"]
    for form in ("CYCLONEDX_1_4", "SPDX_2_3"):
        id = inspector.create_sbom_export(reportFormat=form, s3Destination=to)["reportId"]
        told = ended(lambda id=id: inspector.get_sbom_export(reportId=id))
        assert told["status"] == "SUCCEEDED", told
        folder = f"{form}_outputs_{id}/account={account.id}/resource=AWS_EC2_INSTANCE"
        bill = json.loads(written(f"{folder}/{instance}.json"))
        listed = bill["components"] if form == "CYCLONEDX_1_4" else bill["packages"]
        assert [each["name"] for each in listed] == ["libssl3"]


def test_a_report_says_why_it_cannot_be_written(
    account: Account, unique: Callable[[str], str]
) -> None:
    inspector = account.inspector
    to = destination(account, unique("refused"))

    def failed(to: dict[str, str]) -> str:
        id = inspector.create_findings_report(reportFormat="JSON", s3Destination=to)["reportId"]
        told = ended(lambda: inspector.get_findings_report_status(reportId=id))
        assert told["status"] == "FAILED"
        return told["errorCode"]

    assert failed(to) == "NO_FINDINGS_FOUND"
    account.instance("old")
    eventually(lambda: account.findings("PACKAGE_VULNERABILITY"))
    assert failed({**to, "bucketName": unique("absent")}) == "BUCKET_NOT_FOUND"
    account.s3.delete_bucket_policy(Bucket=to["bucketName"])
    assert failed(to) == "INVALID_PERMISSIONS"


def test_a_change_of_a_peer_is_a_finding_of_the_other_side(
    server: Server, account: Account, unused_account: Callable[[], str]
) -> None:
    peer = Account(server, unused_account())
    other = peer.ec2.create_vpc(CidrBlock="10.8.0.0/16")["Vpc"]["VpcId"]
    group = account.ec2.create_security_group(GroupName="peer", Description="peer")
    (group_of,) = account.ec2.describe_security_groups(GroupIds=[group["GroupId"]])[
        "SecurityGroups"
    ]
    vpc = group_of["VpcId"]
    asked = account.ec2.create_vpc_peering_connection(
        VpcId=vpc, PeerVpcId=other, PeerOwnerId=peer.id
    )
    peering = asked["VpcPeeringConnection"]["VpcPeeringConnectionId"]
    peer.ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=peering)
    main = [
        {"Name": "vpc-id", "Values": [vpc]},
        {"Name": "association.main", "Values": ["true"]},
    ]
    (table,) = account.ec2.describe_route_tables(Filters=main)["RouteTables"]
    account.ec2.create_route(
        RouteTableId=table["RouteTableId"],
        DestinationCidrBlock="10.9.0.0/16",
        VpcPeeringConnectionId=peering,
    )
    account.ec2.authorize_security_group_ingress(
        GroupId=group["GroupId"],
        IpProtocol="tcp",
        FromPort=22,
        ToPort=22,
        CidrIp="10.9.0.0/16",
    )
    account.instance("new", group["GroupId"])
    eventually(lambda: account.inspector.list_coverage()["coveredResources"])
    peer.ec2.associate_vpc_cidr_block(VpcId=other, CidrBlock="10.9.0.0/16")

    def from_peer() -> list[dict[str, Any]]:
        found = account.findings("NETWORK_REACHABILITY")
        return [each for each in found if "VPC peering connection" in each["title"]]

    (found,) = eventually(from_peer)
    assert found["severity"] == "LOW"
    peer.ec2.delete_vpc_peering_connection(VpcPeeringConnectionId=peering)
    eventually(lambda: account.findings("NETWORK_REACHABILITY", "CLOSED"))


def test_pages_of_a_sorted_list_are_all_of_it(account: Account) -> None:
    for _ in range(3):
        account.instance("old")
    eventually(lambda: len(account.findings("PACKAGE_VULNERABILITY")) == 3)
    pages = account.inspector.get_paginator("list_findings").paginate(
        sortCriteria={"field": "SEVERITY", "sortOrder": "DESC"}, PaginationConfig={"PageSize": 1}
    )
    seen = [each["findingArn"] for page in pages for each in page["findings"]]
    assert len(set(seen)) == len(seen)
    own = {each["findingArn"] for each in account.findings("PACKAGE_VULNERABILITY")}
    assert own <= set(seen)


def test_an_administrator_sees_the_findings_of_members(
    server: Server, unused_account: Callable[[], str]
) -> None:
    company = Organization(server, unused_account())
    admin, shop = (
        Account(server, company.account("security")),
        Account(server, company.account("shop")),
    )
    manager = Account(server, company.management)
    manager.inspector.enable_delegated_admin_account(delegatedAdminAccountId=admin.id)
    admin.inspector.associate_member(accountId=shop.id)
    admin.inspector.enable(accountIds=[shop.id], resourceTypes=["EC2"])
    shop.instance("old")
    (seen,) = eventually(lambda: admin.findings("PACKAGE_VULNERABILITY"))
    (own,) = shop.findings("PACKAGE_VULNERABILITY")
    assert seen == own
    assert manager.findings("PACKAGE_VULNERABILITY") == []
    admin.inspector.create_filter(name="all", action="SUPPRESS", filterCriteria={})
    assert shop.findings("PACKAGE_VULNERABILITY") == []
    admin.inspector.disassociate_member(accountId=shop.id)
    assert admin.findings("PACKAGE_VULNERABILITY", "SUPPRESSED") == []
    (again,) = shop.findings("PACKAGE_VULNERABILITY")
    assert again["findingArn"] == own["findingArn"]


def test_the_cli_lists_what_was_found(server: Server, account: Account, tmp_path: Path) -> None:
    account.instance("old")
    eventually(lambda: account.findings("PACKAGE_VULNERABILITY"))
    cli = Cli(server, tmp_path, credentials=account.credentials)
    done = cli("inspector2", "list-findings", "--sort-criteria", "field=SEVERITY,sortOrder=DESC")
    assert done.returncode == 0, done.stderr
    (found,) = json.loads(done.stdout)["findings"]
    assert found["title"] == "CVE-2026-0001 - libssl3"
    done = cli("inspector2", "list-coverage-statistics", "--group-by", "SCAN_STATUS_CODE")
    assert json.loads(done.stdout)["countsByGroup"] == [{"count": 2, "groupKey": "ACTIVE"}]
    criteria = json.dumps({"vulnerabilityIds": ["CVE-2026-0001"]})
    done = cli("inspector2", "search-vulnerabilities", "--filter-criteria", criteria)
    (known,) = json.loads(done.stdout)["vulnerabilities"]
    assert known["description"] == "openssl reads too far"


def test_findings_survive_a_restart(
    server_factory: Callable[..., Server], images: Path, tmp_path: Path
) -> None:
    server = server_factory(tmp_path / "data", dev=True, extra=("--images", str(images)))
    account = Account(server, "511111111111")
    account.inspector.enable(resourceTypes=["EC2"])
    group = account.ec2.create_security_group(GroupName="web", Description="web")["GroupId"]
    rule = {"GroupId": group, "IpProtocol": "udp", "FromPort": 53, "ToPort": 53}
    account.ec2.authorize_security_group_ingress(**rule, CidrIp="0.0.0.0/0")
    account.instance("old", group)
    (found,) = eventually(lambda: account.findings("NETWORK_REACHABILITY"))
    # Without advisories nobody says that its packages are clean.
    covered = account.inspector.list_coverage()["coveredResources"]
    (packages,) = [each for each in covered if each["scanType"] == "PACKAGE"]
    assert packages["scanStatus"]["statusCode"] == "INACTIVE"
    server.stop()
    server.start()
    account = Account(server, "511111111111")
    (again,) = account.findings("NETWORK_REACHABILITY")
    assert again["findingArn"] == found["findingArn"]

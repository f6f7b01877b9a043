"""CIS scans of instances whose disks are folders, by boto3 and the AWS CLI."""

from __future__ import annotations

import csv
import io
import json
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.agent import debian
from harness.aws import Cli, Credentials, client, error_of
from harness.server import Server
from harness.trails import eventually

ROOT_LOGIN = "5.1.20"
TARGETS = {"accountIds": ["SELF"], "targetResourceTags": {"team": ["red"]}}


def host(folder: Path, login: str) -> Path:
    """The tree of a host whose SSH server lets root log in, or does not."""
    debian(folder, **{"openssh-server": "1:9.2p1-2"})
    (folder / "etc/ssh").mkdir(exist_ok=True)
    (folder / "etc/ssh/sshd_config").write_text(f"PermitRootLogin {login}\n")
    return folder


@pytest.fixture
def images(tmp_path: Path) -> Path:
    host(tmp_path / "images/web", "yes")
    return tmp_path / "images"


@pytest.fixture
def scanning(server_factory: Callable[..., Server], images: Path) -> Server:
    return server_factory(dev=True, extra=("--images", str(images)))


class Account:
    """An account with instances that are scanned."""

    def __init__(self, server: Server, account: str) -> None:
        credentials = Credentials(account, "any")
        self.inspector = client("inspector2", server.endpoint, credentials)
        self.ec2 = client("ec2", server.endpoint, credentials)

    def instance(self, disk: str) -> str:
        image = self.ec2.register_image(Name=disk, ImageLocation=disk)["ImageId"]
        tags = [{"Key": "team", "Value": "red"}]
        made = self.ec2.run_instances(
            ImageId=image,
            MinCount=1,
            MaxCount=1,
            InstanceType="t3.micro",
            TagSpecifications=[{"ResourceType": "instance", "Tags": tags}],
        )
        return made["Instances"][0]["InstanceId"]

    def configure(self, **changes: Any) -> str:
        wanted = {
            "scanName": "once",
            "securityLevel": "LEVEL_1",
            "schedule": {"oneTime": {}},
            "targets": TARGETS,
            **changes,
        }
        return self.inspector.create_cis_scan_configuration(**wanted)["scanConfigurationArn"]

    def scans(self, configuration: str, status: str = "COMPLETED") -> list[dict[str, Any]]:
        criteria = {
            "scanConfigurationArnFilters": [{"comparison": "EQUALS", "value": configuration}],
            "scanStatusFilters": [{"comparison": "EQUALS", "value": status}],
        }
        return self.inspector.list_cis_scans(filterCriteria=criteria)["scans"]

    def counts(self, scan: str, check: str) -> dict[str, int]:
        criteria = {"checkIdFilters": [{"comparison": "EQUALS", "value": check}]}
        told = self.inspector.list_cis_scan_results_aggregated_by_checks(
            scanArn=scan, filterCriteria=criteria
        )
        (found,) = told["checkAggregations"]
        return found["statusCounts"]


def test_a_deviation_is_found_until_it_is_mended(
    scanning: Server, images: Path, unused_account: Callable[[], str]
) -> None:
    account = Account(scanning, unused_account())
    instance = account.instance("web")
    configuration = account.configure()
    (scan,) = eventually(lambda: account.scans(configuration))
    assert scan["totalChecks"] > 100
    assert scan["failedChecks"] > 0
    assert account.counts(scan["scanArn"], ROOT_LOGIN) == {"failed": 1, "passed": 0, "skipped": 0}

    details = account.inspector.get_cis_scan_result_details(
        scanArn=scan["scanArn"],
        targetResourceId=instance,
        accountId=scan["scheduledBy"],
        filterCriteria={"checkIdFilters": [{"comparison": "EQUALS", "value": ROOT_LOGIN}]},
    )
    (detail,) = details["scanResultDetails"]
    assert (detail["status"], detail["platform"]) == ("FAILED", "DEBIAN_12")
    assert "/etc/ssh/sshd_config:1" in detail["statusReason"]
    pages = account.inspector.get_paginator("get_cis_scan_result_details").paginate(
        scanArn=scan["scanArn"],
        targetResourceId=instance,
        accountId=scan["scheduledBy"],
        maxResults=50,
    )
    found = [one["checkId"] for page in pages for one in page["scanResultDetails"]]
    assert len(found) == len(set(found)) == scan["totalChecks"]

    host(images / "web", "no")
    account.inspector.update_cis_scan_configuration(
        scanConfigurationArn=configuration, schedule={"oneTime": {}}
    )
    scans = eventually(lambda: (s := account.scans(configuration)) and len(s) == 2 and s)
    (newest,) = [one for one in scans if one["scanArn"] != scan["scanArn"]]
    assert account.counts(newest["scanArn"], ROOT_LOGIN)["passed"] == 1
    # What was found then stays as it was.
    assert account.counts(scan["scanArn"], ROOT_LOGIN)["failed"] == 1


def test_a_report_is_a_table_or_a_document(
    scanning: Server, unused_account: Callable[[], str]
) -> None:
    account = Account(scanning, unused_account())
    instance = account.instance("web")
    configuration = account.configure(scanName="=1+1")
    (scan,) = eventually(lambda: account.scans(configuration))
    told = account.inspector.get_cis_scan_report(scanArn=scan["scanArn"], reportFormat="CSV")
    assert told["status"] == "SUCCEEDED"
    head, _, body = told["url"].partition(",")
    assert head == "data:text/csv;charset=utf-8;base64"
    rows = list(csv.DictReader(io.StringIO(b64decode(body).decode())))
    assert len(rows) == scan["totalChecks"]
    (row,) = [row for row in rows if row["Check ID"] == ROOT_LOGIN]
    assert (row["Status"], row["Resource ID"], row["Level"]) == ("FAILED", instance, "LEVEL_1")
    assert row["Scan Name"] == "'=1+1"
    told = account.inspector.get_cis_scan_report(scanArn=scan["scanArn"])
    head, _, body = told["url"].partition(",")
    assert (told["status"], head) == ("SUCCEEDED", "data:application/pdf;base64")
    assert b64decode(body).startswith(b"%PDF-1.7\n")


def test_the_cli_sees_it_all(scanning: Server, tmp_path: Path) -> None:
    cli = Cli(scanning, tmp_path)

    def run(operation: str, *words: str) -> Any:
        done = cli("inspector2", operation, *words)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    at = {"startTime": {"timeOfDay": "03:00", "timezone": "Europe/Berlin"}, "days": ["MON"]}
    made = run(
        "create-cis-scan-configuration",
        *("--scan-name", "weekly", "--security-level", "LEVEL_2"),
        *("--schedule", json.dumps({"weekly": at}), "--targets", json.dumps(TARGETS)),
        *("--tags", "stage=live"),
    )
    arn = made["scanConfigurationArn"]
    (told,) = run("list-cis-scan-configurations")["scanConfigurations"]
    assert (told["scanConfigurationArn"], told["schedule"]) == (arn, {"weekly": at})
    assert told["tags"] == {"stage": "live"}
    assert run("list-cis-scans")["scans"] == []
    assert run("list-tags-for-resource", "--resource-arn", arn)["tags"] == {"stage": "live"}
    run("delete-cis-scan-configuration", "--scan-configuration-arn", arn)
    assert run("list-cis-scan-configurations")["scanConfigurations"] == []


def test_a_scan_that_is_due_begins_after_a_restart(
    server_factory: Callable[..., Server], images: Path, unused_account: Callable[[], str]
) -> None:
    first = server_factory(dev=True, extra=("--images", str(images)))
    name = unused_account()
    account = Account(first, name)
    account.instance("web")
    configuration = account.configure()
    first.kill()
    again = server_factory(data=first.data, dev=True, extra=("--images", str(images)))
    account = Account(again, name)
    (scan,) = eventually(lambda: account.scans(configuration))
    assert account.counts(scan["scanArn"], ROOT_LOGIN)["failed"] == 1


def test_only_who_may_configures(scanning: Server, unique: Callable[[str], str]) -> None:
    iam = scanning.client("iam")
    name = unique("cis")
    iam.create_user(UserName=name)
    allow = {
        "Effect": "Allow",
        "Action": "inspector2:CreateCisScanConfiguration",
        "Resource": "arn:aws:inspector2:*:*:owner/*/cis-configuration/*",
        "Condition": {"StringEquals": {"aws:RequestTag/stage": "test"}},
    }
    policy = {"Version": "2012-10-17", "Statement": [allow]}
    iam.put_user_policy(UserName=name, PolicyName="cis", PolicyDocument=json.dumps(policy))
    own = Credentials.from_key(iam.create_access_key(UserName=name))
    inspector = client("inspector2", scanning.endpoint, own)
    wanted = {
        "scanName": "own",
        "securityLevel": "LEVEL_1",
        "schedule": {"daily": {"startTime": {"timeOfDay": "03:00", "timezone": "UTC"}}},
        "targets": TARGETS,
    }
    for stage, code in (("live", "AccessDeniedException"), ("test", None)):
        make = lambda: inspector.create_cis_scan_configuration(**wanted, tags={"stage": stage})  # noqa: B023, E731
        if code:
            assert error_of(make)[0] == code
        else:
            arn = make()["scanConfigurationArn"]
    told = error_of(lambda: inspector.delete_cis_scan_configuration(scanConfigurationArn=arn))
    assert told[0] == "AccessDeniedException"

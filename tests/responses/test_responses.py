"""From files of records to functions that answer what is found in them, by the AWS CLI alone."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from harness.agent import Agent, debian, host_role
from harness.guard import Guard
from harness.responses import Responder
from harness.trails import eventually

THREAT = "52.1.2.3"


@pytest.fixture
def responder(guard: Guard, tmp_path: Path) -> Responder:
    return Responder(guard, tmp_path)


def instance(guard: Guard, folder: Path) -> str:
    """The id of a host that is an instance."""
    server = guard.server
    role = host_role(server, "host")
    code = subprocess.run(
        [str(guard.binary), "agent", "activate", "--role", role],
        env=guard.cli.environment | {"AWS_ENDPOINT_URL": server.endpoint},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout.strip()
    agent = Agent(guard.binary, server.endpoint, folder / "state", debian(folder / "root"))
    done = agent.once(code)
    assert done.returncode == 0, done.stderr
    return agent.instance()


def brute_force(identifier: str) -> str:
    """An instance that tries passwords at another host, in a flow log of own columns."""
    header = "instance-id srcaddr dstaddr srcport dstport protocol packets bytes start end action\n"
    rows = (
        f"{identifier} 10.0.0.5 203.0.113.9 {40_000 + number} 22 6 12 2600 "
        f"{1_795_510_000 + number} {1_795_510_002 + number} ACCEPT\n"
        for number in range(40)
    )
    return header + "".join(rows)


def call(user: str, key: str, **changes: str) -> dict[str, Any]:
    """A call as CloudTrail records it."""
    return {
        "eventVersion": "1.11",
        "userIdentity": {
            "type": "IAMUser",
            "principalId": "AIDAEXAMPLEEXAMPLE000",
            "arn": f"arn:aws:iam::123456789012:user/{user}",
            "accountId": "123456789012",
            "accessKeyId": key,
            "userName": user,
        },
        "eventTime": "2026-11-24T10:00:00Z",
        "eventSource": "iam.amazonaws.com",
        "eventName": "ListUsers",
        "awsRegion": "us-east-1",
        "sourceIPAddress": "203.0.113.20",
        "userAgent": "aws-cli/2.15",
        "requestParameters": None,
        "responseElements": None,
        "requestID": "11111111-1111-1111-1111-111111111111",
        "eventID": "22222222-2222-2222-2222-222222222222",
        "readOnly": True,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": "123456789012",
        "eventCategory": "Management",
    } | changes


def trail(path: Path, *calls: dict[str, Any]) -> str:
    path.write_text(json.dumps({"Records": calls}))
    return str(path)


def threat_list(guard: Guard, address: str) -> None:
    """Makes an address a threat."""
    s3 = guard.server.client("s3")
    s3.create_bucket(Bucket="threats")
    s3.put_object(Bucket="threats", Key="list.txt", Body=address.encode())
    guard.client.create_threat_intel_set(
        DetectorId=guard.detector,
        Name="threats",
        Format="TXT",
        Location="https://s3.amazonaws.com/threats/list.txt",
        Activate=True,
    )


def groups(responder: Responder, identifier: str) -> list[str]:
    told = responder.told("ec2", "describe-instances", "--instance-ids", identifier)
    [found] = told["Reservations"][0]["Instances"]
    return [one["GroupName"] for one in found["SecurityGroups"]]


def test_findings_isolate_an_instance_and_deactivate_a_key(
    guard: Guard, responder: Responder, tmp_path: Path
) -> None:
    for name in ("isolate-instance", "deactivate-key"):
        responder.install(name)
    identifier = instance(guard, tmp_path)
    responder.told("iam", "create-user", "--user-name", "mallory")
    made = responder.told("iam", "create-access-key", "--user-name", "mallory")["AccessKey"]
    assert groups(responder, identifier) == ["default"]

    flows = tmp_path / "flows.log"
    flows.write_text(brute_force(identifier))
    kali = call("mallory", made["AccessKeyId"], userAgent="aws-cli/2.15 kali kali-amd64")
    activity = trail(tmp_path / "trail.json", kali)
    tallies = guard.ingest("--flows", str(flows), "--activity", activity)
    assert tallies["FLOWS"]["newFindings"] and tallies["ACTIVITY"]["newFindings"]

    eventually(lambda: groups(responder, identifier) == ["isolated"])
    [group] = responder.told(
        *("ec2", "describe-security-groups", "--filters", "Name=group-name,Values=isolated")
    )["SecurityGroups"]
    assert (group["IpPermissions"], group["IpPermissionsEgress"]) == ([], [])

    def status() -> str:
        keys = responder.told("iam", "list-access-keys", "--user-name", "mallory")
        return str(keys["AccessKeyMetadata"][0]["Status"])

    eventually(lambda: status() == "Inactive")


def test_findings_block_an_address_and_quarantine_a_principal(
    guard: Guard, responder: Responder, tmp_path: Path
) -> None:
    made = responder.told(
        *("wafv2", "create-ip-set", "--name", "blocked", "--scope", "REGIONAL"),
        *("--ip-address-version", "IPV4", "--addresses", "192.0.2.1/32"),
    )["Summary"]
    variables = {"IP_SET_NAME": "blocked", "IP_SET_ID": made["Id"], "IP_SET_SCOPE": "REGIONAL"}
    responder.install("block-address", **variables)
    responder.install("quarantine-principal")
    responder.told("iam", "create-user", "--user-name", "mallory")
    key = responder.told("iam", "create-access-key", "--user-name", "mallory")["AccessKey"]
    threat_list(guard, THREAT)
    from_threat = call("mallory", key["AccessKeyId"], sourceIPAddress=THREAT)
    guard.ingest("--activity", trail(tmp_path / "trail.json", from_threat))

    def attached() -> list[str]:
        told = responder.told("iam", "list-attached-user-policies", "--user-name", "mallory")
        return [one["PolicyName"] for one in told["AttachedPolicies"]]

    eventually(lambda: attached() == ["AWSCompromisedKeyQuarantineV3"])

    def addresses() -> list[str]:
        return responder.told(
            *("wafv2", "get-ip-set", "--name", "blocked", "--scope", "REGIONAL"),
            *("--id", made["Id"]),
        )["IPSet"]["Addresses"]

    eventually(lambda: f"{THREAT}/32" in addresses())
    assert "192.0.2.1/32" in addresses()

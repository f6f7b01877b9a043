"""Logs of web ACLs come to their bucket, and are replayed and learnt from."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from harness.aws import client
from harness.command import run_bartizan
from harness.edge import Site, application
from harness.server import Server
from harness.waf import log_bucket, path, rule

PATIENCE_SECONDS = 60


@pytest.fixture
def site(
    server_factory: Callable[..., Server], unused_account: Callable[[], str]
) -> Iterator[Site]:
    server = server_factory(dev=True, extra=("--trail-delivery-seconds", "1"))
    with application() as port:
        yield Site(server, unused_account(), port)


def logged(site: Site, **configuration: Any) -> tuple[Any, str]:
    """Has the site's web ACL logged to a new bucket; S3, and the bucket."""
    s3 = client("s3", site.server.endpoint, site.credentials)
    bucket = log_bucket(s3, site.credentials.access_key)
    acl = site.waf.get_web_acl_for_resource(ResourceArn=site.arn)["WebACL"]["ARN"]
    to = {"ResourceArn": acl, "LogDestinationConfigs": [f"arn:aws:s3:::{bucket}"]}
    site.waf.put_logging_configuration(LoggingConfiguration={**to, **configuration})
    return s3, bucket


def delivered(s3: Any, bucket: str, count: int) -> dict[str, list[dict[str, Any]]]:
    """The lines of all files by their keys, once there are so many lines."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    files: dict[str, list[dict[str, Any]]] = {}
    while sum(map(len, files.values())) < count:
        assert time.monotonic() < deadline, files
        for held in s3.list_objects_v2(Bucket=bucket).get("Contents", []):
            if held["Key"].endswith("/"):
                continue
            packed = s3.get_object(Bucket=bucket, Key=held["Key"])["Body"].read()
            lines = gzip.decompress(packed).decode().splitlines()
            files[held["Key"]] = [json.loads(line) for line in lines]
    return files


def test_what_is_kept_comes_to_the_bucket_without_what_is_redacted(site: Site) -> None:
    counted = {**rule("seen", path(b"/admin"), 1), "Action": {"Count": {}}}
    site.protect(counted, rule("admin", path(b"/admin"), 2))
    keep = {
        "Behavior": "KEEP",
        "Requirement": "MEETS_ANY",
        "Conditions": [{"ActionCondition": {"Action": "BLOCK"}}],
    }
    s3, bucket = logged(
        site,
        RedactedFields=[{"QueryString": {}}, {"SingleHeader": {"Name": "x-secret"}}],
        LoggingFilter={"DefaultBehavior": "DROP", "Filters": [keep]},
    )
    assert site.status("/harmless") == 200
    status, headers, _ = site.exchange("/admin?password=hunter2", **{"X-Secret": "hunter2"})
    assert status == 403
    ((key, (line,)),) = delivered(s3, bucket, 1).items()
    account = site.credentials.access_key
    assert key.startswith(f"AWSLogs/{account}/WAFLogs/us-east-1/acl/")
    assert f"/{account}_waflogs_us-east-1_acl_" in key and key.endswith(".log.gz")
    assert (line["action"], line["terminatingRuleId"]) == ("BLOCK", "admin")
    assert (line["terminatingRuleType"], line["httpSourceName"]) == ("REGULAR", "ALB")
    assert line["httpSourceId"] == f"{account}-{site.arn.split('loadbalancer/')[1]}"
    assert [held["ruleId"] for held in line["nonTerminatingMatchingRules"]] == ["seen"]
    request = line["httpRequest"]
    assert request["requestId"] == headers["x-amzn-RequestId"]
    assert (request["uri"], request["args"]) == ("/admin", "REDACTED")
    assert "hunter2" not in json.dumps(line)


def test_logged_requests_are_replayed_against_another_web_acl(site: Site, tmp_path: Path) -> None:
    site.protect(rule("admin", path(b"/admin")))
    s3, bucket = logged(site)
    for place in ("/admin", "/shop", "/shop", "/"):
        site.status(place)
    captured = tmp_path / "captured"
    captured.mkdir()
    for number, lines in enumerate(delivered(s3, bucket, 4).values()):
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (captured / f"{number}.log.gz").write_bytes(gzip.compress(text.encode()))

    def replayed(start: bytes) -> tuple[int, dict[str, Any]]:
        statement = path(start)
        statement["ByteMatchStatement"]["SearchString"] = base64.b64encode(start).decode()
        acl = {"Name": "new", "DefaultAction": {"Allow": {}}, "Rules": [rule("new", statement)]}
        (tmp_path / "new.json").write_text(json.dumps(acl))
        words = ("--acl", str(tmp_path / "new.json"), "--log", str(captured), "--format", "json")
        done = run_bartizan(site.server.binary, "waf", "replay", *words)
        return done.returncode, json.loads(done.stdout)

    assert replayed(b"/admin") == (
        0,
        {
            "requests": 4,
            "replayedInPart": 0,
            "unreadableLines": 0,
            "changedRequests": 0,
            "changes": [],
        },
    )
    code, told = replayed(b"/shop")
    assert (code, told["changedRequests"]) == (1, 3)
    (allowed,) = [change for change in told["changes"] if change["from"]["action"] == "BLOCK"]
    assert (allowed["from"]["rule"], allowed["to"]["action"]) == ("admin", "ALLOW")


def line(client: int, place: str, *, blocked: bool) -> str:
    """A line of a log, as far as it is read."""
    group = {"ruleGroupId": "AWS#Common", "terminatingRule": {"ruleId": "Size", "action": "BLOCK"}}
    return json.dumps(
        {
            "timestamp": 1_790_000_000_000,
            "action": "BLOCK" if blocked else "ALLOW",
            "terminatingRuleId": "common" if blocked else "Default_Action",
            "ruleGroupList": [group] if blocked else [],
            "httpRequest": {"clientIp": f"192.0.2.{client}", "uri": place, "headers": []},
        }
    )


def test_what_stops_many_harmless_clients_is_proposed_for_review(
    binary: Path, tmp_path: Path
) -> None:
    lines = ["no JSON"]
    for client_number in range(1, 4):
        lines += [line(client_number, f"/{page}", blocked=False) for page in range(5)]
        lines += [line(client_number, "/upload", blocked=True)]
    # An attacker is stopped by the rule, too.
    lines += [line(66, "/login", blocked=True) for _ in range(50)]
    (tmp_path / "requests.log").write_text("\n".join(lines))

    def learnt(*more: str) -> tuple[int, str]:
        words = ("waf", "learn", "--log", str(tmp_path), *more)
        done = run_bartizan(binary, *words)
        return done.returncode, done.stdout

    code, text = learnt("--format", "json")
    (proposal,) = json.loads(text)["proposals"]
    assert (code, proposal["clients"], proposal["requests"]) == (1, 3, 3)
    assert (proposal["group"], proposal["ruleInGroup"]) == ("AWS#Common", "Size")
    exempt = proposal["change"]["ScopeDownStatement"]["NotStatement"]["Statement"]
    assert base64.b64decode(exempt["ByteMatchStatement"]["SearchString"]) == b"/upload"
    assert "common > AWS#Common > Size: 3 requests of 3 harmless clients" in learnt()[1]
    assert learnt("--clients", "4")[0] == 0


def test_what_a_web_acl_protects_comes_to_no_log_nor_sample(site: Site) -> None:
    named = site.protect(rule("admin", path(b"/admin")))
    held = site.waf.get_web_acl(**named)
    fields = (("SINGLE_QUERY_ARGUMENT", ["pin"], "HASH"), ("SINGLE_COOKIE", ["id"], "SUBSTITUTION"))
    protections = [
        {"Field": {"FieldType": kind, "FieldKeys": keys}, "Action": action}
        for kind, keys, action in fields
    ]
    site.waf.update_web_acl(
        **named,
        DefaultAction={"Allow": {}},
        Rules=held["WebACL"]["Rules"],
        VisibilityConfig=held["WebACL"]["VisibilityConfig"],
        DataProtectionConfig={"DataProtections": protections},
        LockToken=held["LockToken"],
    )
    s3, bucket = logged(site)
    assert site.get("/admin?pin=hunter2&q=lamp", Cookie="id=hunter2; theme=dark")[0] == 403
    ((_, (line,)),) = delivered(s3, bucket, 1).items()
    account = site.credentials.access_key
    digest = base64.b64encode(hashlib.sha256(f"{account}hunter2".encode()).digest()).decode()
    assert line["httpRequest"]["args"] == f"pin={digest}&q=lamp"
    headers = {one["name"].lower(): one["value"] for one in line["httpRequest"]["headers"]}
    assert headers["cookie"] == "id=REDACTED; theme=dark"
    now = datetime.now(UTC)
    window = {"StartTime": now - timedelta(minutes=10), "EndTime": now}
    sampled = site.waf.get_sampled_requests(
        WebAclArn=held["WebACL"]["ARN"],
        RuleMetricName="admin",
        Scope="REGIONAL",
        TimeWindow=window,
        MaxItems=10,
    )["SampledRequests"]
    assert len(sampled) == 1 and "hunter2" not in json.dumps(sampled, default=str)

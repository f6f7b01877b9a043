"""From files of AWS's formats to findings, each record once."""

from __future__ import annotations

import csv
import gzip
import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from harness.aws import Credentials
from harness.guard import COLUMNS, Guard, labelled, scan
from harness.server import clean_environment


def flow_log(folder: Path) -> Path:
    """The labelled flows as a log of version 2, with the header that files in buckets have."""
    with gzip.open(labelled("flows.csv.gz"), "rt") as source:
        rows = [" ".join(row[name] for name in COLUMNS) for row in csv.DictReader(source)]
    path = folder / "flows.log.gz"
    header = " ".join(name.replace("_", "-") for name in COLUMNS)
    with gzip.open(path, "wt") as file:
        file.write("\n".join([header, *rows]) + "\n")
    return path


def resolver_log(folder: Path) -> Path:
    """The labelled queries that have times, as the resolver logs them."""
    path = folder / "resolver.log"
    with gzip.open(labelled("dns.csv.gz"), "rt") as source, path.open("w") as file:
        for row in csv.DictReader(source):
            if not row["ts"] or row["label"] not in ("benign", "tunnel"):
                continue
            seconds = int(float(row["ts"]))
            query = {
                "version": "1.100000",
                "account_id": "123456789012",
                "query_timestamp": _instant(seconds),
                "query_name": row["qname"] + ".",
                "query_type": row["qtype"] or "A",
                "query_class": "IN",
                "rcode": row["rcode"] or "NOERROR",
                "answers": [],
                "srcaddr": row["client"],
                "srcids": {"instance": "i-0123456789abcdef0"},
            }
            file.write(json.dumps(query) + "\n")
    return path


def _instant(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def trail_logs(folder: Path) -> Path:
    """The labelled attacks as CloudTrail's files, one a technique, in folders."""
    by_technique: dict[str, list[dict[str, object]]] = {}
    with gzip.open(labelled("activity_attacks.jsonl.gz"), "rt") as source:
        for line in source:
            one = json.loads(line)
            if one["dataset"] == "stratus-detonation":
                by_technique.setdefault(one["technique"], []).append(one["event"])
    for technique, events in by_technique.items():
        path = folder / "trail" / technique / "events.json.gz"
        path.parent.mkdir(parents=True)
        with gzip.open(path, "wt") as file:
            json.dump({"Records": sorted(events, key=lambda one: str(one["eventTime"]))}, file)
    return folder / "trail"


def test_labelled_flows_are_found_once(guard: Guard, tmp_path: Path) -> None:
    path = flow_log(tmp_path)
    tally = guard.ingest("--flows", str(path))["FLOWS"]
    assert tally["records"] == 16_375 and tally["filesReadBefore"] == 0
    assert {
        "Backdoor:EC2/DenialOfService.Tcp",
        "Recon:EC2/Portscan",
        "CryptoCurrency:EC2/BitcoinTool.B",
    } <= guard.types()
    before = guard.findings()
    assert tally["newFindings"] == len(before)
    # The same bytes by another name change nothing.
    other = tmp_path / "copy"
    other.write_bytes(path.read_bytes())
    tally = guard.ingest("--flows", str(other))["FLOWS"]
    assert (tally["filesReadBefore"], tally["records"], tally["newFindings"]) == (1, 0, 0)
    assert guard.findings() == before


def test_labelled_queries_and_calls_are_found(guard: Guard, tmp_path: Path) -> None:
    queries, calls = resolver_log(tmp_path), trail_logs(tmp_path)
    tallies = guard.ingest("--dns", str(queries), "--activity", str(calls))
    assert tallies["ACTIVITY"]["files"] > 20 and tallies["DNS"]["records"] > 1_000
    assert "Trojan:EC2/DNSDataExfiltration" in guard.types()
    stealth = {"Equals": ["Stealth:IAMUser/CloudTrailLoggingDisabled"]}
    (stopped, *_) = guard.findings("AccessKey", type=stealth)
    assert stopped["Resource"]["ResourceType"] == "AccessKey"
    assert stopped["Service"]["Action"]["ActionType"] == "AWS_API_CALL"
    assert json.loads(stopped["Service"]["AdditionalInfo"]["Value"])["eventIds"]


def test_what_is_history_is_usual(guard: Guard, tmp_path: Path) -> None:
    calls = trail_logs(tmp_path)
    learned = guard.ingest("--history", str(calls))["HISTORY"]
    assert learned["records"] > 100 and learned["newFindings"] == 0
    others = {"resource.accessKeyDetails.userType": {"NotEquals": ["Root"]}}
    assert guard.findings("AccessKey", **others) == []
    # It was read, as anything is once.
    again = guard.ingest("--activity", str(calls))["ACTIVITY"]
    assert again["filesReadBefore"] == again["files"]


def test_what_cannot_be_read_is_counted_and_the_rest_goes_on(guard: Guard, tmp_path: Path) -> None:
    good = scan(1, 40)
    (tmp_path / "bad.log").write_text("2 too few\n" + good + "x" * (1 << 20) + "y\n2 3\n")
    whole = gzip.compress(scan(1, 4_000, source="10.0.0.9").encode())
    (tmp_path / "cut.log.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "empty.log").touch()
    done = guard.run("--flows", "bad.log", "cut.log.gz", "empty.log", "--format", "json")
    assert done.returncode == 1, done.stderr
    (tally,) = json.loads(done.stdout)
    assert (tally["files"], tally["filesCut"]) == (3, 1)
    # Two short lines, one too long, and what the cut left of a line, if any.
    assert tally["unreadable"] in (3, 4)
    assert "bad.log:1: it has not as many columns as its format" in done.stderr
    assert "cut.log.gz: it is cut" in done.stderr
    hosts = {
        one["Resource"]["InstanceDetails"]["NetworkInterfaces"][0]["PrivateIpAddress"]
        for one in guard.findings(type={"Equals": ["Recon:EC2/Portscan"]})
    }
    assert hosts == {"10.0.0.5", "10.0.0.9"}


def test_it_is_decided_who_hands_records_in(guard: Guard) -> None:
    iam = guard.server.client("iam")
    iam.create_user(UserName="stranger")
    key = Credentials.from_key(iam.create_access_key(UserName="stranger"))
    guard.cli.add_profile("stranger", key)
    done = guard.run("--flows", "-", profile="stranger", typed=scan(1, 40))
    assert done.returncode == 3
    assert "bartizan:IngestRecords" in done.stderr
    assert guard.findings() == []


def test_a_restart_goes_on_with_what_was_known(guard: Guard, tmp_path: Path) -> None:
    # Each half alone has too few ports for a scan.
    first, second = scan(1, 4), scan(5, 4)
    guard.ingest("--flows", "-", typed=first)
    assert guard.findings() == []
    guard.server.kill()
    guard.server.start()
    guard.client = guard.server.client("guardduty")
    guard.ingest("--flows", "-", typed=second)
    assert guard.types() == {"Recon:EC2/Portscan"}
    guard.server.kill()
    guard.server.start()
    guard.client = guard.server.client("guardduty")
    assert guard.ingest("--flows", "-", typed=first)["FLOWS"]["filesReadBefore"] == 1
    (finding,) = guard.findings()
    assert finding["Service"]["Count"] == 1


def test_a_file_of_several_pieces_is_read_once_though_the_server_is_killed(
    guard: Guard, tmp_path: Path
) -> None:
    lines = [
        f"2 123456789012 eni-0123456789abcdef0 10.0.0.5 10.0.1.{n % 200} {20_000 + n % 9_000} "
        f"8080 6 9 4000 {1_795_510_000 + n // 50} {1_795_510_001 + n // 50} ACCEPT OK"
        for n in range(120_000)
    ]
    path = tmp_path / "long.log"
    path.write_text("\n".join(lines) + "\n" + scan(1, 40, start=1_795_512_400))
    whole = guard.ingest("--flows", str(path))["FLOWS"]
    assert (whole["records"], whole["newFindings"]) == (120_040, 1)
    before = guard.findings()

    other = tmp_path / "other.log"
    other.write_text(path.read_text().replace("10.0.0.5 ", "10.0.0.6 "))
    environment = {**clean_environment(), **guard.cli.environment}
    command = [str(guard.binary), "ingest", "--flows", str(other)]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as sending:
        # Whatever was read by then: nothing of it is lost, and nothing counted twice.
        guard.server.kill()
        sending.wait(60)
    guard.server.start()
    guard.client = guard.server.client("guardduty")
    guard.cli.environment["AWS_ENDPOINT_URL"] = guard.server.endpoint
    guard.ingest("--flows", str(other))
    assert guard.ingest("--flows", str(other))["FLOWS"]["filesReadBefore"] == 1
    found = guard.findings()
    assert [one for one in found if one in before] == before
    assert [(one["Type"], one["Service"]["Count"]) for one in found] == [
        ("Recon:EC2/Portscan", 1),
        ("Recon:EC2/Portscan", 1),
    ]


def test_calls_of_the_installation_are_looked_at_as_they_are_made(guard: Guard) -> None:
    s3, trail = guard.server.client("s3"), guard.server.client("cloudtrail")
    s3.create_bucket(Bucket="trail")
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": ["s3:GetBucketAcl", "s3:PutObject"],
        "Resource": ["arn:aws:s3:::trail", "arn:aws:s3:::trail/*"],
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    s3.put_bucket_policy(Bucket="trail", Policy=policy)
    trail.create_trail(Name="all", S3BucketName="trail")
    trail.start_logging(Name="all")
    trail.stop_logging(Name="all")
    stopped = guard.awaited("Stealth:IAMUser/CloudTrailLoggingDisabled")
    call = stopped["Service"]["Action"]["AwsApiCallAction"]
    assert (call["Api"], call["ServiceName"]) == ("StopLogging", "cloudtrail.amazonaws.com")
    assert call["RemoteIpDetails"]["IpAddressV4"] == "127.0.0.1"
    assert stopped["Resource"]["AccessKeyDetails"]["UserType"] == "Root"

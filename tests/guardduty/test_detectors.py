"""Detectors, filters, lists and samples by boto3 and the AWS CLI."""

from __future__ import annotations

import json

from harness.aws import Credentials, error_of
from harness.guard import Guard, scan


def test_a_detector_lives_by_the_cli(guard: Guard) -> None:
    told = json.loads(guard.cli("guardduty", "list-detectors").stdout)
    assert told == {"DetectorIds": [guard.detector]}
    done = guard.cli(
        "guardduty",
        "update-detector",
        *["--detector-id", guard.detector, "--finding-publishing-frequency", "FIFTEEN_MINUTES"],
        *["--features", "Name=S3_DATA_EVENTS,Status=DISABLED"],
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(
        guard.cli("guardduty", "get-detector", "--detector-id", guard.detector).stdout
    )
    assert told["Status"] == "ENABLED"
    assert told["FindingPublishingFrequency"] == "FIFTEEN_MINUTES"
    features = {one["Name"]: one["Status"] for one in told["Features"]}
    assert features["FLOW_LOGS"] == "ENABLED"
    assert features["S3_DATA_EVENTS"] == "DISABLED"
    again = error_of(guard.client.create_detector, Enable=True)
    assert again[0] == "BadRequestException"
    assert again[1].endswith("a detector already exists for the current account.")
    wrong = error_of(guard.client.update_detector, DetectorId="0" * 32, Enable=False)
    assert wrong[1].endswith("the input detectorId is not owned by the current account.")


def test_what_is_not_built_says_so(guard: Guard) -> None:
    code, _, status = error_of(guard.client.list_members, DetectorId=guard.detector)
    assert (code, status) == ("NotImplemented", 501)


def test_samples_are_marked(guard: Guard) -> None:
    done = guard.cli("guardduty", "create-sample-findings", "--detector-id", guard.detector)
    assert done.returncode == 0, done.stderr
    marked = {"title": {"Matches": ["[SAMPLE] *"]}}
    found = [one for kind in ("Instance", "AccessKey") for one in guard.findings(kind, **marked)]
    assert len(found) > 40
    for finding in found:
        assert json.loads(finding["Service"]["AdditionalInfo"]["Value"]) == {"sample": True}
    grouped = guard.client.get_findings_statistics(
        DetectorId=guard.detector, GroupBy="SEVERITY", FindingCriteria={"Criterion": marked}
    )
    groups = grouped["FindingStatistics"]["GroupedBySeverity"]
    assert sum(one["TotalFindings"] for one in groups) == len(found)
    assert [one["Severity"] for one in groups] == sorted(
        (one["Severity"] for one in groups), reverse=True
    )


def test_filters_archive_and_tags_decide(guard: Guard) -> None:
    name = guard.client.create_filter(
        DetectorId=guard.detector,
        Name="scans-of-ours",
        Action="ARCHIVE",
        FindingCriteria={"Criterion": {"type": {"Equals": ["Recon:EC2/Portscan"]}}},
        Tags={"team": "red"},
    )["Name"]
    guard.ingest("--flows", "-", typed=scan(1, 40))
    (finding,) = guard.findings(**{"service.archived": {"Equals": ["true"]}})
    assert finding["Type"] == "Recon:EC2/Portscan"
    # A user who may look at filters of the team alone.
    iam = guard.server.client("iam")
    iam.create_user(UserName="red")
    statement = {
        "Effect": "Allow",
        "Action": "guardduty:GetFilter",
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:ResourceTag/team": "red"}},
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_user_policy(UserName="red", PolicyName="team", PolicyDocument=document)
    key = Credentials.from_key(iam.create_access_key(UserName="red"))
    red = guard.server.client("guardduty", key)
    asked = {"DetectorId": guard.detector, "FilterName": name}
    assert red.get_filter(**asked)["Action"] == "ARCHIVE"
    arn = guard.findings()[0]["Arn"].split("/finding/")[0] + f"/filter/{name}"
    guard.client.tag_resource(ResourceArn=arn, Tags={"team": "blue"})
    code, message, _ = error_of(red.get_filter, **asked)
    assert code == "AccessDeniedException" and "guardduty:GetFilter" in message


def test_lists_are_read_with_the_callers_permissions(guard: Guard) -> None:
    s3 = guard.server.client("s3")
    s3.create_bucket(Bucket="lists")
    s3.put_object(
        Bucket="lists", Key="threats.csv", Body=b"Indicator type,Indicator\nIPv4,52.1.2.3"
    )
    new = {
        "DetectorId": guard.detector,
        "Name": "mine",
        "Format": "OTX_CSV",
        "Location": "https://s3.amazonaws.com/lists/threats.csv",
        "Activate": True,
    }
    iam = guard.server.client("iam")
    iam.create_user(UserName="lister")
    allowed = {"Effect": "Allow", "Action": "guardduty:*", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    iam.put_user_policy(UserName="lister", PolicyName="guard", PolicyDocument=document)
    key = Credentials.from_key(iam.create_access_key(UserName="lister"))
    lister = guard.server.client("guardduty", key)
    code, message, _ = error_of(lister.create_threat_intel_set, **new)
    assert code == "BadRequestException" and "s3:GetObject" in message
    made = guard.client.create_threat_intel_set(**new)["ThreatIntelSetId"]
    named = {"DetectorId": guard.detector, "ThreatIntelSetId": made}
    assert guard.client.get_threat_intel_set(**named)["Status"] == "ACTIVE"
    guard.ingest("--flows", "-", typed=scan(1, 3))
    (finding,) = guard.findings()
    assert finding["Type"] == "UnauthorizedAccess:EC2/MaliciousIPCaller.Custom"
    (details,) = finding["Service"]["Evidence"]["ThreatIntelligenceDetails"]
    assert details["ThreatListName"] == "mine"
    guard.client.delete_threat_intel_set(**named)
    listed = guard.client.list_threat_intel_sets(DetectorId=guard.detector)
    assert listed["ThreatIntelSetIds"] == []

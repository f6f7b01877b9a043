"""Trails: made, seen, changed and deleted, and what AWS refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harness.aws import Cli, error_of
from harness.server import Server
from harness.trails import TrailMaker, policy


def test_a_trail_has_the_defaults_of_aws(trail_server: Server, make_trail: TrailMaker) -> None:
    trail = make_trail(logs=False)
    shown = trail.client("cloudtrail").get_trail(Name=trail.name)["Trail"]
    assert shown == {
        "Name": trail.name,
        "S3BucketName": trail.bucket,
        "IncludeGlobalServiceEvents": True,
        "IsMultiRegionTrail": False,
        "HomeRegion": "us-east-1",
        "TrailARN": f"arn:aws:cloudtrail:us-east-1:{trail.account}:trail/{trail.name}",
        "LogFileValidationEnabled": False,
        "HasCustomEventSelectors": False,
        "HasInsightSelectors": False,
        "IsOrganizationTrail": False,
        "RecursiveLogging": True,
    }


def test_a_new_trail_does_not_log(make_trail: TrailMaker) -> None:
    trail = make_trail(logs=False)
    status = trail.status()
    assert status["IsLogging"] is False
    for name in ("LatestDeliveryAttemptTime", "TimeLoggingStarted", "TimeLoggingStopped"):
        assert status[name] == ""
    assert "StartLoggingTime" not in status
    cloudtrail = trail.client("cloudtrail")
    cloudtrail.start_logging(Name=trail.name)
    assert trail.status()["IsLogging"] is True
    cloudtrail.stop_logging(Name=trail.arn)
    status = trail.status()
    assert status["IsLogging"] is False
    assert status["StopLoggingTime"] >= status["StartLoggingTime"]


def test_a_trail_of_all_regions_is_a_shadow_in_others(
    trail_server: Server, make_trail: TrailMaker
) -> None:
    near = make_trail(logs=False)
    wide = make_trail(logs=False, IsMultiRegionTrail=True)
    elsewhere = trail_server.client("cloudtrail", region="eu-west-3")
    seen = [trail["TrailARN"] for trail in elsewhere.describe_trails()["trailList"]]
    assert wide.arn in seen and near.arn not in seen
    own = elsewhere.describe_trails(includeShadowTrails=False)["trailList"]
    assert own == []
    assert {"TrailARN": wide.arn, "Name": wide.name, "HomeRegion": "us-east-1"} in (
        elsewhere.list_trails()["Trails"]
    )
    assert elsewhere.get_trail_status(Name=wide.arn)["IsLogging"] is False
    for name in (wide.arn, wide.name):
        assert error_of(elsewhere.start_logging, Name=name)[0] == "InvalidHomeRegionException"
    assert error_of(elsewhere.get_trail, Name=near.arn)[0] == "TrailNotFoundException"


def test_a_trail_changes_where_it_is_told_to(make_trail: TrailMaker, log_bucket: Any) -> None:
    trail = make_trail(logs=False, S3KeyPrefix="old")
    cloudtrail = trail.client("cloudtrail")
    bucket = log_bucket()
    changed = cloudtrail.update_trail(
        Name=trail.name, S3BucketName=bucket, S3KeyPrefix="", EnableLogFileValidation=True
    )
    assert (changed["S3BucketName"], changed["LogFileValidationEnabled"]) == (bucket, True)
    assert "S3KeyPrefix" not in changed
    assert changed["IncludeGlobalServiceEvents"] is True
    cloudtrail.delete_trail(Name=trail.name)
    code, message, _ = error_of(cloudtrail.get_trail, Name=trail.name)
    assert code == "TrailNotFoundException"
    assert message == f"Unknown trail: {trail.name} for the user: {trail.account}"


def test_tags_come_and_go(make_trail: TrailMaker) -> None:
    trail = make_trail(logs=False, TagsList=[{"Key": "team", "Value": "red"}])
    cloudtrail = trail.client("cloudtrail")

    def tags() -> dict[str, str]:
        listed = cloudtrail.list_tags(ResourceIdList=[trail.arn])["ResourceTagList"]
        return {tag["Key"]: tag["Value"] for tag in listed[0]["TagsList"]}

    cloudtrail.add_tags(ResourceId=trail.arn, TagsList=[{"Key": "cost", "Value": "1"}])
    assert tags() == {"team": "red", "cost": "1"}
    cloudtrail.remove_tags(ResourceId=trail.arn, TagsList=[{"Key": "team"}])
    assert tags() == {"cost": "1"}
    other = trail.arn.replace(trail.name, "nobody")
    assert error_of(cloudtrail.add_tags, ResourceId=other, TagsList=[{"Key": "a", "Value": "b"}])[
        0
    ] == ("ResourceNotFoundException")
    assert error_of(cloudtrail.list_tags, ResourceIdList=[trail.name])[0] == (
        "CloudTrailARNInvalidException"
    )


def test_a_region_has_five_trails(make_trail: TrailMaker) -> None:
    region = "ap-southeast-2"
    for _ in range(5):
        trail = make_trail(region=region, logs=False)
    code, message, _ = error_of(make_trail, region=region, logs=False)
    assert code == "MaximumNumberOfTrailsExceededException"
    assert message == f"User: {trail.account} already has 5 trails in {region}."
    code, message, _ = error_of(
        trail.client("cloudtrail").create_trail, Name=trail.name, S3BucketName=trail.bucket
    )
    assert code == "TrailAlreadyExistsException"
    assert message == f"Trail {trail.name} already exists for customer: {trail.account}"


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"Name": "my#trail"}, "InvalidTrailNameException"),
        ({"Name": "ab"}, "InvalidTrailNameException"),
        ({"S3BucketName": "no-such-bucket"}, "S3BucketDoesNotExistException"),
        ({"S3BucketName": "NO"}, "InvalidS3BucketNameException"),
        ({"S3KeyPrefix": "p" * 201}, "InvalidS3PrefixException"),
        (
            {"IsMultiRegionTrail": True, "IncludeGlobalServiceEvents": False},
            "InvalidParameterCombinationException",
        ),
        ({"TagsList": [{"Key": "aws:x", "Value": "y"}]}, "InvalidTagParameterException"),
        ({"KmsKeyId": "alias/no-such-key"}, "KmsKeyNotFoundException"),
        ({"SnsTopicName": "topic"}, "NotImplemented"),
        ({"CloudWatchLogsLogGroupArn": "arn"}, "NotImplemented"),
        ({"IsOrganizationTrail": True}, "NotImplemented"),
    ],
)
def test_what_is_refused(
    trail_server: Server, log_bucket: Any, unique: Any, settings: dict[str, Any], code: str
) -> None:
    wanted = {"Name": unique("trail"), "S3BucketName": log_bucket(), **settings}
    assert error_of(trail_server.client("cloudtrail").create_trail, **wanted)[0] == code


def test_the_buckets_policy_decides_whether_a_trail_can_be(
    trail_server: Server, log_bucket: Any, unique: Any
) -> None:
    s3, cloudtrail = trail_server.client("s3"), trail_server.client("cloudtrail")
    account = trail_server.client("sts").get_caller_identity()["Account"]
    bucket = log_bucket()
    policies = [
        policy(bucket, "210987654321"),
        policy(bucket, account, **{"aws:SourceArn": "arn:aws:cloudtrail:us-east-1:1:trail/x"}),
        policy(bucket, account).replace("s3:GetBucketAcl", "s3:GetBucketTagging"),
        policy(bucket, account).replace("/*", "/elsewhere/*"),
    ]
    for text in policies:
        s3.put_bucket_policy(Bucket=bucket, Policy=text)
        refused = error_of(cloudtrail.create_trail, Name=unique("trail"), S3BucketName=bucket)
        assert refused[:2] == (
            "InsufficientS3BucketPolicyException",
            f"Incorrect S3 bucket policy is detected for bucket: {bucket}",
        )
    s3.delete_bucket_policy(Bucket=bucket)
    refused = error_of(cloudtrail.create_trail, Name=unique("trail"), S3BucketName=bucket)
    assert refused[0] == "InsufficientS3BucketPolicyException"


def test_an_account_is_in_no_organization(trail_server: Server) -> None:
    cloudtrail = trail_server.client("cloudtrail")
    for call, name in (
        (cloudtrail.register_organization_delegated_admin, "MemberAccountId"),
        (cloudtrail.deregister_organization_delegated_admin, "DelegatedAdminAccountId"),
    ):
        assert error_of(call, **{name: "210987654321"})[0] == "OrganizationsNotInUseException"


def test_selectors_are_shown_as_they_were_given(make_trail: TrailMaker) -> None:
    trail = make_trail(logs=False)
    cloudtrail = trail.client("cloudtrail")
    shown = cloudtrail.get_event_selectors(TrailName=trail.name)
    assert shown["EventSelectors"] == [
        {
            "ReadWriteType": "All",
            "IncludeManagementEvents": True,
            "DataResources": [],
            "ExcludeManagementEventSources": [],
        }
    ]
    fields = [
        {"Field": "eventCategory", "Equals": ["Data"]},
        {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
        {"Field": "resources.ARN", "NotStartsWith": [f"arn:aws:s3:::{trail.bucket}/"]},
    ]
    selectors = [{"Name": "objects", "FieldSelectors": fields}]
    cloudtrail.put_event_selectors(TrailName=trail.arn, AdvancedEventSelectors=selectors)
    shown = cloudtrail.get_event_selectors(TrailName=trail.name)
    assert shown["AdvancedEventSelectors"] == selectors
    assert "EventSelectors" not in shown
    assert cloudtrail.get_trail(Name=trail.name)["Trail"]["HasCustomEventSelectors"] is True


@pytest.mark.parametrize(
    ("selectors", "said"),
    [
        (
            [{"IncludeManagementEvents": False}],
            "When includeManagementEvents is false, DataResources must not be empty.",
        ),
        (
            [{"DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::*"]}]}],
            "Value arn:aws:s3:::* for DataResources.Values is invalid.",
        ),
        ([{"ExcludeManagementEventSources": ["iam.amazonaws.com"]}], "iam.amazonaws.com"),
        ([{}] * 6, "1 to 5"),
    ],
)
def test_selectors_that_are_refused(make_trail: TrailMaker, selectors: Any, said: str) -> None:
    trail = make_trail(logs=False)
    code, message, _ = error_of(
        trail.client("cloudtrail").put_event_selectors,
        TrailName=trail.name,
        EventSelectors=selectors,
    )
    assert code == "InvalidEventSelectorsException"
    assert said in message


def test_by_the_cli(trail_server: Server, log_bucket: Any, unique: Any, tmp_path: Any) -> None:
    cli = Cli(trail_server, tmp_path)
    name, bucket = unique("trail"), log_bucket()
    for words in (
        ("create-trail", "--name", name, "--s3-bucket-name", bucket),
        ("start-logging", "--name", name),
        ("get-trail-status", "--name", name),
        ("delete-trail", "--name", name),
    ):
        done = cli("cloudtrail", *words, "--output", "json")
        assert done.returncode == 0, done.stderr
        if words[0] == "get-trail-status":
            assert json.loads(done.stdout)["IsLogging"] is True

"""Log files: in the bucket, named as AWS names them, with each event once."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from harness.server import Server
from harness.trails import FAST, Trail, TrailMaker, eventually, policy


def test_a_call_is_delivered_as_aws_does(make_trail: TrailMaker) -> None:
    trail = make_trail(S3KeyPrefix="audit/2026")
    record = trail.delivered(trail.client("iam").list_users())
    assert (record["eventName"], record["userIdentity"]["type"]) == ("ListUsers", "Root")
    form = (
        rf"audit/2026/AWSLogs/{trail.account}/CloudTrail/us-east-1/\d{{4}}/\d\d/\d\d/"
        rf"{trail.account}_CloudTrail_us-east-1_\d{{8}}T\d{{4}}Z_[A-Za-z0-9]{{16}}\.json\.gz"
    )
    assert all(re.fullmatch(form, key) for key in trail.files())
    head = trail.client("s3").head_object(Bucket=trail.bucket, Key=trail.files()[0])
    assert (head["ContentType"], head["ContentEncoding"]) == ("application/json", "gzip")
    status = trail.status()
    assert status["LatestDeliveryTime"] >= status["StartLoggingTime"]
    assert "LatestDeliveryError" not in status


def test_what_happens_while_it_is_stopped_is_left_out(make_trail: TrailMaker) -> None:
    trail = make_trail()
    cloudtrail, sts = trail.client("cloudtrail"), trail.client("sts")
    trail.delivered(cloudtrail.stop_logging(Name=trail.name))
    unseen = sts.get_caller_identity()["ResponseMetadata"]["RequestId"]
    cloudtrail.start_logging(Name=trail.name)
    trail.delivered(sts.get_caller_identity())
    assert unseen not in {record["requestID"] for record in trail.records()}


def test_only_a_trail_of_all_regions_delivers_from_others(
    trail_server: Server, make_trail: TrailMaker
) -> None:
    near, wide = make_trail(), make_trail(IsMultiRegionTrail=True)
    elsewhere = trail_server.client("cloudtrail", region="eu-west-3").list_trails()
    record = wide.delivered(elsewhere)
    assert record["awsRegion"] == "eu-west-3"
    assert any("/CloudTrail/eu-west-3/" in key for key in wide.files())
    here = near.client("cloudtrail").list_trails()
    near.delivered(here)
    assert {record["awsRegion"] for record in near.records()} == {"us-east-1"}


def test_global_services_are_left_out_where_asked(make_trail: TrailMaker) -> None:
    trail = make_trail(IncludeGlobalServiceEvents=False)
    trail.client("iam").list_users()
    trail.delivered(trail.client("cloudtrail").list_trails())
    sources = {record["eventSource"] for record in trail.records()}
    assert "cloudtrail.amazonaws.com" in sources
    assert not sources & {"iam.amazonaws.com", "sts.amazonaws.com"}


def test_data_events_of_the_objects_that_are_asked_for(
    make_trail: TrailMaker, log_bucket: Any
) -> None:
    trail, data = make_trail(), log_bucket()
    trail.client("cloudtrail").put_event_selectors(
        TrailName=trail.name,
        EventSelectors=[
            {
                "ReadWriteType": "WriteOnly",
                "IncludeManagementEvents": False,
                "DataResources": [
                    {"Type": "AWS::S3::Object", "Values": [f"arn:aws:s3:::{data}/in/"]}
                ],
            }
        ],
    )
    s3 = trail.client("s3")
    s3.put_object(Bucket=data, Key="out/a", Body=b"a")
    s3.put_object(Bucket=data, Key="in/a", Body=b"a")
    s3.get_object(Bucket=data, Key="in/a")
    trail.delivered(s3.delete_object(Bucket=data, Key="in/a"))
    data_events = [r for r in trail.records() if not r["managementEvent"]]
    names = [(r["eventName"], r["resources"][0]["ARN"]) for r in data_events]
    arn = f"arn:aws:s3:::{data}/in/a"
    assert sorted(names) == [("DeleteObject", arn), ("PutObject", arn)]


def test_a_bucket_in_another_region_is_delivered_to(
    trail_server: Server, make_trail: TrailMaker, log_bucket: Any
) -> None:
    bucket = log_bucket("eu-central-1")
    trail = make_trail(S3BucketName=bucket)
    request = trail_server.client("sts").get_caller_identity()["ResponseMetadata"]["RequestId"]
    reader = Trail(trail_server, trail.name, bucket, trail.arn, "eu-central-1")
    eventually(lambda: request in {record["requestID"] for record in reader.records()})


def test_the_buckets_policy_is_asked_for_each_file(make_trail: TrailMaker) -> None:
    trail = make_trail()
    s3 = trail.client("s3")
    s3.delete_bucket_policy(Bucket=trail.bucket)
    lost = trail.client("sts").get_caller_identity()
    eventually(lambda: trail.status().get("LatestDeliveryError") == "AccessDenied")
    before = len(trail.files())
    s3.put_bucket_policy(Bucket=trail.bucket, Policy=policy(trail.bucket, trail.account))
    trail.delivered(lost)
    assert len(trail.files()) > before
    assert "LatestDeliveryError" not in eventually(trail.status)


def test_each_event_is_delivered_once_across_kills(server_factory: Any) -> None:
    server: Server = server_factory(extra=FAST)
    account = server.client("sts").get_caller_identity()["Account"]
    server.client("s3").create_bucket(Bucket="logs")
    server.client("s3").put_bucket_policy(Bucket="logs", Policy=policy("logs", account))
    cloudtrail = server.client("cloudtrail")
    arn = cloudtrail.create_trail(Name="audit", S3BucketName="logs", EnableLogFileValidation=True)
    cloudtrail.start_logging(Name="audit")
    trail = Trail(server, "audit", "logs", arn["TrailARN"])
    done: list[str] = []
    for turn in range(5):
        if turn % 2:
            trail.delivered(trail.client("sts").get_caller_identity())
        for number in range(20):
            made = trail.client("iam").create_user(UserName=f"user-{turn}-{number}")
            done.append(made["ResponseMetadata"]["RequestId"])
        server.kill()
        server.start()
    trail.delivered(trail.client("iam").list_users())
    fresh = Trail(server, "audit", "logs", arn["TrailARN"])
    counts = Counter(record["eventID"] for record in fresh.records())
    assert set(counts.values()) == {1}
    assert set(done) <= {record["requestID"] for record in fresh.records()}
    server.stop()

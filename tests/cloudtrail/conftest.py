"""What the tests of trails are given: a server that delivers every second, and trails on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from harness.server import Server
from harness.trails import FAST, Trail, TrailMaker, policy


@pytest.fixture(scope="session")
def trail_server(server_factory: Callable[..., Server]) -> Server:
    """A server whose trails deliver log files and digests every second."""
    return server_factory(extra=FAST)


@pytest.fixture
def log_bucket(trail_server: Server, unique: Callable[[str], str]) -> Callable[..., str]:
    """Makes buckets that CloudTrail may write to."""

    def make(region: str = "us-east-1") -> str:
        s3 = trail_server.client("s3", region=region)
        name = unique("logs")
        where = {} if region == "us-east-1" else {"LocationConstraint": region}
        s3.create_bucket(Bucket=name, **({"CreateBucketConfiguration": where} if where else {}))
        account = trail_server.client("sts").get_caller_identity()["Account"]
        s3.put_bucket_policy(Bucket=name, Policy=policy(name, account))
        return name

    return make


@pytest.fixture
def make_trail(
    trail_server: Server, log_bucket: Callable[..., str], unique: Callable[[str], str]
) -> Iterator[TrailMaker]:
    """Makes trails that log, and deletes them afterwards: there is room for five."""
    made: list[Trail] = []

    def make(region: str = "us-east-1", logs: bool = True, **settings: Any) -> Trail:
        bucket = settings.pop("S3BucketName", None) or log_bucket(region)
        cloudtrail = trail_server.client("cloudtrail", region=region)
        name = unique("trail")
        arn = cloudtrail.create_trail(Name=name, S3BucketName=bucket, **settings)["TrailARN"]
        trail = Trail(trail_server, name, bucket, arn, region)
        made.append(trail)
        if logs:
            cloudtrail.start_logging(Name=name)
        return trail

    yield make
    for trail in made:
        cloudtrail = trail.client("cloudtrail")
        if any(one["TrailARN"] == trail.arn for one in cloudtrail.list_trails()["Trails"]):
            cloudtrail.delete_trail(Name=trail.arn)

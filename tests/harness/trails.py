"""Trails that deliver every second, and what they delivered."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from harness.server import Server

FAST = ("--trail-delivery-seconds", "1", "--trail-digest-seconds", "1")
PATIENCE_SECONDS = 60


def eventually(look: Callable[[], Any]) -> Any:
    """What `look` answers, as soon as that is something."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def policy(bucket: str, account: str, **condition: str) -> str:
    """The bucket policy of the CloudTrail User Guide."""
    service = {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}}
    equals = {"s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceAccount": account}
    statements = [
        {**service, "Action": "s3:GetBucketAcl", "Resource": f"arn:aws:s3:::{bucket}"},
        {
            **service,
            "Action": "s3:PutObject",
            "Resource": f"arn:aws:s3:::{bucket}/*",
            "Condition": {"StringEquals": {**equals, **condition}},
        },
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


@dataclass
class Trail:
    """A trail, and what it delivered."""

    server: Server
    name: str
    bucket: str
    arn: str
    region: str = "us-east-1"
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict)
    _contents: dict[str, Any] = field(default_factory=dict)

    def client(self, service: str) -> Any:
        """A client, made once for each endpoint that the server had."""
        place = (service, self.server.endpoint)
        if place not in self._clients:
            self._clients[place] = self.server.client(service, region=self.region)
        return self._clients[place]

    @property
    def account(self) -> str:
        return self.arn.split(":")[4]

    def status(self) -> dict[str, Any]:
        return self.client("cloudtrail").get_trail_status(Name=self.arn)

    def files(self, kind: str = "CloudTrail") -> list[str]:
        """The keys of log files, or of digests."""
        pages = self.client("s3").get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        found = [item["Key"] for page in pages for item in page.get("Contents", [])]
        return [key for key in found if f"/{kind}/" in key and key.endswith(".json.gz")]

    def read(self, key: str) -> Any:
        body = self.client("s3").get_object(Bucket=self.bucket, Key=key)["Body"].read()
        return json.loads(gzip.decompress(body))

    def records(self) -> list[dict[str, Any]]:
        """All events that were delivered; a file that was read once is not read again."""
        for key in self.files():
            if key not in self._contents:
                self._contents[key] = self.read(key)
        return [record for content in self._contents.values() for record in content["Records"]]

    def delivered(self, request: dict[str, Any]) -> dict[str, Any]:
        """The event of this answer, when it is delivered."""
        wanted = request["ResponseMetadata"]["RequestId"]

        def look() -> dict[str, Any] | None:
            return next((r for r in self.records() if r["requestID"] == wanted), None)

        return eventually(look)


TrailMaker = Callable[..., Trail]

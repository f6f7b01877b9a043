"""The regions, which tools ask for before they go through them."""

from __future__ import annotations

from typing import Any

import pytest

from harness.aws import Credentials, client, error_of
from harness.server import Server


@pytest.fixture(scope="module")
def ec2(server: Server, root: Credentials) -> Any:
    """EC2 as the root user."""
    return client("ec2", server.endpoint, root)


def test_regions_are_listed_and_filtered(ec2: Any) -> None:
    every = ec2.describe_regions()["Regions"]
    assert {"us-east-1", "eu-central-1"} <= {region["RegionName"] for region in every}
    europe = ec2.describe_regions(Filters=[{"Name": "region-name", "Values": ["eu-west-*"]}])
    names = [region["RegionName"] for region in europe["Regions"]]
    assert names == ["eu-west-1", "eu-west-2", "eu-west-3"]
    assert ec2.describe_regions(RegionNames=["us-east-1"])["Regions"] == [
        region for region in every if region["RegionName"] == "us-east-1"
    ]


def test_what_is_wrong_is_refused(ec2: Any) -> None:
    unknown = error_of(ec2.describe_regions, RegionNames=["moon-1"])
    assert (unknown[0], unknown[2]) == ("InvalidParameterValue", 400)
    dry = error_of(ec2.describe_regions, DryRun=True)
    assert (dry[0], dry[2]) == ("DryRunOperation", 412)
    other = error_of(ec2.describe_volumes)
    assert (other[0], other[2]) == ("NotImplemented", 501)

"""AWS Shield in each of its protocols: the model names CBOR first, and boto3 speaks JSON."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from harness.aws import Credentials, error_of, speaking
from harness.server import Server


@pytest.fixture(params=["smithy-rpc-v2-cbor", "json"])
def spoken(request: pytest.FixtureRequest, dev_server: Server, account: str, tmp_path: Path) -> Any:
    """A client of an account of its own that speaks one protocol."""
    credentials = Credentials(account, "any")
    made = speaking("shield", request.param, tmp_path, dev_server.endpoint, credentials)
    assert made.meta.service_model.resolved_protocol == request.param
    return made


def test_what_is_asked_is_answered(spoken: Any, address: str) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    spoken.create_subscription()
    held = spoken.describe_subscription()["Subscription"]
    assert before <= held["StartTime"] <= datetime.now(UTC)
    assert held["EndTime"] - held["StartTime"] == timedelta(days=365)
    assert held["TimeCommitmentInSeconds"] == 365 * 24 * 3600
    assert {"Type": "CF_DISTRIBUTION", "Max": 1000} in held["Limits"]
    tags = [{"Key": "team", "Value": "blau & grün"}]
    made = spoken.create_protection(Name="it", ResourceArn=address, Tags=tags)["ProtectionId"]
    protection = spoken.describe_protection(ProtectionId=made)["Protection"]
    assert (protection["ResourceArn"], protection["HealthCheckIds"]) == (address, [])
    assert spoken.list_tags_for_resource(ResourceARN=protection["ProtectionArn"])["Tags"] == tags
    period = {"FromInclusive": before, "ToExclusive": datetime.now(UTC)}
    assert spoken.list_attacks(StartTime=period)["AttackSummaries"] == []
    statistics = spoken.describe_attack_statistics()
    assert statistics["TimeRange"]["ToExclusive"].tzinfo is not None
    assert statistics["DataItems"] == [{"AttackCount": 0}]


def test_refusals_have_their_members(spoken: Any, address: str) -> None:
    missing = error_of(spoken.describe_subscription)
    assert missing == (
        "ResourceNotFoundException",
        "The subscription does not exist.",
        400,
    )
    spoken.create_subscription()
    spoken.create_protection(Name="it", ResourceArn=address)
    with pytest.raises(spoken.exceptions.ResourceAlreadyExistsException) as refused:
        spoken.create_protection(Name="it", ResourceArn=address)
    assert refused.value.response["resourceType"] == "PROTECTION"
    wrong = error_of(spoken.describe_protection, ProtectionId="0" * 36, ResourceArn=address)
    assert wrong[0] == "InvalidParameterException"
    code, message, status = error_of(
        spoken.create_protection_group, ProtectionGroupId="it", Aggregation="MOST", Pattern="ALL"
    )
    assert (code, status) == ("ValidationException", 400)
    assert "aggregation" in message
    denied = error_of(spoken.describe_attack, AttackId="none")
    assert denied[0] == "AccessDeniedException"

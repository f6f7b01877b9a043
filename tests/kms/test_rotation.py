"""Rotation, and keys in several regions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from harness.aws import Credentials, client, error_of
from harness.server import Server


def test_rotation_is_scheduled_and_done_on_demand(kms: Any, key: Callable[..., str]) -> None:
    one = key()
    assert not kms.get_key_rotation_status(KeyId=one)["KeyRotationEnabled"]
    kms.enable_key_rotation(KeyId=one, RotationPeriodInDays=180)
    status = kms.get_key_rotation_status(KeyId=one)
    assert (status["KeyRotationEnabled"], status["RotationPeriodInDays"]) == (True, 180)
    kms.disable_key_rotation(KeyId=one)
    assert not kms.get_key_rotation_status(KeyId=one)["KeyRotationEnabled"]
    kms.rotate_key_on_demand(KeyId=one)
    [rotation] = kms.list_key_rotations(KeyId=one)["Rotations"]
    assert (rotation["RotationType"], rotation["KeyMaterialState"]) == ("ON_DEMAND", "CURRENT")


def test_a_key_is_replicated_and_its_replica_becomes_primary(
    kms: Any, key: Callable[..., str], server: Server, root: Credentials
) -> None:
    there = client("kms", server.endpoint, root, region="eu-west-1")
    one = key(MultiRegion=True)
    assert error_of(there.describe_key, KeyId=one)[0] == "NotFoundException"
    kms.replicate_key(KeyId=one, ReplicaRegion="eu-west-1", Description="a copy")
    here, copy = (who.describe_key(KeyId=one)["KeyMetadata"] for who in (kms, there))
    assert here["CurrentKeyMaterialId"] == copy["CurrentKeyMaterialId"]
    assert copy["MultiRegionConfiguration"] == here["MultiRegionConfiguration"] | {
        "MultiRegionKeyType": "REPLICA"
    }
    kms.update_primary_region(KeyId=one, PrimaryRegion="eu-west-1")
    shown = there.describe_key(KeyId=one)["KeyMetadata"]["MultiRegionConfiguration"]
    assert shown["MultiRegionKeyType"] == "PRIMARY"

"""Keys: made, shown, named, tagged, turned on and off, deleted."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from harness.aws import Cli, error_of


def test_a_key_is_made_and_shown(kms: Any, key: Callable[..., str]) -> None:
    made = kms.create_key(Description="for papers", Tags=[{"TagKey": "team", "TagValue": "red"}])
    shown = made["KeyMetadata"]
    assert shown["Arn"].endswith(f":key/{shown['KeyId']}")
    assert (shown["KeyState"], shown["KeyManager"]) == ("Enabled", "CUSTOMER")
    assert (shown["KeySpec"], shown["KeyUsage"]) == ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT")
    assert shown["EncryptionAlgorithms"] == ["SYMMETRIC_DEFAULT"]
    assert len(shown["CurrentKeyMaterialId"]) == 64
    assert kms.describe_key(KeyId=shown["Arn"])["KeyMetadata"] == shown
    listed = [one for page in kms.get_paginator("list_keys").paginate() for one in page["Keys"]]
    assert {"KeyId": shown["KeyId"], "KeyArn": shown["Arn"]} in listed
    kms.update_key_description(KeyId=shown["KeyId"], Description="for letters")
    assert kms.describe_key(KeyId=shown["KeyId"])["KeyMetadata"]["Description"] == "for letters"


@pytest.mark.parametrize(
    ("spec", "usage", "algorithms"),
    [
        ("RSA_2048", "SIGN_VERIFY", "SigningAlgorithms"),
        ("ECC_SECG_P256K1", "SIGN_VERIFY", "SigningAlgorithms"),
        ("ECC_NIST_EDWARDS25519", "SIGN_VERIFY", "SigningAlgorithms"),
        ("ECC_NIST_P521", "KEY_AGREEMENT", "KeyAgreementAlgorithms"),
        ("HMAC_512", "GENERATE_VERIFY_MAC", "MacAlgorithms"),
        ("ML_DSA_65", "SIGN_VERIFY", "SigningAlgorithms"),
        ("ML_KEM_768", "ENCAPSULATE_DECAPSULATE", "EncapsulationAlgorithms"),
    ],
)
def test_keys_of_other_specs_are_made(kms: Any, spec: str, usage: str, algorithms: str) -> None:
    shown = kms.create_key(KeySpec=spec, KeyUsage=usage)["KeyMetadata"]
    assert (shown["KeySpec"], shown["KeyUsage"]) == (spec, usage)
    assert shown[algorithms]


def test_a_key_is_turned_off_and_on_and_deleted(kms: Any, key: Callable[..., str]) -> None:
    one = key()
    kms.disable_key(KeyId=one)
    assert kms.describe_key(KeyId=one)["KeyMetadata"]["KeyState"] == "Disabled"
    kms.enable_key(KeyId=one)
    assert kms.describe_key(KeyId=one)["KeyMetadata"]["Enabled"]
    asked = kms.schedule_key_deletion(KeyId=one, PendingWindowInDays=7)
    left = asked["DeletionDate"] - datetime.now(UTC)
    assert timedelta(days=6.9) < left <= timedelta(days=7)
    refusal = error_of(kms.enable_key, KeyId=one)
    assert refusal[0] == "KMSInvalidStateException"
    assert refusal[1].endswith(" is pending deletion.")
    kms.cancel_key_deletion(KeyId=one)
    assert kms.describe_key(KeyId=one)["KeyMetadata"]["KeyState"] == "Disabled"


def test_tags_come_and_go(kms: Any, key: Callable[..., str]) -> None:
    one = key()
    kms.tag_resource(KeyId=one, Tags=[{"TagKey": "a", "TagValue": "1"}])
    assert kms.list_resource_tags(KeyId=one)["Tags"] == [{"TagKey": "a", "TagValue": "1"}]
    kms.untag_resource(KeyId=one, TagKeys=["a"])
    assert kms.list_resource_tags(KeyId=one)["Tags"] == []


def test_an_alias_names_one_key_after_the_other(
    kms: Any, key: Callable[..., str], unique: Callable[[str], str]
) -> None:
    one, other, alias = key(), key(), f"alias/{unique('app')}"
    kms.create_alias(AliasName=alias, TargetKeyId=one)
    assert kms.describe_key(KeyId=alias)["KeyMetadata"]["KeyId"] == one
    kms.update_alias(AliasName=alias, TargetKeyId=other)
    [shown] = kms.list_aliases(KeyId=other)["Aliases"]
    assert (shown["AliasName"], shown["TargetKeyId"]) == (alias, other)
    kms.delete_alias(AliasName=alias)
    refusal = error_of(kms.describe_key, KeyId=alias)
    assert refusal[0] == "NotFoundException"
    assert refusal[1].endswith(f":{alias} is not found.")


def test_the_cli_makes_keys_and_reads_their_policy(cli: Cli) -> None:
    made = json.loads(cli("kms", "create-key", "--description", "by hand").stdout)
    one = made["KeyMetadata"]["KeyId"]
    shown = json.loads(cli("kms", "get-key-policy", "--key-id", one).stdout)
    assert shown["PolicyName"] == "default"
    assert json.loads(shown["Policy"])["Id"] == "key-default-1"
    names = json.loads(cli("kms", "list-key-policies", "--key-id", one).stdout)
    assert names["PolicyNames"] == ["default"]


def test_a_key_tells_when_it_was_last_used(kms: Any, key: Callable[..., str]) -> None:
    own = key()
    assert kms.get_key_last_usage(KeyId=own)["KeyLastUsage"] == {}
    used = kms.encrypt(KeyId=own, Plaintext=b"p")["ResponseMetadata"]["RequestId"]
    last = kms.get_key_last_usage(KeyId=own)["KeyLastUsage"]
    assert (last["Operation"], last["KmsRequestId"]) == ("Encrypt", used)

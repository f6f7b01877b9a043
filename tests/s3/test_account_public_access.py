"""The account's switches against public access hold beside each bucket's: the stricter wins."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from typing import Any

import pytest

from conftest import ServerFactory
from harness.aws import client, error_of
from harness.server import Server

OFF = dict.fromkeys(
    ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"], False
)


@pytest.fixture(scope="module")
def own(server_factory: ServerFactory) -> Server:
    """A server of these tests alone: they change what holds for the whole account."""
    return server_factory()


@pytest.fixture
def control(own: Server, monkeypatch: pytest.MonkeyPatch) -> Any:
    """S3 Control. botocore puts the account before the host, and not every resolver knows that all
    names under `localhost` are this machine's.
    """
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda _host, *rest, **more: resolve("127.0.0.1", *rest, **more)
    )
    return client("s3control", own.endpoint.replace("127.0.0.1", "localhost"), own.root())


def anyone_reads(bucket: str) -> str:
    """A policy that is public."""
    statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}
    statement["Resource"] = f"arn:aws:s3:::{bucket}/*"
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def status_of(url: str) -> int:
    """What a caller without credentials is answered."""
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_the_stricter_of_account_and_bucket_wins(own: Server, control: Any) -> None:
    s3 = own.client("s3")
    account = own.client("sts").get_caller_identity()["Account"]
    none = error_of(control.get_public_access_block, AccountId=account)
    assert (none[0], none[2]) == ("NoSuchPublicAccessBlockConfiguration", 404)
    s3.create_bucket(Bucket="shop")
    s3.put_public_access_block(Bucket="shop", PublicAccessBlockConfiguration=OFF)
    s3.put_object(Bucket="shop", Key="k", Body=b"x")
    s3.put_bucket_policy(Bucket="shop", Policy=anyone_reads("shop"))
    url = f"{own.endpoint}/shop/k"
    assert status_of(url) == 200

    restrict = OFF | {"RestrictPublicBuckets": True}
    control.put_public_access_block(AccountId=account, PublicAccessBlockConfiguration=restrict)
    shown = control.get_public_access_block(AccountId=account)
    assert shown["PublicAccessBlockConfiguration"] == restrict
    assert status_of(url) == 403

    block = OFF | {"BlockPublicPolicy": True}
    control.put_public_access_block(AccountId=account, PublicAccessBlockConfiguration=block)
    assert status_of(url) == 200
    code, message, _ = error_of(s3.put_bucket_policy, Bucket="shop", Policy=anyone_reads("shop"))
    assert (code, "BlockPublicPolicy" in message) == ("AccessDenied", True)

    control.delete_public_access_block(AccountId=account)
    s3.put_bucket_policy(Bucket="shop", Policy=anyone_reads("shop"))


def test_another_account_is_not_to_be_had(control: Any) -> None:
    code, _, status = error_of(control.get_public_access_block, AccountId="210987654321")
    assert (code, status) == ("AccessDenied", 403)

"""SigV4A: signatures that are good in several regions, made by the AWS Common Runtime."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from awscrt.auth import (
    AwsCredentialsProvider,
    AwsSignatureType,
    AwsSigningAlgorithm,
    AwsSigningConfig,
    aws_sign_request,
)
from awscrt.http import HttpHeaders, HttpRequest

from harness.aws import Credentials, error_of
from harness.server import Server


def test_boto3_signs_by_v4a(server: Server, unique: Callable[[str], str]) -> None:
    account = server.client("sts").get_caller_identity()["Account"]
    sts = server.client("sts", signature_version="v4a")
    assert sts.get_caller_identity()["Account"] == account
    s3, bucket = server.client("s3", signature_version="s3v4a"), unique("bucket")
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="a b/ü", Body=b"hello")
    assert s3.get_object(Bucket=bucket, Key="a b/ü")["Body"].read() == b"hello"


def test_a_session_signs_by_v4a(server: Server) -> None:
    iam = server.client("iam")
    name = "v4a"
    iam.create_user(UserName=name)
    key = Credentials.from_key(iam.create_access_key(UserName=name))
    session = Credentials.from_session(server.client("sts", key).get_session_token())
    who = server.client("sts", session, signature_version="v4a").get_caller_identity()
    assert who["Arn"].endswith(f":user/{name}")
    wrong = Credentials(key.access_key, key.secret_key + "x")
    sts = server.client("sts", wrong, signature_version="v4a")
    assert error_of(sts.get_caller_identity)[0] == "SignatureDoesNotMatch"


@pytest.mark.parametrize(
    ("region_set", "status"), [("*", 200), ("us-east-1,eu-west-1", 200), ("eu-*", 400)]
)
def test_a_url_is_presigned_for_a_region_set(
    server: Server, unique: Callable[[str], str], region_set: str, status: int
) -> None:
    s3, bucket = server.client("s3"), unique("bucket")
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="k", Body=b"hello")
    url = presigned(server, f"/{bucket}/k", region_set)
    assert fetched(url) == (status, b"hello" if status == 200 else None)
    assert fetched(url.replace("/k?", "/other?"))[0] in {400, 403}


def presigned(server: Server, path: str, region_set: str) -> str:
    """The URL of a `GET` by root, signed in its query."""
    root, host = server.root(), server.endpoint.removeprefix("http://")
    config = AwsSigningConfig(
        algorithm=AwsSigningAlgorithm.V4_ASYMMETRIC,
        signature_type=AwsSignatureType.HTTP_REQUEST_QUERY_PARAMS,
        credentials_provider=AwsCredentialsProvider.new_static(root.access_key, root.secret_key),
        region=region_set,
        service="s3",
        date=datetime.datetime.now(datetime.UTC),
        use_double_uri_encode=False,
        should_normalize_uri_path=False,
        signed_body_value="UNSIGNED-PAYLOAD",
        expiration_in_seconds=60,
    )
    request = HttpRequest("GET", path, HttpHeaders([("host", host)]))
    return server.endpoint + aws_sign_request(request, config).result(10).path


def fetched(url: str) -> tuple[int, Any]:
    """Status and, where there is one, the body of a success."""
    try:
        with urlopen(url, timeout=30) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, None

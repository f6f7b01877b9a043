"""Objects that are encrypted with keys of KMS: under the caller's permissions, and recorded."""

from __future__ import annotations

import base64
import hashlib
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest

from harness.aws import Cli, Credentials, client, error_of
from harness.server import Server

KMS = {"ServerSideEncryption": "aws:kms"}


@pytest.fixture(scope="session")
def kms(server: Server, root: Credentials) -> Any:
    """KMS as the root user."""
    return client("kms", server.endpoint, root)


@pytest.fixture
def key(kms: Any) -> str:
    """The ARN of a new key."""
    return kms.create_key()["KeyMetadata"]["Arn"]


def uses(server: Server, root: Credentials, resource: str, *names: str) -> list[dict[str, Any]]:
    """The events of KMS about what has this ARN in its encryption context."""
    cloudtrail = client("cloudtrail", server.endpoint, root)
    found = []
    source = [{"AttributeKey": "EventSource", "AttributeValue": "kms.amazonaws.com"}]
    pages = cloudtrail.get_paginator("lookup_events").paginate(LookupAttributes=source)
    for event in (event for page in pages for event in page["Events"]):
        record = json.loads(event["CloudTrailEvent"])
        context = (record["requestParameters"] or {}).get("encryptionContext") or {}
        if context.get("aws:s3:arn") == resource and record["eventName"] in names:
            found.append(record)
    return found


def by_default(key: str | None, *, bucket_key: bool = False) -> dict[str, Any]:
    default = {"SSEAlgorithm": "aws:kms"} | ({"KMSMasterKeyID": key} if key else {})
    rule = {"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": bucket_key}
    return {"ServerSideEncryptionConfiguration": {"Rules": [rule]}}


def test_an_object_is_encrypted_with_a_key_of_kms(s3: Any, bucket: str, key: str) -> None:
    here = {"Bucket": bucket, "Key": "k"}
    put = s3.put_object(**here, Body=b"hello", **KMS, SSEKMSKeyId=key)
    assert (put["ServerSideEncryption"], put["SSEKMSKeyId"]) == ("aws:kms", key)
    assert "BucketKeyEnabled" not in put
    assert put["ETag"] != f'"{hashlib.md5(b"hello").hexdigest()}"'
    got = s3.get_object(**here)
    assert (got["Body"].read(), got["SSEKMSKeyId"]) == (b"hello", key)
    assert s3.head_object(**here)["SSEKMSKeyId"] == key


def test_keys_have_many_names(s3: Any, kms: Any, bucket: str, key: str) -> None:
    alias = f"alias/{bucket}"
    kms.create_alias(AliasName=alias, TargetKeyId=key)
    prefix, name = key.split(":key/")
    for named in (key, name, alias, f"{prefix}:{alias}"):
        put = s3.put_object(Bucket=bucket, Key="k", Body=b"x", **KMS, SSEKMSKeyId=named)
        assert put["SSEKMSKeyId"] == key, named


def test_without_a_name_it_is_the_key_that_aws_manages(s3: Any, kms: Any, bucket: str) -> None:
    put = s3.put_object(Bucket=bucket, Key="k", Body=b"x", **KMS)
    shown = kms.describe_key(KeyId=put["SSEKMSKeyId"])["KeyMetadata"]
    assert shown["KeyManager"] == "AWS"
    assert kms.describe_key(KeyId="alias/aws/s3")["KeyMetadata"]["Arn"] == put["SSEKMSKeyId"]
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"x"


def test_the_caller_must_be_allowed_to_use_the_key(
    s3: Any, bucket: str, key: str, user: Callable[..., tuple[Any, str]]
) -> None:
    objects = {"Effect": "Allow", "Action": "s3:*", "Resource": f"arn:aws:s3:::{bucket}/*"}
    reads = {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": key}
    through_s3 = {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}
    writes = {"Effect": "Allow", "Action": "kms:GenerateDataKey", "Resource": key}
    nobody, _ = user(objects)
    reader, _ = user(objects, reads | {"Condition": through_s3})
    writer, _ = user(objects, writes)
    here = {"Bucket": bucket, "Key": "k"}
    s3.put_object(**here, Body=b"hello", **KMS, SSEKMSKeyId=key)
    assert reader.get_object(**here)["Body"].read() == b"hello"
    for who, action in ((nobody, "kms:Decrypt"), (writer, "kms:Decrypt")):
        code, message, status = error_of(who.get_object, **here)
        assert (code, status) == ("AccessDenied", 403)
        assert action in message
    put = {**here, "Body": b"new", **KMS, "SSEKMSKeyId": key}
    assert error_of(reader.put_object, **put)[0] == "AccessDenied"
    writer.put_object(**put)
    assert reader.head_object(**here)["ContentLength"] == 3
    assert nobody.head_object(**here)["ContentLength"] == 3
    assert error_of(nobody.head_object, **here, ChecksumMode="ENABLED")[2] == 403


def test_a_revoked_permission_stops_the_next_read(
    server: Server,
    root: Credentials,
    s3: Any,
    kms: Any,
    bucket: str,
    key: str,
    user: Callable[..., tuple[Any, str]],
) -> None:
    who, arn = user({"Effect": "Allow", "Action": "s3:*", "Resource": f"arn:aws:s3:::{bucket}/*"})
    s3.put_bucket_encryption(Bucket=bucket, **by_default(key, bucket_key=True))
    s3.put_object(Bucket=bucket, Key="k", Body=b"hello")
    grant = kms.create_grant(KeyId=key, GranteePrincipal=arn, Operations=["Decrypt"])
    assert who.get_object(Bucket=bucket, Key="k")["Body"].read() == b"hello"
    kms.revoke_grant(KeyId=key, GrantId=grant["GrantId"])
    assert error_of(who.get_object, Bucket=bucket, Key="k")[0] == "AccessDenied"
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"hello"
    kms.disable_key(KeyId=key)
    code, message, status = error_of(s3.get_object, Bucket=bucket, Key="k")
    assert (code, status) == ("KMS.DisabledException", 400)
    assert message == f"{key} is disabled."
    assert error_of(s3.put_object, Bucket=bucket, Key="k")[0] == "KMS.DisabledException"
    kms.enable_key(KeyId=key)
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    code, message, _ = error_of(s3.get_object, Bucket=bucket, Key="k")
    assert code == "KMS.KMSInvalidStateException"
    assert message == f"{key} is pending deletion."


def test_who_does_not_sign_reads_nothing_of_kms(
    server: Server, s3: Any, bucket: str, key: str
) -> None:
    s3.put_public_access_block(
        Bucket=bucket, PublicAccessBlockConfiguration={"BlockPublicPolicy": False}
    )
    anyone = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}
    policy = {
        "Version": "2012-10-17",
        "Statement": [{**anyone, "Resource": f"arn:aws:s3:::{bucket}/*"}],
    }
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    s3.put_object(Bucket=bucket, Key="open", Body=b"hello")
    s3.put_object(Bucket=bucket, Key="sealed", Body=b"hello", **KMS, SSEKMSKeyId=key)
    with urllib.request.urlopen(f"{server.endpoint}/{bucket}/open") as answer:
        assert answer.read() == b"hello"
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{server.endpoint}/{bucket}/sealed")
    assert refused.value.code == 400
    assert b"require AWS Signature Version 4" in refused.value.read()


def test_keys_that_are_none(s3: Any, bucket: str, key: str) -> None:
    put = {"Bucket": bucket, "Key": "k", "Body": b""}
    gone = key[:-4] + ("0000" if key[-4:] != "0000" else "1111")
    for named, message in (
        ("fake-key-id", "Invalid keyId 'fake-key-id'"),
        (gone, f"Key '{gone}' does not exist"),
    ):
        refused = error_of(s3.put_object, **put, **KMS, SSEKMSKeyId=named)
        assert refused == ("KMS.NotFoundException", message, 400)
    assert error_of(s3.put_object, **put, SSEKMSKeyId=key)[0] == "InvalidArgument"


def test_a_bucket_key_is_asked_for_once(
    server: Server, root: Credentials, s3: Any, bucket: str, key: str
) -> None:
    s3.put_bucket_encryption(Bucket=bucket, **by_default(key, bucket_key=True))
    for name in "abc":
        put = s3.put_object(Bucket=bucket, Key=name, Body=name.encode())
        assert (put["BucketKeyEnabled"], put["SSEKMSKeyId"]) == (True, key)
        assert s3.get_object(Bucket=bucket, Key=name)["Body"].read() == name.encode()
    resource = f"arn:aws:s3:::{bucket}"
    assert len(uses(server, root, resource, "GenerateDataKey")) == 1
    assert len(uses(server, root, resource, "Decrypt")) == 1


def test_each_use_is_recorded_without_the_key(
    server: Server, root: Credentials, s3: Any, bucket: str, key: str
) -> None:
    context = base64.b64encode(b'{"team":"red"}').decode()
    put = {"Bucket": bucket, "Key": "k", "Body": b"x", "SSEKMSKeyId": key}
    s3.put_object(**put, **KMS, SSEKMSEncryptionContext=context)
    s3.get_object(Bucket=bucket, Key="k")
    events = uses(server, root, f"arn:aws:s3:::{bucket}/k", "GenerateDataKey", "Decrypt")
    assert sorted(event["eventName"] for event in events) == ["Decrypt", "GenerateDataKey"]
    for event in events:
        assert event["requestParameters"]["encryptionContext"]["team"] == "red"
        assert event["sourceIPAddress"] == "s3.amazonaws.com"
        assert event["resources"][0]["ARN"] == key
        assert "plaintext" not in json.dumps(event).lower()


def test_parts_of_an_upload(s3: Any, bucket: str, key: str) -> None:
    begun = s3.create_multipart_upload(Bucket=bucket, Key="k", **KMS, SSEKMSKeyId=key)
    here = {"Bucket": bucket, "Key": "k", "UploadId": begun["UploadId"]}
    part = s3.upload_part(**here, PartNumber=1, Body=b"1" * (5 << 20))
    s3.put_object(Bucket=bucket, Key="source", Body=b"2", **KMS)
    second = s3.upload_part_copy(
        **here, PartNumber=2, CopySource={"Bucket": bucket, "Key": "source"}
    )["CopyPartResult"]
    parts = [{"PartNumber": 1, "ETag": part["ETag"]}, {"PartNumber": 2, "ETag": second["ETag"]}]
    done = s3.complete_multipart_upload(**here, MultipartUpload={"Parts": parts})
    assert (part["SSEKMSKeyId"], done["SSEKMSKeyId"]) == (key, key)
    got = s3.get_object(Bucket=bucket, Key="k", Range=f"bytes={(5 << 20) - 1}-")
    assert got["Body"].read() == b"12"


def test_two_layers(s3: Any, bucket: str, key: str) -> None:
    dual = {"ServerSideEncryption": "aws:kms:dsse", "SSEKMSKeyId": key}
    put = s3.put_object(Bucket=bucket, Key="k", Body=b"hello", **dual)
    assert put["ServerSideEncryption"] == "aws:kms:dsse"
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"hello"


def test_the_way_of_encryption_is_changed(s3: Any, bucket: str, key: str) -> None:
    here = {"Bucket": bucket, "Key": "k"}
    etag = s3.put_object(**here, Body=b"hello")["ETag"]
    s3.update_object_encryption(
        **here, ObjectEncryption={"SSEKMS": {"KMSKeyArn": key, "BucketKeyEnabled": True}}
    )
    got = s3.get_object(**here)
    assert (got["Body"].read(), got["SSEKMSKeyId"], got["ETag"]) == (b"hello", key, etag)
    assert got["BucketKeyEnabled"]


def test_another_account_reads_by_the_keys_policy(server_factory: Callable[..., Server]) -> None:
    server = server_factory(dev=True)
    ours, theirs = Credentials("111111111111", "x"), Credentials("222222222222", "x")
    s3, kms = server.client("s3", ours), server.client("kms", ours)

    def allow(action: str, resource: str, *accounts: str) -> dict[str, Any]:
        who = {"AWS": [f"arn:aws:iam::{account}:root" for account in accounts]}
        allowed = {"Effect": "Allow", "Principal": who, "Action": action, "Resource": resource}
        return {"Policy": json.dumps({"Version": "2012-10-17", "Statement": [allowed]})}

    s3.create_bucket(Bucket="shared")
    s3.put_bucket_policy(Bucket="shared", **allow("s3:*", "arn:aws:s3:::shared/*", "222222222222"))
    key = kms.create_key()["KeyMetadata"]["Arn"]
    here = {"Bucket": "shared", "Key": "k"}
    s3.put_object(**here, Body=b"hello", **KMS, SSEKMSKeyId=key)
    other = server.client("s3", theirs)
    assert error_of(other.get_object, **here)[0] == "AccessDenied"
    both = allow("kms:*", "*", "111111111111", "222222222222")
    kms.put_key_policy(KeyId=key, PolicyName="default", **both)
    assert other.get_object(**here)["Body"].read() == b"hello"
    other.put_object(**here, Body=b"theirs", **KMS, SSEKMSKeyId=key)
    assert s3.get_object(**here)["Body"].read() == b"theirs"


def test_the_command_line(cli: Cli, kms: Any, key: str, tmp_path: Any, unique: Any) -> None:
    bucket = unique("kms")
    file = tmp_path / "file"
    file.write_bytes(b"hello")
    rules = by_default(key, bucket_key=True)["ServerSideEncryptionConfiguration"]
    for words in (
        ["s3", "mb", f"s3://{bucket}"],
        ["s3", "cp", str(file), f"s3://{bucket}/k", "--sse", "aws:kms", "--sse-kms-key-id", key],
        ["s3api", "put-bucket-encryption", "--bucket", bucket]
        + ["--server-side-encryption-configuration", json.dumps(rules)],
        ["s3", "cp", f"s3://{bucket}/k", f"s3://{bucket}/copy"],
        ["s3", "cp", f"s3://{bucket}/copy", str(tmp_path / "back")],
    ):
        done = cli(*words)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "back").read_bytes() == b"hello"
    shown = json.loads(cli("s3api", "head-object", "--bucket", bucket, "--key", "copy").stdout)
    assert (shown["SSEKMSKeyId"], shown["BucketKeyEnabled"]) == (key, True)

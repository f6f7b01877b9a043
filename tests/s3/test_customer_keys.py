"""Keys that requests bring along: SSE-C."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from harness.aws import error_of
from harness.server import Server

MIB = 1024 * 1024
KEY = b"k" * 32
OTHER = b"o" * 32
STORED = (
    "The object was stored using a form of Server Side Encryption. "
    "The correct parameters must be provided to retrieve the object."
)


def by(key: bytes) -> dict[str, Any]:
    return {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": key}


def of_source(key: bytes) -> dict[str, Any]:
    return {f"CopySource{name}": value for name, value in by(key).items()}


@pytest.fixture
def open_bucket(secure: Any, unique: Callable[[str], str]) -> str:
    """A bucket that lets customers bring keys along."""
    name = unique("keys")
    secure.create_bucket(Bucket=name)
    allow(secure, name)
    return name


def allow(s3: Any, bucket: str, *, blocked: str = "NONE") -> None:
    rule = {"BlockedEncryptionTypes": {"EncryptionType": [blocked]}}
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [rule]})


def test_who_brings_the_key_reads_the_object(secure: Any, open_bucket: str) -> None:
    here = {"Bucket": open_bucket, "Key": "k"}
    put = secure.put_object(**here, Body=b"hello", **by(KEY))
    digest = base64.b64encode(hashlib.md5(KEY).digest()).decode()
    assert (put["SSECustomerAlgorithm"], put["SSECustomerKeyMD5"]) == ("AES256", digest)
    assert "ServerSideEncryption" not in put
    assert put["ETag"] != f'"{hashlib.md5(b"hello").hexdigest()}"'
    got = secure.get_object(**here, **by(KEY))
    assert (got["Body"].read(), got["SSECustomerKeyMD5"]) == (b"hello", digest)
    assert secure.head_object(**here, **by(KEY))["ContentLength"] == 5
    assert error_of(secure.get_object, **here)[:2] == ("InvalidRequest", STORED)
    wrong = error_of(secure.get_object, **here, **by(OTHER))
    assert (wrong[0], wrong[2]) == ("AccessDenied", 403)
    assert "must provide the correct secret key" in wrong[1]
    assert error_of(secure.head_object, **here)[2] == 400
    assert error_of(secure.head_object, **here, **by(OTHER))[2] == 403
    secure.delete_object(**here)


def test_a_key_is_only_for_objects_that_have_one(secure: Any, open_bucket: str) -> None:
    secure.put_object(Bucket=open_bucket, Key="k", Body=b"hello")
    refused = error_of(secure.get_object, Bucket=open_bucket, Key="k", **by(KEY))
    message = "The encryption parameters are not applicable to this object."
    assert refused[:2] == ("InvalidRequest", message)


def test_keys_that_are_none(secure: Any, open_bucket: str) -> None:
    put = {"Bucket": open_bucket, "Key": "k", "Body": b""}
    text = base64.b64encode(KEY).decode()
    algorithm = {"SSECustomerAlgorithm": "AES256"}
    digest = base64.b64encode(hashlib.md5(b"x").digest()).decode()
    for sent, code, says in [
        ({"SSECustomerKey": KEY}, "InvalidArgument", "a valid encryption algorithm"),
        (algorithm, "InvalidArgument", "an appropriate secret key"),
        (by(b"short"), "InvalidArgument", "invalid for the specified algorithm"),
        (
            algorithm | {"SSECustomerKey": text, "SSECustomerKeyMD5": digest},
            "InvalidArgument",
            "did not match the hash",
        ),
        (
            by(KEY) | {"SSECustomerAlgorithm": "AES128"},
            "InvalidEncryptionAlgorithmError",
            "Supported value: AES256",
        ),
        (
            by(KEY) | {"ServerSideEncryption": "AES256"},
            "InvalidArgument",
            "incompatible with the encryption method",
        ),
    ]:
        refused = error_of(secure.put_object, **put, **sent)
        assert refused[0] == code, sent
        assert says in refused[1], refused


def test_a_key_is_exchanged_by_a_copy(secure: Any, open_bucket: str) -> None:
    here = {"Bucket": open_bucket, "Key": "k"}
    secure.put_object(**here, Body=b"hello", **by(KEY))
    copy = {"Bucket": open_bucket, "Key": "copy", "CopySource": here}
    assert error_of(secure.copy_object, **copy, **by(OTHER))[:2] == ("InvalidRequest", STORED)
    refused = error_of(secure.copy_object, **copy, **of_source(OTHER))
    assert refused[0] == "AccessDenied"
    secure.copy_object(**copy, **of_source(KEY), **by(OTHER))
    got = secure.get_object(Bucket=open_bucket, Key="copy", **by(OTHER))
    assert got["Body"].read() == b"hello"
    freed = secure.copy_object(**copy, **of_source(KEY))
    assert freed["ServerSideEncryption"] == "AES256"
    assert freed["CopyObjectResult"]["ETag"] == f'"{hashlib.md5(b"hello").hexdigest()}"'
    assert secure.get_object(Bucket=open_bucket, Key="copy")["Body"].read() == b"hello"


def test_each_part_brings_the_key_of_its_upload(secure: Any, open_bucket: str) -> None:
    begun = secure.create_multipart_upload(Bucket=open_bucket, Key="k", **by(KEY))
    here = {"Bucket": open_bucket, "Key": "k", "UploadId": begun["UploadId"]}
    part = here | {"PartNumber": 1, "Body": b"1" * (5 * MIB)}
    missing = error_of(secure.upload_part, **part)
    assert missing[0] == "InvalidRequest"
    assert "initiate requested encryption" in missing[1]
    wrong = error_of(secure.upload_part, **part, **by(OTHER))
    assert "did not match the ones used originally" in wrong[1]
    first = secure.upload_part(**part, **by(KEY))
    secure.put_object(Bucket=open_bucket, Key="source", Body=b"2", **by(OTHER))
    second = secure.upload_part_copy(
        **here,
        PartNumber=2,
        CopySource={"Bucket": open_bucket, "Key": "source"},
        **of_source(OTHER),
        **by(KEY),
    )
    parts = [
        {"PartNumber": 1, "ETag": first["ETag"]},
        {"PartNumber": 2, "ETag": second["CopyPartResult"]["ETag"]},
    ]
    secure.complete_multipart_upload(**here, MultipartUpload={"Parts": parts})
    whole = {"Bucket": open_bucket, "Key": "k"}
    got = secure.get_object(**whole, **by(KEY), Range=f"bytes={5 * MIB - 1}-{5 * MIB}")
    assert got["Body"].read() == b"12"
    assert error_of(secure.get_object, **whole)[0] == "InvalidRequest"
    sizes = {"ObjectAttributes": ["ObjectSize"]}
    assert error_of(secure.get_object_attributes, **whole, **sizes)[0] == "InvalidRequest"


def test_each_version_has_a_key_of_its_own(secure: Any, open_bucket: str) -> None:
    secure.put_bucket_versioning(Bucket=open_bucket, VersioningConfiguration={"Status": "Enabled"})
    here = {"Bucket": open_bucket, "Key": "k"}
    first = secure.put_object(**here, Body=b"1", **by(KEY))["VersionId"]
    secure.put_object(**here, Body=b"2", **by(OTHER))
    assert secure.get_object(**here, **by(OTHER))["Body"].read() == b"2"
    assert secure.get_object(**here, VersionId=first, **by(KEY))["Body"].read() == b"1"
    assert error_of(secure.get_object, **here, **by(KEY))[0] == "AccessDenied"


def test_new_buckets_let_no_key_in(secure: Any, unique: Callable[[str], str]) -> None:
    bucket = unique("blocked")
    secure.create_bucket(Bucket=bucket)
    refused = error_of(secure.put_object, Bucket=bucket, Key="k", Body=b"", **by(KEY))
    assert (refused[0], refused[2]) == ("AccessDenied", 403)
    assert "has blocked upload requests that specify Server Side Encryption" in refused[1]
    allow(secure, bucket)
    secure.put_object(Bucket=bucket, Key="k", Body=b"x", **by(KEY))
    allow(secure, bucket, blocked="SSE-C")
    assert secure.get_object(Bucket=bucket, Key="k", **by(KEY))["Body"].read() == b"x"


def test_a_key_is_never_sent_in_clear(s3: Any, bucket: str) -> None:
    allow(s3, bucket)
    refused = error_of(s3.put_object, Bucket=bucket, Key="k", Body=b"", **by(KEY))
    assert refused[0] == "InvalidRequest"
    assert "must be made over a secure connection" in refused[1]


def test_development_needs_no_secure_connection_and_no_key_is_kept(
    server_factory: Callable[..., Server],
) -> None:
    server = server_factory(dev=True)
    s3 = server.client("s3")
    s3.create_bucket(Bucket="dev")
    allow(s3, "dev")
    s3.put_object(Bucket="dev", Key="k", Body=b"x", **by(KEY))
    assert s3.get_object(Bucket="dev", Key="k", **by(KEY))["Body"].read() == b"x"
    assert error_of(s3.get_object, Bucket="dev", Key="k", **by(OTHER))[0] == "AccessDenied"
    assert server.stop() == 0
    forms = [KEY, base64.b64encode(KEY), KEY.hex().encode()]
    for file in [server.log, *server.data.rglob("*")]:
        content = file.read_bytes() if file.is_file() else b""
        assert not [form for form in forms if form in content], file

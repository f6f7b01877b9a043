"""Encryption by S3's own keys, which every new object has, and what a bucket says of it."""

from __future__ import annotations

import hashlib
import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, HTTPClientError

from harness.aws import Cli, error_of

MIB = 1024 * 1024
MARK = b"a line that nobody may find on the disk. "
DEFAULT = {
    "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
    "BucketKeyEnabled": False,
    "BlockedEncryptionTypes": {"EncryptionType": ["SSE-C"]},
}


def configured(*rules: dict[str, Any]) -> dict[str, Any]:
    return {"ServerSideEncryptionConfiguration": {"Rules": list(rules)}}


def files_of(data: Path) -> list[Path]:
    """The files that hold objects' bytes."""
    return [file for file in (data / "objects").rglob("*") if file.is_file()]


def test_every_object_is_encrypted(s3: Any, bucket: str) -> None:
    here = {"Bucket": bucket, "Key": "k"}
    put = s3.put_object(**here, Body=MARK)
    assert put["ETag"] == f'"{hashlib.md5(MARK).hexdigest()}"'
    copied = s3.copy_object(Bucket=bucket, Key="copy", CopySource=here)
    named = s3.put_object(Bucket=bucket, Key="named", Body=b"x", ServerSideEncryption="AES256")
    answers = [put, copied, named, s3.get_object(**here), s3.head_object(**here)]
    upload = s3.create_multipart_upload(Bucket=bucket, Key="parts")
    here = {"Bucket": bucket, "Key": "parts", "UploadId": upload["UploadId"]}
    part = s3.upload_part(**here, PartNumber=1, Body=MARK)
    second = s3.upload_part_copy(**here, PartNumber=2, CopySource={"Bucket": bucket, "Key": "k"})
    parts = [{"PartNumber": 1, "ETag": part["ETag"]}]
    whole = s3.complete_multipart_upload(**here, MultipartUpload={"Parts": parts})
    answers += [upload, part, second, whole]
    assert [answer["ServerSideEncryption"] for answer in answers] == ["AES256"] * len(answers)


def test_no_plaintext_is_on_the_disk(server_factory: Callable[..., Any]) -> None:
    server = server_factory()
    s3 = server.client("s3")
    s3.create_bucket(Bucket="sealed")
    body = MARK * (6 * MIB // len(MARK))
    s3.put_object(Bucket="sealed", Key="one", Body=body)
    s3.upload_fileobj(io.BytesIO(body * 2), "sealed", "parts")
    s3.copy_object(Bucket="sealed", Key="copy", CopySource="sealed/parts")
    assert s3.get_object(Bucket="sealed", Key="copy")["Body"].read() == body * 2
    files = files_of(server.data)
    assert len(files) >= 4
    assert not [file for file in files if MARK[:16] in file.read_bytes()]


@pytest.mark.parametrize("size", [40, 3 * MIB])
def test_a_changed_byte_on_the_disk_is_an_error(
    server_factory: Callable[..., Any], size: int
) -> None:
    server = server_factory()
    s3 = server.client("s3")
    s3.create_bucket(Bucket="flipped")
    body = random.Random(3).randbytes(size)
    s3.put_object(Bucket="flipped", Key="k", Body=body)
    (file,) = files_of(server.data)
    written = file.read_bytes()
    for place in (0, size // 2, len(written) - 1):
        file.write_bytes(written[:place] + bytes([written[place] ^ 1]) + written[place + 1 :])
        with pytest.raises((ClientError, HTTPClientError)):
            s3.get_object(Bucket="flipped", Key="k")["Body"].read()
    file.write_bytes(written[:-1])
    assert error_of(s3.get_object, Bucket="flipped", Key="k")[0] == "InternalError"
    file.write_bytes(written)
    assert s3.get_object(Bucket="flipped", Key="k")["Body"].read() == body


def test_any_range_comes_back(s3: Any, bucket: str) -> None:
    chunk = 64 * 1024
    body = random.Random(4).randbytes(20 * chunk + 7)
    s3.put_object(Bucket=bucket, Key="k", Body=body)
    size = len(body)
    for first, last in [
        (0, 0),
        (chunk - 1, chunk),
        (chunk, 2 * chunk - 1),
        (9 * chunk + 5, 18 * chunk),
        (size - 1, size - 1),
        (0, size - 1),
    ]:
        got = s3.get_object(Bucket=bucket, Key="k", Range=f"bytes={first}-{last}")
        assert got["Body"].read() == body[first : last + 1], (first, last)
    s3.put_object(Bucket=bucket, Key="empty", Body=b"")
    assert s3.get_object(Bucket=bucket, Key="empty")["Body"].read() == b""


def test_a_bucket_has_a_default(s3: Any, bucket: str) -> None:
    def shown() -> Any:
        answer = s3.get_bucket_encryption(Bucket=bucket)
        return answer["ServerSideEncryptionConfiguration"]["Rules"]

    assert shown() == [DEFAULT]
    allowed = {"BlockedEncryptionTypes": {"EncryptionType": ["NONE"]}}
    s3.put_bucket_encryption(Bucket=bucket, **configured(allowed))
    assert shown() == [DEFAULT | allowed]
    plain = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    s3.put_bucket_encryption(Bucket=bucket, **configured(plain | {"BucketKeyEnabled": True}))
    assert shown() == [DEFAULT | allowed | {"BucketKeyEnabled": True}]
    s3.delete_bucket_encryption(Bucket=bucket)
    s3.delete_bucket_encryption(Bucket=bucket)
    assert shown() == [DEFAULT]


def test_configurations_that_make_no_sense(s3: Any, bucket: str) -> None:
    by_default = "ApplyServerSideEncryptionByDefault"
    with_key = {by_default: {"SSEAlgorithm": "AES256", "KMSMasterKeyID": "key"}}
    for rules, code in [
        ([], "MalformedXML"),
        ([DEFAULT, DEFAULT], "MalformedXML"),
        ([{by_default: {"SSEAlgorithm": "ROT13"}}], "MalformedXML"),
        ([with_key], "InvalidArgument"),
    ]:
        refused = error_of(s3.put_bucket_encryption, Bucket=bucket, **configured(*rules))
        assert refused[0] == code, rules
    missing = error_of(s3.put_bucket_encryption, Bucket=f"{bucket}-not", **configured(with_key))
    assert missing[0] == "NoSuchBucket"


def test_methods_that_are_none(s3: Any, bucket: str) -> None:
    put = {"Bucket": bucket, "Key": "k", "Body": b""}
    refused = error_of(s3.put_object, **put, ServerSideEncryption="aes:kms")
    assert refused[:2] == ("InvalidArgument", "The encryption method specified is not supported")
    refused = error_of(s3.put_object, **put, ServerSideEncryption="AES256", SSEKMSKeyId="key")
    assert refused[0] == "InvalidArgument"
    assert "requires HTTP header x-amz-server-side-encryption : aws:kms" in refused[1]


def test_a_policy_asks_for_the_header(
    s3: Any, bucket: str, user: Callable[..., tuple[Any, str]]
) -> None:
    name = "s3:x-amz-server-side-encryption"
    who, _ = user(
        {
            "Effect": "Allow",
            "Action": "s3:PutObject",
            "Resource": f"arn:aws:s3:::{bucket}/*",
            "Condition": {"StringEquals": {name: "AES256"}},
        }
    )
    put = {"Bucket": bucket, "Key": "k", "Body": b"x"}
    assert error_of(who.put_object, **put)[0] == "AccessDenied"
    who.put_object(**put, ServerSideEncryption="AES256")


def test_parts_are_of_an_upload_that_had_the_header(
    s3: Any, bucket: str, user: Callable[..., tuple[Any, str]]
) -> None:
    who, _ = user({"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"})
    unsaid = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
        "Condition": {"Null": {"s3:x-amz-server-side-encryption": "true"}},
    }
    policy = {"Version": "2012-10-17", "Statement": [unsaid]}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    begin = {"Bucket": bucket, "Key": "k"}
    assert error_of(who.create_multipart_upload, **begin)[0] == "AccessDenied"
    upload = who.create_multipart_upload(**begin, ServerSideEncryption="AES256")["UploadId"]
    here = {**begin, "UploadId": upload}
    part = who.upload_part(**here, PartNumber=1, Body=b"x")
    parts = [{"PartNumber": 1, "ETag": part["ETag"]}]
    who.complete_multipart_upload(**here, MultipartUpload={"Parts": parts})


def test_an_object_is_encrypted_anew_in_its_place(s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    onto = {"Bucket": bucket, "Key": "k", "CopySource": f"{bucket}/k"}
    assert error_of(s3.copy_object, **onto)[0] == "InvalidRequest"
    s3.copy_object(**onto, ServerSideEncryption="AES256")
    s3.put_bucket_encryption(Bucket=bucket, **configured(DEFAULT))
    assert s3.copy_object(**onto)["ServerSideEncryption"] == "AES256"
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"x"


def test_the_command_line(cli: Cli, tmp_path: Path, unique: Callable[[str], str]) -> None:
    bucket = unique("cli")
    file = tmp_path / "file"
    file.write_bytes(MARK)
    for words in [
        ["s3", "mb", f"s3://{bucket}"],
        ["s3", "cp", str(file), f"s3://{bucket}/k", "--sse"],
        ["s3api", "get-bucket-encryption", "--bucket", bucket],
        ["s3api", "delete-bucket-encryption", "--bucket", bucket],
    ]:
        done = cli(*words)
        assert done.returncode == 0, done.stderr
    shown = cli("s3api", "head-object", "--bucket", bucket, "--key", "k")
    assert '"ServerSideEncryption": "AES256"' in shown.stdout

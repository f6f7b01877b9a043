"""Multipart uploads."""

from __future__ import annotations

import hashlib
import io
import random
from typing import Any

from harness.aws import error_of

MIB = 1024 * 1024


def part_of(s3: Any, bucket: str, upload: str, number: int, body: bytes) -> dict[str, Any]:
    """Uploads a part; the entry for the list of parts."""
    done = s3.upload_part(Bucket=bucket, Key="k", UploadId=upload, PartNumber=number, Body=body)
    return {"PartNumber": number, "ETag": done["ETag"]}


def test_twenty_mebibytes_come_back_whole(s3: Any, bucket: str) -> None:
    body = random.Random(1).randbytes(20 * MIB)
    s3.upload_fileobj(io.BytesIO(body), bucket, "big")
    got = io.BytesIO()
    s3.download_fileobj(bucket, "big", got)
    assert hashlib.sha256(got.getvalue()).digest() == hashlib.sha256(body).digest()
    middle = s3.get_object(Bucket=bucket, Key="big", Range=f"bytes={8 * MIB - 5}-{8 * MIB + 4}")
    assert middle["Body"].read() == body[8 * MIB - 5 : 8 * MIB + 5]
    assert s3.head_object(Bucket=bucket, Key="big")["ETag"].endswith('-3"')


def test_parts_are_put_together_in_order(s3: Any, bucket: str) -> None:
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k", Metadata={"a": "b"})["UploadId"]
    bodies = [b"1" * (5 * MIB), b"2" * (5 * MIB), b"3"]
    parts = [
        part_of(s3, bucket, upload, number, body) for number, body in enumerate(bodies, start=1)
    ]
    listed = s3.list_parts(Bucket=bucket, Key="k", UploadId=upload, MaxParts=2)
    assert [part["PartNumber"] for part in listed["Parts"]] == [1, 2]
    assert listed["IsTruncated"]
    uploads = s3.list_multipart_uploads(Bucket=bucket)["Uploads"]
    assert [entry["UploadId"] for entry in uploads] == [upload]
    done = {"Bucket": bucket, "Key": "k", "UploadId": upload}
    for wrong, code in [
        ([parts[1], parts[0]], "InvalidPartOrder"),
        ([{**parts[0], "ETag": '"x"'}], "InvalidPart"),
        ([{**parts[0], "PartNumber": 9}], "InvalidPart"),
    ]:
        refused = error_of(s3.complete_multipart_upload, **done, MultipartUpload={"Parts": wrong})
        assert refused[0] == code
    etag = s3.complete_multipart_upload(**done, MultipartUpload={"Parts": parts})["ETag"]
    digests = b"".join(hashlib.md5(body).digest() for body in bodies)
    assert etag == f'"{hashlib.md5(digests).hexdigest()}-3"'
    got = s3.get_object(Bucket=bucket, Key="k")
    assert (got["Body"].read(), got["Metadata"]) == (b"".join(bodies), {"a": "b"})
    part = s3.get_object(Bucket=bucket, Key="k", PartNumber=3)
    assert (part["Body"].read(), part["PartsCount"]) == (b"3", 3)
    assert error_of(s3.get_object, Bucket=bucket, Key="k", PartNumber=4)[2] == 416
    attributes = s3.get_object_attributes(
        Bucket=bucket, Key="k", ObjectAttributes=["ObjectParts", "ObjectSize"]
    )
    assert attributes["ObjectParts"]["TotalPartsCount"] == 3
    assert error_of(s3.list_parts, **done)[0] == "NoSuchUpload"


def test_small_parts_are_refused_but_for_the_last(s3: Any, bucket: str) -> None:
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k")["UploadId"]
    parts = [part_of(s3, bucket, upload, number, b"x") for number in [1, 2]]
    done = {"Bucket": bucket, "Key": "k", "UploadId": upload}
    small = error_of(s3.complete_multipart_upload, **done, MultipartUpload={"Parts": parts})
    assert small[0] == "EntityTooSmall"
    s3.abort_multipart_upload(**done)
    assert error_of(s3.abort_multipart_upload, **done)[0] == "NoSuchUpload"
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket)


def test_parts_are_copied(s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="source", Body=b"0123456789")
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k")["UploadId"]
    done = s3.upload_part_copy(
        Bucket=bucket,
        Key="k",
        UploadId=upload,
        PartNumber=1,
        CopySource={"Bucket": bucket, "Key": "source"},
        CopySourceRange="bytes=2-4",
    )
    parts = [{"PartNumber": 1, "ETag": done["CopyPartResult"]["ETag"]}]
    s3.complete_multipart_upload(
        Bucket=bucket, Key="k", UploadId=upload, MultipartUpload={"Parts": parts}
    )
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"234"


def test_completing_again_answers_the_same(s3: Any, bucket: str) -> None:
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k")["UploadId"]
    parts = {"Parts": [part_of(s3, bucket, upload, 1, b"x")]}
    done = {"Bucket": bucket, "Key": "k", "UploadId": upload, "MultipartUpload": parts}
    first = s3.complete_multipart_upload(**done)
    assert s3.complete_multipart_upload(**done)["ETag"] == first["ETag"]
    s3.put_object(Bucket=bucket, Key="k", Body=b"newer")
    assert error_of(s3.complete_multipart_upload, **done)[0] == "NoSuchUpload"


def test_a_bucket_takes_its_uploads_along(s3: Any, bucket: str) -> None:
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k")["UploadId"]
    part_of(s3, bucket, upload, 1, b"x")
    s3.delete_bucket(Bucket=bucket)
    s3.create_bucket(Bucket=bucket)
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket)

"""Objects: bytes in, the same bytes out, on the caller's conditions."""

from __future__ import annotations

import base64
import hashlib
import urllib.error
import urllib.request
from typing import Any

import pytest
from botocore.exceptions import ClientError

from harness.aws import Credentials, client, error_of
from harness.server import Server


def test_an_object_keeps_its_bytes_and_its_description(s3: Any, bucket: str) -> None:
    key = "a b/é+&?#.txt"
    put = s3.put_object(
        Bucket=bucket,
        Key=key,
        Body=b"hello",
        ContentType="text/plain",
        CacheControl="no-store",
        ContentEncoding="identity",
        Metadata={"Colour": "red"},
        Tagging="team=red",
        StorageClass="STANDARD_IA",
    )
    assert put["ETag"] == f'"{hashlib.md5(b"hello").hexdigest()}"'
    got = s3.get_object(Bucket=bucket, Key=key)
    assert got["Body"].read() == b"hello"
    assert (got["ContentType"], got["CacheControl"]) == ("text/plain", "no-store")
    assert (got["Metadata"], got["StorageClass"]) == ({"colour": "red"}, "STANDARD_IA")
    assert got["TagCount"] == 1
    head = s3.head_object(Bucket=bucket, Key=key)
    assert (head["ContentLength"], head["ETag"]) == (5, put["ETag"])
    listed = s3.list_objects_v2(Bucket=bucket)["Contents"]
    assert [(entry["Key"], entry["Size"]) for entry in listed] == [(key, 5)]
    s3.delete_object(Bucket=bucket, Key=key)
    assert error_of(s3.get_object, Bucket=bucket, Key=key)[0] == "NoSuchKey"
    assert error_of(s3.head_object, Bucket=bucket, Key=key)[2] == 404


def test_ranges(s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="k", Body=b"0123456789")
    for asked, body, shown in [
        ("bytes=0-0", b"0", "bytes 0-0/10"),
        ("bytes=7-", b"789", "bytes 7-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=5-100", b"56789", "bytes 5-9/10"),
    ]:
        got = s3.get_object(Bucket=bucket, Key="k", Range=asked)
        assert got["Body"].read() == body
        assert got["ContentRange"] == shown
        assert got["ResponseMetadata"]["HTTPStatusCode"] == 206
    assert error_of(s3.get_object, Bucket=bucket, Key="k", Range="bytes=10-")[0] == "InvalidRange"


def test_conditions(s3: Any, bucket: str) -> None:
    etag = s3.put_object(Bucket=bucket, Key="k", Body=b"1", IfNoneMatch="*")["ETag"]
    again = error_of(s3.put_object, Bucket=bucket, Key="k", Body=b"2", IfNoneMatch="*")
    assert (again[0], again[2]) == ("PreconditionFailed", 412)
    assert error_of(s3.put_object, Bucket=bucket, Key="k", IfMatch='"x"')[2] == 412
    assert error_of(s3.put_object, Bucket=bucket, Key="other", IfMatch='"x"')[0] == "NoSuchKey"
    assert error_of(s3.get_object, Bucket=bucket, Key="k", IfNoneMatch=etag)[2] == 304
    assert error_of(s3.get_object, Bucket=bucket, Key="k", IfMatch='"x"')[2] == 412
    assert s3.get_object(Bucket=bucket, Key="k", IfMatch=etag)["Body"].read() == b"1"
    s3.put_object(Bucket=bucket, Key="k", Body=b"2", IfMatch=etag)
    assert error_of(s3.delete_object, Bucket=bucket, Key="k", IfMatch=etag)[2] == 412


@pytest.mark.parametrize("algorithm", ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"])
def test_checksums_are_made_checked_and_shown(s3: Any, bucket: str, algorithm: str) -> None:
    member = f"Checksum{algorithm}"
    put = s3.put_object(Bucket=bucket, Key="k", Body=b"hello", ChecksumAlgorithm=algorithm)
    head = s3.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert head[member] == put[member]
    assert head["ChecksumType"] == "FULL_OBJECT"
    shown = s3.get_object_attributes(
        Bucket=bucket, Key="k", ObjectAttributes=["Checksum", "ObjectSize", "ETag"]
    )
    assert (shown["Checksum"][member], shown["ObjectSize"]) == (put[member], 5)
    wrong = "A" * (len(put[member]) - put[member].count("=")) + "=" * put[member].count("=")
    bad = error_of(s3.put_object, Bucket=bucket, Key="k", Body=b"hello", **{member: wrong})
    assert bad[0] == "BadDigest"


def test_md5_is_checked(s3: Any, bucket: str) -> None:
    good = base64.b64encode(hashlib.md5(b"hello").digest()).decode()
    s3.put_object(Bucket=bucket, Key="k", Body=b"hello", ContentMD5=good)
    bad = base64.b64encode(bytes(16)).decode()
    refused = error_of(s3.put_object, Bucket=bucket, Key="k", Body=b"x", ContentMD5=bad)
    assert refused[0] == "BadDigest"
    assert error_of(s3.put_object, Bucket=bucket, Key="k", ContentMD5="x")[0] == "InvalidDigest"
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"hello"


def test_tags(s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="k", Tagging="team=red")
    tags = [{"Key": "team", "Value": "blue"}, {"Key": "x", "Value": ""}]
    s3.put_object_tagging(Bucket=bucket, Key="k", Tagging={"TagSet": tags})
    assert s3.get_object_tagging(Bucket=bucket, Key="k")["TagSet"] == tags
    s3.delete_object_tagging(Bucket=bucket, Key="k")
    assert s3.get_object_tagging(Bucket=bucket, Key="k")["TagSet"] == []


def test_copies(s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="a b", Body=b"1", Metadata={"n": "1"}, Tagging="t=1")
    source = {"Bucket": bucket, "Key": "a b"}
    s3.copy_object(Bucket=bucket, Key="copy", CopySource=source)
    copy = s3.get_object(Bucket=bucket, Key="copy")
    assert (copy["Body"].read(), copy["Metadata"], copy["TagCount"]) == (b"1", {"n": "1"}, 1)
    s3.copy_object(
        Bucket=bucket,
        Key="copy",
        CopySource=source,
        MetadataDirective="REPLACE",
        Metadata={"n": "2"},
        TaggingDirective="REPLACE",
    )
    copy = s3.head_object(Bucket=bucket, Key="copy")
    assert (copy["Metadata"], copy.get("TagCount")) == ({"n": "2"}, None)
    itself = error_of(s3.copy_object, Bucket=bucket, Key="a b", CopySource=source)
    assert itself[0] == "InvalidRequest"
    unmet = error_of(
        s3.copy_object, Bucket=bucket, Key="c", CopySource=source, CopySourceIfMatch='"x"'
    )
    assert unmet[2] == 412


def test_many_are_deleted_at_once(s3: Any, bucket: str) -> None:
    for key in ["a", "b", "c"]:
        s3.put_object(Bucket=bucket, Key=key)
    done = s3.delete_objects(
        Bucket=bucket, Delete={"Objects": [{"Key": "a"}, {"Key": "b"}, {"Key": "none"}]}
    )
    assert sorted(entry["Key"] for entry in done["Deleted"]) == ["a", "b", "none"]
    quiet = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "c"}], "Quiet": True})
    assert "Deleted" not in quiet
    assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 0


def test_presigned_addresses(server: Server, root: Credentials, bucket: str) -> None:
    s3 = client("s3", server.endpoint, root, signature_version="s3v4")
    s3.put_object(Bucket=bucket, Key="k", Body=b"hello")
    parameters = {"Bucket": bucket, "Key": "k", "ResponseContentType": "text/x-own"}
    address = s3.generate_presigned_url("get_object", Params=parameters)
    with urllib.request.urlopen(address) as answer:
        assert answer.read() == b"hello"
        assert answer.headers["Content-Type"] == "text/x-own"
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address.replace("Signature=", "Signature=0"))
    assert refused.value.code == 403
    upload = s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "up"})
    request = urllib.request.Request(upload, data=b"sent", method="PUT")
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200
    assert s3.get_object(Bucket=bucket, Key="up")["Body"].read() == b"sent"


def test_an_empty_object_does_not_stall_the_connection(
    server: Server, root: Credentials, bucket: str
) -> None:
    s3 = client("s3", server.endpoint, root, max_pool_connections=1, read_timeout=10)
    for number in range(3):
        s3.put_object(Bucket=bucket, Key="k", Body=b"")
        s3.put_object(Bucket=bucket, Key="k", Body=str(number).encode())
        assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == str(number).encode()


def test_a_document_is_what_its_digest_says(s3: Any, bucket: str) -> None:
    tags = {"TagSet": [{"Key": "team", "Value": "red"}]}
    for declared, code in [("AAAA", "InvalidDigest"), ("A" * 22 + "==", "BadDigest")]:
        put = error_of(s3.put_bucket_tagging, Bucket=bucket, Tagging=tags, ContentMD5=declared)
        assert put[0] == code
    nothing = error_of(s3.delete_objects, Bucket=bucket, Delete={"Objects": []})
    assert nothing[0] == "MalformedXML"


def test_an_answer_that_nothing_changed_has_the_validators(s3: Any, bucket: str) -> None:
    tag = s3.put_object(Bucket=bucket, Key="k", Body=b"1")["ETag"]
    with pytest.raises(ClientError) as unchanged:
        s3.get_object(Bucket=bucket, Key="k", IfNoneMatch=tag)
    answer = unchanged.value.response["ResponseMetadata"]
    assert (answer["HTTPStatusCode"], answer["HTTPHeaders"]["etag"]) == (304, tag)

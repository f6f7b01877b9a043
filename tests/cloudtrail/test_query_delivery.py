"""Results of queries that are delivered to S3, and whether anybody changed them."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import load_der_public_key

from harness.aws import error_of
from harness.server import Server
from harness.trails import eventually


@dataclass
class Delivering:
    """An event data store, and a bucket for the results of queries on it."""

    server: Server
    store: str
    bucket: str

    def __post_init__(self) -> None:
        self.cloudtrail = self.server.client("cloudtrail")
        self.s3 = self.server.client("s3")

    def query(self, statement: str, uri: str) -> str:
        text = statement.replace("EDS", self.store.rsplit("/")[-1])
        return self.cloudtrail.start_query(QueryStatement=text, DeliveryS3Uri=uri)["QueryId"]

    def delivered(self, query: str) -> str:
        """How the delivery of a query's result went."""

        def status() -> str | None:
            told = self.cloudtrail.describe_query(QueryId=query)
            return told["DeliveryStatus"] if told["QueryStatus"] == "FINISHED" else None

        return eventually(status)

    def read(self, key: str) -> bytes:
        return self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()


def policy(bucket: str, account: str) -> str:
    """The bucket policy of the CloudTrail User Guide, for results of queries."""
    source = {
        "StringLike": {
            "aws:sourceAccount": account,
            "aws:sourceArn": f"arn:aws:cloudtrail:us-east-1:{account}:eventdatastore/*",
        }
    }
    service = {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}}
    arn = f"arn:aws:s3:::{bucket}"
    write = {"Action": ["s3:PutObject*", "s3:Abort*"], "Resource": [arn, f"{arn}/*"]}
    look = {"Action": "s3:GetBucketAcl", "Resource": arn}
    statements = [{**service, **one, "Condition": source} for one in (write, look)]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


@pytest.fixture
def delivering(trail_server: Server, unique: Callable[[str], str]) -> Iterator[Delivering]:
    cloudtrail, s3 = trail_server.client("cloudtrail"), trail_server.client("s3")
    store = cloudtrail.create_event_data_store(
        Name=unique("lake"), TerminationProtectionEnabled=False
    )["EventDataStoreArn"]
    bucket = unique("results")
    s3.create_bucket(Bucket=bucket)
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(bucket, store.split(":")[4]))
    yield Delivering(trail_server, store, bucket)
    cloudtrail.delete_event_data_store(EventDataStore=store)


def verify(cloudtrail: Any, sign: dict[str, Any], files: dict[str, bytes]) -> None:
    """As `aws cloudtrail verify-query-results` of the AWS CLI's version 2 does."""
    for file in sign["files"]:
        assert hashlib.sha256(files[file["fileName"]]).hexdigest() == file["fileHashValue"]
    moment = sign["queryCompleteTime"]
    keys = cloudtrail.list_public_keys(StartTime=moment, EndTime=moment)["PublicKeyList"]
    (value,) = [k["Value"] for k in keys if k["Fingerprint"] == sign["publicKeyFingerprint"]]
    text = " ".join(file["fileHashValue"] for file in sign["files"]).encode()
    signature = bytes.fromhex(sign["hashSignature"])
    load_der_public_key(value).verify(signature, text, PKCS1v15(), hashes.SHA256())


def test_a_result_in_a_bucket(delivering: Delivering) -> None:
    """Given a query that finished, its rows are in the bucket, and the sign file proves them."""
    iam = delivering.server.client("iam")
    error_of(iam.get_user, UserName="nobody-of-this-name")
    uri = f"s3://{delivering.bucket}/results"
    query = delivering.query("SELECT eventName, errorMessage FROM EDS WHERE errorCode <> ''", uri)
    assert delivering.delivered(query) == "SUCCESS"
    assert delivering.cloudtrail.describe_query(QueryId=query)["DeliveryS3Uri"] == uri
    listed = delivering.s3.list_objects_v2(Bucket=delivering.bucket)["Contents"]
    files = {item["Key"].rsplit("/")[-1]: delivering.read(item["Key"]) for item in listed}
    assert sorted(files) == ["result_1.csv.gz", "result_sign.json"]
    account = delivering.store.split(":")[4]
    start = f"results/AWSLogs/{account}/CloudTrail-Lake/Query/"
    assert all(item["Key"].startswith(start) and query in item["Key"] for item in listed)
    rows = csv.DictReader(io.StringIO(gzip.decompress(files["result_1.csv.gz"]).decode()))
    found = [row for row in rows if row["eventName"] == "GetUser"]
    assert "nobody-of-this-name" in found[0]["errorMessage"]
    sign = json.loads(files["result_sign.json"])
    verify(delivering.cloudtrail, sign, files)
    with pytest.raises(InvalidSignature):
        other = hashlib.sha256(b"other").hexdigest()
        verify(
            delivering.cloudtrail,
            {**sign, "files": [{"fileName": "other", "fileHashValue": other}]},
            {"other": b"other"},
        )


def test_a_result_without_rows(delivering: Delivering) -> None:
    statement = "SELECT eventName FROM EDS WHERE eventName = 'Nothing'"
    query = delivering.query(statement, f"s3://{delivering.bucket}")
    assert delivering.delivered(query) == "SUCCESS"
    listed = delivering.s3.list_objects_v2(Bucket=delivering.bucket)["Contents"]
    rows = next(item["Key"] for item in listed if item["Key"].endswith(".csv.gz"))
    assert gzip.decompress(delivering.read(rows)) == b"eventName\n"


def test_buckets_that_do_not_let_cloudtrail_in(delivering: Delivering) -> None:
    start, store = delivering.cloudtrail.start_query, delivering.store.rsplit("/")[-1]
    statement = {"QueryStatement": f"SELECT eventName FROM {store}"}
    found = error_of(start, **statement, DeliveryS3Uri="s3://no-bucket-of-this-name")
    assert found[0] == "S3BucketDoesNotExistException"
    delivering.s3.delete_bucket_policy(Bucket=delivering.bucket)
    found = error_of(start, **statement, DeliveryS3Uri=f"s3://{delivering.bucket}")
    assert found[0] == "InsufficientS3BucketPolicyException"
    assert error_of(start, **statement, DeliveryS3Uri="https://bucket")[2] == 400

"""Tag policies where they are enforced: on buckets."""

from __future__ import annotations

import json
from typing import Any

from harness.aws import Credentials, error_of
from harness.management_policies import TAGS, assign, enable, made
from harness.organization import Organization

REFUSED = "The tag policy does not allow the specified {} for the following tag key: '{}'."


def team(enforced_for: str, *values: str) -> dict[str, Any]:
    """A policy of the tag `Team`."""
    tag = {"tag_key": assign("Team"), "tag_value": assign(list(values))}
    return {"tags": {"team": {**tag, "enforced_for": assign([enforced_for])}}}


def tagged(bucket: str, key: str, value: str) -> dict[str, Any]:
    return {"Bucket": bucket, "Tagging": {"TagSet": [{"Key": key, "Value": value}]}}


def test_tags_of_buckets_obey_the_policy_of_their_account(organization, unique) -> None:
    one = organization()
    account = one.account("ada")
    s3, bucket = one.client("s3", one.administrator(account)), unique("tagged")
    s3.create_bucket(Bucket=bucket)
    s3.put_bucket_tagging(**tagged(bucket, "Team", "blue"))
    enable(one, TAGS)
    policy = made(one, TAGS, team("s3:bucket", "red", "green*"))
    one.api.attach_policy(PolicyId=policy, TargetId=one.root)
    for key, value, what in [("Team", "blue", "value"), ("team", "red", "capitalization")]:
        told = error_of(s3.put_bucket_tagging, **tagged(bucket, key, value))
        assert told == ("TagPolicyException", REFUSED.format(what, key), 400)
    for key, value in [("Team", "red"), ("Team", "greenish"), ("Pets", "cats")]:
        s3.put_bucket_tagging(**tagged(bucket, key, value))
    other, blue = unique("other"), {"Tags": [{"Key": "Team", "Value": "blue"}]}
    told = error_of(s3.create_bucket, Bucket=other, CreateBucketConfiguration=blue)
    assert told[0] == "TagPolicyException"
    s3.create_bucket(Bucket=other)
    own = unique("own")
    management = one.client("s3")
    management.create_bucket(Bucket=own)
    told = error_of(management.put_bucket_tagging, **tagged(own, "Team", "blue"))
    assert told[0] == "TagPolicyException"
    for document in (team("ec2:instance", "red"), team("s3:*", "red", "blue")):
        one.api.update_policy(PolicyId=policy, Content=json.dumps(document))
        s3.put_bucket_tagging(**tagged(bucket, "Team", "blue"))
    one.api.update_policy(PolicyId=policy, Content=json.dumps(team("s3:ALL_SUPPORTED", "red")))
    blue_again = tagged(bucket, "Team", "blue")
    assert error_of(s3.put_bucket_tagging, **blue_again)[0] == "TagPolicyException"
    one.api.disable_policy_type(RootId=one.root, PolicyType=TAGS)
    s3.put_bucket_tagging(**blue_again)


def test_an_account_that_moves_has_another_policy(organization, unique) -> None:
    one = organization()
    account, unit = one.account("ada"), one.unit("prod")
    s3, bucket = one.client("s3", one.administrator(account)), unique("moved")
    s3.create_bucket(Bucket=bucket)
    enable(one, TAGS)
    policy = made(one, TAGS, team("s3:bucket", "red"))
    one.api.attach_policy(PolicyId=policy, TargetId=unit)
    blue = tagged(bucket, "Team", "blue")
    s3.put_bucket_tagging(**blue)
    one.move(account, unit)
    assert error_of(s3.put_bucket_tagging, **blue)[0] == "TagPolicyException"
    one.move(account, one.root)
    s3.put_bucket_tagging(**blue)


def test_a_tag_policy_outlives_a_kill(server_factory, unique) -> None:
    server = server_factory(dev=True)
    one = Organization(server, "511111111112")
    enable(one, TAGS)
    policy = made(one, TAGS, team("s3:bucket", "red"))
    one.api.attach_policy(PolicyId=policy, TargetId=one.management)
    server.kill()
    server.start()
    s3, bucket = server.client("s3", Credentials(one.management, "any")), unique("kept")
    s3.create_bucket(Bucket=bucket)
    told = error_of(s3.put_bucket_tagging, **tagged(bucket, "Team", "blue"))
    assert told[0] == "TagPolicyException"
    server.stop()

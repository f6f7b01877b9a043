"""Closed accounts."""

from __future__ import annotations

import pytest

from harness.aws import Credentials, error_of


def test_nobody_acts_for_a_closed_account_and_nobody_uses_what_it_has(organization, unique) -> None:
    one = organization()
    account = one.account("ada")
    administrator = one.administrator(account)
    iam = one.client("iam", administrator)
    iam.create_user(UserName="bob")
    bob = Credentials.from_key(iam.create_access_key(UserName="bob"))
    s3, bucket = one.client("s3", administrator), unique("open")
    s3.create_bucket(Bucket=bucket)
    s3.delete_public_access_block(Bucket=bucket)
    s3.put_bucket_policy(
        Bucket=bucket,
        Policy='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*",'
        f'"Action":"s3:ListBucket","Resource":"arn:aws:s3:::{bucket}"}}}}',
    )
    one.client("s3").list_objects_v2(Bucket=bucket)
    one.api.close_account(AccountId=account)
    for credentials in (administrator, bob, Credentials(account, "any")):
        code, _, status = error_of(one.client("sts", credentials).get_caller_identity)
        assert (code, status) == ("InvalidClientTokenId", 403)
    assert error_of(one.administrator, account=account)[0] == "AccessDenied"
    code, message, _ = error_of(one.client("s3").list_objects_v2, Bucket=bucket)
    assert (code, "closed" in message) == ("AccessDenied", False)
    closed = one.api.describe_account(AccountId=account)["Account"]
    assert (closed["Status"], closed["State"]) == ("SUSPENDED", "CLOSED")
    told = error_of(one.api.close_account, AccountId=account)
    assert told[0] == "AccountAlreadyClosedException"
    with pytest.raises(one.api.exceptions.ConstraintViolationException) as caught:
        one.api.remove_account_from_organization(AccountId=account)
    assert caught.value.response["Reason"] == "ACCOUNT_CANNOT_LEAVE_ORGANIZATION"


def test_what_cannot_be_closed(organization) -> None:
    one = organization()
    with pytest.raises(one.api.exceptions.ConstraintViolationException) as caught:
        one.api.close_account(AccountId=one.management)
    assert caught.value.response["Reason"] == "CANNOT_CLOSE_MANAGEMENT_ACCOUNT"
    told = error_of(one.api.close_account, AccountId="599999999996")
    assert told[0] == "AccountNotFoundException"
    billing = organization(feature_set="CONSOLIDATED_BILLING")
    account = billing.account("ada")
    with pytest.raises(billing.api.exceptions.ConstraintViolationException) as caught:
        billing.api.close_account(AccountId=account)
    assert caught.value.response["Reason"] == "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"

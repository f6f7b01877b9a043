"""Who may use a key: by its policy, by identity policies that it lets decide, and by grants."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from harness.aws import Credentials, client, error_of
from harness.server import Server
from harness.trails import eventually

User = Callable[[], tuple[str, Any]]


def policy(*statements: dict[str, Any]) -> str:
    whole = [{"Effect": "Allow", "Resource": "*"} | statement for statement in statements]
    return json.dumps({"Version": "2012-10-17", "Statement": whole})


def test_the_key_policy_admits_and_denies_at_once(
    kms: Any, key: Callable[..., str], user: User
) -> None:
    arn, theirs = user()
    one = kms.describe_key(KeyId=key())["KeyMetadata"]
    account = {"Principal": {"AWS": one["AWSAccountId"]}, "Action": "kms:*"}
    named = {"Principal": {"AWS": arn}, "Action": "kms:DescribeKey"}
    code, message, status = error_of(theirs.describe_key, KeyId=one["KeyId"])
    assert (code, status) == ("AccessDeniedException", 400)
    assert message == (
        f"User: {arn} is not authorized to perform: kms:DescribeKey on resource: {one['Arn']} "
        "because no identity-based policy allows the kms:DescribeKey action"
    )
    kms.put_key_policy(KeyId=one["KeyId"], Policy=policy(account, named))
    theirs.describe_key(KeyId=one["KeyId"])
    kms.put_key_policy(KeyId=one["KeyId"], Policy=policy(account, named | {"Effect": "Deny"}))
    assert "with an explicit deny" in error_of(theirs.describe_key, KeyId=one["KeyId"])[1]


def test_a_policy_that_nobody_could_change_again_is_refused(kms: Any, user: User) -> None:
    arn, _ = user()
    locked = policy({"Principal": {"AWS": arn}, "Action": "kms:*"})
    code, message, _ = error_of(kms.create_key, Policy=locked)
    assert code == "MalformedPolicyDocumentException"
    assert message == (
        "The new key policy will not allow you to update the key policy in the future."
    )
    kms.create_key(Policy=locked, BypassPolicyLockoutSafetyCheck=True)


def test_a_grant_admits_until_it_is_revoked_or_retired(
    kms: Any, key: Callable[..., str], user: User
) -> None:
    arn, theirs = user()
    one = key()

    def grant(*operations: str) -> dict[str, Any]:
        return kms.create_grant(
            KeyId=one, GranteePrincipal=arn, RetiringPrincipal=arn, Operations=list(operations)
        )

    made = grant("DescribeKey")
    theirs.describe_key(KeyId=one, GrantTokens=[made["GrantToken"]])
    [shown] = kms.list_grants(KeyId=one, GrantId=made["GrantId"])["Grants"]
    assert (shown["GranteePrincipal"], shown["Operations"]) == (arn, ["DescribeKey"])
    assert kms.list_retirable_grants(RetiringPrincipal=arn)["Grants"] == [shown]
    kms.revoke_grant(KeyId=one, GrantId=made["GrantId"])
    assert error_of(theirs.describe_key, KeyId=one)[0] == "AccessDeniedException"
    token = grant("DescribeKey")["GrantToken"]
    theirs.describe_key(KeyId=one)
    theirs.retire_grant(GrantToken=token)
    assert error_of(theirs.describe_key, KeyId=one)[0] == "AccessDeniedException"


def test_calls_are_in_the_history_with_the_key(
    kms: Any, key: Callable[..., str], server: Server, root: Credentials
) -> None:
    one = key()
    trail = client("cloudtrail", server.endpoint, root)
    attribute = {"AttributeKey": "ResourceName", "AttributeValue": one}
    kms.disable_key(KeyId=one)
    events = eventually(lambda: trail.lookup_events(LookupAttributes=[attribute])["Events"])
    assert events[0]["EventName"] == "DisableKey"
    assert events[0]["Resources"][0]["ResourceType"] == "AWS::KMS::Key"

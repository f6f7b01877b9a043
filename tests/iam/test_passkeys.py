"""Security keys and passkeys: registered, shown among MFA devices, and good for a session."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from harness.aws import Credentials, client, error_of
from harness.own import call
from harness.passkey import SecurityKey
from harness.server import Server

WITH_MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


@dataclass
class Person:
    """A user, or the root user, with a long-term key."""

    server: Server
    name: str
    key: Credentials

    def own(self, operation: str, **parameters: Any) -> dict[str, Any]:
        return call(self.server, operation, parameters, self.key)

    def register(self, device: SecurityKey, **user: str) -> dict[str, Any]:
        offered = self.own("StartPasskeyRegistration", **user)
        response = device.create(json.loads(offered["Options"]))
        return self.own("FinishPasskeyRegistration", DeviceName="key", Credential=response, **user)

    def offered(self) -> dict[str, Any]:
        return json.loads(self.own("StartPasskeyAuthentication")["Options"])

    def session(self, response: str, **more: Any) -> dict[str, Any]:
        return self.own("GetSessionTokenWithPasskey", Credential=response, **more)


@pytest.fixture
def device(server: Server) -> SecurityKey:
    return SecurityKey(server.endpoint)


@pytest.fixture
def ada(server: Server, iam: Any, unique: Callable[[str], str]) -> Person:
    """A user who may register her own devices, and list users with MFA."""
    name = unique("ada")
    arn = iam.create_user(UserName=name)["User"]["Arn"]
    statements = [
        {"Effect": "Allow", "Action": "iam:EnableMFADevice", "Resource": arn},
        {"Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*", "Condition": WITH_MFA},
    ]
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=document)
    return Person(server, name, Credentials.from_key(iam.create_access_key(UserName=name)))


def test_a_user_registers_a_key_and_gets_a_session_with_mfa(
    server: Server, iam: Any, ada: Person, device: SecurityKey
) -> None:
    serial = ada.register(device)["SerialNumber"]
    account = server.client("sts").get_caller_identity()["Account"]
    assert re.fullmatch(rf"arn:aws:iam::{account}:u2f/user/{ada.name}/key-[0-9A-Z]{{26}}", serial)
    listed = iam.list_mfa_devices(UserName=ada.name)["MFADevices"]
    assert [(one["UserName"], one["SerialNumber"]) for one in listed] == [(ada.name, serial)]
    assert iam.get_mfa_device(SerialNumber=serial, UserName=ada.name)["UserName"] == ada.name

    plain = client("iam", server.endpoint, ada.key)
    assert error_of(plain.list_users)[0] == "AccessDenied"
    session = Credentials.from_session(ada.session(device.get(ada.offered())))
    client("iam", server.endpoint, session).list_users()
    refused = Person(server, ada.name, session).own("StartPasskeyAuthentication")
    assert refused["__type"].endswith("AccessDenied")

    iam.deactivate_mfa_device(UserName=ada.name, SerialNumber=serial)
    assert iam.list_mfa_devices(UserName=ada.name)["MFADevices"] == []
    assert ada.own("StartPasskeyAuthentication")["__type"].endswith("NoSuchEntity")


def test_an_offer_is_answered_once_by_the_key_itself(ada: Person, device: SecurityKey) -> None:
    ada.register(device)
    response = device.get(ada.offered())
    assert "Credentials" in ada.session(response)
    assert ada.session(response)["__type"].endswith("AccessDenied")
    ada.offered()
    assert ada.session(response)["__type"].endswith("AccessDenied"), "of an older offer"
    copy = SecurityKey(device.origin, device.id, device.counter + 5, device.user)
    assert ada.session(copy.get(ada.offered()))["__type"].endswith("AccessDenied")
    device.counter = 0
    assert ada.session(device.get(ada.offered()))["__type"].endswith("AccessDenied"), "went back"
    device.counter = 50
    assert "Credentials" in ada.session(device.get(ada.offered()))
    device.origin = "https://evil.example"
    assert ada.session(device.get(ada.offered()))["__type"].endswith("AccessDenied")


def test_failures_hold_a_key_up(ada: Person, device: SecurityKey) -> None:
    ada.register(device)
    copy = SecurityKey(device.origin, device.id, 100, device.user)
    for _ in range(5):
        assert ada.session(copy.get(ada.offered()))["__type"].endswith("AccessDenied")
    held_up = ada.session(device.get(ada.offered()))
    assert "hold a device up" in (held_up.get("message") or held_up.get("Message"))


def test_a_key_is_registered_once_and_by_whom_may(
    server: Server, iam: Any, ada: Person, device: SecurityKey, user: str
) -> None:
    root = Person(server, "root", server.root())
    denied = ada.own("StartPasskeyRegistration", UserName=user)
    assert denied["__type"].endswith("AccessDeniedException")
    assert "iam:EnableMFADevice" in (denied.get("message") or denied.get("Message"))
    ada.register(device)
    taken = root.register(device, UserName=user)
    assert taken["__type"].endswith("EntityAlreadyExists")
    other = SecurityKey(device.origin)
    options = json.loads(ada.own("StartPasskeyRegistration")["Options"])
    response = other.create(options)
    assert [one["id"] for one in options["excludeCredentials"]] != []
    wrong = ada.own("FinishPasskeyRegistration", DeviceName="key", Credential="{}")
    assert wrong["__type"].endswith("InvalidInput")
    late = ada.own("FinishPasskeyRegistration", DeviceName="key", Credential=response)
    assert late["__type"].endswith("InvalidInput"), "the offer was used up"
    for _ in range(7):
        assert "SerialNumber" in ada.register(SecurityKey(device.origin))
    assert ada.own("StartPasskeyRegistration")["__type"].endswith("LimitExceeded")


def test_a_policy_tells_the_halves_of_a_registration_apart(
    iam: Any, ada: Person, device: SecurityKey
) -> None:
    name = "iam:RegisterSecurityKey"
    statement = {
        "Effect": "Deny",
        "Action": "iam:EnableMFADevice",
        "Resource": "*",
        "Condition": {"StringEquals": {name: "Activate"}},
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": statement})
    iam.put_user_policy(UserName=ada.name, PolicyName="half", PolicyDocument=document)
    assert ada.register(device)["__type"].endswith("AccessDeniedException")
    iam.delete_user_policy(UserName=ada.name, PolicyName="half")
    assert "SerialNumber" in ada.register(device)


def test_the_root_user_has_a_key(server_factory: Callable[..., Server]) -> None:
    server = server_factory()
    root = Person(server, "root", server.root())
    device = SecurityKey(server.endpoint)
    serial = root.register(device)["SerialNumber"]
    assert ":u2f/root-account/key-" in serial
    iam = server.client("iam")
    assert iam.get_account_summary()["SummaryMap"]["AccountMFAEnabled"] == 1
    server.kill()
    server.start()
    device.origin = server.endpoint
    session = root.session(device.get(root.offered()), DurationSeconds=900)
    sts = client("sts", server.endpoint, Credentials.from_session(session))
    assert sts.get_caller_identity()["Arn"].endswith(":root")

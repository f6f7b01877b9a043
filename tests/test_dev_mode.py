"""`--dev` is open where a laptop needs it, and only there."""

from __future__ import annotations

import pytest

from harness.aws import Credentials, client, error_of
from harness.http import Answer, request, send, signed
from harness.server import Server, StartFailed

UNISSUED = Credentials("test", "test")


def caller(server: Server, credentials: Credentials) -> dict[str, str]:
    return client("sts", server.endpoint, credentials).get_caller_identity()


def identity_request(server: Server, **headers: str) -> Answer:
    body = b"Action=GetCallerIdentity&Version=2011-06-15"
    return send(server, signed(server, "sts", credentials=UNISSUED, headers=headers, body=body))


def test_a_key_that_was_never_issued_is_root_of_the_default_account(dev_server: Server) -> None:
    assert caller(dev_server, UNISSUED)["Arn"] == "arn:aws:iam::000000000000:root"


def test_twelve_digits_are_root_of_that_account(dev_server: Server) -> None:
    who = caller(dev_server, Credentials("123456789012", "any"))
    assert (who["Account"], who["Arn"]) == ("123456789012", "arn:aws:iam::123456789012:root")


def test_the_start_says_so(dev_server: Server) -> None:
    assert any("development" in line or "--dev" in line for line in dev_server.lines)


def test_an_issued_key_is_verified_and_enforced(dev_server: Server, unique) -> None:
    name = unique("dev")
    iam = client("iam", dev_server.endpoint, UNISSUED)
    iam.create_user(UserName=name)
    issued = Credentials.from_key(iam.create_access_key(UserName=name))
    assert caller(dev_server, issued)["Arn"].endswith(f":user/{name}")
    denied = error_of(client("iam", dev_server.endpoint, issued).list_users)
    assert denied[::2] == ("AccessDenied", 403)
    forged = Credentials(issued.access_key, "x" * 40)
    sts = client("sts", dev_server.endpoint, forged)
    assert error_of(sts.get_caller_identity)[0] == "SignatureDoesNotMatch"


def test_a_deleted_key_never_becomes_root(dev_server: Server, unique) -> None:
    name = unique("gone")
    iam = client("iam", dev_server.endpoint, UNISSUED)
    iam.create_user(UserName=name)
    issued = Credentials.from_key(iam.create_access_key(UserName=name))
    iam.delete_access_key(UserName=name, AccessKeyId=issued.access_key)
    sts = client("sts", dev_server.endpoint, issued)
    assert error_of(sts.get_caller_identity)[0] == "InvalidClientTokenId"


def test_a_session_token_never_becomes_root(dev_server: Server) -> None:
    guest = Credentials("ASIAIOSFODNN7EXAMPLE", "any", "bm90IGEgdG9rZW4=")
    sts = client("sts", dev_server.endpoint, guest)
    assert error_of(sts.get_caller_identity)[::2] == ("InvalidClientTokenId", 403)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
    ],
)
def test_no_web_page_becomes_root(dev_server: Server, headers: dict[str, str]) -> None:
    assert identity_request(dev_server).status == 200
    answer = identity_request(dev_server, **headers)
    assert answer.status == 403, answer
    reset = send(dev_server, request(dev_server, target="/_bartizan/reset", headers=headers))
    assert reset.status == 403, reset


def test_reset_empties_the_store_and_forgets_no_issued_key(server_factory) -> None:
    server = server_factory(dev=True)
    iam = client("iam", server.endpoint, UNISSUED)
    iam.create_user(UserName="ada")
    issued = Credentials.from_key(iam.create_access_key(UserName="ada"))
    assert send(server, request(server, target="/_bartizan/reset")).status in {200, 204}
    assert iam.list_users()["Users"] == []
    sts = client("sts", server.endpoint, issued)
    assert error_of(sts.get_caller_identity)[0] == "InvalidClientTokenId"


def test_reset_is_not_there_outside_of_development(server: Server, unique) -> None:
    name = unique("kept")
    server.client("iam").create_user(UserName=name)
    assert send(server, request(server, target="/_bartizan/reset")).status >= 400
    assert server.client("iam").get_user(UserName=name)["User"]["UserName"] == name


def test_an_unissued_key_is_nobody_outside_of_development(server: Server) -> None:
    sts = client("sts", server.endpoint, UNISSUED)
    assert error_of(sts.get_caller_identity)[0] == "InvalidClientTokenId"


@pytest.mark.parametrize("first", [True, False])
def test_a_data_folder_stays_in_its_mode(server_factory, first: bool) -> None:
    server = server_factory(dev=first)
    server.stop()
    with pytest.raises(StartFailed, match="dev"):
        server_factory(data=server.data, dev=not first)


@pytest.mark.parametrize("listen", ["0.0.0.0:0", "[::]:0"])
def test_development_stays_on_loopback(server_factory, listen: str) -> None:
    with pytest.raises(StartFailed, match="loopback"):
        server_factory(dev=True, listen=listen)


def test_beyond_loopback_needs_tls(server_factory) -> None:
    with pytest.raises(StartFailed, match="insecure-http"):
        server_factory(listen="0.0.0.0:0")

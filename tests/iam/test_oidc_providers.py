"""OpenID Connect providers through boto3."""

from __future__ import annotations

import pytest

from harness.aws import error_of

THUMBPRINT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def host(unique) -> str:
    return f"{unique('id')}.example"


def test_a_provider_from_its_making_to_its_end(iam, host) -> None:
    """Given a provider, when all of it is changed, then it is shown so, and is gone in the end."""
    arn = iam.create_open_id_connect_provider(
        Url=f"https://{host}/ci",
        ClientIDList=["one", "one"],
        ThumbprintList=[THUMBPRINT],
        Tags=[{"Key": "team", "Value": "red"}],
    )["OpenIDConnectProviderArn"]
    assert arn.endswith(f":oidc-provider/{host}/ci")
    named = {"OpenIDConnectProviderArn": arn}
    iam.add_client_id_to_open_id_connect_provider(**named, ClientID="two")
    iam.remove_client_id_from_open_id_connect_provider(**named, ClientID="one")
    iam.update_open_id_connect_provider_thumbprint(**named, ThumbprintList=[])
    iam.tag_open_id_connect_provider(**named, Tags=[{"Key": "cost", "Value": "7"}])
    iam.untag_open_id_connect_provider(**named, TagKeys=["team"])
    shown = iam.get_open_id_connect_provider(**named)
    assert (shown["Url"], shown["ClientIDList"], shown["ThumbprintList"]) == (
        f"{host}/ci",
        ["two"],
        [],
    )
    assert shown["Tags"] == [{"Key": "cost", "Value": "7"}]
    assert iam.list_open_id_connect_provider_tags(**named)["Tags"] == shown["Tags"]
    assert {"Arn": arn} in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]
    iam.delete_open_id_connect_provider(**named)
    iam.delete_open_id_connect_provider(**named)
    code, message, status = error_of(iam.get_open_id_connect_provider, **named)
    assert (code, status) == ("NoSuchEntity", 404)
    assert message == f"OpenIDConnect Provider not found for arn {arn}"


def test_what_is_no_provider(iam, host) -> None:
    url = f"https://{host}"
    iam.create_open_id_connect_provider(Url=url)
    for parameters, code, message in [
        ({"Url": url}, "EntityAlreadyExists", f"Provider with url {url} already exists."),
        (
            {"Url": f"http://{host}"},
            "ValidationError",
            "Invalid Open ID Connect Provider URL",
        ),
        (
            {"Url": f"{url}/a", "ThumbprintList": [THUMBPRINT] * 6},
            "InvalidInput",
            "Thumbprint list must contain fewer than 5 entries.",
        ),
        (
            {"Url": f"{url}/a", "ClientIDList": [str(number) for number in range(101)]},
            "LimitExceeded",
            "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100",
        ),
    ]:
        assert error_of(iam.create_open_id_connect_provider, **parameters)[:2] == (code, message)

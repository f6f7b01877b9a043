"""From consolidated billing to all features."""

from __future__ import annotations

from harness.aws import Credentials, error_of


def test_all_features_are_enabled_when_every_invited_member_approved(
    organization, unused_account
) -> None:
    one = organization(feature_set="CONSOLIDATED_BILLING")
    one.account("made")
    guest = unused_account()
    member = one.client("organizations", Credentials(guest, "any"))
    invite = one.api.invite_account_to_organization
    sent = invite(Target={"Id": guest, "Type": "ACCOUNT"})["Handshake"]["Id"]
    member.accept_handshake(HandshakeId=sent)
    whole = one.api.enable_all_features()["Handshake"]
    assert (whole["Action"], whole["State"]) == ("ENABLE_ALL_FEATURES", "REQUESTED")
    early = error_of(one.api.accept_handshake, HandshakeId=whole["Id"])
    assert early[0] == "InvalidHandshakeTransitionException"
    for call in (one.api.enable_all_features, invite):
        target = {"Target": {"Id": unused_account(), "Type": "ACCOUNT"}} if call == invite else {}
        assert error_of(call, **target)[0] == "HandshakeConstraintViolationException"
    asked = {"ActionType": "APPROVE_ALL_FEATURES"}
    [part] = member.list_handshakes_for_account(Filter=asked)["Handshakes"]
    parts = one.api.list_handshakes_for_organization(Filter={"ParentHandshakeId": whole["Id"]})
    assert [found["Id"] for found in parts["Handshakes"]] == [part["Id"]]
    member.accept_handshake(HandshakeId=part["Id"])
    assert one.api.describe_handshake(HandshakeId=whole["Id"])["Handshake"]["State"] == "OPEN"
    one.api.accept_handshake(HandshakeId=whole["Id"])
    described = one.api.describe_organization()["Organization"]
    assert described["FeatureSet"] == "ALL"
    assert one.api.list_roots()["Roots"][0]["PolicyTypes"] == []
    one.api.enable_policy_type(RootId=one.root, PolicyType="SERVICE_CONTROL_POLICY")


def test_a_canceled_request_asks_nobody_any_more(organization, unused_account) -> None:
    one = organization(feature_set="CONSOLIDATED_BILLING")
    guest = unused_account()
    member = one.client("organizations", Credentials(guest, "any"))
    target = {"Id": guest, "Type": "ACCOUNT"}
    sent = one.api.invite_account_to_organization(Target=target)["Handshake"]["Id"]
    member.accept_handshake(HandshakeId=sent)
    whole = one.api.enable_all_features()["Handshake"]["Id"]
    assert one.api.cancel_handshake(HandshakeId=whole)["Handshake"]["State"] == "CANCELED"
    asked = {"ActionType": "APPROVE_ALL_FEATURES"}
    [part] = member.list_handshakes_for_account(Filter=asked)["Handshakes"]
    assert part["State"] == "CANCELED"
    assert one.api.enable_all_features()["Handshake"]["State"] == "REQUESTED"


def test_an_organization_that_has_all_features(organization) -> None:
    told = error_of(organization().api.enable_all_features)
    assert told[0] == "HandshakeConstraintViolationException"


def test_who_declines_can_be_removed(organization, unused_account) -> None:
    one = organization(feature_set="CONSOLIDATED_BILLING")
    guest = unused_account()
    member = one.client("organizations", Credentials(guest, "any"))
    target = {"Id": guest, "Type": "ACCOUNT"}
    sent = one.api.invite_account_to_organization(Target=target)["Handshake"]["Id"]
    member.accept_handshake(HandshakeId=sent)
    whole = one.api.enable_all_features()["Handshake"]["Id"]
    asked = {"ActionType": "APPROVE_ALL_FEATURES"}
    [part] = member.list_handshakes_for_account(Filter=asked)["Handshakes"]
    resources = {found["Type"]: found["Value"] for found in part["Resources"]}
    assert resources == {"PARENT_HANDSHAKE": whole, "ORGANIZATION": one.id, "ACCOUNT": guest}
    both = asked | {"ParentHandshakeId": whole}
    told = error_of(member.list_handshakes_for_account, Filter=both)
    assert told[0] == "InvalidInputException"
    assert error_of(one.api.accept_handshake, HandshakeId=part["Id"])[0] == "AccessDeniedException"
    member.decline_handshake(HandshakeId=part["Id"])
    assert one.api.describe_handshake(HandshakeId=whole)["Handshake"]["State"] == "REQUESTED"
    one.api.remove_account_from_organization(AccountId=guest)
    assert one.api.describe_handshake(HandshakeId=whole)["Handshake"]["State"] == "OPEN"
    one.api.accept_handshake(HandshakeId=whole)
    assert one.api.describe_organization()["Organization"]["FeatureSet"] == "ALL"


def test_who_joins_meanwhile_is_asked_too(organization, unused_account) -> None:
    one = organization(feature_set="CONSOLIDATED_BILLING")
    guest = unused_account()
    member = one.client("organizations", Credentials(guest, "any"))
    target = {"Id": guest, "Type": "ACCOUNT"}
    sent = one.api.invite_account_to_organization(Target=target)["Handshake"]["Id"]
    whole = one.api.enable_all_features()["Handshake"]
    assert whole["State"] == "OPEN"
    member.accept_handshake(HandshakeId=sent)
    asked = {"ActionType": "APPROVE_ALL_FEATURES"}
    [part] = member.list_handshakes_for_account(Filter=asked)["Handshakes"]
    told = error_of(one.api.accept_handshake, HandshakeId=whole["Id"])
    assert told[0] == "InvalidHandshakeTransitionException"
    member.accept_handshake(HandshakeId=part["Id"])
    one.api.accept_handshake(HandshakeId=whole["Id"])

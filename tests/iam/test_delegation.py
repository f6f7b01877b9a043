"""Temporary delegation: a partner asks, a customer approves, and the partner acts for a while."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from harness.aws import Credentials, client, error_of
from harness.own import call
from harness.server import Server

TEMPLATE = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::@{buckets}/*"},
        {
            "@Enabled": "writes",
            "Effect": "Allow",
            "Action": "s3:PutObject",
            "Resource": "arn:aws:s3:::@{buckets}/*",
        },
    ],
}
MAY_ACCEPT = ["iam:AssociateDelegationRequest", "iam:AcceptDelegationRequest", "s3:*"]


@dataclass
class Account:
    """An account under `--dev`, where its twelve digits are its root user's key."""

    server: Server
    id: str
    root: Credentials = field(init=False)

    def __post_init__(self) -> None:
        self.root = Credentials(self.id, "any")

    def client(self, service: str, who: Credentials | None = None) -> Any:
        return client(service, self.server.endpoint, who or self.root)

    def own(self, operation: str, **parameters: Any) -> dict[str, Any]:
        return call(self.server, operation, parameters, self.root)

    def user(self, name: str, *actions: str) -> Credentials:
        iam = self.client("iam")
        iam.create_user(UserName=name)
        if actions:
            statement = {"Effect": "Allow", "Action": actions, "Resource": "*"}
            document = json.dumps({"Version": "2012-10-17", "Statement": statement})
            iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=document)
        return Credentials.from_key(iam.create_access_key(UserName=name))


@dataclass
class World:
    """A partner with a template, and a customer with a bucket."""

    partner: Account
    customer: Account
    bucket: str
    template: str = ""

    def request(self, **more: Any) -> str:
        """A request of the partner's for the bucket."""
        parameters = [
            {"Name": "buckets", "Values": [self.bucket, "other"], "Type": "stringList"},
            {"Name": "writes", "Values": ["False"], "Type": "string"},
        ]
        request = {
            "OwnerAccountId": self.customer.id,
            "Description": "Reads the tower's plans.",
            "Permissions": {"PolicyTemplateArn": self.template, "Parameters": parameters},
            "RequestorWorkflowId": "workflow-1",
            "NotificationChannel": self.topic,
            "SessionDuration": 3600,
        }
        given = {name: value for name, value in {**request, **more}.items() if value is not None}
        answer = self.partner.client("iam").create_delegation_request(**given)
        assert "ConsoleDeepLink" not in answer
        return answer["DelegationRequestId"]

    @property
    def topic(self) -> str:
        return f"arn:aws:sns:us-east-1:{self.partner.id}:news"

    def messages(self) -> list[dict[str, Any]]:
        """What the partner was told."""
        answer = self.partner.own("ListDelegationNotifications", NotificationChannel=self.topic)
        return [json.loads(one["Message"]) for one in answer["Notifications"]]

    def token(self) -> str:
        """The exchange token that the partner was sent."""
        return self.tokens()[0]

    def tokens(self) -> list[str]:
        """The exchange tokens that the partner was sent, oldest first."""
        return [one["ExchangeToken"] for one in self.messages() if "ExchangeToken" in one]

    def trade_in(self, token: str) -> dict[str, Any]:
        return self.partner.client("sts").get_delegated_access_token(TradeInToken=token)


@pytest.fixture
def world(dev_server: Server, unique: Callable[[str], str]) -> World:
    number = int(unique("x").split("-")[1], 16) % 10**11
    partner, customer = (Account(dev_server, f"{one}{number:011}") for one in (3, 4))
    world = World(partner, customer, unique("plans"))
    customer.client("s3").create_bucket(Bucket=world.bucket)
    customer.client("s3").put_object(Bucket=world.bucket, Key="k", Body=b"walls")
    made = partner.own(
        "RegisterDelegationTemplate",
        Name="reader",
        Document=json.dumps(TEMPLATE),
        RequestorName="Wall Builders",
    )
    world.template = made["TemplateArn"]
    return world


def test_a_partner_acts_for_a_customer_within_what_was_approved(world: World) -> None:
    ada = world.customer.user("ada", *MAY_ACCEPT)
    iam = world.customer.client("iam", ada)
    id = world.request()
    iam.associate_delegation_request(DelegationRequestId=id)
    shown = iam.get_delegation_request(DelegationRequestId=id)["DelegationRequest"]
    resources = [f"arn:aws:s3:::{world.bucket}/*", "arn:aws:s3:::other/*"]
    assert json.loads(shown["PermissionPolicy"])["Statement"] == [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": resources}
    ]
    assert (shown["State"], shown["RequestorName"]) == ("ASSIGNED", "Wall Builders")
    assert shown["OwnerId"] == f"arn:aws:iam::{world.customer.id}:user/ada"
    iam.accept_delegation_request(DelegationRequestId=id)
    iam.send_delegation_token(DelegationRequestId=id)

    assert [(one["Type"], one["State"]) for one in world.messages()] == [
        ("StateChange", "ASSIGNED"),
        ("StateChange", "ACCEPTED"),
        ("StateChange", "FINALIZED"),
        ("ExchangeToken", "FINALIZED"),
    ]
    traded = world.trade_in(world.token())
    assert traded["AssumedPrincipal"] == shown["OwnerId"]
    session = Credentials.from_session(traded)
    s3 = world.customer.client("s3", session)
    assert s3.get_object(Bucket=world.bucket, Key="k")["Body"].read() == b"walls"
    assert error_of(s3.put_object, Bucket=world.bucket, Key="k")[0] == "AccessDenied"
    sts = world.customer.client("sts", session)
    assert sts.get_caller_identity()["Arn"] == shown["OwnerId"]
    assert error_of(sts.get_session_token)[0] == "AccessDenied"
    again = world.trade_in(world.token())
    assert again["Credentials"]["Expiration"] == traded["Credentials"]["Expiration"]

    root = world.customer.client("iam")
    root.delete_user_policy(UserName="ada", PolicyName="p")
    refused = error_of(s3.get_object, Bucket=world.bucket, Key="k")
    assert refused[0] == "AccessDenied", "it was the approver's own permission"


def test_a_bucket_that_trusts_the_approver_is_not_open_to_the_partner(world: World) -> None:
    ada = world.customer.user("ada", *MAY_ACCEPT)
    arn = f"arn:aws:iam::{world.customer.id}:user/ada"
    everything = f"arn:aws:s3:::{world.bucket}/*"
    statement = {"Effect": "Allow", "Principal": {"AWS": arn}, "Action": "s3:*"}
    document = {"Version": "2012-10-17", "Statement": {**statement, "Resource": everything}}
    world.customer.client("s3").put_bucket_policy(Bucket=world.bucket, Policy=json.dumps(document))
    s3 = world.customer.client("s3", approved(world, ada))
    s3.get_object(Bucket=world.bucket, Key="k")
    assert error_of(s3.delete_object, Bucket=world.bucket, Key="k")[0] == "AccessDenied"


def test_the_root_user_hands_on_what_was_asked_and_no_more(world: World) -> None:
    long = world.request(SessionDuration=43_200)
    iam = world.customer.client("iam")
    iam.associate_delegation_request(DelegationRequestId=long)
    assert error_of(iam.accept_delegation_request, DelegationRequestId=long)[0] == "AccessDenied"
    session = approved(world, world.customer.root, RequestorWorkflowId="workflow-2")
    s3 = world.customer.client("s3", session)
    s3.get_object(Bucket=world.bucket, Key="k")
    for refused in (s3.delete_object, s3.put_object):
        assert error_of(refused, Bucket=world.bucket, Key="k")[0] == "AccessDenied"
    assert error_of(s3.get_bucket_policy, Bucket=world.bucket)[0] == "AccessDenied"
    assert error_of(world.customer.client("iam", session).list_users)[0] == "AccessDenied"


def approved(world: World, who: Credentials, **more: Any) -> Credentials:
    """The partner's credentials for a request that one principal took on and approved."""
    handed_over(world, world.customer.client("iam", who), **more)
    return Credentials.from_session(world.trade_in(world.token()))


def handed_over(world: World, iam: Any, **more: Any) -> str:
    """A request that one principal took on and approved, and whose token was sent."""
    id = world.request(**more)
    iam.associate_delegation_request(DelegationRequestId=id)
    iam.accept_delegation_request(DelegationRequestId=id)
    iam.send_delegation_token(DelegationRequestId=id)
    return id


def test_an_owner_without_permissions_forwards_and_releases(world: World) -> None:
    bob = world.customer.user("bob", "iam:AssociateDelegationRequest")
    iam, id = world.customer.client("iam", bob), world.request(OnlySendByOwner=True)
    iam.associate_delegation_request(DelegationRequestId=id)
    own = f"arn:aws:iam::{world.customer.id}:user/bob"
    assert error_of(iam.accept_delegation_request, DelegationRequestId=id)[0] == "AccessDenied"
    checked = iam.get_delegation_request(DelegationRequestId=id, DelegationPermissionCheck=True)
    assert (checked["PermissionCheckStatus"], checked["PermissionCheckResult"]) == (
        "COMPLETE",
        "UNSURE",
    )
    listed = iam.list_delegation_requests(OwnerId=own)["DelegationRequests"]
    assert [one["DelegationRequestId"] for one in listed] == [id]
    assert error_of(iam.list_delegation_requests)[0] == "AccessDenied"
    iam.update_delegation_request(DelegationRequestId=id, Notes="Please look.")

    root = world.customer.client("iam")
    shown = root.get_delegation_request(DelegationRequestId=id)["DelegationRequest"]
    assert (shown["State"], shown["Notes"]) == ("PENDING_APPROVAL", "Please look.")
    root.accept_delegation_request(DelegationRequestId=id)
    assert error_of(root.send_delegation_token, DelegationRequestId=id)[0] == "AccessDenied"
    iam.send_delegation_token(DelegationRequestId=id)
    assert world.trade_in(world.token())["AssumedPrincipal"].endswith(":root")


def test_a_rejected_request_is_over(world: World) -> None:
    iam, id = world.customer.client("iam"), world.request()
    iam.associate_delegation_request(DelegationRequestId=id)
    iam.accept_delegation_request(DelegationRequestId=id)
    iam.reject_delegation_request(DelegationRequestId=id, Notes="Not today.")
    shown = iam.get_delegation_request(DelegationRequestId=id)["DelegationRequest"]
    assert (shown["State"], shown["RejectionReason"]) == ("REJECTED", "Not today.")
    for step in (
        iam.send_delegation_token,
        iam.accept_delegation_request,
        iam.update_delegation_request,
        iam.associate_delegation_request,
    ):
        assert error_of(step, DelegationRequestId=id)[0] == "InvalidInput"


def test_rejecting_what_was_handed_over_ends_it_at_once(world: World) -> None:
    partner = world.partner.client("sts")
    for number, who in enumerate((world.customer.user("ada", *MAY_ACCEPT), world.customer.root)):
        iam = world.customer.client("iam", who)
        id = handed_over(world, iam, RequestorWorkflowId=f"workflow-{number}")
        token = world.tokens()[-1]
        s3 = world.customer.client("s3", Credentials.from_session(world.trade_in(token)))
        s3.get_object(Bucket=world.bucket, Key="k")
        iam.reject_delegation_request(DelegationRequestId=id, Notes="Enough.")
        assert error_of(s3.get_object, Bucket=world.bucket, Key="k")[0] == "ExpiredToken"
        assert (
            error_of(partner.get_delegated_access_token, TradeInToken=token)[0]
            == "ExpiredTradeInTokenException"
        )
        shown = iam.get_delegation_request(DelegationRequestId=id)["DelegationRequest"]
        assert (shown["State"], shown["RejectionReason"]) == ("REJECTED", "Enough.")
        assert world.messages()[-1]["State"] == "REJECTED"
        assert error_of(iam.send_delegation_token, DelegationRequestId=id)[0] == "InvalidInput"


def test_a_deny_of_older_sessions_hits_what_is_traded_in_after_it(world: World) -> None:
    ada = world.customer.user("ada", *MAY_ACCEPT)
    handed_over(world, world.customer.client("iam", ada))
    soon = datetime.now(UTC) + timedelta(minutes=1)
    older = {"DateLessThan": {"aws:TokenIssueTime": soon.strftime("%Y-%m-%dT%H:%M:%SZ")}}
    deny = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": older}
    world.customer.client("iam").put_user_policy(
        UserName="ada",
        PolicyName="AWSRevokeOlderSessions",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": deny}),
    )
    later = Credentials.from_session(world.trade_in(world.token()))
    s3 = world.customer.client("s3", later)
    assert error_of(s3.get_object, Bucket=world.bucket, Key="k")[0] == "AccessDenied"
    world.customer.client("s3", ada).get_object(Bucket=world.bucket, Key="k")


def test_nobody_else_sees_a_request_or_trades_its_token(world: World) -> None:
    iam, id = world.customer.client("iam"), world.request()
    partner = world.partner.client("iam")
    assert error_of(partner.get_delegation_request, DelegationRequestId=id)[0] == "NoSuchEntity"
    refused = error_of(partner.associate_delegation_request, DelegationRequestId=id)
    assert refused[0] == "NoSuchEntity"
    iam.associate_delegation_request(DelegationRequestId=id)
    iam.accept_delegation_request(DelegationRequestId=id)
    iam.send_delegation_token(DelegationRequestId=id)
    token = world.token()
    customer = world.customer.client("sts")
    assert error_of(customer.get_delegated_access_token, TradeInToken=token)[0] == "AccessDenied"
    wrong = token[:-1] + ("A" if token[-1] != "A" else "B")
    sts = world.partner.client("sts")
    for other in (wrong, id, "x", f"{id}."):
        assert error_of(sts.get_delegated_access_token, TradeInToken=other)[0] == "AccessDenied"


def test_a_request_for_nobody_is_taken_on_by_one_account(world: World) -> None:
    iam, id = world.partner.client("iam"), world.request(OwnerAccountId=None)
    iam.associate_delegation_request(DelegationRequestId=id)
    shown = iam.get_delegation_request(DelegationRequestId=id)["DelegationRequest"]
    assert shown["OwnerAccountId"] == world.partner.id
    other = world.customer.client("iam")
    assert error_of(other.get_delegation_request, DelegationRequestId=id)[0] == "NoSuchEntity"


def test_what_cannot_be_asked(world: World) -> None:
    def permissions(**more: Any) -> dict[str, Any]:
        return {"Permissions": {"PolicyTemplateArn": world.template, **more}}

    foreign = f"arn:aws:sns:us-east-1:{world.customer.id}:news"
    one = {"Name": "writes", "Values": ["True"], "Type": "string"}
    for wrong in (
        {"NotificationChannel": foreign},
        {"NotificationChannel": "news"},
        permissions(),
        permissions(Parameters=[one]),
        permissions(Parameters=[one, one]),
        permissions(PolicyTemplateArn=world.template + "x"),
    ):
        assert error_of(world.request, **wrong)[0] == "InvalidInput", wrong
    world.request()
    assert error_of(world.request)[0] == "EntityAlreadyExists"
    document = json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": {"Effect": "Allow", "Action": "iam:CreateRole", "Resource": "*"},
        }
    )
    made = world.partner.own(
        "RegisterDelegationTemplate", Name="roles", Document=document, RequestorName="Walls"
    )
    roles = {"PolicyTemplateArn": made["TemplateArn"]}
    refused = error_of(world.request, Permissions=roles, RequestorWorkflowId="workflow-2")
    assert refused[0] == "InvalidInput" and "iam:PermissionsBoundary" in refused[1]


def test_a_summary_tells_what_is_asked(world: World) -> None:
    iam, id = world.customer.client("iam"), world.request()
    arn = f"arn:aws:iam::{world.customer.id}:delegation-request/{id}"
    summary = iam.get_human_readable_summary(EntityArn=arn, Locale="en-GB")
    assert (summary["SummaryState"], summary["Locale"]) == ("AVAILABLE", "en-GB")
    content = summary["SummaryContent"]
    assert content.startswith(f"Wall Builders (account {world.partner.id}) asks to act in account")
    assert f"- Allowed: s3:GetObject on arn:aws:s3:::{world.bucket}/*" in content
    other = iam.get_human_readable_summary(EntityArn=arn, Locale="fr")
    assert (other["SummaryState"], other.get("SummaryContent")) == ("NOT_SUPPORTED", None)


def test_templates_are_kept_until_they_are_deleted(world: World) -> None:
    listed = world.partner.own("ListDelegationTemplates")["Templates"]
    assert [one["TemplateArn"] for one in listed] == [world.template]
    world.partner.own("DeleteDelegationTemplate", TemplateArn=world.template)
    assert world.partner.own("ListDelegationTemplates")["Templates"] == []
    gone = world.partner.own("DeleteDelegationTemplate", TemplateArn=world.template)
    assert gone["__type"].endswith("NoSuchEntity")
    broken = world.partner.own(
        "RegisterDelegationTemplate", Name="x", Document="@{", RequestorName="Walls"
    )
    assert broken["__type"].endswith("MalformedPolicyDocument")


def test_what_a_session_was_limited_to_cannot_be_handed_on(world: World) -> None:
    session = approved(world, world.customer.root)
    iam, id = world.customer.client("iam", session), world.request(RequestorWorkflowId="work-2")
    world.customer.client("iam").associate_delegation_request(DelegationRequestId=id)
    assert error_of(iam.accept_delegation_request, DelegationRequestId=id)[0] == "AccessDenied"

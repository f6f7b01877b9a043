"""An organization under `--dev`, where an account's twelve digits are its root user's key."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from typing import Any

from harness.aws import Credentials, client
from harness.server import Server

ACCESS_ROLE = "OrganizationAccountAccessRole"


class Organization:
    """An organization with service control policies, seen by its management account."""

    def __init__(
        self,
        server: Server,
        management: str,
        feature_set: str = "ALL",
        policy_types: Sequence[str] = ("SERVICE_CONTROL_POLICY",),
    ) -> None:
        self.server = server
        self.management = management
        self.api = self.client("organizations")
        self.description = self.api.create_organization(FeatureSet=feature_set)["Organization"]
        self.id = self.description["Id"]
        self.root = self.api.list_roots()["Roots"][0]["Id"]
        for policy_type in policy_types if feature_set == "ALL" else ():
            self.api.enable_policy_type(RootId=self.root, PolicyType=policy_type)

    def client(self, service: str, credentials: Credentials | None = None, **options: Any) -> Any:
        """A client of the management account's root user, unless `credentials` says otherwise."""
        who = credentials or Credentials(self.management, "any")
        return client(service, self.server.endpoint, who, **options)

    def account(self, name: str, **options: Any) -> str:
        """Makes an account, and answers its id."""
        email = f"{name}@{self.management}.example.com"
        made = self.api.create_account(AccountName=name, Email=email, **options)
        status = self.creation(made["CreateAccountStatus"]["Id"])
        assert status["State"] == "SUCCEEDED", status
        return status["AccountId"]

    def creation(self, request: str) -> dict[str, Any]:
        """What became of a request for an account."""
        found = self.api.describe_create_account_status(CreateAccountRequestId=request)
        return found["CreateAccountStatus"]

    def unit(self, name: str, parent: str | None = None, **options: Any) -> str:
        """Makes a unit, and answers its id."""
        made = self.api.create_organizational_unit(
            ParentId=parent or self.root, Name=name, **options
        )
        return made["OrganizationalUnit"]["Id"]

    def move(self, account: str, parent: str) -> None:
        """Sees to it that an account is directly below a node."""
        [above] = self.api.list_parents(ChildId=account)["Parents"]
        if above["Id"] != parent:
            self.api.move_account(
                AccountId=account, SourceParentId=above["Id"], DestinationParentId=parent
            )

    @functools.cached_property
    def operator(self) -> Credentials:
        """A user of the management account who may assume roles."""
        iam = self.client("iam")
        iam.create_user(UserName="operator")
        allow = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
        document = json.dumps({"Version": "2012-10-17", "Statement": allow})
        iam.put_user_policy(UserName="operator", PolicyName="p", PolicyDocument=document)
        return Credentials.from_key(iam.create_access_key(UserName="operator"))

    def administrator(self, account: str, role: str = ACCESS_ROLE) -> Credentials:
        """A session of the role by which the management account administers a member."""
        arn = f"arn:aws:iam::{account}:role/{role}"
        sts = self.client("sts", self.operator)
        return Credentials.from_session(sts.assume_role(RoleArn=arn, RoleSessionName="admin"))

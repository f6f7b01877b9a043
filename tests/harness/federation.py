"""A SAML provider of an account, and a role that its people may assume."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from botocore import UNSIGNED

from harness.saml import SIGN_IN, Idp, encoded
from harness.server import Server


@dataclass
class Federation:
    """A role that a provider's people may assume."""

    server: Server
    iam: Any
    idp: Idp
    provider: str
    role: str
    account: str

    def attributes(self, **more: list[str]) -> dict[str, list[str]]:
        """What an assertion for the role must say."""
        pair = f"{self.role},{self.provider}"
        return {"Role": [pair], "RoleSessionName": ["ada@example.com"], **more}

    def unsigned(self, attributes: dict[str, list[str]] | None = None, **what: Any) -> Any:
        """A response for the role."""
        return self.idp.response(attributes or self.attributes(), **what)

    def assume(self, response: Any, **more: Any) -> dict[str, Any]:
        """Presents a response, without credentials."""
        sts = self.server.client("sts", signature_version=UNSIGNED)
        parameters = {"RoleArn": self.role, "PrincipalArn": self.provider, **more}
        return sts.assume_role_with_saml(SAMLAssertion=encoded(response), **parameters)

    def trust(self, condition: dict[str, Any], actions: list[str] | None = None) -> None:
        """Changes the role's trust."""
        statement = {
            "Effect": "Allow",
            "Principal": {"Federated": self.provider},
            "Action": actions or ["sts:AssumeRoleWithSAML"],
            "Condition": condition,
        }
        document = json.dumps({"Version": "2012-10-17", "Statement": statement})
        name = self.role.rsplit("/", 1)[-1]
        self.iam.update_assume_role_policy(RoleName=name, PolicyDocument=document)


def federate(server: Server, name: str, idp: Idp) -> Federation:
    """Makes a provider for `idp` and a role that trusts it."""
    iam = server.client("iam")
    made = iam.create_saml_provider(Name=name, SAMLMetadataDocument=idp.metadata())
    provider = made["SAMLProviderArn"]
    account = provider.split(":")[4]
    role = f"arn:aws:iam::{account}:role/{name}"
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": provider},
        "Action": "sts:AssumeRoleWithSAML",
        "Condition": {"StringEquals": {"SAML:aud": SIGN_IN}},
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": statement})
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)
    return Federation(server, iam, idp, provider, role, account)

"""Buckets behind distributions."""

from __future__ import annotations

import json
import uuid
from typing import Any

from harness.aws import Credentials, client
from harness.cdn import CACHING_OPTIMIZED, Distribution
from harness.server import Server


class Bucket:
    """A bucket of an account of its own, and distributions of another in front of it."""

    def __init__(self, server: Server, owner: str, account: str) -> None:
        self.server, self.owner, self.account = server, owner, account
        self.name = f"site-{uuid.uuid4()}"
        self.s3 = client("s3", server.endpoint, Credentials(owner, "any"))
        self.s3.create_bucket(Bucket=self.name)
        self.cdn = client("cloudfront", server.endpoint, Credentials(account, "any"))

    def put(self, key: str, body: str, **more: Any) -> None:
        """Puts an object."""
        self.s3.put_object(Bucket=self.name, Key=key, Body=body.encode(), **more)

    def admit(self, principal: Any, *actions: str, **condition: Any) -> None:
        """Admits a principal, and nobody else."""
        statement = {
            "Effect": "Allow",
            "Principal": principal,
            "Action": list(actions) or ["s3:GetObject"],
            "Resource": [f"arn:aws:s3:::{self.name}", f"arn:aws:s3:::{self.name}/*"],
            **({"Condition": condition} if condition else {}),
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        self.s3.put_bucket_policy(Bucket=self.name, Policy=policy)

    def control(self, behaviour: str = "always") -> str:
        """An origin access control of the distributions' account."""
        config = {
            "Name": str(uuid.uuid4()),
            "SigningProtocol": "sigv4",
            "SigningBehavior": behaviour,
            "OriginAccessControlOriginType": "s3",
        }
        made = self.cdn.create_origin_access_control(OriginAccessControlConfig=config)
        return made["OriginAccessControl"]["Id"]

    def identity(self) -> dict[str, Any]:
        """An origin access identity of the distributions' account."""
        config = {"CallerReference": str(uuid.uuid4()), "Comment": ""}
        made = self.cdn.create_cloud_front_origin_access_identity(
            CloudFrontOriginAccessIdentityConfig=config
        )
        return made["CloudFrontOriginAccessIdentity"]

    def served(
        self,
        control: str = "",
        identity: str = "",
        behaviour: dict[str, Any] | None = None,
        path: str = "",
        host: str = "",
        **more: Any,
    ) -> Distribution:
        """A distribution in front of it."""
        named = f"origin-access-identity/cloudfront/{identity}" if identity else ""
        origin = {
            "Id": "app",
            "DomainName": host or f"{self.name}.s3.us-east-1.amazonaws.com",
            "OriginPath": path,
            "OriginAccessControlId": control,
            "S3OriginConfig": {"OriginAccessIdentity": named},
        }
        config = {
            "CallerReference": str(uuid.uuid4()),
            "Comment": "",
            "Enabled": True,
            "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": {
                "TargetOriginId": "app",
                "ViewerProtocolPolicy": "allow-all",
                "CachePolicyId": CACHING_OPTIMIZED,
                **(behaviour or {}),
            },
            **more,
        }
        return Distribution(self.server, self.account, config)

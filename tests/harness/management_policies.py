"""Management policies of organizations: a document of each type, and what is done with them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harness.organization import Organization

TAGS = "TAG_POLICY"
BACKUP = "BACKUP_POLICY"


def assign(value: Any) -> dict[str, Any]:
    return {"@@assign": value}


def regions(enabled: list[str]) -> dict[str, Any]:
    return {"enable_in_regions": assign(enabled), "disable_in_regions": assign([])}


PLAN = {
    "plans": {
        "nightly": {
            "regions": {"@@append": ["us-east-1"]},
            "rules": {"daily": {"target_backup_vault_name": assign("vault")}},
            "selections": {
                "tags": {
                    "all": {
                        "iam_role_arn": assign("arn:aws:iam::$account:role/backup"),
                        "tag_key": assign("backup"),
                        "tag_value": assign(["yes"]),
                    }
                }
            },
        }
    }
}
# A document of each type, and how it is answered as an effective policy.
DOCUMENTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    TAGS: (
        {"tags": {"team": {"tag_key": assign("Team"), "tag_value": assign(["red"])}}},
        {"tags": {"team": {"tag_key": "Team", "tag_value": ["red"]}}},
    ),
    BACKUP: (
        PLAN,
        {
            "plans": {
                "nightly": {
                    "regions": ["us-east-1"],
                    "rules": {"daily": {"target_backup_vault_name": "vault"}},
                    "selections": {
                        "tags": {
                            "all": {
                                "iam_role_arn": "arn:aws:iam::$account:role/backup",
                                "tag_key": "backup",
                                "tag_value": ["yes"],
                            }
                        }
                    },
                }
            }
        },
    ),
    "AISERVICES_OPT_OUT_POLICY": (
        {"services": {"default": {"opt_out_policy": assign("optOut")}}},
        {"services": {"default": {"opt_out_policy": "optOut"}}},
    ),
    "CHATBOT_POLICY": (
        {"chatbot": {"platforms": {"slack": {"client": assign("enabled")}}}},
        {"chatbot": {"platforms": {"slack": {"client": "enabled"}}}},
    ),
    "DECLARATIVE_POLICY_EC2": (
        {"ec2_attributes": {"serial_console_access": {"status": assign("disabled")}}},
        {"ec2_attributes": {"serial_console_access": {"status": "disabled"}}},
    ),
    "SECURITYHUB_POLICY": (
        {"securityhub": regions(["us-east-1"])},
        {"securityhub": {"enable_in_regions": ["us-east-1"], "disable_in_regions": []}},
    ),
    "INSPECTOR_POLICY": (
        {"inspector": {"enablement": {"ec2_scanning": regions(["ALL_SUPPORTED"])}}},
        {
            "inspector": {
                "enablement": {
                    "ec2_scanning": {
                        "enable_in_regions": ["ALL_SUPPORTED"],
                        "disable_in_regions": [],
                    }
                }
            }
        },
    ),
    "UPGRADE_ROLLOUT_POLICY": (
        {"upgrade_rollout": {"default": {"patch_order": assign("last")}}},
        {"upgrade_rollout": {"default": {"patch_order": "last"}}},
    ),
    "BEDROCK_POLICY": (
        {
            "bedrock": {
                "guardrail_inference": {
                    "us-east-1": {
                        "config_1": {
                            "identifier": assign(
                                "arn:aws:bedrock:us-east-1:123456789012:guardrail/abcdef012345:1"
                            ),
                        }
                    }
                }
            }
        },
        {
            "bedrock": {
                "guardrail_inference": {
                    "us-east-1": {
                        "config_1": {
                            "identifier": (
                                "arn:aws:bedrock:us-east-1:123456789012:guardrail/abcdef012345:1"
                            ),
                        }
                    }
                }
            }
        },
    ),
    "S3_POLICY": (
        {"s3_attributes": {"public_access_block_configuration": assign("all")}},
        {"s3_attributes": {"public_access_block_configuration": "all"}},
    ),
    "NETWORK_SECURITY_DIRECTOR_POLICY": (
        {
            "network_security_director": {
                "enablement": {"network_security_scan": regions(["us-east-1"])}
            }
        },
        {
            "network_security_director": {
                "enablement": {
                    "network_security_scan": {
                        "enable_in_regions": ["us-east-1"],
                        "disable_in_regions": [],
                    }
                }
            }
        },
    ),
    "GUARDDUTY_POLICY": (
        {"guardduty": {"enablement": {"default": {"foundational": {"status": assign("enabled")}}}}},
        {"guardduty": {"enablement": {"default": {"foundational": {"status": "enabled"}}}}},
    ),
}
# The services that need trusted access before their type is turned on.
SERVICES = {
    "SECURITYHUB_POLICY": "securityhub.amazonaws.com",
    "INSPECTOR_POLICY": "inspector2.amazonaws.com",
}


def enable(one: Organization, policy_type: str) -> None:
    """Turns a type on."""
    if service := SERVICES.get(policy_type):
        one.api.enable_aws_service_access(ServicePrincipal=service)
    one.api.enable_policy_type(RootId=one.root, PolicyType=policy_type)


def made(one: Organization, policy_type: str, document: Any, name: str = "p") -> str:
    """Makes a policy, and answers its id."""
    content = document if isinstance(document, str) else json.dumps(document)
    answer = one.api.create_policy(
        Name=name, Description="of a test", Type=policy_type, Content=content
    )
    return answer["Policy"]["PolicySummary"]["Id"]


def effective(one: Organization, account: str, policy_type: str = TAGS) -> dict[str, Any]:
    """The document of an account's effective policy."""
    found = one.api.describe_effective_policy(PolicyType=policy_type, TargetId=account)
    return json.loads(found["EffectivePolicy"]["PolicyContent"])


def reason_of(one: Organization, call: Any, **arguments: Any) -> tuple[str, str]:
    """The code and the reason of a refusal."""
    with pytest.raises(one.api.exceptions.ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"], caught.value.response.get("Reason", "")

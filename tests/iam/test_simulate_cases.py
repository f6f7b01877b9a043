"""The simulator against decisions that are known from outside: AWS's own, and its documentation."""

from __future__ import annotations

import json
from typing import Any

from botocore.exceptions import ClientError

from harness import known

DECISIONS = {
    "Allowed": "allowed",
    "ImplicitlyDenied": "implicitDeny",
    "ExplicitlyDenied": "explicitDeny",
}
# A document that IAM refuses before any decision: a policy has a statement.
REFUSED = {"arsenal/policyEvaluator#102"}
# Says nothing about any action: the call wants a policy.
SILENT = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Deny", "Action": "none:None", "Resource": "*"}],
}


def cases() -> list[dict[str, Any]]:
    """Every case that `SimulateCustomPolicy` has parameters for."""
    return [case for case in known.decisions() if is_expressible(case)]


def is_expressible(case: dict[str, Any]) -> bool:
    """Sessions, services and anonymous callers, RCPs and endpoints have no parameter."""
    unsupported = ("rcps", "session_policies", "endpoint_policies")
    principal = case["principal"]
    kind = principal.rsplit(":", 1)[-1].split("/")[0]
    management = {"management_account_principal", "management_account_resource"}
    return (
        not any(case[name] for name in unsupported)
        and kind in ("user", "role")
        and not management & set(case["flags"])
        and "service_linked_role" not in case["flags"]
        and case["id"] not in REFUSED
    )


def parameters(case: dict[str, Any]) -> dict[str, Any]:
    """The call that asks for the case's decision."""
    call: dict[str, Any] = {
        "PolicyInputList": [json.dumps(one) for one in case["identity_policies"] or [SILENT]],
        "ActionNames": [case["action"]],
        "ResourceArns": [case["resource"]],
        "CallerArn": case["principal"],
        "ContextEntries": known.context_entries(case),
    }
    if case["boundary"]:
        call["PermissionsBoundaryPolicyInputList"] = [json.dumps(case["boundary"])]
    if case["resource_policy"]:
        call["ResourcePolicy"] = json.dumps(case["resource_policy"])
    if case["resource_account"]:
        call["ResourceOwner"] = f"arn:aws:iam::{case['resource_account']}:root"
    if case["scps"]:
        call["OrderedOrganizationPolicyInputList"] = [
            {"ServiceControlPolicyInputList": [json.dumps(one) for one in level]}
            for level in case["scps"]
        ]
    return call


def test_the_simulator_decides_as_aws_does(server) -> None:
    """Given each case, when it is simulated, then the decision is the known one."""
    asked = cases()
    iam = server.client("iam")
    wrong = []
    for case in asked:
        try:
            answer = iam.simulate_custom_policy(**parameters(case))
        except ClientError as error:
            wrong.append(f"{case['id']}: {error}")
            continue
        result = answer["EvaluationResults"][0]
        if result["EvalDecision"] != DECISIONS[case["expected"]]:
            wrong.append(f"{case['id']}: {result['EvalDecision']}, not {case['expected']}")
    assert not wrong, f"{len(wrong)} of {len(asked)}:\n" + "\n".join(wrong)
    assert len(asked) > 250

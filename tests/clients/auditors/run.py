"""Lets auditors that know only AWS look at an account in Bartizan, and checks that they find what
is wrong in it, and not what is right.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from harness.aws import environment  # noqa: E402
from harness.server import Server  # noqa: E402

SECONDS_MAX = 600

# What each check of prowler must say of which resource.
PROWLER = {
    ("iam_inline_policy_no_administrative_privileges", "boss/all"): "FAIL",
    ("iam_inline_policy_no_administrative_privileges", "escalator/creates"): "PASS",
    ("iam_no_root_access_key", "<root_account>"): "FAIL",
    ("iam_password_policy_minimum_length_14", None): "FAIL",
    ("s3_account_level_public_access_blocks", None): "FAIL",
    ("s3_bucket_level_public_access_block", "ledger"): "PASS",
    ("s3_bucket_level_public_access_block", "shop"): "FAIL",
    ("s3_bucket_object_lock", "ledger"): "PASS",
    ("s3_bucket_object_lock", "shop"): "FAIL",
    ("s3_bucket_object_versioning", "ledger"): "PASS",
    ("s3_bucket_object_versioning", "shop"): "FAIL",
    ("s3_bucket_public_access", "ledger"): "PASS",
    ("s3_bucket_public_access", "shop"): "FAIL",
}

# What prowler must say of an account of its own, and once an organization governs it well.
GOVERNED = {
    "account_maintain_different_contact_details_to_security_billing_and_operations": (
        "FAIL",
        "PASS",
    ),
    "iam_password_policy_minimum_length_14": ("FAIL", "PASS"),
    "organizations_account_part_of_organizations": ("FAIL", "PASS"),
    "organizations_opt_out_ai_services_policy": ("FAIL", "PASS"),
    "organizations_scp_check_deny_regions": ("FAIL", "PASS"),
    "organizations_tags_policies_enabled_and_attached": ("FAIL", "PASS"),
}


def statement(action: str | list[str], **rest: Any) -> str:
    """A policy of one statement that allows."""
    allowed = {"Effect": "Allow", "Action": action, **rest}
    return json.dumps({"Version": "2012-10-17", "Statement": [allowed]})


def furnish(server: Server) -> None:
    """An account with things to find: `boss` may do everything, `escalator` may come to it, `shop`
    is open to the world. `ledger` is well kept.
    """
    iam, s3 = server.client("iam"), server.client("s3")
    for user, policy, action in [
        ("boss", "all", "*"),
        ("escalator", "creates", "iam:CreateAccessKey"),
    ]:
        iam.create_user(UserName=user)
        document = statement(action, Resource="*")
        iam.put_user_policy(UserName=user, PolicyName=policy, PolicyDocument=document)
    s3.create_bucket(Bucket="ledger", ObjectLockEnabledForBucket=True)
    s3.create_bucket(Bucket="shop")
    s3.delete_public_access_block(Bucket="shop")
    server.client("account").put_contact_information(
        ContactInformation={
            "FullName": "Ada King",
            "AddressLine1": "12 St James's Square",
            "City": "London",
            "StateOrRegion": "London",
            "PostalCode": "SW1Y 4JH",
            "CountryCode": "GB",
            "PhoneNumber": "+44 20 7946 0000",
        }
    )
    public = statement("s3:GetObject", Principal="*", Resource="arn:aws:s3:::shop/*")
    s3.put_bucket_policy(Bucket="shop", Policy=public)


def govern(server: Server) -> None:
    """Mends what `GOVERNED` names: contacts, a password policy, and an organization whose policies
    bind regions, opt out of AI services and name tags.
    """
    account, iam = server.client("account"), server.client("iam")
    for number, kind in enumerate(("BILLING", "OPERATIONS", "SECURITY")):
        account.put_alternate_contact(
            AlternateContactType=kind,
            EmailAddress=f"{kind.lower()}@example.com",
            Name=kind.title(),
            PhoneNumber=f"+1 555 010 000{number}",
            Title="Team",
        )
    iam.update_account_password_policy(MinimumPasswordLength=14)
    organizations = server.client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    root = organizations.list_roots()["Roots"][0]["Id"]
    regions = {"StringNotEquals": {"aws:RequestedRegion": ["us-east-1", "eu-west-1"]}}
    denied = {"Effect": "Deny", "Action": "ec2:*", "Resource": "*", "Condition": regions}
    opt_out = {"@@assign": "optOut", "@@operators_allowed_for_child_policies": ["@@none"]}
    for kind, content in {
        "SERVICE_CONTROL_POLICY": {"Version": "2012-10-17", "Statement": [denied]},
        "AISERVICES_OPT_OUT_POLICY": {"services": {"default": {"opt_out_policy": opt_out}}},
        "TAG_POLICY": {"tags": {"team": {"tag_key": {"@@assign": "Team"}}}},
    }.items():
        enabled = organizations.list_roots()["Roots"][0]["PolicyTypes"]
        if kind not in {one["Type"] for one in enabled}:
            organizations.enable_policy_type(RootId=root, PolicyType=kind)
        policy = organizations.create_policy(
            Content=json.dumps(content), Description="", Name=kind.lower(), Type=kind
        )["Policy"]["PolicySummary"]["Id"]
        organizations.attach_policy(PolicyId=policy, TargetId=root)


class Visit:
    """Programs run as the root user, in a folder of their own."""

    def __init__(self, server: Server, home: Path) -> None:
        root = server.root()
        self.home = home
        self.environment = environment(server.endpoint.replace("127.0.0.1", "localhost"), home) | {
            "AWS_ACCESS_KEY_ID": root.access_key,
            "AWS_SECRET_ACCESS_KEY": root.secret_key,
            "PYTHONPATH": str(HERE / "site"),
            "PMAPPER_STORAGE": str(home / "pmapper"),
            "BROWSER": "true",
        }

    def run(self, program: Path, *words: str) -> str:
        """Runs it; what it prints to either stream, which is shown where it fails."""
        done = subprocess.run(
            [program, *words],
            cwd=self.home,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS_MAX,
            check=False,
        )
        if done.returncode:
            print(f"{program.name} {' '.join(words)}\n{done.stdout[-4000:]}")
        return done.stdout


def scan(visit: Visit, programs: Path, *services: str) -> tuple[dict, list[str]]:
    """Prowler's verdicts by check and resource, and the errors that it met."""
    said = visit.run(
        programs / "prowler",
        *("aws", "--services", *services, "--region", "us-east-1"),
        *("-M", "json-ocsf", "-o", "prowler", "-F", "found", "--log-level", "ERROR"),
        *("--ignore-exit-code-3", "--no-banner", "--no-color"),
    )
    page = visit.home / "prowler/found.ocsf.json"
    verdicts: dict[tuple[str, str | None], str] = {}
    for one in json.loads(page.read_text()):
        check, verdict = one["metadata"]["event_code"], one["status_code"]
        verdicts[check, None] = verdict
        for resource in one["resources"]:
            verdicts[check, resource["name"]] = verdict
    page.unlink()
    return verdicts, [line for line in said.splitlines() if "ERROR" in line]


def prowler(visit: Visit, programs: Path) -> dict[str, bool]:
    """Its verdicts on IAM, S3 and CloudTrail."""
    verdicts, _ = scan(visit, programs, "iam", "s3", "cloudtrail")
    return {
        f"prowler: {check} of {resource or 'the account'} is {verdict}": (
            verdicts.get((check, resource)) == verdict
        )
        for (check, resource), verdict in PROWLER.items()
    }


def governed(visit: Visit, programs: Path, server: Server) -> dict[str, bool]:
    """Its verdicts on IAM, the organization and the account, before `govern` and after."""
    found = {}
    for turn, state in enumerate(("alone", "governed")):
        verdicts, errors = scan(visit, programs, "iam", "organizations", "account")
        print("\n".join(errors))
        found[f"prowler: no errors in an account that is {state}"] = not errors
        for check, expected in GOVERNED.items():
            verdict = verdicts.get((check, None))
            found[f"prowler: {check} in an account that is {state} is {expected[turn]}"] = (
                verdict == expected[turn]
            )
        if state == "alone":
            govern(server)
    return found


def cloudsplaining(visit: Visit, programs: Path) -> dict[str, bool]:
    """Which inline policies lead to more than they say."""
    visit.run(programs / "cloudsplaining", "download", "-o", ".")
    visit.run(programs / "cloudsplaining", "scan", "-i", "default.json", "-o", ".")
    found = json.loads((visit.home / "iam-results-default.json").read_text())
    policies = {policy["PolicyName"]: policy for policy in found["inline_policies"].values()}

    def has(policy: str, risk: str) -> bool:
        return bool(policies.get(policy, {}).get(risk, {}).get("findings"))

    return {
        "cloudsplaining: `all` allows the management of resource policies": has(
            "all", "ResourceExposure"
        ),
        "cloudsplaining: `creates` exposes credentials": has("creates", "CredentialsExposure"),
        "cloudsplaining: `creates` moves no data": not has("creates", "DataExfiltration"),
    }


def principalmapper(visit: Visit, programs: Path, account: str) -> dict[str, bool]:
    """Who may come to whom."""
    pmapper = programs / "pmapper"
    visit.run(pmapper, "graph", "create", "--include-regions", "us-east-1")
    said = visit.run(pmapper, "--account", account, "query", "preset privesc *")
    return {
        "principalmapper: boss is an administrator": "user/boss is an administrative principal"
        in said,
        "principalmapper: escalator can come to boss": "user/escalator can escalate" in said,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=Path, required=True)
    parser.add_argument("--prowler", type=Path, required=True, help="the folder of its programs")
    parser.add_argument("--others", type=Path, required=True, help="that of the other auditors'")
    options = parser.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        server = Server(options.binary, home / "data")
        server.start()
        try:
            furnish(server)
            account = server.client("sts").get_caller_identity()["Account"]
            visit = Visit(server, home)
            found = prowler(visit, options.prowler)
            found |= governed(visit, options.prowler, server)
            found |= cloudsplaining(visit, options.others)
            found |= principalmapper(visit, options.others, account)
        finally:
            server.stop()
    for what, is_so in found.items():
        print(f"{'ok    ' if is_so else 'FAILED'} {what}")
    failed = list(found.values()).count(False)
    seconds = time.monotonic() - start
    print(f"{failed} failed, {len(found) - failed} passed in {seconds:.2f}s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

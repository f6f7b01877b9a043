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
    public = statement("s3:GetObject", Principal="*", Resource="arn:aws:s3:::shop/*")
    s3.put_bucket_policy(Bucket="shop", Policy=public)


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
        """Runs it; what it prints, which is shown where it fails."""
        done = subprocess.run(
            [program, *words],
            cwd=self.home,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=SECONDS_MAX,
            check=False,
        )
        if done.returncode:
            print(f"{program.name} {' '.join(words)}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
        return done.stdout


def prowler(visit: Visit, programs: Path) -> dict[str, bool]:
    """Its verdicts on IAM, S3 and CloudTrail."""
    visit.run(
        programs / "prowler",
        *("aws", "--services", "iam", "s3", "cloudtrail", "--region", "us-east-1"),
        *("-M", "json-ocsf", "-o", "prowler", "-F", "found"),
        *("--ignore-exit-code-3", "--no-banner", "--no-color"),
    )
    found = json.loads((visit.home / "prowler/found.ocsf.json").read_text())
    verdicts: dict[tuple[str, str | None], str] = {}
    for one in found:
        check, verdict = one["metadata"]["event_code"], one["status_code"]
        verdicts[check, None] = verdict
        for resource in one["resources"]:
            verdicts[check, resource["name"]] = verdict
    return {
        f"prowler: {check} of {resource or 'the account'} is {verdict}": (
            verdicts.get((check, resource)) == verdict
        )
        for (check, resource), verdict in PROWLER.items()
    }


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

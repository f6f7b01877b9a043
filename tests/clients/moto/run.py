"""Runs the tests that moto publishes for its own server against Bartizan.

`exceptions.toml` holds the tests that must fail and why; any other failure fails the run, and so
does an exception that no longer fails.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from harness.server import Server, clean_environment  # noqa: E402

ACCOUNT = "123456789012"
SUITES = (
    "iam",
    "sts",
    "cloudtrail",
    "s3",
    "organizations",
    "kms",
    "wafv2",
    "elbv2",
    "ec2",
    "shield",
    "route53",
    "cloudfront",
    "inspector2",
    "guardduty",
    "sqs",
    "events",
    "logs",
)


@dataclass
class Group:
    """Tests that contradict AWS, or that are of something which Bartizan has not."""

    why: str
    tests: list[str]
    run: bool = True
    always: bool = True
    absent: bool = False
    used: set[str] = field(default_factory=set)

    def covers(self, test: str) -> bool:
        """Whether the test is named: by its id, with or without parameters, or by its file."""
        names = {test, test.split("[")[0], test.split("::")[0]}
        found = names & set(self.tests)
        self.used |= found
        return bool(found)


def exceptions() -> list[Group]:
    groups = tomllib.loads((HERE / "exceptions.toml").read_text())["group"]
    return [Group(**group) for group in groups]


def outcomes(suites: list[str], source: Path, endpoint: str, known: list[Group]) -> dict:
    """Runs the suites; each test's outcome, and the reasons of failures, by id."""
    skipped = [test for group in known if not group.run for test in group.tests]
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "outcomes.json"
        environment = clean_environment() | {
            "TEST_SERVER_MODE": "true",
            "TEST_SERVER_MODE_ENDPOINT": endpoint,
            "BARTIZAN_OUTCOMES": str(found),
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_DEFAULT_REGION": "us-east-1",
            "PYTHONPATH": str(HERE),
        }
        command = [sys.executable, "-m", "pytest", "-q", "-p", "plugin", "-p", "no:cacheprovider"]
        command += ["--tb=no", "--no-header", "-o", "addopts="]
        command += ["--ignore-glob=*test_server.py"]
        for test in skipped:
            command += [f"--deselect=tests/{test}"]
        command += [f"tests/test_{suite}" for suite in suites]
        subprocess.run(command, cwd=source, env=environment, stdout=subprocess.DEVNULL, check=False)
        return json.loads(found.read_text())


@dataclass
class Count:
    """How the tests of one suite came out."""

    passed: int = 0
    excepted: int = 0
    absent: int = 0
    failed: int = 0
    skipped: int = 0

    def line(self, name: str) -> str:
        rest = self.passed + self.absent + self.failed
        share = 100 * self.passed // rest if rest else 0
        return (
            f"{name:<14}{self.passed} of {rest + self.excepted} passed, {self.excepted} contradict "
            f"AWS, {self.absent} need what is not there, {self.failed} failed, "
            f"{self.skipped} skipped by moto: {share} % of what AWS does"
        )


def judge(suites: list[str], found: dict, known: list[Group]) -> tuple[Count, list[str]]:
    """The count of all suites, and what is wrong."""
    wrong = []
    total = Count()
    for suite in suites:
        count = Count()
        for node, outcome in sorted(found["outcomes"].items()):
            test = node.removeprefix("tests/")
            if not test.startswith(f"test_{suite}/"):
                continue
            if outcome == "skipped":
                count.skipped += 1
            elif outcome == "passed":
                count.passed += 1
            elif reasons := [group for group in known if group.covers(test)]:
                if any(group.absent for group in reasons):
                    count.absent += 1
                else:
                    count.excepted += 1
            else:
                count.failed += 1
                wrong.append(f"FAILED {test}: {found['reasons'].get(node, '')}")
        print(count.line(suite))
        total.passed += count.passed
        total.failed += count.failed
    for group in known:
        for test in group.tests:
            is_here = any(test.startswith(f"test_{suite}/") for suite in suites)
            if group.run and group.always and is_here and test not in group.used:
                wrong.append(f"STALE {test}: it is an exception, and does not fail")
                total.failed += 1
    return total, wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=Path, required=True)
    parser.add_argument("--source", type=Path, required=True, help="moto's unpacked source package")
    parser.add_argument("suites", nargs="*", default=list(SUITES))
    options = parser.parse_args()
    start = time.monotonic()
    known = exceptions()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        server = Server(options.binary, data, dev=True, extra=("--dev-account", ACCOUNT))
        endpoint = server.start().endpoint.replace("127.0.0.1", "localhost")
        try:
            found = outcomes(options.suites, options.source, endpoint, known)
        finally:
            server.stop()
    total, wrong = judge(options.suites, found, known)
    for line in wrong:
        print(line)
    seconds = time.monotonic() - start
    print(f"{total.failed} failed, {total.passed} passed in {seconds:.2f}s")
    return 1 if wrong else 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    sys.exit(main())

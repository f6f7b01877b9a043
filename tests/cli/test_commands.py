"""The commands that need no server."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from harness.command import run_bartizan

READS = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "Reports",
            "Effect": "Allow",
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::ledger/reports/*",
            "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}},
        }
    ],
}
DENIES = {
    "Version": "2012-10-17",
    "Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*"},
}
ALLOWS_ALL = {
    "Version": "2012-10-17",
    "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"},
}


@pytest.fixture
def bartizan(binary: Path, tmp_path: Path):
    def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return run_bartizan(binary, *words, environment=environment, folder=tmp_path)

    return run


@pytest.fixture
def policies(tmp_path: Path) -> None:
    for name, policy in [("reads", READS), ("denies", DENIES), ("all", ALLOWS_ALL)]:
        (tmp_path / f"{name}.json").write_text(json.dumps(policy, indent=2))


REQUEST = (
    *("--action", "s3:GetObject"),
    *("--resource", "arn:aws:s3:::ledger/reports/may.pdf"),
)
INSIDE = ("--context", "aws:SourceIp=192.0.2.7")


@pytest.mark.parametrize(
    ("words", "outcome", "exit_code"),
    [
        (("--policy", "reads.json", *INSIDE), "Allowed", 0),
        (("--policy", "reads.json"), "ImplicitlyDenied", 1),
        (("--policy", "reads.json", "denies.json", *INSIDE), "ExplicitlyDenied", 1),
        (("--policy", "all.json", "--boundary", "reads.json"), "ImplicitlyDenied", 1),
        (("--policy", "all.json", "--boundary", "reads.json", *INSIDE), "Allowed", 0),
        (("--policy", "all.json", "--session-policy", "denies.json"), "ExplicitlyDenied", 1),
        (("--policy", "all.json", "--scp", "all.json", "--scp", "all.json"), "Allowed", 0),
        (("--policy", "all.json", "--scp", "all.json,denies.json"), "ExplicitlyDenied", 1),
        (("--principal", "arn:aws:iam::123456789012:root"), "Allowed", 0),
        ((), "ImplicitlyDenied", 1),
    ],
)
def test_simulate(bartizan, policies, words: tuple[str, ...], outcome: str, exit_code: int) -> None:
    done = bartizan("simulate", *REQUEST, *words, "--format", "json")
    assert done.returncode == exit_code, done.stderr
    (told,) = json.loads(done.stdout)
    assert told["decision"]["outcome"] == outcome


def test_simulate_tells_the_nearest_miss(bartizan, policies) -> None:
    done = bartizan("simulate", *REQUEST, "--policy", "reads.json")
    assert "denied implicitly" in done.stdout
    assert 'Allow "Reports" does not match: aws:SourceIp under IpAddress is missing' in done.stdout
    assert "To be allowed, change:" in done.stdout


def test_simulate_decides_every_action_on_every_resource(bartizan, policies) -> None:
    words = ("--action", "s3:GetObject", "s3:PutObject", "--resource", "arn:aws:s3:::b/1", "*")
    done = bartizan("simulate", "--policy", "all.json", *words, "--format", "json")
    told = json.loads(done.stdout)
    assert len({(one["action"], one["resource"]) for one in told}) == 4


def test_lint_is_quiet_about_a_sound_policy(bartizan, policies) -> None:
    done = bartizan("lint", "reads.json")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_lint_shows_where_and_fails(bartizan, tmp_path: Path) -> None:
    wrong = json.dumps(READS, indent=2).replace("s3:GetObject", "s3:GetObjekt")
    (tmp_path / "wrong.json").write_text(wrong)
    done = bartizan("lint", "wrong.json")
    assert done.returncode == 1
    assert done.stdout.startswith("wrong.json:7:17: error INVALID_ACTION: ")
    found = json.loads(bartizan("lint", "wrong.json", "--format", "json").stdout)
    assert (found[0]["file"], found[0]["kind"]) == ("wrong.json", "ERROR")


def test_lint_knows_the_own_action(bartizan, tmp_path: Path) -> None:
    policy = json.loads(json.dumps(ALLOWS_ALL))
    policy["Statement"]["Action"] = "bartizan:ExplainRequest"
    (tmp_path / "own.json").write_text(json.dumps(policy))
    done = bartizan("lint", "own.json")
    assert (done.returncode, done.stdout) == (0, "")


def test_coverage_counts_the_same_in_both_forms(bartizan) -> None:
    page = bartizan("coverage", "--format", "markdown").stdout
    services = json.loads(bartizan("coverage", "--format", "json").stdout)
    assert {service["service"] for service in services} >= {"iam", "sts", "s3", "cloudtrail"}
    for service in services:
        assert f"| [{service['service']}](#{service['service']}) | {service['real']} |" in page


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        (("--version",), 0, "bartizan "),
        (("lint", "absent.json"), 3, "absent.json"),
        (("simulate", "--action", "s3:GetObject", "--context", "odd"), 2, "KEY=VALUE"),
        (("serve", "--listen", "nowhere"), 2, "nowhere"),
        (("serve", "--config", "absent.toml"), 3, "absent.toml"),
        (("explain", "some-id"), 2, "credentials"),
        (("backup", "b.tar", "--data", "absent"), 2, "no data folder"),
        (("restore", "absent.tar", "--data", "new"), 3, "absent.tar"),
        (("completions", "bash"), 0, "complete"),
    ],
)
def test_exit_codes(bartizan, words: tuple[str, ...], exit_code: int, said: str) -> None:
    done = bartizan(*words, HOME="/nonexistent")
    assert done.returncode == exit_code, done.stderr
    assert said in done.stdout + done.stderr


def test_environment_meant_for_serve_does_not_disturb_other_commands(bartizan, policies) -> None:
    done = bartizan("lint", "reads.json", BARTIZAN_DEV="true", BARTIZAN_LISTEN="127.0.0.1:0")
    assert done.returncode == 0, done.stderr

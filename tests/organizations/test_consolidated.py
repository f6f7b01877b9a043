"""The consolidated view: an organization drawn, the use of its accounts, and what it comes to."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness import own
from harness.aws import Credentials, error_of
from harness.command import run_bartizan
from harness.organization import Organization
from harness.server import Server

SCP = "SERVICE_CONTROL_POLICY"
PRICES = """
currency = "EUR"
[[price]]
service = "iam"
operation = "ListUsers"
per_call = "0.1"
[[price]]
service = "iam"
operation = "ListRoles"
per_call = "0.000000000001"
"""


class Command:
    """`bartizan org`, as an account's root user runs it."""

    def __init__(self, binary: Path, server: Server) -> None:
        self.binary, self.server = binary, server

    def __call__(self, who: str, *words: str) -> str:
        done = self.run(who, *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, who: str, *words: str) -> subprocess.CompletedProcess:
        environment = {
            "AWS_ENDPOINT_URL": self.server.endpoint,
            "AWS_ACCESS_KEY_ID": who,
            "AWS_SECRET_ACCESS_KEY": "any",
        }
        return run_bartizan(self.binary, "org", *words, environment=environment)


@pytest.fixture
def command(binary: Path, dev_server: Server) -> Command:
    return Command(binary, dev_server)


def test_the_tree_is_drawn_with_what_its_policies_say(
    organization: Callable[..., Organization], command: Command
) -> None:
    one = organization()
    unit, account = one.unit("prod"), one.account("ada")
    one.move(account, unit)
    deny = {"Effect": "Deny", "Action": "iam:ListUsers", "Resource": "*"}
    content = json.dumps({"Version": "2012-10-17", "Statement": deny})
    made = one.api.create_policy(Name="no-listing", Description="", Type=SCP, Content=content)
    policy = made["Policy"]["PolicySummary"]["Id"]
    one.api.attach_policy(PolicyId=policy, TargetId=unit)
    lines = command(one.management, "tree").splitlines()
    assert lines[0] == one.id
    assert lines[1] == f"└─ Root ({one.root})"
    assert f"   │  │  SCP no-listing ({policy})" in lines
    assert "   │  │      denies iam:ListUsers" in lines
    assert f"   │  └─ ada (account {account})" in lines
    tree = json.loads(command(one.management, "tree", "--output", "json"))
    assert [node["id"] for node in tree["nodes"]] == [one.root, unit, account, one.management]
    [told] = [it for it in tree["policies"] if it["id"] == policy]
    assert told["statements"] == ["denies iam:ListUsers"]
    # A member sees no more than AWS shows it.
    assert command.run(account, "tree").returncode == 3


def test_each_call_is_counted_once_and_has_its_price(
    organization: Callable[..., Organization], command: Command, tmp_path: Path
) -> None:
    """Given known calls of two accounts, when a statement is made twice, then both say exactly what
    they come to, and what has no price."""
    one = organization()
    unit, ada, bob = one.unit("prod"), one.account("ada"), one.account("bob")
    one.move(ada, unit)
    for account, count in ((ada, 3), (bob, 4)):
        iam = one.client("iam", Credentials(account, "any"))
        for _ in range(count):
            iam.list_users()
    iam.list_roles()
    error_of(iam.get_user, UserName="nobody")
    prices = tmp_path / "prices.toml"
    prices.write_text(PRICES)
    words = ("statement", "--prices", str(prices))
    for _ in range(2):
        statement = json.loads(command(one.management, *words, "--output", "json"))
        assert (statement["currency"], statement["total"]) == ("EUR", "0.700000000001")
        amounts = {it["id"]: (it["calls"], it["amount"]) for it in statement["nodes"]}
        assert amounts[ada] == amounts[unit] == (3, "0.30")
        assert amounts[bob] == (6, "0.400000000001")
        assert amounts[one.root][1] == "0.700000000001"
        unpriced = [it for it in statement["unpriced"] if it["accountId"] == bob]
        assert [(it["operation"], it["calls"], it["failedCalls"]) for it in unpriced] == [
            ("GetUser", 1, 1)
        ]
    text = command(one.management, *words)
    assert "0.700000000001 EUR" in text
    assert "WITHOUT A PRICE" in text
    rows = list(csv.DictReader(io.StringIO(command(one.management, *words, "--output", "csv"))))
    [listed] = [it for it in rows if (it["account"], it["operation"]) == (ada, "ListUsers")]
    assert (listed["calls"], listed["amount"]) == ("3", "0.30")


def test_a_member_sees_its_own_use_alone(
    organization: Callable[..., Organization], command: Command
) -> None:
    one = organization()
    ada, bob = one.account("ada"), one.account("bob")
    one.client("iam", Credentials(ada, "any")).list_users()
    one.client("iam", Credentials(bob, "any")).list_users()
    usage = json.loads(command(ada, "usage", "--output", "json"))["usage"]
    assert [(it["accountId"], it["operation"]) for it in usage] == [(ada, "ListUsers")]
    seen = json.loads(command(one.management, "usage", "--output", "json"))["usage"]
    assert {ada, bob} <= {it["accountId"] for it in seen}
    assert command.run(ada, "usage", "--account", bob).returncode == 3
    # A month without calls is empty, and what is no month is refused.
    assert json.loads(command(ada, "usage", "--month", "2020-01", "--output", "json")) == {
        "month": "2020-01",
        "usage": [],
    }
    assert command.run(ada, "usage", "--month", "2026-13").returncode == 3


def test_counting_survives_kills(server_factory: Callable[..., Server]) -> None:
    """Given calls between kills, when the use is asked for, then each answered call is counted
    once."""
    server = server_factory()
    answered = 0
    for _ in range(3):
        iam = server.client("iam")
        for _ in range(7):
            iam.list_users()
            answered += 1
        usage(server)
        server.kill()
        server.start()
    [line] = [it for it in usage(server) if it["Operation"] == "ListUsers"]
    assert line["Calls"] == answered


def usage(server: Server) -> list[dict[str, Any]]:
    return own.call(server, "GetUsage", {}, server.root())["Usage"]

"""The credential report: real facts of every user, as comma-separated values."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from harness.aws import Credentials, client, error_of
from harness.server import Server


@pytest.fixture(scope="module")
def iam(fresh_server: Server) -> Any:
    """IAM as root of an account of its own: it has one report."""
    return fresh_server.client("iam")


def test_the_report_tells_what_each_user_has(iam: Any, fresh_server: Server) -> None:
    assert error_of(iam.get_credential_report) == (
        "ReportNotPresent",
        "No report exists. Use GenerateCredentialReport to generate one.",
        410,
    )
    iam.create_user(UserName="plain")
    iam.create_user(UserName="with,comma", Path="/team/")
    iam.update_account_password_policy(MaxPasswordAge=90)
    iam.create_login_profile(UserName="plain", Password="Correct-Horse-7")
    key = iam.create_access_key(UserName="plain")
    client("sts", fresh_server.endpoint, Credentials.from_key(key)).get_caller_identity()
    assert iam.generate_credential_report()["State"] == "STARTED"
    assert iam.generate_credential_report()["State"] == "COMPLETE"
    report = iam.get_credential_report()
    assert report["ReportFormat"] == "text/csv"
    rows = {row["user"]: row for row in csv.DictReader(io.StringIO(report["Content"].decode()))}
    assert list(rows) == ["<root_account>", "plain", "with,comma"]
    root, plain, comma = rows.values()
    assert root["password_enabled"] == "not_supported" and root["access_key_1_active"] == "true"
    assert (plain["password_enabled"], plain["password_last_used"]) == ("true", "no_information")
    assert plain["password_last_changed"] < plain["password_next_rotation"]
    assert plain["access_key_1_last_used_service"] == "sts"
    assert (plain["access_key_2_active"], plain["access_key_2_last_rotated"]) == ("false", "N/A")
    assert comma["arn"].endswith(":user/team/with,comma")
    assert (comma["password_enabled"], comma["mfa_active"]) == ("false", "false")
    assert all(None not in row.values() and None not in row for row in rows.values())
    iam.create_user(UserName="late")
    assert b"late" not in iam.get_credential_report()["Content"]

"""How a host is configured, beside the CIS benchmark: trees that are scanned without a server."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

PACKAGE = "Package: openssh-server\nStatus: install ok installed\nVersion: 1\n"


@pytest.fixture
def host(tmp_path: Path) -> Path:
    """The root of a host that has an SSH server."""
    host = tmp_path / "host"
    files = {
        "etc/os-release": 'ID=debian\nVERSION_ID="12"\n',
        "etc/ssh/sshd_config": "Include /etc/ssh/sshd_config.d/*.conf\nPermitRootLogin yes\n",
        "etc/ssh/sshd_config.d/own.conf": "PermitRootLogin no\nMaxAuthTries 6\n",
        "var/lib/dpkg/status": PACKAGE,
    }
    for path, text in files.items():
        (host / path).parent.mkdir(parents=True, exist_ok=True)
        (host / path).write_text(text)
    return host


def checks(bartizan, *words: str) -> dict[str, dict]:
    done = bartizan("scan", "host", "--cis", "--format", "json", *words)
    assert done.returncode in (0, 1), done.stderr
    return {check["id"]: check for check in json.loads(done.stdout)["checks"]}


def test_a_tree_is_checked(bartizan, host: Path) -> None:
    told = checks(bartizan)
    assert told["5.1.20"]["outcome"] == "PASSED"
    evidence = {"path": "/etc/ssh/sshd_config.d/own.conf", "line": 2}
    evidence |= {"found": "MaxAuthTries 6", "wanted": "4 or less"}
    assert told["5.1.16"]["outcome"] == "FAILED"
    assert told["5.1.16"]["evidence"] == [evidence]
    assert told["1.7.2"]["outcome"] == "NOT_APPLICABLE"
    assert told["3.1.2"]["outcome"] == "UNKNOWN"
    assert {check["level"] for check in told.values()} == {1}
    assert all(
        check[word] for check in told.values() for word in ("title", "rationale", "remediation")
    )


def test_levels_and_single_checks(bartizan, host: Path) -> None:
    assert {check["level"] for check in checks(bartizan, "--cis-level", "2").values()} == {1, 2}
    assert list(checks(bartizan, "--cis-check", "5.1.8", "--cis-check", "7.2.1")) == [
        "5.1.8",
        "7.2.1",
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("host", "--cis", "--cis-check", "5.1.20"), 0),
        (("host", "--cis", "--cis-check", "5.1.16"), 1),
        (("host", "--cis", "--cis-check", "5.1.16", "--fail-on", "never"), 0),
        (("host", "--cis", "--cis-check", "9.9"), 2),
        (("host", "--cis", "--cis-level", "3"), 2),
        (("host", "--cis", "--format", "spdx"), 2),
        (("host", "--cis-level", "1"), 2),
        (("absent", "--cis"), 3),
        (("host/etc", "--cis"), 3),
    ],
)
def test_exit_codes(bartizan, host: Path, words: tuple[str, ...], code: int) -> None:
    done = bartizan("scan", *words)
    assert done.returncode == code, done.stdout + done.stderr


def test_another_release_is_refused(bartizan, host: Path) -> None:
    (host / "etc/os-release").write_text("ID=debian\nVERSION_ID=11\n")
    done = bartizan("scan", "host", "--cis")
    assert (done.returncode, "debian 11" in done.stderr) == (3, True)


def test_the_table_tells_what_is_wrong(bartizan, host: Path) -> None:
    lines = bartizan("scan", "host", "--cis", "--cis-check", "5.1.16").stdout.splitlines()
    assert lines[1].split()[:3] == ["5.1.16", "1", "failed"]
    assert "/etc/ssh/sshd_config.d/own.conf:2: MaxAuthTries 6" in lines[1]
    assert "0 passed, 1 failed" in lines[-1]


def test_sarif_names_rules_and_lines(bartizan, host: Path) -> None:
    words = ("--cis-check", "5.1.16", "--cis-check", "5.1.20", "--format", "sarif")
    [run] = json.loads(bartizan("scan", "host", "--cis", *words).stdout)["runs"]
    failed, passed = run["results"]
    assert (failed["ruleId"], failed["kind"], failed["level"]) == ("CIS-5.1.16", "fail", "warning")
    place = failed["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "etc/ssh/sshd_config.d/own.conf"
    assert place["region"] == {"startLine": 2}
    assert (passed["kind"], passed["level"]) == ("pass", "none")
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["CIS-5.1.16", "CIS-5.1.20"]


def test_nothing_outside_of_the_root_is_read(bartizan, host: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.conf"
    outside.write_text("PermitRootLogin yes\n")
    config = host / "etc/ssh/sshd_config.d/00.conf"
    config.symlink_to(outside)
    assert checks(bartizan)["5.1.20"]["outcome"] == "PASSED"
    config.unlink()
    config.symlink_to("../../../../../../outside.conf")
    assert checks(bartizan)["5.1.20"]["outcome"] == "PASSED"


def test_pipes_are_never_opened(bartizan, host: Path) -> None:
    os.mkfifo(host / "etc/motd")
    os.mkfifo(host / "etc/ssh/sshd_config.d/99.conf")
    told = checks(bartizan)
    assert told["5.1.20"]["outcome"] == "PASSED"
    assert told["1.6.1"]["outcome"] == "PASSED"

"""Known vulnerabilities: advisories compiled, and folders scanned, without a server."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest


def test_a_folder_is_scanned(bartizan, advisories, tree: Path) -> None:
    done = bartizan("scan", "tree", "--format", "json")
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    found = {each["id"]: each for each in told["findings"]}
    assert set(found) == {"CVE-2021-25900", "GHSA-x", "DSA-1"}
    cve = found["CVE-2021-25900"]
    assert (cve["ids"], cve["score"]) == (["RUSTSEC-1", "CVE-2021-25900"], 9.8)
    assert (cve["fixedIn"], cve["severity"]) == ("1.6.1", "critical")
    assert cve["places"] == ["Cargo.lock"]
    assert found["DSA-1"]["package"]["source"]["name"] == "openssl"
    assert found["DSA-1"]["package"]["release"] == "12"
    assert found["DSA-1"]["places"] == ["image/var/lib/dpkg/status"]
    assert told["scanned"] == {"files": 3, "packages": 3, "linksNotFollowed": 0}
    assert told["advisories"]["newest"] == "2026-01-02T03:04:05Z"
    assert told["advisories"]["ageDays"] >= 0
    assert told["problems"] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("tree",), 1),
        (("tree", "--fail-on", "critical"), 1),
        (("tree", "--fail-on", "never"), 0),
        (("tree/web", "--fail-on", "low"), 1),
        (("tree/web", "--fail-on", "medium"), 0),
        (("tree/Cargo.lock",), 1),
        (("osv",), 0),
        (("absent",), 3),
        (("advisories.db",), 2),
        (("tree", "--advisories", "absent.db"), 3),
        (("tree", "--advisories", "tree/Cargo.lock"), 3),
        (("broken/Cargo.lock",), 3),
        (("broken",), 0),
    ],
)
def test_exit_codes(
    bartizan, advisories, tree: Path, tmp_path: Path, words: tuple[str, ...], code: int
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/Cargo.lock").write_bytes(b"\xff")
    done = bartizan("scan", *words)
    assert done.returncode == code, done.stdout + done.stderr


def test_the_table_begins_with_the_gravest(bartizan, advisories, tree: Path) -> None:
    lines = bartizan("scan", "tree").stdout.splitlines()
    assert lines[1].split()[:4] == ["smallvec", "1.6.0", "1.6.1", "critical"]
    assert "3 findings in 3 of 3 packages of 3 files" in lines[-2]
    assert "days old" in lines[-1]
    assert "not signed" in lines[-1]


def test_sarif(bartizan, advisories, tree: Path) -> None:
    (tree / "a b").mkdir()
    (tree / "Cargo.lock").rename(tree / "a b/Cargo.lock")
    (run,) = json.loads(bartizan("scan", "tree", "--format", "sarif").stdout)["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["CVE-2021-25900"]["properties"]["security-severity"] == "9.8"
    (result,) = (each for each in run["results"] if each["ruleId"] == "CVE-2021-25900")
    assert result["level"] == "error"
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "a%20b/Cargo.lock"


def test_what_cannot_be_read_is_told_and_the_rest_is_assessed(
    bartizan, advisories, tree: Path
) -> None:
    (tree / "web/yarn.lock").write_text("<<<<<<< HEAD\n")
    (tree / "web/go.mod").mkdir()
    os.mkfifo(tree / "web/poetry.lock")
    outside = tree.parent / "outside"
    outside.mkdir()
    (tree / "Cargo.lock").rename(outside / "Cargo.lock")
    (tree / "outside").symlink_to(outside)
    (tree / "Cargo.lock").symlink_to(outside / "Cargo.lock")
    told = json.loads(bartizan("scan", "tree", "--format", "json").stdout)
    assert [each["path"] for each in told["problems"]] == ["web/yarn.lock"]
    assert told["scanned"]["linksNotFollowed"] == 2
    assert {each["id"] for each in told["findings"]} == {"GHSA-x", "DSA-1"}


def test_signatures(bartizan, advisories, tree: Path, tmp_path: Path) -> None:
    for name in ("own", "other"):
        key = tmp_path / f"{name}.pem"
        make = ["openssl", "genpkey", "-algorithm", "ed25519", "-out", str(key)]
        subprocess.run(make, check=True)
        public = ["openssl", "pkey", "-in", str(key), "-pubout", "-out", f"{key}.pub"]
        subprocess.run(public, check=True)
    signed = ("advisories", "build", "osv", "-o", "signed.db", "--sign-key", "own.pem")
    assert bartizan(*signed).returncode == 0
    trusting = ("--advisories", "signed.db", "--trust", "own.pem.pub")
    done = bartizan("scan", "tree", *trusting)
    assert done.returncode == 1
    assert "signed by the key that is trusted" in done.stdout
    assert bartizan("advisories", "verify", "signed.db", "--trust", "own.pem.pub").returncode == 0
    for file, key, words in [
        ("signed.db", "other.pem.pub", "not of the key that is trusted"),
        ("advisories.db", "own.pem.pub", "not signed"),
    ]:
        refused = bartizan("scan", "tree", "--advisories", file, "--trust", key)
        assert refused.returncode == 3
        assert words in refused.stderr


def test_damage_is_found(bartizan, advisories, tmp_path: Path) -> None:
    file = tmp_path / "advisories.db"
    whole = file.read_bytes()
    assert bartizan("advisories", "verify", "advisories.db").returncode == 0
    for at in (20, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        done = bartizan("advisories", "verify", "advisories.db")
        assert (done.returncode, "damaged" in done.stderr) == (3, True)


def test_what_cannot_be_compiled_is_told(bartizan, advisories, tmp_path: Path) -> None:
    (tmp_path / "osv/broken.json").write_text("{")
    done = bartizan("advisories", "build", "osv", "-o", "again.db")
    assert done.returncode == 1
    assert "broken.json: " in done.stderr
    info = json.loads(bartizan("advisories", "info", "again.db", "--format", "json").stdout)
    assert info["packages"] == 3
    assert sum(source["records"] for source in info["sources"]) == 3
    assert sum(source["problems"] for source in info["sources"]) == 1
    assert bartizan("advisories", "build", "tree", "-o", "none.db").returncode == 3


@pytest.mark.parametrize(("form", "name"), [("cyclonedx", "bom.json"), ("spdx", "a.spdx.json")])
def test_a_bill_of_materials_has_the_same_findings(
    bartizan, advisories, tree: Path, tmp_path: Path, form: str, name: str
) -> None:
    written = bartizan("scan", "tree", "--format", form, "--fail-on", "never")
    assert written.returncode == 0, written.stderr
    (tmp_path / name).write_text(written.stdout)
    told = json.loads(bartizan("scan", name, "--format", "json").stdout)
    assert told["problems"] == []
    found = {(each["id"], each["package"]["release"]) for each in told["findings"]}
    assert found == {("CVE-2021-25900", ""), ("GHSA-x", ""), ("DSA-1", "12")}


def test_a_host_is_a_path_of_its_own(bartizan, advisories) -> None:
    assert bartizan("scan").returncode == 2
    assert bartizan("scan", "tree", "--host").returncode == 2

"""Statements about faults (VEX), and advisories brought up to date."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.issuer import Authority, Issuer
from harness.osv import record


def vex(state: str, stated: str) -> str:
    product = {"@id": "pkg:cargo/smallvec@1.6.0"}
    statement = {
        "vulnerability": {"name": "CVE-2021-25900"},
        "products": [product],
        "status": state,
        "justification": "vulnerable_code_not_in_execute_path",
        "timestamp": stated,
    }
    context = "https://openvex.dev/ns/v0.2.0"
    return json.dumps({"@context": context, "@id": "x", "statements": [statement]})


def test_statements_suppress_findings(bartizan, advisories, tree: Path, tmp_path: Path) -> None:
    (tmp_path / "vex.json").write_text(vex("not_affected", "2026-01-10T00:00:00Z"))
    words = ("scan", "tree/Cargo.lock", "--vex", "vex.json", "--vex-days", "36500")
    done = bartizan(*words, "--format", "json")
    assert done.returncode == 0, done.stderr
    (finding,) = json.loads(done.stdout)["findings"]
    assert finding["suppressed"]["status"] == "not_affected"
    assert finding["suppressed"]["reason"] == "vulnerable_code_not_in_execute_path"
    assert finding["suppressed"]["expires"].startswith("21")
    assert finding["suppressed"]["document"] == "vex.json"
    table = bartizan(*words)
    assert table.returncode == 0
    assert "not_affected until 21" in table.stdout
    assert "1 findings are suppressed, and do not count" in table.stdout
    (run,) = json.loads(bartizan(*words, "--format", "sarif").stdout)["runs"]
    (result,) = run["results"]
    (suppression,) = result["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert "vulnerable_code_not_in_execute_path" in suppression["justification"]


def test_statements_that_do_not_count_are_told(
    bartizan, advisories, tree: Path, tmp_path: Path
) -> None:
    (tmp_path / "old.json").write_text(vex("not_affected", "2000-01-10T00:00:00Z"))
    (tmp_path / "undated.json").write_text(vex("not_affected", "some day"))
    (tmp_path / "bad.json").write_text("{")
    names = ("old.json", "undated.json", "bad.json", "absent.json")
    words = [word for name in names for word in ("--vex", name)]
    done = bartizan("scan", "tree/Cargo.lock", "--format", "json", *words)
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    assert told["findings"][0]["suppressed"] is None
    assert [each["path"] for each in told["problems"]] == list(names[1:])
    (note,) = told["notes"]
    assert note["path"] == "old.json"
    assert "expired at 2001-01-09" in note["note"]


@pytest.fixture
def issuer(tmp_path: Path) -> Iterator[Issuer]:
    issuer = Issuer(Authority(tmp_path / "authority"))
    yield issuer
    issuer.close()


def test_advisories_are_updated(bartizan, advisories, tmp_path: Path) -> None:
    """From a folder, and from a compiled file, which is taken if it is right and not older."""
    (tmp_path / "more").mkdir()
    newer = {**record("GHSA-y", "npm", "right", "2.0.0"), "modified": "2026-02-02T03:04:05Z"}
    (tmp_path / "more/GHSA-y.json").write_text(json.dumps(newer))
    done = bartizan("advisories", "update", "new.db", "osv", "more")
    assert done.returncode == 0, done.stderr
    new = (tmp_path / "new.db").read_bytes()
    old = (tmp_path / "advisories.db").read_bytes()
    done = bartizan("advisories", "update", "new.db", "advisories.db")
    assert (done.returncode, "it is older" in done.stderr) == (1, True)
    assert (tmp_path / "new.db").read_bytes() == new
    (tmp_path / "damaged.db").write_bytes(new[:-1] + bytes([new[-1] ^ 1]))
    for words, code in [(("damaged.db",), 3), (("new.db", "more"), 2), (("absent",), 3)]:
        done = bartizan("advisories", "update", "advisories.db", *words)
        assert done.returncode == code, done.stderr
        assert (tmp_path / "advisories.db").read_bytes() == old
    assert bartizan("advisories", "update", "advisories.db", "new.db").returncode == 0
    assert (tmp_path / "advisories.db").read_bytes() == new


def test_advisories_are_downloaded(bartizan, advisories, issuer: Issuer, tmp_path: Path) -> None:
    compiled = (tmp_path / "advisories.db").read_bytes()
    issuer.answers["/advisories.db"] = (200, {}, compiled)
    issuer.answers["/all.zip"] = (200, {}, (tmp_path / "osv/all.zip").read_bytes())
    allowed = ("--egress-ca", "authority/authority.pem", "--egress-allow", "127.0.0.0/8")
    url = f"{issuer.url}/advisories.db"
    done = bartizan("advisories", "update", "got.db", url, *allowed)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "got.db").read_bytes() == compiled
    done = bartizan("advisories", "update", "built.db", f"{issuer.url}/all.zip", *allowed)
    assert done.returncode == 0, done.stderr
    info = json.loads(bartizan("advisories", "info", "built.db", "--format", "json").stdout)
    assert info["packages"] == 2
    for words in [(url, *allowed[:2]), (url, *allowed[2:]), (f"{issuer.url}/none", *allowed)]:
        done = bartizan("advisories", "update", "other.db", *words)
        assert done.returncode == 3, done.stderr
        assert not (tmp_path / "other.db").exists()

"""Bills of materials, scanned by boto3 and the AWS CLI over the operator's advisories."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.aws import Cli, client, error_of
from harness.command import run_bartizan
from harness.server import Server

BILL = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "components": [
        {"type": "library", "name": "smallvec", "purl": "pkg:cargo/smallvec@1.6.0"},
        {"type": "library", "name": "nameless"},
    ],
}


def build(binary: Path, folder: Path, fixed: str) -> None:
    """Compiles one advisory, about all versions of a package below one."""
    record = {
        "id": "RUSTSEC-2021-0003",
        "aliases": ["CVE-2021-25900"],
        "modified": "2026-01-02T03:04:05Z",
        "summary": "smallvec is wrong",
        "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
        "affected": [
            {
                "package": {"ecosystem": "crates.io", "name": "smallvec"},
                "ranges": [
                    {"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": fixed}]},
                ],
            }
        ],
    }
    (folder / "osv").mkdir(exist_ok=True)
    (folder / "osv/record.json").write_text(json.dumps(record))
    words = ("advisories", "build", "osv", "-o", "advisories.db")
    built = run_bartizan(binary, *words, folder=folder)
    assert built.returncode == 0, built.stderr


@pytest.fixture
def server(binary: Path, tmp_path: Path, server_factory: Callable[..., Server]) -> Server:
    build(binary, tmp_path, "1.6.1")
    return server_factory(dev=True, extra=("--advisories", str(tmp_path / "advisories.db")))


def properties(of: dict[str, Any]) -> dict[str, str]:
    return {each["name"].rpartition("scanner:")[2]: each["value"] for each in of["properties"]}


def test_a_bill_is_scanned_by_what_the_advisories_say_now(
    server: Server, binary: Path, tmp_path: Path
) -> None:
    scan = client("inspector-scan", server.endpoint, server.root()).scan_sbom
    told = scan(sbom=BILL)["sbom"]
    assert properties(told["metadata"])["critical_vulnerabilities"] == "1"
    (found,) = told["vulnerabilities"]
    (component, nameless) = told["components"]
    reference = component["bom-ref"]
    assert (found["id"], found["affects"]) == ("CVE-2021-25900", [{"ref": reference}])
    assert properties(found)[f"fixed_version:{reference}"] == "1.6.1"
    assert properties(nameless)["warning"] == "Component skipped: no purl provided."
    # Another file in its place counts from the next call on.
    build(binary, tmp_path, "1.5.0")
    told = scan(sbom=BILL, outputFormat="INSPECTOR")["sbom"]
    assert told["vulnerabilities"] == []
    assert told["advisories"]["newest"] == "2026-01-02T03:04:05Z"


def test_the_cli_scans(server: Server, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    bill = tmp_path / "bill.json"
    bill.write_text(json.dumps(BILL))
    words = ("inspector-scan", "scan-sbom", "--sbom", f"file://{bill}")
    done = Cli(server, home)(*words, "--output-format", "INSPECTOR")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)["sbom"]
    assert told["vulnerability_count"]["critical"] == 1
    (affected,) = told["vulnerabilities"][0]["affects"]
    assert affected["fixed_version"] == "1.6.1"


def test_refusals_have_their_reason_and_fields(server: Server, dev_server: Server) -> None:
    scanner = client("inspector-scan", server.endpoint, server.root())
    refusal = scanner.exceptions.ValidationException
    with pytest.raises(refusal) as refused:
        scanner.scan_sbom(sbom={**BILL, "specVersion": "1.3"})
    assert refused.value.response["reason"] == "UNSUPPORTED_SBOM_TYPE"
    with pytest.raises(refusal) as refused:
        scanner.scan_sbom(sbom={**BILL, "components": [{"type": "library"}]})
    assert refused.value.response["reason"] == "FIELD_VALIDATION_FAILED"
    (field,) = refused.value.response["fields"]
    assert field["name"] == "sbom.components[0].name"
    without = client("inspector-scan", dev_server.endpoint, dev_server.root())
    code, message, status = error_of(without.scan_sbom, sbom=BILL)
    assert (code, status) == ("ValidationException", 400)
    assert "--advisories" in message


@pytest.mark.parametrize("words", [("absent.db",), ("osv/record.json",)])
def test_a_server_does_not_start_with_advisories_that_cannot_be_used(
    binary: Path, tmp_path: Path, words: tuple[str]
) -> None:
    build(binary, tmp_path, "1.6.1")
    started = run_bartizan(
        binary,
        "serve",
        "--data",
        "data",
        "--listen",
        "127.0.0.1:0",
        "--advisories",
        *words,
        folder=tmp_path,
    )
    assert started.returncode != 0
    assert words[0] in started.stderr

"""What scans need: compiled advisories, and a tree that has what they are about."""

from __future__ import annotations

import gzip
import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from harness.command import run_bartizan
from harness.images import layer
from harness.osv import record

CRATES = "registry+https://github.com/rust-lang/crates.io-index"


CRITICAL = {
    "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]
}
LOW = {"database_specific": {"severity": "LOW"}}
RECORDS = [
    record("RUSTSEC-1", "crates.io", "smallvec", "1.6.1", aliases=["CVE-2021-25900"], **CRITICAL),
    record("GHSA-x", "npm", "left", "1.2.0", **LOW),
    record("DSA-1", "Debian:12", "openssl", "3.0.11-1~deb12u2"),
]


@pytest.fixture
def bartizan(binary: Path, tmp_path: Path):
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return run_bartizan(binary, *words, folder=tmp_path)

    return run


@pytest.fixture
def advisories(bartizan, tmp_path: Path) -> None:
    """Compiled advisories: one record in a folder, the others in an archive."""
    folder = tmp_path / "osv"
    folder.mkdir()
    (folder / "GHSA-x.json").write_text(json.dumps(RECORDS[1]))
    with zipfile.ZipFile(folder / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for each in (RECORDS[0], RECORDS[2]):
            archive.writestr(f"{each['id']}.json", json.dumps(each))
    built = bartizan("advisories", "build", "osv", "-o", "advisories.db")
    assert built.returncode == 0, built.stderr


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    tree = tmp_path / "tree"
    (tree / "web" / "app").mkdir(parents=True)
    (tree / "Cargo.lock").write_text(
        f'[[package]]\nname = "smallvec"\nversion = "1.6.0"\nsource = "{CRATES}"\n'
    )
    packages = {"node_modules/left": {"version": "1.1.0"}}
    (tree / "web/app/package-lock.json").write_text(
        json.dumps({"lockfileVersion": 3, "packages": packages})
    )
    status = tree / "image/var/lib/dpkg/status"
    status.parent.mkdir(parents=True)
    status.write_text(
        "Package: libssl3\nStatus: install ok installed\nSource: openssl\n"
        "Version: 3.0.11-1~deb12u1\n\n"
    )
    (tree / "image/etc").mkdir()
    (tree / "image/etc/os-release").write_text('ID=debian\nVERSION_ID="12"\n')
    return tree


@pytest.fixture
def image(tree: Path) -> list[bytes]:
    """The layers of an image: the second takes a file away, and replaces another."""
    status = (tree / "image/var/lib/dpkg/status").read_bytes()
    release = (tree / "image/etc/os-release").read_bytes()
    lock = (tree / "Cargo.lock").read_bytes()
    first = {
        "etc/os-release": release,
        "var/lib/dpkg/status": status,
        "app/Cargo.lock": lock,
        "gone/Cargo.lock": lock,
    }
    packages = {"node_modules/left": {"version": "1.1.0"}}
    second = {
        "gone/.wh.Cargo.lock": b"",
        "app/Cargo.lock": b"version = 4\n",
        "app/package-lock.json": json.dumps({"packages": packages}).encode(),
    }
    return [layer(first), gzip.compress(layer(second))]

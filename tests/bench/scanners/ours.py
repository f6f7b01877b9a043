"""Bartizan's scan: its file of advisories, and what it finds."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from urllib.parse import unquote

from . import osv
from .result import Finding, Package, Result

ECOSYSTEMS = ("crates.io", "Go", "PyPI", "npm", "RubyGems", "Debian")
# OSV's names of ecosystems, by the types of package URLs.
TYPES = {
    "cargo": "crates.io",
    "golang": "Go",
    "pypi": "PyPI",
    "npm": "npm",
    "gem": "RubyGems",
    "deb": "Debian",
}


def database(binary: str, file: Path, advisories: Path) -> None:
    """Compiles the advisories; records that cannot be used whole are no failure."""
    folders = [str(advisories / name) for name in ECOSYSTEMS]
    command = [binary, "advisories", "build", *folders, "-o", str(file)]
    built = subprocess.run(command, check=False, capture_output=True, text=True)
    if built.returncode not in (0, 1):
        raise SystemExit(built.stderr)


def command(binary: str, database: Path, place: Path | None, form: str = "json") -> list[str]:
    """How it is asked for what is vulnerable, or, as `cyclonedx`, for all packages, of a place or
    of this host."""
    words = [binary, "scan", str(place or "--host"), "--advisories", str(database)]
    return [*words, "--format", form, "--fail-on", "never"]


def result(found: bytes, bill: bytes, advisories: Path) -> Result:
    """What it printed. Of a fault's ids those count that are ids of advisories."""
    made = Result()
    made.packages = {of_url(component["purl"]) for component in json.loads(bill)["components"]}
    known = {advisory.id for name in ECOSYSTEMS for advisory in osv.advisories(advisories, name)}
    for fault in json.loads(found)["findings"]:
        package = fault["package"]
        subject = Package.of(package["ecosystem"], package["name"], package["version"])
        ids = known.intersection(fault["ids"])
        made.findings.update(Finding(subject, advisory) for advisory in ids)
        made.places.setdefault(subject, set()).update(fault["places"])
    return made


def of_url(url: str) -> Package:
    """The package that a package URL names."""
    kind, _, rest = url.removeprefix("pkg:").partition("?")[0].partition("/")
    name, _, version = rest.rpartition("@")
    ecosystem = TYPES.get(kind, kind)
    if ecosystem == "Debian":
        name = name.rpartition("/")[2]
    return Package.of(ecosystem, unquote(name), unquote(version))

"""Trivy: its database made from OSV records as its own makers convert them, and what it finds."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from . import bolt, osv
from .result import Finding, Package, Result

# Trivy's names of ecosystems, by OSV's.
ECOSYSTEMS = {"crates.io": "cargo", "Go": "go", "PyPI": "pip", "npm": "npm", "RubyGems": "rubygems"}
# OSV's names, by those of Trivy's kinds of results.
KINDS = {
    "cargo": "crates.io",
    "rustbinary": "crates.io",
    "gomod": "Go",
    "gobinary": "Go",
    "python-pkg": "PyPI",
    "node-pkg": "npm",
    "gemspec": "RubyGems",
    "debian": "Debian",
}
SOURCE = "OSV"
NEVER = "2100-01-01T00:00:00Z"


def database(folder: Path, advisories: Path) -> None:
    """Writes the database into Trivy's cache folder."""
    root: bolt.Bucket = {"data-source": {}, "vulnerability": {}, "trivy": {}}
    for ecosystem, name in ECOSYSTEMS.items():
        add(root, f"{name}::{SOURCE}", libraries(advisories, ecosystem))
    by_release: dict[str, Any] = defaultdict(lambda: defaultdict(dict))
    for advisory in osv.advisories(advisories, "Debian"):
        release = advisory.ecosystem.partition(":")[2]
        fixes = [end for _, sign, end in advisory.intervals() if sign == "<"]
        known = {"FixedVersion": fixes[-1] if fixes else ""}
        by_release[f"debian {release}"][advisory.package][advisory.id] = known
    for bucket, packages in by_release.items():
        add(root, bucket, packages)
    (folder / "db").mkdir(parents=True, exist_ok=True)
    bolt.write(folder / "db/trivy.db", root)
    dates = {"Version": 2, "NextUpdate": NEVER, "UpdatedAt": NEVER, "DownloadedAt": NEVER}
    (folder / "db/metadata.json").write_text(json.dumps(dates))


def libraries(folder: Path, ecosystem: str) -> dict[str, dict[str, Any]]:
    """What is known of each package of an ecosystem, in Trivy's form."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for advisory in osv.advisories(folder, ecosystem):
        name = advisory.package
        if ecosystem == "PyPI":
            name = re.sub(r"[-_.]+", "-", name).lower()
        known = found[name].setdefault(advisory.id, {"VulnerableVersions": []})
        known["VulnerableVersions"] += constraints(advisory)
        fixes = [end for _, sign, end in advisory.intervals() if sign == "<"]
        known.setdefault("PatchedVersions", []).extend(fixes)
        affects = advisory.affects()
        known.update({"OSes": affects.get("os") or [], "Arches": affects.get("arch") or []})
    return found


def constraints(advisory: osv.Advisory) -> list[str]:
    """The versions that have the fault, as Trivy compares them: its makers leave `>=0` out where a
    range ends, and versions that are listed where a range has them."""
    intervals = list(advisory.intervals())
    found = []
    for start, sign, end in intervals:
        if sign == "<=" and start == end:
            found.append(f"={start}")
        elif not sign:
            found.append(f">={start}")
        else:
            found.append(f"{sign}{end}" if start == "0" else f">={start}, {sign}{end}")
    listed = advisory.affected.get("versions") or []
    return found + [f"={version}" for version in listed if not osv.holds(intervals, version)]


def add(root: bolt.Bucket, bucket: str, packages: dict[str, dict[str, Any]]) -> None:
    """A source of advisories: its packages, its name, and its ids, whose texts nobody compares."""
    sources, ids = root["data-source"], root["vulnerability"]
    assert isinstance(sources, dict) and isinstance(ids, dict)
    sources[bucket] = encoded({"ID": "osv", "Name": SOURCE, "URL": "https://osv.dev"})
    root[bucket] = {
        package: {id: encoded(known) for id, known in advisories.items()}
        for package, advisories in packages.items()
    }
    for advisories in packages.values():
        ids.update({id: encoded({"Title": id}) for id in advisories})


def encoded(value: Any) -> bytes:
    return json.dumps(value).encode()


def command(binary: str, cache: Path, kind: str, place: Path) -> list[str]:
    """How Trivy is asked for all packages and their vulnerabilities, without a network."""
    words = [binary, kind, "--cache-dir", str(cache), "--scanners", "vuln", "--format", "json"]
    words += ["--list-all-pkgs", "--skip-db-update", "--skip-java-db-update", "--offline-scan"]
    words += ["--skip-version-check", "--disable-telemetry", "--quiet"]
    if kind == "image":
        # Otherwise it would know from the run before what is in the image.
        words += ["--cache-backend", "memory", "--input"]
    return [*words, str(place)]


def result(output: bytes) -> Result:
    """What it printed."""
    made = Result()
    for part in json.loads(output).get("Results") or []:
        ecosystem = KINDS.get(part["Type"], part["Type"])
        for package in part.get("Packages") or []:
            made.packages.add(read(package, ecosystem))
        for fault in part.get("Vulnerabilities") or []:
            package = Package.of(ecosystem, fault["PkgName"], fault["InstalledVersion"])
            made.findings.add(Finding(package, fault["VulnerabilityID"]))
    return made


def read(package: dict[str, Any], ecosystem: str) -> Package:
    version = package.get("Version", "")
    if ecosystem == "Debian":
        release = f"-{package['Release']}" if package.get("Release") else ""
        epoch = f"{package['Epoch']}:" if package.get("Epoch") else ""
        version = f"{epoch}{version}{release}"
    return Package.of(ecosystem, package["Name"], version)

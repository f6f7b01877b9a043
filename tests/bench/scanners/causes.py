"""Why two scanners differ. Each cause is one that `docs/compatibility.md` tells of, and is looked
for in what was scanned: a difference that none of them covers is a fault of one of the two."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from . import osv
from .result import Finding, Package, Result

PROJECT = "the project itself"
SUMS = "checksums of modules"
PRE_RELEASES = "versions before 0.0.0"
PROGRAMS = "programs of the distribution"
# From this version of Go on, `go.mod` names all modules that a build needs.
COMPLETE_SINCE = (1, 17)
PSEUDO_VERSION = re.compile(r"0\.0\.0-")


class Causes:
    """The causes that there are in what was scanned."""

    def __init__(self, place: Path, advisories: Path) -> None:
        self.projects: set[Package] = set()
        self.sums: set[Package] = set()
        self.installed: set[str] = set()
        if place.is_dir():
            for lock in place.glob("*/Cargo.lock"):
                self.add_lock(lock)
            for module in place.glob("*/go.mod"):
                self.add_module(module)
        self.endless = {
            (advisory.package, advisory.id)
            for advisory in osv.advisories(advisories, "Go")
            if ("0", "", "") in advisory.intervals()
        }

    def add_lock(self, lock: Path) -> None:
        for package in tomllib.loads(lock.read_text())["package"]:
            if "source" not in package:
                self.projects.add(Package("crates.io", package["name"], package["version"]))

    def add_module(self, module: Path) -> None:
        text = module.read_text()
        if name := re.search(r"^module\s+(\S+)", text, re.MULTILINE):
            self.projects.add(Package("Go", name[1].strip('"'), ""))
        version = re.search(r"^go\s+(\d+)\.(\d+)", text, re.MULTILINE)
        sums = module.with_name("go.sum")
        is_complete = version and (int(version[1]), int(version[2])) >= COMPLETE_SINCE
        if not is_complete and sums.is_file():
            for line in sums.read_text().splitlines():
                name, version_of, _ = line.split()
                version_of = version_of.removesuffix("/go.mod")
                self.sums.add(Package.of("Go", name, version_of))

    def add_installed(self, tree: Path) -> None:
        """The files that dpkg knows, below the root of a tree."""
        for listed in (tree / "var/lib/dpkg/info").glob("*.list"):
            self.installed.update(line.lstrip("/") for line in listed.read_text().splitlines())

    def of_package(self, package: Package, ours: Result, theirs: Result) -> str | None:
        """Why one of the two has not found a package."""
        if package in theirs.packages:
            if package in self.projects:
                return PROJECT
            return SUMS if package in self.sums else None
        return PROGRAMS if self.is_installed(package, ours) else None

    def of_finding(self, finding: Finding, ours: Result, theirs: Result) -> str | None:
        """Why one of the two has not found a fault of a package."""
        package = finding.package
        if package in ours.packages and theirs.packages and package not in theirs.packages:
            return PROGRAMS if self.is_installed(package, ours) else None
        if finding in theirs.findings:
            is_missed = package not in ours.packages and package in self.sums
            return SUMS if is_missed else None
        is_early = package.ecosystem == "Go" and PSEUDO_VERSION.match(package.version)
        is_endless = (package.name, finding.advisory) in self.endless
        return PRE_RELEASES if is_early and is_endless else None

    def is_installed(self, package: Package, ours: Result) -> bool:
        places = ours.places.get(package)
        return bool(places) and places <= self.installed

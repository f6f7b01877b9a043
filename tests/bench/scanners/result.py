"""What a scanner found, so that two can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Package:
    """A package, in OSV's terms."""

    ecosystem: str
    name: str
    version: str

    @staticmethod
    def of(ecosystem: str, name: str, version: str) -> Package:
        """Names and versions as all scanners write them: Python's names by PEP 503, Go's versions
        without their `v`."""
        if ecosystem == "PyPI":
            name = re.sub(r"[-_.]+", "-", name).lower()
        if ecosystem == "Go":
            version = version.removeprefix("v")
        return Package(ecosystem, name, version)


@dataclass(frozen=True, order=True)
class Finding:
    """An advisory that affects a package."""

    package: Package
    advisory: str


@dataclass
class Result:
    """All of it."""

    packages: set[Package] = field(default_factory=set)
    findings: set[Finding] = field(default_factory=set)
    # The files that list what is vulnerable, where that is told.
    places: dict[Package, set[str]] = field(default_factory=dict)

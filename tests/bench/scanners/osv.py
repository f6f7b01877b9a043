"""OSV records, as the folder of advisories holds them: a zip for each ecosystem."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version


@dataclass(frozen=True)
class Advisory:
    """What one record says of one package."""

    id: str
    ecosystem: str
    package: str
    record: dict[str, Any]
    affected: dict[str, Any]

    @property
    def informational(self) -> str:
        """What it tells instead of a vulnerability, as `unmaintained`."""
        return (self.affected.get("database_specific") or {}).get("informational") or ""

    def affects(self) -> dict[str, list[str]]:
        """The functions, systems and architectures that alone have the fault (RustSec)."""
        return (self.affected.get("ecosystem_specific") or {}).get("affects") or {}

    def intervals(self) -> Iterator[tuple[str, str, str]]:
        """From which version on, up to which, and whether that one is affected (`<=`) or not (`<`):
        OSV's events in their order, each `introduced` with the first end behind it."""
        for span in self.affected.get("ranges", []):
            if span["type"] == "GIT":
                continue
            start = None
            for event in span["events"]:
                if "introduced" in event:
                    if start is not None:
                        yield start, "", ""
                    start = event["introduced"]
                elif start is not None:
                    fixed = event.get("fixed")
                    yield (start, "<", fixed) if fixed else (start, "<=", event["last_affected"])
                    start = None
            if start is not None:
                yield start, "", ""


def advisories(folder: Path, ecosystem: str) -> Iterator[Advisory]:
    """All that is said of packages of an ecosystem and was not taken back."""
    with zipfile.ZipFile(folder / ecosystem / "all.zip") as packed:
        for name in sorted(packed.namelist()):
            record = json.loads(packed.read(name))
            if record.get("withdrawn"):
                continue
            for affected in record["affected"]:
                package = affected["package"]
                yield Advisory(
                    record["id"], package["ecosystem"], package["name"], record, affected
                )


def holds(intervals: list[tuple[str, str, str]], version: str) -> bool:
    """Whether one of the intervals has a version, as Python orders versions."""
    try:
        given = Version(version)
        for start, sign, end in intervals:
            is_before = not sign or given < Version(end) or sign == "<=" and given == Version(end)
            if given >= Version(start) and is_before:
                return True
    except InvalidVersion:
        pass
    return False

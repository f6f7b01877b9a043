"""cargo-audit: a RustSec folder of advisories made from OSV records, and what it finds."""

from __future__ import annotations

import json
from pathlib import Path

from . import osv
from .result import Finding, Package, Result

ECOSYSTEM = "crates.io"
# How RustSec's own export writes the smallest of all versions.
FIRST = ("0", "0.0.0-0")


def database(folder: Path, advisories: Path) -> None:
    """Writes a Markdown file for each advisory, with its head in TOML, as RustSec's are."""
    for advisory in osv.advisories(advisories, ECOSYSTEM):
        place = folder / "crates" / advisory.package / f"{advisory.id}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"```toml\n{head(advisory)}```\n\n# {title(advisory)}\n")


def title(advisory: osv.Advisory) -> str:
    return " ".join(advisory.record["summary"].split()) or advisory.id


def head(advisory: osv.Advisory) -> str:
    """What RustSec says of it for programs."""
    unaffected, patched = complement(advisory)
    told = {"id": advisory.id, "package": advisory.package}
    told["date"] = advisory.record["published"][:10]
    if advisory.informational:
        told["informational"] = advisory.informational
    lines = ["[advisory]", *(f"{name} = {json.dumps(value)}" for name, value in told.items())]
    affects = advisory.affects()
    limits = {name: affects[name] for name in ("arch", "os") if affects.get(name)}
    if limits:
        lines += ["[affected]", *(f"{name} = {json.dumps(of)}" for name, of in limits.items())]
    lines += ["[versions]", f"patched = {json.dumps(patched)}"]
    lines += [f"unaffected = {json.dumps(unaffected)}"]
    return "\n".join(lines) + "\n"


def complement(advisory: osv.Advisory) -> tuple[list[str], list[str]]:
    """The versions before the first interval, and those behind each."""
    unaffected, patched = [], []
    intervals = list(advisory.intervals())
    if intervals and intervals[0][0] not in FIRST:
        unaffected.append(f"< {intervals[0][0]}")
    for number, (_, sign, end) in enumerate(intervals):
        if sign:
            after = ">=" if sign == "<" else ">"
            behind = intervals[number + 1 : number + 2]
            patched.append(", ".join([f"{after} {end}", *(f"< {start}" for start, *_ in behind)]))
    return unaffected, patched


def command(binary: str, database: Path, lock: Path) -> list[str]:
    """How it is asked about one lock file, without a network."""
    words = [binary, "audit", "--json", "--quiet", "--no-fetch", "--stale", "--no-yanked"]
    return [*words, "--db", str(database), "--file", str(lock)]


def result(outputs: list[bytes]) -> Result:
    """What it printed about each file; it lists no packages."""
    made = Result()
    for output in outputs:
        told = json.loads(output)
        faults = told["vulnerabilities"]["list"]
        for kind in told["warnings"].values():
            faults += [warning for warning in kind if warning["advisory"]]
        for fault in faults:
            package = fault["package"]
            found = Package.of(ECOSYSTEM, package["name"], package["version"])
            made.findings.add(Finding(found, fault["advisory"]["id"]))
    return made

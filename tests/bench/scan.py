"""Bartizan's scans beside Trivy's and cargo-audit's: the same trees by the same advisories, time
and memory, and every difference in what is found explained.

Prints tables and, with `--page`, writes them between the markers of that page. Fails where a
difference has no explanation.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import page
from scanners import cargo_audit, causes, measured, ours, trees, trivy
from scanners.result import Result

RUNS = 7
# The exit codes that tell of findings, which are no failures.
FINE = (0, 1)


@dataclass
class Figures:
    """What a scanner took: seconds of the clock, and the most memory of a process of it."""

    seconds: float
    megabytes: float

    def cells(self, ours: Figures | None = None) -> list[str]:
        """Time and memory as they are printed, with Bartizan's share of them."""
        texts = [f"{self.seconds * 1000:,.0f} ms", f"{self.megabytes:,.0f} MB"]
        if ours:
            shares = (ours.seconds / self.seconds, ours.megabytes / self.megabytes)
            texts = [f"{text} ({share:.2f})" for text, share in zip(texts, shares, strict=True)]
        return texts


@dataclass
class Case:
    """One input, how each scanner is asked about it, and what may tell why they differ."""

    what: str
    place: Path
    kind: str
    locks: list[Path]


class Bench:
    """The scanners, with their databases."""

    def __init__(self, folder: Path, advisories: Path) -> None:
        self.folder, self.advisories = folder, advisories
        self.binary = os.environ["BARTIZAN_BIN"]
        programs = Path(sys.executable).parent
        self.trivy, self.audit = str(programs / "trivy"), str(programs / "cargo-audit")
        self.database = folder / "advisories.db"
        ours.database(self.binary, self.database, advisories)
        trivy.database(folder / "trivy", advisories)
        cargo_audit.database(folder / "rustsec", advisories)

    def run(self, commands: list[list[str]]) -> tuple[Figures, list[bytes]]:
        """Runs commands, one after the other; the most memory is that of one of them."""
        output = self.folder / "output"
        seconds, kilobytes, printed = 0.0, 0, []
        for command in commands:
            launcher = [sys.executable, "-I", "-S", measured.__file__, str(output), *command]
            told = subprocess.run(launcher, check=True, capture_output=True, text=True)
            taken, peak, code = told.stdout.split()
            if int(code) not in FINE:
                raise SystemExit(f"{' '.join(command)}: exit code {code}\n{told.stderr}")
            seconds += float(taken)
            kilobytes = max(kilobytes, int(peak))
            printed.append(output.read_bytes())
        return Figures(seconds, kilobytes / 1024), printed

    def measure(self, commands: list[list[str]]) -> tuple[Figures, list[bytes]]:
        """The medians of several runs, the first of which only warms the caches."""
        _, printed = self.run(commands)
        runs = [self.run(commands)[0] for _ in range(RUNS)]
        seconds = statistics.median(run.seconds for run in runs)
        return Figures(seconds, statistics.median(run.megabytes for run in runs)), printed

    def bartizan(self, case: Case) -> tuple[Figures, Result]:
        figures, found = self.measure([ours.command(self.binary, self.database, case.place)])
        _, bill = self.run([ours.command(self.binary, self.database, case.place, "cyclonedx")])
        return figures, ours.result(found[0], bill[0], self.advisories)

    def by_trivy(self, case: Case) -> tuple[Figures, Result]:
        command = trivy.command(self.trivy, self.folder / "trivy", case.kind, case.place)
        figures, found = self.measure([command])
        return figures, trivy.result(found[0])

    def by_audit(self, case: Case) -> tuple[Figures, Result]:
        rustsec = self.folder / "rustsec"
        commands = [cargo_audit.command(self.audit, rustsec, lock) for lock in case.locks]
        figures, found = self.measure(commands)
        return figures, cargo_audit.result(found)

    def host(self) -> str:
        """What a scan of the machine itself takes."""
        command = ours.command(self.binary, self.database, None)
        figures, found = self.measure([command])
        scanned = json.loads(found[0])["scanned"]
        words = [
            "find",
            "/",
            "(",
            "-path",
            "/proc",
            "-o",
            "-path",
            "/sys",
            "-o",
            "-path",
            "/dev",
            ")",
        ]
        listed = subprocess.run(
            [*words, "-prune", "-o", "-printf", "."], check=False, capture_output=True
        )
        return (
            f"`bartizan scan --host` of this machine, which has {len(listed.stdout):,} files and "
            f"folders: {figures.seconds * 1000:,.0f} ms and {figures.megabytes:,.0f} MB; "
            f"{scanned['files']:,} files were read for {scanned['packages']:,} packages."
        )


def compare(mine: Result, its: Result, why: causes.Causes) -> tuple[Counter[str], list[str]]:
    """How much differs by which cause, and what has none."""
    counts: Counter[str] = Counter()
    unexplained = []
    for what, differing, cause_of in (
        ("packages", mine.packages ^ its.packages if its.packages else set(), why.of_package),
        ("findings", mine.findings ^ its.findings, why.of_finding),
    ):
        for one in sorted(differing):
            if cause := cause_of(one, mine, its):
                counts[f"{cause}: {what}"] += 1
            else:
                unexplained.append(str(one))
    return counts, unexplained


def cases(folder: Path) -> list[Case]:
    """All that is scanned."""
    workspace = Path(__file__).resolve().parents[2]
    crates, modules = trees.crates(folder, workspace), trees.go_modules(folder)
    tree = trees.debian(folder)
    locks = sorted(crates.glob("*/Cargo.lock"))
    return [
        Case(f"{len(locks)} `Cargo.lock`", crates, "fs", locks),
        Case(f"{len(list(modules.iterdir()))} `go.mod`", modules, "fs", []),
        Case("a Debian system", tree, "rootfs", []),
        Case("the same as an image", trees.image(folder, tree), "image", []),
    ]


def measured_rows(bench: Bench, case: Case) -> tuple[list[str], list[list[str]], list[str]]:
    """A case's figures, what is alike and what differs, and what has no explanation."""
    figures, mine = bench.bartizan(case)
    why = causes.Causes(case.place, bench.advisories)
    if case.kind in ("rootfs", "image"):
        why.add_installed(bench.folder / "debian")
    cells = [case.what, *figures.cells()]
    rows, unexplained = [], []
    peers = [("Trivy", bench.by_trivy)]
    if case.locks:
        peers.append(("cargo-audit", bench.by_audit))
    for peer, run in peers:
        taken, its = run(case)
        cells += taken.cells(figures)
        counts, missing = compare(mine, its, why)
        unexplained += [f"{case.what}, {peer}: {one}" for one in missing]
        alike = [len(mine.packages & its.packages), len(mine.findings & its.findings)]
        told = ", ".join(f"{cause} {count:,}" for cause, count in sorted(counts.items()))
        packages = f"{alike[0]:,}" if its.packages else "lists none"
        rows.append([case.what, peer, packages, f"{alike[1]:,}", told or "nothing"])
    return cells + ["–"] * (7 - len(cells)), rows, unexplained


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--advisories", type=Path, required=True, help="zips of OSV records")
    arguments.add_argument("--folder", type=Path, required=True, help="where trees are kept")
    arguments.add_argument("--page", type=Path, help="the page to write the tables into")
    chosen = arguments.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    bench = Bench(chosen.folder, chosen.advisories)
    figures, found, unexplained = [], [], []
    for case in cases(chosen.folder):
        cells, rows, missing = measured_rows(bench, case)
        figures.append(cells)
        found += rows
        unexplained += missing
    heads = [
        "",
        "Bartizan",
        "",
        "Trivy (Bartizan's share)",
        "",
        "cargo-audit (Bartizan's share)",
        "",
    ]
    heads_found = ["", "beside", "packages alike", "findings alike", "what differs, by cause"]
    text = (
        f"{page.table(heads, figures)}\n\n{page.table(heads_found, found)}\n\n{bench.host()}\n\n"
        f"Medians of {RUNS} runs with warm caches. {page.provenance()}"
    )
    print(text)
    if unexplained:
        raise SystemExit("\n".join(["differences without an explanation:", *unexplained]))
    if chosen.page:
        page.write(chosen.page, "scan", text)


if __name__ == "__main__":
    main()

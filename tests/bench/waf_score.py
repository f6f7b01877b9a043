"""Scores the firewall as clients meet it: starts Bartizan, puts a balancer with the managed rule
groups in front of an application, and has the recorded requests sent through it.

Prints the scorer's tables and, with `--page`, writes its figures between the markers of that page.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import page

sys.path.insert(0, str(Path(__file__).parents[1]))

from harness import scored, siege
from harness.edge import Site
from harness.server import Server

ACCOUNT = "555566667777"
# How the last lines of the scorer begin, and the goal of each.
FIGURES = [
    ("detected", "≥ 92 %"),
    ("mean of classes", "≥ 85 %"),
    ("harmless blocked", "≤ 0.5 %"),
    ("LLM bodies blocked", "≤ 1 %"),
]


def scores(binary: str, scorer: str, cases: str) -> str:
    """What the scorer prints of a site that it asks."""
    with tempfile.TemporaryDirectory() as folder, siege.origin(None) as application:
        server = Server(Path(binary), Path(folder) / "data", dev=True).start()
        try:
            site = Site(server, ACCOUNT, application.port)
            site.protect(*scored.rules())
            command = [scorer, cases, site.address]
            return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
        finally:
            server.kill()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--page", type=Path, help="the page to write the figures into")
    arguments.add_argument("--scorer", required=True, help="the example `waf_score` of the engine")
    arguments.add_argument("--cases", required=True, help="the folder of recorded requests")
    chosen = arguments.parse_args()
    printed = scores(os.environ["BARTIZAN_BIN"], chosen.scorer, chosen.cases)
    print(printed)
    lines = printed.splitlines()
    told = [next(line for line in lines if line.startswith(begin)) for begin, _ in FIGURES]
    rows = [
        [*line.removesuffix(" %").rsplit(" ", 1), goal]
        for line, (_, goal) in zip(told, FIGURES, strict=True)
    ]
    text = page.table(["", "%", "goal"], rows)
    classes = [
        line.replace("**", "")
        for line in lines
        if line.startswith(("| **", "| attacks", "| benign"))
    ]
    text += "\n\n" + by_class(classes) + f"\n\n{page.provenance()}"
    if chosen.page:
        page.write(chosen.page, "waf-score", text)


def by_class(lines: list[str]) -> str:
    """The rows of classes, without those of their sources."""
    rows, kind = [], ""
    for line in lines:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[1] == "source":
            kind = cells[0]
        else:
            rows.append([kind, cells[0], cells[2], cells[3], cells[4]])
    return page.table(["", "class", "blocked", "of", "%"], rows)


if __name__ == "__main__":
    main()

"""What costs the firewall most: has the engine's example `worst` search for it, and counts the
instructions of what was found and of harmless text in the same place.

Prints a table and, with `--page`, writes it between the markers of that page.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import tempfile
from pathlib import Path

import page

# Inspections are counted by the difference between two runs: what begins and ends them is in both.
FEW, MANY = 2, 12


def instructions(example: str, text: Path) -> float:
    """The instructions of one inspection."""
    few, many = (counted(example, text, times) for times in (FEW, MANY))
    return (many - few) / (MANY - FEW)


def counted(example: str, text: Path, times: int) -> int:
    words = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", example]
    done = subprocess.run(
        [*words, str(text), str(times)], capture_output=True, text=True, check=True
    )
    found = re.search(r"Collected : (\d+)", done.stderr)
    assert found, done.stderr
    return int(found[1])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--page", type=Path, help="the page to write the table into")
    arguments.add_argument("--seconds", type=int, default=120, help="how long it is searched")
    arguments.add_argument("--example", required=True, help="the example `worst` of the engine")
    chosen = arguments.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        words = [chosen.example, folder, str(chosen.seconds)]
        print(subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True).stdout)
        for worst in sorted(Path(folder).glob("*.worst")):
            cost = instructions(chosen.example, worst)
            usual = instructions(chosen.example, worst.with_suffix(".harmless"))
            cells = (f"{usual:,.0f}", f"{cost:,.0f}", f"{cost / usual:.1f} ×")
            rows.append([worst.stem, *cells])
    heads = ["8 KB in", "harmless, instructions", "the worst found, instructions", "ratio"]
    text = f"{page.table(heads, rows)}\n\n{chosen.seconds} s of search. {page.provenance()}"
    print(text)
    if chosen.page:
        page.write(chosen.page, "worst", text)


if __name__ == "__main__":
    main()

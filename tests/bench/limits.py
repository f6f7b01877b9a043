"""What criterion measured of single parts, beside the goals: reads its estimates, prints a table
and, with `--page`, writes it between the markers of that page."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import page

# What, its folder under criterion's, how many things one measured iteration does.
MEASURED = (
    ("verifying a SigV4 signature over 1 KiB", "verify a request of 1 KiB", 1),
    ("a decision, 10 policies in the account", "decide/10", 1),
    ("a decision, 1,000 policies in the account", "decide/1000", 1),
    ("a decision, 10,000 policies in the account", "decide/10000", 1),
    ("a past event, read and decided again twice", "replay/read and decide", 1000),
    ("a decision in an organization of 1,000 accounts", "decide in an organization", 1),
    ("inspecting a GET by a managed group's worth of rules", "inspect/get", 1),
    ("inspecting 3 KB of JSON, likewise", "inspect/json 3 KB", 1),
    ("inspecting 13 KB of JSON, likewise", "inspect/json 13 KB", 1),
    ("inspecting a form of 64 KB, likewise", "inspect/form 64 KB", 1),
    ("looking for every attack in a GET", "detect/get", 1),
    ("looking for every attack in 3 KB of JSON", "detect/json 3 KB", 1),
    ("looking for every attack in 13 KB of JSON", "detect/json 13 KB", 1),
    ("counting a request against floods", "flood/observe/usual", 1),
    ("counting a request of a flood of random values", "flood/observe/random", 1),
    ("reading one record of the store", "read one record", 1),
    ("a durable write, one writer", "write/writers/1", 1),
    ("a durable write, 64 writers at once", "write/writers/64", 64),
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--criterion", type=Path, required=True, help="criterion's folder")
    arguments.add_argument("--page", type=Path, help="the page to write the table into")
    chosen = arguments.parse_args()
    rows = []
    for what, name, count in MEASURED:
        found = chosen.criterion / name / "new/estimates.json"
        if found.is_file():
            nanoseconds = json.loads(found.read_text())["median"]["point_estimate"] / count
            rows.append([what, f"{nanoseconds / 1000:,.2f} µs", f"{1e9 / nanoseconds:,.0f}"])
    heads = ["what", "median", "a second, one after the other"]
    text = f"{page.table(heads, rows)}\n\n{page.provenance()}"
    print(text)
    if chosen.page:
        page.write(chosen.page, "limits", text)


if __name__ == "__main__":
    main()

"""What criterion measured of single parts, beside the goals: reads its estimates, prints tables
and, with `--page`, writes them between the markers of that page."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import page

# By table: what, its folder under criterion's, how many things one measured iteration does.
TABLES = {
    "limits": (
        ("verifying a SigV4 signature over 1 KiB", "verify a request of 1 KiB", 1),
        ("a decision, 10 policies in the account", "decide/10", 1),
        ("a decision, 1,000 policies in the account", "decide/1000", 1),
        ("a decision, 10,000 policies in the account", "decide/10000", 1),
        ("a past event, read and decided again twice", "replay/read and decide", 1000),
        ("a decision in an organization of 1,000 accounts", "decide in an organization", 1),
        ("reading one record of the store", "read one record", 1),
        ("a durable write, one writer", "write/writers/1", 1),
        ("a durable write, 64 writers at once", "write/writers/64", 64),
        ("an event beside 1 rule of a bus", "events_match/1", 1),
        ("an event beside 100 rules", "events_match/100", 1),
        ("an event beside 1,000 rules", "events_match/1000", 1),
    ),
    "firewall": (
        ("a GET, by words and patterns in every part", "inspect/get", 1),
        ("3 KB of JSON, likewise", "inspect/json 3 KB", 1),
        ("13 KB of JSON, likewise", "inspect/json 13 KB", 1),
        ("a form of 64 KB, likewise", "inspect/form 64 KB", 1),
        ("a GET, by all detectors of attacks", "detect_get", 1),
        ("3 KB of chat in JSON, likewise", "detect_json 3 KB", 1),
        ("13 KB of chat in JSON, likewise", "detect_json 13 KB", 1),
        ("a request counted against floods", "flood_observe_usual", 1),
        ("a request of a flood of random values", "flood_observe_random", 1),
    ),
    "threats": (
        ("a flow in memory, by all detectors of flows", "detect_flows/detectors", 1 << 18),
        ("a flow read from text", "detect_flows/text", 1 << 18),
        ("a flow read from text, by all detectors", "detect_flows/text-and-detectors", 1 << 18),
        ("a query in memory, by all detectors of DNS", "detect_dns/detectors", 1 << 18),
    ),
}


def rows(criterion: Path, measured: tuple[tuple[str, str, int], ...]) -> list[list[str]]:
    """The rows of what was measured."""
    made = []
    for what, name, count in measured:
        found = criterion / name / "new/estimates.json"
        if found.is_file():
            nanoseconds = json.loads(found.read_text())["median"]["point_estimate"] / count
            made.append([what, f"{nanoseconds / 1000:,.2f} µs", f"{1e9 / nanoseconds:,.0f}"])
    return made


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--criterion", type=Path, required=True, help="criterion's folder")
    arguments.add_argument("--page", type=Path, help="the page to write the tables into")
    chosen = arguments.parse_args()
    heads = ["what", "median", "a second, one after the other"]
    for name, measured in TABLES.items():
        # What was not measured stays as it was.
        if made := rows(chosen.criterion, measured):
            text = f"{page.table(heads, made)}\n\n{page.provenance()}"
            print(text)
            if chosen.page:
                page.write(chosen.page, name, text)


if __name__ == "__main__":
    main()

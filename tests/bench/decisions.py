"""Bartizan's decisions beside those of other engines: the same policies and requests, one engine
after the other in the same run, each timed inside its own process.

Prints a table and what the engines disagree about, and with `--page` writes both between the
markers of that page.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import page
from workload import Json, workload

HERE = Path(__file__).parent


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--bartizan", required=True, help="the example `decide_workload`")
    arguments.add_argument("--iam-rs", help="the binary `decide-with-iam-rs`")
    arguments.add_argument("--iam-simulate", help="the folder that npm installed into")
    arguments.add_argument("--page", type=Path, help="the page to write the table into")
    chosen = arguments.parse_args()
    asked = workload()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "workload.json")
        file.write_text(json.dumps(asked))
        results = [answers(command) for command in commands(chosen, str(file))]
    text = f"{table(results)}\n\n{agreement(asked, results)}\n\n{page.provenance()}"
    print(text)
    if chosen.page:
        page.write(chosen.page, "decisions", text)


def commands(chosen: argparse.Namespace, file: str) -> list[list[str]]:
    found = [[chosen.bartizan, file]]
    if chosen.iam_rs:
        found.append([chosen.iam_rs, file])
    if chosen.iam_simulate:
        script = str(HERE / "decision/iam-simulate/decide.mjs")
        found.append(["node", script, file, chosen.iam_simulate])
    return found


def answers(command: list[str]) -> Json:
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: Json = json.loads(run.stdout)
    return found


def table(results: list[Json]) -> str:
    ours = results[0]
    heads = ["engine", "policies", "median", "99 of 100 within", "median beside Bartizan's"]
    rows = []
    for result in results:
        for own, found in zip(ours["sets"], result["sets"], strict=True):
            ratio = found["median_ns"] / own["median_ns"]
            rows.append(
                [
                    f"{result['engine']} {result['version']}",
                    f"{found['size']:,}",
                    microseconds(found["median_ns"]),
                    microseconds(found["p99_ns"]),
                    "1" if result is ours else f"{ratio:,.0f} ×",
                ]
            )
    return page.table(heads, rows)


def agreement(asked: Json, results: list[Json]) -> str:
    """Where another engine decides otherwise than Bartizan, with examples on standard error."""
    ours, *others = results
    lines = [mixture(ours)]
    for result in others:
        differing: list[tuple[str, str, Json]] = []
        for own, found, account in zip(ours["sets"], result["sets"], asked["sets"], strict=True):
            pairs = zip(own["decisions"], found["decisions"], account["requests"], strict=True)
            differing += [(a, b, request) for a, b, request in pairs if a != b]
        examples = {(a, b, request["action"]): request for a, b, request in differing}
        for (a, b, action), request in examples.items():
            told = f"Bartizan {a}, {result['engine']} {b}: {action} {json.dumps(request)}"
            print(told, file=sys.stderr)
        count = sum(len(found["decisions"]) for found in result["sets"])
        lines.append(f"{result['engine']} decides {count - len(differing):,} of {count:,} alike.")
    return " ".join(lines)


def mixture(result: Json) -> str:
    decisions = "".join(found["decisions"] for found in result["sets"])
    share = {letter: decisions.count(letter) * 100 / len(decisions) for letter in "ADI"}
    return (
        f"Of the requests {share['A']:.0f} % are allowed, {share['D']:.0f} % denied by a "
        f"statement, {share['I']:.0f} % not allowed by any."
    )


def microseconds(nanoseconds: int) -> str:
    value = nanoseconds / 1000
    return f"{value:,.2f} µs" if value < 100 else f"{value:,.0f} µs"


if __name__ == "__main__":
    main()

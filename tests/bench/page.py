"""The tables of `docs/performance.md`: each stands between markers and says when, of what and on
what machine it was made."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path


def table(heads: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""
    ruler = "|".join("---" for _ in heads)
    lines = [f"| {' | '.join(heads)} |", f"|{ruler}|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines)


def provenance() -> str:
    """Date, commit and machine of a run."""
    date = datetime.now(UTC).date()
    load = os.getloadavg()[0]
    return (
        f"{date}, commit {commit()}, {os.cpu_count()} cores of {processor()}, "
        f"load average {load:.1f} at the end."
    )


def write(page: Path, name: str, text: str) -> None:
    """Puts `text` between the markers of that name."""
    old = page.read_text()
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"
    before, mark, rest = old.partition(begin)
    _, closing, after = rest.partition(end)
    if not mark or not closing:
        raise SystemExit(f"{page} has no markers for `{name}`")
    page.write_text(f"{before}{begin}{text}\n{end}{after}")


def commit() -> str:
    folder = Path(__file__).parent
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip() or "unknown"


def processor() -> str:
    found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    return found[1].strip() if found else os.uname().machine

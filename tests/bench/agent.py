"""What the agent costs a host: this one, looked through from its root.

A server is started, and an agent that reports to it each minute. Its processor time for the first
look and for what comes after, and the most memory that it had, with the process that looks through
the disk for it, are the kernel's figures. Prints a
table and, with `--page`, writes it between the markers of that page.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import sys
import tempfile
import time
from pathlib import Path

import page

sys.path.insert(0, str(Path(__file__).parents[1]))

from harness.agent import Agent, host_role
from harness.aws import environment
from harness.command import run_bartizan
from harness.server import Server
from harness.trails import eventually

EVERY_SECONDS = 60
KNOWN = re.compile(r"known to the server packages=(\d+) sockets=(\d+)")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--page", type=Path, help="the page to write the table into")
    arguments.add_argument("--seconds", type=int, default=300, help="how long it is watched")
    chosen = arguments.parse_args()
    binary = Path(os.environ["BARTIZAN_BIN"])
    with tempfile.TemporaryDirectory() as folder:
        rows = measured(binary, Path(folder), chosen.seconds)
    heads = ["what", "measured", "goal"]
    text = f"{page.table(heads, rows)}\n\n{page.provenance()}"
    print(text)
    if chosen.page:
        page.write(chosen.page, "agent", text)


def measured(binary: Path, folder: Path, seconds: int) -> list[list[str]]:
    server = Server(binary, folder / "server" / "data").start()
    agent = Agent(binary, server.endpoint, folder / "state", Path("/"))
    agent.every = EVERY_SECONDS
    try:
        own = environment(server.endpoint, folder) | {
            "AWS_SHARED_CREDENTIALS_FILE": str(server.data / "credentials"),
            "AWS_PROFILE": "root",
        }
        words = ("agent", "activate", "--role", host_role(server, "host"))
        code = run_bartizan(binary, *words, environment=own).stdout.strip()
        agent.start(code)
        eventually((agent.state / "registration.json").exists)
        both = 0
        while not (known := KNOWN.search(agent.said())):
            inside = sum(map(held, children(agent.pid)))
            both = max(both, inside + held(agent.pid, "VmRSS"))
            time.sleep(0.02)
        packages, sockets = known.groups()
        first = processor_seconds(agent.pid)
        time.sleep(seconds)
        after = processor_seconds(agent.pid) - first
        most = held(agent.pid, "VmHWM")
    finally:
        agent.kill()
        server.kill()
    # One that is made for development takes several times as long.
    build = "development" if "debug" in binary.parts else "release"
    return [
        ["build", build, ""],
        [
            f"processor time of the first look: {packages} packages, {sockets} sockets",
            f"{first:.2f} s",
            "",
        ],
        [f"of a core, in the {seconds} s after it", f"{100 * after / seconds:.2f} %", "< 2 %"],
        ["memory of the agent, at most", f"{most / 1024:.0f} MB", "< 50 MB"],
        [
            "with the process that looks through the disk, beside what they share",
            f"{max(both, most) / 1024:.0f} MB",
            "< 50 MB",
        ],
    ]


def children(pid: int) -> list[int]:
    found = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        # Its thread may be over by now.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            found += [int(child) for child in listed.read_text().split()]
    return found


def held(pid: int, kind: str = "RssAnon") -> int:
    """The memory that a process has, in KB; without what it shares, the pages of its program."""
    try:
        told = re.search(kind + r":\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(told[1]) if told else 0


def processor_seconds(pid: int) -> float:
    """Of a process and of those that it started and that ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()

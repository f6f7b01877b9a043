"""When the machine's cores stood still: a virtual core is taken away by its host, and everything on
it waits. On each core a watcher that goes before all else is to wake every half millisecond; where
it wakes late, the core did not run."""

from __future__ import annotations

import bisect
import os
import subprocess
import sys
import time
from types import TracebackType

PAUSE = 0.0005
# Waking takes a few dozen microseconds; a core that ran is not this late.
LATE_NS = 300_000
PRIORITY = 50


class Stalls:
    """Watches cores while it is entered; asks after that what overlapped a stall."""

    def __init__(self, *cores: str) -> None:
        self.cores = cores
        self.watchers: list[subprocess.Popen[str]] = []
        self.seen: list[tuple[int, int]] = []

    def __enter__(self) -> Stalls:
        for core in self.cores:
            words = [sys.executable, __file__, core]
            watcher = subprocess.Popen(
                words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            self.watchers.append(watcher)
        for watcher in self.watchers:
            assert watcher.stdout and watcher.stdout.readline() == "watching\n"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for watcher in self.watchers:
            said, _ = watcher.communicate()
            for line in said.splitlines():
                begin, end = map(int, line.split())
                self.seen.append((begin, end))
        self.seen.sort()

    def overlap(self, begin: int, end: int) -> bool:
        """Whether a core stood still at some time between the two, in nanoseconds of the epoch."""
        after = bisect.bisect_right(self.seen, (end, end))
        # Stalls of two cores may overlap: the latest begun need not be the latest ended.
        return any(last > begin for _, last in self.seen[max(0, after - 8) : after])


def watch(core: int) -> None:
    """Prints each stall of a core, from when the watcher was due to when it woke, until its input
    ends."""
    os.sched_setaffinity(0, {core})
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(PRIORITY))
    os.set_blocking(sys.stdin.fileno(), False)
    print("watching", flush=True)
    found: list[tuple[int, int]] = []
    while True:
        due = time.time_ns() + int(PAUSE * 1e9)
        time.sleep(PAUSE)
        now = time.time_ns()
        if now - due > LATE_NS:
            found.append((due, now))
        if is_closed():
            break
    for begin, end in found:
        print(begin, end)


def is_closed() -> bool:
    try:
        return os.read(sys.stdin.fileno(), 1) == b""
    except BlockingIOError:
        return False


if __name__ == "__main__":
    watch(int(sys.argv[1]))

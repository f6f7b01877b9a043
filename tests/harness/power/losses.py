"""Moments at which power is lost, and what was acknowledged before each."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar

from harness.power.disk import Disk, Luck, all_but, everything, nothing, torn
from harness.power.recording import Call, Recording

K = TypeVar("K")

SECTORS = (512, 4096)


class Recorded(Generic[K]):
    """What the server said it keeps, and when: stands where `Acknowledged` does."""

    def __init__(self, recording: Recording, nothing: Callable[[], K]) -> None:
        self._recording = recording
        self._nothing = nothing
        self._records: list[tuple[int, Callable[[K], Any]]] = []

    def add(self, record: Callable[[K], Any]) -> None:
        """One more change, which the last answer acknowledged."""
        self._records.append((self._recording.answered(), record))

    def from_now(self, record: Callable[[K], Any]) -> None:
        """What holds after all calls that were made by now."""
        self._records.append((self._recording.count(), record))

    def moments(self) -> list[int]:
        """After how many calls each change was acknowledged."""
        return [at for at, _ in self._records]

    def by(self, calls: int) -> K:
        """What was acknowledged when so many calls were made."""
        kept = self._nothing()
        for at, record in self._records:
            if at <= calls:
                record(kept)
        return kept


def losses(recording: Recording, count: int, seed: int) -> Iterator[tuple[int, str, Callable]]:
    """So many losses of power: after how many calls, how it is told, and what writes the disk that
    is left. They are spread over the whole recording, and evenly over the moments that matter:
    before the syncs of each file, and after answers."""
    chance = random.Random(seed)
    calls = recording.calls()
    moments = list(_moments(recording, calls).values())
    disk = Disk(recording)
    for at in sorted(chance.choice(moments[n % len(moments)]) for n in range(count)):
        advance(disk, calls, at)
        name, luck, sector = _luck(disk, chance)
        yield at, name, lambda path, luck=luck, sector=sector: disk.write(path, luck, sector)


def _moments(recording: Recording, calls: list[Call]) -> dict[str, list[int]]:
    """The moments that matter, by what is synced."""
    names, moments = {recording.inode: ""}, defaultdict(list)
    for at, call in enumerate(calls):
        match call.kind:
            case "C" | "D":
                names[call.inode] = recording.named(call)
            case "S":
                moments[names[call.inode]].append(at)
            case "A":
                moments["answers"].append(at + 1)
    moments["end"].append(len(calls))
    return moments


def advance(disk: Disk, calls: list[Call], at: int) -> None:
    for call in calls[disk.applied : at]:
        disk.apply(call)


def _luck(disk: Disk, chance: random.Random) -> tuple[str, Luck, int]:
    sector = chance.choice(SECTORS)
    pending = disk.pending()
    lost = chance.choice(pending) if pending else 0
    return chance.choice(
        [
            ("nothing unsynced is there", nothing, sector),
            ("everything is there", everything, sector),
            (f"all but call {lost} is there", all_but(lost), sector),
            (f"torn at {sector} bytes", torn(chance), sector),
        ]
    )


def content(folder: Path) -> dict[str, bytes]:
    """The files below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith("-shm")
    }

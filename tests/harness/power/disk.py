"""A disk that keeps for certain only what was synced, and what it may hold when power comes back.

A file's contents are certain by a sync of the file, its name by a sync of its folder. Of what was
done since, any may be there: each sector is as one of the calls left it, whatever the others are,
and each change of a folder was made or was not. A sector and a change of a folder are never half
there.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from harness.power.recording import Call, Recording

# Built anew by whoever opens the database first, and changed past all calls.
SHARED_MEMORY = "-shm"

# Given the numbers of the calls that changed one thing since it was certain, how many of them the
# disk has seen.
Luck = Callable[[list[int]], int]


def nothing(calls: list[int]) -> int:
    return 0


def everything(calls: list[int]) -> int:
    return len(calls)


def all_but(lost: int) -> Luck:
    """Calls are reordered around one that is lost, and what it would have been covered by."""
    return lambda calls: calls.index(lost) if lost in calls else len(calls)


def torn(chance: random.Random) -> Luck:
    share = chance.choice([0.1, 0.5, 0.9])
    return lambda calls: next((n for n in range(len(calls), 0, -1) if chance.random() < share), 0)


@dataclass
class File:
    """A file: what is certain, and what was done since."""

    certain: bytearray = field(default_factory=bytearray)
    # By the call's number: a place and bytes, or the length to which the file was cut.
    pending: list[tuple[int, int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        for _, place, content in self.pending:
            _apply(self.certain, place, content)
        self.pending.clear()

    def numbers(self) -> Iterator[int]:
        return (number for number, _, _ in self.pending)

    def image(self, luck: Luck, sector: int) -> bytes:
        """The contents of the file on a disk with this luck."""
        now, lengths, calls = bytearray(self.certain), [len(self.certain)], []
        versions: dict[int, list[bytes]] = {}
        makers: dict[int, list[int]] = {}
        for number, place, content in self.pending:
            start = min(place, len(now))
            end = max(place, len(now)) if content is None else place + len(content)
            touched = range(start // sector, -(-end // sector))
            for at in touched:
                versions.setdefault(at, [_sector(now, at, sector)])
            _apply(now, place, content)
            for at in touched:
                versions[at].append(_sector(now, at, sector))
                makers.setdefault(at, []).append(number)
            lengths.append(len(now))
            calls.append(number)
        image = bytearray(self.certain).ljust(-(-max(lengths) // sector) * sector, b"\0")
        for at, contents in versions.items():
            image[at * sector : (at + 1) * sector] = contents[luck(makers[at])]
        return bytes(image[: lengths[luck(calls)]])

    def write(self, path: Path, luck: Luck, sector: int) -> None:
        path.touch(0o600)
        path.write_bytes(self.image(luck, sector))


@dataclass
class Folder:
    """A folder: the names that are certain, those that are there, and the changes between."""

    certain: dict[str, File | Folder] = field(default_factory=dict)
    now: dict[str, File | Folder] = field(default_factory=dict)
    pending: list[tuple[int, dict[str, File | Folder | None]]] = field(default_factory=list)

    def change(self, number: int, names: dict[str, File | Folder | None]) -> None:
        _rename(self.now, names)
        self.pending.append((number, names))

    def sync(self) -> None:
        self.certain = dict(self.now)
        self.pending.clear()

    def numbers(self) -> Iterator[int]:
        yield from (number for number, _ in self.pending)
        for node in self.now.values():
            yield from node.numbers()

    def write(self, path: Path, luck: Luck, sector: int) -> None:
        path.mkdir(0o700)
        names = dict(self.certain)
        for number, change in self.pending:
            if luck([number]):
                _rename(names, change)
        for name, node in names.items():
            node.write(path / name, luck, sector)


class Disk:
    """The disk below a recorded folder, which was empty when the recording began. A faulty one does
    not sync what is `unsynced`."""

    def __init__(self, recording: Recording, unsynced: str | None = None) -> None:
        self._recording = recording
        self._unsynced = unsynced
        self._root = Folder()
        self._nodes: dict[int, File | Folder] = {recording.inode: self._root}
        self._ignored: set[int] = set()
        self._faulty: set[int] = set()
        self.applied = 0

    def apply(self, call: Call) -> None:
        """The next call happens."""
        match call.kind:
            case "C" | "D":
                self._make(call)
            case "R":
                self._rename(*call.paths())
            case "U":
                folder, name = self._place(*call.paths())
                folder.change(self.applied, {name: None})
            case "W" | "T" if call.inode not in self._ignored:
                content = call.content if call.kind == "W" else None
                self._nodes[call.inode].pending.append((self.applied, call.offset, content))
            case "S" if call.inode not in self._ignored | self._faulty:
                self._nodes[call.inode].sync()
        self.applied += 1

    def _make(self, call: Call) -> None:
        folder, name = self._place(*call.paths())
        node = File() if call.kind == "C" else Folder()
        self._nodes[call.inode] = node
        self._ignored.discard(call.inode)
        self._faulty.discard(call.inode)
        if self._recording.named(call) == self._unsynced:
            self._faulty.add(call.inode)
        if name.endswith(SHARED_MEMORY):
            self._ignored.add(call.inode)
        else:
            folder.change(self.applied, {name: node})

    def _rename(self, before: str, after: str) -> None:
        folder, name = self._place(before)
        target, new = self._place(after)
        assert folder is target, "a rename between folders is not modelled"
        folder.change(self.applied, {name: None, new: folder.now[name]})

    def pending(self) -> list[int]:
        """The numbers of the calls whose effects are not certain."""
        return sorted(self._root.numbers())

    def write(self, path: Path, luck: Luck, sector: int = 4096) -> None:
        """What is there when power comes back."""
        self._root.write(path, luck, sector)

    def _place(self, path: str) -> tuple[Folder, str]:
        *folders, name = Path(path).relative_to(self._recording.folder).parts
        folder = self._root
        for one in folders:
            found = folder.now[one]
            assert isinstance(found, Folder), path
            folder = found
        return folder, name


def _apply(content: bytearray, place: int, written: bytes | None) -> None:
    if len(content) < place:
        content.extend(bytes(place - len(content)))
    if written is None:
        del content[place:]
    else:
        content[place : place + len(written)] = written


def _sector(content: bytearray, at: int, sector: int) -> bytes:
    return bytes(content[at * sector : (at + 1) * sector]).ljust(sector, b"\0")


def _rename(names: dict, change: dict) -> None:
    for name, node in change.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node

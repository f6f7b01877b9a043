"""What a process did to the files below one folder, in order, as `recorder.c` wrote it down."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HEADER = struct.Struct("<QQII")

# Created, folder made, written, cut to a length, synced, renamed, removed; answered over a socket.
KINDS = set("CDWTSRUA")
ANSWERED = "A"


class CompilerMissing(Exception):
    """The machine has no C compiler."""


@dataclass(frozen=True)
class Call:
    """A call: its kind, what it was made on, and its bytes or paths."""

    kind: str
    inode: int
    offset: int
    content: bytes

    def paths(self) -> list[str]:
        return self.content.decode().split("\0")


class Recording:
    """A folder whose changes are recorded, and the log of them."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        self.folder = folder.resolve()
        self.inode = os.stat(folder).st_ino
        self._log = scratch / "recorded"
        self._log.touch()
        self._end = scratch / "end"
        os.mkfifo(self._end)
        self.environment = {
            "LD_PRELOAD": str(_recorder(scratch)),
            "RECORDED_FOLDER": str(self.folder),
            "RECORDED_LOG": str(self._log),
            "RECORDED_END": str(self._end),
        }
        self._read = 0
        self._count = 0
        self._answered = 0

    def end(self) -> None:
        """Kills the process where it stands, with all it did written down."""
        os.close(os.open(self._end, os.O_WRONLY | os.O_NONBLOCK))

    def count(self) -> int:
        """How many calls were made by now."""
        self._look()
        return self._count

    def answered(self) -> int:
        """How many calls were made when the last answer was sent."""
        self._look()
        return self._answered

    def calls(self) -> list[Call]:
        """All of them."""
        calls = [call for call, _ in self._records(0, content=True)]
        assert {call.kind for call in calls} <= KINDS, "a call that is not modelled"
        return calls

    def named(self, call: Call) -> str:
        """What a file or folder is made as: a name in the data folder, which stands for all that is
        below it."""
        inside = Path(call.paths()[0]).relative_to(self.folder)
        return "/".join(inside.parts[:2])

    def _look(self) -> None:
        for call, end in self._records(self._read, content=False):
            self._read = end
            self._count += 1
            if call.kind == ANSWERED:
                self._answered = self._count

    def _records(self, start: int, *, content: bool) -> Iterator[tuple[Call, int]]:
        """The calls behind a place of the log, each with the place where it ends."""
        end = self._log.stat().st_size
        with self._log.open("rb") as log:
            log.seek(start)
            while start + HEADER.size <= end:
                inode, offset, length, kind = HEADER.unpack(log.read(HEADER.size))
                start += HEADER.size + length
                if start > end:
                    return  # It is being written.
                call = Call(chr(kind), inode, offset, log.read(length) if content else b"")
                log.seek(start)
                yield call, start


def _recorder(scratch: Path) -> Path:
    """The library, built."""
    compiler = shutil.which("cc")
    if not compiler:
        raise CompilerMissing("there is no C compiler `cc`")
    library = scratch / "recorder.so"
    source = Path(__file__).with_name("recorder.c")
    options = ["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-pthread"]
    subprocess.run([compiler, *options, "-o", library, source], check=True)
    return library

"""Files whose opening waits until a test lets it go on. (fanotify(7), `FAN_OPEN_PERM`.)"""

from __future__ import annotations

import ctypes
import os
import select
import struct
from pathlib import Path
from typing import Any

import pytest

from harness.command import PATIENCE_SECONDS

FAN_CLOEXEC = 0x1
FAN_CLASS_CONTENT = 0x4
FAN_MARK_ADD = 0x1
FAN_OPEN_PERM = 0x10000
FAN_ALLOW = 0x1
AT_FDCWD = -100
EVENT = struct.Struct("IBBHQii")
EVENTS_BYTES_MAX = 4096


class Held:
    """A file that others open when the test lets them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._waiting: list[int] = []

    def __enter__(self) -> Held:
        libc = ctypes.CDLL(None, use_errno=True)
        self._events = libc.fanotify_init(FAN_CLASS_CONTENT | FAN_CLOEXEC, os.O_RDONLY)
        if self._events < 0:
            pytest.skip(f"no file can be held: {os.strerror(ctypes.get_errno())}")
        mask, path = ctypes.c_uint64(FAN_OPEN_PERM), os.fsencode(self.path)
        done = libc.fanotify_mark(self._events, FAN_MARK_ADD, mask, AT_FDCWD, path)
        if done != 0:
            os.close(self._events)
            pytest.skip(f"{self.path} cannot be held: {os.strerror(ctypes.get_errno())}")
        return self

    def opened(self) -> int:
        """Waits until somebody opens it, who then waits; the id of the process."""
        ready, _, _ = select.select([self._events], [], [], PATIENCE_SECONDS)
        assert ready, f"nobody opens {self.path}"
        events = os.read(self._events, EVENTS_BYTES_MAX)
        length, *_, file, process = EVENT.unpack_from(events)
        assert length == len(events), "it is opened by several"
        self._waiting.append(file)
        return process

    def let(self) -> None:
        """Lets all who wait go on."""
        for file in self._waiting:
            os.write(self._events, struct.pack("iI", file, FAN_ALLOW))
            os.close(file)
        self._waiting.clear()

    def __exit__(self, *_: Any) -> None:
        self.let()
        # Who comes later is not held any more.
        os.close(self._events)


def data_limit(process: int) -> int | None:
    """How many bytes of data a process may have; none where there is no limit. (proc(5).)"""
    limits = Path(f"/proc/{process}/limits").read_text().splitlines()
    [line] = [line for line in limits if line.startswith("Max data size")]
    soft = line.split()[3]
    return None if soft == "unlimited" else int(soft)

"""kill -9 at random moments, while writers change one thing after another and keep what was
acknowledged."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from botocore.exceptions import BotoCoreError

from harness.server import Server

K = TypeVar("K")

WRITERS = 3
CHANGES_MAX = 40


@dataclass
class Acknowledged(Generic[K]):
    """What the server said it keeps, as the writers record it."""

    kept: K
    count: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def add(self, record: Callable[[K], Any]) -> None:
        """One more change, which `record` writes down."""
        with self.changed:
            record(self.kept)
            self.count += 1
            self.changed.notify_all()

    def from_now(self, record: Callable[[K], Any]) -> None:
        """From here on something may be gone, acknowledged or not."""
        with self.changed:
            record(self.kept)

    def wait_for(self, count: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.count >= count, 60), self.count


class Writer(threading.Thread):
    """Calls `write` with one name after another until the server is gone."""

    def __init__(self, write: Callable[[str], None], prefix: str) -> None:
        super().__init__(daemon=True)
        self.write = write
        self.prefix = prefix
        self.failed: Exception | None = None

    def run(self) -> None:
        try:
            for number in range(10_000):
                self.write(f"{self.prefix}-{number}")
        except BotoCoreError:
            pass  # The server was killed: what it did not acknowledge does not count.
        except Exception as error:
            self.failed = error


def killed(
    server: Server,
    kills: int,
    nothing: Callable[[], K],
    writes: Callable[[Acknowledged[K]], Callable[[str], None]],
    check: Callable[[K], None],
) -> list[K]:
    """Kills the server so many times under load, and has each round's changes checked after it.
    `writes` makes what one writer does; each has its own, with clients of its own."""
    # Printed on failure; the moments of the kills follow from it and from the machine's timing.
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    rounds = []
    for number in range(kills):
        done = Acknowledged(nothing())
        writers = [Writer(writes(done), f"r{number}w{n}") for n in range(WRITERS)]
        for writer in writers:
            writer.start()
        done.wait_for(chance.randint(1, CHANGES_MAX))
        server.kill()
        for writer in writers:
            writer.join(60)
            assert writer.failed is None, writer.failed
        server.start()
        check(done.kept)
        rounds.append(done.kept)
    return rounds

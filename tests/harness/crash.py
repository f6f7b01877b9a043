"""kill -9 at random moments, while writers change one thing after another and keep what was
acknowledged."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from harness.server import Server

A = TypeVar("A", bound="Acknowledged")

WRITERS = 3
CHANGES_MAX = 40


@dataclass
class Acknowledged:
    """What the server said it keeps, as the writers record it."""

    count: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def add(self, record: Callable[[], Any]) -> None:
        """One more change, which `record` writes down."""
        with self.changed:
            record()
            self.count += 1
            self.changed.notify_all()

    def wait_for(self, count: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.count >= count, 60), self.count


class Writer(threading.Thread):
    """Calls `write` with one name after another until the server is gone."""

    def __init__(self, write: Callable[[str], None], prefix: str) -> None:
        super().__init__(daemon=True)
        self.write = write
        self.prefix = prefix
        self.refused: ClientError | None = None

    def run(self) -> None:
        try:
            for number in range(10_000):
                self.write(f"{self.prefix}-{number}")
        except BotoCoreError:
            pass  # The server was killed: what it did not acknowledge does not count.
        except ClientError as error:
            self.refused = error


def killed(
    server: Server,
    kills: int,
    acknowledged: Callable[[], A],
    writes: Callable[[A], Callable[[str], None]],
    check: Callable[[A], None],
) -> list[A]:
    """Kills the server so many times under load, and has each round's changes checked after it.
    `writes` makes what one writer does; each has its own, with clients of its own."""
    # Printed on failure; the moments of the kills follow from it and from the machine's timing.
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    rounds = []
    for number in range(kills):
        done = acknowledged()
        writers = [Writer(writes(done), f"r{number}w{n}") for n in range(WRITERS)]
        for writer in writers:
            writer.start()
        done.wait_for(chance.randint(1, CHANGES_MAX))
        server.kill()
        for writer in writers:
            writer.join(60)
            assert writer.refused is None, writer.refused
        server.start()
        check(done)
        rounds.append(done)
    return rounds

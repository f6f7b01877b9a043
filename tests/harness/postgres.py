"""A private PostgreSQL server from the machine's own package, gone when the tests end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from pathlib import Path
from types import TracebackType
from typing import Any


class PostgresMissing(Exception):
    """The machine has no PostgreSQL server."""


class Postgres:
    """A cluster in a temporary folder, on a loopback port, that trusts its only user."""

    def __init__(self) -> None:
        self._programs = _programs()
        self._folder = Path(tempfile.mkdtemp(prefix="bartizan-pg-"))
        self._account: dict[str, Any] = {}
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root; the package made this user.
            self._account = {"user": "postgres", "group": "postgres", "extra_groups": []}
            shutil.chown(self._folder, "postgres", "postgres")
        self._data = self._folder / "data"
        self._port = _free_port()

    def __enter__(self) -> Postgres:
        self._run("initdb", "-D", self._data, "-U", "bartizan", "-A", "trust", "--no-sync")
        options = (
            f"-p {self._port} -c listen_addresses=127.0.0.1 -c fsync=off"
            f" -c unix_socket_directories={self._folder}"
        )
        log = self._folder / "log"
        self._run("pg_ctl", "-D", self._data, "-l", log, "-o", options, "-w", "start")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"bartizan_{uuid.uuid4().hex}"
        self._run("createdb", "-h", "127.0.0.1", "-p", self._port, "-U", "bartizan", name)
        return f"postgres://bartizan@127.0.0.1:{self._port}/{name}"

    def dump(self, url: str) -> str:
        """All rows of a database as text."""
        return self._run("pg_dump", "--inserts", url)

    def _run(self, program: str, *words: object) -> str:
        done = subprocess.run(
            [str(self._programs / program), *map(str, words)],
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            # pg_ctl's server would keep a pipe open.
            stdout=subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=120,
            **self._account,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: exit {done.returncode}\n{done.stdout or ''}")
        return done.stdout or ""


def _programs() -> Path:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    if not found:
        raise PostgresMissing("PostgreSQL is not installed: there is no `initdb`")
    return Path(found).parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

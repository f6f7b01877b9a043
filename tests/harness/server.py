"""A running Bartizan: started on port 0, ready when it says so, stopped or killed at will."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import threading
from pathlib import Path
from typing import Any

from harness.aws import Credentials, client

LISTENING = re.compile(r"Bartizan is listening on (https?://\S+)")
START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 30


class StartFailed(Exception):
    """The server ended, or said nothing, instead of listening."""


def clean_environment() -> dict[str, str]:
    """This process's environment without what would configure AWS tools or Bartizan."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "BARTIZAN_"))
    }


class Server:
    """One data folder and the process that serves it."""

    def __init__(
        self,
        binary: Path,
        data: Path,
        *,
        dev: bool = False,
        store: str | None = None,
        listen: str = "127.0.0.1:0",
        extra: tuple[str, ...] = (),
        environment: dict[str, str] | None = None,
    ) -> None:
        self.binary = binary
        self.data = data
        self.store = store
        self.command = [str(binary), "serve", "--listen", listen, "--data", str(data)]
        self.command += ["--metrics", "127.0.0.1:0"]
        self.command += ["--edge-http", "127.0.0.1:0", "--edge-https", "127.0.0.1:0"]
        self.command += ["--dns", "127.0.0.1:0"]
        self.command += ["--dev"] if dev else []
        self.command += ["--store", store] if store else []
        self.command += extra
        self.environment: dict[str, str] = dict(environment or {})
        self.log_folder = data.parent
        self.endpoint = ""
        self.lines: list[str] = []
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> Server:
        """Starts the process and returns when it listens."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        self.lines = []
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=clean_environment() | self.environment,
                cwd=self.data.parent,
            )
        found: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, args=(self._process, found), daemon=True).start()
        try:
            endpoint = found.get(timeout=START_SECONDS_MAX)
        except queue.Empty:
            endpoint = None
        if endpoint is None:
            self.kill()
            raise StartFailed(f"{' '.join(self.command)}\n{self.output()}")
        self.endpoint = endpoint
        return self

    def _read(self, process: subprocess.Popen[str], found: queue.Queue[str | None]) -> None:
        """Keeps what the process prints, so that its pipe never fills, and finds its endpoint."""
        assert process.stdout
        for line in process.stdout:
            self.lines.append(line.rstrip("\n"))
            if match := LISTENING.search(line):
                found.put(match[1])
        found.put(None)

    @property
    def log(self) -> Path:
        """What the process writes to its standard error."""
        return self.log_folder / f"{self.data.name}.log"

    def output(self) -> str:
        """What the process printed, for a failure's message and for tests of it."""
        log = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(self.lines) + "\n" + log

    @property
    def port(self) -> int:
        return int(self.endpoint.rsplit(":", 1)[1].rstrip("/"))

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    def root(self) -> Credentials:
        """The root credentials that the first start wrote."""
        return Credentials.from_file(self.data / "credentials", "root")

    def client(self, service: str, credentials: Credentials | None = None, **options: Any) -> Any:
        """A boto3 client, of the root user unless `credentials` says otherwise."""
        return client(service, self.endpoint, credentials or self.root(), **options)

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> int:
        """Asks the process to end, as an operator does, and answers its exit code."""
        assert self._process
        self._process.send_signal(signal.SIGTERM)
        return self.ended()

    def ended(self) -> int:
        """The exit code of a process that ends."""
        assert self._process
        return self._process.wait(STOP_SECONDS_MAX)

    def kill(self) -> None:
        """Kills the process where it stands."""
        if self._process:
            self._process.kill()
            self._process.wait()

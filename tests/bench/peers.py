"""Bartizan beside moto_server in one run: signed requests a second, cold start, idle memory.

Prints a table and, with `--page`, writes it between the markers of that page.
"""

from __future__ import annotations

import argparse
import configparser
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import boto3
import load
import page
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

REGION = "us-east-1"
USER = "bench"
STARTS = 5
START_SECONDS_MAX = 60
TICKS = os.sysconf("SC_CLK_TCK")
OPERATIONS = {
    "sts:GetCallerIdentity": ("sts", {"Action": "GetCallerIdentity", "Version": "2011-06-15"}),
    "iam:GetUser": ("iam", {"Action": "GetUser", "Version": "2010-05-08", "UserName": USER}),
}
MAY_GET_ITSELF = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Action": "iam:GetUser",
            "Resource": "arn:aws:iam::*:user/${aws:username}",
        },
    }
)


class Peer(ABC):
    """A server that can be started again on the same state."""

    name: str

    def __init__(self) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.key = Credentials("test", "test")

    @abstractmethod
    def command(self) -> list[str]:
        """How it is started."""

    @abstractmethod
    def root(self) -> Credentials:
        """Who may make the user that the requests are signed by."""

    def start(self) -> None:
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "BARTIZAN_"))}
        self.process = subprocess.Popen(
            self.command(),
            env=clean,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def stop(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None

    def prepare(self) -> None:
        """Makes the user that asks: Bartizan authorises each of its requests by policy."""
        self.asks_as(self.begin(), USER, MAY_GET_ITSELF)

    def begin(self) -> Any:
        """Starts it; the root user's client of IAM."""
        self.start()
        wait_for_port(self.port)
        root = self.root()
        return boto3.client(
            "iam",
            endpoint_url=f"http://127.0.0.1:{self.port}",
            region_name=REGION,
            aws_access_key_id=root.access_key,
            aws_secret_access_key=root.secret_key,
        )

    def asks_as(self, iam: Any, user: str, policy: str) -> None:
        """Makes the user that signs the requests, with this policy."""
        iam.create_user(UserName=user)
        iam.put_user_policy(UserName=user, PolicyName="own", PolicyDocument=policy)
        made: dict[str, Any] = iam.create_access_key(UserName=user)["AccessKey"]
        self.key = Credentials(made["AccessKeyId"], made["SecretAccessKey"])

    def request(self, operation: str) -> bytes:
        """The bytes of a signed call of one of the operations."""
        service, parameters = OPERATIONS[operation]
        form = "application/x-www-form-urlencoded; charset=utf-8"
        return self.signed(service, "/", form, urlencode(parameters).encode())

    def signed(
        self,
        service: str,
        path: str,
        content_type: str,
        body: bytes,
        more: dict[str, str] | None = None,
    ) -> bytes:
        """The bytes of a signed request; a signature is good for fifteen minutes."""
        host = f"127.0.0.1:{self.port}"
        headers = {"Content-Type": content_type, **(more or {})}
        aws = AWSRequest("POST", f"http://{host}{path}", headers=headers, data=body)
        SigV4Auth(self.key, service, REGION).add_auth(aws)
        lines = {"Host": host, "Content-Length": str(len(body)), **dict(aws.headers.items())}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body

    def rates(self, request: bytes, settings: load.Load) -> tuple[float, float]:
        """How many it answers a second, and a second of its processor time."""
        before = self.processor_seconds()
        rate = load.run(self.port, request, settings)
        spent = self.processor_seconds() - before
        return rate, rate * (settings.seconds + settings.warm_up_seconds) / spent

    def processor_seconds(self) -> float:
        assert self.process
        stat = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(stat[11]) + int(stat[12])) / TICKS

    def resident_mb(self) -> float:
        assert self.process
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        return int(found[1]) / 1024 if found else 0.0


class Bartizan(Peer):
    name = "Bartizan"

    def __init__(self, binary: str, folder: Path) -> None:
        super().__init__()
        self.binary = binary
        self.data = folder / "data"

    def command(self) -> list[str]:
        listen = f"127.0.0.1:{self.port}"
        words = [self.binary, "serve", "--listen", listen, "--metrics", "127.0.0.1:0"]
        return [*words, "--data", str(self.data)]

    def root(self) -> Credentials:
        file = configparser.ConfigParser()
        file.read(self.data / "credentials")
        section = file["root"]
        return Credentials(section["aws_access_key_id"], section["aws_secret_access_key"])


class Moto(Peer):
    name = "moto_server"

    def command(self) -> list[str]:
        return [sys.executable, "-m", "moto.server", "--port", str(self.port)]

    def root(self) -> Credentials:
        return Credentials("test", "test")


@dataclass
class Figures:
    """What one server did."""

    rate: dict[str, float]
    rate_per_processor_second: dict[str, float]
    start_ms: float
    idle_mb: float


def measure(peer: Peer, settings: load.Load) -> Figures:
    peer.prepare()
    rate, cost = {}, {}
    for operation in OPERATIONS:
        rate[operation], cost[operation] = peer.rates(peer.request(operation), settings)
    peer.stop()
    starts = [cold_start(peer) for _ in range(STARTS)]
    return Figures(
        rate,
        cost,
        statistics.median(ms for ms, _ in starts),
        statistics.median(mb for _, mb in starts),
    )


def cold_start(peer: Peer) -> tuple[float, float]:
    """Milliseconds from the start of the process to its first answer, and its memory then."""
    # Any caller may ask who it is; moto forgets its users between starts and does not mind.
    request = peer.request("sts:GetCallerIdentity")
    begin = time.perf_counter()
    peer.start()
    wait_for_port(peer.port)
    load.first_answer(peer.port, request)
    ms = (time.perf_counter() - begin) * 1000
    mb = peer.resident_mb()
    peer.stop()
    return ms, mb


def wait_for_port(port: int) -> None:
    end = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.001)
    raise SystemExit(f"nothing listens on port {port}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def table(ours: Figures, theirs: Figures, settings: load.Load) -> str:
    rows = []
    for operation in OPERATIONS:
        rows.append((f"{operation}, a second", ours.rate[operation], theirs.rate[operation], True))
        rows.append(
            (
                f"{operation}, a second of the server's processor time",
                ours.rate_per_processor_second[operation],
                theirs.rate_per_processor_second[operation],
                True,
            )
        )
    rows.append(("cold start to the first answer, ms", ours.start_ms, theirs.start_ms, False))
    rows.append(("idle resident memory, MB", ours.idle_mb, theirs.idle_mb, False))
    cells = []
    for what, own, other, more_is_better in rows:
        ratio = own / other if more_is_better else other / own
        cells.append([what, f"{own:,.0f}", f"{other:,.0f}", f"{ratio:.1f} ×"])
    return (
        f"{page.table(['', 'Bartizan', 'moto_server', 'ratio'], cells)}\n\n"
        f"{conditions(settings, 'operation')}"
    )


def conditions(settings: load.Load, each: str) -> str:
    """What a table says of its run: for how long each of its rows was measured, and where."""
    return (
        f"The cores are shared by server and load generator: {settings.threads} threads with "
        f"{settings.connections} connections each, {settings.seconds:.0f} s for each {each}. "
        f"{page.provenance()}"
    )


def asked(description: str | None) -> tuple[load.Load, Path | None]:
    """What the command line asks for: the load, and the page to write the table into."""
    arguments = argparse.ArgumentParser(description=description)
    arguments.add_argument("--page", type=Path, help="the page to write the table into")
    arguments.add_argument("--seconds", type=float, default=load.Load.seconds)
    arguments.add_argument("--load", required=True, help="the example `load` of the gateway")
    chosen = arguments.parse_args()
    return load.Load(chosen.load, seconds=chosen.seconds), chosen.page


def main() -> None:
    settings, file = asked(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        peers = [Bartizan(os.environ["BARTIZAN_BIN"], Path(folder)), Moto()]
        try:
            ours, theirs = (measure(peer, settings) for peer in peers)
        finally:
            for peer in peers:
                peer.stop()
    rows = table(ours, theirs, settings)
    print(rows)
    if file:
        page.write(file, "peers", rows)


if __name__ == "__main__":
    main()

"""Power that is lost at any moment takes nothing that was acknowledged, and leaves nothing half
written, whatever of the unsynced writes the disk has seen."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from harness import account_changes, key_changes
from harness.power.disk import Disk, everything, nothing
from harness.power.losses import Recorded, advance, content, losses
from harness.power.recording import CompilerMissing, Recording
from harness.server import Server, StartFailed, clean_environment

SEED = 5
NAMES = 6
# Reads and uses: their events are durable soon after the answer, not with it.
READS = {"GetCallerIdentity", "Encrypt", "Sign", "GetParametersForImport"}


class Session:
    """The life of a server that is recorded, and what was acknowledged in it."""

    def __init__(self, binary: Path, folder: Path, store: str | None = None) -> None:
        """What is below `folder / "disk"` is recorded."""
        (folder / "disk").mkdir()
        try:
            self.recording = Recording(folder / "disk", folder)
        except CompilerMissing as missing:
            pytest.skip(str(missing))
        self.server = Server(binary, folder / "disk/data", store=store)
        self.server.log_folder = folder
        self.server.environment = self.recording.environment
        self.roots = Recorded[list[Any]](self.recording, list)
        self.keys = Recorded(self.recording, key_changes.Keys)
        self.account = Recorded(self.recording, account_changes.Kept)
        self.requests = Recorded[list[str]](self.recording, list)

    def start(self) -> None:
        self.server.start()
        self.roots.from_now(lambda roots: roots.append(self.server.root()))
        self.server.client("s3").create_bucket(Bucket=account_changes.BUCKET)

    def change(self, prefix: str) -> None:
        keys = key_changes.Change(self.server, self.keys)
        account = account_changes.Change(self.server, self.account)
        for client in (keys.kms, account.iam):
            client.meta.events.register("after-call", self.note)
        for number in range(NAMES):
            keys(f"{prefix}-{number}")
            account(f"{prefix}-{number}")

    def note(self, model: Any, parsed: dict[str, Any], **_: Any) -> None:
        if model.name not in READS:
            request = parsed["ResponseMetadata"]["RequestId"]
            self.requests.add(lambda requests: requests.append(request))

    def kill(self) -> None:
        self.recording.end()
        self.server.ended()

    def operate(self, *words: str) -> None:
        command = [self.server.binary, "operator", *words, "--data", self.server.data]
        environment = clean_environment() | self.recording.environment
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def session(binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Changes, commands of the operator, a restart, and more changes."""
    session = Session(binary, tmp_path_factory.mktemp("recorded"))
    session.start()
    session.change("first")
    session.server.stop()
    session.operate("rotate-root-key")
    session.operate("reseal", "key-file")
    session.server.start()
    session.change("second")
    session.kill()
    return session


def test_nothing_acknowledged_is_lost(
    session: Session, binary: Path, tmp_path: Path, power_losses: int
) -> None:
    for number, (at, how, write) in enumerate(losses(session.recording, power_losses, SEED)):
        folder = tmp_path / f"{number}"
        write(folder)
        server = Server(binary, folder / "data")
        try:
            check(server.start(), session, at)
        except BaseException:
            print(f"power lost after call {at}, {how}: {folder}\n{server.output()}")
            raise
        finally:
            server.kill()
        shutil.rmtree(folder)


def check(server: Server, session: Session, at: int) -> None:
    assert session.roots.by(at) in ([], [server.root()])
    key_changes.check_whole(server.client("kms"))
    key_changes.check(server, session.keys.by(at))
    account_changes.check(server, session.account.by(at))
    requests = set(session.requests.by(at))
    assert requests <= recorded(server)


def recorded(server: Server) -> set[str]:
    """The requests of which there are events."""
    pages = server.client("cloudtrail").get_paginator("lookup_events").paginate()
    events = [json.loads(one["CloudTrailEvent"]) for page in pages for one in page["Events"]]
    return {event["requestID"] for event in events if "requestID" in event}


def test_the_recording_is_whole(session: Session, tmp_path: Path) -> None:
    disk = Disk(session.recording)
    calls = session.recording.calls()
    advance(disk, calls, len(calls))
    disk.write(tmp_path / "disk", everything)
    assert content(tmp_path / "disk") == content(session.recording.folder)


@pytest.mark.parametrize("unsynced", ["data", "data/store.db-wal", "data/store.db", "data/objects"])
def test_a_disk_that_does_not_sync_is_found_out(
    session: Session, binary: Path, tmp_path: Path, unsynced: str
) -> None:
    """What each sync is good for: without it, the same check fails. A checkpoint that fell on one
    of the last changes has synced it by another file; it falls on one in hundreds."""
    moments = session.requests.moments()[-3:]
    assert any(
        is_found_out(session, Server(binary, tmp_path / f"{at}/data"), unsynced, at)
        for at in moments
    )


def is_found_out(session: Session, server: Server, unsynced: str, at: int) -> bool:
    """Whether the check fails after a loss of power, where this was never synced."""
    disk = Disk(session.recording, unsynced)
    advance(disk, session.recording.calls(), at)
    disk.write(server.data.parent, nothing)
    try:
        check(server.start(), session, at)
    except (AssertionError, ClientError, StartFailed):
        return True
    finally:
        server.kill()
    return False


def test_files_beside_postgresql_are_not_lost(binary: Path, tmp_path: Path, postgres) -> None:
    """The database has its own care; nothing of the data folder is synced by it by chance."""
    session = Session(binary, tmp_path, postgres.new_database())
    session.start()
    session.change("only")
    session.kill()
    calls = session.recording.calls()
    disk = Disk(session.recording)
    advance(disk, calls, len(calls))
    disk.write(tmp_path / "left", nothing)
    server = Server(binary, tmp_path / "left/data", store=session.server.store)
    try:
        check(server.start(), session, len(calls))
    finally:
        server.kill()

"""kill -9 at random moments under write load loses no key, alias, grant, rotation, deletion or
imported material, and leaves no half-written key."""

from __future__ import annotations

import pytest

from harness.crash import killed
from harness.key_changes import Change, Keys, check, check_whole


@pytest.mark.parametrize("store", ["sqlite", "postgres"], indirect=True)
def test_no_acknowledged_key_is_lost(server_factory, store: str | None, kills: int) -> None:
    server = server_factory(store=store)
    rounds = killed(
        server,
        kills,
        Keys,
        lambda done: Change(server, done),
        lambda done: check(server, done),
    )
    there = check_whole(server.client("kms"))
    assert {key for done in rounds for key in done.blobs} <= there

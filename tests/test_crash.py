"""kill -9 at random moments under write load loses no acknowledged change."""

from __future__ import annotations

import pytest

from harness.account_changes import BUCKET, Change, Kept, check
from harness.crash import killed


@pytest.mark.parametrize("store", ["sqlite", "postgres"], indirect=True)
def test_no_acknowledged_change_is_lost(server_factory, store: str | None, kills: int) -> None:
    server = server_factory(store=store)
    server.client("s3").create_bucket(Bucket=BUCKET)
    rounds = killed(
        server,
        kills,
        Kept,
        lambda done: Change(server, done),
        lambda done: check(server, done),
    )
    listed = {
        user["UserName"]
        for page in server.client("iam").get_paginator("list_users").paginate()
        for user in page["Users"]
    }
    assert {user for done in rounds for user in done.users} <= listed


def test_a_stopped_server_ends_well_and_keeps_everything(server_factory) -> None:
    server = server_factory()
    server.client("iam").create_user(UserName="kept")
    before = server.root()
    assert server.stop() == 0
    server.start()
    assert server.root() == before
    assert server.client("iam").get_user(UserName="kept")["User"]["UserName"] == "kept"

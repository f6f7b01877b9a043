"""Event data stores: made, seen, changed, deleted and restored, and what AWS refuses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from harness.aws import Credentials, error_of
from harness.server import Server


@pytest.fixture
def make_store(trail_server: Server, unique: Callable[[str], str]) -> Iterator[Callable[..., str]]:
    """Makes event data stores, and deletes them afterwards: there is room for ten."""
    cloudtrail = trail_server.client("cloudtrail")
    made: list[str] = []

    def make(**settings: object) -> str:
        settings = {"TerminationProtectionEnabled": False, **settings}
        arn = cloudtrail.create_event_data_store(Name=unique("store"), **settings)
        made.append(arn["EventDataStoreArn"])
        return made[-1]

    yield make
    for arn in made:
        if cloudtrail.get_event_data_store(EventDataStore=arn)["Status"] != "PENDING_DELETION":
            cloudtrail.delete_event_data_store(EventDataStore=arn)


def test_a_store_is_shown_as_it_was_made(
    trail_server: Server, make_store: Callable[..., str]
) -> None:
    cloudtrail = trail_server.client("cloudtrail")
    arn = make_store(RetentionPeriod=30, MultiRegionEnabled=False)
    shown = cloudtrail.get_event_data_store(EventDataStore=arn.rsplit("/")[-1])
    assert shown["EventDataStoreArn"] == arn
    assert (shown["Status"], shown["RetentionPeriod"]) == ("ENABLED", 30)
    assert (shown["MultiRegionEnabled"], shown["OrganizationEnabled"]) == (False, False)
    assert shown["CreatedTimestamp"] == shown["UpdatedTimestamp"]
    listed = cloudtrail.list_event_data_stores()["EventDataStores"]
    assert {"EventDataStoreArn": arn, "Name": shown["Name"]} in listed
    elsewhere = trail_server.client("cloudtrail", region="eu-west-3")
    assert elsewhere.list_event_data_stores()["EventDataStores"] == []


def test_a_store_is_changed(trail_server: Server, make_store: Callable[..., str]) -> None:
    cloudtrail = trail_server.client("cloudtrail")
    arn = make_store()
    fields = [
        {"Field": "eventCategory", "Equals": ["Management"]},
        {"Field": "eventSource", "Equals": ["iam.amazonaws.com"]},
    ]
    changed = cloudtrail.update_event_data_store(
        EventDataStore=arn,
        AdvancedEventSelectors=[{"Name": "iam", "FieldSelectors": fields}],
        RetentionPeriod=7,
    )
    assert changed["AdvancedEventSelectors"] == [{"Name": "iam", "FieldSelectors": fields}]
    cloudtrail.stop_event_data_store_ingestion(EventDataStore=arn)
    shown = cloudtrail.get_event_data_store(EventDataStore=arn)
    assert (shown["Status"], shown["RetentionPeriod"]) == ("STOPPED_INGESTION", 7)
    cloudtrail.start_event_data_store_ingestion(EventDataStore=arn)
    assert cloudtrail.get_event_data_store(EventDataStore=arn)["Status"] == "ENABLED"


def test_a_deleted_store_waits_a_week_and_can_be_restored(
    trail_server: Server, make_store: Callable[..., str]
) -> None:
    cloudtrail = trail_server.client("cloudtrail")
    arn = make_store(TerminationProtectionEnabled=True)
    code = error_of(cloudtrail.delete_event_data_store, EventDataStore=arn)[0]
    assert code == "EventDataStoreTerminationProtectedException"
    cloudtrail.update_event_data_store(EventDataStore=arn, TerminationProtectionEnabled=False)
    cloudtrail.delete_event_data_store(EventDataStore=arn)
    assert cloudtrail.get_event_data_store(EventDataStore=arn)["Status"] == "PENDING_DELETION"
    assert cloudtrail.restore_event_data_store(EventDataStore=arn)["Status"] == "ENABLED"


def test_a_resource_policy_lets_a_user_in(
    trail_server: Server, make_store: Callable[..., str], unique: Callable[[str], str]
) -> None:
    cloudtrail, iam = trail_server.client("cloudtrail"), trail_server.client("iam")
    arn, name = make_store(), unique("user")
    user = iam.create_user(UserName=name)["User"]["Arn"]
    key = Credentials.from_key(iam.create_access_key(UserName=name))
    theirs = trail_server.client("cloudtrail", credentials=key)
    assert error_of(theirs.get_event_data_store, EventDataStore=arn)[0] == "AccessDeniedException"
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": user},
        "Action": "cloudtrail:GetEventDataStore",
        "Resource": arn,
    }
    text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    cloudtrail.put_resource_policy(ResourceArn=arn, ResourcePolicy=text)
    assert theirs.get_event_data_store(EventDataStore=arn)["EventDataStoreArn"] == arn
    assert cloudtrail.get_resource_policy(ResourceArn=arn)["ResourcePolicy"] == text
    cloudtrail.delete_resource_policy(ResourceArn=arn)
    assert error_of(theirs.get_event_data_store, EventDataStore=arn)[0] == "AccessDeniedException"

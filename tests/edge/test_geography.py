"""Rules about countries and autonomous systems, by databases that the operator names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.aws import error_of
from harness.edge import VISIBLE, Site, application
from harness.mmdb import database
from harness.server import Server, StartFailed
from harness.waf import path, rule


def test_requests_are_matched_by_country_and_network(
    server_factory: Callable[..., Server], unused_account: Callable[[], str], tmp_path: Path
) -> None:
    countries, networks = tmp_path / "countries.mmdb", tmp_path / "networks.mmdb"
    germany = {"country": {"iso_code": "DE"}}
    france = {"country_code": "FR"}
    countries.write_bytes(database({"127.0.0.0/8": germany, "192.0.2.0/24": france}))
    networks.write_bytes(database({"127.0.0.0/8": {"autonomous_system_number": 64496}}))
    flags = ("--geo", str(countries), "--asn", str(networks))
    server = server_factory(dev=True, extra=flags)
    forwarded = {"HeaderName": "X-Forwarded-For", "FallbackBehavior": "NO_MATCH"}
    from_france = {"CountryCodes": ["FR"], "ForwardedIPConfig": forwarded}
    with application() as port:
        site = Site(server, unused_account(), port)
        site.protect(
            both("home", path(b"/home"), {"GeoMatchStatement": {"CountryCodes": ["DE"]}}, 1),
            both("away", path(b"/away"), {"GeoMatchStatement": {"CountryCodes": ["FR"]}}, 2),
            both("system", path(b"/system"), {"AsnMatchStatement": {"AsnList": [64496]}}, 3),
            both("forwarded", path(b"/via"), {"GeoMatchStatement": from_france}, 4),
        )
        statuses = [site.status(place) for place in ("/home", "/away", "/system", "/via")]
        assert statuses == [403, 200, 403, 200]
        assert site.get("/via", **{"X-Forwarded-For": "192.0.2.9"})[0] == 403


def both(name: str, one: dict, other: dict, priority: int) -> dict:
    """A rule that blocks where both statements hold."""
    return rule(name, {"AndStatement": {"Statements": [one, other]}}, priority)


def test_what_is_not_known_is_refused(
    dev_server: Server, unused_account: Callable[[], str]
) -> None:
    with application() as port:
        site = Site(dev_server, unused_account(), port)
    refused = error_of(
        site.waf.create_web_acl,
        Name="geo",
        Scope="REGIONAL",
        DefaultAction={"Allow": {}},
        Rules=[rule("geo", {"GeoMatchStatement": {"CountryCodes": ["DE"]}})],
        VisibilityConfig=VISIBLE,
    )
    assert refused[0] == "NotImplemented"


def test_a_file_that_is_no_database_is_named(
    server_factory: Callable[..., Server], tmp_path: Path
) -> None:
    (tmp_path / "wrong.mmdb").write_bytes(b"no database")
    with pytest.raises(StartFailed, match="MMDB"):
        server_factory(dev=True, extra=("--geo", str(tmp_path / "wrong.mmdb")))

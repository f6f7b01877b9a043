"""What the edge serves after changes, and what it says it cannot."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest

from harness.aws import error_of
from harness.edge import Site, application
from harness.server import Server
from harness.trails import eventually


@pytest.fixture
def port() -> Iterator[int]:
    with application() as port:
        yield port


def taken_port(first: int = 18500) -> tuple[int, socket.socket]:
    """A port of those that balancers may open, which somebody else has."""
    for port in range(first, 19000):
        held = socket.socket()
        try:
            held.bind(("127.0.0.1", port))
        except OSError:
            held.close()
            continue
        held.listen()
        return port, held
    raise AssertionError("no port is free")


def listen(site: Site, port: int) -> None:
    site.elb.create_listener(
        LoadBalancerArn=site.arn,
        Protocol="HTTP",
        Port=port,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": site.group}],
    )


def test_a_port_that_is_taken_is_told_and_tried_again(
    dev_server: Server, unused_account: Callable[[], str], port: int
) -> None:
    site = Site(dev_server, unused_account(), port)
    number, held = taken_port()
    listen(site, number)

    def shown() -> dict[str, object]:
        (front,) = site.fronts()
        return next(one for one in front["listeners"] if one["port"] == number)

    told = shown()
    assert told["address"] is None
    assert f"127.0.0.1:{number} cannot be listened at" in str(told["problem"])
    held.close()
    assert eventually(lambda: shown()["address"]) == f"127.0.0.1:{number}"


def test_a_port_that_nothing_listens_at_is_refused(
    dev_server: Server, unused_account: Callable[[], str], port: int
) -> None:
    site = Site(dev_server, unused_account(), port)
    code, message, _ = error_of(lambda: listen(site, 9000))
    assert code == "InvalidConfigurationRequest"
    assert "--edge-ports" in message


def test_what_is_stored_is_served_by_the_next_start(
    server_factory: Callable[..., Server], unused_account: Callable[[], str], port: int
) -> None:
    server = server_factory(dev=True)
    site = Site(server, unused_account(), port)
    server.stop()
    server.start()
    assert site.status() == 200
    site.elb = server.client("elbv2", site.credentials)
    site.elb.delete_listener(ListenerArn=site.listener)
    assert site.fronts()[0]["listeners"] == []

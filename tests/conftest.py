"""What every end-to-end test is given: servers, clients, the AWS CLI, and names of its own."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from harness.agent import Namespace
from harness.aws import Cli, Credentials
from harness.functions import RunningFactory
from harness.issuer import Authority, Issuer
from harness.organization import Organization
from harness.postgres import Postgres, PostgresMissing
from harness.server import Server


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--full-count",
        metavar="FIXTURE",
        choices=["attacks", "kills", "power_losses"],
        help="run the tests that count by this fixture, and no others, up to the count of "
        "`cargo xtask verify`",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    counted = config.getoption("--full-count")
    others = [item for item in items if counted and counted not in item.fixturenames]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in set(others)]


@pytest.fixture(scope="session")
def kills(request: pytest.FixtureRequest) -> int:
    """How often a test kills the server, or a command."""
    return 200 if request.config.getoption("--full-count") == "kills" else 10


@pytest.fixture(scope="session")
def binary() -> Path:
    """The product; `cargo xtask test` names it in `BARTIZAN_BIN`."""
    path = os.environ.get("BARTIZAN_BIN")
    if not path:
        pytest.exit("set BARTIZAN_BIN to the built binary, or run `cargo xtask test`", 2)
    return Path(path)


@pytest.fixture(scope="session")
def power_losses(request: pytest.FixtureRequest) -> int:
    """At how many moments a test has power lost."""
    return 300 if request.config.getoption("--full-count") == "power_losses" else 40


ServerFactory = Callable[..., Server]


@pytest.fixture(scope="session")
def server_factory(
    binary: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServerFactory]:
    """Starts servers, each on a data folder of its own unless `data` names one."""
    started: list[Server] = []

    def start(data: Path | None = None, **options: object) -> Server:
        folder = data or tmp_path_factory.mktemp("bartizan") / "data"
        server = Server(binary, folder, **options)
        started.append(server)
        return server.start()

    yield start
    for server in started:
        server.kill()


@pytest.fixture(scope="session")
def server(server_factory: ServerFactory) -> Server:
    """One server for all tests of a worker: tests share its account, so they use `unique` names."""
    return server_factory()


@pytest.fixture(scope="module")
def fresh_server(server_factory: ServerFactory) -> Iterator[Server]:
    """A server for the tests of one module."""
    server = server_factory()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def dev_server(server_factory: ServerFactory) -> Server:
    """A server in development mode."""
    return server_factory(dev=True)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A private PostgreSQL server of this worker."""
    try:
        cluster = Postgres()
    except PostgresMissing as missing:
        pytest.skip(str(missing))
    with cluster:
        yield cluster


@pytest.fixture
def store(request: pytest.FixtureRequest) -> str | None:
    """The `--store` of a test parametrised with `indirect`: `sqlite` or `postgres`."""
    if request.param == "sqlite":
        return None
    return request.getfixturevalue("postgres").new_database()


@pytest.fixture(scope="session")
def root(server: Server) -> Credentials:
    """The root user of the shared server's account."""
    return server.root()


@pytest.fixture
def cli(server: Server, tmp_path: Path) -> Cli:
    """The real AWS CLI against the shared server, as root, with a home of its own."""
    return Cli(server, tmp_path)


_numbers = itertools.count()


@pytest.fixture
def unique() -> Callable[[str], str]:
    """Names that no other test uses, valid as bucket names too."""
    return lambda prefix: f"{prefix}-{uuid.uuid4().hex[:12]}-{next(_numbers)}"


_accounts = itertools.count(1)


@pytest.fixture
def unused_account() -> Callable[[], str]:
    """Tells accounts that are in no organization, and that no other test uses."""
    return lambda: f"5{next(_accounts):011}"


@pytest.fixture
def organization(
    dev_server: Server, unused_account: Callable[[], str]
) -> Callable[..., Organization]:
    """Makes organizations, each managed by an account that no other test uses."""
    return lambda **options: Organization(dev_server, unused_account(), **options)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Who vouches for the certificates of a test's issuers."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def near(server_factory: ServerFactory, authority: Authority) -> Server:
    """A server that may reach loopback and trusts the test's authority."""
    return server_factory(dev=True, extra=("--egress-ca", str(authority.file)))


@pytest.fixture
def issuer(authority: Authority) -> Iterator[Issuer]:
    """An issuer of web identities."""
    one = Issuer(authority)
    yield one
    one.close()


# What of the SDK a function needs.
LIBRARIES = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six.py")


@pytest.fixture(scope="session")
def work() -> Iterator[Path]:
    """A folder that every user can go through, as functions are of other users than the tests."""
    if not shutil.which("bwrap"):
        assert "CI" not in os.environ, "CI needs bubblewrap"
        pytest.skip("bubblewrap is not installed")
    folder = Path(tempfile.mkdtemp(prefix="bartizan-functions-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def libraries(work: Path) -> Path:
    """The SDK, as Lambda's runtimes have it."""
    source = Path(boto3.__file__).parent.parent
    folder = work / "libraries"
    folder.mkdir()
    for name in LIBRARIES:
        if (source / name).is_dir():
            shutil.copytree(source / name, folder / name)
        else:
            shutil.copy(source / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def running(server_factory: Callable[..., Server], work: Path, libraries: Path) -> RunningFactory:
    """Starts servers that run functions, whose events are tried again after a second."""
    folders = iter(range(1000))

    def start(*extra: str, **options: Any) -> Server:
        own = work / f"server-{next(folders)}"
        flags = ("--lambda-work", str(own), "--lambda-retry-seconds", "1")
        flags += ("--lambda-libraries", f"python={libraries}")
        return server_factory(extra=flags + extra, **options)

    return start


@pytest.fixture
def network() -> Iterator[Namespace]:
    """A host in a network of its own, with nftables."""
    if not shutil.which("nft"):
        pytest.skip("the Debian package `nftables` is not installed")
    with Namespace() as made:
        yield made

"""What tests of functions are given: a server that runs them, and functions."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from harness.functions import Function, RunningFactory, make_role, zipped
from harness.server import Server

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


@pytest.fixture(scope="session")
def functions(running: RunningFactory) -> Server:
    """One server for all tests of a worker."""
    return running()


@pytest.fixture
def role(functions: Server, unique: Callable[[str], str]) -> Callable[..., str]:
    """Makes a role that Lambda may assume, and that may do these things."""
    return lambda *actions: make_role(functions, unique("worker"), *actions)


@pytest.fixture
def function(
    functions: Server, unique: Callable[[str], str], role: Callable[..., str]
) -> Callable[..., Function]:
    """Makes a function of Python of this text."""

    def make(text: str, *, may: tuple[str, ...] = (), **options: Any) -> Function:
        client = functions.client("lambda", read_timeout=60)
        name = unique("function")
        options.setdefault("Role", role(*may))
        settings: dict[str, Any] = {"Runtime": "python3.11", "Handler": "index.handler"}
        settings |= {"Timeout": 20, "MemorySize": 256}
        client.create_function(
            FunctionName=name, Code={"ZipFile": zipped(text)}, **(settings | options)
        )
        return Function(client, name)

    return make

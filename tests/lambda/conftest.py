"""What tests of functions are given: a server that runs them, and functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from harness.functions import Function, RunningFactory, make_role, zipped
from harness.server import Server


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

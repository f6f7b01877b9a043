"""A real browser without a window, driven as W3C's WebDriver says: Debian's `chromium-driver`."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
PATIENCE_SECONDS = 60


class Browser:
    """A session of the browser, with a profile of its own."""

    def __init__(self, driver: str, options: dict[str, Any]) -> None:
        self.session = driver
        capabilities = {"capabilities": {"alwaysMatch": options}}
        self.session += "/session/" + self.ask("POST", "/session", capabilities)["sessionId"]

    def ask(self, method: str, place: str, body: dict[str, Any] | None = None) -> Any:
        """A command of WebDriver; its value."""
        data = None if body is None else json.dumps(body).encode()
        sent = Request(self.session + place, data, method=method)
        sent.add_header("Content-Type", "application/json")
        with urlopen(sent, timeout=PATIENCE_SECONDS) as answer:
            return json.load(answer)["value"]

    def open(self, url: str) -> None:
        self.ask("POST", "/url", {"url": url})

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script answers in the page."""
        return self.ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    @property
    def text(self) -> str:
        """What a reader of the page sees."""
        return self.run("return document.body ? document.body.innerText : ''")

    def until(self, text: str) -> None:
        """Waits until the page says something."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while text not in self.text:
            assert time.monotonic() < deadline, self.text
            time.sleep(0.05)

    def element(self, selector: str) -> str:
        """The place of an element's commands."""
        found = self.ask("POST", "/element", {"using": "css selector", "value": selector})
        return f"/element/{found[ELEMENT]}"

    def label_of(self, selector: str) -> str:
        """The name of an element as screen readers say it."""
        return self.ask("GET", self.element(selector) + "/computedlabel")

    def write(self, selector: str, text: str) -> None:
        """Types as a person does. A `\\n` is the key Enter."""
        keys = text.replace("\n", "\ue007")
        self.ask("POST", self.element(selector) + "/value", {"text": keys})

    def cookies(self) -> dict[str, dict[str, Any]]:
        return {held["name"]: held for held in self.ask("GET", "/cookie")}


@contextmanager
def browser(folder: Path, addresses: dict[str, str], has_scripts: bool = True) -> Iterator[Browser]:
    """A browser that finds these hosts and ports at these addresses, and nothing else."""
    driver = shutil.which("chromedriver")
    if driver is None:
        pytest.skip("a real browser needs the Debian packages `chromium` and `chromium-driver`")
    log = folder / "chromedriver.log"
    process, port = started(driver, log)
    rules = [f"MAP {name} {address}" for name, address in addresses.items()]
    arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={folder / 'profile'}",
        f"--host-resolver-rules={', '.join([*rules, 'MAP * ~NOTFOUND'])}",
    ]
    preferences = {} if has_scripts else {"profile.managed_default_content_settings.javascript": 2}
    options = {"goog:chromeOptions": {"args": arguments, "prefs": preferences}}
    try:
        made = Browser(f"http://127.0.0.1:{port}", options)
        yield made
        made.ask("DELETE", "")
    finally:
        process.terminate()
        process.wait(timeout=10)


def started(driver: str, log: Path) -> tuple[subprocess.Popen[bytes], int]:
    """A driver, and its port: free in IPv6, when it chose it, and maybe not in IPv4."""
    while True:
        with log.open("wb") as out:
            process = subprocess.Popen([driver, "--port=0"], stdout=out, stderr=out)
        port = port_of(process, log)
        if port is not None:
            return process, port


def port_of(process: subprocess.Popen[bytes], log: Path) -> int | None:
    """The port that the driver says it listens on, unless that was another's."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while "on port " not in (said := log.read_text()) or "successfully" not in said:
        has_ended = process.poll() is not None
        if has_ended and "Address already in use" in log.read_text():
            return None
        assert not has_ended and time.monotonic() < deadline, said
        time.sleep(0.02)
    return int(said.rsplit("on port ", 1)[1].split(".")[0])

"""Captchas and challenges in a real browser, as the people meet them whom they stop."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness.browser import browser
from harness.edge import Site, application
from harness.proofs import answer_to, proof
from harness.server import Server

TOKEN = "aws-waf-token"


@pytest.fixture
def site(dev_server: Server, unused_account: Callable[[], str]) -> Iterator[Site]:
    with application() as port:
        made = Site(dev_server, unused_account(), port)
        made.protect(proof("Challenge", "/work", 1), proof("Captcha", "/human", 2))
        yield made


def addresses(site: Site) -> dict[str, str]:
    return {f"{site.name}:80": site.address}


def test_a_challenge_solves_itself_and_the_request_passes(site: Site, tmp_path: Path) -> None:
    with browser(tmp_path, addresses(site)) as visitor:
        visitor.open(f"http://{site.name}/work?q=lamp")
        visitor.until('"path": "/work?q=lamp"')
        token = visitor.cookies()[TOKEN]
        assert (token["httpOnly"], token["sameSite"]) == (True, "Lax")
        # Another page asks for nothing more, and its script cannot read the token.
        visitor.open(f"http://{site.name}/shop?q=oil")
        assert '"path": "/shop?q=oil"' in visitor.text
        assert visitor.run("return document.cookie") == ""


def test_a_person_answers_a_captcha_by_keyboard_and_screen_reader(
    site: Site, tmp_path: Path
) -> None:
    with browser(tmp_path, addresses(site)) as visitor:
        visitor.open(f"http://{site.name}/human")
        question = visitor.label_of("#answer")
        assert re.fullmatch(r"How much is \w+ and \w+\? Answer with a number\.", question)
        assert visitor.run("return document.documentElement.lang") == "en"
        assert visitor.run("return document.title") == "One moment"
        told = "const told = document.getElementById('told'); "
        assert visitor.run(told + "return [told.role, told.ariaLive]") == ["status", "polite"]
        visitor.write("#answer", "1\n")
        visitor.until("That was not right, or too late.")
        # It comes back with a new question.
        visitor.until("Please answer a question to go on.")
        visitor.write("#answer", answer_to(visitor.label_of("#answer")) + "\n")
        visitor.until('"path": "/human"')
        # Whoever answered has proved what a challenge would.
        visitor.open(f"http://{site.name}/work")
        assert '"path": "/work"' in visitor.text


def test_whoever_runs_no_script_answers_in_a_form(site: Site, tmp_path: Path) -> None:
    with browser(tmp_path, addresses(site), has_scripts=False) as visitor:
        for place in ("/work", "/human"):
            visitor.ask("DELETE", "/cookie")
            visitor.open(f"http://{site.name}{place}")
            visitor.write("#answer", answer_to(visitor.label_of("#answer")) + "\n")
            visitor.until(f'"path": "{place}"')
            assert TOKEN in visitor.cookies()

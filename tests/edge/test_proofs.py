"""Captchas and challenges, as browsers, people without scripts and programs meet them."""

from __future__ import annotations

import hashlib
import itertools
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.aws import error_of
from harness.edge import Site, application
from harness.proofs import answer_to, proof
from harness.server import Server

BROWSER = Path(__file__).parent / "data" / "browser.js"
HTML = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def site(dev_server: Server, unused_account: Callable[[], str]) -> Iterator[Site]:
    with application() as port:
        made = Site(dev_server, unused_account(), port)
        made.protect(proof("Challenge", "/work", 1), proof("Captcha", "/human", 2))
        yield made


def by_script(page: str, folder: Path, answer: str = "") -> str:
    """The solution that the page's own script finds."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("the page's script needs the Debian package `nodejs` to run without a browser")
    (folder / "page.html").write_text(page)
    command = [node, str(BROWSER), str(folder / "page.html"), answer]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout.strip()


def solved(puzzle: dict[str, Any]) -> str:
    """What a program does with a puzzle, as the documentation says."""
    answer = answer_to(puzzle["question"]) if puzzle["question"] else ""
    for number in itertools.count():
        solution = f"{puzzle['puzzle']}.{answer}.{number}"
        digest = hashlib.sha256(solution.encode()).digest()
        if int.from_bytes(digest) >> (256 - puzzle["bits"]) == 0:
            return solution
    raise AssertionError


def cookie_of(headers: Any) -> dict[str, str]:
    return {"Cookie": headers["Set-Cookie"].split(";")[0]}


def test_a_browser_works_at_a_challenge_and_goes_on(site: Site, tmp_path: Path) -> None:
    status, headers, page = site.exchange("/work", **HTML)
    assert (status, headers["x-amzn-waf-action"]) == (202, "challenge")
    assert "noscript" in page.decode() and headers["Cache-Control"] == "no-store"
    solution = {"x-aws-waf-solution": by_script(page.decode(), tmp_path)}
    status, headers, _ = site.exchange("/work", **solution)
    assert status == 200
    has = cookie_of(headers)
    assert site.get("/work", **has)[0] == 200
    # A token is of no use with another browser, and proves no person.
    assert site.get("/work", **{**has, "User-Agent": "other"})[0] == 202
    assert site.get("/human", **has)[0] == 405


def test_a_person_answers_a_captcha(site: Site, tmp_path: Path) -> None:
    status, headers, body = site.exchange("/human", **HTML)
    page = body.decode()
    assert (status, headers["x-amzn-waf-action"]) == (405, "captcha")
    question = page.split('for="answer">')[1].split("<")[0]
    answer = answer_to(question)
    solution = {"x-aws-waf-solution": by_script(page, tmp_path, answer)}
    status, headers, _ = site.exchange("/human", **solution)
    assert status == 200
    has = cookie_of(headers)
    assert [site.get(path, **has)[0] for path in ("/human", "/work")] == [200, 200]


def test_a_program_asks_for_json_and_sends_its_token_in_a_header(site: Site) -> None:
    for place in ("/work", "/human"):
        puzzle = json.loads(site.exchange(place)[2])
        status, _, body = site.exchange(place, **{"x-aws-waf-solution": solved(puzzle)})
        assert status == 200
        token = {"x-aws-waf-token": json.loads(body)["token"]}
        assert site.get(place, **token)[0] == 200
    for wrong in ("", "a.b.c", "x" * 5000):
        assert site.exchange("/work", **{"x-aws-waf-solution": wrong})[0] == 400
        assert site.exchange("/work", **{"x-aws-waf-token": wrong})[0] == 202


def test_applications_keys_are_kept(site: Site) -> None:
    domains = ["shop.example", "example.org"]
    key = site.waf.create_api_key(Scope="REGIONAL", TokenDomains=domains)["APIKey"]
    told = site.waf.get_decrypted_api_key(Scope="REGIONAL", APIKey=key)
    assert told["TokenDomains"] == domains
    (listed,) = site.waf.list_api_keys(Scope="REGIONAL")["APIKeySummaries"]
    assert (listed["APIKey"], listed["CreationTimestamp"]) == (key, told["CreationTimestamp"])
    site.waf.delete_api_key(Scope="REGIONAL", APIKey=key)
    gone = error_of(site.waf.get_decrypted_api_key, Scope="REGIONAL", APIKey=key)
    assert gone[0] == "WAFNonexistentItemException"

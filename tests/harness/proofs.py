"""Rules that ask for proofs, and what people answer to captchas."""

from __future__ import annotations

import re
from typing import Any

from harness.waf import path, rule

WORDS = [
    "none",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]


def proof(action: str, start: str, priority: int) -> dict[str, Any]:
    """A rule that asks for a proof."""
    return {**rule(action, path(start.encode()), priority), "Action": {action: {}}}


def answer_to(question: str) -> str:
    """What a person answers."""
    return str(sum(WORDS.index(word) for word in re.findall(r"[a-z]+", question) if word in WORDS))

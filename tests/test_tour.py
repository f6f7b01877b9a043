"""The README's tour works: its commands run with the real AWS CLI and print what it shows."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from harness.aws import environment

README = Path(__file__).parent.parent / "README.md"
BLOCK = re.compile(r"<!-- tour(: stopped)? -->\n```console\n(.*?)```", re.DOTALL)
ENDPOINT = "http://127.0.0.1:4566"
MARK = "\x1e"


@dataclass(frozen=True)
class Command:
    """A command of the tour, what it prints there, and whether Bartizan is stopped then."""

    text: str
    shown: str
    stopped: bool = False

    def matches(self, printed: str) -> bool:
        """Whether the output is as shown: `…` stands for anything, space for any white space."""
        parts = (re.escape(part) for part in words(self.shown).split("…"))
        return re.fullmatch(r".*".join(parts), words(printed), re.DOTALL) is not None


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def commands(readme: str) -> list[Command]:
    """The commands of all the tour's blocks, in order."""
    found: list[tuple[list[str], list[str], bool]] = []
    for stopped, block in BLOCK.findall(readme):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append(([line[2:]], [], bool(stopped)))
            elif line.startswith("> "):
                found[-1][0].append(line[2:])
            else:
                found[-1][1].append(line)
    return [Command("\n".join(lines), "\n".join(shown), stopped) for lines, shown, stopped in found]


def run(tour: list[Command], endpoint: str, folder: Path, binary: Path) -> list[str]:
    """Runs the commands in one shell, which goes on from where the last one ended, and answers what
    each of them printed."""
    separator = f"printf '{MARK}'\n"
    script = separator.join(f"{command.text}\n" for command in tour)
    variables = environment(endpoint, folder)
    variables = {name: value for name, value in variables.items() if not name.startswith("AWS_")}
    variables["PATH"] = f"{binary.parent}{os.pathsep}{variables['PATH']}"
    state = folder / "shell-state"
    resume = f"test ! -e {state} || {{ . {state}; AWS_ENDPOINT_URL={endpoint}; }}\n"
    keep = f"declare -p | grep -E '^declare -[x-]+ (AWS_|[a-z])' > {state}\n"
    done = subprocess.run(
        ["bash", "-c", resume + script.replace(ENDPOINT, endpoint) + keep],
        cwd=folder,
        env={**variables, "AWS_PAGER": "", "AWS_EC2_METADATA_DISABLED": "true"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
        check=False,
    )
    return done.stdout.split(MARK)


def test_the_tour(server_factory, tmp_path: Path, binary: Path) -> None:
    tour = commands(README.read_text())
    assert len(tour) > 30
    server = server_factory(data=tmp_path / "bartizan-data")
    printed: list[str] = []
    for stopped, part in groupby(tour, key=lambda command: command.stopped):
        if stopped:
            server.stop()
        printed += run(list(part), server.endpoint, tmp_path, binary)
        if stopped:
            server.start()
    assert len(printed) == len(tour)
    differences = [
        f"$ {command.text}\n--- the README shows\n{command.shown}\n--- it printed\n{output}"
        for command, output in zip(tour, printed, strict=True)
        if not command.matches(output)
    ]
    assert not differences, "\n\n".join(differences)


def test_the_readme_names_the_two_commands() -> None:
    text = README.read_text()
    assert "cargo run --release" in text
    assert "cargo xtask test" in text


def test_an_ellipsis_stands_for_anything() -> None:
    for shown, printed, matches in [
        ("a … b", "a x y\nb\n", True),
        ("…", "", True),
        ("", "", True),
        ("", "noise", False),
        ("arn:…:root", "arn:aws:iam::1:root", True),
        ("arn:…:root", "arn:aws:iam::1:user/a", False),
        ("a\tb", "a  b", True),
    ]:
        assert Command("x", shown).matches(printed) is matches, (shown, printed)

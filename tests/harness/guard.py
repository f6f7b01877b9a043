"""A detector of threats, and what hands records to it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from harness.aws import Cli
from harness.command import run_bartizan
from harness.known import CASES
from harness.server import Server
from harness.trails import eventually

Finding = dict[str, Any]

# The columns of version 2.
COLUMNS = ["version", "account_id", "interface_id", "srcaddr", "dstaddr", "srcport", "dstport"]
COLUMNS += ["protocol", "packets", "bytes", "start", "end", "action", "log_status"]


def labelled(name: str) -> Path:
    """A file of labelled records; where it is absent the test is skipped, and CI fails."""
    path = CASES / "detect" / name
    if not path.exists():
        print(f"SKIPPED {os.environ['PYTEST_CURRENT_TEST']}: cases not found at {CASES}")
        assert "CI" not in os.environ, "CI needs the cases: set BARTIZAN_CASES"
        pytest.skip("no cases")
    return path


def scan(first: int, ports: int, start: int = 1_795_510_000, source: str = "10.0.0.5") -> str:
    """A host that knocks at many ports of another one, a line each."""
    line = "2 123456789012 eni-0123456789abcdef0 {0} 52.1.2.3 {1} {2} 6 1 44 {3} {4} REJECT OK\n"
    return "".join(
        line.format(source, 40_000 + port, port, start + port, start + port + 1)
        for port in range(first, first + ports)
    )


class Guard:
    """The detector of a server's account."""

    def __init__(self, binary: Path, server: Server, folder: Path) -> None:
        self.binary, self.server, self.folder = binary, server, folder
        self.cli = Cli(server, folder)
        self.client = server.client("guardduty")
        self.detector = self.client.create_detector(Enable=True)["DetectorId"]

    def run(
        self, *words: str, profile: str = "root", typed: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Runs `bartizan ingest` with these words."""
        environment = {**self.cli.environment, "AWS_PROFILE": profile}
        environment["AWS_ENDPOINT_URL"] = self.server.endpoint
        return run_bartizan(
            self.binary, "ingest", *words, environment=environment, folder=self.folder, typed=typed
        )

    def ingest(self, *words: str, typed: str | None = None) -> dict[str, Any]:
        """Hands records over, all of which can be read; what became of each stream."""
        done = self.run(*words, "--format", "json", typed=typed)
        assert done.returncode == 0, done.stderr
        return {tally["stream"]: tally for tally in json.loads(done.stdout)}

    def findings(self, kind: str = "Instance", **criterion: Any) -> list[Finding]:
        """The findings about this kind of resources that match, by their types. Those about access
        keys may be of the test's own calls."""
        criterion = {"resource.resourceType": {"Equals": [kind]}, **criterion}
        pages = self.client.get_paginator("list_findings").paginate(
            DetectorId=self.detector,
            FindingCriteria={"Criterion": criterion},
            SortCriteria={"AttributeName": "type", "OrderBy": "ASC"},
        )
        found: list[Finding] = []
        for page in pages:
            told = self.client.get_findings(
                DetectorId=self.detector, FindingIds=page["FindingIds"]
            )["Findings"]
            ranks = {one["Id"]: one for one in told}
            found += [ranks[id] for id in page["FindingIds"]]
        return found

    def types(self, kind: str = "Instance") -> set[str]:
        return {finding["Type"] for finding in self.findings(kind)}

    def awaited(self, name: str) -> Finding:
        """The first finding of a type about access keys, which comes soon."""
        return eventually(lambda: self.findings("AccessKey", type={"Equals": [name]}))[0]

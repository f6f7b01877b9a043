"""Bartizan's command line, run to its end."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from harness.server import clean_environment

PATIENCE_SECONDS = 60


def run_bartizan(
    binary: Path,
    *words: str,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    typed: str | None = None,
) -> subprocess.CompletedProcess[str]:
    """Runs `bartizan` with these words, `typed` on its standard input, and nothing in its
    environment that would configure it but `environment`."""
    return subprocess.run(
        [str(binary), *words],
        env={**clean_environment(), **(environment or {})},
        cwd=folder,
        input=typed,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )

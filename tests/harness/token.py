"""A PKCS#11 token of SoftHSM2, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

LIBRARIES = (
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    Path("/usr/lib64/pkcs11/libsofthsm2.so"),
)


class Token:
    """An initialised token; whoever uses it has its configuration in the environment."""

    def __init__(self, folder: Path, label: str = "vault") -> None:
        found = [library for library in LIBRARIES if library.exists()]
        if not found or not shutil.which("softhsm2-util"):
            pytest.skip("the Debian package `softhsm2` is not installed")
        self.library = found[0]
        self.label = label
        self.pin = "83614027"
        self.configuration = str(folder / "softhsm2.conf")
        tokens = folder / "tokens"
        tokens.mkdir()
        Path(self.configuration).write_text(f"directories.tokendir = {tokens}\n")
        words = ["--init-token", "--free", "--label", label, "--pin", self.pin, "--so-pin", "5678"]
        subprocess.run(
            ["softhsm2-util", *words],
            env=os.environ | {"SOFTHSM2_CONF": self.configuration},
            check=True,
            capture_output=True,
        )

    def bring_key(self, label: str) -> None:
        """Puts an AES key into the token that was elsewhere before."""
        file = Path(self.configuration).with_name(label)
        file.write_bytes(bytes(range(32)))
        words = ["--import", str(file), "--aes", "--token", self.label, "--pin", self.pin]
        subprocess.run(
            ["softhsm2-util", *words, "--label", label, "--id", "01"],
            env=os.environ | {"SOFTHSM2_CONF": self.configuration},
            check=True,
            capture_output=True,
        )

    def remove(self) -> None:
        """Takes the token, with all that it has, away."""
        subprocess.run(
            ["softhsm2-util", "--delete-token", "--token", self.label],
            env=os.environ | {"SOFTHSM2_CONF": self.configuration},
            check=True,
            capture_output=True,
        )
